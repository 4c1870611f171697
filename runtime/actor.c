/* SPDX-License-Identifier: MIT */
/* Actors: from spawn to end, and the handing of mail to handlers. All on the actor's worker, but for
 * the functions that send something there. */

/* Design notes.
 *
 *     spawn -> STARTING -> RUNNING -> [DRAINING] -> STOPPING -> ENDING -> ENDED
 *
 * An actor's turn (take_turn) is a task of its worker: the start hook first, then the run body where
 * it has one, else mail from the queue, a bounded number of them. Whatever of this waits keeps the
 * fiber, and with it the turn: is_busy says so, and then mail only queues, until gr_process() or the
 * rest of the turn takes it. So one handler runs at a time.
 *
 * Every change of state happens on the worker. Whoever ends an actor (gr_stop, a stop from outside,
 * the return of its body) sets STOPPING; the turn sees it when what runs has returned, runs the stop
 * hook, answers all that is left in the mailbox and all held calls, and gives the memory back. A
 * stop at once also cancels each running context, so that their waits return.
 *
 * Answers: mail->answer ends a call exactly once, because mail has one owner at a time: the sender,
 * an inbox, a mailbox, a context, or a held call; whoever owns it when it ends answers it. */
#include "actor.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "assert.h"
#include "log.h"

enum { TURN_MAX = 64, SMALL_REPLY = 256, TINY_REPLY = 64, REPORTED_MAX = 16 };
static const uint64_t ms = 1000000;
static const uint32_t stop_hook_ms = 5000;
static const uint32_t oneway_wait_ms = 5000;

static void take_turn(struct gri_worker *worker, struct gri_task *task);

/* ---- labels ---- */

const char *gri_actor_describe(const char *node, const gr_service *service, uint64_t actor,
                               char *buf, size_t cap)
{
    (void)(snprintf(buf, cap, "%s/%s#%" PRIu32, node,
                               service == NULL ? "?" : service->name, (uint32_t)actor & 0xffffffu));
    return buf;
}

static const gr_type *type_of(const struct gri_actor *actor)
{
    return atomic_load_explicit(&actor->type, memory_order_relaxed);
}

static const gr_service *service_of(const struct gri_actor *actor)
{
    return type_of(actor)->service;
}

static uint64_t id_of(const struct gri_actor *actor)
{
    return gri_slab_id(&actor->shard->actors, actor);
}

static char *copy_string(const char *string)
{
    char *copy = gri_malloc(strlen(string) + 1);
    if (copy != NULL) {
        strcpy(copy, string);
    }
    return copy;
}

const char *gri_actor_label(struct gri_actor *actor)
{
    if (actor->label == NULL) {
        char buf[GRI_ACTOR_LABEL_MAX];
        gri_actor_describe(actor->shard->core->name, service_of(actor), id_of(actor), buf, sizeof(buf));
        actor->label = copy_string(buf);
    }
    return actor->label == NULL ? service_of(actor)->name : actor->label;
}

static void label_by_name(struct gri_actor *actor, const char *name)
{
    char buf[GRI_ACTOR_LABEL_MAX];
    (void)(snprintf(buf, sizeof(buf), "%s/%s", actor->shard->core->name, name));
    actor->label = copy_string(buf);
}

/* ---- mail that is not handled ---- */

static _Atomic uint64_t *counter_of(struct gri_counters *counters, gr_code code,
                                    _Atomic uint64_t **out_lost)
{
    switch (code) {
    case GR_RESOURCE_EXHAUSTED:
        *out_lost = &counters->lost[0];
        return &counters->rejected;
    case GR_DEADLINE_EXCEEDED:
        *out_lost = &counters->lost[1];
        return &counters->expired;
    case GR_CANCELLED:
        *out_lost = &counters->lost[2];
        return &counters->cancelled;
    default:
        *out_lost = &counters->lost[3];
        return &counters->unavailable;
    }
}

/* Of a oneway, how many have been lost like it. */
static uint64_t count_refusal(struct gri_core *core, const struct gri_mail *mail, gr_code code)
{
    struct gri_shard *here = gri_core_here(core);
    _Atomic uint64_t *lost;
    atomic_fetch_add(counter_of(here == NULL ? &core->counters : &here->counters, code, &lost), 1);
    return mail->answer != NULL ? 0 : atomic_fetch_add(lost, 1) + 1;
}

/* A flood of them gets a line for the 1st, 2nd, 4th, 8th ... of each kind. */
static void log_lost_oneway(const struct gri_mail *mail, gr_code code, uint64_t n,
                            const char *actor, const char *why)
{
    if ((n & (n - 1)) != 0) {
        return;
    }
    char quoted[GRI_FAILURE_MESSAGE_MAX];
    gri_log(GR_LOG_WARN, "oneway_lost",
            "actor=%s method=%s.%s code=%s so_far=%" PRIu64 " message=%s", actor,
            mail->service->name, mail->service->methods[mail->method].name, gr_code_name(code), n,
            gri_log_quote(why, quoted, sizeof(quoted)));
}

