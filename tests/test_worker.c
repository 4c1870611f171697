/* SPDX-License-Identifier: MIT */
/* Workers without actors: tasks, the inbox, waits that end once, fibers that are held only while
 * waiting, fairness, and waiters of other threads; stepped in a virtual env, and on real threads.
 */
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

#include "sim.h"
#include "suite.h"
#include "worker.h"

static const uint64_t ms = 1000000;

static struct {
    gri_env *env;
    struct gri_worker worker;
    char trace[256];
} bench;

static void trace(const char *word)
{
    size_t len = strlen(bench.trace);
    snprintf(bench.trace + len, sizeof(bench.trace) - len, "%s", word);
}

static void open_worker(uint32_t max_fibers)
{
    bench.env = sim_create(1);
    bench.trace[0] = '\0';
    const struct gri_worker_options options = { .env = bench.env,
                                                .stack_bytes = 64 << 10,
                                                .max_fibers = max_fibers };
    CHECK_CODE(gri_worker_init(&bench.worker, &options), GR_OK);
    CHECK_CODE(gri_worker_start(&bench.worker), GR_OK);
}

static void close_worker(void)
{
    CHECK(gri_worker_stop(&bench.worker, UINT64_MAX));
    gri_worker_fini(&bench.worker);
    sim_destroy(bench.env);
}

/* A task that runs `what`, and may wait. */
struct job {
    struct gri_task task;
    struct gri_post post;
    struct gri_wait wait;
    struct gri_activity activity;
    const char *name;
    void (*what)(struct job *job);
    gr_code code;
    uint64_t deadline_ns;
};

static void run_job(struct gri_worker *worker, struct gri_task *task)
{
    struct job *job = GRI_CONTAINER(task, struct job, task);
    CHECK(gri_worker_current() == worker);
    worker->activity = &job->activity;
    job->what(job);
    worker->activity = NULL;
}

static void job_arrived(struct gri_worker *worker, struct gri_post *post)
{
    struct job *job = GRI_CONTAINER(post, struct job, post);
    gri_worker_run_later(worker, &job->task);
}

static void post_job(struct job *job, const char *name, void (*what)(struct job *job))
{
    *job = (struct job){ .task = { .run = run_job },
                         .post = { .run = job_arrived },
                         .activity = { .deadline_ns = UINT64_MAX },
                         .name = name,
                         .what = what,
                         .deadline_ns = UINT64_MAX };
    gri_worker_post(&bench.worker, &job->post);
}

static void wait_in(struct job *job)
{
    trace(job->name);
    job->code = gri_wait_reserve(&bench.worker);
    if (job->code == GR_OK) {
        gri_wait_init(&job->wait, &bench.worker);
        job->code = gri_wait_for(&job->wait, job->deadline_ns);
    }
    trace(gr_code_name(job->code));
}

static void just_trace(struct job *job)
{
    trace(job->name);
}

/* ---- waits ---- */

static void a_wait_that_is_ended_goes_on_with_its_code(void)
{
    struct job job;
    open_worker(10);
    post_job(&job, "a:", wait_in);
    sim_settle(bench.env);
    CHECK_STR(bench.trace, "a:");
    CHECK_UINT(atomic_load(&bench.worker.n_waiting), 1);
    gri_wait_end(&job.wait, GR_ABORTED);
    gri_wait_end(&job.wait, GR_OK); /* only the first counts */
    sim_settle(bench.env);
    CHECK_STR(bench.trace, "a:ABORTED");
    CHECK_UINT(atomic_load(&bench.worker.n_waiting), 0);
    close_worker();
}

static void wait_in_ended(struct job *job)
{
    gri_wait_init(&job->wait, &bench.worker);
    gri_wait_end(&job->wait, GR_NOT_FOUND);
    gri_activity_cancel(&job->activity);
    job->code = gri_wait_for(&job->wait, 0);
    trace(gr_code_name(job->code));
}

static void a_result_that_is_there_outranks_cancellation_and_deadline(void)
{
    struct job job;
    open_worker(10);
    post_job(&job, "", wait_in_ended);
    sim_settle(bench.env);
    CHECK_STR(bench.trace, "NOT_FOUND");
    close_worker();
}

