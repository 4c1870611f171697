/* SPDX-License-Identifier: MIT */
/* A state that asks for one has a timeout handler.
 * expect: ('in_open_timeout' undeclared here|use of undeclared identifier 'in_open_timeout') */
#include "gate.gr.h"

struct yard_gate_self {
    int n;
};

#define OWN_OPEN_TIMEOUT
static gr_code in_open_timed_out(struct yard_gate_self *self, gr_context *ctx)
{
    (void)self;
    return yard_gate_open_timeout_to_ajar(ctx);
}

#include "rest.h"
