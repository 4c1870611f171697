/* Made by protoc-gen-greenroom from garden.proto. Do not edit. */
#include "garden.gr.h"

#include <greenroom/stub_source.h>

GR_STUB_SERVICE(garden_manager, garden_manager)
GR_STUB_SPAWN(garden_manager, garden_manager)
GR_STUB_PROCESS(garden_manager)
GR_STUB_RUN(garden_manager)
GR_STUB_CALL_GIVES(garden_manager, garden_manager, garden_manager_access_resources,
                   access_resources, 0, garden_resources)
GR_STUB_ONEWAY(garden_manager, garden_manager, garden_manager_update_resource, update_resource, 1,
               garden_event)

static const gr_method garden_manager_method_table[] = {
    {
        .name = "AccessResources",
        .reply = &garden__resources__descriptor,
        .handle = garden_manager_access_resources_handle,
        .timeout_ms = 250,
    },
    {
        .name = "UpdateResource",
        .request = &garden__event__descriptor,
        .handle = garden_manager_update_resource_handle,
        .oneway = true,
    },
};

const gr_service garden_manager_service = {
    .name = "garden.Manager",
    .methods = garden_manager_method_table,
    .n_methods = 2,
    .hooks_at = offsetof(garden_manager_type, hooks),
    .start = garden_manager_start,
    .stop = garden_manager_stop,
    .run = garden_manager_run,
    .schema = "field garden.Event 1 resource optional string\n"
              "field garden.Event 2 delta optional int64\n"
              "field garden.Resource 1 name optional string\n"
              "field garden.Resource 2 amount optional int64\n"
              "field garden.Resources 1 items repeated message garden.Resource\n"
              "rpc AccessResources(google.protobuf.Empty) returns (garden.Resources)\n"
              "rpc UpdateResource(garden.Event) returns (google.protobuf.Empty) oneway\n"
              "service garden.Manager\n",
    .fingerprint = { 0x88, 0xa9, 0x65, 0xd6, 0x91, 0xbb, 0xa6, 0xfa, 0x15, 0x88, 0xdc,
                     0x9f, 0xf1, 0x66, 0xeb, 0x11, 0x8a, 0x46, 0x91, 0x12, 0x3a, 0x83,
                     0xaf, 0x90, 0x8f, 0xdf, 0x79, 0x16, 0x4c, 0x89, 0x21, 0xd0 },
};
