/* SPDX-License-Identifier: MIT */
/* Whether the contract test is good enough: each of the defects that are planted in its own copy of
 * the runtime is found within 1,000 seeds. A defect strikes once in a play, at an occasion drawn
 * from the seed. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "alloc.h"
#include "contract.h"
#include "defect.h"

enum { SEEDS_MAX = 1000 };

static const char *const names[GRI_DEFECTS_N] = {
    [GRI_DEFECT_LOST_REPLY] = "a reply is lost",
    [GRI_DEFECT_ANSWERED_TWICE] = "a call is ended twice",
    [GRI_DEFECT_LOST_WAKE_UP] = "an actor is not woken",
    [GRI_DEFECT_REORDER] = "two calls change places",
    [GRI_DEFECT_MISSED_CANCEL] = "a cancellation is missed",
    [GRI_DEFECT_ROOM_LEAK] = "a mailbox loses room",
    [GRI_DEFECT_CREDIT_LEAK] = "a credit leaks",
    [GRI_DEFECT_LATE_START] = "an expired call runs",
    [GRI_DEFECT_WRONG_RAN] = "it says ran, and did not",
    [GRI_DEFECT_LOST_ONEWAY] = "a oneway vanishes",
    [GRI_DEFECT_FORGOTTEN_CALL] = "a stop forgets a call",
    [GRI_DEFECT_UNSEEN_CIRCLE] = "a wait cycle is not seen",
    [GRI_DEFECT_LOST_DOWN] = "an end is not told",
    [GRI_DEFECT_HASTY_DRAIN] = "a drain leaves its queue",
    [GRI_DEFECT_LOST_DEADLINE] = "a deadline does not travel",
};

/* The one that is planted; the main thread is the only one here. */
static struct {
    enum gri_defect defect;
    uint32_t occasions; /* left until it strikes */
} planted;

bool gri_defect_strikes(enum gri_defect defect)
{
    if (defect != planted.defect) {
        return false;
    }
    if (defect == GRI_DEFECT_UNSEEN_CIRCLE) {
        return true; /* probes are repeated: one of them is no loss */
    }
    return planted.occasions > 0 && --planted.occasions == 0;
}

/* How many occasions a play has at the least: of drains there are few. */
static uint32_t occasions_of(enum gri_defect defect)
{
    return defect == GRI_DEFECT_HASTY_DRAIN ? 3 : 20;
}

/* How many seeds it took; 0: it was not found. */
static uint64_t find(enum gri_defect defect)
{
    static struct plan plan;
    for (uint64_t seed = 1; seed <= SEEDS_MAX; seed++) {
        planted.defect = defect;
        planted.occasions =
            1 + (uint32_t)(seed * UINT64_C(0x9e3779b97f4a7c15) >> 40) % occasions_of(defect);
        plan_make(&plan, seed);
        stage_play(&plan, false, false);
        if (judge(&plan, true, NULL) != 0) {
            return seed;
        }
    }
    return 0;
}

int main(void)
{
    int status = EXIT_SUCCESS;
    setvbuf(stdout, NULL, _IOLBF, 0);
    if (find(GRI_DEFECT_NONE) != 0) {
        puts("there are violations where nothing is planted: run test_contract");
        return EXIT_FAILURE;
    }
    for (enum gri_defect defect = 1; defect < GRI_DEFECTS_N; defect++) {
        uint64_t seeds = find(defect);
        if (seeds == 0) {
            printf("%-28s not found within %d seeds\n", names[defect], (int)SEEDS_MAX);
            status = EXIT_FAILURE;
        } else {
            printf("%-28s found, by seed %" PRIu64 "\n", names[defect], seeds);
        }
    }
    free(stage.trace);
    return status;
}
