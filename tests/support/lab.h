/* SPDX-License-Identifier: MIT */
/* The laboratory of the runtime's local tests: a node in a virtual env or on real threads, actors
 * that do what is usual, a trace of what ran, and the log's lines. Used by one test at a time. */
#ifndef LAB_H
#define LAB_H

#include <greenroom/greenroom.h>

#include "lab.gr.h"
#include "sim.h"
#include "suite.h"

/* A subject's state; what a test does with it is up to the test. */
struct lab_subject_self {
    int64_t sum;
    uint32_t n;
    const char *kept;
    gr_call held[8];
    uint32_t n_held;
    gr_timer timer;
};

/* Handlers trace "<text>" when they begin, sleep where they are told to, and reply with the text
 * and the number plus one. To be copied, changed, and spawned; the copy lives until the node ends.
 */
extern const lab_subject_type lab_plain;

/* A virtual env with one node of `workers` workers. */
gri_env *lab_open(uint64_t seed, uint32_t workers);
gri_env *lab_open_with(uint64_t seed, const gr_node_options *options);

/* A node on real threads. */
void lab_open_real(const gr_node_options *options);

/* Stops the node, which must succeed, and ends the env. */
void lab_close(void);

/* The same where the node is gone already. */
void lab_forget(void);

gr_node *lab_node(void);
gri_env *lab_env(void);
gr_node_stats lab_stats(void);

lab_subject lab_spawn(const lab_subject_type *type);
lab_subject lab_spawn_bounded(const lab_subject_type *type, uint32_t messages, size_t bytes);

/* The trace: words with blanks between. Any thread. lab_traced() takes it, and empties it. */
void lab_trace(const char *format, ...) __attribute__((format(printf, 1, 2)));
const char *lab_traced(void);

/* Let virtual time pass. */
void lab_advance_ms(uint64_t ms);

/* How many log lines so far hold all of `part`. Lines go nowhere else while a lab is open. */
size_t lab_logged(const char *part);

/* A call or oneway with a text alone. */
gr_code lab_tell(lab_subject to, const char *text);
lab_subject_ask_future lab_ask_later(lab_subject to, const char *text);
gr_code lab_ask(lab_subject to, const char *text);

/* How an async call ended. */
gr_code lab_end_of(lab_subject_ask_future *future);

#endif