static void end_admission(struct gri_core *core, struct gri_mail *mail, gr_code code)
{
    struct gri_result result = { .code = code, .ran = GR_RAN_NO };
    gri_calls_end(&core->calls, mail->admission, NULL, &result);
    mail->admission = 0;
}

void gri_mail_refuse(struct gri_core *core, struct gri_mail *mail, gr_code code,
                     const char *format, ...)
{
    char why[GRI_FAILURE_MESSAGE_MAX];
    char path[GRI_ACTOR_LABEL_MAX];
    va_list args;
    va_start(args, format);
    (void)(vsnprintf(why, sizeof(why), format, args));
    va_end(args);
    uint64_t n = count_refusal(core, mail, code);
    gri_actor_describe(core->name, mail->service, mail->actor, path, sizeof(path));
    if (mail->admission != 0) {
        end_admission(core, mail, code);
    }
    if (mail->answer == NULL) {
        log_lost_oneway(mail, code, n, path, why);
        gri_mail_free(mail);
        return;
    }
    struct gri_result result = { .code = code, .ran = GR_RAN_NO };
    result.failure = gri_failure_format(code, GR_RAN_NO, path, "%s", why);
    mail->answer(mail, &result);
}

/* ---- contexts ---- */

static void context_enter(struct gr_context *ctx, struct gri_actor *actor, struct gri_mail *mail,
                          uint64_t deadline_ns)
{
    memset(ctx, 0, sizeof(*ctx));
    ctx->activity.deadline_ns = deadline_ns;
    ctx->actor = actor;
    ctx->mail = mail;
    ctx->outer = actor->context;
    ctx->depth = ctx->outer == NULL ? 0 : ctx->outer->depth + 1;
    actor->context = ctx;
    actor->shard->worker.activity = &ctx->activity;
}

static void context_leave(struct gr_context *ctx)
{
    struct gri_actor *actor = ctx->actor;
    actor->context = ctx->outer;
    actor->shard->worker.activity = ctx->outer == NULL ? NULL : &ctx->outer->activity;
    gri_mfree(ctx->failure);
    if (ctx->arena.chunks != NULL) {
        gri_arena_fini(&ctx->arena);
    }
}

static void cancel_contexts(struct gri_actor *actor)
{
    for (struct gr_context *ctx = actor->context; ctx != NULL; ctx = ctx->outer) {
        gri_activity_cancel(&ctx->activity);
    }
}

/* ---- handlers ---- */

static struct gri_failure *take_failure(struct gr_context *ctx, gr_code code, const char *what)
{
    struct gri_failure *failure = ctx->failure;
    if (failure != NULL && failure->code == code) {
        ctx->failure = NULL;
        failure->ran = GR_RAN_YES;
        return failure;
    }
    return gri_failure_format(code, GR_RAN_YES, gri_actor_label(ctx->actor),
                              "%s returned %s without a message", what, gr_code_name(code));
}

static void log_failed_oneway(struct gr_context *ctx, gr_code code)
{
    struct gri_actor *actor = ctx->actor;
    char quoted[GRI_FAILURE_MESSAGE_MAX];
    const char *message = ctx->failure == NULL ? "" : ctx->failure->message;
    gri_count(&actor->shard->counters.oneways_failed, 1);
    gri_log(GR_LOG_WARN, "oneway_failed", "actor=%s method=%s.%s code=%s message=%s",
            gri_actor_label(actor), ctx->mail->service->name,
            ctx->mail->service->methods[ctx->mail->method].name, gr_code_name(code),
            gri_log_quote(message, quoted, sizeof(quoted)));
}

static void copy_reply(struct gr_context *ctx, const gr_method *method, const void *reply,
                       struct gri_result *result)
{
    struct gri_core *core = ctx->actor->shard->core;
    gr_code code = gri_mail_copy(GRI_MAIL_REPLY, method->reply, method->reply_is_flat, reply,
                                 &core->message_limits, &result->reply);
    if (code != GR_OK) {
        result->code = code == GR_RESOURCE_EXHAUSTED ? code : GR_INTERNAL;
        result->failure = gri_failure_format(
            result->code, GR_RAN_YES, gri_actor_label(ctx->actor),
            "the reply of %s cannot be sent: %s", method->name,
            code == GR_RESOURCE_EXHAUSTED ? "out of memory"
                                          : "it is malformed, too deep or too large");
    }
}

static void finish_call(struct gr_context *ctx, const gr_method *method, gr_code code,
                        const void *reply)
{
    struct gri_mail *mail = ctx->mail;
    struct gri_result result = { .code = code == GR_OK ? code : gri_failing_code(code),
                                 .ran = GR_RAN_YES };
    if (code == GR_OK && method->reply != NULL) {
        copy_reply(ctx, method, reply, &result);
    } else if (code != GR_OK) {
        result.failure = take_failure(ctx, result.code, method->name);
    }
    mail->answer(mail, &result);
}

