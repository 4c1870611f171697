/* SPDX-License-Identifier: MIT */
/* What benchmark programs share: a clock, runs of a work and their table row, and the check that
 * everything arrived. Used by main() of each, on its thread. */
#ifndef BENCH_H
#define BENCH_H

#include <greenroom/greenroom.h>
#include <stdint.h>

enum { BENCH_RUNS = 7 };

/* Does n operations; returns how many were seen done. */
typedef uint64_t bench_work(void *arg, uint64_t n);

/* Nanoseconds of the monotonic clock. */
uint64_t bench_now_ns(void);

/* Run `work` once to warm up and then BENCH_RUNS times, and print the row: `name`, the time an
 * operation took. Ends the program where not everything was done. */
void bench_time(const char *name, uint64_t n, bench_work *work, void *arg);

/* Print a row of values measured otherwise: their median, least and greatest. */
void bench_print(const char *name, const double *values, size_t n, const char *unit);

/* End the program, saying what could not be done, unless code is GR_OK. */
void bench_need(gr_code code, const char *what);

/* The same, with what `error` says of it. */
void bench_need_call(gr_code code, const char *what, gr_error *error);

/* Resident memory of this process in bytes, without what belongs to files. */
uint64_t bench_resident_bytes(void);

#endif
