/* SPDX-License-Identifier: MIT */
/* The buffer's bounds and growth, and the cursor's refusals. Also the arena, the other memory that
 * is bounded. */
#include "buffer.h"

#include <string.h>

#include "alloc.h"
#include "arena.h"
#include "suite.h"

/* --- Buffer --- */

static void append_keeps_what_is_there(void)
{
    struct gri_buffer buffer;
    uint8_t wanted[10000];

    gri_buffer_init(&buffer, sizeof(wanted));
    for (size_t i = 0; i < sizeof(wanted); i++) {
        wanted[i] = (uint8_t)(i * 7);
        CHECK_CODE(gri_buffer_append(&buffer, &wanted[i], 1), GR_OK);
    }
    CHECK_UINT(buffer.len, sizeof(wanted));
    CHECK(memcmp(buffer.data, wanted, sizeof(wanted)) == 0);
    gri_buffer_fini(&buffer);
}

static void the_bound_is_reached_and_not_passed(void)
{
    struct gri_buffer buffer;
    uint8_t bytes[1001] = { 1 };

    gri_buffer_init(&buffer, 1000);
    CHECK_CODE(gri_buffer_append(&buffer, bytes, 1001), GR_RESOURCE_EXHAUSTED);
    CHECK_CODE(gri_buffer_append(&buffer, bytes, 600), GR_OK);
    CHECK_CODE(gri_buffer_append(&buffer, bytes, 401), GR_RESOURCE_EXHAUSTED);
    CHECK_CODE(gri_buffer_reserve(&buffer, SIZE_MAX), GR_RESOURCE_EXHAUSTED);
    CHECK_UINT(buffer.len, 600);
    CHECK_CODE(gri_buffer_append(&buffer, bytes, 400), GR_OK);
    CHECK_UINT(buffer.len, 1000);
    CHECK_UINT(buffer.cap, 1000);
    gri_buffer_fini(&buffer);
}

static void reserved_room_can_be_written_and_committed(void)
{
    struct gri_buffer buffer;

    gri_buffer_init(&buffer, 4096);
    CHECK_CODE(gri_buffer_reserve(&buffer, 3000), GR_OK);
    CHECK(gri_buffer_room(&buffer) >= 3000);
    CHECK_UINT(buffer.len, 0);
    memset(gri_buffer_tail(&buffer), 9, 3000);
    gri_buffer_commit(&buffer, 3000);
    CHECK_UINT(buffer.len, 3000);
    CHECK_UINT(buffer.data[2999], 9);
    gri_buffer_fini(&buffer);
}

static void consume_moves_the_rest_to_the_front(void)
{
    struct gri_buffer buffer;

    gri_buffer_init(&buffer, 100);
    CHECK_CODE(gri_buffer_append(&buffer, "abcdef", 6), GR_OK);
    gri_buffer_consume(&buffer, 0);
    gri_buffer_consume(&buffer, 2);
    CHECK_UINT(buffer.len, 4);
    CHECK(memcmp(buffer.data, "cdef", 4) == 0);
    gri_buffer_consume(&buffer, 4);
    CHECK_UINT(buffer.len, 0);
    CHECK_CODE(gri_buffer_append(&buffer, "x", 1), GR_OK);
    gri_buffer_clear(&buffer);
    CHECK_UINT(buffer.len, 0);
    CHECK(buffer.cap > 0);
    gri_buffer_fini(&buffer);
}

static void nothing_can_be_appended_to_nothing(void)
{
    struct gri_buffer buffer;

    gri_buffer_init(&buffer, 0);
    CHECK_CODE(gri_buffer_append(&buffer, NULL, 0), GR_OK);
    CHECK_CODE(gri_buffer_append(&buffer, "x", 1), GR_RESOURCE_EXHAUSTED);
    gri_buffer_consume(&buffer, 0);
    gri_buffer_fini(&buffer);
}

