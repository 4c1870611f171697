/* SPDX-License-Identifier: MIT */
/* Handlers that do not return: all else of their worker goes on, on a spare thread; they are named
 * while they run; and what they do once they come back is as if nothing had been. On real threads:
 * what waits here waits for an event, as long as it takes. */
#include <dirent.h>
#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "lab.h"

enum { STUCK_MAX = 8 };

/* Handlers spin until they may return. */
static struct {
    sem_t is_in;
    _Atomic bool may_return[STUCK_MAX];
    pthread_t thread;
    lab_subject_type stuck;
    lab_subject other;
    int pipe[2];
    sem_t done;
    gr_code code;
} stage;

static gr_code stuck_ask(struct lab_subject_self *self, gr_context *ctx, const lab_note *note,
                         lab_report *reply);

static void open_stage(const gr_node_options *options)
{
    sem_init(&stage.is_in, 0, 0);
    sem_init(&stage.done, 0, 0);
    for (int i = 0; i < STUCK_MAX; i++) {
        atomic_store(&stage.may_return[i], false);
    }
    stage.stuck = lab_plain;
    stage.stuck.ask = stuck_ask;
    stage.stuck.slow = stuck_ask;
    lab_open_real(options);
}

static void open_node(uint32_t workers)
{
    open_stage(&(gr_node_options){ .name = "lab", .workers = workers, .slow_after_ms = 20 });
}

static void let_return(int which)
{
    atomic_store(&stage.may_return[which], true);
}

static void spin(int which)
{
    sem_post(&stage.is_in);
    while (!atomic_load(&stage.may_return[which])) {
        sched_yield();
    }
}

/* A minute without it is a failure. */
static void wait_for_log(const char *part, size_t n)
{
    time_t end = time(NULL) + 60;
    while (lab_logged(part) < n && time(NULL) < end) {
        sched_yield();
    }
    if (!CHECK(lab_logged(part) >= n)) {
        printf("not in the log: %s\n", part);
    }
}

static gr_code stuck_ask(struct lab_subject_self *self, gr_context *ctx, const lab_note *note,
                         lab_report *reply)
{
    (void)ctx;
    self->n++;
    spin((int)note->number);
    reply->text = note->text;
    reply->number = note->number + 1;
    return GR_OK;
}

static lab_subject spawn_stuck(void)
{
    return lab_spawn(&stage.stuck);
}

static lab_subject_ask_future ask_stuck(lab_subject to, int which, uint32_t timeout_ms)
{
    lab_subject_ask_future future = { NULL };
    const lab_note note = { .text = "stuck", .number = which };
    const gr_call_options options = { .timeout_ms = timeout_ms };
    CHECK_CODE(lab_subject_ask_async(to, &note, &options, &future), GR_OK);
    sem_wait(&stage.is_in);
    return future;
}

static gr_code poke(lab_subject to)
{
    return lab_subject_poke_sync(to, &(gr_call_options){ .timeout_ms = GR_FOREVER }, NULL);
}

/* ---- the others ---- */

static void others_of_its_worker_are_served_while_a_handler_spins(void)
{
    open_node(1);
    lab_subject other = lab_spawn(&lab_plain);
    lab_subject_ask_future future = ask_stuck(spawn_stuck(), 0, GR_FOREVER);
    for (int i = 0; i < 100; i++) {
        CHECK_CODE(poke(other), GR_OK);
    }
    CHECK_UINT(lab_logged("event=stuck_handler actor=lab/lab.Subject#1 method=Ask for_ms="), 1);
    CHECK_UINT(lab_logged("worker=taken_over"), 1);
    CHECK(!gr_future_is_done(future.future));
    let_return(0);
    CHECK_CODE(lab_end_of(&future), GR_OK);
    wait_for_log("event=handler_returned actor=lab/lab.Subject#1 method=Ask after_ms=", 1);
    CHECK_CODE(poke(other), GR_OK);
    lab_close();
}

