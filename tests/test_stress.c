/* SPDX-License-Identifier: MIT */
/* Real workers and several threads at once: random calls of every kind, spawns and stops. What is
 * held at the end: every call that was begun ended exactly once, oneways ran or were counted, and
 * nothing is left. Seeds are fixed; what the scheduler makes of them is not. */
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "lab.h"
#include "sanitize.h"

enum { THREADS = 4, SLOTS = 8, FUTURES = 8, ROUNDS = GRI_TSAN || GRI_ASAN ? 1500 : 6000 };

/* The actors of the moment; anyone replaces any of them. */
static struct {
    pthread_mutex_t lock;
    lab_subject subjects[SLOTS];
    atomic_uint_fast64_t begun, ended[20], ran, oneways_sent, oneways_ran;
} stress = { .lock = PTHREAD_MUTEX_INITIALIZER };

static uint64_t draw(uint64_t *seed)
{
    *seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return *seed >> 33;
}

static lab_subject pick(uint64_t *seed)
{
    pthread_mutex_lock(&stress.lock);
    lab_subject subject = stress.subjects[draw(seed) % SLOTS];
    pthread_mutex_unlock(&stress.lock);
    return subject;
}

static void count_end(gr_code code)
{
    atomic_fetch_add(&stress.ended[code], 1);
}

/* ---- what subjects do ---- */

static gr_code stress_ask(struct lab_subject_self *self, gr_context *ctx, const lab_note *note,
                          lab_report *reply)
{
    uint64_t seed = (uint64_t)note->number;
    atomic_fetch_add(&stress.ran, 1);
    self->n++;
    reply->number = note->number;
    reply->text = note->text;
    if (draw(&seed) % 4 == 0) {
        gr_code code = gr_sleep(ctx, (uint32_t)(draw(&seed) % 3));
        if (code != GR_OK) {
            return code;
        }
    }
    if (draw(&seed) % 4 == 0) { /* on to another one; a circle ends at its deadline */
        const lab_number number = { .value = note->number };
        const gr_call_options options = { .timeout_ms = 20 };
        return lab_subject_add_sync(pick(&seed), &number, &options, NULL, NULL);
    }
    return draw(&seed) % 16 == 0 ? gr_fail(ctx, GR_ABORTED, "by chance") : GR_OK;
}

static gr_code stress_tell(struct lab_subject_self *self, gr_context *ctx, const lab_note *note)
{
    (void)note;
    atomic_fetch_add(&stress.oneways_ran, 1);
    return self->n++ % 8 == 0 ? gr_process(ctx, NULL) : GR_OK;
}

static gr_code stress_drop(struct lab_subject_self *self, gr_context *ctx, const lab_note *note)
{
    (void)self;
    (void)ctx;
    (void)note;
    atomic_fetch_add(&stress.oneways_ran, 1);
    return GR_OK;
}

static gr_code stress_wait(struct lab_subject_self *self, gr_context *ctx, const lab_note *note,
                           lab_report *reply)
{
    (void)self;
    (void)note;
    lab_subject_wait_call call;
    gr_code code = lab_subject_wait_hold(ctx, &call);
    return code != GR_OK ? code : lab_subject_wait_answer(call, GR_OK, reply);
}

static lab_subject_type stress_type; /* fixed while threads run */

static void spawn_all(void)
{
    stress_type = lab_plain;
    stress_type.ask = stress_ask;
    stress_type.tell = stress_tell;
    stress_type.drop = stress_drop;
    stress_type.wait = stress_wait;
    for (int i = 0; i < SLOTS; i++) {
        stress.subjects[i] = lab_spawn_bounded(&stress_type, 4, 0);
    }
}

/* ---- what threads do ---- */

static void call_sync(uint64_t *seed)
{
    lab_report *report = NULL;
    const lab_note note = { .text = "stress", .number = (int64_t)draw(seed) };
    const gr_call_options options = { .timeout_ms = 1 + (uint32_t)(draw(seed) % 50) };
    lab_subject to = pick(seed);
    atomic_fetch_add(&stress.begun, 1);
    gr_code code = draw(seed) % 4 == 0 ? lab_subject_wait_sync(to, &note, &options, NULL, NULL)
                                       : lab_subject_ask_sync(to, &note, &options, &report, NULL);
    if (report != NULL) {
        CHECK(report->number == note.number && strcmp(report->text, "stress") == 0);
    }
    CHECK(code == GR_OK || report == NULL);
    gr_free(report);
    count_end(code);
}

static void end_future(uint64_t *seed, lab_subject_ask_future *future)
{
    if (future->future == NULL) {
        return;
    }
    if (draw(seed) % 4 == 0) {
        gr_future_cancel(future->future);
    }
    lab_report *report = NULL;
    gr_code code = lab_subject_ask_await(future, &report, NULL);
    CHECK((code == GR_OK) == (report != NULL));
    gr_free(report);
    count_end(code);
}

