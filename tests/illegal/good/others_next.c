/* SPDX-License-Identifier: MIT */
/* The transition of another machine, whose states have the same names.
 * expect: (incompatible type for argument 1 of|passing 'yard_gate_open_in').*yard_door_ */
#include "gate.gr.h"

struct yard_gate_self {
    int n;
};

#define OWN_OPEN
static yard_gate_open_next in_open(struct yard_gate_self *self, yard_gate_open_in in)
{
    (void)self;
    return yard_gate_open_to_shut(in);
}

#include "rest.h"
