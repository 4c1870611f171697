/* SPDX-License-Identifier: MIT */
/* The other end of the remote benchmarks: the program runs itself a second time as a process with a
 * counter in it. Used by main(), on its thread. */
#ifndef SERVER_H
#define SERVER_H

#include <sys/types.h>

#include "work.h"

/* A process that ends when its input does. Owned by main(). */
struct server {
    pid_t pid;
    int input;     /* of the process */
    char dir[64];  /* of an ipc socket; "" for none */
    char url[160]; /* where it listens */
};

/* First in main(): where this is the second process it serves, and does not return. */
void server_serve_if_told(int argc, char **argv);

/* Start the process; it listens at "ipc" or "tcp". */
void server_start(struct server *server, const char *scheme);

/* Drivers on `node` for the counter over there. */
struct work server_work(const struct server *server, gr_node *node);

/* End it, and see that it ended well. */
void server_stop(struct server *server);

#endif
