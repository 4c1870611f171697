/* SPDX-License-Identifier: MIT */
/* Machines where it is rare: what happens while hooks wait, with full mailboxes, with timers that
 * are taken back, with bodies that do not return, and with nodes that end meanwhile. */
#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

#include <greenroom/supervise.h>

#include "lab.h"
#include "remote.h"
#include "trap.gr.h"

struct trap_trap_self {
    trap_trap_act_call held;
};

/* What a test has the trap do; NULL: nothing, and bodies stay. */
static struct script {
    trap_trap_idle_next (*idle)(trap_trap_idle_in in);
    trap_trap_armed_next (*armed)(trap_trap_armed_in in);
    trap_trap_sprung_next (*sprung)(trap_trap_sprung_in in);
    trap_trap_odd_next (*odd)(trap_trap_odd_in in);
    trap_trap_done_next (*done)(trap_trap_done_in in);
    gr_code (*sprung_timeout)(gr_context *ctx);
    gr_code (*hook)(gr_context *ctx, trap_trap_state from, trap_trap_state to, const void *args);
    gr_code (*act)(struct trap_trap_self *self, gr_context *ctx, const trap_word *word);
    gr_code (*start)(gr_context *ctx);
    void (*enter)(gr_context *ctx);
    void (*leave)(gr_context *ctx);
    void (*stop)(gr_context *ctx);
} script;

static trap_trap_idle_next in_idle(struct trap_trap_self *self, trap_trap_idle_in in)
{
    (void)self;
    lab_trace("idle");
    return script.idle == NULL ? trap_trap_idle_stay(in) : script.idle(in);
}

static trap_trap_armed_next in_armed(struct trap_trap_self *self, trap_trap_armed_in in)
{
    (void)self;
    lab_trace("armed");
    return script.armed == NULL ? trap_trap_armed_stay(in) : script.armed(in);
}

static trap_trap_sprung_next in_sprung(struct trap_trap_self *self, trap_trap_sprung_in in)
{
    (void)self;
    lab_trace("sprung");
    return script.sprung == NULL ? trap_trap_sprung_stay(in) : script.sprung(in);
}

static trap_trap_odd_next in_odd(struct trap_trap_self *self, trap_trap_odd_in in)
{
    (void)self;
    lab_trace("odd");
    return script.odd == NULL ? trap_trap_odd_stay(in) : script.odd(in);
}

static trap_trap_done_next in_done(struct trap_trap_self *self, trap_trap_done_in in)
{
    (void)self;
    lab_trace("done");
    return script.done == NULL ? trap_trap_done_end(in, &(trap_word){ .text = "bye" })
                               : script.done(in);
}

static gr_code in_sprung_timeout(struct trap_trap_self *self, gr_context *ctx)
{
    (void)self;
    lab_trace("timeout");
    return script.sprung_timeout == NULL ? GR_OK : script.sprung_timeout(ctx);
}

static void in_armed_exit(struct trap_trap_self *self, gr_context *ctx)
{
    (void)self;
    lab_trace("armed-");
    if (script.leave != NULL) {
        script.leave(ctx);
    }
}

static void in_hot_enter(struct trap_trap_self *self, gr_context *ctx)
{
    (void)self;
    lab_trace("hot+");
    if (script.enter != NULL) {
        script.enter(ctx);
    }
}

static void in_hot_exit(struct trap_trap_self *self, gr_context *ctx)
{
    (void)self;
    (void)ctx;
    lab_trace("hot-");
}

static gr_code on_act(struct trap_trap_self *self, gr_context *ctx, const trap_word *request,
                      trap_word *reply)
{
    lab_trace("do:%s", request->text);
    reply->text = request->text;
    return script.act == NULL ? GR_OK : script.act(self, ctx, request);
}

static gr_code say(const trap_word *request, trap_word *reply)
{
    lab_trace("%s", request->text);
    reply->text = request->text;
    return GR_OK;
}

static gr_code on_reject(struct trap_trap_self *self, gr_context *ctx, const trap_word *request,
                         trap_word *reply)
{
    (void)self;
    (void)ctx;
    return say(request, reply);
}

static gr_code on_queue(struct trap_trap_self *self, gr_context *ctx, const trap_word *request,
                        trap_word *reply)
{
    (void)self;
    (void)ctx;
    return say(request, reply);
}

static gr_code on_oldest(struct trap_trap_self *self, gr_context *ctx, const trap_word *request,
                         trap_word *reply)
{
    (void)self;
    (void)ctx;
    return say(request, reply);
}

static gr_code on_latest(struct trap_trap_self *self, gr_context *ctx, const trap_word *request)
{
    (void)self;
    (void)ctx;
    lab_trace("latest:%s", request->text);
    return GR_OK;
}

static gr_code on_burn(struct trap_trap_self *self, gr_context *ctx)
{
    (void)self;
    (void)ctx;
    lab_trace("burn");
    return GR_OK;
}

static gr_code on_flash(struct trap_trap_self *self, gr_context *ctx)
{
    (void)self;
    (void)ctx;
    lab_trace("flash");
    return GR_OK;
}

static gr_code on_saw(struct trap_trap_self *self, gr_context *ctx,
                      const Greenroom__Transition *request)
{
    (void)self;
    (void)ctx;
    lab_trace("%s>%s", request->from, request->to);
    return GR_OK;
}

static gr_code start(struct trap_trap_self *self, gr_context *ctx, const trap_word *args)
{
    (void)self;
    (void)args;
    return script.start == NULL ? GR_OK : script.start(ctx);
}

static void stop(struct trap_trap_self *self, gr_context *ctx, gr_code reason)
{
    (void)self;
    lab_trace("stop:%s", gr_code_name(reason));
    if (script.stop != NULL) {
        script.stop(ctx);
    }
}

static gr_code on_transition(struct trap_trap_self *self, gr_context *ctx, trap_trap_state from,
                             trap_trap_state to, const void *args)
{
    (void)self;
    return script.hook == NULL ? GR_OK : script.hook(ctx, from, to, args);
}

static const trap_trap_type trap = TRAP_TRAP_TYPE(
    on_, in_, TRAP_TRAP_HOOKS(.start = start, .stop = stop, .on_transition = on_transition));

/* ---- what the tests do with it ---- */

static const trap_word word = { .text = "w" };
static const gr_process_options for_ever = { .for_ms = GR_FOREVER };

static trap_trap spawn_bounded(uint32_t messages)
{
    const gr_spawn_options options = { .mailbox_messages = messages };
    trap_trap to = { { 0, 0, 0 } };
    CHECK_CODE(trap_trap_spawn(lab_node(), &trap, &word, &options, &to, NULL), GR_OK);
    return to;
}

static trap_trap open_trap(uint32_t messages)
{
    lab_open(1, 1);
    trap_trap to = spawn_bounded(messages);
    sim_settle(lab_env());
    (void)lab_traced();
    return to;
}

static void close_lab(void)
{
    lab_close();
    memset(&script, 0, sizeof(script));
}

static const char *settled(void)
{
    sim_settle(lab_env());
    return lab_traced();
}

static gr_code go_to(struct trap_trap_self *self, gr_context *ctx, const trap_word *request)
{
    (void)self;
    static const trap_other other = { .a = 1, .b = 2 };
    trap_trap_state to = (trap_trap_state)request->number;
    const void *args = to == TRAP_TRAP_STATE_ARMED ? (const void *)&word
                       : to == TRAP_TRAP_STATE_ODD ? (const void *)&other
                                                   : NULL;
    return trap_trap_transition(ctx, to, args);
}

static gr_code act(trap_trap to, const char *text, uint32_t number)
{
    const trap_word request = { .text = (char *)text, .number = number };
    return trap_trap_act_sync(to, &request, NULL, NULL, NULL);
}

static void go(trap_trap to, trap_trap_state state)
{
    gr_code (*before)(struct trap_trap_self *, gr_context *, const trap_word *) = script.act;
    script.act = go_to;
    CHECK_CODE(act(to, "go", (uint32_t)state), GR_OK);
    script.act = before;
}

/* ---- waits in hooks ---- */

static void sleep_long(gr_context *ctx)
{
    gr_ignore(gr_sleep(ctx, 150)); /* longer than the state may last */
}

static trap_trap_armed_next process_armed(trap_trap_armed_in in)
{
    gr_code code = gr_process(in.ctx, &for_ever);
    lab_trace("processed:%s", gr_code_name(code));
    return trap_trap_armed_stay(in);
}

