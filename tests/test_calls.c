/* SPDX-License-Identifier: MIT */
/* Calls within a process: sync, async, await and oneway, from plain threads and from actors; every
 * code they end in, with message, path, `ran` and detail; deadlines and cancellation; futures. */
#include <string.h>

#include "lab.h"

/* How much a reply keeps; another node in the same virtual env. */
#include "mailbox.h"
#include "node.h"

/* What the handler of Ask does; set by each test. */
static gr_code (*on_ask)(struct lab_subject_self *self, gr_context *ctx, const lab_note *note,
                         lab_report *reply);
static lab_subject helper; /* whom it calls */

static gr_code ask(struct lab_subject_self *self, gr_context *ctx, const lab_note *note,
                   lab_report *reply)
{
    return on_ask(self, ctx, note, reply);
}

static lab_subject_type asking(gr_code (*what)(struct lab_subject_self *, gr_context *,
                                               const lab_note *, lab_report *))
{
    lab_subject_type type = lab_plain;
    on_ask = what;
    type.ask = ask;
    return type;
}

static gr_code ask_ms(lab_subject to, const lab_note *note, uint32_t timeout_ms, gr_error *error)
{
    lab_report *report = NULL;
    gr_code code = lab_subject_ask_sync(to, note, &(gr_call_options){ .timeout_ms = timeout_ms },
                                        &report, error);
    gr_free(report);
    return code;
}

static void check_error(gr_error *error, gr_code code, gr_ran ran, const char *part)
{
    CHECK_CODE(error->code, code);
    CHECK_UINT(error->ran, ran);
    if (!CHECK(strstr(error->message, part) != NULL)) {
        CHECK_STR(error->message, part);
    }
    gr_error_fini(error);
}

/* ---- replies ---- */

static void a_sync_call_brings_the_reply(void)
{
    lab_open(1, 2);
    lab_subject subject = lab_spawn(&lab_plain);
    lab_report *report = NULL;
    const lab_note note = { .text = "hello", .number = 41 };
    CHECK_CODE(lab_subject_ask_sync(subject, &note, NULL, &report, NULL), GR_OK);
    CHECK_STR(report->text, "hello");
    CHECK_UINT(report->number, 42);
    gr_free(report);
    lab_number *sum = NULL;
    CHECK_CODE(lab_subject_add_sync(subject, &(lab_number){ .value = 5 }, NULL, &sum, NULL), GR_OK);
    CHECK_UINT(sum->value, 5);
    CHECK(sum->base.descriptor == &lab__number__descriptor);
    gr_free(sum);
    CHECK_CODE(lab_subject_poke_sync(subject, NULL, NULL), GR_OK);
    lab_close();
}

static void a_reply_larger_than_a_handler_s_stack_has_room_for_arrives(void)
{
    lab_open(1, 1);
    lab_subject subject = lab_spawn(&lab_plain);
    lab_wide *wide = NULL;
    CHECK(sizeof(*wide) > 256);
    CHECK_CODE(lab_subject_widen_sync(subject, &(lab_note){ .text = "w" }, NULL, &wide, NULL),
               GR_OK);
    CHECK_STR(wide->s8, "w");
    CHECK_STR(wide->s1, "");
    gr_free(wide);
    lab_close();
}

static void a_small_reply_does_not_keep_the_memory_of_a_large_request(void)
{
    static uint8_t more[100000];
    lab_open(1, 1);
    lab_subject subject = lab_spawn(&lab_plain);
    lab_number *sum = NULL;
    ProtobufCMessageUnknownField unknown = { .tag = 1000,
                                             .wire_type = PROTOBUF_C_WIRE_TYPE_LENGTH_PREFIXED,
                                             .len = sizeof(more),
                                             .data = more };
    lab_number large = { .value = 5 };
    large.base.n_unknown_fields = 1;
    large.base.unknown_fields = &unknown;
    more[0] = 0x9d; /* the length comes first: 99997 */
    more[1] = 0x8d;
    more[2] = 0x06;
    CHECK_CODE(lab_subject_add_sync(subject, &large, NULL, &sum, NULL), GR_OK);
    CHECK_UINT(sum->value, 5);
    CHECK(gri_mail_around(sum)->bytes < 4096);
    gr_free(sum);
    lab_close();
}

static void a_reply_nobody_wants_is_freed(void)
{
    lab_open(1, 1);
    lab_subject subject = lab_spawn(&lab_plain);
    CHECK_CODE(lab_subject_ask_sync(subject, &(lab_note){ .text = "x" }, NULL, NULL, NULL), GR_OK);
    lab_close();
}

static void a_oneway_may_be_sent_to_a_method_with_a_reply(void)
{
    lab_open(1, 1);
    lab_subject subject = lab_spawn(&lab_plain);
    CHECK_CODE(lab_subject_ask_oneway(subject, &(lab_note){ .text = "x" }, NULL), GR_OK);
    sim_settle(lab_env());
    CHECK_STR(lab_traced(), "x");
    CHECK_UINT(lab_stats().oneways_failed, 0);
    lab_close();
}

static void calls_of_one_sender_arrive_in_its_order_whatever_their_kind(void)
{
    for (uint64_t seed = 1; seed <= 20; seed++) {
        lab_open(seed, 2);
        lab_spawn(&lab_plain);
        lab_subject subject = lab_spawn(&lab_plain);
        lab_subject_ask_future two;
        CHECK_CODE(lab_tell(subject, "1"), GR_OK);
        two = lab_ask_later(subject, "2");
        CHECK_CODE(lab_tell(subject, "3"), GR_OK);
        CHECK_CODE(lab_ask(subject, "4"), GR_OK);
        CHECK_CODE(lab_tell(subject, "5"), GR_OK);
        CHECK_CODE(lab_end_of(&two), GR_OK);
        sim_settle(lab_env());
        CHECK_STR(lab_traced(), "1 2 3 4 5");
        lab_close();
    }
}

/* ---- from actors ---- */

static gr_code relay(struct lab_subject_self *self, gr_context *ctx, const lab_note *note,
                     lab_report *reply)
{
    (void)self;
    lab_report *report = NULL;
    gr_error error = GR_ERROR_INIT;
    gr_code code = lab_subject_ask_sync(helper, note, NULL, &report, &error);
    if (code != GR_OK) {
        code = gr_forward(ctx, &error);
        gr_error_fini(&error);
        return code;
    }
    size_t size = strlen(report->text) + 1;
    reply->text = gr_alloc(ctx, size);
    if (CHECK(reply->text != NULL)) {
        memcpy(reply->text, report->text, size);
    }
    reply->number = report->number;
    gr_free(report);
    return GR_OK;
}

