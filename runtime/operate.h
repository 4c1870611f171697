/* SPDX-License-Identifier: MIT */
/* Operations: something is sent, to an actor here or on another node, or to a worker, and whoever
 * sent it waits for the result, has it put in a future, or lets it go. Any thread. */
#ifndef GRI_OPERATE_H
#define GRI_OPERATE_H

#include "entry.h"
#include "future.h"

struct gri_actor;

enum { GRI_FAR_STEPS = 4 };

/* A call to another node that no mail is made for: see far.h. An input. */
struct gri_far {
    uint64_t actor;
    const ProtobufCMessageDescriptor *type; /* of scalars alone; NULL: there is no request */
    const void *message;
    uint32_t n_chain;
    uint8_t chain[GRI_FAR_STEPS * GRI_FRAME_STEP_BYTES];
};

/* What is sent, and how. An input, but for `mail`, which is taken by whoever is given this. */
struct gri_operation {
    struct gri_mail *mail;
    uint64_t deadline_ns;
    const ProtobufCMessageDescriptor *reply_type;
    bool detached;         /* goes on when its caller gives up */
    bool at_once;          /* nobody is waited for, unless another node's actor sends it */
    bool is_awaited;       /* its sender is a fiber that waits for it, and does nothing else */
    struct gri_peer *peer; /* borrowed; NULL: here */
    uint32_t frame_kind;   /* with peer: CALL, LOOKUP, MONITOR; 0: nothing is sent */
    uint32_t method;       /* with peer: its number there, */
    bool needs_credit;     /* and whether its senders wait there */
    const void *body;      /* of a LOOKUP */
    struct gri_far *far;   /* in the place of mail, */
    uint32_t credit;       /* with what it takes of the mailbox there; 0: no credit is needed */
    /* Not mail for an actor: run it on the worker that `shard` is of. */
    struct gri_shard *shard;
    void (*run)(struct gri_worker *worker, struct gri_post *post);
    bool is_kept; /* with run: mail->actor keeps the mail, and is to be told of a cancellation */
};

/* Send, and wait for the result. Returns its code.
 * Errors besides: DEADLINE_EXCEEDED, CANCELLED, RESOURCE_EXHAUSTED, UNAVAILABLE. */
gr_code gri_operate(struct gri_entry *entry, struct gri_operation *operation,
                    struct gri_result *out_result);

/* The same from an actor to another one of its worker that takes the mail at once: near.h. */
gr_code gri_operate_near(struct gri_shard *shard, struct gri_actor *callee,
                         struct gri_operation *operation, struct gri_result *out_result);

/* The same of an actor to one of another node by operation->far, which is NULL when it returns
 * where nothing was sent. */
gr_code gri_operate_far(struct gri_shard *shard, struct gri_operation *operation,
                        struct gri_result *out_result);

/* Send, and have the result in a future. */
gr_code gri_operate_async(struct gri_entry *entry, struct gri_operation *operation,
                          gr_future **out_future);

/* Send a oneway; where the mailbox, or the way to the peer, is full and says WAIT, wait for room
 * until `wait_until_ns`. */
gr_code gri_operate_send(struct gri_entry *entry, struct gri_operation *operation,
                         uint64_t wait_until_ns);

/* Send a oneway to any ref that is not a named one, without waiting for anything. Takes mail. */
gr_code gri_operate_oneway(struct gri_core *core, gr_ref to, uint32_t method,
                           struct gri_mail *mail);

/* A core's `ask`. */
void gri_operate_ask(struct gri_core *core, const struct gri_target *target, uint64_t call,
                     uint64_t begun_ns);

/* A core's send_probe: nothing where it cannot be sent at once. */
void gri_operate_probe(struct gri_core *core, uint64_t home, uint64_t actor, uint64_t call,
                       const void *probe);

/* Stop all actors and wait until they have ended. Workers that handlers hold up then are taken over
 * at `relieve_at_ns`. */
gr_code gri_operate_stop_all(struct gri_core *core, bool drain, uint64_t relieve_at_ns,
                             uint64_t deadline_ns);

/* Log which actors are alive, as far as they can be asked until the deadline. */
void gri_operate_report(struct gri_core *core, uint64_t deadline_ns);

/* When a call ends at the latest, from its own timeout, the schema's (both 0: unset) and, unless
 * `detached`, what the caller itself has left. */
uint64_t gri_deadline(const struct gri_core *core, uint32_t timeout_ms, uint32_t schema_ms,
                      bool detached);

/* The same, where the caller's worker (NULL: none's) is known. */
uint64_t gri_deadline_on(const struct gri_worker *worker, const struct gri_core *core,
                         uint32_t timeout_ms, uint32_t schema_ms, bool detached);

#endif
