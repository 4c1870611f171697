/* SPDX-License-Identifier: MIT */
/* Sessions: sending and receiving over a stream, and the end of it. What frames mean is in
 * peer_frames.c. Runs on workers, plain threads and the transport's threads. */

/* Design notes.
 *
 * Sending. Anyone appends to `out` under the lock. While nothing is in flight, whoever appends
 * swaps the buffers and hands the batch to the transport; else `sent` does so when the last batch
 * has left: batches grow as large as the transport is slow. What costs is the send, and each wakes
 * several threads. So of the oneways that a worker sends in a round only the first goes so, and
 * calls and answers whose worker has others to run at once do not: they go once they are enough for
 * a batch, or when the round ends, or when the lookout comes, a millisecond later (`late`).
 * Senders of calls and oneways wait while `out` holds more than limits.send_bytes. Answers never
 * wait, and reading never stops because of them, or two loaded nodes would wait for each other:
 * instead calls that come while twice send_bytes wait are refused, replies over 16 times that are
 * turned into RESOURCE_EXHAUSTED, and where even that is not read the session is closed.
 *
 * Receiving. All that came is looked at, then each worker is handed its part and woken once. One
 * receive is outstanding, or none: it is not asked for again while the mail received and not yet
 * looked at by its worker is over limits.receive_bytes, so that the other side's `out` fills. None
 * of that mail waits for room in a mailbox: the answers to our own calls come by the same stream.
 *
 * Credits. Who sends to a method whose senders wait does so at its own node: peer_credit.c.
 *
 * The stream may be closed by any thread, and must not be called into after that. So whoever is
 * about to call takes a pin under the lock, and a close that finds pins leaves the closing to the
 * last of them.
 *
 * The end. The first gri_peer_close() sets CLOSED under the lock: from then on nothing is appended.
 * Then it ends the calls that wait for this peer: those of plain threads at once, those of each
 * worker by a post there, which comes after whatever was received before. `closed`, the stream's
 * last event, lets go of the stream's reference. */
#include "peer.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "log.h"
#include "ref.pb-c.h"
#include "wire.pb-c.h"

enum { RECEIVE_BYTES = 64 * 1024, FLIGHT_KEPT = 1024 * 1024, BATCH_BYTES = 32 * 1024 };
enum { REFS_AT_ONCE = 64 };
static const uint64_t ms = 1000000;

static uint64_t now(const struct gri_peer *peer)
{
    return peer->core->env->ops->now_ns(peer->core->env);
}

/* ---- life ---- */

struct gri_peer *gri_peer_ref(struct gri_peer *peer)
{
    atomic_fetch_add_explicit(&peer->refs, 1, memory_order_relaxed);
    return peer;
}

static void peer_free(struct gri_peer *peer)
{
    struct gri_list *link = gri_list_pop_front(&peer->bindings);
    for (; link != NULL; link = gri_list_pop_front(&peer->bindings)) {
        gri_mfree(GRI_CONTAINER(link, struct gri_binding, link));
    }
    gri_flows_fini(&peer->flows);
    gri_buffer_fini(&peer->out);
    gri_buffer_fini(&peer->flight);
    gri_buffer_fini(&peer->corked);
    gri_buffer_fini(&peer->in);
    gri_arena_fini(&peer->scratch);
    if (peer->heir != NULL) {
        gri_peer_unref(peer->heir);
    }
    if (peer->elder != NULL) {
        gri_peer_unref(peer->elder);
    }
    pthread_mutex_destroy(&peer->lock);
    for (uint32_t i = 0; i < peer->core->n_shards; i++) {
        gri_mfree(atomic_load_explicit(&peer->ways[i].spare, memory_order_acquire));
    }
    gri_mfree(peer->ways);
    gri_mfree(peer);
}

void gri_peer_unref(struct gri_peer *peer)
{
    if (atomic_fetch_sub_explicit(&peer->refs, 1, memory_order_acq_rel) == 1) {
        peer_free(peer);
    }
}

/* Over it the session is closed. */
static size_t out_max(const struct gri_core *core)
{
    return 32 * core->limits.send_bytes + 2 * core->limits.message_bytes;
}

static void ping_or_close(struct gri_timer *timer);
static void push_at_end(struct gri_worker *worker, struct gri_task *task);
static void push_late(struct gri_deferred *late);
static const struct gri_stream_events stream_events;

