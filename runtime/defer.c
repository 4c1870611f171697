/* SPDX-License-Identifier: MIT */
/* What is put off, and run soon by a thread that is there for that. A list under a lock, which is
 * handed over by workers and emptied every millisecond by the lookout. */
#include "defer.h"

/* A wake costs more than a look at the list: so whoever runs them is woken for the first only, and
 * comes again as long as there was something the last time. */
static const uint64_t period_ns = 1000000;

void gri_defer_init(struct gri_defer *defer, struct gri_parker *parker)
{
    pthread_mutex_init(&defer->lock, NULL);
    gri_list_init(&defer->list);
    defer->parker = parker;
    defer->due_ns = UINT64_MAX;
    defer->is_awake = false;
    defer->is_open = false;
}

void gri_defer_fini(struct gri_defer *defer)
{
    pthread_mutex_destroy(&defer->lock);
}

bool gri_defer_take(struct gri_defer *defer, struct gri_deferred *deferred)
{
    pthread_mutex_lock(&defer->lock);
    bool is_taken = defer->is_open;
    bool wakes = is_taken && !defer->is_awake;
    if (is_taken) {
        gri_list_push_back(&defer->list, &deferred->link);
        defer->is_awake = true;
    }
    pthread_mutex_unlock(&defer->lock);
    if (wakes) {
        gri_unpark(defer->parker);
    }
    return is_taken;
}

/* Those that are there now: a `run` may hand its own over again. */
static void run_all(struct gri_defer *defer)
{
    struct gri_list due;
    gri_list_init(&due);
    pthread_mutex_lock(&defer->lock);
    defer->is_awake = !gri_list_is_empty(&defer->list);
    gri_list_move_all(&due, &defer->list);
    pthread_mutex_unlock(&defer->lock);
    struct gri_list *link = gri_list_pop_front(&due);
    for (; link != NULL; link = gri_list_pop_front(&due)) {
        struct gri_deferred *deferred = GRI_CONTAINER(link, struct gri_deferred, link);
        deferred->run(deferred);
    }
}

static bool is_awake(struct gri_defer *defer)
{
    pthread_mutex_lock(&defer->lock);
    bool is_awake = defer->is_awake;
    pthread_mutex_unlock(&defer->lock);
    return is_awake;
}

uint64_t gri_defer_run(struct gri_defer *defer, uint64_t now_ns)
{
    if (now_ns >= defer->due_ns) {
        defer->due_ns = UINT64_MAX;
        run_all(defer);
    }
    if (defer->due_ns == UINT64_MAX && is_awake(defer)) {
        defer->due_ns = now_ns + period_ns;
    }
    return defer->due_ns;
}

void gri_defer_open(struct gri_defer *defer)
{
    pthread_mutex_lock(&defer->lock);
    defer->is_open = true;
    pthread_mutex_unlock(&defer->lock);
}

void gri_defer_close(struct gri_defer *defer)
{
    pthread_mutex_lock(&defer->lock);
    defer->is_open = false;
    pthread_mutex_unlock(&defer->lock);
    run_all(defer);
}
