/* SPDX-License-Identifier: MIT */
/* What a field's descriptor says of its place in a struct; between message.c and message_unpack.c.
 */
#ifndef GRI_MESSAGE_FIELD_H
#define GRI_MESSAGE_FIELD_H

#include <protobuf-c/protobuf-c.h>

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

static inline bool gri_field_has_pointer(const ProtobufCFieldDescriptor *field)
{
    return field->type == PROTOBUF_C_TYPE_STRING || field->type == PROTOBUF_C_TYPE_MESSAGE;
}

static inline bool gri_field_is_in_oneof(const ProtobufCFieldDescriptor *field)
{
    return (field->flags & PROTOBUF_C_FIELD_FLAG_ONEOF) != 0;
}

/* The size of one value in a struct or an array. */
static inline size_t gri_field_value_size(ProtobufCType type)
{
    switch (type) {
    case PROTOBUF_C_TYPE_INT64:
    case PROTOBUF_C_TYPE_SINT64:
    case PROTOBUF_C_TYPE_SFIXED64:
    case PROTOBUF_C_TYPE_UINT64:
    case PROTOBUF_C_TYPE_FIXED64:
    case PROTOBUF_C_TYPE_DOUBLE:
        return 8;
    case PROTOBUF_C_TYPE_BOOL:
        return sizeof(protobuf_c_boolean);
    case PROTOBUF_C_TYPE_STRING:
    case PROTOBUF_C_TYPE_MESSAGE:
        return sizeof(void *);
    case PROTOBUF_C_TYPE_BYTES:
        return sizeof(ProtobufCBinaryData);
    default:
        return 4;
    }
}

/* Each piece of a flat copy begins at a multiple of 8. */
static inline size_t gri_flat_rounded(size_t n)
{
    return (n + 7) & ~(size_t)7;
}

/* --- Members of a struct; by memcpy, since a member's type is only known from its field --- */

static inline void *gri_member_pointer(const void *member)
{
    void *pointer = NULL;
    memcpy(&pointer, member, sizeof(pointer));
    return pointer;
}

static inline void gri_member_point(void *member, const void *pointer)
{
    memcpy(member, &pointer, sizeof(pointer));
}

/* A message of no fields at all, at `message`: what protobuf-c unpacks from no bytes. */
void gri_message_init(const ProtobufCMessageDescriptor *descriptor, ProtobufCMessage *message);

#endif
