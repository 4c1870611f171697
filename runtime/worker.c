/* SPDX-License-Identifier: MIT */
/* Workers: the loop, the inbox, fibers that wait, and waiters of other threads. See the notes. */

/* Design notes.
 *
 * The loop itself runs on a fiber. A task is run right there, on the loop's stack, so that one
 * which does not wait costs no switch. When it waits (gri_wait_for), its fiber stays behind as it
 * is, and another one, a spare, goes on with the loop:
 *
 *     fiber A:  loop > task > handler > gri_wait_for ............ handler > task > loop
 *     fiber B:                              loop > ... > resume(A), now a spare ......
 *
 * Of all fibers of a worker one runs, some wait (each in its gri_wait), and the others are spares:
 * they stand in resume() or at the loop's top and hold nothing, so any of them may be destroyed.
 *
 * After a switch a processor foresees none of the returns, so few are between a wait and who waits:
 * worker_wait.h is inline, and what waited goes on from the loop itself (run_task).
 *
 * A wait ends once: gri_wait_end() is called on the worker's thread only, by what completes it, by
 * its timer or by a cancellation, and the first one sets the code and queues the fiber's task.
 * Other threads go through the inbox: gri_post, a stack that anyone pushes to and the worker takes
 * whole. Its head says GRI_PARKED while the thread sleeps, so that one compare-and-swap both posts
 * and tells whether to wake.
 *
 * A waiter is for what another thread completes under a lock of its own (a future, a peer's
 * buffer). It is linked in a list there. The waker unlinks it under the lock and then wakes it: a
 * plain thread through its parker, whose last touch is the token itself; a fiber through the post
 * in the waiter. A wait that ended otherwise must unlink the waiter under the lock, and where it
 * finds it gone, the wake is on its way: gri_waiter_settle() waits for that, for the post is in its
 * frame.
 *
 * Fairness: a round reads the clock, takes the inbox, fires timers, and then runs tasks for at most
 * `quota` messages: as many as take half a millisecond, by the last round's measure. In a round the
 * clock is looked at every 16 messages, in case these take longer. At its end it runs what is worth
 * doing once for many messages (gri_worker_run_last). A handler that waits does not hold that up:
 * another fiber goes on with the round.
 *
 * Tasks run in the order in which they were queued, but for the newborn: of those the youngest runs
 * first, so that a tree of actors is gone through branch by branch, in memory that was used just
 * before, and not level by level, with all its leaves there at once. The others have every second
 * turn meanwhile, once as many of the newborn had theirs as the last of the others made, and in
 * each round the eldest of the newborn becomes one of them: whoever has it run sooner opens so many
 * branches that there are levels again. */
#include "worker.h"

#include <signal.h>
#include <string.h>

#include "assert.h"
#include "worker_wait.h"

enum { SPARES_KEPT = 16, QUOTA_MAX = 256 };
static const uint64_t round_ns = 500000;

uint64_t gri_worker_now(const struct gri_worker *worker)
{
    return worker->options.env->ops->now_ns(worker->options.env);
}

/* ---- fibers ---- */

static void loop(void *arg);

static void push_spare(struct gri_worker *worker, struct gri_fiber *fiber)
{
    gri_list_push_front(&worker->spares, &fiber->link);
    worker->n_spares++;
}

static void trim_spares(struct gri_worker *worker, uint32_t keep)
{
    while (worker->n_spares > keep) {
        struct gri_list *oldest = worker->spares.prev;
        gri_list_remove(oldest);
        worker->n_spares--;
        gri_fiber_destroy(GRI_CONTAINER(oldest, struct gri_fiber, link));
    }
}

gr_code gri_wait_reserve(struct gri_worker *worker)
{
    if (worker->n_spares > 0) {
        return GR_OK;
    }
    struct gri_fiber *fiber;
    gr_code code = gri_fiber_create(&worker->stacks, loop, worker, &fiber);
    if (code == GR_OK) {
        push_spare(worker, fiber);
    }
    return code;
}

/* ---- waiting ---- */

static inline void resume(struct gri_worker *worker, struct gri_task *task)
{
    struct gri_wait *wait = GRI_CONTAINER(task, struct gri_wait, task);
    push_spare(worker, gri_fiber_running(worker));
    gri_count_waiting(worker, UINT32_MAX); /* one less */
    worker->activity = wait->activity;
    gri_worker_switch_to(worker, wait->fiber);
}

