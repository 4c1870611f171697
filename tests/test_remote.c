/* SPDX-License-Identifier: MIT */
/* Calls from one node to another: how they end, what they carry, how they are held back, in the
 * virtual env; and a few in the real one, over every kind of url. */
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "arena.h"
#include "entry.h"
#include "sanitize.h"
#include "support/random_message.h"
#include "support/remote.h"

#define MS UINT64_C(1000000)

static uint8_t filler[1 << 20];

static echo_text text_of(uint32_t number, size_t len)
{
    return (echo_text){ .number = number, .filler = { len, filler } };
}

/* Puts the echo actor to sleep, so that what comes queues up. */
static void put_to_sleep(struct remote *remote, uint64_t ms, echo_echo_sleep_future *out_future)
{
    const gr_call_options forever = { .timeout_ms = GR_FOREVER };
    CHECK_CODE(
        echo_echo_sleep_async(remote->echo, &(echo_number){ .number = ms }, &forever, out_future),
        GR_OK);
    sim_settle(remote->env);
}

static void check_recorded(uint32_t first, uint32_t n)
{
    if (CHECK_UINT(remote_record.n, n)) {
        for (uint32_t i = 0; i < n; i++) {
            CHECK_UINT(remote_record.numbers[i], first + i);
        }
    }
}

/* ---- how calls end ---- */

static void test_failure_travels(void)
{
    struct remote remote;
    remote_open(&remote);
    gr_error error = GR_ERROR_INIT;
    echo_text *told = NULL;
    CHECK_CODE(echo_echo_fail_sync(remote.echo, &(echo_text){ .number = GR_NOT_FOUND }, NULL, NULL,
                                   &error),
               GR_NOT_FOUND);
    CHECK_STR(error.message, "as told: 5");
    CHECK_STR(error.path, "back/echo");
    CHECK_UINT(error.ran, GR_RAN_YES);
    CHECK_CODE(gr_error_detail(&error, &echo__number__descriptor, &told), GR_NOT_FOUND);
    if (CHECK_CODE(gr_error_detail(&error, &echo__text__descriptor, &told), GR_OK)) {
        CHECK_UINT(told->number, GR_NOT_FOUND);
    }
    gr_free(told);
    const echo_text application = { .number = GR_APPLICATION + 7 };
    CHECK_CODE(echo_echo_fail_sync(remote.echo, &application, NULL, NULL, &error),
               GR_APPLICATION + 7);
    gr_error_fini(&error);
    remote_close(&remote);
}

static void test_path_grows(void)
{
    struct remote remote;
    remote_open(&remote);
    gr_error error = GR_ERROR_INIT;
    echo_echo relay = remote_spawn(remote.front, "relay");
    remote_record.relay_to = remote.echo;
    const echo_text request = { .text = (char *)"fail", .number = GR_ABORTED };
    CHECK_CODE(echo_echo_relay_sync(relay, &request, NULL, NULL, &error), GR_ABORTED);
    CHECK_STR(error.path, "front/relay > back/echo");
    CHECK_STR(error.message, "as told: 10");
    gr_error_fini(&error);
    remote_close(&remote);
}

static void test_deadline_and_late_reply(void)
{
    struct remote remote;
    remote_open(&remote);
    gr_error error = GR_ERROR_INIT;
    const gr_call_options shortly = { .timeout_ms = 50 };
    uint64_t began_ns = remote.env->ops->now_ns(remote.env);
    CHECK_CODE(echo_echo_hold_sync(remote.echo, &(echo_text){ 0 }, &shortly, NULL, &error),
               GR_DEADLINE_EXCEEDED);
    CHECK(remote.env->ops->now_ns(remote.env) - began_ns < 53 * MS);
    CHECK_UINT(error.ran, GR_RAN_UNKNOWN);
    CHECK_UINT(remote_record.n_held, 1);
    gr_ignore(echo_echo_hold_answer(remote_record.held, GR_OK, &(echo_text){ 0 }));
    sim_settle(remote.env);
    CHECK_UINT(remote_stats(remote.front).late_replies, 1);
    CHECK_CODE(remote_say(remote.echo, 1), GR_OK);
    gr_error_fini(&error);
    remote_close(&remote);
}

static void test_cancel_while_it_runs(void)
{
    struct remote remote;
    remote_open(&remote);
    echo_echo_sleep_future sleep;
    put_to_sleep(&remote, 10000, &sleep);
    gr_future_cancel(sleep.future);
    CHECK_CODE(echo_echo_sleep_await(&sleep, NULL, NULL), GR_CANCELLED);
    sim_settle(remote.env);
    CHECK_CODE(remote_record.slept, GR_CANCELLED);
    CHECK(remote_record.was_cancelled);
    remote_close(&remote);
}

