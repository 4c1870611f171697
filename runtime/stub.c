/* SPDX-License-Identifier: MIT */
/* The API that generated code calls, and the functions on refs, timers, held calls and futures that
 * users call beside it: parameters are checked here, and the work is done below. */
#include "greenroom/stub.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "actor.h"
#include "context.h"
#include "delay.h"
#include "entry.h"
#include "held.h"
#include "lookup.h"
#include "operate.h"
#include "ref.pb-c.h"

static const uint64_t ms = 1000000;

/* ---- calls ---- */

/* A call under way from stub to stub. */
struct stub_call {
    struct gri_entry entry;
    struct gri_route route;
    const gr_service *service;
    uint32_t method;
    bool is_endless; /* a oneway that lives until it is handled */
};

static const gr_method *method_of(const gr_service *service, uint32_t method)
{
    return service != NULL && method < service->n_methods ? &service->methods[method] : NULL;
}

static gr_code explain_entry(gr_error *error, gr_code code)
{
    const char *why = code == GR_INVALID_ARGUMENT      ? "the ref is zero"
                      : code == GR_FAILED_PRECONDITION ? "this process was forked from one with "
                                                         "nodes: they do not work here"
                                                       : "the node of this ref was destroyed";
    return gri_error_set(error, code, GR_RAN_NO, "%s", why);
}

/* What is endless needs a deadline only where its sender may have to wait: for a lookup, or for
 * room. Else the clock is not read: that alone would take a third of a send. */
static bool needs_deadline(const struct stub_call *call, gr_ref to)
{
    return !call->is_endless || to.home != call->entry.core->incarnation ||
           call->service->methods[call->method].overflow == GR_OVERFLOW_WAIT;
}

/* Enter the node and find the way. */
static gr_code open_call(struct stub_call *call, gr_ref to, uint32_t timeout_ms,
                         struct gri_operation *operation, gr_error *error)
{
    const gr_method *method = &call->service->methods[call->method];
    gr_code code = gri_enter(to.node, &call->entry);
    if (code != GR_OK) {
        return explain_entry(error, code);
    }
    operation->deadline_ns = UINT64_MAX;
    if (needs_deadline(call, to)) {
        operation->deadline_ns =
            gri_deadline(call->entry.core, timeout_ms, method->timeout_ms, method->detached);
    }
    code = gri_resolve(&call->entry, to, call->service, call->method, operation->deadline_ns,
                       &call->route, error);
    if (code != GR_OK) {
        gri_leave(&call->entry);
    }
    return code;
}

static void close_call(struct stub_call *call)
{
    if (call->route.peer != NULL) {
        gri_peer_unref(call->route.peer);
    }
    gri_leave(&call->entry);
}

/* Copy the request into mail for where the route leads. */
static gr_code load_mail(struct stub_call *call, enum gri_mail_kind kind, const void *request,
                         struct gri_operation *operation, gr_error *error)
{
    const gr_method *method = &call->service->methods[call->method];
    gr_code code = gri_mail_copy(kind, method->request, method->request_is_flat, request,
                                 &call->entry.core->message_limits, &operation->mail);
    if (code != GR_OK) {
        return gri_error_set(error, code, GR_RAN_NO, "%s",
                             code == GR_RESOURCE_EXHAUSTED ? "out of memory"
                             : request == NULL             ? "the request is NULL"
                                               : "the request is malformed, too deep or too large");
    }
    operation->mail->service = call->service;
    operation->mail->method = call->method;
    operation->mail->actor = call->route.actor;
    operation->reply_type = method->reply;
    operation->peer = call->route.peer;
    operation->frame_kind = kind == GRI_MAIL_CALL ? GRI_FRAME_CALL : GRI_FRAME_ONEWAY;
    operation->method = call->route.method;
    return GR_OK;
}

static const char *why_ended(gr_code code)
{
    switch (code) {
    case GR_DEADLINE_EXCEEDED:
        return "no reply came before the deadline";
    case GR_CANCELLED:
        return "cancelled: this actor is to stop, or its own caller gave up";
    case GR_RESOURCE_EXHAUSTED:
        return "out of memory, or max_fibers handlers wait already";
    case GR_INVALID_ARGUMENT:
        return "the request is larger than the other node takes";
    case GR_UNAVAILABLE:
        return "the session was lost";
    default:
        return "the call could not be made";
    }
}

