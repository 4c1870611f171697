/* SPDX-License-Identifier: MIT */
/* Wait cycles that lead through several nodes, each with one actor, in virtual time: nested calls,
 * awaits, all at once; and what is no cycle. */
#include <stdio.h>
#include <string.h>

#include "entry.h"
#include "remote.h"

enum { NODES = 3, SEEDS = 20 };

static struct {
    gri_env *env;
    gr_node *nodes[NODES];
    echo_echo refs[NODES][NODES]; /* of each, as each node knows it */
    uint32_t n_aborted;
    char said[512];
} ring;

static uint32_t index_of(const gr_node *node)
{
    uint32_t i = 0;
    while (ring.nodes[i] != node) {
        i++;
    }
    return i;
}

static gr_code await_relay(echo_echo to, const echo_text *rest, gr_error *error)
{
    echo_echo_relay_future future;
    gr_code code = echo_echo_relay_async(to, rest, NULL, &future);
    return code == GR_OK ? echo_echo_relay_await(&future, NULL, error) : code;
}

/* The text has a pair of letters for each hop: whose turn it is, and whether to call or to await.
 * `number` ms pass before. */
static gr_code hop(struct echo_echo_self *self, gr_context *ctx, const echo_text *request,
                   echo_text *reply)
{
    (void)self;
    (void)reply;
    gr_error error = GR_ERROR_INIT;
    uint32_t here = index_of(gr_context_node(ctx));
    if (request->number > 0) {
        CHECK_CODE(gr_sleep(ctx, request->number), GR_OK);
    }
    if (request->text[0] == '\0') {
        return GR_OK;
    }
    echo_text rest = { .text = request->text + 2 };
    echo_echo to = ring.refs[here][request->text[0] - 'a'];
    gr_code code = request->text[1] == 's' ? echo_echo_relay_sync(to, &rest, NULL, NULL, &error)
                                           : await_relay(to, &rest, &error);
    if (code == GR_ABORTED) {
        ring.n_aborted++;
        (void)snprintf(ring.said, sizeof(ring.said), "%s", error.message);
    }
    gr_error_fini(&error);
    return code == GR_ABORTED ? GR_OK : code;
}

/* Fills the next node's mailbox, whose senders wait, until that fails. */
static gr_code fill_the_next(struct echo_echo_self *self, gr_context *ctx, const echo_text *request)
{
    (void)self;
    uint32_t here = index_of(gr_context_node(ctx));
    echo_echo to = ring.refs[here][(here + 1) % request->number];
    gr_code code = gr_sleep(ctx, 5);
    for (int i = 0; i < 6 && code == GR_OK; i++) {
        code = echo_echo_push_oneway(to, &(echo_text){ .text = (char *)"" }, NULL);
    }
    ring.n_aborted += code == GR_ABORTED;
    CHECK(code == GR_OK || code == GR_ABORTED);
    return GR_OK;
}

static void open_ring_bounded(uint64_t seed, uint32_t mailbox_messages)
{
    static echo_echo_type type;
    static const char *const names[] = { "one", "two", "three" };
    static const char *const urls[] = { "ipc://one", "ipc://two", "ipc://three" };
    const gr_node_options options = { .workers = 2 };
    type = remote_echo_type;
    type.relay = hop;
    type.note = fill_the_next;
    memset(&ring, 0, sizeof(ring));
    ring.env = sim_create(seed);
    for (uint32_t i = 0; i < NODES; i++) {
        const gr_spawn_options spawn = { .name = "echo", .mailbox_messages = mailbox_messages };
        ring.nodes[i] = remote_node(ring.env, names[i], &options);
        CHECK_CODE(echo_echo_spawn(ring.nodes[i], &type, &spawn, &ring.refs[i][i], NULL), GR_OK);
        CHECK_CODE(gr_node_listen(ring.nodes[i], urls[i], NULL), GR_OK);
    }
    for (uint32_t i = 0; i < NODES; i++) {
        for (uint32_t j = i + 1; j < NODES; j++) {
            CHECK_CODE(gr_node_connect(ring.nodes[i], urls[j]), GR_OK);
        }
    }
    for (uint32_t i = 0; i < NODES; i++) {
        for (uint32_t j = 0; j < NODES; j++) {
            char name[32];
            (void)snprintf(name, sizeof(name), "%s/echo", names[j]);
            sim_settle(ring.env); /* the other side's hello */
            CHECK_CODE(echo_echo_lookup(ring.nodes[i], name, NULL, &ring.refs[i][j], NULL), GR_OK);
        }
    }
}

