/* SPDX-License-Identifier: MIT */
/* What a machine is to do, said a second time and simply: one list of mail, one stack of what runs,
 * and a clock that goes from one due time to the next. Written from the rules in docs/schema.md; it
 * shares nothing with the runtime. */
#include <assert.h>
#include <string.h>

#include <greenroom/call.h>

#include "machines.h"

enum { DEPTH_MAX = 32, PROCESS_DEPTH = 16, QUEUE_MAX = 4096 };

static const uint64_t ms = 1000000;
static const uint64_t never = UINT64_MAX;
static const uint64_t epsilon_ns = 12000; /* nearer than this is at the same time */

/* Something to be handled. */
struct mail {
    uint32_t method;
    int32_t value;
    uint32_t call; /* the number of its tell; TELLS_MAX: none */
    uint64_t deadline_ns;
    uint32_t timer; /* that it came from; TIMERS_MAX: none */
    bool is_own;    /* sent by the machine to itself as an event */
    bool is_postponed;
};

/* A part that runs; those above it in the stack run inside of its processing. */
struct frame {
    enum part part;
    uint32_t which;
    struct script script;
    uint32_t at; /* the op under way, if it waits, else the next one */
    bool is_waiting, has_processed, is_cancelled, is_held, is_cleaning, has_cleaned;
    bool is_idle; /* it has nothing to process */
    uint64_t until_ns;
    uint64_t deadline_ns;
    uint64_t own_deadline_ns; /* while it cleans up */
    uint32_t call;
    uint32_t wish; /* the state that it wants to go to; 0: none */
    int32_t wish_value;
};

struct held {
    uint32_t call, method;
};

/* One of those who wait for a state. */
struct waiter {
    uint32_t number; /* of the tell */
    uint32_t state;  /* 0: for the end */
};

/* What is left of a change of state, or of the end: hooks, one after the other. */
enum chore_kind { CHORE_HOOK, CHORE_SWITCH, CHORE_BODY, CHORE_END };

struct chore {
    enum chore_kind kind;
    enum part part;
    uint32_t which;
};

enum { CHORES_MAX = 2 * GROUPS_MAX + 4 };

struct reference {
    const struct play_plan *plan;
    const struct model *model;
    struct story *story;
    uint64_t now_ns;
    uint32_t tell; /* the last one */
    struct frame frames[DEPTH_MAX];
    uint32_t n_frames;
    struct mail queue[QUEUE_MAX]; /* own events first */
    uint32_t n_queue;
    struct held held[HELD_MAX];
    uint32_t n_held;
    uint32_t state, target; /* 0: none */
    int32_t args, target_args;
    uint64_t timeout_ns;
    bool has_timed_out;
    uint64_t timers_ns[TIMERS_MAX];
    uint32_t entered; /* groups, a bit each */
    struct chore chores[CHORES_MAX];
    uint32_t n_chores, n_done;
    bool chores_are_cancelled, is_left; /* the exit hook of its state has run */
    uint64_t chores_end_ns;
    struct waiter waiters[TELLS_MAX];
    uint32_t n_waiters;
    bool is_observed;
    uint32_t n_parts;
    bool is_draining, is_stopping, is_ending, is_ended;
    gr_code reason;
    uint64_t deadlines_ns[TELLS_MAX]; /* of calls that are open */
};

/* ---- what is kept ---- */

static void keep(struct reference *ref, enum record_kind kind, uint32_t a, uint32_t b, uint32_t c,
                 int32_t value)
{
    story_add(ref->story, (struct record){ kind, a, b, c, value, ref->tell, ref->now_ns });
}

static void end_call(struct reference *ref, uint32_t call, gr_code code, gr_ran ran, int32_t value)
{
    struct outcome *outcome = &ref->story->outcomes[call];
    if (call == TELLS_MAX) {
        return;
    }
    if (outcome->is_known) {
        outcome->is_either = outcome->is_either || outcome->at_ns == ref->now_ns;
        return;
    }
    *outcome = (struct outcome){ true, true, false, code, (uint8_t)ran, value, ref->now_ns };
    ref->deadlines_ns[call] = never;
}

/* Two things at one time: the order in which they happen is not laid down. */
static void be_unclear(struct reference *ref)
{
    struct story *story = ref->story;
    if (!story->is_unclear) {
        story->is_unclear = true;
        story->n_clear = story->n_records;
        story->n_clear_changes = story->n_changes;
        story->unclear_ns = ref->now_ns;
    }
}

