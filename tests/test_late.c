/* SPDX-License-Identifier: MIT */
/* What a caller is told when its deadline has passed: how much of the time went by on the way, in
 * the queue and in the handler, and where the call was seen last. In virtual time, here and
 * remotely. */
#include <string.h>

#include "lab.h"
#include "remote.h"

static lab_subject helper;

static void check_says(const gr_error *error, gr_code code, const char *message, const char *path)
{
    CHECK_CODE(code, GR_DEADLINE_EXCEEDED);
    CHECK_CODE(error->code, GR_DEADLINE_EXCEEDED);
    if (strstr(error->message, message) == NULL) {
        CHECK_STR(error->message, message);
    }
    if (strstr(error->path, path) == NULL) {
        CHECK_STR(error->path, path);
    }
}

/* ---- on one node ---- */

enum how { SYNC, ASYNC, FROM_ACTOR, N_HOWS };

static gr_error relayed;

static gr_code ask(lab_subject to, const lab_note *note, gr_error *error)
{
    const gr_call_options options = { .timeout_ms = 100 };
    return lab_subject_wait_sync(to, note, &options, NULL, error);
}

static gr_code relay(struct lab_subject_self *self, gr_context *ctx, const lab_note *note,
                     lab_report *reply)
{
    (void)self;
    (void)ctx;
    (void)reply;
    return ask(helper, note, &relayed);
}

/* From a plain thread, by a future, and from an actor. */
static gr_code ask_how(enum how how, const lab_note *note, gr_error *error)
{
    static lab_subject_type type;
    const gr_call_options options = { .timeout_ms = 100 };
    if (how == SYNC) {
        return ask(helper, note, error);
    }
    if (how == ASYNC) {
        lab_subject_wait_future future;
        CHECK_CODE(lab_subject_wait_async(helper, note, &options, &future), GR_OK);
        return lab_subject_wait_await(&future, NULL, error);
    }
    type = lab_plain;
    type.ask = relay;
    relayed = (gr_error)GR_ERROR_INIT;
    gr_code code = lab_subject_ask_sync(lab_spawn(&type), note, NULL, NULL, NULL);
    *error = relayed;
    return code;
}

static void open_helper(uint32_t workers, uint32_t room, uint32_t busy_ms)
{
    lab_open(1, workers);
    helper = lab_spawn_bounded(&lab_plain, room, 1 << 20);
    if (busy_ms > 0) {
        CHECK_CODE(lab_subject_tell_oneway(
                       helper, &(lab_note){ .text = "busy", .sleep_ms = busy_ms }, NULL),
                   GR_OK);
        sim_settle(lab_env());
    }
}

static void a_call_that_was_queued_says_so_and_behind_what(void)
{
    for (enum how how = SYNC; how < N_HOWS; how++) {
        gr_error error = GR_ERROR_INIT;
        open_helper(2, 10, 5000);
        gr_code code = ask_how(how, &(lab_note){ .text = "x" }, &error);
        check_says(&error, code, "went by on the way, 8", "lab/lab.Subject#");
        check_says(&error, code, "it is still queued, while Tell has run for 8", "");
        gr_error_fini(&error);
        lab_close();
    }
}

static void a_call_whose_handler_took_too_long_says_what_it_did(void)
{
    for (enum how how = SYNC; how < N_HOWS; how++) {
        gr_error error = GR_ERROR_INIT;
        open_helper(2, 10, 0);
        gr_code code = ask_how(how, &(lab_note){ .text = "x", .sleep_ms = 4000 }, &error);
        if (strstr(error.message, "Wait gave up") != NULL) { /* in the same instant */
            check_says(&error, code, "after 0 ms in the queue and 100 in the handler", "#");
        } else {
            check_says(&error, code, "0.0 in the queue and 80.0 in the handler; the handler sleeps",
                       "lab/lab.Subject#");
        }
        gr_error_fini(&error);
        lab_close();
    }
}

