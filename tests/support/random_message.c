/* SPDX-License-Identifier: MIT */
/* Random messages, and the comparison. Two walks over the descriptors that share nothing with the
 * walks in runtime/message.c, so that they don't share their errors. */
#include "random_message.h"

#include <stdlib.h>
#include <string.h>

#include "buffer.h"

/* Lives on the stack of random_message(). */
struct builder {
    struct gri_arena *arena;
    uint64_t state;
    bool bare;
};

uint64_t random_next(uint64_t *state)
{
    uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);

    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

static uint64_t below(struct builder *builder, uint64_t n)
{
    return random_next(&builder->state) % n;
}

static void *allocate(struct builder *builder, size_t n)
{
    void *block = gri_arena_alloc(builder->arena, n);

    if (block == NULL) {
        abort(); /* the test gave too small an arena */
    }
    return memset(block, 0, n);
}

static size_t size_of(ProtobufCType type)
{
    switch (type) {
    case PROTOBUF_C_TYPE_STRING:
        return sizeof(char *);
    case PROTOBUF_C_TYPE_MESSAGE:
        return sizeof(void *);
    case PROTOBUF_C_TYPE_BYTES:
        return sizeof(ProtobufCBinaryData);
    case PROTOBUF_C_TYPE_INT64:
    case PROTOBUF_C_TYPE_SINT64:
    case PROTOBUF_C_TYPE_SFIXED64:
    case PROTOBUF_C_TYPE_UINT64:
    case PROTOBUF_C_TYPE_FIXED64:
    case PROTOBUF_C_TYPE_DOUBLE:
        return sizeof(uint64_t);
    default:
        return sizeof(uint32_t);
    }
}

static bool in_oneof(const ProtobufCFieldDescriptor *field)
{
    return (field->flags & PROTOBUF_C_FIELD_FLAG_ONEOF) != 0;
}

static bool can_be_empty(const ProtobufCMessageDescriptor *descriptor)
{
    for (unsigned i = 0; i < descriptor->n_fields; i++) {
        if (descriptor->fields[i].label == PROTOBUF_C_LABEL_REQUIRED &&
            descriptor->fields[i].default_value == NULL) {
            return false;
        }
    }
    return true;
}

/* --- Building --- */

static void *build(struct builder *builder, const ProtobufCMessageDescriptor *descriptor,
                   uint32_t depth);

static const char *build_string(struct builder *builder)
{
    size_t len = below(builder, 4) == 0 ? 0 : below(builder, 30);
    char *string = allocate(builder, len + 1);

    for (size_t i = 0; i < len; i++) {
        string[i] = (char)(1 + below(builder, 255));
    }
    return string;
}

static ProtobufCBinaryData build_bytes(struct builder *builder)
{
    size_t len = below(builder, 3) == 0 ? 0 : below(builder, 40);
    ProtobufCBinaryData bytes = { len, allocate(builder, len + 1) };

    for (size_t i = 0; i < len; i++) {
        bytes.data[i] = (uint8_t)below(builder, 256);
    }
    return bytes;
}

/* Small, large and negative ones; never a negative zero, which protobuf-c loses. */
static uint64_t build_bits(struct builder *builder, const ProtobufCFieldDescriptor *field)
{
    uint64_t shift = below(builder, 64);
    uint64_t bits = random_next(&builder->state) >> shift;

    if (field->type == PROTOBUF_C_TYPE_BOOL) {
        return bits & 1;
    }
    if (field->type == PROTOBUF_C_TYPE_FLOAT || field->type == PROTOBUF_C_TYPE_DOUBLE) {
        return bits | UINT64_C(0x0010000000100000);
    }
    return below(builder, 4) == 0 ? ~bits : bits;
}

static void build_value(struct builder *builder, const ProtobufCFieldDescriptor *field,
                        void *member, uint32_t depth)
{
    uint64_t bits = build_bits(builder, field);

    switch (field->type) {
    case PROTOBUF_C_TYPE_STRING:
        *(const char **)member = build_string(builder);
        break;
    case PROTOBUF_C_TYPE_BYTES:
        *(ProtobufCBinaryData *)member = build_bytes(builder);
        break;
    case PROTOBUF_C_TYPE_MESSAGE:
        *(void **)member = build(builder, field->descriptor, depth - 1);
        break;
    default:
        memcpy(member, &bits, size_of(field->type));
        break;
    }
}

static void build_repeated(struct builder *builder, const ProtobufCFieldDescriptor *field,
                           char *message, uint32_t depth)
{
    size_t n = below(builder, 2) == 0 ? 0 : below(builder, depth > 2 ? 3 : 6);
    char *array = allocate(builder, (n + 1) * size_of(field->type));

    for (size_t i = 0; i < n; i++) {
        build_value(builder, field, array + i * size_of(field->type), depth);
    }
    memcpy(message + field->quantifier_offset, &n, sizeof(n));
    *(void **)(message + field->offset) = array;
}

