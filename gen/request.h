/* SPDX-License-Identifier: MIT */
/* The request of protoc: the first stage. */
#ifndef GEN_REQUEST_H
#define GEN_REQUEST_H

#include <google/protobuf/compiler/plugin.pb-c.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "arena.h"

typedef Google__Protobuf__Compiler__CodeGeneratorRequest gen_request;

/* Read `in` to its end; false where reading failed. */
bool gen_request_read(struct gen_arena *arena, FILE *in, uint8_t **out_bytes, size_t *out_len);

/* Unpack a request; NULL where the bytes are none. */
gen_request *gen_request_unpack(struct gen_arena *arena, const uint8_t *bytes, size_t len);

#endif
