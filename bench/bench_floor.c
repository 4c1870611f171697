/* SPDX-License-Identifier: MIT */
/* The primitives of this machine, and how the floors stand to them. In place of a floor the rows of
 * floors have what they are composed of: a primitive, as many times as the same work by hand took
 * on a quiet machine where it had been made as fast as we could. Of works within a thread that is
 * the switch of fibers, the measure of a core and its first cache; of the others the socket. A
 * floor that takes more than 1.3 times as long is not honest: Greenroom would look good beside it.
 * On a machine with other work to do wake-ups cost what they may, and the socket's rows say little.
 */
#include "floor/floor.h"

#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

/* ---- primitives that no floor is made of alone ---- */

static uint64_t read_clock(void *arg, uint64_t n)
{
    uint64_t last = 0, done = 0;
    (void)arg;
    for (uint64_t i = 0; i < n; i++) {
        uint64_t now = bench_now_ns();
        done += now >= last;
        last = now;
    }
    return done;
}

static uint64_t call_system(void *arg, uint64_t n)
{
    uint64_t done = 0;
    (void)arg;
    for (uint64_t i = 0; i < n; i++) {
        done += syscall(SYS_getppid) > 0;
    }
    return done;
}

static uint64_t allocate(void *arg, uint64_t n)
{
    enum { AT_ONCE = 64, BYTES = 96 };
    void *blocks[AT_ONCE];
    uint64_t done = 0;
    (void)arg;
    for (; done < n; done += AT_ONCE) {
        for (int i = 0; i < AT_ONCE; i++) {
            blocks[i] = malloc(BYTES);
            bench_need(blocks[i] == NULL ? GR_RESOURCE_EXHAUSTED : GR_OK, "malloc");
        }
        for (int i = 0; i < AT_ONCE; i++) {
            free(blocks[i]);
        }
    }
    return n;
}

/* Both threads on one core. */
static uint64_t futex_on_one_core(void *arg, uint64_t n)
{
    cpu_set_t all, one;
    bench_need_system(sched_getaffinity(0, sizeof(all), &all) == 0, "sched_getaffinity");
    CPU_ZERO(&one);
    for (size_t i = 0; i < CPU_SETSIZE && CPU_COUNT(&one) == 0; i++) {
        if (CPU_ISSET(i, &all)) {
            CPU_SET(i, &one);
        }
    }
    bench_need_system(sched_setaffinity(0, sizeof(one), &one) == 0, "sched_setaffinity");
    uint64_t done = floor_futex(arg, n);
    bench_need_system(sched_setaffinity(0, sizeof(all), &all) == 0, "sched_setaffinity");
    return done;
}

/* ---- floors that time each operation ---- */

static uint64_t stream_call(void *arg, uint64_t n)
{
    uint32_t *ns = bench_new(n, sizeof(*ns));
    uint64_t done = floor_stream_call(arg, n, ns);
    free(ns);
    return done;
}

/* ---- the table ---- */

enum primitive { LIST, SWITCH, CLOCK, SYSTEM, MALLOC, LINE, FUTEX, FUTEX_1, IPC, TCP, PRIMITIVES };

enum { IS_IPC = 1, IS_TCP = 2 };

struct part {
    const char *name;
    uint64_t n;
    uint64_t few;
    bench_work *work;
    void *arg;
    double times; /* of floors: how many of what they are composed of */
    enum primitive of;
    int over;
};

static char ipc[] = "ipc";
static char tcp[] = "tcp";

#define PRIMITIVE(text, many, some, what, with)                                                    \
    {                                                                                              \
        .name = (text), .n = (many), .few = (some), .work = (what), .arg = (with)                  \
    }

static const struct part primitives[PRIMITIVES] = {
    [LIST] = PRIMITIVE("an element on a list and off it", 10000000, 1000, floor_list, NULL),
    [SWITCH] = PRIMITIVE("switch of fibers", 4000000, 1000, floor_switch, NULL),
    [CLOCK] = PRIMITIVE("clock_gettime", 1000000, 1000, read_clock, NULL),
    [SYSTEM] = PRIMITIVE("system call", 500000, 1000, call_system, NULL),
    [MALLOC] = PRIMITIVE("malloc and free of 96 bytes", 1280000, 640, allocate, NULL),
    [LINE] = PRIMITIVE("cache line there and back", 20000, 500, floor_cache_line, NULL),
    [FUTEX] = PRIMITIVE("futex there and back", 2000, 50, floor_futex, NULL),
    [FUTEX_1] = PRIMITIVE("futex there and back, one core", 5000, 50, futex_on_one_core, NULL),
    [IPC] = PRIMITIVE("unix socket there and back", 2000, 50, floor_socket, ipc),
    [TCP] = PRIMITIVE("tcp there and back", 2000, 50, floor_socket, tcp),
};

