/* SPDX-License-Identifier: MIT */
/* The short way to actors of other nodes, and how it goes together with the long one: order, room,
 * lost sessions, and what a caller is told. In the virtual env. */
#include <stdio.h>
#include <string.h>

#include "actor.h"
#include "entry.h"
#include "support/remote.h"

static const uint64_t MS = 1000000;

enum { MANY = 3000 };

static struct remote remote;

/* What an actor of front does, by its Note; and what came of it. */
static struct {
    gr_code (*act)(gr_context *ctx);
    gr_code code;
    bool is_done;
    gr_error error;
} scene;

static gr_code on_act(struct echo_echo_self *self, gr_context *ctx, const echo_text *request)
{
    (void)self;
    (void)request;
    scene.code = scene.act(ctx);
    scene.is_done = true;
    return GR_OK;
}

/* An actor of front that does so. */
static echo_echo begin(gr_code (*act)(gr_context *ctx))
{
    static echo_echo_type type;
    echo_echo actor = { { 0 } };
    type = remote_echo_type;
    type.note = on_act;
    scene.act = act;
    scene.is_done = false;
    CHECK_CODE(echo_echo_spawn(remote.front, &type, NULL, &actor, NULL), GR_OK);
    CHECK_CODE(echo_echo_note_oneway(actor, &(echo_text){ .number = 0 }, NULL), GR_OK);
    return actor;
}

static void run(gr_code (*act)(gr_context *ctx))
{
    (void)begin(act);
    sim_advance(remote.env, 100 * MS);
    CHECK(scene.is_done);
}

/* How many methods the worker of front knows. */
static uint32_t n_known(void)
{
    uint32_t n = 0;
    for (size_t i = 0; i < GRI_KNOWN; i++) {
        n += remote.front->core.shards[0].known[i].peer != NULL;
    }
    return n;
}

static void check_order(uint32_t n)
{
    CHECK_UINT(remote_record.n, n);
    for (uint32_t i = 0; i < n && i < remote_record.n; i++) {
        if (!CHECK_UINT(remote_record.numbers[i], i)) {
            return;
        }
    }
}

/* ---- oneways ---- */

/* One with a time to live, or with a text, goes the long way. */
static gr_code count_by_either_way(gr_context *ctx)
{
    (void)ctx;
    gr_code code = GR_OK;
    for (uint32_t i = 0; i < MANY && code == GR_OK; i++) {
        const echo_number number = { .number = i };
        const gr_oneway_options options = { .timeout_ms = 60000 };
        code = i % 7 == 3   ? echo_echo_count_oneway(remote.echo, &number, &options)
               : i % 5 == 1 ? echo_echo_note_oneway(remote.echo, &(echo_text){ .number = i }, NULL)
                            : echo_echo_count_oneway(remote.echo, &number, NULL);
    }
    return code;
}

static void oneways_keep_their_order_by_either_way(void)
{
    remote_open(&remote);
    run(count_by_either_way);
    CHECK_CODE(scene.code, GR_OK);
    CHECK(n_known() >= 2);
    check_order(MANY);
    remote_close(&remote);
}

/* Little room to send: most find it full, and wait. */
static void who_finds_no_room_waits_by_the_long_way(void)
{
    const gr_node_options little = { .limits = { .send_bytes = 500 } };
    remote_open_with(&remote, 1, &little, NULL);
    (void)begin(count_by_either_way);
    while (!scene.is_done && CHECK(remote.env->ops->step(remote.env))) {
        for (size_t i = 0; i < GRI_KNOWN; i++) {
            const struct gri_peer *peer = remote.front->core.shards[0].known[i].peer;
            CHECK(peer == NULL || peer->out.len < 600);
        }
    }
    sim_settle(remote.env);
    CHECK_CODE(scene.code, GR_OK);
    check_order(MANY);
    remote_close(&remote);
}

static gr_code pour(gr_context *ctx)
{
    (void)ctx;
    gr_code code = GR_OK;
    for (uint32_t i = 0; i < MANY && code == GR_OK; i++) {
        code = echo_echo_pour_oneway(remote.echo, &(echo_number){ .number = i }, NULL);
    }
    return code;
}

/* What is promised is what was taken: in the end nothing is left of either. */
static void who_finds_no_credit_waits_by_the_long_way(void)
{
    remote_open(&remote);
    run(pour);
    CHECK_CODE(scene.code, GR_OK);
    check_order(MANY);
    sim_advance(remote.env, 2000 * MS);
    const struct gri_actor *actor =
        gri_slab_find(&remote.back->core.shards[0].actors, remote.home.ref.actor);
    CHECK(actor->mailbox.promises == NULL ||
          (actor->mailbox.promises->n == 0 && actor->mailbox.promises->bytes == 0));
    CHECK_UINT(atomic_load(&actor->mailbox.bytes), 0);
    remote_close(&remote);
}

