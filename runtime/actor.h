/* SPDX-License-Identifier: MIT */
/* Actors: one serial executor each, with state and a mailbox, on one worker. */
#ifndef GRI_ACTOR_H
#define GRI_ACTOR_H

#include <string.h>

#include "arena.h"
#include "core.h"
#include "grant.h"
#include "greenroom/stub.h"

enum gri_actor_state {
    GRI_ACTOR_STARTING, /* its start hook has yet to return */
    GRI_ACTOR_RUNNING,
    GRI_ACTOR_DRAINING, /* takes nothing new, finishes what is queued */
    GRI_ACTOR_STOPPING, /* ends as soon as what runs has returned */
    GRI_ACTOR_ENDING,   /* its stop hook runs */
    GRI_ACTOR_ENDED
};

/* A struct of the user's that is no larger stands inside of its actor. */
enum { GRI_ACTOR_ROOM = 16 };

/* What is needed only until the start hook has returned. Owned by the actor. */
struct gri_starter {
    struct gri_post *stops;      /* the actor's, until then */
    struct gri_mail *args;       /* flat copy, or NULL */
    struct gri_mail *spawner;    /* its answer tells the spawner; NULL: nobody waits */
    struct gri_mail *state_args; /* of a machine, for that state, */
    uint32_t state;              /* in which it begins; 0: the initial one */
    uint64_t deadline_ns;
    char name[]; /* to register; "" for none */
};

/* Owned by its worker, but for `slot`, `type`, `is_exported` and parts of `mailbox`, which other
 * threads read. Its memory stays when it ends. There may be millions: what is not needed by each
 * stands elsewhere. */
struct gri_actor {
    struct gri_slot slot;     /* its note: the code that it ends with */
    uint8_t state;            /* enum gri_actor_state */
    bool is_busy;             /* its fiber is in a handler, a hook or the run body */
    _Atomic bool is_exported; /* other nodes may call it, and it may have names */
    bool is_queued : 1;
    bool is_machine : 1;  /* its service has states */
    bool has_body : 1;    /* its type has a run body */
    bool has_starter : 1; /* its start hook has yet to return */
    bool is_inside : 1;   /* what the user's handlers are given, in `room`, because it is small */
    union {
        void *self;
        _Alignas(16) unsigned char room[GRI_ACTOR_ROOM];
    };
    _Atomic(const gr_type *) type;
    struct gri_task task;
    struct gri_shard *shard;
    struct gr_context *context; /* the innermost */
    uint64_t handled;
    union {
        struct gri_starter *starter; /* while it has one, */
        struct gri_post
            *stops; /* then: of the mail of those who wait for its end; the last first */
    };
    struct gri_bonds *bonds; /* NULL: none yet */
    struct gri_mailbox mailbox;
};

/* What ties an actor to others, and what else few actors have. Owned by the actor, made when first
 * needed. */
struct gri_bonds {
    struct gri_list held;      /* calls */
    struct gri_label *label;   /* what it is called, where that was asked for */
    struct gri_list *monitors; /* mail of those who are to be told of its end; n_buckets lists, */
    uint32_t n_buckets;        /* a power of two, in which they stand by their call */
    uint32_t n_monitors;
    struct gri_list few;     /* the only bucket, while they are few */
    struct gri_list watches; /* what it watches itself */
    uint32_t n_kept;         /* names that have to be released, at the most */
};

/* What of a machine runs. */
enum gri_part {
    GRI_PART_NONE, /* a handler, or a hook that every actor may have */
    GRI_PART_BODY, /* of its state */
    GRI_PART_TIMEOUT,
    GRI_PART_CHANGE /* hooks between two states */
};

/* One run of a handler, hook or body; on the fiber's stack. `activity` comes first. */
struct gr_context {
    struct gri_activity activity;
    struct gri_actor *actor;
    struct gri_mail *mail;         /* NULL in hooks and bodies */
    const struct gri_mail *caller; /* whose chain waits for this: the mail, or a spawner's */
    struct gr_context *outer;
    uint64_t began_ns;
    uint32_t depth; /* of processing */

