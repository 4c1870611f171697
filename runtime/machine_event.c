/* SPDX-License-Identifier: MIT */
/* A machine's mail: what its state takes of it, keeps for later or refuses; and what it sends
 * itself, now or by its timers. On the actor's worker. */

/* Design notes. The mailbox's queue of a machine, while it is in one state:
 *
 *     postponed in this state | fence | own events | all else, in the order of its arrival
 *
 * What is postponed goes behind what was postponed before, in front of the fence, and is looked at
 * no more; own events go before all other mail there, too. When the state changes the fence goes to
 * the front, and all own events, in the order in which they were raised, behind it. So postponed
 * mail is still mail in the queue: it counts, it expires, it is withdrawn when its caller gives up,
 * and refused when the machine ends. */
#include <stdio.h>
#include <string.h>

#include "context.h"
#include "defect.h"
#include "machine.h"

static const uint64_t ms = 1000000;

enum { NAMES_MAX = 200 };

/* ---- what a state takes ---- */

static uint32_t policy_of(const struct gri_machine *machine, const gr_service *service,
                          uint32_t state, uint32_t method)
{
    return machine->table->policies[(size_t)(state - 1) * service->n_methods + method];
}

/* "Water, Eat and Look": what callers may send. */
static void name_accepted(const struct gri_machine *machine, const gr_service *service, char *buf,
                          size_t cap)
{
    size_t at = 0;
    buf[0] = '\0';
    for (uint32_t i = 0; i < machine->table->ask && at < cap; i++) {
        if (policy_of(machine, service, machine->current, i) == GR_EVENT_ACCEPT &&
            !service->methods[i].internal) {
            at += (size_t)snprintf(buf + at, cap - at, "%s%s", at == 0 ? "" : ", ",
                                   service->methods[i].name);
        }
    }
}

static void refuse(struct gri_machine *machine, struct gri_mail *mail)
{
    struct gri_actor *actor = machine->actor;
    const gr_service *service = gri_actor_service_of(actor);
    char names[NAMES_MAX];
    name_accepted(machine, service, names, sizeof(names));
    gri_mail_refuse(actor->shard->core, mail, GR_FAILED_PRECONDITION,
                    "%s is in the state %s, which does not take %s; it takes %s",
                    gri_actor_label(actor), gri_machine_state(machine, machine->current)->name,
                    service->methods[mail->method].name, names[0] == '\0' ? "nothing" : names);
}

/* The timer it came from has nothing queued any more. */
static void forget_event(struct gri_machine *machine, const struct gri_mail *mail)
{
    if (mail->kind == GRI_MAIL_EVENT && mail->call != 0) {
        struct gri_named_timer *timer = &machine->timers[mail->call - 1];
        timer->event = NULL;
        timer->has_fired = false;
    }
}

/* ---- what is postponed for too long ---- */

static void expire_by(struct gri_machine *machine, uint64_t deadline_ns)
{
    if (deadline_ns < machine->expires_ns) {
        machine->expires_ns = deadline_ns;
        gri_timer_arm(gri_actor_wheel(machine->actor), &machine->expiry, deadline_ns);
    }
}

/* Nobody would take such a oneway back, as callers do with their calls. */
static void expired(struct gri_timer *timer)
{
    struct gri_machine *machine = GRI_CONTAINER(timer, struct gri_machine, expiry);
    struct gri_actor *actor = machine->actor;
    uint64_t now_ns = actor->shard->worker.now_ns;
    uint64_t next_ns;
    struct gri_mail *mail =
        gri_mailbox_pop_late(&actor->mailbox, &machine->fence, now_ns, &next_ns);
    while (mail != NULL) {
        gri_mail_refuse(actor->shard->core, mail, GR_DEADLINE_EXCEEDED,
                        "the deadline passed while it was postponed in state %s",
                        gri_machine_state(machine, machine->current)->name);
        mail = gri_mailbox_pop_late(&actor->mailbox, &machine->fence, now_ns, &next_ns);
    }
    machine->expires_ns = UINT64_MAX;
    expire_by(machine, next_ns);
    gri_actor_admit(actor);
}

