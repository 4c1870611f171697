/* SPDX-License-Identifier: MIT */
/* Tables of counts in a list that only grows: there are as many as a program has machines. */
#include "coverage.h"

#include <string.h>

#include "alloc.h"

/* Owned by its gri_coverage. Fixed, but for the counts. */
struct gri_covered {
    struct gri_covered *next;
    const gr_service *service;
    _Atomic uint64_t counts[];
};

void gri_coverage_init(struct gri_coverage *coverage, bool is_on)
{
    pthread_mutex_init(&coverage->lock, NULL);
    coverage->first = NULL;
    coverage->is_on = is_on;
}

void gri_coverage_fini(struct gri_coverage *coverage)
{
    while (coverage->first != NULL) {
        struct gri_covered *next = coverage->first->next;
        gri_mfree(coverage->first);
        coverage->first = next;
    }
    pthread_mutex_destroy(&coverage->lock);
}

/* A service may be there more than once, in several libraries: then they count together. */
static bool is_same(const gr_service *one, const gr_service *other)
{
    if (one == other) {
        return true;
    }
    if (strcmp(one->name, other->name) != 0 || one->machine->n_states != other->machine->n_states) {
        return false;
    }
    for (uint32_t i = 0; i < one->machine->n_states; i++) {
        if (strcmp(one->machine->states[i].name, other->machine->states[i].name) != 0) {
            return false;
        }
    }
    return true;
}

static struct gri_covered *find_locked(const struct gri_coverage *coverage,
                                       const gr_service *service)
{
    struct gri_covered *covered = coverage->first;
    while (covered != NULL && !is_same(covered->service, service)) {
        covered = covered->next;
    }
    return covered;
}

/* NULL: out of memory. */
static struct gri_covered *add_locked(struct gri_coverage *coverage, const gr_service *service)
{
    size_t n = (size_t)service->machine->n_states * service->machine->n_states;
    struct gri_covered *covered = gri_calloc(sizeof(*covered) + n * sizeof(covered->counts[0]));
    if (covered != NULL) {
        covered->service = service;
        covered->next = coverage->first;
        coverage->first = covered;
    }
    return covered;
}

gr_code gri_coverage_of(struct gri_coverage *coverage, const gr_service *service,
                        _Atomic uint64_t **out_counts)
{
    *out_counts = NULL;
    if (!coverage->is_on) {
        return GR_OK;
    }
    pthread_mutex_lock(&coverage->lock);
    struct gri_covered *covered = find_locked(coverage, service);
    covered = covered == NULL ? add_locked(coverage, service) : covered;
    pthread_mutex_unlock(&coverage->lock);
    if (covered == NULL) {
        return GR_RESOURCE_EXHAUSTED;
    }
    *out_counts = covered->counts;
    return GR_OK;
}
