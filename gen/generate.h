/* SPDX-License-Identifier: MIT */
/* The whole pipeline, from the bytes of a request to the bytes of a response. */
#ifndef GEN_GENERATE_H
#define GEN_GENERATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "arena.h"

/* A starter file that was asked for, to be written unless it exists. */
struct gen_skeleton {
    const char *path;
    const char *text;
};

/* Lives in the arena. */
struct gen_result {
    uint8_t *response; /* a packed CodeGeneratorResponse */
    size_t response_len;
    struct gen_skeleton *skeletons; /* none where there is an error */
    size_t n_skeletons;
    const char *problem; /* why the bytes are no request; NULL: they are one */
};

/* False where the bytes are no request: then only the problem is there. */
bool gen_generate(struct gen_arena *arena, const uint8_t *bytes, size_t len,
                  struct gen_result *out_result);

#endif
