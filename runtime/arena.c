/* SPDX-License-Identifier: MIT */
/* The bump allocator: a list of chunks, of which the newest is being filled. */
#include "arena.h"

#include "alloc.h"

/* Before the room of every chunk, and as long as the alignment. */
struct gri_arena_chunk {
    _Alignas(16) struct gri_arena_chunk *next;
    size_t room;
};

void gri_arena_init(struct gri_arena *arena, size_t chunk_bytes, size_t max_bytes)
{
    *arena = (struct gri_arena){ .chunk_bytes = chunk_bytes, .max = max_bytes };
}

void gri_arena_fini(struct gri_arena *arena)
{
    while (arena->chunks != NULL) {
        struct gri_arena_chunk *chunk = arena->chunks;

        arena->chunks = chunk->next;
        gri_mfree(chunk);
    }
    gri_arena_init(arena, arena->chunk_bytes, arena->max);
}

static void fill_newest(struct gri_arena *arena)
{
    arena->at = (uint8_t *)(arena->chunks + 1);
    arena->end = arena->at + arena->chunks->room;
}

static bool add_chunk(struct gri_arena *arena, size_t n)
{
    size_t room = n > arena->chunk_bytes ? n : arena->chunk_bytes;
    struct gri_arena_chunk *chunk = gri_malloc(sizeof(*chunk) + room);

    if (chunk == NULL) {
        return false;
    }
    *chunk = (struct gri_arena_chunk){ .next = arena->chunks, .room = room };
    arena->chunks = chunk;
    fill_newest(arena);
    return true;
}

/* To the alignment; never 0, so that no two allocations are at one address. */
static size_t rounded(size_t n)
{
    return n == 0 ? 16 : (n + 15) & ~(size_t)15;
}

void *gri_arena_alloc(struct gri_arena *arena, size_t n)
{
    size_t left = arena->max - arena->used;

    if (n > left || rounded(n) > left) {
        arena->over = true;
        return NULL;
    }
    n = rounded(n);
    if (n > (size_t)(arena->end - arena->at) && !add_chunk(arena, n)) {
        return NULL;
    }
    void *block = arena->at;

    arena->at += n;
    arena->used += n;
    return block;
}

void gri_arena_reset(struct gri_arena *arena)
{
    struct gri_arena_chunk *kept = NULL;

    while (arena->chunks != NULL) {
        struct gri_arena_chunk *chunk = arena->chunks;

        arena->chunks = chunk->next;
        if (kept == NULL && chunk->room == arena->chunk_bytes) {
            kept = chunk;
        } else {
            gri_mfree(chunk);
        }
    }
    gri_arena_init(arena, arena->chunk_bytes, arena->max);
    if (kept != NULL) {
        kept->next = NULL;
        arena->chunks = kept;
        fill_newest(arena);
    }
}

bool gri_arena_is_over(const struct gri_arena *arena)
{
    return arena->over;
}
