/* SPDX-License-Identifier: MIT */
/* Lookups, here and on other nodes, and named refs, which keep what they found until it is gone. On
 * the caller's thread or fiber, which waits for the answer of another node. */
#include "lookup.h"

#include <stdio.h>
#include <string.h>

#include "actor.h"
#include "notices.pb-c.h"
#include "operate.h"
#include "wire.pb-c.h"

/* ---- on this node ---- */

/* Wait while nobody has a name that is kept; OK: look again. */
static gr_code wait_for_name(struct gri_core *core, const char *name, uint64_t deadline_ns,
                             gr_error *error)
{
    struct gri_waiter waiter;
    struct gri_name_wait wait = { .waiter = &waiter };
    gr_code code = gri_waiter_init(&waiter, core->env);
    if (code == GR_OK) {
        code = gri_names_await(&core->names, name, &wait, core->env->ops->now_ns(core->env));
        if (code == GR_ALREADY_EXISTS || code == GR_NOT_FOUND) {
            return GR_OK;
        }
    }
    if (code != GR_OK) {
        return gri_error_set(error, code, GR_RAN_NO,
                             "\"%s\" on node %s restarts, and no more can wait for it", name,
                             core->name);
    }
    code = gri_waiter_wait(&waiter, deadline_ns);
    if (code == GR_OK) {
        return GR_OK;
    }
    if (!gri_names_unwait(&core->names, &wait)) {
        gri_waiter_settle(&waiter);
    }
    return gri_error_set(error, code, GR_RAN_NO, "\"%s\" on node %s restarts, and was not back: %s",
                         name, core->name,
                         code == GR_DEADLINE_EXCEEDED ? "the deadline passed" : "cancelled");
}

static gr_code find_here(struct gri_core *core, const char *name, const gr_service *service,
                         uint64_t deadline_ns, gr_ref *out_ref, gr_error *error)
{
    uint64_t actor;
    const gr_service *found;
    gr_code code = gri_names_find(&core->names, name, &actor, &found);
    while (code == GR_UNAVAILABLE) {
        code = wait_for_name(core, name, deadline_ns, error);
        if (code != GR_OK) {
            return code;
        }
        code = gri_names_find(&core->names, name, &actor, &found);
    }
    if (code != GR_OK) {
        return gri_error_set(error, GR_NOT_FOUND, GR_RAN_NO,
                             "no actor is registered as \"%s\" on node %s", name, core->name);
    }
    if (strcmp(found->name, service->name) != 0) {
        return gri_error_set(error, GR_FAILED_PRECONDITION, GR_RAN_NO,
                             "\"%s\" on node %s is a %s, not a %s", name, core->name, found->name,
                             service->name);
    }
    *out_ref = (gr_ref){ core->handle, core->incarnation, actor };
    return GR_OK;
}

/* ---- on another node ---- */

/* What to ask another node: for a name or, where it is "", about an actor. */
struct question {
    const char *name;
    uint64_t actor;
    const gr_service *service;
    uint64_t deadline_ns;
};

/* Why there was no answer, where the other side has not said so. */
static gr_code explain_silence(gr_error *error, gr_code code, struct gri_result *result,
                               const struct gri_peer *peer, const struct question *question)
{
    if (result->failure != NULL) {
        struct gri_failure *failure = result->failure;
        result->failure = NULL;
        return gri_error_take(error, code, GR_RAN_NO, failure);
    }
    return gri_error_set(error, code, GR_RAN_NO, "node %s did not answer the lookup of \"%s\": %s",
                         peer->name, question->name,
                         code == GR_DEADLINE_EXCEEDED ? "the deadline passed" : gr_code_name(code));
}

/* Binds the service and gives the actor's id. */
static gr_code ask(struct gri_entry *entry, struct gri_peer *peer, const struct question *question,
                   uint64_t *out_actor, gr_error *error)
{
    const gr_service *service = question->service;
    Greenroom__Wire__Lookup lookup = GREENROOM__WIRE__LOOKUP__INIT;
    lookup.name = (char *)question->name;
    lookup.service = (char *)service->name;
    lookup.fingerprint =
        (ProtobufCBinaryData){ sizeof(service->fingerprint), (uint8_t *)service->fingerprint };
    struct gri_operation operation = { .mail = gri_mail_create(GRI_MAIL_CALL, 0),
                                       .deadline_ns = question->deadline_ns,
                                       .reply_type = &greenroom__wire__found__descriptor,
                                       .peer = peer,
                                       .frame_kind = GRI_FRAME_LOOKUP,
                                       .body = &lookup };
    if (operation.mail == NULL) {
        return gri_error_set(error, GR_RESOURCE_EXHAUSTED, GR_RAN_NO, "out of memory");
    }
    operation.mail->actor = question->actor;
    struct gri_result result;
    gr_code code = gri_operate(entry, &operation, &result);
    if (code == GR_OK && result.reply == NULL) {
        code = GR_INTERNAL;
    }
    if (code != GR_OK) {
        code = explain_silence(error, code, &result, peer, question);
        gri_result_fini(&result);
        return code;
    }
    char why[256] = "out of memory";
    const Greenroom__Wire__Found *found = (const void *)result.reply->payload;
    *out_actor = found->actor;
    code = gri_peer_bind(peer, service, found, why, sizeof(why));
    gri_result_fini(&result);
    return code == GR_OK ? GR_OK
                         : gri_error_set(error, code, GR_RAN_NO, "%s on node %s: %s", service->name,
                                         peer->name, why);
}