struct gri_peer *gri_peer_create(struct gri_core *core, gri_stream *stream, uint32_t ping_ms,
                                 const struct gri_peer_events *events, void *events_arg,
                                 void *link_arg)
{
    const struct gri_transport_ops *ops = core->env->ops->transport;
    struct gri_peer *peer = gri_calloc(sizeof(*peer));
    struct gri_peer_way *ways = gri_calloc(core->n_shards * sizeof(*ways));
    if (peer == NULL || ways == NULL) {
        gri_mfree(peer);
        gri_mfree(ways);
        ops->stream_close(stream);
        return NULL;
    }
    pthread_mutex_init(&peer->lock, NULL);
    atomic_store(&peer->refs, 2); /* the owner's and the stream's */
    peer->core = core;
    peer->ops = ops;
    peer->events = events;
    peer->events_arg = events_arg;
    peer->link_arg = link_arg;
    peer->ping_ms = ping_ms;
    peer->stream = stream;
    peer->ways = ways;
    peer->shard = &core->shards[atomic_fetch_add(&core->next_shard, 1) % core->n_shards];
    peer->timer.fire = ping_or_close;
    peer->sweep.fire = gri_peer_sweep;
    peer->late.run = push_late;
    for (uint32_t i = 0; i < core->n_shards; i++) {
        ways[i].peer = peer;
        ways[i].push.run = push_at_end;
        gri_holder_init(&ways[i].holder, gri_peer_tell_holder);
    }
    gri_buffer_init(&peer->out, out_max(core));
    gri_buffer_init(&peer->flight, out_max(core));
    gri_buffer_init(&peer->corked, out_max(core));
    gri_buffer_init(&peer->in, SIZE_MAX / 4);
    gri_arena_init(&peer->scratch, RECEIVE_BYTES, core->limits.message_bytes * 4 + RECEIVE_BYTES);
    gri_list_init(&peer->senders);
    gri_list_init(&peer->bindings);
    gri_asker_init(&peer->asker);
    atomic_store(&peer->heard_ns, now(peer));
    ops->stream_start(stream, &stream_events, peer);
    return peer;
}

/* ---- calling into the stream ---- */

static void unpin_locked(struct gri_peer *peer)
{
    peer->pins--;
    if (peer->pins == 0 && peer->is_closing) {
        peer->is_closing = false;
        pthread_mutex_unlock(&peer->lock);
        peer->ops->stream_close(peer->stream);
        pthread_mutex_lock(&peer->lock);
    }
}

void gri_peer_push_locked(struct gri_peer *peer)
{
    gri_peer_pour_locked(peer);
    peer->is_urgent = peer->is_sending;
    if (peer->is_sending || peer->out.len == 0 || peer->state == GRI_PEER_CLOSED) {
        return;
    }
    struct gri_buffer swap = peer->flight;
    peer->flight = peer->out;
    peer->out = swap;
    peer->is_sending = true;
    peer->handed += peer->in_out.requests;
    peer->flying = peer->in_out;
    peer->in_out = (struct gri_tally){ 0, 0 };
    peer->pins++;
    pthread_mutex_unlock(&peer->lock);
    uint64_t now_ns = now(peer);
    atomic_store_explicit(&peer->sent_ns, now_ns, memory_order_relaxed);
    gri_frames_stamp(peer->flight.data, peer->flight.len, now_ns);
    peer->ops->stream_send(peer->stream, peer->flight.data, peer->flight.len);
    pthread_mutex_lock(&peer->lock);
    unpin_locked(peer);
}

/* Ask for more, unless there is too much already. Whoever lets go of mail counts it out, and then
 * looks whether this is paused: so that is said before the count is looked at. */
static void receive_locked(struct gri_peer *peer)
{
    const gr_limits *limits = &peer->core->limits;
    if (peer->state == GRI_PEER_CLOSED) {
        return;
    }
    atomic_store(&peer->is_paused, !peer->is_broken);
    if (peer->is_paused && atomic_load(&peer->unhandled) > limits->receive_bytes) {
        return;
    }
    atomic_store(&peer->is_paused, false);
    peer->pins++;
    uint8_t *tail = gri_buffer_tail(&peer->in);
    size_t room = gri_buffer_room(&peer->in);
    pthread_mutex_unlock(&peer->lock);
    peer->ops->stream_recv(peer->stream, tail, room);
    pthread_mutex_lock(&peer->lock);
    unpin_locked(peer);
}

static void resume_locked(struct gri_peer *peer)
{
    if (peer->is_paused && atomic_load(&peer->unhandled) <= peer->core->limits.receive_bytes / 2) {
        atomic_store_explicit(&peer->heard_ns, now(peer), memory_order_relaxed);
        receive_locked(peer);
    }
}

/* ---- closing ---- */

static void end_calls(struct gri_peer *peer, struct gri_calls *calls)
{
    if (peer->is_through) {
        gri_peer_hand_down_calls(peer, calls);
    } else {
        gri_peer_hand_back_calls(peer, calls);
        gri_calls_fail(calls, peer, peer->handed, peer->why);
    }
}

static void down_arrived(struct gri_worker *worker, struct gri_post *post)
{
    struct gri_shard *shard = gri_shard_of(worker);
    struct gri_peer_way *way = GRI_CONTAINER(post, struct gri_peer_way, down);
    struct gri_peer *peer = way->peer;
    way->is_down = true;
    gri_peer_forget(peer, shard);
    end_calls(peer, &shard->calls);
    if (atomic_load(&peer->has_called)) {
        gri_actor_cancel_all_of(shard, peer);
    }
    gri_holder_end(shard, &way->holder);
    if (shard == peer->shard) {
        gri_timer_cancel(&worker->wheel, &peer->timer);
        gri_timer_cancel(&worker->wheel, &peer->sweep);
    }
    gri_peer_unref(peer);
}

