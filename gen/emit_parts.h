/* SPDX-License-Identifier: MIT */
/* Pieces of text that more than one emitter needs. */
#ifndef GEN_EMIT_PARTS_H
#define GEN_EMIT_PARTS_H

#include "stubs.h"
#include "text.h"

/* A comment: of the .proto, then the contract; either may be NULL. */
void gen_emit_comment(struct gen_text *text, const char *indent, const char *comment,
                      const char *contract);

/* The functions' declarations, with their contracts. */
void gen_emit_functions(struct gen_text *text, struct gen_stubs stubs);

/* A pointer to a function, as a member of a struct. */
void gen_emit_pointer(struct gen_text *text, const char *returns, const char *name,
                      struct gen_list parameters);

/* A struct of one member, so that the compiler tells it from others of its kind. */
void gen_emit_wrapper(struct gen_text *text, const char *name, const char *member);

/* A macro that stands for a use of another: `define` is the line's start, with its parameters. */
void gen_emit_define(struct gen_text *text, const char *define, const char *macro,
                     const struct gen_list *items);

/* A use of a macro of greenroom/stub_source.h. `arguments`: separated by ", ". */
void gen_emit_line(struct gen_text *text, const char *macro, const char *arguments);

/* A line of a table: `member` = `value`. */
void gen_emit_entry(struct gen_text *text, const char *indent, const char *member,
                    const char *value);

#endif
