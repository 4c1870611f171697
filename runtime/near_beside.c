/* SPDX-License-Identifier: MIT */
/* A oneway to an actor of another worker that goes by post: made as one to a neighbour is, where
 * nothing stands against it as far as can be known here. On the sender's worker. */
#include "near.h"

/* An actor of another worker, as far as can be known here, of just this service. NULL: go the long
 * way. */
static const struct gri_actor *find_there(struct gri_shard *there, gr_ref to,
                                          const gr_service *service)
{
    const struct gri_actor *actor = gri_slab_find(&there->actors, to.actor);
    const gr_type *type =
        actor == NULL ? NULL : atomic_load_explicit(&actor->type, memory_order_acquire);
    return type != NULL && type->service == service && service->machine == NULL ? actor : NULL;
}

bool gri_near_post(struct gri_worker *worker, gr_ref to, const gr_service *service, uint32_t method,
                   const void *request)
{
    const gr_method *table = &service->methods[method];
    struct gri_core *core = gri_shard_of(worker)->core;
    struct gri_shard *there = gri_core_shard(core, to.actor);
    if (to.node != core->handle || to.home != core->incarnation || there == NULL ||
        table->request == NULL || !gri_mail_is_plain(table->request_is_flat, request) ||
        gri_policy_overflow(&core->policies, service, method) == GR_OVERFLOW_WAIT ||
        find_there(there, to, service) == NULL) {
        return false;
    }
    size_t bytes = sizeof(struct gri_mail) + table->request->sizeof_message;
    void *block = gri_block_alloc(&worker->pool, bytes);
    if (block == NULL) {
        return false;
    }
    struct gri_mail *mail = gri_mail_init(block, GRI_MAIL_ONEWAY, bytes, false);
    gri_near_address(worker, mail, to, service, method);
    gri_mail_copy_plain(mail, table->request, request);
    gri_actor_send(core, mail, false);
    return true;
}