static bool is_past(struct reference *ref, uint64_t time_ns)
{
    uint64_t apart = time_ns > ref->now_ns ? time_ns - ref->now_ns : ref->now_ns - time_ns;
    if (apart != 0 && apart < epsilon_ns) {
        be_unclear(ref);
    }
    return time_ns <= ref->now_ns;
}

/* ---- mail ---- */

static void put(struct reference *ref, struct mail mail)
{
    uint32_t at = ref->n_queue;
    assert(ref->n_queue < QUEUE_MAX);
    while (mail.is_own && at > 0 && !ref->queue[at - 1].is_own) {
        at--;
    }
    memmove(&ref->queue[at + 1], &ref->queue[at], (ref->n_queue - at) * sizeof(struct mail));
    ref->queue[at] = mail;
    ref->n_queue++;
}

static struct mail take(struct reference *ref, uint32_t at)
{
    struct mail mail = ref->queue[at];
    ref->n_queue--;
    memmove(&ref->queue[at], &ref->queue[at + 1], (ref->n_queue - at) * sizeof(struct mail));
    return mail;
}

static void refuse(struct reference *ref, const struct mail *mail)
{
    bool is_ignored = ref->model->methods[mail->method].is_ignored;
    ref->story->n_refused += mail->call == TELLS_MAX && !is_ignored;
    end_call(ref, mail->call, GR_FAILED_PRECONDITION, GR_RAN_NO, 0);
}

/* What of these methods is to be handled next in this state. What it refuses or ignores on the way
 * is gone. */
static bool next_mail(struct reference *ref, uint32_t methods, struct mail *out_mail)
{
    uint32_t at = 0;
    while (at < ref->n_queue) {
        struct mail *mail = &ref->queue[at];
        const struct model_method *method = &ref->model->methods[mail->method];
        if (mail->is_postponed || (methods >> mail->method & 1u) == 0) {
            at++;
        } else if (set_has(method->accept, ref->state)) {
            *out_mail = take(ref, at);
            return true;
        } else if (set_has(method->postpone, ref->state)) {
            mail->is_postponed = true;
            at++;
        } else {
            const struct mail refused = take(ref, at);
            refuse(ref, &refused);
        }
    }
    return false;
}

static void stop_timer(struct reference *ref, uint32_t timer)
{
    ref->timers_ns[timer] = never;
    for (uint32_t i = 0; i < ref->n_queue; i++) {
        if (ref->queue[i].timer == timer) {
            take(ref, i);
            return;
        }
    }
}

/* ---- parts ---- */

static int32_t given(const struct reference *ref, enum part part, uint32_t which, int32_t value)
{
    switch (part) {
    case PART_START:
        return ref->model->has_args ? value : 0;
    case PART_BODY:
    case PART_FIRST:
    case PART_HOOK:
        return ref->model->states[which].has_args ? value : 0;
    case PART_METHOD:
        return ref->model->methods[which].has_request ? value : 0;
    default:
        return value;
    }
}

static void begin(struct reference *ref, struct frame *frame, enum part part, uint32_t which,
                  int32_t value)
{
    memset(frame, 0, sizeof(*frame));
    frame->part = part;
    frame->which = which;
    frame->deadline_ns = never;
    frame->call = TELLS_MAX;
    script_make(&frame->script, ref->model, ref->plan->seed, part, which, ref->n_parts++);
    keep(ref, RECORD_PART, part, which, ref->state, given(ref, part, which, value));
}

static struct frame *push(struct reference *ref, enum part part, uint32_t which, int32_t value)
{
    assert(ref->n_frames < DEPTH_MAX);
    struct frame *frame = &ref->frames[ref->n_frames++];
    begin(ref, frame, part, which, value);
    return frame;
}

static void cancel_frames(struct reference *ref)
{
    for (uint32_t i = 0; i < ref->n_frames; i++) {
        ref->frames[i].is_cancelled = true;
    }
}

static bool is_over(struct reference *ref, const struct frame *frame)
{
    return (frame->is_cancelled && !frame->is_cleaning) || is_past(ref, frame->deadline_ns);
}

static bool may_wish(const struct frame *frame)
{
    return frame->part == PART_BODY || frame->part == PART_METHOD || frame->part == PART_TIMEOUT;
}