static void the_times_of_queue_and_handler_are_told_apart(void)
{
    gr_error error = GR_ERROR_INIT;
    open_helper(1, 10, 30);
    gr_code code = ask_how(SYNC, &(lab_note){ .text = "x", .sleep_ms = 4000 }, &error);
    check_says(&error, code, "of the first 80.", "");
    CHECK(strstr(error.message, " 30.") != NULL || strstr(error.message, " 31.") != NULL);
    CHECK(strstr(error.message, " in the queue and 4") != NULL ||
          strstr(error.message, " in the queue and 5") != NULL);
    gr_error_fini(&error);
    lab_close();
}

/* More is queued than a worker handles in one go: between two of them nothing of it runs. */
static void a_call_whose_actor_waits_for_its_turn_says_so(void)
{
    bool is_seen = false;
    for (uint64_t seed = 1; seed <= 20; seed++) {
        gr_error error = GR_ERROR_INIT;
        lab_open(seed, 2);
        helper = lab_spawn_bounded(&lab_plain, 1000, 1 << 20);
        CHECK_CODE(lab_subject_tell_oneway(helper, &(lab_note){ .sleep_ms = 80 }, NULL), GR_OK);
        for (int i = 0; i < 600; i++) {
            CHECK_CODE(lab_tell(helper, ""), GR_OK);
        }
        gr_code code = ask_how(FROM_ACTOR, &(lab_note){ .text = "x", .sleep_ms = 4000 }, &error);
        CHECK_CODE(code, GR_DEADLINE_EXCEEDED);
        CHECK(strstr(error.message, "a hook or its body") == NULL);
        is_seen |= strstr(error.message,
                          "; it is still queued, while its worker runs other actors") != NULL;
        gr_error_fini(&error);
        lab_close();
    }
    CHECK(is_seen);
}

static void a_call_that_waits_for_room_says_so(void)
{
    gr_error error = GR_ERROR_INIT;
    open_helper(2, 1, 5000);
    CHECK_CODE(lab_subject_tell_oneway(helper, &(lab_note){ .text = "full" }, NULL), GR_OK);
    gr_code code = ask_how(SYNC, &(lab_note){ .text = "x" }, &error);
    check_says(&error, code, "it waits for room in the mailbox, while Tell has run", "");
    gr_error_fini(&error);
    lab_close();
}

static gr_code hold(struct lab_subject_self *self, gr_context *ctx, const lab_note *note,
                    lab_report *reply)
{
    (void)note;
    (void)reply;
    lab_subject_wait_call call;
    gr_code code = lab_subject_wait_hold(ctx, &call);
    self->held[0] = call.call;
    return code;
}

static gr_code drop_held(struct lab_subject_self *self, gr_context *ctx, const lab_note *note)
{
    (void)ctx;
    (void)note;
    return gr_call_drop(self->held[0]) == GR_FAILED_PRECONDITION ? GR_OK : GR_INTERNAL;
}

static void a_held_call_says_so(void)
{
    gr_error error = GR_ERROR_INIT;
    lab_open(1, 2);
    lab_subject_type type = lab_plain;
    type.wait = hold;
    type.tell = drop_held;
    helper = lab_spawn(&type);
    gr_code code = ask_how(SYNC, &(lab_note){ .text = "x" }, &error);
    check_says(&error, code, "; it is held, to be answered later", "lab/lab.Subject#");
    gr_error_fini(&error);
    CHECK_CODE(lab_subject_tell_oneway(helper, &(lab_note){ .text = "x" }, NULL), GR_OK);
    sim_settle(lab_env());
    CHECK_UINT(lab_stats().oneways_failed, 0);
    lab_close();
}

static gr_code wait_for_another(struct lab_subject_self *self, gr_context *ctx,
                                const lab_note *note, lab_report *reply)
{
    (void)self;
    (void)reply;
    (void)ctx;
    lab_subject other = { { 0, 0, 0 } };
    other = lab_spawn(&lab_plain);
    return lab_subject_ask_sync(other, note, NULL, NULL, NULL);
}

static void a_handler_that_waits_for_another_says_so(void)
{
    gr_error error = GR_ERROR_INIT;
    lab_open(1, 1);
    lab_subject_type type = lab_plain;
    type.wait = wait_for_another;
    helper = lab_spawn(&type);
    gr_code code = ask_how(SYNC, &(lab_note){ .text = "x", .sleep_ms = 4000 }, &error);
    check_says(&error, code, "the handler waits for another actor", "");
    gr_error_fini(&error);
    lab_close();
}