static void check_relay(uint32_t workers, uint64_t seed)
{
    lab_open(seed, workers);
    helper = lab_spawn(&lab_plain);
    lab_subject_type type = asking(relay);
    lab_subject subject = lab_spawn(&type);
    lab_report *report = NULL;
    const lab_note note = { .text = "far", .number = 1, .sleep_ms = 20 };
    CHECK_CODE(lab_subject_ask_sync(subject, &note, NULL, &report, NULL), GR_OK);
    CHECK_STR(report->text, "far");
    CHECK_UINT(report->number, 2);
    gr_free(report);
    lab_close();
}

static void an_actor_calls_another_on_its_worker_and_on_another(void)
{
    for (uint64_t seed = 1; seed <= 10; seed++) {
        check_relay(1, seed);
        check_relay(2, seed);
    }
}

static gr_code fan_out(struct lab_subject_self *self, gr_context *ctx, const lab_note *note,
                       lab_report *reply)
{
    (void)self;
    (void)ctx;
    lab_subject_ask_future futures[3];
    for (int i = 0; i < 3; i++) {
        CHECK_CODE(lab_subject_ask_async(helper, note, NULL, &futures[i]), GR_OK);
    }
    for (int i = 2; i >= 0; i--) {
        lab_report *report = NULL;
        CHECK_CODE(lab_subject_ask_await(&futures[i], &report, NULL), GR_OK);
        reply->number += report->number;
        gr_free(report);
    }
    return GR_OK;
}

static void an_actor_awaits_several_calls_in_any_order(void)
{
    for (uint32_t workers = 1; workers <= 2; workers++) {
        lab_open(3, workers);
        helper = lab_spawn(&lab_plain);
        lab_subject_type type = asking(fan_out);
        lab_subject subject = lab_spawn(&type);
        lab_report *report = NULL;
        const lab_note note = { .text = "x", .number = 1, .sleep_ms = 5 };
        CHECK_CODE(lab_subject_ask_sync(subject, &note, NULL, &report, NULL), GR_OK);
        CHECK_UINT(report->number, 6);
        gr_free(report);
        lab_close();
    }
}

/* ---- how handlers fail ---- */

static gr_code fail_with_detail(struct lab_subject_self *self, gr_context *ctx,
                                const lab_note *note, lab_report *reply)
{
    (void)self;
    (void)reply;
    return gr_fail_with(ctx, GR_OUT_OF_RANGE, &lab__note__descriptor, note, "no %s here",
                        note->text);
}

static void a_handler_s_failure_comes_with_message_path_and_detail(void)
{
    lab_open(1, 2);
    lab_subject_type type = asking(fail_with_detail);
    lab_subject subject;
    gr_error error = GR_ERROR_INIT;
    lab_note *detail = NULL;
    lab_report *wrong = NULL;
    CHECK_CODE(
        lab_subject_spawn(lab_node(), &type, &(gr_spawn_options){ .name = "shop" }, &subject, NULL),
        GR_OK);
    CHECK_CODE(ask_ms(subject, &(lab_note){ .text = "milk", .number = 7 }, 0, &error),
               GR_OUT_OF_RANGE);
    CHECK_STR(error.path, "lab/shop");
    CHECK_CODE(gr_error_detail(&error, &lab__report__descriptor, &wrong), GR_NOT_FOUND);
    CHECK_CODE(gr_error_detail(&error, &lab__note__descriptor, &detail), GR_OK);
    CHECK_STR(detail->text, "milk");
    CHECK_UINT(detail->number, 7);
    gr_free(detail);
    check_error(&error, GR_OUT_OF_RANGE, GR_RAN_YES, "no milk here");
    CHECK_CODE(gr_error_detail(&error, &lab__note__descriptor, &detail), GR_NOT_FOUND);
    lab_close();
}

static void a_forwarded_failure_keeps_code_message_and_detail_and_names_the_path(void)
{
    lab_open(1, 2);
    lab_subject_type failing = lab_plain;
    failing.ask = fail_with_detail;
    lab_subject_type type = asking(relay);
    lab_subject subject;
    gr_error error = GR_ERROR_INIT;
    lab_note *detail = NULL;
    CHECK_CODE(lab_subject_spawn(lab_node(), &failing, &(gr_spawn_options){ .name = "stock" },
                                 &helper, NULL),
               GR_OK);
    CHECK_CODE(
        lab_subject_spawn(lab_node(), &type, &(gr_spawn_options){ .name = "shop" }, &subject, NULL),
        GR_OK);
    CHECK_CODE(ask_ms(subject, &(lab_note){ .text = "tea" }, 0, &error), GR_OUT_OF_RANGE);
    CHECK_STR(error.path, "lab/shop > lab/stock");
    CHECK_CODE(gr_error_detail(&error, &lab__note__descriptor, &detail), GR_OK);
    CHECK_STR(detail->text, "tea");
    gr_free(detail);
    check_error(&error, GR_OUT_OF_RANGE, GR_RAN_YES, "no tea here");
    lab_close();
}

static gr_code return_the_number(struct lab_subject_self *self, gr_context *ctx,
                                 const lab_note *note, lab_report *reply)
{
    (void)self;
    (void)ctx;
    (void)reply;
    return (gr_code)note->number;
}

static void every_code_of_a_handler_reaches_its_caller(void)
{
    lab_open(1, 2);
    lab_subject_type type = asking(return_the_number);
    lab_subject subject = lab_spawn(&type);
    gr_error error = GR_ERROR_INIT;
    for (gr_code code = GR_CANCELLED; code <= GR_UNAUTHENTICATED; code++) {
        CHECK_CODE(ask_ms(subject, &(lab_note){ .number = code }, 0, &error), code);
        check_error(&error, code, GR_RAN_YES, gr_code_name(code));
    }
    CHECK_CODE(ask_ms(subject, &(lab_note){ .number = 100 }, 0, NULL), 100);
    CHECK_CODE(ask_ms(subject, &(lab_note){ .number = 70000 }, 0, NULL), 70000);
    CHECK_CODE(ask_ms(subject, &(lab_note){ .number = 17 }, 0, NULL), GR_INTERNAL);
    CHECK_CODE(ask_ms(subject, &(lab_note){ .number = 99 }, 0, NULL), GR_INTERNAL);
    CHECK_CODE(ask_ms(subject, &(lab_note){ .number = -1 }, 0, NULL), GR_INTERNAL);
    CHECK_CODE(ask_ms(subject, &(lab_note){ .number = 0 }, 0, NULL), GR_OK); /* it lives on */
    lab_close();
}

