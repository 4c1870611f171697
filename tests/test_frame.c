/* SPDX-License-Identifier: MIT */
/* Frames: the bytes are protobuf-c's, what is decoded is what was encoded, every cut and every
 * limit is noticed, and stamping touches budgets only. */
#include "frame.h"

#include <string.h>

#include "greenroom/wire.pb-c.h"
#include "random_message.h"
#include "suite.h"

#define MAX_FRAME 4096u

static const uint8_t chain_bytes[GRI_FRAME_CHAIN_MAX * GRI_FRAME_STEP_BYTES] = { 1, 2, [30] = 255 };

/* Any frame; each field is 0 in a third of the cases. */
static struct gri_frame random_frame(uint64_t *state, const uint8_t *payload, size_t payload_max)
{
    uint64_t fields[6];

    for (size_t i = 0; i < 6; i++) {
        uint64_t number = random_next(state);

        fields[i] = number % 3 == 0 ? 0 : number >> (number % 61);
    }
    struct gri_frame frame = {
        .kind = 1 + (uint32_t)(random_next(state) % 127),
        .budget_ns = fields[0],
        .call = fields[1],
        .actor = fields[2],
        .method = (uint32_t)fields[3],
        .chain = chain_bytes,
        .n_chain = (uint32_t)(fields[0] % 3 == 0 ? fields[1] % (GRI_FRAME_CHAIN_MAX + 1) : 0),
        .credit = (uint32_t)fields[5],
        .payload = payload,
        .payload_len = fields[4] % (payload_max + 1),
    };

    return frame;
}

/* What protobuf-c makes of the same frame, with its length before it. */
static size_t reference(const struct gri_frame *frame, uint8_t *out)
{
    Greenroom__Wire__Frame wire = GREENROOM__WIRE__FRAME__INIT;
    uint8_t payload[MAX_FRAME];

    uint64_t waiting[3 * GRI_FRAME_CHAIN_MAX];
    for (uint32_t i = 0; i < frame->n_chain; i++) {
        uint64_t *step = &waiting[(size_t)i * 3];
        gri_frame_get_step(frame->chain + (size_t)i * GRI_FRAME_STEP_BYTES, step, step + 1,
                           step + 2);
    }
    wire.waiting = waiting;
    wire.n_waiting = 3 * (size_t)frame->n_chain;
    if (frame->payload_len > 0) {
        memcpy(payload, frame->payload, frame->payload_len);
    }
    wire.kind = (Greenroom__Wire__Kind)frame->kind;
    wire.budget_ns = frame->budget_ns;
    wire.call = frame->call;
    wire.actor = frame->actor;
    wire.method = frame->method;
    wire.credit = frame->credit;
    wire.payload = (ProtobufCBinaryData){ frame->payload_len, payload };
    size_t len = greenroom__wire__frame__pack(&wire, out + GRI_FRAME_PREFIX);

    for (size_t i = 0; i < GRI_FRAME_PREFIX; i++) {
        out[i] = (uint8_t)(len >> (8 * i));
    }
    return len + GRI_FRAME_PREFIX;
}

static bool same_frame(const struct gri_frame *a, const struct gri_frame *b)
{
    return a->kind == b->kind && a->budget_ns == b->budget_ns && a->call == b->call &&
           a->actor == b->actor && a->method == b->method && a->n_chain == b->n_chain &&
           (a->n_chain == 0 ||
            memcmp(a->chain, b->chain, (size_t)a->n_chain * GRI_FRAME_STEP_BYTES) == 0) &&
           a->credit == b->credit && a->payload_len == b->payload_len &&
           (a->payload_len == 0 || memcmp(a->payload, b->payload, a->payload_len) == 0);
}

static void frames_are_the_bytes_of_protobuf_c(void)
{
    uint8_t payload[300];
    uint8_t wanted[MAX_FRAME];
    uint64_t state = 1;

    memset(payload, 'p', sizeof(payload));
    for (int i = 0; i < 5000; i++) {
        struct gri_frame frame = random_frame(&state, payload, sizeof(payload));
        struct gri_frame decoded;
        struct gri_buffer buffer;
        size_t used = 0;
        size_t len = reference(&frame, wanted);

        gri_buffer_init(&buffer, MAX_FRAME);
        CHECK_CODE(gri_frame_append(&buffer, &frame), GR_OK);
        CHECK(buffer.len == len && memcmp(buffer.data, wanted, len) == 0);
        CHECK(len <= frame.payload_len + GRI_FRAME_OVERHEAD +
                         (frame.n_chain == 0 ? 0 : frame.n_chain * GRI_FRAME_STEP_BYTES + 3));
        CHECK_CODE(gri_frame_decode(buffer.data, buffer.len, MAX_FRAME, &decoded, &used), GR_OK);
        CHECK_UINT(used, len);
        CHECK(same_frame(&decoded, &frame));
        gri_buffer_fini(&buffer);
    }
}

