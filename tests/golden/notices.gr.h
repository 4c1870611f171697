/* Made by protoc-gen-greenroom from notices.proto. Do not edit. */
#ifndef NOTICES_GR_H
#define NOTICES_GR_H

#include "notices.pb-c.h"

#include <greenroom/stub.h>

#include "greenroom/notices.pb-c.h"

#if GR_STUB_ABI != 2
#error "notices.gr.h is for another version of Greenroom: run its protoc-gen-greenroom"
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* Is told of ends and of letters; a call and another package's message are no notices.
 * A night_watch is the address of an actor that serves night.Watch: a value, copied freely. All
 * zero is none. */
typedef struct night_watch {
    gr_ref ref;
} night_watch;

/* An actor's state: the user's to complete. Zeroed before the actor starts. */
struct night_watch_self;

/* What an actor does beside handling calls; each may be NULL. start comes first: the actor lives
 * when it has returned GR_OK. run, where it is there, comes next: calls are handled while it
 * says gr_process(), and the actor ends when it returns. stop comes last, with what the actor
 * ended with. */
typedef struct night_watch_hooks {
    gr_code (*start)(struct night_watch_self *self, gr_context *ctx);
    void (*stop)(struct night_watch_self *self, gr_context *ctx, gr_code reason);
    gr_code (*run)(struct night_watch_self *self, gr_context *ctx);
} night_watch_hooks;

/* An actor's handlers, one for each method. A request is borrowed until its handler returns; a
 * reply may point into the actor's own state, or to what gr_alloc() gave. Make one with
 * NIGHT_WATCH_TYPE(). */
typedef struct night_watch_type {
    gr_type base;
    /* Somebody is gone. */
    gr_code (*fallen)(struct night_watch_self *self, gr_context *ctx,
                      const Greenroom__Down *request);
    gr_code (*undelivered)(struct night_watch_self *self, gr_context *ctx,
                           const Greenroom__DeadLetter *request);
    gr_code (*report)(struct night_watch_self *self, gr_context *ctx,
                      const Greenroom__Down *request);
    night_watch_hooks hooks;
} night_watch_type;

/* The table of an actor whose handlers are PREFIX and a method's name:
 * const night_watch_type type = NIGHT_WATCH_TYPE(on_, NIGHT_WATCH_NO_HOOKS); */
