/* SPDX-License-Identifier: MIT */
/* Requests of the other side, calls and oneways: put into parcels on the transport's thread of the
 * session, one for each worker, and made mail of by that worker. And the answers to them. */

/* Design notes.
 *
 * What is done to a request before it is in a mailbox is done by the worker of its actor: there its
 * memory comes from the pool that it will go back to, nothing of the actor needs an atomic, and
 * nobody else looks at it. So the receiving thread only copies its bytes, which it has looked at as
 * a frame, behind those that came before for the same worker:
 *
 *     received:  | A's | B's | A's | a cancel for A | A's | B's |
 *     A's intake: parcel { A's, A's }, mail of the cancel, parcel { A's }
 *     B's intake: parcel { B's, B's }
 *
 * All parcels of a batch are delivered when it is through (gri_peer_post_chains), each worker is
 * woken once. A parcel that anything else is posted behind gets no more: so a worker's intake has
 * all in the order it came. There a parcel is unpacked in parts, between the turns of the actors
 * that it is for.
 *
 * Until it is made mail of, a request counts against limits.receive_bytes as that mail would.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "assert.h"
#include "log.h"
#include "peer.h"

/* What a parcel has room for at least, if there is as much to come; and what is kept for the next
 * one at most. */
enum { PARCEL_BYTES = 4096, KEPT_BYTES = 64 * 1024 };

/* ---- on the transport's thread ---- */

static void free_parcel(struct gri_peer_way *way, struct gri_parcel *parcel)
{
    if (parcel->cap <= KEPT_BYTES) {
        parcel = atomic_exchange_explicit(&way->spare, parcel, memory_order_acq_rel);
    }
    gri_mfree(parcel);
}

static void parcel_arrived(struct gri_worker *worker, struct gri_post *post);

/* A new one for `len` bytes, of `left` that are still to come, for all workers. NULL: out of
 * memory.
 */
static struct gri_parcel *open_parcel(struct gri_peer *peer, struct gri_peer_way *way, size_t len,
                                      size_t left)
{
    size_t share = left / peer->core->n_shards;
    size_t cap = share > PARCEL_BYTES ? share : left < PARCEL_BYTES ? left : PARCEL_BYTES;
    cap = cap > len ? cap : len;
    struct gri_parcel *parcel = atomic_exchange_explicit(&way->spare, NULL, memory_order_acq_rel);
    if (parcel != NULL && parcel->cap < cap) {
        gri_mfree(parcel);
        parcel = NULL;
    }
    if (parcel == NULL) {
        parcel = gri_malloc(sizeof(*parcel) + cap);
        if (parcel == NULL) {
            return NULL;
        }
        parcel->cap = cap;
    }
    parcel->post.run = parcel_arrived;
    parcel->peer = gri_peer_ref(peer);
    parcel->received_ns = peer->received_ns;
    parcel->at = 0;
    parcel->len = 0;
    return parcel;
}

/* One for an actor of no worker goes to the first, which refuses it. */
gr_code gri_peer_pass_request(struct gri_peer *peer, const struct gri_frame *frame,
                              struct gri_cursor bytes)
{
    uint32_t owner = gri_slab_owner_of(frame->actor);
    struct gri_peer_way *way = &peer->ways[owner < peer->core->n_shards ? owner : 0];
    size_t len = gri_cursor_left(&bytes);
    if (way->parcel == NULL || way->parcel->cap - way->parcel->len < len) {
        size_t left = (size_t)(gri_buffer_tail(&peer->in) - bytes.at);
        way->parcel = open_parcel(peer, way, len, left);
        if (way->parcel == NULL) {
            return GR_RESOURCE_EXHAUSTED;
        }
        gri_chain_add(&way->chain, &way->parcel->post);
    }
    struct gri_parcel *parcel = way->parcel;
    memcpy(parcel->bytes + parcel->len, bytes.at, len);
    parcel->len += len;
    peer->uncounted += sizeof(struct gri_mail) + len;
    return GR_OK;
}

/* ---- answers ---- */

