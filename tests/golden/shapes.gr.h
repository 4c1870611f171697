/* Made by protoc-gen-greenroom from shapes.proto. Do not edit. */
#ifndef SHAPES_GR_H
#define SHAPES_GR_H

#include "shapes.pb-c.h"

#include <greenroom/stub.h>

#if GR_STUB_ABI != 2
#error "shapes.gr.h is for another version of Greenroom: run its protoc-gen-greenroom"
#endif

#ifdef __cplusplus
extern "C" {
#endif

typedef Shapes__Color shapes_color;
typedef Shapes__Tree shapes_tree;

/* A part of a tree. */
typedef Shapes__Tree__Branch shapes_tree_branch;

typedef Shapes__Tree__Branch__Kind shapes_tree_branch_kind;
typedef Shapes__Tree__NamedEntry shapes_tree_named_entry;
typedef Shapes__Tree__ColorsEntry shapes_tree_colors_entry;

/* Copied by memcpy. */
typedef Shapes__Point shapes_point;

typedef Shapes__Nothing shapes_nothing;

/* A shapes_gardener is the address of an actor that serves shapes.Gardener: a value, copied
 * freely. All zero is none. */
typedef struct shapes_gardener {
    gr_ref ref;
} shapes_gardener;

/* An actor's state: the user's to complete. Zeroed before the actor starts. */
struct shapes_gardener_self;

/* What an actor does beside handling calls; each may be NULL. start comes first: the actor lives
 * when it has returned GR_OK. run, where it is there, comes next: calls are handled while it
 * says gr_process(), and the actor ends when it returns. stop comes last, with what the actor
 * ended with. */
typedef struct shapes_gardener_hooks {
    gr_code (*start)(struct shapes_gardener_self *self, gr_context *ctx);
    void (*stop)(struct shapes_gardener_self *self, gr_context *ctx, gr_code reason);
    gr_code (*run)(struct shapes_gardener_self *self, gr_context *ctx);
} shapes_gardener_hooks;

/* An actor's handlers, one for each method. A request is borrowed until its handler returns; a
 * reply may point into the actor's own state, or to what gr_alloc() gave. Make one with
 * SHAPES_GARDENER_TYPE(). */
typedef struct shapes_gardener_type {
    gr_type base;
    gr_code (*plant)(struct shapes_gardener_self *self, gr_context *ctx, const shapes_tree *request,
                     shapes_point *reply);
    gr_code (*measure)(struct shapes_gardener_self *self, gr_context *ctx,
                       const shapes_point *request, shapes_nothing *reply);
    shapes_gardener_hooks hooks;
} shapes_gardener_type;

/* The table of an actor whose handlers are PREFIX and a method's name:
 * const shapes_gardener_type type = SHAPES_GARDENER_TYPE(on_, SHAPES_GARDENER_NO_HOOKS); */
#define SHAPES_GARDENER_TYPE(PREFIX, HOOKS)                                                        \
    GR_STUB_TYPE(shapes_gardener, PREFIX##plant, PREFIX##measure, HOOKS)

/* Its hooks, as in SHAPES_GARDENER_HOOKS(.start = start), and none. */
#define SHAPES_GARDENER_HOOKS(...) GR_STUB_LIST(__VA_ARGS__)
#define SHAPES_GARDENER_NO_HOOKS   GR_STUB_LIST(NULL, NULL, NULL)

extern const gr_service shapes_gardener_service;

/* A set of methods, for shapes_gardener_process(). */
typedef struct shapes_gardener_methods {
    bool plant;
    bool measure;
} shapes_gardener_methods;

/* Make an actor of `type`. Returns when its start hook has.
 * Borrows: type, for as long as the actor lives; args and options.
 * Thread:  any.   Blocks: suspends a fiber, blocks a plain thread, until it has started.
 * Errors:  the start hook's own, ALREADY_EXISTS (options->name), INVALID_ARGUMENT,
 *          DEADLINE_EXCEEDED, CANCELLED, RESOURCE_EXHAUSTED, UNAVAILABLE (node stopping). */
GR_MUST_USE gr_code shapes_gardener_spawn(gr_node *node, const shapes_gardener_type *type,
                                          const gr_spawn_options *options, shapes_gardener *out_ref,
                                          gr_error *error);

/* Let gr_spawn_offered(), and so supervisors, make actors of `type` by the name
 * "shapes.Gardener".
 * Borrows: type, for as long as the node lives.   Thread: any.   Blocks: no.
 * Errors:  ALREADY_EXISTS (the node offers one), INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code shapes_gardener_offer(gr_node *node, const shapes_gardener_type *type);

/* Let other nodes, and this one, find the actor under `name`.   Thread: any.   Blocks: no.
 * Errors:  ALREADY_EXISTS, INVALID_ARGUMENT (name, or an actor of another node), UNAVAILABLE
 *          (gone), RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code shapes_gardener_register(gr_node *node, const char *name, shapes_gardener ref);

/* Find the actor registered as `name`: "manager" on this node, "back/manager" on another.
 * The ref is that actor's for good: once the actor has ended it is UNAVAILABLE.
 * Thread:  any.   Blocks: suspends a fiber, blocks a plain thread, until the deadline.
 * Errors:  NOT_FOUND, FAILED_PRECONDITION (the schemas disagree), DEADLINE_EXCEEDED,
 *          CANCELLED, UNAVAILABLE, INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code shapes_gardener_lookup(gr_node *node, const char *name,
                                           const gr_call_options *options, shapes_gardener *out_ref,
                                           gr_error *error);

/* A ref to whoever is registered as `name` when it is used: looked up then, and again after
 * UNAVAILABLE. No call is ever sent twice.   Thread: any.   Blocks: no.
 * Errors:  INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code shapes_gardener_named(gr_node *node, const char *name,
                                          shapes_gardener *out_ref);

/* The actor's own ref; zero where `ctx` is another service's.   Blocks: no. */
shapes_gardener shapes_gardener_self_ref(gr_context *ctx);

/* gr_process() for some methods only: calls of others stay queued, in order. NULL: all.
 * Errors:  as gr_process(). */
GR_MUST_USE gr_code shapes_gardener_process(gr_context *ctx, const shapes_gardener_methods *only,
                                            const gr_process_options *options);

/* Write `ref` as a message, to be sent along: who gets it may call the actor.
 * Owns:    *storage is the caller's, nothing is allocated.   Thread: any.
 * Errors:  INVALID_ARGUMENT (zero, or a named ref), UNAVAILABLE (its node is gone). */
GR_MUST_USE gr_code shapes_gardener_pack_ref(shapes_gardener ref, struct Greenroom__Ref *storage);

/* The ref that a message carries, for use through `node`.   Thread: any.   Blocks: no.
 * Errors:  NOT_FOUND (none in it), FAILED_PRECONDITION (another service's),
 *          INVALID_ARGUMENT. */
GR_MUST_USE gr_code shapes_gardener_unpack_ref(gr_node *node, const struct Greenroom__Ref *message,
                                               shapes_gardener *out_ref);

/* A call of Plant under way, and one held by its handler. */
typedef struct shapes_gardener_plant_future {
    gr_future *future;
} shapes_gardener_plant_future;

typedef struct shapes_gardener_plant_call {
    gr_call call;
} shapes_gardener_plant_call;

/* Call shapes.Gardener.Plant and wait for its end.
 * Owns:    *out_reply is the caller's; free with gr_free().   Borrows: request.
 * Thread:  any.   Blocks: suspends a fiber, blocks a plain thread, until the deadline
 *          (5,000 ms, unless options say otherwise).
 * Errors:  the handler's own; DEADLINE_EXCEEDED, CANCELLED, UNAVAILABLE, UNIMPLEMENTED,
 *          RESOURCE_EXHAUSTED, INVALID_ARGUMENT, INTERNAL (held, and dropped). */
GR_MUST_USE gr_code shapes_gardener_plant_sync(shapes_gardener to, const shapes_tree *request,
                                               const gr_call_options *options,
                                               shapes_point **out_reply, gr_error *error);

/* The same call, without waiting for its end.
 * Owns:    *out_future is the caller's, to be awaited or dropped.   Borrows: request.
 * Thread:  any.   Blocks: no, but while a named ref is looked up, or where a full mailbox or
 *          session makes its senders wait.
 * Errors:  INVALID_ARGUMENT, RESOURCE_EXHAUSTED (memory, fibers), what a lookup or a wait for
 *          room ends with; all others come with the future. */
GR_MUST_USE gr_code shapes_gardener_plant_async(shapes_gardener to, const shapes_tree *request,
                                                const gr_call_options *options,
                                                shapes_gardener_plant_future *out_future);

/* Wait for the end of the call.
 * Takes:   future->future, which becomes NULL.   Owns: *out_reply is the caller's; gr_free().
 * Thread:  any.   Blocks: suspends a fiber, blocks a plain thread, until the call's deadline.
 * Errors:  as shapes_gardener_plant_sync(). */
GR_MUST_USE gr_code shapes_gardener_plant_await(shapes_gardener_plant_future *future,
                                                shapes_point **out_reply, gr_error *error);

/* Send shapes.Gardener.Plant, now or later, and do not wait. A failure of its handler goes to
 * the log.
 * Borrows: request.
 * Thread:  any.   Blocks: no, but while the session is full, or a named ref is looked up.
 * Errors:  UNAVAILABLE, RESOURCE_EXHAUSTED, INVALID_ARGUMENT, DEADLINE_EXCEEDED, CANCELLED. */
GR_MUST_USE gr_code shapes_gardener_plant_oneway(shapes_gardener to, const shapes_tree *request,
                                                 const gr_oneway_options *options);

/* In the handler: keep the call, to be answered after the handler has returned GR_OK.
 * Owns:    *out_call is the duty to answer once, with shapes_gardener_plant_answer().
 * Errors:  FAILED_PRECONDITION (not in this method's handler, sent oneway, held already),
 *          INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code shapes_gardener_plant_hold(gr_context *ctx,
                                               shapes_gardener_plant_call *out_call);

/* Answer a held call: GR_OK and a reply, or a code; gr_call_fail() answers with a message.
 * Borrows: reply; NULL where code is not GR_OK.
 * Thread:  any.   Blocks: no.
 * Errors:  FAILED_PRECONDITION (answered before, its caller gave up, or its actor has
 *          ended), INVALID_ARGUMENT, UNAVAILABLE (its node is gone). */
GR_MUST_USE gr_code shapes_gardener_plant_answer(shapes_gardener_plant_call call, gr_code code,
                                                 const shapes_point *reply);

/* The request of a held call, which lives until the answer or gr_call_drop(), also where
 * the caller has given up meanwhile (gr_call_is_open()); NULL after that. */
const shapes_tree *shapes_gardener_plant_request(shapes_gardener_plant_call call);

/* A call of Measure under way, and one held by its handler. */
typedef struct shapes_gardener_measure_future {
    gr_future *future;
} shapes_gardener_measure_future;

typedef struct shapes_gardener_measure_call {
    gr_call call;
} shapes_gardener_measure_call;

/* Call shapes.Gardener.Measure and wait for its end.
 * Owns:    *out_reply is the caller's; free with gr_free().   Borrows: request.
 * Thread:  any.   Blocks: suspends a fiber, blocks a plain thread, until the deadline
 *          (5,000 ms, unless options say otherwise).
 * Errors:  the handler's own; DEADLINE_EXCEEDED, CANCELLED, UNAVAILABLE, UNIMPLEMENTED,
 *          RESOURCE_EXHAUSTED, INVALID_ARGUMENT, INTERNAL (held, and dropped). */
GR_MUST_USE gr_code shapes_gardener_measure_sync(shapes_gardener to, const shapes_point *request,
                                                 const gr_call_options *options,
                                                 shapes_nothing **out_reply, gr_error *error);

/* The same call, without waiting for its end.
 * Owns:    *out_future is the caller's, to be awaited or dropped.   Borrows: request.
 * Thread:  any.   Blocks: no, but while a named ref is looked up, or where a full mailbox or
 *          session makes its senders wait.
 * Errors:  INVALID_ARGUMENT, RESOURCE_EXHAUSTED (memory, fibers), what a lookup or a wait for
 *          room ends with; all others come with the future. */
GR_MUST_USE gr_code shapes_gardener_measure_async(shapes_gardener to, const shapes_point *request,
                                                  const gr_call_options *options,
                                                  shapes_gardener_measure_future *out_future);

/* Wait for the end of the call.
 * Takes:   future->future, which becomes NULL.   Owns: *out_reply is the caller's; gr_free().
 * Thread:  any.   Blocks: suspends a fiber, blocks a plain thread, until the call's deadline.
 * Errors:  as shapes_gardener_measure_sync(). */
GR_MUST_USE gr_code shapes_gardener_measure_await(shapes_gardener_measure_future *future,
                                                  shapes_nothing **out_reply, gr_error *error);

/* Send shapes.Gardener.Measure, now or later, and do not wait. A failure of its handler goes to
 * the log.
 * Borrows: request.
 * Thread:  any.   Blocks: no, but while the session is full, or a named ref is looked up.
 * Errors:  UNAVAILABLE, RESOURCE_EXHAUSTED, INVALID_ARGUMENT, DEADLINE_EXCEEDED, CANCELLED. */
GR_MUST_USE gr_code shapes_gardener_measure_oneway(shapes_gardener to, const shapes_point *request,
                                                   const gr_oneway_options *options);

/* In the handler: keep the call, to be answered after the handler has returned GR_OK.
 * Owns:    *out_call is the duty to answer once, with shapes_gardener_measure_answer().
 * Errors:  FAILED_PRECONDITION (not in this method's handler, sent oneway, held already),
 *          INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code shapes_gardener_measure_hold(gr_context *ctx,
                                                 shapes_gardener_measure_call *out_call);

/* Answer a held call: GR_OK and a reply, or a code; gr_call_fail() answers with a message.
 * Borrows: reply; NULL where code is not GR_OK.
 * Thread:  any.   Blocks: no.
 * Errors:  FAILED_PRECONDITION (answered before, its caller gave up, or its actor has
 *          ended), INVALID_ARGUMENT, UNAVAILABLE (its node is gone). */
GR_MUST_USE gr_code shapes_gardener_measure_answer(shapes_gardener_measure_call call, gr_code code,
                                                   const shapes_nothing *reply);

/* The request of a held call, which lives until the answer or gr_call_drop(), also where
 * the caller has given up meanwhile (gr_call_is_open()); NULL after that. */
const shapes_point *shapes_gardener_measure_request(shapes_gardener_measure_call call);

#ifdef __cplusplus
}
#endif
#endif
