/* SPDX-License-Identifier: MIT */
/* Machines from the inside, in virtual time: bodies and what comes next, transitions by handlers,
 * hooks, timeouts, postponed calls, a machine's own events, and its end. */
#include <string.h>

#include "lab.h"
#include "toy.gr.h"

struct toy_box_self {
    toy_box_act_call held;
};

/* What a test has the box do; NULL: bodies stay, or end, and hooks and handlers do nothing. Each
 * traces its name first. */
static struct script {
    toy_box_open_next (*open)(toy_box_open_in in);
    toy_box_closed_next (*closed)(toy_box_closed_in in);
    toy_box_locked_next (*locked)(toy_box_locked_in in);
    toy_box_gone_next (*gone)(toy_box_gone_in in);
    gr_code (*locked_timeout)(gr_context *ctx);
    gr_code (*hook)(gr_context *ctx, toy_box_state from, toy_box_state to);
    gr_code (*act)(struct toy_box_self *self, gr_context *ctx, const toy_label *label);
    void (*leave)(gr_context *ctx);
    uint32_t rounds;
} script;

/* ---- the box ---- */

static toy_box_open_next in_open(struct toy_box_self *self, toy_box_open_in in)
{
    (void)self;
    lab_trace("open:%s", in.args->text);
    return script.open == NULL ? toy_box_open_stay(in) : script.open(in);
}

static toy_box_closed_next in_closed(struct toy_box_self *self, toy_box_closed_in in)
{
    (void)self;
    lab_trace("closed");
    return script.closed == NULL ? toy_box_closed_stay(in) : script.closed(in);
}

static toy_box_locked_next in_locked(struct toy_box_self *self, toy_box_locked_in in)
{
    (void)self;
    lab_trace("locked");
    return script.locked == NULL ? toy_box_locked_stay(in) : script.locked(in);
}

static toy_box_broken_next in_broken(struct toy_box_self *self, toy_box_broken_in in)
{
    (void)self;
    lab_trace("broken:%s", in.args->text);
    return toy_box_broken_end(in);
}

static toy_box_gone_next in_gone(struct toy_box_self *self, toy_box_gone_in in)
{
    (void)self;
    lab_trace("gone");
    return script.gone == NULL ? toy_box_gone_end(in, &(toy_label){ .text = "bye" })
                               : script.gone(in);
}

static gr_code in_locked_timeout(struct toy_box_self *self, gr_context *ctx)
{
    (void)self;
    lab_trace("timeout");
    return script.locked_timeout == NULL ? GR_OK : script.locked_timeout(ctx);
}

static void in_open_exit(struct toy_box_self *self, gr_context *ctx)
{
    (void)self;
    lab_trace("open-");
    if (script.leave != NULL) {
        script.leave(ctx);
    }
}

static void in_closed_exit(struct toy_box_self *self, gr_context *ctx)
{
    (void)self;
    (void)ctx;
    lab_trace("closed-");
}

static void in_whole_enter(struct toy_box_self *self, gr_context *ctx)
{
    (void)self;
    (void)ctx;
    lab_trace("whole+");
}

static void in_whole_exit(struct toy_box_self *self, gr_context *ctx)
{
    (void)self;
    (void)ctx;
    lab_trace("whole-");
}

static void in_shut_enter(struct toy_box_self *self, gr_context *ctx)
{
    (void)self;
    (void)ctx;
    lab_trace("shut+");
}

static void in_shut_exit(struct toy_box_self *self, gr_context *ctx)
{
    (void)self;
    (void)ctx;
    lab_trace("shut-");
}

static gr_code on_put(struct toy_box_self *self, gr_context *ctx, const toy_label *request,
                      toy_label *reply)
{
    (void)self;
    (void)ctx;
    lab_trace("put:%s", request->text);
    reply->text = request->text;
    return GR_OK;
}

static gr_code on_close(struct toy_box_self *self, gr_context *ctx)
{
    (void)self;
    lab_trace("close");
    return toy_box_close_to_closed(ctx);
}

static gr_code on_reopen(struct toy_box_self *self, gr_context *ctx, const toy_label *request)
{
    (void)self;
    lab_trace("reopen");
    return toy_box_reopen_to_open(ctx, request);
}

static gr_code on_drop(struct toy_box_self *self, gr_context *ctx, const toy_label *request)
{
    (void)self;
    lab_trace("drop");
    return toy_box_drop_to_broken(ctx, request);
}

static gr_code on_hint(struct toy_box_self *self, gr_context *ctx, const toy_label *request)
{
    (void)self;
    (void)ctx;
    lab_trace("hint:%s", request->text);
    return GR_OK;
}

static gr_code on_act(struct toy_box_self *self, gr_context *ctx, const toy_label *request,
                      toy_label *reply)
{
    lab_trace("do:%s", request->text);
    reply->text = request->text;
    return script.act == NULL ? GR_OK : script.act(self, ctx, request);
}

static gr_code on_ring(struct toy_box_self *self, gr_context *ctx)
{
    (void)self;
    (void)ctx;
    lab_trace("ring");
    return GR_OK;
}

