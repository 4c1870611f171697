/* SPDX-License-Identifier: MIT */
/* How cost grows with what waits in a mailbox: oneways that come so many at a time; calls that are
 * given up, or expire, while so many others wait with them. */
#include <stdlib.h>

#include "scale.gr.h"
#include "work.h"

enum {
    SENT_MAX = 1000000,
    DEPTH_MAX = 100000,
    RUNS = 5,
    SENT = 100000,
    WITHDRAWN = 200,
    FEW = 1000
};
enum { EXPIRE_MS = 20, NAP_MS = 60000 };

/* ---- the filler ---- */

struct scale_filler_self {
    bench_counter to;
    bench_counter_echo_future *waiting;
    uint64_t n_waiting;
};

static const bench_sample sample = { .value = 1, .kind = 7 };
static const gr_call_options patient = { .timeout_ms = GR_FOREVER };

static gr_code begin(struct scale_filler_self *self, gr_context *ctx, const scale_pile *pile)
{
    self->n_waiting = 0;
    free(self->waiting);
    self->waiting = calloc(pile->depth + 1, /* the last is for one more */
                           sizeof(*self->waiting));
    return self->waiting == NULL ? GR_RESOURCE_EXHAUSTED
                                 : scale_pile_get_counter(gr_context_node(ctx), pile, &self->to);
}

static void filler_stop(struct scale_filler_self *self, gr_context *ctx, gr_code reason)
{
    (void)ctx;
    (void)reason;
    free(self->waiting);
}

static gr_code count(bench_counter counter, uint64_t *out_n)
{
    bench_total *total = NULL;
    gr_code code = bench_counter_count_sync(counter, &patient, &total, NULL);
    if (code == GR_OK) {
        *out_n = total->n;
        gr_free(total);
    }
    return code;
}

static gr_code on_send(struct scale_filler_self *self, gr_context *ctx, const scale_pile *request,
                       bench_total *reply)
{
    uint64_t before = 0, after = 0;
    gr_code code = begin(self, ctx, request);
    code = code == GR_OK ? count(self->to, &before) : code;
    for (uint64_t i = 1; i <= request->n && code == GR_OK; i++) {
        code = bench_counter_add_oneway(self->to, &sample, NULL);
        if (code == GR_OK && (i % request->depth == 0 || i == request->n)) {
            code = count(self->to, &after);
        }
    }
    reply->n = after - before;
    return code;
}

/* One more call to whoever naps. */
static gr_code call_one(struct scale_filler_self *self, const gr_call_options *options)
{
    gr_code code =
        bench_counter_echo_async(self->to, &sample, options, &self->waiting[self->n_waiting]);
    self->n_waiting += code == GR_OK;
    return code;
}

static gr_code fill(struct scale_filler_self *self, uint64_t depth, const gr_call_options *options)
{
    gr_code code = GR_OK;
    while (self->n_waiting < depth && code == GR_OK) {
        code = call_one(self, options);
    }
    return code;
}

/* The end of a call that cannot have been answered. */
static gr_code end_one(bench_counter_echo_future *future, gr_code expected)
{
    bench_sample *echo = NULL;
    gr_code code = bench_counter_echo_await(future, &echo, NULL);
    gr_free(echo);
    return code == expected ? GR_OK : GR_DATA_LOSS;
}

static gr_code withdraw(bench_counter_echo_future *future)
{
    gr_future_cancel(future->future);
    return end_one(future, GR_CANCELLED);
}

/* One more call than wait already, and it is given up; again and again. */
static gr_code on_withdraw(struct scale_filler_self *self, gr_context *ctx,
                           const scale_pile *request, bench_total *reply)
{
    gr_code code = begin(self, ctx, request);
    code = code == GR_OK ? fill(self, request->depth, &patient) : code;
    uint64_t began_ns = bench_now_ns();
    for (uint64_t i = 0; i < request->n && code == GR_OK; i++) {
        code = call_one(self, &patient);
        code = code == GR_OK ? withdraw(&self->waiting[--self->n_waiting]) : code;
    }
    reply->n = bench_now_ns() - began_ns;
    for (uint64_t i = 0; i < self->n_waiting && code == GR_OK; i++) {
        code = withdraw(&self->waiting[i]);
    }
    return code;
}

static gr_code on_expire(struct scale_filler_self *self, gr_context *ctx, const scale_pile *request,
                         bench_total *reply)
{
    const gr_call_options soon = { .timeout_ms = EXPIRE_MS };
    gr_code code = begin(self, ctx, request);
    code = code == GR_OK ? fill(self, request->depth, &soon) : code;
    for (; reply->n < self->n_waiting && code == GR_OK; reply->n++) {
        code = end_one(&self->waiting[reply->n], GR_DEADLINE_EXCEEDED);
    }
    return code;
}

