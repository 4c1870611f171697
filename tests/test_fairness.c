/* SPDX-License-Identifier: MIT */
/* Whoever never stops leaves room for the others: timers fire and other actors run beside a
 * ping-pong without end, a flood, and long handlers. In virtual time, by counting; the clock that a
 * flood is measured by is moved on by its own handlers. */
#include "lab.h"
#include "node.h"

static lab_subject partner[2];
static uint64_t rallies;
static uint64_t rallies_max;

static gr_code rally(struct lab_subject_self *self, gr_context *ctx, const lab_number *number,
                     lab_number *reply)
{
    (void)self;
    (void)reply;
    bool is_first = gr_context_self(ctx).actor == partner[0].ref.actor;
    if (++rallies > rallies_max) {
        return GR_OK;
    }
    return lab_subject_add_oneway(partner[is_first ? 1 : 0], number, NULL);
}

static void start_rally(const lab_subject_type *type, uint64_t max)
{
    rallies = 0;
    rallies_max = max;
    partner[0] = lab_spawn(type);
    partner[1] = lab_spawn(type);
    CHECK_CODE(lab_subject_add_oneway(partner[0], &(lab_number){ .value = 1 }, NULL), GR_OK);
}

static void a_rally_without_end_lets_timers_fire_and_others_run(void)
{
    for (uint64_t seed = 1; seed <= 10; seed++) {
        lab_open(seed, 1);
        lab_subject_type type = lab_plain;
        type.add = rally;
        start_rally(&type, 100000);
        lab_subject other = lab_spawn(&lab_plain);
        uint64_t before = rallies;
        CHECK_CODE(lab_ask(other, "a"), GR_OK);
        CHECK_CODE(lab_ask(other, "b"), GR_OK);
        CHECK(rallies - before < 2000);
        CHECK(rallies < rallies_max); /* it still goes on */
        rallies_max = 0;
        lab_close();
        lab_traced();
    }
}

static gr_code rally_sync(struct lab_subject_self *self, gr_context *ctx, const lab_number *number,
                          lab_number *reply)
{
    (void)self;
    (void)ctx;
    lab_number *answer = NULL;
    for (gr_code code = GR_OK; code == GR_OK && rallies < rallies_max; rallies++) {
        code = lab_subject_add_sync(partner[1], number, NULL, &answer, NULL);
        gr_free(answer);
        answer = NULL;
    }
    reply->value = 1;
    return GR_OK;
}

static void a_rally_of_sync_calls_does_as_well(void)
{
    lab_open(1, 1);
    lab_subject_type type = lab_plain;
    type.add = rally_sync;
    rallies = 0;
    rallies_max = 100000;
    partner[1] = lab_spawn(&lab_plain);
    CHECK_CODE(lab_subject_add_oneway(lab_spawn(&type), &(lab_number){ .value = 1 }, NULL), GR_OK);
    lab_subject other = lab_spawn(&lab_plain);
    CHECK_CODE(lab_ask(other, "a"), GR_OK);
    CHECK(rallies < 2000);
    rallies_max = 0;
    lab_close();
    lab_traced();
}

/* ---- a clock that handlers move on ---- */

static struct {
    gri_env env;
    gri_env *inner;
    uint64_t ahead_ns;
} slow;

static uint64_t slow_now_ns(gri_env *env)
{
    (void)env;
    return slow.inner->ops->now_ns(slow.inner) + slow.ahead_ns;
}

static uint64_t slow_random(gri_env *env)
{
    (void)env;
    return slow.inner->ops->random(slow.inner);
}

static uint32_t slow_choose(gri_env *env, uint32_t n)
{
    (void)env;
    (void)n;
    return 0;
}

static bool slow_step(gri_env *env)
{
    (void)env;
    return slow.inner->ops->step(slow.inner);
}

static void slow_attach(gri_env *env, struct gri_runner *runner)
{
    (void)env;
    slow.inner->ops->attach(slow.inner, runner);
}

