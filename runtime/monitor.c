/* SPDX-License-Identifier: MIT */
/* Monitors and links: what an actor is asked to tell when it ends, and what it watches itself. On
 * the worker of the actor that each belongs to. */

/* Design notes.
 *
 *     watcher's worker                          target's worker, or node
 *     gri_watch in bonds->watches     call      mail in bonds->monitors
 *       a pending call  <---------------------  answered when the actor has ended
 *
 * A monitor is a call without a deadline that ends when its actor does. So what ends calls ends it:
 * the answer, the loss of the session, a refusal; each once, for whoever takes the call out of the
 * table tells. It stands in the table of the watcher's own worker, whoever asked for it, and is
 * sent from there: what the target sent before it ended has been queued before the end of the call
 * comes along the same way.
 *
 * Nothing is allocated when it ends. The target's side is the mail of the question, which carries
 * the result back. The watcher's side has kept the notice, with room for all its strings, and the
 * mail that takes the question back should the watcher end first. What goes to another node is
 * appended to the session's buffer; where there is no memory for that, the session is closed, which
 * tells as much.
 *
 * A link is a monitor whose end stops the watcher instead of telling it, and whose withdrawal,
 * where the watcher has ended abnormally, stops the target: one call serves both directions. */
#include "monitor.h"

#include <stdio.h>
#include <string.h>

#include "defect.h"
#include "log.h"
#include "notices.pb-c.h"

enum { NODE_MAX = GRI_NAME_MAX + 1, MESSAGE_MAX = 256, SERVICE_MAX = 256 };
enum { BUCKET_FULL = 16, BUCKETS_GROW = 4 };

/* A Down and all it points to. */
struct down {
    Greenroom__Down message;
    Greenroom__Ref actor;
    char node[NODE_MAX];
    char service[SERVICE_MAX];
    char text[MESSAGE_MAX];
};

/* ---- results and messages ---- */

static uint64_t pack_end(uint32_t reason, gr_code code)
{
    return (uint64_t)reason << 32 | (uint32_t)code;
}

static void read_reply(const Greenroom__Down *down, struct gri_end *out_end)
{
    bool is_known = (uint32_t)down->reason <= GREENROOM__DOWN__REASON__REFUSED;
    gr_code without = down->reason == GREENROOM__DOWN__REASON__ENDED ? GR_OK : GR_UNAVAILABLE;
    *out_end =
        (struct gri_end){ .reason =
                              is_known ? (uint32_t)down->reason : GREENROOM__DOWN__REASON__LOST,
                          .code = down->code == GR_OK ? without : gri_failing_code(down->code),
                          .message = down->message,
                          .service = down->actor == NULL ? "" : down->actor->service };
}

void gri_monitor_read(struct gri_result *result, struct gri_end *out_end)
{
    bool is_lost = result->code == GR_UNAVAILABLE;
    *out_end = (struct gri_end){ .message = "", .service = "" };
    if (result->code == GR_OK && result->reply != NULL) {
        read_reply((const Greenroom__Down *)(const void *)result->reply->payload, out_end);
    } else if (result->code == GR_OK) {
        out_end->reason = (uint32_t)(result->value >> 32);
        out_end->code = (gr_code)(uint32_t)result->value;
    } else {
        out_end->reason =
            is_lost ? GREENROOM__DOWN__REASON__LOST : GREENROOM__DOWN__REASON__REFUSED;
        out_end->code = result->code;
    }
    result->failure = gri_failure_read(result->failure);
    if (result->failure != NULL) {
        out_end->message = result->failure->message;
    } else if (out_end->message[0] == '\0' && out_end->reason == GREENROOM__DOWN__REASON__GONE) {
        out_end->message = "it was not there any more";
    } else if (out_end->message[0] == '\0' && out_end->code != GR_OK) {
        out_end->message = gr_code_name(out_end->code);
    }
}

static struct down *down_of(struct gri_mail *mail)
{
    return (struct down *)(void *)mail->payload;
}

struct gri_mail *gri_down_create(enum gri_mail_kind kind)
{
    struct gri_mail *mail = gri_mail_create(kind, sizeof(struct down));
    if (mail != NULL) {
        memset(mail->payload, 0, sizeof(struct down));
    }
    return mail;
}

