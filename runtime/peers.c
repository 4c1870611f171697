/* SPDX-License-Identifier: MIT */
/* Listening, dialling with back-off, and the list of sessions. Accepts and dials end on the
 * transport's threads; each link's timer turns on one worker. */

/* Design notes: a link goes round
 *
 *     try_dial (worker) -> dialled (transport) -> session ... -> on_down (any) -> link_lost
 * (worker) ^                  | failed: link_lost (worker)                          |
 *           +------------------ timer, after a pause that doubles up to 5 s --------+
 *
 * and only one of these is ever under way, so that its one post and its one timer are enough. The
 * pause is jittered (half of it at random) and starts anew after a session that stood for 5 s. */
#include "peers.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "log.h"

enum { PAUSE_MIN_MS = 20, PAUSE_MAX_MS = 5000 };
static const uint64_t ms = 1000000;

static void try_dial(struct gri_link *link);

void gri_peers_init(struct gri_peers *peers, struct gri_core *core, uint32_t ping_ms)
{
    memset(peers, 0, sizeof(*peers));
    pthread_mutex_init(&peers->lock, NULL);
    peers->core = core;
    peers->ops = core->env->ops->transport;
    peers->ping_ms = ping_ms;
    gri_list_init(&peers->sessions);
    gri_list_init(&peers->links);
    gri_list_init(&peers->listenings);
    gri_list_init(&peers->waiters);
}

static void wake_all_locked(struct gri_peers *peers)
{
    struct gri_list *link = gri_list_pop_front(&peers->waiters);
    for (; link != NULL; link = gri_list_pop_front(&peers->waiters)) {
        gri_waiter_wake(GRI_CONTAINER(link, struct gri_waiter, link));
    }
}

/* Wait for any change, with the lock given up meanwhile. */
static gr_code wait_locked(struct gri_peers *peers, uint64_t deadline_ns)
{
    struct gri_waiter waiter;
    gr_code code = gri_waiter_init(&waiter, peers->core->env);
    if (code != GR_OK) {
        return code;
    }
    gri_list_push_back(&peers->waiters, &waiter.link);
    pthread_mutex_unlock(&peers->lock);
    code = gri_waiter_wait(&waiter, deadline_ns);
    pthread_mutex_lock(&peers->lock);
    if (code != GR_OK && gri_list_is_linked(&waiter.link)) {
        gri_list_remove(&waiter.link);
    } else if (code != GR_OK) {
        pthread_mutex_unlock(&peers->lock);
        gri_waiter_settle(&waiter);
        pthread_mutex_lock(&peers->lock);
    }
    return code;
}

/* ---- sessions ---- */

/* The first in use with that node that the other side uses, too. NULL: there is none. */
static struct gri_peer *first_locked(struct gri_peers *peers, uint64_t home)
{
    GRI_LIST_EACH (node, &peers->sessions) {
        struct gri_peer *peer = GRI_CONTAINER(node, struct gri_peer, link);
        bool is_left;
        uint64_t left_for;
        if (peer->is_listed && gri_peer_is_in_use(peer, home, &is_left, &left_for) && !is_left) {
            return peer;
        }
    }
    return NULL;
}

static bool leads_to_locked(const struct gri_peer *from, const struct gri_peer *to)
{
    while (from != NULL && from != to) {
        from = from->heir; /* changed under this lock alone */
    }
    return from == to;
}

/* The one that the other side goes on with, as it says: both must mean the same. NULL: that is not
 * up here, yet or any more; or it has retired in favour of this one. */
static struct gri_peer *named_locked(struct gri_peers *peers, const struct gri_peer *left,
                                     uint64_t number)
{
    GRI_LIST_EACH (node, &peers->sessions) {
        struct gri_peer *peer = GRI_CONTAINER(node, struct gri_peer, link);
        if (peer->is_listed && peer->number == number && peer->home == left->home) {
            bool is_it = gri_peer_check(peer) == GR_OK && !leads_to_locked(peer, left);
            return is_it ? peer : NULL;
        }
    }
    return NULL;
}

