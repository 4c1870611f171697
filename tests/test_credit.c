/* SPDX-License-Identifier: MIT */
/* Senders that wait for room on another node: credits, their bound, turn and return; overrides of
 * what full mailboxes do; and an actor's marks. In the virtual env. */
#include <sched.h>
#include <semaphore.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "actor.h"
#include "entry.h"
#include "support/remote.h"

static const uint64_t MS = 1000000;

/* ---- actors ---- */

enum { KINDS = 8, EACH_MAX = 1000 };

/* What this process's pushers and takers do, and have done. */
static struct {
    echo_echo to;
    uint32_t timeout_ms;  /* of each push */
    size_t bytes;         /* and its filler */
    uint32_t handler_ms;  /* of a taker */
    uint32_t next[KINDS]; /* each kind's next number */
    uint32_t taken;
    uint32_t halfway[KINDS]; /* how many of each when half of `wanted` had come */
    uint32_t wanted;
    bool is_lossy; /* some may never come */
    unsigned ok, late, gone, other;
} now;

static void count(gr_code code)
{
    now.ok += code == GR_OK;
    now.late += code == GR_DEADLINE_EXCEEDED;
    now.gone += code == GR_UNAVAILABLE;
    now.other += code != GR_OK && code != GR_DEADLINE_EXCEEDED && code != GR_UNAVAILABLE;
}

static gr_code push(uint32_t kind, uint32_t i)
{
    static uint8_t filler[64 << 10];
    const gr_oneway_options options = { .timeout_ms = now.timeout_ms };
    echo_text text = { .number = kind * EACH_MAX + i, .filler = { now.bytes, filler } };
    return echo_echo_push_oneway(now.to, &text, &options);
}

/* "kind" pushes so many. */
static gr_code push_many(struct echo_echo_self *self, gr_context *ctx, const echo_text *request)
{
    (void)self;
    (void)ctx;
    for (uint32_t i = 0; i < request->number; i++) {
        count(push((uint32_t)(request->text[0] - '0'), i));
    }
    return GR_OK;
}

/* What one sender sends comes in its order. */
static gr_code take(struct echo_echo_self *self, gr_context *ctx, const echo_text *request)
{
    (void)self;
    uint32_t kind = request->number / EACH_MAX;
    uint32_t number = request->number % EACH_MAX;
    CHECK(number == now.next[kind] || (now.is_lossy && number > now.next[kind]));
    now.next[kind] = number + 1;
    if (++now.taken == now.wanted / 2) {
        memcpy(now.halfway, now.next, sizeof(now.halfway));
    }
    return now.handler_ms == 0 ? GR_OK : gr_sleep(ctx, now.handler_ms);
}

static echo_echo spawn(gr_node *node, const char *name, uint32_t messages, size_t bytes)
{
    static echo_echo_type type;
    echo_echo echo = { { 0 } };
    const gr_spawn_options options = { .name = name,
                                       .mailbox_messages = messages,
                                       .mailbox_bytes = bytes };
    type = remote_echo_type;
    type.push = take;
    type.note = push_many;
    CHECK_CODE(echo_echo_spawn(node, &type, &options, &echo, NULL), GR_OK);
    return echo;
}

/* ---- the scene ---- */

static struct remote remote;
static echo_echo home; /* the taker, as its node knows it */

/* Front has looked up the taker on back, whose mailbox has these bounds. */
static void open_scene(uint64_t seed, uint32_t messages, size_t bytes)
{
    memset(&now, 0, sizeof(now));
    remote_open_with(&remote, seed, NULL,
                     &(gr_node_options){ .limits = { .receive_bytes = 32 << 10 } });
    home = spawn(remote.back, "taker", messages, bytes);
    CHECK_CODE(echo_echo_lookup(remote.front, "back/taker", NULL, &now.to, NULL), GR_OK);
}

static void close_scene(void)
{
    remote_close(&remote);
}

static void begin_pushing(gr_node *node, const char *kind, uint32_t n)
{
    echo_text text = { .text = (char *)kind, .number = n };
    CHECK_CODE(echo_echo_note_oneway(spawn(node, NULL, 0, 0), &text, NULL), GR_OK);
}

static void sleep_for(uint32_t ms, echo_echo_sleep_future *future)
{
    CHECK_CODE(echo_echo_sleep_async(home, &(echo_number){ .number = ms },
                                     &(gr_call_options){ .timeout_ms = GR_FOREVER }, future),
               GR_OK);
    sim_settle(remote.env);
}

static gr_actor_stats stats_of(echo_echo echo)
{
    gr_actor_stats stats = { 0 };
    CHECK_CODE(gr_actor_get_stats(echo.ref, &stats), GR_OK);
    return stats;
}

static uint64_t time_ns(void)
{
    return remote.env->ops->now_ns(remote.env);
}

static const struct gri_mailbox *mailbox(void)
{
    struct gri_shard *shard = gri_core_shard(&remote.back->core, home.ref.actor);
    return &((struct gri_actor *)gri_slab_find(&shard->actors, home.ref.actor))->mailbox;
}

/* ---- credits ---- */