static void give_reply(struct gri_result *result, void *out_reply)
{
    void *reply = result->reply == NULL ? NULL : result->reply->payload;
    if (out_reply != NULL) {
        memcpy(out_reply, &reply, sizeof(reply));
    } else {
        gr_free(reply);
    }
}

/* The actor that was called, for the path: "back/garden.Manager#7". */
static const char *describe_callee(const struct stub_call *call, char *buf, size_t cap)
{
    if (call->entry.core == NULL) {
        return ""; /* an awaited call: its node may be gone */
    }
    const struct gri_peer *peer = call->route.peer;
    const char *node = peer == NULL ? call->entry.core->name : peer->name;
    return gri_actor_describe(node, call->service, call->route.actor, buf, cap);
}

/* A result turned into what the stub returns. A failure that nobody has explained is explained
 * here, where what was called is known. */
static gr_code hand_over(struct gri_result *result, gr_code code, const struct stub_call *call,
                         void *out_reply, gr_error *error)
{
    char path[GRI_ACTOR_LABEL_MAX];
    if (code == GR_OK) {
        give_reply(result, out_reply);
        return GR_OK;
    }
    gr_ran ran = result->code == code ? result->ran : GR_RAN_UNKNOWN;
    if (result->code == code && result->failure != NULL) {
        return gri_error_take(error, code, ran, result->failure);
    }
    gri_result_fini(result);
    if (error == NULL) {
        return code;
    }
    struct gri_failure *failure = gri_failure_format(
        code, ran, describe_callee(call, path, sizeof(path)), "%s.%s: %s", call->service->name,
        call->service->methods[call->method].name, why_ended(code));
    return gri_error_take(error, code, ran, failure);
}

gr_code gr_stub_sync(gr_ref to, const gr_service *service, uint32_t method, const void *request,
                     const gr_call_options *options, void *out_reply, gr_error *error)
{
    struct stub_call call = { .service = service, .method = method };
    struct gri_operation operation = { .mail = NULL };
    if (method_of(service, method) == NULL) {
        return gri_error_set(error, GR_INVALID_ARGUMENT, GR_RAN_NO, "no such method");
    }
    gr_code code =
        open_call(&call, to, options == NULL ? 0 : options->timeout_ms, &operation, error);
    if (code != GR_OK) {
        return code;
    }
    code = load_mail(&call, GRI_MAIL_CALL, request, &operation, error);
    if (code == GR_OK) {
        struct gri_result result;
        code = gri_operate(&call.entry, &operation, &result);
        if (code == GR_UNAVAILABLE) {
            gri_named_forget(&call.entry, to, call.route.used);
        }
        code = hand_over(&result, code, &call, out_reply, error);
    }
    close_call(&call);
    return code;
}

gr_code gr_stub_async(gr_ref to, const gr_service *service, uint32_t method, const void *request,
                      const gr_call_options *options, gr_future **out_future)
{
    struct stub_call call = { .service = service, .method = method };
    struct gri_operation operation = { .mail = NULL };
    if (method_of(service, method) == NULL || out_future == NULL) {
        return GR_INVALID_ARGUMENT;
    }
    gr_code code =
        open_call(&call, to, options == NULL ? 0 : options->timeout_ms, &operation, NULL);
    if (code != GR_OK) {
        return code;
    }
    code = load_mail(&call, GRI_MAIL_CALL, request, &operation, NULL);
    if (code == GR_OK) {
        code = gri_operate_async(&call.entry, &operation, out_future);
        if (code == GR_OK) {
            (*out_future)->service = service;
            (*out_future)->method = method;
            (*out_future)->to = to;
            (*out_future)->used = call.route.used;
        }
    }
    close_call(&call);
    return code;
}

static void forget_name(const gr_future *future)
{
    struct gri_entry entry;
    if (future->to.home == 0 && gri_enter(future->to.node, &entry) == GR_OK) {
        gri_named_forget(&entry, future->to, future->used);
        gri_leave(&entry);
    }
}

