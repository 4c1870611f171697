/* SPDX-License-Identifier: MIT */
/* The short way of what an actor sends to another of its own worker: found, copied and queued at
 * once, where nothing stands against it. What is out of the ordinary goes the long way, which finds
 * out all over again, and says what is wrong. On the sender's worker. */
#ifndef GRI_NEAR_H
#define GRI_NEAR_H

#include <string.h>

#include "actor.h"
#include "defect.h"

/* The actor that `to` leads to, if it is of this worker (NULL: none), of just this service, and
 * takes mail. NULL: go the long way. */
static inline struct gri_actor *gri_near_find(struct gri_worker *worker, gr_ref to,
                                              const gr_service *service)
{
    const struct gri_shard *shard = worker == NULL ? NULL : gri_shard_of(worker);
    if (shard == NULL || to.node != shard->core->handle || to.home != shard->core->incarnation) {
        return NULL;
    }
    struct gri_actor *actor = gri_slab_find(&shard->actors, to.actor);
    bool is_near = actor != NULL && actor->state <= GRI_ACTOR_RUNNING && !actor->is_machine &&
                   gri_actor_service_of(actor) == service;
    return is_near ? actor : NULL;
}

/* Mail for it with a copy of `request`, and room for a chain, which its mailbox has room for. NULL:
 * go the long way. */
static inline struct gri_mail *gri_near_load(struct gri_worker *worker, struct gri_actor *actor,
                                             uint64_t id, enum gri_mail_kind kind, uint32_t method,
                                             const void *request, uint32_t n_chain)
{
    const gr_service *service = gri_actor_service_of(actor);
    const gr_method *table = &service->methods[method];
    struct gri_core *core = actor->shard->core;
    struct gri_mail *mail;
    if (gri_mail_is_plain(table->request_is_flat, request) && table->request != NULL) {
        mail = gri_mail_copy_plain(worker, kind, table->request, request, n_chain);
        if (mail == NULL) {
            return NULL;
        }
    } else if (gri_mail_copy_chained(kind, table->request, table->request_is_flat, request,
                                     &core->message_limits, n_chain, &mail) != GR_OK) {
        return NULL;
    }
    if (gri_mailbox_must_wait(&actor->mailbox, mail)) {
        gri_mail_free_on(worker, mail);
        return NULL;
    }
    mail->service = service;
    mail->actor = id;
    mail->method = method;
    mail->answer_to = core;
    mail->arrived_ns = worker->now_ns;
    if (worker->activity != NULL) {
        mail->sender =
            gri_actor_id(GRI_CONTAINER(worker->activity, struct gr_context, activity)->actor);
    }
    return mail;
}

/* Queue it. */
static inline void gri_near_put(struct gri_actor *actor, struct gri_mail *mail)
{
    gri_mailbox_put(&actor->mailbox, mail);
    gri_actor_wake(actor, mail);
}

/* All of it for a oneway. False: nothing was sent. */
static inline bool gri_near_oneway(gr_ref to, const gr_service *service, uint32_t method,
                                   const void *request)
{
    struct gri_worker *worker = gri_worker_current();
    struct gri_actor *actor = gri_near_find(worker, to, service);
    if (actor == NULL) {
        return false;
    }
    struct gri_mail *mail =
        gri_near_load(worker, actor, to.actor, GRI_MAIL_ONEWAY, method, request, 0);
    if (mail == NULL) {
        return false;
    }
    if (GRI_DEFECT(LOST_ONEWAY)) {
        gri_mail_free_on(worker, mail);
    } else {
        gri_near_put(actor, mail);
    }
    return true;
}

#endif
