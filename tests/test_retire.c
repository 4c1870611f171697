/* SPDX-License-Identifier: MIT */
/* Two nodes that dial each other: one session stays. Virtual env, many seeds: with traffic both
 * ways during the change-over nothing is lost, fails or overtakes; and where either session is lost
 * at any step, all that was sent ends honestly, and one session stands again. */
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <greenroom/notices.pb-c.h>

#include "entry.h"
#include "peer.h"
#include "support/crossed.h"

#define MS CROSSED_MS

enum { ROUNDS = CROSSED_ROUNDS, OTHER = 10000 };

/* One direction of the traffic. Owned by its test. */
struct sender {
    gr_node *node;
    const char *name;
    echo_echo to;
    bool is_ready;  /* `to` was found */
    uint64_t from;  /* it begins in this round */
    uint32_t first; /* its numbers count from here, two a round */
    uint32_t n;     /* rounds sent */
    echo_echo_say_future calls[ROUNDS];
    gr_code codes[ROUNDS];
    gr_ran rans[ROUNDS];
    bool is_noted[ROUNDS];
};

/* Owned by its test. */
struct pair {
    struct crossed crossed;
    echo_echo mirror; /* front's */
    struct sender forth, back;
};

static void pair_open(struct pair *pair, uint64_t seed)
{
    memset(pair, 0, sizeof(*pair));
    crossed_open(&pair->crossed, seed);
    remote_spawn(pair->crossed.back, "echo");
    pair->mirror = remote_spawn(pair->crossed.front, "echo");
    pair->forth = (struct sender){ .node = pair->crossed.front, .name = "back/echo" };
    pair->back =
        (struct sender){ .node = pair->crossed.back, .name = "front/echo", .first = OTHER };
    pair->forth.from = pair->crossed.was_up ? pair->crossed.stalls_until + 8 : 0;
}

static void pair_close(struct pair *pair)
{
    crossed_close(&pair->crossed);
}

/* A call and a oneway behind it. What is refused at once has not run. */
static void send_round(struct sender *sender)
{
    const gr_call_options forever = { .timeout_ms = GR_FOREVER };
    echo_text text = { .number = sender->first + 2 * sender->n };
    uint32_t i = sender->n++;
    sender->codes[i] = echo_echo_say_async(sender->to, &text, &forever, &sender->calls[i]);
    sender->rans[i] = GR_RAN_NO;
    text.number++;
    sender->is_noted[i] = echo_echo_note_oneway(sender->to, &text, NULL) == GR_OK;
}

static void look_up(struct sender *sender)
{
    const gr_call_options shortly = { .timeout_ms = 20 };
    sender->is_ready =
        echo_echo_lookup(sender->node, sender->name, &shortly, &sender->to, NULL) == GR_OK;
}

static void take_turn(struct pair *pair, struct sender *sender, uint64_t round)
{
    if (round >= sender->from && !sender->is_ready) {
        look_up(sender);
    }
    if (sender->is_ready && sender->n < ROUNDS) {
        send_round(sender);
    }
    crossed_go_on(&pair->crossed, 1);
}

static void exchange(struct pair *pair)
{
    for (uint64_t i = 0; pair->forth.n < ROUNDS || pair->back.n < ROUNDS; i++) {
        crossed_begin_round(&pair->crossed, i);
        take_turn(pair, &pair->forth, i);
        take_turn(pair, &pair->back, i);
    }
    crossed_end_rounds(&pair->crossed);
}

static void await_calls(struct sender *sender)
{
    for (uint32_t i = 0; i < ROUNDS; i++) {
        gr_error error = GR_ERROR_INIT;
        if (sender->codes[i] == GR_OK) {
            CHECK(gr_future_is_done(sender->calls[i].future));
            sender->codes[i] = echo_echo_say_await(&sender->calls[i], NULL, &error);
            sender->rans[i] = sender->codes[i] == GR_OK ? GR_RAN_YES : error.ran;
        }
        gr_error_fini(&error);
    }
}

/* What came from one sender, in the order of its numbers. Marks what was there. */
static uint32_t check_order(const struct sender *sender, bool *seen)
{
    uint32_t last = 0;
    uint32_t n = 0;
    memset(seen, 0, 2 * ROUNDS * sizeof(*seen));
    for (uint32_t i = 0; i < remote_record.n; i++) {
        uint32_t number = remote_record.numbers[i];
        if (number / OTHER == sender->first / OTHER && number - sender->first < 2 * ROUNDS) {
            CHECK(n == 0 || number > last);
            last = number;
            seen[number - sender->first] = true;
            n++;
        }
    }
    return n;
}

