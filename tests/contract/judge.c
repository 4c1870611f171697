/* SPDX-License-Identifier: MIT */
/* The judge: the model of the contract. A call that nothing interferes with ends as the plan says;
 * any other end must be explained by what was recorded on its path, and "ran" must agree with the
 * callee's own record. */

/* What the judge knows of time: in virtual time running takes none, so an actor that is free runs
 * what has reached it at once, and what is sent arrives within `wire`: the network's delay, a few
 * times over. A DEADLINE_EXCEEDED is explained by an actor that was busy all the time, or a handler
 * that took so long, and by nothing else than a fault on the way. */
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "contract.h"

enum { TOLD_MAX = 5 };
static const uint64_t ms = 1000000;

/* One judgement. */
struct trial {
    const struct plan *plan;
    bool is_timed;
    unsigned n;
    uint64_t wire_ns;
    FILE *out;
};

static void violated(struct trial *trial, uint32_t id, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
static void violated(struct trial *trial, uint32_t id, const char *format, ...)
{
    char text[256];
    va_list args;
    va_start(args, format);
    (void)vsnprintf(text, sizeof(text), format, args);
    va_end(args);
    if (trial->n++ < TOLD_MAX && trial->out != NULL) {
        const struct plan_call *call = &trial->plan->calls[id];
        const struct life *life = &stage.lives[id];
        fprintf(trial->out,
                "seed %" PRIu64 ": call %u (way %u method %u slot %u from %u, parent %u): %s; "
                "sent %" PRIu64 " deadline %" PRIu64 " started %" PRIu64 " finished %" PRIu64
                " (%s) ended %" PRIu64 " (%s) us\n",
                trial->plan->seed, id, call->way, call->method, call->slot, life->from,
                call->parent, text, life->sent_ns / 1000, life->deadline_ns / 1000,
                life->started_ns / 1000, life->finished_ns / 1000, gr_code_name(life->returned),
                life->ended_ns / 1000, gr_code_name(life->code));
    }
}

/* ---- what the plan says ---- */

static bool has_reply_end(const struct plan_call *call)
{
    return call->way != WAY_ONEWAY;
}

/* The code of the first call of a step that fails, as its handler sees it. */
static gr_code expected_of_step(const struct plan *plan, const struct plan_step *step)
{
    uint32_t first = step->kind == STEP_GUEST ? step->ms : step->first;
    bool has_calls = step->kind == STEP_GUEST || step->kind == STEP_CALLS;
    for (uint32_t i = first; has_calls && i < first + step->n; i++) {
        gr_code code = has_reply_end(&plan->calls[i]) ? judge_expected(plan, (uint16_t)i) : GR_OK;
        if (code != GR_OK) {
            return code;
        }
    }
    return GR_OK;
}

static gr_code expected_of_flaw(uint8_t flaw)
{
    static const gr_code codes[] = {
        [FLAW_NONE] = GR_OK,
        [FLAW_NULL] = GR_INVALID_ARGUMENT,
        [FLAW_ZERO] = GR_INVALID_ARGUMENT,
        [FLAW_STRANGER] = GR_FAILED_PRECONDITION,
        [FLAW_NEWER] = GR_UNIMPLEMENTED,
        [FLAW_NAMELESS] = GR_NOT_FOUND,
        [FLAW_STALE] = GR_UNAVAILABLE,
    };
    return codes[flaw];
}

gr_code judge_expected(const struct plan *plan, uint16_t id)
{
    const struct plan_call *call = &plan->calls[id];
    if (call->flaw != FLAW_NONE) {
        return expected_of_flaw(call->flaw);
    }
    for (uint32_t i = 0; i < call->n_steps; i++) {
        const struct plan_step *step = &plan->steps[call->first_step + i];
        gr_code code = expected_of_step(plan, step);
        if (code != GR_OK && call->forwards) {
            return code;
        }
        if (step->kind == STEP_HOLD) {
            const struct plan_step *answer = &plan->steps[plan->calls[step->first].first_step];
            return answer->ms == NOBODY ? GR_INTERNAL : (gr_code)answer->ms;
        }
    }
    return call->returns;
}

/* ---- what may explain ---- */

/* Whether a fault lay on the way between two nodes at any time from `from_ns` to `to_ns`. */
static bool was_broken(const struct trial *trial, uint32_t one, uint32_t other, uint64_t from_ns,
                       uint64_t to_ns)
{
    uint32_t lower = one < other ? one : other;
    for (uint32_t i = 0; i < stage.n_faults; i++) {
        const struct fault *fault = &stage.faults[i];
        bool is_here = fault->node == NODES_MAX + one || fault->node == NODES_MAX + other ||
                       (one != other && fault->node == lower);
        bool is_then = fault->from_ns <= to_ns &&
                       (fault->to_ns == UINT64_MAX || fault->to_ns + trial->wire_ns >= from_ns);
        if (is_here && is_then) {
            return true;
        }
    }
    return false;
}

static uint32_t home_of(const struct trial *trial, const struct plan_call *call)
{
    return trial->plan->home[call->slot];
}

static bool was_cut_off(const struct trial *trial, const struct plan_call *call,
                        const struct life *life, uint64_t until_ns)
{
    return was_broken(trial, life->from, home_of(trial, call), life->sent_ns, until_ns);
}

static uint64_t wire_of(const struct trial *trial, const struct plan_call *call,
                        const struct life *life)
{
    return life->from == home_of(trial, call) ? 0 : trial->wire_ns;
}

/* When the actor that was called was told to end; 0: it was not. A named ref may have found any
 * generation since. */
static uint64_t died_ns(const struct plan_call *call, const struct life *life)
{
    const struct slot *slot = &stage.slots[call->slot];
    uint64_t died = slot->died_ns[life->generation % 32];
    for (uint32_t i = 0; call->by_name && i < 32; i++) {
        bool is_first = slot->died_ns[i] != 0 && (died == 0 || slot->died_ns[i] < died);
        died = is_first ? slot->died_ns[i] : died;
    }
    return died;
}

static bool had_died(const struct plan_call *call, const struct life *life, uint64_t until_ns)
{
    uint64_t died = died_ns(call, life);
    return died != 0 && died <= until_ns;
}

/* When it was told to stop at once; 0: it was not, or nobody knows which one a name led to. */
static uint64_t stopped_ns(const struct plan_call *call, const struct life *life)
{
    return call->by_name ? 0 : stage.slots[call->slot].stopped_ns[life->generation % 32];
}

/* Whether `other` may have taken up room in the mailbox that a call came to. */
static bool took_room(const struct trial *trial, uint32_t other, const struct life *life)
{
    const struct plan_call *call = &trial->plan->calls[other];
    const struct life *its = &stage.lives[other];
    bool is_held = its->is_held && /* an answered one leaves in its worker's next round */
                   (its->answered_seq == 0 || its->answered_ns + ms >= life->sent_ns);
    bool has_run = its->started_seq != 0 && its->started_seq < life->sent_seq;
    bool was_refused = its->n_started == 0 && its->ended_seq != 0 &&
                       its->ended_seq < life->sent_seq && its->code == GR_RESOURCE_EXHAUSTED;
    bool is_taken = call->flaw == FLAW_NONE || call->flaw == FLAW_STRANGER;
    return is_taken && (is_held || !(has_run || was_refused));
}

/* Whether so many calls may have been in the mailbox at once, while this one was under way; or
 * another node has places there, for which it asked when its senders had to wait. */
static bool was_full(const struct trial *trial, uint32_t id)
{
    const struct plan_call *call = &trial->plan->calls[id];
    const struct life *life = &stage.lives[id];
    uint32_t until = life->ended_seq == 0 || call->way == WAY_ONEWAY ? UINT32_MAX : life->ended_seq;
    uint32_t n = 0;
    bool is_promised = false;
    for (uint32_t i = 0; i < trial->plan->n_calls; i++) {
        const struct plan_call *other = &trial->plan->calls[i];
        const struct life *its = &stage.lives[i];
        if (other->slot != call->slot || its->sent_seq == 0 || its->sent_seq > until) {
            continue;
        }
        bool waits = other->method == METHOD_WAIT || other->method == METHOD_PUSH;
        is_promised = is_promised || (waits && its->from != home_of(trial, other));
        n += took_room(trial, i, life);
    }
    return n > trial->plan->bound[call->slot] ||
           (is_promised && trial->plan->bound[call->slot] < CALLS_MAX);
}

/* ---- what was to happen, and did not ---- */

/* Whether the actor was free at any time in between, so that it could have run what was there.
 * `until_ns` is beyond: an actor that is held up by others' calls runs those. */
static bool was_free(const struct trial *trial, uint8_t slot, uint64_t from_ns, uint64_t until_ns)
{
    uint64_t at_ns = from_ns;
    bool goes_on = true;
    while (goes_on && at_ns < until_ns) {
        goes_on = false;
        for (uint32_t i = 0; i < trial->plan->n_calls; i++) {
            const struct life *life = &stage.lives[i];
            bool covers = trial->plan->calls[i].slot == slot && life->started_seq != 0 &&
                          life->started_ns <= at_ns + ms / 20 &&
                          (life->finished_seq == 0 || life->finished_ns > at_ns);
            if (covers) {
                at_ns = life->finished_seq == 0 ? UINT64_MAX : life->finished_ns;
                goes_on = true;
            }
        }
    }
    return at_ns < until_ns;
}

/* What may hold a call up where its actor is free: a mailbox that held calls fill. */
static bool may_wait_outside(const struct trial *trial, uint32_t id)
{
    const struct plan_call *call = &trial->plan->calls[id];
    return trial->plan->bound[call->slot] < CALLS_MAX && was_full(trial, id);
}

/* ---- ends ---- */

static const struct life *parent_of(const struct plan_call *call)
{
    return call->parent == NOBODY ? NULL : &stage.lives[call->parent];
}

static bool is_caller_dead(const struct life *life)
{
    if (life->from_slot == 0xff) {
        return false;
    }
    uint64_t died = stage.slots[life->from_slot].died_ns[life->from_generation % 32];
    return died != 0 && died <= life->ended_ns;
}

/* The caller was to give up: it is ending, its own caller has, or its deadline is over. */
static bool is_telling_explained(const struct trial *trial, uint32_t id)
{
    const struct plan_call *call = &trial->plan->calls[id];
    const struct life *life = &stage.lives[id];
    const struct life *parent = parent_of(call);
    if (is_caller_dead(life) || parent == NULL) {
        return is_caller_dead(life);
    }
    const struct plan_call *above = &trial->plan->calls[call->parent];
    bool gave_up = parent->gave_up_ns != 0 && parent->gave_up_ns <= life->ended_ns;
    bool has_ended = parent->n_ended > 0 && above->way != WAY_ONEWAY;
    bool is_late = parent->left_ns <= life->ended_ns + 2 * ms;
    return gave_up || has_ended || is_late ||
           was_broken(trial, parent->from, home_of(trial, above), parent->sent_ns, life->ended_ns);
}

static bool answered_with(const struct life *life)
{
    bool by_handler = life->finished_seq != 0 && life->finished_seq < life->ended_seq &&
                      !(life->is_held && life->returned == GR_OK) && life->returned == life->code;
    bool by_answer = life->answered_seq != 0 && life->answer == life->code;
    return by_handler || by_answer;
}

/* When its answer was given; 0: never. */
static uint64_t answer_ns(const struct life *life)
{
    return life->is_held && life->returned == GR_OK
               ? (life->answered_seq != 0 ? life->answered_ns : 0)
           : life->finished_seq != 0 ? life->finished_ns
                                     : 0;
}

static void judge_deadline(struct trial *trial, uint32_t id)
{
    const struct plan_call *call = &trial->plan->calls[id];
    const struct life *life = &stage.lives[id];
    uint64_t wire_ns = wire_of(trial, call, life);
    uint64_t late_ns = life->deadline_ns > 2 * ms ? life->deadline_ns - 2 * ms : 0;
    const struct life *parent = parent_of(call);
    if (parent != NULL && parent->left_ns <= life->ended_ns + 2 * ms) {
        return; /* a detached call's caller has a deadline still */
    }
    if (life->deadline_ns == UINT64_MAX || life->ended_ns + ms < life->deadline_ns) {
        violated(trial, id, "DEADLINE_EXCEEDED before its deadline");
        return;
    }
    if (!trial->is_timed || was_cut_off(trial, call, life, life->deadline_ns)) {
        return;
    }
    if (life->started_seq != 0 && life->started_ns <= life->deadline_ns) {
        uint64_t answered_ns = answer_ns(life);
        if (answered_ns != 0 && answered_ns + wire_ns < late_ns) {
            violated(trial, id, "it was answered in time, and the answer is lost");
        }
        return;
    }
    uint64_t died = died_ns(call, life);
    uint64_t stopped = stopped_ns(call, life);
    if (stopped != 0 && stopped + wire_ns + ms < late_ns &&
        life->sent_ns + wire_ns + ms < late_ns) {
        violated(trial, id, "its actor had ended, and it was not told");
    } else if (died == 0 && life->sent_ns + wire_ns < late_ns && !may_wait_outside(trial, id) &&
               was_free(trial, call->slot, life->sent_ns + wire_ns, late_ns)) {
        violated(trial, id, "its actor was free, and did not run it");
    }
}

static void judge_cancelled(struct trial *trial, uint32_t id)
{
    const struct life *life = &stage.lives[id];
    if (life->gave_up_ns == 0 && !(life->is_caller_told && is_telling_explained(trial, id))) {
        violated(trial, id, "CANCELLED, and nobody gave up");
    }
}

static bool is_unavailability_explained(const struct trial *trial, const struct plan_call *call,
                                        const struct life *life)
{
    return had_died(call, life, life->ended_ns) || was_cut_off(trial, call, life, life->ended_ns) ||
           life->generation == 0;
}

/* How long it may take to be in the mailbox: on another node one that may wait needs a credit
 * first, which takes as long as there is no room. */
static uint64_t arrival_of(const struct trial *trial, const struct plan_call *call,
                           const struct life *life)
{
    uint64_t wire_ns = wire_of(trial, call, life);
    bool waits = call->method == METHOD_WAIT || call->method == METHOD_PUSH;
    bool may_be_full = trial->plan->bound[call->slot] < CALLS_MAX;
    return !waits || wire_ns == 0 ? wire_ns : may_be_full ? UINT64_MAX / 2 : 3 * wire_ns;
}

/* A drain finishes what was queued before it. */
static bool was_let_down(const struct trial *trial, const struct plan_call *call,
                         const struct life *life)
{
    const struct slot *slot = &stage.slots[call->slot];
    uint32_t at = life->generation % 32;
    uint64_t died = slot->died_ns[at];
    bool was_drained = died != 0 && !slot->has_quit[at] &&
                       (slot->stopped_ns[at] == 0 || slot->stopped_ns[at] > life->ended_ns);
    return !call->by_name && was_drained && life->n_started == 0 &&
           life->sent_ns + arrival_of(trial, call, life) < died &&
           !was_cut_off(trial, call, life, life->ended_ns);
}

/* An end that the callee's handler did not give. */
static void judge_system_end(struct trial *trial, uint32_t id)
{
    const struct plan_call *call = &trial->plan->calls[id];
    const struct life *life = &stage.lives[id];
    switch (life->code) {
    case GR_DEADLINE_EXCEEDED:
        judge_deadline(trial, id);
        break;
    case GR_CANCELLED:
        judge_cancelled(trial, id);
        break;
    case GR_UNAVAILABLE:
        if (!is_unavailability_explained(trial, call, life)) {
            violated(trial, id, "UNAVAILABLE, and its actor lives, and its node is there");
        } else if (trial->is_timed && was_let_down(trial, call, life)) {
            violated(trial, id, "it was queued, and its actor was drained without it");
        }
        break;
    case GR_NOT_FOUND:
        if (!call->by_name || !is_unavailability_explained(trial, call, life)) {
            violated(trial, id, "NOT_FOUND, and its actor is there");
        }
        break;
    case GR_ABORTED:
        if (life->n_circles == 0) {
            violated(trial, id, "ABORTED, and nobody waits in a circle");
        }
        break;
    case GR_RESOURCE_EXHAUSTED:
        if (!was_full(trial, id)) {
            violated(trial, id, "RESOURCE_EXHAUSTED, and its mailbox was not full");
        }
        break;
    default:
        violated(trial, id, "%s, and nobody said so", gr_code_name(life->code));
        break;
    }
}

/* A circle of waits does not last: one of its calls fails within a second. */
static void judge_circle(struct trial *trial, uint32_t id)
{
    const struct life *life = &stage.lives[id];
    uint32_t at = id;
    uint32_t n = 0;
    uint64_t until_ns = life->circle_ns + 1200 * ms;
    bool lasts = life->n_circles == 1;
    do {
        const struct life *member = &stage.lives[at];
        const struct plan_call *call = &trial->plan->calls[at];
        lasts = lasts && member->n_circles == 1 && member->circle_ns != 0 && !member->is_held &&
                member->ended_ns > until_ns && !was_cut_off(trial, call, member, until_ns);
        at = member->circle_next;
    } while (lasts && at != id && ++n < SLOTS_MAX + GUESTS_MAX);
    if (lasts) {
        violated(trial, id, "a circle of waits that nobody found");
    }
}

static void judge_ran(struct trial *trial, uint32_t id)
{
    const struct life *life = &stage.lives[id];
    if (!life->has_error) {
        return;
    }
    if (life->ran == GR_RAN_NO && life->n_started != 0) {
        violated(trial, id, "it says that it did not run, and it did");
    } else if (life->ran == GR_RAN_YES && life->started_seq == 0) {
        violated(trial, id, "it says that it ran, and it did not");
    } else if (life->ran == GR_RAN_UNKNOWN && life->code != GR_DEADLINE_EXCEEDED &&
               life->code != GR_CANCELLED && life->code != GR_UNAVAILABLE &&
               life->code != GR_ABORTED) {
        violated(trial, id, "it does not say whether it ran");
    } else if (answered_with(life) && life->ran != GR_RAN_YES &&
               life->code != GR_DEADLINE_EXCEEDED && life->code != GR_CANCELLED &&
               life->code != GR_UNAVAILABLE) {
        violated(trial, id, "its handler failed, and it does not say that it ran");
    }
}

static void judge_ok(struct trial *trial, uint32_t id)
{
    const struct life *life = &stage.lives[id];
    if (!answered_with(life) || life->started_seq > life->ended_seq) {
        violated(trial, id, "OK, and nobody answered so");
    }
}

/* A call's end, as its caller saw it. */
static void judge_end(struct trial *trial, uint32_t id)
{
    const struct plan_call *call = &trial->plan->calls[id];
    const struct life *life = &stage.lives[id];
    if (life->n_ended != 1) {
        violated(trial, id, "it ended %u times", life->n_ended);
        return;
    }
    if (call->flaw != FLAW_NONE && life->code == expected_of_flaw(call->flaw)) {
        return;
    }
    if (trial->plan->is_calm && life->code != judge_expected(trial->plan, (uint16_t)id)) {
        violated(trial, id, "%s was to be expected",
                 gr_code_name(judge_expected(trial->plan, (uint16_t)id)));
        return;
    }
    judge_ran(trial, id);
    if (life->has_error && answered_with(life) && life->ran == GR_RAN_YES && !life->names_callee) {
        violated(trial, id, "its path does not begin with its actor");
    }
    if (trial->is_timed && life->circle_ns != 0) {
        judge_circle(trial, id);
    }
    if (life->code == GR_OK) {
        judge_ok(trial, id);
    } else if (!answered_with(life)) {
        judge_system_end(trial, id);
    }
    if (trial->is_timed && call->way == WAY_SYNC && life->deadline_ns != UINT64_MAX &&
        life->ended_ns > life->deadline_ns + 2 * ms && life->ended_ns > life->sent_ns) {
        violated(trial, id, "it ended after its deadline");
    }
}

/* ---- handlers ---- */

/* Whether the handler was to be over, or not to begin, at a time: 0 for never. */
static uint64_t told_ns(const struct trial *trial, const struct plan_call *call,
                        const struct life *life)
{
    bool is_heard = call->method != METHOD_DETACH || life->gave_up_ns != 0;
    bool gave_up = call->way != WAY_ONEWAY && life->n_ended == 1 && life->code == GR_CANCELLED &&
                   !answered_with(life) && is_heard;
    if (!gave_up || was_cut_off(trial, call, life, life->ended_ns + trial->wire_ns)) {
        return 0;
    }
    uint64_t at_ns = life->gave_up_ns != 0 ? life->gave_up_ns : life->ended_ns;
    return at_ns + wire_of(trial, call, life);
}

static void judge_start(struct trial *trial, uint32_t id)
{
    const struct plan_call *call = &trial->plan->calls[id];
    const struct life *life = &stage.lives[id];
    uint64_t told = told_ns(trial, call, life);
    if (life->n_started != 1) {
        violated(trial, id, "its handler ran %u times", life->n_started);
    }
    if (life->sent_seq == 0 || life->sent_seq > life->started_seq) {
        violated(trial, id, "its handler ran before it was sent");
    }
    if (!call->by_name && life->at_generation != life->generation) {
        violated(trial, id, "another actor's handler ran");
    }
    if (!trial->is_timed) {
        return;
    }
    if (life->started_ns >= life->deadline_ns &&
        life->started_ns - life->deadline_ns >= wire_of(trial, call, life) &&
        !was_cut_off(trial, call, life, life->started_ns)) {
        violated(trial, id, "its handler began after its deadline");
    }
    if (told != 0 && life->started_ns > told + ms) {
        violated(trial, id, "its handler began after it was cancelled");
    }
}

static void judge_finish(struct trial *trial, uint32_t id)
{
    const struct plan_call *call = &trial->plan->calls[id];
    const struct life *life = &stage.lives[id];
    uint64_t told = told_ns(trial, call, life);
    uint64_t stopped = stopped_ns(call, life);
    if (life->finished_seq == 0) {
        violated(trial, id, "its handler did not return");
        return;
    }
    if (!trial->is_timed || life->has_nested) {
        return;
    }
    if (life->left_ns != UINT64_MAX && life->finished_ns > life->left_ns + 2 * ms) {
        violated(trial, id, "its handler went on after its deadline");
    }
    if (told != 0 && life->finished_ns > told + 2 * ms && life->finished_ns > life->started_ns) {
        violated(trial, id, "its handler went on after it was cancelled");
    }
    if (stopped != 0 && life->finished_ns > stopped + 2 * ms &&
        life->finished_ns > life->started_ns) {
        violated(trial, id, "its handler went on after its actor was stopped");
    }
}

/* ---- order ---- */

static bool is_same_way(const struct trial *trial, uint32_t one, uint32_t other)
{
    const struct life *a = &stage.lives[one];
    const struct life *b = &stage.lives[other];
    const struct plan_call *x = &trial->plan->calls[one];
    const struct plan_call *y = &trial->plan->calls[other];
    return x->slot == y->slot && a->from == b->from && a->from_slot == b->from_slot &&
           a->from_generation == b->from_generation && x->after_ms == 0 && y->after_ms == 0 &&
           a->at_generation == b->at_generation &&
           (!trial->plan->has_sets || (x->way == WAY_ONEWAY) == (y->way == WAY_ONEWAY));
}

static void judge_order(struct trial *trial, uint32_t id)
{
    const struct life *life = &stage.lives[id];
    for (uint32_t i = 0; i < trial->plan->n_calls; i++) {
        const struct life *other = &stage.lives[i];
        if (other->started_seq != 0 && other->sent_seq > life->sent_seq &&
            other->started_seq < life->started_seq && is_same_way(trial, id, i)) {
            violated(trial, id, "call %u of the same sender overtook it", i);
        }
    }
}

/* ---- oneways ---- */

/* One that was taken and never ran has a reason. */
static void judge_oneway(struct trial *trial, uint32_t id)
{
    const struct plan_call *call = &trial->plan->calls[id];
    const struct life *life = &stage.lives[id];
    if (life->n_started > 0 && (life->code == GR_INVALID_ARGUMENT || life->code == GR_NOT_FOUND)) {
        violated(trial, id, "it was refused, and it ran");
    }
    if (life->n_started > 0 || !trial->is_timed) {
        return; /* on a busy machine it may still be on its way */
    }
    uint64_t left_ns = life->sent_ns + call->after_ms * ms;
    left_ns = life->ended_ns > left_ns ? life->ended_ns : left_ns;
    bool is_explained = had_died(call, life, stage.closing_ns - 1) || was_full(trial, id) ||
                        life->generation == 0 || life->deadline_ns != UINT64_MAX ||
                        life->is_caller_told ||
                        was_cut_off(trial, call, life, left_ns + trial->wire_ns);
    if (!is_explained) {
        violated(trial, id, "a oneway never ran");
    }
}

/* ---- sums ---- */

static uint64_t refusals_of(const gr_node_stats *stats)
{
    return stats->rejected + stats->expired + stats->unavailable + stats->cancelled +
           stats->invalid;
}

/* Whether a call must be among those that the nodes counted as refused. */
static bool was_refused(const struct plan_call *call, const struct life *life)
{
    bool was_taken =
        call->way == WAY_ONEWAY ? life->code == GR_OK : life->code == GR_RESOURCE_EXHAUSTED;
    return life->sent_seq != 0 && life->n_started == 0 && was_taken;
}

/* Whether its answer, if it came, came too late. */
static bool may_be_late(const struct plan_call *call, const struct life *life)
{
    bool has_answer = call->way != WAY_ONEWAY || call->by_name; /* be it a lookup's */
    bool gave_up = life->gave_up_ns != 0 || !answered_with(life);
    return has_answer && life->sent_seq != 0 && gave_up &&
           (life->code == GR_DEADLINE_EXCEEDED || life->code == GR_CANCELLED ||
            life->code == GR_ABORTED || life->code == GR_UNAVAILABLE);
}

/* Whether it may have waited for room, and no more. */
static bool gave_up_room(const struct plan_call *call, const struct life *life)
{
    bool waits = call->method == METHOD_WAIT || call->method == METHOD_PUSH;
    return waits && life->sent_seq != 0 && life->code != GR_OK && !answered_with(life);
}

/* What the nodes counted agrees with what the callers saw. */
static void judge_counts(struct trial *trial)
{
    const struct plan *plan = trial->plan;
    const gr_node_stats *stats = &stage.stats;
    uint64_t refused = 0;
    uint64_t late = 0;
    for (uint32_t i = 0; i < plan->n_calls; i++) {
        refused += was_refused(&plan->calls[i], &stage.lives[i]);
        late += may_be_late(&plan->calls[i], &stage.lives[i]);
        late += gave_up_room(&plan->calls[i], &stage.lives[i]);
        late += stage.lives[i].is_told ? 2 : 0; /* a spawn or a stop of its own */
    }
    uint64_t counted = refusals_of(stats);
    if (trial->is_timed && stage.n_faults == 0 && counted < refused) {
        violated(trial, 0, "%" PRIu64 " refusals counted, %" PRIu64 " seen", counted, refused);
    }
    if (trial->is_timed && stats->late_replies > late) {
        violated(trial, 0, "%" PRIu64 " late replies counted, %" PRIu64 " callers gave up",
                 stats->late_replies, late);
    }
}

/* Each oneway that was taken ran, or is a dead letter; and each that failed. */
static void judge_letters(struct trial *trial)
{
    const uint64_t *letters = stage.stats.dead_letters;
    uint64_t lost = 0;
    uint64_t failed = 0;
    uint64_t counted = 0;
    for (uint32_t i = 0; i < trial->plan->n_calls; i++) {
        const struct life *life = &stage.lives[i];
        bool is_oneway = trial->plan->calls[i].way == WAY_ONEWAY;
        lost += is_oneway && was_refused(&trial->plan->calls[i], life);
        failed += is_oneway && life->finished_seq != 0 && life->returned != GR_OK;
    }
    for (size_t i = 0; i < GR_DEAD_REASONS; i++) {
        counted += i == GR_DEAD_FAILED || i == GR_DEAD_DROPPED ? 0 : letters[i];
    }
    bool is_short = trial->is_timed && counted < lost;
    if (stage.n_faults == 0 &&
        (is_short || letters[GR_DEAD_FAILED] != failed || stage.stats.oneways_failed != failed)) {
        violated(trial, 0,
                 "%" PRIu64 " oneways lost, %" PRIu64 " letters; %" PRIu64 " failed, %" PRIu64
                 " letters",
                 lost, counted, failed, letters[GR_DEAD_FAILED]);
    }
}

static void judge_sums(struct trial *trial)
{
    uint64_t ran = 0;
    uint64_t not_run = 0;
    for (uint32_t i = 0; i < trial->plan->n_calls; i++) {
        const struct life *life = &stage.lives[i];
        ran += life->n_started;
        not_run += life->sent_seq != 0 && life->n_started == 0;
    }
    const gr_node_stats *stats = &stage.stats;
    uint64_t refused = refusals_of(stats);
    if (!trial->plan->has_restarts && stats->handled != ran) {
        violated(trial, 0, "%" PRIu64 " handlers counted, %" PRIu64 " ran", stats->handled, ran);
    }
    if (refused > not_run) {
        violated(trial, 0, "%" PRIu64 " refusals counted, %" PRIu64 " did not run", refused,
                 not_run);
    }
    if (stats->actors != trial->plan->n_nodes || stats->fibers != 0 ||
        stats->protocol_errors != 0 || stage.pending != 0) {
        violated(trial, 0,
                 "left: %" PRIu64 " actors, %" PRIu64 " fibers, %u pending, %" PRIu64
                 " protocol errors",
                 stats->actors, stats->fibers, stage.pending, stats->protocol_errors);
    }
    if (stage.odd_lines != 0) {
        violated(trial, 0, "%" PRIu64 " times odd: %s", stage.odd_lines, stage.odd_line);
    }
    if (stage.twins != 0) {
        violated(trial, 0, "two actors have the same name");
    }
}

unsigned judge(const struct plan *plan, bool is_timed, FILE *out)
{
    struct trial trial = { plan, is_timed, 0, 0, out };
    trial.wire_ns = 10 * (uint64_t)plan->delay_us * 1000 + ms;
    for (uint32_t i = 0; i < plan->n_calls; i++) {
        const struct life *life = &stage.lives[i];
        if (life->sent_seq == 0) {
            continue;
        }
        if (life->n_started != 0) {
            judge_start(&trial, i);
            judge_finish(&trial, i);
            judge_order(&trial, i);
        }
        if (plan->calls[i].way == WAY_ONEWAY) {
            judge_oneway(&trial, i);
        } else {
            judge_end(&trial, i);
        }
    }
    judge_counts(&trial);
    judge_letters(&trial);
    judge_sums(&trial);
    return trial.n;
}
