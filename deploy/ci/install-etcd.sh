#!/bin/sh
# Unpacks the etcd versions that the tests prove Quorate against into CACHE_DIR/<version>/, and prints those directories.
# Nothing is installed: packages of this Debian release and of newer ones come from the mirror that apt uses already.
#
#   deploy/ci/install-etcd.sh CACHE_DIR [SUITE...]      (default suites: this machine's own, then trixie)
#
# DEBIAN_MIRROR names a mirror where apt's own cannot be found out, or is not one of Debian.
set -eu

[ $# -ge 1 ] || { echo "usage: install-etcd.sh CACHE_DIR [SUITE...]" >&2; exit 2; }
mkdir -p "$1"
cache=$(cd "$1" && pwd)
shift
own=$(. /etc/os-release && echo "${VERSION_CODENAME:-stable}")
[ $# -ge 1 ] || set -- "$own" trixie

mirror=${DEBIAN_MIRROR:-$(apt-get indextargets --format '$(SITE)' "Created-By: Packages" "Component: main" | head -n 1)}
[ -n "$mirror" ] || {
    echo "install-etcd.sh: apt knows no mirror with Debian's packages; name one in DEBIAN_MIRROR" >&2
    exit 1
}

work=$(mktemp -d)
mkdir "$work/none"
trap 'rm -rf "$work"' EXIT

# An apt of its own, so that neither the machine's lists nor its package database are touched.
private_apt() {
    command=$1
    shift
    "$command" -q -q \
        -o Dir::State="$work/state" -o Dir::State::status="$work/status" -o Dir::Cache="$work/cache" \
        -o Dir::Etc::sourcelist="$work/sources.list" -o Dir::Etc::sourceparts="$work/none" \
        -o Dir::Etc::preferencesparts="$work/none" -o APT::Sandbox::User=root -o Acquire::Languages=none "$@"
}

for suite in "$@"; do
    if [ -f "$cache/$suite" ] && [ -x "$cache/$(cat "$cache/$suite")/etcd" ]; then
        echo "$cache/$(cat "$cache/$suite")"
        continue
    fi
    rm -rf "$work/state" "$work/cache" "$work/deb"
    mkdir -p "$work/state/lists/partial" "$work/cache/archives/partial" "$work/deb"
    : > "$work/status"
    echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror $suite main" > "$work/sources.list"
    private_apt apt-get update
    (cd "$work/deb" && private_apt apt-get download etcd-server)
    dpkg-deb -x "$work"/deb/etcd-server_*.deb "$work/deb/tree"
    version=$("$work/deb/tree/usr/bin/etcd" --version | sed -n 's/^etcd Version: //p')
    mkdir -p "$cache/$version"
    mv "$work/deb/tree/usr/bin/etcd" "$cache/$version/etcd.new"
    mv "$cache/$version/etcd.new" "$cache/$version/etcd"
    echo "$version" > "$cache/$suite"
    echo "$cache/$version"
done
