/* Made by protoc-gen-greenroom from edges.proto. Do not edit. */
#include "edges.gr.h"

#include <greenroom/machine.pb-c.h>
#include <greenroom/stub_source.h>

GR_STUB_SERVICE(edges, edges)
GR_STUB_SPAWN_WITH(edges, edges, actor_)
GR_STUB_PROCESS(edges)
GR_STUB_MACHINE(edges, edges)
GR_STUB_SPAWN_AT_WITH(edges, edges, actor_)
GR_STUB_STATE_WITH(edges, a, a, 1, actor_)
GR_STUB_TO_WITH(edges, a, a, 1, actor_)
GR_STUB_TO_WITH(edges, a, b, 2, at_)
GR_STUB_TO_WITH(edges, a, c, 3, from_)
GR_STUB_TO_WITH(edges, a, d, 4, in_)
GR_STUB_TO_WITH(edges, a, e, 5, ms_)
GR_STUB_TO_WITH(edges, a, f, 6, next)
GR_STUB_TO_WITH(edges, a, g, 7, state_)
GR_STUB_TO_WITH(edges, a, h, 8, tag_)
GR_STUB_TO_WITH(edges, a, i, 9, target_)
GR_STUB_TO_WITH(edges, a, j, 10, typed_)
GR_STUB_TO_WITH(edges, a, k, 11, result_)
GR_STUB_TO_WITH(edges, a, l, 12, out_state_)
GR_STUB_STAY(edges, a)
GR_STUB_STATE_WITH(edges, b, b, 2, at_)
GR_STUB_TO_WITH(edges, b, a, 1, actor_)
GR_STUB_TIMEOUT_TO_WITH(edges, b, 2, a, 1, actor_)
GR_STUB_TO_WITH(edges, b, b, 2, at_)
GR_STUB_TIMEOUT_TO_WITH(edges, b, 2, b, 2, at_)
GR_STUB_TO_WITH(edges, b, c, 3, from_)
GR_STUB_TIMEOUT_TO_WITH(edges, b, 2, c, 3, from_)
GR_STUB_TO_WITH(edges, b, d, 4, in_)
GR_STUB_TIMEOUT_TO_WITH(edges, b, 2, d, 4, in_)
GR_STUB_TO_WITH(edges, b, e, 5, ms_)
GR_STUB_TIMEOUT_TO_WITH(edges, b, 2, e, 5, ms_)
GR_STUB_TO_WITH(edges, b, f, 6, next)
GR_STUB_TIMEOUT_TO_WITH(edges, b, 2, f, 6, next)
GR_STUB_TO_WITH(edges, b, g, 7, state_)
GR_STUB_TIMEOUT_TO_WITH(edges, b, 2, g, 7, state_)
GR_STUB_TO_WITH(edges, b, h, 8, tag_)
GR_STUB_TIMEOUT_TO_WITH(edges, b, 2, h, 8, tag_)
GR_STUB_TO_WITH(edges, b, i, 9, target_)
GR_STUB_TIMEOUT_TO_WITH(edges, b, 2, i, 9, target_)
GR_STUB_STAY(edges, b)
GR_STUB_STATE_WITH(edges, c, c, 3, from_)
GR_STUB_TO_WITH(edges, c, j, 10, typed_)
GR_STUB_STAY(edges, c)
GR_STUB_STATE_WITH(edges, d, d, 4, in_)
GR_STUB_TO_WITH(edges, d, j, 10, typed_)
GR_STUB_STAY(edges, d)
GR_STUB_STATE_WITH(edges, e, e, 5, ms_)
GR_STUB_TO_WITH(edges, e, j, 10, typed_)
GR_STUB_STAY(edges, e)
GR_STUB_STATE_WITH(edges, f, f, 6, next)
GR_STUB_TO_WITH(edges, f, j, 10, typed_)
GR_STUB_STAY(edges, f)
GR_STUB_STATE_WITH(edges, g, g, 7, state_)
GR_STUB_TO_WITH(edges, g, j, 10, typed_)
GR_STUB_STAY(edges, g)
GR_STUB_STATE_WITH(edges, h, h, 8, tag_)
GR_STUB_TO_WITH(edges, h, j, 10, typed_)
GR_STUB_STAY(edges, h)
GR_STUB_STATE_WITH(edges, i, i, 9, target_)
GR_STUB_TO_WITH(edges, i, j, 10, typed_)
GR_STUB_STAY(edges, i)
GR_STUB_STATE_WITH(edges, j, j, 10, typed_)
GR_STUB_END_WITH(edges, edges, j, 10, result_)
GR_STUB_STATE_WITH(edges, k, k, 11, result_)
GR_STUB_END_WITH(edges, edges, k, 11, out_result_)
GR_STUB_STATE_WITH(edges, l, l, 12, out_state_)
GR_STUB_END_WITH(edges, edges, l, 12, out_state_)
GR_STUB_TIMED_OUT(edges, b_timeout)
GR_STUB_METHOD_TO_WITH(edges, edges_go, 0, a, 1, actor_)
GR_STUB_METHOD_TO_WITH(edges, edges_go, 0, b, 2, at_)
GR_STUB_METHOD_TO_WITH(edges, edges_go, 0, c, 3, from_)
GR_STUB_METHOD_TO_WITH(edges, edges_go, 0, d, 4, in_)
GR_STUB_METHOD_TO_WITH(edges, edges_go, 0, e, 5, ms_)
GR_STUB_METHOD_TO_WITH(edges, edges_go, 0, f, 6, next)
GR_STUB_METHOD_TO_WITH(edges, edges_go, 0, g, 7, state_)
GR_STUB_METHOD_TO_WITH(edges, edges_go, 0, h, 8, tag_)
GR_STUB_METHOD_TO_WITH(edges, edges_go, 0, i, 9, target_)
GR_STUB_TIMER(edges, ms, 0)
GR_STUB_CALL(edges, edges, edges_go, go, 0, state_, result_)
GR_STUB_INTERNAL_BARE(edges, edges_inside, inside, 1)
GR_STUB_INTERNAL(edges, edges_raised, raised, 2, target_)

