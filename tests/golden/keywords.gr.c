/* Made by protoc-gen-greenroom from keywords.proto. Do not edit. */
#include "keywords.gr.h"

#include <stddef.h>

static gr_code new_class_switch_delete_handle(const gr_type *type, void *self, gr_context *ctx,
                                              const void *request, void *reply)
{
    const new_class_switch_type *table = (const new_class_switch_type *)type;

    return table->delete_(self, ctx, request, reply);
}

static gr_code new_class_switch_operator_handle(const gr_type *type, void *self, gr_context *ctx,
                                                const void *request, void *reply)
{
    const new_class_switch_type *table = (const new_class_switch_type *)type;

    return table->operator_(self, ctx, request, reply);
}

static gr_code new_class_switch_prefix_handle(const gr_type *type, void *self, gr_context *ctx,
                                              const void *request, void *reply)
{
    const new_class_switch_type *table = (const new_class_switch_type *)type;

    return table->prefix(self, ctx, request, reply);
}

static gr_code new_class_switch_spawn_handle(const gr_type *type, void *self, gr_context *ctx,
                                             const void *request, void *reply)
{
    const new_class_switch_type *table = (const new_class_switch_type *)type;

    return table->spawn(self, ctx, request, reply);
}

static gr_code new_class_switch_goto_handle(const gr_type *type, void *self, gr_context *ctx,
                                            const void *request, void *reply)
{
    const new_class_switch_type *table = (const new_class_switch_type *)type;

    return table->goto_(self, ctx, request, reply);
}

static gr_code new_class_switch_start(const gr_type *type, void *self, gr_context *ctx,
                                      const void *args)
{
    const new_class_switch_type *table = (const new_class_switch_type *)type;

    (void)args;
    return table->hooks.start(self, ctx);
}

static void new_class_switch_stop(const gr_type *type, void *self, gr_context *ctx, gr_code reason)
{
    const new_class_switch_type *table = (const new_class_switch_type *)type;

    table->hooks.stop(self, ctx, reason);
}

static gr_code new_class_switch_run(const gr_type *type, void *self, gr_context *ctx)
{
    const new_class_switch_type *table = (const new_class_switch_type *)type;

    return table->hooks.run(self, ctx);
}

static const gr_method new_class_switch_method_table[] = {
    {
        .name = "Delete",
        .request = &new__class__template__descriptor,
        .reply = &new__class__template__descriptor,
        .handle = new_class_switch_delete_handle,
        .request_is_flat = true,
        .reply_is_flat = true,
    },
    {
        .name = "Operator",
        .request = &new__class__template__descriptor,
        .reply = &new__class__template__descriptor,
        .handle = new_class_switch_operator_handle,
        .request_is_flat = true,
        .reply_is_flat = true,
    },
    {
        .name = "Prefix",
        .request = &new__class__template__descriptor,
        .reply = &new__class__template__descriptor,
        .handle = new_class_switch_prefix_handle,
        .request_is_flat = true,
        .reply_is_flat = true,
    },
    {
        .name = "Spawn",
        .request = &new__class__template__descriptor,
        .reply = &new__class__template__descriptor,
        .handle = new_class_switch_spawn_handle,
        .request_is_flat = true,
        .reply_is_flat = true,
    },
    {
        .name = "Very_Long",
        .request = &new__class__template__descriptor,
        .reply = &new__class__template__descriptor,
        .handle = new_class_switch_goto_handle,
        .request_is_flat = true,
        .reply_is_flat = true,
    },
};

