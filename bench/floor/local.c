/* SPDX-License-Identifier: MIT */
/* One thread's actors by hand. An actor is a struct with a list of messages; it is on the list of
 * those that can run while it has any; a message is handled by a switch over its kind. Messages are
 * kept in a pool. So a message costs an element on a list and off it two or three times (pool,
 * mailbox; the run queue is shared by those handled in one go), a copy of 40 bytes and a switch.
 * All of that stays in the first cache: bench_floor gauges it by a switch of fibers, which does,
 * too.
 *
 * The world is a thread's own: floors of two threads have one each. */
#include "local.h"

#include <stdlib.h>
#include <string.h>

#include "floor.h"

enum { KIND_COUNT, KIND_TOIL, KIND_HOP, KIND_LIVE, KIND_PING, KIND_PONG, KIND_GROW, KIND_SUM };

struct message {
    struct message *next;
    struct actor *from;
    uint64_t value;
    uint64_t more;
    int kind;
};

/* One world's. */
struct actor {
    struct actor *next; /* on the run queue, or in the pool */
    struct message *first;
    struct message *last;
    struct actor *peer; /* where a ball goes, a sum is sent */
    uint64_t sum;
    uint32_t wanted;
};

/* One thread's. */
struct local_world {
    struct message *messages; /* pool */
    struct actor *actors;     /* pool */
    struct actor *first;      /* run queue */
    struct actor *last;
    bool youngest_first; /* who can run last came first: a tree then stays narrow */
    uint64_t done;
};

/* ---- the world ---- */

static struct message *take_message(struct local_world *world)
{
    struct message *message = world->messages;
    if (message == NULL) {
        return bench_new(1, sizeof(*message));
    }
    world->messages = message->next;
    return message;
}

static struct actor *spawn(struct local_world *world)
{
    struct actor *actor = world->actors;
    if (actor == NULL) {
        actor = bench_new(1, sizeof(*actor));
    } else {
        world->actors = actor->next;
    }
    *actor = (struct actor){ .next = NULL };
    return actor;
}

static void end(struct local_world *world, struct actor *actor)
{
    actor->next = world->actors;
    world->actors = actor;
}

static void ready(struct local_world *world, struct actor *actor)
{
    actor->next = NULL;
    if (world->first == NULL) {
        world->first = world->last = actor;
    } else if (world->youngest_first) {
        actor->next = world->first;
        world->first = actor;
    } else {
        world->last = world->last->next = actor;
    }
}

static void send(struct local_world *world, struct actor *to, const struct message *content)
{
    struct message *message = take_message(world);
    *message = *content;
    message->next = NULL;
    if (to->first != NULL) {
        to->last = to->last->next = message;
        return;
    }
    to->first = to->last = message;
    ready(world, to);
}

static void close_world(struct local_world *world)
{
    for (struct message *next; world->messages != NULL; world->messages = next) {
        next = world->messages->next;
        free(world->messages);
    }
    for (struct actor *next; world->actors != NULL; world->actors = next) {
        next = world->actors->next;
        free(world->actors);
    }
}

/* ---- handlers ---- */

static void hop(struct local_world *world, struct actor *self, const struct message *message)
{
    world->done++;
    if (message->value > 1) {
        send(world, self->peer, &(struct message){ .kind = KIND_HOP, .value = message->value - 1 });
    }
}

static void grow(struct local_world *world, struct actor *self, const struct message *message)
{
    self->peer = message->from;
    if (message->more == 1) {
        send(world, self->peer, &(struct message){ .kind = KIND_SUM, .value = message->value });
        end(world, self);
        return;
    }
    self->wanted = 10;
    for (uint64_t i = 0; i < 10; i++) {
        send(world, spawn(world),
             &(struct message){ .kind = KIND_GROW,
                                .from = self,
                                .value = message->value + i * (message->more / 10),
                                .more = message->more / 10 });
    }
}

