/* SPDX-License-Identifier: MIT */
/* Sleeps, delayed and repeated oneways, and their cancellation, in virtual time. */
#include "lab.h"

static uint64_t now_ms(void)
{
    return lab_env()->ops->now_ns(lab_env()) / 1000000;
}

static gr_timer send_later(lab_subject to, const char *text, uint32_t after_ms, uint32_t every_ms)
{
    gr_timer timer = { 0, 0 };
    const gr_oneway_options options = { .after_ms = after_ms,
                                        .every_ms = every_ms,
                                        .timer = &timer };
    CHECK_CODE(lab_subject_tell_oneway(to, &(lab_note){ .text = (char *)text }, &options), GR_OK);
    CHECK(timer.id != 0);
    return timer;
}

/* ---- sleep ---- */

static void a_sleep_lasts_at_least_as_long_as_asked_and_hardly_longer(void)
{
    static const uint32_t lengths[] = { 0, 1, 2, 17, 63, 64, 65, 1000, 100000, 10000000 };
    lab_open(1, 1);
    lab_subject subject = lab_spawn(&lab_plain);
    const gr_call_options options = { .timeout_ms = GR_FOREVER };
    for (size_t i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
        const lab_note note = { .text = "", .sleep_ms = lengths[i] };
        uint64_t before = now_ms();
        CHECK_CODE(lab_subject_ask_sync(subject, &note, &options, NULL, NULL), GR_OK);
        CHECK(now_ms() - before >= lengths[i] && now_ms() - before <= lengths[i] + 2u);
    }
    lab_close();
}

static void while_one_sleeps_others_run_and_its_own_calls_wait(void)
{
    lab_open(1, 1);
    lab_subject sleeper = lab_spawn(&lab_plain);
    lab_subject other = lab_spawn(&lab_plain);
    const lab_note note = { .text = "sleep", .sleep_ms = 20 };
    CHECK_CODE(lab_subject_tell_oneway(sleeper, &note, NULL), GR_OK);
    CHECK_CODE(lab_tell(sleeper, "after"), GR_OK);
    sim_settle(lab_env());
    CHECK_UINT(lab_stats().fibers, 1);
    CHECK_CODE(lab_ask(other, "other"), GR_OK);
    lab_advance_ms(30);
    CHECK_STR(lab_traced(), "sleep other after");
    CHECK_UINT(lab_stats().fibers, 0);
    lab_close();
}

/* ---- delayed ---- */

static void a_delayed_oneway_comes_when_its_time_has_come(void)
{
    for (uint32_t workers = 1; workers <= 3; workers++) {
        lab_open(workers, workers);
        lab_subject subject = lab_spawn(&lab_plain);
        send_later(subject, "30", 30, 0);
        send_later(subject, "10", 10, 0);
        send_later(subject, "20", 20, 0);
        CHECK_CODE(lab_tell(subject, "now"), GR_OK);
        lab_advance_ms(9);
        CHECK_STR(lab_traced(), "now");
        lab_advance_ms(3);
        CHECK_STR(lab_traced(), "10");
        lab_advance_ms(30);
        CHECK_STR(lab_traced(), "20 30");
        lab_close();
    }
}

static void a_repeated_oneway_comes_again_and_again_without_drifting(void)
{
    lab_open(1, 1);
    lab_subject subject = lab_spawn(&lab_plain);
    gr_timer timer = send_later(subject, "t", 0, 7);
    lab_advance_ms(7 * 100 + 3);
    size_t n = 0;
    for (const char *at = lab_traced(); *at != '\0'; at++) {
        n += *at == 't';
    }
    CHECK_UINT(n, 100);
    CHECK_CODE(gr_timer_cancel(timer), GR_OK);
    sim_settle(lab_env());
    lab_advance_ms(100);
    CHECK_STR(lab_traced(), "");
    CHECK_CODE(gr_timer_cancel(timer), GR_NOT_FOUND);
    lab_close();
}