/* Looks at the bound after each step of anyone. */
static void whatever_senders_may_send_never_exceeds_the_bound(void)
{
    static const struct {
        uint32_t messages;
        size_t bytes, filler;
    } cases[] = { { 1, 0, 0 }, { 2, 0, 0 }, { 10, 0, 100 }, { 1000, 20000, 1000 } };
    for (uint64_t seed = 1; seed <= 12; seed++) {
        size_t at = seed % 4;
        open_scene(seed, cases[at].messages, cases[at].bytes);
        now.bytes = cases[at].filler;
        gr_node *third = remote_node(remote.env, "third", NULL);
        CHECK_CODE(gr_node_connect(third, REMOTE_URL), GR_OK);
        echo_echo from_front = now.to;
        CHECK_CODE(echo_echo_lookup(third, "back/taker", NULL, &now.to, NULL), GR_OK);
        begin_pushing(third, "0", 100);
        begin_pushing(third, "1", 100);
        for (int i = 0; i < 20; i++) { /* they take the ref when they begin each push */
            CHECK(remote.env->ops->step(remote.env));
        }
        now.to = from_front;
        begin_pushing(remote.front, "2", 100);
        begin_pushing(remote.front, "3", 100);
        uint32_t max = atomic_load(&mailbox()->max);
        size_t max_bytes = atomic_load(&mailbox()->max_bytes);
        bool holds = true;
        while (now.ok < 400 && holds) {
            CHECK(remote.env->ops->step(remote.env));
            holds = CHECK(atomic_load(&mailbox()->n) <= max) &&
                    CHECK(atomic_load(&mailbox()->bytes) <= max_bytes);
        }
        sim_settle(remote.env);
        CHECK_UINT(now.taken, 400);
        CHECK_UINT(remote_stats(remote.back).rejected, 0);
        remote_end(third);
        close_scene();
    }
}

static void promises_take_at_most_half_of_a_mailbox(void)
{
    open_scene(1, 100, 0);
    begin_pushing(remote.front, "0", 900);
    for (uint64_t until_ns = time_ns() + 50 * MS; time_ns() < until_ns;) {
        CHECK(remote.env->ops->step(remote.env));
        const struct gri_promises *promises = mailbox()->promises;
        CHECK(promises == NULL || promises->n <= 50);
    }
    CHECK_UINT(now.taken, 900);
    CHECK(mailbox()->promises->n > 10); /* the window has grown */
    close_scene();
}

/* Each grant costs a frame there and back, and wakes somebody. */
static void credits_come_many_at_a_time(void)
{
    unsigned grants = 0;
    uint32_t promised = 0;
    open_scene(1, 100, 0);
    begin_pushing(remote.front, "0", 900);
    for (uint64_t until_ns = time_ns() + 50 * MS; time_ns() < until_ns;) {
        CHECK(remote.env->ops->step(remote.env));
        const struct gri_promises *promises = mailbox()->promises;
        uint32_t n = promises == NULL ? 0 : promises->n;
        grants += n > promised;
        promised = n;
    }
    CHECK_UINT(now.taken, 900);
    CHECK(grants < 900 / 30);
    close_scene();
}

/* Asks ahead that are answered with nothing, one after the other, must not be followed by more of
 * their kind: none of them would ever wait for room. */
static void who_stands_in_line_asks_once_all_is_answered(void)
{
    struct gri_flows flows = { .table = NULL };
    struct gri_flow *flow;
    struct gri_flow_ask ask;
    struct gri_flow_waiter waiters[2] = { { .bytes = 100 }, { .bytes = 100 } };
    open_scene(1, 0, 0);
    CHECK_CODE(gri_waiter_init(&waiters[0].waiter, remote.env), GR_OK);
    CHECK_CODE(gri_waiter_init(&waiters[1].waiter, remote.env), GR_OK);
    CHECK_CODE(gri_flow_open(&flows, 1, &flow), GR_OK);
    gri_flow_join(flow, &waiters[0]);
    CHECK(gri_flow_wants(flow, &ask));
    CHECK_UINT(ask.least_bytes, 100);
    gri_flow_asked(flow, &ask);
    gri_flow_grant(flow, 2, 200, ask.n);
    CHECK(!gri_flow_is_waited_for(flow));
    CHECK(gri_flow_wants(flow, &ask));
    CHECK(ask.n > 1 && ask.least_bytes == 0);
    gri_flow_asked(flow, &ask);
    CHECK(gri_flow_take(flow, 100));
    CHECK(!gri_flow_take(flow, 100));
    gri_flow_join(flow, &waiters[1]);
    for (uint32_t left = ask.n; left > 0; left--) {
        struct gri_flow_ask more;
        CHECK(!gri_flow_wants(flow, &more));
        gri_flow_grant(flow, 0, 0, 1);
    }
    CHECK(gri_flow_wants(flow, &ask));
    CHECK_UINT(ask.least_bytes, 100);
    gri_flow_leave(flow, &waiters[1]);
    gri_flows_fini(&flows);
    close_scene();
}

/* Who waits for room is answered once for all places that become free in a round. */
static void who_stands_in_line_is_granted_all_that_a_round_sets_free(void)
{
    echo_echo_sleep_future future;
    open_scene(1, 10, 0);
    begin_pushing(remote.front, "0", 100);
    sim_advance(remote.env, 10 * MS);
    CHECK_UINT(now.taken, 100);
    sleep_for(50, &future);
    echo_echo there = now.to;
    now.to = home;
    begin_pushing(remote.back, "1", 10);
    sim_advance(remote.env, 10 * MS);
    CHECK_UINT(atomic_load(&mailbox()->n), 10);
    now.to = there;
    begin_pushing(remote.front, "2", 20);
    sim_advance(remote.env, 10 * MS);
    CHECK_UINT(mailbox()->promises->n, 0);
    while (mailbox()->promises->n == 0 && CHECK(remote.env->ops->step(remote.env))) {
    }
    CHECK_UINT(mailbox()->promises->n, 5); /* half of it */
    CHECK_CODE(echo_echo_sleep_await(&future, NULL, NULL), GR_OK);
    sim_settle(remote.env);
    CHECK_UINT(now.taken, 130);
    close_scene();
}

/* Pushes some, and goes on without an end in sight. */
static gr_code push_and_sleep(struct echo_echo_self *self, gr_context *ctx,
                              const echo_text *request)
{
    gr_code code = push_many(self, ctx, request);
    return code == GR_OK ? gr_sleep(ctx, 60000) : code;
}

