/* SPDX-License-Identifier: MIT */
/* C names: protobuf-c's own, exactly, and Greenroom's, which are made of them. */
#ifndef GEN_NAMES_H
#define GEN_NAMES_H

#include <stdbool.h>

#include "arena.h"

/* protobuf-c's: of "garden.HTTPPlot" the type Garden__HTTPPlot, the prefix garden__httpplot of
 * functions and descriptors, the prefix GARDEN__HTTPPLOT of constants. */
char *gen_name_type(struct gen_arena *arena, const char *full_name);
char *gen_name_lower(struct gen_arena *arena, const char *full_name);
char *gen_name_upper(struct gen_arena *arena, const char *full_name);

/* protobuf-c's member for a field: lower case, C++'s keywords with a _ behind them. */
char *gen_name_field(struct gen_arena *arena, const char *name);

/* Runs of underscores become one. */
char *gen_name_collapse(struct gen_arena *arena, const char *name);

/* All in upper case; what cannot stand in an identifier becomes a _. */
char *gen_name_macro(struct gen_arena *arena, const char *name);

/* `name`, with a _ behind it where it cannot be a member, or a type, of that name alone. */
const char *gen_name_member(struct gen_arena *arena, const char *name);
const char *gen_name_alone(struct gen_arena *arena, const char *name);

/* Whether C has no member of that name. */
bool gen_name_breaks_c(const char *name);

/* Whether a c_name can be one: lower-case letters, digits and single underscores inside. */
bool gen_name_is_valid(const char *name);

/* Whether it is in Greenroom's own name space. */
bool gen_name_is_ours(const char *name);

#endif
