/* Made by protoc-gen-greenroom from c_package.proto. Do not edit. */
#include "c_package.gr.h"

#include <stddef.h>

static gr_code plot_digger_dig_handle(const gr_type *type, void *self, gr_context *ctx,
                                      const void *request, void *reply)
{
    const plot_digger_type *table = (const plot_digger_type *)type;

    return table->dig(self, ctx, request, reply);
}

static gr_code plot_digger_start(const gr_type *type, void *self, gr_context *ctx, const void *args)
{
    const plot_digger_type *table = (const plot_digger_type *)type;

    (void)args;
    return table->hooks.start(self, ctx);
}

static void plot_digger_stop(const gr_type *type, void *self, gr_context *ctx, gr_code reason)
{
    const plot_digger_type *table = (const plot_digger_type *)type;

    table->hooks.stop(self, ctx, reason);
}

static gr_code plot_digger_run(const gr_type *type, void *self, gr_context *ctx)
{
    const plot_digger_type *table = (const plot_digger_type *)type;

    return table->hooks.run(self, ctx);
}

static const gr_method plot_digger_method_table[] = {
    {
        .name = "Dig",
        .request = &plot__bed__descriptor,
        .reply = &plot__bed__row__descriptor,
        .handle = plot_digger_dig_handle,
        .reply_is_flat = true,
    },
};

const gr_service plot_digger_service = {
    .name = "com.example.garden.v2.Digger",
    .methods = plot_digger_method_table,
    .n_methods = 1,
    .hooks_at = offsetof(plot_digger_type, hooks),
    .start = plot_digger_start,
    .stop = plot_digger_stop,
    .run = plot_digger_run,
    .schema = "field com.example.garden.v2.Bed 1 rows repeated message com.example.garden.v2.Bed"
              ".Row\n"
              "field com.example.garden.v2.Bed.Row 1 n optional int32\n"
              "rpc Dig(com.example.garden.v2.Bed) returns (com.example.garden.v2.Bed.Row)\n"
              "service com.example.garden.v2.Digger\n",
    .fingerprint = { 0x85, 0x48, 0xf0, 0x64, 0xfd, 0x7c, 0x48, 0x91, 0xa5, 0xfa, 0x19,
                     0x62, 0x1e, 0x88, 0x77, 0xfa, 0xe2, 0x65, 0x23, 0x8c, 0x95, 0x8d,
                     0xa4, 0x89, 0x7f, 0x44, 0x08, 0x71, 0x6d, 0xff, 0x0e, 0x0f },
};

gr_code plot_digger_spawn(gr_node *node, const plot_digger_type *type,
                          const gr_spawn_options *options, plot_digger *out_ref, gr_error *error)
{
    return gr_stub_spawn(node, (const gr_type *)type, NULL, options, (gr_ref *)out_ref, error);
}

gr_code plot_digger_offer(gr_node *node, const plot_digger_type *type)
{
    return gr_stub_offer(node, (const gr_type *)type);
}

gr_code plot_digger_register(gr_node *node, const char *name, plot_digger ref)
{
    return gr_stub_register(node, name, ref.ref, &plot_digger_service);
}

gr_code plot_digger_lookup(gr_node *node, const char *name, const gr_call_options *options,
                           plot_digger *out_ref, gr_error *error)
{
    return gr_stub_lookup(node, name, &plot_digger_service, options, (gr_ref *)out_ref, error);
}

gr_code plot_digger_named(gr_node *node, const char *name, plot_digger *out_ref)
{
    return gr_stub_named(node, name, &plot_digger_service, (gr_ref *)out_ref);
}

plot_digger plot_digger_self_ref(gr_context *ctx)
{
    plot_digger self;

    self.ref = gr_stub_self(ctx, &plot_digger_service);
    return self;
}

gr_code plot_digger_process(gr_context *ctx, const plot_digger_methods *only,
                            const gr_process_options *options)
{
    return gr_stub_process(ctx, &plot_digger_service, only, options);
}

gr_code plot_digger_pack_ref(plot_digger ref, struct Greenroom__Ref *storage)
{
    return gr_stub_ref_pack(ref.ref, &plot_digger_service, storage);
}

gr_code plot_digger_unpack_ref(gr_node *node, const struct Greenroom__Ref *message,
                               plot_digger *out_ref)
{
    return gr_stub_ref_unpack(node, message, &plot_digger_service, (gr_ref *)out_ref);
}

gr_code plot_digger_dig_sync(plot_digger to, const plot_bed *request,
                             const gr_call_options *options, plot_bed_row **out_reply,
                             gr_error *error)
{
    return gr_stub_sync(to.ref, &plot_digger_service, 0, request, options, (void *)out_reply,
                        error);
}

gr_code plot_digger_dig_async(plot_digger to, const plot_bed *request,
                              const gr_call_options *options, plot_digger_dig_future *out_future)
{
    return gr_stub_async(to.ref, &plot_digger_service, 0, request, options,
                         (gr_future **)out_future);
}

gr_code plot_digger_dig_await(plot_digger_dig_future *future, plot_bed_row **out_reply,
                              gr_error *error)
{
    return gr_stub_await((gr_future **)future, &plot_digger_service, 0, (void *)out_reply, error);
}

gr_code plot_digger_dig_oneway(plot_digger to, const plot_bed *request,
                               const gr_oneway_options *options)
{
    return gr_stub_oneway(to.ref, &plot_digger_service, 0, request, options);
}

gr_code plot_digger_dig_hold(gr_context *ctx, plot_digger_dig_call *out_call)
{
    return gr_stub_hold(ctx, &plot_digger_service, 0, (gr_call *)out_call);
}

gr_code plot_digger_dig_answer(plot_digger_dig_call call, gr_code code, const plot_bed_row *reply)
{
    return gr_stub_answer(call.call, &plot_digger_service, 0, code, reply);
}

const plot_bed *plot_digger_dig_request(plot_digger_dig_call call)
{
    return gr_stub_request(call.call, &plot_digger_service, 0);
}
