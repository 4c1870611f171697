/* SPDX-License-Identifier: MIT */
/* The memory of one run: a chain of chunks, each at least twice as large as what asked for it. */
#include "arena.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CHUNK_BYTES ((size_t)256 * 1024)

/* Owned by its arena. */
struct gen_chunk {
    struct gen_chunk *next;
    _Alignas(max_align_t) char bytes[];
};

static _Noreturn void out_of_memory(void)
{
    fputs("protoc-gen-greenroom: out of memory\n", stderr);
    abort();
}

static void *allocate(void *arena, size_t n)
{
    return gen_alloc(arena, n);
}

static void release(void *arena, void *memory)
{
    (void)arena;
    (void)memory;
}

void gen_arena_init(struct gen_arena *arena)
{
    *arena = (struct gen_arena){ .allocator = { allocate, release, arena } };
}

void gen_arena_fini(struct gen_arena *arena)
{
    struct gen_chunk *chunk = arena->chunks;

    while (chunk != NULL) {
        struct gen_chunk *next = chunk->next;
        free(chunk);
        chunk = next;
    }
    *arena = (struct gen_arena){ 0 };
}

static void add_chunk(struct gen_arena *arena, size_t n)
{
    size_t bytes = n > CHUNK_BYTES / 2 ? n : CHUNK_BYTES;
    struct gen_chunk *chunk = NULL;

    if (bytes <= SIZE_MAX - sizeof(*chunk)) {
        chunk = calloc(1, sizeof(*chunk) + bytes);
    }
    if (chunk == NULL) {
        out_of_memory();
    }
    chunk->next = arena->chunks;
    arena->chunks = chunk;
    arena->at = chunk->bytes;
    arena->end = chunk->bytes + bytes;
}

void *gen_alloc(struct gen_arena *arena, size_t n)
{
    size_t unit = _Alignof(max_align_t);

    if (n > SIZE_MAX - unit) {
        out_of_memory();
    }
    n = n == 0 ? unit : (n + unit - 1) / unit * unit;
    if ((size_t)(arena->end - arena->at) < n) {
        add_chunk(arena, n);
    }
    void *memory = arena->at;
    arena->at += n;
    return memory;
}

void *gen_alloc_array(struct gen_arena *arena, size_t count, size_t size)
{
    if (size != 0 && count > SIZE_MAX / size) {
        out_of_memory();
    }
    return gen_alloc(arena, count * size);
}

void *gen_grow(struct gen_arena *arena, void *items, size_t n, size_t size)
{
    if (n != 0 && (n & (n - 1)) != 0) {
        return items; /* capacities are powers of two: there is room up to the next one */
    }
    void *grown = gen_alloc_array(arena, n == 0 ? 1 : n * 2, size);
    if (n != 0) {
        memcpy(grown, items, n * size);
    }
    return grown;
}

char *gen_copy(struct gen_arena *arena, const char *text, size_t len)
{
    char *copy = gen_alloc(arena, len + 1);

    memcpy(copy, text, len);
    return copy;
}

static char *format_list(struct gen_arena *arena, const char *format, va_list values)
{
    va_list again;
    va_copy(again, values);
    int len = vsnprintf(NULL, 0, format, values);
    char *text = gen_alloc(arena, len < 0 ? 1 : (size_t)len + 1);
    if (len > 0) {
        vsnprintf(text, (size_t)len + 1, format, again);
    }
    va_end(again);
    return text;
}

char *gen_format(struct gen_arena *arena, const char *format, ...)
{
    va_list values;

    va_start(values, format);
    char *text = format_list(arena, format, values);
    va_end(values);
    return text;
}

void gen_list_add(struct gen_arena *arena, struct gen_list *list, const char *format, ...)
{
    va_list values;

    va_start(values, format);
    list->items = gen_grow(arena, list->items, list->n, sizeof(*list->items));
    list->items[list->n] = format_list(arena, format, values);
    list->n++;
    va_end(values);
}
