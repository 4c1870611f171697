/* SPDX-License-Identifier: MIT */
/* An actor's life: spawn with arguments and hooks, its name, memory and state, its stop from inside
 * and outside, at once and drained. */
#include <string.h>

#include "lab.h"

struct lab_started_self {
    char text[32];
    const char *name;
    bool ready;
};

static gr_code (*on_start)(struct lab_started_self *self, gr_context *ctx, const lab_note *args);

static gr_code start(struct lab_started_self *self, gr_context *ctx, const lab_note *args)
{
    return on_start(self, ctx, args);
}

static void stop(struct lab_started_self *self, gr_context *ctx, gr_code reason)
{
    (void)self;
    lab_trace("stop:%s", gr_code_name(reason));
    gr_ignore(gr_sleep(ctx, 10)); /* a hook may wait */
    lab_trace("stopped");
}

static gr_code on_recall(struct lab_started_self *self, gr_context *ctx, lab_report *reply)
{
    CHECK_STR(self->name, gr_context_name(ctx));
    CHECK(self->ready);
    reply->text = self->text;
    return GR_OK;
}

static const lab_started_type started_type =
    LAB_STARTED_TYPE(on_, LAB_STARTED_HOOKS(.start = start, .stop = stop));

static gr_code remember(struct lab_started_self *self, gr_context *ctx, const lab_note *args)
{
    CHECK_STR(self->text, ""); /* zeroed */
    strncpy(self->text, args->text, sizeof(self->text) - 1);
    self->name = gr_context_name(ctx);
    if (args->sleep_ms != 0) {
        gr_code code = gr_sleep(ctx, args->sleep_ms);
        if (code != GR_OK) {
            return gr_fail(ctx, code, "start was interrupted");
        }
    }
    self->ready = true;
    return args->number == 0 ? GR_OK : gr_fail(ctx, (gr_code)args->number, "no %s", args->text);
}

static gr_code spawn(const lab_note *args, const gr_spawn_options *options, lab_started *out_ref,
                     gr_error *error)
{
    return lab_started_spawn(lab_node(), &started_type, args, options, out_ref, error);
}

/* ---- spawning ---- */

static void start_has_returned_when_spawn_does(void)
{
    for (uint64_t seed = 1; seed <= 5; seed++) {
        lab_open(seed, 2);
        on_start = remember;
        lab_started ref;
        lab_report *report = NULL;
        CHECK_CODE(spawn(&(lab_note){ .text = "seed", .sleep_ms = 20 }, NULL, &ref, NULL), GR_OK);
        CHECK_CODE(lab_started_recall_sync(ref, NULL, &report, NULL), GR_OK);
        CHECK_STR(report->text, "seed");
        gr_free(report);
        CHECK_UINT(lab_stats().actors, 1);
        lab_close();
        CHECK_STR(lab_traced(), "stop:OK stopped");
    }
}

static void a_start_that_fails_leaves_no_actor(void)
{
    lab_open(1, 1);
    on_start = remember;
    lab_started ref = { { 0, 0, 0 } };
    gr_error error = GR_ERROR_INIT;
    const lab_note args = { .text = "water", .number = GR_NOT_FOUND };
    CHECK_CODE(spawn(&args, &(gr_spawn_options){ .name = "pot" }, &ref, &error), GR_NOT_FOUND);
    CHECK_STR(error.message, "no water");
    CHECK_STR(error.path, "lab/pot");
    CHECK_UINT(error.ran, GR_RAN_YES);
    CHECK_UINT(ref.ref.actor, 0);
    gr_error_fini(&error);
    sim_settle(lab_env());
    CHECK_UINT(lab_stats().actors, 0);
    CHECK_STR(lab_traced(), ""); /* what has not started has no stop hook */
    lab_subject found;
    CHECK_CODE(lab_subject_lookup(lab_node(), "pot", NULL, &found, NULL), GR_NOT_FOUND);
    lab_close();
}

static void a_start_that_outlasts_its_timeout_is_told(void)
{
    lab_open(1, 1);
    on_start = remember;
    lab_started ref;
    const lab_note args = { .text = "x", .sleep_ms = 500 };
    CHECK_CODE(spawn(&args, &(gr_spawn_options){ .timeout_ms = 50 }, &ref, NULL),
               GR_DEADLINE_EXCEEDED);
    lab_advance_ms(10);
    CHECK_UINT(lab_stats().actors, 0);
    lab_close();
}

