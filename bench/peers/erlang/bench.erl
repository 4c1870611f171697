%% SPDX-License-Identifier: MIT

%% The benchmarks' work by Erlang's processes: oneways are sent to plain ones, calls made to a
%% gen_server, here or at another node over tcp. Works and rows are those of bench/, by the same
%% names. Usage: erl ... -run bench main FILE 1|2|memory|remote       1 and 2: as many as +S says;
%% or -run bench serve. See recipe.sh.
-module(bench).
-behaviour(gen_server).
-export([main/1, serve/0, init/1, handle_call/3, handle_cast/2]).

-define(RUNS, 25).       %% as ours
-define(EACH_RUNS, 7).   %% of works whose operations are timed
-define(BATCH, 1000).
-define(BLOB_BYTES, 65536).

%% Four scalars, as in bench.proto.
-record(sample, {value = 0, at = 0, from = 0, kind = 0}).

main([File, What]) ->
    put(file, File),
    case What of
        "1" -> one_scheduler();
        "2" -> two_schedulers();
        "memory" -> idle();
        "remote" -> remote()
    end,
    halt(0).

one_scheduler() ->
    measure("counting", ?RUNS, 80000, fun(N) -> send(1, N) end),
    measure("fan-in of 8", ?RUNS, 80000, fun(N) -> send(8, N) end),
    measure("sync call", ?RUNS, 20000, fun call/1),
    measure("ping-pong, a hop", ?RUNS, 50000, fun(N) -> play(2, 1, N) end),
    measure("ring of 100, a hop", ?RUNS, 50000, fun(N) -> play(100, 1, N) end),
    measure("spawn, message, stop", ?RUNS, 20000, fun spawn_all/1),
    measure("skynet of 1,000,000, a leaf", 1, 1000000, fun skynet/1).

two_schedulers() ->
    measure("counting, 2 workers", ?RUNS, 80000, fun(N) -> send(1, N) end),
    measure("fan-in of 8, 2 workers", ?RUNS, 80000, fun(N) -> send(8, N) end),
    measure("sync call, to the other worker", ?RUNS, 20000, fun call/1),
    measure("ping-pong, 2 workers, a pair on each", ?RUNS, 100000, fun(N) -> play(2, 2, N) end),
    measure("ping-pong to the other worker, a hop", ?RUNS, 50000, fun(N) -> play(2, 1, N) end),
    measure("ring of 100, 2 workers in turns, a hop", ?RUNS, 50000, fun(N) -> play(100, 1, N) end),
    measure("skynet of 1,000,000, 2 workers, a leaf", 1, 1000000, fun skynet/1).

%% ---- rows ----

%% Runs a work of N operations that returns how many it saw done: once to warm up, and then so many
%% times. Each run is a process of its own.
measure(Name, Runs, N, Work) ->
    Warm = case Runs of 1 -> []; _ -> [0] end,
    [_ | _] = Ns = [in_process(fun() -> took_ns(Name, N, Work) end) || _ <- Warm ++ lists:seq(1, Runs)],
    print_row(Name, "ns", "less", [T / N || T <- lists:nthtail(length(Warm), Ns)]).

%% The same of a rate, in thousands a second.
measure_rate(Name, N, Work) ->
    [_ | Ns] = [in_process(fun() -> took_ns(Name, N, Work) end) || _ <- lists:seq(0, ?RUNS)],
    print_row(Name, "k/s", "more", [N / T * 1.0e6 || T <- Ns]).

took_ns(Name, N, Work) ->
    Began = erlang:monotonic_time(nanosecond),
    Done = Work(N),
    Took = erlang:monotonic_time(nanosecond) - Began,
    need(Done =:= N, "~s: ~p of ~p arrived", [Name, Done, N]),
    Took.

%% A work of one operation, each timed: the median and the 99th percentile of each run.
measure_each(Name, N, Work) ->
    One = fun() ->
        Ns = lists:sort([took_ns(Name, 1, Work) || _ <- lists:seq(1, N)]),
        {lists:nth(N div 2 + 1, Ns) / 1000, lists:nth(N * 99 div 100 + 1, Ns) / 1000}
    end,
    [_ | Runs] = [in_process(One) || _ <- lists:seq(0, ?EACH_RUNS)],
    print_row(Name ++ ", p50", "us", "less", [P50 || {P50, _} <- Runs]),
    print_row(Name ++ ", p99", "us", "less", [P99 || {_, P99} <- Runs]).

