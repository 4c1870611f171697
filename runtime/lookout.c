/* SPDX-License-Identifier: MIT */
/* The lookout. Every so often it looks how far each worker has come; one that has not moved since
 * is borrowed (worker_seat.c has the notes), which only succeeds while it runs the user's code, and
 * handed on to a spare thread. On its own thread, but for gri_lookout_relieve(). In between it does
 * what is put off (defer.h), and is late with that while a log's sink keeps it. */
#include "lookout.h"

#include <inttypes.h>
#include <stdio.h>

#include "actor.h"
#include "log.h"

enum { LOOK_MIN_MS = 1, LOOK_MAX_MS = 250, LOOKS = 4, STACK_BYTES = 256 * 1024 };
static const uint64_t ms = 1000000;

/* What is to be said of a stuck handler once its worker is let go of: a log's sink may be slow. */
struct report {
    struct gr_context *ctx; /* NULL: nothing */
    const char *how;
    uint64_t for_ms;
    char actor[GRI_ACTOR_LABEL_MAX];
    char method[300];
};

static uint64_t now(const struct gri_core *core)
{
    return core->env->ops->now_ns(core->env);
}

static void log_report(const struct report *report)
{
    if (report->ctx != NULL) {
        gri_log(GR_LOG_WARN, "stuck_handler", "actor=%s method=%s for_ms=%" PRIu64 " worker=%s",
                report->actor, report->method, report->for_ms, report->how);
    }
}

/* ---- with a worker borrowed ---- */

/* NULL: nothing of its own, its thread runs another worker. */
static struct gr_context *context_of(const struct gri_worker *worker)
{
    return worker->activity == NULL ? NULL
                                    : GRI_CONTAINER(worker->activity, struct gr_context, activity);
}

static void fill_report(struct report *report, struct gr_context *ctx)
{
    const char *what = gri_context_what(ctx);
    uint64_t for_ns = gri_worker_now(&ctx->actor->shard->worker) - ctx->actor->shard->worker.now_ns;
    (void)snprintf(report->actor, sizeof(report->actor), "%s", gri_actor_label(ctx->actor));
    (void)gri_log_quote(what, report->method, sizeof(report->method));
    report->for_ms = for_ns / ms;
    report->ctx = ctx;
    ctx->reported_as = what;
}

static bool hand_on(struct gri_worker *worker, struct report *report)
{
    bool is_handed = gri_worker_hand_on(worker) == GR_OK;
    if (!is_handed) {
        gri_worker_give_back(worker);
    }
    report->how = is_handed ? "taken_over" : "not_taken_over";
    return is_handed;
}

/* ---- looking ---- */

static uint64_t least_ms(const struct gri_core *core)
{
    uint32_t method_ms = atomic_load_explicit(&core->least_slow_ms, memory_order_relaxed);
    return method_ms < core->slow_after_ms ? method_ms : core->slow_after_ms;
}

static bool is_over(uint64_t age_ns, uint32_t limit_ms)
{
    return limit_ms != GR_FOREVER && age_ns >= limit_ms * ms;
}

static bool has_moved(const struct gri_worker *worker, const struct gri_lookout_seen *seen)
{
    return atomic_load_explicit(&worker->rounds, memory_order_relaxed) != seen->rounds ||
           atomic_load_explicit(&worker->handled, memory_order_relaxed) != seen->handled;
}

static void note(const struct gri_worker *worker, struct gri_lookout_seen *seen, uint64_t now_ns)
{
    seen->rounds = atomic_load_explicit(&worker->rounds, memory_order_relaxed);
    seen->handled = atomic_load_explicit(&worker->handled, memory_order_relaxed);
    seen->since_ns = now_ns;
    seen->is_known = false;
}

/* It is ours while it is borrowed. A method may want to be reported earlier than it is taken over.
 */
static void judge(struct gri_core *core, struct gri_worker *worker, struct gri_lookout_seen *seen,
                  uint64_t age_ns)
{
    struct report report = { .ctx = NULL, .how = "kept" };
    struct gr_context *ctx = context_of(worker);
    uint32_t own_ms = ctx == NULL || ctx->mail == NULL
                          ? 0
                          : ctx->mail->service->methods[ctx->mail->method].slow_after_ms;
    bool takes = is_over(age_ns, core->slow_after_ms);
    if (ctx != NULL && ctx->reported_as == NULL &&
        (takes || (own_ms != 0 && is_over(age_ns, own_ms)))) {
        fill_report(&report, ctx);
    }
    if (!takes) {
        gri_worker_give_back(worker);
    } else if (!hand_on(worker, &report) && !seen->is_known) {
        seen->is_known = true;
        gri_log(GR_LOG_ERROR, "no_spare_thread",
                "node=%s worker=%" PRIu32 " reason=\"max_spare_threads, or out of memory\"",
                core->name, worker->options.index);
    }
    log_report(&report);
}

/* Ours, not the user's code, keeps it, or this system cannot take it over. */
static void complain(struct gri_core *core, const struct gri_worker *worker,
                     struct gri_lookout_seen *seen, uint64_t age_ns)
{
    if (!seen->is_known && is_over(age_ns / 2, core->slow_after_ms)) {
        seen->is_known = true;
        gri_log(GR_LOG_ERROR, "worker_stuck", "node=%s worker=%" PRIu32 " for_ms=%" PRIu64,
                core->name, worker->options.index, age_ns / ms);
    }
}

