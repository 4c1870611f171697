/* SPDX-License-Identifier: MIT */
/* Nodes: how they are made and end; what they do on signals and after a fork; many of them. The
 * tests that fork do it with a child that ends by itself. */
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lab.h"
#include "node.h"

/* Runs in a child process, which ends with 0 where `what` gives true. */
static void check_in_child(bool (*what)(void))
{
    fflush(NULL);
    pid_t pid = fork();
    if (pid == 0) {
        alarm(60);
        _exit(what() ? 0 : 1);
    }
    int status = -1;
    CHECK(pid > 0 && waitpid(pid, &status, 0) == pid);
    CHECK(WIFEXITED(status));
    CHECK_UINT(WEXITSTATUS(status), 0);
}

/* ---- options ---- */

static void senseless_options_are_refused(void)
{
    static char long_name[300];
    gr_node *node = NULL;
    memset(long_name, 'n', sizeof(long_name) - 1);
    const gr_node_options bad[] = {
        { .name = "" },
        { .name = "a b" },
        { .name = "a/b" },
        { .name = long_name },
        { .workers = 201 },
        { .limits = { .message_depth = 100000 } },
        { .limits = { .message_bytes = 10 } },
        { .limits = { .message_bytes = SIZE_MAX } },
        { .limits = { .stack_bytes = 1000 } },
        { .limits = { .stack_bytes = SIZE_MAX } },
    };
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        CHECK_CODE(gr_node_create(&bad[i], &node), GR_INVALID_ARGUMENT);
    }
    CHECK_CODE(gr_node_create(NULL, NULL), GR_INVALID_ARGUMENT);
    CHECK(node == NULL);
    CHECK_CODE(gr_node_destroy(NULL, NULL), GR_INVALID_ARGUMENT);
    CHECK_CODE(gr_node_wait(NULL), GR_INVALID_ARGUMENT);
    CHECK_STR(gr_node_name(NULL), "");
    gr_node_stop(NULL);
    gr_node_get_stats(NULL, NULL);
}

static void a_node_without_options_has_a_name_and_workers(void)
{
    gr_node *one = NULL;
    gr_node *two = NULL;
    CHECK_CODE(gr_node_create(NULL, &one), GR_OK);
    CHECK_CODE(gr_node_create(NULL, &two), GR_OK);
    CHECK(strncmp(gr_node_name(one), "node-", 5) == 0);
    CHECK(strcmp(gr_node_name(one), gr_node_name(two)) != 0);
    CHECK_CODE(gr_node_destroy(two, NULL), GR_OK);
    CHECK_CODE(gr_node_destroy(one, NULL), GR_OK);
}

/* ---- the end ---- */

static void destroying_at_once_cancels_and_draining_finishes(void)
{
    for (int drain = 0; drain <= 1; drain++) {
        lab_open(1, 2);
        lab_subject subject = lab_spawn(&lab_plain);
        lab_subject_ask_future running, queued;
        const lab_note note = { .text = "r", .sleep_ms = 100 };
        CHECK_CODE(lab_subject_ask_async(subject, &note, NULL, &running), GR_OK);
        queued = lab_ask_later(subject, "q");
        sim_settle(lab_env());
        const gr_stop_options options = { .drain = drain != 0 };
        CHECK_CODE(gr_node_destroy(lab_node(), &options), GR_OK);
        CHECK_CODE(lab_end_of(&running), drain ? GR_OK : GR_CANCELLED);
        CHECK_CODE(lab_end_of(&queued), drain ? GR_OK : GR_UNAVAILABLE);
        CHECK_STR(lab_traced(), drain ? "r q" : "r");
        lab_forget();
    }
}

static gr_code destroy_own_node(struct lab_subject_self *self, gr_context *ctx)
{
    (void)self;
    CHECK_CODE(gr_node_destroy(gr_context_node(ctx), NULL), GR_FAILED_PRECONDITION);
    CHECK_CODE(gr_node_wait(gr_context_node(ctx)), GR_FAILED_PRECONDITION);
    return GR_OK;
}

