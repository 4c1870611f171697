/* SPDX-License-Identifier: MIT */
/* The garden's front: a process with monitors, which tell the manager in the other process what
 * grows, and a consumer, which asks it what there is.
 * Usage: front URL */
#include <greenroom/greenroom.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "garden.gr.h"

/* ---- a monitor ---- */

struct garden_monitor_self {
    char name[32];
    int64_t growth;
    garden_manager manager;
};

static gr_code monitor_start(struct garden_monitor_self *self, gr_context *ctx,
                             const garden_plant *args)
{
    snprintf(self->name, sizeof(self->name), "%s", args->name);
    self->growth = args->growth;
    /* A named ref: looked up when used, and again should the manager's process be restarted. */
    return garden_manager_named(gr_context_node(ctx), "back/manager", &self->manager);
}

static gr_code monitor_look(struct garden_monitor_self *self, gr_context *ctx)
{
    (void)ctx;
    garden_event event = { .resource = self->name, .delta = self->growth };
    return garden_manager_update_resource_oneway(self->manager, &event, NULL);
}

static const garden_monitor_type monitor_type =
    GARDEN_MONITOR_TYPE(monitor_, GARDEN_MONITOR_HOOKS(.start = monitor_start));

/* ---- the consumer ---- */

struct garden_consumer_self {
    garden_manager manager;
};

static gr_code consumer_start(struct garden_consumer_self *self, gr_context *ctx)
{
    return garden_manager_named(gr_context_node(ctx), "back/manager", &self->manager);
}

static gr_code consumer_write_menu(struct garden_consumer_self *self, gr_context *ctx,
                                   garden_text *reply)
{
    enum { SIZE = 256 };
    garden_resources *resources;
    gr_error error = GR_ERROR_INIT;
    gr_code code = garden_manager_access_resources_sync(self->manager, NULL, &resources, &error);
    if (code != GR_OK) {
        code = gr_forward(ctx, &error); /* its failure is ours, and our caller sees the path */
        gr_error_fini(&error);
        return code;
    }
    reply->text = gr_alloc(ctx, SIZE);
    for (size_t i = 0; reply->text != NULL && i < resources->n_items; i++) {
        size_t len = strlen(reply->text);
        snprintf(reply->text + len, SIZE - len, "%s%s (%lld)", i == 0 ? "" : ", ",
                 resources->items[i]->name, (long long)resources->items[i]->amount);
    }
    gr_free(resources);
    return GR_OK;
}

static const garden_consumer_type consumer_type =
    GARDEN_CONSUMER_TYPE(consumer_, GARDEN_CONSUMER_HOOKS(.start = consumer_start));

/* ---- the story ---- */

static void check(gr_code code, const char *what)
{
    if (code != GR_OK) {
        fprintf(stderr, "front | %s: %s\n", what, gr_code_name(code));
        exit(1);
    }
}

static void print_failure(gr_code code, const gr_error *error)
{
    printf("front | %s: %s [%s]\n", gr_code_name(code), error->message, error->path);
}

static void print_menu(garden_consumer consumer)
{
    garden_text *menu;
    gr_error error = GR_ERROR_INIT;
    gr_code code = garden_consumer_write_menu_sync(consumer, NULL, &menu, &error);
    if (code == GR_OK) {
        printf("front | today's menu: %s\n", menu->text);
        gr_free(menu);
    } else {
        print_failure(code, &error);
    }
    gr_error_fini(&error);
}

static void look(gr_node *node, const char *name, int64_t growth, int times)
{
    garden_monitor monitor;
    garden_plant args = { .name = (char *)name, .growth = growth };
    check(garden_monitor_spawn(node, &monitor_type, &args, NULL, &monitor, NULL), "spawn");
    for (int i = 0; i < times; i++) {
        check(garden_monitor_look_sync(monitor, NULL, NULL), "look");
    }
}

static void audit(gr_node *node)
{
    garden_manager manager;
    garden_resources *resources;
    check(garden_manager_lookup(node, "back/manager", NULL, &manager, NULL), "lookup");
    gr_call_options options = { .timeout_ms = 100 };
    gr_code code = garden_manager_audit_sync(manager, &options, &resources, NULL);
    if (code == GR_OK) {
        gr_free(resources);
    }
    printf("front | after 100 ms: %s\n", gr_code_name(code));
}

static void tell_story(gr_node *node)
{
    garden_consumer consumer;
    check(garden_consumer_spawn(node, &consumer_type, &(gr_spawn_options){ .name = "kitchen" },
                                &consumer, NULL),
          "spawn");
    printf("front | a call that fails, in another process:\n");
    print_menu(consumer);
    printf("front | oneways: what grew\n");
    look(node, "oak", 3, 2);
    look(node, "rose", 1, 1);
    print_menu(consumer);
    printf("front | a oneway that fails: nobody waits for it, so it is in the log over there\n");
    look(node, "fig", -1, 1);
    print_menu(consumer);
    printf("front | a call that takes longer than we want to wait:\n");
    audit(node);
    printf("front | and the manager goes on:\n");
    print_menu(consumer);
}

int main(int argc, char **argv)
{
    gr_node *node;
    if (argc != 2) {
        fprintf(stderr, "usage: front URL\n");
        return 2;
    }
    setvbuf(stdout, NULL, _IOLBF, 0);
    gr_log_set_level(GR_LOG_ERROR); /* that the back is not there yet is no news here */
    check(gr_node_create(&(gr_node_options){ .name = "front" }, &node), "node");
    check(gr_node_connect(node, argv[1]), "connect");
    tell_story(node);
    return gr_node_destroy(node, NULL) == GR_OK ? 0 : 1;
}