const gr_service new_class_switch_service = {
    .name = "new.class.Switch",
    .methods = new_class_switch_method_table,
    .n_methods = 5,
    .hooks_at = offsetof(new_class_switch_type, hooks),
    .start = new_class_switch_start,
    .stop = new_class_switch_stop,
    .run = new_class_switch_run,
    .schema = "field new.class.template 1 int optional int32\n"
              "field new.class.template 2 default optional bool\n"
              "rpc Delete(new.class.template) returns (new.class.template)\n"
              "rpc Operator(new.class.template) returns (new.class.template)\n"
              "rpc Prefix(new.class.template) returns (new.class.template)\n"
              "rpc Spawn(new.class.template) returns (new.class.template)\n"
              "rpc Very_Long(new.class.template) returns (new.class.template)\n"
              "service new.class.Switch\n",
    .fingerprint = { 0xcb, 0x1f, 0x93, 0xf0, 0xbb, 0x7d, 0x47, 0x84, 0x36, 0x1e, 0x85,
                     0x05, 0x81, 0x9f, 0x90, 0xfa, 0x5a, 0xef, 0x2a, 0x8d, 0x3d, 0xa3,
                     0xc4, 0x78, 0x76, 0x68, 0x38, 0x4c, 0x80, 0xf6, 0x49, 0x4c },
};

gr_code new_class_switch_spawn(gr_node *node, const new_class_switch_type *type,
                               const gr_spawn_options *options, new_class_switch *out_ref,
                               gr_error *error)
{
    return gr_stub_spawn(node, (const gr_type *)type, NULL, options, (gr_ref *)out_ref, error);
}

gr_code new_class_switch_offer(gr_node *node, const new_class_switch_type *type)
{
    return gr_stub_offer(node, (const gr_type *)type);
}

gr_code new_class_switch_register(gr_node *node, const char *name, new_class_switch ref)
{
    return gr_stub_register(node, name, ref.ref, &new_class_switch_service);
}

gr_code new_class_switch_lookup(gr_node *node, const char *name, const gr_call_options *options,
                                new_class_switch *out_ref, gr_error *error)
{
    return gr_stub_lookup(node, name, &new_class_switch_service, options, (gr_ref *)out_ref, error);
}

gr_code new_class_switch_named(gr_node *node, const char *name, new_class_switch *out_ref)
{
    return gr_stub_named(node, name, &new_class_switch_service, (gr_ref *)out_ref);
}

new_class_switch new_class_switch_self_ref(gr_context *ctx)
{
    new_class_switch self;

    self.ref = gr_stub_self(ctx, &new_class_switch_service);
    return self;
}

gr_code new_class_switch_process(gr_context *ctx, const new_class_switch_methods *only,
                                 const gr_process_options *options)
{
    return gr_stub_process(ctx, &new_class_switch_service, only, options);
}

gr_code new_class_switch_pack_ref(new_class_switch ref, struct Greenroom__Ref *storage)
{
    return gr_stub_ref_pack(ref.ref, &new_class_switch_service, storage);
}

gr_code new_class_switch_unpack_ref(gr_node *node, const struct Greenroom__Ref *message,
                                    new_class_switch *out_ref)
{
    return gr_stub_ref_unpack(node, message, &new_class_switch_service, (gr_ref *)out_ref);
}

gr_code new_class_switch_delete_sync(new_class_switch to, const new_class_template *request,
                                     const gr_call_options *options, new_class_template **out_reply,
                                     gr_error *error)
{
    return gr_stub_sync(to.ref, &new_class_switch_service, 0, request, options, (void *)out_reply,
                        error);
}

gr_code new_class_switch_delete_async(new_class_switch to, const new_class_template *request,
                                      const gr_call_options *options,
                                      new_class_switch_delete_future *out_future)
{
    return gr_stub_async(to.ref, &new_class_switch_service, 0, request, options,
                         (gr_future **)out_future);
}

gr_code new_class_switch_delete_await(new_class_switch_delete_future *future,
                                      new_class_template **out_reply, gr_error *error)
{
    return gr_stub_await((gr_future **)future, &new_class_switch_service, 0, (void *)out_reply,
                         error);
}

gr_code new_class_switch_delete_oneway(new_class_switch to, const new_class_template *request,
                                       const gr_oneway_options *options)
{
    return gr_stub_oneway(to.ref, &new_class_switch_service, 0, request, options);
}

gr_code new_class_switch_delete_hold(gr_context *ctx, new_class_switch_delete_call *out_call)
{
    return gr_stub_hold(ctx, &new_class_switch_service, 0, (gr_call *)out_call);
}

gr_code new_class_switch_delete_answer(new_class_switch_delete_call call, gr_code code,
                                       const new_class_template *reply)
{
    return gr_stub_answer(call.call, &new_class_switch_service, 0, code, reply);
}

