/* SPDX-License-Identifier: MIT */
/* Refuses what methods say of states and cannot mean, called by check.c for each method. */
#include "check_event.h"

#include <greenroom/stub.h>

#include "check_part.h"
#include "place.h"

/* Field numbers: of a method's options, name and reply, and in options.proto. */
enum {
    OPTIONS = 4,
    NAME = 1,
    OUTPUT = 3,
    TIMEOUT = 2,
    DETACHED = 3,
    OVERFLOW = 4,
    ACCEPT = 20,
    POSTPONE = 21,
    TO = 22,
    OTHERWISE = 23,
    INTERNAL = 24
};

/* One search for errors. */
struct check {
    const struct gen_model *model;
    struct gen_errors *errors;
    const struct gen_machine *machine; /* NULL: the service has no states */
    const struct gen_method *method;
    const Greenroom__MethodOptions *options;
    const char *name;
};

static struct gen_place place_of(const struct check *check, int32_t member)
{
    return gen_place_of_option(check->model, check->method->service->file, check->method->path,
                               OPTIONS, member);
}

static struct gen_place place_in(const struct check *check, int32_t number)
{
    return gen_place_of_name(check->model, check->method->service->file, check->method->path,
                             number);
}

/* ---- internal methods, and others ---- */

/* What is there, and is for calls from outside. */
static void check_for_calls(const struct check *check, bool is_there, int32_t member,
                            const char *option)
{
    if (is_there) {
        gen_errors_add(check->errors, place_of(check, member),
                       "method %s is internal, and %s is for what comes from outside; leave it out",
                       check->name, option);
    }
}

static void check_internal(const struct check *check)
{
    const Greenroom__MethodOptions *options = check->options;

    if (!gen_type_is_empty(check->method->reply)) {
        gen_errors_add(check->errors, place_in(check, OUTPUT),
                       "method %s is internal, but returns %s; return google.protobuf.Empty",
                       check->name, check->method->reply->full_name);
    }
    check_for_calls(check, options->has_timeout_ms, TIMEOUT, "timeout_ms");
    check_for_calls(check, options->has_detached, DETACHED, "detached");
    check_for_calls(check, options->has_overflow, OVERFLOW, "overflow");
}

static void check_otherwise(const struct check *check)
{
    const Greenroom__MethodOptions *options = check->options;
    bool is_ignored = options->otherwise == GREENROOM__METHOD_OPTIONS__OTHERWISE__IGNORE;

    if (!is_ignored && options->otherwise != GREENROOM__METHOD_OPTIONS__OTHERWISE__REFUSE) {
        gen_errors_add(check->errors, place_of(check, OTHERWISE),
                       "otherwise has a value that this generator does not know; use REFUSE or "
                       "IGNORE");
    }
    if (is_ignored && !options->oneway && !options->internal) {
        gen_errors_add(check->errors, place_of(check, OTHERWISE),
                       "method %s is a call, whose caller waits, and IGNORE would drop it; make it "
                       "oneway, or leave otherwise out",
                       check->name);
    }
}

/* ---- without states ---- */

static void check_stateless(const struct check *check, bool is_there, int32_t member,
                            const char *option)
{
    if (is_there) {
        gen_errors_add(check->errors, place_of(check, member),
                       "method %s has %s, but service %s has no states; leave it out, or give the "
                       "service option (greenroom.machine)",
                       check->name, option, check->method->service->proto->name);
    }
}

static void check_without_machine(const struct check *check)
{
    const Greenroom__MethodOptions *options = check->options;

    check_stateless(check, options->n_accept > 0, ACCEPT, "accept");
    check_stateless(check, options->n_postpone > 0, POSTPONE, "postpone");
    check_stateless(check, options->n_to > 0, TO, "to");
    check_stateless(check, options->has_otherwise, OTHERWISE, "otherwise");
    check_stateless(check, options->has_internal, INTERNAL, "internal");
}

/* ---- with states ---- */

static void check_names(const struct check *check)
{
    const Greenroom__MethodOptions *options = check->options;
    const char *whose = gen_format(check->model->arena, "method %s: ", check->name);
    const struct gen_named_states accept = { whose, "accept", options->accept, options->n_accept };
    const struct gen_named_states postpone = { whose, "postpone", options->postpone,
                                               options->n_postpone };
    const struct gen_named_states to = { whose, "to", options->to, options->n_to };

    gen_check_states(check->errors, place_of(check, ACCEPT), check->machine, accept);
    gen_check_states(check->errors, place_of(check, POSTPONE), check->machine, postpone);
    gen_check_states(check->errors, place_of(check, TO), check->machine, to);
}

/* Whether something holds of `state` and, where that is of two states, `other`. */
typedef bool holds_type(const struct check *check, const struct gen_state *state,
                        const struct gen_state *other);

