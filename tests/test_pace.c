/* SPDX-License-Identifier: MIT */
/* How soon frames leave, and how many together: calls and answers of one round of a worker. In the
 * virtual env, whose sends are counted; and on threads, where a handler computes meanwhile. */
#include <sched.h>
#include <semaphore.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "support/remote.h"
#include "transport.h"

/* ---- counting sends ---- */

static struct {
    const struct gri_env_ops *ops; /* the sim's own */
    struct gri_env_ops counting_ops;
    struct gri_transport_ops transport;
    uint32_t n;
} sends;

static void count_send(gri_stream *stream, const void *buf, size_t len)
{
    sends.n++;
    sends.ops->transport->stream_send(stream, buf, len);
}

static gri_env *create_counting(void)
{
    gri_env *env = sim_create(1);
    sends.ops = env->ops;
    sends.counting_ops = *env->ops;
    sends.transport = *env->ops->transport;
    sends.transport.stream_send = count_send;
    sends.counting_ops.transport = &sends.transport;
    env->ops = &sends.counting_ops;
    sends.n = 0;
    return env;
}

static void destroy_counting(gri_env *env)
{
    env->ops = sends.ops;
    sim_destroy(env);
}

/* ---- in the virtual env ---- */

enum { CALLERS = 16, CALLS = 20 };

static struct {
    gri_env *env;
    gr_node *front, *back;
    echo_echo echo;
    uint32_t n_said;
} scene;

static gr_code say_often(struct echo_echo_self *self, gr_context *ctx, const echo_text *request)
{
    (void)self;
    (void)ctx;
    for (uint32_t i = 0; i < CALLS; i++) {
        scene.n_said += remote_say(scene.echo, request->number + i) == GR_OK;
    }
    return GR_OK;
}

static void open_scene(void)
{
    memset(&remote_record, 0, sizeof(remote_record));
    memset(&scene, 0, sizeof(scene));
    scene.env = create_counting();
    scene.back = remote_node(scene.env, "back", NULL);
    scene.front = remote_node(scene.env, "front", NULL);
    (void)remote_spawn(scene.back, "echo");
    CHECK_CODE(gr_node_listen(scene.back, REMOTE_URL, NULL), GR_OK);
    CHECK_CODE(gr_node_connect(scene.front, REMOTE_URL), GR_OK);
    CHECK_CODE(echo_echo_lookup(scene.front, "back/echo", NULL, &scene.echo, NULL), GR_OK);
    sim_settle(scene.env);
}

static void close_scene(void)
{
    remote_end(scene.front);
    remote_end(scene.back);
    destroy_counting(scene.env);
}

static void begin_to_say(uint32_t callers)
{
    static echo_echo_type type;
    type = remote_echo_type;
    type.note = say_often;
    for (uint32_t i = 0; i < callers; i++) {
        echo_echo caller = { { 0 } };
        CHECK_CODE(echo_echo_spawn(scene.front, &type, NULL, &caller, NULL), GR_OK);
        CHECK_CODE(echo_echo_note_oneway(caller, &(echo_text){ .number = i * CALLS }, NULL), GR_OK);
    }
}

static void calls_of_one_round_leave_together_and_so_do_their_answers(void)
{
    open_scene();
    uint32_t before = sends.n;
    begin_to_say(CALLERS);
    sim_settle(scene.env);
    CHECK_UINT(scene.n_said, CALLERS * CALLS);
    CHECK_UINT(remote_record.n, CALLERS * CALLS);
    CHECK(sends.n - before < 3 * 2 * CALLS); /* one for each way there or back, and some more */
    close_scene();
}

/* ---- on threads ---- */

/* Of who blocks its worker, and who computes until it has seen that something came. */
static struct {
    echo_echo to;
    sem_t is_blocked, goes_on, done, said;
    _Atomic bool has_come, was_in_time;
} real;

static gr_code block(struct echo_echo_self *self, gr_context *ctx, const echo_text *request)
{
    (void)self;
    (void)ctx;
    (void)request;
    sem_post(&real.is_blocked);
    sem_wait(&real.goes_on);
    return GR_OK;
}

/* Half a minute without it is a failure. */
static gr_code compute(struct echo_echo_self *self, gr_context *ctx, const echo_text *request)
{
    (void)self;
    (void)ctx;
    (void)request;
    time_t end = time(NULL) + 30;
    while (!atomic_load(&real.has_come) && time(NULL) < end) {
        sched_yield();
    }
    atomic_store(&real.was_in_time, atomic_load(&real.has_come));
    sem_post(&real.done);
    return GR_OK;
}

static gr_code block_or_compute(struct echo_echo_self *self, gr_context *ctx,
                                const echo_text *request)
{
    return request->number == 1 ? block(self, ctx, request) : compute(self, ctx, request);
}

static gr_code note_that_it_came(struct echo_echo_self *self, gr_context *ctx,
                                 const echo_text *request, echo_text *reply)
{
    (void)self;
    (void)ctx;
    *reply = *request;
    atomic_store(&real.has_come, true);
    return GR_OK;
}