/* False: it stays where it is. */
static bool postpone(struct gri_machine *machine, struct gri_mail *mail)
{
    if (!gri_mailbox_postpone(&machine->actor->mailbox, &machine->fence, mail)) {
        return false;
    }
    if (mail->answer == NULL) {
        expire_by(machine, mail->deadline_ns);
    }
    return true;
}

/* ---- what is next ---- */

struct gri_mail *gri_machine_pop(struct gri_actor *actor, const bool *only, bool *out_stopped)
{
    struct gri_machine *machine = gri_machine_of(actor);
    if (machine->target != 0 || machine->current == 0) {
        if (out_stopped != NULL) {
            *out_stopped = true; /* the state is left: nothing more is handled in it */
        }
        return NULL;
    }
    const gr_service *service = gri_actor_service_of(actor);
    struct gri_mail *from = &machine->fence;
    struct gri_mail *mail = gri_mailbox_next(&actor->mailbox, from, only, out_stopped);
    while (mail != NULL &&
           policy_of(machine, service, machine->current, mail->method) == GR_EVENT_POSTPONE) {
        from = postpone(machine, mail) ? from : mail;
        mail = gri_mailbox_next(&actor->mailbox, from, only, out_stopped);
    }
    if (mail != NULL) {
        gri_mailbox_take(&actor->mailbox, mail);
        forget_event(machine, mail);
    }
    return mail;
}

void gri_machine_dispatch(struct gri_actor *actor, struct gri_mail *mail)
{
    struct gri_machine *machine = gri_machine_of(actor);
    const gr_service *service = gri_actor_service_of(actor);
    switch (policy_of(machine, service, machine->current, mail->method)) {
    case GR_EVENT_ACCEPT:
        gri_actor_dispatch(actor, mail);
        break;
    case GR_EVENT_IGNORE:
        gri_mail_free(mail);
        break;
    default:
        if (GRI_DEFECT(SILENT_REFUSAL)) {
            gri_mail_free(mail);
        } else {
            refuse(machine, mail);
        }
        break;
    }
}

bool gri_machine_has_work(const struct gri_actor *actor)
{
    const struct gri_machine *machine = gri_machine_of(actor);
    return machine->target != 0 || machine->has_timed_out ||
           gri_mailbox_has_behind(&actor->mailbox, &machine->fence);
}

const char *gri_machine_postponing(const struct gri_actor *actor, const struct gri_mail *mail)
{
    const struct gri_machine *machine = actor->is_machine ? gri_machine_of(actor) : NULL;
    if (machine == NULL || machine->current == 0 ||
        !gri_mailbox_is_before(&actor->mailbox, &machine->fence, mail)) {
        return NULL;
    }
    return gri_machine_state(machine, machine->current)->name;
}

void gri_machine_retry(struct gri_machine *machine)
{
    gri_mailbox_retry(&machine->actor->mailbox, &machine->fence);
}

/* ---- what it sends itself ---- */

static void send_event(struct gri_machine *machine, struct gri_mail *event)
{
    event->arrived_ns = machine->actor->shard->worker.now_ns;
    gri_mailbox_put_first(&machine->actor->mailbox, &machine->fence, event);
    gri_actor_wake(machine->actor, event);
}

static void address(struct gri_machine *machine, struct gri_mail *event, uint32_t method)
{
    event->service = gri_actor_service_of(machine->actor);
    event->method = method;
    event->actor = gri_actor_id(machine->actor);
    event->sender = event->actor;
}

/* Whether the code that calls is a part of a machine of that service. */
static bool is_machine_s(const struct gr_context *ctx, const gr_service *service)
{
    return gri_context_is_running(ctx) && ctx->actor->is_machine &&
           gri_actor_service_of(ctx->actor) == service && ctx->actor->state < GRI_ACTOR_STOPPING;
}

