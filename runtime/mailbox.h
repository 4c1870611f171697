/* SPDX-License-Identifier: MIT */
/* Mail, a call or oneway on its way, in one block with its message; and mailboxes, where it queues.
 * A mailbox is its worker's own, but for its count of what is on the way from other threads. */
#ifndef GRI_MAILBOX_H
#define GRI_MAILBOX_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "alloc.h"
#include "buffer.h"
#include "defect.h"
#include "failure.h"
#include "greenroom/stub.h"
#include "list.h"
#include "message.h"
#include "worker.h"

struct gri_holder;
struct gri_mail;

/* One of the actors that a call keeps waiting: the caller, its own caller if that waits as well,
 * and so on, the nearest last. */
struct gri_step {
    uint64_t home;
    uint64_t actor;
    uint64_t wait; /* the number of its wait there */
};

enum { GRI_CHAIN_MAX = 32 };

/* How a call ended. Owns what it points to, until handed over. */
struct gri_result {
    gr_code code;
    gr_ran ran;
    struct gri_mail *reply;      /* OK: its payload is the reply; NULL where there is none */
    struct gri_failure *failure; /* NULL: the code alone */
    uint64_t value;              /* of Greenroom's own operations: an id */
};

/* Free what a result owns. */
void gri_result_fini(struct gri_result *result);

enum gri_mail_kind {
    GRI_MAIL_CALL,
    GRI_MAIL_ONEWAY,
    GRI_MAIL_MARKER, /* ends one gr_process() */
    GRI_MAIL_FENCE,  /* of a machine: before it stands what its state has postponed */
    GRI_MAIL_EVENT,  /* a oneway of a machine to itself; `call`: the timer it is of, from 1 */
    GRI_MAIL_NOTICE, /* a oneway that needs no room in a mailbox */
    GRI_MAIL_WATCH,  /* a call that sets up a monitor: one that nobody waits for is taken back */
    GRI_MAIL_LINK,   /* a monitor that ties: its payload is the gr_ref of who asks */
    GRI_MAIL_ASK,    /* another node wants room for what it has to send: grant.h */
    GRI_MAIL_SPAWN,  /* a call that makes an actor: one that nobody waits for any more is stopped */
    GRI_MAIL_REPLY /* carries a result to the caller's worker, or belongs to the user as a reply */
};

/* One block; owned by whoever has the pointer. A call's mail goes to the callee and, its call
 * ended, carries the result back: so that no answer needs memory. What is sent in great numbers is
 * to be short: see gri_mail_more. */
struct gri_mail {
    struct gri_post post; /* on its way to a worker */
    struct gri_list link; /* in a mailbox */
    const gr_service *service;
    uint64_t actor;       /* whom it is for */
    uint64_t deadline_ns; /* UINT64_MAX: none */
    uint64_t arrived_ns;  /* at its mailbox */
    /* Ends the call. Takes mail and what `result` owns; any thread. NULL in a oneway. */
    void (*answer)(struct gri_mail *mail, struct gri_result *result);
    void *answer_to;    /* whose `answer` it is: the caller's node, or a peer */
    uint64_t call;      /* the caller's id for it */
    uint64_t admission; /* ends OK when a full mailbox has taken it; 0: nobody waits */
    void (*let_go)(struct gri_mail *mail); /* it is in a mailbox, or gone: for a peer's budget, or
                                            * for what the payload owns */
    union {                                /* who sent it, for whoever asks where it was lost: */
        uint64_t sender;                   /* an actor of this node, or 0; or */
        const char *sender_node;           /* another node, as long as this one lives */
    };
    uint32_t bytes; /* from here to its end; of an ask, what it needs at least */
    uint32_t method;
    union {
        uint32_t markers; /* of a marker: how many it stands for */
        uint32_t credit;  /* of a peer's: the bytes of the place that is kept for it; 0: none */
    };
    uint8_t kind; /* enum gri_mail_kind */
    uint8_t n_chain;
    bool is_foreign;     /* it has a sender_node */
    bool in_transit : 1; /* counted in mailbox->transit */
    bool has_more : 1;
    bool waits : 1; /* a call or oneway, for room in a mailbox */
    _Alignas(16) unsigned char payload[];
};

