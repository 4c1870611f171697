/* SPDX-License-Identifier: MIT */
/* What a peer's frames do to this node: requests are passed on to peer_request.c, answers go to
 * those who wait. On the transport's thread of the session, one frame at a time; nothing here
 * waits. */
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "log.h"
#include "notices.pb-c.h"
#include "peer.h"
#include "wire.pb-c.h"

/* So many times max_monitors a session may come to have that other sessions had before. */
enum { SESSIONS = 4 };

static gr_code refuse_session(char *why, size_t why_cap, const char *format, ...) GR_PRINTF(3, 4);
static gr_code refuse_session(char *why, size_t why_cap, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    (void)vsnprintf(why, why_cap, format, args);
    va_end(args);
    return GR_INVALID_ARGUMENT;
}

gr_code gri_peer_unpack(struct gri_peer *peer, const ProtobufCMessageDescriptor *type,
                        const struct gri_frame *frame, const void **out_body)
{
    static const struct gri_message_limits limits = { 4, GRI_MESSAGE_BYTES_MAX };
    gri_arena_reset(&peer->scratch);
    return gri_message_unpack(type, frame->payload, frame->payload_len, &limits, &peer->scratch,
                              out_body);
}

/* ---- hello ---- */

static gr_code on_hello(struct gri_peer *peer, const struct gri_frame *frame, char *why,
                        size_t why_cap)
{
    const void *body;
    if (gri_peer_unpack(peer, &greenroom__wire__hello__descriptor, frame, &body) != GR_OK) {
        return refuse_session(why, why_cap, "its hello cannot be read");
    }
    const Greenroom__Wire__Hello *hello = body;
    if (hello->magic != GRI_WIRE_MAGIC) {
        return refuse_session(why, why_cap, "it does not speak this protocol");
    }
    if (hello->version != GRI_WIRE_VERSION) {
        return refuse_session(why, why_cap, "it speaks version %u of the protocol, this node %u",
                              hello->version, GRI_WIRE_VERSION);
    }
    if (!gri_name_is_valid(hello->node) || hello->incarnation == 0) {
        return refuse_session(why, why_cap, "its hello has no proper name or incarnation");
    }
    if (hello->incarnation == peer->core->incarnation) {
        peer->is_self = true;
        return refuse_session(why, why_cap, "it is this node itself");
    }
    if (hello->max_frame_bytes < GRI_FRAME_FIRST_MAX) {
        return refuse_session(why, why_cap, "it takes frames of %u bytes at most, %u are needed",
                              hello->max_frame_bytes, GRI_FRAME_FIRST_MAX);
    }
    pthread_mutex_lock(&peer->lock);
    (void)snprintf(peer->name, sizeof(peer->name), "%s", hello->node);
    peer->home = hello->incarnation;
    peer->max_frame = hello->max_frame_bytes;
    peer->there = hello->session;
    peer->up_ns = peer->core->env->ops->now_ns(peer->core->env);
    bool is_closed = peer->state == GRI_PEER_CLOSED;
    if (!is_closed) {
        peer->state = GRI_PEER_UP;
    }
    pthread_mutex_unlock(&peer->lock);
    atomic_store_explicit(&peer->heard_ns, peer->up_ns, memory_order_relaxed);
    atomic_store_explicit(&peer->is_greeted, true, memory_order_relaxed);
    peer->sender = gri_letters_node(&peer->core->letters, peer->name);
    if (is_closed || peer->events->up(peer->events_arg, peer) != GR_OK) {
        return refuse_session(why, why_cap, "this node takes no more sessions");
    }
    return GR_OK;
}

/* ---- what goes to actors ---- */

/* `worker` NULL: it has come to its end already. */
static void post_mail(struct gri_peer *peer, struct gri_worker *worker, struct gri_mail *mail)
{
    if (worker != NULL) {
        gri_peer_post(peer, worker, &mail->post);
    }
}

/* ---- monitors from over there ---- */

static void answer_failed_monitor(struct gri_mail *mail, gr_code code)
{
    struct gri_frame frame = { .kind = GRI_FRAME_ERROR,
                               .call = mail->call,
                               .method = GRI_FRAME_TELLS };
    Greenroom__Wire__Failure body = GREENROOM__WIRE__FAILURE__INIT;
    body.code = code;
    body.ran = GREENROOM__WIRE__RAN__RAN_NO;
    body.message = code == GR_UNAVAILABLE ? (char *)"the session it was watched by has ended"
                                          : (char *)gr_code_name(code);
    gri_peer_tell(mail->answer_to, &frame, &body);
}

