/* SPDX-License-Identifier: MIT */
/* What the parts of a machine do, and what the machine is told: all of it made of a seed, each time
 * it is asked for, so that who plays and who predicts need not keep it. */
#include <string.h>

#include "machines.h"

/* ---- scripts ---- */

/* Which ops a part may do, with the weight of each. */
struct weight {
    enum op_kind kind;
    uint8_t weight;
};

static const struct weight of_body[] = {
    { OP_SLEEP, 5 },      { OP_PROCESS, 6 }, { OP_RAISE, 2 }, { OP_TIMER_START, 2 },
    { OP_TIMER_STOP, 1 }, { OP_SEND, 2 },    { OP_GO, 2 },    { OP_ANSWER, 1 },
    { OP_CLEAN, 1 },      { OP_CLEANED, 1 },
};
static const struct weight of_method[] = {
    { OP_SLEEP, 3 },      { OP_PROCESS, 2 }, { OP_RAISE, 2 }, { OP_TIMER_START, 2 },
    { OP_TIMER_STOP, 1 }, { OP_SEND, 1 },    { OP_TO, 6 },    { OP_GO, 2 },
    { OP_ANSWER, 2 },     { OP_HOLD, 2 },    { OP_CLEAN, 1 }, { OP_CLEANED, 1 },
};
static const struct weight of_timeout[] = {
    { OP_SLEEP, 2 }, { OP_RAISE, 2 }, { OP_TIMER_START, 1 }, { OP_TIMER_STOP, 1 },
    { OP_TO, 6 },    { OP_GO, 2 },    { OP_ANSWER, 1 },
};
static const struct weight of_hook[] = {
    { OP_SLEEP, 1 },      { OP_RAISE, 2 }, { OP_TIMER_START, 2 },
    { OP_TIMER_STOP, 1 }, { OP_SEND, 1 },  { OP_ANSWER, 1 },
};
static const struct weight of_start[] = { { OP_RAISE, 2 }, { OP_TIMER_START, 2 } };

static enum op_kind draw_kind(struct dice *dice, const struct weight *weights, size_t n)
{
    uint32_t sum = 0;
    for (size_t i = 0; i < n; i++) {
        sum += weights[i].weight;
    }
    uint32_t at = draw(dice, sum);
    while (at >= weights->weight) {
        at -= weights->weight;
        weights++;
    }
    return weights->kind;
}

static enum op_kind draw_kind_of(struct dice *dice, enum part part)
{
    switch (part) {
    case PART_BODY:
        return draw_kind(dice, of_body, sizeof(of_body) / sizeof(*of_body));
    case PART_METHOD:
        return draw_kind(dice, of_method, sizeof(of_method) / sizeof(*of_method));
    case PART_TIMEOUT:
        return draw_kind(dice, of_timeout, sizeof(of_timeout) / sizeof(*of_timeout));
    case PART_START:
    case PART_FIRST:
        return draw_kind(dice, of_start, sizeof(of_start) / sizeof(*of_start));
    default:
        return draw_kind(dice, of_hook, sizeof(of_hook) / sizeof(*of_hook));
    }
}

static uint32_t draw_ms(struct dice *dice)
{
    return 1 + draw(dice, happens(dice, 50) ? 500 : happens(dice, 70) ? 5000 : 30000);
}

/* A number of what has the kind, or n_methods: there is none. */
static uint32_t draw_method(struct dice *dice, const struct model *model, enum method_kind kind)
{
    for (int i = 0; i < 8 && model->n_methods > 0; i++) {
        uint32_t method = draw(dice, model->n_methods);
        if (model->methods[method].kind == kind) {
            return method;
        }
    }
    return model->n_methods;
}

static state_set targets_of(const struct model *model, enum part part, uint32_t which)
{
    return part == PART_METHOD ? model->methods[which].to : model->states[which].to;
}

static uint32_t draw_state(struct dice *dice, const struct model *model, state_set set)
{
    uint32_t state = 1 + draw(dice, model->n_states);
    while (!set_has(set, state)) {
        state = state % model->n_states + 1;
    }
    return state;
}

/* False: there is nothing that it could do that to. */
static bool make_op(struct dice *dice, const struct model *model, enum part part, uint32_t which,
                    struct op *op)
{
    *op = (struct op){ draw_kind_of(dice, part), 0, draw_ms(dice), (int32_t)draw(dice, 1000) };
    bool may_hold = part == PART_METHOD && model->methods[which].kind == METHOD_CALL;
    switch (op->kind) {
    case OP_PROCESS:
        op->ms = happens(dice, 40) ? 0 : op->ms;
        op->what = happens(dice, 75) ? ~0u : draw(dice, 1u << METHODS_MAX);
        return true;
    case OP_RAISE:
        op->what = draw_method(dice, model, METHOD_INTERNAL);
        return op->what < model->n_methods;
    case OP_SEND:
        op->what = draw_method(dice, model, METHOD_ONEWAY);
        return op->what < model->n_methods;
    case OP_TIMER_START:
    case OP_TIMER_STOP:
        op->what = draw(dice, TIMERS_MAX);
        return op->what < model->n_timers;
    case OP_TO:
        if (targets_of(model, part, which) == 0) {
            return false;
        }
        op->what = draw_state(dice, model, targets_of(model, part, which));
        return true;
    case OP_GO:
        op->what = 1 + draw(dice, model->n_states);
        return true;
    case OP_HOLD:
        return may_hold;
    default:
        return true;
    }
}

