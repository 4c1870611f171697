/* SPDX-License-Identifier: MIT */
/* Pending calls: what a caller waits for, by id. A worker's table is its own; one more in each node
 * serves plain threads, under a lock. */
#ifndef GRI_CALL_H
#define GRI_CALL_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "mailbox.h"
#include "slab.h"
#include "timer.h"

struct gri_core;

/* Called once for each call that was opened and not closed. Takes what result owns. */
typedef void gri_call_done(void *arg, struct gri_result *result);

/* Where a call went, for whoever must tell the callee or knows that it is gone. */
struct gri_target {
    void *peer; /* NULL: an actor of this node */
    uint64_t actor;
    union {
        uint64_t position;     /* of the frame among the peer's requests, to know whether it left */
        struct gri_mail *mail; /* without a peer: of a call of an actor to one of the same worker,
                                * and there it lives as long as the call is open; or NULL */
    };
    uint64_t home; /* of a monitor on another node: all sessions with that are as good; or 0 */
};

/* Owned by its table. */
struct gri_pending {
    struct gri_slot slot;
    bool has_asked;
    bool is_expired; /* its timer has fired, and stands in calls->expired */
    struct gri_timer timer;
    struct gri_calls *calls;
    gri_call_done *done;
    void *arg;
    _Atomic(const ProtobufCMessageDescriptor *) reply_type; /* read by the peers' threads, */
    _Atomic(const void *) peer;                             /* like these: target.peer, */
    _Atomic uint64_t home;                                  /* and target.home */
    struct gri_target target;
    uint64_t begun_ns;
    uint64_t deadline_ns;     /* of one whose timer asks first where the call is */
    struct gri_failure *seen; /* where the call was when that was asked; NULL: not known */
};

/* The owner of the ids of a node's table for plain threads. */
enum { GRI_CALLS_SHARED = 255 };

/* One worker's, or shared: then all is under `lock`. */
struct gri_calls {
    pthread_mutex_t lock;
    bool is_shared;
    struct gri_slab slab;
    struct gri_wheel *wheel;    /* the worker's, or its own */
    struct gri_wheel own_wheel; /* when shared */
    struct gri_list expired;    /* timed out, not yet told */
    _Atomic uint64_t next_ns;   /* when shared: no deadline is earlier; written under the lock */
    struct gri_worker *turner;  /* when shared: the worker that turns its wheel; fixed after init */
    _Atomic uint64_t late;      /* results that came for nobody */
    /* Asks the callee where a call is that may soon be late, which began then. Fixed after init. */
    void (*ask)(struct gri_core *core, const struct gri_target *target, uint64_t call,
                uint64_t begun_ns);
    /* The deadline of a call has passed that is within one worker, and is open no more: says where
     * it is, and takes it back where it has yet to run. Fixed after init. */
    void (*withdraw)(const struct gri_target *target, uint64_t begun_ns, struct gri_result *result);
    struct gri_core *core; /* for `ask` */
};

/* A worker's, with its wheel; or shared (`wheel` NULL), with one of its own that `turner`, to be
 * set before the first call, turns. */
void gri_calls_init(struct gri_calls *calls, uint32_t owner, struct gri_wheel *wheel,
                    uint64_t now_ns);
void gri_calls_fini(struct gri_calls *calls);

/* Where a call is. */
enum gri_where {
    GRI_WHERE_TOLD, /* elsewhere, in words */
    GRI_WHERE_QUEUED,
    GRI_WHERE_NO_ROOM, /* it waits for some */
    GRI_WHERE_POSTPONED,
    GRI_WHERE_WAITING, /* its handler is, and waits for another actor, */
    GRI_WHERE_PROCESSING,
    GRI_WHERE_IDLE,
    GRI_WHERE_RUNNING,
    GRI_WHERE_HELD
};

/* What was asked for: how long a call was queued and has run, and what its handler does. */
struct gri_seen {
    uint64_t now_ns;
    uint64_t queue_ns;
    uint64_t handler_ns;
    enum gri_where where;
    const char *what;  /* of a queued one, the method that runs (NULL: none does), or the state; of
                        * the schema */
    uint64_t ran_ms;   /* that method, for so long */
    const char *doing; /* TOLD */
};

