/* Made by protoc-gen-greenroom from services.proto. Do not edit. */
#include "services.gr.h"

#include <stddef.h>

static gr_code plants_shop_counter_buy_handle(const gr_type *type, void *self, gr_context *ctx,
                                              const void *request, void *reply)
{
    const plants_shop_counter_type *table = (const plants_shop_counter_type *)type;

    return table->buy(self, ctx, request, reply);
}

static gr_code plants_shop_counter_price_handle(const gr_type *type, void *self, gr_context *ctx,
                                                const void *request, void *reply)
{
    const plants_shop_counter_type *table = (const plants_shop_counter_type *)type;

    return table->price(self, ctx, request, reply);
}

static gr_code plants_shop_counter_start(const gr_type *type, void *self, gr_context *ctx,
                                         const void *args)
{
    const plants_shop_counter_type *table = (const plants_shop_counter_type *)type;

    (void)args;
    return table->hooks.start(self, ctx);
}

static void plants_shop_counter_stop(const gr_type *type, void *self, gr_context *ctx,
                                     gr_code reason)
{
    const plants_shop_counter_type *table = (const plants_shop_counter_type *)type;

    table->hooks.stop(self, ctx, reason);
}

static gr_code plants_shop_counter_run(const gr_type *type, void *self, gr_context *ctx)
{
    const plants_shop_counter_type *table = (const plants_shop_counter_type *)type;

    return table->hooks.run(self, ctx);
}

static const gr_method plants_shop_counter_method_table[] = {
    {
        .name = "Buy",
        .request = &plants__shop__order__descriptor,
        .reply = &plants__more__amount__descriptor,
        .handle = plants_shop_counter_buy_handle,
        .reply_is_flat = true,
    },
    {
        .name = "Price",
        .request = &plants__base__plant__descriptor,
        .reply = &plants__shop__order__descriptor,
        .handle = plants_shop_counter_price_handle,
    },
};

const gr_service plants_shop_counter_service = {
    .name = "plants.shop.Counter",
    .methods = plants_shop_counter_method_table,
    .n_methods = 2,
    .hooks_at = offsetof(plants_shop_counter_type, hooks),
    .start = plants_shop_counter_start,
    .stop = plants_shop_counter_stop,
    .run = plants_shop_counter_run,
    .schema = "field google.protobuf.Timestamp 1 seconds optional int64\n"
              "field google.protobuf.Timestamp 2 nanos optional int32\n"
              "field plants.base.Plant 1 name optional string\n"
              "field plants.more.Amount 1 unit optional enum plants.base.Unit\n"
              "field plants.more.Amount 2 value optional double\n"
              "field plants.shop.Order 1 plant optional message plants.base.Plant\n"
              "field plants.shop.Order 2 amount optional message plants.more.Amount\n"
              "field plants.shop.Order 3 when optional message google.protobuf.Timestamp\n"
              "rpc Buy(plants.shop.Order) returns (plants.more.Amount)\n"
              "rpc Price(plants.base.Plant) returns (plants.shop.Order)\n"
              "service plants.shop.Counter\n"
              "value plants.base.Unit 0 UNIT_PIECES\n"
              "value plants.base.Unit 1 UNIT_KILOGRAMS\n",
    .fingerprint = { 0xc4, 0xfd, 0x88, 0x62, 0xd6, 0x4e, 0xa5, 0x49, 0xcb, 0x7e, 0x72,
                     0xfb, 0x9e, 0x93, 0xab, 0xe1, 0x4e, 0x50, 0x56, 0xdd, 0x52, 0xda,
                     0x6c, 0x88, 0x86, 0xe2, 0xa5, 0x36, 0x6f, 0x7f, 0xbd, 0x51 },
};

gr_code plants_shop_counter_spawn(gr_node *node, const plants_shop_counter_type *type,
                                  const gr_spawn_options *options, plants_shop_counter *out_ref,
                                  gr_error *error)
{
    return gr_stub_spawn(node, (const gr_type *)type, NULL, options, (gr_ref *)out_ref, error);
}

gr_code plants_shop_counter_offer(gr_node *node, const plants_shop_counter_type *type)
{
    return gr_stub_offer(node, (const gr_type *)type);
}

gr_code plants_shop_counter_register(gr_node *node, const char *name, plants_shop_counter ref)
{
    return gr_stub_register(node, name, ref.ref, &plants_shop_counter_service);
}

