/* SPDX-License-Identifier: MIT */
/* What several checks have in common. `whose` is what a message begins with, to say where inside of
 * an option it is: "state dead: ", or "". */
#ifndef GEN_CHECK_PART_H
#define GEN_CHECK_PART_H

#include "errors.h"
#include "machine.h"

/* What an option says that names a message. */
struct gen_named_message {
    const char *whose;
    const char *option;                /* "args" */
    const char *name;                  /* NULL: the option is absent */
    const struct gen_service *service; /* from where it is looked up */
    const struct gen_type *type;       /* NULL: not found */
};

/* What an option says that names states. */
struct gen_named_states {
    const char *whose;
    const char *option; /* "to" */
    char *const *names;
    size_t n;
};

void gen_check_options(struct gen_errors *errors, struct gen_place place, bool are_bad,
                       const char *extension);
void gen_check_c_name(struct gen_errors *errors, struct gen_place place, const char *whose,
                      const char *c_name);
void gen_check_message(const struct gen_model *model, struct gen_errors *errors,
                       struct gen_place place, struct gen_named_message message);

/* Each is to be a state or a group, and none is to be there twice. */
void gen_check_states(struct gen_errors *errors, struct gen_place place,
                      const struct gen_machine *machine, struct gen_named_states states);

/* "growing, flowering and dead"; of many, the first few. */
const char *gen_states_text(struct gen_arena *arena, const struct gen_states *states);

/* All states: what could have been meant. */
const char *gen_machine_text(struct gen_arena *arena, const struct gen_machine *machine);

#endif
