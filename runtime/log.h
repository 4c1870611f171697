/* SPDX-License-Identifier: MIT */
/* What the runtime's own modules log with. Any thread, any fiber, no lock held meanwhile. */
#ifndef GRI_LOG_H
#define GRI_LOG_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <greenroom/log.h>

#include "env.h"

/* Logs "event=<event> <format...>": pairs like "key=%s other=%d". A line over 1 KiB is cut. */
void gri_log(gr_log_level level, const char *event, const char *format, ...) GR_PRINTF(3, 4);

/* Events that a peer, a flood or a loop can cause without end. */
enum gri_event {
    GRI_EVENT_ONEWAY_LOST,
    GRI_EVENT_ONEWAY_FAILED,
    GRI_EVENT_ONEWAYS_LOST,
    GRI_EVENT_CALL_DROPPED,
    GRI_EVENT_SLOW_HANDLER,
    GRI_EVENT_ACTOR_ENDED,
    GRI_EVENT_LINK_BROKEN,
    GRI_EVENT_PEER_UP,
    GRI_EVENT_PEER_CLOSED,
    GRI_EVENT_PEER_REFUSED,
    GRI_EVENT_NOT_CONNECTED,
    GRI_EVENT_TRANSITION_REFUSED,
    GRI_EVENT_TIMEOUT_FAILED,
    GRI_EVENT_MACHINE_BROKEN,
    GRI_EVENT_REFUSED, /* something that the application asked for */
    GRI_EVENTS
};

/* How many lines of each event there were in its second, and how many were left out since the last
 * one. Shared by all threads; zero is its initial state. Every event is in a line or in a count. */
struct gri_log_limits {
    struct gri_log_limit {
        _Atomic uint64_t since_ns; /* the second began */
        _Atomic uint32_t n;        /* events in it */
        _Atomic uint64_t left_out;
    } of[GRI_EVENTS];
};

/* The same as gri_log(), for the first few of a second: the next line after those that are left out
 * says "suppressed=<n>" at its end. The clock is env's. */
void gri_log_event(struct gri_log_limits *limits, gri_env *env, gr_log_level level,
                   enum gri_event event, const char *format, ...) GR_PRINTF(5, 6);

/* The same in two steps, for lines that cost something to make: whether there is to be one, and
 * then that one, which must follow. */
bool gri_log_admit(struct gri_log_limits *limits, gri_env *env, gr_log_level level,
                   enum gri_event event, uint64_t *out_left_out);
void gri_log_admitted(gr_log_level level, enum gri_event event, uint64_t left_out,
                      const char *format, ...) GR_PRINTF(4, 5);

/* A line for each event that has some left out still: at the end. */
void gri_log_rest(struct gri_log_limits *limits, const char *node);

/* Copies `s`, cut to `cap` >= 8 bytes with "..." at its end where it is longer. */
void gri_text_cut(char *buf, size_t cap, const char *s);

/* The same for what another node says: control characters become blanks. */
void gri_text_clean(char *buf, size_t cap, const char *s);

/* Writes `s` as a pair's value to `buf` and returns `buf`: as it is where that is unmistakable,
 * else quoted and escaped; one too long is cut and ends in "...". NULL is written as "". `cap`
 * >= 8. */
const char *gri_log_quote(const char *s, char *buf, size_t cap);

#endif
