/* SPDX-License-Identifier: MIT */
/* The allocator's hooks and the pools of message blocks. */
#include "alloc.h"

#include <string.h>

#include "sanitize.h"
#include "suite.h"

static bool is_aligned(const void *p)
{
    return (uintptr_t)p % 16 == 0;
}

static void nothing_is_a_valid_size(void)
{
    void *p = gri_malloc(0);
    CHECK(p != NULL);
    gri_mfree(p);
    gri_mfree(NULL);
    void *block = gri_block_alloc(NULL, 0);
    CHECK(block != NULL);
    gri_block_free(NULL, block);
    gri_block_free(NULL, NULL);
}

static void calloc_gives_zeroes(void)
{
    unsigned char *p = gri_malloc(256);
    CHECK(p != NULL);
    memset(p, 0xff, 256);
    gri_mfree(p);
    p = gri_calloc(256);
    for (size_t i = 0; i < 256; i++) {
        CHECK_UINT(p[i], 0);
    }
    gri_mfree(p);
}

static void out_of_memory_is_null(void)
{
    struct gri_pool pool;
    gri_pool_init(&pool, NULL);
    suite_fail_allocation(1);
    CHECK(gri_malloc(1) == NULL);
    CHECK(suite_allocation_failed());
    suite_fail_allocation(1);
    CHECK(gri_calloc(1) == NULL);
    suite_fail_allocation(1);
    CHECK(gri_block_alloc(&pool, 100) == NULL);
    suite_fail_allocation(1);
    CHECK(gri_block_alloc(NULL, 100000) == NULL);
    gri_pool_fini(&pool);
}

static void a_size_beyond_all_memory_is_null(void)
{
    CHECK(gri_block_alloc(NULL, SIZE_MAX) == NULL);
    CHECK(gri_block_alloc(NULL, SIZE_MAX - 15) == NULL);
}

static void blocks_of_all_sizes_are_aligned_and_whole(void)
{
    struct gri_pool pool;
    gri_pool_init(&pool, NULL);
    for (size_t n = 0; n < 5000; n++) {
        unsigned char *block = gri_block_alloc(&pool, n);
        CHECK(block != NULL && is_aligned(block));
        memset(block, 0x5a, n);
        gri_block_free(&pool, block);
    }
    gri_pool_fini(&pool);
}

static void a_freed_block_is_reused_within_its_class(void)
{
    struct gri_pool pool;
    gri_pool_init(&pool, NULL);
    void *block = gri_block_alloc(&pool, 65);
    gri_block_free(&pool, block);
    void *smaller = gri_block_alloc(&pool, 64);
    CHECK(smaller != block);
    void *larger = gri_block_alloc(&pool, 129);
    CHECK(larger != block);
    void *same = gri_block_alloc(&pool, 128);
    CHECK(GRI_ASAN || same == block);
    gri_block_free(&pool, smaller);
    gri_block_free(&pool, larger);
    gri_block_free(&pool, same);
    gri_pool_fini(&pool);
}

static void a_block_may_move_between_pools(void)
{
    struct gri_pool a, b;
    gri_pool_init(&a, NULL);
    gri_pool_init(&b, NULL);
    void *block = gri_block_alloc(&a, 1000);
    gri_block_free(&b, block);
    void *again = gri_block_alloc(&b, 1000); /* it is b's now */
    CHECK(again != NULL && (GRI_ASAN || again == block));
    gri_block_free(NULL, again);
    block = gri_block_alloc(NULL, 1000);
    gri_block_free(&a, block);
    again = gri_block_alloc(&a, 1000);
    CHECK(again != NULL && (GRI_ASAN || again == block));
    gri_block_free(&a, again);
    gri_pool_fini(&a);
    gri_pool_fini(&b);
}

static void a_class_keeps_a_bounded_number_of_bytes(void)
{
    enum { n = 1000, size = 1024 };
    static void *blocks[n];
    struct gri_pool pool;
    gri_pool_init(&pool, NULL);
    size_t before = suite_live_allocations();
    for (size_t i = 0; i < n; i++) {
        blocks[i] = gri_block_alloc(&pool, size);
    }
    for (size_t i = 0; i < n; i++) {
        gri_block_free(&pool, blocks[i]);
    }
    CHECK_UINT(suite_live_allocations() - before, GRI_ASAN ? 0 : 256);
    gri_pool_fini(&pool);
    CHECK_UINT(suite_live_allocations(), before);
}