static void numbers_are_those_of_the_schema(void)
{
    CHECK_UINT(GRI_FRAME_HELLO, GREENROOM__WIRE__KIND__KIND_HELLO);
    CHECK_UINT(GRI_FRAME_LOOKUP, GREENROOM__WIRE__KIND__KIND_LOOKUP);
    CHECK_UINT(GRI_FRAME_FOUND, GREENROOM__WIRE__KIND__KIND_FOUND);
    CHECK_UINT(GRI_FRAME_CALL, GREENROOM__WIRE__KIND__KIND_CALL);
    CHECK_UINT(GRI_FRAME_REPLY, GREENROOM__WIRE__KIND__KIND_REPLY);
    CHECK_UINT(GRI_FRAME_ERROR, GREENROOM__WIRE__KIND__KIND_ERROR);
    CHECK_UINT(GRI_FRAME_ONEWAY, GREENROOM__WIRE__KIND__KIND_ONEWAY);
    CHECK_UINT(GRI_FRAME_CANCEL, GREENROOM__WIRE__KIND__KIND_CANCEL);
    CHECK_UINT(GRI_FRAME_PING, GREENROOM__WIRE__KIND__KIND_PING);
    CHECK_UINT(GRI_FRAME_PONG, GREENROOM__WIRE__KIND__KIND_PONG);
    CHECK_UINT(GRI_FRAME_GOODBYE, GREENROOM__WIRE__KIND__KIND_GOODBYE);
    CHECK_UINT(GRI_FRAME_PROBE, GREENROOM__WIRE__KIND__KIND_PROBE);
    CHECK_UINT(GRI_FRAME_INQUIRY, GREENROOM__WIRE__KIND__KIND_INQUIRY);
    CHECK_UINT(GRI_FRAME_STATUS, GREENROOM__WIRE__KIND__KIND_STATUS);
    CHECK_UINT(GRI_FRAME_CREDIT, GREENROOM__WIRE__KIND__KIND_CREDIT);
}

/* The largest head there is. */
static const struct gri_frame widest = {
    .kind = GRI_FRAME_CALL,
    .budget_ns = UINT64_MAX,
    .call = UINT64_MAX,
    .actor = UINT64_MAX,
    .method = UINT32_MAX,
    .credit = UINT32_MAX,
    .payload = (const uint8_t *)"payload",
    .payload_len = 7,
};

static void the_payload_can_be_written_in_place(void)
{
    struct gri_buffer by_copy;
    struct gri_buffer in_place;
    uint8_t *payload = NULL;

    gri_buffer_init(&by_copy, MAX_FRAME);
    gri_buffer_init(&in_place, MAX_FRAME);
    CHECK_CODE(gri_frame_append(&by_copy, &widest), GR_OK);
    CHECK_CODE(gri_frame_begin(&in_place, &widest, &payload), GR_OK);
    memcpy(payload, widest.payload, widest.payload_len);
    CHECK_UINT(in_place.len, by_copy.len);
    CHECK(memcmp(in_place.data, by_copy.data, by_copy.len) == 0);
    CHECK(payload + widest.payload_len == in_place.data + in_place.len);
    gri_buffer_fini(&by_copy);
    gri_buffer_fini(&in_place);
}

static void every_cut_is_incomplete(void)
{
    struct gri_buffer buffer;
    struct gri_frame out = { .kind = 99 };
    size_t used = 1;

    gri_buffer_init(&buffer, MAX_FRAME);
    CHECK_CODE(gri_frame_append(&buffer, &widest), GR_OK);
    for (size_t len = 0; len < buffer.len; len++) {
        CHECK_CODE(gri_frame_decode(buffer.data, len, MAX_FRAME, &out, &used), GR_OK);
        CHECK_UINT(used, 0);
        CHECK_UINT(out.kind, 99);
    }
    CHECK_CODE(gri_frame_decode(NULL, 0, MAX_FRAME, &out, &used), GR_OK);
    CHECK_UINT(used, 0);
    gri_buffer_fini(&buffer);
}

