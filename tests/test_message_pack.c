/* SPDX-License-Identifier: MIT */
/* Messages of scalars alone, packed by our own walk: the bytes are those of protobuf-c, also as the
 * payload of a frame. */
#include <math.h>
#include <string.h>

#include "buffer.h"
#include "frame.h"
#include "kitchen.pb-c.h"
#include "kitchen2.pb-c.h"
#include "message.h"
#include "random_message.h"
#include "suite.h"

enum { SEEDS = 4000, BYTES_MAX = 512 };

static const ProtobufCMessageDescriptor *const types[] = {
    &kitchen__scale__descriptor,
    &kitchen__nothing__descriptor,
    &kitchen2__knob__descriptor,
    &kitchen2__lamp__descriptor,
};

#define N_TYPES (sizeof(types) / sizeof(types[0]))

/* `bare` is the same message, or one without a descriptor. */
static void check_same_bytes(const ProtobufCMessageDescriptor *type, const void *message,
                             const void *bare)
{
    uint8_t wanted[BYTES_MAX];
    uint8_t got[BYTES_MAX];
    size_t len = protobuf_c_message_pack(message, wanted);

    CHECK(len <= gri_message_plain_max(type));
    memset(got, 0xee, sizeof(got));
    CHECK_UINT(gri_message_pack_plain(type, bare, got), len);
    CHECK(memcmp(got, wanted, len) == 0);
    CHECK_UINT(got[gri_message_plain_max(type)], 0xee);
}

/* Behind another one, as in a batch. */
static void check_same_frame(const ProtobufCMessageDescriptor *type, const void *message)
{
    static const struct gri_frame first = { .kind = GRI_FRAME_PING, .call = 7 };
    struct gri_buffer wanted, got;
    uint8_t payload[BYTES_MAX];
    struct gri_frame frame = { .kind = GRI_FRAME_ONEWAY,
                               .budget_ns = 5,
                               .actor = 1,
                               .method = 300,
                               .credit = 200,
                               .payload = payload };

    frame.payload_len = protobuf_c_message_pack(message, payload);
    gri_buffer_init(&wanted, 1 << 16);
    gri_buffer_init(&got, 1 << 16);
    CHECK_CODE(gri_frame_append(&wanted, &first), GR_OK);
    CHECK_CODE(gri_frame_append(&wanted, &frame), GR_OK);
    CHECK_CODE(gri_frame_append(&got, &first), GR_OK);
    CHECK_CODE(gri_frame_append_plain(&got, &frame, type, message), GR_OK);
    CHECK_UINT(got.len, wanted.len);
    CHECK(memcmp(got.data, wanted.data, wanted.len) == 0);
    gri_buffer_fini(&wanted);
    gri_buffer_fini(&got);
}

static void the_bytes_are_those_of_protobuf_c(void)
{
    struct gri_arena arena;

    gri_arena_init(&arena, 1 << 16, 1 << 26);
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        const ProtobufCMessageDescriptor *type = types[seed % N_TYPES];
        struct random_message_options options = { .arena = &arena, .seed = seed, .depth = 1 };
        ProtobufCMessage *message = random_message(type, &options);

        options.bare = true;
        ProtobufCMessage *bare = random_message(type, &options);
        message->n_unknown_fields = 0;
        bare->n_unknown_fields = 0;
        check_same_bytes(type, message, bare);
        check_same_frame(type, message);
        gri_arena_reset(&arena);
    }
    gri_arena_fini(&arena);
}

static void extremes_are_those_of_protobuf_c(void)
{
    const Kitchen__Scale cases[] = {
        { .a = INT32_MIN, .b = INT32_MIN, .c = INT32_MIN, .d = INT64_MIN, .e = INT64_MIN },
        { .a = -1, .b = -1, .c = -1, .d = -1, .e = -1, .f = -1, .n = KITCHEN__DISH__DISH_BURNT },
        { .g = UINT32_MAX, .h = UINT32_MAX, .i = UINT64_MAX, .j = UINT64_MAX },
        { .k = -0.0f, .l = -0.0, .m = 1 },
        { .k = INFINITY, .l = -INFINITY, .m = 7 },
        { .k = 1e-45f, .l = 5e-324 },
        { .a = 127, .d = 128, .g = 16383, .i = 16384 },
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        Kitchen__Scale message = cases[i];
        message.base.descriptor = &kitchen__scale__descriptor;
        check_same_bytes(&kitchen__scale__descriptor, &message, &cases[i]);
        check_same_frame(&kitchen__scale__descriptor, &message);
    }
}

static void a_full_buffer_takes_no_part_of_it(void)
{
    const Kitchen__Scale message = { .a = 1 };
    const struct gri_frame frame = { .kind = GRI_FRAME_ONEWAY, .actor = 1 };
    struct gri_buffer buffer;

    gri_buffer_init(&buffer, 100);
    CHECK_CODE(gri_frame_append_plain(&buffer, &frame, &kitchen__scale__descriptor, &message),
               GR_RESOURCE_EXHAUSTED);
    CHECK_UINT(buffer.len, 0);
    gri_buffer_fini(&buffer);
}

GR_SUITE("message_pack", { "the_bytes_are_those_of_protobuf_c", the_bytes_are_those_of_protobuf_c },
         { "extremes_are_those_of_protobuf_c", extremes_are_those_of_protobuf_c },
         { "a_full_buffer_takes_no_part_of_it", a_full_buffer_takes_no_part_of_it })
