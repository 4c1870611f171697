/* SPDX-License-Identifier: MIT */
/* Operations, from the sender's side: opening the pending call, sending (what near.h has found at
 * once, all else by the actor's id), waiting, giving up. An actor waits on its fiber with a table
 * of its worker's; a plain thread, or an actor of another node, with a future and the node's shared
 * table. */
#include "operate.h"

#include "actor.h"
#include "defect.h"
#include "delay.h"
#include "log.h"
#include "near.h"
#include "wire.pb-c.h"
#include "worker_wait.h"

enum { DEFAULT_TIMEOUT_MS = 5000, ROUGH_FROM_MS = 1000 };
static const uint64_t ms = 1000000;

static uint64_t now(const struct gri_core *core)
{
    return core->env->ops->now_ns(core->env);
}

uint64_t gri_deadline(const struct gri_core *core, uint32_t timeout_ms, uint32_t schema_ms,
                      bool detached)
{
    return gri_deadline_on(gri_worker_current(), core, timeout_ms, schema_ms, detached);
}

/* From when on a call's time counts. Where it has a second or more the beginning of the round will
 * do, unless that was milliseconds ago: to read the clock takes as long as all else that a call
 * needs before it is sent. So much is added that no deadline comes early. */
static uint64_t start_of(const struct gri_worker *worker, const struct gri_core *core,
                         uint32_t wanted_ms)
{
    bool is_rough = wanted_ms >= ROUGH_FROM_MS && worker != NULL &&
                    core->env->ops->coarse_ns(core->env) == worker->coarse_ns;
    return is_rough ? worker->now_ns + core->env->ops->coarse_step_ns : now(core);
}

uint64_t gri_deadline_on(const struct gri_worker *worker, const struct gri_core *core,
                         uint32_t timeout_ms, uint32_t schema_ms, bool detached)
{
    uint32_t wanted = timeout_ms != 0  ? timeout_ms
                      : schema_ms != 0 ? schema_ms
                                       : DEFAULT_TIMEOUT_MS;
    uint64_t deadline_ns =
        wanted == GR_FOREVER ? UINT64_MAX : start_of(worker, core, wanted) + wanted * ms;
    if (detached || worker == NULL || worker->activity == NULL) {
        return deadline_ns;
    }
    uint64_t budget_ns = worker->activity->deadline_ns;
    return budget_ns < deadline_ns && !GRI_DEFECT(LOST_DEADLINE) ? budget_ns : deadline_ns;
}

/* ---- sending ---- */

/* Fill in who is to be answered; `call` 0: nobody, though it may be withdrawn by its admission. */
static void address(struct gri_core *core, struct gri_mail *mail, uint64_t call)
{
    mail->call = call != 0 ? call : mail->admission;
    mail->answer_to = core;
    mail->answer = call == 0 ? NULL : gri_core_answer;
}

/* What it takes of the mailbox, or 0. More than that node takes at all it refuses in any case. */
static uint32_t credit_for(const struct gri_operation *operation)
{
    size_t bytes = operation->mail->bytes;
    size_t most = operation->peer->max_frame;
    return !operation->needs_credit ? 0 : (uint32_t)(bytes < most ? bytes : most);
}

/* What a frame says of a deadline: 0 is for none. */
static uint64_t budget_of(uint64_t deadline_ns)
{
    return deadline_ns == UINT64_MAX ? 0 : deadline_ns == 0 ? 1 : deadline_ns;
}

/* What a fiber waits for leaves with what the next ones send, if they run at once. */
static enum gri_pace pace_of(const struct gri_operation *operation)
{
    if (operation->frame_kind == GRI_FRAME_ONEWAY) {
        return GRI_PACE_FIRST;
    }
    return operation->is_awaited && gri_worker_current()->n_runnable > 0 ? GRI_PACE_LAST
                                                                         : GRI_PACE_AT_ONCE;
}

