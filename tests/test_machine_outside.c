/* SPDX-License-Identifier: MIT */
/* Machines as others see them: the state they are in, waits for a state or the end, results,
 * observers, beginning in a state, and counts of transitions; on one worker, on two, and from
 * another node. The machine's tables are written by hand, so that a test can have another node know
 * them otherwise. */
#include <greenroom/machine.pb-c.h>
#include <greenroom/notices.pb-c.h>

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

#include "lab.h"
#include "remote.h"

static const uint64_t ms = 1000000;

/* ---- the machine ---- */

enum { SHUT = 1, OPEN, BUSY, STUCK, HASTY, GONE, LOST, STATES = LOST };
enum { GO, END, ASK, GATE_METHODS };

/* What a test has the machine do in the state "stuck". */
static gr_code (*stuck)(gr_context *ctx);

/* And what in its start hook, if its type has one. */
static gr_code (*begin)(gr_context *ctx);

static gr_machine_next in_state(const gr_type *type, void *self, gr_machine_in in)
{
    (void)type;
    (void)self;
    return gr_stub_next(in.ctx, in.entry, GR_NEXT_STAY, NULL);
}

static gr_machine_next in_busy(const gr_type *type, void *self, gr_machine_in in)
{
    (void)type;
    (void)self;
    bool is_over = gr_sleep(in.ctx, 50) != GR_OK;
    return gr_stub_next(in.ctx, in.entry, is_over ? GR_NEXT_STAY : SHUT, NULL);
}

static gr_machine_next in_stuck(const gr_type *type, void *self, gr_machine_in in)
{
    (void)type;
    (void)self;
    if (stuck != NULL) {
        lab_trace("stuck:%s", gr_code_name(stuck(in.ctx)));
    }
    return gr_stub_next(in.ctx, in.entry, GR_NEXT_STAY, NULL);
}

static gr_machine_next in_gone(const gr_type *type, void *self, gr_machine_in in)
{
    (void)type;
    (void)self;
    const lab_note *note = in.args;
    if (note->sleep_ms > 0) {
        gr_ignore(gr_sleep(in.ctx, note->sleep_ms)); /* or it is stopped meanwhile */
    }
    const lab_report report = { .text = note->text, .number = note->number };
    return gr_stub_next_end(in.ctx, in.entry, &report);
}

static gr_machine_next in_lost(const gr_type *type, void *self, gr_machine_in in)
{
    (void)type;
    (void)self;
    return gr_stub_next_end(in.ctx, in.entry, NULL);
}

static gr_code on_go(const gr_type *type, void *self, gr_context *ctx, const void *request,
                     void *reply)
{
    (void)type;
    (void)self;
    (void)reply;
    const lab_note *note = request;
    uint32_t state = (uint32_t)note->number;
    return gr_machine_transition(ctx, state, state == GONE ? note : NULL);
}

static gr_code on_end(const gr_type *type, void *self, gr_context *ctx, const void *request,
                      void *reply)
{
    (void)type;
    (void)self;
    (void)reply;
    gr_stop(ctx, (gr_code)((const lab_number *)request)->value);
    return GR_OK;
}

/* The start hook of those types that have one. */
static gr_code on_start(const gr_type *type, void *self, gr_context *ctx, const void *args)
{
    (void)type;
    (void)self;
    (void)args;
    return begin(ctx);
}

static const uint16_t from_shut[] = { OPEN, BUSY, STUCK, HASTY, GONE, LOST };
static const uint16_t from_open[] = { SHUT, OPEN, GONE };
static const uint16_t to_shut[] = { SHUT };

/* One more than most know: "attic". */
static const gr_state states[] = {
    { .name = "shut", .to = from_shut, .n_to = 6, .body = in_state },
    { .name = "open", .to = from_open, .n_to = 3, .body = in_state },
    { .name = "busy", .to = to_shut, .n_to = 1, .body = in_busy },
    { .name = "stuck", .to = to_shut, .n_to = 1, .body = in_stuck },
    { .name = "hasty",
      .to = to_shut,
      .n_to = 1,
      .timeout_ms = 100,
      .on_timeout = SHUT,
      .body = in_stuck },
    { .name = "gone",
      .args = &lab__note__descriptor,
      .result = &lab__report__descriptor,
      .body = in_gone },
    { .name = "lost", .body = in_lost },
    { .name = "attic", .to = to_shut, .n_to = 1, .body = in_state },
};

static const uint8_t policies[] = {
    1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 1, 0, 0, 1, 1, 1, 1,
};

static const gr_machine machine = {
    .states = states, .n_states = STATES, .initial = SHUT, .policies = policies, .ask = ASK
};
static const gr_machine newer_machine = {
    .states = states, .n_states = STATES + 1, .initial = SHUT, .policies = policies, .ask = ASK
};

static const gr_method gate_methods[] = {
    { .name = "Go", .request = &lab__note__descriptor, .handle = on_go },
    { .name = "End", .request = &lab__number__descriptor, .handle = on_end },
    { .name = "$machine",
      .request = &greenroom__ask__descriptor,
      .reply = &greenroom__seen__descriptor },
};

/* The same, but "Go" is the machine's own. */
static const gr_method guarded_methods[] = {
    { .name = "Go",
      .request = &lab__note__descriptor,
      .handle = on_go,
      .oneway = true,
      .internal = true },
    { .name = "End", .request = &lab__number__descriptor, .handle = on_end },
    { .name = "$machine",
      .request = &greenroom__ask__descriptor,
      .reply = &greenroom__seen__descriptor },
};

/* The head of all types here: without hooks. */
struct type {
    gr_type base;
    void (*hooks[3])(void);
};

static const gr_service gate_service = { .name = "outside.Gate",
                                         .methods = gate_methods,
                                         .n_methods = GATE_METHODS,
                                         .hooks_at = offsetof(struct type, hooks),
                                         .start = on_start,
                                         .machine = &machine,
                                         .schema = "" };
static const gr_service newer_service = { .name = "outside.Gate",
                                          .methods = gate_methods,
                                          .n_methods = GATE_METHODS,
                                          .hooks_at = offsetof(struct type, hooks),
                                          .machine = &newer_machine,
                                          .schema = "" };
static const gr_service guarded_service = { .name = "outside.Gate",
                                            .methods = guarded_methods,
                                            .n_methods = GATE_METHODS,
                                            .hooks_at = offsetof(struct type, hooks),
                                            .machine = &machine,
                                            .schema = "" };
/* Before it had states. */
static const gr_service older_service = { .name = "outside.Gate",
                                          .methods = gate_methods,
                                          .n_methods = ASK,
                                          .hooks_at = offsetof(struct type, hooks),
                                          .schema = "" };

static const struct type gate_type = { .base = { &gate_service, 0 } };
static void has_hook(void)
{
}
static const struct type begun_type = { .base = { &gate_service, 0 }, .hooks = { has_hook } };
static const struct type guarded_type = { .base = { &guarded_service, 0 } };
static const struct type newer_type = { .base = { &newer_service, 0 } };
static const struct type older_type = { .base = { &older_service, 0 } };

/* A machine of one state, which ends with a tree of so many levels. */
static int levels;

static gr_machine_next in_deep(const gr_type *type, void *self, gr_machine_in in)
{
    Kitchen__Tree trees[32];
    (void)type;
    (void)self;
    for (int i = 0; i < levels; i++) {
        kitchen__tree__init(&trees[i]);
        trees[i].graft = i == 0 ? NULL : &trees[i - 1];
    }
    gr_ignore(gr_sleep(in.ctx, 10)); /* or it is stopped meanwhile */
    return gr_stub_next_end(in.ctx, in.entry, &trees[levels - 1]);
}

static const gr_state deep_states[] = {
    { .name = "deep", .result = &kitchen__tree__descriptor, .body = in_deep },
};
static const uint8_t deep_policies[] = { 1 };
static const gr_machine deep_machine = {
    .states = deep_states, .n_states = 1, .initial = 1, .policies = deep_policies
};
static const gr_service deep_service = { .name = "outside.Deep",
                                         .methods = &gate_methods[ASK],
                                         .n_methods = 1,
                                         .hooks_at = offsetof(struct type, hooks),
                                         .machine = &deep_machine,
                                         .schema = "" };
static const struct type deep_type = { .base = { &deep_service, 0 } };

/* ---- the observer ---- */

enum { SAW, LATEST, ACT, EYE_METHODS };

static gr_code (*act)(gr_context *ctx); /* what Act does */
static Greenroom__Transition last;      /* that was seen, without its strings */
static uint32_t eye_sleep_ms;

static gr_code on_saw(const gr_type *type, void *self, gr_context *ctx, const void *request,
                      void *reply)
{
    (void)type;
    (void)self;
    (void)reply;
    const Greenroom__Transition *seen = request;
    lab_trace("%s>%s", seen->from, seen->to);
    last = *seen;
    last.machine = NULL;
    CHECK_STR(seen->machine->service, "outside.Gate");
    return eye_sleep_ms == 0 ? GR_OK : gr_sleep(ctx, eye_sleep_ms);
}

