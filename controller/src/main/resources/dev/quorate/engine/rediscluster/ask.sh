#!/bin/sh
# Stands before the scripts of Redis Cluster: how a node is asked, and what the admission of this pod says.

AUTH=${AUTH:-/etc/quorate/auth}
START=${START:-/etc/quorate/start}
REDISCLI_AUTH=$(cat "$AUTH/password")
export REDISCLI_AUTH

say() {
    to=$1
    shift
    timeout 3 redis-cli -h "$to" -p 6379 "$@" 2> /dev/null | tr -d '\r' || true
}

# Sets what the admission says; fails when there is none.
admission() {
    incarnation='' state='' own='' shard='' peers='' slots='' epoch=0
    [ -s "$START/$POD_NAME" ] || return 1
    while IFS= read -r line || [ -n "$line" ]; do
        case $line in
            incarnation=*) incarnation=${line#*=} ;;
            state=*) state=${line#*=} ;;
            id=*) own=${line#*=} ;;
            shard=*) shard=${line#*=} ;;
            peers=*) peers=${line#*=} ;;
            slots=*) slots=${line#*=} ;;
            epoch=*) epoch=${line#*=} ;;
        esac
    done < "$START/$POD_NAME"
}

