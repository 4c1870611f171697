/* SPDX-License-Identifier: MIT */
/* Flows: when they ask for credits, and for how many. */
#include "flow.h"

#include "suite.h"

enum { ACTOR = 7, BYTES = 100 };

/* Owned by the test. */
struct scene {
    struct gri_flows flows;
    struct gri_flow *flow;
    uint32_t n_asks;
    uint32_t n_asked; /* in all */
};

static void open_flow(struct scene *scene)
{
    *scene = (struct scene){ .n_asks = 0 };
    CHECK_CODE(gri_flow_open(&scene->flows, ACTOR, &scene->flow), GR_OK);
}

static void close_flow(struct scene *scene)
{
    gri_flows_fini(&scene->flows);
}

/* It asks, if it wants to, and gets up to `most` at once. */
static void grant(struct scene *scene, uint32_t most)
{
    struct gri_flow_ask ask;
    if (gri_flow_wants(scene->flow, &ask)) {
        uint32_t n = ask.n < most ? ask.n : most;
        gri_flow_asked(scene->flow, &ask);
        scene->n_asks++;
        scene->n_asked += ask.n;
        gri_flow_grant(scene->flow, n, (uint64_t)n * BYTES, ask.n);
    }
}

static void send(struct scene *scene, uint32_t n, uint32_t most)
{
    for (uint32_t i = 0; i < n; i++) {
        grant(scene, most);
        CHECK(gri_flow_take(scene->flow, BYTES));
    }
}

static void who_sends_little_keeps_little(void)
{
    struct scene scene;
    open_flow(&scene);
    grant(&scene, UINT32_MAX);
    CHECK(scene.n_asked <= 4);
    send(&scene, 3, UINT32_MAX);
    CHECK(scene.n_asked <= 3 * 8);
    close_flow(&scene);
}

static void who_sends_much_asks_for_many_at_once(void)
{
    struct scene scene;
    open_flow(&scene);
    send(&scene, 1000, UINT32_MAX);
    CHECK(scene.n_asks >= 2 && scene.n_asks < 50);
    CHECK(scene.n_asked < 1100);
    close_flow(&scene);
}

static void who_gets_less_than_it_asks_for_asks_for_less(void)
{
    struct scene scene;
    open_flow(&scene);
    send(&scene, 1000, UINT32_MAX);
    uint32_t before = scene.n_asked;
    send(&scene, 1000, 8);
    CHECK(scene.n_asked - before < 2 * 1000);
    close_flow(&scene);
}

GR_SUITE("flow", { "who_sends_little_keeps_little", who_sends_little_keeps_little },
         { "who_sends_much_asks_for_many_at_once", who_sends_much_asks_for_many_at_once },
         { "who_gets_less_than_it_asks_for_asks_for_less",
           who_gets_less_than_it_asks_for_asks_for_less }, )
