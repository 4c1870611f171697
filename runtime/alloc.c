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

/* Under ASan nothing is kept, so that it sees each use after free. */
enum { kept_bytes = GRI_ASAN ? 0 : 256 * 1024, bare_bytes = kept_bytes / 4 };
enum { untouched_from = 64 * 1024 };

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

static size_t class_bytes(uint32_t kind)
{
    return kind < GRI_POOL_STEPS
               ? (size_t)(kind + 1) * GRI_POOL_STEP
               : (size_t)(GRI_POOL_STEPS * GRI_POOL_STEP) << (kind - GRI_POOL_STEPS + 1);
}

/* Two bundles, of which one is used up or filled, so that nobody goes to the depot for each block
 * that comes or goes. */
void gri_pool_init(struct gri_pool *pool, struct gri_depot *depot)
{
    memset(pool, 0, sizeof *pool);
    pool->depot = depot;
    for (uint32_t kind = 0; kind < GRI_POOL_CLASSES; kind++) {
        pool->classes[kind].max = (uint32_t)(kept_bytes / class_bytes(kind) / 2);
    }
    for (uint32_t kind = 0; kind < GRI_BARE_CLASSES; kind++) {
        pool->bare[kind].max = (uint32_t)(bare_bytes / gri_bare_bytes(kind));
    }
}

static struct gri_block *depot_take(struct gri_depot *depot, uint32_t kind)
{
    for (int i = 0; depot != NULL && i < GRI_DEPOT_PLACES; i++) {
        _Atomic(struct gri_block *) *place = &depot->bundles[kind][i];
        struct gri_block *bundle = atomic_load_explicit(place, memory_order_relaxed);
        if (bundle != NULL) {
            bundle = atomic_exchange_explicit(place, NULL, memory_order_acquire);
        }
        if (bundle != NULL) {
            return bundle;
        }
    }
    return NULL;
}

/* False: it has enough of that class. */
static bool depot_put(struct gri_depot *depot, uint32_t kind, struct gri_block *bundle)
{
    for (int i = 0; depot != NULL && i < GRI_DEPOT_PLACES; i++) {
        _Atomic(struct gri_block *) *place = &depot->bundles[kind][i];
        struct gri_block *nothing = NULL;
        if (atomic_load_explicit(place, memory_order_relaxed) == NULL &&
            atomic_compare_exchange_strong_explicit(place, &nothing, bundle, memory_order_release,
                                                    memory_order_relaxed)) {
            return true;
        }
    }
    return false;
}

bool gri_pool_refill(struct gri_pool *pool, uint32_t kind)
{
    struct gri_pool_class *cached = &pool->classes[kind];
    cached->free = cached->full != NULL ? cached->full : depot_take(pool->depot, kind);
    cached->full = NULL;
    cached->n = cached->free != NULL ? cached->max : 0;
    return cached->free != NULL;
}

bool gri_pool_make_room(struct gri_pool *pool, uint32_t kind)
{
    struct gri_pool_class *cached = &pool->classes[kind];
    if (cached->max == 0 || (cached->full != NULL && !depot_put(pool->depot, kind, cached->full))) {
        return false;
    }
    cached->full = cached->free;
    cached->free = NULL;
    cached->n = 0;
    return true;
}

static void free_all(struct gri_block *block)
{
    while (block != NULL) {
        struct gri_block *next = block->next;
        GR_ASSERT(block->state == GRI_BLOCK_FREE);
        gri_mfree(block);
        block = next;
    }
}

void gri_depot_fini(struct gri_depot *depot)
{
    for (uint32_t kind = 0; kind < GRI_POOL_CLASSES; kind++) {
        for (struct gri_block *bundle = depot_take(depot, kind); bundle != NULL;
             bundle = depot_take(depot, kind)) {
            free_all(bundle);
        }
    }
}

void gri_pool_fini(struct gri_pool *pool)
{
    for (uint32_t kind = 0; kind < GRI_POOL_CLASSES; kind++) {
        struct gri_pool_class *cached = &pool->classes[kind];
        free_all(cached->free);
        free_all(cached->full);
        cached->free = cached->full = NULL;
        cached->n = 0;
    }
    for (uint32_t kind = 0; kind < GRI_BARE_CLASSES; kind++) {
        while (pool->bare[kind].n > 0) {
            gri_mfree(gri_pool_calloc(pool, gri_bare_bytes(kind)));
        }
    }
}

static struct gri_block *block_create(uint32_t kind, size_t n)
{
    size_t bytes = kind == GRI_POOL_NONE ? n : class_bytes(kind);
    if (bytes > SIZE_MAX - sizeof(struct gri_block)) {
        return NULL;
    }
    struct gri_block *block = gri_malloc(sizeof *block + bytes);
    if (block != NULL) {
        block->kind = kind;
    }
    return block;
}

void *gri_block_create(size_t n)
{
    uint32_t kind = gri_pool_class_of(n);
    struct gri_block *block = block_create(kind, n);
    if (block == NULL) {
        return NULL;
    }
    block->state = GRI_BLOCK_LIVE;
    return block + 1;
}