    /* From here on all is zero at first: GRI_CONTEXT_REST. */
    bool is_given_up; /* its caller waits no more */
    struct gri_failure *failure;
    struct gri_failure *aborted; /* why its last wait for others was ended */
    const char *reported_as;     /* as stuck, so that its end is reported as well */
    struct gri_wait *idle;       /* waits for mail in gr_process() */
    const bool *only;            /* of these methods */
    uint64_t cleaned_ns;         /* the handler's own deadline, once it has begun to clean up */
    struct gri_held *held;       /* what became of the call */
    struct gri_mail *wish_args;  /* of a machine: the transition that is to follow, */
    uint32_t wish;               /* and the state that it leads to; 0: none */
    enum gri_part part;
    struct gri_arena arena;
};

/* A held call. Owned by its worker. Who takes `carrier` out ends the call; who claims the id, by an
 * answer, posts the entry home, where the request is freed. Keys: `c` the claimer's, `@` for any
 * thread, the others the worker's. */
struct gri_held {
    struct gri_slot slot;
    struct gri_list link; /* in the actor's list */
    struct gri_post post; /* c */
    struct gri_timer timer;
    struct gri_shard *shard;
    struct gri_actor *actor;            /* NULL: has ended */
    _Atomic(struct gri_mail *) carrier; /* @ the call, without its request; NULL: it has ended */
    struct gri_mail *mail;              /* the request */
    void *answer_to;                    /* whose call it is, */
    uint64_t call;                      /* to find it when the caller gives up */
    struct gri_arena arena;
    _Atomic(const gr_method *) method; /* @ */
    _Atomic(const void *) request;     /* @ */
    bool is_in_handler;                /* which may still read the request */
    bool is_answered;
    char path[128]; /* c: where it failed, if it does */
};

/* held.c, on the worker: end one; end and forget one whose handler has failed after all; end those
 * whose caller has given up (`call` 0: all of theirs), and all of an actor that ends; and let go of
 * what the handler borrowed. */
void gri_held_end(struct gri_held *held, gr_code code, const char *why);
void gri_held_abandon(struct gri_held *held, gr_code code, const char *why);
void gri_held_cancel(struct gri_actor *actor, const void *answer_to, uint64_t call);
void gri_held_fail_all(struct gri_actor *actor);
void gri_held_leave(struct gr_context *ctx);

/* monitor.c, on the worker: mail that asks to be answered when its actor ends, or that what was
 * asked for on another session with the same node be answered by the one of the mail; take it back,
 * where the asker has ended with `code` (`call` 0: all of theirs); and tell all, now that the actor
 * has ended. Takes bonds, which may be NULL. And its bonds, made now; NULL: out of memory. */
void gri_monitor_arrived(struct gri_worker *worker, struct gri_post *post);
void gri_monitor_move_arrived(struct gri_worker *worker, struct gri_post *post);
void gri_monitors_cancel(struct gri_actor *actor, const void *answer_to, uint64_t call,
                         gr_code code);
void gri_bonds_end(struct gri_shard *shard, struct gri_bonds *bonds, uint64_t actor,
                   gr_code reason);
struct gri_bonds *gri_bonds_of(struct gri_actor *actor);

/* machine.c, on the worker: a machine's `self`, NULL: out of memory; its first state, decided when
 * its start hook has returned; one step of its turn, false: there is nothing to do; whether there
 * would be; the transition that a handler or hook has asked for, which has returned `code`; what of
 * it runs, for people; its state's hooks before its end, with what it sends itself taken back; and
 * all of it, `self` too, when it has ended. */
void *gri_machine_create(struct gri_core *core, const gr_type *type);
void gri_machine_free(void *self);
void gri_machine_init(struct gri_actor *actor);
gr_code gri_machine_begin(struct gri_actor *actor, struct gri_starter *starter,
                          struct gri_failure **out_failure);
