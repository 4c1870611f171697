/* SPDX-License-Identifier: MIT */
/* The virtual env that the other tests stand on: its clock, its choice of runners, its network and
 * the network's faults. One thread. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "support/sim.h"
#include "support/suite.h"
#include "transport.h"

#define MS UINT64_C(1000000)

static const char url[] = "ipc://back";

/* --- runners ---------------------------------------------------------------------------------- */

/* Owned by its test. Does `work` rounds, then waits for each of its deadlines. */
struct busy {
    struct gri_runner runner;
    gri_env *env;
    unsigned work, rounds, fired;
    uint64_t next_ns, every_ns;
    uint64_t last_ns; /* when the latest deadline fired */
};

static struct busy *busy_of(struct gri_runner *runner)
{
    return GRI_CONTAINER(runner, struct busy, runner);
}

static bool busy_run(struct gri_runner *runner)
{
    struct busy *busy = busy_of(runner);
    uint64_t now_ns = busy->env->ops->now_ns(busy->env);
    if (busy->next_ns <= now_ns) {
        busy->fired++;
        busy->last_ns = now_ns;
        busy->next_ns = busy->every_ns > 0 ? busy->next_ns + busy->every_ns : UINT64_MAX;
        return true;
    }
    if (busy->rounds < busy->work) {
        busy->rounds++;
        return true;
    }
    return false;
}

static uint64_t busy_next_ns(struct gri_runner *runner)
{
    return busy_of(runner)->next_ns;
}

static void busy_attach(struct busy *busy, gri_env *env)
{
    busy->runner = (struct gri_runner){ busy_run, busy_next_ns, { NULL, NULL } };
    busy->env = env;
    env->ops->attach(env, &busy->runner);
}

static void busy_detach(struct busy *busy)
{
    busy->env->ops->detach(busy->env, &busy->runner);
}

static void test_empty(void)
{
    gri_env *env = sim_create(1);
    CHECK_UINT(env->ops->now_ns(env), 1000 * MS);
    CHECK(!env->ops->step(env));
    CHECK_UINT(env->ops->now_ns(env), 1000 * MS);
    sim_destroy(env);
}

static void test_work_takes_no_time(void)
{
    gri_env *env = sim_create(1);
    struct busy a = { .work = 5, .next_ns = UINT64_MAX }, b = { .work = 3, .next_ns = UINT64_MAX };
    busy_attach(&a, env);
    busy_attach(&b, env);
    unsigned steps = 0;
    while (env->ops->step(env)) {
        steps++;
    }
    CHECK_UINT(steps, 8);
    CHECK_UINT(a.rounds, 5);
    CHECK_UINT(b.rounds, 3);
    CHECK_UINT(env->ops->now_ns(env), 1000 * MS);
    busy_detach(&a);
    busy_detach(&b);
    sim_destroy(env);
}

static void test_deadlines(void)
{
    gri_env *env = sim_create(1);
    struct busy a = { .next_ns = 1007 * MS }, b = { .next_ns = 1003 * MS };
    busy_attach(&a, env);
    busy_attach(&b, env);
    while (env->ops->step(env)) {
    }
    CHECK_UINT(b.last_ns, 1003 * MS);
    CHECK_UINT(a.last_ns, 1007 * MS);
    CHECK_UINT(a.fired + b.fired, 2);
    CHECK_UINT(env->ops->now_ns(env), 1007 * MS);
    busy_detach(&a);
    busy_detach(&b);
    sim_destroy(env);
}

static void test_advance(void)
{
    gri_env *env = sim_create(1);
    struct busy a = { .next_ns = 1010 * MS, .every_ns = 10 * MS };
    busy_attach(&a, env);
    sim_advance(env, 9 * MS);
    CHECK_UINT(a.fired, 0);
    CHECK_UINT(env->ops->now_ns(env), 1009 * MS);
    sim_advance(env, MS);
    CHECK_UINT(a.fired, 1);
    sim_advance(env, 95 * MS);
    CHECK_UINT(a.fired, 10);
    CHECK_UINT(env->ops->now_ns(env), 1105 * MS);
    busy_detach(&a);
    sim_destroy(env);
}

