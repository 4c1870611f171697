/* SPDX-License-Identifier: MIT */
/* Mail and mailboxes without actors: bounds, order, markers, waiting and withdrawing. */
#include <string.h>

#include "mailbox.h"
#include "suite.h"

static const gr_method methods[] = { { .name = "A" }, { .name = "B" }, { .name = "C" } };
static const gr_service service = { .name = "s", .methods = methods, .n_methods = 3 };

static struct gri_mail *make(uint32_t method, uint64_t call)
{
    struct gri_mail *mail = gri_mail_create(GRI_MAIL_CALL, 100);
    mail->service = &service;
    mail->method = method;
    mail->call = call;
    return mail;
}

static void put(struct gri_mailbox *mailbox, uint32_t method, uint64_t call)
{
    CHECK_UINT(gri_mailbox_offer(mailbox, make(method, call), GR_OVERFLOW_REJECT),
               GRI_OFFER_QUEUED);
}

static void mark(struct gri_mailbox *mailbox)
{
    struct gri_mail *marker = gri_mail_create(GRI_MAIL_MARKER, 0);
    gri_mailbox_mark(mailbox, &marker);
    gri_mail_free(marker);
}

/* The call of the mail, which is freed; 0: there was none. */
static uint64_t take(struct gri_mail *mail)
{
    uint64_t call = mail == NULL ? 0 : mail->call;
    gri_mail_free(mail);
    return call;
}

static uint64_t pop_of(struct gri_mailbox *mailbox, const bool *only, bool *out_stopped)
{
    *out_stopped = false;
    return take(gri_mailbox_pop_of(mailbox, only, out_stopped));
}

static void drain(struct gri_mailbox *mailbox)
{
    bool waits;
    struct gri_mail *mail = gri_mailbox_drain(mailbox, &waits);
    while (mail != NULL) {
        gri_mail_free(mail);
        mail = gri_mailbox_drain(mailbox, &waits);
    }
    gri_mailbox_fini(mailbox);
    CHECK_UINT(mailbox->n, 0);
    CHECK_UINT(mailbox->bytes, 0);
}

/* The place of an actor's mailbox is zeroed memory. */
static void open_box(struct gri_mailbox *mailbox, uint32_t max, size_t max_bytes)
{
    memset(mailbox, 0, sizeof(*mailbox));
    gri_mailbox_init(mailbox, max, max_bytes);
}

static void mail_comes_out_in_order(void)
{
    struct gri_mailbox mailbox;
    open_box(&mailbox, 10, 10000);
    CHECK(!gri_mailbox_has_mail(&mailbox));
    for (uint64_t i = 1; i <= 5; i++) {
        put(&mailbox, 0, i);
    }
    CHECK(gri_mailbox_has_mail(&mailbox));
    CHECK_UINT(mailbox.n, 5);
    for (uint64_t i = 1; i <= 5; i++) {
        CHECK_UINT(take(gri_mailbox_pop(&mailbox)), i);
    }
    CHECK(gri_mailbox_pop(&mailbox) == NULL);
    drain(&mailbox);
}

static void a_full_mailbox_leaves_mail_to_its_sender_or_lets_it_wait(void)
{
    struct gri_mailbox mailbox;
    open_box(&mailbox, 2, 10000);
    put(&mailbox, 0, 1);
    put(&mailbox, 0, 2);
    struct gri_mail *third = make(0, 3);
    CHECK_UINT(gri_mailbox_offer(&mailbox, third, GR_OVERFLOW_REJECT), GRI_OFFER_FULL);
    CHECK_UINT(gri_mailbox_offer(&mailbox, third, GR_OVERFLOW_WAIT), GRI_OFFER_WAITS);
    struct gri_mail *fourth = make(0, 4);
    CHECK_UINT(gri_mailbox_offer(&mailbox, fourth, GR_OVERFLOW_WAIT), GRI_OFFER_WAITS);
    CHECK(gri_mailbox_next_waiting(&mailbox) == NULL); /* no room yet */
    CHECK_UINT(take(gri_mailbox_pop(&mailbox)), 1);
    struct gri_mail *fifth = make(0, 5);
    CHECK(gri_mailbox_must_wait(&mailbox, fifth)); /* nobody overtakes those who wait */
    CHECK_UINT(gri_mailbox_offer(&mailbox, fifth, GR_OVERFLOW_REJECT), GRI_OFFER_FULL);
    gri_mail_free(fifth);
    CHECK(gri_mailbox_next_waiting(&mailbox) == third);
    gri_mailbox_admit(&mailbox, third);
    CHECK(gri_mailbox_next_waiting(&mailbox) == NULL);
    CHECK_UINT(take(gri_mailbox_pop(&mailbox)), 2);
    CHECK_UINT(take(gri_mailbox_pop(&mailbox)), 3);
    CHECK(gri_mailbox_next_waiting(&mailbox) == fourth);
    gri_mailbox_leave(fourth);
    gri_mail_free(fourth);
    CHECK(gri_mailbox_next_waiting(&mailbox) == NULL);
    drain(&mailbox);
}

