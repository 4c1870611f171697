/* SPDX-License-Identifier: MIT */
/* Emits x.gr.c, called by generate.c: of each service its functions, each group of them a line that
 * greenroom/stub_source.h makes code of, and its tables. */
#include <string.h>

#include "emit.h"
#include "emit_machine.h"
#include "emit_parts.h"
#include "schema.h"
#include "stubs.h"
#include "text.h"

/* Each line of the schema starts behind `    .schema = `. */
#define SCHEMA_INDENT "              "
#define SCHEMA_COLUMN 14
#define COLUMNS       100

/* ---- functions ---- */

static void emit_method_line(struct gen_text *text, const struct gen_method *method)
{
    struct gen_arena *arena = text->arena;
    const struct gen_service *service = method->service;
    bool is_internal = method->options->internal;
    bool is_oneway = gen_method_is_oneway(method);
    bool takes = gen_method_has_request(method);
    bool gives = gen_method_has_reply(method);
    const char *kind = is_internal ? "INTERNAL" : is_oneway ? "ONEWAY" : "CALL";
    const char *variant = !takes && !gives ? "_BARE" : "";

    if (!is_oneway && takes != gives) {
        variant = takes ? "_TAKES" : "_GIVES";
    }
    gen_emit_line(text, gen_format(arena, "GR_STUB_%s%s", kind, variant),
                  gen_format(arena, "%s, %s%s%s_%s, %s, %zu%s%s%s%s", service->prefix,
                             is_internal ? "" : service->name, is_internal ? "" : ", ",
                             service->prefix, method->name, method->member, method->index,
                             takes ? ", " : "", takes ? method->request->name : "",
                             gives ? ", " : "", gives ? method->reply->name : ""));
    if (gen_method_notice(method) != NULL) {
        gen_emit_line(text, "GR_STUB_NOTICE",
                      gen_format(arena, "%s, %s, %s_%s, %zu, %s", service->prefix, service->name,
                                 service->prefix, method->name, method->index,
                                 gen_method_notice(method)));
    }
}

static void emit_lines(struct gen_text *text, const struct gen_service *service)
{
    struct gen_arena *arena = text->arena;
    const char *names = gen_format(arena, "%s, %s", service->prefix, service->name);

    gen_text_add(text, "\n");
    gen_emit_line(text, "GR_STUB_SERVICE", names);
    if (service->args != NULL) {
        gen_emit_line(text, "GR_STUB_SPAWN_WITH",
                      gen_format(arena, "%s, %s", names, service->args->name));
    } else {
        gen_emit_line(text, "GR_STUB_SPAWN", names);
    }
    if (service->n_methods > 0) {
        gen_emit_line(text, "GR_STUB_PROCESS", service->prefix);
    }
    if (service->machine != NULL) {
        gen_emit_machine_lines(text, service->machine);
    } else {
        gen_emit_line(text, "GR_STUB_RUN", service->prefix);
    }
    for (size_t i = 0; i < service->n_methods; i++) {
        emit_method_line(text, &service->methods[i]);
    }
}

/* ---- tables ---- */

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
    if (gen_method_is_oneway(method)) {
        gen_text_add(text, "        .oneway = true,\n");
    }
    if (options->internal) {
        gen_text_add(text, "        .internal = true,\n");
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
        gen_emit_entry(text, "        ", ".request",
                       gen_format(arena, "&%s__descriptor", method->request->c_prefix));
    }
    if (gen_method_has_reply(method)) {
        gen_emit_entry(text, "        ", ".reply",
                       gen_format(arena, "&%s__descriptor", method->reply->c_prefix));
    }
    gen_emit_entry(text, "        ", ".handle",
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
    if (service->n_methods == 0 && service->machine == NULL) {
        return;
    }
    gen_text_add(text, "\nstatic const gr_method %s_method_table[] = {\n", service->prefix);
    for (size_t i = 0; i < service->n_methods; i++) {
        emit_method(text, &service->methods[i]);
    }
    if (service->machine != NULL) {
        gen_emit_machine_method(text);
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
        gen_emit_entry(text, "    ", ".args",
                       gen_format(text->arena, "&%s__descriptor", service->args->c_prefix));
    }
}

