/* SPDX-License-Identifier: MIT */
/* Balls that are passed on: ping-pong of two actors, and a ring of a hundred. */
#include "floor/floor.h"
#include "work.h"

enum { RING = 100, FEW = 2 * RING };

struct bench_player_self {
    bench_player next;
    bench_player_serve_call serves;
    bool has_served;
};

static gr_code on_join(struct bench_player_self *self, gr_context *ctx, const bench_link *request)
{
    return bench_link_get_next(gr_context_node(ctx), request, &self->next);
}

static gr_code on_serve(struct bench_player_self *self, gr_context *ctx, const bench_total *request,
                        bench_total *reply)
{
    (void)reply;
    gr_code code = bench_player_serve_hold(ctx, &self->serves);
    if (code != GR_OK) {
        return code;
    }
    self->has_served = true;
    return bench_player_hop_oneway(self->next, &(bench_ball){ .left = request->n }, NULL);
}

static gr_code on_hop(struct bench_player_self *self, gr_context *ctx, const bench_ball *request)
{
    const bench_ball ball = { .left = request->left - 1, .hops = request->hops + 1 };
    (void)ctx;
    if (ball.left > 0) {
        return bench_player_hop_oneway(self->next, &ball, NULL);
    }
    if (!self->has_served) {
        return GR_DATA_LOSS;
    }
    self->has_served = false;
    return bench_player_serve_answer(self->serves, GR_OK, &(bench_total){ .n = ball.hops });
}

static const bench_player_type player_type = BENCH_PLAYER_TYPE(on_, BENCH_PLAYER_NO_HOOKS);

/* Who serves; each is the first of its ring. */
struct game {
    bench_player servers[2];
    size_t n;
};

static bench_player spawn(gr_node *node)
{
    bench_player player;
    bench_need(bench_player_spawn(node, &player_type, NULL, &player, NULL), "spawn a player");
    return player;
}

static void join(bench_player player, bench_player next)
{
    bench_link link = { .next = NULL };
    Greenroom__Ref storage;
    bench_need(bench_link_set_next(&link, &storage, next), "pass a ref");
    bench_need(bench_player_join_sync(player, &link, NULL, NULL), "join");
}

/* Rings of `size`, side by side: the i-th player belongs to the i-th modulo n_rings. */
static struct game make_game(gr_node *node, size_t size, size_t n_rings)
{
    bench_player players[RING];
    struct game game = { .n = n_rings };
    for (size_t i = 0; i < size * n_rings; i++) {
        players[i] = spawn(node);
    }
    for (size_t i = 0; i < size * n_rings; i++) {
        join(players[i], players[(i + n_rings) % (size * n_rings)]);
    }
    for (size_t i = 0; i < n_rings; i++) {
        game.servers[i] = players[i];
    }
    return game;
}

static uint64_t play(void *arg, uint64_t n)
{
    const struct game *game = arg;
    const gr_call_options forever = { .timeout_ms = GR_FOREVER };
    bench_player_serve_future futures[2];
    uint64_t hops = 0;
    for (size_t i = 0; i < game->n; i++) {
        bench_need(bench_player_serve_async(game->servers[i], &(bench_total){ .n = n / game->n },
                                            &forever, &futures[i]),
                   "serve");
    }
    for (size_t i = 0; i < game->n; i++) {
        bench_total *total;
        bench_need(bench_player_serve_await(&futures[i], &total, NULL), "play");
        hops += total->n;
        gr_free(total);
    }
    return hops;
}

static void measure(const char *name, uint32_t workers, size_t size, size_t n_rings, uint64_t n,
                    bench_work *floor)
{
    gr_node *node = work_node("bench", workers);
    struct game game = make_game(node, size, n_rings);
    bench_time(&(struct bench_row){ .name = name,
                                    .runs = BENCH_MANY_RUNS,
                                    .n = n,
                                    .few = FEW,
                                    .work = play,
                                    .arg = &game,
                                    .floor = floor });
    work_destroy_node(node);
}

/* A hop to the other thread is half of there and back. */
static uint64_t hop_over(void *arg, uint64_t n)
{
    return floor_futex(arg, n / 2) * 2;
}

int main(int argc, char **argv)
{
    bench_begin(argc, argv);
    measure("ping-pong, a hop", 1, 2, 1, 50000, floor_ping_pong);
    measure("ping-pong, 2 workers, a pair on each", 2, 2, 2, 100000, floor_ping_pong_pair);
    measure("ping-pong to the other worker, a hop", 2, 2, 1, 1000, hop_over);
    measure("ring of 100, a hop", 1, RING, 1, 50000, floor_ring);
    measure("ring of 100, 2 workers in turns, a hop", 2, RING, 1, 1000, hop_over);
    return 0;
}
