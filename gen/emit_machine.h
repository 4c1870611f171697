/* SPDX-License-Identifier: MIT */
/* What x.gr.h and x.gr.c have of machines only. */
#ifndef GEN_EMIT_MACHINE_H
#define GEN_EMIT_MACHINE_H

#include "machine.h"
#include "text.h"

/* Of the header, in this order: the states and what their bodies take and return; the hooks; the
 * table of bodies; the functions. */
void gen_emit_machine_types(struct gen_text *text, const struct gen_machine *machine);
void gen_emit_machine_hooks(struct gen_text *text, const struct gen_machine *machine);
void gen_emit_machine_bodies(struct gen_text *text, const struct gen_machine *machine);
void gen_emit_machine_functions(struct gen_text *text, const struct gen_machine *machine);

/* Of the source: the functions; the method that answers for the machine; the tables. */
void gen_emit_machine_lines(struct gen_text *text, const struct gen_machine *machine);
void gen_emit_machine_method(struct gen_text *text);
void gen_emit_machine_tables(struct gen_text *text, const struct gen_machine *machine);

#endif
