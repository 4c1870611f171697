/* SPDX-License-Identifier: MIT */
/* The change-over from one of two sessions with the same node to the other, without loss and
 * without a change of order. Called by peers.c, and by sending and receiving threads. */

/* Design notes. Two nodes may dial each other at once, or one may dial the other at two addresses.
 * The one with the larger incarnation decides which session stays, and the other one follows to the
 * same, which RETIRE names (peers.c); either side then
 *
 *     requests ... RETIRE 1                             on the session that goes
 *                            (corked) requests ...      on its heir, which stays
 *
 * sends RETIRE behind its last request (call, oneway, lookup) on the one that goes, and appends new
 * ones to the heir's `corked`, which is not sent until the other side has said, by RETIRE 1 back
 * with method 1, that it has handed on all that came before: so no request overtakes another. Where
 * nothing was ever asked on the one that goes there is no cork.
 *
 * Who was about to send by the one that goes is told of its heir, under the lock, and sends by
 * that. Answers and cancels go where their call went. A side that has retired, was left, knows that
 * all it sent was handed on, and owes no answer any more, says GOODBYE; who has said it and hears
 * it closes, behind its own. So the session ends without any call's failing. What waits for the
 * session itself, as monitors of the node do, waits for its heir from then on.
 *
 * Monitors would keep it for as long as actors live. So whoever watches moves its own: each pending
 * call goes over to the heir, which is asked MONITOR again, of the same number, with method 1: the
 * other side has that one by the heir from then on, or says at once that there is none. So each
 * stands on the session that has the last question about it, and is lost with it, as any call. An
 * answer may come by any session with that node; behind the other side's RETIRE it goes by the heir
 * (gri_peer_tell), lest what the question comes to be faster. CANCEL goes by all sessions.
 *
 * Either may be lost at any time. The one that goes: what was open on it fails as ever, and the
 * cork is pulled. The heir: the other one takes requests again, which RETIRE with method 2 says,
 * also where GOODBYE was said; should the other side's have crossed that, it is lost, too. It takes
 * the heir's monitors, in the same way. */
#include "peer.h"

enum { ANNOUNCES = 0, ACKNOWLEDGES = 1, TAKES_BACK = 2 }; /* a RETIRE's method */

/* ---- kinds of frames ---- */

bool gri_peer_is_request(const struct gri_frame *frame)
{
    return frame->kind == GRI_FRAME_CALL || frame->kind == GRI_FRAME_ONEWAY ||
           frame->kind == GRI_FRAME_LOOKUP || frame->kind == GRI_FRAME_MONITOR;
}

/* What ends a monitor: it comes behind all that its actor has sent. */
static bool is_news(const struct gri_frame *frame)
{
    return (frame->kind == GRI_FRAME_REPLY || frame->kind == GRI_FRAME_ERROR) &&
           frame->method == GRI_FRAME_TELLS;
}

/* Requests, and what says something of those before it. */
bool gri_peer_keeps_order(const struct gri_frame *frame)
{
    switch (frame->kind) {
    case GRI_FRAME_CANCEL:
    case GRI_FRAME_INQUIRY:
    case GRI_FRAME_PROBE:
    case GRI_FRAME_GOODBYE:
    case GRI_FRAME_CREDIT: /* an ask speaks of what was sent before */
        return true;
    case GRI_FRAME_RETIRE:
        return frame->method != ACKNOWLEDGES;
    default:
        return gri_peer_is_request(frame) || is_news(frame);
    }
}

static bool is_question(const struct gri_frame *frame)
{
    return gri_peer_is_request(frame) && frame->kind != GRI_FRAME_ONEWAY;
}

/* The news of a monitor are none: they may go by another session than it was asked for on. */
static bool is_answer(const struct gri_frame *frame)
{
    return frame->call != 0 && !is_news(frame) &&
           (frame->kind == GRI_FRAME_REPLY || frame->kind == GRI_FRAME_FOUND ||
            frame->kind == GRI_FRAME_ERROR);
}

/* ---- what is owed ---- */