static const gr_method edges_method_table[] = {
    {
        .name = "Go",
        .request = &state__descriptor,
        .reply = &result__descriptor,
        .handle = edges_go_handle,
    },
    {
        .name = "Inside",
        .handle = edges_inside_handle,
        .oneway = true,
        .internal = true,
    },
    {
        .name = "Raised",
        .request = &target__descriptor,
        .handle = edges_raised_handle,
        .slow_after_ms = 10,
        .oneway = true,
        .internal = true,
    },
    {
        .name = "$machine",
        .request = &greenroom__ask__descriptor,
        .reply = &greenroom__seen__descriptor,
    },
};

static const gr_state edges_state_table[] = {
    {
        .name = "a",
        .args = &actor__descriptor,
        .to = (const uint16_t[]){ 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 },
        .n_to = 12,
        .body = edges_a_body,
    },
    {
        .name = "b",
        .args = &at__descriptor,
        .to = (const uint16_t[]){ 1, 2, 3, 4, 5, 6, 7, 8, 9 },
        .n_to = 9,
        .timeout_ms = 1,
        .timed_out = edges_b_timeout,
        .body = edges_b_body,
    },
    {
        .name = "c",
        .args = &from__descriptor,
        .to = (const uint16_t[]){ 10 },
        .n_to = 1,
        .body = edges_c_body,
    },
    {
        .name = "d",
        .args = &in__descriptor,
        .to = (const uint16_t[]){ 10 },
        .n_to = 1,
        .body = edges_d_body,
    },
    {
        .name = "e",
        .args = &ms__descriptor,
        .to = (const uint16_t[]){ 10 },
        .n_to = 1,
        .body = edges_e_body,
    },
    {
        .name = "f",
        .args = &next__descriptor,
        .to = (const uint16_t[]){ 10 },
        .n_to = 1,
        .body = edges_f_body,
    },
    {
        .name = "g",
        .args = &state__descriptor,
        .to = (const uint16_t[]){ 10 },
        .n_to = 1,
        .body = edges_g_body,
    },
    {
        .name = "h",
        .args = &tag__descriptor,
        .to = (const uint16_t[]){ 10 },
        .n_to = 1,
        .body = edges_h_body,
    },
    {
        .name = "i",
        .args = &target__descriptor,
        .to = (const uint16_t[]){ 10 },
        .n_to = 1,
        .body = edges_i_body,
    },
    {
        .name = "j",
        .args = &typed__descriptor,
        .result = &result__descriptor,
        .body = edges_j_body,
    },
    {
        .name = "k",
        .args = &result__descriptor,
        .result = &out_result__descriptor,
        .body = edges_k_body,
    },
    {
        .name = "l",
        .args = &out_state__descriptor,
        .result = &out_state__descriptor,
        .body = edges_l_body,
    },
};

static const gr_machine_timer edges_timer_table[] = {
    {
        .name = "ms",
        .method = 1,
    },
};

