/* SPDX-License-Identifier: MIT */
/* Futures without calls: completed by one thread, waited for by others, any and all of them. */
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/resource.h>

#include "future.h"
#include "sim.h"
#include "suite.h"

static void complete(gr_future *future, gr_code code)
{
    struct gri_result result = { .code = code, .reply = gri_mail_create(GRI_MAIL_REPLY, 8) };
    gri_future_complete(gri_future_ref(future), &result);
}

static gr_code take(gr_future *future)
{
    struct gri_result result;
    gri_future_take(future, &result);
    gri_result_fini(&result);
    return result.code;
}

static void a_completed_future_hands_its_result_over_once(void)
{
    gr_future *future = gri_future_create(gri_env_real(), 1);
    CHECK(!gr_future_is_done(future));
    CHECK(!gr_future_is_done(NULL));
    CHECK_CODE(gri_future_wait(future, 0, false), GR_DEADLINE_EXCEEDED);
    complete(future, GR_ABORTED);
    CHECK(gr_future_is_done(future));
    CHECK_CODE(gri_future_wait(future, 0, false), GR_OK);
    CHECK_CODE(gri_future_wait(future, 0, true), GR_OK);
    CHECK_CODE(take(future), GR_ABORTED);
    CHECK_CODE(take(future), GR_FAILED_PRECONDITION);
    gri_future_unref(future);
}

static void an_untaken_result_is_freed_with_its_future(void)
{
    gr_future *future = gri_future_create(gri_env_real(), 1);
    complete(future, GR_OK);
    gr_future_drop(&future);
    CHECK(future == NULL);
    gri_future_unref(NULL);
    suite_fail_allocation(1);
    CHECK(gri_future_create(gri_env_real(), 1) == NULL);
}

static void waiting_for_any_and_all_takes_no_notice_of_null(void)
{
    gr_future *futures[4] = { gri_future_create(gri_env_real(), 1), NULL,
                              gri_future_create(gri_env_real(), 1), NULL };
    size_t which = 9;
    futures[3] = futures[0]; /* the same one twice does no harm */
    CHECK_CODE(gr_future_wait_any(futures, 4, 1, &which), GR_DEADLINE_EXCEEDED);
    complete(futures[2], GR_OK);
    CHECK_CODE(gr_future_wait_any(futures, 4, 1, &which), GR_OK);
    CHECK_UINT(which, 2);
    CHECK_CODE(gr_future_wait_all(futures, 4, 1), GR_DEADLINE_EXCEEDED);
    complete(futures[0], GR_OK);
    CHECK_CODE(gr_future_wait_all(futures, 4, 1), GR_OK);
    CHECK_CODE(gr_future_wait_any(futures, 4, 1, NULL), GR_INVALID_ARGUMENT);
    gri_future_unref(futures[0]);
    gri_future_unref(futures[2]);
}

static void waiting_for_any_without_memory_is_a_code(void)
{
    gr_future *future = gri_future_create(gri_env_real(), 1);
    size_t which;
    suite_fail_allocation(1);
    CHECK_CODE(gr_future_wait_any(&future, 1, 1, &which), GR_RESOURCE_EXHAUSTED);
    gri_future_unref(future);
}

static void a_simulation_with_nothing_left_to_do_ends_the_wait(void)
{
    gri_env *env = sim_create(1);
    gr_future *future = gri_future_create(env, 1);
    CHECK_CODE(gri_future_wait(future, UINT64_MAX, false), GR_ABORTED);
    gri_future_unref(future);
    sim_destroy(env);
}

/* ---- threads ---- */

enum { ROUNDS = 300, WAITERS = 3 };

static struct {
    gr_future *futures[4];
    atomic_uint woken;
} scene;

static void *wait_for_all(void *arg)
{
    (void)arg;
    CHECK_CODE(gr_future_wait_all(scene.futures, 4, GR_FOREVER), GR_OK);
    atomic_fetch_add(&scene.woken, 1);
    return NULL;
}

static void *wait_for_any(void *arg)
{
    size_t which = 9;
    (void)arg;
    CHECK_CODE(gr_future_wait_any(scene.futures, 4, GR_FOREVER, &which), GR_OK);
    CHECK(which < 4 && gr_future_is_done(scene.futures[which]));
    atomic_fetch_add(&scene.woken, 1);
    return NULL;
}

static void *give_up_soon(void *arg)
{
    size_t which = 9;
    (void)arg;
    gr_code code = gr_future_wait_any(scene.futures, 4, 0, &which);
    CHECK(code == GR_DEADLINE_EXCEEDED || (code == GR_OK && which < 4));
    atomic_fetch_add(&scene.woken, 1);
    return NULL;
}