static void what_a_handler_sends_leaves_though_the_handler_goes_on(void)
{
    static echo_echo_type type;
    echo_echo pusher = { { 0 } };
    open_scene(1, 100, 0);
    begin_pushing(remote.front, "0", 20); /* leaves credits behind */
    sim_advance(remote.env, 10 * MS);
    type = remote_echo_type;
    type.note = push_and_sleep;
    CHECK_CODE(echo_echo_spawn(remote.front, &type, NULL, &pusher, NULL), GR_OK);
    CHECK_CODE(
        echo_echo_note_oneway(pusher, &(echo_text){ .text = (char *)"1", .number = 5 }, NULL),
        GR_OK);
    sim_advance(remote.env, 10 * MS);
    CHECK_UINT(now.taken, 25);
    CHECK_CODE(gr_actor_stop(pusher.ref, NULL), GR_OK);
    close_scene();
}

static void who_waits_here_and_who_waits_there_take_turns(void)
{
    for (uint64_t seed = 1; seed <= 6; seed++) {
        open_scene(seed, 1 + (uint32_t)(seed % 3) * 4, 0);
        now.handler_ms = 1;
        now.wanted = 400;
        now.timeout_ms = GR_FOREVER;
        begin_pushing(remote.front, "0", 100);
        begin_pushing(remote.front, "1", 100);
        sim_advance(remote.env, MS / 10);
        now.to = home;
        begin_pushing(remote.back, "2", 100);
        begin_pushing(remote.back, "3", 100);
        for (int i = 0; i < 50; i++) {
            CHECK(remote.env->ops->step(remote.env));
        }
        sim_advance(remote.env, 2000 * MS);
        CHECK_UINT(now.taken, 400);
        CHECK(now.halfway[0] + now.halfway[1] >= 50);
        CHECK(now.halfway[2] + now.halfway[3] >= 50);
        close_scene();
    }
}

static void unused_credits_are_given_back_after_a_while(void)
{
    open_scene(1, 100, 0);
    begin_pushing(remote.front, "0", 100);
    sim_settle(remote.env);
    CHECK(stats_of(home).promised > 0);
    sim_advance(remote.env, 1200 * MS);
    CHECK_UINT(stats_of(home).promised, 0);
    CHECK_UINT(atomic_load(&mailbox()->bytes), 0);
    CHECK_UINT(remote.front->peers.sessions.next != &remote.front->peers.sessions, 1);
    struct gri_peer *peer = GRI_CONTAINER(remote.front->peers.sessions.next, struct gri_peer, link);
    CHECK_UINT(peer->flows.n, 0);
    close_scene();
}

static void unused_credits_are_given_back_when_somebody_waits(void)
{
    open_scene(1, 8, 0);
    begin_pushing(remote.front, "0", 20);
    sim_settle(remote.env);
    uint32_t promised = stats_of(home).promised;
    CHECK(promised > 0);
    echo_echo_sleep_future future;
    sleep_for(300, &future);
    now.to = home;
    now.timeout_ms = 100;
    for (uint32_t i = 0; i < 8; i++) {
        CHECK_CODE(push(1, i), GR_OK);
    }
    CHECK_UINT(stats_of(home).promised, 0);
    CHECK_CODE(push(1, 8), GR_DEADLINE_EXCEEDED);
    CHECK_CODE(echo_echo_sleep_await(&future, NULL, NULL), GR_OK);
    close_scene();
}

static void a_lost_session_returns_its_credits(void)
{
    open_scene(1, 100, 0);
    begin_pushing(remote.front, "0", 100);
    sim_settle(remote.env);
    CHECK(stats_of(home).promised > 0);
    sim_cut(remote.env, REMOTE_URL);
    sim_settle(remote.env);
    CHECK_UINT(stats_of(home).promised, 0);
    CHECK_UINT(atomic_load(&mailbox()->n), 0);
    CHECK_UINT(atomic_load(&mailbox()->bytes), 0);
    close_scene();
}

/* Its ask stands in line when the session ends: those behind it go on. */
static void a_lost_session_s_ask_keeps_nobody_waiting(void)
{
    open_scene(1, 1, 0);
    echo_echo_sleep_future future;
    sleep_for(200, &future);
    CHECK_CODE(push(0, 0), GR_OK);
    begin_pushing(remote.front, "1", 1);
    sim_settle(remote.env);
    CHECK_UINT(stats_of(home).waiting, 1);
    now.to = home;
    begin_pushing(remote.back, "2", 1);
    sim_settle(remote.env);
    CHECK_UINT(stats_of(home).waiting, 2);
    sim_cut(remote.env, REMOTE_URL);
    sim_settle(remote.env);
    CHECK_UINT(stats_of(home).waiting, 1);
    CHECK_UINT(now.gone, 1);
    CHECK_CODE(echo_echo_sleep_await(&future, NULL, NULL), GR_OK);
    sim_settle(remote.env);
    CHECK_UINT(now.next[2], 1);
    close_scene();
}

/* ---- waiting for a credit ---- */

static void who_waits_for_a_credit_gives_up_at_its_deadline(void)
{
    open_scene(1, 1, 0);
    echo_echo_sleep_future future;
    sleep_for(300, &future);
    CHECK_CODE(push(0, 0), GR_OK);
    now.timeout_ms = 50;
    uint64_t began_ns = time_ns();
    CHECK_CODE(push(0, 1), GR_DEADLINE_EXCEEDED);
    CHECK(time_ns() - began_ns >= 50 * MS && time_ns() - began_ns < 52 * MS);
    gr_error error = GR_ERROR_INIT;
    CHECK_CODE(echo_echo_queue_sync(now.to, &(echo_text){ .number = 7 },
                                    &(gr_call_options){ .timeout_ms = 50 }, NULL, &error),
               GR_DEADLINE_EXCEEDED);
    CHECK_UINT(error.ran, GR_RAN_NO);
    gr_error_fini(&error);
    echo_echo_queue_future queued = { NULL };
    CHECK_CODE(echo_echo_queue_async(now.to, &(echo_text){ .number = 7 },
                                     &(gr_call_options){ .timeout_ms = 50 }, &queued),
               GR_DEADLINE_EXCEEDED);
    now.timeout_ms = 1000;
    CHECK_CODE(push(0, 1), GR_OK);
    CHECK_CODE(echo_echo_sleep_await(&future, NULL, NULL), GR_OK);
    sim_settle(remote.env);
    CHECK_UINT(now.taken, 2);
    close_scene();
}

