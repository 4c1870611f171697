#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Runs an example and compares what it prints with its expected.txt. One program is run as it is,
# several by the example's run.sh.
# Usage: check_example.sh <source folder> <folder of its programs>

set -u
source=$1
programs=$2

output=$(mktemp) || exit 2
trap 'rm -f "$output"' EXIT
if [ -x "$source/run.sh" ]; then
    "$source/run.sh" "$programs" >"$output"
else
    "$programs/$(basename "$source")" >"$output"
fi
status=$?
[ $status -eq 0 ] || echo "ended with status $status" >&2
diff -u "$source/expected.txt" "$output" && [ $status -eq 0 ]
