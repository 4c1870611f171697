/* SPDX-License-Identifier: MIT */
/* Fibers: switching, reuse, limits, guards, and the report of a stack that overflows, which is read
 * from a child process's stderr. */
#include "fiber.h"

#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "process.h"
#include "sanitize.h"
#include "suite.h"

enum { stack_bytes = 64 * 1024 };

/* A fiber's partner in these tests; `arg` of all entry functions. */
struct stage {
    struct gri_stacks stacks;
    struct gri_fiber thread; /* of the test */
    struct gri_fiber *fiber; /* the latest created */
    unsigned n, rounds;
};

static void stage_init(struct stage *stage, size_t max_fibers)
{
    *stage = (struct stage){ .rounds = 0 };
    gri_stacks_init(&stage->stacks, stack_bytes, max_fibers);
    gri_fiber_init_thread(&stage->thread);
}

static void stage_fini(struct stage *stage)
{
    gri_stacks_fini(&stage->stacks);
}

static struct gri_fiber *create(struct stage *stage, void (*entry)(void *arg))
{
    struct gri_fiber *fiber = NULL;
    CHECK_CODE(gri_fiber_create(&stage->stacks, entry, stage, &fiber), GR_OK);
    stage->fiber = fiber;
    return fiber;
}

static void run_once(void *arg)
{
    struct stage *stage = arg;
    stage->n++;
    gri_fiber_exit_to(stage->fiber, &stage->thread);
}

static void count_rounds(void *arg)
{
    struct stage *stage = arg;
    struct gri_fiber *self = stage->fiber;
    for (unsigned i = 0; i < stage->rounds; i++) {
        stage->n++;
        gri_fiber_switch(self, &stage->thread);
    }
    gri_fiber_exit_to(self, &stage->thread);
}

static void a_fiber_runs_when_it_is_switched_to(void)
{
    struct stage stage;
    stage_init(&stage, 1);
    struct gri_fiber *fiber = create(&stage, run_once);
    CHECK_UINT(stage.n, 0);
    gri_fiber_switch(&stage.thread, fiber);
    CHECK_UINT(stage.n, 1);
    gri_fiber_destroy(fiber);
    CHECK_UINT(stage.stacks.live, 0);
    stage_fini(&stage);
}

static void a_fiber_goes_on_where_it_was(void)
{
    struct stage stage;
    stage_init(&stage, 1);
    stage.rounds = 1000;
    struct gri_fiber *fiber = create(&stage, count_rounds);
    for (unsigned i = 1; i <= 1000; i++) {
        gri_fiber_switch(&stage.thread, fiber);
        CHECK_UINT(stage.n, i);
    }
    gri_fiber_switch(&stage.thread, fiber);
    gri_fiber_destroy(fiber);
    stage_fini(&stage);
}

/* Each passes on to the next, the last to the thread; then all again. */
struct ring {
    struct gri_fiber *next, *self;
    unsigned n;
};

static void pass_on(void *arg)
{
    struct ring *ring = arg;
    double kept = ring->n; /* lives in a register or on the stack across the switch */
    for (;;) {
        ring->n++;
        kept += 1;
        gri_fiber_switch(ring->self, ring->next);
        CHECK((unsigned)kept == ring->n);
    }
}

static void fibers_switch_among_themselves(void)
{
    enum { n = 100, laps = 50 };
    struct stage stage;
    struct ring rings[n];
    stage_init(&stage, n);
    for (size_t i = 0; i < n; i++) {
        rings[i].n = 0;
        CHECK_CODE(gri_fiber_create(&stage.stacks, pass_on, &rings[i], &rings[i].self), GR_OK);
    }
    for (size_t i = 0; i < n; i++) {
        rings[i].next = i + 1 < n ? rings[i + 1].self : &stage.thread;
    }
    for (size_t lap = 0; lap < laps; lap++) {
        gri_fiber_switch(&stage.thread, rings[0].self);
    }
    for (size_t i = 0; i < n; i++) {
        CHECK_UINT(rings[i].n, laps);
        gri_fiber_destroy(rings[i].self);
    }
    stage_fini(&stage);
}

/* Leaves poison of its frames on the stack, and text for the next fiber to find. */
__attribute__((noinline)) static void go_down(struct stage *stage, unsigned depth,
                                              void (*bottom)(void *arg))
{
    char text[512];
    snprintf(text, sizeof text, "depth %u", depth);
    stage->n += (unsigned)strlen(text) > 0;
    if (depth > 1) {
        go_down(stage, depth - 1, bottom);
    } else {
        bottom(stage);
    }
    stage->n += (unsigned)text[0];
}

