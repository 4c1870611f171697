/* Made by protoc-gen-greenroom from services.proto. Do not edit. */
#include "services.gr.h"

#include <greenroom/stub_source.h>

GR_STUB_SERVICE(plants_shop_counter, plants_shop_counter)
GR_STUB_SPAWN(plants_shop_counter, plants_shop_counter)
GR_STUB_PROCESS(plants_shop_counter)
GR_STUB_RUN(plants_shop_counter)
GR_STUB_CALL(plants_shop_counter, plants_shop_counter, plants_shop_counter_buy, buy, 0,
             plants_shop_order, plants_more_amount)
GR_STUB_CALL(plants_shop_counter, plants_shop_counter, plants_shop_counter_price, price, 1,
             plants_base_plant, plants_shop_order)

static const gr_method plants_shop_counter_method_table[] = {
    {
        .name = "Buy",
        .request = &plants__shop__order__descriptor,
        .reply = &plants__more__amount__descriptor,
        .handle = plants_shop_counter_buy_handle,
        .reply_is_flat = true,
    },
    {
        .name = "Price",
        .request = &plants__base__plant__descriptor,
        .reply = &plants__shop__order__descriptor,
        .handle = plants_shop_counter_price_handle,
    },
};

const gr_service plants_shop_counter_service = {
    .name = "plants.shop.Counter",
    .methods = plants_shop_counter_method_table,
    .n_methods = 2,
    .hooks_at = offsetof(plants_shop_counter_type, hooks),
    .start = plants_shop_counter_start,
    .stop = plants_shop_counter_stop,
    .run = plants_shop_counter_run,
    .schema = "field google.protobuf.Timestamp 1 seconds optional int64\n"
              "field google.protobuf.Timestamp 2 nanos optional int32\n"
              "field plants.base.Plant 1 name optional string\n"
              "field plants.more.Amount 1 unit optional enum plants.base.Unit\n"
              "field plants.more.Amount 2 value optional double\n"
              "field plants.shop.Order 1 plant optional message plants.base.Plant\n"
              "field plants.shop.Order 2 amount optional message plants.more.Amount\n"
              "field plants.shop.Order 3 when optional message google.protobuf.Timestamp\n"
              "rpc Buy(plants.shop.Order) returns (plants.more.Amount)\n"
              "rpc Price(plants.base.Plant) returns (plants.shop.Order)\n"
              "service plants.shop.Counter\n"
              "value plants.base.Unit 0 UNIT_PIECES\n"
              "value plants.base.Unit 1 UNIT_KILOGRAMS\n",
    .fingerprint = { 0xc4, 0xfd, 0x88, 0x62, 0xd6, 0x4e, 0xa5, 0x49, 0xcb, 0x7e, 0x72,
                     0xfb, 0x9e, 0x93, 0xab, 0xe1, 0x4e, 0x50, 0x56, 0xdd, 0x52, 0xda,
                     0x6c, 0x88, 0x86, 0xe2, 0xa5, 0x36, 0x6f, 0x7f, 0xbd, 0x51 },
};

GR_STUB_SERVICE(plants_shop_clock, plants_shop_clock)
GR_STUB_SPAWN(plants_shop_clock, plants_shop_clock)
GR_STUB_PROCESS(plants_shop_clock)
GR_STUB_RUN(plants_shop_clock)
GR_STUB_CALL_GIVES(plants_shop_clock, plants_shop_clock, plants_shop_clock_now, now, 0,
                   Google__Protobuf__Timestamp)
GR_STUB_CALL_TAKES(plants_shop_clock, plants_shop_clock, plants_shop_clock_set, set, 1,
                   Google__Protobuf__Timestamp)

static const gr_method plants_shop_clock_method_table[] = {
    {
        .name = "Now",
        .reply = &google__protobuf__timestamp__descriptor,
        .handle = plants_shop_clock_now_handle,
        .reply_is_flat = true,
    },
    {
        .name = "Set",
        .request = &google__protobuf__timestamp__descriptor,
        .handle = plants_shop_clock_set_handle,
        .request_is_flat = true,
    },
};

const gr_service plants_shop_clock_service = {
    .name = "plants.shop.Clock",
    .methods = plants_shop_clock_method_table,
    .n_methods = 2,
    .hooks_at = offsetof(plants_shop_clock_type, hooks),
    .start = plants_shop_clock_start,
    .stop = plants_shop_clock_stop,
    .run = plants_shop_clock_run,
    .schema = "field google.protobuf.Timestamp 1 seconds optional int64\n"
              "field google.protobuf.Timestamp 2 nanos optional int32\n"
              "rpc Now(google.protobuf.Empty) returns (google.protobuf.Timestamp)\n"
              "rpc Set(google.protobuf.Timestamp) returns (google.protobuf.Empty)\n"
              "service plants.shop.Clock\n",
    .fingerprint = { 0x55, 0x58, 0xc9, 0xd8, 0xc8, 0xbe, 0x07, 0x75, 0x91, 0xcb, 0xc2,
                     0x64, 0x8b, 0xf1, 0x0a, 0xab, 0x76, 0x70, 0x30, 0x46, 0x74, 0x7c,
                     0x33, 0x8c, 0x8f, 0x7f, 0x0d, 0x21, 0x05, 0xac, 0xa6, 0xfe },
};
