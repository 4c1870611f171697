/* SPDX-License-Identifier: MIT */
/* Two threads by hand. Messages go from one to the other as a list of a few hundred, handed over by
 * a slot, and come back as empty ones in the same way: a message costs less than on one thread, but
 * for the cache line that changes cores, which the next ones' loads overlap. Who finds nothing
 * sleeps by futex.
 *
 * Works that share nothing are done half on each thread. */
#include <linux/futex.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "floor.h"
#include "local.h"

/* ---- sleeping ---- */

static void sleep_while(atomic_uint *word, unsigned value)
{
    while (atomic_load_explicit(word, memory_order_acquire) == value) {
        syscall(SYS_futex, word, FUTEX_WAIT_PRIVATE, value, NULL, NULL, 0);
    }
}

static void wake(atomic_uint *word)
{
    syscall(SYS_futex, word, FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0);
}

static pthread_t start(void *(*body)(void *), void *arg)
{
    pthread_t thread;
    bench_need_system(pthread_create(&thread, NULL, body, arg) == 0, "start a thread");
    return thread;
}

/* ---- there and back ---- */

/* Shared: whose turn it is, 0 or 1, and so on. */
struct turns {
    _Alignas(64) atomic_uint turn;
    _Alignas(64) uint64_t n;
    bool sleeps;
};

static void await_turn(struct turns *turns, unsigned other)
{
    if (turns->sleeps) {
        sleep_while(&turns->turn, other);
        return;
    }
    while (atomic_load_explicit(&turns->turn, memory_order_acquire) == other) {
        __builtin_ia32_pause();
    }
}

static void pass_turn(struct turns *turns, unsigned to)
{
    atomic_store_explicit(&turns->turn, to, memory_order_release);
    if (turns->sleeps) {
        wake(&turns->turn);
    }
}

static void *play_back(void *arg)
{
    struct turns *turns = arg;
    for (uint64_t i = 0; i < turns->n; i++) {
        await_turn(turns, 0);
        pass_turn(turns, 0);
    }
    return NULL;
}

static uint64_t play(uint64_t n, bool sleeps)
{
    struct turns turns = { .n = n, .sleeps = sleeps };
    pthread_t other = start(play_back, &turns);
    for (uint64_t i = 0; i < n; i++) {
        pass_turn(&turns, 1);
        await_turn(&turns, 1);
    }
    pthread_join(other, NULL);
    return n;
}

uint64_t floor_futex(void *arg, uint64_t n)
{
    (void)arg;
    return play(n, true);
}

uint64_t floor_cache_line(void *arg, uint64_t n)
{
    (void)arg;
    return play(n, false);
}

/* ---- counting ---- */

enum { BATCH = 500, BATCHES = 8 };

struct message {
    struct message *next;
    uint64_t value;
    int kind;
};

/* A place for one list: full or empty. Shared. */
struct slot {
    _Alignas(64) atomic_uint is_full;
    struct message *list;
};

/* Full lists go one way and empty ones the other, each by a ring of slots. */
struct lane {
    struct slot full[BATCHES];
    struct slot empty[BATCHES];
    uint64_t n;
    uint64_t counted;
};

static void put(struct slot *slot, struct message *list)
{
    sleep_while(&slot->is_full, 1);
    slot->list = list;
    atomic_store_explicit(&slot->is_full, 1, memory_order_release);
    wake(&slot->is_full);
}

static struct message *take(struct slot *slot)
{
    sleep_while(&slot->is_full, 0);
    struct message *list = slot->list;
    atomic_store_explicit(&slot->is_full, 0, memory_order_release);
    wake(&slot->is_full);
    return list;
}

static void *count(void *arg)
{
    struct lane *lane = arg;
    for (uint64_t at = 0; lane->counted < lane->n; at++) {
        struct message *list = take(&lane->full[at % BATCHES]);
        for (struct message *message = list; message != NULL; message = message->next) {
            switch (message->kind) {
            case 0:
                lane->counted += message->value;
                break;
            default:
                abort();
            }
        }
        put(&lane->empty[at % BATCHES], list);
    }
    return NULL;
}