static uint64_t took_ms;

static gr_code call_and_measure(struct lab_subject_self *self, gr_context *ctx,
                                const lab_note *note, lab_report *reply)
{
    (void)self;
    (void)ctx;
    (void)reply;
    uint64_t before_ns = lab_env()->ops->now_ns(lab_env());
    gr_code code = ask(helper, note, NULL);
    took_ms = (lab_env()->ops->now_ns(lab_env()) - before_ns) / 1000000;
    return code;
}

/* 20 ms before the deadline of 100. */
static void a_reply_in_the_instant_of_asking_is_returned_then(void)
{
    for (uint64_t seed = 1; seed <= 20; seed++) {
        for (uint32_t sleep_ms = 79; sleep_ms <= 81; sleep_ms++) {
            lab_open(seed, 1 + (uint32_t)(seed % 2));
            lab_subject_type type = lab_plain;
            type.ask = call_and_measure;
            helper = lab_spawn(&lab_plain);
            const lab_note note = { .text = "x", .sleep_ms = sleep_ms };
            CHECK_CODE(lab_subject_ask_sync(lab_spawn(&type), &note, NULL, NULL, NULL), GR_OK);
            CHECK(took_ms >= sleep_ms && took_ms <= sleep_ms + 1);
            lab_close();
        }
    }
}

/* ---- between actors of one worker ---- */

static gr_code (*inside)(void);

static gr_code run_inside(struct lab_subject_self *self, gr_context *ctx, const lab_note *note,
                          lab_report *reply)
{
    (void)self;
    (void)ctx;
    (void)note;
    (void)reply;
    return inside();
}

/* In a handler on the helper's worker. */
static gr_code do_inside(gr_code (*what)(void))
{
    static lab_subject_type type;
    type = lab_plain;
    type.ask = run_inside;
    inside = what;
    return lab_subject_ask_sync(lab_spawn(&type), &(lab_note){ .text = "" }, NULL, NULL, NULL);
}

static uint64_t now_ms(void)
{
    return lab_env()->ops->now_ns(lab_env()) / 1000000;
}

static lab_subject_wait_future begin_wait(const char *text, uint32_t timeout_ms)
{
    lab_subject_wait_future future = { NULL };
    CHECK_CODE(lab_subject_wait_async(helper, &(lab_note){ .text = (char *)text },
                                      &(gr_call_options){ .timeout_ms = timeout_ms }, &future),
               GR_OK);
    return future;
}

static void check_end(lab_subject_wait_future *future, gr_code wanted, gr_ran ran,
                      const char *message)
{
    gr_error error = GR_ERROR_INIT;
    CHECK_CODE(lab_subject_wait_await(future, NULL, &error), wanted);
    CHECK_UINT(error.ran, ran);
    CHECK(strstr(error.message, message) != NULL);
    gr_error_fini(&error);
}

/* The last one waits for room until the first two have expired. */
static gr_code overfill(void)
{
    uint64_t began_ms = now_ms();
    lab_subject_wait_future first = begin_wait("first", 20);
    lab_subject_wait_future second = begin_wait("second", 20);
    lab_subject_wait_future third = begin_wait("third", 1000);
    CHECK_UINT(now_ms() - began_ms, 20);
    CHECK_UINT(lab_stats().expired, 2);
    check_end(&first, GR_DEADLINE_EXCEEDED, GR_RAN_NO, "it is still queued, while Tell has run");
    check_end(&second, GR_DEADLINE_EXCEEDED, GR_RAN_NO, "20.0 in the queue and 0.0 in the handler");
    CHECK_CODE(lab_subject_wait_await(&third, NULL, NULL), GR_OK);
    return GR_OK;
}

static void what_expires_in_a_neighbour_s_queue_leaves_it_at_once(void)
{
    open_helper(1, 2, 300);
    CHECK_CODE(do_inside(overfill), GR_OK);
    CHECK_STR(lab_traced(), "busy third");
    CHECK_UINT(lab_stats().expired, 2);
    CHECK_UINT(lab_stats().late_replies, 0);
    lab_close();
}