/* Calls one that sleeps for ever, and is to be told when its time is up. */
static gr_code call_sleeper(struct lab_subject_self *self, gr_context *ctx, const lab_note *note)
{
    (void)self;
    (void)ctx;
    const lab_note endless = { .text = "", .sleep_ms = GR_FOREVER };
    const gr_call_options options = { .timeout_ms = (uint32_t)note->number };
    sem_post(&stage.is_in);
    stage.code = lab_subject_ask_sync(stage.other, &endless, &options, NULL, NULL);
    sem_post(&stage.done);
    return GR_OK;
}

static void callers_that_wait_on_its_worker_get_their_deadline(void)
{
    open_node(1);
    lab_subject_type type = lab_plain;
    type.tell = call_sleeper;
    stage.other = lab_spawn(&lab_plain);
    lab_subject caller = lab_spawn(&type);
    CHECK_CODE(lab_subject_tell_oneway(caller, &(lab_note){ .number = 100 }, NULL), GR_OK);
    sem_wait(&stage.is_in);
    lab_subject_ask_future future = ask_stuck(spawn_stuck(), 0, GR_FOREVER);
    sem_wait(&stage.done);
    CHECK_CODE(stage.code, GR_DEADLINE_EXCEEDED);
    CHECK(!gr_future_is_done(future.future));
    let_return(0);
    CHECK_CODE(lab_end_of(&future), GR_OK);
    lab_close();
}

static gr_code tell_done(struct lab_subject_self *self, gr_context *ctx, const lab_note *note)
{
    (void)self;
    (void)ctx;
    (void)note;
    sem_post(&stage.done);
    return GR_OK;
}

static void timers_of_its_worker_fire(void)
{
    open_node(1);
    lab_subject_type type = lab_plain;
    gr_timer timer;
    type.tell = tell_done;
    lab_subject told = lab_spawn(&type);
    const gr_oneway_options often = { .every_ms = 5, .timer = &timer };
    CHECK_CODE(lab_subject_tell_oneway(told, &(lab_note){ .text = "" }, &often), GR_OK);
    lab_subject_ask_future future = ask_stuck(spawn_stuck(), 0, GR_FOREVER);
    while (sem_trywait(&stage.done) == 0) {
    }
    sem_wait(&stage.done);
    sem_wait(&stage.done);
    CHECK(!gr_future_is_done(future.future));
    let_return(0);
    CHECK_CODE(lab_end_of(&future), GR_OK);
    CHECK_CODE(gr_timer_cancel(timer), GR_OK);
    lab_close();
}

/* ---- the stuck one ---- */

static void nobody_else_runs_the_stuck_actor(void)
{
    open_node(1);
    lab_subject stuck = spawn_stuck();
    lab_subject other = lab_spawn(&lab_plain);
    lab_subject_ask_future first = ask_stuck(stuck, 0, GR_FOREVER);
    const lab_note note = { .text = "next", .number = 1 };
    lab_subject_ask_future next = { NULL };
    CHECK_CODE(
        lab_subject_ask_async(stuck, &note, &(gr_call_options){ .timeout_ms = GR_FOREVER }, &next),
        GR_OK);
    CHECK_CODE(poke(other), GR_OK);
    CHECK_CODE(poke(other), GR_OK);
    CHECK(sem_trywait(&stage.is_in) != 0);
    let_return(0);
    CHECK_CODE(lab_end_of(&first), GR_OK);
    sem_wait(&stage.is_in);
    let_return(1);
    CHECK_CODE(lab_end_of(&next), GR_OK);
    lab_close();
}

