/* SPDX-License-Identifier: MIT */
/* Memory: everything the runtime allocates comes through gri_malloc, every message through
 * gri_block_alloc. Out of memory is NULL, for the caller to report as RESOURCE_EXHAUSTED. */
#ifndef GRI_ALLOC_H
#define GRI_ALLOC_H

#include <stdalign.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "assert.h"

/* At least 16-byte aligned; NULL when out of memory; 0 bytes are taken for 1. Any thread. */
void *gri_malloc(size_t n);
void *gri_calloc(size_t n);
void gri_mfree(void *p); /* NULL is fine */

/* Replaces malloc and free under all of the above; both NULL restores them. For tests: while
 * nothing is allocated that the other pair would have to free, and no other thread allocates. */
void gri_alloc_set_hooks(void *(*alloc)(size_t n, void *arg), void (*release)(void *p, void *arg),
                         void *arg);

/* A class for every 64 bytes up to 512, then each twice the one before: 1024, 2048, 4096. */
#define GRI_POOL_STEP    ((size_t)64)
#define GRI_POOL_STEPS   8
#define GRI_POOL_CLASSES 11
#define GRI_POOL_NONE    GRI_POOL_CLASSES /* of what is larger */

enum { GRI_BLOCK_LIVE = 0x6c697665, GRI_BLOCK_FREE = 0x66726565 };

/* Stands before every block. Owned by whoever has the block. */
struct gri_block {
    alignas(16) struct gri_block *next; /* in its pool */
    uint32_t kind;                      /* its class */
    uint32_t state;                     /* finds double frees and wild pointers */
};

struct gri_pool_class {
    struct gri_block *free; /* the latest freed first: it is the one in the cache */
    uint32_t n;
    uint32_t max;           /* fixed */
    struct gri_block *full; /* as many as `max` more, or NULL */
};

/* Between the pools of several workers: what is sent by one and freed by another goes back to the
 * first one in bundles. A class keeps 1 MiB at most. Shared: each place holds a bundle or NULL. */
enum { GRI_DEPOT_PLACES = 8 };
struct gri_depot {
    _Atomic(struct gri_block *) bundles[GRI_POOL_CLASSES][GRI_DEPOT_PLACES];
};

void gri_depot_fini(struct gri_depot *depot); /* zero is an empty one */

/* Of memory whose size is known to whoever has it a class for 24 bytes, one for 40, and so on up to
 * 264: a malloc that has 8 bytes of its own wastes none. */
enum { GRI_BARE_LEAST = 24, GRI_BARE_STEP = 16, GRI_BARE_CLASSES = 16 };

/* Nothing stands before it; what is freed begins with a pointer to the next. */
struct gri_pool_bare {
    void *free; /* the latest freed first */
    uint32_t n;
    uint32_t max; /* fixed */
};

/* Freed message blocks of one worker, for its next messages, and freed structs of the actors that
 * have ended there, for its next actors. A class keeps 256 KiB at most, one of the latter 64. */
struct gri_pool {
    struct gri_pool_class classes[GRI_POOL_CLASSES];
    struct gri_pool_bare bare[GRI_BARE_CLASSES];
    struct gri_depot *depot; /* NULL: none */
};

void gri_pool_init(struct gri_pool *pool, struct gri_depot *depot);
void gri_pool_fini(struct gri_pool *pool); /* blocks in use stay valid */

/* Have the next bundle of a class; make room for one. False: there is none. */
bool gri_pool_refill(struct gri_pool *pool, uint32_t kind);
bool gri_pool_make_room(struct gri_pool *pool, uint32_t kind);

static inline uint32_t gri_pool_class_of(size_t n)
{
    if (n <= GRI_POOL_STEPS * GRI_POOL_STEP) {
        return n == 0 ? 0 : (uint32_t)((n - 1) / GRI_POOL_STEP);
    }
    unsigned bits = 64 - (unsigned)__builtin_clzll((unsigned long long)n - 1);
    return bits <= 12 ? GRI_POOL_STEPS + bits - 10 : GRI_POOL_NONE;
}

