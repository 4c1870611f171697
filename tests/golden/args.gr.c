/* Made by protoc-gen-greenroom from args.proto. Do not edit. */
#include "args.gr.h"

#include <greenroom/stub_source.h>

GR_STUB_SERVICE(seed_bed_plant, seed_bed_plant)
GR_STUB_SPAWN_WITH(seed_bed_plant, seed_bed_plant, seed_bed_seed)
GR_STUB_PROCESS(seed_bed_plant)
GR_STUB_RUN(seed_bed_plant)
GR_STUB_CALL(seed_bed_plant, seed_bed_plant, seed_bed_plant_grow, grow, 0, seed_bed_growth,
             seed_bed_growth)

static const gr_method seed_bed_plant_method_table[] = {
    {
        .name = "Grow",
        .request = &seed__bed__growth__descriptor,
        .reply = &seed__bed__growth__descriptor,
        .handle = seed_bed_plant_grow_handle,
        .request_is_flat = true,
        .reply_is_flat = true,
    },
};

const gr_service seed_bed_plant_service = {
    .name = "seed.bed.Plant",
    .methods = seed_bed_plant_method_table,
    .n_methods = 1,
    .args = &seed__bed__seed__descriptor,
    .hooks_at = offsetof(seed_bed_plant_type, hooks),
    .start = seed_bed_plant_start,
    .stop = seed_bed_plant_stop,
    .run = seed_bed_plant_run,
    .schema = "field seed.bed.Growth 1 height optional uint32\n"
              "rpc Grow(seed.bed.Growth) returns (seed.bed.Growth)\n"
              "service seed.bed.Plant\n",
    .fingerprint = { 0xe2, 0xbb, 0x41, 0xbd, 0x81, 0x3b, 0x23, 0xed, 0x90, 0x10, 0xa9,
                     0x77, 0xb8, 0x63, 0xd9, 0xd8, 0x81, 0xb0, 0xc7, 0xed, 0x07, 0xc2,
                     0xd2, 0xe9, 0x7a, 0x18, 0x29, 0x5d, 0x34, 0xef, 0x5b, 0xeb },
};