/* Of several sessions with the same node one that is to go (NULL: none), with a reference, as has
 * its heir. The node with the larger incarnation decides: the session that was up first stays. The
 * other one follows where it has heard of a decision. */
static struct gri_peer *surplus_locked(struct gri_peers *peers, uint64_t home,
                                       struct gri_peer **out_heir)
{
    bool decides = peers->core->incarnation > home;
    struct gri_peer *first = first_locked(peers, home);
    GRI_LIST_EACH (node, &peers->sessions) {
        struct gri_peer *peer = GRI_CONTAINER(node, struct gri_peer, link);
        bool is_left;
        uint64_t left_for;
        if (!peer->is_listed || !gri_peer_is_in_use(peer, home, &is_left, &left_for)) {
            continue;
        }
        bool is_told = !decides && is_left && left_for != 0;
        struct gri_peer *heir = is_told ? named_locked(peers, peer, left_for) : first;
        if (heir != NULL && heir != peer && (decides || is_left)) {
            *out_heir = gri_peer_ref(heir);
            return gri_peer_ref(peer);
        }
    }
    return NULL;
}

/* Who dialled a session that goes is served by its heir. */
static void hand_over_link_locked(struct gri_peer *peer, struct gri_peer *heir)
{
    struct gri_link *link = peer->link_arg;
    if (link != NULL && link->peer == peer) {
        link->peer = heir;
    }
}

/* Leave one session in use with the node `home`. */
static void settle(struct gri_peers *peers, uint64_t home)
{
    gr_code code = GR_OK;
    while (code == GR_OK) {
        struct gri_peer *heir = NULL;
        pthread_mutex_lock(&peers->lock);
        struct gri_peer *peer = surplus_locked(peers, home, &heir);
        code = peer == NULL ? GR_NOT_FOUND : gri_peer_retire(peer, heir);
        if (code == GR_OK) {
            hand_over_link_locked(peer, heir);
        }
        pthread_mutex_unlock(&peers->lock);
        if (code == GR_OK) {
            gri_peer_move_monitors(peer);
            gri_log(GR_LOG_DEBUG, "peer_retired", "node=%s peer=%s asked=%llu", peers->core->name,
                    peer->name, (unsigned long long)peer->requests);
        }
        if (peer != NULL) {
            gri_peer_push(peer);
            gri_peer_push(heir);
            gri_peer_unref(peer);
            gri_peer_unref(heir);
        }
    }
}

static gr_code on_up(void *arg, struct gri_peer *peer)
{
    struct gri_peers *peers = arg;
    struct gri_link *link = peer->link_arg;
    pthread_mutex_lock(&peers->lock);
    if (link != NULL && link->peer == peer) {
        link->is_up = true;
        link->why[0] = '\0';
    }
    /* The one that was up first leads there as long as it stands: its frames stay in order. */
    gri_list_remove(&peer->link);
    gri_list_push_back(&peers->sessions, &peer->link);
    peer->is_listed = true;
    wake_all_locked(peers);
    pthread_mutex_unlock(&peers->lock);
    gri_log_event(&peers->core->log_limits, peers->core->env, GR_LOG_INFO, GRI_EVENT_PEER_UP,
                  "node=%s peer=%s", peers->core->name, peer->name);
    settle(peers, peer->home);
    return GR_OK;
}

static void on_left(void *arg, struct gri_peer *peer)
{
    settle(arg, peer->home);
}

static void link_lost(struct gri_worker *worker, struct gri_post *post);

