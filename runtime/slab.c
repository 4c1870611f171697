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

/* Indices 0..63 are in chunk 0, the next 128 in chunk 1, and so on. */
static unsigned chunk_of(uint32_t index, uint32_t *out_at)
{
    uint32_t shifted = index / GRI_SLAB_FIRST + 1u;
    unsigned chunk = 31u - (unsigned)__builtin_clz(shifted);
    *out_at = index - GRI_SLAB_FIRST * ((1u << chunk) - 1u);
    return chunk;
}

void *gri_slab_at(const struct gri_slab *slab, uint32_t index)
{
    uint32_t at;
    unsigned chunk = chunk_of(index, &at);
    if (chunk >= GRI_SLAB_CHUNKS) {
        return NULL;
    }
    char *items = atomic_load_explicit(&slab->chunks[chunk], memory_order_acquire);
    return items == NULL ? NULL : items + (size_t)at * slab->item_bytes;
}

static struct gri_slot *grow(struct gri_slab *slab)
{
    if (slab->used >= slab->max) {
        return NULL;
    }
    uint32_t at;
    unsigned chunk = chunk_of(slab->used, &at);
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

uint64_t gri_slab_id(const struct gri_slab *slab, const void *item)
{
    const struct gri_slot *slot = item;
    uint32_t generation = atomic_load_explicit(&slot->generation, memory_order_relaxed);
    return (uint64_t)generation << 32 | (uint64_t)slab->owner << 24 | slot->index;
}

static struct gri_slot *slot_of(const struct gri_slab *slab, uint64_t id)
{
    uint32_t generation = (uint32_t)(id >> 32);
    if ((generation & 1u) == 0 || gri_slab_owner_of(id) != slab->owner) {
        return NULL;
    }
    return gri_slab_at(slab, (uint32_t)id & 0xffffffu);
}

void *gri_slab_find(const struct gri_slab *slab, uint64_t id)
{
    struct gri_slot *slot = slot_of(slab, id);
    if (slot == NULL) {
        return NULL;
    }
    uint32_t now = atomic_load_explicit(&slot->generation, memory_order_acquire);
    return now == (uint32_t)(id >> 32) ? slot : NULL;
}

bool gri_slab_claim(const struct gri_slab *slab, uint64_t id, void **out_item)
{
    struct gri_slot *slot = slot_of(slab, id);
    if (slot == NULL) {
        return false;
    }
    uint32_t expected = (uint32_t)(id >> 32);
    *out_item = slot;
    return atomic_compare_exchange_strong_explicit(&slot->generation, &expected, expected + 1u,
                                                   memory_order_acq_rel, memory_order_relaxed);
}
