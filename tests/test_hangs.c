/* SPDX-License-Identifier: MIT */
/* What makes other systems of actors and tasks hang, or lose things without a word: fourteen ways
 * to hang, and the silent losses. Here each ends within its timeout, with a code of its own. What a
 * row is about where Greenroom has no such thing is said above its test. */
#include <string.h>

#include "lab.h"
#include "node.h"
#include "support/remote.h"

#define MS UINT64_C(1000000)

static const gr_call_options brief = { .timeout_ms = 100 };

static uint64_t now_ms(gri_env *env)
{
    return env->ops->now_ns(env) / MS;
}

/* An Ask with a timeout of 100 ms ends so, and no later. */
static void check_ask(lab_subject to, gr_code wanted, gr_ran ran)
{
    gr_error error = GR_ERROR_INIT;
    const lab_note note = { .text = "?" };
    uint64_t began_ms = now_ms(lab_env());
    CHECK_CODE(lab_subject_ask_sync(to, &note, &brief, NULL, &error), wanted);
    CHECK(now_ms(lab_env()) <= began_ms + 101);
    CHECK_UINT(error.ran, ran);
    CHECK(error.message[0] != '\0' || wanted == GR_OK);
    gr_error_fini(&error);
}

static lab_subject spawn_asking(gr_code (*ask)(struct lab_subject_self *, gr_context *,
                                               const lab_note *, lab_report *))
{
    static lab_subject_type type; /* it lives until the node ends */
    type = lab_plain;
    type.ask = ask;
    return lab_spawn(&type);
}

/* ---- 1, 2: processing a part, and stopping ---- */

static gr_code process_tells(struct lab_subject_self *self, gr_context *ctx)
{
    (void)self;
    const gr_process_options options = { .for_ms = GR_FOREVER };
    return lab_subject_process(ctx, &(lab_subject_methods){ .tell = true }, &options);
}

static void row_1_a_sync_call_outside_of_the_processed_set(void)
{
    lab_subject_type type = lab_plain;
    type.hooks.run = process_tells;
    lab_open(1, 2);
    lab_subject subject = lab_spawn(&type);
    check_ask(subject, GR_DEADLINE_EXCEEDED, GR_RAN_UNKNOWN);
    lab_close();
}

static void row_2_a_sync_call_pending_when_processing_stops(void)
{
    lab_subject_type type = lab_plain;
    type.hooks.run = process_tells;
    lab_open(1, 2);
    lab_subject subject = lab_spawn(&type);
    lab_subject_ask_future pending = lab_ask_later(subject, "pending");
    CHECK_CODE(gr_stop_processing(subject.ref), GR_OK); /* the body returns */
    CHECK_CODE(lab_end_of(&pending), GR_UNAVAILABLE);
    check_ask(subject, GR_UNAVAILABLE, GR_RAN_NO);
    lab_close();
}

/* ---- 3: a loop that dies. Of a handler's errors none does that; a body may end as it likes. ----
 */

static gr_code return_nonsense(struct lab_subject_self *self, gr_context *ctx, const lab_note *note,
                               lab_report *reply)
{
    (void)self;
    (void)ctx;
    (void)note;
    (void)reply;
    return -77;
}

static gr_code serve_one_and_die(struct lab_subject_self *self, gr_context *ctx)
{
    (void)self;
    CHECK_CODE(gr_sleep(ctx, 10), GR_OK);
    return GR_DATA_LOSS;
}

static void row_3_a_loop_killed_by_an_error_out_of_the_ordinary(void)
{
    lab_subject_type type = lab_plain;
    type.hooks.run = serve_one_and_die;
    lab_open(1, 2);
    lab_subject strange = spawn_asking(return_nonsense);
    check_ask(strange, GR_INTERNAL, GR_RAN_YES);
    CHECK_CODE(lab_subject_poke_sync(strange, &brief, NULL), GR_OK); /* it serves on */
    check_ask(lab_spawn(&type), GR_UNAVAILABLE, GR_RAN_NO);
    CHECK_UINT(lab_logged("event=actor_ended"), 1);
    lab_close();
}

/* ---- 4, 13: waiting for oneself ---- */

static lab_subject other_one;

static gr_code ask_the_other(struct lab_subject_self *self, gr_context *ctx, const lab_note *note,
                             lab_report *reply)
{
    gr_error error = GR_ERROR_INIT;
    (void)self;
    (void)note;
    (void)reply;
    gr_code code = lab_subject_ask_sync(other_one, &(lab_note){ .text = "on" }, NULL, NULL, &error);
    code = code == GR_OK ? GR_OK : gr_forward(ctx, &error);
    gr_error_fini(&error);
    return code;
}

