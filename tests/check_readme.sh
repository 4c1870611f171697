#!/bin/sh
# SPDX-License-Identifier: MIT
#
# The README shows files of the tree as they are: every code block under a comment that names a file
# must equal that file. With --update the README is written anew instead.
# Usage: check_readme.sh <source folder> [--update]

set -eu
cd "$1"
made=$(mktemp)
trap 'rm -f "$made"' EXIT

# A comment names a file; the code block after it is replaced by the file.
awk '
    /^<!-- [^ ]+ -->$/ { file = $2 }
    file != "" && /^```/ && !inside {
        print
        while ((getline line < file) > 0) { print line; lines++ }
        if (!lines) { print "check_readme: cannot read " file > "/dev/stderr"; exit 1 }
        inside = 1
        next
    }
    inside && /^```$/ { inside = 0; file = ""; lines = 0 }
    !inside { print }
' README.md >"$made"

if [ "${2-}" = --update ]; then
    cat "$made" >README.md
else
    diff -u README.md "$made" || { echo "README.md differs from the files it shows: run $0 . --update" >&2; exit 1; }
fi
