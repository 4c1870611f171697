/* SPDX-License-Identifier: MIT */
/* Reads custom options, called by model.c. protobuf-c keeps an extension as unknown fields, one for
 * each `option` statement, each with its length still in front. Messages merge by concatenation: so
 * the pieces are put behind each other and unpacked once. */
#include "options.h"

#include <string.h>

#include "wire.h"

#define C_FILE_NUMBER      1019
#define C_FILE_NO_GENERATE 1
#define C_FILE_PACKAGE     6

/* The content of one unknown field; false where it is not the extension `number`. */
static bool piece_of(const ProtobufCMessageUnknownField *field, uint32_t number,
                     struct gen_wire *out_piece)
{
    struct gen_wire wire = { field->data, field->data + field->len };
    uint64_t len;

    if (field->tag != number || field->wire_type != PROTOBUF_C_WIRE_TYPE_LENGTH_PREFIXED ||
        !gen_wire_varint(&wire, &len)) {
        return false;
    }
    *out_piece = wire;
    return true;
}

static struct gen_wire concatenate(struct gen_arena *arena, const ProtobufCMessage *options,
                                   uint32_t number)
{
    struct gen_wire piece;
    size_t cap = 0;
    size_t len = 0;

    for (unsigned i = 0; options != NULL && i < options->n_unknown_fields; i++) {
        cap += options->unknown_fields[i].len;
    }
    uint8_t *bytes = gen_alloc(arena, cap);
    for (unsigned i = 0; options != NULL && i < options->n_unknown_fields; i++) {
        if (piece_of(&options->unknown_fields[i], number, &piece)) {
            memcpy(bytes + len, piece.at, (size_t)(piece.end - piece.at));
            len += (size_t)(piece.end - piece.at);
        }
    }
    return (struct gen_wire){ bytes, bytes + len };
}

void *gen_options_read(struct gen_arena *arena, const ProtobufCMessage *options,
                       const ProtobufCMessageDescriptor *type)
{
    struct gen_wire all = concatenate(arena, options, GEN_OPTIONS_NUMBER);

    return protobuf_c_message_unpack(type, &arena->allocator, (size_t)(all.end - all.at), all.at);
}

Greenroom__MachineOptions *gen_options_read_machine(struct gen_arena *arena,
                                                    const ProtobufCMessage *options)
{
    struct gen_wire all = concatenate(arena, options, GEN_OPTIONS_MACHINE);

    return greenroom__machine_options__unpack(&arena->allocator, (size_t)(all.end - all.at),
                                              all.at);
}

bool gen_options_have_machine(const ProtobufCMessage *options)
{
    for (unsigned i = 0; options != NULL && i < options->n_unknown_fields; i++) {
        if (options->unknown_fields[i].tag == GEN_OPTIONS_MACHINE) {
            return true;
        }
    }
    return false;
}

struct gen_c_file gen_options_c_file(struct gen_arena *arena, const ProtobufCMessage *options)
{
    struct gen_wire all = concatenate(arena, options, C_FILE_NUMBER);
    struct gen_c_file file = { 0 };
    struct gen_record record;

    while (gen_wire_next(&all, &record)) {
        if (record.number == C_FILE_NO_GENERATE && record.type == GEN_WIRE_VARINT) {
            file.no_generate = record.value != 0;
        }
        if (record.number == C_FILE_PACKAGE && record.type == GEN_WIRE_BYTES) {
            file.package = gen_copy(arena, (const char *)record.bytes, record.len);
        }
    }
    return file;
}

const char *gen_overflow_name(const Greenroom__MethodOptions *options)
{
    static const char *const names[] = { "REJECT", "WAIT", "DROP_NEWEST", "DROP_OLDEST",
                                         "KEEP_LATEST" };
    unsigned value = (unsigned)options->overflow;
    return value < sizeof(names) / sizeof(names[0]) ? names[value] : NULL;
}