/* Its session, or the heir of that, is gone. */
static void unlink_locked(struct gri_peers *peers, struct gri_link *link,
                          const struct gri_peer *peer)
{
    gri_env *env = peers->core->env;
    bool was_stable = link->is_up && env->ops->now_ns(env) >= peer->up_ns + PAUSE_MAX_MS * ms;
    link->peer = NULL;
    link->is_up = false;
    link->pause_ms = was_stable ? PAUSE_MIN_MS : link->pause_ms;
    (void)snprintf(link->why, sizeof(link->why), "the session was lost");
    link->is_given_up = peer->is_self;
    if (peer->is_self) { /* there is nothing to connect to: names of its own are found without */
        gri_log(GR_LOG_INFO, "connected_to_itself", "node=%s url=%s", peers->core->name, link->url);
        return;
    }
    link->post.run = link_lost;
    gri_worker_post(&link->shard->worker, &link->post);
}

/* Those that retired in its favour are in use again, and serve their own links. */
static void give_back_locked(struct gri_peers *peers, struct gri_peer *heir)
{
    GRI_LIST_EACH (node, &peers->sessions) {
        struct gri_peer *peer = GRI_CONTAINER(node, struct gri_peer, link);
        struct gri_link *link = peer->link_arg;
        if (peer != heir && gri_peer_unretire(peer, heir) && link != NULL && link->peer == heir) {
            link->peer = peer;
        }
    }
}

static void on_down(void *arg, struct gri_peer *peer)
{
    struct gri_peers *peers = arg;
    pthread_mutex_lock(&peers->lock);
    give_back_locked(peers, peer);
    GRI_LIST_EACH (node, &peers->links) {
        struct gri_link *link = GRI_CONTAINER(node, struct gri_link, link);
        if (link->peer == peer) {
            unlink_locked(peers, link, peer);
        }
    }
    wake_all_locked(peers);
    pthread_mutex_unlock(&peers->lock);
    pthread_mutex_lock(&peer->lock);
    uint64_t home = peer->home; /* a hello may just come */
    pthread_mutex_unlock(&peer->lock);
    if (home != 0) {
        settle(peers, home);
    }
}

static void on_closed(void *arg, struct gri_peer *peer)
{
    struct gri_peers *peers = arg;
    pthread_mutex_lock(&peers->lock);
    gri_list_remove(&peer->link);
    pthread_mutex_unlock(&peers->lock);
    gri_peer_unref(peer);
    pthread_mutex_lock(&peers->lock);
    peers->n--; /* last: the node's end waits for it */
    wake_all_locked(peers);
    pthread_mutex_unlock(&peers->lock);
}

static const struct gri_peer_events peer_events = { on_up, on_left, on_down, on_closed };

/* Begin a session over `stream`, which is taken. NULL: refused. */
static struct gri_peer *begin_session(struct gri_peers *peers, gri_stream *stream,
                                      struct gri_link *link)
{
    struct gri_peer *peer =
        gri_peer_create(peers->core, stream, peers->ping_ms, &peer_events, peers, link);
    if (peer == NULL) {
        return NULL;
    }
    pthread_mutex_lock(&peers->lock);
    gri_list_push_back(&peers->sessions, &peer->link);
    peer->number = ++peers->n_begun;
    peers->n++;
    bool is_refused = peers->is_closing || peers->n > peers->core->limits.max_peers;
    if (link != NULL) {
        link->peer = peer;
    }
    pthread_mutex_unlock(&peers->lock);
    gri_peer_ref(peer);
    gri_peer_start(peer);
    if (is_refused) {
        gri_peer_close(peer, "this node takes no more sessions");
    }
    gri_peer_unref(peer);
    return peer;
}

/* A session counts from its hello on. */
static bool is_up_with(struct gri_peer *peer, uint64_t home, const char *name)
{
    pthread_mutex_lock(&peer->lock);
    bool is_it = peer->state == GRI_PEER_UP && peer->heir == NULL &&
                 (home == 0 || peer->home == home) &&
                 (name == NULL || strcmp(peer->name, name) == 0);
    pthread_mutex_unlock(&peer->lock);
    return is_it;
}

