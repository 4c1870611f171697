/* Made by protoc-gen-greenroom from long.proto. Do not edit. */
#include "long.gr.h"

#include <stddef.h>

static gr_code com_example_very_long_company_name_irrigation_supervisor_go_handle(
    const gr_type *type, void *self, gr_context *ctx, const void *request, void *reply)
{
    const com_example_very_long_company_name_irrigation_supervisor_type *table =
        (const com_example_very_long_company_name_irrigation_supervisor_type *)type;

    return table->go(self, ctx, request, reply);
}

static gr_code com_example_very_long_company_name_irrigation_supervisor_stop_handle(
    const gr_type *type, void *self, gr_context *ctx, const void *request, void *reply)
{
    const com_example_very_long_company_name_irrigation_supervisor_type *table =
        (const com_example_very_long_company_name_irrigation_supervisor_type *)type;

    (void)request;
    return table->stop(self, ctx, reply);
}

static gr_code com_example_very_long_company_name_irrigation_supervisor_reconfigure_handle(
    const gr_type *type, void *self, gr_context *ctx, const void *request, void *reply)
{
    const com_example_very_long_company_name_irrigation_supervisor_type *table =
        (const com_example_very_long_company_name_irrigation_supervisor_type *)type;

    (void)reply;
    return table->reconfigure(self, ctx, request);
}

static gr_code
com_example_very_long_company_name_irrigation_supervisor_reconfigure_everything_at_once_handle(
    const gr_type *type, void *self, gr_context *ctx, const void *request, void *reply)
{
    const com_example_very_long_company_name_irrigation_supervisor_type *table =
        (const com_example_very_long_company_name_irrigation_supervisor_type *)type;

    return table->reconfigure_everything_at_once(self, ctx, request, reply);
}

static gr_code com_example_very_long_company_name_irrigation_supervisor_start(const gr_type *type,
                                                                              void *self,
                                                                              gr_context *ctx,
                                                                              const void *args)
{
    const com_example_very_long_company_name_irrigation_supervisor_type *table =
        (const com_example_very_long_company_name_irrigation_supervisor_type *)type;

    (void)args;
    return table->hooks.start(self, ctx);
}

static void com_example_very_long_company_name_irrigation_supervisor_stop(const gr_type *type,
                                                                          void *self,
                                                                          gr_context *ctx,
                                                                          gr_code reason)
{
    const com_example_very_long_company_name_irrigation_supervisor_type *table =
        (const com_example_very_long_company_name_irrigation_supervisor_type *)type;

    table->hooks.stop(self, ctx, reason);
}

static gr_code com_example_very_long_company_name_irrigation_supervisor_run(const gr_type *type,
                                                                            void *self,
                                                                            gr_context *ctx)
{
    const com_example_very_long_company_name_irrigation_supervisor_type *table =
        (const com_example_very_long_company_name_irrigation_supervisor_type *)type;

    return table->hooks.run(self, ctx);
}

static const gr_method com_example_very_long_company_name_irrigation_supervisor_method_table[] = {
    {
        .name = "Go",
        .request =
            &com__example__very_long_company_name__configuration_of_the_irrigation_system__descriptor,
        .reply =
            &com__example__very_long_company_name__configuration_of_the_irrigation_system__descriptor,
        .handle = com_example_very_long_company_name_irrigation_supervisor_go_handle,
    },
    {
        .name = "Stop",
        .reply =
            &com__example__very_long_company_name__configuration_of_the_irrigation_system__descriptor,
        .handle = com_example_very_long_company_name_irrigation_supervisor_stop_handle,
    },
    {
        .name = "Reconfigure",
        .request =
            &com__example__very_long_company_name__configuration_of_the_irrigation_system__descriptor,
        .handle = com_example_very_long_company_name_irrigation_supervisor_reconfigure_handle,
    },
    {
        .name = "ReconfigureEverythingAtOnce",
        .request =
            &com__example__very_long_company_name__configuration_of_the_irrigation_system__descriptor,
        .reply =
            &com__example__very_long_company_name__configuration_of_the_irrigation_system__descriptor,
        .handle =
            com_example_very_long_company_name_irrigation_supervisor_reconfigure_everything_at_once_handle,
    },
};