void gri_peer_wake_senders_locked(struct gri_peer *peer)
{
    struct gri_list *link = gri_list_pop_front(&peer->senders);
    for (; link != NULL; link = gri_list_pop_front(&peer->senders)) {
        gri_waiter_wake(GRI_CONTAINER(link, struct gri_waiter, link));
    }
}

/* Oneways that had not left: one dead letter stands for all. */
static void lose_oneways(struct gri_peer *peer)
{
    struct gri_core *core = peer->core;
    pthread_mutex_lock(&peer->lock);
    uint64_t n = peer->in_out.oneways + peer->flying.oneways + peer->corking.oneways;
    pthread_mutex_unlock(&peer->lock);
    if (n == 0) {
        return;
    }
    gr_dead_letter letter = { .reason = GR_DEAD_SESSION, .code = GR_UNAVAILABLE, .count = n };
    gri_text_cut(letter.sender, sizeof(letter.sender), core->name);
    gri_text_cut(letter.actor, sizeof(letter.actor), peer->name);
    gri_text_cut(letter.message, sizeof(letter.message), peer->why);
    gri_core_count_refusal(core, GR_UNAVAILABLE, n);
    gri_core_bury(core, &letter);
}

/* All that depends on the session hears of its end. */
static void tell_down(struct gri_peer *peer)
{
    struct gri_core *core = peer->core;
    peer->events->down(peer->events_arg,
                       peer); /* who hears of a call's end and calls again waits */
    gri_names_drop_waits(&core->names, &peer->asker);
    if (!peer->is_through) {
        lose_oneways(peer);
    }
    end_calls(peer, &core->calls);
    for (uint32_t i = 0; i < core->n_shards; i++) {
        peer->ways[i].down.run = down_arrived;
        gri_peer_ref(peer);
        gri_peer_deliver(&peer->ways[i], &peer->ways[i].down);
    }
}

static void close_with(struct gri_peer *peer, gr_log_level level, const char *reason)
{
    gri_peer_ref(peer);
    pthread_mutex_lock(&peer->lock);
    bool first = peer->state != GRI_PEER_CLOSED;
    bool was_up = peer->state == GRI_PEER_UP;
    peer->state = GRI_PEER_CLOSED;
    if (first) {
        (void)snprintf(peer->why, sizeof(peer->why), "the session with %s ended: %s",
                       was_up ? peer->name : "a peer", reason);
        gri_peer_wake_senders_locked(peer);
        gri_flows_fail(&peer->flows, GR_UNAVAILABLE);
    }
    pthread_mutex_unlock(&peer->lock);
    if (first) {
        char quoted[256];
        gri_log_event(&peer->core->log_limits, peer->core->env, level, GRI_EVENT_PEER_CLOSED,
                      "node=%s peer=%s reason=%s", peer->core->name, was_up ? peer->name : "?",
                      gri_log_quote(reason, quoted, sizeof(quoted)));
        tell_down(peer);
        gri_peer_free_heir(peer);
        pthread_mutex_lock(&peer->lock);
        peer->is_closing = true;
        peer->pins++; /* closes right away where nobody else is in */
        unpin_locked(peer);
        pthread_mutex_unlock(&peer->lock);
    }
    gri_peer_unref(peer);
}

void gri_peer_close(struct gri_peer *peer, const char *format, ...)
{
    char reason[200];
    va_list args;
    va_start(args, format);
    (void)vsnprintf(reason, sizeof(reason), format, args);
    va_end(args);
    close_with(peer, GR_LOG_WARN, reason);
}

void gri_peer_leave(struct gri_peer *peer)
{
    close_with(peer, GR_LOG_INFO, "this node is stopping");
}

/* ---- sending ---- */

/* Whether the other side takes the frame with a payload of so many bytes; before its hello nothing
 * is known. */
static bool fits(const struct gri_peer *peer, const struct gri_frame *frame, size_t payload_len)
{
    size_t len = payload_len + GRI_FRAME_OVERHEAD;
    len += frame->n_chain == 0 ? 0 : (size_t)frame->n_chain * GRI_FRAME_STEP_BYTES + 3u;
    return peer->max_frame == 0 || len <= peer->max_frame;
}

/* A flat copy of scalars alone, whose descriptor says so at once. */
static bool is_plain(const ProtobufCMessage *message)
{
    return message->n_unknown_fields == 0 && gri_message_is_flat(message->descriptor);
}

static gr_code append(const struct gri_peer *peer, struct gri_buffer *to,
                      const struct gri_frame *frame, const ProtobufCMessage *message)
{
    if (message != NULL && is_plain(message) &&
        fits(peer, frame, gri_message_plain_max(message->descriptor))) {
        return gri_frame_append_plain(to, frame, message->descriptor, message);
    }
    struct gri_frame sized = *frame;
    sized.payload_len = message == NULL ? 0 : gri_message_packed_size(message);
    if (!fits(peer, &sized, sized.payload_len)) {
        sized.n_chain = 0; /* a cycle is then found by probes */
    }
    if (!fits(peer, &sized, sized.payload_len)) {
        return GR_INVALID_ARGUMENT;
    }
    uint8_t *payload;
    gr_code code = gri_frame_begin(to, &sized, &payload);
    if (code == GR_OK && message != NULL) {
        gri_message_pack(message, payload);
    }
    return code;
}

