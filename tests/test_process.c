/* SPDX-License-Identifier: MIT */
/* Selective processing (the contract's second point): gr_process() in all its forms and
 * gr_stop_processing(). One worker in a virtual env; the test's thread is a plain one. */
#include <stdio.h>
#include <string.h>

#include "lab.h"

/* What the body or the handler of `Brief` does next; set by each test. */
static gr_code (*body)(struct lab_subject_self *self, gr_context *ctx);

static const gr_process_options forever = { .for_ms = GR_FOREVER };

static gr_code run_body(struct lab_subject_self *self, gr_context *ctx)
{
    return body(self, ctx);
}

static gr_code brief_body(struct lab_subject_self *self, gr_context *ctx, const lab_note *note,
                          lab_report *reply)
{
    (void)note;
    (void)reply;
    return body(self, ctx);
}

static lab_subject_type with_body(gr_code (*what)(struct lab_subject_self *, gr_context *))
{
    lab_subject_type type = lab_plain;
    body = what;
    type.hooks.run = run_body;
    return type;
}

static lab_subject_type with_handler(gr_code (*what)(struct lab_subject_self *, gr_context *))
{
    lab_subject_type type = lab_plain;
    body = what;
    type.brief = brief_body;
    return type;
}

/* Run it in a handler of its own; returns when it waits or has returned. */
static void begin_brief(lab_subject subject, lab_subject_brief_future *out_future)
{
    const gr_call_options options = { .timeout_ms = GR_FOREVER };
    CHECK_CODE(lab_subject_brief_async(subject, &(lab_note){ .text = "" }, &options, out_future),
               GR_OK);
    sim_settle(lab_env());
}

static gr_code end_brief(lab_subject_brief_future *future)
{
    lab_report *report = NULL;
    gr_code code = lab_subject_brief_await(future, &report, NULL);
    gr_free(report);
    return code;
}

/* ---- once ---- */

static gr_code sleep_then_process_once(struct lab_subject_self *self, gr_context *ctx)
{
    (void)self;
    CHECK_CODE(gr_sleep(ctx, 10), GR_OK);
    lab_trace("<");
    CHECK_CODE(gr_process(ctx, NULL), GR_OK);
    lab_trace(">");
    return GR_OK;
}

static void once_runs_what_is_pending_in_order_and_returns(void)
{
    lab_subject_type type = with_handler(sleep_then_process_once);
    lab_subject_brief_future future;
    lab_open(1, 1);
    lab_subject subject = lab_spawn(&type);
    begin_brief(subject, &future);
    CHECK_CODE(lab_tell(subject, "a"), GR_OK);
    lab_subject_ask_future b = lab_ask_later(subject, "b");
    CHECK_CODE(lab_tell(subject, "c"), GR_OK);
    sim_settle(lab_env());
    CHECK_STR(lab_traced(), ""); /* while it sleeps they wait */
    CHECK_CODE(end_brief(&future), GR_OK);
    CHECK_CODE(lab_tell(subject, "d"), GR_OK);
    CHECK_CODE(lab_end_of(&b), GR_OK);
    CHECK_CODE(lab_ask(subject, "e"), GR_OK);
    CHECK_STR(lab_traced(), "< a b c > d e");
    lab_close();
}

static void once_with_an_empty_mailbox_returns_at_once(void)
{
    lab_subject_type type = with_handler(sleep_then_process_once);
    lab_subject_brief_future future;
    lab_open(1, 1);
    begin_brief(lab_spawn(&type), &future);
    CHECK_CODE(end_brief(&future), GR_OK);
    CHECK_STR(lab_traced(), "< >");
    lab_close();
}

static gr_code process_until_self_is_silent(struct lab_subject_self *self, gr_context *ctx)
{
    (void)self;
    lab_subject me = lab_subject_self_ref(ctx);
    CHECK_CODE(lab_tell(me, "mine"), GR_OK);
    CHECK_CODE(gr_process(ctx, NULL), GR_OK);
    lab_trace("done");
    return GR_OK;
}

