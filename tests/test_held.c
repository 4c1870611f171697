/* SPDX-License-Identifier: MIT */
/* Held calls: answered once, from anywhere, or dropped; their end with their actor. */
#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include "lab.h"

static lab_subject_ask_call kept[4];
static size_t n_kept;

static gr_code hold_ask(struct lab_subject_self *self, gr_context *ctx, const lab_note *note,
                        lab_report *reply)
{
    (void)self;
    (void)reply;
    lab_trace("%s", note->text);
    return lab_subject_ask_hold(ctx, &kept[n_kept++]);
}

static lab_subject_type holding(void)
{
    lab_subject_type type = lab_plain;
    type.ask = hold_ask;
    n_kept = 0;
    return type;
}

static void check_end(lab_subject_ask_future *future, gr_code code, gr_ran ran, const char *part)
{
    gr_error error = GR_ERROR_INIT;
    CHECK_CODE(lab_subject_ask_await(future, NULL, &error), code);
    CHECK_UINT(error.ran, ran);
    if (!CHECK(strstr(error.message, part) != NULL)) {
        CHECK_STR(error.message, part);
    }
    CHECK_STR(error.path, "lab/holder");
    gr_error_fini(&error);
}

static lab_subject spawn_holder(const lab_subject_type *type)
{
    lab_subject subject = { { 0, 0, 0 } };
    const gr_spawn_options options = { .name = "holder" };
    CHECK_CODE(lab_subject_spawn(lab_node(), type, &options, &subject, NULL), GR_OK);
    return subject;
}

static void a_held_call_is_answered_later_and_once(void)
{
    for (uint32_t workers = 1; workers <= 2; workers++) {
        lab_open(1, workers);
        lab_subject_type type = holding();
        lab_subject subject = spawn_holder(&type);
        lab_subject_ask_future future = lab_ask_later(subject, "x");
        lab_report *report = NULL;
        sim_settle(lab_env());
        CHECK(!gr_future_is_done(future.future));
        CHECK_CODE(lab_subject_poke_sync(subject, NULL, NULL), GR_OK); /* others are handled */
        CHECK_STR(lab_subject_ask_request(kept[0])->text, "x");
        CHECK_CODE(lab_subject_ask_answer(kept[0], GR_OK, &(lab_report){ .number = 9 }), GR_OK);
        CHECK_CODE(lab_subject_ask_answer(kept[0], GR_OK, &(lab_report){ .number = 8 }),
                   GR_FAILED_PRECONDITION);
        CHECK_CODE(gr_call_drop(kept[0].call), GR_FAILED_PRECONDITION);
        CHECK(lab_subject_ask_request(kept[0]) == NULL);
        CHECK_CODE(lab_subject_ask_await(&future, &report, NULL), GR_OK);
        CHECK_UINT(report->number, 9);
        gr_free(report);
        lab_close();
    }
}

static void a_held_call_may_fail_or_be_dropped(void)
{
    lab_open(1, 1);
    lab_subject_type type = holding();
    lab_subject subject = spawn_holder(&type);
    lab_subject_ask_future one = lab_ask_later(subject, "1");
    lab_subject_ask_future two = lab_ask_later(subject, "2");
    lab_subject_ask_future three = lab_ask_later(subject, "3");
    lab_subject_ask_future four = lab_ask_later(subject, "4");
    sim_settle(lab_env());
    CHECK_CODE(gr_call_fail(kept[0].call, GR_OK, "fine"), GR_INVALID_ARGUMENT);
    CHECK_CODE(gr_call_fail(kept[0].call, GR_ABORTED, "no %s", "luck"), GR_OK);
    CHECK_CODE(gr_call_drop(kept[1].call), GR_OK);
    CHECK_CODE(lab_subject_ask_answer(kept[2], GR_NOT_FOUND, NULL), GR_OK);
    CHECK_CODE(gr_call_fail(kept[3].call, 55, "no code"), GR_OK);
    check_end(&one, GR_ABORTED, GR_RAN_YES, "no luck");
    check_end(&two, GR_INTERNAL, GR_RAN_YES, "dropped");
    check_end(&three, GR_NOT_FOUND, GR_RAN_YES, "Ask was answered with NOT_FOUND");
    check_end(&four, GR_INTERNAL, GR_RAN_YES, "no code");
    lab_close();
}

