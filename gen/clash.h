/* SPDX-License-Identifier: MIT */
/* Names that two things would have in C. */
#ifndef GEN_CLASH_H
#define GEN_CLASH_H

#include "errors.h"
#include "model.h"

/* Adds an error for each pair of things whose C names clash, or that take names of Greenroom. */
void gen_clash_check(const struct gen_model *model, struct gen_errors *errors);

#endif