static void a_wait_ends_at_its_own_or_its_activity_s_deadline(void)
{
    struct job own, outer;
    open_worker(10);
    uint64_t now_ns = bench.env->ops->now_ns(bench.env);
    post_job(&own, "own:", wait_in);
    own.deadline_ns = now_ns + 5 * ms;
    sim_advance(bench.env, 4 * ms);
    CHECK_STR(bench.trace, "own:");
    sim_advance(bench.env, 3 * ms);
    CHECK_STR(bench.trace, "own:DEADLINE_EXCEEDED");
    post_job(&outer, " outer:", wait_in);
    outer.activity.deadline_ns = now_ns + 20 * ms;
    outer.deadline_ns = now_ns + 100 * ms;
    sim_advance(bench.env, 16 * ms);
    CHECK_STR(bench.trace, "own:DEADLINE_EXCEEDED outer:CANCELLED");
    close_worker();
}

static void wait_twice(struct job *job)
{
    wait_in(job);
    wait_in(job);
}

static void a_cancelled_activity_ends_its_wait_and_all_later_ones(void)
{
    struct job job;
    open_worker(10);
    post_job(&job, "", wait_twice);
    sim_settle(bench.env);
    gri_activity_cancel(&job.activity);
    sim_settle(bench.env);
    CHECK_STR(bench.trace, "CANCELLEDCANCELLED");
    close_worker();
}

static void wait_firmly(struct job *job)
{
    CHECK_CODE(gri_wait_reserve(&bench.worker), GR_OK);
    gri_wait_init(&job->wait, &bench.worker);
    gri_wait_firmly(&job->wait);
    trace("firm");
}

static void a_firm_wait_is_ended_by_its_end_alone(void)
{
    struct job job;
    open_worker(10);
    post_job(&job, "", wait_firmly);
    job.activity.deadline_ns = 1;
    sim_settle(bench.env);
    gri_activity_cancel(&job.activity);
    sim_advance(bench.env, 100 * ms);
    CHECK_STR(bench.trace, "");
    gri_wait_end(&job.wait, GR_OK);
    sim_settle(bench.env);
    CHECK_STR(bench.trace, "firm");
    close_worker();
}

/* ---- fibers ---- */

static void fibers_are_held_only_while_waiting(void)
{
    enum { N = 40 };
    struct job jobs[N];
    open_worker(1000);
    for (int i = 0; i < N; i++) {
        post_job(&jobs[i], "", just_trace);
    }
    sim_settle(bench.env);
    CHECK_UINT(bench.worker.stacks.live, 1); /* none of them waited */
    for (int i = 0; i < N; i++) {
        post_job(&jobs[i], "", wait_in);
    }
    sim_settle(bench.env);
    CHECK_UINT(bench.worker.stacks.live, N + 1);
    CHECK_UINT(atomic_load(&bench.worker.n_waiting), N);
    for (int i = 0; i < N; i++) {
        gri_wait_end(&jobs[i].wait, GR_OK);
    }
    sim_settle(bench.env);
    CHECK(bench.worker.stacks.live <= 17); /* a few are kept */
    CHECK_UINT(atomic_load(&bench.worker.n_waiting), 0);
    close_worker();
}

static void max_fibers_bounds_those_that_wait(void)
{
    struct job jobs[4];
    open_worker(3);
    for (int i = 0; i < 4; i++) {
        post_job(&jobs[i], "", wait_in);
    }
    sim_settle(bench.env);
    CHECK_STR(bench.trace, "RESOURCE_EXHAUSTED");
    CHECK_UINT(atomic_load(&bench.worker.n_waiting), 3);
    for (int i = 0; i < 4; i++) {
        if (jobs[i].code == GR_OK) {
            gri_wait_end(&jobs[i].wait, GR_OK);
        }
    }
    sim_settle(bench.env);
    CHECK_STR(bench.trace, "RESOURCE_EXHAUSTEDOKOKOK");
    close_worker();
}

/* What a task did before it waited is work as well: time must not go on over what it set off. */
static void set_off_and_wait(struct job *job)
{
    static struct job other;
    post_job(&other, "b", just_trace);
    job->deadline_ns = bench.env->ops->now_ns(bench.env) + 5 * ms;
    wait_in(job);
}

static void a_task_that_waits_has_done_work_in_its_step(void)
{
    struct job job;
    open_worker(10);
    post_job(&job, "a", set_off_and_wait);
    CHECK(bench.worker.runner.run(&bench.worker.runner));
    uint64_t before_ns = bench.env->ops->now_ns(bench.env);
    sim_settle(bench.env);
    CHECK_STR(bench.trace, "ab");
    CHECK_UINT(bench.env->ops->now_ns(bench.env), before_ns);
    CHECK(!bench.worker.runner.run(&bench.worker.runner));
    sim_advance(bench.env, 10 * ms);
    close_worker();
}

/* ---- the inbox and fairness ---- */

