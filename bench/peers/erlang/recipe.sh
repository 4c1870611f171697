# SPDX-License-Identifier: MIT
# shellcheck shell=bash disable=SC2034,SC2154
# Erlang: processes, gen_server:call, and its distribution over tcp. Read by bench/peers.sh.
title=Erlang
packages=(erlang-base)
version=$(erl -noshell -eval 'io:put_chars(erlang:system_info(otp_release)), halt().' 2>/dev/null)

build_peer()
{
    erlc +inline -o "$out" "$here/bench.erl" "$here/bench_port.erl"
}

# Without epmd, cookies and dumps in a home directory.
erlang()
{
    ERL_CRASH_DUMP=/dev/null PEER_PORT="$out/port" erl -noshell -pa "$out" +P 2000000 "$@"
}

erlang_node()
{
    local name=$1
    shift
    erlang -name "$name@127.0.0.1" -setcookie bench -start_epmd false -epmd_module bench_port \
        +zdbbl 8192 "$@"
}

run_peer()
{
    local input
    erlang -noinput +S 1:1 -run bench main "$1" 1
    erlang -noinput +S 2:2 -run bench main "$1" 2
    erlang -noinput +S 1:1 -run bench main "$1" memory
    coproc server { erlang_node server +S 1:1 -run bench serve; }
    read -r -u "${server[0]}" _     # it is ready
    erlang_node client -noinput +S 1:1 -run bench main "$1" remote
    input=${server[1]}
    exec {input}>&-                 # it ends with its input
    wait "$server_PID"
}
