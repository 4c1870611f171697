/* SPDX-License-Identifier: MIT */
/* Flat copies of protobuf-c structs.
 *
 * A copy is made in two walks over the descriptors: gri_message_size() checks everything and
 * counts, gri_message_copy() cannot fail. Each piece (a struct, an array, a string, bytes) begins
 * at a multiple of 8, so that sizes add up whatever the order:
 *
 *     | struct | string ... | array of pointers | struct | ... | bytes | unknown fields | ... |
 *
 * The copying walk first copies a struct as it is, then mends in place what may not stay: each
 * pointer, each absent field. Scalars that are always there are never looked at. */
#include "message.h"

#include <string.h>

#include "message_field.h"

/* --- Descriptors --- */

/* A scalar that is always there: copied with its struct. */
static bool is_plain(const ProtobufCFieldDescriptor *field)
{
    return field->type <= PROTOBUF_C_TYPE_ENUM && !gri_field_is_in_oneof(field) &&
           (field->label == PROTOBUF_C_LABEL_NONE || field->label == PROTOBUF_C_LABEL_REQUIRED);
}

bool gri_message_is_flat(const ProtobufCMessageDescriptor *descriptor)
{
    for (unsigned i = 0; i < descriptor->n_fields; i++) {
        if (!is_plain(&descriptor->fields[i])) {
            return false;
        }
    }
    return true;
}

/* A field that must be there in bytes of this type. */
static bool has_required_field(const ProtobufCMessageDescriptor *descriptor)
{
    for (unsigned i = 0; i < descriptor->n_fields; i++) {
        const ProtobufCFieldDescriptor *field = &descriptor->fields[i];

        if (field->label == PROTOBUF_C_LABEL_REQUIRED && field->default_value == NULL) {
            return true;
        }
    }
    return false;
}

/* --- Members of a struct --- */

static size_t load_count(const ProtobufCMessage *message, const ProtobufCFieldDescriptor *field)
{
    size_t n = 0;

    memcpy(&n, (const char *)message + field->quantifier_offset, sizeof(n));
    return n;
}

/* The case of a oneof, or the has_ flag of a proto2 field. */
static uint32_t load_quantifier(const ProtobufCMessage *message,
                                const ProtobufCFieldDescriptor *field)
{
    uint32_t value = 0;

    memcpy(&value, (const char *)message + field->quantifier_offset, sizeof(value));
    return value;
}

/* Whether a field, neither repeated nor plain, would be in the packed bytes, by protobuf-c's rules,
 * except that a string selected in a oneof is there even when it is protobuf-c's own empty string:
 * whoever reads an empty field of one message and stores it in a oneof of another did select it. */
static bool is_present(const ProtobufCMessage *message, const ProtobufCFieldDescriptor *field)
{
    const void *member = (const char *)message + field->offset;
    const char *pointer = gri_field_has_pointer(field) ? gri_member_pointer(member) : NULL;

    if (field->label == PROTOBUF_C_LABEL_REQUIRED) {
        return true;
    }
    if (gri_field_is_in_oneof(field)) {
        return load_quantifier(message, field) == field->id &&
               (pointer != NULL || !gri_field_has_pointer(field));
    }
    if (field->label == PROTOBUF_C_LABEL_OPTIONAL) {
        return gri_field_has_pointer(field) ? pointer != NULL && pointer != field->default_value
                                            : load_quantifier(message, field) != 0;
    }
    if (field->type == PROTOBUF_C_TYPE_BYTES) {
        return ((const ProtobufCBinaryData *)member)->len > 0;
    }
    return pointer != NULL && (field->type == PROTOBUF_C_TYPE_MESSAGE || *pointer != '\0');
}

/* --- The first walk: check and count --- */

/* Lives on the stack of gri_message_size(). */
struct count {
    size_t bytes;
    size_t max;
    uint32_t depth; /* levels left */
};

static bool add(struct count *count, size_t n)
{
    if (n > count->max || gri_flat_rounded(n) > count->max - count->bytes) {
        return false;
    }
    count->bytes += gri_flat_rounded(n);
    return true;
}

static bool add_array(struct count *count, size_t n, size_t size)
{
    return n <= count->max / size && add(count, n * size);
}

static bool count_message(struct count *count, const ProtobufCMessageDescriptor *descriptor,
                          const ProtobufCMessage *message);

/* The value of a field that is present, or an entry of a repeated one. */
static bool count_value(struct count *count, const ProtobufCFieldDescriptor *field,
                        const void *member)
{
    if (field->type == PROTOBUF_C_TYPE_STRING) {
        const char *string = gri_member_pointer(member);

        return string == NULL || add(count, strnlen(string, count->max) + 1);
    }
    if (field->type == PROTOBUF_C_TYPE_BYTES) {
        const ProtobufCBinaryData *bytes = member;

        return bytes->len == 0 || (bytes->data != NULL && add(count, bytes->len));
    }
    if (field->type == PROTOBUF_C_TYPE_MESSAGE) {
        return count_message(count, field->descriptor, gri_member_pointer(member));
    }
    return true;
}