/* What it does, in words; all but TOLD. */
void gri_seen_describe(const struct gri_seen *seen, char *buf, size_t cap);

/* The failure of a call that was seen there before its deadline. `doing` is not read any more when
 * it returns. NULL: out of memory. */
struct gri_failure *gri_seen_explain(const struct gri_seen *seen, uint64_t begun_ns, gr_ran ran,
                                     const char *actor);

/* What to open a call with. */
struct gri_call_parts {
    gri_call_done *done;
    void *arg;
    const ProtobufCMessageDescriptor *reply_type; /* NULL: the reply is empty */
    struct gri_target target;
    uint64_t deadline_ns; /* ends DEADLINE_EXCEEDED then; UINT64_MAX: the caller sees to it */
    uint64_t begun_ns;
};

/* When to ask where a call is: a little before its deadline. */
static inline uint64_t gri_ask_ns(uint64_t begun_ns, uint64_t deadline_ns)
{
    uint64_t quarter_ns = deadline_ns > begun_ns ? (deadline_ns - begun_ns) / 4 : 0;
    uint64_t before_ns = quarter_ns < 20000000 ? quarter_ns : 20000000;
    return deadline_ns == UINT64_MAX ? UINT64_MAX : deadline_ns - before_ns;
}

/* An id, or 0: out of memory. */
uint64_t gri_calls_open(struct gri_calls *calls, const struct gri_call_parts *parts);

/* End a call with `result`, whose contents are taken. `from` is who says so: the peer that the call
 * went to, NULL for this node itself; another one is not heard, unless it is of a monitor, when
 * gri_calls_reply_type() has said that it may. False: nobody waits for that, and the contents were
 * freed. */
bool gri_calls_end(struct gri_calls *calls, uint64_t id, const void *from,
                   struct gri_result *result);

/* Keep where a call is, as `from` says: what the caller is told at the deadline. */
void gri_calls_see(struct gri_calls *calls, uint64_t id, const void *from, const char *actor,
                   const struct gri_seen *seen);

/* Forget a call: `done` will not be called. `*out_seen` (may be NULL) is the caller's, as
 * gri_calls_see() has made it. False: it has been, or is being, called. */
bool gri_calls_close(struct gri_calls *calls, uint64_t id, struct gri_target *out_target,
                     struct gri_failure **out_seen);

/* The `arg` of an open call whose `done` is this one. NULL: it is no such call, or has ended. */
void *gri_calls_arg(struct gri_calls *calls, uint64_t id, gri_call_done *done);

/* The call is about to go by another peer. */
void gri_calls_move(struct gri_calls *calls, uint64_t id, void *peer);

/* All calls to `peer` go, or wait, by `heir`. */
void gri_calls_hand_over(struct gri_calls *calls, const void *peer, void *heir);

/* The next monitor that was sent to `peer`, of those from index *at on (0: the first): from now on
 * it goes by `heir`, who is to be told of it. One whose sender has yet to send it is passed over.
 * False: there are no more. */
bool gri_calls_take_over(struct gri_calls *calls, const void *peer, void *heir, uint32_t *at,
                         uint64_t *out_id, uint64_t *out_actor);

/* Where the call's frame stands among those of its peer, once it is there. */
void gri_calls_sent(struct gri_calls *calls, uint64_t id, uint64_t position);

/* The type of the reply that a call to `peer` waits for; a monitor's may come by any session with
 * the node `home`. False: it is gone, or went elsewhere. Any thread. */
bool gri_calls_reply_type(struct gri_calls *calls, uint64_t id, const void *peer, uint64_t home,
                          const ProtobufCMessageDescriptor **out_type);

/* End the calls to `peer` (all, where it is NULL) with UNAVAILABLE and `why`; those whose frame
 * is among the first `sent` have ran UNKNOWN, the others NO. */
void gri_calls_fail(struct gri_calls *calls, const void *peer, uint64_t sent, const char *why);

/* Of the shared table, whose wheel nobody else turns. True: some were due. */
bool gri_calls_expire(struct gri_calls *calls, uint64_t now_ns);

#endif
