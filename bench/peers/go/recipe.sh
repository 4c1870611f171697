# SPDX-License-Identifier: MIT
# shellcheck shell=bash disable=SC2034,SC2154
# Go: goroutines and channels. Read by bench/peers.sh.
title=Go
packages=(golang-go)
version=$(go version 2>/dev/null | cut -d' ' -f3 | tr -d go)

build_peer()
{
    env GOCACHE="$PWD/$out/cache" GO111MODULE=off GOFLAGS= go build -o "$out/peer" "$here/peer.go"
}

run_peer()
{
    local workers
    for workers in 1 2; do
        GOMAXPROCS=$workers "$out/peer" --json "$1" "$workers"
    done
    GOMAXPROCS=1 "$out/peer" --json "$1" memory
}
