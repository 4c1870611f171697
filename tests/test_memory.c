/* SPDX-License-Identifier: MIT */
/* What an idle actor costs: resident memory of a hundred thousand that have all handled a call and
 * waited inside it. main() calls; handlers run on the node's workers. */
#include <greenroom/greenroom.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "garden.gr.h"
#include "sanitize.h"
#include "suite.h"

enum {
    WATCHED = GRI_ASAN || GRI_TSAN, /* a sanitizer's own memory is no measure */
    ACTORS = WATCHED ? 2000 : 100000,
    AT_ONCE = 500,
    BYTES_EACH = 512,
};

static const gr_call_options patient = { .timeout_ms = 60000 };

/* The well is asked by all the others. */
struct garden_manager_self {
    garden_manager well;
    garden_resource water;
    garden_resource *items[1];
};

static gr_code on_access_resources(struct garden_manager_self *self, gr_context *ctx,
                                   garden_resources *reply)
{
    (void)ctx;
    if (self->well.ref.actor != 0) {
        garden_resources *water = NULL;
        gr_code code = garden_manager_access_resources_sync(self->well, &patient, &water, NULL);
        if (code != GR_OK) {
            return code;
        }
        self->water.amount += water->items[0]->amount;
        gr_free(water);
    }
    self->items[0] = &self->water;
    reply->n_items = 1;
    reply->items = self->items;
    return GR_OK;
}

static gr_code on_update_resource(struct garden_manager_self *self, gr_context *ctx,
                                  const garden_event *request)
{
    (void)ctx;
    self->water.amount += request->delta;
    return GR_OK;
}

static garden_manager the_well;

static gr_code start_at_the_well(struct garden_manager_self *self, gr_context *ctx)
{
    (void)ctx;
    self->well = the_well;
    return GR_OK;
}

static const garden_manager_type manager_type =
    GARDEN_MANAGER_TYPE(on_, GARDEN_MANAGER_HOOKS(.start = start_at_the_well));

static uint64_t resident_bytes(void)
{
    unsigned long size = 0, resident = 0, shared = 0;
    FILE *file = fopen("/proc/self/statm", "r");
    if (file != NULL) {
        CHECK(fscanf(file, "%lu %lu %lu", &size, &resident, &shared) == 3);
        fclose(file);
    }
    return (uint64_t)(resident - shared) * (uint64_t)sysconf(_SC_PAGESIZE);
}

static bool spawn(gr_node *node, garden_manager *out_manager)
{
    gr_code code = garden_manager_spawn(node, &manager_type, NULL, out_manager, NULL);
    return CHECK_CODE(code, GR_OK);
}

/* Each of n actors handles a call, and waits for the well while it does. */
static bool let_all_handle_a_call(const garden_manager *managers, size_t n)
{
    garden_manager_access_resources_future futures[AT_ONCE];
    bool good = true;
    for (size_t at = 0; good && at < n; at += AT_ONCE) {
        for (size_t i = 0; i < AT_ONCE; i++) {
            gr_code code =
                garden_manager_access_resources_async(managers[at + i], &patient, &futures[i]);
            good &= code == GR_OK;
        }
        for (size_t i = 0; i < AT_ONCE; i++) {
            garden_resources *water = NULL;
            gr_code code = garden_manager_access_resources_await(&futures[i], &water, NULL);
            good &= code == GR_OK && water->items[0]->amount == 1;
            gr_free(water);
        }
    }
    return CHECK(good);
}

static void a_call_among_them_works(garden_manager manager)
{
    garden_resources *water = NULL;
    if (CHECK_CODE(garden_manager_access_resources_sync(manager, &patient, &water, NULL), GR_OK)) {
        CHECK_UINT(water->items[0]->amount, 2); /* of the first call, and of this one */
        gr_free(water);
    }
}

static void spawn_and_measure(gr_node *node, garden_manager *managers)
{
    bool good = true;
    uint64_t before = resident_bytes();
    for (size_t i = 0; good && i < ACTORS; i++) {
        good = spawn(node, &managers[i]);
    }
    if (!good || !let_all_handle_a_call(managers, ACTORS)) {
        return;
    }
    uint64_t each = (resident_bytes() - before) / ACTORS;
    if (!WATCHED && !CHECK(each <= BYTES_EACH)) {
        fprintf(stderr, "%llu bytes an actor\n", (unsigned long long)each);
    }
    a_call_among_them_works(managers[ACTORS / 2]);
}

static void an_idle_actor_takes_at_most_512_bytes(void)
{
    gr_node *node = NULL;
    garden_manager *managers = calloc(ACTORS, sizeof(*managers));
    const gr_node_options options = { .name = "here", .workers = 2 };
    the_well = (garden_manager){ { 0, 0, 0 } };
    if (CHECK(managers != NULL) && CHECK_CODE(gr_node_create(&options, &node), GR_OK)) {
        memset(managers, 1, ACTORS * sizeof(*managers)); /* resident from now on */
        garden_manager well;
        if (spawn(node, &well)) {
            const garden_event rain = { .delta = 1 };
            CHECK_CODE(garden_manager_update_resource_oneway(well, &rain, NULL), GR_OK);
            the_well = well;
            spawn_and_measure(node, managers);
        }
        CHECK_CODE(gr_node_destroy(node, &(gr_stop_options){ .timeout_ms = 60000 }), GR_OK);
    }
    free(managers);
}

GR_SUITE("memory",
         { "an_idle_actor_takes_at_most_512_bytes", an_idle_actor_takes_at_most_512_bytes })