bool gri_machine_step(struct gri_actor *actor);
bool gri_machine_has_work(const struct gri_actor *actor);
void gri_machine_wished(struct gri_actor *actor, struct gr_context *ctx, gr_code code);
const char *gri_machine_what(const struct gr_context *ctx);
void gri_machine_leave(struct gri_actor *actor);
void gri_machine_close_events(struct gri_actor *actor); /* machine_event.c */
void gri_machine_fini(struct gri_actor *actor);

/* machine_event.c, on the worker: the next mail that the state does not postpone, of the methods in
 * `only` (NULL: any), as gri_mailbox_pop_of() has it; with `out_stopped` NULL markers are passed
 * over. And what the state does with it: takes mail. */
struct gri_mail *gri_machine_pop(struct gri_actor *actor, const bool *only, bool *out_stopped);
void gri_machine_dispatch(struct gri_actor *actor, struct gri_mail *mail);

/* The name of the state that has postponed mail of the queue; NULL: none has, or it is no machine.
 */
const char *gri_machine_postponing(const struct gri_actor *actor, const struct gri_mail *mail);

/* machine_ask.c, any thread: whether mail is for "$machine"; and whether the observer it names, if
 * it does, is an actor of the node `home`. */
bool gri_machine_is_asked(const struct gri_mail *mail);
bool gri_machine_is_asked_by(const struct gri_mail *mail, uint64_t home);

/* On the worker: take such mail, of the actor's own service: it is answered now or later. End those
 * whose caller has given up (`call` 0: all of theirs). */
void gri_machine_asked(struct gri_actor *actor, struct gri_mail *mail);
void gri_machine_cancel_asks(struct gri_actor *actor, const void *answer_to, uint64_t call);

/* One that waits, NULL: it is not here; what it waits for, for people; and whether a machine cannot
 * get out of its state as long as what it runs waits. */
const struct gri_mail *gri_machine_find_ask(struct gri_actor *actor, const void *answer_to,
                                            uint64_t call);
void gri_machine_describe_ask(const struct gri_actor *actor, const struct gri_mail *mail, char *buf,
                              size_t cap);
bool gri_machine_is_bound(const struct gri_actor *actor);

/* Whether a type has the hook; a machine's has on_transition in the place of run. */
enum gri_hook { GRI_HOOK_START, GRI_HOOK_STOP, GRI_HOOK_RUN, GRI_HOOK_TRANSITION = GRI_HOOK_RUN };

/* Hooks of all services have the same shape as far as being there is concerned. */
static inline bool gri_type_has_hook(const gr_type *type, enum gri_hook index)
{
    void (*hook)(void);
    const char *hooks = (const char *)type + type->service->hooks_at;
    memcpy(&hook, hooks + (size_t)index * sizeof(hook), sizeof(hook));
    return hook != NULL;
}

static inline bool gri_actor_holds_calls(const struct gri_actor *actor)
{
    return actor->bonds != NULL && !gri_list_is_empty(&actor->bonds->held);
}

/* NULL: its start hook has returned, or there is none. */
static inline struct gri_starter *gri_actor_starter(const struct gri_actor *actor)
{
    return actor->has_starter ? actor->starter : NULL;
}

/* What the user's handlers are given. */
static inline void *gri_actor_self(struct gri_actor *actor)
{
    return actor->is_inside ? actor->room : actor->self;
}

static inline const gr_type *gri_actor_type(const struct gri_actor *actor)
{
    return atomic_load_explicit(&actor->type, memory_order_relaxed);
}

static inline const gr_service *gri_actor_service_of(const struct gri_actor *actor)
{
    return gri_actor_type(actor)->service;
}

static inline uint64_t gri_actor_id(const struct gri_actor *actor)
{
    return gri_slab_id(&actor->shard->actors, actor);
}

static inline struct gri_wheel *gri_actor_wheel(const struct gri_actor *actor)
{
    return &actor->shard->worker.wheel;
}

