/* SPDX-License-Identifier: MIT */
/* Guests: workers that another worker's thread runs beside its own, as long as there is not enough
 * to do for two. See the notes. */

/* Design notes.
 *
 * To wake a thread on another core takes as long as hundreds of messages, and each message that
 * goes from core to core as long as several that stay. So a worker that sleeps, and is posted to by
 * another worker, is not woken: the poster's thread takes it and runs its rounds in turns with its
 * own, as a guest. What the two send to each other then goes the short way, as if they were one.
 *
 * Nothing else changes: the guest's actors, timers and fibers stay its own, it is run by one thread
 * at a time, and what is posted to it by others goes to its inbox. Its own thread sleeps on.
 *
 *     HELD -> ASLEEP -> LENT -> ASLEEP -> HELD    own: rested, it has slept through it
 *                       LENT ----------> HELD    own: there is enough to do for both
 *     IDLE -> HELD -> IDLE                        guest's seat, at the thread of its host
 *
 * The thread of a host has a seat for each of its workers, and to each of them all that it does
 * elsewhere is the user's code (`in_user`, see worker_seat.c): so each may be borrowed meanwhile.
 * That is how a guest gets its own thread when a handler of its host takes long, and how the
 * host is handed on to a spare thread when a handler of the guest does: the lookout watches, once a
 * millisecond, all that are lent and do not come further.
 *
 * They part when both have had something to run for a while, without a pause, and when it is worth
 * it: what they send each other costs more from then on. And a handler that has sent to a guest
 * for long sends it off to be run at once.
 *
 * Two that live apart and have much to do with each other notice as well: the one with the higher
 * number offers itself to the other's thread now and then, and sleeps meanwhile; if it was better
 * apart they part again soon, and it waits longer until the next time.
 *
 * Order: what a sender has posted to another worker of its thread is run before what it sends there
 * by the short way (gri_beside_begin looks at the inbox), and what it sends by post when they have
 * parted comes later still. */
#include "assert.h"
#include "worker.h"

/* What a message costs more between two threads, both sides together, as measured with actors that
 * are not in the cache; and less than that, where it is handled in so little time. */
static const uint64_t crossing_ns = 900;
static const uint64_t trifle_ns = 300;

/* For how long both have something to run before they part; how long a handler may send, or a
 * message take on average, where another is to wait for it; how much of the past is remembered. */
static const uint64_t surplus_ns = 200000;
static const uint64_t patience_ns = 100000;
static const uint64_t memory_ns = 2000000;

/* How often a worker offers itself, when that was of no use the last time; for how long; and how
 * much it must have had to do with others. */
static const uint64_t offer_most_ns = 20000000;
static const uint64_t offered_ns = 300000;
static const uint32_t offer_posts = 100;

static const uint64_t pause_ns = 100000;

static struct gri_seat *own_seat(struct gri_worker *worker)
{
    return &worker->first_seat;
}

static uint32_t state_of(const struct gri_seat *seat)
{
    return atomic_load_explicit(&seat->state, memory_order_acquire);
}

/* ---- having a guest ---- */

/* False: it is another's by now, or is wanted. */
static bool enter(struct gri_seat *guest)
{
    if (state_of(guest) == GRI_SEAT_IDLE) {
        return false;
    }
    atomic_store_explicit(&guest->in_user, false, memory_order_relaxed);
    atomic_signal_fence(memory_order_seq_cst);
    if (state_of(guest) == GRI_SEAT_HELD) {
        return true;
    }
    atomic_store_explicit(&guest->in_user, true, memory_order_release);
    return false;
}

static void leave(struct gri_seat *guest)
{
    atomic_store_explicit(&guest->in_user, true, memory_order_release);
}

/* The caller has it, and has no seat at it any more. Its thread sleeps within its loop; or one of
 * its threads has left that for the guest's, whose code came back: that one is idle, while its own
 * may be stuck in the user's code. */