static void sum(struct local_world *world, struct actor *self, const struct message *message)
{
    self->sum += message->value;
    if (--self->wanted > 0) {
        return;
    }
    if (self->peer == NULL) {
        world->done = self->sum;
    } else {
        send(world, self->peer, &(struct message){ .kind = KIND_SUM, .value = self->sum });
    }
    end(world, self);
}

static void handle(struct local_world *world, struct actor *self, const struct message *message)
{
    switch (message->kind) {
    case KIND_TOIL:
        bench_toil(); /* fall through */
    case KIND_COUNT:
        self->sum += message->value;
        break;
    case KIND_HOP:
        hop(world, self, message);
        break;
    case KIND_LIVE:
        world->done += message->value;
        end(world, self);
        break;
    case KIND_PING:
        if (message->more != 0) {
            bench_toil();
        }
        send(world, message->from, &(struct message){ .kind = KIND_PONG, .more = message->more });
        world->done++;
        break;
    case KIND_PONG:
        if (message->more != 0) {
            bench_toil();
        }
        world->done++;
        break;
    case KIND_GROW:
        grow(world, self, message);
        break;
    case KIND_SUM:
        sum(world, self, message);
        break;
    default:
        abort();
    }
}

/* Takes one actor's turn: all that it has. */
static bool run_one(struct local_world *world)
{
    struct actor *actor = world->first;
    if (actor == NULL) {
        return false;
    }
    world->first = actor->next;
    struct message *message = actor->first;
    actor->first = NULL;
    while (message != NULL) {
        struct message *next = message->next;
        handle(world, actor, message); /* may end it: it is not looked at any more */
        message->next = world->messages;
        world->messages = message;
        message = next;
    }
    return true;
}

static void run(struct local_world *world)
{
    while (run_one(world)) {
    }
}

/* ---- works ---- */

enum { BATCH = 500, MANY = 8, RING = 100 };

uint64_t floor_list(void *arg, uint64_t n)
{
    struct message all[4] = { { .value = 1 }, { .value = 1 }, { .value = 1 }, { .value = 1 } };
    struct message *first = NULL, *last = NULL;
    uint64_t done = 0;
    (void)arg;
    for (uint64_t i = 0; i < n; i++) {
        struct message *message = &all[i % 4];
        message->next = NULL;
        if (first == NULL) {
            first = message;
        } else {
            last->next = message;
        }
        last = message;
        __asm__ volatile("" ::: "memory"); /* it is on the list now, for all to see */
        done += first->value;
        first = first->next;
    }
    return done;
}

static uint64_t send_in_turns(int kind, uint64_t n, size_t n_actors)
{
    struct local_world world = { .done = 0 };
    struct actor actors[MANY] = { { .sum = 0 } };
    uint64_t done = 0;
    for (uint64_t i = 1; i <= n; i++) {
        send(&world, &actors[i % n_actors], &(struct message){ .kind = kind, .value = 1 });
        if (i % BATCH == 0) {
            run(&world);
        }
    }
    run(&world);
    for (size_t i = 0; i < n_actors; i++) {
        done += actors[i].sum;
    }
    close_world(&world);
    return done;
}

uint64_t floor_counting(void *arg, uint64_t n)
{
    (void)arg;
    return send_in_turns(KIND_COUNT, n, 1);
}

/* Who sends makes no difference here. */
uint64_t floor_fan_in(void *arg, uint64_t n)
{
    (void)arg;
    return send_in_turns(KIND_COUNT, n, 1);
}

uint64_t floor_fan_out(void *arg, uint64_t n)
{
    (void)arg;
    return send_in_turns(KIND_TOIL, n, MANY);
}

uint64_t floor_toil(void *arg, uint64_t n)
{
    (void)arg;
    return send_in_turns(KIND_TOIL, n, 1);
}

