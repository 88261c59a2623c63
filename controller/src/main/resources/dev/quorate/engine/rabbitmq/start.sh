#!/bin/sh
# Decides whether the RabbitMQ of this pod may start, and makes its volume and its configuration ready.
#
# The volume holds current/ (incarnation, data/, and member once it belongs to a cluster) and aside/<incarnation>/ with what
# former members left. Directories come into being and go by one rename each, after what they hold has reached the disk, so a
# crash anywhere leaves nothing half done.
#
# Ends with 0: RabbitMQ may start. 3: the volume is blank, or another's, although this member has run; only a repair admits it
# again. 4: nobody has admitted this pod. 5: what was found makes no sense, and starting might lose data.
set -eu
umask 077

START=${START:-/etc/quorate/start}
RUN=${RUN:-/etc/quorate/run}
VOLUME=${VOLUME:-/var/lib/rabbitmq}
COOKIE=${COOKIE:-/etc/quorate/cookie/cookie}
LOGIN=${LOGIN:-/etc/quorate/login}
PATIENCE=${PATIENCE:-30}
EXTRA_ENV=${EXTRA_ENV:-}

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

# 1. The admission. It may reach the mounted files some time after the pod was made.
waited=0
until [ -s "$START/$POD_NAME" ]; do
    [ "$waited" -lt "$PATIENCE" ] || refuse 4 "nobody has admitted it to the cluster"
    sleep 1
    waited=$((waited + 1))
done
incarnation='' state='' node='' peers='' beside='' before=''
while IFS= read -r line || [ -n "$line" ]; do
    case $line in
        incarnation=*) incarnation=${line#*=} ;;
        state=*) state=${line#*=} ;;
        node=*) node=${line#*=} ;;
        peers=*) peers=${line#*=} ;;
        beside=*) beside=${line#*=} ;;
        before=*) before=${line#*=} ;;
    esac
done < "$START/$POD_NAME"
plain "$incarnation" || refuse 5 "its admission names no incarnation"
[ -n "$node" ] || refuse 5 "its admission names no node"
case $state in
    new | started) ;;
    existing) [ -n "$peers" ] || refuse 5 "its admission names nobody to join" ;;
    *) refuse 5 "its admission has the state '$state', which is none" ;;
esac

# 2. The volume: never start on data of another incarnation, never on a blank volume once this one has run.
current=$VOLUME/current
[ ! -e "$VOLUME/mnesia" ] || refuse 5 "its volume holds data of a RabbitMQ that Quorate did not start"
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
    elif [ "$state" = started ] && { [ ! -e "$current/member" ] || [ ! -d "$current/data/$node" ]; }; then
        refuse 3 "its data is gone from the volume, although this member has run; only a repair admits it again"
    fi
elif [ "$state" = started ]; then
    refuse 3 "its volume is blank, although this member has run; only a repair admits it again"
fi
if [ ! -e "$current" ]; then
    rm -rf "$VOLUME/blank"
    mkdir -p "$VOLUME/blank/data"
    echo "$incarnation" > "$VOLUME/blank/incarnation"
    sync
    mv "$VOLUME/blank" "$current"
    sync
fi

# 3. What RabbitMQ reads. The cookie must be readable for nobody else, and stands where every Erlang looks for it.
rm -f "$RUN/.erlang.cookie"
cat "$COOKIE" > "$RUN/.erlang.cookie"
chmod 400 "$RUN/.erlang.cookie"
{
    printf '%s\n' "$SETTINGS"
    echo "default_user = $(cat "$LOGIN/username")"
    echo "default_pass = $(cat "$LOGIN/password")"
} > "$RUN/open.conf"
printf '%s\n' "$PLUGINS" > "$RUN/open_plugins"
{
    echo "NODENAME=$node"
    echo "USE_LONGNAME=true"
    echo "CONFIG_FILE=$RUN/rabbitmq.conf"
    echo "ENABLED_PLUGINS_FILE=$RUN/enabled_plugins"
    echo "MNESIA_BASE=$current/data"
    echo "LOG_BASE=$RUN/log"
    echo "LOGS=-"
    printf '%s\n' "$EXTRA_ENV"
} > "$RUN/rabbitmq-env.conf"
{
    echo "state=$state"
    echo "node=$node"
    echo "peers=$peers"
    echo "beside=$beside"
    echo "before=$before"
    echo "current=$current"
} > "$RUN/admission"
