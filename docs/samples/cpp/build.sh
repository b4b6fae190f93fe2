#!/bin/sh
# Builds axiom_client: generates C++ codecs from the schema with the SBE tool, and compiles them with the client.
#
#   build.sh [OUTPUT_DIR]     default: the folder target/ beside this script
#
# Needs Maven, which fetches the SBE tool and finds the JDK, and a C++17 compiler (g++, or what CXX names).
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
root=$(CDPATH='' cd -- "$here/../../.." && pwd)
mkdir -p "${1:-$here/target}"
out=$(CDPATH='' cd -- "${1:-$here/target}" && pwd)
cxx=${CXX:-g++}
schema=$root/codecs/src/main/resources/sbe/axiom.xml
generated=$out/generated

for tool in mvn "$cxx"; do
  if ! command -v "$tool" >/dev/null; then
    echo "build.sh: $tool is not on the PATH: install it, for example with 'apt install maven g++'" >&2
    exit 1
  fi
done

# The stamp is written last, so a generation that was cut short is done again.
if [ ! -e "$generated/stamp" ] || [ -n "$(find "$schema" -newer "$generated/stamp")" ]; then
  rm -rf "$generated"
  mvn -q -B -Dstyle.color=never -f "$root/pom.xml" -pl codecs \
    toolchains:select-jdk-toolchain exec:exec@generate-cpp "-Daxiom.cpp.output=$generated" >&2
  touch "$generated/stamp"
fi

"$cxx" -std=c++17 -O2 -Wall -Wextra -Werror -I"$generated" -o "$out/axiom_client" "$here/axiom_client.cpp"
echo "$out/axiom_client"
