/* SPDX-License-Identifier: MIT */
/* Running what is the user's: contexts for handlers, hooks and bodies, the call of a handler, and
 * what becomes of its result. On the actor's worker, in its fiber. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "actor.h"
#include "defect.h"
#include "log.h"

enum { SMALL_REPLY = 256, TINY_REPLY = 64, MOST_UNUSED = 1024 };
static const uint64_t ms = 1000000;

/* ---- contexts ---- */

/* In pieces for which no loop is made. */
static inline void clear_rest(struct gr_context *ctx)
{
    enum { REST = offsetof(struct gr_context, is_given_up) & ~15u, HALF = 64 };
    enum { LEFT = sizeof(*ctx) - REST - HALF };
    memset((char *)ctx + REST, 0, HALF);
    memset((char *)ctx + REST + HALF, 0, LEFT);
}

static inline void enter(struct gr_context *ctx, struct gri_actor *actor, struct gri_mail *mail,
                         uint64_t deadline_ns)
{
    struct gri_worker *worker = &actor->shard->worker;
    struct gr_context *outer = actor->context;
    clear_rest(ctx);
    ctx->activity = (struct gri_activity){ .deadline_ns = deadline_ns };
    ctx->actor = actor;
    ctx->mail = mail;
    ctx->caller = mail;
    ctx->outer = outer;
    ctx->began_ns = worker->now_ns;
    ctx->depth = outer == NULL ? 0 : outer->depth + 1;
    actor->context = ctx;
    worker->activity = &ctx->activity;
}

void gri_context_enter(struct gr_context *ctx, struct gri_actor *actor, struct gri_mail *mail,
                       uint64_t deadline_ns)
{
    enter(ctx, actor, mail, deadline_ns);
}

const char *gri_context_what(const struct gr_context *ctx)
{
    if (ctx->mail != NULL) {
        return ctx->mail->service->methods[ctx->mail->method].name;
    }
    if (ctx->part != GRI_PART_NONE) {
        return gri_machine_what(ctx);
    }
    return ctx->actor->has_starter                 ? "start hook"
           : ctx->actor->state == GRI_ACTOR_ENDING ? "stop hook"
                                                   : "run body";
}

static void report_return(const struct gr_context *ctx)
{
    char quoted[300];
    uint64_t took_ns = gri_worker_now(&ctx->actor->shard->worker) - ctx->began_ns;
    gri_log(GR_LOG_WARN, "handler_returned", "actor=%s method=%s after_ms=%" PRIu64,
            gri_actor_label(ctx->actor), gri_log_quote(ctx->reported_as, quoted, sizeof(quoted)),
            took_ns / ms);
}

/* What few of them have. */
static void leave_more(struct gr_context *ctx)
{
    if (ctx->reported_as != NULL) {
        report_return(ctx);
    }
    gri_mfree(ctx->failure);
    gri_mfree(ctx->aborted);
    gri_arena_fini(&ctx->arena);
}

static inline void leave(struct gr_context *ctx)
{
    struct gri_actor *actor = ctx->actor;
    actor->context = ctx->outer;
    actor->shard->worker.activity = ctx->outer == NULL ? NULL : &ctx->outer->activity;
    if (ctx->reported_as != NULL || ctx->failure != NULL || ctx->aborted != NULL ||
        ctx->arena.chunks != NULL) {
        leave_more(ctx);
    }
}

void gri_context_leave(struct gr_context *ctx)
{
    leave(ctx);
}

void gri_context_cancel_all(struct gri_actor *actor)
{
    for (struct gr_context *ctx = actor->context; ctx != NULL; ctx = ctx->outer) {
        gri_activity_cancel(&ctx->activity);
    }
}

/* ---- handlers ---- */

struct gri_failure *gri_context_take_failure(struct gr_context *ctx, gr_code returned,
                                             const char *what)
{
    gr_code code = gri_failing_code(returned);
    struct gri_failure *failure = ctx->failure;
    if (failure != NULL && failure->code == code) {
        ctx->failure = NULL;
        failure->ran = GR_RAN_YES;
        return failure;
    }
    const char *label = gri_actor_label(ctx->actor);
    if (returned != code) {
        return gri_failure_format(code, GR_RAN_YES, label, "%s returned %d, which is no code", what,
                                  (int)returned);
    }
    return gri_failure_format(code, GR_RAN_YES, label, "%s returned %s without a message", what,
                              gr_code_name(code));
}