/* What each state does with each method, as GR_EVENT_...; the last method is the machine's own. */
static const uint8_t edges_policies[] = {
    /* a */
    GR_STUB_ROW(1, 1, 1, 1),
    /* b */
    GR_STUB_ROW(1, 1, 1, 1),
    /* c */
    GR_STUB_ROW(0, 1, 1, 1),
    /* d */
    GR_STUB_ROW(0, 1, 1, 1),
    /* e */
    GR_STUB_ROW(0, 1, 1, 1),
    /* f */
    GR_STUB_ROW(0, 1, 1, 1),
    /* g */
    GR_STUB_ROW(0, 1, 1, 1),
    /* h */
    GR_STUB_ROW(0, 1, 1, 1),
    /* i */
    GR_STUB_ROW(0, 1, 1, 1),
    /* j */
    GR_STUB_ROW(0, 0, 0, 1),
    /* k */
    GR_STUB_ROW(0, 0, 0, 1),
    /* l */
    GR_STUB_ROW(0, 0, 0, 1),
};

static const gr_machine edges_machine = {
    .states = edges_state_table,
    .n_states = 12,
    .initial = 1,
    .timers = edges_timer_table,
    .n_timers = 1,
    .policies = edges_policies,
    .ask = 3,
    .transition = edges_on_transition,
};

const gr_service edges_service = {
    .name = "Edges",
    .methods = edges_method_table,
    .n_methods = 4,
    .args = &actor__descriptor,
    .hooks_at = offsetof(edges_type, hooks),
    .start = edges_start,
    .stop = edges_stop,
    .machine = &edges_machine,
    .schema = "field Result 1 result optional string\n"
              "field State 1 state optional string\n"
              "rpc Go(State) returns (Result)\n"
              "service Edges\n",
    .fingerprint = { 0xcd, 0x9b, 0xa6, 0x6c, 0xda, 0x57, 0xc8, 0xfd, 0x8d, 0xb9, 0x20,
                     0x41, 0x8b, 0x23, 0xf6, 0x69, 0x5b, 0x83, 0x43, 0xc2, 0xd4, 0x7b,
                     0x3f, 0x56, 0x5e, 0xcf, 0x6c, 0xdb, 0x07, 0x7b, 0x9e, 0x7a },
};

GR_STUB_SERVICE(words, words)
GR_STUB_SPAWN(words, words)
GR_STUB_PROCESS(words)
GR_STUB_MACHINE(words, words)
GR_STUB_SPAWN_AT(words, words)
GR_STUB_STATE(words, linux, linux_, 1)
GR_STUB_TO(words, linux, int, 2)
GR_STUB_TO(words, linux, exit, 3)
GR_STUB_STAY(words, linux)
GR_STUB_STATE(words, int, int_, 2)
GR_STUB_TO(words, int, exit, 3)
GR_STUB_STAY(words, int)
GR_STUB_STATE(words, exit, exit, 3)
GR_STUB_TO(words, exit, errno, 4)
GR_STUB_STAY(words, exit)
GR_STUB_STATE(words, errno, errno_, 4)
GR_STUB_END(words, errno)
GR_STUB_HOOK(words, linux_exit)
GR_STUB_HOOK(words, timeout_enter)
GR_STUB_HOOK(words, timeout_exit)
GR_STUB_TIMER(words, exit, 0)
GR_STUB_INTERNAL_BARE(words, words_exit, exit, 0)
GR_STUB_ONEWAY_BARE(words, words, words_late, late, 1)

static const gr_method words_method_table[] = {
    {
        .name = "Exit",
        .handle = words_exit_handle,
        .oneway = true,
        .internal = true,
    },
    {
        .name = "Late",
        .handle = words_late_handle,
        .oneway = true,
    },
    {
        .name = "$machine",
        .request = &greenroom__ask__descriptor,
        .reply = &greenroom__seen__descriptor,
    },
};

static const gr_state words_state_table[] = {
    {
        .name = "linux",
        .to = (const uint16_t[]){ 2, 3 },
        .n_to = 2,
        .body = words_linux_body,
        .exit = words_linux_exit,
    },
    {
        .name = "int",
        .to = (const uint16_t[]){ 3 },
        .n_to = 1,
        .timeout_ms = 1,
        .on_timeout = 3,
        .body = words_int_body,
    },
    {
        .name = "exit",
        .to = (const uint16_t[]){ 4 },
        .n_to = 1,
        .body = words_exit_body,
    },
    {
        .name = "errno",
        .body = words_errno_body,
    },
};

static const gr_group words_group_table[] = {
    {
        .name = "timeout",
        .states = (const uint16_t[]){ 2, 3 },
        .n_states = 2,
        .enter = words_timeout_enter,
        .exit = words_timeout_exit,
    },
};

static const gr_machine_timer words_timer_table[] = {
    {
        .name = "exit",
        .method = 0,
    },
};

/* What each state does with each method, as GR_EVENT_...; the last method is the machine's own. */
static const uint8_t words_policies[] = {
    /* linux */
    GR_STUB_ROW(2, 2, 1),
    /* int */
    GR_STUB_ROW(1, 2, 1),
    /* exit */
    GR_STUB_ROW(1, 1, 1),
    /* errno */
    GR_STUB_ROW(0, 3, 1),
};

