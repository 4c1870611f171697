/* SPDX-License-Identifier: MIT */
/* Runs what the generator made of the golden schemas: actors and callers on one local node, through
 * every kind of generated function. Its own threads are plain ones; handlers run on the node's. */
#include <greenroom/greenroom.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <string.h>

#include "args.gr.h"
#include "empty_both.gr.h"
#include "garden.gr.h"
#include "greenroom/ref.pb-c.h"
#include "refs.gr.h"
#include "suite.h"

/* Posted by a handler or hook when it has come so far. */
static sem_t reached;

static gr_node *create_node(void)
{
    gr_node *node = NULL;

    sem_init(&reached, 0, 0);
    CHECK_CODE(gr_node_create(&(gr_node_options){ .name = "here", .workers = 2 }, &node), GR_OK);
    return node;
}

static void destroy_node(gr_node *node)
{
    CHECK_CODE(gr_node_destroy(node, NULL), GR_OK);
    sem_destroy(&reached);
}

static void stop_drained(gr_ref ref)
{
    CHECK_CODE(gr_actor_stop(ref, &(gr_stop_options){ .drain = true }), GR_OK);
}

/* ---- garden: a request without Empty in it, a reply out of the actor's state ---- */

struct garden_manager_self {
    garden_resource resource;
    garden_resource *items[1];
    char name[32];
};

static gr_code on_access_resources(struct garden_manager_self *self, gr_context *ctx,
                                   garden_resources *reply)
{
    if (self->resource.amount == 0) {
        return gr_fail(ctx, GR_NOT_FOUND, "the garden is empty");
    }
    self->items[0] = &self->resource;
    reply->n_items = 1;
    reply->items = self->items;
    return GR_OK;
}

static gr_code on_update_resource(struct garden_manager_self *self, gr_context *ctx,
                                  const garden_event *request)
{
    (void)ctx;
    strncpy(self->name, request->resource, sizeof(self->name) - 1);
    self->resource.name = self->name;
    self->resource.amount += request->delta;
    return GR_OK;
}

static const garden_manager_type manager_type = GARDEN_MANAGER_TYPE(on_, GARDEN_MANAGER_NO_HOOKS);

static garden_manager spawn_manager(gr_node *node)
{
    garden_manager manager = { { 0 } };
    gr_error error = GR_ERROR_INIT;

    CHECK_CODE(garden_manager_spawn(node, &manager_type, NULL, &manager, &error), GR_OK);
    gr_error_fini(&error);
    return manager;
}

static void tables_say_what_the_schema_says(void)
{
    const gr_service *service = &garden_manager_service;

    CHECK_STR(service->name, "garden.Manager");
    CHECK_UINT(service->n_methods, 2);
    CHECK_STR(service->methods[0].name, "AccessResources");
    CHECK(service->methods[0].request == NULL);
    CHECK(service->methods[0].reply == &garden__resources__descriptor);
    CHECK_UINT(service->methods[0].timeout_ms, 250);
    CHECK(service->methods[1].oneway);
    CHECK(service->methods[1].reply == NULL);
    CHECK(manager_type.base.service == service);
    CHECK_UINT(manager_type.base.self_size, sizeof(struct garden_manager_self));
    CHECK_UINT(sizeof(garden_manager_methods), 2 * sizeof(bool));
    CHECK(strstr(service->schema, "\nservice garden.Manager\n") != NULL);
    CHECK_UINT(clock_ticker_service.methods[0].timeout_ms, GR_FOREVER);
    CHECK(clock_ticker_service.methods[0].detached);
    CHECK_UINT(clock_ticker_service.methods[1].overflow, GR_OVERFLOW_WAIT);
    CHECK_UINT(clock_ticker_service.methods[1].slow_after_ms, 20);
    CHECK_UINT(clock_idler_service.n_methods, 0);
    CHECK_UINT(clock_idler_service.mailbox_messages, 10);
    CHECK_UINT(clock_idler_service.mailbox_bytes, 65536);
    CHECK(seed_bed_plant_service.args == &seed__bed__seed__descriptor);
}

static void a_oneway_is_handled_before_a_later_sync_call(void)
{
    gr_node *node = create_node();
    garden_manager manager = spawn_manager(node);
    const garden_event event = { .resource = "oak", .delta = 3 };
    garden_resources *resources = NULL;

    CHECK_CODE(garden_manager_update_resource_oneway(manager, &event, NULL), GR_OK);
    if (CHECK_CODE(garden_manager_access_resources_sync(manager, NULL, &resources, NULL), GR_OK)) {
        CHECK_UINT(resources->n_items, 1);
        CHECK_STR(resources->items[0]->name, "oak");
        CHECK_UINT(resources->items[0]->amount, 3);
    }
    gr_free(resources);
    destroy_node(node);
}

