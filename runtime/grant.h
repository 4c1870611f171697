/* SPDX-License-Identifier: MIT */
/* Grants: places in a mailbox that are kept for what another node is going to send. They count in
 * the mailbox's bound from then on, so whatever senders may send, anywhere, never exceeds it. */
#ifndef GRI_GRANT_H
#define GRI_GRANT_H

#include "mailbox.h"

/* What the holder of a grant is told about an actor's mailbox. */
struct gri_grant_news {
    uint32_t n;       /* it may send so many more, */
    uint64_t bytes;   /* of so many bytes */
    uint32_t answers; /* so many of those it has asked for are answered with this */
    bool recall;      /* it is to give back what it does not use at once */
    gr_code code;     /* another than OK: it gets nothing, and need not ask again */
};

/* A node with a session, as the mailboxes of one worker see it. Owned by that session; its worker's
 * alone. */
struct gri_holder {
    struct gri_list grants;
    uint32_t n;   /* of them */
    bool is_over; /* the session has ended: nothing is granted to it any more */
    /* Any worker's thread; does not wait. */
    void (*tell)(struct gri_holder *holder, uint64_t actor, const struct gri_grant_news *news);
};

void gri_holder_init(struct gri_holder *holder,
                     void (*tell)(struct gri_holder *, uint64_t, const struct gri_grant_news *));

/* What a holder asks for. */
struct gri_grant_ask {
    struct gri_holder *holder;
    uint32_t n;
    uint64_t bytes;
    uint64_t least_bytes; /* of the first of them, which somebody waits to send; 0: nobody does */
    uint32_t back_n;      /* it does not use so many of those it has */
    uint64_t back_bytes;
};

/* What one node was granted in one mailbox, or asks for: the payload of the mail that asked first,
 * which is what waits for room, if it must. Owned by the mailbox's worker while it is in use, that
 * is, while there is anything promised or asked for. */
struct gri_grant {
    struct gri_grant_ask ask; /* with which it began */
    struct gri_list of_mailbox;
    struct gri_list of_holder;
    struct gri_mailbox *mailbox;
    struct gri_holder *holder;
    uint32_t n; /* promised and not yet come */
    uint64_t bytes;
    uint32_t wanted; /* asked for and not answered */
    uint64_t wanted_bytes;
    uint64_t least_bytes;
    bool is_recalled; /* it was told, after it was last granted something */
};

/* Mail that asks; its payload is to be filled in. NULL: out of memory. */
struct gri_mail *gri_grant_mail_create(void);
struct gri_mail *gri_grant_mail(struct gri_grant *grant);
struct gri_grant *gri_grant_of(struct gri_mail *ask);

/* The grant of a holder in a mailbox, or NULL. */
struct gri_grant *gri_grant_find(const struct gri_mailbox *mailbox,
                                 const struct gri_holder *holder);

/* Begin one, in the mail that asks for it. False: out of memory, or the holder has too many. */
bool gri_grant_begin(struct gri_grant *grant, struct gri_mailbox *mailbox);

/* End one that is in no use, or whatever it was in use for. Frees it. */
void gri_grant_end(struct gri_grant *grant);
bool gri_grant_is_idle(const struct gri_grant *grant);

/* Note what is asked for besides. */
void gri_grant_want(struct gri_grant *grant, const struct gri_grant_ask *ask);

/* Promise what was asked for, as far as all promises together take at most half of the mailbox, and
 * those that wait get as much; but
 * where somebody waits over there, the bytes that needs, and one place if it has none: there must
 * be room for that. */
void gri_grant_promise(struct gri_grant *grant, struct gri_grant_news *out_news);

/* Undo promises, no more than there are. */
void gri_grant_give_back(struct gri_grant *grant, uint32_t n, uint64_t bytes);

/* Mail has come with a credit: its place is free for it now. False: nothing like it was promised.
 */
bool gri_grant_redeem(struct gri_mailbox *mailbox, const struct gri_holder *holder, uint64_t bytes);

#endif