/* Pays no heed to the end of its time. */
static gr_code start_anyway(struct lab_started_self *self, gr_context *ctx, const lab_note *args)
{
    (void)self;
    CHECK_CODE(gr_sleep(ctx, args->sleep_ms), GR_CANCELLED);
    return GR_OK;
}

static void an_actor_whose_spawner_gave_up_is_stopped(void)
{
    lab_open(1, 2);
    on_start = start_anyway;
    lab_started ref;
    const lab_note args = { .text = "x", .sleep_ms = 500 };
    CHECK_CODE(spawn(&args, &(gr_spawn_options){ .timeout_ms = 50 }, &ref, NULL),
               GR_DEADLINE_EXCEEDED);
    lab_advance_ms(10);
    CHECK_UINT(lab_stats().actors, 0);
    lab_close();
}

/* Spawns a namesake meanwhile, so that its own name is taken when it has started. */
static gr_code start_beside_a_namesake(struct lab_started_self *self, gr_context *ctx,
                                       const lab_note *args)
{
    (void)self;
    lab_subject other;
    lab_trace("start");
    if (args->number == 0) {
        const gr_spawn_options options = { .name = "twin" };
        return lab_subject_spawn(gr_context_node(ctx), &lab_plain, &options, &other, NULL);
    }
    return GR_OK;
}

static void an_actor_that_cannot_have_its_name_is_stopped_as_it_was_started(void)
{
    lab_open(1, 1);
    on_start = start_beside_a_namesake;
    lab_started ref;
    gr_error error = GR_ERROR_INIT;
    const gr_spawn_options options = { .name = "twin" };
    CHECK_CODE(spawn(&(lab_note){ .text = "x" }, &options, &ref, &error), GR_ALREADY_EXISTS);
    CHECK_UINT(error.ran, GR_RAN_YES);
    lab_advance_ms(20);
    CHECK_STR(lab_traced(), "start stop:ALREADY_EXISTS stopped");
    CHECK_CODE(spawn(&(lab_note){ .text = "x", .number = 1 }, &options, &ref, &error),
               GR_ALREADY_EXISTS);
    CHECK_UINT(error.ran, GR_RAN_NO);
    sim_settle(lab_env());
    CHECK_STR(lab_traced(), ""); /* known before it starts */
    gr_error_fini(&error);
    lab_close();
}

static void spawn_checks_what_it_is_given(void)
{
    lab_open(1, 1);
    on_start = remember;
    lab_started ref;
    gr_error error = GR_ERROR_INIT;
    static char long_name[300];
    memset(long_name, 'n', sizeof(long_name) - 1);
    CHECK_CODE(spawn(NULL, NULL, &ref, &error), GR_INVALID_ARGUMENT);
    CHECK(strstr(error.message, "arguments are NULL") != NULL);
    gr_error_fini(&error);
    const lab_note args = { .text = "x" };
    CHECK_CODE(spawn(&args, NULL, NULL, NULL), GR_INVALID_ARGUMENT);
    CHECK_CODE(spawn(&args, &(gr_spawn_options){ .name = "a b" }, &ref, NULL), GR_INVALID_ARGUMENT);
    CHECK_CODE(spawn(&args, &(gr_spawn_options){ .name = "" }, &ref, NULL), GR_INVALID_ARGUMENT);
    CHECK_CODE(spawn(&args, &(gr_spawn_options){ .name = long_name }, &ref, NULL),
               GR_INVALID_ARGUMENT);
    CHECK_CODE(lab_started_spawn(NULL, &started_type, &args, NULL, &ref, NULL),
               GR_INVALID_ARGUMENT);
    CHECK_CODE(lab_started_spawn(lab_node(), NULL, &args, NULL, &ref, NULL), GR_INVALID_ARGUMENT);
    long_name[255] = '\0';
    CHECK_CODE(spawn(&args, &(gr_spawn_options){ .name = long_name }, &ref, NULL), GR_OK);
    CHECK_UINT(lab_stats().actors, 1);
    lab_close();
}

