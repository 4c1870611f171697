# SPDX-License-Identifier: MIT
# shellcheck shell=bash disable=SC2034,SC2154
# CAF: typed actors, and its middleman over tcp. Read by bench/peers.sh.
title=CAF
packages=(g++ libcaf-dev)
version=$(dpkg-query -W -f='${Version}' libcaf-dev 2>/dev/null | sed 's/-.*//' || true)

build_peer()
{
    compile -Wno-unused-parameter -o "$out/peer" "$here/peer.cc" -lcaf_io -lcaf_core
}

run_peer()
{
    "$out/peer" --json "$1"
}