static void a_oneway_without_a_deadline_waits_for_five_seconds(void)
{
    open_scene(1, 1, 0);
    echo_echo_sleep_future future;
    sleep_for(20000, &future);
    CHECK_CODE(push(0, 0), GR_OK);
    uint64_t began_ns = time_ns();
    CHECK_CODE(push(0, 1), GR_DEADLINE_EXCEEDED);
    CHECK(time_ns() - began_ns >= 5000 * MS && time_ns() - began_ns < 5003 * MS);
    CHECK_CODE(echo_echo_sleep_await(&future, NULL, NULL), GR_OK);
    close_scene();
}

static void who_waits_for_a_credit_hears_of_the_actor_s_end(void)
{
    open_scene(1, 1, 0);
    echo_echo_sleep_future future;
    sleep_for(5000, &future);
    CHECK_CODE(push(0, 0), GR_OK);
    begin_pushing(remote.front, "1", 2);
    begin_pushing(remote.front, "2", 2);
    sim_settle(remote.env);
    CHECK_UINT(now.ok + now.gone, 0);
    CHECK_CODE(gr_actor_stop(home.ref, NULL), GR_OK);
    sim_settle(remote.env);
    CHECK_UINT(now.gone, 4); /* each one's second found out by asking */
    CHECK_CODE(echo_echo_sleep_await(&future, NULL, NULL), GR_CANCELLED);
    close_scene();
}

static void who_waits_for_a_credit_may_be_stopped(void)
{
    open_scene(1, 1, 0);
    echo_echo_sleep_future future;
    sleep_for(100, &future);
    CHECK_CODE(push(0, 0), GR_OK);
    echo_echo pusher = spawn(remote.front, NULL, 0, 0);
    CHECK_CODE(
        echo_echo_note_oneway(pusher, &(echo_text){ .text = (char *)"1", .number = 1 }, NULL),
        GR_OK);
    sim_settle(remote.env);
    CHECK_CODE(gr_actor_stop(pusher.ref, NULL), GR_OK);
    CHECK_UINT(now.other, 1); /* CANCELLED */
    CHECK_CODE(echo_echo_sleep_await(&future, NULL, NULL), GR_OK);
    CHECK_CODE(push(0, 1), GR_OK);
    close_scene();
}

static void what_is_larger_than_the_bound_gets_into_an_empty_mailbox(void)
{
    open_scene(1, 100, 1000);
    begin_pushing(remote.front, "0", 10); /* leaves unused credits behind */
    sim_settle(remote.env);
    now.bytes = 5000;
    begin_pushing(remote.front, "1", 5);
    begin_pushing(remote.front, "2", 5);
    sim_advance(remote.env, 300 * MS);
    CHECK_UINT(now.taken, 20);
    close_scene();
}

/* It is not waited for: there will never be room. */
static void what_the_other_node_never_takes_is_refused_at_once(void)
{
    static uint8_t large[70000];
    open_scene(1, 10, 0);
    remote_end(remote.back);
    remote.back =
        remote_node(remote.env, "back", &(gr_node_options){ .limits = { .message_bytes = 8192 } });
    home = spawn(remote.back, "taker", 10, 0);
    CHECK_CODE(gr_node_listen(remote.back, REMOTE_URL, NULL), GR_OK);
    sim_advance(remote.env, 10000 * MS);
    CHECK_CODE(echo_echo_lookup(remote.front, "back/taker", NULL, &now.to, NULL), GR_OK);
    uint64_t began_ns = time_ns();
    echo_text text = { .filler = { sizeof(large), large } };
    CHECK_CODE(echo_echo_push_oneway(now.to, &text, NULL), GR_INVALID_ARGUMENT);
    CHECK(time_ns() - began_ns < 5 * MS);
    CHECK_CODE(push(0, 0), GR_OK);
    close_scene();
}

/* ---- on real threads ---- */

enum { PUSHERS = 6, PUSHES = 1500 };

static struct {
    echo_echo to[3]; /* as each node knows it */
    uint32_t next[PUSHERS];
    _Atomic uint32_t ok, failed;
} real;

static gr_code push_really(struct echo_echo_self *self, gr_context *ctx, const echo_text *request)
{
    (void)self;
    (void)ctx;
    for (uint32_t i = 0; i < PUSHES; i++) {
        echo_text text = { .number = request->number << 16 | i };
        gr_code code = echo_echo_push_oneway(real.to[request->number % 3], &text, NULL);
        atomic_fetch_add(code == GR_OK ? &real.ok : &real.failed, 1);
        if (code != GR_OK) {
            break;
        }
    }
    return GR_OK;
}

static gr_code take_really(struct echo_echo_self *self, gr_context *ctx, const echo_text *request)
{
    (void)self;
    uint32_t kind = request->number >> 16;
    uint32_t number = request->number & 0xffffu;
    CHECK_UINT(number, real.next[kind]);
    real.next[kind] = number + 1;
    return number % 500 == 0 ? gr_sleep(ctx, 1) : GR_OK;
}

static gr_code take_and_hang(struct echo_echo_self *self, gr_context *ctx, const echo_text *request)
{
    (void)self;
    (void)request;
    gr_ignore(gr_sleep(ctx, 60000)); /* until it is stopped */
    return GR_OK;
}

static echo_echo spawn_really(gr_node *node, const echo_echo_type *type, const char *name)
{
    echo_echo echo = { { 0 } };
    const gr_spawn_options options = { .name = name, .mailbox_messages = name == NULL ? 0 : 20 };
    CHECK_CODE(echo_echo_spawn(node, type, &options, &echo, NULL), GR_OK);
    return echo;
}

