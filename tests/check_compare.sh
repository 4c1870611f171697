#!/bin/sh
# SPDX-License-Identifier: MIT
#
# bench/compare.sh: what lies within the noise is not said, what lies beyond it is.
# Usage: check_compare.sh bench/compare.sh

set -u
compare=$1
scratch=$(mktemp -d) || exit 2
trap 'rm -rf "$scratch"' EXIT
failed=0

# row <work> <better> <q1> <median> <q3> <floor>
row()
{
    printf '{"work":"%s","unit":"ns","better":"%s","runs":7,"min":1,"q1":%s,"median":%s,"q3":%s,"max":9,"floor":%s,"ratio":2},\n' "$@"
}

# expect <ends with> <text that must be there> <text that must not>
expect()
{
    output=$("$compare" "$scratch/old" "$scratch/new")
    status=$?
    [ "$status" -eq "$1" ] || { echo "ended with $status, not $1"; failed=1; }
    case $output in *"$2"*) ;; *) echo "'$2' is missing in: $output"; failed=1 ;; esac
    case $output in *"$3"*) echo "'$3' is in: $output"; failed=1 ;; *) ;; esac
}

{ row 'a, 1' less 90 100 110 50; row 'b' more 900 1000 1100 2000; } >"$scratch/old"

cp "$scratch/old" "$scratch/new"
expect 0 '2 rows compared, 0 differ' 'a, 1'

{ row 'a, 1' less 105 118 130 50; row 'b' more 800 890 950 2000; } >"$scratch/new"
expect 0 '0 differ' 'slower:'

{ row 'a, 1' less 190 200 210 50; row 'b' more 1900 2000 2100 2000; } >"$scratch/new"
expect 1 'slower: 100 -> 200 ns, 2.00 times' 'floor'
expect 1 'faster: 1000 -> 2000 ns, 0.50 times' 'floor'

{ row 'a, 1' less 190 200 210 100; row 'b' more 450 500 550 1000; } >"$scratch/new"
expect 1 'slower: 100 -> 200 ns, 2.00 times, and so did its floor' 'faster'
expect 1 'slower: 1000 -> 500 ns, 2.00 times, and so did its floor' 'faster'

{ row 'a, 1' less 40 50 60 50; row 'c' less 1 2 3 1; } >"$scratch/new"
expect 0 'is new' 'slower:'

"$compare" "$scratch/old" "$scratch/nothing" 2>/dev/null && { echo "nothing was compared"; failed=1; }
exit $failed
