/* SPDX-License-Identifier: MIT */
/* One thread's fibers by hand, by the symbols that the runtime takes, too. A call between two
 * fibers is a message each way, each on a list and off it, and four switches, since who waits goes
 * through the scheduler: 4 x switch + 4 x list, and as much again for the queues' upkeep. */
#include <stdlib.h>
#include <sys/mman.h>

#include "floor.h"

struct transfer {
    void *context;
    void *data;
};
extern struct transfer jump_fcontext(void *to, void *data);
extern void *make_fcontext(void *stack_top, size_t bytes, void (*entry)(struct transfer));

enum { STACK_BYTES = 64 * 1024 };

struct message {
    struct message *next;
    uint64_t value;
};

/* One scheduler's. */
struct fiber {
    struct fiber *next; /* on the run queue */
    struct message *first;
    struct message *last;
    void *context;
    char *stack;
    struct scheduler *scheduler;
    bool is_ready;
    void (*body)(struct fiber *self);
    struct fiber *peer;
    uint64_t n;
    uint64_t done;
};

/* One thread's. */
struct scheduler {
    struct fiber *first;
    struct fiber *last;
    struct message *pool;
    void *context;
};

static void to_scheduler(struct fiber *self)
{
    self->scheduler->context = jump_fcontext(self->scheduler->context, NULL).context;
}

static void entered(struct transfer from)
{
    struct fiber *self = from.data;
    self->scheduler->context = from.context;
    self->body(self);
    for (;;) {
        to_scheduler(self);
    }
}

static void make(struct fiber *fiber, struct scheduler *scheduler, void (*body)(struct fiber *))
{
    *fiber = (struct fiber){ .scheduler = scheduler, .body = body };
    fiber->stack = mmap(NULL, STACK_BYTES, PROT_READ | PROT_WRITE,
                        MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    bench_need_system(fiber->stack != MAP_FAILED, "make a stack");
    fiber->context = make_fcontext(fiber->stack + STACK_BYTES, STACK_BYTES, entered);
}

static void end(struct fiber *fiber)
{
    munmap(fiber->stack, STACK_BYTES);
}

static void ready(struct fiber *fiber)
{
    struct scheduler *scheduler = fiber->scheduler;
    if (fiber->is_ready) {
        return;
    }
    fiber->is_ready = true;
    fiber->next = NULL;
    if (scheduler->first == NULL) {
        scheduler->first = scheduler->last = fiber;
    } else {
        scheduler->last = scheduler->last->next = fiber;
    }
}

static void resume(struct fiber *fiber)
{
    fiber->context = jump_fcontext(fiber->context, fiber).context;
}

static void run(struct scheduler *scheduler)
{
    while (scheduler->first != NULL) {
        struct fiber *fiber = scheduler->first;
        scheduler->first = fiber->next;
        fiber->is_ready = false;
        resume(fiber);
    }
}

static void send(struct fiber *to, uint64_t value)
{
    struct scheduler *scheduler = to->scheduler;
    struct message *message = scheduler->pool;
    if (message == NULL) {
        message = bench_new(1, sizeof(*message));
    } else {
        scheduler->pool = message->next;
    }
    *message = (struct message){ .value = value };
    if (to->first == NULL) {
        to->first = to->last = message;
    } else {
        to->last = to->last->next = message;
    }
    ready(to);
}

static uint64_t receive(struct fiber *self)
{
    while (self->first == NULL) {
        to_scheduler(self);
    }
    struct message *message = self->first;
    self->first = message->next;
    message->next = self->scheduler->pool;
    self->scheduler->pool = message;
    return message->value;
}

static void answer(struct fiber *self)
{
    for (;;) {
        send(self->peer, receive(self));
    }
}

static void ask(struct fiber *self)
{
    for (uint64_t i = 0; i < self->n; i++) {
        send(self->peer, 1);
        self->done += receive(self);
    }
}

uint64_t floor_call(void *arg, uint64_t n)
{
    struct scheduler scheduler = { .pool = NULL };
    struct fiber caller, callee;
    (void)arg;
    make(&caller, &scheduler, ask);
    make(&callee, &scheduler, answer);
    caller.peer = &callee;
    callee.peer = &caller;
    caller.n = n;
    ready(&caller);
    run(&scheduler);
    for (struct message *next; scheduler.pool != NULL; scheduler.pool = next) {
        next = scheduler.pool->next;
        free(scheduler.pool);
    }
    end(&caller);
    end(&callee);
    return caller.done;
}

static void bounce(struct fiber *self)
{
    for (;;) {
        self->done++;
        to_scheduler(self);
    }
}

uint64_t floor_switch(void *arg, uint64_t n)
{
    struct scheduler scheduler = { .pool = NULL };
    struct fiber fiber;
    (void)arg;
    make(&fiber, &scheduler, bounce);
    for (uint64_t i = 0; i < n; i += 2) {
        resume(&fiber);
    }
    end(&fiber);
    return fiber.done * 2;
}

uint64_t floor_switch_twice(void *arg, uint64_t n)
{
    return floor_switch(arg, n * 2) / 2;
}

double floor_fiber_bytes(uint64_t n)
{
    struct scheduler scheduler = { .pool = NULL };
    struct fiber *fibers = bench_new(n, sizeof(*fibers));
    uint64_t before = bench_resident_bytes();
    for (uint64_t i = 0; i < n; i++) {
        make(&fibers[i], &scheduler, bounce);
        resume(&fibers[i]);
    }
    uint64_t after = bench_resident_bytes();
    for (uint64_t i = 0; i < n; i++) {
        end(&fibers[i]);
    }
    free(fibers);
    return (double)(after - before) / (double)n;
}
