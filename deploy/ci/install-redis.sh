#!/bin/sh
# Unpacks the Redis versions that the tests prove Quorate against into CACHE_DIR/<version>/, each a root tree with all that it
# needs, and prints those directories. In outside/ are its programs as they run without entering the tree. Nothing is installed;
# unpack-tree.sh beside this file says where the packages come from.
#
#   deploy/ci/install-redis.sh CACHE_DIR [SUITE...]      (default suites: bookworm, trixie)
set -eu

[ $# -ge 1 ] || { echo "usage: install-redis.sh CACHE_DIR [SUITE...]" >&2; exit 2; }
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
mkdir -p "$1"
cache=$(cd "$1" && pwd)
shift
[ $# -ge 1 ] || set -- bookworm trixie

# With the libraries of its own tree, wherever the tree is.
outside() {
    cat <<-END
	#!/bin/sh
	tree=\$(dirname "\$(dirname "\$0")")
	for loader in "\$tree"/lib64/ld-linux-*.so.* "\$tree"/lib/ld-linux-*.so.*; do
	    [ ! -e "\$loader" ] || break
	done
	exec "\$loader" --library-path "\$(echo "\$tree"/usr/lib/*-linux-gnu)" --argv0 $1 "\$tree/usr/bin/$1" "\$@"
	END
}

for suite in "$@"; do
    if [ -f "$cache/$suite" ] && [ -x "$cache/$(cat "$cache/$suite")/outside/redis-cli" ]; then
        echo "$cache/$(cat "$cache/$suite")"
        continue
    fi
    tree=$cache/$suite.new
    rm -rf "$tree"
    "$here/unpack-tree.sh" "$suite" "$tree" redis-tools dash coreutils sed grep hostname libc-bin
    # One program under several names; the packages that would link to it have scripts for a service.
    for name in redis-server redis-sentinel; do
        ln -f "$tree/usr/bin/redis-check-rdb" "$tree/usr/bin/$name"
    done
    mkdir -p "$tree/proc" "$tree/dev" "$tree/tmp" "$tree/etc" "$tree/data" "$tree/outside"
    : > "$tree/etc/hosts"
    for name in redis-server redis-sentinel redis-cli; do
        outside "$name" > "$tree/outside/$name"
        chmod +x "$tree/outside/$name"
    done
    version=$("$tree/outside/redis-server" --version | sed -n 's/.* v=\([0-9.]*\) .*/\1/p')
    rm -rf "${cache:?}/$version"
    mv "$tree" "$cache/$version"
    echo "$version" > "$cache/$suite"
    echo "$cache/$version"
done