void gri_down_set_tag(struct gri_mail *mail, uint64_t tag)
{
    down_of(mail)->message.tag = tag;
}

void gri_down_set_node(struct gri_mail *mail, const char *node)
{
    (void)snprintf(down_of(mail)->node, NODE_MAX, "%s", node);
}

void gri_down_set_sender(struct gri_mail *mail, gr_ref target, const struct gri_peer *peer)
{
    mail->is_foreign = peer != NULL;
    if (peer != NULL) {
        mail->sender_node = peer->sender;
    } else {
        mail->sender = target.home == 0 ? 0 : target.actor;
    }
}

void gri_down_fill(struct gri_mail *mail, const struct gri_end *end, gr_ref target,
                   const char *node)
{
    struct down *down = down_of(mail);
    uint64_t tag = down->message.tag;
    down->message = (Greenroom__Down)GREENROOM__DOWN__INIT;
    down->actor = (Greenroom__Ref)GREENROOM__REF__INIT;
    (void)snprintf(down->service, sizeof(down->service), "%s", end->service);
    (void)snprintf(down->text, sizeof(down->text), "%s", end->message);
    down->actor.node = target.home;
    down->actor.actor = target.actor;
    down->actor.service = down->service;
    bool is_known = target.home != 0 && target.actor != 0;
    down->message.actor = is_known ? &down->actor : NULL; /* or a node, or a name nobody has */
    down->message.node = (char *)node;
    down->message.code = end->code;
    down->message.message = down->text;
    down->message.reason = (Greenroom__Down__Reason)end->reason;
    down->message.tag = tag;
}

/* ---- the side that is watched ---- */

struct gri_bonds *gri_bonds_of(struct gri_actor *actor)
{
    if (actor->bonds == NULL) {
        actor->bonds = gri_calloc(sizeof(*actor->bonds));
        if (actor->bonds != NULL) {
            gri_list_init(&actor->bonds->held);
            gri_list_init(&actor->bonds->few);
            gri_list_init(&actor->bonds->watches);
            actor->bonds->monitors = &actor->bonds->few;
            actor->bonds->n_buckets = 1;
        }
    }
    return actor->bonds;
}

static void bonds_free(struct gri_bonds *bonds)
{
    if (bonds->monitors != &bonds->few) {
        gri_mfree(bonds->monitors);
    }
    gri_mfree(bonds);
}

static struct gri_list *bucket_of(const struct gri_bonds *bonds, uint64_t call)
{
    uint32_t hash = ((uint32_t)call ^ (uint32_t)(call >> 32)) * UINT32_C(0x9e3779b1);
    return &bonds->monitors[(hash >> 8) & (bonds->n_buckets - 1)];
}

/* More buckets, so that one that is taken back among many is found; where there is memory. */
static void spread(struct gri_bonds *bonds)
{
    uint32_t n_old = bonds->n_buckets;
    struct gri_list *old = bonds->monitors;
    struct gri_list *buckets = gri_malloc((size_t)BUCKETS_GROW * n_old * sizeof(*buckets));
    if (buckets == NULL) {
        return;
    }
    bonds->monitors = buckets;
    bonds->n_buckets = BUCKETS_GROW * n_old;
    for (uint32_t i = 0; i < bonds->n_buckets; i++) {
        gri_list_init(&buckets[i]);
    }
    for (uint32_t i = 0; i < n_old; i++) {
        struct gri_list *link = gri_list_pop_front(&old[i]);
        for (; link != NULL; link = gri_list_pop_front(&old[i])) {
            const struct gri_mail *mail = GRI_CONTAINER(link, struct gri_mail, link);
            gri_list_push_back(bucket_of(bonds, mail->call), link);
        }
    }
    if (old != &bonds->few) {
        gri_mfree(old);
    }
}

static void add_monitor(struct gri_bonds *bonds, struct gri_mail *mail)
{
    if (bonds->n_monitors >= BUCKET_FULL * bonds->n_buckets) {
        spread(bonds);
    }
    bonds->n_monitors++;
    gri_list_push_back(bucket_of(bonds, mail->call), &mail->link);
}

