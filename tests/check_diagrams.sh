#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Tests the pictures of machines, through protoc:
#
#   diagrams/x.proto   must become exactly x.<Service>.md and x.<Service>.dot beside it, which show
#                      all that the schema says and nothing else, and which Graphviz takes
#
# Settings, by environment, beside those of protoc.sh:
#   DOT   Graphviz's dot; may be empty: then it is not asked
set -u

here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=tests/protoc.sh
. "$here/protoc.sh"
: "${DOT:=}"

# draw <folder to write to> <parameters of the plugin>
draw()
{
    mkdir -p "$1"
    for proto in "$here"/diagrams/*.proto; do
        run_protoc "$here/diagrams" "--greenroom_out=$1" "--greenroom_opt=$2" "$(basename "$proto")" ||
            fail "protoc does not take $proto"
    done
}

pictures_in()
{
    (cd "$1" && find . \( -name '*.md' -o -name '*.dot' \) | sed 's|^\./||' | sort)
}

check_goldens()
{
    draw "$WORK/both" diagram=mermaid,diagram=dot
    draw "$WORK/one" diagram=dot
    draw "$WORK/one" diagram=mermaid
    for name in $(pictures_in "$WORK/both"); do
        compare "$here/diagrams/$name" "$WORK/both/$name" "diagrams/$name differs"
        cmp -s "$WORK/both/$name" "$WORK/one/$name" || fail "diagrams/$name differs from run to run"
    done
    [ "$(pictures_in "$WORK/both")" = "$(pictures_in "$here/diagrams")" ] ||
        fail "other pictures are made than there are in diagrams/"
    if grep -rn "$WORK\|$here" "$WORK/both" --include='*.md' --include='*.dot'; then
        fail "pictures hold the names of folders"
    fi
}

# check_content <file>: that it shows what its schema says.
check_content()
{
    name=${1##*/}
    stem=${name%%.*}
    service=${name#*.}
    awk -v "service=${service%.*}" -f "$here/diagrams/expected.awk" "$here/diagrams/$stem.proto" |
        sort >"$WORK/expected"
    awk -f "$here/diagrams/shown.awk" "$1" | sort >"$WORK/shown"
    diff -u "$WORK/expected" "$WORK/shown" || fail "$name does not show what the schema says"
}

# The states and arrows that Graphviz draws.
titles()
{
    sed -n 's/.*<title>\(.*\)<\/title>.*/\1/p' | sed 's/&#45;/-/g; s/&gt;/>/g' |
        grep -v '^\*\|^cluster_\|\.' | sort
}

# check_graphviz <file>.dot: that Graphviz draws what shown.awk reads in it.
check_graphviz()
{
    "$DOT" -Tsvg "$1" >"$WORK/svg" 2>"$WORK/said" || fail "dot does not take ${1##*/}"
    [ ! -s "$WORK/said" ] || fail "dot complains of ${1##*/}: $(cat "$WORK/said")"
    titles <"$WORK/svg" >"$WORK/drawn"
    awk -f "$here/diagrams/shown.awk" "$1" |
        awk '$1 == "state" { print $2 } $1 == "arrow" { print $2 "->" $3 }' | sort |
        diff -u - "$WORK/drawn" || fail "dot does not draw what is in ${1##*/}"
}

check_pictures()
{
    [ -n "$DOT" ] || echo "skipped: dot is not asked (no Graphviz)"
    for name in $(pictures_in "$WORK/both"); do
        check_content "$WORK/both/$name"
        case $name in
        *.dot) [ -z "$DOT" ] || check_graphviz "$WORK/both/$name" ;;
        esac
    done
}

# refused <parameters> <what must be said>
refused()
{
    if run_protoc "$here/diagrams" "--greenroom_out=$WORK/one" "--greenroom_opt=$1" flower.proto \
        >"$WORK/said" 2>&1; then
        fail "the parameter $1 is taken"
    fi
    grep -qF "error: $2" "$WORK/said" || fail "the parameter $1 is refused otherwise: $(cat "$WORK/said")"
}

check_parameters()
{
    refused diagram=svg 'unknown diagram "svg"; say diagram=mermaid or diagram=dot'
    refused diagram=mermaid,diagram=Dot 'unknown diagram "Dot"'
    refused diagram=dotty 'unknown diagram "dotty"'
    refused diagram= 'unknown parameter "diagram="'
    refused diagrams=dot 'unknown parameter "diagrams=dot"'
    mkdir -p "$WORK/all/skeleton"
    draw "$WORK/all" "diagram=dot,skeleton=$WORK/all/skeleton,diagram=mermaid" 2>"$WORK/said"
    [ -f "$WORK/all/skeleton/garden_flower.c" ] || fail "a skeleton is not written beside pictures"
    [ "$(pictures_in "$WORK/all")" = "$(pictures_in "$WORK/both")" ] ||
        fail "pictures are not made beside a skeleton"
    draw "$WORK/none" "skeleton=$WORK/all/skeleton" 2>"$WORK/said"
    [ -z "$(pictures_in "$WORK/none")" ] || fail "pictures are made that nobody asked for"
}

check_goldens
check_pictures
check_parameters
[ "$failures" -eq 0 ] || { echo "$failures failed"; exit 1; }
echo "the pictures pass"
