/* Made by protoc-gen-greenroom from wire.proto. Do not edit. */
#include "wire.gr.h"

#include <greenroom/machine.pb-c.h>
#include <greenroom/stub_source.h>

GR_STUB_SERVICE(wire_connection, wire_connection)
GR_STUB_SPAWN(wire_connection, wire_connection)
GR_STUB_PROCESS(wire_connection)
GR_STUB_MACHINE(wire_connection, wire_connection)
GR_STUB_SPAWN_AT(wire_connection, wire_connection)
GR_STUB_STATE(wire_connection, closed, closed, 1)
GR_STUB_TO(wire_connection, closed, listening, 2)
GR_STUB_TO_WITH(wire_connection, closed, connecting, 3, wire_peer)
GR_STUB_TO_WITH(wire_connection, closed, ended, 9, wire_reason)
GR_STUB_STAY(wire_connection, closed)
GR_STUB_STATE(wire_connection, listening, listening, 2)
GR_STUB_TO(wire_connection, listening, closed, 1)
GR_STUB_TO(wire_connection, listening, accepting, 4)
GR_STUB_STAY(wire_connection, listening)
GR_STUB_STATE_WITH(wire_connection, connecting, connecting, 3, wire_peer)
GR_STUB_TO_WITH(wire_connection, connecting, connecting, 3, wire_peer)
GR_STUB_TIMEOUT_TO_WITH(wire_connection, connecting, 3, connecting, 3, wire_peer)
GR_STUB_TO(wire_connection, connecting, established, 5)
GR_STUB_TIMEOUT_TO(wire_connection, connecting, 3, established, 5)
GR_STUB_TO_WITH(wire_connection, connecting, lost, 8, wire_reason)
GR_STUB_TIMEOUT_TO_WITH(wire_connection, connecting, 3, lost, 8, wire_reason)
GR_STUB_STAY(wire_connection, connecting)
GR_STUB_STATE(wire_connection, accepting, accepting, 4)
GR_STUB_TO(wire_connection, accepting, listening, 2)
GR_STUB_TO(wire_connection, accepting, established, 5)
GR_STUB_STAY(wire_connection, accepting)
GR_STUB_STATE(wire_connection, established, established, 5)
GR_STUB_TO(wire_connection, established, finishing, 6)
GR_STUB_TIMEOUT_TO(wire_connection, established, 5, finishing, 6)
GR_STUB_TO(wire_connection, established, closing, 7)
GR_STUB_TIMEOUT_TO(wire_connection, established, 5, closing, 7)
GR_STUB_TO_WITH(wire_connection, established, lost, 8, wire_reason)
GR_STUB_TIMEOUT_TO_WITH(wire_connection, established, 5, lost, 8, wire_reason)
GR_STUB_STAY(wire_connection, established)
GR_STUB_STATE(wire_connection, finishing, finishing, 6)
GR_STUB_TO(wire_connection, finishing, closing, 7)
GR_STUB_TO_WITH(wire_connection, finishing, lost, 8, wire_reason)
GR_STUB_TO_WITH(wire_connection, finishing, ended, 9, wire_reason)
GR_STUB_STAY(wire_connection, finishing)
GR_STUB_STATE(wire_connection, closing, closing, 7)
GR_STUB_TO_WITH(wire_connection, closing, ended, 9, wire_reason)
GR_STUB_TIMEOUT_TO_WITH(wire_connection, closing, 7, ended, 9, wire_reason)
GR_STUB_STAY(wire_connection, closing)
GR_STUB_STATE_WITH(wire_connection, lost, lost, 8, wire_reason)
GR_STUB_END_WITH(wire_connection, wire_connection, lost, 8, wire_reason)
GR_STUB_STATE_WITH(wire_connection, ended, ended, 9, wire_reason)
GR_STUB_END_WITH(wire_connection, wire_connection, ended, 9, wire_reason)
GR_STUB_TIMED_OUT(wire_connection, connecting_timeout)
GR_STUB_TIMED_OUT(wire_connection, established_timeout)
GR_STUB_HOOK(wire_connection, established_exit)
GR_STUB_TIMED_OUT(wire_connection, closing_timeout)
GR_STUB_HOOK(wire_connection, open_enter)
GR_STUB_HOOK(wire_connection, open_exit)
GR_STUB_METHOD_TO_WITH(wire_connection, wire_connection_open, 0, connecting, 3, wire_peer)
GR_STUB_METHOD_TO(wire_connection, wire_connection_listen, 1, listening, 2)
GR_STUB_METHOD_TO(wire_connection, wire_connection_close, 3, finishing, 6)
GR_STUB_METHOD_TO(wire_connection, wire_connection_close, 3, closing, 7)
GR_STUB_METHOD_TO(wire_connection, wire_connection_synchronize, 4, accepting, 4)
GR_STUB_METHOD_TO(wire_connection, wire_connection_finish, 6, closing, 7)
GR_STUB_TIMER(wire_connection, retry, 0)
GR_STUB_CALL_TAKES(wire_connection, wire_connection, wire_connection_open, open, 0, wire_peer)
GR_STUB_CALL_BARE(wire_connection, wire_connection, wire_connection_listen, listen, 1)
GR_STUB_CALL(wire_connection, wire_connection, wire_connection_send, send, 2, wire_segment,
             wire_amount)
