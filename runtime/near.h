/* SPDX-License-Identifier: MIT */
/* The short way of what an actor sends to another of its own worker: found, copied and queued at
 * once, where nothing stands against it. What is out of the ordinary goes the long way, which finds
 * out all over again, and says what is wrong. On the sender's worker. */
#ifndef GRI_NEAR_H
#define GRI_NEAR_H

#include <string.h>

#include "actor.h"
#include "defect.h"

/* The actor that `to` leads to, if it is of this worker, of just this service, and takes mail.
 * NULL: go the long way. */
static inline struct gri_actor *gri_near_find(struct gri_worker *worker, gr_ref to,
                                              const gr_service *service)
{
    const struct gri_shard *shard = gri_shard_of(worker);
    if (to.node != shard->core->handle || to.home != shard->core->incarnation) {
        return NULL;
    }
    struct gri_actor *actor = gri_slab_find(&shard->actors, to.actor);
    bool is_near = actor != NULL && actor->state <= GRI_ACTOR_RUNNING && !actor->is_machine &&
                   gri_actor_service_of(actor) == service;
    return is_near ? actor : NULL;
}

/* The actor that sends; 0: none does. */
static inline uint64_t gri_near_sender(const struct gri_worker *worker)
{
    const struct gri_activity *activity = worker->activity;
    return activity == NULL
               ? 0
               : gri_actor_id(GRI_CONTAINER(activity, struct gr_context, activity)->actor);
}

/* Fill in where new mail goes, and who sends it. */
static inline void gri_near_address(struct gri_worker *worker, struct gri_mail *mail, gr_ref to,
                                    const gr_service *service, uint32_t method)
{
    mail->service = service;
    mail->actor = to.actor;
    mail->method = method;
    mail->answer_to = gri_shard_of(worker)->core;
    mail->arrived_ns = worker->now_ns;
    mail->sender = gri_near_sender(worker);
}

/* Queue it. */
static inline void gri_near_put(struct gri_actor *actor, struct gri_mail *mail)
{
    gri_mailbox_append(&actor->mailbox, mail);
    gri_actor_wake(actor, mail);
}

/* How large a copy of a message will be. False: it cannot be copied, as the long way will say. */
static inline bool gri_near_size(const struct gri_worker *worker, const gr_method *table,
                                 bool is_plain, const void *request, size_t *out_size)
{
    if (is_plain || table->request == NULL) {
        *out_size = is_plain ? table->request->sizeof_message : 0;
        return true;
    }
    const struct gri_message_limits *limits =
        &GRI_CONTAINER(worker, struct gri_shard, worker)->core->message_limits;
    return request != NULL && gri_message_size(table->request, request, limits, out_size) == GR_OK;
}

/* A oneway that lives until it is handled, from the worker that runs. False: nothing was sent. */
static inline bool gri_near_oneway(struct gri_worker *worker, gr_ref to, const gr_service *service,
                                   uint32_t method, const void *request)
{
    const gr_method *table = &service->methods[method];
    bool is_plain = table->request != NULL && gri_mail_is_plain(table->request_is_flat, request);
    struct gri_actor *actor = gri_near_find(worker, to, service);
    size_t bytes;
    if (actor == NULL || !gri_near_size(worker, table, is_plain, request, &bytes)) {
        return false;
    }
    bytes += sizeof(struct gri_mail);
    if (!gri_mailbox_has_room(&actor->mailbox, bytes)) {
        return false;
    }
    void *block = gri_block_alloc(&worker->pool, bytes);
    if (block == NULL) {
        return false;
    }
    struct gri_mail *mail = gri_mail_init(block, GRI_MAIL_ONEWAY, bytes, false);
    gri_near_address(worker, mail, to, service, method);
    if (is_plain) {
        gri_mail_copy_plain(mail, table->request, request);
    } else if (table->request != NULL) {
        gri_message_copy(table->request, request, mail->payload);
    }
    if (GRI_DEFECT(LOST_ONEWAY)) {
        gri_mail_free_on(worker, mail);
    } else {
        gri_near_put(actor, mail);
    }
    return true;
}

