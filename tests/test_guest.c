/* SPDX-License-Identifier: MIT */
/* Workers that share a thread: one that sleeps is run by the thread of the one that posts to it; no
 * handler of either keeps the other waiting; they part and meet again, and nobody can tell but by
 * the time it takes. On real threads: what waits here waits for an event, as long as it takes. */
#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <stdio.h>
#include <time.h>

#include "entry.h"
#include "lab.h"

enum { PATIENCE_S = 10 };

/* Two subjects on different workers, and what they let each other know. */
static struct {
    lab_subject_type first_type, second_type;
    lab_subject first, second; /* of workers 0 and 1 */
    _Atomic(pthread_t) ran_on; /* the second's last handler */
    _Atomic bool may_return;
    _Atomic uint32_t n_told;
    sem_t done;
    sem_t is_in, second_goes_on, third_goes_on; /* of handlers that are stuck */
} stage;

static lab_subject spawn_on(uint32_t worker, const lab_subject_type *type)
{
    lab_subject subject = lab_spawn(type);
    while (gri_slab_owner_of(subject.ref.actor) != worker) { /* they go from one to the next */
        subject = lab_spawn(type);
    }
    return subject;
}

static gr_code note_thread(struct lab_subject_self *self, gr_context *ctx)
{
    (void)self;
    (void)ctx;
    atomic_store(&stage.ran_on, pthread_self());
    return GR_OK;
}

static void prepare_with(uint32_t slow_after_ms)
{
    stage.first_type = stage.second_type = lab_plain;
    stage.second_type.poke = note_thread;
    atomic_store(&stage.may_return, false);
    atomic_store(&stage.n_told, 0);
    sem_init(&stage.done, 0, 0);
    sem_init(&stage.is_in, 0, 0);
    sem_init(&stage.second_goes_on, 0, 0);
    sem_init(&stage.third_goes_on, 0, 0);
    lab_open_real(
        &(gr_node_options){ .name = "lab", .workers = 2, .slow_after_ms = slow_after_ms });
}

/* Nobody is taken for stuck: the lookout does nothing but to watch over those that share. */
static void prepare(void)
{
    prepare_with(GR_FOREVER);
}

static void begin(void)
{
    stage.first = spawn_on(0, &stage.first_type);
    stage.second = spawn_on(1, &stage.second_type);
}

static gr_code poke(lab_subject to)
{
    return lab_subject_poke_sync(to, &(gr_call_options){ .timeout_ms = GR_FOREVER }, NULL);
}

/* In a handler of the first: until the second runs on its thread. */
static bool share(void)
{
    time_t end = time(NULL) + PATIENCE_S;
    do {
        CHECK_CODE(poke(stage.second), GR_OK);
        if (pthread_equal(pthread_self(), atomic_load(&stage.ran_on))) {
            return true;
        }
        struct timespec pause = { .tv_nsec = 1000 };
        nanosleep(&pause, NULL); /* the thread it had goes to sleep meanwhile */
    } while (time(NULL) < end);
    return false;
}

static void spin(void)
{
    time_t end = time(NULL) + PATIENCE_S;
    while (!atomic_load(&stage.may_return) && time(NULL) < end) {
        sched_yield();
    }
    CHECK(atomic_load(&stage.may_return));
}

/* ---- sharing ---- */

static gr_code share_and_say(struct lab_subject_self *self, gr_context *ctx, const lab_note *note)
{
    (void)self;
    (void)ctx;
    (void)note;
    CHECK(share());
    sem_post(&stage.done);
    return GR_OK;
}

static void one_that_sleeps_is_run_by_the_thread_that_posts_to_it(void)
{
    prepare();
    stage.first_type.tell = share_and_say;
    begin();
    CHECK_CODE(lab_tell(stage.first, ""), GR_OK);
    sem_wait(&stage.done);
    lab_close();
}

static void when_it_has_rested_any_thread_wakes_it(void)
{
    prepare();
    stage.first_type.tell = share_and_say;
    begin();
    for (int i = 0; i < 300; i++) {
        CHECK_CODE(lab_tell(stage.first, ""), GR_OK);
        sem_wait(&stage.done);
        CHECK_CODE(poke(stage.second), GR_OK);
        CHECK_CODE(poke(stage.first), GR_OK);
    }
    lab_close();
}

static gr_code post_done(struct lab_subject_self *self, gr_context *ctx, const lab_note *note)
{
    (void)self;
    (void)ctx;
    (void)note;
    sem_post(&stage.done);
    return GR_OK;
}

