/* SPDX-License-Identifier: MIT */
/* Collects errors and puts them in order, called by check.c and clash.c. */
#include "errors.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "text.h"

/* One error. */
struct gen_error {
    struct gen_place place;
    const char *message;
    size_t index; /* in the order in which they were found */
};

void gen_errors_add(struct gen_errors *errors, struct gen_place place, const char *format, ...)
{
    va_list values;
    char message[1024];

    va_start(values, format);
    vsnprintf(message, sizeof(message), format, values);
    va_end(values);
    errors->items = gen_grow(errors->arena, errors->items, errors->n, sizeof(*errors->items));
    errors->items[errors->n] = (struct gen_error){
        .place = place,
        .message = gen_copy(errors->arena, message, strlen(message)),
        .index = errors->n,
    };
    errors->n++;
}

static int compare(const void *a, const void *b)
{
    const struct gen_error *left = a;
    const struct gen_error *right = b;
    int order = strcmp(left->place.path, right->place.path);

    if (order != 0) {
        return order;
    }
    if (left->place.line != right->place.line) {
        return left->place.line < right->place.line ? -1 : 1;
    }
    if (left->place.column != right->place.column) {
        return left->place.column < right->place.column ? -1 : 1;
    }
    return left->index < right->index ? -1 : left->index > right->index;
}

const char *gen_errors_text(struct gen_errors *errors)
{
    struct gen_text text;

    if (errors->n == 0) {
        return NULL;
    }
    qsort(errors->items, errors->n, sizeof(*errors->items), compare);
    gen_text_init(&text, errors->arena);
    for (size_t i = 0; i < errors->n; i++) {
        const struct gen_error *error = &errors->items[i];
        gen_text_add(&text, "%s%s:%d:%d: error: %s", i == 0 ? "" : "\n", error->place.path,
                     error->place.line, error->place.column, error->message);
    }
    return text.bytes;
}
