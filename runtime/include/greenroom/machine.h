/* SPDX-License-Identifier: MIT */
/* Machines: actors that are in one state at a time, as their schema says. From the inside, what a
 * handler or body may do; from outside, how to see where a machine is, wait for it, and observe it.
 * Generated functions of the same names take a typed ref and typed states, which is better; these
 * are for tools that work on any machine. States are numbered from 1, in the order of the schema.
 */
#ifndef GREENROOM_MACHINE_H
#define GREENROOM_MACHINE_H

#include "greenroom/actor.h"
#include "greenroom/future.h"

#ifdef __cplusplus
extern "C" {
#endif

struct gr_service;

/* The name of a state; "none" where there is none of that number. */
GR_API const char *gr_machine_state_name(const struct gr_service *service, uint32_t state);

/* ---- from the inside ---- */

/* The state this machine is in; 0: it is none, or has not begun. In exit hooks it is the one that
 * is left.   Blocks: no. */
GR_API uint32_t gr_machine_current(gr_context *ctx);

/* Go to a state that is known only now. In a handler it is as the typed function: taken when the
 * handler has returned GR_OK, and the last one counts. In a body it is taken when that returns
 * `stay`. The state goes on as it was where this fails.
 * Borrows: args, a message of the target's type; NULL where it takes none.
 * Blocks:  no.
 * Errors:  FAILED_PRECONDITION (the state does not lead there, as gr_fail() then says with the
 *          states it does lead to; or not in a handler or body), INVALID_ARGUMENT (no such state,
 *          or its args), RESOURCE_EXHAUSTED. */
GR_API GR_MUST_USE gr_code gr_machine_transition(gr_context *ctx, uint32_t target,
                                                 const void *args);

/* ---- from outside ---- */

/* The state a machine is in, also while its body or a handler runs.
 * Thread:  any.   Blocks: suspends a fiber, blocks a plain thread, until the deadline.
 * Errors:  UNAVAILABLE (it has ended), FAILED_PRECONDITION (`service` has no states), and as any
 *          call. */
GR_API GR_MUST_USE gr_code gr_machine_get_state(gr_ref machine, const struct gr_service *service,
                                                const gr_call_options *options, uint32_t *out_state,
                                                gr_error *error);

/* Wait until a machine is in a state; 0: until it has ended. It is told of each state that the
 * machine comes to, however short.
 * Thread:  any.   Blocks: suspends a fiber, blocks a plain thread, until the deadline.
 * Errors:  what the machine ended with, where that is not GR_OK; FAILED_PRECONDITION (it ended
 *          without coming there, or `service` has no states), INVALID_ARGUMENT (no such state, here
 *          or there), UNAVAILABLE (gone before), ABORTED (it waits for this actor, and no timeout
 *          of its state ends that), RESOURCE_EXHAUSTED (also max_monitors, of all that wait for or
 *          observe it), and as any call. */
GR_API GR_MUST_USE gr_code gr_machine_wait(gr_ref machine, const struct gr_service *service,
                                           uint32_t state, const gr_call_options *options,
                                           gr_error *error);

/* Wait until it has ended in the terminal state `state`, and take what it ended with. Where the end
 * may come before this is asked, ask with gr_machine_wait_async() before.
 * Owns:    *out_result (the address of a typed pointer) is the caller's; free with gr_free().
 * Thread:  any.   Blocks: suspends a fiber, blocks a plain thread, until the deadline.
 * Errors:  as gr_machine_wait(); FAILED_PRECONDITION (it ended in another state, or was stopped in
 *          this one), INVALID_ARGUMENT (the state has no result), INTERNAL (the result cannot be
 *          decoded, or is nested deeper than 16 messages). */
GR_API GR_MUST_USE gr_code gr_machine_result(gr_ref machine, const struct gr_service *service,
                                             uint32_t state, const gr_call_options *options,
                                             void *out_result, gr_error *error);

/* gr_machine_wait() with a future, to be ended with gr_machine_await(), or dropped: then the
 * machine is told that nobody waits. Owns:    *out_future is the caller's.   Thread: any.   Blocks:
 * as any _async(). Errors:  FAILED_PRECONDITION, INVALID_ARGUMENT, and as any _async(). */
GR_API GR_MUST_USE gr_code gr_machine_wait_async(gr_ref machine, const struct gr_service *service,
                                                 uint32_t state, const gr_call_options *options,
                                                 gr_future **out_future);

/* Wait for the end of a future of gr_machine_wait_async() or gr_machine_observe().
 * Takes:   *future, and sets it to NULL, unless it is no such future.
 * Thread:  any.   Blocks: suspends a fiber, blocks a plain thread, until then.
 * Errors:  as gr_machine_wait(); of an observer, as waiting for the end has them. */
GR_API GR_MUST_USE gr_code gr_machine_await(gr_future **future, gr_error *error);

/* The same, of a wait for the end in the terminal state `state`; what it ended with is taken.
 * Takes:   *future, which becomes NULL, but with INVALID_ARGUMENT.
 * Owns, errors: as gr_machine_result(). */
GR_API GR_MUST_USE gr_code gr_machine_await_result(gr_future **future, uint32_t state,
                                                   void *out_result, gr_error *error);

/* Where notices go: a oneway method, of one actor of this node, that takes a greenroom.Transition.
 * The generated <service>_<method>_notice(ref) makes one. */
typedef struct gr_transition_notice {
    gr_ref to;
    const struct gr_service *service;
    uint32_t method;
} gr_transition_notice;

/* Have each change of a machine's state told, from now on: first the state it is in, with an empty
 * `from`, then each change, in order, and at last its end. What finds the observer's mailbox full
 * is lost by that method's policy, and leaves a gap in the numbers. It goes on until the future
 * ends: with the machine's own end or a lost session, when it is cancelled, or when it is dropped.
 * It has no deadline, whatever its caller's is.
 * Owns:    *out_future is the caller's: end it in the observer's stop hook at the latest.
 * Thread:  any.   Blocks: as any _async().
 * Errors:  INVALID_ARGUMENT (the observer is on another node, or its method of another kind),
 *          UNAVAILABLE (the observer is gone), FAILED_PRECONDITION (`service` has no states), and
 * as any _async(). */
GR_API GR_MUST_USE gr_code gr_machine_observe(gr_ref machine, const struct gr_service *service,
                                              gr_transition_notice notice, uint64_t tag,
                                              gr_future **out_future);

/* ---- transition coverage ---- */

/* One transition that a schema allows, and how often it was taken on a node. */
typedef struct gr_transition_count {
    const char *from;
    const char *to;
    uint64_t n;
} gr_transition_count;

/* How often each transition of a service's machines was taken, of all that the schema allows: those
 * with n 0 never were. Needs gr_node_options.count_transitions.
 * Borrows: the names live as long as the service.
 * Thread:  any.   Blocks: no.
 * Errors:  FAILED_PRECONDITION (not counted, or `service` has no states), INVALID_ARGUMENT,
 *          RESOURCE_EXHAUSTED (more than `cap`: *out_n says how many). */
GR_API GR_MUST_USE gr_code gr_machine_get_counts(gr_node *node, const struct gr_service *service,
                                                 gr_transition_count *out_counts, size_t cap,
                                                 size_t *out_n);

#ifdef __cplusplus
}
#endif
#endif