static gr_code on_note(struct toy_box_self *self, gr_context *ctx, const toy_label *request)
{
    (void)self;
    (void)ctx;
    lab_trace("note:%s", request->text);
    return GR_OK;
}

static gr_code start(struct toy_box_self *self, gr_context *ctx, const toy_label *args)
{
    (void)self;
    (void)ctx;
    lab_trace("start:%s", args->text);
    return GR_OK;
}

static void stop(struct toy_box_self *self, gr_context *ctx, gr_code reason)
{
    (void)self;
    (void)ctx;
    lab_trace("stop:%s", gr_code_name(reason));
}

static gr_code on_transition(struct toy_box_self *self, gr_context *ctx, toy_box_state from,
                             toy_box_state to, const void *args)
{
    (void)self;
    (void)args;
    return script.hook == NULL ? GR_OK : script.hook(ctx, from, to);
}

static const toy_box_type quiet = TOY_BOX_TYPE(on_, in_, TOY_BOX_NO_HOOKS);
static const toy_box_type full = TOY_BOX_TYPE(
    on_, in_, TOY_BOX_HOOKS(.start = start, .stop = stop, .on_transition = on_transition));

/* ---- what the tests do with it ---- */

static const toy_label first = { .text = "first" };

static toy_box open_box(const toy_box_type *type)
{
    toy_box box = { { 0, 0, 0 } };
    lab_open(1, 1);
    CHECK_CODE(toy_box_spawn(lab_node(), type, &first, NULL, &box, NULL), GR_OK);
    sim_settle(lab_env());
    return box;
}

static void close_lab(void)
{
    lab_close();
    memset(&script, 0, sizeof(script));
}

/* A box that was closed, with an empty trace. */
static toy_box closed_box(const toy_box_type *type)
{
    toy_box box = open_box(type);
    CHECK_CODE(toy_box_close_sync(box, NULL, NULL), GR_OK);
    sim_settle(lab_env());
    (void)lab_traced();
    return box;
}

static gr_code put(toy_box box, const char *text, gr_error *error)
{
    return toy_box_put_sync(box, &(toy_label){ .text = (char *)text }, NULL, NULL, error);
}

static toy_box_put_future put_later(toy_box box, const char *text)
{
    toy_box_put_future future = { NULL };
    CHECK_CODE(toy_box_put_async(box, &(toy_label){ .text = (char *)text }, NULL, &future), GR_OK);
    return future;
}

static gr_code end_of(toy_box_put_future *future)
{
    toy_label *reply = NULL;
    gr_code code = toy_box_put_await(future, &reply, NULL);
    gr_free(reply);
    return code;
}

static gr_code act(toy_box box, const char *text)
{
    return toy_box_act_sync(box, &(toy_label){ .text = (char *)text }, NULL, NULL, NULL);
}

static gr_code reopen(toy_box box, const char *text)
{
    return toy_box_reopen_sync(box, &(toy_label){ .text = (char *)text }, NULL, NULL);
}

static const char *settled(void)
{
    sim_settle(lab_env());
    return lab_traced();
}

/* ---- entering and leaving ---- */

static void the_initial_state_is_entered_with_the_arguments_of_the_start(void)
{
    toy_box box = open_box(&full);
    CHECK_STR(lab_traced(), "start:first whole+ open:first");
    CHECK_CODE(put(box, "a", NULL), GR_OK);
    CHECK_STR(lab_traced(), "put:a");
    close_lab();
}

static gr_code trace_hook(gr_context *ctx, toy_box_state from, toy_box_state to)
{
    CHECK_UINT(toy_box_current(ctx), from);
    lab_trace("%s>%s", toy_box_state_name(from), toy_box_state_name(to));
    return GR_OK;
}

static void a_change_runs_hook_exits_entries_and_body_in_that_order(void)
{
    script.hook = trace_hook;
    toy_box box = open_box(&full);
    CHECK_STR(lab_traced(), "start:first none>open whole+ open:first");
    CHECK_CODE(toy_box_close_sync(box, NULL, NULL), GR_OK);
    CHECK_STR(settled(), "close open>closed open- shut+ closed");
    CHECK_CODE(reopen(box, "again"), GR_OK);
    CHECK_STR(settled(), "reopen closed>open closed- shut- open:again");
    CHECK_CODE(toy_box_drop_oneway(box, &(toy_label){ .text = "oh" }, NULL), GR_OK);
    CHECK_STR(settled(), "drop open>broken open- whole- broken:oh stop:OK");
    close_lab();
}

static void a_self_transition_leaves_and_enters_but_not_its_groups(void)
{
    toy_box box = open_box(&quiet);
    (void)lab_traced();
    CHECK_CODE(reopen(box, "2"), GR_OK);
    CHECK_STR(settled(), "reopen open- open:2");
    close_lab();
}

static toy_box_open_next close_it(toy_box_open_in in)
{
    return toy_box_open_to_closed(in);
}

static toy_box_closed_next count_down(toy_box_closed_in in)
{
    (void)lab_traced();
    return script.rounds-- > 0 ? toy_box_closed_to_open(in, &first) : toy_box_closed_stay(in);
}

