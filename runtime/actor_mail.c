/* SPDX-License-Identifier: MIT */
/* Mail on its way to an actor: sent there by any thread, taken in by its worker, let in where it
 * had to wait, withdrawn, or refused. */
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "actor.h"
#include "defect.h"
#include "log.h"

static const uint64_t ms = 1000000;

/* ---- mail that is not handled ---- */

static void end_admission(struct gri_core *core, struct gri_mail *mail, gr_code code)
{
    struct gri_result result = { .code = code, .ran = GR_RAN_NO };
    gri_calls_end(&core->calls, mail->admission, NULL, &result);
    mail->admission = 0;
}

/* Takes mail. Exactly one of `why` and the message of the loss is there. */
static void end_refused(struct gri_core *core, const struct gri_loss *loss, const char *path)
{
    struct gri_mail *mail = (struct gri_mail *)loss->mail; /* our own to change */
    gri_core_count_refusal(core, loss->code, 1);
    if (mail->admission != 0) {
        end_admission(core, mail, loss->code);
    }
    if (mail->answer == NULL) {
        gri_core_lose(core, loss);
        gri_mail_free(mail);
        return;
    }
    struct gri_result result = { .code = loss->code, .ran = GR_RAN_NO };
    gr_ran ran = GRI_DEFECT(WRONG_RAN) ? GR_RAN_YES : GR_RAN_NO;
    char label[GRI_ACTOR_LABEL_MAX];
    if (path == NULL) {
        path = gri_core_describe(core, mail->service, mail->actor, label, sizeof(label));
    }
    result.failure = loss->why != NULL
                         ? gri_failure_draft(loss->code, ran, path, loss->why)
                         : gri_failure_format(loss->code, ran, path, "%s", loss->message);
    mail->answer(mail, &result);
}

void gri_mail_refuse_why(struct gri_core *core, struct gri_actor *actor, struct gri_mail *mail,
                         gr_code code, const struct gri_why *why)
{
    const struct gri_loss loss = {
        .mail = mail, .reason = gri_dead_reason_of(code), .code = code, .why = why
    };
    bool is_call = mail->answer != NULL;
    end_refused(core, &loss, is_call && actor != NULL ? gri_actor_label(actor) : NULL);
}

GR_PRINTF(3, 0)
static void refuse(struct gri_core *core, struct gri_loss *loss, const char *format, va_list args)
{
    char why[GRI_FAILURE_MESSAGE_MAX];
    (void)(vsnprintf(why, sizeof(why), format, args));
    loss->message = why;
    end_refused(core, loss, NULL);
}

void gri_mail_refuse(struct gri_core *core, struct gri_mail *mail, gr_code code, const char *format,
                     ...)
{
    struct gri_loss loss = { .mail = mail, .reason = gri_dead_reason_of(code), .code = code };
    va_list args;
    va_start(args, format);
    refuse(core, &loss, format, args);
    va_end(args);
}

void gri_mail_lose(struct gri_core *core, struct gri_mail *mail, gr_code code,
                   gr_dead_reason reason, const char *node, const char *format, ...)
{
    struct gri_loss loss = { .mail = mail, .reason = reason, .code = code, .node = node };
    va_list args;
    va_start(args, format);
    refuse(core, &loss, format, args);
    va_end(args);
}

/* ---- mail that comes ---- */

static bool is_same_service(const gr_service *one, const gr_service *other)
{
    return one == other || (strcmp(one->name, other->name) == 0 &&
                            (one->machine == NULL) == (other->machine == NULL));
}

/* What a full mailbox does with it. */
static gr_overflow overflow_of(const struct gri_core *core, const struct gri_mail *mail)
{
    return gri_policy_overflow(&core->policies, mail->service, mail->method);
}

void gri_actor_nudge(struct gri_actor *actor, const struct gri_mail *mail)
{
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
    gri_actor_wake(actor, mail);
}

static void admit(struct gri_actor *actor, bool is_end);

static void round_ended(struct gri_worker *worker, struct gri_task *task)
{
    (void)worker;
    struct gri_mailbox *mailbox = GRI_CONTAINER(task, struct gri_promises, admit)->mailbox;
    admit(GRI_CONTAINER(mailbox, struct gri_actor, mailbox), true);
}

/* What an ask gets costs a frame and wakes its sender, so it is not for a single place, if more
 * become free in the same round. Those behind it wait as well: they came later. */
