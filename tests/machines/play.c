/* SPDX-License-Identifier: MIT */
/* Plays machines on the runtime, in virtual time, and keeps what happens. One thread, which is also
 * that of the nodes. */
#include "play.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "greenroom/ref.pb-c.h"
#include "node.h"
#include "support/sim.h"

#define URL "ipc://home"

/* A call that a handler holds. */
struct held {
    gr_call call;
    uint32_t method;
};

/* The play under way: one at a time. */
static struct {
    gri_env *env;
    gr_node *home, *away;
    const struct play_plan *plan;
    const struct play_machine *machine;
    const gr_service *service;
    struct story *story;
    uint64_t began_ns;
    uint32_t tell;
    uint32_t n_parts;
    struct held held[HELD_MAX];
    uint32_t n_held;
    gr_future *futures[TELLS_MAX];
    mill_watcher watchers[2]; /* on home and away */
    gr_future *observation;
} play;

/* ---- notes ---- */

static void write_note(mill_note *note, char text[24], int32_t value)
{
    *note = (mill_note)MILL__NOTE__INIT;
    note->value = value;
    note->text = text;
    (void)snprintf(text, 24, "v%" PRId32, value);
}

static int32_t read_note(const mill_note *note)
{
    char wanted[24];
    if (note == NULL) {
        return 0;
    }
    (void)snprintf(wanted, sizeof(wanted), "v%" PRId32, note->value);
    return strcmp(wanted, note->text) == 0 ? note->value : -1;
}

/* ---- records ---- */

static uint64_t now_ns(void)
{
    return play.env->ops->now_ns(play.env) - play.began_ns;
}

static void keep(enum record_kind kind, uint32_t a, uint32_t b, uint32_t c, int32_t value)
{
    story_add(play.story, (struct record){ kind, a, b, c, value, play.tell, now_ns() });
}

/* ---- what a part does ---- */

static gr_code answer(int32_t value)
{
    mill_note note;
    char text[24];
    if (play.n_held > 0) {
        struct held held = play.held[0];
        play.n_held--;
        memmove(play.held, play.held + 1, play.n_held * sizeof(*play.held));
        bool has_reply = play.service->methods[held.method].reply != NULL;
        write_note(&note, text, value);
        /* an error: the caller has given up, or the machine has ended */
        gr_ignore(
            gr_stub_answer(held.call, play.service, held.method, GR_OK, has_reply ? &note : NULL));
    }
    return GR_OK;
}

static gr_code hold(gr_context *ctx, uint32_t method)
{
    if (play.n_held == HELD_MAX) {
        return GR_OK;
    }
    struct held *held = &play.held[play.n_held];
    held->method = method;
    gr_code code = gr_stub_hold(ctx, play.service, method, &held->call);
    play.n_held += code == GR_OK;
    return code;
}

static gr_code go(gr_context *ctx, enum part part, uint32_t which, const struct op *op)
{
    mill_note note;
    char text[24];
    write_note(&note, text, op->value);
    const mill_note *args = play.plan->model->states[op->what].has_args ? &note : NULL;
    return op->kind == OP_GO      ? gr_machine_transition(ctx, op->what, args)
           : part == PART_TIMEOUT ? play.machine->timeout_to(ctx, which, op->what, args)
                                  : play.machine->method_to(ctx, which, op->what, args);
}

static gr_code send(gr_context *ctx, const struct op *op)
{
    mill_note note;
    char text[24];
    const mill_note *request = play.plan->model->methods[op->what].has_request ? &note : NULL;
    write_note(&note, text, op->value);
    if (op->kind == OP_RAISE) {
        return play.machine->raise(ctx, op->what, request);
    }
    if (play.tell + 1 == play.plan->n_tells) {
        return GR_OK; /* a drain may take it or not */
    }
    /* an error: it is stopping */
    gr_ignore(gr_stub_oneway(gr_context_self(ctx), play.service, op->what, request, NULL));
    return GR_OK;
}