static gr_code wish(struct reference *ref, struct frame *frame, const struct op *op)
{
    if (!may_wish(frame) || !set_has(ref->model->states[ref->state].to, op->what)) {
        return GR_FAILED_PRECONDITION;
    }
    frame->wish = op->what;
    frame->wish_value = op->value;
    return GR_OK;
}

static void answer(struct reference *ref, const struct op *op)
{
    if (ref->n_held > 0) {
        struct held held = ref->held[0];
        ref->n_held--;
        memmove(ref->held, ref->held + 1, ref->n_held * sizeof(*ref->held));
        bool has_reply = ref->model->methods[held.method].has_reply;
        end_call(ref, held.call, GR_OK, GR_RAN_UNKNOWN, has_reply ? op->value : 0);
    }
}

static void hold(struct reference *ref, struct frame *frame)
{
    if (ref->n_held < HELD_MAX) {
        ref->held[ref->n_held++] = (struct held){ frame->call, frame->which };
        frame->is_held = true;
    }
}

static gr_code clean(struct reference *ref, struct frame *frame, const struct op *op)
{
    if (frame->has_cleaned) {
        return GR_FAILED_PRECONDITION;
    }
    frame->has_cleaned = true;
    frame->is_cleaning = true;
    frame->own_deadline_ns = frame->deadline_ns;
    frame->deadline_ns = ref->now_ns + op->ms * ms;
    return GR_OK;
}

static void end_cleaning(struct frame *frame)
{
    if (frame->is_cleaning) {
        frame->is_cleaning = false;
        frame->deadline_ns = frame->own_deadline_ns;
    }
}

/* A call that somebody still waits for. */
static bool holds_any(const struct reference *ref)
{
    for (uint32_t i = 0; i < ref->n_held; i++) {
        if (!ref->story->outcomes[ref->held[i].call].is_known) {
            return true;
        }
    }
    return false;
}

/* To itself: an event, or a oneway. */
static gr_code send(struct reference *ref, const struct op *op)
{
    bool is_own = op->kind == OP_RAISE;
    bool is_last = ref->tell + 1 == ref->plan->n_tells; /* a drain may take a oneway or not */
    if (is_own && ref->is_stopping) {
        return GR_FAILED_PRECONDITION;
    }
    if (is_own || !is_last) {
        put(ref, (struct mail){ op->what, op->value, TELLS_MAX, never, TIMERS_MAX, is_own, false });
    }
    return GR_OK;
}

static gr_code start_timer(struct reference *ref, const struct op *op)
{
    if (ref->is_stopping) {
        return GR_FAILED_PRECONDITION;
    }
    stop_timer(ref, op->what);
    ref->timers_ns[op->what] = ref->now_ns + op->ms * ms;
    return GR_OK;
}

static void quit(struct reference *ref, gr_code reason)
{
    ref->reason = ref->is_stopping ? ref->reason : reason;
    ref->is_stopping = true;
}

/* One that does not wait. */
static gr_code try_op(struct reference *ref, struct frame *frame, const struct op *op)
{
    switch (op->kind) {
    case OP_RAISE:
    case OP_SEND:
        return send(ref, op);
    case OP_TIMER_START:
        return start_timer(ref, op);
    case OP_TIMER_STOP:
        stop_timer(ref, op->what);
        break;
    case OP_TO:
    case OP_GO:
        return wish(ref, frame, op);
    case OP_ANSWER:
        answer(ref, op);
        break;
    case OP_HOLD:
        hold(ref, frame);
        break;
    case OP_CLEAN:
        return clean(ref, frame, op);
    case OP_CLEANED:
        end_cleaning(frame);
        break;
    case OP_QUIT:
        quit(ref, (gr_code)op->what);
        break;
    case OP_SLEEP:
    case OP_PROCESS:
        break;
    }
    return GR_OK;
}

static void do_op(struct reference *ref, struct frame *frame, const struct op *op)
{
    gr_code code = try_op(ref, frame, op);
    keep(ref, RECORD_OP, op->kind, 0, (uint32_t)code, 0);
}

/* A part that never waits, before there is a state. */
static gr_code run_first(struct reference *ref, enum part part, uint32_t which, int32_t value)
{
    struct frame frame;
    begin(ref, &frame, part, which, value);
    for (uint32_t i = 0; i < frame.script.n_ops; i++) {
        do_op(ref, &frame, &frame.script.ops[i]);
    }
    return frame.script.code;
}

/* ---- those who look on ---- */