in_process(Work) ->
    {Pid, Monitor} = spawn_monitor(fun() -> exit({took, Work()}) end),
    receive
        {'DOWN', Monitor, process, Pid, {took, Took}} -> Took;
        {'DOWN', Monitor, process, Pid, Why} -> need(false, "~p", [Why])
    end.

print_row(Work, Unit, Better, Values) ->
    Sorted = lists:sort(Values),
    N = length(Sorted),
    Median = (lists:nth((N - 1) div 2 + 1, Sorted) + lists:nth(N div 2 + 1, Sorted)) / 2,
    io:format("~-44s ~11.1f  ~s~n", [Work, float(Median), Unit]),
    Row = io_lib:format("{\"work\":\"~s\",\"unit\":\"~s\",\"better\":\"~s\",\"runs\":~p,\"min\":~.2f,"
                        "\"q1\":~.2f,\"median\":~.2f,\"q3\":~.2f,\"max\":~.2f}~n",
                        [Work, Unit, Better, N |
                         [float(V) || V <- [hd(Sorted), lists:nth(N div 4 + 1, Sorted), Median,
                                            lists:nth(N - N div 4, Sorted), lists:last(Sorted)]]]),
    ok = file:write_file(get(file), Row, [append]).

need(true, _, _) ->
    ok;
need(false, Format, Arguments) ->
    io:format(standard_error, "erlang: " ++ Format ++ "~n", Arguments),
    halt(1).

%% ---- counting, fan-in ----

