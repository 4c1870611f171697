/* Made by protoc-gen-greenroom from empty_both.proto. Do not edit. */
#include "empty_both.gr.h"

#include <stddef.h>

static gr_code clock_ticker_tick_handle(const gr_type *type, void *self, gr_context *ctx,
                                        const void *request, void *reply)
{
    const clock_ticker_type *table = (const clock_ticker_type *)type;

    (void)request;
    (void)reply;
    return table->tick(self, ctx);
}

static gr_code clock_ticker_tock_handle(const gr_type *type, void *self, gr_context *ctx,
                                        const void *request, void *reply)
{
    const clock_ticker_type *table = (const clock_ticker_type *)type;

    (void)request;
    (void)reply;
    return table->tock(self, ctx);
}

static gr_code clock_ticker_start(const gr_type *type, void *self, gr_context *ctx,
                                  const void *args)
{
    const clock_ticker_type *table = (const clock_ticker_type *)type;

    (void)args;
    return table->hooks.start(self, ctx);
}

static void clock_ticker_stop(const gr_type *type, void *self, gr_context *ctx, gr_code reason)
{
    const clock_ticker_type *table = (const clock_ticker_type *)type;

    table->hooks.stop(self, ctx, reason);
}

static gr_code clock_ticker_run(const gr_type *type, void *self, gr_context *ctx)
{
    const clock_ticker_type *table = (const clock_ticker_type *)type;

    return table->hooks.run(self, ctx);
}

static const gr_method clock_ticker_method_table[] = {
    {
        .name = "Tick",
        .handle = clock_ticker_tick_handle,
        .timeout_ms = GR_FOREVER,
        .detached = true,
    },
    {
        .name = "Tock",
        .handle = clock_ticker_tock_handle,
        .slow_after_ms = 20,
        .overflow = GR_OVERFLOW_WAIT,
        .oneway = true,
    },
};

const gr_service clock_ticker_service = {
    .name = "clock.Ticker",
    .methods = clock_ticker_method_table,
    .n_methods = 2,
    .hooks_at = offsetof(clock_ticker_type, hooks),
    .start = clock_ticker_start,
    .stop = clock_ticker_stop,
    .run = clock_ticker_run,
    .schema = "rpc Tick(google.protobuf.Empty) returns (google.protobuf.Empty)\n"
              "rpc Tock(google.protobuf.Empty) returns (google.protobuf.Empty) oneway\n"
              "service clock.Ticker\n",
    .fingerprint = { 0xfa, 0xf3, 0x00, 0xfb, 0x79, 0xc6, 0xc0, 0x8d, 0xf0, 0x39, 0x45,
                     0x65, 0x91, 0xd5, 0x08, 0xe7, 0x9f, 0x0f, 0x2d, 0x72, 0xfd, 0xc1,
                     0xc8, 0x39, 0xec, 0x2e, 0x90, 0x78, 0xa1, 0x4e, 0x8e, 0x4d },
};

gr_code clock_ticker_spawn(gr_node *node, const clock_ticker_type *type,
                           const gr_spawn_options *options, clock_ticker *out_ref, gr_error *error)
{
    return gr_stub_spawn(node, (const gr_type *)type, NULL, options, (gr_ref *)out_ref, error);
}

gr_code clock_ticker_offer(gr_node *node, const clock_ticker_type *type)
{
    return gr_stub_offer(node, (const gr_type *)type);
}

gr_code clock_ticker_register(gr_node *node, const char *name, clock_ticker ref)
{
    return gr_stub_register(node, name, ref.ref, &clock_ticker_service);
}

gr_code clock_ticker_lookup(gr_node *node, const char *name, const gr_call_options *options,
                            clock_ticker *out_ref, gr_error *error)
{
    return gr_stub_lookup(node, name, &clock_ticker_service, options, (gr_ref *)out_ref, error);
}

gr_code clock_ticker_named(gr_node *node, const char *name, clock_ticker *out_ref)
{
    return gr_stub_named(node, name, &clock_ticker_service, (gr_ref *)out_ref);
}

clock_ticker clock_ticker_self_ref(gr_context *ctx)
{
    clock_ticker self;

    self.ref = gr_stub_self(ctx, &clock_ticker_service);
    return self;
}

gr_code clock_ticker_process(gr_context *ctx, const clock_ticker_methods *only,
                             const gr_process_options *options)
{
    return gr_stub_process(ctx, &clock_ticker_service, only, options);
}

gr_code clock_ticker_pack_ref(clock_ticker ref, struct Greenroom__Ref *storage)
{
    return gr_stub_ref_pack(ref.ref, &clock_ticker_service, storage);
}

gr_code clock_ticker_unpack_ref(gr_node *node, const struct Greenroom__Ref *message,
                                clock_ticker *out_ref)
{
    return gr_stub_ref_unpack(node, message, &clock_ticker_service, (gr_ref *)out_ref);
}

