/* SPDX-License-Identifier: MIT */
/* The actors that most benchmarks are made of, and their work as bench_time() takes it. Used by
 * main() of each program; the handlers run on the workers. */
#ifndef WORK_H
#define WORK_H

#include "bench.gr.h"
#include "bench.h"

enum { WORK_DRIVERS_MAX = 64, WORK_COUNTERS_MAX = 1000 };

/* Drivers and the counters they work on. Owned by main(). */
struct work {
    bench_driver drivers[WORK_DRIVERS_MAX];
    size_t n_drivers;
    bench_counter counters[WORK_COUNTERS_MAX];
    size_t n_counters;
    bench_how how;
    uint64_t n_counted; /* what all counters had, when work_send() asked last */
};

/* A node; ends the program where there is none. Actors that main() spawns on it go to its workers
 * in turns, beginning with the first. */
gr_node *work_node(const char *name, uint32_t workers);
void work_destroy_node(gr_node *node);

/* A counter, registered under `name` unless that is NULL. */
bench_counter work_spawn_counter(gr_node *node, const char *name);

/* One that takes its time over what is poured in, and counts it only where it comes in order. */
bench_counter work_spawn_slow_counter(gr_node *node, const char *name);

/* One that can keep many calls waiting. */
bench_counter work_spawn_patient_counter(gr_node *node);

/* Have it wait inside its handler, for so long. */
void work_nap(bench_counter counter, uint32_t ms, bench_counter_nap_future *future);

/* How many samples it had. */
uint64_t work_count(bench_counter counter);

/* Counters and drivers of them on `node`, in this order; and more of either. */
void work_make(struct work *work, gr_node *node, size_t n_counters, size_t n_drivers);
void work_add_counter(struct work *work, bench_counter counter);
void work_add_drivers(struct work *work, gr_node *node, size_t n);

/* `arg` is a struct work. All wait for the drivers' answers. */
bench_work work_send;  /* oneways of all drivers to all counters */
bench_work work_echo;  /* calls of all drivers to the first counter, one after the other */
bench_work work_spawn; /* actors that get one message and stop */
bench_work work_arm;   /* oneways that are put off and cancelled */
bench_work work_storm; /* calls, of which most expire */

/* Calls of the first driver, each timed; small ones, and 64 KiB. */
bench_each work_echo_each;
bench_each work_store_each;

/* So many milliseconds of oneways by all drivers to the first counter, which is to be alone; how
 * many were sent. */
uint64_t work_overload(struct work *work, uint64_t ms);

#endif