static void admit_at_end(struct gri_actor *actor)
{
    struct gri_task *task = &actor->mailbox.promises->admit;
    if (!gri_list_is_linked(&task->link)) {
        task->run = round_ended;
        gri_worker_run_last(&actor->shard->worker, task);
    }
}

static void admit(struct gri_actor *actor, bool is_end)
{
    struct gri_mail *mail = gri_mailbox_next_waiting(&actor->mailbox);
    while (mail != NULL) {
        if (mail->kind == GRI_MAIL_ASK && !is_end) {
            admit_at_end(actor);
            return;
        }
        if (mail->kind == GRI_MAIL_ASK) {
            gri_mailbox_leave(mail);
            gri_actor_grant(actor, gri_grant_of(mail));
        } else {
            gri_timer_cancel(gri_actor_wheel(actor), &gri_mail_more(mail)->expiry);
            gri_mailbox_admit(&actor->mailbox, mail);
            accept(actor, mail);
        }
        mail = gri_mailbox_next_waiting(&actor->mailbox);
    }
}

void gri_actor_admit_waiting(struct gri_actor *actor)
{
    admit(actor, false);
}

/* Its sender has given up by now: nothing else would take it out of a mailbox that stays full. What
 * waited behind it may be smaller, and fit. */
static void waited_too_long(struct gri_timer *timer)
{
    struct gri_mail *mail = gri_mail_of_expiry(timer);
    struct gri_shard *shard = gri_shard_of(gri_worker_current());
    struct gri_actor *actor = gri_slab_find(&shard->actors, mail->actor);
    gri_mailbox_leave(mail);
    gri_mail_refuse(shard->core, mail, GR_DEADLINE_EXCEEDED,
                    "the deadline passed while it waited for room in the mailbox, for %" PRIu64
                    " ms",
                    (shard->worker.now_ns - mail->arrived_ns) / ms);
    gri_actor_admit(actor);
}

/* Where the policy says so, queued calls of the same method make room. False: there is none still.
 */
static bool make_room(struct gri_actor *actor, struct gri_mail *mail, gr_overflow overflow)
{
    struct gri_mail *older = NULL;
    if (overflow != GR_OVERFLOW_DROP_OLDEST && overflow != GR_OVERFLOW_KEEP_LATEST) {
        return false;
    }
    do {
        older = gri_mailbox_pop_method(&actor->mailbox, mail->method);
        if (older != NULL) {
            gri_mail_lose(actor->shard->core, older, GR_RESOURCE_EXHAUSTED, GR_DEAD_REPLACED, NULL,
                          "the mailbox of %s is full, and a newer one took its place",
                          gri_actor_label(actor));
        }
    } while (older != NULL &&
             (overflow == GR_OVERFLOW_KEEP_LATEST || gri_mailbox_is_full(&actor->mailbox, mail)));
    return !gri_mailbox_is_full(&actor->mailbox, mail);
}

/* What is asked of a machine itself is never queued, whatever it does. */
static bool take_ask(struct gri_shard *shard, struct gri_actor *actor, struct gri_mail *mail)
{
    if (!gri_machine_is_asked(mail) || actor->state >= GRI_ACTOR_ENDED ||
        !is_same_service(mail->service, gri_actor_service_of(actor))) {
        return false;
    }
    if (mail->admission != 0) {
        end_admission(shard->core, mail, GR_OK);
    }
    gri_machine_asked(actor, mail);
    return true;
}

/* Whether an actor takes mail at all; else it is refused. */
static inline bool takes_mail(struct gri_shard *shard, struct gri_actor *actor,
                              struct gri_mail *mail)
{
    mail->arrived_ns = shard->worker.now_ns;
    if (mail->answer == NULL && GRI_DEFECT(LOST_ONEWAY)) {
        gri_mail_free(mail);
        return false;
    }
    if (actor != NULL && actor->is_machine && take_ask(shard, actor, mail)) {
        return false;
    }
    if (actor == NULL || actor->state >= GRI_ACTOR_STOPPING) {
        gri_mail_refuse(shard->core, mail, GR_UNAVAILABLE, "the actor is gone");
        return false;
    }
    /* Where it holds calls, a oneway may be what brings their answers. */
    bool may_answer = mail->answer == NULL && gri_actor_holds_calls(actor);
    if (actor->state == GRI_ACTOR_DRAINING && !may_answer) {
        gri_mail_lose(shard->core, mail, GR_UNAVAILABLE, GR_DEAD_DRAINING, NULL,
                      "%s is draining: it takes no new calls", gri_actor_label(actor));
        return false;
    }
    if (!is_same_service(mail->service, gri_actor_service_of(actor))) {
        gri_mail_refuse(shard->core, mail, GR_FAILED_PRECONDITION, "%s is a %s, not a %s",
                        gri_actor_label(actor), gri_actor_service_of(actor)->name,
                        mail->service->name);
        return false;
    }
    return mail->n_chain == 0 || !actor->is_busy || !gri_actor_refuse_cycle(actor, mail);
}

