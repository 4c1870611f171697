/* SPDX-License-Identifier: MIT */
/* The options of greenroom/options.proto, and protobuf-c's own, out of descriptors' unknown
 * fields. */
#ifndef GEN_OPTIONS_H
#define GEN_OPTIONS_H

#include <greenroom/options.pb-c.h>
#include <stdbool.h>

#include "arena.h"

/* The numbers of the extensions in options.proto: that of machines, and that of all others. */
#define GEN_OPTIONS_NUMBER  58230
#define GEN_OPTIONS_MACHINE 58231

/* The extension in `options` (NULL: none were given) as a message of `type`; all absent where the
 * schema says nothing. NULL where it cannot be decoded. */
void *gen_options_read(struct gen_arena *arena, const ProtobufCMessage *options,
                       const ProtobufCMessageDescriptor *type);

/* The same of a service's option (greenroom.machine), and whether it has that at all. */
Greenroom__MachineOptions *gen_options_read_machine(struct gen_arena *arena,
                                                    const ProtobufCMessage *options);
bool gen_options_have_machine(const ProtobufCMessage *options);

/* What protobuf-c's own options say of a file. */
struct gen_c_file {
    bool no_generate;
    const char *package; /* replaces the package in C names; NULL: none */
};

struct gen_c_file gen_options_c_file(struct gen_arena *arena, const ProtobufCMessage *options);

/* The name of a method's overflow policy; NULL: none that is known here. */
const char *gen_overflow_name(const Greenroom__MethodOptions *options);

#endif