static gr_code process(gr_context *ctx, const struct op *op)
{
    const gr_process_options options = { .for_ms = op->ms };
    bool only[METHODS_MAX + 1] = { false };
    if (op->what == ~0u) {
        return gr_process(ctx, &options);
    }
    for (uint32_t i = 0; i < METHODS_MAX; i++) {
        only[i] = (op->what >> i & 1u) != 0;
    }
    return gr_stub_process(ctx, play.service, only, &options);
}

static gr_code do_op(gr_context *ctx, enum part part, uint32_t which, const struct op *op)
{
    switch (op->kind) {
    case OP_SLEEP:
        return gr_sleep(ctx, op->ms);
    case OP_PROCESS:
        return process(ctx, op);
    case OP_RAISE:
    case OP_SEND:
        return send(ctx, op);
    case OP_TIMER_START:
        return play.machine->start_timer(ctx, op->what, op->ms);
    case OP_TIMER_STOP:
        return play.machine->stop_timer(ctx, op->what);
    case OP_TO:
    case OP_GO:
        return go(ctx, part, which, op);
    case OP_HOLD:
        return hold(ctx, which);
    case OP_ANSWER:
        return answer(op->value);
    case OP_CLEAN:
        return gr_cleanup_begin(ctx, op->ms);
    case OP_CLEANED:
        gr_cleanup_end(ctx);
        break;
    case OP_QUIT:
        gr_stop(ctx, (gr_code)op->what);
        break;
    }
    return GR_OK;
}

static void play_part(gr_context *ctx, enum part part, uint32_t which, int32_t given,
                      struct script *script)
{
    script_make(script, play.plan->model, play.plan->seed, part, which, play.n_parts++);
    keep(RECORD_PART, part, which, gr_machine_current(ctx), given);
    for (uint32_t i = 0; i < script->n_ops; i++) {
        gr_code code = do_op(ctx, part, which, &script->ops[i]);
        keep(RECORD_OP, script->ops[i].kind, 0, (uint32_t)code, 0);
    }
    if (part != PART_START && part != PART_FIRST) {
        keep(RECORD_RETURN, part, which, gr_cancelled(ctx), 0);
    }
}

void play_body(gr_context *ctx, uint32_t state, const mill_note *given, struct play_next *out_next)
{
    struct script script;
    play_part(ctx, PART_BODY, state, read_note(given), &script);
    out_next->state = script.next;
    write_note(&out_next->note, out_next->text, script.value);
}

gr_code play_method(gr_context *ctx, uint32_t method, const mill_note *request, mill_note *reply)
{
    struct script script;
    play_part(ctx, PART_METHOD, method, read_note(request), &script);
    char *text = reply == NULL || script.code != GR_OK ? NULL : gr_alloc(ctx, 24);
    if (text != NULL) {
        write_note(reply, text, script.value);
    }
    return script.code;
}

gr_code play_timeout(gr_context *ctx, uint32_t state)
{
    struct script script;
    play_part(ctx, PART_TIMEOUT, state, 0, &script);
    return script.code;
}

gr_code play_start(gr_context *ctx, const mill_note *given)
{
    struct script script;
    play_part(ctx, PART_START, 0, read_note(given), &script);
    return script.code;
}

gr_code play_change(gr_context *ctx, uint32_t from, uint32_t to, const void *given)
{
    struct script script;
    keep(RECORD_HOOK_TO, from, to, 0, 0);
    play_part(ctx, from == 0 ? PART_FIRST : PART_HOOK, to, read_note(given), &script);
    return script.code;
}

void play_hook(gr_context *ctx, enum part part, uint32_t which)
{
    struct script script;
    play_part(ctx, part, which, 0, &script);
}

void play_stop(gr_code reason)
{
    keep(RECORD_PART, PART_STOP, 0, 0, (int32_t)reason);
}

/* ---- who observes ---- */

struct mill_watcher_self {
    int unused;
};

/* The number of a state by its name: "s3". */
static uint32_t state_of(const char *name)
{
    return name[0] == '\0' ? 0 : (uint32_t)(name[1] - '0');
}

