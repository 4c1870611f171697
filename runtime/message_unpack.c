/* SPDX-License-Identifier: MIT */
/* The way of messages to and from bytes. Unpacking is protobuf-c's, behind a scan of our own:
 * protobuf-c recurses as deep as the bytes say, cuts strings at a NUL, and merges a message that is
 * there twice, but not where a oneof is unset in both. The scan refuses all three. */
#include "message.h"

#include "buffer.h"

#include <string.h>

/* The flags of up to this many fields are kept on the stack while scanning. */
#define SCAN_FIELDS 128u

/* One message's fields that were seen: a bit each. */
struct seen {
    uint8_t *bits;
    uint8_t few[SCAN_FIELDS / 8];
};

static gr_code start_seen(struct seen *seen, const ProtobufCMessageDescriptor *descriptor,
                          struct gri_arena *scratch)
{
    seen->bits = seen->few;
    if (descriptor->n_fields <= SCAN_FIELDS) {
        memset(seen->few, 0, sizeof(seen->few));
        return GR_OK;
    }
    size_t n = descriptor->n_fields / 8 + 1;

    seen->bits = gri_arena_alloc(scratch, n);
    if (seen->bits == NULL) {
        return gri_arena_is_over(scratch) ? GR_INVALID_ARGUMENT : GR_RESOURCE_EXHAUSTED;
    }
    memset(seen->bits, 0, n);
    return GR_OK;
}

/* Whether the field was seen before; now it was. */
static bool test_and_set(struct seen *seen, size_t index)
{
    uint8_t bit = (uint8_t)(1u << (index % 8));
    bool was_seen = (seen->bits[index / 8] & bit) != 0;

    seen->bits[index / 8] |= bit;
    return was_seen;
}

static gr_code scan_message(const ProtobufCMessageDescriptor *descriptor, struct gri_cursor bytes,
                            uint32_t depth, struct gri_arena *scratch);

/* A field with a length. Members of oneofs may be there twice: protobuf-c doesn't merge them. */
static gr_code scan_field(const ProtobufCMessageDescriptor *descriptor,
                          const ProtobufCFieldDescriptor *field, struct gri_cursor value,
                          uint32_t depth, struct seen *seen, struct gri_arena *scratch)
{
    size_t len = gri_cursor_left(&value);

    if (field->type == PROTOBUF_C_TYPE_STRING) {
        return len > 0 && memchr(value.at, '\0', len) != NULL ? GR_INVALID_ARGUMENT : GR_OK;
    }
    if (field->type != PROTOBUF_C_TYPE_MESSAGE) {
        return GR_OK;
    }
    if (field->label != PROTOBUF_C_LABEL_REPEATED &&
        (field->flags & PROTOBUF_C_FIELD_FLAG_ONEOF) == 0 &&
        test_and_set(seen, (size_t)(field - descriptor->fields))) {
        return GR_INVALID_ARGUMENT;
    }
    return scan_message(field->descriptor, value, depth - 1, scratch);
}

static gr_code scan_message(const ProtobufCMessageDescriptor *descriptor, struct gri_cursor bytes,
                            uint32_t depth, struct gri_arena *scratch)
{
    struct seen seen;
    gr_code code = depth == 0 ? GR_INVALID_ARGUMENT : start_seen(&seen, descriptor, scratch);

    while (code == GR_OK && gri_cursor_left(&bytes) > 0) {
        uint32_t number = 0;
        enum gri_wire_type type = GRI_WIRE_VARINT;
        struct gri_cursor value;

        if (!gri_cursor_tag(&bytes, &number, &type)) {
            return GR_INVALID_ARGUMENT;
        }
        const ProtobufCFieldDescriptor *field =
            protobuf_c_message_descriptor_get_field(descriptor, number);

        if (type != GRI_WIRE_BYTES || field == NULL) {
            code = gri_cursor_skip(&bytes, type) ? GR_OK : GR_INVALID_ARGUMENT;
        } else if (!gri_cursor_prefixed(&bytes, &value)) {
            code = GR_INVALID_ARGUMENT;
        } else {
            code = scan_field(descriptor, field, value, depth, &seen, scratch);
        }
    }
    return code;
}

/* What protobuf-c's allocator works with. */
struct unpacking {
    struct gri_arena *arena;
    bool failed;
};

static void *alloc_in_arena(void *arg, size_t n)
{
    struct unpacking *unpacking = arg;
    void *block = gri_arena_alloc(unpacking->arena, n);

    unpacking->failed = unpacking->failed || block == NULL;
    return block;
}

/* The arena goes as a whole. */
static void free_in_arena(void *arg, void *block)
{
    (void)arg;
    (void)block;
}

gr_code gri_message_unpack(const ProtobufCMessageDescriptor *descriptor, const uint8_t *bytes,
                           size_t len, const struct gri_message_limits *limits,
                           struct gri_arena *scratch, const void **out)
{
    struct unpacking unpacking = { .arena = scratch };
    ProtobufCAllocator allocator = { alloc_in_arena, free_in_arena, &unpacking };

    if (len > GRI_MESSAGE_BYTES_MAX) {
        return GR_INVALID_ARGUMENT;
    }
    gr_code code =
        scan_message(descriptor, gri_cursor_over(bytes, len), gri_message_depth(limits), scratch);

    if (code != GR_OK) {
        return code;
    }
    const void *message = protobuf_c_message_unpack(descriptor, &allocator, len, bytes);

    if (message == NULL) {
        return unpacking.failed && !gri_arena_is_over(scratch) ? GR_RESOURCE_EXHAUSTED
                                                               : GR_INVALID_ARGUMENT;
    }
    *out = message;
    return GR_OK;
}

size_t gri_message_packed_size(const void *flat)
{
    return protobuf_c_message_get_packed_size(flat);
}

size_t gri_message_pack(const void *flat, uint8_t *out)
{
    return protobuf_c_message_pack(flat, out);
}