static void once_also_runs_what_the_actor_sent_itself(void)
{
    lab_subject_type type = with_handler(process_until_self_is_silent);
    lab_subject_brief_future future;
    lab_open(1, 1);
    begin_brief(lab_spawn(&type), &future);
    CHECK_CODE(end_brief(&future), GR_OK);
    CHECK_STR(lab_traced(), "mine done");
    lab_close();
}

/* ---- for a time ---- */

static gr_code process_for_50ms(struct lab_subject_self *self, gr_context *ctx)
{
    (void)self;
    lab_trace("<");
    CHECK_CODE(gr_process(ctx, &(gr_process_options){ .for_ms = 50 }), GR_OK);
    lab_trace(">");
    return GR_OK;
}

static void timed_processing_waits_for_calls_until_its_time_is_over(void)
{
    lab_subject_type type = with_handler(process_for_50ms);
    lab_subject_brief_future future;
    lab_open(1, 1);
    lab_subject subject = lab_spawn(&type);
    begin_brief(subject, &future);
    lab_advance_ms(20);
    CHECK_CODE(lab_ask(subject, "a"), GR_OK);
    lab_advance_ms(28);
    CHECK_CODE(lab_tell(subject, "b"), GR_OK);
    sim_settle(lab_env());
    CHECK_STR(lab_traced(), "< a b");
    lab_advance_ms(4);
    CHECK_STR(lab_traced(), ">");
    CHECK_CODE(end_brief(&future), GR_OK);
    lab_close();
}

static void timed_processing_ends_after_a_handler_that_outlasts_it(void)
{
    lab_subject_type type = with_handler(process_for_50ms);
    lab_subject_brief_future future;
    lab_open(1, 1);
    lab_subject subject = lab_spawn(&type);
    begin_brief(subject, &future);
    const lab_note note = { .text = "long", .sleep_ms = 200 };
    CHECK_CODE(lab_subject_tell_oneway(subject, &note, NULL), GR_OK);
    CHECK_CODE(lab_tell(subject, "later"), GR_OK);
    lab_advance_ms(300);
    CHECK_STR(lab_traced(), "< long > later");
    CHECK_CODE(end_brief(&future), GR_OK);
    lab_close();
}

static gr_code process_past_the_deadline(struct lab_subject_self *self, gr_context *ctx)
{
    (void)self;
    gr_code code = gr_process(ctx, &forever);
    lab_trace("%s", gr_code_name(code));
    return code;
}

static void processing_ends_at_the_deadline_of_the_call_it_runs_in(void)
{
    lab_subject_type type = with_handler(process_past_the_deadline);
    lab_open(1, 1);
    lab_subject subject = lab_spawn(&type);
    lab_report *report = NULL;
    CHECK_CODE(lab_subject_brief_sync(subject, &(lab_note){ .text = "" }, NULL, &report, NULL),
               GR_DEADLINE_EXCEEDED);
    lab_advance_ms(1);
    CHECK_STR(lab_traced(), "CANCELLED");
    lab_close();
}

/* ---- until stopped ---- */

static gr_code process_forever_once(struct lab_subject_self *self, gr_context *ctx)
{
    (void)self;
    lab_trace("<");
    CHECK_CODE(gr_process(ctx, &forever), GR_OK);
    lab_trace(">");
    return GR_OK;
}

static void a_stop_ends_processing_after_what_came_before_it(void)
{
    lab_subject_type type = with_handler(process_forever_once);
    lab_subject_brief_future future;
    lab_open(1, 1);
    lab_subject subject = lab_spawn(&type);
    begin_brief(subject, &future);
    CHECK_CODE(lab_tell(subject, "a"), GR_OK);
    CHECK_CODE(lab_tell(subject, "b"), GR_OK);
    CHECK_CODE(gr_stop_processing(subject.ref), GR_OK);
    CHECK_CODE(lab_tell(subject, "c"), GR_OK);
    CHECK_CODE(end_brief(&future), GR_OK);
    sim_settle(lab_env());
    CHECK_STR(lab_traced(), "< a b > c");
    lab_close();
}

