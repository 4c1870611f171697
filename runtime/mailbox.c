/* SPDX-License-Identifier: MIT */
/* Mail and mailboxes. The queue and the waiting list belong to the actor's worker; other threads
 * only reserve their way there, so that what is on the way is bounded as well. */
#include "mailbox.h"

#include <string.h>

#include "assert.h"
#include "defect.h"

static struct gri_pool *pool_here(void)
{
    struct gri_worker *worker = gri_worker_current();
    return worker == NULL ? NULL : &worker->pool;
}

struct gri_mail *gri_mail_create(enum gri_mail_kind kind, size_t size)
{
    size_t bytes = sizeof(struct gri_mail) + size;
    void *block = gri_block_alloc(pool_here(), sizeof(struct gri_mail_more) + bytes);
    return block == NULL ? NULL : gri_mail_init(block, kind, bytes, true);
}

struct gri_mail *gri_mail_create_chained(enum gri_mail_kind kind, size_t size, uint32_t n)
{
    size_t aligned = (size + 15u) & ~(size_t)15u;
    struct gri_mail *mail = gri_mail_create(kind, gri_mail_bytes(size, n) - sizeof(*mail));
    if (mail != NULL && n > 0) {
        gri_mail_more(mail)->chain = (struct gri_step *)(void *)(mail->payload + aligned);
        mail->n_chain = (uint8_t)n;
    }
    return mail;
}

void gri_mail_free(struct gri_mail *mail)
{
    gri_mail_free_on(gri_worker_current(), mail);
}

void gr_free(void *message)
{
    GRI_VISIT;
    if (message != NULL) {
        gri_mail_free_on(gri_visit != NULL ? gri_visit : gri_worker_current(),
                         gri_mail_around(message));
    }
}

void gri_result_fini(struct gri_result *result)
{
    gri_mail_free(result->reply);
    gri_mfree(result->failure);
    result->reply = NULL;
    result->failure = NULL;
}

gr_code gri_mail_copy_chained(enum gri_mail_kind kind, const ProtobufCMessageDescriptor *type,
                              bool is_flat, const void *message,
                              const struct gri_message_limits *limits, uint32_t n_chain,
                              struct gri_mail **out_mail)
{
    size_t size = 0;
    bool by_memcpy = type != NULL && gri_mail_is_plain(is_flat, message);
    if (by_memcpy) {
        size = type->sizeof_message;
    } else if (type != NULL) {
        gr_code code =
            message == NULL ? GR_INVALID_ARGUMENT : gri_message_size(type, message, limits, &size);
        if (code != GR_OK) {
            return code;
        }
    }
    struct gri_mail *mail = gri_mail_create_chained(kind, size, n_chain);
    if (mail == NULL) {
        return GR_RESOURCE_EXHAUSTED;
    }
    if (by_memcpy) {
        gri_mail_copy_plain(mail, type, message);
    } else if (type != NULL) {
        gri_message_copy(type, message, mail->payload);
    }
    *out_mail = mail;
    return GR_OK;
}

/* In a block with room for `size` bytes of it. Errors: OUT_OF_RANGE as well: it takes more. */
static gr_code unpack_in(size_t size, enum gri_mail_kind kind,
                         const ProtobufCMessageDescriptor *type, struct gri_cursor bytes,
                         const struct gri_message_limits *limits, uint32_t n_chain,
                         struct gri_mail **out_mail)
{
    struct gri_mail *mail = gri_mail_create_chained(kind, size, n_chain);
    if (mail == NULL) {
        return GR_RESOURCE_EXHAUSTED;
    }
    gr_code code = gri_message_unpack_to(type, bytes.at, gri_cursor_left(&bytes), limits,
                                         mail->payload, &size);
    if (code != GR_OK) {
        gri_mail_free(mail);
        return code;
    }
    *out_mail = mail;
    return GR_OK;
}

gr_code gri_mail_unpack_chained(enum gri_mail_kind kind, const ProtobufCMessageDescriptor *type,
                                bool is_flat, struct gri_cursor bytes,
                                const struct gri_message_limits *limits, uint32_t n_chain,
                                struct gri_mail **out_mail)
{
    size_t size = 0;
    if (type == NULL) {
        *out_mail = gri_mail_create_chained(kind, 0, n_chain);
        return *out_mail == NULL ? GR_RESOURCE_EXHAUSTED : GR_OK;
    }
    gr_code code = GR_OUT_OF_RANGE;
    if (is_flat && type->sizeof_message <= limits->bytes) {
        code = unpack_in(type->sizeof_message, kind, type, bytes, limits, n_chain, out_mail);
    }
    if (code != GR_OUT_OF_RANGE) {
        return code; /* else there are fields in it that this node does not know */
    }
    code = gri_message_unpacked_size(type, bytes.at, gri_cursor_left(&bytes), limits, &size);
    return code == GR_OK ? unpack_in(size, kind, type, bytes, limits, n_chain, out_mail) : code;
}

