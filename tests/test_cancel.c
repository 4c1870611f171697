/* SPDX-License-Identifier: MIT */
/* What a handler's waits return once its deadline has passed, its caller has given up or its actor
 * is to stop; and cleaning up all the same. In virtual time, on one and two workers. */
#include <sched.h>
#include <string.h>

#include "actor.h"
#include "entry.h"
#include "lab.h"

typedef gr_code ask_handler(struct lab_subject_self *self, gr_context *ctx, const lab_note *note,
                            lab_report *reply);

static lab_subject helper;

static lab_subject_type asking(ask_handler *ask)
{
    lab_subject_type type = lab_plain;
    type.ask = ask;
    return type;
}

/* ---- each kind of wait ---- */

static gr_code in_sleep(gr_context *ctx)
{
    return gr_sleep(ctx, 1000);
}

static gr_code in_call(gr_context *ctx)
{
    (void)ctx;
    return lab_subject_ask_sync(helper, &(lab_note){ .text = "sub", .sleep_ms = 1000 }, NULL, NULL,
                                NULL);
}

static gr_code in_await(gr_context *ctx)
{
    (void)ctx;
    lab_subject_ask_future future;
    gr_code code = lab_subject_ask_async(helper, &(lab_note){ .text = "sub", .sleep_ms = 1000 },
                                         NULL, &future);
    return code == GR_OK ? lab_end_of(&future) : code;
}

static gr_code in_any(gr_context *ctx)
{
    (void)ctx;
    size_t which;
    lab_subject_ask_future future;
    gr_code code = lab_subject_ask_async(helper, &(lab_note){ .text = "sub", .sleep_ms = 1000 },
                                         NULL, &future);
    if (code == GR_OK) {
        code = gr_future_wait_any(&future.future, 1, GR_FOREVER, &which);
        gr_future_drop(&future.future);
    }
    return code;
}

static gr_code in_process(gr_context *ctx)
{
    return gr_process(ctx, &(gr_process_options){ .for_ms = 1000 });
}

static gr_code in_full_mailbox(gr_context *ctx)
{
    (void)ctx;
    gr_code code = GR_OK;
    for (int i = 0; i < 8 && code == GR_OK; i++) { /* the helper takes two at once */
        code = lab_subject_drop_oneway(helper, &(lab_note){ .text = "full", .sleep_ms = 1000 },
                                       &(gr_oneway_options){ .timeout_ms = 5000 });
    }
    return code;
}

static gr_code in_stop(gr_context *ctx)
{
    (void)ctx;
    return gr_actor_stop(helper.ref, &(gr_stop_options){ .drain = true });
}

static gr_code (*const waits[])(gr_context *ctx) = { in_sleep,   in_call,         in_await, in_any,
                                                     in_process, in_full_mailbox, in_stop };

enum { N_WAITS = sizeof(waits) / sizeof(waits[0]) };

/* The wait that `number` says, until it ends, and once more. */
static gr_code wait_twice(struct lab_subject_self *self, gr_context *ctx, const lab_note *note,
                          lab_report *reply)
{
    (void)self;
    (void)reply;
    gr_code code = waits[note->number](ctx);
    lab_trace("%s,%d", gr_code_name(code), gr_cancelled(ctx));
    CHECK_CODE(waits[note->number](ctx), GR_CANCELLED);
    return code;
}

static lab_subject open_waits(uint32_t workers)
{
    static lab_subject_type type;
    lab_open(1, workers);
    type = asking(wait_twice);
    helper = lab_spawn_bounded(&lab_plain, 2, 1 << 20);
    CHECK_CODE(
        lab_subject_tell_oneway(helper, &(lab_note){ .text = "busy", .sleep_ms = 4000 }, NULL),
        GR_OK);
    return lab_spawn(&type);
}

