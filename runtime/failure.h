/* SPDX-License-Identifier: MIT */
/* Why something failed, in one block: made where it fails, handed along, and turned into the
 * caller's gr_error at the end. */
#ifndef GRI_FAILURE_H
#define GRI_FAILURE_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include "greenroom/call.h"

/* Why something failed, not yet said: to say it takes longer than to fail. A value. */
struct gri_why {
    /* Write what happened at `actor`, for people. Any thread, as long as the process lives. */
    void (*say)(const struct gri_why *why, const char *actor, char *buf, size_t cap);
    const char *what; /* of the schema, or constant */
    uint64_t n[4];
    uint32_t kind; /* like these, as `say` knows them */
};

/* Owned by one at a time; freed with gri_mfree(). All pointers are into the same block. */
struct gri_failure {
    gr_code code;
    gr_ran ran;
    struct gri_why why; /* a draft: `path` is there, and gri_failure_read() writes the message */
    const char *message;
    const char *path;
    const char *detail_type; /* full name; "" without a detail */
    const uint8_t *detail;
    size_t detail_len;
};

enum { GRI_FAILURE_MESSAGE_MAX = 512, GRI_FAILURE_PATH_MAX = 1024 };

/* What to make one of. NULL strings are "". */
struct gri_failure_parts {
    gr_code code;
    gr_ran ran;
    const char *message;
    const char *outer; /* the path is "outer > path", or one of them where the other is empty */
    const char *path;
    const char *detail_type;
    const uint8_t *detail;
    size_t detail_len;
};

/* NULL when out of memory: the code alone travels on then. */
struct gri_failure *gri_failure_make(const struct gri_failure_parts *parts);
struct gri_failure *gri_failure_format(gr_code code, gr_ran ran, const char *path,
                                       const char *format, ...) GR_PRINTF(4, 5);
struct gri_failure *gri_failure_vformat(gr_code code, gr_ran ran, const char *path,
                                        const char *format, va_list args);

/* One that says why when somebody reads it. NULL when out of memory. */
struct gri_failure *gri_failure_draft(gr_code code, gr_ran ran, const char *path,
                                      const struct gri_why *why);

/* The same failure, to be read: a draft is written now. Takes failure, which may be NULL; NULL also
 * when out of memory. */
struct gri_failure *gri_failure_read(struct gri_failure *failure);

/* `code`, or INTERNAL where that is OK or no code at all. */
gr_code gri_failing_code(gr_code code);

/* Hand a failure over to `error` (may be NULL), whatever it held before. `failure` may be NULL:
 * then the error says no more than the code. Takes: failure.   Returns code. */
gr_code gri_error_take(gr_error *error, gr_code code, gr_ran ran, struct gri_failure *failure);

/* The same for a failure found on the caller's side. */
gr_code gri_error_set(gr_error *error, gr_code code, gr_ran ran, const char *format, ...)
    GR_PRINTF(4, 5);

#endif