gr_code gr_stub_await(gr_future **future, const gr_service *service, uint32_t method,
                      void *out_reply, gr_error *error)
{
    if (future == NULL || *future == NULL) {
        return gri_error_set(error, GR_INVALID_ARGUMENT, GR_RAN_NO, "the future is NULL");
    }
    if (service == NULL || strcmp((*future)->service->name, service->name) != 0 ||
        (*future)->method != method) {
        return gri_error_set(error, GR_INVALID_ARGUMENT, GR_RAN_UNKNOWN,
                             "the future is of another method's call");
    }
    gr_future *taken = *future;
    *future = NULL;
    struct gri_result result = { .code = GR_OK };
    gr_code code = gri_future_wait(taken, UINT64_MAX, false);
    if (code == GR_OK) {
        gri_future_take(taken, &result);
        code = result.code;
        if (code == GR_UNAVAILABLE) {
            forget_name(taken);
        }
    } else {
        gr_future_cancel(taken);
    }
    struct stub_call call = { .service = taken->service, .method = taken->method };
    code = hand_over(&result, code, &call, out_reply, error);
    gri_future_unref(taken);
    return code;
}

/* ---- oneways ---- */

/* Hand a delayed oneway to a worker: the caller's, or one of the node's. */
static gr_code delay_oneway(gr_ref to, const gr_service *service, uint32_t method,
                            const void *request, const gr_oneway_options *options)
{
    struct stub_call call = { .service = service, .method = method };
    struct gri_operation operation = { .run = gri_delay_arrived };
    gr_code code = gri_enter(to.node, &call.entry);
    if (code != GR_OK) {
        return code;
    }
    struct gri_core *core = call.entry.core;
    operation.deadline_ns = gri_deadline(core, 0, 0, true);
    code = gri_resolve(&call.entry, to, service, method, operation.deadline_ns, &call.route, NULL);
    if (code != GR_OK) {
        gri_leave(&call.entry);
        return code;
    }
    struct gri_operation loaded = { .mail = NULL };
    code = load_mail(&call, GRI_MAIL_ONEWAY, request, &loaded, NULL);
    if (code == GR_OK) {
        operation.mail = gri_mail_create(GRI_MAIL_CALL, sizeof(struct gri_delay));
        code = operation.mail == NULL ? GR_RESOURCE_EXHAUSTED : GR_OK;
    }
    if (code != GR_OK) {
        gri_mail_free(loaded.mail);
        close_call(&call);
        return code;
    }
    uint32_t live_ms =
        options->timeout_ms != 0 ? options->timeout_ms : service->methods[method].timeout_ms;
    uint32_t first_ms = options->after_ms != 0 ? options->after_ms : options->every_ms;
    struct gri_delay *delay = (struct gri_delay *)(void *)operation.mail->payload;
    *delay = (struct gri_delay){
        .mail = loaded.mail,
        .to = call.route.used,
        .method = call.route.method,
        .first_ns = core->env->ops->now_ns(core->env) + first_ms * ms,
        .every_ns = options->every_ms * ms,
        .live_ns = live_ms == 0 || live_ms == GR_FOREVER ? UINT64_MAX : live_ms * ms,
    };
    operation.mail->let_go = gri_delay_let_go;
    operation.shard = call.entry.shard != NULL
                          ? call.entry.shard
                          : &core->shards[atomic_fetch_add(&core->next_shard, 1) % core->n_shards];
    struct gri_result result;
    code = gri_operate(&call.entry, &operation, &result);
    if (code == GR_OK && options->timer != NULL) {
        *options->timer = (gr_timer){ core->handle, result.value };
    }
    gri_result_fini(&result);
    close_call(&call);
    return code;
}

static bool is_delayed(const gr_oneway_options *options)
{
    return options != NULL && (options->after_ms != 0 || options->every_ms != 0);
}

