/* Made by protoc-gen-greenroom from acronyms.proto. Do not edit. */
#include "acronyms.gr.h"

#include <stddef.h>

static gr_code acme_net_io_v1_httpserver_api_get_urlfor_handle(const gr_type *type, void *self,
                                                               gr_context *ctx, const void *request,
                                                               void *reply)
{
    const acme_net_io_v1_httpserver_api_type *table =
        (const acme_net_io_v1_httpserver_api_type *)type;

    return table->get_urlfor(self, ctx, request, reply);
}

static gr_code acme_net_io_v1_httpserver_api_snake_case_call_handle(const gr_type *type, void *self,
                                                                    gr_context *ctx,
                                                                    const void *request,
                                                                    void *reply)
{
    const acme_net_io_v1_httpserver_api_type *table =
        (const acme_net_io_v1_httpserver_api_type *)type;

    return table->snake_case_call(self, ctx, request, reply);
}

static gr_code acme_net_io_v1_httpserver_api_x_handle(const gr_type *type, void *self,
                                                      gr_context *ctx, const void *request,
                                                      void *reply)
{
    const acme_net_io_v1_httpserver_api_type *table =
        (const acme_net_io_v1_httpserver_api_type *)type;

    return table->x(self, ctx, request, reply);
}

static gr_code acme_net_io_v1_httpserver_api_start(const gr_type *type, void *self, gr_context *ctx,
                                                   const void *args)
{
    const acme_net_io_v1_httpserver_api_type *table =
        (const acme_net_io_v1_httpserver_api_type *)type;

    (void)args;
    return table->hooks.start(self, ctx);
}

static void acme_net_io_v1_httpserver_api_stop(const gr_type *type, void *self, gr_context *ctx,
                                               gr_code reason)
{
    const acme_net_io_v1_httpserver_api_type *table =
        (const acme_net_io_v1_httpserver_api_type *)type;

    table->hooks.stop(self, ctx, reason);
}

static gr_code acme_net_io_v1_httpserver_api_run(const gr_type *type, void *self, gr_context *ctx)
{
    const acme_net_io_v1_httpserver_api_type *table =
        (const acme_net_io_v1_httpserver_api_type *)type;

    return table->hooks.run(self, ctx);
}

static const gr_method acme_net_io_v1_httpserver_api_method_table[] = {
    {
        .name = "GetURLFor",
        .request = &acme__net_io__v1__httprequest__descriptor,
        .reply = &acme__net_io__v1__tcpstate2_go__descriptor,
        .handle = acme_net_io_v1_httpserver_api_get_urlfor_handle,
        .reply_is_flat = true,
    },
    {
        .name = "snake_case_call",
        .request = &acme__net_io__v1__httprequest__descriptor,
        .reply = &acme__net_io__v1__tcpstate2_go__descriptor,
        .handle = acme_net_io_v1_httpserver_api_snake_case_call_handle,
        .reply_is_flat = true,
    },
    {
        .name = "X",
        .request = &acme__net_io__v1__httprequest__descriptor,
        .reply = &acme__net_io__v1__tcpstate2_go__descriptor,
        .handle = acme_net_io_v1_httpserver_api_x_handle,
        .reply_is_flat = true,
    },
};