/* Ends the question. */
static void tell(struct gri_mail *mail, uint32_t reason, gr_code code)
{
    struct gri_result result = { .code = GR_OK, .value = pack_end(reason, code) };
    if (GRI_DEFECT(LOST_DOWN)) {
        gri_mail_free(mail);
        return;
    }
    mail->answer(mail, &result);
}

void gri_monitor_arrived(struct gri_worker *worker, struct gri_post *post)
{
    struct gri_mail *mail = GRI_CONTAINER(post, struct gri_mail, post);
    struct gri_shard *shard = gri_shard_of(worker);
    struct gri_actor *actor = gri_slab_find(&shard->actors, mail->actor);
    bool is_foreign = mail->answer != gri_core_answer;
    /* A session that ends later will cancel it; one that has, did so before it came. */
    bool is_cut = is_foreign && gri_peer_check(gri_mail_more(mail)->peer) != GR_OK;
    if (actor == NULL || is_cut || (is_foreign && !atomic_load(&actor->is_exported))) {
        tell(mail, GREENROOM__DOWN__REASON__GONE, GR_UNAVAILABLE);
        return;
    }
    struct gri_bonds *bonds = gri_bonds_of(actor);
    if (bonds == NULL || bonds->n_monitors >= shard->core->limits.max_monitors) {
        tell(mail, GREENROOM__DOWN__REASON__REFUSED, GR_RESOURCE_EXHAUSTED);
        return;
    }
    mail->service = gri_actor_service_of(actor);
    add_monitor(bonds, mail);
}

/* Whether a call of another node's may be the monitor that this is the question of: a number means
 * the same on all sessions with a node. */
static bool is_asked_by(const struct gri_mail *mail, const struct gri_peer *peer, uint64_t call)
{
    const struct gri_peer *asker = mail->answer == gri_core_answer ? NULL : mail->answer_to;
    return asker != NULL && asker->home == peer->home && mail->call == call;
}

static struct gri_mail *find_asked(const struct gri_actor *actor, const struct gri_peer *peer,
                                   uint64_t call)
{
    const struct gri_bonds *bonds = actor == NULL ? NULL : actor->bonds;
    if (bonds == NULL) {
        return NULL;
    }
    GRI_LIST_EACH (link, bucket_of(bonds, call)) {
        struct gri_mail *mail = GRI_CONTAINER(link, struct gri_mail, link);
        if (is_asked_by(mail, peer, call)) {
            return mail;
        }
    }
    return NULL;
}

void gri_monitor_move_arrived(struct gri_worker *worker, struct gri_post *post)
{
    struct gri_mail *mail = GRI_CONTAINER(post, struct gri_mail, post);
    struct gri_peer *peer = gri_mail_more(mail)->peer;
    struct gri_actor *actor = gri_slab_find(&gri_shard_of(worker)->actors, mail->actor);
    struct gri_mail *asked = find_asked(actor, peer, mail->call);
    if (asked == NULL) {
        struct gri_result result = { .code = GR_UNAVAILABLE };
        mail->answer(mail, &result);
        return;
    }
    if (gri_peer_check(peer) == GR_OK) { /* else the other side asks once more, or it is lost */
        gri_mail_more(mail)->peer = gri_mail_more(asked)->peer;
        gri_mail_more(asked)->peer = peer;
        asked->answer_to = peer;
    }
    gri_mail_free(mail);
}

static void take_monitor(struct gri_bonds *bonds, struct gri_mail *mail)
{
    bonds->n_monitors--;
    gri_list_remove(&mail->link);
}

void gri_monitor_return(struct gri_actor *actor, struct gri_mail *mail)
{
    struct gri_result result = { .code = GR_CANCELLED };
    take_monitor(actor->bonds, mail);
    mail->answer(mail, &result);
}

/* Those of a bucket that are theirs, and whether one was a link. */
static bool cancel_in(struct gri_bonds *bonds, struct gri_list *bucket, const void *answer_to,
                      uint64_t call)
{
    bool was_tied = false;
    GRI_LIST_EACH_SAFE (link, bucket) {
        struct gri_mail *mail = GRI_CONTAINER(link, struct gri_mail, link);
        if (mail->answer_to == answer_to && (call == 0 || mail->call == call)) {
            was_tied |= mail->kind == GRI_MAIL_LINK;
            take_monitor(bonds, mail);
            gri_mail_free(mail);
        }
    }
    return was_tied;
}