static void finish(struct gr_context *ctx, const gr_method *method, gr_code code,
                   const void *reply)
{
    if (ctx->held != NULL) {
        return; /* its answer comes later, or came already */
    }
    if (ctx->mail->answer != NULL) {
        finish_call(ctx, method, code, reply);
        return;
    }
    if (code != GR_OK) {
        log_failed_oneway(ctx, code);
    }
    gri_mail_free(ctx->mail);
}

static void report_slow(struct gri_actor *actor, const gr_method *method, uint64_t began_ns)
{
    uint64_t took_ns = gri_worker_now(&actor->shard->worker) - began_ns;
    if (took_ns > (uint64_t)method->slow_after_ms * ms) {
        gri_log(GR_LOG_WARN, "slow_handler", "actor=%s method=%s took_ms=%" PRIu64,
                gri_actor_label(actor), method->name, took_ns / ms);
    }
}

static void handle(struct gri_actor *actor, struct gri_mail *mail)
{
    const gr_method *method = &mail->service->methods[mail->method];
    _Alignas(16) unsigned char small[SMALL_REPLY];
    struct gr_context ctx;
    /* A oneway's deadline is about its start: it is over. */
    context_enter(&ctx, actor, mail, mail->answer == NULL ? UINT64_MAX : mail->deadline_ns);
    void *reply = small;
    size_t reply_bytes = method->reply == NULL ? 0 : method->reply->sizeof_message;
    if (reply_bytes > sizeof(small)) {
        reply = gr_alloc(&ctx, reply_bytes);
    } else if (reply_bytes > TINY_REPLY) {
        memset(small, 0, sizeof(small));
    } else {
        memset(small, 0, TINY_REPLY); /* of a fixed size, so that it takes a few stores */
    }
    if (reply != NULL) {
        const void *request = method->request == NULL ? NULL : mail->payload;
        gr_code code = method->handle(type_of(actor), actor->self, &ctx, request, reply);
        finish(&ctx, method, code, reply);
    } else {
        gri_mail_refuse(actor->shard->core, mail, GR_RESOURCE_EXHAUSTED,
                        "out of memory for the reply of %s", method->name);
    }
    context_leave(&ctx);
}

void gri_actor_dispatch(struct gri_actor *actor, struct gri_mail *mail)
{
    struct gri_worker *worker = &actor->shard->worker;
    const gr_method *method = &mail->service->methods[mail->method];
    if (mail->deadline_ns <= worker->now_ns) {
        gri_mail_refuse(actor->shard->core, mail, GR_DEADLINE_EXCEEDED,
                        "the deadline passed before %s ran", method->name);
        return;
    }
    gri_count(&actor->shard->counters.handled, 1);
    uint64_t began_ns = method->slow_after_ms == 0 ? 0 : gri_worker_now(worker);
    handle(actor, mail);
    if (began_ns != 0) {
        report_slow(actor, method, began_ns);
    }
}

static struct gri_wheel *wheel_of(const struct gri_actor *actor)
{
    return &actor->shard->worker.wheel;
}

/* ---- start, body, end ---- */

/* Hooks of all services have the same shape as far as being there is concerned. */
static bool has_hook(const struct gri_actor *actor, size_t index)
{
    void (*hook)(void);
    const gr_type *type = type_of(actor);
    const char *hooks = (const char *)type + type->service->hooks_at;
    memcpy(&hook, hooks + index * sizeof(hook), sizeof(hook));
    return hook != NULL;
}

enum { HOOK_START, HOOK_STOP, HOOK_RUN };

static void set_stopping(struct gri_actor *actor, gr_code reason)
{
    if (actor->state < GRI_ACTOR_STOPPING) {
        actor->state = GRI_ACTOR_STOPPING;
        actor->reason = reason;
    }
}

static gr_code run_start_hook(struct gri_actor *actor, struct gri_starter *starter,
                              struct gri_failure **out_failure)
{
    struct gr_context ctx;
    context_enter(&ctx, actor, NULL, starter->deadline_ns);
    const void *args = starter->args == NULL ? NULL : starter->args->payload;
    gr_code code = service_of(actor)->start(type_of(actor), actor->self, &ctx, args);
    if (code != GR_OK) {
        code = gri_failing_code(code);
        *out_failure = take_failure(&ctx, code, "the start hook");
    }
    context_leave(&ctx);
    return code;
}

static gr_code take_name(struct gri_actor *actor, const char *name, struct gri_failure **out_failure)
{
    struct gri_core *core = actor->shard->core;
    gr_code code = gri_names_add(&core->names, name, id_of(actor), service_of(actor));
    if (code != GR_OK) {
        *out_failure = gri_failure_format(code, GR_RAN_YES, gri_actor_label(actor),
                                          "the name \"%s\" cannot be registered: %s", name,
                                          code == GR_ALREADY_EXISTS ? "another actor has it"
                                                                    : "out of memory");
        return code;
    }
    atomic_store(&actor->is_exported, true);
    return GR_OK;
}

static void free_starter(struct gri_starter *starter)
{
    if (starter != NULL) {
        gri_mail_free(starter->args);
        gri_mfree(starter);
    }
}

