/* Made by protoc-gen-greenroom from services.proto. Do not edit. */
#ifndef SERVICES_GR_H
#define SERVICES_GR_H

#include "services.pb-c.h"

#include <greenroom/stub.h>

#include "google/protobuf/timestamp.pb-c.h"
#include "imports/base.gr.h"
#include "imports/more.gr.h"

#if GR_STUB_ABI != 2
#error "services.gr.h is for another version of Greenroom: run its protoc-gen-greenroom"
#endif

#ifdef __cplusplus
extern "C" {
#endif

typedef Plants__Shop__Order plants_shop_order;

/* A plants_shop_counter is the address of an actor that serves plants.shop.Counter: a value,
 * copied freely. All zero is none. */
typedef struct plants_shop_counter {
    gr_ref ref;
} plants_shop_counter;

/* An actor's state: the user's to complete. Zeroed before the actor starts. */
struct plants_shop_counter_self;

/* What an actor does beside handling calls; each may be NULL. start comes first: the actor lives
 * when it has returned GR_OK. run, where it is there, comes next: calls are handled while it
 * says gr_process(), and the actor ends when it returns. stop comes last, with what the actor
 * ended with. */
typedef struct plants_shop_counter_hooks {
    gr_code (*start)(struct plants_shop_counter_self *self, gr_context *ctx);
    void (*stop)(struct plants_shop_counter_self *self, gr_context *ctx, gr_code reason);
    gr_code (*run)(struct plants_shop_counter_self *self, gr_context *ctx);
} plants_shop_counter_hooks;

/* An actor's handlers, one for each method. A request is borrowed until its handler returns; a
 * reply may point into the actor's own state, or to what gr_alloc() gave. Make one with
 * PLANTS_SHOP_COUNTER_TYPE(). */
typedef struct plants_shop_counter_type {
    gr_type base;
    gr_code (*buy)(struct plants_shop_counter_self *self, gr_context *ctx,
                   const plants_shop_order *request, plants_more_amount *reply);
    gr_code (*price)(struct plants_shop_counter_self *self, gr_context *ctx,
                     const plants_base_plant *request, plants_shop_order *reply);
    plants_shop_counter_hooks hooks;
} plants_shop_counter_type;

/* The table of an actor whose handlers are PREFIX and a method's name:
 * const plants_shop_counter_type type = PLANTS_SHOP_COUNTER_TYPE(on_,
 * PLANTS_SHOP_COUNTER_NO_HOOKS); */
#define PLANTS_SHOP_COUNTER_TYPE(PREFIX, HOOKS)                                                    \
    GR_STUB_TYPE(plants_shop_counter, PREFIX##buy, PREFIX##price, HOOKS)

/* Its hooks, as in PLANTS_SHOP_COUNTER_HOOKS(.start = start), and none. */
#define PLANTS_SHOP_COUNTER_HOOKS(...) GR_STUB_LIST(__VA_ARGS__)
#define PLANTS_SHOP_COUNTER_NO_HOOKS   GR_STUB_LIST(NULL, NULL, NULL)

extern const gr_service plants_shop_counter_service;

/* A set of methods, for plants_shop_counter_process(). */
typedef struct plants_shop_counter_methods {
    bool buy;
    bool price;
} plants_shop_counter_methods;

/* Make an actor of `type`. Returns when its start hook has.
 * Borrows: type, for as long as the actor lives; args and options.
 * Thread:  any.   Blocks: suspends a fiber, blocks a plain thread, until it has started.
 * Errors:  the start hook's own, ALREADY_EXISTS (options->name), INVALID_ARGUMENT,
 *          DEADLINE_EXCEEDED, CANCELLED, RESOURCE_EXHAUSTED, UNAVAILABLE (node stopping). */
GR_MUST_USE gr_code plants_shop_counter_spawn(gr_node *node, const plants_shop_counter_type *type,
                                              const gr_spawn_options *options,
                                              plants_shop_counter *out_ref, gr_error *error);

/* Let gr_spawn_offered(), and so supervisors, make actors of `type` by the name
 * "plants.shop.Counter".
 * Borrows: type, for as long as the node lives.   Thread: any.   Blocks: no.
 * Errors:  ALREADY_EXISTS (the node offers one), INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code plants_shop_counter_offer(gr_node *node, const plants_shop_counter_type *type);

/* Let other nodes, and this one, find the actor under `name`.   Thread: any.   Blocks: no.
 * Errors:  ALREADY_EXISTS, INVALID_ARGUMENT (name, or an actor of another node), UNAVAILABLE
 *          (gone), RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code plants_shop_counter_register(gr_node *node, const char *name,
                                                 plants_shop_counter ref);

/* Find the actor registered as `name`: "manager" on this node, "back/manager" on another.
 * The ref is that actor's for good: once the actor has ended it is UNAVAILABLE.
 * Thread:  any.   Blocks: suspends a fiber, blocks a plain thread, until the deadline.
 * Errors:  NOT_FOUND, FAILED_PRECONDITION (the schemas disagree), DEADLINE_EXCEEDED,
 *          CANCELLED, UNAVAILABLE, INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code plants_shop_counter_lookup(gr_node *node, const char *name,
                                               const gr_call_options *options,
                                               plants_shop_counter *out_ref, gr_error *error);

/* A ref to whoever is registered as `name` when it is used: looked up then, and again after
 * UNAVAILABLE. No call is ever sent twice.   Thread: any.   Blocks: no.
 * Errors:  INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code plants_shop_counter_named(gr_node *node, const char *name,
                                              plants_shop_counter *out_ref);

/* The actor's own ref; zero where `ctx` is another service's.   Blocks: no. */
plants_shop_counter plants_shop_counter_self_ref(gr_context *ctx);

/* gr_process() for some methods only: calls of others stay queued, in order. NULL: all.
 * Errors:  as gr_process(). */
GR_MUST_USE gr_code plants_shop_counter_process(gr_context *ctx,
                                                const plants_shop_counter_methods *only,
                                                const gr_process_options *options);

/* Write `ref` as a message, to be sent along: who gets it may call the actor.
 * Owns:    *storage is the caller's, nothing is allocated.   Thread: any.
 * Errors:  INVALID_ARGUMENT (zero, or a named ref), UNAVAILABLE (its node is gone). */
GR_MUST_USE gr_code plants_shop_counter_pack_ref(plants_shop_counter ref,
                                                 struct Greenroom__Ref *storage);

/* The ref that a message carries, for use through `node`.   Thread: any.   Blocks: no.
 * Errors:  NOT_FOUND (none in it), FAILED_PRECONDITION (another service's),
 *          INVALID_ARGUMENT. */
GR_MUST_USE gr_code plants_shop_counter_unpack_ref(gr_node *node,
                                                   const struct Greenroom__Ref *message,
                                                   plants_shop_counter *out_ref);

/* A call of Buy under way, and one held by its handler. */
typedef struct plants_shop_counter_buy_future {
    gr_future *future;
} plants_shop_counter_buy_future;

typedef struct plants_shop_counter_buy_call {
    gr_call call;
} plants_shop_counter_buy_call;

/* Call plants.shop.Counter.Buy and wait for its end.
 * Owns:    *out_reply is the caller's; free with gr_free().   Borrows: request.
 * Thread:  any.   Blocks: suspends a fiber, blocks a plain thread, until the deadline
 *          (5,000 ms, unless options say otherwise).
 * Errors:  the handler's own; DEADLINE_EXCEEDED, CANCELLED, UNAVAILABLE, UNIMPLEMENTED,
 *          RESOURCE_EXHAUSTED, INVALID_ARGUMENT, INTERNAL (held, and dropped). */
GR_MUST_USE gr_code plants_shop_counter_buy_sync(plants_shop_counter to,
                                                 const plants_shop_order *request,
                                                 const gr_call_options *options,
                                                 plants_more_amount **out_reply, gr_error *error);

/* The same call, without waiting for its end.
 * Owns:    *out_future is the caller's, to be awaited or dropped.   Borrows: request.
 * Thread:  any.   Blocks: no, but while a named ref is looked up, or where a full mailbox or
 *          session makes its senders wait.
 * Errors:  INVALID_ARGUMENT, RESOURCE_EXHAUSTED (memory, fibers), what a lookup or a wait for
 *          room ends with; all others come with the future. */
GR_MUST_USE gr_code plants_shop_counter_buy_async(plants_shop_counter to,
                                                  const plants_shop_order *request,
                                                  const gr_call_options *options,
                                                  plants_shop_counter_buy_future *out_future);

/* Wait for the end of the call.
 * Takes:   future->future, which becomes NULL.   Owns: *out_reply is the caller's; gr_free().
 * Thread:  any.   Blocks: suspends a fiber, blocks a plain thread, until the call's deadline.
 * Errors:  as plants_shop_counter_buy_sync(). */
GR_MUST_USE gr_code plants_shop_counter_buy_await(plants_shop_counter_buy_future *future,
                                                  plants_more_amount **out_reply, gr_error *error);

/* Send plants.shop.Counter.Buy, now or later, and do not wait. A failure of its handler goes to
 * the log.
 * Borrows: request.
 * Thread:  any.   Blocks: no, but while the session is full, or a named ref is looked up.
 * Errors:  UNAVAILABLE, RESOURCE_EXHAUSTED, INVALID_ARGUMENT, DEADLINE_EXCEEDED, CANCELLED. */
GR_MUST_USE gr_code plants_shop_counter_buy_oneway(plants_shop_counter to,
                                                   const plants_shop_order *request,
                                                   const gr_oneway_options *options);

/* In the handler: keep the call, to be answered after the handler has returned GR_OK.
 * Owns:    *out_call is the duty to answer once, with plants_shop_counter_buy_answer().
 * Errors:  FAILED_PRECONDITION (not in this method's handler, sent oneway, held already),
 *          INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code plants_shop_counter_buy_hold(gr_context *ctx,
                                                 plants_shop_counter_buy_call *out_call);

/* Answer a held call: GR_OK and a reply, or a code; gr_call_fail() answers with a message.
 * Borrows: reply; NULL where code is not GR_OK.
 * Thread:  any.   Blocks: no.
 * Errors:  FAILED_PRECONDITION (answered before, its caller gave up, or its actor has
 *          ended), INVALID_ARGUMENT, UNAVAILABLE (its node is gone). */
GR_MUST_USE gr_code plants_shop_counter_buy_answer(plants_shop_counter_buy_call call, gr_code code,
                                                   const plants_more_amount *reply);

/* The request of a held call, which lives until the answer or gr_call_drop(), also where
 * the caller has given up meanwhile (gr_call_is_open()); NULL after that. */
const plants_shop_order *plants_shop_counter_buy_request(plants_shop_counter_buy_call call);

/* A call of Price under way, and one held by its handler. */
typedef struct plants_shop_counter_price_future {
    gr_future *future;
} plants_shop_counter_price_future;

typedef struct plants_shop_counter_price_call {
    gr_call call;
} plants_shop_counter_price_call;

/* Call plants.shop.Counter.Price and wait for its end.
 * Owns:    *out_reply is the caller's; free with gr_free().   Borrows: request.
 * Thread:  any.   Blocks: suspends a fiber, blocks a plain thread, until the deadline
 *          (5,000 ms, unless options say otherwise).
 * Errors:  the handler's own; DEADLINE_EXCEEDED, CANCELLED, UNAVAILABLE, UNIMPLEMENTED,
 *          RESOURCE_EXHAUSTED, INVALID_ARGUMENT, INTERNAL (held, and dropped). */
GR_MUST_USE gr_code plants_shop_counter_price_sync(plants_shop_counter to,
                                                   const plants_base_plant *request,
                                                   const gr_call_options *options,
                                                   plants_shop_order **out_reply, gr_error *error);

/* The same call, without waiting for its end.
 * Owns:    *out_future is the caller's, to be awaited or dropped.   Borrows: request.
 * Thread:  any.   Blocks: no, but while a named ref is looked up, or where a full mailbox or
 *          session makes its senders wait.
 * Errors:  INVALID_ARGUMENT, RESOURCE_EXHAUSTED (memory, fibers), what a lookup or a wait for
 *          room ends with; all others come with the future. */
GR_MUST_USE gr_code plants_shop_counter_price_async(plants_shop_counter to,
                                                    const plants_base_plant *request,
                                                    const gr_call_options *options,
                                                    plants_shop_counter_price_future *out_future);

/* Wait for the end of the call.
 * Takes:   future->future, which becomes NULL.   Owns: *out_reply is the caller's; gr_free().
 * Thread:  any.   Blocks: suspends a fiber, blocks a plain thread, until the call's deadline.
 * Errors:  as plants_shop_counter_price_sync(). */
GR_MUST_USE gr_code plants_shop_counter_price_await(plants_shop_counter_price_future *future,
                                                    plants_shop_order **out_reply, gr_error *error);

/* Send plants.shop.Counter.Price, now or later, and do not wait. A failure of its handler goes
 * to the log.
 * Borrows: request.
 * Thread:  any.   Blocks: no, but while the session is full, or a named ref is looked up.
 * Errors:  UNAVAILABLE, RESOURCE_EXHAUSTED, INVALID_ARGUMENT, DEADLINE_EXCEEDED, CANCELLED. */
GR_MUST_USE gr_code plants_shop_counter_price_oneway(plants_shop_counter to,
                                                     const plants_base_plant *request,
                                                     const gr_oneway_options *options);

/* In the handler: keep the call, to be answered after the handler has returned GR_OK.
 * Owns:    *out_call is the duty to answer once, with plants_shop_counter_price_answer().
 * Errors:  FAILED_PRECONDITION (not in this method's handler, sent oneway, held already),
 *          INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code plants_shop_counter_price_hold(gr_context *ctx,
                                                   plants_shop_counter_price_call *out_call);

/* Answer a held call: GR_OK and a reply, or a code; gr_call_fail() answers with a message.
 * Borrows: reply; NULL where code is not GR_OK.
 * Thread:  any.   Blocks: no.
 * Errors:  FAILED_PRECONDITION (answered before, its caller gave up, or its actor has
 *          ended), INVALID_ARGUMENT, UNAVAILABLE (its node is gone). */
GR_MUST_USE gr_code plants_shop_counter_price_answer(plants_shop_counter_price_call call,
                                                     gr_code code, const plants_shop_order *reply);

/* The request of a held call, which lives until the answer or gr_call_drop(), also where
 * the caller has given up meanwhile (gr_call_is_open()); NULL after that. */
const plants_base_plant *plants_shop_counter_price_request(plants_shop_counter_price_call call);

/* A plants_shop_clock is the address of an actor that serves plants.shop.Clock: a value, copied
 * freely. All zero is none. */
typedef struct plants_shop_clock {
    gr_ref ref;
} plants_shop_clock;

/* An actor's state: the user's to complete. Zeroed before the actor starts. */
struct plants_shop_clock_self;

/* What an actor does beside handling calls; each may be NULL. start comes first: the actor lives
 * when it has returned GR_OK. run, where it is there, comes next: calls are handled while it
 * says gr_process(), and the actor ends when it returns. stop comes last, with what the actor
 * ended with. */
typedef struct plants_shop_clock_hooks {
    gr_code (*start)(struct plants_shop_clock_self *self, gr_context *ctx);
    void (*stop)(struct plants_shop_clock_self *self, gr_context *ctx, gr_code reason);
    gr_code (*run)(struct plants_shop_clock_self *self, gr_context *ctx);
} plants_shop_clock_hooks;

/* An actor's handlers, one for each method. A request is borrowed until its handler returns; a
 * reply may point into the actor's own state, or to what gr_alloc() gave. Make one with
 * PLANTS_SHOP_CLOCK_TYPE(). */
typedef struct plants_shop_clock_type {
    gr_type base;
    gr_code (*now)(struct plants_shop_clock_self *self, gr_context *ctx,
                   Google__Protobuf__Timestamp *reply);
    gr_code (*set)(struct plants_shop_clock_self *self, gr_context *ctx,
                   const Google__Protobuf__Timestamp *request);
    plants_shop_clock_hooks hooks;
} plants_shop_clock_type;

/* The table of an actor whose handlers are PREFIX and a method's name:
 * const plants_shop_clock_type type = PLANTS_SHOP_CLOCK_TYPE(on_, PLANTS_SHOP_CLOCK_NO_HOOKS); */
#define PLANTS_SHOP_CLOCK_TYPE(PREFIX, HOOKS)                                                      \
    GR_STUB_TYPE(plants_shop_clock, PREFIX##now, PREFIX##set, HOOKS)

/* Its hooks, as in PLANTS_SHOP_CLOCK_HOOKS(.start = start), and none. */
#define PLANTS_SHOP_CLOCK_HOOKS(...) GR_STUB_LIST(__VA_ARGS__)
#define PLANTS_SHOP_CLOCK_NO_HOOKS   GR_STUB_LIST(NULL, NULL, NULL)

extern const gr_service plants_shop_clock_service;

/* A set of methods, for plants_shop_clock_process(). */
typedef struct plants_shop_clock_methods {
    bool now;
    bool set;
} plants_shop_clock_methods;

/* Make an actor of `type`. Returns when its start hook has.
 * Borrows: type, for as long as the actor lives; args and options.
 * Thread:  any.   Blocks: suspends a fiber, blocks a plain thread, until it has started.
 * Errors:  the start hook's own, ALREADY_EXISTS (options->name), INVALID_ARGUMENT,
 *          DEADLINE_EXCEEDED, CANCELLED, RESOURCE_EXHAUSTED, UNAVAILABLE (node stopping). */
GR_MUST_USE gr_code plants_shop_clock_spawn(gr_node *node, const plants_shop_clock_type *type,
                                            const gr_spawn_options *options,
                                            plants_shop_clock *out_ref, gr_error *error);

/* Let gr_spawn_offered(), and so supervisors, make actors of `type` by the name
 * "plants.shop.Clock".
 * Borrows: type, for as long as the node lives.   Thread: any.   Blocks: no.
 * Errors:  ALREADY_EXISTS (the node offers one), INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code plants_shop_clock_offer(gr_node *node, const plants_shop_clock_type *type);

/* Let other nodes, and this one, find the actor under `name`.   Thread: any.   Blocks: no.
 * Errors:  ALREADY_EXISTS, INVALID_ARGUMENT (name, or an actor of another node), UNAVAILABLE
 *          (gone), RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code plants_shop_clock_register(gr_node *node, const char *name,
                                               plants_shop_clock ref);

/* Find the actor registered as `name`: "manager" on this node, "back/manager" on another.
 * The ref is that actor's for good: once the actor has ended it is UNAVAILABLE.
 * Thread:  any.   Blocks: suspends a fiber, blocks a plain thread, until the deadline.
 * Errors:  NOT_FOUND, FAILED_PRECONDITION (the schemas disagree), DEADLINE_EXCEEDED,
 *          CANCELLED, UNAVAILABLE, INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code plants_shop_clock_lookup(gr_node *node, const char *name,
                                             const gr_call_options *options,
                                             plants_shop_clock *out_ref, gr_error *error);

/* A ref to whoever is registered as `name` when it is used: looked up then, and again after
 * UNAVAILABLE. No call is ever sent twice.   Thread: any.   Blocks: no.
 * Errors:  INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code plants_shop_clock_named(gr_node *node, const char *name,
                                            plants_shop_clock *out_ref);

/* The actor's own ref; zero where `ctx` is another service's.   Blocks: no. */
plants_shop_clock plants_shop_clock_self_ref(gr_context *ctx);

/* gr_process() for some methods only: calls of others stay queued, in order. NULL: all.
 * Errors:  as gr_process(). */
GR_MUST_USE gr_code plants_shop_clock_process(gr_context *ctx,
                                              const plants_shop_clock_methods *only,
                                              const gr_process_options *options);

/* Write `ref` as a message, to be sent along: who gets it may call the actor.
 * Owns:    *storage is the caller's, nothing is allocated.   Thread: any.
 * Errors:  INVALID_ARGUMENT (zero, or a named ref), UNAVAILABLE (its node is gone). */
GR_MUST_USE gr_code plants_shop_clock_pack_ref(plants_shop_clock ref,
                                               struct Greenroom__Ref *storage);

/* The ref that a message carries, for use through `node`.   Thread: any.   Blocks: no.
 * Errors:  NOT_FOUND (none in it), FAILED_PRECONDITION (another service's),
 *          INVALID_ARGUMENT. */
GR_MUST_USE gr_code plants_shop_clock_unpack_ref(gr_node *node,
                                                 const struct Greenroom__Ref *message,
                                                 plants_shop_clock *out_ref);

/* A call of Now under way, and one held by its handler. */
typedef struct plants_shop_clock_now_future {
    gr_future *future;
} plants_shop_clock_now_future;

typedef struct plants_shop_clock_now_call {
    gr_call call;
} plants_shop_clock_now_call;

/* Call plants.shop.Clock.Now and wait for its end.
 * Owns:    *out_reply is the caller's; free with gr_free().
 * Thread:  any.   Blocks: suspends a fiber, blocks a plain thread, until the deadline
 *          (5,000 ms, unless options say otherwise).
 * Errors:  the handler's own; DEADLINE_EXCEEDED, CANCELLED, UNAVAILABLE, UNIMPLEMENTED,
 *          RESOURCE_EXHAUSTED, INVALID_ARGUMENT, INTERNAL (held, and dropped). */
GR_MUST_USE gr_code plants_shop_clock_now_sync(plants_shop_clock to, const gr_call_options *options,
                                               Google__Protobuf__Timestamp **out_reply,
                                               gr_error *error);

/* The same call, without waiting for its end.
 * Owns:    *out_future is the caller's, to be awaited or dropped.
 * Thread:  any.   Blocks: no, but while a named ref is looked up, or where a full mailbox or
 *          session makes its senders wait.
 * Errors:  INVALID_ARGUMENT, RESOURCE_EXHAUSTED (memory, fibers), what a lookup or a wait for
 *          room ends with; all others come with the future. */
GR_MUST_USE gr_code plants_shop_clock_now_async(plants_shop_clock to,
                                                const gr_call_options *options,
                                                plants_shop_clock_now_future *out_future);

/* Wait for the end of the call.
 * Takes:   future->future, which becomes NULL.   Owns: *out_reply is the caller's; gr_free().
 * Thread:  any.   Blocks: suspends a fiber, blocks a plain thread, until the call's deadline.
 * Errors:  as plants_shop_clock_now_sync(). */
GR_MUST_USE gr_code plants_shop_clock_now_await(plants_shop_clock_now_future *future,
                                                Google__Protobuf__Timestamp **out_reply,
                                                gr_error *error);

/* Send plants.shop.Clock.Now, now or later, and do not wait. A failure of its handler goes to
 * the log.
 * Thread:  any.   Blocks: no, but while the session is full, or a named ref is looked up.
 * Errors:  UNAVAILABLE, RESOURCE_EXHAUSTED, INVALID_ARGUMENT, DEADLINE_EXCEEDED, CANCELLED. */
GR_MUST_USE gr_code plants_shop_clock_now_oneway(plants_shop_clock to,
                                                 const gr_oneway_options *options);

/* In the handler: keep the call, to be answered after the handler has returned GR_OK.
 * Owns:    *out_call is the duty to answer once, with plants_shop_clock_now_answer().
 * Errors:  FAILED_PRECONDITION (not in this method's handler, sent oneway, held already),
 *          INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code plants_shop_clock_now_hold(gr_context *ctx,
                                               plants_shop_clock_now_call *out_call);

/* Answer a held call: GR_OK and a reply, or a code; gr_call_fail() answers with a message.
 * Borrows: reply; NULL where code is not GR_OK.
 * Thread:  any.   Blocks: no.
 * Errors:  FAILED_PRECONDITION (answered before, its caller gave up, or its actor has
 *          ended), INVALID_ARGUMENT, UNAVAILABLE (its node is gone). */
GR_MUST_USE gr_code plants_shop_clock_now_answer(plants_shop_clock_now_call call, gr_code code,
                                                 const Google__Protobuf__Timestamp *reply);

/* A call of Set under way, and one held by its handler. */
typedef struct plants_shop_clock_set_future {
    gr_future *future;
} plants_shop_clock_set_future;

typedef struct plants_shop_clock_set_call {
    gr_call call;
} plants_shop_clock_set_call;

/* Call plants.shop.Clock.Set and wait for its end.
 * Borrows: request.
 * Thread:  any.   Blocks: suspends a fiber, blocks a plain thread, until the deadline
 *          (5,000 ms, unless options say otherwise).
 * Errors:  the handler's own; DEADLINE_EXCEEDED, CANCELLED, UNAVAILABLE, UNIMPLEMENTED,
 *          RESOURCE_EXHAUSTED, INVALID_ARGUMENT, INTERNAL (held, and dropped). */
GR_MUST_USE gr_code plants_shop_clock_set_sync(plants_shop_clock to,
                                               const Google__Protobuf__Timestamp *request,
                                               const gr_call_options *options, gr_error *error);

/* The same call, without waiting for its end.
 * Owns:    *out_future is the caller's, to be awaited or dropped.   Borrows: request.
 * Thread:  any.   Blocks: no, but while a named ref is looked up, or where a full mailbox or
 *          session makes its senders wait.
 * Errors:  INVALID_ARGUMENT, RESOURCE_EXHAUSTED (memory, fibers), what a lookup or a wait for
 *          room ends with; all others come with the future. */
GR_MUST_USE gr_code plants_shop_clock_set_async(plants_shop_clock to,
                                                const Google__Protobuf__Timestamp *request,
                                                const gr_call_options *options,
                                                plants_shop_clock_set_future *out_future);

/* Wait for the end of the call.
 * Takes:   future->future, which becomes NULL.
 * Thread:  any.   Blocks: suspends a fiber, blocks a plain thread, until the call's deadline.
 * Errors:  as plants_shop_clock_set_sync(). */
GR_MUST_USE gr_code plants_shop_clock_set_await(plants_shop_clock_set_future *future,
                                                gr_error *error);

/* Send plants.shop.Clock.Set, now or later, and do not wait. A failure of its handler goes to
 * the log.
 * Borrows: request.
 * Thread:  any.   Blocks: no, but while the session is full, or a named ref is looked up.
 * Errors:  UNAVAILABLE, RESOURCE_EXHAUSTED, INVALID_ARGUMENT, DEADLINE_EXCEEDED, CANCELLED. */
GR_MUST_USE gr_code plants_shop_clock_set_oneway(plants_shop_clock to,
                                                 const Google__Protobuf__Timestamp *request,
                                                 const gr_oneway_options *options);

/* In the handler: keep the call, to be answered after the handler has returned GR_OK.
 * Owns:    *out_call is the duty to answer once, with plants_shop_clock_set_answer().
 * Errors:  FAILED_PRECONDITION (not in this method's handler, sent oneway, held already),
 *          INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code plants_shop_clock_set_hold(gr_context *ctx,
                                               plants_shop_clock_set_call *out_call);

/* Answer a held call; gr_call_fail() answers with a message.
 * Thread:  any.   Blocks: no.
 * Errors:  FAILED_PRECONDITION (answered before, its caller gave up, or its actor has
 *          ended), INVALID_ARGUMENT, UNAVAILABLE (its node is gone). */
GR_MUST_USE gr_code plants_shop_clock_set_answer(plants_shop_clock_set_call call, gr_code code);

/* The request of a held call, which lives until the answer or gr_call_drop(), also where
 * the caller has given up meanwhile (gr_call_is_open()); NULL after that. */
const Google__Protobuf__Timestamp *plants_shop_clock_set_request(plants_shop_clock_set_call call);

#ifdef __cplusplus
}
#endif
#endif