static gr_code send_frame(struct gri_operation *operation, struct gri_calls *calls, uint64_t call,
                          uint64_t wait_until_ns)
{
    struct gri_mail *mail = operation->mail;
    bool has_body = operation->body != NULL;
    bool has_message =
        mail->service != NULL && mail->service->methods[mail->method].request != NULL;
    uint8_t chain[GRI_FRAME_CHAIN_MAX * GRI_FRAME_STEP_BYTES];
    for (uint32_t i = 0; i < mail->n_chain; i++) {
        const struct gri_step *step = &gri_mail_chain(mail)[i];
        gri_frame_put_step(chain + (size_t)i * GRI_FRAME_STEP_BYTES, step->home, step->actor,
                           step->wait);
    }
    struct gri_frame frame = { .kind = operation->frame_kind,
                               .budget_ns = budget_of(operation->deadline_ns),
                               .call = call,
                               .actor = mail->actor,
                               .method = operation->method,
                               .chain = chain,
                               .n_chain = mail->n_chain,
                               .credit = credit_for(operation) };
    const void *message = has_body ? operation->body : has_message ? mail->payload : NULL;
    gr_code code = frame.kind == 0 ? gri_peer_check(operation->peer)
                                   : gri_peer_request(operation->peer, pace_of(operation), &frame,
                                                      message, wait_until_ns, calls);
    gri_mail_free(mail);
    return code;
}

/* Takes operation->mail. On failure the call is still open, and nothing will end it. */
static gr_code send(struct gri_core *core, struct gri_operation *operation, struct gri_calls *calls,
                    uint64_t call, bool may_wait)
{
    struct gri_mail *mail = operation->mail;
    if (operation->peer != NULL) {
        return send_frame(operation, calls, call, operation->deadline_ns);
    }
    address(core, mail, call);
    if (operation->run == NULL) {
        mail->deadline_ns = operation->deadline_ns;
        gri_actor_send(core, mail, may_wait);
    } else if (gri_core_here(core) == operation->shard) {
        operation->run(&operation->shard->worker, &mail->post);
    } else {
        mail->post.run = operation->run;
        gri_worker_post(&operation->shard->worker, &mail->post);
    }
    return GR_OK;
}

/* Where the session takes it at once; else nothing was sent, and that is said by `far`. */
static gr_code send_far(struct gri_operation *operation, struct gri_calls *calls, uint64_t call)
{
    uint64_t position;
    const struct gri_far *far = operation->far;
    const struct gri_frame frame = { .kind = operation->frame_kind,
                                     .budget_ns = budget_of(operation->deadline_ns),
                                     .call = call,
                                     .actor = far->actor,
                                     .method = operation->method,
                                     .chain = far->chain,
                                     .n_chain = far->n_chain,
                                     .credit = operation->credit };
    if (gri_peer_try(operation->peer, pace_of(operation), &frame, far->type, far->message,
                     &position)) {
        gri_calls_sent(calls, call, position);
        return GR_OK;
    }
    operation->far = NULL;
    return GR_UNAVAILABLE;
}

/* Where there is room, as the caller has made sure. Takes operation->mail. */
static void send_near(struct gri_actor *callee, struct gri_operation *operation, uint64_t call)
{
    struct gri_mail *mail = operation->mail;
    address(callee->shard->core, mail, call);
    mail->deadline_ns = operation->deadline_ns;
    gri_near_put(callee, mail);
}

/* The caller has given up: let the callee know. Of a deadline it knows by itself. */
static void tell_callee(struct gri_core *core, const struct gri_target *target, uint64_t call)
{
    if (target->peer == NULL) {
        if (target->mail == NULL || !gri_actor_cancel_queued(target)) {
            gri_actor_cancel(core, target->actor, core, call);
        }
        return;
    }
    if (target->home != 0) {
        gri_peers_cancel(&core->node->peers, target, call, GR_OK);
        return;
    }
    struct gri_peer *peer = gri_peers_ref(&core->node->peers, target->peer);
    if (peer != NULL) {
        struct gri_frame frame = { .kind = GRI_FRAME_CANCEL, .call = call, .actor = target->actor };
        gr_ignore(gri_peer_send(peer, &frame, NULL, 0, NULL)); /* a lost peer knows, too */
        gri_peer_unref(peer);
    }
}

