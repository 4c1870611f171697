/* SPDX-License-Identifier: MIT */
/* Emits a starter .c for an actor of a service, called by generate.c: it compiles, each handler
 * answers UNIMPLEMENTED, and a machine stays where it is until it has to go. The rest is its
 * owner's to write; nothing marks a place in it. */
#include <string.h>

#include "check_part.h"
#include "emit.h"
#include "machine_stubs.h"
#include "stubs.h"
#include "text.h"

#define COLUMNS 100

static void emit_head(struct gen_text *text, const struct gen_service *service)
{
    const char *what = gen_format(text->arena,
                                  "An actor that serves %s: its state, its %shandlers, and their "
                                  "table, %s_actor.",
                                  service->full_name,
                                  service->machine != NULL ? "bodies, its " : "", service->prefix);

    gen_text_comment(text, "", &what, 1);
    gen_text_add(text, "#include \"%s.gr.h\"\n\n#include <greenroom/greenroom.h>\n\n",
                 service->file->stem);
    gen_text_add(text, "struct %s_self {\n    int unused; /* put the actor's state here */\n};\n",
                 service->prefix);
}

static void emit_unused(struct gen_text *text, const char *name)
{
    gen_text_add(text, "    (void)%s;\n", name);
}

static void emit_handler(struct gen_text *text, const struct gen_method *method)
{
    struct gen_list parameters = gen_handler_parameters(text->arena, method);
    struct gen_list arguments = { 0 };

    gen_text_add(text, "\n");
    gen_text_comment(text, "", &method->comment, 1);
    gen_text_list(text, GEN_SHAPE_FUNCTION, "static gr_code",
                  gen_format(text->arena, "on_%s", method->name), &parameters, ")\n{\n");
    emit_unused(text, "self");
    if (gen_method_has_request(method)) {
        emit_unused(text, "request");
    }
    if (gen_method_has_reply(method)) {
        emit_unused(text, "reply");
    }
    gen_list_add(text->arena, &arguments, "ctx");
    gen_list_add(text->arena, &arguments, "GR_UNIMPLEMENTED");
    gen_list_add(text->arena, &arguments, "\"%s is not written yet\"", method->proto->name);
    gen_text_list(text, GEN_SHAPE_CALL, "", "return gr_fail", &arguments, ");\n}\n");
}

/* ---- of a machine ---- */

/* A message that says nothing, for what needs one. */
static void emit_message(struct gen_text *text, const struct gen_type *type, const char *name)
{
    if (type != NULL) {
        gen_text_add(text, "    const %s %s = { 0 };\n\n", type->name, name);
    }
}

static void emit_body(struct gen_text *text, const struct gen_machine *machine,
                      const struct gen_state *state)
{
    struct gen_list parameters = gen_body_parameters(text->arena, machine, state);
    struct gen_list arguments = { 0 };
    const char *name = gen_format(text->arena, "%s_%s", machine->service->prefix, state->part);
    const char *ends = state->is_terminal ? "end" : "stay";
    const char *leads = gen_states_text(text->arena, &state->to);
    const char *what = state->is_terminal ? "The machine ends here."
                                          : gen_format(text->arena, "Leads to %s.", leads);

    gen_text_add(text, "\n");
    gen_text_comment(text, "", &what, 1);
    gen_text_list(text, GEN_SHAPE_FUNCTION, gen_format(text->arena, "static %s_next", name),
                  gen_format(text->arena, "in_%s", state->part), &parameters, ")\n{\n");
    emit_message(text, state->result, "result");
    emit_unused(text, "self");
    gen_list_add(text->arena, &arguments, "in");
    if (state->result != NULL) {
        gen_list_add(text->arena, &arguments, "&result");
    }
    gen_text_list(text, GEN_SHAPE_CALL, "", gen_format(text->arena, "return %s_%s", name, ends),
                  &arguments, ");\n}\n");
}

static void emit_timeout(struct gen_text *text, const struct gen_machine *machine,
                         const struct gen_hook *hook)
{
    const struct gen_state *target = hook->state->to.items[0];
    struct gen_list arguments = { 0 };

    emit_message(text, target->args, "args");
    emit_unused(text, "self");
    gen_list_add(text->arena, &arguments, "ctx");
    if (target->args != NULL) {
        gen_list_add(text->arena, &arguments, "&args");
    }
    gen_text_list(text, GEN_SHAPE_CALL, "",
                  gen_format(text->arena, "return %s_%s_to_%s", machine->service->prefix,
                             hook->name, target->part),
                  &arguments, ");\n}\n");
}

static void emit_hook(struct gen_text *text, const struct gen_machine *machine,
                      const struct gen_hook *hook)
{
    struct gen_list parameters = gen_run_parameters(text->arena, machine->service);
    const char *when = gen_format(text->arena, "Called when %s.", hook->what);

    gen_text_add(text, "\n");
    gen_text_comment(text, "", &when, 1);
    gen_text_list(text, GEN_SHAPE_FUNCTION, hook->is_timeout ? "static gr_code" : "static void",
                  gen_format(text->arena, "in_%s", hook->name), &parameters, ")\n{\n");
    if (hook->is_timeout) {
        emit_timeout(text, machine, hook);
        return;
    }
    emit_unused(text, "self");
    emit_unused(text, "ctx");
    gen_text_add(text, "}\n");
}

