/* Made by protoc-gen-greenroom from empty_both.proto. Do not edit. */
#ifndef EMPTY_BOTH_GR_H
#define EMPTY_BOTH_GR_H

#include "empty_both.pb-c.h"

#include <greenroom/stub.h>

#if GR_STUB_ABI != 2
#error "empty_both.gr.h is for another version of Greenroom: run its protoc-gen-greenroom"
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* Ticks.
 * A clock_ticker is the address of an actor that serves clock.Ticker: a value, copied freely.
 * All zero is none. */
typedef struct clock_ticker {
    gr_ref ref;
} clock_ticker;

/* An actor's state: the user's to complete. Zeroed before the actor starts. */
struct clock_ticker_self;

/* What an actor does beside handling calls; each may be NULL. start comes first: the actor lives
 * when it has returned GR_OK. run, where it is there, comes next: calls are handled while it
 * says gr_process(), and the actor ends when it returns. stop comes last, with what the actor
 * ended with. */
typedef struct clock_ticker_hooks {
    gr_code (*start)(struct clock_ticker_self *self, gr_context *ctx);
    void (*stop)(struct clock_ticker_self *self, gr_context *ctx, gr_code reason);
    gr_code (*run)(struct clock_ticker_self *self, gr_context *ctx);
} clock_ticker_hooks;

/* An actor's handlers, one for each method. A request is borrowed until its handler returns; a
 * reply may point into the actor's own state, or to what gr_alloc() gave. Make one with
 * CLOCK_TICKER_TYPE(). */
typedef struct clock_ticker_type {
    gr_type base;
    /* Tick once, and wait for it.
     *
     * Comments of several paragraphs stay as they are, and one whose lines are longer than a
     * hundred columns is broken where words end, as here. */
    gr_code (*tick)(struct clock_ticker_self *self, gr_context *ctx);
    gr_code (*tock)(struct clock_ticker_self *self, gr_context *ctx);
    clock_ticker_hooks hooks;
} clock_ticker_type;

/* The table of an actor whose handlers are PREFIX and a method's name:
 * const clock_ticker_type type = CLOCK_TICKER_TYPE(on_, CLOCK_TICKER_NO_HOOKS); */
