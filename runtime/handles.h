/* SPDX-License-Identifier: MIT */
/* Handles of nodes: checked ids instead of pointers, so that a ref may outlive its node. And what
 * the process does for its nodes: SIGINT and SIGTERM, and noticing a fork. */
#ifndef GRI_HANDLES_H
#define GRI_HANDLES_H

#include <stdbool.h>
#include <stdint.h>

#include "greenroom/code.h"

/* Errors: RESOURCE_EXHAUSTED (GRI_NODES_MAX), FAILED_PRECONDITION (a forked process). */
gr_code gri_handle_create(void *node, bool on_signals, uint64_t *out_handle);

/* End a handle: nobody enters from now on. False while threads are still inside: call it again. */
bool gri_handle_end(uint64_t handle);

/* Give its place to the next. */
void gri_handle_destroy(uint64_t handle);

/* Enter the node, which is not freed until gri_handle_unpin(). NULL: gone. Any thread. */
void *gri_handle_pin(uint64_t handle);
void gri_handle_unpin(uint64_t handle);

/* Whether this process was forked from one with nodes: none of them works here. */
bool gri_handle_is_forked(void);

/* gr_node_stop() and gr_node_wait(). */
void gri_handle_tell_stop(uint64_t handle);
bool gri_handle_is_told_stop(uint64_t handle);
void gri_handle_wait_stop(uint64_t handle);

#endif
