/* SPDX-License-Identifier: MIT */
/* The API that generated code calls, and what users call beside it: parameters are checked here,
 * and the work is done below. This file has calls and oneways; stub_actor.c what has to do with
 * actors and held calls; stub_names.c names, refs and details. */
#include "greenroom/stub.h"

#include <string.h>

#include "context.h"
#include "delay.h"
#include "far.h"
#include "lookup.h"
#include "near.h"
#include "operate.h"
#include "stub_parts.h"

static const uint64_t ms = 1000000;

/* ---- calls ---- */

/* A call under way from stub to stub. */
struct stub_call {
    struct gri_entry entry;
    struct gri_route route;
    const gr_service *service;
    uint32_t method;
    bool is_endless; /* a oneway that lives until it is handled, a call that ends with its callee */
    bool is_sync;    /* the caller waits at once */
    const char *callee; /* for the path, where it is not the route that leads to it */
};

/* What a caller asks for. */
struct request {
    gr_ref to;
    const gr_service *service;
    uint32_t method;
    uint32_t timeout_ms;
    const void *message;
};

const gr_method *gri_stub_method(const gr_service *service, uint32_t method)
{
    return service != NULL && method < service->n_methods ? &service->methods[method] : NULL;
}

gr_code gri_stub_explain_entry(gr_error *error, gr_code code)
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
           gri_policy_overflow(&call->entry.core->policies, call->service, call->method) ==
               GR_OVERFLOW_WAIT;
}

/* Enter the node and find the way. To be closed, also where it fails. */
static gr_code open_call(struct stub_call *call, gr_ref to, uint32_t timeout_ms,
                         struct gri_operation *operation, gr_error *error)
{
    const gr_method *method = &call->service->methods[call->method];
    gr_code code = gri_enter(to.node, &call->entry);
    if (code != GR_OK) {
        return gri_stub_explain_entry(error, code);
    }
    operation->deadline_ns = UINT64_MAX;
    if (needs_deadline(call, to)) {
        operation->deadline_ns = gri_deadline_on(call->entry.worker, call->entry.core, timeout_ms,
                                                 method->timeout_ms, method->detached);
    }
    return gri_resolve(&call->entry, to, call->service, call->method, operation->deadline_ns,
                       &call->route, error);
}

static void close_call(struct stub_call *call)
{
    if (call->route.peer != NULL) {
        gri_peer_unref(call->route.peer);
    }
    gri_leave(&call->entry);
}

/* The actor whose fiber runs this. */
static uint64_t sender_in(const struct gri_shard *shard)
{
    const struct gri_activity *activity = shard == NULL ? NULL : shard->worker.activity;
    return activity == NULL
               ? 0
               : gri_actor_id(GRI_CONTAINER(activity, struct gr_context, activity)->actor);
}

/* Copy the request into mail for where the route leads. */
static gr_code load_mail(struct stub_call *call, enum gri_mail_kind kind, const void *request,
                         struct gri_operation *operation, gr_error *error)
{
    const gr_method *method = &call->service->methods[call->method];
    const struct gri_worker *worker = call->is_sync ? call->entry.worker : NULL;
    uint32_t n_chain = gri_chain_length(worker);
    gr_code code =
        gri_mail_copy_chained(kind, method->request, method->request_is_flat, request,
                              &call->entry.core->message_limits, n_chain, &operation->mail);
    if (code != GR_OK) {
        return gri_error_set(error, code, GR_RAN_NO, "%s",
                             code == GR_RESOURCE_EXHAUSTED ? "out of memory"
                             : request == NULL             ? "the request is NULL"
                                               : "the request is malformed, too deep or too large");
    }
    if (n_chain > 0) {
        gri_chain_fill(worker, gri_mail_more(operation->mail)->chain, n_chain);
    }
    operation->mail->service = call->service;
    operation->mail->method = call->method;
    operation->mail->actor = call->route.actor;
    operation->mail->sender = sender_in(call->entry.shard);
    operation->reply_type = method->reply;
    operation->detached = method->detached;
    operation->peer = call->route.peer;
    operation->frame_kind = kind == GRI_MAIL_CALL ? GRI_FRAME_CALL : GRI_FRAME_ONEWAY;
    operation->method = call->route.method;
    operation->needs_credit = call->route.needs_credit;
    return GR_OK;
}