static bool count_repeated(struct count *count, const ProtobufCFieldDescriptor *field,
                           const ProtobufCMessage *message)
{
    size_t size = gri_field_value_size(field->type);
    size_t n = load_count(message, field);
    const char *array = gri_member_pointer((const char *)message + field->offset);

    if (n == 0) {
        return true;
    }
    if (array == NULL || !add_array(count, n, size)) {
        return false;
    }
    for (size_t i = 0; field->type > PROTOBUF_C_TYPE_ENUM && i < n; i++) {
        if (!count_value(count, field, array + i * size)) {
            return false;
        }
    }
    return true;
}

/* 0, or the number of a member of this oneof. */
static bool is_case(const ProtobufCMessageDescriptor *descriptor,
                    const ProtobufCFieldDescriptor *member, uint32_t value)
{
    const ProtobufCFieldDescriptor *selected = member;

    if (value != 0 && value != member->id) {
        selected = protobuf_c_message_descriptor_get_field(descriptor, value);
    }
    return selected != NULL && selected->quantifier_offset == member->quantifier_offset;
}

static bool count_field(struct count *count, const ProtobufCMessageDescriptor *descriptor,
                        const ProtobufCFieldDescriptor *field, const ProtobufCMessage *message)
{
    if (field->label == PROTOBUF_C_LABEL_REPEATED) {
        return count_repeated(count, field, message);
    }
    if (gri_field_is_in_oneof(field) &&
        !is_case(descriptor, field, load_quantifier(message, field))) {
        return false;
    }
    return !is_present(message, field) ||
           count_value(count, field, (const char *)message + field->offset);
}

static bool count_unknown(struct count *count, const ProtobufCMessage *message)
{
    size_t n = message->n_unknown_fields;
    const ProtobufCMessageUnknownField *fields = message->unknown_fields;

    if (n == 0) {
        return true;
    }
    if (fields == NULL || !add_array(count, n, sizeof(*fields))) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        if (fields[i].len > 0 && (fields[i].data == NULL || !add(count, fields[i].len))) {
            return false;
        }
    }
    return true;
}

/* Descriptors are the same when their names are: each shared object may have its own. Schemas that
 * are optimized for code size have no names. */
static bool is_of_type(const ProtobufCMessage *message,
                       const ProtobufCMessageDescriptor *descriptor)
{
    const ProtobufCMessageDescriptor *claimed = message->descriptor;

    return claimed == NULL || claimed == descriptor ||
           (claimed->sizeof_message == descriptor->sizeof_message && claimed->name != NULL &&
            descriptor->name != NULL && strcmp(claimed->name, descriptor->name) == 0);
}

static bool count_members(struct count *count, const ProtobufCMessageDescriptor *descriptor,
                          const ProtobufCMessage *message)
{
    for (unsigned i = 0; i < descriptor->n_fields; i++) {
        const ProtobufCFieldDescriptor *field = &descriptor->fields[i];

        if (!is_plain(field) && !count_field(count, descriptor, field, message)) {
            return false;
        }
    }
    return count_unknown(count, message);
}

/* A message that is NULL stands for an empty one. */
static bool count_message(struct count *count, const ProtobufCMessageDescriptor *descriptor,
                          const ProtobufCMessage *message)
{
    if (count->depth == 0 || !add(count, descriptor->sizeof_message)) {
        return false;
    }
    if (message == NULL) {
        return !has_required_field(descriptor);
    }
    if (!is_of_type(message, descriptor)) {
        return false;
    }
    count->depth--;
    bool counted = count_members(count, descriptor, message);

    count->depth++;
    return counted;
}

gr_code gri_message_size(const ProtobufCMessageDescriptor *descriptor, const void *message,
                         const struct gri_message_limits *limits, size_t *out_size)
{
    struct count count = {
        .max = limits->bytes < GRI_MESSAGE_BYTES_MAX ? limits->bytes : GRI_MESSAGE_BYTES_MAX,
        .depth = gri_message_depth(limits),
    };

    if (message == NULL || !count_message(&count, descriptor, message)) {
        return GR_INVALID_ARGUMENT;
    }
    *out_size = count.bytes;
    return GR_OK;
}

/* --- The second walk: copy --- */

/* Where the next piece goes. */
struct place {
    char *at;
};

static void *take(struct place *place, size_t n)
{
    void *piece = place->at;

    place->at += gri_flat_rounded(n);
    return piece;
}

static void *put(struct place *place, const void *bytes, size_t n)
{
    return memcpy(take(place, n), bytes, n);
}

