/* SPDX-License-Identifier: MIT */
/* Messages are protobuf-c structs. Inside a process they travel as flat copies: one block, all
 * pointers into itself or to static data, one free. This file sizes, copies, packs and unpacks
 * them. Any thread, any fiber: the recursion is bounded and its frames are small. */
#ifndef GRI_MESSAGE_H
#define GRI_MESSAGE_H

#include "arena.h"

#include <greenroom/code.h>
#include <protobuf-c/protobuf-c.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* No limit can be set over these. With them no length that protobuf-c computes can overflow. */
#define GRI_MESSAGE_DEPTH_MAX 100u
#define GRI_MESSAGE_BYTES_MAX ((size_t)1 << 28)

/* An input: what a message may be at most. A message without messages in it has the depth 1. */
struct gri_message_limits {
    uint32_t depth;
    size_t bytes; /* of the flat copy */
};

/* The depth that holds. */
static inline uint32_t gri_message_depth(const struct gri_message_limits *limits)
{
    return limits->depth < GRI_MESSAGE_DEPTH_MAX ? limits->depth : GRI_MESSAGE_DEPTH_MAX;
}

/* Whether every message of this type is only scalars that are always there (proto3 without oneofs,
 * or required): its flat copy is its struct, unless it carries unknown fields. */
bool gri_message_is_flat(const ProtobufCMessageDescriptor *descriptor);

/* Checks `message` and finds the size of its flat copy.
 *
 * Zeroed structs are valid at every level: the walk goes by `descriptor` and the descriptors of the
 * fields, never by base.descriptor, which may be NULL but must not name another type. In detail:
 * a NULL string is "" (an optional one of proto2, or one in a oneof, is absent); a NULL entry among
 * repeated strings is ""; a NULL entry among repeated messages, or a NULL required message, is an
 * empty message, unless its type has required fields.
 *
 * Errors: INVALID_ARGUMENT: over the limits (cyclic structs are); a count without an array; a
 * length without bytes; a oneof case that is no member's; a required message missing; a struct of
 *         another type. */
GR_MUST_USE gr_code gri_message_size(const ProtobufCMessageDescriptor *descriptor,
                                     const void *message, const struct gri_message_limits *limits,
                                     size_t *out_size);

/* Copies `message` to `dest`: 16-byte aligned, of at least the size that gri_message_size() gave
 * for this very message. Cannot fail. Returns `dest`, a message of `descriptor` with
 * base.descriptor set at every level.
 *
 * The copy equals what protobuf-c unpacks from the packed message: absent fields have their
 * defaults, empty arrays and empty bytes are NULL, unknown fields are there. Two things that
 * protobuf-c changes on the way stay as they are: a true that is not 1, and the sign of a zero in
 * proto3. And a string selected in a oneof is kept even where it is protobuf_c_empty_string, which
 * protobuf-c takes for absent. */
void *gri_message_copy(const ProtobufCMessageDescriptor *descriptor, const void *message,
                       void *dest);

/* What a flat copy of the message in these bytes takes; more only where the bytes hold what others
 * behind it replace.
 * Errors: INVALID_ARGUMENT (over the limits, or undecodable as far as that was looked at). */
GR_MUST_USE gr_code gri_message_unpacked_size(const ProtobufCMessageDescriptor *descriptor,
                                              const uint8_t *bytes, size_t len,
                                              const struct gri_message_limits *limits,
                                              size_t *out_size);

/* Unpacks into a flat copy at `dest`, 8-byte aligned, with room for *size bytes; *size is then what
 * it takes. Checks everything but limits->bytes, which is for the caller, by *size.
 * Errors: INVALID_ARGUMENT (undecodable; a required field is missing; a string with a NUL in it; a
 *         message there twice where it is not repeated; deeper than the limit), OUT_OF_RANGE (it
 *         takes more room). */
GR_MUST_USE gr_code gri_message_unpack_to(const ProtobufCMessageDescriptor *descriptor,
                                          const uint8_t *bytes, size_t len,
                                          const struct gri_message_limits *limits, void *dest,
                                          size_t *size);

/* Both, into `scratch`: the flat copy is the arena's.
 * Errors: INVALID_ARGUMENT (as above; over the arena's bound), RESOURCE_EXHAUSTED (out of memory).
 */
GR_MUST_USE gr_code gri_message_unpack(const ProtobufCMessageDescriptor *descriptor,
                                       const uint8_t *bytes, size_t len,
                                       const struct gri_message_limits *limits,
                                       struct gri_arena *scratch, const void **out);

/* The packed form of a flat copy. gri_message_pack() writes exactly gri_message_packed_size() bytes
 * and returns that number. */
size_t gri_message_packed_size(const void *flat);
size_t gri_message_pack(const void *flat, uint8_t *out);

/* The same for a message of which gri_message_is_flat(), without unknown fields; its own descriptor
 * may be NULL. Writes at most gri_message_plain_max() bytes. message_pack.c. */
size_t gri_message_pack_plain(const ProtobufCMessageDescriptor *type, const void *message,
                              uint8_t *out);
static inline size_t gri_message_plain_max(const ProtobufCMessageDescriptor *type)
{
    return (size_t)type->n_fields * 15; /* a tag of 5 bytes, a varint of 10 */
}

#endif
