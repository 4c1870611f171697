/* SPDX-License-Identifier: MIT */
/* Actors that are spawned, get one message and stop, all on one worker. */
#include "floor/floor.h"
#include "work.h"

int main(int argc, char **argv)
{
    static struct work work;
    bench_begin(argc, argv);
    gr_node *node = work_node("bench", 1);
    work_make(&work, node, 1, 1);
    bench_time(&(struct bench_row){ .name = "spawn, message, stop",
                                    .runs = BENCH_MANY_RUNS,
                                    .n = 20000,
                                    .few = 3000,
                                    .work = work_spawn,
                                    .arg = &work,
                                    .floor = floor_spawn });
    work_destroy_node(node);
    return 0;
}
