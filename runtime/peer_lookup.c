/* SPDX-License-Identifier: MIT */
/* Lookups of the other side, answered at once or once the name is somebody's again; and what the
 * answers to our own say of its services. On the transport's thread of the session, and where a
 * name is registered. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "peer.h"
#include "schema.h"
#include "wire.pb-c.h"

/* ---- lookups ---- */

static gr_code find_named(struct gri_peer *peer, const struct gri_frame *frame,
                          const Greenroom__Wire__Lookup *lookup, uint64_t *out_actor,
                          const gr_service **out_service)
{
    bool is_exported = true;
    if (*lookup->name != '\0') {
        return gri_names_find(&peer->core->names, lookup->name, out_actor, out_service);
    }
    *out_actor = frame->actor;
    *out_service = gri_actor_service(peer->core, frame->actor, &is_exported);
    return *out_service == NULL || !is_exported ? GR_UNAVAILABLE : GR_OK;
}

static void send_lookup_error(struct gri_peer *peer, uint64_t call, gr_code code,
                              const char *format, ...) GR_PRINTF(4, 5);
static void send_lookup_error(struct gri_peer *peer, uint64_t call, gr_code code,
                              const char *format, ...)
{
    va_list args;
    va_start(args, format);
    struct gri_failure *failure =
        gri_failure_vformat(code, GR_RAN_NO, peer->core->name, format, args);
    va_end(args);
    gri_peer_send_error(peer, call, code, GR_RAN_NO, failure);
}

static gr_code send_found(struct gri_peer *peer, uint64_t call, uint64_t actor,
                          const gr_service *service, const Greenroom__Wire__Lookup *lookup)
{
    Greenroom__Wire__Found found = GREENROOM__WIRE__FOUND__INIT;
    char **methods = gri_malloc(service->n_methods * (sizeof(*methods) + sizeof(found.waits[0])));
    if (methods == NULL ||
        gri_numbers_give(&peer->core->numbers, service, &found.first_method) != GR_OK) {
        gri_mfree(methods);
        return GR_RESOURCE_EXHAUSTED;
    }
    found.waits = (uint32_t *)(void *)(methods + service->n_methods); /* behind the names */
    for (uint32_t i = 0; i < service->n_methods; i++) {
        methods[i] = (char *)service->methods[i].name;
        if (gri_policy_overflow(&peer->core->policies, service, i) == GR_OVERFLOW_WAIT) {
            found.waits[found.n_waits++] = i;
        }
    }
    size_t len = sizeof(service->fingerprint);
    bool is_same = lookup->fingerprint.len == len &&
                   memcmp(lookup->fingerprint.data, service->fingerprint, len) == 0;
    found.actor = actor;
    found.fingerprint = (ProtobufCBinaryData){ len, (uint8_t *)service->fingerprint };
    found.n_methods = service->n_methods;
    found.methods = methods;
    found.schema = is_same ? found.schema : (char *)service->schema;
    struct gri_frame frame = { .kind = GRI_FRAME_FOUND, .call = call, .actor = actor };
    gr_code code = gri_peer_send(peer, &frame, &found, 0, NULL);
    gri_mfree(methods);
    if (code == GR_INVALID_ARGUMENT) {
        send_lookup_error(peer, call, GR_INTERNAL,
                          "the schema of %s is larger than the asker's node takes", service->name);
    }
    return code == GR_RESOURCE_EXHAUSTED ? code : GR_OK;
}

/* A question about a name that is kept while its actor restarts. Owned by itself: freed when told.
 */
struct kept_question {
    struct gri_name_wait wait;
    struct gri_peer *peer; /* a reference */
    size_t fingerprint_len;
    uint8_t fingerprint[32];
    char *service; /* behind the name */
    char name[];
};

static gr_code answer_lookup(struct gri_peer *peer, const struct gri_frame *frame,
                             const Greenroom__Wire__Lookup *lookup);

static void free_question(struct kept_question *question)
{
    gri_peer_unref(question->peer);
    gri_mfree(question);
}

/* It may be answered now: the name has an actor again, or is kept no more. One that is dropped is
 * owed no answer. */
