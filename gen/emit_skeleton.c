/* SPDX-License-Identifier: MIT */
/* Emits a starter .c for an actor of a service, called by generate.c: it compiles, and each handler
 * answers UNIMPLEMENTED. The rest is its owner's to write; nothing marks a place in it. */
#include <string.h>

#include "emit.h"
#include "stubs.h"
#include "text.h"

#define COLUMNS 100

static void emit_head(struct gen_text *text, const struct gen_service *service)
{
    const char *what = gen_format(text->arena,
                                  "An actor that serves %s: its state, its handlers, and their "
                                  "table, %s_actor.",
                                  service->full_name, service->prefix);

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

/* The table, on as many lines as its names need. */
static void emit_table(struct gen_text *text, const struct gen_service *service)
{
    struct gen_arena *arena = text->arena;
    const char *head =
        gen_format(arena, "const %s_type %s_actor", service->prefix, service->prefix);
    const char *macro = gen_format(arena, "%s_TYPE(", service->macro);
    const char *hooks =
        gen_format(arena, "%s_HOOKS(.start = start_actor, .stop = stop_actor));", service->macro);

    gen_text_add(text, "\n");
    gen_text_pair(text, gen_format(arena, "extern const %s_type", service->prefix),
                  gen_format(arena, "%s_actor;\n\n", service->prefix), "\n    ");
    size_t value = strlen(macro) + strlen("on_, ") + strlen(hooks);
    if (strlen(head) + strlen(" = ") + value <= COLUMNS) {
        gen_text_add(text, "%s = %son_, %s\n", head, macro, hooks);
    } else if (strlen("    ") + value <= COLUMNS) {
        gen_text_add(text, "%s =\n    %son_, %s\n", head, macro, hooks);
    } else if (strlen(head) + strlen(" = ") + strlen(macro) <= COLUMNS) {
        gen_text_add(text, "%s = %s\n    on_, %s\n", head, macro, hooks);
    } else {
        gen_text_add(text, "%s =\n    %s\n", head, macro);
        gen_text_pair(text, "        on_,", hooks, "\n        ");
        gen_text_add(text, "\n");
    }
}

const char *gen_emit_skeleton(const struct gen_model *model, const struct gen_service *service)
{
    struct gen_text text;

    gen_text_init(&text, model->arena);
    emit_head(&text, service);
    for (size_t i = 0; i < service->n_methods; i++) {
        emit_handler(&text, &service->methods[i]);
    }
    emit_hooks(&text, service);
    emit_table(&text, service);
    return text.bytes;
}
