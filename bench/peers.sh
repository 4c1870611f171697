#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# Peers: other systems that do the benchmarks' work, by small programs of ours. Each has a folder
# bench/peers/<name>/ and in it a recipe.sh, which sets `title`, `packages` (of Debian) and
# `version`, and defines build_peer, and run_peer <file>, which appends its rows there. Run by
# ./dev bench --peers, from the root of the tree, when build/bench is built.

set -euo pipefail

rounds=${PEER_ROUNDS:-3}
ours='oneway sync ring spawn skynet memory remote_sync remote_oneway' # programs whose rows peers have
here='' out=''  # of the peer that is read: its sources, and where it is built
packages=()
version='' title=''

usage()
{
    cat <<'HELP' >&2
usage: bench/peers.sh packages <name>          what it needs of Debian
       bench/peers.sh build <name>
       bench/peers.sh measure <rows> <name>... Greenroom and these in turns; a row of JSON a line
       bench/peers.sh once <rows> <name> <round>
       bench/peers.sh json|table <rows>        what the rounds' rows come to
HELP
    exit 2
}

read_recipe()
{
    here=bench/peers/$1
    out=build/bench/peers/$1
    mkdir -p "$out"
    # shellcheck source=/dev/null
    . "$here/recipe.sh"
}

# For recipes of C++: with the rows, clocks and second process of our own benchmarks.
compile()
{
    g++ -std=gnu++20 -O2 -DNDEBUG -Wall -Wextra -Ibench -Ibench/peers -Iruntime/include \
        -Ibuild/bench/include -I"$out" "$@" \
        build/bench/bench/libbench_common.a build/bench/runtime/libgreenroom.so \
        "-Wl,-rpath,$PWD/build/bench/runtime" -pthread
}

# Anew, where anything that it is made of is newer.
build()
{
    read_recipe "$1"
    if [ -e "$out/built" ] &&
        [ -z "$(find bench/peers.sh bench/peers/peer.hh bench/bench.[ch] bench/other.[ch] "$here" \
            -newer "$out/built")" ]; then
        return
    fi
    rm -f "$out/built"
    build_peer
    touch "$out/built"
}

run_ours()
{
    local name
    for name in $ours; do
        "build/bench/bench/bench_$name" --json "$1"
    done
}

# One round of one system; its rows say whose they are.
once()
{
    local rows=$1 name=$2 round=$3 one="$1.$2"
    rm -f "$one"
    if [ "$name" = greenroom ]; then
        title=Greenroom
        version=$(git describe --always --dirty 2>/dev/null || echo unknown)
        run_ours "$one"
    else
        read_recipe "$name"
        run_peer "$one"
    fi >"$one.log"
    sed "s/^{/{\"system\":\"$title\",\"version\":\"$version\",\"round\":$round,/" "$one" >>"$rows"
}

# A peer that fails has no rows of that round, which is said.
measure()
{
    local rows=$1 round name failed=0
    shift
    rm -f "$rows"
    for ((round = 1; round <= rounds; round++)); do
        for name in greenroom "$@"; do
            echo "-- round $round of $rounds: $name"
            # A process of its own: a function would not end where one of its commands fails.
            if ! timeout 300 "$0" once "$rows" "$name" "$round"; then
                echo "-- round $round: $name failed" >&2
                failed=1
            fi
        done
    done
    return $failed
}

command=${1:-}
shift || true
case $command in
packages)
    read_recipe "$1"
    echo "${packages[*]}"
    ;;
build | measure | once) "$command" "$@" ;;
json | table) awk -v "as=$command" -f bench/peers.awk "$1" ;;
*) usage ;;
esac
