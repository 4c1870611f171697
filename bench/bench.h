/* SPDX-License-Identifier: MIT */
/* What benchmark programs share: options, runs of a work and of its floor in turns, their row of
 * the table and of the JSON, and the check that everything arrived. Used by main() of each. */
#ifndef BENCH_H
#define BENCH_H

#include <greenroom/greenroom.h>
#include <stdint.h>

/* A row has few long runs, or many short ones, which on a machine with other work to do have a
 * chance to find it free. */
enum { BENCH_RUNS = 7, BENCH_MANY_RUNS = 25 };

/* What a row is in. Of all but the rate less is better. */
enum bench_unit {
    BENCH_NS,     /* nanoseconds an operation */
    BENCH_US,     /* microseconds an operation */
    BENCH_CPU_NS, /* nanoseconds of all threads' processor time, this process's, an operation */
    BENCH_RATE,   /* thousands of operations a second */
    BENCH_BYTES,
    BENCH_UNITS
};

/* Does n operations; returns how many were seen done. */
typedef uint64_t bench_work(void *arg, uint64_t n);

/* Does n operations; out_ns gets how long each took. Returns how many were seen done. */
typedef uint64_t bench_each(void *arg, uint64_t n, uint32_t *out_ns);

/* A work beside its floor: the same done by hand, with nothing around it. Borrowed. */
struct bench_row {
    const char *name;
    enum bench_unit unit;
    int runs;     /* 0: BENCH_RUNS */
    uint64_t n;   /* operations a run */
    uint64_t few; /* and where the run is to show only that it works */
    bench_work *work;
    void *arg;
    bench_work *floor; /* NULL: there is none */
    void *floor_arg;
};

/* The same, of works that time each operation. */
struct bench_spans {
    const char *name;
    uint64_t n;
    uint64_t few;
    bench_each *work;
    void *arg;
    bench_each *floor;
    void *floor_arg;
};

/* Values of one row, measured in whatever way. */
struct bench_values {
    double at[BENCH_MANY_RUNS];
    int n;
};

/* Take the options of main(): --few (one run of a few operations), --json FILE (rows are appended
 * there), --only ROW COUNT (so many operations of that row's work, and no other row, floor or
 * table: for what counts from outside). Ends the program where there are others. */
void bench_begin(int argc, char **argv);

/* Whether any row is wanted that has `part` in its name. */
bool bench_wants(const char *part);

/* n; or few, where --few was given. */
uint64_t bench_count(uint64_t n, uint64_t few);

/* How many runs a row has: `wanted`, or BENCH_RUNS for 0; or 1. */
int bench_runs(int wanted);

/* Nanoseconds of the monotonic clock, and of this process's processor time. */
uint64_t bench_now_ns(void);
uint64_t bench_cpu_ns(void);

/* Run work and floor in turns, once to warm up and then so many times as it has runs, and print the
 * row. Ends the program where not everything was done. */
void bench_time(const struct bench_row *row);

/* Likewise, and print two rows: the median and the 99th percentile of each run's operations. */
void bench_time_each(const struct bench_spans *row);

/* The k-th hundredth of n values, which are sorted. */
uint32_t bench_percentile(uint32_t *values, uint64_t n, unsigned k);

/* The median of the values. */
double bench_median(const struct bench_values *values);

/* Print a row; floor may be NULL. */
void bench_print(const char *name, enum bench_unit unit, const struct bench_values *values,
                 const struct bench_values *floor);

/* Print a point of a curve, at x; of plots, see docs/performance.md. */
void bench_print_point(const char *curve, uint64_t x, enum bench_unit unit,
                       const struct bench_values *values);

/* The same of one value. */
void bench_print_one(const char *curve, uint64_t x, enum bench_unit unit, double value);

/* Compute for about a microsecond, each time as long; bench_begin() has measured how long that
 * is. */
void bench_toil(void);

/* End the program, saying what could not be done, unless code is GR_OK. */
void bench_need(gr_code code, const char *what);

/* The same, with what `error` says of it. */
void bench_need_call(gr_code code, const char *what, gr_error *error);

/* The same, with what the system says of it. */
void bench_need_system(int ok, const char *what);

/* Zeroed memory for n of so many bytes, to be freed by free(); ends the program where there is
 * none.
 */
void *bench_new(uint64_t n, size_t bytes) __attribute__((returns_nonnull));

/* Resident memory of this process in bytes, without what belongs to files. */
uint64_t bench_resident_bytes(void);

#endif