/* An actor has ended, or is not to be watched. What is owed with it end_monitor() counts. */
static void answer_monitor(struct gri_mail *mail, struct gri_result *result)
{
    const struct gri_peer *peer = mail->answer_to;
    struct gri_frame frame = { .kind = GRI_FRAME_REPLY,
                               .call = mail->call,
                               .method = GRI_FRAME_TELLS };
    Greenroom__Down body = GREENROOM__DOWN__INIT;
    Greenroom__Ref actor = GREENROOM__REF__INIT;
    actor.node = peer->core->incarnation;
    actor.actor = mail->actor;
    actor.service = mail->service == NULL ? actor.service : (char *)mail->service->name;
    body.actor = &actor;
    body.reason = (Greenroom__Down__Reason)(result->value >> 32);
    body.code = (gr_code)(uint32_t)result->value;
    if (result->code != GR_OK) {
        answer_failed_monitor(mail, result->code);
    } else {
        gri_peer_tell(mail->answer_to, &frame, &body);
    }
    gri_mail_free(mail);
    gri_result_fini(result);
}

/* The `let_go` of a monitor's mail. */
static void end_monitor(struct gri_mail *mail)
{
    struct gri_peer *peer = gri_mail_more(mail)->peer;
    atomic_fetch_sub(&peer->n_monitors, 1);
    gri_peer_owe(peer, -1); /* whether it was answered or not */
    gri_peer_finish(peer);
    gri_peer_unref(peer);
}

static struct gri_mail *monitor_mail(struct gri_peer *peer, const struct gri_frame *frame,
                                     const Greenroom__Ref *linker)
{
    struct gri_mail *mail = gri_mail_create(linker == NULL ? GRI_MAIL_CALL : GRI_MAIL_LINK,
                                            linker == NULL ? 0 : sizeof(gr_ref));
    if (mail == NULL) {
        return NULL;
    }
    if (linker != NULL) {
        gr_ref ref = { peer->core->handle, peer->home, linker->actor }; /* none of another node's */
        memcpy(mail->payload, &ref, sizeof(ref));
    }
    mail->actor = frame->actor;
    mail->call = frame->call;
    mail->answer = answer_monitor;
    mail->answer_to = peer;
    mail->let_go = end_monitor;
    gri_mail_more(mail)->peer = gri_peer_ref(peer);
    mail->post.run =
        frame->method == GRI_FRAME_MOVES ? gri_monitor_move_arrived : gri_monitor_arrived;
    return mail;
}

static gr_code on_monitor(struct gri_peer *peer, const struct gri_frame *frame)
{
    const void *linker = NULL;
    if (frame->payload_len > 0) {
        gr_code code = gri_peer_unpack(peer, &greenroom__ref__descriptor, frame, &linker);
        if (code != GR_OK) {
            return code;
        }
    }
    if (linker != NULL && peer->core->refuses_links) {
        gri_peer_send_error(peer, frame->call, GR_PERMISSION_DENIED, GR_RAN_NO, NULL);
        return GR_OK;
    }
    struct gri_shard *shard = gri_core_shard(peer->core, frame->actor);
    bool moves = frame->method == GRI_FRAME_MOVES;
    uint64_t most = (uint64_t)peer->core->limits.max_monitors * (moves ? SESSIONS : 1);
    bool is_too_much = atomic_load(&peer->n_monitors) >= most;
    struct gri_mail *mail = is_too_much ? NULL : monitor_mail(peer, frame, linker);
    if (mail == NULL && moves) {
        return GR_RESOURCE_EXHAUSTED; /* the end of the session ends it */
    }
    if (mail == NULL) {
        gri_peer_send_error(peer, frame->call, GR_RESOURCE_EXHAUSTED, GR_RAN_NO, NULL);
        return GR_OK;
    }
    atomic_fetch_add(&peer->n_monitors, 1);
    atomic_store_explicit(&peer->has_called, true, memory_order_relaxed);
    post_mail(peer, &(shard == NULL ? &peer->core->shards[0] : shard)->worker, mail);
    return GR_OK;
}