static gr_code call_itself(struct lab_started_self *self, gr_context *ctx, const lab_note *args)
{
    lab_started me = lab_started_self_ref(ctx);
    gr_code code = remember(self, ctx, args);
    CHECK(me.ref.actor != 0);
    CHECK(lab_subject_self_ref(ctx).ref.actor == 0); /* it is no lab.Subject */
    CHECK_CODE(lab_started_recall_oneway(me, NULL), GR_OK);
    return code;
}

static void what_is_sent_while_it_starts_is_handled_after_it(void)
{
    lab_open(1, 1);
    on_start = call_itself;
    lab_started ref;
    CHECK_CODE(spawn(&(lab_note){ .text = "x", .sleep_ms = 5 }, NULL, &ref, NULL), GR_OK);
    sim_settle(lab_env());
    CHECK_UINT(lab_stats().handled, 1);
    lab_close();
}

static gr_code spawn_child(struct lab_subject_self *self, gr_context *ctx, const lab_note *note,
                           lab_report *reply)
{
    (void)self;
    lab_subject child;
    lab_subject parent = lab_subject_self_ref(ctx);
    CHECK_CODE(lab_subject_spawn(gr_context_node(ctx), &lab_plain, NULL, &child, NULL), GR_OK);
    CHECK_UINT(child.ref.actor >> 24 & 0xff, parent.ref.actor >> 24 & 0xff); /* its own worker */
    CHECK_CODE(lab_ask(child, note->text), GR_OK);
    CHECK_CODE(gr_actor_stop(child.ref, NULL), GR_OK);
    CHECK_CODE(gr_actor_stop(child.ref, NULL), GR_UNAVAILABLE);
    reply->number = 1;
    return GR_OK;
}

static void an_actor_spawns_calls_and_stops_another(void)
{
    lab_open(1, 2);
    lab_subject_type type = lab_plain;
    type.ask = spawn_child;
    lab_subject subject = lab_spawn(&type);
    CHECK_CODE(lab_ask(subject, "child"), GR_OK);
    CHECK_UINT(lab_stats().actors, 1);
    CHECK_STR(lab_traced(), "child");
    lab_close();
}

static void max_actors_bounds_them(void)
{
    lab_open_with(1, &(gr_node_options){ .workers = 1, .limits = { .max_actors = 3 } });
    lab_subject subjects[4];
    gr_error error = GR_ERROR_INIT;
    for (int i = 0; i < 3; i++) {
        subjects[i] = lab_spawn(&lab_plain);
    }
    CHECK_CODE(lab_subject_spawn(lab_node(), &lab_plain, NULL, &subjects[3], &error),
               GR_RESOURCE_EXHAUSTED);
    CHECK(strstr(error.message, "max_actors") != NULL);
    gr_error_fini(&error);
    CHECK_CODE(gr_actor_stop(subjects[1].ref, NULL), GR_OK);
    subjects[3] = lab_spawn(&lab_plain);
    CHECK_CODE(lab_ask(subjects[3], "x"), GR_OK);
    lab_close();
}

static void max_fibers_bounds_those_that_wait(void)
{
    lab_open_with(1, &(gr_node_options){ .workers = 1, .limits = { .max_fibers = 2 } });
    lab_subject_ask_future futures[3];
    gr_error error = GR_ERROR_INIT;
    const lab_note note = { .text = "x", .sleep_ms = 50 };
    for (int i = 0; i < 3; i++) {
        CHECK_CODE(lab_subject_ask_async(lab_spawn(&lab_plain), &note, NULL, &futures[i]), GR_OK);
    }
    sim_settle(lab_env());
    CHECK_UINT(lab_stats().fibers, 2);
    int exhausted = 0;
    for (int i = 0; i < 3; i++) {
        gr_code code = lab_end_of(&futures[i]);
        CHECK(code == GR_OK || code == GR_RESOURCE_EXHAUSTED);
        exhausted += code == GR_RESOURCE_EXHAUSTED;
    }
    CHECK_UINT(exhausted, 1);
    CHECK_UINT(lab_stats().fibers, 0);
    gr_error_fini(&error);
    lab_close();
}

/* ---- memory and state ---- */

