#!/bin/sh
# SPDX-License-Identifier: MIT
#
# A machine is short to write, and what is made of it is short, too, and only hands on: its schema's
# options and its generated lines are counted, without comments and blank lines. Lines of options are
# all from the one with the opening brace of an `option (greenroom...) = {` to the one with its
# closing brace, these two included.
# Usage: check_size.sh <.proto> <most lines of options> <most generated lines> <generated .gr.[ch]>...

set -u
here=$(cd "$(dirname "$0")" && pwd)
proto=$1
most_options=$2
most_generated=$3
shift 3
failed=0

# check <what> <number> <most>
check()
{
    echo "$1: $2 lines of at most $3"
    [ "$2" -gt 0 ] && [ "$2" -le "$3" ] || failed=1
}

check "options" "$(awk '
    { sub(/\/\/.*/, "") }
    /option \(\.?greenroom/ { inside = 1 }
    inside && /[^ \t]/ {
        n++
        opened = gsub(/{/, "{")
        depth += opened - gsub(/}/, "}")
        began = began || opened
        if (began && depth == 0) { inside = began = 0 }
    }
    END { print n + 0 }' "$proto")" "$most_options"
check "generated" "$("$here/count_code.sh" "$@")" "$most_generated"
branches=$("$here/count_code.sh" -b "$@")
if [ -n "$branches" ]; then
    echo "generated code branches or loops:"
    echo "$branches"
    failed=1
fi
exit $failed
