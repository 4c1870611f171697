/* SPDX-License-Identifier: MIT */
/* The real env: the one file that reads the monotonic clock, draws random numbers and puts threads
 * to sleep. Called on any thread. */
#include "env.h"

#include <errno.h>
#include <limits.h>
#include <stddef.h>
#include <sys/random.h>
#include <time.h>

#include "assert.h"
#include "sanitize.h"
#include "transport.h"

#if GRI_TSAN
#include <poll.h>
#endif

#if GRI_HAS_FUTEX
#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>
#endif

#define NS_PER_S UINT64_C(1000000000)

static uint64_t real_now_ns(gri_env *env)
{
    (void)env;
    struct timespec now;
    int rc = clock_gettime(CLOCK_MONOTONIC, &now);
    GR_ASSERT(rc == 0);
    return (uint64_t)now.tv_sec * NS_PER_S + (uint64_t)now.tv_nsec;
}

/* A kernel ticks a hundred times a second at least. */
#define COARSE_STEP_NS UINT64_C(10000000)

static uint64_t real_coarse_ns(gri_env *env)
{
    (void)env;
    struct timespec now;
    int rc = clock_gettime(CLOCK_MONOTONIC_COARSE, &now);
    GR_ASSERT(rc == 0);
    return (uint64_t)now.tv_sec * NS_PER_S + (uint64_t)now.tv_nsec;
}

static int64_t real_wall_ns(gri_env *env)
{
    (void)env;
    struct timespec now;
    int rc = clock_gettime(CLOCK_REALTIME, &now);
    GR_ASSERT(rc == 0);
    return (int64_t)now.tv_sec * (int64_t)NS_PER_S + now.tv_nsec;
}

static uint64_t real_random(gri_env *env)
{
    (void)env;
    uint64_t value = 0;
    ssize_t n = 0;
    do {
        n = getrandom(&value, sizeof value, 0);
    } while (n < 0 && errno == EINTR);
    GR_ASSERT(n == (ssize_t)sizeof value); /* the kernel gives up to 256 bytes whole */
    return value;
}

static uint32_t real_choose(gri_env *env, uint32_t n)
{
    (void)env;
    (void)n;
    return 0;
}

gri_env *gri_env_real(void)
{
    static const struct gri_env_ops ops = {
        .now_ns = real_now_ns,
        .coarse_ns = real_coarse_ns,
        .coarse_step_ns = COARSE_STEP_NS,
        .wall_ns = real_wall_ns,
        .random = real_random,
        .choose = real_choose,
        .transport = &gri_transport_nng,
    };
    static const struct gri_env real = { &ops };
    return (gri_env *)&real; /* const all the same: nobody writes to an env but its maker */
}

enum { parker_empty, parker_token, parker_parked };

#if GRI_HAS_FUTEX

/* A time the kernel takes; NULL for what it takes for ever to come. */
static const struct timespec *to_timespec(uint64_t ns, struct timespec *out)
{
    if (ns >= INT64_MAX) {
        return NULL;
    }
    out->tv_sec = (time_t)(ns / NS_PER_S);
    out->tv_nsec = (long)(ns % NS_PER_S);
    return out;
}

/* ThreadSanitizer holds signals back until a call that it knows: so look up now and then. */
static uint64_t slice(uint64_t deadline_ns)
{
#if GRI_TSAN
    uint64_t soon_ns = real_now_ns(NULL) + NS_PER_S / 50;
    poll(NULL, 0, 0);
    return soon_ns < deadline_ns ? soon_ns : deadline_ns;
#else
    return deadline_ns;
#endif
}

static void wait_while_parked(struct gri_parker *parker, uint64_t deadline_ns)
{
    struct timespec at;
    /* A return for whatever reason is a return: a token, the deadline, a signal. */
    syscall(SYS_futex, &parker->state, FUTEX_WAIT_BITSET_PRIVATE, parker_parked,
            to_timespec(slice(deadline_ns), &at), NULL, FUTEX_BITSET_MATCH_ANY);
}

static void wake(_Atomic uint32_t *word)
{
    int saved_errno = errno;
    syscall(SYS_futex, word, FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0);
    errno = saved_errno;
}

bool gri_park(struct gri_parker *parker, uint64_t deadline_ns)
{
    uint32_t state = parker_empty;
    if (deadline_ns == 0) { /* a look, as whoever steps a simulation takes often: no system call */
        return atomic_exchange(&parker->state, parker_empty) == parker_token;
    }
    if (atomic_compare_exchange_strong(&parker->state, &state, parker_parked)) {
        wait_while_parked(parker, deadline_ns);
    }
    /* Takes the token, be it from before or from just now, and with it what its giver wrote. */
    return atomic_exchange(&parker->state, parker_empty) == parker_token;
}

/* The exchange is the last touch of the parker's memory, which may be gone by then: the kernel
 * takes the address for a name only. */
void gri_unpark(struct gri_parker *parker)
{
    if (atomic_exchange(&parker->state, parker_token) == parker_parked) {
        wake(&parker->state);
    }
}

/* Who has had to wait cannot know whether others do, and leaves the lock as one that is waited for.
 */
void gri_lock_contended(struct gri_lock *lock)
{
    int saved_errno = errno;
    while (atomic_exchange_explicit(&lock->state, 2, memory_order_acquire) != 0) {
        syscall(SYS_futex, &lock->state, FUTEX_WAIT_PRIVATE, 2, NULL, NULL, 0);
    }
    errno = saved_errno;
}

void gri_unlock_contended(struct gri_lock *lock)
{
    wake(&lock->state);
}

#else

/* The default clock of a condition is not the monotonic one: a relative time, from now on it. */
static struct timespec to_timespec(uint64_t deadline_ns)
{
    uint64_t now_ns = real_now_ns(NULL);
    uint64_t left_ns = deadline_ns > now_ns ? deadline_ns - now_ns : 0;
    uint64_t hour_ns = 3600 * NS_PER_S;
    struct timespec at;
    clock_gettime(CLOCK_REALTIME, &at);
    left_ns = (left_ns < hour_ns ? left_ns : hour_ns) + (uint64_t)at.tv_nsec;
    at.tv_sec += (time_t)(left_ns / NS_PER_S);
    at.tv_nsec = (long)(left_ns % NS_PER_S);
    return at;
}

bool gri_park(struct gri_parker *parker, uint64_t deadline_ns)
{
    struct timespec at = to_timespec(deadline_ns);
    pthread_mutex_lock(&parker->lock);
    if (atomic_load(&parker->state) != parker_token) {
        pthread_cond_timedwait(&parker->woken, &parker->lock, &at);
    }
    bool token = atomic_exchange(&parker->state, parker_empty) == parker_token;
    pthread_mutex_unlock(&parker->lock);
    return token;
}

void gri_unpark(struct gri_parker *parker)
{
    pthread_mutex_lock(&parker->lock);
    atomic_store(&parker->state, parker_token);
    pthread_cond_signal(&parker->woken);
    pthread_mutex_unlock(&parker->lock);
}

#endif
