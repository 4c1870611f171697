/* SPDX-License-Identifier: MIT */
/* Sessions under pressure, in the virtual env: nodes that load each other, one that is too slow,
 * one whose peers say more than it can take in. One thread; no real time passes. */
#include <string.h>

#include "support/remote.h"

enum { N = 200, KIB = 1024 };

static uint8_t filler[64 * KIB];

static echo_text large(uint32_t number)
{
    return (echo_text){ .number = number, .filler = { sizeof(filler), filler } };
}

struct tally {
    unsigned ok, exhausted, other;
};

static void count(struct tally *tally, gr_code code)
{
    tally->ok += code == GR_OK;
    tally->exhausted += code == GR_RESOURCE_EXHAUSTED;
    tally->other += code != GR_OK && code != GR_RESOURCE_EXHAUSTED;
}

static void await_all(echo_echo_say_future *futures, struct tally *tally)
{
    for (unsigned i = 0; i < N; i++) {
        echo_text *said = NULL;
        count(tally, echo_echo_say_await(&futures[i], &said, NULL));
        gr_free(said);
    }
}

/* Both sides' replies wait to be sent at once: neither may stop reading because of it. */
static void two_nodes_that_load_each_other_go_on(void)
{
    static echo_echo_say_future there[N], here[N];
    const gr_node_options options = { .limits = { .send_bytes = 64 * KIB } };
    struct remote remote;
    remote_open_with(&remote, 1, &options, &options);
    echo_echo mirror;
    remote_spawn(remote.front, "mirror");
    CHECK_CODE(echo_echo_lookup(remote.back, "front/mirror", NULL, &mirror, NULL), GR_OK);
    for (unsigned i = 0; i < N; i++) {
        echo_text request = large(i);
        CHECK_CODE(echo_echo_say_async(remote.echo, &request, NULL, &there[i]), GR_OK);
        CHECK_CODE(echo_echo_say_async(mirror, &request, NULL, &here[i]), GR_OK);
    }
    struct tally tally = { 0 };
    await_all(there, &tally);
    await_all(here, &tally);
    CHECK_UINT(tally.other, 0);
    CHECK(tally.ok > 0);
    CHECK_CODE(remote_say(remote.echo, 1), GR_OK);
    CHECK_CODE(remote_say(mirror, 2), GR_OK);
    remote_close(&remote);
}

/* While a node does not read it hears nothing, and that says nothing about its peer. */
static void a_node_that_does_not_read_keeps_its_session(void)
{
    const gr_node_options front = { .ping_ms = 100 };
    const gr_node_options back = { .ping_ms = 100,
                                   .limits = { .receive_bytes = 4 * KIB, .mailbox_messages = 1 } };
    struct remote remote;
    remote_open_with(&remote, 2, &front, &back);
    remote_log_keep();
    echo_echo_sleep_future future;
    const gr_call_options patient = { .timeout_ms = 5000 };
    CHECK_CODE(
        echo_echo_sleep_async(remote.echo, &(echo_number){ .number = 1000 }, &patient, &future),
        GR_OK);
    for (uint32_t i = 0; i < 40; i++) {
        echo_text request = { .number = i, .filler = { 900, filler } };
        CHECK_CODE(echo_echo_push_oneway(remote.echo, &request, NULL), GR_OK);
    }
    echo_number *slept = NULL;
    CHECK_CODE(echo_echo_sleep_await(&future, &slept, NULL), GR_OK);
    gr_free(slept);
    sim_settle(remote.env);
    CHECK_UINT(remote_record.n, 40);
    CHECK_UINT(remote_log_count("peer_closed"), 0);
    remote_log_stop();
    remote_close(&remote);
}

/* What the callers of a peer that does not read its answers get, in the end. */
static void calls_beyond_what_is_read_are_refused(void)
{
    static echo_echo_say_future futures[N];
    const gr_node_options back = { .limits = { .send_bytes = 64 * KIB } };
    struct remote remote;
    remote_open_with(&remote, 3, NULL, &back);
    for (unsigned i = 0; i < N; i++) {
        echo_text request = large(i);
        CHECK_CODE(echo_echo_say_async(remote.echo, &request, NULL, &futures[i]), GR_OK);
    }
    struct tally tally = { 0 };
    await_all(futures, &tally);
    CHECK_UINT(tally.ok + tally.exhausted, N);
    CHECK_CODE(remote_say(remote.echo, 1), GR_OK);
    remote_close(&remote);
}

static void a_repeated_oneway_outlives_a_lost_session(void)
{
    struct remote remote;
    remote_open(&remote);
    gr_timer timer;
    const gr_oneway_options often = { .every_ms = 100, .timer = &timer };
    CHECK_CODE(echo_echo_note_oneway(remote.echo, &(echo_text){ .number = 1 }, &often), GR_OK);
    sim_advance(remote.env, UINT64_C(250000000));
    CHECK_UINT(remote_record.n, 2);
    sim_cut(remote.env, REMOTE_URL);
    sim_advance(remote.env, UINT64_C(1000000000));
    CHECK(remote_record.n > 5);
    CHECK_CODE(gr_timer_cancel(timer), GR_OK);
    uint32_t n = remote_record.n;
    sim_advance(remote.env, UINT64_C(1000000000));
    CHECK(remote_record.n <= n + 1);
    remote_close(&remote);
}

