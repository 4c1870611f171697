/* Made by protoc-gen-greenroom from refs.proto. Do not edit. */
#include "refs.gr.h"

#include <greenroom/stub_source.h>

GR_STUB_SERVICE(watch_listener, watch_listener)
GR_STUB_SPAWN(watch_listener, watch_listener)
GR_STUB_PROCESS(watch_listener)
GR_STUB_RUN(watch_listener)
GR_STUB_ONEWAY(watch_listener, watch_listener, watch_listener_hear, hear, 0, watch_news)

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

GR_STUB_SERVICE(watch_tower, watch_tower)
GR_STUB_SPAWN(watch_tower, watch_tower)
GR_STUB_PROCESS(watch_tower)
GR_STUB_RUN(watch_tower)
GR_STUB_CALL(watch_tower, watch_tower, watch_tower_begin, begin, 0, watch_watch, watch_watch)

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

GR_STUB_REF(watch_watch, watch_watch, watch__watch, listener, 1, watch_listener, watch_listener)
GR_STUB_REFS(watch_watch, watch_watch, watch__watch, scales, 2, plants_more_scale,
             plants_more_scale)
GR_STUB_REF(watch_watch, watch_watch, watch__watch, other_tower, 4, watch_tower, watch_tower)