static uint64_t actor_of(const struct gri_operation *operation)
{
    return operation->far != NULL ? operation->far->actor : operation->mail->actor;
}

/* Whether it leads from an actor of this worker to another one. */
static bool is_within(const struct gri_operation *operation, const struct gri_shard *shard)
{
    return operation->peer == NULL && operation->run == NULL &&
           gri_slab_owner_of(operation->mail->actor) == shard->worker.options.index;
}

static struct gri_target target_of(const struct gri_operation *operation)
{
    bool is_monitor = operation->peer != NULL && operation->frame_kind == GRI_FRAME_MONITOR;
    return (struct gri_target){ .peer = operation->peer,
                                .actor = operation->run == NULL || operation->is_kept
                                             ? actor_of(operation)
                                             : 0,
                                .home = is_monitor ? operation->peer->home : 0 };
}

/* Whether an actor is to wait no more: what it sends now, nobody would wait for. */
static bool is_cancelled(void)
{
    const struct gri_worker *worker = gri_worker_current();
    return worker != NULL && worker->activity != NULL &&
           gri_activity_is_over(worker->activity, worker->now_ns);
}

/* Whether the callee is to hear that its caller has given up; a deadline it knows by itself. */
static bool is_told(const struct gri_operation *operation, gr_code code)
{
    const struct gri_worker *worker = gri_worker_current();
    bool is_deadline = worker != NULL && worker->activity != NULL && !worker->activity->cancelled;
    return code == GR_ABORTED || (code == GR_CANCELLED && !is_deadline && !operation->detached);
}

/* What never left is certain not to have run. */
static gr_code not_sent(struct gri_result *out_result, gr_code code)
{
    *out_result = (struct gri_result){ .code = code, .ran = GR_RAN_NO };
    return code;
}

/* Where the call was seen last is of use only where the time was too short. Takes seen. */
static void not_answered(struct gri_result *out_result, gr_code code, struct gri_failure *seen)
{
    *out_result = (struct gri_result){ .code = code };
    if (code == GR_DEADLINE_EXCEEDED) {
        out_result->failure = seen;
    } else {
        gri_mfree(seen);
    }
}

/* ---- an actor waits ---- */

struct sync {
    struct gri_wait wait;
    struct gri_result result; /* once there is one */
    bool has_result;
};

static void sync_done(void *arg, struct gri_result *result)
{
    struct sync *sync = arg;
    sync->result = *result;
    sync->has_result = true;
    gri_wait_end(&sync->wait, GR_OK);
}

/* An operation without an actor leads nowhere. */
static struct gri_blocked block_on(const struct gri_operation *operation,
                                   const struct gri_core *core, uint64_t call)
{
    struct gri_blocked blocked = { .call = call };
    if (operation->run == NULL) {
        blocked.home = operation->peer == NULL ? core->incarnation : operation->peer->home;
        blocked.actor = actor_of(operation);
    }
    return blocked;
}

/* A handler that waits has the same deadline, and has been woken by it: what it has to say of it is
 * worth more than what is seen from here. */
static void let_callee_speak(struct gri_worker *worker, const struct gri_mail *mail)
{
    if (!gri_list_is_linked(&mail->link)) {
        gr_ignore(gri_worker_yield(worker)); /* without a fiber it is not heard */
    }
}

/* Shortly before the deadline. */
static gr_code ask_and_wait(struct gri_shard *shard, const struct gri_call_parts *parts,
                            uint64_t call, struct gri_wait *wait, uint64_t deadline_ns)
{
    gri_operate_ask(shard->core, &parts->target, call, parts->begun_ns);
    gri_wait_init(wait, &shard->worker);
    gr_code code = gri_wait_reserve(&shard->worker);
    return code == GR_OK ? gri_wait_for(wait, deadline_ns) : code;
}

