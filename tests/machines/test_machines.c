/* SPDX-License-Identifier: MIT */
/* The test of machines: plays random machines on the runtime, on their own node and from another
 * one, and compares with the reference. See usage(). */
#include <inttypes.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <greenroom/log.h>

#include "alloc.h"
#include "play.h"

/* What the arguments say. */
struct options {
    uint64_t first, n;
    uint32_t machine, n_machines;
    bool is_traced;
};

static void usage(void)
{
    puts("usage: test_machines [--first N] [--seeds N]\n"
         "       test_machines --machine N --seed N [--trace]\n"
         "\n"
         "  --seeds N    play each machine so often, with the seeds from --first on (1)\n"
         "  --machine N  this machine alone; with --trace what happens is written out\n"
         "  --seed N     this seed alone");
}

/* What all plays were. */
static struct {
    uint64_t plays, unclear, records, calls, refused;
    uint64_t parts[PART_STOP + 1];
} sums;

/* ---- playing ---- */

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

static void add_up(const struct play_plan *plan, const struct story *said)
{
    sums.plays++;
    sums.unclear += said->is_unclear;
    sums.records += said->n_records;
    for (uint32_t i = 0; i < said->n_records; i++) {
        const struct record *record = &said->records[i];
        if (record->kind == RECORD_PART) {
            sums.parts[record->a]++;
        }
    }
    for (uint32_t i = 0; i < plan->n_tells; i++) {
        sums.calls += said->outcomes[i].is_call;
        sums.refused += said->outcomes[i].code == GR_FAILED_PRECONDITION;
    }
}

/* False: it was not as it should have been. */
static bool play_seed(uint32_t number, uint64_t seed, bool is_remote, bool is_traced)
{
    static struct model model;
    static struct play_plan plan;
    static struct story said, played;
    const struct play_machine *machine =
        play_files[number / play_n_in_file][number % play_n_in_file];
    memset(&said, 0, sizeof(said));
    memset(&played, 0, sizeof(played));
    model_make(&model, number);
    plan_make(&plan, &model, seed);
    reference_tell(&plan, &said);
    play_plan(&plan, machine, is_remote, &played);
    add_up(&plan, &said);
    bool is_right = story_compare(&plan, &said, &played, stderr);
    if (!is_right) {
        (void)fprintf(stderr, "machine %" PRIu32 ", seed %" PRIu64 ", %s\n", number, seed,
                      is_remote ? "from another node" : "on its own node");
    }
    if (is_traced) {
        story_print(stdout, "as it should be", &said);
        story_print(stdout, "as it was", &played);
    }
    return is_right;
}

/* How many of a file's machines went wrong. */
static unsigned play_machines(const struct options *options, uint32_t first, uint32_t n)
{
    unsigned failed = 0;
    size_t before = atomic_load(&live_allocations);
    if (!play_open(first + 1)) {
        (void)fputs("there is no session\n", stderr);
        return 1;
    }
    for (uint32_t i = first; i < first + n; i++) {
        for (uint64_t seed = options->first; seed < options->first + options->n; seed++) {
            failed += !play_seed(i, seed, false, options->is_traced) ||
                      !play_seed(i, seed, true, options->is_traced);
        }
    }
    if (!play_close() || atomic_load(&live_allocations) != before) {
        (void)fprintf(stderr, "machines %" PRIu32 " to %" PRIu32 ": something is left over\n",
                      first, first + n - 1);
        failed++;
    }
    return failed;
}

static void report(void)
{
    printf("%" PRIu64 " plays, %" PRIu64 " with two things at one time; %" PRIu64
           " records, %" PRIu64 " calls, %" PRIu64 " of them refused\n",
           sums.plays, sums.unclear, sums.records, sums.calls, sums.refused);
    for (size_t i = 0; i <= PART_STOP; i++) {
        printf("  %-12s %10" PRIu64 "\n", story_part_names[i], sums.parts[i]);
    }
}

static bool read_options(int argc, char **argv, struct options *options)
{
    for (int i = 1; i < argc; i++) {
        bool has_value = i + 1 < argc;
        if (strcmp(argv[i], "--trace") == 0) {
            options->is_traced = true;
        } else if (strcmp(argv[i], "--first") == 0 && has_value) {
            options->first = strtoull(argv[++i], NULL, 10);
        } else if (strcmp(argv[i], "--seeds") == 0 && has_value) {
            options->n = strtoull(argv[++i], NULL, 10);
        } else if (strcmp(argv[i], "--seed") == 0 && has_value) {
            options->first = strtoull(argv[++i], NULL, 10);
            options->n = 1;
        } else if (strcmp(argv[i], "--machine") == 0 && has_value) {
            options->machine = (uint32_t)strtoul(argv[++i], NULL, 10);
            options->n_machines = 1;
        } else {
            return false;
        }
    }
    return options->machine < play_n_files * play_n_in_file;
}

static void say_nothing(void *arg, gr_log_level level, const char *line)
{
    (void)arg;
    (void)level;
    (void)line;
}

int main(int argc, char **argv)
{
    struct options options = { .first = 1, .n = 1 };
    options.n_machines = play_n_files * play_n_in_file;
    if (!read_options(argc, argv, &options)) {
        usage();
        return EXIT_FAILURE;
    }
    if (!options.is_traced) {
        gr_log_set_sink(say_nothing, NULL);
    }
    gri_alloc_set_hooks(counting_alloc, counting_release, NULL);
    unsigned failed = 0;
    uint32_t end = options.machine + options.n_machines;
    for (uint32_t first = options.machine; first < end; first += play_n_in_file) {
        uint32_t left = end - first;
        failed += play_machines(&options, first, left < play_n_in_file ? left : play_n_in_file);
    }
    report();
    return failed != 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
