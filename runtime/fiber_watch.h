/* SPDX-License-Identifier: MIT */
/* What the sanitizers and valgrind are told about stacks; nothing at all in a build without them.
 * Part of fiber.c, which alone includes it. */
#ifndef GRI_FIBER_WATCH_H
#define GRI_FIBER_WATCH_H

#include "fiber.h"
#include "sanitize.h"

/* --- AddressSanitizer: which stack is in use, and no stale poison on one that is reused --------
 */

#if GRI_ASAN

#include <sanitizer/asan_interface.h>
#include <sanitizer/common_interface_defs.h>
#include <sanitizer/lsan_interface.h>

static inline void asan_leave(struct gri_fiber *from, const struct gri_fiber *to, bool for_good)
{
    void **keep = for_good ? NULL : &from->asan_fake_stack;
    __sanitizer_start_switch_fiber(keep, to->stack, to->stack_bytes);
}

/* A thread's own stack is measured by its first switch away. */
static inline void asan_arrived(struct gri_fiber *self, struct gri_fiber *before)
{
    const void *stack = NULL;
    size_t bytes = 0;
    __sanitizer_finish_switch_fiber(self->asan_fake_stack, &stack, &bytes);
    self->asan_fake_stack = NULL;
    if (before->stacks == NULL) {
        before->stack = (char *)(uintptr_t)stack;
        before->stack_bytes = bytes;
    }
}

static inline void asan_clean(struct gri_fiber *fiber)
{
    __asan_unpoison_memory_region(fiber->stack, fiber->stack_bytes);
    fiber->asan_fake_stack = NULL;
}

/* A suspended fiber may hold the only pointer to something that is not leaked. */
static inline void asan_map(void *memory, size_t bytes)
{
    __lsan_register_root_region(memory, bytes);
}

static inline void asan_unmap(void *memory, size_t bytes)
{
    __asan_unpoison_memory_region(memory, bytes);
    __lsan_unregister_root_region(memory, bytes);
}

#else

#define asan_leave(from, to, for_good) ((void)0)
#define asan_arrived(self, before)     ((void)0)
#define asan_clean(fiber)              ((void)0)
#define asan_map(memory, bytes)        ((void)0)
#define asan_unmap(memory, bytes)      ((void)0)

#endif

/* --- ThreadSanitizer: a fiber of its own for each of ours --------------------------------------
 */

#if GRI_TSAN

#include <sanitizer/tsan_interface.h>

static inline void tsan_create(struct gri_fiber *fiber)
{
    fiber->tsan_fiber = __tsan_create_fiber(0);
}

static inline void tsan_destroy(struct gri_fiber *fiber)
{
    if (fiber->tsan_fiber != NULL) {
        __tsan_destroy_fiber(fiber->tsan_fiber);
        fiber->tsan_fiber = NULL;
    }
}

static inline void tsan_thread(struct gri_fiber *fiber)
{
    fiber->tsan_fiber = __tsan_get_current_fiber();
}

/* Inlined into the function that switches: what it pushes on the one stack it must pop from it. */
__attribute__((always_inline)) static inline void tsan_leave(const struct gri_fiber *to)
{
    __tsan_switch_to_fiber(to->tsan_fiber, 0);
}

#else

#define tsan_create(fiber)  ((void)0)
#define tsan_destroy(fiber) ((void)0)
#define tsan_thread(fiber)  ((void)0)
#define tsan_leave(to)      ((void)0)

#endif

/* --- valgrind: which memory is stacks ----------------------------------------------------------
 */

#if GRI_VALGRIND

#include <valgrind/valgrind.h>

static inline void valgrind_new(struct gri_fiber *fiber)
{
    fiber->valgrind_id =
        (unsigned)VALGRIND_STACK_REGISTER(fiber->stack, fiber->stack + fiber->stack_bytes);
}

static inline void valgrind_gone(const struct gri_fiber *fiber)
{
    VALGRIND_STACK_DEREGISTER(fiber->valgrind_id);
}

#else

#define valgrind_new(fiber)  ((void)0)
#define valgrind_gone(fiber) ((void)0)

#endif

/* --- what fiber.c calls ------------------------------------------------------------------------
 */

static inline void watch_map(void *memory, size_t bytes)
{
    (void)memory;
    (void)bytes;
    asan_map(memory, bytes);
}

static inline void watch_unmap(void *memory, size_t bytes)
{
    (void)memory;
    (void)bytes;
    asan_unmap(memory, bytes);
}

static inline void watch_stack_new(struct gri_fiber *fiber)
{
    (void)fiber;
    valgrind_new(fiber);
}

static inline void watch_stack_gone(struct gri_fiber *fiber)
{
    (void)fiber;
    tsan_destroy(fiber);
    valgrind_gone(fiber);
}

static inline void watch_thread(struct gri_fiber *fiber)
{
    (void)fiber;
    tsan_thread(fiber);
}

static inline void watch_create(struct gri_fiber *fiber)
{
    (void)fiber;
    tsan_create(fiber);
}

static inline void watch_destroy(struct gri_fiber *fiber)
{
    (void)fiber;
    asan_clean(fiber);
    tsan_destroy(fiber);
}

__attribute__((always_inline)) static inline void watch_leave(struct gri_fiber *from,
                                                              const struct gri_fiber *to)
{
    (void)from;
    (void)to;
    asan_leave(from, to, false);
    tsan_leave(to);
}

__attribute__((always_inline)) static inline void watch_leave_for_good(struct gri_fiber *from,
                                                                       const struct gri_fiber *to)
{
    (void)from;
    (void)to;
    asan_leave(from, to, true);
    tsan_leave(to);
}

static inline void watch_arrived(struct gri_fiber *self, struct gri_fiber *before)
{
    (void)self;
    (void)before;
    asan_arrived(self, before);
}

#endif
