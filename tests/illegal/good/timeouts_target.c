/* SPDX-License-Identifier: MIT */
/* The time that it is open does not break a gate.
 * expect: (implicit declaration|undeclared).*'yard_gate_open_timeout_to_broken' */
#include "gate.gr.h"

struct yard_gate_self {
    int n;
};

#define OWN_OPEN_TIMEOUT
static gr_code in_open_timeout(struct yard_gate_self *self, gr_context *ctx)
{
    (void)self;
    return yard_gate_open_timeout_to_ajar(ctx);
}

#include "rest.h"
