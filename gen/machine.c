/* SPDX-License-Identifier: MIT */
/* Builds the model of a service with states, called by model.c when types and methods are there.
 * Names that lead nowhere are left out: check_machine.c tells of them. */
#include "machine.h"

#include <greenroom/stub.h>
#include <stdlib.h>
#include <string.h>

#include "names.h"
#include "place.h"

static const char *or_empty(const char *name)
{
    return name != NULL ? name : "";
}

/* ---- what is there ---- */

static void add_state(const struct gen_model *model, struct gen_machine *machine, size_t index)
{
    const struct gen_service *service = machine->service;
    const Greenroom__MachineOptions__State *options = machine->options->states[index];
    struct gen_state *state = &machine->states[index];

    state->options = options;
    state->name = or_empty(options->name);
    state->part = options->c_name != NULL ? options->c_name : state->name;
    state->member = gen_name_member(model->arena, state->part);
    state->constant = gen_name_macro(
        model->arena, gen_format(model->arena, "%s_state_%s", service->prefix, state->part));
    state->number = index + 1;
    state->place = gen_place_of_machine(model, service, GEN_MACHINE_STATES, index);
    state->is_terminal = options->n_to == 0;
    if (options->args != NULL) {
        state->args =
            gen_model_resolve_type(model, service->full_name, options->args, service->file);
    }
    if (options->result != NULL) {
        state->result =
            gen_model_resolve_type(model, service->full_name, options->result, service->file);
    }
}

static void add_group(const struct gen_model *model, struct gen_machine *machine, size_t index)
{
    const Greenroom__MachineOptions__Group *options = machine->options->group[index];
    struct gen_group *group = &machine->groups[index];

    group->options = options;
    group->name = or_empty(options->name);
    group->part = options->c_name != NULL ? options->c_name : group->name;
    group->index = index;
    group->place = gen_place_of_machine(model, machine->service, GEN_MACHINE_GROUP, index);
    group->has_hooks = options->enter || options->exit;
}

static const struct gen_method *find_method(const struct gen_service *service, const char *name)
{
    for (size_t i = 0; i < service->n_methods; i++) {
        if (strcmp(service->methods[i].proto->name, name) == 0) {
            return &service->methods[i];
        }
    }
    return NULL;
}

static void add_timer(const struct gen_model *model, struct gen_machine *machine, size_t index)
{
    const Greenroom__MachineOptions__Timer *options = machine->options->timer[index];
    struct gen_timer *timer = &machine->timers[index];

    timer->options = options;
    timer->name = or_empty(options->name);
    timer->part = options->c_name != NULL ? options->c_name : timer->name;
    timer->index = index;
    timer->place = gen_place_of_machine(model, machine->service, GEN_MACHINE_TIMER, index);
    timer->method = find_method(machine->service, or_empty(options->fires));
}

static void add_parts(const struct gen_model *model, struct gen_machine *machine)
{
    struct gen_arena *arena = model->arena;
    const Greenroom__MachineOptions *options = machine->options;

    machine->n_states = options->n_states;
    machine->n_groups = options->n_group;
    machine->n_timers = options->n_timer;
    machine->is_resolved =
        machine->n_states <= GR_MAX_STATES && machine->n_groups <= GEN_MAX_GROUPS;
    machine->states = gen_alloc_array(arena, machine->n_states, sizeof(*machine->states));
    machine->groups = gen_alloc_array(arena, machine->n_groups, sizeof(*machine->groups));
    machine->timers = gen_alloc_array(arena, machine->n_timers, sizeof(*machine->timers));
    for (size_t i = 0; i < machine->n_states; i++) {
        add_state(model, machine, i);
    }
    for (size_t i = 0; i < machine->n_groups; i++) {
        add_group(model, machine, i);
    }
    for (size_t i = 0; i < machine->n_timers; i++) {
        add_timer(model, machine, i);
    }
}

/* ---- sets of states, while they are put together: one bool a state ---- */

static bool *new_set(const struct gen_model *model, const struct gen_machine *machine)
{
    return gen_alloc_array(model->arena, machine->n_states + 1, sizeof(bool));
}

static struct gen_states states_in(const struct gen_model *model, const struct gen_machine *machine,
                                   const bool *set)
{
    struct gen_states states = { 0 };

    states.items = gen_alloc_array(model->arena, machine->n_states, sizeof(*states.items));
    for (size_t i = 0; i < machine->n_states; i++) {
        if (set[i]) {
            states.items[states.n++] = &machine->states[i];
        }
    }
    return states;
}

/* Adds the states that `name` stands for. */
static void add_named(const struct gen_machine *machine, const char *name, bool *set)
{
    const struct gen_state *state = gen_machine_state(machine, name);
    const struct gen_group *group = state == NULL ? gen_machine_group(machine, name) : NULL;

    if (state != NULL) {
        set[state - machine->states] = true;
    }
    for (size_t i = 0; group != NULL && i < group->states.n; i++) {
        set[group->states.items[i] - machine->states] = true;
    }
}

