#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Installs Greenroom to a folder of its own, moves it, and builds and runs project/ against it, as
# somebody else would: by find_package with the static or the shared library, or by pkg-config,
# protoc and cc with either.
# Usage: run.sh static|shared|pkg-config <build folder of Greenroom> <scratch folder>
#        CMAKE, CC, GENERATOR: tools

set -eu
way=$1
build=$2
scratch=$3
project=$(cd "$(dirname "$0")/project" && pwd)
CMAKE=${CMAKE:-cmake}
CC=${CC:-cc}

expect()
{
    output=$("$@")
    [ "$output" = "$(cat "$project/expected.txt")" ] && return
    printf '%s printed:\n%s\n' "$1" "$output" >&2
    exit 1
}

by_find_package()
{
    "$CMAKE" -S "$project" -B "$scratch/build" -G "${GENERATOR:-Ninja}" \
        -DCMAKE_C_COMPILER="$CC" -DCMAKE_PREFIX_PATH="$scratch/prefix" -DGREENROOM_KIND="$1"
    "$CMAKE" --build "$scratch/build"
    expect "$scratch/build/valve"
    [ -f "$scratch/build/skeleton/plant_valve.c" ]
    [ -f "$scratch/build/pump_schema.gen/pump.Pump.md" ]
    [ -f "$scratch/build/pump_schema.gen/pump.Pump.dot" ]
    # Nothing is left to do: pictures do not make it old.
    touch "$scratch/then"
    "$CMAKE" --build "$scratch/build"
    [ -z "$(find "$scratch/build/pump_schema.gen" -newer "$scratch/then")" ]
}

# $1: what pkg-config is told beside --libs.
by_pkg_config()
{
    PKG_CONFIG_PATH=$(dirname "$(find "$scratch/prefix" -name greenroom.pc)")
    export PKG_CONFIG_PATH
    out=$scratch/pkg-config
    rm -rf "$out"
    mkdir -p "$out"
    for proto in valve.proto parts/pipe.proto; do
        protoc -I"$project" -I"$(pkg-config --variable=protodir greenroom)" \
            --plugin="$(pkg-config --variable=plugin greenroom)" \
            --greenroom_out="$out" --c_out="$out" "$project/$proto"
    done
    # shellcheck disable=SC2046 # words are wanted
    "$CC" -std=c11 -I"$out" -o "$out/valve" "$project/main.c" "$out"/*.c "$out"/parts/*.c \
        $(pkg-config --cflags greenroom) $(pkg-config --libs ${1:-} greenroom)
    LD_LIBRARY_PATH=$(pkg-config --variable=libdir greenroom) expect "$out/valve"
}

rm -rf "$scratch"
mkdir -p "$scratch"
"$CMAKE" --install "$build" --prefix "$scratch/elsewhere" >/dev/null
mv "$scratch/elsewhere" "$scratch/prefix"
case $way in
static | shared) by_find_package "$way" ;;
pkg-config)
    by_pkg_config
    ldd "$scratch/pkg-config/valve" | grep -q libgreenroom
    find "$scratch/prefix" -name 'libgreenroom.so*' -exec rm {} +
    by_pkg_config --static
    ;;
esac
