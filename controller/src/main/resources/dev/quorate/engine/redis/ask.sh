#!/bin/sh
# Stands before the scripts of Redis and of the sentinels: whom the sentinels name as the master.

AUTH=${AUTH:-/etc/quorate/auth}
REDISCLI_AUTH=$(cat "$AUTH/password")
export REDISCLI_AUTH

say() {
    to=$1 port=$2
    shift 2
    timeout 3 redis-cli -h "$to" -p "$port" "$@" 2> /dev/null || true
}

# Of the sentinels at the hosts $1: sets named to the master that most of them name, and to nothing when there is no majority. It counts
# as many sentinels as there are said to be, by whom ever: one that was just reset knows of no other, and must not be a majority of one.
ask() {
    named='' answers='' size=0
    for host in $1; do size=$((size + 1)); done
    for host in $1; do
        master=$(say "$host" 26379 sentinel get-master-addr-by-name mymaster | head -n 1)
        case $master in
            '' | *[!A-Za-z0-9.:_-]*) continue ;;
        esac
        others=$(say "$host" 26379 sentinel master mymaster | sed -n '/^num-other-sentinels$/{n;p;}')
        case $others in
            '' | *[!0-9]*) continue ;;
        esac
        answers="$answers $master"
        [ $((others + 1)) -le "$size" ] || size=$((others + 1))
    done
    for master in $answers; do
        votes=0
        for other in $answers; do
            [ "$other" != "$master" ] || votes=$((votes + 1))
        done
        [ $((2 * votes)) -le "$size" ] || named=$master
    done
}

# Sentinels write it into a configuration file as it is, and read it from there.
usable() {
    case $REDISCLI_AUTH in
        '' | *[!A-Za-z0-9._~+/=@%:-]*) return 1 ;;
    esac
}

