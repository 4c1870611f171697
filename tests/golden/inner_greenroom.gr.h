/* Made by protoc-gen-greenroom from inner_greenroom.proto. Do not edit. */
#ifndef INNER_GREENROOM_GR_H
#define INNER_GREENROOM_GR_H

#include "inner_greenroom.pb-c.h"

#include <greenroom/stub.h>

#if GR_STUB_ABI != 2
#error "inner_greenroom.gr.h is for another version of Greenroom: run its protoc-gen-greenroom"
#endif

#ifdef __cplusplus
extern "C" {
#endif

typedef Acme__Greenroom__Guest acme_greenroom_guest;

/* A acme_greenroom_host is the address of an actor that serves acme.greenroom.Host: a value,
 * copied freely. All zero is none. */
typedef struct acme_greenroom_host {
    gr_ref ref;
} acme_greenroom_host;

/* An actor's state: the user's to complete. Zeroed before the actor starts. */
struct acme_greenroom_host_self;

/* What an actor does beside handling calls; each may be NULL. start comes first: the actor lives
 * when it has returned GR_OK. run, where it is there, comes next: calls are handled while it
 * says gr_process(), and the actor ends when it returns. stop comes last, with what the actor
 * ended with. */
typedef struct acme_greenroom_host_hooks {
    gr_code (*start)(struct acme_greenroom_host_self *self, gr_context *ctx);
    void (*stop)(struct acme_greenroom_host_self *self, gr_context *ctx, gr_code reason);
    gr_code (*run)(struct acme_greenroom_host_self *self, gr_context *ctx);
} acme_greenroom_host_hooks;

/* An actor's handlers, one for each method. A request is borrowed until its handler returns; a
 * reply may point into the actor's own state, or to what gr_alloc() gave. Make one with
 * ACME_GREENROOM_HOST_TYPE(). */
typedef struct acme_greenroom_host_type {
    gr_type base;
    gr_code (*greet)(struct acme_greenroom_host_self *self, gr_context *ctx,
                     const acme_greenroom_guest *request);
    acme_greenroom_host_hooks hooks;
} acme_greenroom_host_type;

/* The table of an actor whose handlers are PREFIX and a method's name:
 * const acme_greenroom_host_type type = ACME_GREENROOM_HOST_TYPE(on_,
 * ACME_GREENROOM_HOST_NO_HOOKS); */
#define ACME_GREENROOM_HOST_TYPE(PREFIX, HOOKS)                                                    \
    GR_STUB_TYPE(acme_greenroom_host, PREFIX##greet, HOOKS)

/* Its hooks, as in ACME_GREENROOM_HOST_HOOKS(.start = start), and none. */
#define ACME_GREENROOM_HOST_HOOKS(...) GR_STUB_LIST(__VA_ARGS__)
#define ACME_GREENROOM_HOST_NO_HOOKS   GR_STUB_LIST(NULL, NULL, NULL)

extern const gr_service acme_greenroom_host_service;

/* A set of methods, for acme_greenroom_host_process(). */
typedef struct acme_greenroom_host_methods {
    bool greet;
} acme_greenroom_host_methods;

/* Make an actor of `type`. Returns when its start hook has.
 * Borrows: type, for as long as the actor lives; args and options.
 * Thread:  any.   Blocks: suspends a fiber, blocks a plain thread, until it has started.
 * Errors:  the start hook's own, ALREADY_EXISTS (options->name), INVALID_ARGUMENT,
 *          DEADLINE_EXCEEDED, CANCELLED, RESOURCE_EXHAUSTED, UNAVAILABLE (node stopping). */
GR_MUST_USE gr_code acme_greenroom_host_spawn(gr_node *node, const acme_greenroom_host_type *type,
                                              const gr_spawn_options *options,
                                              acme_greenroom_host *out_ref, gr_error *error);

/* Let gr_spawn_offered(), and so supervisors, make actors of `type` by the name
 * "acme.greenroom.Host".
 * Borrows: type, for as long as the node lives.   Thread: any.   Blocks: no.
 * Errors:  ALREADY_EXISTS (the node offers one), INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code acme_greenroom_host_offer(gr_node *node, const acme_greenroom_host_type *type);

/* Let other nodes, and this one, find the actor under `name`.   Thread: any.   Blocks: no.
 * Errors:  ALREADY_EXISTS, INVALID_ARGUMENT (name, or an actor of another node), UNAVAILABLE
 *          (gone), RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code acme_greenroom_host_register(gr_node *node, const char *name,
                                                 acme_greenroom_host ref);

/* Find the actor registered as `name`: "manager" on this node, "back/manager" on another.
 * The ref is that actor's for good: once the actor has ended it is UNAVAILABLE.
 * Thread:  any.   Blocks: suspends a fiber, blocks a plain thread, until the deadline.
 * Errors:  NOT_FOUND, FAILED_PRECONDITION (the schemas disagree), DEADLINE_EXCEEDED,
 *          CANCELLED, UNAVAILABLE, INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code acme_greenroom_host_lookup(gr_node *node, const char *name,
                                               const gr_call_options *options,
                                               acme_greenroom_host *out_ref, gr_error *error);

/* A ref to whoever is registered as `name` when it is used: looked up then, and again after
 * UNAVAILABLE. No call is ever sent twice.   Thread: any.   Blocks: no.
 * Errors:  INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code acme_greenroom_host_named(gr_node *node, const char *name,
                                              acme_greenroom_host *out_ref);

/* The actor's own ref; zero where `ctx` is another service's.   Blocks: no. */
acme_greenroom_host acme_greenroom_host_self_ref(gr_context *ctx);

/* gr_process() for some methods only: calls of others stay queued, in order. NULL: all.
 * Errors:  as gr_process(). */
GR_MUST_USE gr_code acme_greenroom_host_process(gr_context *ctx,
                                                const acme_greenroom_host_methods *only,
                                                const gr_process_options *options);

/* Write `ref` as a message, to be sent along: who gets it may call the actor.
 * Owns:    *storage is the caller's, nothing is allocated.   Thread: any.
 * Errors:  INVALID_ARGUMENT (zero, or a named ref), UNAVAILABLE (its node is gone). */
GR_MUST_USE gr_code acme_greenroom_host_pack_ref(acme_greenroom_host ref,
                                                 struct Greenroom__Ref *storage);

/* The ref that a message carries, for use through `node`.   Thread: any.   Blocks: no.
 * Errors:  NOT_FOUND (none in it), FAILED_PRECONDITION (another service's),
 *          INVALID_ARGUMENT. */
GR_MUST_USE gr_code acme_greenroom_host_unpack_ref(gr_node *node,
                                                   const struct Greenroom__Ref *message,
                                                   acme_greenroom_host *out_ref);

/* Send acme.greenroom.Host.Greet, now or later, and do not wait. A failure of its handler goes
 * to the log.
 * Borrows: request.
 * Thread:  any.   Blocks: no, but while the session is full, or a named ref is looked up.
 * Errors:  UNAVAILABLE, RESOURCE_EXHAUSTED, INVALID_ARGUMENT, DEADLINE_EXCEEDED, CANCELLED. */
GR_MUST_USE gr_code acme_greenroom_host_greet_oneway(acme_greenroom_host to,
                                                     const acme_greenroom_guest *request,
                                                     const gr_oneway_options *options);

/* Let `host` refer to an actor.
 * Borrows: storage, for as long as the message is used.
 * Errors:  as acme_greenroom_host_pack_ref(). */
GR_MUST_USE gr_code acme_greenroom_guest_set_host(acme_greenroom_guest *message,
                                                  Greenroom__Ref *storage, acme_greenroom_host ref);

/* The actor that `host` refers to, for use through `node`.
 * Errors:  as acme_greenroom_host_unpack_ref(). */
GR_MUST_USE gr_code acme_greenroom_guest_get_host(gr_node *node,
                                                  const acme_greenroom_guest *message,
                                                  acme_greenroom_host *out_ref);

#ifdef __cplusplus
}
#endif
#endif
