/* SPDX-License-Identifier: MIT */
/* What a supervisor is made of, for whoever writes one: types by their service's name, names that
 * wait for their actor, chance and time. Greenroom's own is in greenroom/supervisor.proto. */
#ifndef GREENROOM_SUPERVISE_H
#define GREENROOM_SUPERVISE_H

#include "greenroom/node.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Make an actor of the type that the node offers for `service`, such as "garden.Manager": see the
 * generated <service>_offer(). `args` are those of its start hook, as protobuf packs them.
 * Owns:    *out_ref is a value, to be wrapped in the service's own ref.   Borrows: all.
 * Thread:  any.   Blocks: suspends a fiber, blocks a plain thread, until it has started.
 * Errors:  NOT_FOUND (nothing is offered by that name), INVALID_ARGUMENT (`args` do not decode, or
 *          there should be none), and those of <service>_spawn(). */
GR_API GR_MUST_USE gr_code gr_spawn_offered(gr_node *node, const char *service, const void *args,
                                            size_t args_len, const gr_spawn_options *options,
                                            gr_ref *out_ref, gr_error *error);

/* Keep `name` while its actor restarts: from now on who looks it up, or calls through a named ref,
 * here or on another node, waits while nobody has the name, until somebody registers it, it is
 * released, or their deadline. So many wait at most (max_lookups); the next get
 * RESOURCE_EXHAUSTED. It is kept by this actor, and released when that ends; whoever comes first
 * may register it.
 * Thread:  this actor's.   Blocks: no.
 * Errors:  ALREADY_EXISTS (another actor keeps it), INVALID_ARGUMENT (name), FAILED_PRECONDITION
 *          (not this actor's context), RESOURCE_EXHAUSTED. */
GR_API GR_MUST_USE gr_code gr_keep_name(gr_context *ctx, const char *name);

/* Let it go: where nobody has it, who waits gets NOT_FOUND.   Blocks: no.
 * Errors:  NOT_FOUND (this actor does not keep it), FAILED_PRECONDITION. */
GR_API GR_MUST_USE gr_code gr_release_name(gr_context *ctx, const char *name);

/* A random number of the node's; and the nanoseconds of its clock, which never goes back and has no
 * known beginning. 0 where `ctx` is not this actor's.   Blocks: no. */
GR_API uint64_t gr_random(gr_context *ctx);
GR_API uint64_t gr_clock_ns(gr_context *ctx);

#ifdef __cplusplus
}
#endif
#endif
