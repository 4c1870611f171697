/* SPDX-License-Identifier: MIT */
/* Fuzzes the decoding of frames (libFuzzer): no stream of bytes is read past its end, a frame that
 * is taken can be made again, and protobuf-c agrees on what it says. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "frame.h"
#include "greenroom/wire.pb-c.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define MAX_FRAME 65536u

static void require(bool holds)
{
    if (!holds) {
        abort();
    }
}

static bool same(const struct gri_frame *a, const struct gri_frame *b)
{
    return a->kind == b->kind && a->budget_ns == b->budget_ns && a->call == b->call &&
           a->actor == b->actor && a->method == b->method && a->payload_len == b->payload_len &&
           (a->payload_len == 0 || memcmp(a->payload, b->payload, a->payload_len) == 0);
}

static void check_against_protobuf_c(const struct gri_frame *frame, const uint8_t *body, size_t len)
{
    Greenroom__Wire__Frame *wire = greenroom__wire__frame__unpack(NULL, len, body);

    if (wire == NULL) {
        return; /* a length in six bytes or more: ours takes it, protobuf-c doesn't */
    }
    struct gri_frame theirs = {
        .kind = (uint32_t)wire->kind,
        .budget_ns = wire->budget_ns,
        .call = wire->call,
        .actor = wire->actor,
        .method = wire->method,
        .payload = wire->payload.data,
        .payload_len = wire->payload.len,
    };

    require(same(frame, &theirs));
    greenroom__wire__frame__free_unpacked(wire, NULL);
}

/* Frames of ours: encoded, decoded, stamped. */
static void check_again(const struct gri_frame *frame)
{
    struct gri_buffer buffer;
    struct gri_frame again;
    size_t used = 0;

    if (frame->kind >= 0x80) {
        return;
    }
    gri_buffer_init(&buffer, 2 * MAX_FRAME);
    require(gri_frame_append(&buffer, frame) == GR_OK);
    require(gri_frame_decode(buffer.data, buffer.len, 2 * MAX_FRAME, &again, &used) == GR_OK);
    require(used == buffer.len && same(frame, &again));
    gri_frames_stamp(buffer.data, buffer.len, 1000);
    require(gri_frame_decode(buffer.data, buffer.len, 2 * MAX_FRAME, &again, &used) == GR_OK);
    require((again.budget_ns == 0) == (frame->budget_ns == 0));
    again.budget_ns = frame->budget_ns;
    require(same(frame, &again));
    gri_buffer_fini(&buffer);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    size_t at = 0;
    size_t used = 1;

    while (used > 0) {
        struct gri_frame frame;

        if (gri_frame_decode(data + at, size - at, MAX_FRAME, &frame, &used) != GR_OK) {
            require(used == 0);
            break;
        }
        if (used > 0) {
            check_against_protobuf_c(&frame, data + at + GRI_FRAME_PREFIX, used - GRI_FRAME_PREFIX);
            check_again(&frame);
        }
        at += used;
        require(at <= size);
    }
    return 0;
}