static void tell_change(struct reference *ref, uint32_t from, uint32_t to)
{
    if (ref->is_observed) {
        story_add_change(ref->story,
                         (struct record){ RECORD_CHANGE, from, to, 0, 0, ref->tell, ref->now_ns });
    }
    for (uint32_t i = 0; i < ref->n_waiters; i++) {
        if (ref->waiters[i].state == to && to != 0) {
            end_call(ref, ref->waiters[i].number, GR_OK, GR_RAN_UNKNOWN, 0);
        }
    }
}

static gr_code code_at_end(const struct reference *ref, uint32_t wanted)
{
    bool is_normal = ref->reason == GR_OK;
    return is_normal && wanted != 0 ? GR_FAILED_PRECONDITION : ref->reason;
}

static void tell_end(struct reference *ref)
{
    tell_change(ref, ref->state, 0);
    for (uint32_t i = 0; i < ref->n_waiters; i++) {
        end_call(ref, ref->waiters[i].number, code_at_end(ref, ref->waiters[i].state),
                 GR_RAN_UNKNOWN, 0);
    }
}

/* ---- changes ---- */

static void commit(struct reference *ref, uint32_t target, int32_t value, gr_code code)
{
    if (code == GR_OK && !ref->is_stopping) {
        ref->target = target;
        ref->target_args = value;
        cancel_frames(ref);
    }
}

static void decide(struct reference *ref, uint32_t target, int32_t value)
{
    if (ref->target != 0 || ref->is_stopping) {
        return;
    }
    if (ref->model->has_hook) {
        keep(ref, RECORD_HOOK_TO, ref->state, target, 0, 0);
        struct frame *hook = push(ref, PART_HOOK, target, value);
        hook->wish = target;
        hook->wish_value = value;
    } else {
        commit(ref, target, value, GR_OK);
    }
}

static void add_chore(struct reference *ref, enum chore_kind kind, enum part part, uint32_t which)
{
    ref->chores[ref->n_chores++] = (struct chore){ kind, part, which };
}

/* For a state, or (0) for the end. */
static void plan_to_leave(struct reference *ref, uint32_t target)
{
    ref->n_chores = 0;
    ref->n_done = 0;
    ref->chores_are_cancelled = false;
    ref->chores_end_ns = never;
    if (ref->state != 0 && !ref->is_left) {
        add_chore(ref, CHORE_HOOK, PART_EXIT, ref->state);
    }
    for (uint32_t i = ref->model->n_groups; i-- > 0;) {
        bool is_in = (ref->entered >> i & 1u) != 0;
        if (is_in && !set_has(ref->model->groups[i].states, target)) {
            add_chore(ref, CHORE_HOOK, PART_GROUP_EXIT, i);
        }
    }
}

static void change(struct reference *ref)
{
    plan_to_leave(ref, ref->target);
    add_chore(ref, CHORE_SWITCH, PART_START, 0);
}

/* What comes behind the exits. */
static void switch_state(struct reference *ref)
{
    uint32_t from = ref->state;
    if (ref->is_stopping) {
        ref->is_left = from != 0;
        ref->target = 0;
        return;
    }
    ref->state = ref->target;
    ref->args = ref->target_args;
    ref->target = 0;
    ref->has_timed_out = false;
    tell_change(ref, from, ref->state);
    for (uint32_t i = 0; i < ref->n_queue; i++) {
        ref->queue[i].is_postponed = false;
    }
    uint32_t timeout_ms = ref->model->states[ref->state].timeout_ms;
    ref->timeout_ns = timeout_ms == 0 ? never : ref->now_ns + timeout_ms * ms;
    for (uint32_t i = 0; i < ref->model->n_groups; i++) {
        bool is_in = (ref->entered >> i & 1u) != 0;
        if (!is_in && set_has(ref->model->groups[i].states, ref->state)) {
            add_chore(ref, CHORE_HOOK, PART_GROUP_ENTER, i);
        }
    }
    add_chore(ref, CHORE_BODY, PART_BODY, ref->state);
}

static void begin_to_end(struct reference *ref)
{
    ref->is_ending = true;
    ref->timeout_ns = never;
    plan_to_leave(ref, 0);
    ref->chores_end_ns = ref->now_ns + 5000 * ms;
    add_chore(ref, CHORE_END, PART_STOP, 0);
}