static void a_stop_wakes_processing_that_waits(void)
{
    lab_subject_type type = with_handler(process_forever_once);
    lab_subject_brief_future future;
    lab_open(1, 1);
    lab_subject subject = lab_spawn(&type);
    begin_brief(subject, &future);
    CHECK_STR(lab_traced(), "<");
    CHECK_CODE(gr_stop_processing(subject.ref), GR_OK);
    sim_settle(lab_env());
    CHECK_STR(lab_traced(), ">");
    CHECK_CODE(end_brief(&future), GR_OK);
    lab_close();
}

static void a_stop_left_over_ends_the_next_processing_at_once(void)
{
    lab_subject_type type = with_handler(process_forever_once);
    lab_subject_brief_future future;
    lab_open(1, 1);
    lab_subject subject = lab_spawn(&type);
    CHECK_CODE(gr_stop_processing(subject.ref), GR_OK);
    CHECK_CODE(lab_ask(subject, "plain"), GR_OK); /* which the default dispatch ignores */
    begin_brief(subject, &future);
    CHECK_STR(lab_traced(), "plain < >");
    CHECK_CODE(end_brief(&future), GR_OK);
    begin_brief(subject, &future);
    CHECK_STR(lab_traced(), "<"); /* and that was all of it */
    CHECK_CODE(gr_stop_processing(subject.ref), GR_OK);
    CHECK_CODE(end_brief(&future), GR_OK);
    CHECK_STR(lab_traced(), ">");
    lab_close();
}

static gr_code process_five_times(struct lab_subject_self *self, gr_context *ctx)
{
    (void)self;
    for (int i = 0; i < 5; i++) {
        CHECK_CODE(gr_process(ctx, &forever), GR_OK);
        lab_trace("%d", i);
    }
    return GR_OK;
}

static void n_stops_end_n_processings(void)
{
    lab_subject_type type = with_handler(process_five_times);
    lab_subject_brief_future future;
    lab_open(1, 1);
    lab_subject subject = lab_spawn(&type);
    begin_brief(subject, &future);
    for (int i = 0; i < 3; i++) {
        CHECK_CODE(gr_stop_processing(subject.ref), GR_OK);
    }
    CHECK_CODE(lab_tell(subject, "x"), GR_OK);
    sim_settle(lab_env());
    CHECK_STR(lab_traced(), "0 1 2 x");
    CHECK_CODE(gr_stop_processing(subject.ref), GR_OK);
    CHECK_CODE(lab_tell(subject, "y"), GR_OK);
    CHECK_CODE(gr_stop_processing(subject.ref), GR_OK);
    CHECK_CODE(end_brief(&future), GR_OK);
    CHECK_STR(lab_traced(), "3 y 4");
    lab_close();
}

static gr_code stop_self_twice_and_process(struct lab_subject_self *self, gr_context *ctx)
{
    (void)self;
    gr_ref me = gr_context_self(ctx);
    CHECK_CODE(gr_stop_processing(me), GR_OK);
    CHECK_CODE(gr_stop_processing(me), GR_OK);
    CHECK_CODE(gr_process(ctx, &forever), GR_OK);
    CHECK_CODE(gr_process(ctx, NULL), GR_OK); /* a processing of any kind uses one up */
    lab_trace("both");
    CHECK_CODE(gr_process(ctx, &(gr_process_options){ .for_ms = 5 }), GR_OK);
    return GR_OK;
}

static void an_actor_may_stop_its_own_processing(void)
{
    lab_subject_type type = with_handler(stop_self_twice_and_process);
    lab_subject_brief_future future;
    lab_open(1, 1);
    begin_brief(lab_spawn(&type), &future);
    CHECK_STR(lab_traced(), "both");
    CHECK_CODE(end_brief(&future), GR_OK);
    lab_close();
}

