/* SPDX-License-Identifier: MIT */
/* Nodes: a runtime with its workers, actors, names and sessions with other nodes. */
#ifndef GREENROOM_NODE_H
#define GREENROOM_NODE_H

#include "greenroom/actor.h"
#include "greenroom/letter.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Everything that is bounded. Zero means the default in brackets. */
typedef struct gr_limits {
    uint32_t mailbox_messages;  /* calls queued at an actor [4,000] */
    size_t mailbox_bytes;       /* and their bytes [8 MiB] */
    size_t message_bytes;       /* one message, in memory and on the wire [4 MiB] */
    uint32_t message_depth;     /* nesting of messages [64] */
    uint32_t max_fibers;        /* handlers waiting at once, a worker [10,000] */
    size_t stack_bytes;         /* a fiber's stack [64 KiB; at least 16 KiB] */
    size_t send_bytes;          /* waiting to be sent to one peer before senders wait [4 MiB] */
    size_t receive_bytes;       /* received from one peer and not yet handled [4 MiB] */
    uint32_t max_actors;        /* alive at once, a worker [4,000,000] */
    uint32_t max_peers;         /* sessions at once [1,000] */
    uint32_t max_children;      /* child processes at once [1,000] */
    uint32_t dead_letters;      /* kept for gr_node_get_dead_letters() [256; at most 1,048,576] */
    uint32_t max_monitors;      /* of one actor; and by one peer of all actors here [100,000] */
    uint32_t max_lookups;       /* waiting for names whose actors restart, a quarter of them from
                                 * one other node [10,000] */
    uint32_t max_spare_threads; /* for handlers that are stuck at once, a worker [32] */
} gr_limits;

/* What a node does differently from what a schema says, for one service or one of its methods. */
typedef struct gr_override {
    const char *of;            /* "garden.Manager", or "garden.Manager.UpdateResource" */
    uint32_t mailbox_messages; /* of a service: in place of the schema's; 0: as there */
    size_t mailbox_bytes;      /* likewise */
    gr_overflow overflow;      /* of a method: what a full mailbox does with it */
} gr_override;

/* How to make a node. Zero means default everywhere. */
typedef struct gr_node_options {
    const char *name;      /* what other nodes call it: letters, digits, . _ -; [a random one] */
    uint32_t workers;      /* threads that run actors [one for each processor] */
    bool stop_on_signals;  /* SIGINT and SIGTERM make gr_node_wait() stop the node */
    bool stop_with_parent; /* so does the end of the process that started this one as its child */
    bool no_overflow_handler; /* do not report overflowing stacks by a handler of SIGSEGV */
    uint32_t slow_after_ms; /* a handler or hook that runs for this long without waiting is named in
                               the log, and a spare thread takes over all else of its worker;
                               GR_FOREVER: never [1,000] */
    uint32_t ping_ms;       /* a peer silent for this long is pinged, for three times that long it
                               is gone [5,000] */
    bool refuse_links;      /* actors of other nodes may not link to those of this one, which would
                               let them stop these: who tries is stopped, PERMISSION_DENIED */
    bool count_transitions; /* of all machines, for gr_machine_get_counts(): a table for each
                               service with states */
    gr_limits limits;
    const gr_override *overrides; /* for the actors of this node, whoever calls them */
    uint32_t n_overrides;
} gr_node_options;

/* Make a node and start its workers. At most 1,024 nodes in a process at once.
 * Owns:    *out_node is the caller's; end it with gr_node_destroy().   Borrows: options.
 * Thread:  any plain thread.   Blocks: no.
 * Errors:  INVALID_ARGUMENT (name, senseless limits or overrides: of these the log says which and
 *          why), RESOURCE_EXHAUSTED, FAILED_PRECONDITION (in a process forked from one with
 *          nodes). What an override says of a service is looked at when an actor of it is spawned:
 *          where there is no such method, that fails INVALID_ARGUMENT. */
GR_API GR_MUST_USE gr_code gr_node_create(const gr_node_options *options, gr_node **out_node);

