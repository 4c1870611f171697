/* SPDX-License-Identifier: MIT */
/* How cost grows with the number of actors: spawning them, oneways to one after the other and at
 * random, the memory of each, and ending them all. Beside the latter, what memory itself costs. */
#include <malloc.h>
#include <stdlib.h>

#include "actors.h"
#include "scale.gr.h"
#include "work.h"

enum {
    AT_ONCE = 1000,
    PAUSE_AFTER = 10000,
    RUNS = 5,
    WALK_MIN = 200000,
    FEW = 1000,
    HERD_MAX = 1000000
};

/* ---- the herder ---- */

struct scale_herder_self {
    bench_counter *herd;
    uint64_t n;
    uint64_t random;
};

static void herder_stop(struct scale_herder_self *self, gr_context *ctx, gr_code reason)
{
    (void)ctx;
    (void)reason;
    free(self->herd);
}

static gr_code on_gather(struct scale_herder_self *self, gr_context *ctx,
                         const bench_total *request)
{
    gr_code code = GR_OK;
    self->random = 1;
    self->herd = calloc(request->n, sizeof(*self->herd));
    if (self->herd == NULL) {
        return GR_RESOURCE_EXHAUSTED;
    }
    for (; self->n < request->n && code == GR_OK; self->n++) {
        code = bench_counter_spawn(gr_context_node(ctx), &work_counter_type, NULL,
                                   &self->herd[self->n], NULL);
        if (code == GR_OK && self->n % PAUSE_AFTER == 0) {
            code = gr_sleep(ctx, 0); /* the worker has other things to do, too */
        }
    }
    return code;
}

static uint64_t random_below(uint64_t *state, uint64_t n)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state % n;
}

static gr_code count_one(bench_counter counter, uint64_t *out_n)
{
    bench_total *total = NULL;
    gr_code code = bench_counter_count_sync(counter, NULL, &total, NULL);
    if (code == GR_OK) {
        *out_n += total->n;
        gr_free(total);
    }
    return code;
}

/* Who was sent the last of some messages is asked, and has its turn behind all others. */
static gr_code on_walk(struct scale_herder_self *self, gr_context *ctx, const scale_tour *request)
{
    bench_sample sample = { .value = 1, .kind = 7 };
    uint64_t next = 0, ignored = 0;
    gr_code code = GR_OK;
    (void)ctx;
    for (uint64_t i = 1; i <= request->n && code == GR_OK; i++) {
        uint64_t at = request->at_random ? random_below(&self->random, self->n) : next;
        next = next + 1 < self->n ? next + 1 : 0;
        code = bench_counter_add_oneway(self->herd[at], &sample, NULL);
        if (code == GR_OK && (i % AT_ONCE == 0 || i == request->n)) {
            code = count_one(self->herd[at], &ignored);
        }
    }
    return code;
}

static gr_code on_tally(struct scale_herder_self *self, gr_context *ctx, bench_total *reply)
{
    gr_code code = GR_OK;
    (void)ctx;
    for (uint64_t i = 0; i < self->n && code == GR_OK; i++) {
        code = count_one(self->herd[i], &reply->n);
    }
    return code;
}

static const scale_herder_type herder_type =
    SCALE_HERDER_TYPE(on_, SCALE_HERDER_HOOKS(.stop = herder_stop));

/* ---- what memory costs ---- */

/* A word of each of so many stretches of memory at random. */
static double touch_memory(uint64_t n, uint64_t bytes, uint64_t touches)
{
    uint64_t words = bytes / sizeof(uint64_t), random = 1;
    uint64_t *memory = bench_new(n * words, sizeof(*memory));
    for (uint64_t i = 0; i < n; i++) {
        memory[i * words] = 1;
    }
    uint64_t began_ns = bench_now_ns();
    for (uint64_t i = 0; i < touches; i++) {
        /* The next place depends on what is in this one: nothing is fetched ahead. */
        random += memory[random_below(&random, n) * words] - 1;
    }
    uint64_t took_ns = bench_now_ns() - began_ns;
    free(memory);
    bench_need(random != 0 ? GR_OK : GR_INTERNAL, "touch memory");
    return (double)took_ns / (double)touches;
}

/* ---- main ---- */

struct herd {
    scale_herder herder;
    uint64_t n;
    uint64_t sent;
};

static const gr_call_options patient = { .timeout_ms = GR_FOREVER };

static void walk(const char *curve, struct herd *herd, bool at_random)
{
    struct bench_values took = { .n = bench_runs(RUNS) };
    uint64_t n = bench_count(herd->n > WALK_MIN ? herd->n : WALK_MIN, FEW);
    gr_error error = GR_ERROR_INIT;
    for (int i = -1; i < took.n; i++) { /* the first one warms up */
        const scale_tour request = { .n = n, .at_random = at_random };
        uint64_t began_ns = bench_now_ns();
        bench_need_call(scale_herder_walk_sync(herd->herder, &request, &patient, &error), "walk",
                        &error);
        if (i >= 0) {
            took.at[i] = (double)(bench_now_ns() - began_ns) / (double)n;
        }
        herd->sent += n;
    }
    bench_print_point(curve, herd->n, BENCH_NS, &took);
}

static void tally(struct herd *herd)
{
    bench_total *total = NULL;
    gr_error error = GR_ERROR_INIT;
    bench_need_call(scale_herder_tally_sync(herd->herder, &patient, &total, &error), "tally",
                    &error);
    bench_need(total->n == herd->sent ? GR_OK : GR_DATA_LOSS, "reach every actor");
    gr_free(total);
}

static double ns_each(uint64_t began_ns, uint64_t n)
{
    return (double)(bench_now_ns() - began_ns) / (double)n;
}

static void gather(const struct herd *herd)
{
    gr_error error = GR_ERROR_INIT;
    uint64_t began_ns = bench_now_ns();
    gr_code code =
        scale_herder_gather_sync(herd->herder, &(bench_total){ .n = herd->n }, &patient, &error);
    bench_need_call(code, "gather", &error);
    bench_print_one("spawn", herd->n, BENCH_NS, ns_each(began_ns, herd->n));
}

/* Without the refs to them; of a few actors it says more about pages than about these. */
static void weigh(const struct herd *herd, uint64_t bytes_before)
{
    double bytes = (double)bench_resident_bytes() - (double)bytes_before;
    if (herd->n >= FEW) {
        bench_print_one("memory of an actor", herd->n, BENCH_BYTES,
                        bytes / (double)herd->n - sizeof(bench_counter));
    }
}

static void measure(uint64_t n)
{
    struct herd herd = { .n = n };
    malloc_trim(0); /* what the herd before this one had */
    gr_node *node = work_node("bench", 1);
    bench_need(scale_herder_spawn(node, &herder_type, NULL, &herd.herder, NULL), "spawn");
    uint64_t bytes = bench_resident_bytes();
    gather(&herd);
    walk("oneway, in turns", &herd, false);
    walk("oneway, at random", &herd, true);
    tally(&herd);
    weigh(&herd, bytes);
    uint64_t began_ns = bench_now_ns();
    work_destroy_node(node);
    bench_print_one("end", n, BENCH_NS, ns_each(began_ns, n));
    bench_print_one("256 bytes of memory, at random", n, BENCH_NS,
                    touch_memory(n, 256, bench_count(1000000, FEW)));
}

int main(int argc, char **argv)
{
    bench_begin(argc, argv);
    for (uint64_t n = 1; n <= bench_count(HERD_MAX, FEW); n *= 10) {
        measure(n);
    }
    return 0;
}