static void emit_change(struct gen_text *text, const struct gen_machine *machine)
{
    struct gen_list parameters = gen_on_transition_parameters(text->arena, machine);

    gen_text_add(text, "\n/* Before each change of the state: GR_OK lets it happen. */\n");
    gen_text_list(text, GEN_SHAPE_FUNCTION, "static gr_code", "change_state", &parameters,
                  ")\n{\n");
    emit_unused(text, "self");
    emit_unused(text, "ctx");
    emit_unused(text, "from");
    emit_unused(text, "to");
    emit_unused(text, "args");
    gen_text_add(text, "    return GR_OK;\n}\n");
}

static void emit_machine(struct gen_text *text, const struct gen_machine *machine)
{
    struct gen_hooks hooks = gen_hooks_of_machine(text->arena, machine);

    for (size_t i = 0; i < machine->n_states; i++) {
        emit_body(text, machine, &machine->states[i]);
    }
    for (size_t i = 0; i < hooks.n; i++) {
        emit_hook(text, machine, &hooks.items[i]);
    }
    emit_change(text, machine);
}

/* ---- hooks, and all ---- */

static void emit_hooks(struct gen_text *text, const struct gen_service *service)
{
    struct gen_list start = gen_start_parameters(text->arena, service);
    struct gen_list stop = gen_stop_parameters(text->arena, service);

    gen_text_add(text, "\n/* The actor lives when this has returned GR_OK. */\n");
    gen_text_list(text, GEN_SHAPE_FUNCTION, "static gr_code", "start_actor", &start, ")\n{\n");
    emit_unused(text, "self");
    emit_unused(text, "ctx");
    if (service->args != NULL) {
        emit_unused(text, "args");
    }
    gen_text_add(text, "    return GR_OK;\n}\n");
    gen_text_add(text, "\n/* The last that is done; `reason` is what the actor ended with. */\n");
    gen_text_list(text, GEN_SHAPE_FUNCTION, "static void", "stop_actor", &stop, ")\n{\n");
    emit_unused(text, "self");
    emit_unused(text, "ctx");
    emit_unused(text, "reason");
    gen_text_add(text, "}\n");
}

/* The hooks of a table, one line or more. */
static void emit_split_table(struct gen_text *text, const struct gen_service *service,
                             const char *indent, const char *prefixes, const char *hooks)
{
    struct gen_arena *arena = text->arena;
    struct gen_list items = { 0 };
    const char *first = gen_format(arena, "%s%s", indent, prefixes);

    if (strlen(indent) + strlen(hooks) <= COLUMNS) {
        gen_text_pair(text, first, hooks, gen_format(arena, "\n%s", indent));
        gen_text_add(text, "\n");
        return;
    }
    gen_list_add(arena, &items, ".start = start_actor");
    gen_list_add(arena, &items, ".stop = stop_actor");
    if (service->machine != NULL) {
        gen_list_add(arena, &items, ".on_transition = change_state");
    }
    gen_text_add(text, "%s\n", first);
    gen_text_list(text, GEN_SHAPE_CALL, "",
                  gen_format(arena, "%s%s_HOOKS", indent + strlen("    "), service->macro), &items,
                  "));\n");
}

/* The table, on as many lines as its names need. */
static void emit_table(struct gen_text *text, const struct gen_service *service)
{
    struct gen_arena *arena = text->arena;
    const char *head =
        gen_format(arena, "const %s_type %s_actor", service->prefix, service->prefix);
    const char *macro = gen_format(arena, "%s_TYPE(", service->macro);
    bool is_machine = service->machine != NULL;
    const char *prefixes = is_machine ? "on_, in_," : "on_,";
    const char *hooks =
        gen_format(arena, "%s_HOOKS(.start = start_actor, .stop = stop_actor%s));", service->macro,
                   is_machine ? ", .on_transition = change_state" : "");

    gen_text_add(text, "\n");
    gen_text_pair(text, gen_format(arena, "extern const %s_type", service->prefix),
                  gen_format(arena, "%s_actor;\n\n", service->prefix), "\n    ");
    size_t value = strlen(macro) + strlen(prefixes) + 1 + strlen(hooks);
    if (strlen(head) + strlen(" = ") + value <= COLUMNS) {
        gen_text_add(text, "%s = %s%s %s\n", head, macro, prefixes, hooks);
    } else if (strlen("    ") + value <= COLUMNS) {
        gen_text_add(text, "%s =\n    %s%s %s\n", head, macro, prefixes, hooks);
    } else {
        bool fits = strlen(head) + strlen(" = ") + strlen(macro) <= COLUMNS;
        gen_text_add(text, fits ? "%s = %s\n" : "%s =\n    %s\n", head, macro);
        emit_split_table(text, service, fits ? "    " : "        ", prefixes, hooks);
    }
}

const char *gen_emit_skeleton(const struct gen_model *model, const struct gen_service *service)
{
    struct gen_text text;

    gen_text_init(&text, model->arena);
    emit_head(&text, service);
    if (service->machine != NULL) {
        emit_machine(&text, service->machine);
    }
    for (size_t i = 0; i < service->n_methods; i++) {
        emit_handler(&text, &service->methods[i]);
    }
    emit_hooks(&text, service);
    emit_table(&text, service);
    return text.bytes;
}
