/* SPDX-License-Identifier: MIT */
/* Dead letters: each way to be lost leaves exactly one, with the right fields, here and from
 * another node; and the lines about them, which a flood does not multiply. */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lab.h"
#include "remote.h"

#define MS UINT64_C(1000000)

/* ---- what is expected ---- */

/* The one letter that there is since the node began. */
static gr_dead_letter only_letter(const gr_node *node, gr_dead_reason reason, gr_code code)
{
    gr_dead_letter letters[2];
    gr_node_stats stats;
    memset(letters, 0, sizeof(letters));
    gr_node_get_stats(node, &stats);
    CHECK_UINT(gr_node_get_dead_letters(node, letters, 2), 1);
    CHECK_STR(gr_dead_reason_name(letters[0].reason), gr_dead_reason_name(reason));
    CHECK_CODE(letters[0].code, code);
    CHECK_UINT(letters[0].number, 1);
    CHECK(letters[0].at_ns >= 1000 * MS); /* when virtual time begins */
    for (unsigned i = 0; i < GR_DEAD_REASONS; i++) {
        CHECK_UINT(stats.dead_letters[i], i == reason ? letters[0].count : 0);
    }
    return letters[0];
}

static void expect(const gr_dead_letter *letter, const char *sender, const char *actor,
                   const char *method, const char *part)
{
    CHECK_STR(letter->sender, sender);
    CHECK_STR(letter->actor, actor);
    CHECK_STR(letter->method, method);
    if (!CHECK(strstr(letter->message, part) != NULL)) {
        fprintf(stderr, "    message: %s\n", letter->message);
    }
}

/* Handles "busy" for 100 ms; its mailbox has room for one more, and `queued` is in it. */
static lab_subject spawn_busy(const lab_subject_type *type, bool is_full)
{
    lab_subject subject = lab_spawn_bounded(type, 1, 0);
    const lab_note note = { .text = "busy", .sleep_ms = 100 };
    CHECK_CODE(lab_subject_tell_oneway(subject, &note, NULL), GR_OK);
    sim_settle(lab_env());
    if (is_full) {
        CHECK_CODE(lab_tell(subject, "queued"), GR_OK);
        sim_settle(lab_env());
    }
    return subject;
}

static const char tell[] = "lab.Subject.Tell";
static const char first[] = "lab/lab.Subject#0";

/* ---- one by one ---- */

static void a_oneway_to_a_full_mailbox(void)
{
    for (uint32_t workers = 1; workers <= 2; workers++) {
        lab_open(1, workers);
        lab_subject subject = spawn_busy(&lab_plain, true);
        CHECK_CODE(lab_tell(subject, "x"), GR_OK);
        sim_settle(lab_env());
        gr_dead_letter letter = only_letter(lab_node(), GR_DEAD_FULL, GR_RESOURCE_EXHAUSTED);
        expect(&letter, "thread", first, tell, "full");
        CHECK_UINT(letter.count, 1);
        CHECK_UINT(lab_logged("reason=full sender=thread"), 1);
        CHECK_UINT(lab_stats().rejected, 1);
        lab_traced();
        lab_close();
    }
}

static void one_whose_place_is_taken(void)
{
    lab_open(1, 1);
    lab_subject subject = spawn_busy(&lab_plain, false);
    CHECK_CODE(lab_subject_latest_oneway(subject, &(lab_note){ .text = "old" }, NULL), GR_OK);
    sim_settle(lab_env());
    CHECK_CODE(lab_subject_latest_oneway(subject, &(lab_note){ .text = "new" }, NULL), GR_OK);
    sim_settle(lab_env());
    gr_dead_letter letter = only_letter(lab_node(), GR_DEAD_REPLACED, GR_RESOURCE_EXHAUSTED);
    expect(&letter, "thread", first, "lab.Subject.Latest", "a newer one");
    lab_advance_ms(200);
    CHECK_STR(lab_traced(), "busy new");
    lab_close();
}

static void one_that_expires(void)
{
    lab_open(1, 1);
    lab_subject subject = spawn_busy(&lab_plain, false);
    const gr_oneway_options options = { .timeout_ms = 50 };
    CHECK_CODE(lab_subject_tell_oneway(subject, &(lab_note){ .text = "x" }, &options), GR_OK);
    lab_advance_ms(200);
    gr_dead_letter letter = only_letter(lab_node(), GR_DEAD_EXPIRED, GR_DEADLINE_EXCEEDED);
    expect(&letter, "thread", first, tell, "deadline");
    lab_traced();
    lab_close();
}

static void one_to_an_actor_that_is_gone(void)
{
    for (uint32_t workers = 1; workers <= 2; workers++) {
        lab_open(1, workers);
        lab_subject subject = lab_spawn(&lab_plain);
        CHECK_CODE(gr_actor_stop(subject.ref, NULL), GR_OK);
        CHECK_CODE(lab_tell(subject, "x"), GR_OK);
        sim_settle(lab_env());
        gr_dead_letter letter = only_letter(lab_node(), GR_DEAD_GONE, GR_UNAVAILABLE);
        expect(&letter, "thread", first, tell, "gone");
        lab_close();
    }
}

