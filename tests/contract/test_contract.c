/* SPDX-License-Identifier: MIT */
/* The contract test: many seeds, each a plan that is played and judged. See usage(). */
#include <inttypes.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "alloc.h"
#include "contract.h"

/* What the arguments say. */
struct options {
    uint64_t first, n, replays, codes;
    bool is_real, is_traced;
};

static void usage(void)
{
    puts("usage: test_contract [--first N] [--seeds N] [--replays N] [--codes N] [--real]\n"
         "       test_contract --seed N [--trace] [--real]\n"
         "\n"
         "  --seeds N    play so many seeds, from --first on (1)\n"
         "  --replays N  play so many of them twice, and compare the traces\n"
         "  --codes N    calls are to end in each code so often at least\n"
         "  --real       on threads and in real time\n"
         "  --seed N     play this one alone; with --trace what happens is written out");
}

/* ---- allocations ---- */

static atomic_size_t live_allocations;

static void *counting_alloc(size_t n, void *arg)
{
    (void)arg;
    void *p = malloc(n);
    atomic_fetch_add(&live_allocations, p != NULL);
    return p;
}

static void counting_release(void *p, void *arg)
{
    (void)arg;
    atomic_fetch_sub(&live_allocations, 1);
    free(p);
}

/* ---- seeds ---- */

static uint64_t codes[GR_APPLICATION + 1];
static uint64_t calm_ends, calm_oks;

static void add_codes(const struct plan *plan)
{
    for (size_t i = 0; i <= GR_APPLICATION; i++) {
        codes[i] += stage.codes[i];
    }
    for (uint32_t i = 0; i < plan->n_calls && plan->is_calm; i++) {
        calm_ends += stage.lives[i].n_ended;
        calm_oks += stage.lives[i].n_ended != 0 && stage.lives[i].code == GR_OK;
    }
}

/* How many violations. */
static unsigned play_seed(uint64_t seed, const struct options *options, bool is_traced)
{
    static struct plan plan;
    size_t before = atomic_load(&live_allocations);
    plan_make(&plan, seed);
    stage_play(&plan, options->is_real, is_traced);
    unsigned n = judge(&plan, !options->is_real, stderr);
    if (atomic_load(&live_allocations) != before) {
        fprintf(stderr, "seed %" PRIu64 ": %zu allocations are left\n", seed,
                atomic_load(&live_allocations) - before);
        n++;
    }
    add_codes(&plan);
    return n;
}

static unsigned replay_seed(uint64_t seed, const struct options *options)
{
    unsigned n = play_seed(seed, options, true);
    char *first = strdup(stage.trace);
    n += play_seed(seed, options, true);
    if (first == NULL || strcmp(first, stage.trace) != 0) {
        fprintf(stderr, "seed %" PRIu64 ": played twice, its traces differ\n", seed);
        n++;
    }
    free(first);
    return n;
}

static unsigned play_all(const struct options *options)
{
    unsigned failed = 0;
    for (uint64_t i = 0; i < options->n; i++) {
        bool is_played_twice = i < options->replays;
        unsigned n = is_played_twice ? replay_seed(options->first + i, options)
                                     : play_seed(options->first + i, options, options->is_traced);
        failed += n != 0;
    }
    return failed;
}

/* The table of how calls ended. False: too few ended in one of the codes. */
static bool report_codes(uint64_t wanted)
{
    bool is_enough = true;
    for (gr_code code = 0; code <= GR_APPLICATION; code++) {
        if (code <= GR_UNAUTHENTICATED || code == GR_APPLICATION) {
            bool is_few = codes[code] < wanted;
            printf("  %-20s %10" PRIu64 "%s\n", gr_code_name(code), codes[code],
                   is_few ? "  too few" : "");
            is_enough = is_enough && !is_few;
        }
    }
    return is_enough;
}

/* Without faults nearly all calls end OK. */
static bool report_calm(void)
{
    printf("without faults %" PRIu64 " of %" PRIu64 " calls ended OK\n", calm_oks, calm_ends);
    return calm_oks * 10 >= calm_ends * 9;
}

static bool read_options(int argc, char **argv, struct options *options)
{
    for (int i = 1; i < argc; i++) {
        bool has_value = i + 1 < argc;
        if (strcmp(argv[i], "--real") == 0) {
            options->is_real = true;
        } else if (strcmp(argv[i], "--trace") == 0) {
            options->is_traced = true;
        } else if (strcmp(argv[i], "--first") == 0 && has_value) {
            options->first = strtoull(argv[++i], NULL, 10);
        } else if (strcmp(argv[i], "--seeds") == 0 && has_value) {
            options->n = strtoull(argv[++i], NULL, 10);
        } else if (strcmp(argv[i], "--replays") == 0 && has_value) {
            options->replays = strtoull(argv[++i], NULL, 10);
        } else if (strcmp(argv[i], "--codes") == 0 && has_value) {
            options->codes = strtoull(argv[++i], NULL, 10);
        } else if (strcmp(argv[i], "--seed") == 0 && has_value) {
            options->first = strtoull(argv[++i], NULL, 10);
            options->n = 1;
        } else {
            return false;
        }
    }
    return true;
}

int main(int argc, char **argv)
{
    struct options options = { .first = 1, .n = 1000 };
    if (!read_options(argc, argv, &options)) {
        usage();
        return 2;
    }
    gri_alloc_set_hooks(counting_alloc, counting_release, NULL);
    unsigned failed = play_all(&options);
    if (options.is_traced && options.n == 1) {
        fputs(stage.trace, stdout);
    }
    printf("%" PRIu64 " seeds, %u with violations; calls ended\n", options.n, failed);
    bool is_good = report_codes(options.codes);
    is_good = report_calm() && is_good;
    free(stage.trace);
    return failed == 0 && is_good ? EXIT_SUCCESS : EXIT_FAILURE;
}
