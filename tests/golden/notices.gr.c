/* Made by protoc-gen-greenroom from notices.proto. Do not edit. */
#include "notices.gr.h"

#include <stddef.h>

static gr_code night_watch_fallen_handle(const gr_type *type, void *self, gr_context *ctx,
                                         const void *request, void *reply)
{
    const night_watch_type *table = (const night_watch_type *)type;

    (void)reply;
    return table->fallen(self, ctx, request);
}

static gr_code night_watch_undelivered_handle(const gr_type *type, void *self, gr_context *ctx,
                                              const void *request, void *reply)
{
    const night_watch_type *table = (const night_watch_type *)type;

    (void)reply;
    return table->undelivered(self, ctx, request);
}

static gr_code night_watch_report_handle(const gr_type *type, void *self, gr_context *ctx,
                                         const void *request, void *reply)
{
    const night_watch_type *table = (const night_watch_type *)type;

    (void)reply;
    return table->report(self, ctx, request);
}

static gr_code night_watch_start(const gr_type *type, void *self, gr_context *ctx, const void *args)
{
    const night_watch_type *table = (const night_watch_type *)type;

    (void)args;
    return table->hooks.start(self, ctx);
}

static void night_watch_stop(const gr_type *type, void *self, gr_context *ctx, gr_code reason)
{
    const night_watch_type *table = (const night_watch_type *)type;

    table->hooks.stop(self, ctx, reason);
}

static gr_code night_watch_run(const gr_type *type, void *self, gr_context *ctx)
{
    const night_watch_type *table = (const night_watch_type *)type;

    return table->hooks.run(self, ctx);
}

static const gr_method night_watch_method_table[] = {
    {
        .name = "Fallen",
        .request = &greenroom__down__descriptor,
        .handle = night_watch_fallen_handle,
        .oneway = true,
    },
    {
        .name = "Undelivered",
        .request = &greenroom__dead_letter__descriptor,
        .handle = night_watch_undelivered_handle,
        .oneway = true,
    },
    {
        .name = "Report",
        .request = &greenroom__down__descriptor,
        .handle = night_watch_report_handle,
    },
};

const gr_service night_watch_service = {
    .name = "night.Watch",
    .methods = night_watch_method_table,
    .n_methods = 3,
    .hooks_at = offsetof(night_watch_type, hooks),
    .start = night_watch_start,
    .stop = night_watch_stop,
    .run = night_watch_run,
    .schema = "field greenroom.DeadLetter 1 code optional int32\n"
              "field greenroom.DeadLetter 2 actor optional string\n"
              "field greenroom.DeadLetter 3 sender optional string\n"
              "field greenroom.DeadLetter 4 method optional string\n"
              "field greenroom.DeadLetter 5 message optional string\n"
              "field greenroom.DeadLetter 6 count optional uint64\n"
              "field greenroom.DeadLetter 7 reason optional enum greenroom.DeadLetter.Reason\n"
              "field greenroom.DeadLetter 8 number optional uint64\n"
              "field greenroom.DeadLetter 9 skipped optional uint64\n"
              "field greenroom.Down 1 actor optional message greenroom.Ref\n"
              "field greenroom.Down 2 node optional string\n"
              "field greenroom.Down 3 code optional int32\n"
              "field greenroom.Down 4 message optional string\n"
              "field greenroom.Down 5 reason optional enum greenroom.Down.Reason\n"
              "field greenroom.Down 6 tag optional fixed64\n"
              "field greenroom.Ref 1 node optional fixed64\n"
              "field greenroom.Ref 2 actor optional fixed64\n"
              "field greenroom.Ref 3 service optional string\n"
              "rpc Fallen(greenroom.Down) returns (google.protobuf.Empty) oneway\n"
              "rpc Report(greenroom.Down) returns (google.protobuf.Empty)\n"
              "rpc Undelivered(greenroom.DeadLetter) returns (google.protobuf.Empty) oneway\n"
              "service night.Watch\n"
              "value greenroom.DeadLetter.Reason 0 FULL\n"
              "value greenroom.DeadLetter.Reason 1 REPLACED\n"
              "value greenroom.DeadLetter.Reason 2 EXPIRED\n"
              "value greenroom.DeadLetter.Reason 3 GONE\n"
              "value greenroom.DeadLetter.Reason 4 DRAINING\n"
              "value greenroom.DeadLetter.Reason 5 INVALID\n"
              "value greenroom.DeadLetter.Reason 6 WITHDRAWN\n"
              "value greenroom.DeadLetter.Reason 7 SESSION\n"
              "value greenroom.DeadLetter.Reason 8 FAILED\n"
              "value greenroom.DeadLetter.Reason 9 DROPPED\n"
              "value greenroom.Down.Reason 0 ENDED\n"
              "value greenroom.Down.Reason 1 GONE\n"
              "value greenroom.Down.Reason 2 LOST\n"
              "value greenroom.Down.Reason 3 REFUSED\n",
    .fingerprint = { 0x29, 0x0d, 0x9d, 0x05, 0xe3, 0x7e, 0xc6, 0xff, 0x88, 0xb1, 0x44,
                     0xdb, 0xfa, 0xab, 0x78, 0xac, 0x19, 0x93, 0x93, 0x0c, 0xf8, 0x60,
                     0x85, 0x7e, 0x19, 0xcf, 0xa3, 0x52, 0x47, 0x1a, 0x23, 0x84 },
};