static void a_timeout_that_fires_while_a_group_is_entered_ends_the_waits_of_the_body(void)
{
    trap_trap to = open_trap(0);
    script.enter = sleep_long;
    script.armed = process_armed;
    go(to, TRAP_TRAP_STATE_ARMED);
    lab_advance_ms(200);
    CHECK_STR(lab_traced(), "do:go hot+ armed processed:CANCELLED armed- hot- idle");
    close_lab();
}

static gr_code process_in_hook(gr_context *ctx, trap_trap_state from, trap_trap_state to,
                               const void *args)
{
    (void)args;
    lab_trace("%s>%s", trap_trap_state_name(from), trap_trap_state_name(to));
    if (to == TRAP_TRAP_STATE_SPRUNG) {
        lab_trace("in:%s", gr_code_name(gr_process(ctx, &for_ever)));
    }
    return GR_OK;
}

static void a_handler_in_a_transition_hook_decides_before_the_hook_s_own_transition(void)
{
    trap_trap to = open_trap(0);
    script.hook = process_in_hook;
    go(to, TRAP_TRAP_STATE_SPRUNG);
    sim_settle(lab_env());
    go(to, TRAP_TRAP_STATE_DONE);
    CHECK_STR(settled(), "do:go idle>sprung do:go idle>done in:CANCELLED done stop:OK");
    close_lab();
}

static void process_in_enter(gr_context *ctx)
{
    lab_trace("in:%s", gr_code_name(gr_process(ctx, &for_ever)));
}

static void a_handler_in_a_group_s_hook_may_leave_the_state_before_its_body_runs(void)
{
    trap_trap to = open_trap(0);
    script.enter = process_in_enter;
    go(to, TRAP_TRAP_STATE_SPRUNG);
    sim_settle(lab_env());
    go(to, TRAP_TRAP_STATE_IDLE);
    CHECK_STR(settled(), "do:go hot+ do:go in:CANCELLED hot- idle");
    close_lab();
}

static const void *hook_args;

static gr_code keep_args(gr_context *ctx, trap_trap_state from, trap_trap_state to,
                         const void *args)
{
    (void)ctx;
    (void)from;
    (void)to;
    hook_args = args;
    return GR_OK;
}

static void a_first_state_without_arguments_is_not_given_those_of_the_start(void)
{
    hook_args = NULL;
    lab_open(1, 1);
    script.hook = keep_args;
    (void)spawn_bounded(0);
    CHECK(hook_args == NULL);
    close_lab();
}

/* ---- full mailboxes ---- */

static trap_trap_reject_future reject_later(trap_trap to, const char *text)
{
    trap_trap_reject_future future = { NULL };
    CHECK_CODE(trap_trap_reject_async(to, &(trap_word){ .text = (char *)text }, NULL, &future),
               GR_OK);
    return future;
}

static trap_trap_queue_future wait_later(trap_trap to, const char *text)
{
    trap_trap_queue_future future = { NULL };
    CHECK_CODE(trap_trap_queue_async(to, &(trap_word){ .text = (char *)text }, NULL, &future),
               GR_OK);
    return future;
}

static trap_trap_oldest_future oldest_later(trap_trap to, const char *text)
{
    trap_trap_oldest_future future = { NULL };
    CHECK_CODE(trap_trap_oldest_async(to, &(trap_word){ .text = (char *)text }, NULL, &future),
               GR_OK);
    return future;
}

static gr_code start_fuse(struct trap_trap_self *self, gr_context *ctx, const trap_word *request)
{
    (void)self;
    return trap_trap_fuse_start(ctx, request->number);
}

static gr_code stop_fuse_at_timeout(gr_context *ctx)
{
    return trap_trap_fuse_stop(ctx);
}

static void what_a_stopped_timer_had_queued_makes_room_for_who_waits(void)
{
    trap_trap to = open_trap(1);
    script.act = start_fuse;
    CHECK_CODE(act(to, "fuse", 10), GR_OK);
    script.sprung_timeout = stop_fuse_at_timeout;
    go(to, TRAP_TRAP_STATE_SPRUNG);
    lab_advance_ms(50);                                  /* it has fired, and is postponed */
    trap_trap_queue_future future = wait_later(to, "x"); /* let in when that is taken back */
    gr_actor_stats stats;
    CHECK_CODE(gr_actor_get_stats(to.ref, &stats), GR_OK);
    CHECK_UINT(stats.waiting, 0);
    CHECK_UINT(stats.queued, 1);
    gr_future_cancel(future.future);
    CHECK_CODE(trap_trap_queue_await(&future, NULL, NULL), GR_CANCELLED);
    close_lab();
}

static void who_waits_for_room_is_let_in_when_what_was_postponed_is_handled(void)
{
    trap_trap to = open_trap(2);
    go(to, TRAP_TRAP_STATE_ARMED);
    trap_trap_reject_future a = reject_later(to, "a");
    trap_trap_reject_future b = reject_later(to, "b");
    sim_settle(lab_env());
    CHECK_CODE(act(to, "full", 0), GR_RESOURCE_EXHAUSTED);
    trap_trap_queue_future c = wait_later(to, "c");
    trap_trap_queue_future d = wait_later(to, "d");
    lab_advance_ms(110);
    CHECK_STR(lab_traced(), "do:go hot+ armed armed- hot- idle a b c d");
    CHECK_CODE(trap_trap_reject_await(&a, NULL, NULL), GR_OK);
    CHECK_CODE(trap_trap_reject_await(&b, NULL, NULL), GR_OK);
    CHECK_CODE(trap_trap_queue_await(&c, NULL, NULL), GR_OK);
    CHECK_CODE(trap_trap_queue_await(&d, NULL, NULL), GR_OK);
    close_lab();
}

static void the_oldest_postponed_one_makes_room_for_the_newest(void)
{
    trap_trap to = open_trap(2);
    go(to, TRAP_TRAP_STATE_ARMED);
    trap_trap_oldest_future a = oldest_later(to, "a");
    trap_trap_oldest_future b = oldest_later(to, "b");
    sim_settle(lab_env());
    trap_trap_oldest_future c = oldest_later(to, "c");
    lab_advance_ms(110);
    CHECK_STR(lab_traced(), "do:go hot+ armed armed- hot- idle b c");
    CHECK_CODE(trap_trap_oldest_await(&a, NULL, NULL), GR_RESOURCE_EXHAUSTED);
    CHECK_CODE(trap_trap_oldest_await(&b, NULL, NULL), GR_OK);
    CHECK_CODE(trap_trap_oldest_await(&c, NULL, NULL), GR_OK);
    close_lab();
}

static void the_latest_replaces_all_postponed_ones_of_its_method(void)
{
    trap_trap to = open_trap(2);
    go(to, TRAP_TRAP_STATE_ARMED);
    const char *texts[] = { "1", "2", "3", "4" };
    for (size_t i = 0; i < 4; i++) {
        CHECK_CODE(trap_trap_latest_oneway(to, &(trap_word){ .text = (char *)texts[i] }, NULL),
                   GR_OK);
        sim_settle(lab_env());
    }
    lab_advance_ms(110);
    CHECK_STR(lab_traced(), "do:go hot+ armed armed- hot- idle latest:3 latest:4");
    close_lab();
}

/* ---- processing ---- */

static trap_trap_sprung_next process_acts_only(trap_trap_sprung_in in)
{
    gr_code code = trap_trap_process(in.ctx, &(trap_trap_methods){ .act = true }, &for_ever);
    lab_trace("first:%s", gr_code_name(code));
    code = trap_trap_process(in.ctx, &(trap_trap_methods){ .reject = true }, &for_ever);
    lab_trace("second:%s", gr_code_name(code));
    code = gr_process(in.ctx, NULL);
    lab_trace("third:%s", gr_code_name(code));
    return trap_trap_sprung_to_idle(in);
}

static void markers_and_sets_go_with_what_is_postponed(void)
{
    trap_trap to = open_trap(0);
    script.sprung = process_acts_only;
    go(to, TRAP_TRAP_STATE_SPRUNG);
    trap_trap_reject_future a = reject_later(to, "a");
    CHECK_CODE(act(to, "1", 0), GR_OK);
    CHECK_CODE(gr_stop_processing(to.ref), GR_OK);
    CHECK_STR(settled(), "do:go hot+ sprung do:1 first:OK");
    trap_trap_reject_future b = reject_later(to, "b");
    CHECK_CODE(gr_stop_processing(to.ref), GR_OK);
    trap_trap_reject_future c = reject_later(to, "c");
    CHECK_STR(settled(), "second:OK third:OK hot- idle a b c");
    CHECK_CODE(trap_trap_reject_await(&a, NULL, NULL), GR_OK);
    CHECK_CODE(trap_trap_reject_await(&b, NULL, NULL), GR_OK);
    CHECK_CODE(trap_trap_reject_await(&c, NULL, NULL), GR_OK);
    CHECK_CODE(act(to, "2", 0), GR_OK);
    close_lab();
}

