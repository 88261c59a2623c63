# A founder does not start blank but from a snapshot, which the containers after this one make into current/.
BUSYBOX=${BUSYBOX:-/bin/busybox}
rm -f "$RUN/restore"
if [ ! -e "$current" ] && [ "$state" = new ]; then
    cp "$BUSYBOX" "$RUN/busybox" 2> /dev/null || refuse 5 "its first image has no $BUSYBOX to restore the snapshot with"
    {
        echo "incarnation=$incarnation"
        echo "name=$POD_NAME"
        echo "peer-url=http://$ADVERTISE:2380"
        echo "initial-cluster=$cluster"
        echo "initial-cluster-token=$token"
    } > "$RUN/restore.new"
    mv "$RUN/restore.new" "$RUN/restore"