static uint64_t hop_round(uint64_t n, size_t n_actors)
{
    struct local_world world = { .done = 0 };
    struct actor actors[RING] = { { .sum = 0 } };
    for (size_t i = 0; i < n_actors; i++) {
        actors[i].peer = &actors[(i + 1) % n_actors];
    }
    send(&world, &actors[0], &(struct message){ .kind = KIND_HOP, .value = n });
    run(&world);
    close_world(&world);
    return world.done;
}

uint64_t floor_ping_pong(void *arg, uint64_t n)
{
    (void)arg;
    return hop_round(n, 2);
}

uint64_t floor_ring(void *arg, uint64_t n)
{
    (void)arg;
    return hop_round(n, RING);
}

uint64_t floor_spawn(void *arg, uint64_t n)
{
    struct local_world world = { .done = 0 };
    (void)arg;
    for (uint64_t i = 1; i <= n; i++) {
        send(&world, spawn(&world), &(struct message){ .kind = KIND_LIVE, .value = 1 });
        if (i % BATCH == 0) {
            run(&world);
        }
    }
    run(&world);
    close_world(&world);
    return world.done;
}

uint64_t local_skynet(uint64_t first, uint64_t size, uint64_t branches)
{
    struct local_world world = { .youngest_first = true };
    struct actor *root = spawn(&world);
    root->wanted = (uint32_t)branches;
    for (uint64_t i = 0; i < branches; i++) {
        send(&world, spawn(&world),
             &(struct message){
                 .kind = KIND_GROW, .from = root, .value = first + i * size, .more = size });
    }
    run(&world);
    close_world(&world);
    return world.done;
}

uint64_t floor_skynet(void *arg, uint64_t n)
{
    (void)arg;
    return local_skynet(0, n / 10, 10) == n * (n - 1) / 2 ? n : 0;
}

static uint64_t big_round(const struct floor_big *big)
{
    return 2ULL * big->actors * (big->actors - 1);
}

uint64_t local_big(const struct floor_big *big, uint64_t n, uint32_t first, uint32_t end_of)
{
    struct local_world world = { .done = 0 };
    struct actor *actors = bench_new(big->actors, sizeof(*actors));
    for (uint64_t round = 0; round < n / big_round(big); round++) {
        for (uint32_t i = first; i < end_of; i++) {
            for (uint32_t k = 1; k < big->actors; k++) {
                send(
                    &world, &actors[(i + k) % big->actors],
                    &(struct message){ .kind = KIND_PING, .from = &actors[i], .more = big->toils });
            }
        }
        run(&world);
    }
    close_world(&world);
    free(actors);
    return world.done;
}

uint64_t floor_big(void *arg, uint64_t n)
{
    const struct floor_big *big = arg;
    return local_big(big, n, 0, big->actors);
}

/* ---- a machine ---- */

/* Not inlined: a body is a function of the user's. */
__attribute__((noinline)) static int body_of(int state, uint64_t *n)
{
    ++*n;
    switch (state) {
    case 0:
        return 1;
    default:
        return 0;
    }
}

uint64_t floor_transition(void *arg, uint64_t n)
{
    uint64_t done = 0;
    int state = 0;
    (void)arg;
    while (done < n) {
        state = body_of(state, &done);
    }
    return done;
}

/* ---- timers ---- */

enum { SLOTS = 256 };

struct timer {
    struct timer *next;
    struct timer **link; /* what points to it */
    struct message *message;
};

static void set_timer(struct timer *wheel[SLOTS], struct timer *timer, uint64_t at,
                      struct message *message)
{
    struct timer **slot = &wheel[at % SLOTS];
    timer->message = message;
    timer->next = *slot;
    timer->link = slot;
    if (timer->next != NULL) {
        timer->next->link = &timer->next;
    }
    *slot = timer;
}

/* Takes it off, and gives back what it was set for. */
static void unset_timer(struct local_world *world, struct timer *timer)
{
    *timer->link = timer->next;
    if (timer->next != NULL) {
        timer->next->link = timer->link;
    }
    if (timer->message != NULL) {
        timer->message->next = world->messages;
        world->messages = timer->message;
    }
}

