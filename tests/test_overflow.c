/* SPDX-License-Identifier: MIT */
/* Full mailboxes: all policies, by count and by bytes, for calls of every kind, from plain
 * threads, actors and other workers. */
#include <pthread.h>
#include <semaphore.h>
#include <string.h>

#include "lab.h"

static const uint32_t sleep_ms = 100;

/* Busy for 100 ms with one call, its queue full of `n` more. */
static lab_subject spawn_full(const lab_subject_type *type, uint32_t n)
{
    lab_subject subject = lab_spawn_bounded(type, n, 0);
    const lab_note note = { .text = "busy", .sleep_ms = sleep_ms };
    CHECK_CODE(lab_subject_tell_oneway(subject, &note, NULL), GR_OK);
    sim_settle(lab_env());
    for (uint32_t i = 0; i < n; i++) {
        CHECK_CODE(lab_tell(subject, "queued"), GR_OK);
    }
    sim_settle(lab_env());
    CHECK_STR(lab_traced(), "busy");
    return subject;
}

static gr_code wait_sync(lab_subject to, const char *text, uint32_t timeout_ms)
{
    const gr_call_options options = { .timeout_ms = timeout_ms };
    return lab_subject_wait_sync(to, &(lab_note){ .text = (char *)text }, &options, NULL, NULL);
}

static gr_code drop(lab_subject to, const char *text, uint32_t timeout_ms)
{
    const gr_oneway_options options = { .timeout_ms = timeout_ms };
    return lab_subject_drop_oneway(to, &(lab_note){ .text = (char *)text }, &options);
}

/* ---- REJECT ---- */

static void a_full_mailbox_rejects_calls_of_every_kind(void)
{
    for (uint32_t workers = 1; workers <= 2; workers++) {
        lab_open(1, workers);
        lab_subject subject = spawn_full(&lab_plain, 3);
        gr_error error = GR_ERROR_INIT;
        CHECK_CODE(lab_subject_ask_sync(subject, &(lab_note){ .text = "x" }, NULL, NULL, &error),
                   GR_RESOURCE_EXHAUSTED);
        CHECK_UINT(error.ran, GR_RAN_NO);
        CHECK(strstr(error.message, "full") != NULL);
        gr_error_fini(&error);
        lab_subject_ask_future future = lab_ask_later(subject, "x");
        CHECK_CODE(lab_end_of(&future), GR_RESOURCE_EXHAUSTED);
        CHECK_CODE(lab_tell(subject, "x"), GR_OK); /* nobody waits: it is counted and logged */
        sim_settle(lab_env());
        CHECK_UINT(lab_stats().rejected, 3);
        CHECK_UINT(lab_logged("event=oneway_lost"), 1);
        CHECK_UINT(lab_logged("code=RESOURCE_EXHAUSTED"), 1);
        lab_advance_ms(200);
        CHECK_CODE(lab_ask(subject, "room"), GR_OK);
        CHECK_STR(lab_traced(), "queued queued queued room");
        lab_close();
    }
}

static void bytes_bound_a_mailbox_as_well(void)
{
    static char text[3000];
    memset(text, 'x', sizeof(text) - 1);
    lab_open(1, 1);
    lab_subject subject = lab_spawn_bounded(&lab_plain, 100, 8000);
    CHECK_CODE(lab_subject_tell_oneway(subject, &(lab_note){ .text = "b", .sleep_ms = 50 }, NULL),
               GR_OK);
    sim_settle(lab_env());
    CHECK_CODE(lab_tell(subject, text), GR_OK);
    CHECK_CODE(lab_tell(subject, text), GR_OK);
    CHECK_CODE(lab_ask(subject, text), GR_RESOURCE_EXHAUSTED);
    lab_subject_ask_future small = lab_ask_later(subject, "small");
    CHECK_CODE(lab_end_of(&small), GR_OK);
    lab_traced();
    lab_close();
}

static void an_empty_mailbox_takes_what_is_larger_than_its_bound(void)
{
    static char text[3000];
    memset(text, 'x', sizeof(text) - 1);
    lab_open(1, 1);
    lab_subject subject = lab_spawn_bounded(&lab_plain, 100, 1000);
    CHECK_CODE(lab_ask(subject, text), GR_OK);
    lab_traced();
    lab_close();
}

