#!/bin/sh
# Decides whether the etcd of this pod may start, makes its volume ready, and writes its configuration file.
#
# The volume holds current/ (incarnation, data/) and aside/<incarnation>/ with what former members left. Directories come into
# being and go by one rename each, after what they hold has reached the disk, so a crash anywhere leaves nothing half done.
#
# Ends with 0: etcd may start. 3: the volume is blank, or another's, although this member has run; only a repair admits it
# again. 4: nobody has admitted this pod. 5: what was found makes no sense, and starting might lose data.
set -eu
umask 077

START=${START:-/etc/quorate/start}
RUN=${RUN:-/etc/quorate/run}
VOLUME=${VOLUME:-/var/lib/etcd}
LISTEN=${LISTEN:-0.0.0.0}
PATIENCE=${PATIENCE:-30}

refuse() {
    code=$1
    shift
    echo "$POD_NAME does not start: $*" >&2
    exit "$code"
}

# What names a directory must not lead out of it.
plain() {
    case $1 in
        '' | .* | *[!A-Za-z0-9._-]*) return 1 ;;
    esac
}

# 1. The admission. It may reach the mounted files some time after the pod was made.
waited=0
until [ -s "$START/$POD_NAME" ]; do
    [ "$waited" -lt "$PATIENCE" ] || refuse 4 "nobody has admitted it to the cluster"
    sleep 1
    waited=$((waited + 1))
done
incarnation='' state='' cluster='' token=''
while IFS= read -r line || [ -n "$line" ]; do
    case $line in
        incarnation=*) incarnation=${line#*=} ;;
        state=*) state=${line#*=} ;;
        initial-cluster=*) cluster=${line#*=} ;;
        initial-cluster-token=*) token=${line#*=} ;;
    esac
done < "$START/$POD_NAME"
plain "$incarnation" || refuse 5 "its admission names no incarnation"
[ -n "$cluster" ] && [ -n "$token" ] || refuse 5 "its admission names no cluster"
case $state in
    new | existing | started) ;;
    *) refuse 5 "its admission has the state '$state', which is none" ;;
esac

# 2. The volume: never start on data of another incarnation, never on a blank volume once this one has run.
current=$VOLUME/current
[ ! -e "$VOLUME/member" ] || refuse 5 "its volume holds data of an etcd that Quorate did not start"
if [ -e "$current" ]; then
    found=$(cat "$current/incarnation" 2> /dev/null) || found=''
    plain "$found" || refuse 5 "$current does not say which incarnation its data is of"
    if [ "$found" != "$incarnation" ]; then
        [ "$state" != started ] ||
            refuse 3 "its volume holds data of incarnation $found, and the member is incarnation $incarnation"
        aside=$VOLUME/aside/$found
        copy=1
        while [ -e "$aside" ]; do
            copy=$((copy + 1))
            aside=$VOLUME/aside/$found.$copy
        done
        mkdir -p "$VOLUME/aside"
        mv "$current" "$aside"
        sync
        echo "data of incarnation $found is set aside in $aside"
    elif [ "$state" = started ] && [ ! -d "$current/data/member" ]; then
        refuse 3 "its data is gone from the volume, although this member has run; only a repair admits it again"
    fi
elif [ "$state" = started ]; then
    refuse 3 "its volume is blank, although this member has run; only a repair admits it again"
fi
if [ ! -e "$current" ]; then
    rm -rf "$VOLUME/blank"
    mkdir -p "$VOLUME/blank/data"
    echo "$incarnation" > "$VOLUME/blank/incarnation"
    sync
    mv "$VOLUME/blank" "$current"
    sync
fi

# 3. The configuration. Only a founder may be told that the cluster is new.
[ "$state" = new ] || state=existing
{
    printf '%s\n' "$SETTINGS"
    echo "name: \"$POD_NAME\""
    echo "data-dir: \"$current/data\""
    echo "listen-peer-urls: \"http://$LISTEN:2380\""
    echo "listen-client-urls: \"http://$LISTEN:2379\""
    echo "initial-advertise-peer-urls: \"http://$ADVERTISE:2380\""
    echo "advertise-client-urls: \"http://$ADVERTISE:2379\""
    echo "initial-cluster: \"$cluster\""
    echo "initial-cluster-state: \"$state\""
    echo "initial-cluster-token: \"$token\""
} > "$RUN/etcd.yaml"