/* The wait has ended without a result, with this code. Returns it. */
static gr_code give_up(struct gri_shard *shard, const struct gri_operation *operation,
                       struct gri_call_parts *parts, uint64_t call, gr_code code,
                       struct gri_result *out_result)
{
    struct gri_failure *seen = NULL;
    (void)gri_calls_close(&shard->calls, call, &parts->target, &seen); /* it may have moved */
    not_answered(out_result, code, seen);
    if (code == GR_DEADLINE_EXCEEDED && operation->peer == NULL && parts->target.mail != NULL) {
        gri_actor_withdraw_late(&parts->target, parts->begun_ns, out_result);
    } else if (is_told(operation, code)) {
        tell_callee(shard->core, &parts->target, call);
    }
    return code;
}

static gr_code send_awaited(struct gri_core *core, struct gri_operation *operation,
                            struct gri_calls *calls, uint64_t call)
{
    operation->is_awaited = true;
    return operation->far != NULL ? send_far(operation, calls, call)
                                  : send(core, operation, calls, call, true);
}

/* `near`: the callee, known already, that takes the mail at once; or NULL. */
static gr_code operate_on_fiber(struct gri_shard *shard, struct gri_actor *near,
                                struct gri_operation *operation, struct gri_result *out_result)
{
    struct gri_core *core = shard->core;
    struct sync sync;
    sync.has_result = false;
    struct gri_call_parts parts = {
        sync_done,           &sync, operation->reply_type, target_of(operation), UINT64_MAX,
        shard->worker.now_ns
    };
    bool is_here = near != NULL || is_within(operation, shard);
    parts.target.mail = is_here ? operation->mail : NULL;
    gr_code code = gri_wait_reserve(&shard->worker);
    uint64_t call = code == GR_OK ? gri_calls_open(&shard->calls, &parts) : 0;
    if (call == 0) {
        gri_mail_free(operation->mail);
        return not_sent(out_result, GR_RESOURCE_EXHAUSTED);
    }
    gri_wait_init(&sync.wait, &shard->worker);
    struct gri_blocked blocked = block_on(operation, core, call);
    gri_blocked_begin(&blocked, &shard->worker);
    if (near != NULL) {
        send_near(near, operation, call);
    } else {
        code = send_awaited(core, operation, &shard->calls, call);
    }
    if (code != GR_OK) {
        gri_blocked_end(&blocked);
        (void)gri_calls_close(&shard->calls, call, NULL, NULL);
        if (sync.has_result) {
            gri_result_fini(&sync.result); /* the session's end came while it waited for room */
        }
        return not_sent(out_result, code);
    }
    uint64_t ask_ns =
        is_here ? operation->deadline_ns : gri_ask_ns(parts.begun_ns, operation->deadline_ns);
    code = gri_wait_inline(&sync.wait, ask_ns);
    if (code == GR_DEADLINE_EXCEEDED && !sync.has_result && ask_ns < operation->deadline_ns) {
        code = ask_and_wait(shard, &parts, call, &sync.wait, operation->deadline_ns);
    }
    if (is_here && code == GR_DEADLINE_EXCEEDED && !sync.has_result) {
        let_callee_speak(&shard->worker, parts.target.mail);
    }
    gri_blocked_end(&blocked);
    if (sync.has_result) {
        *out_result = sync.result;
        return sync.result.code;
    }
    return give_up(shard, operation, &parts, call, code, out_result);
}

gr_code gri_operate_near(struct gri_shard *shard, struct gri_actor *callee,
                         struct gri_operation *operation, struct gri_result *out_result)
{
    return operate_on_fiber(shard, callee, operation, out_result);
}

gr_code gri_operate_far(struct gri_shard *shard, struct gri_operation *operation,
                        struct gri_result *out_result)
{
    return operate_on_fiber(shard, NULL, operation, out_result);
}

/* ---- a plain thread waits ---- */

static gr_code send_admitted(struct gri_core *core, struct gri_operation *operation,
                             struct gri_calls *calls, uint64_t call, uint64_t until_ns);