static void the_schema_s_bounds_hold_where_spawn_says_nothing(void)
{
    CHECK_UINT(lab_started_service.mailbox_messages, 2);
    CHECK_UINT(lab_started_service.mailbox_bytes, 4096);
    lab_open_with(1, &(gr_node_options){ .workers = 1, .limits = { .mailbox_messages = 1 } });
    lab_subject subject = lab_spawn(&lab_plain);
    CHECK_CODE(lab_subject_tell_oneway(subject, &(lab_note){ .text = "b", .sleep_ms = 50 }, NULL),
               GR_OK);
    sim_settle(lab_env());
    CHECK_CODE(lab_tell(subject, "q"), GR_OK);
    CHECK_CODE(lab_ask(subject, "x"), GR_RESOURCE_EXHAUSTED); /* the node's bound */
    lab_traced();
    lab_close();
}

/* ---- WAIT ---- */

static void a_sync_call_waits_for_room(void)
{
    for (uint32_t workers = 1; workers <= 2; workers++) {
        lab_open(1, workers);
        lab_subject subject = spawn_full(&lab_plain, 2);
        CHECK_CODE(wait_sync(subject, "w", 1000), GR_OK);
        CHECK_STR(lab_traced(), "queued queued w");
        CHECK_UINT(lab_stats().rejected, 0);
        lab_close();
    }
}

static void a_sync_call_that_waits_in_vain_ends_at_its_deadline(void)
{
    lab_open(1, 1);
    lab_subject subject = spawn_full(&lab_plain, 2);
    gr_error error = GR_ERROR_INIT;
    const gr_call_options options = { .timeout_ms = 30 };
    CHECK_CODE(lab_subject_wait_sync(subject, &(lab_note){ .text = "w" }, &options, NULL, &error),
               GR_DEADLINE_EXCEEDED);
    gr_error_fini(&error);
    lab_advance_ms(200);
    CHECK_STR(lab_traced(), "queued queued");
    CHECK_UINT(lab_stats().expired, 1);
    lab_close();
}

static void an_async_call_s_sender_waits_for_room_alone(void)
{
    for (uint64_t seed = 1; seed <= 10; seed++) {
        lab_open(seed, 1 + seed % 2);
        lab_subject subject = spawn_full(&lab_plain, 1);
        lab_subject_wait_future future = { NULL };
        const lab_note note = { .text = "w", .sleep_ms = 500 };
        CHECK_CODE(lab_subject_wait_async(subject, &note, NULL, &future), GR_OK);
        CHECK(strstr(lab_traced(), "queued") != NULL); /* that has left the queue: there is room */
        CHECK(!gr_future_is_done(future.future));
        CHECK_CODE(lab_subject_wait_await(&future, NULL, NULL), GR_OK);
        lab_traced();
        lab_close();
    }
}

static void an_async_call_that_finds_no_room_in_time_never_runs(void)
{
    lab_open(1, 1);
    lab_subject subject = spawn_full(&lab_plain, 1);
    lab_subject_wait_future future = { NULL };
    const gr_call_options options = { .timeout_ms = 20 };
    CHECK_CODE(lab_subject_wait_async(subject, &(lab_note){ .text = "w" }, &options, &future),
               GR_DEADLINE_EXCEEDED);
    CHECK(future.future == NULL);
    lab_advance_ms(200);
    CHECK_STR(lab_traced(), "queued");
    lab_close();
}

static void a_oneway_s_sender_waits_for_room_and_gives_up_at_its_deadline(void)
{
    for (uint32_t workers = 1; workers <= 2; workers++) {
        lab_open(1, workers);
        lab_subject subject = spawn_full(&lab_plain, 1);
        CHECK_CODE(drop(subject, "vain", 20), GR_DEADLINE_EXCEEDED);
        CHECK_STR(lab_traced(), "");
        CHECK_CODE(drop(subject, "room", 0), GR_OK); /* it has no deadline, but waits 5 s */
        lab_advance_ms(200);
        CHECK_STR(lab_traced(), "queued room");
        lab_close();
    }
}

