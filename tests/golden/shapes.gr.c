/* Made by protoc-gen-greenroom from shapes.proto. Do not edit. */
#include "shapes.gr.h"

#include <stddef.h>

static gr_code shapes_gardener_plant_handle(const gr_type *type, void *self, gr_context *ctx,
                                            const void *request, void *reply)
{
    const shapes_gardener_type *table = (const shapes_gardener_type *)type;

    return table->plant(self, ctx, request, reply);
}

static gr_code shapes_gardener_measure_handle(const gr_type *type, void *self, gr_context *ctx,
                                              const void *request, void *reply)
{
    const shapes_gardener_type *table = (const shapes_gardener_type *)type;

    return table->measure(self, ctx, request, reply);
}

static gr_code shapes_gardener_start(const gr_type *type, void *self, gr_context *ctx,
                                     const void *args)
{
    const shapes_gardener_type *table = (const shapes_gardener_type *)type;

    (void)args;
    return table->hooks.start(self, ctx);
}

static void shapes_gardener_stop(const gr_type *type, void *self, gr_context *ctx, gr_code reason)
{
    const shapes_gardener_type *table = (const shapes_gardener_type *)type;

    table->hooks.stop(self, ctx, reason);
}

static gr_code shapes_gardener_run(const gr_type *type, void *self, gr_context *ctx)
{
    const shapes_gardener_type *table = (const shapes_gardener_type *)type;

    return table->hooks.run(self, ctx);
}

static const gr_method shapes_gardener_method_table[] = {
    {
        .name = "Plant",
        .request = &shapes__tree__descriptor,
        .reply = &shapes__point__descriptor,
        .handle = shapes_gardener_plant_handle,
        .reply_is_flat = true,
    },
    {
        .name = "Measure",
        .request = &shapes__point__descriptor,
        .reply = &shapes__nothing__descriptor,
        .handle = shapes_gardener_measure_handle,
        .request_is_flat = true,
        .reply_is_flat = true,
    },
};

const gr_service shapes_gardener_service = {
    .name = "shapes.Gardener",
    .methods = shapes_gardener_method_table,
    .n_methods = 2,
    .hooks_at = offsetof(shapes_gardener_type, hooks),
    .start = shapes_gardener_start,
    .stop = shapes_gardener_stop,
    .run = shapes_gardener_run,
    .schema = "field shapes.Point 1 x required sint32\n"
              "field shapes.Point 2 y required fixed64\n"
              "field shapes.Point 3 set required bool\n"
              "field shapes.Point 4 color required enum shapes.Color\n"
              "field shapes.Tree 1 trunk required message shapes.Tree.Branch\n"
              "field shapes.Tree 2 named repeated message shapes.Tree.NamedEntry\n"
              "field shapes.Tree 3 colors repeated message shapes.Tree.ColorsEntry\n"
              "field shapes.Tree 4 text optional string\n"
              "field shapes.Tree 5 graft optional message shapes.Tree\n"
              "field shapes.Tree 6 pixels optional bytes\n"
              "field shapes.Tree 7 rings repeated bytes\n"
              "field shapes.Tree 8 bark repeated enum shapes.Color\n"
              "field shapes.Tree 9 height optional float\n"
              "field shapes.Tree.Branch 1 kind optional enum shapes.Tree.Branch.Kind\n"
              "field shapes.Tree.Branch 2 branches repeated message shapes.Tree.Branch\n"
              "field shapes.Tree.ColorsEntry 1 key optional int32\n"
              "field shapes.Tree.ColorsEntry 2 value optional enum shapes.Color\n"
              "field shapes.Tree.NamedEntry 1 key optional string\n"
              "field shapes.Tree.NamedEntry 2 value optional message shapes.Tree.Branch\n"
              "rpc Measure(shapes.Point) returns (shapes.Nothing)\n"
              "rpc Plant(shapes.Tree) returns (shapes.Point)\n"
              "service shapes.Gardener\n"
              "value shapes.Color -2 GREEN\n"
              "value shapes.Color 0 NONE\n"
              "value shapes.Color 1 RED\n"
              "value shapes.Tree.Branch.Kind 0 TWIG\n"
              "value shapes.Tree.Branch.Kind 1 LIMB\n",
    .fingerprint = { 0x7a, 0x63, 0x02, 0x8c, 0x09, 0xf5, 0x76, 0xd5, 0x43, 0xa8, 0x99,
                     0x5d, 0x4f, 0x38, 0x5c, 0xcc, 0xfc, 0x83, 0xc1, 0x76, 0x2a, 0x41,
                     0x8c, 0x70, 0x12, 0x9a, 0x54, 0xd7, 0xf8, 0x54, 0x97, 0x65 },
};

gr_code shapes_gardener_spawn(gr_node *node, const shapes_gardener_type *type,
                              const gr_spawn_options *options, shapes_gardener *out_ref,
                              gr_error *error)
{
    return gr_stub_spawn(node, (const gr_type *)type, NULL, options, (gr_ref *)out_ref, error);
}

gr_code shapes_gardener_offer(gr_node *node, const shapes_gardener_type *type)
{
    return gr_stub_offer(node, (const gr_type *)type);
}

