/* SPDX-License-Identifier: MIT */
/* Who waits for whom: calls that would close a cycle are refused, waits that can never end are
 * found and ended, and callers who are about to give up are told where their call is. On workers.
 */

/* Design notes.
 *
 * An edge leads from an actor that waits (in a sync call, an await, for room in a full mailbox) to
 * the one that must act for it. A cycle of edges never ends; it is found in two ways.
 *
 * The chain. A sync call's mail carries the steps of all who wait for it, the caller's own last. So
 * whoever makes the last call of a nested cycle finds the callee among its own chain, waiting in
 * that very wait, and the call is refused before it is queued.
 *
 * The probe. Cycles of awaits, of two who call each other at once, or of full mailboxes have no
 * nested chain. So a wait that has lasted 200 ms, and again each time twice as long, is probed: a
 * message follows its edge, and from each actor it comes to that waits as well the next one. Is
 * that actor not waiting, or does it not have the call the edge is of any more, the probe ends
 * there. When it comes back to the wait it began with, it has seen each edge of a cycle, but not
 * all at the same time: an edge lasts until the next one has ended, unless a deadline or a
 * cancellation ends it first, and behind the probe one may have ended so. So the probe goes round
 * twice more. First it asks all again, each in the very wait it was in: who is there still was
 * there when this round began, so all were then, and the cycle was real. Then it goes to the
 * victim, which is the greatest step of the path, whoever found the cycle: its wait ends ABORTED,
 * if it is still that wait. So one call of a cycle fails, even where several have found it.
 *
 * A wait for any of several futures can end by each of them, so it probes all, and ends when all
 * have come back; the probes of others end there. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "actor.h"
#include "defect.h"
#include "future.h"
#include "grant.h"
#include "log.h"
#include "wire.pb-c.h"

static const uint64_t ms = 1000000;

static struct gr_context *context_of(struct gri_activity *activity)
{
    return GRI_CONTAINER(activity, struct gr_context, activity);
}

/* ---- chains ---- */

/* Whether somebody waits until this has ended. */
static bool is_waited_for(const struct gr_context *ctx)
{
    const struct gri_activity *activity = &ctx->activity;
    uint64_t deadline_ns = activity->is_cleaning ? ctx->cleaned_ns : activity->deadline_ns;
    return ctx->caller != NULL && ctx->held == NULL && !activity->cancelled &&
           deadline_ns > ctx->actor->shard->worker.now_ns;
}

uint32_t gri_chain_measure(const struct gri_worker *worker)
{
    uint32_t n = 0;
    const struct gr_context *ctx = context_of(worker->activity);
    for (; ctx != NULL; ctx = ctx->outer) {
        n += is_waited_for(ctx) ? ctx->caller->n_chain : 0;
    }
    return n < GRI_CHAIN_MAX ? n + 1 : GRI_CHAIN_MAX;
}

/* From the end: of a chain that is too long its beginning is left out. */
void gri_chain_write(const struct gri_worker *worker, struct gri_step *steps, uint32_t n)
{
    const struct gr_context *ctx = context_of(worker->activity);
    for (; ctx != NULL && n > 0; ctx = ctx->outer) {
        uint32_t more = is_waited_for(ctx) ? ctx->caller->n_chain : 0;
        while (more > 0 && n > 0) {
            steps[--n] = gri_mail_chain(ctx->caller)[--more];
        }
    }
}

/* The wait an actor is in, for others; NULL: none. */
static struct gri_blocked *blocked_of(const struct gri_actor *actor)
{
    return actor->context == NULL ? NULL : actor->context->activity.blocked;
}

static bool is_step_of(const struct gri_actor *actor, uint64_t home, uint64_t id, uint64_t wait)
{
    const struct gri_blocked *blocked = blocked_of(actor);
    return blocked != NULL && blocked->number == wait && id == gri_actor_id(actor) &&
           home == actor->shard->core->incarnation;
}