static void one_still_queued_when_its_actor_ends(void)
{
    lab_open(1, 1);
    lab_subject subject = lab_spawn(&lab_plain);
    CHECK_CODE(lab_subject_register(lab_node(), "shop", subject), GR_OK);
    const lab_note note = { .text = "busy", .sleep_ms = 100 };
    lab_subject_ask_future busy;
    CHECK_CODE(lab_subject_ask_async(subject, &note, NULL, &busy), GR_OK);
    sim_settle(lab_env());
    CHECK_CODE(lab_tell(subject, "queued"), GR_OK);
    CHECK_CODE(gr_actor_stop(subject.ref, NULL), GR_OK);
    gr_dead_letter letter = only_letter(lab_node(), GR_DEAD_GONE, GR_UNAVAILABLE);
    expect(&letter, "thread", "lab/shop", tell, "lab/shop ended before it ran");
    CHECK_CODE(lab_end_of(&busy), GR_CANCELLED);
    lab_traced();
    lab_close();
}

static void one_to_an_actor_that_drains(void)
{
    lab_open(1, 1);
    lab_subject subject = spawn_busy(&lab_plain, false);
    const gr_stop_options drain = { .drain = true, .timeout_ms = 10 };
    CHECK_CODE(gr_actor_stop(subject.ref, &drain), GR_DEADLINE_EXCEEDED);
    CHECK_CODE(lab_tell(subject, "x"), GR_OK);
    sim_settle(lab_env());
    gr_dead_letter letter = only_letter(lab_node(), GR_DEAD_DRAINING, GR_UNAVAILABLE);
    expect(&letter, "thread", first, tell, "draining");
    CHECK_UINT(lab_logged("call=actor_stop node=lab code=DEADLINE_EXCEEDED"), 0); /* that is info */
    lab_advance_ms(200);
    lab_traced();
    lab_close();
}

static lab_subject target;

static gr_code wait_for_room(struct lab_subject_self *self, gr_context *ctx, const lab_note *note,
                             lab_report *reply)
{
    (void)self;
    (void)ctx;
    (void)reply;
    return lab_subject_drop_oneway(target, note, NULL);
}

static void one_whose_sender_gives_up_waiting_for_room(void)
{
    lab_open(1, 1);
    target = spawn_busy(&lab_plain, true);
    lab_subject_type type = lab_plain;
    type.ask = wait_for_room;
    lab_subject sender = lab_spawn(&type);
    lab_subject_ask_future future = lab_ask_later(sender, "w");
    sim_settle(lab_env());
    CHECK_CODE(gr_actor_stop(sender.ref, NULL), GR_OK);
    gr_dead_letter letter = only_letter(lab_node(), GR_DEAD_WITHDRAWN, GR_CANCELLED);
    expect(&letter, "lab/lab.Subject#1", first, "lab.Subject.Drop", "gave up");
    CHECK_CODE(lab_end_of(&future), GR_CANCELLED);
    lab_advance_ms(200);
    lab_traced();
    lab_close();
}

static gr_code fail(struct lab_subject_self *self, gr_context *ctx, const lab_note *note)
{
    (void)self;
    return note->number == 0 ? gr_fail(ctx, GR_NOT_FOUND, "no %s", note->text) : GR_ABORTED;
}

static void one_whose_handler_fails(void)
{
    lab_open(1, 1);
    lab_subject_type type = lab_plain;
    type.tell = fail;
    lab_subject subject = lab_spawn(&type);
    CHECK_CODE(lab_tell(subject, "oak"), GR_OK);
    sim_settle(lab_env());
    gr_dead_letter letter = only_letter(lab_node(), GR_DEAD_FAILED, GR_NOT_FOUND);
    expect(&letter, "thread", first, tell, "no oak");
    CHECK_CODE(lab_subject_tell_oneway(subject, &(lab_note){ .number = 1 }, NULL), GR_OK);
    sim_settle(lab_env());
    CHECK_UINT(gr_node_get_dead_letters(lab_node(), &letter, 1), 1);
    CHECK_CODE(letter.code, GR_ABORTED);
    expect(&letter, "thread", first, tell, "Tell returned ABORTED without a message");
    CHECK_UINT(lab_stats().oneways_failed, 2);
    CHECK_UINT(lab_logged("event=oneway_failed"), 2);
    lab_close();
}

static lab_subject_ask_call kept;

static gr_code hold(struct lab_subject_self *self, gr_context *ctx, const lab_note *note,
                    lab_report *reply)
{
    (void)self;
    (void)note;
    (void)reply;
    return lab_subject_ask_hold(ctx, &kept);
}

static void a_held_call_that_is_dropped(void)
{
    lab_open(1, 2);
    lab_subject_type type = lab_plain;
    type.ask = hold;
    lab_subject subject = lab_spawn(&type);
    lab_subject_ask_future future = lab_ask_later(subject, "h");
    sim_settle(lab_env());
    CHECK_CODE(gr_call_drop(kept.call), GR_OK);
    CHECK_CODE(gr_call_drop(kept.call), GR_FAILED_PRECONDITION);
    gr_dead_letter letter = only_letter(lab_node(), GR_DEAD_DROPPED, GR_INTERNAL);
    expect(&letter, "thread", first, "lab.Subject.Ask", "without an answer");
    CHECK_UINT(lab_logged("event=call_dropped"), 1);
    CHECK_CODE(lab_end_of(&future), GR_INTERNAL);
    lab_close();
}