counter(N) ->
    receive
        {add, #sample{value = Value}} ->
            counter(N + Value);
        {count, From, Asked} ->
            From ! {Asked, N},
            counter(N);
        stop ->
            ok
    end.

%% Senders ask now and then how far the counter is, once it has said so for the time before: so
%% there are two batches under way at the most.
send(Senders, N) ->
    Counter = spawn(fun() -> counter(0) end),
    Batch = ?BATCH div Senders,
    together(Senders, fun() -> send_to(Counter, N div Senders, Batch, Batch, ask(Counter)) end),
    Counted = hear(ask(Counter)),
    Counter ! stop,
    Counted.

send_to(_, 0, _, _, Asked) ->
    hear(Asked);
send_to(Counter, N, 0, Batch, Asked) ->
    hear(Asked),
    send_to(Counter, N, Batch, Batch, ask(Counter));
send_to(Counter, N, Left, Batch, Asked) ->
    Counter ! {add, #sample{value = 1, at = N, kind = 7}},
    send_to(Counter, N - 1, Left - 1, Batch, Asked).

ask(Counter) ->
    Asked = make_ref(),
    Counter ! {count, self(), Asked},
    Asked.

hear(Asked) ->
    receive {Asked, N} -> N end.

%% The work in so many processes; the sum of what they return.
together(Many, Work) ->
    Self = self(),
    Pids = [spawn_link(fun() -> Self ! {self(), Work()} end) || _ <- lists:seq(1, Many)],
    lists:sum([receive {Pid, Done} -> Done end || Pid <- Pids]).

%% ---- sync call ----

init(N) ->
    {ok, N}.

handle_call({echo, #sample{value = Value}}, _From, N) ->
    {reply, #sample{value = Value}, N + Value};
handle_call({store, Blob}, _From, N) ->
    1 = binary:last(Blob),
    {reply, byte_size(Blob), N};
handle_call(count, _From, N) ->
    {reply, N, N}.

handle_cast({add, #sample{value = Value}}, N) ->
    {noreply, N + Value}.

call(N) ->
    {ok, Server} = gen_server:start(?MODULE, 0, []),
    Done = call(Server, N, 0),
    gen_server:stop(Server),
    Done.

call(_, 0, Done) ->
    Done;
call(Server, N, Done) ->
    #sample{value = Value} = gen_server:call(Server, {echo, #sample{value = 1, at = N, kind = 7}}),
    call(Server, N - 1, Done + Value).

%% ---- ping-pong, ring ----

player() ->
    receive {join, Next, End} -> player(Next, End) end.

player(Next, End) ->
    receive
        {hop, 1, Hops} ->
            End ! {hops, Hops + 1},
            player(Next, End);
        {hop, Left, Hops} ->
            Next ! {hop, Left - 1, Hops + 1},
            player(Next, End);
        stop ->
            ok
    end.

%% Rings of so many players, side by side; a ball in each.
play(Size, Rings, N) ->
    Hops = [begin
        Players = [First | Rest] = [spawn(fun player/0) || _ <- lists:seq(1, Size)],
        Self = self(),
        [Player ! {join, Next, Self} || {Player, Next} <- lists:zip(Players, Rest ++ [First])],
        First ! {hop, N div Rings, 0},
        Players
    end || _ <- lists:seq(1, Rings)],
    Sum = lists:sum([receive {hops, Many} -> Many end || _ <- lists:seq(1, Rings)]),
    [Player ! stop || Player <- lists:append(Hops)],
    Sum.

%% ---- spawn, skynet ----

mayfly(Lived) ->
    receive
        {live, #sample{value = Value}} -> counters:add(Lived, 1, Value);
        {live_last, #sample{value = Value}, From} ->
            counters:add(Lived, 1, Value),
            From ! lived
    end.

%% The last of each batch says when it has had its turn, which comes after that of those before.
spawn_all(N) ->
    Lived = counters:new(1, []),
    spawn_all(N, Lived),
    counters:get(Lived, 1).

spawn_all(0, _) ->
    ok;
spawn_all(N, Lived) ->
    Mayfly = spawn(fun() -> mayfly(Lived) end),
    Sample = #sample{value = 1, at = N, kind = 7},
    if
        N rem ?BATCH =:= 1 ->
            Mayfly ! {live_last, Sample, self()},
            receive lived -> ok end;
        true ->
            Mayfly ! {live, Sample}
    end,
    spawn_all(N - 1, Lived).

tree() ->
    receive
        {grow, Parent, First, 1} ->
            Parent ! {sum, First};
        {grow, Parent, First, Size} ->
            Part = Size div 10,
            [spawn(fun tree/0) ! {grow, self(), First + I * Part, Part} || I <- lists:seq(0, 9)],
            Parent ! {sum, sum(10, 0)}
    end.

sum(0, Sum) ->
    Sum;
sum(Wanted, Sum) ->
    receive {sum, Part} -> sum(Wanted - 1, Sum + Part) end.

skynet(N) ->
    spawn(fun tree/0) ! {grow, self(), 0, N},
    case sum(1, 0) =:= N * (N - 1) div 2 of
        true -> N;
        false -> 0
    end.

%% ---- memory ----

resident_bytes() ->
    {ok, Text} = file:read_file("/proc/self/statm"),
    [_, Resident, Shared | _] = [binary_to_integer(W) || W <- binary:split(Text, <<" ">>, [global]),
                                                         W =/= <<"0\n">>],
    (Resident - Shared) * 4096.

%% Each has handled a call, and waits for the next.
idle() ->
    N = 100000,
    Before = resident_bytes(),
    Servers = [element(2, gen_server:start(?MODULE, 0, [])) || _ <- lists:seq(1, N)],
    need(lists:sum([call(Server, 1, 0) || Server <- Servers]) =:= N, "an actor did not answer", []),
    print_row("memory, idle actor", "bytes", "less", [(resident_bytes() - Before) / N]).

%% ---- two nodes ----

%% Over there: till the input ends, which is when the shell that started it goes on.
serve() ->
    {ok, _} = gen_server:start({local, counter}, ?MODULE, 0, []),
    io:format("ready~n"),
    eof = io:get_line(""),
    halt(0).

remote() ->
    [_, Host] = string:split(atom_to_list(node()), "@"),
    Server = {counter, list_to_atom("server@" ++ Host)},
    Blob = <<0:((?BLOB_BYTES - 1) * 8), 1>>,
    measure_each("call, tcp, 1 caller", 1500, fun(1) -> call(Server, 1, 0) end),
    measure_each("call of 64 KiB, tcp", 1000, fun(1) -> store(Server, Blob) end),
    [measure_rate(io_lib:format("calls, tcp, ~p callers", [Callers]), 6400,
                  fun(N) -> together(Callers, fun() -> call(Server, N div Callers, 0) end) end)
     || Callers <- [16, 64]],
    measure_rate("oneways, tcp", 40000, fun(N) -> pour(Server, N) end).

store(Server, Blob) ->
    ?BLOB_BYTES = gen_server:call(Server, {store, Blob}),
    1.

%% A sender waits where the connection is busy; the last is confirmed.
pour(Server, N) ->
    Before = gen_server:call(Server, count),
    [gen_server:cast(Server, {add, #sample{value = 1, at = At, kind = 7}}) || At <- lists:seq(1, N)],
    gen_server:call(Server, count, infinity) - Before.