static void row_4_a_sync_call_to_oneself_or_in_a_cycle(void)
{
    lab_open(1, 2);
    lab_subject_type type = lab_plain;
    type.ask = ask_the_other;
    lab_subject first = lab_spawn(&type);
    other_one = first;
    check_ask(first, GR_ABORTED, GR_RAN_YES);
    lab_subject_type back = lab_plain;
    back.ask = ask_the_other;
    lab_subject second = lab_spawn(&back); /* asks the first, which asks itself */
    check_ask(second, GR_ABORTED, GR_RAN_YES);
    lab_close();
}

/* ---- 5, 6: nobody there ---- */

static void row_5_the_target_s_process_is_killed(void)
{
    struct remote remote;
    gr_error error = GR_ERROR_INIT;
    echo_echo_hold_future future;
    const echo_text text = { .number = 1 };
    remote_open(&remote);
    CHECK_CODE(echo_echo_hold_async(remote.echo, &text, NULL, &future), GR_OK);
    sim_settle(remote.env);
    uint64_t began_ms = now_ms(remote.env);
    sim_cut(remote.env, REMOTE_URL);
    CHECK_CODE(echo_echo_hold_await(&future, NULL, &error), GR_UNAVAILABLE);
    CHECK_UINT(error.ran, GR_RAN_UNKNOWN);
    CHECK(now_ms(remote.env) <= began_ms + 10);
    gr_error_fini(&error);
    sim_settle(remote.env);
    CHECK_CODE(gr_call_fail(remote_record.held.call, GR_ABORTED, "late"), GR_FAILED_PRECONDITION);
    remote_close(&remote);
}

static void row_6_the_target_has_stopped_or_was_removed(void)
{
    lab_subject named;
    lab_open(1, 2);
    lab_subject subject = lab_spawn(&lab_plain);
    CHECK_CODE(lab_subject_register(lab_node(), "it", subject), GR_OK);
    CHECK_CODE(lab_subject_named(lab_node(), "it", &named), GR_OK);
    check_ask(named, GR_OK, GR_RAN_UNKNOWN);
    CHECK_CODE(gr_actor_stop(subject.ref, NULL), GR_OK);
    check_ask(subject, GR_UNAVAILABLE, GR_RAN_NO);
    check_ask(named, GR_NOT_FOUND, GR_RAN_NO);
    lab_close();
}

/* ---- 7: an answer that cannot be sent ---- */

static gr_code reply_at_length(struct lab_subject_self *self, gr_context *ctx, const lab_note *note,
                               lab_report *reply)
{
    (void)self;
    (void)note;
    reply->text = gr_alloc(ctx, 5000);
    memset(reply->text, 'x', 4999);
    return GR_OK;
}

static void row_7_an_answer_that_cannot_be_serialised(void)
{
    lab_open_with(1, &(gr_node_options){ .workers = 2, .limits = { .message_bytes = 1024 } });
    check_ask(spawn_asking(reply_at_length), GR_INTERNAL, GR_RAN_YES);
    lab_close();
}

/* ---- 8, 9: hooks that fail ---- */

static gr_code refuse_to_start(struct lab_subject_self *self, gr_context *ctx)
{
    (void)self;
    return gr_fail(ctx, GR_PERMISSION_DENIED, "not today");
}

static gr_code never_start(struct lab_subject_self *self, gr_context *ctx)
{
    (void)self;
    return gr_sleep(ctx, GR_FOREVER);
}

static void row_8_a_spawn_whose_start_hook_fails(void)
{
    lab_subject subject;
    gr_error error = GR_ERROR_INIT;
    lab_subject_type type = lab_plain;
    const gr_spawn_options options = { .name = "it", .timeout_ms = 100 };
    lab_open(1, 2);
    type.hooks.start = refuse_to_start;
    CHECK_CODE(lab_subject_spawn(lab_node(), &type, &options, &subject, &error),
               GR_PERMISSION_DENIED);
    CHECK_STR(error.message, "not today");
    gr_error_fini(&error);
    type.hooks.start = never_start;
    uint64_t began_ms = now_ms(lab_env());
    CHECK_CODE(lab_subject_spawn(lab_node(), &type, &options, &subject, NULL),
               GR_DEADLINE_EXCEEDED);
    CHECK(now_ms(lab_env()) <= began_ms + 101);
    sim_settle(lab_env());
    CHECK_UINT(lab_stats().actors, 0);
    lab_close();
}

