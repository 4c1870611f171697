/* SPDX-License-Identifier: MIT */
/* Monitors and links: to be told, or stopped, when an actor or a node is no more. What is told
 * comes as a notice: a oneway of the subscriber's own schema, or, for plain threads, a future. */
#ifndef GREENROOM_MONITOR_H
#define GREENROOM_MONITOR_H

#include "greenroom/actor.h"
#include "greenroom/future.h"

#ifdef __cplusplus
extern "C" {
#endif

struct gr_service;
struct Greenroom__Down;

/* Where notices go: a oneway method, of one actor, that takes a greenroom.Down. A value; the
 * generated <service>_<method>_notice(ref) makes one. */
typedef struct gr_down_notice {
    gr_ref to;
    const struct gr_service *service;
    uint32_t method;
} gr_down_notice;

/* One monitor. A value like a ref; all zero is none. */
typedef struct gr_monitor_id {
    uint64_t node;
    uint64_t id;
} gr_monitor_id;

/* Send one notice, with `tag` in it, when `target` has ended: at once where it is gone already, or
 * not to be reached. It comes after everything the subscriber received from it, and also into a
 * full mailbox. The monitor ends with its notice, with gr_demonitor(), or with its subscriber.
 * `target` may be on any node, or a named ref: then whoever has the name now is watched.
 * Thread:  any.   Blocks: shortly; while a named ref is looked up.
 * Errors:  INVALID_ARGUMENT (a zero ref, a subscriber of another node than `target` is used
 *          through, a method of another kind), UNAVAILABLE (the subscriber has ended),
 *          RESOURCE_EXHAUSTED (memory), CANCELLED and DEADLINE_EXCEEDED (before the
 *          subscriber's worker has set it up), what a lookup ends with but NOT_FOUND and
 *          UNAVAILABLE, which are notices. On failure there is no monitor. `out_id` may be NULL. */
GR_API GR_MUST_USE gr_code gr_monitor(gr_ref target, gr_down_notice notice, uint64_t tag,
                                      gr_monitor_id *out_id);

/* The same for a whole node: one notice when the session with the node called `name` is lost, or
 * at once where there is none.   Errors: as gr_monitor(); INVALID_ARGUMENT (name). */
GR_API GR_MUST_USE gr_code gr_monitor_node(gr_node *node, const char *name, gr_down_notice notice,
                                           uint64_t tag, gr_monitor_id *out_id);

/* Take a monitor back: when this returns OK it sends nothing any more.
 * Thread:  any.   Blocks: shortly.
 * Errors:  NOT_FOUND (its notice is in the subscriber's mailbox, or was handled; or it was taken
 *          back before), INVALID_ARGUMENT (zero), UNAVAILABLE (its node is gone),
 *          RESOURCE_EXHAUSTED (memory), CANCELLED and DEADLINE_EXCEEDED (it is being taken back,
 * but its notice may yet come); none of the last three where the subscriber itself asks. */
GR_API GR_MUST_USE gr_code gr_demonitor(gr_monitor_id id);

/* Have it told by a future, for plain threads and foreign loops: to be ended with
 * gr_monitor_await(). One that is dropped or cancelled watches no more.
 * Owns:    *out_future is the caller's.   Thread: any.   Blocks: while a named ref is looked up, or
 *          the session is full.
 * Errors:  as gr_monitor(), but NOT_FOUND and UNAVAILABLE too: nothing is there to be watched. */
GR_API GR_MUST_USE gr_code gr_monitor_async(gr_ref target, gr_future **out_future);
GR_API GR_MUST_USE gr_code gr_monitor_node_async(gr_node *node, const char *name,
                                                 gr_future **out_future);

/* Wait until what is watched is no more, at most until the timeout; the future is then still there.
 * The Down of a node's future does not name the node.
 * Takes:   *future, which becomes NULL when OK or CANCELLED.
 * Owns:    *out_down is the caller's; free with gr_free().
 * Thread:  any.   Blocks: suspends a fiber, blocks a plain thread.
 * Errors:  DEADLINE_EXCEEDED, CANCELLED (gr_future_cancel(), or this actor is stopping),
 *          INVALID_ARGUMENT (NULL, or another kind of future), RESOURCE_EXHAUSTED (memory; it may
 *          be tried again). */
GR_API GR_MUST_USE gr_code gr_monitor_await(gr_future **future, uint32_t timeout_ms,
                                            struct Greenroom__Down **out_down);

/* Tie this actor and another together: when one ends abnormally (with another code than OK), or the
 * session between their nodes is lost, the other is stopped with that code; a lost session is
 * UNAVAILABLE. Normal ends do not spread. A link to an actor that is gone stops this one with
 * UNAVAILABLE, one to an actor that may not be linked to with PERMISSION_DENIED (refuse_links of
 * its node) or RESOURCE_EXHAUSTED (max_monitors). Linking twice is linking once.
 * Thread:  this actor's.   Blocks: while a named ref is looked up.
 * Errors:  INVALID_ARGUMENT (zero, itself), FAILED_PRECONDITION (not this actor's context),
 *          RESOURCE_EXHAUSTED (memory), what a lookup ends with. */
GR_API GR_MUST_USE gr_code gr_link(gr_context *ctx, gr_ref other);

/* Undo it, whichever of the two made it. The other's end may be on its way already.
 * Thread:  this actor's.   Blocks: no.
 * Errors:  NOT_FOUND, INVALID_ARGUMENT (zero), FAILED_PRECONDITION. */
GR_API GR_MUST_USE gr_code gr_unlink(gr_context *ctx, gr_ref other);

#ifdef __cplusplus
}
#endif
#endif