/* Until it has handled so many, and, at the end, nothing is promised any more. */
static void await_taker(echo_echo taker, uint64_t handled, bool is_over)
{
    gr_actor_stats stats = { 0 };
    do {
        CHECK_CODE(gr_actor_get_stats(taker.ref, &stats), GR_OK);
        CHECK(stats.queued + stats.promised <= stats.queued_max);
        sched_yield();
    } while (stats.handled < handled || (is_over && stats.promised > 0));
}

/* Actors of three nodes push at one of the first. */
static void push_on_threads(const echo_echo_type *taker, uint64_t wanted)
{
    static echo_echo_type pusher;
    static const char *const names[] = { "back", "front", "third" };
    size_t descriptors = remote_descriptors();
    gr_node *nodes[3];
    char url[80];
    memset(&real, 0, sizeof(real));
    pusher = remote_echo_type;
    pusher.note = push_really;
    snprintf(url, sizeof(url), "abstract://greenroom-credit-%d", (int)getpid());
    for (uint32_t i = 0; i < 3; i++) {
        nodes[i] = remote_node(gri_env_real(), names[i], &(gr_node_options){ .workers = 3 });
    }
    echo_echo own = spawn_really(nodes[0], taker, "taker");
    CHECK_CODE(gr_node_listen(nodes[0], url, NULL), GR_OK);
    for (uint32_t i = 0; i < 3; i++) {
        CHECK(i == 0 || CHECK_CODE(gr_node_connect(nodes[i], url), GR_OK));
        CHECK_CODE(echo_echo_lookup(nodes[i], "back/taker", NULL, &real.to[i], NULL), GR_OK);
    }
    for (uint32_t i = 0; i < PUSHERS; i++) {
        CHECK_CODE(echo_echo_note_oneway(spawn_really(nodes[i % 3], &pusher, NULL),
                                         &(echo_text){ .number = i }, NULL),
                   GR_OK);
    }
    await_taker(own, wanted, false);
    remote_end(nodes[2]); /* whose pushers may wait in line */
    remote_end(nodes[1]);
    await_taker(own, wanted, true);
    remote_end(nodes[0]);
    remote_await_descriptors(descriptors);
}

static void many_threads_and_nodes_push_in_order(void)
{
    static echo_echo_type taker;
    taker = remote_echo_type;
    taker.push = take_really;
    push_on_threads(&taker, PUSHERS * PUSHES);
    CHECK_UINT(atomic_load(&real.ok), PUSHERS * PUSHES);
    CHECK_UINT(atomic_load(&real.failed), 0);
}

static void nodes_end_while_their_actors_wait_for_credits(void)
{
    static echo_echo_type taker;
    remote_log_keep();
    taker = remote_echo_type;
    taker.push = take_and_hang;
    for (int i = 0; i < 5; i++) {
        push_on_threads(&taker, 1);
        CHECK(atomic_load(&real.failed) > 0); /* some had not begun */
    }
    remote_log_stop();
}

enum { ORDERS = 9 };

/* Of who sends orders and computes, and who takes them. */
static struct {
    echo_echo to;
    _Atomic uint32_t taken, seen;
    sem_t done;
} orders;

static gr_code take_order(struct echo_echo_self *self, gr_context *ctx, const echo_text *request)
{
    (void)self;
    (void)ctx;
    (void)request;
    atomic_fetch_add(&orders.taken, 1);
    return GR_OK;
}

/* Thrice three orders. Half a minute without them is a failure. */
static gr_code order_and_compute(struct echo_echo_self *self, gr_context *ctx,
                                 const echo_text *request)
{
    (void)self;
    (void)ctx;
    (void)request;
    time_t end = time(NULL) + 30;
    for (uint32_t i = 0; i < ORDERS && time(NULL) < end; i++) {
        CHECK_CODE(echo_echo_note_oneway(orders.to, &(echo_text){ .number = i }, NULL), GR_OK);
        while (i % 3 == 2 && atomic_load(&orders.taken) <= i && time(NULL) < end) {
            sched_yield();
        }
    }
    atomic_store(&orders.seen, atomic_load(&orders.taken));
    sem_post(&orders.done);
    return GR_OK;
}

/* Nothing else happens that would make them leave: no ping, and no spare thread. */
static void order_on_threads(const gr_node_options *options)
{
    static echo_echo_type taker, orderer;
    size_t descriptors = remote_descriptors();
    char url[80];
    taker = orderer = remote_echo_type;
    taker.note = take_order;
    orderer.note = order_and_compute;
    snprintf(url, sizeof(url), "abstract://greenroom-orders-%d", (int)getpid());
    memset(&orders, 0, sizeof(orders));
    sem_init(&orders.done, 0, 0);
    gr_node *back = remote_node(gri_env_real(), "back", &(gr_node_options){ .ping_ms = 3600000 });
    gr_node *front = remote_node(gri_env_real(), "front", options);
    spawn_really(back, &taker, "taker");
    CHECK_CODE(gr_node_listen(back, url, NULL), GR_OK);
    CHECK_CODE(gr_node_connect(front, url), GR_OK);
    CHECK_CODE(echo_echo_lookup(front, "back/taker", NULL, &orders.to, NULL), GR_OK);
    CHECK_CODE(echo_echo_note_oneway(spawn_really(front, &orderer, NULL), &(echo_text){ 0 }, NULL),
               GR_OK);
    sem_wait(&orders.done);
    CHECK_UINT(atomic_load(&orders.seen), ORDERS);
    remote_end(front);
    remote_end(back);
    sem_destroy(&orders.done);
    remote_await_descriptors(descriptors);
}

static void what_a_handler_sends_leaves_though_the_handler_computes(void)
{
    order_on_threads(
        &(gr_node_options){ .workers = 1, .slow_after_ms = GR_FOREVER, .ping_ms = 3600000 });
    order_on_threads(
        &(gr_node_options){ .workers = 1, .slow_after_ms = 60000, .ping_ms = 3600000 });
}

