/* SPDX-License-Identifier: MIT */
/* Monitors: that what is watched tells once, and when, here and from other nodes. */
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

#include "actor.h"
#include "bond.h"
#include "entry.h"

enum { SEEDS = 6 };

static gr_monitor_id watch(bond_member who, bond_member by, uint64_t tag)
{
    gr_monitor_id id = { 0, 0 };
    CHECK_CODE(gr_monitor(who.ref, bond_member_fell_notice(by), tag, &id), GR_OK);
    return id;
}

static bond_member find(gr_node *node, const char *name)
{
    bond_member found = { { 0, 0, 0 } };
    CHECK_CODE(bond_member_lookup(node, name, NULL, &found, NULL), GR_OK);
    return found;
}

static gr_code say(bond_member to, const char *text, uint32_t sleep_ms)
{
    const bond_word word = { .text = (char *)text, .sleep_ms = sleep_ms };
    return bond_member_say_oneway(to, &word, NULL);
}

/* ---- in one node ---- */

static void an_end_is_told_once_with_its_code_and_tag(void)
{
    for (uint32_t workers = 1; workers <= 3; workers++) {
        gri_env *env = bond_open(workers);
        gr_node *node = bond_node(env, "one", &(gr_node_options){ .workers = workers });
        bond_member watcher = bond_spawn(node, NULL);
        bond_member good = bond_spawn(node, NULL);
        bond_member bad = bond_spawn(node, NULL);
        watch(good, watcher, 1);
        watch(bad, watcher, 2);
        sim_settle(env);
        CHECK_STR(bond_traced(), "");
        CHECK_CODE(bond_stop(good, GR_OK), GR_OK);
        sim_settle(env);
        CHECK_STR(bond_traced(), "1:ENDED:OK");
        CHECK_CODE(bond_stop(bad, 142), GR_OK);
        sim_settle(env);
        CHECK_STR(bond_traced(), "ended:APPLICATION 2:ENDED:APPLICATION");
        CHECK_CODE(gr_actor_stop(good.ref, NULL), GR_UNAVAILABLE);
        bond_end(node);
        CHECK_STR(bond_traced(), "");
        bond_close(env);
    }
}

static void on_something_gone_it_fires_at_once(void)
{
    gri_env *env = bond_open(1);
    gr_node *node = bond_node(env, "one", NULL);
    bond_member watcher = bond_spawn(node, NULL);
    bond_member gone = bond_spawn(node, NULL);
    bond_member named;
    CHECK_CODE(gr_actor_stop(gone.ref, NULL), GR_OK);
    gr_monitor_id id = watch(gone, watcher, 1);
    CHECK_CODE(bond_member_named(node, "nobody", &named), GR_OK);
    watch(named, watcher, 2);
    CHECK_CODE(bond_member_named(node, "nowhere/nobody", &named), GR_OK);
    watch(named, watcher, 3);
    watch((bond_member){ { watcher.ref.node, 77, 77 } }, watcher, 4);
    sim_settle(env);
    CHECK_STR(bond_traced(),
              "1:GONE:UNAVAILABLE 2:GONE:NOT_FOUND 3:LOST:UNAVAILABLE 4:LOST:UNAVAILABLE");
    CHECK_CODE(gr_demonitor(id), GR_NOT_FOUND);
    bond_end(node);
    bond_close(env);
}

static void several_monitors_of_one_actor_are_told_each(void)
{
    gri_env *env = bond_open(1);
    gr_node *node = bond_node(env, "one", NULL);
    bond_member one = bond_spawn(node, NULL);
    bond_member other = bond_spawn(node, NULL);
    bond_member target = bond_spawn(node, "target");
    bond_member named;
    CHECK_CODE(bond_member_named(node, "target", &named), GR_OK);
    watch(target, one, 1);
    watch(named, one, 2);
    watch(target, other, 3);
    watch(target, target, 4); /* itself: nobody is there to be told */
    CHECK_CODE(gr_actor_stop(target.ref, NULL), GR_OK);
    sim_settle(env);
    const char *told = bond_traced(); /* each watcher in order, one or the other first */
    CHECK(strcmp(told, "1:ENDED:OK 2:ENDED:OK 3:ENDED:OK") == 0 ||
          strcmp(told, "3:ENDED:OK 1:ENDED:OK 2:ENDED:OK") == 0);
    bond_end(node);
    bond_close(env);
}

static bond_member watched;

static gr_code watch_when_cancelled(struct bond_member_self *self, gr_context *ctx,
                                    const bond_word *word, bond_word *reply)
{
    (void)self;
    (void)word;
    (void)reply;
    const bond_member me = bond_member_self_ref(ctx);
    CHECK_CODE(gr_sleep(ctx, 1000), GR_CANCELLED);
    watch(watched, me, 1);
    CHECK_CODE(gr_demonitor(watch(watched, me, 2)), GR_OK);
    CHECK_CODE(gr_link(ctx, watched.ref), GR_OK);
    CHECK_CODE(gr_unlink(ctx, watched.ref), GR_OK);
    return GR_OK;
}

static void who_is_cancelled_may_still_watch(void)
{
    for (uint32_t workers = 1; workers <= 3; workers++) {
        gri_env *env = bond_open(workers);
        gr_node *node = bond_node(env, "one", &(gr_node_options){ .workers = workers });
        bond_member_type type = bond_plain;
        bond_member watcher;
        type.hello = watch_when_cancelled;
        CHECK_CODE(bond_member_spawn(node, &type, NULL, &watcher, NULL), GR_OK);
        watched = bond_spawn(node, NULL);
        CHECK_CODE(bond_member_hello_sync(watcher, &(bond_word){ .text = (char *)"" },
                                          &(gr_call_options){ .timeout_ms = 20 }, NULL, NULL),
                   GR_DEADLINE_EXCEEDED);
        sim_settle(env);
        CHECK_CODE(gr_actor_stop(watched.ref, NULL), GR_OK);
        sim_settle(env);
        CHECK_STR(bond_traced(), "1:ENDED:OK");
        bond_end(node);
        bond_close(env);
    }
}