static gr_code on_act(const gr_type *type, void *self, gr_context *ctx, const void *request,
                      void *reply)
{
    (void)type;
    (void)self;
    (void)request;
    (void)reply;
    return act(ctx);
}

static const gr_method eye_methods[] = {
    { .name = "Saw",
      .request = &greenroom__transition__descriptor,
      .handle = on_saw,
      .oneway = true },
    { .name = "Latest",
      .request = &greenroom__transition__descriptor,
      .handle = on_saw,
      .oneway = true,
      .overflow = GR_OVERFLOW_KEEP_LATEST },
    { .name = "Act", .handle = on_act },
};
static const gr_service eye_service = { .name = "outside.Eye",
                                        .methods = eye_methods,
                                        .n_methods = EYE_METHODS,
                                        .hooks_at = offsetof(struct type, hooks),
                                        .schema = "" };
static const struct type eye_type = { .base = { &eye_service, 0 } };

/* ---- what tests do ---- */

static gr_ref spawn(gr_node *node, const struct type *type)
{
    gr_ref ref = { 0, 0, 0 };
    const gr_spawn_options options = { .anywhere = true };
    CHECK_CODE(gr_stub_spawn(node, &type->base, NULL, &options, &ref, NULL), GR_OK);
    return ref;
}

static gr_machine_at at(uint32_t state, const void *args)
{
    return (gr_machine_at){ state, args };
}

static gr_ref spawn_eye(gr_node *node, uint32_t messages)
{
    gr_ref ref = { 0, 0, 0 };
    const gr_spawn_options options = { .anywhere = true, .mailbox_messages = messages };
    CHECK_CODE(gr_stub_spawn(node, &eye_type.base, NULL, &options, &ref, NULL), GR_OK);
    return ref;
}

/* The change comes after the reply. */
static void go(gr_ref gate, uint32_t state)
{
    const lab_note note = { .text = "done", .number = state };
    CHECK_CODE(gr_stub_sync(gate, &gate_service, GO, &note, NULL, NULL, NULL), GR_OK);
}

static void end(gr_ref gate, gr_code code)
{
    const lab_number number = { .value = code };
    CHECK_CODE(gr_stub_sync(gate, &gate_service, END, &number, NULL, NULL, NULL), GR_OK);
}

static uint32_t state_of(gr_ref gate)
{
    uint32_t state = 0;
    CHECK_CODE(gr_machine_get_state(gate, &gate_service, NULL, &state, NULL), GR_OK);
    return state;
}

static gr_future *wait_later(gr_ref gate, uint32_t state, uint32_t timeout_ms)
{
    gr_future *future = NULL;
    const gr_call_options options = { .timeout_ms = timeout_ms };
    CHECK_CODE(gr_machine_wait_async(gate, &gate_service, state, &options, &future), GR_OK);
    return future;
}

static gr_future *observe(gr_ref gate, gr_ref eye, uint32_t method, uint64_t tag)
{
    gr_future *future = NULL;
    const gr_transition_notice notice = { eye, &eye_service, method };
    CHECK_CODE(gr_machine_observe(gate, &gate_service, notice, tag, &future), GR_OK);
    return future;
}

/* How a future ends, which must have in its message what `part` says (NULL: anything). */
static gr_code end_with(gr_future *future, const char *part)
{
    gr_error error = GR_ERROR_INIT;
    gr_code code = gr_machine_await(&future, &error);
    CHECK(future == NULL);
    if (part != NULL && !CHECK(strstr(error.message, part) != NULL)) {
        printf("  \"%s\" has no \"%s\"\n", error.message, part);
    }
    gr_error_fini(&error);
    return code;
}

static void settle_ms(gri_env *env, uint64_t n)
{
    sim_advance(env, n * ms);
}

static void open_lab(uint32_t workers, uint32_t max_monitors)
{
    const gr_node_options options = { .name = "lab",
                                      .workers = workers,
                                      .count_transitions = true,
                                      .limits = { .max_monitors = max_monitors } };
    stuck = NULL;
    act = NULL;
    eye_sleep_ms = 0;
    lab_open_with(7, &options);
}

/* ---- states and waits ---- */

static void the_state_is_told_whatever_runs(void)
{
    for (uint32_t workers = 1; workers <= 2; workers++) {
        open_lab(workers, 0);
        gr_ref gate = spawn(lab_node(), &gate_type);
        CHECK_UINT(state_of(gate), SHUT);
        go(gate, OPEN);
        CHECK_UINT(state_of(gate), OPEN);
        go(gate, SHUT);
        go(gate, BUSY);
        CHECK_UINT(state_of(gate), BUSY); /* its body sleeps */
        lab_advance_ms(100);
        CHECK_UINT(state_of(gate), SHUT);
        CHECK_STR(gr_machine_state_name(&gate_service, OPEN), "open");
        CHECK_STR(gr_machine_state_name(&gate_service, 0), "none");
        CHECK_STR(gr_machine_state_name(&gate_service, STATES + 1), "none");
        CHECK_STR(gr_machine_state_name(&eye_service, 1), "none");
        lab_close();
    }
}

static gr_ref asked;

static gr_code ask_neighbour(gr_context *ctx)
{
    (void)ctx;
    CHECK_UINT(state_of(asked), SHUT);
    go(asked, OPEN);
    CHECK_UINT(state_of(asked), OPEN);
    CHECK_CODE(gr_machine_wait(asked, &gate_service, OPEN, NULL, NULL), GR_OK);
    return GR_OK;
}

static void the_state_is_told_to_an_actor_of_the_same_worker(void)
{
    open_lab(1, 0);
    asked = spawn(lab_node(), &gate_type);
    act = ask_neighbour;
    gr_ref eye = spawn_eye(lab_node(), 0);
    CHECK_CODE(gr_stub_sync(eye, &eye_service, ACT, NULL, NULL, NULL, NULL), GR_OK);
    lab_close();
}

static void a_wait_ends_when_the_machine_comes_there(void)
{
    for (uint32_t workers = 1; workers <= 2; workers++) {
        open_lab(workers, 0);
        gr_ref gate = spawn(lab_node(), &gate_type);
        CHECK_CODE(gr_machine_wait(gate, &gate_service, SHUT, NULL, NULL), GR_OK);
        gr_future *open = wait_later(gate, OPEN, 0);
        gr_future *busy = wait_later(gate, BUSY, 0);
        lab_advance_ms(1);
        CHECK(!gr_future_is_done(open));
        go(gate, BUSY);
        CHECK_CODE(end_with(busy, NULL), GR_OK);
        go(gate, OPEN); /* queued until the body has ended by itself */
        CHECK_CODE(end_with(open, NULL), GR_OK);
        lab_close();
    }
}

static void a_state_passed_in_no_time_is_not_missed(void)
{
    open_lab(1, 0);
    gr_ref gate = spawn(lab_node(), &gate_type);
    gr_future *open = wait_later(gate, OPEN, 0);
    gr_future *ended = wait_later(gate, 0, 0);
    gr_future *lost = wait_later(gate, LOST, 0);
    go(gate, OPEN);
    go(gate, SHUT);
    go(gate, LOST); /* which ends at once */
    CHECK_CODE(end_with(open, NULL), GR_OK);
    CHECK_CODE(end_with(ended, NULL), GR_OK);
    CHECK_CODE(end_with(lost, NULL), GR_OK);
    lab_close();
}

static void a_wait_ends_with_the_machine(void)
{
    for (uint32_t workers = 1; workers <= 2; workers++) {
        open_lab(workers, 0);
        gr_ref gate = spawn(lab_node(), &gate_type);
        gr_future *ended = wait_later(gate, 0, 0);
        gr_future *open = wait_later(gate, OPEN, 0);
        end(gate, GR_OK);
        CHECK_CODE(end_with(ended, NULL), GR_OK);
        CHECK_CODE(end_with(open, "ended in state shut, without coming to state open"),
                   GR_FAILED_PRECONDITION);
        gate = spawn(lab_node(), &gate_type);
        ended = wait_later(gate, 0, 0);
        open = wait_later(gate, OPEN, 0);
        end(gate, (gr_code)123);
        CHECK_CODE(end_with(ended, "outside.Gate#"), (gr_code)123);
        CHECK_CODE(end_with(open, "ended in state shut"), (gr_code)123);
        uint32_t state;
        CHECK_CODE(gr_machine_wait(gate, &gate_service, 0, NULL, NULL), GR_UNAVAILABLE);
        CHECK_CODE(gr_machine_get_state(gate, &gate_service, NULL, &state, NULL), GR_UNAVAILABLE);
        lab_close();
    }
}