static gr_code find_there(struct gri_entry *entry, const char *node_name, const char *name,
                          const gr_service *service, uint64_t deadline_ns, gr_ref *out_ref,
                          gr_error *error)
{
    struct gri_peer *peer;
    char why[400] = "";
    gr_code code =
        gri_peers_await(&entry->node->peers, node_name, deadline_ns, &peer, why, sizeof(why));
    if (code != GR_OK) {
        return gri_error_set(error, code, GR_RAN_NO, "%s", why);
    }
    uint64_t actor;
    uint64_t home = peer->home;
    const struct question question = { name, 0, service, deadline_ns };
    code = ask(entry, peer, &question, &actor, error);
    gri_peer_unref(peer);
    if (code == GR_OK) {
        *out_ref = (gr_ref){ entry->core->handle, home, actor };
    }
    return code;
}

bool gri_name_split(const char *name, char *out_node, size_t cap, const char **out_actor)
{
    const char *slash = name == NULL ? NULL : strchr(name, '/');
    size_t len = slash == NULL ? 0 : (size_t)(slash - name);
    out_node[0] = '\0';
    *out_actor = slash == NULL ? name : slash + 1;
    if (len >= cap) {
        return false;
    }
    if (slash != NULL) {
        memcpy(out_node, name, len);
        out_node[len] = '\0';
    }
    return gri_name_is_valid(*out_actor) && (slash == NULL || gri_name_is_valid(out_node));
}

gr_code gri_lookup(struct gri_entry *entry, const char *name, const gr_service *service,
                   uint64_t deadline_ns, gr_ref *out_ref, gr_error *error)
{
    char node_name[GRI_NAME_MAX + 1];
    const char *actor;
    if (!gri_name_split(name, node_name, sizeof(node_name), &actor)) {
        return gri_error_set(
            error, GR_INVALID_ARGUMENT, GR_RAN_NO,
            "\"%s\" is no name: names are \"actor\" or \"node/actor\", of letters, "
            "digits, '.', '_' and '-'",
            name == NULL ? "" : name);
    }
    if (node_name[0] == '\0' || strcmp(node_name, entry->core->name) == 0) {
        return find_here(entry->core, actor, service, deadline_ns, out_ref, error);
    }
    return find_there(entry, node_name, actor, service, deadline_ns, out_ref, error);
}

/* ---- named refs ---- */

static struct gri_named *find_id_locked(const gr_node *node, uint64_t id)
{
    return id != 0 && id <= node->n_named ? node->named[id - 1] : NULL;
}

/* Its id, or 0. */
static uint64_t find_named_locked(const gr_node *node, const char *name, const gr_service *service)
{
    for (uint64_t i = 0; i < node->n_named; i++) {
        const struct gri_named *named = node->named[i];
        if (named->service == service && strcmp(named->name, name) == 0) {
            return i + 1;
        }
    }
    return 0;
}

/* Room for one more: the array doubles whenever its length is a power of two. */
static bool grow_named_locked(gr_node *node)
{
    uint64_t n = node->n_named;
    if (n != 0 && (n & (n - 1)) != 0) {
        return true;
    }
    struct gri_named **larger = gri_malloc((n == 0 ? 1 : 2 * n) * sizeof(struct gri_named *));
    if (larger == NULL) {
        return false;
    }
    if (n > 0) {
        memcpy(larger, node->named, n * sizeof(struct gri_named *));
    }
    gri_mfree(node->named);
    node->named = larger;
    return true;
}