static gr_code fail_oddly(struct lab_subject_self *self, gr_context *ctx, const lab_note *note,
                          lab_report *reply)
{
    (void)self;
    (void)note;
    (void)reply;
    CHECK_CODE(gr_fail(ctx, GR_OK, "odd"), GR_INTERNAL);
    CHECK_CODE(gr_fail(ctx, -7, "odd"), GR_INTERNAL);
    CHECK_CODE(gr_fail(NULL, GR_ABORTED, "odd"), GR_ABORTED);
    gr_ignore(gr_fail(ctx, GR_ABORTED, "the first")); /* replaced by the next */
    return gr_fail(ctx, GR_DATA_LOSS, "the %s", "second");
}

static void the_last_failure_counts(void)
{
    lab_open(1, 1);
    lab_subject_type type = asking(fail_oddly);
    gr_error error = GR_ERROR_INIT;
    CHECK_CODE(ask_ms(lab_spawn(&type), &(lab_note){ .number = 0 }, 0, &error), GR_DATA_LOSS);
    check_error(&error, GR_DATA_LOSS, GR_RAN_YES, "the second");
    lab_close();
}

static gr_code reply_endlessly(struct lab_subject_self *self, gr_context *ctx, const lab_note *note,
                               lab_report *reply)
{
    (void)self;
    (void)ctx;
    (void)note;
    reply->n_notes = 3; /* and no notes */
    return GR_OK;
}

static void a_malformed_reply_is_the_handler_s_fault(void)
{
    lab_open(1, 1);
    lab_subject_type type = asking(reply_endlessly);
    gr_error error = GR_ERROR_INIT;
    CHECK_CODE(ask_ms(lab_spawn(&type), &(lab_note){ .number = 0 }, 0, &error), GR_INTERNAL);
    check_error(&error, GR_INTERNAL, GR_RAN_YES, "the reply of Ask cannot be sent");
    lab_close();
}

static gr_code fail_tell(struct lab_subject_self *self, gr_context *ctx, const lab_note *note)
{
    (void)self;
    return gr_fail(ctx, GR_NOT_FOUND, "no %s", note->text);
}

static void a_oneway_that_fails_is_logged_and_counted(void)
{
    lab_open(1, 1);
    lab_subject_type type = lab_plain;
    type.tell = fail_tell;
    CHECK_CODE(lab_tell(lab_spawn(&type), "oak"), GR_OK);
    sim_settle(lab_env());
    CHECK_UINT(lab_stats().oneways_failed, 1);
    CHECK_UINT(lab_logged("event=oneway_failed actor=lab/lab.Subject#0 method=lab.Subject.Tell "
                          "code=NOT_FOUND reason=failed sender=thread message=\"no oak\""),
               1);
    lab_close();
}

/* ---- arguments and refs ---- */

static void null_and_zero_arguments_are_refused(void)
{
    lab_open(1, 1);
    lab_subject subject = lab_spawn(&lab_plain);
    lab_subject nobody = { { 0, 0, 0 } };
    lab_subject_ask_future future = { NULL };
    gr_error error = GR_ERROR_INIT;
    CHECK_CODE(ask_ms(nobody, &(lab_note){ .number = 0 }, 0, &error), GR_INVALID_ARGUMENT);
    check_error(&error, GR_INVALID_ARGUMENT, GR_RAN_NO, "the ref is zero");
    CHECK_CODE(ask_ms(subject, NULL, 0, &error), GR_INVALID_ARGUMENT);
    check_error(&error, GR_INVALID_ARGUMENT, GR_RAN_NO, "the request is NULL");
    CHECK_CODE(lab_subject_ask_async(subject, NULL, NULL, &future), GR_INVALID_ARGUMENT);
    CHECK_CODE(lab_subject_tell_oneway(subject, NULL, NULL), GR_INVALID_ARGUMENT);
    CHECK_CODE(lab_subject_add_sync(subject, NULL, NULL, NULL, NULL), GR_INVALID_ARGUMENT);
    CHECK_CODE(lab_subject_ask_await(&future, NULL, &error), GR_INVALID_ARGUMENT);
    check_error(&error, GR_INVALID_ARGUMENT, GR_RAN_NO, "the future is NULL");
    const lab_report cyclic = { .n_notes = 1 };
    CHECK_UINT(cyclic.n_notes, 1);
    CHECK_UINT(lab_stats().handled, 0);
    lab_close();
}

static void a_request_over_the_limit_is_refused(void)
{
    static char text[8192];
    lab_open_with(1, &(gr_node_options){ .workers = 1, .limits = { .message_bytes = 4096 } });
    lab_subject subject = lab_spawn(&lab_plain);
    gr_error error = GR_ERROR_INIT;
    memset(text, 'x', sizeof(text) - 1);
    CHECK_CODE(ask_ms(subject, &(lab_note){ .text = text }, 0, &error), GR_INVALID_ARGUMENT);
    check_error(&error, GR_INVALID_ARGUMENT, GR_RAN_NO, "too large");
    text[3000] = '\0';
    CHECK_CODE(ask_ms(subject, &(lab_note){ .text = text }, 0, NULL), GR_OK);
    lab_close();
}

static void a_ref_outlives_its_actor_and_its_node_harmlessly(void)
{
    lab_open(1, 1);
    lab_subject old = lab_spawn(&lab_plain);
    gr_error error = GR_ERROR_INIT;
    CHECK_CODE(gr_actor_stop(old.ref, NULL), GR_OK);
    CHECK_CODE(ask_ms(old, &(lab_note){ .number = 0 }, 0, &error), GR_UNAVAILABLE);
    check_error(&error, GR_UNAVAILABLE, GR_RAN_NO, "gone");
    lab_subject young = lab_spawn(&lab_plain);
    CHECK(young.ref.actor != old.ref.actor);
    CHECK_CODE(lab_ask(old, "old"), GR_UNAVAILABLE); /* though its place is taken */
    CHECK_CODE(lab_tell(old, "old"), GR_OK);         /* nobody waits: it is logged */
    sim_settle(lab_env());
    CHECK_UINT(lab_stats().unavailable, 3);
    CHECK_UINT(lab_logged("event=oneway_lost"), 1);
    CHECK_CODE(lab_ask(young, "young"), GR_OK);
    lab_close();
    CHECK_CODE(ask_ms(young, &(lab_note){ .number = 0 }, 0, &error), GR_UNAVAILABLE);
    check_error(&error, GR_UNAVAILABLE, GR_RAN_NO, "destroyed");
    CHECK_CODE(lab_tell(young, "x"), GR_UNAVAILABLE);
    lab_traced();
}