/* What a oneway on the short way does without: it waits for no room, nobody for it, and it comes
 * from no peer. In the block of all other mail, before it. */
struct gri_mail_more {
    void *peer;                /* whose budget `let_go` is for */
    struct gri_holder *holder; /* whose credit it uses: grant.h; NULL: it is no peer's */
    struct gri_step *chain;    /* in the block, behind the payload */
    union {
        struct gri_timer expiry;  /* while it waits for room in a mailbox */
        struct gri_result result; /* on the way back */
    };
};

static inline struct gri_mail_more *gri_mail_more(struct gri_mail *mail)
{
    GR_ASSERT(mail->has_more);
    return (struct gri_mail_more *)(void *)mail - 1;
}

static inline struct gri_mail *gri_mail_of_expiry(struct gri_timer *expiry)
{
    return (struct gri_mail *)(void *)(GRI_CONTAINER(expiry, struct gri_mail_more, expiry) + 1);
}

/* NULL: it is no peer's. */
static inline struct gri_holder *gri_mail_holder(const struct gri_mail *mail)
{
    return mail->has_more ? gri_mail_more((struct gri_mail *)mail)->holder : NULL;
}

static inline const struct gri_step *gri_mail_chain(const struct gri_mail *mail)
{
    return gri_mail_more((struct gri_mail *)mail)->chain;
}

/* Of a new block for so many bytes of mail, its more not counted: what is not said here is zero. */
static inline struct gri_mail *gri_mail_init(void *block, enum gri_mail_kind kind, size_t bytes,
                                             bool has_more)
{
    struct gri_mail_more *more = (struct gri_mail_more *)block;
    struct gri_mail *mail = (struct gri_mail *)(has_more ? (void *)(more + 1) : block);
    if (has_more) {
        *more = (struct gri_mail_more){ .peer = NULL };
    }
    mail->post = (struct gri_post){ NULL, NULL };
    mail->link = (struct gri_list){ NULL, NULL };
    mail->service = NULL;
    mail->actor = 0;
    mail->deadline_ns = UINT64_MAX;
    mail->arrived_ns = 0;
    mail->answer = NULL;
    mail->answer_to = NULL;
    mail->call = 0;
    mail->admission = 0;
    mail->let_go = NULL;
    mail->sender = 0;
    mail->bytes = (uint32_t)bytes;
    mail->method = 0;
    mail->credit = 0;
    mail->kind = (uint8_t)kind;
    mail->n_chain = 0;
    mail->is_foreign = false;
    mail->in_transit = false;
    mail->has_more = has_more;
    mail->waits = false;
    return mail;
}

/* Mail with room for `size` bytes of message, all else zero. NULL: out of memory. */
struct gri_mail *gri_mail_create(enum gri_mail_kind kind, size_t size);
void gri_mail_free(struct gri_mail *mail); /* NULL is fine; lets go, where it has to */

/* The same on a worker (NULL: none), which is known. */
static inline void gri_mail_free_on(struct gri_worker *worker, struct gri_mail *mail)
{
    if (mail == NULL) {
        return;
    }
    if (mail->let_go != NULL) {
        mail->let_go(mail);
    }
    gri_block_free(worker == NULL ? NULL : &worker->pool,
                   mail->has_more ? (void *)gri_mail_more(mail) : mail);
}

/* How large it is with room for `size` bytes of message and a chain of `n` steps. */
static inline size_t gri_mail_bytes(size_t size, uint32_t n)
{
    size_t aligned = (size + 15u) & ~(size_t)15u;
    return sizeof(struct gri_mail) + (n == 0 ? size : aligned + n * sizeof(struct gri_step));
}

/* The same with room for a chain of `n` steps. */
struct gri_mail *gri_mail_create_chained(enum gri_mail_kind kind, size_t size, uint32_t n);

/* Mail with a flat copy of `message`, which is empty where `type` is NULL, and room for a chain.
 * Errors: INVALID_ARGUMENT (message NULL or over the limits), RESOURCE_EXHAUSTED. */
