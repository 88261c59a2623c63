# Decides whether the node of this pod may start, makes its volume ready, and writes its configuration.
#
# The volume holds current/ (incarnation, data/ with nodes.conf and what Redis keeps) and aside/<incarnation>/ with what former
# nodes left. On a blank volume nodes.conf is written here, with the id that everybody expects, and with slots only for a founder:
# so a node that comes back with nothing owns nothing, and never is a cluster of its own.
#
# Ends with 0: it may start. 3: the volume is blank, or another's, although this node has run; only a repair admits it again. 4:
# nobody has admitted this pod. 5: what was found makes no sense, and starting might lose data.
set -eu
umask 077

RUN=${RUN:-/etc/quorate/run}
VOLUME=${VOLUME:-/data}
PATIENCE=${PATIENCE:-30}
LISTEN=${LISTEN:-* -::*}

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

# It is written into a configuration file as it is.
case $REDISCLI_AUTH in
    '' | *[!A-Za-z0-9._~+/=@%:-]*)
        refuse 5 "the password in its Secret must be of letters, digits and . _ ~ + / = @ % : -"
        ;;
esac

# 1. The admission. It may reach the mounted files some time after the pod was made.
waited=0
until admission; do
    [ "$waited" -lt "$PATIENCE" ] || refuse 4 "nobody has admitted it to the cluster"
    sleep 1
    waited=$((waited + 1))
done
plain "$incarnation" || refuse 5 "its admission names no incarnation"
case $own in
    *[!0-9a-f]*) refuse 5 "its admission names no id" ;;
esac
[ "${#own}" = 40 ] || refuse 5 "its admission names no id"
case $state in
    new | existing | started) ;;
    *) refuse 5 "its admission has the state '$state', which is none" ;;
esac

# 2. The volume: never start on data of another incarnation, never on a blank volume once this one has run.
current=$VOLUME/current
for data in nodes.conf dump.rdb appendonly.aof appendonlydir; do
    [ ! -e "$VOLUME/$data" ] || refuse 5 "its volume holds data of a Redis that Quorate did not start"
done
if [ -e "$current" ]; then
    found=$(cat "$current/incarnation" 2> /dev/null) || found=''
    plain "$found" || refuse 5 "$current does not say which incarnation its data is of"
    if [ "$found" != "$incarnation" ]; then
        [ "$state" != started ] ||
            refuse 3 "its volume holds data of incarnation $found, and the node is incarnation $incarnation"
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
    elif [ ! -s "$current/data/nodes.conf" ]; then
        refuse 5 "$current/data has lost nodes.conf, which says who the node is"
    fi
elif [ "$state" = started ]; then
    refuse 3 "its volume is blank, although this node has run; only a repair admits it again"
fi
if [ ! -e "$current" ]; then
    rm -rf "$VOLUME/blank"
    mkdir -p "$VOLUME/blank/data"
    echo "$incarnation" > "$VOLUME/blank/incarnation"
    {
        echo "$own $POD_IP:6379@16379,$ADVERTISE myself,master - 0 0 $epoch connected${slots:+ $slots}"
        echo "vars currentEpoch $epoch lastVoteEpoch 0"
    } > "$VOLUME/blank/data/nodes.conf"
    sync
    mv "$VOLUME/blank" "$current"
    sync
fi

# 3. What Redis reads.
{
    printf '%s\n' "$SETTINGS"
    echo "bind $LISTEN"
    echo "port 6379"
    echo "protected-mode no"
    echo "dir $current/data"
    echo "cluster-announce-ip $POD_IP"
    echo "cluster-announce-hostname $ADVERTISE"
    echo "requirepass $REDISCLI_AUTH"
    echo "masterauth $REDISCLI_AUTH"
} > "$RUN/redis.conf"
