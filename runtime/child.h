/* SPDX-License-Identifier: MIT */
/* A node's child processes, and the thread that watches them; and what a child sees of its parent.
 */
#ifndef GRI_CHILD_H
#define GRI_CHILD_H

#include <pthread.h>
#include <sys/types.h>

#include "actor.h"
#include "greenroom/child.h"

/* One of them. Owned by the node's children, all under their lock. */
struct gri_child {
    struct gri_slot slot;
    pid_t pid;
    int pidfd;    /* -1: the kernel has none, and it is asked now and then */
    int lifeline; /* -1: closed */
    bool has_ended;
    gr_exit end;
    uint64_t kill_ns;        /* UINT64_MAX: never */
    struct gri_mail *notice; /* a greenroom.Exit to be sent; NULL: to nobody */
    struct gri_list waiters;
};

/* Shared. Keys: `m` under lock, `t` the thread's, others fixed after init. */
struct gri_children {
    pthread_mutex_t lock;
    struct gri_core *core;
    struct gri_slab slab; /* m */
    uint32_t n_running;   /* m: not yet ended */
    bool is_closing;      /* m: none is started any more */
    bool is_ending;       /* m: the thread ends */
    bool has_thread;      /* m */
    bool without_pidfd;   /* set by tests */
    pthread_t thread;
    int wake;               /* eventfd; -1 until the thread is there */
    int parent;             /* our own parent's socket; -1: none, or it has ended */
    struct gri_list enders; /* m: waiters for n_running to become 0 */
    struct pollfd *polled;  /* t */
    uint64_t *polled_ids;   /* t: whose they are */
    uint32_t polled_cap;    /* m */
};

void gri_children_init(struct gri_children *children, struct gri_core *core);

/* Stop the node when our parent is gone. No parent: that is fine, and logged.
 * Errors: RESOURCE_EXHAUSTED. */
gr_code gri_children_watch_parent(struct gri_children *children);

/* Errors: as gr_child_start(); *out_why says more. `notice` is mail for the end, taken when OK. */
gr_code gri_child_start(struct gri_children *children, const gr_child_options *options,
                        struct gri_mail *notice, uint64_t *out_id, const char **out_why);

/* As the public functions say. */
gr_code gri_child_wait(struct gri_children *children, uint64_t id, uint64_t deadline_ns,
                       gr_exit *out_exit);
gr_code gri_child_signal(struct gri_children *children, uint64_t id, int signal);
gr_code gri_child_stop(struct gri_children *children, uint64_t id, uint32_t grace_ms);
pid_t gri_child_pid(struct gri_children *children, uint64_t id);

/* Start none any more; stop all, and kill those that are left when three quarters of the time are
 * over. False: some were left at the deadline, which are logged. A plain thread. */
bool gri_children_close(struct gri_children *children, uint64_t deadline_ns);

/* After that: end the thread; and free all. */
void gri_children_end(struct gri_children *children);
void gri_children_fini(struct gri_children *children);

/* child_spawn.c: start the program, with `lifeline` as descriptor GRI_CHILD_LIFELINE. */
enum { GRI_CHILD_LIFELINE = 3 };
gr_code gri_child_spawn(const gr_child_options *options, int lifeline, pid_t *out_pid,
                        const char **out_why);

/* The socket that our parent has given us, from now on closed by exec. -1: there is none. */
int gri_child_own_lifeline(void);

#endif
