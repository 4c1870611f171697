/* Made by protoc-gen-greenroom from refs.proto. Do not edit. */
#include "refs.gr.h"

#include <stddef.h>

static gr_code watch_listener_hear_handle(const gr_type *type, void *self, gr_context *ctx,
                                          const void *request, void *reply)
{
    const watch_listener_type *table = (const watch_listener_type *)type;

    (void)reply;
    return table->hear(self, ctx, request);
}

static gr_code watch_listener_start(const gr_type *type, void *self, gr_context *ctx,
                                    const void *args)
{
    const watch_listener_type *table = (const watch_listener_type *)type;

    (void)args;
    return table->hooks.start(self, ctx);
}

static void watch_listener_stop(const gr_type *type, void *self, gr_context *ctx, gr_code reason)
{
    const watch_listener_type *table = (const watch_listener_type *)type;

    table->hooks.stop(self, ctx, reason);
}

static gr_code watch_listener_run(const gr_type *type, void *self, gr_context *ctx)
{
    const watch_listener_type *table = (const watch_listener_type *)type;

    return table->hooks.run(self, ctx);
}

static const gr_method watch_listener_method_table[] = {
    {
        .name = "Hear",
        .request = &watch__news__descriptor,
        .handle = watch_listener_hear_handle,
        .oneway = true,
    },
};

const gr_service watch_listener_service = {
    .name = "watch.Listener",
    .methods = watch_listener_method_table,
    .n_methods = 1,
    .hooks_at = offsetof(watch_listener_type, hooks),
    .start = watch_listener_start,
    .stop = watch_listener_stop,
    .run = watch_listener_run,
    .schema = "field watch.News 1 text optional string\n"
              "rpc Hear(watch.News) returns (google.protobuf.Empty) oneway\n"
              "service watch.Listener\n",
    .fingerprint = { 0x74, 0xce, 0xde, 0x32, 0xd8, 0xf2, 0xe7, 0x64, 0x8f, 0xd1, 0x3f,
                     0x45, 0x61, 0xdb, 0x22, 0xfe, 0x93, 0x35, 0x62, 0x86, 0x8c, 0x66,
                     0x41, 0x3d, 0x60, 0x68, 0x33, 0xef, 0x70, 0x49, 0xff, 0xac },
};

gr_code watch_listener_spawn(gr_node *node, const watch_listener_type *type,
                             const gr_spawn_options *options, watch_listener *out_ref,
                             gr_error *error)
{
    return gr_stub_spawn(node, (const gr_type *)type, NULL, options, (gr_ref *)out_ref, error);
}

gr_code watch_listener_offer(gr_node *node, const watch_listener_type *type)
{
    return gr_stub_offer(node, (const gr_type *)type);
}

gr_code watch_listener_register(gr_node *node, const char *name, watch_listener ref)
{
    return gr_stub_register(node, name, ref.ref, &watch_listener_service);
}

gr_code watch_listener_lookup(gr_node *node, const char *name, const gr_call_options *options,
                              watch_listener *out_ref, gr_error *error)
{
    return gr_stub_lookup(node, name, &watch_listener_service, options, (gr_ref *)out_ref, error);
}

gr_code watch_listener_named(gr_node *node, const char *name, watch_listener *out_ref)
{
    return gr_stub_named(node, name, &watch_listener_service, (gr_ref *)out_ref);
}

watch_listener watch_listener_self_ref(gr_context *ctx)
{
    watch_listener self;

    self.ref = gr_stub_self(ctx, &watch_listener_service);
    return self;
}

gr_code watch_listener_process(gr_context *ctx, const watch_listener_methods *only,
                               const gr_process_options *options)
{
    return gr_stub_process(ctx, &watch_listener_service, only, options);
}

gr_code watch_listener_pack_ref(watch_listener ref, struct Greenroom__Ref *storage)
{
    return gr_stub_ref_pack(ref.ref, &watch_listener_service, storage);
}

gr_code watch_listener_unpack_ref(gr_node *node, const struct Greenroom__Ref *message,
                                  watch_listener *out_ref)
{
    return gr_stub_ref_unpack(node, message, &watch_listener_service, (gr_ref *)out_ref);
}

