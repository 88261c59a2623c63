#!/bin/sh
# Stands before the scripts of Redis and of the sentinels: the passwords, and whom the sentinels name as the master.

KEYRING=${KEYRING:-/etc/quorate/keyring}
LOCAL=${LOCAL:-127.0.0.1}

# One line each: the first is given to others, all are taken from others. It is one file, since two could be read in between.
passwords() {
    cat "$KEYRING/passwords"
}
first() {
    printf '%s\n' "$1" | head -n 1
}
# The words that let in who has one of these, and no other.
taking() {
    printf 'resetpass'
    for password in $1; do printf ' >%s' "$password"; done
}
REDISCLI_AUTH=$(first "$(passwords)")
export REDISCLI_AUTH

say() {
    to=$1 port=$2
    shift 2
    timeout 3 redis-cli -h "$to" -p "$port" "$@" 2> /dev/null || true
}

# Of the sentinels at the hosts $1: sets named to the master that most of them name, and to nothing when there is no majority. It counts
# as many sentinels as there are said to be, by whom ever: one that was just reset knows of no other, and must not be a majority of one.
ask() {
    REDISCLI_AUTH=$(first "$(passwords)")
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

# Follows the passwords while the server lives that is process $1 and was started with those in $3: what a server takes is what it
# would be started with. $2 is its port, $4 what it is told of its use of the first one; that it takes them comes last, and shows
# the rest.
keep_up() {
    told=$3
    while kill -0 "$1" 2> /dev/null; do
        wanted=$(passwords) || wanted=$told
        if [ "$wanted" != "$told" ]; then
            for password in $told $wanted; do
                REDISCLI_AUTH=$password
                [ "$(say "$LOCAL" "$2" ping)" = PONG ] || continue
                [ "$(tell_server "$2" "$4" | sort -u)" != OK ] || told=$wanted
                break
            done
        fi
        sleep 1
    done
}
# By standard input, since everybody on the node may see a command line.
tell_server() {
    {
        [ "$(first "$wanted")" = "$(first "$told")" ] || printf '%s\n' "$2" | sed "s|{}|$(first "$wanted")|"
        echo "acl setuser default $(taking "$wanted")"
    } | timeout 5 redis-cli -h "$LOCAL" -p "$1" 2> /dev/null
}
