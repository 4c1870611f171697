/* SPDX-License-Identifier: MIT */
/* The counter, the mayfly and the driver. Their handlers are written as a user's would be: typed
 * stubs, public headers, every code looked at. */
#include "work.h"

#include <stdatomic.h>

/* How many oneways or new actors before the sender waits until all of them have been handled: less
 * than a mailbox holds. */
enum { BATCH = 500 };

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

struct bench_driver_self {
    bench_counter counter;
    uint64_t n_before;
};

/* How many samples the counter has had; all that was sent before has been handled then. */
static gr_code count(bench_counter counter, uint64_t *out_n)
{
    bench_total *total;
    gr_code code = bench_counter_count_sync(counter, NULL, &total, NULL);
    if (code == GR_OK) {
        *out_n = total->n;
        gr_free(total);
    }
    return code;
}

static gr_code begin(struct bench_driver_self *self, gr_context *ctx, const bench_task *task)
{
    gr_code code = bench_task_get_counter(gr_context_node(ctx), task, &self->counter);
    return code == GR_OK ? count(self->counter, &self->n_before) : code;
}

static gr_code finish(struct bench_driver_self *self, gr_code code, bench_total *reply)
{
    uint64_t n = 0;
    if (code == GR_OK) {
        code = count(self->counter, &n);
    }
    reply->n = n - self->n_before;
    return code;
}

static gr_code drive_add(struct bench_driver_self *self, gr_context *ctx, const bench_task *request,
                         bench_total *reply)
{
    bench_sample sample = { .value = 1, .kind = 7 };
    uint64_t n;
    gr_code code = begin(self, ctx, request);
    for (uint64_t i = 1; i <= request->n && code == GR_OK; i++) {
        sample.at = i;
        code = bench_counter_add_oneway(self->counter, &sample, NULL);
        if (code == GR_OK && i % BATCH == 0) {
            code = count(self->counter, &n);
        }
    }
    return finish(self, code, reply);
}

static gr_code drive_pour(struct bench_driver_self *self, gr_context *ctx,
                          const bench_task *request, bench_total *reply)
{
    bench_sample sample = { .value = 1, .kind = 7 };
    gr_code code = begin(self, ctx, request);
    for (uint64_t i = 1; i <= request->n && code == GR_OK; i++) {
        sample.at = i;
        code = bench_counter_pour_oneway(self->counter, &sample, NULL);
    }
    return finish(self, code, reply);
}

/* Several drivers may do this at once: the replies are counted. */
static gr_code drive_echo(struct bench_driver_self *self, gr_context *ctx,
                          const bench_task *request, bench_total *reply)
{
    bench_sample sample = { .value = 1, .kind = 7 };
    bench_sample *echo;
    gr_code code = begin(self, ctx, request);
    for (uint64_t i = 1; i <= request->n && code == GR_OK; i++) {
        sample.at = i;
        code = bench_counter_echo_sync(self->counter, &sample, NULL, &echo, NULL);
        if (code == GR_OK) {
            reply->n += echo->value;
            gr_free(echo);
        }
    }
    return code;
}

static gr_code drive_spawn(struct bench_driver_self *self, gr_context *ctx,
                           const bench_task *request, bench_total *reply)
{
    gr_node *node = gr_context_node(ctx);
    bench_sample sample = { .value = 1 };
    uint64_t before = atomic_load(&lived);
    uint64_t n;
    gr_code code = begin(self, ctx, request);
    for (uint64_t i = 1; i <= request->n && code == GR_OK; i++) {
        bench_mayfly mayfly;
        code = bench_mayfly_spawn(node, &mayfly_type, NULL, &mayfly, NULL);
        if (code == GR_OK) {
            code = bench_mayfly_live_oneway(mayfly, &sample, NULL);
        }
        if (code == GR_OK && (i % BATCH == 0 || i == request->n)) {
            code = count(self->counter, &n); /* its turn comes after theirs */
        }
    }
    reply->n = atomic_load(&lived) - before;
    return code;
}

