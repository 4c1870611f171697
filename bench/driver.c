/* SPDX-License-Identifier: MIT */
/* The driver, and the mayfly that it spawns, as a user would write them: typed stubs, public
 * headers, every code looked at. Runs on the workers. */
#include <stdatomic.h>
#include <stdlib.h>

#include "actors.h"
#include "work.h"

/* ---- mayfly ---- */

struct bench_mayfly_self {
    bench_sample seen;
};

static atomic_ullong lived;

static gr_code on_live(struct bench_mayfly_self *self, gr_context *ctx, const bench_sample *request)
{
    self->seen = *request;
    atomic_fetch_add_explicit(&lived, request->value, memory_order_relaxed);
    gr_stop(ctx, GR_OK);
    return GR_OK;
}

static const bench_mayfly_type mayfly_type = BENCH_MAYFLY_TYPE(on_, BENCH_MAYFLY_NO_HOOKS);

/* ---- driver ---- */

enum { STORM = 2000, STORM_MS = 5, STORM_NAP_MS = 20, BLOB_BYTES = 64 * 1024 };

struct bench_driver_self {
    bench_counter counters[WORK_COUNTERS_MAX];
    size_t n_counters;
    bench_counter_count_future asked[WORK_COUNTERS_MAX]; /* how far each is */
    bool has_asked;
    uint64_t counted; /* what they said, together */
    uint32_t *ns;
    uint8_t *blob;
    bench_counter_echo_future storm[STORM];
};

static void driver_stop(struct bench_driver_self *self, gr_context *ctx, gr_code reason)
{
    (void)ctx;
    (void)reason;
    free(self->ns);
    free(self->blob);
}

static gr_code begin(struct bench_driver_self *self, gr_context *ctx, const bench_task *task)
{
    gr_code code =
        task->n_counters == 0 || task->n_counters > WORK_COUNTERS_MAX ? GR_INVALID_ARGUMENT : GR_OK;
    self->n_counters = task->n_counters;
    for (size_t i = 0; i < self->n_counters && code == GR_OK; i++) {
        code = bench_task_get_counters(gr_context_node(ctx), task, i, &self->counters[i]);
    }
    return code;
}

/* How far the counters are, of those that were asked. */
static gr_code hear(struct bench_driver_self *self)
{
    gr_code code = GR_OK;
    self->counted = 0;
    for (size_t i = 0; i < self->n_counters && self->has_asked && code == GR_OK; i++) {
        bench_total *total;
        code = bench_counter_count_await(&self->asked[i], &total, NULL);
        if (code == GR_OK) {
            self->counted += total->n;
            gr_free(total);
        }
    }
    self->has_asked = false;
    return code;
}

/* Asks how far they are, once they have said so for the time before: so there are two batches under
 * way at the most, and nobody pauses while there is something to do. */
static gr_code keep_pace(struct bench_driver_self *self)
{
    static const gr_call_options patient = { .timeout_ms = GR_FOREVER };
    gr_code code = hear(self);
    for (size_t i = 0; i < self->n_counters && code == GR_OK; i++) {
        code = bench_counter_count_async(self->counters[i], &patient, &self->asked[i]);
    }
    self->has_asked = code == GR_OK;
    return code;
}

/* What they had till now, together. */
static gr_code count_now(struct bench_driver_self *self, uint64_t *out_n)
{
    gr_code code = keep_pace(self);
    code = code == GR_OK ? hear(self) : code;
    *out_n = self->counted;
    return code;
}

static gr_code send_one(bench_counter to, bench_how how, const bench_sample *sample)
{
    switch (how) {
    case BENCH__HOW__TOIL:
        return bench_counter_toil_oneway(to, sample, NULL);
    case BENCH__HOW__POUR:
        return bench_counter_pour_oneway(to, sample, NULL);
    default:
        return bench_counter_add_oneway(to, sample, NULL);
    }
}

static gr_code drive_send(struct bench_driver_self *self, gr_context *ctx,
                          const bench_task *request, bench_total *reply)
{
    bench_sample sample = { .value = 1, .kind = 7 };
    uint64_t left = request->batch;
    size_t at = 0;
    gr_code code = begin(self, ctx, request);
    for (uint64_t i = 1; i <= request->n && code == GR_OK; i++) {
        sample.at = i;
        code = send_one(self->counters[at], request->how, &sample);
        at = at + 1 < self->n_counters ? at + 1 : 0;
        if (code == GR_OK && request->how != BENCH__HOW__POUR && --left == 0) {
            code = keep_pace(self);
            left = request->batch;
        }
    }
    if (code == GR_OK && request->how != BENCH__HOW__POUR) {
        code = keep_pace(self); /* all has been handled when they answer */
    }
    reply->n = request->n;
    return code == GR_OK ? hear(self) : code;
}

