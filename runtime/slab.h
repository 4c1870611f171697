/* SPDX-License-Identifier: MIT */
/* Things with checked ids: actors, pending calls, held calls, delayed oneways. Their memory stays
 * until the slab ends, so that any thread may look at the generation behind an id. Taken and given
 * back by the slab's owner alone (a worker, or under the owner's lock). */
#ifndef GRI_SLAB_H
#define GRI_SLAB_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Every item begins with one. */
struct gri_slot {
    _Atomic uint32_t generation; /* odd while the item is in use */
    uint32_t index;
    uint32_t next_free; /* index + 1; 0 ends the list */
};

/* Chunk k holds 64 << k items. */
enum { GRI_SLAB_CHUNKS = 18, GRI_SLAB_FIRST = 64 };

/* Owned by one worker, or under its owner's lock; `chunks` is read by any thread. */
struct gri_slab {
    _Atomic(char *) chunks[GRI_SLAB_CHUNKS];
    size_t item_bytes;
    uint32_t owner; /* stands in the ids: 0..255 */
    uint32_t max;
    uint32_t used; /* items ever taken: indices below it exist */
    uint32_t live;
    uint32_t free_head;
};

void gri_slab_init(struct gri_slab *slab, size_t item_bytes, uint32_t owner, uint32_t max);
void gri_slab_fini(struct gri_slab *slab);

/* An item with a new generation; its content is zero the first time, and what it was left as after
 * that, because other threads may still look at it. NULL: out of memory or over max. Owner only. */
void *gri_slab_take(struct gri_slab *slab);

/* Give an item back. Its id ends now, unless gri_slab_claim() ended it before. Owner only. */
void gri_slab_give(struct gri_slab *slab, void *item);

/* An id is never 0: generation, owner, index. */
static inline uint64_t gri_slab_id(const struct gri_slab *slab, const void *item)
{
    const struct gri_slot *slot = (const struct gri_slot *)item;
    uint32_t generation = atomic_load_explicit(&slot->generation, memory_order_relaxed);
    return (uint64_t)generation << 32 | (uint64_t)slab->owner << 24 | slot->index;
}

static inline uint32_t gri_slab_owner_of(uint64_t id)
{
    return (uint32_t)(id >> 24) & 0xffu;
}

/* End an id: true for the one caller, of all threads, that ended it; the item is then that caller's
 * until the owner gives it back. */
bool gri_slab_claim(const struct gri_slab *slab, uint64_t id, void **out_item);

/* Item `index` < slab->used, in use or not; for walks by the owner. Indices 0..63 are in chunk 0,
 * the next 128 in chunk 1, and so on. NULL: there was none yet. */
static inline void *gri_slab_at(const struct gri_slab *slab, uint32_t index)
{
    uint32_t shifted = index / GRI_SLAB_FIRST + 1u;
    unsigned chunk = 31u - (unsigned)__builtin_clz(shifted);
    if (chunk >= GRI_SLAB_CHUNKS) {
        return NULL;
    }
    uint32_t at = index - GRI_SLAB_FIRST * ((1u << chunk) - 1u);
    char *items = atomic_load_explicit(&slab->chunks[chunk], memory_order_acquire);
    return items == NULL ? NULL : items + (size_t)at * slab->item_bytes;
}

/* The place of an id that was given out; its item may be gone. NULL: it is no such id. */
static inline struct gri_slot *gri_slab_slot(const struct gri_slab *slab, uint64_t id)
{
    uint32_t generation = (uint32_t)(id >> 32);
    if ((generation & 1u) == 0 || gri_slab_owner_of(id) != slab->owner) {
        return NULL;
    }
    return (struct gri_slot *)gri_slab_at(slab, (uint32_t)id & 0xffffffu);
}

/* The item an id names, or NULL when it is gone. To another thread than the owner only its memory
 * is sure to stay: it may be gone, or be another's, the moment after. */
static inline void *gri_slab_find(const struct gri_slab *slab, uint64_t id)
{
    struct gri_slot *slot = gri_slab_slot(slab, id);
    return slot != NULL && atomic_load_explicit(&slot->generation, memory_order_acquire) ==
                               (uint32_t)(id >> 32)
               ? slot
               : NULL;
}

static inline bool gri_slot_is_live(const struct gri_slot *slot)
{
    return (atomic_load_explicit(&slot->generation, memory_order_acquire) & 1u) != 0;
}

#endif