static gr_code nest(struct trap_trap_self *self, gr_context *ctx, const trap_word *request)
{
    (void)self;
    (void)request;
    gr_code code = gr_process(ctx, &for_ever);
    return code == GR_RESOURCE_EXHAUSTED ? trap_trap_transition(ctx, TRAP_TRAP_STATE_SPRUNG, NULL)
                                         : GR_OK;
}

static void the_innermost_of_nested_handlers_leaves_the_state_of_them_all(void)
{
    trap_trap to = open_trap(0);
    trap_trap_act_future futures[17];
    script.act = nest;
    for (int i = 0; i < 17; i++) {
        CHECK_CODE(trap_trap_act_async(to, &(trap_word){ .text = "n" }, NULL, &futures[i]), GR_OK);
    }
    sim_settle(lab_env());
    for (int i = 0; i < 17; i++) {
        CHECK_CODE(trap_trap_act_await(&futures[i], NULL, NULL), GR_OK);
    }
    trap_trap_state state;
    CHECK_CODE(trap_trap_get_state(to, NULL, &state, NULL), GR_OK);
    CHECK_UINT(state, TRAP_TRAP_STATE_SPRUNG);
    close_lab();
}

/* ---- what bodies return ---- */

static trap_trap_armed_next forge_failure(trap_trap_armed_in in)
{
    trap_trap_armed_next next = trap_trap_armed_stay(in);
    next.next.target = GR_NEXT_FAILED;
    return next;
}

static void a_forged_failure_does_not_end_the_machine_well(void)
{
    trap_trap to = open_trap(0);
    script.armed = forge_failure;
    go(to, TRAP_TRAP_STATE_ARMED);
    CHECK_STR(settled(), "do:go hot+ armed armed- hot- stop:INTERNAL");
    close_lab();
}

static bool has_kept;
static trap_trap_idle_next kept;

static trap_trap_idle_next mix_up(trap_trap_idle_in in)
{
    if (!has_kept) {
        kept = trap_trap_idle_to_armed(in, &word);
        has_kept = true;
        return trap_trap_idle_stay(in);
    }
    trap_trap_idle_next other = trap_trap_idle_to_odd(in, &(trap_other){ .a = 1 });
    return other.next.made == kept.next.made ? kept : other;
}

static trap_trap_armed_next read_args(trap_trap_armed_in in)
{
    CHECK(in.args->base.descriptor == &trap__word__descriptor);
    return trap_trap_armed_stay(in);
}

static void what_another_machine_s_body_was_to_return_brings_no_arguments_of_another_type(void)
{
    lab_open(1, 1);
    has_kept = false;
    script.idle = mix_up;
    script.armed = read_args;
    (void)spawn_bounded(0);
    (void)settled();
    (void)spawn_bounded(0);
    CHECK_STR(settled(), "idle stop:INTERNAL");
    close_lab();
}

static trap_trap_armed_in outer_in;

static gr_code use_outer_token(struct trap_trap_self *self, gr_context *ctx,
                               const trap_word *request)
{
    (void)self;
    (void)request;
    CHECK_UINT(trap_trap_armed_to_idle(outer_in).next.entry, 0);
    trap_trap_armed_in own = outer_in;
    own.ctx = ctx;
    CHECK_UINT(trap_trap_armed_to_idle(own).next.entry, 0);
    CHECK_CODE(trap_trap_transition(outer_in.ctx, TRAP_TRAP_STATE_IDLE, NULL),
               GR_FAILED_PRECONDITION);
    CHECK_UINT(trap_trap_current(outer_in.ctx), 0);
    CHECK_CODE(trap_trap_fuse_start(outer_in.ctx, 1), GR_FAILED_PRECONDITION);
    return GR_OK;
}

static trap_trap_armed_next lend_token(trap_trap_armed_in in)
{
    outer_in = in;
    gr_ignore(gr_process(in.ctx, &for_ever)); /* until its timeout */
    return trap_trap_armed_stay(in);
}

static void a_handler_cannot_use_the_token_of_the_body_below(void)
{
    trap_trap to = open_trap(0);
    script.armed = lend_token;
    go(to, TRAP_TRAP_STATE_ARMED);
    script.act = use_outer_token;
    CHECK_CODE(act(to, "x", 0), GR_OK);
    close_lab();
}

/* ---- cycles ---- */

static trap_trap target;

static gr_code ask_back(gr_context *ctx, trap_trap_state from, trap_trap_state to, const void *args)
{
    (void)ctx;
    (void)from;
    (void)to;
    (void)args;
    return lab_ask((lab_subject){ target.ref }, "back");
}

static gr_code spawn_one(struct lab_subject_self *self, gr_context *ctx, const lab_note *note,
                         lab_report *reply)
{
    (void)self;
    reply->text = note->text;
    trap_trap made;
    gr_error error = GR_ERROR_INIT;
    gr_code code = trap_trap_spawn(gr_context_node(ctx), &trap, &word, NULL, &made, &error);
    gr_error_fini(&error);
    return code;
}

static void the_hook_of_a_first_state_that_calls_the_spawner_is_a_cycle(void)
{
    lab_open(1, 1);
    lab_subject_type type = lab_plain;
    type.ask = spawn_one;
    lab_subject spawner = lab_spawn(&type);
    target.ref = spawner.ref;
    script.hook = ask_back;
    lab_subject_ask_future future = lab_ask_later(spawner, "x");
    lab_advance_ms(10);
    CHECK(gr_future_is_done(future.future));
    CHECK_CODE(lab_end_of(&future), GR_ABORTED);
    close_lab();
}

/* ---- where a call is ---- */

static void who_gives_up_on_a_postponed_call_is_told_so(void)
{
    gr_error error = GR_ERROR_INIT;
    trap_trap to = open_trap(0);
    script.sprung_timeout = NULL;
    go(to, TRAP_TRAP_STATE_SPRUNG);
    CHECK_CODE(
        trap_trap_reject_sync(to, &word, &(gr_call_options){ .timeout_ms = 400 }, NULL, &error),
        GR_DEADLINE_EXCEEDED);
    CHECK(strstr(error.message, "postponed") != NULL);
    CHECK(strstr(error.message, "sprung") != NULL);
    gr_error_fini(&error);
    close_lab();
}

/* ---- a million times ---- */

static gr_code rearm(struct trap_trap_self *self, gr_context *ctx, const trap_word *request)
{
    (void)self;
    for (uint32_t i = 0; i < request->number; i++) {
        CHECK_CODE(trap_trap_fuse_start(ctx, 1000), GR_OK);
    }
    return trap_trap_fuse_stop(ctx);
}

static void a_timer_armed_a_million_times_takes_no_memory(void)
{
    trap_trap to = open_trap(0);
    script.act = rearm;
    CHECK_CODE(act(to, "few", 10), GR_OK);
    size_t before = suite_live_allocations();
    CHECK_CODE(act(to, "many", 1000000), GR_OK);
    CHECK(suite_live_allocations() <= before + 2);
    close_lab();
}

/* ---- ends at each point ---- */

enum point {
    IN_START,
    IN_FIRST_HOOK,
    IN_BODY,
    IN_HANDLER,
    IN_ENTER,
    IN_LEAVE,
    IN_HOOK,
    IN_TIMEOUT,
    IN_DONE,
    IN_STOP,
    POINTS
};

static enum point point;

static void linger(gr_context *ctx, enum point here)
{
    if (point == here) {
        lab_trace("lingers:%s", gr_code_name(gr_sleep(ctx, 60000)));
    }
}

static gr_code start_lingers(gr_context *ctx)
{
    linger(ctx, IN_START);
    return GR_OK;
}

static gr_code hook_lingers(gr_context *ctx, trap_trap_state from, trap_trap_state to,
                            const void *args)
{
    (void)to;
    (void)args;
    linger(ctx, from == TRAP_TRAP_STATE_NONE ? IN_FIRST_HOOK : IN_HOOK);
    return GR_OK;
}