/* A future whose call is open and sent. With `is_async` the sender itself waits for room only. */
static gr_code begin(struct gri_entry *entry, struct gri_operation *operation,
                     struct gri_calls *calls, bool is_async, gr_future **out_future)
{
    struct gri_core *core = entry->core;
    uint64_t deadline_ns = operation->deadline_ns;
    gr_future *future = gri_future_create(core->env, core->handle);
    if (future == NULL) {
        gri_mail_free(operation->mail);
        return GR_RESOURCE_EXHAUSTED;
    }
    struct gri_call_parts parts = { gri_future_complete,
                                    gri_future_ref(future),
                                    operation->reply_type,
                                    target_of(operation),
                                    is_async ? deadline_ns : UINT64_MAX,
                                    now(core) };
    if (calls != &core->calls && is_within(operation, entry->shard)) {
        parts.target.mail = operation->mail;
    }
    future->call = gri_calls_open(calls, &parts);
    gr_code code = GR_RESOURCE_EXHAUSTED;
    if (future->call == 0) {
        gri_mail_free(operation->mail);
        gri_future_unref(future);
    } else {
        code = is_async ? send_admitted(core, operation, calls, future->call, deadline_ns)
                        : send(core, operation, calls, future->call, true);
        if (code != GR_OK && gri_calls_close(calls, future->call, NULL, NULL)) {
            gri_future_unref(future);
        }
    }
    if (code != GR_OK) {
        gri_future_unref(future);
        return code;
    }
    *out_future = future;
    return GR_OK;
}

/* An actor of another node needs a fiber for its wait, before anything is sent. */
static gr_code reserve_wait(struct gri_operation *operation)
{
    struct gri_worker *worker = gri_worker_current();
    gr_code code = worker == NULL ? GR_OK : gri_wait_reserve(worker);
    if (code != GR_OK) {
        gri_mail_free(operation->mail);
    }
    return code;
}

static gr_code operate_by_future(struct gri_entry *entry, struct gri_operation *operation,
                                 struct gri_result *out_result)
{
    struct gri_core *core = entry->core;
    gr_future *future;
    gr_code code = reserve_wait(operation);
    if (code != GR_OK) {
        return not_sent(out_result, code);
    }
    const struct gri_target asked = target_of(operation);
    struct gri_blocked blocked = { .call = 0 }; /* its chain says this number */
    gri_blocked_begin(&blocked, gri_worker_current());
    code = begin(entry, operation, &core->calls, false, &future);
    if (code != GR_OK) {
        gri_blocked_end(&blocked);
        return not_sent(out_result, code);
    }
    uint64_t begun_ns = now(core);
    uint64_t ask_ns = gri_ask_ns(begun_ns, operation->deadline_ns);
    code = gri_future_wait(future, ask_ns, false);
    if (code == GR_DEADLINE_EXCEEDED && ask_ns < operation->deadline_ns) {
        gri_operate_ask(core, &asked, future->call, begun_ns);
        code = gri_future_wait(future, operation->deadline_ns, false);
    }
    gri_blocked_end(&blocked);
    struct gri_target target;
    struct gri_failure *seen = NULL;
    if (code != GR_OK && gri_calls_close(&core->calls, future->call, &target, &seen)) {
        not_answered(out_result, code, seen);
        if (is_told(operation, code)) {
            tell_callee(core, &target, future->call);
        }
        gri_future_unref(future); /* the table's reference */
    } else {
        gr_ignore(gri_future_wait(future, UINT64_MAX, true)); /* there, or on its way */
        gri_future_take(future, out_result);
        code = out_result->code;
    }
    gri_future_unref(future);
    return code;
}

gr_code gri_operate(struct gri_entry *entry, struct gri_operation *operation,
                    struct gri_result *out_result)
{
    *out_result = (struct gri_result){ .code = GR_OK };
    bool is_wait = !operation->at_once || entry->shard == NULL;
    if (is_wait && is_cancelled()) {
        gri_mail_free(operation->mail);
        return not_sent(out_result, GR_CANCELLED);
    }
    return entry->shard != NULL ? operate_on_fiber(entry->shard, NULL, operation, out_result)
                                : operate_by_future(entry, operation, out_result);
}

/* ---- nobody waits, yet ---- */

