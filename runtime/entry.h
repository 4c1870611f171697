/* SPDX-License-Identifier: MIT */
/* What a node is: its core, its sessions, its named refs; and how a thread enters it by a handle.
 */
#ifndef GRI_ENTRY_H
#define GRI_ENTRY_H

#include "child.h"
#include "core.h"
#include "greenroom/node.h"
#include "lookout.h"
#include "peers.h"

/* A name that is looked up when used. Owned by the node. Keys: `m` under named_lock. */
struct gri_named {
    const gr_service *service;
    gr_ref found;     /* m; zero: to be looked up */
    gr_ref watched;   /* m: the actor of another node whose end will be told; zero: none */
    bool is_renewing; /* m: and that is under way, though nobody waits for it */
    char name[];
};

/* Shared. Keys: `m` under named_lock, the others see their own. */
struct gr_node {
    struct gri_core core;
    struct gri_peers peers;
    struct gri_children children;
    struct gri_lookout lookout;
    pthread_mutex_t named_lock;
    struct gri_named **named; /* m: by id - 1 */
    uint64_t n_named;         /* m */
};

/* What a call of the API runs in. */
struct gri_entry {
    gr_node *node;
    struct gri_core *core;
    struct gri_shard *shard;   /* NULL: a plain thread, or an actor of another node */
    uint64_t pinned;           /* the handle, where it must be unpinned */
    struct gri_worker *worker; /* the calling actor's, of whatever node; NULL: a plain thread */
};

/* Enter a node by a handle in a ref. Errors: INVALID_ARGUMENT (zero), UNAVAILABLE (gone),
 * FAILED_PRECONDITION (forked). */
gr_code gri_enter(uint64_t handle, struct gri_entry *out_entry);
void gri_leave(struct gri_entry *entry);

#endif