static gr_code on_changed(struct mill_watcher_self *self, gr_context *ctx,
                          const Greenroom__Transition *change)
{
    (void)self;
    (void)ctx;
    if (change->tag == play.plan->seed) {
        story_add_change(play.story,
                         (struct record){ RECORD_CHANGE, state_of(change->from),
                                          state_of(change->to), 0, 0, play.tell, now_ns() });
    }
    return GR_OK;
}

static const mill_watcher_type watcher_type = MILL_WATCHER_TYPE(on_, MILL_WATCHER_NO_HOOKS);

static void observe(gr_ref to, bool is_remote)
{
    const gr_transition_notice notice = { play.watchers[is_remote].ref, &mill_watcher_service, 0 };
    /* an error: it has ended */
    gr_ignore(gr_machine_observe(to, play.service, notice, play.plan->seed, &play.observation));
}

/* ---- nodes ---- */

static gr_node *make_node(const char *name)
{
    gr_node *node = NULL;
    const gr_node_options options = { .name = name, .workers = 1, .slow_after_ms = GR_FOREVER };
    return gri_node_create_in(play.env, &options, &node) == GR_OK ? node : NULL;
}

bool play_open(uint64_t seed)
{
    play.env = sim_create(seed);
    sim_set_delay(play.env, 0, 0);
    play.home = make_node("home");
    play.away = make_node("away");
    bool is_open =
        play.home != NULL && play.away != NULL && gr_node_listen(play.home, URL, NULL) == GR_OK &&
        gr_node_connect(play.away, URL) == GR_OK &&
        mill_watcher_spawn(play.home, &watcher_type, NULL, &play.watchers[0], NULL) == GR_OK &&
        mill_watcher_spawn(play.away, &watcher_type, NULL, &play.watchers[1], NULL) == GR_OK;
    sim_settle(play.env);
    return is_open;
}

bool play_close(void)
{
    bool is_closed =
        gr_node_destroy(play.away, NULL) == GR_OK && gr_node_destroy(play.home, NULL) == GR_OK;
    sim_destroy(play.env);
    return is_closed;
}

/* ---- tells ---- */

static void call(gr_ref to, uint32_t number)
{
    const struct tell *tell = &play.plan->tells[number];
    mill_note note;
    char text[24];
    const gr_call_options options = { .timeout_ms = tell->timeout_ms };
    write_note(&note, text, tell->value);
    const mill_note *request = play.plan->model->methods[tell->what].has_request ? &note : NULL;
    if (tell->kind == TELL_ONEWAY) {
        /* an error: it has ended */
        gr_ignore(gr_stub_oneway(to, play.service, tell->what, request, NULL));
        return;
    }
    struct outcome *outcome = &play.story->outcomes[number];
    outcome->is_call = true;
    outcome->code =
        gr_stub_async(to, play.service, tell->what, request, &options, &play.futures[number]);
    outcome->is_known = outcome->code != GR_OK; /* there is no future then */
    outcome->ran = GR_RAN_NO;
}

static void wait_for(gr_ref to, uint32_t number)
{
    const struct tell *tell = &play.plan->tells[number];
    const gr_call_options options = { .timeout_ms = tell->timeout_ms };
    struct outcome *outcome = &play.story->outcomes[number];
    outcome->is_call = true;
    outcome->code =
        gr_machine_wait_async(to, play.service, tell->what, &options, &play.futures[number]);
    outcome->is_known = outcome->code != GR_OK; /* there is no future then */
}

static void ask_state(gr_ref to)
{
    uint32_t state = 0;
    gr_code code = gr_machine_get_state(to, play.service, NULL, &state, NULL);
    keep(RECORD_STATE, state, 0, (uint32_t)code, 0);
}

/* Drained it may go on for ever, for a held call. */
static void stop(gr_ref home, bool drains)
{
    const gr_stop_options drain = { .drain = true, .timeout_ms = LAST_MS };
    const gr_stop_options at_once = { .timeout_ms = LAST_MS };
    if (!drains || gr_actor_stop(home, &drain) == GR_DEADLINE_EXCEEDED) {
        gr_ignore(gr_actor_stop(home, &at_once)); /* an error: it has ended */
    }
}