const char *gri_stub_why_ended(gr_code code)
{
    switch (code) {
    case GR_DEADLINE_EXCEEDED:
        return "no reply came before the deadline, nor word of where the call is: it is on its "
               "way, "
               "or its worker is busy";
    case GR_CANCELLED:
        return "cancelled: this actor is to stop, or its own caller gave up or had a deadline "
               "that has passed";
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
    if (call->callee != NULL) {
        return call->callee;
    }
    if (call->entry.core == NULL) {
        return ""; /* an awaited call: its node may be gone */
    }
    const struct gri_peer *peer = call->route.peer;
    struct gri_core *core = call->entry.core;
    return peer == NULL
               ? gri_core_describe(core, call->service, call->route.actor, buf, cap)
               : gri_core_describe_there(peer->name, call->service, call->route.actor, buf, cap);
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
    struct gri_failure *aborted = code == GR_ABORTED ? gri_context_take_aborted() : NULL;
    if (aborted != NULL) {
        gri_result_fini(result);
        return gri_error_take(error, code, ran, aborted);
    }
    gri_result_fini(result);
    if (error == NULL) {
        return code;
    }
    struct gri_failure *failure = gri_failure_format(
        code, ran, describe_callee(call, path, sizeof(path)), "%s.%s: %s", call->service->name,
        call->service->methods[call->method].name, gri_stub_why_ended(code));
    return gri_error_take(error, code, ran, failure);
}

__attribute__((noinline)) static gr_code call_far(const struct request *what, void *out_reply,
                                                  gr_error *error)
{
    struct stub_call call = { .service = what->service, .method = what->method, .is_sync = true };
    struct gri_operation operation = { .mail = NULL };
    gr_code code = open_call(&call, what->to, what->timeout_ms, &operation, error);
    if (code == GR_OK) {
        code = load_mail(&call, GRI_MAIL_CALL, what->message, &operation, error);
    }
    if (code == GR_OK) {
        struct gri_result result;
        code = gri_operate(&call.entry, &operation, &result);
        if (code == GR_UNAVAILABLE) {
            gri_named_forget(&call.entry, what->to, call.route.used);
        }
        code = hand_over(&result, code, &call, out_reply, error);
    }
    close_call(&call);
    return code;
}

/* The callee of an actor that may wait, if it is near and idle: with one that is busy the call may
 * close a cycle. NULL: go the long way. */
static struct gri_actor *find_near(struct gri_worker *worker, gr_ref to, const gr_service *service)
{
    bool may_wait = worker != NULL && worker->activity != NULL &&
                    !gri_activity_is_over(worker->activity, worker->now_ns);
    struct gri_actor *callee = may_wait ? gri_near_find(worker, to, service) : NULL;
    return callee != NULL && !callee->is_busy ? callee : NULL;
}

__attribute__((noinline)) static gr_code explain_near(struct gri_result *result, gr_code code,
                                                      struct gri_core *core,
                                                      const struct request *what, gr_error *error)
{
    struct stub_call call = { .service = what->service, .method = what->method };
    call.entry.core = core;
    call.route.actor = what->to.actor;
    return hand_over(result, code, &call, NULL, error);
}

/* False: nothing was sent. */
static bool call_near(const struct request *what, void *out_reply, gr_error *error,
                      gr_code *out_code)
{
    struct gri_worker *worker = gri_worker_current();
    struct gri_actor *callee = find_near(worker, what->to, what->service);
    if (callee == NULL) {
        return false;
    }
    struct gri_mail *mail =
        gri_near_load(worker, callee, what->to, what->service, what->method, what->message);
    if (mail == NULL) {
        return false;
    }
    const gr_method *method = &what->service->methods[what->method];
    struct gri_shard *shard = gri_shard_of(worker);
    struct gri_operation operation = {
        .mail = mail,
        .deadline_ns = gri_deadline_on(worker, shard->core, what->timeout_ms, method->timeout_ms,
                                       method->detached),
        .reply_type = method->reply,
        .detached = method->detached,
    };
    struct gri_result result;
    gr_code code = gri_operate_near(shard, callee, &operation, &result);
    if (code == GR_OK) {
        give_reply(&result, out_reply);
    } else {
        code = explain_near(&result, code, shard->core, what, error);
    }
    *out_code = code;
    return true;
}

__attribute__((noinline)) static gr_code explain_far(struct gri_result *result, gr_code code,
                                                     const struct gri_far_call *what,
                                                     const char *node, gr_error *error)
{
    char path[GRI_ACTOR_LABEL_MAX];
    struct stub_call call = { .service = what->service, .method = what->method };
    call.callee = gri_core_describe_there(node, what->service, what->to.actor, path, sizeof(path));
    return hand_over(result, code, &call, NULL, error);
}

/* The same of an actor of another node, by a method its worker knows. False: nothing was sent. */
static bool call_known(const struct request *what, void *out_reply, gr_error *error,
                       gr_code *out_code)
{
    struct gri_result result;
    const char *node;
    const struct gri_far_call call = { what->to, what->service, what->method, what->timeout_ms,
                                       what->message };
    if (!gri_far_sync(&call, &result, out_code, &node)) {
        return false;
    }
    if (*out_code == GR_OK) {
        give_reply(&result, out_reply);
    } else {
        *out_code = explain_far(&result, *out_code, &call, node, error);
    }
    return true;
}

gr_code gr_stub_sync(gr_ref to, const gr_service *service, uint32_t method, const void *request,
                     const gr_call_options *options, void *out_reply, gr_error *error)
{
    GRI_VISIT;
    const struct request what = { to, service, method, options == NULL ? 0 : options->timeout_ms,
                                  request };
    gr_code code;
    if (gri_stub_method(service, method) == NULL) {
        return gri_error_set(error, GR_INVALID_ARGUMENT, GR_RAN_NO, "no such method");
    }
    bool is_done =
        call_near(&what, out_reply, error, &code) || call_known(&what, out_reply, error, &code);
    return is_done ? code : call_far(&what, out_reply, error);
}

/* What fails where there is no gr_error for it is in the log. */
static gr_code close_and_log(struct stub_call *call, const char *what, gr_code code,
                             gr_error *error)
{
    struct gri_failure *aborted = code == GR_ABORTED ? gri_context_take_aborted() : NULL;
    if (aborted != NULL) {
        code = gri_error_take(error, code, GR_RAN_NO, aborted);
    }
    if (code != GR_OK && call->entry.core != NULL) {
        const char *why = error->code == code ? error->message : gri_stub_why_ended(code);
        code = gri_core_refused(call->entry.core, what, code, "%s.%s: %s", call->service->name,
                                call->service->methods[call->method].name, why);
    }
    if (code != GR_OK) {
        gr_error_fini(error);
    }
    close_call(call);
    return code;
}

gr_code gri_stub_begin(gr_ref to, const gr_service *service, uint32_t method, const void *request,
                       uint32_t timeout_ms, bool is_endless, gr_future **out_future)
{
    struct stub_call call = { .service = service, .method = method, .is_endless = is_endless };
    struct gri_operation operation = { .mail = NULL };
    if (gri_stub_method(service, method) == NULL || out_future == NULL) {
        return GR_INVALID_ARGUMENT;
    }
    gr_error error = GR_ERROR_INIT;
    gr_code code = open_call(&call, to, timeout_ms, &operation, &error);
    if (is_endless) {
        operation.deadline_ns = UINT64_MAX;
    }
    if (code == GR_OK) {
        code = load_mail(&call, GRI_MAIL_CALL, request, &operation, &error);
    }
    if (code == GR_OK) {
        code = gri_operate_async(&call.entry, &operation, out_future);
        if (code == GR_OK) {
            (*out_future)->service = service;
            (*out_future)->method = method;
            (*out_future)->home = call.route.used.home;
            (*out_future)->actor = call.route.used.actor;
            (*out_future)->named = to.home == 0 ? (uint32_t)to.actor : 0;
        }
    }
    return close_and_log(&call, "async", code, &error);
}

gr_code gr_stub_async(gr_ref to, const gr_service *service, uint32_t method, const void *request,
                      const gr_call_options *options, gr_future **out_future)
{
    GRI_VISIT;
    return gri_stub_begin(to, service, method, request, options == NULL ? 0 : options->timeout_ms,
                          false, out_future);
}

static void forget_name(const gr_future *future)
{
    struct gri_entry entry;
    if (future->named != 0 && gri_enter(future->node, &entry) == GR_OK) {
        gri_named_forget(&entry, (gr_ref){ future->node, 0, future->named },
                         (gr_ref){ future->node, future->home, future->actor });
        gri_leave(&entry);
    }
}

gr_code gr_stub_await(gr_future **future, const gr_service *service, uint32_t method,
                      void *out_reply, gr_error *error)
{
    GRI_VISIT;
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
    } else if (!taken->service->methods[method].detached) {
        gr_future_cancel(taken);
    }
    struct stub_call call = { .service = taken->service, .method = taken->method };
    code = hand_over(&result, code, &call, out_reply, error);
    gri_future_unref(taken);
    return code;
}

