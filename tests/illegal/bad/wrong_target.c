/* SPDX-License-Identifier: MIT */
/* A gate that is open is never broken: the state does not lead there.
 * expect: (implicit declaration|undeclared).*'yard_gate_open_to_broken' */
#include "gate.gr.h"

struct yard_gate_self {
    int n;
};

#define OWN_OPEN
static yard_gate_open_next in_open(struct yard_gate_self *self, yard_gate_open_in in)
{
    (void)self;
    return yard_gate_open_to_broken(in, NULL);
}

#include "rest.h"