gr_code watch_listener_hear_oneway(watch_listener to, const watch_news *request,
                                   const gr_oneway_options *options)
{
    return gr_stub_oneway(to.ref, &watch_listener_service, 0, request, options);
}

static gr_code watch_tower_begin_handle(const gr_type *type, void *self, gr_context *ctx,
                                        const void *request, void *reply)
{
    const watch_tower_type *table = (const watch_tower_type *)type;

    return table->begin(self, ctx, request, reply);
}

static gr_code watch_tower_start(const gr_type *type, void *self, gr_context *ctx, const void *args)
{
    const watch_tower_type *table = (const watch_tower_type *)type;

    (void)args;
    return table->hooks.start(self, ctx);
}

static void watch_tower_stop(const gr_type *type, void *self, gr_context *ctx, gr_code reason)
{
    const watch_tower_type *table = (const watch_tower_type *)type;

    table->hooks.stop(self, ctx, reason);
}

static gr_code watch_tower_run(const gr_type *type, void *self, gr_context *ctx)
{
    const watch_tower_type *table = (const watch_tower_type *)type;

    return table->hooks.run(self, ctx);
}

static const gr_method watch_tower_method_table[] = {
    {
        .name = "Begin",
        .request = &watch__watch__descriptor,
        .reply = &watch__watch__descriptor,
        .handle = watch_tower_begin_handle,
    },
};

const gr_service watch_tower_service = {
    .name = "watch.Tower",
    .methods = watch_tower_method_table,
    .n_methods = 1,
    .hooks_at = offsetof(watch_tower_type, hooks),
    .start = watch_tower_start,
    .stop = watch_tower_stop,
    .run = watch_tower_run,
    .schema = "field greenroom.Ref 1 node optional fixed64\n"
              "field greenroom.Ref 2 actor optional fixed64\n"
              "field greenroom.Ref 3 service optional string\n"
              "field watch.Watch 1 listener optional message greenroom.Ref\n"
              "field watch.Watch 2 scales repeated message greenroom.Ref\n"
              "field watch.Watch 3 name optional string\n"
              "field watch.Watch 4 Other_Tower optional message greenroom.Ref\n"
              "field watch.Watch 5 untyped optional message greenroom.Ref\n"
              "rpc Begin(watch.Watch) returns (watch.Watch)\n"
              "service watch.Tower\n",
    .fingerprint = { 0xde, 0x65, 0x41, 0xea, 0xac, 0x63, 0xe5, 0x99, 0x34, 0x60, 0x19,
                     0x23, 0x60, 0xe1, 0xc1, 0x24, 0x17, 0xa5, 0x22, 0x73, 0x9b, 0x05,
                     0x70, 0xba, 0x1f, 0x68, 0x12, 0x49, 0x57, 0xd8, 0xb4, 0xb4 },
};

gr_code watch_tower_spawn(gr_node *node, const watch_tower_type *type,
                          const gr_spawn_options *options, watch_tower *out_ref, gr_error *error)
{
    return gr_stub_spawn(node, (const gr_type *)type, NULL, options, (gr_ref *)out_ref, error);
}

gr_code watch_tower_offer(gr_node *node, const watch_tower_type *type)
{
    return gr_stub_offer(node, (const gr_type *)type);
}

gr_code watch_tower_register(gr_node *node, const char *name, watch_tower ref)
{
    return gr_stub_register(node, name, ref.ref, &watch_tower_service);
}

gr_code watch_tower_lookup(gr_node *node, const char *name, const gr_call_options *options,
                           watch_tower *out_ref, gr_error *error)
{
    return gr_stub_lookup(node, name, &watch_tower_service, options, (gr_ref *)out_ref, error);
}

gr_code watch_tower_named(gr_node *node, const char *name, watch_tower *out_ref)
{
    return gr_stub_named(node, name, &watch_tower_service, (gr_ref *)out_ref);
}

watch_tower watch_tower_self_ref(gr_context *ctx)
{
    watch_tower self;

    self.ref = gr_stub_self(ctx, &watch_tower_service);
    return self;
}

