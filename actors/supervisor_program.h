/* SPDX-License-Identifier: MIT */
/* The supervisor's children that are processes: started from a spec, stopped, and their ends put
 * into words. */
#ifndef GREENROOM_SUPERVISOR_PROGRAM_H
#define GREENROOM_SUPERVISOR_PROGRAM_H

#include <greenroom/supervisor.h>

/* Start the program of `spec`; its end is told to `notice`, with `tag`.
 * Errors: as gr_child_start(). */
gr_code supervisor_start_program(gr_node *node, const Greenroom__Program *program,
                                 const gr_exit_notice *notice, uint64_t tag, gr_child *out_child,
                                 gr_error *error);

/* Tell it to stop, and wait: what is left after timeout_ms is killed. OK: it has ended.
 * Errors: as gr_child_wait(). */
gr_code supervisor_stop_program(gr_child child, uint32_t timeout_ms);

/* OK for a program that has returned 0, else UNKNOWN; and "it exited with status 3". */
gr_code supervisor_explain_exit(const Greenroom__Exit *end, char *buf, size_t cap);

#endif
