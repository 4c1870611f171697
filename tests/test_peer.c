/* SPDX-License-Identifier: MIT */
/* Sessions between nodes in the virtual env: how they begin, what is found through them, and what
 * becomes of calls, refs and nodes when they end. One thread; no real time passes. */
#include <stdio.h>
#include <string.h>

#include "peers.h"
#include "support/remote.h"

#define MS UINT64_C(1000000)

/* ---- beginning ---- */

static void test_two_nodes_talk(void)
{
    struct remote remote;
    remote_open(&remote);
    echo_text *said = NULL;
    gr_error error = GR_ERROR_INIT;
    echo_text request = { .text = (char *)"hello", .number = 3 };
    CHECK_CODE(echo_echo_say_sync(remote.echo, &request, NULL, &said, &error), GR_OK);
    CHECK(said != NULL && strcmp(said->text, "hello") == 0);
    gr_free(said);
    echo_echo_say_future future;
    CHECK_CODE(echo_echo_say_async(remote.echo, &request, NULL, &future), GR_OK);
    CHECK_CODE(echo_echo_note_oneway(remote.echo, &request, NULL), GR_OK);
    CHECK_CODE(echo_echo_say_await(&future, &said, &error), GR_OK);
    gr_free(said);
    sim_settle(remote.env);
    CHECK_UINT(remote_record.n, 3);
    CHECK_UINT(remote_stats(remote.front).peers, 1);
    CHECK_UINT(remote_stats(remote.back).peers, 1);
    remote_close(&remote);
}

static void test_either_side_may_call(void)
{
    struct remote remote;
    remote_open(&remote);
    echo_echo there;
    remote_spawn(remote.front, "mirror");
    CHECK_CODE(echo_echo_lookup(remote.back, "front/mirror", NULL, &there, NULL), GR_OK);
    CHECK_CODE(remote_say(there, 4), GR_OK);
    remote_close(&remote);
}

static void test_an_actor_calls_across(void)
{
    struct remote remote;
    remote_open(&remote);
    echo_echo relay = remote_spawn(remote.front, NULL);
    remote_record.relay_to = remote.echo;
    echo_text *said = NULL;
    CHECK_CODE(echo_echo_relay_sync(relay, &(echo_text){ .number = 9 }, NULL, &said, NULL), GR_OK);
    CHECK(said != NULL && said->number == 9);
    gr_free(said);
    remote_close(&remote);
}

static void test_same_name_twice(void)
{
    struct remote remote;
    remote_open(&remote);
    CHECK_CODE(gr_node_connect(remote.front, REMOTE_URL), GR_ALREADY_EXISTS);
    CHECK_CODE(gr_node_listen(remote.front, REMOTE_URL, NULL), GR_ALREADY_EXISTS);
    CHECK_CODE(gr_node_connect(remote.front, "pigeon://post"), GR_INVALID_ARGUMENT);
    CHECK_CODE(gr_node_listen(remote.front, "pigeon://post", NULL), GR_INVALID_ARGUMENT);
    CHECK_CODE(gr_node_connect(remote.front, "ipc://"), GR_INVALID_ARGUMENT);
    remote_close(&remote);
}

/* It may: a list of addresses that is the same for all nodes has each one's own in it. */
static void test_node_dials_itself(void)
{
    gri_env *env = sim_create(1);
    remote_log_keep();
    gr_node *node = remote_node(env, "self", NULL);
    remote_spawn(node, "echo");
    CHECK_CODE(gr_node_listen(node, REMOTE_URL, NULL), GR_OK);
    for (unsigned i = 1; i <= 2; i++) { /* connecting anew tries once more */
        CHECK_CODE(gr_node_connect(node, REMOTE_URL), GR_OK);
        CHECK_CODE(gr_node_connect(node, REMOTE_URL), GR_ALREADY_EXISTS);
        sim_advance(env, 60000 * MS);
        CHECK_UINT(remote_log_count("event=connected_to_itself node=self url=ipc://back"), i);
    }
    CHECK_UINT(remote_stats(node).peers, 0);
    CHECK_UINT(remote_stats(node).protocol_errors, 0);
    echo_echo echo;
    CHECK_CODE(echo_echo_lookup(node, "self/echo", NULL, &echo, NULL), GR_OK);
    CHECK_CODE(remote_say(echo, 1), GR_OK);
    CHECK_CODE(echo_echo_lookup(node, "other/echo", NULL, &echo, NULL), GR_UNAVAILABLE);
    remote_end(node);
    sim_destroy(env);
    remote_log_stop();
}

