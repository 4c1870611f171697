/* SPDX-License-Identifier: MIT */
/* The benchmarks' work by CAF: typed, event-based actors of an actor system with one or two threads
 * in its scheduler, and its middleman between two processes. */
#include <caf/all.hpp>
#include <caf/io/all.hpp>

#include <atomic>

#include "peer.hh"

using namespace caf;

using add_atom = atom_constant<atom("add")>;
using count_atom = atom_constant<atom("count")>;
using echo_atom = atom_constant<atom("echo")>;
using grow_atom = atom_constant<atom("grow")>;
using hop_atom = atom_constant<atom("hop")>;
using join_atom = atom_constant<atom("join")>;
using live_atom = atom_constant<atom("live")>;
using run_atom = atom_constant<atom("run")>;
using serve_atom = atom_constant<atom("serve")>;
using store_atom = atom_constant<atom("store")>;
using sum_atom = atom_constant<atom("sum")>;
using tick_atom = atom_constant<atom("tick")>;

/* Four scalars, as in bench.proto. */
struct sample {
    uint64_t value;
    uint64_t at;
    uint64_t from;
    uint32_t kind;
};

template <class Inspector> typename Inspector::result_type inspect(Inspector &f, sample &x)
{
    return f(meta::type_name("sample"), x.value, x.at, x.from, x.kind);
}

static sample sample_at(uint64_t at)
{
    return { 1, at, 0, 7 };
}

/* ---- actors ---- */

using counter =
    typed_actor<reacts_to<add_atom, sample>, replies_to<echo_atom, sample>::with<sample>,
                replies_to<store_atom, std::string>::with<uint64_t>,
                replies_to<count_atom>::with<uint64_t>>;

struct counter_state {
    uint64_t n = 0;
};

static counter::behavior_type count(counter::stateful_pointer<counter_state> self)
{
    return {
        [=](add_atom, const sample &x) { self->state.n += x.value; },
        [=](echo_atom, const sample &x) {
            self->state.n += x.value;
            return sample{ x.value, 0, 0, 0 };
        },
        [=](store_atom, const std::string &content) -> uint64_t {
            return !content.empty() && content.back() == 1 ? content.size() : 0;
        },
        [=](count_atom) { return self->state.n; },
    };
}

/* Does n operations on a counter, and answers how many it saw done. */
using driver = typed_actor<replies_to<run_atom, uint64_t>::with<uint64_t>>;

struct driver_state {
    uint64_t left = 0;
    uint64_t under_way = 0;
    uint64_t done = 0;
    typed_response_promise<uint64_t> promise;
};

using driver_pointer = driver::stateful_pointer<driver_state>;

enum { BATCH = 1000 };

/* A batch of oneways, and the question how far the counter is; when it says so, the next batch. */
static void send_batch(driver_pointer self, const counter &to, uint64_t batch)
{
    for (uint64_t i = 0; i < batch && self->state.left > 0; i++) {
        self->send(to, add_atom::value, sample_at(self->state.left--));
    }
    self->state.under_way++;
    self->request(to, infinite, count_atom::value).then([=](uint64_t n) {
        self->state.under_way--;
        if (self->state.left > 0) {
            send_batch(self, to, batch);
        } else if (self->state.under_way == 0) {
            self->state.promise.deliver(n);
        }
    });
}

/* Two batches are under way, and nobody pauses while there is something to do. */
static driver::behavior_type drive_send(driver_pointer self, counter to, uint64_t batch)
{
    return { [=](run_atom, uint64_t n) {
        self->state.left = n;
        self->state.promise = self->make_response_promise<uint64_t>();
        send_batch(self, to, batch);
        send_batch(self, to, batch);
        return self->state.promise;
    } };
}

static void echo_on(driver_pointer self, const counter &to)
{
    self->request(to, infinite, echo_atom::value, sample_at(self->state.left))
        .then([=](const sample &echo) {
            self->state.done += echo.value;
            if (--self->state.left > 0) {
                echo_on(self, to);
            } else {
                self->state.promise.deliver(self->state.done);
            }
        });
}

static driver::behavior_type drive_echo(driver_pointer self, counter to)
{
    return { [=](run_atom, uint64_t n) {
        self->state.left = n;
        self->state.done = 0;
        self->state.promise = self->make_response_promise<uint64_t>();
        echo_on(self, to);
        return self->state.promise;
    } };
}