static void out_of_memory_leaves_the_buffer_as_it_was(void)
{
    struct gri_buffer buffer;
    uint8_t bytes[2000] = { 5 };

    gri_buffer_init(&buffer, 100000);
    CHECK_CODE(gri_buffer_append(&buffer, bytes, 10), GR_OK);
    suite_fail_allocation(1);
    CHECK_CODE(gri_buffer_append(&buffer, bytes, 2000), GR_RESOURCE_EXHAUSTED);
    CHECK(suite_allocation_failed());
    CHECK_UINT(buffer.len, 10);
    CHECK_UINT(buffer.data[0], 5);
    CHECK_CODE(gri_buffer_append(&buffer, bytes, 2000), GR_OK);
    gri_buffer_fini(&buffer);
}

/* --- Cursor --- */

struct varint_case {
    const char *bytes;
    size_t len;
    uint64_t value;
};

static void varints_are_read(void)
{
    static const struct varint_case cases[] = {
        { "\x00", 1, 0 },
        { "\x7f", 1, 127 },
        { "\x80\x01", 2, 128 },
        { "\x80\x80\x00", 3, 0 }, /* longer than it need be: fine */
        { "\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01", 10, UINT64_MAX },
        { "\xff\xff\xff\xff\xff\xff\xff\xff\xff\x7f", 10, UINT64_MAX }, /* bits over the 64th */
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        uint64_t value = 1;
        struct gri_cursor cursor = gri_cursor_over((const uint8_t *)cases[i].bytes, cases[i].len);

        CHECK(gri_cursor_varint(&cursor, &value));
        CHECK_UINT(value, cases[i].value);
        CHECK_UINT(gri_cursor_left(&cursor), 0);
    }
}

static void varints_that_do_not_end_are_refused(void)
{
    static const uint8_t bytes[11] = { 0x80, 0x80, 0x80, 0x80, 0x80, 0x80,
                                       0x80, 0x80, 0x80, 0x80, 0x01 };

    for (size_t len = 0; len <= sizeof(bytes); len++) {
        uint64_t value = 0;
        struct gri_cursor cursor = gri_cursor_over(bytes, len);

        CHECK(!gri_cursor_varint(&cursor, &value));
        CHECK_UINT(gri_cursor_left(&cursor), len);
    }
}

static void fixed_numbers_are_little_endian(void)
{
    static const uint8_t bytes[] = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 };
    struct gri_cursor cursor = gri_cursor_over(bytes, sizeof(bytes));
    uint64_t wide = 0;
    uint32_t narrow = 0;

    CHECK(gri_cursor_fixed64(&cursor, &wide));
    CHECK_UINT(wide, UINT64_C(0x0807060504030201));
    CHECK(!gri_cursor_fixed64(&cursor, &wide));
    CHECK(gri_cursor_fixed32(&cursor, &narrow));
    CHECK_UINT(narrow, UINT32_C(0x0c0b0a09));
    CHECK(!gri_cursor_fixed32(&cursor, &narrow));
}

static void lengths_are_not_believed(void)
{
    static const uint8_t good[] = { 3, 'a', 'b', 'c', 0 };
    static const uint8_t huge[] = { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01 };
    struct gri_cursor cursor = gri_cursor_over(good, sizeof(good));
    struct gri_cursor value;

    CHECK(gri_cursor_prefixed(&cursor, &value));
    CHECK_UINT(gri_cursor_left(&value), 3);
    CHECK(value.at == good + 1);
    CHECK(gri_cursor_prefixed(&cursor, &value));
    CHECK_UINT(gri_cursor_left(&value), 0);
    CHECK(!gri_cursor_prefixed(&cursor, &value));
    cursor = gri_cursor_over(good, 3);
    CHECK(!gri_cursor_prefixed(&cursor, &value));
    CHECK_UINT(gri_cursor_left(&cursor), 3);
    cursor = gri_cursor_over(huge, sizeof(huge));
    CHECK(!gri_cursor_prefixed(&cursor, &value));
}

