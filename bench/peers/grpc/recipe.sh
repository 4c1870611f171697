# SPDX-License-Identifier: MIT
# shellcheck shell=bash disable=SC2034,SC2154
# gRPC for C++, over a unix socket and tcp. Read by bench/peers.sh.
title=gRPC
packages=(g++ pkg-config libgrpc++-dev protobuf-compiler protobuf-compiler-grpc libprotobuf-dev)
version=$(pkg-config --modversion grpc++ 2>/dev/null || true)

build_peer()
{
    protoc -I "$here" --cpp_out="$out" --grpc_out="$out" \
        --plugin=protoc-gen-grpc="$(command -v grpc_cpp_plugin)" "$here/peer.proto"
    # shellcheck disable=SC2046 # flags are words
    compile -o "$out/peer" "$here/peer.cc" "$out/peer.pb.cc" "$out/peer.grpc.pb.cc" \
        $(pkg-config --cflags --libs grpc++ protobuf)
}

run_peer()
{
    "$out/peer" --json "$1"
}
