/* SPDX-License-Identifier: MIT */
/* What others want to know of a machine: which state it is in, when it comes to one or to its end,
 * and each of its changes. On the actor's worker. */

/* Design notes.
 *
 * An ask is a call of the method "$machine", which no handler has. It takes no part in the actor's
 * queue: it is answered where it arrives, or kept in machine->asks until what it waits for is so,
 * whatever runs meanwhile. Like any call it ends once, by whoever takes it out of that list: a
 * change of state, the machine's end, its deadline, or its caller, who has given up or whose
 * session was lost. Of another node's mail the budget is let go when it is kept, as for a mailbox;
 * the number of all that are kept is bounded.
 *
 * An observer is a call as well, which ends with the machine; meanwhile each change is sent to the
 * actor it names, as a oneway that nobody waits for. Those come in order because they leave in
 * order, from this worker; what cannot be sent leaves a gap in their numbers. */
#include "machine.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "log.h"
#include "machine.pb-c.h"
#include "notices.pb-c.h"

/* What a notice is on its way to another node, whose schema is not known here, or to an actor that
 * is gone. */
static const gr_method observer_method = { .name = "Transition",
                                           .request = &greenroom__transition__descriptor,
                                           .oneway = true };
static const gr_service observer_service = { .name = "observer",
                                             .methods = &observer_method,
                                             .n_methods = 1 };

static const Greenroom__Ask *ask_of(const struct gri_mail *mail)
{
    return (const Greenroom__Ask *)(const void *)mail->payload;
}

static const char *state_name(const struct gri_machine *machine, uint32_t state)
{
    return state == 0 ? "" : gri_machine_state(machine, state)->name;
}

static const char *current_name(const struct gri_machine *machine)
{
    return state_name(machine, machine->current);
}

static bool has_state(const struct gri_machine *machine, const char *name)
{
    for (uint32_t state = 1; state <= machine->table->n_states; state++) {
        if (strcmp(state_name(machine, state), name) == 0) {
            return true;
        }
    }
    return false;
}

bool gri_machine_is_asked(const struct gri_mail *mail)
{
    const gr_machine *table = mail->service->machine;
    return table != NULL && mail->method == table->ask;
}

bool gri_machine_is_asked_by(const struct gri_mail *mail, uint64_t home)
{
    const Greenroom__Ref *observer = gri_machine_is_asked(mail) ? ask_of(mail)->observer : NULL;
    return observer == NULL || observer->node == home;
}

/* ---- notices ---- */

/* What observers are told, all the same but for their tags. */
struct change {
    const char *from;
    const char *to;
    uint64_t number;
    int64_t at_ns;
};

static struct change change_of(const struct gri_machine *machine, const char *from, const char *to,
                               uint64_t number)
{
    struct gri_core *core = machine->actor->shard->core;
    return (struct change){ from, to, number, core->env->ops->wall_ns(core->env) };
}

/* Whether an actor of this node can be told by that method; also one that is gone, or has yet to be
 * found so. */
static bool is_observer(struct gri_core *core, const Greenroom__Ask *ask)
{
    const gr_service *service = core->service_of(core, ask->observer->actor);
    if (service == NULL) {
        return true;
    }
    const gr_method *method =
        ask->method < service->n_methods ? &service->methods[ask->method] : NULL;
    return method != NULL && method->oneway && method->request != NULL &&
           strcmp(method->request->name, greenroom__transition__descriptor.name) == 0;
}

static void address_notice(struct gri_core *core, const Greenroom__Ask *ask,
                           struct gri_mail *notice)
{
    bool is_here = ask->observer->node == core->incarnation;
    const gr_service *service = is_here ? core->service_of(core, ask->observer->actor) : NULL;
    notice->service = service != NULL ? service : &observer_service;
    notice->method = service != NULL ? ask->method : 0;
    notice->actor = ask->observer->actor;
}