static void its_reply_is_counted_as_late_when_its_caller_has_given_up(void)
{
    open_node(1);
    lab_subject other = lab_spawn(&lab_plain);
    lab_subject_ask_future future = ask_stuck(spawn_stuck(), 0, 30);
    CHECK_CODE(lab_end_of(&future), GR_DEADLINE_EXCEEDED);
    CHECK_UINT(lab_stats().late_replies, 0);
    let_return(0);
    wait_for_log("event=handler_returned", 1);
    CHECK_CODE(poke(other), GR_OK);
    time_t end = time(NULL) + 60;
    while (lab_stats().late_replies == 0 && time(NULL) < end) {
        sched_yield();
    }
    CHECK_UINT(lab_stats().late_replies, 1);
    lab_close();
}

/* All that a handler may do, after its worker was taken over. */
static gr_code do_everything(struct lab_subject_self *self, gr_context *ctx, const lab_note *note,
                             lab_report *reply)
{
    spin((int)note->number);
    void *memory = gr_alloc(ctx, 100);
    CHECK(memory != NULL && pthread_equal(pthread_self(), stage.thread) == 0);
    stage.thread = pthread_self();
    CHECK_STR(gr_context_name(ctx), "lab/lab.Subject#1");
    CHECK(!gr_cancelled(ctx));
    CHECK(pthread_equal(pthread_self(), stage.thread) != 0); /* it has waited for nothing yet */
    CHECK_CODE(gr_sleep(ctx, 1), GR_OK);
    lab_report *report = NULL;
    gr_error error = GR_ERROR_INIT;
    const lab_note inner = { .text = "inner", .number = 41 };
    CHECK_CODE(lab_subject_ask_sync(stage.other, &inner, NULL, &report, &error), GR_OK);
    CHECK(report != NULL && report->number == 42);
    gr_free(report);
    lab_subject_ask_future future = lab_ask_later(stage.other, "later");
    CHECK_CODE(lab_end_of(&future), GR_OK);
    CHECK_CODE(gr_process(ctx, NULL), GR_OK);
    gr_error_fini(&error);
    reply->text = note->text;
    reply->number = (int64_t)self->n;
    return GR_OK;
}

static void it_goes_on_with_everything_when_it_comes_back(void)
{
    open_node(1);
    lab_subject_type type = lab_plain;
    type.ask = do_everything;
    stage.thread = pthread_self();
    stage.other = lab_spawn(&lab_plain);
    lab_subject stuck = lab_spawn(&type);
    lab_subject_ask_future future = ask_stuck(stuck, 0, GR_FOREVER);
    CHECK_CODE(poke(stage.other), GR_OK);
    gr_ignore(lab_tell(stuck, "processed")); /* it cannot be refused */
    let_return(0);
    lab_report *report = NULL;
    CHECK_CODE(lab_subject_ask_await(&future, &report, NULL), GR_OK);
    CHECK(report != NULL && report->number == 1); /* what it processed */
    gr_free(report);
    CHECK_STR(lab_traced(), "inner later processed");
    lab_close();
}

/* Never waits, but calls all the time: it is as stuck as any. */
static gr_code ask_the_time(struct lab_subject_self *self, gr_context *ctx, const lab_note *note,
                            lab_report *reply)
{
    (void)reply;
    sem_post(&stage.is_in);
    while (!atomic_load(&stage.may_return[note->number])) {
        gr_free(NULL);
        self->n += gr_remaining(ctx) == 0 || gr_cancelled(ctx);
    }
    CHECK_UINT(self->n, 0);
    return GR_OK;
}

static void one_that_calls_all_the_time_is_stuck_as_well(void)
{
    open_node(1);
    lab_subject_type type = lab_plain;
    type.ask = ask_the_time;
    lab_subject other = lab_spawn(&lab_plain);
    lab_subject_ask_future future = ask_stuck(lab_spawn(&type), 0, GR_FOREVER);
    for (int i = 0; i < 10; i++) {
        CHECK_CODE(poke(other), GR_OK);
    }
    let_return(0);
    CHECK_CODE(lab_end_of(&future), GR_OK);
    lab_close();
}

