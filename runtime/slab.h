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
    _Atomic uint32_t place;      /* the lower half of its ids: owner and index */
    union {
        uint32_t next_free; /* index + 1; 0 ends the list */
        int32_t note;       /* while it is in use: for the item's owner to use as it likes */
    };
};

/* Chunk k holds 64 << k items; the last has none, for indices beyond all that can be. */
enum { GRI_SLAB_CHUNKS = 18, GRI_SLAB_FIRST = 64, GRI_SLAB_INDEX = 0xffffff };

/* Owned by one worker, or under its owner's lock; `bases` is read by any thread. */
struct gri_slab {
    /* Where the item of index 0 would be, if the chunk went back to that; 0: there is no chunk. */
    _Atomic uintptr_t bases[GRI_SLAB_CHUNKS + 1];
    size_t item_bytes;
    uint32_t owner; /* stands in the ids: 0..255 */
    uint32_t max;
    uint32_t used; /* items ever taken: indices below it exist */
    uint32_t live;
    uint32_t free_head;
};

void gri_slab_init(struct gri_slab *slab, size_t item_bytes, uint32_t owner, uint32_t max);
void gri_slab_fini(struct gri_slab *slab);

/* An id is never 0: generation, owner, index. */
static inline uint64_t gri_slab_id(const struct gri_slab *slab, const void *item)
{
    const struct gri_slot *slot = (const struct gri_slot *)item;
    (void)slab;
    return (uint64_t)atomic_load_explicit(&slot->generation, memory_order_relaxed) << 32 |
           atomic_load_explicit(&slot->place, memory_order_relaxed);
}

static inline uint32_t gri_slab_owner_of(uint64_t id)
{
    return (uint32_t)(id >> 24) & 0xffu;
}

/* End an id: true for the one caller, of all threads, that ended it; the item is then that caller's
 * until the owner gives it back. */
bool gri_slab_claim(const struct gri_slab *slab, uint64_t id, void **out_item);

/* Indices 0..63 are in chunk 0, the next 128 in chunk 1, and so on. */
static inline unsigned gri_slab_chunk_of(uint32_t index)
{
    return 31u - (unsigned)__builtin_clz(index / GRI_SLAB_FIRST + 1u);
}

/* Item `index` <= GRI_SLAB_INDEX, in use or not; below slab->used for walks by the owner. NULL:
 * there was none yet. */
static inline void *gri_slab_at(const struct gri_slab *slab, uint32_t index)
{
    unsigned chunk = gri_slab_chunk_of(index);
    uintptr_t base = atomic_load_explicit(&slab->bases[chunk], memory_order_acquire);
    return base == 0 ? NULL : (void *)(base + index * slab->item_bytes);
}

/* The place of an id that was given out; its item may be gone. NULL: it is no such id. */
static inline struct gri_slot *gri_slab_slot(const struct gri_slab *slab, uint64_t id)
{
    struct gri_slot *slot = (struct gri_slot *)gri_slab_at(slab, (uint32_t)id & GRI_SLAB_INDEX);
    bool is_odd = (id >> 32 & 1u) != 0;
    return slot != NULL && is_odd &&
                   atomic_load_explicit(&slot->place, memory_order_relaxed) == (uint32_t)id
               ? slot
               : NULL;
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

/* A place that was never taken. NULL: out of memory or over max. */
struct gri_slot *gri_slab_grow(struct gri_slab *slab);

/* An item with a new generation; its content is zero the first time, and what it was left as after
 * that, because other threads may still look at it. NULL: out of memory or over max. Owner only. */
static inline void *gri_slab_take(struct gri_slab *slab)
{
    struct gri_slot *slot;
    if (slab->free_head != 0) {
        slot = (struct gri_slot *)gri_slab_at(slab, slab->free_head - 1u);
        slab->free_head = slot->next_free;
    } else {
        slot = gri_slab_grow(slab);
        if (slot == NULL) {
            return NULL;
        }
    }
    slab->live++;
    uint32_t generation = atomic_load_explicit(&slot->generation, memory_order_relaxed);
    atomic_store_explicit(&slot->generation, generation + 1u, memory_order_release);
    return slot;
}

/* Give an item back. Its id ends now, unless gri_slab_claim() ended it before. Owner only. */
static inline void gri_slab_give(struct gri_slab *slab, void *item)
{
    struct gri_slot *slot = (struct gri_slot *)item;
    uint32_t generation = atomic_load_explicit(&slot->generation, memory_order_relaxed);
    if ((generation & 1u) != 0) {
        atomic_store_explicit(&slot->generation, generation + 1u, memory_order_release);
    }
    slot->next_free = slab->free_head;
    slab->free_head =
        (atomic_load_explicit(&slot->place, memory_order_relaxed) & GRI_SLAB_INDEX) + 1u;
    slab->live--;
}

#endif
