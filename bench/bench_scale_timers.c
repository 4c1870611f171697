/* SPDX-License-Identifier: MIT */
/* How cost grows with the number of timers that are pending: setting one more and taking it back,
 * and what it costs when they fire. */
#include <malloc.h>
#include <stdlib.h>

#include "scale.gr.h"
#include "work.h"

enum { AT_ONCE = 500, PAUSE_AFTER = 10000, KEPT_MAX = 1000000, RUNS = 5, SET = 50000, FEW = 1000 };
enum { HOUR_MS = 3600000, FIRE_MS = 100, FIRED_MAX = 100000 };

/* ---- the alarms ---- */

struct scale_alarms_self {
    gr_timer *kept;
    uint64_t n_kept;
    uint64_t random;
};

static void alarms_stop(struct scale_alarms_self *self, gr_context *ctx, gr_code reason)
{
    (void)ctx;
    (void)reason;
    free(self->kept);
}

static const bench_sample sample = { .value = 1, .kind = 7 };

static uint32_t random_below(struct scale_alarms_self *self, uint32_t n)
{
    self->random = self->random * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)((self->random >> 33) % n);
}

/* Hours from now, each at a time of its own. */
static gr_code set_one(struct scale_alarms_self *self, bench_counter to, gr_timer *out_timer)
{
    gr_oneway_options later = { .after_ms = HOUR_MS + random_below(self, 10 * HOUR_MS),
                                .timer = out_timer };
    return bench_counter_add_oneway(to, &sample, &later);
}

static gr_code on_keep(struct scale_alarms_self *self, gr_context *ctx,
                       const scale_pending *request, bench_total *reply)
{
    bench_counter to;
    gr_code code = scale_pending_get_counter(gr_context_node(ctx), request, &to);
    self->kept = calloc(request->n, sizeof(*self->kept));
    if (self->kept == NULL) {
        return GR_RESOURCE_EXHAUSTED;
    }
    for (uint64_t i = 0; i < request->n && code == GR_OK; i++) {
        code = set_one(self, to, &self->kept[i]);
        reply->n += code == GR_OK;
        if (code == GR_OK && i % PAUSE_AFTER == 0) {
            code = gr_sleep(ctx, 0); /* the worker has other things to do, too */
        }
    }
    return code;
}

static gr_code on_arm(struct scale_alarms_self *self, gr_context *ctx, const scale_pending *request,
                      bench_total *reply)
{
    gr_timer timers[AT_ONCE];
    bench_counter to;
    gr_code code = scale_pending_get_counter(gr_context_node(ctx), request, &to);
    while (reply->n < request->n && code == GR_OK) {
        uint64_t set = 0;
        for (; set < AT_ONCE && code == GR_OK; set++) {
            code = set_one(self, to, &timers[set]);
        }
        for (uint64_t i = 0; i < set && code == GR_OK; i++) {
            code = gr_timer_cancel(timers[i]);
        }
        reply->n += set;
    }
    return code;
}

/* The counter has its turn behind all that have fired. */
static gr_code await_all(bench_counter to)
{
    const gr_call_options patient = { .timeout_ms = GR_FOREVER };
    bench_total *total = NULL;
    gr_code code = bench_counter_count_sync(to, &patient, &total, NULL);
    gr_free(total);
    return code;
}

/* All within some milliseconds, and they have been handled when the counter says so. */
static gr_code on_fire(struct scale_alarms_self *self, gr_context *ctx,
                       const scale_pending *request, bench_total *reply)
{
    bench_counter to;
    gr_code code = scale_pending_get_counter(gr_context_node(ctx), request, &to);
    for (; reply->n < request->n && code == GR_OK; reply->n++) {
        gr_oneway_options later = { .after_ms = 1 + random_below(self, FIRE_MS) };
        code = bench_counter_pour_oneway(to, &sample, &later);
    }
    code = code == GR_OK ? gr_sleep(ctx, FIRE_MS + 1) : code;
    return code == GR_OK ? await_all(to) : code;
}

