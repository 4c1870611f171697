/* SPDX-License-Identifier: MIT */
/* For the tests of what nodes do with each other: two nodes in a virtual env, an actor that says
 * again what it is told and keeps a record of it, and a sink that keeps the log. The actor also
 * works in the real env, as long as one thread at a time looks at the record. */
#ifndef REMOTE_H
#define REMOTE_H

#include <greenroom/greenroom.h>

#include "echo.gr.h"
#include "node.h"
#include "sim.h"
#include "suite.h"

enum { REMOTE_RECORD_MAX = 20000 };

/* Owned by the test. `front` has dialled `back`, where `echo` is registered as "echo". */
struct remote {
    gri_env *env;
    gr_node *front;
    gr_node *back;
    echo_echo home; /* as back knows it */
    echo_echo echo; /* as front looked it up */
};

/* What the echo actors of this process have seen. */
struct remote_record {
    uint32_t numbers[REMOTE_RECORD_MAX]; /* of Say, Note, Push, Count and Pour, in their order */
    uint32_t n;
    gr_code slept;            /* what the last Sleep woke with */
    bool was_cancelled;       /* and whether it was told to give up */
    echo_echo_hold_call held; /* the last Hold */
    uint32_t n_held;
    echo_echo relay_to;            /* set by the test */
    uint32_t relay_timeout_ms;     /* 0: the default */
    const kitchen_kitchen *wanted; /* Cook checks that this is what came */
};

extern struct remote_record remote_record;
extern const echo_echo_type remote_echo_type;

#define REMOTE_URL "ipc://back"

/* Clears the record; front and back are made with these options, and their names. */
void remote_open_with(struct remote *remote, uint64_t seed, const gr_node_options *front,
                      const gr_node_options *back);
void remote_open(struct remote *remote);
void remote_close(struct remote *remote);

/* A node in the sim, with one worker unless the options say more; and its end. */
gr_node *remote_node(gri_env *env, const char *name, const gr_node_options *options);
void remote_end(gr_node *node);

/* An echo actor, registered under `name` unless that is NULL. */
echo_echo remote_spawn(gr_node *node, const char *name);

/* Says `number` and checks that it comes back. Returns how it ended. */
gr_code remote_say(echo_echo to, uint32_t number);

/* Keeps the log from now on, all levels; how many of its lines have `part` in them; and the end. */
void remote_log_keep(void);
unsigned remote_log_count(const char *part);
void remote_log_stop(void);

/* Prepares a suite: nng opens at its first use what it keeps. */
void remote_start_transport(void);

/* How many descriptors are open; and a wait until they are no more than `n`: nng closes those of a
 * node that is gone on a thread of its own. */
size_t remote_descriptors(void);
void remote_await_descriptors(size_t n);

gr_node_stats remote_stats(const gr_node *node);

#endif
