/* SPDX-License-Identifier: MIT */
/* What other nodes have for the actors of a worker, in the order in which it came, run a part at a
 * time: so much comes at once that it would keep the worker from all else, and would have left its
 * caches before the actors look at it. Owned by a shard; its worker's alone. */
#ifndef GRI_INTAKE_H
#define GRI_INTAKE_H

#include <stdbool.h>
#include <stdint.h>

#include "worker.h"

struct gri_intake {
    struct gri_worker *worker;
    struct gri_post *first; /* to be run, the oldest first; NULL: nothing */
    struct gri_post *last;
    struct gri_task task; /* goes on with it; linked while there is anything left */
    uint32_t left;        /* of the turn: messages */
};

void gri_intake_init(struct gri_intake *intake, struct gri_worker *worker);

/* Run posts, of which `newest` is the last that came and each one's `next` the one before it, once
 * all that was added before is through: at once as far as one turn goes. Takes them. */
void gri_intake_add(struct gri_intake *intake, struct gri_post *newest);

/* In a post's run, one of many messages: how many more it may handle in this turn, at least 1. */
static inline uint32_t gri_intake_left(const struct gri_intake *intake)
{
    return intake->left;
}

/* It has handled `n` messages, no more than that. */
static inline void gri_intake_spend(struct gri_intake *intake, uint32_t n)
{
    intake->left -= n;
}

/* It is not through: run it again in the next turn, before what came behind it. Takes post. */
void gri_intake_run_again(struct gri_intake *intake, struct gri_post *post);

#endif