static void the_deadline_cancels_every_kind_of_wait(void)
{
    for (uint32_t workers = 1; workers <= 2; workers++) {
        for (int64_t i = 0; i < N_WAITS; i++) {
            lab_subject subject = open_waits(workers);
            gr_error error = GR_ERROR_INIT;
            CHECK_CODE(lab_subject_ask_sync(subject, &(lab_note){ .text = "x", .number = i },
                                            &(gr_call_options){ .timeout_ms = 40 }, NULL, &error),
                       GR_DEADLINE_EXCEEDED);
            lab_advance_ms(3);
            CHECK(strstr(lab_traced(), ",1") != NULL); /* or what came in that instant */
            gr_error_fini(&error);
            lab_close();
        }
    }
}

static void a_cancelled_future_cancels_every_kind_of_wait(void)
{
    for (uint32_t workers = 1; workers <= 2; workers++) {
        for (int64_t i = 0; i < N_WAITS; i++) {
            lab_subject subject = open_waits(workers);
            lab_subject_ask_future future;
            CHECK_CODE(lab_subject_ask_async(subject, &(lab_note){ .text = "x", .number = i }, NULL,
                                             &future),
                       GR_OK);
            sim_settle(lab_env());
            gr_future_cancel(future.future);
            CHECK_CODE(lab_end_of(&future), GR_CANCELLED);
            sim_settle(lab_env());
            CHECK(strstr(lab_traced(), "CANCELLED,1") != NULL);
            lab_close();
        }
    }
}

static void a_stop_cancels_every_kind_of_wait(void)
{
    for (int64_t i = 0; i < N_WAITS; i++) {
        lab_subject subject = open_waits(2);
        lab_subject_ask_future future;
        CHECK_CODE(
            lab_subject_ask_async(subject, &(lab_note){ .text = "x", .number = i }, NULL, &future),
            GR_OK);
        sim_settle(lab_env());
        CHECK_CODE(gr_actor_stop(subject.ref, NULL), GR_OK);
        CHECK_CODE(lab_end_of(&future), GR_CANCELLED); /* what its handler returned */
        CHECK(strstr(lab_traced(), "CANCELLED,1") != NULL);
        lab_close();
    }
}

/* ---- what is no wait ---- */

static gr_code send_when_cancelled(struct lab_subject_self *self, gr_context *ctx,
                                   const lab_note *note, lab_report *reply)
{
    (void)note;
    (void)reply;
    const gr_oneway_options later = { .after_ms = 10, .timer = &self->timer };
    const gr_oneway_options again = { .every_ms = 10, .timer = &self->timer };
    CHECK_CODE(gr_sleep(ctx, 1000), GR_CANCELLED);
    CHECK_CODE(lab_subject_tell_oneway(helper, &(lab_note){ .text = "now" }, NULL), GR_OK);
    CHECK_CODE(lab_subject_tell_oneway(helper, &(lab_note){ .text = "later" }, &later), GR_OK);
    CHECK_CODE(lab_subject_tell_oneway(helper, &(lab_note){ .text = "never" }, &again), GR_OK);
    CHECK_CODE(gr_timer_cancel(self->timer), GR_OK);
    lab_subject_ask_future future;
    CHECK_CODE(lab_subject_ask_async(helper, &(lab_note){ .text = "x" }, NULL, &future),
               GR_CANCELLED);
    return GR_OK;
}

static void who_is_cancelled_may_still_send_and_arm_timers(void)
{
    for (int how = 0; how < 2; how++) {
        lab_open(1, 2);
        lab_subject_type type = asking(send_when_cancelled);
        lab_subject_ask_future future;
        helper = lab_spawn(&lab_plain);
        CHECK_CODE(lab_subject_ask_async(lab_spawn(&type), &(lab_note){ .text = "x" },
                                         &(gr_call_options){ .timeout_ms = 30 }, &future),
                   GR_OK);
        sim_settle(lab_env());
        if (how == 1) {
            gr_future_cancel(future.future);
        }
        gr_code code = lab_end_of(&future);
        if (how == 1 || code != GR_OK) { /* which came in the same instant */
            CHECK_CODE(code, how == 0 ? GR_DEADLINE_EXCEEDED : GR_CANCELLED);
        }
        lab_advance_ms(100);
        CHECK_STR(lab_traced(), "now later");
        lab_close();
    }
}