static void stopping_what_is_not_there_says_so(void)
{
    lab_open(1, 1);
    lab_subject subject = lab_spawn(&lab_plain);
    CHECK_CODE(gr_actor_stop(subject.ref, NULL), GR_OK);
    CHECK_CODE(gr_stop_processing(subject.ref), GR_UNAVAILABLE);
    CHECK_CODE(gr_stop_processing((gr_ref){ 0, 0, 0 }), GR_INVALID_ARGUMENT);
    gr_ref elsewhere = subject.ref;
    elsewhere.home++;
    CHECK_CODE(gr_stop_processing(elsewhere), GR_UNIMPLEMENTED);
    lab_close();
    CHECK_CODE(gr_stop_processing(subject.ref), GR_UNAVAILABLE);
}

/* ---- sets ---- */

static gr_code process_tells_then_all(struct lab_subject_self *self, gr_context *ctx)
{
    (void)self;
    CHECK_CODE(lab_subject_process(ctx, &(lab_subject_methods){ .tell = true }, &forever), GR_OK);
    lab_trace("|");
    CHECK_CODE(lab_subject_process(ctx, NULL, NULL), GR_OK);
    lab_trace("|");
    return GR_OK;
}

static void a_set_leaves_the_others_queued_in_order(void)
{
    lab_subject_type type = with_handler(process_tells_then_all);
    lab_subject_brief_future future;
    lab_open(1, 1);
    lab_subject subject = lab_spawn(&type);
    begin_brief(subject, &future);
    lab_subject_ask_future first = lab_ask_later(subject, "ask1");
    CHECK_CODE(lab_tell(subject, "tell1"), GR_OK);
    lab_subject_ask_future second = lab_ask_later(subject, "ask2");
    CHECK_CODE(lab_tell(subject, "tell2"), GR_OK);
    sim_settle(lab_env());
    CHECK_STR(lab_traced(), "tell1 tell2");
    CHECK(!gr_future_is_done(first.future));
    CHECK_CODE(gr_stop_processing(subject.ref), GR_OK);
    CHECK_CODE(lab_end_of(&second), GR_OK);
    CHECK_CODE(lab_end_of(&first), GR_OK);
    CHECK_CODE(end_brief(&future), GR_OK);
    CHECK_STR(lab_traced(), "| ask1 ask2 |");
    lab_close();
}

static void a_stop_passes_every_set(void)
{
    lab_subject_type type = with_handler(process_tells_then_all);
    lab_subject_brief_future future;
    lab_open(1, 1);
    lab_subject subject = lab_spawn(&type);
    begin_brief(subject, &future);
    lab_subject_ask_future before = lab_ask_later(subject, "before");
    CHECK_CODE(gr_stop_processing(subject.ref), GR_OK);
    CHECK_CODE(lab_tell(subject, "after"), GR_OK);
    CHECK_CODE(end_brief(&future), GR_OK);
    CHECK_CODE(lab_end_of(&before), GR_OK);
    CHECK_STR(lab_traced(), "| before after |");
    lab_close();
}

static gr_code process_nothing_for_10ms(struct lab_subject_self *self, gr_context *ctx)
{
    (void)self;
    const gr_process_options options = { .for_ms = 10 };
    CHECK_CODE(lab_subject_process(ctx, &(lab_subject_methods){ .tell = false }, &options), GR_OK);
    lab_trace("over");
    return GR_OK;
}

static void an_empty_set_only_waits(void)
{
    lab_subject_type type = with_handler(process_nothing_for_10ms);
    lab_subject_brief_future future;
    lab_open(1, 1);
    lab_subject subject = lab_spawn(&type);
    begin_brief(subject, &future);
    CHECK_CODE(lab_tell(subject, "a"), GR_OK);
    CHECK_CODE(end_brief(&future), GR_OK);
    sim_settle(lab_env());
    CHECK_STR(lab_traced(), "over a");
    lab_close();
}

static gr_code process_as_another_service(struct lab_subject_self *self, gr_context *ctx)
{
    (void)self;
    CHECK_CODE(lab_started_process(ctx, NULL, NULL), GR_INVALID_ARGUMENT);
    return GR_OK;
}