/* Handles one message and ends. */
using mayfly = typed_actor<reacts_to<live_atom, sample>>;

/* Is told when a batch has lived: the scheduler runs what was sent last first, so that an answer
 * from another actor does not say that these have had their turn. */
using spawner = driver::extend<reacts_to<tick_atom>>;

static std::atomic<uint64_t> lived{ 0 };

static mayfly::behavior_type live(mayfly::pointer self, const spawner &boss)
{
    return { [=](live_atom, const sample &x) {
        if ((lived += x.value) % BATCH == 0) {
            self->send(boss, tick_atom::value);
        }
        self->quit();
    } };
}

static void spawn_batch(spawner::stateful_pointer<driver_state> self)
{
    for (int i = 0; i < BATCH; i++) {
        self->send(self->spawn(live, spawner{ self }), live_atom::value,
                   sample_at(self->state.left--));
    }
}

/* In whole batches. */
static spawner::behavior_type drive_spawn(spawner::stateful_pointer<driver_state> self)
{
    return {
        [=](run_atom, uint64_t n) {
            lived = 0;
            self->state.left = n;
            self->state.promise = self->make_response_promise<uint64_t>();
            spawn_batch(self);
            return self->state.promise;
        },
        [=](tick_atom) {
            if (self->state.left > 0) {
                spawn_batch(self);
            } else {
                self->state.promise.deliver(lived.load());
            }
        },
    };
}

/* ---- ping-pong, ring ---- */

/* Left, and hops till now. */
using hopper = typed_actor<reacts_to<hop_atom, uint64_t, uint64_t>>;
using player =
    hopper::extend<reacts_to<join_atom, hopper>, replies_to<serve_atom, uint64_t>::with<uint64_t>>;

struct player_state {
    hopper next;
    typed_response_promise<uint64_t> serves;
};

static player::behavior_type play(player::stateful_pointer<player_state> self)
{
    return {
        [=](hop_atom, uint64_t left, uint64_t hops) {
            if (left > 1) {
                self->send(self->state.next, hop_atom::value, left - 1, hops + 1);
            } else {
                self->state.serves.deliver(hops + 1);
            }
        },
        [=](join_atom, const hopper &next) { self->state.next = next; },
        [=](serve_atom, uint64_t n) {
            self->state.serves = self->make_response_promise<uint64_t>();
            self->send(self->state.next, hop_atom::value, n, uint64_t{ 0 });
            return self->state.serves;
        },
    };
}

/* ---- skynet ---- */

using summer = typed_actor<reacts_to<sum_atom, uint64_t>>;
using tree = summer::extend<reacts_to<grow_atom, summer, uint64_t, uint64_t>>;

struct tree_state {
    summer parent;
    uint64_t sum = 0;
    int wanted = 10;
};

static tree::behavior_type grow(tree::stateful_pointer<tree_state> self)
{
    return {
        [=](sum_atom, uint64_t sum) {
            self->state.sum += sum;
            if (--self->state.wanted == 0) {
                self->send(self->state.parent, sum_atom::value, self->state.sum);
                self->quit();
            }
        },
        [=](grow_atom, const summer &parent, uint64_t first, uint64_t size) {
            if (size == 1) {
                self->send(parent, sum_atom::value, first);
                self->quit();
                return;
            }
            self->state.parent = parent;
            for (uint64_t i = 0; i < 10; i++) {
                self->send(self->spawn(grow), grow_atom::value, summer{ self },
                           first + i * (size / 10), size / 10);
            }
        },
    };
}

/* ---- works ---- */

/* Actors, and who asks them from main(). */
struct work {
    actor_system &system;
    scoped_actor self{ system };
    counter counted;
    std::vector<driver> drivers;
    std::vector<player> servers;

    explicit work(actor_system &system) : system(system)
    {
    }
};

template <class Reply, class... Request> static Reply ask(work &work, const Request &...request)
{
    Reply answer{};
    work.self->request(request...)
        .receive([&](Reply &reply) { answer = std::move(reply); },
                 [&](const error &why) {
                     fprintf(stderr, "CAF: %s\n", work.system.render(why).c_str());
                     exit(1);
                 });
    return answer;
}