/* Wait until the mailbox has taken the mail of `call`. */
static gr_code wait_admitted(struct gri_core *core, gr_future *admission, uint64_t actor,
                             uint64_t call, uint64_t until_ns)
{
    struct gri_blocked blocked = { .home = core->incarnation, .actor = actor, .call = call };
    gri_blocked_begin(&blocked, gri_worker_current());
    gr_code code = gri_future_wait(admission, until_ns, false);
    gri_blocked_end(&blocked);
    if (code != GR_OK && gri_calls_close(&core->calls, admission->call, NULL, NULL)) {
        gri_future_unref(admission); /* the table's reference */
        gri_actor_cancel(core, actor, core, call);
        return code;
    }
    struct gri_result result;
    gr_ignore(gri_future_wait(admission, UINT64_MAX, true)); /* there, or on its way */
    gri_future_take(admission, &result);
    gri_result_fini(&result);
    return result.code;
}

static bool would_wait(struct gri_core *core, const struct gri_operation *operation)
{
    return operation->peer == NULL && operation->run == NULL &&
           gri_actor_would_wait(core, operation->mail);
}

/* Send, and where a full mailbox makes its senders wait, wait for room. */
static gr_code send_admitted(struct gri_core *core, struct gri_operation *operation,
                             struct gri_calls *calls, uint64_t call, uint64_t until_ns)
{
    if (!would_wait(core, operation)) {
        return send(core, operation, calls, call, true);
    }
    gr_code reserved = reserve_wait(operation);
    if (reserved != GR_OK) {
        return reserved;
    }
    gr_future *admission = gri_future_create(core->env, core->handle);
    if (admission != NULL) {
        struct gri_call_parts parts = { .done = gri_future_complete,
                                        .arg = gri_future_ref(admission),
                                        .deadline_ns = UINT64_MAX };
        admission->call = gri_calls_open(&core->calls, &parts);
    }
    if (admission == NULL || admission->call == 0) {
        gri_future_unref(admission); /* what the table would have held, */
        gri_future_unref(admission); /* and our own: the last one frees it */
        gri_mail_free(operation->mail);
        return GR_RESOURCE_EXHAUSTED;
    }
    uint64_t actor = operation->mail->actor;
    operation->mail->admission = admission->call;
    gr_code code = send(core, operation, calls, call, true);
    if (code == GR_OK) {
        code = wait_admitted(core, admission, actor, call == 0 ? admission->call : call, until_ns);
    }
    gri_future_unref(admission);
    return code;
}

gr_code gri_operate_async(struct gri_entry *entry, struct gri_operation *operation,
                          gr_future **out_future)
{
    struct gri_calls *calls = entry->shard != NULL ? &entry->shard->calls : &entry->core->calls;
    if (is_cancelled()) {
        gri_mail_free(operation->mail);
        return GR_CANCELLED;
    }
    return begin(entry, operation, calls, true, out_future);
}

gr_code gri_operate_send(struct gri_entry *entry, struct gri_operation *operation,
                         uint64_t wait_until_ns)
{
    if (operation->peer != NULL) {
        return send_frame(operation, NULL, 0, wait_until_ns);
    }
    return send_admitted(entry->core, operation, NULL, 0, wait_until_ns);
}

static gr_code send_oneway_there(struct gri_peer *peer, uint32_t method, struct gri_mail *mail)
{
    struct gri_frame frame = { .kind = GRI_FRAME_ONEWAY,
                               .budget_ns = mail->deadline_ns == UINT64_MAX ? 0 : mail->deadline_ns,
                               .actor = mail->actor,
                               .method = method };
    const void *message =
        mail->service->methods[mail->method].request == NULL ? NULL : mail->payload;
    return gri_peer_request(peer, GRI_PACE_FIRST, &frame, message, GRI_PEER_AT_ONCE, NULL);
}