static void bodies_follow_each_other_for_ever_in_constant_memory(void)
{
    script.open = close_it;
    script.closed = count_down;
    script.rounds = 10;
    toy_box box = open_box(&quiet);
    size_t before = suite_live_allocations();
    script.rounds = 500000; /* two transitions each */
    CHECK_CODE(reopen(box, "go"), GR_OK);
    sim_settle(lab_env());
    CHECK_UINT(script.rounds, UINT32_MAX);
    CHECK(suite_live_allocations() <= before + 2);
    CHECK_CODE(act(box, "alive"), GR_OK);
    close_lab();
}

/* ---- what a state does with a call ---- */

static void what_a_state_does_not_take_says_what_it_takes(void)
{
    gr_error error = GR_ERROR_INIT;
    toy_box box = closed_box(&quiet);
    CHECK_CODE(toy_box_close_sync(box, NULL, &error), GR_FAILED_PRECONDITION);
    CHECK(strstr(error.message, "in the state closed, which does not take Close; it takes Reopen, "
                                "Act") != NULL);
    CHECK_UINT(error.ran, GR_RAN_NO);
    gr_error_fini(&error);
    CHECK_STR(lab_traced(), "");
    close_lab();
}

static void oneways_are_ignored_where_that_is_declared_and_else_lost_with_a_letter(void)
{
    toy_box box = closed_box(&quiet);
    CHECK_CODE(toy_box_drop_oneway(box, &first, NULL), GR_OK);
    CHECK_STR(settled(), "");
    CHECK_UINT(lab_logged("oneway_lost"), 0);
    CHECK_CODE(toy_box_hint_oneway(box, &first, NULL), GR_OK);
    CHECK_STR(settled(), "");
    CHECK_UINT(lab_logged("code=FAILED_PRECONDITION"), 1);
    close_lab();
}

static void postponed_calls_run_in_order_before_newer_ones(void)
{
    toy_box box = closed_box(&quiet);
    toy_box_put_future a = put_later(box, "a");
    toy_box_put_future b = put_later(box, "b");
    CHECK_CODE(act(box, "x"), GR_OK);
    toy_box_put_future c = put_later(box, "c");
    CHECK_STR(settled(), "do:x");
    CHECK_CODE(toy_box_reopen_oneway(box, &first, NULL), GR_OK);
    toy_box_put_future d = put_later(box, "d");
    CHECK_STR(settled(), "reopen closed- shut- open:first put:a put:b put:c put:d");
    CHECK_CODE(end_of(&a), GR_OK);
    CHECK_CODE(end_of(&b), GR_OK);
    CHECK_CODE(end_of(&c), GR_OK);
    CHECK_CODE(end_of(&d), GR_OK);
    close_lab();
}

static void postponed_calls_keep_their_deadlines_and_are_withdrawn(void)
{
    const gr_call_options shortly = { .timeout_ms = 20 };
    toy_box_put_future late;
    toy_box box = closed_box(&quiet);
    CHECK_CODE(toy_box_put_async(box, &(toy_label){ .text = "late" }, &shortly, &late), GR_OK);
    toy_box_put_future given_up = put_later(box, "given up");
    toy_box_put_future kept = put_later(box, "kept");
    sim_settle(lab_env());
    gr_future_cancel(given_up.future);
    lab_advance_ms(50);
    CHECK_CODE(end_of(&late), GR_DEADLINE_EXCEEDED);
    CHECK_CODE(end_of(&given_up), GR_CANCELLED);
    CHECK_CODE(reopen(box, "2"), GR_OK);
    CHECK_CODE(end_of(&kept), GR_OK);
    CHECK_STR(settled(), "reopen closed- shut- open:2 put:kept");
    close_lab();
}

static void postponed_calls_count_in_the_bound(void)
{
    const gr_spawn_options narrow = { .mailbox_messages = 2 };
    toy_box box;
    lab_open(1, 1);
    CHECK_CODE(toy_box_spawn(lab_node(), &quiet, &first, &narrow, &box, NULL), GR_OK);
    CHECK_CODE(toy_box_close_sync(box, NULL, NULL), GR_OK);
    toy_box_put_future a = put_later(box, "a");
    toy_box_put_future b = put_later(box, "b");
    sim_settle(lab_env());
    CHECK_CODE(put(box, "c", NULL), GR_RESOURCE_EXHAUSTED);
    lab_advance_ms(110); /* it locks itself: they stay postponed */
    CHECK_CODE(reopen(box, "no room"), GR_RESOURCE_EXHAUSTED);
    gr_future_cancel(a.future);
    sim_settle(lab_env());
    CHECK_CODE(reopen(box, "2"), GR_OK);
    CHECK_CODE(end_of(&b), GR_OK);
    CHECK_CODE(end_of(&a), GR_CANCELLED);
    close_lab();
}

/* ---- bodies that wait ---- */

static toy_box_closed_next sleep_closed(toy_box_closed_in in)
{
    gr_code code = gr_sleep(in.ctx, 50);
    lab_trace("slept:%s", gr_code_name(code));
    return toy_box_closed_stay(in);
}

