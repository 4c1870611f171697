/* SPDX-License-Identifier: MIT */
/* Fibers: stacks, their guards, and the switch between them. A worker makes and switches fibers;
 * only the report of an overflown stack is the process's. */
#ifndef GRI_FIBER_H
#define GRI_FIBER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <greenroom/code.h>

#include "list.h"
#include "sanitize.h"

#ifdef GRI_FIBER_UCONTEXT
#include <ucontext.h>
#endif

/* What stops a fiber that runs out of its stack. */
enum gri_guard {
    GRI_GUARD_MADVISE,  /* guard pages that cost no mapping (Linux 6.13 and newer) */
    GRI_GUARD_MPROTECT, /* guard pages that cost two mappings each, of which there are few */
    GRI_GUARD_CANARY    /* nothing: noticed at the next switch */
};

struct gri_stacks;

/* Owned by one worker. One made by gri_fiber_create lives in its pool of stacks; a thread's own, in
 * memory of its maker. */
struct gri_fiber {
#ifdef GRI_FIBER_UCONTEXT
    ucontext_t context;
#else
    void *context; /* where it is suspended */
#endif
    struct gri_fiber *resumed_by;
    uint64_t *canary; /* the words at the end of the stack, where there is no guard; or NULL */
    void (*entry)(void *arg);
    void *arg;
    struct gri_stacks *stacks; /* NULL: a thread's own stack */
    char *stack;               /* its lowest address, above the guard */
    size_t stack_bytes;
    struct gri_list link; /* while it is free */
    enum gri_guard guard;
    unsigned valgrind_id;
    /* What the sanitizers want to hear about when stacks are switched. */
    void *asan_fake_stack;
    void *tsan_fiber;
};

/* Stacks and their fibers. Owned by one worker. Does not move. */
struct gri_stacks {
    size_t stack_bytes; /* of each, without its guard */
    size_t guard_bytes;
    size_t max_fibers;
    size_t live;          /* fibers created and not destroyed */
    enum gri_guard guard; /* the best that works here, as far as is known */
    struct gri_list warm; /* free stacks whose pages are kept, the last used first */
    struct gri_list cold; /* free stacks whose pages were given back */
    size_t n_warm;
    struct gri_stack_chunk *chunks;
};

/* Allocates nothing yet. `stack_bytes` is rounded up to pages, and to 16 KiB at least. */
void gri_stacks_init(struct gri_stacks *stacks, size_t stack_bytes, size_t max_fibers);

/* Unmaps all stacks, also those of fibers that still live. */
void gri_stacks_fini(struct gri_stacks *stacks);

/* Makes a fiber that will run `entry(arg)` when it is first switched to. `entry` does not return:
 * it ends in gri_fiber_exit_to. Owns:    *out is the caller's, until gri_fiber_destroy. Errors:
 * RESOURCE_EXHAUSTED (max_fibers, memory). */
gr_code gri_fiber_create(struct gri_stacks *stacks, void (*entry)(void *arg), void *arg,
                         struct gri_fiber **out) GR_MUST_USE;

/* Gives the stack back. The fiber has ended, was never switched to, or is suspended and its frames
 * are given up; it is not the running one. */
void gri_fiber_destroy(struct gri_fiber *fiber);

/* Makes `fiber` stand for the calling thread's own stack. */
void gri_fiber_init_thread(struct gri_fiber *fiber);

/* Ends `self`, the running fiber, and goes on with `to`. Whatever runs next destroys it. */
_Noreturn void gri_fiber_exit_to(struct gri_fiber *self, struct gri_fiber *to);

/* Whether `addr` is in the fiber's guard. Safe in signal handlers. */
bool gri_fiber_guard_hit(const struct gri_fiber *fiber, const void *addr);

/* False: the fiber, which has no guard, ran over the end of its stack. True for guarded ones.
 * Checked by each switch away from it, which aborts. */
bool gri_fiber_canary_ok(const struct gri_fiber *fiber);

/* Reports that it did, and aborts: nothing can go on. */
_Noreturn void gri_fiber_overflowed(const struct gri_fiber *fiber);

/* Boost.Context's C symbols: where the other side is suspended, and what it passed. */
struct gri_fiber_jump {
    void *context;
    void *data;
};
extern struct gri_fiber_jump jump_fcontext(void *to, void *data);

/* Suspends `from`, the running fiber, and goes on with `to`, which is suspended or new. Returns
 * when something switches to `from`; that may be on another thread, where the worker was taken over
 * whole. Inline where it can be: after a switch a processor foresees none of the returns. */
#if defined(GRI_FIBER_UCONTEXT) || GRI_ASAN || GRI_TSAN
void gri_fiber_switch(struct gri_fiber *from, struct gri_fiber *to);
#else
__attribute__((always_inline)) static inline void gri_fiber_switch(struct gri_fiber *from,
                                                                   struct gri_fiber *to)
{
    if (from->canary != NULL && !gri_fiber_canary_ok(from)) {
        gri_fiber_overflowed(from);
    }
    to->resumed_by = from;
    struct gri_fiber_jump back = jump_fcontext(to->context, to);
    from->resumed_by->context = back.context;
}
#endif

/* Reports overflown stacks on stderr from now on, by name, before the process dies of it as it
 * would without: a handler of SIGSEGV that hands on to the one before. Once for the process, which
 * keeps it; a second call changes nothing. `current` gives the fiber that runs on the calling
 * thread, or NULL; `describe` writes at most `cap` bytes on what it runs ("flower/rose
 * garden.Flower.Water"), returns how many, and touches no lock and no allocator. Both are called
 * within the signal handler. Errors:  INTERNAL (the system refused the handler). */
gr_code gri_fiber_install_handler(const struct gri_fiber *(*current)(void),
                                  size_t (*describe)(char *buf, size_t cap)) GR_MUST_USE;

/* The stack a thread's signal handlers run on; its fibers' own are used up when it is needed.
 * Owned by the thread that called init, which calls fini as well. */
struct gri_signal_stack {
    void *memory;
    void *older; /* the address, size and flags of the one before */
    size_t older_bytes;
    int older_flags;
};

/* Errors:  RESOURCE_EXHAUSTED. */
gr_code gri_signal_stack_init(struct gri_signal_stack *stack) GR_MUST_USE;
void gri_signal_stack_fini(struct gri_signal_stack *stack);

#endif
