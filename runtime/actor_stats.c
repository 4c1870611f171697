/* SPDX-License-Identifier: MIT */
/* What an actor's mailbox holds and has held, told by its worker. */
#include "actor.h"

static uint32_t count_waiting(const struct gri_promises *promises)
{
    uint32_t n = 0;
    GRI_LIST_EACH (link, &promises->waiting) {
        n++;
    }
    return n;
}

static void read_stats(const struct gri_actor *actor, gr_actor_stats *stats)
{
    const struct gri_mailbox *mailbox = &actor->mailbox;
    const struct gri_promises *promises = mailbox->promises;
    uint32_t promised = promises == NULL ? 0 : promises->n;
    size_t promised_bytes = promises == NULL ? 0 : promises->bytes;
    *stats = (gr_actor_stats){
        .handled = actor->handled,
        .queued = atomic_load(&mailbox->n) - promised,
        .queued_high = mailbox->high,
        .queued_max = atomic_load(&mailbox->max),
        .promised = promised,
        .waiting = promises == NULL ? 0 : count_waiting(promises),
        .bytes = atomic_load(&mailbox->bytes) - promised_bytes,
        .bytes_high = mailbox->high_bytes,
        .bytes_max = atomic_load(&mailbox->max_bytes),
    };
}

void gri_actor_stats_arrived(struct gri_worker *worker, struct gri_post *post)
{
    struct gri_mail *mail = GRI_CONTAINER(post, struct gri_mail, post);
    struct gri_actor *actor = gri_slab_find(&gri_shard_of(worker)->actors, mail->actor);
    struct gri_result result = { .code = actor == NULL ? GR_UNAVAILABLE : GR_OK, .ran = GR_RAN_NO };
    if (actor != NULL) {
        read_stats(actor, (gr_actor_stats *)(void *)mail->payload);
        result.reply = mail;
    }
    mail->answer(mail, &result);
}