gr_code gri_mail_copy_chained(enum gri_mail_kind kind, const ProtobufCMessageDescriptor *type,
                              bool is_flat, const void *message,
                              const struct gri_message_limits *limits, uint32_t n_chain,
                              struct gri_mail **out_mail);

/* Mail with the message that was packed in `bytes`, which is empty where `type` is NULL, and room
 * for a chain. Errors: INVALID_ARGUMENT (undecodable, or over the limits), RESOURCE_EXHAUSTED. */
gr_code gri_mail_unpack_chained(enum gri_mail_kind kind, const ProtobufCMessageDescriptor *type,
                                bool is_flat, struct gri_cursor bytes,
                                const struct gri_message_limits *limits, uint32_t n_chain,
                                struct gri_mail **out_mail);

/* Whether a message that is there is copied byte by byte: it has scalars alone. */
static inline bool gri_mail_is_plain(bool is_flat, const void *message)
{
    return is_flat && message != NULL && ((const ProtobufCMessage *)message)->n_unknown_fields == 0;
}

/* memcpy() where it takes longer to call it. */
static inline void gri_copy_short(void *to, const void *from, size_t n)
{
    if (n >= 32 && n <= 64) {
        memcpy(to, from, 32);
        memcpy((char *)to + n - 32, (const char *)from + n - 32, 32);
    } else {
        memcpy(to, from, n);
    }
}

/* Copies such a message into mail that has room for it. */
static inline void gri_mail_copy_plain(struct gri_mail *mail,
                                       const ProtobufCMessageDescriptor *type, const void *message)
{
    gri_copy_short(mail->payload, message, type->sizeof_message);
    ((ProtobufCMessage *)(void *)mail->payload)->descriptor = type;
}

static inline gr_code gri_mail_copy(enum gri_mail_kind kind, const ProtobufCMessageDescriptor *type,
                                    bool is_flat, const void *message,
                                    const struct gri_message_limits *limits,
                                    struct gri_mail **out_mail)
{
    return gri_mail_copy_chained(kind, type, is_flat, message, limits, 0, out_mail);
}

/* The mail around a message that was handed to the user. */
static inline struct gri_mail *gri_mail_around(void *message)
{
    return (struct gri_mail *)(void *)((char *)message - offsetof(struct gri_mail, payload));
}

struct gri_promises;

/* Owned by an actor, on its worker. Places that are promised to senders on other nodes count as if
 * they were taken. */
struct gri_mailbox {
    struct gri_list queue;
    _Atomic uint32_t n; /* in queue, held, or promised; written by the worker */
    _Atomic uint32_t max;
    _Atomic size_t bytes; /* of all these */
    _Atomic size_t max_bytes;
    size_t high_bytes;             /* the most that ever was in queue or held, */
    uint32_t high;                 /* and how many */
    _Atomic uint64_t transit;      /* on the way from other threads of this process: see below */
    struct gri_promises *promises; /* NULL: none were ever made, and nobody ever had to wait */
};

/* Who waits for room; and what is promised to senders on other nodes and has not come. Owned by its
 * mailbox, made when first needed. */
struct gri_promises {
    struct gri_list waiting; /* WAIT: first come first served, when the queue is full */
    struct gri_list grants;  /* of gri_grant */
    uint32_t n;
    size_t bytes;
    struct gri_mailbox *mailbox;
    struct gri_task admit; /* at the end of a round: grants what asks wait for */
};

/* Leaves the counts of transit alone: they are of the place, whoever's mailbox it is. */
static inline void gri_mailbox_init(struct gri_mailbox *mailbox, uint32_t max, size_t max_bytes)
{
    gri_list_init(&mailbox->queue);
    atomic_store_explicit(&mailbox->n, 0, memory_order_relaxed);
    atomic_store_explicit(&mailbox->bytes, 0, memory_order_relaxed);
    atomic_store_explicit(&mailbox->max, max, memory_order_relaxed);
    atomic_store_explicit(&mailbox->max_bytes, max_bytes, memory_order_relaxed);
    mailbox->high = 0;
    mailbox->high_bytes = 0;
    mailbox->promises = NULL;
}

