/* SPDX-License-Identifier: MIT */
/* Text in the making, and the shapes of C in it that need to be broken over lines: as clang-format
 * would break them in the house style, so that it leaves generated code as it is. */
#ifndef GEN_TEXT_H
#define GEN_TEXT_H

#include <stddef.h>

#include "arena.h"

/* Owned by whoever emits; lives in the arena. */
struct gen_text {
    struct gen_arena *arena;
    char *bytes; /* ends with a NUL */
    size_t len;
    size_t cap;
};

void gen_text_init(struct gen_text *text, struct gen_arena *arena);
void gen_text_add(struct gen_text *text, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* What is laid out: they differ in what a break costs. */
enum gen_shape {
    GEN_SHAPE_CALL,     /* a statement in a function */
    GEN_SHAPE_MEMBER,   /* a pointer to a function in a struct */
    GEN_SHAPE_FUNCTION, /* a function's own line */
    GEN_SHAPE_CHECKED,  /* the same, with an attribute before its type */
    GEN_SHAPE_MACRO,    /* what a macro of more than one line stands for */
    GEN_SHAPE_LINE      /* a use of a macro, outside of functions */
};

/* `head` `name`(items...)`tail`: the type and name of a function with its parameters, or a call. */
void gen_text_list(struct gen_text *text, enum gen_shape shape, const char *head, const char *name,
                   const struct gen_list *items, const char *tail);

/* `head` = `value`, on one line or two. */
void gen_text_assign(struct gen_text *text, const char *indent, const char *head,
                     const char *value);

/* `first` and `second` on one line, or with `joint` between them. */
void gen_text_pair(struct gen_text *text, const char *first, const char *second, const char *joint);

/* A comment of paragraphs, each as many lines as need be. NULL items are left out. */
void gen_text_comment(struct gen_text *text, const char *indent, const char *const *paragraphs,
                      size_t n);

#endif