static void bytes_count_and_an_empty_one_takes_anything(void)
{
    struct gri_mail *one = make(0, 1);
    size_t each = one->bytes;
    struct gri_mailbox mailbox;
    open_box(&mailbox, 100, 2 * each);
    CHECK_UINT(gri_mailbox_offer(&mailbox, one, GR_OVERFLOW_REJECT), GRI_OFFER_QUEUED);
    put(&mailbox, 0, 2);
    CHECK_UINT(mailbox.bytes, 2 * each);
    struct gri_mail *third = make(0, 3);
    CHECK(gri_mailbox_is_full(&mailbox, third));
    drain(&mailbox);
    atomic_store(&mailbox.max_bytes, 1);
    CHECK(!gri_mailbox_is_full(&mailbox, third));
    gri_mail_free(third);
    drain(&mailbox);
}

static void what_is_on_the_way_counts_for_those_who_send(void)
{
    struct gri_mailbox mailbox;
    open_box(&mailbox, 2, 10000);
    struct gri_mail *mail[3] = { make(0, 1), make(0, 2), make(0, 3) };
    CHECK(gri_mailbox_reserve(&mailbox, mail[0]));
    CHECK(gri_mailbox_reserve(&mailbox, mail[1]));
    CHECK(!gri_mailbox_reserve(&mailbox, mail[2]));
    CHECK(gri_mailbox_is_crowded(&mailbox, mail[2]));
    CHECK(!gri_mailbox_is_full(&mailbox, mail[2])); /* nothing is there yet */
    gri_mailbox_arrive(&mailbox, mail[0]);
    gri_mailbox_arrive(&mailbox, mail[0]); /* once is enough */
    CHECK_UINT(gri_mailbox_transit(&mailbox), 1);
    CHECK(gri_mailbox_reserve(&mailbox, mail[2]));
    gri_mailbox_arrive(&mailbox, mail[1]);
    gri_mailbox_arrive(&mailbox, mail[2]);
    CHECK_UINT(gri_mailbox_transit(&mailbox), 0);
    CHECK_UINT(gri_mailbox_transit_bytes(&mailbox), 0);
    for (int i = 0; i < 3; i++) {
        gri_mail_free(mail[i]);
    }
}

static void sets_take_theirs_and_leave_the_others_in_order(void)
{
    const bool only_b[] = { false, true, false };
    struct gri_mailbox mailbox;
    open_box(&mailbox, 10, 10000);
    bool stopped;
    put(&mailbox, 0, 1);
    put(&mailbox, 1, 2);
    put(&mailbox, 2, 3);
    put(&mailbox, 1, 4);
    CHECK_UINT(pop_of(&mailbox, only_b, &stopped), 2);
    CHECK_UINT(pop_of(&mailbox, only_b, &stopped), 4);
    CHECK_UINT(pop_of(&mailbox, only_b, &stopped), 0);
    CHECK(!stopped);
    CHECK_UINT(pop_of(&mailbox, NULL, &stopped), 1);
    CHECK_UINT(pop_of(&mailbox, NULL, &stopped), 3);
    drain(&mailbox);
}

static void a_marker_ends_one_processing_after_what_was_before_it(void)
{
    const bool only_b[] = { false, true, false };
    struct gri_mailbox mailbox;
    open_box(&mailbox, 10, 10000);
    bool stopped;
    put(&mailbox, 0, 1);
    put(&mailbox, 1, 2);
    mark(&mailbox);
    mark(&mailbox);
    put(&mailbox, 1, 3);
    CHECK_UINT(mailbox.n, 3); /* markers do not count */
    CHECK_UINT(pop_of(&mailbox, only_b, &stopped), 2);
    CHECK_UINT(pop_of(&mailbox, only_b, &stopped), 0);
    CHECK(stopped);
    CHECK_UINT(pop_of(&mailbox, NULL, &stopped), 1);
    CHECK(!stopped);
    CHECK_UINT(pop_of(&mailbox, NULL, &stopped), 0);
    CHECK(stopped);
    CHECK_UINT(pop_of(&mailbox, NULL, &stopped), 3);
    CHECK_UINT(pop_of(&mailbox, NULL, &stopped), 0);
    CHECK(!stopped);
    drain(&mailbox);
}

