#!/bin/sh
# Runs RabbitMQ. A new member joins its cluster before a port is open for clients, in the process that then serves them: one
# that ended in between would be a member that is down, and make a minority of those that run.
#
# It joins by name and is never left to peer discovery: a node that finds nobody there goes on alone, as a second cluster.
#
# The first founder founds only when all other founders have said that they are not with it in a cluster already: else it is one
# that has lost its volume before it was written down that it has run.
#
# Ends with 6 when a newcomer could not join; what it had by then is safe to go on from. 103: the others list this node, and its
# volume is blank; only a repair admits it again.
set -eu
umask 077

RUN=${RUN:-/etc/quorate/run}
PATIENCE=${PATIENCE:-300}

state='' node='' peers='' beside='' before='' current=''
while IFS= read -r line; do
    case $line in
        state=*) state=${line#*=} ;;
        node=*) node=${line#*=} ;;
        peers=*) peers=${line#*=} ;;
        beside=*) beside=${line#*=} ;;
        before=*) before=${line#*=} ;;
        current=*) current=${line#*=} ;;
    esac
done < "$RUN/admission"

open() {
    cp "$RUN/open.conf" "$RUN/rabbitmq.conf"
    cp "$RUN/open_plugins" "$RUN/enabled_plugins"
}

# 1. Who belongs to a cluster needs nobody. Who founds it asks the other founders first.
blank() {
    : > "$RUN/turned_away"
    echo "$node is listed by $1, and its volume is blank: only a repair admits it again" >&2
    exit 103
}
# Forgotten meanwhile, it could join as who it was: that is for its next pod, and another name.
[ ! -e "$RUN/turned_away" ] || exit 103
if [ ! -e "$current/member" ] && [ "$state" = new ] && [ -z "$peers" ]; then
    waited=0
    for other in $(echo "$beside" | tr , ' '); do
        until status=$(rabbitmqctl -q -n "$other" cluster_status --formatter json 2> /dev/null); do
            if [ "$waited" -ge "$PATIENCE" ]; then
                echo "$node cannot ask $other whether there is a cluster already" >&2
                exit 6
            fi
            sleep 2
            waited=$((waited + 2))
        done
        case $status in
            *"\"$node\""*) blank "$other" ;;
        esac
    done
    mkdir -p "$current/data/$node"
    : > "$current/member"
    sync
fi
if [ -e "$current/member" ]; then
    open
    exec rabbitmq-server
fi

# 2. Everybody else joins one of the peers, by whom it is marked first: it has not got its share of the queues yet.
echo 'listeners.tcp = none' > "$RUN/rabbitmq.conf"
echo '[].' > "$RUN/enabled_plugins"
rabbitmq-server &
server=$!
trap 'kill -TERM $server' TERM INT
give_up() {
    echo "$node: $*" >&2
    kill -TERM "$server" 2> /dev/null || true
    wait "$server" || true
    exit 6
}
until rabbitmqctl -q await_startup --timeout 60 > /dev/null 2>&1; do
    kill -0 "$server" 2> /dev/null || give_up "RabbitMQ ended before it could join"
    sleep 1
done
knows() {
    rabbitmqctl -q cluster_status --formatter json | grep -q "\"$1\""
}
join() {
    rabbitmqctl -q -n "$1" await_startup --timeout 10 > /dev/null 2>&1 || return 1
    [ "$state" = new ] || rabbitmqctl -q -n "$1" set_global_parameter "quorate.$node" '"joining"' || return 1
    rabbitmqctl -q stop_app || return 1
    said=$(rabbitmqctl -q join_cluster "$1" 2>&1) || {
        echo "$said" >&2
        case $said in
            *inconsistent_cluster*)
                kill -TERM "$server" 2> /dev/null || true
                wait "$server" || true
                blank "$1"
                ;;
        esac
        return 1
    }
}
is_member() {
    rabbitmqctl -q -n "$peers" cluster_status --formatter json 2> /dev/null | grep -q "\"$1\"" &&
        rabbitmqctl -q -n "$1" await_startup --timeout 10 > /dev/null 2>&1
}
# The founder before this one. If it is lost it holds nobody for ever.
waited=0
until [ -z "$before" ] || is_member "$before" || [ "$waited" -ge "$PATIENCE" ]; do
    sleep 2
    waited=$((waited + 2))
done
joined=''
waited=0
while [ -z "$joined" ]; do
    for peer in $(echo "$peers" | tr , ' '); do
        if knows "$peer"; then
            rabbitmqctl -q stop_app
            joined=$peer
        elif join "$peer"; then
            joined=$peer
        else
            rabbitmqctl -q start_app || true
        fi
        [ -z "$joined" ] || break
    done
    [ -n "$joined" ] || [ "$waited" -lt "$PATIENCE" ] || give_up "it can reach none of $peers"
    [ -n "$joined" ] || sleep 2
    waited=$((waited + 2))
done

# 3. It starts again as one of them, now with its ports.
open
: > "$current/member"
sync
rabbitmqctl -q start_app || give_up "it has joined $joined and does not start"
echo "$node has joined the cluster of $joined"
status=0
wait "$server" || status=$?
# A signal ends the wait and not the server.
while kill -0 "$server" 2> /dev/null; do
    wait "$server" || status=$?
done
exit "$status"