gr_code gri_operate_oneway(struct gri_core *core, gr_ref to, uint32_t method, struct gri_mail *mail)
{
    bool is_exported;
    mail->actor = to.actor;
    if (to.home == core->incarnation) {
        bool is_gone = gri_actor_service(core, to.actor, &is_exported) == NULL;
        gri_actor_send(core, mail, false);
        return is_gone ? GR_UNAVAILABLE : GR_OK;
    }
    struct gri_peer *peer = gri_peers_find(&core->node->peers, to.home);
    gr_code code = peer == NULL ? GR_UNAVAILABLE : send_oneway_there(peer, method, mail);
    if (code == GR_OK) {
        gri_mail_free(mail);
    } else {
        gri_mail_lose(core, mail, code,
                      code == GR_UNAVAILABLE ? GR_DEAD_SESSION : gri_dead_reason_of(code),
                      peer == NULL ? "?" : peer->name, "it could not be sent to its node: %s",
                      peer == NULL             ? "there is no session with it"
                      : code == GR_UNAVAILABLE ? "the session has ended"
                                               : gr_code_name(code));
    }
    if (peer != NULL) {
        gri_peer_unref(peer);
    }
    return code;
}

/* ---- cancelling ---- */

static void cancel_in(struct gri_core *core, struct gri_calls *calls, gr_future *future)
{
    struct gri_target target;
    if (gri_calls_close(calls, future->call, &target, NULL)) {
        struct gri_result result = { .code = GR_CANCELLED };
        result.failure =
            gri_failure_format(GR_CANCELLED, GR_RAN_UNKNOWN, "", "cancelled by gr_future_cancel()");
        gri_future_complete(future, &result); /* with the table's reference */
        tell_callee(core, &target, future->call);
    }
}

static void cancel_arrived(struct gri_worker *worker, struct gri_post *post)
{
    struct gri_shard *shard = gri_shard_of(worker);
    gr_future *future = GRI_CONTAINER(post, gr_future, cancel);
    cancel_in(shard->core, &shard->calls, future);
    gri_future_unref(future);
}

static void cancel(struct gri_entry *entry, gr_future *future)
{
    struct gri_core *core = entry->core;
    struct gri_shard *shard = gri_core_shard(core, future->call);
    if (shard == NULL) {
        cancel_in(core, &core->calls, future);
    } else if (shard == entry->shard) {
        cancel_in(core, &shard->calls, future);
    } else {
        future->cancel.run = cancel_arrived;
        gri_worker_post(&shard->worker, &gri_future_ref(future)->cancel);
    }
}

void gr_future_cancel(gr_future *future)
{
    GRI_VISIT;
    struct gri_entry entry;
    if (future == NULL || gr_future_is_done(future) ||
        atomic_exchange(&future->is_cancelled, true)) {
        return;
    }
    if (gri_enter(future->node, &entry) == GR_OK) {
        cancel(&entry, future);
        gri_leave(&entry);
    }
}

/* ---- the node's own ---- */

void gri_operate_ask(struct gri_core *core, const struct gri_target *target, uint64_t call,
                     uint64_t begun_ns)
{
    if (target->actor == 0) {
        return; /* no actor: a lookup, or of this node's own */
    }
    if (target->peer == NULL) {
        gri_actor_ask(core, target->actor, call, begun_ns);
        return;
    }
    struct gri_peer *peer = gri_peers_ref(&core->node->peers, target->peer);
    if (peer != NULL) {
        struct gri_frame frame = { .kind = GRI_FRAME_INQUIRY,
                                   .actor = target->actor,
                                   .call = call };
        gr_ignore(
            gri_peer_send(peer, &frame, NULL, GRI_PEER_AT_ONCE, NULL)); /* it helps, no more */
        gri_peer_unref(peer);
    }
}

void gri_operate_probe(struct gri_core *core, uint64_t home, uint64_t actor, uint64_t call,
                       const void *probe)
{
    struct gri_frame frame = { .kind = GRI_FRAME_PROBE, .actor = actor, .call = call };
    struct gri_mail *flat;
    struct gri_peer *peer = gri_peers_find(&core->node->peers, home);
    if (peer == NULL) {
        return;
    }
    if (gri_mail_copy(GRI_MAIL_REPLY, &greenroom__wire__probe__descriptor, false, probe,
                      &gri_probe_limits, &flat) == GR_OK) {
        gr_ignore(gri_peer_send(peer, &frame, flat->payload, GRI_PEER_AT_ONCE,
                                NULL)); /* another one will come */
        gri_mail_free(flat);
    }
    gri_peer_unref(peer);
}