/* ---- oneways ---- */

/* What to delay, as mail to a worker that keeps it. */
static gr_code load_delay(struct stub_call *call, const void *request,
                          const gr_oneway_options *options, struct gri_operation *operation,
                          gr_error *error)
{
    struct gri_core *core = call->entry.core;
    struct gri_operation loaded = { .mail = NULL };
    gr_code code = load_mail(call, GRI_MAIL_ONEWAY, request, &loaded, error);
    if (code != GR_OK) {
        return code;
    }
    operation->mail = gri_mail_create(GRI_MAIL_CALL, sizeof(struct gri_delay));
    if (operation->mail == NULL) {
        gri_mail_free(loaded.mail);
        return GR_RESOURCE_EXHAUSTED;
    }
    const gr_method *method = &call->service->methods[call->method];
    uint32_t live_ms = options->timeout_ms != 0 ? options->timeout_ms : method->timeout_ms;
    uint32_t first_ms = options->after_ms != 0 ? options->after_ms : options->every_ms;
    struct gri_delay *delay = (struct gri_delay *)(void *)operation->mail->payload;
    *delay = (struct gri_delay){
        .mail = loaded.mail,
        .to = call->route.used,
        .method = call->route.method,
        .first_ns = core->env->ops->now_ns(core->env) + first_ms * ms,
        .every_ns = options->every_ms * ms,
        .live_ns = live_ms == 0 || live_ms == GR_FOREVER ? UINT64_MAX : live_ms * ms,
    };
    operation->mail->let_go = gri_delay_let_go;
    return GR_OK;
}