static void nonsense_for_a_ref_is_refused(void)
{
    lab_open(1, 2);
    lab_subject subject = lab_spawn(&lab_plain);
    const uint64_t ids[] = { 1,
                             UINT64_MAX,
                             subject.ref.actor ^ 1,
                             subject.ref.actor | 0xff000000u,
                             subject.ref.actor | 0xffffffu,
                             subject.ref.actor ^ (UINT64_C(1) << 63),
                             subject.ref.actor & ~UINT64_C(0xffffffff00000000) };
    for (size_t i = 0; i < sizeof(ids) / sizeof(ids[0]); i++) {
        lab_subject bad = subject;
        bad.ref.actor = ids[i];
        CHECK_CODE(lab_ask(bad, "bad"), GR_UNAVAILABLE);
        CHECK_CODE(gr_stop_processing(bad.ref), GR_UNAVAILABLE);
    }
    lab_subject bad = subject;
    bad.ref.home ^= 1;
    CHECK_CODE(lab_ask(bad, "bad"), GR_UNAVAILABLE);
    bad = subject;
    bad.ref.node ^= UINT64_C(1) << 40;
    CHECK_CODE(lab_ask(bad, "bad"), GR_UNAVAILABLE);
    bad.ref.node = UINT64_MAX;
    CHECK_CODE(lab_ask(bad, "bad"), GR_UNAVAILABLE);
    lab_close();
}

static void an_actor_of_another_service_refuses_the_call(void)
{
    lab_open(1, 1);
    lab_subject subject = lab_spawn(&lab_plain);
    lab_started disguised = { subject.ref };
    gr_error error = GR_ERROR_INIT;
    lab_report *report = NULL;
    CHECK_CODE(lab_started_recall_sync(disguised, NULL, &report, &error), GR_FAILED_PRECONDITION);
    check_error(&error, GR_FAILED_PRECONDITION, GR_RAN_NO, "is a lab.Subject, not a lab.Started");
    lab_close();
}

/* ---- other nodes of the process ---- */

static void an_actor_calls_an_actor_of_another_node_in_the_process(void)
{
    for (uint64_t seed = 1; seed <= 10; seed++) {
        gr_node *other = NULL;
        lab_open(seed, 2);
        CHECK_CODE(gri_node_create_in(lab_env(), &(gr_node_options){ .workers = 2 }, &other),
                   GR_OK);
        CHECK_CODE(lab_subject_spawn(other, &lab_plain, NULL, &helper, NULL), GR_OK);
        lab_subject_type type = asking(relay);
        lab_subject subject = lab_spawn(&type);
        const lab_note note = { .text = "x", .number = 4, .sleep_ms = 10 };
        lab_report *report = NULL;
        CHECK_CODE(lab_subject_ask_sync(subject, &note, NULL, &report, NULL), GR_OK);
        CHECK_UINT(report->number, 5);
        gr_free(report);
        CHECK_CODE(gr_node_destroy(other, NULL), GR_OK);
        CHECK_CODE(lab_ask(subject, "x"), GR_UNAVAILABLE);
        lab_close();
    }
}

static void destroying_a_node_ends_the_calls_of_other_nodes_actors_into_it(void)
{
    gr_node *other = NULL;
    lab_open(1, 1);
    CHECK_CODE(gri_node_create_in(lab_env(), &(gr_node_options){ .workers = 1 }, &other), GR_OK);
    CHECK_CODE(lab_subject_spawn(other, &lab_plain, NULL, &helper, NULL), GR_OK);
    lab_subject_type type = asking(relay);
    lab_subject subject = lab_spawn(&type);
    lab_subject_ask_future future;
    const lab_note note = { .text = "x", .sleep_ms = 1000 };
    CHECK_CODE(lab_subject_ask_async(subject, &note, NULL, &future), GR_OK);
    sim_settle(lab_env());
    CHECK_STR(lab_traced(), "x");
    CHECK_CODE(gr_node_destroy(other, NULL), GR_OK);
    gr_code code = lab_end_of(&future);
    CHECK(code == GR_CANCELLED ||
          code == GR_UNAVAILABLE); /* its handler was cancelled, and said so */
    lab_close();
}

/* ---- deadlines ---- */

static void check_timeout(uint32_t given_ms, uint64_t wanted_ms, bool brief)
{
    lab_open(1, 1);
    lab_subject subject = lab_spawn(&lab_plain);
    const gr_call_options options = { .timeout_ms = given_ms };
    const lab_note note = { .text = "x", .sleep_ms = GR_FOREVER };
    gr_error error = GR_ERROR_INIT;
    lab_report *report = NULL;
    uint64_t before_ns = lab_env()->ops->now_ns(lab_env());
    gr_code code = brief ? lab_subject_brief_sync(subject, &note, &options, &report, &error)
                         : lab_subject_ask_sync(subject, &note, &options, &report, &error);
    uint64_t took_ms = (lab_env()->ops->now_ns(lab_env()) - before_ns) / 1000000;
    CHECK_CODE(code, GR_DEADLINE_EXCEEDED);
    CHECK(took_ms >= wanted_ms && took_ms <= wanted_ms + 2);
    CHECK(error.ran != GR_RAN_NO);
    gr_error_fini(&error);
    lab_close();
}

static void a_call_s_own_timeout_replaces_the_schema_s_which_replaces_five_seconds(void)
{
    check_timeout(0, 5000, false);
    check_timeout(30, 30, false);
    check_timeout(0, 100, true);
    check_timeout(300, 300, true);
}