static struct gri_peer *find_locked(struct gri_peers *peers, uint64_t home, const char *name)
{
    GRI_LIST_EACH (node, &peers->sessions) {
        struct gri_peer *peer = GRI_CONTAINER(node, struct gri_peer, link);
        if (peer->is_listed && is_up_with(peer, home, name)) {
            return gri_peer_ref(peer);
        }
    }
    return NULL;
}

struct gri_peer *gri_peers_find(struct gri_peers *peers, uint64_t home)
{
    pthread_mutex_lock(&peers->lock);
    struct gri_peer *peer = find_locked(peers, home, NULL);
    pthread_mutex_unlock(&peers->lock);
    return peer;
}

void gri_peers_name(struct gri_peers *peers, uint64_t home, char *buf, size_t cap)
{
    struct gri_peer *peer = gri_peers_find(peers, home);
    (void)snprintf(buf, cap, "%s", peer == NULL ? "?" : peer->name);
    if (peer != NULL) {
        gri_peer_unref(peer);
    }
}

struct gri_peer *gri_peers_find_name(struct gri_peers *peers, const char *name)
{
    pthread_mutex_lock(&peers->lock);
    struct gri_peer *peer = find_locked(peers, 0, name);
    pthread_mutex_unlock(&peers->lock);
    return peer;
}

struct gri_peer *gri_peers_ref(struct gri_peers *peers, const void *peer)
{
    struct gri_peer *found = NULL;
    pthread_mutex_lock(&peers->lock);
    GRI_LIST_EACH (node, &peers->sessions) {
        if (GRI_CONTAINER(node, struct gri_peer, link) == peer) {
            found = gri_peer_ref(GRI_CONTAINER(node, struct gri_peer, link));
            break;
        }
    }
    pthread_mutex_unlock(&peers->lock);
    return found;
}

/* Of those that led to that node the next by number, with a reference; NULL: there are no more. */
static struct gri_peer *next_with(struct gri_peers *peers, uint64_t home, uint64_t number)
{
    struct gri_peer *next = NULL;
    pthread_mutex_lock(&peers->lock);
    GRI_LIST_EACH (node, &peers->sessions) {
        struct gri_peer *peer = GRI_CONTAINER(node, struct gri_peer, link);
        bool is_later = peer->is_listed && peer->home == home && peer->number > number;
        next = is_later && (next == NULL || peer->number < next->number) ? peer : next;
    }
    if (next != NULL) {
        gri_peer_ref(next);
    }
    pthread_mutex_unlock(&peers->lock);
    return next;
}

/* By all sessions: one that was asked for again may still stand where it was asked for first, and
 * should the other session be lost, what went by that is lost as well. */
void gri_peers_cancel(struct gri_peers *peers, const struct gri_target *target, uint64_t call,
                      gr_code code)
{
    struct gri_peer *peer = next_with(peers, target->home, 0);
    while (peer != NULL) {
        uint64_t number = peer->number;
        gri_peer_send_cancel(peer, target->actor, call, code);
        gri_peer_unref(peer);
        peer = next_with(peers, target->home, number);
    }
}

/* Its session may have ended, and on_down() not come yet. */
static bool is_connected_locked(const struct gri_link *link)
{
    return link->is_up && (link->peer == NULL || gri_peer_check(link->peer) == GR_OK);
}

/* A link that is still on its way, or NULL. */
static struct gri_link *connecting_locked(struct gri_peers *peers)
{
    GRI_LIST_EACH (node, &peers->links) {
        struct gri_link *link = GRI_CONTAINER(node, struct gri_link, link);
        if (!link->is_given_up && !is_connected_locked(link)) {
            return link;
        }
    }
    return NULL;
}