/* Hand a delayed oneway to a worker: the caller's, or one of the node's. */
static gr_code delay_oneway(gr_ref to, const gr_service *service, uint32_t method,
                            const void *request, const gr_oneway_options *options)
{
    struct stub_call call = { .service = service, .method = method };
    struct gri_operation operation = { .run = gri_delay_arrived, .at_once = true };
    gr_error error = GR_ERROR_INIT;
    gr_code code = gri_enter(to.node, &call.entry);
    if (code != GR_OK) {
        return code;
    }
    struct gri_core *core = call.entry.core;
    operation.deadline_ns = gri_deadline(core, 0, 0, true);
    code =
        gri_resolve(&call.entry, to, service, method, operation.deadline_ns, &call.route, &error);
    if (code == GR_OK) {
        call.route.used =
            to.home == 0 ? to : call.route.used; /* it may stand for another by then */
        code = load_delay(&call, request, options, &operation, &error);
    }
    if (code == GR_OK) {
        struct gri_result result;
        operation.shard =
            call.entry.shard != NULL
                ? call.entry.shard
                : &core->shards[atomic_fetch_add(&core->next_shard, 1) % core->n_shards];
        code = gri_operate(&call.entry, &operation, &result);
        if (code == GR_OK && options->timer != NULL) {
            *options->timer = (gr_timer){ core->handle, result.value };
        }
        gri_result_fini(&result);
    }
    return close_and_log(&call, "oneway", code, &error);
}

