/* SPDX-License-Identifier: MIT */
/* The actors of work.h. */
#ifndef ACTORS_H
#define ACTORS_H

#include "bench.gr.h"
#include "bench.h"

extern const bench_counter_type work_counter_type;
extern const bench_driver_type work_driver_type;

/* In place of a counter's pour: takes its time over some, and counts what comes in order. */
gr_code work_pour_slowly(struct bench_counter_self *self, gr_context *ctx,
                         const bench_sample *request);

#endif