static void a_oneway_that_finds_no_room_for_five_seconds_never_runs(void)
{
    lab_open(1, 1);
    lab_subject subject = lab_spawn_bounded(&lab_plain, 1, 0);
    const lab_note note = { .text = "busy", .sleep_ms = 10000 };
    CHECK_CODE(lab_subject_tell_oneway(subject, &note, NULL), GR_OK);
    sim_settle(lab_env());
    CHECK_CODE(lab_tell(subject, "queued"), GR_OK);
    CHECK_CODE(drop(subject, "vain", 0), GR_DEADLINE_EXCEEDED);
    lab_advance_ms(20000);
    CHECK_STR(lab_traced(), "busy queued");
    lab_close();
}

static lab_subject full;

static gr_code wait_in_order(struct lab_subject_self *self, gr_context *ctx, const lab_note *note)
{
    (void)self;
    (void)ctx;
    return wait_sync(full, note->text, 4000);
}

static void those_that_wait_are_let_in_first_come_first_served(void)
{
    for (uint32_t workers = 1; workers <= 2; workers++) {
        lab_open(1, workers);
        lab_subject_type type = lab_plain;
        type.tell = wait_in_order;
        full = spawn_full(&lab_plain, 1);
        static const char *const names[] = { "1", "2", "3", "4", "5" };
        for (int i = 0; i < 5; i++) {
            CHECK_CODE(lab_tell(lab_spawn(&type), names[i]), GR_OK);
            sim_settle(lab_env());
        }
        CHECK_CODE(wait_sync(full, "6", 1000), GR_OK);
        CHECK_STR(lab_traced(), "queued 1 2 3 4 5 6");
        lab_close();
    }
}

static gr_code drop_in_order(struct lab_subject_self *self, gr_context *ctx)
{
    (void)self;
    (void)ctx;
    static const char *const names[] = { "a", "b", "c", "d" };
    for (int i = 0; i < 4; i++) {
        CHECK_CODE(drop(full, names[i], 1000), GR_OK);
    }
    return GR_OK;
}

static void an_actor_s_oneways_wait_in_order(void)
{
    for (uint64_t seed = 1; seed <= 10; seed++) {
        lab_open(seed, 1 + seed % 2);
        lab_subject_type type = lab_plain;
        type.poke = drop_in_order;
        full = spawn_full(&lab_plain, 1);
        CHECK_CODE(lab_subject_poke_sync(lab_spawn(&type), NULL, NULL), GR_OK);
        sim_settle(lab_env());
        CHECK_STR(lab_traced(), "queued a b c d");
        lab_close();
    }
}

static void those_that_wait_end_with_the_actor(void)
{
    lab_open(1, 2);
    lab_subject_type type = lab_plain;
    type.tell = wait_in_order;
    full = spawn_full(&lab_plain, 1);
    CHECK_CODE(lab_tell(lab_spawn(&type), "w"), GR_OK);
    sim_settle(lab_env());
    CHECK_CODE(gr_actor_stop(full.ref, NULL), GR_OK);
    sim_settle(lab_env());
    CHECK_UINT(lab_logged("event=oneway_failed"), 1 + 1); /* busy was cancelled, w unavailable */
    CHECK_UINT(lab_logged("code=UNAVAILABLE reason=failed"), 1);
    CHECK_STR(lab_traced(), "");
    lab_close();
}

static gr_code hold_wait(struct lab_subject_self *self, gr_context *ctx, const lab_note *note,
                         lab_report *reply)
{
    (void)reply;
    lab_subject_wait_call call;
    lab_trace("%s", note->text);
    gr_code code = lab_subject_wait_hold(ctx, &call);
    self->held[self->n_held++] = call.call;
    return code;
}

static gr_code drop_held(struct lab_subject_self *self, gr_context *ctx)
{
    (void)ctx;
    return gr_call_drop(self->held[--self->n_held]);
}

static gr_call outside;

static gr_code hand_out_held(struct lab_subject_self *self, gr_context *ctx, const lab_note *note,
                             lab_report *reply)
{
    gr_code code = hold_wait(self, ctx, note, reply);
    outside = self->held[self->n_held - 1];
    return code;
}