static gr_code say_to_other(struct echo_echo_self *self, gr_context *ctx, const echo_text *request)
{
    (void)self;
    (void)ctx;
    CHECK_CODE(remote_say(real.to, request->number), GR_OK);
    sem_post(&real.said);
    return GR_OK;
}

static echo_echo spawn_really(gr_node *node, const char *name, echo_echo_type *type)
{
    echo_echo echo = { { 0 } };
    CHECK_CODE(echo_echo_spawn(node, type, &(gr_spawn_options){ .name = name }, &echo, NULL),
               GR_OK);
    return echo;
}

/* Nothing else happens that would make anything leave: no ping, and no spare thread. */
static const gr_node_options quiet = { .workers = 1,
                                       .slow_after_ms = GR_FOREVER,
                                       .ping_ms = 3600000 };

struct pair {
    gr_node *front, *back;
    size_t descriptors;
};

static void open_pair(struct pair *pair, echo_echo_type *type)
{
    char url[80];
    pair->descriptors = remote_descriptors();
    snprintf(url, sizeof(url), "abstract://greenroom-pace-%d", (int)getpid());
    memset(&real, 0, sizeof(real));
    sem_init(&real.is_blocked, 0, 0);
    sem_init(&real.goes_on, 0, 0);
    sem_init(&real.done, 0, 0);
    sem_init(&real.said, 0, 0);
    pair->back = remote_node(gri_env_real(), "back", &quiet);
    pair->front = remote_node(gri_env_real(), "front", &quiet);
    (void)spawn_really(pair->back, "echo", type);
    CHECK_CODE(gr_node_listen(pair->back, url, NULL), GR_OK);
    CHECK_CODE(gr_node_connect(pair->front, url), GR_OK);
    CHECK_CODE(echo_echo_lookup(pair->front, "back/echo", NULL, &real.to, NULL), GR_OK);
}

static void close_pair(const struct pair *pair)
{
    remote_end(pair->front);
    remote_end(pair->back);
    sem_destroy(&real.is_blocked);
    sem_destroy(&real.goes_on);
    sem_destroy(&real.done);
    sem_destroy(&real.said);
    remote_await_descriptors(pair->descriptors);
}

static void note(echo_echo to)
{
    CHECK_CODE(echo_echo_note_oneway(to, &(echo_text){ .number = 1 }, NULL), GR_OK);
}

/* Its worker has a second one to run, which computes. */
static void a_call_leaves_though_the_next_handler_computes(void)
{
    static echo_echo_type blocks, says, computes, notes;
    struct pair pair;
    blocks = says = computes = notes = remote_echo_type;
    blocks.note = block;
    says.note = say_to_other;
    computes.note = compute;
    notes.say = note_that_it_came;
    open_pair(&pair, &notes);
    echo_echo sayer = spawn_really(pair.front, NULL, &says);
    echo_echo computer = spawn_really(pair.front, NULL, &computes);
    CHECK_CODE(remote_say(sayer, 1), GR_OK); /* no newborn, which would not run in their order */
    CHECK_CODE(remote_say(computer, 1), GR_OK);
    note(spawn_really(pair.front, NULL, &blocks));
    sem_wait(&real.is_blocked);
    note(sayer);
    note(computer);
    sem_post(&real.goes_on);
    sem_wait(&real.done);
    sem_wait(&real.said);
    CHECK(atomic_load(&real.was_in_time));
    close_pair(&pair);
}

/* Its actor has the next to handle, which computes. */
static void an_answer_leaves_though_the_next_handler_computes(void)
{
    static echo_echo_type type;
    struct pair pair;
    echo_echo again;
    echo_echo_say_future future;
    echo_text *said = NULL;
    type = remote_echo_type;
    type.note = block_or_compute;
    open_pair(&pair, &type);
    note(real.to);
    sem_wait(&real.is_blocked);
    CHECK_CODE(echo_echo_say_async(real.to, &(echo_text){ .number = 5 }, NULL, &future), GR_OK);
    CHECK_CODE(echo_echo_note_oneway(real.to, &(echo_text){ .number = 6 }, NULL), GR_OK);
    /* Is answered without the worker, behind what was sent before. */
    CHECK_CODE(echo_echo_lookup(pair.front, "back/echo", NULL, &again, NULL), GR_OK);
    sem_post(&real.goes_on);
    CHECK_CODE(echo_echo_say_await(&future, &said, NULL), GR_OK);
    gr_free(said);
    atomic_store(&real.has_come, true);
    sem_wait(&real.done);
    CHECK(atomic_load(&real.was_in_time));
    close_pair(&pair);
}

GR_SUITE_PREPARED("pace", remote_start_transport,
                  { "calls_of_one_round_leave_together_and_so_do_their_answers",
                    calls_of_one_round_leave_together_and_so_do_their_answers },
                  { "a_call_leaves_though_the_next_handler_computes",
                    a_call_leaves_though_the_next_handler_computes },
                  { "an_answer_leaves_though_the_next_handler_computes",
                    an_answer_leaves_though_the_next_handler_computes })
