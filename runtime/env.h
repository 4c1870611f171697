/* SPDX-License-Identifier: MIT */
/* The seam to everything that is not determined: the clock, chance, who runs next, the transport.
 * The real one is here; a simulation fills the same table. Also the parking of threads, which only
 * the real one has. */
#ifndef GRI_ENV_H
#define GRI_ENV_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "list.h"

#ifdef __has_include
#if __has_include(<linux/futex.h>) && !defined(GRI_NO_FUTEX)
#define GRI_HAS_FUTEX 1
#endif
#endif
#ifndef GRI_HAS_FUTEX
#define GRI_HAS_FUTEX 0
#include <pthread.h>
#endif

struct gri_transport_ops;
typedef struct gri_env gri_env;

/* Something a simulation steps, a worker in the main; the real env ignores it.
 * Owned by whoever attached it, until it is detached. */
struct gri_runner {
    bool (*run)(struct gri_runner *runner);         /* one round; true: it did anything */
    uint64_t (*next_ns)(struct gri_runner *runner); /* its earliest deadline, UINT64_MAX: none */
    struct gri_list link;
};

struct gri_env_ops {
    uint64_t (*now_ns)(gri_env *env); /* never goes back */
    /* Changes every few milliseconds, and is read in a fraction of the time. */
    uint64_t (*coarse_ns)(gri_env *env);
    uint64_t coarse_step_ns;          /* how far it may be behind, at the most */
    int64_t (*wall_ns)(gri_env *env); /* since 1970; may jump: to be shown, not to be waited for */
    uint64_t (*random)(gri_env *env);
    uint32_t (*choose)(gri_env *env, uint32_t n); /* which of n runnables is next: 0 .. n-1 */

    /* Runs one step of a simulation: a runner with work, chosen by the seed, else the time goes on
     * to the earliest deadline or event of the network. False: nothing is left to do. NULL in the
     * real env, whose workers have threads. */
    bool (*step)(gri_env *env);
    void (*attach)(gri_env *env, struct gri_runner *runner); /* NULL in the real env */
    void (*detach)(gri_env *env, struct gri_runner *runner);

    const struct gri_transport_ops *transport;
};

/* Owned by whoever made it; read by any thread. */
struct gri_env {
    const struct gri_env_ops *ops;
};

/* The real env: monotonic clock, kernel's random numbers, nng. Any thread, never freed. */
gri_env *gri_env_real(void);

/* Where one thread sleeps. Zero is its initial state. Shared: any thread wakes the one that parks.
 */
struct gri_parker {
    _Atomic uint32_t state;
#if !GRI_HAS_FUTEX
    pthread_mutex_t lock;
    pthread_cond_t woken;
#endif
};

/* Sleeps until gri_unpark or the time `deadline_ns` of the monotonic clock (UINT64_MAX: for ever).
 * True: an unpark, from before or just now, which is used up and touches the parker no more. False:
 * the deadline, or early without a reason, so callers look again. */
bool gri_park(struct gri_parker *parker, uint64_t deadline_ns);

/* Wakes the thread in gri_park, or lets its next one return at once. What the caller wrote before
 * is seen by it. Any thread, any number of times; in signal handlers too (not without futexes). */
void gri_unpark(struct gri_parker *parker);

/* A lock in four bytes, for where there are many and each is held for a few instructions. Zero is
 * its initial state, and nothing is to be done at its end. Shared. */
struct gri_lock {
#if GRI_HAS_FUTEX
    _Atomic uint32_t state; /* 1: held; 2: and somebody may wait */
#else
    pthread_mutex_t mutex;
#endif
};

#if GRI_HAS_FUTEX

void gri_lock_contended(struct gri_lock *lock);
void gri_unlock_contended(struct gri_lock *lock);

static inline void gri_lock(struct gri_lock *lock)
{
    uint32_t is_free = 0;
    if (!atomic_compare_exchange_strong_explicit(&lock->state, &is_free, 1, memory_order_acquire,
                                                 memory_order_relaxed)) {
        gri_lock_contended(lock);
    }
}

/* The exchange is the last touch of the lock's memory. */
static inline void gri_unlock(struct gri_lock *lock)
{
    if (atomic_exchange_explicit(&lock->state, 0, memory_order_release) == 2) {
        gri_unlock_contended(lock);
    }
}

#else

static inline void gri_lock(struct gri_lock *lock)
{
    pthread_mutex_lock(&lock->mutex);
}

static inline void gri_unlock(struct gri_lock *lock)
{
    pthread_mutex_unlock(&lock->mutex);
}

#endif

#endif
