/* SPDX-License-Identifier: MIT */
/* What is refused of methods where their service has states, and of options for such methods where
 * it has none. */
#ifndef GEN_CHECK_EVENT_H
#define GEN_CHECK_EVENT_H

#include "errors.h"
#include "machine.h"

/* `method` has its options, and knows all that is in them. */
void gen_check_event(const struct gen_model *model, struct gen_errors *errors,
                     const struct gen_method *method);

#endif