static void a_call_to_one_that_never_answers_ends_at_its_deadline(void)
{
    lab_open(1, 2);
    lab_subject_type type = asking(relay);
    lab_subject subject = lab_spawn(&type);
    helper = lab_spawn(&lab_plain);
    gr_error error = GR_ERROR_INIT;
    CHECK_CODE(lab_subject_tell_oneway(helper, &(lab_note){ .text = "busy", .sleep_ms = 55 }, NULL),
               GR_OK);
    CHECK_CODE(ask_ms(subject, &(lab_note){ .text = "x" }, 50, &error), GR_DEADLINE_EXCEEDED);
    gr_error_fini(&error);
    lab_advance_ms(10);
    CHECK_UINT(lab_stats().expired, 1); /* its call was dropped before it ran */
    CHECK_UINT(lab_stats().handled, 2);
    lab_close();
}

static gr_code note_what_remains(struct lab_subject_self *self, gr_context *ctx,
                                 const lab_note *note, lab_report *reply)
{
    (void)self;
    (void)note;
    reply->number = gr_remaining(ctx);
    lab_trace("%u", gr_remaining(ctx));
    return GR_OK;
}

static gr_code call_with_less(struct lab_subject_self *self, gr_context *ctx, const lab_note *note,
                              lab_report *reply)
{
    (void)self;
    (void)reply;
    CHECK_CODE(gr_sleep(ctx, 40), GR_OK);
    CHECK_CODE(ask_ms(helper, note, 1000, NULL), GR_OK); /* cut to what is left */
    CHECK_CODE(ask_ms(helper, note, 20, NULL), GR_OK);   /* less than is left */
    CHECK_CODE(ask_ms(helper, note, GR_FOREVER, NULL), GR_OK);
    lab_report *report = NULL;
    CHECK_CODE(lab_subject_detach_sync(helper, note, NULL, &report, NULL), GR_OK);
    gr_free(report);
    return GR_OK;
}

static void a_call_is_cut_to_what_its_caller_has_left_unless_detached(void)
{
    for (uint32_t workers = 1; workers <= 2; workers++) {
        lab_open(1, workers);
        lab_subject_type remaining = lab_plain;
        remaining.ask = note_what_remains;
        remaining.detach = note_what_remains;
        helper = lab_spawn(&remaining);
        lab_subject_type type = asking(call_with_less);
        lab_subject subject = lab_spawn(&type);
        CHECK_CODE(ask_ms(subject, &(lab_note){ .text = "x" }, 100, NULL), GR_OK);
        CHECK_STR(lab_traced(), "60 20 60 1000");
        lab_close();
    }
}

static void a_call_without_a_deadline_has_none(void)
{
    lab_open(1, 1);
    lab_subject_type type = asking(note_what_remains);
    lab_subject subject = lab_spawn(&type);
    CHECK_CODE(ask_ms(subject, &(lab_note){ .text = "x" }, GR_FOREVER, NULL), GR_OK);
    CHECK_STR(lab_traced(), "4294967295");
    lab_close();
}

static gr_code note_what_tell_has(struct lab_subject_self *self, gr_context *ctx,
                                  const lab_note *note)
{
    (void)self;
    (void)note;
    lab_trace("%u", gr_remaining(ctx));
    CHECK_CODE(gr_sleep(ctx, 100), GR_OK);
    lab_trace("slept");
    return GR_OK;
}

static void a_oneway_s_time_to_live_ends_when_its_handler_starts(void)
{
    lab_open(1, 1);
    lab_subject_type type = lab_plain;
    type.tell = note_what_tell_has;
    lab_subject subject = lab_spawn(&type);
    const gr_oneway_options options = { .timeout_ms = 50 };
    CHECK_CODE(lab_subject_tell_oneway(subject, &(lab_note){ .text = "x" }, &options), GR_OK);
    CHECK_CODE(lab_subject_tell_oneway(subject, &(lab_note){ .text = "late" }, &options), GR_OK);
    lab_advance_ms(300);
    CHECK_STR(lab_traced(), "4294967295 slept");
    CHECK_UINT(lab_stats().expired, 1);
    CHECK_UINT(lab_logged("event=oneway_lost actor=lab/lab.Subject#0 method=lab.Subject.Tell "
                          "code=DEADLINE_EXCEEDED"),
               1);
    lab_close();
}

static void an_expired_call_is_dropped_before_it_runs(void)
{
    lab_open(1, 1);
    lab_subject subject = lab_spawn(&lab_plain);
    const gr_call_options options = { .timeout_ms = 20 };
    lab_subject_ask_future slow, expired;
    CHECK_CODE(
        lab_subject_ask_async(subject, &(lab_note){ .text = "slow", .sleep_ms = 60 }, NULL, &slow),
        GR_OK);
    CHECK_CODE(lab_subject_ask_async(subject, &(lab_note){ .text = "expired" }, &options, &expired),
               GR_OK);
    CHECK_CODE(lab_end_of(&expired), GR_DEADLINE_EXCEEDED);
    CHECK_CODE(lab_end_of(&slow), GR_OK);
    sim_settle(lab_env());
    CHECK_STR(lab_traced(), "slow");
    CHECK_UINT(lab_stats().expired, 1);
    CHECK_UINT(lab_stats().late_replies, 1);
    lab_close();
}

static void a_slow_handler_is_reported_by_name(void)
{
    lab_open(1, 1);
    lab_subject subject = lab_spawn(&lab_plain);
    const lab_note quick = { .text = "x", .sleep_ms = 5 };
    const lab_note slow = { .text = "x", .sleep_ms = 15 };
    CHECK_CODE(lab_subject_slow_sync(subject, &quick, NULL, NULL, NULL), GR_OK);
    CHECK_UINT(lab_logged("event=slow_handler"), 0);
    CHECK_CODE(lab_subject_slow_sync(subject, &slow, NULL, NULL, NULL), GR_OK);
    CHECK_UINT(lab_logged("event=slow_handler actor=lab/lab.Subject#0 method=Slow"), 1);
    lab_close();
}

/* ---- cancelling ---- */

static gr_code sleep_and_tell(struct lab_subject_self *self, gr_context *ctx, const lab_note *note,
                              lab_report *reply)
{
    (void)self;
    (void)note;
    (void)reply;
    gr_code code = gr_sleep(ctx, 1000);
    lab_trace("%s,%d", gr_code_name(code), gr_cancelled(ctx));
    CHECK_CODE(gr_sleep(ctx, 1000), code); /* and each one after it */
    return code;
}

