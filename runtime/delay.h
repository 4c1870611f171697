/* SPDX-License-Identifier: MIT */
/* Delayed and repeated oneways: mail that its worker's wheel sends when its time has come. */
#ifndef GRI_DELAY_H
#define GRI_DELAY_H

#include "core.h"

/* Owned by its worker. */
struct gri_delayed {
    struct gri_slot slot;
    struct gri_timer timer;
    struct gri_shard *shard;
    struct gri_mail *mail;
    gr_ref to;
    uint32_t method;   /* its number over there */
    uint64_t every_ns; /* 0: once */
    uint64_t live_ns;  /* its time to live, from each sending on; UINT64_MAX: none */
    uint64_t due_ns;
};

/* What to delay; travels as the payload of mail to the worker. */
struct gri_delay {
    struct gri_mail *mail; /* taken */
    gr_ref to;
    uint32_t method;
    uint64_t first_ns; /* absolute */
    uint64_t every_ns;
    uint64_t live_ns;
};

/* Mail whose payload is a struct gri_delay: its answer has the timer's id as value. */
void gri_delay_arrived(struct gri_worker *worker, struct gri_post *post);

/* Its `let_go`: it never got there. */
void gri_delay_let_go(struct gri_mail *mail);

/* Errors: NOT_FOUND, RESOURCE_EXHAUSTED. Any thread. */
gr_code gri_delay_cancel(struct gri_core *core, uint64_t id);

/* Free all that is still to come; after the worker has stopped. */
void gri_delay_end(struct gri_shard *shard);

#endif
