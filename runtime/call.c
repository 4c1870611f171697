/* SPDX-License-Identifier: MIT */
/* Pending calls. A call leaves the table in one step, by a result, its deadline, a lost peer or its
 * caller, and whoever took it out is the one that tells: so each ends exactly once. */
#include "call.h"

#include <string.h>

#include "assert.h"

static void lock(struct gri_calls *calls)
{
    if (calls->is_shared) {
        pthread_mutex_lock(&calls->lock);
    }
}

static void unlock(struct gri_calls *calls)
{
    if (!calls->is_shared) {
        return;
    }
    uint64_t next_ns = gri_wheel_next_ns(calls->wheel);
    bool is_earlier = next_ns < atomic_exchange(&calls->next_ns, next_ns);
    pthread_mutex_unlock(&calls->lock);
    if (is_earlier && calls->turner != NULL) {
        gri_unpark(&calls->turner->parker); /* it may sleep until later than that */
    }
}

void gri_calls_init(struct gri_calls *calls, uint32_t owner, struct gri_wheel *wheel,
                    uint64_t now_ns)
{
    memset(calls, 0, sizeof(*calls));
    pthread_mutex_init(&calls->lock, NULL);
    gri_list_init(&calls->expired);
    gri_slab_init(&calls->slab, sizeof(struct gri_pending), owner, UINT32_MAX);
    calls->is_shared = wheel == NULL;
    calls->wheel = wheel;
    if (calls->is_shared) {
        gri_wheel_init(&calls->own_wheel, now_ns);
        calls->wheel = &calls->own_wheel;
    }
    atomic_store(&calls->next_ns, UINT64_MAX);
}

void gri_calls_fini(struct gri_calls *calls)
{
    gri_slab_fini(&calls->slab);
    pthread_mutex_destroy(&calls->lock);
}

/* What was taken out of the table, to be told when the lock is free. */
struct taken {
    gri_call_done *done;
    void *arg;
};

static struct taken take_locked(struct gri_calls *calls, struct gri_pending *pending)
{
    struct taken taken = { pending->done, pending->arg };
    gri_timer_cancel(calls->wheel, &pending->timer);
    if (gri_list_is_linked(&pending->expired)) {
        gri_list_remove(&pending->expired);
    }
    atomic_store_explicit(&pending->peer, NULL,
                          memory_order_relaxed); /* until it is filled again */
    gri_slab_give(&calls->slab, pending);
    return taken;
}

static void tell_deadline(const struct taken *taken)
{
    struct gri_result result = { .code = GR_DEADLINE_EXCEEDED };
    taken->done(taken->arg, &result);
}

static void timed_out(struct gri_timer *timer)
{
    struct gri_pending *pending = GRI_CONTAINER(timer, struct gri_pending, timer);
    if (pending->calls->is_shared) {
        gri_list_push_back(&pending->calls->expired, &pending->expired);
        return;
    }
    struct taken taken = take_locked(pending->calls, pending);
    tell_deadline(&taken);
}

uint64_t gri_calls_open(struct gri_calls *calls, const struct gri_call_parts *parts)
{
    lock(calls);
    uint64_t id = 0;
    struct gri_pending *pending = gri_slab_take(&calls->slab);
    if (pending != NULL) {
        pending->timer = (struct gri_timer){ .fire = timed_out };
        pending->expired = (struct gri_list){ NULL, NULL };
        pending->calls = calls;
        pending->done = parts->done;
        pending->arg = parts->arg;
        atomic_store_explicit(&pending->reply_type, parts->reply_type, memory_order_relaxed);
        atomic_store_explicit(&pending->peer, parts->target.peer, memory_order_release);
        pending->target = parts->target;
        gri_timer_arm(calls->wheel, &pending->timer, parts->deadline_ns);
        id = gri_slab_id(&calls->slab, pending);
    }
    unlock(calls);
    return id;
}

bool gri_calls_end(struct gri_calls *calls, uint64_t id, const void *from,
                   struct gri_result *result)
{
    struct taken taken = { NULL, NULL };
    lock(calls);
    struct gri_pending *pending = gri_slab_find(&calls->slab, id);
    if (pending != NULL && pending->target.peer == from) {
        taken = take_locked(calls, pending);
    }
    unlock(calls);
    if (taken.done == NULL) {
        atomic_fetch_add_explicit(&calls->late, 1, memory_order_relaxed);
        gri_result_fini(result);
        return false;
    }
    taken.done(taken.arg, result);
    return true;
}

bool gri_calls_close(struct gri_calls *calls, uint64_t id, struct gri_target *out_target)
{
    lock(calls);
    struct gri_pending *pending = gri_slab_find(&calls->slab, id);
    if (pending != NULL) {
        if (out_target != NULL) {
            *out_target = pending->target;
        }
        take_locked(calls, pending);
    }
    unlock(calls);
    return pending != NULL;
}

void gri_calls_sent(struct gri_calls *calls, uint64_t id, uint64_t position)
{
    lock(calls);
    struct gri_pending *pending = gri_slab_find(&calls->slab, id);
    if (pending != NULL) {
        pending->target.position = position;
    }
    unlock(calls);
}

bool gri_calls_reply_type(struct gri_calls *calls, uint64_t id, const void *peer,
                          const ProtobufCMessageDescriptor **out_type)
{
    struct gri_pending *pending = gri_slab_find(&calls->slab, id);
    /* Between here and the end of the call the slot may change hands; whoever uses the type then
     * finds the id gone. */
    if (pending == NULL || atomic_load_explicit(&pending->peer, memory_order_acquire) != peer) {
        return false;
    }
    *out_type = atomic_load_explicit(&pending->reply_type, memory_order_relaxed);
    return true;
}

static struct gri_pending *next_of_peer(struct gri_calls *calls, const void *peer, uint32_t *at)
{
    while (*at < calls->slab.used) {
        struct gri_pending *pending = gri_slab_at(&calls->slab, (*at)++);
        if (gri_slot_is_live(&pending->slot) && (peer == NULL || pending->target.peer == peer)) {
            return pending;
        }
    }
    return NULL;
}

void gri_calls_fail(struct gri_calls *calls, const void *peer, uint64_t sent, const char *why)
{
    uint32_t at = 0;
    lock(calls);
    struct gri_pending *pending = next_of_peer(calls, peer, &at);
    while (pending != NULL) {
        gr_ran ran = pending->target.position <= sent ? GR_RAN_UNKNOWN : GR_RAN_NO;
        struct taken taken = take_locked(calls, pending);
        unlock(calls);
        struct gri_result result = { .code = GR_UNAVAILABLE, .ran = ran };
        result.failure = gri_failure_format(GR_UNAVAILABLE, ran, "", "%s", why);
        taken.done(taken.arg, &result);
        lock(calls);
        pending = next_of_peer(calls, peer, &at);
    }
    unlock(calls);
}

void gri_calls_expire(struct gri_calls *calls, uint64_t now_ns)
{
    if (atomic_load_explicit(&calls->next_ns, memory_order_relaxed) > now_ns) {
        return;
    }
    lock(calls);
    gri_wheel_expire(calls->wheel, now_ns);
    struct gri_list *link = gri_list_pop_front(&calls->expired);
    while (link != NULL) {
        struct gri_pending *pending = GRI_CONTAINER(link, struct gri_pending, expired);
        struct taken taken = take_locked(calls, pending);
        unlock(calls);
        tell_deadline(&taken);
        lock(calls);
        link = gri_list_pop_front(&calls->expired);
    }
    unlock(calls);
}
