/* SPDX-License-Identifier: MIT */
/* Wait cycles: those that nested calls close are refused at once, the others are found by probes;
 * exactly one call fails, saying who waits for whom. In virtual time, on several workers and seeds.
 */
#include <stdio.h>
#include <string.h>

#include "lab.h"

enum { SEEDS = 20, N_MAX = 4 };

/* What each actor does with the one it is to call: a number in the note picks it. */
enum way { SYNC, AWAIT, ANY };

struct lab_started_self {
    char unused;
};

static lab_subject actors[N_MAX];
static uint32_t n_aborted;
static char said[512];

static void note_error(gr_code code, gr_error *error)
{
    if (code == GR_ABORTED) {
        n_aborted++;
        (void)strncat(said, error->message, sizeof(said) - strlen(said) - 1);
    }
    gr_error_fini(error);
}

static gr_code call_by_await(lab_subject to, const lab_note *note, gr_error *error)
{
    lab_subject_ask_future future;
    gr_code code = lab_subject_ask_async(to, note, NULL, &future);
    return code == GR_OK ? lab_subject_ask_await(&future, NULL, error) : code;
}

/* Any of two: the one it is to call, and the one after it. */
static gr_code call_any(uint32_t to, const lab_note *note)
{
    lab_subject_ask_future one;
    lab_subject_ask_future other;
    size_t which;
    CHECK_CODE(lab_subject_ask_async(actors[to], note, NULL, &one), GR_OK);
    CHECK_CODE(lab_subject_ask_async(actors[to + 1], note, NULL, &other), GR_OK);
    gr_future *both[] = { one.future, other.future };
    gr_code code = gr_future_wait_any(both, 2, 3000, &which);
    gr_future_drop(&one.future);
    gr_future_drop(&other.future);
    return code;
}

static gr_code call_next(uint32_t to, enum way way)
{
    gr_error error = GR_ERROR_INIT;
    const lab_note note = { .text = "" };
    gr_code code = GR_OK;
    if (way == SYNC) {
        code = lab_subject_ask_sync(actors[to], &note, NULL, NULL, &error);
    } else if (way == AWAIT) {
        code = call_by_await(actors[to], &note, &error);
    } else if (way == ANY) {
        code = call_any(to, &note);
    }
    note_error(code, &error);
    return code;
}

/* A note's text is the way of each actor it passes, as pairs: whom to call, and how. */
static gr_code pass_on(struct lab_subject_self *self, gr_context *ctx, const lab_note *note,
                       lab_report *reply)
{
    (void)self;
    (void)reply;
    gr_error error = GR_ERROR_INIT;
    if (note->text[0] == '\0') {
        return GR_OK;
    }
    if (note->sleep_ms > 0) {
        CHECK_CODE(gr_sleep(ctx, note->sleep_ms), GR_OK);
    }
    uint32_t to = (uint32_t)(note->text[0] - 'a');
    lab_note rest = { .text = (char *)note->text + 2 };
    gr_code code;
    if (note->text[1] == 's') {
        code = lab_subject_ask_sync(actors[to], &rest, NULL, NULL, &error);
    } else {
        code = call_by_await(actors[to], &rest, &error);
    }
    note_error(code, &error);
    return GR_OK;
}

static void open_actors(uint64_t seed, uint32_t workers, uint32_t n)
{
    static lab_subject_type type;
    n_aborted = 0;
    said[0] = '\0';
    lab_open(seed, workers);
    type = lab_plain;
    type.ask = pass_on;
    for (uint32_t i = 0; i < n; i++) {
        actors[i] = lab_spawn(&type);
    }
}

/* The names of the actors with these letters. */
static void check_said(const char *letters)
{
    char names[256] = "";
    for (; *letters != '\0'; letters++) {
        size_t len = strlen(names);
        (void)snprintf(names + len, sizeof(names) - len, "%slab/lab.Subject#%u",
                       len == 0 ? "" : " > ",
                       (unsigned)actors[*letters - 'a'].ref.actor & 0xffffffu);
    }
    const char *path = strstr(said, "for ever: ");
    CHECK_STR(path == NULL ? said : path + strlen("for ever: "), names);
}

/* The first actor is asked; all that follows is in the text. `cycle`: as it is named in the error;
 * NULL: whichever of its actors comes first. */