static void the_set_of_another_service_is_refused(void)
{
    lab_subject_type type = with_handler(process_as_another_service);
    lab_subject_brief_future future;
    lab_open(1, 1);
    begin_brief(lab_spawn(&type), &future);
    CHECK_CODE(end_brief(&future), GR_OK);
    CHECK_CODE(gr_process(NULL, NULL), GR_FAILED_PRECONDITION);
    lab_close();
}

/* ---- nested ---- */

static gr_code process_deeper(struct lab_subject_self *self, gr_context *ctx)
{
    uint32_t depth = self->n++;
    if (depth < 16) {
        CHECK_CODE(lab_subject_poke_oneway(lab_subject_self_ref(ctx), NULL), GR_OK);
    }
    CHECK_CODE(gr_process(ctx, NULL), depth < 16 ? GR_OK : GR_RESOURCE_EXHAUSTED);
    lab_trace("%u", depth);
    return GR_OK;
}

static gr_code deeper_poke(struct lab_subject_self *self, gr_context *ctx)
{
    return process_deeper(self, ctx);
}

static void processing_nests_sixteen_deep_and_no_further(void)
{
    lab_subject_type type = with_handler(process_deeper);
    lab_subject_brief_future future;
    type.poke = deeper_poke;
    lab_open(1, 1);
    begin_brief(lab_spawn(&type), &future);
    CHECK_CODE(end_brief(&future), GR_OK);
    CHECK_STR(lab_traced(), "16 15 14 13 12 11 10 9 8 7 6 5 4 3 2 1 0");
    lab_close();
}

static gr_code nest_inside(struct lab_subject_self *self, gr_context *ctx, const lab_note *note)
{
    (void)self;
    lab_trace("(%s", note->text);
    gr_code code = gr_process(ctx, &forever);
    lab_trace("%s)", note->text);
    return code;
}

static void a_stop_ends_the_innermost_processing_first(void)
{
    lab_subject_type type = with_handler(process_forever_once);
    lab_subject_brief_future future;
    type.tell = nest_inside;
    lab_open(1, 1);
    lab_subject subject = lab_spawn(&type);
    begin_brief(subject, &future);
    CHECK_CODE(lab_tell(subject, "a"), GR_OK);
    CHECK_CODE(lab_tell(subject, "b"), GR_OK);
    CHECK_CODE(lab_ask(subject, "x"), GR_OK);
    CHECK_CODE(gr_stop_processing(subject.ref), GR_OK);
    CHECK_CODE(lab_ask(subject, "y"), GR_OK);
    CHECK_CODE(gr_stop_processing(subject.ref), GR_OK);
    CHECK_CODE(gr_stop_processing(subject.ref), GR_OK);
    CHECK_CODE(end_brief(&future), GR_OK);
    CHECK_STR(lab_traced(), "< (a (b x b) y a) >");
    lab_close();
}

/* ---- run bodies ---- */

static gr_code serve_until_stopped(struct lab_subject_self *self, gr_context *ctx)
{
    (void)self;
    gr_code code = gr_process(ctx, &forever);
    lab_trace("body:%s", gr_code_name(code));
    return code == GR_CANCELLED ? GR_OK : code;
}

static void a_body_handles_calls_only_where_it_processes(void)
{
    lab_subject_type type = with_body(serve_until_stopped);
    lab_open(1, 1);
    lab_subject subject = lab_spawn(&type);
    CHECK_CODE(lab_ask(subject, "a"), GR_OK);
    CHECK_CODE(gr_stop_processing(subject.ref), GR_OK);
    CHECK_CODE(lab_ask(subject, "b"), GR_UNAVAILABLE); /* the body has returned */
    CHECK_STR(lab_traced(), "a body:OK");
    CHECK_UINT(lab_stats().actors, 0);
    lab_close();
}