static void refuse_results(gr_ref gate)
{
    gr_future *future = NULL;
    void *result = NULL;
    CHECK_CODE(gr_machine_result(gate, &gate_service, OPEN, NULL, &result, NULL),
               GR_INVALID_ARGUMENT);
    CHECK_CODE(gr_machine_result(gate, &gate_service, 0, NULL, &result, NULL), GR_INVALID_ARGUMENT);
    CHECK_CODE(gr_machine_result(gate, &gate_service, GONE, NULL, NULL, NULL), GR_INVALID_ARGUMENT);
    CHECK_CODE(gr_machine_result(gate, &eye_service, 1, NULL, &result, NULL),
               GR_FAILED_PRECONDITION);
    CHECK_CODE(gr_machine_await_result(NULL, GONE, &result, NULL), GR_INVALID_ARGUMENT);
    CHECK_CODE(gr_machine_await_result(&future, GONE, &result, NULL), GR_INVALID_ARGUMENT);
    future = wait_later(gate, 0, 0);
    CHECK_CODE(gr_machine_await_result(&future, OPEN, &result, NULL), GR_INVALID_ARGUMENT);
    CHECK_CODE(gr_machine_await_result(&future, 0, &result, NULL), GR_INVALID_ARGUMENT);
    CHECK_CODE(gr_machine_await_result(&future, GONE, NULL, NULL), GR_INVALID_ARGUMENT);
    CHECK(future != NULL); /* still ours */
    gr_future_drop(&future);
}

static void what_makes_no_sense_is_refused(void)
{
    open_lab(1, 0);
    gr_ref gate = spawn(lab_node(), &gate_type);
    gr_ref eye = spawn(lab_node(), &eye_type);
    gr_future *future = NULL;
    uint32_t state = 0;
    const gr_transition_notice notice = { eye, &eye_service, SAW };
    const gr_transition_notice other = { eye, &eye_service, ACT };
    CHECK_CODE(gr_machine_get_state(gate, &eye_service, NULL, &state, NULL),
               GR_FAILED_PRECONDITION);
    CHECK_CODE(gr_machine_get_state(gate, NULL, NULL, &state, NULL), GR_INVALID_ARGUMENT);
    CHECK_CODE(gr_machine_get_state(gate, &gate_service, NULL, NULL, NULL), GR_INVALID_ARGUMENT);
    CHECK_CODE(gr_machine_get_state(eye, &gate_service, NULL, &state, NULL),
               GR_FAILED_PRECONDITION); /* it is none */
    CHECK_CODE(gr_machine_wait(gate, &eye_service, 0, NULL, NULL), GR_FAILED_PRECONDITION);
    CHECK_CODE(gr_machine_wait(gate, &gate_service, STATES + 1, NULL, NULL), GR_INVALID_ARGUMENT);
    CHECK_CODE(gr_machine_wait(gate, &newer_service, STATES + 1, NULL, NULL), GR_INVALID_ARGUMENT);
    CHECK_CODE(gr_machine_wait((gr_ref){ 0, 0, 0 }, &gate_service, 0, NULL, NULL),
               GR_INVALID_ARGUMENT);
    CHECK_CODE(gr_machine_wait_async(gate, &eye_service, 0, NULL, &future), GR_FAILED_PRECONDITION);
    CHECK_CODE(gr_machine_wait_async(gate, &gate_service, 0, NULL, NULL), GR_INVALID_ARGUMENT);
    CHECK_CODE(gr_machine_await(NULL, NULL), GR_INVALID_ARGUMENT);
    CHECK_CODE(gr_machine_await(&future, NULL), GR_INVALID_ARGUMENT);
    CHECK_CODE(gr_monitor_async(gate, &future), GR_OK);
    CHECK_CODE(gr_machine_await(&future, NULL), GR_INVALID_ARGUMENT);
    gr_future_drop(&future);
    refuse_results(gate);
    CHECK_CODE(gr_machine_observe(gate, &gate_service, other, 0, &future), GR_INVALID_ARGUMENT);
    CHECK_CODE(gr_machine_observe(gate, &gate_service, notice, 0, NULL), GR_INVALID_ARGUMENT);
    CHECK_CODE(gr_machine_observe(gate, &eye_service, notice, 0, &future), GR_FAILED_PRECONDITION);
    gr_transition_notice gone = notice;
    gone.to.actor = gate.actor; /* another service's */
    CHECK_CODE(gr_machine_observe(gate, &gate_service, gone, 0, &future), GR_INVALID_ARGUMENT);
    CHECK_CODE(gr_actor_stop(eye, NULL), GR_OK);
    CHECK_CODE(gr_machine_observe(gate, &gate_service, notice, 0, &future), GR_UNAVAILABLE);
    CHECK(future == NULL);
    lab_close();
}

/* What only others' code would send. */
static void malformed_asks_are_refused(void)
{
    open_lab(1, 0);
    gr_ref gate = spawn(lab_node(), &gate_type);
    gr_ref eye = spawn(lab_node(), &eye_type);
    Greenroom__Seen *seen = NULL;
    Greenroom__Ask ask = { .state = (char *)"open", .end = true };
    CHECK_CODE(gr_stub_sync(gate, &gate_service, ASK, &ask, NULL, &seen, NULL),
               GR_INVALID_ARGUMENT);
    Greenroom__Ref observer = { .node = eye.home, .actor = eye.actor };
    ask = (Greenroom__Ask){ .end = true, .observer = &observer };
    CHECK_CODE(gr_stub_sync(gate, &gate_service, ASK, &ask, NULL, &seen, NULL),
               GR_INVALID_ARGUMENT);
    ask = (Greenroom__Ask){ .observer = &observer, .method = ACT };
    CHECK_CODE(gr_stub_sync(gate, &gate_service, ASK, &ask, NULL, &seen, NULL),
               GR_INVALID_ARGUMENT);
    ask.method = 1000;
    CHECK_CODE(gr_stub_sync(gate, &gate_service, ASK, &ask, NULL, &seen, NULL),
               GR_INVALID_ARGUMENT);
    ask.method = SAW;
    observer.node++;
    CHECK_CODE(gr_stub_sync(gate, &gate_service, ASK, &ask, NULL, &seen, NULL),
               GR_INVALID_ARGUMENT);
    ask = (Greenroom__Ask){ .state = (char *)"no\nstate" };
    CHECK_CODE(gr_stub_sync(gate, &gate_service, ASK, &ask, NULL, &seen, NULL),
               GR_INVALID_ARGUMENT);
    ask = (Greenroom__Ask){ .end = true };
    CHECK_CODE(gr_stub_oneway(gate, &gate_service, ASK, &ask, NULL), GR_OK);
    lab_advance_ms(1);
    CHECK_UINT(lab_stats().dead_letters[GR_DEAD_INVALID], 1);
    CHECK_CODE(gr_stub_sync(gate, &gate_service, ASK, NULL, NULL, &seen, NULL),
               GR_INVALID_ARGUMENT);
    CHECK_UINT(state_of(gate), SHUT);
    lab_close();
}

static void a_deadline_ends_a_wait_and_says_where_the_machine_is(void)
{
    for (uint32_t workers = 1; workers <= 2; workers++) {
        open_lab(workers, 1);
        gr_ref gate = spawn(lab_node(), &gate_type);
        gr_error error = GR_ERROR_INIT;
        const gr_call_options options = { .timeout_ms = 100 };
        for (int i = 0; i < 3; i++) { /* max_monitors is 1: the one before is gone */
            CHECK_CODE(gr_machine_wait(gate, &gate_service, OPEN, &options, &error),
                       GR_DEADLINE_EXCEEDED);
            CHECK(strstr(error.message, "waits for state open of a machine in state shut") != NULL);
            lab_advance_ms(1);
        }
        gr_error_fini(&error);
        CHECK_CODE(end_with(wait_later(gate, 0, 100), "waits for the end"), GR_DEADLINE_EXCEEDED);
        lab_advance_ms(1);
        gr_future *open = wait_later(gate, OPEN, GR_FOREVER);
        lab_advance_ms(20000);
        CHECK(!gr_future_is_done(open));
        go(gate, OPEN);
        CHECK_CODE(end_with(open, NULL), GR_OK);
        lab_close();
    }
}

static void only_so_many_wait_for_a_machine(void)
{
    open_lab(2, 2);
    gr_ref gate = spawn(lab_node(), &gate_type);
    gr_ref eye = spawn(lab_node(), &eye_type);
    gr_future *open = wait_later(gate, OPEN, 0);
    gr_future *seen = observe(gate, eye, SAW, 0);
    CHECK_CODE(gr_machine_wait(gate, &gate_service, OPEN, NULL, NULL), GR_RESOURCE_EXHAUSTED);
    CHECK_CODE(end_with(observe(gate, eye, SAW, 0), "max_monitors"), GR_RESOURCE_EXHAUSTED);
    CHECK_UINT(state_of(gate), SHUT); /* which waits for nothing */
    gr_future_cancel(open);
    CHECK_CODE(end_with(open, NULL), GR_CANCELLED);
    gr_future_drop(&seen);
    lab_advance_ms(1);
    open = wait_later(gate, OPEN, 0);
    gr_future_drop(&open); /* which takes it back as well */
    lab_advance_ms(1);
    open = wait_later(gate, OPEN, 0);
    gr_future *again = wait_later(gate, OPEN, 0);
    go(gate, OPEN);
    CHECK_CODE(end_with(open, NULL), GR_OK);
    CHECK_CODE(end_with(again, NULL), GR_OK);
    lab_close();
}