static void test_max_peers(void)
{
    const gr_node_options one = { .limits = { .max_peers = 1 } };
    struct remote remote;
    remote_log_keep();
    remote_open_with(&remote, 1, NULL, &one);
    gr_node *late = remote_node(remote.env, "late", NULL);
    CHECK_CODE(gr_node_connect(late, REMOTE_URL), GR_OK);
    echo_echo echo;
    const gr_call_options second = { .timeout_ms = 1000 };
    CHECK_CODE(echo_echo_lookup(late, "back/echo", &second, &echo, NULL), GR_DEADLINE_EXCEEDED);
    CHECK(remote_log_count("this node takes no more sessions") > 0);
    CHECK_CODE(gr_node_connect(remote.back, "ipc://one"), GR_OK);
    CHECK_CODE(gr_node_connect(remote.back, "ipc://two"), GR_RESOURCE_EXHAUSTED);
    CHECK_CODE(remote_say(remote.echo, 1), GR_OK);
    remote_end(remote.front);
    CHECK_CODE(echo_echo_lookup(late, "back/echo", NULL, &echo, NULL), GR_OK);
    remote_end(late);
    remote_end(remote.back);
    sim_destroy(remote.env);
    remote_log_stop();
}

/* ---- lookups ---- */

static void test_lookup_waits(void)
{
    gri_env *env = sim_create(1);
    memset(&remote_record, 0, sizeof(remote_record));
    gr_node *front = remote_node(env, "front", NULL);
    gr_node *back = remote_node(env, "back", NULL);
    echo_echo asker = remote_spawn(front, NULL);
    remote_spawn(back, "echo");
    CHECK_CODE(gr_node_connect(front, REMOTE_URL), GR_OK);
    echo_text request = { .text = (char *)"back/echo", .number = 4000 };
    echo_echo_find_future future;
    CHECK_CODE(echo_echo_find_async(asker, &request, NULL, &future), GR_OK);
    sim_advance(env, 1000 * MS);
    CHECK(!gr_future_is_done(future.future));
    CHECK_CODE(gr_node_listen(back, REMOTE_URL, NULL), GR_OK);
    CHECK_CODE(echo_echo_find_await(&future, NULL), GR_OK);
    remote_end(front);
    remote_end(back);
    sim_destroy(env);
}

static gr_code look_up(gr_node *node, const char *name, gr_error *error)
{
    echo_echo echo;
    const gr_call_options half = { .timeout_ms = 500 };
    return echo_echo_lookup(node, name, &half, &echo, error);
}

static void test_lookup_deadline(void)
{
    gri_env *env = sim_create(1);
    gr_error error = GR_ERROR_INIT;
    gr_node *front = remote_node(env, "front", NULL);
    CHECK_CODE(look_up(front, "back/echo", &error), GR_UNAVAILABLE);
    CHECK_STR(error.message, "this node has no session with a node called \"back\": "
                             "gr_node_connect() to it first");
    CHECK_UINT(error.ran, GR_RAN_NO);
    CHECK_CODE(gr_node_connect(front, REMOTE_URL), GR_OK);
    uint64_t began_ns = env->ops->now_ns(env);
    CHECK_CODE(look_up(front, "back/echo", &error), GR_DEADLINE_EXCEEDED);
    uint64_t took_ms = (env->ops->now_ns(env) - began_ns) / MS;
    CHECK(took_ms >= 500 && took_ms < 502);
    CHECK(strstr(error.message, "not connected to \"back\" yet; ipc://back: ") != NULL);
    CHECK(strstr(error.message, "refused") != NULL);
    gr_error_fini(&error);
    remote_end(front);
    sim_destroy(env);
}

static void test_lookup_errors(void)
{
    struct remote remote;
    remote_open(&remote);
    gr_error error = GR_ERROR_INIT;
    echo_other other;
    CHECK_CODE(look_up(remote.front, "back/nobody", &error), GR_NOT_FOUND);
    CHECK_STR(error.message, "no actor is registered as \"nobody\" on node back");
    CHECK_CODE(look_up(remote.front, "elsewhere/echo", &error), GR_UNAVAILABLE);
    CHECK_CODE(look_up(remote.front, "back/what?", &error), GR_INVALID_ARGUMENT);
    CHECK_CODE(look_up(remote.front, "/echo", &error), GR_INVALID_ARGUMENT);
    CHECK_CODE(look_up(remote.front, "back/", &error), GR_INVALID_ARGUMENT);
    CHECK_CODE(echo_other_lookup(remote.front, "back/echo", NULL, &other, &error),
               GR_FAILED_PRECONDITION);
    CHECK_STR(error.message, "\"echo\" on node back is a echo.Echo, not a echo.Other");
    CHECK_CODE(gr_unregister(remote.back, "echo"), GR_OK);
    CHECK_CODE(look_up(remote.front, "back/echo", &error), GR_NOT_FOUND);
    CHECK_CODE(remote_say(remote.echo, 1), GR_OK); /* the ref it gave before is as good as ever */
    gr_error_fini(&error);
    remote_close(&remote);
}

