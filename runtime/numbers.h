/* SPDX-License-Identifier: MIT */
/* The numbers by which other nodes call methods. Each service that was ever looked up has a range
 * of its own, so that a call says which service its sender took the actor for. Any thread. */
#ifndef GRI_NUMBERS_H
#define GRI_NUMBERS_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "greenroom/stub.h"

/* One service's: from `first` on, in the order of its methods. Owned by its gri_numbers. */
struct gri_range {
    struct gri_range *next;
    const gr_service *service;
    uint32_t first;
};

/* Shared. Keys: `m` under lock, `@` read by any thread: ranges are added, and stay. */
struct gri_numbers {
    pthread_mutex_t lock;
    _Atomic(struct gri_range *) ranges; /* @ written under lock */
    uint32_t next;                      /* m */
};

void gri_numbers_init(struct gri_numbers *numbers);
void gri_numbers_fini(struct gri_numbers *numbers);

/* A service's first number, which it is given where it has none. The first service has 0.
 * Errors: RESOURCE_EXHAUSTED. */
gr_code gri_numbers_give(struct gri_numbers *numbers, const gr_service *service,
                         uint32_t *out_first);

/* The method of `service` that has a number. Errors: FAILED_PRECONDITION (it is one of another
 * service: *out_other), UNIMPLEMENTED (of none). */
gr_code gri_numbers_find(struct gri_numbers *numbers, const gr_service *service, uint32_t number,
                         uint32_t *out_method, const gr_service **out_other);

#endif