void gri_peer_count_received(struct gri_peer *peer, const struct gri_frame *frame)
{
    if (is_question(frame)) {
        gri_peer_owe(peer, 1);
    }
}

void gri_peer_count_sent(struct gri_peer *peer, const struct gri_frame *frame)
{
    if (is_answer(frame)) {
        gri_peer_owe(peer, -1);
    }
}

void gri_peer_owe(struct gri_peer *peer, int by)
{
    atomic_fetch_add_explicit(&peer->owed, by, memory_order_acq_rel);
}

/* The other side has said as much of itself, or will. */
void gri_peer_finish_locked(struct gri_peer *peer)
{
    const struct gri_frame goodbye = { .kind = GRI_FRAME_GOODBYE };
    bool is_done = peer->heir != NULL && peer->is_left && peer->is_acked &&
                   atomic_load_explicit(&peer->owed, memory_order_acquire) == 0;
    if (peer->state != GRI_PEER_UP || peer->has_said_goodbye || !is_done) {
        return;
    }
    peer->has_said_goodbye = gri_peer_append_locked(peer, &goodbye, NULL, NULL) == GR_OK;
    peer->is_through = peer->has_said_goodbye && peer->has_heard_goodbye;
    gri_peer_push_locked(peer);
}

void gri_peer_finish(struct gri_peer *peer)
{
    pthread_mutex_lock(&peer->lock);
    gri_peer_finish_locked(peer);
    pthread_mutex_unlock(&peer->lock);
}

/* ---- corks ---- */

/* Where there is no memory to put them behind what is in `out`, they wait until that has left. */
void gri_peer_pour_locked(struct gri_peer *peer)
{
    if (peer->corks > 0 || peer->corked.len == 0) {
        return;
    }
    if (peer->out.len == 0) {
        struct gri_buffer swap = peer->out;
        peer->out = peer->corked;
        peer->corked = swap;
    } else if (gri_buffer_append(&peer->out, peer->corked.data, peer->corked.len) == GR_OK) {
        gri_buffer_fini(&peer->corked);
    } else {
        return;
    }
    peer->in_out.requests += peer->corking.requests;
    peer->in_out.oneways += peer->corking.oneways;
    peer->corking = (struct gri_tally){ 0, 0 };
}

static void change_corks(struct gri_peer *heir, int32_t by)
{
    pthread_mutex_lock(&heir->lock);
    heir->corks += by;
    pthread_mutex_unlock(&heir->lock);
}

void gri_peer_push(struct gri_peer *peer)
{
    pthread_mutex_lock(&peer->lock);
    gri_peer_push_locked(peer);
    pthread_mutex_unlock(&peer->lock);
}

/* The heir whose cork is to be pulled, with a reference; NULL: none is held. */
static struct gri_peer *take_cork_locked(struct gri_peer *peer)
{
    if (!peer->holds_cork) {
        return NULL;
    }
    peer->holds_cork = false;
    return gri_peer_ref(peer->heir);
}

static void pull_cork(struct gri_peer *heir)
{
    if (heir != NULL) {
        change_corks(heir, -1);
        gri_peer_push(heir);
        gri_peer_unref(heir);
    }
}

void gri_peer_free_heir(struct gri_peer *peer)
{
    pthread_mutex_lock(&peer->lock);
    struct gri_peer *heir = take_cork_locked(peer);
    pthread_mutex_unlock(&peer->lock);
    pull_cork(heir);
}

/* ---- retiring ---- */

bool gri_peer_has_moved_locked(const struct gri_peer *peer, const struct gri_frame *frame)
{
    bool goes_along = gri_peer_is_request(frame) || (is_news(frame) && peer->is_left);
    return peer->heir != NULL && goes_along && (peer->state != GRI_PEER_CLOSED || peer->is_through);
}

struct gri_peer *gri_peer_heir(struct gri_peer *peer)
{
    pthread_mutex_lock(&peer->lock);
    struct gri_peer *heir = peer->heir == NULL ? NULL : gri_peer_ref(peer->heir);
    pthread_mutex_unlock(&peer->lock);
    return heir;
}