/* What it promises, made now. NULL: out of memory. */
struct gri_promises *gri_mailbox_promises(struct gri_mailbox *mailbox);

/* After the last of its mail and grants. */
void gri_mailbox_free_promises(struct gri_mailbox *mailbox);
static inline void gri_mailbox_fini(struct gri_mailbox *mailbox)
{
    if (mailbox->promises != NULL) {
        gri_mailbox_free_promises(mailbox);
    }
}

/* ---- counts ---- */

static inline uint32_t gri_mailbox_n(const struct gri_mailbox *mailbox)
{
    return atomic_load_explicit(&mailbox->n, memory_order_relaxed);
}

static inline size_t gri_mailbox_bytes(const struct gri_mailbox *mailbox)
{
    return atomic_load_explicit(&mailbox->bytes, memory_order_relaxed);
}

/* What is on the way stands in one word, how many above their bytes, so that both change at once:
 * up to 16 million of them, and a terabyte, and more is too much. */
enum { GRI_TRANSIT_BITS = 40 };

static inline uint32_t gri_mailbox_transit(const struct gri_mailbox *mailbox)
{
    return (uint32_t)(atomic_load_explicit(&mailbox->transit, memory_order_relaxed) >>
                      GRI_TRANSIT_BITS);
}

static inline size_t gri_mailbox_transit_bytes(const struct gri_mailbox *mailbox)
{
    return (size_t)(atomic_load_explicit(&mailbox->transit, memory_order_relaxed) &
                    ((UINT64_C(1) << GRI_TRANSIT_BITS) - 1));
}

/* Whether any of its senders waits for room. */
static inline bool gri_mailbox_is_awaited(const struct gri_mailbox *mailbox)
{
    return mailbox->promises != NULL && !gri_list_is_empty(&mailbox->promises->waiting);
}

/* Whether so much is too much. An empty one takes anything: what can never fit would wait for ever.
 */
static inline bool gri_mailbox_is_over(const struct gri_mailbox *mailbox, uint32_t n, size_t bytes)
{
    return n >= atomic_load_explicit(&mailbox->max, memory_order_relaxed) ||
           (n > 0 && bytes > atomic_load_explicit(&mailbox->max_bytes, memory_order_relaxed));
}

/* Count so many places more, or less, with their bytes. Only the worker writes the counts, so a
 * load and a store will do. */
static inline void gri_mailbox_count(struct gri_mailbox *mailbox, uint32_t n, size_t bytes)
{
    atomic_store_explicit(&mailbox->n, gri_mailbox_n(mailbox) + n, memory_order_relaxed);
    atomic_store_explicit(&mailbox->bytes, gri_mailbox_bytes(mailbox) + bytes,
                          memory_order_relaxed);
}

static inline void gri_mailbox_uncount(struct gri_mailbox *mailbox, uint32_t n, size_t bytes)
{
    atomic_store_explicit(&mailbox->n, gri_mailbox_n(mailbox) - n, memory_order_relaxed);
    atomic_store_explicit(&mailbox->bytes, gri_mailbox_bytes(mailbox) - bytes,
                          memory_order_relaxed);
}

/* Count mail again, or no more, that is held outside of the queue. */
static inline void gri_mailbox_hold(struct gri_mailbox *mailbox, const struct gri_mail *mail)
{
    gri_mailbox_count(mailbox, 1, mail->bytes);
}

static inline void gri_mailbox_release(struct gri_mailbox *mailbox, const struct gri_mail *mail)
{
    gri_mailbox_uncount(mailbox, 1, mail->bytes);
}

/* There has never been as much in it as now. */
void gri_mailbox_raise_marks(struct gri_mailbox *mailbox);

/* ---- the way in ---- */

/* Reserve the way to a mailbox of another worker. False: it is full. Any thread. */
bool gri_mailbox_reserve(struct gri_mailbox *mailbox, struct gri_mail *mail);

/* The same for mail that may take the place of another in the queue: only the way must have room.
 */
bool gri_mailbox_reserve_way(struct gri_mailbox *mailbox, struct gri_mail *mail);

/* Take out the oldest of a method from the queue. NULL: none is queued. */
struct gri_mail *gri_mailbox_pop_method(struct gri_mailbox *mailbox, uint32_t method);

