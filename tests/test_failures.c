/* SPDX-License-Identifier: MIT */
/* Each allocation fails in turn, through all that a node does for its own process: what fails is a
 * code, nothing leaks, and the node goes on. */
#include "lab.h"
#include "node.h"

static bool is_expected(gr_code code)
{
    return code == GR_OK || code == GR_RESOURCE_EXHAUSTED;
}

/* Lets the nth allocation of `what` fail, for all n, each time on a fresh node that has a subject.
 */
static void sweep(uint32_t workers, gr_code (*what)(lab_subject subject, const lab_subject_type *))
{
    lab_subject_type type = lab_plain;
    bool failed = true;
    size_t n_exhausted = 0;
    for (size_t nth = 1; failed && nth < 200; nth++) {
        lab_open(nth, workers);
        lab_subject subject = lab_spawn(&type);
        suite_fail_allocation(nth);
        gr_code code = what(subject, &type);
        lab_advance_ms(50);
        failed = suite_allocation_failed();
        suite_fail_allocation(0);
        CHECK(is_expected(code));
        CHECK(failed || code == GR_OK);
        n_exhausted += code == GR_RESOURCE_EXHAUSTED;
        CHECK_CODE(lab_ask(subject, "still there"), GR_OK);
        lab_close();
    }
    CHECK(!failed);         /* the sweep came to its end */
    CHECK(n_exhausted > 0); /* and was one */
    lab_traced();
}

static void sweep_both(gr_code (*what)(lab_subject subject, const lab_subject_type *))
{
    sweep(1, what);
    sweep(2, what);
}

/* ---- from a plain thread ---- */

static gr_code call_sync(lab_subject subject, const lab_subject_type *type)
{
    (void)type;
    gr_error error = GR_ERROR_INIT;
    lab_report *report = NULL;
    const lab_note note = { .text = "x", .sleep_ms = 5 };
    gr_code code = lab_subject_ask_sync(subject, &note, NULL, &report, &error);
    CHECK(error.message != NULL);
    CHECK((code == GR_OK) == (report != NULL));
    gr_error_fini(&error);
    gr_free(report);
    return code;
}

static void through_a_sync_call(void)
{
    sweep_both(call_sync);
}

static gr_code call_wide(lab_subject subject, const lab_subject_type *type)
{
    (void)type;
    lab_wide *wide = NULL;
    gr_error error = GR_ERROR_INIT;
    gr_code code = lab_subject_widen_sync(subject, &(lab_note){ .text = "x" }, NULL, &wide, &error);
    gr_error_fini(&error);
    gr_free(wide);
    return code;
}

static void through_a_call_with_a_large_reply(void)
{
    sweep_both(call_wide);
}

static gr_code call_async(lab_subject subject, const lab_subject_type *type)
{
    (void)type;
    lab_subject_ask_future future = { NULL };
    const lab_note note = { .text = "x", .sleep_ms = 5 };
    gr_code code = lab_subject_ask_async(subject, &note, NULL, &future);
    CHECK((code == GR_OK) == (future.future != NULL));
    if (code == GR_OK) {
        gr_future *futures[] = { future.future };
        size_t which;
        gr_ignore(gr_future_wait_any(futures, 1, 1000, &which)); /* may fail as well */
        code = lab_end_of(&future);
    }
    return code;
}

static void through_an_async_call(void)
{
    sweep_both(call_async);
}

static gr_code cancel_async(lab_subject subject, const lab_subject_type *type)
{
    (void)type;
    lab_subject_ask_future future = { NULL };
    const lab_note note = { .text = "x", .sleep_ms = 5 };
    gr_code code = lab_subject_ask_async(subject, &note, NULL, &future);
    if (code == GR_OK) {
        sim_settle(lab_env());
        gr_future_cancel(future.future);
        code = lab_end_of(&future);
    }
    return code == GR_CANCELLED ? GR_OK : code;
}

static void through_a_cancelled_call(void)
{
    sweep_both(cancel_async);
}

static gr_code send_oneway(lab_subject subject, const lab_subject_type *type)
{
    (void)type;
    return lab_tell(subject, "x");
}

static void through_a_oneway(void)
{
    sweep_both(send_oneway);
}

static gr_code send_delayed(lab_subject subject, const lab_subject_type *type)
{
    (void)type;
    gr_timer timer;
    const gr_oneway_options options = { .every_ms = 10, .timer = &timer };
    gr_code code = lab_subject_tell_oneway(subject, &(lab_note){ .text = "x" }, &options);
    lab_advance_ms(25);
    if (code == GR_OK) {
        code = gr_timer_cancel(timer);
    }
    return code;
}

static void through_a_repeated_oneway(void)
{
    sweep_both(send_delayed);
}

