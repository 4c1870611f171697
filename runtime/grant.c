/* SPDX-License-Identifier: MIT */
/* Grants: what is promised, to whom, and how much of it. On the mailbox's worker. */
#include "grant.h"

#include <string.h>

#include "defect.h"

/* Mailboxes of one worker that one session may have grants in. */
enum { GRANTS_MAX = 65536 };

void gri_holder_init(struct gri_holder *holder,
                     void (*tell)(struct gri_holder *, uint64_t, const struct gri_grant_news *))
{
    gri_list_init(&holder->grants);
    holder->n = 0;
    holder->is_over = false;
    holder->tell = tell;
}

struct gri_mail *gri_grant_mail_create(void)
{
    struct gri_mail *mail = gri_mail_create(GRI_MAIL_ASK, sizeof(struct gri_grant));
    if (mail != NULL) {
        memset(mail->payload, 0, sizeof(struct gri_grant));
    }
    return mail;
}

struct gri_mail *gri_grant_mail(struct gri_grant *grant)
{
    return gri_mail_around(grant);
}

struct gri_grant *gri_grant_of(struct gri_mail *ask)
{
    return (struct gri_grant *)(void *)ask->payload;
}

struct gri_grant *gri_grant_find(const struct gri_mailbox *mailbox, const struct gri_holder *holder)
{
    if (mailbox->promises == NULL) {
        return NULL;
    }
    GRI_LIST_EACH (link, &mailbox->promises->grants) {
        struct gri_grant *grant = GRI_CONTAINER(link, struct gri_grant, of_mailbox);
        if (grant->holder == holder) {
            return grant;
        }
    }
    return NULL;
}

bool gri_grant_begin(struct gri_grant *grant, struct gri_mailbox *mailbox)
{
    struct gri_holder *holder = grant->ask.holder;
    if (holder->n >= GRANTS_MAX || gri_mailbox_promises(mailbox) == NULL) {
        return false;
    }
    grant->mailbox = mailbox;
    grant->holder = holder;
    gri_list_push_back(&mailbox->promises->grants, &grant->of_mailbox);
    gri_list_push_back(&holder->grants, &grant->of_holder);
    holder->n++;
    return true;
}

bool gri_grant_is_idle(const struct gri_grant *grant)
{
    return grant->n == 0 && grant->bytes == 0 && grant->wanted == 0;
}

void gri_grant_end(struct gri_grant *grant)
{
    struct gri_mail *mail = gri_grant_mail(grant);
    gri_grant_give_back(grant, grant->n, grant->bytes);
    if (gri_list_is_linked(&mail->link)) {
        gri_mailbox_leave(mail);
    }
    gri_list_remove(&grant->of_mailbox);
    gri_list_remove(&grant->of_holder);
    grant->holder->n--;
    gri_mail_free(mail);
}

void gri_grant_want(struct gri_grant *grant, const struct gri_grant_ask *ask)
{
    uint32_t n = ask->n < UINT32_MAX / 2 ? ask->n : UINT32_MAX / 2;
    grant->wanted = grant->wanted < UINT32_MAX / 2 ? grant->wanted + n : UINT32_MAX / 2;
    grant->wanted_bytes = grant->wanted_bytes + ask->bytes < grant->wanted_bytes
                              ? UINT64_MAX
                              : grant->wanted_bytes + ask->bytes;
    grant->least_bytes = ask->least_bytes > 0 ? ask->least_bytes : grant->least_bytes;
}

static uint64_t least(uint64_t a, uint64_t b)
{
    return a < b ? a : b;
}

static uint64_t bound(const struct gri_mailbox *mailbox)
{
    return atomic_load_explicit(&mailbox->max, memory_order_relaxed);
}

static uint64_t used(const struct gri_mailbox *mailbox)
{
    return atomic_load_explicit(&mailbox->n, memory_order_relaxed);
}

static uint64_t bound_bytes(const struct gri_mailbox *mailbox)
{
    return atomic_load_explicit(&mailbox->max_bytes, memory_order_relaxed);
}