/* Queue mail where there is room, before those that wait: it takes a place that was its method's.
 * The first is for what has nothing to let go. */
static inline void gri_mailbox_append(struct gri_mailbox *mailbox, struct gri_mail *mail)
{
    uint32_t n = gri_mailbox_n(mailbox) + 1;
    size_t bytes = gri_mailbox_bytes(mailbox) + mail->bytes;
    atomic_store_explicit(&mailbox->n, n, memory_order_relaxed);
    atomic_store_explicit(&mailbox->bytes, bytes, memory_order_relaxed);
    gri_list_push_back(&mailbox->queue, &mail->link);
    if (GRI_DEFECT(REORDER)) {
        gri_list_remove(&mail->link);
        gri_list_push_front(&mailbox->queue, &mail->link);
    }
    if (n > mailbox->high || bytes > mailbox->high_bytes) {
        gri_mailbox_raise_marks(mailbox);
    }
}
static inline void gri_mailbox_put(struct gri_mailbox *mailbox, struct gri_mail *mail)
{
    gri_mailbox_append(mailbox, mail);
    if (mail->let_go != NULL) {
        mail->let_go(mail);
        mail->let_go = NULL;
    }
}

/* Queue a notice, however full. Where mail of its own sender waits for room it waits behind that:
 * false then. It waits for nobody else, who may wait for what the notice will bring about. */
bool gri_mailbox_notify(struct gri_mailbox *mailbox, struct gri_mail *notice);

/* What was reserved has arrived, whoever is there now. */
void gri_mailbox_arrive(struct gri_mailbox *mailbox, struct gri_mail *mail);

/* Whether one more would be too much; or would have to wait behind others; or, for other threads,
 * would be too much with what is on the way. */
static inline bool gri_mailbox_is_full(const struct gri_mailbox *mailbox,
                                       const struct gri_mail *mail)
{
    return gri_mailbox_is_over(mailbox, gri_mailbox_n(mailbox),
                               gri_mailbox_bytes(mailbox) + mail->bytes);
}
static inline bool gri_mailbox_has_room(const struct gri_mailbox *mailbox, size_t bytes)
{
    return !gri_mailbox_is_over(mailbox, gri_mailbox_n(mailbox),
                                gri_mailbox_bytes(mailbox) + bytes) &&
           !gri_mailbox_is_awaited(mailbox);
}
static inline bool gri_mailbox_must_wait(const struct gri_mailbox *mailbox,
                                         const struct gri_mail *mail)
{
    return !gri_mailbox_has_room(mailbox, mail->bytes);
}
bool gri_mailbox_is_crowded(const struct gri_mailbox *mailbox, const struct gri_mail *mail);

enum gri_offer { GRI_OFFER_QUEUED, GRI_OFFER_WAITS, GRI_OFFER_FULL };

/* Queue mail, or let it wait where it may, or neither: then it is still the caller's. */
enum gri_offer gri_mailbox_offer(struct gri_mailbox *mailbox, struct gri_mail *mail,
                                 gr_overflow overflow);

/* Let mail wait, behind all that waits (false: out of memory; not where anything was ever
 * promised); and take out mail that waits. */
bool gri_mailbox_wait(struct gri_mailbox *mailbox, struct gri_mail *mail);
void gri_mailbox_leave(struct gri_mail *mail);

/* End one processing: a marker behind all that is queued. `spare` is used up or NULL'ed when the
 * last in the queue is a marker already. */
void gri_mailbox_mark(struct gri_mailbox *mailbox, struct gri_mail **spare);

/* The first mail that is not a marker; it leaves the queue. NULL: none. The second one is for where
 * markers stand first. */
struct gri_mail *gri_mailbox_pop_behind(struct gri_mailbox *mailbox);
static inline struct gri_mail *gri_mailbox_pop(struct gri_mailbox *mailbox)
{
    struct gri_list *first = mailbox->queue.next;
    if (first == &mailbox->queue) {
        return NULL;
    }
    struct gri_mail *mail = GRI_CONTAINER(first, struct gri_mail, link);
    if (mail->kind == GRI_MAIL_MARKER) {
        return gri_mailbox_pop_behind(mailbox);
    }
    gri_list_remove(first);
    gri_mailbox_release(mailbox, mail);
    return mail;
}