static void open_ring(uint64_t seed)
{
    open_ring_bounded(seed, 0);
}

static void close_ring(void)
{
    for (uint32_t i = 0; i < NODES; i++) {
        remote_end(ring.nodes[i]);
    }
    sim_destroy(ring.env);
}

static uint64_t now_ms(void)
{
    return ring.env->ops->now_ns(ring.env) / 1000000;
}

static void check_path(char *text, uint32_t wanted, uint64_t within_ms)
{
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        open_ring(seed);
        uint64_t before_ms = now_ms();
        CHECK_CODE(
            echo_echo_relay_sync(ring.refs[0][0], &(echo_text){ .text = text }, NULL, NULL, NULL),
            GR_OK);
        CHECK_UINT(ring.n_aborted, wanted);
        CHECK(now_ms() - before_ms <= within_ms);
        close_ring();
    }
}

static void a_nested_cycle_through_nodes_is_aborted_at_once(void)
{
    check_path("bsas", 1, 10);
    char wanted[128];
    (void)snprintf(wanted, sizeof(wanted), ": one/echo > two/#%u > one/echo",
                   (unsigned)ring.refs[1][1].ref.actor & 0xffffffu);
    if (strstr(ring.said, wanted) == NULL) {
        CHECK_STR(ring.said, wanted);
    }
    check_path("bscsas", 1, 10);
    check_path("bscsbs", 1, 10);
}

static void a_cycle_of_awaits_through_nodes_is_found_within_a_second(void)
{
    check_path("baaa", 1, 1000);
    check_path("bacaaa", 1, 1000);
    CHECK(strstr(ring.said, "one/echo") != NULL);
    CHECK(strstr(ring.said, "two/echo") != NULL);
    CHECK(strstr(ring.said, "three/echo") != NULL);
    check_path("bscaas", 1, 1000);
}

static void what_is_no_cycle_goes_through(void)
{
    check_path("bscs", 0, 10);
    check_path("baca", 0, 10);
}

/* Each calls the next one after five milliseconds. */
static void check_all_at_once(char *const *texts)
{
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        echo_echo_relay_future futures[NODES];
        open_ring(seed);
        for (uint32_t i = 0; i < NODES; i++) {
            const echo_text text = { .text = texts[i], .number = 5 };
            CHECK_CODE(echo_echo_relay_async(ring.refs[i][i], &text, NULL, &futures[i]), GR_OK);
        }
        sim_advance(ring.env, UINT64_C(1000000000));
        CHECK_UINT(ring.n_aborted, 1);
        for (uint32_t i = 0; i < NODES; i++) {
            CHECK_CODE(echo_echo_relay_await(&futures[i], NULL, NULL), GR_OK);
        }
        CHECK_UINT(ring.n_aborted, 1);
        close_ring();
    }
}

static void nodes_that_call_each_other_at_once_fail_one_call(void)
{
    check_all_at_once((char *const[]){ "bs", "cs", "as" });
    check_all_at_once((char *const[]){ "ba", "cs", "aa" });
}

/* A probe is a peer's word: whatever it says, only a wait that is still the same ends. */
static void a_cycle_that_a_cancel_has_opened_fails_nobody(void)
{
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        echo_echo_relay_future first;
        echo_echo_relay_future other;
        open_ring(seed);
        CHECK_CODE(echo_echo_relay_async(ring.refs[0][0],
                                         &(echo_text){ .text = (char *)"bs", .number = 5 }, NULL,
                                         &first),
                   GR_OK);
        CHECK_CODE(echo_echo_relay_async(ring.refs[1][1],
                                         &(echo_text){ .text = (char *)"as", .number = 5 }, NULL,
                                         &other),
                   GR_OK);
        sim_advance(ring.env, UINT64_C(100000000));
        gr_future_cancel(first.future);
        CHECK_CODE(echo_echo_relay_await(&first, NULL, NULL), GR_CANCELLED);
        CHECK_CODE(echo_echo_relay_await(&other, NULL, NULL), GR_OK);
        sim_advance(ring.env, UINT64_C(1000000000));
        CHECK_UINT(ring.n_aborted, 0);
        close_ring();
    }
}