/* ---- the change-over ---- */

static void check_all_came(struct sender *sender)
{
    bool seen[2 * ROUNDS];
    await_calls(sender);
    CHECK_UINT(check_order(sender, seen), 2 * ROUNDS);
    for (uint32_t i = 0; i < ROUNDS; i++) {
        CHECK_CODE(sender->codes[i], GR_OK);
        CHECK(sender->is_noted[i]);
    }
}

static void test_change_over(void)
{
    unsigned corked = 0;
    for (uint64_t seed = 1; seed <= 150; seed++) {
        struct pair pair;
        pair_open(&pair, seed);
        exchange(&pair);
        check_all_came(&pair.forth);
        check_all_came(&pair.back);
        crossed_check_one_session(&pair.crossed);
        CHECK_UINT(remote_log_count("oneways_lost"), 0);
        corked += remote_log_count("peer_retired") > remote_log_count("asked=0\n") +
                                                         remote_log_count("asked=1\n") +
                                                         remote_log_count("asked=2\n");
        pair_close(&pair);
    }
    CHECK(corked > 35); /* so often the session that went was in use */
}

/* ---- losses ---- */

/* OK: it ran; NO: it did not; and what was there came in order. */
static void check_honest(struct sender *sender)
{
    bool seen[2 * ROUNDS];
    await_calls(sender);
    check_order(sender, seen);
    for (uint32_t i = 0; i < ROUNDS; i++) {
        CHECK(sender->codes[i] == GR_OK || sender->codes[i] == GR_UNAVAILABLE);
        CHECK(sender->codes[i] != GR_OK || seen[2 * i]);
        CHECK(sender->rans[i] != GR_RAN_NO || !seen[2 * i]);
    }
}

static void check_goes_on(struct pair *pair)
{
    CHECK_CODE(remote_say(pair->forth.to, 5000), GR_OK);
    CHECK_CODE(remote_say(pair->back.to, 5001), GR_OK);
}

static void test_loss(void)
{
    for (uint64_t seed = 1; seed <= 150; seed++) {
        struct pair pair;
        pair_open(&pair, seed);
        pair.crossed.cut = crossed_either_url(&pair.crossed);
        pair.crossed.cut_at = pair.crossed.stalls_until + crossed_below(&pair.crossed, 12);
        exchange(&pair);
        check_honest(&pair.forth);
        check_honest(&pair.back);
        crossed_check_one_session(&pair.crossed);
        check_goes_on(&pair);
        pair_close(&pair);
    }
}

/* ---- step by step ---- */

/* Back uses its own connection, which front has retired; front's stalls. False: this seed has it
 * another way. */
static bool cross(struct pair *pair, uint64_t seed)
{
    pair_open(pair, seed);
    if (seed % 3 != 0 && remote_log_count("event=peer_up node=back") == 0) {
        look_up(&pair->back);
        sim_advance(pair->crossed.env, 20 * MS);
    }
    return pair->back.is_ready && remote_log_count("event=peer_retired node=front") == 1;
}

static void uncross(struct pair *pair)
{
    sim_stall(pair->crossed.env, REMOTE_URL, false);
    sim_advance(pair->crossed.env, 20 * MS);
    CHECK_UINT(remote_log_count("event=peer_retired node=back"), 1);
}

static void answer_held(echo_echo_hold_future *future)
{
    echo_text *answer = NULL;
    CHECK_CODE(echo_echo_hold_answer(remote_record.held, GR_OK, &(echo_text){ .number = 3 }),
               GR_OK);
    if (CHECK_CODE(echo_echo_hold_await(future, &answer, NULL), GR_OK)) {
        CHECK_UINT(answer->number, 3);
    }
    gr_free(answer);
}

/* What is open keeps the session that goes until it is answered there. */
static void hold_over(struct pair *pair, bool is_heir_lost)
{
    const gr_call_options forever = { .timeout_ms = GR_FOREVER };
    echo_echo_hold_future future;
    CHECK_CODE(echo_echo_hold_async(pair->back.to, &(echo_text){ 0 }, &forever, &future), GR_OK);
    sim_advance(pair->crossed.env, 20 * MS);
    uncross(pair);
    CHECK_UINT(remote_stats(pair->crossed.front).peers, 2);
    CHECK_CODE(remote_say(pair->back.to, 1), GR_OK);
    if (is_heir_lost) { /* the other one is in use again, at once */
        sim_cut(pair->crossed.env, REMOTE_URL);
        sim_settle(pair->crossed.env);
        CHECK_CODE(remote_say(pair->back.to, 2), GR_OK);
    }
    answer_held(&future);
    crossed_check_one_session(&pair->crossed);
    CHECK_CODE(remote_say(pair->back.to, 3), GR_OK);
}