#define CLOCK_TICKER_TYPE(PREFIX, HOOKS)                                                           \
    GR_STUB_TYPE(clock_ticker, PREFIX##tick, PREFIX##tock, HOOKS)

/* Its hooks, as in CLOCK_TICKER_HOOKS(.start = start), and none. */
#define CLOCK_TICKER_HOOKS(...) GR_STUB_LIST(__VA_ARGS__)
#define CLOCK_TICKER_NO_HOOKS   GR_STUB_LIST(NULL, NULL, NULL)

extern const gr_service clock_ticker_service;

/* A set of methods, for clock_ticker_process(). */
typedef struct clock_ticker_methods {
    bool tick;
    bool tock;
} clock_ticker_methods;

/* Make an actor of `type`. Returns when its start hook has.
 * Borrows: type, for as long as the actor lives; args and options.
 * Thread:  any.   Blocks: suspends a fiber, blocks a plain thread, until it has started.
 * Errors:  the start hook's own, ALREADY_EXISTS (options->name), INVALID_ARGUMENT,
 *          DEADLINE_EXCEEDED, CANCELLED, RESOURCE_EXHAUSTED, UNAVAILABLE (node stopping). */
GR_MUST_USE gr_code clock_ticker_spawn(gr_node *node, const clock_ticker_type *type,
                                       const gr_spawn_options *options, clock_ticker *out_ref,
                                       gr_error *error);

/* Let gr_spawn_offered(), and so supervisors, make actors of `type` by the name
 * "clock.Ticker".
 * Borrows: type, for as long as the node lives.   Thread: any.   Blocks: no.
 * Errors:  ALREADY_EXISTS (the node offers one), INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code clock_ticker_offer(gr_node *node, const clock_ticker_type *type);

/* Let other nodes, and this one, find the actor under `name`.   Thread: any.   Blocks: no.
 * Errors:  ALREADY_EXISTS, INVALID_ARGUMENT (name, or an actor of another node), UNAVAILABLE
 *          (gone), RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code clock_ticker_register(gr_node *node, const char *name, clock_ticker ref);

/* Find the actor registered as `name`: "manager" on this node, "back/manager" on another.
 * The ref is that actor's for good: once the actor has ended it is UNAVAILABLE.
 * Thread:  any.   Blocks: suspends a fiber, blocks a plain thread, until the deadline.
 * Errors:  NOT_FOUND, FAILED_PRECONDITION (the schemas disagree), DEADLINE_EXCEEDED,
 *          CANCELLED, UNAVAILABLE, INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code clock_ticker_lookup(gr_node *node, const char *name,
                                        const gr_call_options *options, clock_ticker *out_ref,
                                        gr_error *error);

/* A ref to whoever is registered as `name` when it is used: looked up then, and again after
 * UNAVAILABLE. No call is ever sent twice.   Thread: any.   Blocks: no.
 * Errors:  INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code clock_ticker_named(gr_node *node, const char *name, clock_ticker *out_ref);

/* The actor's own ref; zero where `ctx` is another service's.   Blocks: no. */
clock_ticker clock_ticker_self_ref(gr_context *ctx);

/* gr_process() for some methods only: calls of others stay queued, in order. NULL: all.
 * Errors:  as gr_process(). */
GR_MUST_USE gr_code clock_ticker_process(gr_context *ctx, const clock_ticker_methods *only,
                                         const gr_process_options *options);

/* Write `ref` as a message, to be sent along: who gets it may call the actor.
 * Owns:    *storage is the caller's, nothing is allocated.   Thread: any.
 * Errors:  INVALID_ARGUMENT (zero, or a named ref), UNAVAILABLE (its node is gone). */
GR_MUST_USE gr_code clock_ticker_pack_ref(clock_ticker ref, struct Greenroom__Ref *storage);

/* The ref that a message carries, for use through `node`.   Thread: any.   Blocks: no.
 * Errors:  NOT_FOUND (none in it), FAILED_PRECONDITION (another service's),
 *          INVALID_ARGUMENT. */
GR_MUST_USE gr_code clock_ticker_unpack_ref(gr_node *node, const struct Greenroom__Ref *message,
                                            clock_ticker *out_ref);

/* A call of Tick under way, and one held by its handler. */
typedef struct clock_ticker_tick_future {
    gr_future *future;
} clock_ticker_tick_future;

typedef struct clock_ticker_tick_call {
    gr_call call;
} clock_ticker_tick_call;

/* Tick once, and wait for it.
 *
 * Comments of several paragraphs stay as they are, and one whose lines are longer than a hundred
 * columns is broken where words end, as here.
 * Call clock.Ticker.Tick and wait for its end.
 * Thread:  any.   Blocks: suspends a fiber, blocks a plain thread, until the deadline
 *          (none, unless options say otherwise).
 * Errors:  the handler's own; DEADLINE_EXCEEDED, CANCELLED, UNAVAILABLE, UNIMPLEMENTED,
 *          RESOURCE_EXHAUSTED, INVALID_ARGUMENT, INTERNAL (held, and dropped). */
GR_MUST_USE gr_code clock_ticker_tick_sync(clock_ticker to, const gr_call_options *options,
                                           gr_error *error);

/* The same call, without waiting for its end.
 * Owns:    *out_future is the caller's, to be awaited or dropped.
 * Thread:  any.   Blocks: no, but while a named ref is looked up, or where a full mailbox or
 *          session makes its senders wait.
 * Errors:  INVALID_ARGUMENT, RESOURCE_EXHAUSTED (memory, fibers), what a lookup or a wait for
 *          room ends with; all others come with the future. */
GR_MUST_USE gr_code clock_ticker_tick_async(clock_ticker to, const gr_call_options *options,
                                            clock_ticker_tick_future *out_future);

/* Wait for the end of the call.
 * Takes:   future->future, which becomes NULL.
 * Thread:  any.   Blocks: suspends a fiber, blocks a plain thread, until the call's deadline.
 * Errors:  as clock_ticker_tick_sync(). */
GR_MUST_USE gr_code clock_ticker_tick_await(clock_ticker_tick_future *future, gr_error *error);

/* Send clock.Ticker.Tick, now or later, and do not wait. A failure of its handler goes to the
 * log.
 * Thread:  any.   Blocks: no, but while the session is full, or a named ref is looked up.
 * Errors:  UNAVAILABLE, RESOURCE_EXHAUSTED, INVALID_ARGUMENT, DEADLINE_EXCEEDED, CANCELLED. */
GR_MUST_USE gr_code clock_ticker_tick_oneway(clock_ticker to, const gr_oneway_options *options);

/* In the handler: keep the call, to be answered after the handler has returned GR_OK.
 * Owns:    *out_call is the duty to answer once, with clock_ticker_tick_answer().
 * Errors:  FAILED_PRECONDITION (not in this method's handler, sent oneway, held already),
 *          INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code clock_ticker_tick_hold(gr_context *ctx, clock_ticker_tick_call *out_call);

/* Answer a held call; gr_call_fail() answers with a message.
 * Thread:  any.   Blocks: no.
 * Errors:  FAILED_PRECONDITION (answered before, its caller gave up, or its actor has
 *          ended), INVALID_ARGUMENT, UNAVAILABLE (its node is gone). */
GR_MUST_USE gr_code clock_ticker_tick_answer(clock_ticker_tick_call call, gr_code code);

/* Send clock.Ticker.Tock, now or later, and do not wait. A failure of its handler goes to the
 * log.
 * Thread:  any.   Blocks: while the mailbox or the session is full, until options->timeout_ms;
 *          while a named ref is looked up.
 * Errors:  UNAVAILABLE, RESOURCE_EXHAUSTED, INVALID_ARGUMENT, DEADLINE_EXCEEDED, CANCELLED. */
GR_MUST_USE gr_code clock_ticker_tock_oneway(clock_ticker to, const gr_oneway_options *options);

/* Has a body and no methods.
 * A clock_idler is the address of an actor that serves clock.Idler: a value, copied freely. All
 * zero is none. */
typedef struct clock_idler {
    gr_ref ref;
} clock_idler;

/* An actor's state: the user's to complete. Zeroed before the actor starts. */
struct clock_idler_self;

/* What an actor does beside handling calls; each may be NULL. start comes first: the actor lives
 * when it has returned GR_OK. run, where it is there, comes next: calls are handled while it
 * says gr_process(), and the actor ends when it returns. stop comes last, with what the actor
 * ended with. */
typedef struct clock_idler_hooks {
    gr_code (*start)(struct clock_idler_self *self, gr_context *ctx);
    void (*stop)(struct clock_idler_self *self, gr_context *ctx, gr_code reason);
    gr_code (*run)(struct clock_idler_self *self, gr_context *ctx);
} clock_idler_hooks;

/* An actor's handlers, one for each method. A request is borrowed until its handler returns; a
 * reply may point into the actor's own state, or to what gr_alloc() gave. Make one with
 * CLOCK_IDLER_TYPE(). */
typedef struct clock_idler_type {
    gr_type base;
    clock_idler_hooks hooks;
} clock_idler_type;

/* The table of an actor whose handlers are PREFIX and a method's name:
 * const clock_idler_type type = CLOCK_IDLER_TYPE(on_, CLOCK_IDLER_NO_HOOKS); */
#define CLOCK_IDLER_TYPE(PREFIX, HOOKS) GR_STUB_TYPE(clock_idler, HOOKS)

/* Its hooks, as in CLOCK_IDLER_HOOKS(.start = start), and none. */
#define CLOCK_IDLER_HOOKS(...) GR_STUB_LIST(__VA_ARGS__)
#define CLOCK_IDLER_NO_HOOKS   GR_STUB_LIST(NULL, NULL, NULL)

extern const gr_service clock_idler_service;

/* Make an actor of `type`. Returns when its start hook has.
 * Borrows: type, for as long as the actor lives; args and options.
 * Thread:  any.   Blocks: suspends a fiber, blocks a plain thread, until it has started.
 * Errors:  the start hook's own, ALREADY_EXISTS (options->name), INVALID_ARGUMENT,
 *          DEADLINE_EXCEEDED, CANCELLED, RESOURCE_EXHAUSTED, UNAVAILABLE (node stopping). */
GR_MUST_USE gr_code clock_idler_spawn(gr_node *node, const clock_idler_type *type,
                                      const gr_spawn_options *options, clock_idler *out_ref,
                                      gr_error *error);

/* Let gr_spawn_offered(), and so supervisors, make actors of `type` by the name
 * "clock.Idler".
 * Borrows: type, for as long as the node lives.   Thread: any.   Blocks: no.
 * Errors:  ALREADY_EXISTS (the node offers one), INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code clock_idler_offer(gr_node *node, const clock_idler_type *type);

/* Let other nodes, and this one, find the actor under `name`.   Thread: any.   Blocks: no.
 * Errors:  ALREADY_EXISTS, INVALID_ARGUMENT (name, or an actor of another node), UNAVAILABLE
 *          (gone), RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code clock_idler_register(gr_node *node, const char *name, clock_idler ref);

/* Find the actor registered as `name`: "manager" on this node, "back/manager" on another.
 * The ref is that actor's for good: once the actor has ended it is UNAVAILABLE.
 * Thread:  any.   Blocks: suspends a fiber, blocks a plain thread, until the deadline.
 * Errors:  NOT_FOUND, FAILED_PRECONDITION (the schemas disagree), DEADLINE_EXCEEDED,
 *          CANCELLED, UNAVAILABLE, INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code clock_idler_lookup(gr_node *node, const char *name,
                                       const gr_call_options *options, clock_idler *out_ref,
                                       gr_error *error);

/* A ref to whoever is registered as `name` when it is used: looked up then, and again after
 * UNAVAILABLE. No call is ever sent twice.   Thread: any.   Blocks: no.
 * Errors:  INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code clock_idler_named(gr_node *node, const char *name, clock_idler *out_ref);

/* The actor's own ref; zero where `ctx` is another service's.   Blocks: no. */
clock_idler clock_idler_self_ref(gr_context *ctx);

/* Write `ref` as a message, to be sent along: who gets it may call the actor.
 * Owns:    *storage is the caller's, nothing is allocated.   Thread: any.
 * Errors:  INVALID_ARGUMENT (zero, or a named ref), UNAVAILABLE (its node is gone). */
GR_MUST_USE gr_code clock_idler_pack_ref(clock_idler ref, struct Greenroom__Ref *storage);

/* The ref that a message carries, for use through `node`.   Thread: any.   Blocks: no.
 * Errors:  NOT_FOUND (none in it), FAILED_PRECONDITION (another service's),
 *          INVALID_ARGUMENT. */
GR_MUST_USE gr_code clock_idler_unpack_ref(gr_node *node, const struct Greenroom__Ref *message,
                                           clock_idler *out_ref);

#ifdef __cplusplus
}
#endif
#endif
