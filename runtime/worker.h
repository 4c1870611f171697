/* SPDX-License-Identifier: MIT */
/* A worker: a queue of runnable tasks, an inbox for other threads, a wheel of timers and the fibers
 * of what waits, run by one thread at a time. Knows nothing of actors. */
#ifndef GRI_WORKER_H
#define GRI_WORKER_H

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "alloc.h"
#include "env.h"
#include "fiber.h"
#include "greenroom/code.h"
#include "list.h"
#include "timer.h"

struct gri_worker;

/* Something that another thread hands to a worker; `run` is called there, once, in order of posting
 * for each poster. Owned by the worker from post to run. */
struct gri_post {
    struct gri_post *next;
    void (*run)(struct gri_worker *worker, struct gri_post *post);
};

/* Something that can run on a worker: an actor with mail, or a fiber whose wait is over. */
struct gri_task {
    struct gri_list link; /* in worker->runnable */
    void (*run)(struct gri_worker *worker, struct gri_task *task);
};

struct gri_wait;
struct gri_blocked;

/* What runs on a fiber, as far as waiting is concerned: a handler, a hook, a run body. Owned by the
 * fiber it stands on. */
struct gri_activity {
    struct gri_wait *wait;       /* what it waits in now */
    struct gri_blocked *blocked; /* and for whom, where that is another actor */
    uint64_t deadline_ns;        /* its waits end with CANCELLED then; UINT64_MAX: never */
    bool cancelled;              /* its waits end with CANCELLED, */
    bool is_cleaning;            /* but not those of a cleanup, whose deadline is set meanwhile */
};

/* Where the thread of a seat stands towards its worker. */
enum gri_seat_state {
    GRI_SEAT_HELD,     /* it has the worker */
    GRI_SEAT_WANTED,   /* likewise, and somebody would have it, if it runs the user's code */
    GRI_SEAT_BORROWED, /* somebody has it, for a moment, while it runs the user's code */
    GRI_SEAT_AWAY,     /* another seat has it, while this one runs the user's code still */
    GRI_SEAT_BACK,     /* the user's code came back: it waits to be given the worker again */
    GRI_SEAT_IDLE,     /* it has nothing to do with it, until it is given the worker */
    GRI_SEAT_ASLEEP,   /* it has the worker, sleeps, and would lend it to another worker's thread */
    GRI_SEAT_LENT      /* it has done so, and sleeps on */
};

/* A thread that runs a worker, or may. Stays until the worker has stopped, so that what the user's
 * code knows of its thread (errno, locks) stays true while it runs. Keys: `@` for any thread, `t`
 * its thread, `w` whoever has the worker. */
struct gri_seat {
    _Atomic bool in_user;   /* @ by its thread: the user's code runs, nothing of ours; of a guest's,
                             * anything but its worker */
    _Atomic uint32_t state; /* @ enum gri_seat_state */
    struct gri_worker *worker;
    struct gri_fiber thread;       /* t: where the loop was entered from */
    struct gri_fiber *fiber;       /* t: the running one */
    struct gri_seat *successor;    /* t: who is given the worker when the loop was left */
    struct gri_activity *activity; /* w: what it runs while it is away */
    struct gri_post wish;          /* to be given the worker again */
    struct gri_task turn;          /* when it is */
    struct gri_parker parker;
    _Atomic bool is_retired; /* @ the worker has stopped */
    struct gri_list link;    /* w: in worker->seats */
    pthread_t tid;
    struct gri_seat *base;     /* fixed: the seat that its thread was made for, often itself */
    struct gri_seat *guests;   /* t: of a base: its seats at other workers, once needed, */
    struct gri_seat *next;     /* t: and the one behind this */
    uint32_t n_guests;         /* t: a base's: that it has, or has had a moment ago */
    bool is_hosting;           /* w: a base's: its thread runs a guest */
    bool is_inside;            /* w: a guest's: its worker's loop runs */
    bool did_work;             /* t: a guest's: in its last round */
    bool was_busy;             /* t: a guest's: for a while, at the end of that */
    uint32_t n_sent;           /* t: a base's: between its workers, by handlers; */
    uint64_t spent_ns;         /* t: what their rounds took, of late, */
    uint64_t n_crossed;        /* t: and how many went from one to the other meanwhile */
    _Atomic uint64_t until_ns; /* @ ASLEEP, LENT: when it will look by itself, at the latest */
};

