#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Draws the curves of ./dev bench --plot, by gnuplot: of each program bench_scale_x that wrote rows
# the plots that show it.
# Usage: plot.sh scale.json <directory of the plots>

set -eu
if [ $# -ne 2 ] || [ ! -r "$1" ]; then
    echo "usage: $0 scale.json <directory>" >&2
    exit 2
fi
json=$1
plots=$2
data=$(mktemp -d)
trap 'rm -rf "$data"' EXIT

# The points of a curve: x, median, quarters.
points()
{
    awk -v which="\"plot\":\"$1\",\"curve\":\"$2\"" '
        function value(key,    rest) {
            rest = substr($0, index($0, "\"" key "\":") + length(key) + 3)
            sub(/[,}].*$/, "", rest)
            return rest
        }
        index($0, which) { print value("x"), value("median"), value("q1"), value("q3") }' "$json"
}

# draw <program> <label of x> <label of y> <how many of its unit a second has> <curve>...
draw()
{
    program=$1 x=$2 y=$3 second=$4
    shift 4
    grep -qF "\"plot\":\"$program\"" "$json" || return 0
    curves='' n=0
    for curve in "$@"; do
        n=$((n + 1))
        points "$program" "$curve" >"$data/$n"
        [ -s "$data/$n" ] || continue
        curves="$curves${curves:+, }'$data/$n' using 1:(\$2/$second):(\$3/$second):(\$4/$second)"
        curves="$curves with yerrorlines linetype $n pointtype 7 pointsize 0.4 title \"$curve\""
    done
    gnuplot <<SCRIPT
set terminal svg size 720,460 font "sans-serif,12" background "white"
set output "$plots/$program.svg"
set logscale y
set logscale x $base
set xlabel "$x"
set ylabel "$y"
set format x "%.0s%c"
set format y "%.0s %cs"
set autoscale xfix
set grid linecolor "#dddddd"
set linetype 5 linecolor "#a06000"
set key below
plot $curves
SCRIPT
}

mkdir -p "$plots"
base=10 # of the steps of x
draw actors "actors" "time for each" 1e9 "spawn" "end" "oneway, in turns" "oneway, at random" \
    "256 bytes of memory, at random"
base=2
draw workers "workers" "time for a message" 1e9 "oneway, 8 to 8" "oneway, 8 to 8, 1 us each" \
    "sync call, 8 to 1"
base=10
draw size "bytes in a message" "time for each" 1e9 "oneway" "call" "oneway, ipc" "call, ipc" \
    "oneway, tcp" "call, tcp"
draw peers "peers" "time for a call" 1e6 "1 caller, p50" "1 caller, p99" "64 callers" \
    "64 callers, processor time of theirs"
draw depth "messages in the mailbox" "time for each" 1e9 "oneway" "call given up" \
    "call that expires"
draw timers "timers pending" "time for each" 1e9 "set" "set and cancelled" "set and fired"
