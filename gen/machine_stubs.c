/* SPDX-License-Identifier: MIT */
/* Describes the functions of machines, called by stubs.c, clash.c and the emitters. */
#include "machine_stubs.h"

/* A function in the making. */
struct maker {
    struct gen_arena *arena;
    struct gen_stubs *stubs;
    const char *prefix;
};

static struct gen_stub *begin(struct maker *maker, const char *returns, const char *suffix)
{
    return gen_stubs_add(maker->arena, maker->stubs, returns,
                         gen_format(maker->arena, "%s_%s", maker->prefix, suffix));
}

static void take_args(struct maker *maker, struct gen_stub *stub, const struct gen_state *target)
{
    if (target->args != NULL) {
        gen_list_add(maker->arena, &stub->parameters, "const %s *args", target->args->name);
    }
}

/* ---- of the machine ---- */

static void add_spawn_at(struct maker *maker, const struct gen_service *service)
{
    struct gen_arena *arena = maker->arena;
    struct gen_stub *stub = begin(maker, "gr_code", "spawn_at");

    stub->contract = gen_format(arena,
                                "As %s_spawn(), in any state: one of %s_at_...() makes `at`.\n"
                                "Borrows: as there; what `at` points to.\n"
                                "Errors:  as there.",
                                service->prefix, service->prefix);
    gen_list_add(arena, &stub->parameters, "gr_node *node");
    gen_list_add(arena, &stub->parameters, "const %s_type *type", service->prefix);
    if (service->args != NULL) {
        gen_list_add(arena, &stub->parameters, "const %s *args", service->args->name);
    }
    gen_list_add(arena, &stub->parameters, "%s_at at", service->prefix);
    gen_list_add(arena, &stub->parameters, "const gr_spawn_options *options");
    gen_list_add(arena, &stub->parameters, "%s *out_ref", service->name);
    gen_list_add(arena, &stub->parameters, "gr_error *error");
}

static void add_state_name(struct maker *maker)
{
    struct gen_stub *stub = begin(maker, "const char *", "state_name");

    stub->contract = "The state's name in the schema; \"none\" where it is none.";
    gen_list_add(maker->arena, &stub->parameters, "%s_state state", maker->prefix);
}

static void add_inside(struct maker *maker)
{
    struct gen_arena *arena = maker->arena;
    struct gen_stub *current =
        begin(maker, gen_format(arena, "%s_state", maker->prefix), "current");

    current->contract = "As gr_machine_current().";
    gen_list_add(arena, &current->parameters, "gr_context *ctx");
    struct gen_stub *stub = begin(maker, "gr_code", "transition");
    stub->contract = "As gr_machine_transition(): where the state is known only now.";
    gen_list_add(arena, &stub->parameters, "gr_context *ctx");
    gen_list_add(arena, &stub->parameters, "%s_state target", maker->prefix);
    gen_list_add(arena, &stub->parameters, "const void *args");
}

static void add_get_state(struct maker *maker, const struct gen_service *service)
{
    struct gen_stub *stub = begin(maker, "gr_code", "get_state");

    stub->contract = "As gr_machine_get_state().";
    gen_list_add(maker->arena, &stub->parameters, "%s to", service->name);
    gen_list_add(maker->arena, &stub->parameters, "const gr_call_options *options");
    gen_list_add(maker->arena, &stub->parameters, "%s_state *out_state", service->prefix);
    gen_list_add(maker->arena, &stub->parameters, "gr_error *error");
}

static void add_wait(struct maker *maker, const struct gen_service *service, const char *suffix,
                     const char *last)
{
    struct gen_stub *stub = begin(maker, "gr_code", suffix);

    stub->contract = gen_format(maker->arena, "As gr_machine_%s(); %s_STATE_NONE: until it ends.",
                                suffix, service->macro);
    gen_list_add(maker->arena, &stub->parameters, "%s to", service->name);
    gen_list_add(maker->arena, &stub->parameters, "%s_state state", service->prefix);
    gen_list_add(maker->arena, &stub->parameters, "const gr_call_options *options");
    gen_list_add(maker->arena, &stub->parameters, "%s", last);
}