static work &work_of(void *arg)
{
    return *static_cast<work *>(arg);
}

/* All drivers at once, each its part of n; the sum of their answers. */
static uint64_t drive(work &work, uint64_t n)
{
    uint64_t sum = 0;
    for (const driver &driver : work.drivers) {
        work.self->send(driver, run_atom::value, n / work.drivers.size());
    }
    for (size_t i = 0; i < work.drivers.size(); i++) {
        work.self->receive([&](uint64_t done) { sum += done; });
    }
    return sum;
}

static uint64_t send(void *arg, uint64_t n)
{
    work &work = work_of(arg);
    uint64_t before = ask<uint64_t>(work, work.counted, infinite, count_atom::value);
    drive(work, n);
    return ask<uint64_t>(work, work.counted, infinite, count_atom::value) - before;
}

static uint64_t drive_all(void *arg, uint64_t n)
{
    return drive(work_of(arg), n);
}

static uint64_t play_all(void *arg, uint64_t n)
{
    work &work = work_of(arg);
    uint64_t hops = 0;
    for (const player &player : work.servers) {
        work.self->send(player, serve_atom::value, n / work.servers.size());
    }
    for (size_t i = 0; i < work.servers.size(); i++) {
        work.self->receive([&](uint64_t n) { hops += n; });
    }
    return hops;
}

static uint64_t skynet(void *arg, uint64_t n)
{
    work &work = work_of(arg);
    uint64_t sum = 0;
    auto self = actor_cast<summer>(work.self);
    work.self->send(work.system.spawn(grow), grow_atom::value, self, uint64_t{ 0 }, n);
    work.self->receive([&](sum_atom, uint64_t n) { sum = n; });
    return sum == n * (n - 1) / 2 ? n : 0;
}

/* ---- rows ---- */

static void measure_send(actor_system &system, const char *name, size_t drivers)
{
    work work(system);
    work.counted = system.spawn(count);
    for (size_t i = 0; i < drivers; i++) {
        work.drivers.push_back(system.spawn(drive_send, work.counted, BATCH / drivers));
    }
    time_row(name, BENCH_MANY_RUNS, 80000, send, &work);
}

static void measure_echo(actor_system &system, const char *name)
{
    work work(system);
    work.drivers.push_back(system.spawn(drive_echo, system.spawn(count)));
    time_row(name, BENCH_MANY_RUNS, 20000, drive_all, &work);
}

/* Rings of so many players, side by side; a ball in each. */
static void measure_ring(actor_system &system, const char *name, size_t size, size_t rings)
{
    work work(system);
    for (size_t i = 0; i < rings; i++) {
        player first = system.spawn(play), last = first;
        for (size_t at = 1; at < size; at++) {
            player next = system.spawn(play);
            work.self->send(last, join_atom::value, hopper{ next });
            last = next;
        }
        work.self->send(last, join_atom::value, hopper{ first });
        work.servers.push_back(first);
    }
    time_row(name, BENCH_MANY_RUNS, 50000, play_all, &work);
    for (const player &player : work.servers) {
        anon_send_exit(player, exit_reason::kill);
    }
}

static void measure_spawn(actor_system &system)
{
    work work(system);
    work.drivers.push_back(system.spawn(drive_spawn));
    time_row("spawn, message, stop", BENCH_MANY_RUNS, 20000, drive_all, &work);
}

static void measure_skynet(actor_system &system, const char *name)
{
    work work(system);
    time_row(name, 1, 1000000, skynet, &work);
}

/* Each has handled a call, and waits for the next. */
static void measure_memory(actor_system &system)
{
    const size_t n = 100000;
    work work(system);
    std::vector<counter> idle(n);
    const sample one = sample_at(1);
    uint64_t before = bench_resident_bytes();
    for (counter &counter : idle) {
        counter = system.spawn(count);
        need(ask<sample>(work, counter, infinite, echo_atom::value, one).value == 1, "no answer");
    }
    struct bench_values each = {};
    each.at[each.n++] = static_cast<double>(bench_resident_bytes() - before) / n;
    bench_print("memory, idle actor", BENCH_BYTES, &each, nullptr);
}