static gr_code read_pipe(struct lab_subject_self *self, gr_context *ctx, const lab_note *note,
                         lab_report *reply)
{
    char c = 0;
    (void)self;
    (void)ctx;
    sem_post(&stage.is_in);
    CHECK(read(stage.pipe[0], &c, 1) == 1); /* nothing interrupts it */
    reply->text = note->text;
    reply->number = c;
    return GR_OK;
}

static void one_that_is_blocked_in_a_system_call_is_not_disturbed(void)
{
    open_node(1);
    lab_subject_type type = lab_plain;
    type.ask = read_pipe;
    CHECK(pipe(stage.pipe) == 0);
    lab_subject other = lab_spawn(&lab_plain);
    lab_subject_ask_future future = ask_stuck(lab_spawn(&type), 0, GR_FOREVER);
    CHECK_CODE(poke(other), GR_OK);
    CHECK(write(stage.pipe[1], "x", 1) == 1);
    CHECK_CODE(lab_end_of(&future), GR_OK);
    close(stage.pipe[0]);
    close(stage.pipe[1]);
    lab_close();
}

/* ---- several ---- */

static size_t count_threads(void)
{
    size_t n = 0;
    DIR *tasks = opendir("/proc/self/task");
    if (CHECK(tasks != NULL)) {
        while (readdir(tasks) != NULL) {
            n++;
        }
        closedir(tasks);
    }
    return n;
}

static void a_hundred_take_overs_leave_one_spare_thread(void)
{
    open_stage(&(gr_node_options){ .name = "lab", .workers = 1, .slow_after_ms = 2 });
    lab_subject other = lab_spawn(&lab_plain);
    lab_subject stuck = spawn_stuck();
    size_t before = count_threads();
    for (int i = 0; i < 100; i++) {
        atomic_store(&stage.may_return[0], false);
        lab_subject_ask_future future = ask_stuck(stuck, 0, GR_FOREVER);
        wait_for_log("event=stuck_handler", (size_t)i + 1);
        CHECK_CODE(poke(other), GR_OK);
        let_return(0);
        CHECK_CODE(lab_end_of(&future), GR_OK);
        wait_for_log("event=handler_returned", (size_t)i + 1);
    }
    CHECK(count_threads() <= before + 1);
    lab_close();
}

static void spare_threads_that_are_stuck_are_taken_from_in_turn(void)
{
    open_node(1);
    lab_subject_ask_future futures[STUCK_MAX];
    lab_subject other = lab_spawn(&lab_plain);
    for (int i = 0; i < STUCK_MAX; i++) {
        futures[i] = ask_stuck(spawn_stuck(), i, GR_FOREVER);
        CHECK_CODE(poke(other), GR_OK);
    }
    for (int i = 0; i < STUCK_MAX; i++) {
        int which = i * 3 % STUCK_MAX; /* in another order */
        let_return(which);
        CHECK_CODE(lab_end_of(&futures[which]), GR_OK);
        CHECK_CODE(poke(other), GR_OK);
    }
    lab_close();
}

static void all_workers_may_be_stuck_at_once(void)
{
    open_node(4);
    lab_subject_ask_future futures[STUCK_MAX];
    lab_subject others[STUCK_MAX];
    for (int i = 0; i < STUCK_MAX; i++) { /* spawned in turn on each worker */
        others[i] = lab_spawn(&lab_plain);
    }
    for (int i = 0; i < STUCK_MAX; i++) {
        futures[i] = ask_stuck(spawn_stuck(), i, GR_FOREVER);
    }
    for (int i = 0; i < STUCK_MAX; i++) {
        CHECK_CODE(poke(others[i]), GR_OK);
    }
    for (int i = 0; i < STUCK_MAX; i++) {
        let_return(i);
    }
    for (int i = 0; i < STUCK_MAX; i++) {
        CHECK_CODE(lab_end_of(&futures[i]), GR_OK);
        CHECK_CODE(poke(others[i]), GR_OK);
    }
    lab_close();
}