gr_code gri_peers_await(struct gri_peers *peers, const char *name, uint64_t deadline_ns,
                        struct gri_peer **out_peer, char *why, size_t why_cap)
{
    gr_code code = GR_OK;
    struct gri_peer *peer = NULL;
    pthread_mutex_lock(&peers->lock);
    while (code == GR_OK) {
        peer = find_locked(peers, 0, name);
        const struct gri_link *link = connecting_locked(peers);
        if (peer != NULL) {
            break;
        }
        if (link == NULL || peers->is_closing) {
            (void)snprintf(
                why, why_cap,
                "this node has no session with a node called \"%s\": gr_node_connect() to it first",
                name);
            code = GR_UNAVAILABLE;
        } else {
            (void)snprintf(why, why_cap, "not connected to \"%.100s\" yet; %.200s: %s", name,
                           link->url, link->why[0] == '\0' ? "connecting" : link->why);
            code = wait_locked(peers, deadline_ns);
        }
    }
    pthread_mutex_unlock(&peers->lock);
    *out_peer = peer;
    return code;
}

/* ---- dialling ---- */

static void dial_again(struct gri_timer *timer)
{
    try_dial(GRI_CONTAINER(timer, struct gri_link, timer));
}

/* On the link's worker: pause, then dial again. */
static void link_lost(struct gri_worker *worker, struct gri_post *post)
{
    struct gri_link *link = GRI_CONTAINER(post, struct gri_link, post);
    struct gri_peers *peers = link->peers;
    gri_env *env = peers->core->env;
    char why[sizeof(link->why)];
    pthread_mutex_lock(&peers->lock);
    bool is_closing = peers->is_closing;
    uint32_t pause_ms = link->pause_ms;
    link->pause_ms = pause_ms * 2 < PAUSE_MAX_MS ? pause_ms * 2 : PAUSE_MAX_MS;
    memcpy(why, link->why, sizeof(why));
    pthread_mutex_unlock(&peers->lock);
    if (is_closing) {
        return;
    }
    char quoted[160];
    gri_log_event(&peers->core->log_limits, env, link->is_warned ? GR_LOG_DEBUG : GR_LOG_WARN,
                  GRI_EVENT_NOT_CONNECTED, "node=%s url=%s reason=%s", peers->core->name, link->url,
                  gri_log_quote(why, quoted, sizeof(quoted)));
    link->is_warned = true;
    uint64_t half_ns = pause_ms * ms / 2;
    uint64_t now_ns = gri_worker_now(worker);
    gri_timer_arm(&worker->wheel, &link->timer,
                  now_ns + half_ns + env->ops->random(env) % (half_ns + 1));
}

static void dialled(void *arg, gr_code code, gri_stream *stream, const char *why)
{
    struct gri_link *link = arg;
    struct gri_peers *peers = link->peers;
    if (code == GR_OK && begin_session(peers, stream, link) != NULL) {
        return; /* on_down goes on with the link */
    }
    pthread_mutex_lock(&peers->lock);
    (void)snprintf(link->why, sizeof(link->why), "%s", code == GR_OK ? "out of memory" : why);
    link->post.run = link_lost;
    gri_worker_post(&link->shard->worker, &link->post);
    wake_all_locked(peers);
    pthread_mutex_unlock(&peers->lock);
}

static void try_dial(struct gri_link *link)
{
    struct gri_peers *peers = link->peers;
    char why[GRI_TRANSPORT_WHY_BYTES] = "";
    peers->ops->dialer_destroy(link->dialer); /* of the last try, which is over */
    link->dialer = NULL;
    pthread_mutex_lock(&peers->lock);
    bool is_closing = peers->is_closing;
    pthread_mutex_unlock(&peers->lock);
    if (is_closing) {
        return;
    }
    gr_code code = peers->ops->dial(peers->core->env, link->url, dialled, link, &link->dialer, why,
                                    sizeof(why));
    if (code != GR_OK) {
        dialled(link, code, NULL, why);
    }
}

static void first_dial(struct gri_worker *worker, struct gri_post *post)
{
    (void)worker;
    try_dial(GRI_CONTAINER(post, struct gri_link, post));
}