static void be_told(gr_ref home, gr_ref to, uint32_t number)
{
    const struct tell *tell = &play.plan->tells[number];
    play.tell = number;
    if (tell->asks) {
        ask_state(to);
    }
    switch (tell->kind) {
    case TELL_WAIT:
        wait_for(to, number);
        break;
    case TELL_CALL:
    case TELL_ONEWAY:
        call(to, number);
        break;
    case TELL_CANCEL:
        if (play.futures[tell->what] != NULL) {
            gr_future_cancel(play.futures[tell->what]);
        }
        break;
    case TELL_STOP:
        stop(home, tell->what == 1);
        break;
    }
}

static void end_call(uint32_t number)
{
    struct outcome *outcome = &play.story->outcomes[number];
    uint32_t method = play.plan->tells[number].what;
    mill_note *reply = NULL;
    gr_error error = GR_ERROR_INIT;
    outcome->is_known = gr_future_is_done(play.futures[number]);
    if (!outcome->is_known) {
        gr_future_drop(&play.futures[number]);
        return;
    }
    if (play.plan->tells[number].kind == TELL_WAIT) {
        outcome->code = gr_machine_await(&play.futures[number], NULL);
        return;
    }
    outcome->code =
        gr_stub_await(&play.futures[number], play.service, method,
                      play.service->methods[method].reply == NULL ? NULL : &reply, &error);
    if (outcome->code == GR_OK) {
        outcome->value = read_note(reply);
        gr_free(reply);
    } else {
        outcome->ran = (uint8_t)error.ran;
    }
    gr_error_fini(&error);
}

/* The machine's address as the other node knows it. */
static gr_ref ref_away(gr_ref home)
{
    gr_ref away = home;
    struct Greenroom__Ref packed;
    if (gr_stub_ref_pack(home, play.service, &packed) == GR_OK) {
        gr_ignore(gr_stub_ref_unpack(play.away, &packed, play.service, &away)); /* then `home` */
    }
    return away;
}

static void advance_to(uint64_t at_ns)
{
    sim_advance(play.env, at_ns - now_ns());
}

static void tell_all(gr_ref home, bool is_remote)
{
    gr_ref to = is_remote ? ref_away(home) : home;
    for (uint32_t i = 0; i < play.plan->n_tells; i++) {
        advance_to(play.plan->tells[i].at_ns);
        if (i == 0) {
            observe(to, is_remote);
            sim_settle(play.env);
        }
        be_told(home, to, i);
    }
    sim_settle(play.env);
    for (uint32_t i = 0; i < play.plan->n_tells; i++) {
        if (play.futures[i] != NULL) {
            end_call(i);
        }
    }
}

static gr_node_stats stats(void)
{
    gr_node_stats stats;
    gr_node_get_stats(play.home, &stats);
    return stats;
}

void play_plan(const struct play_plan *plan, const struct play_machine *machine, bool is_remote,
               struct story *story)
{
    mill_note args, state_args;
    char text[24], state_text[24];
    gr_ref home;
    write_note(&args, text, plan->value);
    write_note(&state_args, state_text, plan->state_value);
    play.plan = plan;
    play.machine = machine;
    play.service = machine->type->service;
    play.story = story;
    play.began_ns = play.env->ops->now_ns(play.env);
    play.tell = 0;
    play.n_parts = 0;
    play.n_held = 0;
    memset(play.futures, 0, sizeof(play.futures));
    const gr_node_stats before = stats();
    story->spawned = machine->spawn(play.home, plan->state, &args, &state_args, &home);
    if (story->spawned == GR_OK) {
        tell_all(home, is_remote);
        gr_future_drop(&play.observation);
    }
    const gr_node_stats after = stats();
    story->n_refused =
        (uint32_t)(after.dead_letters[GR_DEAD_INVALID] - before.dead_letters[GR_DEAD_INVALID]);
    story->n_failed =
        (uint32_t)(after.dead_letters[GR_DEAD_FAILED] - before.dead_letters[GR_DEAD_FAILED]);
    while (play.n_held > 0) {
        gr_ignore(gr_call_drop(play.held[--play.n_held].call)); /* open no more */
    }
}