static void lose_failed_oneway(struct gr_context *ctx, gr_code returned)
{
    struct gri_actor *actor = ctx->actor;
    gr_code code = gri_failing_code(returned);
    const gr_method *method = &ctx->mail->service->methods[ctx->mail->method];
    char why[GRI_FAILURE_MESSAGE_MAX];
    (void)(snprintf(why, sizeof(why), "%s returned %s without a message", method->name,
                    gr_code_name(code)));
    bool is_explained = ctx->failure != NULL && ctx->failure->code == code;
    struct gri_loss loss = { .mail = ctx->mail,
                             .reason = GR_DEAD_FAILED,
                             .code = code,
                             .message = is_explained ? ctx->failure->message : why };
    gri_count(&actor->shard->counters.oneways_failed, 1);
    gri_core_lose(actor->shard->core, &loss);
}

/* The request is over: a reply of scalars to a caller of this node takes its place in the mail, if
 * there is room, and not so much more that a reply which is kept would keep a large request's
 * memory. */
static bool put_reply_in_place(const struct gr_context *ctx, const gr_method *method,
                               const void *reply, struct gri_result *result)
{
    struct gri_mail *mail = ctx->mail;
    size_t size = method->reply->sizeof_message;
    size_t room = mail->bytes - sizeof(*mail);
    bool is_plain =
        method->reply_is_flat && ((const ProtobufCMessage *)reply)->n_unknown_fields == 0;
    if (!is_plain || mail->answer != gri_core_answer || size > room || room - size > MOST_UNUSED) {
        return false;
    }
    memcpy(mail->payload, reply, size);
    ((ProtobufCMessage *)(void *)mail->payload)->descriptor = method->reply;
    result->reply = mail;
    return true;
}

static void copy_reply(struct gr_context *ctx, const gr_method *method, const void *reply,
                       struct gri_result *result)
{
    struct gri_core *core = ctx->actor->shard->core;
    if (put_reply_in_place(ctx, method, reply, result)) {
        return;
    }
    gr_code code = gri_mail_copy(GRI_MAIL_REPLY, method->reply, method->reply_is_flat, reply,
                                 &core->message_limits, &result->reply);
    if (code != GR_OK) {
        result->code = code == GR_RESOURCE_EXHAUSTED ? code : GR_INTERNAL;
        result->failure = gri_failure_format(result->code, GR_RAN_YES, gri_actor_label(ctx->actor),
                                             "the reply of %s cannot be sent: %s", method->name,
                                             code == GR_RESOURCE_EXHAUSTED
                                                 ? "out of memory"
                                                 : "it is malformed, too deep or too large");
    }
}

/* A handler whose waits were cancelled by the deadline has failed because of the deadline. */
static gr_code blame_deadline(struct gr_context *ctx, const gr_method *method, gr_code code)
{
    const struct gri_mail *mail = ctx->mail;
    if (code != GR_CANCELLED || ctx->activity.cancelled) {
        return code;
    }
    uint64_t now_ns = gri_worker_now(&ctx->actor->shard->worker);
    if (mail->deadline_ns > now_ns) {
        return code;
    }
    return gr_fail(ctx, GR_DEADLINE_EXCEEDED,
                   "%s gave up at the deadline, after %" PRIu64 " ms in the queue and %" PRIu64
                   " in the handler",
                   method->name, (ctx->began_ns - mail->arrived_ns) / ms,
                   (now_ns - ctx->began_ns) / ms);
}

static void finish_call(struct gr_context *ctx, const gr_method *method, gr_code code,
                        const void *reply)
{
    struct gri_mail *mail = ctx->mail;
    code = code == GR_OK ? code : blame_deadline(ctx, method, code);
    struct gri_result result = { .code = code == GR_OK ? code : gri_failing_code(code),
                                 .ran = GR_RAN_YES };
    if (code == GR_OK && method->reply != NULL) {
        copy_reply(ctx, method, reply, &result);
    } else if (code != GR_OK) {
        result.failure = gri_context_take_failure(ctx, code, method->name);
    }
    if (GRI_DEFECT(LOST_REPLY)) {
        gri_result_fini(&result);
        return;
    }
    mail->answer(mail, &result);
}

/* Its answer comes later, or came already, unless the handler failed after all. */
static void finish_held(struct gr_context *ctx, const gr_method *method, gr_code code)
{
    if (code != GR_OK) {
        code = blame_deadline(ctx, method, code);
        struct gri_failure *failure = gri_context_take_failure(ctx, code, method->name);
        gri_held_abandon(ctx->held, gri_failing_code(code),
                         failure == NULL ? "" : failure->message);
        gri_mfree(failure);
    }
    gri_held_leave(ctx);
}

