/* SPDX-License-Identifier: MIT */
/* Deadlines: a hierarchical wheel of timers without a clock of its own. A worker has one, or
 * whoever keeps it under a lock; it is told the time. */
#ifndef GRI_TIMER_H
#define GRI_TIMER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "list.h"

/* Owned by whatever waits for it; zero is a timer that is not armed. `fire` is set by the owner
 * before arming, and called with the timer no longer armed: it may arm or cancel any timer, also
 * free itself. */
struct gri_timer {
    struct gri_list link;
    uint64_t deadline_ns;
    void (*fire)(struct gri_timer *timer);
    uint32_t place; /* of the slot it is in */
};

#define GRI_WHEEL_LEVELS 8
#define GRI_WHEEL_SLOTS  64

/* A fraction of a millisecond's worth: where more are due at once, whoever has the wheel does its
 * other work in between. */
enum { GRI_WHEEL_FIRES = 1024 };

/* Owned by one worker, or guarded by its owner's lock. Does not move: its lists point to it.
 *
 * A tick is 2^20 ns. A slot of level n spans 64^n ticks; a timer is in the level of the highest
 * group of six bits in which its tick differs from `tick`. So the slots ahead in a level are those
 * of higher index, and what is in a lower level comes before all that is in a higher one. */
struct gri_wheel {
    uint64_t tick;                       /* all before it has been fired */
    uint64_t wake_ns;                    /* nothing is due before it, no slot is to be spread */
    struct gri_list fresh;               /* armed, not yet in a slot: most are cancelled soon */
    struct gri_list due;                 /* to be fired, in order, before anything else is due */
    uint64_t occupied[GRI_WHEEL_LEVELS]; /* a bit a slot */
    struct gri_list slots[GRI_WHEEL_LEVELS][GRI_WHEEL_SLOTS];
};

void gri_wheel_init(struct gri_wheel *wheel, uint64_t now_ns);

/* O(1). Arms the timer, anew where it is armed; UINT64_MAX means never: it is cancelled. A deadline
 * in the past fires in the next gri_wheel_expire, never in one under way. */
void gri_timer_arm(struct gri_wheel *wheel, struct gri_timer *timer, uint64_t deadline_ns);

/* O(1). Afterwards the timer is not armed and will not fire. */
void gri_timer_cancel(struct gri_wheel *wheel, struct gri_timer *timer);

static inline bool gri_timer_is_armed(const struct gri_timer *timer)
{
    return gri_list_is_linked(&timer->link);
}

/* Fires what is due, never early, in the order of the deadlines and, for equal ones, of arming; of
 * many the first GRI_WHEEL_FIRES, and the others when it is called again, before what has become
 * due since. Returns how many. Costs two comparisons when nothing is due. */
size_t gri_wheel_expire(struct gri_wheel *wheel, uint64_t now_ns);

/* When to call gri_wheel_expire next: the earliest deadline where that is near (within the current
 * 67 ms), else a time before it at which it will be nearer; at most seven such times precede a
 * deadline. 0: some that are due have not been fired. UINT64_MAX: nothing is armed. */
uint64_t gri_wheel_next_ns(struct gri_wheel *wheel);

#endif