/* The answer of a handler that has returned leaves with those that its worker comes to at once. */
static enum gri_pace pace_of(const struct gri_mail *mail)
{
    const struct gri_worker *worker = gri_worker_current();
    if (worker == NULL || worker->activity == NULL) {
        return GRI_PACE_AT_ONCE;
    }
    const struct gr_context *ctx = GRI_CONTAINER(worker->activity, struct gr_context, activity);
    bool has_more = worker->n_runnable > 0 || gri_mailbox_has_mail(&ctx->actor->mailbox);
    return has_more && ctx->mail == mail ? GRI_PACE_LAST : GRI_PACE_AT_ONCE;
}

static void answer_remote(struct gri_mail *mail, struct gri_result *result)
{
    struct gri_peer *peer = mail->answer_to;
    uint64_t call = mail->call;
    enum gri_pace pace = pace_of(mail);
    gri_mail_free(mail);
    gr_code code = result->code;
    struct gri_failure *failure = result->failure;
    result->failure = NULL;
    if (code == GR_OK) {
        struct gri_frame frame = { .kind = GRI_FRAME_REPLY, .call = call };
        const void *reply = result->reply == NULL ? NULL : result->reply->payload;
        gr_code sent = gri_peer_send_at(peer, pace, &frame, reply, 0, NULL);
        if (sent == GR_INVALID_ARGUMENT || sent == GR_RESOURCE_EXHAUSTED) {
            code = sent == GR_INVALID_ARGUMENT ? GR_INTERNAL : sent;
            failure = gri_failure_format(code, GR_RAN_YES, "", "the reply cannot be sent: %s",
                                         sent == GR_INVALID_ARGUMENT
                                             ? "it is larger than the caller's node takes"
                                             : "out of memory");
        }
    }
    if (code != GR_OK) {
        gri_peer_send_error(peer, call, code, result->ran, failure);
    }
    gri_result_fini(result);
    gri_peer_unref(peer);
}

/* ---- requests that come to nothing ---- */

/* A oneway that never became mail leaves a dead letter all the same. */
static void lose_oneway(struct gri_peer *peer, const struct gri_frame *frame, gr_code code,
                        const char *message)
{
    struct gri_core *core = peer->core;
    bool is_exported;
    const gr_service *service = gri_actor_service(core, frame->actor, &is_exported);
    gr_dead_letter letter = { .reason = gri_dead_reason_of(code), .code = code };
    char actor[GRI_ACTOR_LABEL_MAX];
    gri_core_describe(core, service, frame->actor, actor, sizeof(actor));
    gri_text_cut(letter.actor, sizeof(letter.actor), actor);
    gri_text_cut(letter.sender, sizeof(letter.sender), peer->name);
    gri_text_cut(letter.message, sizeof(letter.message), message);
    const gr_service *other;
    uint32_t method;
    if (service != NULL &&
        gri_numbers_find(&core->numbers, service, frame->method, &method, &other) == GR_OK) {
        (void)snprintf(letter.method, sizeof(letter.method), "%s.%s", service->name,
                       service->methods[method].name);
        if (gri_core_is_letter(&service->methods[method])) {
            gri_core_bury_letter(core, &letter);
            return;
        }
    }
    gri_core_bury(core, &letter);
}

/* A parcel that is being unpacked. Lives on the stack of its worker. */
struct unpacking {
    struct gri_peer *peer;
    struct gri_shard *shard;
    struct gri_peer_way *way;
    uint64_t received_ns;
    bool is_clogged;           /* its answers are not read: it gets no more of them */
    const gr_service *service; /* of the last request: */
    uint32_t number;           /* its method, there */
    uint32_t method;           /* and here */
};

/* The end of a call that never became mail. */
static void refuse(const struct unpacking *unpacking, const struct gri_frame *frame, gr_code code,
                   const char *message)
{
    struct gri_peer *peer = unpacking->peer;
    gri_core_count_refusal(peer->core, code, 1);
    if (frame->credit != 0) {
        gri_actor_return_credit(unpacking->shard, frame->actor, &unpacking->way->holder,
                                frame->credit);
    }
    if (frame->kind == GRI_FRAME_CALL) {
        gri_peer_send_error(peer, frame->call, code, GR_RAN_NO,
                            gri_failure_format(code, GR_RAN_NO, "", "%s", message));
        return;
    }
    if (code == GR_UNAVAILABLE) { /* nobody waits for it, but whoever has the name may look again */
        gri_peer_send_gone(peer, frame->actor);
    }
    lose_oneway(peer, frame, code, message);
}

