/* SPDX-License-Identifier: MIT */
/* Pieces of text, called by the emitters. */
#include "emit_parts.h"

#include <string.h>

#define COLUMNS 100

void gen_emit_comment(struct gen_text *text, const char *indent, const char *comment,
                      const char *contract)
{
    const char *const paragraphs[] = { comment, contract };

    gen_text_comment(text, indent, paragraphs, 2);
}

void gen_emit_functions(struct gen_text *text, struct gen_stubs stubs)
{
    for (size_t i = 0; i < stubs.n; i++) {
        const struct gen_stub *stub = &stubs.items[i];
        bool is_checked = gen_stub_is_checked(stub);
        const char *returns =
            gen_format(text->arena, "%s%s", is_checked ? "GR_MUST_USE " : "", stub->returns);
        gen_text_add(text, "%s", stub->contract != NULL ? "\n" : "");
        gen_emit_comment(text, "", stub->comment, stub->contract);
        gen_text_list(text, is_checked ? GEN_SHAPE_CHECKED : GEN_SHAPE_FUNCTION, returns,
                      stub->name, &stub->parameters, ");\n");
    }
}

void gen_emit_pointer(struct gen_text *text, const char *returns, const char *name,
                      struct gen_list parameters)
{
    size_t width = strlen("    ") + strlen(returns) + strlen(" (*") + strlen(name) + strlen(")(");

    if (width <= COLUMNS) {
        name = gen_format(text->arena, "%s (*%s)", returns, name);
    } else {
        gen_text_add(text, "    %s (\n", returns);
        name = gen_format(text->arena, "    *%s)", name);
    }
    gen_text_list(text, GEN_SHAPE_MEMBER, "", name, &parameters, ");\n");
}

void gen_emit_wrapper(struct gen_text *text, const char *name, const char *member)
{
    gen_text_pair(text, "typedef struct", gen_format(text->arena, "%s {\n", name), "\n    ");
    gen_text_add(text, "    %s;\n} %s;\n", member, name);
}

void gen_emit_define(struct gen_text *text, const char *define, const char *macro,
                     const struct gen_list *items)
{
    struct gen_text line;

    gen_text_init(&line, text->arena);
    gen_text_list(&line, GEN_SHAPE_MACRO, "", macro, items, ")\n");
    const char *value = line.bytes + strspn(line.bytes, " ");
    if (strchr(line.bytes, '\\') == NULL && strlen(define) + strlen(value) <= COLUMNS) {
        gen_text_add(text, "%s %s", define, value);
    } else {
        gen_text_add(text, "%-99s\\\n%s", define, line.bytes);
    }
}

void gen_emit_line(struct gen_text *text, const char *macro, const char *arguments)
{
    struct gen_list items = { 0 };

    while (*arguments != '\0') {
        size_t len = strcspn(arguments, ",");
        gen_list_add(text->arena, &items, "%.*s", (int)len, arguments);
        arguments += len + strspn(arguments + len, ", ");
    }
    gen_text_list(text, GEN_SHAPE_LINE, "", macro, &items, ")\n");
}

void gen_emit_entry(struct gen_text *text, const char *indent, const char *member,
                    const char *value)
{
    gen_text_assign(text, indent, member, value);
    gen_text_add(text, ",\n");
}