static void send_home(struct gri_worker *worker)
{
    struct gri_seat *home = own_seat(worker);
    if (state_of(home) == GRI_SEAT_LENT) {
        gri_seats_count_away(worker, worker->n_away - 1);
    } else {
        home = gri_seat_find_idle(worker);
        GR_ASSERT(home != NULL);
    }
    atomic_store_explicit(&worker->seat, home, memory_order_release);
    atomic_store(&home->state, GRI_SEAT_HELD);
    gri_unpark(&worker->parker);
    gri_unpark(&home->parker);
}

void gri_guest_return(struct gri_worker *worker, struct gri_seat *guest)
{
    atomic_store(&guest->state, GRI_SEAT_IDLE);
    send_home(worker);
}

/* Give up a guest that was entered. False: it is wanted, and will be taken. */
static bool give_up(struct gri_seat *guest)
{
    uint32_t state = GRI_SEAT_HELD;
    bool is_done = atomic_compare_exchange_strong(&guest->state, &state, GRI_SEAT_IDLE);
    leave(guest);
    return is_done;
}

static void part(struct gri_seat *guest)
{
    if (enter(guest) && give_up(guest)) {
        send_home(guest->worker);
    }
}

/* One that is wanted is had by the next look or is gone by then. */
void gri_guests_part(struct gri_seat *base)
{
    struct gri_parker pause = { 0 };
    for (struct gri_seat *guest = base->guests; guest != NULL; guest = guest->next) {
        part(guest);
        while (state_of(guest) != GRI_SEAT_IDLE) {
            (void)gri_park(&pause, gri_worker_now(base->worker) + pause_ns);
            part(guest);
        }
    }
    base->n_guests = 0;
}

void gri_guests_fini(struct gri_seat *base)
{
    struct gri_seat *guest = base->guests;
    while (guest != NULL) {
        struct gri_seat *next = guest->next;
        gri_mfree(guest);
        guest = next;
    }
    base->guests = NULL;
}

/* ---- taking one ---- */

/* The seat of a thread at a worker, made when it is first needed. NULL: out of memory. */
static struct gri_seat *seat_at(struct gri_seat *base, struct gri_worker *worker)
{
    struct gri_seat *guest = base->guests;
    while (guest != NULL && guest->worker != worker) {
        guest = guest->next;
    }
    if (guest == NULL && (guest = gri_calloc(sizeof(*guest))) != NULL) {
        gri_seat_init(guest, worker, GRI_SEAT_IDLE);
        guest->base = base;
        guest->next = base->guests;
        base->guests = guest;
    }
    return guest;
}

static uint64_t busy_ns(const struct gri_worker *worker)
{
    return worker->now_ns - worker->empty_ns;
}

/* What a message of it takes, by what it last took while it shared a thread. */
static uint64_t each_ns(const struct gri_worker *worker)
{
    return worker->shared_ns / (worker->n_shared + 1);
}

void gri_guest_measure(struct gri_worker *worker, uint64_t took_ns, uint32_t n)
{
    struct gri_seat *base = gri_on_thread()->seat->base;
    base->spent_ns += took_ns;
    if (n > 0) {
        worker->shared_ns += took_ns;
        worker->n_shared += n;
    }
    if (worker->shared_ns > memory_ns) {
        worker->shared_ns /= 2;
        worker->n_shared /= 2;
    }
}

/* A handler of it took so long that others were in want of its host's thread. */
void gri_guest_was_slow(struct gri_worker *worker)
{
    worker->shared_ns = memory_ns;
    worker->n_shared = 0;
}

/* Whether it left others time to come by when it shared a thread. That is forgotten by and by. */
static bool is_brisk(struct gri_worker *host)
{
    bool is_brisk = each_ns(host) < patience_ns;
    host->shared_ns -= is_brisk ? 0 : host->shared_ns / 64;
    return is_brisk;
}