const gr_service com_example_very_long_company_name_irrigation_supervisor_service = {
    .name = "com.example.very_long_company_name.IrrigationSupervisor",
    .methods = com_example_very_long_company_name_irrigation_supervisor_method_table,
    .n_methods = 4,
    .hooks_at = offsetof(com_example_very_long_company_name_irrigation_supervisor_type, hooks),
    .start = com_example_very_long_company_name_irrigation_supervisor_start,
    .stop = com_example_very_long_company_name_irrigation_supervisor_stop,
    .run = com_example_very_long_company_name_irrigation_supervisor_run,
    .schema = "field com.example.very_long_company_name.ConfigurationOfTheIrrigationSystem 1 val"
              "ves repeated message com.example.very_long_company_name.ConfigurationOfTheIrrigat"
              "ionSystem.ValveWithItsPositionAndItsPressureAndMuchMoreThatIsKnown\n"
              "field com.example.very_long_company_name.ConfigurationOfTheIrrigationSystem 2 own"
              "er optional message greenroom.Ref\n"
              "field com.example.very_long_company_name.ConfigurationOfTheIrrigationSystem.Valve"
              "WithItsPositionAndItsPressureAndMuchMoreThatIsKnown 1 pressure_in_the_pipe_that_l"
              "eads_to_the_valve optional double\n"
              "field greenroom.Ref 1 node optional fixed64\n"
              "field greenroom.Ref 2 actor optional fixed64\n"
              "field greenroom.Ref 3 service optional string\n"
              "rpc Go(com.example.very_long_company_name.ConfigurationOfTheIrrigationSystem) ret"
              "urns (com.example.very_long_company_name.ConfigurationOfTheIrrigationSystem)\n"
              "rpc Reconfigure(com.example.very_long_company_name.ConfigurationOfTheIrrigationSy"
              "stem) returns (google.protobuf.Empty)\n"
              "rpc ReconfigureEverythingAtOnce(com.example.very_long_company_name.ConfigurationO"
              "fTheIrrigationSystem) returns (com.example.very_long_company_name.ConfigurationOf"
              "TheIrrigationSystem)\n"
              "rpc Stop(google.protobuf.Empty) returns (com.example.very_long_company_name.Confi"
              "gurationOfTheIrrigationSystem)\n"
              "service com.example.very_long_company_name.IrrigationSupervisor\n",
    .fingerprint = { 0x6d, 0x80, 0x4f, 0x8f, 0x84, 0x69, 0xfc, 0x54, 0xd2, 0xc8, 0x04,
                     0x85, 0x48, 0x87, 0xc9, 0x23, 0x6b, 0x14, 0xa8, 0x5e, 0xa9, 0x43,
                     0xe9, 0xde, 0x24, 0x30, 0x68, 0xfa, 0x8b, 0xdf, 0x06, 0x0e },
};

gr_code com_example_very_long_company_name_irrigation_supervisor_spawn(
    gr_node *node, const com_example_very_long_company_name_irrigation_supervisor_type *type,
    const gr_spawn_options *options,
    com_example_very_long_company_name_irrigation_supervisor *out_ref, gr_error *error)
{
    return gr_stub_spawn(node, (const gr_type *)type, NULL, options, (gr_ref *)out_ref, error);
}

gr_code com_example_very_long_company_name_irrigation_supervisor_offer(
    gr_node *node, const com_example_very_long_company_name_irrigation_supervisor_type *type)
{
    return gr_stub_offer(node, (const gr_type *)type);
}

gr_code com_example_very_long_company_name_irrigation_supervisor_register(
    gr_node *node, const char *name, com_example_very_long_company_name_irrigation_supervisor ref)
{
    return gr_stub_register(node, name, ref.ref,
                            &com_example_very_long_company_name_irrigation_supervisor_service);
}

gr_code com_example_very_long_company_name_irrigation_supervisor_lookup(
    gr_node *node, const char *name, const gr_call_options *options,
    com_example_very_long_company_name_irrigation_supervisor *out_ref, gr_error *error)
{
    return gr_stub_lookup(node, name,
                          &com_example_very_long_company_name_irrigation_supervisor_service,
                          options, (gr_ref *)out_ref, error);
}

gr_code com_example_very_long_company_name_irrigation_supervisor_named(
    gr_node *node, const char *name,
    com_example_very_long_company_name_irrigation_supervisor *out_ref)
{
    return gr_stub_named(node, name,
                         &com_example_very_long_company_name_irrigation_supervisor_service,
                         (gr_ref *)out_ref);
}

com_example_very_long_company_name_irrigation_supervisor
com_example_very_long_company_name_irrigation_supervisor_self_ref(gr_context *ctx)
{
    com_example_very_long_company_name_irrigation_supervisor self;

    self.ref = gr_stub_self(ctx, &com_example_very_long_company_name_irrigation_supervisor_service);
    return self;
}

