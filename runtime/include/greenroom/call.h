/* SPDX-License-Identifier: MIT */
/* Calls: refs, options, errors, held calls and delayed oneways, as the caller's side sees them. The
 * typed functions that use these are generated from a schema: docs/schema.md has their table. */
#ifndef GREENROOM_CALL_H
#define GREENROOM_CALL_H

#include <protobuf-c/protobuf-c.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "greenroom/code.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct gr_node gr_node;
typedef struct gr_context gr_context;

/* An actor's address: a value, copied freely, valid as long as its actor lives and harmless after.
 * All zero is no actor. Generated code wraps one in a type for each service. */
typedef struct gr_ref {
    uint64_t node;  /* the local node it is used through: a checked handle */
    uint64_t home;  /* incarnation of the node the actor lives on; 0: a named ref */
    uint64_t actor; /* the actor there; in a named ref the name */
} gr_ref;

/* A timeout without an end. */
#define GR_FOREVER UINT32_MAX

/* How to call. Zero means default everywhere; NULL instead of the options means all zero. */
typedef struct gr_call_options {
    uint32_t
        timeout_ms; /* 0: the schema's, else 5,000; GR_FOREVER; cut to what the caller has left */
} gr_call_options;

/* A delayed or repeated oneway. A value like a ref. */
typedef struct gr_timer {
    uint64_t node;
    uint64_t id;
} gr_timer;

/* How to send a oneway. Zero means default everywhere. */
typedef struct gr_oneway_options {
    uint32_t timeout_ms; /* time to live until its handler starts; 0: the schema's, else no end */
    uint32_t after_ms;   /* send it this much later */
    uint32_t every_ms;   /* and from then on again and again, until cancelled, or its actor, if that
                            is   one of this node, has ended. A named ref is looked up once */
    gr_timer *timer;     /* where the timer goes, with after_ms or every_ms; may be NULL */
} gr_oneway_options;

/* Cancel a delayed or repeated oneway.
 * Thread:  any.   Blocks: no.
 * Errors:  NOT_FOUND (fired for the last time, or cancelled), INVALID_ARGUMENT (zero),
 *          UNAVAILABLE (its node is gone). From another thread than the timer's own, OK means
 *          that the cancellation is on its way: a firing under way is not taken back. */
GR_API GR_MUST_USE gr_code gr_timer_cancel(gr_timer timer);

/* Whether the handler of a failed call ran. */
typedef enum gr_ran {
    GR_RAN_UNKNOWN = 0, /* it may have: the answer was lost or had not come */
    GR_RAN_NO = 1,      /* certainly not started */
    GR_RAN_YES = 2      /* it started */
} gr_ran;

/* Why a call failed. Begin with GR_ERROR_INIT, end with gr_error_fini(); a function that is given
 * one writes it on failure only and frees what it held before. */
typedef struct gr_error {
    gr_code code;
    gr_ran ran;
    const char *message; /* never NULL */
    const char *path;    /* the actors it failed in, outermost first: "front/shop > back/stock" */
    void *owned;         /* holds the strings and the detail; private */
} gr_error;

#define GR_ERROR_INIT                                                                              \
    {                                                                                              \
        0, GR_RAN_UNKNOWN, "", "", NULL                                                            \
    }

/* Free what `error` holds and make it GR_ERROR_INIT again. NULL is fine.   Thread: the owner's. */
GR_API void gr_error_fini(gr_error *error);

/* The typed detail of a failed call.
 * Owns:    *out_detail is the caller's; free with gr_free().   Borrows: error.
 * Thread:  any.   Blocks: no.
 * Errors:  NOT_FOUND (no detail, or one of another type), INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
GR_API GR_MUST_USE gr_code gr_error_detail(const gr_error *error,
                                           const ProtobufCMessageDescriptor *type,
                                           void *out_detail);

/* Free a reply, a detail or a message that Greenroom handed over, whole, in one call. NULL is fine.
 * Thread: any. */
GR_API void gr_free(void *message);

/* A call whose handler has returned without answering. A value: it may be kept, copied, and
 * answered from any thread, once. Each is to be answered or dropped, also one that is open no more:
 * its request is kept until then, or until the node ends. Generated code wraps one in a type for
 * each method. */
typedef struct gr_call {
    uint64_t node;
    uint64_t id;
} gr_call;

/* Whether somebody still waits for the answer: not once it was given, the caller has given up
 * (deadline, cancellation, its node gone) or the actor has ended.   Thread: any.   Blocks: no. */
GR_API bool gr_call_is_open(gr_call call);

/* Answer a held call with a failure.
 * Thread:  any.   Blocks: no.
 * Errors:  FAILED_PRECONDITION (answered before, or its actor has ended), INVALID_ARGUMENT (zero
 *          call, or code OK), UNAVAILABLE (its node is gone). */
GR_API GR_MUST_USE gr_code gr_call_fail(gr_call call, gr_code code, const char *format, ...)
    GR_PRINTF(3, 4);

/* Give a held call up: its caller gets INTERNAL, saying so, and it leaves a dead letter. Errors as
 * gr_call_fail(). */
GR_API GR_MUST_USE gr_code gr_call_drop(gr_call call);

#ifdef __cplusplus
}
#endif
#endif