static void wait_timed_out(struct gri_timer *timer)
{
    gri_wait_end(GRI_CONTAINER(timer, struct gri_wait, timer), GR_DEADLINE_EXCEEDED);
}

void gri_wait_init(struct gri_wait *wait, struct gri_worker *worker)
{
    wait->task = (struct gri_task){ .run = resume };
    wait->timer = (struct gri_timer){ .fire = wait_timed_out };
    wait->worker = worker;
    wait->fiber = NULL;
    wait->activity = NULL;
    wait->code = GR_OK;
    wait->ended = false;
}

void gri_wait_end(struct gri_wait *wait, gr_code code)
{
    if (wait->ended) {
        return;
    }
    wait->ended = true;
    wait->code = code;
    gri_timer_cancel(&wait->worker->wheel, &wait->timer);
    if (wait->fiber != NULL) {
        gri_worker_run_later(wait->worker, &wait->task);
    }
}

gr_code gri_wait_for(struct gri_wait *wait, uint64_t deadline_ns)
{
    return gri_wait_inline(wait, deadline_ns);
}

void gri_wait_firmly(struct gri_wait *wait)
{
    if (!wait->ended) {
        gri_wait_suspend(wait);
    }
}

void gri_activity_cancel(struct gri_activity *activity)
{
    activity->cancelled = true;
    if (activity->wait != NULL && !activity->is_cleaning) {
        gri_wait_end(activity->wait, GR_CANCELLED);
    }
}

gr_code gri_worker_yield(struct gri_worker *worker)
{
    gr_code code = gri_wait_reserve(worker);
    if (code != GR_OK) {
        return code;
    }
    struct gri_wait wait;
    gri_wait_init(&wait, worker);
    wait.fiber = gri_fiber_running(worker);
    gri_wait_end(&wait, GR_OK);
    gri_wait_suspend(&wait);
    return GR_OK;
}

/* ---- the inbox ---- */

static void push(struct gri_worker *worker, struct gri_post *newest, struct gri_post *oldest)
{
    struct gri_post *head = atomic_load_explicit(&worker->inbox, memory_order_relaxed);
    do {
        oldest->next = head == GRI_PARKED ? NULL : head;
    } while (!atomic_compare_exchange_weak_explicit(&worker->inbox, &head, newest,
                                                    memory_order_acq_rel, memory_order_relaxed));
    if (head == GRI_PARKED && !gri_guest_adopt(worker)) {
        gri_unpark(&worker->parker);
    }
}

void gri_worker_post(struct gri_worker *worker, struct gri_post *post)
{
    struct gri_worker *here = gri_worker_current();
    if (here != NULL && here->options.owner == worker->options.owner) { /* others may go away */
        here->last_to = worker;
        here->n_posts++;
    }
    push(worker, post, post);
}

void gri_worker_post_chain(struct gri_worker *worker, struct gri_chain *chain)
{
    if (chain->newest != NULL) {
        push(worker, chain->newest, chain->oldest);
        *chain = (struct gri_chain){ NULL, NULL };
    }
}

static struct gri_post *oldest_first(struct gri_post *newest)
{
    struct gri_post *oldest = NULL;
    while (newest != NULL) {
        struct gri_post *next = newest->next;
        newest->next = oldest;
        oldest = newest;
        newest = next;
    }
    return oldest;
}

bool gri_worker_take_inbox(struct gri_worker *worker)
{
    if (atomic_load_explicit(&worker->inbox, memory_order_relaxed) == NULL) {
        return false;
    }
    struct gri_post *head = atomic_exchange_explicit(&worker->inbox, NULL, memory_order_acq_rel);
    if (head == GRI_PARKED) {
        return false;
    }
    struct gri_post *post = oldest_first(head);
    while (post != NULL) {
        struct gri_post *next = post->next;
        post->run(worker, post);
        post = next;
        worker->n_posts++;
    }
    return true;
}

/* ---- the loop ---- */

/* The newborn and all others take turns, but for those that an other has just made: they go first,
 * or whoever makes many at a time would have them wait without end. Or any of them, as a simulation
 * has it. */