gr_code com_example_very_long_company_name_irrigation_supervisor_process(
    gr_context *ctx, const com_example_very_long_company_name_irrigation_supervisor_methods *only,
    const gr_process_options *options)
{
    return gr_stub_process(ctx, &com_example_very_long_company_name_irrigation_supervisor_service,
                           only, options);
}

gr_code com_example_very_long_company_name_irrigation_supervisor_pack_ref(
    com_example_very_long_company_name_irrigation_supervisor ref, struct Greenroom__Ref *storage)
{
    return gr_stub_ref_pack(
        ref.ref, &com_example_very_long_company_name_irrigation_supervisor_service, storage);
}

gr_code com_example_very_long_company_name_irrigation_supervisor_unpack_ref(
    gr_node *node, const struct Greenroom__Ref *message,
    com_example_very_long_company_name_irrigation_supervisor *out_ref)
{
    return gr_stub_ref_unpack(node, message,
                              &com_example_very_long_company_name_irrigation_supervisor_service,
                              (gr_ref *)out_ref);
}

gr_code com_example_very_long_company_name_irrigation_supervisor_go_sync(
    com_example_very_long_company_name_irrigation_supervisor to,
    const com_example_very_long_company_name_configuration_of_the_irrigation_system *request,
    const gr_call_options *options,
    com_example_very_long_company_name_configuration_of_the_irrigation_system **out_reply,
    gr_error *error)
{
    return gr_stub_sync(to.ref, &com_example_very_long_company_name_irrigation_supervisor_service,
                        0, request, options, (void *)out_reply, error);
}

gr_code com_example_very_long_company_name_irrigation_supervisor_go_async(
    com_example_very_long_company_name_irrigation_supervisor to,
    const com_example_very_long_company_name_configuration_of_the_irrigation_system *request,
    const gr_call_options *options,
    com_example_very_long_company_name_irrigation_supervisor_go_future *out_future)
{
    return gr_stub_async(to.ref, &com_example_very_long_company_name_irrigation_supervisor_service,
                         0, request, options, (gr_future **)out_future);
}

gr_code com_example_very_long_company_name_irrigation_supervisor_go_await(
    com_example_very_long_company_name_irrigation_supervisor_go_future *future,
    com_example_very_long_company_name_configuration_of_the_irrigation_system **out_reply,
    gr_error *error)
{
    return gr_stub_await((gr_future **)future,
                         &com_example_very_long_company_name_irrigation_supervisor_service, 0,
                         (void *)out_reply, error);
}

gr_code com_example_very_long_company_name_irrigation_supervisor_go_oneway(
    com_example_very_long_company_name_irrigation_supervisor to,
    const com_example_very_long_company_name_configuration_of_the_irrigation_system *request,
    const gr_oneway_options *options)
{
    return gr_stub_oneway(to.ref, &com_example_very_long_company_name_irrigation_supervisor_service,
                          0, request, options);
}

gr_code com_example_very_long_company_name_irrigation_supervisor_go_hold(
    gr_context *ctx, com_example_very_long_company_name_irrigation_supervisor_go_call *out_call)
{
    return gr_stub_hold(ctx, &com_example_very_long_company_name_irrigation_supervisor_service, 0,
                        (gr_call *)out_call);
}

gr_code com_example_very_long_company_name_irrigation_supervisor_go_answer(
    com_example_very_long_company_name_irrigation_supervisor_go_call call, gr_code code,
    const com_example_very_long_company_name_configuration_of_the_irrigation_system *reply)
{
    return gr_stub_answer(call.call,
                          &com_example_very_long_company_name_irrigation_supervisor_service, 0,
                          code, reply);
}

const com_example_very_long_company_name_configuration_of_the_irrigation_system *
com_example_very_long_company_name_irrigation_supervisor_go_request(
    com_example_very_long_company_name_irrigation_supervisor_go_call call)
{
    return gr_stub_request(call.call,
                           &com_example_very_long_company_name_irrigation_supervisor_service, 0);
}

gr_code com_example_very_long_company_name_irrigation_supervisor_stop_sync(
    com_example_very_long_company_name_irrigation_supervisor to, const gr_call_options *options,
    com_example_very_long_company_name_configuration_of_the_irrigation_system **out_reply,
    gr_error *error)
{
    return gr_stub_sync(to.ref, &com_example_very_long_company_name_irrigation_supervisor_service,
                        1, NULL, options, (void *)out_reply, error);
}

