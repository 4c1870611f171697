/* SPDX-License-Identifier: MIT */
/* A node is destroyed with calls in flight in every state: it ends within its deadline, says who is
 * alive and in what, and frees all once they are gone. On real threads, with a second node. */
#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "lab.h"
#include "remote.h"

static struct {
    gr_node *far;
    lab_subject there; /* on far, as this node sees it */
    lab_subject sleeper;
    lab_subject full; /* sleeps, with room for one more call, which is there */
    sem_t is_in;
    _Atomic bool may_return;
    pthread_t threads[2];
    int n_threads;
    size_t descriptors;
} stage;

static void spin(void)
{
    sem_post(&stage.is_in);
    while (!atomic_load(&stage.may_return)) {
        sched_yield();
    }
}

/* ---- the states a handler can be in ---- */

enum state {
    SPINNING,
    SLEEPING,
    IN_A_CALL,
    IN_A_REMOTE_CALL,
    WAITING_FOR_ROOM,
    IN_AN_AWAIT,
    PROCESSING,
    HOLDING,
    N_STATES
};

static gr_code call(lab_subject to)
{
    const lab_note note = { .text = "", .sleep_ms = GR_FOREVER };
    const gr_call_options options = { .timeout_ms = GR_FOREVER };
    return lab_subject_ask_sync(to, &note, &options, NULL, NULL);
}

static gr_code wait_for_room(void)
{
    const lab_note note = { .text = "" };
    const gr_call_options options = { .timeout_ms = GR_FOREVER };
    return lab_subject_wait_sync(stage.full, &note, &options, NULL, NULL);
}

static gr_code call_and_await(void)
{
    lab_subject_ask_future future = { NULL };
    const lab_note note = { .text = "", .sleep_ms = GR_FOREVER };
    const gr_call_options options = { .timeout_ms = GR_FOREVER };
    gr_code code = lab_subject_ask_async(stage.there, &note, &options, &future);
    return code != GR_OK ? code : lab_end_of(&future);
}

static gr_code be_in(enum state state, struct lab_subject_self *self, gr_context *ctx)
{
    lab_subject_ask_call held;
    sem_post(&stage.is_in);
    switch (state) {
    case SPINNING:
        sem_wait(&stage.is_in);
        spin();
        return GR_OK;
    case SLEEPING:
        return gr_sleep(ctx, GR_FOREVER);
    case IN_A_CALL:
        return call(stage.sleeper);
    case IN_A_REMOTE_CALL:
        return call(stage.there);
    case WAITING_FOR_ROOM:
        return wait_for_room();
    case IN_AN_AWAIT:
        return call_and_await();
    case PROCESSING:
        return gr_process(ctx, &(gr_process_options){ .for_ms = GR_FOREVER });
    default:
        self->n++;
        return lab_subject_ask_hold(ctx, &held);
    }
}

static gr_code ask(struct lab_subject_self *self, gr_context *ctx, const lab_note *note,
                   lab_report *reply)
{
    (void)reply;
    return be_in((enum state)note->number, self, ctx);
}

static gr_code spin_in_start(struct lab_subject_self *self, gr_context *ctx)
{
    (void)self;
    (void)ctx;
    spin();
    return GR_OK;
}

static void spin_in_stop(struct lab_subject_self *self, gr_context *ctx, gr_code reason)
{
    (void)self;
    (void)ctx;
    (void)reason;
    spin();
}

/* ---- the stage ---- */

/* Until the session stands; and a call there ends. */
static lab_subject look_up(void)
{
    lab_subject found = { { 0, 0, 0 } };
    CHECK_CODE(lab_subject_lookup(lab_node(), "far/sleeper",
                                  &(gr_call_options){ .timeout_ms = 60000 }, &found, NULL),
               GR_OK);
    return found;
}