static void every_posted_task_runs_once(void)
{
    struct job jobs[6];
    static const char *const names[] = { "1", "2", "3", "4", "5", "6" };
    open_worker(10);
    for (int i = 0; i < 6; i++) {
        post_job(&jobs[i], names[i], just_trace);
        CHECK_CODE(jobs[i].code, GR_OK);
    }
    sim_settle(bench.env);
    CHECK_UINT(strlen(bench.trace), 6); /* tasks are chosen by the seed: all of them, once */
    for (int i = 0; i < 6; i++) {
        CHECK(strstr(bench.trace, names[i]) != NULL);
    }
    close_worker();
}

struct numbered {
    struct gri_post post;
    int number;
};

static int next_number;

static void check_number(struct gri_worker *worker, struct gri_post *post)
{
    (void)worker;
    CHECK_UINT(GRI_CONTAINER(post, struct numbered, post)->number, next_number);
    next_number++;
}

static void the_inbox_keeps_the_order(void)
{
    struct numbered posts[100];
    open_worker(10);
    next_number = 0;
    for (int i = 0; i < 100; i++) {
        posts[i] = (struct numbered){ { .run = check_number }, i };
        gri_worker_post(&bench.worker, &posts[i].post);
    }
    sim_settle(bench.env);
    CHECK_UINT(next_number, 100);
    close_worker();
}

/* ---- the newborn ---- */

static uint32_t choose_first(gri_env *env, uint32_t n)
{
    (void)env;
    (void)n;
    return 0;
}

/* As in production, where no seed chooses who is next. */
static void open_worker_in_order(struct gri_env_ops *ops)
{
    open_worker(10);
    *ops = *bench.env->ops;
    ops->choose = choose_first;
    bench.env->ops = ops;
}

static struct job crowd[5];

static struct gri_task *make_one(size_t i, const char *name)
{
    crowd[i] = (struct job){ .task = { .run = run_job }, .name = name, .what = just_trace };
    return &crowd[i].task;
}

static void queue_crowd(struct job *job)
{
    (void)job;
    gri_worker_run_later(&bench.worker, make_one(0, "A"));
    gri_worker_run_later(&bench.worker, make_one(1, "B"));
    gri_worker_run_newborn(&bench.worker, make_one(2, "c"));
    gri_worker_run_newborn(&bench.worker, make_one(3, "d"));
    gri_worker_run_newborn(&bench.worker, make_one(4, "e"));
}

static void the_youngest_of_the_newborn_runs_first_in_turns_with_others(void)
{
    struct gri_env_ops ops;
    struct job job;
    open_worker_in_order(&ops);
    post_job(&job, "", queue_crowd);
    sim_settle(bench.env);
    CHECK_STR(bench.trace, "AeBdc");
    close_worker();
}

static unsigned births;

static void give_birth(struct gri_worker *worker, struct gri_task *task)
{
    if (++births < 1000000 && strlen(bench.trace) < 3) {
        gri_worker_run_newborn(worker, task);
    }
}

static struct gri_task endless = { .run = give_birth };

static void begin_births(struct job *job)
{
    (void)job;
    gri_worker_run_newborn(&bench.worker, make_one(0, "a"));
    gri_worker_run_newborn(&bench.worker, make_one(1, "b"));
    gri_worker_run_newborn(&bench.worker, make_one(2, "c"));
    gri_worker_run_newborn(&bench.worker, &endless);
}

static void births_without_end_leave_no_newborn_behind(void)
{
    struct gri_env_ops ops;
    struct job job;
    open_worker_in_order(&ops);
    births = 0;
    post_job(&job, "", begin_births);
    sim_settle(bench.env);
    CHECK_STR(bench.trace, "abc"); /* the eldest of them in each round */
    CHECK(births > 100 && births < 2000);
    close_worker();
}

/* ---- fairness ---- */

static unsigned spins;

static void spin(struct gri_worker *worker, struct gri_task *task)
{
    if (++spins < 1000000 && bench.trace[0] == '\0') {
        gri_worker_run_later(worker, task);
    }
}

static void a_task_that_never_ends_lets_the_inbox_and_timers_in(void)
{
    struct gri_task spinner = { .run = spin };
    struct job job;
    open_worker(10);
    spins = 0;
    gri_worker_run_later(&bench.worker, &spinner);
    CHECK(bench.worker.runner.run(&bench.worker.runner)); /* one round has an end */
    CHECK(spins > 0 && spins < 2000);
    post_job(&job, "in", just_trace);
    sim_settle(bench.env);
    CHECK_STR(bench.trace, "in");
    CHECK(spins < 4000);
    close_worker();
}

static void run_last(struct gri_worker *worker, struct gri_task *task)
{
    (void)worker;
    (void)task;
    trace("last");
}

