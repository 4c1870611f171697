/* SPDX-License-Identifier: MIT */
/* A machine that goes from one state to the other and back, by its bodies alone: where they return
 * at once, and where each waits. */
#include "floor/floor.h"
#include "work.h"

struct bench_swing_self {
    bench_swings wanted;
    uint64_t n;
};

static void count(struct bench_swing_self *self, gr_context *ctx)
{
    self->n++;
    if (self->wanted.wait) {
        bench_need(gr_sleep(ctx, 0), "sleep");
    }
}

static bench_swing_left_next in_left(struct bench_swing_self *self, bench_swing_left_in in)
{
    if (self->n >= self->wanted.n) {
        return bench_swing_left_stay(in);
    }
    count(self, in.ctx);
    return bench_swing_left_to_right(in);
}

static bench_swing_right_next in_right(struct bench_swing_self *self, bench_swing_right_in in)
{
    count(self, in.ctx);
    return bench_swing_right_to_left(in);
}

static gr_code on_push(struct bench_swing_self *self, gr_context *ctx, const bench_swings *request)
{
    self->wanted = *request;
    self->n = 1;
    return bench_swing_push_to_right(ctx);
}

static gr_code on_count(struct bench_swing_self *self, gr_context *ctx, bench_total *reply)
{
    (void)ctx;
    reply->n = self->n;
    return GR_OK;
}

static const bench_swing_type swing_type = BENCH_SWING_TYPE(on_, in_, BENCH_SWING_NO_HOOKS);

struct swinging {
    bench_swing swing;
    bool wait;
};

static uint64_t swing(void *arg, uint64_t n)
{
    const struct swinging *swinging = arg;
    const gr_call_options forever = { .timeout_ms = GR_FOREVER };
    const bench_swings swings = { .n = n, .wait = swinging->wait };
    bench_total *total;
    bench_need(bench_swing_push_sync(swinging->swing, &swings, NULL, NULL), "push");
    bench_need(bench_swing_count_sync(swinging->swing, &forever, &total, NULL), "count");
    uint64_t done = total->n;
    gr_free(total);
    return done;
}

int main(int argc, char **argv)
{
    struct swinging swinging = { .wait = false };
    struct bench_row row = { .name = "transition of a machine",
                             .runs = BENCH_MANY_RUNS,
                             .n = 50000,
                             .few = 1000,
                             .work = swing,
                             .arg = &swinging,
                             .floor = floor_transition };
    bench_begin(argc, argv);
    gr_node *node = work_node("bench", 1);
    bench_need(bench_swing_spawn(node, &swing_type, NULL, &swinging.swing, NULL), "spawn");
    bench_time(&row);
    swinging.wait = true;
    row.name = "transition, the body waits";
    row.floor = floor_switch_twice;
    row.n = 20000;
    bench_time(&row);
    work_destroy_node(node);
    return 0;
}
