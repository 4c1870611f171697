/* SPDX-License-Identifier: MIT */
/* Policies: what mailboxes hold and what full ones do, by the schema and by a node's overrides. */
#ifndef GRI_POLICY_H
#define GRI_POLICY_H

#include <stdatomic.h>

#include "greenroom/stub.h"

/* What the overrides make of one service. Owned by its policies; fixed once it is listed there. */
struct gri_policy {
    struct gri_policy *next;
    const gr_service *service;
    gr_overflow overflow[];
};

/* Owned by a node's core. Zero is without overrides. Read by any thread. */
struct gri_policies {
    gr_override *overrides; /* copies; fixed after init */
    uint32_t n;
    _Atomic(struct gri_policy *) known; /* of the services that were asked about; only grows */
};

/* Copies the overrides.
 * Errors: INVALID_ARGUMENT (`why` says which and why), RESOURCE_EXHAUSTED. */
gr_code gri_policies_init(struct gri_policies *policies, const gr_override *overrides, uint32_t n,
                          char *why, size_t why_cap);
void gri_policies_fini(struct gri_policies *policies);

/* Whether what the overrides say of a service can be.
 * Errors: INVALID_ARGUMENT (`why` says which and why). */
gr_code gri_policy_check(const struct gri_policies *policies, const gr_service *service, char *why,
                         size_t why_cap);

/* What the overrides say. */
void gri_policy_overridden_bounds(const struct gri_policies *policies, const gr_service *service,
                                  uint32_t *max, size_t *max_bytes);

/* Put what the schema or an override says in place of *max and *max_bytes. */
static inline void gri_policy_bounds(const struct gri_policies *policies, const gr_service *service,
                                     uint32_t *max, size_t *max_bytes)
{
    *max = service->mailbox_messages != 0 ? service->mailbox_messages : *max;
    *max_bytes = service->mailbox_bytes != 0 ? service->mailbox_bytes : *max_bytes;
    if (policies->n > 0) {
        gri_policy_overridden_bounds(policies, service, max, max_bytes);
    }
}

gr_overflow gri_policy_overridden(struct gri_policies *policies, const gr_service *service,
                                  uint32_t method);

/* What a full mailbox does with a method. */
static inline gr_overflow gri_policy_overflow(const struct gri_policies *policies,
                                              const gr_service *service, uint32_t method)
{
    return policies->n == 0
               ? service->methods[method].overflow
               : gri_policy_overridden((struct gri_policies *)policies, service, method);
}

#endif
