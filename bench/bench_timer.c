/* SPDX-License-Identifier: MIT */
/* Oneways that are put off and cancelled, and a storm of calls whose deadlines pass: of ten, nine
 * are made to an actor that naps. */
#include "floor/floor.h"
#include "work.h"

static void measure_arm(void)
{
    static struct work work;
    gr_node *node = work_node("bench", 1);
    work_make(&work, node, 1, 1);
    bench_time(&(struct bench_row){ .name = "timer set and cancelled",
                                    .runs = BENCH_MANY_RUNS,
                                    .n = 20000,
                                    .few = 1000,
                                    .work = work_arm,
                                    .arg = &work,
                                    .floor = floor_timer });
    work_destroy_node(node);
}

/* The storm waits for its deadlines: its cost is the processor's time. */
static void measure_storm(const char *name, uint32_t workers)
{
    static struct work work;
    gr_node *node = work_node("bench", workers);
    work_make(&work, node, 2, 1);
    bench_time(&(struct bench_row){ .name = name,
                                    .unit = BENCH_CPU_NS,
                                    .n = 8000,
                                    .few = 2000,
                                    .work = work_storm,
                                    .arg = &work,
                                    .floor = floor_storm });
    work_destroy_node(node);
}

int main(int argc, char **argv)
{
    bench_begin(argc, argv);
    measure_arm();
    measure_storm("deadline storm, a call", 1);
    measure_storm("deadline storm, 2 workers, a call", 2);
    return 0;
}
