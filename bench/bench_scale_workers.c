/* SPDX-License-Identifier: MIT */
/* How cost grows, or shrinks, with the number of workers: as many as there are processors, fewer,
 * and more. Eight actors send to eight, which do next to nothing or a microsecond's work; and eight
 * call one. */
#include "work.h"

enum { EACH = 8, WORKERS_MAX = 8, SENT = 80000, TOILED = 16000, CALLED = 8000 };

static void measure(const char *curve, uint32_t workers, bench_how how, uint64_t n,
                    bench_work *work_of)
{
    static struct work work;
    struct bench_values took = { .n = bench_runs(0) };
    gr_node *node = work_node("bench", workers);
    work_make(&work, node, EACH, EACH);
    work.how = how;
    for (int i = -1; i < took.n; i++) { /* the first one warms up */
        uint64_t began_ns = bench_now_ns();
        bench_need(work_of(&work, n) == n ? GR_OK : GR_DATA_LOSS, curve);
        if (i >= 0) {
            took.at[i] = (double)(bench_now_ns() - began_ns) / (double)n;
        }
    }
    bench_print_point(curve, workers, BENCH_NS, &took);
    work_destroy_node(node);
}

int main(int argc, char **argv)
{
    bench_begin(argc, argv);
    for (uint32_t workers = 1; workers <= WORKERS_MAX; workers *= 2) {
        measure("oneway, 8 to 8", workers, BENCH__HOW__ADD, bench_count(SENT, 8000), work_send);
        measure("oneway, 8 to 8, 1 us each", workers, BENCH__HOW__TOIL, bench_count(TOILED, 800),
                work_send);
        measure("sync call, 8 to 1", workers, BENCH__HOW__ADD, bench_count(CALLED, 800), work_echo);
    }
    return 0;
}