static void check_cycle(char *text, const char *cycle, uint32_t wanted, uint64_t within_ms)
{
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        open_actors(seed, 1 + (uint32_t)(seed % 3), 4);
        uint64_t before_ns = lab_env()->ops->now_ns(lab_env());
        CHECK_CODE(lab_subject_ask_sync(actors[0], &(lab_note){ .text = text }, NULL, NULL, NULL),
                   GR_OK);
        CHECK_UINT(n_aborted, wanted);
        uint64_t took_ms = (lab_env()->ops->now_ns(lab_env()) - before_ns) / 1000000;
        CHECK(took_ms <= within_ms);
        if (cycle != NULL) {
            check_said(cycle);
        }
        lab_close();
    }
}

static void check_path(char *text, uint32_t wanted, uint64_t within_ms)
{
    check_cycle(text, NULL, wanted, within_ms);
}

static void a_sync_call_to_oneself_is_aborted_at_once(void)
{
    check_path("as", 1, 1);
    CHECK_STR(said, "they would wait for each other for ever: lab/lab.Subject#0 > "
                    "lab/lab.Subject#0");
}

static void the_call_that_closes_a_nested_cycle_is_aborted_at_once(void)
{
    check_cycle("bsas", "aba", 1, 1);
    check_cycle("bscsas", "abca", 1, 1);
    check_cycle("bscsbs", "bcb", 1, 1);
    check_cycle("bscsdsas", "abcda", 1, 1);
}

static void calls_that_close_no_cycle_go_through(void)
{
    check_path("bscsds", 0, 1);
    check_path("bacada", 0, 1);
    check_path("bacsda", 0, 1);
}

static void a_cycle_of_awaits_is_found_within_a_second(void)
{
    check_path("aa", 1, 1000);
    check_path("baaa", 1, 1000);
    check_path("bacaaa", 1, 1000);
    check_path("bscaas", 1, 1000);
    CHECK(strstr(said, "they wait for each other for ever: lab/lab.Subject#") != NULL);
    CHECK(strstr(said, " > lab/lab.Subject#") != NULL);
}

/* ---- at once ---- */

static gr_code call_at_the_same_time(struct lab_subject_self *self, gr_context *ctx,
                                     const lab_note *note)
{
    (void)self;
    CHECK_CODE(gr_sleep(ctx, 5), GR_OK);
    lab_trace("%s", gr_code_name(call_next((uint32_t)note->number, (enum way)note->sleep_ms)));
    return GR_OK;
}

/* Each of n actors calls the next at the same moment; how is given for each. */
static void check_ring(uint32_t n, const enum way *ways)
{
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        static lab_subject_type type;
        n_aborted = 0;
        said[0] = '\0';
        lab_open(seed, 1 + (uint32_t)(seed % 4));
        type = lab_plain;
        type.ask = pass_on;
        type.tell = call_at_the_same_time;
        for (uint32_t i = 0; i < n; i++) {
            actors[i] = lab_spawn(&type);
        }
        for (uint32_t i = 0; i < n; i++) {
            const lab_note note = { .number = (i + 1) % n, .sleep_ms = ways[i] };
            CHECK_CODE(lab_subject_tell_oneway(actors[i], &note, NULL), GR_OK);
        }
        lab_advance_ms(1000);
        CHECK_UINT(n_aborted, 1);
        lab_advance_ms(6000);
        CHECK_UINT(n_aborted, 1);
        CHECK(strstr(lab_traced(), "DEADLINE") == NULL);
        lab_close();
    }
}

static void actors_that_call_each_other_at_once_fail_one_call(void)
{
    check_ring(2, (const enum way[]){ SYNC, SYNC });
    check_ring(3, (const enum way[]){ SYNC, SYNC, SYNC });
    check_ring(4, (const enum way[]){ SYNC, AWAIT, SYNC, AWAIT });
    check_ring(2, (const enum way[]){ AWAIT, AWAIT });
}

/* ---- any of several ---- */

static void begin_any(uint64_t seed)
{
    static lab_subject_type type;
    n_aborted = 0;
    said[0] = '\0';
    lab_open(seed, 1 + (uint32_t)(seed % 3));
    type = lab_plain;
    type.ask = pass_on;
    type.tell = call_at_the_same_time;
    for (uint32_t i = 0; i < 4; i++) {
        actors[i] = lab_spawn(&type);
    }
    CHECK_CODE(lab_subject_tell_oneway(actors[0],
                                       &(lab_note){ .number = 1, .sleep_ms = (uint32_t)ANY }, NULL),
               GR_OK);
}