/* ---- mailboxes ---- */

static struct gri_mail *mail_of(struct gri_list *link)
{
    return GRI_CONTAINER(link, struct gri_mail, link);
}

struct gri_promises *gri_mailbox_promises(struct gri_mailbox *mailbox)
{
    if (mailbox->promises == NULL) {
        struct gri_promises *promises = gri_calloc(sizeof(*promises));
        if (promises != NULL) {
            gri_list_init(&promises->waiting);
            gri_list_init(&promises->grants);
            promises->mailbox = mailbox;
        }
        mailbox->promises = promises;
    }
    return mailbox->promises;
}

void gri_mailbox_free_promises(struct gri_mailbox *mailbox)
{
    if (gri_list_is_linked(&mailbox->promises->admit.link)) {
        gri_list_remove(&mailbox->promises->admit.link);
    }
    gri_mfree(mailbox->promises);
    mailbox->promises = NULL;
}

bool gri_mailbox_is_crowded(const struct gri_mailbox *mailbox, const struct gri_mail *mail)
{
    size_t bytes = gri_mailbox_transit_bytes(mailbox);
    return gri_mailbox_is_over(mailbox, gri_mailbox_transit(mailbox) + gri_mailbox_n(mailbox),
                               bytes + gri_mailbox_bytes(mailbox) + mail->bytes);
}

/* Threads that find it nearly full may all add theirs before they take it back: there is room for
 * that. */
static const uint64_t transit_max = UINT64_C(1) << 63;
static const uint64_t transit_bytes_max = UINT64_C(1) << (GRI_TRANSIT_BITS - 1);

static bool reserve(struct gri_mailbox *mailbox, struct gri_mail *mail, uint32_t n, size_t bytes)
{
    uint64_t one = (UINT64_C(1) << GRI_TRANSIT_BITS) + mail->bytes;
    uint64_t before = atomic_fetch_add(&mailbox->transit, one);
    uint64_t before_bytes = before & ((UINT64_C(1) << GRI_TRANSIT_BITS) - 1);
    n += (uint32_t)(before >> GRI_TRANSIT_BITS);
    bytes += (size_t)before_bytes + mail->bytes;
    if (gri_mailbox_is_over(mailbox, n, bytes) || before >= transit_max ||
        before_bytes >= transit_bytes_max) {
        atomic_fetch_sub(&mailbox->transit, one);
        return false;
    }
    mail->in_transit = true;
    return true;
}

bool gri_mailbox_reserve(struct gri_mailbox *mailbox, struct gri_mail *mail)
{
    return reserve(mailbox, mail, gri_mailbox_n(mailbox), gri_mailbox_bytes(mailbox));
}

bool gri_mailbox_reserve_way(struct gri_mailbox *mailbox, struct gri_mail *mail)
{
    return reserve(mailbox, mail, 0, 0);
}

void gri_mailbox_arrive(struct gri_mailbox *mailbox, struct gri_mail *mail)
{
    if (mail->in_transit) {
        mail->in_transit = false;
        uint64_t one = GRI_DEFECT(ROOM_LEAK) ? 0 : UINT64_C(1) << GRI_TRANSIT_BITS;
        atomic_fetch_sub(&mailbox->transit, one + mail->bytes);
    }
}

/* Promises are not mail. */
void gri_mailbox_raise_marks(struct gri_mailbox *mailbox)
{
    const struct gri_promises *promises = mailbox->promises;
    uint32_t n = gri_mailbox_n(mailbox) - (promises == NULL ? 0 : promises->n);
    size_t bytes = gri_mailbox_bytes(mailbox) - (promises == NULL ? 0 : promises->bytes);
    mailbox->high = n > mailbox->high ? n : mailbox->high;
    mailbox->high_bytes = bytes > mailbox->high_bytes ? bytes : mailbox->high_bytes;
}

/* Two markers that have become neighbours are one: there are never more of them than mail. */
static void merge_markers(struct gri_list *queue, struct gri_list *one, struct gri_list *other)
{
    if (one != queue && other != queue && mail_of(one)->kind == GRI_MAIL_MARKER &&
        mail_of(other)->kind == GRI_MAIL_MARKER) {
        mail_of(one)->markers += mail_of(other)->markers;
        gri_list_remove(other);
        gri_mail_free(mail_of(other));
    }
}