GR_STUB_CALL_GIVES(wire_connection, wire_connection, wire_connection_close, close, 3, wire_amount)
GR_STUB_ONEWAY(wire_connection, wire_connection, wire_connection_synchronize, synchronize, 4,
               wire_peer)
GR_STUB_ONEWAY(wire_connection, wire_connection, wire_connection_arrive, arrive, 5, wire_segment)
GR_STUB_ONEWAY_BARE(wire_connection, wire_connection, wire_connection_finish, finish, 6)
GR_STUB_INTERNAL_BARE(wire_connection, wire_connection_resend, resend, 7)

static const gr_method wire_connection_method_table[] = {
    {
        .name = "Open",
        .request = &wire__peer__descriptor,
        .handle = wire_connection_open_handle,
    },
    {
        .name = "Listen",
        .handle = wire_connection_listen_handle,
    },
    {
        .name = "Send",
        .request = &wire__segment__descriptor,
        .reply = &wire__amount__descriptor,
        .handle = wire_connection_send_handle,
        .reply_is_flat = true,
    },
    {
        .name = "Close",
        .reply = &wire__amount__descriptor,
        .handle = wire_connection_close_handle,
        .reply_is_flat = true,
    },
    {
        .name = "Synchronize",
        .request = &wire__peer__descriptor,
        .handle = wire_connection_synchronize_handle,
        .oneway = true,
    },
    {
        .name = "Arrive",
        .request = &wire__segment__descriptor,
        .handle = wire_connection_arrive_handle,
        .oneway = true,
    },
    {
        .name = "Finish",
        .handle = wire_connection_finish_handle,
        .oneway = true,
    },
    {
        .name = "Resend",
        .handle = wire_connection_resend_handle,
        .oneway = true,
        .internal = true,
    },
    {
        .name = "$machine",
        .request = &greenroom__ask__descriptor,
        .reply = &greenroom__seen__descriptor,
    },
};

static const gr_state wire_connection_state_table[] = {
    {
        .name = "closed",
        .to = (const uint16_t[]){ 2, 3, 9 },
        .n_to = 3,
        .body = wire_connection_closed_body,
    },
    {
        .name = "listening",
        .to = (const uint16_t[]){ 1, 4 },
        .n_to = 2,
        .body = wire_connection_listening_body,
    },
    {
        .name = "connecting",
        .args = &wire__peer__descriptor,
        .to = (const uint16_t[]){ 3, 5, 8 },
        .n_to = 3,
        .timeout_ms = 1000,
        .timed_out = wire_connection_connecting_timeout,
        .body = wire_connection_connecting_body,
    },
    {
        .name = "accepting",
        .to = (const uint16_t[]){ 2, 5 },
        .n_to = 2,
        .timeout_ms = 1000,
        .on_timeout = 2,
        .body = wire_connection_accepting_body,
    },
    {
        .name = "established",
        .to = (const uint16_t[]){ 6, 7, 8 },
        .n_to = 3,
        .timeout_ms = 60000,
        .timed_out = wire_connection_established_timeout,
        .body = wire_connection_established_body,
        .exit = wire_connection_established_exit,
    },
    {
        .name = "finishing",
        .to = (const uint16_t[]){ 7, 8, 9 },
        .n_to = 3,
        .timeout_ms = 5000,
        .on_timeout = 7,
        .body = wire_connection_finishing_body,
    },
    {
        .name = "closing",
        .to = (const uint16_t[]){ 9 },
        .n_to = 1,
        .timeout_ms = 2000,
        .timed_out = wire_connection_closing_timeout,
        .body = wire_connection_closing_body,
    },
    {
        .name = "lost",
        .args = &wire__reason__descriptor,
        .result = &wire__reason__descriptor,
        .body = wire_connection_lost_body,
    },
    {
        .name = "ended",
        .args = &wire__reason__descriptor,
        .result = &wire__reason__descriptor,
        .body = wire_connection_ended_body,
    },
};

