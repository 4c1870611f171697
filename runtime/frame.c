/* SPDX-License-Identifier: MIT */
/* Frames: greenroom.wire.Frame behind four bytes of length, by hand.
 *
 *     | length, 4 | 08 kind | 11 budget_ns, 8 | 19 call, 8 | 21 actor, 8 | 28 method
 *     0           4         6
 *     | 32 len chain | 58 credit | 7a len payload |
 *
 * What is 0 is left out, as in proto3, but the kind never is: so a budget, if any, always stands at
 * the same place, where gri_frames_stamp() finds it. */
#include "frame.h"

#include "assert.h"

#include <string.h>

/* Field numbers of greenroom.wire.Frame. */
enum {
    FIELD_KIND = 1,
    FIELD_BUDGET = 2,
    FIELD_CALL = 3,
    FIELD_ACTOR = 4,
    FIELD_METHOD = 5,
    FIELD_WAITING = 6,
    FIELD_CREDIT = 11,
    FIELD_PAYLOAD = 15
};

#define KIND_END   (GRI_FRAME_PREFIX + 2u) /* every frame of ours is at least this long */
#define BUDGET_END (KIND_END + 9u)

static uint8_t tag(unsigned field, enum gri_wire_type type)
{
    return (uint8_t)(field << 3 | type);
}

/* Each of these writes at `at` and returns what is behind. */
static uint8_t *put_fixed64(uint8_t *at, unsigned field, uint64_t value)
{
    if (value == 0) {
        return at;
    }
    *at++ = tag(field, GRI_WIRE_FIXED64);
    return gri_write_little64(at, value);
}

/* All fields but the payload. */
static uint8_t *put_fields(uint8_t *at, const struct gri_frame *frame)
{
    *at++ = tag(FIELD_KIND, GRI_WIRE_VARINT);
    *at++ = (uint8_t)frame->kind;
    at = put_fixed64(at, FIELD_BUDGET, frame->budget_ns);
    at = put_fixed64(at, FIELD_CALL, frame->call);
    at = put_fixed64(at, FIELD_ACTOR, frame->actor);
    if (frame->method != 0) {
        *at++ = tag(FIELD_METHOD, GRI_WIRE_VARINT);
        at = gri_write_varint(at, frame->method);
    }
    if (frame->n_chain != 0) {
        size_t len = (size_t)frame->n_chain * GRI_FRAME_STEP_BYTES;
        *at++ = tag(FIELD_WAITING, GRI_WIRE_BYTES);
        at = gri_write_varint(at, len);
        memcpy(at, frame->chain, len);
        at += len;
    }
    if (frame->credit != 0) {
        *at++ = tag(FIELD_CREDIT, GRI_WIRE_VARINT);
        at = gri_write_varint(at, frame->credit);
    }
    return at;
}

/* How much they are, at the most. */
static size_t head_max(const struct gri_frame *frame)
{
    return GRI_FRAME_OVERHEAD + 3u + (size_t)frame->n_chain * GRI_FRAME_STEP_BYTES;
}

/* What is written between the buffer's tail and `end` is a frame. */
static void commit(struct gri_buffer *out, const uint8_t *end)
{
    uint8_t *at = gri_buffer_tail(out);
    size_t len = (size_t)(end - at);
    gri_write_little32(at, (uint32_t)(len - GRI_FRAME_PREFIX));
    gri_buffer_commit(out, len);
}

gr_code gri_frame_begin(struct gri_buffer *out, const struct gri_frame *frame,
                        uint8_t **out_payload)
{
    GR_ASSERT(frame->kind > 0 && frame->kind < 0x80 && frame->n_chain <= GRI_FRAME_CHAIN_MAX);
    if (frame->payload_len > UINT32_MAX - GRI_FRAME_OVERHEAD) {
        return GR_RESOURCE_EXHAUSTED;
    }
    gr_code code = gri_buffer_reserve(out, head_max(frame) + frame->payload_len);
    if (code != GR_OK) {
        return code;
    }
    uint8_t *at = put_fields(gri_buffer_tail(out) + GRI_FRAME_PREFIX, frame);
    if (frame->payload_len != 0) {
        *at++ = tag(FIELD_PAYLOAD, GRI_WIRE_BYTES);
        at = gri_write_varint(at, frame->payload_len);
    }
    *out_payload = at;
    commit(out, at + frame->payload_len);
    return GR_OK;
}

/* How many bytes a length takes. */
static size_t varint_len(size_t value)
{
    size_t n = 1;
    for (; value >= 0x80; value >>= 7) {
        n++;
    }
    return n;
}

