# Decides whether the Redis of this pod may start, and writes its configuration, but for whom it follows: that is asked each time it
# starts, by redis-run.sh.
#
# Ends with 0: it may start. 4: nobody has admitted this pod. 5: what was found makes no sense, and starting might lose data.
set -eu
umask 077

START=${START:-/etc/quorate/start}
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

usable || refuse 5 "the password in its Secret must be of letters, digits and . _ ~ + / = @ % : -"

# 1. The admission. It may reach the mounted files some time after the pod was made.
waited=0
until [ -s "$START/$POD_NAME" ]; do
    [ "$waited" -lt "$PATIENCE" ] || refuse 4 "nobody has admitted it"
    sleep 1
    waited=$((waited + 1))
done
incarnation='' state='' sentinels=''
while IFS= read -r line || [ -n "$line" ]; do
    case $line in
        incarnation=*) incarnation=${line#*=} ;;
        state=*) state=${line#*=} ;;
        sentinels=*) sentinels=${line#*=} ;;
    esac
done < "$START/$POD_NAME"
[ -n "$incarnation" ] || refuse 5 "its admission names no incarnation"
[ -n "$sentinels" ] || refuse 5 "its admission names no sentinels"
case $state in
    new | existing | started) ;;
    *) refuse 5 "its admission has the state '$state', which is none" ;;
esac

# 2. The volume.
for data in dump.rdb appendonly.aof appendonlydir; do
    [ ! -e "$VOLUME/$data" ] || refuse 5 "its volume holds data of a Redis that Quorate did not start"
done
mkdir -p "$VOLUME/current/data"

# 3. What Redis reads, and what is read before it starts.
{
    printf '%s\n' "$SETTINGS"
    echo "bind $LISTEN"
    echo "port 6379"
    echo "protected-mode no"
    echo "dir $VOLUME/current/data"
    echo "replica-announce-ip $ADVERTISE"
    echo "replica-announce-port 6379"
    echo "requirepass $REDISCLI_AUTH"
    echo "masterauth $REDISCLI_AUTH"
} > "$RUN/base.conf"
cp "$START/$POD_NAME" "$RUN/admission"
