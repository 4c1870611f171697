/* SPDX-License-Identifier: MIT */
/* How a fiber waits, inline for whoever waits most: after a switch a processor foresees no return,
 * so few should lie between it and the code that goes on. Part of worker.c and operate.c. */
#ifndef GRI_WORKER_WAIT_H
#define GRI_WORKER_WAIT_H

#include "worker.h"

static inline struct gri_fiber *gri_spare_take(struct gri_worker *worker)
{
    struct gri_list *link = gri_list_pop_front(&worker->spares);
    if (link == NULL) {
        return NULL;
    }
    worker->n_spares--;
    return GRI_CONTAINER(link, struct gri_fiber, link);
}

static inline struct gri_seat *gri_seat_of(struct gri_worker *worker)
{
    return atomic_load_explicit(&worker->seat, memory_order_relaxed);
}

static inline struct gri_fiber *gri_fiber_running(struct gri_worker *worker)
{
    return gri_seat_of(worker)->fiber;
}

/* As few returns as can be lie between a switch and the code that waited. */
__attribute__((always_inline)) static inline void gri_worker_switch_to(struct gri_worker *worker,
                                                                       struct gri_fiber *to)
{
    struct gri_seat *seat = gri_seat_of(worker);
    struct gri_fiber *from = seat->fiber;
    seat->fiber = to;
    gri_fiber_switch(from, to);
}

static inline void gri_count_waiting(struct gri_worker *worker, uint32_t n)
{
    uint32_t before = atomic_load_explicit(&worker->n_waiting, memory_order_relaxed);
    atomic_store_explicit(&worker->n_waiting, before + n, memory_order_relaxed);
}

__attribute__((always_inline)) static inline void gri_wait_suspend(struct gri_wait *wait)
{
    struct gri_worker *worker = wait->worker;
    struct gri_fiber *next = gri_spare_take(worker);
    GR_ASSERT(next != NULL); /* gri_wait_reserve() came first */
    wait->fiber = gri_fiber_running(worker);
    wait->activity = worker->activity;
    worker->activity = NULL;
    gri_count_waiting(worker, 1);
    gri_worker_switch_to(worker, next);
}

/* gri_wait_for() */
__attribute__((always_inline)) static inline gr_code gri_wait_inline(struct gri_wait *wait,
                                                                     uint64_t deadline_ns)
{
    struct gri_activity *activity = wait->worker->activity;
    if (wait->ended) {
        return wait->code;
    }
    if (activity == NULL) {
        gri_timer_arm(&wait->worker->wheel, &wait->timer, deadline_ns);
        gri_wait_suspend(wait);
        return wait->code;
    }
    if (gri_activity_is_over(activity, wait->worker->now_ns)) {
        wait->ended = true;
        wait->code = GR_CANCELLED;
        return GR_CANCELLED;
    }
    bool is_cut = activity->deadline_ns <= deadline_ns;
    gri_timer_arm(&wait->worker->wheel, &wait->timer, is_cut ? activity->deadline_ns : deadline_ns);
    activity->wait = wait;
    gri_wait_suspend(wait);
    activity->wait = NULL;
    if (is_cut && wait->code == GR_DEADLINE_EXCEEDED) {
        wait->code = GR_CANCELLED;
    }
    return wait->code;
}

#endif