/* The timer has no memory for one of its oneways. */
static void a_repeated_one_without_memory(void)
{
    lab_open(1, 1);
    lab_subject subject = lab_spawn(&lab_plain);
    gr_timer timer;
    const gr_oneway_options options = { .every_ms = 10, .timer = &timer };
    char text[5000]; /* more than a pool keeps */
    memset(text, 'x', sizeof(text) - 1);
    text[sizeof(text) - 1] = '\0';
    CHECK_CODE(lab_subject_tell_oneway(subject, &(lab_note){ .text = text }, &options), GR_OK);
    suite_fail_allocation(1);
    lab_advance_ms(15);
    CHECK(suite_allocation_failed());
    gr_dead_letter letter = only_letter(lab_node(), GR_DEAD_FULL, GR_RESOURCE_EXHAUSTED);
    expect(&letter, "thread", first, tell, "out of memory");
    CHECK_CODE(gr_timer_cancel(timer), GR_OK);
    lab_close();
    lab_traced();
}

/* ---- who and whom ---- */

static gr_code tell_target(struct lab_subject_self *self, gr_context *ctx)
{
    (void)self;
    (void)ctx;
    return lab_tell(target, "x");
}

/* A name that was registered late is used from then on, for sender and receiver, in messages, paths
 * and labels. */
static void an_actor_is_called_by_its_name_everywhere(void)
{
    lab_open(1, 2);
    lab_subject_type type = lab_plain;
    type.tell = fail;
    target = lab_spawn(&type);
    lab_subject_type telling = lab_plain;
    telling.poke = tell_target;
    lab_subject sender = lab_spawn(&telling);
    gr_dead_letter letter;
    CHECK_CODE(lab_subject_poke_sync(sender, NULL, NULL), GR_OK);
    sim_settle(lab_env());
    CHECK_UINT(gr_node_get_dead_letters(lab_node(), &letter, 1), 1);
    CHECK_CODE(lab_subject_register(lab_node(), "shop", target), GR_OK);
    CHECK_CODE(lab_subject_register(lab_node(), "till", sender), GR_OK);
    CHECK_CODE(lab_subject_poke_sync(sender, NULL, NULL), GR_OK);
    sim_settle(lab_env());
    CHECK_UINT(gr_node_get_dead_letters(lab_node(), &letter, 1), 1);
    expect(&letter, "lab/till", "lab/shop", tell, "no x");
    CHECK_UINT(lab_logged("actor=lab/shop method=lab.Subject.Tell code=NOT_FOUND reason=failed "
                          "sender=lab/till"),
               1);
    CHECK_UINT(lab_logged("reason=failed sender=lab/lab.Subject#"), 1);
    gr_error error = GR_ERROR_INIT;
    CHECK_CODE(lab_subject_brief_sync(target, &(lab_note){ .sleep_ms = 1000 }, NULL, NULL, &error),
               GR_DEADLINE_EXCEEDED);
    CHECK_STR(error.path, "lab/shop");
    gr_error_fini(&error);
    lab_traced();
    lab_close();
}

static gr_code tell_target_again_and_again(struct lab_subject_self *self, gr_context *ctx)
{
    (void)ctx;
    const gr_oneway_options options = { .every_ms = 10, .timer = &self->timer };
    return lab_subject_tell_oneway(target, &(lab_note){ .text = "x" }, &options);
}

static void a_repeated_one_says_who_set_it_up(void)
{
    lab_open(1, 1);
    lab_subject_type type = lab_plain;
    type.tell = fail;
    target = lab_spawn(&type);
    lab_subject_type telling = lab_plain;
    telling.poke = tell_target_again_and_again;
    lab_subject sender = lab_spawn(&telling);
    CHECK_CODE(lab_subject_poke_sync(sender, NULL, NULL), GR_OK);
    lab_advance_ms(15);
    gr_dead_letter letter = only_letter(lab_node(), GR_DEAD_FAILED, GR_NOT_FOUND);
    expect(&letter, "lab/lab.Subject#1", first, tell, "no x");
    lab_close();
}

static void texts_that_are_too_long_are_cut(void)
{
    char name[256];
    memset(name, 'n', 255);
    name[255] = '\0';
    lab_open(1, 1);
    lab_subject_type type = lab_plain;
    type.tell = fail;
    lab_subject subject = lab_spawn(&type);
    CHECK_CODE(lab_subject_register(lab_node(), name, subject), GR_OK);
    char text[400];
    memset(text, 't', sizeof(text) - 1);
    text[sizeof(text) - 1] = '\0';
    CHECK_CODE(lab_tell(subject, text), GR_OK);
    sim_settle(lab_env());
    gr_dead_letter letter = only_letter(lab_node(), GR_DEAD_FAILED, GR_NOT_FOUND);
    CHECK_UINT(strlen(letter.actor), sizeof(letter.actor) - 1);
    CHECK_STR(letter.actor + sizeof(letter.actor) - 6, "nn...");
    CHECK_STR(letter.message + sizeof(letter.message) - 6, "tt...");
    lab_close();
}