static void a_stopped_actor_s_processing_is_cancelled(void)
{
    lab_subject_type type = with_body(serve_until_stopped);
    lab_open(1, 1);
    lab_subject subject = lab_spawn(&type);
    CHECK_CODE(lab_ask(subject, "a"), GR_OK);
    CHECK_CODE(gr_actor_stop(subject.ref, NULL), GR_OK);
    CHECK_STR(lab_traced(), "a body:CANCELLED");
    lab_close();
}

static gr_code sleep_then_serve(struct lab_subject_self *self, gr_context *ctx)
{
    CHECK_CODE(gr_sleep(ctx, 30), GR_OK);
    return serve_until_stopped(self, ctx);
}

static void a_draining_body_finishes_what_is_queued_first(void)
{
    lab_subject_type type = with_body(sleep_then_serve);
    lab_open(1, 1);
    lab_subject subject = lab_spawn(&type);
    lab_subject_ask_future a = lab_ask_later(subject, "a");
    lab_subject_ask_future b = lab_ask_later(subject, "b");
    sim_settle(lab_env());
    CHECK_CODE(gr_actor_stop(subject.ref, &(gr_stop_options){ .drain = true }), GR_OK);
    CHECK_CODE(lab_end_of(&a), GR_OK);
    CHECK_CODE(lab_end_of(&b), GR_OK);
    CHECK_STR(lab_traced(), "a b body:CANCELLED");
    lab_close();
}

static void a_draining_body_that_waits_is_told(void)
{
    lab_subject_type type = with_body(serve_until_stopped);
    lab_open(1, 1);
    lab_subject subject = lab_spawn(&type);
    CHECK_CODE(lab_ask(subject, "a"), GR_OK);
    CHECK_CODE(gr_actor_stop(subject.ref, &(gr_stop_options){ .drain = true }), GR_OK);
    CHECK_STR(lab_traced(), "a body:CANCELLED");
    lab_close();
}

static gr_code stop_inside(struct lab_subject_self *self, gr_context *ctx)
{
    (void)self;
    gr_stop(ctx, GR_OK);
    return GR_OK;
}

static void a_handler_that_stops_the_actor_cancels_the_processing_around_it(void)
{
    lab_subject_type type = with_body(serve_until_stopped);
    type.poke = stop_inside;
    lab_open(1, 1);
    lab_subject subject = lab_spawn(&type);
    CHECK_CODE(lab_subject_poke_sync(subject, NULL, NULL), GR_OK);
    sim_settle(lab_env());
    CHECK_STR(lab_traced(), "body:CANCELLED");
    CHECK_UINT(lab_stats().actors, 0);
    lab_close();
}

static gr_code fail_at_once(struct lab_subject_self *self, gr_context *ctx)
{
    (void)self;
    (void)ctx;
    return GR_DATA_LOSS;
}

static void a_body_s_code_is_what_the_actor_ends_with(void)
{
    lab_subject_type type = with_body(fail_at_once);
    lab_open(1, 1);
    lab_subject subject = lab_spawn(&type);
    sim_settle(lab_env());
    CHECK_CODE(lab_ask(subject, "a"), GR_UNAVAILABLE);
    CHECK_UINT(lab_logged("event=actor_ended"), 1);
    CHECK_UINT(lab_logged("code=DATA_LOSS"), 1);
    lab_close();
}

/* ---- while all sorts of things arrive ---- */

static void a_sync_caller_outside_the_set_gets_its_deadline_and_is_told_why(void)
{
    lab_subject_type type = with_handler(process_tells_then_all);
    lab_subject_brief_future future;
    gr_error error = GR_ERROR_INIT;
    lab_open(1, 1);
    lab_subject subject = lab_spawn(&type);
    begin_brief(subject, &future);
    CHECK_CODE(lab_subject_ask_sync(subject, &(lab_note){ .text = "never" },
                                    &(gr_call_options){ .timeout_ms = 100 }, NULL, &error),
               GR_DEADLINE_EXCEEDED);
    CHECK(strstr(error.message, "it is still queued, while Brief has run for 80 ms") != NULL);
    CHECK_CODE(gr_stop_processing(subject.ref), GR_OK);
    CHECK_CODE(end_brief(&future), GR_OK);
    CHECK_STR(lab_traced(), "| |"); /* it was dropped, unrun */
    CHECK_UINT(lab_stats().expired, 1);
    gr_error_fini(&error);
    lab_close();
}