/* Counted with the calls: a flood of them is no cheaper. Without an actor it is of a lookup. */
static gr_code on_cancel(struct gri_peer *peer, const struct gri_frame *frame)
{
    if (frame->actor == 0) {
        gri_names_drop_wait(&peer->core->names, &peer->asker, frame->call);
        return GR_OK;
    }
    struct gri_mail *cancel = gri_mail_create(GRI_MAIL_REPLY, 0);
    if (cancel == NULL) {
        return GR_RESOURCE_EXHAUSTED;
    }
    const void *failure;
    if (frame->payload_len > 0 &&
        gri_peer_unpack(peer, &greenroom__wire__failure__descriptor, frame, &failure) == GR_OK) {
        gri_mail_more(cancel)->result.code =
            gri_failing_code(((const Greenroom__Wire__Failure *)failure)->code);
    }
    cancel->actor = frame->actor;
    cancel->answer_to = peer;
    cancel->call = frame->call;
    gri_peer_count_unhandled(peer, cancel);
    post_mail(peer, gri_actor_address_cancel(peer->core, cancel), cancel);
    return GR_OK;
}

static gr_code on_probe(struct gri_peer *peer, const struct gri_frame *frame)
{
    struct gri_mail *probe;
    gr_code code = gri_mail_unpack_chained(
        GRI_MAIL_REPLY, &greenroom__wire__probe__descriptor, false,
        gri_cursor_over(frame->payload, frame->payload_len), &gri_probe_limits, 0, &probe);
    if (code == GR_OK) {
        probe->actor = frame->actor;
        probe->answer_to = peer;
        probe->call = frame->call;
        if (gri_core_shard(peer->core, frame->actor) != NULL) {
            gri_mail_more(probe)->holder = gri_peer_holder(peer, frame->actor);
        }
        gri_peer_count_unhandled(peer, probe);
        post_mail(peer, gri_actor_address_probe(peer->core, probe), probe);
    }
    return code == GR_RESOURCE_EXHAUSTED ? GR_OK : code; /* it will be asked again */
}

static void send_status(struct gri_mail *mail, struct gri_result *result)
{
    (void)result;
    struct gri_peer *peer = mail->answer_to;
    struct gri_inquiry *inquiry = (void *)mail->payload;
    Greenroom__Wire__Status status = GREENROOM__WIRE__STATUS__INIT;
    struct gri_frame frame = { .kind = GRI_FRAME_STATUS, .call = mail->call };
    if (inquiry->seen.where != GRI_WHERE_TOLD) {
        gri_seen_describe(&inquiry->seen, inquiry->doing, sizeof(inquiry->doing));
    }
    status.queue_ns = inquiry->seen.queue_ns;
    status.handler_ns = inquiry->seen.handler_ns;
    status.actor = (char *)inquiry->actor;
    status.doing = (char *)inquiry->doing;
    gr_ignore(gri_peer_send(peer, &frame, &status, GRI_PEER_AT_ONCE, NULL)); /* it helps, no more */
    gri_mail_free(mail);
}

static gr_code on_inquiry(struct gri_peer *peer, const struct gri_frame *frame)
{
    struct gri_mail *inquiry = gri_inquiry_create(frame->actor, peer, frame->call);
    if (inquiry == NULL) {
        return GR_OK;
    }
    inquiry->answer = send_status;
    gri_peer_count_unhandled(peer, inquiry);
    post_mail(peer, gri_actor_address_inquiry(peer->core, inquiry), inquiry);
    return GR_OK;
}

/* ---- answers to our calls ---- */

static struct gri_calls *calls_of(struct gri_core *core, uint64_t call)
{
    struct gri_shard *shard = gri_core_shard(core, call);
    if (gri_slab_owner_of(call) == GRI_CALLS_SHARED) {
        return &core->calls;
    }
    return shard == NULL ? NULL : &shard->calls;
}

static gr_code end_call(struct gri_peer *peer, uint64_t call, struct gri_result *result)
{
    struct gri_mail *carrier =
        result->reply != NULL ? result->reply : gri_mail_create(GRI_MAIL_REPLY, 0);
    if (carrier == NULL) {
        gri_result_fini(result);
        return GR_RESOURCE_EXHAUSTED; /* the session's end will end the call */
    }
    post_mail(peer, gri_core_carry(peer->core, call, peer, result, carrier), carrier);
    return GR_OK;
}

