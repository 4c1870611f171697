# SPDX-License-Identifier: MIT
# shellcheck shell=sh
#
# What the checks of the generator share, read by them: they count failures, run protoc, and compare.
# Settings, by environment:
#   PROTOC PLUGIN PROTOC_GEN_C   the programs; PROTOC_GEN_C may be empty: protoc finds it
#   SCHEMAS INCLUDES             folder of greenroom/*.proto; folders of protobuf's, by blanks
#   WORK                         a folder to work in, each run in a new one below it
#   UPDATE=1                     write what is expected instead of comparing

: "${PROTOC:=protoc}" "${PLUGIN:?the plugin}" "${PROTOC_GEN_C:=}"
: "${SCHEMAS:=$here/../schemas}" "${INCLUDES:=/usr/include}"
: "${WORK:?a folder to work in}" "${UPDATE:=}"
mkdir -p "$WORK" && WORK=$(mktemp -d "$WORK/run-XXXXXX") || exit 2
trap 'rm -rf "$WORK"' EXIT
failures=0

fail()
{
    failures=$((failures + 1))
    echo "FAILED: $*"
}

# run_protoc <folder of the schema> <arguments of protoc>
run_protoc()
{
    folder=$1
    shift
    set -- "-I$folder" "-I$SCHEMAS" "--plugin=protoc-gen-greenroom=$PLUGIN" "$@"
    for include in $INCLUDES; do
        set -- "-I$include" "$@"
    done
    if [ -n "$PROTOC_GEN_C" ]; then
        set -- "--plugin=protoc-gen-c=$PROTOC_GEN_C" "$@"
    fi
    "$PROTOC" "$@"
}

# compare <expected> <got> <what>
compare()
{
    if [ -n "$UPDATE" ]; then
        cp "$2" "$1"
    elif ! diff -u "$1" "$2"; then
        fail "$3"
    fi
}