static void while_a_body_runs_nothing_is_handled(void)
{
    script.closed = sleep_closed;
    toy_box box = closed_box(&quiet);
    CHECK_CODE(act(box, "x"), GR_OK);
    CHECK_STR(lab_traced(), "slept:OK do:x");
    close_lab();
}

static toy_box_closed_next process_closed(toy_box_closed_in in)
{
    gr_code code = gr_process(in.ctx, &(gr_process_options){ .for_ms = GR_FOREVER });
    lab_trace("processed:%s", gr_code_name(code));
    return toy_box_closed_to_gone(in);
}

static void a_body_that_processes_is_left_by_a_handler_and_what_it_returns_is_ignored(void)
{
    script.closed = process_closed;
    toy_box box = closed_box(&quiet);
    toy_box_put_future a = put_later(box, "a");
    CHECK_CODE(act(box, "x"), GR_OK);
    CHECK_CODE(toy_box_close_sync(box, NULL, NULL), GR_FAILED_PRECONDITION);
    CHECK_CODE(reopen(box, "2"), GR_OK);
    CHECK_STR(settled(), "do:x reopen processed:CANCELLED closed- shut- open:2 put:a");
    CHECK_CODE(end_of(&a), GR_OK);
    close_lab();
}

static void a_timeout_cancels_the_body_and_leads_on(void)
{
    script.closed = process_closed;
    toy_box box = closed_box(&quiet);
    lab_advance_ms(98);
    CHECK_STR(lab_traced(), "");
    lab_advance_ms(4);
    CHECK_STR(lab_traced(), "processed:CANCELLED closed- locked");
    CHECK_CODE(act(box, "x"), GR_OK);
    close_lab();
}

static gr_code process_nested(struct toy_box_self *self, gr_context *ctx, const toy_label *label)
{
    (void)self;
    if (strcmp(label->text, "outer") != 0) {
        return GR_OK;
    }
    gr_code code = gr_process(ctx, &(gr_process_options){ .for_ms = GR_FOREVER });
    lab_trace("outer:%s", gr_code_name(code));
    gr_ignore(toy_box_transition(ctx, TOY_BOX_STATE_GONE, NULL)); /* too late */
    return GR_OK;
}

static void of_nested_handlers_the_first_decides(void)
{
    toy_box_act_future outer;
    toy_box box = closed_box(&quiet);
    script.act = process_nested;
    CHECK_CODE(toy_box_act_async(box, &(toy_label){ .text = "outer" }, NULL, &outer), GR_OK);
    CHECK_CODE(reopen(box, "2"), GR_OK);
    CHECK_CODE(toy_box_act_await(&outer, NULL, NULL), GR_OK);
    CHECK_STR(settled(), "do:outer reopen outer:CANCELLED closed- shut- open:2");
    close_lab();
}

/* ---- timeouts ---- */

static void a_timeout_leads_on_exactly_when_it_is_due(void)
{
    closed_box(&quiet);
    lab_advance_ms(98);
    CHECK_STR(lab_traced(), "");
    lab_advance_ms(4);
    CHECK_STR(lab_traced(), "closed- locked");
    close_lab();
}

static gr_code sleep_and_open(struct toy_box_self *self, gr_context *ctx, const toy_label *label)
{
    (void)self;
    gr_code code = gr_sleep(ctx, label->number);
    return code == GR_OK ? toy_box_transition(ctx, TOY_BOX_STATE_OPEN, &first) : code;
}

static void leaving_cancels_a_timeout_even_one_that_has_fired(void)
{
    toy_box box = closed_box(&quiet);
    script.act = sleep_and_open;
    CHECK_CODE(toy_box_act_sync(box, &(toy_label){ .text = "x", .number = 150 }, NULL, NULL, NULL),
               GR_OK);
    CHECK_STR(settled(), "do:x closed- shut- open:first");
    lab_advance_ms(2000);
    CHECK_STR(lab_traced(), "");
    close_lab();
}

static gr_code open_at_timeout(gr_context *ctx)
{
    return toy_box_locked_timeout_to_open(ctx, &(toy_label){ .text = "late" });
}

static gr_code fail_at_timeout(gr_context *ctx)
{
    gr_ignore(toy_box_locked_timeout_to_closed(ctx)); /* not taken */
    return gr_fail(ctx, GR_DATA_LOSS, "no key");
}

static void a_timeout_handler_says_where_it_leads_or_nowhere(void)
{
    toy_box box = closed_box(&quiet);
    lab_advance_ms(102);
    CHECK_STR(lab_traced(), "closed- locked");
    lab_advance_ms(3000); /* once, for it was not entered again */
    CHECK_STR(lab_traced(), "timeout");
    CHECK_CODE(act(box, "x"), GR_OK);
    close_lab();
    script.locked_timeout = open_at_timeout;
    closed_box(&quiet);
    lab_advance_ms(1200);
    CHECK_STR(lab_traced(), "closed- locked timeout shut- open:late");
    close_lab();
    script.locked_timeout = fail_at_timeout;
    closed_box(&quiet);
    lab_advance_ms(1200);
    CHECK_STR(lab_traced(), "closed- locked timeout");
    CHECK_UINT(lab_logged("event=timeout_failed"), 1);
    close_lab();
}

