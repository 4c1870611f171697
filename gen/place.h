/* SPDX-License-Identifier: MIT */
/* Where things stand in a .proto, and the comments that stand there. */
#ifndef GEN_PLACE_H
#define GEN_PLACE_H

#include "model.h"

/* `path` and two steps more: into `field`, to the element `index`. */
struct gen_path gen_path_step(struct gen_arena *arena, struct gen_path path, int32_t field,
                              size_t index);

/* Where `path`, or the nearest thing around it that has a place, stands. */
struct gen_place gen_place_of(const struct gen_file *file, struct gen_path path);

/* Where its name stands, given the field number of `name` in its descriptor. */
struct gen_place gen_place_of_name(const struct gen_model *model, const struct gen_file *file,
                                   struct gen_path path, int32_t name_number);

/* Where Greenroom's option `member` of it stands, given the field number of its options. */
struct gen_place gen_place_of_option(const struct gen_model *model, const struct gen_file *file,
                                     struct gen_path path, int32_t options_number, int32_t member);

/* Where the element `index` of `member` of the service's option (greenroom.machine) stands. What is
 * written inside of { } has no place of its own: then it is where the whole option begins. */
struct gen_place gen_place_of_machine(const struct gen_model *model,
                                      const struct gen_service *service, int32_t member,
                                      size_t index);

/* The comment in front of it, or else behind it; NULL: none. Borrows from the request. */
const char *gen_comment_of(const struct gen_file *file, struct gen_path path);

#endif