void gri_monitors_cancel(struct gri_actor *actor, const void *answer_to, uint64_t call,
                         gr_code code)
{
    struct gri_bonds *bonds = actor->bonds;
    bool was_tied = false;
    if (bonds == NULL || bonds->n_monitors == 0) {
        return;
    }
    if (call != 0) {
        was_tied = cancel_in(bonds, bucket_of(bonds, call), answer_to, call);
    } else {
        for (uint32_t i = 0; i < bonds->n_buckets; i++) {
            was_tied |= cancel_in(bonds, &bonds->monitors[i], answer_to, 0);
        }
    }
    if (was_tied && code != GR_OK) {
        gri_actor_stop_with(actor, code);
    }
}

struct gri_mail *gri_monitor_find_link(const struct gri_bonds *bonds, gr_ref linker)
{
    for (uint32_t i = 0; bonds != NULL && i < bonds->n_buckets; i++) {
        GRI_LIST_EACH (link, &bonds->monitors[i]) {
            struct gri_mail *mail = GRI_CONTAINER(link, struct gri_mail, link);
            gr_ref other = { 0, 0, 0 };
            if (mail->kind == GRI_MAIL_LINK) {
                memcpy(&other, mail->payload, sizeof(other));
            }
            if (other.home == linker.home && other.actor == linker.actor) {
                return mail;
            }
        }
    }
    return NULL;
}

void gri_bonds_end(struct gri_shard *shard, struct gri_bonds *bonds, uint64_t actor, gr_code reason)
{
    if (bonds == NULL) {
        return;
    }
    if (bonds->n_kept > 0) {
        gri_names_release_all(&shard->core->names, actor);
    }
    while (!gri_list_is_empty(&bonds->watches)) {
        gri_watch_close(GRI_CONTAINER(bonds->watches.next, struct gri_watch, link), reason);
    }
    for (uint32_t i = 0; i < bonds->n_buckets; i++) {
        struct gri_list *link = gri_list_pop_front(&bonds->monitors[i]);
        for (; link != NULL; link = gri_list_pop_front(&bonds->monitors[i])) {
            tell(GRI_CONTAINER(link, struct gri_mail, link), GREENROOM__DOWN__REASON__ENDED,
                 reason);
        }
    }
    bonds_free(bonds);
}

/* ---- the side that watches ---- */

struct gri_watch *gri_watch_create(gr_ref watcher, gr_ref target, struct gri_mail *notice)
{
    struct gri_watch *watch = gri_calloc(sizeof(*watch));
    struct gri_mail *farewell = gri_mail_create(GRI_MAIL_REPLY, 0);
    if (watch == NULL || farewell == NULL) {
        gri_mfree(watch);
        gri_mail_free(farewell);
        return NULL;
    }
    watch->actor = watcher.actor;
    watch->target = target;
    watch->notice = notice;
    watch->farewell = farewell;
    return watch;
}

void gri_watch_free(struct gri_watch *watch)
{
    gri_mail_free(watch->notice);
    gri_mail_free(watch->farewell);
    gri_mfree(watch);
}

static void fire_notice(struct gri_watch *watch, struct gri_result *result)
{
    struct gri_shard *shard = watch->shard;
    struct gri_actor *actor = gri_slab_find(&shard->actors, watch->actor);
    struct gri_mail *notice = watch->notice;
    struct gri_end end;
    gri_monitor_read(result, &end);
    bool is_node = watch->target.actor == 0 || end.reason == GREENROOM__DOWN__REASON__LOST;
    watch->notice = NULL;
    gri_down_fill(notice, &end, watch->target, is_node ? down_of(notice)->node : "");
    gri_actor_notify(actor, notice);
}

