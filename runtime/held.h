/* SPDX-License-Identifier: MIT */
/* Held calls: those whose handler has returned and whose answer comes later, from any thread. */
#ifndef GRI_HELD_H
#define GRI_HELD_H

#include "actor.h"

/* Take the call being handled out of its handler's hands.
 * Errors: FAILED_PRECONDITION (a oneway, a hook, or held already), RESOURCE_EXHAUSTED. */
gr_code gri_held_open(struct gr_context *ctx, uint64_t *out_id);

/* End a held call with a reply (OK; `reply` as `method` has it) or with another code and a message.
 * `method` NULL: any, for what has no reply. With `is_dropped` it leaves a dead letter. Any thread.
 * Errors: FAILED_PRECONDITION (ended before), INVALID_ARGUMENT (another method's, or the reply: the
 * call is still held). */
gr_code gri_held_answer(struct gri_core *core, uint64_t id, const gr_method *method, gr_code code,
                        const void *reply, const char *message, bool is_dropped);

/* Free those that were never answered; after the worker has stopped. */
void gri_held_sweep(struct gri_shard *shard);

/* For its atomic members. NULL: it has ended. */
const struct gri_held *gri_held_find(struct gri_core *core, uint64_t id);

#endif
