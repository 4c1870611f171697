/* SPDX-License-Identifier: MIT */
/* Sync calls from actors of one process to an actor of another: one caller, which waits for
 * every reply, and many, whose calls share batches. */
#include <stdio.h>

#include "server.h"

static void measure(const char *scheme)
{
    char name[64];
    struct server server;
    server_start(&server, scheme);
    gr_node *node = work_node("client", 1);
    struct work work = server_work(&server, node);
    snprintf(name, sizeof(name), "sync call, %s, 1 caller", scheme);
    bench_time(name, 5000, work_echo, &work);
    work_add_drivers(&work, node, WORK_DRIVERS_MAX - 1);
    snprintf(name, sizeof(name), "sync call, %s, %d callers", scheme, WORK_DRIVERS_MAX);
    bench_time(name, 64000, work_echo, &work);
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