const new_class_template *new_class_switch_delete_request(new_class_switch_delete_call call)
{
    return gr_stub_request(call.call, &new_class_switch_service, 0);
}

gr_code new_class_switch_operator_sync(new_class_switch to, const new_class_template *request,
                                       const gr_call_options *options,
                                       new_class_template **out_reply, gr_error *error)
{
    return gr_stub_sync(to.ref, &new_class_switch_service, 1, request, options, (void *)out_reply,
                        error);
}

gr_code new_class_switch_operator_async(new_class_switch to, const new_class_template *request,
                                        const gr_call_options *options,
                                        new_class_switch_operator_future *out_future)
{
    return gr_stub_async(to.ref, &new_class_switch_service, 1, request, options,
                         (gr_future **)out_future);
}

gr_code new_class_switch_operator_await(new_class_switch_operator_future *future,
                                        new_class_template **out_reply, gr_error *error)
{
    return gr_stub_await((gr_future **)future, &new_class_switch_service, 1, (void *)out_reply,
                         error);
}

gr_code new_class_switch_operator_oneway(new_class_switch to, const new_class_template *request,
                                         const gr_oneway_options *options)
{
    return gr_stub_oneway(to.ref, &new_class_switch_service, 1, request, options);
}

gr_code new_class_switch_operator_hold(gr_context *ctx, new_class_switch_operator_call *out_call)
{
    return gr_stub_hold(ctx, &new_class_switch_service, 1, (gr_call *)out_call);
}

gr_code new_class_switch_operator_answer(new_class_switch_operator_call call, gr_code code,
                                         const new_class_template *reply)
{
    return gr_stub_answer(call.call, &new_class_switch_service, 1, code, reply);
}

const new_class_template *new_class_switch_operator_request(new_class_switch_operator_call call)
{
    return gr_stub_request(call.call, &new_class_switch_service, 1);
}

gr_code new_class_switch_prefix_sync(new_class_switch to, const new_class_template *request,
                                     const gr_call_options *options, new_class_template **out_reply,
                                     gr_error *error)
{
    return gr_stub_sync(to.ref, &new_class_switch_service, 2, request, options, (void *)out_reply,
                        error);
}

gr_code new_class_switch_prefix_async(new_class_switch to, const new_class_template *request,
                                      const gr_call_options *options,
                                      new_class_switch_prefix_future *out_future)
{
    return gr_stub_async(to.ref, &new_class_switch_service, 2, request, options,
                         (gr_future **)out_future);
}

gr_code new_class_switch_prefix_await(new_class_switch_prefix_future *future,
                                      new_class_template **out_reply, gr_error *error)
{
    return gr_stub_await((gr_future **)future, &new_class_switch_service, 2, (void *)out_reply,
                         error);
}

gr_code new_class_switch_prefix_oneway(new_class_switch to, const new_class_template *request,
                                       const gr_oneway_options *options)
{
    return gr_stub_oneway(to.ref, &new_class_switch_service, 2, request, options);
}

gr_code new_class_switch_prefix_hold(gr_context *ctx, new_class_switch_prefix_call *out_call)
{
    return gr_stub_hold(ctx, &new_class_switch_service, 2, (gr_call *)out_call);
}

gr_code new_class_switch_prefix_answer(new_class_switch_prefix_call call, gr_code code,
                                       const new_class_template *reply)
{
    return gr_stub_answer(call.call, &new_class_switch_service, 2, code, reply);
}

const new_class_template *new_class_switch_prefix_request(new_class_switch_prefix_call call)
{
    return gr_stub_request(call.call, &new_class_switch_service, 2);
}

gr_code new_class_switch_spawn_sync(new_class_switch to, const new_class_template *request,
                                    const gr_call_options *options, new_class_template **out_reply,
                                    gr_error *error)
{
    return gr_stub_sync(to.ref, &new_class_switch_service, 3, request, options, (void *)out_reply,
                        error);
}

gr_code new_class_switch_spawn_async(new_class_switch to, const new_class_template *request,
                                     const gr_call_options *options,
                                     new_class_switch_spawn_future *out_future)
{
    return gr_stub_async(to.ref, &new_class_switch_service, 3, request, options,
                         (gr_future **)out_future);
}