static void notify(const struct gri_machine *machine, const struct gri_mail *mail,
                   const struct change *change)
{
    struct gri_actor *actor = machine->actor;
    struct gri_core *core = actor->shard->core;
    const Greenroom__Ask *ask = ask_of(mail);
    Greenroom__Transition message = GREENROOM__TRANSITION__INIT;
    Greenroom__Ref self = GREENROOM__REF__INIT;
    struct gri_mail *notice;
    self.node = core->incarnation;
    self.actor = gri_actor_id(actor);
    self.service = (char *)gri_actor_service_of(actor)->name;
    message.machine = &self;
    message.from = (char *)change->from;
    message.to = (char *)change->to;
    message.at_ns = change->at_ns;
    message.number = change->number;
    message.tag = ask->tag;
    if (gri_mail_copy(GRI_MAIL_ONEWAY, &greenroom__transition__descriptor, false, &message,
                      &core->message_limits, &notice) != GR_OK) {
        return; /* a gap in the numbers says so */
    }
    address_notice(core, ask, notice);
    notice->sender = self.actor;
    gr_ref to = { core->handle, ask->observer->node, ask->observer->actor };
    gr_ignore(core->send_oneway(core, to, ask->method, notice)); /* likewise, and a dead letter */
}

/* ---- ends of asks ---- */

static void take_out(struct gri_machine *machine, struct gri_mail *mail)
{
    gri_list_remove(&mail->link);
    machine->n_asks--;
    gri_timer_cancel(gri_actor_wheel(machine->actor), &gri_mail_more(mail)->expiry);
}

/* `packed` is the result of one that has ended, and may be NULL. */
static void answer(const struct gri_machine *machine, struct gri_mail *mail, bool has_ended,
                   const ProtobufCBinaryData *packed)
{
    struct gri_core *core = machine->actor->shard->core;
    Greenroom__Seen seen = GREENROOM__SEEN__INIT;
    struct gri_result result = { .code = GR_OK, .ran = GR_RAN_YES };
    seen.state = (char *)current_name(machine);
    seen.has_ended = has_ended;
    if (packed != NULL) {
        seen.result = *packed;
        seen.has_result = true;
    }
    gr_code code = gri_mail_copy(GRI_MAIL_REPLY, &greenroom__seen__descriptor, false, &seen,
                                 &core->message_limits, &result.reply);
    if (code == GR_OK) {
        mail->answer(mail, &result);
    } else {
        gri_mail_refuse(core, mail, code == GR_INVALID_ARGUMENT ? GR_INTERNAL : code,
                        "the answer cannot be sent: %s",
                        code == GR_INVALID_ARGUMENT ? "the result is too large" : "out of memory");
    }
}

/* It is not to be counted as one that was refused: it was taken, and ends so. */
static void fail(const struct gri_machine *machine, struct gri_mail *mail, gr_code code,
                 const char *format, ...) GR_PRINTF(4, 5);
static void fail(const struct gri_machine *machine, struct gri_mail *mail, gr_code code,
                 const char *format, ...)
{
    struct gri_result result = { .code = code, .ran = GR_RAN_NO };
    va_list args;
    va_start(args, format);
    result.failure =
        gri_failure_vformat(code, GR_RAN_NO, gri_actor_label(machine->actor), format, args);
    va_end(args);
    mail->answer(mail, &result);
}

static void waited_too_long(struct gri_timer *timer)
{
    struct gri_mail *mail = gri_mail_of_expiry(timer);
    struct gri_shard *shard = gri_shard_of(gri_worker_current());
    struct gri_actor *actor = gri_slab_find(&shard->actors, mail->actor);
    char why[160];
    gri_machine_describe_ask(actor, mail, why, sizeof(why));
    take_out(gri_machine_of(actor), mail);
    gri_mail_refuse(shard->core, mail, GR_DEADLINE_EXCEEDED, "the deadline passed while %s", why);
}

static bool is_theirs(const struct gri_mail *mail, const void *answer_to, uint64_t call)
{
    return mail->answer_to == answer_to && (call == 0 || mail->call == call);
}

void gri_machine_cancel_asks(struct gri_actor *actor, const void *answer_to, uint64_t call)
{
    struct gri_machine *machine = actor->is_machine ? gri_machine_of(actor) : NULL;
    if (machine == NULL || machine->n_asks == 0) {
        return;
    }
    GRI_LIST_EACH_SAFE (link, &machine->asks) {
        struct gri_mail *mail = GRI_CONTAINER(link, struct gri_mail, link);
        if (is_theirs(mail, answer_to, call)) {
            take_out(machine, mail);
            gri_mail_refuse(actor->shard->core, mail, GR_CANCELLED, "the caller gave up");
        }
    }
}

/* ---- asks ---- */

/* Whether it is to be answered now. Before the first state nothing is. */
static bool is_so(const struct gri_machine *machine, const Greenroom__Ask *ask)
{
    if (machine->current == 0 || ask->end || ask->observer != NULL) {
        return false;
    }
    return *ask->state == '\0' || strcmp(ask->state, current_name(machine)) == 0;
}