/* Rung by workers that wake up while somebody wants to know. */
struct gri_bell {
    _Atomic bool is_set;
    struct gri_parker parker;
};

/* One wait of a fiber, on its stack. Ends once, by whoever comes first. */
struct gri_wait {
    struct gri_task task;
    struct gri_timer timer;
    struct gri_worker *worker;
    struct gri_fiber *fiber;
    struct gri_activity *activity;
    gr_code code;
    bool ended;
};

/* Fixed after init, but for what the comments say. */
struct gri_worker_options {
    gri_env *env;
    uint32_t index;
    size_t stack_bytes;
    uint32_t max_fibers;
    uint32_t max_spare_threads; /* that may take it over, at once */
    bool (*poll)(
        struct gri_worker *worker); /* once a round: whether it did anything; may be NULL */
    uint64_t (*poll_next_ns)(struct gri_worker *worker); /* when at the latest; with poll */
    void (*sweep)(struct gri_worker *worker); /* see gri_worker_sweep_by(); may be NULL */
    struct gri_bell *bell;                    /* may be NULL */
    struct gri_depot *depot;                  /* may be NULL */
    /* It was lent: have gri_worker_watch() called every millisecond or two, on a thread that is no
     * worker's, until that says false. NULL: it is never lent. Any thread, also under locks. */
    void (*watch)(struct gri_worker *worker);
    void *owner; /* the node */
};

/* How far a worker has come. */
struct gri_progress {
    uint32_t rounds;
    uint32_t handled;
};

/* In the place of a worker's inbox, while nobody runs it. */
#define GRI_PARKED ((struct gri_post *)(uintptr_t)1)

/* Owned by the thread whose seat has it; `inbox`, `parker`, `stopping`, `seat` and what counts what
 * it does are for all threads. */
struct gri_worker {
    _Atomic(struct gri_post *) inbox; /* newest first; GRI_PARKED while the thread sleeps */
    struct gri_parker parker;
    _Atomic bool stopping;
    _Atomic bool left;             /* the thread has left the loop */
    struct gri_parker left_parker; /* of the one that waits for that */
    struct gri_runner runner;      /* to be stepped by a virtual env */
    struct gri_worker_options options;

    struct gri_list runnable;
    struct gri_list newborn; /* runnable, too: the youngest first */
    uint32_t n_runnable;     /* in both */
    struct gri_list last;    /* tasks of this round's end */
    struct gri_wheel wheel;
    struct gri_pool pool;
    struct gri_stacks stacks;
    struct gri_list blocked;  /* activities that wait for other actors, by struct gri_blocked */
    struct gri_timer sweeper; /* looks at them now and then */
    uint64_t n_blocked;       /* numbers them, from where no other node can guess */
    struct gri_list spares;   /* idle fibers, at their loop's top; the latest first */
    uint32_t n_spares;
    _Atomic uint32_t n_waiting;      /* written by the worker */
    _Atomic(struct gri_seat *) seat; /* the one that has it */
    struct gri_activity *activity;
    uint64_t now_ns;          /* read once a round, */
    uint64_t coarse_ns;       /* and a moment before, the clock that is read faster */
    _Atomic uint32_t rounds;  /* begun */
    _Atomic uint32_t handled; /* messages, of all rounds */
    uint32_t handled_before;  /* this round */
    uint32_t quota;           /* messages a round, so many as take half a millisecond */
    uint32_t budget;          /* of this round; 0: it has lasted long enough */
    uint32_t newborn_due;     /* of those who made them in a turn of the others: so many turns */
    bool was_newborn_s;       /* the last turn */
    bool did_work;            /* since a simulation entered it */
    bool has_thread;
    bool is_stepped;            /* by a simulation, which chooses the tasks */
    uint64_t shared_ns;         /* what its rounds took of late on a thread that it shared, */
    uint64_t n_shared;          /* for so many messages */
    uint64_t empty_ns;          /* when it had nothing to run, the last time */
    bool was_empty;             /* at the end of the last round */
    bool may_be_lent;           /* fixed */
    struct gri_worker *last_to; /* whom of its node it has posted to, */
    uint32_t n_posts;           /* how many came and went since it was offered last, */
    uint64_t offer_ns;          /* when it is the next time, at the earliest, */
    uint64_t offer_pause_ns;    /* how long that is */
    struct gri_post offer;
    _Atomic bool is_offered;
    struct gri_progress watched[2]; /* its watcher's: what that of itself and its host was */
    uint32_t n_away;                /* seats that are away or back */
    struct gri_list seats;
    struct gri_seat first_seat;
};