static void beyond_max_spare_threads_a_worker_stays_stuck_and_says_so(void)
{
    open_stage(&(gr_node_options){
        .name = "lab", .workers = 1, .slow_after_ms = 20, .limits = { .max_spare_threads = 1 } });
    lab_subject other = lab_spawn(&lab_plain);
    lab_subject_ask_future first = ask_stuck(spawn_stuck(), 0, GR_FOREVER);
    CHECK_CODE(poke(other), GR_OK);
    lab_subject_ask_future second = ask_stuck(spawn_stuck(), 1, GR_FOREVER);
    wait_for_log("event=no_spare_thread node=lab worker=0", 1);
    wait_for_log("worker=not_taken_over", 1);
    let_return(0); /* it waits for the second to return */
    let_return(1);
    CHECK_CODE(lab_end_of(&second), GR_OK);
    CHECK_CODE(lab_end_of(&first), GR_OK);
    lab_close();
}

/* ---- what is said, and when ---- */

static void a_method_may_be_named_earlier_than_its_worker_is_taken_over(void)
{
    open_stage(&(gr_node_options){ .name = "lab", .workers = 1, .slow_after_ms = GR_FOREVER });
    lab_subject_slow_future future = { NULL };
    const lab_note note = { .text = "slow" };
    CHECK_CODE(lab_subject_slow_async(spawn_stuck(), &note, NULL, &future), GR_OK);
    sem_wait(&stage.is_in);
    wait_for_log("event=stuck_handler actor=lab/lab.Subject#0 method=Slow", 1);
    CHECK_UINT(lab_logged("worker=kept"), 1);
    let_return(0);
    lab_report *report = NULL;
    CHECK_CODE(lab_subject_slow_await(&future, &report, NULL), GR_OK);
    gr_free(report);
    wait_for_log("event=handler_returned actor=lab/lab.Subject#0 method=Slow", 1);
    lab_close();
}

static gr_code spin_in_start(struct lab_subject_self *self, gr_context *ctx)
{
    (void)self;
    (void)ctx;
    spin(0);
    return GR_OK;
}

static gr_code spin_in_run(struct lab_subject_self *self, gr_context *ctx)
{
    (void)self;
    (void)ctx;
    spin(1);
    return GR_OK;
}

static void spin_in_stop(struct lab_subject_self *self, gr_context *ctx, gr_code reason)
{
    (void)self;
    (void)ctx;
    (void)reason;
    spin(2);
}

static void *spawn_hooked(void *arg)
{
    lab_subject subject;
    CHECK_CODE(lab_subject_spawn(lab_node(), arg, &(gr_spawn_options){ .timeout_ms = GR_FOREVER },
                                 &subject, NULL),
               GR_OK);
    return NULL;
}

static void hooks_and_run_bodies_are_named_and_taken_over_as_well(void)
{
    static const char *const names[] = { "method=\"start hook\"", "method=\"run body\"",
                                         "method=\"stop hook\"" };
    pthread_t spawner;
    lab_subject_type type = lab_plain;
    type.hooks = (lab_subject_hooks)LAB_SUBJECT_HOOKS(.start = spin_in_start, .run = spin_in_run,
                                                      .stop = spin_in_stop);
    open_node(1);
    lab_subject other = lab_spawn(&lab_plain);
    CHECK(pthread_create(&spawner, NULL, spawn_hooked, &type) == 0);
    for (int i = 0; i < 3; i++) {
        sem_wait(&stage.is_in);
        CHECK_CODE(poke(other), GR_OK);
        wait_for_log(names[i], 1);
        let_return(i);
    }
    pthread_join(spawner, NULL);
    wait_for_log("event=handler_returned", 3);
    lab_close();
}

/* ---- the node's end ---- */