/* ---- schemas that differ ---- */

/* Owned by its test: echo.Echo as a later or another version of the caller has it. */
struct other_schema {
    gr_service service;
    gr_method methods[32];
    char schema[16384];
};

static void other_schema_init(struct other_schema *other)
{
    const gr_service *own = &echo_echo_service;
    other->service = *own;
    memcpy(other->methods, own->methods, own->n_methods * sizeof(other->methods[0]));
    other->service.methods = other->methods;
    other->service.schema = other->schema;
    CHECK(strlen(own->schema) < sizeof(other->schema));
    snprintf(other->schema, sizeof(other->schema), "%s", own->schema);
    other->service.fingerprint[0] ^= 1;
}

static void test_schema_refused(void)
{
    struct remote remote;
    static struct other_schema other;
    remote_open(&remote);
    other_schema_init(&other);
    char *type = strstr(other.schema, "field echo.Text 2 number optional uint32");
    if (CHECK(type != NULL)) {
        memcpy(type, "field echo.Text 2 number optional uint64", 40);
    }
    gr_ref ref;
    gr_error error = GR_ERROR_INIT;
    CHECK_CODE(gr_stub_lookup(remote.front, "back/echo", &other.service, NULL, &ref, &error),
               GR_FAILED_PRECONDITION);
    CHECK(strstr(error.message, "echo.Text") != NULL && strstr(error.message, "number") != NULL);
    CHECK(strstr(error.message, "echo.Echo on node back: ") == error.message);
    CHECK_CODE(
        gr_stub_oneway(remote.echo.ref, &other.service, 2, &(echo_text){ .number = 1 }, NULL),
        GR_FAILED_PRECONDITION);
    CHECK_CODE(remote_say(remote.echo, 1), GR_OK);
    gr_error_fini(&error);
    remote_close(&remote);
}

/* The caller's version has a method more, in front of all others: the numbers of all differ. */
static void test_unknown_method(void)
{
    struct remote remote;
    static struct other_schema other;
    remote_open(&remote);
    other_schema_init(&other);
    const gr_service *own = &echo_echo_service;
    memcpy(&other.methods[1], own->methods, own->n_methods * sizeof(other.methods[0]));
    other.methods[0] = own->methods[1];
    other.methods[0].name = "Sing";
    other.service.n_methods++;
    gr_ref ref = { 0, 0, 0 };
    gr_error error = GR_ERROR_INIT;
    echo_text *said = NULL;
    const echo_text request = { .number = 5 };
    CHECK_CODE(gr_stub_lookup(remote.front, "back/echo", &other.service, NULL, &ref, NULL), GR_OK);
    CHECK_CODE(gr_stub_sync(ref, &other.service, 0, &request, NULL, &said, &error),
               GR_UNIMPLEMENTED);
    CHECK_STR(error.message, "echo.Echo on node back has no method Sing: it has an older schema");
    CHECK_UINT(error.ran, GR_RAN_NO);
    CHECK_CODE(gr_stub_sync(ref, &other.service, 2, &request, NULL, &said, &error), GR_OK);
    CHECK(said != NULL && said->number == 5);
    gr_free(said);
    CHECK_UINT(remote_record.n, 1);
    gr_error_fini(&error);
    remote_close(&remote);
}

/* ---- who may be called ---- */

static void test_private_actor(void)
{
    struct remote remote;
    remote_open(&remote);
    echo_echo own = remote_spawn(remote.back, NULL);
    echo_echo guessed = { { remote.echo.ref.node, remote.echo.ref.home, own.ref.actor } };
    gr_error error = GR_ERROR_INIT;
    CHECK_CODE(echo_echo_say_sync(guessed, &(echo_text){ 0 }, NULL, NULL, &error), GR_UNAVAILABLE);
    CHECK_STR(error.message, "the actor is gone");
    CHECK_UINT(error.ran, GR_RAN_NO);
    CHECK_CODE(echo_echo_note_oneway(guessed, &(echo_text){ 0 }, NULL), GR_OK);
    sim_settle(remote.env);
    CHECK_UINT(remote_record.n, 0);
    CHECK(remote_stats(remote.back).unavailable >= 2);
    gr_error_fini(&error);
    remote_close(&remote);
}

