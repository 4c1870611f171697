/* Made by protoc-gen-greenroom from imports/more.proto. Do not edit. */
#include "imports/more.gr.h"

#include <greenroom/stub_source.h>

GR_STUB_SERVICE(plants_more_scale, plants_more_scale)
GR_STUB_SPAWN(plants_more_scale, plants_more_scale)
GR_STUB_PROCESS(plants_more_scale)
GR_STUB_RUN(plants_more_scale)
GR_STUB_CALL(plants_more_scale, plants_more_scale, plants_more_scale_weigh, weigh, 0,
             plants_base_plant, plants_more_amount)

static const gr_method plants_more_scale_method_table[] = {
    {
        .name = "Weigh",
        .request = &plants__base__plant__descriptor,
        .reply = &plants__more__amount__descriptor,
        .handle = plants_more_scale_weigh_handle,
        .reply_is_flat = true,
    },
};

const gr_service plants_more_scale_service = {
    .name = "plants.more.Scale",
    .methods = plants_more_scale_method_table,
    .n_methods = 1,
    .hooks_at = offsetof(plants_more_scale_type, hooks),
    .start = plants_more_scale_start,
    .stop = plants_more_scale_stop,
    .run = plants_more_scale_run,
    .schema = "field plants.base.Plant 1 name optional string\n"
              "field plants.more.Amount 1 unit optional enum plants.base.Unit\n"
              "field plants.more.Amount 2 value optional double\n"
              "rpc Weigh(plants.base.Plant) returns (plants.more.Amount)\n"
              "service plants.more.Scale\n"
              "value plants.base.Unit 0 UNIT_PIECES\n"
              "value plants.base.Unit 1 UNIT_KILOGRAMS\n",
    .fingerprint = { 0xd3, 0x19, 0x2b, 0xf8, 0x0e, 0xb0, 0x84, 0xf0, 0xe5, 0x03, 0x2b,
                     0x38, 0x9c, 0x23, 0x14, 0x28, 0xc2, 0x24, 0x66, 0x0c, 0xf8, 0xd1,
                     0x87, 0xc7, 0x45, 0xb0, 0x6a, 0xab, 0x62, 0x5d, 0xaa, 0xea },
};