static bool *set_of(const struct gen_model *model, const struct gen_machine *machine,
                    char *const *names, size_t n)
{
    bool *set = new_set(model, machine);

    for (size_t i = 0; i < n; i++) {
        add_named(machine, names[i], set);
    }
    return set;
}

/* ---- groups ---- */

/* What groups are made of: row g, column s of `states` and of `groups` say what is in group g. */
struct nesting {
    bool *states;
    bool *groups;
};

static void add_direct(const struct gen_machine *machine, const struct gen_group *group,
                       struct nesting in)
{
    for (size_t i = 0; i < group->options->n_members; i++) {
        const char *name = group->options->members[i];
        const struct gen_state *state = gen_machine_state(machine, name);
        const struct gen_group *inner = state == NULL ? gen_machine_group(machine, name) : NULL;
        if (state != NULL) {
            in.states[group->index * machine->n_states + (state->number - 1)] = true;
        }
        if (inner != NULL) {
            in.groups[group->index * machine->n_groups + inner->index] = true;
        }
    }
}

/* What is in an inner group is in the outer one. */
static void pass_on(const struct gen_machine *machine, struct nesting in, size_t outer,
                    size_t inner)
{
    for (size_t s = 0; s < machine->n_states; s++) {
        in.states[outer * machine->n_states + s] |= in.states[inner * machine->n_states + s];
    }
    for (size_t g = 0; g < machine->n_groups; g++) {
        in.groups[outer * machine->n_groups + g] |= in.groups[inner * machine->n_groups + g];
    }
}

/* Warshall's: after round g, whatever can be reached through the groups up to g is known. */
static void close_nesting(const struct gen_machine *machine, struct nesting in)
{
    for (size_t inner = 0; inner < machine->n_groups; inner++) {
        for (size_t outer = 0; outer < machine->n_groups; outer++) {
            if (in.groups[outer * machine->n_groups + inner]) {
                pass_on(machine, in, outer, inner);
            }
        }
    }
}

static size_t groups_around(const struct gen_machine *machine, struct nesting in, size_t inner)
{
    size_t n = 0;

    for (size_t outer = 0; outer < machine->n_groups; outer++) {
        n += in.groups[outer * machine->n_groups + inner];
    }
    return n;
}

/* Outer groups first: those with more states, and of equals those with fewer groups around them. */
static int compare_groups(const void *a, const void *b)
{
    const struct gen_group *left = a;
    const struct gen_group *right = b;

    if (left->states.n != right->states.n) {
        return left->states.n > right->states.n ? -1 : 1;
    }
    if (left->depth != right->depth) {
        return left->depth < right->depth ? -1 : 1;
    }
    return left->index < right->index ? -1 : left->index > right->index;
}

static void resolve_groups(const struct gen_model *model, struct gen_machine *machine)
{
    size_t n = machine->n_groups;
    struct nesting in = {
        .states = gen_alloc_array(model->arena, n * machine->n_states, sizeof(bool)),
        .groups = gen_alloc_array(model->arena, n * n, sizeof(bool)),
    };

    for (size_t g = 0; g < n; g++) {
        add_direct(machine, &machine->groups[g], in);
    }
    close_nesting(machine, in);
    for (size_t g = 0; g < n; g++) {
        struct gen_group *group = &machine->groups[g];
        group->states = states_in(model, machine, in.states + g * machine->n_states);
        group->depth = groups_around(machine, in, g);
        group->is_in_itself = in.groups[g * n + g];
    }
    if (n > 0) {
        qsort(machine->groups, n, sizeof(*machine->groups), compare_groups);
    }
}

/* ---- states and methods ---- */

static void resolve_state(const struct gen_model *model, const struct gen_machine *machine,
                          struct gen_state *state)
{
    const Greenroom__MachineOptions__State *options = state->options;

    state->to = states_in(model, machine, set_of(model, machine, options->to, options->n_to));
    if (options->on_timeout != NULL) {
        state->on_timeout = gen_machine_state(machine, options->on_timeout);
    }
}

/* Warshall's again. */
static void find_paths(const struct gen_model *model, struct gen_machine *machine)
{
    size_t n = machine->n_states;
    bool *paths = gen_alloc_array(model->arena, n * n, sizeof(bool));

    for (size_t from = 0; from < n; from++) {
        for (size_t i = 0; i < machine->states[from].to.n; i++) {
            paths[from * n + (machine->states[from].to.items[i]->number - 1)] = true;
        }
    }
    for (size_t over = 0; over < n; over++) {
        for (size_t from = 0; from < n; from++) {
            for (size_t to = 0; paths[from * n + over] && to < n; to++) {
                paths[from * n + to] = paths[from * n + to] || paths[over * n + to];
            }
        }
    }
    machine->paths = paths;
}