static void test_settle_waits_for_no_deadline(void)
{
    gri_env *env = sim_create(1);
    struct busy a = { .work = 3, .next_ns = 1010 * MS };
    busy_attach(&a, env);
    sim_settle(env);
    CHECK_UINT(a.rounds, 3);
    CHECK_UINT(a.fired, 0);
    CHECK_UINT(env->ops->now_ns(env), 1000 * MS);
    busy_detach(&a);
    sim_destroy(env);
}

/* Says that its deadline is due, and sees it a little later. */
static bool early_run(struct gri_runner *runner)
{
    struct busy *busy = busy_of(runner);
    if (busy->fired > 0 || busy->env->ops->now_ns(busy->env) < 1002 * MS) {
        return false;
    }
    busy->fired++;
    busy->next_ns = UINT64_MAX;
    return true;
}

static void test_early_deadline(void)
{
    gri_env *env = sim_create(1);
    struct busy a = { .next_ns = 1001 * MS };
    busy_attach(&a, env);
    a.runner.run = early_run;
    while (env->ops->step(env)) {
    }
    CHECK_UINT(a.fired, 1);
    busy_detach(&a);
    sim_destroy(env);
}

static bool run_and_leave(struct gri_runner *runner)
{
    busy_detach(busy_of(runner));
    memset(busy_of(runner), 0, sizeof(struct busy));
    return false;
}

static void test_detach_inside_run(void)
{
    gri_env *env = sim_create(1);
    struct busy all[5] = { 0 };
    for (size_t i = 0; i < 5; i++) {
        all[i].next_ns = UINT64_MAX;
        busy_attach(&all[i], env);
        all[i].runner.run = run_and_leave;
    }
    while (env->ops->step(env)) {
    }
    sim_destroy(env);
}

/* Which of three runners runs, as digits in base 3. */
static uint64_t order_of_runs(uint64_t seed)
{
    gri_env *env = sim_create(seed);
    struct busy all[3];
    unsigned before[3] = { 0 };
    uint64_t order = 0;
    for (size_t i = 0; i < 3; i++) {
        all[i] = (struct busy){ .work = 10, .next_ns = UINT64_MAX };
        busy_attach(&all[i], env);
    }
    while (env->ops->step(env)) {
        for (size_t i = 0; i < 3; i++) {
            order = all[i].rounds > before[i] ? order * 3 + i : order;
            before[i] = all[i].rounds;
        }
    }
    for (size_t i = 0; i < 3; i++) {
        busy_detach(&all[i]);
    }
    sim_destroy(env);
    return order;
}

static void test_seeds(void)
{
    CHECK_UINT(order_of_runs(7), order_of_runs(7));
    CHECK(order_of_runs(7) != order_of_runs(8));
}

static void test_chance(void)
{
    gri_env *a = sim_create(3), *b = sim_create(3), *c = sim_create(4);
    uint32_t seen = 0;
    uint64_t first = a->ops->random(a);
    CHECK_UINT(b->ops->random(b), first);
    CHECK(c->ops->random(c) != first);
    CHECK(a->ops->random(a) != first);
    for (int i = 0; i < 200; i++) {
        uint32_t chosen = a->ops->choose(a, 5);
        CHECK(chosen < 5);
        seen |= UINT32_C(1) << chosen;
        CHECK_UINT(a->ops->choose(a, 1), 0);
    }
    CHECK_UINT(seen, 31);
    sim_destroy(a);
    sim_destroy(b);
    sim_destroy(c);
}

/* --- the network ------------------------------------------------------------------------------ */

/* One end, owned by its test. */
struct end {
    gri_env *env;
    gri_stream *stream;
    uint8_t buf[1000];
    bool keeps_receiving, closes_itself;
    size_t received_bytes, wrong_bytes;
    unsigned receives, sends, closeds, after_closed;
    gr_code receive_code, send_code;
    uint64_t last_ns;
};

struct pair {
    gri_env *env;
    gri_listener *listener;
    gri_dialer *dialer;
    struct end here, there;
    unsigned dials, accepts;
    gr_code code;
    char why[64];
};

static const struct gri_transport_ops *net_of(gri_env *env)
{
    return env->ops->transport;
}

static void note(struct end *end)
{
    end->after_closed += end->closeds;
    end->last_ns = end->env->ops->now_ns(end->env);
}

static void end_recv(struct end *end)
{
    net_of(end->env)->stream_recv(end->stream, end->buf, sizeof end->buf);
}