gr_code new_class_switch_spawn_await(new_class_switch_spawn_future *future,
                                     new_class_template **out_reply, gr_error *error)
{
    return gr_stub_await((gr_future **)future, &new_class_switch_service, 3, (void *)out_reply,
                         error);
}

gr_code new_class_switch_spawn_oneway(new_class_switch to, const new_class_template *request,
                                      const gr_oneway_options *options)
{
    return gr_stub_oneway(to.ref, &new_class_switch_service, 3, request, options);
}

gr_code new_class_switch_spawn_hold(gr_context *ctx, new_class_switch_spawn_call *out_call)
{
    return gr_stub_hold(ctx, &new_class_switch_service, 3, (gr_call *)out_call);
}

gr_code new_class_switch_spawn_answer(new_class_switch_spawn_call call, gr_code code,
                                      const new_class_template *reply)
{
    return gr_stub_answer(call.call, &new_class_switch_service, 3, code, reply);
}

const new_class_template *new_class_switch_spawn_request(new_class_switch_spawn_call call)
{
    return gr_stub_request(call.call, &new_class_switch_service, 3);
}

gr_code new_class_switch_goto_sync(new_class_switch to, const new_class_template *request,
                                   const gr_call_options *options, new_class_template **out_reply,
                                   gr_error *error)
{
    return gr_stub_sync(to.ref, &new_class_switch_service, 4, request, options, (void *)out_reply,
                        error);
}

gr_code new_class_switch_goto_async(new_class_switch to, const new_class_template *request,
                                    const gr_call_options *options,
                                    new_class_switch_goto_future *out_future)
{
    return gr_stub_async(to.ref, &new_class_switch_service, 4, request, options,
                         (gr_future **)out_future);
}

gr_code new_class_switch_goto_await(new_class_switch_goto_future *future,
                                    new_class_template **out_reply, gr_error *error)
{
    return gr_stub_await((gr_future **)future, &new_class_switch_service, 4, (void *)out_reply,
                         error);
}

gr_code new_class_switch_goto_oneway(new_class_switch to, const new_class_template *request,
                                     const gr_oneway_options *options)
{
    return gr_stub_oneway(to.ref, &new_class_switch_service, 4, request, options);
}

gr_code new_class_switch_goto_hold(gr_context *ctx, new_class_switch_goto_call *out_call)
{
    return gr_stub_hold(ctx, &new_class_switch_service, 4, (gr_call *)out_call);
}

gr_code new_class_switch_goto_answer(new_class_switch_goto_call call, gr_code code,
                                     const new_class_template *reply)
{
    return gr_stub_answer(call.call, &new_class_switch_service, 4, code, reply);
}

const new_class_template *new_class_switch_goto_request(new_class_switch_goto_call call)
{
    return gr_stub_request(call.call, &new_class_switch_service, 4);
}

static gr_code keeper_keep_handle(const gr_type *type, void *self, gr_context *ctx,
                                  const void *request, void *reply)
{
    const keeper_type *table = (const keeper_type *)type;

    return table->keep(self, ctx, request, reply);
}

static gr_code keeper_start(const gr_type *type, void *self, gr_context *ctx, const void *args)
{
    const keeper_type *table = (const keeper_type *)type;

    (void)args;
    return table->hooks.start(self, ctx);
}

static void keeper_stop(const gr_type *type, void *self, gr_context *ctx, gr_code reason)
{
    const keeper_type *table = (const keeper_type *)type;

    table->hooks.stop(self, ctx, reason);
}

static gr_code keeper_run(const gr_type *type, void *self, gr_context *ctx)
{
    const keeper_type *table = (const keeper_type *)type;

    return table->hooks.run(self, ctx);
}

static const gr_method keeper_method_table[] = {
    {
        .name = "Keep",
        .request = &new__class__kept__descriptor,
        .reply = &new__class__kept__descriptor,
        .handle = keeper_keep_handle,
        .request_is_flat = true,
        .reply_is_flat = true,
    },
};

