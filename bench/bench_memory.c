/* SPDX-License-Identifier: MIT */
/* Resident memory of actors that wait for a message, of handlers that wait inside, and of futures
 * whose calls have not ended. Actors are measured after each has handled a call and waited once. */
#include <stdlib.h>
#include <string.h>

#include "floor/floor.h"
#include "work.h"

enum { AT_ONCE = 500, FOR_LONG_MS = 600000 };

/* Each of n actors handles a call and waits in it; a few at a time, so that few need a fiber. */
static void let_nap(const bench_counter *counters, size_t n)
{
    bench_counter_nap_future futures[AT_ONCE];
    for (size_t at = 0; at < n; at += AT_ONCE) {
        size_t many = n - at < AT_ONCE ? n - at : AT_ONCE;
        for (size_t i = 0; i < many; i++) {
            work_nap(counters[at + i], 1, &futures[i]);
        }
        for (size_t i = 0; i < many; i++) {
            bench_need(bench_counter_nap_await(&futures[i], NULL), "nap");
        }
    }
}

static void check_one(bench_counter counter, uint64_t expected)
{
    bench_need(work_count(counter) == expected ? GR_OK : GR_DATA_LOSS, "count");
}

/* For n refs or futures, which are the bench's own: in memory already when that is measured. */
static void *new_list(size_t n, size_t bytes)
{
    return memset(bench_new(n, bytes), 0xff, n * bytes);
}

static void print_one(const char *name, double each, double floor)
{
    bench_print(name, BENCH_BYTES, &(struct bench_values){ { each }, 1 },
                &(struct bench_values){ { floor }, 1 });
}

static void measure_idle(bench_counter *counters, size_t n, gr_node *node)
{
    double floor = floor_actor_bytes(n);
    uint64_t before = bench_resident_bytes();
    for (size_t i = 0; i < n; i++) {
        counters[i] = work_spawn_counter(node, NULL);
    }
    let_nap(counters, n);
    print_one("memory, idle actor", (double)(bench_resident_bytes() - before) / (double)n, floor);
    check_one(counters[n / 2], 1);
}

static void give_up(gr_future **future)
{
    gr_future_cancel(*future);
    gr_future_drop(future);
}

static void measure_parked(const bench_counter *counters, size_t n)
{
    bench_counter_nap_future *futures = new_list(n, sizeof(*futures));
    double floor = floor_fiber_bytes(n);
    uint64_t before = bench_resident_bytes();
    for (size_t i = 0; i < n; i++) {
        work_nap(counters[i], FOR_LONG_MS, &futures[i]);
    }
    check_one(counters[n], 1); /* its turn comes after theirs */
    print_one("memory, handler that waits", (double)(bench_resident_bytes() - before) / (double)n,
              floor);
    for (size_t i = 0; i < n; i++) {
        give_up(&futures[i].future);
    }
    check_one(counters[0], 2);
    free(futures);
}

/* Calls that wait for their turn, each with its future. */
static void measure_futures(gr_node *node, size_t n)
{
    bench_counter_nap_future *futures = new_list(n + 1, sizeof(*futures));
    bench_counter counter = work_spawn_patient_counter(node);
    double floor = floor_future_bytes(n);
    work_nap(counter, FOR_LONG_MS, &futures[n]);
    uint64_t before = bench_resident_bytes();
    for (size_t i = 0; i < n; i++) {
        work_nap(counter, FOR_LONG_MS, &futures[i]);
    }
    check_one(work_spawn_counter(node, NULL), 0); /* all have been taken in when it answers */
    print_one("memory, future and its queued call",
              (double)(bench_resident_bytes() - before) / (double)n, floor);
    for (size_t i = 0; i <= n; i++) {
        give_up(&futures[i].future);
    }
    free(futures);
}

int main(int argc, char **argv)
{
    bench_begin(argc, argv);
    size_t n = bench_count(100000, 1000);
    gr_node *node = work_node("bench", 1);
    bench_counter *counters = new_list(n, sizeof(*counters));
    measure_idle(counters, n, node);
    measure_parked(counters, bench_count(5000, 50));
    measure_futures(node, n);
    work_destroy_node(node);
    free(counters);
    return 0;
}
