/* SPDX-License-Identifier: MIT */
/* The lookout of a node: a thread that names handlers which hold their worker up, has spare
 * threads take over, and does what workers have put off (defer.h). It sleeps while all workers do.
 */
#ifndef GRI_LOOKOUT_H
#define GRI_LOOKOUT_H

#include <pthread.h>
#include <stdatomic.h>

#include "core.h"

/* What the lookout saw of a worker when it last looked. Its thread's. */
struct gri_lookout_seen {
    uint64_t since_ns; /* no message was done, and no round begun, since then at least */
    uint32_t rounds;
    uint32_t handled;
    bool is_known; /* to be stuck for good: it is in the log */
};

/* Owned by the node. Fixed after start, but for what is `@` atomic. */
struct gri_lookout {
    struct gri_core *core;
    struct gri_lookout_seen *workers;
    uint64_t look_ns;       /* its thread's: when it looks at them again */
    _Atomic bool is_ending; /* @ */
    pthread_t tid;
    bool has_thread;
};

/* Nothing to do in a virtual env, which has no threads. Errors: RESOURCE_EXHAUSTED. */
gr_code gri_lookout_start(struct gri_lookout *lookout, struct gri_core *core);
void gri_lookout_stop(struct gri_lookout *lookout);

/* Have spare threads take over now all workers whose threads run the user's code, however shortly
 * they have. Any thread. */
void gri_lookout_relieve(struct gri_core *core);

#endif
