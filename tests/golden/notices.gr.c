/* Made by protoc-gen-greenroom from notices.proto. Do not edit. */
#include "notices.gr.h"

#include <greenroom/stub_source.h>

GR_STUB_SERVICE(night_watch, night_watch)
GR_STUB_SPAWN(night_watch, night_watch)
GR_STUB_PROCESS(night_watch)
GR_STUB_RUN(night_watch)
GR_STUB_ONEWAY(night_watch, night_watch, night_watch_fallen, fallen, 0, Greenroom__Down)
GR_STUB_NOTICE(night_watch, night_watch, night_watch_fallen, 0, gr_down_notice)
GR_STUB_ONEWAY(night_watch, night_watch, night_watch_undelivered, undelivered, 1,
               Greenroom__DeadLetter)
GR_STUB_NOTICE(night_watch, night_watch, night_watch_undelivered, 1, gr_dead_letter_notice)
GR_STUB_CALL_TAKES(night_watch, night_watch, night_watch_report, report, 2, Greenroom__Down)

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