static bool knows(const struct gen_machine *machine, char *const *names, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (!gen_machine_knows(machine, names[i])) {
            return false;
        }
    }
    return true;
}

static bool is_connected(const struct gen_machine *machine)
{
    bool is = machine->initial != NULL;

    for (size_t i = 0; is && i < machine->n_states; i++) {
        const Greenroom__MachineOptions__State *options = machine->states[i].options;
        is = gen_machine_state(machine, machine->states[i].name) == &machine->states[i] &&
             knows(machine, options->to, options->n_to);
    }
    for (size_t i = 0; is && i < machine->n_groups; i++) {
        const Greenroom__MachineOptions__Group *options = machine->groups[i].options;
        is = knows(machine, options->members, options->n_members);
    }
    return is;
}

static uint8_t policy_of(const Greenroom__MethodOptions *options, bool is_accepted,
                         bool is_postponed)
{
    if (is_accepted) {
        return GR_EVENT_ACCEPT;
    }
    if (is_postponed) {
        return GR_EVENT_POSTPONE;
    }
    return options->otherwise == GREENROOM__METHOD_OPTIONS__OTHERWISE__IGNORE ? GR_EVENT_IGNORE
                                                                              : GR_EVENT_REFUSE;
}

static void resolve_method(const struct gen_model *model, const struct gen_machine *machine,
                           struct gen_method *method)
{
    const Greenroom__MethodOptions *options = method->options;

    method->policies = gen_alloc(model->arena, machine->n_states + 1);
    if (options == NULL) {
        return;
    }
    const bool *accepted = set_of(model, machine, options->accept, options->n_accept);
    const bool *postponed = set_of(model, machine, options->postpone, options->n_postpone);
    for (size_t i = 0; i < machine->n_states; i++) {
        method->policies[i] = policy_of(options, accepted[i], postponed[i]);
    }
    method->postponed = states_in(model, machine, postponed);
    method->to = states_in(model, machine, set_of(model, machine, options->to, options->n_to));
}

static void resolve(const struct gen_model *model, struct gen_machine *machine,
                    struct gen_service *service)
{
    resolve_groups(model, machine);
    for (size_t i = 0; i < machine->n_states; i++) {
        resolve_state(model, machine, &machine->states[i]);
    }
    find_paths(model, machine);
    for (size_t i = 0; i < service->n_methods; i++) {
        resolve_method(model, machine, &service->methods[i]);
    }
    if (machine->options->initial != NULL) {
        machine->initial = gen_machine_state(machine, machine->options->initial);
    } else if (machine->n_states > 0) {
        machine->initial = &machine->states[0];
    }
    machine->is_connected = is_connected(machine);
}

void gen_machine_build(const struct gen_model *model, struct gen_service *service)
{
    const ProtobufCMessage *options = (ProtobufCMessage *)service->proto->options;

    if (!gen_options_have_machine(options)) {
        return;
    }
    struct gen_machine *machine = gen_alloc(model->arena, sizeof(*machine));
    service->machine = machine;
    machine->service = service;
    machine->place = gen_place_of_machine(model, service, GEN_MACHINE_STATES, 0);
    machine->options = gen_options_read_machine(model->arena, options);
    if (machine->options == NULL) {
        return;
    }
    add_parts(model, machine);
    if (machine->is_resolved) {
        resolve(model, machine, service);
    }
}

/* ---- what others ask ---- */

const struct gen_state *gen_machine_state(const struct gen_machine *machine, const char *name)
{
    for (size_t i = 0; i < machine->n_states; i++) {
        if (strcmp(machine->states[i].name, name) == 0) {
            return &machine->states[i];
        }
    }
    return NULL;
}

const struct gen_group *gen_machine_group(const struct gen_machine *machine, const char *name)
{
    for (size_t i = 0; i < machine->n_groups; i++) {
        if (strcmp(machine->groups[i].name, name) == 0) {
            return &machine->groups[i];
        }
    }
    return NULL;
}

const struct gen_timer *gen_machine_timer(const struct gen_machine *machine, const char *name)
{
    for (size_t i = 0; i < machine->n_timers; i++) {
        if (strcmp(machine->timers[i].name, name) == 0) {
            return &machine->timers[i];
        }
    }
    return NULL;
}

bool gen_machine_knows(const struct gen_machine *machine, const char *name)
{
    return gen_machine_state(machine, name) != NULL || gen_machine_group(machine, name) != NULL;
}

bool gen_machine_has_path(const struct gen_machine *machine, const struct gen_state *from,
                          const struct gen_state *to)
{
    return machine->paths[(from->number - 1) * machine->n_states + (to->number - 1)];
}

bool gen_states_have(const struct gen_states *states, const struct gen_state *state)
{
    for (size_t i = 0; i < states->n; i++) {
        if (states->items[i] == state) {
            return true;
        }
    }
    return false;
}
