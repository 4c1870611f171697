/* SPDX-License-Identifier: MIT */
/* Dead letters: what was lost or failed without anyone waiting for it. */
#ifndef GREENROOM_LETTER_H
#define GREENROOM_LETTER_H

#include "greenroom/call.h"

#ifdef __cplusplus
extern "C" {
#endif

/* What became of it. */
typedef enum gr_dead_reason {
    GR_DEAD_FULL = 0,      /* the mailbox was full, or memory or another limit was used up */
    GR_DEAD_REPLACED = 1,  /* a newer one took its place in a full mailbox */
    GR_DEAD_EXPIRED = 2,   /* its time to live was over before its handler started */
    GR_DEAD_GONE = 3,      /* the actor was gone, or ended before it ran */
    GR_DEAD_DRAINING = 4,  /* the actor took nothing new any more */
    GR_DEAD_INVALID = 5,   /* of another service or an unknown method, or not to be decoded */
    GR_DEAD_WITHDRAWN = 6, /* its sender gave up while it waited for room */
    GR_DEAD_SESSION = 7,   /* the session with its node ended, or there was none */
    GR_DEAD_FAILED = 8,    /* its handler ran, and failed */
    GR_DEAD_DROPPED = 9    /* a held call, given up by gr_call_drop() */
} gr_dead_reason;

enum { GR_DEAD_REASONS = 10 };

/* "full", "replaced" ...; "?" for none of them. Static. */
GR_API const char *gr_dead_reason_name(gr_dead_reason reason);

/* One of them. Texts that are too long are cut. */
typedef struct gr_dead_letter {
    uint64_t number; /* in the order of their deaths, from 1 */
    uint64_t at_ns;  /* by the monotonic clock */
    uint64_t count;  /* how many it stands for: more than 1 where a session was lost with them */
    gr_dead_reason reason;
    gr_code code;
    char sender[96];   /* an actor, "front/garden.Manager#3"; a node, "front"; or "thread" */
    char actor[96];    /* "back/manager"; or a node, "back" */
    char method[96];   /* "garden.Manager.UpdateResource"; "" where that is not known */
    char message[224]; /* what happened */
} gr_dead_letter;

/* Copy the newest dead letters of a node, the newest first; at most `n`, and not more than
 * gr_limits.dead_letters, for older ones are forgotten. Returns how many. gr_node_get_stats() has
 * the counts, by reason.   Thread: any.   Blocks: no. */
GR_API size_t gr_node_get_dead_letters(const gr_node *node, gr_dead_letter *out_letters, size_t n);

struct gr_service;

/* Where dead letters are told: a oneway method, of one actor, that takes a greenroom.DeadLetter. A
 * value; the generated <service>_<method>_notice(ref) makes one. */
typedef struct gr_dead_letter_notice {
    gr_ref to;
    const struct gr_service *service;
    uint32_t method;
} gr_dead_letter_notice;

/* Have each dead letter of a node told to one of its actors from now on, until that ends or is
 * unsubscribed. At most 100 a second: a notice says how many were skipped before it. Notices are
 * ordinary oneways, into an ordinary mailbox; what is lost of them, or of any other oneway that
 * carries a greenroom.DeadLetter, is counted and logged, but leaves no dead letter of its own.
 * Thread:  any.   Blocks: no.
 * Errors:  INVALID_ARGUMENT (an actor of another node, a named ref, a method of another kind),
 *          ALREADY_EXISTS, UNAVAILABLE (the actor is gone), RESOURCE_EXHAUSTED (16 subscribe). */
GR_API GR_MUST_USE gr_code gr_dead_letters_subscribe(gr_node *node, gr_dead_letter_notice notice);

/* Tell it no more; one notice may be on its way.   Thread: any.   Blocks: no.
 * Errors:  NOT_FOUND, INVALID_ARGUMENT. */
GR_API GR_MUST_USE gr_code gr_dead_letters_unsubscribe(gr_node *node, gr_dead_letter_notice notice);

#ifdef __cplusplus
}
#endif
#endif
