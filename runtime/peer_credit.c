/* SPDX-License-Identifier: MIT */
/* Credits of a session: taken, waited for and asked for by those who send, under the session's
 * lock; granted by the workers of those who receive, each its own holder's. */

/* Design notes.
 *
 *     a sender's thread        the lock    |  stream  |    the actor's worker
 *     gri_peer_send: no credit -> in line, |-- ask -->| ask_arrived: room? promised, counted in
 *                                   asked  |          | the mailbox; else waits there, in turn
 *     woken with its credit <-- on_grant --|<- grant -| with those that wait on that node
 *     appended             ----------------|- frame ->| takes the place that was promised
 *
 * Both sides keep the same account: what was granted, less what frames say they use, less what was
 * given back. Frames stay in order, so when an ask is looked at all that was sent before it has
 * come. What a peer says beyond its account is cut to it.
 *
 * Unused credits keep places that others might want: they are given back after a while (`sweep`),
 * or at once where the receiver says that somebody waits (recall).
 *
 * A frame whose sender does not wait, such as that of a delayed oneway, goes without a credit, as
 * do those of nodes that know nothing of credits: a full mailbox refuses it. */
#include "future.h"
#include "log.h"
#include "peer.h"
#include "wire.pb-c.h"

static const uint64_t sweep_ns = 500000000;

/* ---- what is said ---- */

static gr_code send_ask_locked(struct gri_peer *peer, const struct gri_flow_ask *ask)
{
    Greenroom__Wire__CreditAsk body = GREENROOM__WIRE__CREDIT_ASK__INIT;
    Greenroom__Wire__Credit credit = GREENROOM__WIRE__CREDIT__INIT;
    body.messages = ask->n;
    body.bytes = ask->bytes;
    body.least_bytes = ask->least_bytes;
    body.back_messages = ask->back_n;
    body.back_bytes = ask->back_bytes;
    credit.ask = &body;
    struct gri_frame frame = { .kind = GRI_FRAME_CREDIT, .actor = ask->actor };
    return gri_peer_append_locked(peer, &frame, &credit, NULL);
}

void gri_peer_tell_holder(struct gri_holder *holder, uint64_t actor,
                          const struct gri_grant_news *news)
{
    struct gri_peer *peer = GRI_CONTAINER(holder, struct gri_peer_way, holder)->peer;
    Greenroom__Wire__CreditGrant body = GREENROOM__WIRE__CREDIT_GRANT__INIT;
    Greenroom__Wire__Credit credit = GREENROOM__WIRE__CREDIT__INIT;
    body.messages = news->n;
    body.bytes = news->bytes;
    body.answers = news->answers;
    body.recall = news->recall;
    body.code = news->code;
    credit.grant = &body;
    struct gri_frame frame = { .kind = GRI_FRAME_CREDIT, .actor = actor };
    gr_code code = gri_peer_send(peer, &frame, &credit, 0, NULL);
    if (code == GR_RESOURCE_EXHAUSTED) {
        gri_peer_close(peer, "out of memory"); /* else somebody would wait for it in vain */
    }
}

/* ---- rest ---- */

/* Where there is no memory to say so, it is tried again. */
static void give_back_locked(struct gri_peer *peer, struct gri_flow *flow)
{
    struct gri_flow_ask back;
    if (gri_flow_unused(flow, &back) && send_ask_locked(peer, &back) == GR_OK) {
        gri_flow_gave_back(flow);
    }
}

void gri_peer_sweep(struct gri_timer *timer)
{
    struct gri_peer *peer = GRI_CONTAINER(timer, struct gri_peer, sweep);
    struct gri_worker *worker = &peer->shard->worker;
    pthread_mutex_lock(&peer->lock);
    struct gri_flow *flow = gri_flow_next(&peer->flows, NULL);
    while (flow != NULL && peer->state != GRI_PEER_CLOSED) {
        struct gri_flow *next = gri_flow_next(&peer->flows, flow);
        if (gri_flow_rested(flow)) {
            give_back_locked(peer, flow);
            (void)gri_flow_close(&peer->flows, flow);
        }
        flow = next;
    }
    peer->is_sweeping = peer->flows.n > 0 && peer->state != GRI_PEER_CLOSED;
    bool is_sweeping = peer->is_sweeping;
    gri_peer_push_locked(peer);
    pthread_mutex_unlock(&peer->lock);
    if (is_sweeping) {
        gri_timer_arm(&worker->wheel, timer, worker->now_ns + sweep_ns);
    }
}

static void sweep_arrived(struct gri_worker *worker, struct gri_post *post)
{
    struct gri_peer *peer = GRI_CONTAINER(post, struct gri_peer, sweep_post);
    pthread_mutex_lock(&peer->lock);
    bool is_closed = peer->state == GRI_PEER_CLOSED;
    pthread_mutex_unlock(&peer->lock);
    if (!is_closed) { /* else nobody would cancel it */
        gri_timer_arm(&worker->wheel, &peer->sweep, worker->now_ns + sweep_ns);
    }
    gri_peer_unref(peer);
}

/* From the first flow on. */
static void sweep_later_locked(struct gri_peer *peer)
{
    if (!peer->is_sweeping) {
        peer->is_sweeping = true;
        peer->sweep_post.run = sweep_arrived;
        gri_worker_post(&gri_peer_ref(peer)->shard->worker, &peer->sweep_post);
    }
}

/* ---- who sends ---- */

static gr_code ask_locked(struct gri_peer *peer, struct gri_flow *flow)
{
    struct gri_flow_ask ask;
    if (!gri_flow_wants(flow, &ask)) {
        return GR_OK;
    }
    gr_code code = send_ask_locked(peer, &ask);
    if (code == GR_OK) {
        gri_flow_asked(flow, &ask);
    }
    return code;
}