/* actor_run.c: begin and end something of the user's on the running fiber; cancel all that an actor
 * runs; the failure of what has just run. */
void gri_context_enter(struct gr_context *ctx, struct gri_actor *actor, struct gri_mail *mail,
                       uint64_t deadline_ns);
void gri_context_leave(struct gr_context *ctx);
void gri_context_cancel_all(struct gri_actor *actor);

/* What it runs: the method's name, "start hook", "stop hook" or "run body". */
const char *gri_context_what(const struct gr_context *ctx);
struct gri_failure *gri_context_take_failure(struct gr_context *ctx, gr_code returned,
                                             const char *what);

/* actor_waits.c: the chain of those who wait for a sync call that the running activity makes,
 * itself the last, and how long it is; refuse a call whose caller waits for the callee, which waits
 * for it; probe the waits of a worker; and where a probe from another node is to be posted to
 * (takes it). */
uint32_t gri_chain_measure(const struct gri_worker *worker);
void gri_chain_write(const struct gri_worker *worker, struct gri_step *steps, uint32_t n);
static inline uint32_t gri_chain_length(const struct gri_worker *worker)
{
    if (worker == NULL || worker->activity == NULL) {
        return 0;
    }
    const struct gr_context *ctx = GRI_CONTAINER(worker->activity, struct gr_context, activity);
    bool is_first = ctx->outer == NULL && (ctx->caller == NULL || ctx->caller->n_chain == 0);
    return is_first ? 1 : gri_chain_measure(worker);
}
static inline void gri_chain_fill(const struct gri_worker *worker, struct gri_step *steps,
                                  uint32_t n)
{
    const struct gr_context *ctx = GRI_CONTAINER(worker->activity, struct gr_context, activity);
    const struct gri_actor *actor = ctx->actor;
    steps[n - 1] = (struct gri_step){ actor->shard->core->incarnation, gri_actor_id(actor),
                                      worker->n_blocked + 1 };
    if (n > 1) {
        gri_chain_write(worker, steps, n - 1);
    }
}
bool gri_actor_refuse_cycle(struct gri_actor *actor, struct gri_mail *mail);
void gri_actor_sweep(struct gri_shard *shard);
struct gri_worker *gri_actor_address_probe(struct gri_core *core, struct gri_mail *probe);

/* Of probes, whatever the user's messages may be. */
static const struct gri_message_limits gri_probe_limits = { 4, 64 << 10 };

/* A question where a call is, on its way to the callee and back. Its mail says whose call it is by
 * answer_to and call, and `answer` is given the same mail, filled in; it is freed unanswered where
 * nothing can be said. gri_actor_ask() asks for a call of this node; the other one is for mail that
 * gri_inquiry_create() made, as gri_actor_address_probe(). */
struct gri_inquiry {
    struct gri_seen seen; /* `doing` is below */
    uint64_t begun_ns;    /* the call, on this node's clock; 0: not known */
    char actor[GRI_NAME_MAX + 64];
    char doing[160];
};
struct gri_mail *gri_inquiry_create(uint64_t actor, void *answer_to, uint64_t call);
struct gri_worker *gri_actor_address_inquiry(struct gri_core *core, struct gri_mail *inquiry);
/* The same for the answer, on its way to the caller; `answer_to` is who says so. */
struct gri_worker *gri_actor_address_status(struct gri_core *core, struct gri_mail *status);
void gri_actor_ask(struct gri_core *core, uint64_t actor, uint64_t call, uint64_t begun_ns);

/* A core's `withdraw`. */
void gri_actor_withdraw_late(const struct gri_target *target, uint64_t begun_ns,
                             struct gri_result *result);

/* Queue the actor's next turn, unless it runs or is queued. */
static inline void gri_actor_queue_turn(struct gri_actor *actor)
{
    if (!actor->is_busy && !actor->is_queued) {
        actor->is_queued = true;
        if (actor->handled == 0) {
            gri_worker_run_newborn(&actor->shard->worker, &actor->task);
        } else {
            gri_worker_run_later(&actor->shard->worker, &actor->task);
        }
    }
}