static inline void dequeue(struct gri_mailbox *mailbox, struct gri_mail *mail)
{
    struct gri_list *before = mail->link.prev;
    struct gri_list *after = mail->link.next;
    gri_list_remove(&mail->link);
    if (mail->kind != GRI_MAIL_MARKER) {
        gri_mailbox_release(mailbox, mail);
        if (before != &mailbox->queue) {
            merge_markers(&mailbox->queue, before, after);
        }
    }
}

enum gri_offer gri_mailbox_offer(struct gri_mailbox *mailbox, struct gri_mail *mail,
                                 gr_overflow overflow)
{
    if (!gri_mailbox_must_wait(mailbox, mail)) {
        gri_mailbox_put(mailbox, mail);
        return GRI_OFFER_QUEUED;
    }
    return overflow == GR_OVERFLOW_WAIT && gri_mailbox_wait(mailbox, mail) ? GRI_OFFER_WAITS
                                                                           : GRI_OFFER_FULL;
}

/* Not something of ours that only stands among mail. */
static bool is_mail(const struct gri_mail *mail)
{
    return mail->kind != GRI_MAIL_MARKER && mail->kind != GRI_MAIL_FENCE;
}

struct gri_mail *gri_mailbox_pop_method(struct gri_mailbox *mailbox, uint32_t method)
{
    GRI_LIST_EACH (link, &mailbox->queue) {
        struct gri_mail *mail = mail_of(link);
        if (is_mail(mail) && mail->method == method) {
            dequeue(mailbox, mail);
            return mail;
        }
    }
    return NULL;
}

/* Asks are no mail: nothing that is under way is overtaken by passing them. */
static bool is_of_sender(const struct gri_mail *mail, const struct gri_mail *notice)
{
    if (mail->kind == GRI_MAIL_ASK || mail->is_foreign != notice->is_foreign) {
        return false;
    }
    return notice->is_foreign ? mail->sender_node == notice->sender_node
                              : notice->sender != 0 && mail->sender == notice->sender;
}

/* The last that waits of the notice's own sender. NULL: none does. */
static struct gri_list *last_of_sender(const struct gri_mailbox *mailbox,
                                       const struct gri_mail *notice)
{
    if (mailbox->promises == NULL) {
        return NULL;
    }
    struct gri_list *waiting = &mailbox->promises->waiting;
    struct gri_list *last = waiting->prev;
    while (last != waiting && !is_of_sender(mail_of(last), notice)) {
        last = last->prev;
    }
    return last == waiting ? NULL : last;
}

bool gri_mailbox_notify(struct gri_mailbox *mailbox, struct gri_mail *notice)
{
    struct gri_list *last = last_of_sender(mailbox, notice);
    if (last != NULL) {
        gri_list_push_front(last, &notice->link);
    } else {
        gri_mailbox_put(mailbox, notice);
    }
    return last == NULL;
}

bool gri_mailbox_wait(struct gri_mailbox *mailbox, struct gri_mail *mail)
{
    struct gri_promises *promises = gri_mailbox_promises(mailbox);
    if (promises != NULL) {
        mail->waits = true;
        gri_list_push_back(&promises->waiting, &mail->link);
    }
    return promises != NULL;
}

void gri_mailbox_leave(struct gri_mail *mail)
{
    mail->waits = false;
    gri_list_remove(&mail->link);
}

void gri_mailbox_mark(struct gri_mailbox *mailbox, struct gri_mail **spare)
{
    struct gri_list *last = mailbox->queue.prev;
    if (last != &mailbox->queue && mail_of(last)->kind == GRI_MAIL_MARKER) {
        mail_of(last)->markers++;
        return;
    }
    (*spare)->markers = 1;
    gri_list_push_back(&mailbox->queue, &(*spare)->link);
    *spare = NULL;
}

struct gri_mail *gri_mailbox_pop_behind(struct gri_mailbox *mailbox)
{
    GRI_LIST_EACH (link, &mailbox->queue) {
        struct gri_mail *mail = mail_of(link);
        if (mail->kind != GRI_MAIL_MARKER) {
            dequeue(mailbox, mail);
            return mail;
        }
    }
    return NULL;
}

static void use_marker(struct gri_mail *marker)
{
    if (--marker->markers == 0) {
        gri_list_remove(&marker->link);
        gri_mail_free(marker);
    }
}