static gr_code stops_when_cancelled(struct lab_subject_self *self, gr_context *ctx,
                                    const lab_note *note, lab_report *reply)
{
    (void)self;
    (void)reply;
    CHECK_CODE(gr_sleep(ctx, 1000), GR_CANCELLED);
    const gr_stop_options options = { .drain = note->number == 1 };
    gr_code code = gr_actor_stop(helper.ref, &options);
    lab_trace("%s", gr_code_name(code));
    return code;
}

/* One that is to wait no more stops another: it does not wait for the end, but that comes. */
static void a_stop_is_told_by_who_is_stopping_itself(void)
{
    static lab_subject_type type;
    type = asking(stops_when_cancelled);
    for (uint32_t workers = 1; workers <= 2; workers++) {
        for (int64_t drains = 0; drains <= 1; drains++) {
            lab_subject_ask_future future, queued;
            lab_open(1, workers);
            helper = lab_spawn(&lab_plain);
            lab_subject subject = lab_spawn(&type);
            const lab_note note = { .text = "x", .number = drains };
            CHECK_CODE(lab_subject_ask_async(subject, &note, NULL, &future), GR_OK);
            const lab_note slow = { .text = "slow", .sleep_ms = 100 };
            CHECK_CODE(lab_subject_tell_oneway(helper, &slow, NULL), GR_OK);
            CHECK_CODE(lab_subject_ask_async(helper, &(lab_note){ .text = "y" }, NULL, &queued),
                       GR_OK);
            sim_settle(lab_env());
            CHECK_CODE(gr_actor_stop(subject.ref, NULL), GR_OK);
            CHECK_CODE(lab_end_of(&future), GR_CANCELLED);
            CHECK(strstr(lab_traced(), "CANCELLED") != NULL);
            CHECK_CODE(lab_end_of(&queued), drains == 1 ? GR_OK : GR_UNAVAILABLE);
            sim_settle(lab_env());
            CHECK_CODE(gr_actor_stop(helper.ref, NULL), GR_UNAVAILABLE);
            lab_close();
        }
    }
}

/* ---- which code ---- */

/* What the callee itself answers, which a caller that has given up does not see. */
struct answer {
    gr_code code;
    bool is_there;
};

static void keep_answer(struct gri_mail *mail, struct gri_result *result)
{
    struct answer *answer = mail->answer_to;
    *answer = (struct answer){ result->code, true };
    gri_result_fini(result);
    gri_mail_free(mail);
}

static void post_call(lab_subject to, uint32_t timeout_ms, struct answer *answer)
{
    struct gri_core *core = &lab_node()->core;
    struct gri_mail *mail;
    const struct gri_message_limits limits = { 4, 1024 };
    const lab_note note = { .text = "" };
    CHECK_CODE(gri_mail_copy(GRI_MAIL_CALL, lab_subject_service.methods[0].request, false, &note,
                             &limits, &mail),
               GR_OK);
    mail->service = &lab_subject_service;
    mail->actor = to.ref.actor;
    mail->deadline_ns = lab_env()->ops->now_ns(lab_env()) + timeout_ms * UINT64_C(1000000);
    mail->answer = keep_answer;
    mail->answer_to = answer;
    mail->call = 1;
    gri_actor_send(core, mail, false);
}

static gr_code sub_call_of(struct lab_subject_self *self, gr_context *ctx, const lab_note *note,
                           lab_report *reply)
{
    (void)self;
    (void)ctx;
    (void)reply;
    const lab_note sub = { .text = "sub", .sleep_ms = 1000 };
    lab_trace("%s", gr_code_name(lab_subject_ask_sync(
                        helper, &sub, &(gr_call_options){ .timeout_ms = (uint32_t)note->number },
                        NULL, NULL)));
    return GR_OK;
}