static void end_close(struct end *end)
{
    net_of(end->env)->stream_close(end->stream);
}

static void on_received(void *arg, gr_code code, size_t n)
{
    struct end *end = arg;
    note(end);
    end->receives++;
    end->receive_code = code;
    for (size_t i = 0; i < n; i++) {
        end->wrong_bytes += end->buf[i] != (uint8_t)((end->received_bytes + i) * 7);
    }
    end->received_bytes += n;
    if (end->closes_itself) {
        end_close(end);
    } else if (code == GR_OK && end->keeps_receiving) {
        end_recv(end);
    }
}

static void on_sent(void *arg, gr_code code)
{
    struct end *end = arg;
    note(end);
    end->sends++;
    end->send_code = code;
}

static void on_closed(void *arg)
{
    struct end *end = arg;
    note(end);
    end->closeds++;
}

static const struct gri_stream_events end_events = { on_received, on_sent, on_closed };

static void end_start(struct end *end, gri_env *env, gri_stream *stream)
{
    end->env = env;
    end->stream = stream;
    net_of(env)->stream_start(stream, &end_events, end);
}

static void on_accepted(void *arg, gri_stream *stream)
{
    struct pair *pair = arg;
    pair->accepts++;
    end_start(&pair->there, pair->env, stream);
}

static void on_dialed(void *arg, gr_code code, gri_stream *stream, const char *why)
{
    struct pair *pair = arg;
    pair->dials++;
    pair->code = code;
    strncpy(pair->why, why, sizeof pair->why - 1);
    if (code == GR_OK) {
        end_start(&pair->here, pair->env, stream);
    }
}

static struct pair *new_pair(uint64_t seed)
{
    struct pair *pair = calloc(1, sizeof *pair);
    pair->env = sim_create(seed);
    return pair;
}

static void pair_listen(struct pair *pair)
{
    CHECK_CODE(
        net_of(pair->env)->listen(pair->env, url, on_accepted, pair, &pair->listener, NULL, 0),
        GR_OK);
}

static void pair_dial(struct pair *pair)
{
    CHECK_CODE(net_of(pair->env)->dial(pair->env, url, on_dialed, pair, &pair->dialer, NULL, 0),
               GR_OK);
}

static struct pair *connected_pair(uint64_t seed)
{
    struct pair *pair = new_pair(seed);
    pair_listen(pair);
    pair_dial(pair);
    sim_settle(pair->env);
    CHECK_UINT(pair->accepts, 1);
    CHECK_UINT(pair->dials, 1);
    CHECK_CODE(pair->code, GR_OK);
    return pair;
}

static void free_end(struct end *end)
{
    if (end->stream == NULL) {
        return;
    }
    if (end->closeds == 0) {
        end_close(end);
        sim_settle(end->env);
    }
    CHECK_UINT(end->closeds, 1);
    CHECK_UINT(end->after_closed, 0);
    CHECK_UINT(end->wrong_bytes, 0);
}

static void free_pair(struct pair *pair)
{
    free_end(&pair->here);
    free_end(&pair->there);
    net_of(pair->env)->dialer_destroy(pair->dialer);
    net_of(pair->env)->listener_destroy(pair->listener);
    sim_destroy(pair->env);
    free(pair);
}

static void end_send(struct end *end, const void *bytes, size_t len)
{
    net_of(end->env)->stream_send(end->stream, bytes, len);
}

enum { large = 3000000 };

static uint8_t *make_pattern(void)
{
    uint8_t *bytes = malloc(large);
    for (size_t i = 0; i < large; i++) {
        bytes[i] = (uint8_t)(i * 7);
    }
    return bytes;
}

static void test_send_and_receive(void)
{
    struct pair *pair = connected_pair(1);
    uint8_t bytes[] = { 0, 7, 14, 21 };
    uint64_t before_ns = pair->env->ops->now_ns(pair->env);
    pair->there.keeps_receiving = true;
    end_recv(&pair->there);
    end_send(&pair->here, bytes, sizeof bytes);
    CHECK_UINT(pair->here.sends, 0); /* no callback inside a call */
    sim_settle(pair->env);
    CHECK_UINT(pair->here.sends, 1);
    CHECK_CODE(pair->here.send_code, GR_OK);
    CHECK_UINT(pair->there.received_bytes, 4);
    CHECK(pair->there.last_ns >= before_ns + 10000 && pair->there.last_ns <= before_ns + 200000);
    free_pair(pair);
}