static void an_actor_cannot_destroy_its_node(void)
{
    lab_open(1, 1);
    lab_subject_type type = lab_plain;
    type.poke = destroy_own_node;
    CHECK_CODE(lab_subject_poke_sync(lab_spawn(&type), NULL, NULL), GR_OK);
    lab_close();
}

static sem_t is_in, let_out;

static gr_code ignore_everything(struct lab_subject_self *self, gr_context *ctx)
{
    (void)self;
    (void)ctx;
    sem_post(&is_in);
    sem_wait(&let_out);
    return GR_OK;
}

static void a_handler_that_ignores_the_end_is_named_and_may_be_waited_for_again(void)
{
    lab_open_real(&(gr_node_options){ .name = "stuck", .workers = 2 });
    lab_subject_type type = lab_plain;
    type.poke = ignore_everything;
    sem_init(&is_in, 0, 0);
    sem_init(&let_out, 0, 0);
    lab_subject subject = lab_spawn(&type);
    CHECK_CODE(lab_subject_poke_oneway(subject, NULL), GR_OK);
    sem_wait(&is_in);
    const gr_stop_options soon = { .timeout_ms = 20 };
    CHECK_CODE(gr_node_destroy(lab_node(), &soon), GR_DEADLINE_EXCEEDED);
    CHECK_UINT(lab_logged("event=stuck_handler actor=stuck/lab.Subject#0 method=Poke for_ms="), 1);
    CHECK_UINT(lab_logged("event=still_alive actor=stuck/lab.Subject#0 in=Poke state=running"), 1);
    lab_subject late;
    CHECK_CODE(lab_subject_spawn(lab_node(), &lab_plain, NULL, &late, NULL), GR_UNAVAILABLE);
    sem_post(&let_out);
    lab_close();
}

static void *call_until_the_end(void *arg)
{
    lab_subject subject = { *(gr_ref *)arg };
    gr_code code = GR_OK;
    while (code == GR_OK) {
        code = lab_subject_poke_sync(subject, NULL, NULL);
    }
    CHECK_CODE(code, GR_UNAVAILABLE);
    return NULL;
}

static void *wait_until_the_end(void *arg)
{
    lab_subject subject = { *(gr_ref *)arg };
    const gr_call_options options = { .timeout_ms = GR_FOREVER };
    const lab_note note = { .text = "", .sleep_ms = GR_FOREVER };
    gr_code code = lab_subject_ask_sync(subject, &note, &options, NULL, NULL);
    CHECK(code == GR_CANCELLED || code == GR_UNAVAILABLE);
    return NULL;
}

static void threads_that_call_meanwhile_are_turned_out(void)
{
    for (int round = 0; round < 20; round++) {
        lab_open_real(&(gr_node_options){ .workers = 2 });
        pthread_t threads[4];
        gr_ref busy = lab_spawn(&lab_plain).ref;
        gr_ref asleep = lab_spawn(&lab_plain).ref;
        for (int i = 0; i < 4; i++) {
            void *(*run)(void *) = i < 2 ? call_until_the_end : wait_until_the_end;
            CHECK(pthread_create(&threads[i], NULL, run, i < 2 ? &busy : &asleep) == 0);
        }
        CHECK_CODE(lab_subject_poke_sync((lab_subject){ busy }, NULL, NULL), GR_OK);
        lab_close();
        for (int i = 0; i < 4; i++) {
            pthread_join(threads[i], NULL);
        }
        lab_traced();
    }
}

/* ---- waiting ---- */

static void *stop_node(void *node)
{
    gr_node_stop(node);
    gr_node_stop(node);
    return NULL;
}

static void wait_returns_when_another_thread_stops_the_node(void)
{
    lab_open_real(NULL);
    pthread_t thread;
    CHECK(pthread_create(&thread, NULL, stop_node, lab_node()) == 0);
    CHECK_CODE(gr_node_wait(lab_node()), GR_OK);
    CHECK_CODE(gr_node_wait(lab_node()), GR_OK); /* it stays told */
    pthread_join(thread, NULL);
    lab_close();
}