/* A wait for room at one's own node, for a mailbox on another one. */
static void full_mailboxes_of_several_nodes_that_wait_for_each_other_fail_one_send(void)
{
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        uint32_t n = 2 + (uint32_t)(seed % 2);
        open_ring_bounded(seed, 1);
        for (uint32_t i = 0; i < n; i++) {
            CHECK_CODE(echo_echo_note_oneway(ring.refs[i][i],
                                             &(echo_text){ .text = (char *)"", .number = n }, NULL),
                       GR_OK);
        }
        sim_advance(ring.env, UINT64_C(1000000000));
        CHECK_UINT(ring.n_aborted, 1);
        sim_advance(ring.env, UINT64_C(6000000000));
        CHECK_UINT(ring.n_aborted, 1);
        close_ring();
    }
}

/* ---- two nodes ---- */

static echo_echo_type relaying(gr_code (*relay)(struct echo_echo_self *self, gr_context *ctx,
                                                const echo_text *request, echo_text *reply))
{
    echo_echo_type type = remote_echo_type;
    type.relay = relay;
    return type;
}

static struct {
    echo_echo to[2]; /* whom the actor of each node calls */
    uint32_t timeout_ms[2];
    gr_code ended[2];
    const gr_node *first; /* node 0 */
} both;

static gr_code call_the_other(struct echo_echo_self *self, gr_context *ctx,
                              const echo_text *request, echo_text *reply)
{
    (void)self;
    (void)reply;
    uint32_t here = gr_context_node(ctx) != both.first;
    if (request->text[0] == '\0') {
        return GR_OK;
    }
    CHECK_CODE(gr_sleep(ctx, 5), GR_OK);
    both.ended[here] =
        echo_echo_relay_sync(both.to[here], &(echo_text){ 0 },
                             &(gr_call_options){ .timeout_ms = both.timeout_ms[here] }, NULL, NULL);
    return GR_OK;
}

static void open_both(struct remote *remote, const echo_echo_type *type, uint64_t seed)
{
    echo_echo actors[2];
    remote_open_with(remote, seed, NULL, NULL);
    memset(&both, 0, sizeof(both));
    both.first = remote->front;
    CHECK_CODE(echo_echo_spawn(remote->front, type, &(gr_spawn_options){ .name = "one" },
                               &actors[0], NULL),
               GR_OK);
    CHECK_CODE(echo_echo_spawn(remote->back, type, &(gr_spawn_options){ .name = "other" },
                               &actors[1], NULL),
               GR_OK);
    CHECK_CODE(echo_echo_lookup(remote->front, "back/other", NULL, &both.to[0], NULL), GR_OK);
    sim_settle(remote->env);
    CHECK_CODE(echo_echo_lookup(remote->back, "front/one", NULL, &both.to[1], NULL), GR_OK);
}

/* One of two that wait for each other gives up, while a probe is on its way over a slow link: the
 * other one's wait can end again, and is not ended. */
static void a_probe_that_took_long_ends_no_wait_of_a_cycle_that_is_open_again(void)
{
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        struct remote remote;
        echo_echo_type type = relaying(call_the_other);
        echo_echo_relay_future futures[2];
        open_both(&remote, &type, seed);
        both.timeout_ms[0] = 4000;
        both.timeout_ms[1] = 250;
        for (uint32_t i = 0; i < 2; i++) {
            const echo_text begin = { .text = (char *)"x" };
            CHECK_CODE(echo_echo_relay_async(both.to[!i], &begin, NULL, &futures[i]), GR_OK);
        }
        sim_advance(remote.env, UINT64_C(150000000));
        sim_set_delay(remote.env, UINT64_C(40000000), UINT64_C(40000000));
        sim_advance(remote.env, UINT64_C(3000000000));
        CHECK_CODE(both.ended[0], GR_OK);
        CHECK_CODE(both.ended[1], GR_DEADLINE_EXCEEDED);
        for (uint32_t i = 0; i < 2; i++) {
            CHECK_CODE(echo_echo_relay_await(&futures[i], NULL, NULL), GR_OK);
        }
        remote_close(&remote);
    }
}

static gr_code sleep_there(struct echo_echo_self *self, gr_context *ctx, const echo_text *request,
                           echo_text *reply)
{
    (void)self;
    (void)ctx;
    (void)request;
    (void)reply;
    return echo_echo_sleep_sync(remote_record.relay_to, &(echo_number){ .number = 500 }, NULL, NULL,
                                NULL);
}