/* ---- the ring ---- */

static void the_ring_keeps_the_newest(void)
{
    gr_dead_letter letters[8];
    lab_open_with(1, &(gr_node_options){ .workers = 1, .limits = { .dead_letters = 4 } });
    CHECK_UINT(gr_node_get_dead_letters(lab_node(), letters, 8), 0);
    lab_subject subject = lab_spawn(&lab_plain);
    CHECK_CODE(gr_actor_stop(subject.ref, NULL), GR_OK);
    for (int i = 0; i < 10; i++) {
        CHECK_CODE(lab_tell(subject, "x"), GR_OK);
    }
    sim_settle(lab_env());
    CHECK_UINT(gr_node_get_dead_letters(lab_node(), letters, 8), 4);
    for (uint64_t i = 0; i < 4; i++) {
        CHECK_UINT(letters[i].number, 10 - i);
    }
    CHECK_UINT(gr_node_get_dead_letters(lab_node(), letters, 2), 2);
    CHECK_UINT(letters[1].number, 9);
    CHECK_UINT(lab_stats().dead_letters[GR_DEAD_GONE], 10);
    CHECK_UINT(gr_node_get_dead_letters(NULL, letters, 8), 0);
    CHECK_UINT(gr_node_get_dead_letters(lab_node(), NULL, 8), 0);
    lab_close();
    gr_node *node;
    const gr_node_options senseless = { .limits = { .dead_letters = UINT32_MAX } };
    CHECK_CODE(gr_node_create(&senseless, &node), GR_INVALID_ARGUMENT);
}

static void reasons_have_names(void)
{
    for (int i = 0; i < GR_DEAD_REASONS; i++) {
        CHECK(strlen(gr_dead_reason_name((gr_dead_reason)i)) > 1);
    }
    CHECK_STR(gr_dead_reason_name((gr_dead_reason)GR_DEAD_REASONS), "?");
}

/* ---- lines ---- */

static void a_flood_is_told_in_a_few_lines_that_say_how_many_there_were(void)
{
    lab_open(1, 2);
    lab_subject subject = lab_spawn(&lab_plain);
    CHECK_CODE(gr_actor_stop(subject.ref, NULL), GR_OK);
    for (int i = 0; i < 100; i++) {
        CHECK_CODE(lab_tell(subject, "x"), GR_OK);
    }
    sim_settle(lab_env());
    CHECK_UINT(lab_logged("event=oneway_lost"), 10);
    CHECK_UINT(lab_logged("suppressed="), 0);
    lab_advance_ms(1000);
    CHECK_CODE(lab_tell(subject, "x"), GR_OK);
    CHECK_CODE(lab_tell(subject, "x"), GR_OK);
    sim_settle(lab_env());
    CHECK_UINT(lab_logged("event=oneway_lost"), 12);
    CHECK_UINT(lab_logged("message=\"the actor is gone\" suppressed=90\n"), 1);
    for (int i = 0; i < 100; i++) {
        CHECK_CODE(lab_tell(subject, "x"), GR_OK);
    }
    sim_settle(lab_env());
    CHECK_UINT(lab_stats().dead_letters[GR_DEAD_GONE], 202);
    lab_close();
    CHECK_UINT(lab_logged("event=oneway_lost node=lab suppressed=92\n"), 1);
}

static _Atomic uint64_t sunk[2];

static void sink(void *arg, gr_log_level level, const char *line)
{
    (void)level;
    const char *tail = strstr(line, " suppressed=");
    uint64_t n = strstr(line, " node=") != NULL ? 0 : 1; /* the last line is about no event */
    if (tail != NULL) {
        n += strtoull(tail + strlen(" suppressed="), NULL, 10);
    }
    atomic_fetch_add((_Atomic uint64_t *)arg, n);
}

enum { FLOODERS = 4, FLOOD = 20000 };

static void *flood(void *arg)
{
    for (int i = 0; i < FLOOD; i++) {
        CHECK_CODE(lab_tell(*(lab_subject *)arg, "x"), GR_OK);
    }
    return NULL;
}

/* Every event is in a line or in a count, in the one sink or the other. */
static void the_sink_may_change_in_a_flood(void)
{
    pthread_t threads[FLOODERS];
    gr_dead_letter letters[300];
    atomic_store(&sunk[0], 0);
    atomic_store(&sunk[1], 0);
    lab_open_real(&(gr_node_options){ .workers = 2 });
    lab_subject subject = lab_spawn(&lab_plain);
    CHECK_CODE(gr_actor_stop(subject.ref, NULL), GR_OK);
    gr_log_set_sink(sink, &sunk[0]);
    for (int i = 0; i < FLOODERS; i++) {
        CHECK(pthread_create(&threads[i], NULL, flood, &subject) == 0);
    }
    for (int i = 0; i < 1000; i++) {
        gr_log_set_sink(sink, &sunk[i % 2]);
        CHECK(gr_node_get_dead_letters(lab_node(), letters, 300) <= 256);
    }
    for (int i = 0; i < FLOODERS; i++) {
        pthread_join(threads[i], NULL);
    }
    while (lab_stats().unavailable < FLOODERS * FLOOD) {
    }
    CHECK_UINT(lab_stats().dead_letters[GR_DEAD_GONE], FLOODERS * FLOOD);
    CHECK_UINT(gr_node_get_dead_letters(lab_node(), letters, 300), 256);
    CHECK_UINT(letters[0].number, FLOODERS * FLOOD);
    lab_close();
    CHECK_UINT(atomic_load(&sunk[0]) + atomic_load(&sunk[1]), FLOODERS * FLOOD);
}