/* ---- refusals ---- */

static gr_code refuse_locked(gr_context *ctx, toy_box_state from, toy_box_state to)
{
    (void)from;
    return to == TOY_BOX_STATE_LOCKED || to == TOY_BOX_STATE_CLOSED
               ? gr_fail(ctx, GR_PERMISSION_DENIED, "no")
               : GR_OK;
}

static void a_hook_that_refuses_leaves_the_state_in_place(void)
{
    toy_box box = closed_box(&full);
    script.hook = refuse_locked;
    lab_advance_ms(300);
    CHECK_STR(lab_traced(), "");
    CHECK_UINT(lab_logged("event=transition_refused"), 1);
    CHECK_UINT(lab_logged("from=closed to=locked code=PERMISSION_DENIED"), 1);
    CHECK_CODE(reopen(box, "2"), GR_OK);
    CHECK_CODE(toy_box_close_sync(box, NULL, NULL), GR_OK); /* it was handled; the change was not */
    CHECK_CODE(put(box, "still open", NULL), GR_OK);
    script.open = close_it;
    CHECK_CODE(reopen(box, "3"), GR_OK);
    CHECK_CODE(put(box, "still", NULL), GR_OK);
    CHECK_UINT(lab_logged("event=transition_refused"), 3);
    close_lab();
}

static gr_code refuse_all(gr_context *ctx, toy_box_state from, toy_box_state to)
{
    CHECK_UINT(from, TOY_BOX_STATE_NONE);
    CHECK_UINT(to, TOY_BOX_STATE_OPEN);
    return gr_fail(ctx, GR_PERMISSION_DENIED, "not today");
}

static void a_hook_that_refuses_the_first_state_fails_the_spawn(void)
{
    toy_box box;
    gr_error error = GR_ERROR_INIT;
    lab_open(1, 1);
    script.hook = refuse_all;
    CHECK_CODE(toy_box_spawn(lab_node(), &full, &first, NULL, &box, &error), GR_PERMISSION_DENIED);
    CHECK_STR(error.message, "not today");
    gr_error_fini(&error);
    CHECK_STR(settled(), "start:first stop:PERMISSION_DENIED");
    CHECK_UINT(lab_stats().actors, 0);
    close_lab();
}

/* ---- known only at run time ---- */

static gr_code go_anywhere(struct toy_box_self *self, gr_context *ctx, const toy_label *label)
{
    (void)self;
    const void *args = strcmp(label->text, "with") == 0 ? &first : NULL;
    return toy_box_transition(ctx, (toy_box_state)label->number, args);
}

static gr_code go(toy_box box, uint32_t state, const char *text, gr_error *error)
{
    const toy_label label = { .text = (char *)text, .number = state };
    return toy_box_act_sync(box, &label, NULL, NULL, error);
}

static void a_dynamic_transition_is_checked_against_the_table(void)
{
    gr_error error = GR_ERROR_INIT;
    toy_box box = closed_box(&quiet);
    script.act = go_anywhere;
    CHECK_CODE(go(box, TOY_BOX_STATE_BROKEN, "with", &error), GR_FAILED_PRECONDITION);
    CHECK_STR(error.message, "closed does not lead to broken, but to open, locked and gone");
    CHECK_CODE(go(box, TOY_BOX_STATE_OPEN, "without", &error), GR_INVALID_ARGUMENT);
    CHECK_CODE(go(box, TOY_BOX_STATE_LOCKED, "with", &error), GR_INVALID_ARGUMENT);
    CHECK_CODE(go(box, 77, "with", &error), GR_INVALID_ARGUMENT);
    gr_error_fini(&error);
    (void)lab_traced();
    CHECK_CODE(go(box, TOY_BOX_STATE_OPEN, "with", NULL), GR_OK);
    CHECK_STR(settled(), "do:with closed- shut- open:first");
    close_lab();
}

static toy_box_closed_next go_from_the_body(toy_box_closed_in in)
{
    CHECK_CODE(toy_box_transition(in.ctx, TOY_BOX_STATE_CLOSED, NULL), GR_FAILED_PRECONDITION);
    CHECK_CODE(toy_box_transition(in.ctx, TOY_BOX_STATE_GONE, NULL), GR_OK);
    CHECK_CODE(toy_box_transition(in.ctx, TOY_BOX_STATE_OPEN, &first), GR_OK);
    return toy_box_closed_stay(in);
}

static void a_body_s_dynamic_transition_is_taken_when_it_stays(void)
{
    script.closed = go_from_the_body;
    toy_box box = open_box(&quiet);
    (void)lab_traced();
    CHECK_CODE(toy_box_close_sync(box, NULL, NULL), GR_OK);
    CHECK_STR(settled(), "close open- shut+ closed closed- shut- open:first");
    close_lab();
}