static void emit_service_table(struct gen_text *text, const struct gen_service *service)
{
    struct gen_arena *arena = text->arena;
    const char *prefix = service->prefix;
    struct gen_schema schema = gen_schema_of(arena, service);
    size_t n_methods = service->n_methods + (service->machine != NULL ? 1 : 0);

    gen_text_add(text, "\nconst gr_service %s_service = {\n", prefix);
    gen_text_add(text, "    .name = \"%s\",\n", service->full_name);
    if (n_methods > 0) {
        gen_emit_entry(text, "    ", ".methods", gen_format(arena, "%s_method_table", prefix));
        gen_text_add(text, "    .n_methods = %zu,\n", n_methods);
    }
    emit_service_options(text, service);
    gen_emit_entry(text, "    ", ".hooks_at",
                   gen_format(arena, "offsetof(%s_type, hooks)", prefix));
    gen_emit_entry(text, "    ", ".start", gen_format(arena, "%s_start", prefix));
    gen_emit_entry(text, "    ", ".stop", gen_format(arena, "%s_stop", prefix));
    if (service->machine != NULL) {
        gen_emit_entry(text, "    ", ".machine", gen_format(arena, "&%s_machine", prefix));
    } else {
        gen_emit_entry(text, "    ", ".run", gen_format(arena, "%s_run", prefix));
    }
    emit_schema(text, &schema);
    emit_fingerprint(text, &schema);
    gen_text_add(text, "};\n");
}

/* ---- all ---- */

static void emit_refs(struct gen_text *text, const struct gen_type *type, bool *is_first)
{
    for (size_t i = 0; i < type->n_fields; i++) {
        const struct gen_field *field = &type->fields[i];
        if (field->ref == NULL) {
            continue;
        }
        gen_text_add(text, "%s", *is_first ? "\n" : "");
        *is_first = false;
        gen_emit_line(text, gen_field_is_repeated(field) ? "GR_STUB_REFS" : "GR_STUB_REF",
                      gen_format(text->arena, "%s, %s, %s, %s, %d, %s, %s", type->prefix,
                                 type->name, type->c_prefix, field->member, field->proto->number,
                                 field->ref->prefix, field->ref->name));
    }
}

static void emit_service(struct gen_text *text, const struct gen_service *service)
{
    emit_lines(text, service);
    emit_method_table(text, service);
    if (service->machine != NULL) {
        gen_emit_machine_tables(text, service->machine);
    }
    emit_service_table(text, service);
}

static void emit_includes(struct gen_text *text, const struct gen_file *file)
{
    bool has_machine = false;
    bool has_lines = file->n_services > 0;

    for (size_t i = 0; i < file->n_services; i++) {
        has_machine |= file->services[i]->machine != NULL;
    }
    for (size_t i = 0; i < file->n_types; i++) {
        has_lines |= gen_stubs_of_type(text->arena, file->types[i]).n > 0;
    }
    gen_text_add(text, "#include \"%s.gr.h\"\n", file->stem);
    if (has_lines) {
        gen_text_add(text, "\n%s#include <greenroom/stub_source.h>\n",
                     has_machine ? "#include <greenroom/machine.pb-c.h>\n" : "");
    }
}

const char *gen_emit_source(const struct gen_model *model, const struct gen_file *file)
{
    struct gen_text text;
    bool is_first = true;

    gen_text_init(&text, model->arena);
    gen_text_add(&text, "/* Made by protoc-gen-greenroom from %s. Do not edit. */\n", file->path);
    emit_includes(&text, file);
    for (size_t i = 0; i < file->n_services; i++) {
        emit_service(&text, file->services[i]);
    }
    for (size_t i = 0; i < file->n_types; i++) {
        emit_refs(&text, file->types[i], &is_first);
    }
    return text.bytes;
}
