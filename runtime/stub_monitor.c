/* SPDX-License-Identifier: MIT */
/* The API of monitors and links: what is to be watched is found here, on the caller's thread or
 * fiber, and handed to the worker of whoever watches it. */
#include <string.h>

#include "actor.h"
#include "context.h"
#include "lookup.h"
#include "monitor.h"
#include "notices.pb-c.h"
#include "operate.h"
#include "stub_parts.h"

static const uint64_t ms = 1000000;

/* Futures of monitors are told from those of calls by their service. */
static const gr_service future_service = { .name = "a monitor, for gr_monitor_await()" };

/* ---- finding it ---- */

/* Where `target` is: *out_target, and the session that leads there. What is not to be found is
 * something to be told, and no failure: then watching->code says why. */
static gr_code aim(struct gri_entry *entry, gr_ref target, struct gri_watching *watching,
                   gr_ref *out_target)
{
    uint64_t deadline_ns = gri_deadline(entry->core, 0, 0, false);
    gr_code code = gri_resolve_name(entry, target, deadline_ns, out_target, NULL);
    if (code == GR_NOT_FOUND || code == GR_UNAVAILABLE) {
        *out_target = target;
        watching->code = code;
        return GR_OK;
    }
    if (code != GR_OK) {
        return code;
    }
    if (gri_stub_is_local(entry, *out_target)) {
        bool is_there = gri_core_shard(entry->core, out_target->actor) != NULL;
        return is_there ? GR_OK : GR_INVALID_ARGUMENT;
    }
    watching->peer = gri_peers_find(&entry->node->peers, out_target->home);
    watching->code = watching->peer == NULL ? GR_UNAVAILABLE : GR_OK;
    return GR_OK;
}

static void aim_at_node(struct gri_entry *entry, const char *name, struct gri_watching *watching)
{
    watching->peer = gri_peers_find_name(&entry->node->peers, name);
    watching->code = watching->peer == NULL ? GR_UNAVAILABLE : GR_OK;
}

static gr_code check_node(const gr_node *node, const char *name)
{
    bool is_fine = node != NULL && gri_name_is_valid(name) && strcmp(name, node->core.name) != 0;
    return is_fine ? GR_OK : GR_INVALID_ARGUMENT;
}

/* ---- notices ---- */

bool gri_stub_takes(const gr_service *service, uint32_t method,
                    const ProtobufCMessageDescriptor *notice)
{
    const gr_method *table = gri_stub_method(service, method);
    return table != NULL && table->oneway && table->request != NULL &&
           strcmp(table->request->name, notice->name) == 0;
}

gr_code gri_stub_find_subscriber(struct gri_entry *entry, const gr_service *service, gr_ref *to)
{
    bool is_exported;
    uint64_t deadline_ns = gri_deadline(entry->core, 0, 0, false);
    gr_code code = gri_resolve_name(entry, *to, deadline_ns, to, NULL);
    if (code != GR_OK) {
        return code;
    }
    if (!gri_stub_is_local(entry, *to)) {
        return GR_INVALID_ARGUMENT;
    }
    const gr_service *actual = gri_actor_service(entry->core, to->actor, &is_exported);
    if (actual == NULL) {
        return GR_UNAVAILABLE;
    }
    return strcmp(actual->name, service->name) == 0 ? GR_OK : GR_INVALID_ARGUMENT;
}

static bool takes_down(gr_down_notice notice)
{
    return gri_stub_takes(notice.service, notice.method, &greenroom__down__descriptor);
}

/* All that the monitor will need, from its first to its last day. */
static gr_code load(struct gri_watching *watching, gr_down_notice notice, gr_ref target,
                    uint64_t tag)
{
    struct gri_mail *mail = gri_down_create(GRI_MAIL_NOTICE);
    watching->watch = mail == NULL ? NULL : gri_watch_create(notice.to, target, mail);
    watching->monitor = gri_mail_create(GRI_MAIL_CALL, 0);
    if (watching->watch == NULL) {
        gri_mail_free(mail);
        return GR_RESOURCE_EXHAUSTED;
    }
    if (watching->monitor == NULL) {
        return GR_RESOURCE_EXHAUSTED;
    }
    mail->service = notice.service;
    mail->method = notice.method;
    mail->actor = notice.to.actor;
    gri_down_set_tag(mail, tag);
    gri_down_set_sender(mail, target, watching->peer);
    if (watching->peer != NULL) {
        gri_down_set_node(mail, watching->peer->name);
    }
    return GR_OK;
}

