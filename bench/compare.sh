#!/bin/sh
# SPDX-License-Identifier: MIT
#
# What got slower, or faster, than the noise between two runs of ./dev bench: a row's runs lie apart
# by its quarters (q1 to q3), and where those of the two runs have nothing in common, and the medians
# differ by a twentieth at least, that is no noise. On a machine that others use it may be them: then
# the floor has changed as much, which is said.
# Usage: compare.sh old.json new.json     Ends with 1 where something got slower.

set -eu
[ $# -eq 2 ] && [ -r "$1" ] && [ -r "$2" ] || {
    echo "usage: $0 old.json new.json" >&2
    exit 2
}

exec awk '
    # The value of a key of a row, which stands on a line of its own.
    function value(key,    at, rest) {
        at = index($0, "\"" key "\":")
        if (at == 0) {
            return ""
        }
        rest = substr($0, at + length(key) + 3)
        if (substr(rest, 1, 1) == "\"") {
            rest = substr(rest, 2)
            return substr(rest, 1, index(rest, "\"") - 1)
        }
        sub(/[,}].*$/, "", rest)
        return rest
    }
    function floor_says(work, factor,    old, moved) {
        old = floors[work]
        if (old == "" || value("floor") == "") {
            return ""
        }
        moved = old / value("floor")
        if (better[work] == "less") {
            moved = 1 / moved
        }
        return moved / factor > 0.9 && moved / factor < 1.1 ? ", and so did its floor" : ""
    }
    index($0, "\"work\":") == 0 { next }
    { work = value("work") }
    FNR == NR {
        seen[work] = 1
        median[work] = value("median"); low[work] = value("q1"); high[work] = value("q3")
        better[work] = value("better"); floors[work] = value("floor")
        next
    }
    !(work in seen) { printf "%-44s is new\n", work; next }
    {
        compared++
        now = value("median") + 0
        apart = value("q1") + 0 > high[work] + 0 || value("q3") + 0 < low[work] + 0
        if (!apart || now <= 0 || median[work] + 0 <= 0) {
            next
        }
        factor = better[work] == "less" ? now / median[work] : median[work] / now
        if (factor > 1.05 || factor < 1 / 1.05) {
            worse += factor > 1
            differ++
            printf "%-44s %s: %s -> %s %s, %.2f times%s\n", work, (factor > 1 ? "slower" : "faster"),
                median[work], value("median"), value("unit"), factor, floor_says(work, factor)
        }
    }
    END {
        printf "%d rows compared, %d differ by more than the noise, %d of them slower\n", compared,
            differ, worse
        exit worse > 0
    }' "$1" "$2"