/* As much room is left for the length as it may take; where it took less the payload moves up. */
gr_code gri_frame_append_plain(struct gri_buffer *out, const struct gri_frame *frame,
                               const ProtobufCMessageDescriptor *type, const void *message)
{
    size_t most = gri_message_plain_max(type);
    GR_ASSERT(frame->kind > 0 && frame->kind < 0x80 && frame->n_chain <= GRI_FRAME_CHAIN_MAX);
    gr_code code = gri_buffer_reserve(out, head_max(frame) + most);
    if (code != GR_OK) {
        return code;
    }
    uint8_t *at = put_fields(gri_buffer_tail(out) + GRI_FRAME_PREFIX, frame);
    uint8_t *payload = at + 1 + varint_len(most);
    size_t len = gri_message_pack_plain(type, message, payload);
    if (len > 0) {
        *at++ = tag(FIELD_PAYLOAD, GRI_WIRE_BYTES);
        at = gri_write_varint(at, len);
        if (at != payload) {
            memmove(at, payload, len);
        }
        at += len;
    }
    commit(out, at);
    return GR_OK;
}

gr_code gri_frame_append(struct gri_buffer *out, const struct gri_frame *frame)
{
    uint8_t *payload = NULL;
    gr_code code = gri_frame_begin(out, frame, &payload);

    if (code == GR_OK && frame->payload_len > 0) {
        memcpy(payload, frame->payload, frame->payload_len);
    }
    return code;
}

/* A varint of which, as protobuf has it, only the low 32 bits count. */
static bool take_uint32(struct gri_cursor *body, enum gri_wire_type type, uint32_t *out)
{
    uint64_t value = 0;

    if (type != GRI_WIRE_VARINT || !gri_cursor_varint(body, &value)) {
        return false;
    }
    *out = (uint32_t)value;
    return true;
}

static bool take_fixed64(struct gri_cursor *body, enum gri_wire_type type, uint64_t *out)
{
    return type == GRI_WIRE_FIXED64 && gri_cursor_fixed64(body, out);
}

static bool take_payload(struct gri_cursor *body, enum gri_wire_type type, struct gri_frame *out)
{
    struct gri_cursor payload;

    if (type != GRI_WIRE_BYTES || !gri_cursor_prefixed(body, &payload)) {
        return false;
    }
    out->payload = payload.at;
    out->payload_len = gri_cursor_left(&payload);
    return true;
}

/* Packed; what is no chain at all is not a frame of this protocol. One that comes number by number,
 * as it may, is passed over: probes will find what it would have told. */
static bool take_chain(struct gri_cursor *body, enum gri_wire_type type, struct gri_frame *out)
{
    struct gri_cursor chain;

    if (type == GRI_WIRE_FIXED64) {
        return gri_cursor_skip(body, type);
    }
    if (type != GRI_WIRE_BYTES || !gri_cursor_prefixed(body, &chain)) {
        return false;
    }
    size_t len = gri_cursor_left(&chain);
    out->chain = chain.at;
    out->n_chain = (uint32_t)(len / GRI_FRAME_STEP_BYTES);
    return len % GRI_FRAME_STEP_BYTES == 0 && len / GRI_FRAME_STEP_BYTES <= GRI_FRAME_CHAIN_MAX;
}

static bool take_field(struct gri_cursor *body, struct gri_frame *out)
{
    uint32_t number = 0;
    enum gri_wire_type type = GRI_WIRE_VARINT;

    if (!gri_cursor_tag(body, &number, &type)) {
        return false;
    }
    switch (number) {
    case FIELD_KIND:
        return take_uint32(body, type, &out->kind);
    case FIELD_BUDGET:
        return take_fixed64(body, type, &out->budget_ns);
    case FIELD_CALL:
        return take_fixed64(body, type, &out->call);
    case FIELD_ACTOR:
        return take_fixed64(body, type, &out->actor);
    case FIELD_METHOD:
        return take_uint32(body, type, &out->method);
    case FIELD_WAITING:
        return take_chain(body, type, out);
    case FIELD_CREDIT:
        return take_uint32(body, type, &out->credit);
    case FIELD_PAYLOAD:
        return take_payload(body, type, out);
    default:
        return gri_cursor_skip(body, type);
    }
}

/* What our own nodes send comes in this order, the lengths in one byte or two: then nothing is
 * left. Each takes one field, if it is next, and returns what is behind. */
static inline const uint8_t *usual_fixed64(const uint8_t *at, const uint8_t *end, unsigned field,
                                           uint64_t *out)
{
    if (end - at <= 8 || *at != tag(field, GRI_WIRE_FIXED64)) {
        return at;
    }
    *out = gri_read_little64(at + 1);
    return at + 9;
}

