/* SPDX-License-Identifier: MIT */
/* Ten producers send to one actor, which works for a microsecond on each message, as much as its
 * mailbox takes: how much gets done, and what memory it takes. */
#include <stdio.h>
#include <stdlib.h>

#include "floor/floor.h"
#include "work.h"

enum { PRODUCERS = 10, RUN_MS = 150, FEW_MS = 5 };

static uint64_t rejected(gr_node *node)
{
    gr_node_stats stats;
    gr_node_get_stats(node, &stats);
    return stats.rejected;
}

/* What is done in a second, in thousands; what was not must have been turned away. */
static double flood(gr_node *node, struct work *work)
{
    uint64_t turned_away = rejected(node);
    uint64_t before = work_count(work->counters[0]);
    uint64_t began_ns = bench_now_ns();
    uint64_t sent = work_overload(work, bench_count(RUN_MS, FEW_MS));
    uint64_t done = work_count(work->counters[0]) - before;
    double took_ns = (double)(bench_now_ns() - began_ns);
    turned_away = rejected(node) - turned_away;
    if (done + turned_away != sent || done == 0) {
        fprintf(stderr, "overload: of %llu sent %llu arrived, %llu were turned away\n",
                (unsigned long long)sent, (unsigned long long)done,
                (unsigned long long)turned_away);
        exit(1);
    }
    return (double)done / took_ns * 1e6;
}

static double toil(void)
{
    uint64_t n = bench_count(RUN_MS, FEW_MS) * 1000;
    uint64_t began_ns = bench_now_ns();
    uint64_t done = floor_toil(NULL, n);
    bench_need(done == n ? GR_OK : GR_DATA_LOSS, "toil");
    return (double)n / (double)(bench_now_ns() - began_ns) * 1e6;
}

static void measure(const char *name, uint32_t workers)
{
    static struct work work;
    struct bench_values done = { .n = bench_runs(0) }, bare = done;
    gr_node *node = work_node("bench", workers);
    work_make(&work, node, 1, PRODUCERS);
    uint64_t before = bench_resident_bytes();
    char row[96];
    for (int i = 0; i < bench_runs(0); i++) {
        bare.at[i] = toil();
        done.at[i] = flood(node, &work);
    }
    struct bench_values memory = { { (double)(bench_resident_bytes() - before) }, 1 };
    snprintf(row, sizeof(row), "overload by 10%s, done", name);
    bench_print(row, BENCH_RATE, &done, &bare);
    snprintf(row, sizeof(row), "overload by 10%s, memory", name);
    bench_print(row, BENCH_BYTES, &memory, NULL);
    work_destroy_node(node);
}

int main(int argc, char **argv)
{
    bench_begin(argc, argv);
    gr_log_set_level(GR_LOG_ERROR); /* what is turned away is counted, and that is enough */
    measure("", 1);
    measure(", 2 workers", 2);
    return 0;
}
