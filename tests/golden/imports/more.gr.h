/* Made by protoc-gen-greenroom from imports/more.proto. Do not edit. */
#ifndef IMPORTS_MORE_GR_H
#define IMPORTS_MORE_GR_H

#include "imports/more.pb-c.h"

#include <greenroom/stub.h>

#include "imports/base.gr.h"

#if GR_STUB_ABI != 2
#error "imports/more.gr.h is for another version of Greenroom: run its protoc-gen-greenroom"
#endif

#ifdef __cplusplus
extern "C" {
#endif

typedef Plants__More__Amount plants_more_amount;

/* A plants_more_scale is the address of an actor that serves plants.more.Scale: a value, copied
 * freely. All zero is none. */
typedef struct plants_more_scale {
    gr_ref ref;
} plants_more_scale;

/* An actor's state: the user's to complete. Zeroed before the actor starts. */
struct plants_more_scale_self;

/* What an actor does beside handling calls; each may be NULL. start comes first: the actor lives
 * when it has returned GR_OK. run, where it is there, comes next: calls are handled while it
 * says gr_process(), and the actor ends when it returns. stop comes last, with what the actor
 * ended with. */
typedef struct plants_more_scale_hooks {
    gr_code (*start)(struct plants_more_scale_self *self, gr_context *ctx);
    void (*stop)(struct plants_more_scale_self *self, gr_context *ctx, gr_code reason);
    gr_code (*run)(struct plants_more_scale_self *self, gr_context *ctx);
} plants_more_scale_hooks;

/* An actor's handlers, one for each method. A request is borrowed until its handler returns; a
 * reply may point into the actor's own state, or to what gr_alloc() gave. Make one with
 * PLANTS_MORE_SCALE_TYPE(). */
typedef struct plants_more_scale_type {
    gr_type base;
    gr_code (*weigh)(struct plants_more_scale_self *self, gr_context *ctx,
                     const plants_base_plant *request, plants_more_amount *reply);
    plants_more_scale_hooks hooks;
} plants_more_scale_type;

/* The table of an actor whose handlers are PREFIX and a method's name:
 * const plants_more_scale_type type = PLANTS_MORE_SCALE_TYPE(on_, PLANTS_MORE_SCALE_NO_HOOKS); */
#define PLANTS_MORE_SCALE_TYPE(PREFIX, HOOKS) GR_STUB_TYPE(plants_more_scale, PREFIX##weigh, HOOKS)

/* Its hooks, as in PLANTS_MORE_SCALE_HOOKS(.start = start), and none. */
#define PLANTS_MORE_SCALE_HOOKS(...) GR_STUB_LIST(__VA_ARGS__)
#define PLANTS_MORE_SCALE_NO_HOOKS   GR_STUB_LIST(NULL, NULL, NULL)

extern const gr_service plants_more_scale_service;

/* A set of methods, for plants_more_scale_process(). */
typedef struct plants_more_scale_methods {
    bool weigh;
} plants_more_scale_methods;

/* Make an actor of `type`. Returns when its start hook has.
 * Borrows: type, for as long as the actor lives; args and options.
 * Thread:  any.   Blocks: suspends a fiber, blocks a plain thread, until it has started.
 * Errors:  the start hook's own, ALREADY_EXISTS (options->name), INVALID_ARGUMENT,
 *          DEADLINE_EXCEEDED, CANCELLED, RESOURCE_EXHAUSTED, UNAVAILABLE (node stopping). */
GR_MUST_USE gr_code plants_more_scale_spawn(gr_node *node, const plants_more_scale_type *type,
                                            const gr_spawn_options *options,
                                            plants_more_scale *out_ref, gr_error *error);

/* Let gr_spawn_offered(), and so supervisors, make actors of `type` by the name
 * "plants.more.Scale".
 * Borrows: type, for as long as the node lives.   Thread: any.   Blocks: no.
 * Errors:  ALREADY_EXISTS (the node offers one), INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code plants_more_scale_offer(gr_node *node, const plants_more_scale_type *type);

/* Let other nodes, and this one, find the actor under `name`.   Thread: any.   Blocks: no.
 * Errors:  ALREADY_EXISTS, INVALID_ARGUMENT (name, or an actor of another node), UNAVAILABLE
 *          (gone), RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code plants_more_scale_register(gr_node *node, const char *name,
                                               plants_more_scale ref);

/* Find the actor registered as `name`: "manager" on this node, "back/manager" on another.
 * The ref is that actor's for good: once the actor has ended it is UNAVAILABLE.
 * Thread:  any.   Blocks: suspends a fiber, blocks a plain thread, until the deadline.
 * Errors:  NOT_FOUND, FAILED_PRECONDITION (the schemas disagree), DEADLINE_EXCEEDED,
 *          CANCELLED, UNAVAILABLE, INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code plants_more_scale_lookup(gr_node *node, const char *name,
                                             const gr_call_options *options,
                                             plants_more_scale *out_ref, gr_error *error);

/* A ref to whoever is registered as `name` when it is used: looked up then, and again after
 * UNAVAILABLE. No call is ever sent twice.   Thread: any.   Blocks: no.
 * Errors:  INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code plants_more_scale_named(gr_node *node, const char *name,
                                            plants_more_scale *out_ref);

/* The actor's own ref; zero where `ctx` is another service's.   Blocks: no. */
plants_more_scale plants_more_scale_self_ref(gr_context *ctx);

/* gr_process() for some methods only: calls of others stay queued, in order. NULL: all.
 * Errors:  as gr_process(). */
GR_MUST_USE gr_code plants_more_scale_process(gr_context *ctx,
                                              const plants_more_scale_methods *only,
                                              const gr_process_options *options);

/* Write `ref` as a message, to be sent along: who gets it may call the actor.
 * Owns:    *storage is the caller's, nothing is allocated.   Thread: any.
 * Errors:  INVALID_ARGUMENT (zero, or a named ref), UNAVAILABLE (its node is gone). */
GR_MUST_USE gr_code plants_more_scale_pack_ref(plants_more_scale ref,
                                               struct Greenroom__Ref *storage);

/* The ref that a message carries, for use through `node`.   Thread: any.   Blocks: no.
 * Errors:  NOT_FOUND (none in it), FAILED_PRECONDITION (another service's),
 *          INVALID_ARGUMENT. */
GR_MUST_USE gr_code plants_more_scale_unpack_ref(gr_node *node,
                                                 const struct Greenroom__Ref *message,
                                                 plants_more_scale *out_ref);

/* A call of Weigh under way, and one held by its handler. */
typedef struct plants_more_scale_weigh_future {
    gr_future *future;
} plants_more_scale_weigh_future;

typedef struct plants_more_scale_weigh_call {
    gr_call call;
} plants_more_scale_weigh_call;

/* Call plants.more.Scale.Weigh and wait for its end.
 * Owns:    *out_reply is the caller's; free with gr_free().   Borrows: request.
 * Thread:  any.   Blocks: suspends a fiber, blocks a plain thread, until the deadline
 *          (5,000 ms, unless options say otherwise).
 * Errors:  the handler's own; DEADLINE_EXCEEDED, CANCELLED, UNAVAILABLE, UNIMPLEMENTED,
 *          RESOURCE_EXHAUSTED, INVALID_ARGUMENT, INTERNAL (held, and dropped). */
GR_MUST_USE gr_code plants_more_scale_weigh_sync(plants_more_scale to,
                                                 const plants_base_plant *request,
                                                 const gr_call_options *options,
                                                 plants_more_amount **out_reply, gr_error *error);

/* The same call, without waiting for its end.
 * Owns:    *out_future is the caller's, to be awaited or dropped.   Borrows: request.
 * Thread:  any.   Blocks: no, but while a named ref is looked up, or where a full mailbox or
 *          session makes its senders wait.
 * Errors:  INVALID_ARGUMENT, RESOURCE_EXHAUSTED (memory, fibers), what a lookup or a wait for
 *          room ends with; all others come with the future. */
GR_MUST_USE gr_code plants_more_scale_weigh_async(plants_more_scale to,
                                                  const plants_base_plant *request,
                                                  const gr_call_options *options,
                                                  plants_more_scale_weigh_future *out_future);

/* Wait for the end of the call.
 * Takes:   future->future, which becomes NULL.   Owns: *out_reply is the caller's; gr_free().
 * Thread:  any.   Blocks: suspends a fiber, blocks a plain thread, until the call's deadline.
 * Errors:  as plants_more_scale_weigh_sync(). */
GR_MUST_USE gr_code plants_more_scale_weigh_await(plants_more_scale_weigh_future *future,
                                                  plants_more_amount **out_reply, gr_error *error);

/* Send plants.more.Scale.Weigh, now or later, and do not wait. A failure of its handler goes to
 * the log.
 * Borrows: request.
 * Thread:  any.   Blocks: no, but while the session is full, or a named ref is looked up.
 * Errors:  UNAVAILABLE, RESOURCE_EXHAUSTED, INVALID_ARGUMENT, DEADLINE_EXCEEDED, CANCELLED. */
GR_MUST_USE gr_code plants_more_scale_weigh_oneway(plants_more_scale to,
                                                   const plants_base_plant *request,
                                                   const gr_oneway_options *options);

/* In the handler: keep the call, to be answered after the handler has returned GR_OK.
 * Owns:    *out_call is the duty to answer once, with plants_more_scale_weigh_answer().
 * Errors:  FAILED_PRECONDITION (not in this method's handler, sent oneway, held already),
 *          INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code plants_more_scale_weigh_hold(gr_context *ctx,
                                                 plants_more_scale_weigh_call *out_call);

/* Answer a held call: GR_OK and a reply, or a code; gr_call_fail() answers with a message.
 * Borrows: reply; NULL where code is not GR_OK.
 * Thread:  any.   Blocks: no.
 * Errors:  FAILED_PRECONDITION (answered before, its caller gave up, or its actor has
 *          ended), INVALID_ARGUMENT, UNAVAILABLE (its node is gone). */
GR_MUST_USE gr_code plants_more_scale_weigh_answer(plants_more_scale_weigh_call call, gr_code code,
                                                   const plants_more_amount *reply);

/* The request of a held call, which lives until the answer or gr_call_drop(), also where
 * the caller has given up meanwhile (gr_call_is_open()); NULL after that. */
const plants_base_plant *plants_more_scale_weigh_request(plants_more_scale_weigh_call call);

#ifdef __cplusplus
}
#endif
#endif