gr_code gr_stub_oneway(gr_ref to, const gr_service *service, uint32_t method, const void *request,
                       const gr_oneway_options *options)
{
    struct stub_call call = { .service = service, .method = method };
    struct gri_operation operation = { .mail = NULL };
    const gr_method *table = method_of(service, method);
    if (table == NULL || (options != NULL && options->after_ms == GR_FOREVER) ||
        (options != NULL && options->every_ms == GR_FOREVER)) {
        return GR_INVALID_ARGUMENT;
    }
    if (is_delayed(options)) {
        return delay_oneway(to, service, method, request, options);
    }
    uint32_t live_ms =
        options != NULL && options->timeout_ms != 0 ? options->timeout_ms : table->timeout_ms;
    call.is_endless = live_ms == 0;
    gr_code code = open_call(&call, to, live_ms, &operation, NULL);
    if (code != GR_OK) {
        return code;
    }
    uint64_t wait_until_ns = operation.deadline_ns;
    if (call.is_endless) {
        operation.deadline_ns = UINT64_MAX;
    }
    code = load_mail(&call, GRI_MAIL_ONEWAY, request, &operation, NULL);
    if (code == GR_OK) {
        operation.mail->deadline_ns = operation.deadline_ns;
        code = gri_operate_send(&call.entry, &operation, wait_until_ns);
        if (code == GR_UNAVAILABLE) {
            gri_named_forget(&call.entry, to, call.route.used);
        }
    }
    close_call(&call);
    return code;
}

gr_code gr_timer_cancel(gr_timer timer)
{
    struct gri_entry entry;
    gr_code code = gri_enter(timer.node, &entry);
    if (code == GR_OK) {
        code = gri_delay_cancel(entry.core, timer.id);
        gri_leave(&entry);
    }
    return code;
}

/* ---- held calls ---- */

gr_code gr_stub_hold(gr_context *ctx, const gr_service *service, uint32_t method, gr_call *out_call)
{
    if (out_call == NULL) {
        return GR_INVALID_ARGUMENT;
    }
    if (!gri_context_is_running(ctx)) {
        return GR_FAILED_PRECONDITION;
    }
    if (ctx->mail == NULL || ctx->mail->method != method ||
        strcmp(ctx->mail->service->name, service->name) != 0) {
        return gr_fail(ctx, GR_FAILED_PRECONDITION, "held as a call that it is not");
    }
    gr_call call = { .node = ctx->actor->shard->core->handle };
    gr_code code = gri_held_open(ctx, &call.id);
    if (code != GR_OK) {
        return gr_fail(ctx, code,
                       code == GR_RESOURCE_EXHAUSTED
                           ? "out of memory for a held call"
                           : "a oneway, or what is held already, cannot be held");
    }
    *out_call = call;
    return GR_OK;
}

static gr_code answer(gr_call call, const gr_method *method, gr_code code, const void *reply,
                      const char *message)
{
    struct gri_entry entry;
    gr_code given = gri_enter(call.node, &entry);
    if (given != GR_OK) {
        return given;
    }
    given = gri_held_answer(entry.core, call.id, method, code, reply, message);
    gri_leave(&entry);
    return given;
}

gr_code gr_stub_answer(gr_call call, const gr_service *service, uint32_t method, gr_code code,
                       const void *reply)
{
    const gr_method *table = method_of(service, method);
    if (table == NULL) {
        return GR_INVALID_ARGUMENT;
    }
    char message[GRI_FAILURE_MESSAGE_MAX + 1];
    (void)snprintf(message, sizeof(message), "%s was answered with %s", table->name,
                   gr_code_name(code));
    return answer(call, table, code, reply, message);
}

const void *gr_stub_request(gr_call call, const gr_service *service, uint32_t method)
{
    struct gri_entry entry;
    const void *request = NULL;
    if (gri_enter(call.node, &entry) == GR_OK) {
        const struct gri_held *held = gri_held_find(entry.core, call.id);
        if (held != NULL && atomic_load(&held->method) == method_of(service, method)) {
            request = atomic_load(&held->request);
        }
        gri_leave(&entry);
    }
    return request;
}

bool gr_call_is_open(gr_call call)
{
    struct gri_entry entry;
    bool is_open = false;
    if (gri_enter(call.node, &entry) == GR_OK) {
        const struct gri_held *held = gri_held_find(entry.core, call.id);
        is_open = held != NULL && atomic_load(&held->carrier) != NULL;
        gri_leave(&entry);
    }
    return is_open;
}

gr_code gr_call_fail(gr_call call, gr_code code, const char *format, ...)
{
    if (code == GR_OK) {
        return GR_INVALID_ARGUMENT;
    }
    char message[GRI_FAILURE_MESSAGE_MAX + 1];
    va_list args;
    va_start(args, format);
    (void)vsnprintf(message, sizeof(message), format, args);
    va_end(args);
    return answer(call, NULL, code, NULL, message);
}

