/* Made by protoc-gen-greenroom from flower.proto. Do not edit. */
#include "flower.gr.h"

#include <greenroom/machine.pb-c.h>
#include <greenroom/stub_source.h>

GR_STUB_SERVICE(garden_flower, garden_flower)
GR_STUB_SPAWN_WITH(garden_flower, garden_flower, garden_seed)
GR_STUB_PROCESS(garden_flower)
GR_STUB_MACHINE(garden_flower, garden_flower)
GR_STUB_SPAWN_AT_WITH(garden_flower, garden_flower, garden_seed)
GR_STUB_STATE(garden_flower, sprouting, sprouting, 1)
GR_STUB_TO(garden_flower, sprouting, growing, 2)
GR_STUB_STAY(garden_flower, sprouting)
GR_STUB_STATE(garden_flower, growing, growing, 2)
GR_STUB_TO(garden_flower, growing, growing, 2)
GR_STUB_TO(garden_flower, growing, flowering, 3)
GR_STUB_STAY(garden_flower, growing)
GR_STUB_STATE(garden_flower, flowering, flowering, 3)
GR_STUB_TO(garden_flower, flowering, withering, 4)
GR_STUB_TO_WITH(garden_flower, flowering, dead, 5, garden_death)
GR_STUB_STAY(garden_flower, flowering)
GR_STUB_STATE(garden_flower, withering, withering, 4)
GR_STUB_TO(garden_flower, withering, growing, 2)
GR_STUB_TIMEOUT_TO(garden_flower, withering, 4, growing, 2)
GR_STUB_TO_WITH(garden_flower, withering, dead, 5, garden_death)
GR_STUB_TIMEOUT_TO_WITH(garden_flower, withering, 4, dead, 5, garden_death)
GR_STUB_STAY(garden_flower, withering)
GR_STUB_STATE_WITH(garden_flower, dead, dead, 5, garden_death)
GR_STUB_END_WITH(garden_flower, garden_flower, dead, 5, garden_compost)
GR_STUB_HOOK(garden_flower, growing_exit)
GR_STUB_TIMED_OUT(garden_flower, withering_timeout)
GR_STUB_HOOK(garden_flower, alive_exit)
GR_STUB_HOOK(garden_flower, blooming_enter)
GR_STUB_METHOD_TO_WITH(garden_flower, garden_flower_eat, 2, dead, 5, garden_death)
GR_STUB_METHOD_TO(garden_flower, garden_flower_rain, 5, growing, 2)
GR_STUB_METHOD_TO(garden_flower, garden_flower_rain, 5, flowering, 3)
GR_STUB_TIMER(garden_flower, sun, 0)
GR_STUB_CALL_TAKES(garden_flower, garden_flower, garden_flower_water, water, 0, garden_amount)
GR_STUB_CALL_GIVES(garden_flower, garden_flower, garden_flower_measure, measure, 1, garden_height)
GR_STUB_CALL_BARE(garden_flower, garden_flower, garden_flower_eat, eat, 2)
GR_STUB_ONEWAY(garden_flower, garden_flower, garden_flower_wind, wind, 3, garden_amount)
GR_STUB_INTERNAL_BARE(garden_flower, garden_flower_sun_rises, sun_rises, 4)
GR_STUB_INTERNAL(garden_flower, garden_flower_rain, rain, 5, garden_amount)

static const gr_method garden_flower_method_table[] = {
    {
        .name = "Water",
        .request = &garden__amount__descriptor,
        .handle = garden_flower_water_handle,
        .request_is_flat = true,
    },
    {
        .name = "Measure",
        .reply = &garden__height__descriptor,
        .handle = garden_flower_measure_handle,
        .reply_is_flat = true,
    },
    {
        .name = "Eat",
        .handle = garden_flower_eat_handle,
    },
    {
        .name = "Wind",
        .request = &garden__amount__descriptor,
        .handle = garden_flower_wind_handle,
        .oneway = true,
        .request_is_flat = true,
    },
    {
        .name = "SunRises",
        .handle = garden_flower_sun_rises_handle,
        .oneway = true,
        .internal = true,
    },
    {
        .name = "Rain",
        .request = &garden__amount__descriptor,
        .handle = garden_flower_rain_handle,
        .oneway = true,
        .internal = true,
        .request_is_flat = true,
    },
    {
        .name = "$machine",
        .request = &greenroom__ask__descriptor,
        .reply = &greenroom__seen__descriptor,
    },
};

