/* SPDX-License-Identifier: MIT */
/* The other end of the remote benchmarks: a second process with counters in it. Used by main(), on
 * its thread. */
#ifndef SERVER_H
#define SERVER_H

#include "floor/floor.h"
#include "other.h"
#include "work.h"

/* What a remote benchmark works with. Owned by main(). */
struct server {
    struct other other;
    gr_node *node; /* here */
    struct work work;
};

/* First in main(): where this is the second process, or a floor's, it serves, and does not return.
 */
void server_serve_if_told(int argc, char **argv);

/* Start the process, which listens at "ipc" or "tcp"; a node here, and a driver on it for the
 * counter over there. */
void server_start(struct server *server, const char *scheme);

/* More counters over there to work on. */
void server_add_counters(struct server *server, size_t n);

/* Another counter, by its name. */
bench_counter server_counter(const struct server *server, const char *name);

/* End both. */
void server_stop(struct server *server);

#endif