/* Its id, or 0: out of memory. */
static uint64_t add_named_locked(gr_node *node, const char *name, const gr_service *service)
{
    size_t size = strlen(name) + 1;
    struct gri_named *named = gri_calloc(sizeof(*named) + size);
    if (named == NULL || !grow_named_locked(node)) {
        gri_mfree(named);
        return 0;
    }
    memcpy(named->name, name, size);
    named->service = service;
    node->named[node->n_named] = named;
    return ++node->n_named;
}

gr_code gri_named_open(gr_node *node, const char *name, const gr_service *service, gr_ref *out_ref)
{
    char node_name[GRI_NAME_MAX + 1];
    const char *actor;
    if (!gri_name_split(name, node_name, sizeof(node_name), &actor)) {
        return GR_INVALID_ARGUMENT;
    }
    pthread_mutex_lock(&node->named_lock);
    uint64_t id = find_named_locked(node, name, service);
    if (id == 0) {
        id = add_named_locked(node, name, service);
    }
    pthread_mutex_unlock(&node->named_lock);
    if (id == 0) {
        return GR_RESOURCE_EXHAUSTED;
    }
    *out_ref = (gr_ref){ node->core.handle, 0, id };
    return GR_OK;
}

/* Whether what a name stood for may still be there, as far as this node can tell. */
static bool may_be_there(struct gri_entry *entry, gr_ref found)
{
    bool is_exported;
    if (found.home == 0) {
        return false;
    }
    if (found.home == entry->core->incarnation) {
        return gri_actor_service(entry->core, found.actor, &is_exported) != NULL;
    }
    struct gri_peer *peer = gri_peers_find(&entry->node->peers, found.home);
    if (peer != NULL) {
        gri_peer_unref(peer);
    }
    return peer != NULL;
}

/* What a name stood for on another node, until that has ended. Owned by the pending call. */
struct remote_end {
    struct gri_core *core;
    uint64_t home;
    uint64_t actor;
};

static void remote_ended(void *arg, struct gri_result *result)
{
    struct remote_end *end = arg;
    gri_named_forget_actor(end->core, end->home, end->actor);
    gri_result_fini(result);
    gri_mfree(end);
}

/* Have its end told, so that the next call looks the name up again instead of being lost with it.
 * Without memory for that the next call fails UNAVAILABLE, and the one after it looks. */
static void watch_remote(struct gri_entry *entry, gr_ref found)
{
    struct gri_calls *calls = &entry->core->calls;
    struct gri_peer *peer = gri_peers_find(&entry->node->peers, found.home);
    struct remote_end *end = peer == NULL ? NULL : gri_malloc(sizeof(*end));
    uint64_t call = 0;
    if (end != NULL) {
        *end = (struct remote_end){ entry->core, found.home, found.actor };
        struct gri_call_parts parts = {
            .done = remote_ended,
            .arg = end,
            .reply_type = &greenroom__down__descriptor,
            .target = { .peer = peer, .actor = found.actor, .home = found.home },
            .deadline_ns = UINT64_MAX
        };
        call = gri_calls_open(calls, &parts);
    }
    bool is_sent =
        call != 0 && gri_peer_send_monitor(peer, calls, call, found.actor, NULL) == GR_OK;
    if (call == 0 || (!is_sent && gri_calls_close(calls, call, NULL, NULL))) {
        gri_mfree(end);
    }
    if (peer != NULL) {
        gri_peer_unref(peer);
    }
}

static bool is_same(gr_ref one, gr_ref other)
{
    return one.home == other.home && one.actor == other.actor;
}

/* Keep what a name was found to stand for. */
static void keep_found(struct gri_entry *entry, struct gri_named *named, gr_ref found)
{
    bool is_remote = found.home != entry->core->incarnation;
    pthread_mutex_lock(&entry->node->named_lock);
    bool is_new = is_remote && !is_same(named->watched, found);
    named->found = found;
    named->watched = is_remote ? found : named->watched;
    pthread_mutex_unlock(&entry->node->named_lock);
    if (is_new) {
        watch_remote(entry, found);
    }
}

struct gri_named *gri_named_get(gr_node *node, uint64_t id, gr_ref *out_found)
{
    pthread_mutex_lock(&node->named_lock);
    struct gri_named *named = find_id_locked(node, id);
    *out_found = named == NULL ? (gr_ref){ 0, 0, 0 } : named->found;
    pthread_mutex_unlock(&node->named_lock);
    return named;
}