static void run_deep(void *arg)
{
    go_down(arg, 20, run_once);
    abort();
}

static void a_stack_is_reused_and_clean(void)
{
    struct stage stage;
    stage_init(&stage, 1);
    struct gri_fiber *first = NULL;
    for (unsigned i = 0; i < 10; i++) {
        struct gri_fiber *fiber = create(&stage, run_deep);
        first = first != NULL ? first : fiber;
        CHECK(fiber == first);
        gri_fiber_switch(&stage.thread, fiber);
        gri_fiber_destroy(fiber);
    }
    CHECK_UINT(stage.n, 210);
    stage_fini(&stage);
}

static void a_suspended_fiber_may_be_given_up(void)
{
    struct stage stage;
    stage_init(&stage, 1);
    stage.rounds = 10;
    for (unsigned i = 1; i < 5; i++) {
        struct gri_fiber *fiber = create(&stage, count_rounds);
        gri_fiber_switch(&stage.thread, fiber);
        CHECK_UINT(stage.n, i);
        gri_fiber_destroy(fiber);
    }
    stage_fini(&stage);
}

static void max_fibers_is_a_limit(void)
{
    struct stage stage;
    struct gri_fiber *fibers[3], *more = NULL;
    stage_init(&stage, 3);
    for (size_t i = 0; i < 3; i++) {
        fibers[i] = create(&stage, run_once);
    }
    CHECK_CODE(gri_fiber_create(&stage.stacks, run_once, &stage, &more), GR_RESOURCE_EXHAUSTED);
    CHECK(more == NULL);
    gri_fiber_destroy(fibers[1]);
    CHECK_CODE(gri_fiber_create(&stage.stacks, run_once, &stage, &more), GR_OK);
    CHECK_UINT(stage.stacks.live, 3);
    stage_fini(&stage);
}

static void out_of_memory_is_resource_exhausted(void)
{
    struct stage stage;
    struct gri_fiber *fiber = NULL;
    stage_init(&stage, 3);
    suite_fail_allocation(1);
    CHECK_CODE(gri_fiber_create(&stage.stacks, run_once, &stage, &fiber), GR_RESOURCE_EXHAUSTED);
    CHECK(suite_allocation_failed());
    CHECK_UINT(stage.stacks.live, 0);
    gri_stacks_fini(&stage.stacks);
    /* A chunk larger than any address space. */
    gri_stacks_init(&stage.stacks, (size_t)1 << 48, 3);
    CHECK_CODE(gri_fiber_create(&stage.stacks, run_once, &stage, &fiber), GR_RESOURCE_EXHAUSTED);
    stage_fini(&stage);
}

static void ten_thousand_fibers_live_at_once(void)
{
    enum { n = GRI_TSAN ? 4000 : 10000 }; /* ThreadSanitizer has room for 8128 */
    static struct gri_fiber *fibers[n];
    struct stage stage;
    stage_init(&stage, n);
    stage.rounds = 2;
    for (size_t round = 0; round < 2; round++) {
        stage.n = 0;
        for (size_t i = 0; i < n; i++) {
            fibers[i] = create(&stage, count_rounds);
            gri_fiber_switch(&stage.thread, fibers[i]);
        }
        CHECK_UINT(stage.stacks.live, n);
        for (size_t i = 0; i < 2 * n; i++) {
            stage.fiber = fibers[i % n];
            gri_fiber_switch(&stage.thread, fibers[i % n]);
        }
        CHECK_UINT(stage.n, 2 * n);
        for (size_t i = 0; i < n; i++) {
            gri_fiber_destroy(fibers[i]);
        }
    }
    stage_fini(&stage);
}

/* Whether the page that holds the top of the stack is in memory. */
static bool is_resident(const struct gri_fiber *fiber)
{
    long page = sysconf(_SC_PAGESIZE);
    unsigned char in_core = 0;
    mincore(fiber->stack + fiber->stack_bytes - page, (size_t)page, &in_core);
    return (in_core & 1) != 0;
}