static void open_far(void)
{
    char *url = NULL;
    lab_subject subject;
    CHECK_CODE(gr_node_create(&(gr_node_options){ .name = "far", .workers = 1 }, &stage.far),
               GR_OK);
    CHECK_CODE(gr_node_listen(stage.far, "tcp://127.0.0.1:0", &url), GR_OK);
    CHECK_CODE(lab_subject_spawn(stage.far, &lab_plain, &(gr_spawn_options){ .name = "sleeper" },
                                 &subject, NULL),
               GR_OK);
    CHECK_CODE(gr_node_connect(lab_node(), url), GR_OK);
    gr_free(url);
    stage.there = look_up();
}

static void fill(void)
{
    const gr_call_options options = { .timeout_ms = GR_FOREVER };
    const lab_note note = { .text = "full", .sleep_ms = GR_FOREVER };
    stage.full = lab_spawn_bounded(&lab_plain, 1, 0);
    lab_subject_ask_future running = { NULL };
    CHECK_CODE(lab_subject_ask_async(stage.full, &note, &options, &running), GR_OK);
    gr_future_drop(&running.future);
    while (lab_stats().fibers == 0) {
        sched_yield();
    }
    CHECK_CODE(lab_tell(stage.full, "queued"), GR_OK);
}

static void open_stage(void)
{
    stage.descriptors = remote_descriptors();
    sem_init(&stage.is_in, 0, 0);
    atomic_store(&stage.may_return, false);
    stage.n_threads = 0;
    lab_open_real(&(gr_node_options){ .name = "lab", .workers = 2, .slow_after_ms = 50 });
    open_far();
    stage.sleeper = lab_spawn(&lab_plain);
    fill();
}

static void close_stage(void)
{
    for (int i = 0; i < stage.n_threads; i++) {
        pthread_join(stage.threads[i], NULL);
    }
    CHECK_CODE(gr_node_destroy(stage.far, NULL), GR_OK);
    remote_await_descriptors(stage.descriptors);
}

static void start_thread(void *(*run)(void *), const lab_subject_type *type)
{
    CHECK(pthread_create(&stage.threads[stage.n_threads++], NULL, run, (void *)(uintptr_t)type) ==
          0);
}

static lab_subject_ask_future put_in(const lab_subject_type *type, enum state state)
{
    lab_subject_ask_future future = { NULL };
    const lab_note note = { .text = "", .number = state };
    const gr_call_options options = { .timeout_ms = GR_FOREVER };
    CHECK_CODE(lab_subject_ask_async(lab_spawn(type), &note, &options, &future), GR_OK);
    sem_wait(&stage.is_in);
    return future;
}

static void *call_sleeper(void *arg)
{
    (void)arg;
    sem_post(&stage.is_in);
    gr_code code = call(stage.sleeper);
    CHECK(code == GR_UNAVAILABLE || code == GR_CANCELLED);
    return NULL;
}

static void *spawn_spinning(void *arg)
{
    lab_subject subject;
    gr_code code = lab_subject_spawn(
        lab_node(), arg, &(gr_spawn_options){ .timeout_ms = GR_FOREVER }, &subject, NULL);
    CHECK(code == GR_OK); /* it started, though only to be stopped */
    return NULL;
}

static bool is_an_end(gr_code code)
{
    return code == GR_CANCELLED || code == GR_UNAVAILABLE;
}

/* ---- the tests ---- */