static void end(struct reference *ref)
{
    keep(ref, RECORD_PART, PART_STOP, 0, 0, (int32_t)ref->reason);
    ref->is_ended = true;
    for (uint32_t i = 0; i < ref->n_queue; i++) {
        end_call(ref, ref->queue[i].call, GR_UNAVAILABLE, GR_RAN_NO, 0);
    }
    for (uint32_t i = 0; i < ref->n_held; i++) {
        end_call(ref, ref->held[i].call, GR_UNAVAILABLE, GR_RAN_YES, 0);
    }
    tell_end(ref);
    ref->n_queue = 0;
    for (uint32_t i = 0; i < TIMERS_MAX; i++) {
        ref->timers_ns[i] = never;
    }
}

static bool has_hook(const struct reference *ref, const struct chore *chore)
{
    if (chore->part == PART_EXIT) {
        return ref->model->states[chore->which].has_exit;
    }
    const struct model_group *group = &ref->model->groups[chore->which];
    return chore->part == PART_GROUP_EXIT ? group->has_exit : group->has_enter;
}

static void begin_hook(struct reference *ref, const struct chore *chore)
{
    if (chore->part == PART_GROUP_ENTER) {
        if (ref->is_stopping) {
            return;
        }
        ref->entered |= 1u << chore->which;
    } else if (chore->part == PART_GROUP_EXIT) {
        ref->entered &= ~(1u << chore->which);
    }
    if (has_hook(ref, chore)) {
        struct frame *frame = push(ref, chore->part, chore->which, 0);
        frame->is_cancelled = ref->chores_are_cancelled;
        frame->deadline_ns = ref->chores_end_ns;
    }
}

static void do_chore(struct reference *ref)
{
    const struct chore chore = ref->chores[ref->n_done++];
    switch (chore.kind) {
    case CHORE_HOOK:
        begin_hook(ref, &chore);
        break;
    case CHORE_SWITCH:
        switch_state(ref);
        break;
    case CHORE_BODY:
        if (!ref->is_stopping) {
            struct frame *body = push(ref, PART_BODY, ref->state, ref->args);
            body->is_cancelled = ref->has_timed_out; /* while a group's hook waited */
        }
        break;
    case CHORE_END:
        end(ref);
        break;
    }
}

/* ---- what comes after a part ---- */

static void after_body(struct reference *ref, const struct frame *body)
{
    if (ref->is_stopping || ref->target != 0 || ref->has_timed_out) {
        return;
    }
    switch (body->script.next) {
    case NEXT_STAY:
        if (body->wish != 0) {
            decide(ref, body->wish, body->wish_value);
        }
        break;
    case NEXT_END:
    case NEXT_FORGED:
        ref->is_stopping = true;
        ref->reason = body->script.next == NEXT_END ? GR_OK : GR_INTERNAL;
        break;
    default:
        decide(ref, body->script.next, body->script.value);
        break;
    }
}

static void after_method(struct reference *ref, const struct frame *frame)
{
    gr_code code = frame->script.code;
    bool has_value = code == GR_OK && ref->model->methods[frame->which].has_reply;
    ref->story->n_failed += code != GR_OK && frame->call == TELLS_MAX;
    if (!frame->is_held) {
        end_call(ref, frame->call, code, GR_RAN_YES, has_value ? frame->script.value : 0);
    }
}

static void finish(struct reference *ref)
{
    struct frame frame = ref->frames[ref->n_frames - 1];
    bool is_told = ref->is_draining && !ref->is_stopping && frame.part != PART_METHOD;
    bool is_cancelled = is_over(ref, &frame) || (is_told && !frame.is_cleaning);
    keep(ref, RECORD_RETURN, frame.part, frame.which, is_cancelled, 0);
    ref->n_frames--;
    if (frame.part == PART_BODY) {
        after_body(ref, &frame);
        return;
    }
    if (frame.part == PART_HOOK) {
        commit(ref, frame.wish, frame.wish_value, frame.script.code);
        return;
    }
    if (frame.part == PART_METHOD) {
        after_method(ref, &frame);
    }
    if (frame.wish != 0 && frame.script.code == GR_OK) {
        decide(ref, frame.wish, frame.wish_value);
    }
}

static void handle(struct reference *ref, struct mail mail)
{
    struct frame *frame = push(ref, PART_METHOD, mail.method, mail.value);
    frame->call = mail.call;
    frame->deadline_ns = mail.deadline_ns;
}