/* Whether the thread of `base` could run it as well. */
static bool may_host(struct gri_seat *base, struct gri_worker *worker)
{
    struct gri_worker *host = base->worker;
    return base == own_seat(host) && state_of(base) == GRI_SEAT_HELD && host->n_away == 0 &&
           !atomic_load(&host->stopping) && !atomic_load(&worker->stopping) && is_brisk(host);
}

/* The base of the thread that would run it; NULL: it is to be woken. A guest brings no others: its
 * host may be another thread's meanwhile. */
static struct gri_seat *host_for(struct gri_worker *worker)
{
    const struct gri_on_thread *here = gri_on_thread();
    if (here->seat == NULL || here->seat->base != here->seat ||
        here->worker->options.owner != worker->options.owner || !worker->may_be_lent) {
        return NULL;
    }
    struct gri_seat *base = here->seat;
    return may_host(base, worker) && busy_ns(base->worker) < surplus_ns ? base : NULL;
}

/* It is the caller's: its own thread sleeps on. */
static void move_in(struct gri_worker *worker, struct gri_seat *guest)
{
    struct gri_seat *base = guest->base;
    guest->is_inside = false;
    guest->was_busy = false;
    worker->now_ns = base->worker->now_ns > worker->now_ns ? base->worker->now_ns : worker->now_ns;
    worker->empty_ns = worker->now_ns;
    base->n_guests++;
    atomic_store_explicit(&guest->in_user, true, memory_order_relaxed);
    atomic_store(&guest->state, GRI_SEAT_HELD);
    atomic_store(&worker->seat, guest); /* before watch() looks whether it is watched */
    gri_worker_ring(worker);
    worker->options.watch(worker);
}

/* False: its own thread has it, and is awake. */
static bool adopt(struct gri_worker *worker, struct gri_seat *base)
{
    struct gri_seat *guest = seat_at(base, worker);
    uint32_t state = GRI_SEAT_ASLEEP;
    if (guest == NULL || state_of(guest) != GRI_SEAT_IDLE ||
        !atomic_compare_exchange_strong(&own_seat(worker)->state, &state, GRI_SEAT_LENT)) {
        return false;
    }
    gri_seats_count_away(worker, worker->n_away + 1);
    if (gri_wait_reserve(worker) != GR_OK) {
        send_home(worker);
        return true;
    }
    move_in(worker, guest);
    return true;
}

bool gri_guest_adopt(struct gri_worker *worker)
{
    struct gri_seat *base = host_for(worker);
    return base != NULL && adopt(worker, base);
}

/* ---- offering oneself ---- */

bool gri_guest_may_be(struct gri_worker *worker)
{
    return worker->may_be_lent && worker->n_away == 0 &&
           atomic_load_explicit(&worker->seat, memory_order_relaxed) == own_seat(worker) &&
           is_brisk(worker);
}

static void offer_arrived(struct gri_worker *to, struct gri_post *post)
{
    (void)to;
    struct gri_worker *worker = GRI_CONTAINER(post, struct gri_worker, offer);
    struct gri_seat *base = gri_on_thread()->seat;
    atomic_store(&worker->is_offered, false);
    if (base->base == base && base->worker != worker && may_host(base, worker) &&
        adopt(worker, base)) {
        base->spent_ns = 0;
        base->n_crossed = 0;
        base->n_sent = 0;
    }
}

/* Whether it had to do with another, that is before it, so that they do not offer themselves to
 * each other. */
static bool is_sociable(const struct gri_worker *worker)
{
    const struct gri_worker *other = worker->last_to;
    return other != NULL && other->options.owner == worker->options.owner &&
           other->options.index < worker->options.index && worker->n_posts > offer_posts;
}

bool gri_guest_offer(struct gri_seat *seat)
{
    struct gri_worker *worker = seat->worker;
    if (worker->now_ns < worker->offer_ns || seat->n_guests > 0 || !gri_guest_may_be(worker)) {
        return false;
    }
    bool is_due = is_sociable(worker) && !atomic_load(&worker->is_offered);
    worker->n_posts = 0;
    worker->offer_ns = worker->now_ns + worker->offer_pause_ns;
    if (is_due) {
        worker->offer_pause_ns *= worker->offer_pause_ns < offer_most_ns ? 2 : 1;
        worker->offer.run = offer_arrived;
        atomic_store(&worker->is_offered, true);
        gri_worker_post(worker->last_to, &worker->offer);
    }
    return is_due && seat->n_guests == 0; /* it may have taken the other one */
}

