#!/bin/sh
# Unpacks one package of any Debian release into FOLDER. Nothing is installed: neither the machine's package lists nor its
# package database are touched, and the package comes from the mirror that apt uses already.
#
#   deploy/ci/unpack-package.sh SUITE PACKAGE FOLDER
#
# DEBIAN_MIRROR names a mirror where apt's own cannot be found out, or is not one of Debian.
set -eu

[ $# -eq 3 ] || { echo "usage: unpack-package.sh SUITE PACKAGE FOLDER" >&2; exit 2; }
suite=$1
package=$2
mkdir -p "$3"
folder=$(cd "$3" && pwd)

mirror=${DEBIAN_MIRROR:-$(apt-get indextargets --format '$(SITE)' "Created-By: Packages" "Component: main" | head -n 1)}
[ -n "$mirror" ] || {
    echo "unpack-package.sh: apt knows no mirror with Debian's packages; name one in DEBIAN_MIRROR" >&2
    exit 1
}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/none" "$work/state/lists/partial" "$work/cache/archives/partial" "$work/deb"
: > "$work/status"
echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror $suite main" > "$work/sources.list"

private_apt() {
    apt-get -q -q \
        -o Dir::State="$work/state" -o Dir::State::status="$work/status" -o Dir::Cache="$work/cache" \
        -o Dir::Etc::sourcelist="$work/sources.list" -o Dir::Etc::sourceparts="$work/none" \
        -o Dir::Etc::preferencesparts="$work/none" -o APT::Sandbox::User=root -o Acquire::Languages=none "$@"
}

private_apt update
(cd "$work/deb" && private_apt download "$package")
dpkg-deb -x "$work/deb/$package"_*.deb "$folder"
