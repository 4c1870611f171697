/* SPDX-License-Identifier: MIT */
/* How long sync calls take whose callee shares a link with a slow actor that is sent more than it
 * can take, by a method whose senders wait: without and with that neighbour. */
#include <stdio.h>

#include "server.h"

enum { POURED = 100000, FEW_POURED = 2000 };

static void measure_calls(const char *name, struct work *work)
{
    bench_time_each(&(struct bench_spans){
        .name = name, .n = 500, .few = 20, .work = work_echo_each, .arg = work });
}

/* What the slow one is sent, by a driver of its own. */
static void pour(const struct server *server, bench_driver_send_future *out_future)
{
    Greenroom__Ref storage, *refs[1] = { &storage };
    bench_task task = { .n_counters = 1,
                        .counters = refs,
                        .how = BENCH__HOW__POUR,
                        .n = bench_count(POURED, FEW_POURED) };
    const gr_call_options patient = { .timeout_ms = GR_FOREVER };
    bench_need(bench_counter_pack_ref(server_counter(server, "slow"), &storage), "pass a ref");
    bench_need(bench_driver_send_async(server->work.drivers[1], &task, &patient, out_future),
               "pour");
}

static void measure(const char *scheme)
{
    static struct server server;
    char name[64];
    bench_driver_send_future poured;
    bench_total *total = NULL;
    gr_error error = GR_ERROR_INIT;
    server_start(&server, scheme);
    work_add_drivers(&server.work, server.node, 1);
    snprintf(name, sizeof(name), "call, %s, link without others", scheme);
    measure_calls(name, &server.work);
    pour(&server, &poured);
    snprintf(name, sizeof(name), "call, %s, slow neighbour", scheme);
    measure_calls(name, &server.work);
    bench_need_call(bench_driver_send_await(&poured, &total, &error), "pour", &error);
    gr_free(total);
    bool is_complete =
        work_count(server_counter(&server, "slow")) == bench_count(POURED, FEW_POURED);
    bench_need(is_complete ? GR_OK : GR_DATA_LOSS, "pour in order");
    server_stop(&server);
}

int main(int argc, char **argv)
{
    server_serve_if_told(argc, argv);
    bench_begin(argc, argv);
    measure("ipc");
    measure("tcp");
    return 0;
}
