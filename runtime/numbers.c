/* SPDX-License-Identifier: MIT */
/* Ranges of method numbers, in a list that only grows: there are as many as a program has services.
 */
#include "numbers.h"

#include <string.h>

#include "alloc.h"

void gri_numbers_init(struct gri_numbers *numbers)
{
    memset(numbers, 0, sizeof(*numbers));
    pthread_mutex_init(&numbers->lock, NULL);
}

void gri_numbers_fini(struct gri_numbers *numbers)
{
    struct gri_range *range = atomic_load(&numbers->ranges);
    while (range != NULL) {
        struct gri_range *next = range->next;
        gri_mfree(range);
        range = next;
    }
    pthread_mutex_destroy(&numbers->lock);
}

/* A service may be there more than once, in several libraries: then they share a range, unless
 * their methods stand in another order. */
static bool is_same(const gr_service *one, const gr_service *other)
{
    if (one == other) {
        return true;
    }
    if (one->n_methods != other->n_methods ||
        memcmp(one->fingerprint, other->fingerprint, sizeof(one->fingerprint)) != 0) {
        return false;
    }
    for (uint32_t i = 0; i < one->n_methods; i++) {
        if (strcmp(one->methods[i].name, other->methods[i].name) != 0) {
            return false;
        }
    }
    return true;
}

static const struct gri_range *find(const struct gri_numbers *numbers, const gr_service *service)
{
    const struct gri_range *range = atomic_load_explicit(&numbers->ranges, memory_order_acquire);
    while (range != NULL && !is_same(range->service, service)) {
        range = range->next;
    }
    return range;
}

static gr_code add_locked(struct gri_numbers *numbers, const gr_service *service,
                          uint32_t *out_first)
{
    struct gri_range *range = gri_calloc(sizeof(*range));
    if (range == NULL) {
        return GR_RESOURCE_EXHAUSTED;
    }
    range->service = service;
    range->first = numbers->next;
    range->next = atomic_load_explicit(&numbers->ranges, memory_order_relaxed);
    numbers->next += service->n_methods;
    *out_first = range->first;
    atomic_store_explicit(&numbers->ranges, range, memory_order_release);
    return GR_OK;
}

gr_code gri_numbers_give(struct gri_numbers *numbers, const gr_service *service,
                         uint32_t *out_first)
{
    gr_code code = GR_OK;
    pthread_mutex_lock(&numbers->lock);
    const struct gri_range *range = find(numbers, service);
    if (range != NULL) {
        *out_first = range->first;
    } else {
        code = add_locked(numbers, service, out_first);
    }
    pthread_mutex_unlock(&numbers->lock);
    return code;
}

static bool has(const struct gri_range *range, uint32_t number)
{
    return number >= range->first && number - range->first < range->service->n_methods;
}

gr_code gri_numbers_find(struct gri_numbers *numbers, const gr_service *service, uint32_t number,
                         uint32_t *out_method, const gr_service **out_other)
{
    const struct gri_range *range = find(numbers, service);
    if (range != NULL && has(range, number)) {
        *out_method = number - range->first;
        return GR_OK;
    }
    range = atomic_load_explicit(&numbers->ranges, memory_order_acquire);
    while (range != NULL && !has(range, number)) {
        range = range->next;
    }
    if (range == NULL) {
        return GR_UNIMPLEMENTED;
    }
    *out_other = range->service;
    return GR_FAILED_PRECONDITION;
}
