/* SPDX-License-Identifier: MIT */
/* Oneways to named refs from where nobody may wait: timers. What the name stood for is looked up
 * anew while the timer goes on; what it has to send meanwhile is refused, and so counted. On the
 * timer's worker; the answer comes on the transport's thread. */
#include <string.h>

#include "lookup.h"
#include "operate.h"
#include "wire.pb-c.h"

static const uint64_t renewal_ns = UINT64_C(5000000000);

/* A lookup under way. Owned by its pending call. */
struct renewal {
    struct gri_core *core;
    struct gri_peer *peer; /* with a reference */
    struct gri_named *named;
};

/* Returns what it was. */
static bool set_renewing(struct gri_core *core, struct gri_named *named, bool is_renewing)
{
    pthread_mutex_lock(&core->node->named_lock);
    bool was = named->is_renewing;
    named->is_renewing = is_renewing;
    pthread_mutex_unlock(&core->node->named_lock);
    return was;
}

static void renewal_free(struct renewal *renewal)
{
    (void)set_renewing(renewal->core, renewal->named, false);
    gri_peer_unref(renewal->peer);
    gri_mfree(renewal);
}

static void set_found(struct gri_core *core, struct gri_named *named, gr_ref found)
{
    pthread_mutex_lock(&core->node->named_lock);
    named->found = found;
    pthread_mutex_unlock(&core->node->named_lock);
}

/* Whatever it failed with, the next oneway tries again. */
static void renewed(void *arg, struct gri_result *result)
{
    struct renewal *renewal = arg;
    struct gri_core *core = renewal->core;
    char why[128];
    if (result->code == GR_OK && result->reply != NULL) {
        const Greenroom__Wire__Found *found = (const void *)result->reply->payload;
        uint64_t actor = found->actor;
        if (gri_peer_bind(renewal->peer, renewal->named->service, found, why, sizeof(why)) ==
            GR_OK) {
            set_found(core, renewal->named, (gr_ref){ core->handle, renewal->peer->home, actor });
        }
    }
    gri_result_fini(result);
    renewal_free(renewal);
}

/* Takes renewal. */
static void ask(struct renewal *renewal, const char *actor_name)
{
    struct gri_core *core = renewal->core;
    struct gri_peer *peer = renewal->peer;
    const gr_service *service = renewal->named->service;
    Greenroom__Wire__Lookup lookup = GREENROOM__WIRE__LOOKUP__INIT;
    lookup.name = (char *)actor_name;
    lookup.service = (char *)service->name;
    lookup.fingerprint =
        (ProtobufCBinaryData){ sizeof(service->fingerprint), (uint8_t *)service->fingerprint };
    const struct gri_call_parts parts = {
        .done = renewed,
        .arg = renewal,
        .reply_type = &greenroom__wire__found__descriptor,
        .target = { .peer = peer },
        .deadline_ns = core->env->ops->now_ns(core->env) + renewal_ns,
    };
    struct gri_frame frame = { .kind = GRI_FRAME_LOOKUP };
    frame.call = gri_calls_open(&core->calls, &parts);
    if (frame.call == 0) {
        renewal_free(renewal);
        return;
    }
    gri_peer_ref(peer);
    gr_code code =
        gri_peer_request(peer, GRI_PACE_AT_ONCE, &frame, &lookup, GRI_PEER_AT_ONCE, &core->calls);
    if (code != GR_OK && gri_calls_close(&core->calls, frame.call, NULL, NULL)) {
        renewal_free(renewal);
    }
    gri_peer_unref(peer);
}

static void renew(struct gri_core *core, struct gri_named *named, struct gri_peer *peer,
                  const char *actor_name)
{
    if (set_renewing(core, named, true)) {
        return;
    }
    struct renewal *renewal = gri_malloc(sizeof(*renewal));
    if (renewal == NULL) {
        (void)set_renewing(core, named, false);
        return;
    }
    *renewal = (struct renewal){ core, gri_peer_ref(peer), named };
    ask(renewal, actor_name);
}

static gr_code refuse(struct gri_core *core, struct gri_mail *mail, const char *name)
{
    gri_mail_refuse(core, mail, GR_UNAVAILABLE, "nothing is known by the name \"%s\" now", name);
    return GR_UNAVAILABLE;
}

/* By what was found before, if that is still as good as then. Takes mail where it returns true. */
static bool send_found(struct gri_core *core, gr_ref found, struct gri_mail *mail,
                       gr_code *out_code)
{
    bool is_exported;
    if (found.home == core->incarnation) {
        if (gri_actor_service(core, found.actor, &is_exported) == NULL) {
            return false;
        }
        *out_code = gri_operate_oneway(core, found, mail->method, mail);
        return true;
    }
    struct gri_peer *peer = gri_peers_find(&core->node->peers, found.home);
    if (peer == NULL) {
        return false;
    }
    struct gri_peer_method there;
    bool is_bound = gri_peer_method(peer, mail->service, mail->method, &there);
    gri_peer_unref(peer);
    if (is_bound && there.number == UINT32_MAX) {
        gri_mail_refuse(core, mail, GR_UNIMPLEMENTED, "that node has an older schema");
        *out_code = GR_UNIMPLEMENTED;
    } else if (is_bound) {
        *out_code = gri_operate_oneway(core, found, there.number, mail);
    }
    return is_bound;
}

static gr_code send_here(struct gri_core *core, struct gri_named *named, const char *actor_name,
                         struct gri_mail *mail)
{
    gr_ref found = { core->handle, core->incarnation, 0 };
    const gr_service *service;
    if (gri_names_find(&core->names, actor_name, &found.actor, &service) != GR_OK) {
        return refuse(core, mail, named->name);
    }
    set_found(core, named, found);
    return gri_operate_oneway(core, found, mail->method, mail);
}

gr_code gri_named_oneway(struct gri_core *core, gr_ref to, uint32_t method, struct gri_mail *mail)
{
    if (to.home != 0) {
        return gri_operate_oneway(core, to, method, mail);
    }
    gr_ref found;
    gr_code code;
    struct gri_named *named = gri_named_get(core->node, to.actor, &found);
    if (found.home != 0 && send_found(core, found, mail, &code)) {
        return code;
    }
    char node_name[GRI_NAME_MAX + 1];
    const char *actor_name;
    (void)gri_name_split(named->name, node_name, sizeof(node_name), &actor_name);
    if (node_name[0] == '\0' || strcmp(node_name, core->name) == 0) {
        return send_here(core, named, actor_name, mail);
    }
    struct gri_peer *peer = gri_peers_find_name(&core->node->peers, node_name);
    if (peer != NULL) {
        renew(core, named, peer, actor_name);
        gri_peer_unref(peer);
    }
    return refuse(core, mail, named->name);
}