gr_code plants_shop_counter_lookup(gr_node *node, const char *name, const gr_call_options *options,
                                   plants_shop_counter *out_ref, gr_error *error)
{
    return gr_stub_lookup(node, name, &plants_shop_counter_service, options, (gr_ref *)out_ref,
                          error);
}

gr_code plants_shop_counter_named(gr_node *node, const char *name, plants_shop_counter *out_ref)
{
    return gr_stub_named(node, name, &plants_shop_counter_service, (gr_ref *)out_ref);
}

plants_shop_counter plants_shop_counter_self_ref(gr_context *ctx)
{
    plants_shop_counter self;

    self.ref = gr_stub_self(ctx, &plants_shop_counter_service);
    return self;
}

gr_code plants_shop_counter_process(gr_context *ctx, const plants_shop_counter_methods *only,
                                    const gr_process_options *options)
{
    return gr_stub_process(ctx, &plants_shop_counter_service, only, options);
}

gr_code plants_shop_counter_pack_ref(plants_shop_counter ref, struct Greenroom__Ref *storage)
{
    return gr_stub_ref_pack(ref.ref, &plants_shop_counter_service, storage);
}

gr_code plants_shop_counter_unpack_ref(gr_node *node, const struct Greenroom__Ref *message,
                                       plants_shop_counter *out_ref)
{
    return gr_stub_ref_unpack(node, message, &plants_shop_counter_service, (gr_ref *)out_ref);
}

gr_code plants_shop_counter_buy_sync(plants_shop_counter to, const plants_shop_order *request,
                                     const gr_call_options *options, plants_more_amount **out_reply,
                                     gr_error *error)
{
    return gr_stub_sync(to.ref, &plants_shop_counter_service, 0, request, options,
                        (void *)out_reply, error);
}

gr_code plants_shop_counter_buy_async(plants_shop_counter to, const plants_shop_order *request,
                                      const gr_call_options *options,
                                      plants_shop_counter_buy_future *out_future)
{
    return gr_stub_async(to.ref, &plants_shop_counter_service, 0, request, options,
                         (gr_future **)out_future);
}

gr_code plants_shop_counter_buy_await(plants_shop_counter_buy_future *future,
                                      plants_more_amount **out_reply, gr_error *error)
{
    return gr_stub_await((gr_future **)future, &plants_shop_counter_service, 0, (void *)out_reply,
                         error);
}

gr_code plants_shop_counter_buy_oneway(plants_shop_counter to, const plants_shop_order *request,
                                       const gr_oneway_options *options)
{
    return gr_stub_oneway(to.ref, &plants_shop_counter_service, 0, request, options);
}

gr_code plants_shop_counter_buy_hold(gr_context *ctx, plants_shop_counter_buy_call *out_call)
{
    return gr_stub_hold(ctx, &plants_shop_counter_service, 0, (gr_call *)out_call);
}

gr_code plants_shop_counter_buy_answer(plants_shop_counter_buy_call call, gr_code code,
                                       const plants_more_amount *reply)
{
    return gr_stub_answer(call.call, &plants_shop_counter_service, 0, code, reply);
}

const plants_shop_order *plants_shop_counter_buy_request(plants_shop_counter_buy_call call)
{
    return gr_stub_request(call.call, &plants_shop_counter_service, 0);
}

gr_code plants_shop_counter_price_sync(plants_shop_counter to, const plants_base_plant *request,
                                       const gr_call_options *options,
                                       plants_shop_order **out_reply, gr_error *error)
{
    return gr_stub_sync(to.ref, &plants_shop_counter_service, 1, request, options,
                        (void *)out_reply, error);
}

gr_code plants_shop_counter_price_async(plants_shop_counter to, const plants_base_plant *request,
                                        const gr_call_options *options,
                                        plants_shop_counter_price_future *out_future)
{
    return gr_stub_async(to.ref, &plants_shop_counter_service, 1, request, options,
                         (gr_future **)out_future);
}

gr_code plants_shop_counter_price_await(plants_shop_counter_price_future *future,
                                        plants_shop_order **out_reply, gr_error *error)
{
    return gr_stub_await((gr_future **)future, &plants_shop_counter_service, 1, (void *)out_reply,
                         error);
}

gr_code plants_shop_counter_price_oneway(plants_shop_counter to, const plants_base_plant *request,
                                         const gr_oneway_options *options)
{
    return gr_stub_oneway(to.ref, &plants_shop_counter_service, 1, request, options);
}

gr_code plants_shop_counter_price_hold(gr_context *ctx, plants_shop_counter_price_call *out_call)
{
    return gr_stub_hold(ctx, &plants_shop_counter_service, 1, (gr_call *)out_call);
}

