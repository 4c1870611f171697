/* SPDX-License-Identifier: MIT */
/* The second process and what works with it: see server.h. */
#include "server.h"

#include <stdio.h>
#include <stdlib.h>

/* ---- over there ---- */

static void serve(const char *at)
{
    gr_node *node = work_node("server", 1);
    char *url = NULL;
    for (int i = 0; i < WORK_COUNTERS_MAX; i++) {
        char name[32];
        snprintf(name, sizeof(name), "counter%d", i);
        work_spawn_counter(node, name);
    }
    work_spawn_slow_counter(node, "slow");
    bench_need(gr_node_listen(node, at, &url), "listen");
    other_say(url);
    gr_free(url);
    other_await_end();
    work_destroy_node(node);
    exit(0);
}

void server_serve_if_told(int argc, char **argv)
{
    floor_serve_if_told(argc, argv);
    if (other_is_told(argc, argv, "--serve")) {
        serve(argv[2]);
    }
}

/* ---- here ---- */

bench_counter server_counter(const struct server *server, const char *name)
{
    char path[64];
    bench_counter counter;
    gr_error error = GR_ERROR_INIT;
    snprintf(path, sizeof(path), "server/%s", name);
    gr_code code = bench_counter_lookup(server->node, path, NULL, &counter, &error);
    bench_need_call(code, "look a counter up", &error);
    return counter;
}

void server_add_counters(struct server *server, size_t n)
{
    for (; n > 0; n--) {
        char name[32];
        snprintf(name, sizeof(name), "counter%zu", server->work.n_counters);
        work_add_counter(&server->work, server_counter(server, name));
    }
}

void server_start(struct server *server, const char *scheme)
{
    *server = (struct server){ .node = NULL };
    other_start(&server->other, "--serve", scheme);
    server->node = work_node("client", 1);
    bench_need(gr_node_connect(server->node, server->other.url), "connect");
    server_add_counters(server, 1);
    work_add_drivers(&server->work, server->node, 1);
}

void server_stop(struct server *server)
{
    work_destroy_node(server->node);
    other_stop(&server->other);
}
