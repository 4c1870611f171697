/* SPDX-License-Identifier: MIT */
/* The real env: its clock, its random numbers, and the parking of threads. */
#include "env.h"

#include <pthread.h>

#include "suite.h"
#include "transport.h"

#define MS UINT64_C(1000000)

static uint64_t now_ns(void)
{
    gri_env *env = gri_env_real();
    return env->ops->now_ns(env);
}

static void the_clock_never_goes_back(void)
{
    uint64_t before = now_ns();
    for (unsigned i = 0; i < 10000; i++) {
        uint64_t now = now_ns();
        CHECK(now >= before);
        before = now;
    }
}

static void random_numbers_differ(void)
{
    gri_env *env = gri_env_real();
    uint64_t a = env->ops->random(env), b = env->ops->random(env), c = env->ops->random(env);
    CHECK(a != b && b != c && a != c);
}

static void the_real_env_leaves_workers_to_their_threads(void)
{
    gri_env *env = gri_env_real();
    CHECK(env == gri_env_real());
    CHECK_UINT(env->ops->choose(env, 5), 0);
    CHECK(env->ops->step == NULL && env->ops->attach == NULL && env->ops->detach == NULL);
    CHECK(env->ops->transport == &gri_transport_nng);
}

static void an_unpark_before_is_remembered_once(void)
{
    struct gri_parker parker = { 0 };
    gri_unpark(&parker);
    gri_unpark(&parker);
    gri_park(&parker, UINT64_MAX);
    CHECK_UINT(atomic_load(&parker.state), 0);
    uint64_t until_ns = now_ns() + 2 * MS;
    while (now_ns() < until_ns) {
        gri_park(&parker, until_ns);
    }
    CHECK_UINT(atomic_load(&parker.state), 0);
}

static void a_deadline_in_the_past_does_not_wait(void)
{
    struct gri_parker parker = { 0 };
    gri_park(&parker, 0);
    gri_park(&parker, 1);
    CHECK_UINT(atomic_load(&parker.state), 0);
}

/* Two threads hand a number to and fro; it is guarded by nothing but the parking. */
struct court {
    struct gri_parker parkers[2];
    atomic_uint turn;
    unsigned hits;
};

enum { rallies = 2000 };

static void play(struct court *court, unsigned side)
{
    for (unsigned i = 0; i < rallies; i++) {
        while (atomic_load_explicit(&court->turn, memory_order_acquire) % 2 != side) {
            gri_park(&court->parkers[side], UINT64_MAX);
        }
        court->hits++;
        atomic_fetch_add_explicit(&court->turn, 1, memory_order_acq_rel);
        gri_unpark(&court->parkers[1 - side]);
    }
}

static void *play_far(void *arg)
{
    play(arg, 1);
    return NULL;
}

static void no_wakeup_is_lost_between_two_threads(void)
{
    struct court court = { .hits = 0 };
    pthread_t far;
    CHECK(pthread_create(&far, NULL, play_far, &court) == 0);
    play(&court, 0);
    pthread_join(far, NULL);
    CHECK_UINT(court.hits, 2 * rallies);
}

static struct {
    struct gri_lock lock;
    uint64_t n; /* under it */
} counted;

static void *count_locked(void *arg)
{
    for (uint64_t i = 0; i < 50000; i++) {
        gri_lock(&counted.lock);
        counted.n++;
        gri_unlock(&counted.lock);
    }
    return arg;
}

static void a_lock_lets_one_thread_in_at_a_time(void)
{
    pthread_t threads[4];
    counted.n = 0;
    for (size_t i = 0; i < 4; i++) {
        CHECK(pthread_create(&threads[i], NULL, count_locked, NULL) == 0);
    }
    for (size_t i = 0; i < 4; i++) {
        pthread_join(threads[i], NULL);
    }
    CHECK_UINT(counted.n, 200000);
}

static void *hold_a_while(void *arg)
{
    gri_lock(&counted.lock);
    gri_unpark(arg);
    uint64_t until_ns = now_ns() + 2 * MS;
    while (now_ns() < until_ns) {
    }
    counted.n = 7;
    gri_unlock(&counted.lock);
    return NULL;
}

static void who_finds_a_lock_held_sleeps_until_it_is_free(void)
{
    pthread_t thread;
    struct gri_parker held = { 0 };
    CHECK(pthread_create(&thread, NULL, hold_a_while, &held) == 0);
    while (!gri_park(&held, UINT64_MAX)) {
    }
    gri_lock(&counted.lock);
    CHECK_UINT(counted.n, 7);
    gri_unlock(&counted.lock);
    pthread_join(thread, NULL);
}

GR_SUITE("env", { "the_clock_never_goes_back", the_clock_never_goes_back },
         { "random_numbers_differ", random_numbers_differ },
         { "the_real_env_leaves_workers_to_their_threads",
           the_real_env_leaves_workers_to_their_threads },
         { "an_unpark_before_is_remembered_once", an_unpark_before_is_remembered_once },
         { "a_deadline_in_the_past_does_not_wait", a_deadline_in_the_past_does_not_wait },
         { "no_wakeup_is_lost_between_two_threads", no_wakeup_is_lost_between_two_threads },
         { "a_lock_lets_one_thread_in_at_a_time", a_lock_lets_one_thread_in_at_a_time },
         { "who_finds_a_lock_held_sleeps_until_it_is_free",
           who_finds_a_lock_held_sleeps_until_it_is_free })
