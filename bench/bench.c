/* SPDX-License-Identifier: MIT */
/* Runs, rows, memory: see bench.h. On the thread of main(), but for bench_toil() and the clocks. */
#include "bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* Set by bench_begin(), before there are threads. */
static struct {
    bool few;
    const char *json;
    const char *only; /* the row whose work is done, and nothing else */
    uint64_t count;   /* operations of it */
    uint64_t rounds_a_toil;
} options = { .rounds_a_toil = 1 };

static const struct {
    const char *name;
    bool more_is_better;
} units[BENCH_UNITS] = {
    [BENCH_NS] = { "ns", false },         [BENCH_US] = { "us", false },
    [BENCH_CPU_NS] = { "ns cpu", false }, [BENCH_RATE] = { "k/s", true },
    [BENCH_BYTES] = { "bytes", false },
};

/* ---- clocks and work ---- */

static uint64_t read_ns(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

uint64_t bench_now_ns(void)
{
    return read_ns(CLOCK_MONOTONIC);
}

uint64_t bench_cpu_ns(void)
{
    return read_ns(CLOCK_PROCESS_CPUTIME_ID);
}

/* Not inline: what was measured is to be what runs, in the same place. */
__attribute__((noinline)) static void compute(uint64_t rounds)
{
    for (uint64_t i = 0; i < rounds; i++) {
        __asm__ volatile("" : "+r"(i)); /* stays a loop */
    }
}

void bench_toil(void)
{
    compute(options.rounds_a_toil);
}

/* The best of many tries: others only ever lengthen one. */
static void measure_toil(void)
{
    enum { TRIES = 500, ROUNDS = 20000 };
    uint64_t best_ns = UINT64_MAX;
    for (int i = 0; i < TRIES; i++) {
        uint64_t began_ns = bench_now_ns();
        compute(ROUNDS);
        uint64_t took_ns = bench_now_ns() - began_ns;
        best_ns = took_ns < best_ns ? took_ns : best_ns;
    }
    options.rounds_a_toil = UINT64_C(1000) * ROUNDS / (best_ns + 1) + 1;
}

/* ---- options ---- */

void bench_begin(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--few") == 0) {
            options.few = true;
        } else if (strcmp(argv[i], "--json") == 0 && i + 1 < argc) {
            options.json = argv[++i];
        } else if (strcmp(argv[i], "--only") == 0 && i + 2 < argc) {
            options.only = argv[++i];
            options.count = strtoull(argv[++i], NULL, 10);
        } else {
            fprintf(stderr, "usage: %s [--few] [--json FILE] [--only ROW COUNT]\n", argv[0]);
            exit(2);
        }
    }
    if (options.only == NULL) {
        measure_toil();
    }
}

bool bench_wants(const char *part)
{
    return options.only == NULL || strstr(options.only, part) != NULL;
}

uint64_t bench_count(uint64_t n, uint64_t few)
{
    return options.few ? few : n;
}

int bench_runs(int wanted)
{
    return options.few ? 1 : wanted == 0 ? BENCH_RUNS : wanted;
}

/* ---- rows ---- */

/* Of a row's runs. The quarters say how far they lie apart: under load the extremes say nothing. */
struct summary {
    double least, quarter, median, three_quarters, most;
};

static int compare_doubles(const void *a, const void *b)
{
    double x = *(const double *)a;
    double y = *(const double *)b;
    return (x > y) - (x < y);
}

static struct summary summarize(const struct bench_values *values)
{
    double sorted[BENCH_MANY_RUNS];
    size_t n = (size_t)values->n;
    memcpy(sorted, values->at, n * sizeof(sorted[0]));
    qsort(sorted, n, sizeof(sorted[0]), compare_doubles);
    return (struct summary){ .least = sorted[0],
                             .quarter = sorted[n / 4],
                             .median = (sorted[(n - 1) / 2] + sorted[n / 2]) / 2,
                             .three_quarters = sorted[n - 1 - n / 4],
                             .most = sorted[n - 1] };
}

double bench_median(const struct bench_values *values)
{
    return summarize(values).median;
}