static void a_sub_call_s_own_timeout_is_a_deadline_and_no_cancellation(void)
{
    lab_open(1, 2);
    lab_subject_type type = asking(sub_call_of);
    helper = lab_spawn(&lab_plain);
    CHECK_CODE(lab_subject_ask_sync(lab_spawn(&type), &(lab_note){ .number = 20 },
                                    &(gr_call_options){ .timeout_ms = 100 }, NULL, NULL),
               GR_OK);
    CHECK_STR(lab_traced(), "sub DEADLINE_EXCEEDED");
    lab_close();
}

static gr_code give_up(struct lab_subject_self *self, gr_context *ctx, const lab_note *note,
                       lab_report *reply)
{
    (void)self;
    (void)note;
    (void)reply;
    return gr_sleep(ctx, 1000);
}

/* Whoever of the two is first to see that the time is up. */
static void a_caller_whose_deadline_passed_hears_of_the_deadline_whoever_is_faster(void)
{
    for (uint64_t seed = 1; seed <= 32; seed++) {
        lab_open(seed, 2);
        lab_subject_type type = asking(give_up);
        lab_subject_ask_future future;
        CHECK_CODE(lab_subject_ask_async(lab_spawn(&type), &(lab_note){ .text = "x" },
                                         &(gr_call_options){ .timeout_ms = 40 }, &future),
                   GR_OK);
        CHECK_CODE(lab_end_of(&future), GR_DEADLINE_EXCEEDED);
        lab_close();
    }
}

/* Without a wait, so that nobody has looked at the clock before the handler returns. */
static gr_code run_to_the_deadline(struct lab_subject_self *self, gr_context *ctx,
                                   const lab_note *note, lab_report *reply)
{
    (void)self;
    (void)reply;
    lab_subject_ask_call call;
    if (note->number == 1) {
        CHECK_CODE(lab_subject_ask_hold(ctx, &call), GR_OK);
    }
    while (!gr_cancelled(ctx)) {
        sched_yield();
    }
    return GR_CANCELLED;
}

static void a_handler_that_gave_up_at_the_deadline_has_failed_by_it_also_if_it_held_its_call(void)
{
    for (int64_t held = 0; held <= 1; held++) {
        gr_error error = GR_ERROR_INIT;
        lab_open_real(&(gr_node_options){ .name = "lab", .workers = 1 });
        lab_subject_type type = asking(run_to_the_deadline);
        lab_subject_ask_future future;
        CHECK_CODE(lab_subject_ask_async(lab_spawn(&type), &(lab_note){ .number = held },
                                         &(gr_call_options){ .timeout_ms = 40 }, &future),
                   GR_OK);
        CHECK_CODE(lab_subject_ask_await(&future, NULL, &error), GR_DEADLINE_EXCEEDED);
        CHECK(strstr(error.message, "Ask gave up at the deadline") != NULL);
        gr_error_fini(&error);
        lab_close();
    }
}

static gr_code give_up_late(struct lab_subject_self *self, gr_context *ctx, const lab_note *note,
                            lab_report *reply)
{
    (void)self;
    (void)note;
    (void)reply;
    CHECK_CODE(gr_cleanup_begin(ctx, 1000), GR_OK);
    CHECK_CODE(gr_sleep(ctx, 100), GR_OK);
    gr_cleanup_end(ctx);
    lab_trace("%s", gr_code_name(gr_sleep(ctx, 1)));
    return GR_CANCELLED;
}

/* The caller has waited only until the deadline: who looks at the call itself sees the difference.
 */
