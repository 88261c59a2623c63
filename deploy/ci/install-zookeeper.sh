#!/bin/sh
# Fetches the ZooKeeper versions that the tests prove Quorate against into CACHE_DIR/<version>/, one folder of jars each, and
# prints those directories. Nothing is installed: Maven fetches them, through its own settings, as it does all else.
#
#   deploy/ci/install-zookeeper.sh CACHE_DIR [VERSION...]      (default versions: the oldest served, then the newest)
set -eu

[ $# -ge 1 ] || { echo "usage: install-zookeeper.sh CACHE_DIR [VERSION...]" >&2; exit 2; }
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
mkdir -p "$1"
cache=$(cd "$1" && pwd)
shift
[ $# -ge 1 ] || set -- 3.8.4 3.9.5

tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT

# The two libraries beside it are what a server needs and its own list leaves out.
for version in "$@"; do
    if [ ! -d "$cache/$version" ]; then
        mkdir -p "$tree/$version"
        cat > "$tree/$version/pom.xml" <<-END
	<project>
	  <modelVersion>4.0.0</modelVersion>
	  <groupId>dev.quorate</groupId>
	  <artifactId>zookeeper-jars</artifactId>
	  <version>1</version>
	  <dependencies>
	    <dependency>
	      <groupId>org.apache.zookeeper</groupId><artifactId>zookeeper</artifactId><version>$version</version>
	    </dependency>
	    <dependency>
	      <groupId>io.dropwizard.metrics</groupId><artifactId>metrics-core</artifactId><version>4.1.12.1</version>
	    </dependency>
	    <dependency>
	      <groupId>org.xerial.snappy</groupId><artifactId>snappy-java</artifactId><version>1.1.10.5</version>
	    </dependency>
	  </dependencies>
	</project>
	END
        (cd "$here/../.." && ./mvnw -q -B -ntp -f "$tree/$version/pom.xml" \
            org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies \
            -DoutputDirectory="$tree/$version/jars" -DincludeScope=runtime)
        mv "$tree/$version/jars" "$cache/$version"
    fi
    echo "$cache/$version"
done
