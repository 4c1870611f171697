/* SPDX-License-Identifier: MIT */
/* A bump allocator for what lives only a moment, such as a message between its bytes and its flat
 * copy. Used by one thread at a time; everything in it goes at once. */
#ifndef GRI_ARENA_H
#define GRI_ARENA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct gri_arena_chunk;

/* Owned by whoever embeds it (one worker, or one peer). */
struct gri_arena {
    struct gri_arena_chunk *chunks; /* newest first: the one being filled */
    uint8_t *at;                    /* the free room of the newest */
    uint8_t *end;
    size_t chunk_bytes; /* the least room of a chunk */
    size_t used;        /* handed out since the last reset */
    size_t max;         /* what `used` never exceeds */
    bool over;          /* an allocation since the last reset was refused because of `max` */
};

/* Allocates nothing yet. Memory is taken in chunks of `chunk_bytes`, or of one larger allocation.
 */
void gri_arena_init(struct gri_arena *arena, size_t chunk_bytes, size_t max_bytes);
void gri_arena_fini(struct gri_arena *arena);

/* `n` bytes, 16-byte aligned, not zeroed, valid until reset or fini. NULL: out of memory, or over
 * the bound (then gri_arena_is_over()). */
void *gri_arena_alloc(struct gri_arena *arena, size_t n);

/* Takes everything back; keeps one chunk, so that steady use allocates nothing. */
void gri_arena_reset(struct gri_arena *arena);

/* Whether an allocation since the last reset was refused because of the bound. */
bool gri_arena_is_over(const struct gri_arena *arena);

#endif