static void fill(struct message *list, uint64_t many)
{
    for (; many > 1; many--, list = list->next) {
        list->value = 1;
        list->kind = 0;
    }
    list->value = 1;
    list->kind = 0;
    list->next = NULL;
}

static struct message *new_list(struct message *all, uint64_t at)
{
    struct message *list = &all[(at % BATCHES) * BATCH];
    for (size_t i = 0; i < BATCH; i++) {
        list[i].next = i + 1 < BATCH ? &list[i + 1] : NULL;
    }
    return list;
}

uint64_t floor_counting_2(void *arg, uint64_t n)
{
    static struct message all[BATCHES * BATCH];
    struct lane *lane = aligned_alloc(64, sizeof(*lane));
    (void)arg;
    if (lane == NULL) {
        return 0;
    }
    *lane = (struct lane){ .n = n };
    pthread_t other = start(count, lane);
    for (uint64_t at = 0, sent = 0; sent < n; at++) {
        struct message *list = at < BATCHES ? new_list(all, at) : take(&lane->empty[at % BATCHES]);
        uint64_t many = n - sent < BATCH ? n - sent : BATCH;
        fill(list, many);
        put(&lane->full[at % BATCHES], list);
        sent += many;
    }
    pthread_join(other, NULL);
    uint64_t counted = lane->counted;
    free(lane);
    return counted;
}

/* ---- halves ---- */

/* One thread's half. */
struct half {
    bench_work *work;
    void *arg;
    uint64_t n;
    uint64_t done;
};

static void *do_half(void *arg)
{
    struct half *half = arg;
    half->done = half->work(half->arg, half->n);
    return NULL;
}

static uint64_t do_both(bench_work *work, void *args[2], uint64_t n)
{
    struct half halves[2] = { { work, args[0], n / 2, 0 }, { work, args[1], n - n / 2, 0 } };
    pthread_t other = start(do_half, &halves[1]);
    do_half(&halves[0]);
    pthread_join(other, NULL);
    return halves[0].done + halves[1].done;
}

uint64_t floor_fan_out_2(void *arg, uint64_t n)
{
    return do_both(floor_fan_out, (void *[]){ arg, arg }, n);
}

uint64_t floor_ping_pong_pair(void *arg, uint64_t n)
{
    return do_both(floor_ping_pong, (void *[]){ arg, arg }, n);
}

/* One thread's actors, and how many messages there are in all. */
struct part {
    const struct floor_big *big;
    uint64_t n;
    uint32_t first;
    uint32_t end;
};

static uint64_t half_big(void *arg, uint64_t n)
{
    const struct part *part = arg;
    (void)n;
    return local_big(part->big, part->n, part->first, part->end);
}

uint64_t floor_big_2(void *arg, uint64_t n)
{
    const struct floor_big *big = arg;
    struct part parts[2] = { { big, n, 0, big->actors / 2 },
                             { big, n, big->actors / 2, big->actors } };
    return do_both(half_big, (void *[]){ &parts[0], &parts[1] }, n);
}

static uint64_t half_skynet(void *arg, uint64_t n)
{
    return local_skynet(*(const uint64_t *)arg, n / 5, 5);
}

uint64_t floor_skynet_2(void *arg, uint64_t n)
{
    uint64_t firsts[2] = { 0, n / 2 };
    (void)arg;
    uint64_t sum = do_both(half_skynet, (void *[]){ &firsts[0], &firsts[1] }, n);
    return sum == n * (n - 1) / 2 ? n : 0;
}

/* ---- a nap ---- */

uint64_t floor_nap(void *arg, uint64_t n, uint32_t *out_ns)
{
    const struct timespec ms = { .tv_nsec = 1000000 };
    (void)arg;
    for (uint64_t i = 0; i < n; i++) {
        uint64_t began_ns = bench_now_ns();
        clock_nanosleep(CLOCK_MONOTONIC, 0, &ms, NULL);
        out_ns[i] = (uint32_t)(bench_now_ns() - began_ns - 1000000);
    }
    return n;
}