static inline const uint8_t *usual_number(const uint8_t *at, const uint8_t *end, uint8_t tag_byte,
                                          uint32_t *out)
{
    if (end - at <= 2 || *at != tag_byte) {
        return at;
    }
    if (at[1] < 0x80) {
        *out = at[1];
        return at + 2;
    }
    if (at[2] >= 0x80) {
        return at;
    }
    *out = (at[1] & 0x7fu) | (uint32_t)at[2] << 7;
    return at + 3;
}

static inline const uint8_t *usual_payload(const uint8_t *at, const uint8_t *end,
                                           struct gri_frame *out)
{
    uint32_t len = 0;
    const uint8_t *payload = usual_number(at, end, tag(FIELD_PAYLOAD, GRI_WIRE_BYTES), &len);

    if (payload == at || len > (size_t)(end - payload)) {
        return at;
    }
    out->payload = payload;
    out->payload_len = len;
    return payload + len;
}

static inline const uint8_t *take_usual(const uint8_t *at, const uint8_t *end,
                                        struct gri_frame *out)
{
    at = usual_number(at, end, tag(FIELD_KIND, GRI_WIRE_VARINT), &out->kind);
    at = usual_fixed64(at, end, FIELD_BUDGET, &out->budget_ns);
    at = usual_fixed64(at, end, FIELD_CALL, &out->call);
    at = usual_fixed64(at, end, FIELD_ACTOR, &out->actor);
    at = usual_number(at, end, tag(FIELD_METHOD, GRI_WIRE_VARINT), &out->method);
    at = usual_number(at, end, tag(FIELD_CREDIT, GRI_WIRE_VARINT), &out->credit);
    return usual_payload(at, end, out);
}

gr_code gri_frame_decode(const uint8_t *bytes, size_t len, size_t max_frame, struct gri_frame *out,
                         size_t *out_used)
{
    struct gri_cursor stream = gri_cursor_over(bytes, len);
    struct gri_frame frame = { 0 };
    uint32_t body_len = 0;

    *out_used = 0;
    if (!gri_cursor_fixed32(&stream, &body_len)) {
        return GR_OK;
    }
    if (body_len > max_frame) {
        return GR_INVALID_ARGUMENT;
    }
    if (body_len > gri_cursor_left(&stream)) {
        return GR_OK;
    }
    struct gri_cursor body = gri_cursor_over(stream.at, body_len);

    body.at = take_usual(body.at, body.end, &frame);
    while (gri_cursor_left(&body) > 0) {
        if (!take_field(&body, &frame)) {
            return GR_INVALID_ARGUMENT;
        }
    }
    if (frame.kind == 0) {
        return GR_INVALID_ARGUMENT;
    }
    *out = frame;
    *out_used = (size_t)body_len + GRI_FRAME_PREFIX;
    return GR_OK;
}

void gri_frame_put_step(uint8_t *at, uint64_t node, uint64_t actor, uint64_t wait)
{
    gri_write_little64(gri_write_little64(gri_write_little64(at, node), actor), wait);
}

void gri_frame_get_step(const uint8_t *at, uint64_t *node, uint64_t *actor, uint64_t *wait)
{
    struct gri_cursor cursor = gri_cursor_over(at, GRI_FRAME_STEP_BYTES);

    (void)gri_cursor_fixed64(&cursor, node);
    (void)gri_cursor_fixed64(&cursor, actor);
    (void)gri_cursor_fixed64(&cursor, wait);
}

static void stamp_budget(uint8_t *at, uint64_t now_ns)
{
    struct gri_cursor cursor = gri_cursor_over(at, 8);
    uint64_t deadline_ns = 0;

    (void)gri_cursor_fixed64(&cursor, &deadline_ns);
    gri_write_little64(at, deadline_ns > now_ns ? deadline_ns - now_ns : 1);
}

void gri_frames_stamp(uint8_t *bytes, size_t len, uint64_t now_ns)
{
    for (size_t at = 0; at < len;) {
        struct gri_cursor cursor = gri_cursor_over(bytes + at, len - at);
        uint32_t body_len = 0;
        bool is_whole = gri_cursor_fixed32(&cursor, &body_len);

        GR_ASSERT(is_whole && body_len >= 2 && body_len <= gri_cursor_left(&cursor));
        size_t frame_len = (size_t)body_len + GRI_FRAME_PREFIX;

        if (frame_len >= BUDGET_END &&
            bytes[at + KIND_END] == tag(FIELD_BUDGET, GRI_WIRE_FIXED64)) {
            stamp_budget(bytes + at + KIND_END + 1, now_ns);
        }
        at += frame_len;
    }
}