/* NULL, the default by its address, or as it is: leaves most fields alone. */
static void maybe_unset_pointer(struct builder *builder, const ProtobufCFieldDescriptor *field,
                                void *member)
{
    bool is_string = field->type == PROTOBUF_C_TYPE_STRING;
    bool required = field->label == PROTOBUF_C_LABEL_REQUIRED;
    uint64_t choice = below(builder, 6);

    if (choice == 0 && (is_string || !required || can_be_empty(field->descriptor))) {
        *(void **)member = NULL;
    } else if (choice == 1 && is_string && !in_oneof(field) && field->default_value != NULL) {
        *(const void **)member = field->default_value;
    }
}

static bool is_selected(const ProtobufCFieldDescriptor *field, const char *message)
{
    uint32_t selected = 0;

    memcpy(&selected, message + field->quantifier_offset, sizeof(selected));
    return selected == field->id;
}

static void build_field(struct builder *builder, const ProtobufCFieldDescriptor *field,
                        char *message, uint32_t depth)
{
    bool pointer = field->type == PROTOBUF_C_TYPE_STRING || field->type == PROTOBUF_C_TYPE_MESSAGE;
    bool required = field->label == PROTOBUF_C_LABEL_REQUIRED;
    protobuf_c_boolean has = below(builder, 2) == 0;

    if (in_oneof(field) && !is_selected(field, message)) {
        return;
    }
    if (field->type == PROTOBUF_C_TYPE_MESSAGE && depth <= 1 && !required) {
        return; /* NULL, or an empty array */
    }
    if (field->label == PROTOBUF_C_LABEL_REPEATED) {
        build_repeated(builder, field, message, depth);
        return;
    }
    build_value(builder, field, message + field->offset, depth);
    if (pointer) {
        maybe_unset_pointer(builder, field, message + field->offset);
    } else if (field->label == PROTOBUF_C_LABEL_OPTIONAL && !in_oneof(field)) {
        memcpy(message + field->quantifier_offset, &has, sizeof(has));
    }
}

/* Any member of a oneof may be the one: the last to be asked for wins. */
static void select_cases(struct builder *builder, const ProtobufCMessageDescriptor *descriptor,
                         char *message)
{
    for (unsigned i = 0; i < descriptor->n_fields; i++) {
        const ProtobufCFieldDescriptor *field = &descriptor->fields[i];

        if (in_oneof(field) && below(builder, 4) == 0) {
            memcpy(message + field->quantifier_offset, &field->id, sizeof(field->id));
        }
    }
}

static void build_unknown(struct builder *builder, ProtobufCMessageUnknownField *field)
{
    static const ProtobufCWireType types[] = {
        PROTOBUF_C_WIRE_TYPE_VARINT,
        PROTOBUF_C_WIRE_TYPE_64BIT,
        PROTOBUF_C_WIRE_TYPE_LENGTH_PREFIXED,
        PROTOBUF_C_WIRE_TYPE_32BIT,
    };
    static const size_t lens[] = { 1, 8, 6, 4 };
    size_t choice = below(builder, 4);

    field->tag = 5000 + (uint32_t)below(builder, 100000);
    field->wire_type = types[choice];
    field->len = lens[choice];
    field->data = allocate(builder, field->len);
    for (size_t i = 0; i < field->len; i++) {
        field->data[i] = (uint8_t)below(builder, 128);
    }
    if (types[choice] == PROTOBUF_C_WIRE_TYPE_LENGTH_PREFIXED) {
        field->data[0] = (uint8_t)(field->len - 1);
    }
}

static void *build(struct builder *builder, const ProtobufCMessageDescriptor *descriptor,
                   uint32_t depth)
{
    ProtobufCMessage *message = allocate(builder, descriptor->sizeof_message);

    message->descriptor = builder->bare ? NULL : descriptor;
    select_cases(builder, descriptor, (char *)message);
    for (unsigned i = 0; i < descriptor->n_fields; i++) {
        build_field(builder, &descriptor->fields[i], (char *)message, depth);
    }
    if (below(builder, 8) == 0) {
        message->n_unknown_fields = 1 + (unsigned)below(builder, 3);
        message->unknown_fields =
            allocate(builder, message->n_unknown_fields * sizeof(*message->unknown_fields));
    }
    for (unsigned i = 0; i < message->n_unknown_fields; i++) {
        build_unknown(builder, &message->unknown_fields[i]);
    }
    return message;
}

void *random_message(const ProtobufCMessageDescriptor *descriptor,
                     const struct random_message_options *options)
{
    struct builder builder = { options->arena, options->seed, options->bare };

    return build(&builder, descriptor, options->depth);
}

/* --- Comparing --- */