static const scale_alarms_type alarms_type =
    SCALE_ALARMS_TYPE(on_, SCALE_ALARMS_HOOKS(.stop = alarms_stop));

/* ---- main ---- */

typedef gr_code set_timers(scale_alarms to, const scale_pending *request,
                           const gr_call_options *options, bench_total **out_reply,
                           gr_error *error);

struct setting {
    scale_alarms alarms;
    bench_counter counter;
    uint64_t pending;
};

static void set(const struct setting *setting, uint64_t n, set_timers *how)
{
    const gr_call_options patient = { .timeout_ms = GR_FOREVER };
    scale_pending request = { .n = n };
    Greenroom__Ref storage;
    bench_total *total = NULL;
    gr_error error = GR_ERROR_INIT;
    bench_need(scale_pending_set_counter(&request, &storage, setting->counter), "pass a ref");
    bench_need_call(how(setting->alarms, &request, &patient, &total, &error), "set timers", &error);
    bench_need(total->n == n ? GR_OK : GR_DATA_LOSS, "set all timers");
    gr_free(total);
}

static void measure_arm(const struct setting *setting)
{
    struct bench_values took = { .n = bench_runs(RUNS) };
    uint64_t n = bench_count(SET, FEW);
    for (int i = -1; i < took.n; i++) { /* the first one warms up */
        uint64_t began_ns = bench_now_ns();
        set(setting, n, scale_alarms_arm_sync);
        if (i >= 0) {
            took.at[i] = (double)(bench_now_ns() - began_ns) / (double)n;
        }
    }
    bench_print_point("set and cancelled", setting->pending, BENCH_NS, &took);
}

/* The processor's time: most of the time they are waited for. */
static void measure_fire(const struct setting *setting, uint64_t n)
{
    struct bench_values took = { .n = bench_runs(RUNS) };
    uint64_t before = work_count(setting->counter);
    for (int i = 0; i < took.n; i++) {
        uint64_t began_ns = bench_cpu_ns();
        set(setting, n, scale_alarms_fire_sync);
        took.at[i] = (double)(bench_cpu_ns() - began_ns) / (double)n;
    }
    bench_print_point("set and fired", n, BENCH_CPU_NS, &took);
    bool all = work_count(setting->counter) - before == n * (uint64_t)took.n;
    bench_need(all ? GR_OK : GR_DATA_LOSS, "have all timers fire");
}

static struct setting begin_setting(uint64_t pending, gr_node **out_node)
{
    struct setting setting = { .pending = pending };
    malloc_trim(0); /* what the node before had */
    *out_node = work_node("bench", 1);
    setting.counter = work_spawn_patient_counter(*out_node);
    bench_need(scale_alarms_spawn(*out_node, &alarms_type, NULL, &setting.alarms, NULL), "spawn");
    return setting;
}

static void measure_keep(const struct setting *setting)
{
    uint64_t bytes = bench_resident_bytes(), began_ns = bench_now_ns();
    double pending = (double)setting->pending;
    set(setting, setting->pending, scale_alarms_keep_sync);
    bench_print_one("set", setting->pending, BENCH_NS,
                    (double)(bench_now_ns() - began_ns) / pending);
    if (setting->pending >= FEW) { /* of a few it says more about pages */
        double more = (double)bench_resident_bytes() - (double)bytes;
        bench_print_one("memory of a timer", setting->pending, BENCH_BYTES, more / pending);
    }
}

static void measure(uint64_t pending)
{
    gr_node *node;
    struct setting setting = begin_setting(pending, &node);
    measure_keep(&setting);
    measure_arm(&setting);
    work_destroy_node(node);
    if (pending <= FIRED_MAX) {
        setting = begin_setting(pending, &node);
        measure_fire(&setting, pending);
        work_destroy_node(node);
    }
}

int main(int argc, char **argv)
{
    bench_begin(argc, argv);
    for (uint64_t pending = 1; pending <= bench_count(KEPT_MAX, FEW); pending *= 10) {
        measure(pending);
    }
    return 0;
}