static uint64_t used_bytes(const struct gri_mailbox *mailbox)
{
    return atomic_load_explicit(&mailbox->bytes, memory_order_relaxed);
}

/* How many asks and mails wait, as far as that matters: up to `most`. */
static uint64_t count_waiting(const struct gri_mailbox *mailbox, uint64_t most)
{
    uint64_t n = 0;
    const struct gri_list *waiting = &mailbox->promises->waiting;
    for (const struct gri_list *link = waiting->next; link != waiting && n < most;
         link = link->next) {
        n++;
    }
    return n;
}

/* What may be promised of `max`: there is room for it, and with it no more than half is promised.
 */
static uint64_t allowance(uint64_t max, uint64_t used, uint64_t promised)
{
    uint64_t room = max > used ? max - used : 0;
    uint64_t share = max / 2 > promised ? max / 2 - promised : 0;
    return least(room, share);
}

/* How many of the messages that are wanted so many bytes are enough for. */
static uint64_t worth(const struct gri_grant *grant, uint64_t bytes)
{
    return bytes >= grant->wanted_bytes ? grant->wanted
                                        : bytes / (grant->wanted_bytes / grant->wanted + 1);
}

void gri_grant_promise(struct gri_grant *grant, struct gri_grant_news *out_news)
{
    struct gri_mailbox *mailbox = grant->mailbox;
    struct gri_promises *promises = mailbox->promises;
    uint64_t bytes = least(grant->wanted_bytes,
                           allowance(bound_bytes(mailbox), used_bytes(mailbox), promises->bytes));
    uint64_t spare = allowance(bound(mailbox), used(mailbox), promises->n);
    uint64_t n = least(worth(grant, bytes), spare);
    uint64_t others = count_waiting(mailbox, n);
    n = others == 0 ? n
                    : least(n, (spare + others) / (others + 1)); /* each its share, rounded up */
    uint64_t needed = grant->least_bytes > grant->bytes ? grant->least_bytes - grant->bytes : 0;
    if (n < grant->wanted) { /* no more bytes than these need */
        bytes = least(bytes, n * (grant->wanted_bytes / grant->wanted));
    }
    n = n == 0 && grant->n == 0 && grant->least_bytes > 0 ? 1 : n;
    bytes = bytes < needed ? needed : bytes;
    *out_news =
        (struct gri_grant_news){ .n = (uint32_t)n, .bytes = bytes, .answers = grant->wanted };
    gri_mailbox_count(mailbox, (uint32_t)n, bytes);
    promises->n += (uint32_t)n;
    promises->bytes += bytes;
    grant->n += (uint32_t)n;
    grant->bytes += bytes;
    grant->wanted = 0;
    grant->wanted_bytes = 0;
    grant->least_bytes = 0;
    grant->is_recalled = false;
}

void gri_grant_give_back(struct gri_grant *grant, uint32_t n, uint64_t bytes)
{
    n = (uint32_t)least(n, grant->n);
    bytes = least(bytes, grant->bytes);
    grant->n -= n;
    grant->bytes -= bytes;
    grant->mailbox->promises->n -= n;
    grant->mailbox->promises->bytes -= bytes;
    gri_mailbox_uncount(grant->mailbox, n, bytes);
}

bool gri_grant_redeem(struct gri_mailbox *mailbox, const struct gri_holder *holder, uint64_t bytes)
{
    struct gri_grant *grant = gri_grant_find(mailbox, holder);
    if (grant == NULL || grant->n == 0 || grant->bytes < bytes) {
        return false;
    }
    if (!GRI_DEFECT(CREDIT_LEAK)) {
        gri_grant_give_back(grant, 1, bytes);
    }
    if (mailbox->promises->grants.next != &grant->of_mailbox) {
        gri_list_remove(&grant->of_mailbox); /* where the next one will be looked for first */
        gri_list_push_front(&mailbox->promises->grants, &grant->of_mailbox);
    }
    if (gri_grant_is_idle(grant)) {
        gri_grant_end(grant);
    }
    return true;
}