static void call_async(uint64_t *seed, lab_subject_ask_future *future)
{
    const lab_note note = { .text = "later", .number = (int64_t)draw(seed) };
    const gr_call_options options = { .timeout_ms = 1 + (uint32_t)(draw(seed) % 50) };
    end_future(seed, future);
    atomic_fetch_add(&stress.begun, 1);
    gr_code code = lab_subject_ask_async(pick(seed), &note, &options, future);
    if (code != GR_OK) {
        count_end(code);
    }
}

static void send_oneway(uint64_t *seed)
{
    lab_subject to = pick(seed);
    const lab_note note = { .text = "oneway" };
    gr_oneway_options options = { .timeout_ms = 20 };
    bool waits = draw(seed) % 2 == 0;
    gr_code code = waits ? lab_subject_drop_oneway(to, &note, &options)
                         : lab_subject_tell_oneway(to, &note, NULL);
    if (code == GR_OK) {
        atomic_fetch_add(&stress.oneways_sent, 1);
    }
}

static void replace_one(uint64_t *seed)
{
    lab_subject fresh;
    const gr_spawn_options options = { .mailbox_messages = 4 };
    if (!CHECK_CODE(lab_subject_spawn(lab_node(), &stress_type, &options, &fresh, NULL), GR_OK)) {
        return;
    }
    pthread_mutex_lock(&stress.lock);
    size_t at = draw(seed) % SLOTS;
    lab_subject old = stress.subjects[at];
    stress.subjects[at] = fresh;
    pthread_mutex_unlock(&stress.lock);
    const gr_stop_options stop = { .drain = draw(seed) % 2 == 0 };
    CHECK_CODE(gr_actor_stop(old.ref, &stop), GR_OK);
}

static void *work(void *arg)
{
    uint64_t seed = (uint64_t)(uintptr_t)arg;
    lab_subject_ask_future futures[FUTURES] = { { NULL } };
    for (int i = 0; i < ROUNDS; i++) {
        uint64_t what = draw(&seed) % 100;
        if (what < 40) {
            call_sync(&seed);
        } else if (what < 70) {
            call_async(&seed, &futures[draw(&seed) % FUTURES]);
        } else if (what < 98) {
            send_oneway(&seed);
        } else {
            replace_one(&seed);
        }
    }
    for (int i = 0; i < FUTURES; i++) {
        end_future(&seed, &futures[i]);
    }
    return NULL;
}

static void forget_counts(void)
{
    atomic_store(&stress.begun, 0);
    atomic_store(&stress.ran, 0);
    atomic_store(&stress.oneways_sent, 0);
    atomic_store(&stress.oneways_ran, 0);
    for (size_t i = 0; i < sizeof(stress.ended) / sizeof(stress.ended[0]); i++) {
        atomic_store(&stress.ended[i], 0);
    }
}

static void check_conservation(void)
{
    static const gr_code possible[] = { GR_OK,      GR_CANCELLED,   GR_DEADLINE_EXCEEDED,
                                        GR_ABORTED, GR_UNAVAILABLE, GR_RESOURCE_EXHAUSTED };
    uint64_t ended = 0;
    for (size_t i = 0; i < sizeof(possible) / sizeof(possible[0]); i++) {
        ended += atomic_load(&stress.ended[possible[i]]);
    }
    CHECK_UINT(ended, atomic_load(&stress.begun));
    CHECK(atomic_load(&stress.ended[GR_OK]) > 0);
    CHECK(atomic_load(&stress.ran) > 0);
    CHECK(atomic_load(&stress.oneways_ran) > 0);
}

/* Every oneway that was sent ran, or was counted as not run. */
static void check_oneways(void)
{
    gr_node_stats stats = lab_stats();
    uint64_t sent = atomic_load(&stress.oneways_sent);
    uint64_t ran = atomic_load(&stress.oneways_ran);
    CHECK(ran <= sent);
    CHECK(sent - ran <= stats.rejected + stats.expired + stats.unavailable + stats.cancelled);
    CHECK_UINT(stats.fibers, 0);
}

static void every_call_ends_exactly_once(void)
{
    pthread_t threads[THREADS];
    const gr_stop_options drain = { .drain = true };
    lab_open_real(&(gr_node_options){ .workers = 3 });
    forget_counts();
    spawn_all();
    for (uintptr_t i = 0; i < THREADS; i++) {
        CHECK(pthread_create(&threads[i], NULL, work, (void *)(i + 1)) == 0);
    }
    for (int i = 0; i < THREADS; i++) {
        pthread_join(threads[i], NULL);
    }
    for (int i = 0; i < SLOTS; i++) {
        CHECK_CODE(gr_actor_stop(stress.subjects[i].ref, &drain), GR_OK);
    }
    check_conservation();
    check_oneways();
    lab_close();
}

