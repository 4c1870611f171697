/* SPDX-License-Identifier: MIT */
/* What an actor sends to another of its own worker, which has a way of its own: that nothing of
 * what holds for other senders is forgotten there. All runs inside of a handler. */
#include <string.h>

#include "lab.h"

/* How large a reply's block is. */
#include "mailbox.h"

static lab_subject helper; /* whom it is sent to */
static gr_code (*inside)(gr_context *ctx);

static gr_code ask(struct lab_subject_self *self, gr_context *ctx, const lab_note *note,
                   lab_report *reply)
{
    (void)self;
    (void)note;
    (void)reply;
    return inside(ctx);
}

static gr_code run_inside(gr_code (*what)(gr_context *ctx), uint32_t timeout_ms)
{
    lab_subject_type type = lab_plain;
    type.ask = ask;
    inside = what;
    lab_subject sender = lab_spawn(&type);
    const gr_call_options options = { .timeout_ms = timeout_ms };
    gr_code code = lab_subject_ask_sync(sender, &(lab_note){ .text = "" }, &options, NULL, NULL);
    CHECK_CODE(gr_actor_stop(sender.ref, NULL), GR_OK);
    return code;
}

static void make_busy(uint32_t sleep_ms)
{
    const lab_note note = { .text = "busy", .sleep_ms = sleep_ms };
    CHECK_CODE(lab_subject_tell_oneway(helper, &note, NULL), GR_OK);
    sim_settle(lab_env());
    CHECK_STR(lab_traced(), "busy");
}

static gr_code tell_thrice(gr_context *ctx)
{
    (void)ctx;
    for (int i = 0; i < 3; i++) {
        CHECK_CODE(lab_tell(helper, "x"), GR_OK);
    }
    return GR_OK;
}

static void a_neighbour_s_mailbox_keeps_its_bound(void)
{
    lab_open(1, 1);
    helper = lab_spawn_bounded(&lab_plain, 2, 0);
    CHECK_CODE(run_inside(tell_thrice, 0), GR_OK);
    sim_settle(lab_env());
    CHECK_STR(lab_traced(), "x x");
    CHECK_UINT(lab_stats().rejected, 1);
    lab_close();
}

static char large[3000];

static gr_code wait_for_room(gr_context *ctx)
{
    (void)ctx;
    return lab_subject_wait_sync(helper, &(lab_note){ .text = large }, NULL, NULL, NULL);
}

static gr_code tell_small(gr_context *ctx)
{
    (void)ctx;
    return lab_tell(helper, "small");
}

static void what_would_fit_does_not_overtake_what_waits_for_a_neighbour_s_room(void)
{
    memset(large, 'x', sizeof(large) - 1);
    lab_open(1, 1);
    lab_subject_type sending = lab_plain;
    sending.ask = ask;
    helper = lab_spawn_bounded(&lab_plain, 100, 8000);
    make_busy(100);
    CHECK_CODE(lab_tell(helper, large), GR_OK);
    CHECK_CODE(lab_tell(helper, large), GR_OK);
    inside = wait_for_room;
    lab_subject_ask_future future = lab_ask_later(lab_spawn(&sending), "");
    sim_settle(lab_env());
    CHECK(!gr_future_is_done(future.future));
    CHECK_CODE(run_inside(tell_small, 0), GR_OK);
    sim_settle(lab_env());
    CHECK_UINT(lab_stats().rejected, 1);
    CHECK_CODE(lab_end_of(&future), GR_OK);
    lab_traced();
    lab_close();
}

static void a_neighbour_that_drains_takes_nothing_new(void)
{
    const gr_stop_options soon = { .drain = true, .timeout_ms = 10 };
    lab_open(1, 1);
    helper = lab_spawn(&lab_plain);
    make_busy(100);
    CHECK_CODE(gr_actor_stop(helper.ref, &soon), GR_DEADLINE_EXCEEDED);
    CHECK_CODE(run_inside(tell_thrice, 0), GR_OK);
    lab_advance_ms(200);
    CHECK_STR(lab_traced(), "");
    CHECK_UINT(lab_logged("reason=draining"), 3);
    lab_close();
}

static gr_code tell_for_10_ms(gr_context *ctx)
{
    (void)ctx;
    const gr_oneway_options options = { .timeout_ms = 10 };
    return lab_subject_tell_oneway(helper, &(lab_note){ .text = "late" }, &options);
}

static void a_oneway_to_a_busy_neighbour_lives_as_long_as_it_says(void)
{
    lab_open(1, 1);
    helper = lab_spawn(&lab_plain);
    make_busy(100);
    CHECK_CODE(run_inside(tell_for_10_ms, 0), GR_OK);
    lab_advance_ms(200);
    CHECK_STR(lab_traced(), "");
    CHECK_UINT(lab_stats().expired, 1);
    lab_close();
}

static gr_code fail_tell(struct lab_subject_self *self, gr_context *ctx, const lab_note *note)
{
    (void)self;
    return gr_fail(ctx, GR_NOT_FOUND, "no %s", note->text);
}