/* What to make an actor of. */
struct gri_spawn {
    const gr_type *type;
    struct gri_mail *args;    /* taken */
    struct gri_mail *spawner; /* taken: answered, with the actor's id as value, when it runs */
    const char *name;
    uint32_t mailbox_messages;
    size_t mailbox_bytes;
    uint64_t deadline_ns;
    uint32_t state;              /* of a machine; 0: the initial one */
    struct gri_mail *state_args; /* taken */
};

/* Make one on the calling worker; it starts in its next turn. On failure the spawner is answered.
 */
gr_code gri_actor_spawn(struct gri_shard *shard, const struct gri_spawn *spawn, uint64_t *out_id);

/* Whether it has started when gri_actor_spawn() returns, so that no spawner need be told. */
static inline bool gri_actor_starts_at_once(const gr_type *type, const char *name)
{
    return (name == NULL || *name == '\0') && !gri_type_has_hook(type, GRI_HOOK_START) &&
           type->service->machine == NULL;
}

/* Make one that starts at once, without arguments. Its id; 0: nothing was done, and
 * gri_actor_spawn() says why not. */
uint64_t gri_actor_spawn_plain(struct gri_shard *shard, const gr_type *type,
                               uint32_t mailbox_messages, size_t mailbox_bytes);

/* Send mail to an actor of this node. Takes mail; it ends one way or the other. Without `may_wait`
 * it is refused where it would have to wait. */
void gri_actor_send(struct gri_core *core, struct gri_mail *mail, bool may_wait);

/* Whether mail to an actor that overflows with WAIT would have to wait now. */
bool gri_actor_would_wait(struct gri_core *core, const struct gri_mail *mail);

/* Put mail from another node into the mailbox of its actor, which takes the place that was kept for
 * it; without one nobody here waits for room. On the actor's worker. Takes mail. */
void gri_actor_receive(struct gri_actor *actor, struct gri_mail *mail);

/* The worker that mail is to be posted to which says, by its actor, answer_to and call, that a
 * caller on another node has given up; NULL: it is not needed. Takes mail. Not on a worker. */
struct gri_worker *gri_actor_address_cancel(struct gri_core *core, struct gri_mail *cancel);

/* Tell an actor that a caller has given up, where there is memory for it. */
void gri_actor_cancel(struct gri_core *core, uint64_t actor, void *answer_to, uint64_t call);

/* The same for a call within a worker that is queued, or waits for room, and open no more: it is
 * taken out there. False: it is not. */
bool gri_actor_cancel_queued(const struct gri_target *target);

/* The same with mail that was kept for it: its actor, answer_to and call say what, and
 * result.code what the caller ended with. Takes mail. */
void gri_actor_cancel_by(struct gri_core *core, struct gri_mail *cancel);

/* Those who called as `answer_to` are gone: withdraw and cancel all of theirs. On the worker. */
void gri_actor_cancel_all_of(struct gri_shard *shard, const void *answer_to);

/* End one of its gr_process(). Errors: UNAVAILABLE, RESOURCE_EXHAUSTED. */
gr_code gri_actor_stop_processing(struct gri_core *core, uint64_t actor);

/* Stop an actor at once, which ends with `reason`. On its worker. */
void gri_actor_stop_with(struct gri_actor *actor, gr_code reason);

/* Let an actor handle a notice, however full its mailbox is: behind all that came before, also what
 * waits for room. On its worker. Takes mail. */
void gri_actor_notify(struct gri_actor *actor, struct gri_mail *notice);

/* Mail that stops an actor (mail->actor; method 1: drain) when it is run on its worker: its answer
 * comes when the actor has ended. */
void gri_actor_stop_arrived(struct gri_worker *worker, struct gri_post *post);

/* Mail with room for a gr_actor_stats, which is the answer: what is known of an actor
 * (mail->actor). */
void gri_actor_stats_arrived(struct gri_worker *worker, struct gri_post *post);

