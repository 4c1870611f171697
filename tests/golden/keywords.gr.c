/* Made by protoc-gen-greenroom from keywords.proto. Do not edit. */
#include "keywords.gr.h"

#include <greenroom/stub_source.h>

GR_STUB_SERVICE(new_class_switch, new_class_switch)
GR_STUB_SPAWN(new_class_switch, new_class_switch)
GR_STUB_PROCESS(new_class_switch)
GR_STUB_RUN(new_class_switch)
GR_STUB_CALL(new_class_switch, new_class_switch, new_class_switch_delete, delete_, 0,
             new_class_template, new_class_template)
GR_STUB_CALL(new_class_switch, new_class_switch, new_class_switch_operator, operator_, 1,
             new_class_template, new_class_template)
GR_STUB_CALL(new_class_switch, new_class_switch, new_class_switch_prefix, prefix, 2,
             new_class_template, new_class_template)
GR_STUB_CALL(new_class_switch, new_class_switch, new_class_switch_spawn, spawn, 3,
             new_class_template, new_class_template)
GR_STUB_CALL(new_class_switch, new_class_switch, new_class_switch_goto, goto_, 4,
             new_class_template, new_class_template)

static const gr_method new_class_switch_method_table[] = {
    {
        .name = "Delete",
        .request = &new__class__template__descriptor,
        .reply = &new__class__template__descriptor,
        .handle = new_class_switch_delete_handle,
        .request_is_flat = true,
        .reply_is_flat = true,
    },
    {
        .name = "Operator",
        .request = &new__class__template__descriptor,
        .reply = &new__class__template__descriptor,
        .handle = new_class_switch_operator_handle,
        .request_is_flat = true,
        .reply_is_flat = true,
    },
    {
        .name = "Prefix",
        .request = &new__class__template__descriptor,
        .reply = &new__class__template__descriptor,
        .handle = new_class_switch_prefix_handle,
        .request_is_flat = true,
        .reply_is_flat = true,
    },
    {
        .name = "Spawn",
        .request = &new__class__template__descriptor,
        .reply = &new__class__template__descriptor,
        .handle = new_class_switch_spawn_handle,
        .request_is_flat = true,
        .reply_is_flat = true,
    },
    {
        .name = "Very_Long",
        .request = &new__class__template__descriptor,
        .reply = &new__class__template__descriptor,
        .handle = new_class_switch_goto_handle,
        .request_is_flat = true,
        .reply_is_flat = true,
    },
};

const gr_service new_class_switch_service = {
    .name = "new.class.Switch",
    .methods = new_class_switch_method_table,
    .n_methods = 5,
    .hooks_at = offsetof(new_class_switch_type, hooks),
    .start = new_class_switch_start,
    .stop = new_class_switch_stop,
    .run = new_class_switch_run,
    .schema = "field new.class.template 1 int optional int32\n"
              "field new.class.template 2 default optional bool\n"
              "rpc Delete(new.class.template) returns (new.class.template)\n"
              "rpc Operator(new.class.template) returns (new.class.template)\n"
              "rpc Prefix(new.class.template) returns (new.class.template)\n"
              "rpc Spawn(new.class.template) returns (new.class.template)\n"
              "rpc Very_Long(new.class.template) returns (new.class.template)\n"
              "service new.class.Switch\n",
    .fingerprint = { 0xcb, 0x1f, 0x93, 0xf0, 0xbb, 0x7d, 0x47, 0x84, 0x36, 0x1e, 0x85,
                     0x05, 0x81, 0x9f, 0x90, 0xfa, 0x5a, 0xef, 0x2a, 0x8d, 0x3d, 0xa3,
                     0xc4, 0x78, 0x76, 0x68, 0x38, 0x4c, 0x80, 0xf6, 0x49, 0x4c },
};

GR_STUB_SERVICE(keeper, keeper)
GR_STUB_SPAWN(keeper, keeper)
GR_STUB_PROCESS(keeper)
GR_STUB_RUN(keeper)
GR_STUB_CALL(keeper, keeper, keeper_keep, keep, 0, keepsake, keepsake)

static const gr_method keeper_method_table[] = {
    {
        .name = "Keep",
        .request = &new__class__kept__descriptor,
        .reply = &new__class__kept__descriptor,
        .handle = keeper_keep_handle,
        .request_is_flat = true,
        .reply_is_flat = true,
    },
};

const gr_service keeper_service = {
    .name = "new.class.Renamed",
    .methods = keeper_method_table,
    .n_methods = 1,
    .hooks_at = offsetof(keeper_type, hooks),
    .start = keeper_start,
    .stop = keeper_stop,
    .run = keeper_run,
    .schema = "field new.class.Kept 1 how optional enum new.class.Kept.How\n"
              "rpc Keep(new.class.Kept) returns (new.class.Kept)\n"
              "service new.class.Renamed\n"
              "value new.class.Kept.How 0 WELL\n",
    .fingerprint = { 0xd8, 0xcf, 0x90, 0xbb, 0x56, 0x21, 0x61, 0xab, 0xac, 0x52, 0x8b,
                     0x70, 0x1c, 0x5a, 0x18, 0xa8, 0x2f, 0x8b, 0xb8, 0xfa, 0xd6, 0x98,
                     0x42, 0x6d, 0x12, 0x30, 0xe2, 0x0f, 0x36, 0x70, 0xf0, 0xd6 },
};
