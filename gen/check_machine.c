/* SPDX-License-Identifier: MIT */
/* Refuses machines that do not add up, called by check.c: names first, then each state, group and
 * timer by itself, then what can be reached. Text inside of { } has no places of its own: so each
 * message says which state it is about. */
#include "check_machine.h"

#include <greenroom/stub.h>
#include <string.h>

#include "check_part.h"
#include "names.h"
#include "place.h"

/* One search for errors. */
struct check {
    const struct gen_model *model;
    struct gen_errors *errors;
    const struct gen_machine *machine;
};

static const char *service_name(const struct check *check)
{
    return check->machine->service->proto->name;
}

/* ---- names ---- */

/* Anything that has a name in a machine. */
struct named {
    const char *kind; /* "state" */
    size_t index;
    struct gen_place place;
    const char *name;   /* "": none */
    const char *c_name; /* NULL: none */
};

/* Its name in messages: "state growing: ". */
static const char *whose(const struct check *check, struct named named)
{
    if (*named.name == '\0') {
        return gen_format(check->model->arena, "%s number %zu: ", named.kind, named.index + 1);
    }
    return gen_format(check->model->arena, "%s %s: ", named.kind, named.name);
}

static struct named named_state(const struct gen_state *state)
{
    return (struct named){ "state", state->number - 1, state->place, state->name,
                           state->options->c_name };
}

static struct named named_group(const struct gen_group *group)
{
    return (struct named){ "group", group->index, group->place, group->name,
                           group->options->c_name };
}

static struct named named_timer(const struct gen_timer *timer)
{
    return (struct named){ "timer", timer->index, timer->place, timer->name,
                           timer->options->c_name };
}

static void check_name(const struct check *check, struct named named)
{
    if (*named.name == '\0') {
        gen_errors_add(check->errors, named.place, "%sit has no name; write name: \"...\"",
                       whose(check, named));
    } else if (!gen_name_is_valid(named.name)) {
        gen_errors_add(check->errors, named.place,
                       "name \"%s\" of a %s is none; use lower-case letters, digits and single "
                       "underscores between them, and begin with a letter",
                       named.name, named.kind);
    }
    gen_check_c_name(check->errors, named.place, whose(check, named), named.c_name);
}

static void check_names(const struct check *check)
{
    const struct gen_machine *machine = check->machine;

    for (size_t i = 0; i < machine->n_states; i++) {
        check_name(check, named_state(&machine->states[i]));
    }
    for (size_t i = 0; i < machine->n_groups; i++) {
        check_name(check, named_group(&machine->groups[i]));
    }
    for (size_t i = 0; i < machine->n_timers; i++) {
        check_name(check, named_timer(&machine->timers[i]));
    }
}

static void tell_twice(const struct check *check, struct named named, const char *of)
{
    if (*named.name != '\0') {
        gen_errors_add(check->errors, named.place,
                       "two of the %s are called %s; rename one of them", of, named.name);
    }
}

/* States and groups are named in the same places. */
static void check_twice(const struct check *check)
{
    const struct gen_machine *machine = check->machine;

    for (size_t i = 0; i < machine->n_states; i++) {
        const struct gen_state *state = &machine->states[i];
        if (gen_machine_state(machine, state->name) != state) {
            tell_twice(check, named_state(state), "states");
        }
    }
    for (size_t i = 0; i < machine->n_groups; i++) {
        const struct gen_group *group = &machine->groups[i];
        if (gen_machine_state(machine, group->name) != NULL) {
            tell_twice(check, named_group(group), "states and groups");
        } else if (gen_machine_group(machine, group->name) != group) {
            tell_twice(check, named_group(group), "groups");
        }
    }
    for (size_t i = 0; i < machine->n_timers; i++) {
        const struct gen_timer *timer = &machine->timers[i];
        if (gen_machine_timer(machine, timer->name) != timer) {
            tell_twice(check, named_timer(timer), "timers");
        }
    }
}

/* `name`, where only one state can be meant. */
static void check_single(const struct check *check, struct gen_place place, const char *about,
                         const char *name)
{
    const struct gen_machine *machine = check->machine;

    if (gen_machine_state(machine, name) != NULL) {
        return;
    }
    if (gen_machine_group(machine, name) != NULL) {
        gen_errors_add(check->errors, place, "%s: \"%s\" is a group; name one of its states", about,
                       name);
        return;
    }
    gen_errors_add(check->errors, place, "%s: there is no state \"%s\"; add it, or name one of %s",
                   about, name, gen_machine_text(check->model->arena, machine));
}

/* ---- states ---- */

static const char *whose_state(const struct check *check, const struct gen_state *state)
{
    return whose(check, named_state(state));
}

static const char *takes(const struct gen_type *type)
{
    return type != NULL ? type->full_name : "nothing";
}