static void one_that_is_taken_back_tells_nothing(void)
{
    for (uint32_t workers = 1; workers <= 3; workers++) {
        gri_env *env = bond_open(workers);
        gr_node *node = bond_node(env, "one", &(gr_node_options){ .workers = workers });
        bond_member watcher = bond_spawn(node, NULL);
        bond_member target = bond_spawn(node, NULL);
        gr_monitor_id first = watch(target, watcher, 1);
        watch(target, watcher, 2);
        CHECK_CODE(gr_demonitor(first), GR_OK);
        CHECK_CODE(gr_demonitor(first), GR_NOT_FOUND);
        CHECK_CODE(gr_demonitor((gr_monitor_id){ 0, 0 }), GR_INVALID_ARGUMENT);
        CHECK_CODE(gr_actor_stop(target.ref, NULL), GR_OK);
        sim_settle(env);
        CHECK_STR(bond_traced(), "2:ENDED:OK");
        bond_end(node);
        bond_close(env);
    }
}

static void a_subscriber_that_ends_leaves_nothing_behind(void)
{
    gri_env *env = bond_open(1);
    gr_node *node =
        bond_node(env, "one", &(gr_node_options){ .workers = 2, .limits = { .max_monitors = 3 } });
    bond_member keeper = bond_spawn(node, NULL);
    bond_member target = bond_spawn(node, NULL);
    for (int i = 0; i < 20; i++) {
        bond_member passing = bond_spawn(node, NULL);
        watch(target, passing, 1);
        CHECK_CODE(gr_actor_stop(passing.ref, NULL), GR_OK);
        sim_settle(env);
    }
    watch(target, keeper, 2);
    CHECK_STR(bond_traced(), "");
    CHECK_CODE(gr_actor_stop(target.ref, NULL), GR_OK);
    sim_settle(env);
    CHECK_STR(bond_traced(), "2:ENDED:OK");
    bond_end(node);
    bond_close(env);
}

static void over_the_limit_they_are_refused_by_a_notice(void)
{
    gri_env *env = bond_open(1);
    gr_node *node =
        bond_node(env, "one", &(gr_node_options){ .workers = 2, .limits = { .max_monitors = 2 } });
    bond_member watcher = bond_spawn(node, NULL);
    bond_member target = bond_spawn(node, NULL);
    for (uint32_t i = 1; i <= 3; i++) {
        watch(target, watcher, i);
    }
    sim_settle(env);
    CHECK_STR(bond_traced(), "3:REFUSED:RESOURCE_EXHAUSTED");
    CHECK_CODE(gr_actor_stop(target.ref, NULL), GR_OK);
    sim_settle(env);
    CHECK_STR(bond_traced(), "1:ENDED:OK 2:ENDED:OK");
    bond_end(node);
    bond_close(env);
}

static void what_is_senseless_is_refused(void)
{
    gri_env *env = bond_open(1);
    gr_node *node = bond_node(env, "one", NULL);
    gr_node *other = bond_node(env, "other", NULL);
    bond_member watcher = bond_spawn(node, NULL);
    bond_member target = bond_spawn(node, NULL);
    bond_member stranger = bond_spawn(other, NULL);
    gr_down_notice notice = bond_member_fell_notice(watcher);
    gr_future *future = NULL;
    CHECK_CODE(gr_monitor((gr_ref){ 0, 0, 0 }, notice, 0, NULL), GR_INVALID_ARGUMENT);
    CHECK_CODE(gr_monitor(stranger.ref, notice, 0, NULL), GR_INVALID_ARGUMENT);
    notice.method = 1; /* Say takes no Down */
    CHECK_CODE(gr_monitor(target.ref, notice, 0, NULL), GR_INVALID_ARGUMENT);
    CHECK_CODE(gr_monitor(target.ref, (gr_down_notice){ watcher.ref, NULL, 0 }, 0, NULL),
               GR_INVALID_ARGUMENT);
    notice.method = 0;
    bond_child child;
    CHECK_CODE(bond_child_spawn(node, &bond_child_plain, &(bond_word){ .text = (char *)"child" },
                                NULL, &child, NULL),
               GR_OK);
    const gr_down_notice alien = bond_member_fell_notice((bond_member){ child.ref });
    CHECK_CODE(gr_monitor(target.ref, alien, 0, NULL), GR_INVALID_ARGUMENT); /* it is no Member */
    (void)bond_traced();
    CHECK_CODE(gr_monitor_node(node, "one", notice, 0, NULL), GR_INVALID_ARGUMENT);
    CHECK_CODE(gr_monitor_node(node, "not a name", notice, 0, NULL), GR_INVALID_ARGUMENT);
    CHECK_CODE(gr_monitor_node(other, "one", notice, 0, NULL), GR_INVALID_ARGUMENT);
    CHECK_CODE(gr_monitor_async(target.ref, NULL), GR_INVALID_ARGUMENT);
    CHECK_CODE(gr_monitor_async((gr_ref){ 0, 0, 0 }, &future), GR_INVALID_ARGUMENT);
    CHECK_CODE(gr_actor_stop(watcher.ref, NULL), GR_OK);
    CHECK_CODE(gr_monitor(target.ref, notice, 0, NULL), GR_UNAVAILABLE);
    bond_end(other);
    bond_end(node);
    bond_close(env);
}

