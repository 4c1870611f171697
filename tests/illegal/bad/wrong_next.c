/* SPDX-License-Identifier: MIT */
/* What open returns is not what ajar does, though both lead to shut.
 * expect: (incompatible types when returning type|returning) 'yard_gate_ajar_next' */
#include "gate.gr.h"

struct yard_gate_self {
    int n;
};

#define OWN_OPEN
static yard_gate_open_next in_open(struct yard_gate_self *self, yard_gate_open_in in)
{
    (void)self;
    return yard_gate_ajar_to_shut((yard_gate_ajar_in){ in.ctx, in.entry });
}

#include "rest.h"
