/* SPDX-License-Identifier: MIT */
/* The counter, the mayfly and the driver. Their handlers are written as a user's would be: typed
 * stubs, public headers, every code looked at. */
#include "work.h"

#include <stdatomic.h>
#include <stdlib.h>

/* ---- counter ---- */

struct bench_counter_self {
    uint64_t n;
};

static gr_code on_add(struct bench_counter_self *self, gr_context *ctx, const bench_sample *request)
{
    (void)ctx;
    self->n += request->value;
    return GR_OK;
}

static gr_code on_toil(struct bench_counter_self *self, gr_context *ctx,
                       const bench_sample *request)
{
    bench_toil();
    return on_add(self, ctx, request);
}

static gr_code on_pour(struct bench_counter_self *self, gr_context *ctx,
                       const bench_sample *request)
{
    return on_add(self, ctx, request);
}

static gr_code on_echo(struct bench_counter_self *self, gr_context *ctx,
                       const bench_sample *request, bench_sample *reply)
{
    (void)ctx;
    self->n += request->value;
    reply->value = request->value;
    return GR_OK;
}

static gr_code on_store(struct bench_counter_self *self, gr_context *ctx, const bench_blob *request,
                        bench_total *reply)
{
    (void)self;
    if (request->content.len == 0 || request->content.data[request->content.len - 1] != 1) {
        return gr_fail(ctx, GR_DATA_LOSS, "the content's end is missing");
    }
    reply->n = request->content.len;
    return GR_OK;
}

static gr_code on_count(struct bench_counter_self *self, gr_context *ctx, bench_total *reply)
{
    (void)ctx;
    reply->n = self->n;
    return GR_OK;
}

static gr_code on_nap(struct bench_counter_self *self, gr_context *ctx, const bench_rest *request)
{
    self->n++;
    return gr_sleep(ctx, request->ms);
}

static const bench_counter_type counter_type = BENCH_COUNTER_TYPE(on_, BENCH_COUNTER_NO_HOOKS);

enum { POURS_A_NAP = 50 };

static gr_code pour_slowly(struct bench_counter_self *self, gr_context *ctx,
                           const bench_sample *request)
{
    if (request->at == self->n + 1) {
        self->n++;
    }
    return self->n % POURS_A_NAP == 0 ? gr_sleep(ctx, 1) : GR_OK;
}

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
            code = count_now(self, &(uint64_t){ 0 }); /* the counter's turn comes after theirs */
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

static const bench_driver_type driver_type =
    BENCH_DRIVER_TYPE(drive_, BENCH_DRIVER_HOOKS(.stop = driver_stop));

/* ---- for main() ---- */

gr_node *work_node(const char *name, uint32_t workers)
{
    gr_node *node;
    bench_need(gr_node_create(&(gr_node_options){ .name = name, .workers = workers }, &node),
               "make a node");
    return node;
}

void work_destroy_node(gr_node *node)
{
    bench_need(gr_node_destroy(node, NULL), "destroy the node");
}

static bench_counter spawn_counter(gr_node *node, const bench_counter_type *type,
                                   const gr_spawn_options *options)
{
    bench_counter counter;
    gr_error error = GR_ERROR_INIT;
    gr_code code = bench_counter_spawn(node, type, options, &counter, &error);
    bench_need_call(code, "spawn a counter", &error);
    return counter;
}

bench_counter work_spawn_counter(gr_node *node, const char *name)
{
    return spawn_counter(node, &counter_type, &(gr_spawn_options){ .name = name });
}

bench_counter work_spawn_slow_counter(gr_node *node, const char *name)
{
    static bench_counter_type slow_type;
    slow_type = counter_type;
    slow_type.pour = pour_slowly;
    return spawn_counter(node, &slow_type, &(gr_spawn_options){ .name = name });
}

bench_counter work_spawn_patient_counter(gr_node *node)
{
    return spawn_counter(
        node, &counter_type,
        &(gr_spawn_options){ .mailbox_messages = 1000000, .mailbox_bytes = (size_t)256 << 20 });
}

