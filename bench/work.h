/* SPDX-License-Identifier: MIT */
/* The actors that the benchmarks are made of, and their work as bench_time() takes it. Used by
 * main() of each program; the handlers run on the workers. */
#ifndef WORK_H
#define WORK_H

#include "bench.gr.h"
#include "bench.h"

enum { WORK_DRIVERS_MAX = 64 };

/* Drivers and the counter they work on. Owned by main(). */
struct work {
    bench_counter counter;
    bench_driver drivers[WORK_DRIVERS_MAX];
    size_t n_drivers;
};

/* A node; ends the program where there is none. */
gr_node *work_node(const char *name, uint32_t workers);
void work_destroy_node(gr_node *node);

/* A counter, registered under `name` unless that is NULL. */
bench_counter work_spawn_counter(gr_node *node, const char *name);

/* One that takes its time over what is poured in, and counts it only where it comes in order. */
bench_counter work_spawn_slow_counter(gr_node *node, const char *name);

/* A counter and one driver of it, both on `node`; and more drivers. */
struct work work_local(gr_node *node);
void work_add_drivers(struct work *work, gr_node *node, size_t n);

/* `arg` is a struct work. All wait for the drivers' answers; only work_echo uses more than one. */
bench_work work_add;   /* oneways, with a call after each few hundred */
bench_work work_pour;  /* oneways without a pause */
bench_work work_echo;  /* calls, one after the other */
bench_work work_spawn; /* actors that get one message and stop */

#endif