static void free_stacks_beyond_the_cache_give_their_pages_back(void)
{
    enum { n = 300 };
    struct gri_fiber *fibers[n];
    struct stage stage;
    size_t resident = 0;
    stage_init(&stage, n);
    for (size_t i = 0; i < n; i++) {
        fibers[i] = create(&stage, run_once);
        gri_fiber_switch(&stage.thread, fibers[i]);
        CHECK(is_resident(fibers[i]));
    }
    for (size_t i = 0; i < n; i++) {
        gri_fiber_destroy(fibers[i]);
    }
    for (size_t i = 0; i < n; i++) {
        resident += is_resident(fibers[i]);
    }
    CHECK_UINT(resident, stage.stacks.n_warm);
    CHECK(resident > 0 && resident < n);
    stage_fini(&stage);
}

/* --- guards ------------------------------------------------------------------------------------
 */

static void a_guard_is_just_below_its_stack(void)
{
    struct stage stage;
    stage_init(&stage, 1);
    struct gri_fiber *fiber = create(&stage, run_once);
    if (fiber->guard != GRI_GUARD_CANARY) {
        CHECK(!gri_fiber_guard_hit(fiber, fiber->stack));
        CHECK(gri_fiber_guard_hit(fiber, fiber->stack - 1));
        CHECK(gri_fiber_guard_hit(fiber, fiber->stack - stage.stacks.guard_bytes));
        CHECK(!gri_fiber_guard_hit(fiber, fiber->stack - stage.stacks.guard_bytes - 1));
    }
    CHECK(!gri_fiber_guard_hit(&stage.thread, NULL));
    CHECK(gri_fiber_canary_ok(fiber));
    CHECK(gri_fiber_canary_ok(&stage.thread));
    stage_fini(&stage);
}

static void mprotect_takes_over_where_the_kernel_has_no_cheaper_guard(void)
{
    struct stage stage;
    uint32_t before = atomic_load(&gri_process.fiber.mprotect_guards);
    stage_init(&stage, 1);
    stage.stacks.guard = GRI_GUARD_MPROTECT;
    struct gri_fiber *fiber = create(&stage, run_once);
    CHECK_UINT(fiber->guard, GRI_GUARD_MPROTECT);
    CHECK(gri_fiber_guard_hit(fiber, fiber->stack - 1));
    CHECK_UINT(atomic_load(&gri_process.fiber.mprotect_guards), before + 1);
    gri_fiber_switch(&stage.thread, fiber);
    CHECK_UINT(stage.n, 1);
    stage_fini(&stage);
    CHECK_UINT(atomic_load(&gri_process.fiber.mprotect_guards), before);
}

static void canaries_take_over_where_guards_are_used_up(void)
{
    struct stage stage;
    stage_init(&stage, 2);
    stage.stacks.guard = GRI_GUARD_MPROTECT;
    uint32_t before = atomic_exchange(&gri_process.fiber.mprotect_guards, 20000);
    struct gri_fiber *fiber = create(&stage, run_once);
    CHECK_UINT(atomic_load(&gri_process.fiber.mprotect_guards), 20000);
    atomic_store(&gri_process.fiber.mprotect_guards, before);
    CHECK_UINT(fiber->guard, GRI_GUARD_CANARY);
    CHECK(!gri_fiber_guard_hit(fiber, fiber->stack - 1));
    CHECK(gri_fiber_canary_ok(fiber));
    gri_fiber_switch(&stage.thread, fiber);
    CHECK(gri_fiber_canary_ok(fiber));
    fiber->stack[3] = 0;
    CHECK(!gri_fiber_canary_ok(fiber));
    gri_fiber_destroy(fiber);
    fiber = create(&stage, run_once);
    CHECK(gri_fiber_canary_ok(fiber));
    stage_fini(&stage);
}

/* --- overflows, each in a child process --------------------------------------------------------
 */

static _Thread_local const struct gri_fiber *current;

static const struct gri_fiber *get_current(void)
{
    return current;
}

static size_t describe(char *buf, size_t cap)
{
    static const char name[] = "flower/rose garden.Flower.Water";
    memcpy(buf, name, sizeof name - 1 < cap ? sizeof name - 1 : cap);
    return sizeof name - 1;
}

__attribute__((noinline)) static unsigned overflow(unsigned depth)
{
    volatile char frame[256];
    frame[depth % sizeof frame] = (char)depth;
    return depth == UINT32_MAX ? 0 : overflow(depth + 1) + (unsigned)frame[0];
}

static void run_over(void *arg)
{
    struct stage *stage = arg;
    stage->n = overflow(0);
    gri_fiber_exit_to(stage->fiber, &stage->thread);
}

/* Writes over the end of the stack, as an overflow without a guard would, and goes on. */
static void run_over_canary(void *arg)
{
    struct stage *stage = arg;
    memset(stage->fiber->stack, 0, 16);
    gri_fiber_switch(stage->fiber, &stage->thread);
}