static void never_stop(struct lab_subject_self *self, gr_context *ctx, gr_code reason)
{
    (void)self;
    (void)reason;
    CHECK_CODE(gr_sleep(ctx, GR_FOREVER), GR_CANCELLED); /* its budget is over */
}

/* A stop hook has no code to fail with; it can only take too long. */
static void row_9_a_stop_whose_stop_hook_fails(void)
{
    lab_subject_type type = lab_plain;
    type.hooks.stop = never_stop;
    lab_open(1, 2);
    lab_subject subject = lab_spawn(&type);
    uint64_t began_ms = now_ms(lab_env());
    CHECK_CODE(gr_actor_stop(subject.ref, &(gr_stop_options){ .timeout_ms = 100 }),
               GR_DEADLINE_EXCEEDED);
    CHECK(now_ms(lab_env()) <= began_ms + 101);
    check_ask(subject, GR_UNAVAILABLE, GR_RAN_NO);
    lab_advance_ms(6000);
    CHECK_UINT(lab_stats().actors, 0);
    lab_close();
}

/* ---- 10: what a task needs has failed. A call that a handler makes is a task's input. ---- */

static gr_code fail_as_told(struct lab_subject_self *self, gr_context *ctx, const lab_note *note,
                            lab_report *reply)
{
    (void)self;
    (void)note;
    (void)reply;
    return gr_fail(ctx, GR_DATA_LOSS, "the input is broken");
}

static void row_10_the_reader_of_a_task_whose_input_fails(void)
{
    gr_error error = GR_ERROR_INIT;
    lab_open(1, 2);
    other_one = spawn_asking(fail_as_told);
    lab_subject_type type = lab_plain;
    type.ask = ask_the_other;
    lab_subject reader = lab_spawn(&type);
    CHECK_CODE(lab_subject_ask_sync(reader, &(lab_note){ .text = "?" }, &brief, NULL, &error),
               GR_DATA_LOSS);
    CHECK_STR(error.message, "the input is broken");
    CHECK(strstr(error.path, " > ") != NULL);
    gr_error_fini(&error);
    lab_close();
}

/* ---- 11, 12: the end of a pool. Here that is a node. ---- */

static void row_11_a_node_ends_after_a_call_was_cancelled(void)
{
    lab_open(1, 2);
    lab_subject subject = lab_spawn(&lab_plain);
    lab_subject_ask_future future;
    const lab_note note = { .text = "long", .sleep_ms = 60000 };
    const gr_call_options forever = { .timeout_ms = GR_FOREVER };
    CHECK_CODE(lab_subject_ask_async(subject, &note, &forever, &future), GR_OK);
    sim_settle(lab_env());
    gr_future_cancel(future.future);
    CHECK_CODE(lab_end_of(&future), GR_CANCELLED);
    uint64_t began_ms = now_ms(lab_env());
    CHECK_CODE(gr_node_destroy(lab_node(), &(gr_stop_options){ .drain = true }), GR_OK);
    CHECK(now_ms(lab_env()) <= began_ms + 10);
    lab_forget();
}

static void row_12_a_node_ends_that_was_never_used(void)
{
    lab_open(1, 4);
    uint64_t began_ms = now_ms(lab_env());
    CHECK_CODE(gr_node_destroy(lab_node(), &(gr_stop_options){ .drain = true }), GR_OK);
    CHECK(now_ms(lab_env()) <= began_ms + 10);
    lab_forget();
}

/* ---- 13: a lock taken twice. An actor is the lock: one at a time, also for itself. ---- */

static gr_code await_oneself(struct lab_subject_self *self, gr_context *ctx, const lab_note *note,
                             lab_report *reply)
{
    (void)self;
    (void)reply;
    lab_subject_ask_future future;
    gr_error error = GR_ERROR_INIT;
    gr_code code = lab_subject_ask_async(lab_subject_self_ref(ctx), note, NULL, &future);
    if (code == GR_OK) {
        code = lab_subject_ask_await(&future, NULL, &error);
    }
    code = code == GR_OK ? GR_OK : gr_forward(ctx, &error);
    gr_error_fini(&error);
    return code;
}

static void row_13_a_lock_taken_twice_by_its_holder(void)
{
    lab_open(1, 2);
    lab_subject subject = spawn_asking(await_oneself);
    const gr_call_options options = { .timeout_ms = 4000 };
    uint64_t began_ms = now_ms(lab_env());
    CHECK_CODE(lab_subject_ask_sync(subject, &(lab_note){ .text = "?" }, &options, NULL, NULL),
               GR_ABORTED);
    CHECK(now_ms(lab_env()) <= began_ms + 1000);
    lab_close();
}

