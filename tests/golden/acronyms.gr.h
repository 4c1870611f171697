/* Made by protoc-gen-greenroom from acronyms.proto. Do not edit. */
#ifndef ACRONYMS_GR_H
#define ACRONYMS_GR_H

#include "acronyms.pb-c.h"

#include <greenroom/stub.h>

#if GR_STUB_ABI != 2
#error "acronyms.gr.h is for another version of Greenroom: run its protoc-gen-greenroom"
#endif

#ifdef __cplusplus
extern "C" {
#endif

typedef Acme__NetIO__V1__HTTPRequest acme_net_io_v1_httprequest;
typedef Acme__NetIO__V1__TCPState2Go acme_net_io_v1_tcpstate2_go;
typedef Acme__NetIO__V1__TCPState2Go__FINWait acme_net_io_v1_tcpstate2_go_finwait;

/* A acme_net_io_v1_httpserver_api is the address of an actor that serves
 * acme.NetIO.v1.HTTPServerAPI: a value, copied freely. All zero is none. */
typedef struct acme_net_io_v1_httpserver_api {
    gr_ref ref;
} acme_net_io_v1_httpserver_api;

/* An actor's state: the user's to complete. Zeroed before the actor starts. */
struct acme_net_io_v1_httpserver_api_self;

/* What an actor does beside handling calls; each may be NULL. start comes first: the actor lives
 * when it has returned GR_OK. run, where it is there, comes next: calls are handled while it
 * says gr_process(), and the actor ends when it returns. stop comes last, with what the actor
 * ended with. */
typedef struct acme_net_io_v1_httpserver_api_hooks {
    gr_code (*start)(struct acme_net_io_v1_httpserver_api_self *self, gr_context *ctx);
    void (*stop)(struct acme_net_io_v1_httpserver_api_self *self, gr_context *ctx, gr_code reason);
    gr_code (*run)(struct acme_net_io_v1_httpserver_api_self *self, gr_context *ctx);
} acme_net_io_v1_httpserver_api_hooks;

/* An actor's handlers, one for each method. A request is borrowed until its handler returns; a
 * reply may point into the actor's own state, or to what gr_alloc() gave. Make one with
 * ACME_NET_IO_V1_HTTPSERVER_API_TYPE(). */
typedef struct acme_net_io_v1_httpserver_api_type {
    gr_type base;
    gr_code (*get_urlfor)(struct acme_net_io_v1_httpserver_api_self *self, gr_context *ctx,
                          const acme_net_io_v1_httprequest *request,
                          acme_net_io_v1_tcpstate2_go *reply);
    gr_code (*snake_case_call)(struct acme_net_io_v1_httpserver_api_self *self, gr_context *ctx,
                               const acme_net_io_v1_httprequest *request,
                               acme_net_io_v1_tcpstate2_go *reply);
    gr_code (*x)(struct acme_net_io_v1_httpserver_api_self *self, gr_context *ctx,
                 const acme_net_io_v1_httprequest *request, acme_net_io_v1_tcpstate2_go *reply);
    acme_net_io_v1_httpserver_api_hooks hooks;
} acme_net_io_v1_httpserver_api_type;

/* The table of an actor whose handlers are PREFIX and a method's name:
 * const acme_net_io_v1_httpserver_api_type type = ACME_NET_IO_V1_HTTPSERVER_API_TYPE(on_,
 * ACME_NET_IO_V1_HTTPSERVER_API_NO_HOOKS); */
#define ACME_NET_IO_V1_HTTPSERVER_API_TYPE(PREFIX, HOOKS)                                          \
    GR_STUB_TYPE(acme_net_io_v1_httpserver_api, PREFIX##get_urlfor, PREFIX##snake_case_call,       \
                 PREFIX##x, HOOKS)

/* Its hooks, as in ACME_NET_IO_V1_HTTPSERVER_API_HOOKS(.start = start), and none. */
#define ACME_NET_IO_V1_HTTPSERVER_API_HOOKS(...) GR_STUB_LIST(__VA_ARGS__)
#define ACME_NET_IO_V1_HTTPSERVER_API_NO_HOOKS   GR_STUB_LIST(NULL, NULL, NULL)

extern const gr_service acme_net_io_v1_httpserver_api_service;

/* A set of methods, for acme_net_io_v1_httpserver_api_process(). */
typedef struct acme_net_io_v1_httpserver_api_methods {
    bool get_urlfor;
    bool snake_case_call;
    bool x;
} acme_net_io_v1_httpserver_api_methods;

/* Make an actor of `type`. Returns when its start hook has.
 * Borrows: type, for as long as the actor lives; args and options.
 * Thread:  any.   Blocks: suspends a fiber, blocks a plain thread, until it has started.
 * Errors:  the start hook's own, ALREADY_EXISTS (options->name), INVALID_ARGUMENT,
 *          DEADLINE_EXCEEDED, CANCELLED, RESOURCE_EXHAUSTED, UNAVAILABLE (node stopping). */
GR_MUST_USE gr_code acme_net_io_v1_httpserver_api_spawn(
    gr_node *node, const acme_net_io_v1_httpserver_api_type *type, const gr_spawn_options *options,
    acme_net_io_v1_httpserver_api *out_ref, gr_error *error);

/* Let gr_spawn_offered(), and so supervisors, make actors of `type` by the name
 * "acme.NetIO.v1.HTTPServerAPI".
 * Borrows: type, for as long as the node lives.   Thread: any.   Blocks: no.
 * Errors:  ALREADY_EXISTS (the node offers one), INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code
acme_net_io_v1_httpserver_api_offer(gr_node *node, const acme_net_io_v1_httpserver_api_type *type);

/* Let other nodes, and this one, find the actor under `name`.   Thread: any.   Blocks: no.
 * Errors:  ALREADY_EXISTS, INVALID_ARGUMENT (name, or an actor of another node), UNAVAILABLE
 *          (gone), RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code acme_net_io_v1_httpserver_api_register(gr_node *node, const char *name,
                                                           acme_net_io_v1_httpserver_api ref);

/* Find the actor registered as `name`: "manager" on this node, "back/manager" on another.
 * The ref is that actor's for good: once the actor has ended it is UNAVAILABLE.
 * Thread:  any.   Blocks: suspends a fiber, blocks a plain thread, until the deadline.
 * Errors:  NOT_FOUND, FAILED_PRECONDITION (the schemas disagree), DEADLINE_EXCEEDED,
 *          CANCELLED, UNAVAILABLE, INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code acme_net_io_v1_httpserver_api_lookup(gr_node *node, const char *name,
                                                         const gr_call_options *options,
                                                         acme_net_io_v1_httpserver_api *out_ref,
                                                         gr_error *error);

/* A ref to whoever is registered as `name` when it is used: looked up then, and again after
 * UNAVAILABLE. No call is ever sent twice.   Thread: any.   Blocks: no.
 * Errors:  INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code acme_net_io_v1_httpserver_api_named(gr_node *node, const char *name,
                                                        acme_net_io_v1_httpserver_api *out_ref);

/* The actor's own ref; zero where `ctx` is another service's.   Blocks: no. */
acme_net_io_v1_httpserver_api acme_net_io_v1_httpserver_api_self_ref(gr_context *ctx);

/* gr_process() for some methods only: calls of others stay queued, in order. NULL: all.
 * Errors:  as gr_process(). */
GR_MUST_USE gr_code acme_net_io_v1_httpserver_api_process(
    gr_context *ctx, const acme_net_io_v1_httpserver_api_methods *only,
    const gr_process_options *options);

/* Write `ref` as a message, to be sent along: who gets it may call the actor.
 * Owns:    *storage is the caller's, nothing is allocated.   Thread: any.
 * Errors:  INVALID_ARGUMENT (zero, or a named ref), UNAVAILABLE (its node is gone). */
GR_MUST_USE gr_code acme_net_io_v1_httpserver_api_pack_ref(acme_net_io_v1_httpserver_api ref,
                                                           struct Greenroom__Ref *storage);

/* The ref that a message carries, for use through `node`.   Thread: any.   Blocks: no.
 * Errors:  NOT_FOUND (none in it), FAILED_PRECONDITION (another service's),
 *          INVALID_ARGUMENT. */
GR_MUST_USE gr_code acme_net_io_v1_httpserver_api_unpack_ref(
    gr_node *node, const struct Greenroom__Ref *message, acme_net_io_v1_httpserver_api *out_ref);

/* A call of GetURLFor under way, and one held by its handler. */
typedef struct acme_net_io_v1_httpserver_api_get_urlfor_future {
    gr_future *future;
} acme_net_io_v1_httpserver_api_get_urlfor_future;

typedef struct acme_net_io_v1_httpserver_api_get_urlfor_call {
    gr_call call;
} acme_net_io_v1_httpserver_api_get_urlfor_call;

/* Call acme.NetIO.v1.HTTPServerAPI.GetURLFor and wait for its end.
 * Owns:    *out_reply is the caller's; free with gr_free().   Borrows: request.
 * Thread:  any.   Blocks: suspends a fiber, blocks a plain thread, until the deadline
 *          (5,000 ms, unless options say otherwise).
 * Errors:  the handler's own; DEADLINE_EXCEEDED, CANCELLED, UNAVAILABLE, UNIMPLEMENTED,
 *          RESOURCE_EXHAUSTED, INVALID_ARGUMENT, INTERNAL (held, and dropped). */
GR_MUST_USE gr_code acme_net_io_v1_httpserver_api_get_urlfor_sync(
    acme_net_io_v1_httpserver_api to, const acme_net_io_v1_httprequest *request,
    const gr_call_options *options, acme_net_io_v1_tcpstate2_go **out_reply, gr_error *error);

/* The same call, without waiting for its end.
 * Owns:    *out_future is the caller's, to be awaited or dropped.   Borrows: request.
 * Thread:  any.   Blocks: no, but while a named ref is looked up, or where a full mailbox or
 *          session makes its senders wait.
 * Errors:  INVALID_ARGUMENT, RESOURCE_EXHAUSTED (memory, fibers), what a lookup or a wait for
 *          room ends with; all others come with the future. */
GR_MUST_USE gr_code acme_net_io_v1_httpserver_api_get_urlfor_async(
    acme_net_io_v1_httpserver_api to, const acme_net_io_v1_httprequest *request,
    const gr_call_options *options, acme_net_io_v1_httpserver_api_get_urlfor_future *out_future);

/* Wait for the end of the call.
 * Takes:   future->future, which becomes NULL.   Owns: *out_reply is the caller's; gr_free().
 * Thread:  any.   Blocks: suspends a fiber, blocks a plain thread, until the call's deadline.
 * Errors:  as acme_net_io_v1_httpserver_api_get_urlfor_sync(). */
GR_MUST_USE gr_code acme_net_io_v1_httpserver_api_get_urlfor_await(
    acme_net_io_v1_httpserver_api_get_urlfor_future *future,
    acme_net_io_v1_tcpstate2_go **out_reply, gr_error *error);

/* Send acme.NetIO.v1.HTTPServerAPI.GetURLFor, now or later, and do not wait. A failure of its
 * handler goes to the log.
 * Borrows: request.
 * Thread:  any.   Blocks: no, but while the session is full, or a named ref is looked up.
 * Errors:  UNAVAILABLE, RESOURCE_EXHAUSTED, INVALID_ARGUMENT, DEADLINE_EXCEEDED, CANCELLED. */
GR_MUST_USE gr_code acme_net_io_v1_httpserver_api_get_urlfor_oneway(
    acme_net_io_v1_httpserver_api to, const acme_net_io_v1_httprequest *request,
    const gr_oneway_options *options);

/* In the handler: keep the call, to be answered after the handler has returned GR_OK.
 * Owns:    *out_call is the duty to answer once, with
 * acme_net_io_v1_httpserver_api_get_urlfor_answer().
 * Errors:  FAILED_PRECONDITION (not in this method's handler, sent oneway, held already),
 *          INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code acme_net_io_v1_httpserver_api_get_urlfor_hold(
    gr_context *ctx, acme_net_io_v1_httpserver_api_get_urlfor_call *out_call);

/* Answer a held call: GR_OK and a reply, or a code; gr_call_fail() answers with a message.
 * Borrows: reply; NULL where code is not GR_OK.
 * Thread:  any.   Blocks: no.
 * Errors:  FAILED_PRECONDITION (answered before, its caller gave up, or its actor has
 *          ended), INVALID_ARGUMENT, UNAVAILABLE (its node is gone). */
GR_MUST_USE gr_code acme_net_io_v1_httpserver_api_get_urlfor_answer(
    acme_net_io_v1_httpserver_api_get_urlfor_call call, gr_code code,
    const acme_net_io_v1_tcpstate2_go *reply);

/* The request of a held call, which lives until the answer or gr_call_drop(), also where
 * the caller has given up meanwhile (gr_call_is_open()); NULL after that. */
const acme_net_io_v1_httprequest *acme_net_io_v1_httpserver_api_get_urlfor_request(
    acme_net_io_v1_httpserver_api_get_urlfor_call call);

/* A call of snake_case_call under way, and one held by its handler. */
typedef struct acme_net_io_v1_httpserver_api_snake_case_call_future {
    gr_future *future;
} acme_net_io_v1_httpserver_api_snake_case_call_future;

typedef struct acme_net_io_v1_httpserver_api_snake_case_call_call {
    gr_call call;
} acme_net_io_v1_httpserver_api_snake_case_call_call;

/* Call acme.NetIO.v1.HTTPServerAPI.snake_case_call and wait for its end.
 * Owns:    *out_reply is the caller's; free with gr_free().   Borrows: request.
 * Thread:  any.   Blocks: suspends a fiber, blocks a plain thread, until the deadline
 *          (5,000 ms, unless options say otherwise).
 * Errors:  the handler's own; DEADLINE_EXCEEDED, CANCELLED, UNAVAILABLE, UNIMPLEMENTED,
 *          RESOURCE_EXHAUSTED, INVALID_ARGUMENT, INTERNAL (held, and dropped). */
GR_MUST_USE gr_code acme_net_io_v1_httpserver_api_snake_case_call_sync(
    acme_net_io_v1_httpserver_api to, const acme_net_io_v1_httprequest *request,
    const gr_call_options *options, acme_net_io_v1_tcpstate2_go **out_reply, gr_error *error);

/* The same call, without waiting for its end.
 * Owns:    *out_future is the caller's, to be awaited or dropped.   Borrows: request.
 * Thread:  any.   Blocks: no, but while a named ref is looked up, or where a full mailbox or
 *          session makes its senders wait.
 * Errors:  INVALID_ARGUMENT, RESOURCE_EXHAUSTED (memory, fibers), what a lookup or a wait for
 *          room ends with; all others come with the future. */
GR_MUST_USE gr_code acme_net_io_v1_httpserver_api_snake_case_call_async(
    acme_net_io_v1_httpserver_api to, const acme_net_io_v1_httprequest *request,
    const gr_call_options *options,
    acme_net_io_v1_httpserver_api_snake_case_call_future *out_future);

/* Wait for the end of the call.
 * Takes:   future->future, which becomes NULL.   Owns: *out_reply is the caller's; gr_free().
 * Thread:  any.   Blocks: suspends a fiber, blocks a plain thread, until the call's deadline.
 * Errors:  as acme_net_io_v1_httpserver_api_snake_case_call_sync(). */
GR_MUST_USE gr_code acme_net_io_v1_httpserver_api_snake_case_call_await(
    acme_net_io_v1_httpserver_api_snake_case_call_future *future,
    acme_net_io_v1_tcpstate2_go **out_reply, gr_error *error);

/* Send acme.NetIO.v1.HTTPServerAPI.snake_case_call, now or later, and do not wait. A failure of
 * its handler goes to the log.
 * Borrows: request.
 * Thread:  any.   Blocks: no, but while the session is full, or a named ref is looked up.
 * Errors:  UNAVAILABLE, RESOURCE_EXHAUSTED, INVALID_ARGUMENT, DEADLINE_EXCEEDED, CANCELLED. */
GR_MUST_USE gr_code acme_net_io_v1_httpserver_api_snake_case_call_oneway(
    acme_net_io_v1_httpserver_api to, const acme_net_io_v1_httprequest *request,
    const gr_oneway_options *options);

/* In the handler: keep the call, to be answered after the handler has returned GR_OK.
 * Owns:    *out_call is the duty to answer once, with
 * acme_net_io_v1_httpserver_api_snake_case_call_answer().
 * Errors:  FAILED_PRECONDITION (not in this method's handler, sent oneway, held already),
 *          INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code acme_net_io_v1_httpserver_api_snake_case_call_hold(
    gr_context *ctx, acme_net_io_v1_httpserver_api_snake_case_call_call *out_call);

/* Answer a held call: GR_OK and a reply, or a code; gr_call_fail() answers with a message.
 * Borrows: reply; NULL where code is not GR_OK.
 * Thread:  any.   Blocks: no.
 * Errors:  FAILED_PRECONDITION (answered before, its caller gave up, or its actor has
 *          ended), INVALID_ARGUMENT, UNAVAILABLE (its node is gone). */
GR_MUST_USE gr_code acme_net_io_v1_httpserver_api_snake_case_call_answer(
    acme_net_io_v1_httpserver_api_snake_case_call_call call, gr_code code,
    const acme_net_io_v1_tcpstate2_go *reply);

/* The request of a held call, which lives until the answer or gr_call_drop(), also where
 * the caller has given up meanwhile (gr_call_is_open()); NULL after that. */
const acme_net_io_v1_httprequest *acme_net_io_v1_httpserver_api_snake_case_call_request(
    acme_net_io_v1_httpserver_api_snake_case_call_call call);

/* A call of X under way, and one held by its handler. */
typedef struct acme_net_io_v1_httpserver_api_x_future {
    gr_future *future;
} acme_net_io_v1_httpserver_api_x_future;

typedef struct acme_net_io_v1_httpserver_api_x_call {
    gr_call call;
} acme_net_io_v1_httpserver_api_x_call;

/* Call acme.NetIO.v1.HTTPServerAPI.X and wait for its end.
 * Owns:    *out_reply is the caller's; free with gr_free().   Borrows: request.
 * Thread:  any.   Blocks: suspends a fiber, blocks a plain thread, until the deadline
 *          (5,000 ms, unless options say otherwise).
 * Errors:  the handler's own; DEADLINE_EXCEEDED, CANCELLED, UNAVAILABLE, UNIMPLEMENTED,
 *          RESOURCE_EXHAUSTED, INVALID_ARGUMENT, INTERNAL (held, and dropped). */
GR_MUST_USE gr_code acme_net_io_v1_httpserver_api_x_sync(acme_net_io_v1_httpserver_api to,
                                                         const acme_net_io_v1_httprequest *request,
                                                         const gr_call_options *options,
                                                         acme_net_io_v1_tcpstate2_go **out_reply,
                                                         gr_error *error);

/* The same call, without waiting for its end.
 * Owns:    *out_future is the caller's, to be awaited or dropped.   Borrows: request.
 * Thread:  any.   Blocks: no, but while a named ref is looked up, or where a full mailbox or
 *          session makes its senders wait.
 * Errors:  INVALID_ARGUMENT, RESOURCE_EXHAUSTED (memory, fibers), what a lookup or a wait for
 *          room ends with; all others come with the future. */
GR_MUST_USE gr_code acme_net_io_v1_httpserver_api_x_async(
    acme_net_io_v1_httpserver_api to, const acme_net_io_v1_httprequest *request,
    const gr_call_options *options, acme_net_io_v1_httpserver_api_x_future *out_future);

/* Wait for the end of the call.
 * Takes:   future->future, which becomes NULL.   Owns: *out_reply is the caller's; gr_free().
 * Thread:  any.   Blocks: suspends a fiber, blocks a plain thread, until the call's deadline.
 * Errors:  as acme_net_io_v1_httpserver_api_x_sync(). */
GR_MUST_USE gr_code
acme_net_io_v1_httpserver_api_x_await(acme_net_io_v1_httpserver_api_x_future *future,
                                      acme_net_io_v1_tcpstate2_go **out_reply, gr_error *error);

/* Send acme.NetIO.v1.HTTPServerAPI.X, now or later, and do not wait. A failure of its handler
 * goes to the log.
 * Borrows: request.
 * Thread:  any.   Blocks: no, but while the session is full, or a named ref is looked up.
 * Errors:  UNAVAILABLE, RESOURCE_EXHAUSTED, INVALID_ARGUMENT, DEADLINE_EXCEEDED, CANCELLED. */
GR_MUST_USE gr_code acme_net_io_v1_httpserver_api_x_oneway(
    acme_net_io_v1_httpserver_api to, const acme_net_io_v1_httprequest *request,
    const gr_oneway_options *options);

/* In the handler: keep the call, to be answered after the handler has returned GR_OK.
 * Owns:    *out_call is the duty to answer once, with acme_net_io_v1_httpserver_api_x_answer().
 * Errors:  FAILED_PRECONDITION (not in this method's handler, sent oneway, held already),
 *          INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code acme_net_io_v1_httpserver_api_x_hold(
    gr_context *ctx, acme_net_io_v1_httpserver_api_x_call *out_call);

/* Answer a held call: GR_OK and a reply, or a code; gr_call_fail() answers with a message.
 * Borrows: reply; NULL where code is not GR_OK.
 * Thread:  any.   Blocks: no.
 * Errors:  FAILED_PRECONDITION (answered before, its caller gave up, or its actor has
 *          ended), INVALID_ARGUMENT, UNAVAILABLE (its node is gone). */
GR_MUST_USE gr_code
acme_net_io_v1_httpserver_api_x_answer(acme_net_io_v1_httpserver_api_x_call call, gr_code code,
                                       const acme_net_io_v1_tcpstate2_go *reply);

/* The request of a held call, which lives until the answer or gr_call_drop(), also where
 * the caller has given up meanwhile (gr_call_is_open()); NULL after that. */
const acme_net_io_v1_httprequest *
acme_net_io_v1_httpserver_api_x_request(acme_net_io_v1_httpserver_api_x_call call);

#ifdef __cplusplus
}
#endif
#endif