static void calls_in_every_state_end_and_the_destroyer_says_what_does_not(void)
{
    lab_subject_type type = lab_plain, hooked = lab_plain, starting = lab_plain;
    lab_subject_ask_future futures[N_STATES];
    type.ask = ask;
    hooked.hooks.stop = spin_in_stop;
    starting.hooks.start = spin_in_start;
    open_stage();
    for (int i = 0; i < N_STATES; i++) {
        futures[i] = put_in(&type, (enum state)i);
    }
    lab_subject_ask_future queued = lab_ask_later(stage.sleeper, "queued");
    lab_spawn(&hooked);
    start_thread(call_sleeper, NULL);
    sem_wait(&stage.is_in);
    start_thread(spawn_spinning, &starting);
    sem_wait(&stage.is_in);
    const gr_stop_options soon = { .timeout_ms = 2000 };
    CHECK_CODE(gr_node_destroy(lab_node(), &soon), GR_DEADLINE_EXCEEDED);
    CHECK_UINT(lab_logged("event=still_alive"), 3);
    CHECK_UINT(lab_logged("in=Ask state=running for_ms="), 1);
    CHECK_UINT(lab_logged("in=\"stop hook\" state=running for_ms="), 1);
    CHECK_UINT(lab_logged("in=\"start hook\" state=running for_ms="), 1);
    for (int i = SLEEPING; i < N_STATES; i++) {
        gr_code code = lab_end_of(&futures[i]);
        if (!CHECK(is_an_end(code))) {
            printf("state %d: %s\n", i, gr_code_name(code));
        }
    }
    CHECK(is_an_end(lab_end_of(&queued)));
    CHECK(!gr_future_is_done(futures[SPINNING].future));
    atomic_store(&stage.may_return, true);
    CHECK_CODE(gr_node_destroy(lab_node(), &(gr_stop_options){ .timeout_ms = 60000 }), GR_OK);
    CHECK_CODE(lab_end_of(&futures[SPINNING]), GR_OK);
    close_stage();
    lab_forget();
}

static gr_code fail_to_start(struct lab_subject_self *self, gr_context *ctx)
{
    self->n = 1;
    return gr_fail(ctx, GR_OUT_OF_RANGE, "not today");
}

static void a_start_hook_that_fails_leaves_nothing(void)
{
    lab_subject_type type = lab_plain;
    lab_subject subject;
    gr_error error = GR_ERROR_INIT;
    type.hooks.start = fail_to_start;
    type.hooks.stop = spin_in_stop; /* which is not run */
    lab_open_real(&(gr_node_options){ .name = "lab", .workers = 2 });
    for (int i = 0; i < 10; i++) {
        CHECK_CODE(lab_subject_spawn(lab_node(), &type, &(gr_spawn_options){ .name = "it" },
                                     &subject, &error),
                   GR_OUT_OF_RANGE);
        CHECK_STR(error.message, "not today");
    }
    gr_error_fini(&error);
    CHECK_CODE(lab_subject_lookup(lab_node(), "it", NULL, &subject, NULL), GR_NOT_FOUND);
    lab_close();
}

static void sleep_in_stop(struct lab_subject_self *self, gr_context *ctx, gr_code reason)
{
    (void)self;
    (void)reason;
    lab_trace("%s", gr_code_name(gr_sleep(ctx, GR_FOREVER)));
}

static void a_stop_hook_that_waits_for_ever_is_ended_by_its_budget(void)
{
    lab_subject_type type = lab_plain;
    type.hooks.stop = sleep_in_stop;
    lab_open(1, 1);
    lab_subject subject = lab_spawn(&type);
    CHECK_CODE(gr_actor_stop(subject.ref, &(gr_stop_options){ .timeout_ms = 1000 }),
               GR_DEADLINE_EXCEEDED);
    const gr_stop_options soon = { .timeout_ms = 1000 };
    CHECK_CODE(gr_node_destroy(lab_node(), &soon), GR_DEADLINE_EXCEEDED);
    CHECK_UINT(lab_logged("event=still_alive actor=lab/lab.Subject#0 in=\"stop hook\" "
                          "state=waiting for_ms="),
               1);
    lab_close();
    CHECK_STR(lab_traced(), "CANCELLED");
}

GR_SUITE_PREPARED("destroy", remote_start_transport,
                  { "calls_in_every_state_end_and_the_destroyer_says_what_does_not",
                    calls_in_every_state_end_and_the_destroyer_says_what_does_not },
                  { "a_start_hook_that_fails_leaves_nothing",
                    a_start_hook_that_fails_leaves_nothing },
                  { "a_stop_hook_that_waits_for_ever_is_ended_by_its_budget",
                    a_stop_hook_that_waits_for_ever_is_ended_by_its_budget })