static void a_notice_comes_into_a_full_mailbox_behind_all_that_waits_for_room(void)
{
    for (uint32_t workers = 1; workers <= 3; workers++) {
        gri_env *env = bond_open(workers);
        gr_node *node = bond_node(env, "one", &(gr_node_options){ .workers = workers });
        bond_member watcher = bond_spawn_bounded(node, 2);
        bond_member target = bond_spawn(node, NULL);
        struct Greenroom__Ref storage;
        bond_whom request = { .who = NULL };
        watch(target, watcher, 1);
        CHECK_CODE(say(watcher, "busy", 50), GR_OK);
        sim_settle(env);
        CHECK_CODE(say(watcher, "a", 0), GR_OK);
        CHECK_CODE(say(watcher, "b", 0), GR_OK);
        CHECK_CODE(bond_whom_set_who(&request, &storage, watcher), GR_OK);
        /* it says three more, which wait for room, and ends */
        CHECK_CODE(bond_member_leave_oneway(target, &request, NULL), GR_OK);
        sim_advance(env, UINT64_C(200000000));
        CHECK_STR(bond_traced(), "busy a b last ended:ABORTED last last 1:ENDED:ABORTED");
        bond_end(node);
        bond_close(env);
    }
}

static void a_notice_needs_no_room_at_all(void)
{
    gri_env *env = bond_open(1);
    gr_node *node = bond_node(env, "one", NULL);
    bond_member watcher = bond_spawn_bounded(node, 1);
    bond_member target = bond_spawn(node, NULL);
    for (uint32_t i = 1; i <= 5; i++) {
        watch(target, watcher, i);
    }
    CHECK_CODE(say(watcher, "busy", 10), GR_OK);
    sim_settle(env);
    CHECK_CODE(say(watcher, "full", 0), GR_OK);
    CHECK_CODE(gr_actor_stop(target.ref, NULL), GR_OK);
    sim_advance(env, UINT64_C(50000000));
    CHECK_STR(bond_traced(), "busy full 1:ENDED:OK 2:ENDED:OK 3:ENDED:OK 4:ENDED:OK 5:ENDED:OK");
    bond_end(node);
    bond_close(env);
}

/* A router holds its callers' calls until the one they are for has ended. */
static bond_member_hello_call held;

static gr_code holds(struct bond_member_self *self, gr_context *ctx, const bond_word *word,
                     bond_word *reply)
{
    (void)self;
    (void)word;
    (void)reply;
    return bond_member_hello_hold(ctx, &held);
}

static gr_code answers(struct bond_member_self *self, gr_context *ctx, const Greenroom__Down *down)
{
    (void)self;
    (void)ctx;
    (void)down;
    bond_trace("told");
    return bond_member_hello_answer(held, GR_OK, &(bond_word){ .text = (char *)"x" });
}

/* The held call has the only room, another waits for it, and the notice is what will give it. */
static void a_notice_comes_though_another_waits_for_room_that_held_calls_take(void)
{
    static bond_member_type type;
    gri_env *env = bond_open(1);
    gr_node *node = bond_node(env, "one", &(gr_node_options){ .workers = 2 });
    struct Greenroom__Ref storage;
    bond_whom request = { .who = NULL };
    bond_member router;
    bond_member_hello_future future = { NULL };
    bond_word *reply = NULL;
    type = bond_plain;
    type.hello = holds;
    type.fell = answers;
    CHECK_CODE(
        bond_member_spawn(node, &type, &(gr_spawn_options){ .mailbox_messages = 1 }, &router, NULL),
        GR_OK);
    bond_member target = bond_spawn(node, NULL);
    bond_member other = bond_spawn(node, NULL);
    watch(target, router, 1);
    CHECK_CODE(bond_member_hello_async(router, &(bond_word){ .text = (char *)"x" },
                                       &(gr_call_options){ .timeout_ms = 60000 }, &future),
               GR_OK);
    sim_settle(env);
    CHECK_CODE(bond_whom_set_who(&request, &storage, router), GR_OK);
    CHECK_CODE(bond_member_leave_oneway(other, &request, NULL), GR_OK);
    sim_settle(env);
    CHECK_STR(bond_traced(), "");
    CHECK_CODE(gr_actor_stop(target.ref, NULL), GR_OK);
    sim_settle(env);
    CHECK_STR(bond_traced(), "told last last last ended:ABORTED");
    CHECK_CODE(bond_member_hello_await(&future, &reply, NULL), GR_OK);
    gr_free(reply);
    bond_end(node);
    bond_close(env);
}

static gr_code says_who(struct bond_member_self *self, gr_context *ctx, const Greenroom__Down *down)
{
    (void)self;
    (void)ctx;
    bond_trace("%s", down->actor == NULL ? "nobody" : "somebody");
    return GR_OK;
}

static void of_a_name_that_nobody_has_it_names_nobody(void)
{
    static bond_member_type type;
    gri_env *env = bond_open(1);
    gr_node *node = bond_node(env, "one", NULL);
    bond_member watcher, named;
    type = bond_plain;
    type.fell = says_who;
    CHECK_CODE(bond_member_spawn(node, &type, NULL, &watcher, NULL), GR_OK);
    CHECK_CODE(bond_member_named(node, "nobody", &named), GR_OK);
    CHECK_CODE(gr_monitor(named.ref, bond_member_fell_notice(watcher), 5, NULL), GR_OK);
    sim_settle(env);
    CHECK_STR(bond_traced(), "nobody");
    watch(bond_spawn(node, "nobody"), watcher, 6);
    CHECK_CODE(bond_member_lookup(node, "nobody", NULL, &named, NULL), GR_OK);
    CHECK_CODE(gr_actor_stop(named.ref, NULL), GR_OK);
    sim_settle(env);
    CHECK_STR(bond_traced(), "somebody");
    bond_end(node);
    bond_close(env);
}

static gr_future *awaited;
static gr_code awaited_code;

static gr_code awaits_for_ever(struct bond_member_self *self, gr_context *ctx,
                               const bond_whom *request)
{
    Greenroom__Down *down = NULL;
    bond_member to;
    (void)self;
    gr_code code = bond_whom_get_who(gr_context_node(ctx), request, &to);
    code = code == GR_OK ? gr_monitor_async(to.ref, &awaited) : code;
    awaited_code = code == GR_OK ? gr_monitor_await(&awaited, GR_FOREVER, &down) : code;
    return awaited_code;
}

