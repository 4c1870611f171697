/* SPDX-License-Identifier: MIT */
/* What the pictures of a machine show, whatever they are drawn in: which groups are boxes, what is
 * in which, and what leads along each arrow. */
#ifndef GEN_PICTURE_H
#define GEN_PICTURE_H

#include "machine.h"

/* Lives in the arena, borrows from the model. Boxes are nested or apart: of groups that
 * overlap one is a box, rather one with hooks, else rather the larger. */
struct gen_picture {
    struct gen_arena *arena;
    const struct gen_machine *machine;
    bool *is_box;                        /* by index in machine->groups */
    const struct gen_group **around_box; /* likewise: the innermost box that it is in; NULL: none */
    const struct gen_group **around_state; /* by index of a state: likewise */
};

void gen_picture_init(struct gen_picture *picture, struct gen_arena *arena,
                      const struct gen_machine *machine);

/* The box directly in `around` (NULL: in none) whose first state is `state`; NULL: there is none.
 * So boxes and states can be drawn in the order of the schema. */
const struct gen_group *gen_picture_box_at(const struct gen_picture *picture,
                                           const struct gen_group *around,
                                           const struct gen_state *state);

/* Whether `state` is in `around` and in no box in there. */
bool gen_picture_is_in(const struct gen_picture *picture, const struct gen_group *around,
                       const struct gen_state *state);

/* The state's name, with those of its groups that are no boxes: "growing (wet)". */
const char *gen_picture_name(const struct gen_picture *picture, const struct gen_state *state);

/* What leads from one state to another of its targets, apart from its body: names of methods, as in
 * the schema, then "after 5,000 ms". */
struct gen_list gen_picture_causes(const struct gen_picture *picture, const struct gen_state *from,
                                   const struct gen_state *to);

/* The items with `joint` between them. */
const char *gen_picture_join(struct gen_arena *arena, const struct gen_list *items,
                             const char *joint);

/* "after 5,000 ms". Of a state with a timeout. */
const char *gen_picture_timeout(struct gen_arena *arena, const struct gen_state *state);

#endif
