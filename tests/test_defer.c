/* SPDX-License-Identifier: MIT */
/* What is put off: it is run in time, once, by whoever is there, who is woken no more than needed.
 */
#include "defer.h"
#include "suite.h"

static const uint64_t MS = 1000000;

/* Something that counts how often it ran, and may put itself off again. */
struct chore {
    struct gri_deferred deferred;
    unsigned n;
    unsigned again;
};

static struct {
    struct gri_parker parker;
    struct gri_defer defer;
    struct chore chores[2];
} desk;

static void do_chore(struct gri_deferred *deferred)
{
    struct chore *chore = GRI_CONTAINER(deferred, struct chore, deferred);
    chore->n++;
    if (chore->again > 0) {
        chore->again--;
        CHECK(gri_defer_take(&desk.defer, &chore->deferred));
    }
}

static void open_desk(void)
{
    gri_defer_init(&desk.defer, &desk.parker);
    for (int i = 0; i < 2; i++) {
        desk.chores[i] = (struct chore){ .deferred.run = do_chore };
    }
    gri_defer_open(&desk.defer);
}

static bool put_off(int which)
{
    return gri_defer_take(&desk.defer, &desk.chores[which].deferred);
}

static bool was_woken(void)
{
    return gri_park(&desk.parker, 0);
}

static void close_desk(void)
{
    gri_defer_close(&desk.defer);
    gri_defer_fini(&desk.defer);
    (void)was_woken();
}

static void what_is_put_off_is_run_after_a_millisecond(void)
{
    open_desk();
    CHECK_UINT(gri_defer_run(&desk.defer, 5 * MS), UINT64_MAX);
    CHECK(put_off(0));
    CHECK(was_woken());
    CHECK_UINT(gri_defer_run(&desk.defer, 10 * MS), 11 * MS);
    CHECK_UINT(gri_defer_run(&desk.defer, 11 * MS - 1), 11 * MS);
    CHECK_UINT(desk.chores[0].n, 0);
    CHECK_UINT(gri_defer_run(&desk.defer, 11 * MS), 12 * MS);
    CHECK_UINT(desk.chores[0].n, 1);
    close_desk();
    CHECK_UINT(desk.chores[0].n, 1);
}

static void who_comes_again_is_not_woken(void)
{
    open_desk();
    CHECK(put_off(0));
    CHECK(was_woken());
    CHECK_UINT(gri_defer_run(&desk.defer, 1 * MS), 2 * MS);
    CHECK(put_off(1)); /* before the millisecond is over */
    CHECK_UINT(gri_defer_run(&desk.defer, 2 * MS), 3 * MS);
    CHECK_UINT(desk.chores[1].n, 1);
    CHECK(put_off(1));
    CHECK(!was_woken());
    CHECK_UINT(gri_defer_run(&desk.defer, 3 * MS), 4 * MS);
    CHECK_UINT(desk.chores[1].n, 2);
    CHECK_UINT(gri_defer_run(&desk.defer, 4 * MS), UINT64_MAX); /* nothing in a millisecond */
    CHECK(put_off(1));
    CHECK(was_woken());
    close_desk();
}

static void what_puts_itself_off_again_is_run_again_later(void)
{
    open_desk();
    desk.chores[0].again = 1;
    CHECK(put_off(0));
    CHECK_UINT(gri_defer_run(&desk.defer, 1 * MS), 2 * MS);
    CHECK_UINT(gri_defer_run(&desk.defer, 2 * MS), 3 * MS);
    CHECK_UINT(desk.chores[0].n, 1);
    CHECK_UINT(gri_defer_run(&desk.defer, 3 * MS), 4 * MS);
    CHECK_UINT(desk.chores[0].n, 2);
    close_desk();
}

static void what_is_left_is_run_at_the_end_and_nothing_is_taken_after_it(void)
{
    open_desk();
    CHECK(put_off(0));
    gri_defer_close(&desk.defer);
    CHECK_UINT(desk.chores[0].n, 1);
    CHECK(!put_off(0));
    CHECK(!put_off(1));
    close_desk();
    CHECK_UINT(desk.chores[0].n + desk.chores[1].n, 1);
}

GR_SUITE("defer",
         { "what_is_put_off_is_run_after_a_millisecond",
           what_is_put_off_is_run_after_a_millisecond },
         { "who_comes_again_is_not_woken", who_comes_again_is_not_woken },
         { "what_puts_itself_off_again_is_run_again_later",
           what_puts_itself_off_again_is_run_again_later },
         { "what_is_left_is_run_at_the_end_and_nothing_is_taken_after_it",
           what_is_left_is_run_at_the_end_and_nothing_is_taken_after_it })