static void start(struct gri_actor *actor)
{
    struct gri_starter *starter = actor->starter;
    struct gri_failure *failure = NULL;
    gr_code code = GR_OK;
    if (actor->state == GRI_ACTOR_STOPPING) {
        code = GR_UNAVAILABLE;
        failure = gri_failure_format(code, GR_RAN_NO, gri_actor_label(actor),
                                     "it was stopped before it started");
    } else if (has_hook(actor, HOOK_START)) {
        code = run_start_hook(actor, starter, &failure);
    }
    if (code == GR_OK && starter->name[0] != '\0') {
        code = take_name(actor, starter->name, &failure);
    }
    if (code != GR_OK) {
        set_stopping(actor, code);
    } else {
        actor->starter = NULL; /* started: from now on it also has a stop hook */
        if (actor->state == GRI_ACTOR_STARTING) {
            actor->state = GRI_ACTOR_RUNNING;
        }
    }
    struct gri_mail *spawner = starter->spawner;
    if (spawner != NULL) {
        struct gri_result result = {
            .code = code, .ran = GR_RAN_YES, .failure = failure, .value = id_of(actor)
        };
        starter->spawner = NULL;
        spawner->answer(spawner, &result);
    } else {
        gri_mfree(failure);
    }
    if (code == GR_OK) {
        free_starter(starter);
    }
}

static void run_body(struct gri_actor *actor)
{
    struct gr_context ctx;
    context_enter(&ctx, actor, NULL, UINT64_MAX);
    gr_code code = service_of(actor)->run(type_of(actor), actor->self, &ctx);
    set_stopping(actor, code);
    context_leave(&ctx);
}

static void run_stop_hook(struct gri_actor *actor)
{
    struct gr_context ctx;
    uint64_t now_ns = gri_worker_now(&actor->shard->worker);
    context_enter(&ctx, actor, NULL, now_ns + stop_hook_ms * ms);
    service_of(actor)->stop(type_of(actor), actor->self, &ctx, actor->reason);
    context_leave(&ctx);
}

static void refuse_all(struct gri_actor *actor)
{
    bool waits;
    struct gri_mail *mail = gri_mailbox_drain(&actor->mailbox, &waits);
    while (mail != NULL) {
        if (waits) {
            gri_timer_cancel(wheel_of(actor), &mail->expiry);
        }
        if (mail->kind == GRI_MAIL_MARKER) {
            gri_mail_free(mail);
        } else {
            gri_mail_refuse(actor->shard->core, mail, GR_UNAVAILABLE, "%s ended before it ran",
                            gri_actor_label(actor));
        }
        mail = gri_mailbox_drain(&actor->mailbox, &waits);
    }
}

/* Those that are being answered meanwhile find that their actor is gone. */
static void fail_held(struct gri_actor *actor)
{
    struct gri_list *link = gri_list_pop_front(&actor->held);
    for (; link != NULL; link = gri_list_pop_front(&actor->held)) {
        struct gri_held *held = GRI_CONTAINER(link, struct gri_held, link);
        uint64_t id = gri_slab_id(&actor->shard->held, held);
        void *claimed;
        held->actor = NULL;
        if (!gri_slab_claim(&actor->shard->held, id, &claimed)) {
            continue;
        }
        struct gri_result result = { .code = GR_UNAVAILABLE, .ran = GR_RAN_YES };
        result.failure = gri_failure_format(GR_UNAVAILABLE, GR_RAN_YES, held->path,
                                            "%s ended before the held call was answered",
                                            gri_actor_label(actor));
        held->mail->answer(held->mail, &result);
        gri_arena_fini(&held->arena);
        gri_slab_give(&actor->shard->held, held);
    }
}

static void answer_stops(struct gri_list *stops)
{
    struct gri_list *link = gri_list_pop_front(stops);
    for (; link != NULL; link = gri_list_pop_front(stops)) {
        struct gri_mail *mail = GRI_CONTAINER(link, struct gri_mail, link);
        struct gri_result result = { .code = GR_OK };
        mail->answer(mail, &result);
    }
}

static void answer_stop_all(struct gri_shard *shard)
{
    if (shard->stop_all != NULL && shard->actors.live == 0) {
        struct gri_mail *mail = shard->stop_all;
        struct gri_result result = { .code = GR_OK };
        shard->stop_all = NULL;
        mail->answer(mail, &result);
    }
}

static void log_end(struct gri_actor *actor)
{
    if (actor->reason != GR_OK && actor->starter == NULL) {
        gri_log(GR_LOG_WARN, "actor_ended", "actor=%s code=%s", gri_actor_label(actor),
                gr_code_name(actor->reason));
    }
}