static void crash_elsewhere(void *arg)
{
    static volatile char *volatile nowhere;
    *nowhere = 1;
    run_once(arg);
}

struct crash {
    enum gri_guard guard;
    void (*entry)(void *arg);
    void (*older)(int signal_number); /* a handler of the application's own */
};

static void report_older(int signal_number)
{
    static const char text[] = "the older handler ran\n";
    ssize_t written = write(STDERR_FILENO, text, sizeof text - 1);
    (void)written;
    signal(signal_number, SIG_DFL);
}

/* On a thread of its own, as workers are. */
static void *crash_thread(void *arg)
{
    struct crash *crash = arg;
    struct stage stage;
    struct gri_signal_stack signal_stack;
    if (gri_signal_stack_init(&signal_stack) != GR_OK ||
        gri_fiber_install_handler(get_current, describe) != GR_OK) {
        return NULL;
    }
    stage_init(&stage, 1);
    stage.stacks.guard = crash->guard;
    if (gri_fiber_create(&stage.stacks, crash->entry, &stage, &stage.fiber) != GR_OK) {
        return NULL;
    }
    current = stage.fiber;
    gri_fiber_switch(&stage.thread, stage.fiber);
    return NULL;
}

static _Noreturn void crash_child(struct crash *crash, int out)
{
    pthread_t thread;
    struct rlimit no_core = { 0, 0 };
    setrlimit(RLIMIT_CORE, &no_core);
    dup2(out, STDERR_FILENO);
    dup2(out, STDOUT_FILENO);
    if (crash->older != NULL) {
        struct sigaction action = { .sa_handler = crash->older, .sa_flags = SA_ONSTACK };
        sigaction(SIGSEGV, &action, NULL);
    }
    if (pthread_create(&thread, NULL, crash_thread, crash) == 0) {
        pthread_join(thread, NULL);
    }
    _exit(EXIT_SUCCESS);
}

/* Reads to the end of file what the child says; it fits, or the rest is dropped. */
static void read_all(int in, char *said, size_t cap)
{
    size_t len = 0;
    char rest[512];
    for (;;) {
        bool full = len + 1 >= cap;
        ssize_t n = full ? read(in, rest, sizeof rest) : read(in, said + len, cap - 1 - len);
        if (n <= 0) {
            break;
        }
        len += full ? 0 : (size_t)n;
    }
    said[len] = '\0';
}

/* Returns the child's wait status. */
static int crash_in_child(struct crash crash, char *said, size_t cap)
{
    int ends[2], status = 0;
    said[0] = '\0';
    if (!CHECK(pipe(ends) == 0)) {
        return 0;
    }
    fflush(NULL);
    pid_t child = fork();
    if (child == 0) {
        close(ends[0]);
        crash_child(&crash, ends[1]);
    }
    close(ends[1]);
    if (CHECK(child > 0)) {
        read_all(ends[0], said, cap);
        CHECK(waitpid(child, &status, 0) == child);
    }
    close(ends[0]);
    return status;
}

/* A sanitizer's own handler, to whom ours hands on, may exit where the default one kills. */
static bool died_by(int status, int signal_number)
{
    if (WIFSIGNALED(status)) {
        return WTERMSIG(status) == signal_number;
    }
    return (GRI_ASAN || GRI_TSAN) && WEXITSTATUS(status) != 0;
}

static char said[65536];
static const char overflow_text[] =
    "greenroom: stack overflow in flower/rose garden.Flower.Water (stack of ";

static void an_overflow_is_reported_by_name(void)
{
    const enum gri_guard guards[] = { GRI_GUARD_MADVISE, GRI_GUARD_MPROTECT };
    for (size_t i = 0; i < 2; i++) {
        struct crash crash = { .guard = guards[i], .entry = run_over };
        int status = crash_in_child(crash, said, sizeof said);
        CHECK(died_by(status, SIGSEGV));
        const char *at = strstr(said, overflow_text);
        if (CHECK(at != NULL)) {
            size_t bytes = strtoul(at + strlen(overflow_text), NULL, 10);
            CHECK_UINT(bytes % stack_bytes, 0);
            CHECK(strstr(at, " bytes); raise stack_bytes\n") != NULL);
        }
    }
}

static void an_overwritten_canary_is_reported_at_the_next_switch(void)
{
    struct crash crash = { .guard = GRI_GUARD_CANARY, .entry = run_over_canary };
    int status = crash_in_child(crash, said, sizeof said);
    CHECK(died_by(status, SIGABRT));
    CHECK(strstr(said, overflow_text) != NULL);
}