gr_code gr_stub_raise(gr_context *ctx, const gr_service *service, uint32_t method,
                      const void *request)
{
    GRI_VISIT;
    struct gri_mail *event;
    if (!is_machine_s(ctx, service)) {
        return GR_FAILED_PRECONDITION;
    }
    const gr_method *entry = &service->methods[method];
    gr_code code = gri_mail_copy(GRI_MAIL_EVENT, entry->request, entry->request_is_flat, request,
                                 &ctx->actor->shard->core->message_limits, &event);
    if (code != GR_OK) {
        return code;
    }
    if (gri_mailbox_is_full(&ctx->actor->mailbox, event)) {
        gri_mail_free(event);
        return GR_RESOURCE_EXHAUSTED;
    }
    struct gri_machine *machine = gri_machine_of(ctx->actor);
    address(machine, event, method);
    send_event(machine, event);
    return GR_OK;
}

/* ---- timers ---- */

static void fired(struct gri_timer *timer)
{
    struct gri_named_timer *named = GRI_CONTAINER(timer, struct gri_named_timer, timer);
    named->has_fired = true;
    send_event(gri_machine_of(named->actor), named->event);
}

/* Also what it has sent and was not handled yet: its place is free then. */
static void stop(struct gri_named_timer *timer)
{
    if (timer->event == NULL) {
        return;
    }
    if (timer->has_fired) {
        gri_mailbox_take(&timer->actor->mailbox, timer->event);
    } else {
        gri_timer_cancel(gri_actor_wheel(timer->actor), &timer->timer);
    }
    gri_mail_free(timer->event);
    timer->event = NULL;
    timer->has_fired = false;
}

gr_code gr_stub_timer_start(gr_context *ctx, const gr_service *service, uint32_t timer,
                            uint32_t after_ms)
{
    GRI_VISIT;
    if (!is_machine_s(ctx, service)) {
        return GR_FAILED_PRECONDITION;
    }
    struct gri_machine *machine = gri_machine_of(ctx->actor);
    struct gri_named_timer *named = &machine->timers[timer];
    struct gri_mail *event = gri_mail_create(GRI_MAIL_EVENT, 0);
    if (event == NULL) {
        return GR_RESOURCE_EXHAUSTED;
    }
    stop(named);
    gri_actor_admit(ctx->actor);
    address(machine, event, machine->table->timers[timer].method);
    event->call = timer + 1;
    named->event = event;
    gri_timer_arm(gri_actor_wheel(ctx->actor), &named->timer,
                  gri_worker_now(&ctx->actor->shard->worker) + after_ms * ms);
    return GR_OK;
}

gr_code gr_stub_timer_stop(gr_context *ctx, const gr_service *service, uint32_t timer)
{
    GRI_VISIT;
    if (!gri_context_is_running(ctx) || !ctx->actor->is_machine ||
        gri_actor_service_of(ctx->actor) != service) {
        return GR_FAILED_PRECONDITION;
    }
    stop(&gri_machine_of(ctx->actor)->timers[timer]);
    gri_actor_admit(ctx->actor);
    return GR_OK;
}

/* ---- from init to the end ---- */

void gri_machine_open_events(struct gri_machine *machine)
{
    machine->fence.kind = GRI_MAIL_FENCE;
    machine->expiry.fire = expired;
    machine->expires_ns = UINT64_MAX;
    gri_list_push_front(&machine->actor->mailbox.queue, &machine->fence.link);
    for (uint32_t i = 0; i < machine->table->n_timers; i++) {
        machine->timers[i].actor = machine->actor;
        machine->timers[i].timer.fire = fired;
    }
}

void gri_machine_close_events(struct gri_actor *actor)
{
    struct gri_machine *machine = gri_machine_of(actor);
    for (uint32_t i = 0; i < machine->table->n_timers; i++) {
        stop(&machine->timers[i]);
    }
    gri_timer_cancel(gri_actor_wheel(actor), &machine->expiry);
    gri_list_remove(&machine->fence.link);
}
