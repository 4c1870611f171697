/* Made by protoc-gen-greenroom from flower.proto. Do not edit. */
#ifndef FLOWER_GR_H
#define FLOWER_GR_H

#include "flower.pb-c.h"

#include <greenroom/strict.h>
#include <greenroom/stub.h>

#include "greenroom/notices.pb-c.h"

#if GR_STUB_ABI != 2
#error "flower.gr.h is for another version of Greenroom: run its protoc-gen-greenroom"
#endif

#ifdef __cplusplus
extern "C" {
#endif

typedef Garden__Seed garden_seed;
typedef Garden__Amount garden_amount;
typedef Garden__Height garden_height;
typedef Garden__Death garden_death;
typedef Garden__Compost garden_compost;

/* Grows, if it is watered.
 * A garden_flower is the address of an actor that serves garden.Flower: a value, copied freely.
 * All zero is none. */
typedef struct garden_flower {
    gr_ref ref;
} garden_flower;

/* An actor's state: the user's to complete. Zeroed before the actor starts. */
struct garden_flower_self;

/* Its states, as the schema has them. */
typedef enum garden_flower_state {
    GARDEN_FLOWER_STATE_NONE = 0,
    GARDEN_FLOWER_STATE_SPROUTING = 1,
    GARDEN_FLOWER_STATE_GROWING = 2,
    GARDEN_FLOWER_STATE_FLOWERING = 3,
    GARDEN_FLOWER_STATE_WITHERING = 4,
    GARDEN_FLOWER_STATE_DEAD = 5,
} garden_flower_state;

/* What each state's body is entered with, and what it returns: made from its own `in` by the
 * functions below, and by nothing else. in.args is borrowed until the state is left. */
typedef struct garden_flower_sprouting_in {
    gr_context *ctx;
    uint64_t entry;
} garden_flower_sprouting_in;
typedef struct garden_flower_sprouting_next {
    gr_machine_next next;
} garden_flower_sprouting_next;

typedef struct garden_flower_growing_in {
    gr_context *ctx;
    uint64_t entry;
} garden_flower_growing_in;
typedef struct garden_flower_growing_next {
    gr_machine_next next;
} garden_flower_growing_next;

typedef struct garden_flower_flowering_in {
    gr_context *ctx;
    uint64_t entry;
} garden_flower_flowering_in;
typedef struct garden_flower_flowering_next {
    gr_machine_next next;
} garden_flower_flowering_next;

typedef struct garden_flower_withering_in {
    gr_context *ctx;
    uint64_t entry;
} garden_flower_withering_in;
typedef struct garden_flower_withering_next {
    gr_machine_next next;
} garden_flower_withering_next;

typedef struct garden_flower_dead_in {
    gr_context *ctx;
    uint64_t entry;
    const garden_death *args;
} garden_flower_dead_in;
typedef struct garden_flower_dead_next {
    gr_machine_next next;
} garden_flower_dead_next;

/* Its bodies, one for each state: a body runs when its state is entered, may wait, and returns
 * what comes next. Nothing is handled meanwhile, but where it says gr_process(). Behind them
 * what the schema asks for: a state's timeout handler, what is called when a state or a group of
 * them is entered or left. */
typedef struct garden_flower_states {
    garden_flower_sprouting_next (*sprouting)(struct garden_flower_self *self,
                                              garden_flower_sprouting_in in);
    garden_flower_growing_next (*growing)(struct garden_flower_self *self,
                                          garden_flower_growing_in in);
    garden_flower_flowering_next (*flowering)(struct garden_flower_self *self,
                                              garden_flower_flowering_in in);
    garden_flower_withering_next (*withering)(struct garden_flower_self *self,
                                              garden_flower_withering_in in);
    garden_flower_dead_next (*dead)(struct garden_flower_self *self, garden_flower_dead_in in);
    void (*growing_exit)(struct garden_flower_self *self, gr_context *ctx);
    gr_code (*withering_timeout)(struct garden_flower_self *self, gr_context *ctx);
    void (*alive_exit)(struct garden_flower_self *self, gr_context *ctx);
    void (*blooming_enter)(struct garden_flower_self *self, gr_context *ctx);
} garden_flower_states;

/* Such a table, of functions that are BODIES and the name here. */
#define GARDEN_FLOWER_STATES(BODIES)                                                               \
    GR_STUB_LIST(BODIES##sprouting, BODIES##growing, BODIES##flowering, BODIES##withering,         \
                 BODIES##dead, BODIES##growing_exit, BODIES##withering_timeout,                    \
                 BODIES##alive_exit, BODIES##blooming_enter)

/* What a machine does beside that; each may be NULL. start comes first: the machine lives when
 * it has returned GR_OK. on_transition comes before each change, the first one, from none,
 * included: with another code than GR_OK it is refused, and the old state goes on. stop comes
 * last, with what the machine ended with. */
typedef struct garden_flower_hooks {
    gr_code (*start)(struct garden_flower_self *self, gr_context *ctx, const garden_seed *args);
    void (*stop)(struct garden_flower_self *self, gr_context *ctx, gr_code reason);
    gr_code (*on_transition)(struct garden_flower_self *self, gr_context *ctx,
                             garden_flower_state from, garden_flower_state to, const void *args);
} garden_flower_hooks;

/* An actor's handlers, one for each method. A request is borrowed until its handler returns; a
 * reply may point into the actor's own state, or to what gr_alloc() gave. Make one with
 * GARDEN_FLOWER_TYPE(). */
typedef struct garden_flower_type {
    gr_type base;
    /* In liters. */
    gr_code (*water)(struct garden_flower_self *self, gr_context *ctx,
                     const garden_amount *request);
    gr_code (*measure)(struct garden_flower_self *self, gr_context *ctx, garden_height *reply);
    gr_code (*eat)(struct garden_flower_self *self, gr_context *ctx);
    gr_code (*wind)(struct garden_flower_self *self, gr_context *ctx, const garden_amount *request);
    /* Once a day. */
    gr_code (*sun_rises)(struct garden_flower_self *self, gr_context *ctx);
    gr_code (*rain)(struct garden_flower_self *self, gr_context *ctx, const garden_amount *request);
    garden_flower_states states;
    garden_flower_hooks hooks;
} garden_flower_type;

/* The table of an actor whose handlers are PREFIX and a method's name, whose bodies BODIES and a
 * state's:
 * const garden_flower_type type = GARDEN_FLOWER_TYPE(on_, in_, GARDEN_FLOWER_NO_HOOKS); */
#define GARDEN_FLOWER_TYPE(PREFIX, BODIES, HOOKS)                                                  \
    GR_STUB_TYPE(garden_flower, PREFIX##water, PREFIX##measure, PREFIX##eat, PREFIX##wind,         \
                 PREFIX##sun_rises, PREFIX##rain, GARDEN_FLOWER_STATES(BODIES), HOOKS)

/* Its hooks, as in GARDEN_FLOWER_HOOKS(.start = start), and none. */
#define GARDEN_FLOWER_HOOKS(...) GR_STUB_LIST(__VA_ARGS__)
#define GARDEN_FLOWER_NO_HOOKS   GR_STUB_LIST(NULL, NULL, NULL)

extern const gr_service garden_flower_service;

/* A set of methods, for garden_flower_process(). */
typedef struct garden_flower_methods {
    bool water;
    bool measure;
    bool eat;
    bool wind;
    bool sun_rises;
    bool rain;
} garden_flower_methods;

/* Make an actor of `type`. Returns when its start hook has.
 * Borrows: type, for as long as the actor lives; args and options.
 * Thread:  any.   Blocks: suspends a fiber, blocks a plain thread, until it has started.
 * Errors:  the start hook's own, ALREADY_EXISTS (options->name), INVALID_ARGUMENT,
 *          DEADLINE_EXCEEDED, CANCELLED, RESOURCE_EXHAUSTED, UNAVAILABLE (node stopping). */
GR_MUST_USE gr_code garden_flower_spawn(gr_node *node, const garden_flower_type *type,
                                        const garden_seed *args, const gr_spawn_options *options,
                                        garden_flower *out_ref, gr_error *error);

/* Let gr_spawn_offered(), and so supervisors, make actors of `type` by the name
 * "garden.Flower".
 * Borrows: type, for as long as the node lives.   Thread: any.   Blocks: no.
 * Errors:  ALREADY_EXISTS (the node offers one), INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code garden_flower_offer(gr_node *node, const garden_flower_type *type);

/* Let other nodes, and this one, find the actor under `name`.   Thread: any.   Blocks: no.
 * Errors:  ALREADY_EXISTS, INVALID_ARGUMENT (name, or an actor of another node), UNAVAILABLE
 *          (gone), RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code garden_flower_register(gr_node *node, const char *name, garden_flower ref);

/* Find the actor registered as `name`: "manager" on this node, "back/manager" on another.
 * The ref is that actor's for good: once the actor has ended it is UNAVAILABLE.
 * Thread:  any.   Blocks: suspends a fiber, blocks a plain thread, until the deadline.
 * Errors:  NOT_FOUND, FAILED_PRECONDITION (the schemas disagree), DEADLINE_EXCEEDED,
 *          CANCELLED, UNAVAILABLE, INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code garden_flower_lookup(gr_node *node, const char *name,
                                         const gr_call_options *options, garden_flower *out_ref,
                                         gr_error *error);

/* A ref to whoever is registered as `name` when it is used: looked up then, and again after
 * UNAVAILABLE. No call is ever sent twice.   Thread: any.   Blocks: no.
 * Errors:  INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code garden_flower_named(gr_node *node, const char *name, garden_flower *out_ref);

/* The actor's own ref; zero where `ctx` is another service's.   Blocks: no. */
garden_flower garden_flower_self_ref(gr_context *ctx);

/* gr_process() for some methods only: calls of others stay queued, in order. NULL: all.
 * Errors:  as gr_process(). */
GR_MUST_USE gr_code garden_flower_process(gr_context *ctx, const garden_flower_methods *only,
                                          const gr_process_options *options);

/* Write `ref` as a message, to be sent along: who gets it may call the actor.
 * Owns:    *storage is the caller's, nothing is allocated.   Thread: any.
 * Errors:  INVALID_ARGUMENT (zero, or a named ref), UNAVAILABLE (its node is gone). */
GR_MUST_USE gr_code garden_flower_pack_ref(garden_flower ref, struct Greenroom__Ref *storage);

/* The ref that a message carries, for use through `node`.   Thread: any.   Blocks: no.
 * Errors:  NOT_FOUND (none in it), FAILED_PRECONDITION (another service's),
 *          INVALID_ARGUMENT. */
GR_MUST_USE gr_code garden_flower_unpack_ref(gr_node *node, const struct Greenroom__Ref *message,
                                             garden_flower *out_ref);

/* Where a machine is to begin, for garden_flower_spawn_at(): made by one of these. */
typedef struct garden_flower_at {
    uint32_t state;
    const void *args;
} garden_flower_at;

garden_flower_at garden_flower_at_sprouting(void);
garden_flower_at garden_flower_at_growing(void);
garden_flower_at garden_flower_at_flowering(void);
garden_flower_at garden_flower_at_withering(void);
garden_flower_at garden_flower_at_dead(const garden_death *args);

/* As garden_flower_spawn(), in any state: one of garden_flower_at_...() makes `at`.
 * Borrows: as there; what `at` points to.
 * Errors:  as there. */
GR_MUST_USE gr_code garden_flower_spawn_at(gr_node *node, const garden_flower_type *type,
                                           const garden_seed *args, garden_flower_at at,
                                           const gr_spawn_options *options, garden_flower *out_ref,
                                           gr_error *error);

/* The state's name in the schema; "none" where it is none. */
const char *garden_flower_state_name(garden_flower_state state);

/* As gr_machine_current(). */
garden_flower_state garden_flower_current(gr_context *ctx);

/* As gr_machine_transition(): where the state is known only now. */
GR_MUST_USE gr_code garden_flower_transition(gr_context *ctx, garden_flower_state target,
                                             const void *args);

/* As gr_machine_get_state(). */
GR_MUST_USE gr_code garden_flower_get_state(garden_flower to, const gr_call_options *options,
                                            garden_flower_state *out_state, gr_error *error);

/* As gr_machine_wait(); GARDEN_FLOWER_STATE_NONE: until it ends. */
GR_MUST_USE gr_code garden_flower_wait(garden_flower to, garden_flower_state state,
                                       const gr_call_options *options, gr_error *error);

/* As gr_machine_wait_async(); GARDEN_FLOWER_STATE_NONE: until it ends. */
GR_MUST_USE gr_code garden_flower_wait_async(garden_flower to, garden_flower_state state,
                                             const gr_call_options *options,
                                             gr_future **out_future);

/* As gr_machine_observe(). */
GR_MUST_USE gr_code garden_flower_observe(garden_flower to, gr_transition_notice notice,
                                          uint64_t tag, gr_future **out_future);

/* What the body of sprouting can return: it leads to growing, or stays, and calls are handled. */
GR_MUST_USE garden_flower_sprouting_next
garden_flower_sprouting_to_growing(garden_flower_sprouting_in in);
GR_MUST_USE garden_flower_sprouting_next
garden_flower_sprouting_stay(garden_flower_sprouting_in in);

/* What the body of growing can return: it leads to growing and flowering, or stays, and calls
 * are handled. */
GR_MUST_USE garden_flower_growing_next
garden_flower_growing_to_growing(garden_flower_growing_in in);
GR_MUST_USE garden_flower_growing_next
garden_flower_growing_to_flowering(garden_flower_growing_in in);
GR_MUST_USE garden_flower_growing_next garden_flower_growing_stay(garden_flower_growing_in in);

/* What the body of flowering can return: it leads to withering and dead, or stays, and calls are
 * handled. args are copied at once. */
GR_MUST_USE garden_flower_flowering_next
garden_flower_flowering_to_withering(garden_flower_flowering_in in);
GR_MUST_USE garden_flower_flowering_next
garden_flower_flowering_to_dead(garden_flower_flowering_in in, const garden_death *args);
GR_MUST_USE garden_flower_flowering_next
garden_flower_flowering_stay(garden_flower_flowering_in in);

/* What the body of withering can return: it leads to growing and dead, or stays, and calls are
 * handled. args are copied at once. */
GR_MUST_USE garden_flower_withering_next
garden_flower_withering_to_growing(garden_flower_withering_in in);
GR_MUST_USE garden_flower_withering_next
garden_flower_withering_to_dead(garden_flower_withering_in in, const garden_death *args);
GR_MUST_USE garden_flower_withering_next
garden_flower_withering_stay(garden_flower_withering_in in);

/* In the timeout handler of withering: go there when it has returned GR_OK. The last one counts.
 * Borrows: args, which are copied at once.   Blocks: no.
 * Errors:  FAILED_PRECONDITION (not in that handler), INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code garden_flower_withering_timeout_to_growing(gr_context *ctx);
GR_MUST_USE gr_code garden_flower_withering_timeout_to_dead(gr_context *ctx,
                                                            const garden_death *args);

/* dead is terminal: with this the machine ends. result is copied at once. */
GR_MUST_USE garden_flower_dead_next garden_flower_dead_end(garden_flower_dead_in in,
                                                           const garden_compost *result);

/* As gr_machine_result(): what it ends with in dead.
 * Owns:    *out_result is the caller's; free with gr_free(). */
GR_MUST_USE gr_code garden_flower_dead_result(garden_flower to, const gr_call_options *options,
                                              garden_compost **out_result, gr_error *error);

/* As gr_machine_await_result(), of what garden_flower_wait_async() gave for the end.
 * Owns:    *out_result is the caller's; free with gr_free(). */
GR_MUST_USE gr_code garden_flower_dead_result_await(gr_future **future, garden_compost **out_result,
                                                    gr_error *error);

/* In the machine: have SunRises handled in `ms` milliseconds, once, whatever the state is then;
 * a time set before is forgotten. The other: not at all, also where the time has come already.
 * Blocks: no.
 * Errors:  FAILED_PRECONDITION (not in an actor of garden.Flower), INVALID_ARGUMENT,
 * RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code garden_flower_sun_start(gr_context *ctx, uint32_t ms);
GR_MUST_USE gr_code garden_flower_sun_stop(gr_context *ctx);

/* A call of Water under way, and one held by its handler. */
typedef struct garden_flower_water_future {
    gr_future *future;
} garden_flower_water_future;

typedef struct garden_flower_water_call {
    gr_call call;
} garden_flower_water_call;

/* In liters.
 * Call garden.Flower.Water and wait for its end.
 * Borrows: request.
 * Thread:  any.   Blocks: suspends a fiber, blocks a plain thread, until the deadline
 *          (5,000 ms, unless options say otherwise).
 * Errors:  the handler's own; DEADLINE_EXCEEDED, CANCELLED, UNAVAILABLE, UNIMPLEMENTED,
 *          RESOURCE_EXHAUSTED, INVALID_ARGUMENT, INTERNAL (held, and dropped). */
GR_MUST_USE gr_code garden_flower_water_sync(garden_flower to, const garden_amount *request,
                                             const gr_call_options *options, gr_error *error);

/* The same call, without waiting for its end.
 * Owns:    *out_future is the caller's, to be awaited or dropped.   Borrows: request.
 * Thread:  any.   Blocks: no, but while a named ref is looked up, or where a full mailbox or
 *          session makes its senders wait.
 * Errors:  INVALID_ARGUMENT, RESOURCE_EXHAUSTED (memory, fibers), what a lookup or a wait for
 *          room ends with; all others come with the future. */
GR_MUST_USE gr_code garden_flower_water_async(garden_flower to, const garden_amount *request,
                                              const gr_call_options *options,
                                              garden_flower_water_future *out_future);

/* Wait for the end of the call.
 * Takes:   future->future, which becomes NULL.
 * Thread:  any.   Blocks: suspends a fiber, blocks a plain thread, until the call's deadline.
 * Errors:  as garden_flower_water_sync(). */
GR_MUST_USE gr_code garden_flower_water_await(garden_flower_water_future *future, gr_error *error);

/* Send garden.Flower.Water, now or later, and do not wait. A failure of its handler goes to the
 * log.
 * Borrows: request.
 * Thread:  any.   Blocks: no, but while the session is full, or a named ref is looked up.
 * Errors:  UNAVAILABLE, RESOURCE_EXHAUSTED, INVALID_ARGUMENT, DEADLINE_EXCEEDED, CANCELLED. */
GR_MUST_USE gr_code garden_flower_water_oneway(garden_flower to, const garden_amount *request,
                                               const gr_oneway_options *options);

/* In the handler: keep the call, to be answered after the handler has returned GR_OK.
 * Owns:    *out_call is the duty to answer once, with garden_flower_water_answer().
 * Errors:  FAILED_PRECONDITION (not in this method's handler, sent oneway, held already),
 *          INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code garden_flower_water_hold(gr_context *ctx, garden_flower_water_call *out_call);

/* Answer a held call; gr_call_fail() answers with a message.
 * Thread:  any.   Blocks: no.
 * Errors:  FAILED_PRECONDITION (answered before, its caller gave up, or its actor has
 *          ended), INVALID_ARGUMENT, UNAVAILABLE (its node is gone). */
GR_MUST_USE gr_code garden_flower_water_answer(garden_flower_water_call call, gr_code code);

/* The request of a held call, which lives until the answer or gr_call_drop(), also where
 * the caller has given up meanwhile (gr_call_is_open()); NULL after that. */
const garden_amount *garden_flower_water_request(garden_flower_water_call call);

/* A call of Measure under way, and one held by its handler. */
typedef struct garden_flower_measure_future {
    gr_future *future;
} garden_flower_measure_future;

typedef struct garden_flower_measure_call {
    gr_call call;
} garden_flower_measure_call;

/* Call garden.Flower.Measure and wait for its end.
 * Owns:    *out_reply is the caller's; free with gr_free().
 * Thread:  any.   Blocks: suspends a fiber, blocks a plain thread, until the deadline
 *          (5,000 ms, unless options say otherwise).
 * Errors:  the handler's own; DEADLINE_EXCEEDED, CANCELLED, UNAVAILABLE, UNIMPLEMENTED,
 *          RESOURCE_EXHAUSTED, INVALID_ARGUMENT, INTERNAL (held, and dropped). */
GR_MUST_USE gr_code garden_flower_measure_sync(garden_flower to, const gr_call_options *options,
                                               garden_height **out_reply, gr_error *error);

/* The same call, without waiting for its end.
 * Owns:    *out_future is the caller's, to be awaited or dropped.
 * Thread:  any.   Blocks: no, but while a named ref is looked up, or where a full mailbox or
 *          session makes its senders wait.
 * Errors:  INVALID_ARGUMENT, RESOURCE_EXHAUSTED (memory, fibers), what a lookup or a wait for
 *          room ends with; all others come with the future. */
GR_MUST_USE gr_code garden_flower_measure_async(garden_flower to, const gr_call_options *options,
                                                garden_flower_measure_future *out_future);

/* Wait for the end of the call.
 * Takes:   future->future, which becomes NULL.   Owns: *out_reply is the caller's; gr_free().
 * Thread:  any.   Blocks: suspends a fiber, blocks a plain thread, until the call's deadline.
 * Errors:  as garden_flower_measure_sync(). */
GR_MUST_USE gr_code garden_flower_measure_await(garden_flower_measure_future *future,
                                                garden_height **out_reply, gr_error *error);

/* Send garden.Flower.Measure, now or later, and do not wait. A failure of its handler goes to
 * the log.
 * Thread:  any.   Blocks: no, but while the session is full, or a named ref is looked up.
 * Errors:  UNAVAILABLE, RESOURCE_EXHAUSTED, INVALID_ARGUMENT, DEADLINE_EXCEEDED, CANCELLED. */
GR_MUST_USE gr_code garden_flower_measure_oneway(garden_flower to,
                                                 const gr_oneway_options *options);

/* In the handler: keep the call, to be answered after the handler has returned GR_OK.
 * Owns:    *out_call is the duty to answer once, with garden_flower_measure_answer().
 * Errors:  FAILED_PRECONDITION (not in this method's handler, sent oneway, held already),
 *          INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code garden_flower_measure_hold(gr_context *ctx,
                                               garden_flower_measure_call *out_call);

/* Answer a held call: GR_OK and a reply, or a code; gr_call_fail() answers with a message.
 * Borrows: reply; NULL where code is not GR_OK.
 * Thread:  any.   Blocks: no.
 * Errors:  FAILED_PRECONDITION (answered before, its caller gave up, or its actor has
 *          ended), INVALID_ARGUMENT, UNAVAILABLE (its node is gone). */
GR_MUST_USE gr_code garden_flower_measure_answer(garden_flower_measure_call call, gr_code code,
                                                 const garden_height *reply);

/* A call of Eat under way, and one held by its handler. */
typedef struct garden_flower_eat_future {
    gr_future *future;
} garden_flower_eat_future;

typedef struct garden_flower_eat_call {
    gr_call call;
} garden_flower_eat_call;

/* Call garden.Flower.Eat and wait for its end.
 * Thread:  any.   Blocks: suspends a fiber, blocks a plain thread, until the deadline
 *          (5,000 ms, unless options say otherwise).
 * Errors:  the handler's own; DEADLINE_EXCEEDED, CANCELLED, UNAVAILABLE, UNIMPLEMENTED,
 *          RESOURCE_EXHAUSTED, INVALID_ARGUMENT, INTERNAL (held, and dropped). */
GR_MUST_USE gr_code garden_flower_eat_sync(garden_flower to, const gr_call_options *options,
                                           gr_error *error);

/* The same call, without waiting for its end.
 * Owns:    *out_future is the caller's, to be awaited or dropped.
 * Thread:  any.   Blocks: no, but while a named ref is looked up, or where a full mailbox or
 *          session makes its senders wait.
 * Errors:  INVALID_ARGUMENT, RESOURCE_EXHAUSTED (memory, fibers), what a lookup or a wait for
 *          room ends with; all others come with the future. */
GR_MUST_USE gr_code garden_flower_eat_async(garden_flower to, const gr_call_options *options,
                                            garden_flower_eat_future *out_future);

/* Wait for the end of the call.
 * Takes:   future->future, which becomes NULL.
 * Thread:  any.   Blocks: suspends a fiber, blocks a plain thread, until the call's deadline.
 * Errors:  as garden_flower_eat_sync(). */
GR_MUST_USE gr_code garden_flower_eat_await(garden_flower_eat_future *future, gr_error *error);

/* Send garden.Flower.Eat, now or later, and do not wait. A failure of its handler goes to the
 * log.
 * Thread:  any.   Blocks: no, but while the session is full, or a named ref is looked up.
 * Errors:  UNAVAILABLE, RESOURCE_EXHAUSTED, INVALID_ARGUMENT, DEADLINE_EXCEEDED, CANCELLED. */
GR_MUST_USE gr_code garden_flower_eat_oneway(garden_flower to, const gr_oneway_options *options);

/* In the handler: keep the call, to be answered after the handler has returned GR_OK.
 * Owns:    *out_call is the duty to answer once, with garden_flower_eat_answer().
 * Errors:  FAILED_PRECONDITION (not in this method's handler, sent oneway, held already),
 *          INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code garden_flower_eat_hold(gr_context *ctx, garden_flower_eat_call *out_call);

/* Answer a held call; gr_call_fail() answers with a message.
 * Thread:  any.   Blocks: no.
 * Errors:  FAILED_PRECONDITION (answered before, its caller gave up, or its actor has
 *          ended), INVALID_ARGUMENT, UNAVAILABLE (its node is gone). */
GR_MUST_USE gr_code garden_flower_eat_answer(garden_flower_eat_call call, gr_code code);

/* In the handler of Eat: go there when its answer is on its way, if it has returned GR_OK. The
 * last one counts.
 * Borrows: args, which are copied at once.   Blocks: no.
 * Errors:  FAILED_PRECONDITION (not in that handler), INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code garden_flower_eat_to_dead(gr_context *ctx, const garden_death *args);

/* Send garden.Flower.Wind, now or later, and do not wait. A failure of its handler goes to the
 * log.
 * Borrows: request.
 * Thread:  any.   Blocks: no, but while the session is full, or a named ref is looked up.
 * Errors:  UNAVAILABLE, RESOURCE_EXHAUSTED, INVALID_ARGUMENT, DEADLINE_EXCEEDED, CANCELLED. */
GR_MUST_USE gr_code garden_flower_wind_oneway(garden_flower to, const garden_amount *request,
                                              const gr_oneway_options *options);

/* Once a day.
 * In the machine: have SunRises handled before all calls that are queued, after what was raised
 * before.
 * Blocks: no.
 * Errors:  FAILED_PRECONDITION (not in an actor of garden.Flower), RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code garden_flower_sun_rises_raise(gr_context *ctx);

/* In the machine: have Rain handled before all calls that are queued, after what was raised
 * before.
 * Borrows: request.   Blocks: no.
 * Errors:  FAILED_PRECONDITION (not in an actor of garden.Flower), INVALID_ARGUMENT,
 * RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code garden_flower_rain_raise(gr_context *ctx, const garden_amount *request);

/* In the handler of Rain: go there when its answer is on its way, if it has returned GR_OK. The
 * last one counts.
 * Borrows: args, which are copied at once.   Blocks: no.
 * Errors:  FAILED_PRECONDITION (not in that handler), INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code garden_flower_rain_to_growing(gr_context *ctx);
GR_MUST_USE gr_code garden_flower_rain_to_flowering(gr_context *ctx);

/* Keywords as names, and no end.
 * A garden_lamp is the address of an actor that serves garden.Lamp: a value, copied freely. All
 * zero is none. */
typedef struct garden_lamp {
    gr_ref ref;
} garden_lamp;

/* An actor's state: the user's to complete. Zeroed before the actor starts. */
struct garden_lamp_self;

/* Its states, as the schema has them. */
typedef enum garden_lamp_state {
    GARDEN_LAMP_STATE_NONE = 0,
    GARDEN_LAMP_STATE_DARK = 1,
    GARDEN_LAMP_STATE_SWITCH = 2,
    GARDEN_LAMP_STATE_DEFAULT = 3,
} garden_lamp_state;

/* What each state's body is entered with, and what it returns: made from its own `in` by the
 * functions below, and by nothing else. in.args is borrowed until the state is left. */
typedef struct garden_lamp_dark_in {
    gr_context *ctx;
    uint64_t entry;
} garden_lamp_dark_in;
typedef struct garden_lamp_dark_next {
    gr_machine_next next;
} garden_lamp_dark_next;

typedef struct garden_lamp_switch_in {
    gr_context *ctx;
    uint64_t entry;
} garden_lamp_switch_in;
typedef struct garden_lamp_switch_next {
    gr_machine_next next;
} garden_lamp_switch_next;

typedef struct garden_lamp_default_in {
    gr_context *ctx;
    uint64_t entry;
    const garden_amount *args;
} garden_lamp_default_in;
typedef struct garden_lamp_default_next {
    gr_machine_next next;
} garden_lamp_default_next;

/* Its bodies, one for each state: a body runs when its state is entered, may wait, and returns
 * what comes next. Nothing is handled meanwhile, but where it says gr_process(). Behind them
 * what the schema asks for: a state's timeout handler, what is called when a state or a group of
 * them is entered or left. */
typedef struct garden_lamp_states {
    garden_lamp_dark_next (*dark)(struct garden_lamp_self *self, garden_lamp_dark_in in);
    garden_lamp_switch_next (*switch_)(struct garden_lamp_self *self, garden_lamp_switch_in in);
    garden_lamp_default_next (*default_)(struct garden_lamp_self *self, garden_lamp_default_in in);
    void (*switch_exit)(struct garden_lamp_self *self, gr_context *ctx);
    gr_code (*default_timeout)(struct garden_lamp_self *self, gr_context *ctx);
    void (*new_enter)(struct garden_lamp_self *self, gr_context *ctx);
    void (*new_exit)(struct garden_lamp_self *self, gr_context *ctx);
} garden_lamp_states;

/* Such a table, of functions that are BODIES and the name here. */
#define GARDEN_LAMP_STATES(BODIES)                                                                 \
    GR_STUB_LIST(BODIES##dark, BODIES##switch, BODIES##default, BODIES##switch_exit,               \
                 BODIES##default_timeout, BODIES##new_enter, BODIES##new_exit)

/* What a machine does beside that; each may be NULL. start comes first: the machine lives when
 * it has returned GR_OK. on_transition comes before each change, the first one, from none,
 * included: with another code than GR_OK it is refused, and the old state goes on. stop comes
 * last, with what the machine ended with. */
typedef struct garden_lamp_hooks {
    gr_code (*start)(struct garden_lamp_self *self, gr_context *ctx);
    void (*stop)(struct garden_lamp_self *self, gr_context *ctx, gr_code reason);
    gr_code (*on_transition)(struct garden_lamp_self *self, gr_context *ctx, garden_lamp_state from,
                             garden_lamp_state to, const void *args);
} garden_lamp_hooks;

/* An actor's handlers, one for each method. A request is borrowed until its handler returns; a
 * reply may point into the actor's own state, or to what gr_alloc() gave. Make one with
 * GARDEN_LAMP_TYPE(). */
typedef struct garden_lamp_type {
    gr_type base;
    gr_code (*press)(struct garden_lamp_self *self, gr_context *ctx);
    garden_lamp_states states;
    garden_lamp_hooks hooks;
} garden_lamp_type;

/* The table of an actor whose handlers are PREFIX and a method's name, whose bodies BODIES and a
 * state's:
 * const garden_lamp_type type = GARDEN_LAMP_TYPE(on_, in_, GARDEN_LAMP_NO_HOOKS); */
#define GARDEN_LAMP_TYPE(PREFIX, BODIES, HOOKS)                                                    \
    GR_STUB_TYPE(garden_lamp, PREFIX##press, GARDEN_LAMP_STATES(BODIES), HOOKS)

/* Its hooks, as in GARDEN_LAMP_HOOKS(.start = start), and none. */
#define GARDEN_LAMP_HOOKS(...) GR_STUB_LIST(__VA_ARGS__)
#define GARDEN_LAMP_NO_HOOKS   GR_STUB_LIST(NULL, NULL, NULL)

extern const gr_service garden_lamp_service;

/* A set of methods, for garden_lamp_process(). */
typedef struct garden_lamp_methods {
    bool press;
} garden_lamp_methods;

/* Make an actor of `type`. Returns when its start hook has.
 * Borrows: type, for as long as the actor lives; args and options.
 * Thread:  any.   Blocks: suspends a fiber, blocks a plain thread, until it has started.
 * Errors:  the start hook's own, ALREADY_EXISTS (options->name), INVALID_ARGUMENT,
 *          DEADLINE_EXCEEDED, CANCELLED, RESOURCE_EXHAUSTED, UNAVAILABLE (node stopping). */
GR_MUST_USE gr_code garden_lamp_spawn(gr_node *node, const garden_lamp_type *type,
                                      const gr_spawn_options *options, garden_lamp *out_ref,
                                      gr_error *error);

/* Let gr_spawn_offered(), and so supervisors, make actors of `type` by the name
 * "garden.Lamp".
 * Borrows: type, for as long as the node lives.   Thread: any.   Blocks: no.
 * Errors:  ALREADY_EXISTS (the node offers one), INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code garden_lamp_offer(gr_node *node, const garden_lamp_type *type);

/* Let other nodes, and this one, find the actor under `name`.   Thread: any.   Blocks: no.
 * Errors:  ALREADY_EXISTS, INVALID_ARGUMENT (name, or an actor of another node), UNAVAILABLE
 *          (gone), RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code garden_lamp_register(gr_node *node, const char *name, garden_lamp ref);

/* Find the actor registered as `name`: "manager" on this node, "back/manager" on another.
 * The ref is that actor's for good: once the actor has ended it is UNAVAILABLE.
 * Thread:  any.   Blocks: suspends a fiber, blocks a plain thread, until the deadline.
 * Errors:  NOT_FOUND, FAILED_PRECONDITION (the schemas disagree), DEADLINE_EXCEEDED,
 *          CANCELLED, UNAVAILABLE, INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code garden_lamp_lookup(gr_node *node, const char *name,
                                       const gr_call_options *options, garden_lamp *out_ref,
                                       gr_error *error);

/* A ref to whoever is registered as `name` when it is used: looked up then, and again after
 * UNAVAILABLE. No call is ever sent twice.   Thread: any.   Blocks: no.
 * Errors:  INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code garden_lamp_named(gr_node *node, const char *name, garden_lamp *out_ref);

/* The actor's own ref; zero where `ctx` is another service's.   Blocks: no. */
garden_lamp garden_lamp_self_ref(gr_context *ctx);

/* gr_process() for some methods only: calls of others stay queued, in order. NULL: all.
 * Errors:  as gr_process(). */
GR_MUST_USE gr_code garden_lamp_process(gr_context *ctx, const garden_lamp_methods *only,
                                        const gr_process_options *options);

/* Write `ref` as a message, to be sent along: who gets it may call the actor.
 * Owns:    *storage is the caller's, nothing is allocated.   Thread: any.
 * Errors:  INVALID_ARGUMENT (zero, or a named ref), UNAVAILABLE (its node is gone). */
GR_MUST_USE gr_code garden_lamp_pack_ref(garden_lamp ref, struct Greenroom__Ref *storage);

/* The ref that a message carries, for use through `node`.   Thread: any.   Blocks: no.
 * Errors:  NOT_FOUND (none in it), FAILED_PRECONDITION (another service's),
 *          INVALID_ARGUMENT. */
GR_MUST_USE gr_code garden_lamp_unpack_ref(gr_node *node, const struct Greenroom__Ref *message,
                                           garden_lamp *out_ref);

/* Where a machine is to begin, for garden_lamp_spawn_at(): made by one of these. */
typedef struct garden_lamp_at {
    uint32_t state;
    const void *args;
} garden_lamp_at;

garden_lamp_at garden_lamp_at_dark(void);
garden_lamp_at garden_lamp_at_switch(void);
garden_lamp_at garden_lamp_at_default(const garden_amount *args);

/* As garden_lamp_spawn(), in any state: one of garden_lamp_at_...() makes `at`.
 * Borrows: as there; what `at` points to.
 * Errors:  as there. */
GR_MUST_USE gr_code garden_lamp_spawn_at(gr_node *node, const garden_lamp_type *type,
                                         garden_lamp_at at, const gr_spawn_options *options,
                                         garden_lamp *out_ref, gr_error *error);

/* The state's name in the schema; "none" where it is none. */
const char *garden_lamp_state_name(garden_lamp_state state);

/* As gr_machine_current(). */
garden_lamp_state garden_lamp_current(gr_context *ctx);

/* As gr_machine_transition(): where the state is known only now. */
GR_MUST_USE gr_code garden_lamp_transition(gr_context *ctx, garden_lamp_state target,
                                           const void *args);

/* As gr_machine_get_state(). */
GR_MUST_USE gr_code garden_lamp_get_state(garden_lamp to, const gr_call_options *options,
                                          garden_lamp_state *out_state, gr_error *error);

/* As gr_machine_wait(); GARDEN_LAMP_STATE_NONE: until it ends. */
GR_MUST_USE gr_code garden_lamp_wait(garden_lamp to, garden_lamp_state state,
                                     const gr_call_options *options, gr_error *error);

/* As gr_machine_wait_async(); GARDEN_LAMP_STATE_NONE: until it ends. */
GR_MUST_USE gr_code garden_lamp_wait_async(garden_lamp to, garden_lamp_state state,
                                           const gr_call_options *options, gr_future **out_future);

/* As gr_machine_observe(). */
GR_MUST_USE gr_code garden_lamp_observe(garden_lamp to, gr_transition_notice notice, uint64_t tag,
                                        gr_future **out_future);

/* What the body of off can return: it leads to switch, or stays, and calls are handled. */
GR_MUST_USE garden_lamp_dark_next garden_lamp_dark_to_switch(garden_lamp_dark_in in);
GR_MUST_USE garden_lamp_dark_next garden_lamp_dark_stay(garden_lamp_dark_in in);

/* What the body of switch can return: it leads to off and default, or stays, and calls are
 * handled. args are copied at once. */
GR_MUST_USE garden_lamp_switch_next garden_lamp_switch_to_dark(garden_lamp_switch_in in);
GR_MUST_USE garden_lamp_switch_next garden_lamp_switch_to_default(garden_lamp_switch_in in,
                                                                  const garden_amount *args);
GR_MUST_USE garden_lamp_switch_next garden_lamp_switch_stay(garden_lamp_switch_in in);

/* What the body of default can return: it leads to off and default, or stays, and calls are
 * handled. args are copied at once. */
GR_MUST_USE garden_lamp_default_next garden_lamp_default_to_dark(garden_lamp_default_in in);
GR_MUST_USE garden_lamp_default_next garden_lamp_default_to_default(garden_lamp_default_in in,
                                                                    const garden_amount *args);
GR_MUST_USE garden_lamp_default_next garden_lamp_default_stay(garden_lamp_default_in in);

/* In the timeout handler of default: go there when it has returned GR_OK. The last one counts.
 * Borrows: args, which are copied at once.   Blocks: no.
 * Errors:  FAILED_PRECONDITION (not in that handler), INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code garden_lamp_default_timeout_to_dark(gr_context *ctx);
GR_MUST_USE gr_code garden_lamp_default_timeout_to_default(gr_context *ctx,
                                                           const garden_amount *args);

/* A call of Press under way, and one held by its handler. */
typedef struct garden_lamp_press_future {
    gr_future *future;
} garden_lamp_press_future;

typedef struct garden_lamp_press_call {
    gr_call call;
} garden_lamp_press_call;

/* Call garden.Lamp.Press and wait for its end.
 * Thread:  any.   Blocks: suspends a fiber, blocks a plain thread, until the deadline
 *          (5,000 ms, unless options say otherwise).
 * Errors:  the handler's own; DEADLINE_EXCEEDED, CANCELLED, UNAVAILABLE, UNIMPLEMENTED,
 *          RESOURCE_EXHAUSTED, INVALID_ARGUMENT, INTERNAL (held, and dropped). */
GR_MUST_USE gr_code garden_lamp_press_sync(garden_lamp to, const gr_call_options *options,
                                           gr_error *error);

/* The same call, without waiting for its end.
 * Owns:    *out_future is the caller's, to be awaited or dropped.
 * Thread:  any.   Blocks: no, but while a named ref is looked up, or where a full mailbox or
 *          session makes its senders wait.
 * Errors:  INVALID_ARGUMENT, RESOURCE_EXHAUSTED (memory, fibers), what a lookup or a wait for
 *          room ends with; all others come with the future. */
GR_MUST_USE gr_code garden_lamp_press_async(garden_lamp to, const gr_call_options *options,
                                            garden_lamp_press_future *out_future);

/* Wait for the end of the call.
 * Takes:   future->future, which becomes NULL.
 * Thread:  any.   Blocks: suspends a fiber, blocks a plain thread, until the call's deadline.
 * Errors:  as garden_lamp_press_sync(). */
GR_MUST_USE gr_code garden_lamp_press_await(garden_lamp_press_future *future, gr_error *error);

/* Send garden.Lamp.Press, now or later, and do not wait. A failure of its handler goes to the
 * log.
 * Thread:  any.   Blocks: no, but while the session is full, or a named ref is looked up.
 * Errors:  UNAVAILABLE, RESOURCE_EXHAUSTED, INVALID_ARGUMENT, DEADLINE_EXCEEDED, CANCELLED. */
GR_MUST_USE gr_code garden_lamp_press_oneway(garden_lamp to, const gr_oneway_options *options);

/* In the handler: keep the call, to be answered after the handler has returned GR_OK.
 * Owns:    *out_call is the duty to answer once, with garden_lamp_press_answer().
 * Errors:  FAILED_PRECONDITION (not in this method's handler, sent oneway, held already),
 *          INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code garden_lamp_press_hold(gr_context *ctx, garden_lamp_press_call *out_call);

/* Answer a held call; gr_call_fail() answers with a message.
 * Thread:  any.   Blocks: no.
 * Errors:  FAILED_PRECONDITION (answered before, its caller gave up, or its actor has
 *          ended), INVALID_ARGUMENT, UNAVAILABLE (its node is gone). */
GR_MUST_USE gr_code garden_lamp_press_answer(garden_lamp_press_call call, gr_code code);

/* It has no methods, and ends with nothing.
 * A garden_spark is the address of an actor that serves garden.Spark: a value, copied freely.
 * All zero is none. */
typedef struct garden_spark {
    gr_ref ref;
} garden_spark;

/* An actor's state: the user's to complete. Zeroed before the actor starts. */
struct garden_spark_self;

/* Its states, as the schema has them. */
typedef enum garden_spark_state {
    GARDEN_SPARK_STATE_NONE = 0,
    GARDEN_SPARK_STATE_LIT = 1,
    GARDEN_SPARK_STATE_OUT = 2,
} garden_spark_state;

/* What each state's body is entered with, and what it returns: made from its own `in` by the
 * functions below, and by nothing else. in.args is borrowed until the state is left. */
typedef struct garden_spark_lit_in {
    gr_context *ctx;
    uint64_t entry;
} garden_spark_lit_in;
typedef struct garden_spark_lit_next {
    gr_machine_next next;
} garden_spark_lit_next;

typedef struct garden_spark_out_in {
    gr_context *ctx;
    uint64_t entry;
} garden_spark_out_in;
typedef struct garden_spark_out_next {
    gr_machine_next next;
} garden_spark_out_next;

/* Its bodies, one for each state: a body runs when its state is entered, may wait, and returns
 * what comes next. Nothing is handled meanwhile, but where it says gr_process(). Behind them
 * what the schema asks for: a state's timeout handler, what is called when a state or a group of
 * them is entered or left. */
typedef struct garden_spark_states {
    garden_spark_lit_next (*lit)(struct garden_spark_self *self, garden_spark_lit_in in);
    garden_spark_out_next (*out)(struct garden_spark_self *self, garden_spark_out_in in);
} garden_spark_states;

/* Such a table, of functions that are BODIES and the name here. */
#define GARDEN_SPARK_STATES(BODIES) GR_STUB_LIST(BODIES##lit, BODIES##out)

/* What a machine does beside that; each may be NULL. start comes first: the machine lives when
 * it has returned GR_OK. on_transition comes before each change, the first one, from none,
 * included: with another code than GR_OK it is refused, and the old state goes on. stop comes
 * last, with what the machine ended with. */
typedef struct garden_spark_hooks {
    gr_code (*start)(struct garden_spark_self *self, gr_context *ctx);
    void (*stop)(struct garden_spark_self *self, gr_context *ctx, gr_code reason);
    gr_code (*on_transition)(struct garden_spark_self *self, gr_context *ctx,
                             garden_spark_state from, garden_spark_state to, const void *args);
} garden_spark_hooks;

/* An actor's handlers, one for each method. A request is borrowed until its handler returns; a
 * reply may point into the actor's own state, or to what gr_alloc() gave. Make one with
 * GARDEN_SPARK_TYPE(). */
typedef struct garden_spark_type {
    gr_type base;
    garden_spark_states states;
    garden_spark_hooks hooks;
} garden_spark_type;

/* The table of an actor whose handlers are PREFIX and a method's name, whose bodies BODIES and a
 * state's:
 * const garden_spark_type type = GARDEN_SPARK_TYPE(on_, in_, GARDEN_SPARK_NO_HOOKS); */
#define GARDEN_SPARK_TYPE(PREFIX, BODIES, HOOKS)                                                   \
    GR_STUB_TYPE(garden_spark, GARDEN_SPARK_STATES(BODIES), HOOKS)

/* Its hooks, as in GARDEN_SPARK_HOOKS(.start = start), and none. */
#define GARDEN_SPARK_HOOKS(...) GR_STUB_LIST(__VA_ARGS__)
#define GARDEN_SPARK_NO_HOOKS   GR_STUB_LIST(NULL, NULL, NULL)

extern const gr_service garden_spark_service;

/* Make an actor of `type`. Returns when its start hook has.
 * Borrows: type, for as long as the actor lives; args and options.
 * Thread:  any.   Blocks: suspends a fiber, blocks a plain thread, until it has started.
 * Errors:  the start hook's own, ALREADY_EXISTS (options->name), INVALID_ARGUMENT,
 *          DEADLINE_EXCEEDED, CANCELLED, RESOURCE_EXHAUSTED, UNAVAILABLE (node stopping). */
GR_MUST_USE gr_code garden_spark_spawn(gr_node *node, const garden_spark_type *type,
                                       const gr_spawn_options *options, garden_spark *out_ref,
                                       gr_error *error);

/* Let gr_spawn_offered(), and so supervisors, make actors of `type` by the name
 * "garden.Spark".
 * Borrows: type, for as long as the node lives.   Thread: any.   Blocks: no.
 * Errors:  ALREADY_EXISTS (the node offers one), INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code garden_spark_offer(gr_node *node, const garden_spark_type *type);

/* Let other nodes, and this one, find the actor under `name`.   Thread: any.   Blocks: no.
 * Errors:  ALREADY_EXISTS, INVALID_ARGUMENT (name, or an actor of another node), UNAVAILABLE
 *          (gone), RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code garden_spark_register(gr_node *node, const char *name, garden_spark ref);

/* Find the actor registered as `name`: "manager" on this node, "back/manager" on another.
 * The ref is that actor's for good: once the actor has ended it is UNAVAILABLE.
 * Thread:  any.   Blocks: suspends a fiber, blocks a plain thread, until the deadline.
 * Errors:  NOT_FOUND, FAILED_PRECONDITION (the schemas disagree), DEADLINE_EXCEEDED,
 *          CANCELLED, UNAVAILABLE, INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code garden_spark_lookup(gr_node *node, const char *name,
                                        const gr_call_options *options, garden_spark *out_ref,
                                        gr_error *error);

/* A ref to whoever is registered as `name` when it is used: looked up then, and again after
 * UNAVAILABLE. No call is ever sent twice.   Thread: any.   Blocks: no.
 * Errors:  INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code garden_spark_named(gr_node *node, const char *name, garden_spark *out_ref);

/* The actor's own ref; zero where `ctx` is another service's.   Blocks: no. */
garden_spark garden_spark_self_ref(gr_context *ctx);

/* Write `ref` as a message, to be sent along: who gets it may call the actor.
 * Owns:    *storage is the caller's, nothing is allocated.   Thread: any.
 * Errors:  INVALID_ARGUMENT (zero, or a named ref), UNAVAILABLE (its node is gone). */
GR_MUST_USE gr_code garden_spark_pack_ref(garden_spark ref, struct Greenroom__Ref *storage);

/* The ref that a message carries, for use through `node`.   Thread: any.   Blocks: no.
 * Errors:  NOT_FOUND (none in it), FAILED_PRECONDITION (another service's),
 *          INVALID_ARGUMENT. */
GR_MUST_USE gr_code garden_spark_unpack_ref(gr_node *node, const struct Greenroom__Ref *message,
                                            garden_spark *out_ref);

/* Where a machine is to begin, for garden_spark_spawn_at(): made by one of these. */
typedef struct garden_spark_at {
    uint32_t state;
    const void *args;
} garden_spark_at;

garden_spark_at garden_spark_at_lit(void);
garden_spark_at garden_spark_at_out(void);

/* As garden_spark_spawn(), in any state: one of garden_spark_at_...() makes `at`.
 * Borrows: as there; what `at` points to.
 * Errors:  as there. */
GR_MUST_USE gr_code garden_spark_spawn_at(gr_node *node, const garden_spark_type *type,
                                          garden_spark_at at, const gr_spawn_options *options,
                                          garden_spark *out_ref, gr_error *error);

/* The state's name in the schema; "none" where it is none. */
const char *garden_spark_state_name(garden_spark_state state);

/* As gr_machine_current(). */
garden_spark_state garden_spark_current(gr_context *ctx);

/* As gr_machine_transition(): where the state is known only now. */
GR_MUST_USE gr_code garden_spark_transition(gr_context *ctx, garden_spark_state target,
                                            const void *args);

/* As gr_machine_get_state(). */
GR_MUST_USE gr_code garden_spark_get_state(garden_spark to, const gr_call_options *options,
                                           garden_spark_state *out_state, gr_error *error);

/* As gr_machine_wait(); GARDEN_SPARK_STATE_NONE: until it ends. */
GR_MUST_USE gr_code garden_spark_wait(garden_spark to, garden_spark_state state,
                                      const gr_call_options *options, gr_error *error);

/* As gr_machine_wait_async(); GARDEN_SPARK_STATE_NONE: until it ends. */
GR_MUST_USE gr_code garden_spark_wait_async(garden_spark to, garden_spark_state state,
                                            const gr_call_options *options, gr_future **out_future);

/* As gr_machine_observe(). */
GR_MUST_USE gr_code garden_spark_observe(garden_spark to, gr_transition_notice notice, uint64_t tag,
                                         gr_future **out_future);

/* What the body of lit can return: it leads to out, or stays, and calls are handled. */
GR_MUST_USE garden_spark_lit_next garden_spark_lit_to_out(garden_spark_lit_in in);
GR_MUST_USE garden_spark_lit_next garden_spark_lit_stay(garden_spark_lit_in in);

/* out is terminal: with this the machine ends. */
GR_MUST_USE garden_spark_out_next garden_spark_out_end(garden_spark_out_in in);

/* A garden_watcher is the address of an actor that serves garden.Watcher: a value, copied
 * freely. All zero is none. */
typedef struct garden_watcher {
    gr_ref ref;
} garden_watcher;

/* An actor's state: the user's to complete. Zeroed before the actor starts. */
struct garden_watcher_self;

/* What an actor does beside handling calls; each may be NULL. start comes first: the actor lives
 * when it has returned GR_OK. run, where it is there, comes next: calls are handled while it
 * says gr_process(), and the actor ends when it returns. stop comes last, with what the actor
 * ended with. */
typedef struct garden_watcher_hooks {
    gr_code (*start)(struct garden_watcher_self *self, gr_context *ctx);
    void (*stop)(struct garden_watcher_self *self, gr_context *ctx, gr_code reason);
    gr_code (*run)(struct garden_watcher_self *self, gr_context *ctx);
} garden_watcher_hooks;

/* An actor's handlers, one for each method. A request is borrowed until its handler returns; a
 * reply may point into the actor's own state, or to what gr_alloc() gave. Make one with
 * GARDEN_WATCHER_TYPE(). */
typedef struct garden_watcher_type {
    gr_type base;
    gr_code (*changed)(struct garden_watcher_self *self, gr_context *ctx,
                       const Greenroom__Transition *request);
    garden_watcher_hooks hooks;
} garden_watcher_type;

/* The table of an actor whose handlers are PREFIX and a method's name:
 * const garden_watcher_type type = GARDEN_WATCHER_TYPE(on_, GARDEN_WATCHER_NO_HOOKS); */
#define GARDEN_WATCHER_TYPE(PREFIX, HOOKS) GR_STUB_TYPE(garden_watcher, PREFIX##changed, HOOKS)

/* Its hooks, as in GARDEN_WATCHER_HOOKS(.start = start), and none. */
#define GARDEN_WATCHER_HOOKS(...) GR_STUB_LIST(__VA_ARGS__)
#define GARDEN_WATCHER_NO_HOOKS   GR_STUB_LIST(NULL, NULL, NULL)

extern const gr_service garden_watcher_service;

/* A set of methods, for garden_watcher_process(). */
typedef struct garden_watcher_methods {
    bool changed;
} garden_watcher_methods;

/* Make an actor of `type`. Returns when its start hook has.
 * Borrows: type, for as long as the actor lives; args and options.
 * Thread:  any.   Blocks: suspends a fiber, blocks a plain thread, until it has started.
 * Errors:  the start hook's own, ALREADY_EXISTS (options->name), INVALID_ARGUMENT,
 *          DEADLINE_EXCEEDED, CANCELLED, RESOURCE_EXHAUSTED, UNAVAILABLE (node stopping). */
GR_MUST_USE gr_code garden_watcher_spawn(gr_node *node, const garden_watcher_type *type,
                                         const gr_spawn_options *options, garden_watcher *out_ref,
                                         gr_error *error);

/* Let gr_spawn_offered(), and so supervisors, make actors of `type` by the name
 * "garden.Watcher".
 * Borrows: type, for as long as the node lives.   Thread: any.   Blocks: no.
 * Errors:  ALREADY_EXISTS (the node offers one), INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code garden_watcher_offer(gr_node *node, const garden_watcher_type *type);

/* Let other nodes, and this one, find the actor under `name`.   Thread: any.   Blocks: no.
 * Errors:  ALREADY_EXISTS, INVALID_ARGUMENT (name, or an actor of another node), UNAVAILABLE
 *          (gone), RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code garden_watcher_register(gr_node *node, const char *name, garden_watcher ref);

/* Find the actor registered as `name`: "manager" on this node, "back/manager" on another.
 * The ref is that actor's for good: once the actor has ended it is UNAVAILABLE.
 * Thread:  any.   Blocks: suspends a fiber, blocks a plain thread, until the deadline.
 * Errors:  NOT_FOUND, FAILED_PRECONDITION (the schemas disagree), DEADLINE_EXCEEDED,
 *          CANCELLED, UNAVAILABLE, INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code garden_watcher_lookup(gr_node *node, const char *name,
                                          const gr_call_options *options, garden_watcher *out_ref,
                                          gr_error *error);

/* A ref to whoever is registered as `name` when it is used: looked up then, and again after
 * UNAVAILABLE. No call is ever sent twice.   Thread: any.   Blocks: no.
 * Errors:  INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
GR_MUST_USE gr_code garden_watcher_named(gr_node *node, const char *name, garden_watcher *out_ref);

/* The actor's own ref; zero where `ctx` is another service's.   Blocks: no. */
garden_watcher garden_watcher_self_ref(gr_context *ctx);

/* gr_process() for some methods only: calls of others stay queued, in order. NULL: all.
 * Errors:  as gr_process(). */
GR_MUST_USE gr_code garden_watcher_process(gr_context *ctx, const garden_watcher_methods *only,
                                           const gr_process_options *options);

/* Write `ref` as a message, to be sent along: who gets it may call the actor.
 * Owns:    *storage is the caller's, nothing is allocated.   Thread: any.
 * Errors:  INVALID_ARGUMENT (zero, or a named ref), UNAVAILABLE (its node is gone). */
GR_MUST_USE gr_code garden_watcher_pack_ref(garden_watcher ref, struct Greenroom__Ref *storage);

/* The ref that a message carries, for use through `node`.   Thread: any.   Blocks: no.
 * Errors:  NOT_FOUND (none in it), FAILED_PRECONDITION (another service's),
 *          INVALID_ARGUMENT. */
GR_MUST_USE gr_code garden_watcher_unpack_ref(gr_node *node, const struct Greenroom__Ref *message,
                                              garden_watcher *out_ref);

/* Send garden.Watcher.Changed, now or later, and do not wait. A failure of its handler goes to
 * the log.
 * Borrows: request.
 * Thread:  any.   Blocks: no, but while the session is full, or a named ref is looked up.
 * Errors:  UNAVAILABLE, RESOURCE_EXHAUSTED, INVALID_ARGUMENT, DEADLINE_EXCEEDED, CANCELLED. */
GR_MUST_USE gr_code garden_watcher_changed_oneway(garden_watcher to,
                                                  const Greenroom__Transition *request,
                                                  const gr_oneway_options *options);

/* Have the notices of a machine sent as garden.Watcher.Changed.   Blocks: no. */
gr_transition_notice garden_watcher_changed_notice(garden_watcher to);

#ifdef __cplusplus
}
#endif
#endif