gr_code com_example_very_long_company_name_irrigation_supervisor_stop_async(
    com_example_very_long_company_name_irrigation_supervisor to, const gr_call_options *options,
    com_example_very_long_company_name_irrigation_supervisor_stop_future *out_future)
{
    return gr_stub_async(to.ref, &com_example_very_long_company_name_irrigation_supervisor_service,
                         1, NULL, options, (gr_future **)out_future);
}

gr_code com_example_very_long_company_name_irrigation_supervisor_stop_await(
    com_example_very_long_company_name_irrigation_supervisor_stop_future *future,
    com_example_very_long_company_name_configuration_of_the_irrigation_system **out_reply,
    gr_error *error)
{
    return gr_stub_await((gr_future **)future,
                         &com_example_very_long_company_name_irrigation_supervisor_service, 1,
                         (void *)out_reply, error);
}

gr_code com_example_very_long_company_name_irrigation_supervisor_stop_oneway(
    com_example_very_long_company_name_irrigation_supervisor to, const gr_oneway_options *options)
{
    return gr_stub_oneway(to.ref, &com_example_very_long_company_name_irrigation_supervisor_service,
                          1, NULL, options);
}

gr_code com_example_very_long_company_name_irrigation_supervisor_stop_hold(
    gr_context *ctx, com_example_very_long_company_name_irrigation_supervisor_stop_call *out_call)
{
    return gr_stub_hold(ctx, &com_example_very_long_company_name_irrigation_supervisor_service, 1,
                        (gr_call *)out_call);
}

gr_code com_example_very_long_company_name_irrigation_supervisor_stop_answer(
    com_example_very_long_company_name_irrigation_supervisor_stop_call call, gr_code code,
    const com_example_very_long_company_name_configuration_of_the_irrigation_system *reply)
{
    return gr_stub_answer(call.call,
                          &com_example_very_long_company_name_irrigation_supervisor_service, 1,
                          code, reply);
}

gr_code com_example_very_long_company_name_irrigation_supervisor_reconfigure_sync(
    com_example_very_long_company_name_irrigation_supervisor to,
    const com_example_very_long_company_name_configuration_of_the_irrigation_system *request,
    const gr_call_options *options, gr_error *error)
{
    return gr_stub_sync(to.ref, &com_example_very_long_company_name_irrigation_supervisor_service,
                        2, request, options, NULL, error);
}

gr_code com_example_very_long_company_name_irrigation_supervisor_reconfigure_async(
    com_example_very_long_company_name_irrigation_supervisor to,
    const com_example_very_long_company_name_configuration_of_the_irrigation_system *request,
    const gr_call_options *options,
    com_example_very_long_company_name_irrigation_supervisor_reconfigure_future *out_future)
{
    return gr_stub_async(to.ref, &com_example_very_long_company_name_irrigation_supervisor_service,
                         2, request, options, (gr_future **)out_future);
}

gr_code com_example_very_long_company_name_irrigation_supervisor_reconfigure_await(
    com_example_very_long_company_name_irrigation_supervisor_reconfigure_future *future,
    gr_error *error)
{
    return gr_stub_await((gr_future **)future,
                         &com_example_very_long_company_name_irrigation_supervisor_service, 2, NULL,
                         error);
}

gr_code com_example_very_long_company_name_irrigation_supervisor_reconfigure_oneway(
    com_example_very_long_company_name_irrigation_supervisor to,
    const com_example_very_long_company_name_configuration_of_the_irrigation_system *request,
    const gr_oneway_options *options)
{
    return gr_stub_oneway(to.ref, &com_example_very_long_company_name_irrigation_supervisor_service,
                          2, request, options);
}

gr_code com_example_very_long_company_name_irrigation_supervisor_reconfigure_hold(
    gr_context *ctx,
    com_example_very_long_company_name_irrigation_supervisor_reconfigure_call *out_call)
{
    return gr_stub_hold(ctx, &com_example_very_long_company_name_irrigation_supervisor_service, 2,
                        (gr_call *)out_call);
}

gr_code com_example_very_long_company_name_irrigation_supervisor_reconfigure_answer(
    com_example_very_long_company_name_irrigation_supervisor_reconfigure_call call, gr_code code)
{
    return gr_stub_answer(call.call,
                          &com_example_very_long_company_name_irrigation_supervisor_service, 2,
                          code, NULL);
}

const com_example_very_long_company_name_configuration_of_the_irrigation_system *
com_example_very_long_company_name_irrigation_supervisor_reconfigure_request(
    com_example_very_long_company_name_irrigation_supervisor_reconfigure_call call)
{
    return gr_stub_request(call.call,
                           &com_example_very_long_company_name_irrigation_supervisor_service, 2);
}

