/* SPDX-License-Identifier: MIT */
/* Slabs: ids that end, memory that stays, and the one who claims. */
#include <pthread.h>
#include <stdatomic.h>

#include "slab.h"
#include "suite.h"

struct item {
    struct gri_slot slot;
    uint64_t content;
};

static void init(struct gri_slab *slab, uint32_t max)
{
    gri_slab_init(slab, sizeof(struct item), 7, max);
}

static void an_id_finds_its_item_until_it_is_given_back(void)
{
    struct gri_slab slab;
    init(&slab, 100);
    struct item *item = gri_slab_take(&slab);
    uint64_t id = gri_slab_id(&slab, item);
    CHECK(id != 0);
    CHECK_UINT(gri_slab_owner_of(id), 7);
    CHECK(gri_slot_is_live(&item->slot));
    CHECK(gri_slab_find(&slab, id) == item);
    gri_slab_give(&slab, item);
    CHECK(gri_slab_find(&slab, id) == NULL);
    CHECK(!gri_slot_is_live(&item->slot));
    CHECK_UINT(slab.live, 0);
    struct item *next = gri_slab_take(&slab);
    CHECK(next == item); /* the same memory, another id */
    CHECK(gri_slab_id(&slab, next) != id);
    CHECK(gri_slab_find(&slab, id) == NULL);
    gri_slab_fini(&slab);
}

static void ids_of_others_are_not_found(void)
{
    struct gri_slab slab, other;
    init(&slab, 100);
    gri_slab_init(&other, sizeof(struct item), 8, 100);
    struct item *item = gri_slab_take(&slab);
    uint64_t id = gri_slab_id(&slab, item);
    CHECK(gri_slab_take(&other) != NULL);
    CHECK(gri_slab_find(&other, id) == NULL);
    CHECK(gri_slab_find(&slab, 0) == NULL);
    CHECK(gri_slab_find(&slab, UINT64_MAX) == NULL);
    CHECK(gri_slab_find(&slab, id + 1) == NULL);                   /* an index never taken */
    CHECK(gri_slab_find(&slab, id | 0xffffff) == NULL);            /* beyond all chunks */
    CHECK(gri_slab_find(&slab, id + (UINT64_C(1) << 32)) == NULL); /* an even generation */
    CHECK(gri_slab_find(&slab, id + (UINT64_C(2) << 32)) == NULL); /* a later one */
    gri_slab_fini(&slab);
    gri_slab_fini(&other);
}

static void items_do_not_move_and_keep_their_content(void)
{
    enum { N = 5000 };
    static struct item *items[N];
    struct gri_slab slab;
    init(&slab, N);
    for (uint32_t i = 0; i < N; i++) {
        items[i] = gri_slab_take(&slab);
        CHECK(items[i] != NULL && items[i]->content == 0);
        items[i]->content = i + 1;
    }
    CHECK(gri_slab_take(&slab) == NULL); /* over max */
    for (uint32_t i = 0; i < N; i++) {
        CHECK(gri_slab_at(&slab, i) == items[i]);
        CHECK_UINT(items[i]->content, i + 1);
        CHECK_UINT(items[i]->slot.place, 7u << 24 | i);
    }
    CHECK_UINT(slab.live, N);
    CHECK_UINT(slab.used, N);
    gri_slab_give(&slab, items[77]);
    struct item *again = gri_slab_take(&slab);
    CHECK(again == items[77] && again->content == 78); /* as it was left */
    gri_slab_fini(&slab);
}

static void without_memory_there_is_none_and_later_there_is(void)
{
    struct gri_slab slab;
    init(&slab, 1000);
    suite_fail_allocation(1);
    CHECK(gri_slab_take(&slab) == NULL);
    for (int i = 0; i < GRI_SLAB_FIRST; i++) {
        CHECK(gri_slab_take(&slab) != NULL);
    }
    suite_fail_allocation(1); /* of the second chunk */
    CHECK(gri_slab_take(&slab) == NULL);
    CHECK_UINT(slab.live, GRI_SLAB_FIRST);
    CHECK(gri_slab_take(&slab) != NULL);
    gri_slab_fini(&slab);
}

static void a_claim_ends_the_id_and_is_one_s_alone(void)
{
    struct gri_slab slab;
    void *claimed;
    init(&slab, 10);
    struct item *item = gri_slab_take(&slab);
    uint64_t id = gri_slab_id(&slab, item);
    CHECK(gri_slab_claim(&slab, id, &claimed) && claimed == item);
    CHECK(!gri_slab_claim(&slab, id, &claimed));
    CHECK(gri_slab_find(&slab, id) == NULL);
    CHECK_UINT(slab.live, 1); /* the claimer's, until it is given back */
    gri_slab_give(&slab, item);
    CHECK_UINT(slab.live, 0);
    struct item *next = gri_slab_take(&slab);
    CHECK(next == item && gri_slot_is_live(&next->slot));
    CHECK(!gri_slab_claim(&slab, id, &claimed));
    CHECK(!gri_slab_claim(&slab, 0, &claimed));
    gri_slab_fini(&slab);
}

/* ---- threads ---- */

enum { CLAIMS = 2000 };

static struct {
    struct gri_slab slab;
    uint64_t ids[CLAIMS];
    atomic_uint won;
} race;

static void *claim_all(void *arg)
{
    (void)arg;
    void *claimed;
    for (int i = 0; i < CLAIMS; i++) {
        if (gri_slab_claim(&race.slab, race.ids[i], &claimed)) {
            atomic_fetch_add(&race.won, 1);
        }
    }
    return NULL;
}

static void of_many_threads_one_claims(void)
{
    pthread_t threads[3];
    gri_slab_init(&race.slab, sizeof(struct item), 0, CLAIMS);
    atomic_store(&race.won, 0);
    for (int i = 0; i < CLAIMS; i++) {
        race.ids[i] = gri_slab_id(&race.slab, gri_slab_take(&race.slab));
    }
    for (int i = 0; i < 3; i++) {
        CHECK(pthread_create(&threads[i], NULL, claim_all, NULL) == 0);
    }
    for (int i = 0; i < 3; i++) {
        pthread_join(threads[i], NULL);
    }
    CHECK_UINT(atomic_load(&race.won), CLAIMS);
    gri_slab_fini(&race.slab);
}

GR_SUITE("slab",
         { "an_id_finds_its_item_until_it_is_given_back",
           an_id_finds_its_item_until_it_is_given_back },
         { "ids_of_others_are_not_found", ids_of_others_are_not_found },
         { "items_do_not_move_and_keep_their_content", items_do_not_move_and_keep_their_content },
         { "without_memory_there_is_none_and_later_there_is",
           without_memory_there_is_none_and_later_there_is },
         { "a_claim_ends_the_id_and_is_one_s_alone", a_claim_ends_the_id_and_is_one_s_alone },
         { "of_many_threads_one_claims", of_many_threads_one_claims })
