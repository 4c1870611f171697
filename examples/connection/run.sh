#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Runs the two ends as two processes. They print at the same time, so what the server has printed is
# shown after what the client has.
# Usage: run.sh <folder of connection>

folder=$(mktemp -d) || exit 2
url="ipc://$folder/connection.sock"

"$1/connection" listen "$url" >"$folder/server" &
server=$!
trap 'kill $server 2>/dev/null' INT TERM
"$1/connection" dial "$url"
status=$?
[ $status -eq 0 ] || kill $server
wait $server || status=1
cat "$folder/server"
rm -rf "$folder"
exit $status