static gr_code fill_and_wait(lab_subject subject, const lab_subject_type *type)
{
    (void)subject;
    lab_subject full = { { 0, 0, 0 } };
    const gr_spawn_options options = { .mailbox_messages = 1 };
    const gr_oneway_options patient = { .timeout_ms = 1000 };
    gr_code code = lab_subject_spawn(lab_node(), type, &options, &full, NULL);
    const lab_note note = { .text = "x", .sleep_ms = 5 };
    for (int i = 0; i < 3 && code == GR_OK; i++) {
        code = lab_subject_drop_oneway(full, &note, &patient);
    }
    return code;
}

static void through_a_oneway_that_waits_for_room(void)
{
    sweep_both(fill_and_wait);
}

static gr_code spawn_named(lab_subject subject, const lab_subject_type *type)
{
    (void)subject;
    lab_subject made = { { 0, 0, 0 } };
    lab_subject found;
    gr_error error = GR_ERROR_INIT;
    const gr_spawn_options options = { .name = "made" };
    gr_code code = lab_subject_spawn(lab_node(), type, &options, &made, &error);
    gr_error_fini(&error);
    if (code == GR_OK) {
        code = lab_subject_register(lab_node(), "again", made);
    }
    if (code == GR_OK) {
        code = lab_subject_named(lab_node(), "again", &found);
    }
    if (code == GR_OK) {
        code = lab_ask(found, "named");
    }
    if (code == GR_OK) {
        code = gr_actor_stop(made.ref, NULL);
    }
    return code;
}

static void through_spawning_naming_and_stopping(void)
{
    sweep_both(spawn_named);
}

struct lab_started_self {
    int unused;
};

static gr_code start(struct lab_started_self *self, gr_context *ctx, const lab_note *args)
{
    (void)self;
    gr_code code = gr_sleep(ctx, 5);
    return code != GR_OK ? gr_fail(ctx, code, "could not sleep for %s", args->text) : GR_OK;
}

static gr_code on_recall(struct lab_started_self *self, gr_context *ctx, lab_report *reply)
{
    (void)self;
    (void)ctx;
    (void)reply;
    return GR_OK;
}

static const lab_started_type started_type =
    LAB_STARTED_TYPE(on_, LAB_STARTED_HOOKS(.start = start));

static gr_code spawn_started(lab_subject subject, const lab_subject_type *type)
{
    (void)subject;
    (void)type;
    lab_started made;
    gr_error error = GR_ERROR_INIT;
    gr_code code = lab_started_spawn(lab_node(), &started_type, &(lab_note){ .text = "args" }, NULL,
                                     &made, &error);
    gr_error_fini(&error);
    return code;
}

static void through_spawning_with_arguments(void)
{
    sweep_both(spawn_started);
}

static gr_code stop_processing(lab_subject subject, const lab_subject_type *type)
{
    (void)type;
    return gr_stop_processing(subject.ref);
}

static void through_a_stop_of_processing(void)
{
    sweep_both(stop_processing);
}

/* ---- inside an actor ---- */

static gr_code (*inside)(gr_context *ctx);

static gr_code poke_inside(struct lab_subject_self *self, gr_context *ctx)
{
    (void)self;
    return inside(ctx);
}

static gr_code run_inside(lab_subject subject, const lab_subject_type *type)
{
    (void)subject;
    lab_subject_type own = *type;
    lab_subject made;
    own.poke = poke_inside;
    gr_code code = lab_subject_spawn(lab_node(), &own, NULL, &made, NULL);
    if (code != GR_OK) {
        return code;
    }
    code = lab_subject_poke_sync(made, NULL, NULL);
    gr_code stopped = gr_actor_stop(made.ref, NULL);
    while (stopped == GR_RESOURCE_EXHAUSTED) {
        stopped = gr_actor_stop(made.ref, NULL);
    }
    return code;
}

static gr_code spawn_and_call(gr_context *ctx)
{
    lab_subject child;
    gr_code code = lab_subject_spawn(gr_context_node(ctx), &lab_plain, NULL, &child, NULL);
    if (code == GR_OK) {
        code = call_sync(child, NULL);
    }
    if (code == GR_OK) {
        code = call_async(child, NULL);
    }
    if (code == GR_OK) {
        code = gr_alloc(ctx, 5000) == NULL ? GR_RESOURCE_EXHAUSTED : GR_OK;
    }
    return code;
}

static void through_an_actor_that_spawns_and_calls(void)
{
    inside = spawn_and_call;
    sweep_both(run_inside);
}

static gr_code delay_and_process(gr_context *ctx)
{
    lab_subject me = lab_subject_self_ref(ctx);
    gr_timer timer;
    const gr_oneway_options options = { .every_ms = 3, .timer = &timer };
    gr_code code = lab_subject_tell_oneway(me, &(lab_note){ .text = "t" }, &options);
    if (code == GR_OK) {
        code = gr_process(ctx, &(gr_process_options){ .for_ms = 10 });
        CHECK_CODE(gr_timer_cancel(timer), GR_OK);
    }
    if (code == GR_OK) {
        code = gr_stop_processing(me.ref);
    }
    return code == GR_OK ? gr_process(ctx, NULL) : code;
}