/* ---- the link and its neighbours ---- */

static void a_slow_actor_stalls_neither_the_link_nor_its_neighbours(void)
{
    open_scene(1, 10, 0);
    now.bytes = 10000;
    echo_echo_sleep_future future;
    sleep_for(4000, &future);
    for (uint32_t kind = 0; kind < 6; kind++) {
        begin_pushing(remote.front, (const char *[]){ "0", "1", "2", "3", "4", "5" }[kind], 50);
    }
    sim_advance(remote.env, 100 * MS);
    uint64_t began_ns = time_ns();
    for (uint32_t i = 0; i < 100; i++) {
        CHECK_CODE(remote_say(remote.echo, i), GR_OK);
    }
    CHECK(time_ns() - began_ns < 100 * MS);
    CHECK_UINT(now.ok, 10);
    CHECK_CODE(echo_echo_sleep_await(&future, NULL, NULL), GR_OK);
    sim_advance(remote.env, 1000 * MS);
    CHECK_UINT(now.taken, 300);
    close_scene();
}

static uint32_t flood_next;

static gr_code flood(struct echo_echo_self *self, gr_context *ctx, const echo_text *request)
{
    (void)self;
    (void)ctx;
    for (uint32_t i = 0; i < request->number; i++) {
        gr_code code = echo_echo_push_oneway(now.to, &(echo_text){ .number = i },
                                             &(gr_oneway_options){ .timeout_ms = GR_FOREVER });
        if (!CHECK_CODE(code, GR_OK)) {
            return code;
        }
    }
    return GR_OK;
}

static gr_code take_slowly(struct echo_echo_self *self, gr_context *ctx, const echo_text *request)
{
    (void)self;
    if (request->number != flood_next) {
        CHECK_UINT(request->number, flood_next);
    }
    flood_next++;
    return request->number % 100 == 0 ? gr_sleep(ctx, 1) : GR_OK;
}

static void a_hundred_thousand_oneways_to_a_slow_actor_arrive_in_order(void)
{
    enum { N = 100000 };
    static echo_echo_type type;
    echo_echo slow, flooder;
    flood_next = 0;
    open_scene(1, 0, 0);
    type = remote_echo_type;
    type.push = take_slowly;
    type.note = flood;
    CHECK_CODE(
        echo_echo_spawn(remote.back, &type, &(gr_spawn_options){ .name = "slow" }, &slow, NULL),
        GR_OK);
    CHECK_CODE(echo_echo_lookup(remote.front, "back/slow", NULL, &now.to, NULL), GR_OK);
    CHECK_CODE(echo_echo_spawn(remote.front, &type, NULL, &flooder, NULL), GR_OK);
    CHECK_CODE(echo_echo_note_oneway(flooder, &(echo_text){ .number = N }, NULL), GR_OK);
    for (uint32_t i = 0; flood_next < N && i < 10000; i++) {
        CHECK_CODE(remote_say(remote.echo, i), GR_OK);
        sim_advance(remote.env, MS);
    }
    CHECK_UINT(flood_next, N);
    gr_actor_stats stats = stats_of(slow);
    CHECK_UINT(stats.handled, N);
    CHECK(stats.queued_high <= stats.queued_max);
    close_scene();
}

/* Nobody waits with a timer's: where there is no room it is refused. */
static void a_delayed_oneway_needs_no_credit(void)
{
    open_scene(1, 1, 0);
    const gr_oneway_options later = { .after_ms = 10 };
    CHECK_CODE(echo_echo_push_oneway(now.to, &(echo_text){ .number = 0 }, &later), GR_OK);
    sim_advance(remote.env, 20 * MS);
    CHECK_UINT(now.taken, 1);
    echo_echo_sleep_future future;
    sleep_for(100, &future);
    for (uint32_t i = 1; i < 4; i++) {
        CHECK_CODE(echo_echo_push_oneway(now.to, &(echo_text){ .number = i }, &later), GR_OK);
    }
    CHECK_CODE(echo_echo_sleep_await(&future, NULL, NULL), GR_OK);
    sim_settle(remote.env);
    CHECK_UINT(now.taken, 2);
    CHECK_UINT(remote_stats(remote.back).rejected, 2);
    close_scene();
}

static bool is_honest(gr_code code)
{
    return code == GR_OK || code == GR_RESOURCE_EXHAUSTED || code == GR_UNAVAILABLE ||
           code == GR_DEADLINE_EXCEEDED;
}

static void each_allocation_may_fail(void)
{
    bool failed = true;
    for (size_t nth = 1; failed; nth++) {
        open_scene(1, 4, 0);
        remote_log_keep();
        now.is_lossy = true;
        begin_pushing(remote.front, "0", 8);
        now.timeout_ms = 1000;
        suite_fail_allocation(nth);
        for (uint32_t i = 0; i < 4; i++) {
            gr_code code = push(1, i);
            CHECK(is_honest(code));
        }
        sim_settle(remote.env);
        failed = suite_allocation_failed();
        suite_fail_allocation(0);
        sim_advance(remote.env, 8000 * MS);
        CHECK_UINT(stats_of(home).promised, 0);
        CHECK_UINT(now.other == 0 || failed, 1);
        remote_log_stop();
        close_scene();
    }
}

/* ---- overrides ---- */

static void open_overridden(const gr_override *overrides, uint32_t n, uint32_t messages)
{
    memset(&now, 0, sizeof(now));
    remote_open_with(&remote, 1, NULL,
                     &(gr_node_options){ .overrides = overrides,
                                         .n_overrides = n,
                                         .limits = { .mailbox_messages = messages } });
    home = remote.home;
}

static void check_notes(uint32_t n, const uint32_t *numbers)
{
    CHECK_UINT(remote_record.n, n);
    for (uint32_t i = 0; i < n && i < remote_record.n; i++) {
        CHECK_UINT(remote_record.numbers[i], numbers[i]);
    }
}

