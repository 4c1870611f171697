/* SPDX-License-Identifier: MIT */
/* The memory of one run of the generator: handed out, never given back, freed as a whole at the
 * end. Out of memory ends the program with a message. */
#ifndef GEN_ARENA_H
#define GEN_ARENA_H

#include <protobuf-c/protobuf-c.h>
#include <stddef.h>

/* Owned by whoever runs the generator: main() or the fuzzer. */
struct gen_arena {
    struct gen_chunk *chunks;
    char *at; /* free memory in the newest chunk */
    char *end;
    ProtobufCAllocator allocator; /* this arena, as protobuf-c wants it */
};

/* A list of strings that grows in an arena. Zero is the empty list. */
struct gen_list {
    const char **items;
    size_t n;
};

void gen_arena_init(struct gen_arena *arena);
void gen_arena_fini(struct gen_arena *arena);

/* Zeroed, aligned for everything. */
void *gen_alloc(struct gen_arena *arena, size_t n);
void *gen_alloc_array(struct gen_arena *arena, size_t count, size_t size);

/* `items`, of which `n` are in use, with room for one more: itself or a copy twice as long. */
void *gen_grow(struct gen_arena *arena, void *items, size_t n, size_t size);

char *gen_copy(struct gen_arena *arena, const char *text, size_t len);
char *gen_format(struct gen_arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

void gen_list_add(struct gen_arena *arena, struct gen_list *list, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif
