/* SPDX-License-Identifier: MIT */
/* How often each transition of a node's machines was taken: a table a service, where the node
 * counts that at all. Tables are found by any thread; who has one counts in it without a lock. */
#ifndef GRI_COVERAGE_H
#define GRI_COVERAGE_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "greenroom/stub.h"

struct gri_covered;

/* Shared. Keys: `m` under lock; `is_on` is fixed after init. */
struct gri_coverage {
    pthread_mutex_t lock;
    struct gri_covered *first; /* m */
    bool is_on;
};

void gri_coverage_init(struct gri_coverage *coverage, bool is_on);
void gri_coverage_fini(struct gri_coverage *coverage);

/* The counts of a service with states, by [(from - 1) * n_states + to - 1], made where there are
 * none: they live as long as the coverage. *out_counts is NULL where nothing is counted.
 * Errors: RESOURCE_EXHAUSTED. */
gr_code gri_coverage_of(struct gri_coverage *coverage, const gr_service *service,
                        _Atomic uint64_t **out_counts);

#endif