bool gri_peer_is_in_use(struct gri_peer *peer, uint64_t home, bool *out_is_left,
                        uint64_t *out_left_for)
{
    pthread_mutex_lock(&peer->lock);
    bool is_it = peer->state == GRI_PEER_UP && peer->heir == NULL && peer->home == home;
    *out_is_left = peer->is_left;
    *out_left_for = peer->left_for;
    pthread_mutex_unlock(&peer->lock);
    return is_it;
}

/* Both lead to the same incarnation: what is known of its services holds for both. */
static void hand_down_bindings(struct gri_list *bindings, struct gri_peer *heir)
{
    pthread_mutex_lock(&heir->lock);
    struct gri_list *link = gri_list_pop_front(bindings);
    for (; link != NULL; link = gri_list_pop_front(bindings)) {
        gri_list_push_back(&heir->bindings, link); /* the first of a service counts */
    }
    pthread_mutex_unlock(&heir->lock);
}

static gr_code announce_locked(struct gri_peer *peer, const struct gri_peer *heir)
{
    struct gri_frame retire = { .kind = GRI_FRAME_RETIRE,
                                .call = peer->n_retired + 1,
                                .actor = heir->there };
    if (peer->state != GRI_PEER_UP) {
        return GR_UNAVAILABLE;
    }
    gr_code code = gri_peer_append_locked(peer, &retire, NULL, NULL);
    peer->n_retired += code == GR_OK;
    return code;
}

/* The cork comes first: once there is an heir requests go to it. */
gr_code gri_peer_retire(struct gri_peer *peer, struct gri_peer *heir)
{
    struct gri_list bindings;
    gri_list_init(&bindings);
    change_corks(heir, 1);
    pthread_mutex_lock(&peer->lock);
    bool is_virgin = peer->requests == 0;
    gr_code code = announce_locked(peer, heir);
    if (code == GR_OK) {
        peer->heir = gri_peer_ref(heir);
        peer->is_acked = false;
        peer->holds_cork = !is_virgin;
        gri_peer_wake_senders_locked(peer);
        gri_flows_fail(&peer->flows, GR_UNAVAILABLE); /* they go by the heir, too */
        for (struct gri_list *link = gri_list_pop_front(&peer->bindings); link != NULL;
             link = gri_list_pop_front(&peer->bindings)) {
            gri_list_push_back(&bindings, link);
        }
    }
    pthread_mutex_unlock(&peer->lock);
    hand_down_bindings(&bindings, heir);
    if (code != GR_OK || is_virgin) {
        change_corks(heir, -1); /* the caller pushes */
    }
    return code;
}

static void set_elder(struct gri_peer *heir, struct gri_peer *elder)
{
    pthread_mutex_lock(&heir->lock);
    if (heir->elder == NULL) {
        heir->elder = gri_peer_ref(elder);
    }
    pthread_mutex_unlock(&heir->lock);
}

bool gri_peer_unretire(struct gri_peer *peer, struct gri_peer *heir)
{
    const struct gri_frame back = { .kind = GRI_FRAME_RETIRE, .method = TAKES_BACK };
    struct gri_peer *dropped = NULL;
    pthread_mutex_lock(&peer->lock);
    if (peer->heir == heir && peer->state == GRI_PEER_UP) {
        dropped = peer->heir;
        peer->heir = NULL;
        peer->has_said_goodbye = false;
        peer->has_heard_goodbye = false;
        peer->is_through = false;
        peer->has_last_word = false;
        peer->holds_cork = false; /* what it kept back is lost with the heir */
        gr_ignore(gri_peer_append_locked(peer, &back, NULL, NULL)); /* unsaid, two may stay */
        gri_peer_push_locked(peer);
    }
    pthread_mutex_unlock(&peer->lock);
    if (dropped != NULL) {
        set_elder(heir, peer);
        gri_peer_unref(dropped);
    }
    return dropped != NULL;
}

