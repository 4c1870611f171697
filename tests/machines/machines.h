/* SPDX-License-Identifier: MIT */
/* The test of machines: a number makes a machine (model.c), of which make_machines.c writes a
 * schema and the code of an actor; a seed makes what its parts do and what it is told (script.c).
 * It is played on the runtime (play.c) and by a second, simple interpreter (reference.c), and both
 * are to have done the same (compare.c). */
#ifndef MACHINES_H
#define MACHINES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <greenroom/code.h>

enum {
    STATES_MAX = 8,
    METHODS_MAX = 6,
    GROUPS_MAX = 3,
    TIMERS_MAX = 2,
    OPS_MAX = 5,
    TELLS_MAX = 40,
    RECORDS_MAX = 4000,
    CHANGES_MAX = 1000,
    HELD_MAX = 8,
    LAST_MS = 300000, /* a drain or stop takes no longer */
    PARTS_MAX = 150   /* that do anything: those after them are as short as they can be */
};

/* ---- chance ---- */

struct dice {
    uint64_t state;
};

uint32_t draw(struct dice *dice, uint32_t n); /* below n */
bool happens(struct dice *dice, uint32_t percent);

/* ---- the model of a machine: states are numbered from 1, all else from 0 ---- */

typedef uint32_t state_set; /* bit n is state n */

struct model_state {
    state_set to; /* none: terminal */
    uint32_t timeout_ms;
    uint8_t on_timeout; /* 0: a handler, or no timeout */
    bool has_args, has_result, has_exit;
};

/* A group is in all of, or has nothing in common with, each one before it. */
struct model_group {
    state_set states;
    int8_t around; /* the innermost group that it is in; -1: none */
    bool has_enter, has_exit;
};

enum method_kind { METHOD_CALL, METHOD_ONEWAY, METHOD_INTERNAL };

struct model_method {
    enum method_kind kind;
    bool has_request, has_reply, is_ignored;
    state_set accept, postpone, to;
};

struct model {
    uint32_t number;
    uint32_t n_states, n_groups, n_methods, n_timers;
    struct model_state states[STATES_MAX + 1]; /* [0] is none */
    struct model_group groups[GROUPS_MAX];
    struct model_method methods[METHODS_MAX];
    uint8_t timers[TIMERS_MAX]; /* the methods that they fire */
    uint8_t initial;
    bool is_endless, has_args, has_hook;
};

void model_make(struct model *model, uint32_t number);

static inline bool set_has(state_set set, uint32_t state)
{
    return (set >> state & 1u) != 0;
}

/* ---- scripts: what the parts of a machine do ---- */

enum part {
    PART_START,
    PART_FIRST, /* on_transition, before there was a state, */
    PART_HOOK,  /* and later */
    PART_BODY,
    PART_EXIT,
    PART_TIMEOUT,
    PART_GROUP_ENTER,
    PART_GROUP_EXIT,
    PART_METHOD,
    PART_STOP
};

enum op_kind {
    OP_SLEEP,
    OP_PROCESS,     /* for ms, 0: until the mailbox is empty; the methods `what`, a bit each */
    OP_RAISE,       /* method `what` */
    OP_TIMER_START, /* timer `what` */
    OP_TIMER_STOP,
    OP_SEND,   /* oneway `what` to itself */
    OP_TO,     /* to state `what`, by the typed function of the method or timeout */
    OP_GO,     /* to state `what`, by the function for all */
    OP_HOLD,   /* this call */
    OP_ANSWER, /* the call that is held longest */
    OP_CLEAN,  /* begin to clean up, for ms */
    OP_CLEANED,
    OP_QUIT /* with the code `what` */
};

struct op {
    enum op_kind kind;
    uint32_t what;
    uint32_t ms;
    int32_t value;
};

#define NEXT_STAY   UINT32_MAX
#define NEXT_END    (UINT32_MAX - 1)
#define NEXT_FORGED (UINT32_MAX - 2)

struct script {
    struct op ops[OPS_MAX];
    uint32_t n_ops;
    uint32_t next; /* of a body */
    int32_t value; /* its arguments or result, or the reply */
    gr_code code;  /* of all else */
};

/* What part `which` (a state, method or group) does as the machine's nth part to run. */
void script_make(struct script *script, const struct model *model, uint64_t seed, enum part part,
                 uint32_t which, uint32_t nth);

/* ---- what it is told from outside ---- */

enum tell_kind { TELL_CALL, TELL_ONEWAY, TELL_CANCEL, TELL_WAIT, TELL_STOP };

struct tell {
    enum tell_kind kind;
    uint64_t at_ns;
    uint32_t
        what; /* the method; CANCEL: the number of the call; WAIT: the state; STOP: 1 drains it */
    uint32_t timeout_ms; /* of a call or wait; UINT32_MAX: none */
    bool asks;           /* first, for the state it is in */
    int32_t value;
};

struct play_plan {
    const struct model *model;
    uint64_t seed;
    uint32_t state; /* in which it begins; 0: the initial one */
    int32_t value, state_value;
    uint32_t n_tells; /* the last is STOP */
    struct tell tells[TELLS_MAX];
};

void plan_make(struct play_plan *plan, const struct model *model, uint64_t seed);

/* ---- what happened ---- */

enum record_kind {
    RECORD_PART,    /* `a` a part, `b` which, `c` the state it is in, `value` what it was given */
    RECORD_HOOK_TO, /* of a hook: `a` from, `b` to */
    RECORD_STATE,   /* as it was asked for: `a`; it ended with `c` */
    RECORD_CHANGE,  /* as it was observed: `a` from, `b` to; by the reference when it is so */
    RECORD_OP,      /* `a` kind of op, `c` how it ended */
    RECORD_RETURN   /* of a part: `a`, `b` as above, `c` whether it was cancelled */
};

struct record {
    enum record_kind kind;
    uint32_t a, b, c;
    int32_t value;
    uint32_t tell; /* the last one before it */
    uint64_t at_ns;
};

/* How a call ended. */
struct outcome {
    bool is_known, is_call;
    bool is_either; /* its deadline passed as it was answered */
    gr_code code;
    uint8_t ran; /* gr_ran; 0: not to be compared */
    int32_t value;
    uint64_t at_ns; /* of the reference's */
};

/* Owned by whoever compares. */
struct story {
    gr_code spawned;
    uint32_t n_records;
    struct record records[RECORDS_MAX];
    uint32_t n_changes; /* as they were observed, from the first tell on */
    struct record changes[CHANGES_MAX];
    struct outcome outcomes[TELLS_MAX];
    uint32_t n_refused, n_failed; /* oneways and own events */
    bool is_unclear;          /* two things came at the same time: what follows may be either way */
    uint32_t n_clear;         /* records before that, */
    uint32_t n_clear_changes; /* and changes */
    uint64_t unclear_ns;
};

void story_add(struct story *story, struct record record);
void story_add_change(struct story *story, struct record record);

/* Whether what was played is what the reference said; else `out` gets the first difference. */
bool story_compare(const struct play_plan *plan, const struct story *said,
                   const struct story *played, FILE *out);
void story_print(FILE *out, const char *whose, const struct story *story);
extern const char *const story_part_names[];

/* By the reference. */
void reference_tell(const struct play_plan *plan, struct story *story);

#endif
