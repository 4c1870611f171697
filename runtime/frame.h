/* SPDX-License-Identifier: MIT */
/* The frames that nodes send each other (schemas/greenroom/wire.proto, docs/protocol.md), encoded
 * and decoded by hand to the bytes protobuf-c would give. Pure: no I/O, no clock, any thread. */
#ifndef GRI_FRAME_H
#define GRI_FRAME_H

#include "buffer.h"
#include "message.h"

#include <greenroom/code.h>

#include <stddef.h>
#include <stdint.h>

/* In every Hello. On the wire: "GREN". */
#define GRI_WIRE_MAGIC   UINT32_C(0x4e455247)
#define GRI_WIRE_VERSION 1u

/* Each frame begins with its length, little-endian, of what follows. */
#define GRI_FRAME_PREFIX 4u

/* The longest frame that is taken before the other side's Hello; no limit of a node is below it. */
#define GRI_FRAME_FIRST_MAX 1024u

/* What a frame is over its payload and its chain, at most: prefix, fields, tags and lengths. */
#define GRI_FRAME_OVERHEAD 51u

/* A chain of waiting actors: 24 bytes each, not more than so many. */
#define GRI_FRAME_STEP_BYTES 24u
#define GRI_FRAME_CHAIN_MAX  32u

/* greenroom.wire.Kind */
enum gri_frame_kind {
    GRI_FRAME_HELLO = 1,
    GRI_FRAME_LOOKUP = 2,
    GRI_FRAME_FOUND = 3,
    GRI_FRAME_CALL = 4,
    GRI_FRAME_REPLY = 5,
    GRI_FRAME_ERROR = 6,
    GRI_FRAME_ONEWAY = 7,
    GRI_FRAME_CANCEL = 8,
    GRI_FRAME_PING = 9,
    GRI_FRAME_PONG = 10,
    GRI_FRAME_GOODBYE = 11,
    GRI_FRAME_PROBE = 12,
    GRI_FRAME_INQUIRY = 13,
    GRI_FRAME_STATUS = 14,
    GRI_FRAME_CREDIT = 15,
    GRI_FRAME_MONITOR = 16,
    GRI_FRAME_RETIRE = 17
};

/* What the method of some kinds says: of a MONITOR, that it is one asked for on another session; of
 * a REPLY or ERROR, that it ends a monitor. */
enum { GRI_FRAME_MOVES = 1, GRI_FRAME_TELLS = 1 };

/* A value. `payload` and `chain` are borrowed: from the caller to encode, from the bytes when
 * decoded. */
struct gri_frame {
    uint32_t kind;      /* 1..127 to encode; decoded, whatever was there but 0 */
    uint64_t budget_ns; /* time remaining; 0: none. Absolute between append and stamp. */
    uint64_t call;
    uint64_t actor;
    uint32_t method;
    const uint8_t *chain; /* n_chain steps of three numbers: node, actor, wait, little-endian */
    uint32_t n_chain;
    uint32_t credit; /* the bytes of the credit it uses; 0: none */
    const uint8_t *payload;
    size_t payload_len;
};

/* Appends the frame, length and payload included.
 * Errors: RESOURCE_EXHAUSTED (over the buffer's bound, were its head as long as can be, or out of
 * memory): the buffer is unchanged.
 */
GR_MUST_USE gr_code gri_frame_append(struct gri_buffer *out, const struct gri_frame *frame);

/* Appends the frame with room for frame->payload_len bytes, which the caller writes to *out_payload
 * before anything else happens to the buffer; frame->payload is ignored. Errors: as above. */
GR_MUST_USE gr_code gri_frame_begin(struct gri_buffer *out, const struct gri_frame *frame,
                                    uint8_t **out_payload);

/* Appends the frame with `message` as payload, packed on the way: one that
 * gri_message_pack_plain() takes. Errors: as above. */
GR_MUST_USE gr_code gri_frame_append_plain(struct gri_buffer *out, const struct gri_frame *frame,
                                           const ProtobufCMessageDescriptor *type,
                                           const void *message);

/* Decodes the first frame in `bytes`. *out_used is its whole length; 0 when it is incomplete (then
 * *out is untouched). Unknown fields are passed over, unknown kinds handed out as they are.
 * Errors: INVALID_ARGUMENT: garbage, no kind, or longer than `max_frame` (prefix not counted),
 * which is found as soon as the prefix is there. */
GR_MUST_USE gr_code gri_frame_decode(const uint8_t *bytes, size_t len, size_t max_frame,
                                     struct gri_frame *out, size_t *out_used);

/* One step of a chain, and back. */
void gri_frame_put_step(uint8_t *at, uint64_t node, uint64_t actor, uint64_t wait);
void gri_frame_get_step(const uint8_t *at, uint64_t *node, uint64_t *actor, uint64_t *wait);

/* Turns the absolute deadline in each frame's budget_ns into the time remaining at `now_ns`, at
 * least 1. `bytes` are whole frames made by the two functions above, each stamped once: a batch
 * about to be handed to the transport. */
void gri_frames_stamp(uint8_t *bytes, size_t len, uint64_t now_ns);

#endif