static struct gri_list *choose_task(struct gri_worker *worker)
{
    gri_env *env = worker->options.env;
    bool is_newborn_s = worker->newborn_due > 0 || !worker->was_newborn_s;
    struct gri_list *first = is_newborn_s ? &worker->newborn : &worker->runnable;
    struct gri_list *second = is_newborn_s ? &worker->runnable : &worker->newborn;
    struct gri_list *link = first->next == first ? second->next : first->next;
    for (uint32_t n = env->ops->choose(env, worker->n_runnable); n > 0; n--) {
        link = link->next == first ? second->next : link->next;
    }
    worker->was_newborn_s = is_newborn_s;
    worker->newborn_due -= worker->newborn_due > 0;
    return link;
}

static inline struct gri_task *next_task(struct gri_worker *worker)
{
    if (worker->n_runnable == 0) {
        return NULL;
    }
    struct gri_list *link = worker->runnable.next;
    if (!gri_list_is_empty(&worker->newborn) || worker->is_stepped) {
        link = choose_task(worker);
    } else {
        worker->was_newborn_s = false;
        worker->newborn_due = 0;
    }
    gri_list_remove(link);
    worker->n_runnable--;
    return GRI_CONTAINER(link, struct gri_task, link);
}

void gri_worker_check_round(struct gri_worker *worker)
{
    if (gri_worker_now(worker) - worker->now_ns > round_ns) {
        worker->budget = 0;
    }
}

/* How many messages of the last round's kind fit into one. `now_ns`: the next round begins. */
static void adapt_quota(struct gri_worker *worker, uint64_t now_ns)
{
    uint32_t handled = atomic_load_explicit(&worker->handled, memory_order_relaxed);
    uint32_t spent = handled - worker->handled_before;
    if (spent == 0) {
        return;
    }
    uint64_t each_ns = (now_ns - worker->now_ns) / spent + 1;
    uint64_t quota = round_ns / each_ns;
    worker->quota = quota < 1 ? 1 : quota < QUOTA_MAX ? (uint32_t)quota : QUOTA_MAX;
}

/* What waited goes on from right here: see worker_wait.h. */
static inline void run_task(struct gri_worker *worker, struct gri_task *task)
{
    if (task->run == resume) {
        resume(worker, task);
    } else {
        task->run(worker, task);
    }
}

/* The eldest waits no longer. */
static void age_newborn(struct gri_worker *worker)
{
    struct gri_list *eldest = worker->newborn.prev;
    if (eldest != &worker->newborn) {
        gri_list_remove(eldest);
        gri_list_push_back(&worker->runnable, eldest);
    }
}

static void run_tasks(struct gri_worker *worker)
{
    age_newborn(worker);
    struct gri_task *task = next_task(worker);
    worker->budget = worker->quota;
    worker->handled_before = atomic_load_explicit(&worker->handled, memory_order_relaxed);
    while (task != NULL) {
        run_task(worker, task);
        task = gri_worker_spend(worker) ? NULL : next_task(worker);
    }
}

void gri_worker_run_last(struct gri_worker *worker, struct gri_task *task)
{
    gri_list_push_back(&worker->last, &task->link);
}

static void run_last_tasks(struct gri_worker *worker)
{
    struct gri_list *link = gri_list_pop_front(&worker->last);
    for (; link != NULL; link = gri_list_pop_front(&worker->last)) {
        struct gri_task *task = GRI_CONTAINER(link, struct gri_task, link);
        task->run(worker, task);
    }
}

/* A round of a thread that has several workers: the next one may be another's. */
static void measure_round(struct gri_worker *worker)
{
    struct gri_seat *base = gri_seat_of(worker)->base;
    if (base->n_guests == 0) {
        return;
    }
    uint64_t now_ns = gri_worker_now(worker);
    uint64_t took_ns = now_ns - worker->now_ns;
    uint32_t handled = atomic_load_explicit(&worker->handled, memory_order_relaxed);
    adapt_quota(worker, now_ns);
    gri_guest_measure(worker, took_ns, handled - worker->handled_before);
    worker->handled_before = handled;
}

