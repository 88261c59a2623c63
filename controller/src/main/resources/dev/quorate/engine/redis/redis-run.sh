# Runs Redis: as the replica of whom a majority of the sentinels names, or as the master if that is this one and it has the data.
#
# The volume holds current/data, and current/whole with the incarnation that once had all data there. Without that it never starts as
# the master, and the sentinels cannot elect it: its priority is 0 until what its master has is on this volume. Only one who is
# admitted as a founder, and is named, begins with nothing.
set -eu
umask 077

RUN=${RUN:-/etc/quorate/run}
VOLUME=${VOLUME:-/data}
LOCAL=${LOCAL:-127.0.0.1}
current=$VOLUME/current

incarnation='' state='' sentinels='' founders=''
while IFS= read -r line || [ -n "$line" ]; do
    case $line in
        incarnation=*) incarnation=${line#*=} ;;
        state=*) state=${line#*=} ;;
        sentinels=*) sentinels=${line#*=} ;;
        founders=*) founders=${line#*=} ;;
    esac
done < "$RUN/admission"

# 1. What is on the volume. What a newer Redis has written an older one does not read.
is_whole() {
    [ "$(cat "$current/whole" 2> /dev/null)" = "$incarnation" ]
}
make_whole() {
    sync
    echo "$incarnation" > "$current/whole.new"
    sync
    mv "$current/whole.new" "$current/whole"
    sync
}
version=$(redis-server --version | sed -n 's/.* v=\([0-9]*\)\.\([0-9]*\)\..*/\1 \2/p')
written=$(cat "$current/version" 2> /dev/null) || written='0 0'
if [ $((${written% *} * 1000 + ${written#* })) -gt $((${version% *} * 1000 + ${version#* })) ]; then
    echo "$POD_NAME: its data was written by Redis ${written% *}.${written#* }, and is received anew"
    rm -f "$current/whole"
fi

# 2. Whom the sentinels name.
said=''
tell() {
    [ "$said" = "$*" ] || echo "$POD_NAME waits: $*"
    said=$*
}
# Somebody has got all that the founder had: then this volume was lost, and that other is to be the master.
followed() {
    for host in $founders; do
        case $(say "$host" 6379 info replication) in
            *slave_priority:100*) [ "$host" = "$ADVERTISE" ] || return 0 ;;
        esac
    done
    return 1
}
trap 'exit 143' TERM INT
while :; do
    ask "$sentinels"
    if [ -z "$named" ]; then
        tell "no majority of the sentinels names a master"
    elif [ "$named" != "$ADVERTISE" ] || is_whole; then
        break
    elif [ "$state" = new ] && ! followed; then
        rm -rf "$current/data"
        mkdir "$current/data"
        make_whole
        break
    else
        tell "it is named as the master, and its volume has not got the data; another must be named"
    fi
    sleep 1
done

# 3. It starts as what it is.
priority=100
if ! is_whole; then
    priority=0
    rm -rf "$current/data"
    mkdir "$current/data"
fi
echo "$version" > "$current/version"
{
    cat "$RUN/base.conf"
    echo "replica-priority $priority"
    [ "$named" = "$ADVERTISE" ] || echo "replicaof $named 6379"
} > "$RUN/redis.conf"
echo "$POD_NAME starts as $([ "$named" = "$ADVERTISE" ] && echo "the master" || echo "a replica of $named")"
trap - TERM INT
[ "$priority" = 0 ] || exec redis-server "$RUN/redis.conf"

# 4. It can be elected when all is on its volume, where it is loaded from.
redis-server "$RUN/redis.conf" &
server=$!
trap 'kill -TERM $server' TERM INT
has_all() {
    for wanted in role:slave master_link_status:up master_sync_in_progress:0; do
        printf '%s\n' "$1" | grep -qx "$wanted" || return 1
    done
    for wanted in loading:0 rdb_bgsave_in_progress:0 aof_rewrite_in_progress:0 aof_rewrite_scheduled:0 \
        aof_last_bgrewrite_status:ok; do
        printf '%s\n' "$2" | grep -qx "$wanted" || return 1
    done
}
while kill -0 "$server" 2> /dev/null && ! is_whole; do
    if has_all "$(say "$LOCAL" 6379 info replication | tr -d '\r')" "$(say "$LOCAL" 6379 info persistence | tr -d '\r')"; then
        make_whole
        [ "$(say "$LOCAL" 6379 config set replica-priority 100)" = OK ] || rm -f "$current/whole"
    fi
    sleep 1
done
status=0
wait "$server" || status=$?
# A signal ends the wait and not the server.
while kill -0 "$server" 2> /dev/null; do
    wait "$server" || status=$?
done
exit "$status"