/* The flow may be gone by the time the wait is over. */
static gr_code wait_for_credit_locked(struct gri_peer *peer, struct gri_flow *flow,
                                      const struct gri_frame *frame, uint64_t until_ns)
{
    struct gri_flow_waiter waiter = { .bytes = frame->credit };
    gr_code code = gri_waiter_init(&waiter.waiter, peer->core->env);
    if (code != GR_OK) {
        return code;
    }
    gri_flow_join(flow, &waiter);
    code = ask_locked(peer, flow);
    if (code != GR_OK) {
        gri_flow_leave(flow, &waiter);
        return code;
    }
    struct gri_blocked blocked = { .home = peer->home, .actor = frame->actor, .call = frame->call };
    gri_peer_push_locked(peer);
    pthread_mutex_unlock(&peer->lock);
    gri_blocked_begin(&blocked, waiter.waiter.worker);
    code = gri_waiter_wait(&waiter.waiter, until_ns);
    gri_blocked_end(&blocked);
    pthread_mutex_lock(&peer->lock);
    if (code != GR_OK && gri_list_is_linked(&waiter.waiter.link)) {
        gri_flow_leave(flow, &waiter);
        return code;
    }
    if (code != GR_OK) { /* what it waited for has come all the same */
        pthread_mutex_unlock(&peer->lock);
        gri_waiter_settle(&waiter.waiter);
        pthread_mutex_lock(&peer->lock);
    }
    return waiter.code;
}

gr_code gri_peer_take_credit_locked(struct gri_peer *peer, const struct gri_frame *frame,
                                    uint64_t until_ns)
{
    struct gri_flow *flow;
    gr_code code = gri_flow_open(&peer->flows, frame->actor, &flow);
    if (code != GR_OK) {
        return code;
    }
    sweep_later_locked(peer);
    if (gri_flow_take(flow, frame->credit)) {
        return GR_OK;
    }
    code = wait_for_credit_locked(peer, flow, frame, until_ns);
    return code == GR_OK && peer->state == GRI_PEER_CLOSED ? GR_UNAVAILABLE : code;
}

void gri_peer_put_credit_back_locked(struct gri_peer *peer, const struct gri_frame *frame)
{
    struct gri_flow *flow = gri_flow_find(&peer->flows, frame->actor);
    if (flow != NULL) {
        gri_flow_put_back(flow, frame->credit);
    }
}

void gri_peer_ask_ahead_locked(struct gri_peer *peer, const struct gri_frame *frame)
{
    struct gri_flow *flow = gri_flow_find(&peer->flows, frame->actor);
    if (flow != NULL) {
        gr_ignore(ask_locked(peer, flow)); /* whoever needs one asks again */
    }
}

static void on_grant(struct gri_peer *peer, uint64_t actor,
                     const Greenroom__Wire__CreditGrant *grant)
{
    pthread_mutex_lock(&peer->lock);
    struct gri_flow *flow = gri_flow_find(&peer->flows, actor);
    if (flow != NULL && grant->code != GR_OK) {
        gri_flow_fail(flow, grant->answers,
                      grant->code == GR_RESOURCE_EXHAUSTED ? GR_RESOURCE_EXHAUSTED
                                                           : GR_UNAVAILABLE);
    } else if (flow != NULL) {
        gri_flow_grant(flow, grant->messages, grant->bytes, grant->answers);
        if (grant->recall) {
            give_back_locked(peer, flow);
        }
        gr_code code = gri_flow_is_waited_for(flow) ? ask_locked(peer, flow) : GR_OK;
        if (code != GR_OK) {
            gri_flow_fail(flow, 0, code);
        }
    }
    gri_peer_push_locked(peer);
    pthread_mutex_unlock(&peer->lock);
    if (grant->code == GR_UNAVAILABLE) {
        peer->core->forget_name(peer->core, peer->home, actor);
    }
}

/* ---- who receives ---- */

static void take_ask(struct gri_peer *peer, struct gri_shard *shard, uint64_t actor,
                     const Greenroom__Wire__CreditAsk *body)
{
    uint64_t most = sizeof(struct gri_mail) + peer->core->limits.message_bytes;
    const struct gri_grant_ask ask = { .holder = &peer->ways[shard - peer->core->shards].holder,
                                       .n = body->messages,
                                       .bytes = body->bytes,
                                       .least_bytes =
                                           body->least_bytes < most ? body->least_bytes : most,
                                       .back_n = body->back_messages,
                                       .back_bytes = body->back_bytes };
    gri_actor_ask_for_room(shard, actor, &ask);
}

/* The worker's part comes with the requests that it is about. */
bool gri_peer_is_ask(const struct gri_frame *frame)
{
    enum { ask_tag = 1 << 3 | GRI_WIRE_BYTES };
    return frame->kind == GRI_FRAME_CREDIT && frame->payload_len > 0 &&
           frame->payload[0] == ask_tag;
}

gr_code gri_peer_on_credit(struct gri_peer *peer, struct gri_shard *shard,
                           const struct gri_frame *frame)
{
    static const struct gri_message_limits limits = { 4, 64 << 10 };
    struct gri_arena arena;
    const void *body;
    gri_arena_init(&arena, 512, limits.bytes);
    gr_code code = gri_message_unpack(&greenroom__wire__credit__descriptor, frame->payload,
                                      frame->payload_len, &limits, &arena, &body);
    const Greenroom__Wire__Credit *credit = body;
    if (code == GR_OK && credit->grant != NULL) {
        on_grant(peer, frame->actor, credit->grant);
    }
    if (code == GR_OK && credit->ask != NULL && shard != NULL) {
        take_ask(peer, shard, frame->actor, credit->ask);
    }
    gri_arena_fini(&arena);
    return code;
}
