#!/bin/sh
# SPDX-License-Identifier: MIT
#
# The pictures in docs/pictures are those of the examples' machines: of each Service in x.proto the
# page x.Service.md, x.Service.dot, and x.Service.svg, which Graphviz made of that .dot. How the
# latter comes out depends on Graphviz's version: so it ends with a sum of the .dot's text, which is
# compared instead. `./dev diagrams` writes them anew.
#
# Settings, by environment, beside those of protoc.sh:
#   DOT   Graphviz's dot, to write them
set -u

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/.." && pwd)
# shellcheck source=tests/protoc.sh
. "$here/protoc.sh"
: "${DOT:=}"
pictures=$root/docs/pictures

# The examples that have machines.
schemas()
{
    grep -l '(greenroom\.machine)' "$root"/examples/*/*.proto
}

draw()
{
    mkdir -p "$WORK/made"
    for proto in $(schemas); do
        run_protoc "$(dirname "$proto")" "--greenroom_out=$WORK/made" \
            --greenroom_opt=diagram=mermaid,diagram=dot "$(basename "$proto")" ||
            fail "protoc does not take $proto"
    done
    rm -f "$WORK"/made/*.gr.[ch]
}

# The last line of the .svg that is made of a .dot.
sum_line()
{
    echo "<!-- of a .dot with the cksum $(cksum <"$1") -->"
}

# render <x.Service.dot> <x.Service.svg>
render()
{
    "$DOT" -Tsvg "$1" >"$2" || fail "dot does not take ${1##*/}"
    sum_line "$1" >>"$2"
}

update()
{
    : "${DOT:?dot, to draw with}"
    mkdir -p "$pictures"
    rm -f "$pictures"/*.md "$pictures"/*.dot "$pictures"/*.svg
    cp "$WORK"/made/* "$pictures"
    for dot in "$pictures"/*.dot; do
        render "$dot" "${dot%.dot}.svg"
    done
}

check()
{
    for dot in "$WORK"/made/*.dot; do
        svg=$(basename "$dot" .dot).svg
        tail -n 1 "$pictures/$svg" >"$WORK/made/$svg"
        [ "$(cat "$WORK/made/$svg")" = "$(sum_line "$dot")" ] || fail "$svg is of another machine"
    done
    for file in "$WORK"/made/*.md "$WORK"/made/*.dot; do
        diff -u "$pictures/${file##*/}" "$file" || fail "${file##*/} differs from its schema"
    done
    for file in "$pictures"/*; do
        [ -e "$WORK/made/${file##*/}" ] || fail "${file##*/} is of no machine"
        grep -rqF "pictures/${file##*/}" "$root/README.md" "$root/docs" "$root/examples" \
            --include='*.md' || [ "${file##*.}" != svg ] || fail "no page shows ${file##*/}"
    done
}

draw
if [ -n "$UPDATE" ]; then
    update
else
    check
fi
[ "$failures" -eq 0 ] || { echo "$failures failed: see ./dev diagrams"; exit 1; }
echo "the pictures agree with their schemas"
