/* Made by protoc-gen-greenroom from shapes.proto. Do not edit. */
#include "shapes.gr.h"

#include <greenroom/stub_source.h>

GR_STUB_SERVICE(shapes_gardener, shapes_gardener)
GR_STUB_SPAWN(shapes_gardener, shapes_gardener)
GR_STUB_PROCESS(shapes_gardener)
GR_STUB_RUN(shapes_gardener)
GR_STUB_CALL(shapes_gardener, shapes_gardener, shapes_gardener_plant, plant, 0, shapes_tree,
             shapes_point)
GR_STUB_CALL(shapes_gardener, shapes_gardener, shapes_gardener_measure, measure, 1, shapes_point,
             shapes_nothing)

static const gr_method shapes_gardener_method_table[] = {
    {
        .name = "Plant",
        .request = &shapes__tree__descriptor,
        .reply = &shapes__point__descriptor,
        .handle = shapes_gardener_plant_handle,
        .reply_is_flat = true,
    },
    {
        .name = "Measure",
        .request = &shapes__point__descriptor,
        .reply = &shapes__nothing__descriptor,
        .handle = shapes_gardener_measure_handle,
        .request_is_flat = true,
        .reply_is_flat = true,
    },
};

const gr_service shapes_gardener_service = {
    .name = "shapes.Gardener",
    .methods = shapes_gardener_method_table,
    .n_methods = 2,
    .hooks_at = offsetof(shapes_gardener_type, hooks),
    .start = shapes_gardener_start,
    .stop = shapes_gardener_stop,
    .run = shapes_gardener_run,
    .schema = "field shapes.Point 1 x required sint32\n"
              "field shapes.Point 2 y required fixed64\n"
              "field shapes.Point 3 set required bool\n"
              "field shapes.Point 4 color required enum shapes.Color\n"
              "field shapes.Tree 1 trunk required message shapes.Tree.Branch\n"
              "field shapes.Tree 2 named repeated message shapes.Tree.NamedEntry\n"
              "field shapes.Tree 3 colors repeated message shapes.Tree.ColorsEntry\n"
              "field shapes.Tree 4 text optional string\n"
              "field shapes.Tree 5 graft optional message shapes.Tree\n"
              "field shapes.Tree 6 pixels optional bytes\n"
              "field shapes.Tree 7 rings repeated bytes\n"
              "field shapes.Tree 8 bark repeated enum shapes.Color\n"
              "field shapes.Tree 9 height optional float\n"
              "field shapes.Tree.Branch 1 kind optional enum shapes.Tree.Branch.Kind\n"
              "field shapes.Tree.Branch 2 branches repeated message shapes.Tree.Branch\n"
              "field shapes.Tree.ColorsEntry 1 key optional int32\n"
              "field shapes.Tree.ColorsEntry 2 value optional enum shapes.Color\n"
              "field shapes.Tree.NamedEntry 1 key optional string\n"
              "field shapes.Tree.NamedEntry 2 value optional message shapes.Tree.Branch\n"
              "rpc Measure(shapes.Point) returns (shapes.Nothing)\n"
              "rpc Plant(shapes.Tree) returns (shapes.Point)\n"
              "service shapes.Gardener\n"
              "value shapes.Color -2 GREEN\n"
              "value shapes.Color 0 NONE\n"
              "value shapes.Color 1 RED\n"
              "value shapes.Tree.Branch.Kind 0 TWIG\n"
              "value shapes.Tree.Branch.Kind 1 LIMB\n",
    .fingerprint = { 0x7a, 0x63, 0x02, 0x8c, 0x09, 0xf5, 0x76, 0xd5, 0x43, 0xa8, 0x99,
                     0x5d, 0x4f, 0x38, 0x5c, 0xcc, 0xfc, 0x83, 0xc1, 0x76, 0x2a, 0x41,
                     0x8c, 0x70, 0x12, 0x9a, 0x54, 0xd7, 0xf8, 0x54, 0x97, 0x65 },
};