static void handle_timeout(struct reference *ref)
{
    uint32_t to = ref->model->states[ref->state].on_timeout;
    ref->has_timed_out = false;
    if (to != 0) {
        decide(ref, to, 0);
    } else {
        push(ref, PART_TIMEOUT, ref->state, 0);
    }
}

/* ---- one step ---- */

static void end_wait(struct reference *ref, struct frame *frame, gr_code code)
{
    keep(ref, RECORD_OP, frame->script.ops[frame->at].kind, 0, (uint32_t)code, 0);
    frame->is_waiting = false;
    frame->has_processed = false;
    frame->is_idle = false;
    frame->at++;
}

/* False: it goes on waiting. */
static bool sleep_on(struct reference *ref, struct frame *frame)
{
    if (!is_over(ref, frame) && !is_past(ref, frame->until_ns)) {
        return false;
    }
    end_wait(ref, frame, is_over(ref, frame) ? GR_CANCELLED : GR_OK);
    return true;
}

/* Whether there is anything of these methods that has not been looked at. */
static bool has_new(const struct reference *ref, uint32_t methods)
{
    for (uint32_t i = 0; i < ref->n_queue; i++) {
        const struct mail *mail = &ref->queue[i];
        if (!mail->is_postponed && (methods >> mail->method & 1u) != 0) {
            return true;
        }
    }
    return false;
}

/* Whether a processing that has not looked at the queue again is over, and with what. */
static bool is_processed(struct reference *ref, const struct frame *frame, gr_code *out_code)
{
    const struct op *op = &frame->script.ops[frame->at];
    bool has_handled = frame->has_processed && !frame->is_idle;
    *out_code = GR_OK;
    if (has_handled && op->ms != 0 && is_past(ref, frame->until_ns)) {
        return true;
    }
    bool is_stopped = ref->is_stopping && (!frame->is_idle || has_new(ref, op->what));
    *out_code = is_stopped || is_over(ref, frame) ? GR_CANCELLED : GR_OK;
    return *out_code != GR_OK || ref->target != 0;
}

static bool process_on(struct reference *ref, struct frame *frame)
{
    struct mail mail;
    gr_code code;
    const struct op *op = &frame->script.ops[frame->at];
    if (is_processed(ref, frame, &code)) {
        end_wait(ref, frame, code);
    } else if (next_mail(ref, op->what, &mail)) {
        frame->has_processed = true;
        frame->is_idle = false;
        handle(ref, mail);
    } else if (op->ms == 0 || is_past(ref, frame->until_ns)) {
        end_wait(ref, frame, GR_OK);
    } else if (ref->is_draining && !holds_any(ref)) {
        end_wait(ref, frame, GR_CANCELLED);
    } else {
        frame->is_idle = true; /* and what cleans up is left alone by a stop */
        return false;
    }
    return true;
}

static bool wait_on(struct reference *ref, struct frame *frame)
{
    return frame->script.ops[frame->at].kind == OP_SLEEP ? sleep_on(ref, frame)
                                                         : process_on(ref, frame);
}

static bool go_on(struct reference *ref)
{
    struct frame *frame = &ref->frames[ref->n_frames - 1];
    if (frame->is_waiting) {
        return wait_on(ref, frame);
    }
    if (frame->at == frame->script.n_ops) {
        finish(ref);
        return true;
    }
    const struct op *op = &frame->script.ops[frame->at];
    if (op->kind != OP_SLEEP && op->kind != OP_PROCESS) {
        frame->at++;
        do_op(ref, frame, op);
        return true;
    }
    frame->is_waiting = true;
    frame->until_ns = ref->now_ns + op->ms * ms;
    if (op->kind == OP_PROCESS && ref->n_frames > PROCESS_DEPTH) {
        end_wait(ref, frame, GR_RESOURCE_EXHAUSTED);
    }
    return true;
}

/* False: nothing is to be done until something comes. */
static bool step(struct reference *ref)
{
    struct mail mail;
    if (ref->is_ended) {
        return false;
    }
    if (ref->n_frames > 0) {
        return go_on(ref);
    }
    if (ref->n_done < ref->n_chores) {
        do_chore(ref);
    } else if (ref->is_stopping) {
        begin_to_end(ref);
    } else if (ref->target != 0) {
        change(ref);
    } else if (ref->has_timed_out) {
        handle_timeout(ref);
    } else if (next_mail(ref, ~0u, &mail)) {
        handle(ref, mail);
    } else if (ref->is_draining && !holds_any(ref)) {
        ref->is_stopping = true;
    } else {
        return false;
    }
    return true;
}

