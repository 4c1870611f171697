/* SPDX-License-Identifier: MIT */
/* Sync calls from actors of one process to an actor of another: one caller, which waits for every
 * reply, with little and with much to carry; and many, whose calls share batches. */
#include <stdio.h>

#include "server.h"

static void measure_one(const char *scheme, struct server *server, struct floor_stream *floor)
{
    char name[64];
    snprintf(name, sizeof(name), "call, %s, 1 caller", scheme);
    bench_time_each(&(struct bench_spans){ .name = name,
                                           .n = 1500,
                                           .few = 20,
                                           .work = work_echo_each,
                                           .arg = &server->work,
                                           .floor = floor_stream_call,
                                           .floor_arg = floor });
    snprintf(name, sizeof(name), "call of 64 KiB, %s", scheme);
    bench_time_each(&(struct bench_spans){ .name = name,
                                           .n = 1000,
                                           .few = 20,
                                           .work = work_store_each,
                                           .arg = &server->work,
                                           .floor = floor_stream_big,
                                           .floor_arg = floor });
}

static void measure_many(const char *scheme, struct server *server, struct floor_stream *floor,
                         size_t callers, bench_work *floor_work)
{
    char name[64];
    work_add_drivers(&server->work, server->node, callers - server->work.n_drivers);
    snprintf(name, sizeof(name), "calls, %s, %zu callers", scheme, callers);
    bench_time(&(struct bench_row){ .name = name,
                                    .unit = BENCH_RATE,
                                    .runs = BENCH_MANY_RUNS,
                                    .n = 6400,
                                    .few = 640,
                                    .work = work_echo,
                                    .arg = &server->work,
                                    .floor = floor_work,
                                    .floor_arg = floor });
}

static void measure(const char *scheme)
{
    static struct server server;
    server_start(&server, scheme);
    struct floor_stream *floor = floor_connect(scheme);
    measure_one(scheme, &server, floor);
    measure_many(scheme, &server, floor, 16, floor_stream_calls_16);
    measure_many(scheme, &server, floor, 64, floor_stream_calls_64);
    floor_disconnect(floor);
    server_stop(&server);
}

int main(int argc, char **argv)
{
    server_serve_if_told(argc, argv);
    bench_begin(argc, argv);
    if (bench_wants("ipc")) {
        measure("ipc");
    }
    if (bench_wants("tcp")) {
        measure("tcp");
    }
    return 0;
}