static void ask_again(struct gri_name_wait *wait, bool is_lost)
{
    struct kept_question *question = GRI_CONTAINER(wait, struct kept_question, wait);
    Greenroom__Wire__Lookup lookup = GREENROOM__WIRE__LOOKUP__INIT;
    struct gri_frame frame = { .kind = GRI_FRAME_LOOKUP,
                               .call = wait->call,
                               .budget_ns = wait->deadline_ns };
    lookup.name = question->name;
    lookup.service = question->service;
    lookup.fingerprint = (ProtobufCBinaryData){ question->fingerprint_len, question->fingerprint };
    if (is_lost) {
        gri_peer_owe(question->peer, -1);
        gri_peer_finish(question->peer);
    } else if (answer_lookup(question->peer, &frame, &lookup) != GR_OK) {
        gri_peer_close(question->peer, "out of memory");
    }
    free_question(question);
}

static struct kept_question *keep_question(struct gri_peer *peer, const struct gri_frame *frame,
                                           const Greenroom__Wire__Lookup *lookup)
{
    size_t name_size = strlen(lookup->name) + 1;
    size_t service_size = strlen(lookup->service) + 1;
    struct kept_question *question = gri_calloc(sizeof(*question) + name_size + service_size);
    if (question == NULL) {
        return NULL;
    }
    question->wait.told = ask_again;
    question->wait.asker = &peer->asker;
    question->wait.call = frame->call;
    question->wait.deadline_ns = frame->budget_ns;
    question->peer = gri_peer_ref(peer);
    if (lookup->fingerprint.len == sizeof(question->fingerprint)) {
        question->fingerprint_len = lookup->fingerprint.len;
        memcpy(question->fingerprint, lookup->fingerprint.data, lookup->fingerprint.len);
    }
    memcpy(question->name, lookup->name, name_size);
    question->service = memcpy(question->name + name_size, lookup->service, service_size);
    return question;
}

/* Answered when the name has an actor again. RESOURCE_EXHAUSTED: too many wait, or no memory. */
static gr_code wait_for_name(struct gri_peer *peer, const struct gri_frame *frame,
                             const Greenroom__Wire__Lookup *lookup)
{
    struct gri_core *core = peer->core;
    struct kept_question *question = keep_question(peer, frame, lookup);
    if (question == NULL) {
        return GR_RESOURCE_EXHAUSTED;
    }
    gr_code code = gri_names_await(&core->names, lookup->name, &question->wait,
                                   core->env->ops->now_ns(core->env));
    if (code == GR_OK && gri_peer_check(peer) != GR_OK) {
        gri_names_drop_waits(&core->names, &peer->asker); /* it may have ended just before that */
    } else if (code == GR_ALREADY_EXISTS || code == GR_NOT_FOUND) {
        ask_again(&question->wait, false); /* it has changed meanwhile */
        code = GR_OK;
    } else if (code != GR_OK) {
        free_question(question);
    }
    return code;
}

gr_code gri_peer_on_lookup(struct gri_peer *peer, const struct gri_frame *frame)
{
    const void *body;
    gr_code code = gri_peer_unpack(peer, &greenroom__wire__lookup__descriptor, frame, &body);
    if (code != GR_OK) {
        return code;
    }
    const Greenroom__Wire__Lookup *lookup = body;
    if (strnlen(lookup->service, GRI_NAME_MAX + 1) > GRI_NAME_MAX) {
        send_lookup_error(peer, frame->call, GR_INVALID_ARGUMENT,
                          "services have names of %d bytes at most", GRI_NAME_MAX);
        return GR_OK;
    }
    struct gri_frame dated = *frame;
    uint64_t now_ns = peer->core->env->ops->now_ns(peer->core->env);
    bool is_endless = frame->budget_ns == 0 || frame->budget_ns > UINT64_MAX - now_ns;
    dated.budget_ns = is_endless ? UINT64_MAX : now_ns + frame->budget_ns;
    return answer_lookup(peer, &dated, lookup);
}