static void a_wait_for_any_deadlocks_only_if_all_do(void)
{
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        begin_any(seed);
        CHECK_CODE(lab_subject_tell_oneway(actors[1], &(lab_note){ .sleep_ms = SYNC }, NULL),
                   GR_OK);
        CHECK_CODE(lab_subject_tell_oneway(actors[2], &(lab_note){ .sleep_ms = SYNC }, NULL),
                   GR_OK);
        lab_advance_ms(1000);
        CHECK_UINT(n_aborted, 1); /* the first: both it waits for wait for it */
        lab_close();
        begin_any(seed);
        CHECK_CODE(lab_subject_tell_oneway(actors[1], &(lab_note){ .sleep_ms = SYNC }, NULL),
                   GR_OK);
        CHECK_CODE(lab_subject_ask_sync(actors[2], &(lab_note){ .text = "ds", .sleep_ms = 600 },
                                        NULL, NULL, NULL),
                   GR_OK);
        lab_advance_ms(1000);
        CHECK_UINT(n_aborted, 0); /* the second it waits for answers after a while */
        lab_close();
    }
}

/* ---- what is no cycle ---- */

static gr_code fan_out(struct lab_subject_self *self, gr_context *ctx, const lab_note *note,
                       lab_report *reply)
{
    (void)self;
    (void)ctx;
    (void)reply;
    (void)note;
    lab_subject_ask_future futures[2];
    for (uint32_t i = 0; i < 2; i++) {
        CHECK_CODE(lab_subject_ask_async(actors[1 + i],
                                         &(lab_note){ .text = "ds", .sleep_ms = 300 }, NULL,
                                         &futures[i]),
                   GR_OK);
    }
    CHECK_CODE(lab_end_of(&futures[0]), GR_OK);
    CHECK_CODE(lab_end_of(&futures[1]), GR_OK);
    return GR_OK;
}

static void fan_out_under_one_chain_is_no_cycle(void)
{
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        open_actors(seed, 1 + (uint32_t)(seed % 3), 4);
        lab_subject_type type = lab_plain;
        type.ask = fan_out;
        CHECK_CODE(lab_ask(lab_spawn(&type), "x"), GR_OK);
        CHECK_UINT(n_aborted, 0);
        lab_close();
    }
}

static gr_code process_while_waiting(struct lab_subject_self *self, gr_context *ctx,
                                     const lab_note *note, lab_report *reply)
{
    (void)reply;
    if (self->n++ > 0) {
        return GR_OK; /* called back */
    }
    lab_subject_ask_future future;
    CHECK_CODE(lab_subject_ask_async(actors[1], note, NULL, &future), GR_OK);
    const lab_subject_methods only = { .ask = true };
    CHECK_CODE(lab_subject_process(ctx, &only, &(gr_process_options){ .for_ms = 500 }), GR_OK);
    return lab_end_of(&future);
}

static void processing_opens_a_cycle(void)
{
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        open_actors(seed, 1 + (uint32_t)(seed % 3), 2);
        lab_subject_type type = lab_plain;
        type.ask = process_while_waiting;
        actors[0] = lab_spawn(&type);
        CHECK_CODE(lab_ask(actors[0], "as"), GR_OK);
        CHECK_UINT(n_aborted, 0);
        lab_close();
    }
}

/* ---- full mailboxes ---- */

static gr_code fill_the_other(struct lab_subject_self *self, gr_context *ctx, const lab_note *note)
{
    (void)self;
    CHECK_CODE(gr_sleep(ctx, 5), GR_OK);
    gr_code code = GR_OK;
    for (int i = 0; i < 4 && code == GR_OK; i++) {
        code = lab_subject_drop_oneway(actors[note->number], &(lab_note){ .text = "drop" }, NULL);
        n_aborted += code == GR_ABORTED;
        CHECK(code == GR_OK || code == GR_ABORTED);
    }
    return GR_OK;
}

static void two_full_mailboxes_that_wait_for_each_other_are_a_cycle(void)
{
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        n_aborted = 0;
        lab_open(seed, 1 + (uint32_t)(seed % 3));
        lab_subject_type type = lab_plain;
        type.tell = fill_the_other;
        for (uint32_t i = 0; i < 2; i++) {
            actors[i] = lab_spawn_bounded(&type, 1, 1 << 20);
        }
        for (uint32_t i = 0; i < 2; i++) {
            CHECK_CODE(lab_subject_tell_oneway(actors[i], &(lab_note){ .number = !i }, NULL),
                       GR_OK);
        }
        lab_advance_ms(1000);
        CHECK_UINT(n_aborted, 1);
        CHECK_UINT(lab_logged("lab.Subject.Drop: they wait for each other for ever: lab/"), 1);
        lab_advance_ms(6000);
        CHECK_UINT(n_aborted, 1);
        lab_close();
    }
}

/* ---- stale chains ---- */

