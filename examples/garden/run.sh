#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Runs the garden as two processes: the back serves until the front has told its story.
# Usage: run.sh <folder of back and front>

folder=$(mktemp -d) || exit 2
url="ipc://$folder/garden.sock"

"$1/back" "$url" &
back=$!
trap 'kill $back 2>/dev/null' INT TERM
"$1/front" "$url"
status=$?
kill -TERM $back
wait $back || status=1
rm -rf "$folder"
exit $status