/* What became of the one that this actor is tied to. */
static void fire_link(struct gri_watch *watch, struct gri_result *result)
{
    struct gri_actor *actor = gri_slab_find(&watch->shard->actors, watch->actor);
    struct gri_end end;
    gri_monitor_read(result, &end);
    bool is_undone = result->code == GR_CANCELLED;
    if (end.code != GR_OK && !is_undone) {
        struct gri_core *core = watch->shard->core;
        gri_log_event(&core->log_limits, core->env, GR_LOG_WARN, GRI_EVENT_LINK_BROKEN,
                      "actor=%s code=%s", gri_actor_label(actor), gr_code_name(end.code));
        gri_actor_stop_with(actor, end.code);
    }
}

/* The pending call's `done`: the watcher is there, for its end closes what it watches. */
static void watch_fired(void *arg, struct gri_result *result)
{
    struct gri_watch *watch = arg;
    gri_list_remove(&watch->link);
    if (watch->notice != NULL) {
        fire_notice(watch, result);
    } else {
        fire_link(watch, result);
    }
    gri_result_fini(result);
    gri_watch_free(watch);
}

/* The other side is to forget it; a link's is also told how the watcher ended. */
static void take_back(struct gri_watch *watch, const struct gri_target *target, gr_code code)
{
    struct gri_core *core = watch->shard->core;
    code = watch->notice == NULL ? code : GR_OK;
    if (target->home != 0) {
        gri_peers_cancel(&core->node->peers, target, watch->call, code);
    } else if (gri_core_shard(core, target->actor) != NULL) {
        struct gri_mail *farewell = watch->farewell;
        watch->farewell = NULL;
        farewell->actor = target->actor;
        farewell->answer_to = core;
        farewell->call = watch->call;
        gri_mail_more(farewell)->result = (struct gri_result){ .code = code };
        gri_actor_cancel_by(core, farewell);
    }
}

void gri_watch_close(struct gri_watch *watch, gr_code code)
{
    struct gri_target target;
    bool is_open = gri_calls_close(&watch->shard->calls, watch->call, &target, NULL);
    gri_list_remove(&watch->link);
    if (is_open) {
        take_back(watch, &target, code);
    }
    gri_watch_free(watch);
}

/* The question is sent, unless a whole node is watched. UNAVAILABLE: nobody is there to hear it. */
static gr_code send_question(struct gri_watching *watching, uint64_t call)
{
    struct gri_watch *watch = watching->watch;
    struct gri_core *core = watch->shard->core;
    struct gri_mail *mail = watching->monitor;
    if (watching->code != GR_OK) {
        return GR_UNAVAILABLE;
    }
    if (watching->peer != NULL && watch->target.actor == 0) {
        return gri_peer_check(watching->peer);
    }
    if (watching->peer != NULL) {
        gr_ref linker = { core->handle, core->incarnation, watch->actor };
        return gri_peer_send_monitor(watching->peer, &watch->shard->calls, call,
                                     watch->target.actor, watch->notice == NULL ? &linker : NULL);
    }
    struct gri_shard *shard = gri_core_shard(core, watch->target.actor);
    watching->monitor = NULL;
    mail->actor = watch->target.actor;
    mail->answer = gri_core_answer;
    mail->answer_to = core;
    mail->call = call;
    mail->post.run = gri_monitor_arrived;
    if (shard == watch->shard) {
        gri_monitor_arrived(&shard->worker, &mail->post);
    } else {
        gri_worker_post(&shard->worker, &mail->post);
    }
    return GR_OK;
}

/* There is nothing to watch: an end like any other. */
static void end_at_once(struct gri_calls *calls, uint64_t call, const struct gri_watching *watching)
{
    uint32_t reason = watching->code == GR_OK || watching->code == GR_UNAVAILABLE
                          ? GREENROOM__DOWN__REASON__LOST
                          : GREENROOM__DOWN__REASON__GONE;
    gr_code code = watching->code == GR_OK ? GR_UNAVAILABLE : watching->code;
    struct gri_result result = { .code = GR_OK, .value = pack_end(reason, code) };
    (void)gri_calls_end(calls, call, watching->peer, &result);
}

static struct gri_target target_of(const struct gri_watching *watching)
{
    struct gri_target target = { .peer = watching->peer, .actor = watching->watch->target.actor };
    target.home = target.peer != NULL && target.actor != 0 ? watching->peer->home : 0;
    return target;
}

