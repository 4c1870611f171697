/* SPDX-License-Identifier: MIT */
/* Emits x.gr.c, called by generate.c: of each service the functions that hand calls to the user's
 * handlers, the tables, and the stubs. */
#include <string.h>

#include "emit.h"
#include "schema.h"
#include "stubs.h"
#include "text.h"

/* Each line of the schema starts behind `    .schema = `. */
#define SCHEMA_INDENT "              "
#define SCHEMA_COLUMN 14
#define COLUMNS       100

/* ---- handing over ---- */

static void emit_table_variable(struct gen_text *text, const struct gen_service *service)
{
    gen_text_assign(text, "    ", gen_format(text->arena, "const %s_type *table", service->prefix),
                    gen_format(text->arena, "(const %s_type *)type", service->prefix));
    gen_text_add(text, ";\n\n");
}

static struct gen_list type_and_self(struct gen_arena *arena)
{
    struct gen_list list = { 0 };

    gen_list_add(arena, &list, "const gr_type *type");
    gen_list_add(arena, &list, "void *self");
    gen_list_add(arena, &list, "gr_context *ctx");
    return list;
}

static void emit_handle(struct gen_text *text, const struct gen_method *method)
{
    struct gen_arena *arena = text->arena;
    struct gen_list parameters = type_and_self(arena);
    struct gen_list arguments = { 0 };
    const char *name = gen_format(arena, "%s_%s_handle", method->service->prefix, method->name);

    gen_list_add(arena, &parameters, "const void *request");
    gen_list_add(arena, &parameters, "void *reply");
    gen_list_add(arena, &arguments, "self");
    gen_list_add(arena, &arguments, "ctx");
    gen_text_add(text, "\n");
    gen_text_list(text, GEN_SHAPE_FUNCTION, "static gr_code", name, &parameters, ")\n{\n");
    emit_table_variable(text, method->service);
    if (gen_method_has_request(method)) {
        gen_list_add(arena, &arguments, "request");
    } else {
        gen_text_add(text, "    (void)request;\n");
    }
    if (gen_method_has_reply(method)) {
        gen_list_add(arena, &arguments, "reply");
    } else {
        gen_text_add(text, "    (void)reply;\n");
    }
    gen_text_list(text, GEN_SHAPE_CALL, "", gen_format(arena, "return table->%s", method->member),
                  &arguments, ");\n}\n");
}

static void emit_start(struct gen_text *text, const struct gen_service *service)
{
    struct gen_list parameters = type_and_self(text->arena);
    const char *args = service->args != NULL ? ", args" : "";

    gen_list_add(text->arena, &parameters, "const void *args");
    gen_text_add(text, "\n");
    gen_text_list(text, GEN_SHAPE_FUNCTION, "static gr_code",
                  gen_format(text->arena, "%s_start", service->prefix), &parameters, ")\n{\n");
    emit_table_variable(text, service);
    gen_text_add(text, "%s    return table->hooks.start(self, ctx%s);\n}\n",
                 service->args != NULL ? "" : "    (void)args;\n", args);
}

static void emit_stop(struct gen_text *text, const struct gen_service *service)
{
    struct gen_list parameters = type_and_self(text->arena);

    gen_list_add(text->arena, &parameters, "gr_code reason");
    gen_text_add(text, "\n");
    gen_text_list(text, GEN_SHAPE_FUNCTION, "static void",
                  gen_format(text->arena, "%s_stop", service->prefix), &parameters, ")\n{\n");
    emit_table_variable(text, service);
    gen_text_add(text, "    table->hooks.stop(self, ctx, reason);\n}\n");
}

static void emit_run(struct gen_text *text, const struct gen_service *service)
{
    struct gen_list parameters = type_and_self(text->arena);

    gen_text_add(text, "\n");
    gen_text_list(text, GEN_SHAPE_FUNCTION, "static gr_code",
                  gen_format(text->arena, "%s_run", service->prefix), &parameters, ")\n{\n");
    emit_table_variable(text, service);
    gen_text_add(text, "    return table->hooks.run(self, ctx);\n}\n");
}

