/* Made by protoc-gen-greenroom from keywords.proto. Do not edit. */
#ifndef KEYWORDS_GR_H
#define KEYWORDS_GR_H

#include "keywords.pb-c.h"

#include <greenroom/stub.h>

#if GR_STUB_ABI != 2
#error "keywords.gr.h is for another version of Greenroom: run its protoc-gen-greenroom"
#endif

#ifdef __cplusplus
extern "C" {
#endif

typedef New__Class__Union new_class_union;

/* A comment with * / in it, and / * too, ? ?/ and a backslash
 * at the end of a line. */
typedef New__Class__Template new_class_template;

typedef New__Class__Kept keepsake;
typedef New__Class__Kept__How way;

/* A new_class_switch is the address of an actor that serves new.class.Switch: a value, copied
 * freely. All zero is none. */
typedef struct new_class_switch {
    gr_ref ref;
} new_class_switch;

/* An actor's state: the user's to complete. Zeroed before the actor starts. */
struct new_class_switch_self;

/* What an actor does beside handling calls; each may be NULL. start comes first: the actor lives
 * when it has returned GR_OK. run, where it is there, comes next: calls are handled while it
 * says gr_process(), and the actor ends when it returns. stop comes last, with what the actor
 * ended with. */
typedef struct new_class_switch_hooks {
    gr_code (*start)(struct new_class_switch_self *self, gr_context *ctx);
    void (*stop)(struct new_class_switch_self *self, gr_context *ctx, gr_code reason);
    gr_code (*run)(struct new_class_switch_self *self, gr_context *ctx);
} new_class_switch_hooks;

/* An actor's handlers, one for each method. A request is borrowed until its handler returns; a
 * reply may point into the actor's own state, or to what gr_alloc() gave. Make one with
 * NEW_CLASS_SWITCH_TYPE(). */
typedef struct new_class_switch_type {
    gr_type base;
    gr_code (*delete_)(struct new_class_switch_self *self, gr_context *ctx,
                       const new_class_template *request, new_class_template *reply);
    gr_code (*operator_)(struct new_class_switch_self *self, gr_context *ctx,
                         const new_class_template *request, new_class_template *reply);
    gr_code (*prefix)(struct new_class_switch_self *self, gr_context *ctx,
                      const new_class_template *request, new_class_template *reply);
    gr_code (*spawn)(struct new_class_switch_self *self, gr_context *ctx,
                     const new_class_template *request, new_class_template *reply);
    gr_code (*goto_)(struct new_class_switch_self *self, gr_context *ctx,
                     const new_class_template *request, new_class_template *reply);
    new_class_switch_hooks hooks;
} new_class_switch_type;

/* The table of an actor whose handlers are PREFIX and a method's name:
 * const new_class_switch_type type = NEW_CLASS_SWITCH_TYPE(on_, NEW_CLASS_SWITCH_NO_HOOKS); */
#define NEW_CLASS_SWITCH_TYPE(PREFIX, HOOKS)                                                       \
    GR_STUB_TYPE(new_class_switch, PREFIX##delete, PREFIX##operator, PREFIX##prefix,               \
                 PREFIX##spawn, PREFIX##goto, HOOKS)

/* Its hooks, as in NEW_CLASS_SWITCH_HOOKS(.start = start), and none. */
#define NEW_CLASS_SWITCH_HOOKS(...) GR_STUB_LIST(__VA_ARGS__)
#define NEW_CLASS_SWITCH_NO_HOOKS   GR_STUB_LIST(NULL, NULL, NULL)

extern const gr_service new_class_switch_service;

/* A set of methods, for new_class_switch_process(). */
typedef struct new_class_switch_methods {
    bool delete_;
    bool operator_;
    bool prefix;
    bool spawn;
    bool goto_;
} new_class_switch_methods;

/* Make an actor of `type`. Returns when its start hook has.
 * Borrows: type, for as long as the actor lives; args and options.
 * Thread:  any.   Blocks: suspends a fiber, blocks a plain thread, until it has started.
 * Errors:  the start hook's own, ALREADY_EXISTS (options->name), INVALID_ARGUMENT,
 *          DEADLINE_EXCEEDED, CANCELLED, RESOURCE_EXHAUSTED, UNAVAILABLE (node stopping). */
GR_MUST_USE gr_code new_class_switch_spawn(gr_node *node, const new_class_switch_type *type,
                                           const gr_spawn_options *options,
                                           new_class_switch *out_ref, gr_error *error);

/* Let gr_spawn_offered(), and so supervisors, make actors of `type` by the name
 * "new.class.Switch".
 * Borrows: type, for as long as the node lives.   Thread: any.   Blocks: no.
 * Errors:  ALREADY_EXISTS (the node offers one), INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code new_class_switch_offer(gr_node *node, const new_class_switch_type *type);

/* Let other nodes, and this one, find the actor under `name`.   Thread: any.   Blocks: no.
 * Errors:  ALREADY_EXISTS, INVALID_ARGUMENT (name, or an actor of another node), UNAVAILABLE
 *          (gone), RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code new_class_switch_register(gr_node *node, const char *name,
                                              new_class_switch ref);

/* Find the actor registered as `name`: "manager" on this node, "back/manager" on another.
 * The ref is that actor's for good: once the actor has ended it is UNAVAILABLE.
 * Thread:  any.   Blocks: suspends a fiber, blocks a plain thread, until the deadline.
 * Errors:  NOT_FOUND, FAILED_PRECONDITION (the schemas disagree), DEADLINE_EXCEEDED,
 *          CANCELLED, UNAVAILABLE, INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code new_class_switch_lookup(gr_node *node, const char *name,
                                            const gr_call_options *options,
                                            new_class_switch *out_ref, gr_error *error);

/* A ref to whoever is registered as `name` when it is used: looked up then, and again after
 * UNAVAILABLE. No call is ever sent twice.   Thread: any.   Blocks: no.
 * Errors:  INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code new_class_switch_named(gr_node *node, const char *name,
                                           new_class_switch *out_ref);

/* The actor's own ref; zero where `ctx` is another service's.   Blocks: no. */
new_class_switch new_class_switch_self_ref(gr_context *ctx);

/* gr_process() for some methods only: calls of others stay queued, in order. NULL: all.
 * Errors:  as gr_process(). */
GR_MUST_USE gr_code new_class_switch_process(gr_context *ctx, const new_class_switch_methods *only,
                                             const gr_process_options *options);

/* Write `ref` as a message, to be sent along: who gets it may call the actor.
 * Owns:    *storage is the caller's, nothing is allocated.   Thread: any.
 * Errors:  INVALID_ARGUMENT (zero, or a named ref), UNAVAILABLE (its node is gone). */
GR_MUST_USE gr_code new_class_switch_pack_ref(new_class_switch ref, struct Greenroom__Ref *storage);

/* The ref that a message carries, for use through `node`.   Thread: any.   Blocks: no.
 * Errors:  NOT_FOUND (none in it), FAILED_PRECONDITION (another service's),
 *          INVALID_ARGUMENT. */
GR_MUST_USE gr_code new_class_switch_unpack_ref(gr_node *node, const struct Greenroom__Ref *message,
                                                new_class_switch *out_ref);

/* A call of Delete under way, and one held by its handler. */
typedef struct new_class_switch_delete_future {
    gr_future *future;
} new_class_switch_delete_future;

typedef struct new_class_switch_delete_call {
    gr_call call;
} new_class_switch_delete_call;

/* Call new.class.Switch.Delete and wait for its end.
 * Owns:    *out_reply is the caller's; free with gr_free().   Borrows: request.
 * Thread:  any.   Blocks: suspends a fiber, blocks a plain thread, until the deadline
 *          (5,000 ms, unless options say otherwise).
 * Errors:  the handler's own; DEADLINE_EXCEEDED, CANCELLED, UNAVAILABLE, UNIMPLEMENTED,
 *          RESOURCE_EXHAUSTED, INVALID_ARGUMENT, INTERNAL (held, and dropped). */
GR_MUST_USE gr_code new_class_switch_delete_sync(new_class_switch to,
                                                 const new_class_template *request,
                                                 const gr_call_options *options,
                                                 new_class_template **out_reply, gr_error *error);

/* The same call, without waiting for its end.
 * Owns:    *out_future is the caller's, to be awaited or dropped.   Borrows: request.
 * Thread:  any.   Blocks: no, but while a named ref is looked up, or where a full mailbox or
 *          session makes its senders wait.
 * Errors:  INVALID_ARGUMENT, RESOURCE_EXHAUSTED (memory, fibers), what a lookup or a wait for
 *          room ends with; all others come with the future. */
GR_MUST_USE gr_code new_class_switch_delete_async(new_class_switch to,
                                                  const new_class_template *request,
                                                  const gr_call_options *options,
                                                  new_class_switch_delete_future *out_future);

/* Wait for the end of the call.
 * Takes:   future->future, which becomes NULL.   Owns: *out_reply is the caller's; gr_free().
 * Thread:  any.   Blocks: suspends a fiber, blocks a plain thread, until the call's deadline.
 * Errors:  as new_class_switch_delete_sync(). */
GR_MUST_USE gr_code new_class_switch_delete_await(new_class_switch_delete_future *future,
                                                  new_class_template **out_reply, gr_error *error);

/* Send new.class.Switch.Delete, now or later, and do not wait. A failure of its handler goes to
 * the log.
 * Borrows: request.
 * Thread:  any.   Blocks: no, but while the session is full, or a named ref is looked up.
 * Errors:  UNAVAILABLE, RESOURCE_EXHAUSTED, INVALID_ARGUMENT, DEADLINE_EXCEEDED, CANCELLED. */
GR_MUST_USE gr_code new_class_switch_delete_oneway(new_class_switch to,
                                                   const new_class_template *request,
                                                   const gr_oneway_options *options);

/* In the handler: keep the call, to be answered after the handler has returned GR_OK.
 * Owns:    *out_call is the duty to answer once, with new_class_switch_delete_answer().
 * Errors:  FAILED_PRECONDITION (not in this method's handler, sent oneway, held already),
 *          INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code new_class_switch_delete_hold(gr_context *ctx,
                                                 new_class_switch_delete_call *out_call);

/* Answer a held call: GR_OK and a reply, or a code; gr_call_fail() answers with a message.
 * Borrows: reply; NULL where code is not GR_OK.
 * Thread:  any.   Blocks: no.
 * Errors:  FAILED_PRECONDITION (answered before, its caller gave up, or its actor has
 *          ended), INVALID_ARGUMENT, UNAVAILABLE (its node is gone). */
GR_MUST_USE gr_code new_class_switch_delete_answer(new_class_switch_delete_call call, gr_code code,
                                                   const new_class_template *reply);

/* The request of a held call, which lives until the answer or gr_call_drop(), also where
 * the caller has given up meanwhile (gr_call_is_open()); NULL after that. */
const new_class_template *new_class_switch_delete_request(new_class_switch_delete_call call);

/* A call of Operator under way, and one held by its handler. */
typedef struct new_class_switch_operator_future {
    gr_future *future;
} new_class_switch_operator_future;

typedef struct new_class_switch_operator_call {
    gr_call call;
} new_class_switch_operator_call;

/* Call new.class.Switch.Operator and wait for its end.
 * Owns:    *out_reply is the caller's; free with gr_free().   Borrows: request.
 * Thread:  any.   Blocks: suspends a fiber, blocks a plain thread, until the deadline
 *          (5,000 ms, unless options say otherwise).
 * Errors:  the handler's own; DEADLINE_EXCEEDED, CANCELLED, UNAVAILABLE, UNIMPLEMENTED,
 *          RESOURCE_EXHAUSTED, INVALID_ARGUMENT, INTERNAL (held, and dropped). */
GR_MUST_USE gr_code new_class_switch_operator_sync(new_class_switch to,
                                                   const new_class_template *request,
                                                   const gr_call_options *options,
                                                   new_class_template **out_reply, gr_error *error);

/* The same call, without waiting for its end.
 * Owns:    *out_future is the caller's, to be awaited or dropped.   Borrows: request.
 * Thread:  any.   Blocks: no, but while a named ref is looked up, or where a full mailbox or
 *          session makes its senders wait.
 * Errors:  INVALID_ARGUMENT, RESOURCE_EXHAUSTED (memory, fibers), what a lookup or a wait for
 *          room ends with; all others come with the future. */
GR_MUST_USE gr_code new_class_switch_operator_async(new_class_switch to,
                                                    const new_class_template *request,
                                                    const gr_call_options *options,
                                                    new_class_switch_operator_future *out_future);

/* Wait for the end of the call.
 * Takes:   future->future, which becomes NULL.   Owns: *out_reply is the caller's; gr_free().
 * Thread:  any.   Blocks: suspends a fiber, blocks a plain thread, until the call's deadline.
 * Errors:  as new_class_switch_operator_sync(). */
GR_MUST_USE gr_code new_class_switch_operator_await(new_class_switch_operator_future *future,
                                                    new_class_template **out_reply,
                                                    gr_error *error);

/* Send new.class.Switch.Operator, now or later, and do not wait. A failure of its handler goes
 * to the log.
 * Borrows: request.
 * Thread:  any.   Blocks: no, but while the session is full, or a named ref is looked up.
 * Errors:  UNAVAILABLE, RESOURCE_EXHAUSTED, INVALID_ARGUMENT, DEADLINE_EXCEEDED, CANCELLED. */
GR_MUST_USE gr_code new_class_switch_operator_oneway(new_class_switch to,
                                                     const new_class_template *request,
                                                     const gr_oneway_options *options);

/* In the handler: keep the call, to be answered after the handler has returned GR_OK.
 * Owns:    *out_call is the duty to answer once, with new_class_switch_operator_answer().
 * Errors:  FAILED_PRECONDITION (not in this method's handler, sent oneway, held already),
 *          INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code new_class_switch_operator_hold(gr_context *ctx,
                                                   new_class_switch_operator_call *out_call);

/* Answer a held call: GR_OK and a reply, or a code; gr_call_fail() answers with a message.
 * Borrows: reply; NULL where code is not GR_OK.
 * Thread:  any.   Blocks: no.
 * Errors:  FAILED_PRECONDITION (answered before, its caller gave up, or its actor has
 *          ended), INVALID_ARGUMENT, UNAVAILABLE (its node is gone). */
GR_MUST_USE gr_code new_class_switch_operator_answer(new_class_switch_operator_call call,
                                                     gr_code code, const new_class_template *reply);

/* The request of a held call, which lives until the answer or gr_call_drop(), also where
 * the caller has given up meanwhile (gr_call_is_open()); NULL after that. */
const new_class_template *new_class_switch_operator_request(new_class_switch_operator_call call);

/* A call of Prefix under way, and one held by its handler. */
typedef struct new_class_switch_prefix_future {
    gr_future *future;
} new_class_switch_prefix_future;

typedef struct new_class_switch_prefix_call {
    gr_call call;
} new_class_switch_prefix_call;

/* Call new.class.Switch.Prefix and wait for its end.
 * Owns:    *out_reply is the caller's; free with gr_free().   Borrows: request.
 * Thread:  any.   Blocks: suspends a fiber, blocks a plain thread, until the deadline
 *          (5,000 ms, unless options say otherwise).
 * Errors:  the handler's own; DEADLINE_EXCEEDED, CANCELLED, UNAVAILABLE, UNIMPLEMENTED,
 *          RESOURCE_EXHAUSTED, INVALID_ARGUMENT, INTERNAL (held, and dropped). */
GR_MUST_USE gr_code new_class_switch_prefix_sync(new_class_switch to,
                                                 const new_class_template *request,
                                                 const gr_call_options *options,
                                                 new_class_template **out_reply, gr_error *error);

/* The same call, without waiting for its end.
 * Owns:    *out_future is the caller's, to be awaited or dropped.   Borrows: request.
 * Thread:  any.   Blocks: no, but while a named ref is looked up, or where a full mailbox or
 *          session makes its senders wait.
 * Errors:  INVALID_ARGUMENT, RESOURCE_EXHAUSTED (memory, fibers), what a lookup or a wait for
 *          room ends with; all others come with the future. */
GR_MUST_USE gr_code new_class_switch_prefix_async(new_class_switch to,
                                                  const new_class_template *request,
                                                  const gr_call_options *options,
                                                  new_class_switch_prefix_future *out_future);

/* Wait for the end of the call.
 * Takes:   future->future, which becomes NULL.   Owns: *out_reply is the caller's; gr_free().
 * Thread:  any.   Blocks: suspends a fiber, blocks a plain thread, until the call's deadline.
 * Errors:  as new_class_switch_prefix_sync(). */
GR_MUST_USE gr_code new_class_switch_prefix_await(new_class_switch_prefix_future *future,
                                                  new_class_template **out_reply, gr_error *error);

/* Send new.class.Switch.Prefix, now or later, and do not wait. A failure of its handler goes to
 * the log.
 * Borrows: request.
 * Thread:  any.   Blocks: no, but while the session is full, or a named ref is looked up.
 * Errors:  UNAVAILABLE, RESOURCE_EXHAUSTED, INVALID_ARGUMENT, DEADLINE_EXCEEDED, CANCELLED. */
GR_MUST_USE gr_code new_class_switch_prefix_oneway(new_class_switch to,
                                                   const new_class_template *request,
                                                   const gr_oneway_options *options);

/* In the handler: keep the call, to be answered after the handler has returned GR_OK.
 * Owns:    *out_call is the duty to answer once, with new_class_switch_prefix_answer().
 * Errors:  FAILED_PRECONDITION (not in this method's handler, sent oneway, held already),
 *          INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code new_class_switch_prefix_hold(gr_context *ctx,
                                                 new_class_switch_prefix_call *out_call);

/* Answer a held call: GR_OK and a reply, or a code; gr_call_fail() answers with a message.
 * Borrows: reply; NULL where code is not GR_OK.
 * Thread:  any.   Blocks: no.
 * Errors:  FAILED_PRECONDITION (answered before, its caller gave up, or its actor has
 *          ended), INVALID_ARGUMENT, UNAVAILABLE (its node is gone). */
GR_MUST_USE gr_code new_class_switch_prefix_answer(new_class_switch_prefix_call call, gr_code code,
                                                   const new_class_template *reply);

/* The request of a held call, which lives until the answer or gr_call_drop(), also where
 * the caller has given up meanwhile (gr_call_is_open()); NULL after that. */
const new_class_template *new_class_switch_prefix_request(new_class_switch_prefix_call call);

/* A call of Spawn under way, and one held by its handler. */
typedef struct new_class_switch_spawn_future {
    gr_future *future;
} new_class_switch_spawn_future;

typedef struct new_class_switch_spawn_call {
    gr_call call;
} new_class_switch_spawn_call;

/* Call new.class.Switch.Spawn and wait for its end.
 * Owns:    *out_reply is the caller's; free with gr_free().   Borrows: request.
 * Thread:  any.   Blocks: suspends a fiber, blocks a plain thread, until the deadline
 *          (5,000 ms, unless options say otherwise).
 * Errors:  the handler's own; DEADLINE_EXCEEDED, CANCELLED, UNAVAILABLE, UNIMPLEMENTED,
 *          RESOURCE_EXHAUSTED, INVALID_ARGUMENT, INTERNAL (held, and dropped). */
GR_MUST_USE gr_code new_class_switch_spawn_sync(new_class_switch to,
                                                const new_class_template *request,
                                                const gr_call_options *options,
                                                new_class_template **out_reply, gr_error *error);

/* The same call, without waiting for its end.
 * Owns:    *out_future is the caller's, to be awaited or dropped.   Borrows: request.
 * Thread:  any.   Blocks: no, but while a named ref is looked up, or where a full mailbox or
 *          session makes its senders wait.
 * Errors:  INVALID_ARGUMENT, RESOURCE_EXHAUSTED (memory, fibers), what a lookup or a wait for
 *          room ends with; all others come with the future. */
GR_MUST_USE gr_code new_class_switch_spawn_async(new_class_switch to,
                                                 const new_class_template *request,
                                                 const gr_call_options *options,
                                                 new_class_switch_spawn_future *out_future);

/* Wait for the end of the call.
 * Takes:   future->future, which becomes NULL.   Owns: *out_reply is the caller's; gr_free().
 * Thread:  any.   Blocks: suspends a fiber, blocks a plain thread, until the call's deadline.
 * Errors:  as new_class_switch_spawn_sync(). */
GR_MUST_USE gr_code new_class_switch_spawn_await(new_class_switch_spawn_future *future,
                                                 new_class_template **out_reply, gr_error *error);

/* Send new.class.Switch.Spawn, now or later, and do not wait. A failure of its handler goes to
 * the log.
 * Borrows: request.
 * Thread:  any.   Blocks: no, but while the session is full, or a named ref is looked up.
 * Errors:  UNAVAILABLE, RESOURCE_EXHAUSTED, INVALID_ARGUMENT, DEADLINE_EXCEEDED, CANCELLED. */
GR_MUST_USE gr_code new_class_switch_spawn_oneway(new_class_switch to,
                                                  const new_class_template *request,
                                                  const gr_oneway_options *options);

/* In the handler: keep the call, to be answered after the handler has returned GR_OK.
 * Owns:    *out_call is the duty to answer once, with new_class_switch_spawn_answer().
 * Errors:  FAILED_PRECONDITION (not in this method's handler, sent oneway, held already),
 *          INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code new_class_switch_spawn_hold(gr_context *ctx,
                                                new_class_switch_spawn_call *out_call);

/* Answer a held call: GR_OK and a reply, or a code; gr_call_fail() answers with a message.
 * Borrows: reply; NULL where code is not GR_OK.
 * Thread:  any.   Blocks: no.
 * Errors:  FAILED_PRECONDITION (answered before, its caller gave up, or its actor has
 *          ended), INVALID_ARGUMENT, UNAVAILABLE (its node is gone). */
GR_MUST_USE gr_code new_class_switch_spawn_answer(new_class_switch_spawn_call call, gr_code code,
                                                  const new_class_template *reply);

/* The request of a held call, which lives until the answer or gr_call_drop(), also where
 * the caller has given up meanwhile (gr_call_is_open()); NULL after that. */
const new_class_template *new_class_switch_spawn_request(new_class_switch_spawn_call call);

/* A call of Very_Long under way, and one held by its handler. */
typedef struct new_class_switch_goto_future {
    gr_future *future;
} new_class_switch_goto_future;

typedef struct new_class_switch_goto_call {
    gr_call call;
} new_class_switch_goto_call;

/* Call new.class.Switch.Very_Long and wait for its end.
 * Owns:    *out_reply is the caller's; free with gr_free().   Borrows: request.
 * Thread:  any.   Blocks: suspends a fiber, blocks a plain thread, until the deadline
 *          (5,000 ms, unless options say otherwise).
 * Errors:  the handler's own; DEADLINE_EXCEEDED, CANCELLED, UNAVAILABLE, UNIMPLEMENTED,
 *          RESOURCE_EXHAUSTED, INVALID_ARGUMENT, INTERNAL (held, and dropped). */
GR_MUST_USE gr_code new_class_switch_goto_sync(new_class_switch to,
                                               const new_class_template *request,
                                               const gr_call_options *options,
                                               new_class_template **out_reply, gr_error *error);

/* The same call, without waiting for its end.
 * Owns:    *out_future is the caller's, to be awaited or dropped.   Borrows: request.
 * Thread:  any.   Blocks: no, but while a named ref is looked up, or where a full mailbox or
 *          session makes its senders wait.
 * Errors:  INVALID_ARGUMENT, RESOURCE_EXHAUSTED (memory, fibers), what a lookup or a wait for
 *          room ends with; all others come with the future. */
GR_MUST_USE gr_code new_class_switch_goto_async(new_class_switch to,
                                                const new_class_template *request,
                                                const gr_call_options *options,
                                                new_class_switch_goto_future *out_future);

/* Wait for the end of the call.
 * Takes:   future->future, which becomes NULL.   Owns: *out_reply is the caller's; gr_free().
 * Thread:  any.   Blocks: suspends a fiber, blocks a plain thread, until the call's deadline.
 * Errors:  as new_class_switch_goto_sync(). */
GR_MUST_USE gr_code new_class_switch_goto_await(new_class_switch_goto_future *future,
                                                new_class_template **out_reply, gr_error *error);

/* Send new.class.Switch.Very_Long, now or later, and do not wait. A failure of its handler goes
 * to the log.
 * Borrows: request.
 * Thread:  any.   Blocks: no, but while the session is full, or a named ref is looked up.
 * Errors:  UNAVAILABLE, RESOURCE_EXHAUSTED, INVALID_ARGUMENT, DEADLINE_EXCEEDED, CANCELLED. */
GR_MUST_USE gr_code new_class_switch_goto_oneway(new_class_switch to,
                                                 const new_class_template *request,
                                                 const gr_oneway_options *options);

/* In the handler: keep the call, to be answered after the handler has returned GR_OK.
 * Owns:    *out_call is the duty to answer once, with new_class_switch_goto_answer().
 * Errors:  FAILED_PRECONDITION (not in this method's handler, sent oneway, held already),
 *          INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code new_class_switch_goto_hold(gr_context *ctx,
                                               new_class_switch_goto_call *out_call);

/* Answer a held call: GR_OK and a reply, or a code; gr_call_fail() answers with a message.
 * Borrows: reply; NULL where code is not GR_OK.
 * Thread:  any.   Blocks: no.
 * Errors:  FAILED_PRECONDITION (answered before, its caller gave up, or its actor has
 *          ended), INVALID_ARGUMENT, UNAVAILABLE (its node is gone). */
GR_MUST_USE gr_code new_class_switch_goto_answer(new_class_switch_goto_call call, gr_code code,
                                                 const new_class_template *reply);

/* The request of a held call, which lives until the answer or gr_call_drop(), also where
 * the caller has given up meanwhile (gr_call_is_open()); NULL after that. */
const new_class_template *new_class_switch_goto_request(new_class_switch_goto_call call);

/* A keeper is the address of an actor that serves new.class.Renamed: a value, copied freely. All
 * zero is none. */
typedef struct keeper {
    gr_ref ref;
} keeper;

/* An actor's state: the user's to complete. Zeroed before the actor starts. */
struct keeper_self;

/* What an actor does beside handling calls; each may be NULL. start comes first: the actor lives
 * when it has returned GR_OK. run, where it is there, comes next: calls are handled while it
 * says gr_process(), and the actor ends when it returns. stop comes last, with what the actor
 * ended with. */
typedef struct keeper_hooks {
    gr_code (*start)(struct keeper_self *self, gr_context *ctx);
    void (*stop)(struct keeper_self *self, gr_context *ctx, gr_code reason);
    gr_code (*run)(struct keeper_self *self, gr_context *ctx);
} keeper_hooks;

/* An actor's handlers, one for each method. A request is borrowed until its handler returns; a
 * reply may point into the actor's own state, or to what gr_alloc() gave. Make one with
 * KEEPER_TYPE(). */
typedef struct keeper_type {
    gr_type base;
    gr_code (*keep)(struct keeper_self *self, gr_context *ctx, const keepsake *request,
                    keepsake *reply);
    keeper_hooks hooks;
} keeper_type;

/* The table of an actor whose handlers are PREFIX and a method's name:
 * const keeper_type type = KEEPER_TYPE(on_, KEEPER_NO_HOOKS); */
#define KEEPER_TYPE(PREFIX, HOOKS) GR_STUB_TYPE(keeper, PREFIX##keep, HOOKS)

/* Its hooks, as in KEEPER_HOOKS(.start = start), and none. */
#define KEEPER_HOOKS(...) GR_STUB_LIST(__VA_ARGS__)
#define KEEPER_NO_HOOKS   GR_STUB_LIST(NULL, NULL, NULL)

extern const gr_service keeper_service;

/* A set of methods, for keeper_process(). */
typedef struct keeper_methods {
    bool keep;
} keeper_methods;

/* Make an actor of `type`. Returns when its start hook has.
 * Borrows: type, for as long as the actor lives; args and options.
 * Thread:  any.   Blocks: suspends a fiber, blocks a plain thread, until it has started.
 * Errors:  the start hook's own, ALREADY_EXISTS (options->name), INVALID_ARGUMENT,
 *          DEADLINE_EXCEEDED, CANCELLED, RESOURCE_EXHAUSTED, UNAVAILABLE (node stopping). */
GR_MUST_USE gr_code keeper_spawn(gr_node *node, const keeper_type *type,
                                 const gr_spawn_options *options, keeper *out_ref, gr_error *error);

/* Let gr_spawn_offered(), and so supervisors, make actors of `type` by the name
 * "new.class.Renamed".
 * Borrows: type, for as long as the node lives.   Thread: any.   Blocks: no.
 * Errors:  ALREADY_EXISTS (the node offers one), INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code keeper_offer(gr_node *node, const keeper_type *type);

/* Let other nodes, and this one, find the actor under `name`.   Thread: any.   Blocks: no.
 * Errors:  ALREADY_EXISTS, INVALID_ARGUMENT (name, or an actor of another node), UNAVAILABLE
 *          (gone), RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code keeper_register(gr_node *node, const char *name, keeper ref);

/* Find the actor registered as `name`: "manager" on this node, "back/manager" on another.
 * The ref is that actor's for good: once the actor has ended it is UNAVAILABLE.
 * Thread:  any.   Blocks: suspends a fiber, blocks a plain thread, until the deadline.
 * Errors:  NOT_FOUND, FAILED_PRECONDITION (the schemas disagree), DEADLINE_EXCEEDED,
 *          CANCELLED, UNAVAILABLE, INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code keeper_lookup(gr_node *node, const char *name, const gr_call_options *options,
                                  keeper *out_ref, gr_error *error);

/* A ref to whoever is registered as `name` when it is used: looked up then, and again after
 * UNAVAILABLE. No call is ever sent twice.   Thread: any.   Blocks: no.
 * Errors:  INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code keeper_named(gr_node *node, const char *name, keeper *out_ref);

/* The actor's own ref; zero where `ctx` is another service's.   Blocks: no. */
keeper keeper_self_ref(gr_context *ctx);

/* gr_process() for some methods only: calls of others stay queued, in order. NULL: all.
 * Errors:  as gr_process(). */
GR_MUST_USE gr_code keeper_process(gr_context *ctx, const keeper_methods *only,
                                   const gr_process_options *options);

/* Write `ref` as a message, to be sent along: who gets it may call the actor.
 * Owns:    *storage is the caller's, nothing is allocated.   Thread: any.
 * Errors:  INVALID_ARGUMENT (zero, or a named ref), UNAVAILABLE (its node is gone). */
GR_MUST_USE gr_code keeper_pack_ref(keeper ref, struct Greenroom__Ref *storage);

/* The ref that a message carries, for use through `node`.   Thread: any.   Blocks: no.
 * Errors:  NOT_FOUND (none in it), FAILED_PRECONDITION (another service's),
 *          INVALID_ARGUMENT. */
GR_MUST_USE gr_code keeper_unpack_ref(gr_node *node, const struct Greenroom__Ref *message,
                                      keeper *out_ref);

/* A call of Keep under way, and one held by its handler. */
typedef struct keeper_keep_future {
    gr_future *future;
} keeper_keep_future;

typedef struct keeper_keep_call {
    gr_call call;
} keeper_keep_call;

/* Call new.class.Renamed.Keep and wait for its end.
 * Owns:    *out_reply is the caller's; free with gr_free().   Borrows: request.
 * Thread:  any.   Blocks: suspends a fiber, blocks a plain thread, until the deadline
 *          (5,000 ms, unless options say otherwise).
 * Errors:  the handler's own; DEADLINE_EXCEEDED, CANCELLED, UNAVAILABLE, UNIMPLEMENTED,
 *          RESOURCE_EXHAUSTED, INVALID_ARGUMENT, INTERNAL (held, and dropped). */
GR_MUST_USE gr_code keeper_keep_sync(keeper to, const keepsake *request,
                                     const gr_call_options *options, keepsake **out_reply,
                                     gr_error *error);

/* The same call, without waiting for its end.
 * Owns:    *out_future is the caller's, to be awaited or dropped.   Borrows: request.
 * Thread:  any.   Blocks: no, but while a named ref is looked up, or where a full mailbox or
 *          session makes its senders wait.
 * Errors:  INVALID_ARGUMENT, RESOURCE_EXHAUSTED (memory, fibers), what a lookup or a wait for
 *          room ends with; all others come with the future. */
GR_MUST_USE gr_code keeper_keep_async(keeper to, const keepsake *request,
                                      const gr_call_options *options,
                                      keeper_keep_future *out_future);

/* Wait for the end of the call.
 * Takes:   future->future, which becomes NULL.   Owns: *out_reply is the caller's; gr_free().
 * Thread:  any.   Blocks: suspends a fiber, blocks a plain thread, until the call's deadline.
 * Errors:  as keeper_keep_sync(). */
GR_MUST_USE gr_code keeper_keep_await(keeper_keep_future *future, keepsake **out_reply,
                                      gr_error *error);

/* Send new.class.Renamed.Keep, now or later, and do not wait. A failure of its handler goes to
 * the log.
 * Borrows: request.
 * Thread:  any.   Blocks: no, but while the session is full, or a named ref is looked up.
 * Errors:  UNAVAILABLE, RESOURCE_EXHAUSTED, INVALID_ARGUMENT, DEADLINE_EXCEEDED, CANCELLED. */
GR_MUST_USE gr_code keeper_keep_oneway(keeper to, const keepsake *request,
                                       const gr_oneway_options *options);

/* In the handler: keep the call, to be answered after the handler has returned GR_OK.
 * Owns:    *out_call is the duty to answer once, with keeper_keep_answer().
 * Errors:  FAILED_PRECONDITION (not in this method's handler, sent oneway, held already),
 *          INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code keeper_keep_hold(gr_context *ctx, keeper_keep_call *out_call);

/* Answer a held call: GR_OK and a reply, or a code; gr_call_fail() answers with a message.
 * Borrows: reply; NULL where code is not GR_OK.
 * Thread:  any.   Blocks: no.
 * Errors:  FAILED_PRECONDITION (answered before, its caller gave up, or its actor has
 *          ended), INVALID_ARGUMENT, UNAVAILABLE (its node is gone). */
GR_MUST_USE gr_code keeper_keep_answer(keeper_keep_call call, gr_code code, const keepsake *reply);

/* The request of a held call, which lives until the answer or gr_call_drop(), also where
 * the caller has given up meanwhile (gr_call_is_open()); NULL after that. */
const keepsake *keeper_keep_request(keeper_keep_call call);

#ifdef __cplusplus
}
#endif
#endif