static gr_code use_memory(struct lab_subject_self *self, gr_context *ctx, const lab_note *note,
                          lab_report *reply)
{
    (void)self;
    (void)note;
    for (size_t n = 0; n < 100; n++) {
        char *memory = gr_alloc(ctx, n * 50);
        CHECK(memory != NULL && (uintptr_t)memory % 16 == 0);
        CHECK(n == 0 || (memory[0] == 0 && memory[n * 50 - 1] == 0));
        memset(memory, 'x', n * 50);
    }
    CHECK(gr_alloc(ctx, SIZE_MAX / 4) == NULL);
    reply->text = gr_alloc(ctx, 8);
    memcpy(reply->text, "arena", sizeof("arena"));
    return GR_OK;
}

static void a_reply_may_point_into_the_arena(void)
{
    lab_open(1, 1);
    lab_subject_type type = lab_plain;
    type.ask = use_memory;
    lab_report *report = NULL;
    CHECK_CODE(
        lab_subject_ask_sync(lab_spawn(&type), &(lab_note){ .text = "" }, NULL, &report, NULL),
        GR_OK);
    CHECK_STR(report->text, "arena");
    gr_free(report);
    lab_close();
}

static gr_context *stale;

static gr_code leak_its_context(struct lab_subject_self *self, gr_context *ctx)
{
    (void)self;
    stale = ctx;
    CHECK(gr_context_node(ctx) == lab_node());
    CHECK_STR(gr_context_name(ctx), "lab/lab.Subject#0");
    return GR_OK;
}

static void a_context_is_nothing_outside_of_its_handler(void)
{
    lab_open(1, 1);
    lab_subject_type type = lab_plain;
    type.poke = leak_its_context;
    CHECK_CODE(lab_subject_poke_sync(lab_spawn(&type), NULL, NULL), GR_OK);
    CHECK(gr_alloc(stale, 1) == NULL);
    CHECK(gr_context_node(stale) == NULL);
    CHECK_UINT(gr_context_self(stale).actor, 0);
    CHECK_STR(gr_context_name(stale), "");
    CHECK_UINT(gr_remaining(stale), 0);
    CHECK(gr_cancelled(stale));
    CHECK_CODE(gr_sleep(stale, 1), GR_FAILED_PRECONDITION);
    CHECK_CODE(gr_process(stale, NULL), GR_FAILED_PRECONDITION);
    CHECK_CODE(gr_fail(stale, GR_ABORTED, "x"), GR_ABORTED);
    gr_stop(stale, GR_OK);
    CHECK_UINT(lab_stats().actors, 1);
    lab_close();
}

/* ---- stopping ---- */

static gr_code stop_with_number(struct lab_subject_self *self, gr_context *ctx,
                                const lab_note *note, lab_report *reply)
{
    (void)self;
    (void)reply;
    gr_stop(ctx, (gr_code)note->number);
    gr_stop(ctx, GR_DATA_LOSS); /* the first one counts */
    return GR_OK;
}

static void an_actor_that_stops_itself_still_replies(void)
{
    lab_open(1, 1);
    lab_subject_type type = lab_plain;
    type.ask = stop_with_number;
    lab_subject subject = lab_spawn(&type);
    lab_subject_ask_future one = lab_ask_later(subject, "1");
    lab_subject_ask_future two = lab_ask_later(subject, "2");
    gr_error error = GR_ERROR_INIT;
    CHECK_CODE(lab_end_of(&one), GR_OK);
    CHECK_CODE(lab_subject_ask_await(&two, NULL, &error), GR_UNAVAILABLE);
    CHECK_UINT(error.ran, GR_RAN_NO);
    CHECK(strstr(error.message, "ended before it ran") != NULL);
    gr_error_fini(&error);
    CHECK_UINT(lab_logged("event=actor_ended"), 0);
    subject = lab_spawn(&type);
    CHECK_CODE(lab_subject_ask_sync(subject, &(lab_note){ .number = GR_ABORTED }, NULL, NULL, NULL),
               GR_OK);
    sim_settle(lab_env());
    CHECK_UINT(lab_logged("event=actor_ended actor=lab/lab.Subject#0 code=ABORTED"), 1);
    lab_close();
}

