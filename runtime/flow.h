/* SPDX-License-Identifier: MIT */
/* Flows: what may be sent to actors of another node whose methods' senders wait, and who waits to
 * send. All under one lock, their owner's: a session's. */
#ifndef GRI_FLOW_H
#define GRI_FLOW_H

#include <stdbool.h>
#include <stdint.h>

#include "greenroom/code.h"
#include "list.h"
#include "worker.h"

/* To one actor. Owned by its flows. */
struct gri_flow;

/* Zero is empty. */
struct gri_flows {
    struct gri_flow *table;  /* by actor */
    struct gri_flow *latest; /* found last */
    uint32_t n;
};

/* Somebody who waits for a credit; on the stack of who waits. */
struct gri_flow_waiter {
    struct gri_waiter waiter; /* linked while it stands in line */
    uint64_t bytes;           /* of what it wants to send */
    gr_code code;             /* once it has been woken; OK: it has its credit */
};

/* What to ask the other node for, or to give back to it. */
struct gri_flow_ask {
    uint64_t actor;
    uint32_t n;
    uint64_t bytes;
    uint64_t least_bytes;
    uint32_t back_n;
    uint64_t back_bytes;
};

/* The flow to an actor. Errors: RESOURCE_EXHAUSTED (memory, or there are too many). */
gr_code gri_flow_open(struct gri_flows *flows, uint64_t actor, struct gri_flow **out_flow);

/* NULL: there is none. */
struct gri_flow *gri_flow_find(struct gri_flows *flows, uint64_t actor);

/* Nobody may stand in line any more. */
void gri_flows_fini(struct gri_flows *flows);

/* Use a credit. False: there is none that is not somebody else's before. */
bool gri_flow_take(struct gri_flow *flow, uint64_t bytes);

/* What was taken is not used after all. */
void gri_flow_put_back(struct gri_flow *flow, uint64_t bytes);

/* Stand in line, and leave it again. */
void gri_flow_join(struct gri_flow *flow, struct gri_flow_waiter *waiter);
void gri_flow_leave(struct gri_flow *flow, struct gri_flow_waiter *waiter);

/* Whether it is time to ask for more, and for what. Once it was sent, gri_flow_asked() says so. */
bool gri_flow_is_low(const struct gri_flow *flow);
bool gri_flow_wants(const struct gri_flow *flow, struct gri_flow_ask *out_ask);
void gri_flow_asked(struct gri_flow *flow, const struct gri_flow_ask *ask);

/* Whether anybody stands in line. */
bool gri_flow_is_waited_for(const struct gri_flow *flow);

/* Credits have come, as an answer to so many that were asked for: they go to who stands in line. */
void gri_flow_grant(struct gri_flow *flow, uint32_t n, uint64_t bytes, uint32_t answers);

/* What is unused now. False: nothing is. Once it was sent back, gri_flow_gave_back() says so. */
bool gri_flow_unused(const struct gri_flow *flow, struct gri_flow_ask *out_back);
void gri_flow_gave_back(struct gri_flow *flow);

/* There are no credits to be had, say as many answers: end the waits of those in line. */
void gri_flow_fail(struct gri_flow *flow, uint32_t answers, gr_code code);
void gri_flows_fail(struct gri_flows *flows, gr_code code);

/* Forget a flow that nothing is in, and nobody, and of which nothing was asked. False: it is in
 * use. */
bool gri_flow_close(struct gri_flows *flows, struct gri_flow *flow);

/* All flows one after the other: the first is after NULL. */
struct gri_flow *gri_flow_next(struct gri_flows *flows, struct gri_flow *flow);

/* Whether nothing was taken since this was last asked. */
bool gri_flow_rested(struct gri_flow *flow);

#endif
