/* SPDX-License-Identifier: MIT */
/* The API that supervisors are made with: types by name, names that are kept, chance and time. */
#include "greenroom/supervise.h"

#include <string.h>

#include "actor.h"
#include "context.h"
#include "stub_parts.h"

gr_code gr_stub_offer(gr_node *node, const gr_type *type)
{
    GRI_VISIT;
    struct gri_entry entry;
    if (node == NULL || type == NULL || type->service == NULL) {
        return GR_INVALID_ARGUMENT;
    }
    gr_code code = gri_enter(node->core.handle, &entry);
    if (code == GR_OK) {
        code = gri_names_offer(&entry.core->names, type);
        gri_leave(&entry);
    }
    return code;
}

static gr_code spawn_packed(gr_node *node, const gr_type *type, const void *args, size_t args_len,
                            const gr_spawn_options *options, gr_ref *out_ref, gr_error *error)
{
    const struct gri_message_limits *limits = &node->core.message_limits;
    struct gri_arena scratch;
    const void *unpacked;
    gri_arena_init(&scratch, 1024, 4 * limits->bytes);
    gr_code code =
        gri_message_unpack(type->service->args, args, args_len, limits, &scratch, &unpacked);
    if (code == GR_OK) {
        code = gr_stub_spawn(node, type, unpacked, options, out_ref, error);
    } else {
        code = gri_error_set(error, code, GR_RAN_NO, "the arguments are no %s",
                             type->service->args->name);
    }
    gri_arena_fini(&scratch);
    return code;
}

gr_code gr_spawn_offered(gr_node *node, const char *service, const void *args, size_t args_len,
                         const gr_spawn_options *options, gr_ref *out_ref, gr_error *error)
{
    GRI_VISIT;
    if (node == NULL || service == NULL || (args == NULL && args_len > 0)) {
        return gri_error_set(error, GR_INVALID_ARGUMENT, GR_RAN_NO, "node and service are needed");
    }
    const gr_type *type = gri_names_offered(&node->core.names, service);
    if (type == NULL) {
        return gri_error_set(error, GR_NOT_FOUND, GR_RAN_NO, "node %s offers no %s",
                             node->core.name, service);
    }
    if (type->service->args != NULL) {
        return spawn_packed(node, type, args, args_len, options, out_ref, error);
    }
    if (args_len > 0) {
        return gri_error_set(error, GR_INVALID_ARGUMENT, GR_RAN_NO, "a %s takes no arguments",
                             service);
    }
    return gr_stub_spawn(node, type, NULL, options, out_ref, error);
}

gr_code gr_keep_name(gr_context *ctx, const char *name)
{
    GRI_VISIT;
    if (!gri_context_is_running(ctx)) {
        return GR_FAILED_PRECONDITION;
    }
    if (!gri_name_is_valid(name)) {
        return GR_INVALID_ARGUMENT;
    }
    struct gri_bonds *bonds = gri_bonds_of(ctx->actor);
    if (bonds == NULL) {
        return GR_RESOURCE_EXHAUSTED;
    }
    gr_code code = gri_names_keep(&ctx->actor->shard->core->names, name, gri_actor_id(ctx->actor));
    bonds->n_kept += code == GR_OK;
    return code;
}

gr_code gr_release_name(gr_context *ctx, const char *name)
{
    GRI_VISIT;
    if (!gri_context_is_running(ctx)) {
        return GR_FAILED_PRECONDITION;
    }
    struct gri_bonds *bonds = ctx->actor->bonds;
    if (name == NULL || bonds == NULL) {
        return GR_NOT_FOUND;
    }
    gr_code code =
        gri_names_release(&ctx->actor->shard->core->names, name, gri_actor_id(ctx->actor));
    bonds->n_kept -= code == GR_OK;
    return code;
}

uint64_t gr_random(gr_context *ctx)
{
    GRI_VISIT;
    if (!gri_context_is_running(ctx)) {
        return 0;
    }
    gri_env *env = ctx->actor->shard->core->env;
    return env->ops->random(env);
}

uint64_t gr_clock_ns(gr_context *ctx)
{
    GRI_VISIT;
    return gri_context_is_running(ctx) ? gri_worker_now(&ctx->actor->shard->worker) : 0;
}
