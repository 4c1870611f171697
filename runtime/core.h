/* SPDX-License-Identifier: MIT */
/* What the modules of a node share: its identity and limits, a shard for each worker, the pending
 * calls of plain threads, the names. Built and torn down by node.c. */
#ifndef GRI_CORE_H
#define GRI_CORE_H

#include "call.h"
#include "coverage.h"
#include "defer.h"
#include "greenroom/node.h"
#include "intake.h"
#include "letters.h"
#include "log.h"
#include "names.h"
#include "numbers.h"
#include "policy.h"
#include "worker.h"

/* What gr_node_stats is made of. Written by one worker (or, the core's own, by any thread). */
struct gri_counters {
    _Atomic uint64_t handled;
    _Atomic uint64_t oneways_failed;
    _Atomic uint64_t rejected;
    _Atomic uint64_t expired;
    _Atomic uint64_t unavailable;
    _Atomic uint64_t cancelled;
    _Atomic uint64_t invalid;
    _Atomic uint64_t protocol_errors;
    _Atomic uint64_t actors; /* alive */
};

struct gri_peer;

/* What a method of another node's actors was found to be, and by which session it is reached: until
 * that is down, or takes no more. */
struct gri_known {
    struct gri_peer *peer; /* not owned; NULL: nothing is known */
    uint64_t home;
    const gr_service *service;
    uint32_t method;
    uint32_t number; /* there */
    bool waits;      /* its senders wait where the mailbox is full */
};

enum { GRI_KNOWN = 16 };

/* One worker and what is its own. */
struct gri_shard {
    struct gri_worker worker;
    struct gri_core *core;
    struct gri_intake intake;
    struct gri_calls calls;
    struct gri_slab actors;
    struct gri_slab held;
    struct gri_slab delayed;
    struct gri_counters counters;
    struct gri_mail *stop_all;         /* who waits until no actor is left here */
    struct gri_known known[GRI_KNOWN]; /* by gri_known_at(): what was used last */
    struct gri_deferred watch;         /* of its worker, while that is lent, */
    _Atomic bool is_watched;           /* @ which has been handed over */
};

/* Where the shard may know of a method. */
static inline struct gri_known *gri_known_at(struct gri_shard *shard, uint64_t home,
                                             const gr_service *service, uint32_t method)
{
    uint64_t mixed = (home ^ (uintptr_t)service ^ method) * UINT64_C(0x9e3779b97f4a7c15);
    return &shard->known[mixed >> 32 & (GRI_KNOWN - 1)];
}

/* Fixed after init, but for what says otherwise. */
struct gri_core {
    gri_env *env;
    gr_node *node;
    uint64_t handle;      /* in refs */
    uint64_t incarnation; /* never 0 */
    struct gri_policies policies;
    char name[GRI_NAME_MAX + 1];
    gr_limits limits;
    uint32_t slow_after_ms; /* of a handler that does not wait; GR_FOREVER: as long as it likes */
    struct gri_message_limits message_limits;
    bool refuses_links; /* of other nodes */
    uint32_t n_shards;
    struct gri_shard *shards;
    struct gri_calls calls; /* of plain threads */
    struct gri_names names;
    struct gri_numbers numbers;
    struct gri_coverage coverage;
    bool counts_transitions;
    struct gri_counters counters;
    struct gri_letters letters;
    struct gri_log_limits log_limits;
    struct gri_depot depot;         /* of the workers' pools */
    struct gri_bell bell;           /* of the lookout, */
    struct gri_defer defer;         /* who also does this */
    _Atomic uint32_t least_slow_ms; /* of the methods that were run; the lookout looks so often */
    _Atomic uint32_t next_shard;
    _Atomic bool is_stopping; /* spawns nothing any more */
    /* Sends a oneway to any ref, local or remote, by the method's number there (of a named ref, by
     * the mail's own); takes mail. Set by the node. */
    gr_code (*send_oneway)(struct gri_core *core, gr_ref to, uint32_t method,
                           struct gri_mail *mail);
    /* What names stand for on another node is gone. Set by the node. */
    void (*forget_name)(struct gri_core *core, uint64_t home, uint64_t actor);
    /* The service of an actor of this node, NULL: gone. Set by the node. */
    const gr_service *(*service_of)(struct gri_core *core, uint64_t actor);
    /* Asks a callee where a call is, and takes one back; as gri_calls has them. Set by the node. */
    void (*ask)(struct gri_core *core, const struct gri_target *target, uint64_t call,
                uint64_t begun_ns);
    void (*withdraw)(const struct gri_target *target, uint64_t begun_ns, struct gri_result *result);
    /* Takes back what an operation of this kind has made, whose caller has given up: an actor, a
     * monitor. Set by the node. */
    void (*undo)(struct gri_core *core, enum gri_mail_kind kind, uint64_t id);
    /* Probes the waits of a shard. Set by the node. */
    void (*sweep)(struct gri_shard *shard);
    /* Sends a greenroom.wire.Probe to an actor of another node. Set by the node. */
    void (*send_probe)(struct gri_core *core, uint64_t home, uint64_t actor, uint64_t call,
                       const void *probe);
    /* The name of the node of that incarnation, as far as it is known. Set by the node. */
    void (*name_node)(struct gri_core *core, uint64_t home, char *buf, size_t cap);
};