/* ---- on the worker ---- */

/* Errors: FAILED_PRECONDITION, UNIMPLEMENTED; `why` says more. */
static gr_code look_for_method(struct gri_peer *peer, const struct gri_frame *frame,
                               const gr_service *service, uint32_t *out_method, char *why,
                               size_t why_cap)
{
    const gr_service *other;
    gr_code code =
        gri_numbers_find(&peer->core->numbers, service, frame->method, out_method, &other);
    if (code == GR_OK && service->methods[*out_method].internal) {
        code = GR_UNIMPLEMENTED;
    }
    if (code == GR_UNIMPLEMENTED) {
        (void)snprintf(why, why_cap, "that service has no such method here");
    } else if (code != GR_OK) {
        (void)snprintf(why, why_cap, "the actor is a %s, not a %s", service->name, other->name);
    } else if (frame->kind == GRI_FRAME_CALL && service->methods[*out_method].oneway) {
        (void)snprintf(why, why_cap, "%s.%s is oneway here: nothing answers it", service->name,
                       service->methods[*out_method].name);
        return GR_FAILED_PRECONDITION;
    }
    return code;
}

/* Most requests are for the same method as the one before. */
static gr_code find_method(struct unpacking *unpacking, const struct gri_frame *frame,
                           const gr_service *service, char *why, size_t why_cap)
{
    bool is_same = unpacking->service != NULL && unpacking->service == service &&
                   unpacking->number == frame->method;
    if (is_same &&
        (frame->kind == GRI_FRAME_ONEWAY || !service->methods[unpacking->method].oneway)) {
        return GR_OK;
    }
    unpacking->service = NULL;
    gr_code code =
        look_for_method(unpacking->peer, frame, service, &unpacking->method, why, why_cap);
    if (code == GR_OK) {
        unpacking->service = service;
        unpacking->number = frame->method;
    }
    return code;
}

/* The payload as mail, with the chain of those who wait for it. */
static gr_code unpack_mail(const struct unpacking *unpacking, const struct gri_frame *frame,
                           struct gri_mail **out_mail)
{
    bool is_call = frame->kind == GRI_FRAME_CALL;
    uint32_t n_chain = is_call ? frame->n_chain : 0;
    const gr_method *method = &unpacking->service->methods[unpacking->method];
    gr_code code = gri_mail_unpack_chained(
        is_call ? GRI_MAIL_CALL : GRI_MAIL_ONEWAY, method->request, method->request_is_flat,
        gri_cursor_over(frame->payload, frame->payload_len), &unpacking->peer->core->message_limits,
        n_chain, out_mail);
    for (uint32_t i = 0; code == GR_OK && i < n_chain; i++) {
        struct gri_step *step = &gri_mail_more(*out_mail)->chain[i];
        gri_frame_get_step(frame->chain + (size_t)i * GRI_FRAME_STEP_BYTES, &step->home,
                           &step->actor, &step->wait);
    }
    return code;
}

/* For whom it is, until when, by which credit; and to whom its answer goes. */
static void address(const struct unpacking *unpacking, const struct gri_frame *frame,
                    struct gri_mail *mail)
{
    struct gri_peer *peer = unpacking->peer;
    mail->actor = frame->actor;
    mail->credit = frame->credit;
    mail->is_foreign = true;
    mail->sender_node = peer->sender;
    gri_mail_more(mail)->holder = &unpacking->way->holder;
    if (frame->budget_ns != 0) {
        uint64_t left_ns = frame->budget_ns - 1; /* 1 says that it was due before it left */
        uint64_t from_ns = unpacking->received_ns;
        mail->deadline_ns = left_ns < UINT64_MAX - from_ns ? from_ns + left_ns : UINT64_MAX;
    }
    if (frame->kind == GRI_FRAME_CALL) {
        mail->call = frame->call;
        mail->answer = answer_remote;
        mail->answer_to = gri_peer_ref(peer);
        atomic_store_explicit(&peer->has_called, true, memory_order_relaxed);
    }
}