static void a_repeated_oneway_may_begin_later_than_it_repeats(void)
{
    lab_open(1, 1);
    lab_subject subject = lab_spawn(&lab_plain);
    gr_timer timer = send_later(subject, "t", 50, 10);
    lab_advance_ms(48);
    CHECK_STR(lab_traced(), "");
    lab_advance_ms(25);
    CHECK_STR(lab_traced(), "t t t");
    CHECK_CODE(gr_timer_cancel(timer), GR_OK);
    lab_close();
}

static void a_cancelled_oneway_never_comes(void)
{
    lab_open(1, 2);
    lab_subject subject = lab_spawn(&lab_plain);
    gr_timer timer = send_later(subject, "t", 10, 0);
    CHECK_CODE(gr_timer_cancel(timer), GR_OK);
    lab_advance_ms(20);
    CHECK_STR(lab_traced(), "");
    CHECK_CODE(gr_timer_cancel(timer), GR_NOT_FOUND);
    timer = send_later(subject, "u", 10, 0);
    lab_advance_ms(20);
    CHECK_STR(lab_traced(), "u");
    CHECK_CODE(gr_timer_cancel(timer), GR_NOT_FOUND); /* it has come */
    CHECK_CODE(gr_timer_cancel((gr_timer){ 0, 0 }), GR_INVALID_ARGUMENT);
    lab_close();
    CHECK_CODE(gr_timer_cancel(timer), GR_UNAVAILABLE);
}

static void a_repeated_oneway_ends_with_its_actor(void)
{
    for (uint32_t workers = 1; workers <= 2; workers++) {
        lab_open(1, workers);
        lab_spawn(&lab_plain);
        lab_subject subject = lab_spawn(&lab_plain);
        gr_timer timer = send_later(subject, "t", 0, 10);
        lab_advance_ms(15);
        CHECK_STR(lab_traced(), "t");
        CHECK_CODE(gr_actor_stop(subject.ref, NULL), GR_OK);
        lab_advance_ms(50);
        CHECK_CODE(gr_timer_cancel(timer), GR_NOT_FOUND);
        CHECK_UINT(lab_stats().unavailable, 1);
        lab_close();
    }
}

static void what_is_delayed_is_gone_with_its_node(void)
{
    lab_open(1, 2);
    lab_subject subject = lab_spawn(&lab_plain);
    send_later(subject, "t", 1000, 0);
    send_later(subject, "t", 0, 1000);
    lab_close(); /* and the fixture finds no allocation */
}

static void a_delayed_oneway_s_time_to_live_begins_when_it_is_sent(void)
{
    lab_open(1, 1);
    lab_subject subject = lab_spawn(&lab_plain);
    const lab_note slow = { .text = "slow", .sleep_ms = 100 };
    const gr_oneway_options options = { .after_ms = 50, .timeout_ms = 30 };
    CHECK_CODE(lab_subject_tell_oneway(subject, &(lab_note){ .text = "fresh" }, &options), GR_OK);
    lab_advance_ms(60);
    CHECK_STR(lab_traced(), "fresh");
    CHECK_CODE(lab_subject_tell_oneway(subject, &(lab_note){ .text = "stale" }, &options), GR_OK);
    lab_advance_ms(45);
    CHECK_CODE(lab_subject_tell_oneway(subject, &slow, NULL), GR_OK);
    lab_advance_ms(200);
    CHECK_STR(lab_traced(), "slow");
    CHECK_UINT(lab_stats().expired, 1);
    lab_close();
}

static gr_code start_own_timer(struct lab_subject_self *self, gr_context *ctx)
{
    const gr_oneway_options options = { .every_ms = 10, .timer = &self->timer };
    return lab_subject_tell_oneway(lab_subject_self_ref(ctx), &(lab_note){ .text = "tick" },
                                   &options);
}

static gr_code stop_own_timer(struct lab_subject_self *self, gr_context *ctx, const lab_note *note)
{
    (void)ctx;
    lab_trace("%s", note->text);
    if (++self->n == 3) {
        CHECK_CODE(gr_timer_cancel(self->timer), GR_OK);
        CHECK_CODE(gr_timer_cancel(self->timer), GR_NOT_FOUND);
    }
    return GR_OK;
}

