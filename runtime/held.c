/* SPDX-License-Identifier: MIT */
/* Held calls. Whoever takes the carrier out of the entry (an answer on any thread; on the worker
 * the deadline, a cancellation or the actor's end) ends the call by it. The id, and with it the
 * request, is the user's until an answer or a drop claims it, even where that comes too late; then
 * the entry goes home, where it is freed once the handler that held the call has returned as well.
 */
#include "held.h"

#include <stdio.h>
#include <string.h>

/* ---- on the worker ---- */

static void leave_actor(struct gri_held *held)
{
    struct gri_actor *actor = held->actor;
    gri_list_remove(&held->link);
    gri_mailbox_release(&actor->mailbox, held->mail);
    held->actor = NULL;
    gri_actor_admit(actor);
    if (actor->state == GRI_ACTOR_DRAINING) { /* it may have waited for this one only */
        gri_actor_queue_turn(actor);
        if (actor->context != NULL && actor->context->idle != NULL) {
            gri_wait_end(actor->context->idle, GR_OK);
        }
    }
}

static void release(struct gri_held *held)
{
    held->is_answered = true;
    gri_timer_cancel(&held->shard->worker.wheel, &held->timer);
    if (held->actor != NULL) {
        leave_actor(held);
    }
    if (!held->is_in_handler) {
        gri_mail_free(held->mail);
        gri_arena_fini(&held->arena);
        gri_slab_give(&held->shard->held, held);
    }
}

/* Unless someone is answering it at this moment. What the user may still read stays. */
void gri_held_end(struct gri_held *held, gr_code code, const char *why)
{
    struct gri_mail *carrier = atomic_exchange(&held->carrier, NULL);
    if (carrier != NULL) {
        struct gri_result result = { .code = code, .ran = GR_RAN_YES };
        result.failure = gri_failure_format(code, GR_RAN_YES, held->path, "%s", why);
        carrier->answer(carrier, &result);
    }
    gri_timer_cancel(&held->shard->worker.wheel, &held->timer);
    if (held->actor != NULL) {
        leave_actor(held);
    }
}

void gri_held_abandon(struct gri_held *held, gr_code code, const char *why)
{
    void *claimed;
    uint64_t id = gri_slab_id(&held->shard->held, held);
    gri_held_end(held, code, why);
    if (gri_slab_claim(&held->shard->held, id, &claimed)) {
        release(held);
    }
}

void gri_held_sweep(struct gri_shard *shard)
{
    for (uint32_t i = 0; i < shard->held.used; i++) {
        struct gri_held *held = gri_slab_at(&shard->held, i);
        if (gri_slot_is_live(&held->slot)) {
            release(held);
        }
    }
}

static void expired(struct gri_timer *timer)
{
    gri_held_end(GRI_CONTAINER(timer, struct gri_held, timer), GR_DEADLINE_EXCEEDED,
                 "the deadline passed before the held call was answered");
}

void gri_held_cancel(struct gri_actor *actor, const void *answer_to, uint64_t call)
{
    if (!gri_actor_holds_calls(actor)) {
        return;
    }
    GRI_LIST_EACH_SAFE (link, &actor->bonds->held) {
        struct gri_held *held = GRI_CONTAINER(link, struct gri_held, link);
        if (held->answer_to == answer_to && (call == 0 || held->call == call)) {
            gri_held_end(held, GR_CANCELLED,
                         "the caller gave up before the held call was answered");
            if (call != 0) {
                return;
            }
        }
    }
}

void gri_held_fail_all(struct gri_actor *actor)
{
    while (gri_actor_holds_calls(actor)) {
        struct gri_list *link = gri_list_pop_front(&actor->bonds->held);
        struct gri_held *held = GRI_CONTAINER(link, struct gri_held, link);
        held->actor = NULL;
        gri_held_end(held, GR_UNAVAILABLE, "its actor ended before the held call was answered");
    }
}

/* The handler that held its call has returned: what it had borrowed is the entry's, or nobody's. */
void gri_held_leave(struct gr_context *ctx)
{
    struct gri_held *held = ctx->held;
    held->is_in_handler = false;
    held->arena = ctx->arena;
    memset(&ctx->arena, 0, sizeof(ctx->arena));
    if (held->is_answered) {
        release(held);
    }
}

/* ---- holding and answering ---- */