static void a_failing_handler_says_why(void)
{
    gr_node *node = create_node();
    garden_manager manager = spawn_manager(node);
    garden_resources *resources = NULL;
    gr_error error = GR_ERROR_INIT;

    CHECK_CODE(garden_manager_access_resources_sync(manager, NULL, &resources, &error),
               GR_NOT_FOUND);
    CHECK(resources == NULL);
    CHECK_STR(error.message, "the garden is empty");
    CHECK_UINT(error.ran, GR_RAN_YES);
    gr_error_fini(&error);
    destroy_node(node);
}

static void a_future_gives_the_reply(void)
{
    gr_node *node = create_node();
    garden_manager manager = spawn_manager(node);
    const garden_event event = { .resource = "elm", .delta = 1 };
    garden_manager_access_resources_future future = { NULL };
    garden_resources *resources = NULL;

    CHECK_CODE(garden_manager_update_resource_oneway(manager, &event, NULL), GR_OK);
    CHECK_CODE(garden_manager_access_resources_async(manager, NULL, &future), GR_OK);
    CHECK_CODE(garden_manager_access_resources_await(&future, &resources, NULL), GR_OK);
    CHECK(future.future == NULL);
    CHECK(resources != NULL && resources->n_items == 1);
    gr_free(resources);
    destroy_node(node);
}

static void a_registered_actor_is_found_and_named(void)
{
    gr_node *node = create_node();
    garden_manager manager = spawn_manager(node);
    garden_manager found = { { 0 } };
    garden_manager named = { { 0 } };
    const garden_event event = { .resource = "ash", .delta = 2 };
    garden_resources *resources = NULL;

    CHECK_CODE(garden_manager_register(node, "manager", manager), GR_OK);
    CHECK_CODE(garden_manager_register(node, "manager", manager), GR_ALREADY_EXISTS);
    CHECK_CODE(garden_manager_lookup(node, "manager", NULL, &found, NULL), GR_OK);
    CHECK_CODE(garden_manager_lookup(node, "nobody", NULL, &found, NULL), GR_NOT_FOUND);
    CHECK_CODE(garden_manager_named(node, "manager", &named), GR_OK);
    CHECK_CODE(garden_manager_update_resource_oneway(found, &event, NULL), GR_OK);
    CHECK_CODE(garden_manager_access_resources_sync(named, NULL, &resources, NULL), GR_OK);
    gr_free(resources);
    destroy_node(node);
}

static void bad_arguments_are_refused(void)
{
    garden_manager nobody = { { 0 } };
    garden_manager_access_resources_call no_call = { { 0 } };
    garden_resources *resources = NULL;

    CHECK_CODE(garden_manager_spawn(NULL, NULL, NULL, NULL, NULL), GR_INVALID_ARGUMENT);
    CHECK_CODE(garden_manager_access_resources_sync(nobody, NULL, &resources, NULL),
               GR_INVALID_ARGUMENT);
    CHECK_CODE(garden_manager_access_resources_async(nobody, NULL, NULL), GR_INVALID_ARGUMENT);
    CHECK_CODE(garden_manager_access_resources_await(NULL, NULL, NULL), GR_INVALID_ARGUMENT);
    CHECK_CODE(garden_manager_access_resources_answer(no_call, GR_OK, NULL), GR_INVALID_ARGUMENT);
    CHECK_CODE(watch_watch_set_listener(NULL, NULL, (watch_listener){ { 0 } }),
               GR_INVALID_ARGUMENT);
    CHECK_CODE(watch_watch_get_scales(NULL, &(watch_watch){ .n_scales = 0 }, 0, NULL),
               GR_OUT_OF_RANGE);
    CHECK_CODE(watch_watch_get_other_tower(NULL, &(watch_watch){ .n_scales = 0 }, NULL),
               GR_NOT_FOUND);
}

/* ---- scale: a held call ---- */

struct plants_more_scale_self {
    int unused;
};

static plants_more_scale_weigh_call held;

static gr_code hold_weigh(struct plants_more_scale_self *self, gr_context *ctx,
                          const plants_base_plant *request, plants_more_amount *reply)
{
    (void)self;
    (void)reply;
    CHECK_STR(request->name, "fern");
    gr_code code = plants_more_scale_weigh_hold(ctx, &held);
    sem_post(&reached);
    return code;
}

static const plants_more_scale_type scale_type =
    PLANTS_MORE_SCALE_TYPE(hold_, PLANTS_MORE_SCALE_NO_HOOKS);

