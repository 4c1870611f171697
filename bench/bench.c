/* SPDX-License-Identifier: MIT */
/* Timing, the table, memory: see bench.h. On the thread of main(). */
#include "bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

uint64_t bench_now_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a;
    double y = *(const double *)b;
    return (x > y) - (x < y);
}

void bench_print(const char *name, const double *values, size_t n, const char *unit)
{
    double sorted[64];
    n = n < 64 ? n : 64;
    memcpy(sorted, values, n * sizeof(sorted[0]));
    qsort(sorted, n, sizeof(sorted[0]), compare);
    double median = (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
    printf("%-36s %12.1f %12.1f %12.1f  %s\n", name, median, sorted[0], sorted[n - 1], unit);
    fflush(stdout);
}

static void run(const char *name, uint64_t n, bench_work *work, void *arg)
{
    uint64_t done = work(arg, n);
    if (done != n) {
        fprintf(stderr, "%s: %llu of %llu arrived\n", name, (unsigned long long)done,
                (unsigned long long)n);
        exit(1);
    }
}

void bench_time(const char *name, uint64_t n, bench_work *work, void *arg)
{
    double took[BENCH_RUNS];
    run(name, n, work, arg);
    for (int i = 0; i < BENCH_RUNS; i++) {
        uint64_t began_ns = bench_now_ns();
        run(name, n, work, arg);
        took[i] = (double)(bench_now_ns() - began_ns) / (double)n;
    }
    bench_print(name, took, BENCH_RUNS, "ns");
}

void bench_need(gr_code code, const char *what)
{
    bench_need_call(code, what, NULL);
}

void bench_need_call(gr_code code, const char *what, gr_error *error)
{
    if (code == GR_OK) {
        return;
    }
    fprintf(stderr, "%s: %s %s\n", what, gr_code_name(code), error == NULL ? "" : error->message);
    exit(1);
}

uint64_t bench_resident_bytes(void)
{
    unsigned long size = 0, resident = 0, shared = 0;
    FILE *file = fopen("/proc/self/statm", "r");
    if (file == NULL || fscanf(file, "%lu %lu %lu", &size, &resident, &shared) != 3) {
        fprintf(stderr, "cannot read /proc/self/statm\n");
        exit(1);
    }
    fclose(file);
    return (uint64_t)(resident - shared) * (uint64_t)sysconf(_SC_PAGESIZE);
}
