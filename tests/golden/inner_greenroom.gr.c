/* Made by protoc-gen-greenroom from inner_greenroom.proto. Do not edit. */
#include "inner_greenroom.gr.h"

#include <stddef.h>

static gr_code acme_greenroom_host_greet_handle(const gr_type *type, void *self, gr_context *ctx,
                                                const void *request, void *reply)
{
    const acme_greenroom_host_type *table = (const acme_greenroom_host_type *)type;

    (void)reply;
    return table->greet(self, ctx, request);
}

static gr_code acme_greenroom_host_start(const gr_type *type, void *self, gr_context *ctx,
                                         const void *args)
{
    const acme_greenroom_host_type *table = (const acme_greenroom_host_type *)type;

    (void)args;
    return table->hooks.start(self, ctx);
}

static void acme_greenroom_host_stop(const gr_type *type, void *self, gr_context *ctx,
                                     gr_code reason)
{
    const acme_greenroom_host_type *table = (const acme_greenroom_host_type *)type;

    table->hooks.stop(self, ctx, reason);
}

static gr_code acme_greenroom_host_run(const gr_type *type, void *self, gr_context *ctx)
{
    const acme_greenroom_host_type *table = (const acme_greenroom_host_type *)type;

    return table->hooks.run(self, ctx);
}

static const gr_method acme_greenroom_host_method_table[] = {
    {
        .name = "Greet",
        .request = &acme__greenroom__guest__descriptor,
        .handle = acme_greenroom_host_greet_handle,
        .oneway = true,
    },
};

const gr_service acme_greenroom_host_service = {
    .name = "acme.greenroom.Host",
    .methods = acme_greenroom_host_method_table,
    .n_methods = 1,
    .mailbox_messages = 5,
    .hooks_at = offsetof(acme_greenroom_host_type, hooks),
    .start = acme_greenroom_host_start,
    .stop = acme_greenroom_host_stop,
    .run = acme_greenroom_host_run,
    .schema = "field acme.greenroom.Guest 1 host optional message greenroom.Ref\n"
              "field greenroom.Ref 1 node optional fixed64\n"
              "field greenroom.Ref 2 actor optional fixed64\n"
              "field greenroom.Ref 3 service optional string\n"
              "rpc Greet(acme.greenroom.Guest) returns (google.protobuf.Empty) oneway\n"
              "service acme.greenroom.Host\n",
    .fingerprint = { 0xd1, 0x0d, 0xb8, 0x10, 0x55, 0x66, 0x9d, 0x59, 0x47, 0x45, 0x9e,
                     0x44, 0x90, 0xd3, 0x88, 0x49, 0x8e, 0xd7, 0x75, 0x9a, 0xdd, 0x19,
                     0x93, 0x52, 0x23, 0x93, 0xbf, 0x04, 0x2f, 0x4d, 0x19, 0xb6 },
};

gr_code acme_greenroom_host_spawn(gr_node *node, const acme_greenroom_host_type *type,
                                  const gr_spawn_options *options, acme_greenroom_host *out_ref,
                                  gr_error *error)
{
    return gr_stub_spawn(node, (const gr_type *)type, NULL, options, (gr_ref *)out_ref, error);
}

gr_code acme_greenroom_host_offer(gr_node *node, const acme_greenroom_host_type *type)
{
    return gr_stub_offer(node, (const gr_type *)type);
}

gr_code acme_greenroom_host_register(gr_node *node, const char *name, acme_greenroom_host ref)
{
    return gr_stub_register(node, name, ref.ref, &acme_greenroom_host_service);
}

gr_code acme_greenroom_host_lookup(gr_node *node, const char *name, const gr_call_options *options,
                                   acme_greenroom_host *out_ref, gr_error *error)
{
    return gr_stub_lookup(node, name, &acme_greenroom_host_service, options, (gr_ref *)out_ref,
                          error);
}

gr_code acme_greenroom_host_named(gr_node *node, const char *name, acme_greenroom_host *out_ref)
{
    return gr_stub_named(node, name, &acme_greenroom_host_service, (gr_ref *)out_ref);
}

acme_greenroom_host acme_greenroom_host_self_ref(gr_context *ctx)
{
    acme_greenroom_host self;

    self.ref = gr_stub_self(ctx, &acme_greenroom_host_service);
    return self;
}

gr_code acme_greenroom_host_process(gr_context *ctx, const acme_greenroom_host_methods *only,
                                    const gr_process_options *options)
{
    return gr_stub_process(ctx, &acme_greenroom_host_service, only, options);
}

gr_code acme_greenroom_host_pack_ref(acme_greenroom_host ref, struct Greenroom__Ref *storage)
{
    return gr_stub_ref_pack(ref.ref, &acme_greenroom_host_service, storage);
}

gr_code acme_greenroom_host_unpack_ref(gr_node *node, const struct Greenroom__Ref *message,
                                       acme_greenroom_host *out_ref)
{
    return gr_stub_ref_unpack(node, message, &acme_greenroom_host_service, (gr_ref *)out_ref);
}

gr_code acme_greenroom_host_greet_oneway(acme_greenroom_host to,
                                         const acme_greenroom_guest *request,
                                         const gr_oneway_options *options)
{
    return gr_stub_oneway(to.ref, &acme_greenroom_host_service, 0, request, options);
}

gr_code acme_greenroom_guest_set_host(acme_greenroom_guest *message, Greenroom__Ref *storage,
                                      acme_greenroom_host ref)
{
    if (message == NULL) {
        return GR_INVALID_ARGUMENT;
    }
    gr_code code = acme_greenroom_host_pack_ref(ref, storage);
    if (code == GR_OK) {
        message->host = storage;
    }
    return code;
}

gr_code acme_greenroom_guest_get_host(gr_node *node, const acme_greenroom_guest *message,
                                      acme_greenroom_host *out_ref)
{
    if (message == NULL) {
        return GR_INVALID_ARGUMENT;
    }
    return acme_greenroom_host_unpack_ref(node, message->host, out_ref);
}
