/* SPDX-License-Identifier: MIT */
/* What generated code is made of: tables, and one untyped call for each kind of stub. For generated
 * code alone; GR_STUB_ABI changes whenever old generated code would no longer fit. */
#ifndef GREENROOM_STUB_H
#define GREENROOM_STUB_H

#include "greenroom/child.h"
#include "greenroom/future.h"
#include "greenroom/monitor.h"
#include "greenroom/node.h"

#ifdef __cplusplus
extern "C" {
#endif

#define GR_STUB_ABI    1
#define GR_MAX_METHODS 256

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
    bool detached;        /* its deadline is not cut to the caller's */
    bool request_is_flat; /* scalar fields only: copied by memcpy */
    bool reply_is_flat;
} gr_method;

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
    const char *schema;      /* canonical form: docs/protocol.md */
    uint8_t fingerprint[32]; /* its SHA-256 */
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

#ifdef __cplusplus
}
#endif
#endif
