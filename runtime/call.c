/* SPDX-License-Identifier: MIT */
/* Pending calls. A call leaves the table in one step, by a result, its deadline, a lost peer or its
 * caller, and whoever took it out is the one that tells: so each ends exactly once. */
#include "call.h"

#include <inttypes.h>
#include <stdio.h>
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
    if (calls->is_shared) {
        pthread_mutex_unlock(&calls->lock);
    }
}

/* A timer was armed. True: its turner may sleep until later than that, and is to be woken. */
static bool is_earlier_locked(struct gri_calls *calls, uint64_t at_ns)
{
    if (!calls->is_shared || at_ns >= atomic_load_explicit(&calls->next_ns, memory_order_relaxed)) {
        return false;
    }
    atomic_store(&calls->next_ns, at_ns);
    return calls->turner != NULL;
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
    struct gri_failure *seen;
};

static struct taken take_locked(struct gri_calls *calls, struct gri_pending *pending)
{
    struct taken taken = { pending->done, pending->arg, NULL };
    if (pending->is_expired) {
        gri_list_remove(&pending->timer.link);
    } else if (gri_timer_is_armed(&pending->timer)) {
        gri_timer_cancel(calls->wheel, &pending->timer);
    }
    taken.seen = pending->seen;
    atomic_store_explicit(&pending->peer, NULL,
                          memory_order_relaxed); /* until it is filled again */
    gri_slab_give(&calls->slab, pending);
    if (calls->is_shared && calls->slab.live == 0) {
        atomic_store_explicit(&calls->next_ns, UINT64_MAX, memory_order_relaxed);
    }
    return taken;
}

static void tell_deadline(const struct taken *taken)
{
    struct gri_result result = { .code = GR_DEADLINE_EXCEEDED, .failure = taken->seen };
    taken->done(taken->arg, &result);
}

/* Of a worker's own. */
static void end_late(struct gri_calls *calls, struct gri_pending *pending)
{
    const struct gri_target target = pending->target;
    uint64_t begun_ns = pending->begun_ns;
    struct taken taken = take_locked(calls, pending);
    struct gri_result result = { .code = GR_DEADLINE_EXCEEDED, .failure = taken.seen };
    if (calls->withdraw != NULL && target.peer == NULL && target.mail != NULL) {
        calls->withdraw(&target, begun_ns, &result);
    }
    taken.done(taken.arg, &result);
}

/* The first time only the callee is asked; then it is the deadline. False: it was the first. */
static bool is_late(struct gri_calls *calls, struct gri_pending *pending)
{
    if (pending->has_asked) {
        return true;
    }
    pending->has_asked = true;
    gri_timer_arm(calls->wheel, &pending->timer, pending->deadline_ns);
    return false;
}

static void timed_out(struct gri_timer *timer)
{
    struct gri_pending *pending = GRI_CONTAINER(timer, struct gri_pending, timer);
    if (pending->calls->is_shared) {
        pending->is_expired = true;
        gri_list_push_back(&pending->calls->expired, &timer->link);
        return;
    }
    struct gri_calls *calls = pending->calls;
    if (is_late(calls, pending)) {
        end_late(calls, pending);
    } else {
        calls->ask(calls->core, &pending->target, gri_slab_id(&calls->slab, pending),
                   pending->begun_ns);
    }
}

/* Whether nobody need be asked shortly before the deadline: there is none, or what is to be known
 * is seen then. */
static bool is_seen_late(const struct gri_calls *calls, const struct gri_call_parts *parts)
{
    return parts->deadline_ns == UINT64_MAX || calls->ask == NULL ||
           (calls->withdraw != NULL && parts->target.peer == NULL && parts->target.mail != NULL);
}

uint64_t gri_calls_open(struct gri_calls *calls, const struct gri_call_parts *parts)
{
    lock(calls);
    uint64_t id = 0;
    bool is_earlier = false;
    struct gri_pending *pending = gri_slab_take(&calls->slab);
    if (pending != NULL) {
        pending->timer = (struct gri_timer){ .fire = timed_out };
        pending->is_expired = false;
        pending->calls = calls;
        pending->done = parts->done;
        pending->arg = parts->arg;
        atomic_store_explicit(&pending->reply_type, parts->reply_type, memory_order_relaxed);
        atomic_store_explicit(&pending->home, parts->target.home, memory_order_relaxed);
        atomic_store_explicit(&pending->peer, parts->target.peer, memory_order_release);
        pending->target = parts->target;
        pending->begun_ns = parts->begun_ns;
        pending->deadline_ns = parts->deadline_ns;
        pending->seen = NULL;
        pending->has_asked = is_seen_late(calls, parts);
        if (parts->deadline_ns != UINT64_MAX) {
            uint64_t at_ns = pending->has_asked ? parts->deadline_ns
                                                : gri_ask_ns(parts->begun_ns, parts->deadline_ns);
            gri_timer_arm(calls->wheel, &pending->timer, at_ns);
            is_earlier = is_earlier_locked(calls, at_ns);
        }
        id = gri_slab_id(&calls->slab, pending);
    }
    unlock(calls);
    if (is_earlier) {
        gri_unpark(&calls->turner->parker);
    }
    return id;
}

