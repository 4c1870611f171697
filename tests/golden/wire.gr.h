/* Made by protoc-gen-greenroom from wire.proto. Do not edit. */
#ifndef WIRE_GR_H
#define WIRE_GR_H

#include "wire.pb-c.h"

#include <greenroom/strict.h>
#include <greenroom/stub.h>

#if GR_STUB_ABI != 2
#error "wire.gr.h is for another version of Greenroom: run its protoc-gen-greenroom"
#endif

#ifdef __cplusplus
extern "C" {
#endif

typedef Wire__Peer wire_peer;
typedef Wire__Segment wire_segment;
typedef Wire__Amount wire_amount;
typedef Wire__Reason wire_reason;

/* A wire_connection is the address of an actor that serves wire.Connection: a value, copied
 * freely. All zero is none. */
typedef struct wire_connection {
    gr_ref ref;
} wire_connection;

/* An actor's state: the user's to complete. Zeroed before the actor starts. */
struct wire_connection_self;

/* Its states, as the schema has them. */
typedef enum wire_connection_state {
    WIRE_CONNECTION_STATE_NONE = 0,
    WIRE_CONNECTION_STATE_CLOSED = 1,
    WIRE_CONNECTION_STATE_LISTENING = 2,
    WIRE_CONNECTION_STATE_CONNECTING = 3,
    WIRE_CONNECTION_STATE_ACCEPTING = 4,
    WIRE_CONNECTION_STATE_ESTABLISHED = 5,
    WIRE_CONNECTION_STATE_FINISHING = 6,
    WIRE_CONNECTION_STATE_CLOSING = 7,
    WIRE_CONNECTION_STATE_LOST = 8,
    WIRE_CONNECTION_STATE_ENDED = 9,
} wire_connection_state;

/* What each state's body is entered with, and what it returns: made from its own `in` by the
 * functions below, and by nothing else. in.args is borrowed until the state is left. */
typedef struct wire_connection_closed_in {
    gr_context *ctx;
    uint64_t entry;
} wire_connection_closed_in;
typedef struct wire_connection_closed_next {
    gr_machine_next next;
} wire_connection_closed_next;

typedef struct wire_connection_listening_in {
    gr_context *ctx;
    uint64_t entry;
} wire_connection_listening_in;
typedef struct wire_connection_listening_next {
    gr_machine_next next;
} wire_connection_listening_next;

typedef struct wire_connection_connecting_in {
    gr_context *ctx;
    uint64_t entry;
    const wire_peer *args;
} wire_connection_connecting_in;
typedef struct wire_connection_connecting_next {
    gr_machine_next next;
} wire_connection_connecting_next;

typedef struct wire_connection_accepting_in {
    gr_context *ctx;
    uint64_t entry;
} wire_connection_accepting_in;
typedef struct wire_connection_accepting_next {
    gr_machine_next next;
} wire_connection_accepting_next;

typedef struct wire_connection_established_in {
    gr_context *ctx;
    uint64_t entry;
} wire_connection_established_in;
typedef struct wire_connection_established_next {
    gr_machine_next next;
} wire_connection_established_next;

typedef struct wire_connection_finishing_in {
    gr_context *ctx;
    uint64_t entry;
} wire_connection_finishing_in;
typedef struct wire_connection_finishing_next {
    gr_machine_next next;
} wire_connection_finishing_next;

typedef struct wire_connection_closing_in {
    gr_context *ctx;
    uint64_t entry;
} wire_connection_closing_in;
typedef struct wire_connection_closing_next {
    gr_machine_next next;
} wire_connection_closing_next;

typedef struct wire_connection_lost_in {
    gr_context *ctx;
    uint64_t entry;
    const wire_reason *args;
} wire_connection_lost_in;
typedef struct wire_connection_lost_next {
    gr_machine_next next;
} wire_connection_lost_next;

typedef struct wire_connection_ended_in {
    gr_context *ctx;
    uint64_t entry;
    const wire_reason *args;
} wire_connection_ended_in;
typedef struct wire_connection_ended_next {
    gr_machine_next next;
} wire_connection_ended_next;

/* Its bodies, one for each state: a body runs when its state is entered, may wait, and returns
 * what comes next. Nothing is handled meanwhile, but where it says gr_process(). Behind them
 * what the schema asks for: a state's timeout handler, what is called when a state or a group of
 * them is entered or left. */
typedef struct wire_connection_states {
    wire_connection_closed_next (*closed)(struct wire_connection_self *self,
                                          wire_connection_closed_in in);
    wire_connection_listening_next (*listening)(struct wire_connection_self *self,
                                                wire_connection_listening_in in);
    wire_connection_connecting_next (*connecting)(struct wire_connection_self *self,
                                                  wire_connection_connecting_in in);
    wire_connection_accepting_next (*accepting)(struct wire_connection_self *self,
                                                wire_connection_accepting_in in);
    wire_connection_established_next (*established)(struct wire_connection_self *self,
                                                    wire_connection_established_in in);
    wire_connection_finishing_next (*finishing)(struct wire_connection_self *self,
                                                wire_connection_finishing_in in);
    wire_connection_closing_next (*closing)(struct wire_connection_self *self,
                                            wire_connection_closing_in in);
    wire_connection_lost_next (*lost)(struct wire_connection_self *self,
                                      wire_connection_lost_in in);
    wire_connection_ended_next (*ended)(struct wire_connection_self *self,
                                        wire_connection_ended_in in);
    gr_code (*connecting_timeout)(struct wire_connection_self *self, gr_context *ctx);
    gr_code (*established_timeout)(struct wire_connection_self *self, gr_context *ctx);
    void (*established_exit)(struct wire_connection_self *self, gr_context *ctx);
    gr_code (*closing_timeout)(struct wire_connection_self *self, gr_context *ctx);
    void (*open_enter)(struct wire_connection_self *self, gr_context *ctx);
    void (*open_exit)(struct wire_connection_self *self, gr_context *ctx);
} wire_connection_states;

/* Such a table, of functions that are BODIES and the name here. */
#define WIRE_CONNECTION_STATES(BODIES)                                                             \
    GR_STUB_LIST(BODIES##closed, BODIES##listening, BODIES##connecting, BODIES##accepting,         \
                 BODIES##established, BODIES##finishing, BODIES##closing, BODIES##lost,            \
                 BODIES##ended, BODIES##connecting_timeout, BODIES##established_timeout,           \
                 BODIES##established_exit, BODIES##closing_timeout, BODIES##open_enter,            \
                 BODIES##open_exit)

/* What a machine does beside that; each may be NULL. start comes first: the machine lives when
 * it has returned GR_OK. on_transition comes before each change, the first one, from none,
 * included: with another code than GR_OK it is refused, and the old state goes on. stop comes
 * last, with what the machine ended with. */
typedef struct wire_connection_hooks {
    gr_code (*start)(struct wire_connection_self *self, gr_context *ctx);
    void (*stop)(struct wire_connection_self *self, gr_context *ctx, gr_code reason);
    gr_code (*on_transition)(struct wire_connection_self *self, gr_context *ctx,
                             wire_connection_state from, wire_connection_state to,
                             const void *args);
} wire_connection_hooks;

/* An actor's handlers, one for each method. A request is borrowed until its handler returns; a
 * reply may point into the actor's own state, or to what gr_alloc() gave. Make one with
 * WIRE_CONNECTION_TYPE(). */
typedef struct wire_connection_type {
    gr_type base;
    gr_code (*open)(struct wire_connection_self *self, gr_context *ctx, const wire_peer *request);
    gr_code (*listen)(struct wire_connection_self *self, gr_context *ctx);
    gr_code (*send)(struct wire_connection_self *self, gr_context *ctx, const wire_segment *request,
                    wire_amount *reply);
    gr_code (*close)(struct wire_connection_self *self, gr_context *ctx, wire_amount *reply);
    gr_code (*synchronize)(struct wire_connection_self *self, gr_context *ctx,
                           const wire_peer *request);
    gr_code (*arrive)(struct wire_connection_self *self, gr_context *ctx,
                      const wire_segment *request);
    gr_code (*finish)(struct wire_connection_self *self, gr_context *ctx);
    gr_code (*resend)(struct wire_connection_self *self, gr_context *ctx);
    wire_connection_states states;
    wire_connection_hooks hooks;
} wire_connection_type;

/* The table of an actor whose handlers are PREFIX and a method's name, whose bodies BODIES and a
 * state's:
 * const wire_connection_type type = WIRE_CONNECTION_TYPE(on_, in_, WIRE_CONNECTION_NO_HOOKS); */
#define WIRE_CONNECTION_TYPE(PREFIX, BODIES, HOOKS)                                                \
    GR_STUB_TYPE(wire_connection, PREFIX##open, PREFIX##listen, PREFIX##send, PREFIX##close,       \
                 PREFIX##synchronize, PREFIX##arrive, PREFIX##finish, PREFIX##resend,              \
                 WIRE_CONNECTION_STATES(BODIES), HOOKS)

/* Its hooks, as in WIRE_CONNECTION_HOOKS(.start = start), and none. */
#define WIRE_CONNECTION_HOOKS(...) GR_STUB_LIST(__VA_ARGS__)
#define WIRE_CONNECTION_NO_HOOKS   GR_STUB_LIST(NULL, NULL, NULL)

extern const gr_service wire_connection_service;

/* A set of methods, for wire_connection_process(). */
typedef struct wire_connection_methods {
    bool open;
    bool listen;
    bool send;
    bool close;
    bool synchronize;
    bool arrive;
    bool finish;
    bool resend;
} wire_connection_methods;

/* Make an actor of `type`. Returns when its start hook has.
 * Borrows: type, for as long as the actor lives; args and options.
 * Thread:  any.   Blocks: suspends a fiber, blocks a plain thread, until it has started.
 * Errors:  the start hook's own, ALREADY_EXISTS (options->name), INVALID_ARGUMENT,
 *          DEADLINE_EXCEEDED, CANCELLED, RESOURCE_EXHAUSTED, UNAVAILABLE (node stopping). */
GR_MUST_USE gr_code wire_connection_spawn(gr_node *node, const wire_connection_type *type,
                                          const gr_spawn_options *options, wire_connection *out_ref,
                                          gr_error *error);

/* Let gr_spawn_offered(), and so supervisors, make actors of `type` by the name
 * "wire.Connection".
 * Borrows: type, for as long as the node lives.   Thread: any.   Blocks: no.
 * Errors:  ALREADY_EXISTS (the node offers one), INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code wire_connection_offer(gr_node *node, const wire_connection_type *type);

/* Let other nodes, and this one, find the actor under `name`.   Thread: any.   Blocks: no.
 * Errors:  ALREADY_EXISTS, INVALID_ARGUMENT (name, or an actor of another node), UNAVAILABLE
 *          (gone), RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code wire_connection_register(gr_node *node, const char *name, wire_connection ref);

/* Find the actor registered as `name`: "manager" on this node, "back/manager" on another.
 * The ref is that actor's for good: once the actor has ended it is UNAVAILABLE.
 * Thread:  any.   Blocks: suspends a fiber, blocks a plain thread, until the deadline.
 * Errors:  NOT_FOUND, FAILED_PRECONDITION (the schemas disagree), DEADLINE_EXCEEDED,
 *          CANCELLED, UNAVAILABLE, INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code wire_connection_lookup(gr_node *node, const char *name,
                                           const gr_call_options *options, wire_connection *out_ref,
                                           gr_error *error);

/* A ref to whoever is registered as `name` when it is used: looked up then, and again after
 * UNAVAILABLE. No call is ever sent twice.   Thread: any.   Blocks: no.
 * Errors:  INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code wire_connection_named(gr_node *node, const char *name,
                                          wire_connection *out_ref);

/* The actor's own ref; zero where `ctx` is another service's.   Blocks: no. */
wire_connection wire_connection_self_ref(gr_context *ctx);

/* gr_process() for some methods only: calls of others stay queued, in order. NULL: all.
 * Errors:  as gr_process(). */
GR_MUST_USE gr_code wire_connection_process(gr_context *ctx, const wire_connection_methods *only,
                                            const gr_process_options *options);

/* Write `ref` as a message, to be sent along: who gets it may call the actor.
 * Owns:    *storage is the caller's, nothing is allocated.   Thread: any.
 * Errors:  INVALID_ARGUMENT (zero, or a named ref), UNAVAILABLE (its node is gone). */
GR_MUST_USE gr_code wire_connection_pack_ref(wire_connection ref, struct Greenroom__Ref *storage);

/* The ref that a message carries, for use through `node`.   Thread: any.   Blocks: no.
 * Errors:  NOT_FOUND (none in it), FAILED_PRECONDITION (another service's),
 *          INVALID_ARGUMENT. */
GR_MUST_USE gr_code wire_connection_unpack_ref(gr_node *node, const struct Greenroom__Ref *message,
                                               wire_connection *out_ref);

/* Where a machine is to begin, for wire_connection_spawn_at(): made by one of these. */
typedef struct wire_connection_at {
    uint32_t state;
    const void *args;
} wire_connection_at;

wire_connection_at wire_connection_at_closed(void);
wire_connection_at wire_connection_at_listening(void);
wire_connection_at wire_connection_at_connecting(const wire_peer *args);
wire_connection_at wire_connection_at_accepting(void);
wire_connection_at wire_connection_at_established(void);
wire_connection_at wire_connection_at_finishing(void);
wire_connection_at wire_connection_at_closing(void);
wire_connection_at wire_connection_at_lost(const wire_reason *args);
wire_connection_at wire_connection_at_ended(const wire_reason *args);

/* As wire_connection_spawn(), in any state: one of wire_connection_at_...() makes `at`.
 * Borrows: as there; what `at` points to.
 * Errors:  as there. */
GR_MUST_USE gr_code wire_connection_spawn_at(gr_node *node, const wire_connection_type *type,
                                             wire_connection_at at, const gr_spawn_options *options,
                                             wire_connection *out_ref, gr_error *error);

/* The state's name in the schema; "none" where it is none. */
const char *wire_connection_state_name(wire_connection_state state);

/* As gr_machine_current(). */
wire_connection_state wire_connection_current(gr_context *ctx);

/* As gr_machine_transition(): where the state is known only now. */
GR_MUST_USE gr_code wire_connection_transition(gr_context *ctx, wire_connection_state target,
                                               const void *args);

/* As gr_machine_get_state(). */
GR_MUST_USE gr_code wire_connection_get_state(wire_connection to, const gr_call_options *options,
                                              wire_connection_state *out_state, gr_error *error);

/* As gr_machine_wait(); WIRE_CONNECTION_STATE_NONE: until it ends. */
GR_MUST_USE gr_code wire_connection_wait(wire_connection to, wire_connection_state state,
                                         const gr_call_options *options, gr_error *error);

/* As gr_machine_wait_async(); WIRE_CONNECTION_STATE_NONE: until it ends. */
GR_MUST_USE gr_code wire_connection_wait_async(wire_connection to, wire_connection_state state,
                                               const gr_call_options *options,
                                               gr_future **out_future);

/* As gr_machine_observe(). */
GR_MUST_USE gr_code wire_connection_observe(wire_connection to, gr_transition_notice notice,
                                            uint64_t tag, gr_future **out_future);

/* What the body of closed can return: it leads to listening, connecting and ended, or stays, and
 * calls are handled. args are copied at once. */
GR_MUST_USE wire_connection_closed_next
wire_connection_closed_to_listening(wire_connection_closed_in in);
GR_MUST_USE wire_connection_closed_next
wire_connection_closed_to_connecting(wire_connection_closed_in in, const wire_peer *args);
GR_MUST_USE wire_connection_closed_next
wire_connection_closed_to_ended(wire_connection_closed_in in, const wire_reason *args);
GR_MUST_USE wire_connection_closed_next wire_connection_closed_stay(wire_connection_closed_in in);

/* What the body of listening can return: it leads to closed and accepting, or stays, and calls
 * are handled. */
GR_MUST_USE wire_connection_listening_next
wire_connection_listening_to_closed(wire_connection_listening_in in);
GR_MUST_USE wire_connection_listening_next
wire_connection_listening_to_accepting(wire_connection_listening_in in);
GR_MUST_USE wire_connection_listening_next
wire_connection_listening_stay(wire_connection_listening_in in);

/* What the body of connecting can return: it leads to connecting, established and lost, or
 * stays, and calls are handled. args are copied at once. */
GR_MUST_USE wire_connection_connecting_next
wire_connection_connecting_to_connecting(wire_connection_connecting_in in, const wire_peer *args);
GR_MUST_USE wire_connection_connecting_next
wire_connection_connecting_to_established(wire_connection_connecting_in in);
GR_MUST_USE wire_connection_connecting_next
wire_connection_connecting_to_lost(wire_connection_connecting_in in, const wire_reason *args);
GR_MUST_USE wire_connection_connecting_next
wire_connection_connecting_stay(wire_connection_connecting_in in);

/* In the timeout handler of connecting: go there when it has returned GR_OK. The last one
 * counts.
 * Borrows: args, which are copied at once.   Blocks: no.
 * Errors:  FAILED_PRECONDITION (not in that handler), INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code wire_connection_connecting_timeout_to_connecting(gr_context *ctx,
                                                                     const wire_peer *args);
GR_MUST_USE gr_code wire_connection_connecting_timeout_to_established(gr_context *ctx);
GR_MUST_USE gr_code wire_connection_connecting_timeout_to_lost(gr_context *ctx,
                                                               const wire_reason *args);

/* What the body of accepting can return: it leads to listening and established, or stays, and
 * calls are handled. */
GR_MUST_USE wire_connection_accepting_next
wire_connection_accepting_to_listening(wire_connection_accepting_in in);
GR_MUST_USE wire_connection_accepting_next
wire_connection_accepting_to_established(wire_connection_accepting_in in);
GR_MUST_USE wire_connection_accepting_next
wire_connection_accepting_stay(wire_connection_accepting_in in);

/* What the body of established can return: it leads to finishing, closing and lost, or stays,
 * and calls are handled. args are copied at once. */
GR_MUST_USE wire_connection_established_next
wire_connection_established_to_finishing(wire_connection_established_in in);
GR_MUST_USE wire_connection_established_next
wire_connection_established_to_closing(wire_connection_established_in in);
GR_MUST_USE wire_connection_established_next
wire_connection_established_to_lost(wire_connection_established_in in, const wire_reason *args);
GR_MUST_USE wire_connection_established_next
wire_connection_established_stay(wire_connection_established_in in);

/* In the timeout handler of established: go there when it has returned GR_OK. The last one
 * counts.
 * Borrows: args, which are copied at once.   Blocks: no.
 * Errors:  FAILED_PRECONDITION (not in that handler), INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code wire_connection_established_timeout_to_finishing(gr_context *ctx);
GR_MUST_USE gr_code wire_connection_established_timeout_to_closing(gr_context *ctx);
GR_MUST_USE gr_code wire_connection_established_timeout_to_lost(gr_context *ctx,
                                                                const wire_reason *args);

/* What the body of finishing can return: it leads to closing, lost and ended, or stays, and
 * calls are handled. args are copied at once. */
GR_MUST_USE wire_connection_finishing_next
wire_connection_finishing_to_closing(wire_connection_finishing_in in);
GR_MUST_USE wire_connection_finishing_next
wire_connection_finishing_to_lost(wire_connection_finishing_in in, const wire_reason *args);
GR_MUST_USE wire_connection_finishing_next
wire_connection_finishing_to_ended(wire_connection_finishing_in in, const wire_reason *args);
GR_MUST_USE wire_connection_finishing_next
wire_connection_finishing_stay(wire_connection_finishing_in in);

/* What the body of closing can return: it leads to ended, or stays, and calls are handled. args
 * are copied at once. */
GR_MUST_USE wire_connection_closing_next
wire_connection_closing_to_ended(wire_connection_closing_in in, const wire_reason *args);
GR_MUST_USE wire_connection_closing_next
wire_connection_closing_stay(wire_connection_closing_in in);

/* In the timeout handler of closing: go there when it has returned GR_OK. The last one counts.
 * Borrows: args, which are copied at once.   Blocks: no.
 * Errors:  FAILED_PRECONDITION (not in that handler), INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code wire_connection_closing_timeout_to_ended(gr_context *ctx,
                                                             const wire_reason *args);

/* lost is terminal: with this the machine ends. result is copied at once. */
GR_MUST_USE wire_connection_lost_next wire_connection_lost_end(wire_connection_lost_in in,
                                                               const wire_reason *result);

/* As gr_machine_result(): what it ends with in lost.
 * Owns:    *out_result is the caller's; free with gr_free(). */
GR_MUST_USE gr_code wire_connection_lost_result(wire_connection to, const gr_call_options *options,
                                                wire_reason **out_result, gr_error *error);

/* As gr_machine_await_result(), of what wire_connection_wait_async() gave for the end.
 * Owns:    *out_result is the caller's; free with gr_free(). */
GR_MUST_USE gr_code wire_connection_lost_result_await(gr_future **future, wire_reason **out_result,
                                                      gr_error *error);

/* ended is terminal: with this the machine ends. result is copied at once. */
GR_MUST_USE wire_connection_ended_next wire_connection_ended_end(wire_connection_ended_in in,
                                                                 const wire_reason *result);

/* As gr_machine_result(): what it ends with in ended.
 * Owns:    *out_result is the caller's; free with gr_free(). */
GR_MUST_USE gr_code wire_connection_ended_result(wire_connection to, const gr_call_options *options,
                                                 wire_reason **out_result, gr_error *error);

/* As gr_machine_await_result(), of what wire_connection_wait_async() gave for the end.
 * Owns:    *out_result is the caller's; free with gr_free(). */
GR_MUST_USE gr_code wire_connection_ended_result_await(gr_future **future, wire_reason **out_result,
                                                       gr_error *error);

/* In the machine: have Resend handled in `ms` milliseconds, once, whatever the state is then; a
 * time set before is forgotten. The other: not at all, also where the time has come already.
 * Blocks: no.
 * Errors:  FAILED_PRECONDITION (not in an actor of wire.Connection), INVALID_ARGUMENT,
 * RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code wire_connection_retry_start(gr_context *ctx, uint32_t ms);
GR_MUST_USE gr_code wire_connection_retry_stop(gr_context *ctx);

/* A call of Open under way, and one held by its handler. */
typedef struct wire_connection_open_future {
    gr_future *future;
} wire_connection_open_future;

typedef struct wire_connection_open_call {
    gr_call call;
} wire_connection_open_call;

/* Call wire.Connection.Open and wait for its end.
 * Borrows: request.
 * Thread:  any.   Blocks: suspends a fiber, blocks a plain thread, until the deadline
 *          (5,000 ms, unless options say otherwise).
 * Errors:  the handler's own; DEADLINE_EXCEEDED, CANCELLED, UNAVAILABLE, UNIMPLEMENTED,
 *          RESOURCE_EXHAUSTED, INVALID_ARGUMENT, INTERNAL (held, and dropped). */
GR_MUST_USE gr_code wire_connection_open_sync(wire_connection to, const wire_peer *request,
                                              const gr_call_options *options, gr_error *error);

/* The same call, without waiting for its end.
 * Owns:    *out_future is the caller's, to be awaited or dropped.   Borrows: request.
 * Thread:  any.   Blocks: no, but while a named ref is looked up, or where a full mailbox or
 *          session makes its senders wait.
 * Errors:  INVALID_ARGUMENT, RESOURCE_EXHAUSTED (memory, fibers), what a lookup or a wait for
 *          room ends with; all others come with the future. */
GR_MUST_USE gr_code wire_connection_open_async(wire_connection to, const wire_peer *request,
                                               const gr_call_options *options,
                                               wire_connection_open_future *out_future);

/* Wait for the end of the call.
 * Takes:   future->future, which becomes NULL.
 * Thread:  any.   Blocks: suspends a fiber, blocks a plain thread, until the call's deadline.
 * Errors:  as wire_connection_open_sync(). */
GR_MUST_USE gr_code wire_connection_open_await(wire_connection_open_future *future,
                                               gr_error *error);

/* Send wire.Connection.Open, now or later, and do not wait. A failure of its handler goes to the
 * log.
 * Borrows: request.
 * Thread:  any.   Blocks: no, but while the session is full, or a named ref is looked up.
 * Errors:  UNAVAILABLE, RESOURCE_EXHAUSTED, INVALID_ARGUMENT, DEADLINE_EXCEEDED, CANCELLED. */
GR_MUST_USE gr_code wire_connection_open_oneway(wire_connection to, const wire_peer *request,
                                                const gr_oneway_options *options);

/* In the handler: keep the call, to be answered after the handler has returned GR_OK.
 * Owns:    *out_call is the duty to answer once, with wire_connection_open_answer().
 * Errors:  FAILED_PRECONDITION (not in this method's handler, sent oneway, held already),
 *          INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code wire_connection_open_hold(gr_context *ctx, wire_connection_open_call *out_call);

/* Answer a held call; gr_call_fail() answers with a message.
 * Thread:  any.   Blocks: no.
 * Errors:  FAILED_PRECONDITION (answered before, its caller gave up, or its actor has
 *          ended), INVALID_ARGUMENT, UNAVAILABLE (its node is gone). */
GR_MUST_USE gr_code wire_connection_open_answer(wire_connection_open_call call, gr_code code);

/* The request of a held call, which lives until the answer or gr_call_drop(), also where
 * the caller has given up meanwhile (gr_call_is_open()); NULL after that. */
const wire_peer *wire_connection_open_request(wire_connection_open_call call);

/* In the handler of Open: go there when its answer is on its way, if it has returned GR_OK. The
 * last one counts.
 * Borrows: args, which are copied at once.   Blocks: no.
 * Errors:  FAILED_PRECONDITION (not in that handler), INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code wire_connection_open_to_connecting(gr_context *ctx, const wire_peer *args);

/* A call of Listen under way, and one held by its handler. */
typedef struct wire_connection_listen_future {
    gr_future *future;
} wire_connection_listen_future;

typedef struct wire_connection_listen_call {
    gr_call call;
} wire_connection_listen_call;

/* Call wire.Connection.Listen and wait for its end.
 * Thread:  any.   Blocks: suspends a fiber, blocks a plain thread, until the deadline
 *          (5,000 ms, unless options say otherwise).
 * Errors:  the handler's own; DEADLINE_EXCEEDED, CANCELLED, UNAVAILABLE, UNIMPLEMENTED,
 *          RESOURCE_EXHAUSTED, INVALID_ARGUMENT, INTERNAL (held, and dropped). */
GR_MUST_USE gr_code wire_connection_listen_sync(wire_connection to, const gr_call_options *options,
                                                gr_error *error);

/* The same call, without waiting for its end.
 * Owns:    *out_future is the caller's, to be awaited or dropped.
 * Thread:  any.   Blocks: no, but while a named ref is looked up, or where a full mailbox or
 *          session makes its senders wait.
 * Errors:  INVALID_ARGUMENT, RESOURCE_EXHAUSTED (memory, fibers), what a lookup or a wait for
 *          room ends with; all others come with the future. */
GR_MUST_USE gr_code wire_connection_listen_async(wire_connection to, const gr_call_options *options,
                                                 wire_connection_listen_future *out_future);

/* Wait for the end of the call.
 * Takes:   future->future, which becomes NULL.
 * Thread:  any.   Blocks: suspends a fiber, blocks a plain thread, until the call's deadline.
 * Errors:  as wire_connection_listen_sync(). */
GR_MUST_USE gr_code wire_connection_listen_await(wire_connection_listen_future *future,
                                                 gr_error *error);

/* Send wire.Connection.Listen, now or later, and do not wait. A failure of its handler goes to
 * the log.
 * Thread:  any.   Blocks: no, but while the session is full, or a named ref is looked up.
 * Errors:  UNAVAILABLE, RESOURCE_EXHAUSTED, INVALID_ARGUMENT, DEADLINE_EXCEEDED, CANCELLED. */
GR_MUST_USE gr_code wire_connection_listen_oneway(wire_connection to,
                                                  const gr_oneway_options *options);

/* In the handler: keep the call, to be answered after the handler has returned GR_OK.
 * Owns:    *out_call is the duty to answer once, with wire_connection_listen_answer().
 * Errors:  FAILED_PRECONDITION (not in this method's handler, sent oneway, held already),
 *          INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code wire_connection_listen_hold(gr_context *ctx,
                                                wire_connection_listen_call *out_call);

/* Answer a held call; gr_call_fail() answers with a message.
 * Thread:  any.   Blocks: no.
 * Errors:  FAILED_PRECONDITION (answered before, its caller gave up, or its actor has
 *          ended), INVALID_ARGUMENT, UNAVAILABLE (its node is gone). */
GR_MUST_USE gr_code wire_connection_listen_answer(wire_connection_listen_call call, gr_code code);

/* In the handler of Listen: go there when its answer is on its way, if it has returned GR_OK.
 * The last one counts.
 * Borrows: args, which are copied at once.   Blocks: no.
 * Errors:  FAILED_PRECONDITION (not in that handler), INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code wire_connection_listen_to_listening(gr_context *ctx);

/* A call of Send under way, and one held by its handler. */
typedef struct wire_connection_send_future {
    gr_future *future;
} wire_connection_send_future;

typedef struct wire_connection_send_call {
    gr_call call;
} wire_connection_send_call;

/* Call wire.Connection.Send and wait for its end.
 * Owns:    *out_reply is the caller's; free with gr_free().   Borrows: request.
 * Thread:  any.   Blocks: suspends a fiber, blocks a plain thread, until the deadline
 *          (5,000 ms, unless options say otherwise).
 * Errors:  the handler's own; DEADLINE_EXCEEDED, CANCELLED, UNAVAILABLE, UNIMPLEMENTED,
 *          RESOURCE_EXHAUSTED, INVALID_ARGUMENT, INTERNAL (held, and dropped). */
GR_MUST_USE gr_code wire_connection_send_sync(wire_connection to, const wire_segment *request,
                                              const gr_call_options *options,
                                              wire_amount **out_reply, gr_error *error);

/* The same call, without waiting for its end.
 * Owns:    *out_future is the caller's, to be awaited or dropped.   Borrows: request.
 * Thread:  any.   Blocks: no, but while a named ref is looked up, or where a full mailbox or
 *          session makes its senders wait.
 * Errors:  INVALID_ARGUMENT, RESOURCE_EXHAUSTED (memory, fibers), what a lookup or a wait for
 *          room ends with; all others come with the future. */
GR_MUST_USE gr_code wire_connection_send_async(wire_connection to, const wire_segment *request,
                                               const gr_call_options *options,
                                               wire_connection_send_future *out_future);

/* Wait for the end of the call.
 * Takes:   future->future, which becomes NULL.   Owns: *out_reply is the caller's; gr_free().
 * Thread:  any.   Blocks: suspends a fiber, blocks a plain thread, until the call's deadline.
 * Errors:  as wire_connection_send_sync(). */
GR_MUST_USE gr_code wire_connection_send_await(wire_connection_send_future *future,
                                               wire_amount **out_reply, gr_error *error);

/* Send wire.Connection.Send, now or later, and do not wait. A failure of its handler goes to the
 * log.
 * Borrows: request.
 * Thread:  any.   Blocks: no, but while the session is full, or a named ref is looked up.
 * Errors:  UNAVAILABLE, RESOURCE_EXHAUSTED, INVALID_ARGUMENT, DEADLINE_EXCEEDED, CANCELLED. */
GR_MUST_USE gr_code wire_connection_send_oneway(wire_connection to, const wire_segment *request,
                                                const gr_oneway_options *options);

/* In the handler: keep the call, to be answered after the handler has returned GR_OK.
 * Owns:    *out_call is the duty to answer once, with wire_connection_send_answer().
 * Errors:  FAILED_PRECONDITION (not in this method's handler, sent oneway, held already),
 *          INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code wire_connection_send_hold(gr_context *ctx, wire_connection_send_call *out_call);

/* Answer a held call: GR_OK and a reply, or a code; gr_call_fail() answers with a message.
 * Borrows: reply; NULL where code is not GR_OK.
 * Thread:  any.   Blocks: no.
 * Errors:  FAILED_PRECONDITION (answered before, its caller gave up, or its actor has
 *          ended), INVALID_ARGUMENT, UNAVAILABLE (its node is gone). */
GR_MUST_USE gr_code wire_connection_send_answer(wire_connection_send_call call, gr_code code,
                                                const wire_amount *reply);

/* The request of a held call, which lives until the answer or gr_call_drop(), also where
 * the caller has given up meanwhile (gr_call_is_open()); NULL after that. */
const wire_segment *wire_connection_send_request(wire_connection_send_call call);

/* A call of Close under way, and one held by its handler. */
typedef struct wire_connection_close_future {
    gr_future *future;
} wire_connection_close_future;

typedef struct wire_connection_close_call {
    gr_call call;
} wire_connection_close_call;

/* Call wire.Connection.Close and wait for its end.
 * Owns:    *out_reply is the caller's; free with gr_free().
 * Thread:  any.   Blocks: suspends a fiber, blocks a plain thread, until the deadline
 *          (5,000 ms, unless options say otherwise).
 * Errors:  the handler's own; DEADLINE_EXCEEDED, CANCELLED, UNAVAILABLE, UNIMPLEMENTED,
 *          RESOURCE_EXHAUSTED, INVALID_ARGUMENT, INTERNAL (held, and dropped). */
GR_MUST_USE gr_code wire_connection_close_sync(wire_connection to, const gr_call_options *options,
                                               wire_amount **out_reply, gr_error *error);

/* The same call, without waiting for its end.
 * Owns:    *out_future is the caller's, to be awaited or dropped.
 * Thread:  any.   Blocks: no, but while a named ref is looked up, or where a full mailbox or
 *          session makes its senders wait.
 * Errors:  INVALID_ARGUMENT, RESOURCE_EXHAUSTED (memory, fibers), what a lookup or a wait for
 *          room ends with; all others come with the future. */
GR_MUST_USE gr_code wire_connection_close_async(wire_connection to, const gr_call_options *options,
                                                wire_connection_close_future *out_future);

/* Wait for the end of the call.
 * Takes:   future->future, which becomes NULL.   Owns: *out_reply is the caller's; gr_free().
 * Thread:  any.   Blocks: suspends a fiber, blocks a plain thread, until the call's deadline.
 * Errors:  as wire_connection_close_sync(). */
GR_MUST_USE gr_code wire_connection_close_await(wire_connection_close_future *future,
                                                wire_amount **out_reply, gr_error *error);

/* Send wire.Connection.Close, now or later, and do not wait. A failure of its handler goes to
 * the log.
 * Thread:  any.   Blocks: no, but while the session is full, or a named ref is looked up.
 * Errors:  UNAVAILABLE, RESOURCE_EXHAUSTED, INVALID_ARGUMENT, DEADLINE_EXCEEDED, CANCELLED. */
GR_MUST_USE gr_code wire_connection_close_oneway(wire_connection to,
                                                 const gr_oneway_options *options);

/* In the handler: keep the call, to be answered after the handler has returned GR_OK.
 * Owns:    *out_call is the duty to answer once, with wire_connection_close_answer().
 * Errors:  FAILED_PRECONDITION (not in this method's handler, sent oneway, held already),
 *          INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code wire_connection_close_hold(gr_context *ctx,
                                               wire_connection_close_call *out_call);

/* Answer a held call: GR_OK and a reply, or a code; gr_call_fail() answers with a message.
 * Borrows: reply; NULL where code is not GR_OK.
 * Thread:  any.   Blocks: no.
 * Errors:  FAILED_PRECONDITION (answered before, its caller gave up, or its actor has
 *          ended), INVALID_ARGUMENT, UNAVAILABLE (its node is gone). */
GR_MUST_USE gr_code wire_connection_close_answer(wire_connection_close_call call, gr_code code,
                                                 const wire_amount *reply);

/* In the handler of Close: go there when its answer is on its way, if it has returned GR_OK. The
 * last one counts.
 * Borrows: args, which are copied at once.   Blocks: no.
 * Errors:  FAILED_PRECONDITION (not in that handler), INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code wire_connection_close_to_finishing(gr_context *ctx);
GR_MUST_USE gr_code wire_connection_close_to_closing(gr_context *ctx);

/* Send wire.Connection.Synchronize, now or later, and do not wait. A failure of its handler goes
 * to the log.
 * Borrows: request.
 * Thread:  any.   Blocks: no, but while the session is full, or a named ref is looked up.
 * Errors:  UNAVAILABLE, RESOURCE_EXHAUSTED, INVALID_ARGUMENT, DEADLINE_EXCEEDED, CANCELLED. */
GR_MUST_USE gr_code wire_connection_synchronize_oneway(wire_connection to, const wire_peer *request,
                                                       const gr_oneway_options *options);

/* In the handler of Synchronize: go there when its answer is on its way, if it has returned
 * GR_OK. The last one counts.
 * Borrows: args, which are copied at once.   Blocks: no.
 * Errors:  FAILED_PRECONDITION (not in that handler), INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code wire_connection_synchronize_to_accepting(gr_context *ctx);

/* Send wire.Connection.Arrive, now or later, and do not wait. A failure of its handler goes to
 * the log.
 * Borrows: request.
 * Thread:  any.   Blocks: no, but while the session is full, or a named ref is looked up.
 * Errors:  UNAVAILABLE, RESOURCE_EXHAUSTED, INVALID_ARGUMENT, DEADLINE_EXCEEDED, CANCELLED. */
GR_MUST_USE gr_code wire_connection_arrive_oneway(wire_connection to, const wire_segment *request,
                                                  const gr_oneway_options *options);

/* Send wire.Connection.Finish, now or later, and do not wait. A failure of its handler goes to
 * the log.
 * Thread:  any.   Blocks: no, but while the session is full, or a named ref is looked up.
 * Errors:  UNAVAILABLE, RESOURCE_EXHAUSTED, INVALID_ARGUMENT, DEADLINE_EXCEEDED, CANCELLED. */
GR_MUST_USE gr_code wire_connection_finish_oneway(wire_connection to,
                                                  const gr_oneway_options *options);

/* In the handler of Finish: go there when its answer is on its way, if it has returned GR_OK.
 * The last one counts.
 * Borrows: args, which are copied at once.   Blocks: no.
 * Errors:  FAILED_PRECONDITION (not in that handler), INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code wire_connection_finish_to_closing(gr_context *ctx);

/* In the machine: have Resend handled before all calls that are queued, after what was raised
 * before.
 * Blocks: no.
 * Errors:  FAILED_PRECONDITION (not in an actor of wire.Connection), RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code wire_connection_resend_raise(gr_context *ctx);

#ifdef __cplusplus
}
#endif
#endif
