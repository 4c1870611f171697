/* SPDX-License-Identifier: MIT */
/* Log: what Greenroom has to say, a line an event, as key=value pairs. Of an event that can come in
 * floods, say oneways that are lost, a node writes a few lines a second: the next one after some
 * were left out ends in "suppressed=<n>". The counts of gr_node_get_stats() leave nothing out. */
#ifndef GREENROOM_LOG_H
#define GREENROOM_LOG_H

#include <greenroom/code.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum gr_log_level {
    GR_LOG_ERROR, /* Greenroom cannot do its work */
    GR_LOG_WARN,  /* something was lost or refused */
    GR_LOG_INFO,  /* nodes and peers come and go */
    GR_LOG_DEBUG
} gr_log_level;

/* Takes one line, "event=oneway_failed actor=back/manager code=NOT_FOUND", without a newline and
 * without control characters. Borrows it.
 * Thread: any, several at once, with a fiber's small stack.   Blocks: should not. */
typedef void gr_log_sink(void *arg, gr_log_level level, const char *line);

/* Sends the lines to `sink` from now on, or to stderr again for NULL. Another thread may be inside
 * the former sink, and stay there a while after this has returned. Borrows: arg, for as long.
 * Thread: any. */
GR_API void gr_log_set_sink(gr_log_sink *sink, void *arg);

/* Drops lines less grave than `level`. The default is GR_LOG_WARN.
 * Thread: any. */
GR_API void gr_log_set_level(gr_log_level level);

#ifdef __cplusplus
}
#endif
#endif
