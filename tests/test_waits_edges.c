/* SPDX-License-Identifier: MIT */
/* What is an edge of a wait cycle, and what is none: held calls, waits that are over, outer calls,
 * waits for several; and which cycles are left to the deadlines. In virtual time. */
#include <string.h>

#include "lab.h"

enum { SEEDS = 10, RING = 40, MANY = 65 };

/* Owned by the test that runs. */
static lab_subject actors[RING];
static uint32_t n_aborted;
static uint32_t n_ran;
static gr_call held_call;

static uint64_t now_ms(void)
{
    return lab_env()->ops->now_ns(lab_env()) / 1000000;
}

static void open_lab(uint64_t seed)
{
    n_aborted = 0;
    n_ran = 0;
    lab_open(seed, 1 + (uint32_t)(seed % 3));
}

static gr_code note_code(gr_code code)
{
    n_aborted += code == GR_ABORTED;
    lab_trace("%s", gr_code_name(code));
    return code;
}

/* `tell` one to the actor with that index. */
static void tell(uint32_t whom, int64_t number, uint32_t sleep_ms)
{
    const lab_note note = { .number = number, .sleep_ms = sleep_ms };
    CHECK_CODE(lab_subject_tell_oneway(actors[whom], &note, NULL), GR_OK);
}

/* ---- an aborted call ---- */

static gr_code count_runs(struct lab_subject_self *self, gr_context *ctx, const lab_note *note,
                          lab_report *reply)
{
    (void)self;
    (void)ctx;
    (void)note;
    (void)reply;
    n_ran++;
    return GR_OK;
}

static gr_code ask_the_other(struct lab_subject_self *self, gr_context *ctx, const lab_note *note)
{
    (void)self;
    CHECK_CODE(gr_sleep(ctx, 5), GR_OK);
    gr_ignore(
        note_code(lab_subject_ask_sync(actors[note->number], &(lab_note){ 0 }, NULL, NULL, NULL)));
    return GR_OK;
}

static void an_aborted_call_does_not_run_afterwards(void)
{
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        open_lab(seed);
        lab_subject_type type = lab_plain;
        type.ask = count_runs;
        type.tell = ask_the_other;
        for (uint32_t i = 0; i < 2; i++) {
            actors[i] = lab_spawn(&type);
        }
        tell(0, 1, 0);
        tell(1, 0, 0);
        lab_advance_ms(2000);
        CHECK_UINT(n_aborted, 1);
        CHECK_UINT(n_ran, 1); /* the other one */
        lab_close();
    }
}

/* ---- stale steps ---- */

static bool by_detach;

static gr_code ask_the_second(struct lab_subject_self *self, gr_context *ctx, const lab_note *note,
                              lab_report *reply)
{
    (void)ctx;
    (void)reply;
    if (self->n++ > 0) {
        return GR_OK; /* called back */
    }
    gr_code code = lab_subject_ask_sync(actors[1], note, NULL, NULL, NULL);
    n_aborted += code == GR_ABORTED;
    return code;
}

static gr_code give_up_on_the_third(struct lab_subject_self *self, gr_context *ctx,
                                    const lab_note *note, lab_report *reply)
{
    (void)self;
    (void)reply;
    const gr_call_options options = { .timeout_ms = 20 };
    gr_code code = by_detach ? lab_subject_detach_sync(actors[2], note, &options, NULL, NULL)
                             : lab_subject_ask_sync(actors[2], note, &options, NULL, NULL);
    CHECK_CODE(code, GR_DEADLINE_EXCEEDED);
    return gr_sleep(ctx, 100); /* and goes on by itself */
}

static gr_code add_at_the_first(void)
{
    return note_code(
        lab_subject_add_sync(actors[0], &(lab_number){ .value = 1 }, NULL, NULL, NULL));
}

static gr_code call_the_first_late(struct lab_subject_self *self, gr_context *ctx,
                                   const lab_note *note, lab_report *reply)
{
    (void)self;
    (void)note;
    (void)reply;
    if (gr_sleep(ctx, 40) == GR_CANCELLED) { /* an ask: its deadline has passed */
        CHECK_CODE(gr_cleanup_begin(ctx, 1000), GR_OK);
        CHECK_CODE(gr_sleep(ctx, 20), GR_OK);
    }
    gr_ignore(add_at_the_first());
    return GR_OK;
}

