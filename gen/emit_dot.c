/* SPDX-License-Identifier: MIT */
/* Emits the picture of a machine for Graphviz, called by generate.c: states in clusters, and arrows
 * with what leads along them. */
#include <string.h>

#include "emit.h"
#include "picture.h"
#include "text.h"

static const char *const first_lines =
    "    node [shape=box, style=\"rounded,filled\", fillcolor=white, "
    "fontname=\"Helvetica,sans-serif\"];\n"
    "    edge [fontname=\"Helvetica,sans-serif\", fontsize=11];\n"
    "    graph [fontname=\"Helvetica,sans-serif\", labeljust=l, style=\"rounded,filled\", "
    "fillcolor=\"#00000010\", color=gray];\n\n"
    "    \"*\" [shape=point, width=0.15, fillcolor=black];\n";

/* In quotes, where dot reads quotes and backslashes, and "\n" as the end of a line. */
static const char *quoted(struct gen_arena *arena, const char *text)
{
    char *quoted = gen_alloc(arena, 2 * strlen(text) + 3);
    size_t n = 0;

    quoted[n++] = '"';
    for (; *text != '\0'; text++) {
        if (*text == '"' || *text == '\\' || *text == '\n') {
            quoted[n++] = '\\';
        }
        quoted[n++] = *text == '\n' ? 'n' : *text;
    }
    quoted[n] = '"';
    return quoted;
}

static void emit_state(struct gen_text *text, const struct gen_picture *picture,
                       const struct gen_state *state, size_t depth)
{
    const char *label = gen_picture_name(picture, state);
    struct gen_list attributes = { 0 };

    if (label != state->name) {
        gen_list_add(text->arena, &attributes, "label=%s", quoted(text->arena, label));
    }
    if (state->is_terminal) {
        gen_list_add(text->arena, &attributes, "peripheries=2");
    }
    gen_text_add(text, "%*s%s", 4 * (int)depth, "", quoted(text->arena, state->name));
    if (attributes.n > 0) {
        gen_text_add(text, " [%s]", gen_picture_join(text->arena, &attributes, ", "));
    }
    gen_text_add(text, ";\n");
}

/* What is in a box, or in none. */
static void emit_inside(struct gen_text *text, const struct gen_picture *picture,
                        const struct gen_group *around, size_t depth)
{
    for (size_t i = 0; i < picture->machine->n_states; i++) {
        const struct gen_state *state = &picture->machine->states[i];
        const struct gen_group *box = gen_picture_box_at(picture, around, state);
        if (gen_picture_is_in(picture, around, state)) {
            emit_state(text, picture, state, depth);
        } else if (box != NULL) {
            int indent = 4 * (int)depth;
            const char *cluster = gen_format(text->arena, "cluster_%s", box->name);
            gen_text_add(text, "%*ssubgraph %s {\n", indent, "", quoted(text->arena, cluster));
            gen_text_add(text, "%*slabel=%s;\n", indent + 4, "", quoted(text->arena, box->name));
            emit_inside(text, picture, box, depth + 1);
            gen_text_add(text, "%*s}\n", indent, "");
        }
    }
}

static void emit_arrow(struct gen_text *text, const struct gen_picture *picture,
                       const struct gen_state *from, const struct gen_state *to)
{
    struct gen_list causes = gen_picture_causes(picture, from, to);

    gen_text_add(text, "    %s -> %s", quoted(text->arena, from->name),
                 quoted(text->arena, to->name));
    if (causes.n > 0) {
        const char *label = gen_picture_join(text->arena, &causes, "\n");
        gen_text_add(text, " [label=%s]", quoted(text->arena, label));
    }
    gen_text_add(text, ";\n");
}

const char *gen_emit_dot(const struct gen_model *model, const struct gen_service *service)
{
    const struct gen_machine *machine = service->machine;
    struct gen_picture picture;
    struct gen_text text;

    gen_picture_init(&picture, model->arena, machine);
    gen_text_init(&text, model->arena);
    gen_text_add(&text, "// Made by protoc-gen-greenroom from %s. Do not edit.\n",
                 service->file->path);
    gen_text_add(&text, "digraph %s {\n%s", quoted(model->arena, service->full_name), first_lines);
    emit_inside(&text, &picture, NULL, 1);
    gen_text_add(&text, "\n    \"*\" -> %s;\n", quoted(model->arena, machine->initial->name));
    for (size_t i = 0; i < machine->n_states; i++) {
        const struct gen_state *from = &machine->states[i];
        for (size_t t = 0; t < from->to.n; t++) {
            emit_arrow(&text, &picture, from, from->to.items[t]);
        }
    }
    gen_text_add(&text, "}\n");
    return text.bytes;
}