uint64_t gri_guest_offered_until(const struct gri_worker *worker)
{
    return gri_worker_now(worker) + offered_ns;
}

/* ---- running them ---- */

static void run_round(struct gri_seat *base, struct gri_seat *guest)
{
    guest->is_inside = true;
    base->is_hosting = true;
    atomic_store_explicit(&base->in_user, true, memory_order_release);
    gri_seat_run(guest);
    guest->is_inside = false;
    if (guest->successor != NULL) { /* whose code came back */
        gri_seat_release(guest);
    }
    leave(guest);
    (void)gri_seat_enter(base);
    base->is_hosting = false;
}

/* Whether its workers would be done earlier on a thread each, had they enough to do. */
static bool pays(const struct gri_seat *base)
{
    return base->spent_ns > base->n_crossed * crossing_ns;
}

/* Whether another worker of its thread has been busy for a while, too. Of a guest, which may be
 * another's by now, what it was at the end of its last round. */
static bool is_another_busy(const struct gri_seat *base, const struct gri_seat *but)
{
    bool is_busy = busy_ns(base->worker) > surplus_ns;
    for (const struct gri_seat *guest = base->guests; guest != NULL; guest = guest->next) {
        is_busy |= guest != but && guest->was_busy && state_of(guest) != GRI_SEAT_IDLE;
    }
    return is_busy;
}

static bool is_surplus(struct gri_seat *base, struct gri_seat *guest)
{
    base->n_crossed += base->n_sent;
    base->n_sent = 0;
    if (base->spent_ns > memory_ns) {
        base->spent_ns /= 2;
        base->n_crossed /= 2;
    }
    guest->was_busy = busy_ns(guest->worker) > surplus_ns;
    return pays(base) && guest->was_busy && is_another_busy(base, guest);
}

/* Its worker has had its round. */
static void judge(struct gri_seat *base, struct gri_seat *guest)
{
    const struct gri_worker *worker = guest->worker;
    if (!enter(guest)) {
        return;
    }
    bool is_to_go =
        is_surplus(base, guest) || each_ns(worker) >= patience_ns || atomic_load(&worker->stopping);
    if (is_to_go && give_up(guest)) {
        send_home(guest->worker);
    }
    leave(guest);
}

static uint32_t count(const struct gri_seat *base)
{
    uint32_t n = 0;
    for (const struct gri_seat *guest = base->guests; guest != NULL; guest = guest->next) {
        n += state_of(guest) != GRI_SEAT_IDLE;
    }
    return n;
}

bool gri_guests_run(struct gri_seat *base)
{
    bool any = false;
    if (base->n_guests == 0) {
        return false;
    }
    for (struct gri_seat *guest = base->guests; guest != NULL; guest = guest->next) {
        if (enter(guest)) {
            run_round(base, guest);
            any |= guest->did_work;
            judge(base, guest);
        }
    }
    base->n_guests = count(base);
    return any;
}

