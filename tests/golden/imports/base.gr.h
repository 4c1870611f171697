/* Made by protoc-gen-greenroom from imports/base.proto. Do not edit. */
#ifndef IMPORTS_BASE_GR_H
#define IMPORTS_BASE_GR_H

#include "imports/base.pb-c.h"

#include <greenroom/stub.h>

#if GR_STUB_ABI != 2
#error "imports/base.gr.h is for another version of Greenroom: run its protoc-gen-greenroom"
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* How to count. */
typedef Plants__Base__Unit plants_base_unit;

/* What is known of a plant. */
typedef Plants__Base__Plant plants_base_plant;

#ifdef __cplusplus
}
#endif
#endif
