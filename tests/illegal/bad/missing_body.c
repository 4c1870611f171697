/* SPDX-License-Identifier: MIT */
/* Every state has a body.
 * expect: ('in_open' undeclared here|use of undeclared identifier 'in_open') */
#include "gate.gr.h"

struct yard_gate_self {
    int n;
};

#define OWN_OPEN
static yard_gate_open_next in_opened(struct yard_gate_self *self, yard_gate_open_in in)
{
    (void)self;
    return yard_gate_open_to_shut(in);
}

#include "rest.h"