/* What the model of a processing actor expects to happen: one letter an event, 'a' to 'z'. */
struct model {
    char queue[64]; /* '|': a stop; capital letters: outside of the narrow set */
    size_t n;
    bool is_narrow;
    char ran[256];
};

static void model_remove(struct model *model, size_t at)
{
    memmove(model->queue + at, model->queue + at + 1, model->n - at - 1);
    model->n--;
}

/* Take what the running processing takes next; a stop begins the other one. False: nothing. */
static bool model_step(struct model *model)
{
    for (size_t i = 0; i < model->n; i++) {
        char c = model->queue[i];
        if (c == '|') {
            model->is_narrow = !model->is_narrow;
            model_remove(model, i);
            return true;
        }
        if (!model->is_narrow || c >= 'a') {
            size_t len = strlen(model->ran);
            (void)snprintf(model->ran + len, sizeof(model->ran) - len, "%s%c", len == 0 ? "" : " ",
                           c);
            model_remove(model, i);
            return true;
        }
    }
    return false;
}

static void model_push(struct model *model, char c)
{
    model->queue[model->n++] = c;
    while (model_step(model)) {
    }
}

static void model_cancel(struct model *model, char c)
{
    const char *at = memchr(model->queue, c, model->n);
    if (at != NULL) {
        model_remove(model, (size_t)(at - model->queue));
    }
}

static gr_code narrow_and_wide_in_turn(struct lab_subject_self *self, gr_context *ctx)
{
    (void)self;
    const lab_subject_methods tells = { .tell = true };
    gr_code code = GR_OK;
    for (bool is_narrow = true; code == GR_OK; is_narrow = !is_narrow) {
        code = lab_subject_process(ctx, is_narrow ? &tells : NULL, &forever);
    }
    return code == GR_CANCELLED ? GR_OK : code;
}

/* Its body never returns by itself. Asks are outside of the narrow set. */
static void sets_hold_while_calls_stops_and_cancels_arrive(void)
{
    for (uint64_t seed = 1; seed <= 200; seed++) {
        struct model model = { .is_narrow = true };
        lab_subject_ask_future asks[26] = { { NULL } };
        uint64_t random = seed;
        lab_subject_type type = with_body(narrow_and_wide_in_turn);
        lab_open(seed, 1 + (uint32_t)(seed % 2));
        lab_subject subject = lab_spawn(&type);
        sim_settle(lab_env());
        for (int i = 0; i < 26; i++) {
            random = random * UINT64_C(6364136223846793005) + 1442695040888963407;
            uint32_t dice = (uint32_t)(random >> 33);
            char text[2] = { (char)((dice % 8 < 3 ? 'a' : 'A') + i), '\0' };
            if (dice % 8 < 3) {
                CHECK_CODE(lab_tell(subject, text), GR_OK);
                sim_settle(lab_env());
                model_push(&model, text[0]);
            } else if (dice % 8 < 6) {
                asks[i] = lab_ask_later(subject, text);
                sim_settle(lab_env());
                model_push(&model, text[0]);
            } else if (dice % 8 == 6) {
                CHECK_CODE(gr_stop_processing(subject.ref), GR_OK);
                sim_settle(lab_env());
                model_push(&model, '|');
            } else {
                uint32_t which = (dice >> 8) % 26;
                gr_future_cancel(asks[which].future);
                sim_settle(lab_env());
                model_cancel(&model, (char)('A' + which));
            }
        }
        CHECK_STR(lab_traced(), model.ran);
        for (int i = 0; i < 26; i++) {
            gr_future_drop(&asks[i].future);
        }
        CHECK_CODE(gr_actor_stop(subject.ref, &(gr_stop_options){ .drain = seed % 3 == 0 }), GR_OK);
        lab_close();
    }
}

