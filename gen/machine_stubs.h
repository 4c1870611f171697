/* SPDX-License-Identifier: MIT */
/* The functions that a machine gets beside those of any service, described as in stubs.h. */
#ifndef GEN_MACHINE_STUBS_H
#define GEN_MACHINE_STUBS_H

#include "machine.h"
#include "stubs.h"

/* Of the whole machine: to make one, and to see it from outside. */
struct gen_stubs gen_stubs_of_machine(struct gen_arena *arena, const struct gen_machine *machine);

/* Of one state: what it leads to. */
struct gen_stubs gen_stubs_of_state(struct gen_arena *arena, const struct gen_machine *machine,
                                    const struct gen_state *state);

struct gen_stubs gen_stubs_of_timer(struct gen_arena *arena, const struct gen_machine *machine,
                                    const struct gen_timer *timer);

/* What the handlers of a machine's method do beside: adds to `stubs`. */
void gen_stubs_add_of_handler(struct gen_arena *arena, struct gen_stubs *stubs,
                              const struct gen_method *method);

/* What the table of bodies has beside them: timeout handlers, and hooks of states and groups. They
 * take `self` and `ctx`. */
struct gen_hook {
    const struct gen_state *state; /* whose it is; NULL: a group's */
    const struct gen_group *group;
    bool is_timeout;  /* returns a code; else nothing */
    const char *name; /* of the member: "growing_exit" */
    const char *what; /* "growing is left" */
};

struct gen_hooks {
    struct gen_hook *items;
    size_t n;
};

struct gen_hooks gen_hooks_of_machine(struct gen_arena *arena, const struct gen_machine *machine);

/* What the sets of a state's targets, and of a group's states, are called where they are long. */
const char *gen_name_targets(struct gen_arena *arena, const struct gen_machine *machine,
                             const struct gen_state *state);
const char *gen_name_group_set(struct gen_arena *arena, const struct gen_machine *machine,
                               const struct gen_group *group);

/* What a state's body takes, and on_transition. */
struct gen_list gen_body_parameters(struct gen_arena *arena, const struct gen_machine *machine,
                                    const struct gen_state *state);
struct gen_list gen_on_transition_parameters(struct gen_arena *arena,
                                             const struct gen_machine *machine);

#endif