static void a_node_may_override_what_a_full_mailbox_does(void)
{
    static const struct {
        gr_overflow overflow;
        gr_code fourth; /* as the sender sees it */
        uint32_t n;
        uint32_t numbers[3];
    } cases[] = {
        { GR_OVERFLOW_REJECT, GR_OK, 3, { 1, 2, 3 } },
        { GR_OVERFLOW_WAIT, GR_DEADLINE_EXCEEDED, 3, { 1, 2, 3 } },
        { GR_OVERFLOW_DROP_NEWEST, GR_OK, 3, { 1, 2, 3 } },
        { GR_OVERFLOW_DROP_OLDEST, GR_OK, 3, { 3, 4, 5 } },
        { GR_OVERFLOW_KEEP_LATEST, GR_OK, 2, { 4, 5, 0 } },
    };
    for (size_t i = 0; i < 5; i++) {
        const gr_override override = { .of = "echo.Echo.Note", .overflow = cases[i].overflow };
        open_overridden(&override, 1, 3);
        echo_echo_sleep_future future;
        sleep_for(15, &future);
        for (uint32_t k = 1; k <= 5; k++) {
            const gr_oneway_options brief = { .timeout_ms = k <= 3 ? 1000 : 5 };
            gr_code wanted = k <= 3 ? GR_OK : cases[i].fourth;
            CHECK_CODE(echo_echo_note_oneway(remote.echo, &(echo_text){ .number = k },
                                             cases[i].fourth == GR_OK ? NULL : &brief),
                       wanted);
            sim_settle(remote.env);
        }
        CHECK_CODE(echo_echo_sleep_await(&future, NULL, NULL), GR_OK);
        sim_settle(remote.env);
        check_notes(cases[i].n, cases[i].numbers);
        close_scene();
    }
}

static void a_node_may_override_a_service_s_bounds(void)
{
    const gr_override overrides[] = { { .of = "echo.Echo", .mailbox_messages = 7 },
                                      { .of = "echo.Other", .mailbox_bytes = 5 } };
    open_overridden(overrides, 2, 3);
    CHECK_UINT(stats_of(home).queued_max, 7);
    CHECK_UINT(stats_of(home).bytes_max, 8 << 20);
    echo_echo own = spawn(remote.back, NULL, 4, 4096); /* what a spawn says goes before */
    CHECK_UINT(stats_of(own).queued_max, 4);
    CHECK_UINT(stats_of(own).bytes_max, 4096);
    close_scene();
}

static void refuse_override(const gr_override *overrides, uint32_t n, const char *why)
{
    gr_node *node;
    gri_env *env = sim_create(1);
    remote_log_keep();
    CHECK_CODE(gri_node_create_in(
                   env, &(gr_node_options){ .overrides = overrides, .n_overrides = n }, &node),
               GR_INVALID_ARGUMENT);
    CHECK_UINT(remote_log_count(why), 1);
    remote_log_stop();
    sim_destroy(env);
}

static void senseless_overrides_are_refused(void)
{
    static const gr_override nameless = { .mailbox_messages = 1 };
    static const gr_override misnamed = { .of = "echo..Echo", .mailbox_messages = 1 };
    static const gr_override trailing = { .of = "echo.Echo.", .mailbox_messages = 1 };
    static const gr_override no_such = { .of = "echo.Echo.Note", .overflow = (gr_overflow)9 };
    static const gr_override both = { .of = "echo.Echo.Note",
                                      .mailbox_bytes = 1,
                                      .overflow = GR_OVERFLOW_WAIT };
    static const gr_override twice[] = { { .of = "a.B", .mailbox_bytes = 1 },
                                         { .of = "a.B", .mailbox_messages = 1 } };
    refuse_override(&nameless, 1, "it names no service or method");
    refuse_override(&misnamed, 1, "it names no service or method");
    refuse_override(&trailing, 1, "it names no service or method");
    refuse_override(&no_such, 1, "there is no such overflow");
    refuse_override(&both, 1, "these are two overrides");
    refuse_override(twice, 2, "there is one for it already");
    refuse_override(NULL, 1, "there are none");
}

static void refuse_spawn(const gr_override *override, const char *why)
{
    gri_env *env = sim_create(1);
    gr_node *node =
        remote_node(env, "n", &(gr_node_options){ .overrides = override, .n_overrides = 1 });
    gr_error error = GR_ERROR_INIT;
    echo_echo echo;
    CHECK_CODE(echo_echo_spawn(node, &remote_echo_type, NULL, &echo, &error), GR_INVALID_ARGUMENT);
    CHECK(strstr(error.message, why) != NULL);
    gr_error_fini(&error);
    remote_end(node);
    sim_destroy(env);
}

static void an_override_of_what_is_not_there_fails_the_spawn(void)
{
    refuse_spawn(&(gr_override){ .of = "echo.Echo.Gone", .overflow = GR_OVERFLOW_WAIT },
                 "no such method");
    refuse_spawn(&(gr_override){ .of = "echo.Echo", .overflow = GR_OVERFLOW_WAIT },
                 "it must name one");
    refuse_spawn(&(gr_override){ .of = "echo.Echo.Note", .mailbox_bytes = 5 },
                 "a method has no mailbox");
}

static void overrides_need_memory(void)
{
    static const gr_override overrides[] = { { .of = "a.B", .mailbox_bytes = 1 },
                                             { .of = "a.C", .mailbox_messages = 1 } };
    struct gri_policies policies = { 0 };
    char why[100];
    for (size_t nth = 1; nth <= 3; nth++) {
        suite_fail_allocation(nth);
        CHECK_CODE(gri_policies_init(&policies, overrides, 2, why, sizeof(why)),
                   GR_RESOURCE_EXHAUSTED);
    }
    CHECK_CODE(gri_policies_init(&policies, overrides, 2, why, sizeof(why)), GR_OK);
    suite_fail_allocation(1); /* then it is worked out each time */
    CHECK_UINT(gri_policy_overflow(&policies, &echo_echo_service, 0), GR_OVERFLOW_REJECT);
    gri_policies_fini(&policies);
}