/* On the subscriber's own worker: there is nothing to wait for. Takes what `watching` owns. */
static gr_code open_here(struct gri_entry *entry, struct gri_watching *watching,
                         gr_monitor_id *out_id)
{
    uint64_t id;
    gr_code code = gri_watch_open(entry->shard, watching, &id);
    gri_watching_fini(watching);
    if (code == GR_OK && out_id != NULL) {
        *out_id = (gr_monitor_id){ entry->core->handle, id };
    }
    return code;
}

/* Hand it to the subscriber's worker. Takes what `watching` owns. */
static gr_code hand_over(struct gri_entry *entry, struct gri_watching *watching,
                         gr_monitor_id *out_id)
{
    struct gri_core *core = entry->core;
    struct gri_shard *shard = gri_core_shard(core, watching->watch->actor);
    if (shard == entry->shard) {
        return open_here(entry, watching, out_id);
    }
    struct gri_operation operation = {
        .mail = gri_mail_create(GRI_MAIL_WATCH, sizeof(*watching)),
        .deadline_ns = gri_deadline(core, 0, 0, false),
        .shard = shard,
        .run = gri_watch_arrived,
    };
    if (operation.mail == NULL) {
        gri_watching_fini(watching);
        return GR_RESOURCE_EXHAUSTED;
    }
    memcpy(operation.mail->payload, watching, sizeof(*watching));
    operation.mail->let_go = gri_watch_let_go;
    struct gri_result result;
    gr_code code = gri_operate(entry, &operation, &result);
    if (code == GR_OK && out_id != NULL) {
        *out_id = (gr_monitor_id){ core->handle, result.value };
    }
    gri_result_fini(&result);
    return code;
}

static gr_code begin(struct gri_entry *entry, struct gri_watching *watching, gr_down_notice notice,
                     gr_ref target, uint64_t tag, gr_monitor_id *out_id)
{
    gr_code code = load(watching, notice, target, tag);
    if (code == GR_OK) {
        return hand_over(entry, watching, out_id);
    }
    gri_watching_fini(watching);
    return code;
}

gr_code gr_monitor(gr_ref target, gr_down_notice notice, uint64_t tag, gr_monitor_id *out_id)
{
    GRI_VISIT;
    struct gri_entry entry;
    struct gri_watching watching = { .code = GR_OK };
    if (target.node != notice.to.node || !takes_down(notice)) {
        return GR_INVALID_ARGUMENT;
    }
    gr_code code = gri_enter(target.node, &entry);
    if (code != GR_OK) {
        return code;
    }
    code = gri_stub_find_subscriber(&entry, notice.service, &notice.to);
    if (code == GR_OK) {
        code = aim(&entry, target, &watching, &target);
    }
    if (code == GR_OK) {
        code = begin(&entry, &watching, notice, target, tag, out_id);
    }
    gri_leave(&entry);
    return code;
}

gr_code gr_monitor_node(gr_node *node, const char *name, gr_down_notice notice, uint64_t tag,
                        gr_monitor_id *out_id)
{
    GRI_VISIT;
    static const gr_ref nobody = { 0, 0, 0 };
    struct gri_entry entry;
    struct gri_watching watching = { .code = GR_OK };
    gr_code code = check_node(node, name);
    if (code != GR_OK || notice.to.node != node->core.handle || !takes_down(notice)) {
        return GR_INVALID_ARGUMENT;
    }
    code = gri_enter(notice.to.node, &entry);
    if (code != GR_OK) {
        return code;
    }
    code = gri_stub_find_subscriber(&entry, notice.service, &notice.to);
    if (code == GR_OK) {
        aim_at_node(&entry, name, &watching);
        code = load(&watching, notice, nobody, tag);
    }
    if (code == GR_OK) {
        gri_down_set_node(watching.watch->notice, name); /* also where there is no session */
        code = hand_over(&entry, &watching, out_id);
    } else {
        gri_watching_fini(&watching);
    }
    gri_leave(&entry);
    return code;
}