/* Whether a call to this peer is open by that number; else its answer is late, and counted. */
static bool is_open(struct gri_peer *peer, const struct gri_frame *frame,
                    const ProtobufCMessageDescriptor **out_type)
{
    struct gri_calls *calls = calls_of(peer->core, frame->call);
    if (calls != NULL && gri_calls_reply_type(calls, frame->call, peer, peer->home, out_type)) {
        return true;
    }
    if (frame->method != GRI_FRAME_TELLS) { /* a monitor that was moved may be told of twice */
        atomic_fetch_add_explicit(calls == NULL ? &peer->core->calls.late : &calls->late, 1,
                                  memory_order_relaxed);
    }
    return false;
}

static gr_code on_reply(struct gri_peer *peer, const struct gri_frame *frame)
{
    const ProtobufCMessageDescriptor *type;
    if (!is_open(peer, frame, &type)) {
        return GR_OK;
    }
    struct gri_result result = { .code = GR_OK, .ran = GR_RAN_YES };
    if (type != NULL) {
        gr_code code = gri_mail_unpack_chained(GRI_MAIL_REPLY, type, gri_message_is_flat(type),
                                               gri_cursor_over(frame->payload, frame->payload_len),
                                               &peer->core->message_limits, 0, &result.reply);
        if (code != GR_OK) {
            result.code = code == GR_RESOURCE_EXHAUSTED ? code : GR_INTERNAL;
            result.failure = gri_failure_format(
                result.code, GR_RAN_YES, "", "the reply of node %s %s", peer->name,
                code == GR_RESOURCE_EXHAUSTED ? "came, but there was no memory for it"
                                              : "cannot be decoded");
        }
    }
    return end_call(peer, frame->call, &result);
}

/* One that comes too late is no answer that came too late: it is passed over, and not counted. */
static gr_code on_status(struct gri_peer *peer, const struct gri_frame *frame)
{
    const void *body;
    const ProtobufCMessageDescriptor *type;
    struct gri_calls *calls = calls_of(peer->core, frame->call);
    if (calls == NULL || !gri_calls_reply_type(calls, frame->call, peer, 0, &type)) {
        return GR_OK;
    }
    gr_code code = gri_peer_unpack(peer, &greenroom__wire__status__descriptor, frame, &body);
    struct gri_mail *mail = code == GR_OK ? gri_inquiry_create(0, peer, frame->call) : NULL;
    if (mail == NULL) {
        return code;
    }
    const Greenroom__Wire__Status *status = body;
    struct gri_inquiry *inquiry = (void *)mail->payload;
    inquiry->seen.now_ns = peer->core->env->ops->now_ns(peer->core->env);
    inquiry->seen.queue_ns = status->queue_ns;
    inquiry->seen.handler_ns = status->handler_ns;
    gri_text_clean(inquiry->actor, sizeof(inquiry->actor), status->actor);
    gri_text_clean(inquiry->doing, sizeof(inquiry->doing), status->doing);
    gri_peer_count_unhandled(peer, mail);
    post_mail(peer, gri_actor_address_status(peer->core, mail), mail);
    return GR_OK;
}

static gr_code on_error(struct gri_peer *peer, const struct gri_frame *frame)
{
    const void *body;
    const ProtobufCMessageDescriptor *type;
    gr_code code = gri_peer_unpack(peer, &greenroom__wire__failure__descriptor, frame, &body);
    if (code == GR_OK && frame->call == 0 && frame->actor != 0) {
        peer->core->forget_name(peer->core, peer->home, frame->actor);
        return GR_OK;
    }
    if (code != GR_OK || !is_open(peer, frame, &type)) {
        return code;
    }
    const Greenroom__Wire__Failure *failure = body;
    bool is_code = (failure->code > GR_OK && failure->code <= GR_UNAUTHENTICATED) ||
                   failure->code >= GR_APPLICATION;
    struct gri_result result = { .code = is_code ? failure->code : GR_UNKNOWN };
    result.ran = failure->ran == GREENROOM__WIRE__RAN__RAN_NO    ? GR_RAN_NO
                 : failure->ran == GREENROOM__WIRE__RAN__RAN_YES ? GR_RAN_YES
                                                                 : GR_RAN_UNKNOWN;
    result.failure =
        gri_failure_make(&(struct gri_failure_parts){ .code = result.code,
                                                      .ran = result.ran,
                                                      .message = failure->message,
                                                      .path = failure->path,
                                                      .detail_type = failure->detail_type,
                                                      .detail = failure->detail.data,
                                                      .detail_len = failure->detail.len });
    return end_call(peer, frame->call, &result);
}

