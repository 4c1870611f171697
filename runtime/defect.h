/* SPDX-License-Identifier: MIT */
/* Places where the contract test and the test of machines plant a defect, to see that they find it.
 * Only a copy of the runtime made for them has them: elsewhere each is false, and nothing is left
 * of it. */
#ifndef GRI_DEFECT_H
#define GRI_DEFECT_H

#include <stdbool.h>

enum gri_defect {
    GRI_DEFECT_NONE,
    GRI_DEFECT_LOST_REPLY,     /* a handler's answer goes nowhere */
    GRI_DEFECT_ANSWERED_TWICE, /* a call is ended again */
    GRI_DEFECT_LOST_WAKE_UP,   /* mail is queued, and its actor sleeps on */
    GRI_DEFECT_REORDER,        /* mail is queued before the last */
    GRI_DEFECT_MISSED_CANCEL,  /* a callee does not hear that its caller gave up */
    GRI_DEFECT_ROOM_LEAK,      /* what has arrived counts as under way for ever */
    GRI_DEFECT_CREDIT_LEAK,    /* a place that was promised is never free again */
    GRI_DEFECT_LATE_START,     /* a handler begins after its deadline */
    GRI_DEFECT_WRONG_RAN,      /* a refused call says that it ran */
    GRI_DEFECT_LOST_ONEWAY,    /* a oneway vanishes, and is not counted */
    GRI_DEFECT_FORGOTTEN_CALL, /* an actor ends, and leaves a queued call unanswered */
    GRI_DEFECT_UNSEEN_CIRCLE,  /* no probe is sent on */
    GRI_DEFECT_LOST_DEADLINE,  /* a call goes without the caller's deadline */
    GRI_DEFECT_LOST_DOWN,      /* who watches an actor is not told that it ended */
    GRI_DEFECT_HASTY_DRAIN,    /* a drained actor ends before its queue is empty */
    GRI_DEFECTS_N,

    /* For the test of machines. */
    GRI_DEFECT_POSTPONED_AGAIN = GRI_DEFECTS_N, /* a change leaves what was postponed where it is */
    GRI_DEFECT_POSTPONED_FIRST, /* what is postponed goes before what was postponed before */
    GRI_DEFECT_LATE_EVENT,      /* an own event goes behind all other mail */
    GRI_DEFECT_LOST_TIMEOUT,    /* a state's timeout is not armed */
    GRI_DEFECT_LOST_EXIT,       /* the exit hook of a state is left out */
    GRI_DEFECT_EARLY_GROUP,     /* groups are left before the state */
    GRI_DEFECT_BODY_GOES_ON,    /* what runs is not cancelled by a decision */
    GRI_DEFECT_FAILED_LEADS_ON, /* the wish of a handler that failed is taken */
    GRI_DEFECT_FIRST_WISH,      /* and the first instead of the last */
    GRI_DEFECT_UNSEEN_CHANGE,   /* observers are not told */
    GRI_DEFECT_SILENT_REFUSAL,  /* what is to be refused is ignored */
    GRI_DEFECTS_END
};

#ifdef GRI_DEFECTS
/* Whether it strikes, this time. The test's. */
bool gri_defect_strikes(enum gri_defect defect);
#define GRI_DEFECT(name) gri_defect_strikes(GRI_DEFECT_##name)
#else
#define GRI_DEFECT(name) false
#endif

#endif
