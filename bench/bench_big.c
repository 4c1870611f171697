/* SPDX-License-Identifier: MIT */
/* All to all: each of many actors asks each of the others, by oneways, and all are answered. */
#include "floor/floor.h"
#include "work.h"

enum { TALKERS = 200 };

struct bench_talker_self {
    bench_talker others[TALKERS];
    size_t n_others;
    uint32_t self;
    bool toil;
    bench_talker_talk_call talk;
    uint64_t wanted; /* answers of this round */
    uint64_t rounds; /* after this one */
    uint64_t heard;
};

static gr_code on_meet(struct bench_talker_self *self, gr_context *ctx, const bench_others *request)
{
    gr_code code = request->n_others <= TALKERS ? GR_OK : GR_INVALID_ARGUMENT;
    self->n_others = request->n_others;
    self->self = request->self;
    self->toil = request->toil;
    for (size_t i = 0; i < self->n_others && code == GR_OK; i++) {
        code = bench_others_get_others(gr_context_node(ctx), request, i, &self->others[i]);
    }
    return code;
}

static gr_code ask_all(struct bench_talker_self *self)
{
    const bench_sample sample = { .value = 1, .from = self->self };
    gr_code code = GR_OK;
    self->wanted = self->n_others - 1;
    for (size_t i = 1; i < self->n_others && code == GR_OK; i++) {
        code = bench_talker_ping_oneway(self->others[(self->self + i) % self->n_others], &sample,
                                        NULL);
    }
    return code;
}

static gr_code on_talk(struct bench_talker_self *self, gr_context *ctx, const bench_rounds *request,
                       bench_total *reply)
{
    (void)reply;
    self->heard = 0;
    self->rounds = request->n - 1;
    gr_code code = bench_talker_talk_hold(ctx, &self->talk);
    return code == GR_OK ? ask_all(self) : code;
}

static gr_code on_ping(struct bench_talker_self *self, gr_context *ctx, const bench_sample *request)
{
    (void)ctx;
    if (self->toil) {
        bench_toil();
    }
    if (request->from >= self->n_others) {
        return GR_OUT_OF_RANGE;
    }
    return bench_talker_pong_oneway(self->others[request->from],
                                    &(bench_sample){ .value = request->value }, NULL);
}

static gr_code on_pong(struct bench_talker_self *self, gr_context *ctx, const bench_sample *request)
{
    (void)ctx;
    if (self->toil) {
        bench_toil();
    }
    self->heard += request->value;
    if (--self->wanted > 0) {
        return GR_OK;
    }
    if (self->rounds > 0) {
        self->rounds--;
        return ask_all(self);
    }
    return bench_talker_talk_answer(self->talk, GR_OK, &(bench_total){ .n = self->heard });
}

static const bench_talker_type talker_type = BENCH_TALKER_TYPE(on_, BENCH_TALKER_NO_HOOKS);

/* Owned by main(). */
struct party {
    bench_talker talkers[TALKERS];
    uint32_t n;
};

static uint64_t round_of(uint32_t talkers)
{
    return 2ULL * talkers * (talkers - 1); /* messages */
}

static void gather(gr_node *node, struct party *party, bool toil)
{
    Greenroom__Ref refs[TALKERS], *pointers[TALKERS];
    bench_others others = { .n_others = party->n, .others = pointers, .toil = toil };
    for (uint32_t i = 0; i < party->n; i++) {
        bench_need(bench_talker_spawn(node, &talker_type, NULL, &party->talkers[i], NULL), "spawn");
        bench_need(bench_talker_pack_ref(party->talkers[i], &refs[i]), "pass a ref");
        pointers[i] = &refs[i];
    }
    for (uint32_t i = 0; i < party->n; i++) {
        others.self = i;
        bench_need(bench_talker_meet_sync(party->talkers[i], &others, NULL, NULL), "meet");
    }
}

static uint64_t talk(void *arg, uint64_t n)
{
    const struct party *party = arg;
    const gr_call_options forever = { .timeout_ms = GR_FOREVER };
    const bench_rounds rounds = { .n = n / round_of(party->n) };
    bench_talker_talk_future futures[TALKERS];
    uint64_t heard = 0;
    for (uint32_t i = 0; i < party->n; i++) {
        bench_need(bench_talker_talk_async(party->talkers[i], &rounds, &forever, &futures[i]),
                   "talk");
    }
    for (uint32_t i = 0; i < party->n; i++) {
        bench_total *total;
        bench_need(bench_talker_talk_await(&futures[i], &total, NULL), "talk");
        heard += total->n;
        gr_free(total);
    }
    return heard * 2; /* for each that was heard somebody was asked */
}

static void measure(const char *name, uint32_t workers, uint32_t talkers, bool toil,
                    bench_work *floor)
{
    struct party party = { .n = talkers };
    struct floor_big big = { .actors = talkers, .toils = toil };
    gr_node *node = work_node("bench", workers);
    gather(node, &party, toil);
    bench_time(&(struct bench_row){ .name = name,
                                    .runs = BENCH_MANY_RUNS,
                                    .n = round_of(talkers),
                                    .few = round_of(talkers),
                                    .work = talk,
                                    .arg = &party,
                                    .floor = floor,
                                    .floor_arg = &big });
    work_destroy_node(node);
}

int main(int argc, char **argv)
{
    enum { FEWER = 60 };
    bench_begin(argc, argv);
    measure("big of 200, a message", 1, TALKERS, false, floor_big);
    measure("big of 200, 2 workers, a message", 2, TALKERS, false, floor_big_2);
    measure("big of 60, 1 us each", 1, FEWER, true, floor_big);
    measure("big of 60, 1 us each, 2 workers", 2, FEWER, true, floor_big_2);
    return 0;
}
