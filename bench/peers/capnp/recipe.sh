# SPDX-License-Identifier: MIT
# shellcheck shell=bash disable=SC2034,SC2154
# Cap'n Proto: its RPC over a unix socket and tcp. Read by bench/peers.sh.
title="Cap'n Proto"
packages=(g++ pkg-config capnproto libcapnp-dev)
version=$(pkg-config --modversion capnp-rpc 2>/dev/null || true)

build_peer()
{
    capnp compile -I/usr/include -oc++:"$out" --src-prefix="$here" "$here/peer.capnp"
    # shellcheck disable=SC2046 # flags are words
    compile -o "$out/peer" "$here/peer.cc" "$out/peer.capnp.c++" \
        $(pkg-config --cflags --libs capnp-rpc)
}

run_peer()
{
    "$out/peer" --json "$1"
}