/* False: there was nothing to do. */
static bool run_round(struct gri_worker *worker)
{
    worker->coarse_ns = worker->options.env->ops->coarse_ns(worker->options.env);
    uint64_t now_ns = gri_worker_now(worker);
    adapt_quota(worker, now_ns);
    worker->now_ns = now_ns;
    worker->empty_ns = worker->was_empty ? now_ns : worker->empty_ns;
    uint32_t rounds = atomic_load_explicit(&worker->rounds, memory_order_relaxed);
    atomic_store_explicit(&worker->rounds, rounds + 1, memory_order_relaxed);
    bool any = gri_worker_take_inbox(worker);
    any |= gri_wheel_expire(&worker->wheel, worker->now_ns) > 0;
    if (worker->options.poll != NULL) {
        any |= worker->options.poll(worker);
    }
    any |= worker->n_runnable > 0;
    worker->did_work |= any; /* now: a task that waits leaves this round to another fiber */
    run_tasks(worker);
    run_last_tasks(worker);
    trim_spares(worker, SPARES_KEPT);
    worker->was_empty = worker->n_runnable == 0;
    measure_round(worker);
    return any;
}

uint64_t gri_worker_next_ns(struct gri_worker *worker)
{
    uint64_t next = gri_wheel_next_ns(&worker->wheel);
    if (worker->options.poll != NULL) {
        uint64_t polled = worker->options.poll_next_ns(worker);
        next = polled < next ? polled : next;
    }
    return next;
}

/* Others may borrow it meanwhile, and give it back with or without waking this thread: then it
 * is up to `until_ns` to have it look in time. */
static void sleep_lendable(struct gri_seat *seat, uint64_t next_ns)
{
    struct gri_worker *worker = seat->worker;
    uint32_t state = GRI_SEAT_HELD;
    atomic_store(&seat->until_ns, next_ns);
    if (!atomic_compare_exchange_strong(&seat->state, &state, GRI_SEAT_ASLEEP)) {
        return; /* somebody looks for what is stuck: look again */
    }
    (void)gri_park(&worker->parker, next_ns);
    for (;;) {
        state = GRI_SEAT_ASLEEP;
        if (atomic_compare_exchange_strong(&seat->state, &state, GRI_SEAT_HELD) ||
            state != GRI_SEAT_LENT) {
            return;
        }
        atomic_store(&seat->until_ns, UINT64_MAX); /* before it looks whether it is lent still */
        if (atomic_load(&seat->state) == GRI_SEAT_LENT) {
            (void)gri_park(&worker->parker, UINT64_MAX);
        }
    }
}

/* Not while the user's code, which runs elsewhere, has yet to come back. */
static bool may_leave(struct gri_worker *worker)
{
    return !worker->has_thread ||
           (atomic_load_explicit(&worker->stopping, memory_order_acquire) && worker->n_away == 0);
}

void gri_worker_ring(struct gri_worker *worker)
{
    struct gri_bell *bell = worker->options.bell;
    if (bell != NULL && atomic_load(&bell->is_set)) {
        atomic_store(&bell->is_set, false);
        gri_unpark(&bell->parker);
    }
}

static void sleep_until_work(struct gri_worker *worker)
{
    struct gri_post *head = NULL;
    if (!atomic_compare_exchange_strong(&worker->inbox, &head, GRI_PARKED)) {
        return;
    }
    /* After the head says parked: whoever brings an earlier deadline from now on posts or unparks.
     */
    uint64_t next = gri_worker_next_ns(worker);
    struct gri_seat *seat = gri_seat_of(worker);
    if (next <= worker->now_ns || may_leave(worker)) {
        /* the loop looks again */
    } else if (gri_guest_may_be(worker)) {
        sleep_lendable(seat, next);
    } else {
        (void)gri_park(&worker->parker, next); /* early or not: the loop looks again */
    }
    head = GRI_PARKED;
    (void)atomic_compare_exchange_strong(&worker->inbox, &head, NULL); /* or posted to by now */
    gri_worker_ring(worker);
}

bool gri_worker_is_parked(const struct gri_worker *worker)
{
    return atomic_load(&worker->inbox) == GRI_PARKED;
}

static void leave_loop(struct gri_worker *worker)
{
    push_spare(worker, gri_fiber_running(worker));
    gri_worker_switch_to(worker, &gri_seat_of(worker)->thread);
}

