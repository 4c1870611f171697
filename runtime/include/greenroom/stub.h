/* SPDX-License-Identifier: MIT */
/* What generated code is made of: tables, and one untyped call for each kind of stub. For generated
 * code alone; GR_STUB_ABI changes whenever old generated code would no longer fit. */
#ifndef GREENROOM_STUB_H
#define GREENROOM_STUB_H

#include "greenroom/child.h"
#include "greenroom/future.h"
#include "greenroom/machine.h"
#include "greenroom/monitor.h"
#include "greenroom/node.h"

#ifdef __cplusplus
extern "C" {
#endif

#define GR_STUB_ABI    2
#define GR_MAX_METHODS 256
#define GR_MAX_STATES  256
#define GR_MAX_GROUPS  64
#define GR_MAX_TIMERS  64

typedef struct gr_type gr_type;
struct Greenroom__Ref;

/* One method. `request` and `reply` are NULL where the schema says google.protobuf.Empty. */
typedef struct gr_method {
    const char *name; /* "AccessResources" */
    const ProtobufCMessageDescriptor *request;
    const ProtobufCMessageDescriptor *reply;
    gr_code (*handle)(const gr_type *type, void *self, gr_context *ctx, const void *request,
                      void *reply);
    uint32_t timeout_ms;    /* 0: the default */
    uint32_t slow_after_ms; /* 0: the node's */
    gr_overflow overflow;
    bool oneway;
    bool internal;        /* a machine's own: nobody else can send it */
    bool detached;        /* its deadline is not cut to the caller's */
    bool request_is_flat; /* scalar fields only: copied by memcpy */
    bool reply_is_flat;
} gr_method;

/* What a state does with a method: one byte of gr_machine.policies. */
enum { GR_EVENT_REFUSE = 0, GR_EVENT_ACCEPT = 1, GR_EVENT_POSTPONE = 2, GR_EVENT_IGNORE = 3 };

/* What a body was entered with, and what it returns: the generated types of each state wrap these.
 * States are numbered from 1; `target` may also be one of the three below. */
typedef struct gr_machine_in {
    gr_context *ctx;
    uint64_t entry; /* the number of this entry: what is made of an older one is no good */
    const void *args;
} gr_machine_in;

typedef struct gr_machine_next {
    uint64_t entry; /* 0: forged */
    uint32_t target;
    uint32_t made; /* which of the arguments that were copied; 0: none. FAILED: a gr_code */
} gr_machine_next;

/* Where a machine is to begin. */
typedef struct gr_machine_at {
    uint32_t state; /* 0: the initial one */
    const void *args;
} gr_machine_at;

#define GR_NEXT_STAY   UINT32_MAX
#define GR_NEXT_END    (UINT32_MAX - 1)
#define GR_NEXT_FAILED (UINT32_MAX - 2) /* its arguments could not be copied */

/* One state. */
typedef struct gr_state {
    const char *name; /* "growing" */
    const ProtobufCMessageDescriptor *args;
    const ProtobufCMessageDescriptor *result;
    const uint16_t *to;  /* numbers of states, ascending */
    uint32_t n_to;       /* 0: terminal */
    uint32_t timeout_ms; /* 0: none */
    uint32_t on_timeout; /* where to; 0: timed_out says, or it has no timeout */
    gr_machine_next (*body)(const gr_type *type, void *self, gr_machine_in in);
    gr_code (*timed_out)(const gr_type *type, void *self, gr_context *ctx); /* or NULL */
    void (*exit)(const gr_type *type, void *self, gr_context *ctx);         /* or NULL */
} gr_state;

/* A group of states that has hooks. */
typedef struct gr_group {
    const char *name;
    const uint16_t *states; /* all that are in it, ascending */
    uint32_t n_states;
    void (*enter)(const gr_type *type, void *self, gr_context *ctx); /* or NULL */
    void (*exit)(const gr_type *type, void *self, gr_context *ctx);  /* or NULL */
} gr_group;

/* A named timer, and the method that it fires. */
typedef struct gr_machine_timer {
    const char *name;
    uint32_t method;
} gr_machine_timer;

/* What makes a service a machine. Its type has a third hook in the place of run: on_transition,
 * called by `transition` where it is not NULL. */
typedef struct gr_machine {
    const gr_state *states; /* the first is number 1 */
    uint32_t n_states;
    uint32_t initial;
    const gr_group *groups; /* a group before those that are in it */
    uint32_t n_groups;
    uint32_t n_timers;
    const gr_machine_timer *timers;
    const uint8_t *policies; /* n_methods bytes a state, "$machine" included: that is ACCEPT */
    uint32_t ask;            /* the number of the method "$machine": the last one */
    gr_code (*transition)(const gr_type *type, void *self, gr_context *ctx, uint32_t from,
                          uint32_t to, const void *args);
} gr_machine;

/* One service. */
typedef struct gr_service {
    const char *name; /* "garden.Manager" */
    const gr_method *methods;
    uint32_t n_methods;
    uint32_t mailbox_messages;              /* 0: the node's */
    size_t mailbox_bytes;                   /* 0: the node's */
    const ProtobufCMessageDescriptor *args; /* of the start hook; NULL: none */
    size_t
        hooks_at; /* offset of the hooks in the type: three function pointers, start, stop, run */
    gr_code (*start)(const gr_type *type, void *self, gr_context *ctx, const void *args);
    void (*stop)(const gr_type *type, void *self, gr_context *ctx, gr_code reason);
    gr_code (*run)(const gr_type *type, void *self, gr_context *ctx);
    const gr_machine *machine; /* NULL: it has no states */
    const char *schema;        /* canonical form: docs/protocol.md */
    uint8_t fingerprint[32];   /* its SHA-256 */
} gr_service;

/* The head of every generated type table: what an actor is made of. */
struct gr_type {
    const gr_service *service;
    size_t self_size; /* of the user's struct, handed to handlers zeroed at the start */
};

/* Initialisers of type tables and of their hooks. */
#define GR_STUB_LIST(...)                                                                          \
    {                                                                                              \
        __VA_ARGS__                                                                                \
    }
#define GR_STUB_TYPE(prefix, ...)                                                                  \
    GR_STUB_LIST({ &prefix##_service, sizeof(struct prefix##_self) }, __VA_ARGS__)

/* The stubs' other halves. Contracts are those of the generated functions, docs/schema.md. Where a
 * parameter is an untyped `out_...`, it is the address of a typed pointer. */
GR_API GR_MUST_USE gr_code gr_stub_sync(gr_ref to, const gr_service *service, uint32_t method,
                                        const void *request, const gr_call_options *options,
                                        void *out_reply, gr_error *error);
GR_API GR_MUST_USE gr_code gr_stub_async(gr_ref to, const gr_service *service, uint32_t method,
                                         const void *request, const gr_call_options *options,
                                         gr_future **out_future);
GR_API GR_MUST_USE gr_code gr_stub_await(gr_future **future, const gr_service *service,
                                         uint32_t method, void *out_reply, gr_error *error);
GR_API GR_MUST_USE gr_code gr_stub_oneway(gr_ref to, const gr_service *service, uint32_t method,
                                          const void *request, const gr_oneway_options *options);

GR_API GR_MUST_USE gr_code gr_stub_hold(gr_context *ctx, const gr_service *service, uint32_t method,
                                        gr_call *out_call);
GR_API GR_MUST_USE gr_code gr_stub_answer(gr_call call, const gr_service *service, uint32_t method,
                                          gr_code code, const void *reply);
GR_API const void *gr_stub_request(gr_call call, const gr_service *service, uint32_t method);

GR_API GR_MUST_USE gr_code gr_stub_spawn(gr_node *node, const gr_type *type, const void *args,
                                         const gr_spawn_options *options, gr_ref *out_ref,
                                         gr_error *error);
/* The same for a machine, in any state. */
GR_API GR_MUST_USE gr_code gr_stub_spawn_at(gr_node *node, const gr_type *type, const void *args,
                                            gr_machine_at at, const gr_spawn_options *options,
                                            gr_ref *out_ref, gr_error *error);
GR_API GR_MUST_USE gr_code gr_stub_offer(gr_node *node, const gr_type *type);
GR_API GR_MUST_USE gr_code gr_stub_register(gr_node *node, const char *name, gr_ref ref,
                                            const gr_service *service);
GR_API GR_MUST_USE gr_code gr_stub_lookup(gr_node *node, const char *name,
                                          const gr_service *service, const gr_call_options *options,
                                          gr_ref *out_ref, gr_error *error);
GR_API GR_MUST_USE gr_code gr_stub_named(gr_node *node, const char *name, const gr_service *service,
                                         gr_ref *out_ref);
GR_API gr_ref gr_stub_self(gr_context *ctx, const gr_service *service);

/* `only` is an array of n_methods bools, or NULL for all. */
GR_API GR_MUST_USE gr_code gr_stub_process(gr_context *ctx, const gr_service *service,
                                           const void *only, const gr_process_options *options);

/* Refs in messages. `storage` must live as long as the message that points to it is used. */
GR_API GR_MUST_USE gr_code gr_stub_ref_pack(gr_ref ref, const gr_service *service,
                                            struct Greenroom__Ref *storage);
GR_API GR_MUST_USE gr_code gr_stub_ref_unpack(gr_node *node, const struct Greenroom__Ref *message,
                                              const gr_service *service, gr_ref *out_ref);

/* The same for a field of a message, by its number. `index`: of a repeated one, else 0. */
GR_API GR_MUST_USE gr_code gr_stub_ref_set(void *message, const ProtobufCMessageDescriptor *type,
                                           uint32_t number, gr_ref ref, const gr_service *service,
                                           struct Greenroom__Ref *storage);
GR_API GR_MUST_USE gr_code gr_stub_ref_get(gr_node *node, const void *message,
                                           const ProtobufCMessageDescriptor *type, uint32_t number,
                                           size_t index, const gr_service *service,
                                           gr_ref *out_ref);

/* Of a machine's bodies: what they return. `args` and `result` are copied at once. */
GR_API gr_machine_next gr_stub_next(gr_context *ctx, uint64_t entry, uint32_t target,
                                    const void *args);
GR_API gr_machine_next gr_stub_next_end(gr_context *ctx, uint64_t entry, const void *result);

/* The transition that the handler of `method`, or the timeout handler of `state`, leads to. */
GR_API GR_MUST_USE gr_code gr_stub_method_to(gr_context *ctx, const gr_service *service,
                                             uint32_t method, uint32_t target, const void *args);
GR_API GR_MUST_USE gr_code gr_stub_timeout_to(gr_context *ctx, const gr_service *service,
                                              uint32_t state, uint32_t target, const void *args);

GR_API GR_MUST_USE gr_code gr_stub_raise(gr_context *ctx, const gr_service *service,
                                         uint32_t method, const void *request);
GR_API GR_MUST_USE gr_code gr_stub_timer_start(gr_context *ctx, const gr_service *service,
                                               uint32_t timer, uint32_t ms);
GR_API GR_MUST_USE gr_code gr_stub_timer_stop(gr_context *ctx, const gr_service *service,
                                              uint32_t timer);

#ifdef __cplusplus
}
#endif
#endif
