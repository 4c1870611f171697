#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Counts the lines of C files that are neither blank nor comment, all together. With -b, prints
# instead where they branch or loop, one line each: generated code does neither.
# Usage: count_code.sh [-b] file...
set -u

branches=0
if [ "${1:-}" = -b ]; then
    branches=1
    shift
fi
awk -v branches="$branches" '
    FNR == 1 { inside = 0 }
    {
        line = $0; code = ""
        while (line != "") {
            if (inside) {
                at = index(line, "*/")
                if (at == 0) break
                line = substr(line, at + 2); inside = 0
            } else {
                at = index(line, "/*")
                if (at == 0) { code = code line; break }
                code = code substr(line, 1, at - 1)
                line = substr(line, at + 2); inside = 1
            }
        }
        if (code ~ /[^ \t]/) n++
        if (branches && code !~ /^[ \t]*#/) {
            gsub(/"([^"\\]|\\.)*"/, "\"\"", code)
            if (code ~ /(^|[^a-z_A-Z0-9])(if|for|while|do|switch|goto)[ \t]*[({]|\?/) print FILENAME ":" FNR ": " $0
        }
    }
    END { if (!branches) print n + 0 }' "$@"