static void an_await_that_is_cancelled_takes_its_future(void)
{
    static bond_member_type type;
    gri_env *env = bond_open(1);
    gr_node *node = bond_node(env, "one", &(gr_node_options){ .limits = { .max_monitors = 1 } });
    struct Greenroom__Ref storage;
    bond_whom request = { .who = NULL };
    bond_member one;
    type = bond_plain;
    type.watch = awaits_for_ever;
    CHECK_CODE(bond_member_spawn(node, &type, NULL, &one, NULL), GR_OK);
    bond_member target = bond_spawn(node, NULL);
    CHECK_CODE(bond_whom_set_who(&request, &storage, target), GR_OK);
    CHECK_CODE(bond_member_watch_oneway(one, &request, NULL), GR_OK);
    sim_settle(env);
    CHECK_CODE(gr_actor_stop(one.ref, NULL), GR_OK);
    CHECK_CODE(awaited_code, GR_CANCELLED);
    CHECK(awaited == NULL);
    watch(target, bond_spawn(node, NULL), 1); /* it watches no more, so there is room */
    CHECK_CODE(gr_actor_stop(target.ref, NULL), GR_OK);
    sim_settle(env);
    CHECK_STR(bond_traced(), "1:ENDED:OK");
    bond_end(node);
    bond_close(env);
}

static gr_monitor_id not_its_own;

static gr_code takes_back_when_cancelled(struct bond_member_self *self, gr_context *ctx,
                                         const bond_word *word)
{
    (void)self;
    (void)word;
    CHECK_CODE(gr_sleep(ctx, 1000), GR_CANCELLED);
    gr_code code = gr_demonitor(not_its_own);
    CHECK(code == GR_OK || code == GR_CANCELLED);
    return code;
}

/* One that is to wait no more takes back what another watches. */
static void one_is_taken_back_by_who_is_stopping_itself(void)
{
    static bond_member_type type;
    type = bond_plain;
    type.say = takes_back_when_cancelled;
    for (uint32_t workers = 1; workers <= 3; workers++) {
        gri_env *env = bond_open(workers);
        gr_node *node = bond_node(env, "one", &(gr_node_options){ .workers = workers });
        bond_member one;
        CHECK_CODE(bond_member_spawn(node, &type, NULL, &one, NULL), GR_OK);
        bond_member watcher = bond_spawn(node, NULL);
        bond_member target = bond_spawn(node, NULL);
        CHECK_CODE(gr_monitor(target.ref, bond_member_fell_notice(watcher), 1, &not_its_own),
                   GR_OK);
        CHECK_CODE(say(one, "", 0), GR_OK);
        sim_settle(env);
        CHECK_CODE(gr_actor_stop(one.ref, NULL), GR_OK);
        sim_settle(env);
        CHECK_CODE(gr_actor_stop(target.ref, NULL), GR_OK);
        sim_settle(env);
        CHECK_STR(bond_traced(), "");
        bond_end(node);
        bond_close(env);
    }
}

static void an_actor_watches_from_its_own_handler(void)
{
    gri_env *env = bond_open(1);
    gr_node *node = bond_node(env, "one", &(gr_node_options){ .workers = 2 });
    bond_member watcher = bond_spawn(node, NULL);
    bond_member target = bond_spawn(node, "target");
    const bond_whom request = { .name = (char *)"target", .tag = 9 };
    CHECK_CODE(bond_member_watch_sync(watcher, &request, NULL, NULL), GR_OK);
    CHECK_CODE(bond_stop(target, GR_INTERNAL), GR_OK);
    sim_settle(env);
    CHECK_STR(bond_traced(), "ended:INTERNAL 9:ENDED:INTERNAL");
    bond_end(node);
    bond_close(env);
}

/* One allocation fails after the other: either it is refused, or it tells once. */
static void without_memory_it_is_refused_or_tells_once(void)
{
    for (uint32_t workers = 1; workers <= 2; workers++) {
        bool goes_on = true;
        for (size_t nth = 1; goes_on; nth++) {
            gri_env *env = bond_open(1);
            gr_node *node = bond_node(env, "one", &(gr_node_options){ .workers = workers });
            bond_member watcher = bond_spawn(node, NULL);
            bond_member target = bond_spawn(node, NULL);
            suite_fail_allocation(nth);
            gr_code code = gr_monitor(target.ref, bond_member_fell_notice(watcher), 7, NULL);
            sim_settle(env);
            goes_on = suite_allocation_failed();
            suite_fail_allocation(0);
            CHECK(code == GR_OK || (goes_on && code == GR_RESOURCE_EXHAUSTED));
            CHECK_CODE(gr_actor_stop(target.ref, NULL), GR_OK);
            sim_settle(env);
            const char *traced = bond_traced();
            CHECK_STR(traced, code != GR_OK                       ? ""
                              : strstr(traced, "REFUSED") != NULL ? "7:REFUSED:RESOURCE_EXHAUSTED"
                                                                  : "7:ENDED:OK");
            bond_end(node);
            bond_close(env);
        }
    }
}

static void when_it_fires_nothing_is_allocated(void)
{
    gri_env *env = bond_open(1);
    gr_node *node = bond_node(env, "one", NULL);
    bond_member watcher = bond_spawn(node, NULL);
    bond_member target = bond_spawn(node, NULL);
    watch(target, watcher, 1);
    gr_future *stop = NULL;
    CHECK_CODE(gr_monitor_async(target.ref, &stop), GR_OK);
    CHECK_CODE(bond_member_end_oneway(target, &(bond_code){ .code = 0 }, NULL), GR_OK);
    suite_fail_allocation(1);
    sim_settle(env);
    CHECK(!suite_allocation_failed()); /* none was asked for */
    suite_fail_allocation(0);
    CHECK_STR(bond_traced(), "1:ENDED:OK");
    CHECK(gr_future_is_done(stop));
    gr_future_drop(&stop);
    bond_end(node);
    bond_close(env);
}

/* ---- futures ---- */