static gr_code wish_twice_or_fail(struct toy_box_self *self, gr_context *ctx,
                                  const toy_label *label)
{
    (void)self;
    CHECK_CODE(toy_box_transition(ctx, TOY_BOX_STATE_GONE, NULL), GR_OK);
    CHECK_CODE(toy_box_transition(ctx, TOY_BOX_STATE_LOCKED, NULL), GR_OK);
    CHECK_CODE(toy_box_close_to_closed(ctx), GR_FAILED_PRECONDITION);        /* another method's, */
    CHECK_CODE(toy_box_reopen_to_open(ctx, &first), GR_FAILED_PRECONDITION); /* also a legal one */
    return label->number == 0 ? GR_OK : GR_DATA_LOSS;
}

static void of_a_handler_s_transitions_the_last_counts_and_none_where_it_fails(void)
{
    toy_box box = closed_box(&quiet);
    script.act = wish_twice_or_fail;
    CHECK_CODE(go(box, 1, "fail", NULL), GR_DATA_LOSS);
    CHECK_STR(settled(), "do:fail");
    CHECK_CODE(go(box, 0, "ok", NULL), GR_OK);
    CHECK_STR(settled(), "do:ok closed- locked");
    close_lab();
}

/* ---- broken bodies ---- */

static toy_box_closed_next forge(toy_box_closed_in in)
{
    (void)in;
    toy_box_closed_next zero;
    memset(&zero, 0, sizeof(zero));
    return zero;
}

static toy_box_closed_in stale;

static toy_box_closed_next keep_token(toy_box_closed_in in)
{
    if (stale.ctx == NULL) {
        stale = in;
        return toy_box_closed_to_open(in, &first);
    }
    stale.ctx = in.ctx;
    return toy_box_closed_to_locked(stale);
}

static void a_forged_or_stale_next_ends_the_machine(void)
{
    script.closed = forge;
    toy_box box = open_box(&full);
    CHECK_CODE(toy_box_close_sync(box, NULL, NULL), GR_OK);
    (void)settled();
    CHECK_UINT(lab_logged("event=machine_broken"), 1);
    CHECK_CODE(act(box, "x"), GR_UNAVAILABLE);
    close_lab();
    memset(&stale, 0, sizeof(stale));
    script.closed = keep_token;
    box = open_box(&full);
    CHECK_CODE(toy_box_close_sync(box, NULL, NULL), GR_OK);
    CHECK_CODE(toy_box_close_sync(box, NULL, NULL), GR_OK);
    (void)settled();
    CHECK_UINT(lab_logged("event=machine_broken"), 1);
    CHECK_UINT(lab_logged("event=actor_ended"), 1);
    CHECK_CODE(act(box, "x"), GR_UNAVAILABLE);
    close_lab();
}

/* ---- its own events ---- */

static gr_code raise_two(struct toy_box_self *self, gr_context *ctx, const toy_label *label)
{
    (void)self;
    CHECK_CODE(toy_box_note_raise(ctx, &(toy_label){ .text = "1" }), GR_OK);
    CHECK_CODE(toy_box_note_raise(ctx, &(toy_label){ .text = "2" }), GR_OK);
    return label->number == 0 ? GR_OK
                              : toy_box_transition(ctx, (toy_box_state)label->number, &first);
}

static void own_events_come_first_in_their_order(void)
{
    toy_box box = open_box(&quiet);
    (void)lab_traced();
    script.act = raise_two;
    toy_box_act_future one;
    CHECK_CODE(toy_box_act_async(box, &(toy_label){ .text = "x" }, NULL, &one), GR_OK);
    toy_box_put_future a = put_later(box, "a");
    CHECK_STR(settled(), "do:x note:1 note:2 put:a");
    CHECK_CODE(end_of(&a), GR_OK);
    CHECK_CODE(toy_box_act_await(&one, NULL, NULL), GR_OK);
    close_lab();
}

static void own_events_that_were_postponed_come_first_in_the_order_of_raising(void)
{
    toy_box box = closed_box(&quiet);
    script.act = raise_two;
    toy_box_put_future a = put_later(box, "a");
    CHECK_CODE(go(box, TOY_BOX_STATE_NONE, "x", NULL), GR_OK);
    CHECK_STR(settled(), "do:x");
    CHECK_CODE(go(box, TOY_BOX_STATE_OPEN, "y", NULL), GR_OK);
    CHECK_STR(settled(), "do:y closed- shut- open:first note:1 note:2 note:1 note:2 put:a");
    CHECK_CODE(end_of(&a), GR_OK);
    close_lab();
}

static gr_code use_alarm(struct toy_box_self *self, gr_context *ctx, const toy_label *label)
{
    (void)self;
    if (label->number != 0) {
        return toy_box_alarm_start(ctx, label->number);
    }
    CHECK_CODE(gr_sleep(ctx, 50), GR_OK);
    return toy_box_alarm_stop(ctx);
}