static trap_trap_armed_next armed_lingers(trap_trap_armed_in in)
{
    linger(in.ctx, IN_BODY);
    if (point == IN_LEAVE || point == IN_TIMEOUT) {
        return trap_trap_armed_to_sprung(in);
    }
    return trap_trap_armed_stay(in);
}

static gr_code act_lingers(struct trap_trap_self *self, gr_context *ctx, const trap_word *request)
{
    linger(ctx, IN_HANDLER);
    return point == IN_HANDLER ? GR_OK : go_to(self, ctx, request);
}

static void enter_lingers(gr_context *ctx)
{
    linger(ctx, IN_ENTER);
}

static void leave_lingers(gr_context *ctx)
{
    linger(ctx, IN_LEAVE);
}

static gr_code timeout_lingers(gr_context *ctx)
{
    linger(ctx, IN_TIMEOUT);
    return GR_OK;
}

static trap_trap_done_next done_lingers(trap_trap_done_in in)
{
    linger(in.ctx, IN_DONE);
    return trap_trap_done_end(in, &word);
}

static void stop_lingers(gr_context *ctx)
{
    linger(ctx, IN_STOP);
}

static void set_lingering(enum point here)
{
    point = here;
    script.start = start_lingers;
    script.hook = hook_lingers;
    script.armed = armed_lingers;
    script.act = act_lingers;
    script.enter = enter_lingers;
    script.leave = leave_lingers;
    script.sprung_timeout = timeout_lingers;
    script.done = done_lingers;
    script.stop = stop_lingers;
}

static void begin_lingering(bool drain)
{
    trap_trap to = { { 0, 0, 0 } };
    trap_trap_act_future acting = { NULL };
    trap_trap_queue_future postponed = { NULL };
    gr_future *waiting = NULL;
    bool is_spawned = trap_trap_spawn(lab_node(), &trap, &word, NULL, &to, NULL) == GR_OK;
    CHECK(is_spawned == (point > IN_FIRST_HOOK));
    if (is_spawned) {
        trap_trap_state state = point == IN_DONE ? TRAP_TRAP_STATE_DONE : TRAP_TRAP_STATE_ARMED;
        const trap_word request = { .text = "x", .number = (uint32_t)state };
        CHECK_CODE(trap_trap_act_async(to, &request, NULL, &acting), GR_OK);
        CHECK_CODE(trap_trap_queue_async(to, &word, NULL, &postponed), GR_OK);
        CHECK_CODE(gr_machine_wait_async(to.ref, &trap_trap_service, 0,
                                         &(gr_call_options){ .timeout_ms = GR_FOREVER }, &waiting),
                   GR_OK);
        lab_advance_ms(point == IN_TIMEOUT ? 550 : 10);
        gr_code code = gr_actor_stop(to.ref, &(gr_stop_options){ .drain = drain });
        CHECK(code == GR_OK || code == GR_UNAVAILABLE || code == GR_DEADLINE_EXCEEDED);
        lab_advance_ms(70000);
        CHECK(gr_future_is_done(acting.future));
        CHECK(gr_future_is_done(postponed.future));
        CHECK(gr_future_is_done(waiting));
        gr_ignore(trap_trap_act_await(&acting, NULL, NULL)); /* each has ended */
        gr_ignore(trap_trap_queue_await(&postponed, NULL, NULL));
        gr_ignore(gr_machine_await(&waiting, NULL));
    }
}

static void a_machine_ends_wherever_it_is_told_to(void)
{
    for (int drain = 0; drain < 2; drain++) {
        for (int i = 0; i < POINTS; i++) {
            lab_open(1, 1);
            set_lingering((enum point)i);
            begin_lingering(drain != 0);
            lab_advance_ms(70000);
            CHECK_UINT(lab_stats().actors, 0);
            if (lab_stats().actors != 0) {
                printf("point %d drain %d: %s\n", i, drain, lab_traced());
            }
            (void)lab_traced();
            close_lab();
        }
    }
}

static void a_node_ends_wherever_its_machine_is(void)
{
    for (int i = 0; i < POINTS; i++) {
        trap_trap to = { { 0, 0, 0 } };
        trap_trap_act_future acting = { NULL };
        lab_open(1, 1);
        set_lingering((enum point)i);
        gr_code code = trap_trap_spawn(lab_node(), &trap, &word,
                                       &(gr_spawn_options){ .timeout_ms = 20 }, &to, NULL);
        if (code == GR_OK) {
            trap_trap_state state = point == IN_DONE ? TRAP_TRAP_STATE_DONE : TRAP_TRAP_STATE_ARMED;
            const trap_word request = { .text = "x", .number = (uint32_t)state };
            CHECK_CODE(trap_trap_act_async(to, &request, NULL, &acting), GR_OK);
            lab_advance_ms(point == IN_TIMEOUT ? 550 : 10);
        }
        CHECK_CODE(gr_node_destroy(lab_node(), &(gr_stop_options){ .timeout_ms = 30000 }), GR_OK);
        lab_forget();
        memset(&script, 0, sizeof(script));
        (void)lab_traced();
        if (acting.future != NULL) {
            gr_ignore(trap_trap_act_await(&acting, NULL, NULL)); /* it has ended */
        }
    }
}

/* ---- bodies that do not return ---- */

static struct {
    sem_t is_in;
    _Atomic bool may_return;
    _Atomic bool was_cancelled;
} stage;

static trap_trap_armed_next spin(trap_trap_armed_in in)
{
    sem_post(&stage.is_in);
    while (!atomic_load(&stage.may_return)) {
        sched_yield();
    }
    atomic_store(&stage.was_cancelled, gr_cancelled(in.ctx));
    return trap_trap_armed_to_sprung(in);
}

static void a_stuck_body_is_taken_over_and_its_timeout_is_handled_when_it_returns(void)
{
    sem_init(&stage.is_in, 0, 0);
    atomic_store(&stage.may_return, false);
    lab_open_real(&(gr_node_options){ .name = "lab", .workers = 1, .slow_after_ms = 20 });
    script.armed = spin;
    trap_trap to = spawn_bounded(0);
    lab_subject other = lab_spawn(&lab_plain);
    go(to, TRAP_TRAP_STATE_ARMED);
    sem_wait(&stage.is_in);
    CHECK_CODE(lab_ask(other, "x"), GR_OK); /* on a spare thread */
    trap_trap_state state;
    CHECK_CODE(trap_trap_get_state(to, NULL, &state, NULL), GR_OK);
    CHECK_UINT(state, TRAP_TRAP_STATE_ARMED);
    const lab_note nap = { .text = "nap", .sleep_ms = 120 };
    CHECK_CODE(lab_subject_ask_sync(other, &nap, NULL, NULL, NULL), GR_OK);
    trap_trap_reject_future future = reject_later(to, "p");
    atomic_store(&stage.may_return, true);
    CHECK_CODE(trap_trap_wait(to, TRAP_TRAP_STATE_IDLE, NULL, NULL), GR_OK);
    CHECK(atomic_load(&stage.was_cancelled));
    CHECK_CODE(trap_trap_reject_await(&future, NULL, NULL), GR_OK);
    CHECK(lab_logged("event=stuck_handler") > 0);
    CHECK(lab_logged("method=armed") > 0);
    (void)lab_traced();
    close_lab();
    sem_destroy(&stage.is_in);
}

/* ---- all at once, on threads ---- */

enum { THREADS = 4, ROUNDS = 300 };
static trap_trap shared;
static _Atomic uint32_t n_ended;

static gr_code wander(struct trap_trap_self *self, gr_context *ctx, const trap_word *request)
{
    if (request->number % 3 == 0) {
        gr_ignore(trap_trap_fuse_start(ctx, 1));
    }
    if (request->number % 5 == 0) {
        gr_ignore(gr_process(ctx, NULL));
    }
    if (request->number % 7 == 0) {
        gr_ignore(gr_sleep(ctx, 1));
    }
    if (request->number % 11 == 0) {
        return trap_trap_act_hold(ctx, &self->held) == GR_OK
                   ? trap_trap_act_answer(self->held, GR_OK, request)
                   : GR_INTERNAL;
    }
    const trap_trap_state states[] = { TRAP_TRAP_STATE_IDLE, TRAP_TRAP_STATE_ARMED,
                                       TRAP_TRAP_STATE_SPRUNG };
    trap_trap_state to = states[request->number % 3];
    gr_ignore(trap_trap_transition(ctx, to, to == TRAP_TRAP_STATE_ARMED ? &word : NULL));
    return GR_OK;
}

