/* SPDX-License-Identifier: MIT */
/* Allocation through the process's hooks, and the workers' caches of message blocks. gri_malloc
 * runs on any thread, a pool only on its worker's. */
#include "alloc.h"

#include <stdalign.h>
#include <stdlib.h>
#include <string.h>

#include "assert.h"
#include "process.h"
#include "sanitize.h"

enum {
    step = 64,
    stepped = 512, /* up to here a class every step, from here on each is twice the one before */
    stepped_bits = 9,
    stepped_n = stepped / step,
    largest = stepped << (GRI_POOL_CLASSES - stepped_n),
    /* Under ASan nothing is kept, so that it sees each use after free. */
    kept_bytes = GRI_ASAN ? 0 : 256 * 1024,
    unpooled = GRI_POOL_CLASSES, /* the kind of what is larger than the largest */
    untouched_from = 64 * 1024,
};

enum { block_live = 0x6c697665, block_free = 0x66726565 };

/* Stands before every block. Owned by whoever has the block. */
struct gri_block {
    alignas(16) struct gri_block *next; /* in its pool */
    uint32_t kind;
    uint32_t state; /* finds double frees and wild pointers */
};

_Static_assert(sizeof(struct gri_block) == 16, "a block is aligned as its header is");
_Static_assert(alignof(max_align_t) >= 16, "malloc aligns as blocks need it");

void *gri_malloc(size_t n)
{
    const struct gri_process_alloc *hooks = &gri_process.alloc;
    size_t size = n > 0 ? n : 1;
    return hooks->alloc != NULL ? hooks->alloc(size, hooks->arg) : malloc(size);
}

/* What is large comes from the system as zeros: calloc leaves its pages untouched until they are
 * used. What is small is had faster from malloc. */
void *gri_calloc(size_t n)
{
    if (n >= untouched_from && gri_process.alloc.alloc == NULL) {
        return calloc(1, n);
    }
    void *p = gri_malloc(n);
    if (p != NULL) {
        memset(p, 0, n);
    }
    return p;
}

void gri_mfree(void *p)
{
    const struct gri_process_alloc *hooks = &gri_process.alloc;
    if (p == NULL) {
        return;
    }
    if (hooks->release != NULL) {
        hooks->release(p, hooks->arg);
        return;
    }
    free(p);
}

void gri_alloc_set_hooks(void *(*alloc)(size_t n, void *arg), void (*release)(void *p, void *arg),
                         void *arg)
{
    GR_ASSERT((alloc == NULL) == (release == NULL));
    gri_process.alloc = (struct gri_process_alloc){ alloc, release, arg };
}

static uint32_t class_of(size_t n)
{
    if (n <= stepped) {
        return n == 0 ? 0 : (uint32_t)((n - 1) / step);
    }
    if (n > largest) {
        return unpooled;
    }
    unsigned bits = 64 - (unsigned)__builtin_clzll((unsigned long long)n - 1);
    return stepped_n + bits - stepped_bits - 1;
}

static size_t class_bytes(uint32_t kind)
{
    return kind < stepped_n ? (size_t)(kind + 1) * step
                            : (size_t)stepped << (kind - stepped_n + 1);
}

void gri_pool_init(struct gri_pool *pool)
{
    memset(pool, 0, sizeof *pool);
}

static struct gri_block *pool_pop(struct gri_pool *pool, uint32_t kind)
{
    struct gri_pool_class *cached = &pool->classes[kind];
    struct gri_block *block = cached->free;
    if (block != NULL) {
        GR_ASSERT(block->state == block_free);
        cached->free = block->next;
        cached->n--;
    }
    return block;
}

static bool pool_push(struct gri_pool *pool, struct gri_block *block)
{
    struct gri_pool_class *cached = &pool->classes[block->kind];
    if (cached->n * class_bytes(block->kind) >= kept_bytes) {
        return false;
    }
    block->next = cached->free;
    cached->free = block;
    cached->n++;
    return true;
}

void gri_pool_fini(struct gri_pool *pool)
{
    for (uint32_t kind = 0; kind < GRI_POOL_CLASSES; kind++) {
        struct gri_block *block = NULL;
        while ((block = pool_pop(pool, kind)) != NULL) {
            gri_mfree(block);
        }
    }
}

static struct gri_block *block_create(uint32_t kind, size_t n)
{
    size_t bytes = kind == unpooled ? n : class_bytes(kind);
    if (bytes > SIZE_MAX - sizeof(struct gri_block)) {
        return NULL;
    }
    struct gri_block *block = gri_malloc(sizeof *block + bytes);
    if (block != NULL) {
        block->kind = kind;
    }
    return block;
}

void *gri_block_alloc(struct gri_pool *pool, size_t n)
{
    uint32_t kind = class_of(n);
    struct gri_block *block = NULL;
    if (pool != NULL && kind != unpooled) {
        block = pool_pop(pool, kind);
    }
    if (block == NULL) {
        block = block_create(kind, n);
    }
    if (block == NULL) {
        return NULL;
    }
    block->state = block_live;
    return block + 1;
}

void gri_block_free(struct gri_pool *pool, void *memory)
{
    if (memory == NULL) {
        return;
    }
    struct gri_block *block = (struct gri_block *)memory - 1;
    GR_ASSERT(block->state == block_live);
    block->state = block_free;
    if (pool == NULL || block->kind == unpooled || !pool_push(pool, block)) {
        gri_mfree(block);
    }
}
