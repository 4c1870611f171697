/* SPDX-License-Identifier: MIT */
/* Makes the canonical form, called by emit_source.c: a line for the service, each method, and each
 * field and enum value that can be reached from its requests and replies; sorted as bytes, each
 * ended by a newline. docs/protocol.md says what nodes make of it. */
#include "schema.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "text.h"

/* The types found so far: the first `done` have their lines. */
struct reached {
    const struct gen_type **types;
    size_t n;
    size_t done;
};

static const char *const scalar_names[] = {
    [GOOGLE__PROTOBUF__FIELD_DESCRIPTOR_PROTO__TYPE__TYPE_DOUBLE] = "double",
    [GOOGLE__PROTOBUF__FIELD_DESCRIPTOR_PROTO__TYPE__TYPE_FLOAT] = "float",
    [GOOGLE__PROTOBUF__FIELD_DESCRIPTOR_PROTO__TYPE__TYPE_INT64] = "int64",
    [GOOGLE__PROTOBUF__FIELD_DESCRIPTOR_PROTO__TYPE__TYPE_UINT64] = "uint64",
    [GOOGLE__PROTOBUF__FIELD_DESCRIPTOR_PROTO__TYPE__TYPE_INT32] = "int32",
    [GOOGLE__PROTOBUF__FIELD_DESCRIPTOR_PROTO__TYPE__TYPE_FIXED64] = "fixed64",
    [GOOGLE__PROTOBUF__FIELD_DESCRIPTOR_PROTO__TYPE__TYPE_FIXED32] = "fixed32",
    [GOOGLE__PROTOBUF__FIELD_DESCRIPTOR_PROTO__TYPE__TYPE_BOOL] = "bool",
    [GOOGLE__PROTOBUF__FIELD_DESCRIPTOR_PROTO__TYPE__TYPE_STRING] = "string",
    [GOOGLE__PROTOBUF__FIELD_DESCRIPTOR_PROTO__TYPE__TYPE_BYTES] = "bytes",
    [GOOGLE__PROTOBUF__FIELD_DESCRIPTOR_PROTO__TYPE__TYPE_UINT32] = "uint32",
    [GOOGLE__PROTOBUF__FIELD_DESCRIPTOR_PROTO__TYPE__TYPE_SFIXED32] = "sfixed32",
    [GOOGLE__PROTOBUF__FIELD_DESCRIPTOR_PROTO__TYPE__TYPE_SFIXED64] = "sfixed64",
    [GOOGLE__PROTOBUF__FIELD_DESCRIPTOR_PROTO__TYPE__TYPE_SINT32] = "sint32",
    [GOOGLE__PROTOBUF__FIELD_DESCRIPTOR_PROTO__TYPE__TYPE_SINT64] = "sint64",
};

static void reach(struct gen_arena *arena, struct reached *reached, const struct gen_type *type)
{
    for (size_t i = 0; i < reached->n; i++) {
        if (reached->types[i] == type) {
            return;
        }
    }
    reached->types = gen_grow(arena, reached->types, reached->n, sizeof(*reached->types));
    reached->types[reached->n++] = type;
}

static const char *label_name(const struct gen_field *field)
{
    switch (field->proto->label) {
    case GOOGLE__PROTOBUF__FIELD_DESCRIPTOR_PROTO__LABEL__LABEL_REPEATED:
        return "repeated";
    case GOOGLE__PROTOBUF__FIELD_DESCRIPTOR_PROTO__LABEL__LABEL_REQUIRED:
        return "required";
    default:
        return "optional";
    }
}

static const char *type_name(struct gen_arena *arena, const struct gen_field *field)
{
    size_t type = (size_t)field->proto->type;
    bool is_known = type < sizeof(scalar_names) / sizeof(*scalar_names);

    if (field->type != NULL) {
        return gen_format(arena, "%s %s", field->type->message != NULL ? "message" : "enum",
                          field->type->full_name);
    }
    return is_known && scalar_names[type] != NULL ? scalar_names[type] : "unknown";
}

static void add_type(struct gen_arena *arena, struct gen_list *lines, struct reached *reached,
                     const struct gen_type *type)
{
    const Google__Protobuf__EnumDescriptorProto *enumeration = type->enumeration;

    for (size_t i = 0; i < type->n_fields; i++) {
        const struct gen_field *field = &type->fields[i];
        gen_list_add(arena, lines, "field %s %d %s %s %s", type->full_name, field->proto->number,
                     field->proto->name, label_name(field), type_name(arena, field));
        if (field->type != NULL) {
            reach(arena, reached, field->type);
        }
    }
    for (size_t i = 0; enumeration != NULL && i < enumeration->n_value; i++) {
        gen_list_add(arena, lines, "value %s %d %s", type->full_name, enumeration->value[i]->number,
                     enumeration->value[i]->name);
    }
}

static int compare_lines(const void *a, const void *b)
{
    const char *const *left = a;
    const char *const *right = b;

    return strcmp(*left, *right);
}

static void hash(struct gen_arena *arena, struct gen_schema *schema)
{
    struct gen_text text;

    gen_text_init(&text, arena);
    for (size_t i = 0; i < schema->lines.n; i++) {
        gen_text_add(&text, "%s\n", schema->lines.items[i]);
    }
    crypto_hash_sha256(schema->fingerprint, (const unsigned char *)text.bytes, text.len);
}

struct gen_schema gen_schema_of(struct gen_arena *arena, const struct gen_service *service)
{
    struct gen_schema schema = { 0 };
    struct reached reached = { 0 };

    gen_list_add(arena, &schema.lines, "service %s", service->full_name);
    for (size_t i = 0; i < service->n_methods; i++) {
        const struct gen_method *method = &service->methods[i];
        if (method->options->internal) {
            continue; /* nobody outside can call it */
        }
        gen_list_add(arena, &schema.lines, "rpc %s(%s) returns (%s)%s", method->proto->name,
                     method->request->full_name, method->reply->full_name,
                     method->options->oneway ? " oneway" : "");
        reach(arena, &reached, method->request);
        reach(arena, &reached, method->reply);
    }
    while (reached.done < reached.n) {
        add_type(arena, &schema.lines, &reached, reached.types[reached.done++]);
    }
    qsort(schema.lines.items, schema.lines.n, sizeof(*schema.lines.items), compare_lines);
    hash(arena, &schema);
    return schema;
}
