/* SPDX-License-Identifier: MIT */
/* Slabs: growing arrays whose items never move, with generations in their ids. */
#include "slab.h"

#include <string.h>

#include "alloc.h"

/* The first index of a chunk. */
static size_t first_of(size_t chunk)
{
    return GRI_SLAB_FIRST * (((size_t)1 << chunk) - 1u);
}

void gri_slab_init(struct gri_slab *slab, size_t item_bytes, uint32_t owner, uint32_t max)
{
    memset(slab, 0, sizeof(*slab));
    slab->item_bytes = item_bytes;
    slab->owner = owner;
    uint32_t room = (uint32_t)GRI_SLAB_FIRST * ((1u << GRI_SLAB_CHUNKS) - 1u);
    slab->max = max < room ? max : room;
}

void gri_slab_fini(struct gri_slab *slab)
{
    for (size_t i = 0; i < GRI_SLAB_CHUNKS; i++) {
        uintptr_t base = atomic_load_explicit(&slab->bases[i], memory_order_relaxed);
        gri_mfree(base == 0 ? NULL : (void *)(base + first_of(i) * slab->item_bytes));
        atomic_store_explicit(&slab->bases[i], 0, memory_order_relaxed);
    }
}

struct gri_slot *gri_slab_grow(struct gri_slab *slab)
{
    if (slab->used >= slab->max) {
        return NULL;
    }
    unsigned chunk = gri_slab_chunk_of(slab->used);
    if (atomic_load_explicit(&slab->bases[chunk], memory_order_relaxed) == 0) {
        char *items = gri_calloc(((size_t)GRI_SLAB_FIRST << chunk) * slab->item_bytes);
        if (items == NULL) {
            return NULL;
        }
        atomic_store_explicit(&slab->bases[chunk],
                              (uintptr_t)items - first_of(chunk) * slab->item_bytes,
                              memory_order_release);
    }
    struct gri_slot *slot = gri_slab_at(slab, slab->used);
    GR_ASSERT(slot != NULL);
    atomic_store_explicit(&slot->place, slab->owner << 24 | slab->used, memory_order_relaxed);
    slab->used++;
    return slot;
}

bool gri_slab_claim(const struct gri_slab *slab, uint64_t id, void **out_item)
{
    struct gri_slot *slot = gri_slab_slot(slab, id);
    if (slot == NULL) {
        return false;
    }
    uint32_t expected = (uint32_t)(id >> 32);
    *out_item = slot;
    return atomic_compare_exchange_strong_explicit(&slot->generation, &expected, expected + 1u,
                                                   memory_order_acq_rel, memory_order_relaxed);
}
