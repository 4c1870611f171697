/* Made by protoc-gen-greenroom from nowhere.proto. Do not edit. */
#include "nowhere.gr.h"

#include <stddef.h>

static gr_code node_call_handle(const gr_type *type, void *self, gr_context *ctx,
                                const void *request, void *reply)
{
    const node_type *table = (const node_type *)type;

    return table->call(self, ctx, request, reply);
}

static gr_code node_start(const gr_type *type, void *self, gr_context *ctx, const void *args)
{
    const node_type *table = (const node_type *)type;

    (void)args;
    return table->hooks.start(self, ctx);
}

static void node_stop(const gr_type *type, void *self, gr_context *ctx, gr_code reason)
{
    const node_type *table = (const node_type *)type;

    table->hooks.stop(self, ctx, reason);
}

static gr_code node_run(const gr_type *type, void *self, gr_context *ctx)
{
    const node_type *table = (const node_type *)type;

    return table->hooks.run(self, ctx);
}

static const gr_method node_method_table[] = {
    {
        .name = "Call",
        .request = &request__descriptor,
        .reply = &reply__descriptor,
        .handle = node_call_handle,
        .reply_is_flat = true,
    },
};

const gr_service node_service = {
    .name = "Node",
    .methods = node_method_table,
    .n_methods = 1,
    .hooks_at = offsetof(node_type, hooks),
    .start = node_start,
    .stop = node_stop,
    .run = node_run,
    .schema = "field Request 1 node optional message greenroom.Ref\n"
              "field greenroom.Ref 1 node optional fixed64\n"
              "field greenroom.Ref 2 actor optional fixed64\n"
              "field greenroom.Ref 3 service optional string\n"
              "rpc Call(Request) returns (Reply)\n"
              "service Node\n",
    .fingerprint = { 0xfc, 0x1d, 0xe9, 0x98, 0xd7, 0xc2, 0x3c, 0x31, 0x0d, 0xc1, 0xdd,
                     0x4d, 0x15, 0xf6, 0xbd, 0x3f, 0xab, 0xc8, 0x6a, 0xaf, 0x1c, 0x7a,
                     0xce, 0xb9, 0x31, 0x3a, 0x12, 0x6e, 0x10, 0xe8, 0x75, 0x31 },
};

gr_code node_spawn(gr_node *node, const node_type *type, const gr_spawn_options *options,
                   node_ *out_ref, gr_error *error)
{
    return gr_stub_spawn(node, (const gr_type *)type, NULL, options, (gr_ref *)out_ref, error);
}

gr_code node_offer(gr_node *node, const node_type *type)
{
    return gr_stub_offer(node, (const gr_type *)type);
}

gr_code node_register(gr_node *node, const char *name, node_ ref)
{
    return gr_stub_register(node, name, ref.ref, &node_service);
}

gr_code node_lookup(gr_node *node, const char *name, const gr_call_options *options, node_ *out_ref,
                    gr_error *error)
{
    return gr_stub_lookup(node, name, &node_service, options, (gr_ref *)out_ref, error);
}

gr_code node_named(gr_node *node, const char *name, node_ *out_ref)
{
    return gr_stub_named(node, name, &node_service, (gr_ref *)out_ref);
}

node_ node_self_ref(gr_context *ctx)
{
    node_ self;

    self.ref = gr_stub_self(ctx, &node_service);
    return self;
}

gr_code node_process(gr_context *ctx, const node_methods *only, const gr_process_options *options)
{
    return gr_stub_process(ctx, &node_service, only, options);
}

gr_code node_pack_ref(node_ ref, struct Greenroom__Ref *storage)
{
    return gr_stub_ref_pack(ref.ref, &node_service, storage);
}

gr_code node_unpack_ref(gr_node *node, const struct Greenroom__Ref *message, node_ *out_ref)
{
    return gr_stub_ref_unpack(node, message, &node_service, (gr_ref *)out_ref);
}

gr_code node_call_sync(node_ to, const request_ *request, const gr_call_options *options,
                       reply_ **out_reply, gr_error *error)
{
    return gr_stub_sync(to.ref, &node_service, 0, request, options, (void *)out_reply, error);
}

gr_code node_call_async(node_ to, const request_ *request, const gr_call_options *options,
                        node_call_future *out_future)
{
    return gr_stub_async(to.ref, &node_service, 0, request, options, (gr_future **)out_future);
}

gr_code node_call_await(node_call_future *future, reply_ **out_reply, gr_error *error)
{
    return gr_stub_await((gr_future **)future, &node_service, 0, (void *)out_reply, error);
}

gr_code node_call_oneway(node_ to, const request_ *request, const gr_oneway_options *options)
{
    return gr_stub_oneway(to.ref, &node_service, 0, request, options);
}

gr_code node_call_hold(gr_context *ctx, node_call_call *out_call)
{
    return gr_stub_hold(ctx, &node_service, 0, (gr_call *)out_call);
}

gr_code node_call_answer(node_call_call call, gr_code code, const reply_ *reply)
{
    return gr_stub_answer(call.call, &node_service, 0, code, reply);
}

const request_ *node_call_request(node_call_call call)
{
    return gr_stub_request(call.call, &node_service, 0);
}

gr_code request_set_node(request_ *message, Greenroom__Ref *storage, node_ ref)
{
    if (message == NULL) {
        return GR_INVALID_ARGUMENT;
    }
    gr_code code = node_pack_ref(ref, storage);
    if (code == GR_OK) {
        message->node = storage;
    }
    return code;
}

gr_code request_get_node(gr_node *node, const request_ *message, node_ *out_ref)
{
    if (message == NULL) {
        return GR_INVALID_ARGUMENT;
    }
    return node_unpack_ref(node, message->node, out_ref);
}