static void its_timers_fire(void)
{
    gr_timer timer;
    prepare();
    stage.first_type.tell = share_and_say;
    stage.second_type.tell = post_done;
    begin();
    CHECK_CODE(lab_tell(stage.first, ""), GR_OK);
    sem_wait(&stage.done);
    const gr_oneway_options often = { .every_ms = 2, .timer = &timer };
    CHECK_CODE(lab_subject_tell_oneway(stage.second, &(lab_note){ .text = "" }, &often), GR_OK);
    for (int i = 0; i < 5; i++) {
        CHECK_CODE(lab_tell(stage.first, ""), GR_OK);
        sem_wait(&stage.done);
        sem_wait(&stage.done);
    }
    CHECK_CODE(gr_timer_cancel(timer), GR_OK);
    lab_close();
}

/* ---- handlers that take long ---- */

static gr_code let_return(struct lab_subject_self *self, gr_context *ctx, const lab_note *note)
{
    (void)self;
    (void)ctx;
    (void)note;
    atomic_store(&stage.may_return, true);
    return GR_OK;
}

static gr_code spin_for_second(struct lab_subject_self *self, gr_context *ctx, const lab_note *note)
{
    (void)self;
    (void)ctx;
    (void)note;
    CHECK(share());
    CHECK_CODE(lab_tell(stage.second, ""), GR_OK);
    spin();
    sem_post(&stage.done);
    return GR_OK;
}

static void a_handler_of_its_host_does_not_keep_it_waiting(void)
{
    prepare();
    stage.first_type.tell = spin_for_second;
    stage.second_type.tell = let_return;
    begin();
    CHECK_CODE(lab_tell(stage.first, ""), GR_OK);
    sem_wait(&stage.done);
    CHECK_CODE(poke(stage.first), GR_OK);
    CHECK_CODE(poke(stage.second), GR_OK);
    lab_close();
}

static gr_code have_second_spin(struct lab_subject_self *self, gr_context *ctx,
                                const lab_note *note)
{
    (void)self;
    (void)ctx;
    (void)note;
    CHECK(share());
    return lab_tell(stage.second, "");
}

static gr_code spin_for_host(struct lab_subject_self *self, gr_context *ctx, const lab_note *note)
{
    (void)self;
    (void)ctx;
    (void)note;
    sem_post(&stage.done);
    spin();
    sem_post(&stage.done);
    return GR_OK;
}

static void a_handler_of_it_does_not_keep_its_host_waiting(void)
{
    prepare();
    stage.first_type.tell = have_second_spin;
    stage.second_type.tell = spin_for_host;
    begin();
    CHECK_CODE(lab_tell(stage.first, ""), GR_OK);
    sem_wait(&stage.done);
    CHECK_CODE(poke(stage.first), GR_OK);
    atomic_store(&stage.may_return, true);
    sem_wait(&stage.done);
    CHECK_CODE(poke(stage.first), GR_OK);
    CHECK_CODE(poke(stage.second), GR_OK);
    lab_close();
}

/* ---- parting and meeting ---- */

enum { ROUNDS = 200, BURST = 400, LIGHT = 8 };

static void toil(uint32_t rounds)
{
    for (uint32_t i = 0; i < rounds; i++) {
        __asm__ volatile("" : "+r"(i));
    }
}

/* Some bursts are light and some are heavy, so that they have reason to part and to meet. */
static gr_code count_in_order(struct lab_subject_self *self, gr_context *ctx,
                              const lab_number *request, lab_number *reply)
{
    (void)ctx;
    if (request->value != 0) {
        CHECK_UINT((uint64_t)request->value, (uint64_t)self->sum + 1);
        self->sum = request->value;
        toil(request->value / BURST % (2 * LIGHT) < LIGHT ? 0 : 2000);
    }
    reply->value = self->sum;
    return GR_OK;
}

/* All at once, and then waits for the last. */
static gr_code send_burst(lab_subject to, int64_t *number)
{
    lab_subject_add_future futures[BURST];
    gr_code code = GR_OK;
    for (int i = 0; i < BURST; i++) {
        const lab_number number_now = { .value = ++*number };
        CHECK_CODE(lab_subject_add_async(to, &number_now,
                                         &(gr_call_options){ .timeout_ms = GR_FOREVER },
                                         &futures[i]),
                   GR_OK);
    }
    for (int i = 0; i < BURST; i++) {
        lab_number *reply = NULL;
        code = lab_subject_add_await(&futures[i], &reply, NULL);
        CHECK_CODE(code, GR_OK);
        gr_free(reply);
    }
    return code;
}

static gr_code send_all(struct lab_subject_self *self, gr_context *ctx, const lab_note *note)
{
    (void)self;
    (void)ctx;
    (void)note;
    int64_t number = 0;
    for (int i = 0; i < ROUNDS / 4; i++) {
        CHECK_CODE(send_burst(stage.second, &number), GR_OK);
    }
    sem_post(&stage.done);
    return GR_OK;
}

static void calls_keep_their_order_while_workers_part_and_meet(void)
{
    prepare();
    stage.first_type.tell = send_all;
    stage.second_type.add = count_in_order;
    begin();
    CHECK_CODE(lab_tell(stage.first, ""), GR_OK);
    sem_wait(&stage.done);
    lab_close();
}

