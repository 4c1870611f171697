# SPDX-License-Identifier: MIT
# shellcheck shell=bash disable=SC2034,SC2154
# Thrift: framed and binary, over a unix socket and tcp. Read by bench/peers.sh.
title=Thrift
packages=(g++ pkg-config thrift-compiler libthrift-dev)
version=$(pkg-config --modversion thrift 2>/dev/null || true)

build_peer()
{
    thrift --gen cpp:no_skeleton -out "$out" "$here/peer.thrift"
    # shellcheck disable=SC2046 # flags are words
    compile -o "$out/peer" "$here/peer.cc" "$out/Counter.cpp" "$out/peer_types.cpp" \
        $(pkg-config --cflags --libs thrift)
}

run_peer()
{
    "$out/peer" --json "$1"
}