void work_nap(bench_counter counter, uint32_t ms, bench_counter_nap_future *future)
{
    const gr_call_options forever = { .timeout_ms = GR_FOREVER };
    bench_need(bench_counter_nap_async(counter, &(bench_rest){ .ms = ms }, &forever, future),
               "have a counter wait");
}

uint64_t work_count(bench_counter counter)
{
    bench_total *total = NULL;
    gr_error error = GR_ERROR_INIT;
    bench_need_call(bench_counter_count_sync(counter, NULL, &total, &error), "count", &error);
    uint64_t n = total->n;
    gr_free(total);
    return n;
}

void work_add_counter(struct work *work, bench_counter counter)
{
    bench_need(work->n_counters < WORK_COUNTERS_MAX ? GR_OK : GR_OUT_OF_RANGE, "add a counter");
    work->counters[work->n_counters++] = counter;
}

void work_add_drivers(struct work *work, gr_node *node, size_t n)
{
    gr_error error = GR_ERROR_INIT;
    for (; n > 0 && work->n_drivers < WORK_DRIVERS_MAX; n--) {
        gr_code code =
            bench_driver_spawn(node, &driver_type, NULL, &work->drivers[work->n_drivers], &error);
        bench_need_call(code, "spawn a driver", &error);
        work->n_drivers++;
    }
}

void work_make(struct work *work, gr_node *node, size_t n_counters, size_t n_drivers)
{
    *work = (struct work){ .n_drivers = 0 };
    for (size_t i = 0; i < n_counters; i++) {
        work_add_counter(work, work_spawn_counter(node, NULL));
    }
    work_add_drivers(work, node, n_drivers);
}

/* ---- works ---- */

/* A task and what it borrows. */
struct order {
    bench_task task;
    Greenroom__Ref refs[WORK_COUNTERS_MAX];
    Greenroom__Ref *pointers[WORK_COUNTERS_MAX];
};

enum { QUEUED_MAX = 1500 }; /* two of these fit into a mailbox */

/* What each of the drivers is to do: so many operations, on the first n_counters. */
static void make_order(struct order *order, const struct work *work, size_t n_counters, uint64_t n)
{
    uint64_t batch = QUEUED_MAX * (n_counters < 8 ? n_counters : 8) / work->n_drivers;
    order->task = (bench_task){ .n_counters = n_counters,
                                .counters = order->pointers,
                                .n = n,
                                .how = work->how,
                                .batch = batch };
    for (size_t i = 0; i < n_counters; i++) {
        order->pointers[i] = &order->refs[i];
        bench_need(bench_counter_pack_ref(work->counters[i], &order->refs[i]), "pass a ref");
    }
}

static uint64_t take_total(gr_code code, bench_total *total, gr_error *error)
{
    bench_need_call(code, "drive", error);
    uint64_t n = total->n;
    gr_free(total);
    return n;
}

static const gr_call_options patient = { .timeout_ms = GR_FOREVER };

/* How many samples all of them had. */
static uint64_t count_all(const struct work *work)
{
    static bench_counter_count_future futures[WORK_COUNTERS_MAX];
    gr_error error = GR_ERROR_INIT;
    uint64_t n = 0;
    for (size_t i = 0; i < work->n_counters; i++) {
        bench_need(bench_counter_count_async(work->counters[i], &patient, &futures[i]), "count");
    }
    for (size_t i = 0; i < work->n_counters; i++) {
        bench_total *total = NULL;
        gr_code code = bench_counter_count_await(&futures[i], &total, &error);
        n += take_total(code, total, &error);
    }
    return n;
}