static trap_trap_armed_next wander_armed(trap_trap_armed_in in)
{
    gr_ignore(gr_process(in.ctx, &(gr_process_options){ .for_ms = 2 }));
    return trap_trap_armed_to_idle(in);
}

static void *trouble(void *arg)
{
    uint32_t seed = (uint32_t)(uintptr_t)arg;
    for (uint32_t i = 0; i < ROUNDS; i++) {
        const trap_word request = { .text = "t", .number = i * THREADS + seed };
        const gr_call_options shortly = { .timeout_ms = 1 + i % 50 };
        trap_trap_act_future acting = { NULL };
        trap_trap_queue_future waiting = { NULL };
        gr_future *seen = NULL;
        gr_ignore(trap_trap_act_async(shared, &request, &shortly, &acting));
        gr_ignore(trap_trap_queue_async(shared, &request, &shortly, &waiting));
        gr_ignore(gr_machine_wait_async(shared.ref, &trap_trap_service, TRAP_TRAP_STATE_ARMED,
                                        &shortly, &seen));
        gr_ignore(trap_trap_oldest_sync(shared, &request, &shortly, NULL, NULL));
        gr_ignore(trap_trap_latest_oneway(shared, &request, NULL));
        if (i % 4 == 0 && acting.future != NULL) {
            gr_future_cancel(acting.future);
        }
        if (seen != NULL && i % 3 == 0) {
            gr_future_drop(&seen);
        }
        if (acting.future != NULL) {
            gr_ignore(trap_trap_act_await(&acting, NULL, NULL));
        }
        if (waiting.future != NULL) {
            gr_ignore(trap_trap_queue_await(&waiting, NULL, NULL));
        }
        if (seen != NULL) {
            gr_ignore(gr_machine_await(&seen, NULL));
        }
        atomic_fetch_add(&n_ended, 1);
    }
    return NULL;
}

static void many_threads_trouble_one_machine_and_all_ends(void)
{
    pthread_t threads[THREADS];
    lab_open_real(&(gr_node_options){ .name = "lab", .workers = 2 });
    script.act = wander;
    script.armed = wander_armed;
    shared = spawn_bounded(4);
    atomic_store(&n_ended, 0);
    for (uintptr_t i = 0; i < THREADS; i++) {
        pthread_create(&threads[i], NULL, trouble, (void *)i);
    }
    for (int i = 0; i < THREADS; i++) {
        pthread_join(threads[i], NULL);
    }
    CHECK_UINT(n_ended, THREADS * ROUNDS);
    (void)lab_traced();
    close_lab();
}

/* ---- decisions ---- */

static uint32_t n_asked;

static gr_code count_hook(gr_context *ctx, trap_trap_state from, trap_trap_state to,
                          const void *args)
{
    (void)ctx;
    (void)from;
    (void)args;
    n_asked++;
    CHECK(to >= TRAP_TRAP_STATE_IDLE && to <= TRAP_TRAP_STATE_DONE);
    return GR_OK;
}

static gr_code process_then_wish(struct trap_trap_self *self, gr_context *ctx,
                                 const trap_word *request)
{
    if (request->text[0] == 'o') {
        gr_ignore(gr_process(ctx, &for_ever));
    }
    return go_to(self, ctx, request);
}

static void the_hook_is_asked_once_where_two_handlers_want_to_go_on(void)
{
    trap_trap_act_future outer = { NULL };
    trap_trap to = open_trap(0);
    script.hook = count_hook;
    script.act = process_then_wish;
    n_asked = 0;
    const trap_word request = { .text = "outer", .number = TRAP_TRAP_STATE_SPRUNG };
    CHECK_CODE(trap_trap_act_async(to, &request, NULL, &outer), GR_OK);
    CHECK_CODE(act(to, "inner", TRAP_TRAP_STATE_IDLE), GR_OK);
    CHECK_CODE(trap_trap_act_await(&outer, NULL, NULL), GR_OK);
    CHECK_STR(settled(), "do:outer do:inner idle");
    CHECK_UINT(n_asked, 1);
    close_lab();
}

static gr_code stop_in_hook(gr_context *ctx, trap_trap_state from, trap_trap_state to,
                            const void *args)
{
    (void)to;
    (void)args;
    if (from != TRAP_TRAP_STATE_NONE) {
        gr_stop(ctx, GR_DATA_LOSS);
    }
    return GR_OK;
}

static void a_hook_that_stops_the_machine_leaves_it_in_its_old_state(void)
{
    gr_future *wait = NULL;
    trap_trap to = open_trap(0);
    script.hook = stop_in_hook;
    CHECK_CODE(trap_trap_wait_async(to, TRAP_TRAP_STATE_ARMED, NULL, &wait), GR_OK);
    go(to, TRAP_TRAP_STATE_ARMED);
    CHECK_STR(settled(), "do:go stop:DATA_LOSS");
    CHECK_CODE(gr_machine_await(&wait, NULL), GR_DATA_LOSS);
    close_lab();
}

static gr_code wish_and_stop(struct trap_trap_self *self, gr_context *ctx, const trap_word *request)
{
    CHECK_CODE(go_to(self, ctx, request), GR_OK);
    CHECK_CODE(go_to(self, ctx, request), GR_OK); /* the first one's arguments are given back */
    gr_stop(ctx, GR_OK);
    return GR_OK;
}

static void a_handler_that_stops_the_machine_does_not_change_its_state(void)
{
    trap_trap to = open_trap(0);
    n_asked = 0;
    script.hook = count_hook;
    script.act = wish_and_stop;
    CHECK_CODE(act(to, "x", TRAP_TRAP_STATE_ARMED), GR_OK);
    CHECK_STR(settled(), "do:x stop:OK");
    CHECK_UINT(n_asked, 0);
    close_lab();
}

static gr_code wish_in_start(gr_context *ctx)
{
    CHECK_CODE(trap_trap_transition(ctx, TRAP_TRAP_STATE_IDLE, NULL), GR_FAILED_PRECONDITION);
    CHECK_CODE(trap_trap_fuse_start(ctx, 0), GR_OK);
    CHECK_CODE(trap_trap_flash_raise(ctx), GR_OK);
    const trap_trap self = { gr_context_self(ctx) };
    CHECK_CODE(trap_trap_latest_oneway(self, &word, NULL), GR_OK);
    CHECK_CODE(gr_process(ctx, &for_ever), GR_OK); /* in no state nothing is handled */
    CHECK_UINT(trap_trap_current(ctx), 0);
    return GR_OK;
}

static gr_code wish_in_hook(gr_context *ctx, trap_trap_state from, trap_trap_state to,
                            const void *args)
{
    (void)args;
    CHECK_CODE(trap_trap_transition(ctx, to, NULL), GR_FAILED_PRECONDITION);
    CHECK_UINT(trap_trap_current(ctx), from);
    return GR_OK;
}

static void wish_between(gr_context *ctx)
{
    CHECK_CODE(trap_trap_transition(ctx, TRAP_TRAP_STATE_IDLE, NULL), GR_FAILED_PRECONDITION);
    CHECK_CODE(trap_trap_flash_raise(ctx), GR_OK);
}

static void wish_in_stop(gr_context *ctx)
{
    CHECK_CODE(trap_trap_transition(ctx, TRAP_TRAP_STATE_IDLE, NULL), GR_FAILED_PRECONDITION);
    CHECK_CODE(trap_trap_flash_raise(ctx), GR_FAILED_PRECONDITION);
    CHECK_CODE(trap_trap_fuse_start(ctx, 1), GR_FAILED_PRECONDITION);
    CHECK_CODE(trap_trap_fuse_stop(ctx), GR_OK);
}

static void hooks_send_events_but_make_no_transitions(void)
{
    lab_open(1, 1);
    script.start = wish_in_start;
    script.hook = wish_in_hook;
    script.enter = wish_between;
    script.leave = wish_between;
    script.stop = wish_in_stop;
    trap_trap to = spawn_bounded(0);
    CHECK_STR(settled(), "idle flash latest:w burn");
    go(to, TRAP_TRAP_STATE_ARMED);
    lab_advance_ms(110);
    CHECK_STR(lab_traced(), "do:go hot+ armed armed- hot- idle flash");
    CHECK_CODE(gr_actor_stop(to.ref, NULL), GR_OK);
    close_lab();
}

/* ---- timeouts ---- */

static gr_code sleep_then_go(struct trap_trap_self *self, gr_context *ctx, const trap_word *request)
{
    gr_ignore(gr_sleep(ctx, 150));
    return go_to(self, ctx, request);
}