/* Let one sleep, that has nothing to do. False: it has. */
static bool rest(struct gri_seat *guest)
{
    struct gri_worker *worker = guest->worker;
    struct gri_seat *own = own_seat(worker);
    struct gri_post *head = NULL;
    if (!enter(guest)) {
        return state_of(guest) == GRI_SEAT_IDLE;
    }
    if (state_of(own) != GRI_SEAT_LENT) {
        leave(guest);
        part(guest);
        return false;
    }
    if (worker->n_runnable > 0 || /* it was borrowed when its round would have been */
        !atomic_compare_exchange_strong(&worker->inbox, &head, GRI_PARKED)) {
        leave(guest);
        return false;
    }
    uint64_t next_ns = gri_wheel_next_ns(&worker->wheel);
    if (!pays(guest->base)) { /* that it was together with it */
        worker->offer_pause_ns = GRI_OFFER_LEAST_NS;
    }
    if (!give_up(guest)) {
        return false;
    }
    gri_seats_count_away(worker, worker->n_away - 1);
    atomic_store_explicit(&worker->seat, own, memory_order_release);
    atomic_store(&own->state, GRI_SEAT_ASLEEP);
    /* Its thread sleeps until what was to be done then. What comes earlier now wakes it, or is seen
     * here. */
    if (worker->options.poll != NULL) {
        uint64_t polled_ns = worker->options.poll_next_ns(worker);
        next_ns = polled_ns < next_ns ? polled_ns : next_ns;
    }
    head = GRI_PARKED;
    bool is_posted = !atomic_compare_exchange_strong(&worker->inbox, &head, GRI_PARKED);
    if (is_posted || next_ns < atomic_load(&own->until_ns) || atomic_load(&worker->stopping)) {
        gri_unpark(&worker->parker);
    }
    return true;
}

bool gri_guests_rest(struct gri_seat *base)
{
    bool all = true;
    for (struct gri_seat *guest = base->guests; guest != NULL && base->n_guests > 0;
         guest = guest->next) {
        all &= rest(guest);
    }
    base->n_guests = all ? 0 : base->n_guests;
    return all;
}

/* ---- what its host's handlers send ---- */

void gri_beside_settle(const struct gri_worker *worker, struct gri_seat *other)
{
    const struct gri_on_thread outer = *gri_on_thread();
    struct gri_worker *there = other->worker;
    there->now_ns = worker->now_ns > there->now_ns ? worker->now_ns : there->now_ns;
    *gri_on_thread() = (struct gri_on_thread){ there, other };
    (void)gri_worker_take_inbox(there);
    *gri_on_thread() = outer;
}

void gri_beside_sent(const struct gri_worker *worker, struct gri_seat *other)
{
    if (other->base != other && each_ns(other->worker) > trifle_ns &&
        gri_worker_now(worker) - worker->now_ns > patience_ns) {
        part(other);
    }
}

/* ---- watching over them ---- */

/* A host whose guest takes long; a handler of its own that does is the lookout's. */
static void relieve_host(struct gri_worker *host)
{
    if (gri_worker_borrow(host)) {
        bool is_hosting = atomic_load_explicit(&host->seat, memory_order_relaxed)->is_hosting;
        if (!is_hosting || gri_worker_hand_on(host) != GR_OK) {
            gri_worker_give_back(host);
        }
    }
}

static void relieve(struct gri_worker *worker)
{
    if (gri_worker_borrow(worker) && gri_worker_hand_on(worker) != GR_OK) {
        gri_worker_give_back(worker);
    }
}

/* Whether it has begun a round, or had a message, since `seen`, which is now. */
static bool has_moved(const struct gri_worker *worker, struct gri_progress *seen)
{
    const struct gri_progress now = {
        .rounds = atomic_load_explicit(&worker->rounds, memory_order_relaxed),
        .handled = atomic_load_explicit(&worker->handled, memory_order_relaxed),
    };
    bool has_moved = now.rounds != seen->rounds || now.handled != seen->handled;
    *seen = now;
    return has_moved;
}

/* A round of a thread's workers takes less than a millisecond, if none of their handlers do. */
bool gri_worker_watch(struct gri_worker *worker)
{
    struct gri_seat *seat = atomic_load(&worker->seat);
    if (seat->base == seat) {
        return false;
    }
    struct gri_worker *host = seat->base->worker;
    bool has_host_moved = has_moved(host, &worker->watched[1]);
    if (!has_moved(worker, &worker->watched[0])) {
        if (!has_host_moved) {
            relieve_host(host);
        }
        relieve(worker); /* it is not watched any more then, so its host comes first */
    }
    return true;
}