gr_code plants_shop_counter_price_answer(plants_shop_counter_price_call call, gr_code code,
                                         const plants_shop_order *reply)
{
    return gr_stub_answer(call.call, &plants_shop_counter_service, 1, code, reply);
}

const plants_base_plant *plants_shop_counter_price_request(plants_shop_counter_price_call call)
{
    return gr_stub_request(call.call, &plants_shop_counter_service, 1);
}

static gr_code plants_shop_clock_now_handle(const gr_type *type, void *self, gr_context *ctx,
                                            const void *request, void *reply)
{
    const plants_shop_clock_type *table = (const plants_shop_clock_type *)type;

    (void)request;
    return table->now(self, ctx, reply);
}

static gr_code plants_shop_clock_set_handle(const gr_type *type, void *self, gr_context *ctx,
                                            const void *request, void *reply)
{
    const plants_shop_clock_type *table = (const plants_shop_clock_type *)type;

    (void)reply;
    return table->set(self, ctx, request);
}

static gr_code plants_shop_clock_start(const gr_type *type, void *self, gr_context *ctx,
                                       const void *args)
{
    const plants_shop_clock_type *table = (const plants_shop_clock_type *)type;

    (void)args;
    return table->hooks.start(self, ctx);
}

static void plants_shop_clock_stop(const gr_type *type, void *self, gr_context *ctx, gr_code reason)
{
    const plants_shop_clock_type *table = (const plants_shop_clock_type *)type;

    table->hooks.stop(self, ctx, reason);
}

static gr_code plants_shop_clock_run(const gr_type *type, void *self, gr_context *ctx)
{
    const plants_shop_clock_type *table = (const plants_shop_clock_type *)type;

    return table->hooks.run(self, ctx);
}

static const gr_method plants_shop_clock_method_table[] = {
    {
        .name = "Now",
        .reply = &google__protobuf__timestamp__descriptor,
        .handle = plants_shop_clock_now_handle,
        .reply_is_flat = true,
    },
    {
        .name = "Set",
        .request = &google__protobuf__timestamp__descriptor,
        .handle = plants_shop_clock_set_handle,
        .request_is_flat = true,
    },
};

const gr_service plants_shop_clock_service = {
    .name = "plants.shop.Clock",
    .methods = plants_shop_clock_method_table,
    .n_methods = 2,
    .hooks_at = offsetof(plants_shop_clock_type, hooks),
    .start = plants_shop_clock_start,
    .stop = plants_shop_clock_stop,
    .run = plants_shop_clock_run,
    .schema = "field google.protobuf.Timestamp 1 seconds optional int64\n"
              "field google.protobuf.Timestamp 2 nanos optional int32\n"
              "rpc Now(google.protobuf.Empty) returns (google.protobuf.Timestamp)\n"
              "rpc Set(google.protobuf.Timestamp) returns (google.protobuf.Empty)\n"
              "service plants.shop.Clock\n",
    .fingerprint = { 0x55, 0x58, 0xc9, 0xd8, 0xc8, 0xbe, 0x07, 0x75, 0x91, 0xcb, 0xc2,
                     0x64, 0x8b, 0xf1, 0x0a, 0xab, 0x76, 0x70, 0x30, 0x46, 0x74, 0x7c,
                     0x33, 0x8c, 0x8f, 0x7f, 0x0d, 0x21, 0x05, 0xac, 0xa6, 0xfe },
};

gr_code plants_shop_clock_spawn(gr_node *node, const plants_shop_clock_type *type,
                                const gr_spawn_options *options, plants_shop_clock *out_ref,
                                gr_error *error)
{
    return gr_stub_spawn(node, (const gr_type *)type, NULL, options, (gr_ref *)out_ref, error);
}

gr_code plants_shop_clock_offer(gr_node *node, const plants_shop_clock_type *type)
{
    return gr_stub_offer(node, (const gr_type *)type);
}

gr_code plants_shop_clock_register(gr_node *node, const char *name, plants_shop_clock ref)
{
    return gr_stub_register(node, name, ref.ref, &plants_shop_clock_service);
}

gr_code plants_shop_clock_lookup(gr_node *node, const char *name, const gr_call_options *options,
                                 plants_shop_clock *out_ref, gr_error *error)
{
    return gr_stub_lookup(node, name, &plants_shop_clock_service, options, (gr_ref *)out_ref,
                          error);
}