static void a_dead_letter_names_the_neighbour_that_sent_it(void)
{
    lab_open(1, 1);
    lab_subject_type type = lab_plain;
    type.tell = fail_tell;
    helper = lab_spawn(&type);
    CHECK_CODE(run_inside(tell_thrice, 0), GR_OK);
    sim_settle(lab_env());
    CHECK_UINT(lab_logged("sender=lab/lab.Subject#1"), 3);
    lab_close();
}

static gr_code call_by_wrong_refs(gr_context *ctx)
{
    (void)ctx;
    lab_subject other = helper;
    gr_error error = GR_ERROR_INIT;
    lab_started started = { helper.ref };
    CHECK_CODE(lab_started_recall_sync(started, NULL, NULL, &error), GR_FAILED_PRECONDITION);
    CHECK(strstr(error.message, "is a lab.Subject, not a lab.Started") != NULL);
    gr_error_fini(&error);
    other.ref.home++;
    CHECK_CODE(lab_ask(other, "x"), GR_UNAVAILABLE);
    CHECK(lab_tell(other, "x") != GR_OK);
    other = helper;
    other.ref.node++;
    CHECK_CODE(lab_ask(other, "x"), GR_UNAVAILABLE);
    CHECK_CODE(lab_tell(other, "x"), GR_UNAVAILABLE);
    other.ref.node = 0;
    CHECK_CODE(lab_ask(other, "x"), GR_INVALID_ARGUMENT);
    CHECK_CODE(lab_subject_tell_oneway(helper, NULL, NULL), GR_INVALID_ARGUMENT);
    CHECK_CODE(lab_subject_add_sync(helper, NULL, NULL, NULL, NULL), GR_INVALID_ARGUMENT);
    return GR_OK;
}

static void wrong_refs_lead_to_no_neighbour(void)
{
    lab_open(1, 1);
    helper = lab_spawn(&lab_plain);
    CHECK_CODE(run_inside(call_by_wrong_refs, 0), GR_OK);
    sim_settle(lab_env());
    CHECK_STR(lab_traced(), "");
    lab_close();
}

static gr_code call_for_10_ms(gr_context *ctx)
{
    (void)ctx;
    const gr_call_options options = { .timeout_ms = 10 };
    const lab_note note = { .text = "long", .sleep_ms = 1000 };
    gr_error error = GR_ERROR_INIT;
    CHECK_CODE(lab_subject_ask_sync(helper, &note, &options, NULL, &error), GR_DEADLINE_EXCEEDED);
    CHECK(strstr(error.message, "after 0 ms in the queue and 10 in the handler") != NULL);
    gr_error_fini(&error);
    CHECK_CODE(lab_subject_ask_sync(helper, &(lab_note){ .text = "next" }, &options, NULL, NULL),
               GR_OK);
    return GR_OK;
}

static void a_neighbour_knows_the_deadline(void)
{
    lab_open(1, 1);
    helper = lab_spawn(&lab_plain);
    CHECK_CODE(run_inside(call_for_10_ms, 0), GR_OK);
    CHECK_STR(lab_traced(), "long next");
    lab_close();
}

static gr_code say_how_it_slept(struct lab_subject_self *self, gr_context *ctx,
                                const lab_note *note, lab_report *reply)
{
    (void)self;
    (void)reply;
    lab_trace("%s", gr_code_name(gr_sleep(ctx, note->sleep_ms)));
    return GR_OK;
}

static gr_code detach(gr_context *ctx)
{
    (void)ctx;
    const lab_note note = { .sleep_ms = 100 };
    CHECK_CODE(lab_subject_detach_sync(helper, &note, NULL, NULL, NULL), GR_CANCELLED);
    return GR_OK;
}

static void a_detached_call_to_a_neighbour_outlives_the_budget(void)
{
    lab_open(1, 1);
    lab_subject_type type = lab_plain;
    type.detach = say_how_it_slept;
    helper = lab_spawn(&type);
    CHECK_CODE(run_inside(detach, 30), GR_DEADLINE_EXCEEDED);
    lab_advance_ms(200);
    CHECK_STR(lab_traced(), "OK");
    lab_close();
}

static void a_cancelled_caller_leaves_a_detached_call_to_a_neighbour_alone(void)
{
    lab_open(1, 1);
    lab_subject_type type = lab_plain;
    lab_subject_type sending = lab_plain;
    type.detach = say_how_it_slept;
    sending.ask = ask;
    inside = detach;
    helper = lab_spawn(&type);
    lab_subject_ask_future future = lab_ask_later(lab_spawn(&sending), "");
    lab_advance_ms(10);
    gr_future_cancel(future.future);
    CHECK_CODE(lab_end_of(&future), GR_CANCELLED);
    lab_advance_ms(200);
    CHECK_STR(lab_traced(), "OK");
    lab_close();
}

static gr_code call_too_late(gr_context *ctx)
{
    gr_error error = GR_ERROR_INIT;
    CHECK_CODE(gr_sleep(ctx, 100), GR_CANCELLED);
    CHECK_CODE(lab_subject_ask_sync(helper, &(lab_note){ .text = "x" }, NULL, NULL, &error),
               GR_CANCELLED);
    CHECK_UINT(error.ran, GR_RAN_NO);
    gr_error_fini(&error);
    return GR_OK;
}

