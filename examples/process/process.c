/* SPDX-License-Identifier: MIT */
/* An actor with a body of its own: run() does the manager's work from top to bottom, and calls are
 * handled only where it says gr_process(). */
#include <greenroom/greenroom.h>
#include <stdio.h>
#include <stdlib.h>

#include "process.gr.h"

struct process_manager_self {
    int64_t amount;
};

static gr_code on_update_resource(struct process_manager_self *self, gr_context *ctx,
                                  const process_event *request)
{
    (void)ctx;
    self->amount += request->delta;
    printf("manager: %s %+lld\n", request->resource, (long long)request->delta);
    return GR_OK;
}

static gr_code on_count_resources(struct process_manager_self *self, gr_context *ctx,
                                  process_amount *reply)
{
    (void)ctx;
    reply->amount = self->amount;
    return GR_OK;
}

static gr_code run(struct process_manager_self *self, gr_context *ctx)
{
    static const process_manager_methods deliveries = { .update_resource = true };
    static const gr_process_options until_stopped = { .for_ms = GR_FOREVER };

    self->amount = 10;
    printf("manager: I begin with %lld, and nobody interrupts me\n", (long long)self->amount);

    /* Until gr_stop_processing(): deliveries are taken in, questions stay queued, in order. */
    gr_code code = process_manager_process(ctx, &deliveries, &until_stopped);
    if (code != GR_OK) {
        return code;
    }
    self->amount -= self->amount % 10;
    printf("manager: no more deliveries; I round down to %lld, answer, and go home\n",
           (long long)self->amount);

    return gr_process(ctx, NULL); /* whatever is queued now, until nothing is left */
}

static const process_manager_type manager_type =
    PROCESS_MANAGER_TYPE(on_, PROCESS_MANAGER_HOOKS(.run = run));

static void check(gr_code code)
{
    if (code != GR_OK) {
        fprintf(stderr, "%s\n", gr_code_name(code));
        exit(1);
    }
}

int main(void)
{
    gr_node *node;
    process_manager manager;
    process_manager_count_resources_future asked;
    process_amount *counted;
    check(gr_node_create(NULL, &node));
    check(process_manager_spawn(node, &manager_type, NULL, &manager, NULL));

    /* Asked first, but answered when the manager says so. */
    check(process_manager_count_resources_async(manager, NULL, &asked));
    check(process_manager_update_resource_oneway(
        manager, &(process_event){ .resource = "oak", .delta = 9 }, NULL));
    check(process_manager_update_resource_oneway(
        manager, &(process_event){ .resource = "fig", .delta = 4 }, NULL));
    check(gr_stop_processing(manager.ref));

    check(process_manager_count_resources_await(&asked, &counted, NULL));
    printf("main: there are %lld\n", (long long)counted->amount);
    gr_free(counted);
    return gr_node_destroy(node, &(gr_stop_options){ .drain = true }) == GR_OK ? 0 : 1;
}
