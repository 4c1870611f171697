/* SPDX-License-Identifier: MIT */
/* What a worker puts off to the end of its round, in case that is long in coming: it is done within
 * a millisecond or two all the same, by the lookout. */
#ifndef GRI_DEFER_H
#define GRI_DEFER_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

#include "env.h"
#include "list.h"

/* Something put off. Owned by the gri_defer from gri_defer_take() until `run`, which may hand it
 * over again. */
struct gri_deferred {
    struct gri_list link;
    void (*run)(struct gri_deferred *deferred);
};

/* Owned by the core. Shared. Keys: `m` under lock, others fixed after init. */
struct gri_defer {
    pthread_mutex_t lock;
    struct gri_parker *parker; /* of the one who runs them */
    struct gri_list list;      /* m */
    uint64_t due_ns;           /* his: when he runs them next; UINT64_MAX: when he is woken */
    bool is_awake;             /* m: he looks at the list every so often, and need not be woken */
    bool is_open;              /* m: he is there */
};

void gri_defer_init(struct gri_defer *defer, struct gri_parker *parker);
void gri_defer_fini(struct gri_defer *defer);

/* He comes, and goes: then what is left is run. */
void gri_defer_open(struct gri_defer *defer);
void gri_defer_close(struct gri_defer *defer);

/* Have `deferred` run soon, on his thread, with no lock held. Any thread, also under locks that no
 * `run` is called under. False: there is nobody to do it. */
bool gri_defer_take(struct gri_defer *defer, struct gri_deferred *deferred);

/* Run what is due. Returns when there is something to do again; UINT64_MAX: when he is woken. */
uint64_t gri_defer_run(struct gri_defer *defer, uint64_t now_ns);

#endif
