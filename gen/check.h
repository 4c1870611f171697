/* SPDX-License-Identifier: MIT */
/* Everything that is refused, each with its place and its mend. */
#ifndef GEN_CHECK_H
#define GEN_CHECK_H

#include "model.h"

/* All errors in the files to generate, in the order of the text, one a line; NULL: none. What
 * passes, the emitters can emit. */
const char *gen_check(const struct gen_model *model);

#endif