/* A node whose users' messages have one level only. */
static void a_probe_is_no_message_of_the_user(void)
{
    struct remote remote;
    const gr_node_options options = { .limits = { .message_depth = 1 } };
    echo_echo_type type = relaying(sleep_there);
    echo_echo caller;
    remote_open_with(&remote, 1, &options, &options);
    remote_record.relay_to = remote.echo;
    CHECK_CODE(echo_echo_spawn(remote.front, &type, NULL, &caller, NULL), GR_OK);
    CHECK_CODE(echo_echo_relay_sync(caller, &(echo_text){ 0 }, NULL, NULL, NULL), GR_OK);
    CHECK_UINT(remote_stats(remote.back).protocol_errors, 0);
    remote_close(&remote);
}

/* ---- long ways, and small frames ---- */

enum { HOPS = 16 };
static echo_echo hops[HOPS]; /* as the one before knows it */

/* From node to node and back; the last one waits. `filler` is as large as fits. */
static gr_code hop_on(struct echo_echo_self *self, gr_context *ctx, const echo_text *request,
                      echo_text *reply)
{
    (void)self;
    (void)reply;
    uint32_t next = request->number + 1;
    if (next == HOPS) {
        return gr_sleep(ctx, 1500);
    }
    const echo_text on = { .number = next, .filler = request->filler };
    gr_error error = GR_ERROR_INIT;
    gr_code code = echo_echo_relay_sync(hops[next], &on, NULL, NULL, &error);
    code = code == GR_OK ? code : gr_forward(ctx, &error);
    gr_error_fini(&error);
    return code;
}

static void check_hops(size_t filler_len)
{
    static uint8_t filler[1000];
    struct remote remote;
    const gr_node_options small = { .limits = { .message_bytes = 1024 } };
    echo_echo_type type = relaying(hop_on);
    remote_open_with(&remote, 1, NULL, &small);
    sim_settle(remote.env);
    for (uint32_t i = 0; i < HOPS; i++) {
        char name[32];
        echo_echo mine;
        gr_node *home = i % 2 == 0 ? remote.front : remote.back;
        (void)snprintf(name, sizeof(name), "hop%u", (unsigned)i);
        CHECK_CODE(echo_echo_spawn(home, &type, &(gr_spawn_options){ .name = name }, &mine, NULL),
                   GR_OK);
        (void)snprintf(name, sizeof(name), "%s/hop%u", i % 2 == 0 ? "front" : "back", (unsigned)i);
        CHECK_CODE(
            echo_echo_lookup(i % 2 == 0 ? remote.back : remote.front, name, NULL, &hops[i], NULL),
            GR_OK);
        hops[0] = i == 0 ? mine : hops[0];
    }
    const echo_text begin = { .filler = { filler_len, filler } };
    CHECK_CODE(echo_echo_relay_sync(hops[0], &begin, NULL, NULL, NULL), GR_OK);
    CHECK_UINT(remote_stats(remote.back).protocol_errors, 0);
    remote_close(&remote);
}

static void long_probes_and_chains_end_no_session_with_a_node_of_small_frames(void)
{
    check_hops(0);
    check_hops(900); /* no room for a chain of sixteen beside it */
}

/* ---- a session that is lost while callers wait for room ---- */

static void a_wait_that_ends_with_its_session_is_over(void)
{
    enum { CALLERS = 12 };
    static uint8_t filler[16 << 10];
    struct remote remote;
    echo_echo_relay_future futures[CALLERS];
    const gr_node_options narrow = { .limits = { .send_bytes = 64 << 10 } };
    const echo_text text = { .filler = { sizeof(filler), filler } };
    remote_open_with(&remote, 1, &narrow, NULL);
    remote_record.relay_to = remote.echo;
    sim_stall(remote.env, REMOTE_URL, true);
    for (uint32_t i = 0; i < 2 * CALLERS; i++) { /* what is on the way, and then what waits */
        echo_echo caller = remote_spawn(remote.front, NULL);
        if (i >= CALLERS) {
            CHECK_CODE(echo_echo_relay_async(caller, &text, NULL, &futures[i - CALLERS]), GR_OK);
        } else {
            echo_echo_relay_future first;
            CHECK_CODE(echo_echo_relay_async(caller, &text, NULL, &first), GR_OK);
            gr_future_drop(&first.future);
        }
    }
    sim_advance(remote.env, UINT64_C(100000000));
    sim_cut(remote.env, REMOTE_URL);
    sim_stall(remote.env, REMOTE_URL, false);
    for (uint32_t i = 0; i < CALLERS; i++) {
        CHECK_CODE(echo_echo_relay_await(&futures[i], NULL, NULL), GR_UNAVAILABLE);
    }
    struct gri_worker *worker = &remote.front->core.shards[0].worker;
    CHECK(gri_list_is_empty(&worker->blocked));
    sim_advance(remote.env, UINT64_C(1000000000));
    remote_close(&remote);
}

