# Runs the node, and beside it a loop that keeps it in touch with those who are admitted, while nobody else is there to do so: when
# all pods come back with other addresses, no gossip finds them.
#
# The loop meets an address only after it has said by itself that it is who is expected there: it may be another app's by now. One that
# joins meets everybody, a full member only those whom it lists: who was forgotten must stay so.
set -euf
umask 077

RUN=${RUN:-/etc/quorate/run}
LOCAL=${LOCAL:-127.0.0.1}

nl='
'

# Sets $line to that of the node $1 in $table; by no further process, since this is asked for each node all the time.
line_of() {
    line=''
    case $table in
        *"$nl$1 "*)
            line="$1 ${table#*"$nl$1 "}"
            line=${line%%"$nl"*}
            ;;
    esac
}

# $1: its id, $2: its host. It is met where it says that it is, if it is the expected one and is not reached there already.
meet() {
    line_of "$1"
    if [ -z "$line" ]; then
        [ "$state" != started ] || return 0
        known=''
    else
        case $line in
            *' connected'*) case $line in *noaddr*) ;; *) return 0 ;; esac ;;
        esac
        known=${line#* }
        known=${known%%:6379@*}
    fi
    theirs=$(say "$2" cluster nodes | grep "^$1 .*myself" | cut -d ' ' -f 2) || theirs=''
    theirs=${theirs%%:6379@*}
    [ -z "$theirs" ] || [ "$theirs" = "$known" ] || [ "$(say "$LOCAL" cluster meet "$theirs" 6379)" = OK ] ||
        echo "$POD_NAME does not meet $2 at $theirs"
}

# Of a shard one is the master: whoever owns its slots, or the first while nobody does.
follow() {
    is_master "$own" && ! owns "$own" || return 0
    for other in $shard; do
        [ "$other" != "$own" ] || continue
        is_master "$other" || continue
        if owns "$other" || [ "${shard%% *}" = "$other" ]; then
            answer=$(say "$LOCAL" cluster replicate "$other")
            [ "$answer" = OK ] || echo "$POD_NAME does not follow $other: $answer"
        fi
    done
}

is_master() {
    line_of "$1"
    set -- $line
    case ${3-} in
        *handshake* | *noaddr*) return 1 ;;
        *master*) return 0 ;;
    esac
    return 1
}

owns() {
    line_of "$1"
    set -- $line
    [ $# -ge 9 ]
}

tend() {
    admission || return 0
    table=$nl$(say "$LOCAL" cluster nodes)
    line_of "$own"
    [ -n "$line" ] || return 0
    for peer in $peers; do
        rest=${peer#*@}
        [ "${rest#*@}" = "$own" ] || meet "${rest#*@}" "${rest%@*}"
    done
    follow
}

redis-server "$RUN/redis.conf" &
server=$!
trap 'kill -TERM $server' TERM INT
(
    trap - TERM INT
    while kill -0 "$server" 2> /dev/null; do
        tend || true
        sleep 1
    done
) &
status=0
wait "$server" || status=$?
# A signal ends the wait and not the server.
while kill -0 "$server" 2> /dev/null; do
    wait "$server" || status=$?
done
exit "$status"