/* Owned by its actor. */
struct echo_other_self {
    int unused;
};

static gr_code on_say(struct echo_other_self *self, gr_context *ctx, const echo_text *request,
                      echo_text *reply)
{
    (void)self;
    (void)ctx;
    remote_record.n++;
    *reply = *request;
    return GR_OK;
}

static const echo_other_type other_type = ECHO_OTHER_TYPE(on_, ECHO_OTHER_NO_HOOKS);

/* A ref made another service's by force, both being known over there: its calls are told apart by
 * the numbers of their methods. */
static void test_cast_ref(void)
{
    struct remote remote;
    remote_open(&remote);
    echo_other other = { { 0 } };
    const gr_spawn_options options = { .name = "other" };
    CHECK_CODE(echo_other_spawn(remote.back, &other_type, &options, &other, NULL), GR_OK);
    CHECK_CODE(echo_other_lookup(remote.front, "back/other", NULL, &other, NULL), GR_OK);
    CHECK_CODE(echo_other_say_sync(other, &(echo_text){ 0 }, NULL, NULL, NULL), GR_OK);
    CHECK_CODE(remote_say(remote.echo, 1), GR_OK);
    CHECK_UINT(remote_record.n, 2);
    gr_error error = GR_ERROR_INIT;
    const echo_other no_other = { remote.echo.ref };
    const echo_echo no_echo = { other.ref };
    CHECK_CODE(echo_other_say_sync(no_other, &(echo_text){ 0 }, NULL, NULL, &error),
               GR_FAILED_PRECONDITION);
    CHECK_STR(error.message, "the actor is a echo.Echo, not a echo.Other");
    CHECK_UINT(error.ran, GR_RAN_NO);
    CHECK_CODE(echo_echo_say_sync(no_echo, &(echo_text){ 0 }, NULL, NULL, &error),
               GR_FAILED_PRECONDITION);
    CHECK_STR(error.message, "the actor is a echo.Other, not a echo.Echo");
    CHECK_CODE(echo_echo_note_oneway(no_echo, &(echo_text){ 0 }, NULL), GR_OK);
    sim_settle(remote.env);
    CHECK_UINT(remote_record.n, 2);
    gr_error_fini(&error);
    remote_close(&remote);
}

static void test_ref_in_message(void)
{
    struct remote remote;
    remote_open(&remote);
    echo_echo listener = remote_spawn(remote.front, NULL);
    echo_meeting request = ECHO__MEETING__INIT;
    echo_meeting *met = NULL;
    Greenroom__Ref storage;
    CHECK_CODE(echo_meeting_set_whom(&request, &storage, listener), GR_OK);
    CHECK_CODE(echo_echo_meet_sync(remote.echo, &request, NULL, &met, NULL), GR_OK);
    sim_settle(remote.env);
    CHECK_UINT(remote_record.n, 1);
    CHECK_UINT(remote_record.numbers[0], 77);
    echo_echo back = { { 0 } };
    CHECK_CODE(echo_meeting_get_whom(remote.front, met, &back), GR_OK);
    CHECK_CODE(remote_say(back, 5), GR_OK);
    gr_free(met);
    remote_close(&remote);
}

/* A third node, which only back knows. */
static void test_ref_without_session(void)
{
    struct remote remote;
    remote_open(&remote);
    gr_node *third = remote_node(remote.env, "third", NULL);
    echo_echo far = remote_spawn(third, "far");
    CHECK_CODE(gr_node_connect(third, REMOTE_URL), GR_OK);
    sim_settle(remote.env);
    echo_echo here = { { remote.echo.ref.node, far.ref.home, far.ref.actor } };
    gr_error error = GR_ERROR_INIT;
    CHECK_CODE(echo_echo_say_sync(here, &(echo_text){ 0 }, NULL, NULL, &error), GR_UNAVAILABLE);
    CHECK_STR(error.message, "node front has no session with the node this ref leads to");
    gr_error_fini(&error);
    remote_end(third);
    remote_close(&remote);
}

/* ---- ends ---- */

static void restart_back(struct remote *remote)
{
    remote->back = remote_node(remote->env, "back", NULL);
    remote->home = remote_spawn(remote->back, "echo");
    CHECK_CODE(gr_node_listen(remote->back, REMOTE_URL, NULL), GR_OK);
}