static void run(struct reference *ref)
{
    while (step(ref)) {
    }
}

/* ---- time ---- */

enum { DUE_NOTHING, DUE_WAIT, DUE_TIMEOUT, DUE_TIMER, DUE_CALL = DUE_TIMER + TIMERS_MAX };

/* What becomes due first, when, and when the one after it does. */
struct due {
    uint64_t at_ns, next_ns;
    uint32_t what;
};

static void may_be_due(struct due *due, uint64_t at_ns, uint32_t what)
{
    if (at_ns < due->at_ns) {
        *due = (struct due){ at_ns, due->at_ns, what };
    } else if (at_ns < due->next_ns) {
        due->next_ns = at_ns;
    }
}

/* The deadline of a call that is open is told of below. */
static uint64_t wait_ends(const struct reference *ref)
{
    if (ref->n_frames == 0 || !ref->frames[ref->n_frames - 1].is_waiting) {
        return never;
    }
    const struct frame *top = &ref->frames[ref->n_frames - 1];
    bool is_told = top->call < TELLS_MAX && !top->is_cleaning;
    bool is_closed = !is_told || ref->story->outcomes[top->call].is_known;
    return is_closed && top->deadline_ns < top->until_ns ? top->deadline_ns : top->until_ns;
}

static struct due next_due(const struct reference *ref)
{
    struct due due = { never, never, DUE_NOTHING };
    may_be_due(&due, wait_ends(ref), DUE_WAIT);
    may_be_due(&due, ref->timeout_ns, DUE_TIMEOUT);
    for (uint32_t i = 0; i < TIMERS_MAX; i++) {
        may_be_due(&due, ref->timers_ns[i], DUE_TIMER + i);
    }
    for (uint32_t i = 0; i < TELLS_MAX; i++) {
        may_be_due(&due, ref->deadlines_ns[i], DUE_CALL + i);
    }
    return due;
}

/* Nobody waits for the call any more. */
static void give_up(struct reference *ref, uint32_t call, gr_code code)
{
    end_call(ref, call, code, GR_RAN_UNKNOWN, 0);
    for (uint32_t i = 0; i < ref->n_queue; i++) {
        if (ref->queue[i].call == call) {
            take(ref, i);
            break;
        }
    }
    for (uint32_t i = 0; i < ref->n_frames; i++) {
        bool is_its = ref->frames[i].part == PART_METHOD && ref->frames[i].call == call;
        bool is_kept = ref->frames[i].is_held && code == GR_CANCELLED; /* it goes on without it */
        ref->frames[i].is_cancelled |= is_its && !is_kept;
    }
}

static void time_out(struct reference *ref)
{
    ref->timeout_ns = never;
    ref->has_timed_out = true;
    if (ref->n_frames > 0 && ref->frames[0].part == PART_BODY) {
        ref->frames[0].is_cancelled = true;
    }
}

static void fire(struct reference *ref, uint32_t timer)
{
    ref->timers_ns[timer] = never;
    put(ref, (struct mail){ ref->model->timers[timer], 0, TELLS_MAX, never, timer, true, false });
}

static void happen(struct reference *ref, uint32_t what)
{
    if (what == DUE_TIMEOUT) {
        time_out(ref);
    } else if (what >= DUE_CALL) {
        give_up(ref, what - DUE_CALL, GR_DEADLINE_EXCEEDED);
    } else if (what >= DUE_TIMER) {
        fire(ref, what - DUE_TIMER);
    }
    run(ref);
}

static void go_to(struct reference *ref, uint64_t until_ns)
{
    struct due due = next_due(ref);
    while (due.at_ns < until_ns) {
        ref->now_ns = due.at_ns;
        if (due.next_ns - due.at_ns < epsilon_ns) {
            be_unclear(ref);
        }
        happen(ref, due.what);
        due = next_due(ref);
    }
    ref->now_ns = until_ns;
}

/* ---- from outside ---- */

static void call(struct reference *ref, uint32_t number)
{
    const struct tell *tell = &ref->plan->tells[number];
    uint64_t deadline_ns =
        tell->timeout_ms == UINT32_MAX ? never : ref->now_ns + tell->timeout_ms * ms;
    ref->story->outcomes[number].is_call = true;
    if (ref->is_stopping) {
        end_call(ref, number, GR_UNAVAILABLE, GR_RAN_NO, 0);
        return;
    }
    ref->deadlines_ns[number] = deadline_ns;
    put(ref,
        (struct mail){ tell->what, tell->value, number, deadline_ns, TIMERS_MAX, false, false });
}