static void test_cancel_while_it_is_queued(void)
{
    struct remote remote;
    remote_open(&remote);
    echo_echo_sleep_future sleep;
    echo_echo_say_future say;
    put_to_sleep(&remote, 1000, &sleep);
    CHECK_CODE(echo_echo_say_async(remote.echo, &(echo_text){ 0 }, NULL, &say), GR_OK);
    sim_settle(remote.env);
    gr_future_cancel(say.future);
    CHECK_CODE(echo_echo_say_await(&say, NULL, NULL), GR_CANCELLED);
    CHECK_CODE(echo_echo_sleep_await(&sleep, NULL, NULL), GR_OK);
    sim_settle(remote.env);
    CHECK_UINT(remote_record.n, 0);
    CHECK_UINT(remote_stats(remote.back).cancelled, 1);
    remote_close(&remote);
}

static void test_destroyed_with_a_call_that_runs(void)
{
    struct remote remote;
    remote_open(&remote);
    echo_echo_sleep_future sleep;
    gr_error error = GR_ERROR_INIT;
    put_to_sleep(&remote, 1000, &sleep);
    remote_end(remote.front);
    CHECK_CODE(echo_echo_sleep_await(&sleep, NULL, &error), GR_UNAVAILABLE);
    CHECK_UINT(error.ran, GR_RAN_UNKNOWN);
    gr_error_fini(&error);
    remote_end(remote.back);
    sim_destroy(remote.env);
}

/* The caller's actor is stopped: its call over there is told. */
static void test_cancel_by_a_stopped_actor(void)
{
    struct remote remote;
    remote_open(&remote);
    remote_record.relay_to = remote.echo;
    echo_echo relay = remote_spawn(remote.front, NULL);
    echo_echo_sleep_future sleep;
    echo_echo_relay_future future;
    put_to_sleep(&remote, 1000, &sleep);
    CHECK_CODE(echo_echo_relay_async(relay, &(echo_text){ 0 }, NULL, &future), GR_OK);
    sim_settle(remote.env);
    CHECK_CODE(gr_actor_stop(relay.ref, NULL), GR_OK);
    CHECK_CODE(echo_echo_relay_await(&future, NULL, NULL), GR_CANCELLED);
    CHECK_CODE(echo_echo_sleep_await(&sleep, NULL, NULL), GR_OK);
    sim_settle(remote.env);
    CHECK_UINT(remote_record.n, 0);
    remote_close(&remote);
}

/* ---- budgets ---- */

static uint64_t left_after(struct remote *remote, uint64_t wait_ns)
{
    echo_echo_left_future future;
    echo_number *left = NULL;
    const gr_call_options second = { .timeout_ms = 1000 };
    const echo_text large = text_of(0, sizeof(filler));
    sim_stall(remote->env, REMOTE_URL, true);
    CHECK_CODE(echo_echo_note_oneway(remote->echo, &large, NULL), GR_OK);
    sim_settle(remote->env);
    CHECK_CODE(echo_echo_left_async(remote->echo, &second, &future), GR_OK);
    sim_advance(remote->env, wait_ns);
    sim_stall(remote->env, REMOTE_URL, false);
    gr_code code = echo_echo_left_await(&future, &left, NULL);
    uint64_t n = code == GR_OK ? left->number : 0;
    gr_free(left);
    sim_settle(remote->env);
    return n;
}

/* What waited behind a full way to the peer has that much less left when it leaves. */
static void test_budget_is_time_remaining(void)
{
    struct remote remote;
    remote_open(&remote);
    echo_number *left = NULL;
    const gr_call_options second = { .timeout_ms = 1000 };
    CHECK_CODE(echo_echo_left_sync(remote.echo, &second, &left, NULL), GR_OK);
    CHECK(left != NULL && left->number >= 999 && left->number <= 1000);
    gr_free(left);
    uint64_t n = left_after(&remote, 300 * MS);
    CHECK(n <= 700 && n > 690);
    CHECK_UINT(left_after(&remote, 1200 * MS), 0);
    CHECK_UINT(remote_stats(remote.back).expired, 1);
    remote_close(&remote);
}

/* The clocks of the nodes differ by an hour, here: nothing on the wire tells the time. */
static void test_budget_is_cut_to_the_callers(void)
{
    struct remote remote;
    remote_open(&remote);
    remote_record.relay_to = remote.echo;
    echo_echo relay = remote_spawn(remote.front, NULL);
    echo_echo_sleep_future sleep;
    put_to_sleep(&remote, 3000, &sleep);
    const gr_call_options half = { .timeout_ms = 500 };
    uint64_t began_ns = remote.env->ops->now_ns(remote.env);
    CHECK_CODE(echo_echo_relay_sync(relay, &(echo_text){ 0 }, &half, NULL, NULL),
               GR_DEADLINE_EXCEEDED);
    CHECK(remote.env->ops->now_ns(remote.env) - began_ns < 503 * MS);
    CHECK_CODE(echo_echo_sleep_await(&sleep, NULL, NULL), GR_OK);
    sim_settle(remote.env);
    CHECK_UINT(remote_record.n, 0);
    CHECK_UINT(remote_stats(remote.back).expired, 1);
    remote_close(&remote);
}

