/* SPDX-License-Identifier: MIT */
/* Emits what generated code has of machines only, called by emit_header.c and emit_source.c. */
#include "emit_machine.h"

#include <string.h>

#include "check_part.h"
#include "emit_parts.h"
#include "machine_stubs.h"

#define COLUMNS 100

/* ---- the header ---- */

static void emit_enum(struct gen_text *text, const struct gen_machine *machine)
{
    const struct gen_service *service = machine->service;

    gen_text_add(text, "\n/* Its states, as the schema has them. */\n");
    gen_text_pair(text, "typedef enum", gen_format(text->arena, "%s_state {\n", service->prefix),
                  "\n    ");
    gen_emit_entry(text, "    ", gen_format(text->arena, "%s_STATE_NONE", service->macro), "0");
    for (size_t i = 0; i < machine->n_states; i++) {
        const struct gen_state *state = &machine->states[i];
        gen_emit_entry(text, "    ", state->constant,
                       gen_format(text->arena, "%zu", state->number));
    }
    gen_text_add(text, "} %s_state;\n", service->prefix);
}

static void emit_tokens(struct gen_text *text, const struct gen_machine *machine,
                        const struct gen_state *state)
{
    const char *name = gen_format(text->arena, "%s_%s", machine->service->prefix, state->part);

    gen_text_pair(text, "typedef struct", gen_format(text->arena, "%s_in {\n", name), "\n    ");
    gen_text_add(text, "    gr_context *ctx;\n    uint64_t entry;\n");
    if (state->args != NULL) {
        gen_text_add(text, "    const %s *args;\n", state->args->name);
    }
    gen_text_add(text, "} %s_in;\n", name);
    gen_emit_wrapper(text, gen_format(text->arena, "%s_next", name), "gr_machine_next next");
}

void gen_emit_machine_types(struct gen_text *text, const struct gen_machine *machine)
{
    emit_enum(text, machine);
    gen_text_add(text, "\n");
    gen_emit_comment(text, "", NULL,
                     "What each state's body is entered with, and what it returns: made from its "
                     "own `in` by the functions below, and by nothing else. in.args is borrowed "
                     "until the state is left.");
    for (size_t i = 0; i < machine->n_states; i++) {
        gen_text_add(text, "%s", i == 0 ? "" : "\n");
        emit_tokens(text, machine, &machine->states[i]);
    }
}

void gen_emit_machine_hooks(struct gen_text *text, const struct gen_machine *machine)
{
    const struct gen_service *service = machine->service;

    gen_text_add(text, "\n");
    gen_emit_comment(
        text, "", NULL,
        "What a machine does beside that; each may be NULL. start comes first: the machine lives "
        "when it has returned GR_OK. on_transition comes before each change, the first one, from "
        "none, included: with another code than GR_OK it is refused, and the old state goes on. "
        "stop comes last, with what the machine ended with.");
    gen_text_add(text, "typedef struct %s_hooks {\n", service->prefix);
    gen_emit_pointer(text, "gr_code", "start", gen_start_parameters(text->arena, service));
    gen_emit_pointer(text, "void", "stop", gen_stop_parameters(text->arena, service));
    gen_emit_pointer(text, "gr_code", "on_transition",
                     gen_on_transition_parameters(text->arena, machine));
    gen_text_add(text, "} %s_hooks;\n", service->prefix);
}

static void emit_body(struct gen_text *text, const struct gen_machine *machine,
                      const struct gen_state *state)
{
    const char *next = gen_format(text->arena, "%s_%s_next", machine->service->prefix, state->part);

    gen_emit_pointer(text, next, state->member, gen_body_parameters(text->arena, machine, state));
}

static void emit_states_macro(struct gen_text *text, const struct gen_machine *machine)
{
    struct gen_arena *arena = text->arena;
    struct gen_hooks hooks = gen_hooks_of_machine(arena, machine);
    struct gen_list items = { 0 };

    for (size_t i = 0; i < machine->n_states; i++) {
        gen_list_add(arena, &items, "BODIES##%s", machine->states[i].part);
    }
    for (size_t i = 0; i < hooks.n; i++) {
        gen_list_add(arena, &items, "BODIES##%s", hooks.items[i].name);
    }
    gen_text_add(text, "\n/* Such a table, of functions that are BODIES and the name here. */\n");
    gen_emit_define(text, gen_format(arena, "#define %s_STATES(BODIES)", machine->service->macro),
                    "GR_STUB_LIST", &items);
}