static void a_held_call_is_answered_from_another_thread(void)
{
    gr_node *node = create_node();
    plants_more_scale scale = { { 0 } };
    plants_more_scale_weigh_future future = { NULL };
    plants_more_amount *amount = NULL;

    CHECK_CODE(plants_more_scale_spawn(node, &scale_type, NULL, &scale, NULL), GR_OK);
    CHECK_CODE(
        plants_more_scale_weigh_async(scale, &(plants_base_plant){ .name = "fern" }, NULL, &future),
        GR_OK);
    sem_wait(&reached);
    plants_more_scale_weigh_call call = held;
    const plants_base_plant *request = plants_more_scale_weigh_request(call);
    CHECK(request != NULL && strcmp(request->name, "fern") == 0);
    CHECK_CODE(plants_more_scale_weigh_answer(call, GR_OK, &(plants_more_amount){ .value = 2.5 }),
               GR_OK);
    CHECK_CODE(plants_more_scale_weigh_answer(call, GR_OK, &(plants_more_amount){ .value = 2.5 }),
               GR_FAILED_PRECONDITION);
    CHECK_CODE(plants_more_scale_weigh_await(&future, &amount, NULL), GR_OK);
    CHECK(amount != NULL && amount->value > 2.4 && amount->value < 2.6);
    gr_free(amount);
    destroy_node(node);
}

/* ---- ticker: a run body that processes one method only ---- */

struct clock_ticker_self {
    unsigned ticks;
};

static atomic_uint tocks;

static gr_code on_tick(struct clock_ticker_self *self, gr_context *ctx)
{
    (void)ctx;
    CHECK_UINT(atomic_load(&tocks), 0);
    self->ticks++;
    return GR_OK;
}

static gr_code on_tock(struct clock_ticker_self *self, gr_context *ctx)
{
    (void)self;
    (void)ctx;
    atomic_fetch_add(&tocks, 1);
    return GR_OK;
}

static gr_code run_ticker(struct clock_ticker_self *self, gr_context *ctx)
{
    const gr_process_options forever = { .for_ms = GR_FOREVER };
    gr_code code = clock_ticker_process(ctx, &(clock_ticker_methods){ .tick = true }, &forever);

    CHECK_UINT(self->ticks, 2);
    return code != GR_OK ? code : clock_ticker_process(ctx, NULL, NULL);
}

static void stop_ticker(struct clock_ticker_self *self, gr_context *ctx, gr_code reason)
{
    (void)self;
    (void)ctx;
    CHECK_CODE(reason, GR_OK);
    sem_post(&reached);
}

static const clock_ticker_type ticker_type =
    CLOCK_TICKER_TYPE(on_, CLOCK_TICKER_HOOKS(.stop = stop_ticker, .run = run_ticker));

static void a_run_body_processes_the_set_it_names(void)
{
    gr_node *node = create_node();
    clock_ticker ticker = { { 0 } };

    atomic_store(&tocks, 0);
    CHECK_CODE(clock_ticker_spawn(node, &ticker_type, NULL, &ticker, NULL), GR_OK);
    CHECK_CODE(clock_ticker_tock_oneway(ticker, NULL), GR_OK);
    CHECK_CODE(clock_ticker_tick_sync(ticker, NULL, NULL), GR_OK);
    CHECK_CODE(clock_ticker_tick_sync(ticker, NULL, NULL), GR_OK);
    CHECK_CODE(gr_stop_processing(ticker.ref), GR_OK);
    sem_wait(&reached);
    destroy_node(node);
    CHECK_UINT(atomic_load(&tocks), 1);
}

/* ---- watch: refs in messages ---- */

struct watch_listener_self {
    int unused;
};

struct watch_tower_self {
    Greenroom__Ref own;
};

static atomic_uint heard;

static gr_code on_hear(struct watch_listener_self *self, gr_context *ctx, const watch_news *request)
{
    (void)self;
    (void)ctx;
    atomic_fetch_add(&heard, strcmp(request->text, "fire") == 0 ? 1 : 100);
    return GR_OK;
}

static gr_code on_begin(struct watch_tower_self *self, gr_context *ctx, const watch_watch *request,
                        watch_watch *reply)
{
    watch_listener listener;
    gr_code code = watch_watch_get_listener(gr_context_node(ctx), request, &listener);

    if (code != GR_OK) {
        return gr_fail(ctx, code, "nobody listens");
    }
    code = watch_listener_hear_oneway(listener, &(watch_news){ .text = "fire" }, NULL);
    if (code != GR_OK) {
        return code;
    }
    return watch_watch_set_other_tower(reply, &self->own, watch_tower_self_ref(ctx));
}