static void large_blocks_are_not_kept(void)
{
    struct gri_pool pool;
    gri_pool_init(&pool, NULL);
    size_t before = suite_live_allocations();
    gri_block_free(&pool, gri_block_alloc(&pool, 4097));
    CHECK_UINT(suite_live_allocations(), before);
    gri_pool_fini(&pool);
}

static void blocks_outlive_their_pool(void)
{
    struct gri_pool pool;
    gri_pool_init(&pool, NULL);
    char *block = gri_block_alloc(&pool, 10);
    gri_pool_fini(&pool);
    memcpy(block, "still ok", sizeof("still ok"));
    CHECK_STR(block, "still ok");
    gri_block_free(NULL, block);
}

static void what_another_pool_has_too_much_of_comes_back_in_bundles(void)
{
    enum { MANY = 4000 };
    static void *blocks[MANY];
    struct gri_depot depot;
    memset(&depot, 0, sizeof(depot));
    struct gri_pool sender, receiver;
    gri_pool_init(&sender, &depot);
    gri_pool_init(&receiver, &depot);
    for (int i = 0; i < MANY; i++) {
        blocks[i] = gri_block_alloc(&sender, 500);
        CHECK(blocks[i] != NULL);
    }
    for (int i = 0; i < MANY; i++) {
        gri_block_free(&receiver, blocks[i]);
    }
    void *again = gri_block_alloc(&sender, 500);
    bool is_one_of_them = false;
    for (int i = 0; i < MANY; i++) {
        is_one_of_them |= again == blocks[i];
    }
    CHECK(again != NULL && (is_one_of_them || sender.classes[7].max == 0));
    CHECK_UINT(sender.classes[7].n, sender.classes[7].max == 0 ? 0 : sender.classes[7].max - 1);
    gri_block_free(&sender, again);
    gri_pool_fini(&sender);
    gri_pool_fini(&receiver);
    gri_depot_fini(&depot);
}

static void memory_of_a_known_size_is_reused_and_bounded(void)
{
    enum { n = 5000 };
    static void *all[n];
    struct gri_pool pool;
    gri_pool_init(&pool, NULL);
    size_t before = suite_live_allocations();
    for (size_t size = 1; size <= 300; size += 13) {
        for (size_t i = 0; i < 10; i++) {
            all[i] = gri_pool_calloc(&pool, size);
            CHECK(all[i] != NULL && (uintptr_t)all[i] % 16 == 0);
            CHECK(*(char *)all[i] == 0 && memchr(all[i], 7, size) == NULL);
            memset(all[i], 7, size);
        }
        void *last = all[9];
        for (size_t i = 0; i < 10; i++) {
            gri_pool_free(&pool, all[i], size);
        }
        void *again = gri_pool_calloc(&pool, size);
        CHECK(GRI_ASAN || size > 264 || again == last); /* the one in the cache */
        gri_pool_free(&pool, again, size);
    }
    for (size_t i = 0; i < n; i++) {
        all[i] = gri_pool_calloc(&pool, 40);
    }
    size_t most = suite_live_allocations();
    for (size_t i = 0; i < n; i++) {
        gri_pool_free(&pool, all[i], 40);
    }
    CHECK_UINT(most - suite_live_allocations(), GRI_ASAN ? n : n - 65536 / 40);
    gri_pool_fini(&pool);
    CHECK_UINT(suite_live_allocations(), before);
}

GR_SUITE("alloc", { "nothing_is_a_valid_size", nothing_is_a_valid_size },
         { "calloc_gives_zeroes", calloc_gives_zeroes },
         { "out_of_memory_is_null", out_of_memory_is_null },
         { "a_size_beyond_all_memory_is_null", a_size_beyond_all_memory_is_null },
         { "blocks_of_all_sizes_are_aligned_and_whole", blocks_of_all_sizes_are_aligned_and_whole },
         { "a_freed_block_is_reused_within_its_class", a_freed_block_is_reused_within_its_class },
         { "a_block_may_move_between_pools", a_block_may_move_between_pools },
         { "a_class_keeps_a_bounded_number_of_bytes", a_class_keeps_a_bounded_number_of_bytes },
         { "large_blocks_are_not_kept", large_blocks_are_not_kept },
         { "what_another_pool_has_too_much_of_comes_back_in_bundles",
           what_another_pool_has_too_much_of_comes_back_in_bundles },
         { "memory_of_a_known_size_is_reused_and_bounded",
           memory_of_a_known_size_is_reused_and_bounded },
         { "blocks_outlive_their_pool", blocks_outlive_their_pool })