/* n: messages, bytes. */
static void say_full(const struct gri_why *why, const char *actor, char *buf, size_t cap)
{
    (void)snprintf(buf, cap, "the mailbox of %s is full (%" PRIu64 " messages, %" PRIu64 " bytes)",
                   actor, why->n[0], why->n[1]);
}

/* With those on their way, which another thread's mail found there. */
static void say_crowded(const struct gri_why *why, const char *actor, char *buf, size_t cap)
{
    (void)actor;
    (void)snprintf(buf, cap,
                   "the mailbox is full (%" PRIu64 " messages, %" PRIu64
                   " bytes, with those on their way)",
                   why->n[0], why->n[1]);
}

static void refuse_full(struct gri_actor *actor, struct gri_mail *mail)
{
    const struct gri_why why = {
        .say = say_full, .n = { gri_mailbox_n(&actor->mailbox), gri_mailbox_bytes(&actor->mailbox) }
    };
    gri_mail_refuse_why(actor->shard->core, actor, mail, GR_RESOURCE_EXHAUSTED, &why);
    gri_actor_recall(actor);
}

/* On another thread than the actor's. */
static void refuse_crowded(struct gri_core *core, const struct gri_mailbox *mailbox,
                           struct gri_mail *mail)
{
    const struct gri_why why = {
        .say = say_crowded,
        .n = { gri_mailbox_n(mailbox) + gri_mailbox_transit(mailbox),
               gri_mailbox_bytes(mailbox) + gri_mailbox_transit_bytes(mailbox) },
    };
    gri_mail_refuse_why(core, NULL, mail, GR_RESOURCE_EXHAUSTED, &why);
}

bool gri_actor_refuse_oneway(struct gri_actor *actor, uint64_t sender, uint32_t method,
                             size_t message_bytes)
{
    const struct gri_mail mail = { .service = gri_actor_service_of(actor),
                                   .actor = gri_actor_id(actor),
                                   .sender = sender,
                                   .method = method,
                                   .bytes = (uint32_t)(sizeof(mail) + message_bytes) };
    struct gri_core *core = actor->shard->core;
    gr_overflow overflow = overflow_of(core, &mail);
    if ((overflow != GR_OVERFLOW_REJECT && overflow != GR_OVERFLOW_DROP_NEWEST) ||
        !gri_mailbox_must_wait(&actor->mailbox, &mail) || GRI_DEFECT(LOST_ONEWAY)) {
        return false;
    }
    const struct gri_why why = {
        .say = say_full, .n = { gri_mailbox_n(&actor->mailbox), gri_mailbox_bytes(&actor->mailbox) }
    };
    const struct gri_loss loss = {
        .mail = &mail, .reason = GR_DEAD_FULL, .code = GR_RESOURCE_EXHAUSTED, .why = &why
    };
    gri_core_count_refusal(core, loss.code, 1);
    gri_core_lose(core, &loss);
    gri_actor_recall(actor);
    return true;
}

static void put_in_queue(struct gri_actor *actor, struct gri_mail *mail)
{
    gri_mailbox_put(&actor->mailbox, mail);
    accept(actor, mail);
}

/* It is not in the queue; it waits where it may, or another makes room for it, or it is refused. */
static void overflow_with(struct gri_actor *actor, struct gri_mail *mail, gr_overflow overflow,
                          enum gri_offer offer)
{
    if (offer == GRI_OFFER_WAITS) {
        gri_mail_more(mail)->expiry = (struct gri_timer){ .fire = waited_too_long };
        gri_timer_arm(gri_actor_wheel(actor), &gri_mail_more(mail)->expiry, mail->deadline_ns);
        gri_actor_recall(actor);
    } else if (make_room(actor, mail, overflow)) {
        put_in_queue(actor, mail);
    } else {
        refuse_full(actor, mail);
    }
}

