#!/bin/sh
# Unpacks packages of any Debian release, with all that they need, into FOLDER: a root tree that chroot can enter, much as an
# image. Nothing is installed, no script of a package runs, and the machine's own package lists are not touched.
#
#   deploy/ci/unpack-tree.sh SUITE FOLDER PACKAGE...
#
# DEBIAN_MIRROR names a mirror where apt's own cannot be found out, or is not one of Debian.
set -eu

[ $# -ge 3 ] || { echo "usage: unpack-tree.sh SUITE FOLDER PACKAGE..." >&2; exit 2; }
suite=$1
mkdir -p "$2"
folder=$(cd "$2" && pwd)
shift 2

mirror=${DEBIAN_MIRROR:-$(apt-get indextargets --format '$(SITE)' "Created-By: Packages" "Component: main" | head -n 1)}
[ -n "$mirror" ] || {
    echo "unpack-tree.sh: apt knows no mirror with Debian's packages; name one in DEBIAN_MIRROR" >&2
    exit 1
}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/none" "$work/state/lists/partial" "$work/cache/archives/partial"
: > "$work/status"
echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror $suite main" > "$work/sources.list"

private_apt() {
    apt-get -q -q \
        -o Dir::State="$work/state" -o Dir::State::status="$work/status" -o Dir::Cache="$work/cache" \
        -o Dir::Etc::sourcelist="$work/sources.list" -o Dir::Etc::sourceparts="$work/none" \
        -o Dir::Etc::preferencesparts="$work/none" -o APT::Sandbox::User=root -o Acquire::Languages=none "$@"
}

private_apt update
private_apt -y --no-install-recommends --download-only install "$@" > /dev/null

# Packages of before and after the merge of /bin into /usr/bin unpack into the same folders.
mkdir -p "$folder/usr/bin" "$folder/usr/sbin" "$folder/usr/lib" "$folder/usr/lib64"
for name in bin sbin lib lib64; do
    [ -e "$folder/$name" ] || ln -s "usr/$name" "$folder/$name"
done
for package in "$work"/cache/archives/*.deb; do
    dpkg-deb --fsys-tarfile "$package" | tar -x -C "$folder" --no-same-owner --keep-directory-symlink
done
