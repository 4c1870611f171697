/* SPDX-License-Identifier: MIT */
/* Sync calls from one actor to another, of the same worker and of another one. */
#include "floor/floor.h"
#include "work.h"

static void measure(const char *name, uint32_t workers, uint64_t n, bench_work *floor)
{
    static struct work work;
    gr_node *node = work_node("bench", workers);
    work_make(&work, node, 1, 1);
    bench_time(&(struct bench_row){ .name = name,
                                    .runs = BENCH_MANY_RUNS,
                                    .n = n,
                                    .few = 500,
                                    .work = work_echo,
                                    .arg = &work,
                                    .floor = floor });
    work_destroy_node(node);
}

int main(int argc, char **argv)
{
    bench_begin(argc, argv);
    measure("sync call", 1, 20000, floor_call);
    measure("sync call, to the other worker", 2, 1000, floor_futex);
    return 0;
}
