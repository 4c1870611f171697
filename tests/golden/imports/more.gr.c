/* Made by protoc-gen-greenroom from imports/more.proto. Do not edit. */
#include "imports/more.gr.h"

#include <stddef.h>

static gr_code plants_more_scale_weigh_handle(const gr_type *type, void *self, gr_context *ctx,
                                              const void *request, void *reply)
{
    const plants_more_scale_type *table = (const plants_more_scale_type *)type;

    return table->weigh(self, ctx, request, reply);
}

static gr_code plants_more_scale_start(const gr_type *type, void *self, gr_context *ctx,
                                       const void *args)
{
    const plants_more_scale_type *table = (const plants_more_scale_type *)type;

    (void)args;
    return table->hooks.start(self, ctx);
}

static void plants_more_scale_stop(const gr_type *type, void *self, gr_context *ctx, gr_code reason)
{
    const plants_more_scale_type *table = (const plants_more_scale_type *)type;

    table->hooks.stop(self, ctx, reason);
}

static gr_code plants_more_scale_run(const gr_type *type, void *self, gr_context *ctx)
{
    const plants_more_scale_type *table = (const plants_more_scale_type *)type;

    return table->hooks.run(self, ctx);
}

static const gr_method plants_more_scale_method_table[] = {
    {
        .name = "Weigh",
        .request = &plants__base__plant__descriptor,
        .reply = &plants__more__amount__descriptor,
        .handle = plants_more_scale_weigh_handle,
        .reply_is_flat = true,
    },
};

const gr_service plants_more_scale_service = {
    .name = "plants.more.Scale",
    .methods = plants_more_scale_method_table,
    .n_methods = 1,
    .hooks_at = offsetof(plants_more_scale_type, hooks),
    .start = plants_more_scale_start,
    .stop = plants_more_scale_stop,
    .run = plants_more_scale_run,
    .schema = "field plants.base.Plant 1 name optional string\n"
              "field plants.more.Amount 1 unit optional enum plants.base.Unit\n"
              "field plants.more.Amount 2 value optional double\n"
              "rpc Weigh(plants.base.Plant) returns (plants.more.Amount)\n"
              "service plants.more.Scale\n"
              "value plants.base.Unit 0 UNIT_PIECES\n"
              "value plants.base.Unit 1 UNIT_KILOGRAMS\n",
    .fingerprint = { 0xd3, 0x19, 0x2b, 0xf8, 0x0e, 0xb0, 0x84, 0xf0, 0xe5, 0x03, 0x2b,
                     0x38, 0x9c, 0x23, 0x14, 0x28, 0xc2, 0x24, 0x66, 0x0c, 0xf8, 0xd1,
                     0x87, 0xc7, 0x45, 0xb0, 0x6a, 0xab, 0x62, 0x5d, 0xaa, 0xea },
};

gr_code plants_more_scale_spawn(gr_node *node, const plants_more_scale_type *type,
                                const gr_spawn_options *options, plants_more_scale *out_ref,
                                gr_error *error)
{
    return gr_stub_spawn(node, (const gr_type *)type, NULL, options, (gr_ref *)out_ref, error);
}

gr_code plants_more_scale_offer(gr_node *node, const plants_more_scale_type *type)
{
    return gr_stub_offer(node, (const gr_type *)type);
}

gr_code plants_more_scale_register(gr_node *node, const char *name, plants_more_scale ref)
{
    return gr_stub_register(node, name, ref.ref, &plants_more_scale_service);
}

gr_code plants_more_scale_lookup(gr_node *node, const char *name, const gr_call_options *options,
                                 plants_more_scale *out_ref, gr_error *error)
{
    return gr_stub_lookup(node, name, &plants_more_scale_service, options, (gr_ref *)out_ref,
                          error);
}

gr_code plants_more_scale_named(gr_node *node, const char *name, plants_more_scale *out_ref)
{
    return gr_stub_named(node, name, &plants_more_scale_service, (gr_ref *)out_ref);
}

plants_more_scale plants_more_scale_self_ref(gr_context *ctx)
{
    plants_more_scale self;

    self.ref = gr_stub_self(ctx, &plants_more_scale_service);
    return self;
}

gr_code plants_more_scale_process(gr_context *ctx, const plants_more_scale_methods *only,
                                  const gr_process_options *options)
{
    return gr_stub_process(ctx, &plants_more_scale_service, only, options);
}

gr_code plants_more_scale_pack_ref(plants_more_scale ref, struct Greenroom__Ref *storage)
{
    return gr_stub_ref_pack(ref.ref, &plants_more_scale_service, storage);
}

gr_code plants_more_scale_unpack_ref(gr_node *node, const struct Greenroom__Ref *message,
                                     plants_more_scale *out_ref)
{
    return gr_stub_ref_unpack(node, message, &plants_more_scale_service, (gr_ref *)out_ref);
}

gr_code plants_more_scale_weigh_sync(plants_more_scale to, const plants_base_plant *request,
                                     const gr_call_options *options, plants_more_amount **out_reply,
                                     gr_error *error)
{
    return gr_stub_sync(to.ref, &plants_more_scale_service, 0, request, options, (void *)out_reply,
                        error);
}

gr_code plants_more_scale_weigh_async(plants_more_scale to, const plants_base_plant *request,
                                      const gr_call_options *options,
                                      plants_more_scale_weigh_future *out_future)
{
    return gr_stub_async(to.ref, &plants_more_scale_service, 0, request, options,
                         (gr_future **)out_future);
}

gr_code plants_more_scale_weigh_await(plants_more_scale_weigh_future *future,
                                      plants_more_amount **out_reply, gr_error *error)
{
    return gr_stub_await((gr_future **)future, &plants_more_scale_service, 0, (void *)out_reply,
                         error);
}

gr_code plants_more_scale_weigh_oneway(plants_more_scale to, const plants_base_plant *request,
                                       const gr_oneway_options *options)
{
    return gr_stub_oneway(to.ref, &plants_more_scale_service, 0, request, options);
}

gr_code plants_more_scale_weigh_hold(gr_context *ctx, plants_more_scale_weigh_call *out_call)
{
    return gr_stub_hold(ctx, &plants_more_scale_service, 0, (gr_call *)out_call);
}

gr_code plants_more_scale_weigh_answer(plants_more_scale_weigh_call call, gr_code code,
                                       const plants_more_amount *reply)
{
    return gr_stub_answer(call.call, &plants_more_scale_service, 0, code, reply);
}

const plants_base_plant *plants_more_scale_weigh_request(plants_more_scale_weigh_call call)
{
    return gr_stub_request(call.call, &plants_more_scale_service, 0);
}