static inline void offer_to(struct gri_actor *actor, struct gri_mail *mail, gr_overflow overflow)
{
    enum gri_offer offer = gri_mailbox_offer(&actor->mailbox, mail, overflow);
    if (offer == GRI_OFFER_QUEUED) {
        accept(actor, mail);
    } else {
        overflow_with(actor, mail, overflow, offer);
    }
}

static void deliver(struct gri_shard *shard, struct gri_mail *mail, gr_overflow overflow)
{
    struct gri_actor *actor = gri_slab_find(&shard->actors, mail->actor);
    if (takes_mail(shard, actor, mail)) {
        offer_to(actor, mail, overflow);
    }
}

void gri_actor_receive(struct gri_actor *actor, struct gri_mail *mail)
{
    struct gri_shard *shard = actor->shard;
    uint32_t credit = mail->credit;
    bool has_place =
        credit != 0 && gri_grant_redeem(&actor->mailbox, gri_mail_holder(mail), credit);
    gr_overflow overflow = overflow_of(shard->core, mail);
    bool is_taken = takes_mail(shard, actor, mail);
    if (is_taken && has_place &&
        (mail->bytes <= credit || !gri_mailbox_is_full(&actor->mailbox, mail))) {
        put_in_queue(actor, mail);
    } else if (is_taken) {
        offer_to(actor, mail, overflow == GR_OVERFLOW_WAIT ? GR_OVERFLOW_REJECT : overflow);
    }
    if (has_place) {
        gri_actor_admit(actor); /* its place may have been larger */
    }
}

void gri_actor_notify(struct gri_actor *actor, struct gri_mail *notice)
{
    if (actor->state >= GRI_ACTOR_STOPPING) {
        gri_mail_free(notice);
    } else if (gri_mailbox_notify(&actor->mailbox, notice)) {
        gri_actor_wake(actor, notice);
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
    deliver(shard, mail, overflow_of(shard->core, mail));
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
        gr_overflow overflow = overflow_of(core, mail);
        bool refuses = !may_wait && overflow == GR_OVERFLOW_WAIT;
        deliver(shard, mail, refuses ? GR_OVERFLOW_REJECT : overflow);
        return;
    }
    struct gri_actor *actor = find_anywhere(core, mail->actor);
    if (actor == NULL) {
        gri_mail_refuse(core, mail, GR_UNAVAILABLE, "the actor is gone");
        return;
    }
    gr_overflow overflow = overflow_of(core, mail);
    bool waits = may_wait && overflow == GR_OVERFLOW_WAIT;
    bool replaces = overflow == GR_OVERFLOW_DROP_OLDEST || overflow == GR_OVERFLOW_KEEP_LATEST;
    bool needs_room = !replaces && !gri_machine_is_asked(mail);
    bool is_reserved = !needs_room ? gri_mailbox_reserve_way(&actor->mailbox, mail)
                                   : gri_mailbox_reserve(&actor->mailbox, mail);
    if (!is_reserved && !waits) {
        refuse_crowded(core, &actor->mailbox, mail);
        return;
    }
    mail->post.run = mail_arrived;
    gri_worker_post(&shard->worker, &mail->post);
}

