/* SPDX-License-Identifier: MIT */
/* The contract test: a seed makes a plan of calls and faults (plan.c), a stage of nodes and actors
 * plays it (stage.c, play.c) and keeps a record of what became of each call, and the judge
 * (judge.c) compares the record with a model of the contract. */
#ifndef CONTRACT_H
#define CONTRACT_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <greenroom/greenroom.h>

#include "contract.gr.h"
#include "env.h"

enum {
    NODES_MAX = 3,
    SLOTS_MAX = 8,  /* actors that are there from the beginning */
    GUESTS_MAX = 4, /* actors that a handler spawns */
    CALLS_MAX = 192,
    STEPS_MAX = 384,
    ACTS_MAX = 96,
    FAULTS_MAX = 64,
    NOBODY = 0xffff /* as a call's parent: the main thread */
};

/* ---- the plan ---- */

enum way { WAY_SYNC, WAY_ASYNC, WAY_ONEWAY };

/* What is wrong with a call from the first. */
enum flaw {
    FLAW_NONE,
    FLAW_NULL,     /* no request: INVALID_ARGUMENT */
    FLAW_ZERO,     /* a zero ref: INVALID_ARGUMENT */
    FLAW_STRANGER, /* through another service's ref: FAILED_PRECONDITION */
    FLAW_NEWER,    /* a method the callee's node does not know: UNIMPLEMENTED */
    FLAW_NAMELESS, /* to a name nobody has: NOT_FOUND */
    FLAW_STALE     /* to an actor that ended before the play began: UNAVAILABLE */
};

enum method {
    METHOD_ASK,
    METHOD_WAIT,
    METHOD_OLDEST,
    METHOD_LATEST,
    METHOD_NEWEST,
    METHOD_DETACH,
    METHOD_TELL,
    METHOD_PUSH,
    METHOD_POST,
    METHODS
};

enum step_kind {
    STEP_SLEEP,   /* for `ms` */
    STEP_CALLS,   /* begin `n` calls, then wait for those that have an end */
    STEP_PROCESS, /* for `ms`; 0: once; `n`: oneways alone */
    STEP_HOLD,    /* the call is answered by another one */
    STEP_ANSWER,  /* the held call `first`, with code `ms`; NOBODY as a code: dropped */
    STEP_GUEST,   /* spawn guest `first`, call it with the `n` calls from `ms` on, stop it */
    STEP_TWIN,    /* spawn under a name that is taken: ALREADY_EXISTS */
    STEP_QUIT     /* end this actor */
};

struct plan_step {
    uint8_t kind;
    uint32_t ms;
    uint16_t first, n;
};

struct plan_call {
    uint16_t parent;
    uint8_t way, flaw, method;
    uint8_t slot;        /* SLOTS_MAX + i: a guest */
    uint8_t via;         /* the main thread's calls: through which node */
    bool by_name;        /* through a named ref */
    bool gives_up;       /* an async call: cancelled when all of its step have begun */
    bool forwards;       /* fails as the first of its calls that fails */
    uint32_t timeout_ms; /* GR_FOREVER: a oneway without */
    uint32_t after_ms;   /* a oneway's delay */
    uint32_t load;       /* bytes */
    gr_code returns;
    uint16_t first_step, n_steps;
};

enum act_kind {
    ACT_CALL,            /* begin call `what` */
    ACT_GIVE_UP,         /* cancel it */
    ACT_STOP,            /* stop slot `what`, and spawn its successor */
    ACT_DRAIN,           /* the same, drained */
    ACT_STOP_PROCESSING, /* of slot `what` */
    ACT_CUT,             /* the sessions of node `what` break */
    ACT_STALL,           /* nothing arrives over them until ACT_MEND */
    ACT_MEND,            /* wait until all sessions stand again */
    ACT_RESTART          /* node `what` ends and comes back */
};

struct plan_act {
    uint32_t at_us;
    uint8_t kind;
    uint16_t what;
};

struct plan {
    uint64_t seed;
    bool is_calm; /* no faults, no limits, no deadlines that matter: every end is known */
    bool has_sets, has_restarts, has_cuts, has_circles;
    uint32_t n_nodes, n_slots, n_guests;
    uint32_t workers[NODES_MAX];
    uint32_t delay_us;                      /* the network's longest */
    uint8_t home[SLOTS_MAX + GUESTS_MAX];   /* the node of each slot */
    uint32_t bound[SLOTS_MAX + GUESTS_MAX]; /* its mailbox */
    struct plan_call calls[CALLS_MAX];
    struct plan_step steps[STEPS_MAX];
    struct plan_act acts[ACTS_MAX];
    uint32_t n_calls, n_steps, n_acts;
};