struct gri_mail *gri_mailbox_pop_of(struct gri_mailbox *mailbox, const bool *only,
                                    bool *out_stopped)
{
    GRI_LIST_EACH (link, &mailbox->queue) {
        struct gri_mail *mail = mail_of(link);
        if (mail->kind == GRI_MAIL_MARKER) {
            use_marker(mail);
            *out_stopped = true;
            return NULL;
        }
        if (only == NULL || only[mail->method]) {
            dequeue(mailbox, mail);
            return mail;
        }
    }
    return NULL;
}

bool gri_mailbox_has_mail_behind(const struct gri_mailbox *mailbox)
{
    GRI_LIST_EACH (link, &mailbox->queue) {
        if (mail_of(link)->kind != GRI_MAIL_MARKER) {
            return true;
        }
    }
    return false;
}

/* ---- of machines ---- */

struct gri_mail *gri_mailbox_next(struct gri_mailbox *mailbox, struct gri_mail *from,
                                  const bool *only, bool *out_stopped)
{
    for (struct gri_list *link = from->link.next; link != &mailbox->queue; link = link->next) {
        struct gri_mail *mail = mail_of(link);
        bool is_marker = mail->kind == GRI_MAIL_MARKER;
        if (is_marker && out_stopped != NULL) {
            use_marker(mail);
            *out_stopped = true;
            return NULL;
        }
        if (!is_marker && (only == NULL || only[mail->method])) {
            return mail;
        }
    }
    return NULL;
}

bool gri_mailbox_has_behind(const struct gri_mailbox *mailbox, const struct gri_mail *fence)
{
    const struct gri_list *link = fence->link.next;
    while (link != &mailbox->queue && mail_of((struct gri_list *)link)->kind == GRI_MAIL_MARKER) {
        link = link->next;
    }
    return link != &mailbox->queue;
}

void gri_mailbox_take(struct gri_mailbox *mailbox, struct gri_mail *mail)
{
    dequeue(mailbox, mail);
}

/* The last of the events that follow `from`; `from`: there are none. */
static struct gri_list *last_event(const struct gri_mailbox *mailbox, struct gri_list *from)
{
    struct gri_list *last = from;
    while (last->next != &mailbox->queue && mail_of(last->next)->kind == GRI_MAIL_EVENT) {
        last = last->next;
    }
    return last;
}

bool gri_mailbox_postpone(struct gri_mailbox *mailbox, struct gri_mail *fence,
                          struct gri_mail *mail)
{
    struct gri_list *before = mail->link.prev;
    while (mail_of(before)->kind == GRI_MAIL_MARKER) {
        before = before->prev;
    }
    if (before != &fence->link) {
        return false;
    }
    struct gri_list *after = mail->link.next;
    before = mail->link.prev;
    gri_list_remove(&mail->link);
    if (mail->kind == GRI_MAIL_EVENT || GRI_DEFECT(POSTPONED_FIRST)) {
        gri_list_push_front(last_event(mailbox, &mailbox->queue), &mail->link);
    } else { /* of the ring that the queue is: before the fence */
        gri_list_push_back(&fence->link, &mail->link);
    }
    merge_markers(&mailbox->queue, before, after);
    return true;
}

/* From the mail both ways at once: whatever is nearest decides. */
bool gri_mailbox_is_before(const struct gri_mailbox *mailbox, const struct gri_mail *fence,
                           const struct gri_mail *mail)
{
    const struct gri_list *before = mail->link.prev;
    const struct gri_list *after = mail->link.next;
    while (before != &mailbox->queue && after != &mailbox->queue && before != &fence->link &&
           after != &fence->link) {
        before = before->prev;
        after = after->next;
    }
    return before == &mailbox->queue ? true : before != &fence->link && after == &fence->link;
}

struct gri_mail *gri_mailbox_pop_late(struct gri_mailbox *mailbox, const struct gri_mail *fence,
                                      uint64_t now_ns, uint64_t *out_next_ns)
{
    *out_next_ns = UINT64_MAX;
    for (struct gri_list *link = mailbox->queue.next; link != &fence->link; link = link->next) {
        struct gri_mail *mail = mail_of(link);
        if (mail->answer == NULL && mail->deadline_ns <= now_ns) {
            dequeue(mailbox, mail);
            return mail;
        }
        if (mail->answer == NULL && mail->deadline_ns < *out_next_ns) {
            *out_next_ns = mail->deadline_ns;
        }
    }
    return NULL;
}