/* ---- all frames ---- */

static gr_code on_goodbye(struct gri_peer *peer, const struct gri_frame *frame, char *why,
                          size_t why_cap)
{
    const void *body;
    if (frame->payload_len == 0 ||
        gri_peer_unpack(peer, &greenroom__wire__failure__descriptor, frame, &body) != GR_OK) {
        (void)snprintf(why, why_cap, "it said goodbye");
    } else {
        const Greenroom__Wire__Failure *failure = body;
        (void)snprintf(why, why_cap, "it said goodbye: %s", failure->message);
    }
    return GR_CANCELLED;
}

/* `bytes` are those of the frame. */
static gr_code act_on(struct gri_peer *peer, const struct gri_frame *frame, struct gri_cursor bytes,
                      char *why, size_t why_cap)
{
    bool is_hello = frame->kind == GRI_FRAME_HELLO;
    bool is_asking = frame->kind == GRI_FRAME_LOOKUP || frame->kind == GRI_FRAME_CALL ||
                     frame->kind == GRI_FRAME_MONITOR;
    if (is_hello != (peer->home == 0)) {
        return refuse_session(why, why_cap,
                              is_hello ? "it said hello twice" : "it did not say hello first");
    }
    if (is_asking && frame->call == 0) {
        return refuse_session(why, why_cap, "it sent a call or lookup without a number");
    }
    gri_peer_count_received(peer, frame);
    gr_code code = GR_OK;
    struct gri_frame pong = { .kind = GRI_FRAME_PONG, .call = frame->call };
    switch (frame->kind) {
    case GRI_FRAME_HELLO:
        return on_hello(peer, frame, why, why_cap);
    case GRI_FRAME_LOOKUP:
        return gri_peer_on_lookup(peer, frame);
    case GRI_FRAME_CALL:
    case GRI_FRAME_ONEWAY:
        return gri_peer_pass_request(peer, frame, bytes);
    case GRI_FRAME_REPLY:
    case GRI_FRAME_FOUND:
        return on_reply(peer, frame);
    case GRI_FRAME_ERROR:
        return on_error(peer, frame);
    case GRI_FRAME_CANCEL:
        return on_cancel(peer, frame);
    case GRI_FRAME_INQUIRY:
        return on_inquiry(peer, frame);
    case GRI_FRAME_STATUS:
        return on_status(peer, frame);
    case GRI_FRAME_PROBE:
        return on_probe(peer, frame);
    case GRI_FRAME_MONITOR:
        return on_monitor(peer, frame);
    case GRI_FRAME_CREDIT:
        return gri_peer_is_ask(frame) ? gri_peer_pass_request(peer, frame, bytes)
                                      : gri_peer_on_credit(peer, NULL, frame);
    case GRI_FRAME_PING:
        code = gri_peer_send(peer, &pong, NULL, 0, NULL);
        return code == GR_UNAVAILABLE ? GR_OK : code;
    case GRI_FRAME_RETIRE:
        return gri_peer_hear_retire(peer, frame);
    case GRI_FRAME_GOODBYE:
        return gri_peer_hear_goodbye(peer) ? on_goodbye(peer, frame, why, why_cap) : GR_OK;
    default:
        return GR_OK; /* a pong, or a kind of a newer version */
    }
}

gr_code gri_peer_handle(struct gri_peer *peer, const struct gri_frame *frame,
                        struct gri_cursor bytes, char *why, size_t why_cap)
{
    why[0] = '\0';
    gr_code code = act_on(peer, frame, bytes, why, why_cap);
    if (code != GR_OK && why[0] == '\0') {
        (void)snprintf(why, why_cap, "out of memory, or a malformed frame of kind %u", frame->kind);
    }
    return code;
}
