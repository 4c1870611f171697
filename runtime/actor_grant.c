/* SPDX-License-Identifier: MIT */
/* What other nodes may send to an actor whose methods' senders wait: they ask for places in its
 * mailbox, get them in turn with those that wait here, and give back what they do not use. On the
 * actor's worker. */
#include "actor.h"

#include "assert.h"

void gri_actor_grant(struct gri_actor *actor, struct gri_grant *grant)
{
    struct gri_grant_news news;
    gri_grant_promise(grant, &news);
    grant->holder->tell(grant->holder, gri_actor_id(actor), &news);
}

void gri_actor_recall(struct gri_actor *actor)
{
    const struct gri_grant_news news = { .recall = true };
    struct gri_promises *promises = actor->mailbox.promises;
    if (promises == NULL || promises->n == 0) {
        return;
    }
    GRI_LIST_EACH (link, &promises->grants) {
        struct gri_grant *grant = GRI_CONTAINER(link, struct gri_grant, of_mailbox);
        if (grant->n > 0 && !grant->is_recalled) {
            grant->is_recalled = true;
            grant->holder->tell(grant->holder, gri_actor_id(actor), &news);
        }
    }
}

/* ---- asks ---- */

/* One that waits already stays where it is; one that nobody over there waits for gets what can be
 * spared. */
static void grant_or_wait(struct gri_actor *actor, struct gri_grant *grant)
{
    struct gri_mail *mail = gri_grant_mail(grant);
    mail->bytes = grant->least_bytes < UINT32_MAX ? (uint32_t)grant->least_bytes : UINT32_MAX;
    if (gri_list_is_linked(&mail->link)) {
        return;
    }
    if (grant->least_bytes > 0 && gri_mailbox_must_wait(&actor->mailbox, mail)) {
        bool waits = gri_mailbox_wait(&actor->mailbox, mail);
        GR_ASSERT(waits); /* a grant has begun there */
        gri_actor_recall(actor);
    } else {
        gri_actor_grant(actor, grant);
    }
}

static void refuse_ask(uint64_t actor, const struct gri_grant_ask *ask, gr_code code)
{
    const struct gri_grant_news news = { .answers = ask->n, .code = code };
    if (ask->n > 0 && !ask->holder->is_over) {
        ask->holder->tell(ask->holder, actor, &news);
    }
}

/* Where it holds calls, what comes may be what brings their answers. */
static bool takes_asks(const struct gri_actor *actor)
{
    return actor != NULL && (actor->state < GRI_ACTOR_DRAINING ||
                             (actor->state == GRI_ACTOR_DRAINING && gri_actor_holds_calls(actor)));
}

/* The grant of who asks, begun now if it has none. NULL: out of memory, or it has too many. */
static struct gri_grant *grant_for(struct gri_actor *actor, uint64_t id,
                                   const struct gri_grant_ask *ask)
{
    struct gri_grant *grant = gri_grant_find(&actor->mailbox, ask->holder);
    struct gri_mail *mail = grant == NULL ? gri_grant_mail_create() : NULL;
    if (mail == NULL) {
        return grant;
    }
    mail->actor = id;
    gri_grant_of(mail)->ask = *ask;
    if (!gri_grant_begin(gri_grant_of(mail), &actor->mailbox)) {
        gri_mail_free(mail);
        return NULL;
    }
    return gri_grant_of(mail);
}

static void take_ask(struct gri_actor *actor, struct gri_grant *grant,
                     const struct gri_grant_ask *ask)
{
    if (ask->back_n > 0 || ask->back_bytes > 0) {
        gri_grant_give_back(grant, ask->back_n, ask->back_bytes);
        gri_actor_admit(actor);
    }
    if (ask->n > 0) {
        gri_grant_want(grant, ask);
        grant_or_wait(actor, grant);
    }
    if (gri_grant_is_idle(grant)) {
        gri_grant_end(grant);
    }
}

void gri_actor_ask_for_room(struct gri_shard *shard, uint64_t id, const struct gri_grant_ask *ask)
{
    struct gri_actor *actor = gri_slab_find(&shard->actors, id);
    bool is_exported = actor != NULL && atomic_load(&actor->is_exported);
    if (ask->holder->is_over || !is_exported || !takes_asks(actor)) {
        refuse_ask(id, ask, GR_UNAVAILABLE);
        return;
    }
    struct gri_grant *grant = grant_for(actor, id, ask);
    if (grant == NULL) {
        refuse_ask(id, ask, GR_RESOURCE_EXHAUSTED);
    } else {
        take_ask(actor, grant, ask);
    }
}

void gri_actor_return_credit(struct gri_shard *shard, uint64_t id, const struct gri_holder *holder,
                             uint64_t bytes)
{
    const struct gri_grant_ask back = { .back_n = 1, .back_bytes = bytes };
    struct gri_actor *actor = gri_slab_find(&shard->actors, id);
    struct gri_grant *grant = actor == NULL ? NULL : gri_grant_find(&actor->mailbox, holder);
    if (grant != NULL) {
        take_ask(actor, grant, &back);
    }
}

/* ---- the end ---- */

void gri_actor_end_grants(struct gri_actor *actor)
{
    struct gri_promises *promises = actor->mailbox.promises;
    while (promises != NULL && !gri_list_is_empty(&promises->grants)) {
        struct gri_grant *grant =
            GRI_CONTAINER(promises->grants.next, struct gri_grant, of_mailbox);
        const struct gri_grant_news news = { .answers = grant->wanted, .code = GR_UNAVAILABLE };
        if (grant->wanted > 0) {
            grant->holder->tell(grant->holder, gri_actor_id(actor), &news);
        }
        gri_grant_end(grant);
    }
}

void gri_holder_end(struct gri_shard *shard, struct gri_holder *holder)
{
    holder->is_over = true;
    while (!gri_list_is_empty(&holder->grants)) {
        struct gri_grant *grant = GRI_CONTAINER(holder->grants.next, struct gri_grant, of_holder);
        struct gri_actor *actor = gri_slab_find(&shard->actors, gri_grant_mail(grant)->actor);
        gri_grant_end(grant);
        if (actor != NULL) {
            gri_actor_admit(actor);
        }
    }
}
