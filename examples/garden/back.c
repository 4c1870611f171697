/* SPDX-License-Identifier: MIT */
/* The garden's back: a process with the manager, which other processes call.
 * Usage: back URL */
#include <greenroom/greenroom.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "garden.gr.h"

enum { PLANTS_MAX = 64 };

struct garden_manager_self {
    size_t n;
    garden_resource plants[PLANTS_MAX];
    garden_resource *items[PLANTS_MAX];
};

static gr_code on_access_resources(struct garden_manager_self *self, gr_context *ctx,
                                   garden_resources *reply)
{
    if (self->n == 0) {
        return gr_fail(ctx, GR_NOT_FOUND, "the garden is empty");
    }
    reply->n_items = self->n; /* borrowed: copied before anything else runs here */
    reply->items = self->items;
    return GR_OK;
}

static garden_resource *find(struct garden_manager_self *self, const char *name)
{
    for (size_t i = 0; i < self->n; i++) {
        if (strcmp(self->plants[i].name, name) == 0) {
            return &self->plants[i];
        }
    }
    return NULL;
}

static garden_resource *plant(struct garden_manager_self *self, const char *name)
{
    char *copy = self->n < PLANTS_MAX ? strdup(name) : NULL;
    if (copy == NULL) {
        return NULL;
    }
    garden_resource *resource = &self->plants[self->n];
    self->items[self->n++] = resource;
    resource->name = copy;
    return resource;
}

static gr_code on_update_resource(struct garden_manager_self *self, gr_context *ctx,
                                  const garden_event *request)
{
    garden_resource *resource = find(self, request->resource);
    if (resource == NULL && request->delta < 0) {
        return gr_fail(ctx, GR_NOT_FOUND, "there is no %s to take from", request->resource);
    }
    if (resource == NULL) {
        resource = plant(self, request->resource);
    }
    if (resource == NULL) {
        return gr_fail(ctx, GR_RESOURCE_EXHAUSTED, "no room for %s", request->resource);
    }
    resource->amount += request->delta;
    printf("back  | %s: %+lld, makes %lld\n", resource->name, (long long)request->delta,
           (long long)resource->amount);
    return GR_OK;
}

static gr_code on_audit(struct garden_manager_self *self, gr_context *ctx, garden_resources *reply)
{
    gr_code code = gr_sleep(ctx, 60000); /* ends when the caller's patience does */
    return code == GR_OK ? on_access_resources(self, ctx, reply) : code;
}

static void stop(struct garden_manager_self *self, gr_context *ctx, gr_code reason)
{
    (void)ctx;
    printf("back  | the manager stops: %s\n", gr_code_name(reason));
    for (size_t i = 0; i < self->n; i++) {
        free(self->plants[i].name);
    }
}

static const garden_manager_type manager_type =
    GARDEN_MANAGER_TYPE(on_, GARDEN_MANAGER_HOOKS(.stop = stop));

/* The log goes to stderr, unless the application wants it elsewhere. */
static void print_log(void *arg, gr_log_level level, const char *line)
{
    (void)arg;
    (void)level;
    printf("back  | log: %s\n", line);
}

static gr_code serve(gr_node *node, const char *url)
{
    garden_manager manager;
    gr_code code = garden_manager_spawn(node, &manager_type,
                                        &(gr_spawn_options){ .name = "manager" }, &manager, NULL);
    if (code == GR_OK) {
        code = gr_node_listen(node, url, NULL);
    }
    if (code == GR_OK) {
        code = gr_node_wait(node); /* for SIGINT or SIGTERM */
    }
    return code;
}

int main(int argc, char **argv)
{
    gr_node *node;
    if (argc != 2) {
        fprintf(stderr, "usage: back URL\n");
        return 2;
    }
    setvbuf(stdout, NULL, _IOLBF, 0);
    gr_log_set_sink(print_log, NULL);
    gr_code code =
        gr_node_create(&(gr_node_options){ .name = "back", .stop_on_signals = true }, &node);
    if (code != GR_OK) {
        fprintf(stderr, "no node: %s\n", gr_code_name(code));
        return 1;
    }
    code = serve(node, argv[1]);
    gr_code destroyed = gr_node_destroy(node, &(gr_stop_options){ .drain = true });
    return code == GR_OK && destroyed == GR_OK ? 0 : 1;
}
