/* SPDX-License-Identifier: MIT */
/* The growable buffer and the bounds-checked cursor. */
#include "buffer.h"

#include "alloc.h"
#include "assert.h"

#include <string.h>

/* The least that is allocated, so that a first small frame doesn't grow three times. */
#define FIRST_CAP 512u

void gri_buffer_init(struct gri_buffer *buffer, size_t max)
{
    *buffer = (struct gri_buffer){ .max = max };
}

void gri_buffer_fini(struct gri_buffer *buffer)
{
    gri_mfree(buffer->data);
    gri_buffer_init(buffer, buffer->max);
}

/* Doubles, so that appending is linear over all; the bound cuts the last step. */
static size_t grown_cap(const struct gri_buffer *buffer, size_t need)
{
    size_t cap = buffer->cap < FIRST_CAP ? FIRST_CAP : buffer->cap;

    while (cap < need) {
        if (cap > buffer->max / 2) {
            return buffer->max;
        }
        cap *= 2;
    }
    return cap < buffer->max ? cap : buffer->max;
}

gr_code gri_buffer_reserve(struct gri_buffer *buffer, size_t n)
{
    if (n <= buffer->cap - buffer->len) {
        return GR_OK;
    }
    if (n > buffer->max - buffer->len) {
        return GR_RESOURCE_EXHAUSTED;
    }
    size_t cap = grown_cap(buffer, buffer->len + n);
    uint8_t *data = gri_malloc(cap);

    if (data == NULL) {
        return GR_RESOURCE_EXHAUSTED;
    }
    if (buffer->len > 0) {
        memcpy(data, buffer->data, buffer->len);
    }
    gri_mfree(buffer->data);
    buffer->data = data;
    buffer->cap = cap;
    return GR_OK;
}

void gri_buffer_commit(struct gri_buffer *buffer, size_t n)
{
    GR_ASSERT(n <= buffer->cap - buffer->len);
    buffer->len += n;
}

gr_code gri_buffer_append(struct gri_buffer *buffer, const void *bytes, size_t n)
{
    gr_code code = gri_buffer_reserve(buffer, n);

    if (code != GR_OK || n == 0) {
        return code;
    }
    memcpy(gri_buffer_tail(buffer), bytes, n);
    buffer->len += n;
    return GR_OK;
}

void gri_buffer_consume(struct gri_buffer *buffer, size_t n)
{
    GR_ASSERT(n <= buffer->len);
    if (n > 0 && n < buffer->len) {
        memmove(buffer->data, buffer->data + n, buffer->len - n);
    }
    buffer->len -= n;
}

void gri_buffer_clear(struct gri_buffer *buffer)
{
    buffer->len = 0;
}

/* Moves the cursor only when the varint ends within `max` bytes. */
static bool read_varint(struct gri_cursor *cursor, size_t max, uint64_t *out)
{
    size_t left = gri_cursor_left(cursor);
    uint64_t value = 0;

    for (size_t i = 0; i < left && i < max; i++) {
        uint8_t byte = cursor->at[i];

        value |= (uint64_t)(byte & 0x7f) << (7 * i);
        if (byte < 0x80) {
            cursor->at += i + 1;
            *out = value;
            return true;
        }
    }
    return false;
}

bool gri_cursor_long_varint(struct gri_cursor *cursor, uint64_t *out)
{
    return read_varint(cursor, 10, out);
}

static bool is_wire_type(uint64_t type)
{
    return type == GRI_WIRE_VARINT || type == GRI_WIRE_FIXED64 || type == GRI_WIRE_BYTES ||
           type == GRI_WIRE_FIXED32;
}

bool gri_cursor_long_tag(struct gri_cursor *cursor, uint32_t *out_number,
                         enum gri_wire_type *out_type)
{
    struct gri_cursor ahead = *cursor;
    uint64_t tag = 0;

    if (!read_varint(&ahead, 5, &tag)) {
        return false;
    }
    if (!is_wire_type(tag & 7) || tag >> 3 == 0 || tag > UINT32_MAX) {
        return false;
    }
    *cursor = ahead;
    *out_number = (uint32_t)(tag >> 3);
    *out_type = (enum gri_wire_type)(tag & 7);
    return true;
}

bool gri_cursor_skip(struct gri_cursor *cursor, enum gri_wire_type type)
{
    const uint8_t *bytes = NULL;
    struct gri_cursor value;
    uint64_t number = 0;

    switch (type) {
    case GRI_WIRE_VARINT:
        return gri_cursor_varint(cursor, &number);
    case GRI_WIRE_FIXED64:
        return gri_cursor_bytes(cursor, 8, &bytes);
    case GRI_WIRE_BYTES:
        return gri_cursor_prefixed(cursor, &value);
    case GRI_WIRE_FIXED32:
        return gri_cursor_bytes(cursor, 4, &bytes);
    default:
        return false;
    }
}