#define NIGHT_WATCH_TYPE(PREFIX, HOOKS)                                                            \
    GR_STUB_TYPE(night_watch, PREFIX##fallen, PREFIX##undelivered, PREFIX##report, HOOKS)

/* Its hooks, as in NIGHT_WATCH_HOOKS(.start = start), and none. */
#define NIGHT_WATCH_HOOKS(...) GR_STUB_LIST(__VA_ARGS__)
#define NIGHT_WATCH_NO_HOOKS   GR_STUB_LIST(NULL, NULL, NULL)

extern const gr_service night_watch_service;

/* A set of methods, for night_watch_process(). */
typedef struct night_watch_methods {
    bool fallen;
    bool undelivered;
    bool report;
} night_watch_methods;

/* Make an actor of `type`. Returns when its start hook has.
 * Borrows: type, for as long as the actor lives; args and options.
 * Thread:  any.   Blocks: suspends a fiber, blocks a plain thread, until it has started.
 * Errors:  the start hook's own, ALREADY_EXISTS (options->name), INVALID_ARGUMENT,
 *          DEADLINE_EXCEEDED, CANCELLED, RESOURCE_EXHAUSTED, UNAVAILABLE (node stopping). */
GR_MUST_USE gr_code night_watch_spawn(gr_node *node, const night_watch_type *type,
                                      const gr_spawn_options *options, night_watch *out_ref,
                                      gr_error *error);

/* Let gr_spawn_offered(), and so supervisors, make actors of `type` by the name
 * "night.Watch".
 * Borrows: type, for as long as the node lives.   Thread: any.   Blocks: no.
 * Errors:  ALREADY_EXISTS (the node offers one), INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code night_watch_offer(gr_node *node, const night_watch_type *type);

/* Let other nodes, and this one, find the actor under `name`.   Thread: any.   Blocks: no.
 * Errors:  ALREADY_EXISTS, INVALID_ARGUMENT (name, or an actor of another node), UNAVAILABLE
 *          (gone), RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code night_watch_register(gr_node *node, const char *name, night_watch ref);

/* Find the actor registered as `name`: "manager" on this node, "back/manager" on another.
 * The ref is that actor's for good: once the actor has ended it is UNAVAILABLE.
 * Thread:  any.   Blocks: suspends a fiber, blocks a plain thread, until the deadline.
 * Errors:  NOT_FOUND, FAILED_PRECONDITION (the schemas disagree), DEADLINE_EXCEEDED,
 *          CANCELLED, UNAVAILABLE, INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code night_watch_lookup(gr_node *node, const char *name,
                                       const gr_call_options *options, night_watch *out_ref,
                                       gr_error *error);

/* A ref to whoever is registered as `name` when it is used: looked up then, and again after
 * UNAVAILABLE. No call is ever sent twice.   Thread: any.   Blocks: no.
 * Errors:  INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code night_watch_named(gr_node *node, const char *name, night_watch *out_ref);

/* The actor's own ref; zero where `ctx` is another service's.   Blocks: no. */
night_watch night_watch_self_ref(gr_context *ctx);

/* gr_process() for some methods only: calls of others stay queued, in order. NULL: all.
 * Errors:  as gr_process(). */
GR_MUST_USE gr_code night_watch_process(gr_context *ctx, const night_watch_methods *only,
                                        const gr_process_options *options);

/* Write `ref` as a message, to be sent along: who gets it may call the actor.
 * Owns:    *storage is the caller's, nothing is allocated.   Thread: any.
 * Errors:  INVALID_ARGUMENT (zero, or a named ref), UNAVAILABLE (its node is gone). */
GR_MUST_USE gr_code night_watch_pack_ref(night_watch ref, struct Greenroom__Ref *storage);

/* The ref that a message carries, for use through `node`.   Thread: any.   Blocks: no.
 * Errors:  NOT_FOUND (none in it), FAILED_PRECONDITION (another service's),
 *          INVALID_ARGUMENT. */
GR_MUST_USE gr_code night_watch_unpack_ref(gr_node *node, const struct Greenroom__Ref *message,
                                           night_watch *out_ref);

/* Somebody is gone.
 * Send night.Watch.Fallen, now or later, and do not wait. A failure of its handler goes to the
 * log.
 * Borrows: request.
 * Thread:  any.   Blocks: no, but while the session is full, or a named ref is looked up.
 * Errors:  UNAVAILABLE, RESOURCE_EXHAUSTED, INVALID_ARGUMENT, DEADLINE_EXCEEDED, CANCELLED. */
GR_MUST_USE gr_code night_watch_fallen_oneway(night_watch to, const Greenroom__Down *request,
                                              const gr_oneway_options *options);

/* Have the notices of a monitor sent as night.Watch.Fallen.   Blocks: no. */
gr_down_notice night_watch_fallen_notice(night_watch to);

/* Send night.Watch.Undelivered, now or later, and do not wait. A failure of its handler goes to
 * the log.
 * Borrows: request.
 * Thread:  any.   Blocks: no, but while the session is full, or a named ref is looked up.
 * Errors:  UNAVAILABLE, RESOURCE_EXHAUSTED, INVALID_ARGUMENT, DEADLINE_EXCEEDED, CANCELLED. */
GR_MUST_USE gr_code night_watch_undelivered_oneway(night_watch to,
                                                   const Greenroom__DeadLetter *request,
                                                   const gr_oneway_options *options);

/* Have the notices of a subscription sent as night.Watch.Undelivered.   Blocks: no. */
gr_dead_letter_notice night_watch_undelivered_notice(night_watch to);

/* A call of Report under way, and one held by its handler. */
typedef struct night_watch_report_future {
    gr_future *future;
} night_watch_report_future;

typedef struct night_watch_report_call {
    gr_call call;
} night_watch_report_call;

/* Call night.Watch.Report and wait for its end.
 * Borrows: request.
 * Thread:  any.   Blocks: suspends a fiber, blocks a plain thread, until the deadline
 *          (5,000 ms, unless options say otherwise).
 * Errors:  the handler's own; DEADLINE_EXCEEDED, CANCELLED, UNAVAILABLE, UNIMPLEMENTED,
 *          RESOURCE_EXHAUSTED, INVALID_ARGUMENT, INTERNAL (held, and dropped). */
GR_MUST_USE gr_code night_watch_report_sync(night_watch to, const Greenroom__Down *request,
                                            const gr_call_options *options, gr_error *error);

/* The same call, without waiting for its end.
 * Owns:    *out_future is the caller's, to be awaited or dropped.   Borrows: request.
 * Thread:  any.   Blocks: no, but while a named ref is looked up, or where a full mailbox or
 *          session makes its senders wait.
 * Errors:  INVALID_ARGUMENT, RESOURCE_EXHAUSTED (memory, fibers), what a lookup or a wait for
 *          room ends with; all others come with the future. */
GR_MUST_USE gr_code night_watch_report_async(night_watch to, const Greenroom__Down *request,
                                             const gr_call_options *options,
                                             night_watch_report_future *out_future);

/* Wait for the end of the call.
 * Takes:   future->future, which becomes NULL.
 * Thread:  any.   Blocks: suspends a fiber, blocks a plain thread, until the call's deadline.
 * Errors:  as night_watch_report_sync(). */
GR_MUST_USE gr_code night_watch_report_await(night_watch_report_future *future, gr_error *error);

/* Send night.Watch.Report, now or later, and do not wait. A failure of its handler goes to the
 * log.
 * Borrows: request.
 * Thread:  any.   Blocks: no, but while the session is full, or a named ref is looked up.
 * Errors:  UNAVAILABLE, RESOURCE_EXHAUSTED, INVALID_ARGUMENT, DEADLINE_EXCEEDED, CANCELLED. */
GR_MUST_USE gr_code night_watch_report_oneway(night_watch to, const Greenroom__Down *request,
                                              const gr_oneway_options *options);

/* In the handler: keep the call, to be answered after the handler has returned GR_OK.
 * Owns:    *out_call is the duty to answer once, with night_watch_report_answer().
 * Errors:  FAILED_PRECONDITION (not in this method's handler, sent oneway, held already),
 *          INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code night_watch_report_hold(gr_context *ctx, night_watch_report_call *out_call);

/* Answer a held call; gr_call_fail() answers with a message.
 * Thread:  any.   Blocks: no.
 * Errors:  FAILED_PRECONDITION (answered before, its caller gave up, or its actor has
 *          ended), INVALID_ARGUMENT, UNAVAILABLE (its node is gone). */
GR_MUST_USE gr_code night_watch_report_answer(night_watch_report_call call, gr_code code);

/* The request of a held call, which lives until the answer or gr_call_drop(), also where
 * the caller has given up meanwhile (gr_call_is_open()); NULL after that. */
const Greenroom__Down *night_watch_report_request(night_watch_report_call call);

#ifdef __cplusplus
}
#endif
#endif