gr_code gri_peer_append_locked(struct gri_peer *peer, const struct gri_frame *frame,
                               const void *message, uint64_t *out_position)
{
    bool has_cork = peer->corks > 0 || peer->corked.len > 0;
    bool is_corked = has_cork && gri_peer_keeps_order(frame);
    struct gri_buffer *to = is_corked ? &peer->corked : &peer->out;
    struct gri_tally *tally = is_corked ? &peer->corking : &peer->in_out;
    gr_code code = append(peer, to, frame, message);
    if (code != GR_OK) {
        return code;
    }
    if (gri_peer_is_request(frame) && out_position != NULL) {
        *out_position = ++peer->requests;
        tally->requests++;
    }
    tally->oneways += frame->kind == GRI_FRAME_ONEWAY;
    gri_peer_count_sent(peer, frame);
    return GR_OK;
}

/* Wait, with the lock given up meanwhile, until there may be room. */
static gr_code wait_for_room_locked(struct gri_peer *peer, uint64_t until_ns)
{
    struct gri_waiter waiter;
    gr_code code = gri_waiter_init(&waiter, peer->core->env);
    if (code != GR_OK) {
        return code;
    }
    gri_list_push_back(&peer->senders, &waiter.link);
    pthread_mutex_unlock(&peer->lock);
    code = gri_waiter_wait(&waiter, until_ns);
    pthread_mutex_lock(&peer->lock);
    if (code != GR_OK && gri_list_is_linked(&waiter.link)) {
        gri_list_remove(&waiter.link);
    } else if (code != GR_OK) {
        pthread_mutex_unlock(&peer->lock);
        gri_waiter_settle(&waiter);
        pthread_mutex_lock(&peer->lock);
    }
    return code;
}

/* Whether the caller is to wait. */
static bool is_full_locked(const struct gri_peer *peer, const struct gri_frame *frame)
{
    return peer->out.len + peer->corked.len >= peer->core->limits.send_bytes &&
           peer->state != GRI_PEER_CLOSED && !gri_peer_has_moved_locked(peer, frame);
}

/* How much there must be to be worth a send of its own. */
static size_t batch_bytes(const struct gri_peer *peer)
{
    size_t most = peer->core->limits.send_bytes / 2;
    return most < BATCH_BYTES ? most : BATCH_BYTES;
}

static void push_at_end(struct gri_worker *worker, struct gri_task *task)
{
    struct gri_peer_way *way = GRI_CONTAINER(task, struct gri_peer_way, push);
    struct gri_peer *peer = way->peer;
    (void)worker;
    pthread_mutex_lock(&peer->lock);
    way->is_pushing = false;
    gri_peer_push_locked(peer);
    pthread_mutex_unlock(&peer->lock);
    gri_peer_unref(peer);
}

static void push_late(struct gri_deferred *late)
{
    struct gri_peer *peer = GRI_CONTAINER(late, struct gri_peer, late);
    pthread_mutex_lock(&peer->lock);
    peer->is_late = false;
    gri_peer_push_locked(peer);
    pthread_mutex_unlock(&peer->lock);
    gri_peer_unref(peer);
}

/* A handler that computes, or blocks, keeps the end of its round off for as long as it likes. */
static void push_soon_locked(struct gri_peer *peer)
{
    if (!peer->is_late && gri_defer_take(&peer->core->defer, &peer->late)) {
        gri_peer_ref(peer);
        peer->is_late = true;
    }
}

/* Whether what is put off has waited for half a round, by the last round's measure. */
static bool is_overdue(const struct gri_worker *worker, const struct gri_peer_way *way)
{
    uint32_t handled = atomic_load_explicit(&worker->handled, memory_order_relaxed);
    return handled - way->since >= worker->quota / 2;
}

/* What is put off leaves once it is enough for a batch, or when the round ends, or soon. */
void gri_peer_push_in_time_locked(struct gri_peer *peer, enum gri_pace pace)
{
    struct gri_worker *worker = pace == GRI_PACE_AT_ONCE ? NULL : gri_worker_current();
    bool is_ours = worker != NULL && worker->options.owner == peer->shard->worker.options.owner;
    struct gri_peer_way *way = is_ours ? &peer->ways[worker->options.index] : NULL;
    bool is_first = way != NULL && !way->is_pushing;
    if (is_first) {
        way->is_pushing = true;
        way->since = atomic_load_explicit(&worker->handled, memory_order_relaxed);
        gri_peer_ref(peer);
        gri_worker_run_last(worker, &way->push);
    }
    bool is_due = way == NULL || (pace == GRI_PACE_FIRST ? is_first : is_overdue(worker, way));
    if (is_due || peer->out.len >= batch_bytes(peer)) {
        gri_peer_push_locked(peer);
    } else {
        push_soon_locked(peer);
    }
}