/* Stop all actors and child processes, close all sessions, and free the node. With *drain* queued
 * calls are finished and held calls answered first. When actors are still alive after timeout_ms
 * (0: 5,000), threads inside, or sessions open, it returns DEADLINE_EXCEEDED, logs which and why
 * (event=still_alive actor=... in=... state=running for_ms=...), and leaves the node stopping, to
 * be destroyed again later. What a handler that does not return uses is never freed: the others end
 * all the same. Takes:   node, when OK.   Thread: any plain thread, once.   Blocks: until then.
 * Errors:  DEADLINE_EXCEEDED, INVALID_ARGUMENT, FAILED_PRECONDITION (called from an actor). */
GR_API GR_MUST_USE gr_code gr_node_destroy(gr_node *node, const gr_stop_options *options);

/* Make gr_node_wait() return.   Thread: any, and signal handlers.   Blocks: no. */
GR_API void gr_node_stop(gr_node *node);

/* Wait until gr_node_stop(), or SIGINT or SIGTERM with stop_on_signals, or the end of the parent
 * process with stop_with_parent.
 * Thread:  any plain thread.   Blocks: until then. */
GR_API GR_MUST_USE gr_code gr_node_wait(gr_node *node);

/* The node's own name.   Borrows: it lives as long as the node. */
GR_API const char *gr_node_name(const gr_node *node);

/* Take sessions from other nodes at `url`: "ipc:///run/x.sock" (only the own user's processes are
 * let in), "abstract://name" (likewise), "tcp://127.0.0.1:4000"; port 0 takes a free one, and
 * out_url (may be NULL) gets the real one, to be freed with gr_free().
 * Thread:  any.   Blocks: shortly.
 * Errors:  INVALID_ARGUMENT (url), ALREADY_EXISTS (address in use), UNAVAILABLE (anything else the
 *          system said; it is logged), RESOURCE_EXHAUSTED. */
GR_API GR_MUST_USE gr_code gr_node_listen(gr_node *node, const char *url, char **out_url);

/* Keep a session with the node at `url`: dialled now, and again, with a growing and jittered pause,
 * whenever it is lost. Returns at once; lookups wait until the session stands. Two nodes may
 * connect to each other: one session stays, and serves both. Where the url leads to this very node
 * there is no session, and it is not dialled again: a line in the log says so. Thread:  any.
 * Blocks: no. Errors:  INVALID_ARGUMENT (url), ALREADY_EXISTS (this node dials it already),
 *          RESOURCE_EXHAUSTED (memory). */
GR_API GR_MUST_USE gr_code gr_node_connect(gr_node *node, const char *url);

/* Take a name back.   Thread: any.   Blocks: no.
 * Errors:  NOT_FOUND, INVALID_ARGUMENT. */
GR_API GR_MUST_USE gr_code gr_unregister(gr_node *node, const char *name);

/* What a node has counted since it was made. */
typedef struct gr_node_stats {
    uint64_t actors;         /* alive now */
    uint64_t fibers;         /* handlers waiting now */
    uint64_t peers;          /* sessions now */
    uint64_t handled;        /* handlers run */
    uint64_t oneways_failed; /* handlers of oneways that failed */
    uint64_t rejected;       /* calls and oneways that a full mailbox, or another limit, kept out */
    uint64_t expired;        /* calls and oneways whose deadline passed before they ran */
    uint64_t unavailable;    /* calls and oneways to actors that were gone */
    uint64_t late_replies;   /* replies whose caller had given up */
    uint64_t cancelled;      /* calls withdrawn before they ran */
    uint64_t invalid;        /* calls and oneways that did not fit: of another service or an unknown
                                method, or not to be decoded */
    uint64_t dead_letters[GR_DEAD_REASONS]; /* what nobody waited for, by gr_dead_reason */
    uint64_t protocol_errors;               /* sessions closed for what a peer sent */
} gr_node_stats;

/* Read the counters; each is right by itself, not all of one instant.   Thread: any.   Blocks: no.
 */
GR_API void gr_node_get_stats(const gr_node *node, gr_node_stats *out_stats);

#ifdef __cplusplus
}
#endif
#endif