static void a_full_mailbox_keeps_no_asks_out(void)
{
    open_lab(2, 0);
    const gr_spawn_options options = { .mailbox_messages = 1, .anywhere = true };
    const lab_note note = { .number = OPEN };
    gr_future *going = NULL;
    gr_ref gate;
    CHECK_CODE(gr_stub_spawn(lab_node(), &gate_type.base, NULL, &options, &gate, NULL), GR_OK);
    go(gate, BUSY);
    CHECK_CODE(gr_stub_async(gate, &gate_service, GO, &note, NULL, &going), GR_OK);
    lab_advance_ms(1);
    CHECK_CODE(gr_stub_sync(gate, &gate_service, GO, &note, NULL, NULL, NULL),
               GR_RESOURCE_EXHAUSTED);
    CHECK_UINT(state_of(gate), BUSY);
    CHECK_CODE(gr_machine_wait(gate, &gate_service, OPEN, NULL, NULL), GR_OK);
    CHECK_CODE(gr_stub_await(&going, &gate_service, GO, NULL, NULL), GR_OK);
    lab_close();
}

static void a_draining_machine_still_answers(void)
{
    open_lab(1, 0);
    gr_ref gate = spawn(lab_node(), &gate_type);
    go(gate, BUSY);
    gr_future *ended = wait_later(gate, 0, 0);
    const gr_stop_options drain = { .drain = true, .timeout_ms = 1 };
    CHECK_CODE(gr_actor_stop(gate, &drain), GR_DEADLINE_EXCEEDED);
    CHECK_UINT(state_of(gate), BUSY);
    gr_future *shut = wait_later(gate, SHUT, 0);
    CHECK_CODE(end_with(ended, NULL), GR_OK);
    CHECK_CODE(end_with(shut, NULL), GR_OK); /* its body ended first */
    lab_close();
}

/* ---- results ---- */

static void a_result_is_handed_over(void)
{
    for (uint32_t workers = 1; workers <= 2; workers++) {
        open_lab(workers, 0);
        gr_ref gate = spawn(lab_node(), &gate_type);
        const lab_note note = { .text = "bye", .number = GONE, .sleep_ms = 10 };
        lab_report *report = NULL;
        CHECK_CODE(gr_stub_sync(gate, &gate_service, GO, &note, NULL, NULL, NULL), GR_OK);
        CHECK_CODE(gr_machine_result(gate, &gate_service, GONE, NULL, &report, NULL), GR_OK);
        if (CHECK(report != NULL)) {
            CHECK_STR(report->text, "bye");
            CHECK_UINT(report->number, GONE);
            gr_free(report);
        }
        lab_close();
    }
}

static void a_result_of_another_end_is_none(void)
{
    open_lab(1, 0);
    gr_error error = GR_ERROR_INIT;
    lab_report *report = NULL;
    gr_ref gate = spawn(lab_node(), &gate_type);
    const lab_note later = { .number = LOST };
    const lab_note sleeps = { .number = GONE, .sleep_ms = 1000 };
    gr_future *going = NULL;
    go(gate, BUSY);
    CHECK_CODE(gr_stub_async(gate, &gate_service, GO, &later, NULL, &going), GR_OK);
    CHECK_CODE(gr_machine_result(gate, &gate_service, GONE, NULL, &report, &error),
               GR_FAILED_PRECONDITION);
    CHECK(strstr(error.message, "ended in state \"lost\"") != NULL);
    CHECK_CODE(gr_stub_await(&going, &gate_service, GO, NULL, NULL), GR_OK);

    gate = spawn(lab_node(), &gate_type);
    CHECK_CODE(gr_stub_sync(gate, &gate_service, GO, &sleeps, NULL, NULL, NULL), GR_OK);
    gr_future *ended = wait_later(gate, 0, 0);
    CHECK_CODE(gr_actor_stop(gate, NULL), GR_OK); /* in the very state, without its result */
    CHECK_CODE(end_with(ended, NULL), GR_OK);
    CHECK_CODE(gr_machine_result(gate, &gate_service, GONE, NULL, &report, &error), GR_UNAVAILABLE);
    CHECK(report == NULL);
    gr_error_fini(&error);
    lab_close();
}

static void a_result_asked_for_before_is_there_after_the_end(void)
{
    for (uint32_t workers = 1; workers <= 2; workers++) {
        open_lab(workers, 0);
        gr_ref gate = spawn(lab_node(), &gate_type);
        const lab_note note = { .text = "at once", .number = GONE };
        lab_report *report = NULL;
        gr_future *ended = wait_later(gate, 0, 0);
        CHECK_CODE(gr_stub_sync(gate, &gate_service, GO, &note, NULL, NULL, NULL), GR_OK);
        lab_advance_ms(1);
        CHECK_CODE(gr_machine_wait(gate, &gate_service, 0, NULL, NULL), GR_UNAVAILABLE);
        CHECK_CODE(gr_machine_await_result(&ended, GONE, &report, NULL), GR_OK);
        CHECK(ended == NULL);
        if (CHECK(report != NULL)) {
            CHECK_STR(report->text, "at once");
            gr_free(report);
        }
        lab_close();
    }
}

static void an_awaited_result_of_another_end_is_none(void)
{
    open_lab(1, 0);
    gr_error error = GR_ERROR_INIT;
    lab_report *report = NULL;
    gr_ref gate = spawn(lab_node(), &gate_type);
    gr_future *open = wait_later(gate, OPEN, 0);
    gr_future *ended = wait_later(gate, 0, 0);
    go(gate, OPEN);
    CHECK_CODE(gr_machine_await_result(&open, GONE, &report, &error), GR_FAILED_PRECONDITION);
    CHECK_STR(error.message, "the machine is in state \"open\": the wait was not for its end");
    CHECK(open == NULL);
    go(gate, SHUT);
    go(gate, LOST);
    CHECK_CODE(gr_machine_await_result(&ended, GONE, &report, &error), GR_FAILED_PRECONDITION);
    CHECK_STR(error.message, "the machine ended in state \"lost\", without a result");

    gate = spawn(lab_node(), &gate_type);
    ended = wait_later(gate, 0, 0);
    end(gate, GR_ABORTED);
    CHECK_CODE(gr_machine_await_result(&ended, GONE, &report, &error), GR_ABORTED);
    CHECK(report == NULL);
    gr_error_fini(&error);
    lab_close();
}

static void a_result_may_be_nested_only_so_deep(void)
{
    open_lab(1, 0);
    gr_error error = GR_ERROR_INIT;
    Kitchen__Tree *tree = NULL;
    levels = 16;
    gr_ref deep = spawn(lab_node(), &deep_type);
    CHECK_CODE(gr_machine_result(deep, &deep_service, 1, NULL, &tree, NULL), GR_OK);
    CHECK(tree != NULL && tree->graft != NULL);
    gr_free(tree);
    levels = 17;
    deep = spawn(lab_node(), &deep_type);
    CHECK_CODE(gr_machine_result(deep, &deep_service, 1, NULL, &tree, &error), GR_INTERNAL);
    CHECK(strstr(error.message, "cannot be decoded") != NULL);
    gr_error_fini(&error);
    lab_close();
}

/* ---- observers ---- */

static void an_observer_is_told_all_in_order(void)
{
    for (uint32_t workers = 1; workers <= 2; workers++) {
        open_lab(workers, 0);
        gr_ref gate = spawn(lab_node(), &gate_type);
        gr_ref eye = spawn(lab_node(), &eye_type);
        gr_future *future = observe(gate, eye, SAW, 42);
        lab_advance_ms(1);
        CHECK_STR(lab_traced(), ">shut");
        CHECK_UINT(last.tag, 42);
        uint64_t first = last.number;
        go(gate, OPEN);
        go(gate, OPEN);
        go(gate, SHUT);
        lab_advance_ms(1000);
        CHECK_STR(lab_traced(), "shut>open open>open open>shut");
        CHECK_UINT(last.number, first + 3);
        CHECK(last.at_ns > SIM_WALL_NS);
        int64_t at_ns = last.at_ns;
        go(gate, LOST);
        CHECK_CODE(end_with(future, NULL), GR_OK);
        lab_advance_ms(1);
        CHECK_STR(lab_traced(), "shut>lost lost>");
        CHECK_UINT(last.number, first + 5);
        CHECK(last.at_ns >= at_ns + (int64_t)(999 * ms));
        lab_close();
    }
}

static void an_observer_of_a_failing_machine_is_told_its_end(void)
{
    open_lab(2, 0);
    gr_ref gate = spawn(lab_node(), &gate_type);
    gr_ref eye = spawn(lab_node(), &eye_type);
    gr_future *future = observe(gate, eye, SAW, 1);
    end(gate, GR_ABORTED);
    CHECK_CODE(end_with(future, "ended in state shut"), GR_ABORTED);
    lab_advance_ms(1);
    CHECK_STR(lab_traced(), ">shut shut>");
    lab_close();
}