/* How many times its floor a row is; of the pairs, since both of a pair had the same machine. */
static double ratio_to(const struct bench_values *values, const struct bench_values *floor,
                       bool more_is_better)
{
    struct bench_values ratios = { .n = values->n };
    for (int i = 0; i < values->n; i++) {
        double ratio = values->at[i] / floor->at[i];
        ratios.at[i] = more_is_better ? 1 / ratio : ratio;
    }
    return bench_median(&ratios);
}

/* The file to append a row to, or NULL. */
static FILE *open_json(void)
{
    FILE *file = options.json == NULL ? NULL : fopen(options.json, "a");
    bench_need_system(file != NULL || options.json == NULL, "open the file for the JSON");
    return file;
}

static void write_json(const char *name, enum bench_unit unit, const struct summary *all, int runs,
                       double floor, double ratio)
{
    FILE *file = open_json();
    if (file == NULL) {
        return;
    }
    fprintf(file,
            "{\"work\":\"%s\",\"unit\":\"%s\",\"better\":\"%s\",\"runs\":%d,\"min\":%.4g,"
            "\"q1\":%.4g,\"median\":%.4g,\"q3\":%.4g,\"max\":%.4g",
            name, units[unit].name, units[unit].more_is_better ? "more" : "less", runs, all->least,
            all->quarter, all->median, all->three_quarters, all->most);
    if (floor > 0) {
        fprintf(file, ",\"floor\":%.4g,\"ratio\":%.4g", floor, ratio);
    }
    fprintf(file, "}\n");
    bench_need_system(fclose(file) == 0, "write the JSON");
}

void bench_print(const char *name, enum bench_unit unit, const struct bench_values *values,
                 const struct bench_values *floor)
{
    struct summary all = summarize(values);
    double bare = 0, ratio = 0;
    int digits = all.median < 10 ? 2 : all.median < 1000 ? 1 : 0;
    printf("%-44s %11.*f %11.*f %11.*f  %-6s", name, digits, all.median, digits, all.quarter,
           digits, all.three_quarters, units[unit].name);
    if (floor != NULL && bench_median(floor) > 0) {
        bare = bench_median(floor);
        ratio = ratio_to(values, floor, units[unit].more_is_better);
        printf(" %11.*f %7.2f", bare < 10 ? 2 : bare < 1000 ? 1 : 0, bare, ratio);
    }
    printf("\n");
    fflush(stdout);
    write_json(name, unit, &all, values->n, bare, ratio);
}

void bench_print_point(const char *curve, uint64_t x, enum bench_unit unit,
                       const struct bench_values *values)
{
    struct summary all = summarize(values);
    int digits = all.median < 10 ? 2 : all.median < 1000 ? 1 : 0;
    printf("%-38s %9llu %11.*f %11.*f %11.*f  %s\n", curve, (unsigned long long)x, digits,
           all.median, digits, all.quarter, digits, all.three_quarters, units[unit].name);
    fflush(stdout);
    FILE *file = open_json();
    if (file != NULL) {
        fprintf(file,
                "{\"curve\":\"%s\",\"x\":%llu,\"unit\":\"%s\",\"runs\":%d,\"q1\":%.4g,"
                "\"median\":%.4g,\"q3\":%.4g}\n",
                curve, (unsigned long long)x, units[unit].name, values->n, all.quarter, all.median,
                all.three_quarters);
        bench_need_system(fclose(file) == 0, "write the JSON");
    }
}

void bench_print_one(const char *curve, uint64_t x, enum bench_unit unit, double value)
{
    bench_print_point(curve, x, unit, &(struct bench_values){ { value }, 1 });
}

/* ---- runs ---- */

static void need_all(const char *name, uint64_t n, uint64_t done)
{
    if (done != n) {
        fprintf(stderr, "%s: %llu of %llu arrived\n", name, (unsigned long long)done,
                (unsigned long long)n);
        exit(1);
    }
}