/* The first waits for the second, which does not wait for the third any more. */
static void check_stale(bool detach)
{
    by_detach = detach;
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        open_lab(seed);
        lab_subject_type first = lab_plain;
        lab_subject_type second = lab_plain;
        lab_subject_type third = lab_plain;
        first.ask = ask_the_second;
        second.ask = give_up_on_the_third;
        third.ask = call_the_first_late;
        third.detach = call_the_first_late;
        actors[0] = lab_spawn(&first);
        actors[1] = lab_spawn(&second);
        actors[2] = lab_spawn(&third);
        CHECK_CODE(lab_ask(actors[0], "x"), GR_OK);
        lab_advance_ms(300);
        CHECK_STR(lab_traced(), "OK");
        lab_close();
    }
}

static void a_stale_step_in_the_middle_of_a_chain_accuses_nobody(void)
{
    check_stale(true);
    check_stale(false);
}

/* ---- held calls ---- */

static gr_code wait_for_the_second(struct lab_subject_self *self, gr_context *ctx,
                                   const lab_note *note, lab_report *reply)
{
    (void)self;
    (void)ctx;
    (void)reply;
    return lab_subject_wait_sync(actors[1], note, NULL, NULL, NULL);
}

/* The third will answer it. */
static gr_code hold_for_the_third(struct lab_subject_self *self, gr_context *ctx,
                                  const lab_note *note, lab_report *reply)
{
    (void)self;
    (void)reply;
    lab_subject_wait_call call;
    gr_code code = lab_subject_wait_hold(ctx, &call);
    held_call = call.call;
    CHECK_CODE(lab_subject_tell_oneway(actors[2], note, NULL), GR_OK);
    return code;
}

static gr_code hold_and_call_the_first(struct lab_subject_self *self, gr_context *ctx,
                                       const lab_note *note, lab_report *reply)
{
    gr_code code = hold_for_the_third(self, ctx, note, reply);
    gr_ignore(add_at_the_first());
    return code;
}

static gr_code answer_for_the_second(struct lab_subject_self *self, gr_context *ctx,
                                     const lab_note *note)
{
    (void)self;
    CHECK_CODE(gr_sleep(ctx, note->sleep_ms), GR_OK);
    lab_subject_wait_call call = { held_call };
    return lab_subject_wait_answer(call, GR_OK, &(lab_report){ .text = (char *)"" });
}

static gr_code tell_the_first(struct lab_subject_self *self, gr_context *ctx, const lab_note *note)
{
    (void)self;
    (void)ctx;
    (void)note;
    gr_ignore(add_at_the_first());
    return GR_OK;
}

static void open_held(uint64_t seed, const lab_subject_type *second)
{
    static lab_subject_type first;
    static lab_subject_type third;
    open_lab(seed);
    first = lab_plain;
    third = lab_plain;
    first.ask = wait_for_the_second;
    third.tell = answer_for_the_second;
    actors[0] = lab_spawn(&first);
    actors[1] = lab_spawn(second);
    actors[2] = lab_spawn(&third);
}

static void a_handler_that_holds_its_call_may_call_its_caller(void)
{
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        lab_subject_type second = lab_plain;
        second.wait = hold_and_call_the_first;
        open_held(seed, &second);
        const lab_note note = { .sleep_ms = 900 };
        CHECK_CODE(lab_subject_ask_sync(actors[0], &note, NULL, NULL, NULL), GR_OK);
        lab_advance_ms(100);
        CHECK_STR(lab_traced(), "OK");
        lab_close();
    }
}

/* The first waits for a call that the second holds, and the second for the first meanwhile. */
static void a_held_call_is_no_edge(void)
{
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        lab_subject_type second = lab_plain;
        second.wait = hold_for_the_third;
        second.tell = tell_the_first;
        open_held(seed, &second);
        lab_subject_ask_future future;
        CHECK_CODE(lab_subject_ask_async(actors[0], &(lab_note){ .sleep_ms = 900 }, NULL, &future),
                   GR_OK);
        lab_advance_ms(5);
        tell(1, 0, 0);
        lab_advance_ms(2000);
        CHECK_STR(lab_traced(), "OK");
        CHECK_CODE(lab_end_of(&future), GR_OK);
        lab_close();
    }
}