static gr_code echo_one(bench_counter to, uint64_t at, uint64_t *out_done)
{
    bench_sample sample = { .value = 1, .at = at, .kind = 7 };
    bench_sample *echo;
    gr_code code = bench_counter_echo_sync(to, &sample, NULL, &echo, NULL);
    if (code == GR_OK) {
        *out_done += echo->value;
        gr_free(echo);
    }
    return code;
}

static gr_code drive_echo(struct bench_driver_self *self, gr_context *ctx,
                          const bench_task *request, bench_total *reply)
{
    gr_code code = begin(self, ctx, request);
    for (uint64_t i = 1; i <= request->n && code == GR_OK; i++) {
        code = echo_one(self->counters[0], i, &reply->n);
    }
    return code;
}

/* Room for n spans, for the reply to borrow. */
static gr_code begin_each(struct bench_driver_self *self, gr_context *ctx,
                          const bench_task *request, bench_spans *reply)
{
    free(self->ns);
    self->ns = calloc(request->n, sizeof(*self->ns));
    reply->ns = self->ns;
    return self->ns == NULL ? GR_RESOURCE_EXHAUSTED : begin(self, ctx, request);
}

static gr_code drive_echo_each(struct bench_driver_self *self, gr_context *ctx,
                               const bench_task *request, bench_spans *reply)
{
    uint64_t done = 0;
    gr_code code = begin_each(self, ctx, request, reply);
    for (uint64_t i = 0; i < request->n && code == GR_OK; i++) {
        uint64_t began_ns = bench_now_ns();
        code = echo_one(self->counters[0], i, &done);
        self->ns[i] = (uint32_t)(bench_now_ns() - began_ns);
    }
    reply->n_ns = done;
    return code;
}

static gr_code store_one(struct bench_driver_self *self)
{
    bench_blob blob = { .content = { .len = BLOB_BYTES, .data = self->blob } };
    bench_total *total;
    gr_code code = bench_counter_store_sync(self->counters[0], &blob, NULL, &total, NULL);
    if (code == GR_OK) {
        code = total->n == BLOB_BYTES ? GR_OK : GR_DATA_LOSS;
        gr_free(total);
    }
    return code;
}

static gr_code drive_store_each(struct bench_driver_self *self, gr_context *ctx,
                                const bench_task *request, bench_spans *reply)
{
    gr_code code = begin_each(self, ctx, request, reply);
    if (self->blob == NULL && (self->blob = calloc(1, BLOB_BYTES)) == NULL) {
        return GR_RESOURCE_EXHAUSTED;
    }
    self->blob[BLOB_BYTES - 1] = 1;
    for (uint64_t i = 0; i < request->n && code == GR_OK; i++) {
        uint64_t began_ns = bench_now_ns();
        code = store_one(self);
        self->ns[i] = (uint32_t)(bench_now_ns() - began_ns);
        reply->n_ns += code == GR_OK;
    }
    return code;
}

/* Lets the others have their turns until so many mayflies have lived, in all; or long enough. */
static gr_code let_live(gr_context *ctx, uint64_t n)
{
    enum { TURNS_MAX = 100000 };
    gr_code code = GR_OK;
    for (int i = 0; i < TURNS_MAX && code == GR_OK && atomic_load(&lived) < n; i++) {
        code = gr_sleep(ctx, 0);
    }
    return code;
}

static gr_code drive_spawn(struct bench_driver_self *self, gr_context *ctx,
                           const bench_task *request, bench_total *reply)
{
    gr_node *node = gr_context_node(ctx);
    const bench_sample sample = { .value = 1 };
    uint64_t before = atomic_load(&lived);
    gr_code code = begin(self, ctx, request);
    for (uint64_t i = 1; i <= request->n && code == GR_OK; i++) {
        bench_mayfly mayfly;
        code = bench_mayfly_spawn(node, &mayfly_type, NULL, &mayfly, NULL);
        if (code == GR_OK) {
            code = bench_mayfly_live_oneway(mayfly, &sample, NULL);
        }
        if (code == GR_OK && (i % request->batch == 0 || i == request->n)) {
            code = let_live(ctx, before + i);
        }
    }
    reply->n = atomic_load(&lived) - before;
    return code;
}

