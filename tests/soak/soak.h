/* SPDX-License-Identifier: MIT */
/* The soak: three processes whose actors call each other for a while, as one of them after the
 * other is killed, stopped and cut off. soak.c makes the calls and counts, soak_node.c is a
 * process's node and its actors, soak_faults.c does the harm. */
#ifndef SOAK_H
#define SOAK_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include <greenroom/greenroom.h>

#include "contract.gr.h"

enum { SOAK_PLAYERS = 4, SOAK_NODES = 3, SOAK_MAILBOX = 16 };

/* "front" is the process that was started; the others are its children. */
extern const char *const soak_names[SOAK_NODES];

/* ---- soak_node.c ---- */

/* This process's node, with its players and their keeper. */
gr_code soak_node_open(const char *name, gr_node **out_node);

/* A child's main(): soak --node <name> <own url> <url to connect to>... */
int soak_node_main(int argc, char **argv);

/* ---- soak_faults.c ---- */

struct soak_child {
    pid_t pid;
    char url[160];             /* where it listens */
    _Atomic uint64_t ready_ns; /* when it last said so; 0: it was since heard of */
};

/* What is shared by the threads that call and the one that does harm. */
struct soak_faults {
    const char *program;
    char front_url[2][160];                 /* ipc, tcp */
    struct soak_child children[SOAK_NODES]; /* [0] is not used */
    contract_player keepers[SOAK_NODES];
    uint64_t n, killed, paused, cut, stopped;
    uint64_t longest_silent_ns; /* of a child that was killed again before it had answered */
};

uint64_t soak_now_ns(void);

/* Start a child, and wait until it listens. */
bool soak_start(struct soak_faults *faults, uint32_t child);

/* One fault, drawn from `seed`. False: a child did not come back. */
bool soak_harm(struct soak_faults *faults, uint64_t *seed);

/* Tell the children to end. False: one did not end well. */
bool soak_end(struct soak_faults *faults);

uint64_t soak_draw(uint64_t *seed);

#endif
