/* Made by protoc-gen-greenroom from garden.proto. Do not edit. */
#include "garden.gr.h"

#include <stddef.h>

static gr_code garden_manager_access_resources_handle(const gr_type *type, void *self,
                                                      gr_context *ctx, const void *request,
                                                      void *reply)
{
    const garden_manager_type *table = (const garden_manager_type *)type;

    (void)request;
    return table->access_resources(self, ctx, reply);
}

static gr_code garden_manager_update_resource_handle(const gr_type *type, void *self,
                                                     gr_context *ctx, const void *request,
                                                     void *reply)
{
    const garden_manager_type *table = (const garden_manager_type *)type;

    (void)reply;
    return table->update_resource(self, ctx, request);
}

static gr_code garden_manager_start(const gr_type *type, void *self, gr_context *ctx,
                                    const void *args)
{
    const garden_manager_type *table = (const garden_manager_type *)type;

    (void)args;
    return table->hooks.start(self, ctx);
}

static void garden_manager_stop(const gr_type *type, void *self, gr_context *ctx, gr_code reason)
{
    const garden_manager_type *table = (const garden_manager_type *)type;

    table->hooks.stop(self, ctx, reason);
}

static gr_code garden_manager_run(const gr_type *type, void *self, gr_context *ctx)
{
    const garden_manager_type *table = (const garden_manager_type *)type;

    return table->hooks.run(self, ctx);
}

static const gr_method garden_manager_method_table[] = {
    {
        .name = "AccessResources",
        .reply = &garden__resources__descriptor,
        .handle = garden_manager_access_resources_handle,
        .timeout_ms = 250,
    },
    {
        .name = "UpdateResource",
        .request = &garden__event__descriptor,
        .handle = garden_manager_update_resource_handle,
        .oneway = true,
    },
};

const gr_service garden_manager_service = {
    .name = "garden.Manager",
    .methods = garden_manager_method_table,
    .n_methods = 2,
    .hooks_at = offsetof(garden_manager_type, hooks),
    .start = garden_manager_start,
    .stop = garden_manager_stop,
    .run = garden_manager_run,
    .schema = "field garden.Event 1 resource optional string\n"
              "field garden.Event 2 delta optional int64\n"
              "field garden.Resource 1 name optional string\n"
              "field garden.Resource 2 amount optional int64\n"
              "field garden.Resources 1 items repeated message garden.Resource\n"
              "rpc AccessResources(google.protobuf.Empty) returns (garden.Resources)\n"
              "rpc UpdateResource(garden.Event) returns (google.protobuf.Empty) oneway\n"
              "service garden.Manager\n",
    .fingerprint = { 0x88, 0xa9, 0x65, 0xd6, 0x91, 0xbb, 0xa6, 0xfa, 0x15, 0x88, 0xdc,
                     0x9f, 0xf1, 0x66, 0xeb, 0x11, 0x8a, 0x46, 0x91, 0x12, 0x3a, 0x83,
                     0xaf, 0x90, 0x8f, 0xdf, 0x79, 0x16, 0x4c, 0x89, 0x21, 0xd0 },
};

gr_code garden_manager_spawn(gr_node *node, const garden_manager_type *type,
                             const gr_spawn_options *options, garden_manager *out_ref,
                             gr_error *error)
{
    return gr_stub_spawn(node, (const gr_type *)type, NULL, options, (gr_ref *)out_ref, error);
}

gr_code garden_manager_offer(gr_node *node, const garden_manager_type *type)
{
    return gr_stub_offer(node, (const gr_type *)type);
}

gr_code garden_manager_register(gr_node *node, const char *name, garden_manager ref)
{
    return gr_stub_register(node, name, ref.ref, &garden_manager_service);
}

gr_code garden_manager_lookup(gr_node *node, const char *name, const gr_call_options *options,
                              garden_manager *out_ref, gr_error *error)
{
    return gr_stub_lookup(node, name, &garden_manager_service, options, (gr_ref *)out_ref, error);
}

gr_code garden_manager_named(gr_node *node, const char *name, garden_manager *out_ref)
{
    return gr_stub_named(node, name, &garden_manager_service, (gr_ref *)out_ref);
}

garden_manager garden_manager_self_ref(gr_context *ctx)
{
    garden_manager self;

    self.ref = gr_stub_self(ctx, &garden_manager_service);
    return self;
}

gr_code garden_manager_process(gr_context *ctx, const garden_manager_methods *only,
                               const gr_process_options *options)
{
    return gr_stub_process(ctx, &garden_manager_service, only, options);
}

gr_code garden_manager_pack_ref(garden_manager ref, struct Greenroom__Ref *storage)
{
    return gr_stub_ref_pack(ref.ref, &garden_manager_service, storage);
}

gr_code garden_manager_unpack_ref(gr_node *node, const struct Greenroom__Ref *message,
                                  garden_manager *out_ref)
{
    return gr_stub_ref_unpack(node, message, &garden_manager_service, (gr_ref *)out_ref);
}

gr_code garden_manager_access_resources_sync(garden_manager to, const gr_call_options *options,
                                             garden_resources **out_reply, gr_error *error)
{
    return gr_stub_sync(to.ref, &garden_manager_service, 0, NULL, options, (void *)out_reply,
                        error);
}

gr_code garden_manager_access_resources_async(garden_manager to, const gr_call_options *options,
                                              garden_manager_access_resources_future *out_future)
{
    return gr_stub_async(to.ref, &garden_manager_service, 0, NULL, options,
                         (gr_future **)out_future);
}

gr_code garden_manager_access_resources_await(garden_manager_access_resources_future *future,
                                              garden_resources **out_reply, gr_error *error)
{
    return gr_stub_await((gr_future **)future, &garden_manager_service, 0, (void *)out_reply,
                         error);
}

gr_code garden_manager_access_resources_oneway(garden_manager to, const gr_oneway_options *options)
{
    return gr_stub_oneway(to.ref, &garden_manager_service, 0, NULL, options);
}

gr_code garden_manager_access_resources_hold(gr_context *ctx,
                                             garden_manager_access_resources_call *out_call)
{
    return gr_stub_hold(ctx, &garden_manager_service, 0, (gr_call *)out_call);
}

gr_code garden_manager_access_resources_answer(garden_manager_access_resources_call call,
                                               gr_code code, const garden_resources *reply)
{
    return gr_stub_answer(call.call, &garden_manager_service, 0, code, reply);
}

gr_code garden_manager_update_resource_oneway(garden_manager to, const garden_event *request,
                                              const gr_oneway_options *options)
{
    return gr_stub_oneway(to.ref, &garden_manager_service, 1, request, options);
}