static void make_ops(struct script *script, struct dice *dice, const struct model *model,
                     enum part part, uint32_t which)
{
    bool is_long = part == PART_BODY || part == PART_METHOD;
    uint32_t n = draw(dice, is_long ? OPS_MAX : 3);
    bool is_held = false;
    for (uint32_t i = 0; i < n; i++) {
        struct op *op = &script->ops[script->n_ops];
        bool is_done = make_op(dice, model, part, which, op) && !(is_held && op->kind == OP_HOLD);
        script->n_ops += is_done;
        is_held = is_held || (is_done && op->kind == OP_HOLD);
    }
    bool may_quit = is_long || part == PART_TIMEOUT || part == PART_HOOK;
    bool may_fail = !is_held && part != PART_START;
    if (may_quit && happens(dice, 1) && script->n_ops < OPS_MAX) {
        script->ops[script->n_ops++] =
            (struct op){ OP_QUIT, happens(dice, 50) ? GR_OK : GR_DATA_LOSS, 0, 0 };
    }
    if (may_fail && happens(dice, part == PART_FIRST ? 2 : part == PART_HOOK ? 15 : 20)) {
        script->code = happens(dice, 50) ? GR_NOT_FOUND : (gr_code)(GR_APPLICATION + 7);
    }
    if (part == PART_START && happens(dice, 2)) {
        script->code = GR_PERMISSION_DENIED;
    }
}

static void make_next(struct script *script, struct dice *dice, const struct model *model,
                      uint32_t state)
{
    if (model->states[state].to == 0) {
        script->next = NEXT_END;
    } else if (happens(dice, 40)) {
        script->next = draw_state(dice, model, model->states[state].to);
    }
    if (happens(dice, 1)) {
        script->next = NEXT_FORGED;
    }
}

void script_make(struct script *script, const struct model *model, uint64_t seed, enum part part,
                 uint32_t which, uint32_t nth)
{
    struct dice dice = { seed + (uint64_t)nth * 7919 + (uint64_t)part * 104729 +
                         (uint64_t)which * 1299709 };
    memset(script, 0, sizeof(*script));
    script->next = part == PART_BODY && model->states[which].to == 0 ? NEXT_END : NEXT_STAY;
    script->value = (int32_t)draw(&dice, 100000);
    if (nth >= PARTS_MAX || part == PART_STOP) {
        return;
    }
    make_ops(script, &dice, model, part, which);
    if (part == PART_BODY) {
        make_next(script, &dice, model, which);
    }
}

/* ---- what it is told ---- */

/* Each at a part of a millisecond that is its own: what one brings about is never at the same time
 * as what another does. */
static void make_tell(struct play_plan *plan, struct dice *dice, uint32_t number, uint64_t ms)
{
    const struct model *model = plan->model;
    struct tell *tell = &plan->tells[number];
    tell->at_ns = ms * 1000000 + (number + 1) * UINT64_C(20000);
    tell->value = (int32_t)draw(dice, 100000);
    tell->timeout_ms = happens(dice, 20) ? UINT32_MAX : 1 + draw(dice, 30000);
    tell->kind = TELL_CANCEL;
    tell->what = number == 0 ? 0 : draw(dice, number);
    tell->asks = happens(dice, 20);
    uint32_t method = draw_method(dice, model, happens(dice, 70) ? METHOD_CALL : METHOD_ONEWAY);
    if (method < model->n_methods && !happens(dice, 8)) {
        tell->kind = model->methods[method].kind == METHOD_CALL ? TELL_CALL : TELL_ONEWAY;
        tell->what = method;
    }
    if (happens(dice, 8)) {
        tell->kind = TELL_WAIT;
        tell->what = draw(dice, model->n_states + 1);
    }
}

void plan_make(struct play_plan *plan, const struct model *model, uint64_t seed)
{
    struct dice dice = { seed * 31 + model->number };
    memset(plan, 0, sizeof(*plan));
    plan->model = model;
    plan->seed = seed * 1000000007 + model->number;
    plan->state = happens(&dice, 80) ? 0 : 1 + draw(&dice, model->n_states);
    plan->value = (int32_t)draw(&dice, 100000);
    plan->state_value = (int32_t)draw(&dice, 100000);
    plan->n_tells = 8 + draw(&dice, TELLS_MAX - 8);
    uint64_t ms = 2;
    for (uint32_t i = 0; i < plan->n_tells; i++) {
        ms += happens(&dice, 50) ? 0 : draw_ms(&dice);
        make_tell(plan, &dice, i, ms);
    }
    plan->tells[plan->n_tells - 1].kind = TELL_STOP;
    plan->tells[plan->n_tells - 1].what = happens(&dice, 50);
}

void story_add_change(struct story *story, struct record record)
{
    if (story->n_changes < CHANGES_MAX) {
        story->changes[story->n_changes++] = record;
    }
}

void story_add(struct story *story, struct record record)
{
    if (story->n_records < RECORDS_MAX) {
        story->records[story->n_records++] = record;
    }
}