/* The first of the methods in `only` (NULL: any), up to the first marker, which sets *out_stopped
 * and is used up. NULL: none. */
struct gri_mail *gri_mailbox_pop_of(struct gri_mailbox *mailbox, const bool *only,
                                    bool *out_stopped);

/* Whether the queue holds anything to run; the first is for where markers stand first. */
bool gri_mailbox_has_mail_behind(const struct gri_mailbox *mailbox);
static inline bool gri_mailbox_has_mail(const struct gri_mailbox *mailbox)
{
    const struct gri_list *first = mailbox->queue.next;
    return first != &mailbox->queue &&
           (GRI_CONTAINER(first, struct gri_mail, link)->kind != GRI_MAIL_MARKER ||
            gri_mailbox_has_mail_behind(mailbox));
}

/* Of a machine, whose fence is in the queue. The first behind `from` of the methods in `only`
 * (NULL: any), which stays there; markers as in gri_mailbox_pop_of(), or passed over where
 * `out_stopped` is NULL. */
struct gri_mail *gri_mailbox_next(struct gri_mailbox *mailbox, struct gri_mail *from,
                                  const bool *only, bool *out_stopped);

/* Whether there is anything to look at behind the fence. */
bool gri_mailbox_has_behind(const struct gri_mailbox *mailbox, const struct gri_mail *fence);

/* Take one out of the queue. */
void gri_mailbox_take(struct gri_mailbox *mailbox, struct gri_mail *mail);

/* Put one before the fence, an event also before all else that is there. False: it stays, for there
 * is mail between them, which came before it. */
bool gri_mailbox_postpone(struct gri_mailbox *mailbox, struct gri_mail *fence,
                          struct gri_mail *mail);

/* Whether mail of the queue stands before the fence. */
bool gri_mailbox_is_before(const struct gri_mailbox *mailbox, const struct gri_mail *fence,
                           const struct gri_mail *mail);

/* Take out the first oneway before the fence whose time to live is over. NULL: there is none, and
 * *out_next_ns says when there will be. */
struct gri_mail *gri_mailbox_pop_late(struct gri_mailbox *mailbox, const struct gri_mail *fence,
                                      uint64_t now_ns, uint64_t *out_next_ns);

/* Put the fence to the front, and the events behind it behind those that were postponed. */
void gri_mailbox_retry(struct gri_mailbox *mailbox, struct gri_mail *fence);

/* Queue an event behind the fence and the events there, however full. */
void gri_mailbox_put_first(struct gri_mailbox *mailbox, struct gri_mail *fence,
                           struct gri_mail *event);

/* The next that waits, if it fits; and its move to the queue. NULL: none. */
struct gri_mail *gri_mailbox_next_waiting(struct gri_mailbox *mailbox);
void gri_mailbox_admit(struct gri_mailbox *mailbox, struct gri_mail *mail);

/* Take out the mail of a call (`call` 0: of any call of theirs), from the queue or from among those
 * that wait (*out_waits). NULL: it is not here. */
struct gri_mail *gri_mailbox_withdraw(struct gri_mailbox *mailbox, const void *answer_to,
                                      uint64_t call, bool *out_waits);

/* The same for a call's mail that is there. */
void gri_mailbox_take_out(struct gri_mailbox *mailbox, struct gri_mail *mail);

/* The same for all calls of theirs, in one go, added to a list. Those that waited say so still. */
void gri_mailbox_withdraw_all(struct gri_mailbox *mailbox, const void *answer_to,
                              struct gri_list *out_mail);

/* Whether the mail of a call is in the queue, or waits for room (*out_waits); it stays. NULL: no.
 */
struct gri_mail *gri_mailbox_find(struct gri_mailbox *mailbox, const void *answer_to, uint64_t call,
                                  bool *out_waits);

/* Take out anything, markers too; for the end. NULL: empty. */
struct gri_mail *gri_mailbox_drain(struct gri_mailbox *mailbox, bool *out_waits);

#endif