/* near_beside.c: the same by post, to an actor of another worker of this node. */
bool gri_near_post(struct gri_worker *worker, gr_ref to, const gr_service *service, uint32_t method,
                   const void *request);

/* The worker of an actor, if it is one of this node's, which this thread runs as well: until
 * gri_beside_end(). NULL: it does not. */
static inline struct gri_seat *gri_near_beside(struct gri_worker *worker, gr_ref to)
{
    const struct gri_core *core = gri_shard_of(worker)->core;
    uint32_t index = gri_slab_owner_of(to.actor);
    return index < core->n_shards ? gri_beside_begin(worker, &core->shards[index].worker) : NULL;
}

/* A oneway that lives until it is handled, to whatever actor. False: nothing was sent. */
static inline bool gri_near_send(struct gri_worker *worker, gr_ref to, const gr_service *service,
                                 uint32_t method, const void *request)
{
    struct gri_worker *there = worker;
    struct gri_seat *beside = NULL;
    if (gri_slab_owner_of(to.actor) != worker->options.index) {
        beside = gri_near_beside(worker, to);
        if (beside == NULL) {
            return gri_near_post(worker, to, service, method, request);
        }
        there = beside->worker;
        there->activity = worker->activity; /* whose actor is the sender */
    }
    bool is_sent = gri_near_oneway(there, to, service, method, request);
    if (beside != NULL) {
        there->activity = NULL;
        gri_beside_end(worker, beside);
    }
    return is_sent;
}

/* The mail of a call, with the chain of those who wait for it, which its mailbox has room for.
 * NULL: go the long way. */
static inline struct gri_mail *gri_near_load(struct gri_worker *worker,
                                             const struct gri_actor *actor, gr_ref to,
                                             const gr_service *service, uint32_t method,
                                             const void *request)
{
    const gr_method *table = &service->methods[method];
    bool is_plain = table->request != NULL && gri_mail_is_plain(table->request_is_flat, request);
    size_t size;
    if (!gri_near_size(worker, table, is_plain, request, &size)) {
        return NULL;
    }
    uint32_t n_chain = gri_chain_length(worker);
    size_t chain_at = (size + 15u) & ~(size_t)15u;
    size_t bytes = sizeof(struct gri_mail) + chain_at + n_chain * sizeof(struct gri_step);
    if (!gri_mailbox_has_room(&actor->mailbox, bytes)) {
        return NULL;
    }
    void *block = gri_block_alloc(&worker->pool, sizeof(struct gri_mail_more) + bytes);
    if (block == NULL) {
        return NULL;
    }
    struct gri_mail *mail = gri_mail_init(block, GRI_MAIL_CALL, bytes, true);
    struct gri_step *chain = (struct gri_step *)(void *)(mail->payload + chain_at);
    gri_mail_more(mail)->chain = chain;
    mail->n_chain = (uint8_t)n_chain;
    gri_chain_fill(worker, chain, n_chain);
    gri_near_address(worker, mail, to, service, method);
    if (is_plain) {
        gri_mail_copy_plain(mail, table->request, request);
    } else if (table->request != NULL) {
        gri_message_copy(table->request, request, mail->payload);
    }
    return mail;
}

/* The end of one that finds no room, if it is refused there. False: go the long way. */
static inline bool gri_near_refuse(struct gri_worker *worker, gr_ref to, const gr_service *service,
                                   uint32_t method, const void *request)
{
    const gr_method *table = &service->methods[method];
    struct gri_actor *actor = gri_near_find(worker, to, service);
    return actor != NULL && table->request != NULL &&
           gri_mail_is_plain(table->request_is_flat, request) &&
           gri_actor_refuse_oneway(actor, gri_near_sender(worker), method,
                                   table->request->sizeof_message);
}

#endif
