/* Made by protoc-gen-greenroom from edges.proto. Do not edit. */
#ifndef EDGES_GR_H
#define EDGES_GR_H

#include "edges.pb-c.h"

#include <greenroom/strict.h>
#include <greenroom/stub.h>

#if GR_STUB_ABI != 2
#error "edges.gr.h is for another version of Greenroom: run its protoc-gen-greenroom"
#endif

#ifdef __cplusplus
extern "C" {
#endif

typedef Actor actor_;
typedef At at_;
typedef From from_;
typedef In in_;
typedef Ms ms_;
typedef Next next;
typedef Result result_;
typedef State state_;
typedef Tag tag_;
typedef Target target_;
typedef Typed typed_;
typedef OutResult out_result_;
typedef OutState out_state_;

/* Its first state takes what it takes itself. One of them takes a message of each of these
 * names.
 * A edges is the address of an actor that serves Edges: a value, copied freely. All zero is
 * none. */
typedef struct edges {
    gr_ref ref;
} edges;

/* An actor's state: the user's to complete. Zeroed before the actor starts. */
struct edges_self;

/* Its states, as the schema has them. */
typedef enum edges_state {
    EDGES_STATE_NONE = 0,
    EDGES_STATE_A = 1,
    EDGES_STATE_B = 2,
    EDGES_STATE_C = 3,
    EDGES_STATE_D = 4,
    EDGES_STATE_E = 5,
    EDGES_STATE_F = 6,
    EDGES_STATE_G = 7,
    EDGES_STATE_H = 8,
    EDGES_STATE_I = 9,
    EDGES_STATE_J = 10,
    EDGES_STATE_K = 11,
    EDGES_STATE_L = 12,
} edges_state;

/* What each state's body is entered with, and what it returns: made from its own `in` by the
 * functions below, and by nothing else. in.args is borrowed until the state is left. */
typedef struct edges_a_in {
    gr_context *ctx;
    uint64_t entry;
    const actor_ *args;
} edges_a_in;
typedef struct edges_a_next {
    gr_machine_next next;
} edges_a_next;

typedef struct edges_b_in {
    gr_context *ctx;
    uint64_t entry;
    const at_ *args;
} edges_b_in;
typedef struct edges_b_next {
    gr_machine_next next;
} edges_b_next;

typedef struct edges_c_in {
    gr_context *ctx;
    uint64_t entry;
    const from_ *args;
} edges_c_in;
typedef struct edges_c_next {
    gr_machine_next next;
} edges_c_next;

typedef struct edges_d_in {
    gr_context *ctx;
    uint64_t entry;
    const in_ *args;
} edges_d_in;
typedef struct edges_d_next {
    gr_machine_next next;
} edges_d_next;

typedef struct edges_e_in {
    gr_context *ctx;
    uint64_t entry;
    const ms_ *args;
} edges_e_in;
typedef struct edges_e_next {
    gr_machine_next next;
} edges_e_next;

typedef struct edges_f_in {
    gr_context *ctx;
    uint64_t entry;
    const next *args;
} edges_f_in;
typedef struct edges_f_next {
    gr_machine_next next;
} edges_f_next;

typedef struct edges_g_in {
    gr_context *ctx;
    uint64_t entry;
    const state_ *args;
} edges_g_in;
typedef struct edges_g_next {
    gr_machine_next next;
} edges_g_next;

typedef struct edges_h_in {
    gr_context *ctx;
    uint64_t entry;
    const tag_ *args;
} edges_h_in;
typedef struct edges_h_next {
    gr_machine_next next;
} edges_h_next;

typedef struct edges_i_in {
    gr_context *ctx;
    uint64_t entry;
    const target_ *args;
} edges_i_in;
typedef struct edges_i_next {
    gr_machine_next next;
} edges_i_next;

typedef struct edges_j_in {
    gr_context *ctx;
    uint64_t entry;
    const typed_ *args;
} edges_j_in;
typedef struct edges_j_next {
    gr_machine_next next;
} edges_j_next;

typedef struct edges_k_in {
    gr_context *ctx;
    uint64_t entry;
    const result_ *args;
} edges_k_in;
typedef struct edges_k_next {
    gr_machine_next next;
} edges_k_next;

typedef struct edges_l_in {
    gr_context *ctx;
    uint64_t entry;
    const out_state_ *args;
} edges_l_in;
typedef struct edges_l_next {
    gr_machine_next next;
} edges_l_next;

/* Its bodies, one for each state: a body runs when its state is entered, may wait, and returns
 * what comes next. Nothing is handled meanwhile, but where it says gr_process(). Behind them
 * what the schema asks for: a state's timeout handler, what is called when a state or a group of
 * them is entered or left. */
typedef struct edges_states {
    edges_a_next (*a)(struct edges_self *self, edges_a_in in);
    edges_b_next (*b)(struct edges_self *self, edges_b_in in);
    edges_c_next (*c)(struct edges_self *self, edges_c_in in);
    edges_d_next (*d)(struct edges_self *self, edges_d_in in);
    edges_e_next (*e)(struct edges_self *self, edges_e_in in);
    edges_f_next (*f)(struct edges_self *self, edges_f_in in);
    edges_g_next (*g)(struct edges_self *self, edges_g_in in);
    edges_h_next (*h)(struct edges_self *self, edges_h_in in);
    edges_i_next (*i)(struct edges_self *self, edges_i_in in);
    edges_j_next (*j)(struct edges_self *self, edges_j_in in);
    edges_k_next (*k)(struct edges_self *self, edges_k_in in);
    edges_l_next (*l)(struct edges_self *self, edges_l_in in);
    gr_code (*b_timeout)(struct edges_self *self, gr_context *ctx);
} edges_states;

/* Such a table, of functions that are BODIES and the name here. */
#define EDGES_STATES(BODIES)                                                                       \
    GR_STUB_LIST(BODIES##a, BODIES##b, BODIES##c, BODIES##d, BODIES##e, BODIES##f, BODIES##g,      \
                 BODIES##h, BODIES##i, BODIES##j, BODIES##k, BODIES##l, BODIES##b_timeout)

/* What a machine does beside that; each may be NULL. start comes first: the machine lives when
 * it has returned GR_OK. on_transition comes before each change, the first one, from none,
 * included: with another code than GR_OK it is refused, and the old state goes on. stop comes
 * last, with what the machine ended with. */
typedef struct edges_hooks {
    gr_code (*start)(struct edges_self *self, gr_context *ctx, const actor_ *args);
    void (*stop)(struct edges_self *self, gr_context *ctx, gr_code reason);
    gr_code (*on_transition)(struct edges_self *self, gr_context *ctx, edges_state from,
                             edges_state to, const void *args);
} edges_hooks;

/* An actor's handlers, one for each method. A request is borrowed until its handler returns; a
 * reply may point into the actor's own state, or to what gr_alloc() gave. Make one with
 * EDGES_TYPE(). */
typedef struct edges_type {
    gr_type base;
    /* Leads to a group. */
    gr_code (*go)(struct edges_self *self, gr_context *ctx, const state_ *request, result_ *reply);
    gr_code (*inside)(struct edges_self *self, gr_context *ctx);
    gr_code (*raised)(struct edges_self *self, gr_context *ctx, const target_ *request);
    edges_states states;
    edges_hooks hooks;
} edges_type;

/* The table of an actor whose handlers are PREFIX and a method's name, whose bodies BODIES and a
 * state's:
 * const edges_type type = EDGES_TYPE(on_, in_, EDGES_NO_HOOKS); */
#define EDGES_TYPE(PREFIX, BODIES, HOOKS)                                                          \
    GR_STUB_TYPE(edges, PREFIX##go, PREFIX##inside, PREFIX##raised, EDGES_STATES(BODIES), HOOKS)

/* Its hooks, as in EDGES_HOOKS(.start = start), and none. */
#define EDGES_HOOKS(...) GR_STUB_LIST(__VA_ARGS__)
#define EDGES_NO_HOOKS   GR_STUB_LIST(NULL, NULL, NULL)

extern const gr_service edges_service;

/* A set of methods, for edges_process(). */
typedef struct edges_methods {
    bool go;
    bool inside;
    bool raised;
} edges_methods;

/* Make an actor of `type`. Returns when its start hook has.
 * Borrows: type, for as long as the actor lives; args and options.
 * Thread:  any.   Blocks: suspends a fiber, blocks a plain thread, until it has started.
 * Errors:  the start hook's own, ALREADY_EXISTS (options->name), INVALID_ARGUMENT,
 *          DEADLINE_EXCEEDED, CANCELLED, RESOURCE_EXHAUSTED, UNAVAILABLE (node stopping). */
GR_MUST_USE gr_code edges_spawn(gr_node *node, const edges_type *type, const actor_ *args,
                                const gr_spawn_options *options, edges *out_ref, gr_error *error);

/* Let gr_spawn_offered(), and so supervisors, make actors of `type` by the name
 * "Edges".
 * Borrows: type, for as long as the node lives.   Thread: any.   Blocks: no.
 * Errors:  ALREADY_EXISTS (the node offers one), INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code edges_offer(gr_node *node, const edges_type *type);

/* Let other nodes, and this one, find the actor under `name`.   Thread: any.   Blocks: no.
 * Errors:  ALREADY_EXISTS, INVALID_ARGUMENT (name, or an actor of another node), UNAVAILABLE
 *          (gone), RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code edges_register(gr_node *node, const char *name, edges ref);

/* Find the actor registered as `name`: "manager" on this node, "back/manager" on another.
 * The ref is that actor's for good: once the actor has ended it is UNAVAILABLE.
 * Thread:  any.   Blocks: suspends a fiber, blocks a plain thread, until the deadline.
 * Errors:  NOT_FOUND, FAILED_PRECONDITION (the schemas disagree), DEADLINE_EXCEEDED,
 *          CANCELLED, UNAVAILABLE, INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code edges_lookup(gr_node *node, const char *name, const gr_call_options *options,
                                 edges *out_ref, gr_error *error);

/* A ref to whoever is registered as `name` when it is used: looked up then, and again after
 * UNAVAILABLE. No call is ever sent twice.   Thread: any.   Blocks: no.
 * Errors:  INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code edges_named(gr_node *node, const char *name, edges *out_ref);

/* The actor's own ref; zero where `ctx` is another service's.   Blocks: no. */
edges edges_self_ref(gr_context *ctx);

/* gr_process() for some methods only: calls of others stay queued, in order. NULL: all.
 * Errors:  as gr_process(). */
GR_MUST_USE gr_code edges_process(gr_context *ctx, const edges_methods *only,
                                  const gr_process_options *options);

/* Write `ref` as a message, to be sent along: who gets it may call the actor.
 * Owns:    *storage is the caller's, nothing is allocated.   Thread: any.
 * Errors:  INVALID_ARGUMENT (zero, or a named ref), UNAVAILABLE (its node is gone). */
GR_MUST_USE gr_code edges_pack_ref(edges ref, struct Greenroom__Ref *storage);

/* The ref that a message carries, for use through `node`.   Thread: any.   Blocks: no.
 * Errors:  NOT_FOUND (none in it), FAILED_PRECONDITION (another service's),
 *          INVALID_ARGUMENT. */
GR_MUST_USE gr_code edges_unpack_ref(gr_node *node, const struct Greenroom__Ref *message,
                                     edges *out_ref);

/* Where a machine is to begin, for edges_spawn_at(): made by one of these. */
typedef struct edges_at {
    uint32_t state;
    const void *args;
} edges_at;

edges_at edges_at_a(const actor_ *args);
edges_at edges_at_b(const at_ *args);
edges_at edges_at_c(const from_ *args);
edges_at edges_at_d(const in_ *args);
edges_at edges_at_e(const ms_ *args);
edges_at edges_at_f(const next *args);
edges_at edges_at_g(const state_ *args);
edges_at edges_at_h(const tag_ *args);
edges_at edges_at_i(const target_ *args);
edges_at edges_at_j(const typed_ *args);
edges_at edges_at_k(const result_ *args);
edges_at edges_at_l(const out_state_ *args);

/* As edges_spawn(), in any state: one of edges_at_...() makes `at`.
 * Borrows: as there; what `at` points to.
 * Errors:  as there. */
GR_MUST_USE gr_code edges_spawn_at(gr_node *node, const edges_type *type, const actor_ *args,
                                   edges_at at, const gr_spawn_options *options, edges *out_ref,
                                   gr_error *error);

/* The state's name in the schema; "none" where it is none. */
const char *edges_state_name(edges_state state);

/* As gr_machine_current(). */
edges_state edges_current(gr_context *ctx);

/* As gr_machine_transition(): where the state is known only now. */
GR_MUST_USE gr_code edges_transition(gr_context *ctx, edges_state target, const void *args);

/* As gr_machine_get_state(). */
GR_MUST_USE gr_code edges_get_state(edges to, const gr_call_options *options,
                                    edges_state *out_state, gr_error *error);

/* As gr_machine_wait(); EDGES_STATE_NONE: until it ends. */
GR_MUST_USE gr_code edges_wait(edges to, edges_state state, const gr_call_options *options,
                               gr_error *error);

/* As gr_machine_wait_async(); EDGES_STATE_NONE: until it ends. */
GR_MUST_USE gr_code edges_wait_async(edges to, edges_state state, const gr_call_options *options,
                                     gr_future **out_future);

/* As gr_machine_observe(). */
GR_MUST_USE gr_code edges_observe(edges to, gr_transition_notice notice, uint64_t tag,
                                  gr_future **out_future);

/* What the body of a can return: it leads to a, b, c, d, e, f, g, h and 4 more, or stays, and
 * calls are handled. args are copied at once. */
GR_MUST_USE edges_a_next edges_a_to_a(edges_a_in in, const actor_ *args);
GR_MUST_USE edges_a_next edges_a_to_b(edges_a_in in, const at_ *args);
GR_MUST_USE edges_a_next edges_a_to_c(edges_a_in in, const from_ *args);
GR_MUST_USE edges_a_next edges_a_to_d(edges_a_in in, const in_ *args);
GR_MUST_USE edges_a_next edges_a_to_e(edges_a_in in, const ms_ *args);
GR_MUST_USE edges_a_next edges_a_to_f(edges_a_in in, const next *args);
GR_MUST_USE edges_a_next edges_a_to_g(edges_a_in in, const state_ *args);
GR_MUST_USE edges_a_next edges_a_to_h(edges_a_in in, const tag_ *args);
GR_MUST_USE edges_a_next edges_a_to_i(edges_a_in in, const target_ *args);
GR_MUST_USE edges_a_next edges_a_to_j(edges_a_in in, const typed_ *args);
GR_MUST_USE edges_a_next edges_a_to_k(edges_a_in in, const result_ *args);
GR_MUST_USE edges_a_next edges_a_to_l(edges_a_in in, const out_state_ *args);
GR_MUST_USE edges_a_next edges_a_stay(edges_a_in in);

/* What the body of b can return: it leads to a, b, c, d, e, f, g, h and i, or stays, and calls
 * are handled. args are copied at once. */
GR_MUST_USE edges_b_next edges_b_to_a(edges_b_in in, const actor_ *args);
GR_MUST_USE edges_b_next edges_b_to_b(edges_b_in in, const at_ *args);
GR_MUST_USE edges_b_next edges_b_to_c(edges_b_in in, const from_ *args);
GR_MUST_USE edges_b_next edges_b_to_d(edges_b_in in, const in_ *args);
GR_MUST_USE edges_b_next edges_b_to_e(edges_b_in in, const ms_ *args);
GR_MUST_USE edges_b_next edges_b_to_f(edges_b_in in, const next *args);
GR_MUST_USE edges_b_next edges_b_to_g(edges_b_in in, const state_ *args);
GR_MUST_USE edges_b_next edges_b_to_h(edges_b_in in, const tag_ *args);
GR_MUST_USE edges_b_next edges_b_to_i(edges_b_in in, const target_ *args);
GR_MUST_USE edges_b_next edges_b_stay(edges_b_in in);

/* In the timeout handler of b: go there when it has returned GR_OK. The last one counts.
 * Borrows: args, which are copied at once.   Blocks: no.
 * Errors:  FAILED_PRECONDITION (not in that handler), INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code edges_b_timeout_to_a(gr_context *ctx, const actor_ *args);
GR_MUST_USE gr_code edges_b_timeout_to_b(gr_context *ctx, const at_ *args);
GR_MUST_USE gr_code edges_b_timeout_to_c(gr_context *ctx, const from_ *args);
GR_MUST_USE gr_code edges_b_timeout_to_d(gr_context *ctx, const in_ *args);
GR_MUST_USE gr_code edges_b_timeout_to_e(gr_context *ctx, const ms_ *args);
GR_MUST_USE gr_code edges_b_timeout_to_f(gr_context *ctx, const next *args);
GR_MUST_USE gr_code edges_b_timeout_to_g(gr_context *ctx, const state_ *args);
GR_MUST_USE gr_code edges_b_timeout_to_h(gr_context *ctx, const tag_ *args);
GR_MUST_USE gr_code edges_b_timeout_to_i(gr_context *ctx, const target_ *args);

/* What the body of c can return: it leads to j, or stays, and calls are handled. args are copied
 * at once. */
GR_MUST_USE edges_c_next edges_c_to_j(edges_c_in in, const typed_ *args);
GR_MUST_USE edges_c_next edges_c_stay(edges_c_in in);

/* What the body of d can return: it leads to j, or stays, and calls are handled. args are copied
 * at once. */
GR_MUST_USE edges_d_next edges_d_to_j(edges_d_in in, const typed_ *args);
GR_MUST_USE edges_d_next edges_d_stay(edges_d_in in);

/* What the body of e can return: it leads to j, or stays, and calls are handled. args are copied
 * at once. */
GR_MUST_USE edges_e_next edges_e_to_j(edges_e_in in, const typed_ *args);
GR_MUST_USE edges_e_next edges_e_stay(edges_e_in in);

/* What the body of f can return: it leads to j, or stays, and calls are handled. args are copied
 * at once. */
GR_MUST_USE edges_f_next edges_f_to_j(edges_f_in in, const typed_ *args);
GR_MUST_USE edges_f_next edges_f_stay(edges_f_in in);

/* What the body of g can return: it leads to j, or stays, and calls are handled. args are copied
 * at once. */
GR_MUST_USE edges_g_next edges_g_to_j(edges_g_in in, const typed_ *args);
GR_MUST_USE edges_g_next edges_g_stay(edges_g_in in);

/* What the body of h can return: it leads to j, or stays, and calls are handled. args are copied
 * at once. */
GR_MUST_USE edges_h_next edges_h_to_j(edges_h_in in, const typed_ *args);
GR_MUST_USE edges_h_next edges_h_stay(edges_h_in in);

/* What the body of i can return: it leads to j, or stays, and calls are handled. args are copied
 * at once. */
GR_MUST_USE edges_i_next edges_i_to_j(edges_i_in in, const typed_ *args);
GR_MUST_USE edges_i_next edges_i_stay(edges_i_in in);

/* j is terminal: with this the machine ends. result is copied at once. */
GR_MUST_USE edges_j_next edges_j_end(edges_j_in in, const result_ *result);

/* As gr_machine_result(): what it ends with in j.
 * Owns:    *out_result is the caller's; free with gr_free(). */
GR_MUST_USE gr_code edges_j_result(edges to, const gr_call_options *options, result_ **out_result,
                                   gr_error *error);

/* As gr_machine_await_result(), of what edges_wait_async() gave for the end.
 * Owns:    *out_result is the caller's; free with gr_free(). */
GR_MUST_USE gr_code edges_j_result_await(gr_future **future, result_ **out_result, gr_error *error);

/* k is terminal: with this the machine ends. result is copied at once. */
GR_MUST_USE edges_k_next edges_k_end(edges_k_in in, const out_result_ *result);

/* As gr_machine_result(): what it ends with in k.
 * Owns:    *out_result is the caller's; free with gr_free(). */
GR_MUST_USE gr_code edges_k_result(edges to, const gr_call_options *options,
                                   out_result_ **out_result, gr_error *error);

/* As gr_machine_await_result(), of what edges_wait_async() gave for the end.
 * Owns:    *out_result is the caller's; free with gr_free(). */
GR_MUST_USE gr_code edges_k_result_await(gr_future **future, out_result_ **out_result,
                                         gr_error *error);

/* l is terminal: with this the machine ends. result is copied at once. */
GR_MUST_USE edges_l_next edges_l_end(edges_l_in in, const out_state_ *result);

/* As gr_machine_result(): what it ends with in l.
 * Owns:    *out_result is the caller's; free with gr_free(). */
GR_MUST_USE gr_code edges_l_result(edges to, const gr_call_options *options,
                                   out_state_ **out_result, gr_error *error);

/* As gr_machine_await_result(), of what edges_wait_async() gave for the end.
 * Owns:    *out_result is the caller's; free with gr_free(). */
GR_MUST_USE gr_code edges_l_result_await(gr_future **future, out_state_ **out_result,
                                         gr_error *error);

/* In the machine: have Inside handled in `ms` milliseconds, once, whatever the state is then; a
 * time set before is forgotten. The other: not at all, also where the time has come already.
 * Blocks: no.
 * Errors:  FAILED_PRECONDITION (not in an actor of Edges), INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code edges_ms_start(gr_context *ctx, uint32_t ms);
GR_MUST_USE gr_code edges_ms_stop(gr_context *ctx);

/* A call of Go under way, and one held by its handler. */
typedef struct edges_go_future {
    gr_future *future;
} edges_go_future;

typedef struct edges_go_call {
    gr_call call;
} edges_go_call;

/* Leads to a group.
 * Call Edges.Go and wait for its end.
 * Owns:    *out_reply is the caller's; free with gr_free().   Borrows: request.
 * Thread:  any.   Blocks: suspends a fiber, blocks a plain thread, until the deadline
 *          (5,000 ms, unless options say otherwise).
 * Errors:  the handler's own; DEADLINE_EXCEEDED, CANCELLED, UNAVAILABLE, UNIMPLEMENTED,
 *          RESOURCE_EXHAUSTED, INVALID_ARGUMENT, INTERNAL (held, and dropped). */
GR_MUST_USE gr_code edges_go_sync(edges to, const state_ *request, const gr_call_options *options,
                                  result_ **out_reply, gr_error *error);

/* The same call, without waiting for its end.
 * Owns:    *out_future is the caller's, to be awaited or dropped.   Borrows: request.
 * Thread:  any.   Blocks: no, but while a named ref is looked up, or where a full mailbox or
 *          session makes its senders wait.
 * Errors:  INVALID_ARGUMENT, RESOURCE_EXHAUSTED (memory, fibers), what a lookup or a wait for
 *          room ends with; all others come with the future. */
GR_MUST_USE gr_code edges_go_async(edges to, const state_ *request, const gr_call_options *options,
                                   edges_go_future *out_future);

/* Wait for the end of the call.
 * Takes:   future->future, which becomes NULL.   Owns: *out_reply is the caller's; gr_free().
 * Thread:  any.   Blocks: suspends a fiber, blocks a plain thread, until the call's deadline.
 * Errors:  as edges_go_sync(). */
GR_MUST_USE gr_code edges_go_await(edges_go_future *future, result_ **out_reply, gr_error *error);

/* Send Edges.Go, now or later, and do not wait. A failure of its handler goes to the log.
 * Borrows: request.
 * Thread:  any.   Blocks: no, but while the session is full, or a named ref is looked up.
 * Errors:  UNAVAILABLE, RESOURCE_EXHAUSTED, INVALID_ARGUMENT, DEADLINE_EXCEEDED, CANCELLED. */
GR_MUST_USE gr_code edges_go_oneway(edges to, const state_ *request,
                                    const gr_oneway_options *options);

/* In the handler: keep the call, to be answered after the handler has returned GR_OK.
 * Owns:    *out_call is the duty to answer once, with edges_go_answer().
 * Errors:  FAILED_PRECONDITION (not in this method's handler, sent oneway, held already),
 *          INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code edges_go_hold(gr_context *ctx, edges_go_call *out_call);

/* Answer a held call: GR_OK and a reply, or a code; gr_call_fail() answers with a message.
 * Borrows: reply; NULL where code is not GR_OK.
 * Thread:  any.   Blocks: no.
 * Errors:  FAILED_PRECONDITION (answered before, its caller gave up, or its actor has
 *          ended), INVALID_ARGUMENT, UNAVAILABLE (its node is gone). */
GR_MUST_USE gr_code edges_go_answer(edges_go_call call, gr_code code, const result_ *reply);

/* The request of a held call, which lives until the answer or gr_call_drop(), also where
 * the caller has given up meanwhile (gr_call_is_open()); NULL after that. */
const state_ *edges_go_request(edges_go_call call);

/* In the handler of Go: go there when its answer is on its way, if it has returned GR_OK. The
 * last one counts.
 * Borrows: args, which are copied at once.   Blocks: no.
 * Errors:  FAILED_PRECONDITION (not in that handler), INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code edges_go_to_a(gr_context *ctx, const actor_ *args);
GR_MUST_USE gr_code edges_go_to_b(gr_context *ctx, const at_ *args);
GR_MUST_USE gr_code edges_go_to_c(gr_context *ctx, const from_ *args);
GR_MUST_USE gr_code edges_go_to_d(gr_context *ctx, const in_ *args);
GR_MUST_USE gr_code edges_go_to_e(gr_context *ctx, const ms_ *args);
GR_MUST_USE gr_code edges_go_to_f(gr_context *ctx, const next *args);
GR_MUST_USE gr_code edges_go_to_g(gr_context *ctx, const state_ *args);
GR_MUST_USE gr_code edges_go_to_h(gr_context *ctx, const tag_ *args);
GR_MUST_USE gr_code edges_go_to_i(gr_context *ctx, const target_ *args);

/* In the machine: have Inside handled before all calls that are queued, after what was raised
 * before.
 * Blocks: no.
 * Errors:  FAILED_PRECONDITION (not in an actor of Edges), RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code edges_inside_raise(gr_context *ctx);

/* In the machine: have Raised handled before all calls that are queued, after what was raised
 * before.
 * Borrows: request.   Blocks: no.
 * Errors:  FAILED_PRECONDITION (not in an actor of Edges), INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code edges_raised_raise(gr_context *ctx, const target_ *request);

/* A state and a group may have a hook each of nearly the same name, a method that of a state,
 * and a
 * timer that of a method.
 * A words is the address of an actor that serves Words: a value, copied freely. All zero is
 * none. */
typedef struct words {
    gr_ref ref;
} words;

/* An actor's state: the user's to complete. Zeroed before the actor starts. */
struct words_self;

/* Its states, as the schema has them. */
typedef enum words_state {
    WORDS_STATE_NONE = 0,
    WORDS_STATE_LINUX = 1,
    WORDS_STATE_INT = 2,
    WORDS_STATE_EXIT = 3,
    WORDS_STATE_ERRNO = 4,
} words_state;

/* What each state's body is entered with, and what it returns: made from its own `in` by the
 * functions below, and by nothing else. in.args is borrowed until the state is left. */
typedef struct words_linux_in {
    gr_context *ctx;
    uint64_t entry;
} words_linux_in;
typedef struct words_linux_next {
    gr_machine_next next;
} words_linux_next;

typedef struct words_int_in {
    gr_context *ctx;
    uint64_t entry;
} words_int_in;
typedef struct words_int_next {
    gr_machine_next next;
} words_int_next;

typedef struct words_exit_in {
    gr_context *ctx;
    uint64_t entry;
} words_exit_in;
typedef struct words_exit_next {
    gr_machine_next next;
} words_exit_next;

typedef struct words_errno_in {
    gr_context *ctx;
    uint64_t entry;
} words_errno_in;
typedef struct words_errno_next {
    gr_machine_next next;
} words_errno_next;

/* Its bodies, one for each state: a body runs when its state is entered, may wait, and returns
 * what comes next. Nothing is handled meanwhile, but where it says gr_process(). Behind them
 * what the schema asks for: a state's timeout handler, what is called when a state or a group of
 * them is entered or left. */
typedef struct words_states {
    words_linux_next (*linux_)(struct words_self *self, words_linux_in in);
    words_int_next (*int_)(struct words_self *self, words_int_in in);
    words_exit_next (*exit)(struct words_self *self, words_exit_in in);
    words_errno_next (*errno_)(struct words_self *self, words_errno_in in);
    void (*linux_exit)(struct words_self *self, gr_context *ctx);
    void (*timeout_enter)(struct words_self *self, gr_context *ctx);
    void (*timeout_exit)(struct words_self *self, gr_context *ctx);
} words_states;

/* Such a table, of functions that are BODIES and the name here. */
#define WORDS_STATES(BODIES)                                                                       \
    GR_STUB_LIST(BODIES##linux, BODIES##int, BODIES##exit, BODIES##errno, BODIES##linux_exit,      \
                 BODIES##timeout_enter, BODIES##timeout_exit)

/* What a machine does beside that; each may be NULL. start comes first: the machine lives when
 * it has returned GR_OK. on_transition comes before each change, the first one, from none,
 * included: with another code than GR_OK it is refused, and the old state goes on. stop comes
 * last, with what the machine ended with. */
typedef struct words_hooks {
    gr_code (*start)(struct words_self *self, gr_context *ctx);
    void (*stop)(struct words_self *self, gr_context *ctx, gr_code reason);
    gr_code (*on_transition)(struct words_self *self, gr_context *ctx, words_state from,
                             words_state to, const void *args);
} words_hooks;

/* An actor's handlers, one for each method. A request is borrowed until its handler returns; a
 * reply may point into the actor's own state, or to what gr_alloc() gave. Make one with
 * WORDS_TYPE(). */
typedef struct words_type {
    gr_type base;
    gr_code (*exit)(struct words_self *self, gr_context *ctx);
    /* Postponed in the state before the one that accepts it. */
    gr_code (*late)(struct words_self *self, gr_context *ctx);
    words_states states;
    words_hooks hooks;
} words_type;

/* The table of an actor whose handlers are PREFIX and a method's name, whose bodies BODIES and a
 * state's:
 * const words_type type = WORDS_TYPE(on_, in_, WORDS_NO_HOOKS); */
#define WORDS_TYPE(PREFIX, BODIES, HOOKS)                                                          \
    GR_STUB_TYPE(words, PREFIX##exit, PREFIX##late, WORDS_STATES(BODIES), HOOKS)

/* Its hooks, as in WORDS_HOOKS(.start = start), and none. */
#define WORDS_HOOKS(...) GR_STUB_LIST(__VA_ARGS__)
#define WORDS_NO_HOOKS   GR_STUB_LIST(NULL, NULL, NULL)

extern const gr_service words_service;

/* A set of methods, for words_process(). */
typedef struct words_methods {
    bool exit;
    bool late;
} words_methods;

/* Make an actor of `type`. Returns when its start hook has.
 * Borrows: type, for as long as the actor lives; args and options.
 * Thread:  any.   Blocks: suspends a fiber, blocks a plain thread, until it has started.
 * Errors:  the start hook's own, ALREADY_EXISTS (options->name), INVALID_ARGUMENT,
 *          DEADLINE_EXCEEDED, CANCELLED, RESOURCE_EXHAUSTED, UNAVAILABLE (node stopping). */
GR_MUST_USE gr_code words_spawn(gr_node *node, const words_type *type,
                                const gr_spawn_options *options, words *out_ref, gr_error *error);

/* Let gr_spawn_offered(), and so supervisors, make actors of `type` by the name
 * "Words".
 * Borrows: type, for as long as the node lives.   Thread: any.   Blocks: no.
 * Errors:  ALREADY_EXISTS (the node offers one), INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code words_offer(gr_node *node, const words_type *type);

/* Let other nodes, and this one, find the actor under `name`.   Thread: any.   Blocks: no.
 * Errors:  ALREADY_EXISTS, INVALID_ARGUMENT (name, or an actor of another node), UNAVAILABLE
 *          (gone), RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code words_register(gr_node *node, const char *name, words ref);

/* Find the actor registered as `name`: "manager" on this node, "back/manager" on another.
 * The ref is that actor's for good: once the actor has ended it is UNAVAILABLE.
 * Thread:  any.   Blocks: suspends a fiber, blocks a plain thread, until the deadline.
 * Errors:  NOT_FOUND, FAILED_PRECONDITION (the schemas disagree), DEADLINE_EXCEEDED,
 *          CANCELLED, UNAVAILABLE, INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code words_lookup(gr_node *node, const char *name, const gr_call_options *options,
                                 words *out_ref, gr_error *error);

/* A ref to whoever is registered as `name` when it is used: looked up then, and again after
 * UNAVAILABLE. No call is ever sent twice.   Thread: any.   Blocks: no.
 * Errors:  INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code words_named(gr_node *node, const char *name, words *out_ref);

/* The actor's own ref; zero where `ctx` is another service's.   Blocks: no. */
words words_self_ref(gr_context *ctx);

/* gr_process() for some methods only: calls of others stay queued, in order. NULL: all.
 * Errors:  as gr_process(). */
GR_MUST_USE gr_code words_process(gr_context *ctx, const words_methods *only,
                                  const gr_process_options *options);

/* Write `ref` as a message, to be sent along: who gets it may call the actor.
 * Owns:    *storage is the caller's, nothing is allocated.   Thread: any.
 * Errors:  INVALID_ARGUMENT (zero, or a named ref), UNAVAILABLE (its node is gone). */
GR_MUST_USE gr_code words_pack_ref(words ref, struct Greenroom__Ref *storage);

/* The ref that a message carries, for use through `node`.   Thread: any.   Blocks: no.
 * Errors:  NOT_FOUND (none in it), FAILED_PRECONDITION (another service's),
 *          INVALID_ARGUMENT. */
GR_MUST_USE gr_code words_unpack_ref(gr_node *node, const struct Greenroom__Ref *message,
                                     words *out_ref);

/* Where a machine is to begin, for words_spawn_at(): made by one of these. */
typedef struct words_at {
    uint32_t state;
    const void *args;
} words_at;

words_at words_at_linux(void);
words_at words_at_int(void);
words_at words_at_exit(void);
words_at words_at_errno(void);

/* As words_spawn(), in any state: one of words_at_...() makes `at`.
 * Borrows: as there; what `at` points to.
 * Errors:  as there. */
GR_MUST_USE gr_code words_spawn_at(gr_node *node, const words_type *type, words_at at,
                                   const gr_spawn_options *options, words *out_ref,
                                   gr_error *error);

/* The state's name in the schema; "none" where it is none. */
const char *words_state_name(words_state state);

/* As gr_machine_current(). */
words_state words_current(gr_context *ctx);

/* As gr_machine_transition(): where the state is known only now. */
GR_MUST_USE gr_code words_transition(gr_context *ctx, words_state target, const void *args);

/* As gr_machine_get_state(). */
GR_MUST_USE gr_code words_get_state(words to, const gr_call_options *options,
                                    words_state *out_state, gr_error *error);

/* As gr_machine_wait(); WORDS_STATE_NONE: until it ends. */
GR_MUST_USE gr_code words_wait(words to, words_state state, const gr_call_options *options,
                               gr_error *error);

/* As gr_machine_wait_async(); WORDS_STATE_NONE: until it ends. */
GR_MUST_USE gr_code words_wait_async(words to, words_state state, const gr_call_options *options,
                                     gr_future **out_future);

/* As gr_machine_observe(). */
GR_MUST_USE gr_code words_observe(words to, gr_transition_notice notice, uint64_t tag,
                                  gr_future **out_future);

/* What the body of linux can return: it leads to int and exit, or stays, and calls are handled. */
GR_MUST_USE words_linux_next words_linux_to_int(words_linux_in in);
GR_MUST_USE words_linux_next words_linux_to_exit(words_linux_in in);
GR_MUST_USE words_linux_next words_linux_stay(words_linux_in in);

/* What the body of int can return: it leads to exit, or stays, and calls are handled. */
GR_MUST_USE words_int_next words_int_to_exit(words_int_in in);
GR_MUST_USE words_int_next words_int_stay(words_int_in in);

/* What the body of exit can return: it leads to errno, or stays, and calls are handled. */
GR_MUST_USE words_exit_next words_exit_to_errno(words_exit_in in);
GR_MUST_USE words_exit_next words_exit_stay(words_exit_in in);

/* errno is terminal: with this the machine ends. */
GR_MUST_USE words_errno_next words_errno_end(words_errno_in in);

/* In the machine: have Exit handled in `ms` milliseconds, once, whatever the state is then; a
 * time set before is forgotten. The other: not at all, also where the time has come already.
 * Blocks: no.
 * Errors:  FAILED_PRECONDITION (not in an actor of Words), INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code words_exit_start(gr_context *ctx, uint32_t ms);
GR_MUST_USE gr_code words_exit_stop(gr_context *ctx);

/* In the machine: have Exit handled before all calls that are queued, after what was raised
 * before.
 * Blocks: no.
 * Errors:  FAILED_PRECONDITION (not in an actor of Words), RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code words_exit_raise(gr_context *ctx);

/* Postponed in the state before the one that accepts it.
 * Send Words.Late, now or later, and do not wait. A failure of its handler goes to the log.
 * Thread:  any.   Blocks: no, but while the session is full, or a named ref is looked up.
 * Errors:  UNAVAILABLE, RESOURCE_EXHAUSTED, INVALID_ARGUMENT, DEADLINE_EXCEEDED, CANCELLED. */
GR_MUST_USE gr_code words_late_oneway(words to, const gr_oneway_options *options);

/* It ends where it begins.
 * A once is the address of an actor that serves Once: a value, copied freely. All zero is none. */
typedef struct once {
    gr_ref ref;
} once;

/* An actor's state: the user's to complete. Zeroed before the actor starts. */
struct once_self;

/* Its states, as the schema has them. */
typedef enum once_state {
    ONCE_STATE_NONE = 0,
    ONCE_STATE_ONLY = 1,
} once_state;

/* What each state's body is entered with, and what it returns: made from its own `in` by the
 * functions below, and by nothing else. in.args is borrowed until the state is left. */
typedef struct once_only_in {
    gr_context *ctx;
    uint64_t entry;
} once_only_in;
typedef struct once_only_next {
    gr_machine_next next;
} once_only_next;

/* Its bodies, one for each state: a body runs when its state is entered, may wait, and returns
 * what comes next. Nothing is handled meanwhile, but where it says gr_process(). Behind them
 * what the schema asks for: a state's timeout handler, what is called when a state or a group of
 * them is entered or left. */
typedef struct once_states {
    once_only_next (*only)(struct once_self *self, once_only_in in);
} once_states;

/* Such a table, of functions that are BODIES and the name here. */
#define ONCE_STATES(BODIES) GR_STUB_LIST(BODIES##only)

/* What a machine does beside that; each may be NULL. start comes first: the machine lives when
 * it has returned GR_OK. on_transition comes before each change, the first one, from none,
 * included: with another code than GR_OK it is refused, and the old state goes on. stop comes
 * last, with what the machine ended with. */
typedef struct once_hooks {
    gr_code (*start)(struct once_self *self, gr_context *ctx);
    void (*stop)(struct once_self *self, gr_context *ctx, gr_code reason);
    gr_code (*on_transition)(struct once_self *self, gr_context *ctx, once_state from,
                             once_state to, const void *args);
} once_hooks;

/* An actor's handlers, one for each method. A request is borrowed until its handler returns; a
 * reply may point into the actor's own state, or to what gr_alloc() gave. Make one with
 * ONCE_TYPE(). */
typedef struct once_type {
    gr_type base;
    once_states states;
    once_hooks hooks;
} once_type;

/* The table of an actor whose handlers are PREFIX and a method's name, whose bodies BODIES and a
 * state's:
 * const once_type type = ONCE_TYPE(on_, in_, ONCE_NO_HOOKS); */
#define ONCE_TYPE(PREFIX, BODIES, HOOKS) GR_STUB_TYPE(once, ONCE_STATES(BODIES), HOOKS)

/* Its hooks, as in ONCE_HOOKS(.start = start), and none. */
#define ONCE_HOOKS(...) GR_STUB_LIST(__VA_ARGS__)
#define ONCE_NO_HOOKS   GR_STUB_LIST(NULL, NULL, NULL)

extern const gr_service once_service;

/* Make an actor of `type`. Returns when its start hook has.
 * Borrows: type, for as long as the actor lives; args and options.
 * Thread:  any.   Blocks: suspends a fiber, blocks a plain thread, until it has started.
 * Errors:  the start hook's own, ALREADY_EXISTS (options->name), INVALID_ARGUMENT,
 *          DEADLINE_EXCEEDED, CANCELLED, RESOURCE_EXHAUSTED, UNAVAILABLE (node stopping). */
GR_MUST_USE gr_code once_spawn(gr_node *node, const once_type *type,
                               const gr_spawn_options *options, once *out_ref, gr_error *error);

/* Let gr_spawn_offered(), and so supervisors, make actors of `type` by the name
 * "Once".
 * Borrows: type, for as long as the node lives.   Thread: any.   Blocks: no.
 * Errors:  ALREADY_EXISTS (the node offers one), INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code once_offer(gr_node *node, const once_type *type);

/* Let other nodes, and this one, find the actor under `name`.   Thread: any.   Blocks: no.
 * Errors:  ALREADY_EXISTS, INVALID_ARGUMENT (name, or an actor of another node), UNAVAILABLE
 *          (gone), RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code once_register(gr_node *node, const char *name, once ref);

/* Find the actor registered as `name`: "manager" on this node, "back/manager" on another.
 * The ref is that actor's for good: once the actor has ended it is UNAVAILABLE.
 * Thread:  any.   Blocks: suspends a fiber, blocks a plain thread, until the deadline.
 * Errors:  NOT_FOUND, FAILED_PRECONDITION (the schemas disagree), DEADLINE_EXCEEDED,
 *          CANCELLED, UNAVAILABLE, INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code once_lookup(gr_node *node, const char *name, const gr_call_options *options,
                                once *out_ref, gr_error *error);

/* A ref to whoever is registered as `name` when it is used: looked up then, and again after
 * UNAVAILABLE. No call is ever sent twice.   Thread: any.   Blocks: no.
 * Errors:  INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code once_named(gr_node *node, const char *name, once *out_ref);

/* The actor's own ref; zero where `ctx` is another service's.   Blocks: no. */
once once_self_ref(gr_context *ctx);

/* Write `ref` as a message, to be sent along: who gets it may call the actor.
 * Owns:    *storage is the caller's, nothing is allocated.   Thread: any.
 * Errors:  INVALID_ARGUMENT (zero, or a named ref), UNAVAILABLE (its node is gone). */
GR_MUST_USE gr_code once_pack_ref(once ref, struct Greenroom__Ref *storage);

/* The ref that a message carries, for use through `node`.   Thread: any.   Blocks: no.
 * Errors:  NOT_FOUND (none in it), FAILED_PRECONDITION (another service's),
 *          INVALID_ARGUMENT. */
GR_MUST_USE gr_code once_unpack_ref(gr_node *node, const struct Greenroom__Ref *message,
                                    once *out_ref);

/* Where a machine is to begin, for once_spawn_at(): made by one of these. */
typedef struct once_at {
    uint32_t state;
    const void *args;
} once_at;

once_at once_at_only(void);

/* As once_spawn(), in any state: one of once_at_...() makes `at`.
 * Borrows: as there; what `at` points to.
 * Errors:  as there. */
GR_MUST_USE gr_code once_spawn_at(gr_node *node, const once_type *type, once_at at,
                                  const gr_spawn_options *options, once *out_ref, gr_error *error);

/* The state's name in the schema; "none" where it is none. */
const char *once_state_name(once_state state);

/* As gr_machine_current(). */
once_state once_current(gr_context *ctx);

/* As gr_machine_transition(): where the state is known only now. */
GR_MUST_USE gr_code once_transition(gr_context *ctx, once_state target, const void *args);

/* As gr_machine_get_state(). */
GR_MUST_USE gr_code once_get_state(once to, const gr_call_options *options, once_state *out_state,
                                   gr_error *error);

/* As gr_machine_wait(); ONCE_STATE_NONE: until it ends. */
GR_MUST_USE gr_code once_wait(once to, once_state state, const gr_call_options *options,
                              gr_error *error);

/* As gr_machine_wait_async(); ONCE_STATE_NONE: until it ends. */
GR_MUST_USE gr_code once_wait_async(once to, once_state state, const gr_call_options *options,
                                    gr_future **out_future);

/* As gr_machine_observe(). */
GR_MUST_USE gr_code once_observe(once to, gr_transition_notice notice, uint64_t tag,
                                 gr_future **out_future);

/* only is terminal: with this the machine ends. */
GR_MUST_USE once_only_next once_only_end(once_only_in in);

/* It never ends, and leads back to itself alone.
 * A ever is the address of an actor that serves Ever: a value, copied freely. All zero is none. */
typedef struct ever {
    gr_ref ref;
} ever;

/* An actor's state: the user's to complete. Zeroed before the actor starts. */
struct ever_self;

/* Its states, as the schema has them. */
typedef enum ever_state {
    EVER_STATE_NONE = 0,
    EVER_STATE_ONLY = 1,
} ever_state;

/* What each state's body is entered with, and what it returns: made from its own `in` by the
 * functions below, and by nothing else. in.args is borrowed until the state is left. */
typedef struct ever_only_in {
    gr_context *ctx;
    uint64_t entry;
} ever_only_in;
typedef struct ever_only_next {
    gr_machine_next next;
} ever_only_next;

/* Its bodies, one for each state: a body runs when its state is entered, may wait, and returns
 * what comes next. Nothing is handled meanwhile, but where it says gr_process(). Behind them
 * what the schema asks for: a state's timeout handler, what is called when a state or a group of
 * them is entered or left. */
typedef struct ever_states {
    ever_only_next (*only)(struct ever_self *self, ever_only_in in);
} ever_states;

/* Such a table, of functions that are BODIES and the name here. */
#define EVER_STATES(BODIES) GR_STUB_LIST(BODIES##only)

/* What a machine does beside that; each may be NULL. start comes first: the machine lives when
 * it has returned GR_OK. on_transition comes before each change, the first one, from none,
 * included: with another code than GR_OK it is refused, and the old state goes on. stop comes
 * last, with what the machine ended with. */
typedef struct ever_hooks {
    gr_code (*start)(struct ever_self *self, gr_context *ctx);
    void (*stop)(struct ever_self *self, gr_context *ctx, gr_code reason);
    gr_code (*on_transition)(struct ever_self *self, gr_context *ctx, ever_state from,
                             ever_state to, const void *args);
} ever_hooks;

/* An actor's handlers, one for each method. A request is borrowed until its handler returns; a
 * reply may point into the actor's own state, or to what gr_alloc() gave. Make one with
 * EVER_TYPE(). */
typedef struct ever_type {
    gr_type base;
    ever_states states;
    ever_hooks hooks;
} ever_type;

/* The table of an actor whose handlers are PREFIX and a method's name, whose bodies BODIES and a
 * state's:
 * const ever_type type = EVER_TYPE(on_, in_, EVER_NO_HOOKS); */
#define EVER_TYPE(PREFIX, BODIES, HOOKS) GR_STUB_TYPE(ever, EVER_STATES(BODIES), HOOKS)

/* Its hooks, as in EVER_HOOKS(.start = start), and none. */
#define EVER_HOOKS(...) GR_STUB_LIST(__VA_ARGS__)
#define EVER_NO_HOOKS   GR_STUB_LIST(NULL, NULL, NULL)

extern const gr_service ever_service;

/* Make an actor of `type`. Returns when its start hook has.
 * Borrows: type, for as long as the actor lives; args and options.
 * Thread:  any.   Blocks: suspends a fiber, blocks a plain thread, until it has started.
 * Errors:  the start hook's own, ALREADY_EXISTS (options->name), INVALID_ARGUMENT,
 *          DEADLINE_EXCEEDED, CANCELLED, RESOURCE_EXHAUSTED, UNAVAILABLE (node stopping). */
GR_MUST_USE gr_code ever_spawn(gr_node *node, const ever_type *type,
                               const gr_spawn_options *options, ever *out_ref, gr_error *error);

/* Let gr_spawn_offered(), and so supervisors, make actors of `type` by the name
 * "Ever".
 * Borrows: type, for as long as the node lives.   Thread: any.   Blocks: no.
 * Errors:  ALREADY_EXISTS (the node offers one), INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code ever_offer(gr_node *node, const ever_type *type);

/* Let other nodes, and this one, find the actor under `name`.   Thread: any.   Blocks: no.
 * Errors:  ALREADY_EXISTS, INVALID_ARGUMENT (name, or an actor of another node), UNAVAILABLE
 *          (gone), RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code ever_register(gr_node *node, const char *name, ever ref);

/* Find the actor registered as `name`: "manager" on this node, "back/manager" on another.
 * The ref is that actor's for good: once the actor has ended it is UNAVAILABLE.
 * Thread:  any.   Blocks: suspends a fiber, blocks a plain thread, until the deadline.
 * Errors:  NOT_FOUND, FAILED_PRECONDITION (the schemas disagree), DEADLINE_EXCEEDED,
 *          CANCELLED, UNAVAILABLE, INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code ever_lookup(gr_node *node, const char *name, const gr_call_options *options,
                                ever *out_ref, gr_error *error);

/* A ref to whoever is registered as `name` when it is used: looked up then, and again after
 * UNAVAILABLE. No call is ever sent twice.   Thread: any.   Blocks: no.
 * Errors:  INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code ever_named(gr_node *node, const char *name, ever *out_ref);

/* The actor's own ref; zero where `ctx` is another service's.   Blocks: no. */
ever ever_self_ref(gr_context *ctx);

/* Write `ref` as a message, to be sent along: who gets it may call the actor.
 * Owns:    *storage is the caller's, nothing is allocated.   Thread: any.
 * Errors:  INVALID_ARGUMENT (zero, or a named ref), UNAVAILABLE (its node is gone). */
GR_MUST_USE gr_code ever_pack_ref(ever ref, struct Greenroom__Ref *storage);

/* The ref that a message carries, for use through `node`.   Thread: any.   Blocks: no.
 * Errors:  NOT_FOUND (none in it), FAILED_PRECONDITION (another service's),
 *          INVALID_ARGUMENT. */
GR_MUST_USE gr_code ever_unpack_ref(gr_node *node, const struct Greenroom__Ref *message,
                                    ever *out_ref);

/* Where a machine is to begin, for ever_spawn_at(): made by one of these. */
typedef struct ever_at {
    uint32_t state;
    const void *args;
} ever_at;

ever_at ever_at_only(void);

/* As ever_spawn(), in any state: one of ever_at_...() makes `at`.
 * Borrows: as there; what `at` points to.
 * Errors:  as there. */
GR_MUST_USE gr_code ever_spawn_at(gr_node *node, const ever_type *type, ever_at at,
                                  const gr_spawn_options *options, ever *out_ref, gr_error *error);

/* The state's name in the schema; "none" where it is none. */
const char *ever_state_name(ever_state state);

/* As gr_machine_current(). */
ever_state ever_current(gr_context *ctx);

/* As gr_machine_transition(): where the state is known only now. */
GR_MUST_USE gr_code ever_transition(gr_context *ctx, ever_state target, const void *args);

/* As gr_machine_get_state(). */
GR_MUST_USE gr_code ever_get_state(ever to, const gr_call_options *options, ever_state *out_state,
                                   gr_error *error);

/* As gr_machine_wait(); EVER_STATE_NONE: until it ends. */
GR_MUST_USE gr_code ever_wait(ever to, ever_state state, const gr_call_options *options,
                              gr_error *error);

/* As gr_machine_wait_async(); EVER_STATE_NONE: until it ends. */
GR_MUST_USE gr_code ever_wait_async(ever to, ever_state state, const gr_call_options *options,
                                    gr_future **out_future);

/* As gr_machine_observe(). */
GR_MUST_USE gr_code ever_observe(ever to, gr_transition_notice notice, uint64_t tag,
                                 gr_future **out_future);

/* What the body of only can return: it leads to only, or stays, and calls are handled. */
GR_MUST_USE ever_only_next ever_only_to_only(ever_only_in in);
GR_MUST_USE ever_only_next ever_only_stay(ever_only_in in);

#ifdef __cplusplus
}
#endif
#endif