static gr_code take_locked(struct gri_peer *peer, enum gri_pace pace, const struct gri_frame *frame,
                           const void *message, struct gri_peer_place *place)
{
    bool is_flooded = peer->out.len > 16 * peer->core->limits.send_bytes;
    if (gri_peer_has_moved_locked(peer, frame)) {
        place->heir = gri_peer_ref(peer->heir);
        return GR_UNAVAILABLE;
    }
    if (peer->state == GRI_PEER_CLOSED) {
        return GR_UNAVAILABLE;
    }
    if (frame->kind == GRI_FRAME_REPLY && is_flooded) {
        return GR_RESOURCE_EXHAUSTED;
    }
    gr_code code = gri_peer_append_locked(peer, frame, message, &place->position);
    if (code == GR_OK && frame->credit != 0) {
        gri_peer_ask_ahead_locked(peer, frame);
    }
    if (code == GR_OK) {
        gri_peer_finish_locked(peer);
        gri_peer_push_in_time_locked(peer, pace);
    }
    return code;
}

/* What a frame must have before it is appended: room, and a credit where it needs one. */
static gr_code prepare_locked(struct gri_peer *peer, const struct gri_frame *frame,
                              uint64_t wait_until_ns)
{
    gr_code code = GR_OK;
    if (wait_until_ns == GRI_PEER_AT_ONCE && is_full_locked(peer, frame)) {
        return GR_RESOURCE_EXHAUSTED;
    }
    while (code == GR_OK && wait_until_ns > 0 && is_full_locked(peer, frame)) {
        code = wait_for_room_locked(peer, wait_until_ns);
    }
    bool is_open = peer->state != GRI_PEER_CLOSED && !gri_peer_has_moved_locked(peer, frame);
    return code == GR_OK && frame->credit != 0 && is_open
               ? gri_peer_take_credit_locked(peer, frame, wait_until_ns)
               : code;
}

gr_code gri_peer_send(struct gri_peer *peer, const struct gri_frame *frame, const void *message,
                      uint64_t wait_until_ns, struct gri_peer_place *out_place)
{
    return gri_peer_send_at(peer, GRI_PACE_AT_ONCE, frame, message, wait_until_ns, out_place);
}

gr_code gri_peer_send_at(struct gri_peer *peer, enum gri_pace pace, const struct gri_frame *frame,
                         const void *message, uint64_t wait_until_ns,
                         struct gri_peer_place *out_place)
{
    struct gri_peer_place place = { 0, NULL };
    pthread_mutex_lock(&peer->lock);
    gr_code code = prepare_locked(peer, frame, wait_until_ns);
    if (code == GR_OK || gri_peer_has_moved_locked(peer, frame)) {
        bool has_credit = code == GR_OK && frame->credit != 0;
        code = take_locked(peer, pace, frame, message, &place);
        if (has_credit && code != GR_OK) {
            gri_peer_put_credit_back_locked(peer, frame);
        }
    }
    pthread_mutex_unlock(&peer->lock);
    if (out_place != NULL) {
        *out_place = place;
    }
    return code;
}

gr_code gri_peer_check(struct gri_peer *peer)
{
    pthread_mutex_lock(&peer->lock);
    bool is_closed = peer->state == GRI_PEER_CLOSED;
    pthread_mutex_unlock(&peer->lock);
    return is_closed ? GR_UNAVAILABLE : GR_OK;
}

bool gri_peer_is_clogged(struct gri_peer *peer)
{
    pthread_mutex_lock(&peer->lock);
    bool is_clogged = peer->out.len > 2 * peer->core->limits.send_bytes;
    pthread_mutex_unlock(&peer->lock);
    return is_clogged;
}

void gri_peer_flush(struct gri_peer *peer, uint64_t deadline_ns)
{
    gr_code code = GR_OK;
    pthread_mutex_lock(&peer->lock);
    gri_peer_push_locked(peer);
    while (code == GR_OK && peer->state != GRI_PEER_CLOSED &&
           (peer->is_sending || peer->out.len > 0 || peer->corked.len > 0)) {
        code = wait_for_room_locked(peer, deadline_ns);
    }
    pthread_mutex_unlock(&peer->lock);
}

void gri_peer_send_error(struct gri_peer *peer, uint64_t call, gr_code code, gr_ran ran,
                         struct gri_failure *failure)
{
    Greenroom__Wire__Failure body = GREENROOM__WIRE__FAILURE__INIT;
    body.code = code;
    body.ran = (Greenroom__Wire__Ran)ran;
    body.message = (char *)gr_code_name(code);
    failure = gri_failure_read(failure);
    if (failure != NULL) {
        body.message = (char *)failure->message;
        body.path = (char *)failure->path;
        body.detail_type = (char *)failure->detail_type;
        body.detail = (ProtobufCBinaryData){ failure->detail_len, (uint8_t *)failure->detail };
    }
    struct gri_frame frame = { .kind = GRI_FRAME_ERROR, .call = call };
    gr_code sent = gri_peer_send(peer, &frame, &body, 0, NULL);
    if (sent == GR_INVALID_ARGUMENT) { /* too large: a message alone always fits */
        body.path = (char *)"";
        body.detail_type = (char *)"";
        body.detail = (ProtobufCBinaryData){ 0, NULL };
        sent = gri_peer_send(peer, &frame, &body, 0, NULL);
    }
    if (sent == GR_RESOURCE_EXHAUSTED) {
        gri_peer_close(peer, "out of memory"); /* its calls end so, and none is left hanging */
    }
    gri_mfree(failure);
}