static void who_is_stopped_after_the_deadline_was_cancelled(void)
{
    for (int stopped = 0; stopped <= 1; stopped++) {
        lab_open(1, 1);
        lab_subject_type type = asking(give_up_late);
        lab_subject subject = lab_spawn(&type);
        struct answer answer = { GR_OK, false };
        post_call(subject, 50, &answer);
        lab_advance_ms(70);
        if (stopped) {
            CHECK_CODE(gr_actor_stop(subject.ref, &(gr_stop_options){ .timeout_ms = 1 }),
                       GR_DEADLINE_EXCEEDED);
        }
        lab_advance_ms(100);
        CHECK(answer.is_there);
        CHECK_CODE(answer.code, stopped ? GR_CANCELLED : GR_DEADLINE_EXCEEDED);
        CHECK_STR(lab_traced(), "CANCELLED");
        lab_close();
    }
}

/* ---- starts ---- */

struct lab_started_self {
    char unused;
};

static gr_code start_for_too_long(struct lab_started_self *self, gr_context *ctx,
                                  const lab_note *args)
{
    (void)self;
    (void)args;
    return gr_sleep(ctx, 1000);
}

static gr_code on_recall(struct lab_started_self *self, gr_context *ctx, lab_report *reply)
{
    (void)self;
    (void)ctx;
    (void)reply;
    return GR_OK;
}

static const lab_started_type slow_type =
    LAB_STARTED_TYPE(on_, LAB_STARTED_HOOKS(.start = start_for_too_long));

static gr_code spawn_slow(gr_node *node)
{
    lab_started child;
    return lab_started_spawn(node, &slow_type, &(lab_note){ .text = "" },
                             &(gr_spawn_options){ .timeout_ms = 50 }, &child, NULL);
}

static gr_code ask_to_spawn(struct lab_subject_self *self, gr_context *ctx, const lab_note *note,
                            lab_report *reply)
{
    (void)self;
    (void)note;
    (void)reply;
    return spawn_slow(gr_context_node(ctx));
}

static void a_start_that_takes_too_long_is_a_deadline_whoever_is_faster(void)
{
    for (uint64_t seed = 1; seed <= 40; seed++) {
        lab_open(seed, 1 + (uint32_t)(seed % 3));
        CHECK_CODE(spawn_slow(lab_node()), GR_DEADLINE_EXCEEDED);
        lab_subject_type type = asking(ask_to_spawn);
        CHECK_CODE(lab_ask(lab_spawn(&type), "x"), GR_DEADLINE_EXCEEDED);
        lab_close();
    }
}

static gr_code leaf_of_a_detached_call(struct lab_subject_self *self, gr_context *ctx,
                                       const lab_note *note, lab_report *reply)
{
    (void)self;
    (void)note;
    (void)reply;
    lab_trace("leaf:%s", gr_code_name(gr_sleep(ctx, 200)));
    return GR_OK;
}

static gr_code call_detached(struct lab_subject_self *self, gr_context *ctx, const lab_note *note,
                             lab_report *reply)
{
    (void)self;
    (void)ctx;
    (void)reply;
    gr_code code = lab_subject_detach_sync(helper, note, NULL, NULL, NULL);
    lab_trace("caller:%s", gr_code_name(code));
    return code;
}

static void a_detached_call_goes_on_when_its_caller_gives_up(void)
{
    for (int cancels = 0; cancels < 2; cancels++) {
        lab_open(1, 2);
        lab_subject_type leaf = lab_plain;
        leaf.detach = leaf_of_a_detached_call;
        helper = lab_spawn(&leaf);
        lab_subject_type type = asking(call_detached);
        lab_subject_ask_future future;
        CHECK_CODE(lab_subject_ask_async(lab_spawn(&type), &(lab_note){ .text = "x" },
                                         &(gr_call_options){ .timeout_ms = 50 }, &future),
                   GR_OK);
        sim_settle(lab_env());
        if (cancels) {
            gr_future_cancel(future.future);
        }
        CHECK_CODE(lab_end_of(&future), cancels ? GR_CANCELLED : GR_DEADLINE_EXCEEDED);
        lab_advance_ms(300);
        CHECK_STR(lab_traced(), "caller:CANCELLED leaf:OK");
        lab_close();
    }
}