static void queue_last_and_wait(struct job *job)
{
    static struct gri_task last = { .run = run_last };
    gri_worker_run_last(&bench.worker, &last);
    wait_in(job);
}

/* Its task has not come to its end: another fiber ends the round. */
static void what_is_to_run_last_does_so_after_all_others_of_the_round(void)
{
    struct job jobs[3];
    open_worker(10);
    post_job(&jobs[0], "a", queue_last_and_wait);
    post_job(&jobs[1], "b", just_trace);
    post_job(&jobs[2], "c", just_trace);
    sim_settle(bench.env);
    CHECK_UINT(strlen(bench.trace), strlen("abclast"));
    CHECK_STR(bench.trace + strlen("abc"), "last");
    gri_wait_end(&jobs[0].wait, GR_OK);
    sim_settle(bench.env);
    CHECK_STR(bench.trace + strlen("abc"), "lastOK");
    close_worker();
}

static void yield_once(struct job *job)
{
    trace(job->name);
    CHECK_CODE(gri_worker_yield(&bench.worker), GR_OK);
    CHECK(bench.worker.activity == &job->activity);
    trace(job->name);
}

static void a_yield_lets_others_run_and_comes_back(void)
{
    struct job one, two;
    open_worker(10);
    post_job(&one, "1", yield_once);
    post_job(&two, "2", yield_once);
    sim_settle(bench.env);
    CHECK_UINT(strlen(bench.trace), 4);
    close_worker();
}

/* ---- real threads ---- */

static struct gri_worker real;
static atomic_uint n_real;
static sem_t all_there;

static void count_real(struct gri_worker *worker, struct gri_post *post)
{
    (void)post;
    CHECK(gri_worker_current() == worker);
    if (atomic_fetch_add(&n_real, 1) + 1 == 4000) {
        sem_post(&all_there);
    }
}

static void *post_many(void *arg)
{
    struct gri_post *posts = arg;
    for (int i = 0; i < 1000; i++) {
        posts[i] = (struct gri_post){ .run = count_real };
        gri_worker_post(&real, &posts[i]);
    }
    return NULL;
}

static void open_real(void)
{
    const struct gri_worker_options options = { .env = gri_env_real(),
                                                .stack_bytes = 64 << 10,
                                                .max_fibers = 10 };
    CHECK_CODE(gri_worker_init(&real, &options), GR_OK);
    CHECK_CODE(gri_worker_start(&real), GR_OK);
}

static void close_real(void)
{
    CHECK(gri_worker_stop(&real, UINT64_MAX));
    gri_worker_fini(&real);
}

static void nothing_that_many_threads_post_is_lost(void)
{
    static struct gri_post posts[4][1000];
    pthread_t threads[4];
    sem_init(&all_there, 0, 0);
    atomic_store(&n_real, 0);
    open_real();
    for (int i = 0; i < 4; i++) {
        CHECK(pthread_create(&threads[i], NULL, post_many, posts[i]) == 0);
    }
    for (int i = 0; i < 4; i++) {
        pthread_join(threads[i], NULL);
    }
    sem_wait(&all_there);
    CHECK_UINT(atomic_load(&n_real), 4000);
    close_real();
}

static sem_t blocked, go_on;

static void block(struct gri_worker *worker, struct gri_post *post)
{
    (void)worker;
    (void)post;
    sem_post(&blocked);
    sem_wait(&go_on);
}

static void a_stuck_worker_is_waited_for_until_the_deadline_and_again(void)
{
    struct gri_post post = { .run = block };
    sem_init(&blocked, 0, 0);
    sem_init(&go_on, 0, 0);
    open_real();
    gri_worker_post(&real, &post);
    sem_wait(&blocked);
    uint64_t now_ns = gri_worker_now(&real);
    CHECK(!gri_worker_stop(&real, now_ns + 5 * ms));
    sem_post(&go_on);
    close_real();
}

static void note_mask(struct gri_worker *worker, struct gri_post *post)
{
    (void)worker;
    (void)post;
    sigset_t mask;
    pthread_sigmask(SIG_SETMASK, NULL, &mask);
    CHECK(sigismember(&mask, SIGTERM) == 1);
    CHECK(sigismember(&mask, SIGINT) == 1);
    CHECK(sigismember(&mask, SIGCHLD) == 1);
    CHECK(sigismember(&mask, SIGSEGV) == 0); /* else an overflow could not be reported */
    sem_post(&blocked);
}

static void a_worker_s_thread_blocks_signals_but_not_faults(void)
{
    struct gri_post post = { .run = note_mask };
    sem_init(&blocked, 0, 0);
    open_real();
    gri_worker_post(&real, &post);
    sem_wait(&blocked);
    close_real();
}