static void observing_ends_with_its_future(void)
{
    for (uint32_t workers = 1; workers <= 2; workers++) {
        open_lab(workers, 1);
        gr_ref gate = spawn(lab_node(), &gate_type);
        gr_ref eye = spawn(lab_node(), &eye_type);
        gr_future *future = observe(gate, eye, SAW, 1);
        lab_advance_ms(1);
        gr_future_drop(&future);
        lab_advance_ms(1);
        go(gate, OPEN);
        future = observe(gate, eye, SAW, 2);
        lab_advance_ms(1);
        CHECK_STR(lab_traced(), ">shut >open");
        gr_future_cancel(future);
        CHECK_CODE(end_with(future, NULL), GR_CANCELLED);
        lab_advance_ms(1);
        go(gate, SHUT);
        lab_advance_ms(1);
        CHECK_STR(lab_traced(), "");
        lab_close();
    }
}

static void a_full_observer_has_gaps(void)
{
    open_lab(1, 0);
    gr_ref gate = spawn(lab_node(), &gate_type);
    gr_ref slow = spawn_eye(lab_node(), 1);
    gr_future *future = observe(gate, slow, SAW, 1);
    eye_sleep_ms = 50;
    lab_advance_ms(1);
    uint64_t first = last.number;
    for (int i = 0; i < 5; i++) {
        go(gate, OPEN);
    }
    lab_advance_ms(500);
    CHECK_STR(lab_traced(), ">shut shut>open");
    CHECK_UINT(last.number, first + 1);
    CHECK_UINT(lab_stats().dead_letters[GR_DEAD_FULL], 4);
    gr_future_drop(&future);
    lab_advance_ms(1);
    future = observe(gate, slow, LATEST, 1); /* the newest takes the place of what waits */
    lab_advance_ms(1);
    for (int i = 0; i < 5; i++) {
        go(gate, OPEN);
    }
    lab_advance_ms(500);
    CHECK_STR(lab_traced(), ">open open>open");
    CHECK_UINT(last.number, first + 10);
    gr_future_drop(&future);
    lab_close();
}

static void an_observer_that_is_gone_hurts_nobody(void)
{
    for (uint32_t workers = 1; workers <= 2; workers++) {
        open_lab(workers, 0);
        gr_ref gate = spawn(lab_node(), &gate_type);
        gr_ref eye = spawn(lab_node(), &eye_type);
        gr_future *future = observe(gate, eye, SAW, 1);
        lab_advance_ms(1);
        CHECK_CODE(gr_actor_stop(eye, NULL), GR_OK);
        go(gate, OPEN);
        lab_advance_ms(1);
        CHECK_UINT(lab_stats().dead_letters[GR_DEAD_GONE], 1);
        CHECK(!gr_future_is_done(future));
        gr_future_drop(&future);
        CHECK_STR(lab_traced(), ">shut");
        lab_close();
    }
}

static gr_ref watched; /* by what follows */
static gr_future *watching;

static gr_code act_observe(gr_context *ctx)
{
    watching = observe(watched, gr_context_self(ctx), SAW, 9);
    return GR_OK;
}

static void observing_has_no_deadline_whatever_its_caller_s_is(void)
{
    for (uint32_t workers = 1; workers <= 2; workers++) {
        open_lab(workers, 0);
        watched = spawn(lab_node(), &gate_type);
        gr_ref eye = spawn(lab_node(), &eye_type);
        const gr_call_options options = { .timeout_ms = 100 };
        act = act_observe;
        CHECK_CODE(gr_stub_sync(eye, &eye_service, ACT, NULL, &options, NULL, NULL), GR_OK);
        lab_advance_ms(60000);
        go(watched, OPEN);
        lab_advance_ms(1);
        CHECK_STR(lab_traced(), ">shut shut>open");
        CHECK(!gr_future_is_done(watching));
        gr_future_drop(&watching);
        lab_close();
    }
}

/* ---- cycles ---- */

static gr_ref waiter;

static gr_code act_wait(gr_context *ctx)
{
    (void)ctx;
    const gr_call_options options = { .timeout_ms = 2000 };
    return gr_machine_wait(watched, &gate_service, OPEN, &options, NULL);
}

static gr_code stuck_call(gr_context *ctx)
{
    (void)ctx;
    const gr_call_options options = { .timeout_ms = 3000 };
    return gr_stub_sync(waiter, &eye_service, ACT, NULL, &options, NULL, NULL);
}

static void a_wait_for_a_machine_that_waits_for_the_waiter_is_a_cycle(void)
{
    for (uint32_t workers = 1; workers <= 2; workers++) {
        open_lab(workers, 0);
        watched = spawn(lab_node(), &gate_type);
        waiter = spawn(lab_node(), &eye_type);
        act = act_wait;
        stuck = stuck_call;
        go(watched, STUCK); /* calls the waiter, which waits for the machine */
        lab_advance_ms(1);
        CHECK_STR(lab_traced(), "stuck:ABORTED");
        go(watched, SHUT);
        go(watched, HASTY); /* the same, but a timeout of the state gets it out */
        lab_advance_ms(1);
        CHECK_STR(lab_traced(), "");
        lab_advance_ms(200);
        CHECK_STR(lab_traced(), "stuck:CANCELLED");
        CHECK_UINT(state_of(watched), SHUT);
        lab_close();
    }
}

static void a_cycle_without_a_chain_is_found_by_probes(void)
{
    open_lab(2, 0);
    watched = spawn(lab_node(), &gate_type);
    waiter = spawn(lab_node(), &eye_type);
    act = act_wait;
    stuck = stuck_call;
    gr_future *acting = NULL;
    CHECK_CODE(gr_stub_async(waiter, &eye_service, ACT, NULL, NULL, &acting), GR_OK);
    lab_advance_ms(1); /* it waits, before the machine calls it */
    go(watched, STUCK);
    lab_advance_ms(1000);
    gr_code code = gr_stub_await(&acting, &eye_service, ACT, NULL, NULL);
    const char *traced = lab_traced();
    bool one = code == GR_ABORTED;
    bool other = strcmp(traced, "stuck:ABORTED") == 0;
    CHECK(one || other);
    lab_close();
}

/* ---- beginning in a state ---- */

static void a_machine_begins_where_it_is_told_to(void)
{
    open_lab(2, 0);
    gr_ref gate = { 0, 0, 0 };
    lab_report *report = NULL;
    const lab_note note = { .text = "early", .sleep_ms = 5 };
    const gr_type *type = &gate_type.base;
    CHECK_CODE(gr_stub_spawn_at(lab_node(), type, NULL, at(OPEN, NULL), NULL, &gate, NULL), GR_OK);
    CHECK_UINT(state_of(gate), OPEN);
    CHECK_CODE(gr_stub_spawn_at(lab_node(), type, NULL, at(0, NULL), NULL, &gate, NULL), GR_OK);
    CHECK_UINT(state_of(gate), SHUT);
    CHECK_CODE(gr_stub_spawn_at(lab_node(), type, NULL, at(GONE, &note), NULL, &gate, NULL), GR_OK);
    CHECK_CODE(gr_machine_result(gate, &gate_service, GONE, NULL, &report, NULL), GR_OK);
    if (CHECK(report != NULL)) {
        CHECK_STR(report->text, "early");
        gr_free(report);
    }
    CHECK_CODE(gr_stub_spawn_at(lab_node(), type, NULL, at(GONE, NULL), NULL, &gate, NULL),
               GR_INVALID_ARGUMENT);
    CHECK_CODE(gr_stub_spawn_at(lab_node(), type, NULL, at(OPEN, &note), NULL, &gate, NULL),
               GR_INVALID_ARGUMENT);
    CHECK_CODE(gr_stub_spawn_at(lab_node(), type, NULL, at(STATES + 1, NULL), NULL, &gate, NULL),
               GR_INVALID_ARGUMENT);
    CHECK_CODE(gr_stub_spawn_at(lab_node(), &eye_type.base, NULL, at(1, NULL), NULL, &gate, NULL),
               GR_FAILED_PRECONDITION);
    CHECK_CODE(gr_stub_spawn_at(NULL, type, NULL, at(OPEN, NULL), NULL, &gate, NULL),
               GR_INVALID_ARGUMENT);
    lab_close();
}

static gr_future *early;
static gr_code begun_with;

static gr_code begin_asking(gr_context *ctx)
{
    uint32_t state;
    gr_ref self = gr_context_self(ctx);
    CHECK_CODE(gr_machine_get_state(self, &gate_service, NULL, &state, NULL), GR_ABORTED);
    early = wait_later(self, SHUT, 0);
    watching = observe(self, waiter, SAW, 3);
    return begun_with;
}