/* ---- outer calls ---- */

static gr_code process(struct lab_subject_self *self, gr_context *ctx, const lab_note *note,
                       lab_report *reply)
{
    (void)self;
    (void)note;
    (void)reply;
    return gr_process(ctx, &(gr_process_options){ .for_ms = 100 });
}

/* An await has no chain. */
static gr_code await_the_first(struct lab_subject_self *self, gr_context *ctx, const lab_note *note)
{
    (void)self;
    (void)ctx;
    (void)note;
    lab_subject_ask_future future;
    CHECK_CODE(lab_subject_ask_async(actors[0], &(lab_note){ 0 }, NULL, &future), GR_OK);
    gr_ignore(note_code(lab_subject_ask_await(&future, NULL, NULL)));
    return GR_OK;
}

/* The first waits for the second, which processes a oneway whose handler waits for the first. */
static void check_outer(gr_code (*nested)(struct lab_subject_self *self, gr_context *ctx,
                                          const lab_note *note),
                        uint64_t within_ms)
{
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        open_lab(seed);
        lab_subject_type first = lab_plain;
        lab_subject_type second = lab_plain;
        first.ask = ask_the_second;
        second.ask = process;
        second.tell = nested;
        actors[0] = lab_spawn(&first);
        actors[1] = lab_spawn(&second);
        lab_subject_ask_future future = lab_ask_later(actors[0], "x");
        lab_advance_ms(5);
        tell(1, 0, 0);
        lab_advance_ms(within_ms);
        CHECK_UINT(n_aborted, 1);
        (void)lab_end_of(&future);
        lab_close();
    }
}

static void a_nested_handler_may_not_call_who_waits_for_the_outer_one(void)
{
    check_outer(tell_the_first, 1);
}

static void a_probe_passes_through_an_outer_call(void)
{
    check_outer(await_the_first, 1000);
}

/* ---- any of several ---- */

static uint64_t ended_ms;

/* Any of `n` calls: the last to the third, the others to the second. */
static gr_code wait_for_any(uint32_t n)
{
    lab_subject_ask_future futures[MANY];
    gr_future *all[MANY] = { NULL };
    size_t which;
    const gr_call_options options = { .timeout_ms = GR_FOREVER };
    for (uint32_t i = 0; i < n; i++) {
        lab_subject to = actors[i + 1 < n ? 1 : 2];
        CHECK_CODE(lab_subject_ask_async(to, &(lab_note){ 0 }, &options, &futures[i]), GR_OK);
        all[i] = futures[i].future;
    }
    gr_code code = gr_future_wait_any(all, n, GR_FOREVER, &which);
    ended_ms = now_ms();
    for (uint32_t i = 0; i < n; i++) {
        gr_future_drop(&futures[i].future);
    }
    return code;
}

static gr_code wait_any_of(struct lab_subject_self *self, gr_context *ctx, const lab_note *note)
{
    (void)self;
    (void)ctx;
    gr_ignore(note_code(wait_for_any((uint32_t)note->number)));
    return GR_OK;
}

/* After a while it asks the first, for `number` ms; and then it goes on for a while by itself. */
static gr_code ask_the_first(struct lab_subject_self *self, gr_context *ctx, const lab_note *note)
{
    (void)self;
    const gr_call_options options = { .timeout_ms = (uint32_t)note->number };
    CHECK_CODE(gr_sleep(ctx, note->sleep_ms), GR_OK);
    gr_ignore(lab_subject_add_sync(actors[0], &(lab_number){ 0 }, &options, NULL, NULL));
    return gr_sleep(ctx, 1000);
}

static void open_any(uint64_t seed)
{
    static lab_subject_type any;
    static lab_subject_type other;
    open_lab(seed);
    any = lab_plain;
    other = lab_plain;
    any.tell = wait_any_of;
    other.tell = ask_the_first;
    actors[0] = lab_spawn(&any);
    actors[1] = lab_spawn(&other);
    actors[2] = lab_spawn(&other);
    (void)lab_traced();
}