static void test_open_call(void)
{
    unsigned tried = 0;
    for (uint64_t seed = 1; seed <= 60; seed++) {
        struct pair pair;
        if (cross(&pair, seed)) {
            hold_over(&pair, seed % 2 == 0);
            tried++;
        }
        pair_close(&pair);
    }
    CHECK(tried > 5);
}

static gr_code await_down(gr_future **future, int *out_reason)
{
    struct Greenroom__Down *down = NULL;
    gr_code code = gr_monitor_await(future, 200, &down);
    *out_reason = code == GR_OK ? (int)down->reason : -1;
    gr_free(down);
    return code;
}

/* Watches begun on the session that goes, of an actor and of the node, go over to the one that
 * stays. Neither tells what has not happened. */
static void watch_over(struct pair *pair)
{
    int reason;
    gr_future *node_down;
    gr_future *actor_down;
    CHECK_CODE(gr_monitor_node_async(pair->crossed.back, "front", &node_down), GR_OK);
    CHECK_CODE(gr_monitor_async(pair->back.to.ref, &actor_down), GR_OK);
    sim_advance(pair->crossed.env, 20 * MS);
    uncross(pair);
    sim_advance(pair->crossed.env, 1000 * MS);
    CHECK_UINT(remote_stats(pair->crossed.front).peers, 1);
    CHECK(!gr_future_is_done(node_down) && !gr_future_is_done(actor_down));
    CHECK_CODE(gr_actor_stop(pair->mirror.ref, NULL), GR_OK);
    CHECK_CODE(await_down(&actor_down, &reason), GR_OK);
    CHECK_UINT(reason, GREENROOM__DOWN__REASON__ENDED);
    crossed_check_one_session(&pair->crossed);
    CHECK(!gr_future_is_done(node_down));
    sim_cut(pair->crossed.env, REMOTE_URL);
    CHECK_CODE(await_down(&node_down, &reason), GR_OK);
    CHECK_UINT(reason, GREENROOM__DOWN__REASON__LOST);
}

static void test_monitors(void)
{
    unsigned tried = 0;
    for (uint64_t seed = 1; seed <= 60; seed++) {
        struct pair pair;
        if (cross(&pair, seed)) {
            watch_over(&pair);
            tried++;
        }
        pair_close(&pair);
    }
    CHECK(tried > 5);
}

static struct gri_peer *session_of(const gr_node *node, bool has_heir)
{
    GRI_LIST_EACH (link, &node->peers.sessions) {
        struct gri_peer *peer = GRI_CONTAINER(link, struct gri_peer, link);
        if ((peer->heir != NULL) == has_heir) {
            return peer;
        }
    }
    return NULL;
}

/* Front has been told that back asks on the other session, where back's question about its actor
 * is under way; all else that front sends by the first one takes its time. What has happened must
 * be there before the answer that nothing is known of that monitor. */
static void end_under_way(struct pair *pair)
{
    int reason;
    gr_future *down;
    gri_env *env = pair->crossed.env;
    CHECK_CODE(gr_monitor_async(pair->back.to.ref, &down), GR_OK);
    sim_advance(env, 20 * MS);
    sim_stall(env, REMOTE_URL, false);
    const struct gri_peer *goes = NULL;
    while (goes == NULL || !goes->is_acked) {
        (void)env->ops->step(env);
        goes = session_of(pair->crossed.back, true);
    }
    sim_stall(env, CROSSED_URL, true);
    CHECK_CODE(gr_actor_stop(pair->mirror.ref, NULL), GR_OK);
    sim_advance(env, 20 * MS);
    sim_stall(env, CROSSED_URL, false);
    CHECK_CODE(await_down(&down, &reason), GR_OK);
    CHECK_UINT(reason, GREENROOM__DOWN__REASON__ENDED);
    crossed_check_one_session(&pair->crossed);
}

static void test_end_under_way(void)
{
    unsigned tried = 0;
    for (uint64_t seed = 1; seed <= 60; seed++) {
        struct pair pair;
        if (cross(&pair, seed)) {
            end_under_way(&pair);
            tried++;
        }
        pair_close(&pair);
    }
    CHECK(tried > 5);
}

enum { RELAYS = 60 };