void plan_make(struct plan *plan, uint64_t seed);

/* ---- the record ---- */

/* What became of a call. `seq` numbers order all that is recorded; 0: it did not happen. */
struct life {
    /* the caller's side */
    uint64_t sent_ns, deadline_ns; /* UINT64_MAX: none */
    uint64_t ended_ns, gave_up_ns;
    uint32_t sent_seq, ended_seq;
    uint32_t generation; /* of the actor, when the call was sent */
    uint32_t n_ended;
    gr_code code;
    gr_ran ran;
    bool has_error;      /* `ran` was told */
    bool names_callee;   /* its path begins with the actor that was called */
    bool is_caller_told; /* the caller's own handler was to give up */
    uint8_t from;        /* the caller's node */
    uint8_t from_slot;   /* and slot; 0xff: the main thread */
    uint32_t from_generation;
    /* the callee's side */
    uint64_t started_ns, finished_ns, answered_ns, left_ns; /* left_ns: its deadline, seen there */
    uint32_t started_seq, finished_seq, answered_seq;
    uint32_t n_started;
    uint32_t at_generation;
    gr_code returned, answer;
    bool is_told;    /* gr_cancelled() at its end */
    bool has_nested; /* other calls were run inside of it */
    bool is_held;
    bool is_nested;
    /* the first circle of waiting actors that it was part of */
    uint64_t circle_ns; /* since when; 0: none */
    uint16_t circle_next;
    uint32_t n_circles;
};

/* One actor after another in the same place. */
struct slot {
    gr_ref refs[NODES_MAX];    /* as each node knows it, */
    uint32_t found[NODES_MAX]; /* and which generation that is */
    uint32_t generation;       /* counts from 1 */
    uint32_t first_calls;      /* nesting of handlers */
    uint64_t died_ns[32];      /* since when each generation took nothing new; 0: it lives */
    uint64_t stopped_ns[32];   /* and was told to stop at once */
    bool has_quit[32];         /* by itself, with its queue unhandled */
    gr_future *watches[32];    /* a monitor of each generation, by the main thread */
    uint8_t watched_from[32];  /* through this node */
    uint16_t running[20];      /* the calls it runs, innermost last, */
    uint16_t waits_for[20];    /* and for which call each waits; NOBODY: none */
};

/* Something broken for a while: the sessions over a node's url. */
struct fault {
    uint8_t node;
    bool is_stall;
    uint64_t from_ns, to_ns; /* UINT64_MAX: still */
};

struct stage {
    gri_env *env; /* NULL: real time */
    const struct plan *plan;
    pthread_mutex_t lock; /* of all that follows, where there are threads */
    gr_node *nodes[NODES_MAX];
    struct slot slots[SLOTS_MAX + GUESTS_MAX];
    struct life lives[CALLS_MAX];
    gr_future *futures[CALLS_MAX];
    gr_call held[CALLS_MAX];
    gr_ref stale[NODES_MAX];
    struct fault faults[FAULTS_MAX];
    uint32_t n_faults;
    uint32_t seq;
    uint64_t began_ns;
    uint64_t closing_ns; /* when all is over but the stops of all actors */
    gr_node_stats stats; /* of all nodes, when all was over */
    uint64_t twins, odd_lines;
    char odd_line[256];
    uint64_t codes[GR_APPLICATION + 1]; /* how often a call ended so */
    uint32_t pending; /* of Greenroom's own tables, at the end: nothing is to be left */
    bool is_traced;
    char *trace;
    size_t trace_len, trace_cap;
};

/* The one stage of this process: handlers find it here. */
extern struct stage stage;

/* Plays the plan, in virtual time or, with `is_real`, on threads. */
void stage_play(const struct plan *plan, bool is_real, bool is_traced);

uint64_t stage_now(void);
void stage_lock(void);
void stage_unlock(void);
void stage_odd(const char *format, ...) __attribute__((format(printf, 1, 2)));
void stage_trace(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* ---- play.c ---- */

extern const contract_player_type play_type;

/* Begin a call of the main thread; end one that was begun. */
void play_begin(uint16_t id);
void play_give_up(uint16_t id);
void play_end(uint16_t id);

enum death { DEATH_QUIT, DEATH_DRAIN, DEATH_AT_ONCE };
void play_died(uint8_t place, uint32_t generation, enum death how);

/* The number of the next thing recorded. */
uint32_t play_seq_locked(void);

/* ---- judge.c ---- */

/* How many violations there are; the first are told on `out`, which may be NULL. `is_timed`: in
 * virtual time. */
unsigned judge(const struct plan *plan, bool is_timed, FILE *out);

/* What a call that nothing interferes with ends in. */
gr_code judge_expected(const struct plan *plan, uint16_t id);

#endif
