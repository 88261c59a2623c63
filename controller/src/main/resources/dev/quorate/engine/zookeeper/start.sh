#!/bin/bash
# Decides whether the ZooKeeper of this pod may start, makes its volume ready, and writes its configuration.
#
# The volume holds current/ (incarnation, conf/, data/) and aside/<incarnation>/ with what former members left. Directories come
# into being and go by one rename each, after what they hold has reached the disk. conf/ is on the volume because ZooKeeper
# itself writes the members down there, each time they change: a member that was started goes by that and by nothing else.
#
# Ends with 0: ZooKeeper may start. 3: the volume is blank, or another's, although this member has run; only a repair admits
# it again. 4: nobody has admitted this pod, or the members do not list it. 5: what was found makes no sense, and starting
# might lose data.
set -eu
umask 077

START=${START:-/etc/quorate/start}
VOLUME=${VOLUME:-/data}
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

# What a member knows of the members, in lines of a configuration file; nothing if it does not serve.
members_of() {
    timeout 3 bash -c 'exec 3<>"/dev/tcp/$0/2181" && printf conf >&3 && cat <&3' "$1" 2> /dev/null || true
}

# 1. The admission. It may reach the mounted files some time after the pod was made.
waited=0
until [ -s "$START/$POD_NAME" ]; do
    [ "$waited" -lt "$PATIENCE" ] || refuse 4 "nobody has admitted it to the cluster"
    sleep 1
    waited=$((waited + 1))
done
incarnation='' state='' servers='' ask=''
while IFS= read -r line || [ -n "$line" ]; do
    case $line in
        incarnation=*) incarnation=${line#*=} ;;
        state=*) state=${line#*=} ;;
        ask=*) ask=${line#*=} ;;
        server.*) servers="$servers$line"$'\n' ;;
    esac
done < "$START/$POD_NAME"
plain "$incarnation" || refuse 5 "its admission names no incarnation"
case $state in
    new | existing | started) ;;
    *) refuse 5 "its admission has the state '$state', which is none" ;;
esac

# 2. The volume: never start on data of another incarnation, never on a blank volume once this one has run.
current=$VOLUME/current
[ ! -e "$VOLUME/version-2" ] || refuse 5 "its volume holds data of a ZooKeeper that Quorate did not start"
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
    elif [ "$state" = started ] && [ ! -d "$current/data/version-2" ]; then
        refuse 3 "its data is gone from the volume, although this member has run; only a repair admits it again"
    fi
elif [ "$state" = started ]; then
    refuse 3 "its volume is blank, although this member has run; only a repair admits it again"
fi

# 3. A blank volume: who this member is and who the others are. A founder is told; a joiner asks them, since they list it.
own() {
    grep -E "^server\.[0-9]+=$(printf %s "$ADVERTISE" | sed 's/\./\\./g'):" | head -n 1
}

if [ ! -e "$current" ]; then
    version='' waited=0
    if [ "$state" = existing ]; then
        while :; do
            for host in $ask; do
                reply=$(members_of "$host")
                servers=$(printf '%s\n' "$reply" | grep '^server\.[0-9]*=' || true)
                version=$(printf '%s\n' "$reply" | sed -n 's/^version=//p' | head -n 1)
                [ -z "$(printf '%s\n' "$servers" | own)" ] || break 2
            done
            [ "$waited" -lt "$PATIENCE" ] || refuse 4 "no member lists it: it would not be let in"
            sleep 1
            waited=$((waited + 1))
        done
    fi
    line=$(printf '%s\n' "$servers" | own) || line=''
    [ -n "$line" ] || refuse 5 "its admission does not name $ADVERTISE"
    id=${line#server.}
    rm -rf "$VOLUME/blank"
    mkdir -p "$VOLUME/blank/data" "$VOLUME/blank/conf"
    echo "$incarnation" > "$VOLUME/blank/incarnation"
    echo "${id%%=*}" > "$VOLUME/blank/data/myid"
    printf '%s\n' "$servers" > "$VOLUME/blank/conf/zoo.cfg.dynamic${version:+.$version}"
    sync
    mv "$VOLUME/blank" "$current"
    sync
fi

# 4. The configuration. Of the lists that ZooKeeper has written down the newest holds.
id=$(cat "$current/data/myid")
newest='' highest=-1
for file in "$current"/conf/zoo.cfg.dynamic*; do
    version=${file##*zoo.cfg.dynamic}
    version=${version#.}
    case ${version:-0} in
        *[!0-9a-f]*) continue ;;
    esac
    if [ $((16#${version:-0})) -gt "$highest" ]; then
        newest=$file highest=$((16#${version:-0}))
    fi
done
[ -n "$newest" ] || refuse 5 "$current/conf names no members"
grep -q "^server\.$id=" "$newest" || refuse 5 "it has left: $newest does not list server $id any more"
digest=$(printf 'super:%s' "$SUPERUSER_PASSWORD" | sha1sum | cut -c1-40 | sed 's/../\\x&/g')
{
    printf '%s\n' "$SETTINGS"
    echo "dataDir=$current/data"
    echo "dynamicConfigFile=$newest"
    # Passed on as a system property, and so kept off the command line, which others on the node can read.
    echo "DigestAuthenticationProvider.superDigest=super:$(printf '%b' "$digest" | base64)"
} > "$current/conf/zoo.cfg"