static void through_an_actor_that_processes(void)
{
    inside = delay_and_process;
    sweep_both(run_inside);
}

static gr_code fail_with_detail(gr_context *ctx)
{
    const lab_note detail = { .text = "why" };
    return gr_fail_with(ctx, GR_ABORTED, &lab__note__descriptor, &detail, "because");
}

static gr_code call_failing(lab_subject subject, const lab_subject_type *type)
{
    gr_code code = run_inside(subject, type);
    return code == GR_ABORTED ? GR_OK : code;
}

static void through_a_failure_with_detail(void)
{
    inside = fail_with_detail;
    sweep_both(call_failing);
}

/* ---- held ---- */

static lab_subject_ask_call kept;

static gr_code hold_ask(struct lab_subject_self *self, gr_context *ctx, const lab_note *note,
                        lab_report *reply)
{
    (void)self;
    (void)note;
    (void)reply;
    return lab_subject_ask_hold(ctx, &kept);
}

static gr_code hold_and_answer(lab_subject subject, const lab_subject_type *type)
{
    (void)subject;
    static lab_subject_type own;
    own = *type;
    own.ask = hold_ask;
    lab_subject made = { { 0, 0, 0 } };
    lab_subject_ask_future future = { NULL };
    kept = (lab_subject_ask_call){ { 0, 0 } };
    gr_code code = lab_subject_spawn(lab_node(), &own, NULL, &made, NULL);
    if (code != GR_OK) {
        return code;
    }
    code = lab_subject_ask_async(made, &(lab_note){ .text = "x" }, NULL, &future);
    if (code != GR_OK) {
        return code;
    }
    sim_settle(lab_env());
    if (kept.call.id != 0) {
        gr_code answered = lab_subject_ask_answer(kept, GR_OK, &(lab_report){ .text = "y" });
        if (answered == GR_RESOURCE_EXHAUSTED) { /* still held */
            answered = lab_subject_ask_answer(kept, GR_OK, &(lab_report){ .text = "y" });
        }
        CHECK_CODE(answered, GR_OK);
    }
    return lab_end_of(&future);
}

static void through_a_held_call(void)
{
    sweep_both(hold_and_answer);
}

/* ---- nodes ---- */

static void through_making_a_node(void)
{
    bool failed = true;
    size_t nth = 1;
    for (; failed && nth < 200; nth++) {
        gri_env *env = sim_create(nth);
        gr_node *node = NULL;
        suite_fail_allocation(nth);
        gr_code code = gri_node_create_in(env, &(gr_node_options){ .workers = 3 }, &node);
        failed = suite_allocation_failed();
        suite_fail_allocation(0);
        CHECK_CODE(code, failed ? GR_RESOURCE_EXHAUSTED : GR_OK);
        if (code == GR_OK) {
            CHECK_CODE(gr_node_destroy(node, NULL), GR_OK);
        }
        sim_destroy(env);
    }
    CHECK(!failed && nth > 3);
}

static void through_destroying_a_node(void)
{
    bool failed = true;
    for (size_t nth = 1; failed && nth < 200; nth++) {
        lab_open(nth, 2);
        lab_spawn(&lab_plain);
        suite_fail_allocation(nth);
        gr_code code = gr_node_destroy(lab_node(), NULL);
        failed = suite_allocation_failed();
        suite_fail_allocation(0);
        CHECK(is_expected(code));
        if (code == GR_OK) {
            lab_forget();
        } else {
            lab_close(); /* the next try succeeds */
        }
    }
    CHECK(!failed);
}

GR_SUITE("failures", { "through_a_sync_call", through_a_sync_call },
         { "through_a_call_with_a_large_reply", through_a_call_with_a_large_reply },
         { "through_an_async_call", through_an_async_call },
         { "through_a_cancelled_call", through_a_cancelled_call },
         { "through_a_oneway", through_a_oneway },
         { "through_a_repeated_oneway", through_a_repeated_oneway },
         { "through_a_oneway_that_waits_for_room", through_a_oneway_that_waits_for_room },
         { "through_spawning_naming_and_stopping", through_spawning_naming_and_stopping },
         { "through_spawning_with_arguments", through_spawning_with_arguments },
         { "through_a_stop_of_processing", through_a_stop_of_processing },
         { "through_an_actor_that_spawns_and_calls", through_an_actor_that_spawns_and_calls },
         { "through_an_actor_that_processes", through_an_actor_that_processes },
         { "through_a_failure_with_detail", through_a_failure_with_detail },
         { "through_a_held_call", through_a_held_call },
         { "through_making_a_node", through_making_a_node },
         { "through_destroying_a_node", through_destroying_a_node })