/* NULL: nothing. */
static const char *what_is_wrong(const struct gri_machine *machine, const struct gri_mail *mail)
{
    struct gri_core *core = machine->actor->shard->core;
    const Greenroom__Ask *ask = ask_of(mail);
    int wanted = (*ask->state != '\0') + (ask->end != 0) + (ask->observer != NULL);
    bool is_local =
        gri_mail_holder(mail) == NULL; /* another node's has been looked at where it came in */
    if (mail->answer == NULL) {
        return "a machine is asked by a call, which it can answer";
    }
    if (wanted > 1) {
        return "a machine is asked one thing at a time";
    }
    if (ask->observer == NULL) {
        return NULL;
    }
    if (is_local && !gri_machine_is_asked_by(mail, core->incarnation)) {
        return "the observer is no actor of this node";
    }
    return is_local && !is_observer(core, ask) ? "the observer takes no transitions by that method"
                                               : NULL;
}

static bool is_refused(struct gri_machine *machine, struct gri_mail *mail)
{
    struct gri_actor *actor = machine->actor;
    struct gri_core *core = actor->shard->core;
    const char *wrong = what_is_wrong(machine, mail);
    const char *state = mail->answer == NULL ? "" : ask_of(mail)->state;
    char name[100];
    if (wrong != NULL) {
        gri_mail_refuse(core, mail, GR_INVALID_ARGUMENT, "%s", wrong);
    } else if (*state != '\0' && !has_state(machine, state)) {
        gri_text_clean(name, sizeof(name), state);
        gri_mail_refuse(core, mail, GR_INVALID_ARGUMENT, "%s has no state \"%s\"",
                        gri_actor_label(actor), name);
    } else if (gri_mail_holder(mail) != NULL && gri_mail_holder(mail)->is_over) {
        gri_mail_refuse(core, mail, GR_UNAVAILABLE, "the session has ended");
    } else if (mail->deadline_ns <= actor->shard->worker.now_ns) {
        gri_mail_refuse(core, mail, GR_DEADLINE_EXCEEDED,
                        "the deadline passed before it was asked");
    } else {
        return false;
    }
    return true;
}

/* Its first notice says where the machine is; before the first state the first change does. */
static void keep(struct gri_machine *machine, struct gri_mail *mail)
{
    if (mail->let_go != NULL) {
        mail->let_go(mail);
        mail->let_go = NULL;
    }
    gri_mail_more(mail)->expiry = (struct gri_timer){ .fire = waited_too_long };
    gri_timer_arm(gri_actor_wheel(machine->actor), &gri_mail_more(mail)->expiry, mail->deadline_ns);
    gri_list_push_back(&machine->asks, &mail->link);
    machine->n_asks++;
    if (ask_of(mail)->observer != NULL && machine->current != 0) {
        struct change change = change_of(machine, "", current_name(machine), machine->entry);
        notify(machine, mail, &change);
    }
}

void gri_machine_asked(struct gri_actor *actor, struct gri_mail *mail)
{
    struct gri_machine *machine = gri_machine_of(actor);
    struct gri_core *core = actor->shard->core;
    if (is_refused(machine, mail)) {
        return;
    }
    if (is_so(machine, ask_of(mail))) {
        answer(machine, mail, false, NULL);
    } else if (machine->n_asks >= core->limits.max_monitors) {
        gri_mail_refuse(core, mail, GR_RESOURCE_EXHAUSTED,
                        "%s: as many wait for its states as may (max_monitors: %" PRIu32 ")",
                        gri_actor_label(actor), core->limits.max_monitors);
    } else if (mail->n_chain == 0 || !gri_machine_is_bound(actor) ||
               !gri_actor_refuse_cycle(actor, mail)) {
        keep(machine, mail);
    }
}

const struct gri_mail *gri_machine_find_ask(struct gri_actor *actor, const void *answer_to,
                                            uint64_t call)
{
    struct gri_machine *machine = actor->is_machine ? gri_machine_of(actor) : NULL;
    if (machine == NULL || machine->n_asks == 0 || call == 0) {
        return NULL;
    }
    GRI_LIST_EACH (link, &machine->asks) {
        const struct gri_mail *mail = GRI_CONTAINER(link, struct gri_mail, link);
        if (is_theirs(mail, answer_to, call)) {
            return mail;
        }
    }
    return NULL;
}