static void what_the_application_does_not_get_is_explained(void)
{
    lab_open(1, 1);
    gr_log_set_level(GR_LOG_INFO);
    lab_subject subject = lab_spawn(&lab_plain);
    CHECK_CODE(lab_subject_register(lab_node(), "a/b", subject), GR_INVALID_ARGUMENT);
    CHECK_UINT(lab_logged("event=refused call=register node=lab code=INVALID_ARGUMENT"), 1);
    CHECK_CODE(lab_subject_register(lab_node(), "a", subject), GR_OK);
    CHECK_CODE(lab_subject_register(lab_node(), "a", subject), GR_ALREADY_EXISTS);
    CHECK_UINT(lab_logged("another actor has the name"), 1);
    CHECK_CODE(gr_unregister(lab_node(), "b"), GR_NOT_FOUND);
    CHECK_UINT(lab_logged("call=unregister node=lab code=NOT_FOUND"), 1);
    CHECK_CODE(lab_subject_tell_oneway(subject, NULL, NULL), GR_INVALID_ARGUMENT);
    CHECK_UINT(lab_logged("call=oneway node=lab code=INVALID_ARGUMENT "
                          "reason=\"lab.Subject.Tell: the request is NULL\""),
               1);
    lab_subject_ask_future future;
    CHECK_CODE(lab_subject_ask_async(subject, NULL, NULL, &future), GR_INVALID_ARGUMENT);
    CHECK_UINT(lab_logged("call=async node=lab code=INVALID_ARGUMENT"), 1);
    CHECK_CODE(gr_node_connect(lab_node(), "smb://x"), GR_INVALID_ARGUMENT);
    CHECK_UINT(lab_logged("reason=\"smb://x: known are"), 1);
    lab_subject far = subject;
    far.ref.home ^= 1;
    CHECK_CODE(gr_actor_stop(far.ref, NULL), GR_UNIMPLEMENTED);
    CHECK_UINT(lab_logged("call=actor_stop node=lab code=UNIMPLEMENTED"), 1);
    CHECK_CODE(gr_actor_stop(subject.ref, NULL), GR_OK);
    CHECK_CODE(gr_actor_stop(subject.ref, NULL), GR_UNAVAILABLE);
    CHECK_UINT(lab_logged("lab/?#0 is gone"), 1);
    gr_node *node;
    CHECK_CODE(gr_node_create(&(gr_node_options){ .name = "a b" }, &node), GR_INVALID_ARGUMENT);
    CHECK_UINT(lab_logged("event=node_not_created node=\"a b\" code=INVALID_ARGUMENT"), 1);
    lab_close();
}

/* ---- subscribers ---- */

struct lab_morgue_self {
    uint32_t n;
    uint64_t skipped;
    uint32_t sleep_ms;
    Greenroom__DeadLetter__Reason reason;
    char texts[512];
};

static struct lab_morgue_self *morgue; /* the latest */

static gr_code morgue_start(struct lab_morgue_self *self, gr_context *ctx)
{
    (void)ctx;
    morgue = self;
    return GR_OK;
}

static gr_code morgue_receive(struct lab_morgue_self *self, gr_context *ctx,
                              const Greenroom__DeadLetter *letter)
{
    self->n++;
    self->skipped += letter->skipped;
    self->reason = letter->reason;
    snprintf(self->texts, sizeof(self->texts), "%s %s %s %d %s", letter->sender, letter->actor,
             letter->method, letter->code, letter->message);
    CHECK(letter->number > 0 && letter->count == 1);
    if (self->sleep_ms == 0) {
        return GR_OK;
    }
    gr_ignore(gr_sleep(ctx, self->sleep_ms)); /* it fails in any case */
    return GR_ABORTED;
}

static gr_code morgue_visit(struct lab_morgue_self *self, gr_context *ctx, const lab_note *note)
{
    (void)ctx;
    self->sleep_ms = note->sleep_ms;
    return GR_OK;
}

static const lab_morgue_type morgue_type =
    LAB_MORGUE_TYPE(morgue_, LAB_MORGUE_HOOKS(.start = morgue_start));

static lab_morgue spawn_morgue(void)
{
    lab_morgue ref;
    CHECK_CODE(lab_morgue_spawn(lab_node(), &morgue_type, NULL, &ref, NULL), GR_OK);
    return ref;
}

static lab_subject spawn_gone(void)
{
    lab_subject subject = lab_spawn(&lab_plain);
    CHECK_CODE(gr_actor_stop(subject.ref, NULL), GR_OK);
    return subject;
}