/* The method is known: the rest is in the payload. */
static void take_payload(const struct unpacking *unpacking, const struct gri_frame *frame,
                         struct gri_actor *actor)
{
    struct gri_mail *mail;
    gr_code code = unpack_mail(unpacking, frame, &mail);
    if (code != GR_OK) {
        refuse(unpacking, frame, code,
               code == GR_RESOURCE_EXHAUSTED ? "out of memory" : "the request cannot be decoded");
        return;
    }
    mail->service = unpacking->service;
    mail->method = unpacking->method;
    if (actor->is_machine && !gri_machine_is_asked_by(mail, unpacking->peer->home)) {
        gri_mail_free(mail);
        refuse(unpacking, frame, GR_INVALID_ARGUMENT,
               "the observer is no actor of the node that asks");
        return;
    }
    address(unpacking, frame, mail);
    gri_actor_receive(actor, mail);
}

static void take_request(struct unpacking *unpacking, const struct gri_frame *frame)
{
    struct gri_actor *actor = gri_slab_find(&unpacking->shard->actors, frame->actor);
    if (actor == NULL || !atomic_load_explicit(&actor->is_exported, memory_order_relaxed)) {
        refuse(unpacking, frame, GR_UNAVAILABLE, "the actor is gone");
        return;
    }
    if (frame->kind == GRI_FRAME_CALL && unpacking->is_clogged) {
        refuse(unpacking, frame, GR_RESOURCE_EXHAUSTED,
               "too many answers wait until the caller's node reads them");
        return;
    }
    char why[256];
    gr_code code = find_method(unpacking, frame, gri_actor_service_of(actor), why, sizeof(why));
    if (code != GR_OK) {
        refuse(unpacking, frame, code, why);
        return;
    }
    take_payload(unpacking, frame, actor);
}

static void take_credit(const struct unpacking *unpacking, const struct gri_frame *frame)
{
    gr_code code = gri_peer_on_credit(unpacking->peer, unpacking->shard, frame);
    if (code != GR_OK) {
        gri_peer_fail(unpacking->peer, code, "out of memory, or a malformed frame of kind 15");
    }
}

/* As many as there is time for. */
static void unpack_some(struct unpacking *unpacking, struct gri_parcel *parcel)
{
    struct gri_intake *intake = &unpacking->shard->intake;
    uint32_t most = gri_intake_left(intake);
    uint32_t n = 0;
    size_t counted = 0;
    for (; parcel->at < parcel->len && n < most; n++) {
        struct gri_frame frame;
        size_t used = 0;
        gr_code code = gri_frame_decode(parcel->bytes + parcel->at, parcel->len - parcel->at,
                                        SIZE_MAX, &frame, &used);
        GR_ASSERT(code == GR_OK && used > 0); /* it was looked at before */
        if (frame.kind == GRI_FRAME_CREDIT) {
            take_credit(unpacking, &frame);
        } else {
            take_request(unpacking, &frame);
        }
        parcel->at += used;
        counted += sizeof(struct gri_mail) + used;
    }
    gri_intake_spend(intake, n);
    gri_peer_count_handled(parcel->peer, counted);
}

static void parcel_arrived(struct gri_worker *worker, struct gri_post *post)
{
    struct gri_parcel *parcel = GRI_CONTAINER(post, struct gri_parcel, post);
    struct gri_peer *peer = parcel->peer;
    struct unpacking unpacking = { .peer = peer,
                                   .shard = gri_shard_of(worker),
                                   .way = &peer->ways[worker->options.index],
                                   .received_ns = parcel->received_ns,
                                   .is_clogged = gri_peer_is_clogged(peer) };
    unpack_some(&unpacking, parcel);
    if (parcel->at < parcel->len) {
        gri_intake_run_again(&unpacking.shard->intake, &parcel->post);
        return;
    }
    free_parcel(unpacking.way, parcel);
    gri_peer_unref(peer);
}