static struct gri_link *find_link_locked(struct gri_peers *peers, const char *url)
{
    GRI_LIST_EACH (node, &peers->links) {
        struct gri_link *link = GRI_CONTAINER(node, struct gri_link, link);
        if (strcmp(link->url, url) == 0) {
            return link;
        }
    }
    return NULL;
}

/* What the transport takes, told before the first try. */
static bool has_known_scheme(const char *url)
{
    static const char *const schemes[] = { "ipc://", "abstract://", "tcp://" };
    for (size_t i = 0; i < sizeof(schemes) / sizeof(schemes[0]); i++) {
        size_t len = strlen(schemes[i]);
        if (strncmp(url, schemes[i], len) == 0 && url[len] != '\0') {
            return true;
        }
    }
    return false;
}

static struct gri_link *create_link(struct gri_peers *peers, const char *url)
{
    struct gri_core *core = peers->core;
    size_t size = strlen(url) + 1;
    struct gri_link *link = gri_calloc(sizeof(*link) + size);
    if (link != NULL) {
        memcpy(link->url, url, size);
        link->peers = peers;
        link->pause_ms = PAUSE_MIN_MS;
        link->shard = &core->shards[atomic_fetch_add(&core->next_shard, 1) % core->n_shards];
        link->timer.fire = dial_again;
        link->post.run = first_dial;
    }
    return link;
}

/* What led to this very node is tried once more: the address may be another's by now. */
static gr_code add_link_locked(struct gri_peers *peers, const char *url, struct gri_link **out_link)
{
    struct gri_link *link = find_link_locked(peers, url);
    if (link != NULL) {
        if (!link->is_given_up) {
            return GR_ALREADY_EXISTS;
        }
        link->is_given_up = false;
        link->post.run = first_dial;
        *out_link = link;
        return GR_OK;
    }
    link = peers->n_links < peers->core->limits.max_peers ? create_link(peers, url) : NULL;
    if (link == NULL) {
        return GR_RESOURCE_EXHAUSTED;
    }
    gri_list_push_back(&peers->links, &link->link);
    peers->n_links++;
    *out_link = link;
    return GR_OK;
}

gr_code gri_peers_connect(struct gri_peers *peers, const char *url)
{
    struct gri_link *link = NULL;
    if (!has_known_scheme(url)) {
        return GR_INVALID_ARGUMENT;
    }
    pthread_mutex_lock(&peers->lock);
    gr_code code = add_link_locked(peers, url, &link);
    pthread_mutex_unlock(&peers->lock);
    if (code == GR_OK) {
        gri_worker_post(&link->shard->worker, &link->post);
    }
    return code;
}

/* ---- listening ---- */

static void on_accepted(void *arg, gri_stream *stream)
{
    struct gri_listening *listening = arg;
    struct gri_peers *peers = listening->peers;
    uint64_t uid;
    if (listening->checks_uid && peers->ops->stream_peer_uid(stream, &uid) && uid != geteuid() &&
        uid != 0) {
        gri_log_event(&peers->core->log_limits, peers->core->env, GR_LOG_WARN,
                      GRI_EVENT_PEER_REFUSED, "node=%s uid=%llu reason=\"another user's process\"",
                      peers->core->name, (unsigned long long)uid);
        peers->ops->stream_close(stream);
        return;
    }
    (void)begin_session(peers, stream, NULL); /* refused: the stream is closed, and that logged */
}