void gen_emit_machine_bodies(struct gen_text *text, const struct gen_machine *machine)
{
    const char *prefix = machine->service->prefix;
    struct gen_hooks hooks = gen_hooks_of_machine(text->arena, machine);

    gen_text_add(text, "\n");
    gen_emit_comment(
        text, "", NULL,
        "Its bodies, one for each state: a body runs when its state is entered, may wait, and "
        "returns what comes next. Nothing is handled meanwhile, but where it says gr_process(). "
        "Behind them what the schema asks for: a state's timeout handler, what is called when a "
        "state or a group of them is entered or left.");
    gen_text_add(text, "typedef struct %s_states {\n", prefix);
    for (size_t i = 0; i < machine->n_states; i++) {
        emit_body(text, machine, &machine->states[i]);
    }
    for (size_t i = 0; i < hooks.n; i++) {
        gen_emit_pointer(text, hooks.items[i].is_timeout ? "gr_code" : "void", hooks.items[i].name,
                         gen_run_parameters(text->arena, machine->service));
    }
    gen_text_add(text, "} %s_states;\n", prefix);
    emit_states_macro(text, machine);
}

static void emit_at(struct gen_text *text, const char *prefix)
{
    gen_text_add(text, "\n");
    gen_emit_comment(
        text, "", NULL,
        gen_format(text->arena,
                   "Where a machine is to begin, for %s_spawn_at(): made by one of these.",
                   prefix));
    gen_text_pair(text, "typedef struct", gen_format(text->arena, "%s_at {\n", prefix), "\n    ");
    gen_text_add(text, "    uint32_t state;\n    const void *args;\n} %s_at;\n\n", prefix);
}

static bool has_args(const struct gen_states *states)
{
    for (size_t i = 0; i < states->n; i++) {
        if (states->items[i]->args != NULL) {
            return true;
        }
    }
    return false;
}

static void emit_state_functions(struct gen_text *text, const struct gen_machine *machine,
                                 const struct gen_state *state)
{
    struct gen_arena *arena = text->arena;
    struct gen_stubs stubs = gen_stubs_of_state(arena, machine, state);
    const char *leads =
        state->is_terminal
            ? gen_format(arena, "%s is terminal: with this the machine ends.%s", state->name,
                         state->result != NULL ? " result is copied at once." : "")
            : gen_format(arena,
                         "What the body of %s can return: it leads to %s, or stays, and calls are "
                         "handled.%s",
                         state->name, gen_states_text(arena, &state->to),
                         has_args(&state->to) ? " args are copied at once." : "");

    stubs.items[0].contract = leads;
    gen_emit_functions(text, stubs);
}

void gen_emit_machine_functions(struct gen_text *text, const struct gen_machine *machine)
{
    emit_at(text, machine->service->prefix);
    gen_emit_functions(text, gen_stubs_of_machine(text->arena, machine));
    for (size_t i = 0; i < machine->n_states; i++) {
        emit_state_functions(text, machine, &machine->states[i]);
    }
    for (size_t i = 0; i < machine->n_timers; i++) {
        gen_emit_functions(text, gen_stubs_of_timer(text->arena, machine, &machine->timers[i]));
    }
}

/* ---- the source: functions ---- */

/* A use of `macro`, or of `macro`_WITH where there is a message to hand on. */
static void emit_with(struct gen_text *text, const char *macro, const char *arguments,
                      const struct gen_type *with)
{
    if (with == NULL) {
        gen_emit_line(text, macro, arguments);
    } else {
        gen_emit_line(text, gen_format(text->arena, "%s_WITH", macro),
                      gen_format(text->arena, "%s, %s", arguments, with->name));
    }
}