static void test_oneway_lives_so_long(void)
{
    struct remote remote;
    remote_open(&remote);
    echo_echo_sleep_future sleep;
    put_to_sleep(&remote, 1000, &sleep);
    const gr_oneway_options half = { .timeout_ms = 500 };
    CHECK_CODE(echo_echo_note_oneway(remote.echo, &(echo_text){ .number = 1 }, &half), GR_OK);
    CHECK_CODE(echo_echo_note_oneway(remote.echo, &(echo_text){ .number = 2 }, NULL), GR_OK);
    CHECK_CODE(echo_echo_sleep_await(&sleep, NULL, NULL), GR_OK);
    sim_settle(remote.env);
    check_recorded(2, 1);
    remote_close(&remote);
}

static void test_delayed_oneways(void)
{
    struct remote remote;
    remote_open(&remote);
    gr_timer timer;
    const gr_oneway_options later = { .after_ms = 100 };
    const gr_oneway_options often = { .every_ms = 100, .timer = &timer };
    CHECK_CODE(echo_echo_note_oneway(remote.echo, &(echo_text){ .number = 1 }, &later), GR_OK);
    sim_advance(remote.env, 90 * MS);
    CHECK_UINT(remote_record.n, 0);
    sim_advance(remote.env, 20 * MS);
    check_recorded(1, 1);
    CHECK_CODE(echo_echo_note_oneway(remote.echo, &(echo_text){ .number = 2 }, &often), GR_OK);
    sim_advance(remote.env, 550 * MS);
    CHECK_UINT(remote_record.n, 6);
    CHECK_CODE(gr_timer_cancel(timer), GR_OK);
    sim_advance(remote.env, 1000 * MS);
    CHECK_UINT(remote_record.n, 6);
    remote_close(&remote);
}

/* ---- sizes ---- */

static void test_request_too_large(void)
{
    const gr_node_options small = { .limits = { .message_bytes = 64 << 10 } };
    struct remote remote;
    remote_open_with(&remote, 1, NULL, &small);
    const echo_text large = text_of(1, 100 << 10);
    gr_error error = GR_ERROR_INIT;
    CHECK_CODE(echo_echo_say_sync(remote.echo, &large, NULL, NULL, &error), GR_INVALID_ARGUMENT);
    CHECK(strstr(error.message, "the request is larger than the other node takes") != NULL);
    CHECK_UINT(error.ran, GR_RAN_NO);
    CHECK_CODE(echo_echo_note_oneway(remote.echo, &large, NULL), GR_INVALID_ARGUMENT);
    CHECK_CODE(remote_say(remote.echo, 1), GR_OK);
    CHECK_UINT(remote_record.n, 1);
    gr_error_fini(&error);
    remote_close(&remote);
}

static void test_reply_too_large(void)
{
    const gr_node_options small = { .limits = { .message_bytes = 64 << 10 } };
    struct remote remote;
    remote_open_with(&remote, 1, &small, NULL);
    gr_error error = GR_ERROR_INIT;
    CHECK_CODE(
        echo_echo_grow_sync(remote.echo, &(echo_number){ .number = 100 << 10 }, NULL, NULL, &error),
        GR_INTERNAL);
    CHECK_STR(error.message, "the reply cannot be sent: it is larger than the caller's node takes");
    CHECK_UINT(error.ran, GR_RAN_YES);
    CHECK_CODE(remote_say(remote.echo, 1), GR_OK);
    gr_error_fini(&error);
    remote_close(&remote);
}

/* A failure that is too large comes without its detail. */
static void test_failure_too_large(void)
{
    const gr_node_options small = { .limits = { .message_bytes = 1024 } };
    struct remote remote;
    remote_open_with(&remote, 1, NULL, NULL);
    char name[256] = "back/";
    memset(name + 5, 'x', 250); /* the path of the failure will be as long */
    remote_spawn(remote.back, name + 5);
    gr_node *tiny = remote_node(remote.env, "tiny", &small);
    CHECK_CODE(gr_node_connect(tiny, REMOTE_URL), GR_OK);
    gr_error error = GR_ERROR_INIT;
    echo_echo echo;
    CHECK_CODE(echo_echo_lookup(tiny, name, NULL, &echo, &error), GR_OK);
    const echo_text request = { .number = 9, .filler = { 900, filler } };
    CHECK_CODE(echo_echo_fail_sync(echo, &request, NULL, NULL, &error), 9);
    CHECK_STR(error.message, "as told: 9");
    echo_text *detail = NULL;
    CHECK_CODE(gr_error_detail(&error, &echo__text__descriptor, &detail), GR_NOT_FOUND);
    gr_free(detail);
    gr_error_fini(&error);
    remote_end(tiny);
    remote_close(&remote);
}