static void a_node_with_a_stuck_handler_is_destroyed_once_that_returns(void)
{
    open_node(2);
    lab_subject_ask_future future = ask_stuck(spawn_stuck(), 0, GR_FOREVER);
    const gr_stop_options soon = { .timeout_ms = 600 };
    CHECK_CODE(gr_node_destroy(lab_node(), &soon), GR_DEADLINE_EXCEEDED);
    CHECK_UINT(lab_logged("event=still_alive actor=lab/lab.Subject#0 in=Ask state=running for_ms="),
               1);
    CHECK_CODE(gr_node_destroy(lab_node(), &soon), GR_DEADLINE_EXCEEDED);
    CHECK(!gr_future_is_done(future.future));
    let_return(0);
    lab_close();
    CHECK_CODE(lab_end_of(&future), GR_OK);
}

static void one_that_is_destroyed_before_the_lookout_has_looked_is_taken_over_all_the_same(void)
{
    open_stage(&(gr_node_options){ .name = "lab", .workers = 1, .slow_after_ms = GR_FOREVER });
    lab_subject other = lab_spawn(&lab_plain);
    lab_subject_ask_future future = ask_stuck(spawn_stuck(), 0, GR_FOREVER);
    const gr_stop_options soon = { .timeout_ms = 600 };
    CHECK_CODE(gr_node_destroy(lab_node(), &soon), GR_DEADLINE_EXCEEDED);
    CHECK_UINT(lab_logged("event=stuck_handler actor=lab/lab.Subject#1 method=Ask"), 1);
    CHECK_UINT(lab_logged("event=still_alive"), 1);
    CHECK_CODE(lab_ask(other, "x"), GR_UNAVAILABLE);
    let_return(0);
    lab_close();
    CHECK_CODE(lab_end_of(&future), GR_OK);
}

GR_SUITE("takeover",
         { "others_of_its_worker_are_served_while_a_handler_spins",
           others_of_its_worker_are_served_while_a_handler_spins },
         { "callers_that_wait_on_its_worker_get_their_deadline",
           callers_that_wait_on_its_worker_get_their_deadline },
         { "timers_of_its_worker_fire", timers_of_its_worker_fire },
         { "nobody_else_runs_the_stuck_actor", nobody_else_runs_the_stuck_actor },
         { "its_reply_is_counted_as_late_when_its_caller_has_given_up",
           its_reply_is_counted_as_late_when_its_caller_has_given_up },
         { "it_goes_on_with_everything_when_it_comes_back",
           it_goes_on_with_everything_when_it_comes_back },
         { "one_that_calls_all_the_time_is_stuck_as_well",
           one_that_calls_all_the_time_is_stuck_as_well },
         { "one_that_is_blocked_in_a_system_call_is_not_disturbed",
           one_that_is_blocked_in_a_system_call_is_not_disturbed },
         { "a_hundred_take_overs_leave_one_spare_thread",
           a_hundred_take_overs_leave_one_spare_thread },
         { "spare_threads_that_are_stuck_are_taken_from_in_turn",
           spare_threads_that_are_stuck_are_taken_from_in_turn },
         { "all_workers_may_be_stuck_at_once", all_workers_may_be_stuck_at_once },
         { "beyond_max_spare_threads_a_worker_stays_stuck_and_says_so",
           beyond_max_spare_threads_a_worker_stays_stuck_and_says_so },
         { "a_method_may_be_named_earlier_than_its_worker_is_taken_over",
           a_method_may_be_named_earlier_than_its_worker_is_taken_over },
         { "hooks_and_run_bodies_are_named_and_taken_over_as_well",
           hooks_and_run_bodies_are_named_and_taken_over_as_well },
         { "a_node_with_a_stuck_handler_is_destroyed_once_that_returns",
           a_node_with_a_stuck_handler_is_destroyed_once_that_returns },
         { "one_that_is_destroyed_before_the_lookout_has_looked_is_taken_over_all_the_same",
           one_that_is_destroyed_before_the_lookout_has_looked_is_taken_over_all_the_same })