gr_code gr_call_drop(gr_call call)
{
    return gr_call_fail(call, GR_INTERNAL, "the held call was dropped without an answer");
}

/* ---- actors ---- */

/* It never got there. */
static void let_spawn_go(struct gri_mail *mail)
{
    gri_mail_free(((struct gri_spawn *)(void *)mail->payload)->args);
}

static void spawn_arrived(struct gri_worker *worker, struct gri_post *post)
{
    struct gri_mail *mail = GRI_CONTAINER(post, struct gri_mail, post);
    struct gri_spawn spawn = *(const struct gri_spawn *)(const void *)mail->payload;
    spawn.spawner = mail;
    mail->let_go = NULL;
    gri_actor_spawn(gri_shard_of(worker), &spawn);
}

static gr_code check_spawn(const gr_node *node, const gr_type *type, const void *args,
                           const gr_spawn_options *options, const gr_ref *out_ref, gr_error *error)
{
    const char *wrong = NULL;
    if (node == NULL || type == NULL || type->service == NULL || out_ref == NULL) {
        wrong = "node, type and out_ref are needed";
    } else if (type->service->args != NULL && args == NULL) {
        wrong = "the start hook's arguments are NULL";
    } else if (options != NULL && options->name != NULL && !gri_name_is_valid(options->name)) {
        wrong = "the name may have letters, digits, '.', '_' and '-', 255 at the most";
    }
    return wrong == NULL ? GR_OK
                         : gri_error_set(error, GR_INVALID_ARGUMENT, GR_RAN_NO, "%s", wrong);
}

/* The name travels behind the struct. */
static gr_code load_spawn(struct gri_core *core, const gr_type *type, const void *args,
                          const gr_spawn_options *options, struct gri_operation *operation)
{
    const char *name = options->name == NULL ? "" : options->name;
    size_t name_size = strlen(name) + 1;
    struct gri_mail *copy = NULL;
    gr_code code = GR_OK;
    if (type->service->args != NULL) {
        code = gri_mail_copy(GRI_MAIL_REPLY, type->service->args, false, args,
                             &core->message_limits, &copy);
    }
    if (code != GR_OK) {
        return code;
    }
    struct gri_mail *mail = gri_mail_create(GRI_MAIL_SPAWN, sizeof(struct gri_spawn) + name_size);
    if (mail == NULL) {
        gri_mail_free(copy);
        return GR_RESOURCE_EXHAUSTED;
    }
    struct gri_spawn *spawn = (struct gri_spawn *)(void *)mail->payload;
    *spawn = (struct gri_spawn){ .type = type,
                                 .args = copy,
                                 .name = memcpy(spawn + 1, name, name_size),
                                 .mailbox_messages = options->mailbox_messages,
                                 .mailbox_bytes = options->mailbox_bytes,
                                 .deadline_ns = operation->deadline_ns };
    mail->let_go = let_spawn_go;
    operation->mail = mail;
    return GR_OK;
}

gr_code gr_stub_spawn(gr_node *node, const gr_type *type, const void *args,
                      const gr_spawn_options *options, gr_ref *out_ref, gr_error *error)
{
    static const gr_spawn_options defaults = { 0 };
    struct gri_entry entry;
    gr_code code = check_spawn(node, type, args, options, out_ref, error);
    if (code != GR_OK) {
        return code;
    }
    options = options == NULL ? &defaults : options;
    struct gri_core *core = &node->core;
    code = gri_enter(core->handle, &entry);
    if (code != GR_OK) {
        return explain_entry(error, code);
    }
    struct gri_operation operation = {
        .deadline_ns = gri_deadline(core, options->timeout_ms, 0, false),
        .run = spawn_arrived,
        .shard = entry.shard != NULL
                     ? entry.shard
                     : &core->shards[atomic_fetch_add(&core->next_shard, 1) % core->n_shards],
    };
    struct gri_result result = { .code = GR_OK };
    code = load_spawn(core, type, args, options, &operation);
    if (code == GR_OK) {
        code = gri_operate(&entry, &operation, &result);
    }
    if (code == GR_OK) {
        *out_ref = (gr_ref){ core->handle, core->incarnation, result.value };
    } else if (result.failure != NULL) {
        code = gri_error_take(error, code, result.ran, result.failure);
    } else {
        code = gri_error_set(error, code, result.ran, "a %s cannot be spawned: %s",
                             type->service->name, why_ended(code));
    }
    gri_leave(&entry);
    return code;
}

