/* SPDX-License-Identifier: MIT */
/* Slabs: growing arrays whose items never move, with generations in their ids. */
#include "slab.h"

#include <string.h>

#include "alloc.h"

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
        gri_mfree(atomic_load_explicit(&slab->chunks[i], memory_order_relaxed));
        atomic_store_explicit(&slab->chunks[i], NULL, memory_order_relaxed);
    }
}

static struct gri_slot *grow(struct gri_slab *slab)
{
    if (slab->used >= slab->max) {
        return NULL;
    }
    unsigned chunk = 31u - (unsigned)__builtin_clz(slab->used / GRI_SLAB_FIRST + 1u);
    if (atomic_load_explicit(&slab->chunks[chunk], memory_order_relaxed) == NULL) {
        char *items = gri_calloc(((size_t)GRI_SLAB_FIRST << chunk) * slab->item_bytes);
        if (items == NULL) {
            return NULL;
        }
        atomic_store_explicit(&slab->chunks[chunk], items, memory_order_release);
    }
    struct gri_slot *slot = gri_slab_at(slab, slab->used);
    slot->index = slab->used++;
    return slot;
}

void *gri_slab_take(struct gri_slab *slab)
{
    struct gri_slot *slot;
    if (slab->free_head != 0) {
        slot = gri_slab_at(slab, slab->free_head - 1u);
        slab->free_head = slot->next_free;
    } else {
        slot = grow(slab);
        if (slot == NULL) {
            return NULL;
        }
    }
    slab->live++;
    uint32_t generation = atomic_load_explicit(&slot->generation, memory_order_relaxed);
    atomic_store_explicit(&slot->generation, generation + 1u, memory_order_release);
    return slot;
}

void gri_slab_give(struct gri_slab *slab, void *item)
{
    struct gri_slot *slot = item;
    uint32_t generation = atomic_load_explicit(&slot->generation, memory_order_relaxed);
    if ((generation & 1u) != 0) {
        atomic_store_explicit(&slot->generation, generation + 1u, memory_order_release);
    }
    slot->next_free = slab->free_head;
    slab->free_head = slot->index + 1u;
    slab->live--;
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