static void check_on_timeout(const struct check *check, const struct gen_state *state)
{
    const char *about = gen_format(check->model->arena, "%son_timeout", whose_state(check, state));
    const struct gen_state *next = state->on_timeout;

    if (next == NULL) {
        check_single(check, state->place, about, state->options->on_timeout);
        return;
    }
    if (!gen_states_have(&state->to, next)) {
        gen_errors_add(check->errors, state->place,
                       "%s: %s is no target of the state; add to: \"%s\"", about, next->name,
                       next->name);
    }
    if (next->args != NULL) {
        gen_errors_add(check->errors, state->place,
                       "%s: %s takes %s, which a timeout has not got; write timeout_handler: true "
                       "instead, for a function that gives it",
                       about, next->name, next->args->full_name);
    }
}

static void check_timeout(const struct check *check, const struct gen_state *state)
{
    const Greenroom__MachineOptions__State *options = state->options;
    const char *of = whose_state(check, state);
    bool leads_on = options->on_timeout != NULL || options->timeout_handler;

    if (options->has_timeout_ms && options->timeout_ms == 0) {
        gen_errors_add(check->errors, state->place,
                       "%stimeout_ms is 0; use 1 or more, or leave it out for none", of);
    }
    if (options->has_timeout_ms && !leads_on) {
        gen_errors_add(check->errors, state->place,
                       "%sit has timeout_ms, but leads nowhere then; add on_timeout: \"...\", or "
                       "timeout_handler: true",
                       of);
    }
    if (!options->has_timeout_ms && leads_on) {
        gen_errors_add(check->errors, state->place,
                       "%sit has %s, but no timeout; add timeout_ms, or leave that out", of,
                       options->timeout_handler ? "timeout_handler" : "on_timeout");
    }
    if (options->on_timeout != NULL && options->timeout_handler) {
        gen_errors_add(check->errors, state->place,
                       "%sit has both on_timeout and timeout_handler; leave one of them out", of);
    } else if (options->on_timeout != NULL) {
        check_on_timeout(check, state);
    }
}

static bool has_timeout(const struct gen_state *state)
{
    return state->options->has_timeout_ms || state->options->timeout_handler ||
           state->options->on_timeout != NULL;
}

static void check_state(const struct check *check, const struct gen_state *state)
{
    const Greenroom__MachineOptions__State *options = state->options;
    const struct gen_service *service = check->machine->service;
    const char *of = whose_state(check, state);

    gen_check_states(check->errors, state->place, check->machine,
                     (struct gen_named_states){ of, "to", options->to, options->n_to });
    gen_check_message(
        check->model, check->errors, state->place,
        (struct gen_named_message){ of, "args", options->args, service, state->args });
    gen_check_message(
        check->model, check->errors, state->place,
        (struct gen_named_message){ of, "result", options->result, service, state->result });
    if (!state->is_terminal && options->result != NULL) {
        gen_errors_add(check->errors, state->place,
                       "%sit has a result, but is not terminal; leave the result out, or its to",
                       of);
    }
    if (!state->is_terminal) {
        check_timeout(check, state);
    } else if (has_timeout(state)) {
        gen_errors_add(check->errors, state->place,
                       "%sit is terminal, and ends as soon as its body does; leave its timeout "
                       "out, or add a to",
                       of);
    }
}

static void check_initial(const struct check *check)
{
    const struct gen_machine *machine = check->machine;
    const struct gen_state *initial = machine->initial;
    const struct gen_service *service = machine->service;

    if (initial == NULL) {
        check_single(check, gen_place_of_machine(check->model, service, GEN_MACHINE_INITIAL, 0),
                     "initial", machine->options->initial);
        return;
    }
    if (initial->args != NULL && initial->args != service->args) {
        gen_errors_add(check->errors, initial->place,
                       "%sit is the initial one and takes %s, but the service takes %s; give it "
                       "the args of the service, or none",
                       whose_state(check, initial), takes(initial->args), takes(service->args));
    }
}

/* ---- groups and timers ---- */

static void check_group(const struct check *check, const struct gen_group *group)
{
    const char *of = whose(check, named_group(group));

    gen_check_states(check->errors, group->place, check->machine,
                     (struct gen_named_states){ of, "members", group->options->members,
                                                group->options->n_members });
    if (group->is_in_itself) {
        gen_errors_add(check->errors, group->place,
                       "%sit is in itself; take it out of its members, or out of theirs", of);
    } else if (group->options->n_members == 0) {
        gen_errors_add(check->errors, group->place,
                       "%sit has no states; name some as members, or leave the group out", of);
    }
}

