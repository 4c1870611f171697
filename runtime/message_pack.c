/* SPDX-License-Identifier: MIT */
/* Packing messages of scalars alone, in one walk over their fields, to the bytes that protobuf-c
 * gives. All others are packed by protobuf-c. Any thread. */
#include "message.h"

#include <string.h>

#include "buffer.h"

static inline uint32_t load_32(const void *member)
{
    uint32_t value;
    memcpy(&value, member, sizeof(value));
    return value;
}

static inline uint64_t load_64(const void *member)
{
    uint64_t value;
    memcpy(&value, member, sizeof(value));
    return value;
}

/* As protobuf has it: small numbers of either sign are short. */
static uint64_t zigzag(int64_t value)
{
    return (uint64_t)value << 1 ^ (value < 0 ? UINT64_MAX : 0);
}

/* A scalar as it is written, and how. */
struct scalar {
    uint64_t value;
    enum gri_wire_type wire;
    bool is_zero;
};

static inline struct scalar varint(uint64_t value)
{
    return (struct scalar){ value, GRI_WIRE_VARINT, value == 0 };
}

/* A zero of either sign is one. */
static inline struct scalar fixed_64(uint64_t value, bool has_sign)
{
    return (struct scalar){ value, GRI_WIRE_FIXED64, (has_sign ? value << 1 : value) == 0 };
}

static inline struct scalar fixed_32(uint32_t value, bool has_sign)
{
    return (struct scalar){ value, GRI_WIRE_FIXED32, (has_sign ? value << 1 : value) == 0 };
}

static inline struct scalar load(ProtobufCType type, const void *member)
{
    switch (type) {
    case PROTOBUF_C_TYPE_INT64:
    case PROTOBUF_C_TYPE_UINT64:
        return varint(load_64(member));
    case PROTOBUF_C_TYPE_SINT64:
        return varint(zigzag((int64_t)load_64(member)));
    case PROTOBUF_C_TYPE_INT32:
    case PROTOBUF_C_TYPE_ENUM: /* what is negative has ten bytes */
        return varint((uint64_t)(int64_t)(int32_t)load_32(member));
    case PROTOBUF_C_TYPE_UINT32:
        return varint(load_32(member));
    case PROTOBUF_C_TYPE_SINT32:
        return varint((uint32_t)zigzag((int32_t)load_32(member)));
    case PROTOBUF_C_TYPE_BOOL:
        return varint(load_32(member) != 0);
    case PROTOBUF_C_TYPE_SFIXED64:
    case PROTOBUF_C_TYPE_FIXED64:
        return fixed_64(load_64(member), false);
    case PROTOBUF_C_TYPE_DOUBLE:
        return fixed_64(load_64(member), true);
    case PROTOBUF_C_TYPE_FLOAT:
        return fixed_32(load_32(member), true);
    default:
        return fixed_32(load_32(member), false);
    }
}

/* Writes at `at` and returns what is behind. */
static inline uint8_t *put(uint8_t *at, uint32_t number, const struct scalar *scalar)
{
    at = gri_write_varint(at, (uint64_t)number << 3 | scalar->wire);
    switch (scalar->wire) {
    case GRI_WIRE_VARINT:
        return gri_write_varint(at, scalar->value);
    case GRI_WIRE_FIXED64:
        return gri_write_little64(at, scalar->value);
    default:
        return gri_write_little32(at, (uint32_t)scalar->value);
    }
}

_Static_assert(sizeof(protobuf_c_boolean) == 4, "a bool is loaded as 32 bits");

/* What is 0 is not written in proto3. */
size_t gri_message_pack_plain(const ProtobufCMessageDescriptor *type, const void *message,
                              uint8_t *out)
{
    uint8_t *at = out;
    const ProtobufCFieldDescriptor *end = type->fields + type->n_fields;
    for (const ProtobufCFieldDescriptor *field = type->fields; field != end; field++) {
        const struct scalar scalar = load(field->type, (const char *)message + field->offset);
        if (!scalar.is_zero || field->label == PROTOBUF_C_LABEL_REQUIRED) {
            at = put(at, field->id, &scalar);
        }
    }
    return (size_t)(at - out);
}