static void test_too_deep(void)
{
    const gr_node_options flat = { .limits = { .message_depth = 3 } };
    struct remote remote;
    remote_open_with(&remote, 1, NULL, &flat);
    kitchen_tree leaf = { .name = (char *)"leaf" };
    kitchen_tree branch = { .graft = &leaf };
    kitchen_tree trunk = { .graft = &branch };
    kitchen_kitchen kitchen = { .tree = &trunk };
    gr_error error = GR_ERROR_INIT;
    CHECK_CODE(echo_echo_cook_sync(remote.echo, &kitchen, NULL, NULL, &error), GR_INVALID_ARGUMENT);
    CHECK_STR(error.message, "the request cannot be decoded");
    CHECK_UINT(error.ran, GR_RAN_NO);
    CHECK_CODE(remote_say(remote.echo, 1), GR_OK);
    gr_error_fini(&error);
    remote_close(&remote);
}

/* ---- order and sameness ---- */

static void test_order(void)
{
    for (uint64_t seed = 1; seed <= 20; seed++) {
        struct remote remote;
        remote_open_with(&remote, seed, &(gr_node_options){ .workers = 3 },
                         &(gr_node_options){ .workers = 3 });
        echo_echo_say_future futures[100];
        for (uint32_t i = 0; i < 100; i++) {
            const echo_text say = text_of(3 * i, i * 37 % 1500);
            const echo_text note = { .number = 3 * i + 1 };
            const echo_text push = { .number = 3 * i + 2 };
            CHECK_CODE(echo_echo_say_async(remote.echo, &say, NULL, &futures[i]), GR_OK);
            CHECK_CODE(echo_echo_note_oneway(remote.echo, &note, NULL), GR_OK);
            CHECK_CODE(echo_echo_push_oneway(remote.echo, &push, NULL), GR_OK);
        }
        for (uint32_t i = 0; i < 100; i++) {
            CHECK_CODE(echo_echo_say_await(&futures[i], NULL, NULL), GR_OK);
        }
        sim_settle(remote.env);
        check_recorded(0, 300);
        remote_close(&remote);
    }
}

/* Front has dialled back, and the session is there, but not up yet: as the seed will have it. */
static bool dial_and_stall(struct remote *remote, uint64_t seed)
{
    memset(&remote_record, 0, sizeof(remote_record));
    *remote = (struct remote){ .env = sim_create(seed) };
    remote->back = remote_node(remote->env, "back", NULL);
    remote->front = remote_node(remote->env, "front", NULL);
    remote_spawn(remote->back, "echo");
    remote_log_keep();
    CHECK_CODE(gr_node_listen(remote->back, REMOTE_URL, NULL), GR_OK);
    CHECK_CODE(gr_node_listen(remote->front, "ipc://front", NULL), GR_OK);
    CHECK_CODE(gr_node_connect(remote->front, REMOTE_URL), GR_OK);
    while (remote_stats(remote->front).peers == 0) {
        remote->env->ops->step(remote->env);
    }
    sim_stall(remote->env, REMOTE_URL, true);
    sim_settle(remote->env);
    return remote_log_count("event=peer_up node=front") == 0;
}

static void send_over_the_other(struct remote *remote)
{
    CHECK_CODE(gr_node_connect(remote->back, "ipc://front"), GR_OK);
    CHECK_CODE(echo_echo_lookup(remote->front, "back/echo", NULL, &remote->echo, NULL), GR_OK);
    sim_stall(remote->env, REMOTE_URL, false);
    for (uint32_t i = 0; i < 100; i++) {
        CHECK_CODE(echo_echo_note_oneway(remote->echo, &(echo_text){ .number = i }, NULL), GR_OK);
        sim_advance(remote->env, 5000);
    }
    sim_settle(remote->env);
    check_recorded(0, 100);
    CHECK_UINT(remote_stats(remote->front).peers, 1);
    CHECK_UINT(remote_stats(remote->back).peers, 1);
}

/* Of two sessions between the same nodes the one that began first comes up last, while the other
 * one is in use: the sender stays with that. */
static void test_order_over_two_sessions(void)
{
    unsigned tried = 0;
    for (uint64_t seed = 1; seed <= 60; seed++) {
        struct remote remote;
        if (dial_and_stall(&remote, seed)) {
            send_over_the_other(&remote);
            tried++;
        }
        sim_stall(remote.env, REMOTE_URL, false);
        remote_close(&remote);
        remote_log_stop();
    }
    CHECK(tried > 10);
}