static gr_code begin_stop(struct gri_core *core, uint32_t index, bool drain, gr_future **out_future)
{
    struct gri_entry entry = { core->node, core, NULL, 0, NULL };
    struct gri_operation operation = { .mail = gri_mail_create(GRI_MAIL_CALL, 0),
                                       .deadline_ns = UINT64_MAX,
                                       .shard = &core->shards[index],
                                       .run = gri_actor_stop_all_arrived };
    if (operation.mail == NULL) {
        return GR_RESOURCE_EXHAUSTED;
    }
    operation.mail->method = drain;
    return begin(&entry, &operation, &core->calls, false, out_future);
}

/* Whether all that there are were done in time. */
static gr_code wait_all(const struct gri_core *core, gr_future **futures, uint64_t deadline_ns)
{
    gr_code code = GR_OK;
    for (uint32_t i = 0; i < core->n_shards && code == GR_OK; i++) {
        code = futures[i] == NULL ? GR_OK : gri_future_wait(futures[i], deadline_ns, false);
    }
    return code;
}

static void let_go_of_all(struct gri_core *core, gr_future **futures)
{
    for (uint32_t i = 0; i < core->n_shards; i++) {
        if (futures[i] != NULL && gri_calls_close(&core->calls, futures[i]->call, NULL, NULL)) {
            gri_future_unref(futures[i]);
        }
        gri_future_unref(futures[i]);
    }
    gri_mfree(futures);
}

gr_code gri_operate_stop_all(struct gri_core *core, bool drain, uint64_t relieve_at_ns,
                             uint64_t deadline_ns)
{
    gr_code code = GR_OK;
    gr_future **futures = gri_calloc(core->n_shards * sizeof(*futures));
    if (futures == NULL) {
        return GR_RESOURCE_EXHAUSTED;
    }
    for (uint32_t i = 0; i < core->n_shards && code == GR_OK; i++) {
        code = begin_stop(core, i, drain, &futures[i]);
    }
    if (code == GR_OK) {
        code = wait_all(core, futures, relieve_at_ns);
    }
    if (code == GR_DEADLINE_EXCEEDED && relieve_at_ns < deadline_ns) {
        gri_lookout_relieve(core); /* so that the others can end */
        code = wait_all(core, futures, deadline_ns);
    }
    let_go_of_all(core, futures);
    return code;
}

static void report_arrived(struct gri_worker *worker, struct gri_post *post)
{
    struct gri_mail *mail = GRI_CONTAINER(post, struct gri_mail, post);
    struct gri_result result = { .code = GR_OK };
    gri_actor_report_alive(gri_shard_of(worker));
    mail->answer(mail, &result);
}

static gr_code begin_report(struct gri_core *core, uint32_t index, gr_future **out_future)
{
    struct gri_entry entry = { core->node, core, NULL, 0, NULL };
    struct gri_operation operation = { .mail = gri_mail_create(GRI_MAIL_CALL, 0),
                                       .deadline_ns = UINT64_MAX,
                                       .shard = &core->shards[index],
                                       .run = report_arrived };
    return operation.mail == NULL ? GR_RESOURCE_EXHAUSTED
                                  : begin(&entry, &operation, &core->calls, false, out_future);
}

void gri_operate_report(struct gri_core *core, uint64_t deadline_ns)
{
    gr_future **futures = gri_calloc(core->n_shards * sizeof(*futures));
    if (futures == NULL) {
        return; /* DEADLINE_EXCEEDED says as much */
    }
    for (uint32_t i = 0; i < core->n_shards; i++) {
        gr_ignore(begin_report(core, i, &futures[i])); /* it says nothing then */
    }
    gr_ignore(wait_all(core, futures, deadline_ns)); /* what is not done is seen below */
    for (uint32_t i = 0; i < core->n_shards; i++) {
        if (!gr_future_is_done(futures[i])) {
            gri_log(GR_LOG_ERROR, "worker_stuck", "node=%s worker=%u", core->name, i);
        }
    }
    let_go_of_all(core, futures);
}
