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
    uint64_t plays, unclear, records, calls, changes, refused;
    uint64_t parts[PART_STOP + 1];
} sums;

/* ---- words ---- */

static const char *const part_names[] = {
    "start",   "first hook",  "hook",       "body",   "exit",
    "timeout", "enter group", "exit group", "method", "stop"
};
static const char *const op_names[] = { "sleep", "process", "raise", "start timer", "stop timer",
                                        "send",  "to",      "go",    "hold",        "answer",
                                        "clean", "cleaned", "quit" };

static void print_record(FILE *out, const struct record *record)
{
    (void)fprintf(out, "%10" PRIu64 " us, tell %2" PRIu32 ": ", record->at_ns / 1000, record->tell);
    switch (record->kind) {
    case RECORD_PART:
        (void)fprintf(out, "%s %" PRIu32 " in state %" PRIu32 ", given %" PRId32 "\n",
                      part_names[record->a], record->b, record->c, record->value);
        break;
    case RECORD_HOOK_TO:
        (void)fprintf(out, "hook from %" PRIu32 " to %" PRIu32 "\n", record->a, record->b);
        break;
    case RECORD_STATE:
        (void)fprintf(out, "is asked, and in state %" PRIu32 ": %s\n", record->a,
                      gr_code_name((gr_code)record->c));
        break;
    case RECORD_CHANGE:
        (void)fprintf(out, "is seen to go from %" PRIu32 " to %" PRIu32 "\n", record->a, record->b);
        break;
    case RECORD_OP:
        (void)fprintf(out, "    %s: %s\n", op_names[record->a], gr_code_name((gr_code)record->c));
        break;
    case RECORD_RETURN:
        (void)fprintf(out, "  %s %" PRIu32 " returns%s\n", part_names[record->a], record->b,
                      record->c != 0 ? ", cancelled" : "");
        break;
    }
}

static void print_story(FILE *out, const char *whose, const struct story *story)
{
    (void)fprintf(out, "%s: spawned %s\n", whose, gr_code_name(story->spawned));
    for (uint32_t i = 0; i < story->n_records; i++) {
        print_record(out, &story->records[i]);
    }
    for (uint32_t i = 0; i < story->n_changes; i++) {
        print_record(out, &story->changes[i]);
    }
}

static void print_outcome(FILE *out, const char *whose, const struct outcome *outcome)
{
    (void)fprintf(out, "  %s: %s, ran %u, value %" PRId32 "\n", whose,
                  outcome->is_known ? gr_code_name(outcome->code) : "open", (unsigned)outcome->ran,
                  outcome->value);
}

/* ---- comparing ---- */

/* Times may differ by what the way to the machine takes. */
static bool are_alike(const struct record *left, const struct record *right)
{
    uint64_t apart =
        left->at_ns > right->at_ns ? left->at_ns - right->at_ns : right->at_ns - left->at_ns;
    return left->kind == right->kind && left->a == right->a && left->b == right->b &&
           left->c == right->c && left->value == right->value && left->tell == right->tell &&
           apart < 12000;
}

/* The first `n` are to be the same; and no others, unless it is `open`. */
static bool compare_lists(const struct record *said, uint32_t n, bool is_open,
                          const struct record *played, uint32_t n_played)
{
    for (uint32_t i = 0; i < n || (i < n_played && !is_open); i++) {
        if (i >= n || i >= n_played || !are_alike(&said[i], &played[i])) {
            (void)fprintf(stderr, "at record %" PRIu32 " it should be\n", i);
            if (i < n) {
                print_record(stderr, &said[i]);
            }
            (void)fprintf(stderr, "and was\n");
            if (i < n_played) {
                print_record(stderr, &played[i]);
            }
            return false;
        }
    }
    return true;
}

static bool compare_records(const struct story *said, const struct story *played)
{
    bool is_open = said->is_unclear;
    uint32_t n = is_open ? said->n_clear : said->n_records;
    uint32_t n_changes = is_open ? said->n_clear_changes : said->n_changes;
    return compare_lists(said->records, n, is_open, played->records, played->n_records) &&
           compare_lists(said->changes, n_changes, is_open, played->changes, played->n_changes);
}

static bool compare_letters(const struct story *said, const struct story *played)
{
    if (!said->is_unclear &&
        (said->n_refused != played->n_refused || said->n_failed != played->n_failed)) {
        (void)fprintf(stderr,
                      "%" PRIu32 " dead letters should be of the refused and %" PRIu32
                      " of the failed, not %" PRIu32 " and %" PRIu32 "\n",
                      said->n_refused, said->n_failed, played->n_refused, played->n_failed);
        return false;
    }
    return true;
}

static bool compare_outcomes(const struct play_plan *plan, const struct story *said,
                             const struct story *played)
{
    for (uint32_t i = 0; i < plan->n_tells; i++) {
        const struct outcome *should = &said->outcomes[i];
        const struct outcome *was = &played->outcomes[i];
        bool is_clear =
            !should->is_either &&
            (!said->is_unclear || (should->is_known && should->at_ns < said->unclear_ns));
        bool is_same =
            should->is_known == was->is_known && should->code == was->code &&
            should->value == was->value &&
            (should->ran == GR_RAN_UNKNOWN || should->code == GR_OK || should->ran == was->ran);
        if (should->is_call && is_clear && !is_same) {
            (void)fprintf(stderr, "call %" PRIu32 ", of method %" PRIu32 "\n", i,
                          plan->tells[i].what);
            print_outcome(stderr, "should end", should);
            print_outcome(stderr, "and ended", was);
            return false;
        }
    }
    return true;
}

static bool compare(const struct play_plan *plan, const struct story *said,
                    const struct story *played)
{
    if (said->spawned != played->spawned) {
        (void)fprintf(stderr, "its spawn ended %s instead of %s\n", gr_code_name(played->spawned),
                      gr_code_name(said->spawned));
        return false;
    }
    return compare_records(said, played) &&
           (said->spawned != GR_OK ||
            (compare_outcomes(plan, said, played) && compare_letters(said, played)));
}

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
        sums.parts[record->a] += record->kind == RECORD_PART;
        sums.changes += record->kind == RECORD_PART && record->a == PART_BODY;
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
    bool is_right = compare(&plan, &said, &played);
    if (!is_right) {
        (void)fprintf(stderr, "machine %" PRIu32 ", seed %" PRIu64 ", %s\n", number, seed,
                      is_remote ? "from another node" : "on its own node");
    }
    if (is_traced) {
        print_story(stdout, "as it should be", &said);
        print_story(stdout, "as it was", &played);
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
        printf("  %-12s %10" PRIu64 "\n", part_names[i], sums.parts[i]);
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