static gr_code stop_from_inside(struct lab_subject_self *self, gr_context *ctx)
{
    (void)self;
    gr_node_stop(gr_context_node(ctx));
    return GR_OK;
}

static void wait_pumps_a_simulation(void)
{
    lab_open(1, 1);
    lab_subject_type type = lab_plain;
    type.poke = stop_from_inside;
    lab_subject subject = lab_spawn(&type);
    CHECK_CODE(lab_subject_poke_oneway(subject, &(gr_oneway_options){ .after_ms = 50 }), GR_OK);
    CHECK_CODE(gr_node_wait(lab_node()), GR_OK);
    CHECK(lab_env()->ops->now_ns(lab_env()) >= UINT64_C(1050000000));
    lab_close();
}

static bool wait_for_signal(int number)
{
    gr_node *node = NULL;
    gr_node *other = NULL;
    struct sigaction before, after;
    sigaction(number, NULL, &before);
    bool ok = gr_node_create(&(gr_node_options){ .stop_on_signals = true }, &node) == GR_OK &&
              gr_node_create(&(gr_node_options){ .stop_on_signals = true }, &other) == GR_OK &&
              raise(number) == 0 && gr_node_wait(node) == GR_OK && gr_node_wait(other) == GR_OK &&
              gr_node_destroy(node, NULL) == GR_OK && gr_node_destroy(other, NULL) == GR_OK;
    sigaction(number, NULL, &after);
    return ok && before.sa_handler == after.sa_handler;
}

static bool wait_for_sigterm(void)
{
    return wait_for_signal(SIGTERM);
}

static bool wait_for_sigint(void)
{
    return wait_for_signal(SIGINT);
}

static void signals_stop_the_nodes_that_ask_for_it(void)
{
    check_in_child(wait_for_sigterm);
    check_in_child(wait_for_sigint);
}

static bool die_of_sigterm(void)
{
    gr_node *node = NULL;
    pid_t pid = fork();
    if (pid == 0) {
        if (gr_node_create(NULL, &node) == GR_OK) {
            raise(SIGTERM);
        }
        _exit(0);
    }
    int status = 0;
    return waitpid(pid, &status, 0) == pid && WIFSIGNALED(status) && WTERMSIG(status) == SIGTERM;
}

static void signals_do_what_they_always_do_where_no_node_asks_for_them(void)
{
    check_in_child(die_of_sigterm);
}

/* ---- forks ---- */

static lab_subject before_fork;

static bool use_forked_node(void)
{
    gr_node *node = NULL;
    gr_error error = GR_ERROR_INIT;
    lab_subject found;
    bool ok = lab_subject_poke_sync(before_fork, NULL, &error) == GR_FAILED_PRECONDITION &&
              strstr(error.message, "forked") != NULL;
    gr_error_fini(&error);
    return ok && lab_tell(before_fork, "x") == GR_FAILED_PRECONDITION &&
           gr_node_create(NULL, &node) == GR_FAILED_PRECONDITION &&
           gr_node_destroy(lab_node(), NULL) == GR_FAILED_PRECONDITION &&
           gr_node_wait(lab_node()) == GR_FAILED_PRECONDITION &&
           gr_node_listen(lab_node(), "ipc:///nowhere", NULL) == GR_FAILED_PRECONDITION &&
           gr_node_connect(lab_node(), "ipc:///nowhere") == GR_FAILED_PRECONDITION &&
           gr_actor_stop(before_fork.ref, NULL) == GR_FAILED_PRECONDITION &&
           lab_subject_spawn(lab_node(), &lab_plain, NULL, &found, NULL) ==
               GR_FAILED_PRECONDITION &&
           lab_subject_lookup(lab_node(), "a", NULL, &found, NULL) == GR_FAILED_PRECONDITION;
}

static void a_forked_node_fails_and_says_so(void)
{
    lab_open_real(NULL);
    before_fork = lab_spawn(&lab_plain);
    check_in_child(use_forked_node);
    CHECK_CODE(lab_subject_poke_sync(before_fork, NULL, NULL), GR_OK);
    lab_close();
}