static const gr_state garden_flower_state_table[] = {
    {
        .name = "sprouting",
        .to = (const uint16_t[]){ 2 },
        .n_to = 1,
        .body = garden_flower_sprouting_body,
    },
    {
        .name = "growing",
        .to = (const uint16_t[]){ 2, 3 },
        .n_to = 2,
        .body = garden_flower_growing_body,
        .exit = garden_flower_growing_exit,
    },
    {
        .name = "flowering",
        .to = (const uint16_t[]){ 4, 5 },
        .n_to = 2,
        .timeout_ms = 5000,
        .on_timeout = 4,
        .body = garden_flower_flowering_body,
    },
    {
        .name = "withering",
        .to = (const uint16_t[]){ 2, 5 },
        .n_to = 2,
        .timeout_ms = 100,
        .timed_out = garden_flower_withering_timeout,
        .body = garden_flower_withering_body,
    },
    {
        .name = "dead",
        .args = &garden__death__descriptor,
        .result = &garden__compost__descriptor,
        .body = garden_flower_dead_body,
    },
};

static const gr_group garden_flower_group_table[] = {
    {
        .name = "alive",
        .states = (const uint16_t[]){ 1, 2, 3, 4 },
        .n_states = 4,
        .exit = garden_flower_alive_exit,
    },
    {
        .name = "blooming",
        .states = (const uint16_t[]){ 2, 3 },
        .n_states = 2,
        .enter = garden_flower_blooming_enter,
    },
};

static const gr_machine_timer garden_flower_timer_table[] = {
    {
        .name = "sun",
        .method = 4,
    },
};

/* What each state does with each method, as GR_EVENT_...; the last method is the machine's own. */
static const uint8_t garden_flower_policies[] = {
    /* sprouting */
    GR_STUB_ROW(2, 1, 0, 3, 1, 2, 1),
    /* growing */
    GR_STUB_ROW(1, 1, 0, 1, 1, 1, 1),
    /* flowering */
    GR_STUB_ROW(0, 1, 1, 1, 1, 3, 1),
    /* withering */
    GR_STUB_ROW(0, 1, 1, 3, 1, 3, 1),
    /* dead */
    GR_STUB_ROW(0, 0, 0, 3, 3, 3, 1),
};

static const gr_machine garden_flower_machine = {
    .states = garden_flower_state_table,
    .n_states = 5,
    .initial = 1,
    .groups = garden_flower_group_table,
    .n_groups = 2,
    .timers = garden_flower_timer_table,
    .n_timers = 1,
    .policies = garden_flower_policies,
    .ask = 6,
    .transition = garden_flower_on_transition,
};

const gr_service garden_flower_service = {
    .name = "garden.Flower",
    .methods = garden_flower_method_table,
    .n_methods = 7,
    .args = &garden__seed__descriptor,
    .hooks_at = offsetof(garden_flower_type, hooks),
    .start = garden_flower_start,
    .stop = garden_flower_stop,
    .machine = &garden_flower_machine,
    .schema = "field garden.Amount 1 liters optional double\n"
              "field garden.Height 1 meters optional double\n"
              "rpc Eat(google.protobuf.Empty) returns (google.protobuf.Empty)\n"
              "rpc Measure(google.protobuf.Empty) returns (garden.Height)\n"
              "rpc Water(garden.Amount) returns (google.protobuf.Empty)\n"
              "rpc Wind(garden.Amount) returns (google.protobuf.Empty) oneway\n"
              "service garden.Flower\n",
    .fingerprint = { 0xe0, 0x72, 0x5d, 0x5b, 0xdd, 0xa5, 0xcb, 0x68, 0xf9, 0xa6, 0xb1,
                     0x2d, 0x6a, 0x7a, 0xc0, 0x40, 0xf3, 0x94, 0xdc, 0x24, 0xfc, 0x0d,
                     0x3c, 0xaa, 0x64, 0x91, 0x52, 0xdb, 0x86, 0x3d, 0xa3, 0xcd },
};