/* How large the items of the shards' slabs are: known to the modules above. */
struct gri_core_sizes {
    size_t actor;
    size_t held;
    size_t delayed;
};

/* Identity, limits and n_shards are set by the caller. Errors: RESOURCE_EXHAUSTED. */
gr_code gri_core_init(struct gri_core *core, const struct gri_core_sizes *sizes);
void gri_core_fini(struct gri_core *core);

static inline struct gri_shard *gri_shard_of(struct gri_worker *worker)
{
    return GRI_CONTAINER(worker, struct gri_shard, worker);
}

/* The shard of `core` whose worker runs on this thread, or NULL. */
struct gri_shard *gri_core_here(const struct gri_core *core);

/* The shard an id of an actor, a held call or a delayed oneway belongs to, or NULL. */
struct gri_shard *gri_core_shard(const struct gri_core *core, uint64_t id);

/* A mail's `answer` for calls of this node: `answer_to` is the core. */
void gri_core_answer(struct gri_mail *mail, struct gri_result *result);

/* End a call of this node; `from` as gri_calls_end() has it. A plain thread's ends at once, and
 * NULL is returned. Else `carrier`, which may be the reply itself, is to be posted to the worker
 * returned. Takes carrier and what `result` owns. Not on a worker. */
struct gri_worker *gri_core_carry(struct gri_core *core, uint64_t id, const void *from,
                                  struct gri_result *result, struct gri_mail *carrier);

/* core_lose.c: how an actor is called in messages and logs, "back/manager" where it has a name,
 * else "back/garden.Manager#7". Of another node, whose names are not known here, it is the latter.
 */
enum { GRI_ACTOR_LABEL_MAX = 600 };
const char *gri_core_describe(struct gri_core *core, const gr_service *service, uint64_t actor,
                              char *buf, size_t cap);
const char *gri_core_describe_there(const char *node, const gr_service *service, uint64_t actor,
                                    char *buf, size_t cap);
bool gri_core_describe_by_name(struct gri_core *core, uint64_t actor, char *buf, size_t cap);

/* Count `n` calls or oneways that were refused with `code`; and the reason that is usual for it. */
void gri_core_count_refusal(struct gri_core *core, gr_code code, uint64_t n);
gr_dead_reason gri_dead_reason_of(gr_code code);

/* Mail that nobody waits for, and what became of it. */
struct gri_loss {
    const struct gri_mail *mail;
    gr_dead_reason reason;
    gr_code code;
    const char *node;          /* where its actor is; NULL: on this one */
    const char *message;       /* or, of an actor of this node: */
    const struct gri_why *why; /* NULL: the message is there */
};

/* It leaves a dead letter; the mail stays the caller's. The newest of them, with their texts. Or
 * one where there is no mail: all but number and time is filled in. */
void gri_core_lose(struct gri_core *core, const struct gri_loss *loss);
size_t gri_core_newest_letters(struct gri_core *core, gr_dead_letter *out_letters, size_t n);
void gri_core_bury(struct gri_core *core, gr_dead_letter *letter);

/* One that is about a dead letter itself is counted and logged, no more: or there would be no end.
 */
void gri_core_bury_letter(struct gri_core *core, gr_dead_letter *letter);

/* Write the texts that are missing. */
void gri_core_write_letter(struct gri_core *core, struct gri_letter *letter);

/* core_tell.c: tell those who have subscribed; and whether a method takes such notices. */
void gri_core_tell(struct gri_core *core, struct gri_letter *letter);
bool gri_core_is_letter(const gr_method *method);

/* Something the application asked for and did not get, where the code is all it is told: a log line
 * "event=refused call=<what> ...", graver for mistakes than for what just happens. Returns code. */
gr_code gri_core_refused(struct gri_core *core, const char *what, gr_code code, const char *format,
                         ...) GR_PRINTF(4, 5);

/* A method runs that is to be reported after so long: have the lookout look as often as that takes.
 */
void gri_core_expect_slow(struct gri_core *core, uint32_t slow_after_ms);

/* Add to a counter that this thread alone writes. */
static inline void gri_count(_Atomic uint64_t *counter, uint64_t n)
{
    atomic_store_explicit(counter, atomic_load_explicit(counter, memory_order_relaxed) + n,
                          memory_order_relaxed);
}

#endif