/* Whether a ref is that of an actor of this very node. */
static bool is_local(const struct gri_entry *entry, gr_ref ref)
{
    return ref.home == entry->core->incarnation;
}

gr_code gr_actor_stop(gr_ref actor, const gr_stop_options *options)
{
    struct gri_entry entry;
    gr_code code = gri_enter(actor.node, &entry);
    if (code != GR_OK) {
        return code;
    }
    const struct gri_worker *worker = gri_worker_current();
    const struct gr_context *ctx =
        worker == NULL || worker->activity == NULL
            ? NULL
            : GRI_CONTAINER(worker->activity, struct gr_context, activity);
    struct gri_operation operation = {
        .deadline_ns =
            gri_deadline(entry.core, options == NULL ? 0 : options->timeout_ms, 0, false),
        .run = gri_actor_stop_arrived,
        .shard = gri_core_shard(entry.core, actor.actor),
    };
    if (!is_local(&entry, actor) || operation.shard == NULL) {
        code = actor.home == 0 ? GR_INVALID_ARGUMENT : GR_UNIMPLEMENTED;
    } else if (ctx != NULL && entry.shard != NULL &&
               gri_slab_find(&entry.shard->actors, actor.actor) == ctx->actor) {
        code = GR_FAILED_PRECONDITION; /* it would wait for itself */
    } else {
        operation.mail = gri_mail_create(GRI_MAIL_CALL, 0);
        code = operation.mail == NULL ? GR_RESOURCE_EXHAUSTED : GR_OK;
    }
    if (code == GR_OK) {
        struct gri_result result;
        operation.mail->actor = actor.actor;
        operation.mail->method = options != NULL && options->drain;
        code = gri_operate(&entry, &operation, &result);
        gri_result_fini(&result);
    }
    gri_leave(&entry);
    return code;
}

gr_code gr_stop_processing(gr_ref actor)
{
    struct gri_entry entry;
    gr_code code = gri_enter(actor.node, &entry);
    if (code != GR_OK) {
        return code;
    }
    code = is_local(&entry, actor) ? gri_actor_stop_processing(entry.core, actor.actor)
           : actor.home == 0       ? GR_INVALID_ARGUMENT
                                   : GR_UNIMPLEMENTED;
    gri_leave(&entry);
    return code;
}

gr_ref gr_stub_self(gr_context *ctx, const gr_service *service)
{
    bool is_it = gri_context_is_running(ctx) && service != NULL &&
                 strcmp(atomic_load(&ctx->actor->type)->service->name, service->name) == 0;
    return is_it ? gr_context_self(ctx) : (gr_ref){ 0, 0, 0 };
}

gr_code gr_stub_process(gr_context *ctx, const gr_service *service, const void *only,
                        const gr_process_options *options)
{
    if (!gri_context_is_running(ctx)) {
        return GR_FAILED_PRECONDITION;
    }
    if (service == NULL ||
        strcmp(atomic_load(&ctx->actor->type)->service->name, service->name) != 0) {
        return GR_INVALID_ARGUMENT;
    }
    return gri_context_process(ctx, only, options == NULL ? 0 : options->for_ms);
}

/* ---- names and refs ---- */

gr_code gr_stub_register(gr_node *node, const char *name, gr_ref ref, const gr_service *service)
{
    struct gri_entry entry;
    bool is_exported;
    if (node == NULL || service == NULL || !gri_name_is_valid(name)) {
        return GR_INVALID_ARGUMENT;
    }
    gr_code code = gri_enter(ref.node, &entry);
    if (code != GR_OK) {
        return code;
    }
    const gr_service *actual =
        is_local(&entry, ref) ? gri_actor_service(entry.core, ref.actor, &is_exported) : NULL;
    if (entry.node != node || !is_local(&entry, ref)) {
        code = GR_INVALID_ARGUMENT;
    } else if (actual == NULL) {
        code = GR_UNAVAILABLE;
    } else if (strcmp(actual->name, service->name) != 0) {
        code = GR_FAILED_PRECONDITION;
    } else {
        gri_actor_export(entry.core, ref.actor);
        code = gri_names_add(&entry.core->names, name, ref.actor, actual);
    }
    atomic_thread_fence(memory_order_seq_cst); /* with the one of the actor's end */
    if (code == GR_OK && gri_actor_service(entry.core, ref.actor, &is_exported) == NULL) {
        gri_names_remove_actor(&entry.core->names, ref.actor); /* it ended meanwhile */
        code = GR_UNAVAILABLE;
    }
    gri_leave(&entry);
    return code;
}