static void end(struct gri_actor *actor)
{
    struct gri_shard *shard = actor->shard;
    actor->state = GRI_ACTOR_ENDING;
    if (actor->starter == NULL && has_hook(actor, HOOK_STOP)) {
        run_stop_hook(actor);
    }
    actor->state = GRI_ACTOR_ENDED;
    log_end(actor);
    if (atomic_load(&actor->is_exported)) {
        gri_names_remove_actor(&shard->core->names, id_of(actor));
    }
    refuse_all(actor);
    fail_held(actor);
    free_starter(actor->starter);
    gri_mfree(actor->self);
    gri_mfree(actor->label);
    struct gri_list stops;
    gri_list_init(&stops);
    gri_list_move_all(&stops, &actor->stops);
    gri_slab_give(&shard->actors, actor);
    gri_count(&shard->counters.actors, UINT64_MAX); /* one less */
    answer_stops(&stops);
    answer_stop_all(shard);
}

/* ---- turns ---- */

static void queue_turn(struct gri_actor *actor)
{
    if (!actor->is_busy && !actor->is_queued) {
        actor->is_queued = true;
        gri_worker_run_later(&actor->shard->worker, &actor->task);
    }
}

static void handle_mail(struct gri_actor *actor)
{
    struct gri_worker *worker = &actor->shard->worker;
    for (int n = 0; n < TURN_MAX && actor->state < GRI_ACTOR_STOPPING; n++) {
        struct gri_mail *mail = gri_mailbox_pop(&actor->mailbox);
        if (mail == NULL) {
            break;
        }
        gri_actor_admit(actor);
        gri_actor_dispatch(actor, mail);
        if (gri_worker_spend(worker)) {
            break;
        }
    }
    if (actor->state == GRI_ACTOR_DRAINING && !gri_mailbox_has_mail(&actor->mailbox)) {
        set_stopping(actor, GR_OK);
    }
}

static void take_turn(struct gri_worker *worker, struct gri_task *task)
{
    (void)worker;
    struct gri_actor *actor = GRI_CONTAINER(task, struct gri_actor, task);
    actor->is_queued = false;
    actor->is_busy = true;
    if (actor->starter != NULL) {
        start(actor);
    }
    if (actor->state < GRI_ACTOR_STOPPING && has_hook(actor, HOOK_RUN)) {
        run_body(actor);
    }
    if (actor->state < GRI_ACTOR_STOPPING) {
        handle_mail(actor);
    }
    if (actor->state == GRI_ACTOR_STOPPING) {
        end(actor);
        return;
    }
    actor->is_busy = false;
    if (gri_mailbox_has_mail(&actor->mailbox)) {
        queue_turn(actor);
    }
}

/* ---- mail that comes ---- */

static bool is_same_service(const gr_service *one, const gr_service *other)
{
    return one == other || strcmp(one->name, other->name) == 0;
}

/* What its service does when full, as the receiver sees it. */
static gr_overflow overflow_of(const struct gri_mail *mail)
{
    return mail->service->methods[mail->method].overflow;
}

static void notice_mail(struct gri_actor *actor, const struct gri_mail *mail)
{
    if (!actor->is_busy) {
        queue_turn(actor);
        return;
    }
    struct gr_context *ctx = actor->context;
    if (ctx != NULL && ctx->idle != NULL && (ctx->only == NULL || ctx->only[mail->method])) {
        gri_wait_end(ctx->idle, GR_OK);
    }
}

/* It is in the queue now. */
static void accept(struct gri_actor *actor, struct gri_mail *mail)
{
    if (mail->admission != 0) {
        end_admission(actor->shard->core, mail, GR_OK);
    }
    notice_mail(actor, mail);
}

void gri_actor_admit(struct gri_actor *actor)
{
    struct gri_mail *mail = gri_mailbox_next_waiting(&actor->mailbox);
    while (mail != NULL) {
        gri_timer_cancel(wheel_of(actor), &mail->expiry);
        gri_mailbox_admit(&actor->mailbox, mail);
        accept(actor, mail);
        mail = gri_mailbox_next_waiting(&actor->mailbox);
    }
}

/* Its sender has given up by now: nothing else would take it out of a mailbox that stays full. What
 * waited behind it may be smaller, and fit. */
static void waited_too_long(struct gri_timer *timer)
{
    struct gri_mail *mail = GRI_CONTAINER(timer, struct gri_mail, expiry);
    struct gri_shard *shard = gri_shard_of(gri_worker_current());
    struct gri_actor *actor = gri_slab_find(&shard->actors, mail->actor);
    gri_mailbox_leave(mail);
    gri_mail_refuse(shard->core, mail, GR_DEADLINE_EXCEEDED,
                    "the deadline passed while it waited for room in the mailbox");
    gri_actor_admit(actor);
}

/* A oneway without a deadline from another node has nobody there who waits for room. */
static uint64_t waits_until(const struct gri_shard *shard, const struct gri_mail *mail)
{
    bool is_unbounded = mail->deadline_ns == UINT64_MAX && mail->let_go != NULL;
    return is_unbounded ? shard->worker.now_ns + oneway_wait_ms * ms : mail->deadline_ns;
}