static gr_code call_detached_and_time_out(struct lab_subject_self *self, gr_context *ctx,
                                          const lab_note *note, lab_report *reply)
{
    (void)self;
    (void)note;
    (void)reply;
    CHECK_CODE(lab_subject_detach_sync(actors[1], &(lab_note){ .text = "x" },
                                       &(gr_call_options){ .timeout_ms = 20 }, NULL, NULL),
               GR_DEADLINE_EXCEEDED);
    CHECK_CODE(gr_sleep(ctx, 5), GR_OK);
    return lab_subject_ask_sync(actors[2], &(lab_note){ .text = "ds", .sleep_ms = 100 }, NULL, NULL,
                                NULL);
}

static gr_code call_back_late(struct lab_subject_self *self, gr_context *ctx, const lab_note *note,
                              lab_report *reply)
{
    (void)self;
    (void)note;
    (void)reply;
    CHECK_CODE(gr_cleanup_begin(ctx, 1000), GR_OK);
    CHECK_CODE(gr_sleep(ctx, 40), GR_OK);
    lab_trace("%s", gr_code_name(lab_subject_add_sync(actors[0], &(lab_number){ .value = 1 }, NULL,
                                                      NULL, NULL)));
    return GR_OK;
}

/* The caller waits again, but for another: what it waited for then does not count. */
static void a_chain_of_waits_that_are_over_is_no_cycle(void)
{
    open_actors(1, 2, 4);
    lab_subject_type caller = lab_plain;
    caller.ask = call_detached_and_time_out;
    actors[0] = lab_spawn(&caller);
    lab_subject_type late = lab_plain;
    late.detach = call_back_late;
    actors[1] = lab_spawn(&late);
    CHECK_CODE(lab_ask(actors[0], "x"), GR_OK);
    lab_advance_ms(100);
    CHECK_STR(lab_traced(), "OK");
    lab_close();
}

/* ---- starts ---- */

static gr_code start_by_asking(struct lab_started_self *self, gr_context *ctx, const lab_note *args)
{
    (void)self;
    (void)ctx;
    (void)args;
    gr_error error = GR_ERROR_INIT;
    gr_code code = lab_subject_ask_sync(actors[0], &(lab_note){ .text = "x" }, NULL, NULL, &error);
    return gr_forward(ctx, &error) == code ? (note_error(code, &error), code) : GR_INTERNAL;
}

static gr_code on_recall(struct lab_started_self *self, gr_context *ctx, lab_report *reply)
{
    (void)self;
    (void)ctx;
    (void)reply;
    return GR_OK;
}

static const lab_started_type asking_started =
    LAB_STARTED_TYPE(on_, LAB_STARTED_HOOKS(.start = start_by_asking));

static gr_code spawn_one(struct lab_subject_self *self, gr_context *ctx, const lab_note *note,
                         lab_report *reply)
{
    (void)self;
    (void)reply;
    lab_started child;
    return lab_started_spawn(gr_context_node(ctx), &asking_started, note, NULL, &child, NULL);
}

static void a_start_hook_that_calls_its_spawner_is_aborted(void)
{
    open_actors(1, 2, 1);
    lab_subject_type type = lab_plain;
    type.ask = spawn_one;
    actors[0] = lab_spawn(&type);
    CHECK_CODE(lab_ask(actors[0], "x"), GR_ABORTED);
    CHECK_UINT(n_aborted, 1);
    lab_close();
}

GR_SUITE("waits",
         { "a_sync_call_to_oneself_is_aborted_at_once", a_sync_call_to_oneself_is_aborted_at_once },
         { "the_call_that_closes_a_nested_cycle_is_aborted_at_once",
           the_call_that_closes_a_nested_cycle_is_aborted_at_once },
         { "calls_that_close_no_cycle_go_through", calls_that_close_no_cycle_go_through },
         { "a_cycle_of_awaits_is_found_within_a_second",
           a_cycle_of_awaits_is_found_within_a_second },
         { "actors_that_call_each_other_at_once_fail_one_call",
           actors_that_call_each_other_at_once_fail_one_call },
         { "a_wait_for_any_deadlocks_only_if_all_do", a_wait_for_any_deadlocks_only_if_all_do },
         { "fan_out_under_one_chain_is_no_cycle", fan_out_under_one_chain_is_no_cycle },
         { "processing_opens_a_cycle", processing_opens_a_cycle },
         { "two_full_mailboxes_that_wait_for_each_other_are_a_cycle",
           two_full_mailboxes_that_wait_for_each_other_are_a_cycle },
         { "a_chain_of_waits_that_are_over_is_no_cycle",
           a_chain_of_waits_that_are_over_is_no_cycle },
         { "a_start_hook_that_calls_its_spawner_is_aborted",
           a_start_hook_that_calls_its_spawner_is_aborted })