static void bytes_are_borrowed_up_to_the_end(void)
{
    static const uint8_t bytes[] = { 1, 2, 3 };
    struct gri_cursor cursor = gri_cursor_over(bytes, sizeof(bytes));
    const uint8_t *at = NULL;

    CHECK(gri_cursor_bytes(&cursor, 2, &at) && at == bytes);
    CHECK(!gri_cursor_bytes(&cursor, 2, &at));
    CHECK(!gri_cursor_bytes(&cursor, SIZE_MAX, &at));
    CHECK(gri_cursor_bytes(&cursor, 1, &at) && at == bytes + 2);
    CHECK(gri_cursor_bytes(&cursor, 0, &at));
    cursor = gri_cursor_over(NULL, 0);
    CHECK(gri_cursor_bytes(&cursor, 0, &at));
    CHECK(!gri_cursor_bytes(&cursor, 1, &at));
}

struct tag_case {
    const char *bytes;
    size_t len;
    uint32_t number; /* 0: to be refused */
    enum gri_wire_type type;
};

static void tags_are_a_number_and_a_wire_type(void)
{
    static const struct tag_case cases[] = {
        { "\x08", 1, 1, GRI_WIRE_VARINT },
        { "\x7a", 1, 15, GRI_WIRE_BYTES },
        { "\x81\x01", 2, 16, GRI_WIRE_FIXED64 },
        { "\xfd\xff\xff\xff\x0f", 5, 536870911, GRI_WIRE_FIXED32 },
        { "\xfd\xff\xff\xff\x1f", 5, 0, 0 },     /* a number of 30 bits */
        { "\x88\x80\x80\x80\x80\x00", 6, 0, 0 }, /* six bytes */
        { "\x00", 1, 0, 0 },                     /* number 0 */
        { "\x0b", 1, 0, 0 },                     /* groups */
        { "\x0c", 1, 0, 0 },
        { "\x0e", 1, 0, 0 }, /* no wire types at all */
        { "\x0f", 1, 0, 0 },
        { "\x88", 1, 0, 0 }, /* no end */
        { "", 0, 0, 0 },
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct gri_cursor cursor = gri_cursor_over((const uint8_t *)cases[i].bytes, cases[i].len);
        enum gri_wire_type type = GRI_WIRE_VARINT;
        uint32_t number = 0;
        bool wanted = cases[i].number != 0;

        CHECK(gri_cursor_tag(&cursor, &number, &type) == wanted);
        CHECK_UINT(number, cases[i].number);
        CHECK_UINT(gri_cursor_left(&cursor), wanted ? 0 : cases[i].len);
        CHECK(!wanted || type == cases[i].type);
    }
}

static void skip_passes_over_one_value(void)
{
    static const uint8_t bytes[16] = { 0x82, 0x01, 'x' };
    static const struct {
        enum gri_wire_type type;
        size_t used;
    } cases[] = { { GRI_WIRE_VARINT, 2 }, { GRI_WIRE_FIXED64, 8 }, { GRI_WIRE_FIXED32, 4 } };
    struct gri_cursor cursor;

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        cursor = gri_cursor_over(bytes, sizeof(bytes));
        CHECK(gri_cursor_skip(&cursor, cases[i].type));
        CHECK_UINT(gri_cursor_left(&cursor), sizeof(bytes) - cases[i].used);
        cursor = gri_cursor_over(bytes, cases[i].used - 1);
        CHECK(!gri_cursor_skip(&cursor, cases[i].type));
    }
    cursor = gri_cursor_over(bytes, sizeof(bytes));
    CHECK(!gri_cursor_skip(&cursor, GRI_WIRE_BYTES)); /* 130 bytes */
    CHECK(!gri_cursor_skip(&cursor, (enum gri_wire_type)3));
    cursor = gri_cursor_over((const uint8_t *)"\x02xyz", 4);
    CHECK(gri_cursor_skip(&cursor, GRI_WIRE_BYTES));
    CHECK_UINT(gri_cursor_left(&cursor), 1);
}

/* --- Arena --- */

static void the_arena_gives_aligned_blocks_that_do_not_overlap(void)
{
    struct gri_arena arena;
    uint8_t *blocks[200];

    gri_arena_init(&arena, 256, 1 << 20);
    for (size_t i = 0; i < 200; i++) {
        blocks[i] = gri_arena_alloc(&arena, i);
        CHECK(blocks[i] != NULL && (uintptr_t)blocks[i] % 16 == 0);
        memset(blocks[i], (int)i, i);
    }
    for (size_t i = 1; i < 200; i++) {
        CHECK(blocks[i] != blocks[i - 1]);
        CHECK(blocks[i][0] == i && blocks[i][i - 1] == i);
    }
    gri_arena_fini(&arena);
}