static void a_timeout_that_fired_is_not_that_of_the_next_state(void)
{
    trap_trap to = open_trap(0);
    go(to, TRAP_TRAP_STATE_ARMED);
    script.act = sleep_then_go;
    CHECK_CODE(act(to, "x", TRAP_TRAP_STATE_SPRUNG), GR_OK);
    lab_advance_ms(400);
    CHECK_STR(lab_traced(), "do:go hot+ armed do:x armed- sprung");
    lab_advance_ms(110);
    CHECK_STR(lab_traced(), "timeout");
    close_lab();
}

static void a_state_that_is_left_has_no_timeout_any_more(void)
{
    trap_trap to = open_trap(0);
    go(to, TRAP_TRAP_STATE_ARMED);
    go(to, TRAP_TRAP_STATE_IDLE);
    n_asked = 0;
    script.hook = count_hook;
    lab_advance_ms(200);
    CHECK_UINT(n_asked, 0);
    CHECK_STR(lab_traced(), "do:go hot+ armed do:go armed- hot- idle");
    close_lab();
}

static void exits_at_the_end_have_a_budget(void)
{
    trap_trap to = open_trap(0);
    go(to, TRAP_TRAP_STATE_ARMED);
    set_lingering(IN_LEAVE);
    CHECK_CODE(gr_actor_stop(to.ref, &(gr_stop_options){ .timeout_ms = 6000 }), GR_OK);
    CHECK_STR(lab_traced(), "do:go hot+ armed armed- lingers:CANCELLED hot- stop:OK");
    close_lab();
}

/* ---- events ---- */

static gr_code start_both(struct trap_trap_self *self, gr_context *ctx, const trap_word *request)
{
    (void)self;
    CHECK_CODE(trap_trap_fuse_start(ctx, request->number), GR_OK);
    return trap_trap_spark_start(ctx, request->number);
}

static void timers_whose_events_were_ignored_or_refused_can_be_started_again(void)
{
    trap_trap to = open_trap(0);
    go(to, TRAP_TRAP_STATE_ODD);
    script.act = start_both;
    CHECK_CODE(act(to, "1", 10), GR_OK);
    lab_advance_ms(20);
    CHECK_STR(lab_traced(), "do:go odd do:1");
    CHECK_CODE(act(to, "2", 10), GR_OK);
    CHECK_CODE(act(to, "3", GR_FOREVER), GR_OK);
    lab_advance_ms(20);
    CHECK_CODE(act(to, "4", 5), GR_OK);
    go(to, TRAP_TRAP_STATE_IDLE);
    lab_advance_ms(20);
    CHECK_STR(lab_traced(), "do:2 do:3 do:4 do:go idle burn flash");
    close_lab();
}

static gr_code raise_many(struct trap_trap_self *self, gr_context *ctx, const trap_word *request)
{
    (void)self;
    uint32_t n = 0;
    while (n < request->number && trap_trap_flash_raise(ctx) == GR_OK) {
        n++;
    }
    CHECK_UINT(n, 3);
    return GR_OK;
}

static void events_are_bounded_by_the_mailbox(void)
{
    trap_trap to = open_trap(3);
    script.act = raise_many;
    CHECK_CODE(act(to, "x", 10), GR_OK);
    CHECK_STR(settled(), "do:x flash flash flash");
    close_lab();
}

static trap_trap_odd_next nap_in_odd(trap_trap_odd_in in)
{
    gr_ignore(gr_sleep(in.ctx, 50));
    return trap_trap_odd_stay(in);
}

static void what_is_ignored_or_refused_makes_room_for_who_waits(void)
{
    for (int i = 0; i < 2; i++) {
        trap_trap to = open_trap(1);
        trap_trap_reject_future refused = { NULL };
        script.odd = nap_in_odd;
        go(to, TRAP_TRAP_STATE_ODD);
        sim_settle(lab_env());
        if (i == 0) {
            CHECK_CODE(trap_trap_latest_oneway(to, &word, NULL), GR_OK);
        } else {
            refused = reject_later(to, "x");
        }
        sim_settle(lab_env());
        gr_error error = GR_ERROR_INIT;
        CHECK_CODE(trap_trap_queue_sync(to, &word, NULL, NULL, &error), GR_FAILED_PRECONDITION);
        gr_error_fini(&error);
        if (i == 1) {
            CHECK_CODE(trap_trap_reject_await(&refused, NULL, NULL), GR_FAILED_PRECONDITION);
        }
        close_lab();
    }
}

static trap_trap_sprung_next process_rejects(trap_trap_sprung_in in)
{
    gr_ignore(trap_trap_process(in.ctx, &(trap_trap_methods){ .reject = true },
                                &(gr_process_options){ .for_ms = 20 }));
    return trap_trap_sprung_to_idle(in);
}

static void what_came_later_is_not_postponed_before_what_is_left_alone(void)
{
    trap_trap to = open_trap(0);
    trap_trap_act_future a = { NULL };
    script.sprung = process_rejects;
    go(to, TRAP_TRAP_STATE_SPRUNG);
    sim_settle(lab_env());
    CHECK_CODE(trap_trap_act_async(to, &word, NULL, &a), GR_OK);
    trap_trap_reject_future b = reject_later(to, "b");
    lab_advance_ms(30);
    CHECK_STR(lab_traced(), "do:go hot+ sprung hot- idle do:w b");
    CHECK_CODE(trap_trap_act_await(&a, NULL, NULL), GR_OK);
    CHECK_CODE(trap_trap_reject_await(&b, NULL, NULL), GR_OK);
    close_lab();
}

static void a_marker_that_is_left_over_neither_stays_in_the_way_nor_costs_turns(void)
{
    trap_trap to = open_trap(0);
    go(to, TRAP_TRAP_STATE_SPRUNG);
    CHECK_CODE(gr_stop_processing(to.ref), GR_OK);
    trap_trap_reject_future a = reject_later(to, "a");
    (void)settled();
    CHECK_CODE(gr_stop_processing(to.ref), GR_OK);
    trap_trap_reject_future b = reject_later(to, "b");
    (void)settled();
    go(to, TRAP_TRAP_STATE_IDLE);
    CHECK_STR(settled(), "do:go hot- idle a b");
    CHECK_CODE(trap_trap_reject_await(&a, NULL, NULL), GR_OK);
    CHECK_CODE(trap_trap_reject_await(&b, NULL, NULL), GR_OK);
    close_lab();
}

/* ---- more that bodies return ---- */

static struct {
    uint32_t target;
    bool is_stale;
    trap_trap_idle_next stale;
} forged;

static trap_trap_idle_next forge(trap_trap_idle_in in)
{
    trap_trap_idle_next next = trap_trap_idle_stay(in);
    if (forged.is_stale && forged.stale.next.entry == 0) {
        forged.stale = trap_trap_idle_to_sprung(in);
        return trap_trap_idle_to_idle(in);
    }
    next.next.target = forged.target;
    return forged.is_stale ? forged.stale : next;
}

static void no_forged_transition_is_taken(void)
{
    const uint32_t targets[] = { 0, 99, TRAP_TRAP_STATE_ARMED, GR_NEXT_END, 7 };
    for (size_t i = 0; i <= sizeof(targets) / sizeof(targets[0]); i++) {
        bool is_last = i == sizeof(targets) / sizeof(targets[0]);
        memset(&forged, 0, sizeof(forged));
        forged.is_stale = is_last;
        forged.target = is_last ? 0 : targets[i];
        lab_open(1, 1);
        script.idle = forge;
        (void)spawn_bounded(0);
        CHECK_STR(settled(), is_last ? "idle idle stop:INTERNAL" : "idle stop:INTERNAL");
        close_lab();
    }
}

static trap_trap_odd_next leave_odd_wrongly(trap_trap_odd_in in)
{
    trap_trap_odd_next next = trap_trap_odd_to_idle(in);
    next.next.target = TRAP_TRAP_STATE_SPRUNG; /* it exists, but odd does not lead there */
    return next;
}

static trap_trap_done_next stay_done(trap_trap_done_in in)
{
    trap_trap_done_next next = trap_trap_done_end(in, &word);
    next.next.target = GR_NEXT_STAY;
    return next;
}

static void what_the_table_does_not_have_is_not_taken_either(void)
{
    trap_trap to = open_trap(0);
    script.odd = leave_odd_wrongly;
    go(to, TRAP_TRAP_STATE_ODD);
    CHECK_STR(settled(), "do:go odd stop:INTERNAL");
    close_lab();
    to = open_trap(0);
    script.done = stay_done;
    go(to, TRAP_TRAP_STATE_DONE);
    CHECK_STR(settled(), "do:go done stop:INTERNAL");
    close_lab();
}