static void room_left_by_an_answered_held_call_is_used_at_once(void)
{
    lab_open(1, 2);
    lab_subject_type type = lab_plain;
    type.wait = hand_out_held;
    type.poke = drop_held;
    lab_subject subject = lab_spawn_bounded(&type, 1, 0);
    lab_subject_wait_future one, two;
    CHECK_CODE(lab_subject_wait_async(subject, &(lab_note){ .text = "1" }, NULL, &one), GR_OK);
    sim_settle(lab_env());
    gr_call first = outside;
    lab_subject_type waiting = lab_plain;
    waiting.tell = wait_in_order;
    full = subject;
    CHECK_CODE(lab_tell(lab_spawn(&waiting), "2"), GR_OK);
    sim_settle(lab_env());
    CHECK_STR(lab_traced(), "1");
    CHECK_CODE(gr_call_drop(first), GR_OK);
    sim_settle(lab_env());
    CHECK_STR(lab_traced(), "2"); /* though nothing else came to wake the actor */
    CHECK_CODE(lab_subject_wait_await(&one, NULL, NULL), GR_INTERNAL);
    CHECK_CODE(gr_call_drop(outside), GR_OK);
    sim_settle(lab_env());
    CHECK_CODE(lab_subject_wait_async(subject, &(lab_note){ .text = "3" }, NULL, &two), GR_OK);
    gr_future_drop(&two.future);
    lab_close();
    lab_traced();
}

static gr_code drop_and_tell(struct lab_subject_self *self, gr_context *ctx, const lab_note *note)
{
    (void)self;
    (void)ctx;
    gr_code code = drop(full, note->text, (uint32_t)note->number);
    lab_trace("%zu:%s", strlen(note->text), gr_code_name(code));
    return GR_OK;
}

static void what_waits_behind_something_large_gets_in_when_that_gives_up(void)
{
    static char large[6001];
    memset(large, 'x', sizeof(large) - 1);
    lab_open(1, 1);
    lab_subject_type type = lab_plain;
    type.tell = drop_and_tell;
    full = lab_spawn_bounded(&lab_plain, 10, 4000);
    const lab_note busy = { .text = "busy", .sleep_ms = 4500 };
    CHECK_CODE(lab_subject_tell_oneway(full, &busy, NULL), GR_OK);
    sim_settle(lab_env());
    CHECK_CODE(lab_tell(full, "queued"), GR_OK);
    const lab_note first = { .text = large, .number = 50 };
    const lab_note second = { .text = "small", .number = 1000 };
    CHECK_CODE(lab_subject_tell_oneway(lab_spawn(&type), &first, NULL), GR_OK);
    sim_settle(lab_env());
    CHECK_CODE(lab_subject_tell_oneway(lab_spawn(&type), &second, NULL), GR_OK);
    lab_advance_ms(45);
    CHECK_STR(lab_traced(), "busy"); /* nobody overtakes */
    lab_advance_ms(10);
    CHECK_STR(lab_traced(), "6000:DEADLINE_EXCEEDED 5:OK");
    lab_close();
}

/* ---- real workers ---- */

static sem_t is_blocked, go_on;

static gr_code block(struct lab_subject_self *self, gr_context *ctx)
{
    (void)self;
    (void)ctx;
    sem_post(&is_blocked);
    sem_wait(&go_on);
    return GR_OK;
}

static lab_subject spawn_blocked(const lab_subject_type *type, uint32_t n)
{
    sem_init(&is_blocked, 0, 0);
    sem_init(&go_on, 0, 0);
    lab_subject subject = lab_spawn_bounded(type, n, 0);
    CHECK_CODE(lab_subject_poke_oneway(subject, NULL), GR_OK);
    sem_wait(&is_blocked);
    return subject;
}

static lab_subject_type blocking(void)
{
    lab_subject_type type = lab_plain;
    type.poke = block;
    return type;
}

static void what_is_on_the_way_to_a_blocked_worker_is_bounded_as_well(void)
{
    lab_open_real(&(gr_node_options){ .workers = 1 });
    lab_subject_type type = blocking();
    lab_subject subject = spawn_blocked(&type, 4);
    for (int i = 0; i < 100; i++) {
        CHECK_CODE(lab_tell(subject, "t"), GR_OK);
    }
    CHECK_UINT(lab_stats().rejected, 96);
    sem_post(&go_on);
    CHECK_CODE(wait_sync(subject, "end", 0), GR_OK);
    CHECK_STR(lab_traced(), "t t t t end");
    lab_close();
}