static void *work_until_the_node_ends(void *arg)
{
    uint64_t seed = (uint64_t)(uintptr_t)arg;
    gr_code code = GR_OK;
    uint64_t unavailable = 0;
    while (unavailable < 100) { /* single ones mean that an actor was replaced */
        const lab_note note = { .text = "x", .number = (int64_t)draw(&seed) };
        const gr_call_options options = { .timeout_ms = 50 };
        code = lab_subject_ask_sync(pick(&seed), &note, &options, NULL, NULL);
        unavailable = code == GR_UNAVAILABLE ? unavailable + 1 : 0;
    }
    return NULL;
}

static void a_node_destroyed_under_load_ends_all_calls(void)
{
    for (int round = 0; round < 10; round++) {
        pthread_t threads[THREADS];
        lab_open_real(&(gr_node_options){ .workers = 2 });
        spawn_all();
        for (uintptr_t i = 0; i < THREADS; i++) {
            CHECK(pthread_create(&threads[i], NULL, work_until_the_node_ends, (void *)(i + 1)) ==
                  0);
        }
        uint64_t seed = 99;
        for (int i = 0; i < 100; i++) {
            call_sync(&seed);
        }
        lab_close();
        for (int i = 0; i < THREADS; i++) {
            pthread_join(threads[i], NULL);
        }
    }
}

/* ---- order, from several threads to several actors ---- */

static gr_code check_order(struct lab_subject_self *self, gr_context *ctx, const lab_note *note)
{
    (void)ctx;
    if (self->kept == NULL) {
        self->sum = -1;
        self->kept = "";
    }
    CHECK(note->number == self->sum + 1); /* one sender each */
    self->sum = note->number;
    return GR_OK;
}

static void *send_in_order(void *arg)
{
    lab_subject to = *(lab_subject *)arg;
    for (int i = 0; i < 5000; i++) {
        const lab_note note = { .number = i };
        CHECK_CODE(lab_subject_drop_oneway(to, &note, NULL), GR_OK);
    }
    return NULL;
}

static void one_sender_s_oneways_are_never_reordered_or_lost(void)
{
    pthread_t threads[THREADS];
    lab_subject subjects[THREADS];
    lab_subject_type type = lab_plain;
    const gr_stop_options drain = { .drain = true };
    type.drop = check_order;
    lab_open_real(&(gr_node_options){ .workers = 2 });
    for (int i = 0; i < THREADS; i++) {
        subjects[i] = lab_spawn_bounded(&type, 3, 0);
        CHECK(pthread_create(&threads[i], NULL, send_in_order, &subjects[i]) == 0);
    }
    for (int i = 0; i < THREADS; i++) {
        pthread_join(threads[i], NULL);
        CHECK_CODE(gr_actor_stop(subjects[i].ref, &drain), GR_OK);
    }
    CHECK_UINT(lab_stats().handled, THREADS * 5000);
    lab_close();
}

/* ---- waits for each other, in every way, with deadlines that pass and waits that are ended ----
 */

enum { STORM_ACTORS = 12, STORM_ROUNDS = 100 };

static lab_subject storm[STORM_ACTORS];

/* Most are too short for a cycle to be found. */
static uint32_t storm_timeout_ms(uint64_t *seed)
{
    return 1 + (uint32_t)(draw(seed) % (draw(seed) % 8 == 0 ? 500 : 50));
}

static gr_code storm_any(uint64_t *seed, const lab_note *note, const gr_call_options *options)
{
    lab_subject_ask_future futures[2] = { { NULL }, { NULL } };
    gr_code code = GR_OK;
    size_t which;
    for (int i = 0; i < 2 && code == GR_OK; i++) {
        code = lab_subject_ask_async(storm[draw(seed) % STORM_ACTORS], note, options, &futures[i]);
    }
    if (code == GR_OK) {
        gr_future *both[] = { futures[0].future, futures[1].future };
        code = gr_future_wait_any(both, 2, storm_timeout_ms(seed), &which);
    }
    for (int i = 0; i < 2; i++) {
        if (futures[i].future != NULL && draw(seed) % 2 == 0) {
            gr_future_cancel(futures[i].future);
        }
        gr_future_drop(&futures[i].future);
    }
    return code;
}

