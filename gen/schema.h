/* SPDX-License-Identifier: MIT */
/* A service's schema in canonical form, and its fingerprint: what two nodes compare at lookup. */
#ifndef GEN_SCHEMA_H
#define GEN_SCHEMA_H

#include "model.h"

#define GEN_FINGERPRINT_BYTES 32

/* Lives in the arena. */
struct gen_schema {
    struct gen_list lines; /* without their newlines */
    uint8_t fingerprint[GEN_FINGERPRINT_BYTES];
};

struct gen_schema gen_schema_of(struct gen_arena *arena, const struct gen_service *service);

#endif