void gri_worker_leave_to(struct gri_worker *worker, struct gri_seat *successor)
{
    gri_guests_part(gri_seat_of(worker));
    gri_seat_of(worker)->successor = successor;
    leave_loop(worker);
}

static void loop(void *arg)
{
    struct gri_worker *worker = arg;
    for (;;) {
        bool any = run_round(worker);
        struct gri_seat *seat = gri_seat_of(worker);
        if (seat->base != seat) {
            seat->did_work = any;
            leave_loop(worker); /* to its host's */
            continue;
        }
        any |= gri_guests_run(seat);
        if (may_leave(worker)) {
            gri_guests_part(seat);
            leave_loop(worker);
        } else if (any && gri_guest_offer(seat)) {
            sleep_lendable(seat, gri_guest_offered_until(worker));
        } else if (!any && gri_guests_rest(seat)) {
            sleep_until_work(worker);
        }
    }
}

void gri_worker_run(struct gri_seat *seat)
{
    struct gri_worker *worker = seat->worker;
    gri_fiber_init_thread(&seat->thread);
    seat->fiber = &seat->thread;
    gri_worker_switch_to(worker, gri_spare_take(worker));
}

static bool step(struct gri_runner *runner)
{
    struct gri_worker *worker = GRI_CONTAINER(runner, struct gri_worker, runner);
    if (gri_wait_reserve(worker) != GR_OK) {
        return false;
    }
    worker->did_work = false;
    gri_seat_run(gri_seat_of(worker));
    return worker->did_work;
}

static uint64_t step_next_ns(struct gri_runner *runner)
{
    return gri_worker_next_ns(GRI_CONTAINER(runner, struct gri_worker, runner));
}

/* ---- life ---- */

static void sweep(struct gri_timer *timer)
{
    struct gri_worker *worker = GRI_CONTAINER(timer, struct gri_worker, sweeper);
    if (worker->options.sweep != NULL) {
        worker->options.sweep(worker);
    }
}

gr_code gri_worker_init(struct gri_worker *worker, const struct gri_worker_options *options)
{
    memset(worker, 0, sizeof(*worker));
    worker->options = *options;
    worker->runner = (struct gri_runner){ .run = step, .next_ns = step_next_ns };
    worker->quota = QUOTA_MAX;
    worker->is_stepped = options->env->ops->step != NULL;
    worker->was_empty = true;
    worker->offer_pause_ns = GRI_OFFER_LEAST_NS;
    gri_list_init(&worker->runnable);
    gri_list_init(&worker->newborn);
    gri_list_init(&worker->last);
    gri_list_init(&worker->spares);
    gri_list_init(&worker->blocked);
    worker->sweeper.fire = sweep;
    gri_list_init(&worker->seats);
    gri_seat_init(&worker->first_seat, worker, GRI_SEAT_HELD);
    atomic_store(&worker->seat, &worker->first_seat);
    worker->n_blocked = options->env->ops->random(options->env) >> 1;
    gri_wheel_init(&worker->wheel, gri_worker_now(worker));
    gri_pool_init(&worker->pool, options->depot);
    /* One more than may wait, for the loop. */
    gri_stacks_init(&worker->stacks, options->stack_bytes, (size_t)options->max_fibers + 1u);
    sigset_t before;
    gri_seat_block_signals(&before); /* a fiber made of ucontext keeps the mask of its maker */
    gr_code code = gri_wait_reserve(worker);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (code != GR_OK) {
        gri_stacks_fini(&worker->stacks);
    }
    return code;
}

gr_code gri_worker_start(struct gri_worker *worker)
{
    gri_env *env = worker->options.env;
    if (env->ops->step != NULL) {
        env->ops->attach(env, &worker->runner);
        return GR_OK;
    }
    worker->has_thread = true; /* the thread reads it */
    worker->may_be_lent = worker->options.watch != NULL && gri_seats_can_borrow();
    gr_code code = gri_seat_start(&worker->first_seat);
    if (code != GR_OK) {
        worker->has_thread = false;
    }
    return code;
}