static gr_code await(gr_future **future, uint32_t timeout_ms, Greenroom__Down__Reason *out_reason,
                     int32_t *out_code)
{
    Greenroom__Down *down = NULL;
    gr_code code = gr_monitor_await(future, timeout_ms, &down);
    if (code == GR_OK) {
        *out_reason = down->reason;
        *out_code = down->code;
        gr_free(down);
    }
    return code;
}

static void a_plain_thread_waits_by_a_future(void)
{
    for (uint32_t workers = 1; workers <= 2; workers++) {
        gri_env *env = bond_open(workers);
        gr_node *node = bond_node(env, "one", &(gr_node_options){ .workers = workers });
        bond_member target = bond_spawn(node, NULL);
        gr_future *future = NULL;
        Greenroom__Down__Reason reason = GREENROOM__DOWN__REASON__LOST;
        int32_t ended = 0;
        int descriptor = -1;
        CHECK_CODE(gr_monitor_async(target.ref, &future), GR_OK);
        CHECK_CODE(gr_future_descriptor(future, &descriptor), GR_OK);
        CHECK_CODE(await(&future, 20, &reason, &ended), GR_DEADLINE_EXCEEDED);
        CHECK(future != NULL);
        CHECK_CODE(bond_stop(target, GR_DATA_LOSS), GR_OK);
        sim_settle(env);
        struct pollfd polled = { .fd = descriptor, .events = POLLIN };
        CHECK_UINT(poll(&polled, 1, 0), 1);
        CHECK_CODE(await(&future, GR_FOREVER, &reason, &ended), GR_OK);
        CHECK_UINT(reason, GREENROOM__DOWN__REASON__ENDED);
        CHECK_CODE(ended, GR_DATA_LOSS);
        CHECK(future == NULL);
        CHECK_CODE(gr_monitor_async(target.ref, &future), GR_OK);
        CHECK_CODE(await(&future, 10, &reason, &ended), GR_OK);
        CHECK_UINT(reason, GREENROOM__DOWN__REASON__GONE);
        bond_end(node);
        bond_close(env);
    }
}

static void a_future_that_is_cancelled_or_dropped_watches_no_more(void)
{
    gri_env *env = bond_open(1);
    gr_node *node =
        bond_node(env, "one", &(gr_node_options){ .workers = 2, .limits = { .max_monitors = 1 } });
    bond_member target = bond_spawn(node, NULL);
    bond_word *reply = NULL;
    Greenroom__Down__Reason reason;
    int32_t ended;
    for (int i = 0; i < 4; i++) {
        gr_future *future = NULL;
        CHECK_CODE(gr_monitor_async(target.ref, &future), GR_OK);
        CHECK(!gr_future_is_done(future));
        sim_settle(env);
        CHECK(!gr_future_is_done(future)); /* the one before it is gone: there is room */
        if (i % 2 == 0) {
            gr_future_cancel(future);
            CHECK_CODE(await(&future, GR_FOREVER, &reason, &ended), GR_CANCELLED);
        }
        gr_future_drop(&future);
        CHECK(future == NULL);
        sim_settle(env);
    }
    gr_future *future = NULL;
    bond_member_hello_future other = { NULL };
    CHECK_CODE(gr_monitor_async(target.ref, &future), GR_OK);
    other.future = future; /* not a Hello's */
    CHECK_CODE(bond_member_hello_await(&other, &reply, NULL), GR_INVALID_ARGUMENT);
    gr_future_drop(&future);
    CHECK_CODE(bond_member_hello_async(target, &(bond_word){ .text = (char *)"hi" }, NULL, &other),
               GR_OK);
    CHECK_CODE(await(&other.future, 10, &reason, &ended), GR_INVALID_ARGUMENT);
    gr_future_drop(&other.future);
    bond_end(node);
    bond_close(env);
}

/* ---- across nodes ---- */

static void an_end_on_another_node_is_told(void)
{
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        gri_env *env;
        gr_node *front, *back;
        bond_open_two(seed, &env, &front, &back);
        bond_member watcher = bond_spawn(front, NULL);
        bond_member there = find(front, "back/there");
        bond_member named;
        gr_future *future = NULL;
        Greenroom__Down__Reason reason = GREENROOM__DOWN__REASON__LOST;
        int32_t ended = 0;
        CHECK_CODE(bond_member_named(front, "back/there", &named), GR_OK);
        watch(there, watcher, 1);
        watch(named, watcher, 2);
        gr_monitor_id taken = watch(there, watcher, 3);
        CHECK_CODE(gr_monitor_async(there.ref, &future), GR_OK);
        sim_settle(env);
        CHECK_CODE(gr_demonitor(taken), GR_OK);
        CHECK_STR(bond_traced(), "");
        CHECK_CODE(bond_stop(there, GR_OUT_OF_RANGE), GR_OK);
        CHECK_CODE(await(&future, GR_FOREVER, &reason, &ended), GR_OK);
        CHECK_UINT(reason, GREENROOM__DOWN__REASON__ENDED);
        CHECK_CODE(ended, GR_OUT_OF_RANGE);
        sim_settle(env);
        CHECK_STR(bond_traced(), "ended:OUT_OF_RANGE 1:ENDED:OUT_OF_RANGE 2:ENDED:OUT_OF_RANGE");
        watch(there, watcher, 4);
        sim_advance(env, UINT64_C(10000000));
        CHECK_STR(bond_traced(), "4:GONE:UNAVAILABLE");
        bond_end(front);
        bond_end(back);
        bond_close(env);
    }
}

