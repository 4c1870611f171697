/* SPDX-License-Identifier: MIT */
/* Oneways of 32 bytes from an actor of one process to an actor of another, which counts them; and
 * to a thousand actors there, in turns. */
#include <stdio.h>

#include "server.h"

static void measure(const char *scheme)
{
    static struct server server;
    char name[64];
    server_start(&server, scheme);
    server.work.how = BENCH__HOW__POUR;
    struct floor_stream *floor = floor_connect(scheme);
    struct bench_row row = { .name = name,
                             .unit = BENCH_RATE,
                             .runs = BENCH_MANY_RUNS,
                             .n = 40000,
                             .few = 1000,
                             .work = work_send,
                             .arg = &server.work,
                             .floor = floor_stream_pour,
                             .floor_arg = floor };
    snprintf(name, sizeof(name), "oneways, %s", scheme);
    bench_time(&row);
    server_add_counters(&server, WORK_COUNTERS_MAX - 1);
    snprintf(name, sizeof(name), "oneways to 1,000 actors, %s", scheme);
    row.runs = BENCH_RUNS;
    row.n = 100000;
    row.floor = floor_stream_spread;
    bench_time(&row);
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