static struct message *take_filled(struct local_world *world)
{
    struct message *message = take_message(world);
    *message = (struct message){ .kind = KIND_COUNT, .value = 1 };
    return message;
}

uint64_t floor_timer(void *arg, uint64_t n)
{
    static struct timer timers[BATCH];
    static struct timer *wheel[SLOTS];
    struct local_world world = { .done = 0 };
    (void)arg;
    while (world.done < n) {
        uint64_t many = n - world.done < BATCH ? n - world.done : BATCH;
        for (uint64_t k = 0; k < many; k++) {
            set_timer(wheel, &timers[k], k, take_filled(&world));
        }
        for (uint64_t k = 0; k < many; k++) {
            unset_timer(&world, &timers[k]);
            world.done++;
        }
    }
    close_world(&world);
    return world.done;
}

/* A call has a message and a timer. One of ten is answered, the others' time comes. */
uint64_t floor_storm(void *arg, uint64_t n)
{
    static struct timer timers[BATCH];
    static struct timer *wheel[SLOTS];
    struct local_world world = { .done = 0 };
    struct actor live = { .sum = 0 };
    uint64_t done = 0, expired = 0;
    (void)arg;
    while (done < n) {
        uint64_t many = n - done < BATCH ? n - done : BATCH;
        for (uint64_t k = 0; k < many; k++) {
            bool expires = k % 10 != 0;
            set_timer(wheel, &timers[k], 10, expires ? take_filled(&world) : NULL);
            if (!expires) {
                send(&world, &live, &(struct message){ .kind = KIND_COUNT, .value = 1 });
                unset_timer(&world, &timers[k]);
            }
        }
        run(&world);
        for (; wheel[10] != NULL; expired++) {
            unset_timer(&world, wheel[10]);
        }
        done = live.sum + expired;
    }
    close_world(&world);
    return done;
}

/* ---- beside a ping-pong ---- */

uint64_t floor_call_beside(void *arg, uint64_t n, uint32_t *out_ns)
{
    struct local_world world = { .done = 0 };
    struct actor balls[2] = { { .peer = &balls[1] }, { .peer = &balls[0] } };
    struct actor caller = { .sum = 0 }, callee = { .sum = 0 };
    (void)arg;
    send(&world, &balls[0], &(struct message){ .kind = KIND_HOP, .value = UINT64_MAX });
    for (uint64_t i = 0; i < n; i++) {
        uint64_t began_ns = bench_now_ns();
        send(&world, &callee, &(struct message){ .kind = KIND_PING, .from = &caller });
        run_one(&world); /* the ball, */
        run_one(&world); /* the callee, */
        run_one(&world); /* the ball, */
        run_one(&world); /* and the caller */
        out_ns[i] = (uint32_t)(bench_now_ns() - began_ns);
    }
    free(balls[0].first);
    free(balls[1].first);
    close_world(&world);
    return n;
}

/* ---- memory ---- */

double floor_actor_bytes(uint64_t n)
{
    struct local_world world = { .done = 0 };
    uint64_t before = bench_resident_bytes();
    for (uint64_t i = 0; i < n; i++) {
        end(&world, spawn(&(struct local_world){ .done = 0 }));
    }
    uint64_t after = bench_resident_bytes();
    close_world(&world);
    return (double)(after - before) / (double)n;
}

/* The message that asks, and a cell for the reply. */
double floor_future_bytes(uint64_t n)
{
    struct local_world world = { .done = 0 };
    uint64_t before = bench_resident_bytes();
    for (uint64_t i = 0; i < 2 * n; i++) {
        struct message *message = bench_new(1, sizeof(*message));
        *message = (struct message){ .next = world.messages };
        world.messages = message;
    }
    uint64_t after = bench_resident_bytes();
    close_world(&world);
    return (double)(after - before) / (double)n;
}