static void emit_target(struct gen_text *text, const char *prefix, const struct gen_state *state,
                        const struct gen_state *target)
{
    struct gen_arena *arena = text->arena;

    emit_with(
        text, "GR_STUB_TO",
        gen_format(arena, "%s, %s, %s, %zu", prefix, state->part, target->part, target->number),
        target->args);
    if (state->options->timeout_handler) {
        emit_with(text, "GR_STUB_TIMEOUT_TO",
                  gen_format(arena, "%s, %s, %zu, %s, %zu", prefix, state->part, state->number,
                             target->part, target->number),
                  target->args);
    }
}

static void emit_end(struct gen_text *text, const struct gen_service *service,
                     const struct gen_state *state)
{
    struct gen_arena *arena = text->arena;

    if (state->result == NULL) {
        gen_emit_line(text, "GR_STUB_END",
                      gen_format(arena, "%s, %s", service->prefix, state->part));
    } else {
        emit_with(text, "GR_STUB_END",
                  gen_format(arena, "%s, %s, %s, %zu", service->prefix, service->name, state->part,
                             state->number),
                  state->result);
    }
}

static void emit_state_lines(struct gen_text *text, const struct gen_service *service,
                             const struct gen_state *state)
{
    struct gen_arena *arena = text->arena;

    emit_with(text, "GR_STUB_STATE",
              gen_format(arena, "%s, %s, %s, %zu", service->prefix, state->part, state->member,
                         state->number),
              state->args);
    for (size_t i = 0; i < state->to.n; i++) {
        emit_target(text, service->prefix, state, state->to.items[i]);
    }
    if (state->is_terminal) {
        emit_end(text, service, state);
    } else {
        gen_emit_line(text, "GR_STUB_STAY",
                      gen_format(arena, "%s, %s", service->prefix, state->part));
    }
}

static void emit_method_lines(struct gen_text *text, const struct gen_method *method)
{
    const char *prefix = method->service->prefix;

    for (size_t i = 0; i < method->to.n; i++) {
        const struct gen_state *target = method->to.items[i];
        emit_with(text, "GR_STUB_METHOD_TO",
                  gen_format(text->arena, "%s, %s_%s, %zu, %s, %zu", prefix, prefix, method->name,
                             method->index, target->part, target->number),
                  target->args);
    }
}

void gen_emit_machine_lines(struct gen_text *text, const struct gen_machine *machine)
{
    const struct gen_service *service = machine->service;
    struct gen_arena *arena = text->arena;
    struct gen_hooks hooks = gen_hooks_of_machine(arena, machine);
    const char *names = gen_format(arena, "%s, %s", service->prefix, service->name);

    gen_emit_line(text, "GR_STUB_MACHINE", names);
    emit_with(text, "GR_STUB_SPAWN_AT", names, service->args);
    for (size_t i = 0; i < machine->n_states; i++) {
        emit_state_lines(text, service, &machine->states[i]);
    }
    for (size_t i = 0; i < hooks.n; i++) {
        gen_emit_line(text, hooks.items[i].is_timeout ? "GR_STUB_TIMED_OUT" : "GR_STUB_HOOK",
                      gen_format(arena, "%s, %s", service->prefix, hooks.items[i].name));
    }
    for (size_t i = 0; i < service->n_methods; i++) {
        emit_method_lines(text, &service->methods[i]);
    }
    for (size_t i = 0; i < machine->n_timers; i++) {
        gen_emit_line(
            text, "GR_STUB_TIMER",
            gen_format(arena, "%s, %s, %zu", service->prefix, machine->timers[i].part, i));
    }
}

/* ---- the source: tables ---- */

void gen_emit_machine_method(struct gen_text *text)
{
    gen_text_add(text, "    {\n"
                       "        .name = \"$machine\",\n"
                       "        .request = &greenroom__ask__descriptor,\n"
                       "        .reply = &greenroom__seen__descriptor,\n"
                       "    },\n");
}

/* Sets of states: those that go into one line stand where they are used. */
static const char *inline_set(struct gen_arena *arena, const struct gen_states *states)
{
    struct gen_text text;

    gen_text_init(&text, arena);
    gen_text_add(&text, "(const uint16_t[]){ ");
    for (size_t i = 0; i < states->n; i++) {
        gen_text_add(&text, "%s%zu", i == 0 ? "" : ", ", states->items[i]->number);
    }
    gen_text_add(&text, " }");
    return text.bytes;
}

