# Builds the root of one container, in a mount namespace of its own; the lines that say of what come after these.
set -eu
umask 022

# A folder of the image as it is, but what is written there goes to memory and ends with the container.
layer() {
    if [ -h "$1" ]; then
        cp -P "$1" "$root$2"
    elif [ -d "$1" ]; then
        mkdir -p "$root/.layers$2/upper" "$root/.layers$2/work" "$root$2"
        mount -t overlay \
            -o "lowerdir=$1,upperdir=$root/.layers$2/upper,workdir=$root/.layers$2/work" overlay "$root$2"
        layers="$layers $2"
    fi
}

# A file or a folder from outside, at a place of its own.
bind() {
    if [ -d "$1" ]; then
        mkdir -p "$root$2"
    else
        mkdir -p "$root${2%/*}"
        [ -e "$root$2" ] || : > "$root$2"
    fi
    mount --bind "$1" "$root$2"
    [ "$3" = rw ] || mount -o remount,bind,ro "$root$2"
}

# A short file or a script that the image has beside its tree.
text() {
    mkdir -p "$root${1%/*}"
    printf %s "$2" > "$root$1"
    chmod 755 "$root$1"
}

begin() {
    # The process as this machine counts it: the one that becomes the container's first.
    read -r pid _ < /proc/self/stat
    echo "$pid" > "$1.new"
    mv "$1.new" "$1"
    echo "$2" > /proc/sys/kernel/hostname
    # The names of all network namespaces are mounts; kept here they would keep those of pods that are gone alive.
    umount -l /run/netns
    mount -t tmpfs -o mode=755 root "$root"
    mkdir -m 700 "$root/.layers"
    mkdir "$root/proc" "$root/dev" "$root/run" "$root/root" "$root/home" "$root/mnt"
    mkdir -m 1777 "$root/tmp"
    mount -t proc proc "$root/proc"
    for device in null zero full random urandom tty; do
        : > "$root/dev/$device"
        mount --bind "/dev/$device" "$root/dev/$device"
    done
    mkdir "$root/dev/shm"
    mount -t tmpfs -o mode=1777 shm "$root/dev/shm"
    ln -s /proc/self/fd "$root/dev/fd"
    ln -s /proc/self/fd/0 "$root/dev/stdin"
    ln -s /proc/self/fd/1 "$root/dev/stdout"
    ln -s /proc/self/fd/2 "$root/dev/stderr"
}

# What every container has of its pod, whatever the image says.
settings() {
    mkdir -p "$root/etc"
    for file in hosts hostname resolv.conf; do
        rm -f "$root/etc/$file"
        cp "$1/$file" "$root/etc/$file"
    done
}

protect() {
    for each in $layers; do
        mount -o remount,ro "$root$each"
    done
    mount -o remount,ro "$root"
}

layers=