static void test_order_and_pieces(void)
{
    uint8_t *bytes = make_pattern();
    unsigned receives = 0;
    for (uint64_t seed = 0; seed < 20; seed++) {
        struct pair *pair = connected_pair(seed);
        pair->there.keeps_receiving = true;
        end_recv(&pair->there);
        for (size_t at = 0; at < 5000; at += 500) {
            end_send(&pair->here, bytes + at, 500);
            sim_settle(pair->env);
        }
        CHECK_UINT(pair->there.received_bytes, 5000);
        receives += pair->there.receives;
        free_pair(pair);
    }
    CHECK(receives > 20 * 10); /* some were split */
    free(bytes);
}

static void test_large_transfer(void)
{
    uint8_t *bytes = make_pattern();
    struct pair *pair = connected_pair(1);
    end_send(&pair->here, bytes, large);
    sim_settle(pair->env);
    CHECK_UINT(pair->here.sends, 0); /* nobody receives: the rest waits */
    pair->there.keeps_receiving = true;
    end_recv(&pair->there);
    sim_settle(pair->env);
    CHECK_UINT(pair->here.sends, 1);
    CHECK_UINT(pair->there.received_bytes, large);
    free_pair(pair);
    free(bytes);
}

static void test_close(void)
{
    struct pair *pair = connected_pair(1);
    uint8_t *bytes = make_pattern();
    end_recv(&pair->here);
    end_recv(&pair->there);
    end_send(&pair->here, bytes, large);
    end_close(&pair->here);
    end_close(&pair->here);
    CHECK_UINT(pair->here.receives, 0);
    sim_settle(pair->env);
    CHECK_CODE(pair->here.receive_code, GR_CANCELLED);
    CHECK_CODE(pair->here.send_code, GR_CANCELLED);
    CHECK_UINT(pair->here.closeds, 1);
    CHECK_CODE(pair->there.receive_code, GR_UNAVAILABLE);
    CHECK_UINT(pair->there.closeds, 0);
    end_send(&pair->there, bytes, 10);
    sim_settle(pair->env);
    CHECK_CODE(pair->there.send_code, GR_UNAVAILABLE);
    free_pair(pair);
    free(bytes);
}

static void test_sent_then_closed(void)
{
    uint8_t *bytes = make_pattern();
    struct pair *pair = connected_pair(1);
    end_send(&pair->here, bytes, 3000);
    while (pair->here.sends == 0) {
        pair->env->ops->step(pair->env);
    }
    end_close(&pair->here);
    pair->there.keeps_receiving = true;
    end_recv(&pair->there);
    sim_settle(pair->env);
    CHECK_UINT(pair->there.received_bytes, 3000);
    CHECK_CODE(pair->there.receive_code, GR_UNAVAILABLE);
    free_pair(pair);
    free(bytes);
}

static void test_close_in_callback(void)
{
    struct pair *pair = connected_pair(1);
    pair->there.closes_itself = true;
    end_recv(&pair->there);
    end_recv(&pair->here);
    end_send(&pair->here, "", 1);
    sim_settle(pair->env);
    CHECK_UINT(pair->there.closeds, 1);
    CHECK_CODE(pair->here.receive_code, GR_UNAVAILABLE);
    free_pair(pair);
}

static void test_refused(void)
{
    struct pair *pair = new_pair(1);
    gri_listener *second = NULL;
    char why[64] = "";
    pair_dial(pair);
    sim_settle(pair->env);
    CHECK_UINT(pair->dials, 1);
    CHECK_CODE(pair->code, GR_UNAVAILABLE);
    CHECK_STR(pair->why, "connection refused");
    pair_listen(pair);
    CHECK_STR(net_of(pair->env)->listener_url(pair->listener), url);
    CHECK_CODE(
        net_of(pair->env)->listen(pair->env, url, on_accepted, pair, &second, why, sizeof why),
        GR_ALREADY_EXISTS);
    CHECK_STR(why, "address in use");
    CHECK_CODE(net_of(pair->env)->listen(pair->env, "back", on_accepted, pair, &second, NULL, 0),
               GR_INVALID_ARGUMENT);
    free_pair(pair);
}