static void senders_to_a_blocked_worker_wait_as_well(void)
{
    lab_open_real(&(gr_node_options){ .workers = 1 });
    lab_subject_type type = blocking();
    lab_subject subject = spawn_blocked(&type, 4);
    for (int i = 0; i < 4; i++) {
        CHECK_CODE(drop(subject, "t", 10000), GR_OK);
    }
    CHECK_CODE(drop(subject, "late", 10), GR_DEADLINE_EXCEEDED);
    sem_post(&go_on);
    CHECK_CODE(wait_sync(subject, "end", 0), GR_OK);
    CHECK_STR(lab_traced(), "t t t t end");
    lab_close();
}

static void *drop_many(void *arg)
{
    size_t *ok = arg;
    for (int i = 0; i < 300; i++) {
        *ok += drop(full, "", 0) == GR_OK;
    }
    return NULL;
}

static gr_code count_drop(struct lab_subject_self *self, gr_context *ctx, const lab_note *note)
{
    (void)ctx;
    (void)note;
    self->n++;
    return GR_OK;
}

static gr_code give_count(struct lab_subject_self *self, gr_context *ctx, const lab_number *number,
                          lab_number *reply)
{
    (void)ctx;
    (void)number;
    reply->value = self->n;
    return GR_OK;
}

static void nothing_is_lost_where_many_threads_wait_for_room(void)
{
    lab_open_real(&(gr_node_options){ .workers = 2 });
    lab_subject_type type = lab_plain;
    type.drop = count_drop;
    type.add = give_count;
    full = lab_spawn_bounded(&type, 2, 0);
    pthread_t threads[4];
    size_t ok[4] = { 0 };
    for (int i = 0; i < 4; i++) {
        CHECK(pthread_create(&threads[i], NULL, drop_many, &ok[i]) == 0);
    }
    for (int i = 0; i < 4; i++) {
        pthread_join(threads[i], NULL);
        CHECK_UINT(ok[i], 300);
    }
    lab_number *count = NULL;
    gr_code code = GR_RESOURCE_EXHAUSTED;
    while (code == GR_RESOURCE_EXHAUSTED) { /* Add is rejected as long as the last ones queue */
        code = lab_subject_add_sync(full, &(lab_number){ .value = 0 }, NULL, &count, NULL);
    }
    CHECK_CODE(code, GR_OK);
    CHECK_UINT(count->value, 1200);
    gr_free(count);
    lab_close();
}

/* ---- those that take another's place ---- */

/* Busy with one call; its mailbox has room for two. */
static lab_subject spawn_busy(uint32_t workers)
{
    lab_open(1, workers);
    lab_subject subject = lab_spawn_bounded(&lab_plain, 2, 0);
    const lab_note busy = { .text = "busy", .sleep_ms = sleep_ms };
    CHECK_CODE(lab_subject_tell_oneway(subject, &busy, NULL), GR_OK);
    sim_settle(lab_env());
    return subject;
}

static void the_oldest_of_its_method_makes_room(void)
{
    for (uint32_t workers = 1; workers <= 2; workers++) {
        lab_subject subject = spawn_busy(workers);
        lab_subject_oldest_future futures[3];
        const char *texts[] = { "a", "b", "c" };
        for (int i = 0; i < 3; i++) {
            const lab_note note = { .text = (char *)texts[i] };
            CHECK_CODE(lab_subject_oldest_async(subject, &note, NULL, &futures[i]), GR_OK);
            sim_settle(lab_env());
        }
        gr_error error = GR_ERROR_INIT;
        CHECK_CODE(lab_subject_oldest_await(&futures[0], NULL, &error), GR_RESOURCE_EXHAUSTED);
        CHECK(strstr(error.message, "a newer one took its place") != NULL);
        CHECK_UINT(error.ran, GR_RAN_NO);
        CHECK_CODE(lab_subject_oldest_await(&futures[1], NULL, NULL), GR_OK);
        CHECK_CODE(lab_subject_oldest_await(&futures[2], NULL, NULL), GR_OK);
        CHECK_STR(lab_traced(), "busy b c");
        gr_error_fini(&error);
        lab_close();
    }
}

static void one_that_finds_none_of_its_method_is_refused(void)
{
    lab_subject subject = spawn_busy(1);
    CHECK_CODE(lab_tell(subject, "x"), GR_OK);
    CHECK_CODE(lab_tell(subject, "y"), GR_OK);
    CHECK_CODE(lab_subject_oldest_sync(subject, &(lab_note){ .text = "z" }, NULL, NULL, NULL),
               GR_RESOURCE_EXHAUSTED);
    lab_advance_ms(200);
    CHECK_STR(lab_traced(), "busy x y");
    lab_close();
}