static void a_cancelled_future_ends_and_its_handler_is_told(void)
{
    for (uint32_t workers = 1; workers <= 2; workers++) {
        lab_open(1, workers);
        lab_subject_type type = asking(sleep_and_tell);
        lab_subject subject = lab_spawn(&type);
        lab_subject_ask_future future = lab_ask_later(subject, "x");
        gr_error error = GR_ERROR_INIT;
        sim_settle(lab_env());
        gr_future_cancel(future.future);
        gr_future_cancel(future.future);
        CHECK(gr_future_is_done(future.future));
        CHECK_CODE(lab_subject_ask_await(&future, NULL, &error), GR_CANCELLED);
        check_error(&error, GR_CANCELLED, GR_RAN_UNKNOWN, "");
        sim_settle(lab_env());
        CHECK_STR(lab_traced(), "CANCELLED,1");
        CHECK_UINT(lab_stats().late_replies, 1);
        lab_close();
    }
}

static void a_call_cancelled_while_it_is_queued_never_runs(void)
{
    lab_open(1, 1);
    lab_subject subject = lab_spawn(&lab_plain);
    CHECK_CODE(
        lab_subject_tell_oneway(subject, &(lab_note){ .text = "slow", .sleep_ms = 50 }, NULL),
        GR_OK);
    lab_subject_ask_future future = lab_ask_later(subject, "queued");
    sim_settle(lab_env());
    gr_future_cancel(future.future);
    CHECK_CODE(lab_end_of(&future), GR_CANCELLED);
    lab_advance_ms(100);
    CHECK_STR(lab_traced(), "slow");
    CHECK_UINT(lab_stats().cancelled, 1);
    lab_close();
}

static void cancellation_goes_on_down_the_chain(void)
{
    for (uint32_t workers = 1; workers <= 2; workers++) {
        lab_open(1, workers);
        lab_subject_type leaf = lab_plain;
        leaf.ask = sleep_and_tell;
        helper = lab_spawn(&leaf);
        lab_subject_type type = asking(relay);
        lab_subject subject = lab_spawn(&type);
        lab_subject_ask_future future = lab_ask_later(subject, "x");
        sim_settle(lab_env());
        gr_future_cancel(future.future);
        CHECK_CODE(lab_end_of(&future), GR_CANCELLED);
        sim_settle(lab_env());
        CHECK_STR(lab_traced(), "CANCELLED,1");
        lab_close();
    }
}

static void a_deadline_ends_the_waits_of_the_whole_chain(void)
{
    lab_open(1, 2);
    lab_subject_type leaf = lab_plain;
    leaf.ask = sleep_and_tell;
    helper = lab_spawn(&leaf);
    lab_subject_type type = asking(relay);
    CHECK_CODE(ask_ms(lab_spawn(&type), &(lab_note){ .text = "x" }, 40, NULL),
               GR_DEADLINE_EXCEEDED);
    lab_advance_ms(3);
    CHECK_STR(lab_traced(), "CANCELLED,1");
    lab_close();
}

static gr_code await_while_stopped(struct lab_subject_self *self, gr_context *ctx,
                                   const lab_note *note, lab_report *reply)
{
    (void)self;
    (void)ctx;
    (void)reply;
    lab_subject_ask_future future;
    CHECK_CODE(lab_subject_ask_async(helper, note, NULL, &future), GR_OK);
    CHECK_CODE(lab_end_of(&future), GR_CANCELLED);
    CHECK(future.future == NULL);
    CHECK_CODE(lab_ask(helper, "again"), GR_CANCELLED);
    lab_trace("told");
    return GR_CANCELLED;
}

static void an_await_is_cancelled_with_its_actor_and_takes_its_call_along(void)
{
    for (uint32_t workers = 1; workers <= 2; workers++) {
        lab_open(1, workers);
        lab_subject_type leaf = lab_plain;
        leaf.ask = sleep_and_tell;
        helper = lab_spawn(&leaf);
        lab_subject_type type = asking(await_while_stopped);
        lab_subject subject = lab_spawn(&type);
        lab_subject_ask_future future = lab_ask_later(subject, "x");
        sim_settle(lab_env());
        CHECK_CODE(gr_actor_stop(subject.ref, NULL), GR_OK);
        CHECK_CODE(lab_end_of(&future), GR_CANCELLED);
        sim_settle(lab_env());
        const char *traced = lab_traced();
        CHECK(strstr(traced, "told") != NULL);
        CHECK(strstr(traced, "CANCELLED,1") != NULL);
        lab_close();
    }
}

/* ---- futures ---- */

static void any_gives_the_first_that_is_done_and_all_waits_for_the_last(void)
{
    lab_open(1, 2);
    lab_subject quick = lab_spawn(&lab_plain);
    lab_subject slow = lab_spawn(&lab_plain);
    lab_subject_ask_future one, two;
    size_t which = 9;
    CHECK_CODE(lab_subject_ask_async(slow, &(lab_note){ .text = "s", .sleep_ms = 50 }, NULL, &one),
               GR_OK);
    CHECK_CODE(lab_subject_ask_async(quick, &(lab_note){ .text = "q", .sleep_ms = 20 }, NULL, &two),
               GR_OK);
    gr_future *futures[] = { one.future, NULL, two.future };
    CHECK_CODE(gr_future_wait_any(futures, 3, 10, &which), GR_DEADLINE_EXCEEDED);
    CHECK_UINT(which, 9);
    CHECK_CODE(gr_future_wait_any(futures, 3, GR_FOREVER, &which), GR_OK);
    CHECK_UINT(which, 2);
    CHECK_CODE(gr_future_wait_all(futures, 3, 10), GR_DEADLINE_EXCEEDED);
    CHECK_CODE(gr_future_wait_all(futures, 3, GR_FOREVER), GR_OK);
    CHECK(gr_future_is_done(one.future));
    CHECK_CODE(gr_future_wait_any(NULL, 1, 0, &which), GR_INVALID_ARGUMENT);
    CHECK_CODE(gr_future_wait_any(futures + 1, 1, 0, &which), GR_INVALID_ARGUMENT);
    CHECK_CODE(gr_future_wait_all(futures, 0, 0), GR_INVALID_ARGUMENT);
    CHECK_CODE(lab_end_of(&one), GR_OK);
    CHECK_CODE(lab_end_of(&two), GR_OK);
    lab_close();
}

