/* SPDX-License-Identifier: MIT */
/* How long sync calls take whose callee shares a link with a slow actor that is sent more than it
 * can take, by a method whose senders wait: the 99th percentile, without and with that neighbour.
 */
#include <stdio.h>
#include <stdlib.h>

#include "server.h"

enum { CALLS = 2000, POURED = 100000 };

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a;
    double y = *(const double *)b;
    return (x > y) - (x < y);
}

static void call_once(bench_counter counter)
{
    bench_sample sample = { .value = 1 };
    bench_sample *echo = NULL;
    gr_error error = GR_ERROR_INIT;
    gr_code code = bench_counter_echo_sync(counter, &sample, NULL, &echo, &error);
    bench_need_call(code, "call the neighbour", &error);
    gr_free(echo);
}

/* Median, 99th percentile and longest of the calls. */
static void measure_calls(const char *name, bench_counter counter)
{
    static double took[CALLS];
    for (int i = 0; i < CALLS; i++) {
        uint64_t began_ns = bench_now_ns();
        call_once(counter);
        took[i] = (double)(bench_now_ns() - began_ns);
    }
    qsort(took, CALLS, sizeof(took[0]), compare);
    printf("%-36s %12.1f %12.1f %12.1f  ns (median, p99, max)\n", name, took[CALLS / 2],
           took[CALLS - CALLS / 100], took[CALLS - 1]);
}

static void measure(const char *scheme)
{
    char name[64];
    struct server server;
    server_start(&server, scheme);
    gr_node *node = work_node("client", 1);
    struct work work = server_work(&server, node);
    snprintf(name, sizeof(name), "sync call, %s, idle link", scheme);
    measure_calls(name, work.counter);

    struct work slow = work;
    bench_task task = { .n = POURED };
    Greenroom__Ref storage;
    bench_driver_pour_future poured;
    bench_total *total = NULL;
    gr_error error = GR_ERROR_INIT;
    gr_code code = bench_counter_lookup(node, "server/slow", NULL, &slow.counter, &error);
    bench_need_call(code, "look the slow counter up", &error);
    bench_need(bench_task_set_counter(&task, &storage, slow.counter), "pass a ref");
    const gr_call_options patient = { .timeout_ms = GR_FOREVER };
    bench_need(bench_driver_pour_async(work.drivers[0], &task, &patient, &poured), "pour");
    snprintf(name, sizeof(name), "sync call, %s, slow neighbour", scheme);
    measure_calls(name, work.counter);
    bool is_done = gr_future_is_done(poured.future);
    code = bench_driver_pour_await(&poured, &total, &error);
    bench_need_call(code, "pour", &error);
    printf("%-36s %12llu of %d arrived in order%s\n", "oneways to the slow neighbour",
           (unsigned long long)total->n, POURED, is_done ? ", before the calls were over" : "");
    bool is_complete = total->n == POURED;
    gr_free(total);
    work_destroy_node(node);
    server_stop(&server);
    if (!is_complete) {
        exit(1);
    }
}

int main(int argc, char **argv)
{
    server_serve_if_told(argc, argv);
    measure("ipc");
    measure("tcp");
    return 0;
}