static gr_code end_monitor(struct gri_entry *entry, struct gri_shard *shard, uint64_t id)
{
    if (shard == entry->shard) {
        struct gri_watch *watch = gri_watch_find(shard, id);
        if (watch != NULL) {
            gri_watch_close(watch, GR_OK);
        }
        return watch == NULL ? GR_NOT_FOUND : GR_OK;
    }
    struct gri_operation operation = { .mail = gri_mail_create(GRI_MAIL_CALL, sizeof(id)),
                                       .deadline_ns = gri_deadline(entry->core, 0, 0, true),
                                       .shard = shard,
                                       .run = gri_watch_end_arrived };
    if (operation.mail == NULL) {
        return GR_RESOURCE_EXHAUSTED;
    }
    memcpy(operation.mail->payload, &id, sizeof(id));
    struct gri_result result;
    gr_code code = gri_operate(entry, &operation, &result);
    gri_result_fini(&result);
    if (code == GR_CANCELLED) { /* perhaps before it was asked */
        gri_monitor_undo(entry->core, GRI_MAIL_WATCH, id);
    }
    return code;
}

gr_code gr_demonitor(gr_monitor_id id)
{
    GRI_VISIT;
    struct gri_entry entry;
    gr_code code = gri_enter(id.node, &entry);
    if (code != GR_OK) {
        return code;
    }
    struct gri_shard *shard = gri_core_shard(entry.core, id.id);
    code = shard == NULL ? GR_INVALID_ARGUMENT : end_monitor(&entry, shard, id.id);
    gri_leave(&entry);
    return code;
}

/* ---- futures ---- */

static gr_code open_future(struct gri_entry *entry, const struct gri_watching *watching,
                           gr_ref target, gr_future **out_future)
{
    struct gri_operation operation = {
        .mail = gri_mail_create(GRI_MAIL_CALL, 0),
        .deadline_ns = UINT64_MAX,
        .reply_type = &greenroom__down__descriptor,
        .peer = watching->peer,
        .frame_kind = target.actor == 0 ? 0 : GRI_FRAME_MONITOR,
        .is_kept = true,
    };
    if (operation.mail == NULL) {
        return GR_RESOURCE_EXHAUSTED;
    }
    operation.mail->actor = target.actor;
    if (operation.peer == NULL) {
        operation.run = gri_monitor_arrived;
        operation.shard = gri_core_shard(entry->core, target.actor);
    }
    gr_code code = gri_operate_async(entry, &operation, out_future);
    if (code == GR_OK) {
        (*out_future)->service = &future_service;
        (*out_future)->home = target.home;
        (*out_future)->actor = target.actor;
        (*out_future)->is_dropped_open = true;
    }
    return code;
}

gr_code gr_monitor_async(gr_ref target, gr_future **out_future)
{
    GRI_VISIT;
    struct gri_entry entry;
    struct gri_watching watching = { .code = GR_OK };
    if (out_future == NULL) {
        return GR_INVALID_ARGUMENT;
    }
    gr_code code = gri_enter(target.node, &entry);
    if (code != GR_OK) {
        return code;
    }
    code = aim(&entry, target, &watching, &target);
    code = code == GR_OK ? watching.code : code;
    if (code == GR_OK) {
        code = open_future(&entry, &watching, target, out_future);
    }
    gri_watching_fini(&watching);
    gri_leave(&entry);
    return code;
}

gr_code gr_monitor_node_async(gr_node *node, const char *name, gr_future **out_future)
{
    GRI_VISIT;
    struct gri_entry entry;
    struct gri_watching watching = { .code = GR_OK };
    gr_code code = out_future == NULL ? GR_INVALID_ARGUMENT : check_node(node, name);
    if (code == GR_OK) {
        code = gri_enter(node->core.handle, &entry);
    }
    if (code != GR_OK) {
        return code;
    }
    aim_at_node(&entry, name, &watching);
    code = watching.code;
    if (code == GR_OK) {
        code = open_future(&entry, &watching,
                           (gr_ref){ entry.core->handle, watching.peer->home, 0 }, out_future);
    }
    gri_watching_fini(&watching);
    gri_leave(&entry);
    return code;
}

static uint64_t wait_until(const gr_future *future, uint32_t timeout_ms)
{
    return timeout_ms == GR_FOREVER ? UINT64_MAX
                                    : future->env->ops->now_ns(future->env) + timeout_ms * ms;
}

