/* SPDX-License-Identifier: MIT */
/* Emits a page about a machine, called by generate.c: its picture in mermaid, which viewers of
 * Markdown draw, and a table of what becomes of each method in each state. */
#include <ctype.h>
#include <greenroom/stub.h>
#include <string.h>

#include "emit.h"
#include "picture.h"
#include "text.h"

/* ---- the picture ---- */

/* As a label that mermaid shows as it is: it reads Markdown, where underscores are for emphasis,
 * unless they are inside of a word. Nothing else in the names of methods means anything there. */
static const char *escaped(struct gen_arena *arena, const char *label)
{
    char *escaped = gen_alloc(arena, 2 * strlen(label) + 1);
    bool was_inside = false;
    size_t n = 0;

    for (; *label != '\0'; label++) {
        if (*label == '_' && !(was_inside && isalnum((unsigned char)label[1]))) {
            escaped[n++] = '\\';
        }
        escaped[n++] = *label;
        was_inside = isalnum((unsigned char)*label);
    }
    return escaped;
}

/* What is in a box, or in none. Names get a prefix: so none is a word of mermaid. */
static void emit_inside(struct gen_text *text, const struct gen_picture *picture,
                        const struct gen_group *around, size_t depth)
{
    int indent = 4 * (int)depth;

    for (size_t i = 0; i < picture->machine->n_states; i++) {
        const struct gen_state *state = &picture->machine->states[i];
        const struct gen_group *box = gen_picture_box_at(picture, around, state);
        if (gen_picture_is_in(picture, around, state)) {
            gen_text_add(text, "%*sstate \"%s\" as s_%s\n", indent, "",
                         gen_picture_name(picture, state), state->name);
        } else if (box != NULL) {
            gen_text_add(text, "%*sstate \"%s\" as g_%s {\n", indent, "", box->name, box->name);
            emit_inside(text, picture, box, depth + 1);
            gen_text_add(text, "%*s}\n", indent, "");
        }
    }
}

static void emit_arrows(struct gen_text *text, const struct gen_picture *picture,
                        const struct gen_state *from)
{
    for (size_t i = 0; i < from->to.n; i++) {
        const struct gen_state *to = from->to.items[i];
        struct gen_list causes = gen_picture_causes(picture, from, to);
        gen_text_add(text, "    s_%s --> s_%s", from->name, to->name);
        if (causes.n > 0) {
            gen_text_add(text, " : %s",
                         escaped(text->arena, gen_picture_join(text->arena, &causes, ", ")));
        }
        gen_text_add(text, "\n");
    }
    if (from->is_terminal) {
        gen_text_add(text, "    s_%s --> [*]\n", from->name);
    }
}

static void emit_picture(struct gen_text *text, const struct gen_machine *machine)
{
    struct gen_picture picture;

    gen_picture_init(&picture, text->arena, machine);
    gen_text_add(text, "```mermaid\nstateDiagram-v2\n");
    emit_inside(text, &picture, NULL, 1);
    gen_text_add(text, "    [*] --> s_%s\n", machine->initial->name);
    for (size_t i = 0; i < machine->n_states; i++) {
        emit_arrows(text, &picture, &machine->states[i]);
    }
    gen_text_add(text, "```\n");
}

/* ---- the table ---- */

/* "`dying`, `dead`" */
static const char *names_of(struct gen_arena *arena, const struct gen_states *states)
{
    struct gen_list names = { 0 };

    for (size_t i = 0; i < states->n; i++) {
        gen_list_add(arena, &names, "`%s`", states->items[i]->name);
    }
    return gen_picture_join(arena, &names, ", ");
}

/* A method's name, and where it comes from if not from outside. */
static const char *heading_of(struct gen_arena *arena, const struct gen_method *method)
{
    const struct gen_machine *machine = method->service->machine;
    struct gen_list from = { 0 };

    for (size_t i = 0; i < machine->n_timers; i++) {
        if (machine->timers[i].method == method) {
            gen_list_add(arena, &from, "timer `%s`", machine->timers[i].name);
        }
    }
    if (from.n == 0 && method->options->internal) {
        gen_list_add(arena, &from, "internal");
    }
    if (from.n == 0) {
        return gen_format(arena, "`%s`", method->proto->name);
    }
    return gen_format(arena, "`%s` (%s)", method->proto->name,
                      gen_picture_join(arena, &from, ", "));
}

static const char *policy_of(struct gen_arena *arena, const struct gen_method *method,
                             const struct gen_state *state)
{
    switch (method->policies[state->number - 1]) {
    case GR_EVENT_ACCEPT:
        return method->to.n == 0 ? "accept"
                                 : gen_format(arena, "accept -> %s", names_of(arena, &method->to));
    case GR_EVENT_POSTPONE:
        return "postpone";
    case GR_EVENT_IGNORE:
        return "ignore";
    default:
        return "refuse";
    }
}

/* "after 5,000 ms -> `dead`"; where a handler decides, all that it may. */
static const char *timeout_of(struct gen_arena *arena, const struct gen_state *state)
{
    const struct gen_states one = { &(const struct gen_state *){ state->on_timeout }, 1 };
    const struct gen_states *to = state->on_timeout != NULL ? &one : &state->to;

    if (!state->options->has_timeout_ms) {
        return "";
    }
    return gen_format(arena, "%s -> %s", gen_picture_timeout(arena, state), names_of(arena, to));
}

static void emit_row(struct gen_text *text, const struct gen_list *cells)
{
    gen_text_add(text, "| %s |\n", gen_picture_join(text->arena, cells, " | "));
}

static void emit_head(struct gen_text *text, const struct gen_service *service)
{
    struct gen_list cells = { 0 };
    struct gen_list rule = { 0 };

    gen_list_add(text->arena, &cells, "state");
    for (size_t i = 0; i < service->n_methods; i++) {
        gen_list_add(text->arena, &cells, "%s", heading_of(text->arena, &service->methods[i]));
    }
    gen_list_add(text->arena, &cells, "timeout");
    gen_list_add(text->arena, &cells, "leads to");
    for (size_t i = 0; i < cells.n; i++) {
        gen_list_add(text->arena, &rule, "---");
    }
    emit_row(text, &cells);
    emit_row(text, &rule);
}

static void emit_table(struct gen_text *text, const struct gen_service *service)
{
    const struct gen_machine *machine = service->machine;

    emit_head(text, service);
    for (size_t s = 0; s < machine->n_states; s++) {
        const struct gen_state *state = &machine->states[s];
        struct gen_list cells = { 0 };
        gen_list_add(text->arena, &cells, "`%s`", state->name);
        for (size_t i = 0; i < service->n_methods; i++) {
            gen_list_add(text->arena, &cells, "%s",
                         policy_of(text->arena, &service->methods[i], state));
        }
        gen_list_add(text->arena, &cells, "%s", timeout_of(text->arena, state));
        gen_list_add(text->arena, &cells, "%s",
                     state->is_terminal ? "the end" : names_of(text->arena, &state->to));
        emit_row(text, &cells);
    }
}

const char *gen_emit_markdown(const struct gen_model *model, const struct gen_service *service)
{
    struct gen_text text;

    gen_text_init(&text, model->arena);
    gen_text_add(&text, "<!-- Made by protoc-gen-greenroom from %s. Do not edit. -->\n\n",
                 service->file->path);
    gen_text_add(&text, "# %s\n\n", service->full_name);
    emit_picture(&text, service->machine);
    gen_text_add(&text, "\n");
    emit_table(&text, service);
    return text.bytes;
}
