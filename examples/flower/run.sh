#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Tends two flowers, with a process each time: one is eaten, nobody eats the other.
# Usage: run.sh <folder of flower>

folder=$(mktemp -d) || exit 2
trap 'rm -rf "$folder"' EXIT

tend()
{
    echo "-- $*"
    file="$folder/$1"
    shift
    "$flower" "$file" "$@" || exit 1
}

flower=$1/flower
tend rose 1
tend rose eat
tend rose 2
tend rose eat
tend tulip 2
tend tulip wait