/* Of scalars alone: these go the short ways. The second answers when all of a burst are there. */
static gr_code hear_in_order(struct lab_subject_self *self, gr_context *ctx,
                             const lab_number *request, lab_number *reply)
{
    lab_number same = { .value = request->value };
    gr_code code = count_in_order(self, ctx, request, reply);
    return request->value % BURST != 0 ? code : lab_subject_add_oneway(stage.first, &same, NULL);
}

static gr_code tell_burst(struct lab_subject_self *self, gr_context *ctx, const lab_number *request,
                          lab_number *reply)
{
    (void)ctx;
    (void)reply;
    CHECK_UINT((uint64_t)request->value, (uint64_t)self->sum);
    if (self->sum == (int64_t)ROUNDS * BURST) {
        sem_post(&stage.done);
        return GR_OK;
    }
    for (int i = 0; i < BURST; i++) {
        const lab_number number = { .value = ++self->sum };
        CHECK_CODE(lab_subject_add_oneway(stage.second, &number, NULL), GR_OK);
    }
    return GR_OK;
}

static void oneways_keep_their_order_while_workers_part_and_meet(void)
{
    prepare();
    stage.first_type.add = tell_burst;
    stage.second_type.add = hear_in_order;
    begin();
    CHECK_CODE(lab_subject_add_oneway(stage.first, &(lab_number){ .value = 0 }, NULL), GR_OK);
    sem_wait(&stage.done);
    lab_close();
}

/* ---- threads that are stuck ---- */

static gr_code share_and_tell(struct lab_subject_self *self, gr_context *ctx, const lab_note *note)
{
    (void)self;
    (void)ctx;
    (void)note;
    CHECK(share());
    return lab_tell(stage.second, "");
}

static gr_code get_stuck(sem_t *until)
{
    sem_post(&stage.is_in);
    sem_wait(until);
    sem_post(&stage.done);
    return GR_OK;
}

static gr_code get_stuck_as_guest(struct lab_subject_self *self, gr_context *ctx,
                                  const lab_note *note)
{
    (void)self;
    (void)ctx;
    (void)note;
    return get_stuck(&stage.second_goes_on);
}

static gr_code get_stuck_at_home(struct lab_subject_self *self, gr_context *ctx,
                                 const lab_note *note)
{
    (void)self;
    (void)ctx;
    (void)note;
    return get_stuck(&stage.third_goes_on);
}

/* A handler of the guest is stuck on its host's thread, so it goes to its own; there another one is
 * stuck, so a spare thread has it; then the first comes back, and it shares a thread once more. */
static void one_that_comes_home_may_find_its_thread_stuck(void)
{
    enum { OFTEN = 50 };
    static lab_subject_type third_type, other_type;
    prepare_with(20);
    third_type = other_type = lab_plain;
    other_type.poke = note_thread;
    stage.first_type.tell = share_and_tell;
    stage.second_type.tell = get_stuck_as_guest;
    third_type.tell = get_stuck_at_home;
    begin();
    lab_subject third = spawn_on(1, &third_type), other = spawn_on(1, &other_type);
    CHECK_CODE(lab_tell(stage.first, ""), GR_OK);
    sem_wait(&stage.is_in);
    CHECK_CODE(lab_tell(third, ""), GR_OK);
    sem_wait(&stage.is_in);
    CHECK_CODE(poke(other), GR_OK);
    sem_post(&stage.second_goes_on);
    sem_wait(&stage.done);
    for (int i = 0; i < OFTEN; i++) {
        struct timespec pause = { .tv_nsec = 1000000 };
        nanosleep(&pause, NULL); /* all threads that have nothing to do go to sleep meanwhile */
        CHECK_CODE(poke(other), GR_OK);
    }
    sem_post(&stage.third_goes_on);
    sem_wait(&stage.done);
    CHECK_CODE(poke(third), GR_OK);
    lab_close();
}

GR_SUITE("guest",
         { "one_that_sleeps_is_run_by_the_thread_that_posts_to_it",
           one_that_sleeps_is_run_by_the_thread_that_posts_to_it },
         { "when_it_has_rested_any_thread_wakes_it", when_it_has_rested_any_thread_wakes_it },
         { "its_timers_fire", its_timers_fire },
         { "a_handler_of_its_host_does_not_keep_it_waiting",
           a_handler_of_its_host_does_not_keep_it_waiting },
         { "a_handler_of_it_does_not_keep_its_host_waiting",
           a_handler_of_it_does_not_keep_its_host_waiting },
         { "calls_keep_their_order_while_workers_part_and_meet",
           calls_keep_their_order_while_workers_part_and_meet },
         { "oneways_keep_their_order_while_workers_part_and_meet",
           oneways_keep_their_order_while_workers_part_and_meet },
         { "one_that_comes_home_may_find_its_thread_stuck",
           one_that_comes_home_may_find_its_thread_stuck })