static void deliver(struct gri_shard *shard, struct gri_mail *mail, gr_overflow overflow)
{
    struct gri_actor *actor = gri_slab_find(&shard->actors, mail->actor);
    if (actor == NULL || actor->state >= GRI_ACTOR_STOPPING) {
        gri_mail_refuse(shard->core, mail, GR_UNAVAILABLE, "the actor is gone");
        return;
    }
    if (actor->state == GRI_ACTOR_DRAINING) {
        gri_mail_refuse(shard->core, mail, GR_UNAVAILABLE, "%s is draining: it takes no new calls",
                        gri_actor_label(actor));
        return;
    }
    if (!is_same_service(mail->service, service_of(actor))) {
        gri_mail_refuse(shard->core, mail, GR_FAILED_PRECONDITION, "%s is a %s, not a %s",
                        gri_actor_label(actor), service_of(actor)->name, mail->service->name);
        return;
    }
    enum gri_offer offer = gri_mailbox_offer(&actor->mailbox, mail, overflow);
    if (offer == GRI_OFFER_FULL) {
        gri_mail_refuse(shard->core, mail, GR_RESOURCE_EXHAUSTED,
                        "the mailbox of %s is full (%u messages, %zu bytes)",
                        gri_actor_label(actor), atomic_load(&actor->mailbox.n),
                        atomic_load(&actor->mailbox.bytes));
    } else if (offer == GRI_OFFER_WAITS) {
        mail->expiry = (struct gri_timer){ .fire = waited_too_long };
        gri_timer_arm(wheel_of(actor), &mail->expiry, waits_until(shard, mail));
    } else {
        accept(actor, mail);
    }
}

static void mail_arrived(struct gri_worker *worker, struct gri_post *post)
{
    struct gri_mail *mail = GRI_CONTAINER(post, struct gri_mail, post);
    struct gri_shard *shard = gri_shard_of(worker);
    struct gri_actor *place = gri_slab_at(&shard->actors, (uint32_t)mail->actor & 0xffffffu);
    if (place != NULL) {
        gri_mailbox_arrive(&place->mailbox, mail);
    }
    deliver(shard, mail, overflow_of(mail));
}

static struct gri_actor *find_anywhere(struct gri_core *core, uint64_t id)
{
    struct gri_shard *shard = gri_core_shard(core, id);
    return shard == NULL ? NULL : gri_slab_find(&shard->actors, id);
}

void gri_actor_send(struct gri_core *core, struct gri_mail *mail, bool may_wait)
{
    struct gri_shard *shard = gri_core_shard(core, mail->actor);
    if (shard != NULL && gri_core_here(core) == shard) {
        deliver(shard, mail, may_wait ? overflow_of(mail) : GR_OVERFLOW_REJECT);
        return;
    }
    struct gri_actor *actor = find_anywhere(core, mail->actor);
    if (actor == NULL) {
        gri_mail_refuse(core, mail, GR_UNAVAILABLE, "the actor is gone");
        return;
    }
    bool waits = may_wait && overflow_of(mail) == GR_OVERFLOW_WAIT;
    if (mail->let_go == NULL && !gri_mailbox_reserve(&actor->mailbox, mail) && !waits) {
        gri_mail_refuse(core, mail, GR_RESOURCE_EXHAUSTED, "the mailbox is full");
        return;
    }
    mail->post.run = mail_arrived;
    gri_worker_post(&shard->worker, &mail->post);
}

bool gri_actor_would_wait(struct gri_core *core, const struct gri_mail *mail)
{
    if (overflow_of(mail) != GR_OVERFLOW_WAIT) {
        return false;
    }
    struct gri_shard *shard = gri_core_shard(core, mail->actor);
    struct gri_actor *actor = find_anywhere(core, mail->actor);
    if (actor == NULL) {
        return false;
    }
    return gri_core_here(core) == shard ? gri_mailbox_must_wait(&actor->mailbox, mail)
                                        : gri_mailbox_is_crowded(&actor->mailbox, mail);
}

const gr_service *gri_actor_service(struct gri_core *core, uint64_t id, bool *out_is_exported)
{
    struct gri_actor *actor = find_anywhere(core, id);
    const gr_type *type =
        actor == NULL ? NULL : atomic_load_explicit(&actor->type, memory_order_acquire);
    *out_is_exported = actor != NULL && atomic_load(&actor->is_exported);
    return type == NULL ? NULL : type->service;
}

void gri_actor_export(struct gri_core *core, uint64_t id)
{
    struct gri_actor *actor = find_anywhere(core, id);
    if (actor != NULL) {
        atomic_store(&actor->is_exported, true);
    }
}

/* ---- cancels, stops, markers ---- */

/* Run `run` for an actor on its worker: here, or by posting `mail`. */
static void to_worker(struct gri_core *core, struct gri_mail *mail,
                      void (*run)(struct gri_worker *, struct gri_post *))
{
    struct gri_shard *shard = gri_core_shard(core, mail->actor);
    if (gri_core_here(core) == shard) {
        run(&shard->worker, &mail->post);
        return;
    }
    mail->post.run = run;
    gri_worker_post(&shard->worker, &mail->post);
}