/* ---- more cycles ---- */

static gr_code wait_for_idle(struct lab_subject_self *self, gr_context *ctx, const lab_note *note,
                             lab_report *reply)
{
    (void)self;
    (void)ctx;
    reply->text = note->text;
    return trap_trap_wait(target, TRAP_TRAP_STATE_IDLE, &(gr_call_options){ .timeout_ms = 4000 },
                          NULL);
}

static lab_subject waiter;

static gr_code ask_waiter(struct trap_trap_self *self, gr_context *ctx, const trap_word *request)
{
    (void)self;
    (void)ctx;
    (void)request;
    return lab_ask(waiter, "x");
}

static trap_trap_sprung_next process_sprung(trap_trap_sprung_in in)
{
    gr_ignore(gr_process(in.ctx, &for_ever));
    return trap_trap_sprung_stay(in);
}

/* The timeout ends the waits of a body, not those of a handler. */
static void a_timeout_does_not_save_a_handler_from_a_cycle(void)
{
    for (int i = 0; i < 2; i++) {
        trap_trap to = open_trap(0);
        lab_subject_type type = lab_plain;
        trap_trap_act_future future = { NULL };
        type.ask = wait_for_idle;
        waiter = lab_spawn(&type);
        target = to;
        script.sprung = i == 0 ? NULL : process_sprung;
        go(to, TRAP_TRAP_STATE_SPRUNG);
        script.act = ask_waiter;
        CHECK_CODE(trap_trap_act_async(to, &word, NULL, &future), GR_OK);
        lab_advance_ms(10);
        CHECK(gr_future_is_done(future.future));
        CHECK_CODE(trap_trap_act_await(&future, NULL, NULL), GR_ABORTED);
        close_lab();
    }
}

/* ---- it sees itself ---- */

static gr_future *observing;

static gr_code observe_self(struct trap_trap_self *self, gr_context *ctx, const trap_word *request)
{
    (void)self;
    (void)request;
    const trap_trap own = { gr_context_self(ctx) };
    return trap_trap_observe(own, trap_trap_saw_notice(own), 7, &observing);
}

static void a_machine_may_observe_itself(void)
{
    trap_trap to = open_trap(0);
    script.act = observe_self;
    CHECK_CODE(act(to, "x", 0), GR_OK);
    go(to, TRAP_TRAP_STATE_ARMED);
    lab_advance_ms(110);
    CHECK_STR(lab_traced(), "do:x >idle do:go hot+ armed idle>armed armed- hot- idle armed>idle");
    CHECK_CODE(gr_actor_stop(to.ref, NULL), GR_OK);
    CHECK_CODE(gr_machine_await(&observing, NULL), GR_OK);
    close_lab();
}

/* ---- drains ---- */

static trap_trap_armed_next nap_in_armed(trap_trap_armed_in in)
{
    gr_ignore(gr_sleep(in.ctx, 50));
    return trap_trap_armed_to_idle(in);
}

static void a_drain_lets_a_body_go_on_to_where_what_was_postponed_is_handled(void)
{
    trap_trap to = open_trap(0);
    script.armed = nap_in_armed;
    go(to, TRAP_TRAP_STATE_ARMED);
    trap_trap_reject_future a = reject_later(to, "a");
    sim_settle(lab_env());
    CHECK_CODE(gr_actor_stop(to.ref, &(gr_stop_options){ .drain = true }), GR_OK);
    CHECK_STR(lab_traced(), "do:go hot+ armed armed- hot- idle a stop:OK");
    CHECK_CODE(trap_trap_reject_await(&a, NULL, NULL), GR_OK);
    close_lab();
}

/* ---- offers ---- */

static void what_is_offered_begins_in_its_first_state_with_the_given_arguments(void)
{
    uint8_t packed[32];
    trap_trap to;
    lab_open(1, 1);
    CHECK_CODE(trap_trap_offer(lab_node(), &trap), GR_OK);
    Trap__Word args = TRAP__WORD__INIT;
    args.text = "w";
    size_t len = trap__word__pack(&args, packed);
    CHECK_CODE(gr_spawn_offered(lab_node(), "trap.Trap", packed, len, NULL, &to.ref, NULL), GR_OK);
    CHECK_STR(settled(), "idle");
    CHECK_CODE(act(to, "x", 0), GR_OK);
    close_lab();
}

/* ---- from another node ---- */

enum { SENDERS = 6 };

static struct {
    struct remote remote;
    trap_trap home; /* as back knows it, */
    trap_trap trap; /* and front */
    lab_subject senders[SENDERS];
    lab_subject_ask_future asking[SENDERS];
} far;

static gr_code queue_there(struct lab_subject_self *self, gr_context *ctx, const lab_note *note,
                           lab_report *reply)
{
    (void)self;
    (void)ctx;
    const gr_call_options options = { .timeout_ms = (uint32_t)note->number };
    reply->text = note->text;
    gr_code code = trap_trap_queue_sync(far.trap, &word, &options, NULL, NULL);
    return code == GR_OK ? GR_OK : gr_fail(ctx, code, "it ended so");
}

static gr_code to_idle_at_timeout(gr_context *ctx)
{
    CHECK_CODE(gr_stub_timeout_to(ctx, &trap_trap_service, TRAP_TRAP_STATE_ARMED,
                                  TRAP_TRAP_STATE_IDLE, NULL),
               GR_FAILED_PRECONDITION); /* another state's */
    return trap_trap_sprung_timeout_to_idle(ctx);
}

static void advance(uint64_t n)
{
    sim_advance(far.remote.env, n * UINT64_C(1000000));
}

static gr_actor_stats stats_there(void)
{
    gr_actor_stats stats = { 0 };
    CHECK_CODE(gr_actor_get_stats(far.home.ref, &stats), GR_OK);
    CHECK(stats.queued + stats.promised <= stats.queued_max);
    return stats;
}

/* Six wait for what is postponed in a mailbox of two; those below `n_brief` give up early. */
static void open_far(int n_brief)
{
    static lab_subject_type type;
    const gr_spawn_options options = { .name = "trap", .mailbox_messages = 2 };
    remote_open(&far.remote);
    script.sprung_timeout = to_idle_at_timeout;
    CHECK_CODE(trap_trap_spawn(far.remote.back, &trap, &word, &options, &far.home, NULL), GR_OK);
    CHECK_CODE(trap_trap_lookup(far.remote.front, "back/trap", NULL, &far.trap, NULL), GR_OK);
    go(far.home, TRAP_TRAP_STATE_SPRUNG);
    type = lab_plain;
    type.ask = queue_there;
    for (int i = 0; i < SENDERS; i++) {
        const lab_note note = { .text = "x", .number = i < n_brief ? 100 : 3000 };
        lab_subject *sender = &far.senders[i];
        CHECK_CODE(lab_subject_spawn(far.remote.front, &type, NULL, sender, NULL), GR_OK);
        CHECK_CODE(lab_subject_ask_async(*sender, &note, NULL, &far.asking[i]), GR_OK);
        advance(5);
    }
    CHECK(stats_there().queued > 0);
}

static void close_far(int n_brief, gr_code brief, gr_code others)
{
    for (int i = 0; i < SENDERS; i++) {
        CHECK(gr_future_is_done(far.asking[i].future));
        CHECK_CODE(lab_subject_ask_await(&far.asking[i], NULL, NULL), i < n_brief ? brief : others);
    }
    gr_actor_stats stats = stats_there();
    CHECK_UINT(stats.queued, 0);
    CHECK_UINT(stats.waiting, 0);
    remote_close(&far.remote);
    memset(&script, 0, sizeof(script));
    (void)lab_traced();
}

static void senders_of_another_node_wait_for_what_is_postponed(void)
{
    open_far(0);
    advance(300);
    (void)stats_there();
    advance(400);
    close_far(0, GR_OK, GR_OK);
}

static void places_of_postponed_calls_come_back_when_their_senders_give_up(void)
{
    open_far(3);
    advance(200);
    CHECK(stats_there().queued > 0); /* others have got them */
    advance(500);
    close_far(3, GR_DEADLINE_EXCEEDED, GR_OK);
}