static void slow_detach(gri_env *env, struct gri_runner *runner)
{
    (void)env;
    slow.inner->ops->detach(slow.inner, runner);
}

static gr_code take_a_millisecond(struct lab_subject_self *self, gr_context *ctx)
{
    (void)ctx;
    slow.ahead_ns += 1000000;
    self->n++;
    rallies++;
    return GR_OK;
}

static gr_code note_rallies(struct lab_subject_self *self, gr_context *ctx)
{
    (void)self;
    (void)ctx;
    lab_trace("%d", rallies < 100);
    return GR_OK;
}

/* Among 1,000 calls of a millisecond each a timer of 5 ms fires after a few of them. */
static void long_handlers_do_not_hold_up_timers_for_a_whole_queue(void)
{
    gr_node *node = NULL;
    slow.inner = sim_create(1);
    slow.ahead_ns = 0;
    struct gri_env_ops ops = *slow.inner->ops;
    ops.now_ns = slow_now_ns;
    ops.random = slow_random;
    ops.choose = slow_choose;
    ops.step = slow_step;
    ops.attach = slow_attach;
    ops.detach = slow_detach;
    slow.env.ops = &ops;
    CHECK_CODE(gri_node_create_in(&slow.env, &(gr_node_options){ .workers = 1 }, &node), GR_OK);
    lab_subject_type busy_type = lab_plain;
    lab_subject_type other_type = lab_plain;
    busy_type.poke = take_a_millisecond;
    other_type.poke = note_rallies;
    lab_subject busy, other;
    const gr_spawn_options large = { .mailbox_messages = 2000 };
    CHECK_CODE(lab_subject_spawn(node, &busy_type, &large, &busy, NULL), GR_OK);
    CHECK_CODE(lab_subject_spawn(node, &other_type, NULL, &other, NULL), GR_OK);
    rallies = 0;
    for (int i = 0; i < 1000; i++) {
        CHECK_CODE(lab_subject_poke_oneway(busy, NULL), GR_OK);
    }
    CHECK_CODE(lab_subject_poke_oneway(other, &(gr_oneway_options){ .after_ms = 5 }), GR_OK);
    const gr_stop_options drain = { .drain = true, .timeout_ms = GR_FOREVER };
    CHECK_CODE(gr_actor_stop(busy.ref, &drain), GR_OK);
    CHECK_UINT(rallies, 1000);
    CHECK_STR(lab_traced(), "1");
    CHECK_CODE(gr_node_destroy(node, NULL), GR_OK);
    sim_destroy(slow.inner);
}

static void a_flood_on_one_worker_does_not_starve_the_others_calls_for_long(void)
{
    lab_open(5, 1);
    lab_subject flooded = lab_spawn_bounded(&lab_plain, 100000, 0);
    lab_subject other = lab_spawn(&lab_plain);
    for (int i = 0; i < 10000; i++) {
        CHECK_CODE(lab_subject_poke_oneway(flooded, NULL), GR_OK);
    }
    lab_subject_ask_future future = lab_ask_later(other, "other");
    CHECK_CODE(lab_end_of(&future), GR_OK);
    CHECK(lab_stats().handled < 5000);
    lab_close();
    lab_traced();
}

GR_SUITE("fairness",
         { "a_rally_without_end_lets_timers_fire_and_others_run",
           a_rally_without_end_lets_timers_fire_and_others_run },
         { "a_rally_of_sync_calls_does_as_well", a_rally_of_sync_calls_does_as_well },
         { "long_handlers_do_not_hold_up_timers_for_a_whole_queue",
           long_handlers_do_not_hold_up_timers_for_a_whole_queue },
         { "a_flood_on_one_worker_does_not_starve_the_others_calls_for_long",
           a_flood_on_one_worker_does_not_starve_the_others_calls_for_long })