gr_code gri_peers_listen(struct gri_peers *peers, const char *url, const char **out_url)
{
    char why[GRI_TRANSPORT_WHY_BYTES] = "";
    struct gri_listening *listening = gri_calloc(sizeof(*listening));
    if (listening == NULL) {
        return GR_RESOURCE_EXHAUSTED;
    }
    listening->peers = peers;
    listening->checks_uid = strncmp(url, "tcp://", 6) != 0;
    gr_code code = GR_INVALID_ARGUMENT;
    if (has_known_scheme(url)) {
        code = peers->ops->listen(peers->core->env, url, on_accepted, listening,
                                  &listening->listener, why, sizeof(why));
    } else {
        (void)snprintf(why, sizeof(why), "known are ipc://, abstract:// and tcp://");
    }
    if (code != GR_OK) {
        char quoted[GRI_TRANSPORT_WHY_BYTES];
        gri_log(GR_LOG_ERROR, "cannot_listen", "node=%s url=%s reason=%s", peers->core->name, url,
                gri_log_quote(why, quoted, sizeof(quoted)));
        gri_mfree(listening);
        return code;
    }
    pthread_mutex_lock(&peers->lock);
    gri_list_push_back(&peers->listenings, &listening->link);
    pthread_mutex_unlock(&peers->lock);
    *out_url = peers->ops->listener_url(listening->listener);
    return GR_OK;
}

/* ---- the end ---- */

static struct gri_list *take_listening(struct gri_peers *peers)
{
    pthread_mutex_lock(&peers->lock);
    peers->is_closing = true;
    wake_all_locked(peers); /* no session comes any more */
    struct gri_list *node = gri_list_pop_front(&peers->listenings);
    pthread_mutex_unlock(&peers->lock);
    return node;
}

/* A session that was not yet told to close, with a reference; NULL: none. */
static struct gri_peer *next_open(struct gri_peers *peers)
{
    struct gri_peer *found = NULL;
    pthread_mutex_lock(&peers->lock);
    GRI_LIST_EACH (node, &peers->sessions) {
        struct gri_peer *peer = GRI_CONTAINER(node, struct gri_peer, link);
        pthread_mutex_lock(&peer->lock);
        bool is_open = peer->state != GRI_PEER_CLOSED;
        pthread_mutex_unlock(&peer->lock);
        if (is_open) {
            found = gri_peer_ref(peer);
            break;
        }
    }
    pthread_mutex_unlock(&peers->lock);
    return found;
}

bool gri_peers_wait_gone(struct gri_peers *peers, uint64_t deadline_ns)
{
    gr_code code = GR_OK;
    pthread_mutex_lock(&peers->lock);
    while (code == GR_OK && peers->n > 0) {
        code = wait_locked(peers, deadline_ns);
    }
    bool are_gone = peers->n == 0;
    pthread_mutex_unlock(&peers->lock);
    return are_gone;
}

void gri_peers_close(struct gri_peers *peers, uint64_t deadline_ns)
{
    struct gri_list *node = take_listening(peers);
    for (; node != NULL; node = take_listening(peers)) {
        struct gri_listening *listening = GRI_CONTAINER(node, struct gri_listening, link);
        peers->ops->listener_destroy(listening->listener);
        gri_mfree(listening);
    }
    struct gri_peer *peer = next_open(peers);
    for (; peer != NULL; peer = next_open(peers)) {
        gri_peer_goodbye(peer);
        gri_peer_flush(peer, deadline_ns);
        gri_peer_leave(peer);
        gri_peer_unref(peer);
    }
}

void gri_peers_end(struct gri_peers *peers)
{
    GRI_LIST_EACH (node, &peers->links) {
        struct gri_link *link = GRI_CONTAINER(node, struct gri_link, link);
        peers->ops->dialer_destroy(link->dialer);
        link->dialer = NULL;
    }
    (void)gri_peers_wait_gone(peers, UINT64_MAX); /* but for who dialled meanwhile, they are */
}

void gri_peers_fini(struct gri_peers *peers)
{
    struct gri_list *node = gri_list_pop_front(&peers->links);
    for (; node != NULL; node = gri_list_pop_front(&peers->links)) {
        gri_mfree(GRI_CONTAINER(node, struct gri_link, link));
    }
    pthread_mutex_destroy(&peers->lock);
}