static bool is_inline(const char *member, const char *set)
{
    return strlen("        ") + strlen(member) + strlen(" = ") + strlen(set) < COLUMNS;
}

/* Such a set as an array of its own, with the numbers as in a list of arguments. */
static void emit_long_set(struct gen_text *text, const char *member, const char *name,
                          const struct gen_states *states)
{
    struct gen_list numbers = { 0 };

    if (is_inline(member, inline_set(text->arena, states))) {
        return;
    }
    for (size_t i = 0; i < states->n; i++) {
        gen_list_add(text->arena, &numbers, "%zu", states->items[i]->number);
    }
    gen_text_add(text, "\nstatic const uint16_t %s[] = {\n", name);
    gen_text_list(text, GEN_SHAPE_CALL, "", "GR_STUB_ROW", &numbers, "),\n");
    gen_text_add(text, "};\n");
}

static void emit_set(struct gen_text *text, const char *member, const char *name,
                     const struct gen_states *states)
{
    const char *set = inline_set(text->arena, states);

    gen_emit_entry(text, "        ", member, is_inline(member, set) ? set : name);
}

static void emit_type_entry(struct gen_text *text, const char *member, const struct gen_type *type)
{
    if (type != NULL) {
        gen_emit_entry(text, "        ", member,
                       gen_format(text->arena, "&%s__descriptor", type->c_prefix));
    }
}

static void emit_time(struct gen_text *text, const char *name, const struct gen_state *state)
{
    if (!state->options->has_timeout_ms) {
        return;
    }
    gen_text_add(text, "        .timeout_ms = %u,\n", state->options->timeout_ms);
    if (state->on_timeout != NULL) {
        gen_text_add(text, "        .on_timeout = %zu,\n", state->on_timeout->number);
    } else {
        gen_emit_entry(text, "        ", ".timed_out", gen_format(text->arena, "%s_timeout", name));
    }
}

static void emit_state(struct gen_text *text, const struct gen_machine *machine,
                       const struct gen_state *state)
{
    const char *name = gen_format(text->arena, "%s_%s", machine->service->prefix, state->part);

    gen_text_add(text, "    {\n");
    gen_emit_entry(text, "        ", ".name", gen_format(text->arena, "\"%s\"", state->name));
    emit_type_entry(text, ".args", state->args);
    emit_type_entry(text, ".result", state->result);
    if (state->to.n > 0) {
        emit_set(text, ".to", gen_name_targets(text->arena, machine, state), &state->to);
        gen_text_add(text, "        .n_to = %zu,\n", state->to.n);
    }
    emit_time(text, name, state);
    gen_emit_entry(text, "        ", ".body", gen_format(text->arena, "%s_body", name));
    if (state->options->exit) {
        gen_emit_entry(text, "        ", ".exit", gen_format(text->arena, "%s_exit", name));
    }
    gen_text_add(text, "    },\n");
}

static void emit_states(struct gen_text *text, const struct gen_machine *machine)
{
    const char *prefix = machine->service->prefix;

    for (size_t i = 0; i < machine->n_states; i++) {
        const struct gen_state *state = &machine->states[i];
        emit_long_set(text, ".to", gen_name_targets(text->arena, machine, state), &state->to);
    }
    gen_text_add(text, "\nstatic const gr_state %s_state_table[] = {\n", prefix);
    for (size_t i = 0; i < machine->n_states; i++) {
        emit_state(text, machine, &machine->states[i]);
    }
    gen_text_add(text, "};\n");
}

static size_t groups_with_hooks(const struct gen_machine *machine)
{
    size_t n = 0;

    for (size_t i = 0; i < machine->n_groups; i++) {
        n += machine->groups[i].has_hooks;
    }
    return n;
}