static void describe_step(struct gri_core *core, const struct gri_step *step, char *buf, size_t cap)
{
    bool is_exported;
    char node[GRI_NAME_MAX + 1];
    if (step->home == core->incarnation) {
        gri_core_describe(core, gri_actor_service(core, step->actor, &is_exported), step->actor,
                          buf, cap);
        return;
    }
    core->name_node(core, step->home, node, sizeof(node));
    (void)snprintf(buf, cap, "%s/#%" PRIu32, node, (uint32_t)step->actor & 0xffffffu);
}

static size_t append_name(char *buf, size_t cap, size_t len, const char *name)
{
    int n = len < cap ? snprintf(buf + len, cap - len, "%s%s", len == 0 ? "" : " > ", name) : 0;
    return n < 0 ? len : len + (size_t)n;
}

bool gri_actor_refuse_cycle(struct gri_actor *actor, struct gri_mail *mail)
{
    struct gri_core *core = actor->shard->core;
    uint32_t first = 0;
    while (first < mail->n_chain &&
           !is_step_of(actor, gri_mail_chain(mail)[first].home, gri_mail_chain(mail)[first].actor,
                       gri_mail_chain(mail)[first].wait)) {
        first++;
    }
    if (first == mail->n_chain) {
        return false;
    }
    char path[400];
    size_t len = 0;
    for (uint32_t i = first; i < mail->n_chain; i++) {
        char name[GRI_ACTOR_LABEL_MAX];
        describe_step(core, &gri_mail_chain(mail)[i], name, sizeof(name));
        len = append_name(path, sizeof(path), len, i == first ? gri_actor_label(actor) : name);
    }
    (void)append_name(path, sizeof(path), len, gri_actor_label(actor));
    gri_mail_refuse(core, mail, GR_ABORTED, "they would wait for each other for ever: %s", path);
    return true;
}

/* ---- probes ---- */

/* Where a wait leads to. */
struct edge {
    uint64_t home;
    uint64_t actor;
    uint64_t call;
};

/* The edge of one of the things waited for; false: it is over, or not of this node's calls. */
static bool find_edge(const struct gri_blocked *blocked, const struct gri_core *core, size_t i,
                      struct edge *out_edge)
{
    if (blocked->home != 0) {
        *out_edge = (struct edge){ blocked->home, blocked->actor, blocked->call };
        return true;
    }
    const gr_future *future = blocked->futures == NULL ? NULL : blocked->futures[i];
    if (future == NULL || gr_future_is_done(future) || future->node != core->handle ||
        future->home == 0) {
        return false;
    }
    *out_edge = (struct edge){ future->home, future->actor, future->call };
    return true;
}

static size_t branches_of(const struct gri_blocked *blocked)
{
    return blocked->home != 0 || blocked->futures == NULL ? 1 : blocked->n_futures;
}

static void probe_arrived(struct gri_worker *worker, struct gri_post *post);

/* Hand a probe on along an edge; where there is no memory for it, a later one will come. */
static void send_probe(struct gri_core *core, const struct edge *edge,
                       const Greenroom__Wire__Probe *probe)
{
    if (GRI_DEFECT(UNSEEN_CIRCLE)) {
        return;
    }
    struct gri_shard *shard = gri_core_shard(core, edge->actor);
    struct gri_mail *mail;
    if (edge->home != core->incarnation) {
        core->send_probe(core, edge->home, edge->actor, edge->call, probe);
        return;
    }
    if (shard == NULL || gri_mail_copy(GRI_MAIL_REPLY, &greenroom__wire__probe__descriptor, false,
                                       probe, &gri_probe_limits, &mail) != GR_OK) {
        return;
    }
    mail->actor = edge->actor;
    mail->answer_to = core;
    mail->call = edge->call;
    mail->post.run = probe_arrived;
    gri_worker_post(&shard->worker, &mail->post);
}

struct gri_worker *gri_actor_address_probe(struct gri_core *core, struct gri_mail *probe)
{
    struct gri_shard *shard = gri_core_shard(core, probe->actor);
    if (shard == NULL) {
        gri_mail_free(probe);
        return NULL;
    }
    probe->post.run = probe_arrived;
    return &shard->worker;
}