/* The call goes on in mail of its own, and the request stays where it is. */
static struct gri_mail *split(struct gri_mail *mail)
{
    struct gri_mail *carrier = gri_mail_create(GRI_MAIL_CALL, 0);
    if (carrier != NULL) {
        carrier->service = mail->service;
        carrier->method = mail->method;
        carrier->actor = mail->actor;
        carrier->answer = mail->answer;
        carrier->answer_to = mail->answer_to;
        carrier->call = mail->call;
        mail->answer = NULL;
    }
    return carrier;
}

gr_code gri_held_open(struct gr_context *ctx, uint64_t *out_id)
{
    struct gri_actor *actor = ctx->actor;
    struct gri_shard *shard = actor->shard;
    struct gri_mail *mail = ctx->mail;
    if (mail == NULL || mail->answer == NULL || ctx->held != NULL) {
        return GR_FAILED_PRECONDITION;
    }
    struct gri_held *held = gri_bonds_of(actor) == NULL ? NULL : gri_slab_take(&shard->held);
    struct gri_mail *carrier = held == NULL ? NULL : split(mail);
    if (carrier == NULL) {
        if (held != NULL) {
            gri_slab_give(&shard->held, held);
        }
        return GR_RESOURCE_EXHAUSTED;
    }
    held->link = (struct gri_list){ NULL, NULL };
    held->timer = (struct gri_timer){ .fire = expired };
    held->shard = shard;
    held->actor = actor;
    atomic_store(&held->carrier, carrier);
    held->mail = mail;
    held->answer_to = carrier->answer_to;
    held->call = carrier->call;
    memset(&held->arena, 0, sizeof(held->arena));
    atomic_store(&held->method, &gri_actor_service_of(actor)->methods[mail->method]);
    atomic_store(&held->request, mail->payload);
    held->is_in_handler = true;
    held->is_answered = false;
    (void)snprintf(held->path, sizeof(held->path), "%s", gri_actor_label(actor));
    gri_mailbox_hold(&actor->mailbox, mail);
    gri_list_push_back(&actor->bonds->held, &held->link);
    gri_timer_arm(&shard->worker.wheel, &held->timer, mail->deadline_ns);
    ctx->held = held;
    if (ctx->is_given_up) {
        gri_held_end(held, GR_CANCELLED, "the caller gave up before the call was held");
    }
    *out_id = gri_slab_id(&shard->held, held);
    return GR_OK;
}

static void answered(struct gri_worker *worker, struct gri_post *post)
{
    (void)worker;
    release(GRI_CONTAINER(post, struct gri_held, post));
}

const struct gri_held *gri_held_find(struct gri_core *core, uint64_t id)
{
    struct gri_shard *shard = gri_core_shard(core, id);
    return shard == NULL ? NULL : gri_slab_find(&shard->held, id);
}

static void leave_letter(struct gri_core *core, const struct gri_held *held, gr_code code,
                         const char *message)
{
    struct gri_loss loss = {
        .mail = held->mail, .reason = GR_DEAD_DROPPED, .code = code, .message = message
    };
    gri_core_lose(core, &loss);
}

gr_code gri_held_answer(struct gri_core *core, uint64_t id, const gr_method *method, gr_code code,
                        const void *reply, const char *message, bool is_dropped)
{
    struct gri_result result = { .code = code == GR_OK ? code : gri_failing_code(code),
                                 .ran = GR_RAN_YES };
    const struct gri_held *found = gri_held_find(core, id);
    if (found == NULL) {
        return GR_FAILED_PRECONDITION;
    }
    if (method != NULL && atomic_load(&found->method) != method) {
        return GR_INVALID_ARGUMENT;
    }
    if (code == GR_OK && method != NULL && method->reply != NULL) {
        gr_code copied = gri_mail_copy(GRI_MAIL_REPLY, method->reply, method->reply_is_flat, reply,
                                       &core->message_limits, &result.reply);
        if (copied != GR_OK) {
            return copied;
        }
    }
    void *claimed;
    if (!gri_slab_claim(&gri_core_shard(core, id)->held, id, &claimed)) {
        gri_result_fini(&result);
        return GR_FAILED_PRECONDITION;
    }
    struct gri_held *held = claimed;
    struct gri_mail *carrier = atomic_exchange(&held->carrier, NULL);
    if (carrier == NULL) { /* too late */
        gri_result_fini(&result);
    } else {
        if (code != GR_OK) {
            result.failure = gri_failure_format(result.code, GR_RAN_YES, held->path, "%s", message);
        }
        carrier->answer(carrier, &result);
        if (is_dropped) {
            leave_letter(core, held, code, message);
        }
    }
    held->post.run = answered;
    gri_worker_post(&held->shard->worker, &held->post);
    return carrier == NULL ? GR_FAILED_PRECONDITION : GR_OK;
}