/* What runs on a thread; all NULL where that is no worker's. Its own. */
struct gri_on_thread {
    struct gri_worker *worker; /* beside its seat, because it is what is asked for all the time */
    struct gri_seat *seat;
};
extern _Thread_local struct gri_on_thread gri_worker_on_thread;

/* A fiber's thread may change over a wait, and with it the address of a thread-local, which a
 * compiler takes for constant in a function: so it is found anew each time, by a function that is
 * not inlined, or by instructions that cost less. */
#if defined(__x86_64__) && defined(__ELF__) && defined(__GNUC__)
static inline struct gri_on_thread *gri_on_thread(void)
{
    struct gri_on_thread *here;
    __asm__ volatile("movq gri_worker_on_thread@gottpoff(%%rip), %0\n\t"
                     "addq %%fs:0, %0"
                     : "=r"(here)
                     :
                     : "cc");
    return here;
}
#else
struct gri_on_thread *gri_on_thread(void);
#endif

/* The worker whose loop runs on this thread, or NULL. Not from within the user's code: that enters
 * by GRI_VISIT first. */
static inline struct gri_worker *gri_worker_current(void)
{
    return gri_on_thread()->worker;
}

/* Whether this thread is a worker's, and the fiber and activity that run on it, or NULL. Also from
 * the user's code and from signal handlers. */
bool gri_worker_is_here(void);
const struct gri_fiber *gri_worker_fiber_here(void);
const struct gri_activity *gri_worker_activity_here(void);

/* ---- the user's code and ours: worker_seat.c has the notes ---- */

/* The user's code runs from here on. */
static inline void gri_user_begin(struct gri_worker *worker)
{
    struct gri_seat *seat = atomic_load_explicit(&worker->seat, memory_order_relaxed);
    atomic_store_explicit(&seat->in_user, true, memory_order_release);
}

/* What a thread does that is no longer alone in having its worker. Returns the worker. */
struct gri_worker *gri_seat_come_back(struct gri_seat *seat);

static inline struct gri_worker *gri_seat_enter(struct gri_seat *seat)
{
    atomic_store_explicit(&seat->in_user, false, memory_order_relaxed);
    atomic_signal_fence(memory_order_seq_cst); /* the borrower's membarrier is the other half */
    bool is_held = /* behind what a borrower did, who has given it back */
        atomic_load_explicit(&seat->state, memory_order_acquire) == (uint32_t)GRI_SEAT_HELD;
    return is_held ? seat->worker : gri_seat_come_back(seat);
}

/* It has returned. The thread has its worker again, if another had taken it over. */
static inline void gri_user_end(void)
{
    (void)gri_seat_enter(gri_on_thread()->seat);
}

/* The user's code calls a function of ours; the worker to go back from, NULL where it is none's, or
 * where one function of ours calls another. */
