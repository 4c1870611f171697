/* SPDX-License-Identifier: MIT */
/* Fibers: called by a worker, on whatever thread runs it; the handler of overflows runs on any
 * thread, within SIGSEGV. The sanitizers' side of it is in fiber_watch.h.
 *
 * Stacks come in chunks, one mapping each, and are carved from it when they are first wanted:
 *
 *     lowest address                                                    highest
 *     | guard | stack 0 <--grows-- | guard | stack 1 <--grows-- | guard | ...
 *
 * The structs of a chunk's fibers are not on the stacks but in one allocation beside them, so that
 * a free stack can give back all of its pages. A free stack is warm (its pages are kept) up to
 * `warm_max` of them, and cold beyond. */
#include "fiber.h"

#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "alloc.h"
#include "assert.h"
#include "fiber_watch.h"
#include "process.h"
#include "sanitize.h"

enum {
    stack_min_bytes = 16 * 1024,
    /* Frames grow about so much under a sanitizer. */
    stack_scale = GRI_ASAN || GRI_TSAN ? 4 : 1,
    /* More than a page: code that was not compiled to probe each page may step over one. */
    guard_min_bytes = 16 * 1024,
    chunk_fibers = 64,
    warm_max = 128,
    /* A process may have 65530 mappings by default; each of these guards takes two. */
    mprotect_guards_max = 20000,
    canary_words = 8,
    signal_stack_bytes = 64 * 1024,
};

#define CANARY UINT64_C(0x9e3779b97f4a7c15)

#ifndef MADV_GUARD_INSTALL
#define MADV_GUARD_INSTALL 102
#endif

/* Fibers of one mapping. Owned by its gri_stacks. */
struct gri_stack_chunk {
    struct gri_stack_chunk *next;
    char *memory;
    size_t bytes;
    size_t carved;
    struct gri_fiber fibers[chunk_fibers];
};

static size_t page_round(size_t bytes)
{
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    return (bytes + page - 1) / page * page;
}

/* --- guards ------------------------------------------------------------------------------------
 */

static bool guard_by_mprotect(const struct gri_stacks *stacks, char *guard)
{
    _Atomic uint32_t *used = &gri_process.fiber.mprotect_guards;
    if (atomic_fetch_add_explicit(used, 1, memory_order_relaxed) < mprotect_guards_max &&
        mprotect(guard, stacks->guard_bytes, PROT_NONE) == 0) {
        return true;
    }
    atomic_fetch_sub_explicit(used, 1, memory_order_relaxed);
    return false;
}

/* Guards the pages below a new stack as well as can be; what the kernel lacks is not tried again.
 */
static enum gri_guard guard_install(struct gri_stacks *stacks, char *guard)
{
    if (stacks->guard == GRI_GUARD_MADVISE) {
        if (madvise(guard, stacks->guard_bytes, MADV_GUARD_INSTALL) == 0) {
            return GRI_GUARD_MADVISE;
        }
        stacks->guard = GRI_GUARD_MPROTECT;
    }
    if (stacks->guard == GRI_GUARD_MPROTECT && guard_by_mprotect(stacks, guard)) {
        return GRI_GUARD_MPROTECT;
    }
    return GRI_GUARD_CANARY;
}

static void canary_set(struct gri_fiber *fiber)
{
    if (fiber->guard != GRI_GUARD_CANARY) {
        return;
    }
    fiber->canary = (uint64_t *)(void *)fiber->stack;
    for (unsigned i = 0; i < canary_words; i++) {
        fiber->canary[i] = CANARY;
    }
}

bool gri_fiber_canary_ok(const struct gri_fiber *fiber)
{
    if (fiber->canary == NULL) {
        return true;
    }
    uint64_t differs = 0;
    for (unsigned i = 0; i < canary_words; i++) {
        differs |= fiber->canary[i] ^ CANARY;
    }
    return differs == 0;
}

bool gri_fiber_guard_hit(const struct gri_fiber *fiber, const void *addr)
{
    if (fiber->stack == NULL || fiber->guard == GRI_GUARD_CANARY) {
        return false;
    }
    uintptr_t end = (uintptr_t)fiber->stack;
    return (uintptr_t)addr < end && (uintptr_t)addr >= end - fiber->stacks->guard_bytes;
}

/* --- stacks ------------------------------------------------------------------------------------
 */

