/* SPDX-License-Identifier: MIT */
/* Actors from the inside: what a handler, a hook or a run body may do. All functions that take a
 * gr_context are called on the actor's own fiber, while the handler or hook that was given it has
 * not returned; elsewhere they return FAILED_PRECONDITION.
 *
 * A handler or hook that computes, or blocks in a system call, for longer than the node's
 * slow_after_ms is named in the log while it does (event=stuck_handler, and event=handler_returned
 * at its end), and a spare thread goes on with all else of its worker. Its own thread stays the
 * same until it waits by a function of ours; after a wait it may be another. So a lock of a thread
 * (a mutex) is not to be held over a wait. */
#ifndef GREENROOM_ACTOR_H
#define GREENROOM_ACTOR_H

#include "greenroom/call.h"

#ifdef __cplusplus
extern "C" {
#endif

/* What a full mailbox does with one more call. */
typedef enum gr_overflow {
    GR_OVERFLOW_REJECT = 0, /* it ends RESOURCE_EXHAUSTED */
    GR_OVERFLOW_WAIT = 1,   /* it waits for room, first come first served, until its deadline */
    GR_OVERFLOW_DROP_NEWEST = 2, /* as REJECT */
    GR_OVERFLOW_DROP_OLDEST = 3, /* the oldest queued one of its method makes room for it, */
    GR_OVERFLOW_KEEP_LATEST = 4  /* or all of them do: those end RESOURCE_EXHAUSTED */
} gr_overflow;

/* Fail the call being handled: `return gr_fail(ctx, GR_NOT_FOUND, "no %s", name);`
 * Returns `code`, so that it can be returned; INTERNAL where code is OK or no code. The message is
 * cut at 512 bytes. */
GR_API GR_MUST_USE gr_code gr_fail(gr_context *ctx, gr_code code, const char *format, ...)
    GR_PRINTF(3, 4);

/* The same with a typed detail, packed at once.   Borrows: detail.
 * A detail that cannot be packed is left out, and the message says so. */
GR_API GR_MUST_USE gr_code gr_fail_with(gr_context *ctx, gr_code code,
                                        const ProtobufCMessageDescriptor *type, const void *detail,
                                        const char *format, ...) GR_PRINTF(5, 6);

/* Fail as a call of one's own failed: same code, message and detail, its path behind one's own.
 * Returns error->code. */
GR_API GR_MUST_USE gr_code gr_forward(gr_context *ctx, const gr_error *error);

/* Memory that lives until the reply has been copied (a held call's: until its answer).
 * 16-byte aligned, zeroed. NULL when out of memory, or over 1 GiB in one call. */
GR_API void *gr_alloc(gr_context *ctx, size_t n);

/* This actor's node, address and name ("back/manager", or "back/garden.Manager#7").
 * Borrows: the name lives as long as the actor. */
GR_API gr_node *gr_context_node(gr_context *ctx);
GR_API gr_ref gr_context_self(gr_context *ctx);
GR_API const char *gr_context_name(gr_context *ctx);

/* Milliseconds until the deadline of the call being handled, or of the cleanup; GR_FOREVER without
 * one. */
GR_API uint32_t gr_remaining(gr_context *ctx);

/* Whether to give up: the deadline of the call being handled has passed, its caller has given up,
 * or this actor is to stop. Waits (sleeps, calls, awaits, processing) return CANCELLED then, but
 * for a run body while its actor is drained: that is to notice by itself. */
GR_API bool gr_cancelled(gr_context *ctx);

/* Sleep; other actors run, this one's calls wait.
 * Errors:  CANCELLED (see gr_cancelled()), RESOURCE_EXHAUSTED (no fiber left: max_fibers). */
GR_API GR_MUST_USE gr_code gr_sleep(gr_context *ctx, uint32_t ms);

/* Clean up after having been cancelled, or not: until gr_cleanup_end(), or for `budget_ms` (1 to
 * 60,000) at the most, waits work again and calls may be made. Once in a handler.
 * Blocks:  no.
 * Errors:  FAILED_PRECONDITION (a second time), INVALID_ARGUMENT. */
GR_API GR_MUST_USE gr_code gr_cleanup_begin(gr_context *ctx, uint32_t budget_ms);
GR_API void gr_cleanup_end(gr_context *ctx);

/* How long to process. Zero means default everywhere. */
typedef struct gr_process_options {
    uint32_t for_ms; /* go on for this long, waiting for calls; GR_FOREVER: until stopped */
} gr_process_options;

/* Run pending calls from inside a handler or a run body: by default until the mailbox is empty,
 * else for a time or until gr_stop_processing(). The generated <service>_process() takes a set of
 * methods; calls outside it stay queued, in order.
 * Blocks:  suspends this fiber while it waits for calls.
 * Errors:  CANCELLED (see gr_cancelled()), RESOURCE_EXHAUSTED (nested deeper than 16, or no fiber
 *          left). OK: empty, time over, or stopped. */
GR_API GR_MUST_USE gr_code gr_process(gr_context *ctx, const gr_process_options *options);

/* End one gr_process() of the actor: calls sent before are run, later ones wait. One that finds no
 * processing ends the next one at once. n stops end n processings.
 * Thread:  any.   Blocks: no.
 * Errors:  UNAVAILABLE (gone), INVALID_ARGUMENT (zero), RESOURCE_EXHAUSTED (no memory),
 *          UNIMPLEMENTED (an actor on another node). */
GR_API GR_MUST_USE gr_code gr_stop_processing(gr_ref actor);

/* End this actor when the handler, start hook or run body returns; queued calls end UNAVAILABLE.
 * GR_OK is a normal end, another code an abnormal one. */
GR_API void gr_stop(gr_context *ctx, gr_code reason);

/* How to stop an actor from outside. */
typedef struct gr_stop_options {
    bool drain; /* refuse new calls, finish the queued and the held ones, then stop; oneways
                   are taken in while calls are held, for they may bring the answers */
    uint32_t timeout_ms; /* 0: 5,000 */
} gr_stop_options;

/* Tell an actor to stop, and wait until it has: at once (its waits return CANCELLED, its queued
 * calls end UNAVAILABLE) or drained.
 * Thread:  any, but not the actor itself.   Blocks: suspends a fiber, blocks a plain thread.
 * Errors:  DEADLINE_EXCEEDED (told, but not yet ended), CANCELLED (likewise; the caller is to wait
 *          no more, for it is stopping or its own deadline has passed), UNAVAILABLE (gone already),
 *          RESOURCE_EXHAUSTED (memory: not told), INVALID_ARGUMENT, FAILED_PRECONDITION (to
 *          itself), UNIMPLEMENTED (on another node). */
GR_API GR_MUST_USE gr_code gr_actor_stop(gr_ref actor, const gr_stop_options *options);

/* An actor's mailbox, to see whether its bounds fit. What is queued is what has come and has not
 * been begun; calls that the actor holds count as well. */
typedef struct gr_actor_stats {
    uint64_t handled;     /* handlers run */
    uint32_t queued;      /* now, */
    uint32_t queued_high; /* the most there ever were, */
    uint32_t queued_max;  /* and the bound */
    uint32_t promised;    /* places kept for what other nodes may send: they count in the bound */
    uint32_t waiting;     /* senders that wait for room now; those of another node count as one */
    size_t bytes;         /* the same for what is queued, in bytes */
    size_t bytes_high;
    size_t bytes_max;
} gr_actor_stats;

/* Read them.
 * Thread:  any.   Blocks: suspends a fiber, blocks a plain thread, until the actor's worker has
 *          answered: 5 s at the most.
 * Errors:  UNAVAILABLE (gone), DEADLINE_EXCEEDED, CANCELLED, RESOURCE_EXHAUSTED, INVALID_ARGUMENT,
 *          UNIMPLEMENTED (on another node). */
GR_API GR_MUST_USE gr_code gr_actor_get_stats(gr_ref actor, gr_actor_stats *out_stats);

/* How to spawn. Zero means default everywhere. */
typedef struct gr_spawn_options {
    const char *name;          /* registered under this name when its start hook is done */
    uint32_t mailbox_messages; /* 0: the schema's, else the node's */
    size_t mailbox_bytes;      /* 0: the schema's, else the node's */
    uint32_t timeout_ms;       /* for the start hook; 0: 5,000 */
    bool anywhere;             /* on any worker, even where an actor makes it; else on its own */
} gr_spawn_options;

#ifdef __cplusplus
}
#endif
#endif