static void a_named_timer_goes_on_while_the_state_changes(void)
{
    toy_box box = open_box(&quiet);
    script.act = use_alarm;
    CHECK_CODE(go(box, 50, "x", NULL), GR_OK);
    CHECK_CODE(toy_box_close_sync(box, NULL, NULL), GR_OK);
    (void)settled();
    lab_advance_ms(45);
    CHECK_STR(lab_traced(), "");
    CHECK_CODE(go(box, 20, "again", NULL), GR_OK); /* begins anew */
    lab_advance_ms(18);
    CHECK_STR(lab_traced(), "do:again");
    lab_advance_ms(4);
    CHECK_STR(lab_traced(), "ring");
    close_lab();
}

static void a_timer_that_is_stopped_takes_back_what_it_has_sent(void)
{
    toy_box box = open_box(&quiet);
    script.act = use_alarm;
    (void)lab_traced();
    CHECK_CODE(go(box, 20, "x", NULL), GR_OK);
    CHECK_CODE(go(box, 0, "sleep", NULL), GR_OK); /* it fires meanwhile */
    lab_advance_ms(100);
    CHECK_STR(lab_traced(), "do:x do:sleep");
    CHECK_CODE(go(box, 10, "y", NULL), GR_OK);
    lab_advance_ms(20);
    CHECK_STR(lab_traced(), "do:y ring");
    close_lab();
}

/* ---- held calls ---- */

static gr_code hold(struct toy_box_self *self, gr_context *ctx, const toy_label *label)
{
    (void)label;
    return toy_box_act_hold(ctx, &self->held);
}

static struct toy_box_self *answering;

static toy_box_locked_next answer_held(toy_box_locked_in in)
{
    CHECK_CODE(toy_box_act_answer(answering->held, GR_OK, &(toy_label){ .text = "at last" }),
               GR_OK);
    return toy_box_locked_stay(in);
}

static gr_code hold_and_remember(struct toy_box_self *self, gr_context *ctx, const toy_label *label)
{
    answering = self;
    return hold(self, ctx, label);
}

static void a_later_state_answers_a_held_call(void)
{
    toy_box_act_future future;
    toy_label *reply = NULL;
    toy_box box = closed_box(&quiet);
    script.act = hold_and_remember;
    script.locked = answer_held;
    CHECK_CODE(toy_box_act_async(box, &(toy_label){ .text = "x" }, NULL, &future), GR_OK);
    lab_advance_ms(50);
    CHECK(!gr_future_is_done(future.future));
    lab_advance_ms(60);
    CHECK_CODE(toy_box_act_await(&future, &reply, NULL), GR_OK);
    CHECK_STR(reply->text, "at last");
    gr_free(reply);
    close_lab();
}

/* ---- ends ---- */

static toy_box_closed_next end_it(toy_box_closed_in in)
{
    return toy_box_closed_to_gone(in);
}

static toy_box_gone_next process_gone(toy_box_gone_in in)
{
    CHECK_CODE(gr_process(in.ctx, NULL), GR_OK);
    return toy_box_gone_end(in, &first);
}

static void a_terminal_state_takes_nothing_and_ends_the_machine(void)
{
    gr_error error = GR_ERROR_INIT;
    toy_box_put_future a;
    toy_box box = open_box(&full);
    script.closed = end_it;
    script.gone = process_gone;
    CHECK_CODE(toy_box_close_oneway(box, NULL), GR_OK);
    a = put_later(box, "a");
    CHECK_CODE(toy_box_put_await(&a, NULL, &error), GR_FAILED_PRECONDITION);
    CHECK(strstr(error.message, "it takes nothing") != NULL);
    gr_error_fini(&error);
    CHECK_STR(settled(), "start:first whole+ open:first close open- shut+ closed closed- shut- "
                         "whole- gone stop:OK");
    CHECK_UINT(lab_stats().actors, 0);
    close_lab();
}

static void a_machine_can_be_stopped_in_any_state(void)
{
    toy_box box = open_box(&full);
    CHECK_CODE(gr_actor_stop(box.ref, NULL), GR_OK);
    CHECK_STR(lab_traced(), "start:first whole+ open:first open- whole- stop:OK");
    close_lab();
    script.closed = sleep_closed;
    box = closed_box(&full);
    toy_box_put_future a = put_later(box, "a");
    CHECK_CODE(gr_actor_stop(box.ref, NULL), GR_OK);
    CHECK_STR(lab_traced(), "slept:CANCELLED closed- shut- whole- stop:OK");
    CHECK_CODE(end_of(&a), GR_UNAVAILABLE);
    close_lab();
    box = closed_box(&full);
    a = put_later(box, "a");
    sim_settle(lab_env());
    CHECK_CODE(gr_actor_stop(box.ref, &(gr_stop_options){ .drain = true }), GR_OK);
    CHECK_STR(lab_traced(), "closed- shut- whole- stop:OK"); /* what is postponed would stay so */
    CHECK_CODE(end_of(&a), GR_UNAVAILABLE);
    close_lab();
}

static void stop_it(gr_context *ctx)
{
    gr_stop(ctx, GR_DATA_LOSS);
}

static void a_hook_may_stop_the_machine(void)
{
    toy_box box = open_box(&full);
    (void)lab_traced();
    script.leave = stop_it;
    CHECK_CODE(toy_box_close_sync(box, NULL, NULL), GR_OK);
    CHECK_STR(settled(), "close open- whole- stop:DATA_LOSS"); /* it did not come to closed */
    close_lab();
}

