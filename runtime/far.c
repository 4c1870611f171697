/* SPDX-License-Identifier: MIT */
/* The short way to other nodes, from the stubs' side. On the worker of the actor that sends. */
#include "far.h"

/* NULL: nothing is known of it, or it is not of the worker's node. */
static const struct gri_known *find(struct gri_worker *worker, gr_ref to, const gr_service *service,
                                    uint32_t method)
{
    struct gri_shard *shard = worker == NULL ? NULL : gri_shard_of(worker);
    if (shard == NULL || to.node != shard->core->handle) {
        return NULL;
    }
    const struct gri_known *known = gri_known_at(shard, to.home, service, method);
    bool is_it = known->peer != NULL && known->home == to.home && known->service == service &&
                 known->method == method;
    return is_it ? known : NULL;
}

/* Nothing, or scalars alone, of which a mailbox here would take the copy. */
static bool is_plain(const struct gri_worker *worker, const gr_method *method, const void *request)
{
    if (method->request == NULL) {
        return true;
    }
    size_t most = gri_shard_of((struct gri_worker *)worker)->core->message_limits.bytes;
    return gri_mail_is_plain(method->request_is_flat, request) &&
           method->request->sizeof_message <= most;
}

/* What it takes of the mailbox over there: as much as mail with a copy of it would. */
static uint32_t credit_of(const struct gri_known *known, const gr_method *method, uint32_t n_chain)
{
    size_t size = method->request == NULL ? 0 : method->request->sizeof_message;
    size_t bytes = gri_mail_bytes(size, n_chain);
    size_t most = known->peer->max_frame;
    return !known->waits ? 0 : (uint32_t)(bytes < most ? bytes : most);
}

bool gri_far_oneway(gr_ref to, const gr_service *service, uint32_t method, const void *request)
{
    struct gri_worker *worker = gri_worker_current();
    const struct gri_known *known = find(worker, to, service, method);
    const gr_method *table = &service->methods[method];
    if (known == NULL || !is_plain(worker, table, request)) {
        return false;
    }
    uint64_t position;
    const struct gri_frame frame = { .kind = GRI_FRAME_ONEWAY,
                                     .actor = to.actor,
                                     .method = known->number,
                                     .credit = credit_of(known, table, 0) };
    return gri_peer_try(known->peer, GRI_PACE_FIRST, &frame, table->request, request, &position);
}

/* The steps of who waits for this call. False: there are too many. */
static bool fill_chain(const struct gri_worker *worker, struct gri_far *far)
{
    struct gri_step steps[GRI_FAR_STEPS];
    far->n_chain = gri_chain_length(worker);
    if (far->n_chain > GRI_FAR_STEPS) {
        return false;
    }
    gri_chain_fill(worker, steps, far->n_chain);
    for (uint32_t i = 0; i < far->n_chain; i++) {
        gri_frame_put_step(far->chain + (size_t)i * GRI_FRAME_STEP_BYTES, steps[i].home,
                           steps[i].actor, steps[i].wait);
    }
    return true;
}

bool gri_far_sync(const struct gri_far_call *what, struct gri_result *out_result, gr_code *out_code,
                  const char **out_node)
{
    struct gri_worker *worker = gri_worker_current();
    const struct gri_known *known = find(worker, what->to, what->service, what->method);
    const gr_method *table = &what->service->methods[what->method];
    struct gri_far far = { .actor = what->to.actor, .message = what->request };
    bool is_short = known != NULL && worker->activity != NULL &&
                    !gri_activity_is_over(worker->activity, worker->now_ns) &&
                    is_plain(worker, table, what->request) && fill_chain(worker, &far);
    if (!is_short) {
        return false;
    }
    far.type = table->request;
    struct gri_shard *shard = gri_shard_of(worker);
    struct gri_operation operation = {
        .deadline_ns = gri_deadline_on(worker, shard->core, what->timeout_ms, table->timeout_ms,
                                       table->detached),
        .reply_type = table->reply,
        .detached = table->detached,
        .peer = known->peer,
        .frame_kind = GRI_FRAME_CALL,
        .method = known->number,
        .credit = credit_of(known, table, far.n_chain),
        .far = &far,
    };
    *out_node = known->peer->sender; /* while it is sure to be there */
    *out_code = gri_operate_far(shard, &operation, out_result);
    return operation.far != NULL;
}