static void the_arena_has_a_bound(void)
{
    struct gri_arena arena;

    gri_arena_init(&arena, 256, 1000);
    CHECK(gri_arena_alloc(&arena, 1001) == NULL);
    CHECK(gri_arena_is_over(&arena));
    CHECK(gri_arena_alloc(&arena, SIZE_MAX) == NULL);
    gri_arena_reset(&arena);
    CHECK(!gri_arena_is_over(&arena));
    CHECK(gri_arena_alloc(&arena, 992) != NULL);
    CHECK(gri_arena_alloc(&arena, 1) == NULL); /* 8 are left: less than a block */
    CHECK(gri_arena_is_over(&arena));
    gri_arena_fini(&arena);
}

static void a_reset_arena_allocates_nothing_in_steady_use(void)
{
    struct gri_arena arena;

    gri_arena_init(&arena, 1024, 1 << 20);
    CHECK(gri_arena_alloc(&arena, 5000) != NULL); /* larger than a chunk: is not kept */
    for (int i = 0; i < 10; i++) {
        CHECK(gri_arena_alloc(&arena, 500) != NULL);
    }
    gri_arena_reset(&arena);
    size_t live = suite_live_allocations();

    suite_fail_allocation(1);
    for (int round = 0; round < 3; round++) {
        CHECK(gri_arena_alloc(&arena, 500) != NULL);
        CHECK(gri_arena_alloc(&arena, 500) != NULL);
        CHECK_UINT(suite_live_allocations(), live);
        gri_arena_reset(&arena);
    }
    CHECK(!suite_allocation_failed());
    gri_arena_fini(&arena);
    gri_arena_fini(&arena); /* fini of nothing is nothing */
}

static void an_arena_without_memory_is_not_over_its_bound(void)
{
    struct gri_arena arena;

    gri_arena_init(&arena, 1024, 1 << 20);
    suite_fail_allocation(1);
    CHECK(gri_arena_alloc(&arena, 10) == NULL);
    CHECK(!gri_arena_is_over(&arena));
    CHECK(gri_arena_alloc(&arena, 10) != NULL);
    gri_arena_fini(&arena);
}

GR_SUITE("buffer", { "append_keeps_what_is_there", append_keeps_what_is_there },
         { "the_bound_is_reached_and_not_passed", the_bound_is_reached_and_not_passed },
         { "reserved_room_can_be_written_and_committed",
           reserved_room_can_be_written_and_committed },
         { "consume_moves_the_rest_to_the_front", consume_moves_the_rest_to_the_front },
         { "nothing_can_be_appended_to_nothing", nothing_can_be_appended_to_nothing },
         { "out_of_memory_leaves_the_buffer_as_it_was", out_of_memory_leaves_the_buffer_as_it_was },
         { "varints_are_read", varints_are_read },
         { "varints_that_do_not_end_are_refused", varints_that_do_not_end_are_refused },
         { "fixed_numbers_are_little_endian", fixed_numbers_are_little_endian },
         { "lengths_are_not_believed", lengths_are_not_believed },
         { "bytes_are_borrowed_up_to_the_end", bytes_are_borrowed_up_to_the_end },
         { "tags_are_a_number_and_a_wire_type", tags_are_a_number_and_a_wire_type },
         { "skip_passes_over_one_value", skip_passes_over_one_value },
         { "the_arena_gives_aligned_blocks_that_do_not_overlap",
           the_arena_gives_aligned_blocks_that_do_not_overlap },
         { "the_arena_has_a_bound", the_arena_has_a_bound },
         { "a_reset_arena_allocates_nothing_in_steady_use",
           a_reset_arena_allocates_nothing_in_steady_use },
         { "an_arena_without_memory_is_not_over_its_bound",
           an_arena_without_memory_is_not_over_its_bound })