gr_code gri_peer_send_monitor(struct gri_peer *peer, struct gri_calls *calls, uint64_t call,
                              uint64_t actor, const gr_ref *linker)
{
    Greenroom__Ref body = GREENROOM__REF__INIT;
    struct gri_frame frame = { .kind = GRI_FRAME_MONITOR, .call = call, .actor = actor };
    if (linker != NULL) {
        body.node = linker->home;
        body.actor = linker->actor;
    }
    return gri_peer_request(peer, GRI_PACE_AT_ONCE, &frame, linker == NULL ? NULL : &body, 0,
                            calls);
}

void gri_peer_send_cancel(struct gri_peer *peer, uint64_t actor, uint64_t call, gr_code code)
{
    Greenroom__Wire__Failure body = GREENROOM__WIRE__FAILURE__INIT;
    struct gri_frame frame = { .kind = GRI_FRAME_CANCEL, .call = call, .actor = actor };
    body.code = code;
    if (gri_peer_send(peer, &frame, code == GR_OK ? NULL : &body, 0, NULL) ==
        GR_RESOURCE_EXHAUSTED) {
        gri_peer_close(peer, "out of memory"); /* which says as much to those who are tied */
    }
}

static void send_goodbye(struct gri_peer *peer, gr_code code, const char *why)
{
    Greenroom__Wire__Failure body = GREENROOM__WIRE__FAILURE__INIT;
    body.code = code;
    body.message = (char *)why;
    struct gri_frame frame = { .kind = GRI_FRAME_GOODBYE };
    /* Where it cannot be sent, the end of the stream says enough. */
    gr_ignore(gri_peer_send(peer, &frame, code == GR_OK ? NULL : &body, 0, NULL));
}

void gri_peer_send_gone(struct gri_peer *peer, uint64_t actor)
{
    Greenroom__Wire__Failure body = GREENROOM__WIRE__FAILURE__INIT;
    struct gri_frame frame = { .kind = GRI_FRAME_ERROR, .actor = actor };
    body.code = GR_UNAVAILABLE;
    gr_ignore(gri_peer_send(peer, &frame, &body, GRI_PEER_AT_ONCE, NULL)); /* a hint, no more */
}

void gri_peer_goodbye(struct gri_peer *peer)
{
    send_goodbye(peer, GR_OK, "");
}

static void on_sent(void *arg, gr_code code)
{
    struct gri_peer *peer = arg;
    pthread_mutex_lock(&peer->lock);
    if (code !=
        GR_OK) { /* what is still to be received may say why; else the next ping is the end */
        peer->is_broken = true;
        bool is_paused = peer->is_paused;
        pthread_mutex_unlock(&peer->lock);
        if (is_paused) {
            gri_peer_close(peer, "the connection was lost");
        }
        return;
    }
    peer->is_sending = false;
    peer->flying = (struct gri_tally){ 0, 0 };
    gri_buffer_clear(&peer->flight);
    if (peer->flight.cap > FLIGHT_KEPT) {
        gri_buffer_fini(&peer->flight);
        gri_buffer_init(&peer->flight, out_max(peer->core));
    }
    if (peer->is_urgent || peer->corked.len > 0 || peer->out.len >= batch_bytes(peer)) {
        gri_peer_push_locked(peer);
    }
    if (peer->out.len + peer->corked.len < peer->core->limits.send_bytes) {
        gri_peer_wake_senders_locked(peer);
    }
    resume_locked(peer);
    bool is_over = gri_peer_is_over_locked(peer);
    pthread_mutex_unlock(&peer->lock);
    if (is_over) {
        close_with(peer, GR_LOG_INFO, "both sides have said goodbye");
    }
}

/* ---- receiving ---- */

static void delivery_arrived(struct gri_worker *worker, struct gri_post *post)
{
    struct gri_peer_way *way = GRI_CONTAINER(post, struct gri_peer_way, delivery);
    struct gri_peer *peer = way->peer;
    struct gri_post *newest = /* from here on it may be posted again */
        atomic_exchange_explicit(&way->delivered, NULL, memory_order_acq_rel);
    gri_intake_add(&gri_shard_of(worker)->intake, newest);
    gri_peer_unref(peer);
}

static void deliver(struct gri_peer_way *way, struct gri_post *newest, struct gri_post *oldest)
{
    struct gri_post *head = atomic_load_explicit(&way->delivered, memory_order_relaxed);
    struct gri_peer *peer = gri_peer_ref(way->peer);
    do {
        oldest->next = head;
    } while (!atomic_compare_exchange_weak_explicit(&way->delivered, &head, newest,
                                                    memory_order_acq_rel, memory_order_relaxed));
    if (head == NULL) {
        way->delivery.run = delivery_arrived;
        gri_worker_post(&peer->core->shards[way - peer->ways].worker, &way->delivery);
    } else {
        gri_peer_unref(peer);
    }
}

