#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Writes what fuzz_plugin begins with, into the folder given: the requests that protoc makes of the
# schemas in tests/golden and tests/bad, one file each.
set -eu

here=$(cd "$(dirname "$0")/.." && pwd)
out=${1:?a folder to write to}
: "${PROTOC:=protoc}" "${INCLUDES:=/usr/include}"
mkdir -p "$out"
save=$(mktemp) && trap 'rm -f "$save"' EXIT
cat >"$save" <<'END'
#!/bin/sh
cat >"$SEED"
printf '\020\001' # supported_features: proto3 optional
END
chmod +x "$save"

for file in "$here"/golden/*.proto "$here"/bad/*.proto; do
    name=$(basename "$file" .proto)
    SEED="$out/$name" "$PROTOC" "-I$(dirname "$file")" "-I$here/bad/ok" "-I$here/../schemas" \
        "-I$INCLUDES" "--plugin=protoc-gen-seed=$save" "--seed_out=$out" "$(basename "$file")" \
        2>/dev/null || { echo "protoc does not take $file" >&2; exit 1; }
done
