/* Made by protoc-gen-greenroom from nowhere.proto. Do not edit. */
#ifndef NOWHERE_GR_H
#define NOWHERE_GR_H

#include "nowhere.pb-c.h"

#include <greenroom/stub.h>

#if GR_STUB_ABI != 2
#error "nowhere.gr.h is for another version of Greenroom: run its protoc-gen-greenroom"
#endif

#ifdef __cplusplus
extern "C" {
#endif

typedef Int int_;
typedef Request request_;
typedef Reply reply_;

/* A node_ is the address of an actor that serves Node: a value, copied freely. All zero is none. */
typedef struct node_ {
    gr_ref ref;
} node_;

/* An actor's state: the user's to complete. Zeroed before the actor starts. */
struct node_self;

/* What an actor does beside handling calls; each may be NULL. start comes first: the actor lives
 * when it has returned GR_OK. run, where it is there, comes next: calls are handled while it
 * says gr_process(), and the actor ends when it returns. stop comes last, with what the actor
 * ended with. */
typedef struct node_hooks {
    gr_code (*start)(struct node_self *self, gr_context *ctx);
    void (*stop)(struct node_self *self, gr_context *ctx, gr_code reason);
    gr_code (*run)(struct node_self *self, gr_context *ctx);
} node_hooks;

/* An actor's handlers, one for each method. A request is borrowed until its handler returns; a
 * reply may point into the actor's own state, or to what gr_alloc() gave. Make one with
 * NODE_TYPE(). */
typedef struct node_type {
    gr_type base;
    gr_code (*call)(struct node_self *self, gr_context *ctx, const request_ *request,
                    reply_ *reply);
    node_hooks hooks;
} node_type;

/* The table of an actor whose handlers are PREFIX and a method's name:
 * const node_type type = NODE_TYPE(on_, NODE_NO_HOOKS); */
#define NODE_TYPE(PREFIX, HOOKS) GR_STUB_TYPE(node, PREFIX##call, HOOKS)

/* Its hooks, as in NODE_HOOKS(.start = start), and none. */
#define NODE_HOOKS(...) GR_STUB_LIST(__VA_ARGS__)
#define NODE_NO_HOOKS   GR_STUB_LIST(NULL, NULL, NULL)

extern const gr_service node_service;

/* A set of methods, for node_process(). */
typedef struct node_methods {
    bool call;
} node_methods;

/* Make an actor of `type`. Returns when its start hook has.
 * Borrows: type, for as long as the actor lives; args and options.
 * Thread:  any.   Blocks: suspends a fiber, blocks a plain thread, until it has started.
 * Errors:  the start hook's own, ALREADY_EXISTS (options->name), INVALID_ARGUMENT,
 *          DEADLINE_EXCEEDED, CANCELLED, RESOURCE_EXHAUSTED, UNAVAILABLE (node stopping). */
GR_MUST_USE gr_code node_spawn(gr_node *node, const node_type *type,
                               const gr_spawn_options *options, node_ *out_ref, gr_error *error);

/* Let gr_spawn_offered(), and so supervisors, make actors of `type` by the name
 * "Node".
 * Borrows: type, for as long as the node lives.   Thread: any.   Blocks: no.
 * Errors:  ALREADY_EXISTS (the node offers one), INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code node_offer(gr_node *node, const node_type *type);

/* Let other nodes, and this one, find the actor under `name`.   Thread: any.   Blocks: no.
 * Errors:  ALREADY_EXISTS, INVALID_ARGUMENT (name, or an actor of another node), UNAVAILABLE
 *          (gone), RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code node_register(gr_node *node, const char *name, node_ ref);

/* Find the actor registered as `name`: "manager" on this node, "back/manager" on another.
 * The ref is that actor's for good: once the actor has ended it is UNAVAILABLE.
 * Thread:  any.   Blocks: suspends a fiber, blocks a plain thread, until the deadline.
 * Errors:  NOT_FOUND, FAILED_PRECONDITION (the schemas disagree), DEADLINE_EXCEEDED,
 *          CANCELLED, UNAVAILABLE, INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code node_lookup(gr_node *node, const char *name, const gr_call_options *options,
                                node_ *out_ref, gr_error *error);

/* A ref to whoever is registered as `name` when it is used: looked up then, and again after
 * UNAVAILABLE. No call is ever sent twice.   Thread: any.   Blocks: no.
 * Errors:  INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code node_named(gr_node *node, const char *name, node_ *out_ref);

/* The actor's own ref; zero where `ctx` is another service's.   Blocks: no. */
node_ node_self_ref(gr_context *ctx);

/* gr_process() for some methods only: calls of others stay queued, in order. NULL: all.
 * Errors:  as gr_process(). */
GR_MUST_USE gr_code node_process(gr_context *ctx, const node_methods *only,
                                 const gr_process_options *options);

/* Write `ref` as a message, to be sent along: who gets it may call the actor.
 * Owns:    *storage is the caller's, nothing is allocated.   Thread: any.
 * Errors:  INVALID_ARGUMENT (zero, or a named ref), UNAVAILABLE (its node is gone). */
GR_MUST_USE gr_code node_pack_ref(node_ ref, struct Greenroom__Ref *storage);

/* The ref that a message carries, for use through `node`.   Thread: any.   Blocks: no.
 * Errors:  NOT_FOUND (none in it), FAILED_PRECONDITION (another service's),
 *          INVALID_ARGUMENT. */
GR_MUST_USE gr_code node_unpack_ref(gr_node *node, const struct Greenroom__Ref *message,
                                    node_ *out_ref);

/* A call of Call under way, and one held by its handler. */
typedef struct node_call_future {
    gr_future *future;
} node_call_future;

typedef struct node_call_call {
    gr_call call;
} node_call_call;

/* Call Node.Call and wait for its end.
 * Owns:    *out_reply is the caller's; free with gr_free().   Borrows: request.
 * Thread:  any.   Blocks: suspends a fiber, blocks a plain thread, until the deadline
 *          (5,000 ms, unless options say otherwise).
 * Errors:  the handler's own; DEADLINE_EXCEEDED, CANCELLED, UNAVAILABLE, UNIMPLEMENTED,
 *          RESOURCE_EXHAUSTED, INVALID_ARGUMENT, INTERNAL (held, and dropped). */
GR_MUST_USE gr_code node_call_sync(node_ to, const request_ *request,
                                   const gr_call_options *options, reply_ **out_reply,
                                   gr_error *error);

/* The same call, without waiting for its end.
 * Owns:    *out_future is the caller's, to be awaited or dropped.   Borrows: request.
 * Thread:  any.   Blocks: no, but while a named ref is looked up, or where a full mailbox or
 *          session makes its senders wait.
 * Errors:  INVALID_ARGUMENT, RESOURCE_EXHAUSTED (memory, fibers), what a lookup or a wait for
 *          room ends with; all others come with the future. */
GR_MUST_USE gr_code node_call_async(node_ to, const request_ *request,
                                    const gr_call_options *options, node_call_future *out_future);

/* Wait for the end of the call.
 * Takes:   future->future, which becomes NULL.   Owns: *out_reply is the caller's; gr_free().
 * Thread:  any.   Blocks: suspends a fiber, blocks a plain thread, until the call's deadline.
 * Errors:  as node_call_sync(). */
GR_MUST_USE gr_code node_call_await(node_call_future *future, reply_ **out_reply, gr_error *error);

/* Send Node.Call, now or later, and do not wait. A failure of its handler goes to the log.
 * Borrows: request.
 * Thread:  any.   Blocks: no, but while the session is full, or a named ref is looked up.
 * Errors:  UNAVAILABLE, RESOURCE_EXHAUSTED, INVALID_ARGUMENT, DEADLINE_EXCEEDED, CANCELLED. */
GR_MUST_USE gr_code node_call_oneway(node_ to, const request_ *request,
                                     const gr_oneway_options *options);

/* In the handler: keep the call, to be answered after the handler has returned GR_OK.
 * Owns:    *out_call is the duty to answer once, with node_call_answer().
 * Errors:  FAILED_PRECONDITION (not in this method's handler, sent oneway, held already),
 *          INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code node_call_hold(gr_context *ctx, node_call_call *out_call);

/* Answer a held call: GR_OK and a reply, or a code; gr_call_fail() answers with a message.
 * Borrows: reply; NULL where code is not GR_OK.
 * Thread:  any.   Blocks: no.
 * Errors:  FAILED_PRECONDITION (answered before, its caller gave up, or its actor has
 *          ended), INVALID_ARGUMENT, UNAVAILABLE (its node is gone). */
GR_MUST_USE gr_code node_call_answer(node_call_call call, gr_code code, const reply_ *reply);

/* The request of a held call, which lives until the answer or gr_call_drop(), also where
 * the caller has given up meanwhile (gr_call_is_open()); NULL after that. */
const request_ *node_call_request(node_call_call call);

/* Let `node` refer to an actor.
 * Borrows: storage, for as long as the message is used.
 * Errors:  as node_pack_ref(). */
GR_MUST_USE gr_code request_set_node(request_ *message, Greenroom__Ref *storage, node_ ref);

/* The actor that `node` refers to, for use through `node`.
 * Errors:  as node_unpack_ref(). */
GR_MUST_USE gr_code request_get_node(gr_node *node, const request_ *message, node_ *out_ref);

#ifdef __cplusplus
}
#endif
#endif