static void add_observe(struct maker *maker, const struct gen_service *service)
{
    struct gen_stub *stub = begin(maker, "gr_code", "observe");

    stub->contract = "As gr_machine_observe().";
    gen_list_add(maker->arena, &stub->parameters, "%s to", service->name);
    gen_list_add(maker->arena, &stub->parameters, "gr_transition_notice notice");
    gen_list_add(maker->arena, &stub->parameters, "uint64_t tag");
    gen_list_add(maker->arena, &stub->parameters, "gr_future **out_future");
}

/* The places to begin in; none fails. */
static void add_at(struct maker *maker, const struct gen_state *state)
{
    struct gen_stub *stub = begin(maker, gen_format(maker->arena, "%s_at", maker->prefix),
                                  gen_format(maker->arena, "at_%s", state->part));

    if (state->args == NULL) {
        gen_list_add(maker->arena, &stub->parameters, "void");
    }
    take_args(maker, stub, state);
}

struct gen_stubs gen_stubs_of_machine(struct gen_arena *arena, const struct gen_machine *machine)
{
    const struct gen_service *service = machine->service;
    struct gen_stubs stubs = { 0 };
    struct maker maker = { arena, &stubs, service->prefix };

    for (size_t i = 0; i < machine->n_states; i++) {
        add_at(&maker, &machine->states[i]);
    }
    add_spawn_at(&maker, service);
    add_state_name(&maker);
    add_inside(&maker);
    add_get_state(&maker, service);
    add_wait(&maker, service, "wait", "gr_error *error");
    add_wait(&maker, service, "wait_async", "gr_future **out_future");
    add_observe(&maker, service);
    return stubs;
}

/* ---- of a state ---- */

static const char *name_of(struct maker *maker, const struct gen_state *state)
{
    return gen_format(maker->arena, "%s_%s", maker->prefix, state->part);
}

/* A function that makes what the state's body returns. */
static struct gen_stub *begin_next(struct maker *maker, const struct gen_state *state,
                                   const char *suffix)
{
    struct gen_arena *arena = maker->arena;
    const char *name = name_of(maker, state);
    struct gen_stub *stub = gen_stubs_add(arena, maker->stubs, gen_format(arena, "%s_next", name),
                                          gen_format(arena, "%s_%s", name, suffix));

    gen_list_add(arena, &stub->parameters, "%s_in in", name);
    return stub;
}

static void add_end(struct maker *maker, const struct gen_state *state)
{
    struct gen_stub *stub = begin_next(maker, state, "end");

    if (state->result != NULL) {
        gen_list_add(maker->arena, &stub->parameters, "const %s *result", state->result->name);
    }
}

static void add_result(struct maker *maker, const struct gen_service *service,
                       const struct gen_state *state)
{
    struct gen_stub *stub =
        begin(maker, "gr_code", gen_format(maker->arena, "%s_result", state->part));

    stub->contract = gen_format(maker->arena,
                                "As gr_machine_result(): what it ends with in %s.\n"
                                "Owns:    *out_result is the caller's; free with gr_free().",
                                state->name);
    gen_list_add(maker->arena, &stub->parameters, "%s to", service->name);
    gen_list_add(maker->arena, &stub->parameters, "const gr_call_options *options");
    gen_list_add(maker->arena, &stub->parameters, "%s **out_result", state->result->name);
    gen_list_add(maker->arena, &stub->parameters, "gr_error *error");
}

static void add_await(struct maker *maker, const struct gen_state *state)
{
    struct gen_stub *stub =
        begin(maker, "gr_code", gen_format(maker->arena, "%s_result_await", state->part));

    stub->contract = gen_format(maker->arena,
                                "As gr_machine_await_result(), of what %s_wait_async() gave for "
                                "the end.\n"
                                "Owns:    *out_result is the caller's; free with gr_free().",
                                maker->prefix);
    gen_list_add(maker->arena, &stub->parameters, "gr_future **future");
    gen_list_add(maker->arena, &stub->parameters, "%s **out_result", state->result->name);
    gen_list_add(maker->arena, &stub->parameters, "gr_error *error");
}

