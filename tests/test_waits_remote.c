/* SPDX-License-Identifier: MIT */
/* Wait cycles that lead through several nodes, each with one actor, in virtual time: nested calls,
 * awaits, all at once; and what is no cycle. */
#include <stdio.h>
#include <string.h>

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

GR_SUITE("waits_remote",
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
