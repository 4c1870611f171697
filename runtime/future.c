/* SPDX-License-Identifier: MIT */
/* Futures. Waiters stand in the future's list by links of their own, so that one waiter can stand
 * in several; all links of a waiter share a flag, and who sets it first wakes it. */
#include "future.h"

#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "assert.h"

void gri_blocked_begin(struct gri_blocked *blocked, struct gri_worker *worker)
{
    struct gri_activity *activity = worker == NULL ? NULL : worker->activity;
    blocked->activity = NULL;
    if (activity == NULL || activity->blocked != NULL) {
        return;
    }
    blocked->activity = activity;
    blocked->number = ++worker->n_blocked;
    blocked->since_ns = worker->now_ns;
    blocked->n_probes = 0;
    blocked->returned = 0;
    activity->blocked = blocked;
    gri_list_push_back(&worker->blocked, &blocked->link);
    gri_worker_sweep_by(worker, worker->now_ns + GRI_PROBE_AFTER_MS * UINT64_C(1000000));
}

void gri_blocked_end(struct gri_blocked *blocked)
{
    if (blocked->activity != NULL) {
        blocked->activity->blocked = NULL;
        gri_list_remove(&blocked->link);
    }
}

/* On the stack, or in an array, of who waits. `m`: under the future's lock. */
struct link {
    struct gri_list link; /* m */
    struct gri_waiter *waiter;
    _Atomic bool *woken;
};

/* Its memory may come from one worker and go to another, or to none. */
static struct gri_pool *pool_here(void)
{
    struct gri_worker *worker = gri_worker_current();
    return worker == NULL ? NULL : &worker->pool;
}

gr_future *gri_future_create(gri_env *env, uint64_t node)
{
    gr_future *future = gri_pool_calloc(pool_here(), sizeof(*future));
    if (future == NULL) {
        return NULL;
    }
    atomic_store(&future->refs, 1);
    gri_list_init(&future->links);
    future->env = env;
    future->node = node;
    return future;
}

gr_future *gri_future_ref(gr_future *future)
{
    atomic_fetch_add_explicit(&future->refs, 1, memory_order_relaxed);
    return future;
}

void gri_future_unref(gr_future *future)
{
    if (future == NULL || atomic_fetch_sub_explicit(&future->refs, 1, memory_order_acq_rel) != 1) {
        return;
    }
    if (gr_future_is_done(future)) {
        gri_result_fini(&future->result);
    }
    if (future->descriptor != 0) {
        close(future->descriptor - 1);
    }
    gri_pool_free(pool_here(), future, sizeof(*future));
}

void gri_future_complete(void *arg, struct gri_result *result)
{
    gr_future *future = arg;
    struct gri_list links;
    gri_list_init(&links);
    gri_lock(&future->lock);
    gri_list_move_all(&links, &future->links);
    future->result = *result;
    atomic_store_explicit(&future->is_done, true, memory_order_release);
    if (future->descriptor != 0) {
        (void)eventfd_write(future->descriptor - 1, 1); /* cannot fail: it was 0 */
    }
    struct gri_list *node = gri_list_pop_front(&links);
    while (node != NULL) {
        struct link *link = GRI_CONTAINER(node, struct link, link);
        if (!atomic_exchange(link->woken, true)) {
            gri_waiter_wake(link->waiter);
        }
        node = gri_list_pop_front(&links);
    }
    gri_unlock(&future->lock);
    gri_future_unref(future);
}

bool gr_future_is_done(const gr_future *future)
{
    return future != NULL && atomic_load_explicit(&future->is_done, memory_order_acquire);
}

/* False: done already. */
static bool join(gr_future *future, struct link *link, struct gri_waiter *waiter,
                 _Atomic bool *woken)
{
    *link = (struct link){ .waiter = waiter, .woken = woken };
    gri_lock(&future->lock);
    bool is_done = gr_future_is_done(future);
    if (!is_done) {
        gri_list_push_back(&future->links, &link->link);
    }
    gri_unlock(&future->lock);
    return !is_done;
}

static void part(gr_future *future, struct link *link)
{
    gri_lock(&future->lock);
    if (gri_list_is_linked(&link->link)) {
        gri_list_remove(&link->link);
    }
    gri_unlock(&future->lock);
}

/* Wait for one of those joined by the caller, who parts from them afterwards. */
static gr_code wait_joined(struct gri_waiter *waiter, _Atomic bool *woken, uint64_t deadline_ns)
{
    gr_code code = gri_waiter_wait(waiter, deadline_ns);
    if (code != GR_OK && atomic_exchange(woken, true)) {
        gri_waiter_settle(waiter); /* a future was faster: its result is there */
        return GR_OK;
    }
    return code;
}

