/* SPDX-License-Identifier: MIT */
/* What make_machines.c writes calls, and is called by: the parts of all machines do the same, what
 * their scripts say, and only what is typed is of each of them. */
#ifndef PLAY_H
#define PLAY_H

#include <greenroom/greenroom.h>
#include <greenroom/stub.h>

#include "machines.h"
#include "mill.gr.h"

/* The typed functions of one machine. Those for what it has not got are NULL. */
struct play_machine {
    const gr_type *type;
    gr_code (*spawn)(gr_node *node, uint32_t state, const mill_note *args,
                     const mill_note *state_args, gr_ref *out_ref);
    gr_code (*method_to)(gr_context *ctx, uint32_t method, uint32_t state, const mill_note *args);
    gr_code (*timeout_to)(gr_context *ctx, uint32_t from, uint32_t state, const mill_note *args);
    gr_code (*raise)(gr_context *ctx, uint32_t method, const mill_note *request);
    gr_code (*start_timer)(gr_context *ctx, uint32_t timer, uint32_t ms);
    gr_code (*stop_timer)(gr_context *ctx, uint32_t timer);
};

/* All there are, in their order. Made by make_machines. */
extern const struct play_machine *const *const play_files[];
extern const uint32_t play_n_files, play_n_in_file;

/* ---- what the parts call; `given` is NULL where there is nothing ---- */

/* What a body leads to. `note` is its own. */
struct play_next {
    uint32_t state;
    mill_note note;
    char text[24];
};

void play_body(gr_context *ctx, uint32_t state, const mill_note *given, struct play_next *out_next);
gr_code play_method(gr_context *ctx, uint32_t method, const mill_note *request, mill_note *reply);
gr_code play_timeout(gr_context *ctx, uint32_t state);
gr_code play_start(gr_context *ctx, const mill_note *given);
gr_code play_change(gr_context *ctx, uint32_t from, uint32_t to, const void *given);
void play_hook(gr_context *ctx, enum part part, uint32_t which);
void play_stop(gr_code reason);

/* ---- what the test calls ---- */

/* Two nodes in a virtual env, with a session; and their end. False: it could not be. */
bool play_open(uint64_t seed);
bool play_close(void);

/* Plays a plan, from the machine's own node or from the other one. */
void play_plan(const struct play_plan *plan, const struct play_machine *machine, bool is_remote,
               struct story *story);

#endif