const gr_service keeper_service = {
    .name = "new.class.Renamed",
    .methods = keeper_method_table,
    .n_methods = 1,
    .hooks_at = offsetof(keeper_type, hooks),
    .start = keeper_start,
    .stop = keeper_stop,
    .run = keeper_run,
    .schema = "field new.class.Kept 1 how optional enum new.class.Kept.How\n"
              "rpc Keep(new.class.Kept) returns (new.class.Kept)\n"
              "service new.class.Renamed\n"
              "value new.class.Kept.How 0 WELL\n",
    .fingerprint = { 0xd8, 0xcf, 0x90, 0xbb, 0x56, 0x21, 0x61, 0xab, 0xac, 0x52, 0x8b,
                     0x70, 0x1c, 0x5a, 0x18, 0xa8, 0x2f, 0x8b, 0xb8, 0xfa, 0xd6, 0x98,
                     0x42, 0x6d, 0x12, 0x30, 0xe2, 0x0f, 0x36, 0x70, 0xf0, 0xd6 },
};

gr_code keeper_spawn(gr_node *node, const keeper_type *type, const gr_spawn_options *options,
                     keeper *out_ref, gr_error *error)
{
    return gr_stub_spawn(node, (const gr_type *)type, NULL, options, (gr_ref *)out_ref, error);
}

gr_code keeper_offer(gr_node *node, const keeper_type *type)
{
    return gr_stub_offer(node, (const gr_type *)type);
}

gr_code keeper_register(gr_node *node, const char *name, keeper ref)
{
    return gr_stub_register(node, name, ref.ref, &keeper_service);
}

gr_code keeper_lookup(gr_node *node, const char *name, const gr_call_options *options,
                      keeper *out_ref, gr_error *error)
{
    return gr_stub_lookup(node, name, &keeper_service, options, (gr_ref *)out_ref, error);
}

gr_code keeper_named(gr_node *node, const char *name, keeper *out_ref)
{
    return gr_stub_named(node, name, &keeper_service, (gr_ref *)out_ref);
}

keeper keeper_self_ref(gr_context *ctx)
{
    keeper self;

    self.ref = gr_stub_self(ctx, &keeper_service);
    return self;
}

gr_code keeper_process(gr_context *ctx, const keeper_methods *only,
                       const gr_process_options *options)
{
    return gr_stub_process(ctx, &keeper_service, only, options);
}

gr_code keeper_pack_ref(keeper ref, struct Greenroom__Ref *storage)
{
    return gr_stub_ref_pack(ref.ref, &keeper_service, storage);
}

gr_code keeper_unpack_ref(gr_node *node, const struct Greenroom__Ref *message, keeper *out_ref)
{
    return gr_stub_ref_unpack(node, message, &keeper_service, (gr_ref *)out_ref);
}

gr_code keeper_keep_sync(keeper to, const keepsake *request, const gr_call_options *options,
                         keepsake **out_reply, gr_error *error)
{
    return gr_stub_sync(to.ref, &keeper_service, 0, request, options, (void *)out_reply, error);
}

gr_code keeper_keep_async(keeper to, const keepsake *request, const gr_call_options *options,
                          keeper_keep_future *out_future)
{
    return gr_stub_async(to.ref, &keeper_service, 0, request, options, (gr_future **)out_future);
}

gr_code keeper_keep_await(keeper_keep_future *future, keepsake **out_reply, gr_error *error)
{
    return gr_stub_await((gr_future **)future, &keeper_service, 0, (void *)out_reply, error);
}

gr_code keeper_keep_oneway(keeper to, const keepsake *request, const gr_oneway_options *options)
{
    return gr_stub_oneway(to.ref, &keeper_service, 0, request, options);
}

gr_code keeper_keep_hold(gr_context *ctx, keeper_keep_call *out_call)
{
    return gr_stub_hold(ctx, &keeper_service, 0, (gr_call *)out_call);
}

gr_code keeper_keep_answer(keeper_keep_call call, gr_code code, const keepsake *reply)
{
    return gr_stub_answer(call.call, &keeper_service, 0, code, reply);
}

const keepsake *keeper_keep_request(keeper_keep_call call)
{
    return gr_stub_request(call.call, &keeper_service, 0);
}