static gr_code wait_for_the_first(struct lab_subject_self *self, gr_context *ctx,
                                  const lab_note *note, lab_report *reply)
{
    (void)self;
    (void)ctx;
    (void)note;
    lab_subject_ask_future futures[3];
    gr_future *plain[3];
    size_t which = 9;
    for (uint32_t i = 0; i < 3; i++) {
        const lab_note sleepy = { .text = "x", .sleep_ms = 30 - 10 * i };
        lab_subject each;
        CHECK_CODE(lab_subject_spawn(gr_context_node(ctx), &lab_plain, NULL, &each, NULL), GR_OK);
        CHECK_CODE(lab_subject_ask_async(each, &sleepy, NULL, &futures[i]), GR_OK);
        plain[i] = futures[i].future;
    }
    CHECK_CODE(gr_future_wait_any(plain, 3, 1000, &which), GR_OK);
    reply->number = (int64_t)which;
    CHECK_CODE(gr_future_wait_all(plain, 3, 1000), GR_OK);
    for (int i = 0; i < 3; i++) {
        CHECK_CODE(lab_end_of(&futures[i]), GR_OK);
    }
    return GR_OK;
}

static void an_actor_waits_for_any_of_several(void)
{
    lab_open(1, 1);
    lab_subject_type type = asking(wait_for_the_first);
    lab_report *report = NULL;
    CHECK_CODE(
        lab_subject_ask_sync(lab_spawn(&type), &(lab_note){ .text = "" }, NULL, &report, NULL),
        GR_OK);
    CHECK_UINT(report->number, 2);
    gr_free(report);
    lab_close();
}

static void a_dropped_future_s_call_goes_on(void)
{
    lab_open(1, 1);
    lab_subject subject = lab_spawn(&lab_plain);
    lab_subject_ask_future future;
    const lab_note note = { .text = "x", .sleep_ms = 10 };
    CHECK_CODE(lab_subject_ask_async(subject, &note, NULL, &future), GR_OK);
    gr_future_drop(&future.future);
    CHECK(future.future == NULL);
    gr_future_drop(&future.future);
    gr_future_drop(NULL);
    lab_advance_ms(20);
    CHECK_STR(lab_traced(), "x");
    CHECK_UINT(lab_stats().late_replies, 0);
    lab_close();
}

static void a_future_is_of_its_own_method(void)
{
    lab_open(1, 1);
    lab_subject subject = lab_spawn(&lab_plain);
    lab_subject_ask_future future = lab_ask_later(subject, "x");
    lab_subject_add_future other = { future.future };
    lab_number *number = NULL;
    CHECK_CODE(lab_subject_add_await(&other, &number, NULL), GR_INVALID_ARGUMENT);
    CHECK(other.future == future.future); /* still the caller's */
    CHECK_CODE(lab_end_of(&future), GR_OK);
    lab_close();
}

static void a_future_outlives_its_node(void)
{
    lab_open(1, 1);
    lab_subject subject = lab_spawn(&lab_plain);
    lab_subject_ask_future future;
    const lab_note note = { .text = "x", .sleep_ms = 1000 };
    gr_error error = GR_ERROR_INIT;
    CHECK_CODE(lab_subject_ask_async(subject, &note, NULL, &future), GR_OK);
    lab_subject_ask_future second = lab_ask_later(subject, "never");
    sim_settle(lab_env());
    lab_close();
    CHECK(gr_future_is_done(future.future));
    gr_future_cancel(future.future);
    CHECK_CODE(lab_subject_ask_await(&future, NULL, NULL), GR_CANCELLED);
    CHECK_CODE(lab_subject_ask_await(&second, NULL, &error), GR_UNAVAILABLE);
    check_error(&error, GR_UNAVAILABLE, GR_RAN_NO, "ended before it ran");
}

/* ---- names ---- */

static void a_named_ref_finds_the_next_of_its_name_after_unavailable(void)
{
    lab_open(1, 2);
    const gr_spawn_options named_so = { .name = "keeper" };
    lab_subject first, second, named;
    gr_error error = GR_ERROR_INIT;
    CHECK_CODE(lab_subject_named(lab_node(), "keeper", &named), GR_OK);
    CHECK_CODE(ask_ms(named, &(lab_note){ .text = "0" }, 0, &error), GR_NOT_FOUND);
    check_error(&error, GR_NOT_FOUND, GR_RAN_NO, "keeper");
    CHECK_CODE(lab_subject_spawn(lab_node(), &lab_plain, &named_so, &first, NULL), GR_OK);
    CHECK_CODE(lab_subject_spawn(lab_node(), &lab_plain, &named_so, &second, &error),
               GR_ALREADY_EXISTS);
    check_error(&error, GR_ALREADY_EXISTS, GR_RAN_NO, "another actor has it");
    CHECK_CODE(lab_ask(named, "1"), GR_OK);
    CHECK_CODE(gr_actor_stop(first.ref, NULL), GR_OK);
    CHECK_CODE(lab_ask(named, "2"), GR_NOT_FOUND);
    CHECK_CODE(lab_subject_spawn(lab_node(), &lab_plain, &named_so, &second, NULL), GR_OK);
    CHECK_CODE(lab_ask(named, "3"), GR_OK);
    CHECK_CODE(gr_unregister(lab_node(), "keeper"), GR_OK);
    CHECK_CODE(gr_unregister(lab_node(), "keeper"), GR_NOT_FOUND);
    CHECK_CODE(gr_unregister(lab_node(), "kee/per"), GR_INVALID_ARGUMENT);
    CHECK_STR(lab_traced(), "1 3");
    lab_close();
}