static gr_code wait_for_room_in_vain(void)
{
    gr_error error = GR_ERROR_INIT;
    const gr_call_options soon = { .timeout_ms = 20 };
    lab_subject_wait_future queued = begin_wait("queued", 1000);
    gr_code code = lab_subject_wait_sync(helper, &(lab_note){ .text = "x" }, &soon, NULL, &error);
    check_says(&error, code, "while it waited for room in the mailbox, for 20 ms", "#");
    CHECK_UINT(error.ran, GR_RAN_NO);
    gr_error_fini(&error);
    lab_subject_wait_future future = { NULL };
    CHECK_CODE(lab_subject_wait_async(helper, &(lab_note){ .text = "y" }, &soon, &future),
               GR_DEADLINE_EXCEEDED);
    CHECK(future.future == NULL);
    CHECK_CODE(lab_subject_wait_await(&queued, NULL, NULL), GR_OK);
    return GR_OK;
}

static void what_expires_while_it_waits_for_a_neighbour_s_room_is_let_in_no_more(void)
{
    open_helper(1, 1, 300);
    CHECK_CODE(do_inside(wait_for_room_in_vain), GR_OK);
    sim_settle(lab_env());
    CHECK_STR(lab_traced(), "busy queued");
    CHECK_UINT(lab_stats().expired, 2);
    lab_close();
}

static gr_code wait_for_a_sleeper(void)
{
    lab_subject_wait_future future = { NULL };
    CHECK_CODE(lab_subject_wait_async(helper, &(lab_note){ .text = "x", .sleep_ms = 4000 },
                                      &(gr_call_options){ .timeout_ms = 20 }, &future),
               GR_OK);
    check_end(&future, GR_DEADLINE_EXCEEDED, GR_RAN_YES,
              "0.0 in the queue and 20.0 in the handler; the handler sleeps, or runs");
    return GR_OK;
}

static void what_expires_in_a_neighbour_s_handler_has_run(void)
{
    open_helper(1, 2, 0);
    CHECK_CODE(do_inside(wait_for_a_sleeper), GR_OK);
    CHECK_UINT(lab_stats().expired, 0);
    lab_close();
}

static gr_code wait_for_a_holder(void)
{
    lab_subject_wait_future future = begin_wait("x", 20);
    gr_error error = GR_ERROR_INIT;
    CHECK_CODE(lab_subject_wait_await(&future, NULL, &error), GR_DEADLINE_EXCEEDED);
    CHECK_UINT(error.ran, GR_RAN_YES);
    gr_error_fini(&error);
    return GR_OK;
}

static void what_expires_in_a_neighbour_s_hands_has_run(void)
{
    lab_open(1, 1);
    lab_subject_type type = lab_plain;
    type.wait = hold;
    type.tell = drop_held;
    helper = lab_spawn(&type);
    CHECK_CODE(do_inside(wait_for_a_holder), GR_OK);
    CHECK_CODE(lab_subject_tell_oneway(helper, &(lab_note){ .text = "x" }, NULL), GR_OK);
    sim_settle(lab_env());
    CHECK_UINT(lab_stats().oneways_failed, 0);
    lab_close();
}

static gr_code expire_many(void)
{
    enum { MANY = 3000 };
    static lab_subject_wait_future futures[MANY];
    for (size_t i = 0; i < MANY; i++) {
        futures[i] = begin_wait("x", i % 3 == 0 ? 1000 : 20 + (uint32_t)(i % 7));
    }
    for (size_t i = 0; i < MANY; i++) {
        gr_code code = lab_subject_wait_await(&futures[i], NULL, NULL);
        CHECK_CODE(code, i % 3 == 0 ? GR_OK : GR_DEADLINE_EXCEEDED);
    }
    return GR_OK;
}

static void of_many_in_a_neighbour_s_queue_each_ends_as_it_must(void)
{
    open_helper(1, 4000, 300);
    CHECK_CODE(do_inside(expire_many), GR_OK);
    CHECK_UINT(lab_stats().expired, 2000);
    CHECK_UINT(lab_stats().handled, 1 + 1 + 1000);
    CHECK_UINT(lab_stats().late_replies, 0);
    (void)lab_traced();
    lab_close();
}

/* ---- across nodes ---- */

