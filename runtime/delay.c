/* SPDX-License-Identifier: MIT */
/* Delayed oneways. They live on the worker that armed them and go through the same sending as any
 * other; one whose actor is gone ends by itself. */
#include "delay.h"

#include <string.h>

static void forget(struct gri_delayed *delayed)
{
    gri_timer_cancel(&delayed->shard->worker.wheel, &delayed->timer);
    gri_mail_free(delayed->mail);
    delayed->mail = NULL;
    gri_slab_give(&delayed->shard->delayed, delayed);
}

/* A flat copy of a flat copy. NULL: out of memory. */
static struct gri_mail *copy_mail(const struct gri_core *core, const struct gri_mail *mail)
{
    const gr_method *method = &mail->service->methods[mail->method];
    struct gri_mail *copy;
    if (gri_mail_copy(GRI_MAIL_ONEWAY, method->request, method->request_is_flat, mail->payload,
                      &core->message_limits, &copy) != GR_OK) {
        return NULL;
    }
    copy->service = mail->service;
    copy->method = mail->method;
    copy->actor = mail->actor;
    copy->sender = mail->sender;
    return copy;
}

static void set_deadline(struct gri_mail *mail, uint64_t now_ns, uint64_t live_ns)
{
    mail->deadline_ns = live_ns == UINT64_MAX ? UINT64_MAX : now_ns + live_ns;
}

static void fire(struct gri_timer *timer)
{
    struct gri_delayed *delayed = GRI_CONTAINER(timer, struct gri_delayed, timer);
    struct gri_core *core = delayed->shard->core;
    uint64_t now_ns = delayed->shard->worker.now_ns;
    gr_ref to = delayed->to;
    uint32_t method = delayed->method;
    struct gri_mail *mail = delayed->mail;
    if (delayed->every_ns == 0) {
        delayed->mail = NULL;
        forget(delayed);
        set_deadline(mail, now_ns, delayed->live_ns);
        gr_ignore(core->send_oneway(core, to, method, mail)); /* counted and logged where it ends */
        return;
    }
    /* On time on average: from the time it was due, but never more than one behind. */
    uint64_t next_ns = delayed->due_ns + delayed->every_ns;
    delayed->due_ns = next_ns > now_ns ? next_ns : now_ns + delayed->every_ns;
    gri_timer_arm(&delayed->shard->worker.wheel, timer, delayed->due_ns);
    mail = copy_mail(core, mail);
    if (mail == NULL) {
        struct gri_loss loss = { .mail = delayed->mail,
                                 .reason = GR_DEAD_FULL,
                                 .code = GR_RESOURCE_EXHAUSTED,
                                 .message = "out of memory for a repeated oneway" };
        gri_core_count_refusal(core, loss.code, 1);
        gri_core_lose(core, &loss);
        return;
    }
    set_deadline(mail, now_ns, delayed->live_ns);
    /* A node that is not to be reached may be again; an actor of this one is gone for good. */
    if (core->send_oneway(core, to, method, mail) == GR_UNAVAILABLE &&
        to.home == core->incarnation) {
        forget(delayed);
    }
}

void gri_delay_let_go(struct gri_mail *mail)
{
    gri_mail_free(((struct gri_delay *)(void *)mail->payload)->mail);
}

void gri_delay_arrived(struct gri_worker *worker, struct gri_post *post)
{
    struct gri_mail *request = GRI_CONTAINER(post, struct gri_mail, post);
    struct gri_delay *delay = (struct gri_delay *)(void *)request->payload;
    struct gri_shard *shard = gri_shard_of(worker);
    struct gri_result result = { .code = GR_RESOURCE_EXHAUSTED, .ran = GR_RAN_NO };
    request->let_go = NULL;
    struct gri_delayed *delayed = gri_slab_take(&shard->delayed);
    if (delayed == NULL) {
        gri_mail_free(delay->mail);
    } else {
        delayed->timer = (struct gri_timer){ .fire = fire };
        delayed->shard = shard;
        delayed->mail = delay->mail;
        delayed->to = delay->to;
        delayed->method = delay->method;
        delayed->every_ns = delay->every_ns;
        delayed->live_ns = delay->live_ns;
        delayed->due_ns = delay->first_ns;
        gri_timer_arm(&worker->wheel, &delayed->timer, delay->first_ns);
        result.code = GR_OK;
        result.value = gri_slab_id(&shard->delayed, delayed);
    }
    request->answer(request, &result);
}

static void cancel_arrived(struct gri_worker *worker, struct gri_post *post)
{
    struct gri_mail *request = GRI_CONTAINER(post, struct gri_mail, post);
    struct gri_delayed *delayed = gri_slab_find(&gri_shard_of(worker)->delayed, request->call);
    if (delayed != NULL) {
        forget(delayed);
    }
    gri_mail_free(request);
}

gr_code gri_delay_cancel(struct gri_core *core, uint64_t id)
{
    struct gri_shard *shard = gri_core_shard(core, id);
    struct gri_delayed *delayed = shard == NULL ? NULL : gri_slab_find(&shard->delayed, id);
    if (delayed == NULL) {
        return GR_NOT_FOUND;
    }
    if (gri_core_here(core) == shard) {
        forget(delayed);
        return GR_OK;
    }
    struct gri_mail *request = gri_mail_create(GRI_MAIL_REPLY, 0);
    if (request == NULL) {
        return GR_RESOURCE_EXHAUSTED;
    }
    request->call = id;
    request->post.run = cancel_arrived;
    gri_worker_post(&shard->worker, &request->post);
    return GR_OK;
}

void gri_delay_end(struct gri_shard *shard)
{
    for (uint32_t i = 0; i < shard->delayed.used; i++) {
        struct gri_delayed *delayed = gri_slab_at(&shard->delayed, i);
        if (gri_slot_is_live(&delayed->slot)) {
            forget(delayed);
        }
    }
}