const gr_service acme_net_io_v1_httpserver_api_service = {
    .name = "acme.NetIO.v1.HTTPServerAPI",
    .methods = acme_net_io_v1_httpserver_api_method_table,
    .n_methods = 3,
    .hooks_at = offsetof(acme_net_io_v1_httpserver_api_type, hooks),
    .start = acme_net_io_v1_httpserver_api_start,
    .stop = acme_net_io_v1_httpserver_api_stop,
    .run = acme_net_io_v1_httpserver_api_run,
    .schema = "field acme.NetIO.v1.HTTPRequest 1 URL optional string\n"
              "field acme.NetIO.v1.TCPState2Go 1 fin_wait optional enum acme.NetIO.v1.TCPState2G"
              "o.FINWait\n"
              "rpc GetURLFor(acme.NetIO.v1.HTTPRequest) returns (acme.NetIO.v1.TCPState2Go)\n"
              "rpc X(acme.NetIO.v1.HTTPRequest) returns (acme.NetIO.v1.TCPState2Go)\n"
              "rpc snake_case_call(acme.NetIO.v1.HTTPRequest) returns (acme.NetIO.v1.TCPState2Go"
              ")\n"
              "service acme.NetIO.v1.HTTPServerAPI\n"
              "value acme.NetIO.v1.TCPState2Go.FINWait 0 FINWait_ONE\n",
    .fingerprint = { 0x3f, 0xe3, 0x69, 0x85, 0xf1, 0x5c, 0xbb, 0x83, 0x74, 0x0a, 0x1c,
                     0x90, 0x04, 0xda, 0xfb, 0x31, 0xe6, 0x99, 0x86, 0x7d, 0x09, 0xfd,
                     0x87, 0xc5, 0x4a, 0x4c, 0x91, 0x58, 0x6f, 0xa9, 0x04, 0xcf },
};

gr_code acme_net_io_v1_httpserver_api_spawn(gr_node *node,
                                            const acme_net_io_v1_httpserver_api_type *type,
                                            const gr_spawn_options *options,
                                            acme_net_io_v1_httpserver_api *out_ref, gr_error *error)
{
    return gr_stub_spawn(node, (const gr_type *)type, NULL, options, (gr_ref *)out_ref, error);
}

gr_code acme_net_io_v1_httpserver_api_offer(gr_node *node,
                                            const acme_net_io_v1_httpserver_api_type *type)
{
    return gr_stub_offer(node, (const gr_type *)type);
}

gr_code acme_net_io_v1_httpserver_api_register(gr_node *node, const char *name,
                                               acme_net_io_v1_httpserver_api ref)
{
    return gr_stub_register(node, name, ref.ref, &acme_net_io_v1_httpserver_api_service);
}

gr_code acme_net_io_v1_httpserver_api_lookup(gr_node *node, const char *name,
                                             const gr_call_options *options,
                                             acme_net_io_v1_httpserver_api *out_ref,
                                             gr_error *error)
{
    return gr_stub_lookup(node, name, &acme_net_io_v1_httpserver_api_service, options,
                          (gr_ref *)out_ref, error);
}

gr_code acme_net_io_v1_httpserver_api_named(gr_node *node, const char *name,
                                            acme_net_io_v1_httpserver_api *out_ref)
{
    return gr_stub_named(node, name, &acme_net_io_v1_httpserver_api_service, (gr_ref *)out_ref);
}

acme_net_io_v1_httpserver_api acme_net_io_v1_httpserver_api_self_ref(gr_context *ctx)
{
    acme_net_io_v1_httpserver_api self;

    self.ref = gr_stub_self(ctx, &acme_net_io_v1_httpserver_api_service);
    return self;
}

gr_code acme_net_io_v1_httpserver_api_process(gr_context *ctx,
                                              const acme_net_io_v1_httpserver_api_methods *only,
                                              const gr_process_options *options)
{
    return gr_stub_process(ctx, &acme_net_io_v1_httpserver_api_service, only, options);
}

gr_code acme_net_io_v1_httpserver_api_pack_ref(acme_net_io_v1_httpserver_api ref,
                                               struct Greenroom__Ref *storage)
{
    return gr_stub_ref_pack(ref.ref, &acme_net_io_v1_httpserver_api_service, storage);
}

gr_code acme_net_io_v1_httpserver_api_unpack_ref(gr_node *node,
                                                 const struct Greenroom__Ref *message,
                                                 acme_net_io_v1_httpserver_api *out_ref)
{
    return gr_stub_ref_unpack(node, message, &acme_net_io_v1_httpserver_api_service,
                              (gr_ref *)out_ref);
}