static void what_is_asked_before_the_first_state_waits_for_it(void)
{
    const gr_code codes[] = { GR_OK, GR_ABORTED };
    for (int i = 0; i < 2; i++) {
        open_lab(1, 0);
        gr_ref gate;
        waiter = spawn(lab_node(), &eye_type);
        begin = begin_asking;
        begun_with = codes[i];
        CHECK_CODE(gr_stub_spawn(lab_node(), &begun_type.base, NULL, NULL, &gate, NULL), codes[i]);
        CHECK_CODE(end_with(early, i == 0 ? NULL : "ended in no state"), codes[i]);
        lab_advance_ms(1);
        CHECK_STR(lab_traced(), i == 0 ? ">shut" : ">");
        gr_future_drop(&watching);
        lab_close();
    }
}

/* ---- counts ---- */

static uint64_t count_of(const gr_transition_count *counts, size_t n, const char *from,
                         const char *to)
{
    for (size_t i = 0; i < n; i++) {
        if (strcmp(counts[i].from, from) == 0 && strcmp(counts[i].to, to) == 0) {
            return counts[i].n;
        }
    }
    return UINT64_MAX;
}

static void transitions_are_counted_by_service(void)
{
    open_lab(2, 0);
    gr_transition_count counts[32];
    size_t n = 0;
    CHECK_CODE(gr_machine_get_counts(lab_node(), &gate_service, counts, 32, &n), GR_OK);
    CHECK_UINT(n, 12);
    CHECK_UINT(count_of(counts, n, "shut", "open"), 0); /* nothing was taken yet */
    for (int i = 0; i < 2; i++) {
        gr_ref gate = spawn(lab_node(), &gate_type);
        go(gate, OPEN);
        go(gate, OPEN);
        go(gate, SHUT);
        go(gate, BUSY);
    }
    lab_advance_ms(100);
    CHECK_CODE(gr_machine_get_counts(lab_node(), &gate_service, counts, 32, &n), GR_OK);
    CHECK_UINT(count_of(counts, n, "shut", "open"), 2);
    CHECK_UINT(count_of(counts, n, "open", "open"), 2);
    CHECK_UINT(count_of(counts, n, "open", "shut"), 2);
    CHECK_UINT(count_of(counts, n, "busy", "shut"), 2);
    CHECK_UINT(count_of(counts, n, "shut", "gone"), 0);
    CHECK_UINT(count_of(counts, n, "gone", "shut"), UINT64_MAX); /* not in the schema */
    n = 0;
    CHECK_CODE(gr_machine_get_counts(lab_node(), &gate_service, NULL, 0, &n),
               GR_RESOURCE_EXHAUSTED);
    CHECK_UINT(n, 12);
    CHECK_CODE(gr_machine_get_counts(lab_node(), &eye_service, counts, 32, &n),
               GR_FAILED_PRECONDITION);
    CHECK_CODE(gr_machine_get_counts(NULL, &gate_service, counts, 32, &n), GR_INVALID_ARGUMENT);
    CHECK_CODE(gr_machine_get_counts(lab_node(), &gate_service, NULL, 1, &n), GR_INVALID_ARGUMENT);
    CHECK_CODE(gr_machine_get_counts(lab_node(), &gate_service, counts, 1, NULL),
               GR_INVALID_ARGUMENT);
    lab_close();
    (void)lab_open(1, 1);
    CHECK_CODE(gr_machine_get_counts(lab_node(), &gate_service, counts, 32, &n),
               GR_FAILED_PRECONDITION);
    lab_close();
}

/* ---- from another node ---- */

/* A gate on back, and as front knows it. */
struct there {
    struct remote remote;
    gr_ref home;
    gr_ref gate;
};

static void open_there(struct there *there, uint32_t max_monitors, const struct type *type,
                       const gr_service *service)
{
    const gr_node_options options = { .limits = { .max_monitors = max_monitors } };
    remote_open_with(&there->remote, 11, NULL, &options);
    stuck = NULL;
    act = NULL;
    eye_sleep_ms = 0;
    there->home = spawn(there->remote.back, type);
    CHECK_CODE(gr_stub_register(there->remote.back, "gate", there->home, type->base.service),
               GR_OK);
    CHECK_CODE(gr_stub_lookup(there->remote.front, "back/gate", service, NULL, &there->gate, NULL),
               GR_OK);
}

static void close_there(struct there *there)
{
    remote_close(&there->remote);
}

static void another_node_sees_all_of_it(void)
{
    struct there there;
    lab_report *report = NULL;
    open_there(&there, 0, &gate_type, &gate_service);
    CHECK_UINT(state_of(there.gate), SHUT);
    CHECK_CODE(gr_machine_wait(there.gate, &gate_service, SHUT, NULL, NULL), GR_OK);
    gr_future *open = wait_later(there.gate, OPEN, 0);
    gr_future *busy = wait_later(there.gate, BUSY, 0);
    go(there.gate, OPEN);
    CHECK_CODE(end_with(open, NULL), GR_OK);
    const lab_note note = { .text = "far", .number = GONE, .sleep_ms = 10 };
    CHECK_CODE(gr_stub_sync(there.gate, &gate_service, GO, &note, NULL, NULL, NULL), GR_OK);
    CHECK_CODE(gr_machine_result(there.gate, &gate_service, GONE, NULL, &report, NULL), GR_OK);
    if (CHECK(report != NULL)) {
        CHECK_STR(report->text, "far");
        gr_free(report);
    }
    CHECK_CODE(end_with(busy, "ended in state gone, without coming to state busy"),
               GR_FAILED_PRECONDITION);
    CHECK_CODE(gr_machine_wait(there.gate, &gate_service, 0, NULL, NULL), GR_UNAVAILABLE);
    close_there(&there);
}

static void another_node_is_told_how_a_machine_failed(void)
{
    struct there there;
    open_there(&there, 0, &gate_type, &gate_service);
    gr_future *ended = wait_later(there.gate, 0, 0);
    end(there.gate, (gr_code)250);
    CHECK_CODE(end_with(ended, "back/gate ended in state shut"), (gr_code)250);
    close_there(&there);
}

static void an_actor_of_another_node_observes(void)
{
    struct there there;
    open_there(&there, 0, &gate_type, &gate_service);
    gr_ref own = spawn(there.remote.front, &gate_type);
    CHECK_CODE(gr_stub_register(there.remote.front, "own", own, &gate_service), GR_OK);
    CHECK_CODE(gr_stub_lookup(there.remote.back, "front/own", &gate_service, NULL, &own, NULL),
               GR_OK); /* so that other numbers than the observer's are the first */
    gr_ref eye = spawn(there.remote.front, &eye_type);
    gr_future *future = observe(there.gate, eye, SAW, 5);
    settle_ms(there.remote.env, 10);
    CHECK_STR(lab_traced(), ">shut");
    CHECK_UINT(last.tag, 5);
    for (int i = 0; i < 3; i++) {
        go(there.gate, OPEN);
        go(there.gate, SHUT);
    }
    settle_ms(there.remote.env, 10);
    CHECK_STR(lab_traced(), "shut>open open>shut shut>open open>shut shut>open open>shut");
    go(there.gate, LOST);
    CHECK_CODE(end_with(future, NULL), GR_OK);
    settle_ms(there.remote.env, 10);
    CHECK_STR(lab_traced(), "shut>lost lost>");
    close_there(&there);
}

static void a_named_machine_is_observed(void)
{
    struct there there;
    gr_ref named;
    open_there(&there, 0, &gate_type, &gate_service);
    gr_ref eye = spawn(there.remote.front, &eye_type);
    CHECK_CODE(gr_stub_named(there.remote.front, "back/gate", &gate_service, &named), GR_OK);
    gr_future *future = observe(named, eye, SAW, 5);
    settle_ms(there.remote.env, 10);
    go(there.gate, LOST);
    CHECK_CODE(end_with(future, NULL), GR_OK);
    settle_ms(there.remote.env, 10);
    CHECK_STR(lab_traced(), ">shut shut>lost lost>");
    close_there(&there);
}

static void who_gives_up_over_there_is_forgotten_here(void)
{
    struct there there;
    open_there(&there, 1, &gate_type, &gate_service);
    gr_ref eye = spawn(there.remote.front, &eye_type);
    gr_future *future = observe(there.gate, eye, SAW, 5);
    CHECK_CODE(gr_machine_wait(there.gate, &gate_service, OPEN, NULL, NULL), GR_RESOURCE_EXHAUSTED);
    gr_future_drop(&future);
    settle_ms(there.remote.env, 10);
    future = wait_later(there.gate, OPEN, 0);
    gr_future_cancel(future);
    CHECK_CODE(end_with(future, NULL), GR_CANCELLED);
    settle_ms(there.remote.env, 10);
    CHECK_CODE(end_with(wait_later(there.gate, OPEN, 50), "waits for state open"),
               GR_DEADLINE_EXCEEDED);
    settle_ms(there.remote.env, 10);
    future = wait_later(there.gate, OPEN, 0);
    go(there.gate, OPEN);
    CHECK_CODE(end_with(future, NULL), GR_OK);
    CHECK_STR(lab_traced(), ">shut");
    close_there(&there);
}