static const scale_filler_type filler_type =
    SCALE_FILLER_TYPE(on_, SCALE_FILLER_HOOKS(.stop = filler_stop));

/* ---- main ---- */

typedef gr_code fill_mailbox(scale_filler to, const scale_pile *request,
                             const gr_call_options *options, bench_total **out_reply,
                             gr_error *error);

/* Who fills whose mailbox. */
struct filling {
    gr_node *node;
    scale_filler filler;
    bench_counter counter;
};

static struct filling begin_filling(void)
{
    struct filling filling = { .node = work_node("bench", 1) };
    filling.counter = work_spawn_patient_counter(filling.node);
    bench_need(scale_filler_spawn(filling.node, &filler_type, NULL, &filling.filler, NULL),
               "spawn");
    return filling;
}

static uint64_t run(const struct filling *filling, uint64_t n, uint64_t depth, fill_mailbox *how)
{
    scale_pile request = { .n = n, .depth = depth };
    Greenroom__Ref storage;
    bench_total *total = NULL;
    gr_error error = GR_ERROR_INIT;
    bench_need(scale_pile_set_counter(&request, &storage, filling->counter), "pass a ref");
    bench_need_call(how(filling->filler, &request, &patient, &total, &error), "fill", &error);
    uint64_t answer = total->n;
    gr_free(total);
    return answer;
}

/* Each in nanoseconds an operation. */
static double send_once(uint64_t depth)
{
    uint64_t n = bench_count(depth > SENT ? depth : SENT, FEW);
    struct filling filling = begin_filling();
    run(&filling, n, depth, scale_filler_send_sync); /* warms up */
    uint64_t began_ns = bench_now_ns();
    bool all = run(&filling, n, depth, scale_filler_send_sync) == n;
    double took_ns = (double)(bench_now_ns() - began_ns);
    bench_need(all ? GR_OK : GR_DATA_LOSS, "send");
    work_destroy_node(filling.node);
    return took_ns / (double)n;
}

/* Whoever is called naps meanwhile, and is woken at the end. */
static void have_nap(const struct filling *filling, bench_counter_nap_future *out_future)
{
    work_nap(filling->counter, NAP_MS, out_future);
    bench_need(work_count(work_spawn_counter(filling->node, NULL)) == 0 ? GR_OK : GR_INTERNAL,
               "begin to nap"); /* its turn comes behind */
}

static void end_nap(const struct filling *filling, bench_counter_nap_future *future)
{
    gr_future_cancel(future->future);
    bench_need(bench_counter_nap_await(future, NULL) == GR_CANCELLED ? GR_OK : GR_INTERNAL, "wake");
    bench_need(work_count(filling->counter) == 1 ? GR_OK : GR_INTERNAL, "have none handled");
}

static double withdraw_once(uint64_t depth)
{
    struct filling filling = begin_filling();
    bench_counter_nap_future nap;
    uint64_t n = bench_count(WITHDRAWN, 10);
    have_nap(&filling, &nap);
    uint64_t took_ns = run(&filling, n, depth, scale_filler_withdraw_sync);
    end_nap(&filling, &nap);
    work_destroy_node(filling.node);
    return (double)took_ns / (double)n;
}

/* The processor's time, for the deadline is waited for. */
static double expire_once(uint64_t depth)
{
    struct filling filling = begin_filling();
    bench_counter_nap_future nap;
    have_nap(&filling, &nap);
    uint64_t began_ns = bench_cpu_ns();
    bool all = run(&filling, depth, depth, scale_filler_expire_sync) == depth;
    double took_ns = (double)(bench_cpu_ns() - began_ns);
    bench_need(all ? GR_OK : GR_DATA_LOSS, "have them expire");
    end_nap(&filling, &nap);
    work_destroy_node(filling.node);
    return took_ns / (double)depth;
}

/* A curve ends early where a point takes longer than the next one should. */
static void measure(const char *curve, enum bench_unit unit, uint64_t depth_max,
                    double (*once)(uint64_t depth))
{
    const double long_ns = 1e8;
    double took_ns = 0;
    for (uint64_t depth = 1; depth <= depth_max && took_ns < long_ns; depth *= 10) {
        struct bench_values took = { .n = bench_runs(RUNS) };
        for (int i = 0; i < took.n; i++) {
            took.at[i] = once(depth);
        }
        bench_print_point(curve, depth, unit, &took);
        took_ns = bench_median(&took) * (double)depth;
    }
}

int main(int argc, char **argv)
{
    bench_begin(argc, argv);
    measure("oneway", BENCH_NS, bench_count(SENT_MAX, FEW), send_once);
    measure("call given up", BENCH_NS, bench_count(DEPTH_MAX, FEW), withdraw_once);
    measure("call that expires", BENCH_CPU_NS, bench_count(DEPTH_MAX, FEW), expire_once);
    return 0;
}