/* ---- cleaning up ---- */

static gr_code clean_up(struct lab_subject_self *self, gr_context *ctx, const lab_note *note,
                        lab_report *reply)
{
    (void)self;
    (void)reply;
    lab_trace("%s", gr_code_name(gr_sleep(ctx, 1000)));
    CHECK_CODE(gr_cleanup_begin(ctx, 0), GR_INVALID_ARGUMENT);
    CHECK_CODE(gr_cleanup_begin(ctx, 60001), GR_INVALID_ARGUMENT);
    CHECK_CODE(gr_cleanup_begin(ctx, 100), GR_OK);
    CHECK_CODE(gr_cleanup_begin(ctx, 100), GR_FAILED_PRECONDITION);
    CHECK(!gr_cancelled(ctx));
    CHECK_UINT(gr_remaining(ctx), 100);
    lab_trace("%s", gr_code_name(gr_sleep(ctx, 10)));
    lab_trace("%s", gr_code_name(lab_subject_ask_sync(helper, note, NULL, NULL, NULL)));
    CHECK(!gr_cancelled(ctx));
    gr_cleanup_end(ctx);
    gr_cleanup_end(ctx);
    CHECK(gr_cancelled(ctx));
    lab_trace("%s", gr_code_name(gr_sleep(ctx, 1)));
    CHECK_CODE(gr_cleanup_begin(ctx, 100), GR_FAILED_PRECONDITION);
    return GR_OK;
}

static void a_cleanup_may_wait_and_call_where_its_handler_may_no_more(void)
{
    for (int how = 0; how < 3; how++) {
        lab_open(1, 2);
        lab_subject_type type = asking(clean_up);
        lab_subject subject = lab_spawn(&type);
        helper = lab_spawn(&lab_plain);
        lab_subject_ask_future future;
        CHECK_CODE(lab_subject_ask_async(subject, &(lab_note){ .text = "swept" },
                                         &(gr_call_options){ .timeout_ms = 40 }, &future),
                   GR_OK);
        sim_settle(lab_env());
        if (how == 1) {
            gr_future_cancel(future.future);
        } else if (how == 2) {
            CHECK_CODE(gr_actor_stop(subject.ref, NULL), GR_OK);
        }
        (void)lab_end_of(&future);
        lab_advance_ms(200);
        CHECK_STR(lab_traced(), "CANCELLED OK swept OK CANCELLED");
        lab_close();
    }
}

static gr_code clean_for_too_long(struct lab_subject_self *self, gr_context *ctx,
                                  const lab_note *note, lab_report *reply)
{
    (void)self;
    (void)reply;
    CHECK_CODE(gr_cleanup_begin(ctx, 50), GR_OK);
    lab_trace("%s", gr_code_name(gr_sleep(ctx, note->sleep_ms)));
    CHECK(gr_cancelled(ctx));
    CHECK_UINT(gr_remaining(ctx), 0);
    CHECK_CODE(lab_subject_ask_sync(helper, note, NULL, NULL, NULL), GR_CANCELLED);
    return GR_OK;
}

static void a_cleanup_s_budget_is_an_end_too(void)
{
    lab_open(1, 1);
    lab_subject_type type = asking(clean_for_too_long);
    helper = lab_spawn(&lab_plain);
    CHECK_CODE(lab_subject_ask_sync(lab_spawn(&type), &(lab_note){ .text = "x", .sleep_ms = 80 },
                                    &(gr_call_options){ .timeout_ms = 1000 }, NULL, NULL),
               GR_OK);
    CHECK_STR(lab_traced(), "CANCELLED");
    lab_close();
}

