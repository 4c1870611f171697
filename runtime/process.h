/* SPDX-License-Identifier: MIT */
/* What is shared by a whole process: the only variable of file scope in the runtime beside the
 * thread's current worker. Each part belongs to the module it is named after. */
#ifndef GRI_PROCESS_H
#define GRI_PROCESS_H

#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <greenroom/log.h>

#include "env.h"

struct gri_fiber;

/* Of log.c. */
struct gri_process_log {
    pthread_mutex_t lock;
    gr_log_sink *sink; /* NULL: stderr */
    void *arg;
    _Atomic int level; /* what is less grave than this is not even formatted */
};

/* Of alloc.c. Replaced by tests only, while no other thread allocates. */
struct gri_process_alloc {
    void *(*alloc)(size_t n, void *arg); /* NULL: malloc and free */
    void (*release)(void *p, void *arg);
    void *arg;
};

/* Of fiber.c. */
struct gri_process_fiber {
    pthread_mutex_t lock;
    bool handles_overflow;
    struct sigaction older; /* the handler of SIGSEGV before ours */
    const struct gri_fiber *(*current)(void);
    size_t (*describe)(char *buf, size_t cap);
    _Atomic uint32_t mprotect_guards; /* how many there are, each costs two mappings */
};

/* One node, by its handle. Of handles.c. */
struct gri_process_node {
    _Atomic uint64_t handle; /* 0: free, or being destroyed */
    _Atomic uint32_t pins;   /* threads inside the node */
    _Atomic bool is_told_to_stop;
    _Atomic bool on_signals;
    struct gri_parker stop; /* gr_node_wait() */
    void *node;
    uint64_t generation;
    bool is_taken; /* under lock */
};

enum { GRI_NODES_MAX = 1024 };

/* Of handles.c. */
struct gri_process_nodes {
    pthread_mutex_t lock;
    struct gri_process_node table[GRI_NODES_MAX];
    bool handles_forks;
    _Atomic bool is_forked; /* this process is the child of one with nodes */
    uint32_t on_signals;    /* how many nodes stop on signals */
    struct sigaction older_int;
    struct sigaction older_term;
};

/* Shared by all threads. Keys: the structs' `lock` guards their plain fields; `older`, `current`
 * and `describe` are fixed once the handler is installed. */
struct gri_process {
    struct gri_process_log log;
    struct gri_process_alloc alloc;
    struct gri_process_fiber fiber;
    struct gri_process_nodes nodes;
};

extern struct gri_process gri_process;

#endif
