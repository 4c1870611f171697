/* SPDX-License-Identifier: MIT */
/* What the files of the API share: checks of parameters, and words for what went wrong. */
#ifndef GRI_STUB_PARTS_H
#define GRI_STUB_PARTS_H

#include "entry.h"
#include "greenroom/stub.h"

/* NULL: there is none of that number. */
const gr_method *gri_stub_method(const gr_service *service, uint32_t method);

/* Why gri_enter() returned `code`. Returns it. */
gr_code gri_stub_explain_entry(gr_error *error, gr_code code);

/* What is to be said of a code that nobody has explained. */
const char *gri_stub_why_ended(gr_code code);

/* gr_stub_async(); an endless one has no deadline, whatever its caller's is. */
gr_code gri_stub_begin(gr_ref to, const gr_service *service, uint32_t method, const void *request,
                       uint32_t timeout_ms, bool is_endless, gr_future **out_future);

/* Who is to be told of something: whether a method is a oneway that takes such notices; and an
 * actor of this node, of that service, which `*to` leads to from then on.
 * Errors: INVALID_ARGUMENT, UNAVAILABLE, and as gri_lookup(). */
bool gri_stub_takes(const gr_service *service, uint32_t method,
                    const ProtobufCMessageDescriptor *notice);
gr_code gri_stub_find_subscriber(struct gri_entry *entry, const gr_service *service, gr_ref *to);

/* Whether a ref is that of an actor of this very node. */
static inline bool gri_stub_is_local(const struct gri_entry *entry, gr_ref ref)
{
    return ref.home == entry->core->incarnation;
}

#endif
