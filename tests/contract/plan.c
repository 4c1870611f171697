/* SPDX-License-Identifier: MIT */
/* Plans: which actors there are, who calls whom and what goes wrong, all drawn from a seed. */
#include <string.h>

#include "contract.h"

/* What a seed's plan may have beside calls. */
enum feature {
    WITH_DEADLINES = 1,
    WITH_GIVING_UP = 2,
    WITH_STOPS = 4,
    WITH_OVERFLOWS = 8,
    WITH_CUTS = 16,
    WITH_STALLS = 32,
    WITH_RESTARTS = 64,
    WITH_SETS = 128,
    WITH_CIRCLES = 256,
    FEATURES = 512
};

enum { DEPTH_MAX = 4 };

/* A plan being drawn. */
struct draft {
    struct plan *plan;
    uint64_t chance;
    uint32_t features;
    uint32_t calls_left;
};

/* splitmix64 */
static uint64_t draw(struct draft *draft)
{
    uint64_t z = (draft->chance += UINT64_C(0x9e3779b97f4a7c15));
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

static uint32_t below(struct draft *draft, uint32_t n)
{
    return (uint32_t)(draw(draft) % n);
}

static bool one_in(struct draft *draft, uint32_t n)
{
    return below(draft, n) == 0;
}

static bool has(const struct draft *draft, enum feature feature)
{
    return (draft->features & (uint32_t)feature) != 0;
}

/* ---- calls ---- */

static uint16_t new_calls(struct draft *draft, uint32_t n)
{
    uint16_t first = (uint16_t)draft->plan->n_calls;
    draft->plan->n_calls += n;
    draft->calls_left -= n;
    return first;
}

/* Of the plan, behind those of the call so far; its calls' own steps come later. */
static struct plan_step *new_step(struct draft *draft, struct plan_call *call, enum step_kind kind)
{
    struct plan_step *step = &draft->plan->steps[draft->plan->n_steps++];
    *step = (struct plan_step){ .kind = (uint8_t)kind };
    call->n_steps++;
    return step;
}

static bool has_room(const struct draft *draft, uint32_t calls)
{
    return draft->calls_left >= calls && draft->plan->n_steps + 8 < STEPS_MAX;
}

static uint32_t some_timeout(struct draft *draft)
{
    if (has(draft, WITH_DEADLINES) && one_in(draft, 3)) {
        return 1 + below(draft, 30);
    }
    if (draft->plan->is_calm) {
        return one_in(draft, 2) ? GR_FOREVER : 60000;
    }
    return (has(draft, WITH_CIRCLES) ? 3000 : 500) + below(draft, 500);
}

static gr_code some_failure(struct draft *draft)
{
    return one_in(draft, 3) ? (gr_code)(GR_APPLICATION + below(draft, 50))
                            : (gr_code)(1 + below(draft, 16));
}

static uint8_t caller_node(const struct plan *plan, const struct plan_call *call)
{
    return call->parent == NOBODY ? call->via : plan->home[plan->calls[call->parent].slot];
}

static uint8_t some_flaw(struct draft *draft, const struct plan_call *call)
{
    uint8_t flaw = (uint8_t)(FLAW_NULL + below(draft, FLAW_STALE));
    bool is_there = call->slot < draft->plan->n_slots;
    bool is_local = caller_node(draft->plan, call) == draft->plan->home[call->slot];
    if (flaw == FLAW_NEWER && is_local) {
        flaw = FLAW_NULL; /* a process has one version of a schema */
    }
    return call->way == WAY_ONEWAY || !is_there ? FLAW_NONE : flaw;
}

static uint8_t some_method(struct draft *draft, enum way way)
{
    static const uint8_t calls[] = { METHOD_ASK,    METHOD_ASK,    METHOD_WAIT,  METHOD_OLDEST,
                                     METHOD_LATEST, METHOD_NEWEST, METHOD_DETACH };
    static const uint8_t oneways[] = { METHOD_TELL, METHOD_TELL, METHOD_PUSH, METHOD_POST };
    return way == WAY_ONEWAY ? oneways[below(draft, sizeof(oneways))]
                             : calls[below(draft, sizeof(calls))];
}

/* Whom a handler of `slot` may wait for: without circles only those behind it. A oneway goes
 * anywhere. */
static uint8_t some_callee(struct draft *draft, uint8_t slot, enum way way)
{
    uint32_t n = draft->plan->n_slots;
    if (way == WAY_ONEWAY || slot == 0xff || has(draft, WITH_CIRCLES)) {
        return (uint8_t)below(draft, n);
    }
    return (uint8_t)(slot + 1 + below(draft, n - slot - 1));
}

static void fill_call(struct draft *draft, uint16_t id, uint16_t parent, enum way way, uint8_t slot)
{
    struct plan_call *call = &draft->plan->calls[id];
    *call = (struct plan_call){ .parent = parent, .way = (uint8_t)way, .slot = slot };
    call->method = some_method(draft, way);
    bool goes_up = parent == NOBODY || draft->plan->calls[parent].slot < slot;
    if (call->method == METHOD_PUSH && !goes_up && !has(draft, WITH_CIRCLES)) {
        call->method = METHOD_TELL; /* to wait for room is to wait */
    }
    call->via = (uint8_t)below(draft, draft->plan->n_nodes);
    call->by_name = slot < SLOTS_MAX && one_in(draft, 6);
    call->timeout_ms = some_timeout(draft);
    if (way == WAY_ONEWAY) {
        call->timeout_ms =
            has(draft, WITH_DEADLINES) && one_in(draft, 4) ? 1 + below(draft, 20) : 0;
        call->after_ms = one_in(draft, 4) ? 1 + below(draft, 30) : 0;
        call->by_name = call->by_name && call->after_ms == 0;
    }
    call->gives_up = way == WAY_ASYNC && has(draft, WITH_GIVING_UP) && one_in(draft, 6);
    call->forwards = one_in(draft, 3);
    call->load = one_in(draft, 8) ? 1 + below(draft, 3000) : 0;
    call->returns = one_in(draft, 16) ? some_failure(draft) : GR_OK;
    call->flaw = one_in(draft, 40) ? some_flaw(draft, call) : (uint8_t)FLAW_NONE;
    call->by_name = call->by_name && call->flaw == FLAW_NONE;
}

static void plan_handler(struct draft *draft, uint16_t id, uint32_t depth);

static enum way some_way(struct draft *draft)
{
    static const enum way ways[] = { WAY_SYNC, WAY_SYNC, WAY_ASYNC, WAY_ASYNC, WAY_ONEWAY };
    return ways[below(draft, 5)];
}

/* Some calls, then all their ends. */
static void plan_calls(struct draft *draft, uint16_t id, uint32_t depth)
{
    struct plan_call *call = &draft->plan->calls[id];
    uint32_t n = 1 + (one_in(draft, 3) ? below(draft, 4) : 0);
    bool is_last = !has(draft, WITH_CIRCLES) &&
                   (call->slot >= SLOTS_MAX || call->slot + 1u >= draft->plan->n_slots);
    struct plan_step *step = new_step(draft, call, STEP_CALLS);
    step->n = (uint16_t)n;
    step->first = new_calls(draft, n);
    for (uint16_t i = 0; i < n; i++) {
        enum way way = is_last ? WAY_ONEWAY : some_way(draft);
        if (way == WAY_SYNC && n > 1) {
            way = WAY_ASYNC;
        }
        fill_call(draft, step->first + i, id, way, some_callee(draft, call->slot, way));
    }
    (void)depth;
}

static void plan_guest(struct draft *draft, uint16_t id)
{
    struct plan *plan = draft->plan;
    struct plan_call *call = &plan->calls[id];
    uint8_t guest = (uint8_t)(SLOTS_MAX + plan->n_guests);
    struct plan_step *step = new_step(draft, call, STEP_GUEST);
    plan->home[guest] = plan->home[call->slot];
    plan->bound[guest] = 1000;
    plan->n_guests++;
    step->first = guest;
    step->n = (uint16_t)(1 + below(draft, 3));
    step->ms = new_calls(draft, step->n);
    for (uint16_t i = 0; i < step->n; i++) {
        enum way way = one_in(draft, 3) ? WAY_ONEWAY : WAY_ASYNC;
        fill_call(draft, (uint16_t)(step->ms + i), id, way, guest);
    }
}

/* The handler leaves the call to a oneway that this actor sends itself. */
static void plan_hold(struct draft *draft, uint16_t id)
{
    struct plan_call *call = &draft->plan->calls[id];
    struct plan_step *calls = new_step(draft, call, STEP_CALLS);
    calls->n = 1;
    calls->first = new_calls(draft, 1);
    new_step(draft, call, STEP_HOLD)->first = calls->first;
    fill_call(draft, calls->first, id, WAY_ONEWAY, call->slot);
    struct plan_call *answer = &draft->plan->calls[calls->first];
    answer->method = METHOD_TELL;
    answer->after_ms = 1 + below(draft, 20);
    answer->timeout_ms = 0;
    answer->returns = GR_OK;
    answer->by_name = false;
    answer->first_step = (uint16_t)draft->plan->n_steps;
    struct plan_step *step = new_step(draft, answer, STEP_ANSWER);
    step->first = id;
    step->ms = one_in(draft, 4) ? NOBODY : (uint32_t)call->returns;
}

static void plan_process(struct draft *draft, struct plan_call *call)
{
    struct plan_step *step = new_step(draft, call, STEP_PROCESS);
    step->ms = one_in(draft, 2) ? 0 : 1 + below(draft, 15);
    step->n = has(draft, WITH_SETS) && one_in(draft, 2);
}

static void plan_one_step(struct draft *draft, uint16_t id, uint32_t depth)
{
    struct plan_call *call = &draft->plan->calls[id];
    bool is_guest = call->slot >= SLOTS_MAX;
    uint32_t what = below(draft, 20);
    if (what < 5) {
        new_step(draft, call, STEP_SLEEP)->ms = one_in(draft, 2) ? 0 : 1 + below(draft, 12);
    } else if (what < 15 && depth < DEPTH_MAX && has_room(draft, 4)) {
        plan_calls(draft, id, depth);
    } else if (what < 17) {
        plan_process(draft, call);
    } else if (what == 17 && !is_guest && draft->plan->n_guests < GUESTS_MAX &&
               has_room(draft, 3)) {
        plan_guest(draft, id);
    } else if (what == 18 && one_in(draft, 2)) {
        (void)new_step(draft, call, STEP_TWIN);
    } else if (what == 19 && has(draft, WITH_STOPS) && one_in(draft, 4) && !is_guest) {
        (void)new_step(draft, call, STEP_QUIT);
    }
}

static void plan_children(struct draft *draft, uint16_t id, uint32_t depth)
{
    const struct plan_call *call = &draft->plan->calls[id];
    for (uint32_t i = 0; i < call->n_steps; i++) {
        const struct plan_step step = draft->plan->steps[call->first_step + i];
        uint32_t first = step.kind == STEP_GUEST ? step.ms : step.first;
        uint32_t n = step.kind == STEP_GUEST || step.kind == STEP_CALLS ? step.n : 0;
        for (uint32_t k = first; k < first + n; k++) {
            if (draft->plan->calls[k].n_steps == 0) { /* not an answer's */
                plan_handler(draft, (uint16_t)k, depth + 1);
            }
        }
    }
}

/* What the handler of a call does. Its own steps stand together; those of its calls follow. */
static void plan_handler(struct draft *draft, uint16_t id, uint32_t depth)
{
    struct plan_call *call = &draft->plan->calls[id];
    call->first_step = (uint16_t)draft->plan->n_steps;
    if (call->flaw != FLAW_NONE) {
        return;
    }
    bool is_held = call->way != WAY_ONEWAY && call->slot < SLOTS_MAX && has_room(draft, 1) &&
                   one_in(draft, 10);
    uint32_t n = below(draft, depth == 0 ? 4 : 3);
    for (uint32_t i = 0; i < n && has_room(draft, 0); i++) {
        plan_one_step(draft, id, depth);
    }
    if (is_held && has_room(draft, 1)) {
        plan_hold(draft, id);
    }
    plan_children(draft, id, depth);
}

/* ---- what the main thread does ---- */

static void add_act(struct draft *draft, uint32_t at_us, enum act_kind kind, uint32_t what)
{
    if (draft->plan->n_acts < ACTS_MAX) {
        draft->plan->acts[draft->plan->n_acts++] =
            (struct plan_act){ at_us, (uint8_t)kind, (uint16_t)what };
    }
}

static uint32_t some_time(struct draft *draft)
{
    return below(draft, 100000);
}

static void plan_roots(struct draft *draft)
{
    uint32_t n = 4 + below(draft, 20);
    uint32_t at_us = 0;
    for (uint32_t i = 0; i < n && has_room(draft, 1); i++) {
        enum way way = one_in(draft, 4) ? WAY_ONEWAY : WAY_ASYNC;
        uint16_t id = new_calls(draft, 1);
        fill_call(draft, id, NOBODY, way, some_callee(draft, 0xff, way));
        plan_handler(draft, id, 0);
        add_act(draft, at_us, ACT_CALL, id);
        if (has(draft, WITH_GIVING_UP) && way == WAY_ASYNC && one_in(draft, 5)) {
            draft->plan->calls[id].gives_up = false;
            add_act(draft, at_us + below(draft, 15000), ACT_GIVE_UP, id);
        }
        at_us += one_in(draft, 2) ? 0 : below(draft, 8000);
    }
}

static void plan_faults(struct draft *draft)
{
    struct plan *plan = draft->plan;
    uint32_t n = 1 + below(draft, 3);
    for (uint32_t i = 0; i < n; i++) {
        uint32_t at_us = some_time(draft);
        uint32_t node = below(draft, plan->n_nodes);
        if (has(draft, WITH_STOPS)) {
            add_act(draft, at_us, one_in(draft, 2) ? ACT_STOP : ACT_DRAIN,
                    below(draft, plan->n_slots));
        }
        if (has(draft, WITH_CUTS) && plan->n_nodes > 1) {
            add_act(draft, at_us, ACT_CUT, below(draft, plan->n_nodes - 1));
            add_act(draft, at_us + 1000 + below(draft, 40000), ACT_MEND, 0);
        }
        if (has(draft, WITH_STALLS) && plan->n_nodes > 1) {
            add_act(draft, at_us, ACT_STALL, below(draft, plan->n_nodes - 1));
            add_act(draft, at_us + 1000 + below(draft, 60000), ACT_MEND, 0);
        }
        if (has(draft, WITH_RESTARTS) && i == 0) {
            add_act(draft, at_us, ACT_RESTART, node);
        }
    }
    for (uint32_t i = 0; i < 2; i++) {
        add_act(draft, some_time(draft), ACT_STOP_PROCESSING, below(draft, plan->n_slots));
    }
}

/* By time; those of the same time stay in order. */
static void sort_acts(struct plan *plan)
{
    for (uint32_t i = 1; i < plan->n_acts; i++) {
        struct plan_act act = plan->acts[i];
        uint32_t k = i;
        for (; k > 0 && plan->acts[k - 1].at_us > act.at_us; k--) {
            plan->acts[k] = plan->acts[k - 1];
        }
        plan->acts[k] = act;
    }
}

static void plan_stage(struct draft *draft)
{
    struct plan *plan = draft->plan;
    plan->n_nodes = 1 + below(draft, NODES_MAX);
    plan->n_slots = 2 + below(draft, SLOTS_MAX - 1);
    plan->delay_us = one_in(draft, 3) ? 1000 + below(draft, 2000) : 100;
    for (uint32_t i = 0; i < plan->n_nodes; i++) {
        plan->workers[i] = 1 + below(draft, 3);
    }
    for (uint32_t i = 0; i < plan->n_slots; i++) {
        plan->home[i] = (uint8_t)below(draft, plan->n_nodes);
        plan->bound[i] = has(draft, WITH_OVERFLOWS) ? 1 + below(draft, 4) : 1000;
    }
}

void plan_make(struct plan *plan, uint64_t seed)
{
    struct draft draft = { plan, seed * UINT64_C(0x2545f4914f6cdd1d) + 1, 0, CALLS_MAX };
    memset(plan, 0, sizeof(*plan));
    plan->seed = seed;
    plan->is_calm = one_in(&draft, 4);
    if (!plan->is_calm) {
        draft.features = (below(&draft, FEATURES) & below(&draft, FEATURES)) | below(&draft, 16);
    }
    plan->has_sets = has(&draft, WITH_SETS);
    plan->has_circles = has(&draft, WITH_CIRCLES);
    plan->has_restarts = has(&draft, WITH_RESTARTS);
    plan->has_cuts = has(&draft, WITH_CUTS);
    plan_stage(&draft);
    plan_roots(&draft);
    if (!plan->is_calm) {
        plan_faults(&draft);
    }
    sort_acts(plan);
}