static void check_timer(const struct check *check, const struct gen_timer *timer)
{
    const char *of = whose(check, named_timer(timer));
    const struct gen_method *method = timer->method;

    if (timer->options->fires == NULL) {
        gen_errors_add(check->errors, timer->place,
                       "%sit fires nothing; name an internal method: fires: \"...\"", of);
        return;
    }
    if (method == NULL) {
        gen_errors_add(check->errors, timer->place,
                       "%sthere is no method \"%s\"; name an internal one of service %s", of,
                       timer->options->fires, service_name(check));
        return;
    }
    if (method->options != NULL && !method->options->internal) {
        gen_errors_add(check->errors, timer->place,
                       "%smethod %s is not internal; give it internal: true", of,
                       method->proto->name);
    }
    if (!gen_type_is_empty(method->request)) {
        gen_errors_add(check->errors, timer->place,
                       "%smethod %s takes %s, which a timer has not got; let it take "
                       "google.protobuf.Empty",
                       of, method->proto->name, method->request->full_name);
    }
}

/* ---- what can be reached ---- */

static bool is_reached(const struct gen_machine *machine, const struct gen_state *state)
{
    return state == machine->initial || gen_machine_has_path(machine, machine->initial, state);
}

static void check_end(const struct check *check)
{
    const struct gen_machine *machine = check->machine;
    const struct gen_state *end = NULL;

    for (size_t i = 0; end == NULL && i < machine->n_states; i++) {
        const struct gen_state *state = &machine->states[i];
        end = state->is_terminal && is_reached(machine, state) ? state : NULL;
    }
    if (end == NULL && !machine->options->endless) {
        gen_errors_add(check->errors, machine->place,
                       "machine %s cannot end, as no state without to is ever reached; add one, or "
                       "endless: true",
                       service_name(check));
    }
    if (end != NULL && machine->options->endless) {
        gen_errors_add(
            check->errors,
            gen_place_of_machine(check->model, machine->service, GEN_MACHINE_ENDLESS, 0),
            "machine %s is endless, but ends in state %s; leave endless out, or give that state a "
            "to",
            service_name(check), end->name);
    }
}

static void check_paths(const struct check *check)
{
    const struct gen_machine *machine = check->machine;

    for (size_t i = 0; i < machine->n_states; i++) {
        const struct gen_state *state = &machine->states[i];
        if (!is_reached(machine, state)) {
            gen_errors_add(check->errors, state->place,
                           "%sno way leads here from state %s, the initial one; add it to the to "
                           "of a state that is reached, or leave it out",
                           whose_state(check, state), machine->initial->name);
        }
    }
    check_end(check);
}

/* ---- the whole ---- */

static size_t count_hooked(const struct gen_machine *machine)
{
    size_t n = 0;

    for (size_t i = 0; i < machine->n_groups; i++) {
        n += machine->groups[i].has_hooks;
    }
    return n;
}

static void check_limit(const struct check *check, size_t n, size_t max, const char *what)
{
    if (n > max) {
        gen_errors_add(check->errors, check->machine->place,
                       "machine %s has %zu %s, more than %zu; make two services of it",
                       service_name(check), n, what, max);
    }
}

static bool options_are_bad(const struct gen_machine *machine)
{
    bool are_bad = machine->options == NULL || machine->options->base.n_unknown_fields > 0;

    for (size_t i = 0; !are_bad && i < machine->n_states; i++) {
        are_bad = machine->states[i].options->base.n_unknown_fields > 0;
    }
    for (size_t i = 0; !are_bad && i < machine->n_groups; i++) {
        are_bad = machine->groups[i].options->base.n_unknown_fields > 0;
    }
    for (size_t i = 0; !are_bad && i < machine->n_timers; i++) {
        are_bad = machine->timers[i].options->base.n_unknown_fields > 0;
    }
    return are_bad;
}

static void check_parts(const struct check *check)
{
    const struct gen_machine *machine = check->machine;

    for (size_t i = 0; i < machine->n_states; i++) {
        check_state(check, &machine->states[i]);
    }
    check_initial(check);
    for (size_t i = 0; i < machine->n_groups; i++) {
        check_group(check, &machine->groups[i]);
    }
    for (size_t i = 0; i < machine->n_timers; i++) {
        check_timer(check, &machine->timers[i]);
    }
}

void gen_check_machine(const struct gen_model *model, struct gen_errors *errors,
                       const struct gen_machine *machine)
{
    const struct check check = { model, errors, machine };

    gen_check_options(errors, machine->place, options_are_bad(machine), "machine");
    if (machine->options == NULL) {
        return;
    }
    if (machine->n_states == 0) {
        gen_errors_add(errors, machine->place,
                       "machine %s has no states; add some: states { name: \"...\" }",
                       service_name(&check));
        return;
    }
    check_limit(&check, machine->n_states, GR_MAX_STATES, "states");
    check_limit(&check, machine->n_groups, GEN_MAX_GROUPS, "groups");
    check_limit(&check, count_hooked(machine), GR_MAX_GROUPS, "groups with enter or exit");
    check_limit(&check, machine->n_timers, GR_MAX_TIMERS, "timers");
    if (!machine->is_resolved || machine->n_timers > GR_MAX_TIMERS) {
        return;
    }
    check_names(&check);
    check_twice(&check);
    check_parts(&check);
    if (machine->is_connected) {
        check_paths(&check);
    }
}