static void check_cooked(echo_echo to, const kitchen_kitchen *sent)
{
    kitchen_kitchen *cooked = NULL;
    if (CHECK_CODE(echo_echo_cook_sync(to, sent, NULL, &cooked, NULL), GR_OK)) {
        CHECK(same_message(&kitchen__kitchen__descriptor, cooked, remote_record.wanted));
    }
    gr_free(cooked);
}

/* Whatever a message holds, a handler sees what protobuf would give it, near or far. */
static void test_near_and_far_see_the_same(void)
{
    struct remote remote;
    struct gri_arena arena;
    remote_open(&remote);
    gri_arena_init(&arena, 1 << 20, 64 << 20);
    for (uint64_t seed = 1; seed <= 300; seed++) {
        gri_arena_reset(&arena);
        const struct random_message_options options = { &arena, seed, 4, false };
        const kitchen_kitchen *sent = random_message(&kitchen__kitchen__descriptor, &options);
        size_t size = kitchen__kitchen__get_packed_size(sent);
        uint8_t *packed = gri_arena_alloc(&arena, size + 1);
        CHECK_UINT(kitchen__kitchen__pack(sent, packed), size);
        kitchen_kitchen *wanted = kitchen__kitchen__unpack(NULL, size, packed);
        remote_record.wanted = wanted;
        check_cooked(remote.home, sent);
        check_cooked(remote.echo, sent);
        kitchen__kitchen__free_unpacked(wanted, NULL);
    }
    gri_arena_fini(&arena);
    remote_close(&remote);
}

/* ---- holding back ---- */

static void test_full_mailbox(void)
{
    struct remote remote;
    remote_open_with(&remote, 1, NULL, &(gr_node_options){ .limits = { .mailbox_messages = 3 } });
    echo_echo_sleep_future sleep;
    echo_echo_say_future says[5];
    put_to_sleep(&remote, 1000, &sleep);
    for (uint32_t i = 0; i < 5; i++) {
        CHECK_CODE(echo_echo_say_async(remote.echo, &(echo_text){ .number = i }, NULL, &says[i]),
                   GR_OK);
    }
    gr_error error = GR_ERROR_INIT;
    for (uint32_t i = 0; i < 5; i++) {
        CHECK_CODE(echo_echo_say_await(&says[i], NULL, &error),
                   i < 3 ? GR_OK : GR_RESOURCE_EXHAUSTED);
    }
    CHECK_UINT(error.ran, GR_RAN_NO);
    CHECK(strstr(error.message, "the mailbox of back/echo is full") != NULL);
    CHECK_UINT(remote_stats(remote.back).rejected, 2);
    CHECK_CODE(echo_echo_sleep_await(&sleep, NULL, NULL), GR_OK);
    check_recorded(0, 3);
    gr_error_fini(&error);
    remote_close(&remote);
}

/* Writes notes until a sender has waited in vain. Returns how many were taken. */
static uint32_t note_until_full(struct remote *remote, size_t bytes)
{
    for (uint32_t n = 0; n < 10000; n++) {
        const echo_text text = text_of(n, bytes);
        uint64_t began_ns = remote->env->ops->now_ns(remote->env);
        gr_code code = echo_echo_note_oneway(remote->echo, &text, NULL);
        if (code != GR_OK) {
            CHECK_CODE(code, GR_DEADLINE_EXCEEDED);
            uint64_t waited_ns = remote->env->ops->now_ns(remote->env) - began_ns;
            CHECK(waited_ns >= 5000 * MS && waited_ns < 5003 * MS);
            return n;
        }
    }
    CHECK(false);
    return 0;
}

static void test_senders_wait_for_the_way(void)
{
    struct remote remote;
    remote_open_with(&remote, 1, &(gr_node_options){ .limits = { .send_bytes = 64 << 10 } }, NULL);
    remote_record.relay_to = remote.echo;
    echo_echo relay = remote_spawn(remote.front, NULL);
    sim_stall(remote.env, REMOTE_URL, true);
    uint32_t n = note_until_full(&remote, 16 << 10);
    CHECK(n >= 4 && n <= 40); /* what is on the way, and what waits */
    echo_echo_relay_future future;
    const gr_call_options minute = { .timeout_ms = 60000 };
    CHECK_CODE(echo_echo_relay_async(relay, &(echo_text){ .number = n }, &minute, &future), GR_OK);
    sim_settle(remote.env);
    CHECK(!gr_future_is_done(future.future));
    sim_stall(remote.env, REMOTE_URL, false);
    CHECK_CODE(echo_echo_relay_await(&future, NULL, NULL), GR_OK);
    check_recorded(0, n + 1);
    remote_close(&remote);
}

