/* SPDX-License-Identifier: MIT */
/* How cost grows with the size of a message, from 8 bytes to a mebibyte: oneways and calls within a
 * worker, and to another process. */
#include <stdio.h>
#include <stdlib.h>

#include "scale.gr.h"
#include "server.h"

enum { SIZE_MAX_BYTES = 1 << 20, AT_ONCE = 1000 };

/* ---- the carrier ---- */

struct scale_carrier_self {
    uint8_t *content;
};

static gr_code carrier_start(struct scale_carrier_self *self, gr_context *ctx)
{
    (void)ctx;
    self->content = malloc(SIZE_MAX_BYTES);
    for (size_t i = 0; i < SIZE_MAX_BYTES && self->content != NULL; i++) {
        self->content[i] = 1;
    }
    return self->content == NULL ? GR_RESOURCE_EXHAUSTED : GR_OK;
}

static void carrier_stop(struct scale_carrier_self *self, gr_context *ctx, gr_code reason)
{
    (void)ctx;
    (void)reason;
    free(self->content);
}

static gr_code begin(struct scale_carrier_self *self, gr_context *ctx, const scale_load *load,
                     bench_counter *out_to, bench_blob *out_blob)
{
    if (load->bytes == 0 || load->bytes > SIZE_MAX_BYTES) {
        return GR_INVALID_ARGUMENT;
    }
    out_blob->content.len = load->bytes;
    out_blob->content.data = self->content;
    return scale_load_get_counter(gr_context_node(ctx), load, out_to);
}

static const gr_call_options patient = { .timeout_ms = GR_FOREVER };

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

static gr_code on_send(struct scale_carrier_self *self, gr_context *ctx, const scale_load *request,
                       bench_total *reply)
{
    bench_counter to;
    bench_blob blob = BENCH__BLOB__INIT;
    uint64_t before = 0, after = 0;
    gr_code code = begin(self, ctx, request, &to, &blob);
    code = code == GR_OK ? count(to, &before) : code;
    for (uint64_t i = 1; i <= request->n && code == GR_OK; i++) {
        code = bench_counter_keep_oneway(to, &blob, NULL);
        if (code == GR_OK && (i % AT_ONCE == 0 || i == request->n)) {
            code = count(to, &after);
        }
    }
    reply->n = after - before;
    return code;
}

static gr_code on_ask(struct scale_carrier_self *self, gr_context *ctx, const scale_load *request,
                      bench_total *reply)
{
    bench_counter to;
    bench_blob blob = BENCH__BLOB__INIT;
    gr_code code = begin(self, ctx, request, &to, &blob);
    for (uint64_t i = 0; i < request->n && code == GR_OK; i++) {
        bench_total *total = NULL;
        code = bench_counter_store_sync(to, &blob, NULL, &total, NULL);
        if (code == GR_OK) {
            reply->n += total->n == request->bytes;
            gr_free(total);
        }
    }
    return code;
}

static const scale_carrier_type carrier_type =
    SCALE_CARRIER_TYPE(on_, SCALE_CARRIER_HOOKS(.start = carrier_start, .stop = carrier_stop));

/* ---- main ---- */

typedef gr_code carry(scale_carrier to, const scale_load *request, const gr_call_options *options,
                      bench_total **out_reply, gr_error *error);

/* Operations of a run: so many small ones, or as many as carry so much. */
struct amount {
    uint64_t most;
    uint64_t few;
    uint64_t bytes;
};

static uint64_t operations(const struct amount *amount, uint64_t bytes)
{
    uint64_t most = bench_count(amount->most, amount->few);
    uint64_t enough = amount->bytes / bytes + 1;
    return most < enough ? most : enough;
}

static void measure(const char *curve, scale_carrier carrier, bench_counter to, carry *how,
                    const struct amount *amount)
{
    Greenroom__Ref storage;
    gr_error error = GR_ERROR_INIT;
    for (uint64_t bytes = 8; bytes <= SIZE_MAX_BYTES;
         bytes = bytes < SIZE_MAX_BYTES / 8 || bytes == SIZE_MAX_BYTES ? bytes * 8
                                                                       : SIZE_MAX_BYTES) {
        scale_load load = { .n = operations(amount, bytes), .bytes = bytes };
        struct bench_values took = { .n = bench_runs(0) };
        bench_need(scale_load_set_counter(&load, &storage, to), "pass a ref");
        for (int i = -1; i < took.n; i++) { /* the first one warms up */
            bench_total *total = NULL;
            uint64_t began_ns = bench_now_ns();
            bench_need_call(how(carrier, &load, &patient, &total, &error), "carry", &error);
            double took_ns = (double)(bench_now_ns() - began_ns);
            bench_need(total->n == load.n ? GR_OK : GR_DATA_LOSS, "carry all of it");
            gr_free(total);
            if (i >= 0) {
                took.at[i] = took_ns / (double)load.n;
            }
        }
        bench_print_point(curve, bytes, BENCH_NS, &took);
    }
}

static scale_carrier spawn_carrier(gr_node *node)
{
    scale_carrier carrier;
    bench_need(scale_carrier_spawn(node, &carrier_type, NULL, &carrier, NULL), "spawn a carrier");
    return carrier;
}

static void measure_local(void)
{
    static const struct amount amount = { .most = 50000, .few = 1000, .bytes = 32 << 20 };
    gr_node *node = work_node("bench", 1);
    bench_counter counter = work_spawn_counter(node, NULL);
    scale_carrier carrier = spawn_carrier(node);
    measure("oneway", carrier, counter, scale_carrier_send_sync, &amount);
    measure("call", carrier, counter, scale_carrier_ask_sync, &amount);
    work_destroy_node(node);
}

static void measure_remote(const char *scheme)
{
    static const struct amount sent = { .most = 20000, .few = 100, .bytes = 16 << 20 };
    static const struct amount asked = { .most = 500, .few = 10, .bytes = 16 << 20 };
    static struct server server;
    char curve[64];
    server_start(&server, scheme);
    scale_carrier carrier = spawn_carrier(server.node);
    snprintf(curve, sizeof(curve), "oneway, %s", scheme);
    measure(curve, carrier, server.work.counters[0], scale_carrier_send_sync, &sent);
    snprintf(curve, sizeof(curve), "call, %s", scheme);
    measure(curve, carrier, server.work.counters[0], scale_carrier_ask_sync, &asked);
    server_stop(&server);
}

int main(int argc, char **argv)
{
    server_serve_if_told(argc, argv);
    bench_begin(argc, argv);
    measure_local();
    measure_remote("ipc");
    measure_remote("tcp");
    return 0;
}