/* Send a probe along an edge of an actor's wait, which becomes a step of its path (`is_new`). */
static void pass_on(struct gri_actor *actor, bool is_new, const Greenroom__Wire__Probe *probe,
                    size_t i)
{
    Greenroom__Wire__Probe__Step step = GREENROOM__WIRE__PROBE__STEP__INIT;
    Greenroom__Wire__Probe__Step *path[GRI_CHAIN_MAX + 1];
    const struct gri_blocked *blocked = blocked_of(actor);
    struct gri_core *core = actor->shard->core;
    Greenroom__Wire__Probe next = *probe;
    struct edge edge;
    if (!find_edge(blocked, core, i, &edge)) {
        return;
    }
    if (is_new) {
        step.node = core->incarnation;
        step.actor = gri_actor_id(actor);
        step.wait = blocked->number;
        step.name = (char *)gri_actor_label(actor);
        if (probe->n_path > 0) {
            memcpy(path, probe->path, probe->n_path * sizeof(path[0]));
        }
        path[next.n_path++] = &step;
        next.path = path;
    }
    send_probe(core, &edge, &next);
}

/* Whether somebody on the node the probe came from waits to be let into this mailbox. */
static bool is_asked_for_room(const struct gri_actor *actor, const struct gri_holder *holder)
{
    const struct gri_grant *grant = holder == NULL ? NULL : gri_grant_find(&actor->mailbox, holder);
    return grant != NULL && grant->wanted > 0 && grant->least_bytes > 0;
}

/* Whether the call an edge is of is here: queued, waiting for room, or being handled; or about to
 * come, once there is room. */
static bool has_call(struct gri_actor *actor, const struct gri_mail *probe)
{
    bool waits;
    for (const struct gr_context *ctx = actor->context; ctx != NULL; ctx = ctx->outer) {
        const struct gri_mail *mail = ctx->mail;
        if (mail != NULL && ctx->held == NULL && mail->answer_to == probe->answer_to &&
            mail->call == probe->call) {
            return true;
        }
    }
    if (gri_machine_is_bound(actor) &&
        gri_machine_find_ask(actor, probe->answer_to, probe->call) != NULL) {
        return true;
    }
    return is_asked_for_room(actor, gri_mail_holder(probe)) ||
           (probe->call != 0 &&
            gri_mailbox_find(&actor->mailbox, probe->answer_to, probe->call, &waits) != NULL);
}

static bool is_step(const struct gri_actor *actor, const Greenroom__Wire__Probe__Step *step)
{
    return is_step_of(actor, step->node, step->actor, step->wait);
}

/* End the wait: one call of the cycle, with the path. */
static void abort_wait(struct gri_actor *actor, const Greenroom__Wire__Probe *probe)
{
    char names[400];
    size_t len = 0;
    size_t first = 0;
    while (first < probe->n_path && !is_step(actor, probe->path[first])) {
        first++;
    }
    for (size_t i = 0; i <= probe->n_path; i++) {
        char name[GRI_ACTOR_LABEL_MAX];
        gri_text_clean(name, sizeof(name), probe->path[(first + i) % probe->n_path]->name);
        len = append_name(names, sizeof(names), len, name);
    }
    struct gr_context *ctx = actor->context;
    gri_mfree(ctx->aborted);
    ctx->aborted = gri_failure_format(GR_ABORTED, GR_RAN_UNKNOWN, gri_actor_label(actor),
                                      "they wait for each other for ever: %s", names);
    gri_wait_end(ctx->activity.wait, GR_ABORTED);
}

static uint32_t choose_victim(const Greenroom__Wire__Probe *probe)
{
    size_t best = 0;
    for (size_t i = 1; i < probe->n_path; i++) {
        const Greenroom__Wire__Probe__Step *a = probe->path[i];
        const Greenroom__Wire__Probe__Step *b = probe->path[best];
        if (a->node > b->node || (a->node == b->node && a->actor > b->actor)) {
            best = i;
        }
    }
    return (uint32_t)best + 1;
}