gr_code acme_net_io_v1_httpserver_api_get_urlfor_sync(acme_net_io_v1_httpserver_api to,
                                                      const acme_net_io_v1_httprequest *request,
                                                      const gr_call_options *options,
                                                      acme_net_io_v1_tcpstate2_go **out_reply,
                                                      gr_error *error)
{
    return gr_stub_sync(to.ref, &acme_net_io_v1_httpserver_api_service, 0, request, options,
                        (void *)out_reply, error);
}

gr_code acme_net_io_v1_httpserver_api_get_urlfor_async(
    acme_net_io_v1_httpserver_api to, const acme_net_io_v1_httprequest *request,
    const gr_call_options *options, acme_net_io_v1_httpserver_api_get_urlfor_future *out_future)
{
    return gr_stub_async(to.ref, &acme_net_io_v1_httpserver_api_service, 0, request, options,
                         (gr_future **)out_future);
}

gr_code acme_net_io_v1_httpserver_api_get_urlfor_await(
    acme_net_io_v1_httpserver_api_get_urlfor_future *future,
    acme_net_io_v1_tcpstate2_go **out_reply, gr_error *error)
{
    return gr_stub_await((gr_future **)future, &acme_net_io_v1_httpserver_api_service, 0,
                         (void *)out_reply, error);
}

gr_code acme_net_io_v1_httpserver_api_get_urlfor_oneway(acme_net_io_v1_httpserver_api to,
                                                        const acme_net_io_v1_httprequest *request,
                                                        const gr_oneway_options *options)
{
    return gr_stub_oneway(to.ref, &acme_net_io_v1_httpserver_api_service, 0, request, options);
}

gr_code acme_net_io_v1_httpserver_api_get_urlfor_hold(
    gr_context *ctx, acme_net_io_v1_httpserver_api_get_urlfor_call *out_call)
{
    return gr_stub_hold(ctx, &acme_net_io_v1_httpserver_api_service, 0, (gr_call *)out_call);
}

gr_code
acme_net_io_v1_httpserver_api_get_urlfor_answer(acme_net_io_v1_httpserver_api_get_urlfor_call call,
                                                gr_code code,
                                                const acme_net_io_v1_tcpstate2_go *reply)
{
    return gr_stub_answer(call.call, &acme_net_io_v1_httpserver_api_service, 0, code, reply);
}

const acme_net_io_v1_httprequest *
acme_net_io_v1_httpserver_api_get_urlfor_request(acme_net_io_v1_httpserver_api_get_urlfor_call call)
{
    return gr_stub_request(call.call, &acme_net_io_v1_httpserver_api_service, 0);
}

gr_code acme_net_io_v1_httpserver_api_snake_case_call_sync(
    acme_net_io_v1_httpserver_api to, const acme_net_io_v1_httprequest *request,
    const gr_call_options *options, acme_net_io_v1_tcpstate2_go **out_reply, gr_error *error)
{
    return gr_stub_sync(to.ref, &acme_net_io_v1_httpserver_api_service, 1, request, options,
                        (void *)out_reply, error);
}

gr_code acme_net_io_v1_httpserver_api_snake_case_call_async(
    acme_net_io_v1_httpserver_api to, const acme_net_io_v1_httprequest *request,
    const gr_call_options *options,
    acme_net_io_v1_httpserver_api_snake_case_call_future *out_future)
{
    return gr_stub_async(to.ref, &acme_net_io_v1_httpserver_api_service, 1, request, options,
                         (gr_future **)out_future);
}

gr_code acme_net_io_v1_httpserver_api_snake_case_call_await(
    acme_net_io_v1_httpserver_api_snake_case_call_future *future,
    acme_net_io_v1_tcpstate2_go **out_reply, gr_error *error)
{
    return gr_stub_await((gr_future **)future, &acme_net_io_v1_httpserver_api_service, 1,
                         (void *)out_reply, error);
}

