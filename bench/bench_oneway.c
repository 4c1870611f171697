/* SPDX-License-Identifier: MIT */
/* Oneways: counting, fan-in, fan-out; with one worker and with two. */
#include "floor/floor.h"
#include "work.h"

enum { MANY = 8 };

static void measure(const char *name, uint32_t workers, size_t n_counters, size_t n_drivers,
                    bench_work *floor)
{
    static struct work work;
    gr_node *node = work_node("bench", workers);
    work_make(&work, node, n_counters, n_drivers);
    bench_time(&(struct bench_row){ .name = name,
                                    .runs = BENCH_MANY_RUNS,
                                    .n = 80000,
                                    .few = 8000,
                                    .work = work_send,
                                    .arg = &work,
                                    .floor = floor });
    work_destroy_node(node);
}

/* The driver on the first worker, the counters on both, or on the only one. */
static void measure_fan_out(const char *name, uint32_t workers, bench_work *floor)
{
    static struct work work;
    gr_node *node = work_node("bench", workers);
    work_make(&work, node, MANY, 1);
    work.how = BENCH__HOW__TOIL;
    bench_time(&(struct bench_row){ .name = name,
                                    .runs = BENCH_MANY_RUNS,
                                    .n = 8000,
                                    .few = 8000,
                                    .work = work_send,
                                    .arg = &work,
                                    .floor = floor });
    work_destroy_node(node);
}

int main(int argc, char **argv)
{
    bench_begin(argc, argv);
    measure("counting", 1, 1, 1, floor_counting);
    measure("counting, 2 workers", 2, 1, 1, floor_counting_2);
    measure("fan-in of 8", 1, 1, MANY, floor_fan_in);
    measure("fan-in of 8, 2 workers", 2, 1, MANY, floor_counting_2);
    measure_fan_out("fan-out to 8, 1 us each", 1, floor_fan_out);
    measure_fan_out("fan-out to 8, 1 us each, 2 workers", 2, floor_fan_out_2);
    return 0;
}
