/* SPDX-License-Identifier: MIT */
/* Resident memory of actors that wait for a message, and of handlers that wait inside. Actors are
 * measured after each has handled a call and waited once. */
#include <stdlib.h>

#include "work.h"

enum { ACTORS = 100000, PARKED = 5000, AT_ONCE = 500, FOR_LONG_MS = 600000 };

static void nap(bench_counter counter, uint32_t ms, bench_counter_nap_future *future)
{
    const gr_call_options options = { .timeout_ms = GR_FOREVER };
    bench_need(bench_counter_nap_async(counter, &(bench_rest){ .ms = ms }, &options, future),
               "call");
}

/* Each of n actors handles a call and waits in it; a few at a time, so that few need a fiber. */
static void let_nap(const bench_counter *counters, size_t n)
{
    bench_counter_nap_future futures[AT_ONCE];
    for (size_t at = 0; at < n; at += AT_ONCE) {
        for (size_t i = 0; i < AT_ONCE; i++) {
            nap(counters[at + i], 1, &futures[i]);
        }
        for (size_t i = 0; i < AT_ONCE; i++) {
            bench_need(bench_counter_nap_await(&futures[i], NULL), "nap");
        }
    }
}

static void check_one(bench_counter counter, uint64_t expected)
{
    bench_total *total;
    bench_need(bench_counter_count_sync(counter, NULL, &total, NULL), "call");
    bench_need(total->n == expected ? GR_OK : GR_DATA_LOSS, "count");
    gr_free(total);
}

static void measure_idle(bench_counter *counters, gr_node *node)
{
    uint64_t before = bench_resident_bytes();
    for (size_t i = 0; i < ACTORS; i++) {
        counters[i] = work_spawn_counter(node, NULL);
    }
    let_nap(counters, ACTORS);
    double each = (double)(bench_resident_bytes() - before) / ACTORS;
    bench_print("memory, idle actor", &each, 1, "bytes");
    check_one(counters[ACTORS / 2], 1);
}

static void measure_parked(const bench_counter *counters)
{
    static bench_counter_nap_future futures[PARKED];
    uint64_t before = bench_resident_bytes();
    for (size_t i = 0; i < PARKED; i++) {
        nap(counters[i], FOR_LONG_MS, &futures[i]);
    }
    check_one(counters[PARKED], 1); /* its turn comes after theirs */
    double each = (double)(bench_resident_bytes() - before) / PARKED;
    bench_print("memory, handler that waits", &each, 1, "bytes");
    for (size_t i = 0; i < PARKED; i++) {
        gr_future_cancel(futures[i].future);
        gr_future_drop(&futures[i].future);
    }
    check_one(counters[0], 2);
}

int main(void)
{
    gr_node *node = work_node("bench", 1);
    bench_counter *counters = calloc(ACTORS, sizeof(*counters));
    bench_need(counters == NULL ? GR_RESOURCE_EXHAUSTED : GR_OK, "make a table");
    measure_idle(counters, node);
    measure_parked(counters);
    work_destroy_node(node);
    free(counters);
    return 0;
}