static gr_code drive_arm(struct bench_driver_self *self, gr_context *ctx, const bench_task *request,
                         bench_total *reply)
{
    enum { ARMED = 500, LONG_MS = 60000 };
    gr_timer timers[ARMED];
    const bench_sample sample = { .value = 1 };
    gr_code code = begin(self, ctx, request);
    while (reply->n < request->n && code == GR_OK) {
        uint64_t many = request->n - reply->n < ARMED ? request->n - reply->n : ARMED;
        for (uint64_t i = 0; i < many && code == GR_OK; i++) {
            gr_oneway_options later = { .after_ms = LONG_MS, .timer = &timers[i] };
            code = bench_counter_add_oneway(self->counters[0], &sample, &later);
        }
        for (uint64_t i = 0; i < many && code == GR_OK; i++) {
            code = gr_timer_cancel(timers[i]);
        }
        reply->n += many;
    }
    return code;
}

/* The end of one call of a storm: answered, or it expired, and nothing else. */
static gr_code end_one(bench_counter_echo_future *future, uint64_t *out_answered)
{
    bench_sample *echo = NULL;
    gr_code code = bench_counter_echo_await(future, &echo, NULL);
    *out_answered += code == GR_OK;
    gr_free(echo);
    return code == GR_DEADLINE_EXCEEDED ? GR_OK : code;
}

/* One of ten to the first counter, the others to the second, which naps meanwhile. */
static gr_code storm_once(struct bench_driver_self *self, uint64_t n, uint64_t *out_answered)
{
    const gr_call_options soon = { .timeout_ms = STORM_MS };
    const bench_sample sample = { .value = 1 };
    bench_counter_nap_future nap;
    gr_code code =
        bench_counter_nap_async(self->counters[1], &(bench_rest){ .ms = STORM_NAP_MS }, NULL, &nap);
    for (uint64_t i = 0; i < n && code == GR_OK; i++) {
        bool expires = i % 10 != 0;
        code = bench_counter_echo_async(self->counters[expires], &sample, expires ? &soon : NULL,
                                        &self->storm[i]);
    }
    for (uint64_t i = 0; i < n && code == GR_OK; i++) {
        code = end_one(&self->storm[i], out_answered);
    }
    return code == GR_OK ? bench_counter_nap_await(&nap, NULL) : code;
}

/* What has expired must not have run. */
static gr_code drive_storm(struct bench_driver_self *self, gr_context *ctx,
                           const bench_task *request, bench_total *reply)
{
    uint64_t answered = 0, naps = 0, before = 0, after = 0;
    gr_code code = begin(self, ctx, request);
    code = code == GR_OK ? count_now(self, &before) : code;
    while (reply->n < request->n && code == GR_OK) {
        uint64_t many = request->n - reply->n < STORM ? request->n - reply->n : STORM;
        code = storm_once(self, many, &answered);
        reply->n += many;
        naps++;
    }
    code = code == GR_OK ? count_now(self, &after) : code;
    return code == GR_OK && after - before != answered + naps ? GR_DATA_LOSS : code;
}

/* A hundred, and then the others have their turn. */
static gr_code drive_overload(struct bench_driver_self *self, gr_context *ctx,
                              const bench_task *request, bench_total *reply)
{
    enum { AT_ONCE = 100 };
    const bench_sample sample = { .value = 1 };
    uint64_t ends_ns = bench_now_ns() + request->n * 1000000;
    gr_code code = begin(self, ctx, request);
    while (bench_now_ns() < ends_ns && code == GR_OK) {
        for (int i = 0; i < AT_ONCE && code == GR_OK; i++) {
            code = bench_counter_toil_oneway(self->counters[0], &sample, NULL);
            reply->n += code == GR_OK;
        }
        code = code == GR_OK || code == GR_RESOURCE_EXHAUSTED ? gr_sleep(ctx, 0) : code;
    }
    return code;
}

const bench_driver_type work_driver_type =
    BENCH_DRIVER_TYPE(drive_, BENCH_DRIVER_HOOKS(.stop = driver_stop));
