/* Made by protoc-gen-greenroom from inner_greenroom.proto. Do not edit. */
#include "inner_greenroom.gr.h"

#include <greenroom/stub_source.h>

GR_STUB_SERVICE(acme_greenroom_host, acme_greenroom_host)
GR_STUB_SPAWN(acme_greenroom_host, acme_greenroom_host)
GR_STUB_PROCESS(acme_greenroom_host)
GR_STUB_RUN(acme_greenroom_host)
GR_STUB_ONEWAY(acme_greenroom_host, acme_greenroom_host, acme_greenroom_host_greet, greet, 0,
               acme_greenroom_guest)

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

GR_STUB_REF(acme_greenroom_guest, acme_greenroom_guest, acme__greenroom__guest, host, 1,
            acme_greenroom_host, acme_greenroom_host)
