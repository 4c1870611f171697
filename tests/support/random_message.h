/* SPDX-License-Identifier: MIT */
/* Random messages of any type, built by walking its descriptors, and a comparison of messages that
 * leaves nothing out. Used by the tests and fuzzers of messages; everything lives in their arena.
 */
#ifndef RANDOM_MESSAGE_H
#define RANDOM_MESSAGE_H

#include <protobuf-c/protobuf-c.h>

#include <stdbool.h>
#include <stdint.h>

#include "arena.h"

struct random_message_options {
    struct gri_arena *arena; /* where everything is allocated; it must not run out */
    uint64_t seed;           /* the same seed, the same message */
    uint32_t depth;          /* levels of messages at most */
    bool bare;               /* base.descriptor stays NULL everywhere */
};

/* A message that protobuf-c can pack (unless it is bare). It has NULL and empty strings, values in
 * fields that are absent, defaults by address, unknown fields, every case of every oneof. */
void *random_message(const ProtobufCMessageDescriptor *descriptor,
                     const struct random_message_options *options);

/* Whether two messages are the same in every field, present or not, in their unknown fields, and in
 * base.descriptor. Floating point numbers are compared by their bits. */
bool same_message(const ProtobufCMessageDescriptor *descriptor, const void *a, const void *b);

/* Whether bytes that protobuf-c takes hold what gri_message_unpack() is to refuse all the same: a
 * string with a NUL, a message twice, a bool that is no varint, messages deeper than that. */
bool is_refused_on_purpose(const ProtobufCMessageDescriptor *descriptor, const uint8_t *bytes,
                           size_t len, uint32_t depth);

/* The next number of a sequence; any state will do. */
uint64_t random_next(uint64_t *state);

#endif
