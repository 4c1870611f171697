/* SPDX-License-Identifier: MIT */
/* Whether the test of machines is good enough: each of the defects that are planted in its own copy
 * of the runtime is found within 1,000 plays. A defect strikes once in a play, at an occasion drawn
 * from the play's number. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <greenroom/log.h>

#include "defect.h"
#include "play.h"

enum { PLAYS_MAX = 1000, OCCASIONS = 4 };

static const char *const names[GRI_DEFECTS_END] = {
    [GRI_DEFECT_POSTPONED_AGAIN] = "postponed calls stay postponed",
    [GRI_DEFECT_POSTPONED_FIRST] = "postponed calls change places",
    [GRI_DEFECT_LATE_EVENT] = "an own event comes last",
    [GRI_DEFECT_LOST_TIMEOUT] = "a timeout does not come",
    [GRI_DEFECT_LOST_EXIT] = "an exit hook is left out",
    [GRI_DEFECT_EARLY_GROUP] = "groups are left too early",
    [GRI_DEFECT_BODY_GOES_ON] = "a body is not cancelled",
    [GRI_DEFECT_FAILED_LEADS_ON] = "a failed handler leads on",
    [GRI_DEFECT_FIRST_WISH] = "the first wish counts",
    [GRI_DEFECT_UNSEEN_CHANGE] = "a change is not told",
    [GRI_DEFECT_SILENT_REFUSAL] = "a refusal is silent",
};

/* The one that is planted; the main thread is the only one here. */
static struct {
    enum gri_defect defect;
    uint32_t occasions; /* left until it strikes */
} planted;

bool gri_defect_strikes(enum gri_defect defect)
{
    return defect == planted.defect && planted.occasions > 0 && --planted.occasions == 0;
}

/* Whether it was not as it should have been. */
static bool play(uint32_t number, bool is_remote, FILE *nowhere)
{
    static struct model model;
    static struct play_plan plan;
    static struct story said, played;
    memset(&said, 0, sizeof(said));
    memset(&played, 0, sizeof(played));
    model_make(&model, number);
    plan_make(&plan, &model, 1);
    reference_tell(&plan, &said);
    play_plan(&plan, play_files[number / play_n_in_file][number % play_n_in_file], is_remote,
              &played);
    return !story_compare(&plan, &said, &played, nowhere);
}

/* How many plays it took; 0: it was not found. Each has nodes of its own: what a defect leaves
 * behind is not to be met again. */
static uint32_t find(enum gri_defect defect, FILE *nowhere)
{
    uint32_t n_machines = play_n_files * play_n_in_file;
    for (uint32_t i = 0; i < PLAYS_MAX; i++) {
        planted.defect = defect;
        planted.occasions = 1 + (i * UINT32_C(2654435761) >> 16) % OCCASIONS;
        bool is_wrong = !play_open(i + 1) || play(i % n_machines, i % 2 == 1, nowhere);
        planted.defect = GRI_DEFECT_NONE;
        is_wrong = !play_close() || is_wrong;
        if (is_wrong) {
            return i + 1;
        }
    }
    return 0;
}

static void say_nothing(void *arg, gr_log_level level, const char *line)
{
    (void)arg;
    (void)level;
    (void)line;
}

/* False: it was not found. */
static bool report(enum gri_defect defect, FILE *nowhere)
{
    uint32_t plays = find(defect, nowhere);
    if (plays == 0) {
        printf("%-32s not found within %d plays\n", names[defect], (int)PLAYS_MAX);
    } else {
        printf("%-32s found, by play %u\n", names[defect], (unsigned)plays);
    }
    return plays != 0;
}

int main(void)
{
    bool are_found = true;
    FILE *nowhere = fopen("/dev/null", "w");
    setvbuf(stdout, NULL, _IOLBF, 0);
    gr_log_set_sink(say_nothing, NULL);
    if (nowhere == NULL || find(GRI_DEFECT_NONE, nowhere) != 0) {
        puts("there are differences where nothing is planted: run test_machines");
        return EXIT_FAILURE;
    }
    for (enum gri_defect defect = GRI_DEFECTS_N; defect < GRI_DEFECTS_END; defect++) {
        are_found = report(defect, nowhere) && are_found;
    }
    (void)fclose(nowhere);
    return are_found ? EXIT_SUCCESS : EXIT_FAILURE;
}
