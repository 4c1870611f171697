/* SPDX-License-Identifier: MIT */
/* The rest of a program whose gate is in the file that includes this: what that file says OWN_...
 * of it has itself. The gate is pushed, comes back by itself, and is kicked. */
#ifndef ILLEGAL_REST_H
#define ILLEGAL_REST_H

#include <greenroom/greenroom.h>

#ifndef OWN_SHUT
static yard_gate_shut_next in_shut(struct yard_gate_self *self, yard_gate_shut_in in)
{
    (void)self;
    return yard_gate_shut_stay(in);
}
#endif

#ifndef OWN_OPEN
static yard_gate_open_next in_open(struct yard_gate_self *self, yard_gate_open_in in)
{
    (void)self;
    return yard_gate_open_to_shut(in);
}
#endif

#ifndef OWN_OPEN_TIMEOUT
static gr_code in_open_timeout(struct yard_gate_self *self, gr_context *ctx)
{
    (void)self;
    return yard_gate_open_timeout_to_ajar(ctx);
}
#endif

static yard_gate_ajar_next in_ajar(struct yard_gate_self *self, yard_gate_ajar_in in)
{
    (void)self;
    return yard_gate_ajar_to_shut(in);
}

#ifndef OWN_BROKEN
static yard_gate_broken_next in_broken(struct yard_gate_self *self, yard_gate_broken_in in)
{
    (void)self;
    yard_bill bill = { .cost = in.args->cost };
    return yard_gate_broken_end(in, &bill);
}
#endif

#ifndef OWN_PUSH
static gr_code on_push(struct yard_gate_self *self, gr_context *ctx)
{
    (void)self;
    return yard_gate_push_to_open(ctx);
}
#endif

#ifndef OWN_KICK
static gr_code on_kick(struct yard_gate_self *self, gr_context *ctx, const yard_damage *damage)
{
    (void)self;
    return yard_gate_kick_to_broken(ctx, damage);
}
#endif

static const yard_gate_type gate_type = YARD_GATE_TYPE(on_, in_, YARD_GATE_NO_HOOKS);

/* What the gate cost, or 0. */
static uint32_t use_gate(gr_node *node)
{
    yard_gate gate;
    gr_future *end = NULL;
    yard_bill *bill = NULL;
    uint32_t cost = 0;
    gr_code code = yard_gate_spawn(node, &gate_type, NULL, &gate, NULL);
    if (code == GR_OK) {
        code = yard_gate_wait_async(gate, YARD_GATE_STATE_NONE, NULL, &end);
    }
    if (code == GR_OK) {
        code = yard_gate_push_sync(gate, NULL, NULL);
    }
    if (code == GR_OK) {
        code = yard_gate_wait(gate, YARD_GATE_STATE_SHUT, NULL, NULL);
    }
    if (code == GR_OK) {
        code = yard_gate_kick_sync(gate, &(yard_damage){ .cost = 7 }, NULL, NULL);
    }
    if (code == GR_OK && yard_gate_broken_result_await(&end, &bill, NULL) == GR_OK) {
        cost = bill->cost;
        gr_free(bill);
    }
    gr_future_drop(&end);
    return cost;
}

int main(void)
{
    gr_node *node;
    if (gr_node_create(NULL, &node) != GR_OK) {
        return 1;
    }
    uint32_t cost = use_gate(node);
    return gr_node_destroy(node, NULL) == GR_OK && cost == 7 ? 0 : 1;
}

#endif