static void a_lost_session_ends_waits_on_both_sides(void)
{
    struct there there;
    open_there(&there, 1, &gate_type, &gate_service);
    gr_ref eye = spawn(there.remote.front, &eye_type);
    gr_future *future = observe(there.gate, eye, SAW, 5);
    settle_ms(there.remote.env, 10);
    sim_cut(there.remote.env, REMOTE_URL);
    CHECK_CODE(end_with(future, NULL), GR_UNAVAILABLE);
    settle_ms(there.remote.env, 5000);
    go(there.home, OPEN);
    settle_ms(there.remote.env, 10);
    CHECK_STR(lab_traced(), ">shut");
    CHECK_CODE(gr_machine_wait(there.home, &gate_service, OPEN, NULL, NULL), GR_OK);
    future = wait_later(there.home, SHUT, 0); /* there is room for it again */
    go(there.home, SHUT);
    CHECK_CODE(end_with(future, NULL), GR_OK);
    close_there(&there);
}

/* What is received and not handled is bounded; waits are, but not so. */
static void waits_do_not_use_up_what_a_node_receives(void)
{
    enum { WAITS = 200 };
    struct there there;
    gr_future *futures[WAITS];
    const gr_node_options options = { .limits = { .receive_bytes = 8192 } };
    remote_open_with(&there.remote, 11, NULL, &options);
    there.home = spawn(there.remote.back, &gate_type);
    CHECK_CODE(gr_stub_register(there.remote.back, "gate", there.home, &gate_service), GR_OK);
    CHECK_CODE(
        gr_stub_lookup(there.remote.front, "back/gate", &gate_service, NULL, &there.gate, NULL),
        GR_OK);
    for (int i = 0; i < WAITS; i++) {
        futures[i] = wait_later(there.gate, OPEN, GR_FOREVER);
    }
    CHECK_UINT(state_of(there.gate), SHUT);
    go(there.gate, OPEN);
    for (int i = 0; i < WAITS; i++) {
        CHECK_CODE(end_with(futures[i], NULL), GR_OK);
    }
    close_there(&there);
}

static void another_node_cannot_have_a_third_told(void)
{
    struct there there;
    Greenroom__Seen *seen = NULL;
    gr_error error = GR_ERROR_INIT;
    open_there(&there, 0, &gate_type, &gate_service);
    Greenroom__Ref observer = { .node = there.home.home, .actor = there.home.actor };
    const Greenroom__Ask ask = { .observer = &observer };
    CHECK_CODE(gr_stub_sync(there.gate, &gate_service, ASK, &ask, NULL, &seen, &error),
               GR_INVALID_ARGUMENT);
    CHECK(strstr(error.message, "no actor of the node that asks") != NULL);
    observer.node = 12345;
    CHECK_CODE(gr_stub_sync(there.gate, &gate_service, ASK, &ask, NULL, &seen, &error),
               GR_INVALID_ARGUMENT);
    gr_error_fini(&error);
    close_there(&there);
}

/* An observer that front would not let observe by that number: it loses the notice, no more. */
static void a_wrong_method_of_another_node_loses_notices_there(void)
{
    struct there there;
    gr_future *future = NULL;
    open_there(&there, 0, &gate_type, &gate_service);
    gr_ref eye = spawn(there.remote.front, &eye_type);
    Greenroom__Ref observer = { .node = eye.home, .actor = eye.actor };
    const Greenroom__Ask ask = { .observer = &observer, .method = 77777 };
    CHECK_CODE(gr_stub_async(there.gate, &gate_service, ASK, &ask, NULL, &future), GR_OK);
    settle_ms(there.remote.env, 10);
    CHECK_STR(lab_traced(), "");
    go(there.gate, LOST);
    CHECK_CODE(end_with(future, NULL), GR_OK);
    CHECK_UINT(state_of(spawn(there.remote.back, &gate_type)), SHUT);
    close_there(&there);
}

static void an_older_machine_has_no_states_to_ask_for(void)
{
    struct there there;
    uint32_t state;
    open_there(&there, 0, &older_type, &gate_service);
    CHECK_CODE(gr_machine_get_state(there.gate, &gate_service, NULL, &state, NULL),
               GR_UNIMPLEMENTED);
    gr_ref eye = spawn(there.remote.front, &eye_type);
    gr_future *future = NULL;
    const gr_transition_notice notice = { eye, &eye_service, SAW };
    CHECK_CODE(gr_machine_observe(there.gate, &gate_service, notice, 0, &future), GR_UNIMPLEMENTED);
    close_there(&there);
}

static void a_newer_machine_may_be_in_a_state_that_is_not_known(void)
{
    struct there there;
    gr_error error = GR_ERROR_INIT;
    uint32_t state = 0;
    open_there(&there, 0, &newer_type, &gate_service);
    CHECK_UINT(state_of(there.gate), SHUT);
    gr_ref attic;
    CHECK_CODE(gr_stub_spawn_at(there.remote.back, &newer_type.base, NULL, at(STATES + 1, NULL),
                                NULL, &attic, NULL),
               GR_OK);
    CHECK_CODE(gr_stub_register(there.remote.back, "attic", attic, &newer_service), GR_OK);
    CHECK_CODE(gr_stub_lookup(there.remote.front, "back/attic", &gate_service, NULL, &attic, NULL),
               GR_OK);
    CHECK_CODE(gr_machine_get_state(attic, &gate_service, NULL, &state, &error),
               GR_FAILED_PRECONDITION);
    CHECK(strstr(error.message, "attic") != NULL);
    CHECK_CODE(gr_machine_wait(there.gate, &newer_service, STATES + 1,
                               &(gr_call_options){ .timeout_ms = 10 }, NULL),
               GR_DEADLINE_EXCEEDED); /* it has it, and may come there */
    gr_error_fini(&error);
    close_there(&there);
}

static void what_a_machine_sends_itself_no_other_node_can_send(void)
{
    struct there there;
    const lab_note note = { .number = OPEN };
    open_there(&there, 0, &guarded_type, &gate_service);
    CHECK_CODE(gr_stub_sync(there.gate, &gate_service, GO, &note, NULL, NULL, NULL),
               GR_UNIMPLEMENTED);
    CHECK_CODE(gr_stub_oneway(there.gate, &gate_service, GO, &note, NULL), GR_OK);
    settle_ms(there.remote.env, 10);
    CHECK_UINT(state_of(there.gate), SHUT);
    CHECK_UINT(remote_stats(there.remote.back).dead_letters[GR_DEAD_INVALID], 1);
    close_there(&there);
}

/* ---- ends ---- */

static void a_node_ends_with_open_asks(void)
{
    for (uint32_t workers = 1; workers <= 2; workers++) {
        open_lab(workers, 0);
        gr_ref gate = spawn(lab_node(), &gate_type);
        gr_ref eye = spawn(lab_node(), &eye_type);
        gr_future *open = wait_later(gate, OPEN, GR_FOREVER);
        gr_future *ended = wait_later(gate, 0, GR_FOREVER);
        gr_future *seen = observe(gate, eye, SAW, 1);
        lab_advance_ms(1);
        lab_close();
        CHECK_CODE(end_with(open, NULL), GR_FAILED_PRECONDITION);
        CHECK_CODE(end_with(ended, NULL), GR_OK);
        CHECK_CODE(end_with(seen, NULL), GR_OK);
    }
}

static void a_node_that_asks_ends_first(void)
{
    struct there there;
    open_there(&there, 1, &gate_type, &gate_service);
    gr_future *open = wait_later(there.gate, OPEN, GR_FOREVER);
    settle_ms(there.remote.env, 10);
    remote_end(there.remote.front);
    CHECK_CODE(end_with(open, NULL), GR_UNAVAILABLE);
    settle_ms(there.remote.env, 1000);
    open = wait_later(there.home, OPEN, 0); /* there is room for it */
    go(there.home, OPEN);
    CHECK_CODE(end_with(open, NULL), GR_OK);
    remote_end(there.remote.back);
    sim_destroy(there.remote.env);
}

/* ---- memory ---- */

static bool is_expected(gr_code code)
{
    return code == GR_OK || code == GR_RESOURCE_EXHAUSTED;
}

/* Whatever fails, each ask ends, and nothing is left. */
static void each_allocation_may_fail(void)
{
    bool failed = true;
    for (size_t nth = 1; failed && nth < 1000; nth++) {
        open_lab(1, 0);
        gr_ref gate = spawn(lab_node(), &gate_type);
        gr_ref eye = spawn(lab_node(), &eye_type);
        gr_future *ended = NULL;
        gr_future *seen = NULL;
        uint32_t state = SHUT;
        const gr_transition_notice notice = { eye, &eye_service, SAW };
        const lab_note note = { .text = "done", .number = GONE };
        const gr_call_options options = { .timeout_ms = 100 };
        suite_fail_allocation(nth);
        CHECK(is_expected(gr_machine_get_state(gate, &gate_service, NULL, &state, NULL)));
        CHECK_UINT(state, SHUT);
        CHECK(is_expected(gr_machine_wait_async(gate, &gate_service, 0, &options, &ended)));
        CHECK(is_expected(gr_machine_observe(gate, &gate_service, notice, 1, &seen)));
        CHECK(is_expected(gr_stub_sync(gate, &gate_service, GO, &note, NULL, NULL, NULL)));
        lab_advance_ms(200);
        failed = suite_allocation_failed();
        suite_fail_allocation(0);
        if (ended != NULL) {
            gr_code code = end_with(ended, NULL);
            CHECK(is_expected(code) || code == GR_DEADLINE_EXCEEDED);
        }
        gr_future_drop(&seen);
        (void)lab_traced();
        lab_close();
    }
    CHECK(!failed);
}

