/* Made by protoc-gen-greenroom from args.proto. Do not edit. */
#include "args.gr.h"

#include <stddef.h>

static gr_code seed_bed_plant_grow_handle(const gr_type *type, void *self, gr_context *ctx,
                                          const void *request, void *reply)
{
    const seed_bed_plant_type *table = (const seed_bed_plant_type *)type;

    return table->grow(self, ctx, request, reply);
}

static gr_code seed_bed_plant_start(const gr_type *type, void *self, gr_context *ctx,
                                    const void *args)
{
    const seed_bed_plant_type *table = (const seed_bed_plant_type *)type;

    return table->hooks.start(self, ctx, args);
}

static void seed_bed_plant_stop(const gr_type *type, void *self, gr_context *ctx, gr_code reason)
{
    const seed_bed_plant_type *table = (const seed_bed_plant_type *)type;

    table->hooks.stop(self, ctx, reason);
}

static gr_code seed_bed_plant_run(const gr_type *type, void *self, gr_context *ctx)
{
    const seed_bed_plant_type *table = (const seed_bed_plant_type *)type;

    return table->hooks.run(self, ctx);
}

static const gr_method seed_bed_plant_method_table[] = {
    {
        .name = "Grow",
        .request = &seed__bed__growth__descriptor,
        .reply = &seed__bed__growth__descriptor,
        .handle = seed_bed_plant_grow_handle,
        .request_is_flat = true,
        .reply_is_flat = true,
    },
};

const gr_service seed_bed_plant_service = {
    .name = "seed.bed.Plant",
    .methods = seed_bed_plant_method_table,
    .n_methods = 1,
    .args = &seed__bed__seed__descriptor,
    .hooks_at = offsetof(seed_bed_plant_type, hooks),
    .start = seed_bed_plant_start,
    .stop = seed_bed_plant_stop,
    .run = seed_bed_plant_run,
    .schema = "field seed.bed.Growth 1 height optional uint32\n"
              "rpc Grow(seed.bed.Growth) returns (seed.bed.Growth)\n"
              "service seed.bed.Plant\n",
    .fingerprint = { 0xe2, 0xbb, 0x41, 0xbd, 0x81, 0x3b, 0x23, 0xed, 0x90, 0x10, 0xa9,
                     0x77, 0xb8, 0x63, 0xd9, 0xd8, 0x81, 0xb0, 0xc7, 0xed, 0x07, 0xc2,
                     0xd2, 0xe9, 0x7a, 0x18, 0x29, 0x5d, 0x34, 0xef, 0x5b, 0xeb },
};

gr_code seed_bed_plant_spawn(gr_node *node, const seed_bed_plant_type *type,
                             const seed_bed_seed *args, const gr_spawn_options *options,
                             seed_bed_plant *out_ref, gr_error *error)
{
    return gr_stub_spawn(node, (const gr_type *)type, args, options, (gr_ref *)out_ref, error);
}

gr_code seed_bed_plant_offer(gr_node *node, const seed_bed_plant_type *type)
{
    return gr_stub_offer(node, (const gr_type *)type);
}

gr_code seed_bed_plant_register(gr_node *node, const char *name, seed_bed_plant ref)
{
    return gr_stub_register(node, name, ref.ref, &seed_bed_plant_service);
}

gr_code seed_bed_plant_lookup(gr_node *node, const char *name, const gr_call_options *options,
                              seed_bed_plant *out_ref, gr_error *error)
{
    return gr_stub_lookup(node, name, &seed_bed_plant_service, options, (gr_ref *)out_ref, error);
}

gr_code seed_bed_plant_named(gr_node *node, const char *name, seed_bed_plant *out_ref)
{
    return gr_stub_named(node, name, &seed_bed_plant_service, (gr_ref *)out_ref);
}

seed_bed_plant seed_bed_plant_self_ref(gr_context *ctx)
{
    seed_bed_plant self;

    self.ref = gr_stub_self(ctx, &seed_bed_plant_service);
    return self;
}

gr_code seed_bed_plant_process(gr_context *ctx, const seed_bed_plant_methods *only,
                               const gr_process_options *options)
{
    return gr_stub_process(ctx, &seed_bed_plant_service, only, options);
}

gr_code seed_bed_plant_pack_ref(seed_bed_plant ref, struct Greenroom__Ref *storage)
{
    return gr_stub_ref_pack(ref.ref, &seed_bed_plant_service, storage);
}

gr_code seed_bed_plant_unpack_ref(gr_node *node, const struct Greenroom__Ref *message,
                                  seed_bed_plant *out_ref)
{
    return gr_stub_ref_unpack(node, message, &seed_bed_plant_service, (gr_ref *)out_ref);
}

gr_code seed_bed_plant_grow_sync(seed_bed_plant to, const seed_bed_growth *request,
                                 const gr_call_options *options, seed_bed_growth **out_reply,
                                 gr_error *error)
{
    return gr_stub_sync(to.ref, &seed_bed_plant_service, 0, request, options, (void *)out_reply,
                        error);
}

gr_code seed_bed_plant_grow_async(seed_bed_plant to, const seed_bed_growth *request,
                                  const gr_call_options *options,
                                  seed_bed_plant_grow_future *out_future)
{
    return gr_stub_async(to.ref, &seed_bed_plant_service, 0, request, options,
                         (gr_future **)out_future);
}

gr_code seed_bed_plant_grow_await(seed_bed_plant_grow_future *future, seed_bed_growth **out_reply,
                                  gr_error *error)
{
    return gr_stub_await((gr_future **)future, &seed_bed_plant_service, 0, (void *)out_reply,
                         error);
}

gr_code seed_bed_plant_grow_oneway(seed_bed_plant to, const seed_bed_growth *request,
                                   const gr_oneway_options *options)
{
    return gr_stub_oneway(to.ref, &seed_bed_plant_service, 0, request, options);
}

gr_code seed_bed_plant_grow_hold(gr_context *ctx, seed_bed_plant_grow_call *out_call)
{
    return gr_stub_hold(ctx, &seed_bed_plant_service, 0, (gr_call *)out_call);
}

gr_code seed_bed_plant_grow_answer(seed_bed_plant_grow_call call, gr_code code,
                                   const seed_bed_growth *reply)
{
    return gr_stub_answer(call.call, &seed_bed_plant_service, 0, code, reply);
}

const seed_bed_growth *seed_bed_plant_grow_request(seed_bed_plant_grow_call call)
{
    return gr_stub_request(call.call, &seed_bed_plant_service, 0);
}