static void the_plain_pop_passes_markers_and_leaves_them(void)
{
    struct gri_mailbox mailbox;
    open_box(&mailbox, 10, 10000);
    bool stopped;
    mark(&mailbox);
    CHECK(!gri_mailbox_has_mail(&mailbox));
    put(&mailbox, 0, 1);
    CHECK(gri_mailbox_has_mail(&mailbox));
    CHECK_UINT(take(gri_mailbox_pop(&mailbox)), 1);
    CHECK(gri_mailbox_pop(&mailbox) == NULL);
    CHECK_UINT(pop_of(&mailbox, NULL, &stopped), 0);
    CHECK(stopped);
    drain(&mailbox);
}

static void a_call_is_withdrawn_from_wherever_it_is(void)
{
    struct gri_mailbox mailbox;
    open_box(&mailbox, 2, 10000);
    bool waits;
    put(&mailbox, 0, 1);
    put(&mailbox, 0, 2);
    CHECK_UINT(gri_mailbox_offer(&mailbox, make(0, 3), GR_OVERFLOW_WAIT), GRI_OFFER_WAITS);
    CHECK_UINT(take(gri_mailbox_withdraw(&mailbox, NULL, 2, &waits)), 2);
    CHECK(!waits);
    CHECK_UINT(mailbox.n, 1);
    CHECK_UINT(take(gri_mailbox_withdraw(&mailbox, NULL, 3, &waits)), 3);
    CHECK(waits);
    CHECK(gri_mailbox_withdraw(&mailbox, NULL, 3, &waits) == NULL);
    CHECK(gri_mailbox_withdraw(&mailbox, &mailbox, 1, &waits) == NULL); /* another one's */
    CHECK(gri_mailbox_withdraw(&mailbox, NULL, 0, &waits) == NULL);
    drain(&mailbox);
}

static unsigned let_go_of;

static void let_go(struct gri_mail *mail)
{
    (void)mail;
    let_go_of++;
}

static void mail_lets_go_once_when_it_is_queued_or_freed(void)
{
    struct gri_mailbox mailbox;
    open_box(&mailbox, 1, 10000);
    let_go_of = 0;
    struct gri_mail *one = make(0, 1);
    struct gri_mail *two = make(0, 2);
    one->let_go = let_go;
    two->let_go = let_go;
    CHECK_UINT(gri_mailbox_offer(&mailbox, one, GR_OVERFLOW_REJECT), GRI_OFFER_QUEUED);
    CHECK_UINT(let_go_of, 1);
    CHECK_UINT(gri_mailbox_offer(&mailbox, two, GR_OVERFLOW_REJECT), GRI_OFFER_FULL);
    CHECK_UINT(let_go_of, 1);
    gri_mail_free(two);
    CHECK_UINT(let_go_of, 2);
    drain(&mailbox);
    CHECK_UINT(let_go_of, 2);
    gri_mail_free(NULL);
}

static struct gri_mail *make_of(enum gri_mail_kind kind, uint64_t sender, uint64_t call)
{
    struct gri_mail *mail = make(0, call);
    mail->kind = (uint8_t)kind;
    mail->sender = sender;
    return mail;
}

static void a_notice_needs_no_room_but_stays_behind_what_its_sender_sent(void)
{
    struct gri_mailbox mailbox;
    open_box(&mailbox, 1, 10000);
    put(&mailbox, 0, 1);
    struct gri_mail *first = make_of(GRI_MAIL_NOTICE, 7, 2);
    struct gri_mail *second = make_of(GRI_MAIL_NOTICE, 7, 3);
    CHECK(gri_mailbox_notify(&mailbox, first));
    CHECK_UINT(mailbox.n, 2);
    struct gri_mail *waiting = make_of(GRI_MAIL_ONEWAY, 7, 4);
    struct gri_mail *another = make_of(GRI_MAIL_ONEWAY, 8, 5);
    CHECK_UINT(gri_mailbox_offer(&mailbox, waiting, GR_OVERFLOW_WAIT), GRI_OFFER_WAITS);
    CHECK_UINT(gri_mailbox_offer(&mailbox, another, GR_OVERFLOW_WAIT), GRI_OFFER_WAITS);
    CHECK(!gri_mailbox_notify(&mailbox, second));
    CHECK(gri_mailbox_next_waiting(&mailbox) == NULL);
    gri_mailbox_leave(waiting); /* its sender has given up */
    gri_mail_free(waiting);
    CHECK(gri_mailbox_next_waiting(&mailbox) == second); /* full as it is, and before the other */
    gri_mailbox_admit(&mailbox, second);
    CHECK_UINT(mailbox.n, 3);
    drain(&mailbox);
}