static void a_lost_session_is_told_at_once_and_once(void)
{
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        gri_env *env;
        gr_node *front, *back;
        bond_open_two(seed, &env, &front, &back);
        bond_member watcher = bond_spawn(front, NULL);
        bond_member there = find(front, "back/there");
        gr_future *future = NULL;
        Greenroom__Down__Reason reason = GREENROOM__DOWN__REASON__ENDED;
        int32_t ended = 0;
        watch(there, watcher, 1);
        CHECK_CODE(gr_monitor_node(front, "back", bond_member_fell_notice(watcher), 2, NULL),
                   GR_OK);
        CHECK_CODE(gr_monitor_node_async(front, "back", &future), GR_OK);
        sim_settle(env);
        sim_cut(env, BOND_URL);
        CHECK_CODE(await(&future, GR_FOREVER, &reason, &ended), GR_OK);
        CHECK_UINT(reason, GREENROOM__DOWN__REASON__LOST);
        sim_advance(env, UINT64_C(1000000));
        CHECK_STR(bond_traced(), "1:LOST:UNAVAILABLE 2:LOST:UNAVAILABLE");
        CHECK_CODE(bond_stop(find(front, "back/there"), GR_OK), GR_OK); /* it lives, and is well */
        sim_advance(env, UINT64_C(1000000000));
        CHECK_STR(bond_traced(), "");
        bond_end(front);
        bond_end(back);
        bond_close(env);
    }
}

static gr_code says_which_node(struct bond_member_self *self, gr_context *ctx,
                               const Greenroom__Down *down)
{
    (void)self;
    (void)ctx;
    bond_trace("%u:%s", (unsigned)down->tag, down->node[0] == '\0' ? "?" : down->node);
    return GR_OK;
}

static void of_a_lost_session_it_names_the_node(void)
{
    static bond_member_type type;
    gri_env *env;
    gr_node *front, *back;
    bond_member watcher;
    bond_open_two(1, &env, &front, &back);
    type = bond_plain;
    type.fell = says_which_node;
    CHECK_CODE(bond_member_spawn(front, &type, NULL, &watcher, NULL), GR_OK);
    bond_member there = find(front, "back/there");
    watch(there, watcher, 1);
    watch(bond_spawn(front, "here"), watcher, 2);
    CHECK_CODE(gr_monitor_node(front, "back", bond_member_fell_notice(watcher), 3, NULL), GR_OK);
    CHECK_CODE(gr_monitor_node(front, "side", bond_member_fell_notice(watcher), 4, NULL), GR_OK);
    sim_settle(env);
    CHECK_STR(bond_traced(), "4:side"); /* there is none */
    CHECK_CODE(gr_actor_stop(find(front, "here").ref, NULL), GR_OK);
    sim_settle(env);
    CHECK_STR(bond_traced(), "2:?"); /* it has ended, and lost nothing */
    sim_cut(env, BOND_URL);
    sim_settle(env);
    CHECK_STR(bond_traced(), "1:back 3:back");
    bond_end(front);
    bond_end(back);
    bond_close(env);
}

static void a_node_that_goes_is_told(void)
{
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        gri_env *env;
        gr_node *front, *back;
        bond_open_two(seed, &env, &front, &back);
        bond_member watcher = bond_spawn(front, NULL);
        bond_member behind = bond_spawn(back, NULL);
        gr_down_notice notice = bond_member_fell_notice(watcher);
        CHECK_CODE(gr_monitor_node(front, "back", notice, 1, NULL), GR_OK);
        CHECK_CODE(gr_monitor_node(front, "elsewhere", notice, 2, NULL), GR_OK);
        CHECK_CODE(gr_monitor_node(back, "front", bond_member_fell_notice(behind), 3, NULL), GR_OK);
        sim_settle(env);
        CHECK_STR(bond_traced(), "2:LOST:UNAVAILABLE");
        bond_end(back);
        sim_advance(env, UINT64_C(1000000));
        CHECK_STR(bond_traced(), "1:LOST:UNAVAILABLE");
        bond_end(front);
        bond_close(env);
    }
}

static void from_another_node_a_notice_comes_behind_all_that_was_sent(void)
{
    for (uint64_t seed = 1; seed <= 2 * SEEDS; seed++) {
        gri_env *env;
        gr_node *front, *back;
        bond_open_two(seed, &env, &front, &back);
        bond_member watcher = bond_spawn_bounded(front, 2);
        bond_member there = find(front, "back/there");
        struct Greenroom__Ref storage;
        bond_whom request = { .who = NULL };
        CHECK_CODE(bond_whom_set_who(&request, &storage, watcher), GR_OK);
        watch(there, watcher, 1);
        CHECK_CODE(say(watcher, "busy", 50), GR_OK);
        sim_settle(env);
        CHECK_CODE(say(watcher, "a", 0), GR_OK);
        CHECK_CODE(say(watcher, "b", 0), GR_OK);
        CHECK_CODE(bond_member_leave_oneway(there, &request, NULL), GR_OK);
        sim_advance(env, UINT64_C(200000000));
        /* It could not leave before there was room for its last words. */
        CHECK_STR(bond_traced(), "busy a b last last ended:ABORTED last 1:ENDED:ABORTED");
        bond_end(front);
        bond_end(back);
        bond_close(env);
    }
}

/* Taken back in an order of their own, and told: each is found. */
/* How many are looked at, at the most, to find one monitor of an actor. */
static uint32_t longest_way(const gr_node *node, bond_member there)
{
    uint32_t longest = 0;
    struct gri_shard *shard = gri_core_shard(&node->core, there.ref.actor);
    const struct gri_actor *actor = gri_slab_find(&shard->actors, there.ref.actor);
    for (uint32_t i = 0; i < actor->bonds->n_buckets; i++) {
        uint32_t n = 0;
        GRI_LIST_EACH (link, &actor->bonds->monitors[i]) {
            n++;
        }
        longest = n > longest ? n : longest;
    }
    return longest;
}