static double run(const struct bench_row *row, uint64_t n, bench_work *work, void *arg)
{
    bool is_cpu = row->unit == BENCH_CPU_NS;
    uint64_t began_ns = is_cpu ? bench_cpu_ns() : bench_now_ns();
    uint64_t done = work(arg, n);
    double took_ns = (double)((is_cpu ? bench_cpu_ns() : bench_now_ns()) - began_ns);
    need_all(row->name, n, done);
    switch (row->unit) {
    case BENCH_US:
        return took_ns / (double)n / 1e3;
    case BENCH_RATE:
        return (double)n / took_ns * 1e6;
    default:
        return took_ns / (double)n;
    }
}

/* Whether only one row's work is done: then its operations are counted from outside, and this sees
 * to it that `row` does them if it is that one. */
static bool does_only(const struct bench_row *row)
{
    if (options.only != NULL && strcmp(options.only, row->name) == 0) {
        need_all(row->name, options.count, row->work(row->arg, options.count));
    }
    return options.only != NULL;
}

void bench_time(const struct bench_row *row)
{
    if (does_only(row)) {
        return;
    }
    int runs = bench_runs(row->runs);
    struct bench_values took = { .n = runs }, bare = took;
    uint64_t n = bench_count(row->n, row->few);
    for (int i = -1; i < runs; i++) { /* the first one warms up */
        double floor_took = row->floor == NULL ? 0 : run(row, n, row->floor, row->floor_arg);
        double work_took = run(row, n, row->work, row->arg);
        if (i >= 0) {
            bare.at[i] = floor_took;
            took.at[i] = work_took;
        }
    }
    bench_print(row->name, row->unit, &took, row->floor == NULL ? NULL : &bare);
}

static int compare_ns(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a;
    uint32_t y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

uint32_t bench_percentile(uint32_t *values, uint64_t n, unsigned k)
{
    qsort(values, n, sizeof(values[0]), compare_ns);
    uint64_t at = n * k / 100;
    return values[at < n ? at : n - 1];
}

/* A run's median and 99th percentile, in us. */
static void run_each(const struct bench_spans *row, uint64_t n, bench_each *work, void *arg,
                     double out_us[2])
{
    uint32_t *ns = bench_new(n, sizeof(*ns));
    need_all(row->name, n, work(arg, n, ns));
    out_us[0] = bench_percentile(ns, n, 50) / 1e3;
    out_us[1] = bench_percentile(ns, n, 99) / 1e3;
    free(ns);
}

/* As does_only(). */
static bool does_each_only(const struct bench_spans *row)
{
    if (options.only != NULL && strcmp(options.only, row->name) == 0) {
        uint32_t *ns = bench_new(options.count, sizeof(*ns));
        need_all(row->name, options.count, row->work(row->arg, options.count, ns));
        free(ns);
    }
    return options.only != NULL;
}

void bench_time_each(const struct bench_spans *row)
{
    static const char *const which[] = { "p50", "p99" };
    if (does_each_only(row)) {
        return;
    }
    struct bench_values took[2] = { { .n = bench_runs(0) }, { .n = bench_runs(0) } };
    struct bench_values bare[2] = { took[0], took[1] };
    uint64_t n = bench_count(row->n, row->few);
    for (int i = 0; i < bench_runs(0); i++) {
        double us[2];
        if (row->floor != NULL) {
            run_each(row, n, row->floor, row->floor_arg, us);
            bare[0].at[i] = us[0];
            bare[1].at[i] = us[1];
        }
        run_each(row, n, row->work, row->arg, us);
        took[0].at[i] = us[0];
        took[1].at[i] = us[1];
    }
    for (int k = 0; k < 2; k++) {
        char name[96];
        snprintf(name, sizeof(name), "%s, %s", row->name, which[k]);
        bench_print(name, BENCH_US, &took[k], row->floor == NULL ? NULL : &bare[k]);
    }
}

/* ---- what must be ---- */

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

void bench_need_system(int ok, const char *what)
{
    if (!ok) {
        perror(what);
        exit(1);
    }
}

void *bench_new(uint64_t n, size_t bytes)
{
    void *memory = calloc(n, bytes);
    if (memory == NULL) {
        fprintf(stderr, "out of memory\n");
        exit(1);
    }
    return memory;
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
