/* Made by protoc-gen-greenroom from garden.proto. Do not edit. */
#ifndef GARDEN_GR_H
#define GARDEN_GR_H

#include "garden.pb-c.h"

#include <greenroom/stub.h>

#if GR_STUB_ABI != 2
#error "garden.gr.h is for another version of Greenroom: run its protoc-gen-greenroom"
#endif

#ifdef __cplusplus
extern "C" {
#endif

typedef Garden__Event garden_event;
typedef Garden__Resource garden_resource;
typedef Garden__Resources garden_resources;

/* Handles the garden's resources atomically.
 * A garden_manager is the address of an actor that serves garden.Manager: a value, copied
 * freely. All zero is none. */
typedef struct garden_manager {
    gr_ref ref;
} garden_manager;

/* An actor's state: the user's to complete. Zeroed before the actor starts. */
struct garden_manager_self;

/* What an actor does beside handling calls; each may be NULL. start comes first: the actor lives
 * when it has returned GR_OK. run, where it is there, comes next: calls are handled while it
 * says gr_process(), and the actor ends when it returns. stop comes last, with what the actor
 * ended with. */
typedef struct garden_manager_hooks {
    gr_code (*start)(struct garden_manager_self *self, gr_context *ctx);
    void (*stop)(struct garden_manager_self *self, gr_context *ctx, gr_code reason);
    gr_code (*run)(struct garden_manager_self *self, gr_context *ctx);
} garden_manager_hooks;

/* An actor's handlers, one for each method. A request is borrowed until its handler returns; a
 * reply may point into the actor's own state, or to what gr_alloc() gave. Make one with
 * GARDEN_MANAGER_TYPE(). */
typedef struct garden_manager_type {
    gr_type base;
    /* What there is in the garden. */
    gr_code (*access_resources)(struct garden_manager_self *self, gr_context *ctx,
                                garden_resources *reply);
    gr_code (*update_resource)(struct garden_manager_self *self, gr_context *ctx,
                               const garden_event *request);
    garden_manager_hooks hooks;
} garden_manager_type;

/* The table of an actor whose handlers are PREFIX and a method's name:
 * const garden_manager_type type = GARDEN_MANAGER_TYPE(on_, GARDEN_MANAGER_NO_HOOKS); */
#define GARDEN_MANAGER_TYPE(PREFIX, HOOKS)                                                         \
    GR_STUB_TYPE(garden_manager, PREFIX##access_resources, PREFIX##update_resource, HOOKS)

/* Its hooks, as in GARDEN_MANAGER_HOOKS(.start = start), and none. */
#define GARDEN_MANAGER_HOOKS(...) GR_STUB_LIST(__VA_ARGS__)
#define GARDEN_MANAGER_NO_HOOKS   GR_STUB_LIST(NULL, NULL, NULL)

extern const gr_service garden_manager_service;

/* A set of methods, for garden_manager_process(). */
typedef struct garden_manager_methods {
    bool access_resources;
    bool update_resource;
} garden_manager_methods;

/* Make an actor of `type`. Returns when its start hook has.
 * Borrows: type, for as long as the actor lives; args and options.
 * Thread:  any.   Blocks: suspends a fiber, blocks a plain thread, until it has started.
 * Errors:  the start hook's own, ALREADY_EXISTS (options->name), INVALID_ARGUMENT,
 *          DEADLINE_EXCEEDED, CANCELLED, RESOURCE_EXHAUSTED, UNAVAILABLE (node stopping). */
GR_MUST_USE gr_code garden_manager_spawn(gr_node *node, const garden_manager_type *type,
                                         const gr_spawn_options *options, garden_manager *out_ref,
                                         gr_error *error);

/* Let gr_spawn_offered(), and so supervisors, make actors of `type` by the name
 * "garden.Manager".
 * Borrows: type, for as long as the node lives.   Thread: any.   Blocks: no.
 * Errors:  ALREADY_EXISTS (the node offers one), INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code garden_manager_offer(gr_node *node, const garden_manager_type *type);

/* Let other nodes, and this one, find the actor under `name`.   Thread: any.   Blocks: no.
 * Errors:  ALREADY_EXISTS, INVALID_ARGUMENT (name, or an actor of another node), UNAVAILABLE
 *          (gone), RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code garden_manager_register(gr_node *node, const char *name, garden_manager ref);

/* Find the actor registered as `name`: "manager" on this node, "back/manager" on another.
 * The ref is that actor's for good: once the actor has ended it is UNAVAILABLE.
 * Thread:  any.   Blocks: suspends a fiber, blocks a plain thread, until the deadline.
 * Errors:  NOT_FOUND, FAILED_PRECONDITION (the schemas disagree), DEADLINE_EXCEEDED,
 *          CANCELLED, UNAVAILABLE, INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code garden_manager_lookup(gr_node *node, const char *name,
                                          const gr_call_options *options, garden_manager *out_ref,
                                          gr_error *error);

/* A ref to whoever is registered as `name` when it is used: looked up then, and again after
 * UNAVAILABLE. No call is ever sent twice.   Thread: any.   Blocks: no.
 * Errors:  INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code garden_manager_named(gr_node *node, const char *name, garden_manager *out_ref);

/* The actor's own ref; zero where `ctx` is another service's.   Blocks: no. */
garden_manager garden_manager_self_ref(gr_context *ctx);

/* gr_process() for some methods only: calls of others stay queued, in order. NULL: all.
 * Errors:  as gr_process(). */
GR_MUST_USE gr_code garden_manager_process(gr_context *ctx, const garden_manager_methods *only,
                                           const gr_process_options *options);

/* Write `ref` as a message, to be sent along: who gets it may call the actor.
 * Owns:    *storage is the caller's, nothing is allocated.   Thread: any.
 * Errors:  INVALID_ARGUMENT (zero, or a named ref), UNAVAILABLE (its node is gone). */
GR_MUST_USE gr_code garden_manager_pack_ref(garden_manager ref, struct Greenroom__Ref *storage);

/* The ref that a message carries, for use through `node`.   Thread: any.   Blocks: no.
 * Errors:  NOT_FOUND (none in it), FAILED_PRECONDITION (another service's),
 *          INVALID_ARGUMENT. */
GR_MUST_USE gr_code garden_manager_unpack_ref(gr_node *node, const struct Greenroom__Ref *message,
                                              garden_manager *out_ref);

/* A call of AccessResources under way, and one held by its handler. */
typedef struct garden_manager_access_resources_future {
    gr_future *future;
} garden_manager_access_resources_future;

typedef struct garden_manager_access_resources_call {
    gr_call call;
} garden_manager_access_resources_call;

/* What there is in the garden.
 * Call garden.Manager.AccessResources and wait for its end.
 * Owns:    *out_reply is the caller's; free with gr_free().
 * Thread:  any.   Blocks: suspends a fiber, blocks a plain thread, until the deadline
 *          (250 ms, unless options say otherwise).
 * Errors:  the handler's own; DEADLINE_EXCEEDED, CANCELLED, UNAVAILABLE, UNIMPLEMENTED,
 *          RESOURCE_EXHAUSTED, INVALID_ARGUMENT, INTERNAL (held, and dropped). */
GR_MUST_USE gr_code garden_manager_access_resources_sync(garden_manager to,
                                                         const gr_call_options *options,
                                                         garden_resources **out_reply,
                                                         gr_error *error);

/* The same call, without waiting for its end.
 * Owns:    *out_future is the caller's, to be awaited or dropped.
 * Thread:  any.   Blocks: no, but while a named ref is looked up, or where a full mailbox or
 *          session makes its senders wait.
 * Errors:  INVALID_ARGUMENT, RESOURCE_EXHAUSTED (memory, fibers), what a lookup or a wait for
 *          room ends with; all others come with the future. */
GR_MUST_USE gr_code
garden_manager_access_resources_async(garden_manager to, const gr_call_options *options,
                                      garden_manager_access_resources_future *out_future);

/* Wait for the end of the call.
 * Takes:   future->future, which becomes NULL.   Owns: *out_reply is the caller's; gr_free().
 * Thread:  any.   Blocks: suspends a fiber, blocks a plain thread, until the call's deadline.
 * Errors:  as garden_manager_access_resources_sync(). */
GR_MUST_USE gr_code garden_manager_access_resources_await(
    garden_manager_access_resources_future *future, garden_resources **out_reply, gr_error *error);

/* Send garden.Manager.AccessResources, now or later, and do not wait. A failure of its handler
 * goes to the log.
 * Thread:  any.   Blocks: no, but while the session is full, or a named ref is looked up.
 * Errors:  UNAVAILABLE, RESOURCE_EXHAUSTED, INVALID_ARGUMENT, DEADLINE_EXCEEDED, CANCELLED. */
GR_MUST_USE gr_code garden_manager_access_resources_oneway(garden_manager to,
                                                           const gr_oneway_options *options);

/* In the handler: keep the call, to be answered after the handler has returned GR_OK.
 * Owns:    *out_call is the duty to answer once, with garden_manager_access_resources_answer().
 * Errors:  FAILED_PRECONDITION (not in this method's handler, sent oneway, held already),
 *          INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code garden_manager_access_resources_hold(
    gr_context *ctx, garden_manager_access_resources_call *out_call);

/* Answer a held call: GR_OK and a reply, or a code; gr_call_fail() answers with a message.
 * Borrows: reply; NULL where code is not GR_OK.
 * Thread:  any.   Blocks: no.
 * Errors:  FAILED_PRECONDITION (answered before, its caller gave up, or its actor has
 *          ended), INVALID_ARGUMENT, UNAVAILABLE (its node is gone). */
GR_MUST_USE gr_code garden_manager_access_resources_answer(
    garden_manager_access_resources_call call, gr_code code, const garden_resources *reply);

/* Send garden.Manager.UpdateResource, now or later, and do not wait. A failure of its handler
 * goes to the log.
 * Borrows: request.
 * Thread:  any.   Blocks: no, but while the session is full, or a named ref is looked up.
 * Errors:  UNAVAILABLE, RESOURCE_EXHAUSTED, INVALID_ARGUMENT, DEADLINE_EXCEEDED, CANCELLED. */
GR_MUST_USE gr_code garden_manager_update_resource_oneway(garden_manager to,
                                                          const garden_event *request,
                                                          const gr_oneway_options *options);

#ifdef __cplusplus
}
#endif
#endif
