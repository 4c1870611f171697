/* SPDX-License-Identifier: MIT */
/* The intake of a worker: order, and turns of bounded length between those of others. */
#include "intake.h"

#include <stdio.h>
#include <string.h>

#include "sim.h"
#include "suite.h"

enum { TURN = 64 };

/* A post that stands for `left` messages; and a task that stands for an actor. */
struct parcel {
    struct gri_post post;
    char name;
    uint32_t left;
};

static struct {
    gri_env *env;
    struct gri_worker worker;
    struct gri_intake intake;
    struct gri_post begin;
    struct gri_task other;
    uint32_t n_others;
    struct parcel parcels[200];
    struct gri_post *newest;
    char trace[1024];
} bench;

static void trace(char name)
{
    size_t len = strlen(bench.trace);
    snprintf(bench.trace + len, sizeof(bench.trace) - len, "%c", name);
}

static void run_other(struct gri_worker *worker, struct gri_task *task)
{
    trace('.');
    if (--bench.n_others > 0) {
        gri_worker_run_later(worker, task);
    }
}

static void begin(struct gri_worker *worker, struct gri_post *post)
{
    (void)post;
    if (bench.n_others > 0) {
        gri_worker_run_later(worker, &bench.other);
    }
    gri_intake_add(&bench.intake, bench.newest);
}

static void run_parcel(struct gri_worker *worker, struct gri_post *post)
{
    struct parcel *parcel = GRI_CONTAINER(post, struct parcel, post);
    uint32_t most = gri_intake_left(&bench.intake);
    uint32_t n = parcel->left < most ? parcel->left : most;
    CHECK(worker == &bench.worker && most > 0);
    trace(parcel->name);
    parcel->left -= n;
    gri_intake_spend(&bench.intake, n);
    if (parcel->left > 0) {
        gri_intake_run_again(&bench.intake, post);
    }
}

static struct gri_post *put(size_t i, char name, uint32_t messages, struct gri_post *older)
{
    bench.parcels[i] = (struct parcel){ .post = { .next = older, .run = run_parcel },
                                        .name = name,
                                        .left = messages };
    return &bench.parcels[i].post;
}

static void open_intake(uint32_t n_others)
{
    memset(&bench, 0, sizeof(bench));
    bench.env = sim_create(1);
    bench.begin.run = begin;
    bench.other.run = run_other;
    bench.n_others = n_others;
    const struct gri_worker_options options = { .env = bench.env,
                                                .stack_bytes = 64 << 10,
                                                .max_fibers = 4 };
    CHECK_CODE(gri_worker_init(&bench.worker, &options), GR_OK);
    CHECK_CODE(gri_worker_start(&bench.worker), GR_OK);
    gri_intake_init(&bench.intake, &bench.worker);
}

static void run_all(void)
{
    gri_worker_post(&bench.worker, &bench.begin);
    sim_settle(bench.env);
}

static void close_intake(void)
{
    CHECK(bench.intake.first == NULL);
    CHECK(gri_worker_stop(&bench.worker, UINT64_MAX));
    gri_worker_fini(&bench.worker);
    sim_destroy(bench.env);
}

static void what_comes_is_run_in_its_order(void)
{
    open_intake(0);
    bench.newest = put(2, 'c', 1, put(1, 'b', 0, put(0, 'a', 3, NULL)));
    run_all();
    CHECK_STR(bench.trace, "abc");
    close_intake();
}

static void one_of_many_messages_leaves_the_worker_to_others_in_between(void)
{
    open_intake(20);
    bench.newest = put(1, 'b', 1, put(0, 'a', 3 * TURN + 1, NULL));
    run_all();
    const char *last = strrchr(bench.trace, 'a');
    const char *first_other = strchr(bench.trace, '.');
    CHECK(bench.trace[0] == 'a' && last != NULL && first_other != NULL && first_other < last);
    CHECK(last[1] == 'b'); /* in the same turn */
    CHECK_UINT(strspn(bench.trace, "a"), 1);
    close_intake();
}

static void what_is_added_meanwhile_waits_behind_it(void)
{
    static struct gri_post later;
    open_intake(1);
    bench.newest = put(0, 'a', 3 * TURN, NULL);
    later.run = begin; /* comes to the inbox when the first turn is over */
    gri_worker_post(&bench.worker, &bench.begin);
    while (bench.trace[0] == '\0') {
        CHECK(bench.env->ops->step(bench.env));
    }
    bench.n_others = 0;
    bench.newest = put(2, 'c', 1, put(1, 'b', 2 * TURN, NULL));
    gri_worker_post(&bench.worker, &later);
    sim_settle(bench.env);
    const char *a = strrchr(bench.trace, 'a');
    const char *b = strchr(bench.trace, 'b');
    const char *c = strchr(bench.trace, 'c');
    CHECK(a != NULL && b != NULL && c != NULL && a < b && strrchr(bench.trace, 'b') < c);
    close_intake();
}

static void many_of_one_message_are_cut_into_turns_as_well(void)
{
    open_intake(1);
    for (size_t i = 0; i < sizeof(bench.parcels) / sizeof(bench.parcels[0]); i++) {
        bench.newest = put(i, 'a', i % 2, bench.newest); /* none counts as one */
    }
    run_all();
    CHECK_UINT(strcspn(bench.trace, "."), TURN);
    CHECK_UINT(strlen(bench.trace), 201);
    close_intake();
}

GR_SUITE("intake", { "what_comes_is_run_in_its_order", what_comes_is_run_in_its_order },
         { "one_of_many_messages_leaves_the_worker_to_others_in_between",
           one_of_many_messages_leaves_the_worker_to_others_in_between },
         { "what_is_added_meanwhile_waits_behind_it", what_is_added_meanwhile_waits_behind_it },
         { "many_of_one_message_are_cut_into_turns_as_well",
           many_of_one_message_are_cut_into_turns_as_well }, )