GR_STUB_SERVICE(garden_lamp, garden_lamp)
GR_STUB_SPAWN(garden_lamp, garden_lamp)
GR_STUB_PROCESS(garden_lamp)
GR_STUB_MACHINE(garden_lamp, garden_lamp)
GR_STUB_SPAWN_AT(garden_lamp, garden_lamp)
GR_STUB_STATE(garden_lamp, dark, dark, 1)
GR_STUB_TO(garden_lamp, dark, switch, 2)
GR_STUB_STAY(garden_lamp, dark)
GR_STUB_STATE(garden_lamp, switch, switch_, 2)
GR_STUB_TO(garden_lamp, switch, dark, 1)
GR_STUB_TO_WITH(garden_lamp, switch, default, 3, garden_amount)
GR_STUB_STAY(garden_lamp, switch)
GR_STUB_STATE_WITH(garden_lamp, default, default_, 3, garden_amount)
GR_STUB_TO(garden_lamp, default, dark, 1)
GR_STUB_TIMEOUT_TO(garden_lamp, default, 3, dark, 1)
GR_STUB_TO_WITH(garden_lamp, default, default, 3, garden_amount)
GR_STUB_TIMEOUT_TO_WITH(garden_lamp, default, 3, default, 3, garden_amount)
GR_STUB_STAY(garden_lamp, default)
GR_STUB_HOOK(garden_lamp, switch_exit)
GR_STUB_TIMED_OUT(garden_lamp, default_timeout)
GR_STUB_HOOK(garden_lamp, new_enter)
GR_STUB_HOOK(garden_lamp, new_exit)
GR_STUB_CALL_BARE(garden_lamp, garden_lamp, garden_lamp_press, press, 0)

static const gr_method garden_lamp_method_table[] = {
    {
        .name = "Press",
        .handle = garden_lamp_press_handle,
    },
    {
        .name = "$machine",
        .request = &greenroom__ask__descriptor,
        .reply = &greenroom__seen__descriptor,
    },
};

static const gr_state garden_lamp_state_table[] = {
    {
        .name = "off",
        .to = (const uint16_t[]){ 2 },
        .n_to = 1,
        .body = garden_lamp_dark_body,
    },
    {
        .name = "switch",
        .to = (const uint16_t[]){ 1, 3 },
        .n_to = 2,
        .body = garden_lamp_switch_body,
        .exit = garden_lamp_switch_exit,
    },
    {
        .name = "default",
        .args = &garden__amount__descriptor,
        .to = (const uint16_t[]){ 1, 3 },
        .n_to = 2,
        .timeout_ms = 10,
        .timed_out = garden_lamp_default_timeout,
        .body = garden_lamp_default_body,
    },
};

static const gr_group garden_lamp_group_table[] = {
    {
        .name = "new",
        .states = (const uint16_t[]){ 2, 3 },
        .n_states = 2,
        .enter = garden_lamp_new_enter,
        .exit = garden_lamp_new_exit,
    },
};

/* What each state does with each method, as GR_EVENT_...; the last method is the machine's own. */
static const uint8_t garden_lamp_policies[] = {
    /* off */
    GR_STUB_ROW(1, 1),
    /* switch */
    GR_STUB_ROW(2, 1),
    /* default */
    GR_STUB_ROW(1, 1),
};

static const gr_machine garden_lamp_machine = {
    .states = garden_lamp_state_table,
    .n_states = 3,
    .initial = 2,
    .groups = garden_lamp_group_table,
    .n_groups = 1,
    .policies = garden_lamp_policies,
    .ask = 1,
    .transition = garden_lamp_on_transition,
};

const gr_service garden_lamp_service = {
    .name = "garden.Lamp",
    .methods = garden_lamp_method_table,
    .n_methods = 2,
    .hooks_at = offsetof(garden_lamp_type, hooks),
    .start = garden_lamp_start,
    .stop = garden_lamp_stop,
    .machine = &garden_lamp_machine,
    .schema = "rpc Press(google.protobuf.Empty) returns (google.protobuf.Empty)\n"
              "service garden.Lamp\n",
    .fingerprint = { 0x69, 0xfa, 0x0d, 0xde, 0x95, 0x70, 0x98, 0x2a, 0xf3, 0xac, 0xe4,
                     0xd1, 0x27, 0xa6, 0xa1, 0xd3, 0x64, 0x68, 0xf8, 0xef, 0xad, 0x1d,
                     0x56, 0x12, 0xa1, 0x0d, 0x96, 0xef, 0x3c, 0x50, 0xb0, 0xf2 },
};

