/* SPDX-License-Identifier: MIT */
/* A gate breaks with the damage that was done.
 * expect: too few arguments to function */
#include "gate.gr.h"

struct yard_gate_self {
    int n;
};

#define OWN_KICK
static gr_code on_kick(struct yard_gate_self *self, gr_context *ctx, const yard_damage *damage)
{
    (void)self;
    return yard_gate_kick_to_broken(ctx, damage);
}

#include "rest.h"