static void finish(struct gr_context *ctx, const gr_method *method, gr_code code, const void *reply)
{
    if (ctx->held != NULL) {
        finish_held(ctx, method, code);
        return;
    }
    if (ctx->mail->answer != NULL) {
        finish_call(ctx, method, code, reply);
        return;
    }
    if (code != GR_OK) {
        lose_failed_oneway(ctx, code);
    }
    gri_mail_free_on(&ctx->actor->shard->worker, ctx->mail);
}

static void report_slow(struct gri_actor *actor, const gr_method *method, uint64_t began_ns)
{
    uint64_t took_ns = gri_worker_now(&actor->shard->worker) - began_ns;
    if (took_ns > (uint64_t)method->slow_after_ms * ms) {
        struct gri_core *core = actor->shard->core;
        gri_log_event(&core->log_limits, core->env, GR_LOG_WARN, GRI_EVENT_SLOW_HANDLER,
                      "actor=%s method=%s took_ms=%" PRIu64, gri_actor_label(actor), method->name,
                      took_ns / ms);
    }
}

/* Room for a reply, zeroed: on the stack if it is not large. NULL: out of memory. */
static inline void *make_reply(struct gr_context *ctx, const gr_method *method,
                               unsigned char small[SMALL_REPLY])
{
    size_t bytes = method->reply == NULL ? 0 : method->reply->sizeof_message;
    if (bytes > SMALL_REPLY) {
        return gr_alloc(ctx, bytes);
    }
    if (bytes > TINY_REPLY) {
        memset(small, 0, SMALL_REPLY);
    } else if (bytes > 0) {
        memset(small, 0, TINY_REPLY); /* of a fixed size, so that it takes a few stores */
    }
    return small;
}

/* Inline in the one that calls it, whose registers need not be saved twice. */
__attribute__((always_inline)) static inline void
handle(struct gri_actor *actor, struct gri_mail *mail, const gr_method *method)
{
    struct gri_worker *worker = &actor->shard->worker;
    _Alignas(16) unsigned char small[SMALL_REPLY];
    struct gr_context ctx;
    bool is_oneway = mail->answer == NULL;
    /* A oneway's deadline is about its start: it is over. */
    enter(&ctx, actor, mail, is_oneway ? UINT64_MAX : mail->deadline_ns);
    void *reply = make_reply(&ctx, method, small);
    gr_code code = GR_RESOURCE_EXHAUSTED;
    if (reply != NULL) {
        const void *request = method->request == NULL ? NULL : mail->payload;
        gri_user_begin(worker);
        code = method->handle(gri_actor_type(actor), gri_actor_self(actor), &ctx, request, reply);
        gri_user_end();
        if (is_oneway && code == GR_OK && ctx.held == NULL) {
            gri_mail_free_on(worker, mail);
        } else {
            finish(&ctx, method, code, reply);
        }
    } else {
        gri_mail_refuse(actor->shard->core, mail, GR_RESOURCE_EXHAUSTED,
                        "out of memory for the reply of %s", method->name);
    }
    leave(&ctx);
    if (ctx.wish != 0) {
        gri_machine_wished(actor, &ctx, code);
    }
}

/* n: how long it was queued. */
static void say_expired(const struct gri_why *why, const char *actor, char *buf, size_t cap)
{
    (void)actor;
    (void)snprintf(buf, cap, "the deadline passed before %s ran, after %" PRIu64 " ms in the queue",
                   why->what, why->n[0]);
}

__attribute__((noinline)) static void refuse_late(struct gri_actor *actor, struct gri_mail *mail,
                                                  const gr_method *method)
{
    const struct gri_why why = {
        .say = say_expired,
        .what = method->name,
        .n = { (actor->shard->worker.now_ns - mail->arrived_ns) / ms },
    };
    gri_mail_refuse_why(actor->shard->core, actor, mail, GR_DEADLINE_EXCEEDED, &why);
}

static void handle_timed(struct gri_actor *actor, struct gri_mail *mail, const gr_method *method)
{
    gri_core_expect_slow(actor->shard->core, method->slow_after_ms);
    uint64_t began_ns = gri_worker_now(&actor->shard->worker);
    handle(actor, mail, method);
    report_slow(actor, method, began_ns);
}

void gri_actor_dispatch(struct gri_actor *actor, struct gri_mail *mail)
{
    const gr_method *method = &mail->service->methods[mail->method];
    if (mail->deadline_ns <= actor->shard->worker.now_ns && !GRI_DEFECT(LATE_START)) {
        refuse_late(actor, mail, method);
        return;
    }
    gri_count(&actor->shard->counters.handled, 1);
    actor->handled++;
    if (method->slow_after_ms != 0) {
        handle_timed(actor, mail, method);
    } else {
        handle(actor, mail, method);
    }
}