static const gr_group wire_connection_group_table[] = {
    {
        .name = "open",
        .states = (const uint16_t[]){ 5, 6 },
        .n_states = 2,
        .enter = wire_connection_open_enter,
        .exit = wire_connection_open_exit,
    },
};

static const gr_machine_timer wire_connection_timer_table[] = {
    {
        .name = "retry",
        .method = 7,
    },
};

/* What each state does with each method, as GR_EVENT_...; the last method is the machine's own. */
static const uint8_t wire_connection_policies[] = {
    /* closed */
    GR_STUB_ROW(1, 1, 0, 0, 3, 3, 3, 3, 1),
    /* listening */
    GR_STUB_ROW(0, 0, 0, 0, 1, 3, 3, 3, 1),
    /* connecting */
    GR_STUB_ROW(0, 0, 2, 0, 3, 3, 3, 3, 1),
    /* accepting */
    GR_STUB_ROW(0, 0, 2, 0, 3, 2, 3, 3, 1),
    /* established */
    GR_STUB_ROW(0, 0, 1, 1, 3, 1, 1, 1, 1),
    /* finishing */
    GR_STUB_ROW(0, 0, 0, 0, 3, 1, 1, 1, 1),
    /* closing */
    GR_STUB_ROW(0, 0, 0, 0, 3, 3, 3, 3, 1),
    /* lost */
    GR_STUB_ROW(0, 0, 0, 0, 3, 3, 3, 3, 1),
    /* ended */
    GR_STUB_ROW(0, 0, 0, 0, 3, 3, 3, 3, 1),
};

static const gr_machine wire_connection_machine = {
    .states = wire_connection_state_table,
    .n_states = 9,
    .initial = 1,
    .groups = wire_connection_group_table,
    .n_groups = 1,
    .timers = wire_connection_timer_table,
    .n_timers = 1,
    .policies = wire_connection_policies,
    .ask = 8,
    .transition = wire_connection_on_transition,
};

const gr_service wire_connection_service = {
    .name = "wire.Connection",
    .methods = wire_connection_method_table,
    .n_methods = 9,
    .hooks_at = offsetof(wire_connection_type, hooks),
    .start = wire_connection_start,
    .stop = wire_connection_stop,
    .machine = &wire_connection_machine,
    .schema = "field greenroom.Ref 1 node optional fixed64\n"
              "field greenroom.Ref 2 actor optional fixed64\n"
              "field greenroom.Ref 3 service optional string\n"
              "field wire.Amount 1 bytes optional uint32\n"
              "field wire.Peer 1 ref optional message greenroom.Ref\n"
              "field wire.Segment 1 number optional uint32\n"
              "field wire.Segment 2 data optional bytes\n"
              "rpc Arrive(wire.Segment) returns (google.protobuf.Empty) oneway\n"
              "rpc Close(google.protobuf.Empty) returns (wire.Amount)\n"
              "rpc Finish(google.protobuf.Empty) returns (google.protobuf.Empty) oneway\n"
              "rpc Listen(google.protobuf.Empty) returns (google.protobuf.Empty)\n"
              "rpc Open(wire.Peer) returns (google.protobuf.Empty)\n"
              "rpc Send(wire.Segment) returns (wire.Amount)\n"
              "rpc Synchronize(wire.Peer) returns (google.protobuf.Empty) oneway\n"
              "service wire.Connection\n",
    .fingerprint = { 0xc2, 0x6f, 0x75, 0xfd, 0x85, 0xe4, 0xb4, 0x6c, 0x01, 0x8a, 0x15,
                     0xa6, 0x97, 0x0b, 0x10, 0x59, 0x66, 0xc5, 0x2b, 0x2d, 0x95, 0x6e,
                     0x54, 0x71, 0x01, 0x21, 0xb7, 0x3b, 0x27, 0x22, 0xe1, 0xbd },
};