gr_code
acme_net_io_v1_httpserver_api_snake_case_call_oneway(acme_net_io_v1_httpserver_api to,
                                                     const acme_net_io_v1_httprequest *request,
                                                     const gr_oneway_options *options)
{
    return gr_stub_oneway(to.ref, &acme_net_io_v1_httpserver_api_service, 1, request, options);
}

gr_code acme_net_io_v1_httpserver_api_snake_case_call_hold(
    gr_context *ctx, acme_net_io_v1_httpserver_api_snake_case_call_call *out_call)
{
    return gr_stub_hold(ctx, &acme_net_io_v1_httpserver_api_service, 1, (gr_call *)out_call);
}

gr_code acme_net_io_v1_httpserver_api_snake_case_call_answer(
    acme_net_io_v1_httpserver_api_snake_case_call_call call, gr_code code,
    const acme_net_io_v1_tcpstate2_go *reply)
{
    return gr_stub_answer(call.call, &acme_net_io_v1_httpserver_api_service, 1, code, reply);
}

const acme_net_io_v1_httprequest *acme_net_io_v1_httpserver_api_snake_case_call_request(
    acme_net_io_v1_httpserver_api_snake_case_call_call call)
{
    return gr_stub_request(call.call, &acme_net_io_v1_httpserver_api_service, 1);
}

gr_code acme_net_io_v1_httpserver_api_x_sync(acme_net_io_v1_httpserver_api to,
                                             const acme_net_io_v1_httprequest *request,
                                             const gr_call_options *options,
                                             acme_net_io_v1_tcpstate2_go **out_reply,
                                             gr_error *error)
{
    return gr_stub_sync(to.ref, &acme_net_io_v1_httpserver_api_service, 2, request, options,
                        (void *)out_reply, error);
}

gr_code acme_net_io_v1_httpserver_api_x_async(acme_net_io_v1_httpserver_api to,
                                              const acme_net_io_v1_httprequest *request,
                                              const gr_call_options *options,
                                              acme_net_io_v1_httpserver_api_x_future *out_future)
{
    return gr_stub_async(to.ref, &acme_net_io_v1_httpserver_api_service, 2, request, options,
                         (gr_future **)out_future);
}

gr_code acme_net_io_v1_httpserver_api_x_await(acme_net_io_v1_httpserver_api_x_future *future,
                                              acme_net_io_v1_tcpstate2_go **out_reply,
                                              gr_error *error)
{
    return gr_stub_await((gr_future **)future, &acme_net_io_v1_httpserver_api_service, 2,
                         (void *)out_reply, error);
}

gr_code acme_net_io_v1_httpserver_api_x_oneway(acme_net_io_v1_httpserver_api to,
                                               const acme_net_io_v1_httprequest *request,
                                               const gr_oneway_options *options)
{
    return gr_stub_oneway(to.ref, &acme_net_io_v1_httpserver_api_service, 2, request, options);
}

gr_code acme_net_io_v1_httpserver_api_x_hold(gr_context *ctx,
                                             acme_net_io_v1_httpserver_api_x_call *out_call)
{
    return gr_stub_hold(ctx, &acme_net_io_v1_httpserver_api_service, 2, (gr_call *)out_call);
}

gr_code acme_net_io_v1_httpserver_api_x_answer(acme_net_io_v1_httpserver_api_x_call call,
                                               gr_code code,
                                               const acme_net_io_v1_tcpstate2_go *reply)
{
    return gr_stub_answer(call.call, &acme_net_io_v1_httpserver_api_service, 2, code, reply);
}

const acme_net_io_v1_httprequest *
acme_net_io_v1_httpserver_api_x_request(acme_net_io_v1_httpserver_api_x_call call)
{
    return gr_stub_request(call.call, &acme_net_io_v1_httpserver_api_service, 2);
}
