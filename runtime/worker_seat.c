/* SPDX-License-Identifier: MIT */
/* Seats: the threads of a worker, where the user's code begins and ends on them, and how a worker
 * goes from a thread that is stuck in the user's code to another. See the notes. */

/* Design notes.
 *
 * A worker is run by one thread at a time, the one whose seat has it. Handlers run on that thread;
 * one that spins, or blocks in a system call, would hold up all else of the worker. So while the
 * user's code runs, and only then, the worker may be taken from its thread.
 *
 * Where that is, each thread says by a plain flag of its seat, `in_user`: set before a handler or
 * hook is called, cleared when it returns and while it is inside of a function of ours (GRI_VISIT).
 * The fast path has no more than this, a store and a load without a barrier between them:
 *
 *     thread:    in_user = false;           state = WANTED           :borrower
 *                if (state != HELD) ...     membarrier()
 *                                           if (in_user) ...
 *
 * The system call makes every thread of the process pass a full barrier. So either the borrower
 * sees the thread out of the user's code, and leaves it alone, or the thread sees, when it comes
 * back, that it is wanted, and waits. One compare-and-swap on `state` by either side decides.
 *
 *     HELD -> WANTED -> BORROWED -> AWAY -> BACK -> HELD     the stuck one
 *     HELD <- WANTED                                         not in the user's code
 *     HELD <----------- BORROWED                             given back
 *     IDLE -> HELD -> ... -> IDLE                            a spare one
 *
 * A borrower is the worker's owner: it may read which actor runs, or hand the worker on to a spare
 * thread, which goes on with the loop on a fiber of its own. The stuck thread stays on its fiber.
 * When its code comes back it posts the wish to be given the worker again, and sleeps; the spare
 * thread leaves the loop between two tasks, and the first one goes on where it was. So code that
 * does not wait never changes its thread: errno and the user's locks stay what they were. Fibers
 * that wait belong to the worker and may go on on either thread.
 *
 * Threads are kept, idle, until the worker stops. A spare one that is stuck in its turn is taken
 * from as the first was; each gets the worker back in the order of the wishes. */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#ifdef __linux__
#include <sys/syscall.h>
#endif

#include "assert.h"
#include "worker.h"

_Thread_local struct gri_on_thread gri_worker_on_thread;

#if !(defined(__x86_64__) && defined(__ELF__) && defined(__GNUC__))
__attribute__((noinline)) struct gri_on_thread *gri_on_thread(void)
{
    __asm__ volatile("");
    return &gri_worker_on_thread;
}
#endif

static uint32_t state_of(const struct gri_seat *seat)
{
    return atomic_load_explicit(&seat->state, memory_order_acquire);
}

bool gri_worker_is_here(void)
{
    return gri_on_thread()->seat != NULL;
}

const struct gri_fiber *gri_worker_fiber_here(void)
{
    const struct gri_seat *seat = gri_on_thread()->seat;
    return seat == NULL ? NULL : seat->fiber;
}

const struct gri_activity *gri_worker_activity_here(void)
{
    const struct gri_seat *seat = gri_on_thread()->seat;
    if (seat == NULL) {
        return NULL;
    }
    return state_of(seat) == GRI_SEAT_AWAY ? seat->activity : seat->worker->activity;
}

/* ---- coming back from the user's code ---- */

void gri_seats_count_away(struct gri_worker *worker, uint32_t n_away)
{
    worker->n_away = n_away;
    worker->stacks.max_fibers = (size_t)worker->options.max_fibers + 1u + n_away;
}

static void hand_back(struct gri_worker *worker, struct gri_task *task)
{
    gri_seats_count_away(worker, worker->n_away - 1);
    gri_worker_leave_to(worker, GRI_CONTAINER(task, struct gri_seat, turn));
}

static void wish_arrived(struct gri_worker *worker, struct gri_post *post)
{
    struct gri_seat *seat = GRI_CONTAINER(post, struct gri_seat, wish);
    gri_worker_run_later(worker, &seat->turn);
}

/* Returns when the thread has its worker, again or still. One that is only wanted is lent at once:
 * else a handler that comes and goes all the time would never be caught. */
struct gri_worker *gri_seat_come_back(struct gri_seat *seat)
{
    uint32_t state = GRI_SEAT_WANTED;
    atomic_compare_exchange_strong(&seat->state, &state, GRI_SEAT_BORROWED);
    while (state_of(seat) == GRI_SEAT_BORROWED) {
        (void)gri_park(&seat->parker, UINT64_MAX);
    }
    if (state_of(seat) != GRI_SEAT_AWAY) {
        return seat->worker; /* given back */
    }
    atomic_store(&seat->state, GRI_SEAT_BACK);
    struct gri_chain chain = { NULL, NULL };
    gri_chain_add(&chain, &seat->wish);
    gri_worker_post_chain(seat->worker, &chain); /* touches nothing of the worker's own */
    while (state_of(seat) == GRI_SEAT_BACK) {
        (void)gri_park(&seat->parker, UINT64_MAX);
    }
    seat->worker->activity = seat->activity;
    return seat->worker;
}