static void lookups_check_name_and_service(void)
{
    lab_open(1, 1);
    lab_subject subject, found;
    lab_started started;
    gr_error error = GR_ERROR_INIT;
    CHECK_CODE(lab_subject_spawn(lab_node(), &lab_plain, &(gr_spawn_options){ .name = "a" },
                                 &subject, NULL),
               GR_OK);
    CHECK_CODE(lab_subject_lookup(lab_node(), "a", NULL, &found, NULL), GR_OK);
    CHECK_UINT(found.ref.actor, subject.ref.actor);
    CHECK_CODE(lab_subject_lookup(lab_node(), "lab/a", NULL, &found, NULL), GR_OK);
    CHECK_CODE(lab_subject_lookup(lab_node(), "b", NULL, &found, &error), GR_NOT_FOUND);
    check_error(&error, GR_NOT_FOUND, GR_RAN_NO, "\"b\"");
    CHECK_CODE(lab_started_lookup(lab_node(), "a", NULL, &started, &error), GR_FAILED_PRECONDITION);
    check_error(&error, GR_FAILED_PRECONDITION, GR_RAN_NO, "is a lab.Subject, not a lab.Started");
    const char *bad[] = { "", "/", "lab/", "/a", "lab//a", "a b", "lab/a/b", NULL };
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        CHECK_CODE(lab_subject_lookup(lab_node(), bad[i], NULL, &found, NULL), GR_INVALID_ARGUMENT);
    }
    CHECK_CODE(lab_subject_named(lab_node(), NULL, &found), GR_INVALID_ARGUMENT);
    CHECK_CODE(lab_subject_lookup(NULL, "a", NULL, &found, NULL), GR_INVALID_ARGUMENT);
    CHECK_CODE(lab_subject_register(lab_node(), "a b", subject), GR_INVALID_ARGUMENT);
    CHECK_CODE(lab_subject_register(NULL, "b", subject), GR_INVALID_ARGUMENT);
    CHECK_CODE(lab_started_register(lab_node(), "b", (lab_started){ subject.ref }),
               GR_FAILED_PRECONDITION);
    CHECK_CODE(gr_actor_stop(subject.ref, NULL), GR_OK);
    CHECK_CODE(lab_subject_register(lab_node(), "b", subject), GR_UNAVAILABLE);
    CHECK_CODE(lab_subject_lookup(lab_node(), "a", NULL, &found, NULL), GR_NOT_FOUND);
    lab_close();
}

GR_SUITE("calls", { "a_sync_call_brings_the_reply", a_sync_call_brings_the_reply },
         { "a_reply_larger_than_a_handler_s_stack_has_room_for_arrives",
           a_reply_larger_than_a_handler_s_stack_has_room_for_arrives },
         { "a_small_reply_does_not_keep_the_memory_of_a_large_request",
           a_small_reply_does_not_keep_the_memory_of_a_large_request },
         { "a_reply_nobody_wants_is_freed", a_reply_nobody_wants_is_freed },
         { "a_oneway_may_be_sent_to_a_method_with_a_reply",
           a_oneway_may_be_sent_to_a_method_with_a_reply },
         { "calls_of_one_sender_arrive_in_its_order_whatever_their_kind",
           calls_of_one_sender_arrive_in_its_order_whatever_their_kind },
         { "an_actor_calls_another_on_its_worker_and_on_another",
           an_actor_calls_another_on_its_worker_and_on_another },
         { "an_actor_awaits_several_calls_in_any_order",
           an_actor_awaits_several_calls_in_any_order },
         { "a_handler_s_failure_comes_with_message_path_and_detail",
           a_handler_s_failure_comes_with_message_path_and_detail },
         { "a_forwarded_failure_keeps_code_message_and_detail_and_names_the_path",
           a_forwarded_failure_keeps_code_message_and_detail_and_names_the_path },
         { "every_code_of_a_handler_reaches_its_caller",
           every_code_of_a_handler_reaches_its_caller },
         { "the_last_failure_counts", the_last_failure_counts },
         { "a_malformed_reply_is_the_handler_s_fault", a_malformed_reply_is_the_handler_s_fault },
         { "a_oneway_that_fails_is_logged_and_counted", a_oneway_that_fails_is_logged_and_counted },
         { "null_and_zero_arguments_are_refused", null_and_zero_arguments_are_refused },
         { "a_request_over_the_limit_is_refused", a_request_over_the_limit_is_refused },
         { "a_ref_outlives_its_actor_and_its_node_harmlessly",
           a_ref_outlives_its_actor_and_its_node_harmlessly },
         { "nonsense_for_a_ref_is_refused", nonsense_for_a_ref_is_refused },
         { "an_actor_of_another_service_refuses_the_call",
           an_actor_of_another_service_refuses_the_call },
         { "an_actor_calls_an_actor_of_another_node_in_the_process",
           an_actor_calls_an_actor_of_another_node_in_the_process },
         { "destroying_a_node_ends_the_calls_of_other_nodes_actors_into_it",
           destroying_a_node_ends_the_calls_of_other_nodes_actors_into_it },
         { "a_call_s_own_timeout_replaces_the_schema_s_which_replaces_five_seconds",
           a_call_s_own_timeout_replaces_the_schema_s_which_replaces_five_seconds },
         { "a_call_to_one_that_never_answers_ends_at_its_deadline",
           a_call_to_one_that_never_answers_ends_at_its_deadline },
         { "a_call_is_cut_to_what_its_caller_has_left_unless_detached",
           a_call_is_cut_to_what_its_caller_has_left_unless_detached },
         { "a_call_without_a_deadline_has_none", a_call_without_a_deadline_has_none },
         { "a_oneway_s_time_to_live_ends_when_its_handler_starts",
           a_oneway_s_time_to_live_ends_when_its_handler_starts },
         { "an_expired_call_is_dropped_before_it_runs", an_expired_call_is_dropped_before_it_runs },
         { "a_slow_handler_is_reported_by_name", a_slow_handler_is_reported_by_name },
         { "a_cancelled_future_ends_and_its_handler_is_told",
           a_cancelled_future_ends_and_its_handler_is_told },
         { "a_call_cancelled_while_it_is_queued_never_runs",
           a_call_cancelled_while_it_is_queued_never_runs },
         { "cancellation_goes_on_down_the_chain", cancellation_goes_on_down_the_chain },
         { "a_deadline_ends_the_waits_of_the_whole_chain",
           a_deadline_ends_the_waits_of_the_whole_chain },
         { "an_await_is_cancelled_with_its_actor_and_takes_its_call_along",
           an_await_is_cancelled_with_its_actor_and_takes_its_call_along },
         { "any_gives_the_first_that_is_done_and_all_waits_for_the_last",
           any_gives_the_first_that_is_done_and_all_waits_for_the_last },
         { "an_actor_waits_for_any_of_several", an_actor_waits_for_any_of_several },
         { "a_dropped_future_s_call_goes_on", a_dropped_future_s_call_goes_on },
         { "a_future_is_of_its_own_method", a_future_is_of_its_own_method },
         { "a_future_outlives_its_node", a_future_outlives_its_node },
         { "a_named_ref_finds_the_next_of_its_name_after_unavailable",
           a_named_ref_finds_the_next_of_its_name_after_unavailable },
         { "lookups_check_name_and_service", lookups_check_name_and_service })