static void a_notice_waits_for_no_other_sender(void)
{
    static const char back[] = "back";
    static const char front[] = "front";
    struct gri_mailbox mailbox;
    open_box(&mailbox, 1, 10000);
    put(&mailbox, 0, 1);
    struct gri_mail *thread = make_of(GRI_MAIL_ONEWAY, 0, 2);
    struct gri_mail *foreign = make_of(GRI_MAIL_ONEWAY, 0, 3);
    foreign->is_foreign = true;
    foreign->sender_node = back;
    CHECK_UINT(gri_mailbox_offer(&mailbox, thread, GR_OVERFLOW_WAIT), GRI_OFFER_WAITS);
    CHECK_UINT(gri_mailbox_offer(&mailbox, foreign, GR_OVERFLOW_WAIT), GRI_OFFER_WAITS);
    CHECK(gri_mailbox_notify(&mailbox, make_of(GRI_MAIL_NOTICE, 0, 4))); /* nobody sent it */
    CHECK(gri_mailbox_notify(&mailbox, make_of(GRI_MAIL_NOTICE, 7, 5)));
    struct gri_mail *notice = make_of(GRI_MAIL_NOTICE, 0, 6);
    notice->is_foreign = true;
    notice->sender_node = front;
    CHECK(gri_mailbox_notify(&mailbox, notice));
    struct gri_mail *ask = make_of(GRI_MAIL_ASK, 7, 8); /* it is no mail */
    CHECK(gri_mailbox_wait(&mailbox, ask));
    CHECK(gri_mailbox_notify(&mailbox, make_of(GRI_MAIL_NOTICE, 7, 9)));
    notice = make_of(GRI_MAIL_NOTICE, 0, 7);
    notice->is_foreign = true;
    notice->sender_node = back;
    CHECK(!gri_mailbox_notify(&mailbox, notice));
    drain(&mailbox);
}

static void who_cannot_wait_for_want_of_memory_finds_it_full(void)
{
    struct gri_mailbox mailbox;
    open_box(&mailbox, 1, 10000);
    put(&mailbox, 0, 1);
    struct gri_mail *second = make(0, 2);
    suite_fail_allocation(1);
    CHECK_UINT(gri_mailbox_offer(&mailbox, second, GR_OVERFLOW_WAIT), GRI_OFFER_FULL);
    CHECK_UINT(gri_mailbox_offer(&mailbox, second, GR_OVERFLOW_WAIT), GRI_OFFER_WAITS);
    drain(&mailbox);
}

GR_SUITE("mailbox", { "mail_comes_out_in_order", mail_comes_out_in_order },
         { "a_notice_needs_no_room_but_stays_behind_what_its_sender_sent",
           a_notice_needs_no_room_but_stays_behind_what_its_sender_sent },
         { "a_notice_waits_for_no_other_sender", a_notice_waits_for_no_other_sender },
         { "a_full_mailbox_leaves_mail_to_its_sender_or_lets_it_wait",
           a_full_mailbox_leaves_mail_to_its_sender_or_lets_it_wait },
         { "who_cannot_wait_for_want_of_memory_finds_it_full",
           who_cannot_wait_for_want_of_memory_finds_it_full },
         { "bytes_count_and_an_empty_one_takes_anything",
           bytes_count_and_an_empty_one_takes_anything },
         { "what_is_on_the_way_counts_for_those_who_send",
           what_is_on_the_way_counts_for_those_who_send },
         { "sets_take_theirs_and_leave_the_others_in_order",
           sets_take_theirs_and_leave_the_others_in_order },
         { "a_marker_ends_one_processing_after_what_was_before_it",
           a_marker_ends_one_processing_after_what_was_before_it },
         { "the_plain_pop_passes_markers_and_leaves_them",
           the_plain_pop_passes_markers_and_leaves_them },
         { "a_call_is_withdrawn_from_wherever_it_is", a_call_is_withdrawn_from_wherever_it_is },
         { "mail_lets_go_once_when_it_is_queued_or_freed",
           mail_lets_go_once_when_it_is_queued_or_freed })
