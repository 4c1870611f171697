/* Made by protoc-gen-greenroom from c_package.proto. Do not edit. */
#ifndef C_PACKAGE_GR_H
#define C_PACKAGE_GR_H

#include "c_package.pb-c.h"

#include <greenroom/stub.h>

#if GR_STUB_ABI != 2
#error "c_package.gr.h is for another version of Greenroom: run its protoc-gen-greenroom"
#endif

#ifdef __cplusplus
extern "C" {
#endif

typedef Plot__Bed plot_bed;
typedef Plot__Bed__Row plot_bed_row;

/* A plot_digger is the address of an actor that serves com.example.garden.v2.Digger: a value,
 * copied freely. All zero is none. */
typedef struct plot_digger {
    gr_ref ref;
} plot_digger;

/* An actor's state: the user's to complete. Zeroed before the actor starts. */
struct plot_digger_self;

/* What an actor does beside handling calls; each may be NULL. start comes first: the actor lives
 * when it has returned GR_OK. run, where it is there, comes next: calls are handled while it
 * says gr_process(), and the actor ends when it returns. stop comes last, with what the actor
 * ended with. */
typedef struct plot_digger_hooks {
    gr_code (*start)(struct plot_digger_self *self, gr_context *ctx);
    void (*stop)(struct plot_digger_self *self, gr_context *ctx, gr_code reason);
    gr_code (*run)(struct plot_digger_self *self, gr_context *ctx);
} plot_digger_hooks;

/* An actor's handlers, one for each method. A request is borrowed until its handler returns; a
 * reply may point into the actor's own state, or to what gr_alloc() gave. Make one with
 * PLOT_DIGGER_TYPE(). */
typedef struct plot_digger_type {
    gr_type base;
    gr_code (*dig)(struct plot_digger_self *self, gr_context *ctx, const plot_bed *request,
                   plot_bed_row *reply);
    plot_digger_hooks hooks;
} plot_digger_type;

/* The table of an actor whose handlers are PREFIX and a method's name:
 * const plot_digger_type type = PLOT_DIGGER_TYPE(on_, PLOT_DIGGER_NO_HOOKS); */
#define PLOT_DIGGER_TYPE(PREFIX, HOOKS) GR_STUB_TYPE(plot_digger, PREFIX##dig, HOOKS)

/* Its hooks, as in PLOT_DIGGER_HOOKS(.start = start), and none. */
#define PLOT_DIGGER_HOOKS(...) GR_STUB_LIST(__VA_ARGS__)
#define PLOT_DIGGER_NO_HOOKS   GR_STUB_LIST(NULL, NULL, NULL)

extern const gr_service plot_digger_service;

/* A set of methods, for plot_digger_process(). */
typedef struct plot_digger_methods {
    bool dig;
} plot_digger_methods;

/* Make an actor of `type`. Returns when its start hook has.
 * Borrows: type, for as long as the actor lives; args and options.
 * Thread:  any.   Blocks: suspends a fiber, blocks a plain thread, until it has started.
 * Errors:  the start hook's own, ALREADY_EXISTS (options->name), INVALID_ARGUMENT,
 *          DEADLINE_EXCEEDED, CANCELLED, RESOURCE_EXHAUSTED, UNAVAILABLE (node stopping). */
GR_MUST_USE gr_code plot_digger_spawn(gr_node *node, const plot_digger_type *type,
                                      const gr_spawn_options *options, plot_digger *out_ref,
                                      gr_error *error);

/* Let gr_spawn_offered(), and so supervisors, make actors of `type` by the name
 * "com.example.garden.v2.Digger".
 * Borrows: type, for as long as the node lives.   Thread: any.   Blocks: no.
 * Errors:  ALREADY_EXISTS (the node offers one), INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code plot_digger_offer(gr_node *node, const plot_digger_type *type);

/* Let other nodes, and this one, find the actor under `name`.   Thread: any.   Blocks: no.
 * Errors:  ALREADY_EXISTS, INVALID_ARGUMENT (name, or an actor of another node), UNAVAILABLE
 *          (gone), RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code plot_digger_register(gr_node *node, const char *name, plot_digger ref);

/* Find the actor registered as `name`: "manager" on this node, "back/manager" on another.
 * The ref is that actor's for good: once the actor has ended it is UNAVAILABLE.
 * Thread:  any.   Blocks: suspends a fiber, blocks a plain thread, until the deadline.
 * Errors:  NOT_FOUND, FAILED_PRECONDITION (the schemas disagree), DEADLINE_EXCEEDED,
 *          CANCELLED, UNAVAILABLE, INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code plot_digger_lookup(gr_node *node, const char *name,
                                       const gr_call_options *options, plot_digger *out_ref,
                                       gr_error *error);

/* A ref to whoever is registered as `name` when it is used: looked up then, and again after
 * UNAVAILABLE. No call is ever sent twice.   Thread: any.   Blocks: no.
 * Errors:  INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code plot_digger_named(gr_node *node, const char *name, plot_digger *out_ref);

/* The actor's own ref; zero where `ctx` is another service's.   Blocks: no. */
plot_digger plot_digger_self_ref(gr_context *ctx);

/* gr_process() for some methods only: calls of others stay queued, in order. NULL: all.
 * Errors:  as gr_process(). */
GR_MUST_USE gr_code plot_digger_process(gr_context *ctx, const plot_digger_methods *only,
                                        const gr_process_options *options);

/* Write `ref` as a message, to be sent along: who gets it may call the actor.
 * Owns:    *storage is the caller's, nothing is allocated.   Thread: any.
 * Errors:  INVALID_ARGUMENT (zero, or a named ref), UNAVAILABLE (its node is gone). */
GR_MUST_USE gr_code plot_digger_pack_ref(plot_digger ref, struct Greenroom__Ref *storage);

/* The ref that a message carries, for use through `node`.   Thread: any.   Blocks: no.
 * Errors:  NOT_FOUND (none in it), FAILED_PRECONDITION (another service's),
 *          INVALID_ARGUMENT. */
GR_MUST_USE gr_code plot_digger_unpack_ref(gr_node *node, const struct Greenroom__Ref *message,
                                           plot_digger *out_ref);

/* A call of Dig under way, and one held by its handler. */
typedef struct plot_digger_dig_future {
    gr_future *future;
} plot_digger_dig_future;

typedef struct plot_digger_dig_call {
    gr_call call;
} plot_digger_dig_call;

/* Call com.example.garden.v2.Digger.Dig and wait for its end.
 * Owns:    *out_reply is the caller's; free with gr_free().   Borrows: request.
 * Thread:  any.   Blocks: suspends a fiber, blocks a plain thread, until the deadline
 *          (5,000 ms, unless options say otherwise).
 * Errors:  the handler's own; DEADLINE_EXCEEDED, CANCELLED, UNAVAILABLE, UNIMPLEMENTED,
 *          RESOURCE_EXHAUSTED, INVALID_ARGUMENT, INTERNAL (held, and dropped). */
GR_MUST_USE gr_code plot_digger_dig_sync(plot_digger to, const plot_bed *request,
                                         const gr_call_options *options, plot_bed_row **out_reply,
                                         gr_error *error);

/* The same call, without waiting for its end.
 * Owns:    *out_future is the caller's, to be awaited or dropped.   Borrows: request.
 * Thread:  any.   Blocks: no, but while a named ref is looked up, or where a full mailbox or
 *          session makes its senders wait.
 * Errors:  INVALID_ARGUMENT, RESOURCE_EXHAUSTED (memory, fibers), what a lookup or a wait for
 *          room ends with; all others come with the future. */
GR_MUST_USE gr_code plot_digger_dig_async(plot_digger to, const plot_bed *request,
                                          const gr_call_options *options,
                                          plot_digger_dig_future *out_future);

/* Wait for the end of the call.
 * Takes:   future->future, which becomes NULL.   Owns: *out_reply is the caller's; gr_free().
 * Thread:  any.   Blocks: suspends a fiber, blocks a plain thread, until the call's deadline.
 * Errors:  as plot_digger_dig_sync(). */
GR_MUST_USE gr_code plot_digger_dig_await(plot_digger_dig_future *future, plot_bed_row **out_reply,
                                          gr_error *error);

/* Send com.example.garden.v2.Digger.Dig, now or later, and do not wait. A failure of its handler
 * goes to the log.
 * Borrows: request.
 * Thread:  any.   Blocks: no, but while the session is full, or a named ref is looked up.
 * Errors:  UNAVAILABLE, RESOURCE_EXHAUSTED, INVALID_ARGUMENT, DEADLINE_EXCEEDED, CANCELLED. */
GR_MUST_USE gr_code plot_digger_dig_oneway(plot_digger to, const plot_bed *request,
                                           const gr_oneway_options *options);

/* In the handler: keep the call, to be answered after the handler has returned GR_OK.
 * Owns:    *out_call is the duty to answer once, with plot_digger_dig_answer().
 * Errors:  FAILED_PRECONDITION (not in this method's handler, sent oneway, held already),
 *          INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code plot_digger_dig_hold(gr_context *ctx, plot_digger_dig_call *out_call);

/* Answer a held call: GR_OK and a reply, or a code; gr_call_fail() answers with a message.
 * Borrows: reply; NULL where code is not GR_OK.
 * Thread:  any.   Blocks: no.
 * Errors:  FAILED_PRECONDITION (answered before, its caller gave up, or its actor has
 *          ended), INVALID_ARGUMENT, UNAVAILABLE (its node is gone). */
GR_MUST_USE gr_code plot_digger_dig_answer(plot_digger_dig_call call, gr_code code,
                                           const plot_bed_row *reply);

/* The request of a held call, which lives until the answer or gr_call_drop(), also where
 * the caller has given up meanwhile (gr_call_is_open()); NULL after that. */
const plot_bed *plot_digger_dig_request(plot_digger_dig_call call);

#ifdef __cplusplus
}
#endif
#endif