uint64_t work_send(void *arg, uint64_t n)
{
    struct work *work = arg;
    static struct order order;
    bench_driver_send_future futures[WORK_DRIVERS_MAX];
    gr_error error = GR_ERROR_INIT;
    uint64_t counted = work->n_counted;
    make_order(&order, work, work->n_counters, n / work->n_drivers);
    for (size_t i = 0; i < work->n_drivers; i++) {
        bench_need(bench_driver_send_async(work->drivers[i], &order.task, &patient, &futures[i]),
                   "tell a driver");
    }
    for (size_t i = 0; i < work->n_drivers; i++) {
        bench_total *total = NULL;
        gr_code code = bench_driver_send_await(&futures[i], &total, &error);
        take_total(code, total, &error);
    }
    work->n_counted = count_all(work);
    return work->n_counted - counted;
}

uint64_t work_echo(void *arg, uint64_t n)
{
    const struct work *work = arg;
    static struct order order;
    bench_driver_echo_future futures[WORK_DRIVERS_MAX];
    gr_error error = GR_ERROR_INIT;
    uint64_t done = 0;
    make_order(&order, work, 1, n / work->n_drivers);
    for (size_t i = 0; i < work->n_drivers; i++) {
        bench_need(bench_driver_echo_async(work->drivers[i], &order.task, &patient, &futures[i]),
                   "tell a driver");
    }
    for (size_t i = 0; i < work->n_drivers; i++) {
        bench_total *total = NULL;
        gr_code code = bench_driver_echo_await(&futures[i], &total, &error);
        done += take_total(code, total, &error);
    }
    return done;
}

/* A work of the first driver's. */
typedef gr_code ask(bench_driver to, const bench_task *request, const gr_call_options *options,
                    bench_total **out_reply, gr_error *error);

static uint64_t drive_first(const struct work *work, size_t n_counters, uint64_t n, ask *drive)
{
    static struct order order;
    bench_total *total = NULL;
    gr_error error = GR_ERROR_INIT;
    make_order(&order, work, n_counters, n);
    gr_code code = drive(work->drivers[0], &order.task, &patient, &total, &error);
    return take_total(code, total, &error);
}

uint64_t work_spawn(void *arg, uint64_t n)
{
    return drive_first(arg, 1, n, bench_driver_spawn_sync);
}

uint64_t work_arm(void *arg, uint64_t n)
{
    return drive_first(arg, 1, n, bench_driver_arm_sync);
}

uint64_t work_storm(void *arg, uint64_t n)
{
    return drive_first(arg, 2, n, bench_driver_storm_sync);
}

typedef gr_code ask_each(bench_driver to, const bench_task *request, const gr_call_options *options,
                         bench_spans **out_reply, gr_error *error);

static uint64_t time_first(const struct work *work, uint64_t n, uint32_t *out_ns, ask_each *drive)
{
    static struct order order;
    bench_spans *spans = NULL;
    gr_error error = GR_ERROR_INIT;
    make_order(&order, work, 1, n);
    bench_need_call(drive(work->drivers[0], &order.task, &patient, &spans, &error), "drive",
                    &error);
    uint64_t done = spans->n_ns < n ? spans->n_ns : n;
    for (uint64_t i = 0; i < done; i++) {
        out_ns[i] = spans->ns[i];
    }
    gr_free(spans);
    return done;
}

uint64_t work_echo_each(void *arg, uint64_t n, uint32_t *out_ns)
{
    return time_first(arg, n, out_ns, bench_driver_echo_each_sync);
}

uint64_t work_store_each(void *arg, uint64_t n, uint32_t *out_ns)
{
    return time_first(arg, n, out_ns, bench_driver_store_each_sync);
}

uint64_t work_overload(struct work *work, uint64_t ms)
{
    static struct order order;
    bench_driver_overload_future futures[WORK_DRIVERS_MAX];
    gr_error error = GR_ERROR_INIT;
    uint64_t sent = 0;
    make_order(&order, work, 1, ms);
    for (size_t i = 0; i < work->n_drivers; i++) {
        bench_need(
            bench_driver_overload_async(work->drivers[i], &order.task, &patient, &futures[i]),
            "tell a driver");
    }
    for (size_t i = 0; i < work->n_drivers; i++) {
        bench_total *total = NULL;
        gr_code code = bench_driver_overload_await(&futures[i], &total, &error);
        sent += take_total(code, total, &error);
    }
    return sent;
}