/* An actor that waits for the way when the session ends: its call never left. */
static void test_waiting_sender_hears_of_the_end(void)
{
    struct remote remote;
    remote_open_with(&remote, 1, &(gr_node_options){ .limits = { .send_bytes = 64 << 10 } }, NULL);
    remote_record.relay_to = remote.echo;
    echo_echo relay = remote_spawn(remote.front, NULL);
    echo_echo_relay_future future;
    sim_stall(remote.env, REMOTE_URL, true);
    note_until_full(&remote, 16 << 10);
    CHECK_CODE(echo_echo_relay_async(relay, &(echo_text){ 0 }, NULL, &future), GR_OK);
    sim_settle(remote.env);
    sim_cut(remote.env, REMOTE_URL);
    sim_settle(remote.env);
    CHECK(gr_future_is_done(future.future));
    gr_error error = GR_ERROR_INIT;
    CHECK_CODE(echo_echo_relay_await(&future, NULL, &error), GR_UNAVAILABLE);
    CHECK(strstr(error.message, "the session was lost") != NULL);
    gr_error_fini(&error);
    sim_stall(remote.env, REMOTE_URL, false);
    remote_close(&remote);
}

/* ---- no memory ---- */

static bool is_honest(gr_code code)
{
    return code == GR_OK || code == GR_RESOURCE_EXHAUSTED || code == GR_UNAVAILABLE ||
           code == GR_DEADLINE_EXCEEDED;
}

static void call_in_every_way(struct remote *remote)
{
    echo_text *said = NULL;
    gr_error error = GR_ERROR_INIT;
    echo_echo_say_future future = { NULL };
    const echo_text request = { .text = (char *)"hello", .number = 1, .filler = { 900, filler } };
    gr_code code = echo_echo_say_sync(remote->echo, &request, NULL, &said, &error);
    CHECK(is_honest(code));
    gr_free(code == GR_OK ? said : NULL);
    CHECK(is_honest(echo_echo_note_oneway(remote->echo, &request, NULL)));
    code = echo_echo_say_async(remote->echo, &request, NULL, &future);
    CHECK(is_honest(code));
    if (code == GR_OK) {
        code = echo_echo_say_await(&future, &said, &error);
        CHECK(is_honest(code));
        gr_free(code == GR_OK ? said : NULL);
    }
    gr_error_fini(&error);
}

static void relay_and_find(struct remote *remote, echo_echo relay)
{
    const echo_text name = { .text = (char *)"back/echo", .number = 1000 };
    echo_text *said = NULL;
    gr_code code = echo_echo_relay_sync(relay, &(echo_text){ 0 }, NULL, &said, NULL);
    CHECK(is_honest(code));
    gr_free(code == GR_OK ? said : NULL);
    CHECK(is_honest(echo_echo_find_sync(relay, &name, NULL, NULL)));
    sim_settle(remote->env);
}

/* Whatever was lost, a session comes back, and the node goes on. */
static void check_recovery(struct remote *remote)
{
    suite_fail_allocation(0);
    sim_advance(remote->env, 10000 * MS);
    CHECK_CODE(echo_echo_lookup(remote->front, "back/echo", NULL, &remote->echo, NULL), GR_OK);
    CHECK_CODE(remote_say(remote->echo, 1), GR_OK);
}

static void test_each_allocation_fails(void)
{
    bool failed = true;
    remote_log_keep();
    for (size_t nth = 1; failed && CHECK(nth < 2000); nth++) {
        struct remote remote;
        remote_open(&remote);
        echo_echo relay = remote_spawn(remote.front, NULL);
        remote_record.relay_to = remote.echo;
        suite_fail_allocation(nth);
        call_in_every_way(&remote);
        relay_and_find(&remote, relay);
        failed = suite_allocation_failed();
        check_recovery(&remote);
        remote_close(&remote);
    }
    remote_log_stop();
}

/* The same for the beginning of a session. */
static void test_each_allocation_of_a_connection_fails(void)
{
    bool failed = true;
    remote_log_keep();
    for (size_t nth = 1; failed && CHECK(nth < 2000); nth++) {
        struct remote remote = { .env = sim_create(nth) };
        memset(&remote_record, 0, sizeof(remote_record));
        remote.back = remote_node(remote.env, "back", NULL);
        remote.front = remote_node(remote.env, "front", NULL);
        remote_spawn(remote.back, "echo");
        suite_fail_allocation(nth);
        gr_code listened = gr_node_listen(remote.back, REMOTE_URL, NULL);
        gr_code connected = gr_node_connect(remote.front, REMOTE_URL);
        CHECK(is_honest(listened) && is_honest(connected));
        CHECK(is_honest(echo_echo_lookup(remote.front, "back/echo", NULL, &remote.echo, NULL)));
        failed = suite_allocation_failed();
        suite_fail_allocation(0);
        if (listened != GR_OK) {
            CHECK_CODE(gr_node_listen(remote.back, REMOTE_URL, NULL), GR_OK);
        }
        if (connected != GR_OK) {
            CHECK_CODE(gr_node_connect(remote.front, REMOTE_URL), GR_OK);
        }
        check_recovery(&remote);
        remote_close(&remote);
    }
    remote_log_stop();
}

