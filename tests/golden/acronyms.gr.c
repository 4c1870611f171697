/* Made by protoc-gen-greenroom from acronyms.proto. Do not edit. */
#include "acronyms.gr.h"

#include <greenroom/stub_source.h>

GR_STUB_SERVICE(acme_net_io_v1_httpserver_api, acme_net_io_v1_httpserver_api)
GR_STUB_SPAWN(acme_net_io_v1_httpserver_api, acme_net_io_v1_httpserver_api)
GR_STUB_PROCESS(acme_net_io_v1_httpserver_api)
GR_STUB_RUN(acme_net_io_v1_httpserver_api)
GR_STUB_CALL(acme_net_io_v1_httpserver_api, acme_net_io_v1_httpserver_api,
             acme_net_io_v1_httpserver_api_get_urlfor, get_urlfor, 0, acme_net_io_v1_httprequest,
             acme_net_io_v1_tcpstate2_go)
GR_STUB_CALL(acme_net_io_v1_httpserver_api, acme_net_io_v1_httpserver_api,
             acme_net_io_v1_httpserver_api_snake_case_call, snake_case_call, 1,
             acme_net_io_v1_httprequest, acme_net_io_v1_tcpstate2_go)
GR_STUB_CALL(acme_net_io_v1_httpserver_api, acme_net_io_v1_httpserver_api,
             acme_net_io_v1_httpserver_api_x, x, 2, acme_net_io_v1_httprequest,
             acme_net_io_v1_tcpstate2_go)

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
