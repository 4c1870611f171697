/* Made by protoc-gen-greenroom from imports/base.proto. Do not edit. */
#include "imports/base.gr.h"