void gri_mailbox_retry(struct gri_mailbox *mailbox, struct gri_mail *fence)
{
    struct gri_list *link = fence->link.next;
    struct gri_list *last = last_event(mailbox, &mailbox->queue);
    if (GRI_DEFECT(POSTPONED_AGAIN)) {
        return;
    }
    gri_list_remove(&fence->link);
    gri_list_push_front(&mailbox->queue, &fence->link);
    last = last == &mailbox->queue ? &fence->link : last;
    while (link != &mailbox->queue && mail_of(link)->kind == GRI_MAIL_EVENT) {
        struct gri_list *next = link->next;
        gri_list_remove(link);
        gri_list_push_front(last, link);
        last = link;
        link = next;
    }
}

void gri_mailbox_put_first(struct gri_mailbox *mailbox, struct gri_mail *fence,
                           struct gri_mail *event)
{
    gri_mailbox_hold(mailbox, event);
    bool is_late = GRI_DEFECT(LATE_EVENT);
    gri_list_push_front(is_late ? mailbox->queue.prev : last_event(mailbox, &fence->link),
                        &event->link);
}

struct gri_mail *gri_mailbox_next_waiting(struct gri_mailbox *mailbox)
{
    if (!gri_mailbox_is_awaited(mailbox)) {
        return NULL;
    }
    struct gri_mail *mail = mail_of(mailbox->promises->waiting.next);
    bool needs_room = mail->kind != GRI_MAIL_NOTICE;
    return needs_room && gri_mailbox_is_full(mailbox, mail) ? NULL : mail;
}

void gri_mailbox_admit(struct gri_mailbox *mailbox, struct gri_mail *mail)
{
    gri_mailbox_leave(mail);
    gri_mailbox_put(mailbox, mail);
}

static bool is_call(struct gri_list *link, const void *answer_to, uint64_t call)
{
    const struct gri_mail *mail = mail_of(link);
    return mail->answer_to == answer_to && (call == 0 ? mail->answer != NULL : mail->call == call);
}

/* From both ends: who gives up has mostly waited longest, or has just begun to. */
static struct gri_mail *find_call(struct gri_list *list, const void *answer_to, uint64_t call)
{
    struct gri_list *front = list->next;
    struct gri_list *back = list->prev;
    while (front != list) {
        if (is_call(front, answer_to, call)) {
            return mail_of(front);
        }
        if (is_call(back, answer_to, call)) {
            return mail_of(back);
        }
        if (front == back || front->next == back) {
            return NULL;
        }
        front = front->next;
        back = back->prev;
    }
    return NULL;
}

struct gri_mail *gri_mailbox_find(struct gri_mailbox *mailbox, const void *answer_to, uint64_t call,
                                  bool *out_waits)
{
    struct gri_mail *mail = find_call(&mailbox->queue, answer_to, call);
    *out_waits = mail == NULL;
    return mail != NULL || mailbox->promises == NULL
               ? mail
               : find_call(&mailbox->promises->waiting, answer_to, call);
}

void gri_mailbox_take_out(struct gri_mailbox *mailbox, struct gri_mail *mail)
{
    if (mail->waits) {
        gri_mailbox_leave(mail);
    } else {
        dequeue(mailbox, mail);
    }
}

struct gri_mail *gri_mailbox_withdraw(struct gri_mailbox *mailbox, const void *answer_to,
                                      uint64_t call, bool *out_waits)
{
    struct gri_mail *mail = gri_mailbox_find(mailbox, answer_to, call, out_waits);
    if (mail != NULL) {
        gri_mailbox_take_out(mailbox, mail);
    }
    return mail;
}

void gri_mailbox_withdraw_all(struct gri_mailbox *mailbox, const void *answer_to,
                              struct gri_list *out_mail)
{
    struct gri_list *link = mailbox->queue.next;
    while (link != &mailbox->queue) {
        struct gri_list *before = link->prev; /* what follows may go with it: a marker */
        if (is_call(link, answer_to, 0)) {
            dequeue(mailbox, mail_of(link));
            gri_list_push_back(out_mail, link);
            link = before;
        }
        link = link->next;
    }
    if (mailbox->promises == NULL) {
        return;
    }
    GRI_LIST_EACH_SAFE (waiting, &mailbox->promises->waiting) {
        if (is_call(waiting, answer_to, 0)) {
            gri_list_remove(waiting);
            gri_list_push_back(out_mail, waiting);
        }
    }
}

struct gri_mail *gri_mailbox_drain(struct gri_mailbox *mailbox, bool *out_waits)
{
    struct gri_list *link = mailbox->queue.next;
    *out_waits = link == &mailbox->queue;
    if (!*out_waits) {
        dequeue(mailbox, mail_of(link));
        return mail_of(link);
    }
    link = mailbox->promises == NULL ? NULL : gri_list_pop_front(&mailbox->promises->waiting);
    return link == NULL ? NULL : mail_of(link);
}
