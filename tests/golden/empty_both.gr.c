/* Made by protoc-gen-greenroom from empty_both.proto. Do not edit. */
#include "empty_both.gr.h"

#include <greenroom/stub_source.h>

GR_STUB_SERVICE(clock_ticker, clock_ticker)
GR_STUB_SPAWN(clock_ticker, clock_ticker)
GR_STUB_PROCESS(clock_ticker)
GR_STUB_RUN(clock_ticker)
GR_STUB_CALL_BARE(clock_ticker, clock_ticker, clock_ticker_tick, tick, 0)
GR_STUB_ONEWAY_BARE(clock_ticker, clock_ticker, clock_ticker_tock, tock, 1)

static const gr_method clock_ticker_method_table[] = {
    {
        .name = "Tick",
        .handle = clock_ticker_tick_handle,
        .timeout_ms = GR_FOREVER,
        .detached = true,
    },
    {
        .name = "Tock",
        .handle = clock_ticker_tock_handle,
        .slow_after_ms = 20,
        .overflow = GR_OVERFLOW_WAIT,
        .oneway = true,
    },
};

const gr_service clock_ticker_service = {
    .name = "clock.Ticker",
    .methods = clock_ticker_method_table,
    .n_methods = 2,
    .hooks_at = offsetof(clock_ticker_type, hooks),
    .start = clock_ticker_start,
    .stop = clock_ticker_stop,
    .run = clock_ticker_run,
    .schema = "rpc Tick(google.protobuf.Empty) returns (google.protobuf.Empty)\n"
              "rpc Tock(google.protobuf.Empty) returns (google.protobuf.Empty) oneway\n"
              "service clock.Ticker\n",
    .fingerprint = { 0xfa, 0xf3, 0x00, 0xfb, 0x79, 0xc6, 0xc0, 0x8d, 0xf0, 0x39, 0x45,
                     0x65, 0x91, 0xd5, 0x08, 0xe7, 0x9f, 0x0f, 0x2d, 0x72, 0xfd, 0xc1,
                     0xc8, 0x39, 0xec, 0x2e, 0x90, 0x78, 0xa1, 0x4e, 0x8e, 0x4d },
};

GR_STUB_SERVICE(clock_idler, clock_idler)
GR_STUB_SPAWN(clock_idler, clock_idler)
GR_STUB_RUN(clock_idler)

const gr_service clock_idler_service = {
    .name = "clock.Idler",
    .mailbox_messages = 10,
    .mailbox_bytes = 65536,
    .hooks_at = offsetof(clock_idler_type, hooks),
    .start = clock_idler_start,
    .stop = clock_idler_stop,
    .run = clock_idler_run,
    .schema = "service clock.Idler\n",
    .fingerprint = { 0x7d, 0xdf, 0xe2, 0xe8, 0xce, 0x6a, 0x5b, 0x58, 0x85, 0x18, 0x9d,
                     0x4c, 0x4d, 0x86, 0x14, 0xfc, 0xf5, 0x27, 0x39, 0x53, 0xed, 0xea,
                     0x79, 0x4b, 0xf1, 0x3f, 0xf0, 0x64, 0x46, 0x00, 0xce, 0xb3 },
};