gr_code
com_example_very_long_company_name_irrigation_supervisor_reconfigure_everything_at_once_sync(
    com_example_very_long_company_name_irrigation_supervisor to,
    const com_example_very_long_company_name_configuration_of_the_irrigation_system *request,
    const gr_call_options *options,
    com_example_very_long_company_name_configuration_of_the_irrigation_system **out_reply,
    gr_error *error)
{
    return gr_stub_sync(to.ref, &com_example_very_long_company_name_irrigation_supervisor_service,
                        3, request, options, (void *)out_reply, error);
}

gr_code
com_example_very_long_company_name_irrigation_supervisor_reconfigure_everything_at_once_async(
    com_example_very_long_company_name_irrigation_supervisor to,
    const com_example_very_long_company_name_configuration_of_the_irrigation_system *request,
    const gr_call_options *options,
    com_example_very_long_company_name_irrigation_supervisor_reconfigure_everything_at_once_future
        *out_future)
{
    return gr_stub_async(to.ref, &com_example_very_long_company_name_irrigation_supervisor_service,
                         3, request, options, (gr_future **)out_future);
}

gr_code
com_example_very_long_company_name_irrigation_supervisor_reconfigure_everything_at_once_await(
    com_example_very_long_company_name_irrigation_supervisor_reconfigure_everything_at_once_future
        *future,
    com_example_very_long_company_name_configuration_of_the_irrigation_system **out_reply,
    gr_error *error)
{
    return gr_stub_await((gr_future **)future,
                         &com_example_very_long_company_name_irrigation_supervisor_service, 3,
                         (void *)out_reply, error);
}

gr_code
com_example_very_long_company_name_irrigation_supervisor_reconfigure_everything_at_once_oneway(
    com_example_very_long_company_name_irrigation_supervisor to,
    const com_example_very_long_company_name_configuration_of_the_irrigation_system *request,
    const gr_oneway_options *options)
{
    return gr_stub_oneway(to.ref, &com_example_very_long_company_name_irrigation_supervisor_service,
                          3, request, options);
}

gr_code
com_example_very_long_company_name_irrigation_supervisor_reconfigure_everything_at_once_hold(
    gr_context *ctx,
    com_example_very_long_company_name_irrigation_supervisor_reconfigure_everything_at_once_call
        *out_call)
{
    return gr_stub_hold(ctx, &com_example_very_long_company_name_irrigation_supervisor_service, 3,
                        (gr_call *)out_call);
}

gr_code
com_example_very_long_company_name_irrigation_supervisor_reconfigure_everything_at_once_answer(
    com_example_very_long_company_name_irrigation_supervisor_reconfigure_everything_at_once_call
        call,
    gr_code code,
    const com_example_very_long_company_name_configuration_of_the_irrigation_system *reply)
{
    return gr_stub_answer(call.call,
                          &com_example_very_long_company_name_irrigation_supervisor_service, 3,
                          code, reply);
}

const com_example_very_long_company_name_configuration_of_the_irrigation_system *
com_example_very_long_company_name_irrigation_supervisor_reconfigure_everything_at_once_request(
    com_example_very_long_company_name_irrigation_supervisor_reconfigure_everything_at_once_call
        call)
{
    return gr_stub_request(call.call,
                           &com_example_very_long_company_name_irrigation_supervisor_service, 3);
}

gr_code com_example_very_long_company_name_configuration_of_the_irrigation_system_set_owner(
    com_example_very_long_company_name_configuration_of_the_irrigation_system *message,
    Greenroom__Ref *storage, com_example_very_long_company_name_irrigation_supervisor ref)
{
    if (message == NULL) {
        return GR_INVALID_ARGUMENT;
    }
    gr_code code = com_example_very_long_company_name_irrigation_supervisor_pack_ref(ref, storage);
    if (code == GR_OK) {
        message->owner = storage;
    }
    return code;
}

gr_code com_example_very_long_company_name_configuration_of_the_irrigation_system_get_owner(
    gr_node *node,
    const com_example_very_long_company_name_configuration_of_the_irrigation_system *message,
    com_example_very_long_company_name_irrigation_supervisor *out_ref)
{
    if (message == NULL) {
        return GR_INVALID_ARGUMENT;
    }
    return com_example_very_long_company_name_irrigation_supervisor_unpack_ref(node, message->owner,
                                                                               out_ref);
}