void gri_peer_deliver(struct gri_peer_way *way, struct gri_post *post)
{
    deliver(way, post, post);
}

void gri_peer_post(struct gri_peer *peer, struct gri_worker *worker, struct gri_post *post)
{
    struct gri_peer_way *way = &peer->ways[worker->options.index];
    gri_chain_add(&way->chain, post);
    way->parcel = NULL; /* what comes now comes behind it */
}

/* Each worker is handed all that came for it at once. What was refused meanwhile has been counted
 * out before it is counted in, which no more than wraps around. */
void gri_peer_post_chains(struct gri_peer *peer)
{
    atomic_fetch_add(&peer->unhandled, peer->uncounted);
    atomic_fetch_sub_explicit(&peer->refs, peer->spare_refs, memory_order_relaxed); /* never all */
    peer->uncounted = 0;
    peer->spare_refs = 0;
    for (uint32_t i = 0; i < peer->core->n_shards; i++) {
        struct gri_peer_way *way = &peer->ways[i];
        if (way->chain.newest != NULL) {
            deliver(way, way->chain.newest, way->chain.oldest);
            way->chain = (struct gri_chain){ NULL, NULL };
            way->parcel = NULL;
        }
    }
}

/* Handle all whole frames. *out_wanted: how many bytes the one that is cut off needs in all. */
static gr_code handle_frames(struct gri_peer *peer, size_t *out_wanted, char *why, size_t why_cap)
{
    size_t at = 0;
    gr_code code = GR_OK;
    *out_wanted = 0;
    while (code == GR_OK) {
        struct gri_frame frame;
        size_t used;
        size_t max = peer->home == 0 ? GRI_FRAME_FIRST_MAX
                                     : peer->core->limits.message_bytes + GRI_FRAME_OVERHEAD;
        const uint8_t *bytes = peer->in.data + at;
        code = gri_frame_decode(bytes, peer->in.len - at, max, &frame, &used);
        if (code != GR_OK) {
            (void)snprintf(why, why_cap, "it sent garbage, or a frame over %zu bytes", max);
        } else if (used == 0) {
            break;
        } else {
            code = gri_peer_handle(peer, &frame, gri_cursor_over(bytes, used), why, why_cap);
            at += used;
        }
    }
    gri_peer_post_chains(peer);
    if (code == GR_OK && peer->in.len - at >= GRI_FRAME_PREFIX) {
        const uint8_t *p = peer->in.data + at;
        *out_wanted = GRI_FRAME_PREFIX +
                      ((size_t)p[0] | (size_t)p[1] << 8 | (size_t)p[2] << 16 | (size_t)p[3] << 24);
    }
    gri_buffer_consume(&peer->in, at);
    return code;
}

void gri_peer_fail(struct gri_peer *peer, gr_code code, const char *why)
{
    if (code == GR_INVALID_ARGUMENT) {
        atomic_fetch_add(&peer->core->counters.protocol_errors, 1);
    }
    send_goodbye(peer, code, why);
    close_with(peer, GR_LOG_WARN, why);
}

/* It said goodbye, or what it must not. */
static void end_received(struct gri_peer *peer, gr_code code, const char *why)
{
    if (code == GR_CANCELLED || peer->is_self) {
        close_with(peer, peer->is_self ? GR_LOG_DEBUG : GR_LOG_INFO, why);
    } else {
        gri_peer_fail(peer, code, why);
    }
}

static void on_received(void *arg, gr_code code, size_t n)
{
    struct gri_peer *peer = arg;
    if (code != GR_OK) {
        gri_peer_close(peer, "the connection was lost");
        return;
    }
    char why[160] = "";
    size_t wanted;
    peer->received_ns = now(peer);
    if (atomic_load_explicit(&peer->is_greeted, memory_order_relaxed)) {
        atomic_store_explicit(&peer->heard_ns, peer->received_ns, memory_order_relaxed);
    }
    gri_buffer_commit(&peer->in, n);
    code = handle_frames(peer, &wanted, why, sizeof(why));
    if (code == GR_OK) {
        size_t room = wanted > peer->in.len + RECEIVE_BYTES ? wanted - peer->in.len : RECEIVE_BYTES;
        code = gri_buffer_reserve(&peer->in, room);
        (void)snprintf(why, sizeof(why), "out of memory");
    }
    if (code != GR_OK) {
        end_received(peer, code, why);
        return;
    }
    pthread_mutex_lock(&peer->lock);
    gri_peer_finish_locked(peer);
    receive_locked(peer);
    pthread_mutex_unlock(&peer->lock);
}

/* The owner's reference goes last: it may then count the session as gone, memory and all. */
static void on_closed(void *arg)
{
    struct gri_peer *peer = arg;
    const struct gri_peer_events *events = peer->events;
    void *events_arg = peer->events_arg;
    gri_peer_unref(peer);
    events->closed(events_arg, peer);
}

void gri_peer_count_handled(struct gri_peer *peer, size_t bytes)
{
    size_t left = atomic_fetch_sub(&peer->unhandled, bytes) - bytes;
    if (left <= peer->core->limits.receive_bytes / 2 && atomic_load(&peer->is_paused)) {
        pthread_mutex_lock(&peer->lock);
        resume_locked(peer);
        pthread_mutex_unlock(&peer->lock);
    }
}