static gr_code storm_call(uint64_t *seed, gr_context *ctx, const lab_note *note)
{
    const gr_call_options options = { .timeout_ms = storm_timeout_ms(seed) };
    lab_subject to = storm[draw(seed) % STORM_ACTORS];
    lab_subject_ask_future future;
    gr_code code;
    switch (draw(seed) % 8) {
    case 0:
        return lab_subject_wait_sync(to, note, &options, NULL, NULL);
    case 1:
        code = lab_subject_ask_async(to, note, &options, &future);
        return code == GR_OK ? lab_subject_ask_await(&future, NULL, NULL) : code;
    case 2:
        return storm_any(seed, note, &options);
    case 3:
        return lab_subject_drop_oneway(to, note, &(gr_oneway_options){ .timeout_ms = 100 });
    case 4:
        return gr_process(ctx, &(gr_process_options){ .for_ms = 1 + (uint32_t)draw(seed) % 20 });
    default:
        return lab_subject_ask_sync(to, note, &options, NULL, NULL);
    }
}

/* Passes it on, `sleep_ms` times at most; what comes of it is counted. */
static gr_code storm_act(gr_context *ctx, const lab_note *note)
{
    uint64_t seed = (uint64_t)note->number;
    if (note->sleep_ms == 0) {
        return draw(&seed) % 4 == 0 ? gr_sleep(ctx, (uint32_t)draw(&seed) % 30) : GR_OK;
    }
    const lab_note next = { .number = (int64_t)draw(&seed), .sleep_ms = note->sleep_ms - 1 };
    count_end(storm_call(&seed, ctx, &next));
    if (gr_cancelled(ctx) && gr_cleanup_begin(ctx, 10) == GR_OK) {
        count_end(storm_call(&seed, ctx, &(lab_note){ .number = next.number }));
        gr_cleanup_end(ctx);
    }
    return GR_OK;
}

static gr_code storm_ask(struct lab_subject_self *self, gr_context *ctx, const lab_note *note,
                         lab_report *reply)
{
    (void)self;
    (void)reply;
    return storm_act(ctx, note);
}

static gr_code storm_drop(struct lab_subject_self *self, gr_context *ctx, const lab_note *note)
{
    (void)self;
    return storm_act(ctx, note);
}

static void *storm_drive(void *arg)
{
    uint64_t seed = (uint64_t)(uintptr_t)arg;
    for (int i = 0; i < STORM_ROUNDS; i++) {
        lab_subject_ask_future future;
        const lab_note note = { .number = (int64_t)draw(&seed),
                                .sleep_ms = 1 + (uint32_t)draw(&seed) % 4 };
        const gr_call_options options = { .timeout_ms = storm_timeout_ms(&seed) };
        atomic_fetch_add(&stress.begun, 1);
        gr_code code =
            lab_subject_ask_async(storm[draw(&seed) % STORM_ACTORS], &note, &options, &future);
        if (code == GR_OK && draw(&seed) % 4 == 0) {
            gr_future_cancel(future.future);
        }
        code = code == GR_OK ? lab_subject_ask_await(&future, NULL, NULL) : code;
        CHECK(code == GR_OK || code == GR_CANCELLED || code == GR_DEADLINE_EXCEEDED ||
              code == GR_RESOURCE_EXHAUSTED);
    }
    return NULL;
}

static void a_storm_of_waits_ends(void)
{
    static lab_subject_type type;
    pthread_t threads[THREADS];
    const gr_stop_options drain = { .drain = true };
    forget_counts();
    lab_open_real(&(gr_node_options){ .workers = 3 });
    type = lab_plain;
    type.ask = storm_ask;
    type.wait = storm_ask;
    type.drop = storm_drop;
    for (int i = 0; i < STORM_ACTORS; i++) {
        storm[i] = lab_spawn_bounded(&type, 4, 0);
    }
    for (uintptr_t i = 0; i < THREADS; i++) {
        CHECK(pthread_create(&threads[i], NULL, storm_drive, (void *)(i + 1)) == 0);
    }
    for (int i = 0; i < THREADS; i++) {
        pthread_join(threads[i], NULL);
    }
    for (int i = 0; i < STORM_ACTORS; i++) {
        CHECK_CODE(gr_actor_stop(storm[i].ref, &drain), GR_OK);
    }
    CHECK(atomic_load(&stress.ended[GR_OK]) > 0);
    CHECK(atomic_load(&stress.ended[GR_ABORTED]) > 0);
    CHECK_UINT(lab_stats().fibers, 0);
    lab_close();
}

GR_SUITE("stress", { "every_call_ends_exactly_once", every_call_ends_exactly_once },
         { "a_storm_of_waits_ends", a_storm_of_waits_ends },
         { "a_node_destroyed_under_load_ends_all_calls",
           a_node_destroyed_under_load_ends_all_calls },
         { "one_sender_s_oneways_are_never_reordered_or_lost",
           one_sender_s_oneways_are_never_reordered_or_lost })