static void wait_for(struct reference *ref, uint32_t number)
{
    const struct tell *tell = &ref->plan->tells[number];
    ref->story->outcomes[number].is_call = true;
    if (ref->is_ended) {
        end_call(ref, number, GR_UNAVAILABLE, GR_RAN_UNKNOWN, 0);
    } else if (tell->what != 0 && tell->what == ref->state) {
        end_call(ref, number, GR_OK, GR_RAN_UNKNOWN, 0);
    } else {
        ref->waiters[ref->n_waiters++] = (struct waiter){ number, tell->what };
        ref->deadlines_ns[number] =
            tell->timeout_ms == UINT32_MAX ? never : ref->now_ns + tell->timeout_ms * ms;
    }
}

/* The first thing that happens is that somebody begins to observe. */
static void look(struct reference *ref, uint32_t number)
{
    if (number == 0 && !ref->is_ended) {
        ref->is_observed = true;
        tell_change(ref, 0, ref->state);
    }
    if (ref->plan->tells[number].asks) {
        keep(ref, RECORD_STATE, ref->is_ended ? 0 : ref->state, 0,
             ref->is_ended ? GR_UNAVAILABLE : GR_OK, 0);
    }
}

static void stop(struct reference *ref)
{
    if (!ref->is_ending) {
        ref->is_stopping = true; /* the reason is GR_OK, or that of before */
        ref->chores_are_cancelled = true;
        cancel_frames(ref);
        run(ref);
    }
}

static void be_told(struct reference *ref, uint32_t number)
{
    const struct tell *tell = &ref->plan->tells[number];
    ref->tell = number;
    look(ref, number);
    switch (tell->kind) {
    case TELL_CALL:
        call(ref, number);
        break;
    case TELL_ONEWAY:
        if (!ref->is_stopping) {
            put(ref, (struct mail){ tell->what, tell->value, TELLS_MAX, never, TIMERS_MAX, false,
                                    false });
        }
        break;
    case TELL_WAIT:
        wait_for(ref, number);
        break;
    case TELL_CANCEL:
        if (ref->story->outcomes[tell->what].is_call) {
            give_up(ref, tell->what, GR_CANCELLED);
        }
        break;
    case TELL_STOP:
        if (tell->what == 1) {
            ref->is_draining = true;
        } else {
            stop(ref);
        }
        break;
    }
    run(ref);
}

static gr_code spawn(struct reference *ref)
{
    const struct play_plan *plan = ref->plan;
    uint32_t state = plan->state == 0 ? ref->model->initial : plan->state;
    gr_code code = run_first(ref, PART_START, 0, plan->value);
    if (code != GR_OK) {
        ref->story->spawned = code;
        ref->is_ended = true;
        return code;
    }
    ref->target_args = plan->state == 0 ? plan->value : plan->state_value;
    if (ref->model->has_hook) {
        keep(ref, RECORD_HOOK_TO, 0, state, 0, 0);
        code = run_first(ref, PART_FIRST, state, ref->target_args);
    }
    ref->story->spawned = code;
    ref->target = code == GR_OK ? state : 0;
    if (code != GR_OK) {
        ref->reason = ref->is_stopping ? ref->reason : code;
        ref->is_stopping = true;
    }
    run(ref);
    return code;
}

void reference_tell(const struct play_plan *plan, struct story *story)
{
    static struct reference ref;
    memset(&ref, 0, sizeof(ref));
    ref.plan = plan;
    ref.model = plan->model;
    ref.story = story;
    ref.timeout_ns = never;
    memset(ref.timers_ns, 0xff, sizeof(ref.timers_ns));
    memset(ref.deadlines_ns, 0xff, sizeof(ref.deadlines_ns));
    if (spawn(&ref) != GR_OK) {
        return;
    }
    for (uint32_t i = 0; i < plan->n_tells; i++) {
        go_to(&ref, plan->tells[i].at_ns);
        be_told(&ref, i);
    }
    go_to(&ref, ref.now_ns + LAST_MS * ms);
    stop(&ref); /* where it was drained in vain */
    go_to(&ref, ref.now_ns + LAST_MS * ms);
}
