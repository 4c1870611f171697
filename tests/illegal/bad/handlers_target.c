/* SPDX-License-Identifier: MIT */
/* Whoever pushes the gate does not break it, though the state leads there.
 * expect: (implicit declaration|undeclared).*'yard_gate_push_to_broken' */
#include "gate.gr.h"

struct yard_gate_self {
    int n;
};

#define OWN_PUSH
static gr_code on_push(struct yard_gate_self *self, gr_context *ctx)
{
    (void)self;
    return yard_gate_push_to_broken(ctx);
}

#include "rest.h"