/* ---- two nodes of one process ---- */

static echo_echo first;
static echo_echo second;
static gr_code closing;

static gr_code call_second(struct echo_echo_self *self, gr_context *ctx, const echo_text *request,
                           echo_text *reply)
{
    (void)self;
    (void)ctx;
    (void)reply;
    return echo_echo_relay_sync(second, request, NULL, NULL, NULL);
}

static gr_code call_first(struct echo_echo_self *self, gr_context *ctx, const echo_text *request,
                          echo_text *reply)
{
    (void)self;
    (void)ctx;
    (void)reply;
    closing = echo_echo_say_sync(first, request, NULL, NULL, NULL);
    return GR_OK;
}

static void a_nested_cycle_through_handles_of_two_nodes_is_aborted(void)
{
    gri_env *env = sim_create(1);
    gr_node *one = remote_node(env, "one", NULL);
    gr_node *two = remote_node(env, "two", NULL);
    echo_echo_type a = relaying(call_second);
    echo_echo_type b = relaying(call_first);
    CHECK_CODE(echo_echo_spawn(one, &a, NULL, &first, NULL), GR_OK);
    CHECK_CODE(echo_echo_spawn(two, &b, NULL, &second, NULL), GR_OK);
    CHECK_CODE(echo_echo_relay_sync(first, &(echo_text){ 0 }, NULL, NULL, NULL), GR_OK);
    CHECK_CODE(closing, GR_ABORTED);
    remote_end(one);
    remote_end(two);
    sim_destroy(env);
}

static uint32_t n_probes;

static void count_probe(struct gri_core *core, uint64_t home, uint64_t actor, uint64_t call,
                        const void *probe)
{
    (void)core;
    (void)home;
    (void)actor;
    (void)call;
    (void)probe;
    n_probes++;
}

static gr_code await_second(struct echo_echo_self *self, gr_context *ctx, const echo_text *request,
                            echo_text *reply)
{
    (void)self;
    (void)ctx;
    (void)request;
    (void)reply;
    echo_echo_sleep_future future;
    CHECK_CODE(echo_echo_sleep_async(second, &(echo_number){ .number = 1000 }, NULL, &future),
               GR_OK);
    return echo_echo_sleep_await(&future, NULL, NULL);
}

/* The number of its call is of the other node's table, and means something else in this one's. */
static void a_future_of_another_node_of_the_process_is_not_probed(void)
{
    gri_env *env = sim_create(1);
    gr_node *one = remote_node(env, "one", NULL);
    gr_node *two = remote_node(env, "two", NULL);
    echo_echo_type a = relaying(await_second);
    n_probes = 0;
    one->core.send_probe = count_probe;
    two->core.send_probe = count_probe;
    CHECK_CODE(echo_echo_spawn(one, &a, NULL, &first, NULL), GR_OK);
    second = remote_spawn(two, NULL);
    CHECK_CODE(echo_echo_relay_sync(first, &(echo_text){ 0 }, NULL, NULL, NULL), GR_OK);
    CHECK_UINT(n_probes, 0);
    remote_end(one);
    remote_end(two);
    sim_destroy(env);
}

/* ---- numbers that are the same on two nodes ---- */

static echo_echo third;
static gr_code called_third;

static gr_code sleep_at_fourth(struct echo_echo_self *self, gr_context *ctx,
                               const echo_text *request, echo_text *reply)
{
    (void)self;
    (void)ctx;
    (void)request;
    (void)reply;
    return echo_echo_sleep_sync(remote_record.relay_to, &(echo_number){ .number = 100 }, NULL, NULL,
                                NULL);
}

static gr_code call_third(struct echo_echo_self *self, gr_context *ctx, const echo_text *request,
                          echo_text *reply)
{
    (void)self;
    (void)ctx;
    (void)reply;
    called_third = echo_echo_say_sync(third, request, NULL, NULL, NULL);
    return GR_OK;
}

/* The first, on one node, and the third, on the other, have the same number, and so have their
 * waits; the second, for which the first waits, may call the third. */