static void a_wait_for_any_that_others_close_later_is_found_within_a_second(void)
{
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        open_any(seed);
        uint64_t closed_ms = now_ms() + 13000;
        tell(1, GR_FOREVER, 50);
        tell(2, GR_FOREVER, 13000);
        lab_advance_ms(1);
        tell(0, 2, 0);
        lab_advance_ms(14100);
        CHECK_UINT(n_aborted, 1);
        CHECK(ended_ms >= closed_ms && ended_ms <= closed_ms + 1000);
        lab_close();
    }
}

/* The second waits for the first when it is asked first, the third only when it is asked again. */
static void what_came_back_in_an_earlier_round_does_not_count(void)
{
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        open_any(seed);
        tell(1, 260, 5);
        tell(2, 4000, 300);
        lab_advance_ms(1);
        tell(0, 2, 0);
        lab_advance_ms(1100);
        CHECK_UINT(n_aborted, 0);
        lab_advance_ms(4000);
        CHECK_UINT(n_aborted, 0);
        CHECK(strstr(lab_traced(), "OK") != NULL); /* the second has answered */
        lab_close();
    }
}

/* All but the last can never answer; that one is beyond what is followed. */
static void a_wait_for_any_of_more_than_64_is_left_to_its_deadlines(void)
{
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        open_any(seed);
        tell(1, GR_FOREVER, 5);
        tell(2, 1, 1500);
        lab_advance_ms(1);
        tell(0, MANY, 0);
        lab_advance_ms(4000);
        CHECK_UINT(n_aborted, 0);
        CHECK(strstr(lab_traced(), "OK") != NULL);
        lab_close();
    }
}

/* ---- all of several ---- */

static gr_code wait_for_all(struct lab_subject_self *self, gr_context *ctx, const lab_note *note)
{
    (void)self;
    (void)ctx;
    (void)note;
    lab_subject_ask_future one;
    lab_subject_ask_future other;
    CHECK_CODE(
        lab_subject_ask_async(actors[1], &(lab_note){ .text = "", .sleep_ms = 3000 }, NULL, &one),
        GR_OK);
    CHECK_CODE(lab_subject_ask_async(actors[2], &(lab_note){ 0 }, NULL, &other), GR_OK);
    gr_future *both[] = { one.future, other.future };
    gr_ignore(note_code(gr_future_wait_all(both, 2, GR_FOREVER)));
    gr_future_drop(&one.future);
    gr_future_drop(&other.future);
    return GR_OK;
}

static gr_code add_there(struct lab_subject_self *self, gr_context *ctx, const lab_note *note,
                         lab_report *reply)
{
    (void)self;
    (void)ctx;
    (void)note;
    (void)reply;
    gr_ignore(add_at_the_first());
    return GR_OK;
}

/* It can never end from the beginning; that is seen when it waits for the one that cannot. */
static void a_wait_for_all_is_followed_through_the_first_that_is_open(void)
{
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        open_lab(seed);
        lab_subject_type all = lab_plain;
        lab_subject_type other = lab_plain;
        all.tell = wait_for_all;
        other.ask = add_there;
        actors[0] = lab_spawn(&all);
        actors[1] = lab_spawn(&lab_plain);
        actors[2] = lab_spawn(&other);
        tell(0, 0, 0);
        lab_advance_ms(2990);
        CHECK_UINT(n_aborted, 0);
        lab_advance_ms(1010);
        CHECK_UINT(n_aborted, 1);
        lab_advance_ms(5000);
        CHECK_UINT(n_aborted, 1);
        lab_close();
    }
}

/* ---- starts ---- */

struct lab_started_self {
    char unused;
};

static gr_code await_the_spawner(struct lab_started_self *self, gr_context *ctx,
                                 const lab_note *args)
{
    (void)self;
    (void)ctx;
    (void)args;
    lab_subject_add_future future;
    CHECK_CODE(lab_subject_add_async(actors[0], &(lab_number){ 0 }, NULL, &future), GR_OK);
    return note_code(lab_subject_add_await(&future, NULL, NULL));
}

static gr_code on_recall(struct lab_started_self *self, gr_context *ctx, lab_report *reply)
{
    (void)self;
    (void)ctx;
    (void)reply;
    return GR_OK;
}