/* ---- borrowing ---- */

#if defined(__linux__) && defined(SYS_membarrier)

enum {
    BARRIER_QUERY = 0,
    BARRIER_GLOBAL = 1,
    BARRIER_EXPEDITED = 1 << 3,
    BARRIER_REGISTER = 1 << 4
};

/* Every thread of the process passes a full barrier. Registering costs time in a process of several
 * threads, so it is done when it is first needed; again, it costs nothing. */
static bool barrier_everywhere(void)
{
    int saved_errno = errno;
    long failed = syscall(SYS_membarrier, BARRIER_REGISTER, 0, 0);
    failed = failed != 0 ? failed : syscall(SYS_membarrier, BARRIER_EXPEDITED, 0, 0);
    failed = failed == 0 ? failed : syscall(SYS_membarrier, BARRIER_GLOBAL, 0, 0);
    errno = saved_errno;
    return failed == 0;
}

bool gri_seats_can_borrow(void)
{
    int saved_errno = errno;
    long offered = syscall(SYS_membarrier, BARRIER_QUERY, 0, 0);
    errno = saved_errno;
    return offered > 0 && (offered & (BARRIER_GLOBAL | BARRIER_EXPEDITED)) != 0;
}

#else

static bool barrier_everywhere(void)
{
    return false;
}

bool gri_seats_can_borrow(void)
{
    return false;
}

#endif

/* How long a thread that comes and goes is waited for. */
static const uint64_t lend_ns = 1000000;

bool gri_worker_borrow(struct gri_worker *worker)
{
    struct gri_seat *seat = atomic_load_explicit(&worker->seat, memory_order_acquire);
    uint32_t state = GRI_SEAT_HELD;
    if (!atomic_compare_exchange_strong(&seat->state, &state, GRI_SEAT_WANTED)) {
        return false;
    }
    bool can_tell = barrier_everywhere();
    bool is_in_user = can_tell && atomic_load_explicit(&seat->in_user, memory_order_acquire);
    if (!is_in_user) {
        struct gri_parker pause = { 0 };
        (void)gri_park(&pause, gri_worker_now(worker) + lend_ns); /* it may lend it by itself */
        is_in_user = can_tell && atomic_load_explicit(&seat->in_user, memory_order_acquire);
    }
    state = GRI_SEAT_WANTED;
    if (atomic_compare_exchange_strong(&seat->state, &state,
                                       is_in_user ? GRI_SEAT_BORROWED : GRI_SEAT_HELD)) {
        return is_in_user;
    }
    return state == GRI_SEAT_BORROWED; /* lent by itself */
}

/* Its thread may sleep in gri_seat_come_back(). */
static void let_go(struct gri_seat *seat, enum gri_seat_state state)
{
    atomic_store(&seat->state, state);
    gri_unpark(&seat->parker);
}

void gri_worker_give_back(struct gri_worker *worker)
{
    let_go(atomic_load_explicit(&worker->seat, memory_order_relaxed), GRI_SEAT_HELD);
}

/* ---- handing on ---- */

struct gri_seat *gri_seat_find_idle(struct gri_worker *worker)
{
    GRI_LIST_EACH (node, &worker->seats) {
        struct gri_seat *seat = GRI_CONTAINER(node, struct gri_seat, link);
        if (state_of(seat) == GRI_SEAT_IDLE) {
            return seat;
        }
    }
    return NULL;
}

/* NULL: too many, or no memory or thread. */
static struct gri_seat *add_seat(struct gri_worker *worker)
{
    struct gri_seat *seat = gri_calloc(sizeof(*seat));
    if (seat == NULL) {
        return NULL;
    }
    gri_seat_init(seat, worker, GRI_SEAT_IDLE);
    if (gri_seat_start(seat) != GR_OK) {
        gri_mfree(seat);
        return NULL;
    }
    return seat;
}

/* One that has a fiber to go on with. */
static struct gri_seat *find_spare(struct gri_worker *worker)
{
    if (worker->n_away > worker->options.max_spare_threads || gri_wait_reserve(worker) != GR_OK) {
        return NULL;
    }
    struct gri_seat *idle = gri_seat_find_idle(worker);
    return idle == NULL ? add_seat(worker) : idle;
}

/* The same, counted. */
static struct gri_seat *take_spare(struct gri_worker *worker)
{
    gri_seats_count_away(worker, worker->n_away + 1);
    struct gri_seat *spare = find_spare(worker);
    if (spare == NULL) {
        gri_seats_count_away(worker, worker->n_away - 1);
    }
    return spare;
}