/* ---- 14: waiting for what never comes. A held call that nobody answers, a processing that nobody
 * stops: both are meant to last, for as long as their deadline, their caller or their actor does.
 */

static gr_code hold_for_ever(struct lab_subject_self *self, gr_context *ctx, const lab_note *note,
                             lab_report *reply)
{
    (void)note;
    (void)reply;
    lab_subject_ask_call call;
    gr_code code = lab_subject_ask_hold(ctx, &call);
    self->held[self->n_held++] = call.call;
    return code;
}

static void row_14_reading_from_what_nobody_closes(void)
{
    lab_open(1, 2);
    lab_subject holder = spawn_asking(hold_for_ever);
    check_ask(holder, GR_DEADLINE_EXCEEDED, GR_RAN_UNKNOWN);
    lab_subject_ask_future future;
    const gr_call_options forever = { .timeout_ms = GR_FOREVER };
    CHECK_CODE(lab_subject_ask_async(holder, &(lab_note){ .text = "?" }, &forever, &future), GR_OK);
    lab_advance_ms(100000);
    CHECK(!gr_future_is_done(future.future));
    CHECK_CODE(gr_actor_stop(holder.ref, NULL), GR_OK);
    CHECK_CODE(lab_end_of(&future), GR_UNAVAILABLE);
    lab_close();
}

/* ---- silent losses ---- */

static gr_code finish_late(struct lab_subject_self *self, gr_context *ctx, const lab_note *note,
                           lab_report *reply)
{
    (void)self;
    (void)note;
    (void)reply;
    CHECK_CODE(gr_cleanup_begin(ctx, 1000), GR_OK);
    return gr_sleep(ctx, 200);
}

static void loss_a_late_result_after_a_timeout_is_counted(void)
{
    lab_open(1, 2);
    check_ask(spawn_asking(finish_late), GR_DEADLINE_EXCEEDED, GR_RAN_UNKNOWN);
    lab_advance_ms(300);
    CHECK_UINT(lab_stats().late_replies, 1);
    lab_close();
}

static void loss_messages_queued_at_a_stop_are_answered_or_counted(void)
{
    lab_open(1, 2);
    lab_subject subject = lab_spawn(&lab_plain);
    const lab_note busy = { .text = "busy", .sleep_ms = 1000 };
    CHECK_CODE(lab_subject_tell_oneway(subject, &busy, NULL), GR_OK);
    sim_settle(lab_env());
    lab_subject_ask_future queued = lab_ask_later(subject, "queued");
    CHECK_CODE(lab_tell(subject, "queued"), GR_OK);
    CHECK_CODE(gr_actor_stop(subject.ref, NULL), GR_OK);
    CHECK_CODE(lab_end_of(&queued), GR_UNAVAILABLE);
    CHECK_UINT(lab_stats().unavailable, 2);
    CHECK_UINT(lab_logged("event=oneway_lost"), 1);
    lab_close();
}

static void loss_a_remote_error_arrives_as_it_was(void)
{
    struct remote remote;
    echo_text *detail = NULL;
    gr_error error = GR_ERROR_INIT;
    const echo_text text = { .text = (char *)"why", .number = GR_OUT_OF_RANGE };
    remote_open(&remote);
    CHECK_CODE(echo_echo_fail_sync(remote.echo, &text, NULL, NULL, &error), GR_OUT_OF_RANGE);
    CHECK_STR(error.message, "as told: 11");
    CHECK_STR(error.path, "back/echo");
    CHECK_UINT(error.ran, GR_RAN_YES);
    CHECK_CODE(gr_error_detail(&error, &echo__text__descriptor, &detail), GR_OK);
    CHECK_STR(detail->text, "why");
    gr_free(detail);
    gr_error_fini(&error);
    remote_close(&remote);
}

static void loss_an_unknown_target_is_an_error(void)
{
    struct remote remote;
    echo_echo nobody;
    gr_error error = GR_ERROR_INIT;
    remote_open(&remote);
    CHECK_CODE(echo_echo_lookup(remote.front, "back/nobody", NULL, &nobody, &error), GR_NOT_FOUND);
    gr_error_fini(&error);
    CHECK_CODE(echo_echo_lookup(remote.front, "nowhere/echo", &brief, &nobody, NULL),
               GR_UNAVAILABLE);
    CHECK_CODE(gr_actor_stop(remote.home.ref, NULL), GR_OK);
    CHECK_CODE(remote_say(remote.echo, 1), GR_UNAVAILABLE);
    remote_close(&remote);
}