static void subscribers_are_told_until_they_unsubscribe_or_end(void)
{
    for (uint32_t workers = 1; workers <= 2; workers++) {
        lab_open(1, workers);
        lab_subject gone = spawn_gone();
        lab_morgue one = spawn_morgue();
        struct lab_morgue_self *first_self = morgue;
        lab_morgue two = spawn_morgue();
        gr_dead_letter_notice notice = lab_morgue_receive_notice(one);
        CHECK_CODE(gr_dead_letters_subscribe(lab_node(), notice), GR_OK);
        CHECK_CODE(gr_dead_letters_subscribe(lab_node(), notice), GR_ALREADY_EXISTS);
        CHECK_CODE(gr_dead_letters_subscribe(lab_node(), lab_morgue_receive_notice(two)), GR_OK);
        CHECK_CODE(lab_tell(gone, "x"), GR_OK);
        sim_settle(lab_env());
        CHECK_UINT(first_self->n, 1);
        CHECK_UINT(morgue->n, 1);
        CHECK_UINT(morgue->reason, GREENROOM__DEAD_LETTER__REASON__GONE);
        CHECK_STR(morgue->texts, "thread lab/lab.Subject#0 lab.Subject.Tell 14 the actor is gone");
        CHECK_CODE(gr_dead_letters_unsubscribe(lab_node(), notice), GR_OK);
        CHECK_CODE(gr_dead_letters_unsubscribe(lab_node(), notice), GR_NOT_FOUND);
        CHECK_CODE(lab_tell(gone, "x"), GR_OK);
        sim_settle(lab_env());
        CHECK_UINT(first_self->n, 1);
        CHECK_UINT(morgue->n, 2);
        CHECK_CODE(gr_actor_stop(two.ref, NULL), GR_OK);
        CHECK_CODE(lab_tell(gone, "x"), GR_OK);
        sim_settle(lab_env()); /* finds that it is gone, and says no more */
        CHECK_CODE(gr_dead_letters_unsubscribe(lab_node(), lab_morgue_receive_notice(two)),
                   GR_NOT_FOUND);
        CHECK_UINT(lab_stats().dead_letters[GR_DEAD_GONE], 4);
        lab_close();
    }
}

static void who_cannot_be_told_cannot_subscribe(void)
{
    lab_open(1, 1);
    lab_morgue one = spawn_morgue();
    gr_dead_letter_notice notice = lab_morgue_receive_notice(one);
    notice.method = 1;
    CHECK_CODE(gr_dead_letters_subscribe(lab_node(), notice), GR_INVALID_ARGUMENT);
    notice.method = 99;
    CHECK_CODE(gr_dead_letters_subscribe(lab_node(), notice), GR_INVALID_ARGUMENT);
    notice = lab_morgue_receive_notice((lab_morgue){ lab_spawn(&lab_plain).ref });
    CHECK_CODE(gr_dead_letters_subscribe(lab_node(), notice), GR_INVALID_ARGUMENT);
    notice = lab_morgue_receive_notice(one);
    notice.to.home ^= 1;
    CHECK_CODE(gr_dead_letters_subscribe(lab_node(), notice), GR_INVALID_ARGUMENT);
    CHECK_CODE(gr_dead_letters_subscribe(NULL, notice), GR_INVALID_ARGUMENT);
    notice = lab_morgue_receive_notice((lab_morgue){ spawn_gone().ref });
    CHECK_CODE(gr_dead_letters_subscribe(lab_node(), notice), GR_UNAVAILABLE);
    for (int i = 0; i < 16; i++) {
        notice = lab_morgue_receive_notice(spawn_morgue());
        CHECK_CODE(gr_dead_letters_subscribe(lab_node(), notice), GR_OK);
    }
    notice = lab_morgue_receive_notice(one);
    CHECK_CODE(gr_dead_letters_subscribe(lab_node(), notice), GR_RESOURCE_EXHAUSTED);
    lab_close();
}

static void those_that_ended_do_not_keep_others_from_subscribing(void)
{
    lab_open(1, 1);
    for (int i = 0; i < 17; i++) {
        lab_morgue one = spawn_morgue();
        CHECK_CODE(gr_dead_letters_subscribe(lab_node(), lab_morgue_receive_notice(one)), GR_OK);
        CHECK_CODE(gr_actor_stop(one.ref, NULL), GR_OK);
    }
    for (int i = 0; i < 16; i++) {
        CHECK_CODE(gr_dead_letters_subscribe(lab_node(), lab_morgue_receive_notice(spawn_morgue())),
                   GR_OK);
    }
    CHECK_CODE(gr_dead_letters_subscribe(lab_node(), lab_morgue_receive_notice(spawn_morgue())),
               GR_RESOURCE_EXHAUSTED);
    lab_close();
}