static void a_bad_answer_leaves_the_call_held(void)
{
    lab_open(1, 1);
    lab_subject_type type = holding();
    lab_subject subject = spawn_holder(&type);
    lab_subject_ask_future future = lab_ask_later(subject, "x");
    sim_settle(lab_env());
    lab_subject_add_call other = { kept[0].call };
    CHECK_CODE(lab_subject_ask_answer(kept[0], GR_OK, NULL), GR_INVALID_ARGUMENT);
    CHECK_CODE(lab_subject_ask_answer(kept[0], GR_OK, &(lab_report){ .n_notes = 2 }),
               GR_INVALID_ARGUMENT);
    CHECK_CODE(lab_subject_add_answer(other, GR_OK, &(lab_number){ .value = 1 }),
               GR_INVALID_ARGUMENT);
    CHECK(lab_subject_add_request(other) == NULL);
    CHECK_CODE(lab_subject_ask_answer((lab_subject_ask_call){ { 0, 0 } }, GR_OK, NULL),
               GR_INVALID_ARGUMENT);
    CHECK_CODE(lab_subject_ask_answer(kept[0], GR_OK, &(lab_report){ .number = 1 }), GR_OK);
    CHECK_CODE(lab_end_of(&future), GR_OK);
    lab_close();
}

static void a_held_call_ends_unavailable_with_its_actor(void)
{
    lab_open(1, 1);
    lab_subject_type type = holding();
    lab_subject subject = spawn_holder(&type);
    lab_subject_ask_future future = lab_ask_later(subject, "x");
    sim_settle(lab_env());
    CHECK_CODE(gr_actor_stop(subject.ref, NULL), GR_OK);
    CHECK_CODE(lab_subject_ask_answer(kept[0], GR_OK, &(lab_report){ .number = 1 }),
               GR_FAILED_PRECONDITION);
    check_end(&future, GR_UNAVAILABLE, GR_RAN_YES, "ended before the held call was answered");
    lab_close();
    CHECK_CODE(gr_call_drop(kept[0].call), GR_UNAVAILABLE);
}

static void a_draining_actor_waits_for_its_held_calls(void)
{
    lab_open(1, 2);
    lab_subject_type type = holding();
    lab_subject subject = spawn_holder(&type);
    lab_subject_ask_future future = lab_ask_later(subject, "x");
    sim_settle(lab_env());
    const gr_stop_options drain = { .drain = true, .timeout_ms = 20 };
    CHECK_CODE(gr_actor_stop(subject.ref, &drain), GR_DEADLINE_EXCEEDED);
    /* Oneways may bring the answer, calls would be new. */
    uint64_t handled = lab_stats().handled;
    CHECK_CODE(lab_subject_poke_oneway(subject, NULL), GR_OK);
    CHECK_CODE(lab_subject_poke_sync(subject, NULL, NULL), GR_UNAVAILABLE);
    CHECK_UINT(lab_stats().handled, handled + 1);
    CHECK_CODE(lab_subject_ask_answer(kept[0], GR_OK, &(lab_report){ .number = 1 }), GR_OK);
    CHECK_CODE(lab_end_of(&future), GR_OK);
    sim_settle(lab_env());
    CHECK_UINT(lab_stats().actors, 0);
    lab_close();
}

static void a_held_call_ends_at_its_deadline(void)
{
    lab_open(1, 1);
    lab_subject_type type = holding();
    lab_subject subject = spawn_holder(&type);
    const gr_call_options options = { .timeout_ms = 30 };
    CHECK_CODE(lab_subject_ask_sync(subject, &(lab_note){ .text = "x" }, &options, NULL, NULL),
               GR_DEADLINE_EXCEEDED);
    lab_advance_ms(2);
    CHECK_CODE(lab_subject_ask_answer(kept[0], GR_OK, &(lab_report){ .number = 1 }),
               GR_FAILED_PRECONDITION);
    CHECK(lab_subject_ask_request(kept[0]) == NULL);
    lab_close();
}

static void a_held_call_whose_caller_gives_up_is_over(void)
{
    for (uint32_t workers = 1; workers <= 2; workers++) {
        lab_open(1, workers);
        lab_subject_type type = holding();
        lab_subject subject = spawn_holder(&type);
        lab_subject_ask_future future = lab_ask_later(subject, "x");
        sim_settle(lab_env());
        gr_future_cancel(future.future);
        sim_settle(lab_env());
        CHECK_CODE(gr_call_drop(kept[0].call), GR_FAILED_PRECONDITION);
        CHECK_CODE(lab_end_of(&future), GR_CANCELLED);
        lab_close();
    }
}