static void an_actor_cancels_its_own_timer_at_once(void)
{
    lab_open(1, 2);
    lab_subject_type type = lab_plain;
    type.poke = start_own_timer;
    type.tell = stop_own_timer;
    lab_subject subject = lab_spawn(&type);
    CHECK_CODE(lab_subject_poke_sync(subject, NULL, NULL), GR_OK);
    lab_advance_ms(100);
    CHECK_STR(lab_traced(), "tick tick tick");
    lab_close();
}

static void senseless_delays_are_refused(void)
{
    lab_open(1, 1);
    lab_subject subject = lab_spawn(&lab_plain);
    const lab_note note = { .text = "x" };
    const gr_oneway_options never = { .after_ms = GR_FOREVER };
    const gr_oneway_options rarely = { .every_ms = GR_FOREVER };
    const gr_oneway_options later = { .after_ms = 5 };
    CHECK_CODE(lab_subject_tell_oneway(subject, &note, &never), GR_INVALID_ARGUMENT);
    CHECK_CODE(lab_subject_tell_oneway(subject, &note, &rarely), GR_INVALID_ARGUMENT);
    CHECK_CODE(lab_subject_tell_oneway(subject, NULL, &later), GR_INVALID_ARGUMENT);
    CHECK_CODE(lab_subject_tell_oneway((lab_subject){ { 0, 0, 0 } }, &note, &later),
               GR_INVALID_ARGUMENT);
    lab_advance_ms(20);
    CHECK_STR(lab_traced(), "");
    lab_close();
}

static void a_repeated_oneway_to_a_full_mailbox_does_not_pile_up(void)
{
    lab_open(1, 1);
    lab_subject subject = lab_spawn_bounded(&lab_plain, 2, 0);
    const lab_note slow = { .text = "slow", .sleep_ms = 500 };
    const gr_oneway_options options = { .every_ms = 1 };
    CHECK_CODE(lab_subject_tell_oneway(subject, &slow, NULL), GR_OK);
    sim_settle(lab_env());
    size_t before = suite_live_allocations();
    CHECK_CODE(lab_subject_drop_oneway(subject, &(lab_note){ .text = "t" }, &options), GR_OK);
    lab_advance_ms(400);
    CHECK(suite_live_allocations() - before < 40); /* though Drop says WAIT */
    CHECK(lab_stats().rejected > 300);
    lab_close();
}

GR_SUITE("timers",
         { "a_sleep_lasts_at_least_as_long_as_asked_and_hardly_longer",
           a_sleep_lasts_at_least_as_long_as_asked_and_hardly_longer },
         { "while_one_sleeps_others_run_and_its_own_calls_wait",
           while_one_sleeps_others_run_and_its_own_calls_wait },
         { "a_delayed_oneway_comes_when_its_time_has_come",
           a_delayed_oneway_comes_when_its_time_has_come },
         { "a_repeated_oneway_comes_again_and_again_without_drifting",
           a_repeated_oneway_comes_again_and_again_without_drifting },
         { "a_repeated_oneway_may_begin_later_than_it_repeats",
           a_repeated_oneway_may_begin_later_than_it_repeats },
         { "a_cancelled_oneway_never_comes", a_cancelled_oneway_never_comes },
         { "a_repeated_oneway_ends_with_its_actor", a_repeated_oneway_ends_with_its_actor },
         { "what_is_delayed_is_gone_with_its_node", what_is_delayed_is_gone_with_its_node },
         { "a_delayed_oneway_s_time_to_live_begins_when_it_is_sent",
           a_delayed_oneway_s_time_to_live_begins_when_it_is_sent },
         { "an_actor_cancels_its_own_timer_at_once", an_actor_cancels_its_own_timer_at_once },
         { "senseless_delays_are_refused", senseless_delays_are_refused },
         { "a_repeated_oneway_to_a_full_mailbox_does_not_pile_up",
           a_repeated_oneway_to_a_full_mailbox_does_not_pile_up })