static void emit_group(struct gen_text *text, const struct gen_machine *machine,
                       const struct gen_group *group)
{
    const char *name = gen_format(text->arena, "%s_%s", machine->service->prefix, group->part);

    gen_text_add(text, "    {\n");
    gen_emit_entry(text, "        ", ".name", gen_format(text->arena, "\"%s\"", group->name));
    emit_set(text, ".states", gen_name_group_set(text->arena, machine, group), &group->states);
    gen_text_add(text, "        .n_states = %zu,\n", group->states.n);
    if (group->options->enter) {
        gen_emit_entry(text, "        ", ".enter", gen_format(text->arena, "%s_enter", name));
    }
    if (group->options->exit) {
        gen_emit_entry(text, "        ", ".exit", gen_format(text->arena, "%s_exit", name));
    }
    gen_text_add(text, "    },\n");
}

static void emit_groups(struct gen_text *text, const struct gen_machine *machine)
{
    const char *prefix = machine->service->prefix;

    if (groups_with_hooks(machine) == 0) {
        return;
    }
    for (size_t i = 0; i < machine->n_groups; i++) {
        const struct gen_group *group = &machine->groups[i];
        if (group->has_hooks) {
            emit_long_set(text, ".states", gen_name_group_set(text->arena, machine, group),
                          &group->states);
        }
    }
    gen_text_add(text, "\nstatic const gr_group %s_group_table[] = {\n", prefix);
    for (size_t i = 0; i < machine->n_groups; i++) {
        if (machine->groups[i].has_hooks) {
            emit_group(text, machine, &machine->groups[i]);
        }
    }
    gen_text_add(text, "};\n");
}

static void emit_timers(struct gen_text *text, const struct gen_machine *machine)
{
    if (machine->n_timers == 0) {
        return;
    }
    gen_text_add(text, "\nstatic const gr_machine_timer %s_timer_table[] = {\n",
                 machine->service->prefix);
    for (size_t i = 0; i < machine->n_timers; i++) {
        const struct gen_timer *timer = &machine->timers[i];
        gen_text_add(text, "    {\n        .name = \"%s\",\n        .method = %zu,\n    },\n",
                     timer->name, timer->method->index);
    }
    gen_text_add(text, "};\n");
}

static void emit_policies(struct gen_text *text, const struct gen_machine *machine)
{
    const struct gen_service *service = machine->service;

    gen_text_add(text, "\n");
    gen_emit_comment(text, "", NULL,
                     "What each state does with each method, as GR_EVENT_...; the last method is "
                     "the machine's own.");
    gen_text_add(text, "static const uint8_t %s_policies[] = {\n", service->prefix);
    for (size_t i = 0; i < machine->n_states; i++) {
        struct gen_list row = { 0 };
        for (size_t m = 0; m < service->n_methods; m++) {
            gen_list_add(text->arena, &row, "%u", service->methods[m].policies[i]);
        }
        gen_list_add(text->arena, &row, "1");
        gen_text_add(text, "    /* %s */\n", machine->states[i].name);
        gen_text_list(text, GEN_SHAPE_CALL, "", "GR_STUB_ROW", &row, "),\n");
    }
    gen_text_add(text, "};\n");
}

void gen_emit_machine_tables(struct gen_text *text, const struct gen_machine *machine)
{
    const char *prefix = machine->service->prefix;

    emit_states(text, machine);
    emit_groups(text, machine);
    emit_timers(text, machine);
    emit_policies(text, machine);
    gen_text_add(text,
                 "\nstatic const gr_machine %s_machine = {\n"
                 "    .states = %s_state_table,\n"
                 "    .n_states = %zu,\n"
                 "    .initial = %zu,\n",
                 prefix, prefix, machine->n_states, machine->initial->number);
    if (groups_with_hooks(machine) > 0) {
        gen_text_add(text, "    .groups = %s_group_table,\n    .n_groups = %zu,\n", prefix,
                     groups_with_hooks(machine));
    }
    if (machine->n_timers > 0) {
        gen_text_add(text, "    .timers = %s_timer_table,\n    .n_timers = %zu,\n", prefix,
                     machine->n_timers);
    }
    gen_text_add(text,
                 "    .policies = %s_policies,\n"
                 "    .ask = %zu,\n"
                 "    .transition = %s_on_transition,\n"
                 "};\n",
                 prefix, machine->service->n_methods, prefix);
}