gr_code night_watch_spawn(gr_node *node, const night_watch_type *type,
                          const gr_spawn_options *options, night_watch *out_ref, gr_error *error)
{
    return gr_stub_spawn(node, (const gr_type *)type, NULL, options, (gr_ref *)out_ref, error);
}

gr_code night_watch_offer(gr_node *node, const night_watch_type *type)
{
    return gr_stub_offer(node, (const gr_type *)type);
}

gr_code night_watch_register(gr_node *node, const char *name, night_watch ref)
{
    return gr_stub_register(node, name, ref.ref, &night_watch_service);
}

gr_code night_watch_lookup(gr_node *node, const char *name, const gr_call_options *options,
                           night_watch *out_ref, gr_error *error)
{
    return gr_stub_lookup(node, name, &night_watch_service, options, (gr_ref *)out_ref, error);
}

gr_code night_watch_named(gr_node *node, const char *name, night_watch *out_ref)
{
    return gr_stub_named(node, name, &night_watch_service, (gr_ref *)out_ref);
}

night_watch night_watch_self_ref(gr_context *ctx)
{
    night_watch self;

    self.ref = gr_stub_self(ctx, &night_watch_service);
    return self;
}

gr_code night_watch_process(gr_context *ctx, const night_watch_methods *only,
                            const gr_process_options *options)
{
    return gr_stub_process(ctx, &night_watch_service, only, options);
}

gr_code night_watch_pack_ref(night_watch ref, struct Greenroom__Ref *storage)
{
    return gr_stub_ref_pack(ref.ref, &night_watch_service, storage);
}

gr_code night_watch_unpack_ref(gr_node *node, const struct Greenroom__Ref *message,
                               night_watch *out_ref)
{
    return gr_stub_ref_unpack(node, message, &night_watch_service, (gr_ref *)out_ref);
}

gr_code night_watch_fallen_oneway(night_watch to, const Greenroom__Down *request,
                                  const gr_oneway_options *options)
{
    return gr_stub_oneway(to.ref, &night_watch_service, 0, request, options);
}

gr_down_notice night_watch_fallen_notice(night_watch to)
{
    gr_down_notice notice;

    notice.to = to.ref;
    notice.service = &night_watch_service;
    notice.method = 0;
    return notice;
}

gr_code night_watch_undelivered_oneway(night_watch to, const Greenroom__DeadLetter *request,
                                       const gr_oneway_options *options)
{
    return gr_stub_oneway(to.ref, &night_watch_service, 1, request, options);
}

gr_dead_letter_notice night_watch_undelivered_notice(night_watch to)
{
    gr_dead_letter_notice notice;

    notice.to = to.ref;
    notice.service = &night_watch_service;
    notice.method = 1;
    return notice;
}

gr_code night_watch_report_sync(night_watch to, const Greenroom__Down *request,
                                const gr_call_options *options, gr_error *error)
{
    return gr_stub_sync(to.ref, &night_watch_service, 2, request, options, NULL, error);
}

gr_code night_watch_report_async(night_watch to, const Greenroom__Down *request,
                                 const gr_call_options *options,
                                 night_watch_report_future *out_future)
{
    return gr_stub_async(to.ref, &night_watch_service, 2, request, options,
                         (gr_future **)out_future);
}

gr_code night_watch_report_await(night_watch_report_future *future, gr_error *error)
{
    return gr_stub_await((gr_future **)future, &night_watch_service, 2, NULL, error);
}

gr_code night_watch_report_oneway(night_watch to, const Greenroom__Down *request,
                                  const gr_oneway_options *options)
{
    return gr_stub_oneway(to.ref, &night_watch_service, 2, request, options);
}

gr_code night_watch_report_hold(gr_context *ctx, night_watch_report_call *out_call)
{
    return gr_stub_hold(ctx, &night_watch_service, 2, (gr_call *)out_call);
}

gr_code night_watch_report_answer(night_watch_report_call call, gr_code code)
{
    return gr_stub_answer(call.call, &night_watch_service, 2, code, NULL);
}

const Greenroom__Down *night_watch_report_request(night_watch_report_call call)
{
    return gr_stub_request(call.call, &night_watch_service, 2);
}
