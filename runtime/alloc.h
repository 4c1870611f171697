/* SPDX-License-Identifier: MIT */
/* Memory: everything the runtime allocates comes through gri_malloc, every message through
 * gri_block_alloc. Out of memory is NULL, for the caller to report as RESOURCE_EXHAUSTED. */
#ifndef GRI_ALLOC_H
#define GRI_ALLOC_H

#include <stddef.h>
#include <stdint.h>

/* At least 16-byte aligned; NULL when out of memory; 0 bytes are taken for 1. Any thread. */
void *gri_malloc(size_t n);
void *gri_calloc(size_t n);
void gri_mfree(void *p); /* NULL is fine */

/* Replaces malloc and free under all of the above; both NULL restores them. For tests: while
 * nothing is allocated that the other pair would have to free, and no other thread allocates. */
void gri_alloc_set_hooks(void *(*alloc)(size_t n, void *arg), void (*release)(void *p, void *arg),
                         void *arg);

#define GRI_POOL_CLASSES 11 /* 64, 128, 192, ... 512, 1024, 2048, 4096 bytes */

struct gri_block;

struct gri_pool_class {
    struct gri_block *free; /* the latest freed first: it is the one in the cache */
    uint32_t n;
};

/* Freed message blocks of one worker, for its next messages. A class keeps 256 KiB at most. */
struct gri_pool {
    struct gri_pool_class classes[GRI_POOL_CLASSES];
};

void gri_pool_init(struct gri_pool *pool);
void gri_pool_fini(struct gri_pool *pool); /* blocks in use stay valid */

/* A message's block: 16-byte aligned, not zeroed; NULL when out of memory. `pool` is NULL off the
 * workers; a block may go back to another pool than it came from, or to none. */
void *gri_block_alloc(struct gri_pool *pool, size_t n);
void gri_block_free(struct gri_pool *pool, void *block); /* NULL is fine */

#endif
