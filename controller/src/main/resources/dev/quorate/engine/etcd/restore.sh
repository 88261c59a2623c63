#!/bin/sh
# Makes the volume of a founder from the snapshot that was fetched and verified before. etcd's image has no shell and no tools,
# so busybox comes along; each tool is called through it.
#
# start.sh has left what is to be made in restore. Without that file there is nothing to do: the volume has its data already,
# or its member is to get it from the others. The data of the member comes into being by one rename, so a crash anywhere
# leaves either nothing or all of it, and it is never made twice.
set -eu
umask 077

RUN=${RUN:-/etc/quorate/run}
VOLUME=${VOLUME:-/var/lib/etcd}
TOOL=${TOOL:-etcdutl}
BUSYBOX=${BUSYBOX:-$RUN/busybox}

[ -e "$RUN/restore" ] || exit 0
[ ! -e "$VOLUME/current" ] || exit 0

incarnation='' name='' url='' cluster='' token=''
while IFS= read -r line || [ -n "$line" ]; do
    case $line in
        incarnation=*) incarnation=${line#*=} ;;
        name=*) name=${line#*=} ;;
        peer-url=*) url=${line#*=} ;;
        initial-cluster=*) cluster=${line#*=} ;;
        initial-cluster-token=*) token=${line#*=} ;;
    esac
done < "$RUN/restore"

"$BUSYBOX" rm -rf "$VOLUME/restored"
"$BUSYBOX" mkdir -p "$VOLUME/restored"
ETCDCTL_API=3 "$TOOL" snapshot restore "$VOLUME/snapshot" \
    --name "$name" --data-dir "$VOLUME/restored/data" --initial-advertise-peer-urls "$url" \
    --initial-cluster "$cluster" --initial-cluster-token "$token"
echo "$incarnation" > "$VOLUME/restored/incarnation"
"$BUSYBOX" sync
"$BUSYBOX" mv "$VOLUME/restored" "$VOLUME/current"
"$BUSYBOX" rm -f "$VOLUME/snapshot"
"$BUSYBOX" sync
