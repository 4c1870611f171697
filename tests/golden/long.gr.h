/* Made by protoc-gen-greenroom from long.proto. Do not edit. */
#ifndef LONG_GR_H
#define LONG_GR_H

#include "long.pb-c.h"

#include <greenroom/stub.h>

#if GR_STUB_ABI != 2
#error "long.gr.h is for another version of Greenroom: run its protoc-gen-greenroom"
#endif

#ifdef __cplusplus
extern "C" {
#endif

typedef Com__Example__VeryLongCompanyName__ConfigurationOfTheIrrigationSystem
    com_example_very_long_company_name_configuration_of_the_irrigation_system;
typedef Com__Example__VeryLongCompanyName__ConfigurationOfTheIrrigationSystem__ValveWithItsPositionAndItsPressureAndMuchMoreThatIsKnown
    com_example_very_long_company_name_configuration_of_the_irrigation_system_valve_with_its_position_and_its_pressure_and_much_more_that_is_known;

/* A com_example_very_long_company_name_irrigation_supervisor is the address of an actor that
 * serves com.example.very_long_company_name.IrrigationSupervisor: a value, copied freely. All
 * zero is none. */
typedef struct com_example_very_long_company_name_irrigation_supervisor {
    gr_ref ref;
} com_example_very_long_company_name_irrigation_supervisor;

/* An actor's state: the user's to complete. Zeroed before the actor starts. */
struct com_example_very_long_company_name_irrigation_supervisor_self;

/* What an actor does beside handling calls; each may be NULL. start comes first: the actor lives
 * when it has returned GR_OK. run, where it is there, comes next: calls are handled while it
 * says gr_process(), and the actor ends when it returns. stop comes last, with what the actor
 * ended with. */
typedef struct com_example_very_long_company_name_irrigation_supervisor_hooks {
    gr_code (*start)(struct com_example_very_long_company_name_irrigation_supervisor_self *self,
                     gr_context *ctx);
    void (*stop)(struct com_example_very_long_company_name_irrigation_supervisor_self *self,
                 gr_context *ctx, gr_code reason);
    gr_code (*run)(struct com_example_very_long_company_name_irrigation_supervisor_self *self,
                   gr_context *ctx);
} com_example_very_long_company_name_irrigation_supervisor_hooks;

/* An actor's handlers, one for each method. A request is borrowed until its handler returns; a
 * reply may point into the actor's own state, or to what gr_alloc() gave. Make one with
 * COM_EXAMPLE_VERY_LONG_COMPANY_NAME_IRRIGATION_SUPERVISOR_TYPE(). */
typedef struct com_example_very_long_company_name_irrigation_supervisor_type {
    gr_type base;
    gr_code (*go)(
        struct com_example_very_long_company_name_irrigation_supervisor_self *self, gr_context *ctx,
        const com_example_very_long_company_name_configuration_of_the_irrigation_system *request,
        com_example_very_long_company_name_configuration_of_the_irrigation_system *reply);
    gr_code (*stop)(
        struct com_example_very_long_company_name_irrigation_supervisor_self *self, gr_context *ctx,
        com_example_very_long_company_name_configuration_of_the_irrigation_system *reply);
    gr_code (*reconfigure)(
        struct com_example_very_long_company_name_irrigation_supervisor_self *self, gr_context *ctx,
        const com_example_very_long_company_name_configuration_of_the_irrigation_system *request);
    gr_code (*reconfigure_everything_at_once)(
        struct com_example_very_long_company_name_irrigation_supervisor_self *self, gr_context *ctx,
        const com_example_very_long_company_name_configuration_of_the_irrigation_system *request,
        com_example_very_long_company_name_configuration_of_the_irrigation_system *reply);
    com_example_very_long_company_name_irrigation_supervisor_hooks hooks;
} com_example_very_long_company_name_irrigation_supervisor_type;

/* The table of an actor whose handlers are PREFIX and a method's name:
 * const com_example_very_long_company_name_irrigation_supervisor_type type =
 * COM_EXAMPLE_VERY_LONG_COMPANY_NAME_IRRIGATION_SUPERVISOR_TYPE(on_,
 * COM_EXAMPLE_VERY_LONG_COMPANY_NAME_IRRIGATION_SUPERVISOR_NO_HOOKS); */
#define COM_EXAMPLE_VERY_LONG_COMPANY_NAME_IRRIGATION_SUPERVISOR_TYPE(PREFIX, HOOKS)               \
    GR_STUB_TYPE(com_example_very_long_company_name_irrigation_supervisor, PREFIX##go,             \
                 PREFIX##stop, PREFIX##reconfigure, PREFIX##reconfigure_everything_at_once, HOOKS)

/* Its hooks, as in COM_EXAMPLE_VERY_LONG_COMPANY_NAME_IRRIGATION_SUPERVISOR_HOOKS(.start =
 * start), and none. */
#define COM_EXAMPLE_VERY_LONG_COMPANY_NAME_IRRIGATION_SUPERVISOR_HOOKS(...)                        \
    GR_STUB_LIST(__VA_ARGS__)
#define COM_EXAMPLE_VERY_LONG_COMPANY_NAME_IRRIGATION_SUPERVISOR_NO_HOOKS                          \
    GR_STUB_LIST(NULL, NULL, NULL)

extern const gr_service com_example_very_long_company_name_irrigation_supervisor_service;

/* A set of methods, for com_example_very_long_company_name_irrigation_supervisor_process(). */
typedef struct com_example_very_long_company_name_irrigation_supervisor_methods {
    bool go;
    bool stop;
    bool reconfigure;
    bool reconfigure_everything_at_once;
} com_example_very_long_company_name_irrigation_supervisor_methods;

/* Make an actor of `type`. Returns when its start hook has.
 * Borrows: type, for as long as the actor lives; args and options.
 * Thread:  any.   Blocks: suspends a fiber, blocks a plain thread, until it has started.
 * Errors:  the start hook's own, ALREADY_EXISTS (options->name), INVALID_ARGUMENT,
 *          DEADLINE_EXCEEDED, CANCELLED, RESOURCE_EXHAUSTED, UNAVAILABLE (node stopping). */
GR_MUST_USE gr_code com_example_very_long_company_name_irrigation_supervisor_spawn(
    gr_node *node, const com_example_very_long_company_name_irrigation_supervisor_type *type,
    const gr_spawn_options *options,
    com_example_very_long_company_name_irrigation_supervisor *out_ref, gr_error *error);

/* Let gr_spawn_offered(), and so supervisors, make actors of `type` by the name
 * "com.example.very_long_company_name.IrrigationSupervisor".
 * Borrows: type, for as long as the node lives.   Thread: any.   Blocks: no.
 * Errors:  ALREADY_EXISTS (the node offers one), INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code com_example_very_long_company_name_irrigation_supervisor_offer(
    gr_node *node, const com_example_very_long_company_name_irrigation_supervisor_type *type);

/* Let other nodes, and this one, find the actor under `name`.   Thread: any.   Blocks: no.
 * Errors:  ALREADY_EXISTS, INVALID_ARGUMENT (name, or an actor of another node), UNAVAILABLE
 *          (gone), RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code com_example_very_long_company_name_irrigation_supervisor_register(
    gr_node *node, const char *name, com_example_very_long_company_name_irrigation_supervisor ref);

/* Find the actor registered as `name`: "manager" on this node, "back/manager" on another.
 * The ref is that actor's for good: once the actor has ended it is UNAVAILABLE.
 * Thread:  any.   Blocks: suspends a fiber, blocks a plain thread, until the deadline.
 * Errors:  NOT_FOUND, FAILED_PRECONDITION (the schemas disagree), DEADLINE_EXCEEDED,
 *          CANCELLED, UNAVAILABLE, INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code com_example_very_long_company_name_irrigation_supervisor_lookup(
    gr_node *node, const char *name, const gr_call_options *options,
    com_example_very_long_company_name_irrigation_supervisor *out_ref, gr_error *error);

/* A ref to whoever is registered as `name` when it is used: looked up then, and again after
 * UNAVAILABLE. No call is ever sent twice.   Thread: any.   Blocks: no.
 * Errors:  INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code com_example_very_long_company_name_irrigation_supervisor_named(
    gr_node *node, const char *name,
    com_example_very_long_company_name_irrigation_supervisor *out_ref);

/* The actor's own ref; zero where `ctx` is another service's.   Blocks: no. */
com_example_very_long_company_name_irrigation_supervisor
com_example_very_long_company_name_irrigation_supervisor_self_ref(gr_context *ctx);

/* gr_process() for some methods only: calls of others stay queued, in order. NULL: all.
 * Errors:  as gr_process(). */
GR_MUST_USE gr_code com_example_very_long_company_name_irrigation_supervisor_process(
    gr_context *ctx, const com_example_very_long_company_name_irrigation_supervisor_methods *only,
    const gr_process_options *options);

/* Write `ref` as a message, to be sent along: who gets it may call the actor.
 * Owns:    *storage is the caller's, nothing is allocated.   Thread: any.
 * Errors:  INVALID_ARGUMENT (zero, or a named ref), UNAVAILABLE (its node is gone). */
GR_MUST_USE gr_code com_example_very_long_company_name_irrigation_supervisor_pack_ref(
    com_example_very_long_company_name_irrigation_supervisor ref, struct Greenroom__Ref *storage);

/* The ref that a message carries, for use through `node`.   Thread: any.   Blocks: no.
 * Errors:  NOT_FOUND (none in it), FAILED_PRECONDITION (another service's),
 *          INVALID_ARGUMENT. */
GR_MUST_USE gr_code com_example_very_long_company_name_irrigation_supervisor_unpack_ref(
    gr_node *node, const struct Greenroom__Ref *message,
    com_example_very_long_company_name_irrigation_supervisor *out_ref);

/* A call of Go under way, and one held by its handler. */
typedef struct com_example_very_long_company_name_irrigation_supervisor_go_future {
    gr_future *future;
} com_example_very_long_company_name_irrigation_supervisor_go_future;

typedef struct com_example_very_long_company_name_irrigation_supervisor_go_call {
    gr_call call;
} com_example_very_long_company_name_irrigation_supervisor_go_call;

/* Call com.example.very_long_company_name.IrrigationSupervisor.Go and wait for its end.
 * Owns:    *out_reply is the caller's; free with gr_free().   Borrows: request.
 * Thread:  any.   Blocks: suspends a fiber, blocks a plain thread, until the deadline
 *          (5,000 ms, unless options say otherwise).
 * Errors:  the handler's own; DEADLINE_EXCEEDED, CANCELLED, UNAVAILABLE, UNIMPLEMENTED,
 *          RESOURCE_EXHAUSTED, INVALID_ARGUMENT, INTERNAL (held, and dropped). */
GR_MUST_USE gr_code com_example_very_long_company_name_irrigation_supervisor_go_sync(
    com_example_very_long_company_name_irrigation_supervisor to,
    const com_example_very_long_company_name_configuration_of_the_irrigation_system *request,
    const gr_call_options *options,
    com_example_very_long_company_name_configuration_of_the_irrigation_system **out_reply,
    gr_error *error);

/* The same call, without waiting for its end.
 * Owns:    *out_future is the caller's, to be awaited or dropped.   Borrows: request.
 * Thread:  any.   Blocks: no, but while a named ref is looked up, or where a full mailbox or
 *          session makes its senders wait.
 * Errors:  INVALID_ARGUMENT, RESOURCE_EXHAUSTED (memory, fibers), what a lookup or a wait for
 *          room ends with; all others come with the future. */
GR_MUST_USE gr_code com_example_very_long_company_name_irrigation_supervisor_go_async(
    com_example_very_long_company_name_irrigation_supervisor to,
    const com_example_very_long_company_name_configuration_of_the_irrigation_system *request,
    const gr_call_options *options,
    com_example_very_long_company_name_irrigation_supervisor_go_future *out_future);

/* Wait for the end of the call.
 * Takes:   future->future, which becomes NULL.   Owns: *out_reply is the caller's; gr_free().
 * Thread:  any.   Blocks: suspends a fiber, blocks a plain thread, until the call's deadline.
 * Errors:  as com_example_very_long_company_name_irrigation_supervisor_go_sync(). */
GR_MUST_USE gr_code com_example_very_long_company_name_irrigation_supervisor_go_await(
    com_example_very_long_company_name_irrigation_supervisor_go_future *future,
    com_example_very_long_company_name_configuration_of_the_irrigation_system **out_reply,
    gr_error *error);

/* Send com.example.very_long_company_name.IrrigationSupervisor.Go, now or later, and do not
 * wait. A failure of its handler goes to the log.
 * Borrows: request.
 * Thread:  any.   Blocks: no, but while the session is full, or a named ref is looked up.
 * Errors:  UNAVAILABLE, RESOURCE_EXHAUSTED, INVALID_ARGUMENT, DEADLINE_EXCEEDED, CANCELLED. */
GR_MUST_USE gr_code com_example_very_long_company_name_irrigation_supervisor_go_oneway(
    com_example_very_long_company_name_irrigation_supervisor to,
    const com_example_very_long_company_name_configuration_of_the_irrigation_system *request,
    const gr_oneway_options *options);

/* In the handler: keep the call, to be answered after the handler has returned GR_OK.
 * Owns:    *out_call is the duty to answer once, with
 * com_example_very_long_company_name_irrigation_supervisor_go_answer().
 * Errors:  FAILED_PRECONDITION (not in this method's handler, sent oneway, held already),
 *          INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code com_example_very_long_company_name_irrigation_supervisor_go_hold(
    gr_context *ctx, com_example_very_long_company_name_irrigation_supervisor_go_call *out_call);

/* Answer a held call: GR_OK and a reply, or a code; gr_call_fail() answers with a message.
 * Borrows: reply; NULL where code is not GR_OK.
 * Thread:  any.   Blocks: no.
 * Errors:  FAILED_PRECONDITION (answered before, its caller gave up, or its actor has
 *          ended), INVALID_ARGUMENT, UNAVAILABLE (its node is gone). */
GR_MUST_USE gr_code com_example_very_long_company_name_irrigation_supervisor_go_answer(
    com_example_very_long_company_name_irrigation_supervisor_go_call call, gr_code code,
    const com_example_very_long_company_name_configuration_of_the_irrigation_system *reply);

/* The request of a held call, which lives until the answer or gr_call_drop(), also where
 * the caller has given up meanwhile (gr_call_is_open()); NULL after that. */
const com_example_very_long_company_name_configuration_of_the_irrigation_system *
com_example_very_long_company_name_irrigation_supervisor_go_request(
    com_example_very_long_company_name_irrigation_supervisor_go_call call);

/* A call of Stop under way, and one held by its handler. */
typedef struct com_example_very_long_company_name_irrigation_supervisor_stop_future {
    gr_future *future;
} com_example_very_long_company_name_irrigation_supervisor_stop_future;

typedef struct com_example_very_long_company_name_irrigation_supervisor_stop_call {
    gr_call call;
} com_example_very_long_company_name_irrigation_supervisor_stop_call;

/* Call com.example.very_long_company_name.IrrigationSupervisor.Stop and wait for its end.
 * Owns:    *out_reply is the caller's; free with gr_free().
 * Thread:  any.   Blocks: suspends a fiber, blocks a plain thread, until the deadline
 *          (5,000 ms, unless options say otherwise).
 * Errors:  the handler's own; DEADLINE_EXCEEDED, CANCELLED, UNAVAILABLE, UNIMPLEMENTED,
 *          RESOURCE_EXHAUSTED, INVALID_ARGUMENT, INTERNAL (held, and dropped). */
GR_MUST_USE gr_code com_example_very_long_company_name_irrigation_supervisor_stop_sync(
    com_example_very_long_company_name_irrigation_supervisor to, const gr_call_options *options,
    com_example_very_long_company_name_configuration_of_the_irrigation_system **out_reply,
    gr_error *error);

/* The same call, without waiting for its end.
 * Owns:    *out_future is the caller's, to be awaited or dropped.
 * Thread:  any.   Blocks: no, but while a named ref is looked up, or where a full mailbox or
 *          session makes its senders wait.
 * Errors:  INVALID_ARGUMENT, RESOURCE_EXHAUSTED (memory, fibers), what a lookup or a wait for
 *          room ends with; all others come with the future. */
GR_MUST_USE gr_code com_example_very_long_company_name_irrigation_supervisor_stop_async(
    com_example_very_long_company_name_irrigation_supervisor to, const gr_call_options *options,
    com_example_very_long_company_name_irrigation_supervisor_stop_future *out_future);

/* Wait for the end of the call.
 * Takes:   future->future, which becomes NULL.   Owns: *out_reply is the caller's; gr_free().
 * Thread:  any.   Blocks: suspends a fiber, blocks a plain thread, until the call's deadline.
 * Errors:  as com_example_very_long_company_name_irrigation_supervisor_stop_sync(). */
GR_MUST_USE gr_code com_example_very_long_company_name_irrigation_supervisor_stop_await(
    com_example_very_long_company_name_irrigation_supervisor_stop_future *future,
    com_example_very_long_company_name_configuration_of_the_irrigation_system **out_reply,
    gr_error *error);

/* Send com.example.very_long_company_name.IrrigationSupervisor.Stop, now or later, and do not
 * wait. A failure of its handler goes to the log.
 * Thread:  any.   Blocks: no, but while the session is full, or a named ref is looked up.
 * Errors:  UNAVAILABLE, RESOURCE_EXHAUSTED, INVALID_ARGUMENT, DEADLINE_EXCEEDED, CANCELLED. */
GR_MUST_USE gr_code com_example_very_long_company_name_irrigation_supervisor_stop_oneway(
    com_example_very_long_company_name_irrigation_supervisor to, const gr_oneway_options *options);

/* In the handler: keep the call, to be answered after the handler has returned GR_OK.
 * Owns:    *out_call is the duty to answer once, with
 * com_example_very_long_company_name_irrigation_supervisor_stop_answer().
 * Errors:  FAILED_PRECONDITION (not in this method's handler, sent oneway, held already),
 *          INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code com_example_very_long_company_name_irrigation_supervisor_stop_hold(
    gr_context *ctx, com_example_very_long_company_name_irrigation_supervisor_stop_call *out_call);

/* Answer a held call: GR_OK and a reply, or a code; gr_call_fail() answers with a message.
 * Borrows: reply; NULL where code is not GR_OK.
 * Thread:  any.   Blocks: no.
 * Errors:  FAILED_PRECONDITION (answered before, its caller gave up, or its actor has
 *          ended), INVALID_ARGUMENT, UNAVAILABLE (its node is gone). */
GR_MUST_USE gr_code com_example_very_long_company_name_irrigation_supervisor_stop_answer(
    com_example_very_long_company_name_irrigation_supervisor_stop_call call, gr_code code,
    const com_example_very_long_company_name_configuration_of_the_irrigation_system *reply);

/* A call of Reconfigure under way, and one held by its handler. */
typedef struct com_example_very_long_company_name_irrigation_supervisor_reconfigure_future {
    gr_future *future;
} com_example_very_long_company_name_irrigation_supervisor_reconfigure_future;

typedef struct com_example_very_long_company_name_irrigation_supervisor_reconfigure_call {
    gr_call call;
} com_example_very_long_company_name_irrigation_supervisor_reconfigure_call;

/* Call com.example.very_long_company_name.IrrigationSupervisor.Reconfigure and wait for its end.
 * Borrows: request.
 * Thread:  any.   Blocks: suspends a fiber, blocks a plain thread, until the deadline
 *          (5,000 ms, unless options say otherwise).
 * Errors:  the handler's own; DEADLINE_EXCEEDED, CANCELLED, UNAVAILABLE, UNIMPLEMENTED,
 *          RESOURCE_EXHAUSTED, INVALID_ARGUMENT, INTERNAL (held, and dropped). */
GR_MUST_USE gr_code com_example_very_long_company_name_irrigation_supervisor_reconfigure_sync(
    com_example_very_long_company_name_irrigation_supervisor to,
    const com_example_very_long_company_name_configuration_of_the_irrigation_system *request,
    const gr_call_options *options, gr_error *error);

/* The same call, without waiting for its end.
 * Owns:    *out_future is the caller's, to be awaited or dropped.   Borrows: request.
 * Thread:  any.   Blocks: no, but while a named ref is looked up, or where a full mailbox or
 *          session makes its senders wait.
 * Errors:  INVALID_ARGUMENT, RESOURCE_EXHAUSTED (memory, fibers), what a lookup or a wait for
 *          room ends with; all others come with the future. */
GR_MUST_USE gr_code com_example_very_long_company_name_irrigation_supervisor_reconfigure_async(
    com_example_very_long_company_name_irrigation_supervisor to,
    const com_example_very_long_company_name_configuration_of_the_irrigation_system *request,
    const gr_call_options *options,
    com_example_very_long_company_name_irrigation_supervisor_reconfigure_future *out_future);

/* Wait for the end of the call.
 * Takes:   future->future, which becomes NULL.
 * Thread:  any.   Blocks: suspends a fiber, blocks a plain thread, until the call's deadline.
 * Errors:  as com_example_very_long_company_name_irrigation_supervisor_reconfigure_sync(). */
GR_MUST_USE gr_code com_example_very_long_company_name_irrigation_supervisor_reconfigure_await(
    com_example_very_long_company_name_irrigation_supervisor_reconfigure_future *future,
    gr_error *error);

/* Send com.example.very_long_company_name.IrrigationSupervisor.Reconfigure, now or later, and do
 * not wait. A failure of its handler goes to the log.
 * Borrows: request.
 * Thread:  any.   Blocks: no, but while the session is full, or a named ref is looked up.
 * Errors:  UNAVAILABLE, RESOURCE_EXHAUSTED, INVALID_ARGUMENT, DEADLINE_EXCEEDED, CANCELLED. */
GR_MUST_USE gr_code com_example_very_long_company_name_irrigation_supervisor_reconfigure_oneway(
    com_example_very_long_company_name_irrigation_supervisor to,
    const com_example_very_long_company_name_configuration_of_the_irrigation_system *request,
    const gr_oneway_options *options);

/* In the handler: keep the call, to be answered after the handler has returned GR_OK.
 * Owns:    *out_call is the duty to answer once, with
 * com_example_very_long_company_name_irrigation_supervisor_reconfigure_answer().
 * Errors:  FAILED_PRECONDITION (not in this method's handler, sent oneway, held already),
 *          INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code com_example_very_long_company_name_irrigation_supervisor_reconfigure_hold(
    gr_context *ctx,
    com_example_very_long_company_name_irrigation_supervisor_reconfigure_call *out_call);

/* Answer a held call; gr_call_fail() answers with a message.
 * Thread:  any.   Blocks: no.
 * Errors:  FAILED_PRECONDITION (answered before, its caller gave up, or its actor has
 *          ended), INVALID_ARGUMENT, UNAVAILABLE (its node is gone). */
GR_MUST_USE gr_code com_example_very_long_company_name_irrigation_supervisor_reconfigure_answer(
    com_example_very_long_company_name_irrigation_supervisor_reconfigure_call call, gr_code code);

/* The request of a held call, which lives until the answer or gr_call_drop(), also where
 * the caller has given up meanwhile (gr_call_is_open()); NULL after that. */
const com_example_very_long_company_name_configuration_of_the_irrigation_system *
com_example_very_long_company_name_irrigation_supervisor_reconfigure_request(
    com_example_very_long_company_name_irrigation_supervisor_reconfigure_call call);

/* A call of ReconfigureEverythingAtOnce under way, and one held by its handler. */
typedef struct
    com_example_very_long_company_name_irrigation_supervisor_reconfigure_everything_at_once_future {
    gr_future *future;
} com_example_very_long_company_name_irrigation_supervisor_reconfigure_everything_at_once_future;

typedef struct
    com_example_very_long_company_name_irrigation_supervisor_reconfigure_everything_at_once_call {
    gr_call call;
} com_example_very_long_company_name_irrigation_supervisor_reconfigure_everything_at_once_call;

/* Call com.example.very_long_company_name.IrrigationSupervisor.ReconfigureEverythingAtOnce and
 * wait for its end.
 * Owns:    *out_reply is the caller's; free with gr_free().   Borrows: request.
 * Thread:  any.   Blocks: suspends a fiber, blocks a plain thread, until the deadline
 *          (5,000 ms, unless options say otherwise).
 * Errors:  the handler's own; DEADLINE_EXCEEDED, CANCELLED, UNAVAILABLE, UNIMPLEMENTED,
 *          RESOURCE_EXHAUSTED, INVALID_ARGUMENT, INTERNAL (held, and dropped). */
GR_MUST_USE gr_code
com_example_very_long_company_name_irrigation_supervisor_reconfigure_everything_at_once_sync(
    com_example_very_long_company_name_irrigation_supervisor to,
    const com_example_very_long_company_name_configuration_of_the_irrigation_system *request,
    const gr_call_options *options,
    com_example_very_long_company_name_configuration_of_the_irrigation_system **out_reply,
    gr_error *error);

/* The same call, without waiting for its end.
 * Owns:    *out_future is the caller's, to be awaited or dropped.   Borrows: request.
 * Thread:  any.   Blocks: no, but while a named ref is looked up, or where a full mailbox or
 *          session makes its senders wait.
 * Errors:  INVALID_ARGUMENT, RESOURCE_EXHAUSTED (memory, fibers), what a lookup or a wait for
 *          room ends with; all others come with the future. */
GR_MUST_USE gr_code
com_example_very_long_company_name_irrigation_supervisor_reconfigure_everything_at_once_async(
    com_example_very_long_company_name_irrigation_supervisor to,
    const com_example_very_long_company_name_configuration_of_the_irrigation_system *request,
    const gr_call_options *options,
    com_example_very_long_company_name_irrigation_supervisor_reconfigure_everything_at_once_future
        *out_future);

/* Wait for the end of the call.
 * Takes:   future->future, which becomes NULL.   Owns: *out_reply is the caller's; gr_free().
 * Thread:  any.   Blocks: suspends a fiber, blocks a plain thread, until the call's deadline.
 * Errors:  as
 * com_example_very_long_company_name_irrigation_supervisor_reconfigure_everything_at_once_sync().
 */
GR_MUST_USE gr_code
com_example_very_long_company_name_irrigation_supervisor_reconfigure_everything_at_once_await(
    com_example_very_long_company_name_irrigation_supervisor_reconfigure_everything_at_once_future
        *future,
    com_example_very_long_company_name_configuration_of_the_irrigation_system **out_reply,
    gr_error *error);

/* Send com.example.very_long_company_name.IrrigationSupervisor.ReconfigureEverythingAtOnce, now
 * or later, and do not wait. A failure of its handler goes to the log.
 * Borrows: request.
 * Thread:  any.   Blocks: no, but while the session is full, or a named ref is looked up.
 * Errors:  UNAVAILABLE, RESOURCE_EXHAUSTED, INVALID_ARGUMENT, DEADLINE_EXCEEDED, CANCELLED. */
GR_MUST_USE gr_code
com_example_very_long_company_name_irrigation_supervisor_reconfigure_everything_at_once_oneway(
    com_example_very_long_company_name_irrigation_supervisor to,
    const com_example_very_long_company_name_configuration_of_the_irrigation_system *request,
    const gr_oneway_options *options);

/* In the handler: keep the call, to be answered after the handler has returned GR_OK.
 * Owns:    *out_call is the duty to answer once, with
 * com_example_very_long_company_name_irrigation_supervisor_reconfigure_everything_at_once_answer().
 * Errors:  FAILED_PRECONDITION (not in this method's handler, sent oneway, held already),
 *          INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code
com_example_very_long_company_name_irrigation_supervisor_reconfigure_everything_at_once_hold(
    gr_context *ctx,
    com_example_very_long_company_name_irrigation_supervisor_reconfigure_everything_at_once_call
        *out_call);

/* Answer a held call: GR_OK and a reply, or a code; gr_call_fail() answers with a message.
 * Borrows: reply; NULL where code is not GR_OK.
 * Thread:  any.   Blocks: no.
 * Errors:  FAILED_PRECONDITION (answered before, its caller gave up, or its actor has
 *          ended), INVALID_ARGUMENT, UNAVAILABLE (its node is gone). */
GR_MUST_USE gr_code
com_example_very_long_company_name_irrigation_supervisor_reconfigure_everything_at_once_answer(
    com_example_very_long_company_name_irrigation_supervisor_reconfigure_everything_at_once_call
        call,
    gr_code code,
    const com_example_very_long_company_name_configuration_of_the_irrigation_system *reply);

/* The request of a held call, which lives until the answer or gr_call_drop(), also where
 * the caller has given up meanwhile (gr_call_is_open()); NULL after that. */
const com_example_very_long_company_name_configuration_of_the_irrigation_system *
com_example_very_long_company_name_irrigation_supervisor_reconfigure_everything_at_once_request(
    com_example_very_long_company_name_irrigation_supervisor_reconfigure_everything_at_once_call
        call);

/* Let `owner` refer to an actor.
 * Borrows: storage, for as long as the message is used.
 * Errors:  as com_example_very_long_company_name_irrigation_supervisor_pack_ref(). */
GR_MUST_USE gr_code
com_example_very_long_company_name_configuration_of_the_irrigation_system_set_owner(
    com_example_very_long_company_name_configuration_of_the_irrigation_system *message,
    Greenroom__Ref *storage, com_example_very_long_company_name_irrigation_supervisor ref);

/* The actor that `owner` refers to, for use through `node`.
 * Errors:  as com_example_very_long_company_name_irrigation_supervisor_unpack_ref(). */
GR_MUST_USE gr_code
com_example_very_long_company_name_configuration_of_the_irrigation_system_get_owner(
    gr_node *node,
    const com_example_very_long_company_name_configuration_of_the_irrigation_system *message,
    com_example_very_long_company_name_irrigation_supervisor *out_ref);

#ifdef __cplusplus
}
#endif
#endif