static const watch_listener_type listener_type = WATCH_LISTENER_TYPE(on_, WATCH_LISTENER_NO_HOOKS);
static const watch_tower_type tower_type = WATCH_TOWER_TYPE(on_, WATCH_TOWER_NO_HOOKS);

static void refs_travel_in_messages(void)
{
    gr_node *node = create_node();
    watch_listener listener = { { 0 } };
    watch_tower tower = { { 0 } };
    watch_tower other = { { 0 } };
    watch_watch request = { .n_scales = 0 };
    watch_watch *reply = NULL;
    Greenroom__Ref storage;

    atomic_store(&heard, 0);
    CHECK_CODE(watch_listener_spawn(node, &listener_type, NULL, &listener, NULL), GR_OK);
    CHECK_CODE(watch_tower_spawn(node, &tower_type, NULL, &tower, NULL), GR_OK);
    CHECK_CODE(watch_watch_set_listener(&request, &storage, listener), GR_OK);
    CHECK_CODE(watch_tower_begin_sync(tower, &request, NULL, &reply, NULL), GR_OK);
    CHECK_CODE(watch_watch_get_other_tower(node, reply, &other), GR_OK);
    CHECK_UINT(other.ref.actor, tower.ref.actor);
    stop_drained(listener.ref);
    CHECK_UINT(atomic_load(&heard), 1);
    gr_free(reply);
    destroy_node(node);
}

/* ---- plant: arguments of the start hook ---- */

struct seed_bed_plant_self {
    uint32_t height;
};

static atomic_int stopped_with;

static gr_code start_plant(struct seed_bed_plant_self *self, gr_context *ctx,
                           const seed_bed_seed *args)
{
    if (args->days == 0) {
        return gr_fail(ctx, GR_INVALID_ARGUMENT, "a %s takes days", args->kind);
    }
    self->height = 100 / args->days;
    return GR_OK;
}

static void stop_plant(struct seed_bed_plant_self *self, gr_context *ctx, gr_code reason)
{
    (void)self;
    (void)ctx;
    atomic_store(&stopped_with, reason);
}

static gr_code on_grow(struct seed_bed_plant_self *self, gr_context *ctx,
                       const seed_bed_growth *request, seed_bed_growth *reply)
{
    (void)ctx;
    self->height += request->height;
    reply->height = self->height;
    return GR_OK;
}

static const seed_bed_plant_type plant_type =
    SEED_BED_PLANT_TYPE(on_, SEED_BED_PLANT_HOOKS(.start = start_plant, .stop = stop_plant));

static void start_takes_its_arguments(void)
{
    gr_node *node = create_node();
    seed_bed_plant plant = { { 0 } };
    seed_bed_growth *growth = NULL;
    gr_error error = GR_ERROR_INIT;

    atomic_store(&stopped_with, -1);
    CHECK_CODE(seed_bed_plant_spawn(node, &plant_type, &(seed_bed_seed){ .kind = "rose" }, NULL,
                                    &plant, &error),
               GR_INVALID_ARGUMENT);
    CHECK_STR(error.message, "a rose takes days");
    gr_error_fini(&error);
    CHECK_CODE(seed_bed_plant_spawn(node, &plant_type,
                                    &(seed_bed_seed){ .kind = "rose", .days = 10 }, NULL, &plant,
                                    NULL),
               GR_OK);
    CHECK_CODE(
        seed_bed_plant_grow_sync(plant, &(seed_bed_growth){ .height = 5 }, NULL, &growth, NULL),
        GR_OK);
    CHECK(growth != NULL && growth->height == 15);
    gr_free(growth);
    stop_drained(plant.ref);
    CHECK_UINT(atomic_load(&stopped_with), GR_OK);
    destroy_node(node);
}

GR_SUITE("generated", { "tables_say_what_the_schema_says", tables_say_what_the_schema_says },
         { "a_oneway_is_handled_before_a_later_sync_call",
           a_oneway_is_handled_before_a_later_sync_call },
         { "a_failing_handler_says_why", a_failing_handler_says_why },
         { "a_future_gives_the_reply", a_future_gives_the_reply },
         { "a_registered_actor_is_found_and_named", a_registered_actor_is_found_and_named },
         { "bad_arguments_are_refused", bad_arguments_are_refused },
         { "a_held_call_is_answered_from_another_thread",
           a_held_call_is_answered_from_another_thread },
         { "a_run_body_processes_the_set_it_names", a_run_body_processes_the_set_it_names },
         { "refs_travel_in_messages", refs_travel_in_messages },
         { "start_takes_its_arguments", start_takes_its_arguments })
