/* Made by protoc-gen-greenroom from nowhere.proto. Do not edit. */
#include "nowhere.gr.h"

#include <greenroom/stub_source.h>

GR_STUB_SERVICE(node, node_)
GR_STUB_SPAWN(node, node_)
GR_STUB_PROCESS(node)
GR_STUB_RUN(node)
GR_STUB_CALL(node, node_, node_call, call, 0, request_, reply_)

static const gr_method node_method_table[] = {
    {
        .name = "Call",
        .request = &request__descriptor,
        .reply = &reply__descriptor,
        .handle = node_call_handle,
        .reply_is_flat = true,
    },
};

const gr_service node_service = {
    .name = "Node",
    .methods = node_method_table,
    .n_methods = 1,
    .hooks_at = offsetof(node_type, hooks),
    .start = node_start,
    .stop = node_stop,
    .run = node_run,
    .schema = "field Request 1 node optional message greenroom.Ref\n"
              "field greenroom.Ref 1 node optional fixed64\n"
              "field greenroom.Ref 2 actor optional fixed64\n"
              "field greenroom.Ref 3 service optional string\n"
              "rpc Call(Request) returns (Reply)\n"
              "service Node\n",
    .fingerprint = { 0xfc, 0x1d, 0xe9, 0x98, 0xd7, 0xc2, 0x3c, 0x31, 0x0d, 0xc1, 0xdd,
                     0x4d, 0x15, 0xf6, 0xbd, 0x3f, 0xab, 0xc8, 0x6a, 0xaf, 0x1c, 0x7a,
                     0xce, 0xb9, 0x31, 0x3a, 0x12, 0x6e, 0x10, 0xe8, 0x75, 0x31 },
};

GR_STUB_REF(request, request_, request, node, 1, node, node_)