static void add_leads(struct maker *maker, const char *prefix, const struct gen_states *to,
                      const char *contract)
{
    struct gen_arena *arena = maker->arena;

    for (size_t i = 0; i < to->n; i++) {
        const struct gen_state *target = to->items[i];
        struct gen_stub *stub = gen_stubs_add(arena, maker->stubs, "gr_code",
                                              gen_format(arena, "%s_to_%s", prefix, target->part));
        stub->contract = i == 0 ? contract : NULL;
        gen_list_add(arena, &stub->parameters, "gr_context *ctx");
        take_args(maker, stub, target);
    }
}

static void add_timeout_targets(struct maker *maker, const struct gen_state *state)
{
    const char *contract = gen_format(
        maker->arena,
        "In the timeout handler of %s: go there when it has returned GR_OK. The last one counts.\n"
        "Borrows: args, which are copied at once.   Blocks: no.\n"
        "Errors:  FAILED_PRECONDITION (not in that handler), INVALID_ARGUMENT, RESOURCE_EXHAUSTED.",
        state->name);

    add_leads(maker, gen_format(maker->arena, "%s_timeout", name_of(maker, state)), &state->to,
              contract);
}

struct gen_stubs gen_stubs_of_state(struct gen_arena *arena, const struct gen_machine *machine,
                                    const struct gen_state *state)
{
    const struct gen_service *service = machine->service;
    struct gen_stubs stubs = { 0 };
    struct maker maker = { arena, &stubs, service->prefix };

    for (size_t i = 0; i < state->to.n; i++) {
        const struct gen_state *target = state->to.items[i];
        take_args(&maker, begin_next(&maker, state, gen_format(arena, "to_%s", target->part)),
                  target);
    }
    if (!state->is_terminal) {
        begin_next(&maker, state, "stay");
    } else {
        add_end(&maker, state);
    }
    if (state->options->timeout_handler) {
        add_timeout_targets(&maker, state);
    }
    if (state->result != NULL) {
        add_result(&maker, service, state);
        add_await(&maker, state);
    }
    return stubs;
}

/* ---- of methods and timers ---- */

static void add_raise(struct maker *maker, const struct gen_method *method)
{
    struct gen_stub *stub = begin(maker, "gr_code", "raise");

    stub->comment = method->comment;
    stub->contract = gen_format(
        maker->arena,
        "In the machine: have %s handled before all calls that are queued, "
        "after what was raised before.\n"
        "%sBlocks: no.\n"
        "Errors:  FAILED_PRECONDITION (not in an actor of %s), %s"
        "RESOURCE_EXHAUSTED.",
        method->proto->name, gen_method_has_request(method) ? "Borrows: request.   " : "",
        method->service->full_name, gen_method_has_request(method) ? "INVALID_ARGUMENT, " : "");
    gen_list_add(maker->arena, &stub->parameters, "gr_context *ctx");
    if (gen_method_has_request(method)) {
        gen_list_add(maker->arena, &stub->parameters, "const %s *request", method->request->name);
    }
}

void gen_stubs_add_of_handler(struct gen_arena *arena, struct gen_stubs *stubs,
                              const struct gen_method *method)
{
    const char *prefix = gen_format(arena, "%s_%s", method->service->prefix, method->name);
    struct maker maker = { arena, stubs, prefix };

    if (method->options->internal) {
        add_raise(&maker, method);
    }
    add_leads(&maker, prefix, &method->to,
              gen_format(arena,
                         "In the handler of %s: go there when its answer is on its way, if it has "
                         "returned GR_OK. The last one counts.\n"
                         "Borrows: args, which are copied at once.   Blocks: no.\n"
                         "Errors:  FAILED_PRECONDITION (not in that handler), INVALID_ARGUMENT, "
                         "RESOURCE_EXHAUSTED.",
                         method->proto->name));
}