static void test_named_ref_across_restart(void)
{
    struct remote remote;
    remote_open(&remote);
    echo_echo named;
    CHECK_CODE(echo_echo_named(remote.front, "back/echo", &named), GR_OK);
    CHECK_CODE(remote_say(named, 1), GR_OK);
    remote_end(remote.back);
    sim_settle(remote.env);
    gr_error error = GR_ERROR_INIT;
    const gr_call_options shortly = { .timeout_ms = 100 };
    CHECK_CODE(echo_echo_say_sync(named, &(echo_text){ 0 }, &shortly, NULL, &error),
               GR_DEADLINE_EXCEEDED);
    CHECK_UINT(error.ran, GR_RAN_NO);
    restart_back(&remote);
    CHECK_CODE(remote_say(named, 2), GR_OK);
    CHECK_CODE(remote_say(remote.echo, 3), GR_UNAVAILABLE);
    CHECK_UINT(remote_record.n, 2);
    gr_error_fini(&error);
    remote_close(&remote);
}

/* The actor of that name is another one now: the named ref finds it at the second try, for a call
 * is never sent twice. */
static void test_named_ref_after_stop(void)
{
    struct remote remote;
    remote_open(&remote);
    echo_echo named;
    CHECK_CODE(echo_echo_named(remote.front, "back/echo", &named), GR_OK);
    CHECK_CODE(remote_say(named, 1), GR_OK);
    CHECK_CODE(gr_actor_stop(remote.home.ref, NULL), GR_OK);
    remote_spawn(remote.back, "echo");
    CHECK_CODE(remote_say(named, 2), GR_UNAVAILABLE);
    CHECK_CODE(remote_say(named, 3), GR_OK);
    CHECK_UINT(remote_record.n, 2);
    remote_close(&remote);
}

/* Repeated to a name, here from a timer, which cannot wait: it goes to whoever has the name. What
 * was due meanwhile is counted. */
static void test_repeated_by_name(void)
{
    struct remote remote;
    remote_open(&remote);
    echo_echo named;
    gr_timer timer;
    const gr_oneway_options often = { .every_ms = 100, .timer = &timer };
    CHECK_CODE(echo_echo_named(remote.front, "back/echo", &named), GR_OK);
    CHECK_CODE(echo_echo_note_oneway(named, &(echo_text){ 0 }, &often), GR_OK);
    uint64_t began_ns = remote.env->ops->now_ns(remote.env);
    sim_advance(remote.env, 1050 * MS);
    CHECK_UINT(remote_record.n, 10);
    CHECK_CODE(gr_actor_stop(remote.home.ref, NULL), GR_OK); /* the next actor of the name */
    remote_spawn(remote.back, "echo");
    sim_advance(remote.env, 1000 * MS);
    CHECK_UINT(remote_record.n, 19); /* one found nobody, and asked */
    remote_end(remote.back);         /* the next node of the name */
    sim_advance(remote.env, 1000 * MS);
    CHECK_UINT(remote_record.n, 19);
    restart_back(&remote);
    CHECK_CODE(echo_echo_lookup(remote.front, "back/echo", NULL, &remote.echo, NULL), GR_OK);
    sim_advance(remote.env, 1000 * MS);
    CHECK(remote_record.n >= 19 + 9 && remote_record.n <= 19 + 10);
    uint64_t n = (remote.env->ops->now_ns(remote.env) - began_ns) / (100 * MS);
    CHECK_UINT(remote_stats(remote.front).unavailable, n - remote_record.n);
    CHECK_CODE(gr_timer_cancel(timer), GR_OK);
    remote_close(&remote);
}

static void test_repeated_by_name_here(void)
{
    struct remote remote;
    remote_open(&remote);
    echo_echo named;
    gr_timer timer;
    const gr_oneway_options often = { .every_ms = 100, .timer = &timer };
    CHECK_CODE(echo_echo_named(remote.back, "echo", &named), GR_OK);
    CHECK_CODE(echo_echo_note_oneway(named, &(echo_text){ 0 }, &often), GR_OK);
    sim_advance(remote.env, 1050 * MS);
    CHECK_CODE(gr_actor_stop(remote.home.ref, NULL), GR_OK);
    sim_advance(remote.env, 1000 * MS);
    CHECK_UINT(remote_record.n, 10);
    CHECK_UINT(remote_stats(remote.back).unavailable, 10);
    remote_spawn(remote.back, "echo");
    sim_advance(remote.env, 1000 * MS);
    CHECK_UINT(remote_record.n, 20);
    CHECK_CODE(gr_timer_cancel(timer), GR_OK);
    remote_close(&remote);
}

