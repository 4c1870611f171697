/* SPDX-License-Identifier: MIT */
/* The functions of generated code, each group of them one line of x.gr.c: those that hand what
 * comes to the user's functions, and those that x.gr.h declares, with their contracts. All are one
 * call of greenroom/stub.h or greenroom/machine.h. Included by x.gr.c alone.
 *
 * Parameters: `s` is the start of the service's names (garden_manager), `address` the type of its
 * refs, `m` the start of a method's names (garden_manager_fetch), `member` what the table of
 * handlers or bodies calls it, `n` its number; `Q`, `R` and `A` are the types of request, reply and
 * arguments. What may be a macro elsewhere is pasted here, and never handed from macro to macro.
 * Pointers to structs of one member are cast, not dereferenced: so NULL reaches the runtime, which
 * refuses it.
 */
#ifndef GREENROOM_STUB_SOURCE_H
#define GREENROOM_STUB_SOURCE_H

#include <stddef.h>

#include "greenroom/stub.h"

/* ---- of a service ---- */

#define GR_STUB_SERVICE(s, address)                                                                \
    static void s##_stop(const gr_type *type, void *self, gr_context *ctx, gr_code reason)         \
    {                                                                                              \
        ((const s##_type *)type)->hooks.stop(self, ctx, reason);                                   \
    }                                                                                              \
    gr_code s##_offer(gr_node *node, const s##_type *type)                                         \
    {                                                                                              \
        return gr_stub_offer(node, (const gr_type *)type);                                         \
    }                                                                                              \
    gr_code s##_register(gr_node *node, const char *name, address actor)                           \
    {                                                                                              \
        return gr_stub_register(node, name, actor.ref, &s##_service);                              \
    }                                                                                              \
    gr_code s##_lookup(gr_node *node, const char *name, const gr_call_options *options,            \
                       address *out_ref, gr_error *error)                                          \
    {                                                                                              \
        return gr_stub_lookup(node, name, &s##_service, options, (gr_ref *)out_ref, error);        \
    }                                                                                              \
    gr_code s##_named(gr_node *node, const char *name, address *out_ref)                           \
    {                                                                                              \
        return gr_stub_named(node, name, &s##_service, (gr_ref *)out_ref);                         \
    }                                                                                              \
    address s##_self_ref(gr_context *ctx)                                                          \
    {                                                                                              \
        return (address){ gr_stub_self(ctx, &s##_service) };                                       \
    }                                                                                              \
    gr_code s##_pack_ref(address actor, struct Greenroom__Ref *storage)                            \
    {                                                                                              \
        return gr_stub_ref_pack(actor.ref, &s##_service, storage);                                 \
    }                                                                                              \
    gr_code s##_unpack_ref(gr_node *node, const struct Greenroom__Ref *message, address *out_ref)  \
    {                                                                                              \
        return gr_stub_ref_unpack(node, message, &s##_service, (gr_ref *)out_ref);                 \
    }

/* One of the next two: without arguments, and with. */
#define GR_STUB_SPAWN(s, address)                                                                  \
    static gr_code s##_start(const gr_type *type, void *self, gr_context *ctx, const void *args)   \
    {                                                                                              \
        (void)args;                                                                                \
        return ((const s##_type *)type)->hooks.start(self, ctx);                                   \
    }                                                                                              \
    gr_code s##_spawn(gr_node *node, const s##_type *type, const gr_spawn_options *options,        \
                      address *out_ref, gr_error *error)                                           \
    {                                                                                              \
        return gr_stub_spawn(node, (const gr_type *)type, NULL, options, (gr_ref *)out_ref,        \
                             error);                                                               \
    }

#define GR_STUB_SPAWN_WITH(s, address, A)                                                          \
    static gr_code s##_start(const gr_type *type, void *self, gr_context *ctx, const void *args)   \
    {                                                                                              \
        return ((const s##_type *)type)->hooks.start(self, ctx, args);                             \
    }                                                                                              \
    gr_code s##_spawn(gr_node *node, const s##_type *type, const A *args,                          \
                      const gr_spawn_options *options, address *out_ref, gr_error *error)          \
    {                                                                                              \
        return gr_stub_spawn(node, (const gr_type *)type, args, options, (gr_ref *)out_ref,        \
                             error);                                                               \
    }

/* Where it is no machine. */
#define GR_STUB_RUN(s)                                                                             \
    static gr_code s##_run(const gr_type *type, void *self, gr_context *ctx)                       \
    {                                                                                              \
        return ((const s##_type *)type)->hooks.run(self, ctx);                                     \
    }

/* Where it has methods. */
#define GR_STUB_PROCESS(s)                                                                         \
    gr_code s##_process(gr_context *ctx, const s##_methods *only,                                  \
                        const gr_process_options *options)                                         \
    {                                                                                              \
        return gr_stub_process(ctx, &s##_service, only, options);                                  \
    }

/* ---- of a method: one of these ---- */

#define GR_STUB_CALL(s, address, m, member, n, Q, R)                                               \
    GR_STUB_PART_HANDLE(s##_type, m, member, ctx, request, reply)                                  \
    gr_code m##_sync(address to, const Q *request, const gr_call_options *options, R **out_reply,  \
                     gr_error *error)                                                              \
    {                                                                                              \
        return gr_stub_sync(to.ref, &s##_service, n, request, options, (void *)out_reply, error);  \
    }                                                                                              \
    GR_STUB_PART_REQUEST(s##_service, address, m, n, Q)                                            \
    GR_STUB_PART_REPLY(s##_service, m, n, R)

#define GR_STUB_CALL_TAKES(s, address, m, member, n, Q)                                            \
    GR_STUB_PART_HANDLE(s##_type, m, member, ctx, request)                                         \
    gr_code m##_sync(address to, const Q *request, const gr_call_options *options,                 \
                     gr_error *error)                                                              \
    {                                                                                              \
        return gr_stub_sync(to.ref, &s##_service, n, request, options, NULL, error);               \
    }                                                                                              \
    GR_STUB_PART_REQUEST(s##_service, address, m, n, Q)                                            \
    GR_STUB_PART_NO_REPLY(s##_service, m, n)

#define GR_STUB_CALL_GIVES(s, address, m, member, n, R)                                            \
    GR_STUB_PART_HANDLE(s##_type, m, member, ctx, reply)                                           \
    gr_code m##_sync(address to, const gr_call_options *options, R **out_reply, gr_error *error)   \
    {                                                                                              \
        return gr_stub_sync(to.ref, &s##_service, n, NULL, options, (void *)out_reply, error);     \
    }                                                                                              \
    GR_STUB_PART_NO_REQUEST(s##_service, address, m, n)                                            \
    GR_STUB_PART_REPLY(s##_service, m, n, R)

#define GR_STUB_CALL_BARE(s, address, m, member, n)                                                \
    GR_STUB_PART_HANDLE(s##_type, m, member, ctx)                                                  \
    gr_code m##_sync(address to, const gr_call_options *options, gr_error *error)                  \
    {                                                                                              \
        return gr_stub_sync(to.ref, &s##_service, n, NULL, options, NULL, error);                  \
    }                                                                                              \
    GR_STUB_PART_NO_REQUEST(s##_service, address, m, n)                                            \
    GR_STUB_PART_NO_REPLY(s##_service, m, n)

#define GR_STUB_ONEWAY(s, address, m, member, n, Q)                                                \
    GR_STUB_PART_HANDLE(s##_type, m, member, ctx, request)                                         \
    GR_STUB_PART_ONEWAY(s##_service, address, m, n, Q)

#define GR_STUB_ONEWAY_BARE(s, address, m, member, n)                                              \
    GR_STUB_PART_HANDLE(s##_type, m, member, ctx)                                                  \
    GR_STUB_PART_ONEWAY_BARE(s##_service, address, m, n)

#define GR_STUB_INTERNAL(s, m, member, n, Q)                                                       \
    GR_STUB_PART_HANDLE(s##_type, m, member, ctx, request)                                         \
    gr_code m##_raise(gr_context *ctx, const Q *request)                                           \
    {                                                                                              \
        return gr_stub_raise(ctx, &s##_service, n, request);                                       \
    }

#define GR_STUB_INTERNAL_BARE(s, m, member, n)                                                     \
    GR_STUB_PART_HANDLE(s##_type, m, member, ctx)                                                  \
    gr_code m##_raise(gr_context *ctx)                                                             \
    {                                                                                              \
        return gr_stub_raise(ctx, &s##_service, n, NULL);                                          \
    }

/* And where it takes a notice of that type, this too. */
#define GR_STUB_NOTICE(s, address, m, n, notice)                                                   \
    notice m##_notice(address to)                                                                  \
    {                                                                                              \
        return (notice){ .to = to.ref, .service = &s##_service, .method = n };                     \
    }

/* What the above are made of. */
#define GR_STUB_PART_HANDLE(handlers, m, member, ...)                                              \
    static gr_code m##_handle(const gr_type *type, void *self, gr_context *ctx,                    \
                              const void *request, void *reply)                                    \
    {                                                                                              \
        (void)request;                                                                             \
        (void)reply;                                                                               \
        return ((const handlers *)type)->member(self, __VA_ARGS__);                                \
    }

#define GR_STUB_PART_ONEWAY(table, address, m, n, Q)                                               \
    gr_code m##_oneway(address to, const Q *request, const gr_oneway_options *options)             \
    {                                                                                              \
        return gr_stub_oneway(to.ref, &table, n, request, options);                                \
    }

#define GR_STUB_PART_ONEWAY_BARE(table, address, m, n)                                             \
    gr_code m##_oneway(address to, const gr_oneway_options *options)                               \
    {                                                                                              \
        return gr_stub_oneway(to.ref, &table, n, NULL, options);                                   \
    }

#define GR_STUB_PART_REQUEST(table, address, m, n, Q)                                              \
    GR_STUB_PART_ONEWAY(table, address, m, n, Q)                                                   \
    gr_code m##_async(address to, const Q *request, const gr_call_options *options,                \
                      m##_future *out_future)                                                      \
    {                                                                                              \
        return gr_stub_async(to.ref, &table, n, request, options, (gr_future **)out_future);       \
    }                                                                                              \
    const Q *m##_request(m##_call call)                                                            \
    {                                                                                              \
        return gr_stub_request(call.call, &table, n);                                              \
    }

#define GR_STUB_PART_NO_REQUEST(table, address, m, n)                                              \
    GR_STUB_PART_ONEWAY_BARE(table, address, m, n)                                                 \
    gr_code m##_async(address to, const gr_call_options *options, m##_future *out_future)          \
    {                                                                                              \
        return gr_stub_async(to.ref, &table, n, NULL, options, (gr_future **)out_future);          \
    }

#define GR_STUB_PART_REPLY(table, m, n, R)                                                         \
    GR_STUB_PART_HOLD(table, m, n)                                                                 \
    gr_code m##_await(m##_future *future, R **out_reply, gr_error *error)                          \
    {                                                                                              \
        return gr_stub_await((gr_future **)future, &table, n, (void *)out_reply, error);           \
    }                                                                                              \
    gr_code m##_answer(m##_call call, gr_code code, const R *reply)                                \
    {                                                                                              \
        return gr_stub_answer(call.call, &table, n, code, reply);                                  \
    }

#define GR_STUB_PART_NO_REPLY(table, m, n)                                                         \
    GR_STUB_PART_HOLD(table, m, n)                                                                 \
    gr_code m##_await(m##_future *future, gr_error *error)                                         \
    {                                                                                              \
        return gr_stub_await((gr_future **)future, &table, n, NULL, error);                        \
    }                                                                                              \
    gr_code m##_answer(m##_call call, gr_code code)                                                \
    {                                                                                              \
        return gr_stub_answer(call.call, &table, n, code, NULL);                                   \
    }

#define GR_STUB_PART_HOLD(table, m, n)                                                             \
    gr_code m##_hold(gr_context *ctx, m##_call *out_call)                                          \
    {                                                                                              \
        return gr_stub_hold(ctx, &table, n, (gr_call *)out_call);                                  \
    }

/* ---- of a field that refers to an actor: one, or a list of them ---- */

/* `message` is the start of the message's names, `T` its type, `d` the start of protobuf-c's names
 * of it; `s` and `address` are those of the service that it refers to. */
#define GR_STUB_REF(message, T, d, member, n, s, address)                                          \
    gr_code message##_set_##member(T *in, struct Greenroom__Ref *storage, address actor)           \
    {                                                                                              \
        return gr_stub_ref_set(in, &d##__descriptor, n, actor.ref, &s##_service, storage);         \
    }                                                                                              \
    gr_code message##_get_##member(gr_node *node, const T *in, address *out_ref)                   \
    {                                                                                              \
        return gr_stub_ref_get(node, in, &d##__descriptor, n, 0, &s##_service, (gr_ref *)out_ref); \
    }

#define GR_STUB_REFS(message, T, d, member, n, s, address)                                         \
    gr_code message##_get_##member(gr_node *node, const T *in, size_t index, address *out_ref)     \
    {                                                                                              \
        return gr_stub_ref_get(node, in, &d##__descriptor, n, index, &s##_service,                 \
                               (gr_ref *)out_ref);                                                 \
    }

/* ---- of a machine ---- */

#define GR_STUB_MACHINE(s, address)                                                                \
    _Static_assert(sizeof(s##_state) == sizeof(uint32_t),                                          \
                   "states are handed on by their address");                                       \
    static gr_code s##_on_transition(const gr_type *type, void *self, gr_context *ctx,             \
                                     uint32_t from, uint32_t to, const void *args)                 \
    {                                                                                              \
        return ((const s##_type *)type)                                                            \
            ->hooks.on_transition(self, ctx, (s##_state)from, (s##_state)to, args);                \
    }                                                                                              \
    const char *s##_state_name(s##_state state)                                                    \
    {                                                                                              \
        return gr_machine_state_name(&s##_service, (uint32_t)state);                               \
    }                                                                                              \
    s##_state s##_current(gr_context *ctx)                                                         \
    {                                                                                              \
        return (s##_state)gr_machine_current(ctx);                                                 \
    }                                                                                              \
    gr_code s##_transition(gr_context *ctx, s##_state target, const void *args)                    \
    {                                                                                              \
        return gr_machine_transition(ctx, (uint32_t)target, args);                                 \
    }                                                                                              \
    gr_code s##_get_state(address to, const gr_call_options *options, s##_state *out_state,        \
                          gr_error *error)                                                         \
    {                                                                                              \
        return gr_machine_get_state(to.ref, &s##_service, options, (uint32_t *)out_state, error);  \
    }                                                                                              \
    gr_code s##_wait(address to, s##_state state, const gr_call_options *options, gr_error *error) \
    {                                                                                              \
        return gr_machine_wait(to.ref, &s##_service, (uint32_t)state, options, error);             \
    }                                                                                              \
    gr_code s##_wait_async(address to, s##_state state, const gr_call_options *options,            \
                           gr_future **out_future)                                                 \
    {                                                                                              \
        return gr_machine_wait_async(to.ref, &s##_service, (uint32_t)state, options, out_future);  \
    }                                                                                              \
    gr_code s##_observe(address to, gr_transition_notice notice, uint64_t tag,                     \
                        gr_future **out_future)                                                    \
    {                                                                                              \
        return gr_machine_observe(to.ref, &s##_service, notice, tag, out_future);                  \
    }

/* Beside GR_STUB_SPAWN, and in the same form. */
#define GR_STUB_SPAWN_AT(s, address)                                                               \
    gr_code s##_spawn_at(gr_node *node, const s##_type *type, s##_at at,                           \
                         const gr_spawn_options *options, address *out_ref, gr_error *error)       \
    {                                                                                              \
        const gr_machine_at any = { at.state, at.args };                                           \
        return gr_stub_spawn_at(node, (const gr_type *)type, NULL, any, options,                   \
                                (gr_ref *)out_ref, error);                                         \
    }

#define GR_STUB_SPAWN_AT_WITH(s, address, A)                                                       \
    gr_code s##_spawn_at(gr_node *node, const s##_type *type, const A *args, s##_at at,            \
                         const gr_spawn_options *options, address *out_ref, gr_error *error)       \
    {                                                                                              \
        const gr_machine_at any = { at.state, at.args };                                           \
        return gr_stub_spawn_at(node, (const gr_type *)type, args, any, options,                   \
                                (gr_ref *)out_ref, error);                                         \
    }

/* Of a state, by its part of the names: one of these two, and one of the three below. */
#define GR_STUB_STATE(s, state, member, n)                                                         \
    static gr_machine_next s##_##state##_body(const gr_type *type, void *self, gr_machine_in in)   \
    {                                                                                              \
        const s##_##state##_in typed = { in.ctx, in.entry };                                       \
        return ((const s##_type *)type)->states.member(self, typed).next;                          \
    }                                                                                              \
    s##_at s##_at_##state(void)                                                                    \
    {                                                                                              \
        return (s##_at){ n, NULL };                                                                \
    }

#define GR_STUB_STATE_WITH(s, state, member, n, A)                                                 \
    static gr_machine_next s##_##state##_body(const gr_type *type, void *self, gr_machine_in in)   \
    {                                                                                              \
        const s##_##state##_in typed = { in.ctx, in.entry, in.args };                              \
        return ((const s##_type *)type)->states.member(self, typed).next;                          \
    }                                                                                              \
    s##_at s##_at_##state(const A *args)                                                           \
    {                                                                                              \
        return (s##_at){ n, args };                                                                \
    }

#define GR_STUB_STAY(s, state)                                                                     \
    s##_##state##_next s##_##state##_stay(s##_##state##_in in)                                     \
    {                                                                                              \
        return (s##_##state##_next){ gr_stub_next(in.ctx, in.entry, GR_NEXT_STAY, NULL) };         \
    }

#define GR_STUB_END(s, state)                                                                      \
    s##_##state##_next s##_##state##_end(s##_##state##_in in)                                      \
    {                                                                                              \
        return (s##_##state##_next){ gr_stub_next_end(in.ctx, in.entry, NULL) };                   \
    }

#define GR_STUB_END_WITH(s, address, state, n, R)                                                  \
    s##_##state##_next s##_##state##_end(s##_##state##_in in, const R *result)                     \
    {                                                                                              \
        return (s##_##state##_next){ gr_stub_next_end(in.ctx, in.entry, result) };                 \
    }                                                                                              \
    gr_code s##_##state##_result(address to, const gr_call_options *options, R **out_result,       \
                                 gr_error *error)                                                  \
    {                                                                                              \
        return gr_machine_result(to.ref, &s##_service, n, options, (void *)out_result, error);     \
    }                                                                                              \
    gr_code s##_##state##_result_await(gr_future **future, R **out_result, gr_error *error)        \
    {                                                                                              \
        return gr_machine_await_result(future, n, (void *)out_result, error);                      \
    }

/* Of a state's target: from its body, and from its timeout handler. */
#define GR_STUB_TO(s, state, target, n)                                                            \
    s##_##state##_next s##_##state##_to_##target(s##_##state##_in in)                              \
    {                                                                                              \
        return (s##_##state##_next){ gr_stub_next(in.ctx, in.entry, n, NULL) };                    \
    }

#define GR_STUB_TO_WITH(s, state, target, n, A)                                                    \
    s##_##state##_next s##_##state##_to_##target(s##_##state##_in in, const A *args)               \
    {                                                                                              \
        return (s##_##state##_next){ gr_stub_next(in.ctx, in.entry, n, args) };                    \
    }

#define GR_STUB_TIMEOUT_TO(s, state, from, target, n)                                              \
    gr_code s##_##state##_timeout_to_##target(gr_context *ctx)                                     \
    {                                                                                              \
        return gr_stub_timeout_to(ctx, &s##_service, from, n, NULL);                               \
    }

#define GR_STUB_TIMEOUT_TO_WITH(s, state, from, target, n, A)                                      \
    gr_code s##_##state##_timeout_to_##target(gr_context *ctx, const A *args)                      \
    {                                                                                              \
        return gr_stub_timeout_to(ctx, &s##_service, from, n, args);                               \
    }

/* Of a method's target. */
#define GR_STUB_METHOD_TO(s, m, method, target, n)                                                 \
    gr_code m##_to_##target(gr_context *ctx)                                                       \
    {                                                                                              \
        return gr_stub_method_to(ctx, &s##_service, method, n, NULL);                              \
    }

#define GR_STUB_METHOD_TO_WITH(s, m, method, target, n, A)                                         \
    gr_code m##_to_##target(gr_context *ctx, const A *args)                                        \
    {                                                                                              \
        return gr_stub_method_to(ctx, &s##_service, method, n, args);                              \
    }

/* A state's timeout handler; a hook of a state or a group, by the name of both in the table. */
#define GR_STUB_TIMED_OUT(s, hook)                                                                 \
    static gr_code s##_##hook(const gr_type *type, void *self, gr_context *ctx)                    \
    {                                                                                              \
        return ((const s##_type *)type)->states.hook(self, ctx);                                   \
    }

#define GR_STUB_HOOK(s, hook)                                                                      \
    static void s##_##hook(const gr_type *type, void *self, gr_context *ctx)                       \
    {                                                                                              \
        ((const s##_type *)type)->states.hook(self, ctx);                                          \
    }

/* A line of numbers in a table. */
#define GR_STUB_ROW(...) __VA_ARGS__

#define GR_STUB_TIMER(s, timer, n)                                                                 \
    gr_code s##_##timer##_start(gr_context *ctx, uint32_t ms)                                      \
    {                                                                                              \
        return gr_stub_timer_start(ctx, &s##_service, n, ms);                                      \
    }                                                                                              \
    gr_code s##_##timer##_stop(gr_context *ctx)                                                    \
    {                                                                                              \
        return gr_stub_timer_stop(ctx, &s##_service, n);                                           \
    }

#endif