/* Mail that was received is in a mailbox, or was refused. */
static void let_go(struct gri_mail *mail)
{
    struct gri_peer *peer = gri_mail_more(mail)->peer;
    gri_peer_count_handled(peer, mail->bytes);
    gri_mail_more(mail)->peer = NULL;
    gri_peer_unref(peer);
}

void gri_peer_count_unhandled(struct gri_peer *peer, struct gri_mail *mail)
{
    mail->let_go = let_go;
    gri_mail_more(mail)->peer = peer;
    if (peer->spare_refs == 0) {
        peer->spare_refs = REFS_AT_ONCE;
        atomic_fetch_add_explicit(&peer->refs, REFS_AT_ONCE, memory_order_relaxed);
    }
    peer->spare_refs--;
    peer->uncounted += mail->bytes;
}

/* ---- signs of life ---- */

static void ping_or_close(struct gri_timer *timer)
{
    struct gri_peer *peer = GRI_CONTAINER(timer, struct gri_peer, timer);
    uint64_t ping_ns = peer->ping_ms * ms;
    uint64_t now_ns = now(peer);
    pthread_mutex_lock(&peer->lock);
    bool is_paused = peer->is_paused;
    bool is_broken = peer->is_broken;
    bool is_sending = peer->is_sending; /* then a ping would tell no more than what is leaving */
    pthread_mutex_unlock(&peer->lock);
    if (is_broken) {
        gri_peer_close(peer, "the connection was lost");
        return;
    }
    if (is_paused) { /* it is we who do not listen; nor do we answer pings, so we send some */
        atomic_store_explicit(&peer->heard_ns, now_ns, memory_order_relaxed);
    }
    uint64_t heard_ns = atomic_load_explicit(&peer->heard_ns, memory_order_relaxed);
    uint64_t silent_ns = now_ns > heard_ns ? now_ns - heard_ns : 0; /* heard just now, elsewhere */
    if (silent_ns >= 3 * ping_ns) {
        gri_peer_close(peer, "nothing was heard of it for %" PRIu64 " ms", silent_ns / ms);
        return;
    }
    /* Who says nothing, while a long frame comes, would be silent to its sender. */
    uint64_t sent_ns = atomic_load_explicit(&peer->sent_ns, memory_order_relaxed);
    bool is_due = is_paused || silent_ns >= ping_ns || sent_ns + ping_ns <= now_ns;
    if (is_due && !is_sending && atomic_load_explicit(&peer->is_greeted, memory_order_relaxed)) {
        struct gri_frame frame = { .kind = GRI_FRAME_PING, .call = ++peer->n_pings };
        gr_ignore(gri_peer_send(peer, &frame, NULL, 0, NULL)); /* its silence will tell */
    }
    gri_timer_arm(&peer->shard->worker.wheel, timer, now_ns + ping_ns / 2);
}

static void arm_arrived(struct gri_worker *worker, struct gri_post *post)
{
    struct gri_peer *peer = GRI_CONTAINER(post, struct gri_peer, arm);
    pthread_mutex_lock(&peer->lock);
    bool is_closed = peer->state == GRI_PEER_CLOSED;
    pthread_mutex_unlock(&peer->lock);
    if (!is_closed) {
        gri_timer_arm(&worker->wheel, &peer->timer, worker->now_ns + peer->ping_ms * ms / 2);
    }
    gri_peer_unref(peer);
}

/* ---- the beginning ---- */

static const struct gri_stream_events stream_events = { on_received, on_sent, on_closed };

static gr_code append_hello_locked(struct gri_peer *peer)
{
    Greenroom__Wire__Hello hello = GREENROOM__WIRE__HELLO__INIT;
    hello.magic = GRI_WIRE_MAGIC;
    hello.version = GRI_WIRE_VERSION;
    hello.node = peer->core->name;
    hello.incarnation = peer->core->incarnation;
    hello.session = peer->number;
    hello.max_frame_bytes = (uint32_t)(peer->core->limits.message_bytes + GRI_FRAME_OVERHEAD);
    struct gri_frame frame = { .kind = GRI_FRAME_HELLO };
    return gri_peer_append_locked(peer, &frame, &hello, NULL);
}

void gri_peer_start(struct gri_peer *peer)
{
    peer->arm.run = arm_arrived;
    gri_peer_ref(peer);
    gri_worker_post(&peer->shard->worker, &peer->arm);
    pthread_mutex_lock(&peer->lock);
    bool is_closed = peer->state == GRI_PEER_CLOSED; /* the node is being destroyed */
    gr_code code = is_closed ? GR_OK : gri_buffer_reserve(&peer->in, RECEIVE_BYTES);
    if (code == GR_OK && !is_closed) {
        code = append_hello_locked(peer);
    }
    if (code == GR_OK) {
        gri_peer_push_locked(peer);
        receive_locked(peer);
    }
    pthread_mutex_unlock(&peer->lock);
    if (code != GR_OK) {
        gri_peer_close(peer, "out of memory");
    }
}