static inline struct gri_worker *gri_visit_begin(void)
{
    struct gri_seat *seat = gri_on_thread()->seat;
    return seat == NULL || !atomic_load_explicit(&seat->in_user, memory_order_relaxed)
               ? NULL
               : gri_seat_enter(seat);
}

static inline void gri_visit_end(struct gri_worker *const *worker)
{
    if (*worker != NULL) {
        gri_user_begin(*worker);
    }
}

/* Begins each function of the API that touches anything of a worker. */
#define GRI_VISIT                                                                                  \
    __attribute__((cleanup(gri_visit_end), unused)) struct gri_worker *gri_visit = gri_visit_begin()

/* Have the worker of a thread that is within the user's code, for a moment: until it is given back
 * or handed on the caller is its owner, and the thread waits where it comes back. Any thread.
 * False: the thread is not there, or this system cannot tell. */
bool gri_worker_borrow(struct gri_worker *worker);
void gri_worker_give_back(struct gri_worker *worker);

/* Hand a borrowed worker on to a spare thread, which goes on with all of it until the stuck one
 * comes back. Errors: RESOURCE_EXHAUSTED (max_spare_threads, no thread, fiber or memory): it is
 * borrowed still. */
gr_code gri_worker_hand_on(struct gri_worker *worker);

/* Whether it sleeps. Any thread, true a moment ago. */
bool gri_worker_is_parked(const struct gri_worker *worker);

gr_code gri_worker_init(struct gri_worker *worker, const struct gri_worker_options *options);

/* Start its thread; in a virtual env, attach it to be stepped. */
gr_code gri_worker_start(struct gri_worker *worker);

/* End the loop and join the thread. A thread that is stuck is waited for until `deadline_ns`: false
 * then, and it may be called again. Not on the worker itself. */
bool gri_worker_stop(struct gri_worker *worker, uint64_t deadline_ns);

/* ---- workers that share a thread: worker_guest.c has the notes ---- */

/* See options.watch. */
bool gri_worker_watch(struct gri_worker *worker);

/* Run all that was posted to a worker, which the caller has beside its own. */
void gri_beside_settle(const struct gri_worker *worker, struct gri_seat *other);

/* A guest of this thread has had a message more from a handler: it may be time to part. */
void gri_beside_sent(const struct gri_worker *worker, struct gri_seat *other);

/* Have another worker of this thread, until gri_beside_end(): what was posted to it has been run.
 * NULL: it is none, or is to be another's in a moment. */
static inline struct gri_seat *gri_beside_begin(struct gri_worker *worker, struct gri_worker *other)
{
    const struct gri_seat *mine = atomic_load_explicit(&worker->seat, memory_order_relaxed);
    struct gri_seat *seat = atomic_load_explicit(&other->seat, memory_order_acquire);
    if (seat->base != mine->base || seat == mine) {
        return NULL;
    }
    atomic_store_explicit(&seat->in_user, false, memory_order_relaxed);
    atomic_signal_fence(memory_order_seq_cst); /* as in gri_seat_enter() */
    if (atomic_load_explicit(&seat->state, memory_order_acquire) != (uint32_t)GRI_SEAT_HELD) {
        atomic_store_explicit(&seat->in_user, true, memory_order_release);
        return NULL;
    }
    if (atomic_load_explicit(&other->inbox, memory_order_relaxed) != NULL) {
        gri_beside_settle(worker, seat);
    }
    return seat;
}

static inline void gri_beside_end(struct gri_worker *worker, struct gri_seat *other)
{
    atomic_store_explicit(&other->in_user, true, memory_order_release);
    if ((++other->base->n_sent & 63u) == 0) {
        gri_beside_sent(worker, other);
    }
}

/* ---- between worker.c, worker_seat.c and worker_guest.c ---- */

/* Take a worker that sleeps, whose inbox the caller was the first to post to. False: wake it. */
bool gri_guest_adopt(struct gri_worker *worker);

/* Whether its thread would sleep on while another runs it: nobody else has a seat at it. */
bool gri_guest_may_be(struct gri_worker *worker);