static void who_is_to_wait_no_more_calls_no_neighbour(void)
{
    lab_open(1, 1);
    helper = lab_spawn(&lab_plain);
    CHECK_CODE(run_inside(call_too_late, 10), GR_DEADLINE_EXCEEDED);
    lab_advance_ms(200);
    CHECK_STR(lab_traced(), "");
    CHECK_UINT(lab_stats().expired, 0);
    lab_close();
}

static uint8_t eight = 8;
static const ProtobufCMessageUnknownField answered = { .tag = 1001, .len = 1, .data = &eight };
static const ProtobufCMessageUnknownField *sent;

static gr_code look_at_unknown(struct lab_subject_self *self, gr_context *ctx,
                               const lab_number *number, lab_number *reply)
{
    (void)self;
    (void)ctx;
    CHECK_UINT(number->base.n_unknown_fields, 1);
    CHECK(number->base.unknown_fields != sent);
    CHECK_UINT(number->base.unknown_fields[0].data[0], 7);
    reply->value = number->value;
    reply->base.n_unknown_fields = 1;
    reply->base.unknown_fields = (ProtobufCMessageUnknownField *)&answered;
    return GR_OK;
}

static gr_code send_unknown(gr_context *ctx)
{
    (void)ctx;
    uint8_t seven = 7;
    lab_number *reply = NULL;
    ProtobufCMessageUnknownField unknown = { .tag = 1000, .len = 1, .data = &seven };
    lab_number number = { .value = 5 };
    number.base.n_unknown_fields = 1;
    number.base.unknown_fields = &unknown;
    sent = &unknown;
    CHECK_CODE(lab_subject_add_sync(helper, &number, NULL, &reply, NULL), GR_OK);
    CHECK_UINT(reply->value, 5);
    CHECK(reply->base.descriptor == &lab__number__descriptor);
    CHECK(reply->base.unknown_fields != &answered);
    CHECK(reply->base.unknown_fields[0].data != &eight);
    CHECK_UINT(reply->base.unknown_fields[0].data[0], 8);
    gr_free(reply);
    return GR_OK;
}

static void unknown_fields_are_copied_to_a_neighbour_and_back(void)
{
    lab_open(1, 1);
    lab_subject_type type = lab_plain;
    type.add = look_at_unknown;
    helper = lab_spawn(&type);
    CHECK_CODE(run_inside(send_unknown, 0), GR_OK);
    lab_close();
}

static gr_code count(gr_context *ctx)
{
    (void)ctx;
    lab_number *sum = NULL;
    CHECK_CODE(lab_subject_count_sync(helper, NULL, &sum, NULL), GR_OK);
    if (CHECK(sum != NULL)) {
        CHECK_UINT(sum->value, 3);
        CHECK(gri_mail_around(sum)->bytes >= sizeof(struct gri_mail) + sizeof(*sum));
    }
    gr_free(sum);
    return GR_OK;
}

static void a_neighbour_s_reply_may_be_larger_than_the_request(void)
{
    lab_open(1, 1);
    helper = lab_spawn(&lab_plain);
    CHECK_CODE(lab_subject_add_sync(helper, &(lab_number){ .value = 3 }, NULL, NULL, NULL), GR_OK);
    CHECK_CODE(run_inside(count, 0), GR_OK);
    lab_close();
}

GR_SUITE("near", { "a_neighbour_s_mailbox_keeps_its_bound", a_neighbour_s_mailbox_keeps_its_bound },
         { "what_would_fit_does_not_overtake_what_waits_for_a_neighbour_s_room",
           what_would_fit_does_not_overtake_what_waits_for_a_neighbour_s_room },
         { "a_neighbour_that_drains_takes_nothing_new", a_neighbour_that_drains_takes_nothing_new },
         { "a_oneway_to_a_busy_neighbour_lives_as_long_as_it_says",
           a_oneway_to_a_busy_neighbour_lives_as_long_as_it_says },
         { "a_dead_letter_names_the_neighbour_that_sent_it",
           a_dead_letter_names_the_neighbour_that_sent_it },
         { "wrong_refs_lead_to_no_neighbour", wrong_refs_lead_to_no_neighbour },
         { "a_neighbour_knows_the_deadline", a_neighbour_knows_the_deadline },
         { "a_detached_call_to_a_neighbour_outlives_the_budget",
           a_detached_call_to_a_neighbour_outlives_the_budget },
         { "who_is_to_wait_no_more_calls_no_neighbour", who_is_to_wait_no_more_calls_no_neighbour },
         { "unknown_fields_are_copied_to_a_neighbour_and_back",
           unknown_fields_are_copied_to_a_neighbour_and_back },
         { "a_cancelled_caller_leaves_a_detached_call_to_a_neighbour_alone",
           a_cancelled_caller_leaves_a_detached_call_to_a_neighbour_alone },
         { "a_neighbour_s_reply_may_be_larger_than_the_request",
           a_neighbour_s_reply_may_be_larger_than_the_request });