static void stop_at_once_cancels_what_runs_and_refuses_what_is_queued(void)
{
    lab_open(1, 2);
    lab_subject subject = lab_spawn(&lab_plain);
    lab_subject_ask_future running, queued;
    CHECK_CODE(lab_subject_ask_async(subject, &(lab_note){ .text = "r", .sleep_ms = 1000 }, NULL,
                                     &running),
               GR_OK);
    queued = lab_ask_later(subject, "q");
    sim_settle(lab_env());
    CHECK_CODE(gr_actor_stop(subject.ref, NULL), GR_OK);
    CHECK_CODE(lab_end_of(&running), GR_CANCELLED);
    CHECK_CODE(lab_end_of(&queued), GR_UNAVAILABLE);
    CHECK_CODE(gr_actor_stop(subject.ref, NULL), GR_UNAVAILABLE);
    CHECK_STR(lab_traced(), "r");
    lab_close();
}

static void drain_finishes_what_is_queued_and_takes_nothing_new(void)
{
    lab_open(1, 1);
    lab_subject subject = lab_spawn(&lab_plain);
    lab_subject other = lab_spawn(&lab_plain);
    lab_subject_ask_future running, queued, late;
    gr_error error = GR_ERROR_INIT;
    CHECK_CODE(
        lab_subject_ask_async(subject, &(lab_note){ .text = "r", .sleep_ms = 50 }, NULL, &running),
        GR_OK);
    queued = lab_ask_later(subject, "q");
    sim_settle(lab_env());
    const gr_stop_options soon = { .drain = true, .timeout_ms = 10 };
    CHECK_CODE(gr_actor_stop(subject.ref, &soon), GR_DEADLINE_EXCEEDED);
    late = lab_ask_later(subject, "late");
    CHECK_CODE(lab_subject_ask_await(&late, NULL, &error), GR_UNAVAILABLE);
    CHECK(strstr(error.message, "draining") != NULL);
    gr_error_fini(&error);
    CHECK_CODE(lab_end_of(&running), GR_OK);
    CHECK_CODE(lab_end_of(&queued), GR_OK);
    CHECK_CODE(gr_actor_stop(subject.ref, NULL), GR_UNAVAILABLE);
    CHECK_CODE(lab_ask(other, "other"), GR_OK);
    CHECK_STR(lab_traced(), "r q other");
    lab_close();
}

static void stop_at_once_overtakes_drain(void)
{
    lab_open(1, 1);
    lab_subject subject = lab_spawn(&lab_plain);
    lab_subject_ask_future running;
    CHECK_CODE(
        lab_subject_ask_async(subject, &(lab_note){ .text = "r", .sleep_ms = 500 }, NULL, &running),
        GR_OK);
    sim_settle(lab_env());
    const gr_stop_options soon = { .drain = true, .timeout_ms = 10 };
    CHECK_CODE(gr_actor_stop(subject.ref, &soon), GR_DEADLINE_EXCEEDED);
    CHECK_CODE(gr_actor_stop(subject.ref, NULL), GR_OK);
    CHECK_CODE(lab_end_of(&running), GR_CANCELLED);
    lab_close();
}

static gr_code stop_itself_from_outside(struct lab_subject_self *self, gr_context *ctx)
{
    (void)self;
    CHECK_CODE(gr_actor_stop(gr_context_self(ctx), NULL), GR_FAILED_PRECONDITION);
    return GR_OK;
}

static void an_actor_does_not_wait_for_its_own_end(void)
{
    lab_open(1, 1);
    lab_subject_type type = lab_plain;
    type.poke = stop_itself_from_outside;
    CHECK_CODE(lab_subject_poke_sync(lab_spawn(&type), NULL, NULL), GR_OK);
    CHECK_CODE(gr_actor_stop((gr_ref){ 0, 0, 0 }, NULL), GR_INVALID_ARGUMENT);
    CHECK_UINT(lab_stats().actors, 1);
    lab_close();
}

static gr_code sleep_through(struct lab_started_self *self, gr_context *ctx, const lab_note *args)
{
    lab_trace("start");
    gr_code code = remember(self, ctx, args);
    lab_trace("%s", gr_code_name(code));
    return code;
}