/* With the deadline as budget. */
static gr_code answer_lookup(struct gri_peer *peer, const struct gri_frame *frame,
                             const Greenroom__Wire__Lookup *lookup)
{
    uint64_t actor;
    const gr_service *service;
    gr_code code = find_named(peer, frame, lookup, &actor, &service);
    if (code == GR_UNAVAILABLE && *lookup->name != '\0') {
        code = wait_for_name(peer, frame, lookup);
        if (code == GR_OK) {
            return GR_OK;
        }
        send_lookup_error(peer, frame->call, code,
                          "\"%s\" on node %s restarts, and no more can wait for it", lookup->name,
                          peer->core->name);
    } else if (code == GR_UNAVAILABLE) {
        send_lookup_error(peer, frame->call, code, "the actor is gone");
    } else if (code != GR_OK) {
        send_lookup_error(peer, frame->call, code, "no actor is registered as \"%s\" on node %s",
                          lookup->name, peer->core->name);
    } else if (strcmp(service->name, lookup->service) != 0) {
        send_lookup_error(peer, frame->call, GR_FAILED_PRECONDITION,
                          "\"%s\" on node %s is a %s, not a %s", lookup->name, peer->core->name,
                          service->name, lookup->service);
    } else {
        gri_actor_export(peer->core, actor);
        return send_found(peer, frame->call, actor, service, lookup);
    }
    return GR_OK;
}

/* ---- bindings ---- */

static struct gri_binding *find_binding_locked(struct gri_peer *peer, const gr_service *service)
{
    GRI_LIST_EACH (link, &peer->bindings) {
        struct gri_binding *binding = GRI_CONTAINER(link, struct gri_binding, link);
        if (binding->service == service) {
            return binding;
        }
    }
    return NULL;
}

bool gri_peer_method(struct gri_peer *peer, const gr_service *service, uint32_t method,
                     struct gri_peer_method *out_method)
{
    pthread_mutex_lock(&peer->lock);
    const struct gri_binding *binding = find_binding_locked(peer, service);
    if (binding != NULL) {
        *out_method = binding->methods[method];
    }
    pthread_mutex_unlock(&peer->lock);
    return binding != NULL;
}

static bool does_wait(const Greenroom__Wire__Found *found, uint32_t method)
{
    for (size_t i = 0; i < found->n_waits; i++) {
        if (found->waits[i] == method) {
            return true;
        }
    }
    return false;
}

static struct gri_peer_method method_over_there(const Greenroom__Wire__Found *found,
                                                const char *name)
{
    for (uint32_t i = 0; i < found->n_methods; i++) {
        if (strcmp(found->methods[i], name) == 0) {
            return (struct gri_peer_method){ found->first_method + i, does_wait(found, i) };
        }
    }
    return (struct gri_peer_method){ UINT32_MAX, false };
}

static gr_code add_binding(struct gri_peer *peer, const gr_service *service,
                           const Greenroom__Wire__Found *found)
{
    struct gri_binding *binding =
        gri_calloc(sizeof(*binding) + service->n_methods * sizeof(binding->methods[0]));
    if (binding == NULL) {
        return GR_RESOURCE_EXHAUSTED;
    }
    binding->service = service;
    for (uint32_t i = 0; i < service->n_methods; i++) {
        binding->methods[i] = method_over_there(found, service->methods[i].name);
    }
    pthread_mutex_lock(&peer->lock);
    bool is_known = find_binding_locked(peer, service) != NULL;
    if (!is_known) {
        gri_list_push_back(&peer->bindings, &binding->link);
    }
    pthread_mutex_unlock(&peer->lock);
    if (is_known) {
        gri_mfree(binding);
    }
    return GR_OK;
}

gr_code gri_peer_bind(struct gri_peer *peer, const gr_service *service, const void *body, char *why,
                      size_t why_cap)
{
    const Greenroom__Wire__Found *found = body;
    gr_code code = GR_OK;
    if (*found->schema != '\0') {
        code = gri_schema_compatible(service->schema, found->schema, why, why_cap);
    }
    if (code == GR_OK) {
        code = add_binding(peer, service, found);
    }
    struct gri_peer *heir = code == GR_OK ? gri_peer_heir(peer) : NULL;
    if (heir != NULL) { /* it leads to the same node */
        code = gri_peer_bind(heir, service, body, why, why_cap);
        gri_peer_unref(heir);
    }
    return code;
}