static const bench_driver_type driver_type = BENCH_DRIVER_TYPE(drive_, BENCH_DRIVER_NO_HOOKS);

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

bench_counter work_spawn_counter(gr_node *node, const char *name)
{
    bench_counter counter;
    gr_error error = GR_ERROR_INIT;
    gr_code code = bench_counter_spawn(node, &counter_type, &(gr_spawn_options){ .name = name },
                                       &counter, &error);
    bench_need_call(code, "spawn a counter", &error);
    return counter;
}

bench_counter work_spawn_slow_counter(gr_node *node, const char *name)
{
    static bench_counter_type slow_type;
    bench_counter counter;
    gr_error error = GR_ERROR_INIT;
    slow_type = counter_type;
    slow_type.pour = pour_slowly;
    gr_code code = bench_counter_spawn(node, &slow_type, &(gr_spawn_options){ .name = name },
                                       &counter, &error);
    bench_need_call(code, "spawn a slow counter", &error);
    return counter;
}

struct work work_local(gr_node *node)
{
    struct work work = { .counter = work_spawn_counter(node, NULL) };
    work_add_drivers(&work, node, 1);
    return work;
}

void work_add_drivers(struct work *work, gr_node *node, size_t n)
{
    gr_error error = GR_ERROR_INIT;
    while (n > 0 && work->n_drivers < WORK_DRIVERS_MAX) {
        gr_code code =
            bench_driver_spawn(node, &driver_type, NULL, &work->drivers[work->n_drivers], &error);
        bench_need_call(code, "spawn a driver", &error);
        work->n_drivers++;
        n--;
    }
}

static bench_task task_for(const struct work *work, Greenroom__Ref *storage, uint64_t n)
{
    bench_task task = { .n = n };
    bench_need(bench_task_set_counter(&task, storage, work->counter), "pass a ref");
    return task;
}

static uint64_t take_total(gr_code code, bench_total *total, gr_error *error)
{
    bench_need_call(code, "drive", error);
    uint64_t n = total->n;
    gr_free(total);
    return n;
}

static const gr_call_options patient = { .timeout_ms = GR_FOREVER };

uint64_t work_add(void *arg, uint64_t n)
{
    const struct work *work = arg;
    Greenroom__Ref storage;
    bench_task task = task_for(work, &storage, n);
    bench_total *total = NULL;
    gr_error error = GR_ERROR_INIT;
    gr_code code = bench_driver_add_sync(work->drivers[0], &task, &patient, &total, &error);
    return take_total(code, total, &error);
}

uint64_t work_pour(void *arg, uint64_t n)
{
    const struct work *work = arg;
    Greenroom__Ref storage;
    bench_task task = task_for(work, &storage, n);
    bench_total *total = NULL;
    gr_error error = GR_ERROR_INIT;
    gr_code code = bench_driver_pour_sync(work->drivers[0], &task, &patient, &total, &error);
    return take_total(code, total, &error);
}

uint64_t work_spawn(void *arg, uint64_t n)
{
    const struct work *work = arg;
    Greenroom__Ref storage;
    bench_task task = task_for(work, &storage, n);
    bench_total *total = NULL;
    gr_error error = GR_ERROR_INIT;
    gr_code code = bench_driver_spawn_sync(work->drivers[0], &task, &patient, &total, &error);
    return take_total(code, total, &error);
}

uint64_t work_echo(void *arg, uint64_t n)
{
    const struct work *work = arg;
    Greenroom__Ref storage;
    bench_task task = task_for(work, &storage, n / work->n_drivers);
    bench_driver_echo_future futures[WORK_DRIVERS_MAX];
    gr_error error = GR_ERROR_INIT;
    uint64_t done = 0;
    for (size_t i = 0; i < work->n_drivers; i++) {
        bench_need(bench_driver_echo_async(work->drivers[i], &task, &patient, &futures[i]),
                   "tell a driver");
    }
    for (size_t i = 0; i < work->n_drivers; i++) {
        bench_total *total = NULL;
        gr_code code = bench_driver_echo_await(&futures[i], &total, &error);
        done += take_total(code, total, &error);
    }
    return done;
}