static inline struct gri_block *gri_pool_pop(struct gri_pool *pool, uint32_t kind)
{
    struct gri_pool_class *cached = &pool->classes[kind];
    if (cached->free == NULL && !gri_pool_refill(pool, kind)) {
        return NULL;
    }
    struct gri_block *block = cached->free;
    GR_ASSERT(block->state == GRI_BLOCK_FREE);
    cached->free = block->next;
    cached->n--;
    return block;
}

/* False: the pool has enough of that class. */
static inline bool gri_pool_push(struct gri_pool *pool, struct gri_block *block)
{
    struct gri_pool_class *cached = &pool->classes[block->kind];
    if (cached->n >= cached->max && !gri_pool_make_room(pool, block->kind)) {
        return false;
    }
    block->next = cached->free;
    cached->free = block;
    cached->n++;
    return true;
}

static inline size_t gri_bare_class_of(size_t n)
{
    return n <= GRI_BARE_LEAST ? 0 : (n - GRI_BARE_LEAST + GRI_BARE_STEP - 1) / GRI_BARE_STEP;
}

static inline size_t gri_bare_bytes(size_t kind)
{
    return GRI_BARE_LEAST + kind * GRI_BARE_STEP;
}

/* A struct of n bytes, zeroed, 16-byte aligned; NULL when out of memory. It is given back with the
 * same n, to the same pool or another. `pool` is NULL off the workers. */
static inline void *gri_pool_calloc(struct gri_pool *pool, size_t n)
{
    size_t kind = gri_bare_class_of(n);
    if (kind >= GRI_BARE_CLASSES) {
        return gri_calloc(n);
    }
    struct gri_pool_bare *bare = pool == NULL ? NULL : &pool->bare[kind];
    void *memory = bare == NULL ? NULL : bare->free;
    if (memory != NULL) {
        memcpy(&bare->free, memory, sizeof(bare->free));
        bare->n--;
    } else {
        memory = gri_malloc(gri_bare_bytes(kind));
    }
    return memory == NULL ? NULL : memset(memory, 0, n);
}

static inline void gri_pool_free(struct gri_pool *pool, void *memory, size_t n)
{
    size_t kind = gri_bare_class_of(n);
    if (pool == NULL || kind >= GRI_BARE_CLASSES || pool->bare[kind].n >= pool->bare[kind].max) {
        gri_mfree(memory);
        return;
    }
    struct gri_pool_bare *bare = &pool->bare[kind];
    memcpy(memory, &bare->free, sizeof(bare->free));
    bare->free = memory;
    bare->n++;
}

/* One that no pool has. */
void *gri_block_create(size_t n);

/* A message's block: 16-byte aligned, not zeroed; NULL when out of memory. `pool` is NULL off the
 * workers; a block may go back to another pool than it came from, or to none. */
static inline void *gri_block_alloc(struct gri_pool *pool, size_t n)
{
    uint32_t kind = gri_pool_class_of(n);
    struct gri_block *block =
        pool == NULL || kind == GRI_POOL_NONE ? NULL : gri_pool_pop(pool, kind);
    if (block == NULL) {
        return gri_block_create(n);
    }
    block->state = GRI_BLOCK_LIVE;
    return block + 1;
}

/* NULL is fine. */
static inline void gri_block_free(struct gri_pool *pool, void *memory)
{
    if (memory == NULL) {
        return;
    }
    struct gri_block *block = (struct gri_block *)memory - 1;
    GR_ASSERT(block->state == GRI_BLOCK_LIVE);
    block->state = GRI_BLOCK_FREE;
    if (pool == NULL || block->kind == GRI_POOL_NONE || !gri_pool_push(pool, block)) {
        gri_mfree(block);
    }
}

#endif