/* It has come back to the actor it began with. */
static void come_back(struct gri_actor *actor, Greenroom__Wire__Probe *probe)
{
    struct gri_blocked *blocked = blocked_of(actor);
    size_t n = branches_of(blocked);
    if (n == 1) {
        probe->victim = choose_victim(probe);
        probe->hops = 2 * (uint32_t)probe->n_path; /* all are asked once more first */
        pass_on(actor, false, probe, 0);
        return;
    }
    if (probe->branch >= n || n > 64) {
        return;
    }
    blocked->returned |= UINT64_C(1) << probe->branch;
    for (size_t i = 0; i < n; i++) {
        if (blocked->futures[i] != NULL && (blocked->returned >> i & 1) == 0) {
            return;
        }
    }
    abort_wait(actor, probe);
}

static bool is_on_path(const struct gri_actor *actor, const Greenroom__Wire__Probe *probe)
{
    for (size_t i = 0; i < probe->n_path; i++) {
        if (is_step(actor, probe->path[i])) {
            return true;
        }
    }
    return false;
}

static void follow(struct gri_actor *actor, Greenroom__Wire__Probe *probe)
{
    const struct gri_blocked *blocked = blocked_of(actor);
    if (probe->victim > 0) {
        if (probe->hops == 0 || probe->hops-- > 2 * GRI_CHAIN_MAX) {
            return;
        }
        if (probe->hops <= probe->n_path && is_step(actor, probe->path[probe->victim - 1])) {
            abort_wait(actor, probe);
        } else if (is_on_path(actor, probe)) {
            pass_on(actor, false, probe, 0);
        }
    } else if (is_step(actor, probe->path[0])) {
        come_back(actor, probe);
    } else if (branches_of(blocked) == 1 && probe->n_path < GRI_CHAIN_MAX &&
               !is_on_path(actor, probe)) {
        pass_on(actor, true, probe, 0);
    }
}

static void probe_arrived(struct gri_worker *worker, struct gri_post *post)
{
    struct gri_mail *mail = GRI_CONTAINER(post, struct gri_mail, post);
    struct gri_actor *actor = gri_slab_find(&gri_shard_of(worker)->actors, mail->actor);
    Greenroom__Wire__Probe *probe = (Greenroom__Wire__Probe *)(void *)mail->payload;
    if (actor != NULL && blocked_of(actor) != NULL && actor->context->activity.wait != NULL &&
        probe->n_path > 0 && probe->n_path <= GRI_CHAIN_MAX && probe->victim <= probe->n_path &&
        has_call(actor, mail)) {
        follow(actor, probe);
    }
    gri_mail_free(mail);
}

static uint64_t next_probe_ns(const struct gri_blocked *blocked)
{
    return blocked->since_ns + (GRI_PROBE_AFTER_MS * ms << blocked->n_probes);
}

/* The first step of probes for all that a wait is for. */
static void probe(struct gri_blocked *blocked)
{
    Greenroom__Wire__Probe probe = GREENROOM__WIRE__PROBE__INIT;
    struct gri_actor *actor = context_of(blocked->activity)->actor;
    size_t n = branches_of(blocked);
    blocked->n_probes += blocked->n_probes < 32;
    blocked->returned = 0;
    if (n > 1 && blocked->n_probes > 2) { /* others close the cycle, and do not probe through it */
        blocked->since_ns = actor->shard->worker.now_ns;
        blocked->n_probes = 2;
    }
    if (actor->context != context_of(blocked->activity)) {
        return; /* an inner one runs */
    }
    for (size_t i = 0; i < n && i < 64; i++) {
        probe.branch = (uint32_t)i;
        pass_on(actor, true, &probe, i);
    }
}