gr_code gr_monitor_await(gr_future **future, uint32_t timeout_ms, struct Greenroom__Down **out_down)
{
    GRI_VISIT;
    if (future == NULL || *future == NULL || (*future)->service != &future_service ||
        out_down == NULL) {
        return GR_INVALID_ARGUMENT;
    }
    gr_future *awaited = *future;
    gr_code code = gri_future_wait(awaited, wait_until(awaited, timeout_ms), false);
    if (code == GR_CANCELLED) { /* this actor is to wait no more */
        gr_future_drop(future);
    }
    if (code != GR_OK) {
        return code;
    }
    struct gri_mail *mail = gri_down_create(GRI_MAIL_REPLY);
    if (mail == NULL) {
        return GR_RESOURCE_EXHAUSTED;
    }
    struct gri_result result;
    struct gri_end end;
    gri_future_take(awaited, &result);
    gri_monitor_read(&result, &end);
    gri_down_fill(mail, &end, (gr_ref){ awaited->node, awaited->home, awaited->actor }, "");
    code = result.code == GR_CANCELLED ? GR_CANCELLED : GR_OK;
    gri_result_fini(&result);
    gri_future_unref(awaited);
    *future = NULL;
    if (code == GR_OK) {
        *out_down = (struct Greenroom__Down *)(void *)mail->payload;
    } else {
        gri_mail_free(mail);
    }
    return code;
}

/* ---- links ---- */

static bool is_same(gr_ref one, gr_ref other)
{
    return one.home == other.home && one.actor == other.actor;
}

/* The link that this actor has made to another. */
static struct gri_watch *find_made(const struct gri_actor *actor, gr_ref other)
{
    if (actor->bonds == NULL) {
        return NULL;
    }
    GRI_LIST_EACH (link, &actor->bonds->watches) {
        struct gri_watch *watch = GRI_CONTAINER(link, struct gri_watch, link);
        if (watch->notice == NULL && is_same(watch->target, other)) {
            return watch;
        }
    }
    return NULL;
}

static gr_code tie(struct gr_context *ctx, gr_ref other, struct gri_watching *watching)
{
    gr_ref self = gr_context_self(ctx);
    uint64_t id;
    if (is_same(self, other)) {
        return GR_INVALID_ARGUMENT;
    }
    if (find_made(ctx->actor, other) != NULL ||
        gri_monitor_find_link(ctx->actor->bonds, other) != NULL) {
        return GR_OK;
    }
    watching->watch = gri_watch_create(self, other, NULL);
    watching->monitor = gri_mail_create(GRI_MAIL_LINK, sizeof(self));
    if (watching->watch == NULL || watching->monitor == NULL) {
        return GR_RESOURCE_EXHAUSTED;
    }
    memcpy(watching->monitor->payload, &self, sizeof(self));
    return gri_watch_open(ctx->actor->shard, watching, &id);
}

gr_code gr_link(gr_context *ctx, gr_ref other)
{
    GRI_VISIT;
    struct gri_entry entry;
    struct gri_watching watching = { .code = GR_OK };
    if (!gri_context_is_running(ctx)) {
        return GR_FAILED_PRECONDITION;
    }
    gr_code code = gri_enter(other.node, &entry);
    if (code != GR_OK) {
        return code;
    }
    code = entry.shard == NULL ? GR_INVALID_ARGUMENT : aim(&entry, other, &watching, &other);
    if (code == GR_OK && other.home == 0) {
        code = watching.code; /* a name that nobody has is no actor that has ended */
    }
    if (code == GR_OK) {
        code = tie(ctx, other, &watching);
    }
    gri_watching_fini(&watching);
    gri_leave(&entry);
    return code;
}

gr_code gr_unlink(gr_context *ctx, gr_ref other)
{
    GRI_VISIT;
    struct gri_entry entry;
    if (!gri_context_is_running(ctx)) {
        return GR_FAILED_PRECONDITION;
    }
    gr_code code = gri_enter(other.node, &entry);
    if (code != GR_OK) {
        return code;
    }
    code = entry.shard == NULL ? GR_INVALID_ARGUMENT
                               : gri_resolve_name(&entry, other, 0, &other, NULL);
    gri_leave(&entry);
    if (code != GR_OK) {
        return code == GR_INVALID_ARGUMENT ? code : GR_NOT_FOUND;
    }
    struct gri_watch *made = find_made(ctx->actor, other);
    struct gri_mail *asked = gri_monitor_find_link(ctx->actor->bonds, other);
    if (made != NULL) {
        gri_watch_close(made, GR_OK);
    }
    if (asked != NULL) {
        gri_monitor_return(ctx->actor, asked);
    }
    return made == NULL && asked == NULL ? GR_NOT_FOUND : GR_OK;
}
