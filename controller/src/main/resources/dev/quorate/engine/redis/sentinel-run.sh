# Runs the sentinel, which writes its configuration anew by itself: only the passwords may have changed since it last did.
set -eu
umask 077

VOLUME=${VOLUME:-/data}
conf=$VOLUME/current/sentinel.conf

begun=$(passwords)
{
    grep -vE '^(requirepass|user default|sentinel sentinel-pass|sentinel auth-pass) ' "$conf"
    echo "user default on ~* &* +@all $(taking "$begun")"
    echo "sentinel sentinel-pass $(first "$begun")"
    echo "sentinel auth-pass mymaster $(first "$begun")"
} > "$conf.new"
sync
mv "$conf.new" "$conf"
sync
keep_up $$ 26379 "$begun" 'sentinel config set sentinel-pass {}
sentinel set mymaster auth-pass {}' &
exec redis-sentinel "$conf"