static const lab_started_type awaiting =
    LAB_STARTED_TYPE(on_, LAB_STARTED_HOOKS(.start = await_the_spawner));

static gr_code spawn_one(struct lab_subject_self *self, gr_context *ctx, const lab_note *note,
                         lab_report *reply)
{
    (void)self;
    (void)reply;
    lab_started child;
    return lab_started_spawn(gr_context_node(ctx), &awaiting, note,
                             &(gr_spawn_options){ .timeout_ms = 1500 }, &child, NULL);
}

static void a_start_hook_that_awaits_its_spawner_ends_by_its_deadline(void)
{
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        open_lab(seed);
        lab_subject_type type = lab_plain;
        type.ask = spawn_one;
        actors[0] = lab_spawn(&type);
        CHECK_CODE(lab_ask(actors[0], "x"), GR_DEADLINE_EXCEEDED);
        lab_advance_ms(10);
        CHECK_UINT(n_aborted, 0);
        CHECK(lab_traced()[0] != '\0');
        CHECK_UINT(lab_stats().actors, 1);
        lab_close();
    }
}

/* ---- a ring longer than a probe's path ---- */

static gr_code await_the_next(struct lab_subject_self *self, gr_context *ctx, const lab_note *note)
{
    (void)self;
    lab_subject_ask_future future;
    CHECK_CODE(gr_sleep(ctx, 5), GR_OK);
    CHECK_CODE(
        lab_subject_ask_async(actors[note->number], &(lab_note){ .text = "" }, NULL, &future),
        GR_OK);
    gr_ignore(note_code(lab_subject_ask_await(&future, NULL, NULL)));
    return GR_OK;
}

static void check_ring(uint32_t n, uint32_t wanted)
{
    open_lab(1);
    lab_subject_type type = lab_plain;
    type.tell = await_the_next;
    for (uint32_t i = 0; i < n; i++) {
        actors[i] = lab_spawn(&type);
    }
    for (uint32_t i = 0; i < n; i++) {
        tell(i, (i + 1) % n, 0);
    }
    lab_advance_ms(1200);
    CHECK_UINT(n_aborted, wanted);
    lab_advance_ms(6000);
    CHECK_UINT(n_aborted, wanted);
    lab_close();
}

static void a_ring_of_32_is_found_and_a_longer_one_is_left_to_its_deadlines(void)
{
    check_ring(32, 1);
    check_ring(33, 0);
    check_ring(RING, 0);
}

GR_SUITE("waits_edges",
         { "an_aborted_call_does_not_run_afterwards", an_aborted_call_does_not_run_afterwards },
         { "a_stale_step_in_the_middle_of_a_chain_accuses_nobody",
           a_stale_step_in_the_middle_of_a_chain_accuses_nobody },
         { "a_handler_that_holds_its_call_may_call_its_caller",
           a_handler_that_holds_its_call_may_call_its_caller },
         { "a_held_call_is_no_edge", a_held_call_is_no_edge },
         { "a_nested_handler_may_not_call_who_waits_for_the_outer_one",
           a_nested_handler_may_not_call_who_waits_for_the_outer_one },
         { "a_probe_passes_through_an_outer_call", a_probe_passes_through_an_outer_call },
         { "a_wait_for_any_that_others_close_later_is_found_within_a_second",
           a_wait_for_any_that_others_close_later_is_found_within_a_second },
         { "what_came_back_in_an_earlier_round_does_not_count",
           what_came_back_in_an_earlier_round_does_not_count },
         { "a_wait_for_any_of_more_than_64_is_left_to_its_deadlines",
           a_wait_for_any_of_more_than_64_is_left_to_its_deadlines },
         { "a_wait_for_all_is_followed_through_the_first_that_is_open",
           a_wait_for_all_is_followed_through_the_first_that_is_open },
         { "a_start_hook_that_awaits_its_spawner_ends_by_its_deadline",
           a_start_hook_that_awaits_its_spawner_ends_by_its_deadline },
         { "a_ring_of_32_is_found_and_a_longer_one_is_left_to_its_deadlines",
           a_ring_of_32_is_found_and_a_longer_one_is_left_to_its_deadlines })