static void each_allocation_of_a_result_may_fail(void)
{
    bool failed = true;
    for (size_t nth = 1; failed && nth < 1000; nth++) {
        open_lab(1, 0);
        gr_ref gate = { 0, 0, 0 };
        lab_report *report = NULL;
        const lab_note note = { .text = "done", .sleep_ms = 10 };
        suite_fail_allocation(nth);
        gr_code code =
            gr_stub_spawn_at(lab_node(), &gate_type.base, NULL, at(GONE, &note), NULL, &gate, NULL);
        CHECK(is_expected(code));
        if (code == GR_OK) {
            code = gr_machine_result(gate, &gate_service, GONE, NULL, &report, NULL);
            CHECK(is_expected(code));
            CHECK((report != NULL) == (code == GR_OK));
        }
        failed = suite_allocation_failed();
        suite_fail_allocation(0);
        gr_free(report);
        lab_close();
    }
    CHECK(!failed);
}

/* ---- threads ---- */

enum { THREADS = 3, ROUNDS = 300 };

static gr_ref shared_gate;
static _Atomic uint64_t newest; /* of the notices' numbers */
static _Atomic uint32_t n_notices;

static gr_code on_counted(const gr_type *type, void *self, gr_context *ctx, const void *request,
                          void *reply)
{
    (void)type;
    (void)self;
    (void)ctx;
    (void)reply;
    const Greenroom__Transition *seen = request;
    CHECK(n_notices == 0 || seen->number == newest + 1); /* none is lost, and none overtakes */
    newest = seen->number;
    n_notices++;
    return GR_OK;
}

static const gr_method counter_methods[] = { { .name = "Saw",
                                               .request = &greenroom__transition__descriptor,
                                               .handle = on_counted,
                                               .oneway = true } };
static const gr_service counter_service = { .name = "outside.Eye",
                                            .methods = counter_methods,
                                            .n_methods = 1,
                                            .hooks_at = offsetof(struct type, hooks),
                                            .schema = "" };
static const struct type counter_type = { .base = { &counter_service, 0 } };

static void *wait_and_give_up(void *arg)
{
    (void)arg;
    for (int i = 0; i < ROUNDS; i++) {
        gr_future *open = wait_later(shared_gate, OPEN, GR_FOREVER);
        gr_future *lost = wait_later(shared_gate, LOST, GR_FOREVER);
        uint32_t state = 0;
        CHECK_CODE(gr_machine_get_state(shared_gate, &gate_service, NULL, &state, NULL), GR_OK);
        CHECK(state == OPEN || state == SHUT);
        if (i % 3 == 0) {
            gr_future_cancel(open);
        }
        gr_code code = end_with(open, NULL);
        CHECK(code == GR_OK || (code == GR_CANCELLED && i % 3 == 0));
        gr_future_drop(&lost);
    }
    return NULL;
}

static void threads_wait_for_a_machine_that_changes(void)
{
    const gr_node_options options = { .name = "lab", .workers = 3 };
    lab_open_real(&options);
    n_notices = 0;
    shared_gate = spawn(lab_node(), &gate_type);
    gr_ref eye = spawn(lab_node(), &counter_type);
    gr_future *seen = observe(shared_gate, eye, SAW, 1);
    pthread_t threads[THREADS];
    for (int i = 0; i < THREADS; i++) {
        CHECK(pthread_create(&threads[i], NULL, wait_and_give_up, NULL) == 0);
    }
    for (int i = 0; i < ROUNDS; i++) {
        go(shared_gate, OPEN);
        go(shared_gate, SHUT);
    }
    go(shared_gate, OPEN); /* and stays so */
    for (int i = 0; i < THREADS; i++) {
        CHECK(pthread_join(threads[i], NULL) == 0);
    }
    end(shared_gate, GR_OK);
    CHECK_CODE(end_with(seen, NULL), GR_OK);
    const gr_stop_options drain = { .drain = true };
    CHECK_CODE(gr_actor_stop(eye, &drain), GR_OK);
    CHECK_UINT(n_notices, 2 * ROUNDS + 3);
    lab_close();
}

GR_SUITE_PREPARED(
    "machine_outside", remote_start_transport,
    { "the_state_is_told_whatever_runs", the_state_is_told_whatever_runs },
    { "the_state_is_told_to_an_actor_of_the_same_worker",
      the_state_is_told_to_an_actor_of_the_same_worker },
    { "a_wait_ends_when_the_machine_comes_there", a_wait_ends_when_the_machine_comes_there },
    { "a_state_passed_in_no_time_is_not_missed", a_state_passed_in_no_time_is_not_missed },
    { "a_wait_ends_with_the_machine", a_wait_ends_with_the_machine },
    { "what_makes_no_sense_is_refused", what_makes_no_sense_is_refused },
    { "malformed_asks_are_refused", malformed_asks_are_refused },
    { "a_deadline_ends_a_wait_and_says_where_the_machine_is",
      a_deadline_ends_a_wait_and_says_where_the_machine_is },
    { "only_so_many_wait_for_a_machine", only_so_many_wait_for_a_machine },
    { "a_full_mailbox_keeps_no_asks_out", a_full_mailbox_keeps_no_asks_out },
    { "a_draining_machine_still_answers", a_draining_machine_still_answers },
    { "a_result_is_handed_over", a_result_is_handed_over },
    { "a_result_of_another_end_is_none", a_result_of_another_end_is_none },
    { "a_result_asked_for_before_is_there_after_the_end",
      a_result_asked_for_before_is_there_after_the_end },
    { "an_awaited_result_of_another_end_is_none", an_awaited_result_of_another_end_is_none },
    { "a_result_may_be_nested_only_so_deep", a_result_may_be_nested_only_so_deep },
    { "an_observer_is_told_all_in_order", an_observer_is_told_all_in_order },
    { "an_observer_of_a_failing_machine_is_told_its_end",
      an_observer_of_a_failing_machine_is_told_its_end },
    { "observing_ends_with_its_future", observing_ends_with_its_future },
    { "a_full_observer_has_gaps", a_full_observer_has_gaps },
    { "an_observer_that_is_gone_hurts_nobody", an_observer_that_is_gone_hurts_nobody },
    { "observing_has_no_deadline_whatever_its_caller_s_is",
      observing_has_no_deadline_whatever_its_caller_s_is },
    { "a_wait_for_a_machine_that_waits_for_the_waiter_is_a_cycle",
      a_wait_for_a_machine_that_waits_for_the_waiter_is_a_cycle },
    { "a_cycle_without_a_chain_is_found_by_probes", a_cycle_without_a_chain_is_found_by_probes },
    { "a_machine_begins_where_it_is_told_to", a_machine_begins_where_it_is_told_to },
    { "what_is_asked_before_the_first_state_waits_for_it",
      what_is_asked_before_the_first_state_waits_for_it },
    { "transitions_are_counted_by_service", transitions_are_counted_by_service },
    { "another_node_sees_all_of_it", another_node_sees_all_of_it },
    { "another_node_is_told_how_a_machine_failed", another_node_is_told_how_a_machine_failed },
    { "an_actor_of_another_node_observes", an_actor_of_another_node_observes },
    { "a_named_machine_is_observed", a_named_machine_is_observed },
    { "who_gives_up_over_there_is_forgotten_here", who_gives_up_over_there_is_forgotten_here },
    { "a_lost_session_ends_waits_on_both_sides", a_lost_session_ends_waits_on_both_sides },
    { "waits_do_not_use_up_what_a_node_receives", waits_do_not_use_up_what_a_node_receives },
    { "another_node_cannot_have_a_third_told", another_node_cannot_have_a_third_told },
    { "a_wrong_method_of_another_node_loses_notices_there",
      a_wrong_method_of_another_node_loses_notices_there },
    { "an_older_machine_has_no_states_to_ask_for", an_older_machine_has_no_states_to_ask_for },
    { "a_newer_machine_may_be_in_a_state_that_is_not_known",
      a_newer_machine_may_be_in_a_state_that_is_not_known },
    { "what_a_machine_sends_itself_no_other_node_can_send",
      what_a_machine_sends_itself_no_other_node_can_send },
    { "a_node_ends_with_open_asks", a_node_ends_with_open_asks },
    { "a_node_that_asks_ends_first", a_node_that_asks_ends_first },
    { "each_allocation_may_fail", each_allocation_may_fail },
    { "each_allocation_of_a_result_may_fail", each_allocation_of_a_result_may_fail },
    { "threads_wait_for_a_machine_that_changes", threads_wait_for_a_machine_that_changes })