static void the_node_s_end_cancels_a_start(void)
{
    lab_open(1, 1);
    on_start = sleep_through;
    lab_started ref;
    lab_subject_type type = lab_plain;
    lab_subject subject = lab_spawn(&type);
    CHECK_CODE(spawn(&(lab_note){ .text = "x", .sleep_ms = 1000 },
                     &(gr_spawn_options){ .timeout_ms = 10 }, &ref, NULL),
               GR_DEADLINE_EXCEEDED);
    lab_advance_ms(2);
    CHECK_CODE(lab_ask(subject, "alive"), GR_OK);
    lab_close();
    CHECK_STR(lab_traced(), "start CANCELLED alive");
}

static void the_stop_hook_of_a_stopping_actor_runs_to_its_end(void)
{
    lab_open(1, 1);
    on_start = remember;
    lab_started ref;
    CHECK_CODE(spawn(&(lab_note){ .text = "x" }, NULL, &ref, NULL), GR_OK);
    const gr_stop_options soon = { .timeout_ms = 2 };
    CHECK_CODE(gr_actor_stop(ref.ref, &soon), GR_DEADLINE_EXCEEDED); /* its hook sleeps */
    uint64_t before_ns = lab_env()->ops->now_ns(lab_env());
    CHECK_CODE(gr_actor_stop(ref.ref, NULL), GR_OK); /* told again: the hook is not cut short */
    CHECK(lab_env()->ops->now_ns(lab_env()) - before_ns >= 7000000);
    CHECK_STR(lab_traced(), "stop:OK stopped");
    lab_close();
}

static void an_actor_s_name_ends_with_it(void)
{
    lab_open(1, 1);
    lab_subject subject, found;
    CHECK_CODE(lab_subject_spawn(lab_node(), &lab_plain, &(gr_spawn_options){ .name = "a" },
                                 &subject, NULL),
               GR_OK);
    CHECK_CODE(lab_subject_register(lab_node(), "b", subject), GR_OK);
    CHECK_CODE(gr_actor_stop(subject.ref, NULL), GR_OK);
    CHECK_CODE(lab_subject_lookup(lab_node(), "a", NULL, &found, NULL), GR_NOT_FOUND);
    CHECK_CODE(lab_subject_lookup(lab_node(), "b", NULL, &found, NULL), GR_NOT_FOUND);
    lab_close();
}

GR_SUITE("actor", { "start_has_returned_when_spawn_does", start_has_returned_when_spawn_does },
         { "a_start_that_fails_leaves_no_actor", a_start_that_fails_leaves_no_actor },
         { "a_start_that_outlasts_its_timeout_is_told", a_start_that_outlasts_its_timeout_is_told },
         { "an_actor_whose_spawner_gave_up_is_stopped", an_actor_whose_spawner_gave_up_is_stopped },
         { "an_actor_that_cannot_have_its_name_is_stopped_as_it_was_started",
           an_actor_that_cannot_have_its_name_is_stopped_as_it_was_started },
         { "spawn_checks_what_it_is_given", spawn_checks_what_it_is_given },
         { "what_is_sent_while_it_starts_is_handled_after_it",
           what_is_sent_while_it_starts_is_handled_after_it },
         { "an_actor_spawns_calls_and_stops_another", an_actor_spawns_calls_and_stops_another },
         { "max_actors_bounds_them", max_actors_bounds_them },
         { "max_fibers_bounds_those_that_wait", max_fibers_bounds_those_that_wait },
         { "a_reply_may_point_into_the_arena", a_reply_may_point_into_the_arena },
         { "a_context_is_nothing_outside_of_its_handler",
           a_context_is_nothing_outside_of_its_handler },
         { "an_actor_that_stops_itself_still_replies", an_actor_that_stops_itself_still_replies },
         { "stop_at_once_cancels_what_runs_and_refuses_what_is_queued",
           stop_at_once_cancels_what_runs_and_refuses_what_is_queued },
         { "drain_finishes_what_is_queued_and_takes_nothing_new",
           drain_finishes_what_is_queued_and_takes_nothing_new },
         { "stop_at_once_overtakes_drain", stop_at_once_overtakes_drain },
         { "an_actor_does_not_wait_for_its_own_end", an_actor_does_not_wait_for_its_own_end },
         { "the_node_s_end_cancels_a_start", the_node_s_end_cancels_a_start },
         { "the_stop_hook_of_a_stopping_actor_runs_to_its_end",
           the_stop_hook_of_a_stopping_actor_runs_to_its_end },
         { "an_actor_s_name_ends_with_it", an_actor_s_name_ends_with_it })