static void another_fault_is_not_called_an_overflow(void)
{
    struct crash crash = { .entry = crash_elsewhere };
    int status = crash_in_child(crash, said, sizeof said);
    CHECK(died_by(status, SIGSEGV));
    CHECK(strstr(said, "greenroom:") == NULL);
}

static void the_older_handler_runs_after_the_report(void)
{
    struct crash crash = { .entry = run_over, .older = report_older };
    int status = crash_in_child(crash, said, sizeof said);
    CHECK(died_by(status, SIGSEGV));
    const char *at = strstr(said, overflow_text);
    CHECK(at != NULL && strstr(at, "the older handler ran\n") != NULL);
}

static void the_signal_stack_before_is_restored(void)
{
    stack_t before, within, after;
    struct gri_signal_stack stack;
    sigaltstack(NULL, &before);
    CHECK_CODE(gri_signal_stack_init(&stack), GR_OK);
    sigaltstack(NULL, &within);
    CHECK(within.ss_sp == stack.memory);
    gri_signal_stack_fini(&stack);
    sigaltstack(NULL, &after);
    CHECK(after.ss_flags == before.ss_flags);
    CHECK((before.ss_flags & SS_DISABLE) != 0 || after.ss_sp == before.ss_sp);
    suite_fail_allocation(1);
    CHECK_CODE(gri_signal_stack_init(&stack), GR_RESOURCE_EXHAUSTED);
}

/* --- threads -----------------------------------------------------------------------------------
 */

static void *resume_elsewhere(void *arg)
{
    struct stage *stage = arg;
    gri_fiber_init_thread(&stage->thread);
    for (unsigned i = 0; i < 5; i++) {
        gri_fiber_switch(&stage->thread, stage->fiber);
    }
    return NULL;
}

/* As when a spare thread takes a worker over. */
static void a_suspended_fiber_may_go_on_in_another_thread(void)
{
    struct stage stage;
    pthread_t thread;
    stage_init(&stage, 1);
    stage.rounds = 100;
    gri_fiber_switch(&stage.thread, create(&stage, count_rounds));
    CHECK(pthread_create(&thread, NULL, resume_elsewhere, &stage) == 0);
    pthread_join(thread, NULL);
    CHECK_UINT(stage.n, 6);
    gri_fiber_init_thread(&stage.thread);
    gri_fiber_switch(&stage.thread, stage.fiber);
    CHECK_UINT(stage.n, 7);
    gri_fiber_destroy(stage.fiber);
    stage_fini(&stage);
}

GR_SUITE("fiber", { "a_fiber_runs_when_it_is_switched_to", a_fiber_runs_when_it_is_switched_to },
         { "a_fiber_goes_on_where_it_was", a_fiber_goes_on_where_it_was },
         { "fibers_switch_among_themselves", fibers_switch_among_themselves },
         { "a_stack_is_reused_and_clean", a_stack_is_reused_and_clean },
         { "a_suspended_fiber_may_be_given_up", a_suspended_fiber_may_be_given_up },
         { "max_fibers_is_a_limit", max_fibers_is_a_limit },
         { "out_of_memory_is_resource_exhausted", out_of_memory_is_resource_exhausted },
         { "ten_thousand_fibers_live_at_once", ten_thousand_fibers_live_at_once },
         { "free_stacks_beyond_the_cache_give_their_pages_back",
           free_stacks_beyond_the_cache_give_their_pages_back },
         { "a_guard_is_just_below_its_stack", a_guard_is_just_below_its_stack },
         { "mprotect_takes_over_where_the_kernel_has_no_cheaper_guard",
           mprotect_takes_over_where_the_kernel_has_no_cheaper_guard },
         { "canaries_take_over_where_guards_are_used_up",
           canaries_take_over_where_guards_are_used_up },
         { "an_overflow_is_reported_by_name", an_overflow_is_reported_by_name },
         { "an_overwritten_canary_is_reported_at_the_next_switch",
           an_overwritten_canary_is_reported_at_the_next_switch },
         { "another_fault_is_not_called_an_overflow", another_fault_is_not_called_an_overflow },
         { "the_older_handler_runs_after_the_report", the_older_handler_runs_after_the_report },
         { "the_signal_stack_before_is_restored", the_signal_stack_before_is_restored },
         { "a_suspended_fiber_may_go_on_in_another_thread",
           a_suspended_fiber_may_go_on_in_another_thread })
