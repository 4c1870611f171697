/* SPDX-License-Identifier: MIT */
/* Ten producers send to one actor, which works for a microsecond on each message, as much as its
 * mailbox takes: how much gets done, and what memory it takes. */
#include <stdio.h>
#include <stdlib.h>

#include "floor/floor.h"
#include "work.h"

enum { PRODUCERS = 10, RUN_MS = 150, FEW_MS = 5 };

/* What is done in a second, in thousands; of what was taken all must have been. */
static double flood(struct work *work)
{
    uint64_t before = work_count(work->counters[0]);
    uint64_t began_ns = bench_now_ns();
    bench_flood flood = work_overload(work, bench_count(RUN_MS, FEW_MS));
    uint64_t done = work_count(work->counters[0]) - before;
    double took_ns = (double)(bench_now_ns() - began_ns);
    if (done != flood.sent || flood.refused == 0) {
        fprintf(stderr, "overload: of %llu taken %llu arrived, %llu refused\n",
                (unsigned long long)flood.sent, (unsigned long long)done,
                (unsigned long long)flood.refused);
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
    struct bench_values done = { .n = bench_runs() }, bare = done;
    gr_node *node = work_node("bench", workers);
    work_make(&work, node, 1, PRODUCERS);
    uint64_t before = bench_resident_bytes();
    char row[96];
    for (int i = 0; i < bench_runs(); i++) {
        bare.at[i] = toil();
        done.at[i] = flood(&work);
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
    measure("", 1);
    measure(", 2 workers", 2);
    return 0;
}