/* ---- marks ---- */

static void an_actor_s_marks_tell_how_full_it_was(void)
{
    open_scene(1, 10, 100000);
    echo_echo_sleep_future future;
    sleep_for(50, &future);
    now.to = home;
    now.bytes = 1000;
    for (uint32_t i = 0; i < 6; i++) {
        CHECK_CODE(push(0, i), GR_OK);
    }
    gr_actor_stats stats = stats_of(home);
    CHECK_UINT(stats.handled, 1);
    CHECK_UINT(stats.queued, 6);
    CHECK_UINT(stats.queued_high, 6);
    CHECK_UINT(stats.queued_max, 10);
    CHECK(stats.bytes > 6000 && stats.bytes < 9000);
    CHECK_UINT(stats.bytes_high, stats.bytes);
    CHECK_UINT(stats.bytes_max, 100000);
    CHECK_CODE(echo_echo_sleep_await(&future, NULL, NULL), GR_OK);
    sim_settle(remote.env);
    stats = stats_of(home);
    CHECK_UINT(stats.handled, 7);
    CHECK_UINT(stats.queued, 0);
    CHECK_UINT(stats.bytes, 0);
    CHECK_UINT(stats.queued_high, 6);
    CHECK(stats.bytes_high > 6000);
    close_scene();
}

static void marks_are_of_this_node_s_actors_alone(void)
{
    open_scene(1, 0, 0);
    gr_actor_stats stats;
    CHECK_CODE(gr_actor_get_stats(now.to.ref, &stats), GR_UNIMPLEMENTED);
    CHECK_CODE(gr_actor_get_stats((gr_ref){ 0 }, &stats), GR_INVALID_ARGUMENT);
    CHECK_CODE(gr_actor_get_stats(home.ref, NULL), GR_INVALID_ARGUMENT);
    CHECK_CODE(gr_actor_stop(home.ref, NULL), GR_OK);
    CHECK_CODE(gr_actor_get_stats(home.ref, &stats), GR_UNAVAILABLE);
    close_scene();
}

GR_SUITE_PREPARED(
    "credit", remote_start_transport,
    { "whatever_senders_may_send_never_exceeds_the_bound",
      whatever_senders_may_send_never_exceeds_the_bound },
    { "promises_take_at_most_half_of_a_mailbox", promises_take_at_most_half_of_a_mailbox },
    { "credits_come_many_at_a_time", credits_come_many_at_a_time },
    { "who_stands_in_line_is_granted_all_that_a_round_sets_free",
      who_stands_in_line_is_granted_all_that_a_round_sets_free },
    { "who_stands_in_line_asks_once_all_is_answered",
      who_stands_in_line_asks_once_all_is_answered },
    { "what_a_handler_sends_leaves_though_the_handler_goes_on",
      what_a_handler_sends_leaves_though_the_handler_goes_on },
    { "who_waits_here_and_who_waits_there_take_turns",
      who_waits_here_and_who_waits_there_take_turns },
    { "unused_credits_are_given_back_after_a_while", unused_credits_are_given_back_after_a_while },
    { "unused_credits_are_given_back_when_somebody_waits",
      unused_credits_are_given_back_when_somebody_waits },
    { "a_lost_session_returns_its_credits", a_lost_session_returns_its_credits },
    { "a_lost_session_s_ask_keeps_nobody_waiting", a_lost_session_s_ask_keeps_nobody_waiting },
    { "who_waits_for_a_credit_gives_up_at_its_deadline",
      who_waits_for_a_credit_gives_up_at_its_deadline },
    { "a_oneway_without_a_deadline_waits_for_five_seconds",
      a_oneway_without_a_deadline_waits_for_five_seconds },
    { "who_waits_for_a_credit_hears_of_the_actor_s_end",
      who_waits_for_a_credit_hears_of_the_actor_s_end },
    { "who_waits_for_a_credit_may_be_stopped", who_waits_for_a_credit_may_be_stopped },
    { "what_is_larger_than_the_bound_gets_into_an_empty_mailbox",
      what_is_larger_than_the_bound_gets_into_an_empty_mailbox },
    { "what_the_other_node_never_takes_is_refused_at_once",
      what_the_other_node_never_takes_is_refused_at_once },
    { "many_threads_and_nodes_push_in_order", many_threads_and_nodes_push_in_order },
    { "what_a_handler_sends_leaves_though_the_handler_computes",
      what_a_handler_sends_leaves_though_the_handler_computes },
    { "nodes_end_while_their_actors_wait_for_credits",
      nodes_end_while_their_actors_wait_for_credits },
    { "a_slow_actor_stalls_neither_the_link_nor_its_neighbours",
      a_slow_actor_stalls_neither_the_link_nor_its_neighbours },
    { "a_hundred_thousand_oneways_to_a_slow_actor_arrive_in_order",
      a_hundred_thousand_oneways_to_a_slow_actor_arrive_in_order },
    { "a_delayed_oneway_needs_no_credit", a_delayed_oneway_needs_no_credit },
    { "each_allocation_may_fail", each_allocation_may_fail },
    { "a_node_may_override_what_a_full_mailbox_does",
      a_node_may_override_what_a_full_mailbox_does },
    { "a_node_may_override_a_service_s_bounds", a_node_may_override_a_service_s_bounds },
    { "senseless_overrides_are_refused", senseless_overrides_are_refused },
    { "an_override_of_what_is_not_there_fails_the_spawn",
      an_override_of_what_is_not_there_fails_the_spawn },
    { "overrides_need_memory", overrides_need_memory },
    { "an_actor_s_marks_tell_how_full_it_was", an_actor_s_marks_tell_how_full_it_was },
    { "marks_are_of_this_node_s_actors_alone", marks_are_of_this_node_s_actors_alone })
