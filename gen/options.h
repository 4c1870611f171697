/* SPDX-License-Identifier: MIT */
/* The options of greenroom/options.proto, and protobuf-c's own, out of descriptors' unknown
 * fields. */
#ifndef GEN_OPTIONS_H
#define GEN_OPTIONS_H

#include <greenroom/options.pb-c.h>
#include <stdbool.h>

#include "arena.h"

/* The number of all extensions in options.proto. */
#define GEN_OPTIONS_NUMBER 58230

/* The extension in `options` (NULL: none were given) as a message of `type`; all absent where the
 * schema says nothing. NULL where it cannot be decoded. */
void *gen_options_read(struct gen_arena *arena, const ProtobufCMessage *options,
                       const ProtobufCMessageDescriptor *type);

/* What protobuf-c's own options say of a file. */
struct gen_c_file {
    bool no_generate;
    const char *package; /* replaces the package in C names; NULL: none */
};

struct gen_c_file gen_options_c_file(struct gen_arena *arena, const ProtobufCMessage *options);

/* The name of a method's overflow policy; NULL: none that is known here. */
const char *gen_overflow_name(const Greenroom__MethodOptions *options);

#endif
