/* Made by protoc-gen-greenroom from c_package.proto. Do not edit. */
#include "c_package.gr.h"

#include <greenroom/stub_source.h>

GR_STUB_SERVICE(plot_digger, plot_digger)
GR_STUB_SPAWN(plot_digger, plot_digger)
GR_STUB_PROCESS(plot_digger)
GR_STUB_RUN(plot_digger)
GR_STUB_CALL(plot_digger, plot_digger, plot_digger_dig, dig, 0, plot_bed, plot_bed_row)

static const gr_method plot_digger_method_table[] = {
    {
        .name = "Dig",
        .request = &plot__bed__descriptor,
        .reply = &plot__bed__row__descriptor,
        .handle = plot_digger_dig_handle,
        .reply_is_flat = true,
    },
};

const gr_service plot_digger_service = {
    .name = "com.example.garden.v2.Digger",
    .methods = plot_digger_method_table,
    .n_methods = 1,
    .hooks_at = offsetof(plot_digger_type, hooks),
    .start = plot_digger_start,
    .stop = plot_digger_stop,
    .run = plot_digger_run,
    .schema = "field com.example.garden.v2.Bed 1 rows repeated message com.example.garden.v2.Bed"
              ".Row\n"
              "field com.example.garden.v2.Bed.Row 1 n optional int32\n"
              "rpc Dig(com.example.garden.v2.Bed) returns (com.example.garden.v2.Bed.Row)\n"
              "service com.example.garden.v2.Digger\n",
    .fingerprint = { 0x85, 0x48, 0xf0, 0x64, 0xfd, 0x7c, 0x48, 0x91, 0xa5, 0xfa, 0x19,
                     0x62, 0x1e, 0x88, 0x77, 0xfa, 0xe2, 0x65, 0x23, 0x8c, 0x95, 0x8d,
                     0xa4, 0x89, 0x7f, 0x44, 0x08, 0x71, 0x6d, 0xff, 0x0e, 0x0f },
};
