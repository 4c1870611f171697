/* SPDX-License-Identifier: MIT */
/* Compares what a machine was to do with what it did, and writes both for people. */
#include <inttypes.h>

#include <greenroom/call.h>

#include "machines.h"

/* ---- words ---- */

const char *const story_part_names[] = { "start",   "first hook",  "hook",       "body",   "exit",
                                         "timeout", "enter group", "exit group", "method", "stop" };
static const char *const op_names[] = { "sleep", "process", "raise", "start timer", "stop timer",
                                        "send",  "to",      "go",    "hold",        "answer",
                                        "clean", "cleaned", "quit" };

static void print_record(FILE *out, const struct record *record)
{
    (void)fprintf(out, "%10" PRIu64 " us, tell %2" PRIu32 ": ", record->at_ns / 1000, record->tell);
    switch (record->kind) {
    case RECORD_PART:
        (void)fprintf(out, "%s %" PRIu32 " in state %" PRIu32 ", given %" PRId32 "\n",
                      story_part_names[record->a], record->b, record->c, record->value);
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
        (void)fprintf(out, "  %s %" PRIu32 " returns%s\n", story_part_names[record->a], record->b,
                      record->c != 0 ? ", cancelled" : "");
        break;
    }
}

void story_print(FILE *out, const char *whose, const struct story *story)
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
                          const struct record *played, uint32_t n_played, FILE *out)
{
    for (uint32_t i = 0; i < n || (i < n_played && !is_open); i++) {
        if (i >= n || i >= n_played || !are_alike(&said[i], &played[i])) {
            (void)fprintf(out, "at record %" PRIu32 " it should be\n", i);
            if (i < n) {
                print_record(out, &said[i]);
            }
            (void)fprintf(out, "and was\n");
            if (i < n_played) {
                print_record(out, &played[i]);
            }
            return false;
        }
    }
    return true;
}

static bool compare_records(const struct story *said, const struct story *played, FILE *out)
{
    bool is_open = said->is_unclear;
    uint32_t n = is_open ? said->n_clear : said->n_records;
    uint32_t n_changes = is_open ? said->n_clear_changes : said->n_changes;
    return compare_lists(said->records, n, is_open, played->records, played->n_records, out) &&
           compare_lists(said->changes, n_changes, is_open, played->changes, played->n_changes,
                         out);
}

static bool compare_letters(const struct story *said, const struct story *played, FILE *out)
{
    if (!said->is_unclear &&
        (said->n_refused != played->n_refused || said->n_failed != played->n_failed)) {
        (void)fprintf(out,
                      "%" PRIu32 " dead letters should be of the refused and %" PRIu32
                      " of the failed, not %" PRIu32 " and %" PRIu32 "\n",
                      said->n_refused, said->n_failed, played->n_refused, played->n_failed);
        return false;
    }
    return true;
}

static bool compare_outcomes(const struct play_plan *plan, const struct story *said,
                             const struct story *played, FILE *out)
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
            (void)fprintf(out, "call %" PRIu32 ", of method %" PRIu32 "\n", i, plan->tells[i].what);
            print_outcome(out, "should end", should);
            print_outcome(out, "and ended", was);
            return false;
        }
    }
    return true;
}

bool story_compare(const struct play_plan *plan, const struct story *said,
                   const struct story *played, FILE *out)
{
    if (said->spawned != played->spawned) {
        (void)fprintf(out, "its spawn ended %s instead of %s\n", gr_code_name(played->spawned),
                      gr_code_name(said->spawned));
        return false;
    }
    return compare_records(said, played, out) &&
           (said->spawned != GR_OK ||
            (compare_outcomes(plan, said, played, out) && compare_letters(said, played, out)));
}
