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

/* Whether a ref is that of an actor of this very node. */
static inline bool gri_stub_is_local(const struct gri_entry *entry, gr_ref ref)
{
    return ref.home == entry->core->incarnation;
}

#endif
