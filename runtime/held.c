/* SPDX-License-Identifier: MIT */
/* Held calls. The id's generation is the right to answer: whoever claims it (an answer on any
 * thread, or the actor's end on its worker) answers, and only then does the entry go home. */
#include "held.h"

#include <stdio.h>
#include <string.h>

gr_code gri_held_open(struct gr_context *ctx, uint64_t *out_id)
{
    struct gri_actor *actor = ctx->actor;
    struct gri_shard *shard = actor->shard;
    if (ctx->mail == NULL || ctx->mail->answer == NULL || ctx->held != NULL) {
        return GR_FAILED_PRECONDITION;
    }
    struct gri_held *held = gri_slab_take(&shard->held);
    if (held == NULL) {
        return GR_RESOURCE_EXHAUSTED;
    }
    held->link = (struct gri_list){ NULL, NULL };
    held->shard = shard;
    held->actor = actor;
    held->mail = ctx->mail;
    held->arena = ctx->arena;
    held->method = &ctx->mail->service->methods[ctx->mail->method];
    held->bytes = ctx->mail->bytes;
    (void)snprintf(held->path, sizeof(held->path), "%s", gri_actor_label(actor));
    memset(&ctx->arena, 0, sizeof(ctx->arena));
    gri_mailbox_hold(&actor->mailbox, held->mail);
    gri_list_push_back(&actor->held, &held->link);
    ctx->held = held;
    ctx->mail = NULL; /* whoever answers frees it */
    *out_id = gri_slab_id(&shard->held, held);
    return GR_OK;
}

static void answered(struct gri_worker *worker, struct gri_post *post)
{
    struct gri_held *held = GRI_CONTAINER(post, struct gri_held, post);
    (void)worker;
    if (held->actor != NULL) {
        gri_list_remove(&held->link);
        gri_mailbox_release(&held->actor->mailbox, &(struct gri_mail){ .bytes = held->bytes });
        gri_actor_admit(held->actor);
    }
    gri_arena_fini(&held->arena);
    gri_slab_give(&held->shard->held, held);
}

const struct gri_held *gri_held_find(struct gri_core *core, uint64_t id)
{
    struct gri_shard *shard = gri_core_shard(core, id);
    return shard == NULL ? NULL : gri_slab_find(&shard->held, id);
}

static gr_code copy_reply(struct gri_core *core, const gr_method *method, const void *reply,
                          struct gri_result *result)
{
    if (result->code != GR_OK || method->reply == NULL) {
        return GR_OK;
    }
    return gri_mail_copy(GRI_MAIL_REPLY, method->reply, method->reply_is_flat, reply,
                         &core->message_limits, &result->reply);
}

gr_code gri_held_answer(struct gri_core *core, uint64_t id, gr_code code, const void *reply,
                        const char *message)
{
    struct gri_result result = { .code = code == GR_OK ? code : gri_failing_code(code),
                                 .ran = GR_RAN_YES };
    const struct gri_held *found = gri_held_find(core, id);
    gr_code copied =
        found == NULL ? GR_FAILED_PRECONDITION : copy_reply(core, found->method, reply, &result);
    void *claimed;
    if (copied != GR_OK || !gri_slab_claim(&gri_core_shard(core, id)->held, id, &claimed)) {
        gri_result_fini(&result);
        return copied == GR_OK ? GR_FAILED_PRECONDITION : copied;
    }
    struct gri_held *held = claimed;
    if (code != GR_OK) {
        result.failure =
            gri_failure_format(result.code, GR_RAN_YES, held->path, "%s", message);
    }
    held->mail->answer(held->mail, &result);
    held->post.run = answered;
    gri_worker_post(&held->shard->worker, &held->post);
    return GR_OK;
}