struct gen_stubs gen_stubs_of_timer(struct gen_arena *arena, const struct gen_machine *machine,
                                    const struct gen_timer *timer)
{
    struct gen_stubs stubs = { 0 };
    struct maker maker = { arena, &stubs,
                           gen_format(arena, "%s_%s", machine->service->prefix, timer->part) };
    const char *fires = timer->method != NULL ? timer->method->proto->name : "";
    struct gen_stub *start = begin(&maker, "gr_code", "start");

    start->contract = gen_format(arena,
                                 "In the machine: have %s handled in `ms` milliseconds, once, "
                                 "whatever the state is then; a time set before is forgotten. The "
                                 "other: not at all, also where the time has come already.\n"
                                 "Blocks: no.\n"
                                 "Errors:  FAILED_PRECONDITION (not in an actor of %s), "
                                 "INVALID_ARGUMENT, RESOURCE_EXHAUSTED.",
                                 fires, machine->service->full_name);
    gen_list_add(arena, &start->parameters, "gr_context *ctx");
    gen_list_add(arena, &start->parameters, "uint32_t ms");
    struct gen_stub *stop = begin(&maker, "gr_code", "stop");
    gen_list_add(arena, &stop->parameters, "gr_context *ctx");
    return stubs;
}

/* ---- tables ---- */

const char *gen_name_targets(struct gen_arena *arena, const struct gen_machine *machine,
                             const struct gen_state *state)
{
    return gen_format(arena, "%s_targets_%zu", machine->service->prefix, state->number);
}

const char *gen_name_group_set(struct gen_arena *arena, const struct gen_machine *machine,
                               const struct gen_group *group)
{
    return gen_format(arena, "%s_group_%zu", machine->service->prefix, group->index);
}

/* ---- what users write ---- */

static void add_hook(struct gen_arena *arena, struct gen_hooks *hooks, bool is_wanted,
                     struct gen_hook hook, const char *suffix, const char *event)
{
    const char *part = hook.state != NULL ? hook.state->part : hook.group->part;
    const char *name = hook.state != NULL ? hook.state->name : hook.group->name;

    if (is_wanted) {
        hook.name = gen_format(arena, "%s_%s", part, suffix);
        hook.what = gen_format(arena, "%s %s", name, event);
        hooks->items = gen_grow(arena, hooks->items, hooks->n, sizeof(*hooks->items));
        hooks->items[hooks->n++] = hook;
    }
}

struct gen_hooks gen_hooks_of_machine(struct gen_arena *arena, const struct gen_machine *machine)
{
    struct gen_hooks hooks = { 0 };

    for (size_t i = 0; i < machine->n_states; i++) {
        const struct gen_state *state = &machine->states[i];
        const struct gen_hook timeout = { .state = state, .is_timeout = true };
        const struct gen_hook plain = { .state = state };
        add_hook(arena, &hooks, state->options->timeout_handler, timeout, "timeout",
                 "has lasted for its timeout_ms");
        add_hook(arena, &hooks, state->options->exit, plain, "exit", "is left");
    }
    for (size_t i = 0; i < machine->n_groups; i++) {
        const struct gen_group *group = &machine->groups[i];
        const struct gen_hook plain = { .group = group };
        add_hook(arena, &hooks, group->options->enter, plain, "enter", "is entered");
        add_hook(arena, &hooks, group->options->exit, plain, "exit", "is left");
    }
    return hooks;
}

struct gen_list gen_body_parameters(struct gen_arena *arena, const struct gen_machine *machine,
                                    const struct gen_state *state)
{
    const char *prefix = machine->service->prefix;
    struct gen_list list = { 0 };

    gen_list_add(arena, &list, "struct %s_self *self", prefix);
    gen_list_add(arena, &list, "%s_%s_in in", prefix, state->part);
    return list;
}

struct gen_list gen_on_transition_parameters(struct gen_arena *arena,
                                             const struct gen_machine *machine)
{
    const char *prefix = machine->service->prefix;
    struct gen_list list = gen_run_parameters(arena, machine->service);

    gen_list_add(arena, &list, "%s_state from", prefix);
    gen_list_add(arena, &list, "%s_state to", prefix);
    gen_list_add(arena, &list, "const void *args");
    return list;
}