static void only_the_latest_is_kept(void)
{
    for (uint32_t workers = 1; workers <= 2; workers++) {
        lab_subject subject = spawn_busy(workers);
        CHECK_CODE(lab_subject_latest_oneway(subject, &(lab_note){ .text = "1" }, NULL), GR_OK);
        CHECK_CODE(lab_subject_latest_oneway(subject, &(lab_note){ .text = "2" }, NULL), GR_OK);
        sim_settle(lab_env());
        CHECK_CODE(lab_subject_latest_oneway(subject, &(lab_note){ .text = "3" }, NULL), GR_OK);
        lab_advance_ms(200);
        CHECK_STR(lab_traced(), "busy 3");
        CHECK_UINT(lab_stats().rejected, 2);
        CHECK_UINT(lab_logged("event=oneway_lost"), 2);
        lab_close();
    }
}

static void the_newest_is_dropped_and_counted(void)
{
    lab_subject subject = spawn_busy(1);
    for (int i = 0; i < 3; i++) {
        CHECK_CODE(lab_subject_newest_oneway(subject, &(lab_note){ .text = "n" }, NULL), GR_OK);
    }
    lab_advance_ms(200);
    CHECK_STR(lab_traced(), "busy n n");
    CHECK_UINT(lab_stats().rejected, 1);
    lab_close();
}

GR_SUITE("overflow",
         { "a_full_mailbox_rejects_calls_of_every_kind",
           a_full_mailbox_rejects_calls_of_every_kind },
         { "bytes_bound_a_mailbox_as_well", bytes_bound_a_mailbox_as_well },
         { "an_empty_mailbox_takes_what_is_larger_than_its_bound",
           an_empty_mailbox_takes_what_is_larger_than_its_bound },
         { "the_schema_s_bounds_hold_where_spawn_says_nothing",
           the_schema_s_bounds_hold_where_spawn_says_nothing },
         { "a_sync_call_waits_for_room", a_sync_call_waits_for_room },
         { "a_sync_call_that_waits_in_vain_ends_at_its_deadline",
           a_sync_call_that_waits_in_vain_ends_at_its_deadline },
         { "an_async_call_s_sender_waits_for_room_alone",
           an_async_call_s_sender_waits_for_room_alone },
         { "an_async_call_that_finds_no_room_in_time_never_runs",
           an_async_call_that_finds_no_room_in_time_never_runs },
         { "a_oneway_s_sender_waits_for_room_and_gives_up_at_its_deadline",
           a_oneway_s_sender_waits_for_room_and_gives_up_at_its_deadline },
         { "a_oneway_that_finds_no_room_for_five_seconds_never_runs",
           a_oneway_that_finds_no_room_for_five_seconds_never_runs },
         { "those_that_wait_are_let_in_first_come_first_served",
           those_that_wait_are_let_in_first_come_first_served },
         { "an_actor_s_oneways_wait_in_order", an_actor_s_oneways_wait_in_order },
         { "those_that_wait_end_with_the_actor", those_that_wait_end_with_the_actor },
         { "room_left_by_an_answered_held_call_is_used_at_once",
           room_left_by_an_answered_held_call_is_used_at_once },
         { "what_waits_behind_something_large_gets_in_when_that_gives_up",
           what_waits_behind_something_large_gets_in_when_that_gives_up },
         { "what_is_on_the_way_to_a_blocked_worker_is_bounded_as_well",
           what_is_on_the_way_to_a_blocked_worker_is_bounded_as_well },
         { "senders_to_a_blocked_worker_wait_as_well", senders_to_a_blocked_worker_wait_as_well },
         { "nothing_is_lost_where_many_threads_wait_for_room",
           nothing_is_lost_where_many_threads_wait_for_room },
         { "the_oldest_of_its_method_makes_room", the_oldest_of_its_method_makes_room },
         { "one_that_finds_none_of_its_method_is_refused",
           one_that_finds_none_of_its_method_is_refused },
         { "only_the_latest_is_kept", only_the_latest_is_kept },
         { "the_newest_is_dropped_and_counted", the_newest_is_dropped_and_counted })
