/* SPDX-License-Identifier: MIT */
/* Reads and unpacks protoc's request, called by main() and generate.c. protobuf-c unpacks nested
 * messages by recursion without a limit, so the depth is checked before. */
#include "request.h"

#include <string.h>

#include "wire.h"

#define READ_BYTES ((size_t)64 * 1024)
#define MAX_DEPTH  100

bool gen_request_read(struct gen_arena *arena, FILE *in, uint8_t **out_bytes, size_t *out_len)
{
    size_t cap = READ_BYTES;
    size_t len = 0;
    uint8_t *bytes = gen_alloc(arena, cap);

    while (!feof(in) && !ferror(in)) {
        if (len == cap) {
            uint8_t *grown = gen_alloc_array(arena, cap, 2);
            memcpy(grown, bytes, len);
            bytes = grown;
            cap *= 2;
        }
        len += fread(bytes + len, 1, cap - len, in);
    }
    if (ferror(in)) {
        return false;
    }
    *out_bytes = bytes;
    *out_len = len;
    return true;
}

static bool is_shallow(const ProtobufCMessageDescriptor *type, struct gen_wire wire, unsigned depth)
{
    struct gen_record record;

    while (gen_wire_next(&wire, &record)) {
        const ProtobufCFieldDescriptor *field =
            protobuf_c_message_descriptor_get_field(type, record.number);
        if (record.type != GEN_WIRE_BYTES || field == NULL ||
            field->type != PROTOBUF_C_TYPE_MESSAGE) {
            continue;
        }
        struct gen_wire inner = { record.bytes, record.bytes + record.len };
        if (depth == 0 || !is_shallow(field->descriptor, inner, depth - 1)) {
            return false;
        }
    }
    return wire.at == wire.end;
}

gen_request *gen_request_unpack(struct gen_arena *arena, const uint8_t *bytes, size_t len)
{
    const ProtobufCMessageDescriptor *type =
        &google__protobuf__compiler__code_generator_request__descriptor;

    if (!is_shallow(type, (struct gen_wire){ bytes, bytes + len }, MAX_DEPTH)) {
        return NULL;
    }
    return (gen_request *)protobuf_c_message_unpack(type, &arena->allocator, len, bytes);
}