/* Stop an actor whose end nobody waits for; any thread. Errors: RESOURCE_EXHAUSTED. */
gr_code gri_actor_stop_unwaited(struct gri_core *core, uint64_t actor, bool drain);

/* The same for all actors of the worker. */
void gri_actor_stop_all_arrived(struct gri_worker *worker, struct gri_post *post);

/* The service and method table of an actor, as far as another thread can know. NULL: gone. */
const gr_service *gri_actor_service(struct gri_core *core, uint64_t actor, bool *out_is_exported);
void gri_actor_export(struct gri_core *core, uint64_t actor);

/* What gri_core_describe() would say, kept: it lives as long as the actor. Its worker only. */
const char *gri_actor_label(struct gri_actor *actor);

/* Run one mail in the actor's running fiber. */
void gri_actor_dispatch(struct gri_actor *actor, struct gri_mail *mail);

/* Mail was put into its queue: it is to look. The second is for one that is busy. */
void gri_actor_nudge(struct gri_actor *actor, const struct gri_mail *mail);
static inline void gri_actor_wake(struct gri_actor *actor, const struct gri_mail *mail)
{
    if (GRI_DEFECT(LOST_WAKE_UP)) {
        return;
    }
    if (actor->is_busy) {
        gri_actor_nudge(actor, mail);
    } else {
        gri_actor_queue_turn(actor);
    }
}

/* Room was made in the mailbox: let in what waits. */
void gri_actor_admit_waiting(struct gri_actor *actor);
static inline void gri_actor_admit(struct gri_actor *actor)
{
    if (gri_mailbox_is_awaited(&actor->mailbox)) {
        gri_actor_admit_waiting(actor);
    }
}

/* actor_grant.c, on the worker: an ask that has waited for room gets it; somebody waits, so what
 * other nodes do not use is wanted back; and the end of all grants of an actor, and of a holder. */
void gri_actor_grant(struct gri_actor *actor, struct gri_grant *grant);
void gri_actor_recall(struct gri_actor *actor);
void gri_actor_end_grants(struct gri_actor *actor);
/* A holder asks for room in an actor's mailbox, or gives some back: it is told what it gets; and
 * what used its credit has come to nothing: the place is free again. */
void gri_actor_ask_for_room(struct gri_shard *shard, uint64_t actor,
                            const struct gri_grant_ask *ask);
void gri_actor_return_credit(struct gri_shard *shard, uint64_t actor,
                             const struct gri_holder *holder, uint64_t bytes);
void gri_holder_end(struct gri_shard *shard, struct gri_holder *holder);

/* Ends of mail that is not handled: counted, answered or left as a dead letter, freed. The second
 * is for those whose reason is not the one that is usual for the code, or whose actor is on another
 * node (NULL: on this one). */
void gri_mail_refuse(struct gri_core *core, struct gri_mail *mail, gr_code code, const char *format,
                     ...) GR_PRINTF(4, 5);
void gri_mail_lose(struct gri_core *core, struct gri_mail *mail, gr_code code,
                   gr_dead_reason reason, const char *node, const char *format, ...)
    GR_PRINTF(6, 7);

/* The same for what may come in floods: nothing is put into words until somebody reads it. On the
 * actor's worker (`actor`), or NULL. */
void gri_mail_refuse_why(struct gri_core *core, struct gri_actor *actor, struct gri_mail *mail,
                         gr_code code, const struct gri_why *why);

/* A oneway of scalars to an actor of this worker that has no room for it, and makes none: it is
 * refused before anything is copied. False: it goes the long way. */
bool gri_actor_refuse_oneway(struct gri_actor *actor, uint64_t sender, uint32_t method,
                             size_t message_bytes);

/* How many actors of the worker are alive, with a log line for each of the first few. */
void gri_actor_report_alive(struct gri_shard *shard);

/* What the calling thread's fiber runs, for the report of an overflow. Async-signal-safe. */
size_t gri_actor_describe_running(char *buf, size_t cap);

#endif