bool gri_actor_would_wait(struct gri_core *core, const struct gri_mail *mail)
{
    if (overflow_of(core, mail) != GR_OVERFLOW_WAIT) {
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

/* ---- cancels and markers ---- */

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

/* `call` 0: all of theirs. */
static bool is_of(const struct gri_mail *mail, const void *answer_to, uint64_t call)
{
    return mail->answer_to == answer_to && (call == 0 || mail->call == call);
}

static void cancel_running(struct gri_actor *actor, const void *answer_to, uint64_t call)
{
    for (struct gr_context *ctx = actor->context; ctx != NULL; ctx = ctx->outer) {
        if (ctx->mail != NULL && ctx->held == NULL && is_of(ctx->mail, answer_to, call)) {
            ctx->is_given_up = true;
            gri_activity_cancel(&ctx->activity);
        }
    }
}

/* n: nothing. */
static void say_given_up(const struct gri_why *why, const char *actor, char *buf, size_t cap)
{
    (void)why;
    (void)actor;
    (void)snprintf(buf, cap, "the caller gave up before it ran");
}

/* It is in the mailbox no more. */
static void refuse_given_up(struct gri_actor *actor, struct gri_mail *mail, bool waited)
{
    const struct gri_why why = { .say = say_given_up };
    if (waited) {
        gri_timer_cancel(gri_actor_wheel(actor), &gri_mail_more(mail)->expiry);
    }
    gri_mail_refuse_why(actor->shard->core, actor, mail, GR_CANCELLED, &why);
}

static bool withdraw(struct gri_actor *actor, const void *answer_to, uint64_t call)
{
    bool waits;
    struct gri_mail *mail = gri_mailbox_withdraw(&actor->mailbox, answer_to, call, &waits);
    if (mail == NULL) {
        return false;
    }
    refuse_given_up(actor, mail, waits);
    return true;
}

static void withdraw_all(struct gri_actor *actor, const void *answer_to)
{
    struct gri_list theirs;
    gri_list_init(&theirs);
    gri_mailbox_withdraw_all(&actor->mailbox, answer_to, &theirs);
    struct gri_list *link = gri_list_pop_front(&theirs);
    for (; link != NULL; link = gri_list_pop_front(&theirs)) {
        struct gri_mail *mail = GRI_CONTAINER(link, struct gri_mail, link);
        refuse_given_up(actor, mail, mail->waits);
    }
}

/* It is in one place only: who is found in the mailbox is not looked for elsewhere. */
static void cancel_arrived(struct gri_worker *worker, struct gri_post *post)
{
    struct gri_mail *cancel = GRI_CONTAINER(post, struct gri_mail, post);
    struct gri_actor *actor = gri_slab_find(&gri_shard_of(worker)->actors, cancel->actor);
    bool is_here = actor != NULL && cancel->call != 0 && !GRI_DEFECT(MISSED_CANCEL);
    if (is_here && withdraw(actor, cancel->answer_to, cancel->call)) {
        gri_actor_admit(actor);
    } else if (is_here) {
        cancel_running(actor, cancel->answer_to, cancel->call);
        gri_held_cancel(actor, cancel->answer_to, cancel->call);
        gri_monitors_cancel(actor, cancel->answer_to, cancel->call,
                            gri_mail_more(cancel)->result.code);
        gri_machine_cancel_asks(actor, cancel->answer_to, cancel->call);
    }
    gri_mail_free(cancel);
}

bool gri_actor_cancel_queued(const struct gri_target *target)
{
    struct gri_shard *shard = gri_shard_of(gri_worker_current());
    struct gri_actor *actor = gri_slab_find(&shard->actors, target->actor);
    struct gri_mail *mail = target->mail;
    if (actor == NULL || !gri_list_is_linked(&mail->link) || gri_machine_is_asked(mail) ||
        GRI_DEFECT(MISSED_CANCEL)) {
        return false;
    }
    bool waited = mail->waits;
    gri_mailbox_take_out(&actor->mailbox, mail);
    refuse_given_up(actor, mail, waited);
    gri_actor_admit(actor);
    return true;
}

void gri_actor_cancel_all_of(struct gri_shard *shard, const void *answer_to)
{
    for (uint32_t i = 0; i < shard->actors.used; i++) {
        struct gri_actor *actor = gri_slab_at(&shard->actors, i);
        if (!gri_slot_is_live(&actor->slot)) {
            continue;
        }
        withdraw_all(actor, answer_to);
        gri_actor_admit(actor);
        cancel_running(actor, answer_to, 0);
        gri_held_cancel(actor, answer_to, 0);
        gri_monitors_cancel(actor, answer_to, 0, GR_UNAVAILABLE);
        gri_machine_cancel_asks(actor, answer_to, 0);
    }
}

struct gri_worker *gri_actor_address_cancel(struct gri_core *core, struct gri_mail *cancel)
{
    struct gri_shard *shard = gri_core_shard(core, cancel->actor);
    if (shard == NULL) {
        gri_mail_free(cancel);
        return NULL;
    }
    cancel->post.run = cancel_arrived;
    return &shard->worker;
}

void gri_actor_cancel(struct gri_core *core, uint64_t actor, void *answer_to, uint64_t call)
{
    struct gri_mail *cancel =
        gri_core_shard(core, actor) == NULL ? NULL : gri_mail_create(GRI_MAIL_REPLY, 0);
    if (cancel == NULL) {
        return; /* the callee goes on until its deadline, which it knows */
    }
    cancel->actor = actor;
    cancel->answer_to = answer_to;
    cancel->call = call;
    gri_actor_cancel_by(core, cancel);
}

void gri_actor_cancel_by(struct gri_core *core, struct gri_mail *cancel)
{
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
