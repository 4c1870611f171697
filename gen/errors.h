/* SPDX-License-Identifier: MIT */
/* The errors found in a schema. */
#ifndef GEN_ERRORS_H
#define GEN_ERRORS_H

#include "model.h"

/* Lives in the arena. */
struct gen_errors {
    struct gen_arena *arena;
    struct gen_error *items;
    size_t n;
};

/* "what is wrong; the mend" */
void gen_errors_add(struct gen_errors *errors, struct gen_place place, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* "file:line:column: error: what is wrong; the mend", sorted, one a line; NULL: none. */
const char *gen_errors_text(struct gen_errors *errors);

#endif
