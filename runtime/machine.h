/* SPDX-License-Identifier: MIT */
/* Machines: the state of an actor whose schema has states, and what its worker does with it. */
#ifndef GRI_MACHINE_H
#define GRI_MACHINE_H

#include "actor.h"

/* One of the timers with names. Owned by its machine. */
struct gri_named_timer {
    struct gri_timer timer;
    struct gri_actor *actor;
    struct gri_mail *event; /* to be sent when it fires, or queued since it has; NULL: stopped */
    bool has_fired;
};

/* Owned by its actor, in front of whose `self` it lies, behind its timers. All on the worker. */
struct gri_machine {
    _Alignas(16) const gr_machine *table;
    struct gri_named_timer *timers; /* table->n_timers; the start of the block */
    uint32_t current;               /* the state it is in; 0: it has not begun */
    uint32_t target;                /* the state it has been decided to go to; 0: none */
    struct gri_mail *args;          /* of the state it is in, */
    struct gri_mail *target_args;   /* and of the one it is to go to; NULL: none */
    uint64_t entry;                 /* counts entries: what was made of an older one is no good */
    uint64_t groups;                /* those with hooks that were entered, a bit each */
    struct gr_context *body;        /* while the state's body runs */
    struct gri_list made;           /* mail: arguments its body has made, by `method` from 1, for
                                     * the state `call` */
    uint32_t n_made;
    bool has_timed_out;
    bool has_left; /* the state it is in, for one that it did not come to: it is stopped */
    struct gri_timer timeout; /* of the state it is in */
    struct gri_timer expiry;  /* of the postponed oneway that lives the shortest */
    uint64_t expires_ns;      /* UINT64_MAX: none does not live for ever */
    struct gri_actor *actor;
    struct gri_mail *result; /* of a terminal state; NULL: none */
    struct gri_list asks;    /* mail of those who wait for a state or observe: machine_ask.c */
    uint32_t n_asks;
    _Atomic uint64_t *counts; /* of transitions, by [from - 1][to - 1]; NULL: not counted */
    struct gri_mail fence;    /* in the mailbox: what stands before it was postponed in this state.
                               * The last: mail may have a payload behind it, which this has not */
};

static inline struct gri_machine *gri_machine_of(const struct gri_actor *actor)
{
    return (struct gri_machine *)((char *)actor->self - sizeof(struct gri_machine));
}

static inline const gr_state *gri_machine_state(const struct gri_machine *machine, uint32_t state)
{
    return &machine->table->states[state - 1];
}

/* ---- machine_event.c: what it is sent, and sends itself ---- */

/* Put its fence into the mailbox. */
void gri_machine_open_events(struct gri_machine *machine);

/* Have all that was postponed looked at again, before all else but its own events. */
void gri_machine_retry(struct gri_machine *machine);

/* ---- machine_ask.c: what others want to know ---- */

/* Its state has changed from `from` (0: it begins); and it has ended. Not within the user's code.
 */
void gri_machine_tell_change(struct gri_machine *machine, uint32_t from);
void gri_machine_tell_end(struct gri_machine *machine);

#endif