static bool same_string(const char *a, const char *b)
{
    return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

static bool same_bytes(const ProtobufCBinaryData *a, const ProtobufCBinaryData *b)
{
    return a->len == b->len && (a->data == NULL) == (b->data == NULL) &&
           (a->len == 0 || memcmp(a->data, b->data, a->len) == 0);
}

static bool same_value(const ProtobufCFieldDescriptor *field, const void *a, const void *b)
{
    switch (field->type) {
    case PROTOBUF_C_TYPE_STRING:
        return same_string(*(const char *const *)a, *(const char *const *)b);
    case PROTOBUF_C_TYPE_MESSAGE:
        return same_message(field->descriptor, *(const void *const *)a, *(const void *const *)b);
    case PROTOBUF_C_TYPE_BYTES:
        return same_bytes(a, b);
    default:
        return memcmp(a, b, size_of(field->type)) == 0;
    }
}

static bool same_repeated(const ProtobufCFieldDescriptor *field, const char *a, const char *b)
{
    const char *array_a = *(char *const *)(a + field->offset);
    const char *array_b = *(char *const *)(b + field->offset);
    size_t n = 0;

    memcpy(&n, a + field->quantifier_offset, sizeof(n));
    if (memcmp(&n, b + field->quantifier_offset, sizeof(n)) != 0 ||
        (array_a == NULL) != (array_b == NULL)) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        if (!same_value(field, array_a + i * size_of(field->type),
                        array_b + i * size_of(field->type))) {
            return false;
        }
    }
    return true;
}

static bool same_field(const ProtobufCFieldDescriptor *field, const char *a, const char *b)
{
    if (field->label == PROTOBUF_C_LABEL_REPEATED) {
        return same_repeated(field, a, b);
    }
    if (field->quantifier_offset != 0 &&
        memcmp(a + field->quantifier_offset, b + field->quantifier_offset, sizeof(uint32_t)) != 0) {
        return false;
    }
    if (in_oneof(field) && !is_selected(field, a)) {
        return true;
    }
    return same_value(field, a + field->offset, b + field->offset);
}

static bool same_unknown(const ProtobufCMessage *a, const ProtobufCMessage *b)
{
    if (a->n_unknown_fields != b->n_unknown_fields ||
        (a->unknown_fields == NULL) != (b->unknown_fields == NULL)) {
        return false;
    }
    for (unsigned i = 0; i < a->n_unknown_fields; i++) {
        const ProtobufCMessageUnknownField *field = &a->unknown_fields[i];
        const ProtobufCMessageUnknownField *other = &b->unknown_fields[i];

        if (field->tag != other->tag || field->wire_type != other->wire_type ||
            field->len != other->len || memcmp(field->data, other->data, field->len) != 0) {
            return false;
        }
    }
    return true;
}

bool same_message(const ProtobufCMessageDescriptor *descriptor, const void *a, const void *b)
{
    const ProtobufCMessage *message_a = a;
    const ProtobufCMessage *message_b = b;

    if (a == NULL || b == NULL) {
        return a == b;
    }
    if (message_a->descriptor != message_b->descriptor || !same_unknown(a, b)) {
        return false;
    }
    for (unsigned i = 0; i < descriptor->n_fields; i++) {
        if (!same_field(&descriptor->fields[i], a, b)) {
            return false;
        }
    }
    return true;
}

/* --- What is refused --- */

static bool is_twice(const ProtobufCFieldDescriptor *field, bool *seen)
{
    bool was_seen = *seen;

    *seen = true;
    return was_seen && field->label != PROTOBUF_C_LABEL_REPEATED && !in_oneof(field);
}

static bool is_refused_value(const ProtobufCFieldDescriptor *field, enum gri_wire_type type,
                             struct gri_cursor value, uint32_t depth, bool *seen)
{
    size_t len = gri_cursor_left(&value);

    switch (field->type) {
    case PROTOBUF_C_TYPE_BOOL:
        return type != GRI_WIRE_VARINT &&
               (field->label != PROTOBUF_C_LABEL_REPEATED || type != GRI_WIRE_BYTES);
    case PROTOBUF_C_TYPE_STRING:
        return memchr(value.at, '\0', len) != NULL;
    case PROTOBUF_C_TYPE_MESSAGE:
        return is_twice(field, seen) ||
               is_refused_on_purpose(field->descriptor, value.at, len, depth - 1);
    default:
        return false;
    }
}

bool is_refused_on_purpose(const ProtobufCMessageDescriptor *descriptor, const uint8_t *bytes,
                           size_t len, uint32_t depth)
{
    struct gri_cursor left = gri_cursor_over(bytes, len);
    bool seen[64] = { false };

    while (depth > 0 && gri_cursor_left(&left) > 0) {
        struct gri_cursor value = { NULL, NULL };
        enum gri_wire_type type = GRI_WIRE_VARINT;
        uint32_t number = 0;
        bool is_there = gri_cursor_tag(&left, &number, &type) &&
                        (type == GRI_WIRE_BYTES ? gri_cursor_prefixed(&left, &value)
                                                : gri_cursor_skip(&left, type));
        const ProtobufCFieldDescriptor *field =
            protobuf_c_message_descriptor_get_field(descriptor, number);

        if (!is_there) {
            return true;
        }
        if (field != NULL &&
            is_refused_value(field, type, value, depth, &seen[(field - descriptor->fields) % 64])) {
            return true;
        }
    }
    return depth == 0;
}