/* ---- tables ---- */

static void emit_entry(struct gen_text *text, const char *indent, const char *member,
                       const char *value)
{
    gen_text_assign(text, indent, member, value);
    gen_text_add(text, ",\n");
}

static void emit_timeout(struct gen_text *text, const Greenroom__MethodOptions *options)
{
    if (!options->has_timeout_ms) {
        return;
    }
    if (options->timeout_ms == UINT32_MAX) {
        gen_text_add(text, "        .timeout_ms = GR_FOREVER,\n");
    } else {
        gen_text_add(text, "        .timeout_ms = %u,\n", options->timeout_ms);
    }
}

static void emit_method_options(struct gen_text *text, const struct gen_method *method)
{
    const Greenroom__MethodOptions *options = method->options;

    emit_timeout(text, options);
    if (options->slow_after_ms > 0) {
        gen_text_add(text, "        .slow_after_ms = %u,\n", options->slow_after_ms);
    }
    if (options->overflow != GREENROOM__METHOD_OPTIONS__OVERFLOW__REJECT) {
        gen_text_add(text, "        .overflow = GR_OVERFLOW_%s,\n", gen_overflow_name(options));
    }
    if (options->oneway) {
        gen_text_add(text, "        .oneway = true,\n");
    }
    if (options->detached) {
        gen_text_add(text, "        .detached = true,\n");
    }
}

static void emit_method(struct gen_text *text, const struct gen_method *method)
{
    struct gen_arena *arena = text->arena;

    gen_text_add(text, "    {\n        .name = \"%s\",\n", method->proto->name);
    if (gen_method_has_request(method)) {
        emit_entry(text, "        ", ".request",
                   gen_format(arena, "&%s__descriptor", method->request->c_prefix));
    }
    if (gen_method_has_reply(method)) {
        emit_entry(text, "        ", ".reply",
                   gen_format(arena, "&%s__descriptor", method->reply->c_prefix));
    }
    emit_entry(text, "        ", ".handle",
               gen_format(arena, "%s_%s_handle", method->service->prefix, method->name));
    emit_method_options(text, method);
    if (gen_method_has_request(method) && gen_type_is_flat(method->request)) {
        gen_text_add(text, "        .request_is_flat = true,\n");
    }
    if (gen_method_has_reply(method) && gen_type_is_flat(method->reply)) {
        gen_text_add(text, "        .reply_is_flat = true,\n");
    }
    gen_text_add(text, "    },\n");
}

static void emit_method_table(struct gen_text *text, const struct gen_service *service)
{
    if (service->n_methods == 0) {
        return;
    }
    gen_text_add(text, "\nstatic const gr_method %s_method_table[] = {\n", service->prefix);
    for (size_t i = 0; i < service->n_methods; i++) {
        emit_method(text, &service->methods[i]);
    }
    gen_text_add(text, "};\n");
}

/* One line of the schema, as one string or more. */
static void emit_schema_line(struct gen_text *text, const char *line)
{
    size_t room = COLUMNS - SCHEMA_COLUMN - strlen("\"\\n\",");

    for (size_t len = strlen(line); len > room; len = strlen(line)) {
        gen_text_add(text, "\"%.*s\"\n" SCHEMA_INDENT, (int)room, line);
        line += room;
    }
    gen_text_add(text, "\"%s\\n\"", line);
}

static void emit_schema(struct gen_text *text, const struct gen_schema *schema)
{
    gen_text_add(text, "    .schema = ");
    for (size_t i = 0; i < schema->lines.n; i++) {
        gen_text_add(text, "%s", i == 0 ? "" : "\n" SCHEMA_INDENT);
        emit_schema_line(text, schema->lines.items[i]);
    }
    gen_text_add(text, ",\n");
}