gr_code gri_watch_open(struct gri_shard *shard, struct gri_watching *watching, uint64_t *out_id)
{
    struct gri_watch *watch = watching->watch;
    struct gri_actor *actor = gri_slab_find(&shard->actors, watch->actor);
    if (actor == NULL || actor->state >= GRI_ACTOR_ENDING) {
        return GR_UNAVAILABLE;
    }
    struct gri_call_parts parts = { .done = watch_fired,
                                    .arg = watch,
                                    .reply_type = &greenroom__down__descriptor,
                                    .target = target_of(watching),
                                    .deadline_ns = UINT64_MAX };
    struct gri_bonds *bonds = gri_bonds_of(actor);
    watch->call = bonds == NULL ? 0 : gri_calls_open(&shard->calls, &parts);
    if (watch->call == 0) {
        return GR_RESOURCE_EXHAUSTED;
    }
    uint64_t call = watch->call;
    watch->shard = shard;
    gri_list_push_back(&bonds->watches, &watch->link);
    gr_code code = send_question(watching, call);
    if (code == GR_UNAVAILABLE) {
        end_at_once(&shard->calls, call, watching);
    } else if (code != GR_OK) {
        (void)gri_calls_close(&shard->calls, call, NULL, NULL);
        gri_list_remove(&watch->link);
        return code;
    }
    watching->watch = NULL;
    *out_id = call;
    return GR_OK;
}

void gri_watching_fini(struct gri_watching *watching)
{
    if (watching->watch != NULL) {
        gri_watch_free(watching->watch);
    }
    if (watching->peer != NULL) {
        gri_peer_unref(watching->peer);
    }
    gri_mail_free(watching->monitor);
    *watching = (struct gri_watching){ .code = GR_OK };
}

void gri_watch_let_go(struct gri_mail *mail)
{
    gri_watching_fini((struct gri_watching *)(void *)mail->payload);
}

void gri_watch_arrived(struct gri_worker *worker, struct gri_post *post)
{
    struct gri_mail *mail = GRI_CONTAINER(post, struct gri_mail, post);
    struct gri_watching *watching = (struct gri_watching *)(void *)mail->payload;
    struct gri_result result = { .ran = GR_RAN_NO };
    result.code = gri_watch_open(gri_shard_of(worker), watching, &result.value);
    gri_watching_fini(watching);
    mail->let_go = NULL;
    mail->answer(mail, &result);
}

struct gri_watch *gri_watch_find(struct gri_shard *shard, uint64_t id)
{
    return gri_calls_arg(&shard->calls, id, watch_fired);
}

void gri_watch_end_arrived(struct gri_worker *worker, struct gri_post *post)
{
    struct gri_mail *mail = GRI_CONTAINER(post, struct gri_mail, post);
    struct gri_shard *shard = gri_shard_of(worker);
    uint64_t id;
    memcpy(&id, mail->payload, sizeof(id));
    struct gri_watch *watch = gri_watch_find(shard, id);
    struct gri_result result = { .code = watch == NULL ? GR_NOT_FOUND : GR_OK };
    if (watch != NULL) {
        gri_watch_close(watch, GR_OK);
    }
    if (mail->answer != NULL) {
        mail->answer(mail, &result);
    } else {
        gri_mail_free(mail);
    }
}

/* Where there is no memory for it the monitor stays, and tells its subscriber in the end. */
static void undo_watch(struct gri_core *core, uint64_t id)
{
    struct gri_shard *shard = gri_core_shard(core, id);
    struct gri_mail *mail = shard == NULL ? NULL : gri_mail_create(GRI_MAIL_REPLY, sizeof(id));
    if (mail != NULL) {
        memcpy(mail->payload, &id, sizeof(id));
        mail->post.run = gri_watch_end_arrived;
        gri_worker_post(&shard->worker, &mail->post);
    }
}

void gri_monitor_undo(struct gri_core *core, enum gri_mail_kind kind, uint64_t id)
{
    if (kind == GRI_MAIL_WATCH) {
        undo_watch(core, id);
    } else {
        gr_ignore(gri_actor_stop_unwaited(core, id, false)); /* it stays until the node ends */
    }
}