gr_code shapes_gardener_register(gr_node *node, const char *name, shapes_gardener ref)
{
    return gr_stub_register(node, name, ref.ref, &shapes_gardener_service);
}

gr_code shapes_gardener_lookup(gr_node *node, const char *name, const gr_call_options *options,
                               shapes_gardener *out_ref, gr_error *error)
{
    return gr_stub_lookup(node, name, &shapes_gardener_service, options, (gr_ref *)out_ref, error);
}

gr_code shapes_gardener_named(gr_node *node, const char *name, shapes_gardener *out_ref)
{
    return gr_stub_named(node, name, &shapes_gardener_service, (gr_ref *)out_ref);
}

shapes_gardener shapes_gardener_self_ref(gr_context *ctx)
{
    shapes_gardener self;

    self.ref = gr_stub_self(ctx, &shapes_gardener_service);
    return self;
}

gr_code shapes_gardener_process(gr_context *ctx, const shapes_gardener_methods *only,
                                const gr_process_options *options)
{
    return gr_stub_process(ctx, &shapes_gardener_service, only, options);
}

gr_code shapes_gardener_pack_ref(shapes_gardener ref, struct Greenroom__Ref *storage)
{
    return gr_stub_ref_pack(ref.ref, &shapes_gardener_service, storage);
}

gr_code shapes_gardener_unpack_ref(gr_node *node, const struct Greenroom__Ref *message,
                                   shapes_gardener *out_ref)
{
    return gr_stub_ref_unpack(node, message, &shapes_gardener_service, (gr_ref *)out_ref);
}

gr_code shapes_gardener_plant_sync(shapes_gardener to, const shapes_tree *request,
                                   const gr_call_options *options, shapes_point **out_reply,
                                   gr_error *error)
{
    return gr_stub_sync(to.ref, &shapes_gardener_service, 0, request, options, (void *)out_reply,
                        error);
}

gr_code shapes_gardener_plant_async(shapes_gardener to, const shapes_tree *request,
                                    const gr_call_options *options,
                                    shapes_gardener_plant_future *out_future)
{
    return gr_stub_async(to.ref, &shapes_gardener_service, 0, request, options,
                         (gr_future **)out_future);
}

gr_code shapes_gardener_plant_await(shapes_gardener_plant_future *future, shapes_point **out_reply,
                                    gr_error *error)
{
    return gr_stub_await((gr_future **)future, &shapes_gardener_service, 0, (void *)out_reply,
                         error);
}

gr_code shapes_gardener_plant_oneway(shapes_gardener to, const shapes_tree *request,
                                     const gr_oneway_options *options)
{
    return gr_stub_oneway(to.ref, &shapes_gardener_service, 0, request, options);
}

gr_code shapes_gardener_plant_hold(gr_context *ctx, shapes_gardener_plant_call *out_call)
{
    return gr_stub_hold(ctx, &shapes_gardener_service, 0, (gr_call *)out_call);
}

gr_code shapes_gardener_plant_answer(shapes_gardener_plant_call call, gr_code code,
                                     const shapes_point *reply)
{
    return gr_stub_answer(call.call, &shapes_gardener_service, 0, code, reply);
}

const shapes_tree *shapes_gardener_plant_request(shapes_gardener_plant_call call)
{
    return gr_stub_request(call.call, &shapes_gardener_service, 0);
}

gr_code shapes_gardener_measure_sync(shapes_gardener to, const shapes_point *request,
                                     const gr_call_options *options, shapes_nothing **out_reply,
                                     gr_error *error)
{
    return gr_stub_sync(to.ref, &shapes_gardener_service, 1, request, options, (void *)out_reply,
                        error);
}

gr_code shapes_gardener_measure_async(shapes_gardener to, const shapes_point *request,
                                      const gr_call_options *options,
                                      shapes_gardener_measure_future *out_future)
{
    return gr_stub_async(to.ref, &shapes_gardener_service, 1, request, options,
                         (gr_future **)out_future);
}

gr_code shapes_gardener_measure_await(shapes_gardener_measure_future *future,
                                      shapes_nothing **out_reply, gr_error *error)
{
    return gr_stub_await((gr_future **)future, &shapes_gardener_service, 1, (void *)out_reply,
                         error);
}

gr_code shapes_gardener_measure_oneway(shapes_gardener to, const shapes_point *request,
                                       const gr_oneway_options *options)
{
    return gr_stub_oneway(to.ref, &shapes_gardener_service, 1, request, options);
}

gr_code shapes_gardener_measure_hold(gr_context *ctx, shapes_gardener_measure_call *out_call)
{
    return gr_stub_hold(ctx, &shapes_gardener_service, 1, (gr_call *)out_call);
}

gr_code shapes_gardener_measure_answer(shapes_gardener_measure_call call, gr_code code,
                                       const shapes_nothing *reply)
{
    return gr_stub_answer(call.call, &shapes_gardener_service, 1, code, reply);
}

const shapes_point *shapes_gardener_measure_request(shapes_gardener_measure_call call)
{
    return gr_stub_request(call.call, &shapes_gardener_service, 1);
}
