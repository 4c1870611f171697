/* SPDX-License-Identifier: MIT */
/* Fuzzes messages (libFuzzer). The first byte chooses a type and what is done: the rest is unpacked
 * as that type, which must give what protobuf-c gives, or is the seed of a random struct. What
 * comes of it is copied, packed and unpacked, which must go, and give what packs to the same bytes
 * again. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "alloc.h"
#include "kitchen.pb-c.h"
#include "kitchen2.pb-c.h"
#include "message.h"
#include "random_message.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const ProtobufCMessageDescriptor *const types[] = {
    &kitchen__kitchen__descriptor,     &kitchen__tree__descriptor, &kitchen__drawer__descriptor,
    &kitchen2__oven__descriptor,       &kitchen__hen__descriptor,  &kitchen__scale__descriptor,
    &kitchen__old_kitchen__descriptor,
};

static const struct gri_message_limits limits = { .depth = 50, .bytes = 1 << 24 };

static void require(bool holds)
{
    if (!holds) {
        abort();
    }
}

/* NULL when the message may not be copied. */
static void *flat_copy(const ProtobufCMessageDescriptor *type, const void *message)
{
    size_t size = 0;

    if (gri_message_size(type, message, &limits, &size) != GR_OK) {
        return NULL;
    }
    void *copy = gri_malloc(size);

    require(copy != NULL && gri_message_copy(type, message, copy) == copy);
    return copy;
}

static uint8_t *pack(const void *flat, size_t *out_len)
{
    *out_len = gri_message_packed_size(flat);
    uint8_t *bytes = gri_malloc(*out_len);

    require(bytes != NULL && gri_message_pack(flat, bytes) == *out_len);
    return bytes;
}

/* Compares what is packed: bytes from outside may hold zeros with a sign, which packing loses. */
static void check_message(const ProtobufCMessageDescriptor *type, const void *message,
                          struct gri_arena *arena)
{
    const void *again = NULL;
    size_t len = 0;
    size_t len_again = 0;
    void *copy = flat_copy(type, message);

    if (copy == NULL) {
        return;
    }
    uint8_t *bytes = pack(copy, &len);

    require(gri_message_unpack(type, bytes, len, &limits, arena, &again) == GR_OK);
    uint8_t *bytes_again = pack(again, &len_again);

    require(len == len_again && memcmp(bytes, bytes_again, len) == 0);
    gri_mfree(bytes_again);
    gri_mfree(bytes);
    gri_mfree(copy);
}

static void check_random(const ProtobufCMessageDescriptor *type, const uint8_t *data, size_t size,
                         struct gri_arena *arena)
{
    struct random_message_options options = { .arena = arena, .depth = 4 };

    memcpy(&options.seed, data, size < sizeof(options.seed) ? size : sizeof(options.seed));
    options.bare = options.seed % 2 == 0;
    check_message(type, random_message(type, &options), arena);
}

static void check_bytes(const ProtobufCMessageDescriptor *type, const uint8_t *bytes, size_t len,
                        struct gri_arena *arena)
{
    const void *message = NULL;
    bool is_taken = gri_message_unpack(type, bytes, len, &limits, arena, &message) == GR_OK;
    ProtobufCMessage *wanted = protobuf_c_message_unpack(type, NULL, len, bytes);

    if (is_taken) {
        require(same_message(type, message, wanted));
        check_message(type, message, arena);
    } else {
        require(wanted == NULL || is_refused_on_purpose(type, bytes, len, limits.depth) ||
                gri_arena_is_over(arena));
    }
    if (wanted != NULL) {
        protobuf_c_message_free_unpacked(wanted, NULL);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct gri_arena arena;

    if (size == 0) {
        return 0;
    }
    const ProtobufCMessageDescriptor *type =
        types[data[0] / 2 % (sizeof(types) / sizeof(types[0]))];

    gri_arena_init(&arena, 1 << 16, 1 << 28);
    if (data[0] % 2 == 0) {
        check_random(type, data + 1, size - 1, &arena);
    } else {
        check_bytes(type, data + 1, size - 1, &arena);
    }
    gri_arena_fini(&arena);
    return 0;
}
