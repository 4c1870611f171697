/* SPDX-License-Identifier: MIT */
/* Only a terminal state ends.
 * expect: (implicit declaration|undeclared).*'yard_gate_open_end' */
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