/* The id of a monitor that another session of its node may end was looked at when that said so. */
static bool may_end(const struct gri_target *target, const void *from)
{
    return target->peer == from || (target->home != 0 && from != NULL);
}

bool gri_calls_end(struct gri_calls *calls, uint64_t id, const void *from,
                   struct gri_result *result)
{
    struct taken taken = { NULL, NULL, NULL };
    lock(calls);
    struct gri_pending *pending = gri_slab_find(&calls->slab, id);
    if (pending != NULL && may_end(&pending->target, from)) {
        taken = take_locked(calls, pending);
    }
    unlock(calls);
    if (taken.seen != NULL) {
        gri_mfree(taken.seen);
    }
    if (taken.done == NULL) {
        atomic_fetch_add_explicit(&calls->late, 1, memory_order_relaxed);
        gri_result_fini(result);
        return false;
    }
    taken.done(taken.arg, result);
    return true;
}

/* Whole milliseconds and tenths, for people. */
#define TENTHS(ns) (ns) / 1000000, (ns) / 100000 % 10

static void describe_queued(const char *where, const struct gri_seen *seen, char *buf, size_t cap)
{
    if (seen->what == NULL) {
        (void)snprintf(buf, cap, "it %s, while its worker runs other actors", where);
    } else {
        (void)snprintf(buf, cap, "it %s, while %.60s has run for %" PRIu64 " ms", where, seen->what,
                       seen->ran_ms);
    }
}

void gri_seen_describe(const struct gri_seen *seen, char *buf, size_t cap)
{
    static const char *const handlers[] = {
        [GRI_WHERE_WAITING] = "the handler waits for another actor",
        [GRI_WHERE_PROCESSING] = "the handler processes other calls",
        [GRI_WHERE_IDLE] = "the handler waits for calls to process",
        [GRI_WHERE_RUNNING] = "the handler sleeps, or runs",
        [GRI_WHERE_HELD] = "it is held, to be answered later",
    };
    switch (seen->where) {
    case GRI_WHERE_QUEUED:
        describe_queued("is still queued", seen, buf, cap);
        break;
    case GRI_WHERE_NO_ROOM:
        describe_queued("waits for room in the mailbox", seen, buf, cap);
        break;
    case GRI_WHERE_POSTPONED:
        (void)snprintf(buf, cap, "it is postponed, as long as the machine is in state %.60s",
                       seen->what);
        break;
    default:
        (void)snprintf(buf, cap, "%s", handlers[seen->where]);
    }
}

static void say_late(uint64_t took_ns, const struct gri_seen *seen, char *buf, size_t cap)
{
    uint64_t there_ns = seen->queue_ns + seen->handler_ns;
    uint64_t way_ns = took_ns > there_ns ? took_ns - there_ns : 0;
    (void)snprintf(buf, cap,
                   "no reply came before the deadline: of the first %" PRIu64 ".%" PRIu64
                   " ms %" PRIu64 ".%" PRIu64 " went by on the way, %" PRIu64 ".%" PRIu64
                   " in the queue and %" PRIu64 ".%" PRIu64 " in the handler; %s",
                   TENTHS(took_ns), TENTHS(way_ns), TENTHS(seen->queue_ns),
                   TENTHS(seen->handler_ns), seen->doing);
}

/* n: how long it took, queue and handler of it, how long what runs has run. */
static void say_seen(const struct gri_why *why, const char *actor, char *buf, size_t cap)
{
    char doing[160];
    struct gri_seen seen = { .queue_ns = why->n[1],
                             .handler_ns = why->n[2],
                             .where = (enum gri_where)why->kind,
                             .what = why->what,
                             .ran_ms = why->n[3],
                             .doing = doing };
    (void)actor;
    gri_seen_describe(&seen, doing, sizeof(doing));
    say_late(why->n[0], &seen, buf, cap);
}

struct gri_failure *gri_seen_explain(const struct gri_seen *seen, uint64_t begun_ns, gr_ran ran,
                                     const char *actor)
{
    uint64_t took_ns = seen->now_ns > begun_ns ? seen->now_ns - begun_ns : 0;
    if (seen->where == GRI_WHERE_TOLD) {
        char message[GRI_FAILURE_MESSAGE_MAX];
        say_late(took_ns, seen, message, sizeof(message));
        return gri_failure_format(GR_DEADLINE_EXCEEDED, ran, actor, "%s", message);
    }
    const struct gri_why why = { .say = say_seen,
                                 .what = seen->what,
                                 .kind = (uint32_t)seen->where,
                                 .n = { took_ns, seen->queue_ns, seen->handler_ns, seen->ran_ms } };
    return gri_failure_draft(GR_DEADLINE_EXCEEDED, ran, actor, &why);
}