class Config : public actor_system_config
{
  public:
    explicit Config(size_t threads)
    {
        add_message_type<sample>("sample");
        set("scheduler.max-threads", threads);
        set("logger.verbosity", atom("quiet"));
    }
};

static void measure_one_thread()
{
    Config config(1);
    actor_system system(config);
    measure_memory(system);
    measure_send(system, "counting", 1);
    measure_send(system, "fan-in of 8", 8);
    measure_echo(system, "sync call");
    measure_ring(system, "ping-pong, a hop", 2, 1);
    measure_ring(system, "ring of 100, a hop", 100, 1);
    measure_spawn(system);
    measure_skynet(system, "skynet of 1,000,000, a leaf");
}

static void measure_two_threads()
{
    Config config(2);
    actor_system system(config);
    measure_send(system, "counting, 2 workers", 1);
    measure_send(system, "fan-in of 8, 2 workers", 8);
    measure_echo(system, "sync call, to the other worker");
    measure_ring(system, "ping-pong, 2 workers, a pair on each", 2, 2);
    measure_ring(system, "ping-pong to the other worker, a hop", 2, 1);
    measure_ring(system, "ring of 100, 2 workers in turns, a hop", 100, 1);
    measure_skynet(system, "skynet of 1,000,000, 2 workers, a leaf");
}

/* ---- two processes ---- */

class RemoteConfig : public Config
{
  public:
    RemoteConfig() : Config(1)
    {
        load<io::middleman>();
        set("middleman.workers", size_t{ 0 }); /* fewer threads to go through: half the time */
    }
};

static void serve(const char *url)
{
    RemoteConfig config;
    actor_system system(config);
    auto port = system.middleman().publish(system.spawn(count), 0, "127.0.0.1");
    need(static_cast<bool>(port), "CAF cannot listen");
    other_say(tcp_url(*port).c_str());
    other_await_end();
    (void)url;
    _exit(0);
}

static uint64_t echo_each(void *arg, uint64_t n, uint32_t *out_ns)
{
    return do_each(n, out_ns, [=](uint64_t at) {
        work &work = work_of(arg);
        return ask<sample>(work, work.counted, infinite, echo_atom::value, sample_at(at)).value ==
               1;
    });
}

static uint64_t store_each(void *arg, uint64_t n, uint32_t *out_ns)
{
    work &work = work_of(arg);
    const std::string blob = make_blob();
    return do_each(n, out_ns, [&](uint64_t) {
        return ask<uint64_t>(work, work.counted, infinite, store_atom::value, blob) == BLOB_BYTES;
    });
}

static uint64_t calls(work &work, uint64_t n, size_t callers)
{
    while (work.drivers.size() < callers) {
        work.drivers.push_back(work.system.spawn(drive_echo, work.counted));
    }
    return drive(work, n);
}

static uint64_t calls_16(void *arg, uint64_t n)
{
    return calls(work_of(arg), n, 16);
}

static uint64_t calls_64(void *arg, uint64_t n)
{
    return calls(work_of(arg), n, 64);
}

/* With one driver, which asks now and then how far the counter is, lest its mailbox grow. */
static uint64_t pour(void *arg, uint64_t n)
{
    work &work = work_of(arg);
    work.drivers.assign(1, work.system.spawn(drive_send, work.counted, BATCH));
    return send(arg, n);
}

/* Ends the program: the end of an actor system that knows a remote actor was seen to hang. */
[[noreturn]] static void measure_tcp_and_exit()
{
    struct other other;
    other_start(&other, "--serve", "tcp");
    RemoteConfig config;
    actor_system system(config);
    work work(system);
    auto counted = system.middleman().remote_actor<counter>(
        "127.0.0.1", static_cast<uint16_t>(url_port(other.url)));
    need(static_cast<bool>(counted), "CAF cannot connect");
    work.counted = *counted;
    struct remote_works works = { echo_each, store_each, calls_16, calls_64, pour, 20000 };
    time_remote("tcp", works, &work);
    other_stop(&other);
    fflush(stdout);
    _exit(0);
}

int main(int argc, char **argv)
{
    if (other_is_told(argc, argv, "--serve")) {
        serve(argv[2]);
    }
    bench_begin(argc, argv);
    measure_one_thread();
    measure_two_threads();
    measure_tcp_and_exit();
}
