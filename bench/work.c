/* SPDX-License-Identifier: MIT */
/* What main() has done by counters and drivers: see work.h. On its thread. */
#include "work.h"

#include "actors.h"

/* ---- nodes and actors ---- */

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
    return spawn_counter(node, &work_counter_type, &(gr_spawn_options){ .name = name });
}

bench_counter work_spawn_slow_counter(gr_node *node, const char *name)
{
    static bench_counter_type slow_type;
    slow_type = work_counter_type;
    slow_type.pour = work_pour_slowly;
    return spawn_counter(node, &slow_type, &(gr_spawn_options){ .name = name });
}

bench_counter work_spawn_patient_counter(gr_node *node)
{
    return spawn_counter(
        node, &work_counter_type,
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
        gr_code code = bench_driver_spawn(node, &work_driver_type, NULL,
                                          &work->drivers[work->n_drivers], &error);
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

enum { QUEUED_MAX = 1000 }; /* two of these fit into a mailbox */

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