gr_code gri_worker_hand_on(struct gri_worker *worker)
{
    struct gri_seat *stuck = atomic_load_explicit(&worker->seat, memory_order_relaxed);
    if (stuck->base != stuck && !stuck->is_inside) {
        gri_guest_return(worker, stuck);
        return GR_OK;
    }
    struct gri_seat *spare = &worker->first_seat;
    bool is_lent = state_of(spare) == GRI_SEAT_LENT; /* and has a fiber to go on with */
    if (!is_lent && (spare = take_spare(worker)) == NULL) {
        return GR_RESOURCE_EXHAUSTED;
    }
    if (is_lent) {
        gri_guest_was_slow(worker);
    }
    stuck->activity = worker->activity;
    worker->activity = NULL;
    atomic_store_explicit(&worker->seat, spare, memory_order_release);
    let_go(stuck, GRI_SEAT_AWAY);
    let_go(spare, GRI_SEAT_HELD);
    if (is_lent) {
        gri_unpark(&worker->parker); /* where it sleeps */
    }
    return GR_OK;
}

/* ---- threads ---- */

void gri_seat_init(struct gri_seat *seat, struct gri_worker *worker, enum gri_seat_state state)
{
    seat->worker = worker;
    seat->base = seat;
    seat->wish.run = wish_arrived;
    seat->turn.run = hand_back;
    atomic_store(&seat->state, state);
}

void gri_seat_run(struct gri_seat *seat)
{
    const struct gri_on_thread outer = *gri_on_thread();
    *gri_on_thread() = (struct gri_on_thread){ seat->worker, seat };
    gri_worker_run(seat);
    *gri_on_thread() = outer;
}

/* Wait for the worker. False: it has stopped. */
static bool await_turn(struct gri_seat *seat)
{
    while (state_of(seat) == GRI_SEAT_IDLE) {
        if (atomic_load(&seat->is_retired)) {
            return false;
        }
        (void)gri_park(&seat->parker, UINT64_MAX);
    }
    return true;
}

/* The loop was left: for another seat, or for good. */
void gri_seat_release(struct gri_seat *seat)
{
    struct gri_worker *worker = seat->worker;
    struct gri_seat *successor = seat->successor;
    seat->successor = NULL;
    atomic_store(&seat->state, GRI_SEAT_IDLE);
    if (successor != NULL) {
        atomic_store_explicit(&worker->seat, successor, memory_order_release);
        let_go(successor, GRI_SEAT_HELD);
    } else {
        atomic_store(&worker->left, true);
        gri_unpark(&worker->left_parker);
    }
}

static void *seat_main(void *arg)
{
    struct gri_seat *seat = arg;
    struct gri_signal_stack stack;
    gr_code code = gri_signal_stack_init(&stack); /* without it an overflow just goes unreported */
    while (await_turn(seat)) {
        gri_seat_run(seat);
        gri_seat_release(seat);
    }
    if (code == GR_OK) {
        gri_signal_stack_fini(&stack);
    }
    return NULL;
}

/* All but those that a fault raises on its own thread, whom nobody could report otherwise. */
static void fill_blocked(sigset_t *set)
{
    static const int faults[] = { SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGSYS };
    sigfillset(set);
    for (size_t i = 0; i < sizeof(faults) / sizeof(faults[0]); i++) {
        sigdelset(set, faults[i]);
    }
}

void gri_seat_block_signals(sigset_t *out_before)
{
    sigset_t blocked;
    fill_blocked(&blocked);
    pthread_sigmask(SIG_SETMASK, &blocked, out_before);
}

/* Its thread runs from here on, and is joined with the worker's end. */
gr_code gri_seat_start(struct gri_seat *seat)
{
    sigset_t before;
    gri_seat_block_signals(&before);
    int failed = pthread_create(&seat->tid, NULL, seat_main, seat);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (failed != 0) {
        return GR_RESOURCE_EXHAUSTED;
    }
    gri_list_push_back(&seat->worker->seats, &seat->link);
    return GR_OK;
}

void gri_seats_end(struct gri_worker *worker)
{
    struct gri_list *node = gri_list_pop_front(&worker->seats);
    for (; node != NULL; node = gri_list_pop_front(&worker->seats)) {
        struct gri_seat *seat = GRI_CONTAINER(node, struct gri_seat, link);
        atomic_store(&seat->is_retired, true);
        gri_unpark(&seat->parker);
        pthread_join(seat->tid, NULL);
        if (seat != &worker->first_seat) {
            gri_mfree(seat);
        }
    }
    /* Whoever steps it now, steps it by the first. */
    atomic_store(&worker->first_seat.state, GRI_SEAT_HELD);
    atomic_store(&worker->seat, &worker->first_seat);
}
