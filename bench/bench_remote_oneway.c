/* SPDX-License-Identifier: MIT */
/* Oneways from an actor of one process to an actor of another, which counts them. */
#include <stdio.h>

#include "server.h"

static void measure(const char *scheme)
{
    char name[64];
    struct server server;
    server_start(&server, scheme);
    gr_node *node = work_node("client", 1);
    struct work work = server_work(&server, node);
    snprintf(name, sizeof(name), "oneway, %s", scheme);
    bench_time(name, 200000, work_pour, &work);
    work_destroy_node(node);
    server_stop(&server);
}

int main(int argc, char **argv)
{
    server_serve_if_told(argc, argv);
    measure("ipc");
    measure("tcp");
    return 0;
}