static void cancel_arrived(struct gri_worker *worker, struct gri_post *post)
{
    struct gri_mail *cancel = GRI_CONTAINER(post, struct gri_mail, post);
    struct gri_shard *shard = gri_shard_of(worker);
    struct gri_actor *actor = gri_slab_find(&shard->actors, cancel->actor);
    if (actor == NULL) {
        gri_mail_free(cancel);
        return;
    }
    bool waits;
    struct gri_mail *mail =
        gri_mailbox_withdraw(&actor->mailbox, cancel->answer_to, cancel->call, &waits);
    if (mail != NULL && waits) {
        gri_timer_cancel(wheel_of(actor), &mail->expiry);
    }
    if (mail != NULL) {
        gri_mail_refuse(shard->core, mail, GR_CANCELLED, "the caller gave up before it ran");
        gri_actor_admit(actor);
    }
    for (struct gr_context *ctx = actor->context; ctx != NULL; ctx = ctx->outer) {
        if (ctx->mail != NULL && ctx->held == NULL && ctx->mail->answer_to == cancel->answer_to &&
            ctx->mail->call == cancel->call) {
            gri_activity_cancel(&ctx->activity);
        }
    }
    gri_mail_free(cancel);
}

void gri_actor_cancel(struct gri_core *core, uint64_t actor, void *answer_to, uint64_t call)
{
    if (gri_core_shard(core, actor) == NULL) {
        return;
    }
    struct gri_mail *cancel = gri_mail_create(GRI_MAIL_REPLY, 0);
    if (cancel == NULL) {
        return; /* the callee goes on until its deadline, which it knows */
    }
    cancel->actor = actor;
    cancel->answer_to = answer_to;
    cancel->call = call;
    to_worker(core, cancel, cancel_arrived);
}

static void marker_arrived(struct gri_worker *worker, struct gri_post *post)
{
    struct gri_mail *marker = GRI_CONTAINER(post, struct gri_mail, post);
    struct gri_actor *actor = gri_slab_find(&gri_shard_of(worker)->actors, marker->actor);
    if (actor != NULL && actor->state < GRI_ACTOR_STOPPING) {
        gri_mailbox_mark(&actor->mailbox, &marker);
        struct gr_context *ctx = actor->context;
        if (ctx != NULL && ctx->idle != NULL) {
            gri_wait_end(ctx->idle, GR_OK);
        }
    }
    gri_mail_free(marker);
}

gr_code gri_actor_stop_processing(struct gri_core *core, uint64_t actor)
{
    if (find_anywhere(core, actor) == NULL) {
        return GR_UNAVAILABLE;
    }
    struct gri_mail *marker = gri_mail_create(GRI_MAIL_MARKER, 0);
    if (marker == NULL) {
        return GR_RESOURCE_EXHAUSTED;
    }
    marker->actor = actor;
    to_worker(core, marker, marker_arrived);
    return GR_OK;
}

static void stop(struct gri_actor *actor, bool drain)
{
    if (actor->state >= GRI_ACTOR_ENDING) {
        return; /* its stop hook has a budget of its own */
    }
    if (!drain) {
        set_stopping(actor, GR_OK);
        cancel_contexts(actor);
    } else if (actor->state < GRI_ACTOR_DRAINING) {
        actor->state = GRI_ACTOR_DRAINING;
        if (actor->context != NULL && actor->context->idle != NULL) {
            gri_wait_end(actor->context->idle, GR_OK);
        }
    }
    queue_turn(actor);
}

void gri_actor_stop_arrived(struct gri_worker *worker, struct gri_post *post)
{
    struct gri_mail *mail = GRI_CONTAINER(post, struct gri_mail, post);
    struct gri_actor *actor = gri_slab_find(&gri_shard_of(worker)->actors, mail->actor);
    if (actor == NULL) {
        struct gri_result result = { .code = GR_UNAVAILABLE, .ran = GR_RAN_NO };
        mail->answer(mail, &result);
        return;
    }
    gri_list_push_back(&actor->stops, &mail->link);
    stop(actor, mail->method == 1);
}

void gri_actor_stop_all_arrived(struct gri_worker *worker, struct gri_post *post)
{
    struct gri_shard *shard = gri_shard_of(worker);
    struct gri_mail *mail = GRI_CONTAINER(post, struct gri_mail, post);
    if (shard->stop_all != NULL) { /* an earlier try that gave up waiting */
        gri_mail_free(shard->stop_all);
    }
    shard->stop_all = mail;
    for (uint32_t i = 0; i < shard->actors.used; i++) {
        struct gri_actor *actor = gri_slab_at(&shard->actors, i);
        if (gri_slot_is_live(&actor->slot)) {
            stop(actor, mail->method == 1);
        }
    }
    answer_stop_all(shard);
}

/* ---- spawn ---- */

static void answer_spawner(struct gri_mail *spawner, gr_code code, const char *message)
{
    if (spawner != NULL) {
        struct gri_result result = { .code = code, .ran = GR_RAN_NO };
        result.failure = gri_failure_format(code, GR_RAN_NO, "", "%s", message);
        spawner->answer(spawner, &result);
    }
}