/* Whole by its own length, but cut inside: the body ends where no field does, or a field short. */
static void a_body_that_is_cut_is_refused_or_lacks_fields(void)
{
    struct gri_buffer buffer;
    struct gri_frame out;
    size_t used = 0;
    size_t accepted = 0;

    gri_buffer_init(&buffer, MAX_FRAME);
    CHECK_CODE(gri_frame_append(&buffer, &widest), GR_OK);
    for (size_t body = 0; body < buffer.len - GRI_FRAME_PREFIX; body++) {
        buffer.data[0] = (uint8_t)body;
        gr_code code = gri_frame_decode(buffer.data, buffer.len, MAX_FRAME, &out, &used);

        CHECK(code == GR_OK || code == GR_INVALID_ARGUMENT);
        accepted += code == GR_OK;
        CHECK_UINT(used, code == GR_OK ? body + GRI_FRAME_PREFIX : 0);
    }
    CHECK_UINT(accepted, 6); /* after kind, budget, call, actor, method and credit */
    gri_buffer_fini(&buffer);
}

static void frames_up_to_the_limit_are_taken(void)
{
    struct gri_buffer buffer;
    struct gri_frame out;
    size_t used = 0;

    gri_buffer_init(&buffer, MAX_FRAME);
    CHECK_CODE(gri_frame_append(&buffer, &widest), GR_OK);
    size_t body = buffer.len - GRI_FRAME_PREFIX;

    CHECK_CODE(gri_frame_decode(buffer.data, buffer.len, body, &out, &used), GR_OK);
    CHECK_UINT(used, buffer.len);
    CHECK_CODE(gri_frame_decode(buffer.data, buffer.len, body - 1, &out, &used),
               GR_INVALID_ARGUMENT);
    CHECK_CODE(gri_frame_decode(buffer.data, GRI_FRAME_PREFIX, body - 1, &out, &used),
               GR_INVALID_ARGUMENT); /* the length alone tells */
    CHECK_CODE(gri_frame_decode((const uint8_t *)"\xff\xff\xff\xff", 4, MAX_FRAME, &out, &used),
               GR_INVALID_ARGUMENT);
    gri_buffer_fini(&buffer);
}

static void a_full_buffer_takes_no_part_of_a_frame(void)
{
    struct gri_buffer buffer;
    struct gri_frame huge = widest;
    uint8_t *payload = NULL;

    gri_buffer_init(&buffer, 100);
    CHECK_CODE(gri_frame_append(&buffer, &widest), GR_OK);
    size_t len = buffer.len;

    CHECK_CODE(gri_frame_append(&buffer, &widest), GR_RESOURCE_EXHAUSTED);
    CHECK_UINT(buffer.len, len);
    huge.payload_len = SIZE_MAX;
    CHECK_CODE(gri_frame_begin(&buffer, &huge, &payload), GR_RESOURCE_EXHAUSTED);
    huge.payload_len = (size_t)UINT32_MAX;
    CHECK_CODE(gri_frame_begin(&buffer, &huge, &payload), GR_RESOURCE_EXHAUSTED);
    CHECK_UINT(buffer.len, len);
    gri_buffer_fini(&buffer);
}

static void out_of_memory_is_resource_exhausted(void)
{
    struct gri_buffer buffer;

    gri_buffer_init(&buffer, MAX_FRAME);
    suite_fail_allocation(1);
    CHECK_CODE(gri_frame_append(&buffer, &widest), GR_RESOURCE_EXHAUSTED);
    CHECK_UINT(buffer.len, 0);
    CHECK_CODE(gri_frame_append(&buffer, &widest), GR_OK);
    gri_buffer_fini(&buffer);
}

struct decode_case {
    const char *name;
    const char *bytes;
    size_t len;
    gr_code code;
    struct gri_frame frame;
};

#define BYTES(text) text, sizeof(text) - 1