enum { GRI_OFFER_LEAST_NS = 1000000 };

/* A worker that had something to do: it may be better off with a thread that has much to do with
 * it. True: it is to be lent, until gri_guest_offered_until(). */
bool gri_guest_offer(struct gri_seat *seat);
uint64_t gri_guest_offered_until(const struct gri_worker *worker);

/* A round took so long, for so many messages, of a worker that shares a thread. */
void gri_guest_measure(struct gri_worker *worker, uint64_t took_ns, uint32_t n);

/* It was taken from its host's thread in a handler. By whoever has borrowed it. */
void gri_guest_was_slow(struct gri_worker *worker);

/* A round of each guest. False: none of them had anything to do. */
bool gri_guests_run(struct gri_seat *base);

/* Its thread is going to sleep: they sleep as well, each as if it had gone to sleep by itself.
 * False: there is something to do yet. And it is leaving its worker: they wake up. */
bool gri_guests_rest(struct gri_seat *base);
void gri_guests_part(struct gri_seat *base);
void gri_guests_fini(struct gri_seat *base);

/* A guest whose thread runs other things is its own thread's again. By whoever has borrowed it. */
void gri_guest_return(struct gri_worker *worker, struct gri_seat *guest);

/* Each thread that is away keeps a fiber beside those that wait. */
void gri_seats_count_away(struct gri_worker *worker, uint32_t n_away);

/* A seat whose thread has nothing to do, or NULL. By whoever has the worker. */
struct gri_seat *gri_seat_find_idle(struct gri_worker *worker);

/* Whether a worker can be borrowed on this system. */
bool gri_seats_can_borrow(void);

/* It wakes up: tell who wants to know. */
void gri_worker_ring(struct gri_worker *worker);

bool gri_worker_take_inbox(struct gri_worker *worker);
uint64_t gri_worker_next_ns(struct gri_worker *worker);

void gri_seat_init(struct gri_seat *seat, struct gri_worker *worker, enum gri_seat_state state);

/* A thread for it. Errors: RESOURCE_EXHAUSTED. */
gr_code gri_seat_start(struct gri_seat *seat);

/* Run the loop of its worker on this thread; and what that is made of. */
void gri_seat_run(struct gri_seat *seat);
void gri_seat_release(struct gri_seat *seat);
void gri_worker_run(struct gri_seat *seat);

/* Leave the loop, in a task, for another seat to go on with it. */
void gri_worker_leave_to(struct gri_worker *worker, struct gri_seat *successor);

/* The worker has stopped: end all threads and join them. */
void gri_seats_end(struct gri_worker *worker);

/* Block all signals but those that faults raise. */
void gri_seat_block_signals(sigset_t *out_before);

/* After stop: free all. Fibers that still wait are left where they are. */
void gri_worker_fini(struct gri_worker *worker);

/* Hand `post` over. Any thread; takes post. */
void gri_worker_post(struct gri_worker *worker, struct gri_post *post);

/* Posts collected for one worker, to be handed over at once. Zero is empty. */
struct gri_chain {
    struct gri_post *newest;
    struct gri_post *oldest;
};

static inline void gri_chain_add(struct gri_chain *chain, struct gri_post *post)
{
    post->next = chain->newest;
    chain->newest = post;
    chain->oldest = chain->oldest == NULL ? post : chain->oldest;
}

/* Hand over all of `chain`, which is empty then. Any thread. */
void gri_worker_post_chain(struct gri_worker *worker, struct gri_chain *chain);

/* Queue a task that is not queued. The worker's own thread only, as all that follows. */
static inline void gri_worker_run_later(struct gri_worker *worker, struct gri_task *task)
{
    gri_list_push_back(&worker->runnable, &task->link);
    worker->n_runnable++;
}

/* The same for one that is new: before all that are, and in turns with all that are not. */
static inline void gri_worker_run_newborn(struct gri_worker *worker, struct gri_task *task)
{
    gri_list_push_front(&worker->newborn, &task->link);
    worker->newborn_due += !worker->was_newborn_s;
    worker->n_runnable++;
}

