#!/bin/sh
# Unpacks the RabbitMQ versions that the tests prove Quorate against into CACHE_DIR/<version>/, each a root tree with all that it
# needs, and prints those directories. Nothing is installed; unpack-tree.sh beside this file says where the packages come from.
#
#   deploy/ci/install-rabbitmq.sh CACHE_DIR [SUITE...]      (default suites: bookworm, trixie)
set -eu

[ $# -ge 1 ] || { echo "usage: install-rabbitmq.sh CACHE_DIR [SUITE...]" >&2; exit 2; }
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
mkdir -p "$1"
cache=$(cd "$1" && pwd)
shift
[ $# -ge 1 ] || set -- bookworm trixie

for suite in "$@"; do
    if [ -f "$cache/$suite" ] && [ -x "$cache/$(cat "$cache/$suite")/usr/lib/rabbitmq/bin/rabbitmq-server" ]; then
        echo "$cache/$(cat "$cache/$suite")"
        continue
    fi
    tree=$cache/$suite.new
    rm -rf "$tree"
    "$here/unpack-tree.sh" "$suite" "$tree" rabbitmq-server dash coreutils sed grep gawk util-linux hostname libc-bin
    # awk is an alternative that the package's scripts would have chosen.
    [ -e "$tree/usr/bin/awk" ] || ln -s gawk "$tree/usr/bin/awk"
    # Where a test mounts what belongs to one member.
    mkdir -p "$tree/proc" "$tree/dev" "$tree/tmp" "$tree/etc" "$tree/quorate"
    : > "$tree/etc/hosts"
    version=$(basename "$(ls -d "$tree"/usr/lib/rabbitmq/lib/rabbitmq_server-*)" | sed 's/^rabbitmq_server-//')
    rm -rf "${cache:?}/$version"
    mv "$tree" "$cache/$version"
    echo "$version" > "$cache/$suite"
    echo "$cache/$version"
done