static gr_code await_say(echo_echo_say_future *future, gr_ran *out_ran)
{
    echo_text *said = NULL;
    gr_error error = GR_ERROR_INIT;
    gr_code code = echo_echo_say_await(future, &said, &error);
    gr_free(said);
    *out_ran = error.ran;
    gr_error_fini(&error);
    return code;
}

/* The first fills the way, and its batch is not through when the session is cut; the others have
 * not left at all. */
static void test_cut_session(void)
{
    struct remote remote;
    remote_open(&remote);
    static uint8_t filler[1 << 20];
    echo_text large = { .filler = { sizeof(filler), filler } };
    echo_echo_say_future sent, unsent[10];
    sim_stall(remote.env, REMOTE_URL, true);
    CHECK_CODE(echo_echo_say_async(remote.echo, &large, NULL, &sent), GR_OK);
    sim_settle(remote.env);
    for (int i = 0; i < 10; i++) {
        CHECK_CODE(echo_echo_say_async(remote.echo, &(echo_text){ 0 }, NULL, &unsent[i]), GR_OK);
    }
    uint64_t cut_ns = remote.env->ops->now_ns(remote.env);
    sim_cut(remote.env, REMOTE_URL);
    sim_stall(remote.env, REMOTE_URL, false);
    gr_ran ran = GR_RAN_YES;
    CHECK_CODE(await_say(&sent, &ran), GR_UNAVAILABLE);
    CHECK_UINT(ran, GR_RAN_UNKNOWN);
    for (int i = 0; i < 10; i++) {
        CHECK(gr_future_is_done(unsent[i].future));
        CHECK_CODE(await_say(&unsent[i], &ran), GR_UNAVAILABLE);
        CHECK_UINT(ran, GR_RAN_NO);
    }
    CHECK(remote.env->ops->now_ns(remote.env) - cut_ns < MS);
    CHECK_UINT(remote_record.n, 0);
    remote_close(&remote);
}

/* The same for callers that are actors, whose calls stand in their worker's table. */
static void test_cut_session_of_actors(void)
{
    struct remote remote;
    remote_open(&remote);
    remote_record.relay_to = remote.echo;
    echo_echo relay = remote_spawn(remote.front, NULL);
    echo_echo_relay_future future;
    sim_stall(remote.env, REMOTE_URL, true);
    CHECK_CODE(echo_echo_relay_async(relay, &(echo_text){ 0 }, NULL, &future), GR_OK);
    sim_settle(remote.env);
    sim_cut(remote.env, REMOTE_URL);
    sim_settle(remote.env);
    CHECK(gr_future_is_done(future.future));
    gr_error error = GR_ERROR_INIT;
    CHECK_CODE(echo_echo_relay_await(&future, NULL, &error), GR_UNAVAILABLE);
    CHECK(strstr(error.message, "the session with back ended: the connection was lost") != NULL);
    gr_error_fini(&error);
    sim_stall(remote.env, REMOTE_URL, false);
    remote_close(&remote);
}

/* Lookups that wait for their answer end with the session, too. */
static void test_cut_lookup(void)
{
    struct remote remote;
    remote_open(&remote);
    echo_echo asker = remote_spawn(remote.front, NULL);
    echo_text request = { .text = (char *)"back/echo", .number = 4000 };
    echo_echo_find_future future;
    sim_stall(remote.env, REMOTE_URL, true);
    CHECK_CODE(echo_echo_find_async(asker, &request, NULL, &future), GR_OK);
    sim_settle(remote.env);
    sim_cut(remote.env, REMOTE_URL);
    sim_settle(remote.env);
    CHECK(gr_future_is_done(future.future));
    CHECK_CODE(echo_echo_find_await(&future, NULL), GR_UNAVAILABLE);
    sim_stall(remote.env, REMOTE_URL, false);
    remote_close(&remote);
}

static void test_reconnect(void)
{
    struct remote remote;
    remote_open(&remote);
    for (uint32_t i = 1; i <= 5; i++) {
        sim_cut(remote.env, REMOTE_URL);
        sim_settle(remote.env);
        CHECK_CODE(look_up(remote.front, "back/echo", NULL), GR_OK);
        CHECK_CODE(remote_say(remote.echo, i), GR_OK); /* the same incarnation: the ref holds */
    }
    CHECK_UINT(remote_record.n, 5);
    remote_close(&remote);
}

static unsigned tries_within(gri_env *env, uint64_t ns)
{
    unsigned before = remote_log_count("event=not_connected");
    sim_advance(env, ns);
    return remote_log_count("event=not_connected") - before;
}