gr_code gr_stub_lookup(gr_node *node, const char *name, const gr_service *service,
                       const gr_call_options *options, gr_ref *out_ref, gr_error *error)
{
    struct gri_entry entry;
    if (node == NULL || service == NULL || out_ref == NULL) {
        return gri_error_set(error, GR_INVALID_ARGUMENT, GR_RAN_NO, "node and out_ref are needed");
    }
    gr_code code = gri_enter(node->core.handle, &entry);
    if (code != GR_OK) {
        return explain_entry(error, code);
    }
    uint64_t deadline_ns =
        gri_deadline(entry.core, options == NULL ? 0 : options->timeout_ms, 0, false);
    code = gri_lookup(&entry, name, service, deadline_ns, out_ref, error);
    gri_leave(&entry);
    return code;
}

gr_code gr_stub_named(gr_node *node, const char *name, const gr_service *service, gr_ref *out_ref)
{
    if (node == NULL || service == NULL || out_ref == NULL) {
        return GR_INVALID_ARGUMENT;
    }
    return gri_named_open(node, name, service, out_ref);
}

gr_code gr_stub_ref_pack(gr_ref ref, const gr_service *service, struct Greenroom__Ref *storage)
{
    struct gri_entry entry;
    if (service == NULL || storage == NULL || ref.home == 0) {
        return GR_INVALID_ARGUMENT;
    }
    gr_code code = gri_enter(ref.node, &entry);
    if (code != GR_OK) {
        return code;
    }
    if (is_local(&entry, ref)) {
        gri_actor_export(entry.core, ref.actor);
    }
    gri_leave(&entry);
    Greenroom__Ref packed = GREENROOM__REF__INIT;
    packed.node = ref.home;
    packed.actor = ref.actor;
    packed.service = (char *)service->name;
    *storage = packed;
    return GR_OK;
}

gr_code gr_stub_ref_unpack(gr_node *node, const struct Greenroom__Ref *message,
                           const gr_service *service, gr_ref *out_ref)
{
    if (node == NULL || service == NULL || out_ref == NULL) {
        return GR_INVALID_ARGUMENT;
    }
    if (message == NULL || message->node == 0 || message->actor == 0) {
        return GR_NOT_FOUND;
    }
    if (message->service == NULL || strcmp(message->service, service->name) != 0) {
        return GR_FAILED_PRECONDITION;
    }
    *out_ref = (gr_ref){ node->core.handle, message->node, message->actor };
    return GR_OK;
}

/* ---- details ---- */

gr_code gr_error_detail(const gr_error *error, const ProtobufCMessageDescriptor *type,
                        void *out_detail)
{
    static const struct gri_message_limits limits = { 16, (size_t)4 << 20 };
    if (error == NULL || type == NULL || out_detail == NULL) {
        return GR_INVALID_ARGUMENT;
    }
    const struct gri_failure *failure = error->owned;
    if (failure == NULL || strcmp(failure->detail_type, type->name) != 0) {
        return GR_NOT_FOUND;
    }
    struct gri_arena scratch;
    const void *unpacked;
    struct gri_mail *mail;
    gri_arena_init(&scratch, 1024, 4 * limits.bytes);
    gr_code code = gri_message_unpack(type, failure->detail, failure->detail_len, &limits, &scratch,
                                      &unpacked);
    if (code == GR_OK) {
        code = gri_mail_copy(GRI_MAIL_REPLY, type, false, unpacked, &limits, &mail);
    }
    gri_arena_fini(&scratch);
    if (code == GR_OK) {
        void *detail = mail->payload;
        memcpy(out_detail, &detail, sizeof(detail));
    }
    return code;
}
