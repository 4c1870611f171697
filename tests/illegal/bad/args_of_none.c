/* SPDX-License-Identifier: MIT */
/* An open gate takes nothing along.
 * expect: too many arguments to function */
#include "gate.gr.h"

struct yard_gate_self {
    int n;
};

#define OWN_PUSH
static gr_code on_push(struct yard_gate_self *self, gr_context *ctx)
{
    (void)self;
    return yard_gate_push_to_open(ctx, NULL);
}

#include "rest.h"