gr_code plants_shop_clock_named(gr_node *node, const char *name, plants_shop_clock *out_ref)
{
    return gr_stub_named(node, name, &plants_shop_clock_service, (gr_ref *)out_ref);
}

plants_shop_clock plants_shop_clock_self_ref(gr_context *ctx)
{
    plants_shop_clock self;

    self.ref = gr_stub_self(ctx, &plants_shop_clock_service);
    return self;
}

gr_code plants_shop_clock_process(gr_context *ctx, const plants_shop_clock_methods *only,
                                  const gr_process_options *options)
{
    return gr_stub_process(ctx, &plants_shop_clock_service, only, options);
}

gr_code plants_shop_clock_pack_ref(plants_shop_clock ref, struct Greenroom__Ref *storage)
{
    return gr_stub_ref_pack(ref.ref, &plants_shop_clock_service, storage);
}

gr_code plants_shop_clock_unpack_ref(gr_node *node, const struct Greenroom__Ref *message,
                                     plants_shop_clock *out_ref)
{
    return gr_stub_ref_unpack(node, message, &plants_shop_clock_service, (gr_ref *)out_ref);
}

gr_code plants_shop_clock_now_sync(plants_shop_clock to, const gr_call_options *options,
                                   Google__Protobuf__Timestamp **out_reply, gr_error *error)
{
    return gr_stub_sync(to.ref, &plants_shop_clock_service, 0, NULL, options, (void *)out_reply,
                        error);
}

gr_code plants_shop_clock_now_async(plants_shop_clock to, const gr_call_options *options,
                                    plants_shop_clock_now_future *out_future)
{
    return gr_stub_async(to.ref, &plants_shop_clock_service, 0, NULL, options,
                         (gr_future **)out_future);
}

gr_code plants_shop_clock_now_await(plants_shop_clock_now_future *future,
                                    Google__Protobuf__Timestamp **out_reply, gr_error *error)
{
    return gr_stub_await((gr_future **)future, &plants_shop_clock_service, 0, (void *)out_reply,
                         error);
}

gr_code plants_shop_clock_now_oneway(plants_shop_clock to, const gr_oneway_options *options)
{
    return gr_stub_oneway(to.ref, &plants_shop_clock_service, 0, NULL, options);
}

gr_code plants_shop_clock_now_hold(gr_context *ctx, plants_shop_clock_now_call *out_call)
{
    return gr_stub_hold(ctx, &plants_shop_clock_service, 0, (gr_call *)out_call);
}

gr_code plants_shop_clock_now_answer(plants_shop_clock_now_call call, gr_code code,
                                     const Google__Protobuf__Timestamp *reply)
{
    return gr_stub_answer(call.call, &plants_shop_clock_service, 0, code, reply);
}

gr_code plants_shop_clock_set_sync(plants_shop_clock to, const Google__Protobuf__Timestamp *request,
                                   const gr_call_options *options, gr_error *error)
{
    return gr_stub_sync(to.ref, &plants_shop_clock_service, 1, request, options, NULL, error);
}

gr_code plants_shop_clock_set_async(plants_shop_clock to,
                                    const Google__Protobuf__Timestamp *request,
                                    const gr_call_options *options,
                                    plants_shop_clock_set_future *out_future)
{
    return gr_stub_async(to.ref, &plants_shop_clock_service, 1, request, options,
                         (gr_future **)out_future);
}

gr_code plants_shop_clock_set_await(plants_shop_clock_set_future *future, gr_error *error)
{
    return gr_stub_await((gr_future **)future, &plants_shop_clock_service, 1, NULL, error);
}

gr_code plants_shop_clock_set_oneway(plants_shop_clock to,
                                     const Google__Protobuf__Timestamp *request,
                                     const gr_oneway_options *options)
{
    return gr_stub_oneway(to.ref, &plants_shop_clock_service, 1, request, options);
}

gr_code plants_shop_clock_set_hold(gr_context *ctx, plants_shop_clock_set_call *out_call)
{
    return gr_stub_hold(ctx, &plants_shop_clock_service, 1, (gr_call *)out_call);
}

gr_code plants_shop_clock_set_answer(plants_shop_clock_set_call call, gr_code code)
{
    return gr_stub_answer(call.call, &plants_shop_clock_service, 1, code, NULL);
}

const Google__Protobuf__Timestamp *plants_shop_clock_set_request(plants_shop_clock_set_call call)
{
    return gr_stub_request(call.call, &plants_shop_clock_service, 1);
}
