/* SPDX-License-Identifier: MIT */
/* How cost grows with the number of peers, each a process of its own: sync calls to one after the
 * other, by one caller and by many; and the memory that the node with all the sessions takes. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "actors.h"
#include "other.h"
#include "scale.gr.h"
#include "work.h"

enum {
    PEERS_MAX = 200,
    FEW_PEERS = 2,
    FEW_CALLS = 4,
    CALLERS = 64,
    ONE_CALLS = 2000,
    MANY_CALLS = 100,
    RUNS = 5
};

/* ---- over there ---- */

static void serve(const char *at)
{
    char name[32];
    char *url = NULL;
    snprintf(name, sizeof(name), "peer%ld", (long)getpid());
    gr_node *node = work_node(name, 1);
    work_spawn_counter(node, "counter");
    bench_need(gr_node_listen(node, at, &url), "listen");
    other_say(url);
    gr_free(url);
    other_await_end();
    work_destroy_node(node);
}

/* ---- the visitor ---- */

struct scale_visitor_self {
    bench_counter counters[PEERS_MAX];
    uint32_t *ns;
};

static void visitor_stop(struct scale_visitor_self *self, gr_context *ctx, gr_code reason)
{
    (void)ctx;
    (void)reason;
    free(self->ns);
}

static gr_code begin(struct scale_visitor_self *self, gr_context *ctx, const scale_rounds *request,
                     bench_spans *reply)
{
    gr_code code =
        request->n_counters == 0 || request->n_counters > PEERS_MAX ? GR_INVALID_ARGUMENT : GR_OK;
    for (size_t i = 0; i < request->n_counters && code == GR_OK; i++) {
        code = scale_rounds_get_counters(gr_context_node(ctx), request, i, &self->counters[i]);
    }
    free(self->ns);
    self->ns = calloc(request->n, sizeof(*self->ns));
    reply->ns = self->ns;
    return self->ns == NULL ? GR_RESOURCE_EXHAUSTED : code;
}

static gr_code on_visit(struct scale_visitor_self *self, gr_context *ctx,
                        const scale_rounds *request, bench_spans *reply)
{
    const bench_sample sample = { .value = 1, .kind = 7 };
    gr_code code = begin(self, ctx, request, reply);
    for (uint64_t i = 0; i < request->n && code == GR_OK; i++) {
        bench_sample *echo = NULL;
        uint64_t began_ns = bench_now_ns();
        code = bench_counter_echo_sync(self->counters[(request->first + i) % request->n_counters],
                                       &sample, NULL, &echo, NULL);
        self->ns[i] = (uint32_t)(bench_now_ns() - began_ns);
        reply->n_ns += code == GR_OK && echo->value == 1;
        gr_free(echo);
    }
    return code;
}

static const scale_visitor_type visitor_type =
    SCALE_VISITOR_TYPE(on_, SCALE_VISITOR_HOOKS(.stop = visitor_stop));

/* ---- main ---- */

/* The processes, and who calls them. Owned by main(). */
struct crowd {
    gr_node *node;
    struct other others[PEERS_MAX];
    bench_counter counters[PEERS_MAX];
    size_t n;
    scale_visitor visitors[CALLERS];
    uint64_t bytes_before;
};

static void add_peer(struct crowd *crowd)
{
    struct other *other = &crowd->others[crowd->n];
    char path[64];
    gr_error error = GR_ERROR_INIT;
    other_start(other, "--peer", "ipc");
    bench_need(gr_node_connect(crowd->node, other->url), "connect");
    snprintf(path, sizeof(path), "peer%ld/counter", (long)other->pid);
    gr_code code =
        bench_counter_lookup(crowd->node, path, NULL, &crowd->counters[crowd->n], &error);
    bench_need_call(code, "look a counter up", &error);
    crowd->n++;
}

/* A request and what it borrows. */
struct order {
    scale_rounds rounds;
    Greenroom__Ref refs[PEERS_MAX];
    Greenroom__Ref *pointers[PEERS_MAX];
};

static void make_order(struct order *order, const struct crowd *crowd, uint64_t n)
{
    order->rounds = (scale_rounds){ .n_counters = crowd->n, .counters = order->pointers, .n = n };
    for (size_t i = 0; i < crowd->n; i++) {
        order->pointers[i] = &order->refs[i];
        bench_need(bench_counter_pack_ref(crowd->counters[i], &order->refs[i]), "pass a ref");
    }
}

static const gr_call_options patient = { .timeout_ms = GR_FOREVER };