void gri_stacks_init(struct gri_stacks *stacks, size_t stack_bytes, size_t max_fibers)
{
    size_t wanted = stack_bytes > stack_min_bytes ? stack_bytes : stack_min_bytes;
    *stacks = (struct gri_stacks){
        .stack_bytes = page_round(wanted * stack_scale),
        .guard_bytes = page_round(guard_min_bytes),
        .max_fibers = max_fibers,
    };
    gri_list_init(&stacks->warm);
    gri_list_init(&stacks->cold);
}

static void chunk_destroy(struct gri_stack_chunk *chunk)
{
    for (size_t i = 0; i < chunk->carved; i++) {
        struct gri_fiber *fiber = &chunk->fibers[i];
        watch_stack_gone(fiber);
        if (fiber->guard == GRI_GUARD_MPROTECT) {
            atomic_fetch_sub_explicit(&gri_process.fiber.mprotect_guards, 1, memory_order_relaxed);
        }
    }
    watch_unmap(chunk->memory, chunk->bytes);
    munmap(chunk->memory, chunk->bytes);
    gri_mfree(chunk);
}

void gri_stacks_fini(struct gri_stacks *stacks)
{
    while (stacks->chunks != NULL) {
        struct gri_stack_chunk *chunk = stacks->chunks;
        stacks->chunks = chunk->next;
        chunk_destroy(chunk);
    }
}