static gr_code sleep_and_hold(struct lab_subject_self *self, gr_context *ctx, const lab_note *note,
                              lab_report *reply)
{
    gr_ignore(gr_sleep(ctx, 50)); /* cancelled, as it should be */
    return hold_ask(self, ctx, note, reply);
}

/* Else it stood in its actor's list until an answer: a drain would have waited for it. */
static void a_call_given_up_before_it_was_held_is_over_too(void)
{
    lab_open(1, 1);
    lab_subject_type type = holding();
    type.ask = sleep_and_hold;
    lab_subject subject = spawn_holder(&type);
    lab_subject_ask_future future;
    const gr_call_options for_ever = { .timeout_ms = GR_FOREVER };
    CHECK_CODE(lab_subject_ask_async(subject, &(lab_note){ .text = "x" }, &for_ever, &future),
               GR_OK);
    sim_settle(lab_env());
    gr_future_cancel(future.future);
    sim_settle(lab_env());
    CHECK_UINT(n_kept, 1);
    CHECK(!gr_call_is_open(kept[0].call));
    CHECK_CODE(gr_actor_stop(subject.ref, &(gr_stop_options){ .drain = true }), GR_OK);
    CHECK_CODE(gr_call_drop(kept[0].call), GR_FAILED_PRECONDITION);
    CHECK_CODE(lab_end_of(&future), GR_CANCELLED);
    lab_close();
}

static gr_code hold_and_fail(struct lab_subject_self *self, gr_context *ctx, const lab_note *note,
                             lab_report *reply)
{
    gr_code code = hold_ask(self, ctx, note, reply);
    return code == GR_OK ? gr_fail(ctx, GR_ABORTED, "changed its mind") : code;
}

static void a_handler_that_holds_and_fails_ends_the_call(void)
{
    lab_open(1, 1);
    lab_subject_type type = holding();
    type.ask = hold_and_fail;
    lab_subject subject = spawn_holder(&type);
    lab_subject_ask_future future = lab_ask_later(subject, "x");
    sim_settle(lab_env());
    CHECK_CODE(gr_call_drop(kept[0].call), GR_FAILED_PRECONDITION);
    check_end(&future, GR_ABORTED, GR_RAN_YES, "changed its mind");
    lab_close();
}

static gr_code hold_and_sleep(struct lab_subject_self *self, gr_context *ctx, const lab_note *note,
                              lab_report *reply)
{
    (void)self;
    (void)reply;
    CHECK_CODE(lab_subject_ask_hold(ctx, &kept[n_kept++]), GR_OK);
    char *text = gr_alloc(ctx, 8);
    CHECK_CODE(gr_sleep(ctx, 20), GR_OK); /* answered meanwhile */
    CHECK_STR(note->text, "still mine");
    CHECK_STR(text, "");
    return GR_OK;
}

static void a_request_is_the_handler_s_until_it_returns_though_it_was_answered(void)
{
    lab_open(1, 2);
    lab_subject_type type = holding();
    type.ask = hold_and_sleep;
    lab_subject subject = spawn_holder(&type);
    lab_subject_ask_future future = lab_ask_later(subject, "still mine");
    sim_settle(lab_env());
    CHECK_CODE(lab_subject_ask_answer(kept[0], GR_OK, &(lab_report){ .number = 1 }), GR_OK);
    CHECK_CODE(lab_end_of(&future), GR_OK);
    lab_advance_ms(30);
    lab_close();
}

static void a_held_request_is_kept_until_it_is_answered_however_late(void)
{
    lab_open(1, 1);
    lab_subject_type type = holding();
    lab_subject subject = spawn_holder(&type);
    const gr_call_options options = { .timeout_ms = 30 };
    CHECK_CODE(lab_subject_ask_sync(subject, &(lab_note){ .text = "late" }, &options, NULL, NULL),
               GR_DEADLINE_EXCEEDED);
    lab_advance_ms(10);
    CHECK(!gr_call_is_open(kept[0].call));
    CHECK_STR(lab_subject_ask_request(kept[0])->text, "late");
    CHECK_CODE(gr_actor_stop(subject.ref, NULL), GR_OK);
    CHECK_STR(lab_subject_ask_request(kept[0])->text, "late");
    CHECK_CODE(gr_call_drop(kept[0].call), GR_FAILED_PRECONDITION);
    sim_settle(lab_env());
    CHECK(lab_subject_ask_request(kept[0]) == NULL);
    lab_close();
}