/* The states of which it holds. */
static struct gen_states those(const struct check *check, holds_type *holds,
                               const struct gen_state *other)
{
    const struct gen_machine *machine = check->machine;
    struct gen_states states = { 0 };

    states.items = gen_alloc_array(check->model->arena, machine->n_states, sizeof(*states.items));
    for (size_t i = 0; i < machine->n_states; i++) {
        if (holds(check, &machine->states[i], other)) {
            states.items[states.n++] = &machine->states[i];
        }
    }
    return states;
}

static const char *text_of(const struct check *check, const struct gen_states *states)
{
    return gen_states_text(check->model->arena, states);
}

static bool accepts(const struct check *check, const struct gen_state *state,
                    const struct gen_state *other)
{
    (void)other;
    return check->method->policies[state->number - 1] == GR_EVENT_ACCEPT;
}

static bool is_end_that_accepts(const struct check *check, const struct gen_state *state,
                                const struct gen_state *other)
{
    return state->is_terminal && accepts(check, state, other);
}

static bool can_accept(const struct check *check, const struct gen_state *state,
                       const struct gen_state *other)
{
    (void)check;
    (void)other;
    return !state->is_terminal;
}

static void check_accept(const struct check *check)
{
    if (check->options->n_accept == 0) {
        struct gen_states states = those(check, can_accept, NULL);
        gen_errors_add(check->errors, place_in(check, NAME),
                       states.n > 0 ? "no state accepts method %s; add accept: \"...\" for one or "
                                      "more of %s"
                                    : "no state accepts method %s; add a state with a to, and "
                                      "accept it there%s",
                       check->name, text_of(check, &states));
    }
    struct gen_states ends = those(check, is_end_that_accepts, NULL);
    if (ends.n > 0) {
        gen_errors_add(
            check->errors, place_of(check, ACCEPT),
            "method %s is accepted in %s, where the machine ends and takes nothing more; "
            "take it out of accept, or add a to there",
            check->name, text_of(check, &ends));
    }
}

static bool is_both(const struct check *check, const struct gen_state *state,
                    const struct gen_state *other)
{
    return gen_states_have(&check->method->postponed, state) && accepts(check, state, other);
}

static bool is_kept_for_ever(const struct check *check, const struct gen_state *state,
                             const struct gen_state *other)
{
    (void)other;
    if (check->method->policies[state->number - 1] != GR_EVENT_POSTPONE) {
        return false;
    }
    for (size_t i = 0; i < check->machine->n_states; i++) {
        const struct gen_state *later = &check->machine->states[i];
        if (accepts(check, later, NULL) && gen_machine_has_path(check->machine, state, later)) {
            return false;
        }
    }
    return true;
}

static void check_postpone(const struct check *check)
{
    struct gen_states both = those(check, is_both, NULL);

    if (both.n > 0) {
        gen_errors_add(check->errors, place_of(check, POSTPONE),
                       "method %s is both accepted and postponed in %s; take it out of one of the "
                       "two",
                       check->name, text_of(check, &both));
    }
    struct gen_states kept = those(check, is_kept_for_ever, NULL);
    if (kept.n > 0 && check->options->n_accept > 0 && check->machine->is_connected) {
        gen_errors_add(check->errors, place_of(check, POSTPONE),
                       "method %s is postponed in %s, from where no state that accepts it is ever "
                       "reached; take it out of postpone",
                       check->name, text_of(check, &kept));
    }
}

static bool accepts_without(const struct check *check, const struct gen_state *state,
                            const struct gen_state *target)
{
    return accepts(check, state, NULL) && !state->is_terminal &&
           !gen_states_have(&state->to, target);
}

static void check_targets(const struct check *check)
{
    for (size_t i = 0; i < check->method->to.n; i++) {
        const struct gen_state *target = check->method->to.items[i];
        struct gen_states without = those(check, accepts_without, target);
        if (without.n > 0) {
            gen_errors_add(check->errors, place_of(check, TO),
                           "method %s leads to %s, which is no target of %s, where it is accepted; "
                           "add to: \"%s\" there, or do not accept it there",
                           check->name, target->name, text_of(check, &without), target->name);
        }
    }
}

/* ---- all ---- */

void gen_check_event(const struct gen_model *model, struct gen_errors *errors,
                     const struct gen_method *method)
{
    const struct gen_machine *machine = method->service->machine;
    const struct check check = { model,  errors,          machine,
                                 method, method->options, method->proto->name };

    if (machine == NULL) {
        check_without_machine(&check);
        return;
    }
    if (method->options->internal) {
        check_internal(&check);
    }
    check_otherwise(&check);
    if (machine->is_resolved && machine->n_states > 0) {
        check_names(&check);
        check_accept(&check);
        check_postpone(&check);
        if (machine->is_connected) {
            check_targets(&check);
        }
    }
}
