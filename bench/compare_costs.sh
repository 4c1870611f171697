#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Two runs of ./dev bench --costs side by side, as the tables of docs/performance.md: "before -> after",
# or one count where they differ by less than a fiftieth.
# Usage: compare_costs.sh old.json new.json

set -eu
if [ $# -ne 2 ] || [ ! -r "$1" ] || [ ! -r "$2" ]; then
    echo "usage: $0 old.json new.json" >&2
    exit 2
fi

# table <how> <column>...
table()
{
    how=$1
    shift 1
    awk -v how="\"how\":\"$how\"" -v columns="$*" '
        # The number of a key of the row; "" where it has none.
        function value(key,    at, rest) {
            at = index($0, "\"" key "\":")
            if (at == 0) {
                return ""
            }
            rest = substr($0, at + length(key) + 3)
            sub(/[,}].*/, "", rest)
            return rest
        }
        function shown(count) {
            if (count == "") {
                return "-"
            }
            count += 0
            if (count < 0.005 && count > -0.005) {
                return "0"
            }
            return sprintf(count < 10 ? "%.2f" : count < 1000 ? "%.1f" : "%.0f", count)
        }
        function cell(old, new,    apart) {
            apart = old - new < 0 ? new - old : old - new
            if (old == "" || new == "" || apart < 0.02 * old + 0.01) {
                return shown(new)
            }
            return shown(old) " -> " shown(new)
        }
        BEGIN {
            n = split(columns, column, " ")
            line = "| an operation |"
            rule = "|---|"
            for (i = 1; i <= n; i++) {
                line = line " " column[i] " |"
                rule = rule "---|"
            }
            print line "\n" rule
        }
        index($0, how) == 0 { next }
        {
            work = $0
            sub(/.*"work":"/, "", work)
            sub(/".*/, "", work)
        }
        FNR == NR {
            for (i = 1; i <= n; i++) {
                before[work, i] = value(column[i])
            }
            next
        }
        {
            line = "| " work " |"
            for (i = 1; i <= n; i++) {
                line = line " " cell(before[work, i], value(column[i])) " |"
            }
            print line
        }' "$old" "$new"
}

old=$1
new=$2
table counted instrs data allocs atomics locks clocks syscalls missed missed_last mispredicts
echo
table watched cpu_ns syscalls switches faults instructions cycles cache-misses