static void every_waiting_thread_is_woken(void)
{
    void *(*const runs[WAITERS])(void *) = { wait_for_all, wait_for_any, give_up_soon };
    for (int round = 0; round < ROUNDS; round++) {
        pthread_t threads[WAITERS];
        atomic_store(&scene.woken, 0);
        for (int i = 0; i < 4; i++) {
            scene.futures[i] = gri_future_create(gri_env_real(), 1);
        }
        for (int i = 0; i < WAITERS; i++) {
            CHECK(pthread_create(&threads[i], NULL, runs[i], NULL) == 0);
        }
        for (int i = 0; i < 4; i++) {
            complete(scene.futures[(i + round) % 4], GR_OK);
        }
        for (int i = 0; i < WAITERS; i++) {
            pthread_join(threads[i], NULL);
        }
        CHECK_UINT(atomic_load(&scene.woken), WAITERS);
        for (int i = 0; i < 4; i++) {
            gri_future_unref(scene.futures[i]);
        }
    }
}

static bool is_readable(int descriptor, int timeout_ms)
{
    struct pollfd one = { .fd = descriptor, .events = POLLIN };
    return poll(&one, 1, timeout_ms) == 1 && (one.revents & POLLIN) != 0;
}

static void *complete_elsewhere(void *arg)
{
    complete(arg, GR_OK);
    return NULL;
}

static void a_descriptor_is_readable_once_the_call_has_ended(void)
{
    gr_future *future = gri_future_create(gri_env_real(), 1);
    pthread_t thread;
    int descriptor = -1, again = -1;
    CHECK_CODE(gr_future_descriptor(future, &descriptor), GR_OK);
    CHECK_CODE(gr_future_descriptor(future, &again), GR_OK);
    CHECK(descriptor >= 0 && descriptor == again);
    CHECK(!is_readable(descriptor, 0));
    CHECK(pthread_create(&thread, NULL, complete_elsewhere, future) == 0);
    CHECK(is_readable(descriptor, -1));
    CHECK(is_readable(descriptor, 0)); /* and stays so */
    pthread_join(thread, NULL);
    CHECK_CODE(take(future), GR_OK);
    gri_future_unref(future); /* the descriptor goes along: the suite counts them */

    future = gri_future_create(gri_env_real(), 1);
    complete(future, GR_OK);
    CHECK_CODE(gr_future_descriptor(future, &descriptor), GR_OK);
    CHECK(is_readable(descriptor, 0));
    CHECK_CODE(gr_future_descriptor(NULL, &descriptor), GR_INVALID_ARGUMENT);
    CHECK_CODE(gr_future_descriptor(future, NULL), GR_INVALID_ARGUMENT);
    gri_future_unref(future);
}

static void without_a_descriptor_left_there_is_a_code(void)
{
    struct rlimit before;
    getrlimit(RLIMIT_NOFILE, &before);
    struct rlimit none = { .rlim_cur = 0, .rlim_max = before.rlim_max };
    gr_future *future = gri_future_create(gri_env_real(), 1);
    int descriptor = -1;
    CHECK(setrlimit(RLIMIT_NOFILE, &none) == 0);
    CHECK_CODE(gr_future_descriptor(future, &descriptor), GR_RESOURCE_EXHAUSTED);
    CHECK(setrlimit(RLIMIT_NOFILE, &before) == 0);
    CHECK_CODE(gr_future_descriptor(future, &descriptor), GR_OK);
    gri_future_unref(future);
}

GR_SUITE("future",
         { "a_completed_future_hands_its_result_over_once",
           a_completed_future_hands_its_result_over_once },
         { "an_untaken_result_is_freed_with_its_future",
           an_untaken_result_is_freed_with_its_future },
         { "waiting_for_any_and_all_takes_no_notice_of_null",
           waiting_for_any_and_all_takes_no_notice_of_null },
         { "waiting_for_any_without_memory_is_a_code", waiting_for_any_without_memory_is_a_code },
         { "a_simulation_with_nothing_left_to_do_ends_the_wait",
           a_simulation_with_nothing_left_to_do_ends_the_wait },
         { "every_waiting_thread_is_woken", every_waiting_thread_is_woken },
         { "a_descriptor_is_readable_once_the_call_has_ended",
           a_descriptor_is_readable_once_the_call_has_ended },
         { "without_a_descriptor_left_there_is_a_code", without_a_descriptor_left_there_is_a_code })