static void test_back_off(void)
{
    gri_env *env = sim_create(1);
    remote_log_keep();
    gr_node *front = remote_node(env, "front", NULL);
    CHECK_CODE(gr_node_connect(front, REMOTE_URL), GR_OK);
    unsigned first = tries_within(env, 1000 * MS);
    CHECK(first >= 4 && first <= 12); /* 20 ms, doubled */
    tries_within(env, 20000 * MS);
    unsigned later = tries_within(env, 100000 * MS);
    CHECK(later >= 20 && later <= 40); /* 2.5 to 5 s */
    remote_end(front);
    sim_destroy(env);
    remote_log_stop();
}

/* ---- signs of life ---- */

static void test_quiet_session_stays(void)
{
    struct remote remote;
    remote_log_keep();
    remote_open(&remote);
    sim_advance(remote.env, 3600 * 1000 * MS);
    CHECK_UINT(remote_log_count("event=peer_closed"), 0);
    CHECK_CODE(remote_say(remote.echo, 1), GR_OK);
    remote_close(&remote);
    remote_log_stop();
}

static void test_silent_peer(void)
{
    const gr_node_options options = { .ping_ms = 1000 };
    struct remote remote;
    remote_log_keep();
    remote_open_with(&remote, 1, &options, &options);
    sim_stall(remote.env, REMOTE_URL, true);
    echo_echo_say_future future;
    const gr_call_options forever = { .timeout_ms = GR_FOREVER };
    CHECK_CODE(echo_echo_say_async(remote.echo, &(echo_text){ 0 }, &forever, &future), GR_OK);
    sim_advance(remote.env, 2500 * MS);
    CHECK(!gr_future_is_done(future.future));
    sim_advance(remote.env, 1200 * MS);
    CHECK(gr_future_is_done(future.future));
    gr_ran ran;
    CHECK_CODE(await_say(&future, &ran), GR_UNAVAILABLE);
    CHECK(remote_log_count("nothing was heard of it for 3") >= 2); /* either side */
    sim_stall(remote.env, REMOTE_URL, false);
    CHECK_CODE(look_up(remote.front, "back/echo", NULL), GR_OK);
    remote_close(&remote);
    remote_log_stop();
}

/* A frame that takes many times as long as a silent peer is given: its bytes are a sign of life to
 * whom they come to, who gives signs of its own meanwhile. Either way. */
static void test_slow_frame(void)
{
    static uint8_t filler[4 << 20];
    const gr_node_options options = { .ping_ms = 100, .limits = { .message_bytes = 8 << 20 } };
    struct remote remote;
    remote_log_keep();
    remote_open_with(&remote, 1, &options, &options);
    sim_set_delay(remote.env, 150 * MS, 190 * MS); /* for each 256 KiB at the most */
    const echo_text large = { .number = 1, .filler = { sizeof(filler), filler } };
    const gr_call_options minute = { .timeout_ms = 60000 };
    uint64_t began_ns = remote.env->ops->now_ns(remote.env);
    CHECK_CODE(echo_echo_say_sync(remote.echo, &large, &minute, NULL, NULL), GR_OK);
    CHECK(remote.env->ops->now_ns(remote.env) - began_ns > 2 * 16 * 150 * MS);
    CHECK_UINT(remote_log_count("event=peer_closed"), 0);
    remote_close(&remote);
    remote_log_stop();
}

/* Owned by its test: a connection that never says a thing. */
struct mute {
    gri_env *env;
    gri_stream *stream;
    uint8_t buf[256];
    bool is_over;
};

static void mute_received(void *arg, gr_code code, size_t n)
{
    struct mute *mute = arg;
    (void)n;
    if (code == GR_OK) {
        mute->env->ops->transport->stream_recv(mute->stream, mute->buf, sizeof(mute->buf));
        return;
    }
    mute->is_over = true;
}

static void mute_sent(void *arg, gr_code code)
{
    (void)arg;
    (void)code;
}

static void mute_closed(void *arg)
{
    (void)arg;
}

static void mute_dialed(void *arg, gr_code code, gri_stream *stream, const char *why)
{
    static const struct gri_stream_events events = { mute_received, mute_sent, mute_closed };
    struct mute *mute = arg;
    (void)why;
    if (CHECK_CODE(code, GR_OK)) {
        mute->stream = stream;
        mute->env->ops->transport->stream_start(stream, &events, mute);
        mute->env->ops->transport->stream_recv(stream, mute->buf, sizeof(mute->buf));
    }
}