void gri_actor_sweep(struct gri_shard *shard)
{
    struct gri_worker *worker = &shard->worker;
    uint64_t next_ns = UINT64_MAX;
    GRI_LIST_EACH (link, &worker->blocked) {
        struct gri_blocked *blocked = GRI_CONTAINER(link, struct gri_blocked, link);
        if (next_probe_ns(blocked) <= worker->now_ns) {
            probe(blocked);
        }
        uint64_t at_ns = next_probe_ns(blocked);
        next_ns = at_ns < next_ns ? at_ns : next_ns;
    }
    if (next_ns != UINT64_MAX) {
        uint64_t soon_ns = worker->now_ns + 50 * ms; /* many at once */
        gri_worker_sweep_by(worker, next_ns > soon_ns ? next_ns : soon_ns);
    }
}

/* ---- where a call is ---- */

struct gri_mail *gri_inquiry_create(uint64_t actor, void *answer_to, uint64_t call)
{
    struct gri_mail *mail = gri_mail_create(GRI_MAIL_REPLY, sizeof(struct gri_inquiry));
    if (mail != NULL) {
        struct gri_inquiry *inquiry = (struct gri_inquiry *)(void *)mail->payload;
        inquiry->seen = (struct gri_seen){ .where = GRI_WHERE_TOLD };
        inquiry->begun_ns = 0;
        inquiry->actor[0] = '\0';
        inquiry->doing[0] = '\0';
        mail->actor = actor;
        mail->answer_to = answer_to;
        mail->call = call;
    }
    return mail;
}

static struct gri_inquiry *inquiry_of(struct gri_mail *mail)
{
    return (struct gri_inquiry *)(void *)mail->payload;
}

static const char *what_runs(const struct gr_context *ctx)
{
    return ctx->mail == NULL ? "a hook or its body"
                             : ctx->mail->service->methods[ctx->mail->method].name;
}

/* `mail` NULL: it is not known, but is not of a machine. */
static void see_queued(const struct gri_actor *actor, const struct gri_mail *mail, bool waits,
                       struct gri_seen *seen)
{
    const struct gr_context *ctx = actor->context;
    const char *state = waits || mail == NULL ? NULL : gri_machine_postponing(actor, mail);
    seen->where = state != NULL ? GRI_WHERE_POSTPONED
                  : waits       ? GRI_WHERE_NO_ROOM
                                : GRI_WHERE_QUEUED;
    if (state != NULL) {
        seen->what = state;
    } else if (ctx != NULL) {
        seen->what = what_runs(ctx);
        seen->ran_ms = (actor->shard->worker.now_ns - ctx->began_ns) / ms;
    }
}

static void see_handled(const struct gr_context *ctx, struct gri_seen *seen)
{
    const struct gri_actor *actor = ctx->actor;
    seen->where = actor->context->activity.blocked != NULL ? GRI_WHERE_WAITING
                  : actor->context != ctx                  ? GRI_WHERE_PROCESSING
                  : ctx->idle != NULL                      ? GRI_WHERE_IDLE
                                                           : GRI_WHERE_RUNNING;
    seen->queue_ns = ctx->began_ns - ctx->mail->arrived_ns;
    seen->handler_ns = actor->shard->worker.now_ns - ctx->began_ns;
}

/* Whose handler is under way, not held. */
static const struct gr_context *find_context(const struct gri_actor *actor, const void *answer_to,
                                             uint64_t call)
{
    const struct gr_context *ctx = actor->context;
    while (ctx != NULL && (ctx->mail == NULL || ctx->held != NULL ||
                           ctx->mail->answer_to != answer_to || ctx->mail->call != call)) {
        ctx = ctx->outer;
    }
    return ctx;
}

static const struct gri_held *find_held(const struct gri_actor *actor, const void *answer_to,
                                        uint64_t call)
{
    if (!gri_actor_holds_calls(actor)) {
        return NULL;
    }
    GRI_LIST_EACH (link, &actor->bonds->held) {
        const struct gri_held *held = GRI_CONTAINER(link, struct gri_held, link);
        if (held->answer_to == answer_to && held->call == call) {
            return held;
        }
    }
    return NULL;
}

