/* SPDX-License-Identifier: MIT */
/* Actors that call each other at random, in virtual time, beside a graph of who waits for whom that
 * the test keeps: no call is aborted without a cycle, and no cycle stands for longer than a second.
 */
#include <string.h>

#include "lab.h"
#include "sanitize.h"

enum { ACTORS = 6, SEEDS = GRI_TSAN ? 300 : 3000, DRIVERS = 3 };

/* Whom each actor waits for, and since when in us; -1: nobody. And the last it waited for: a wait
 * that ends in the same instant as another fails may have been there. Owned by the test. */
static struct {
    int to;
    int last;
    uint64_t since_us;
    uint64_t ended_us;
} edges[ACTORS];

static lab_subject actors[ACTORS];
static uint64_t dice;
static uint32_t n_aborted;

static uint32_t draw(uint32_t n)
{
    dice = dice * 6364136223846793005ull + 1442695040888963407ull;
    return (uint32_t)(dice >> 33) % n;
}

static uint64_t now_us(void)
{
    return lab_env()->ops->now_ns(lab_env()) / 1000;
}

static int next_of(int at, bool with_last)
{
    bool has_just_ended = with_last && edges[at].to < 0 && edges[at].ended_us == now_us();
    return has_just_ended ? edges[at].last : edges[at].to;
}

/* Whether the edges lead from one to the other; *out_youngest: when the last of them began. */
static bool leads(int from, int to, bool with_last, uint64_t *out_youngest)
{
    *out_youngest = 0;
    for (int at = from, i = 0; i <= ACTORS && at >= 0; i++, at = next_of(at, with_last)) {
        if (at == to) {
            return true;
        }
        if (edges[at].since_us > *out_youngest) {
            *out_youngest = edges[at].since_us;
        }
    }
    return false;
}

static int index_of(gr_context *ctx)
{
    int i = 0;
    while (actors[i].ref.actor != gr_context_self(ctx).actor) {
        i++;
    }
    return i;
}

static gr_code wait_for(gr_context *ctx, int me, int to, const lab_note *note)
{
    const gr_call_options options = { .timeout_ms = draw(3) == 0 ? 20 + draw(300) : 4000 };
    lab_subject_ask_future future;
    if (draw(2) == 0) {
        edges[me].to = to;
        edges[me].since_us = now_us();
        return lab_subject_ask_sync(actors[to], note, &options, NULL, NULL);
    }
    gr_code code = lab_subject_ask_async(actors[to], note, &options, &future);
    if (code != GR_OK) {
        return code;
    }
    if (draw(2) == 0) {
        gr_ignore(gr_sleep(ctx, draw(40))); /* cancelled or not */
    }
    edges[me].to = to;
    edges[me].since_us = now_us();
    return lab_subject_ask_await(&future, NULL, NULL);
}

static void call_somebody(gr_context *ctx, const lab_note *note)
{
    int me = index_of(ctx);
    int to = (int)draw(ACTORS);
    uint64_t youngest_us;
    edges[me].since_us = now_us();
    gr_code code = wait_for(ctx, me, to, &(lab_note){ .text = "", .number = note->number - 1 });
    edges[me].to = -1;
    bool is_aborted = code == GR_ABORTED;
    bool is_cycle = leads(to, me, is_aborted, &youngest_us);
    edges[me].last = edges[me].ended_us == now_us() ? edges[me].last : to; /* the first of them */
    edges[me].ended_us = now_us();
    if (is_aborted) {
        n_aborted++;
        CHECK(is_cycle);
    } else if (is_cycle) {
        youngest_us = edges[me].since_us > youngest_us ? edges[me].since_us : youngest_us;
        CHECK(now_us() < youngest_us + 1000000);
    }
}

static gr_code act(struct lab_subject_self *self, gr_context *ctx, const lab_note *note,
                   lab_report *reply)
{
    (void)self;
    (void)reply;
    for (int i = 0; i < 2 && note->number > 0; i++) {
        uint32_t what = draw(6);
        if (what == 0) {
            gr_ignore(gr_sleep(ctx, draw(60))); /* cancelled or not, as what follows */
        } else if (what == 1) {
            gr_ignore(gr_process(ctx, &(gr_process_options){ .for_ms = 1 + draw(50) }));
        } else {
            call_somebody(ctx, note);
        }
        if (gr_cancelled(ctx) && draw(3) == 0 && gr_cleanup_begin(ctx, 200) == GR_OK) {
            gr_ignore(gr_sleep(ctx, draw(40)));
            call_somebody(ctx, note);
            gr_cleanup_end(ctx);
        }
    }
    return GR_OK;
}

static void run_seed(uint64_t seed)
{
    static lab_subject_type type;
    lab_subject_ask_future futures[DRIVERS];
    const lab_note note = { .text = "", .number = 3 };
    const gr_call_options options = { .timeout_ms = 4000 };
    dice = seed * 77777;
    lab_open(seed, 1 + (uint32_t)(seed % 3));
    type = lab_plain;
    type.ask = act;
    for (uint32_t i = 0; i < ACTORS; i++) {
        actors[i] = lab_spawn(&type);
        edges[i].to = -1;
    }
    for (uint32_t i = 0; i < DRIVERS; i++) {
        CHECK_CODE(lab_subject_ask_async(actors[draw(ACTORS)], &note, &options, &futures[i]),
                   GR_OK);
    }
    lab_advance_ms(20000);
    for (uint32_t i = 0; i < DRIVERS; i++) {
        CHECK(gr_future_is_done(futures[i].future));
        gr_future_drop(&futures[i].future);
    }
    lab_close();
}

static void random_calls_are_aborted_where_there_is_a_cycle_and_only_there(void)
{
    n_aborted = 0;
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        run_seed(seed);
    }
    CHECK(n_aborted > SEEDS / 10);
}

GR_SUITE("waits_random", { "random_calls_are_aborted_where_there_is_a_cycle_and_only_there",
                           random_calls_are_aborted_where_there_is_a_cycle_and_only_there })