static gr_code resolve_named(struct gri_entry *entry, uint64_t id, uint64_t deadline_ns,
                             gr_ref *out_ref, gr_error *error)
{
    gr_node *node = entry->node;
    gr_ref found;
    struct gri_named *named = gri_named_get(node, id, &found);
    if (named == NULL) {
        return gri_error_set(error, GR_INVALID_ARGUMENT, GR_RAN_NO, "no such ref");
    }
    if (!may_be_there(entry, found)) {
        gr_code code = gri_lookup(entry, named->name, named->service, deadline_ns, &found, error);
        if (code != GR_OK) {
            return code;
        }
        keep_found(entry, named, found);
    }
    *out_ref = found;
    return GR_OK;
}

void gri_named_forget(struct gri_entry *entry, gr_ref to, gr_ref used)
{
    if (to.home != 0) {
        return;
    }
    pthread_mutex_lock(&entry->node->named_lock);
    struct gri_named *named = find_id_locked(entry->node, to.actor);
    if (named != NULL && is_same(named->found, used)) {
        named->found = (gr_ref){ 0, 0, 0 };
    }
    pthread_mutex_unlock(&entry->node->named_lock);
}

void gri_named_forget_actor(struct gri_core *core, uint64_t home, uint64_t actor)
{
    gr_node *node = core->node;
    pthread_mutex_lock(&node->named_lock);
    for (uint64_t i = 0; i < node->n_named; i++) {
        struct gri_named *named = node->named[i];
        const gr_ref gone = { 0, home, actor };
        named->found = is_same(named->found, gone) ? (gr_ref){ 0, 0, 0 } : named->found;
        named->watched = is_same(named->watched, gone) ? (gr_ref){ 0, 0, 0 } : named->watched;
    }
    pthread_mutex_unlock(&node->named_lock);
}

/* ---- routes ---- */

gr_code gri_resolve_name(struct gri_entry *entry, gr_ref ref, uint64_t deadline_ns, gr_ref *out_ref,
                         gr_error *error)
{
    if (ref.home == 0) {
        return resolve_named(entry, ref.actor, deadline_ns, out_ref, error);
    }
    *out_ref = ref;
    return GR_OK;
}

static gr_code bind_route(struct gri_entry *entry, const gr_service *service, uint32_t method,
                          uint64_t deadline_ns, struct gri_route *route, gr_error *error)
{
    uint64_t actor;
    struct gri_peer_method there = { UINT32_MAX, false };
    /* More than once where the session has retired meanwhile, and handed down what it knew. */
    while (!gri_peer_method(route->peer, service, method, &there)) {
        const struct question question = { "", route->actor, service, deadline_ns };
        gr_code code = ask(entry, route->peer, &question, &actor, error);
        if (code != GR_OK) {
            return code;
        }
    }
    route->method = there.number;
    route->needs_credit = there.waits;
    if (route->method == UINT32_MAX) {
        return gri_error_set(error, GR_UNIMPLEMENTED, GR_RAN_NO,
                             "%s on node %s has no method %s: it has an older schema",
                             service->name, route->peer->name, service->methods[method].name);
    }
    return GR_OK;
}

/* Out of the way of calls to actors of this node. */
static gr_code resolve_there(struct gri_entry *entry, gr_ref used, const gr_service *service,
                             uint32_t method, uint64_t deadline_ns, struct gri_route *out_route,
                             gr_error *error)
{
    struct gri_route route = { .actor = used.actor, .used = used };
    route.peer = gri_peers_find(&entry->node->peers, used.home);
    if (route.peer == NULL) {
        return gri_error_set(error, GR_UNAVAILABLE, GR_RAN_NO,
                             "node %s has no session with the node this ref leads to",
                             entry->core->name);
    }
    gr_code code = bind_route(entry, service, method, deadline_ns, &route, error);
    if (code != GR_OK) {
        gri_peer_unref(route.peer);
        return code;
    }
    if (entry->shard != NULL) {
        const struct gri_known known = { .peer = route.peer,
                                         .home = used.home,
                                         .service = service,
                                         .method = method,
                                         .number = route.method,
                                         .waits = route.needs_credit };
        gri_peer_know(route.peer, entry->shard, &known);
    }
    *out_route = route;
    return GR_OK;
}

gr_code gri_resolve(struct gri_entry *entry, gr_ref to, const gr_service *service, uint32_t method,
                    uint64_t deadline_ns, struct gri_route *out_route, gr_error *error)
{
    if (to.home == 0) {
        gr_code code = resolve_named(entry, to.actor, deadline_ns, &to, error);
        if (code != GR_OK) {
            return code;
        }
    }
    if (to.home != entry->core->incarnation) {
        return resolve_there(entry, to, service, method, deadline_ns, out_route, error);
    }
    out_route->actor = to.actor;
    out_route->peer = NULL;
    out_route->method = method;
    out_route->needs_credit = false;
    out_route->used = to;
    return GR_OK;
}