/* ---- many ---- */

static void a_thousand_nodes_come_and_go(void)
{
    for (int i = 0; i < 1000; i++) {
        lab_open_real(&(gr_node_options){ .workers = 1 });
        CHECK_CODE(lab_ask(lab_spawn(&lab_plain), "x"), GR_OK);
        lab_close();
    }
    lab_traced();
}

static void nodes_beyond_the_limit_are_refused(void)
{
    enum { MANY = 1024 };
    static gr_node *nodes[MANY];
    gri_env *env = sim_create(1);
    gr_node *one_more = NULL;
    const gr_node_options options = { .workers = 1 };
    size_t n = 0;
    for (; n < MANY; n++) {
        if (!CHECK_CODE(gri_node_create_in(env, &options, &nodes[n]), GR_OK)) {
            break;
        }
    }
    CHECK_CODE(gri_node_create_in(env, &options, &one_more), GR_RESOURCE_EXHAUSTED);
    lab_subject first, last;
    CHECK_CODE(lab_subject_spawn(nodes[0], &lab_plain, NULL, &first, NULL), GR_OK);
    CHECK_CODE(lab_subject_spawn(nodes[n - 1], &lab_plain, NULL, &last, NULL), GR_OK);
    CHECK(first.ref.node != last.ref.node);
    CHECK_CODE(lab_subject_poke_sync(first, NULL, NULL), GR_OK);
    CHECK_CODE(lab_subject_poke_sync(last, NULL, NULL), GR_OK);
    while (n > 0) {
        CHECK_CODE(gr_node_destroy(nodes[--n], NULL), GR_OK);
    }
    CHECK_CODE(lab_subject_poke_sync(last, NULL, NULL), GR_UNAVAILABLE);
    sim_destroy(env);
}

static void a_handle_is_not_reused_soon(void)
{
    lab_open(1, 1);
    lab_subject old = lab_spawn(&lab_plain);
    lab_close();
    lab_open(1, 1); /* same place in the table, and the same incarnation in a simulation */
    lab_subject young = lab_spawn(&lab_plain);
    CHECK(old.ref.node != young.ref.node);
    CHECK_CODE(lab_ask(old, "old"), GR_UNAVAILABLE);
    CHECK_CODE(lab_ask(young, "young"), GR_OK);
    CHECK_STR(lab_traced(), "young");
    lab_close();
}

GR_SUITE(
    "node", /* the signals first: their children must not be forked from a process with nodes */
    { "signals_stop_the_nodes_that_ask_for_it", signals_stop_the_nodes_that_ask_for_it },
    { "signals_do_what_they_always_do_where_no_node_asks_for_them",
      signals_do_what_they_always_do_where_no_node_asks_for_them },
    { "senseless_options_are_refused", senseless_options_are_refused },
    { "a_node_without_options_has_a_name_and_workers",
      a_node_without_options_has_a_name_and_workers },
    { "destroying_at_once_cancels_and_draining_finishes",
      destroying_at_once_cancels_and_draining_finishes },
    { "an_actor_cannot_destroy_its_node", an_actor_cannot_destroy_its_node },
    { "a_handler_that_ignores_the_end_is_named_and_may_be_waited_for_again",
      a_handler_that_ignores_the_end_is_named_and_may_be_waited_for_again },
    { "threads_that_call_meanwhile_are_turned_out", threads_that_call_meanwhile_are_turned_out },
    { "wait_returns_when_another_thread_stops_the_node",
      wait_returns_when_another_thread_stops_the_node },
    { "wait_pumps_a_simulation", wait_pumps_a_simulation },
    { "a_forked_node_fails_and_says_so", a_forked_node_fails_and_says_so },
    { "a_thousand_nodes_come_and_go", a_thousand_nodes_come_and_go },
    { "nodes_beyond_the_limit_are_refused", nodes_beyond_the_limit_are_refused },
    { "a_handle_is_not_reused_soon", a_handle_is_not_reused_soon })