static gr_code count_nothing(gr_context *ctx)
{
    (void)ctx;
    return echo_echo_count_oneway(remote.echo, NULL, NULL);
}

static void what_is_wrong_is_said_by_the_long_way(void)
{
    remote_open(&remote);
    run(count_by_either_way);
    remote_record.n = 0;
    run(count_nothing);
    CHECK_CODE(scene.code, GR_INVALID_ARGUMENT);
    CHECK_UINT(remote_record.n, 0);
    remote_close(&remote);
}

/* ---- calls ---- */

static gr_code sleep_there(uint32_t ms, uint32_t timeout_ms)
{
    echo_number *slept = NULL;
    const gr_call_options options = { .timeout_ms = timeout_ms };
    gr_code code = echo_echo_sleep_sync(remote.echo, &(echo_number){ .number = ms }, &options,
                                        &slept, &scene.error);
    if (code == GR_OK) {
        CHECK_UINT(slept->number, ms);
        gr_free(slept);
    }
    return code;
}

static gr_code sleep_twice(gr_context *ctx)
{
    (void)ctx;
    CHECK_CODE(sleep_there(1, 0), GR_OK);
    return sleep_there(1, 0);
}

static gr_code sleep_long(gr_context *ctx)
{
    (void)ctx;
    return sleep_there(10000, 50);
}

static gr_code sleep_patiently(gr_context *ctx)
{
    (void)ctx;
    return sleep_there(1000, 0);
}

static void a_call_by_the_short_way_returns_its_reply(void)
{
    remote_open(&remote);
    run(sleep_twice);
    CHECK_CODE(scene.code, GR_OK);
    CHECK_UINT(n_known(), 1);
    remote_close(&remote);
}

static void a_late_call_says_where_its_time_went(void)
{
    remote_open(&remote);
    run(sleep_twice);
    run(sleep_long);
    CHECK_CODE(scene.code, GR_DEADLINE_EXCEEDED);
    CHECK(strstr(scene.error.message, "in the handler") != NULL);
    CHECK(strstr(scene.error.path, "back/") != NULL);
    gr_error_fini(&scene.error);
    sim_advance(remote.env, 10 * MS);
    CHECK_CODE(remote_record.slept, GR_CANCELLED);
    remote_close(&remote);
}

/* It is told what became of it, and that it may have run; the worker forgets the session. Behind
 * it, the next session is found. */
static void a_lost_session_ends_a_call_and_is_forgotten(void)
{
    remote_open(&remote);
    run(sleep_twice);
    (void)begin(sleep_patiently);
    sim_advance(remote.env, 10 * MS);
    CHECK_UINT(n_known(), 1);
    sim_cut(remote.env, REMOTE_URL);
    sim_advance(remote.env, 1 * MS);
    CHECK(scene.is_done);
    CHECK_CODE(scene.code, GR_UNAVAILABLE);
    CHECK_UINT(scene.error.ran, GR_RAN_UNKNOWN);
    gr_error_fini(&scene.error);
    CHECK_UINT(n_known(), 0);
    sim_advance(remote.env, 1000 * MS);
    run(sleep_twice);
    CHECK_CODE(scene.code, GR_OK);
    CHECK_UINT(n_known(), 1);
    remote_close(&remote);
}

/* Whose actor is gone is told so. */
static void a_call_to_an_actor_that_is_gone_is_unavailable(void)
{
    remote_open(&remote);
    run(sleep_twice);
    CHECK_CODE(gr_actor_stop(remote.home.ref, NULL), GR_OK);
    run(sleep_patiently);
    CHECK_CODE(scene.code, GR_UNAVAILABLE);
    CHECK_STR(scene.error.message, "the actor is gone");
    gr_error_fini(&scene.error);
    remote_close(&remote);
}

GR_SUITE("far",
         { "oneways_keep_their_order_by_either_way", oneways_keep_their_order_by_either_way },
         { "who_finds_no_room_waits_by_the_long_way", who_finds_no_room_waits_by_the_long_way },
         { "who_finds_no_credit_waits_by_the_long_way", who_finds_no_credit_waits_by_the_long_way },
         { "what_is_wrong_is_said_by_the_long_way", what_is_wrong_is_said_by_the_long_way },
         { "a_call_by_the_short_way_returns_its_reply", a_call_by_the_short_way_returns_its_reply },
         { "a_late_call_says_where_its_time_went", a_late_call_says_where_its_time_went },
         { "a_lost_session_ends_a_call_and_is_forgotten",
           a_lost_session_ends_a_call_and_is_forgotten },
         { "a_call_to_an_actor_that_is_gone_is_unavailable",
           a_call_to_an_actor_that_is_gone_is_unavailable })
