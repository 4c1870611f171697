/* SPDX-License-Identifier: MIT */
/* Bytes on their way in and out: a growable, bounded buffer, and a cursor that reads protobuf's
 * primitives without ever passing the end. Pure: any thread, as long as the owner is one at a time.
 */
#ifndef GRI_BUFFER_H
#define GRI_BUFFER_H

#include <greenroom/code.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* Owned by whoever embeds it. Bytes 0..len-1 are content. It never grows over `max`. */
struct gri_buffer {
    uint8_t *data;
    size_t len;
    size_t cap;
    size_t max;
};

/* An empty buffer that will hold at most `max` bytes; allocates nothing. */
void gri_buffer_init(struct gri_buffer *buffer, size_t max);

/* Frees the memory; the buffer is empty and usable again. */
void gri_buffer_fini(struct gri_buffer *buffer);

/* Makes room for `n` bytes after the content, which may move.
 * Errors: RESOURCE_EXHAUSTED (over `max`, or out of memory): the buffer is unchanged. */
GR_MUST_USE gr_code gri_buffer_reserve(struct gri_buffer *buffer, size_t n);

/* Where the reserved room begins. Valid until the next reserve, append, consume or fini. */
static inline uint8_t *gri_buffer_tail(struct gri_buffer *buffer)
{
    return buffer->data + buffer->len;
}

/* How many bytes can be written at the tail without another reserve. */
static inline size_t gri_buffer_room(const struct gri_buffer *buffer)
{
    return buffer->cap - buffer->len;
}

/* Makes `n` bytes that were written at the tail content; they must have been reserved. */
void gri_buffer_commit(struct gri_buffer *buffer, size_t n);

/* Reserves, copies, commits. Errors: as gri_buffer_reserve(). */
GR_MUST_USE gr_code gri_buffer_append(struct gri_buffer *buffer, const void *bytes, size_t n);

/* Drops the first `n` bytes of the content; what is left moves to the front. */
void gri_buffer_consume(struct gri_buffer *buffer, size_t n);

/* Drops the content, keeps the memory. */
void gri_buffer_clear(struct gri_buffer *buffer);

/* Each writes a number little-endian at `at`, and returns what is behind. Byte by byte gcc 12 would
 * put it together again with twenty instructions. */
static inline uint8_t *gri_write_little32(uint8_t *at, uint32_t value)
{
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    value = __builtin_bswap32(value);
#endif
    memcpy(at, &value, sizeof(value));
    return at + sizeof(value);
}

static inline uint8_t *gri_write_little64(uint8_t *at, uint64_t value)
{
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    value = __builtin_bswap64(value);
#endif
    memcpy(at, &value, sizeof(value));
    return at + sizeof(value);
}

static inline uint8_t *gri_write_varint(uint8_t *at, uint64_t value)
{
    for (; value >= 0x80; value >>= 7) {
        *at++ = (uint8_t)(value | 0x80);
    }
    *at++ = (uint8_t)value;
    return at;
}

/* Borrows the bytes it reads. Every reader below returns false, and moves nothing, where the bytes
 * end too early or say nonsense. */
struct gri_cursor {
    const uint8_t *at;
    const uint8_t *end;
};

/* protobuf's wire types; groups (3 and 4) are refused, as protobuf-c does. */
enum gri_wire_type {
    GRI_WIRE_VARINT = 0,
    GRI_WIRE_FIXED64 = 1,
    GRI_WIRE_BYTES = 2,
    GRI_WIRE_FIXED32 = 5
};

static inline struct gri_cursor gri_cursor_over(const uint8_t *bytes, size_t len)
{
    return (struct gri_cursor){ bytes, len == 0 ? bytes : bytes + len };
}

static inline size_t gri_cursor_left(const struct gri_cursor *cursor)
{
    return (size_t)(cursor->end - cursor->at);
}

/* Of a varint of several bytes, and of a tag of several; the end of the two functions below. */
bool gri_cursor_long_varint(struct gri_cursor *cursor, uint64_t *out);
bool gri_cursor_long_tag(struct gri_cursor *cursor, uint32_t *out_number,
                         enum gri_wire_type *out_type);

/* At most ten bytes; bits over the 64th are dropped, as every protobuf parser does. */
static inline bool gri_cursor_varint(struct gri_cursor *cursor, uint64_t *out)
{
    if (cursor->at == cursor->end || *cursor->at >= 0x80) {
        return gri_cursor_long_varint(cursor, out);
    }
    *out = *cursor->at++;
    return true;
}

/* The next `n` bytes, borrowed. */
static inline bool gri_cursor_bytes(struct gri_cursor *cursor, size_t n, const uint8_t **out)
{
    if (n > gri_cursor_left(cursor)) {
        return false;
    }
    *out = cursor->at;
    if (n > 0) {
        cursor->at += n;
    }
    return true;
}

/* Little-endian, whatever the machine is; compilers see that this is one load where it is so, too.
 */
static inline uint32_t gri_read_little32(const uint8_t *at)
{
    return (uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
}

static inline uint64_t gri_read_little64(const uint8_t *at)
{
    return (uint64_t)at[0] | (uint64_t)at[1] << 8 | (uint64_t)at[2] << 16 | (uint64_t)at[3] << 24 |
           (uint64_t)at[4] << 32 | (uint64_t)at[5] << 40 | (uint64_t)at[6] << 48 |
           (uint64_t)at[7] << 56;
}

static inline bool gri_cursor_fixed32(struct gri_cursor *cursor, uint32_t *out)
{
    const uint8_t *bytes = NULL;
    if (!gri_cursor_bytes(cursor, 4, &bytes)) {
        return false;
    }
    *out = gri_read_little32(bytes);
    return true;
}

static inline bool gri_cursor_fixed64(struct gri_cursor *cursor, uint64_t *out)
{
    const uint8_t *bytes = NULL;
    if (!gri_cursor_bytes(cursor, 8, &bytes)) {
        return false;
    }
    *out = gri_read_little64(bytes);
    return true;
}

/* A length and that many bytes, borrowed. */
static inline bool gri_cursor_prefixed(struct gri_cursor *cursor, struct gri_cursor *out)
{
    struct gri_cursor ahead = *cursor;
    const uint8_t *bytes = NULL;
    uint64_t len = 0;
    if (!gri_cursor_varint(&ahead, &len) || len > gri_cursor_left(&ahead)) {
        return false;
    }
    (void)gri_cursor_bytes(&ahead, (size_t)len, &bytes);
    *cursor = ahead;
    *out = gri_cursor_over(bytes, (size_t)len);
    return true;
}

/* A field's number (1..2^29-1) and wire type, in at most five bytes. */
static inline bool gri_cursor_tag(struct gri_cursor *cursor, uint32_t *out_number,
                                  enum gri_wire_type *out_type)
{
    enum {
        types = 1 << GRI_WIRE_VARINT | 1 << GRI_WIRE_FIXED64 | 1 << GRI_WIRE_BYTES |
                1 << GRI_WIRE_FIXED32
    };
    uint8_t first = cursor->at == cursor->end ? 0xff : *cursor->at;
    if (first >= 0x80 || first < 8 || (types >> (first & 7) & 1) == 0) {
        return gri_cursor_long_tag(cursor, out_number, out_type);
    }
    cursor->at++;
    *out_number = first >> 3;
    *out_type = (enum gri_wire_type)(first & 7);
    return true;
}

/* Passes over the value of a field of this wire type. */
bool gri_cursor_skip(struct gri_cursor *cursor, enum gri_wire_type type);

#endif
