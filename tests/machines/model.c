/* SPDX-License-Identifier: MIT */
/* Makes machines of numbers: the same number, the same machine, in the program that writes schemas
 * and in the one that plays them. All are as the generator wants them. */
#include <string.h>

#include "machines.h"

/* ---- chance ---- */

/* splitmix64 */
uint32_t draw(struct dice *dice, uint32_t n)
{
    uint64_t z = (dice->state += UINT64_C(0x9e3779b97f4a7c15));
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return (uint32_t)((z ^ (z >> 31)) >> 32) % n;
}

bool happens(struct dice *dice, uint32_t percent)
{
    return draw(dice, 100) < percent;
}

static state_set bit(uint32_t state)
{
    return (state_set)1 << state;
}

static state_set some_of(struct dice *dice, state_set set, uint32_t percent)
{
    state_set some = 0;
    for (uint32_t i = 1; i <= STATES_MAX; i++) {
        if (set_has(set, i) && happens(dice, percent)) {
            some |= bit(i);
        }
    }
    return some;
}

/* One of a set that is not empty. */
static uint32_t one_of(struct dice *dice, state_set set)
{
    uint32_t nth = draw(dice, (uint32_t)__builtin_popcount(set));
    uint32_t state = 1;
    for (; !set_has(set, state) || nth-- > 0; state++) {
    }
    return state;
}

/* ---- states ---- */

/* A tree from the initial state, so that all are reached; then more ways. */
static void make_ways(struct model *model, struct dice *dice)
{
    uint32_t n = model->n_states;
    uint32_t n_ends = model->is_endless ? 0 : 1 + draw(dice, n < 4 ? 1 : n / 3);
    state_set all = (bit(n + 1) - 1) & ~(state_set)1;
    state_set ends = 0;
    state_set reached = bit(model->initial);
    while (n > 1 && (uint32_t)__builtin_popcount(ends) < n_ends) {
        ends |= bit(one_of(dice, all & ~bit(model->initial)));
    }
    for (state_set left = all & ~reached; left != 0;) {
        uint32_t next = one_of(dice, left);
        model->states[one_of(dice, reached & ~ends)].to |= bit(next);
        reached |= bit(next);
        left &= ~bit(next);
    }
    for (uint32_t i = 1; i <= n; i++) {
        struct model_state *state = &model->states[i];
        bool is_end = set_has(ends, i) || (n == 1 && !model->is_endless);
        state->to |= is_end ? 0 : some_of(dice, all, 25);
        if (!is_end && state->to == 0) {
            state->to = bit(one_of(dice, all));
        }
    }
}

static void make_timeout(struct model *model, struct dice *dice, struct model_state *state)
{
    state->timeout_ms = 1 + draw(dice, happens(dice, 50) ? 3000 : 20000);
    uint32_t to = one_of(dice, state->to);
    if (happens(dice, 60) && !model->states[to].has_args) {
        state->on_timeout = (uint8_t)to;
    }
}

static void make_states(struct model *model, struct dice *dice)
{
    make_ways(model, dice);
    for (uint32_t i = 1; i <= model->n_states; i++) {
        struct model_state *state = &model->states[i];
        state->has_args = happens(dice, 30);
        state->has_exit = happens(dice, 35);
        state->has_result = state->to == 0 && happens(dice, 50);
    }
    for (uint32_t i = 1; i <= model->n_states; i++) {
        if (model->states[i].to != 0 && happens(dice, 50)) {
            make_timeout(model, dice, &model->states[i]);
        }
    }
    model->has_args = model->states[model->initial].has_args || happens(dice, 15);
}

/* ---- groups ---- */

static void make_groups(struct model *model, struct dice *dice)
{
    state_set all = (bit(model->n_states + 1) - 1) & ~(state_set)1;
    uint32_t wanted = draw(dice, GROUPS_MAX + 1);
    for (uint32_t i = 0; i < wanted; i++) {
        int8_t around = i > 0 && happens(dice, 60) ? (int8_t)draw(dice, i) : (int8_t)-1;
        state_set room = around < 0 ? all : model->groups[around].states;
        for (uint32_t j = 0; j < model->n_groups; j++) {
            room &= model->groups[j].around == around ? ~model->groups[j].states : ~(state_set)0;
        }
        state_set states = some_of(dice, room, 60);
        if (states == 0 || around >= (int8_t)model->n_groups) {
            continue;
        }
        model->groups[model->n_groups++] =
            (struct model_group){ states, around, happens(dice, 70), happens(dice, 70) };
    }
}

/* ---- methods ---- */

/* Whether a way of at least one change leads there. */
static bool leads_to_any(const struct model *model, uint32_t from, state_set targets)
{
    state_set reached = model->states[from].to;
    for (uint32_t i = 0; i < model->n_states; i++) {
        for (uint32_t j = 1; j <= model->n_states; j++) {
            reached |= set_has(reached, j) ? model->states[j].to : 0;
        }
    }
    return (reached & targets) != 0;
}

static void make_method(const struct model *model, struct dice *dice, struct model_method *method)
{
    state_set open = 0; /* states that go on */
    for (uint32_t i = 1; i <= model->n_states; i++) {
        open |= model->states[i].to != 0 ? bit(i) : 0;
    }
    uint32_t kind = draw(dice, 4);
    method->kind = kind < 2 ? METHOD_CALL : kind == 2 ? METHOD_ONEWAY : METHOD_INTERNAL;
    method->has_request = happens(dice, method->kind == METHOD_INTERNAL ? 40 : 85);
    method->has_reply = method->kind == METHOD_CALL && happens(dice, 85);
    method->is_ignored = method->kind != METHOD_CALL && happens(dice, 40);
    method->accept = some_of(dice, open, 45) | bit(one_of(dice, open));
    method->to = ~(state_set)0;
    for (uint32_t i = 1; i <= model->n_states; i++) {
        if (set_has(method->accept, i)) {
            method->to &= model->states[i].to;
        } else if (happens(dice, 50) && leads_to_any(model, i, method->accept)) {
            method->postpone |= bit(i);
        }
    }
    method->to = some_of(dice, method->to, 60);
}

static void make_methods(struct model *model, struct dice *dice)
{
    bool has_open = model->n_states > 1 || model->is_endless;
    model->n_methods = has_open ? draw(dice, METHODS_MAX + 1) : 0;
    for (uint32_t i = 0; i < model->n_methods; i++) {
        make_method(model, dice, &model->methods[i]);
        bool may_fire = model->methods[i].kind == METHOD_INTERNAL && !model->methods[i].has_request;
        if (may_fire && model->n_timers < TIMERS_MAX && happens(dice, 70)) {
            model->timers[model->n_timers++] = (uint8_t)i;
        }
    }
}

void model_make(struct model *model, uint32_t number)
{
    struct dice dice = { (uint64_t)number * 1000003 + 17 };
    memset(model, 0, sizeof(*model));
    model->number = number;
    model->n_states = 1 + draw(&dice, STATES_MAX);
    if (model->n_states == 1 && happens(&dice, 80)) {
        model->n_states = 4;
    }
    model->is_endless = happens(&dice, 30);
    model->has_hook = happens(&dice, 50);
    model->initial = (uint8_t)(happens(&dice, 60) ? 1 : 1 + draw(&dice, model->n_states));
    make_states(model, &dice);
    make_groups(model, &dice);
    make_methods(model, &dice);
}
