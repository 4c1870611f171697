/* SPDX-License-Identifier: MIT */
/* Actors that watch each other, in one node or several of a virtual env; they trace what they are
 * told. Used by one test at a time. */
#ifndef BOND_H
#define BOND_H

#include <greenroom/greenroom.h>
#include <greenroom/notices.pb-c.h>

#include "bond.gr.h"
#include "node.h"
#include "sim.h"
#include "suite.h"

struct bond_member_self {
    uint32_t n;
};

extern const bond_member_type bond_plain;

/* Children for supervisors; those that start with this word fail. */
extern const bond_child_type bond_child_plain;
extern const char *bond_failing;

/* A virtual env, and nodes in it. `back` listens at BOND_URL. */
#define BOND_URL "ipc://bond"
gri_env *bond_open(uint64_t seed);
gr_node *bond_node(gri_env *env, const char *name, const gr_node_options *options);
void bond_end(gr_node *node);
void bond_close(gri_env *env);

/* Two nodes, connected. */
void bond_open_two(uint64_t seed, gri_env **env, gr_node **front, gr_node **back);

bond_member bond_spawn(gr_node *node, const char *name);
bond_member bond_spawn_bounded(gr_node *node, uint32_t messages);

/* How `who` is to end, and a call that waits until it has been told. */
gr_code bond_stop(bond_member who, gr_code code);

/* Words with blanks between; taken, and emptied. A notice is "tag:REASON:CODE". */
void bond_trace(const char *format, ...) __attribute__((format(printf, 1, 2)));
const char *bond_traced(void);

#endif