static gr_code chunk_create(struct gri_stacks *stacks)
{
    size_t bytes = (stacks->stack_bytes + stacks->guard_bytes) * chunk_fibers;
    struct gri_stack_chunk *chunk = gri_calloc(sizeof *chunk);
    if (chunk == NULL) {
        return GR_RESOURCE_EXHAUSTED;
    }
    void *memory = mmap(NULL, bytes, PROT_READ | PROT_WRITE,
                        MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (memory == MAP_FAILED) {
        gri_mfree(chunk);
        return GR_RESOURCE_EXHAUSTED;
    }
    /* Huge pages would make all stacks of a chunk resident at the first touch of one. It is a wish:
     * a kernel without huge pages refuses it. */
    madvise(memory, bytes, MADV_NOHUGEPAGE);
    watch_map(memory, bytes);
    chunk->memory = memory;
    chunk->bytes = bytes;
    chunk->next = stacks->chunks;
    stacks->chunks = chunk;
    return GR_OK;
}

/* A stack that was never used, from the newest chunk; NULL when there is no memory for another. */
static struct gri_fiber *carve(struct gri_stacks *stacks)
{
    if (stacks->chunks == NULL || stacks->chunks->carved == chunk_fibers) {
        if (chunk_create(stacks) != GR_OK) {
            return NULL;
        }
    }
    struct gri_stack_chunk *chunk = stacks->chunks;
    struct gri_fiber *fiber = &chunk->fibers[chunk->carved];
    char *guard = chunk->memory + (stacks->stack_bytes + stacks->guard_bytes) * chunk->carved;
    chunk->carved++;
    fiber->stacks = stacks;
    fiber->stack = guard + stacks->guard_bytes;
    fiber->stack_bytes = stacks->stack_bytes;
    fiber->guard = guard_install(stacks, guard);
    watch_stack_new(fiber);
    return fiber;
}

static struct gri_fiber *take_free(struct gri_stacks *stacks)
{
    struct gri_list *link = gri_list_pop_front(&stacks->warm);
    if (link != NULL) {
        stacks->n_warm--;
    } else {
        link = gri_list_pop_front(&stacks->cold);
    }
    return link != NULL ? GRI_CONTAINER(link, struct gri_fiber, link) : carve(stacks);
}

/* --- the switch --------------------------------------------------------------------------------
 */

/* What each fiber does first after something switched to it. */
static inline void arrived(struct gri_fiber *self)
{
    watch_arrived(self, self->resumed_by);
}

static _Noreturn void run_entry(struct gri_fiber *self)
{
    arrived(self);
    self->entry(self->arg);
    gri_assert_failed(__FILE__, __LINE__, "a fiber's entry function does not return");
}

#ifndef GRI_FIBER_UCONTEXT

extern void *make_fcontext(void *stack_top, size_t bytes, void (*entry)(struct gri_fiber_jump));

static void entered(struct gri_fiber_jump from)
{
    struct gri_fiber *self = from.data;
    self->resumed_by->context = from.context;
    run_entry(self);
}

static gr_code context_make(struct gri_fiber *fiber)
{
    fiber->context = make_fcontext(fiber->stack + fiber->stack_bytes, fiber->stack_bytes, entered);
    return GR_OK;
}

static inline void context_switch(struct gri_fiber *from, struct gri_fiber *to)
{
    struct gri_fiber_jump back = jump_fcontext(to->context, to);
    from->resumed_by->context = back.context;
}

#else

/* makecontext passes ints: a pointer in two halves. */
static void entered(unsigned high, unsigned low)
{
    run_entry((struct gri_fiber *)((uintptr_t)((uint64_t)high << 32 | low)));
}

static gr_code context_make(struct gri_fiber *fiber)
{
    if (getcontext(&fiber->context) != 0) {
        return GR_INTERNAL;
    }
    uint64_t self = (uintptr_t)fiber;
    fiber->context.uc_stack.ss_sp = fiber->stack;
    fiber->context.uc_stack.ss_size = fiber->stack_bytes;
    fiber->context.uc_link = NULL;
    makecontext(&fiber->context, (void (*)(void))entered, 2, (unsigned)(self >> 32),
                (unsigned)self);
    return GR_OK;
}

static inline void context_switch(struct gri_fiber *from, struct gri_fiber *to)
{
    int rc = swapcontext(&from->context, &to->context);
    GR_ASSERT(rc == 0);
}

#endif

void gri_fiber_init_thread(struct gri_fiber *fiber)
{
    *fiber = (struct gri_fiber){ .guard = GRI_GUARD_CANARY };
    watch_thread(fiber);
}

#if defined(GRI_FIBER_UCONTEXT) || GRI_ASAN || GRI_TSAN
void gri_fiber_switch(struct gri_fiber *from, struct gri_fiber *to)
{
    if (from->canary != NULL && !gri_fiber_canary_ok(from)) {
        gri_fiber_overflowed(from);
    }
    to->resumed_by = from;
    watch_leave(from, to);
    context_switch(from, to);
    arrived(from);
}
#endif

void gri_fiber_exit_to(struct gri_fiber *self, struct gri_fiber *to)
{
    if (!gri_fiber_canary_ok(self)) {
        gri_fiber_overflowed(self);
    }
    to->resumed_by = self;
    watch_leave_for_good(self, to);
    context_switch(self, to);
    gri_assert_failed(__FILE__, __LINE__, "an ended fiber is not switched to");
}

gr_code gri_fiber_create(struct gri_stacks *stacks, void (*entry)(void *arg), void *arg,
                         struct gri_fiber **out)
{
    if (stacks->live >= stacks->max_fibers) {
        return GR_RESOURCE_EXHAUSTED;
    }
    struct gri_fiber *fiber = take_free(stacks);
    if (fiber == NULL) {
        return GR_RESOURCE_EXHAUSTED;
    }
    fiber->entry = entry;
    fiber->arg = arg;
    stacks->live++;
    watch_create(fiber);
    canary_set(fiber);
    gr_code code = context_make(fiber);
    if (code != GR_OK) {
        gri_fiber_destroy(fiber);
        return code;
    }
    *out = fiber;
    return GR_OK;
}

void gri_fiber_destroy(struct gri_fiber *fiber)
{
    struct gri_stacks *stacks = fiber->stacks;
    GR_ASSERT(stacks != NULL && !gri_list_is_linked(&fiber->link));
    stacks->live--;
    watch_destroy(fiber);
    if (stacks->n_warm < warm_max) {
        gri_list_push_front(&stacks->warm, &fiber->link);
        stacks->n_warm++;
        return;
    }
    /* A refusal costs memory that stays resident, nothing else. */
    madvise(fiber->stack, fiber->stack_bytes, MADV_DONTNEED);
    gri_list_push_front(&stacks->cold, &fiber->link);
}

/* --- overflows ---------------------------------------------------------------------------------
 */

static size_t append(char *text, size_t len, const char *more, size_t n)
{
    memcpy(text + len, more, n);
    return len + n;
}

static size_t append_number(char *text, size_t len, size_t number)
{
    char digits[24];
    size_t at = sizeof digits;
    do {
        digits[--at] = (char)('0' + number % 10);
        number /= 10;
    } while (number > 0);
    return append(text, len, digits + at, sizeof digits - at);
}

#define APPEND_LITERAL(text, len, literal) append(text, len, literal, sizeof(literal) - 1)

/* By write(2) alone, since it runs within a signal handler; the text fits whatever describe wrote.
 */
static void overflow_report(const struct gri_fiber *fiber)
{
    enum { describe_cap = 256 };
    char text[describe_cap + 128];
    size_t (*describe)(char *buf, size_t cap) = gri_process.fiber.describe;
    size_t len = APPEND_LITERAL(text, 0, "greenroom: stack overflow in ");
    size_t named = describe != NULL ? describe(text + len, describe_cap) : 0;
    len += named <= describe_cap ? named : 0;
    if (named == 0) {
        len = APPEND_LITERAL(text, len, "a fiber");
    }
    len = APPEND_LITERAL(text, len, " (stack of ");
    len = append_number(text, len, fiber->stack_bytes);
    len = APPEND_LITERAL(text, len, " bytes); raise stack_bytes\n");
    ssize_t written = write(STDERR_FILENO, text, len);
    (void)written; /* the process dies in any case */
}

/* What lies below the stack is overwritten: nothing can go on. */
void gri_fiber_overflowed(const struct gri_fiber *fiber)
{
    overflow_report(fiber);
    abort();
}

/* Hands a signal on to the handler before ours. */
static void hand_on(int signal_number, siginfo_t *info, void *context)
{
    const struct sigaction *older = &gri_process.fiber.older;
    if ((older->sa_flags & SA_SIGINFO) != 0) {
        older->sa_sigaction(signal_number, info, context);
        return;
    }
    if (older->sa_handler != SIG_DFL && older->sa_handler != SIG_IGN) {
        older->sa_handler(signal_number);
        return;
    }
    /* The instruction runs again, and this time the kernel does what it does: with a core dump. */
    sigaction(signal_number, older, NULL);
}

static void on_segv(int signal_number, siginfo_t *info, void *context)
{
    int saved_errno = errno;
    const struct gri_fiber *fiber = gri_process.fiber.current();
    if (fiber != NULL && gri_fiber_guard_hit(fiber, info->si_addr)) {
        overflow_report(fiber);
    }
    hand_on(signal_number, info, context);
    errno = saved_errno;
}

static gr_code install_locked(struct gri_process_fiber *process,
                              const struct gri_fiber *(*current)(void),
                              size_t (*describe)(char *buf, size_t cap))
{
    if (process->handles_overflow) {
        return GR_OK;
    }
    struct sigaction action = { .sa_sigaction = on_segv, .sa_flags = SA_SIGINFO | SA_ONSTACK };
    sigemptyset(&action.sa_mask);
    process->current = current;
    process->describe = describe;
    if (sigaction(SIGSEGV, NULL, &process->older) != 0 || sigaction(SIGSEGV, &action, NULL) != 0) {
        return GR_INTERNAL;
    }
    process->handles_overflow = true;
    return GR_OK;
}

gr_code gri_fiber_install_handler(const struct gri_fiber *(*current)(void),
                                  size_t (*describe)(char *buf, size_t cap))
{
    struct gri_process_fiber *process = &gri_process.fiber;
    pthread_mutex_lock(&process->lock);
    gr_code code = install_locked(process, current, describe);
    pthread_mutex_unlock(&process->lock);
    return code;
}

gr_code gri_signal_stack_init(struct gri_signal_stack *stack)
{
    void *memory = gri_malloc(signal_stack_bytes);
    if (memory == NULL) {
        return GR_RESOURCE_EXHAUSTED;
    }
    stack_t older;
    stack_t ours = { .ss_sp = memory, .ss_size = signal_stack_bytes };
    int rc = sigaltstack(&ours, &older);
    GR_ASSERT(rc == 0); /* it fails only on a signal stack, or for one that is too small */
    *stack = (struct gri_signal_stack){
        .memory = memory,
        .older = older.ss_sp,
        .older_bytes = older.ss_size,
        .older_flags = older.ss_flags,
    };
    return GR_OK;
}

/* Restores the one before, which a sanitizer unmaps when the thread ends. */
void gri_signal_stack_fini(struct gri_signal_stack *stack)
{
    stack_t older = {
        .ss_sp = stack->older,
        .ss_size = stack->older_bytes,
        .ss_flags = stack->older_flags & SS_DISABLE,
    };
    int rc = sigaltstack(&older, NULL);
    GR_ASSERT(rc == 0);
    gri_mfree(stack->memory);
}