/* `live_ms` 0: for as long as it takes. */
static gr_code send_oneway(gr_ref to, const gr_service *service, uint32_t method,
                           const void *request, uint32_t live_ms)
{
    struct stub_call call = { .service = service, .method = method, .is_endless = live_ms == 0 };
    struct gri_operation operation = { .mail = NULL };
    gr_error error = GR_ERROR_INIT;
    gr_code code = open_call(&call, to, live_ms, &operation, &error);
    uint64_t wait_until_ns = operation.deadline_ns;
    if (call.is_endless) {
        operation.deadline_ns = UINT64_MAX;
    }
    if (code == GR_OK) {
        code = load_mail(&call, GRI_MAIL_ONEWAY, request, &operation, &error);
    }
    if (code == GR_OK) {
        operation.mail->deadline_ns = operation.deadline_ns;
        code = gri_operate_send(&call.entry, &operation, wait_until_ns);
        if (code == GR_UNAVAILABLE) {
            gri_named_forget(&call.entry, to, call.route.used);
        }
    }
    return close_and_log(&call, "oneway", code, &error);
}

static bool is_delayed(const gr_oneway_options *options)
{
    return options != NULL && (options->after_ms != 0 || options->every_ms != 0);
}

static bool is_plain_oneway(const gr_oneway_options *options)
{
    return options->after_ms == 0 && options->every_ms == 0 && options->timeout_ms == 0;
}

__attribute__((noinline)) static gr_code oneway_longer(gr_ref to, const gr_service *service,
                                                       uint32_t method, const void *request,
                                                       const gr_oneway_options *options)
{
    const gr_method *table = gri_stub_method(service, method);
    if (table == NULL || (options != NULL && options->after_ms == GR_FOREVER) ||
        (options != NULL && options->every_ms == GR_FOREVER)) {
        return GR_INVALID_ARGUMENT;
    }
    if (is_delayed(options)) {
        return delay_oneway(to, service, method, request, options);
    }
    uint32_t live_ms =
        options != NULL && options->timeout_ms != 0 ? options->timeout_ms : table->timeout_ms;
    struct gri_worker *worker = gri_worker_current();
    bool is_sent = live_ms == 0 &&
                   ((worker != NULL && gri_near_refuse(worker, to, service, method, request)) ||
                    gri_far_oneway(to, service, method, request));
    return is_sent ? GR_OK : send_oneway(to, service, method, request, live_ms);
}

gr_code gr_stub_oneway(gr_ref to, const gr_service *service, uint32_t method, const void *request,
                       const gr_oneway_options *options)
{
    GRI_VISIT;
    const gr_method *table = gri_stub_method(service, method);
    bool may_be_near = gri_visit != NULL && table != NULL && table->timeout_ms == 0 &&
                       (options == NULL || is_plain_oneway(options));
    return may_be_near && gri_near_send(gri_visit, to, service, method, request)
               ? GR_OK
               : oneway_longer(to, service, method, request, options);
}

gr_code gr_timer_cancel(gr_timer timer)
{
    GRI_VISIT;
    struct gri_entry entry;
    gr_code code = gri_enter(timer.node, &entry);
    if (code == GR_OK) {
        code = gri_delay_cancel(entry.core, timer.id);
        gri_leave(&entry);
    }
    return code;
}