/* A fresh reading of the clock; the round's own is worker->now_ns. */
uint64_t gri_worker_now(const struct gri_worker *worker);

/* Prepare for a wait, before anything is done that a failure would have to undo.
 * Errors: RESOURCE_EXHAUSTED (max_fibers, memory). */
gr_code gri_wait_reserve(struct gri_worker *worker);

void gri_wait_init(struct gri_wait *wait, struct gri_worker *worker);

/* Suspend the running fiber until gri_wait_end(), the deadline (DEADLINE_EXCEEDED), or its
 * activity's deadline or cancellation (CANCELLED); other tasks run meanwhile. A wait that has ended
 * returns at once. */
gr_code gri_wait_for(struct gri_wait *wait, uint64_t deadline_ns);

/* The same, but only gri_wait_end() ends it. */
void gri_wait_firmly(struct gri_wait *wait);

/* End a wait; only the first end counts. */
void gri_wait_end(struct gri_wait *wait, gr_code code);

/* Have options.sweep called at `deadline_ns` at the latest. */
static inline void gri_worker_sweep_by(struct gri_worker *worker, uint64_t deadline_ns)
{
    if (!gri_timer_is_armed(&worker->sweeper) || worker->sweeper.deadline_ns > deadline_ns) {
        gri_timer_arm(&worker->wheel, &worker->sweeper, deadline_ns);
    }
}

/* Whether an activity is to wait no more: it was cancelled, or its deadline has passed. */
static inline bool gri_activity_is_over(const struct gri_activity *activity, uint64_t now_ns)
{
    return (activity->cancelled && !activity->is_cleaning) || activity->deadline_ns <= now_ns;
}

/* Cancel what an activity waits in, now and later. */
void gri_activity_cancel(struct gri_activity *activity);

/* End the round's budget when it has lasted too long. */
void gri_worker_check_round(struct gri_worker *worker);

/* One message handled: true when the round's budget is used up and the task should queue again. */
static inline bool gri_worker_spend(struct gri_worker *worker)
{
    uint32_t handled = atomic_load_explicit(&worker->handled, memory_order_relaxed) + 1;
    atomic_store_explicit(&worker->handled, handled, memory_order_relaxed);
    if ((handled & 15u) == 0) {
        gri_worker_check_round(worker);
    }
    return handled - worker->handled_before >= worker->budget;
}

/* Run a task once the round is over, on the worker's thread; it must not wait. */
void gri_worker_run_last(struct gri_worker *worker, struct gri_task *task);

/* Let the others run: suspend and queue again. */
gr_code gri_worker_yield(struct gri_worker *worker);

/* A waiter: a fiber or a plain thread that another thread will wake. It stands in a list of its
 * waker, under the waker's lock; who unlinks it there must wake it, exactly once. */
struct gri_waiter {
    struct gri_list link;
    struct gri_post post;
    struct gri_wait wait;      /* a fiber's */
    struct gri_worker *worker; /* NULL: a plain thread */
    struct gri_parker parker;  /* a plain thread's */
    bool woken;                /* seen by the one that waits */
    gri_env *env;
};

/* Errors: RESOURCE_EXHAUSTED, as gri_wait_reserve(). */
gr_code gri_waiter_init(struct gri_waiter *waiter, gri_env *env);

/* OK when woken; else the deadline or a cancellation came first, and the caller must unlink the
 * waiter under the lock, or, where that was done already, call gri_waiter_settle().
 * A plain thread in a virtual env steps it; ABORTED when nothing is left to do there. */
gr_code gri_waiter_wait(struct gri_waiter *waiter, uint64_t deadline_ns);

/* Wait for a wake that is on its way. */
void gri_waiter_settle(struct gri_waiter *waiter);

/* Any thread. The waiter may be gone when it returns. */
void gri_waiter_wake(struct gri_waiter *waiter);

#endif