static void a_held_call_that_nobody_answers_goes_with_its_node(void)
{
    lab_open(1, 1);
    lab_subject_type type = holding();
    lab_subject subject = spawn_holder(&type);
    lab_subject_ask_future future = lab_ask_later(subject, "x");
    sim_settle(lab_env());
    CHECK(gr_call_is_open(kept[0].call));
    CHECK_CODE(gr_actor_stop(subject.ref, NULL), GR_OK);
    CHECK_CODE(lab_end_of(&future), GR_UNAVAILABLE);
    lab_close(); /* and leaks nothing */
    CHECK(!gr_call_is_open(kept[0].call));
}

static void held_calls_count_in_the_mailbox_s_bound(void)
{
    lab_open(1, 1);
    lab_subject_type type = holding();
    lab_subject subject = lab_spawn_bounded(&type, 2, 0);
    lab_subject_ask_future one = lab_ask_later(subject, "1");
    lab_subject_ask_future two = lab_ask_later(subject, "2");
    sim_settle(lab_env());
    CHECK_CODE(lab_ask(subject, "3"), GR_RESOURCE_EXHAUSTED);
    CHECK_CODE(gr_call_drop(kept[0].call), GR_OK);
    sim_settle(lab_env());
    lab_subject_ask_future three = lab_ask_later(subject, "4");
    sim_settle(lab_env());
    CHECK_STR(lab_traced(), "1 2 4");
    CHECK_CODE(lab_end_of(&one), GR_INTERNAL);
    CHECK_CODE(gr_actor_stop(subject.ref, NULL), GR_OK);
    CHECK_CODE(lab_end_of(&two), GR_UNAVAILABLE);
    CHECK_CODE(lab_end_of(&three), GR_UNAVAILABLE);
    lab_close();
}

/* ---- inside the handler ---- */

static gr_code hold_and_answer(struct lab_subject_self *self, gr_context *ctx, const lab_note *note,
                               lab_report *reply)
{
    (void)self;
    (void)reply;
    lab_subject_ask_call call, again;
    lab_subject_add_call other;
    CHECK_CODE(lab_subject_add_hold(ctx, &other), GR_FAILED_PRECONDITION);
    CHECK_CODE(lab_subject_ask_hold(ctx, NULL), GR_INVALID_ARGUMENT);
    char *text = gr_alloc(ctx, 16);
    snprintf(text, 16, "<%s>", note->text);
    CHECK_CODE(lab_subject_ask_hold(ctx, &call), GR_OK);
    CHECK_CODE(lab_subject_ask_hold(ctx, &again), GR_FAILED_PRECONDITION);
    CHECK_STR(lab_subject_ask_request(call)->text, "x");
    CHECK_CODE(lab_subject_ask_answer(call, GR_OK, &(lab_report){ .text = text }), GR_OK);
    CHECK_CODE(lab_subject_ask_hold(ctx, &again), GR_FAILED_PRECONDITION);
    return GR_DATA_LOSS; /* too late to matter */
}

static void a_handler_may_answer_early(void)
{
    lab_open(1, 1);
    lab_subject_type type = lab_plain;
    type.ask = hold_and_answer;
    lab_subject subject = lab_spawn(&type);
    lab_report *report = NULL;
    CHECK_CODE(lab_subject_ask_sync(subject, &(lab_note){ .text = "x" }, NULL, &report, NULL),
               GR_OK);
    CHECK_STR(report->text, "<x>");
    gr_free(report);
    CHECK_CODE(lab_subject_ask_hold(NULL, &kept[0]), GR_FAILED_PRECONDITION);
    lab_close();
}

static void a_oneway_cannot_be_held(void)
{
    lab_open(1, 1);
    lab_subject_type type = holding();
    lab_subject subject = lab_spawn(&type);
    CHECK_CODE(lab_subject_ask_oneway(subject, &(lab_note){ .text = "x" }, NULL), GR_OK);
    sim_settle(lab_env());
    CHECK_UINT(lab_stats().oneways_failed, 1); /* by what gr_hold said */
    CHECK_UINT(lab_logged("code=FAILED_PRECONDITION"), 1);
    lab_close();
}