/* ---- waiters ---- */

static struct gri_waiter waiter;

static void wake_waiter(struct gri_worker *worker, struct gri_post *post)
{
    (void)worker;
    (void)post;
    gri_waiter_wake(&waiter);
}

static void a_plain_thread_waits_for_a_worker(void)
{
    struct gri_post post = { .run = wake_waiter };
    open_real();
    CHECK_CODE(gri_waiter_init(&waiter, gri_env_real()), GR_OK);
    CHECK_CODE(gri_waiter_wait(&waiter, 0), GR_DEADLINE_EXCEEDED);
    gri_worker_post(&real, &post);
    CHECK_CODE(gri_waiter_wait(&waiter, UINT64_MAX), GR_OK);
    close_real();
}

static void wait_as_fiber(struct job *job)
{
    CHECK_CODE(gri_waiter_init(&waiter, bench.env), GR_OK);
    job->code = gri_waiter_wait(&waiter, job->deadline_ns);
    trace(gr_code_name(job->code));
    if (job->code != GR_OK) {
        gri_waiter_settle(&waiter);
        trace(" settled");
    }
}

static void a_fiber_waits_for_another_thread(void)
{
    struct job job;
    open_worker(10);
    post_job(&job, "", wait_as_fiber);
    sim_settle(bench.env);
    CHECK_STR(bench.trace, "");
    gri_waiter_wake(&waiter);
    sim_settle(bench.env);
    CHECK_STR(bench.trace, "OK");
    close_worker();
}

static void a_fiber_whose_wait_ended_otherwise_settles(void)
{
    struct job job;
    open_worker(10);
    post_job(&job, "", wait_as_fiber);
    sim_settle(bench.env);
    gri_activity_cancel(&job.activity);
    sim_settle(bench.env);
    CHECK_STR(bench.trace, "CANCELLED"); /* the wake is on its way, as far as it knows */
    gri_waiter_wake(&waiter);
    sim_settle(bench.env);
    CHECK_STR(bench.trace, "CANCELLED settled");
    close_worker();
}

GR_SUITE(
    "worker",
    { "a_wait_that_is_ended_goes_on_with_its_code", a_wait_that_is_ended_goes_on_with_its_code },
    { "a_result_that_is_there_outranks_cancellation_and_deadline",
      a_result_that_is_there_outranks_cancellation_and_deadline },
    { "a_wait_ends_at_its_own_or_its_activity_s_deadline",
      a_wait_ends_at_its_own_or_its_activity_s_deadline },
    { "a_cancelled_activity_ends_its_wait_and_all_later_ones",
      a_cancelled_activity_ends_its_wait_and_all_later_ones },
    { "a_firm_wait_is_ended_by_its_end_alone", a_firm_wait_is_ended_by_its_end_alone },
    { "fibers_are_held_only_while_waiting", fibers_are_held_only_while_waiting },
    { "max_fibers_bounds_those_that_wait", max_fibers_bounds_those_that_wait },
    { "a_task_that_waits_has_done_work_in_its_step", a_task_that_waits_has_done_work_in_its_step },
    { "every_posted_task_runs_once", every_posted_task_runs_once },
    { "the_inbox_keeps_the_order", the_inbox_keeps_the_order },
    { "the_youngest_of_the_newborn_runs_first_in_turns_with_others",
      the_youngest_of_the_newborn_runs_first_in_turns_with_others },
    { "births_without_end_leave_no_newborn_behind", births_without_end_leave_no_newborn_behind },
    { "a_task_that_never_ends_lets_the_inbox_and_timers_in",
      a_task_that_never_ends_lets_the_inbox_and_timers_in },
    { "what_is_to_run_last_does_so_after_all_others_of_the_round",
      what_is_to_run_last_does_so_after_all_others_of_the_round },
    { "a_yield_lets_others_run_and_comes_back", a_yield_lets_others_run_and_comes_back },
    { "nothing_that_many_threads_post_is_lost", nothing_that_many_threads_post_is_lost },
    { "a_stuck_worker_is_waited_for_until_the_deadline_and_again",
      a_stuck_worker_is_waited_for_until_the_deadline_and_again },
    { "a_worker_s_thread_blocks_signals_but_not_faults",
      a_worker_s_thread_blocks_signals_but_not_faults },
    { "a_plain_thread_waits_for_a_worker", a_plain_thread_waits_for_a_worker },
    { "a_fiber_waits_for_another_thread", a_fiber_waits_for_another_thread },
    { "a_fiber_whose_wait_ended_otherwise_settles", a_fiber_whose_wait_ended_otherwise_settles })