/* Its mailbox is full of notices, each of them fails, and there is an end to it all. */
static void what_becomes_of_a_notice_is_counted_and_no_more(void)
{
    gr_dead_letter letters[256];
    lab_open_with(
        1, &(gr_node_options){ .name = "lab", .workers = 2, .limits = { .mailbox_messages = 5 } });
    lab_subject gone = spawn_gone();
    lab_morgue one = spawn_morgue();
    CHECK_CODE(lab_morgue_visit_oneway(one, &(lab_note){ .sleep_ms = 10 }, NULL), GR_OK);
    sim_settle(lab_env());
    CHECK_CODE(gr_dead_letters_subscribe(lab_node(), lab_morgue_receive_notice(one)), GR_OK);
    for (int i = 0; i < 50; i++) {
        CHECK_CODE(lab_tell(gone, "x"), GR_OK);
    }
    lab_advance_ms(10000);
    gr_node_stats stats = lab_stats();
    CHECK_UINT(stats.dead_letters[GR_DEAD_GONE], 50);
    CHECK(morgue->n >= 5 && morgue->n < 50);
    CHECK_UINT(stats.dead_letters[GR_DEAD_FAILED], morgue->n);
    CHECK_UINT(stats.dead_letters[GR_DEAD_FULL], 50 - morgue->n);
    CHECK_UINT(gr_node_get_dead_letters(lab_node(), letters, 256), 50);
    CHECK_UINT(lab_logged("method=lab.Morgue.Receive code=ABORTED"), morgue->n);
    lab_close();
}

static void a_flood_is_told_in_so_many_notices_a_second_and_what_was_skipped_is_told(void)
{
    lab_open(1, 2);
    lab_subject gone = spawn_gone();
    lab_morgue one = spawn_morgue();
    CHECK_CODE(gr_dead_letters_subscribe(lab_node(), lab_morgue_receive_notice(one)), GR_OK);
    for (int i = 0; i < 1000; i++) {
        CHECK_CODE(lab_tell(gone, "x"), GR_OK);
    }
    sim_settle(lab_env());
    CHECK_UINT(morgue->n, 100);
    CHECK_UINT(morgue->skipped, 0);
    lab_advance_ms(900);
    CHECK_CODE(lab_tell(gone, "x"), GR_OK); /* it is the same second still */
    sim_settle(lab_env());
    CHECK_UINT(morgue->n, 100);
    lab_advance_ms(200);
    CHECK_CODE(lab_tell(gone, "x"), GR_OK);
    sim_settle(lab_env());
    CHECK_UINT(morgue->n, 101);
    CHECK_UINT(morgue->skipped, 901);
    CHECK_CODE(lab_tell(gone, "x"), GR_OK);
    sim_settle(lab_env());
    CHECK_UINT(morgue->n, 102);
    CHECK_UINT(morgue->skipped, 901); /* told once */
    lab_close();
}

static void a_notice_without_memory_is_skipped(void)
{
    lab_open(1, 1);
    lab_subject gone = spawn_gone();
    lab_morgue one = spawn_morgue();
    CHECK_CODE(gr_dead_letters_subscribe(lab_node(), lab_morgue_receive_notice(one)), GR_OK);
    bool failed = true;
    uint32_t n = 0, lost = 0;
    for (size_t nth = 1; failed; nth++, n++) {
        suite_fail_allocation(nth);
        lost += lab_tell(gone, "x") != GR_OK;
        sim_settle(lab_env());
        failed = suite_allocation_failed();
        suite_fail_allocation(0);
    }
    CHECK(n >= 3);
    CHECK_UINT(morgue->n + morgue->skipped, n - lost);
    CHECK_UINT(lab_stats().dead_letters[GR_DEAD_GONE], n - lost);
    lab_close();
}

/* ---- other nodes ---- */

static void note_to(echo_echo echo, uint32_t number)
{
    CHECK_CODE(echo_echo_note_oneway(echo, &(echo_text){ .number = number }, NULL), GR_OK);
}

static void a_remote_one_to_an_actor_that_is_gone(void)
{
    struct remote remote;
    remote_open(&remote);
    CHECK_CODE(gr_actor_stop(remote.home.ref, NULL), GR_OK);
    note_to(remote.echo, 1);
    sim_settle(remote.env);
    gr_dead_letter letter = only_letter(remote.back, GR_DEAD_GONE, GR_UNAVAILABLE);
    expect(&letter, "front", "back/?#0", "", "gone");
    CHECK_UINT(remote_stats(remote.back).unavailable, 1);
    CHECK_UINT(gr_node_get_dead_letters(remote.front, &letter, 1), 0);
    remote_close(&remote);
}

/* Its sender is known although it was taken out of the session's budget long ago. */
static void a_remote_one_to_a_full_mailbox(void)
{
    struct remote remote;
    const gr_node_options back = { .limits = { .mailbox_messages = 1 } };
    remote_open_with(&remote, 1, NULL, &back);
    echo_echo_sleep_future sleep;
    CHECK_CODE(echo_echo_sleep_async(remote.echo, &(echo_number){ .number = 100 }, NULL, &sleep),
               GR_OK);
    sim_advance(remote.env, 1 * MS);
    note_to(remote.echo, 1);
    note_to(remote.echo, 2);
    sim_advance(remote.env, 1 * MS);
    gr_dead_letter letter = only_letter(remote.back, GR_DEAD_FULL, GR_RESOURCE_EXHAUSTED);
    expect(&letter, "front", "back/echo", "echo.Echo.Note", "full");
    CHECK_CODE(gr_actor_stop(remote.home.ref, NULL), GR_OK);
    CHECK_UINT(gr_node_get_dead_letters(remote.back, &letter, 1), 1);
    expect(&letter, "front", "back/echo", "echo.Echo.Note", "ended before it ran");
    gr_future_drop(&sleep.future);
    sim_settle(remote.env);
    remote_close(&remote);
}