/* ---- from other threads ---- */

static void *answer_all(void *arg)
{
    size_t *won = arg;
    for (size_t i = 0; i < n_kept; i++) {
        const lab_report report = { .number = (int64_t)i };
        *won += lab_subject_ask_answer(kept[i], GR_OK, &report) == GR_OK;
    }
    return NULL;
}

static void of_two_threads_that_answer_one_is_heard(void)
{
    lab_open_real(&(gr_node_options){ .workers = 2 });
    lab_subject_type type = holding();
    lab_subject subject = lab_spawn(&type);
    lab_subject_ask_future futures[4];
    pthread_t threads[2];
    size_t won[2] = { 0, 0 };
    for (int i = 0; i < 4; i++) {
        futures[i] = lab_ask_later(subject, "x");
    }
    CHECK_CODE(lab_subject_poke_sync(subject, NULL, NULL), GR_OK); /* all are held now */
    for (int i = 0; i < 2; i++) {
        CHECK(pthread_create(&threads[i], NULL, answer_all, &won[i]) == 0);
    }
    for (int i = 0; i < 2; i++) {
        pthread_join(threads[i], NULL);
    }
    CHECK_UINT(won[0] + won[1], 4);
    for (int i = 0; i < 4; i++) {
        CHECK_CODE(lab_end_of(&futures[i]), GR_OK);
    }
    lab_close();
}

static void an_async_call_to_a_worker_nobody_wakes_ends_at_its_deadline(void)
{
    lab_open_real(&(gr_node_options){ .workers = 2 });
    lab_subject_type type = holding();
    lab_spawn(&type);
    lab_subject subject = lab_spawn(&type); /* on the other worker */
    const gr_call_options options = { .timeout_ms = 20 };
    lab_subject_ask_future future;
    for (int i = 0; i < 200; i++) { /* until the first worker, which sees to deadlines, sleeps */
        CHECK_CODE(lab_subject_poke_sync(subject, NULL, NULL), GR_OK);
    }
    CHECK_CODE(lab_subject_ask_async(subject, &(lab_note){ .text = "x" }, &options, &future),
               GR_OK);
    CHECK_CODE(lab_end_of(&future), GR_DEADLINE_EXCEEDED);
    lab_close();
}

GR_SUITE("held",
         { "a_held_call_is_answered_later_and_once", a_held_call_is_answered_later_and_once },
         { "a_held_call_may_fail_or_be_dropped", a_held_call_may_fail_or_be_dropped },
         { "a_bad_answer_leaves_the_call_held", a_bad_answer_leaves_the_call_held },
         { "a_held_call_ends_unavailable_with_its_actor",
           a_held_call_ends_unavailable_with_its_actor },
         { "a_draining_actor_waits_for_its_held_calls", a_draining_actor_waits_for_its_held_calls },
         { "a_held_call_ends_at_its_deadline", a_held_call_ends_at_its_deadline },
         { "a_held_call_whose_caller_gives_up_is_over", a_held_call_whose_caller_gives_up_is_over },
         { "a_call_given_up_before_it_was_held_is_over_too",
           a_call_given_up_before_it_was_held_is_over_too },
         { "a_handler_that_holds_and_fails_ends_the_call",
           a_handler_that_holds_and_fails_ends_the_call },
         { "a_request_is_the_handler_s_until_it_returns_though_it_was_answered",
           a_request_is_the_handler_s_until_it_returns_though_it_was_answered },
         { "a_held_request_is_kept_until_it_is_answered_however_late",
           a_held_request_is_kept_until_it_is_answered_however_late },
         { "a_held_call_that_nobody_answers_goes_with_its_node",
           a_held_call_that_nobody_answers_goes_with_its_node },
         { "held_calls_count_in_the_mailbox_s_bound", held_calls_count_in_the_mailbox_s_bound },
         { "a_handler_may_answer_early", a_handler_may_answer_early },
         { "a_oneway_cannot_be_held", a_oneway_cannot_be_held },
         { "of_two_threads_that_answer_one_is_heard", of_two_threads_that_answer_one_is_heard },
         { "an_async_call_to_a_worker_nobody_wakes_ends_at_its_deadline",
           an_async_call_to_a_worker_nobody_wakes_ends_at_its_deadline })