/* What a field holds that is not there. */
static void set_default(const ProtobufCFieldDescriptor *field, void *member)
{
    if (gri_field_has_pointer(field)) {
        gri_member_point(member, field->default_value);
    } else if (field->default_value != NULL) {
        memcpy(member, field->default_value, gri_field_value_size(field->type));
    } else {
        memset(member, 0, gri_field_value_size(field->type));
    }
}

void gri_message_init(const ProtobufCMessageDescriptor *descriptor, ProtobufCMessage *message)
{
    memset(message, 0, descriptor->sizeof_message);
    message->descriptor = descriptor;
    for (unsigned i = 0; i < descriptor->n_fields; i++) {
        const ProtobufCFieldDescriptor *field = &descriptor->fields[i];

        if (field->label != PROTOBUF_C_LABEL_REPEATED && !gri_field_is_in_oneof(field)) {
            set_default(field, (char *)message + field->offset);
        }
    }
}

static void *copy_message(struct place *place, const ProtobufCMessageDescriptor *descriptor,
                          const ProtobufCMessage *message);

/* The value at `member` is the original's: make it the copy's. */
static void mend_value(struct place *place, const ProtobufCFieldDescriptor *field, void *member)
{
    if (field->type == PROTOBUF_C_TYPE_STRING) {
        const char *string = gri_member_pointer(member);

        gri_member_point(member, string == NULL ? protobuf_c_empty_string
                                                : put(place, string, strlen(string) + 1));
    } else if (field->type == PROTOBUF_C_TYPE_BYTES) {
        ProtobufCBinaryData *bytes = member;

        bytes->data = bytes->len == 0 ? NULL : put(place, bytes->data, bytes->len);
    } else if (field->type == PROTOBUF_C_TYPE_MESSAGE) {
        gri_member_point(member,
                         copy_message(place, field->descriptor, gri_member_pointer(member)));
    }
}

static void mend_repeated(struct place *place, const ProtobufCFieldDescriptor *field,
                          ProtobufCMessage *copy)
{
    size_t size = gri_field_value_size(field->type);
    size_t n = load_count(copy, field);
    char *member = (char *)copy + field->offset;

    if (n == 0) {
        gri_member_point(member, NULL);
        return;
    }
    char *array = put(place, gri_member_pointer(member), n * size);

    gri_member_point(member, array);
    for (size_t i = 0; field->type > PROTOBUF_C_TYPE_ENUM && i < n; i++) {
        mend_value(place, field, array + i * size);
    }
}

/* A member that is selected but not there leaves its oneof unset. */
static void mend_absent(const ProtobufCFieldDescriptor *field, ProtobufCMessage *copy)
{
    if (!gri_field_is_in_oneof(field)) {
        set_default(field, (char *)copy + field->offset);
    } else if (load_quantifier(copy, field) == field->id) {
        memset((char *)copy + field->quantifier_offset, 0, sizeof(uint32_t));
    }
}

static void mend_field(struct place *place, const ProtobufCFieldDescriptor *field,
                       ProtobufCMessage *copy)
{
    if (field->label == PROTOBUF_C_LABEL_REPEATED) {
        mend_repeated(place, field, copy);
    } else if (is_present(copy, field)) {
        mend_value(place, field, (char *)copy + field->offset);
    } else {
        mend_absent(field, copy);
    }
}

static void mend_unknown(struct place *place, ProtobufCMessage *copy)
{
    size_t n = copy->n_unknown_fields;

    if (n == 0) {
        copy->unknown_fields = NULL;
        return;
    }
    copy->unknown_fields = put(place, copy->unknown_fields, n * sizeof(*copy->unknown_fields));
    for (size_t i = 0; i < n; i++) {
        ProtobufCMessageUnknownField *field = &copy->unknown_fields[i];

        field->data = field->len == 0 ? NULL : put(place, field->data, field->len);
    }
}

static void *copy_message(struct place *place, const ProtobufCMessageDescriptor *descriptor,
                          const ProtobufCMessage *message)
{
    ProtobufCMessage *copy = take(place, descriptor->sizeof_message);

    if (message == NULL) {
        gri_message_init(descriptor, copy);
        return copy;
    }
    memcpy(copy, message, descriptor->sizeof_message);
    copy->descriptor = descriptor;
    for (unsigned i = 0; i < descriptor->n_fields; i++) {
        if (!is_plain(&descriptor->fields[i])) {
            mend_field(place, &descriptor->fields[i], copy);
        }
    }
    mend_unknown(place, copy);
    return copy;
}

void *gri_message_copy(const ProtobufCMessageDescriptor *descriptor, const void *message,
                       void *dest)
{
    struct place place = { .at = dest };

    return copy_message(&place, descriptor, message);
}
