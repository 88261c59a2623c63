#!/bin/sh
# Unpacks the etcd versions that the tests prove Quorate against, each with its etcdctl, into CACHE_DIR/<version>/, and prints
# those directories.
# Nothing is installed; unpack-package.sh beside this file says where the packages come from.
#
#   deploy/ci/install-etcd.sh CACHE_DIR [SUITE...]      (default suites: this machine's own, then trixie)
set -eu

[ $# -ge 1 ] || { echo "usage: install-etcd.sh CACHE_DIR [SUITE...]" >&2; exit 2; }
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
mkdir -p "$1"
cache=$(cd "$1" && pwd)
shift
own=$(. /etc/os-release && echo "${VERSION_CODENAME:-stable}")
[ $# -ge 1 ] || set -- "$own" trixie

tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT

for suite in "$@"; do
    if [ -f "$cache/$suite" ] && [ -x "$cache/$(cat "$cache/$suite")/etcd" ] &&
        [ -x "$cache/$(cat "$cache/$suite")/etcdctl" ]; then
        echo "$cache/$(cat "$cache/$suite")"
        continue
    fi
    "$here/unpack-package.sh" "$suite" etcd-server "$tree/$suite"
    "$here/unpack-package.sh" "$suite" etcd-client "$tree/$suite"
    version=$("$tree/$suite/usr/bin/etcd" --version | sed -n 's/^etcd Version: //p')
    mkdir -p "$cache/$version"
    for program in etcd etcdctl; do
        mv "$tree/$suite/usr/bin/$program" "$cache/$version/$program.new"
        mv "$cache/$version/$program.new" "$cache/$version/$program"
    done
    echo "$version" > "$cache/$suite"
    echo "$cache/$version"
done