static const struct decode_case decode_cases[] = {
    { "payload first, call last, an unknown field of each kind between",
      BYTES("\x22\0\0\0\x7a\x02hi\x38\x05\x39\1\1\1\1\1\1\1\1\x42\x01x\x4d\1\1\1\1\x08\x04"
            "\x19\2\0\0\0\0\0\0\0"),
      GR_OK,
      { .kind = 4, .call = 2, .payload = (const uint8_t *)"hi", .payload_len = 2 } },
    { "the last of several counts",
      BYTES("\x0a\0\0\0\x08\x01\x28\x01\x08\x02\x28\x03\x7a\x00"),
      GR_OK,
      { .kind = 2, .method = 3 } },
    { "a kind of tomorrow", BYTES("\x03\0\0\0\x08\x80\x01"), GR_OK, { .kind = 128 } },
    { "no kind", BYTES("\x02\0\0\0\x28\x01"), GR_INVALID_ARGUMENT, { 0 } },
    { "kind 0", BYTES("\x02\0\0\0\x08\0"), GR_INVALID_ARGUMENT, { 0 } },
    { "empty", BYTES("\0\0\0\0"), GR_INVALID_ARGUMENT, { 0 } },
    { "a kind that is no varint", BYTES("\x05\0\0\0\x0d\1\0\0\0"), GR_INVALID_ARGUMENT, { 0 } },
    { "a budget that is a varint", BYTES("\x04\0\0\0\x08\1\x10\1"), GR_INVALID_ARGUMENT, { 0 } },
    { "a call that is a varint", BYTES("\x04\0\0\0\x08\1\x18\1"), GR_INVALID_ARGUMENT, { 0 } },
    { "an actor that is a varint", BYTES("\x04\0\0\0\x08\1\x20\1"), GR_INVALID_ARGUMENT, { 0 } },
    { "a method that is bytes", BYTES("\x04\0\0\0\x08\1\x2a\0"), GR_INVALID_ARGUMENT, { 0 } },
    { "a payload that is a varint", BYTES("\x04\0\0\0\x08\1\x78\1"), GR_INVALID_ARGUMENT, { 0 } },
    { "a payload longer than the frame",
      BYTES("\x04\0\0\0\x08\1\x7a\1x"),
      GR_INVALID_ARGUMENT,
      { 0 } },
    { "an unknown field longer than the frame",
      BYTES("\x05\0\0\0\x08\1\x3a\2xyz"),
      GR_INVALID_ARGUMENT,
      { 0 } },
    { "a chain that is a varint", BYTES("\x04\0\0\0\x08\1\x30\1"), GR_INVALID_ARGUMENT, { 0 } },
    { "a chain number by number, which is passed over",
      BYTES("\x14\0\0\0\x08\1\x31"
            "12345678\x31"
            "12345678"),
      GR_OK,
      { .kind = 1 } },
    { "half a step of a chain",
      BYTES("\x10\0\0\0\x08\1\x32\x0c"
            "123456789012"),
      GR_INVALID_ARGUMENT,
      { 0 } },
    { "a group", BYTES("\x04\0\0\0\x08\1\x33\x34"), GR_INVALID_ARGUMENT, { 0 } },
    { "field 0", BYTES("\x04\0\0\0\x08\1\0\0"), GR_INVALID_ARGUMENT, { 0 } },
};

static void a_chain_of_over_32_steps_is_refused(void)
{
    enum { STEPS = GRI_FRAME_CHAIN_MAX + 1 };
    for (uint32_t n = STEPS - 1; n <= STEPS; n++) {
        uint8_t bytes[16 + STEPS * GRI_FRAME_STEP_BYTES] = { 0 };
        struct gri_frame out = { 0 };
        size_t used = 0;
        size_t len = (size_t)n * GRI_FRAME_STEP_BYTES;
        size_t body_len = 5 + len;

        bytes[0] = (uint8_t)body_len;
        bytes[1] = (uint8_t)(body_len >> 8);
        bytes[4] = 0x08;
        bytes[5] = GRI_FRAME_CALL;
        bytes[6] = 0x32;
        bytes[7] = (uint8_t)(len | 0x80);
        bytes[8] = (uint8_t)(len >> 7);
        CHECK_CODE(gri_frame_decode(bytes, 4 + body_len, MAX_FRAME, &out, &used),
                   n < STEPS ? GR_OK : GR_INVALID_ARGUMENT);
        CHECK_UINT(out.n_chain, n < STEPS ? n : 0);
    }
}

static void other_encoders_are_understood_and_garbage_is_not(void)
{
    for (size_t i = 0; i < sizeof(decode_cases) / sizeof(decode_cases[0]); i++) {
        const struct decode_case *test = &decode_cases[i];
        struct gri_frame out = { 0 };
        size_t used = 0;
        gr_code code =
            gri_frame_decode((const uint8_t *)test->bytes, test->len, MAX_FRAME, &out, &used);

        suite_check(code == test->code, __FILE__, __LINE__, test->name);
        suite_check(same_frame(&out, &test->frame), __FILE__, __LINE__, test->name);
    }
}

