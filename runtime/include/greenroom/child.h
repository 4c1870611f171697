/* SPDX-License-Identifier: MIT */
/* Child processes: started, watched, signalled and stopped; each end is told once. A child is no
 * fork of this process but another program, and nothing of the application's signal handlers is
 * touched. It inherits its standard streams and one end of a socket pair, whose other end this
 * process keeps: where that ends, because the child is stopped or this process is gone, however it
 * went, a child made with Greenroom stops, if its node says gr_node_options.stop_with_parent. */
#ifndef GREENROOM_CHILD_H
#define GREENROOM_CHILD_H

#include "greenroom/call.h"

#ifdef __cplusplus
extern "C" {
#endif

struct gr_service;

/* One child process. A value like a ref; all zero is none. */
typedef struct gr_child {
    uint64_t node;
    uint64_t id;
} gr_child;

/* Where ends are told: a oneway method, of one actor, that takes a greenroom.Exit. A value; the
 * generated <service>_<method>_notice(ref) makes one. */
typedef struct gr_exit_notice {
    gr_ref to;
    const struct gr_service *service;
    uint32_t method;
} gr_exit_notice;

/* How a child ended. */
typedef enum gr_exit_how {
    GR_EXIT_EXITED = 0,    /* by itself: `status` is what its main() returned */
    GR_EXIT_SIGNALLED = 1, /* by a signal: `status` is its number */
    GR_EXIT_UNKNOWN = 2 /* somebody else in this process has waited for it, or SIGCHLD is ignored:
                           `status` is -1 */
} gr_exit_how;

typedef struct gr_exit {
    gr_exit_how how;
    int32_t status;
    int64_t pid;
    uint64_t tag;
} gr_exit;

/* What to start. Zero means default everywhere. */
typedef struct gr_child_options {
    const char *file;             /* a path; or a name without '/', looked up in PATH */
    const char *const *argv;      /* with a NULL at its end, argv[0] first [file alone] */
    const char *const *env;       /* "NAME=value" ..., with a NULL at its end [this process's] */
    const char *directory;        /* a relative path in `file` is one from there [this one's] */
    int in, out, err;             /* descriptors for its streams [0: this process's own] */
    const gr_exit_notice *notice; /* who is told of its end [nobody: gr_child_wait()] */
    uint64_t tag;                 /* comes back with its end */
} gr_child_options;

/* Start a child process. All other descriptors are closed in it, signals are as they are at the
 * start of a process.
 * Borrows: options and all in it.   Thread: any.   Blocks: until the program runs, shortly.
 * Errors:  NOT_FOUND (no such file or directory), PERMISSION_DENIED, INVALID_ARGUMENT (not a
 *          program, arguments too long, notice), RESOURCE_EXHAUSTED (memory, processes,
 *          descriptors, max_children), UNAVAILABLE (node stopping), UNIMPLEMENTED (a virtual env).
 *          `error` may be NULL. */
GR_API GR_MUST_USE gr_code gr_child_start(gr_node *node, const gr_child_options *options,
                                          gr_child *out_child, gr_error *error);

/* Wait until it has ended. With a notice its end is told there as well; without one, an end that
 * nobody waits for is kept for the first to do so, and the child counts for max_children until
 * then. After that it is NOT_FOUND. Thread:  any.   Blocks: suspends a fiber, blocks a plain
 * thread, until then or the timeout. Errors:  NOT_FOUND (told before, or no such child),
 * DEADLINE_EXCEEDED, CANCELLED, UNAVAILABLE (its node is gone), RESOURCE_EXHAUSTED. */
GR_API GR_MUST_USE gr_code gr_child_wait(gr_child child, uint32_t timeout_ms, gr_exit *out_exit);

/* Send it a signal.   Thread: any.   Blocks: no.
 * Errors:  NOT_FOUND (it has ended), INVALID_ARGUMENT (no signal), PERMISSION_DENIED, UNAVAILABLE
 *          (its node is gone). */
GR_API GR_MUST_USE gr_code gr_child_signal(gr_child child, int signal);

/* Tell it to stop, by SIGTERM and by the end of its socket; what is still there after grace_ms
 * (0: 5,000; GR_FOREVER: never) is killed. Its end is told as any other.   Thread: any.   Blocks:
 * no.   Errors: NOT_FOUND (it has ended), UNAVAILABLE (its node is gone). */
GR_API GR_MUST_USE gr_code gr_child_stop(gr_child child, uint32_t grace_ms);

/* Its process id; 0 once its end was told. */
GR_API int64_t gr_child_pid(gr_child child);

#ifdef __cplusplus
}
#endif
#endif
