/* SPDX-License-Identifier: MIT */
/* Reads protobuf records with every length checked. Used on the request and on options. */
#include "wire.h"

bool gen_wire_varint(struct gen_wire *wire, uint64_t *out_value)
{
    uint64_t value = 0;
    const uint8_t *at = wire->at;

    for (unsigned shift = 0; shift < 70 && at < wire->end; shift += 7) {
        uint8_t byte = *at++;
        value |= shift < 64 ? (uint64_t)(byte & 0x7f) << shift : 0;
        if ((byte & 0x80) == 0) {
            *out_value = value;
            wire->at = at;
            return true;
        }
    }
    return false;
}

static bool take_bytes(struct gen_wire *wire, uint64_t len, struct gen_record *record)
{
    if (len > (uint64_t)(wire->end - wire->at)) {
        return false;
    }
    record->bytes = wire->at;
    record->len = (size_t)len;
    wire->at += len;
    return true;
}

static bool take_value(struct gen_wire *wire, struct gen_record *record)
{
    uint64_t len;

    switch (record->type) {
    case GEN_WIRE_VARINT:
        return gen_wire_varint(wire, &record->value);
    case GEN_WIRE_FIXED64:
        return take_bytes(wire, 8, record);
    case GEN_WIRE_BYTES:
        return gen_wire_varint(wire, &len) && take_bytes(wire, len, record);
    case GEN_WIRE_FIXED32:
        return take_bytes(wire, 4, record);
    default:
        return false;
    }
}

bool gen_wire_next(struct gen_wire *wire, struct gen_record *out_record)
{
    struct gen_wire ahead = *wire;
    struct gen_record record = { 0 };
    uint64_t tag;

    if (!gen_wire_varint(&ahead, &tag) || tag >> 3 == 0 || tag > UINT32_MAX) {
        return false;
    }
    record.number = (uint32_t)(tag >> 3);
    record.type = (uint32_t)(tag & 7);
    if (!take_value(&ahead, &record)) {
        return false;
    }
    *wire = ahead;
    *out_record = record;
    return true;
}