static void a_crowd_of_them_is_kept_apart(void)
{
    enum { CROWD = 3000 };
    static gr_monitor_id ids[CROWD];
    for (int is_remote = 0; is_remote <= 1; is_remote++) {
        gri_env *env;
        gr_node *front, *back;
        uint32_t n = 0;
        bond_open_two(1, &env, &front, &back);
        gr_node *node = is_remote == 1 ? front : back;
        bond_member watcher = bond_spawn_bounded(node, 1);
        bond_member there = find(node, is_remote == 1 ? "back/there" : "there");
        for (uint32_t i = 0; i < CROWD; i++) {
            ids[i] = watch(there, watcher, i);
        }
        sim_settle(env);
        CHECK(longest_way(back, there) <= 64);
        for (uint32_t i = 0; i < CROWD; i++) {
            uint32_t at = (i * 1009u) % CROWD;
            if (at % 100 != 0) {
                CHECK_CODE(gr_demonitor(ids[at]), GR_OK);
            }
        }
        sim_advance(env, UINT64_C(10000000));
        CHECK_CODE(bond_stop(there, GR_OK), GR_OK);
        sim_advance(env, UINT64_C(10000000));
        const char *at = strstr(bond_traced(), ":ENDED:OK");
        for (; at != NULL; at = strstr(at + 1, ":ENDED:OK")) {
            n++;
        }
        CHECK_UINT(n, CROWD / 100);
        bond_end(front);
        bond_end(back);
        bond_close(env);
    }
}

static void one_peer_may_have_so_many_and_no_more(void)
{
    gri_env *env = bond_open(1);
    gr_node *back = bond_node(env, "back", &(gr_node_options){ .limits = { .max_monitors = 3 } });
    gr_node *front = bond_node(env, "front", NULL);
    bond_spawn(back, "one");
    bond_spawn(back, "other");
    CHECK_CODE(gr_node_listen(back, BOND_URL, NULL), GR_OK);
    CHECK_CODE(gr_node_connect(front, BOND_URL), GR_OK);
    bond_member watcher = bond_spawn(front, NULL);
    gr_monitor_id first = watch(find(front, "back/one"), watcher, 1);
    watch(find(front, "back/one"), watcher, 2);
    watch(find(front, "back/other"), watcher, 3);
    watch(find(front, "back/other"), watcher, 4);
    sim_settle(env);
    CHECK_STR(bond_traced(), "4:REFUSED:RESOURCE_EXHAUSTED");
    CHECK_CODE(gr_demonitor(first), GR_OK);
    watch(find(front, "back/other"), watcher, 5);
    sim_settle(env);
    CHECK_STR(bond_traced(), "");
    bond_end(back);
    sim_advance(env, UINT64_C(1000000));
    bond_end(front);
    bond_close(env);
}

/* ---- races ---- */

/* Monitors, ends, withdrawals and cuts in the order that the seed says: none tells twice, none that
 * was not taken back stays silent. */
static void whatever_the_order_each_tells_once(void)
{
    for (uint64_t seed = 1; seed <= 40; seed++) {
        gri_env *env;
        gr_node *front, *back;
        bond_open_two(seed, &env, &front, &back);
        bond_member watcher = bond_spawn(front, NULL);
        bond_member there = find(front, "back/there");
        gr_monitor_id ids[20];
        bool is_taken[20] = { false };
        for (uint32_t i = 0; i < 20; i++) {
            ids[i] = watch(there, watcher, 100 + i);
            if (i == seed % 20) {
                gr_ignore(bond_member_end_oneway(there, &(bond_code){ .code = 0 }, NULL));
                /* where the session was cut it may be out of reach: then it was told of that */
            }
            if (i % 3 == seed % 3) {
                is_taken[i / 2] |= gr_demonitor(ids[i / 2]) == GR_OK;
            }
            if (seed % 5 == 0 && i == 12) {
                sim_cut(env, BOND_URL);
            }
        }
        sim_advance(env, UINT64_C(100000000));
        char traced[4096];
        (void)snprintf(traced, sizeof(traced), " %s", bond_traced());
        for (uint32_t i = 0; i < 20; i++) {
            char word[16];
            (void)snprintf(word, sizeof(word), " %u:", 100 + i);
            const char *at = strstr(traced, word);
            if (is_taken[i]) {
                CHECK(at == NULL);
            } else {
                CHECK(at != NULL && strstr(at + 1, word) == NULL);
            }
        }
        bond_end(front);
        bond_end(back);
        bond_close(env);
    }
}

/* Who asks for another is stopped before it is told that the monitor stands: then it does not. */
static void one_that_nobody_waits_for_any_more_is_taken_back(void)
{
    size_t n_cancelled = 0;
    for (uint64_t seed = 1; seed <= 40; seed++) {
        gri_env *env = bond_open(seed);
        gr_node *node = bond_node(env, "one", &(gr_node_options){ .workers = 3 });
        bond_member asker = bond_spawn(node, NULL);
        bond_member target = bond_spawn(node, NULL);
        struct Greenroom__Ref storage;
        bond_whom request = { .name = (char *)"subscriber", .tag = 1 };
        bond_spawn(node, "subscriber");
        CHECK_CODE(bond_whom_set_who(&request, &storage, target), GR_OK);
        CHECK_CODE(bond_member_watch_for_oneway(asker, &request, NULL), GR_OK);
        for (uint64_t steps = seed % 5; steps > 0; steps--) {
            (void)env->ops->step(env);
        }
        CHECK_CODE(gr_actor_stop(asker.ref, NULL), GR_OK);
        sim_settle(env);
        const char *traced = bond_traced();
        bool was_set_up = strcmp(traced, "OK") == 0;
        CHECK(was_set_up || strcmp(traced, "CANCELLED") == 0 || traced[0] == '\0');
        n_cancelled += strcmp(traced, "CANCELLED") == 0;
        CHECK_CODE(gr_actor_stop(target.ref, NULL), GR_OK);
        sim_settle(env);
        CHECK_STR(bond_traced(), was_set_up ? "1:ENDED:OK" : "");
        bond_end(node);
        bond_close(env);
    }
    CHECK(n_cancelled > 0);
}

/* ---- real threads ---- */

static _Atomic uint32_t n_told;

static gr_code count_fall(struct bond_member_self *self, gr_context *ctx,
                          const Greenroom__Down *down)
{
    (void)self;
    (void)ctx;
    atomic_fetch_add(&n_told, down->reason == GREENROOM__DOWN__REASON__ENDED ||
                                  down->reason == GREENROOM__DOWN__REASON__GONE);
    return GR_OK;
}

