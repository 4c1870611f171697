/* SPDX-License-Identifier: MIT */
/* What else gets its turn beside a ping-pong that never stops, on the same worker: how late a timer
 * of a millisecond is, and how long a call between two other actors takes. */
#include <stdlib.h>

#include "floor/floor.h"
#include "work.h"

/* ---- the ping-pong ---- */

struct bench_player_self {
    bench_player next;
};

static gr_code on_join(struct bench_player_self *self, gr_context *ctx, const bench_link *request)
{
    return bench_link_get_next(gr_context_node(ctx), request, &self->next);
}

static gr_code on_serve(struct bench_player_self *self, gr_context *ctx, const bench_total *request,
                        bench_total *reply)
{
    (void)ctx;
    reply->n = request->n;
    return bench_player_hop_oneway(self->next, &(bench_ball){ .left = request->n }, NULL);
}

static gr_code on_hop(struct bench_player_self *self, gr_context *ctx, const bench_ball *request)
{
    (void)ctx;
    return bench_player_hop_oneway(
        self->next, &(bench_ball){ .left = request->left, .hops = request->hops + 1 }, NULL);
}

static const bench_player_type player_type = BENCH_PLAYER_TYPE(on_, BENCH_PLAYER_NO_HOOKS);

static void join(bench_player player, bench_player next)
{
    bench_link link = { .next = NULL };
    Greenroom__Ref storage;
    bench_need(bench_link_set_next(&link, &storage, next), "pass a ref");
    bench_need(bench_player_join_sync(player, &link, NULL, NULL), "join");
}

static void start_ping_pong(gr_node *node)
{
    bench_player players[2];
    bench_total *total;
    for (int i = 0; i < 2; i++) {
        bench_need(bench_player_spawn(node, &player_type, NULL, &players[i], NULL), "spawn");
    }
    join(players[0], players[1]);
    join(players[1], players[0]);
    bench_need(bench_player_serve_sync(players[0], &(bench_total){ .n = 1 }, NULL, &total, NULL),
               "serve");
    gr_free(total);
}

/* ---- the alarm ---- */

struct bench_alarm_self {
    bench_alarm_start_call start;
    uint64_t due_ns;
    uint64_t n;
    uint64_t wanted;
    uint32_t *late_ns;
};

static gr_code set(struct bench_alarm_self *self, gr_context *ctx)
{
    self->due_ns = bench_now_ns() + 1000000;
    return bench_alarm_ring_oneway(bench_alarm_self_ref(ctx),
                                   &(gr_oneway_options){ .after_ms = 1 });
}

static gr_code on_start(struct bench_alarm_self *self, gr_context *ctx, const bench_total *request,
                        bench_spans *reply)
{
    (void)reply;
    free(self->late_ns);
    self->late_ns = calloc(request->n, sizeof(*self->late_ns));
    self->wanted = request->n;
    self->n = 0;
    if (self->late_ns == NULL) {
        return GR_RESOURCE_EXHAUSTED;
    }
    gr_code code = bench_alarm_start_hold(ctx, &self->start);
    return code == GR_OK ? set(self, ctx) : code;
}

/* What comes early is not late. */
static gr_code on_ring(struct bench_alarm_self *self, gr_context *ctx)
{
    uint64_t now_ns = bench_now_ns();
    self->late_ns[self->n++] = now_ns > self->due_ns ? (uint32_t)(now_ns - self->due_ns) : 0;
    if (self->n < self->wanted) {
        return set(self, ctx);
    }
    return bench_alarm_start_answer(self->start, GR_OK,
                                    &(bench_spans){ .n_ns = self->n, .ns = self->late_ns });
}

static void alarm_stop(struct bench_alarm_self *self, gr_context *ctx, gr_code reason)
{
    (void)ctx;
    (void)reason;
    free(self->late_ns);
}

static const bench_alarm_type alarm_type =
    BENCH_ALARM_TYPE(on_, BENCH_ALARM_HOOKS(.stop = alarm_stop));

static uint64_t ring(void *arg, uint64_t n, uint32_t *out_ns)
{
    const bench_alarm *alarm = arg;
    const gr_call_options forever = { .timeout_ms = GR_FOREVER };
    bench_spans *spans = NULL;
    bench_need(bench_alarm_start_sync(*alarm, &(bench_total){ .n = n }, &forever, &spans, NULL),
               "ring");
    uint64_t done = spans->n_ns < n ? spans->n_ns : n;
    for (uint64_t i = 0; i < done; i++) {
        out_ns[i] = spans->ns[i];
    }
    gr_free(spans);
    return done;
}

int main(int argc, char **argv)
{
    static struct work work;
    bench_alarm alarm;
    bench_begin(argc, argv);
    gr_node *node = work_node("bench", 1);
    start_ping_pong(node);
    bench_need(bench_alarm_spawn(node, &alarm_type, NULL, &alarm, NULL), "spawn an alarm");
    work_make(&work, node, 1, 1);
    bench_time_each(&(struct bench_spans){ .name = "beside a ping-pong: a 1 ms timer late by",
                                           .n = 200,
                                           .few = 5,
                                           .work = ring,
                                           .arg = &alarm,
                                           .floor = floor_nap });
    bench_time_each(&(struct bench_spans){ .name = "beside a ping-pong: a call",
                                           .n = 20000,
                                           .few = 50,
                                           .work = work_echo_each,
                                           .arg = &work,
                                           .floor = floor_call_beside });
    gr_log_set_level(GR_LOG_ERROR); /* the ball gets lost */
    work_destroy_node(node);
    return 0;
}
