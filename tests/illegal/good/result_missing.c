/* SPDX-License-Identifier: MIT */
/* A gate that ends gives its bill.
 * expect: too few arguments to function */
#include "gate.gr.h"

struct yard_gate_self {
    int n;
};

#define OWN_BROKEN
static yard_gate_broken_next in_broken(struct yard_gate_self *self, yard_gate_broken_in in)
{
    (void)self;
    return yard_gate_broken_end(in, &(yard_bill){ .cost = in.args->cost });
}

#include "rest.h"