GR_STUB_SERVICE(garden_spark, garden_spark)
GR_STUB_SPAWN(garden_spark, garden_spark)
GR_STUB_MACHINE(garden_spark, garden_spark)
GR_STUB_SPAWN_AT(garden_spark, garden_spark)
GR_STUB_STATE(garden_spark, lit, lit, 1)
GR_STUB_TO(garden_spark, lit, out, 2)
GR_STUB_STAY(garden_spark, lit)
GR_STUB_STATE(garden_spark, out, out, 2)
GR_STUB_END(garden_spark, out)

static const gr_method garden_spark_method_table[] = {
    {
        .name = "$machine",
        .request = &greenroom__ask__descriptor,
        .reply = &greenroom__seen__descriptor,
    },
};

static const gr_state garden_spark_state_table[] = {
    {
        .name = "lit",
        .to = (const uint16_t[]){ 2 },
        .n_to = 1,
        .timeout_ms = 4294967295,
        .on_timeout = 2,
        .body = garden_spark_lit_body,
    },
    {
        .name = "out",
        .body = garden_spark_out_body,
    },
};

/* What each state does with each method, as GR_EVENT_...; the last method is the machine's own. */
static const uint8_t garden_spark_policies[] = {
    /* lit */
    GR_STUB_ROW(1),
    /* out */
    GR_STUB_ROW(1),
};

static const gr_machine garden_spark_machine = {
    .states = garden_spark_state_table,
    .n_states = 2,
    .initial = 1,
    .policies = garden_spark_policies,
    .ask = 0,
    .transition = garden_spark_on_transition,
};

const gr_service garden_spark_service = {
    .name = "garden.Spark",
    .methods = garden_spark_method_table,
    .n_methods = 1,
    .hooks_at = offsetof(garden_spark_type, hooks),
    .start = garden_spark_start,
    .stop = garden_spark_stop,
    .machine = &garden_spark_machine,
    .schema = "service garden.Spark\n",
    .fingerprint = { 0x85, 0x47, 0x5c, 0x0b, 0x00, 0x89, 0x6d, 0x0c, 0x59, 0xf0, 0xa1,
                     0xf4, 0x71, 0xc1, 0xbd, 0xf6, 0x78, 0x82, 0xa2, 0xbd, 0x02, 0x6e,
                     0x72, 0xb1, 0x87, 0x38, 0xc7, 0x72, 0x15, 0x8d, 0x8e, 0xef },
};

GR_STUB_SERVICE(garden_watcher, garden_watcher)
GR_STUB_SPAWN(garden_watcher, garden_watcher)
GR_STUB_PROCESS(garden_watcher)
GR_STUB_RUN(garden_watcher)
GR_STUB_ONEWAY(garden_watcher, garden_watcher, garden_watcher_changed, changed, 0,
               Greenroom__Transition)
GR_STUB_NOTICE(garden_watcher, garden_watcher, garden_watcher_changed, 0, gr_transition_notice)

static const gr_method garden_watcher_method_table[] = {
    {
        .name = "Changed",
        .request = &greenroom__transition__descriptor,
        .handle = garden_watcher_changed_handle,
        .oneway = true,
    },
};

const gr_service garden_watcher_service = {
    .name = "garden.Watcher",
    .methods = garden_watcher_method_table,
    .n_methods = 1,
    .hooks_at = offsetof(garden_watcher_type, hooks),
    .start = garden_watcher_start,
    .stop = garden_watcher_stop,
    .run = garden_watcher_run,
    .schema = "field greenroom.Ref 1 node optional fixed64\n"
              "field greenroom.Ref 2 actor optional fixed64\n"
              "field greenroom.Ref 3 service optional string\n"
              "field greenroom.Transition 1 machine optional message greenroom.Ref\n"
              "field greenroom.Transition 2 from optional string\n"
              "field greenroom.Transition 3 to optional string\n"
              "field greenroom.Transition 4 at_ns optional int64\n"
              "field greenroom.Transition 5 number optional uint64\n"
              "field greenroom.Transition 6 tag optional fixed64\n"
              "rpc Changed(greenroom.Transition) returns (google.protobuf.Empty) oneway\n"
              "service garden.Watcher\n",
    .fingerprint = { 0xaa, 0xb1, 0xbe, 0x7c, 0xdb, 0x4c, 0xd0, 0x40, 0x97, 0xce, 0xfc,
                     0x8f, 0x3b, 0xf4, 0xf6, 0x5a, 0x19, 0xc5, 0x93, 0xcb, 0x2a, 0x9e,
                     0x67, 0xd6, 0x40, 0xdf, 0x99, 0x6d, 0xa1, 0x0c, 0x83, 0xb1 },
};
