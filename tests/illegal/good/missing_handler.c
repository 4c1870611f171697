/* SPDX-License-Identifier: MIT */
/* Every method has a handler.
 * expect: ('on_push' undeclared here|use of undeclared identifier 'on_push') */
#include "gate.gr.h"

struct yard_gate_self {
    int n;
};

#define OWN_PUSH
static gr_code on_push(struct yard_gate_self *self, gr_context *ctx)
{
    (void)self;
    return yard_gate_push_to_open(ctx);
}

#include "rest.h"