/* A call of this node that is here, but not handled or held, is queued, or has just been answered,
 * and then nobody reads what is said here: so the queue, which may be long, is not searched. */
static bool look_in_mailbox(struct gri_actor *actor, const struct gri_mail *mail,
                            const struct gri_inquiry *inquiry, struct gri_seen *seen)
{
    struct gri_mailbox *mailbox = &actor->mailbox;
    uint64_t now_ns = actor->shard->worker.now_ns;
    bool waits = false;
    if (inquiry->begun_ns != 0 && !actor->is_machine && !gri_mailbox_is_awaited(mailbox)) {
        seen->queue_ns = now_ns > inquiry->begun_ns ? now_ns - inquiry->begun_ns : 0;
        see_queued(actor, NULL, false, seen);
        return !gri_list_is_empty(&mailbox->queue);
    }
    const struct gri_mail *queued = gri_mailbox_find(mailbox, mail->answer_to, mail->call, &waits);
    if (queued != NULL) {
        seen->queue_ns = now_ns - queued->arrived_ns;
        see_queued(actor, queued, waits, seen);
    }
    return queued != NULL;
}

/* False: it is not here. */
static bool look(struct gri_actor *actor, const struct gri_mail *mail, struct gri_inquiry *inquiry)
{
    uint64_t now_ns = actor->shard->worker.now_ns;
    struct gri_seen *seen = &inquiry->seen;
    const struct gr_context *ctx = find_context(actor, mail->answer_to, mail->call);
    const struct gri_held *held = find_held(actor, mail->answer_to, mail->call);
    const struct gri_mail *ask = gri_machine_find_ask(actor, mail->answer_to, mail->call);
    if (ctx != NULL) {
        see_handled(ctx, seen);
    } else if (held != NULL) {
        seen->where = GRI_WHERE_HELD;
        seen->handler_ns = now_ns - held->mail->arrived_ns;
    } else if (ask != NULL) {
        seen->queue_ns = now_ns - ask->arrived_ns;
        gri_machine_describe_ask(actor, ask, inquiry->doing, sizeof(inquiry->doing));
    } else {
        return look_in_mailbox(actor, mail, inquiry, seen);
    }
    return true;
}

static void inquiry_arrived(struct gri_worker *worker, struct gri_post *post)
{
    struct gri_mail *mail = GRI_CONTAINER(post, struct gri_mail, post);
    struct gri_inquiry *inquiry = inquiry_of(mail);
    struct gri_actor *actor = gri_slab_find(&gri_shard_of(worker)->actors, mail->actor);
    if (actor == NULL || !look(actor, mail, inquiry)) {
        gri_mail_free(mail);
        return;
    }
    struct gri_result result = { .code = GR_OK };
    (void)snprintf(inquiry->actor, sizeof(inquiry->actor), "%s", gri_actor_label(actor));
    mail->answer(mail, &result);
}

struct gri_worker *gri_actor_address_inquiry(struct gri_core *core, struct gri_mail *inquiry)
{
    struct gri_shard *shard = gri_core_shard(core, inquiry->actor);
    if (shard == NULL) {
        gri_mail_free(inquiry);
        return NULL;
    }
    inquiry->post.run = inquiry_arrived;
    return &shard->worker;
}

static void see(struct gri_calls *calls, struct gri_mail *mail)
{
    struct gri_inquiry *inquiry = inquiry_of(mail);
    inquiry->seen.doing = inquiry->doing;
    gri_calls_see(calls, mail->call, mail->answer_to, inquiry->actor, &inquiry->seen);
    gri_mail_free(mail);
}

static void status_arrived(struct gri_worker *worker, struct gri_post *post)
{
    see(&gri_shard_of(worker)->calls, GRI_CONTAINER(post, struct gri_mail, post));
}