gr_code watch_tower_process(gr_context *ctx, const watch_tower_methods *only,
                            const gr_process_options *options)
{
    return gr_stub_process(ctx, &watch_tower_service, only, options);
}

gr_code watch_tower_pack_ref(watch_tower ref, struct Greenroom__Ref *storage)
{
    return gr_stub_ref_pack(ref.ref, &watch_tower_service, storage);
}

gr_code watch_tower_unpack_ref(gr_node *node, const struct Greenroom__Ref *message,
                               watch_tower *out_ref)
{
    return gr_stub_ref_unpack(node, message, &watch_tower_service, (gr_ref *)out_ref);
}

gr_code watch_tower_begin_sync(watch_tower to, const watch_watch *request,
                               const gr_call_options *options, watch_watch **out_reply,
                               gr_error *error)
{
    return gr_stub_sync(to.ref, &watch_tower_service, 0, request, options, (void *)out_reply,
                        error);
}

gr_code watch_tower_begin_async(watch_tower to, const watch_watch *request,
                                const gr_call_options *options,
                                watch_tower_begin_future *out_future)
{
    return gr_stub_async(to.ref, &watch_tower_service, 0, request, options,
                         (gr_future **)out_future);
}

gr_code watch_tower_begin_await(watch_tower_begin_future *future, watch_watch **out_reply,
                                gr_error *error)
{
    return gr_stub_await((gr_future **)future, &watch_tower_service, 0, (void *)out_reply, error);
}

gr_code watch_tower_begin_oneway(watch_tower to, const watch_watch *request,
                                 const gr_oneway_options *options)
{
    return gr_stub_oneway(to.ref, &watch_tower_service, 0, request, options);
}

gr_code watch_tower_begin_hold(gr_context *ctx, watch_tower_begin_call *out_call)
{
    return gr_stub_hold(ctx, &watch_tower_service, 0, (gr_call *)out_call);
}

gr_code watch_tower_begin_answer(watch_tower_begin_call call, gr_code code,
                                 const watch_watch *reply)
{
    return gr_stub_answer(call.call, &watch_tower_service, 0, code, reply);
}

const watch_watch *watch_tower_begin_request(watch_tower_begin_call call)
{
    return gr_stub_request(call.call, &watch_tower_service, 0);
}

gr_code watch_watch_set_listener(watch_watch *message, Greenroom__Ref *storage, watch_listener ref)
{
    if (message == NULL) {
        return GR_INVALID_ARGUMENT;
    }
    gr_code code = watch_listener_pack_ref(ref, storage);
    if (code == GR_OK) {
        message->listener = storage;
    }
    return code;
}

gr_code watch_watch_get_listener(gr_node *node, const watch_watch *message, watch_listener *out_ref)
{
    if (message == NULL) {
        return GR_INVALID_ARGUMENT;
    }
    return watch_listener_unpack_ref(node, message->listener, out_ref);
}

gr_code watch_watch_get_scales(gr_node *node, const watch_watch *message, size_t index,
                               plants_more_scale *out_ref)
{
    if (message == NULL) {
        return GR_INVALID_ARGUMENT;
    }
    if (index >= message->n_scales) {
        return GR_OUT_OF_RANGE;
    }
    return plants_more_scale_unpack_ref(node, message->scales[index], out_ref);
}

gr_code watch_watch_set_other_tower(watch_watch *message, Greenroom__Ref *storage, watch_tower ref)
{
    if (message == NULL) {
        return GR_INVALID_ARGUMENT;
    }
    gr_code code = watch_tower_pack_ref(ref, storage);
    if (code == GR_OK) {
        message->who_else_case = WATCH__WATCH__WHO_ELSE_OTHER__TOWER;
        message->other_tower = storage;
    }
    return code;
}

gr_code watch_watch_get_other_tower(gr_node *node, const watch_watch *message, watch_tower *out_ref)
{
    if (message == NULL) {
        return GR_INVALID_ARGUMENT;
    }
    if (message->who_else_case != WATCH__WATCH__WHO_ELSE_OTHER__TOWER) {
        return GR_NOT_FOUND;
    }
    return watch_tower_unpack_ref(node, message->other_tower, out_ref);
}