static void check_remote(uint32_t busy_ms, uint64_t sleep_ms, const char *wanted)
{
    struct remote remote;
    gr_error error = GR_ERROR_INIT;
    remote_open(&remote);
    if (busy_ms > 0) {
        echo_echo_sleep_future busy;
        CHECK_CODE(
            echo_echo_sleep_async(remote.home, &(echo_number){ .number = busy_ms }, NULL, &busy),
            GR_OK);
        gr_future_drop(&busy.future);
        sim_settle(remote.env);
    }
    gr_code code = echo_echo_sleep_sync(remote.echo, &(echo_number){ .number = sleep_ms },
                                        &(gr_call_options){ .timeout_ms = 100 }, NULL, &error);
    check_says(&error, code, wanted, "back/echo");
    gr_error_fini(&error);
    remote_close(&remote);
}

static void another_node_is_asked_as_well(void)
{
    check_remote(3000, 1, "it is still queued, while Sleep has run for");
    check_remote(0, 3000, "the handler sleeps, or runs");
}

static void a_node_that_is_not_heard_of_is_said_to_be_silent(void)
{
    struct remote remote;
    gr_error error = GR_ERROR_INIT;
    remote_open(&remote);
    sim_stall(remote.env, REMOTE_URL, true);
    gr_code code = echo_echo_sleep_sync(remote.echo, &(echo_number){ .number = 1 },
                                        &(gr_call_options){ .timeout_ms = 100 }, NULL, &error);
    check_says(&error, code, "nor word of where the call is", "back/echo.Echo#");
    gr_error_fini(&error);
    sim_stall(remote.env, REMOTE_URL, false);
    remote_close(&remote);
}

static void a_slow_link_is_told_from_a_slow_actor(void)
{
    struct remote remote;
    gr_error error = GR_ERROR_INIT;
    remote_open(&remote);
    sim_set_delay(remote.env, UINT64_C(5000000), UINT64_C(5000000));
    gr_code code = echo_echo_sleep_sync(remote.echo, &(echo_number){ .number = 3000 },
                                        &(gr_call_options){ .timeout_ms = 500 }, NULL, &error);
    check_says(&error, code, " ms 10.", "back/echo");
    gr_error_fini(&error);
    remote_close(&remote);
}

GR_SUITE("late",
         { "a_call_that_was_queued_says_so_and_behind_what",
           a_call_that_was_queued_says_so_and_behind_what },
         { "a_call_whose_handler_took_too_long_says_what_it_did",
           a_call_whose_handler_took_too_long_says_what_it_did },
         { "the_times_of_queue_and_handler_are_told_apart",
           the_times_of_queue_and_handler_are_told_apart },
         { "a_call_whose_actor_waits_for_its_turn_says_so",
           a_call_whose_actor_waits_for_its_turn_says_so },
         { "a_call_that_waits_for_room_says_so", a_call_that_waits_for_room_says_so },
         { "a_held_call_says_so", a_held_call_says_so },
         { "a_handler_that_waits_for_another_says_so", a_handler_that_waits_for_another_says_so },
         { "a_reply_in_the_instant_of_asking_is_returned_then",
           a_reply_in_the_instant_of_asking_is_returned_then },
         { "what_expires_in_a_neighbour_s_queue_leaves_it_at_once",
           what_expires_in_a_neighbour_s_queue_leaves_it_at_once },
         { "what_expires_while_it_waits_for_a_neighbour_s_room_is_let_in_no_more",
           what_expires_while_it_waits_for_a_neighbour_s_room_is_let_in_no_more },
         { "what_expires_in_a_neighbour_s_handler_has_run",
           what_expires_in_a_neighbour_s_handler_has_run },
         { "what_expires_in_a_neighbour_s_hands_has_run",
           what_expires_in_a_neighbour_s_hands_has_run },
         { "of_many_in_a_neighbour_s_queue_each_ends_as_it_must",
           of_many_in_a_neighbour_s_queue_each_ends_as_it_must },
         { "another_node_is_asked_as_well", another_node_is_asked_as_well },
         { "a_node_that_is_not_heard_of_is_said_to_be_silent",
           a_node_that_is_not_heard_of_is_said_to_be_silent },
         { "a_slow_link_is_told_from_a_slow_actor", a_slow_link_is_told_from_a_slow_actor })