/* ---- in the real env ---- */

static void talk_over(const char *url)
{
    char *real_url = NULL;
    size_t descriptors = remote_descriptors();
    gr_node *back = remote_node(gri_env_real(), "back", NULL);
    gr_node *front = remote_node(gri_env_real(), "front", &(gr_node_options){ .workers = 2 });
    memset(&remote_record, 0, sizeof(remote_record));
    remote_spawn(back, "echo");
    CHECK_CODE(gr_node_listen(back, url, &real_url), GR_OK);
    CHECK_CODE(gr_node_connect(front, real_url), GR_OK);
    echo_echo named;
    CHECK_CODE(echo_echo_named(front, "back/echo", &named), GR_OK);
    for (uint32_t i = 0; i < 200; i++) {
        CHECK_CODE(remote_say(named, i), GR_OK);
    }
    remote_record.relay_to = named;
    echo_echo relay = remote_spawn(front, NULL);
    CHECK_CODE(echo_echo_relay_sync(relay, &(echo_text){ .number = 200 }, NULL, NULL, NULL), GR_OK);
    check_recorded(0, 201);
    gr_free(real_url);
    remote_end(front);
    remote_end(back);
    remote_await_descriptors(descriptors);
}

static void test_abstract(void)
{
    char url[64];
    snprintf(url, sizeof(url), "abstract://greenroom-remote-%d", (int)getpid());
    talk_over(url);
}

static void test_tcp(void)
{
    talk_over("tcp://127.0.0.1:0");
}

static void test_ipc(void)
{
    char url[64];
    snprintf(url, sizeof(url), "ipc://greenroom-remote-%d.sock", (int)getpid());
    talk_over(url);
}

struct caller {
    pthread_t thread;
    echo_echo to;
    atomic_uint ended;
};

static void *call_until_refused(void *arg)
{
    struct caller *caller = arg;
    gr_code code = GR_OK;
    while (code == GR_OK) {
        code = echo_echo_left_sync(caller->to, NULL, NULL, NULL);
        atomic_fetch_add(&caller->ended, 1);
    }
    CHECK_CODE(code, GR_UNAVAILABLE);
    return NULL;
}

/* The node at either end is destroyed under calls of other threads. */
static void destroy_under_calls(bool front_first)
{
    char url[64];
    struct caller callers[3];
    size_t descriptors = remote_descriptors();
    snprintf(url, sizeof(url), "abstract://greenroom-under-%d-%d", (int)getpid(), front_first);
    gr_node *back = remote_node(gri_env_real(), "back", NULL);
    gr_node *front = remote_node(gri_env_real(), "front", NULL);
    remote_spawn(back, "echo");
    CHECK_CODE(gr_node_listen(back, url, NULL), GR_OK);
    CHECK_CODE(gr_node_connect(front, url), GR_OK);
    for (size_t i = 0; i < 3; i++) {
        CHECK_CODE(echo_echo_lookup(front, "back/echo", NULL, &callers[i].to, NULL), GR_OK);
        atomic_init(&callers[i].ended, 0);
        pthread_create(&callers[i].thread, NULL, call_until_refused, &callers[i]);
    }
    for (size_t i = 0; i < 3; i++) {
        while (atomic_load(&callers[i].ended) < 10) {
            sched_yield();
        }
    }
    remote_end(front_first ? front : back);
    for (size_t i = 0; i < 3; i++) {
        pthread_join(callers[i].thread, NULL);
    }
    remote_end(front_first ? back : front);
    remote_await_descriptors(descriptors);
}

static void test_destroy_under_calls(void)
{
    remote_log_keep();
    for (int i = 0; i < 20; i++) {
        destroy_under_calls(i % 2 == 0);
    }
    remote_log_stop();
}

/* Each finds the one that stays, is found by it, calls, and is gone. */
static void come_and_go(gr_node *back, const char *url)
{
    echo_echo there;
    gr_node *front = remote_node(gri_env_real(), "front", NULL);
    remote_spawn(front, "mirror");
    CHECK_CODE(gr_node_connect(front, url), GR_OK);
    CHECK_CODE(echo_echo_lookup(front, "back/echo", NULL, &there, NULL), GR_OK);
    CHECK_CODE(echo_echo_left_sync(there, NULL, NULL, NULL), GR_OK);
    CHECK_CODE(echo_echo_lookup(back, "front/mirror", NULL, &there, NULL), GR_OK);
    CHECK_CODE(echo_echo_left_sync(there, NULL, NULL, NULL), GR_OK);
    remote_end(front);
    while (remote_stats(back).peers > 0) {
        sched_yield();
    }
}