void gri_calls_see(struct gri_calls *calls, uint64_t id, const void *from, const char *actor,
                   const struct gri_seen *seen)
{
    lock(calls);
    struct gri_pending *pending = gri_slab_find(&calls->slab, id);
    if (pending != NULL && pending->target.peer == from) {
        gri_mfree(pending->seen);
        pending->seen = gri_seen_explain(seen, pending->begun_ns, GR_RAN_UNKNOWN, actor);
    }
    unlock(calls);
}

bool gri_calls_close(struct gri_calls *calls, uint64_t id, struct gri_target *out_target,
                     struct gri_failure **out_seen)
{
    struct taken taken = { NULL, NULL, NULL };
    lock(calls);
    struct gri_pending *pending = gri_slab_find(&calls->slab, id);
    if (pending != NULL) {
        if (out_target != NULL) {
            *out_target = pending->target;
        }
        taken = take_locked(calls, pending);
    }
    unlock(calls);
    if (out_seen != NULL) {
        *out_seen = taken.seen;
    } else if (taken.seen != NULL) {
        gri_mfree(taken.seen);
    }
    return pending != NULL;
}

void *gri_calls_arg(struct gri_calls *calls, uint64_t id, gri_call_done *done)
{
    lock(calls);
    const struct gri_pending *pending = gri_slab_find(&calls->slab, id);
    void *arg = pending != NULL && pending->done == done ? pending->arg : NULL;
    unlock(calls);
    return arg;
}

void gri_calls_move(struct gri_calls *calls, uint64_t id, void *peer)
{
    lock(calls);
    struct gri_pending *pending = gri_slab_find(&calls->slab, id);
    if (pending != NULL) {
        pending->target.peer = peer;
        atomic_store_explicit(&pending->peer, peer, memory_order_release);
    }
    unlock(calls);
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

bool gri_calls_reply_type(struct gri_calls *calls, uint64_t id, const void *peer, uint64_t home,
                          const ProtobufCMessageDescriptor **out_type)
{
    struct gri_pending *pending = gri_slab_find(&calls->slab, id);
    /* Between here and the end of the call the slot may change hands; whoever uses the type then
     * finds the id gone. */
    if (pending == NULL ||
        (atomic_load_explicit(&pending->peer, memory_order_acquire) != peer &&
         (home == 0 || atomic_load_explicit(&pending->home, memory_order_relaxed) != home))) {
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

void gri_calls_hand_over(struct gri_calls *calls, const void *peer, void *heir)
{
    uint32_t at = 0;
    lock(calls);
    struct gri_pending *pending = next_of_peer(calls, peer, &at);
    for (; pending != NULL; pending = next_of_peer(calls, peer, &at)) {
        pending->target.peer = heir;
        if (pending->target.home == 0) {
            pending->target.position = 0; /* the other one counts its own: it may have run */
        }
        atomic_store_explicit(&pending->peer, heir, memory_order_release);
    }
    unlock(calls);
}

bool gri_calls_take_over(struct gri_calls *calls, const void *peer, void *heir, uint32_t *at,
                         uint64_t *out_id, uint64_t *out_actor)
{
    lock(calls);
    struct gri_pending *pending = next_of_peer(calls, peer, at);
    while (pending != NULL && (pending->target.home == 0 || pending->target.position == 0)) {
        pending = next_of_peer(calls, peer, at);
    }
    if (pending != NULL) {
        pending->target.peer = heir;
        atomic_store_explicit(&pending->peer, heir, memory_order_release);
        *out_id = gri_slab_id(&calls->slab, pending);
        *out_actor = pending->target.actor;
    }
    unlock(calls);
    return pending != NULL;
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
        gri_mfree(taken.seen);
        struct gri_result result = { .code = GR_UNAVAILABLE, .ran = ran };
        result.failure = gri_failure_format(GR_UNAVAILABLE, ran, "", "%s", why);
        taken.done(taken.arg, &result);
        lock(calls);
        pending = next_of_peer(calls, peer, &at);
    }
    unlock(calls);
}

bool gri_calls_expire(struct gri_calls *calls, uint64_t now_ns)
{
    if (atomic_load_explicit(&calls->next_ns, memory_order_relaxed) > now_ns) {
        return false;
    }
    lock(calls);
    gri_wheel_expire(calls->wheel, now_ns);
    struct gri_list *link = gri_list_pop_front(&calls->expired);
    while (link != NULL) {
        struct gri_pending *pending = GRI_CONTAINER(link, struct gri_pending, timer.link);
        pending->is_expired = false;
        bool is_end = is_late(calls, pending);
        uint64_t id = gri_slab_id(&calls->slab, pending);
        uint64_t begun_ns = pending->begun_ns;
        struct gri_target target = pending->target;
        struct taken taken = { NULL, NULL, NULL };
        if (is_end) {
            taken = take_locked(calls, pending);
        }
        unlock(calls);
        if (is_end) {
            tell_deadline(&taken);
        } else {
            calls->ask(calls->core, &target, id, begun_ns);
        }
        lock(calls);
        link = gri_list_pop_front(&calls->expired);
    }
    atomic_store(&calls->next_ns, gri_wheel_next_ns(calls->wheel));
    unlock(calls);
    return true;
}
