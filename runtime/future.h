/* SPDX-License-Identifier: MIT */
/* Futures: the end of a call, waited for by any thread or fiber. Made by the stubs, completed once
 * by the table of pending calls. */
#ifndef GRI_FUTURE_H
#define GRI_FUTURE_H

#include "greenroom/future.h"
#include "mailbox.h"
#include "worker.h"

/* Shared. Keys: `m` under lock, `@` atomic, the others fixed before it is shown to anyone. */
struct gr_future {
    struct gri_lock lock;
    _Atomic uint32_t refs;     /* @ */
    _Atomic bool is_done;      /* @ after result is there: release, acquire */
    _Atomic bool is_cancelled; /* @ */
    bool is_dropped_open;      /* the maker's: who drops it cancels the call, which may never end */
    int descriptor;            /* m: an eventfd plus one; 0: nobody has asked for it */
    union {
        struct gri_list links;    /* m, until is_done: who waits */
        struct gri_result result; /* m, from then on */
    };
    gri_env *env;
    uint64_t node; /* the handle of the node that made the call */
    uint64_t call;
    const gr_service *service; /* what was called: the maker's, as what follows */
    uint32_t method;
    uint32_t named;         /* by which named ref; 0: by the actor's own */
    uint64_t home;          /* whom: the actor's node; 0: no actor, */
    uint64_t actor;         /* and which it was */
    struct gri_post cancel; /* to the worker of the call */
};

/* What an activity waits for that others must do: one call, or any of some futures. On the stack of
 * who waits, in its worker's list meanwhile. */
struct gri_blocked {
    struct gri_list link;
    struct gri_activity *activity;
    uint64_t number; /* of all waits of the worker */
    uint64_t since_ns;
    uint32_t n_probes;          /* sent so far, to find out whether it can ever end */
    uint64_t home, actor, call; /* the call and its callee; home 0: see futures */
    gr_future *const *futures;
    size_t n_futures;
    uint64_t returned; /* probes that came back, a bit a future */
};

/* The running activity begins, and ends, to wait for others; nothing where it has begun already or
 * is no activity. The number of the next that begins is worker->n_blocked + 1. */
void gri_blocked_begin(struct gri_blocked *blocked, struct gri_worker *worker);
void gri_blocked_end(struct gri_blocked *blocked);

/* When a wait is first asked whether it can ever end; each time after twice as late. */
enum { GRI_PROBE_AFTER_MS = 200 };

/* With one reference. NULL: out of memory. */
gr_future *gri_future_create(gri_env *env, uint64_t node);
gr_future *gri_future_ref(gr_future *future);
void gri_future_unref(gr_future *future);

/* A gri_call_done: `arg` is a future and one reference to it, which is used up. */
void gri_future_complete(void *arg, struct gri_result *result);

/* Wait for it: OK when done. With `firmly` nothing else ends the wait. */
gr_code gri_future_wait(gr_future *future, uint64_t deadline_ns, bool firmly);

/* Hand the result over. Only once done, only once. */
void gri_future_take(gr_future *future, struct gri_result *out_result);

#endif