/* See the heads of local.c, fiber.c, threads.c and stream.c for what is done. */
static const struct part floors[] = {
    { "counting", 2000000, 1000, floor_counting, NULL, 1.31, SWITCH, 0 },
    { "ping-pong", 2000000, 1000, floor_ping_pong, NULL, 2.9, SWITCH, 0 },
    { "ring", 2000000, 1000, floor_ring, NULL, 1.24, SWITCH, 0 },
    { "spawn", 1000000, 1000, floor_spawn, NULL, 4.2, SWITCH, 0 },
    { "skynet", 1000000, 1000, floor_skynet, NULL, 7.8, SWITCH, 0 },
    { "call", 1000000, 1000, floor_call, NULL, 8.9, SWITCH, 0 },
    { "counting, 2 threads", 2000000, 1000, floor_counting_2, NULL, 2.4, SWITCH, 0 },
    { "nng stream, ipc", 2000, 50, stream_call, NULL, 1.37, IPC, IS_IPC },
    { "nng stream, tcp", 2000, 50, stream_call, NULL, 1.33, TCP, IS_TCP },
    { "nng stream, ipc, 16 callers", 32000, 640, floor_stream_calls_16, NULL, 0.094, IPC, IS_IPC },
    { "nng stream, ipc, 64 callers", 64000, 640, floor_stream_calls_64, NULL, 0.0236, IPC, IS_IPC },
    { "nng stream, ipc, oneways", 1000000, 1000, floor_stream_pour, NULL, 2.75, SWITCH, IS_IPC },
};

enum { FLOORS = sizeof(floors) / sizeof(floors[0]) };

static double run(const struct part *part, void *arg)
{
    uint64_t n = bench_count(part->n, part->few);
    uint64_t began_ns = bench_now_ns();
    uint64_t done = part->work(arg, n);
    double took_ns = (double)(bench_now_ns() - began_ns);
    if (done != n) {
        fprintf(stderr, "%s: %llu of %llu arrived\n", part->name, (unsigned long long)done,
                (unsigned long long)n);
        exit(1);
    }
    return took_ns / (double)n;
}

static struct bench_values took[PRIMITIVES], bare[FLOORS], composed[FLOORS];

/* All of them in turns, so that what is compared had the same machine. */
static void run_all(struct floor_stream *const streams[3], int at)
{
    for (int i = 0; i < PRIMITIVES; i++) {
        took[i].at[at] = run(&primitives[i], primitives[i].arg);
        took[i].n = at + 1;
    }
    for (size_t i = 0; i < FLOORS; i++) {
        bare[i].at[at] = run(&floors[i], streams[floors[i].over]);
        composed[i].at[at] = took[floors[i].of].at[at] * floors[i].times;
        bare[i].n = composed[i].n = at + 1;
    }
}

int main(int argc, char **argv)
{
    floor_serve_if_told(argc, argv);
    bench_begin(argc, argv);
    struct floor_stream *streams[3] = { NULL, floor_connect(ipc), floor_connect(tcp) };
    for (int i = 0; i < bench_runs(0); i++) {
        run_all(streams, i);
    }
    for (int i = 0; i < PRIMITIVES; i++) {
        bench_print(primitives[i].name, BENCH_NS, &took[i], NULL);
    }
    for (size_t i = 0; i < FLOORS; i++) {
        char name[64];
        snprintf(name, sizeof(name), "floor: %s = %.4g %s", floors[i].name, floors[i].times,
                 floors[i].of == SWITCH ? "switches" : "sockets");
        bench_print(name, BENCH_NS, &bare[i], &composed[i]);
    }
    floor_disconnect(streams[1]);
    floor_disconnect(streams[2]);
    return 0;
}