static void emit_fingerprint(struct gen_text *text, const struct gen_schema *schema)
{
    const size_t a_line = 11;

    gen_text_add(text, "    .fingerprint = { ");
    for (size_t i = 0; i < sizeof(schema->fingerprint); i++) {
        if (i > 0) {
            gen_text_add(text, i % a_line == 0 ? ",\n                     " : ", ");
        }
        gen_text_add(text, "0x%02x", schema->fingerprint[i]);
    }
    gen_text_add(text, " },\n");
}

static void emit_service_options(struct gen_text *text, const struct gen_service *service)
{
    const Greenroom__ServiceOptions *options = service->options;

    if (options->has_mailbox_messages) {
        gen_text_add(text, "    .mailbox_messages = %u,\n", options->mailbox_messages);
    }
    if (options->has_mailbox_bytes) {
        gen_text_add(text, "    .mailbox_bytes = %llu,\n",
                     (unsigned long long)options->mailbox_bytes);
    }
    if (service->args != NULL) {
        emit_entry(text, "    ", ".args",
                   gen_format(text->arena, "&%s__descriptor", service->args->c_prefix));
    }
}

static void emit_service_table(struct gen_text *text, const struct gen_service *service)
{
    struct gen_arena *arena = text->arena;
    const char *prefix = service->prefix;
    struct gen_schema schema = gen_schema_of(arena, service);

    gen_text_add(text, "\nconst gr_service %s_service = {\n", prefix);
    gen_text_add(text, "    .name = \"%s\",\n", service->full_name);
    if (service->n_methods > 0) {
        emit_entry(text, "    ", ".methods", gen_format(arena, "%s_method_table", prefix));
        gen_text_add(text, "    .n_methods = %zu,\n", service->n_methods);
    }
    emit_service_options(text, service);
    emit_entry(text, "    ", ".hooks_at", gen_format(arena, "offsetof(%s_type, hooks)", prefix));
    emit_entry(text, "    ", ".start", gen_format(arena, "%s_start", prefix));
    emit_entry(text, "    ", ".stop", gen_format(arena, "%s_stop", prefix));
    emit_entry(text, "    ", ".run", gen_format(arena, "%s_run", prefix));
    emit_schema(text, &schema);
    emit_fingerprint(text, &schema);
    gen_text_add(text, "};\n");
}

/* ---- all ---- */

static void emit_functions(struct gen_text *text, struct gen_stubs stubs)
{
    for (size_t i = 0; i < stubs.n; i++) {
        const struct gen_stub *stub = &stubs.items[i];
        gen_text_add(text, "\n");
        gen_text_list(text, GEN_SHAPE_FUNCTION, stub->returns, stub->name, &stub->parameters,
                      ")\n{\n");
        gen_text_add(text, "%s}\n", stub->body);
    }
}

static void emit_service(struct gen_text *text, const struct gen_service *service)
{
    for (size_t i = 0; i < service->n_methods; i++) {
        emit_handle(text, &service->methods[i]);
    }
    emit_start(text, service);
    emit_stop(text, service);
    emit_run(text, service);
    emit_method_table(text, service);
    emit_service_table(text, service);
    emit_functions(text, gen_stubs_of_service(text->arena, service));
    for (size_t i = 0; i < service->n_methods; i++) {
        emit_functions(text, gen_stubs_of_method(text->arena, &service->methods[i]));
    }
}

const char *gen_emit_source(const struct gen_model *model, const struct gen_file *file)
{
    struct gen_text text;

    gen_text_init(&text, model->arena);
    gen_text_add(&text,
                 "/* Made by protoc-gen-greenroom from %s. Do not edit. */\n"
                 "#include \"%s.gr.h\"\n",
                 file->path, file->stem);
    if (file->n_services > 0) {
        gen_text_add(&text, "\n#include <stddef.h>\n");
    }
    for (size_t i = 0; i < file->n_services; i++) {
        emit_service(&text, file->services[i]);
    }
    for (size_t i = 0; i < file->n_types; i++) {
        emit_functions(&text, gen_stubs_of_type(model->arena, file->types[i]));
    }
    return text.bytes;
}