static void test_come_and_go(void)
{
    enum { ROUNDS = 120 };
    char *url = NULL;
    size_t allocations = 0;
    size_t before = remote_descriptors();
    remote_log_keep();
    gr_node *back = remote_node(gri_env_real(), "back", NULL);
    remote_spawn(back, "echo");
    CHECK_CODE(gr_node_listen(back, "tcp://127.0.0.1:0", &url), GR_OK);
    size_t descriptors = 0;
    for (int i = 0; i < ROUNDS; i++) {
        come_and_go(back, url);
        allocations = i == 50 ? suite_live_allocations() : allocations;
        descriptors = i == 50 ? remote_descriptors() : descriptors;
    }
    remote_await_descriptors(descriptors);
    CHECK(remote_descriptors() <= descriptors);
    /* A worker's pool keeps some blocks, here one a round, up to a bound. */
    CHECK(suite_live_allocations() <= allocations + (GRI_ASAN ? 8 : ROUNDS));
    gr_free(url);
    remote_end(back);
    remote_await_descriptors(before);
    remote_log_stop();
}

static void *look_up_forever(void *arg)
{
    echo_echo echo;
    const gr_call_options forever = { .timeout_ms = GR_FOREVER };
    CHECK_CODE(echo_echo_lookup(arg, "back/echo", &forever, &echo, NULL), GR_UNAVAILABLE);
    return NULL;
}

static bool has_waiter(gr_node *node)
{
    pthread_mutex_lock(&node->peers.lock);
    bool has = !gri_list_is_empty(&node->peers.waiters);
    pthread_mutex_unlock(&node->peers.lock);
    return has;
}

static void test_destroy_under_a_lookup(void)
{
    pthread_t thread;
    size_t descriptors = remote_descriptors();
    remote_log_keep();
    gr_node *front = remote_node(gri_env_real(), "front", NULL);
    CHECK_CODE(gr_node_connect(front, "abstract://greenroom-nobody-listens-here"), GR_OK);
    pthread_create(&thread, NULL, look_up_forever, front);
    while (!has_waiter(front)) {
        sched_yield();
    }
    remote_end(front);
    pthread_join(thread, NULL);
    remote_await_descriptors(descriptors);
    remote_log_stop();
}

GR_SUITE_PREPARED(
    "remote", remote_start_transport, { "a_failure_travels_with_its_detail", test_failure_travels },
    { "a_failure_names_the_actors_it_came_through", test_path_grows },
    { "a_reply_after_the_deadline_is_dropped_and_counted", test_deadline_and_late_reply },
    { "a_cancelled_call_is_told_to_its_handler", test_cancel_while_it_runs },
    { "a_cancelled_call_that_is_queued_never_runs", test_cancel_while_it_is_queued },
    { "a_call_that_runs_when_its_node_is_destroyed_may_have_run",
      test_destroyed_with_a_call_that_runs },
    { "a_stopped_actor_gives_up_its_calls", test_cancel_by_a_stopped_actor },
    { "a_budget_travels_as_the_time_remaining", test_budget_is_time_remaining },
    { "a_call_has_no_more_time_than_its_caller", test_budget_is_cut_to_the_callers },
    { "a_oneway_lives_as_long_as_its_sender_said", test_oneway_lives_so_long },
    { "oneways_are_delayed_and_repeated", test_delayed_oneways },
    { "a_request_larger_than_the_other_node_takes_is_invalid", test_request_too_large },
    { "a_reply_larger_than_the_caller_takes_is_internal", test_reply_too_large },
    { "a_failure_larger_than_the_caller_takes_loses_its_detail", test_failure_too_large },
    { "a_request_that_is_too_deep_is_invalid", test_too_deep },
    { "what_one_sender_sends_arrives_in_order", test_order },
    { "two_nodes_that_dial_each_other_keep_the_order", test_order_over_two_sessions },
    { "handlers_near_and_far_see_the_same_message", test_near_and_far_see_the_same },
    { "a_full_mailbox_refuses_from_afar", test_full_mailbox },
    { "senders_wait_while_the_way_is_full", test_senders_wait_for_the_way },
    { "a_sender_that_waits_hears_of_the_end", test_waiting_sender_hears_of_the_end },
    { "each_allocation_of_a_remote_call_may_fail", test_each_allocation_fails },
    { "each_allocation_of_a_connection_may_fail", test_each_allocation_of_a_connection_fails },
    { "nodes_talk_over_abstract_sockets", test_abstract }, { "nodes_talk_over_tcp", test_tcp },
    { "nodes_talk_over_ipc", test_ipc },
    { "a_node_is_destroyed_under_calls", test_destroy_under_calls },
    { "nodes_come_and_go_and_leave_nothing", test_come_and_go },
    { "a_node_is_destroyed_under_a_lookup", test_destroy_under_a_lookup })