/* Some of the senders wait for room on the way when the session retires under them. */
static void relay_over(struct pair *pair)
{
    static uint8_t filler[16 << 10];
    const echo_text text = { .filler = { sizeof(filler), filler } };
    echo_echo_relay_future futures[RELAYS];
    remote_record.relay_to = pair->back.to;
    CHECK_CODE(remote_say(pair->back.to, 0), GR_OK);
    sim_stall(pair->crossed.env, CROSSED_URL, true);
    for (int i = 0; i < RELAYS; i++) {
        echo_echo relay = remote_spawn(pair->crossed.back, NULL);
        CHECK_CODE(echo_echo_relay_async(relay, &text, NULL, &futures[i]), GR_OK);
    }
    sim_advance(pair->crossed.env, 20 * MS);
    uncross(pair);
    CHECK_UINT(remote_record.n, 1);
    sim_stall(pair->crossed.env, CROSSED_URL, false);
    for (int i = 0; i < RELAYS; i++) {
        CHECK_CODE(echo_echo_relay_await(&futures[i], NULL, NULL), GR_OK);
    }
    crossed_check_one_session(&pair->crossed);
}

static void test_waiting_senders(void)
{
    unsigned tried = 0;
    for (uint64_t seed = 1; seed <= 60; seed++) {
        struct pair pair;
        if (cross(&pair, seed)) {
            relay_over(&pair);
            tried++;
        }
        pair_close(&pair);
    }
    CHECK(tried > 5);
}

/* ---- real sockets and threads ---- */

enum { PAIRS = 10, THREADS = 2, CALLS = 50 };

struct caller {
    pthread_t thread;
    gr_node *node;
    const char *name;
};

/* Each on its own, while the sessions come and go. */
static void *call_all_along(void *arg)
{
    struct caller *caller = arg;
    echo_echo to;
    CHECK_CODE(echo_echo_lookup(caller->node, caller->name, NULL, &to, NULL), GR_OK);
    for (int i = 0; i < CALLS; i++) {
        echo_echo_left_future future;
        CHECK_CODE(echo_echo_left_async(to, NULL, &future), GR_OK);
        CHECK_CODE(echo_echo_left_sync(to, NULL, NULL, NULL), GR_OK);
        CHECK_CODE(echo_echo_left_await(&future, NULL, NULL), GR_OK);
    }
    return NULL;
}

static void await_one_session(gr_node *node)
{
    while (remote_stats(node).peers != 1) {
        sched_yield();
    }
}

static gr_node *listening_node(const char *name, char *url, size_t cap)
{
    gr_node *node = remote_node(gri_env_real(), name, &(gr_node_options){ .workers = 2 });
    snprintf(url, cap, "abstract://greenroom-retire-%s-%d", name, (int)getpid());
    remote_spawn(node, "echo");
    CHECK_CODE(gr_node_listen(node, url, NULL), GR_OK);
    return node;
}

static void dial_each_other(void)
{
    char urls[2][64];
    struct caller callers[2 * THREADS];
    size_t descriptors = remote_descriptors();
    gr_node *back = listening_node("back", urls[0], sizeof(urls[0]));
    gr_node *front = listening_node("front", urls[1], sizeof(urls[1]));
    for (size_t i = 0; i < 2 * THREADS; i++) {
        callers[i].node = i % 2 == 0 ? front : back;
        callers[i].name = i % 2 == 0 ? "back/echo" : "front/echo";
    }
    CHECK_CODE(gr_node_connect(front, urls[0]), GR_OK);
    CHECK_CODE(gr_node_connect(back, urls[1]), GR_OK);
    for (size_t i = 0; i < 2 * THREADS; i++) {
        pthread_create(&callers[i].thread, NULL, call_all_along, &callers[i]);
    }
    for (size_t i = 0; i < 2 * THREADS; i++) {
        pthread_join(callers[i].thread, NULL);
    }
    await_one_session(front);
    await_one_session(back);
    remote_end(front);
    remote_end(back);
    remote_await_descriptors(descriptors);
}

static void test_real(void)
{
    remote_log_keep();
    for (int i = 0; i < PAIRS; i++) {
        dial_each_other();
    }
    CHECK(remote_log_count("event=peer_retired") >= PAIRS);
    remote_log_stop();
}

GR_SUITE_PREPARED("retire", remote_start_transport,
                  { "of_two_sessions_one_stays_and_nothing_is_lost", test_change_over },
                  { "a_session_may_be_lost_at_any_step_of_the_change_over", test_loss },
                  { "an_open_call_keeps_the_session_that_goes", test_open_call },
                  { "monitors_tell_what_has_happened_and_no_more", test_monitors },
                  { "an_end_is_told_ahead_of_what_comes_of_the_change_over", test_end_under_way },
                  { "who_waits_for_room_goes_by_the_other_session", test_waiting_senders },
                  { "real_nodes_dial_each_other_under_calls", test_real })