/* By `*by` or its heir, which takes the place of the reference that is there. */
static gr_code send_along(struct gri_peer **by, enum gri_pace pace, const struct gri_frame *frame,
                          const void *message, uint64_t wait_until_ns, struct gri_calls *calls)
{
    struct gri_peer_place place;
    gr_code code = gri_peer_send_at(*by, pace, frame, message, wait_until_ns, &place);
    while (place.heir != NULL) {
        gri_peer_unref(*by);
        *by = place.heir;
        if (calls != NULL) {
            gri_calls_move(calls, frame->call, *by);
        }
        code = gri_peer_send_at(*by, pace, frame, message, wait_until_ns, &place);
    }
    if (code == GR_OK && calls != NULL) {
        gri_calls_sent(calls, frame->call, place.position);
    }
    return code;
}

static void move_in(struct gri_peer *peer, struct gri_calls *calls);

gr_code gri_peer_request(struct gri_peer *peer, enum gri_pace pace, const struct gri_frame *frame,
                         const void *message, uint64_t wait_until_ns, struct gri_calls *calls)
{
    struct gri_peer *by = gri_peer_ref(peer);
    gr_code code = send_along(&by, pace, frame, message, wait_until_ns, calls);
    if (code == GR_OK && calls != NULL && frame->kind == GRI_FRAME_MONITOR) {
        move_in(by, calls); /* it may have retired before it was known that this was sent */
    }
    gri_peer_unref(by);
    return code;
}

void gri_peer_tell(struct gri_peer *peer, const struct gri_frame *frame, const void *message)
{
    struct gri_peer *by = gri_peer_ref(peer);
    if (send_along(&by, GRI_PACE_AT_ONCE, frame, message, 0, NULL) == GR_RESOURCE_EXHAUSTED) {
        gri_peer_close(by, "out of memory"); /* which tells as much */
    }
    gri_peer_unref(by);
}

/* ---- monitors go along ---- */

/* The other side is to tell by `to` what it was to tell by `from`. Where that cannot be said, the
 * monitor is at its end. */
static void ask_again(struct gri_peer *from, struct gri_peer *to, struct gri_calls *calls,
                      uint64_t call, uint64_t actor)
{
    const struct gri_frame frame = {
        .kind = GRI_FRAME_MONITOR, .call = call, .actor = actor, .method = GRI_FRAME_MOVES
    };
    struct gri_peer *by = gri_peer_ref(to);
    if (send_along(&by, GRI_PACE_AT_ONCE, &frame, NULL, 0, calls) != GR_OK) {
        struct gri_result lost = { .code = GR_UNAVAILABLE };
        (void)gri_calls_end(calls, call, by, &lost);
        gri_peer_send_cancel(from, actor, call, GR_UNAVAILABLE);
        gri_peer_send_cancel(by, actor, call, GR_UNAVAILABLE);
    }
    gri_peer_unref(by);
}

static void move_all(struct gri_peer *from, struct gri_peer *to, struct gri_calls *calls)
{
    uint32_t at = 0;
    uint64_t call;
    uint64_t actor;
    while (gri_calls_take_over(calls, from, to, &at, &call, &actor)) {
        ask_again(from, to, calls, call, actor);
    }
}

static void move_in(struct gri_peer *peer, struct gri_calls *calls)
{
    struct gri_peer *heir = gri_peer_heir(peer);
    if (heir != NULL) {
        move_all(peer, heir, calls);
        gri_peer_unref(heir);
    }
}

static void move_arrived(struct gri_worker *worker, struct gri_post *post)
{
    struct gri_peer_way *way = GRI_CONTAINER(post, struct gri_peer_way, move);
    struct gri_peer *peer = way->peer;
    atomic_store(&way->is_moving, false); /* an heir that comes now is another post's */
    move_in(peer, &gri_shard_of(worker)->calls);
    gri_peer_unref(peer);
}

