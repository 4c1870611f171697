/* SPDX-License-Identifier: MIT */
/* Places where the contract test plants a defect, to see that it finds it. Only a copy of the
 * runtime made for that test has them: elsewhere each is false, and nothing is left of it. */
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
    GRI_DEFECTS_N
};

#ifdef GRI_DEFECTS
/* Whether it strikes, this time. The test's. */
bool gri_defect_strikes(enum gri_defect defect);
#define GRI_DEFECT(name) gri_defect_strikes(GRI_DEFECT_##name)
#else
#define GRI_DEFECT(name) false
#endif

#endif