static void those_that_had_not_left_when_the_session_ended(void)
{
    struct remote remote;
    static uint8_t filler[64 << 10];
    remote_log_keep();
    remote_open(&remote);
    sim_stall(remote.env, REMOTE_URL, true);
    const echo_text text = { .filler = { sizeof(filler), filler } };
    for (int i = 0; i < 20; i++) { /* 256 KiB may be on the way */
        CHECK_CODE(echo_echo_note_oneway(remote.echo, &text, NULL), GR_OK);
    }
    sim_settle(remote.env);
    sim_cut(remote.env, REMOTE_URL);
    sim_settle(remote.env);
    gr_dead_letter letter = only_letter(remote.front, GR_DEAD_SESSION, GR_UNAVAILABLE);
    expect(&letter, "front", "back", "", "the session with back ended");
    CHECK(letter.count > 10 && letter.count <= 20);
    CHECK_UINT(remote_stats(remote.front).unavailable, letter.count);
    CHECK_UINT(remote_log_count("event=oneways_lost"), 1);
    CHECK_UINT(remote_log_count("event=oneway_lost"), 0);
    sim_stall(remote.env, REMOTE_URL, false);
    remote_close(&remote);
    remote_log_stop();
}

static void a_delayed_one_to_a_node_without_a_session(void)
{
    struct remote remote;
    remote_open(&remote);
    const gr_oneway_options later = { .after_ms = 10 };
    CHECK_CODE(echo_echo_note_oneway(remote.echo, &(echo_text){ .number = 1 }, &later), GR_OK);
    sim_stall(remote.env, REMOTE_URL, true);
    sim_cut(remote.env, REMOTE_URL);
    sim_advance(remote.env, 20 * MS);
    gr_dead_letter letter = only_letter(remote.front, GR_DEAD_SESSION, GR_UNAVAILABLE);
    expect(&letter, "thread", "?/echo.Echo#0", "echo.Echo.Note", "no session");
    sim_stall(remote.env, REMOTE_URL, false);
    remote_close(&remote);
}

GR_SUITE_PREPARED(
    "letters", remote_start_transport, { "a_oneway_to_a_full_mailbox", a_oneway_to_a_full_mailbox },
    { "one_whose_place_is_taken", one_whose_place_is_taken },
    { "one_that_expires", one_that_expires },
    { "one_to_an_actor_that_is_gone", one_to_an_actor_that_is_gone },
    { "one_still_queued_when_its_actor_ends", one_still_queued_when_its_actor_ends },
    { "one_to_an_actor_that_drains", one_to_an_actor_that_drains },
    { "one_whose_sender_gives_up_waiting_for_room", one_whose_sender_gives_up_waiting_for_room },
    { "one_whose_handler_fails", one_whose_handler_fails },
    { "a_held_call_that_is_dropped", a_held_call_that_is_dropped },
    { "a_repeated_one_without_memory", a_repeated_one_without_memory },
    { "an_actor_is_called_by_its_name_everywhere", an_actor_is_called_by_its_name_everywhere },
    { "a_repeated_one_says_who_set_it_up", a_repeated_one_says_who_set_it_up },
    { "texts_that_are_too_long_are_cut", texts_that_are_too_long_are_cut },
    { "the_ring_keeps_the_newest", the_ring_keeps_the_newest },
    { "reasons_have_names", reasons_have_names },
    { "a_flood_is_told_in_a_few_lines_that_say_how_many_there_were",
      a_flood_is_told_in_a_few_lines_that_say_how_many_there_were },
    { "the_sink_may_change_in_a_flood", the_sink_may_change_in_a_flood },
    { "what_the_application_does_not_get_is_explained",
      what_the_application_does_not_get_is_explained },
    { "subscribers_are_told_until_they_unsubscribe_or_end",
      subscribers_are_told_until_they_unsubscribe_or_end },
    { "who_cannot_be_told_cannot_subscribe", who_cannot_be_told_cannot_subscribe },
    { "what_becomes_of_a_notice_is_counted_and_no_more",
      what_becomes_of_a_notice_is_counted_and_no_more },
    { "a_flood_is_told_in_so_many_notices_a_second_and_what_was_skipped_is_told",
      a_flood_is_told_in_so_many_notices_a_second_and_what_was_skipped_is_told },
    { "those_that_ended_do_not_keep_others_from_subscribing",
      those_that_ended_do_not_keep_others_from_subscribing },
    { "a_notice_without_memory_is_skipped", a_notice_without_memory_is_skipped },
    { "a_remote_one_to_an_actor_that_is_gone", a_remote_one_to_an_actor_that_is_gone },
    { "a_remote_one_to_a_full_mailbox", a_remote_one_to_a_full_mailbox },
    { "those_that_had_not_left_when_the_session_ended",
      those_that_had_not_left_when_the_session_ended },
    { "a_delayed_one_to_a_node_without_a_session", a_delayed_one_to_a_node_without_a_session })