static void end_visit(scale_visitor_visit_future *future, uint64_t n, bench_spans **out_spans)
{
    gr_error error = GR_ERROR_INIT;
    bench_need_call(scale_visitor_visit_await(future, out_spans, &error), "visit", &error);
    bench_need((*out_spans)->n_ns == n ? GR_OK : GR_DATA_LOSS, "visit all");
}

static void measure_one(const struct crowd *crowd)
{
    static struct order order;
    struct bench_values took[2] = { { .n = bench_runs(RUNS) }, { .n = bench_runs(RUNS) } };
    uint64_t n = bench_count(ONE_CALLS, FEW_CALLS);
    make_order(&order, crowd, n);
    for (int i = 0; i < took[0].n; i++) {
        scale_visitor_visit_future future;
        bench_spans *spans = NULL;
        bench_need(scale_visitor_visit_async(crowd->visitors[0], &order.rounds, &patient, &future),
                   "visit");
        end_visit(&future, n, &spans);
        took[0].at[i] = bench_percentile(spans->ns, n, 50) / 1e3;
        took[1].at[i] = bench_percentile(spans->ns, n, 99) / 1e3;
        gr_free(spans);
    }
    bench_print_point("1 caller, p50", crowd->n, BENCH_US, &took[0]);
    bench_print_point("1 caller, p99", crowd->n, BENCH_US, &took[1]);
}

/* Each caller begins with another peer. */
static void visit_all(const struct crowd *crowd, struct order *order, uint64_t n)
{
    scale_visitor_visit_future futures[CALLERS];
    for (size_t i = 0; i < CALLERS; i++) {
        order->rounds.first = i;
        bench_need(
            scale_visitor_visit_async(crowd->visitors[i], &order->rounds, &patient, &futures[i]),
            "visit");
    }
    for (size_t i = 0; i < CALLERS; i++) {
        bench_spans *spans = NULL;
        end_visit(&futures[i], n, &spans);
        gr_free(spans);
    }
}

/* The time of a call, and the processor time that this process, alone, spends on it. */
static void measure_many(const struct crowd *crowd)
{
    static struct order order;
    struct bench_values took = { .n = bench_runs(RUNS) }, cpu = took;
    uint64_t n = bench_count(MANY_CALLS, FEW_PEERS);
    make_order(&order, crowd, n);
    for (int i = 0; i < took.n; i++) {
        uint64_t began_ns = bench_now_ns(), began_cpu_ns = bench_cpu_ns();
        visit_all(crowd, &order, n);
        took.at[i] = (double)(bench_now_ns() - began_ns) / (double)(n * CALLERS) / 1e3;
        cpu.at[i] = (double)(bench_cpu_ns() - began_cpu_ns) / (double)(n * CALLERS) / 1e3;
    }
    bench_print_point("64 callers", crowd->n, BENCH_US, &took);
    bench_print_point("64 callers, processor time of theirs", crowd->n, BENCH_US, &cpu);
}

static void measure(const struct crowd *crowd)
{
    double bytes = (double)bench_resident_bytes() - (double)crowd->bytes_before;
    measure_one(crowd);
    measure_many(crowd);
    bench_print_one("memory of a session", crowd->n, BENCH_BYTES, bytes / (double)crowd->n);
}

static void begin_crowd(struct crowd *crowd)
{
    crowd->node = work_node("client", 1);
    for (size_t i = 0; i < CALLERS; i++) {
        bench_need(scale_visitor_spawn(crowd->node, &visitor_type, NULL, &crowd->visitors[i], NULL),
                   "spawn a visitor");
    }
    add_peer(crowd); /* what is done once */
    crowd->bytes_before = bench_resident_bytes();
}

int main(int argc, char **argv)
{
    static const size_t steps[] = { 1, 2, 5, 10, 20, 50, 100, PEERS_MAX };
    static struct crowd crowd;
    if (other_is_told(argc, argv, "--peer")) {
        serve(argv[2]);
        return 0;
    }
    bench_begin(argc, argv);
    begin_crowd(&crowd);
    for (size_t i = 0; steps[i] < bench_count(PEERS_MAX, FEW_PEERS); i++) {
        while (crowd.n < steps[i]) {
            add_peer(&crowd);
        }
        measure(&crowd);
    }
    while (crowd.n < bench_count(PEERS_MAX, FEW_PEERS)) {
        add_peer(&crowd);
    }
    measure(&crowd);
    work_destroy_node(crowd.node);
    while (crowd.n > 0) {
        other_stop(&crowd.others[--crowd.n]);
    }
    return 0;
}