/* The answer to a handler comes by the stream by which its callers queue up. */
static void a_full_mailbox_does_not_keep_answers_back(void)
{
    enum { CALLERS = 20 };
    const gr_node_options back = { .limits = { .receive_bytes = 8 * KIB, .mailbox_messages = 1 } };
    const gr_call_options forever = { .timeout_ms = GR_FOREVER };
    struct remote remote;
    remote_open_with(&remote, 4, NULL, &back);
    echo_echo mirror = remote_spawn(remote.front, "mirror");
    CHECK_CODE(echo_echo_lookup(remote.back, "front/mirror", NULL, &remote_record.relay_to, NULL),
               GR_OK);
    remote_record.relay_timeout_ms = GR_FOREVER;
    echo_echo_sleep_future slept;
    echo_echo_relay_future relayed;
    echo_echo_queue_future queued[CALLERS];
    CHECK_CODE(echo_echo_sleep_async(mirror, &(echo_number){ .number = 500 }, NULL, &slept), GR_OK);
    CHECK_CODE(echo_echo_relay_async(remote.echo, &(echo_text){ .number = 7 }, &forever, &relayed),
               GR_OK);
    for (uint32_t i = 0; i < CALLERS; i++) {
        echo_text request = { .number = i, .filler = { 900, filler } };
        CHECK_CODE(echo_echo_queue_async(remote.echo, &request, &forever, &queued[i]), GR_OK);
    }
    echo_text *said = NULL;
    CHECK_CODE(echo_echo_relay_await(&relayed, &said, NULL), GR_OK);
    gr_free(said);
    struct tally tally = { 0 };
    for (uint32_t i = 0; i < CALLERS; i++) {
        gr_code code = echo_echo_queue_await(&queued[i], &said, NULL);
        count(&tally, code);
        gr_free(code == GR_OK ? said : NULL);
    }
    CHECK_UINT(tally.ok, CALLERS);
    CHECK_CODE(echo_echo_sleep_await(&slept, NULL, NULL), GR_OK);
    remote_close(&remote);
}

/* ---- those who are gone ---- */

/* Nobody waits for a oneway, but the name is looked up again after one that found nobody. */
static void a_oneway_by_name_finds_the_next_actor(void)
{
    struct remote remote;
    remote_open(&remote);
    echo_echo named;
    CHECK_CODE(echo_echo_named(remote.front, "back/echo", &named), GR_OK);
    CHECK_CODE(echo_echo_note_oneway(named, &(echo_text){ .number = 1 }, NULL), GR_OK);
    sim_settle(remote.env);
    CHECK_CODE(gr_actor_stop(remote.home.ref, NULL), GR_OK);
    remote.home = remote_spawn(remote.back, "echo");
    CHECK_CODE(echo_echo_note_oneway(named, &(echo_text){ .number = 2 }, NULL), GR_OK);
    sim_settle(remote.env);
    CHECK_CODE(echo_echo_note_oneway(named, &(echo_text){ .number = 3 }, NULL), GR_OK);
    sim_settle(remote.env);
    CHECK_UINT(remote_record.n, 2);
    CHECK_UINT(remote_record.numbers[1], 3);
    remote_close(&remote);
}

static void what_a_lost_node_has_called_is_given_up(void)
{
    struct remote remote;
    remote_open(&remote);
    const gr_call_options forever = { .timeout_ms = GR_FOREVER };
    echo_echo_hold_future held;
    echo_echo_sleep_future slept, queued;
    CHECK_CODE(echo_echo_hold_async(remote.echo, &(echo_text){ .number = 1 }, &forever, &held),
               GR_OK);
    CHECK_CODE(
        echo_echo_sleep_async(remote.echo, &(echo_number){ .number = 60000 }, &forever, &slept),
        GR_OK);
    CHECK_CODE(
        echo_echo_sleep_async(remote.echo, &(echo_number){ .number = 60000 }, &forever, &queued),
        GR_OK);
    sim_settle(remote.env);
    CHECK(gr_call_is_open(remote_record.held.call));
    sim_cut(remote.env, REMOTE_URL);
    sim_settle(remote.env);
    CHECK(!gr_call_is_open(remote_record.held.call));
    CHECK_CODE(remote_record.slept, GR_CANCELLED);
    CHECK_UINT(remote_stats(remote.back).cancelled, 1);
    CHECK_CODE(echo_echo_hold_await(&held, NULL, NULL), GR_UNAVAILABLE);
    CHECK_CODE(echo_echo_sleep_await(&slept, NULL, NULL), GR_UNAVAILABLE);
    CHECK_CODE(echo_echo_sleep_await(&queued, NULL, NULL), GR_UNAVAILABLE);
    CHECK_CODE(gr_call_drop(remote_record.held.call), GR_FAILED_PRECONDITION);
    remote_close(&remote);
}

GR_SUITE("pressure",
         { "two_nodes_that_load_each_other_go_on", two_nodes_that_load_each_other_go_on },
         { "a_node_that_does_not_read_keeps_its_session",
           a_node_that_does_not_read_keeps_its_session },
         { "a_full_mailbox_does_not_keep_answers_back", a_full_mailbox_does_not_keep_answers_back },
         { "calls_beyond_what_is_read_are_refused", calls_beyond_what_is_read_are_refused },
         { "a_repeated_oneway_outlives_a_lost_session", a_repeated_oneway_outlives_a_lost_session },
         { "a_oneway_by_name_finds_the_next_actor", a_oneway_by_name_finds_the_next_actor },
         { "what_a_lost_node_has_called_is_given_up", what_a_lost_node_has_called_is_given_up })
