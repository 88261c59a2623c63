# Decides whether the sentinel of this pod may start, makes its volume ready, and writes its configuration.
#
# The volume holds current/ (incarnation, sentinel.conf) and aside/<incarnation>/ with what former sentinels left. A sentinel writes
# into its configuration whom it has voted for and who the master is, and must never forget either: that is why it has a volume.
#
# Ends with 0: it may start. 3: the volume is blank, or another's, although this sentinel has run; only a repair admits it again. 4:
# nobody has admitted this pod, or no majority of the others names a master. 5: what was found makes no sense.
set -eu
umask 077

START=${START:-/etc/quorate/start}
VOLUME=${VOLUME:-/data}
PATIENCE=${PATIENCE:-30}
LISTEN=${LISTEN:-* -::*}
UNCOUNTED=100

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

# The same for all who know a pod and its incarnation, and never that of one whose memory was lost.
id_of() {
    printf '%s %s' "$1" "$incarnation" | sha1sum | cut -c1-40
}

usable || refuse 5 "the password in its Secret must be of letters, digits and . _ ~ + / = @ % : -"

# 1. The admission. It may reach the mounted files some time after the pod was made.
waited=0
until [ -s "$START/$POD_NAME" ]; do
    [ "$waited" -lt "$PATIENCE" ] || refuse 4 "nobody has admitted it to the sentinels"
    sleep 1
    waited=$((waited + 1))
done
incarnation='' state='' master='' founders='' others=''
while IFS= read -r line || [ -n "$line" ]; do
    case $line in
        incarnation=*) incarnation=${line#*=} ;;
        state=*) state=${line#*=} ;;
        master=*) master=${line#*=} ;;
        founders=*) founders=${line#*=} ;;
        ask=*) others=${line#*=} ;;
    esac
done < "$START/$POD_NAME"
plain "$incarnation" || refuse 5 "its admission names no incarnation"
case $state in
    new | existing | started) ;;
    *) refuse 5 "its admission has the state '$state', which is none" ;;
esac

# 2. The volume: never start on the memory of another incarnation, never on a blank volume once this one has run.
current=$VOLUME/current
[ ! -e "$VOLUME/sentinel.conf" ] || refuse 5 "its volume holds the memory of a sentinel that Quorate did not start"
if [ -e "$current" ]; then
    found=$(cat "$current/incarnation" 2> /dev/null) || found=''
    plain "$found" || refuse 5 "$current does not say which incarnation its memory is of"
    if [ "$found" != "$incarnation" ]; then
        [ "$state" != started ] ||
            refuse 3 "its volume holds the memory of incarnation $found, and the sentinel is incarnation $incarnation"
        aside=$VOLUME/aside/$found
        copy=1
        while [ -e "$aside" ]; do
            copy=$((copy + 1))
            aside=$VOLUME/aside/$found.$copy
        done
        mkdir -p "$VOLUME/aside"
        mv "$current" "$aside"
        sync
        echo "the memory of incarnation $found is set aside in $aside"
    fi
elif [ "$state" = started ]; then
    refuse 3 "its volume is blank, although this sentinel has run; only a repair admits it again"
fi

# 3. A blank volume: founders are told whom to watch and who the others are, everybody else asks, and is told how many must agree
# when all are counted.
memory() {
    if [ "$state" = new ]; then
        count=0
        for founder in $founders; do count=$((count + 1)); done
        echo "sentinel monitor mymaster $master 6379 $((count / 2 + 1))"
        for founder in $founders; do
            [ "${founder%@*}" = "$POD_NAME" ] ||
                echo "sentinel known-sentinel mymaster ${founder#*@} 26379 $(id_of "${founder%@*}")"
        done
    else
        echo "sentinel monitor mymaster $named 6379 $UNCOUNTED"
    fi
}
if [ ! -e "$current" ]; then
    named='' waited=0
    while [ "$state" = existing ] && [ -z "$named" ]; do
        ask "$others"
        [ -n "$named" ] || [ "$waited" -lt "$PATIENCE" ] || refuse 4 "no majority of the other sentinels names a master"
        [ -n "$named" ] || sleep 1
        waited=$((waited + 1))
    done
    rm -rf "$VOLUME/blank"
    mkdir -p "$VOLUME/blank"
    echo "$incarnation" > "$VOLUME/blank/incarnation"
    {
        echo "sentinel myid $(id_of "$POD_NAME")"
        memory
    } > "$VOLUME/blank/sentinel.conf"
    sync
    mv "$VOLUME/blank" "$current"
    sync
fi

# 4. The configuration: what the sentinel remembers, and how it is to be now. Whoever connects to it and says nothing for five
# seconds is cut off: a failover that was decided on before that comes too late.
{
    echo "bind $LISTEN"
    echo "port 26379"
    echo "protected-mode no"
    echo "dir $current"
    echo "timeout 5"
    echo "requirepass $REDISCLI_AUTH"
    echo "sentinel sentinel-pass $REDISCLI_AUTH"
    echo "sentinel resolve-hostnames yes"
    echo "sentinel announce-hostnames yes"
    echo "sentinel announce-ip $ADVERTISE"
    echo "sentinel announce-port 26379"
    grep -E '^sentinel (myid|current-epoch|monitor|config-epoch|leader-epoch|known-replica|known-slave|known-sentinel) ' \
        "$current/sentinel.conf"
    echo "sentinel auth-pass mymaster $REDISCLI_AUTH"
    printf '%s\n' "$SETTINGS"
} > "$current/sentinel.conf.new"
grep -q '^sentinel monitor mymaster ' "$current/sentinel.conf.new" || refuse 5 "its memory does not name the master"
sync
mv "$current/sentinel.conf.new" "$current/sentinel.conf"
sync