static const gr_machine words_machine = {
    .states = words_state_table,
    .n_states = 4,
    .initial = 1,
    .groups = words_group_table,
    .n_groups = 1,
    .timers = words_timer_table,
    .n_timers = 1,
    .policies = words_policies,
    .ask = 2,
    .transition = words_on_transition,
};

const gr_service words_service = {
    .name = "Words",
    .methods = words_method_table,
    .n_methods = 3,
    .hooks_at = offsetof(words_type, hooks),
    .start = words_start,
    .stop = words_stop,
    .machine = &words_machine,
    .schema = "rpc Late(google.protobuf.Empty) returns (google.protobuf.Empty) oneway\n"
              "service Words\n",
    .fingerprint = { 0x33, 0x9a, 0x1e, 0x50, 0x71, 0x0f, 0x7c, 0x51, 0x93, 0x7a, 0x82,
                     0x3c, 0xb9, 0x82, 0x74, 0x9f, 0x14, 0xbf, 0x33, 0x08, 0x18, 0x46,
                     0x1f, 0xb8, 0xcf, 0x69, 0x54, 0x26, 0x66, 0x11, 0xae, 0x7b },
};

GR_STUB_SERVICE(once, once)
GR_STUB_SPAWN(once, once)
GR_STUB_MACHINE(once, once)
GR_STUB_SPAWN_AT(once, once)
GR_STUB_STATE(once, only, only, 1)
GR_STUB_END(once, only)

static const gr_method once_method_table[] = {
    {
        .name = "$machine",
        .request = &greenroom__ask__descriptor,
        .reply = &greenroom__seen__descriptor,
    },
};

static const gr_state once_state_table[] = {
    {
        .name = "only",
        .body = once_only_body,
    },
};

/* What each state does with each method, as GR_EVENT_...; the last method is the machine's own. */
static const uint8_t once_policies[] = {
    /* only */
    GR_STUB_ROW(1),
};

static const gr_machine once_machine = {
    .states = once_state_table,
    .n_states = 1,
    .initial = 1,
    .policies = once_policies,
    .ask = 0,
    .transition = once_on_transition,
};

const gr_service once_service = {
    .name = "Once",
    .methods = once_method_table,
    .n_methods = 1,
    .hooks_at = offsetof(once_type, hooks),
    .start = once_start,
    .stop = once_stop,
    .machine = &once_machine,
    .schema = "service Once\n",
    .fingerprint = { 0xa6, 0x61, 0xe0, 0x25, 0x51, 0x0a, 0x88, 0xab, 0xc6, 0xe6, 0x29,
                     0x8b, 0xee, 0x08, 0x9f, 0x44, 0x92, 0x9a, 0x63, 0x11, 0x0d, 0x6b,
                     0x3b, 0xa6, 0x3d, 0x1f, 0x41, 0xff, 0xa9, 0x0d, 0x66, 0x4e },
};

GR_STUB_SERVICE(ever, ever)
GR_STUB_SPAWN(ever, ever)
GR_STUB_MACHINE(ever, ever)
GR_STUB_SPAWN_AT(ever, ever)
GR_STUB_STATE(ever, only, only, 1)
GR_STUB_TO(ever, only, only, 1)
GR_STUB_STAY(ever, only)

static const gr_method ever_method_table[] = {
    {
        .name = "$machine",
        .request = &greenroom__ask__descriptor,
        .reply = &greenroom__seen__descriptor,
    },
};

static const gr_state ever_state_table[] = {
    {
        .name = "only",
        .to = (const uint16_t[]){ 1 },
        .n_to = 1,
        .body = ever_only_body,
    },
};

/* What each state does with each method, as GR_EVENT_...; the last method is the machine's own. */
static const uint8_t ever_policies[] = {
    /* only */
    GR_STUB_ROW(1),
};

static const gr_machine ever_machine = {
    .states = ever_state_table,
    .n_states = 1,
    .initial = 1,
    .policies = ever_policies,
    .ask = 0,
    .transition = ever_on_transition,
};

const gr_service ever_service = {
    .name = "Ever",
    .methods = ever_method_table,
    .n_methods = 1,
    .hooks_at = offsetof(ever_type, hooks),
    .start = ever_start,
    .stop = ever_stop,
    .machine = &ever_machine,
    .schema = "service Ever\n",
    .fingerprint = { 0x09, 0x50, 0x74, 0x51, 0x40, 0xc1, 0x68, 0x0a, 0xbc, 0xc6, 0x06,
                     0xa3, 0x7e, 0x0f, 0x75, 0x82, 0x63, 0x72, 0xff, 0xd6, 0x6f, 0x26,
                     0xc6, 0x6c, 0x54, 0x76, 0xda, 0x7a, 0x4e, 0x72, 0xbd, 0xde },
};