bool gri_worker_stop(struct gri_worker *worker, uint64_t deadline_ns)
{
    gri_env *env = worker->options.env;
    if (gri_list_is_linked(&worker->runner.link)) {
        env->ops->detach(env, &worker->runner);
    }
    if (!worker->has_thread) {
        return true;
    }
    atomic_store(&worker->stopping, true);
    gri_unpark(&worker->parker);
    while (!atomic_load(&worker->left)) {
        if (gri_worker_now(worker) >= deadline_ns) {
            return false;
        }
        (void)gri_park(&worker->left_parker, deadline_ns);
    }
    gri_seats_end(worker);
    worker->has_thread = false;
    return true;
}

void gri_worker_fini(struct gri_worker *worker)
{
    trim_spares(worker, 0);
    gri_guests_fini(&worker->first_seat);
    gri_stacks_fini(&worker->stacks);
    gri_pool_fini(&worker->pool);
}

/* ---- waiters ---- */

gr_code gri_waiter_init(struct gri_waiter *waiter, gri_env *env)
{
    memset(waiter, 0, sizeof(*waiter));
    waiter->env = env;
    waiter->worker = gri_worker_current();
    if (waiter->worker == NULL) {
        return GR_OK;
    }
    gri_wait_init(&waiter->wait, waiter->worker);
    return gri_wait_reserve(waiter->worker);
}

static bool thread_woken(struct gri_waiter *waiter, uint64_t deadline_ns)
{
    waiter->woken = waiter->woken || gri_park(&waiter->parker, deadline_ns);
    return waiter->woken;
}

/* Keeps a simulation's clock from leaping over the deadline of the thread that steps it. */
struct stepper {
    struct gri_runner runner;
    uint64_t deadline_ns;
};

static bool stepper_run(struct gri_runner *runner)
{
    (void)runner;
    return false;
}

static uint64_t stepper_next_ns(struct gri_runner *runner)
{
    return GRI_CONTAINER(runner, struct stepper, runner)->deadline_ns;
}

/* A plain thread of a simulation is woken from within its own steps. */
static gr_code step_until_woken(struct gri_waiter *waiter, uint64_t deadline_ns)
{
    const struct gri_env_ops *ops = waiter->env->ops;
    struct stepper stepper = { { .run = stepper_run, .next_ns = stepper_next_ns }, deadline_ns };
    gr_code code = GR_OK;
    ops->attach(waiter->env, &stepper.runner);
    while (code == GR_OK && !thread_woken(waiter, 0)) {
        if (ops->now_ns(waiter->env) >= deadline_ns) {
            code = GR_DEADLINE_EXCEEDED;
        } else if (!ops->step(waiter->env)) {
            code = thread_woken(waiter, 0) ? GR_OK : GR_ABORTED;
        }
    }
    ops->detach(waiter->env, &stepper.runner);
    return code;
}

gr_code gri_waiter_wait(struct gri_waiter *waiter, uint64_t deadline_ns)
{
    if (waiter->worker != NULL) {
        return gri_wait_for(&waiter->wait, deadline_ns);
    }
    if (waiter->env->ops->step != NULL) {
        return step_until_woken(waiter, deadline_ns);
    }
    while (!thread_woken(waiter, deadline_ns)) {
        if (waiter->env->ops->now_ns(waiter->env) >= deadline_ns) {
            return GR_DEADLINE_EXCEEDED;
        }
    }
    return GR_OK;
}

void gri_waiter_settle(struct gri_waiter *waiter)
{
    if (waiter->worker == NULL) {
        while (!thread_woken(waiter, UINT64_MAX)) {
        }
        return;
    }
    if (!waiter->woken) {
        gri_wait_init(&waiter->wait, waiter->worker); /* the first one ended otherwise */
        gri_wait_firmly(&waiter->wait);
    }
}

static void waiter_woken(struct gri_worker *worker, struct gri_post *post)
{
    (void)worker;
    struct gri_waiter *waiter = GRI_CONTAINER(post, struct gri_waiter, post);
    waiter->woken = true;
    gri_wait_end(&waiter->wait, GR_OK);
}

void gri_waiter_wake(struct gri_waiter *waiter)
{
    if (waiter->worker == NULL) {
        gri_unpark(&waiter->parker);
    } else {
        waiter->post.run = waiter_woken;
        gri_worker_post(waiter->worker, &waiter->post);
    }
}
