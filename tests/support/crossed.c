/* SPDX-License-Identifier: MIT */
/* The two nodes of crossed.h. */
#include "crossed.h"

#include <string.h>

#define MS CROSSED_MS

uint64_t crossed_below(struct crossed *crossed, uint64_t n)
{
    crossed->chance =
        crossed->chance * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (crossed->chance >> 33) % n;
}

const char *crossed_either_url(struct crossed *crossed)
{
    return crossed_below(crossed, 2) == 0 ? REMOTE_URL : CROSSED_URL;
}

void crossed_go_on(struct crossed *crossed, uint64_t n)
{
    sim_advance(crossed->env, crossed_below(crossed, n + 1) * MS / 4);
}

static void stall(struct crossed *crossed, const char *url)
{
    crossed->stalled = url;
    sim_stall(crossed->env, url, true);
}

/* Either connection stalls, at some step. */
static void dial_anyhow(struct crossed *crossed)
{
    crossed_go_on(crossed, 20);
    CHECK_CODE(gr_node_connect(crossed->back, CROSSED_URL), GR_OK);
    crossed_go_on(crossed, 20);
    stall(crossed, crossed_either_url(crossed));
}

/* Front's connection stalls when it is up there: back, if it is not up there too, uses its own. */
static void dial_crossed(struct crossed *crossed)
{
    while (remote_log_count("event=peer_up node=front") == 0) {
        (void)crossed->env->ops->step(crossed->env);
    }
    crossed->was_up = true;
    stall(crossed, REMOTE_URL);
    CHECK_CODE(gr_node_connect(crossed->back, CROSSED_URL), GR_OK);
}

void crossed_open(struct crossed *crossed, uint64_t seed)
{
    const gr_node_options two = { .workers = 2 };
    const gr_node_options narrow = { .workers = 2, .limits = { .send_bytes = 64 << 10 } };
    memset(crossed, 0, sizeof(*crossed));
    memset(&remote_record, 0, sizeof(remote_record));
    remote_log_keep();
    crossed->chance = seed;
    crossed->env = sim_create(seed);
    crossed->back = remote_node(crossed->env, "back", &narrow);
    crossed->front = remote_node(crossed->env, "front", &two);
    sim_set_delay(crossed->env, 1000, 1000 + crossed_below(crossed, 4) * MS);
    CHECK_CODE(gr_node_listen(crossed->back, REMOTE_URL, NULL), GR_OK);
    CHECK_CODE(gr_node_listen(crossed->front, CROSSED_URL, NULL), GR_OK);
    CHECK_CODE(gr_node_connect(crossed->front, REMOTE_URL), GR_OK);
    crossed->stalls_until = crossed_below(crossed, CROSSED_ROUNDS);
    crossed->cut_at = UINT64_MAX;
    if (seed % 3 == 0) {
        dial_anyhow(crossed);
    } else {
        dial_crossed(crossed);
    }
}

void crossed_close(struct crossed *crossed)
{
    sim_stall(crossed->env, crossed->stalled, false);
    remote_end(crossed->front);
    remote_end(crossed->back);
    sim_destroy(crossed->env);
    remote_log_stop();
}

void crossed_begin_round(struct crossed *crossed, uint64_t round)
{
    if (round == crossed->stalls_until) {
        sim_stall(crossed->env, crossed->stalled, false);
    }
    if (round == crossed->cut_at) {
        sim_cut(crossed->env, crossed->cut);
    }
}

void crossed_end_rounds(struct crossed *crossed)
{
    sim_stall(crossed->env, crossed->stalled, false);
    sim_advance(crossed->env, 1000 * MS);
}

void crossed_check_one_session(struct crossed *crossed)
{
    sim_advance(crossed->env, 30000 * MS);
    unsigned n_up = remote_log_count("event=peer_up");
    for (int i = 0; i < 10; i++) {
        CHECK_UINT(remote_stats(crossed->front).peers, 1);
        CHECK_UINT(remote_stats(crossed->back).peers, 1);
        sim_advance(crossed->env, 1000 * MS);
    }
    CHECK_UINT(remote_log_count("event=peer_up"), n_up);
}