gr_code gri_future_wait(gr_future *future, uint64_t deadline_ns, bool firmly)
{
    if (gr_future_is_done(future)) {
        return GR_OK;
    }
    struct gri_waiter waiter;
    gr_code code = gri_waiter_init(&waiter, future->env);
    if (code != GR_OK) {
        return code;
    }
    struct link link;
    _Atomic bool woken = false;
    if (!join(future, &link, &waiter, &woken)) {
        return GR_OK;
    }
    if (firmly) {
        gri_waiter_settle(&waiter);
        return GR_OK;
    }
    struct gri_blocked blocked = { .futures = &future, .n_futures = 1 };
    gri_blocked_begin(&blocked, waiter.worker);
    code = wait_joined(&waiter, &woken, deadline_ns);
    gri_blocked_end(&blocked);
    part(future, &link);
    return code;
}

gr_code gr_future_descriptor(gr_future *future, int *out_descriptor)
{
    if (future == NULL || out_descriptor == NULL) {
        return GR_INVALID_ARGUMENT;
    }
    gri_lock(&future->lock);
    if (future->descriptor == 0) {
        future->descriptor =
            eventfd(gr_future_is_done(future) ? 1 : 0, EFD_CLOEXEC | EFD_NONBLOCK) + 1;
    }
    int descriptor = future->descriptor - 1;
    gri_unlock(&future->lock);
    if (descriptor < 0) {
        return GR_RESOURCE_EXHAUSTED;
    }
    *out_descriptor = descriptor;
    return GR_OK;
}

void gri_future_take(gr_future *future, struct gri_result *out_result)
{
    GR_ASSERT(gr_future_is_done(future));
    gri_lock(&future->lock);
    *out_result = future->result;
    future->result = (struct gri_result){ .code = GR_FAILED_PRECONDITION };
    gri_unlock(&future->lock);
}

/* ---- several at once ---- */

static bool find_done(gr_future *const *futures, size_t n, size_t *out_index)
{
    for (size_t i = 0; i < n; i++) {
        if (gr_future_is_done(futures[i])) {
            *out_index = i;
            return true;
        }
    }
    return false;
}

static gri_env *env_of(gr_future *const *futures, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (futures[i] != NULL) {
            return futures[i]->env;
        }
    }
    return NULL;
}

static uint64_t deadline_of(gri_env *env, uint32_t timeout_ms)
{
    return timeout_ms == GR_FOREVER
               ? UINT64_MAX
               : env->ops->now_ns(env) + (uint64_t)timeout_ms * UINT64_C(1000000);
}

static gr_code join_all(gr_future *const *futures, size_t n, struct link *links,
                        struct gri_waiter *waiter, uint64_t deadline_ns)
{
    _Atomic bool woken = false;
    size_t joined = 0;
    bool all = true;
    for (; joined < n && all; joined++) {
        all = futures[joined] == NULL || join(futures[joined], &links[joined], waiter, &woken);
    }
    gr_code code = GR_OK;
    if (all) {
        struct gri_blocked blocked = { .futures = futures, .n_futures = n };
        gri_blocked_begin(&blocked, waiter->worker);
        code = wait_joined(waiter, &woken, deadline_ns);
        gri_blocked_end(&blocked);
    } else if (atomic_exchange(&woken, true)) {
        gri_waiter_settle(
            waiter); /* an earlier one was done meanwhile, and wakes us all the same */
    }
    for (size_t i = 0; i < joined; i++) {
        if (futures[i] != NULL) {
            part(futures[i], &links[i]);
        }
    }
    return code;
}

gr_code gr_future_wait_any(gr_future *const *futures, size_t n, uint32_t timeout_ms,
                           size_t *out_index)
{
    GRI_VISIT;
    gri_env *env = futures == NULL ? NULL : env_of(futures, n);
    if (env == NULL || out_index == NULL) {
        return GR_INVALID_ARGUMENT;
    }
    if (find_done(futures, n, out_index)) {
        return GR_OK;
    }
    struct gri_waiter waiter;
    struct link *links = gri_calloc(n * sizeof(*links));
    gr_code code = links == NULL ? GR_RESOURCE_EXHAUSTED : gri_waiter_init(&waiter, env);
    if (code == GR_OK) {
        code = join_all(futures, n, links, &waiter, deadline_of(env, timeout_ms));
    }
    gri_mfree(links);
    if (code == GR_OK && !find_done(futures, n, out_index)) {
        return GR_INTERNAL;
    }
    return code;
}

gr_code gr_future_wait_all(gr_future *const *futures, size_t n, uint32_t timeout_ms)
{
    GRI_VISIT;
    gri_env *env = futures == NULL ? NULL : env_of(futures, n);
    if (env == NULL) {
        return GR_INVALID_ARGUMENT;
    }
    uint64_t deadline_ns = deadline_of(env, timeout_ms);
    for (size_t i = 0; i < n; i++) {
        gr_code code = futures[i] == NULL ? GR_OK : gri_future_wait(futures[i], deadline_ns, false);
        if (code != GR_OK) {
            return code;
        }
    }
    return GR_OK;
}

void gr_future_drop(gr_future **future)
{
    GRI_VISIT;
    if (future != NULL && *future != NULL) {
        if ((*future)->is_dropped_open) {
            gr_future_cancel(*future);
        }
        gri_future_unref(*future);
        *future = NULL;
    }
}
