/* Made by protoc-gen-greenroom from refs.proto. Do not edit. */
#ifndef REFS_GR_H
#define REFS_GR_H

#include "refs.pb-c.h"

#include <greenroom/stub.h>

#include "imports/more.gr.h"

#if GR_STUB_ABI != 2
#error "refs.gr.h is for another version of Greenroom: run its protoc-gen-greenroom"
#endif

#ifdef __cplusplus
extern "C" {
#endif

typedef Watch__Watch watch_watch;
typedef Watch__News watch_news;

/* A watch_listener is the address of an actor that serves watch.Listener: a value, copied
 * freely. All zero is none. */
typedef struct watch_listener {
    gr_ref ref;
} watch_listener;

/* An actor's state: the user's to complete. Zeroed before the actor starts. */
struct watch_listener_self;

/* What an actor does beside handling calls; each may be NULL. start comes first: the actor lives
 * when it has returned GR_OK. run, where it is there, comes next: calls are handled while it
 * says gr_process(), and the actor ends when it returns. stop comes last, with what the actor
 * ended with. */
typedef struct watch_listener_hooks {
    gr_code (*start)(struct watch_listener_self *self, gr_context *ctx);
    void (*stop)(struct watch_listener_self *self, gr_context *ctx, gr_code reason);
    gr_code (*run)(struct watch_listener_self *self, gr_context *ctx);
} watch_listener_hooks;

/* An actor's handlers, one for each method. A request is borrowed until its handler returns; a
 * reply may point into the actor's own state, or to what gr_alloc() gave. Make one with
 * WATCH_LISTENER_TYPE(). */
typedef struct watch_listener_type {
    gr_type base;
    gr_code (*hear)(struct watch_listener_self *self, gr_context *ctx, const watch_news *request);
    watch_listener_hooks hooks;
} watch_listener_type;

/* The table of an actor whose handlers are PREFIX and a method's name:
 * const watch_listener_type type = WATCH_LISTENER_TYPE(on_, WATCH_LISTENER_NO_HOOKS); */
#define WATCH_LISTENER_TYPE(PREFIX, HOOKS) GR_STUB_TYPE(watch_listener, PREFIX##hear, HOOKS)

/* Its hooks, as in WATCH_LISTENER_HOOKS(.start = start), and none. */
#define WATCH_LISTENER_HOOKS(...) GR_STUB_LIST(__VA_ARGS__)
#define WATCH_LISTENER_NO_HOOKS   GR_STUB_LIST(NULL, NULL, NULL)

extern const gr_service watch_listener_service;

/* A set of methods, for watch_listener_process(). */
typedef struct watch_listener_methods {
    bool hear;
} watch_listener_methods;

/* Make an actor of `type`. Returns when its start hook has.
 * Borrows: type, for as long as the actor lives; args and options.
 * Thread:  any.   Blocks: suspends a fiber, blocks a plain thread, until it has started.
 * Errors:  the start hook's own, ALREADY_EXISTS (options->name), INVALID_ARGUMENT,
 *          DEADLINE_EXCEEDED, CANCELLED, RESOURCE_EXHAUSTED, UNAVAILABLE (node stopping). */
GR_MUST_USE gr_code watch_listener_spawn(gr_node *node, const watch_listener_type *type,
                                         const gr_spawn_options *options, watch_listener *out_ref,
                                         gr_error *error);

/* Let gr_spawn_offered(), and so supervisors, make actors of `type` by the name
 * "watch.Listener".
 * Borrows: type, for as long as the node lives.   Thread: any.   Blocks: no.
 * Errors:  ALREADY_EXISTS (the node offers one), INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code watch_listener_offer(gr_node *node, const watch_listener_type *type);

/* Let other nodes, and this one, find the actor under `name`.   Thread: any.   Blocks: no.
 * Errors:  ALREADY_EXISTS, INVALID_ARGUMENT (name, or an actor of another node), UNAVAILABLE
 *          (gone), RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code watch_listener_register(gr_node *node, const char *name, watch_listener ref);

/* Find the actor registered as `name`: "manager" on this node, "back/manager" on another.
 * The ref is that actor's for good: once the actor has ended it is UNAVAILABLE.
 * Thread:  any.   Blocks: suspends a fiber, blocks a plain thread, until the deadline.
 * Errors:  NOT_FOUND, FAILED_PRECONDITION (the schemas disagree), DEADLINE_EXCEEDED,
 *          CANCELLED, UNAVAILABLE, INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code watch_listener_lookup(gr_node *node, const char *name,
                                          const gr_call_options *options, watch_listener *out_ref,
                                          gr_error *error);

/* A ref to whoever is registered as `name` when it is used: looked up then, and again after
 * UNAVAILABLE. No call is ever sent twice.   Thread: any.   Blocks: no.
 * Errors:  INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code watch_listener_named(gr_node *node, const char *name, watch_listener *out_ref);

/* The actor's own ref; zero where `ctx` is another service's.   Blocks: no. */
watch_listener watch_listener_self_ref(gr_context *ctx);

/* gr_process() for some methods only: calls of others stay queued, in order. NULL: all.
 * Errors:  as gr_process(). */
GR_MUST_USE gr_code watch_listener_process(gr_context *ctx, const watch_listener_methods *only,
                                           const gr_process_options *options);

/* Write `ref` as a message, to be sent along: who gets it may call the actor.
 * Owns:    *storage is the caller's, nothing is allocated.   Thread: any.
 * Errors:  INVALID_ARGUMENT (zero, or a named ref), UNAVAILABLE (its node is gone). */
GR_MUST_USE gr_code watch_listener_pack_ref(watch_listener ref, struct Greenroom__Ref *storage);

/* The ref that a message carries, for use through `node`.   Thread: any.   Blocks: no.
 * Errors:  NOT_FOUND (none in it), FAILED_PRECONDITION (another service's),
 *          INVALID_ARGUMENT. */
GR_MUST_USE gr_code watch_listener_unpack_ref(gr_node *node, const struct Greenroom__Ref *message,
                                              watch_listener *out_ref);

/* Send watch.Listener.Hear, now or later, and do not wait. A failure of its handler goes to the
 * log.
 * Borrows: request.
 * Thread:  any.   Blocks: no, but while the session is full, or a named ref is looked up.
 * Errors:  UNAVAILABLE, RESOURCE_EXHAUSTED, INVALID_ARGUMENT, DEADLINE_EXCEEDED, CANCELLED. */
GR_MUST_USE gr_code watch_listener_hear_oneway(watch_listener to, const watch_news *request,
                                               const gr_oneway_options *options);

/* A watch_tower is the address of an actor that serves watch.Tower: a value, copied freely. All
 * zero is none. */
typedef struct watch_tower {
    gr_ref ref;
} watch_tower;

/* An actor's state: the user's to complete. Zeroed before the actor starts. */
struct watch_tower_self;

/* What an actor does beside handling calls; each may be NULL. start comes first: the actor lives
 * when it has returned GR_OK. run, where it is there, comes next: calls are handled while it
 * says gr_process(), and the actor ends when it returns. stop comes last, with what the actor
 * ended with. */
typedef struct watch_tower_hooks {
    gr_code (*start)(struct watch_tower_self *self, gr_context *ctx);
    void (*stop)(struct watch_tower_self *self, gr_context *ctx, gr_code reason);
    gr_code (*run)(struct watch_tower_self *self, gr_context *ctx);
} watch_tower_hooks;

/* An actor's handlers, one for each method. A request is borrowed until its handler returns; a
 * reply may point into the actor's own state, or to what gr_alloc() gave. Make one with
 * WATCH_TOWER_TYPE(). */
typedef struct watch_tower_type {
    gr_type base;
    gr_code (*begin)(struct watch_tower_self *self, gr_context *ctx, const watch_watch *request,
                     watch_watch *reply);
    watch_tower_hooks hooks;
} watch_tower_type;

/* The table of an actor whose handlers are PREFIX and a method's name:
 * const watch_tower_type type = WATCH_TOWER_TYPE(on_, WATCH_TOWER_NO_HOOKS); */
#define WATCH_TOWER_TYPE(PREFIX, HOOKS) GR_STUB_TYPE(watch_tower, PREFIX##begin, HOOKS)

/* Its hooks, as in WATCH_TOWER_HOOKS(.start = start), and none. */
#define WATCH_TOWER_HOOKS(...) GR_STUB_LIST(__VA_ARGS__)
#define WATCH_TOWER_NO_HOOKS   GR_STUB_LIST(NULL, NULL, NULL)

extern const gr_service watch_tower_service;

/* A set of methods, for watch_tower_process(). */
typedef struct watch_tower_methods {
    bool begin;
} watch_tower_methods;

/* Make an actor of `type`. Returns when its start hook has.
 * Borrows: type, for as long as the actor lives; args and options.
 * Thread:  any.   Blocks: suspends a fiber, blocks a plain thread, until it has started.
 * Errors:  the start hook's own, ALREADY_EXISTS (options->name), INVALID_ARGUMENT,
 *          DEADLINE_EXCEEDED, CANCELLED, RESOURCE_EXHAUSTED, UNAVAILABLE (node stopping). */
GR_MUST_USE gr_code watch_tower_spawn(gr_node *node, const watch_tower_type *type,
                                      const gr_spawn_options *options, watch_tower *out_ref,
                                      gr_error *error);

/* Let gr_spawn_offered(), and so supervisors, make actors of `type` by the name
 * "watch.Tower".
 * Borrows: type, for as long as the node lives.   Thread: any.   Blocks: no.
 * Errors:  ALREADY_EXISTS (the node offers one), INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code watch_tower_offer(gr_node *node, const watch_tower_type *type);

/* Let other nodes, and this one, find the actor under `name`.   Thread: any.   Blocks: no.
 * Errors:  ALREADY_EXISTS, INVALID_ARGUMENT (name, or an actor of another node), UNAVAILABLE
 *          (gone), RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code watch_tower_register(gr_node *node, const char *name, watch_tower ref);

/* Find the actor registered as `name`: "manager" on this node, "back/manager" on another.
 * The ref is that actor's for good: once the actor has ended it is UNAVAILABLE.
 * Thread:  any.   Blocks: suspends a fiber, blocks a plain thread, until the deadline.
 * Errors:  NOT_FOUND, FAILED_PRECONDITION (the schemas disagree), DEADLINE_EXCEEDED,
 *          CANCELLED, UNAVAILABLE, INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code watch_tower_lookup(gr_node *node, const char *name,
                                       const gr_call_options *options, watch_tower *out_ref,
                                       gr_error *error);

/* A ref to whoever is registered as `name` when it is used: looked up then, and again after
 * UNAVAILABLE. No call is ever sent twice.   Thread: any.   Blocks: no.
 * Errors:  INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code watch_tower_named(gr_node *node, const char *name, watch_tower *out_ref);

/* The actor's own ref; zero where `ctx` is another service's.   Blocks: no. */
watch_tower watch_tower_self_ref(gr_context *ctx);

/* gr_process() for some methods only: calls of others stay queued, in order. NULL: all.
 * Errors:  as gr_process(). */
GR_MUST_USE gr_code watch_tower_process(gr_context *ctx, const watch_tower_methods *only,
                                        const gr_process_options *options);

/* Write `ref` as a message, to be sent along: who gets it may call the actor.
 * Owns:    *storage is the caller's, nothing is allocated.   Thread: any.
 * Errors:  INVALID_ARGUMENT (zero, or a named ref), UNAVAILABLE (its node is gone). */
GR_MUST_USE gr_code watch_tower_pack_ref(watch_tower ref, struct Greenroom__Ref *storage);

/* The ref that a message carries, for use through `node`.   Thread: any.   Blocks: no.
 * Errors:  NOT_FOUND (none in it), FAILED_PRECONDITION (another service's),
 *          INVALID_ARGUMENT. */
GR_MUST_USE gr_code watch_tower_unpack_ref(gr_node *node, const struct Greenroom__Ref *message,
                                           watch_tower *out_ref);

/* A call of Begin under way, and one held by its handler. */
typedef struct watch_tower_begin_future {
    gr_future *future;
} watch_tower_begin_future;

typedef struct watch_tower_begin_call {
    gr_call call;
} watch_tower_begin_call;

/* Call watch.Tower.Begin and wait for its end.
 * Owns:    *out_reply is the caller's; free with gr_free().   Borrows: request.
 * Thread:  any.   Blocks: suspends a fiber, blocks a plain thread, until the deadline
 *          (5,000 ms, unless options say otherwise).
 * Errors:  the handler's own; DEADLINE_EXCEEDED, CANCELLED, UNAVAILABLE, UNIMPLEMENTED,
 *          RESOURCE_EXHAUSTED, INVALID_ARGUMENT, INTERNAL (held, and dropped). */
GR_MUST_USE gr_code watch_tower_begin_sync(watch_tower to, const watch_watch *request,
                                           const gr_call_options *options, watch_watch **out_reply,
                                           gr_error *error);

/* The same call, without waiting for its end.
 * Owns:    *out_future is the caller's, to be awaited or dropped.   Borrows: request.
 * Thread:  any.   Blocks: no, but while a named ref is looked up, or where a full mailbox or
 *          session makes its senders wait.
 * Errors:  INVALID_ARGUMENT, RESOURCE_EXHAUSTED (memory, fibers), what a lookup or a wait for
 *          room ends with; all others come with the future. */
GR_MUST_USE gr_code watch_tower_begin_async(watch_tower to, const watch_watch *request,
                                            const gr_call_options *options,
                                            watch_tower_begin_future *out_future);

/* Wait for the end of the call.
 * Takes:   future->future, which becomes NULL.   Owns: *out_reply is the caller's; gr_free().
 * Thread:  any.   Blocks: suspends a fiber, blocks a plain thread, until the call's deadline.
 * Errors:  as watch_tower_begin_sync(). */
GR_MUST_USE gr_code watch_tower_begin_await(watch_tower_begin_future *future,
                                            watch_watch **out_reply, gr_error *error);

/* Send watch.Tower.Begin, now or later, and do not wait. A failure of its handler goes to the
 * log.
 * Borrows: request.
 * Thread:  any.   Blocks: no, but while the session is full, or a named ref is looked up.
 * Errors:  UNAVAILABLE, RESOURCE_EXHAUSTED, INVALID_ARGUMENT, DEADLINE_EXCEEDED, CANCELLED. */
GR_MUST_USE gr_code watch_tower_begin_oneway(watch_tower to, const watch_watch *request,
                                             const gr_oneway_options *options);

/* In the handler: keep the call, to be answered after the handler has returned GR_OK.
 * Owns:    *out_call is the duty to answer once, with watch_tower_begin_answer().
 * Errors:  FAILED_PRECONDITION (not in this method's handler, sent oneway, held already),
 *          INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code watch_tower_begin_hold(gr_context *ctx, watch_tower_begin_call *out_call);

/* Answer a held call: GR_OK and a reply, or a code; gr_call_fail() answers with a message.
 * Borrows: reply; NULL where code is not GR_OK.
 * Thread:  any.   Blocks: no.
 * Errors:  FAILED_PRECONDITION (answered before, its caller gave up, or its actor has
 *          ended), INVALID_ARGUMENT, UNAVAILABLE (its node is gone). */
GR_MUST_USE gr_code watch_tower_begin_answer(watch_tower_begin_call call, gr_code code,
                                             const watch_watch *reply);

/* The request of a held call, which lives until the answer or gr_call_drop(), also where
 * the caller has given up meanwhile (gr_call_is_open()); NULL after that. */
const watch_watch *watch_tower_begin_request(watch_tower_begin_call call);

/* Let `listener` refer to an actor.
 * Borrows: storage, for as long as the message is used.
 * Errors:  as watch_listener_pack_ref(). */
GR_MUST_USE gr_code watch_watch_set_listener(watch_watch *message, Greenroom__Ref *storage,
                                             watch_listener ref);

/* The actor that `listener` refers to, for use through `node`.
 * Errors:  as watch_listener_unpack_ref(). */
GR_MUST_USE gr_code watch_watch_get_listener(gr_node *node, const watch_watch *message,
                                             watch_listener *out_ref);

/* The actor that `scales` refers to, for use through `node`.
 * Errors:  as plants_more_scale_unpack_ref(); OUT_OF_RANGE. */
GR_MUST_USE gr_code watch_watch_get_scales(gr_node *node, const watch_watch *message, size_t index,
                                           plants_more_scale *out_ref);

/* Let `Other_Tower` refer to an actor.
 * Borrows: storage, for as long as the message is used.
 * Errors:  as watch_tower_pack_ref(). */
GR_MUST_USE gr_code watch_watch_set_other_tower(watch_watch *message, Greenroom__Ref *storage,
                                                watch_tower ref);

/* The actor that `Other_Tower` refers to, for use through `node`.
 * Errors:  as watch_tower_unpack_ref(). */
GR_MUST_USE gr_code watch_watch_get_other_tower(gr_node *node, const watch_watch *message,
                                                watch_tower *out_ref);

#ifdef __cplusplus
}
#endif
#endif