/* The mute one says nothing; the other one begins a hello and never comes to its end. */
static void let_go_of(bool is_slow)
{
    static const uint8_t bytes[16] = { 100 };
    const gr_node_options options = { .ping_ms = 1000 };
    struct remote remote;
    remote_open_with(&remote, 1, NULL, &options);
    const struct gri_transport_ops *ops = remote.env->ops->transport;
    struct mute mute = { .env = remote.env };
    gri_dialer *dialer = NULL;
    CHECK_CODE(ops->dial(remote.env, REMOTE_URL, mute_dialed, &mute, &dialer, NULL, 0), GR_OK);
    sim_advance(remote.env, 100 * MS);
    CHECK_UINT(remote_stats(remote.back).peers, 2);
    for (size_t i = 0; i < sizeof(bytes); i++) {
        if (is_slow) {
            ops->stream_send(mute.stream, &bytes[i], 1);
        }
        sim_advance(remote.env, 250 * MS);
    }
    CHECK(mute.is_over);
    CHECK_UINT(remote_stats(remote.back).peers, 1);
    ops->stream_close(mute.stream);
    ops->dialer_destroy(dialer);
    remote_close(&remote);
}

static void test_no_hello(void)
{
    let_go_of(false);
    let_go_of(true);
}

/* ---- the end of a node ---- */

static void test_goodbye(void)
{
    struct remote remote;
    remote_log_keep();
    remote_open(&remote);
    echo_echo_hold_future future;
    CHECK_CODE(echo_echo_hold_async(remote.echo, &(echo_text){ 0 }, NULL, &future), GR_OK);
    sim_settle(remote.env);
    CHECK_UINT(remote_record.n_held, 1);
    remote_end(remote.back);
    gr_error error = GR_ERROR_INIT;
    CHECK_CODE(echo_echo_hold_await(&future, NULL, &error), GR_UNAVAILABLE);
    CHECK(strstr(error.message, "session") == NULL); /* the actor's own end, told in time */
    sim_settle(remote.env);
    CHECK_UINT(remote_log_count("reason=\"it said goodbye\""), 1);
    gr_error_fini(&error);
    restart_back(&remote);
    remote_close(&remote);
    remote_log_stop();
}

GR_SUITE("peer", { "two_nodes_talk", test_two_nodes_talk },
         { "either_side_may_look_up_and_call", test_either_side_may_call },
         { "an_actor_calls_across_and_waits_on_its_fiber", test_an_actor_calls_across },
         { "an_address_is_dialled_and_listened_at_once", test_same_name_twice },
         { "a_node_that_dials_itself_has_no_session_and_goes_on", test_node_dials_itself },
         { "sessions_over_max_peers_are_refused", test_max_peers },
         { "a_lookup_waits_for_a_session_that_is_connecting", test_lookup_waits },
         { "a_lookup_ends_at_its_deadline_and_says_why", test_lookup_deadline },
         { "a_lookup_says_what_is_wrong", test_lookup_errors },
         { "a_schema_that_contradicts_is_refused_and_named", test_schema_refused },
         { "a_method_unknown_there_is_unimplemented_for_that_call_alone", test_unknown_method },
         { "an_actor_that_was_not_registered_cannot_be_called", test_private_actor },
         { "a_ref_of_another_service_is_refused", test_cast_ref },
         { "a_ref_travels_in_a_message_and_can_be_called", test_ref_in_message },
         { "a_ref_to_a_node_without_session_is_unavailable", test_ref_without_session },
         { "a_named_ref_finds_the_restarted_node", test_named_ref_across_restart },
         { "a_named_ref_finds_the_next_actor_of_its_name", test_named_ref_after_stop },
         { "a_repeated_oneway_goes_to_whoever_has_the_name", test_repeated_by_name },
         { "a_repeated_oneway_goes_to_whoever_has_the_name_here", test_repeated_by_name_here },
         { "a_cut_session_ends_its_calls_and_knows_which_never_left", test_cut_session },
         { "a_cut_session_ends_the_calls_of_actors", test_cut_session_of_actors },
         { "a_cut_session_ends_its_lookups", test_cut_lookup },
         { "a_lost_session_comes_back_and_refs_hold", test_reconnect },
         { "dialling_backs_off", test_back_off },
         { "a_quiet_session_stays_up", test_quiet_session_stays },
         { "a_silent_peer_is_given_up", test_silent_peer },
         { "a_frame_that_is_slower_than_pings_is_no_silence", test_slow_frame },
         { "a_peer_that_never_says_hello_is_given_up", test_no_hello },
         { "a_node_says_goodbye_after_its_answers", test_goodbye })