/* A timeout of its state ends the wait of a body, but of nothing that runs within or without it. */
bool gri_machine_is_bound(const struct gri_actor *actor)
{
    const struct gri_machine *machine = actor->is_machine ? gri_machine_of(actor) : NULL;
    if (machine == NULL || !actor->is_busy) {
        return false;
    }
    bool is_body = machine->body != NULL && actor->context == machine->body;
    return !is_body || gri_machine_state(machine, machine->current)->timeout_ms == 0;
}

void gri_machine_describe_ask(const struct gri_actor *actor, const struct gri_mail *mail, char *buf,
                              size_t cap)
{
    const struct gri_machine *machine = gri_machine_of(actor);
    const Greenroom__Ask *ask = ask_of(mail);
    bool is_of_end = ask->end || ask->observer != NULL;
    (void)snprintf(buf, cap, "it waits for %s%.60s of a machine in %s%.60s",
                   is_of_end ? "the end" : "state ", is_of_end ? "" : ask->state,
                   machine->current == 0 ? "no state yet" : "state ", current_name(machine));
}

/* ---- what is to be told ---- */

void gri_machine_tell_change(struct gri_machine *machine, uint32_t from)
{
    if (machine->n_asks == 0) {
        return;
    }
    const struct change change =
        change_of(machine, state_name(machine, from), current_name(machine), machine->entry);
    GRI_LIST_EACH_SAFE (link, &machine->asks) {
        struct gri_mail *mail = GRI_CONTAINER(link, struct gri_mail, link);
        if (ask_of(mail)->observer != NULL) {
            notify(machine, mail, &change);
        } else if (is_so(machine, ask_of(mail))) {
            take_out(machine, mail);
            answer(machine, mail, false, NULL);
        }
    }
}

/* What an end is told with: the result, packed once for all. */
struct ending {
    struct change change;
    struct gri_mail *packed; /* NULL: there is no result, or no memory for it */
    ProtobufCBinaryData bytes;
    bool is_lost; /* no memory */
};

static void pack_result(const struct gri_machine *machine, struct ending *ending)
{
    if (machine->result == NULL) {
        return;
    }
    size_t len = gri_message_packed_size(machine->result->payload);
    ending->packed = gri_mail_create(GRI_MAIL_REPLY, len);
    ending->is_lost = ending->packed == NULL;
    if (!ending->is_lost) {
        gri_message_pack(machine->result->payload, ending->packed->payload);
        ending->bytes = (ProtobufCBinaryData){ len, ending->packed->payload };
    }
}

/* Takes the mail of an ask that was taken out. */
static void end_ask(const struct gri_machine *machine, struct gri_mail *mail,
                    const struct ending *ending)
{
    const Greenroom__Ask *ask = ask_of(mail);
    gr_code reason = machine->actor->slot.note;
    const char *label = gri_actor_label(machine->actor);
    const char *in = machine->current == 0 ? "no state" : "state ";
    const char *where = current_name(machine);
    if (reason != GR_OK) {
        fail(machine, mail, gri_failing_code(reason), "%s ended in %s%s, with %s", label, in, where,
             gr_code_name(gri_failing_code(reason)));
    } else if (*ask->state != '\0') {
        fail(machine, mail, GR_FAILED_PRECONDITION, "%s ended in %s%s, without coming to state %s",
             label, in, where, ask->state);
    } else if (!ask->end && ask->observer == NULL) {
        fail(machine, mail, GR_UNAVAILABLE, "%s ended before its first state", label);
    } else if (ending->is_lost) {
        fail(machine, mail, GR_RESOURCE_EXHAUSTED, "out of memory for the result of %s", label);
    } else {
        answer(machine, mail, true, ending->packed == NULL ? NULL : &ending->bytes);
    }
}

void gri_machine_tell_end(struct gri_machine *machine)
{
    if (machine->n_asks == 0) {
        return;
    }
    struct ending ending = { .packed = NULL };
    ending.change = change_of(machine, current_name(machine), "", machine->entry + 1);
    pack_result(machine, &ending);
    while (!gri_list_is_empty(&machine->asks)) {
        struct gri_mail *mail = GRI_CONTAINER(machine->asks.next, struct gri_mail, link);
        take_out(machine, mail);
        if (ask_of(mail)->observer != NULL) {
            notify(machine, mail, &ending.change);
        }
        end_ask(machine, mail, &ending);
    }
    gri_mail_free(ending.packed);
}
