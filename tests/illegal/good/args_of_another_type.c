/* SPDX-License-Identifier: MIT */
/* A bill is no damage.
 * expect: (from incompatible pointer type|incompatible pointer types passing) */
#include "gate.gr.h"

struct yard_gate_self {
    int n;
};

#define OWN_KICK
static gr_code on_kick(struct yard_gate_self *self, gr_context *ctx, const yard_damage *damage)
{
    (void)self;
    return yard_gate_kick_to_broken(ctx, &(yard_damage){ .cost = damage->cost });
}

#include "rest.h"
