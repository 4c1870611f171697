# SPDX-License-Identifier: MIT
# shellcheck shell=bash disable=SC2034,SC2154
# ZeroMQ: dealer and router, and pairs between threads. Read by bench/peers.sh.
title=ZeroMQ
packages=(g++ pkg-config libzmq3-dev)
version=$(pkg-config --modversion libzmq 2>/dev/null || true)

build_peer()
{
    # shellcheck disable=SC2046 # flags are words
    compile -o "$out/peer" "$here/peer.cc" $(pkg-config --cflags --libs libzmq)
}

run_peer()
{
    "$out/peer" --json "$1"
}
