/* SPDX-License-Identifier: MIT */
/* Two nodes that dial each other: one session stays. Virtual env, many seeds: with traffic both
 * ways during the change-over nothing is lost, fails or overtakes; and where either session is lost
 * at any step, all that was sent ends honestly, and one session stands again. */
#include <stdio.h>
#include <string.h>

#include "peers.h"
#include "support/remote.h"

#define MS UINT64_C(1000000)

#define FRONT_URL "ipc://front"

enum { ROUNDS = 60, CALLS = ROUNDS, OTHER = 10000 };

/* One direction of the traffic. Owned by its test. */
struct sender {
    gr_node *node;
    echo_echo to;
    uint32_t first; /* its numbers count from here, two a round */
    echo_echo_say_future calls[CALLS];
    gr_code codes[CALLS];
    gr_ran rans[CALLS];
    bool is_noted[CALLS];
};

/* Owned by its test. */
struct pair {
    struct remote remote;
    struct sender forth, back;
    uint64_t chance;
};

static uint64_t below(struct pair *pair, uint64_t n)
{
    pair->chance = pair->chance * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (pair->chance >> 33) % n;
}

static void step(struct pair *pair, uint64_t n)
{
    for (uint64_t i = 0; i < n; i++) {
        (void)pair->remote.env->ops->step(pair->remote.env);
    }
}

/* Front's session is up, or nearly so, and back dials front some time later. */
static void pair_open(struct pair *pair, uint64_t seed)
{
    struct remote *remote = &pair->remote;
    memset(pair, 0, sizeof(*pair));
    memset(&remote_record, 0, sizeof(remote_record));
    pair->chance = seed;
    *remote = (struct remote){ .env = sim_create(seed) };
    remote->back = remote_node(remote->env, "back", NULL);
    remote->front = remote_node(remote->env, "front", NULL);
    remote_spawn(remote->back, "echo");
    remote_spawn(remote->front, "echo");
    sim_set_delay(remote->env, 1000, 1000 + below(pair, 4) * MS);
    CHECK_CODE(gr_node_listen(remote->back, REMOTE_URL, NULL), GR_OK);
    CHECK_CODE(gr_node_listen(remote->front, FRONT_URL, NULL), GR_OK);
    CHECK_CODE(gr_node_connect(remote->front, REMOTE_URL), GR_OK);
    pair->forth = (struct sender){ .node = remote->front };
    pair->back = (struct sender){ .node = remote->back, .first = OTHER };
    step(pair, below(pair, 20));
    CHECK_CODE(gr_node_connect(remote->back, FRONT_URL), GR_OK);
}

static void look_up(struct pair *pair)
{
    CHECK_CODE(echo_echo_lookup(pair->forth.node, "back/echo", NULL, &pair->forth.to, NULL), GR_OK);
    CHECK_CODE(echo_echo_lookup(pair->back.node, "front/echo", NULL, &pair->back.to, NULL), GR_OK);
}

static void pair_close(struct pair *pair)
{
    remote_close(&pair->remote);
}

/* A call and a oneway behind it. What is refused at once has not run. */
static void send_round(struct sender *sender, uint32_t i)
{
    echo_text text = { .number = sender->first + 2 * i };
    sender->codes[i] = echo_echo_say_async(sender->to, &text, NULL, &sender->calls[i]);
    sender->rans[i] = sender->codes[i] == GR_OK ? GR_RAN_UNKNOWN : GR_RAN_NO;
    text.number++;
    sender->is_noted[i] = echo_echo_note_oneway(sender->to, &text, NULL) == GR_OK;
}

static void await_calls(struct sender *sender)
{
    for (uint32_t i = 0; i < CALLS; i++) {
        gr_error error = GR_ERROR_INIT;
        if (sender->codes[i] == GR_OK) {
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

/* One session, on both sides, and it stays one: nobody dials any more. */
static void check_one_session(struct pair *pair)
{
    sim_advance(pair->remote.env, 30000 * MS);
    unsigned n_up = remote_log_count("event=peer_up");
    for (int i = 0; i < 10; i++) {
        CHECK_UINT(remote_stats(pair->remote.front).peers, 1);
        CHECK_UINT(remote_stats(pair->remote.back).peers, 1);
        sim_advance(pair->remote.env, 1000 * MS);
    }
    CHECK_UINT(remote_log_count("event=peer_up"), n_up);
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
    for (uint64_t seed = 1; seed <= 500; seed++) {
        struct pair pair;
        remote_log_keep();
        pair_open(&pair, seed);
        look_up(&pair);
        for (uint32_t i = 0; i < ROUNDS; i++) {
            send_round(&pair.forth, i);
            step(&pair, below(&pair, 4));
            send_round(&pair.back, i);
            step(&pair, below(&pair, 4));
        }
        sim_advance(pair.remote.env, 1000 * MS);
        check_all_came(&pair.forth);
        check_all_came(&pair.back);
        check_one_session(&pair);
        CHECK_UINT(remote_stats(pair.remote.front).late_replies, 0);
        CHECK_UINT(remote_log_count("oneways_lost"), 0);
        corked += remote_log_count("event=peer_retired") > 0 && remote_log_count("asked=1") > 0;
        pair_close(&pair);
        remote_log_stop();
    }
    CHECK(corked > 50);
    printf("%u of 500 with a cork\n", corked);
}

GR_SUITE("retire", { "of_two_sessions_one_stays_and_nothing_is_lost", test_change_over })