/* False: it sleeps. */
static bool look(struct gri_core *core, struct gri_worker *worker, struct gri_lookout_seen *seen)
{
    uint64_t now_ns = now(core);
    if (gri_worker_is_parked(worker)) {
        return false;
    }
    if (has_moved(worker, seen)) {
        note(worker, seen, now_ns);
        return true;
    }
    uint64_t age_ns = now_ns - seen->since_ns;
    if (age_ns < least_ms(core) * ms) {
        return true;
    }
    if (!gri_worker_borrow(worker)) {
        complain(core, worker, seen, age_ns);
    } else if (has_moved(worker, seen)) {
        gri_worker_give_back(worker);
    } else {
        judge(core, worker, seen, age_ns);
    }
    return true;
}

static bool look_at_all(struct gri_lookout *lookout)
{
    struct gri_core *core = lookout->core;
    bool any = false;
    for (uint32_t i = 0; i < core->n_shards; i++) {
        any |= look(core, &core->shards[i].worker, &lookout->workers[i]);
    }
    return any;
}

static bool all_parked(const struct gri_core *core)
{
    for (uint32_t i = 0; i < core->n_shards; i++) {
        if (!gri_worker_is_parked(&core->shards[i].worker)) {
            return false;
        }
    }
    return true;
}

/* Until a worker wakes up: it looks at the bell afterwards, as the bell is set here before the
 * workers are looked at. */
static void sleep_as_they_do(struct gri_core *core)
{
    atomic_store(&core->bell.is_set, true);
    if (all_parked(core)) {
        (void)gri_park(&core->bell.parker, UINT64_MAX);
    }
    atomic_store(&core->bell.is_set, false);
}

static uint64_t pause_ns(const struct gri_core *core)
{
    uint64_t each_ms = least_ms(core) / LOOKS;
    each_ms = each_ms < LOOK_MIN_MS ? LOOK_MIN_MS : each_ms > LOOK_MAX_MS ? LOOK_MAX_MS : each_ms;
    return each_ms * ms;
}

/* False: all sleep, and so may the lookout. */
static bool look_in_time(struct gri_lookout *lookout)
{
    struct gri_core *core = lookout->core;
    uint64_t now_ns = now(core);
    if (least_ms(core) == GR_FOREVER) {
        lookout->look_ns = UINT64_MAX; /* until a method wants it */
        return true;
    }
    if (now_ns < lookout->look_ns) {
        return true;
    }
    bool any = look_at_all(lookout);
    lookout->look_ns = any ? now_ns + pause_ns(core) : UINT64_MAX;
    return any;
}

/* Whoever wakes it wants it to look: a worker that wakes up, a method that is to be reported
 * earlier, somebody who has put something off. */
static void pause_until(struct gri_lookout *lookout, uint64_t until_ns)
{
    if (gri_park(&lookout->core->bell.parker, until_ns)) {
        lookout->look_ns = 0;
    }
}

static void look_and_pause(struct gri_lookout *lookout)
{
    uint64_t due_ns = gri_defer_run(&lookout->core->defer, now(lookout->core));
    if (look_in_time(lookout)) {
        pause_until(lookout, due_ns < lookout->look_ns ? due_ns : lookout->look_ns);
    } else if (due_ns != UINT64_MAX) {
        pause_until(lookout, due_ns);
        lookout->look_ns = 0;
    } else {
        sleep_as_they_do(lookout->core);
        lookout->look_ns = 0;
    }
}

static void *lookout_main(void *arg)
{
    struct gri_lookout *lookout = arg;
    struct gri_core *core = lookout->core;
    for (uint32_t i = 0; i < core->n_shards; i++) {
        note(&core->shards[i].worker, &lookout->workers[i], now(core));
    }
    while (!atomic_load(&lookout->is_ending)) {
        look_and_pause(lookout);
    }
    return NULL;
}

/* ---- from outside ---- */

static bool start_thread(struct gri_lookout *lookout)
{
    pthread_attr_t attr;
    sigset_t before;
    if (pthread_attr_init(&attr) != 0) {
        return false;
    }
    pthread_attr_setstacksize(&attr, STACK_BYTES);
    gri_seat_block_signals(&before);
    int failed = pthread_create(&lookout->tid, &attr, lookout_main, lookout);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    pthread_attr_destroy(&attr);
    return failed == 0;
}

gr_code gri_lookout_start(struct gri_lookout *lookout, struct gri_core *core)
{
    if (core->env->ops->step != NULL) {
        return GR_OK;
    }
    lookout->core = core;
    lookout->workers = gri_calloc(core->n_shards * sizeof(*lookout->workers));
    lookout->has_thread = lookout->workers != NULL && start_thread(lookout);
    if (!lookout->has_thread) {
        gri_mfree(lookout->workers);
        lookout->workers = NULL;
        return GR_RESOURCE_EXHAUSTED;
    }
    gri_defer_open(&core->defer);
    return GR_OK;
}

void gri_lookout_stop(struct gri_lookout *lookout)
{
    if (lookout->has_thread) {
        atomic_store(&lookout->is_ending, true);
        gri_unpark(&lookout->core->bell.parker);
        pthread_join(lookout->tid, NULL);
        gri_defer_close(&lookout->core->defer);
        gri_mfree(lookout->workers);
        lookout->has_thread = false;
    }
}

void gri_lookout_relieve(struct gri_core *core)
{
    for (uint32_t i = 0; i < core->n_shards; i++) {
        struct gri_worker *worker = &core->shards[i].worker;
        if (!gri_worker_is_parked(worker) && gri_worker_borrow(worker)) {
            struct report report = { .ctx = NULL };
            struct gr_context *ctx = context_of(worker);
            if (ctx != NULL && ctx->reported_as == NULL) {
                fill_report(&report, ctx);
            }
            (void)hand_on(worker, &report);
            log_report(&report);
        }
    }
}