static void stamping_turns_deadlines_into_what_is_left(void)
{
    static const uint64_t deadlines[] = { 0, 1000, 1001, 5000, 999, 1, UINT64_MAX, 0 };
    static const uint64_t wanted[] = { 0, 1, 1, 4000, 1, 1, UINT64_MAX - 1000, 0 };
    struct gri_buffer buffer;
    size_t at = 0;

    gri_buffer_init(&buffer, MAX_FRAME);
    for (size_t i = 0; i < sizeof(deadlines) / sizeof(deadlines[0]); i++) {
        struct gri_frame frame = i % 2 == 0 ? widest : (struct gri_frame){ .kind = 1 };

        frame.budget_ns = deadlines[i];
        CHECK_CODE(gri_frame_append(&buffer, &frame), GR_OK);
    }
    gri_frames_stamp(buffer.data, buffer.len, 1000);
    for (size_t i = 0; i < sizeof(deadlines) / sizeof(deadlines[0]); i++) {
        struct gri_frame frame = i % 2 == 0 ? widest : (struct gri_frame){ .kind = 1 };
        struct gri_frame out;
        size_t used = 0;

        frame.budget_ns = wanted[i];
        CHECK_CODE(gri_frame_decode(buffer.data + at, buffer.len - at, MAX_FRAME, &out, &used),
                   GR_OK);
        CHECK(same_frame(&out, &frame));
        at += used;
    }
    CHECK_UINT(at, buffer.len);
    gri_frames_stamp(NULL, 0, 1000);
    gri_buffer_fini(&buffer);
}

/* A frame with no budget whose call, actor or payload might be mistaken for one. */
static void stamping_touches_nothing_but_budgets(void)
{
    static const struct gri_frame frames[] = {
        { .kind = GRI_FRAME_PING },
        { .kind = GRI_FRAME_PONG, .call = UINT64_C(0x1111111111111111) },
        { .kind = GRI_FRAME_ONEWAY, .actor = UINT64_C(0x1111111111111111) },
        { .kind = GRI_FRAME_REPLY, .method = 0x11 },
        { .kind = 0x11,
          .payload = (const uint8_t *)"\x11\x11\x11\x11\x11\x11\x11\x11\x11\x11\x11",
          .payload_len = 11 },
    };
    struct gri_buffer buffer;
    struct gri_buffer stamped;

    gri_buffer_init(&buffer, MAX_FRAME);
    gri_buffer_init(&stamped, MAX_FRAME);
    for (size_t i = 0; i < sizeof(frames) / sizeof(frames[0]); i++) {
        CHECK_CODE(gri_frame_append(&buffer, &frames[i]), GR_OK);
        CHECK_CODE(gri_frame_append(&stamped, &frames[i]), GR_OK);
    }
    gri_frames_stamp(stamped.data, stamped.len, 5);
    CHECK(memcmp(stamped.data, buffer.data, buffer.len) == 0);
    gri_buffer_fini(&buffer);
    gri_buffer_fini(&stamped);
}

GR_SUITE("frame", { "frames_are_the_bytes_of_protobuf_c", frames_are_the_bytes_of_protobuf_c },
         { "numbers_are_those_of_the_schema", numbers_are_those_of_the_schema },
         { "the_payload_can_be_written_in_place", the_payload_can_be_written_in_place },
         { "every_cut_is_incomplete", every_cut_is_incomplete },
         { "a_body_that_is_cut_is_refused_or_lacks_fields",
           a_body_that_is_cut_is_refused_or_lacks_fields },
         { "frames_up_to_the_limit_are_taken", frames_up_to_the_limit_are_taken },
         { "a_full_buffer_takes_no_part_of_a_frame", a_full_buffer_takes_no_part_of_a_frame },
         { "out_of_memory_is_resource_exhausted", out_of_memory_is_resource_exhausted },
         { "a_chain_of_over_32_steps_is_refused", a_chain_of_over_32_steps_is_refused },
         { "other_encoders_are_understood_and_garbage_is_not",
           other_encoders_are_understood_and_garbage_is_not },
         { "stamping_turns_deadlines_into_what_is_left",
           stamping_turns_deadlines_into_what_is_left },
         { "stamping_touches_nothing_but_budgets", stamping_touches_nothing_but_budgets })