static struct gri_starter *make_starter(const struct gri_spawn *spawn)
{
    const char *name = spawn->name == NULL ? "" : spawn->name;
    struct gri_starter *starter = gri_malloc(sizeof(*starter) + strlen(name) + 1);
    if (starter != NULL) {
        starter->args = spawn->args;
        starter->spawner = spawn->spawner;
        starter->deadline_ns = spawn->deadline_ns;
        strcpy(starter->name, name);
    }
    return starter;
}

static void actor_init(struct gri_actor *actor, struct gri_shard *shard,
                       const struct gri_spawn *spawn)
{
    const gr_limits *limits = &shard->core->limits;
    const gr_service *service = spawn->type->service;
    uint32_t max = spawn->mailbox_messages != 0    ? spawn->mailbox_messages
                   : service->mailbox_messages != 0 ? service->mailbox_messages
                                                    : limits->mailbox_messages;
    size_t max_bytes = spawn->mailbox_bytes != 0    ? spawn->mailbox_bytes
                       : service->mailbox_bytes != 0 ? service->mailbox_bytes
                                                     : limits->mailbox_bytes;
    gri_mailbox_init(&actor->mailbox, max, max_bytes);
    actor->state = GRI_ACTOR_STARTING;
    actor->is_busy = false;
    actor->is_queued = false;
    atomic_store(&actor->is_exported, false);
    atomic_store_explicit(&actor->type, spawn->type, memory_order_release);
    actor->task = (struct gri_task){ .run = take_turn };
    actor->shard = shard;
    actor->context = NULL;
    actor->label = NULL;
    actor->reason = GR_OK;
    gri_list_init(&actor->held);
    gri_list_init(&actor->stops);
}

void gri_actor_spawn(struct gri_shard *shard, const struct gri_spawn *spawn)
{
    if (atomic_load(&shard->core->is_stopping)) {
        gri_mail_free(spawn->args);
        answer_spawner(spawn->spawner, GR_UNAVAILABLE, "the node is stopping");
        return;
    }
    size_t self_size = spawn->type->self_size;
    struct gri_starter *starter = make_starter(spawn);
    void *self = self_size == 0 ? NULL : gri_calloc(self_size);
    struct gri_actor *actor = NULL;
    if (starter != NULL && (self != NULL || self_size == 0)) {
        actor = gri_slab_take(&shard->actors);
    }
    if (actor == NULL) {
        gri_mfree(starter);
        gri_mfree(self);
        gri_mail_free(spawn->args);
        answer_spawner(spawn->spawner, GR_RESOURCE_EXHAUSTED, "out of memory, or max_actors");
        return;
    }
    actor_init(actor, shard, spawn);
    actor->self = self;
    actor->starter = starter;
    if (starter->name[0] != '\0') {
        label_by_name(actor, starter->name); /* from the first: it may be borrowed */
    }
    gri_count(&shard->counters.actors, 1);
    if (!has_hook(actor, HOOK_START)) {
        start(actor); /* runs nothing of the user's: the spawner need not wait for a turn */
    }
    if (actor->starter != NULL || actor->state == GRI_ACTOR_STOPPING || has_hook(actor, HOOK_RUN)) {
        queue_turn(actor);
    }
}

/* ---- reports ---- */

static const char *what_it_does(const struct gri_actor *actor)
{
    if (actor->context == NULL) {
        return "runs nothing";
    }
    if (actor->context->mail == NULL) {
        return "is in a hook or its body";
    }
    return actor->context->mail->service->methods[actor->context->mail->method].name;
}

void gri_actor_report_alive(struct gri_shard *shard)
{
    uint32_t reported = 0;
    for (uint32_t i = 0; i < shard->actors.used && reported < REPORTED_MAX; i++) {
        struct gri_actor *actor = gri_slab_at(&shard->actors, i);
        if (gri_slot_is_live(&actor->slot)) {
            char quoted[128];
            gri_log(GR_LOG_ERROR, "still_alive", "actor=%s in=%s", gri_actor_label(actor),
                    gri_log_quote(what_it_does(actor), quoted, sizeof(quoted)));
            reported++;
        }
    }
}

static size_t put(char *buf, size_t cap, size_t at, const char *string)
{
    while (*string != '\0' && at < cap) {
        buf[at++] = *string++;
    }
    return at;
}

size_t gri_actor_describe_running(char *buf, size_t cap)
{
    struct gri_worker *worker = gri_worker_current();
    if (worker == NULL || worker->activity == NULL) {
        return put(buf, cap, 0, "no actor");
    }
    const struct gr_context *ctx = GRI_CONTAINER(worker->activity, struct gr_context, activity);
    const gr_service *service = service_of(ctx->actor);
    size_t at = put(buf, cap, 0, ctx->actor->label == NULL ? "an actor" : ctx->actor->label);
    at = put(buf, cap, put(buf, cap, at, ", "), service->name);
    if (ctx->mail != NULL) {
        at = put(buf, cap, put(buf, cap, at, "."), service->methods[ctx->mail->method].name);
    }
    return at;
}
