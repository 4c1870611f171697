/* SPDX-License-Identifier: MIT */
/* Policies. A service's is worked out when it is first asked about, and listed by the address of
 * its table, so that no name is compared twice. Any thread. */
#include "policy.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "alloc.h"

/* Words of letters, digits and _, with dots between. */
static bool is_full_name(const char *name)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_";
    static const char others[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789";
    do {
        if (strspn(name, letters) == 0) {
            return false;
        }
        name += strspn(name, others);
    } while (*name++ == '.');
    return name[-1] == '\0';
}

static const char *what_is_wrong(const gr_override *overrides, uint32_t i)
{
    const gr_override *override = &overrides[i];
    bool has_bounds = override->mailbox_messages != 0 || override->mailbox_bytes != 0;
    if (override->of == NULL || !is_full_name(override->of)) {
        return "it names no service or method, such as garden.Manager.UpdateResource";
    }
    if ((int) override->overflow < GR_OVERFLOW_REJECT ||
        override->overflow > GR_OVERFLOW_KEEP_LATEST) {
        return "there is no such overflow";
    }
    if (has_bounds && override->overflow != GR_OVERFLOW_REJECT) {
        return "bounds are a service's, overflow is a method's: these are two overrides";
    }
    for (uint32_t k = 0; k < i; k++) {
        if (strcmp(overrides[k].of, override->of) == 0) {
            return "there is one for it already";
        }
    }
    return NULL;
}

static char *copy_string(const char *string)
{
    size_t size = strlen(string) + 1;
    char *copy = gri_malloc(size);
    return copy == NULL ? NULL : memcpy(copy, string, size);
}

gr_code gri_policies_init(struct gri_policies *policies, const gr_override *overrides, uint32_t n,
                          char *why, size_t why_cap)
{
    for (uint32_t i = 0; i < n; i++) {
        const char *wrong = overrides == NULL ? "there are none" : what_is_wrong(overrides, i);
        if (wrong != NULL) {
            const char *of = overrides == NULL ? NULL : overrides[i].of;
            (void)snprintf(why, why_cap, "override %u of \"%s\": %s", i, of == NULL ? "" : of,
                           wrong);
            return GR_INVALID_ARGUMENT;
        }
    }
    policies->overrides = n == 0 ? NULL : gri_calloc(n * sizeof(*policies->overrides));
    for (; policies->overrides != NULL && policies->n < n; policies->n++) {
        gr_override *copy = &policies->overrides[policies->n];
        *copy = overrides[policies->n];
        copy->of = copy_string(copy->of);
        if (copy->of == NULL) {
            break;
        }
    }
    if (policies->n < n) {
        (void)snprintf(why, why_cap, "out of memory");
        gri_policies_fini(policies);
        return GR_RESOURCE_EXHAUSTED;
    }
    return GR_OK;
}

void gri_policies_fini(struct gri_policies *policies)
{
    struct gri_policy *policy = atomic_exchange(&policies->known, NULL);
    while (policy != NULL) {
        struct gri_policy *next = policy->next;
        gri_mfree(policy);
        policy = next;
    }
    while (policies->n > 0) {
        gri_mfree((char *)policies->overrides[--policies->n].of);
    }
    gri_mfree(policies->overrides);
    policies->overrides = NULL;
}

/* The method that an override of this service names; "" for the service itself, NULL: another's. */
static const char *method_of(const gr_override *override, const gr_service *service)
{
    size_t len = strlen(service->name);
    if (strncmp(override->of, service->name, len) != 0) {
        return NULL;
    }
    return override->of[len] == '\0'  ? ""
           : override->of[len] == '.' ? override->of + len + 1
                                      : NULL;
}

static bool has_method(const gr_service *service, const char *name)
{
    for (uint32_t i = 0; i < service->n_methods; i++) {
        if (strcmp(service->methods[i].name, name) == 0) {
            return true;
        }
    }
    return false;
}

gr_code gri_policy_check(const struct gri_policies *policies, const gr_service *service, char *why,
                         size_t why_cap)
{
    for (uint32_t i = 0; i < policies->n; i++) {
        const gr_override *override = &policies->overrides[i];
        const char *method = method_of(override, service);
        const char *wrong = NULL;
        if (method == NULL) {
            continue;
        }
        if (*method == '\0' && override->overflow != GR_OVERFLOW_REJECT) {
            wrong = "overflow is a method's: it must name one";
        } else if (*method != '\0' && !has_method(service, method)) {
            wrong = "the service has no such method";
        } else if (*method != '\0' &&
                   (override->mailbox_messages != 0 || override->mailbox_bytes != 0)) {
            wrong = "bounds are a service's: a method has no mailbox";
        }
        if (wrong != NULL) {
            (void)snprintf(why, why_cap, "the node's override of \"%s\": %s", override->of, wrong);
            return GR_INVALID_ARGUMENT;
        }
    }
    return GR_OK;
}

void gri_policy_overridden_bounds(const struct gri_policies *policies, const gr_service *service,
                                  uint32_t *max, size_t *max_bytes)
{
    for (uint32_t i = 0; i < policies->n; i++) {
        const gr_override *override = &policies->overrides[i];
        if (strcmp(override->of, service->name) == 0) {
            *max = override->mailbox_messages != 0 ? override->mailbox_messages : *max;
            *max_bytes = override->mailbox_bytes != 0 ? override->mailbox_bytes : *max_bytes;
        }
    }
}

/* ---- overflow ---- */

static gr_overflow work_out(const struct gri_policies *policies, const gr_service *service,
                            uint32_t method)
{
    for (uint32_t i = 0; i < policies->n; i++) {
        const char *name = method_of(&policies->overrides[i], service);
        if (name != NULL && strcmp(name, service->methods[method].name) == 0) {
            return policies->overrides[i].overflow;
        }
    }
    return service->methods[method].overflow;
}

/* NULL: out of memory. Two threads may list the same, which does no harm. */
static const struct gri_policy *list_policy(struct gri_policies *policies,
                                            const gr_service *service)
{
    struct gri_policy *policy =
        gri_malloc(sizeof(*policy) + service->n_methods * sizeof(policy->overflow[0]));
    if (policy == NULL) {
        return NULL;
    }
    policy->service = service;
    for (uint32_t i = 0; i < service->n_methods; i++) {
        policy->overflow[i] = work_out(policies, service, i);
    }
    policy->next = atomic_load(&policies->known);
    while (!atomic_compare_exchange_weak(&policies->known, &policy->next, policy)) {
    }
    return policy;
}

gr_overflow gri_policy_overridden(struct gri_policies *policies, const gr_service *service,
                                  uint32_t method)
{
    const struct gri_policy *policy = atomic_load_explicit(&policies->known, memory_order_acquire);
    while (policy != NULL && policy->service != service) {
        policy = policy->next;
    }
    if (policy == NULL) {
        policy = list_policy(policies, service);
    }
    return policy == NULL ? work_out(policies, service, method) : policy->overflow[method];
}