static void postponed_calls_of_a_lost_session_are_taken_back(void)
{
    open_far(0);
    sim_cut(far.remote.env, REMOTE_URL);
    advance(200);
    CHECK_UINT(stats_there().queued, 0);
    CHECK_UINT(stats_there().promised, 0);
    close_far(0, GR_OK, GR_UNAVAILABLE);
}

/* ---- memory ---- */

static void fail_one(size_t nth, bool *out_failed)
{
    trap_trap to = { { 0, 0, 0 } };
    trap_trap_reject_future a = { NULL };
    trap_trap_oldest_future b = { NULL };
    gr_future *wait = NULL;
    lab_open(1, 1);
    script.hook = count_hook;
    script.sprung_timeout = to_idle_at_timeout;
    suite_fail_allocation(nth);
    gr_code code = trap_trap_spawn(lab_node(), &trap, &word, NULL, &to, NULL);
    if (code == GR_OK) {
        script.act = go_to;
        gr_ignore(act(to, "odd", TRAP_TRAP_STATE_ODD));
        gr_ignore(act(to, "idle", TRAP_TRAP_STATE_IDLE));
        gr_ignore(act(to, "armed", TRAP_TRAP_STATE_ARMED));
        gr_ignore(act(to, "sprung", TRAP_TRAP_STATE_SPRUNG));
        script.act = start_fuse;
        gr_ignore(act(to, "timers", 10));
        script.act = observe_self;
        gr_ignore(act(to, "observe", 0));
        gr_ignore(trap_trap_wait_async(to, TRAP_TRAP_STATE_DONE, NULL, &wait));
        gr_ignore(trap_trap_reject_async(to, &word, NULL, &a));
        gr_ignore(trap_trap_oldest_async(to, &word, NULL, &b));
        gr_ignore(trap_trap_latest_oneway(to, &word, NULL));
        lab_advance_ms(700);
        script.act = go_to;
        gr_ignore(act(to, "done", TRAP_TRAP_STATE_DONE));
        lab_advance_ms(6000);
    }
    *out_failed = suite_allocation_failed();
    suite_fail_allocation(0);
    gr_future **futures[] = { &a.future, &b.future, &wait, &observing };
    for (size_t i = 0; i < 4; i++) {
        CHECK(*futures[i] == NULL || i == 3 || gr_future_is_done(*futures[i]));
        gr_future_drop(futures[i]);
    }
    (void)lab_traced();
    close_lab();
}

static void each_allocation_may_fail_where_much_is_postponed(void)
{
    bool failed = true;
    for (size_t nth = 1; failed; nth++) {
        fail_one(nth, &failed);
    }
}

static void a_oneway_that_is_postponed_for_too_long_gives_its_place_back(void)
{
    const gr_oneway_options shortly = { .timeout_ms = 50 };
    trap_trap to = open_trap(2);
    go(to, TRAP_TRAP_STATE_SPRUNG);
    CHECK_CODE(trap_trap_latest_oneway(to, &word, &shortly), GR_OK);
    sim_settle(lab_env());
    CHECK_CODE(trap_trap_latest_oneway(to, &(trap_word){ .text = "2" }, NULL), GR_OK);
    sim_settle(lab_env());
    CHECK_CODE(act(to, "full", 0), GR_RESOURCE_EXHAUSTED);
    lab_advance_ms(60);
    CHECK_UINT(lab_logged("event=oneway_lost"), 1);
    CHECK_UINT(lab_logged("postponed in state sprung"), 1);
    go(to, TRAP_TRAP_STATE_IDLE);
    CHECK_STR(settled(), "do:go hot+ sprung do:go hot- idle latest:2");
    close_lab();
}

/* ---- turns ---- */

enum { MANY = 500 };
static trap_trap_reject_future many[MANY];
static uint32_t n_done;

static gr_code count_done(struct lab_subject_self *self, gr_context *ctx, const lab_note *note)
{
    (void)self;
    (void)ctx;
    (void)note;
    for (int i = 0; i < MANY; i++) {
        n_done += gr_future_is_done(many[i].future);
    }
    return GR_OK;
}

static trap_trap_odd_next nap_and_tell(trap_trap_odd_in in)
{
    CHECK_CODE(gr_sleep(in.ctx, 50), GR_OK);
    CHECK_CODE(lab_tell(waiter, "x"), GR_OK);
    return trap_trap_odd_stay(in);
}

static void others_have_their_turn_while_many_are_refused(void)
{
    lab_subject_type type = lab_plain;
    trap_trap to = open_trap(MANY);
    type.tell = count_done;
    waiter = lab_spawn(&type);
    script.odd = nap_and_tell;
    go(to, TRAP_TRAP_STATE_ODD);
    sim_settle(lab_env());
    for (int i = 0; i < MANY; i++) {
        many[i] = reject_later(to, "x");
    }
    n_done = 0;
    lab_advance_ms(60);
    CHECK(n_done > 0);
    CHECK(n_done < MANY);
    for (int i = 0; i < MANY; i++) {
        CHECK_CODE(trap_trap_reject_await(&many[i], NULL, NULL), GR_FAILED_PRECONDITION);
    }
    close_lab();
}

#define TEST(name)                                                                                 \
    {                                                                                              \
#name, name                                                                                \
    }

GR_SUITE("machine_edges",
         TEST(a_timeout_that_fires_while_a_group_is_entered_ends_the_waits_of_the_body),
         TEST(a_handler_in_a_transition_hook_decides_before_the_hook_s_own_transition),
         TEST(a_handler_in_a_group_s_hook_may_leave_the_state_before_its_body_runs),
         TEST(a_first_state_without_arguments_is_not_given_those_of_the_start),
         TEST(what_a_stopped_timer_had_queued_makes_room_for_who_waits),
         TEST(who_waits_for_room_is_let_in_when_what_was_postponed_is_handled),
         TEST(the_oldest_postponed_one_makes_room_for_the_newest),
         TEST(the_latest_replaces_all_postponed_ones_of_its_method),
         TEST(markers_and_sets_go_with_what_is_postponed),
         TEST(the_innermost_of_nested_handlers_leaves_the_state_of_them_all),
         TEST(a_forged_failure_does_not_end_the_machine_well),
         TEST(what_another_machine_s_body_was_to_return_brings_no_arguments_of_another_type),
         TEST(a_handler_cannot_use_the_token_of_the_body_below),
         TEST(the_hook_of_a_first_state_that_calls_the_spawner_is_a_cycle),
         TEST(who_gives_up_on_a_postponed_call_is_told_so),
         TEST(a_timer_armed_a_million_times_takes_no_memory),
         TEST(a_machine_ends_wherever_it_is_told_to), TEST(a_node_ends_wherever_its_machine_is),
         TEST(a_stuck_body_is_taken_over_and_its_timeout_is_handled_when_it_returns),
         TEST(the_hook_is_asked_once_where_two_handlers_want_to_go_on),
         TEST(a_hook_that_stops_the_machine_leaves_it_in_its_old_state),
         TEST(a_handler_that_stops_the_machine_does_not_change_its_state),
         TEST(hooks_send_events_but_make_no_transitions),
         TEST(a_timeout_that_fired_is_not_that_of_the_next_state),
         TEST(a_state_that_is_left_has_no_timeout_any_more), TEST(exits_at_the_end_have_a_budget),
         TEST(timers_whose_events_were_ignored_or_refused_can_be_started_again),
         TEST(events_are_bounded_by_the_mailbox),
         TEST(what_is_ignored_or_refused_makes_room_for_who_waits),
         TEST(what_came_later_is_not_postponed_before_what_is_left_alone),
         TEST(a_marker_that_is_left_over_neither_stays_in_the_way_nor_costs_turns),
         TEST(no_forged_transition_is_taken),
         TEST(what_the_table_does_not_have_is_not_taken_either),
         TEST(a_timeout_does_not_save_a_handler_from_a_cycle), TEST(a_machine_may_observe_itself),
         TEST(a_drain_lets_a_body_go_on_to_where_what_was_postponed_is_handled),
         TEST(what_is_offered_begins_in_its_first_state_with_the_given_arguments),
         TEST(senders_of_another_node_wait_for_what_is_postponed),
         TEST(places_of_postponed_calls_come_back_when_their_senders_give_up),
         TEST(postponed_calls_of_a_lost_session_are_taken_back),
         TEST(each_allocation_may_fail_where_much_is_postponed),
         TEST(others_have_their_turn_while_many_are_refused),
         TEST(a_oneway_that_is_postponed_for_too_long_gives_its_place_back),
         TEST(many_threads_trouble_one_machine_and_all_ends))
