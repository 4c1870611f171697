/* SPDX-License-Identifier: MIT */
/* Contexts: what stands behind the functions a handler may call. */
#ifndef GRI_CONTEXT_H
#define GRI_CONTEXT_H

#include <stdio.h>

#include "actor.h"

/* Whether `ctx` is that of the code that calls. A stale one is told from it without looking inside.
 */
bool gri_context_is_running(const struct gr_context *ctx);

/* Why the last wait of the running activity was ended with ABORTED; NULL: not known, or taken. */
struct gri_failure *gri_context_take_aborted(void);

/* gr_process() with its parameters checked and taken apart. */
gr_code gri_context_process(struct gr_context *ctx, const bool *only, uint32_t for_ms);

#endif