/* At each point of its way: on the wire, accepted there but not yet known here, done. */
static void test_cancelled_dials(void)
{
    for (unsigned steps = 0; steps < 3; steps++) {
        struct pair *pair = new_pair(1);
        pair_listen(pair);
        pair_dial(pair);
        for (unsigned i = 0; i < steps; i++) {
            pair->env->ops->step(pair->env);
        }
        net_of(pair->env)->dialer_destroy(pair->dialer);
        pair->dialer = NULL;
        CHECK_UINT(pair->dials, 1);
        CHECK_UINT(pair->accepts, steps > 0);
        CHECK_CODE(pair->code, steps < 2 ? GR_CANCELLED : GR_OK);
        if (steps == 1) {
            end_recv(&pair->there);
            sim_settle(pair->env);
            CHECK_CODE(pair->there.receive_code, GR_UNAVAILABLE);
        }
        free_pair(pair);
    }
}

static void test_no_memory(void)
{
    struct pair *pair = new_pair(1);
    suite_fail_allocation(1);
    CHECK_CODE(
        net_of(pair->env)->listen(pair->env, url, on_accepted, pair, &pair->listener, NULL, 0),
        GR_RESOURCE_EXHAUSTED);
    suite_fail_allocation(1);
    CHECK_CODE(net_of(pair->env)->dial(pair->env, url, on_dialed, pair, &pair->dialer, NULL, 0),
               GR_RESOURCE_EXHAUSTED);
    pair_listen(pair);
    for (unsigned nth = 1; nth <= 2; nth++) { /* either end */
        pair_dial(pair);
        suite_fail_allocation(nth);
        sim_settle(pair->env);
        CHECK_UINT(pair->dials, nth);
        CHECK_CODE(pair->code, GR_RESOURCE_EXHAUSTED);
        CHECK_UINT(pair->accepts, 0);
        net_of(pair->env)->dialer_destroy(pair->dialer);
        pair->dialer = NULL;
    }
    free_pair(pair);
}

static void test_peer_uid(void)
{
    struct pair *pair = connected_pair(1);
    uint64_t uid = UINT64_MAX;
    CHECK(net_of(pair->env)->stream_peer_uid(pair->there.stream, &uid));
    CHECK_UINT(uid, getuid());
    free_pair(pair);
}

static void test_delay(void)
{
    struct pair *pair = connected_pair(1);
    uint64_t before_ns = pair->env->ops->now_ns(pair->env);
    sim_set_delay(pair->env, 50 * MS, 50 * MS);
    end_recv(&pair->there);
    end_send(&pair->here, "", 1);
    sim_advance(pair->env, 50 * MS - 1);
    CHECK_UINT(pair->there.receives, 0);
    sim_advance(pair->env, 1);
    CHECK_UINT(pair->there.receives, 1);
    CHECK_UINT(pair->there.last_ns, before_ns + 50 * MS);
    free_pair(pair);
}

static void test_cut(void)
{
    struct pair *pair = connected_pair(1);
    uint8_t *bytes = make_pattern();
    end_recv(&pair->here);
    end_recv(&pair->there);
    end_send(&pair->here, bytes, large);
    sim_cut(pair->env, "ipc://other");
    sim_cut(pair->env, url);
    sim_settle(pair->env);
    CHECK_CODE(pair->here.receive_code, GR_UNAVAILABLE);
    CHECK_CODE(pair->here.send_code, GR_UNAVAILABLE);
    CHECK_CODE(pair->there.receive_code, GR_UNAVAILABLE);
    CHECK_UINT(pair->there.received_bytes, 0);
    CHECK_UINT(pair->here.closeds, 0);
    free_pair(pair);
    free(bytes);
}

static void test_stall(void)
{
    struct pair *pair = connected_pair(1);
    uint8_t *bytes = make_pattern();
    pair->there.keeps_receiving = true;
    end_recv(&pair->there);
    end_recv(&pair->here);
    end_send(&pair->here, bytes, 600);
    sim_stall(pair->env, url, true);
    sim_advance(pair->env, 1000 * MS);
    CHECK_UINT(pair->here.sends, 1); /* the sender notices nothing */
    end_send(&pair->here, bytes + 600, 600 * 7);
    sim_advance(pair->env, 1000 * MS);
    CHECK_UINT(pair->there.receives + pair->here.receives, 0);
    sim_stall(pair->env, url, false);
    sim_settle(pair->env);
    CHECK_UINT(pair->there.received_bytes, 600 * 8);
    free_pair(pair);
    free(bytes);
}