/* What one thread does: monitors, and withdrawals of half of them, while its targets end. */
struct crowd {
    gr_node *node;
    const bond_member_type *type;
    bond_member watcher;
    uint32_t n_watched;
    uint32_t n_taken;
};

static void *watch_many(void *arg)
{
    enum { TARGETS = 100, EACH = 8 };
    struct crowd *crowd = arg;
    for (int i = 0; i < TARGETS; i++) {
        bond_member target;
        gr_monitor_id ids[EACH];
        CHECK_CODE(bond_member_spawn(crowd->node, crowd->type, NULL, &target, NULL), GR_OK);
        for (int k = 0; k < EACH; k++) {
            ids[k] = watch(target, crowd->watcher, 0);
            crowd->n_watched++;
            if (k == EACH / 2) {
                gr_ignore(bond_member_end_oneway(target, &(bond_code){ .code = 0 }, NULL));
                /* it ends while more come: these find it gone, or just see it */
            }
        }
        for (int k = 0; k < EACH; k += 2) {
            crowd->n_taken += gr_demonitor(ids[k]) == GR_OK;
        }
    }
    return NULL;
}

static void on_real_threads_each_tells_once(void)
{
    enum { THREADS = 4 };
    static bond_member_type type;
    pthread_t threads[THREADS];
    struct crowd crowds[THREADS] = { { .n_watched = 0 } };
    gr_node *node = NULL;
    const gr_node_options options = { .workers = 4 };
    uint32_t wanted = 0;
    type = bond_plain;
    type.fell = count_fall;
    atomic_store(&n_told, 0);
    CHECK_CODE(gr_node_create(&options, &node), GR_OK);
    for (int i = 0; i < THREADS; i++) {
        crowds[i] = (struct crowd){ .node = node, .type = &type };
        CHECK_CODE(bond_member_spawn(node, &type, &(gr_spawn_options){ .mailbox_messages = 2 },
                                     &crowds[i].watcher, NULL),
                   GR_OK);
        CHECK(pthread_create(&threads[i], NULL, watch_many, &crowds[i]) == 0);
    }
    for (int i = 0; i < THREADS; i++) {
        pthread_join(threads[i], NULL);
        wanted += crowds[i].n_watched - crowds[i].n_taken;
    }
    gri_env *env = gri_env_real();
    uint64_t until_ns = env->ops->now_ns(env) + UINT64_C(20000000000);
    while (atomic_load(&n_told) < wanted && env->ops->now_ns(env) < until_ns) {
        sched_yield();
    }
    CHECK_CODE(gr_node_destroy(node, &(gr_stop_options){ .drain = true }), GR_OK);
    CHECK_UINT(atomic_load(&n_told), wanted);
}

GR_SUITE(
    "monitor",
    { "an_end_is_told_once_with_its_code_and_tag", an_end_is_told_once_with_its_code_and_tag },
    { "on_something_gone_it_fires_at_once", on_something_gone_it_fires_at_once },
    { "several_monitors_of_one_actor_are_told_each", several_monitors_of_one_actor_are_told_each },
    { "who_is_cancelled_may_still_watch", who_is_cancelled_may_still_watch },
    { "one_that_is_taken_back_tells_nothing", one_that_is_taken_back_tells_nothing },
    { "a_subscriber_that_ends_leaves_nothing_behind",
      a_subscriber_that_ends_leaves_nothing_behind },
    { "over_the_limit_they_are_refused_by_a_notice", over_the_limit_they_are_refused_by_a_notice },
    { "what_is_senseless_is_refused", what_is_senseless_is_refused },
    { "a_notice_comes_into_a_full_mailbox_behind_all_that_waits_for_room",
      a_notice_comes_into_a_full_mailbox_behind_all_that_waits_for_room },
    { "a_notice_needs_no_room_at_all", a_notice_needs_no_room_at_all },
    { "a_notice_comes_though_another_waits_for_room_that_held_calls_take",
      a_notice_comes_though_another_waits_for_room_that_held_calls_take },
    { "of_a_name_that_nobody_has_it_names_nobody", of_a_name_that_nobody_has_it_names_nobody },
    { "an_await_that_is_cancelled_takes_its_future", an_await_that_is_cancelled_takes_its_future },
    { "one_is_taken_back_by_who_is_stopping_itself", one_is_taken_back_by_who_is_stopping_itself },
    { "an_actor_watches_from_its_own_handler", an_actor_watches_from_its_own_handler },
    { "without_memory_it_is_refused_or_tells_once", without_memory_it_is_refused_or_tells_once },
    { "when_it_fires_nothing_is_allocated", when_it_fires_nothing_is_allocated },
    { "a_plain_thread_waits_by_a_future", a_plain_thread_waits_by_a_future },
    { "a_future_that_is_cancelled_or_dropped_watches_no_more",
      a_future_that_is_cancelled_or_dropped_watches_no_more },
    { "an_end_on_another_node_is_told", an_end_on_another_node_is_told },
    { "a_lost_session_is_told_at_once_and_once", a_lost_session_is_told_at_once_and_once },
    { "of_a_lost_session_it_names_the_node", of_a_lost_session_it_names_the_node },
    { "a_node_that_goes_is_told", a_node_that_goes_is_told },
    { "from_another_node_a_notice_comes_behind_all_that_was_sent",
      from_another_node_a_notice_comes_behind_all_that_was_sent },
    { "a_crowd_of_them_is_kept_apart", a_crowd_of_them_is_kept_apart },
    { "one_peer_may_have_so_many_and_no_more", one_peer_may_have_so_many_and_no_more },
    { "whatever_the_order_each_tells_once", whatever_the_order_each_tells_once },
    { "one_that_nobody_waits_for_any_more_is_taken_back",
      one_that_nobody_waits_for_any_more_is_taken_back },
    { "on_real_threads_each_tells_once", on_real_threads_each_tells_once })
