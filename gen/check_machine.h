/* SPDX-License-Identifier: MIT */
/* What is refused of option (greenroom.machine). */
#ifndef GEN_CHECK_MACHINE_H
#define GEN_CHECK_MACHINE_H

#include "errors.h"
#include "machine.h"

void gen_check_machine(const struct gen_model *model, struct gen_errors *errors,
                       const struct gen_machine *machine);

#endif