/* ---- processing of much ---- */

static void processing_lets_others_run_between_many_calls(void)
{
    lab_subject_type type = with_body(serve_until_stopped);
    lab_open(1, 1);
    lab_subject busy = lab_spawn_bounded(&type, 5000, 0);
    lab_subject other = lab_spawn(&lab_plain);
    for (int i = 0; i < 2000; i++) {
        CHECK_CODE(lab_subject_poke_oneway(busy, NULL), GR_OK);
    }
    CHECK_CODE(lab_ask(other, "other"), GR_OK);
    CHECK(lab_stats().handled < 2000); /* the other did not wait for all of them */
    CHECK_CODE(lab_ask(busy, "last"), GR_OK);
    CHECK_UINT(lab_stats().handled, 2002);
    CHECK_STR(lab_traced(), "other last");
    lab_close();
}

GR_SUITE("process",
         { "a_sync_caller_outside_the_set_gets_its_deadline_and_is_told_why",
           a_sync_caller_outside_the_set_gets_its_deadline_and_is_told_why },
         { "sets_hold_while_calls_stops_and_cancels_arrive",
           sets_hold_while_calls_stops_and_cancels_arrive },
         { "once_runs_what_is_pending_in_order_and_returns",
           once_runs_what_is_pending_in_order_and_returns },
         { "once_with_an_empty_mailbox_returns_at_once",
           once_with_an_empty_mailbox_returns_at_once },
         { "once_also_runs_what_the_actor_sent_itself", once_also_runs_what_the_actor_sent_itself },
         { "timed_processing_waits_for_calls_until_its_time_is_over",
           timed_processing_waits_for_calls_until_its_time_is_over },
         { "timed_processing_ends_after_a_handler_that_outlasts_it",
           timed_processing_ends_after_a_handler_that_outlasts_it },
         { "processing_ends_at_the_deadline_of_the_call_it_runs_in",
           processing_ends_at_the_deadline_of_the_call_it_runs_in },
         { "a_stop_ends_processing_after_what_came_before_it",
           a_stop_ends_processing_after_what_came_before_it },
         { "a_stop_wakes_processing_that_waits", a_stop_wakes_processing_that_waits },
         { "a_stop_left_over_ends_the_next_processing_at_once",
           a_stop_left_over_ends_the_next_processing_at_once },
         { "n_stops_end_n_processings", n_stops_end_n_processings },
         { "an_actor_may_stop_its_own_processing", an_actor_may_stop_its_own_processing },
         { "stopping_what_is_not_there_says_so", stopping_what_is_not_there_says_so },
         { "a_set_leaves_the_others_queued_in_order", a_set_leaves_the_others_queued_in_order },
         { "a_stop_passes_every_set", a_stop_passes_every_set },
         { "an_empty_set_only_waits", an_empty_set_only_waits },
         { "the_set_of_another_service_is_refused", the_set_of_another_service_is_refused },
         { "processing_nests_sixteen_deep_and_no_further",
           processing_nests_sixteen_deep_and_no_further },
         { "a_stop_ends_the_innermost_processing_first",
           a_stop_ends_the_innermost_processing_first },
         { "a_body_handles_calls_only_where_it_processes",
           a_body_handles_calls_only_where_it_processes },
         { "a_stopped_actor_s_processing_is_cancelled", a_stopped_actor_s_processing_is_cancelled },
         { "a_draining_body_finishes_what_is_queued_first",
           a_draining_body_finishes_what_is_queued_first },
         { "a_draining_body_that_waits_is_told", a_draining_body_that_waits_is_told },
         { "a_handler_that_stops_the_actor_cancels_the_processing_around_it",
           a_handler_that_stops_the_actor_cancels_the_processing_around_it },
         { "a_body_s_code_is_what_the_actor_ends_with", a_body_s_code_is_what_the_actor_ends_with },
         { "processing_lets_others_run_between_many_calls",
           processing_lets_others_run_between_many_calls })