static void an_actor_of_another_node_with_the_same_numbers_is_not_taken_for_it(void)
{
    struct remote remote;
    echo_echo_type a = relaying(call_second);
    echo_echo_type b = relaying(call_third);
    echo_echo_type c = relaying(sleep_at_fourth);
    echo_echo_relay_future waiting;
    remote_open(&remote);
    remote_spawn(remote.front, NULL); /* as many as there are at back */
    CHECK_CODE(echo_echo_spawn(remote.front, &a, NULL, &first, NULL), GR_OK);
    CHECK_CODE(echo_echo_spawn(remote.back, &c, NULL, &third, NULL), GR_OK);
    CHECK_CODE(echo_echo_spawn(remote.back, &b, &(gr_spawn_options){ .name = "b" }, &second, NULL),
               GR_OK);
    CHECK_CODE(echo_echo_lookup(remote.front, "back/b", NULL, &second, NULL), GR_OK);
    CHECK_UINT(first.ref.actor, third.ref.actor);
    remote_record.relay_to = remote.home;
    remote.back->core.shards[0].worker.n_blocked = 1000;
    remote.front->core.shards[0].worker.n_blocked = 1000;
    CHECK_CODE(echo_echo_relay_async(third, &(echo_text){ 0 }, NULL, &waiting), GR_OK);
    sim_settle(remote.env);
    CHECK_UINT(remote.back->core.shards[0].worker.n_blocked, 1001);
    CHECK_CODE(echo_echo_relay_sync(first, &(echo_text){ 0 }, NULL, NULL, NULL), GR_OK);
    CHECK_CODE(called_third, GR_OK);
    CHECK_CODE(echo_echo_relay_await(&waiting, NULL, NULL), GR_OK);
    remote_close(&remote);
}

static gr_code sleep_for_long(struct echo_echo_self *self, gr_context *ctx,
                              const echo_text *request, echo_text *reply)
{
    (void)self;
    (void)ctx;
    (void)request;
    (void)reply;
    return echo_echo_sleep_sync(remote_record.relay_to, &(echo_number){ .number = 4900 }, NULL,
                                NULL, NULL);
}

/* After 200 ms, and then twice as late each time. */
static void a_long_wait_is_probed_more_and_more_rarely(void)
{
    struct remote remote;
    echo_echo_type type = relaying(sleep_for_long);
    remote_open(&remote);
    n_probes = 0;
    remote_record.relay_to = remote.echo;
    CHECK_CODE(echo_echo_spawn(remote.front, &type, NULL, &first, NULL), GR_OK);
    remote.front->core.send_probe = count_probe;
    CHECK_CODE(echo_echo_relay_sync(first, &(echo_text){ 0 }, NULL, NULL, NULL), GR_OK);
    CHECK_UINT(n_probes, 5);
    remote_close(&remote);
}

GR_SUITE("waits_remote",
         { "an_actor_of_another_node_with_the_same_numbers_is_not_taken_for_it",
           an_actor_of_another_node_with_the_same_numbers_is_not_taken_for_it },
         { "a_long_wait_is_probed_more_and_more_rarely",
           a_long_wait_is_probed_more_and_more_rarely },
         { "a_probe_that_took_long_ends_no_wait_of_a_cycle_that_is_open_again",
           a_probe_that_took_long_ends_no_wait_of_a_cycle_that_is_open_again },
         { "a_probe_is_no_message_of_the_user", a_probe_is_no_message_of_the_user },
         { "long_probes_and_chains_end_no_session_with_a_node_of_small_frames",
           long_probes_and_chains_end_no_session_with_a_node_of_small_frames },
         { "a_wait_that_ends_with_its_session_is_over", a_wait_that_ends_with_its_session_is_over },
         { "a_nested_cycle_through_handles_of_two_nodes_is_aborted",
           a_nested_cycle_through_handles_of_two_nodes_is_aborted },
         { "a_future_of_another_node_of_the_process_is_not_probed",
           a_future_of_another_node_of_the_process_is_not_probed },
         { "a_nested_cycle_through_nodes_is_aborted_at_once",
           a_nested_cycle_through_nodes_is_aborted_at_once },
         { "a_cycle_of_awaits_through_nodes_is_found_within_a_second",
           a_cycle_of_awaits_through_nodes_is_found_within_a_second },
         { "full_mailboxes_of_several_nodes_that_wait_for_each_other_fail_one_send",
           full_mailboxes_of_several_nodes_that_wait_for_each_other_fail_one_send },
         { "what_is_no_cycle_goes_through", what_is_no_cycle_goes_through },
         { "nodes_that_call_each_other_at_once_fail_one_call",
           nodes_that_call_each_other_at_once_fail_one_call },
         { "a_cycle_that_a_cancel_has_opened_fails_nobody",
           a_cycle_that_a_cancel_has_opened_fails_nobody })