static void each_allocation_may_fail_in_a_machine_s_life(void)
{
    bool failed = true;
    for (size_t nth = 1; failed; nth++) {
        toy_box box = { { 0, 0, 0 } };
        lab_open(1, 1);
        script.act = use_alarm;
        suite_fail_allocation(nth);
        gr_code code = toy_box_spawn(lab_node(), &full, &first, NULL, &box, NULL);
        CHECK(code == GR_OK || code == GR_RESOURCE_EXHAUSTED);
        if (code == GR_OK) {
            gr_ignore(go(box, 20, "x", NULL));
            gr_ignore(toy_box_close_sync(box, NULL, NULL));
            gr_ignore(reopen(box, "2"));
            gr_ignore(put(box, "a", NULL));
            lab_advance_ms(30);
            gr_ignore(toy_box_drop_oneway(box, &first, NULL));
        }
        failed = suite_allocation_failed();
        suite_fail_allocation(0);
        (void)settled();
        close_lab();
    }
}

GR_SUITE("machine",
         { "the_initial_state_is_entered_with_the_arguments_of_the_start",
           the_initial_state_is_entered_with_the_arguments_of_the_start },
         { "a_change_runs_hook_exits_entries_and_body_in_that_order",
           a_change_runs_hook_exits_entries_and_body_in_that_order },
         { "a_self_transition_leaves_and_enters_but_not_its_groups",
           a_self_transition_leaves_and_enters_but_not_its_groups },
         { "bodies_follow_each_other_for_ever_in_constant_memory",
           bodies_follow_each_other_for_ever_in_constant_memory },
         { "what_a_state_does_not_take_says_what_it_takes",
           what_a_state_does_not_take_says_what_it_takes },
         { "oneways_are_ignored_where_that_is_declared_and_else_lost_with_a_letter",
           oneways_are_ignored_where_that_is_declared_and_else_lost_with_a_letter },
         { "postponed_calls_run_in_order_before_newer_ones",
           postponed_calls_run_in_order_before_newer_ones },
         { "postponed_calls_keep_their_deadlines_and_are_withdrawn",
           postponed_calls_keep_their_deadlines_and_are_withdrawn },
         { "postponed_calls_count_in_the_bound", postponed_calls_count_in_the_bound },
         { "while_a_body_runs_nothing_is_handled", while_a_body_runs_nothing_is_handled },
         { "a_body_that_processes_is_left_by_a_handler_and_what_it_returns_is_ignored",
           a_body_that_processes_is_left_by_a_handler_and_what_it_returns_is_ignored },
         { "a_timeout_cancels_the_body_and_leads_on", a_timeout_cancels_the_body_and_leads_on },
         { "of_nested_handlers_the_first_decides", of_nested_handlers_the_first_decides },
         { "a_timeout_leads_on_exactly_when_it_is_due", a_timeout_leads_on_exactly_when_it_is_due },
         { "leaving_cancels_a_timeout_even_one_that_has_fired",
           leaving_cancels_a_timeout_even_one_that_has_fired },
         { "a_timeout_handler_says_where_it_leads_or_nowhere",
           a_timeout_handler_says_where_it_leads_or_nowhere },
         { "a_hook_that_refuses_leaves_the_state_in_place",
           a_hook_that_refuses_leaves_the_state_in_place },
         { "a_hook_that_refuses_the_first_state_fails_the_spawn",
           a_hook_that_refuses_the_first_state_fails_the_spawn },
         { "a_dynamic_transition_is_checked_against_the_table",
           a_dynamic_transition_is_checked_against_the_table },
         { "a_body_s_dynamic_transition_is_taken_when_it_stays",
           a_body_s_dynamic_transition_is_taken_when_it_stays },
         { "of_a_handler_s_transitions_the_last_counts_and_none_where_it_fails",
           of_a_handler_s_transitions_the_last_counts_and_none_where_it_fails },
         { "a_forged_or_stale_next_ends_the_machine", a_forged_or_stale_next_ends_the_machine },
         { "own_events_come_first_in_their_order", own_events_come_first_in_their_order },
         { "own_events_that_were_postponed_come_first_in_the_order_of_raising",
           own_events_that_were_postponed_come_first_in_the_order_of_raising },
         { "a_named_timer_goes_on_while_the_state_changes",
           a_named_timer_goes_on_while_the_state_changes },
         { "a_timer_that_is_stopped_takes_back_what_it_has_sent",
           a_timer_that_is_stopped_takes_back_what_it_has_sent },
         { "a_later_state_answers_a_held_call", a_later_state_answers_a_held_call },
         { "a_terminal_state_takes_nothing_and_ends_the_machine",
           a_terminal_state_takes_nothing_and_ends_the_machine },
         { "a_machine_can_be_stopped_in_any_state", a_machine_can_be_stopped_in_any_state },
         { "a_hook_may_stop_the_machine", a_hook_may_stop_the_machine },
         { "each_allocation_may_fail_in_a_machine_s_life",
           each_allocation_may_fail_in_a_machine_s_life })