/* A message that does not fill the last of its pieces arrives whole. */
static void loss_what_remains_of_a_chunk_arrives(void)
{
    struct remote remote;
    echo_text *text = NULL;
    const echo_number size = { .number = 100003 };
    remote_open(&remote);
    CHECK_CODE(echo_echo_grow_sync(remote.echo, &size, NULL, &text, NULL), GR_OK);
    CHECK_UINT(text->filler.len, 100003);
    gr_free(text);
    remote_close(&remote);
}

static void loss_a_name_that_is_taken_is_not_taken_over(void)
{
    lab_subject second;
    lab_subject found;
    const gr_spawn_options options = { .name = "it" };
    lab_open(1, 2);
    lab_subject first = lab_spawn(&lab_plain);
    CHECK_CODE(lab_subject_register(lab_node(), "it", first), GR_OK);
    CHECK_CODE(lab_subject_spawn(lab_node(), &lab_plain, &options, &second, NULL),
               GR_ALREADY_EXISTS);
    CHECK_CODE(lab_subject_lookup(lab_node(), "it", NULL, &found, NULL), GR_OK);
    CHECK_UINT(found.ref.actor, first.ref.actor);
    lab_close();
}

/* What depends on a failed call fails as well, however long the chain. */
static void loss_what_depends_on_a_failure_does_not_succeed(void)
{
    struct remote remote;
    gr_error error = GR_ERROR_INIT;
    const echo_text text = { .text = (char *)"why", .number = GR_DATA_LOSS };
    remote_open(&remote);
    echo_echo relay = remote_spawn(remote.front, NULL);
    remote_record.relay_to = remote.echo;
    CHECK_CODE(echo_echo_relay_sync(relay, &text, NULL, NULL, &error), GR_DATA_LOSS);
    CHECK(strstr(error.path, " > back/echo") != NULL);
    gr_error_fini(&error);
    remote_close(&remote);
}

GR_SUITE(
    "hangs",
    { "row_1_a_sync_call_outside_of_the_processed_set",
      row_1_a_sync_call_outside_of_the_processed_set },
    { "row_2_a_sync_call_pending_when_processing_stops",
      row_2_a_sync_call_pending_when_processing_stops },
    { "row_3_a_loop_killed_by_an_error_out_of_the_ordinary",
      row_3_a_loop_killed_by_an_error_out_of_the_ordinary },
    { "row_4_a_sync_call_to_oneself_or_in_a_cycle", row_4_a_sync_call_to_oneself_or_in_a_cycle },
    { "row_5_the_target_s_process_is_killed", row_5_the_target_s_process_is_killed },
    { "row_6_the_target_has_stopped_or_was_removed", row_6_the_target_has_stopped_or_was_removed },
    { "row_7_an_answer_that_cannot_be_serialised", row_7_an_answer_that_cannot_be_serialised },
    { "row_8_a_spawn_whose_start_hook_fails", row_8_a_spawn_whose_start_hook_fails },
    { "row_9_a_stop_whose_stop_hook_fails", row_9_a_stop_whose_stop_hook_fails },
    { "row_10_the_reader_of_a_task_whose_input_fails",
      row_10_the_reader_of_a_task_whose_input_fails },
    { "row_11_a_node_ends_after_a_call_was_cancelled",
      row_11_a_node_ends_after_a_call_was_cancelled },
    { "row_12_a_node_ends_that_was_never_used", row_12_a_node_ends_that_was_never_used },
    { "row_13_a_lock_taken_twice_by_its_holder", row_13_a_lock_taken_twice_by_its_holder },
    { "row_14_reading_from_what_nobody_closes", row_14_reading_from_what_nobody_closes },
    { "loss_a_late_result_after_a_timeout_is_counted",
      loss_a_late_result_after_a_timeout_is_counted },
    { "loss_messages_queued_at_a_stop_are_answered_or_counted",
      loss_messages_queued_at_a_stop_are_answered_or_counted },
    { "loss_a_remote_error_arrives_as_it_was", loss_a_remote_error_arrives_as_it_was },
    { "loss_an_unknown_target_is_an_error", loss_an_unknown_target_is_an_error },
    { "loss_what_remains_of_a_chunk_arrives", loss_what_remains_of_a_chunk_arrives },
    { "loss_a_name_that_is_taken_is_not_taken_over", loss_a_name_that_is_taken_is_not_taken_over },
    { "loss_what_depends_on_a_failure_does_not_succeed",
      loss_what_depends_on_a_failure_does_not_succeed })