gr_code clock_ticker_tick_sync(clock_ticker to, const gr_call_options *options, gr_error *error)
{
    return gr_stub_sync(to.ref, &clock_ticker_service, 0, NULL, options, NULL, error);
}

gr_code clock_ticker_tick_async(clock_ticker to, const gr_call_options *options,
                                clock_ticker_tick_future *out_future)
{
    return gr_stub_async(to.ref, &clock_ticker_service, 0, NULL, options, (gr_future **)out_future);
}

gr_code clock_ticker_tick_await(clock_ticker_tick_future *future, gr_error *error)
{
    return gr_stub_await((gr_future **)future, &clock_ticker_service, 0, NULL, error);
}

gr_code clock_ticker_tick_oneway(clock_ticker to, const gr_oneway_options *options)
{
    return gr_stub_oneway(to.ref, &clock_ticker_service, 0, NULL, options);
}

gr_code clock_ticker_tick_hold(gr_context *ctx, clock_ticker_tick_call *out_call)
{
    return gr_stub_hold(ctx, &clock_ticker_service, 0, (gr_call *)out_call);
}

gr_code clock_ticker_tick_answer(clock_ticker_tick_call call, gr_code code)
{
    return gr_stub_answer(call.call, &clock_ticker_service, 0, code, NULL);
}

gr_code clock_ticker_tock_oneway(clock_ticker to, const gr_oneway_options *options)
{
    return gr_stub_oneway(to.ref, &clock_ticker_service, 1, NULL, options);
}

static gr_code clock_idler_start(const gr_type *type, void *self, gr_context *ctx, const void *args)
{
    const clock_idler_type *table = (const clock_idler_type *)type;

    (void)args;
    return table->hooks.start(self, ctx);
}

static void clock_idler_stop(const gr_type *type, void *self, gr_context *ctx, gr_code reason)
{
    const clock_idler_type *table = (const clock_idler_type *)type;

    table->hooks.stop(self, ctx, reason);
}

static gr_code clock_idler_run(const gr_type *type, void *self, gr_context *ctx)
{
    const clock_idler_type *table = (const clock_idler_type *)type;

    return table->hooks.run(self, ctx);
}

const gr_service clock_idler_service = {
    .name = "clock.Idler",
    .mailbox_messages = 10,
    .mailbox_bytes = 65536,
    .hooks_at = offsetof(clock_idler_type, hooks),
    .start = clock_idler_start,
    .stop = clock_idler_stop,
    .run = clock_idler_run,
    .schema = "service clock.Idler\n",
    .fingerprint = { 0x7d, 0xdf, 0xe2, 0xe8, 0xce, 0x6a, 0x5b, 0x58, 0x85, 0x18, 0x9d,
                     0x4c, 0x4d, 0x86, 0x14, 0xfc, 0xf5, 0x27, 0x39, 0x53, 0xed, 0xea,
                     0x79, 0x4b, 0xf1, 0x3f, 0xf0, 0x64, 0x46, 0x00, 0xce, 0xb3 },
};

gr_code clock_idler_spawn(gr_node *node, const clock_idler_type *type,
                          const gr_spawn_options *options, clock_idler *out_ref, gr_error *error)
{
    return gr_stub_spawn(node, (const gr_type *)type, NULL, options, (gr_ref *)out_ref, error);
}

gr_code clock_idler_offer(gr_node *node, const clock_idler_type *type)
{
    return gr_stub_offer(node, (const gr_type *)type);
}

gr_code clock_idler_register(gr_node *node, const char *name, clock_idler ref)
{
    return gr_stub_register(node, name, ref.ref, &clock_idler_service);
}

gr_code clock_idler_lookup(gr_node *node, const char *name, const gr_call_options *options,
                           clock_idler *out_ref, gr_error *error)
{
    return gr_stub_lookup(node, name, &clock_idler_service, options, (gr_ref *)out_ref, error);
}

gr_code clock_idler_named(gr_node *node, const char *name, clock_idler *out_ref)
{
    return gr_stub_named(node, name, &clock_idler_service, (gr_ref *)out_ref);
}

clock_idler clock_idler_self_ref(gr_context *ctx)
{
    clock_idler self;

    self.ref = gr_stub_self(ctx, &clock_idler_service);
    return self;
}

gr_code clock_idler_pack_ref(clock_idler ref, struct Greenroom__Ref *storage)
{
    return gr_stub_ref_pack(ref.ref, &clock_idler_service, storage);
}

gr_code clock_idler_unpack_ref(gr_node *node, const struct Greenroom__Ref *message,
                               clock_idler *out_ref)
{
    return gr_stub_ref_unpack(node, message, &clock_idler_service, (gr_ref *)out_ref);
}