void gri_peer_move_monitors(struct gri_peer *peer)
{
    struct gri_core *core = peer->core;
    move_in(peer, &core->calls);
    for (uint32_t i = 0; i < core->n_shards; i++) {
        struct gri_peer_way *way = &peer->ways[i];
        if (!atomic_exchange(&way->is_moving, true)) {
            way->move.run = move_arrived;
            gri_peer_ref(peer);
            gri_peer_deliver(way, &way->move);
        }
    }
}

/* It is lost: who had retired in its favour, and stands, takes its monitors as well. */
void gri_peer_hand_back_calls(struct gri_peer *peer, struct gri_calls *calls)
{
    pthread_mutex_lock(&peer->lock);
    struct gri_peer *elder = peer->elder == NULL ? NULL : gri_peer_ref(peer->elder);
    pthread_mutex_unlock(&peer->lock);
    if (elder != NULL) {
        move_all(peer, elder, calls);
        gri_peer_unref(elder);
    }
}

/* ---- hearing of it ---- */

/* All that came before goes to its workers first. What is told of monitors behind the answer goes
 * by the heir: there it is ahead of what the other side will hear of those it has asked for again.
 */
static gr_code hear_announcement(struct gri_peer *peer, uint64_t number, uint64_t heir)
{
    struct gri_frame ack = { .kind = GRI_FRAME_RETIRE, .call = number, .method = ACKNOWLEDGES };
    gri_peer_post_chains(peer);
    gri_peer_owe(peer, 1); /* the answer */
    pthread_mutex_lock(&peer->lock);
    peer->is_left = true;
    peer->left_for = heir;
    pthread_mutex_unlock(&peer->lock);
    peer->events->left(peer->events_arg, peer);
    gr_code code = gri_peer_send(peer, &ack, NULL, 0, NULL);
    gri_peer_owe(peer, -1);
    return code == GR_UNAVAILABLE ? GR_OK : code;
}

bool gri_peer_is_over_locked(const struct gri_peer *peer)
{
    return peer->has_last_word && !peer->is_sending && peer->out.len == 0;
}

/* Who hears the second of the two closes; but not before its own has left, or the other side would
 * take the session for lost. It may be closed by whoever has sent that, at once: the answers that
 * came before go to their workers first, or they would find their calls with the heir. */
bool gri_peer_hear_goodbye(struct gri_peer *peer)
{
    gri_peer_post_chains(peer);
    pthread_mutex_lock(&peer->lock);
    peer->has_heard_goodbye = true;
    peer->is_through = peer->heir != NULL && peer->has_said_goodbye;
    peer->has_last_word = peer->is_through;
    bool is_last = peer->heir == NULL || gri_peer_is_over_locked(peer);
    pthread_mutex_unlock(&peer->lock);
    return is_last;
}

/* What still waits for the session, and not for an answer on it, waits for its heir. */
void gri_peer_hand_down_calls(struct gri_peer *peer, struct gri_calls *calls)
{
    struct gri_peer *heir = gri_peer_heir(peer);
    gri_calls_hand_over(calls, peer, heir);
    if (gri_peer_check(heir) != GR_OK) { /* it may not have seen them at its end */
        gri_calls_fail(calls, heir, heir->handed, heir->why);
    }
    gri_peer_unref(heir);
}

static void hear_acknowledgement(struct gri_peer *peer, uint64_t number)
{
    struct gri_peer *heir = NULL;
    pthread_mutex_lock(&peer->lock);
    if (peer->heir != NULL && number == peer->n_retired) {
        peer->is_acked = true;
        heir = take_cork_locked(peer);
    }
    pthread_mutex_unlock(&peer->lock);
    pull_cork(heir);
}

gr_code gri_peer_hear_retire(struct gri_peer *peer, const struct gri_frame *frame)
{
    switch (frame->method) {
    case ANNOUNCES:
        return hear_announcement(peer, frame->call, frame->actor);
    case ACKNOWLEDGES:
        hear_acknowledgement(peer, frame->call);
        return GR_OK;
    default:
        pthread_mutex_lock(&peer->lock);
        peer->is_left = false;
        peer->has_heard_goodbye = false;
        pthread_mutex_unlock(&peer->lock);
        return GR_OK;
    }
}