/* Told while it cleans up, the handler hears of it afterwards. */
static void a_cancellation_waits_for_the_end_of_a_cleanup(void)
{
    lab_open(1, 1);
    lab_subject_type type = asking(clean_for_too_long);
    helper = lab_spawn(&lab_plain);
    lab_subject subject = lab_spawn(&type);
    lab_subject_ask_future future;
    CHECK_CODE(
        lab_subject_ask_async(subject, &(lab_note){ .text = "x", .sleep_ms = 80 }, NULL, &future),
        GR_OK);
    sim_settle(lab_env());
    gr_future_cancel(future.future);
    CHECK_CODE(lab_end_of(&future), GR_CANCELLED);
    sim_settle(lab_env());
    CHECK_STR(lab_traced(), "");
    lab_advance_ms(60);
    CHECK_STR(lab_traced(), "CANCELLED");
    lab_close();
}

static gr_code clean_up_in_the_body(struct lab_subject_self *self, gr_context *ctx)
{
    (void)self;
    while (!gr_cancelled(ctx)) {
        CHECK_CODE(gr_sleep(ctx, 10), GR_OK);
    }
    CHECK_CODE(gr_cleanup_begin(ctx, 100), GR_OK);
    CHECK(!gr_cancelled(ctx));
    lab_trace("%s", gr_code_name(gr_sleep(ctx, 10)));
    gr_cleanup_end(ctx);
    CHECK(gr_cancelled(ctx));
    return GR_OK;
}

static void a_body_that_is_drained_may_clean_up(void)
{
    lab_open(1, 1);
    lab_subject_type type = lab_plain;
    type.hooks.run = clean_up_in_the_body;
    lab_subject subject = lab_spawn(&type);
    lab_advance_ms(5);
    CHECK_CODE(gr_actor_stop(subject.ref, &(gr_stop_options){ .drain = true }), GR_OK);
    CHECK_STR(lab_traced(), "OK");
    lab_close();
}

GR_SUITE("cancel",
         { "the_deadline_cancels_every_kind_of_wait", the_deadline_cancels_every_kind_of_wait },
         { "a_cancelled_future_cancels_every_kind_of_wait",
           a_cancelled_future_cancels_every_kind_of_wait },
         { "a_stop_cancels_every_kind_of_wait", a_stop_cancels_every_kind_of_wait },
         { "a_stop_is_told_by_who_is_stopping_itself", a_stop_is_told_by_who_is_stopping_itself },
         { "who_is_cancelled_may_still_send_and_arm_timers",
           who_is_cancelled_may_still_send_and_arm_timers },
         { "a_sub_call_s_own_timeout_is_a_deadline_and_no_cancellation",
           a_sub_call_s_own_timeout_is_a_deadline_and_no_cancellation },
         { "a_caller_whose_deadline_passed_hears_of_the_deadline_whoever_is_faster",
           a_caller_whose_deadline_passed_hears_of_the_deadline_whoever_is_faster },
         { "a_handler_that_gave_up_at_the_deadline_has_failed_by_it_also_if_it_held_its_call",
           a_handler_that_gave_up_at_the_deadline_has_failed_by_it_also_if_it_held_its_call },
         { "who_is_stopped_after_the_deadline_was_cancelled",
           who_is_stopped_after_the_deadline_was_cancelled },
         { "a_start_that_takes_too_long_is_a_deadline_whoever_is_faster",
           a_start_that_takes_too_long_is_a_deadline_whoever_is_faster },
         { "a_detached_call_goes_on_when_its_caller_gives_up",
           a_detached_call_goes_on_when_its_caller_gives_up },
         { "a_cleanup_may_wait_and_call_where_its_handler_may_no_more",
           a_cleanup_may_wait_and_call_where_its_handler_may_no_more },
         { "a_body_that_is_drained_may_clean_up", a_body_that_is_drained_may_clean_up },
         { "a_cleanup_s_budget_is_an_end_too", a_cleanup_s_budget_is_an_end_too },
         { "a_cancellation_waits_for_the_end_of_a_cleanup",
           a_cancellation_waits_for_the_end_of_a_cleanup })
