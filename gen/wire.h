/* SPDX-License-Identifier: MIT */
/* The records of a protobuf message, read one by one from bytes that may be anything. */
#ifndef GEN_WIRE_H
#define GEN_WIRE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum gen_wire_type {
    GEN_WIRE_VARINT = 0,
    GEN_WIRE_FIXED64 = 1,
    GEN_WIRE_BYTES = 2,
    GEN_WIRE_FIXED32 = 5
};

/* Borrows the bytes. */
struct gen_wire {
    const uint8_t *at;
    const uint8_t *end;
};

/* One record. `value` is a varint's; `bytes` and `len` are those of GEN_WIRE_BYTES. */
struct gen_record {
    uint32_t number;
    uint32_t type;
    uint64_t value;
    const uint8_t *bytes;
    size_t len;
};

bool gen_wire_varint(struct gen_wire *wire, uint64_t *out_value);

/* False at the end, and where the bytes make no sense: then wire->at is not wire->end. */
bool gen_wire_next(struct gen_wire *wire, struct gen_record *out_record);

#endif
