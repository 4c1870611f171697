/* SPDX-License-Identifier: MIT */
/* The short way of a request to another node: where the session takes it at once it is packed
 * straight into what is to be sent. On the worker of the actor that sends it. */

/* Design notes.
 *
 * What a worker's actors have sent once they send again. So each worker knows some methods of
 * actors elsewhere: their numbers there, and the session that leads there (struct gri_known). It
 * holds no reference to the session: that stays until the worker has had the news of its end
 * (`down`), which makes it forget. A session that has retired says so when it is tried; the long
 * way then finds its heir.
 *
 * Whatever is out of the ordinary goes the long way, from the beginning: it waits for room and for
 * credits, knows corks and heirs, and says what is wrong. Here nothing has been done by then. */
#include "peer.h"

void gri_peer_know(struct gri_peer *peer, struct gri_shard *shard, const struct gri_known *known)
{
    if (!peer->ways[shard->worker.options.index].is_down) {
        *gri_known_at(shard, known->home, known->service, known->method) = *known;
    }
}

void gri_peer_forget(const struct gri_peer *peer, struct gri_shard *shard)
{
    for (size_t i = 0; i < GRI_KNOWN; i++) {
        if (shard->known[i].peer == peer) {
            shard->known[i] = (struct gri_known){ .peer = NULL };
        }
    }
}

/* Whether it takes requests, and appends them to `out`. */
static bool is_open_locked(const struct gri_peer *peer)
{
    return peer->state == GRI_PEER_UP && peer->heir == NULL && peer->corks == 0 &&
           peer->corked.len == 0 && peer->out.len < peer->core->limits.send_bytes;
}

/* `*out_flow`: what it has used a credit of; NULL: it needs none. */
static bool take_credit_locked(struct gri_peer *peer, const struct gri_frame *frame,
                               struct gri_flow **out_flow)
{
    struct gri_flow *flow = NULL;
    if (frame->credit != 0) {
        flow = gri_flow_find(&peer->flows, frame->actor);
        if (flow == NULL || !gri_flow_take(flow, frame->credit)) {
            return false;
        }
    }
    *out_flow = flow;
    return true;
}

static bool append_locked(struct gri_peer *peer, const struct gri_frame *frame,
                          const ProtobufCMessageDescriptor *type, const void *message)
{
    uint8_t *payload;
    gr_code code = type == NULL ? gri_frame_begin(&peer->out, frame, &payload)
                                : gri_frame_append_plain(&peer->out, frame, type, message);
    return code == GR_OK;
}

static bool try_locked(struct gri_peer *peer, const struct gri_frame *frame,
                       const ProtobufCMessageDescriptor *type, const void *message)
{
    struct gri_flow *flow;
    if (!is_open_locked(peer) || !take_credit_locked(peer, frame, &flow)) {
        return false;
    }
    if (!append_locked(peer, frame, type, message)) {
        if (flow != NULL) {
            gri_flow_put_back(flow, frame->credit);
        }
        return false;
    }
    peer->requests++;
    peer->in_out.requests++;
    peer->in_out.oneways += frame->kind == GRI_FRAME_ONEWAY;
    if (flow != NULL && gri_flow_is_low(flow)) {
        gri_peer_ask_ahead_locked(peer, frame);
    }
    return true;
}

bool gri_peer_try(struct gri_peer *peer, enum gri_pace pace, const struct gri_frame *frame,
                  const ProtobufCMessageDescriptor *type, const void *message,
                  uint64_t *out_position)
{
    size_t most = type == NULL ? 0 : gri_message_plain_max(type);
    if (most + GRI_FRAME_OVERHEAD + 3u + (size_t)frame->n_chain * GRI_FRAME_STEP_BYTES >
        peer->max_frame) {
        return false;
    }
    pthread_mutex_lock(&peer->lock);
    bool is_sent = try_locked(peer, frame, type, message);
    *out_position = peer->requests;
    if (is_sent) {
        gri_peer_push_in_time_locked(peer, pace);
    }
    pthread_mutex_unlock(&peer->lock);
    return is_sent;
}