struct gri_worker *gri_actor_address_status(struct gri_core *core, struct gri_mail *status)
{
    struct gri_shard *shard = gri_core_shard(core, status->call);
    if (shard == NULL) {
        see(&core->calls, status);
        return NULL;
    }
    status->post.run = status_arrived;
    return &shard->worker;
}

static void answer_here(struct gri_mail *mail, struct gri_result *result)
{
    (void)result;
    struct gri_core *core = mail->answer_to;
    inquiry_of(mail)->seen.now_ns = core->env->ops->now_ns(core->env);
    mail->answer_to = NULL; /* who says so: this node itself */
    struct gri_worker *worker = gri_actor_address_status(core, mail);
    if (worker != NULL) {
        gri_worker_post(worker, &mail->post);
    }
}

void gri_actor_ask(struct gri_core *core, uint64_t actor, uint64_t call, uint64_t begun_ns)
{
    struct gri_mail *mail = gri_inquiry_create(actor, core, call);
    if (mail == NULL) {
        return;
    }
    inquiry_of(mail)->begun_ns = begun_ns;
    mail->answer = answer_here;
    struct gri_worker *worker = gri_actor_address_inquiry(core, mail);
    if (worker != NULL) {
        gri_worker_post(worker, &mail->post);
    }
}

/* ---- calls within a worker, at their deadline ---- */

/* It has not run, and will not: its place is free. */
static void take_back(struct gri_actor *actor, struct gri_mail *mail)
{
    struct gri_core *core = actor->shard->core;
    if (mail->waits) {
        gri_timer_cancel(gri_actor_wheel(actor), &gri_mail_more(mail)->expiry);
    }
    gri_mailbox_take_out(&actor->mailbox, mail);
    gri_core_count_refusal(core, GR_DEADLINE_EXCEEDED, 1);
    if (mail->admission != 0) {
        struct gri_result result = { .code = GR_DEADLINE_EXCEEDED, .ran = GR_RAN_NO };
        gri_calls_end(&core->calls, mail->admission, NULL, &result);
    }
    gri_mail_free(mail);
    gri_actor_admit(actor);
}

/* What is in the queue, or waits for room, is linked. */
static void see_late(struct gri_actor *actor, const struct gri_mail *mail, struct gri_seen *seen)
{
    const struct gr_context *ctx = find_context(actor, mail->answer_to, mail->call);
    if (gri_list_is_linked(&mail->link)) {
        seen->queue_ns = seen->now_ns - mail->arrived_ns;
        see_queued(actor, mail, mail->waits, seen);
    } else if (ctx != NULL) {
        see_handled(ctx, seen);
    } else {
        seen->where = GRI_WHERE_HELD;
        seen->handler_ns = seen->now_ns - mail->arrived_ns;
    }
}

void gri_actor_withdraw_late(const struct gri_target *target, uint64_t begun_ns,
                             struct gri_result *result)
{
    struct gri_shard *shard = gri_shard_of(gri_worker_current());
    struct gri_actor *actor = gri_slab_find(&shard->actors, target->actor);
    struct gri_mail *mail = target->mail;
    struct gri_seen seen = { .now_ns = shard->worker.now_ns };
    char doing[160];
    if (actor == NULL) {
        return; /* what its end has to say about its calls is on its way */
    }
    bool is_ask = gri_machine_is_asked(mail);
    bool is_queued = !is_ask && gri_list_is_linked(&mail->link);
    if (is_ask) {
        gri_machine_describe_ask(actor, mail, doing, sizeof(doing));
        seen.queue_ns = seen.now_ns - mail->arrived_ns;
        seen.doing = doing;
    } else {
        see_late(actor, mail, &seen);
    }
    result->ran = is_ask                                ? GR_RAN_UNKNOWN
                  : is_queued && !GRI_DEFECT(WRONG_RAN) ? GR_RAN_NO
                                                        : GR_RAN_YES;
    result->failure = gri_seen_explain(&seen, begun_ns, result->ran, gri_actor_label(actor));
    if (is_queued && !GRI_DEFECT(LATE_START)) {
        take_back(actor, mail);
    }
}
