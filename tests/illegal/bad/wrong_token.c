/* SPDX-License-Identifier: MIT */
/* The token of open makes no transition of ajar.
 * expect: (incompatible type for argument 1 of|passing 'yard_gate_open_in').*yard_gate_ */
#include "gate.gr.h"

struct yard_gate_self {
    int n;
};

#define OWN_OPEN
static yard_gate_open_next in_open(struct yard_gate_self *self, yard_gate_open_in in)
{
    (void)self;
    return yard_gate_ajar_to_shut(in);
}

#include "rest.h"