static void test_stalled_ends(void)
{
    struct pair *pair = connected_pair(1);
    end_recv(&pair->there);
    sim_stall(pair->env, url, true);
    end_close(&pair->here);
    sim_advance(pair->env, 1000 * MS);
    CHECK_UINT(pair->here.closeds, 1);
    CHECK_UINT(pair->there.receives, 0); /* half open */
    end_close(&pair->there);
    sim_settle(pair->env);
    CHECK_UINT(pair->there.closeds, 1);
    sim_stall(pair->env, url, false);
    free_pair(pair);
}

static void test_stalled_dial(void)
{
    struct pair *pair = new_pair(1);
    pair_listen(pair);
    sim_stall(pair->env, url, true);
    pair_dial(pair);
    sim_advance(pair->env, 1000 * MS);
    CHECK_UINT(pair->dials + pair->accepts, 0);
    sim_stall(pair->env, url, false);
    sim_settle(pair->env);
    CHECK_UINT(pair->dials, 1);
    CHECK_UINT(pair->accepts, 1);
    free_pair(pair);
}

static void test_destroy_finishes_closing(void)
{
    struct pair *pair = connected_pair(1);
    end_recv(&pair->here);
    end_close(&pair->here);
    end_close(&pair->there);
    net_of(pair->env)->dialer_destroy(pair->dialer);
    net_of(pair->env)->listener_destroy(pair->listener);
    sim_destroy(pair->env);
    CHECK_UINT(pair->here.closeds, 1);
    CHECK_UINT(pair->here.receives, 1);
    CHECK_UINT(pair->there.closeds, 1);
    free(pair);
}

/* A digest of when what arrived. */
static uint64_t trace_of(uint64_t seed)
{
    struct pair *pair = connected_pair(seed);
    uint8_t *bytes = make_pattern();
    uint64_t trace = 0;
    pair->there.keeps_receiving = true;
    end_recv(&pair->there);
    end_send(&pair->here, bytes, 5000);
    while (pair->env->ops->step(pair->env)) {
        trace = trace * 1000003 + pair->env->ops->now_ns(pair->env) + pair->there.received_bytes;
    }
    free_pair(pair);
    free(bytes);
    return trace;
}

static void test_same_seed_same_run(void)
{
    CHECK_UINT(trace_of(5), trace_of(5));
    CHECK(trace_of(5) != trace_of(6));
}

GR_SUITE("sim", { "nothing_to_do_is_no_step", test_empty },
         { "work_takes_no_time", test_work_takes_no_time },
         { "time_goes_to_the_earliest_deadline", test_deadlines },
         { "advance_stops_at_its_time", test_advance },
         { "settle_waits_for_no_deadline", test_settle_waits_for_no_deadline },
         { "a_deadline_seen_a_little_late_is_reached", test_early_deadline },
         { "a_runner_may_detach_inside_run", test_detach_inside_run },
         { "the_seed_decides_who_runs", test_seeds }, { "chance_is_seeded", test_chance },
         { "bytes_arrive_after_a_delay", test_send_and_receive },
         { "bytes_arrive_in_order_and_in_pieces", test_order_and_pieces },
         { "a_send_waits_for_the_receiver", test_large_transfer },
         { "closing_ends_what_is_outstanding_and_the_other_end_sees_it", test_close },
         { "what_was_sent_before_closing_arrives", test_sent_then_closed },
         { "closing_inside_received_is_fine", test_close_in_callback },
         { "what_cannot_be_is_refused_in_words", test_refused },
         { "a_destroyed_dialer_ends_its_dial_once", test_cancelled_dials },
         { "without_memory_it_is_resource_exhausted", test_no_memory },
         { "ipc_knows_the_peers_uid", test_peer_uid }, { "the_delay_can_be_set", test_delay },
         { "a_cut_breaks_both_ends", test_cut }, { "a_stall_holds_up_bytes_in_order", test_stall },
         { "a_stall_hides_the_other_ends_close", test_stalled_ends },
         { "a_stall_holds_up_dials", test_stalled_dial },
         { "destroy_finishes_what_was_closed", test_destroy_finishes_closing },
         { "the_same_seed_gives_the_same_run", test_same_seed_same_run })
