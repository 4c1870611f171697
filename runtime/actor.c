/* SPDX-License-Identifier: MIT */
/* Actors: from spawn to end, and the handing of mail to handlers. All on the actor's worker, but
 * for the functions that send something there. */

/* Design notes.
 *
 *     spawn -> STARTING -> RUNNING -> [DRAINING] -> STOPPING -> ENDING -> ENDED
 *
 * An actor's turn (take_turn) is a task of its worker: the start hook first, then the run body
 * where it has one, else mail from the queue, a bounded number of them. Whatever of this waits
 * keeps the fiber, and with it the turn: is_busy says so, and then mail only queues, until
 * gr_process() or the rest of the turn takes it. So one handler runs at a time.
 *
 * Every change of state happens on the worker. Whoever ends an actor (gr_stop, a stop from outside,
 * the return of its body) sets STOPPING; the turn sees it when what runs has returned, runs the
 * stop hook, answers all that is left in the mailbox and all held calls, and gives the memory back.
 * A stop at once also cancels each running context, so that their waits return.
 *
 * Answers: mail->answer ends a call exactly once, because mail has one owner at a time: the sender,
 * an inbox, a mailbox, a context, or a held call; whoever owns it when it ends answers it. */
#include "actor.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "assert.h"
#include "defect.h"
#include "log.h"

enum { TURN_MAX = 64, REPORTED_MAX = 16 };
static const uint64_t ms = 1000000;
static const uint32_t stop_hook_ms = 5000;

static void take_turn(struct gri_worker *worker, struct gri_task *task);

/* ---- labels ---- */

/* One that was given out stays, though the actor got a name meanwhile. */
struct gri_label {
    struct gri_label *older;
    bool is_name;
    char text[];
};

static void push_label(struct gri_actor *actor, const char *text, bool is_name)
{
    size_t size = strlen(text) + 1;
    struct gri_bonds *bonds = gri_bonds_of(actor);
    struct gri_label *label = bonds == NULL ? NULL : gri_malloc(sizeof(*label) + size);
    if (label != NULL) {
        label->older = bonds->label;
        label->is_name = is_name;
        memcpy(label->text, text, size);
        bonds->label = label;
    }
}

/* NULL: none was made yet. */
static const struct gri_label *label_of(const struct gri_actor *actor)
{
    return actor->bonds == NULL ? NULL : actor->bonds->label;
}

static void free_labels(struct gri_actor *actor)
{
    struct gri_label *label = actor->bonds == NULL ? NULL : actor->bonds->label;
    while (label != NULL) {
        struct gri_label *older = label->older;
        gri_mfree(label);
        label = older;
    }
    if (actor->bonds != NULL) {
        actor->bonds->label = NULL;
    }
}

/* What is not exported has no name. */
const char *gri_actor_label(struct gri_actor *actor)
{
    struct gri_core *core = actor->shard->core;
    char buf[GRI_ACTOR_LABEL_MAX];
    const struct gri_label *label = label_of(actor);
    bool may_have_name = (label == NULL || !label->is_name) && atomic_load(&actor->is_exported);
    if (may_have_name && gri_core_describe_by_name(core, gri_actor_id(actor), buf, sizeof(buf))) {
        push_label(actor, buf, true);
    } else if (label == NULL) {
        gri_core_describe_there(core->name, gri_actor_service_of(actor), gri_actor_id(actor), buf,
                                sizeof(buf));
        push_label(actor, buf, false);
    }
    label = label_of(actor);
    return label == NULL ? gri_actor_service_of(actor)->name : label->text;
}

static void label_by_name(struct gri_actor *actor, const char *name)
{
    char buf[GRI_ACTOR_LABEL_MAX];
    (void)(snprintf(buf, sizeof(buf), "%s/%s", actor->shard->core->name, name));
    push_label(actor, buf, true);
}

/* ---- start, body, end ---- */

static bool has_hook(const struct gri_actor *actor, enum gri_hook index)
{
    return gri_type_has_hook(gri_actor_type(actor), index);
}

static void set_stopping(struct gri_actor *actor, gr_code reason)
{
    if (actor->state < GRI_ACTOR_STOPPING) {
        actor->state = GRI_ACTOR_STOPPING;
        actor->slot.note = reason;
    }
}

static gr_code run_start_hook(struct gri_actor *actor, struct gri_starter *starter,
                              struct gri_failure **out_failure)
{
    struct gr_context ctx;
    gri_context_enter(&ctx, actor, NULL, starter->deadline_ns);
    ctx.caller = starter->spawner;
    const void *args = starter->args == NULL ? NULL : starter->args->payload;
    gri_user_begin(&actor->shard->worker);
    gr_code code = gri_actor_service_of(actor)->start(gri_actor_type(actor), gri_actor_self(actor),
                                                      &ctx, args);
    gri_user_end();
    if (code == GR_CANCELLED && !ctx.activity.cancelled &&
        starter->deadline_ns <= gri_worker_now(&actor->shard->worker)) {
        code = gr_fail(&ctx, GR_DEADLINE_EXCEEDED, "the start hook gave up at its deadline");
    }
    if (code != GR_OK) {
        *out_failure = gri_context_take_failure(&ctx, code, "the start hook");
        code = gri_failing_code(code);
    }
    gri_context_leave(&ctx);
    return code;
}

static struct gri_failure *name_failure(struct gri_actor *actor, const char *name, gr_code code,
                                        gr_ran ran)
{
    char path[GRI_ACTOR_LABEL_MAX];
    gri_core_describe_there(actor->shard->core->name, gri_actor_service_of(actor),
                            gri_actor_id(actor), path, sizeof(path)); /* the name is another's */
    return gri_failure_format(code, ran, path, "the name \"%s\" cannot be registered: %s", name,
                              code == GR_ALREADY_EXISTS ? "another actor has it" : "out of memory");
}

static gr_code take_name(struct gri_actor *actor, const char *name,
                         struct gri_failure **out_failure)
{
    struct gri_core *core = actor->shard->core;
    gr_code code =
        gri_names_add(&core->names, name, gri_actor_id(actor), gri_actor_service_of(actor));
    if (code != GR_OK) {
        *out_failure = name_failure(actor, name, code, GR_RAN_YES);
        return code;
    }
    atomic_store(&actor->is_exported, true);
    return GR_OK;
}

static void free_starter(struct gri_starter *starter)
{
    if (starter != NULL) {
        gri_mail_free(starter->args);
        gri_mail_free(starter->state_args);
        gri_mfree(starter);
    }
}

/* What stands against starting at all. */
static gr_code check_start(struct gri_actor *actor, const struct gri_starter *starter,
                           struct gri_failure **out_failure)
{
    uint64_t other;
    const gr_service *service;
    if (actor->state == GRI_ACTOR_STOPPING) {
        *out_failure = gri_failure_format(GR_UNAVAILABLE, GR_RAN_NO, gri_actor_label(actor),
                                          "it was stopped before it started");
        return GR_UNAVAILABLE;
    }
    if (starter->name[0] != '\0' &&
        gri_names_find(&actor->shard->core->names, starter->name, &other, &service) == GR_OK) {
        *out_failure = name_failure(actor, starter->name, GR_ALREADY_EXISTS, GR_RAN_NO);
        return GR_ALREADY_EXISTS;
    }
    return GR_OK;
}

static void tell_spawner(struct gri_actor *actor, struct gri_starter *starter, gr_code code,
                         struct gri_failure *failure)
{
    struct gri_mail *spawner = starter->spawner;
    if (spawner == NULL) {
        gri_mfree(failure);
        return;
    }
    struct gri_result result = {
        .code = code, .ran = GR_RAN_YES, .failure = failure, .value = gri_actor_id(actor)
    };
    starter->spawner = NULL;
    spawner->answer(spawner, &result);
}

/* Once its start hook has returned OK an actor has started, and has a stop hook, even where it
 * cannot have its name. */
static void start(struct gri_actor *actor)
{
    struct gri_starter *starter = actor->starter;
    struct gri_failure *failure = NULL;
    gr_code code = check_start(actor, starter, &failure);
    if (code == GR_OK && has_hook(actor, GRI_HOOK_START)) {
        code = run_start_hook(actor, starter, &failure);
    }
    bool has_started = code == GR_OK;
    if (has_started && actor->is_machine && actor->state < GRI_ACTOR_STOPPING) {
        code = gri_machine_begin(actor, starter, &failure);
    }
    if (code == GR_OK && starter->name[0] != '\0') {
        code = take_name(actor, starter->name, &failure);
    }
    if (code != GR_OK) {
        set_stopping(actor, code);
    } else if (actor->state == GRI_ACTOR_STARTING) {
        actor->state = GRI_ACTOR_RUNNING;
    }
    tell_spawner(actor, starter, code, failure);
    if (has_started) {
        actor->has_starter = false;
        actor->stops = starter->stops;
        free_starter(starter);
    }
}

static void run_body(struct gri_actor *actor)
{
    struct gr_context ctx;
    gri_context_enter(&ctx, actor, NULL, UINT64_MAX);
    gri_user_begin(&actor->shard->worker);
    gr_code code =
        gri_actor_service_of(actor)->run(gri_actor_type(actor), gri_actor_self(actor), &ctx);
    gri_user_end();
    set_stopping(actor, code);
    gri_context_leave(&ctx);
}

static void run_stop_hook(struct gri_actor *actor)
{
    struct gr_context ctx;
    uint64_t now_ns = gri_worker_now(&actor->shard->worker);
    gri_context_enter(&ctx, actor, NULL, now_ns + stop_hook_ms * ms);
    gri_user_begin(&actor->shard->worker);
    gri_actor_service_of(actor)->stop(gri_actor_type(actor), gri_actor_self(actor), &ctx,
                                      actor->slot.note);
    gri_user_end();
    gri_context_leave(&ctx);
}

static void refuse_all(struct gri_actor *actor)
{
    bool waits;
    gri_actor_end_grants(actor);
    if (actor->is_machine) {
        gri_machine_close_events(actor);
    }
    struct gri_mail *mail = gri_mailbox_drain(&actor->mailbox, &waits);
    while (mail != NULL) {
        if (waits) {
            gri_timer_cancel(gri_actor_wheel(actor), &gri_mail_more(mail)->expiry);
        }
        if (mail->kind == GRI_MAIL_MARKER || GRI_DEFECT(FORGOTTEN_CALL)) {
            gri_mail_free(mail);
        } else {
            gri_mail_refuse(actor->shard->core, mail, GR_UNAVAILABLE, "%s ended before it ran",
                            gri_actor_label(actor));
        }
        mail = gri_mailbox_drain(&actor->mailbox, &waits);
    }
}

static void answer_stops(struct gri_post *stops)
{
    while (stops != NULL) {
        struct gri_mail *mail = GRI_CONTAINER(stops, struct gri_mail, post);
        struct gri_result result = { .code = GR_OK };
        stops = stops->next;
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

/* Those who wait for its end. */
static struct gri_post **stops_of(struct gri_actor *actor)
{
    return actor->has_starter ? &actor->starter->stops : &actor->stops;
}

static void log_end(struct gri_actor *actor, gr_code reason)
{
    struct gri_core *core = actor->shard->core;
    gri_log_event(&core->log_limits, core->env, GR_LOG_WARN, GRI_EVENT_ACTOR_ENDED,
                  "actor=%s code=%s", gri_actor_label(actor), gr_code_name(reason));
}

/* What the user's handlers are given, zeroed: inside of the actor where it is small. False: out of
 * memory. */
static bool make_self(struct gri_actor *actor, const gr_type *type)
{
    actor->is_inside = type->self_size <= sizeof(actor->room) && !actor->is_machine;
    if (actor->is_inside) {
        memset(actor->room, 0, sizeof(actor->room));
        return true;
    }
    if (actor->is_machine) {
        actor->self = gri_machine_create(actor->shard->core, type);
        return actor->self != NULL;
    }
    actor->self = gri_pool_calloc(&actor->shard->worker.pool, type->self_size);
    return actor->self != NULL;
}

static void free_self(struct gri_actor *actor)
{
    if (actor->is_machine) {
        gri_machine_fini(actor);
    } else if (!actor->is_inside) {
        gri_pool_free(&actor->shard->worker.pool, actor->self, gri_actor_type(actor)->self_size);
    }
}

/* What most have not, of those that end by themselves: mail, promises, held calls. */
static inline bool has_rest(const struct gri_actor *actor)
{
    return actor->is_machine || actor->bonds != NULL || actor->mailbox.promises != NULL ||
           !gri_list_is_empty(&actor->mailbox.queue);
}

static inline void end(struct gri_actor *actor)
{
    struct gri_shard *shard = actor->shard;
    actor->state = GRI_ACTOR_ENDING;
    if (actor->is_machine) {
        gri_machine_leave(actor);
    }
    if (!actor->has_starter && has_hook(actor, GRI_HOOK_STOP)) {
        run_stop_hook(actor);
    }
    actor->state = GRI_ACTOR_ENDED;
    gr_code reason = actor->slot.note;
    if (reason != GR_OK && !actor->has_starter) {
        log_end(actor, reason);
    }
    if (has_rest(actor)) {
        refuse_all(actor);
        gri_held_fail_all(actor);
    }
    struct gri_post *stops = *stops_of(actor);
    free_starter(gri_actor_starter(actor));
    free_self(actor);
    free_labels(actor);
    gri_mailbox_fini(&actor->mailbox);
    struct gri_bonds *bonds = actor->bonds;
    uint64_t id = gri_actor_id(actor);
    gri_slab_give(&shard->actors, actor);
    atomic_thread_fence(memory_order_seq_cst);
    bool has_names = atomic_load(&actor->is_exported);
    if (has_names) { /* after its end, so that whoever registers it meanwhile sees one or the other
                      */
        gri_names_remove_actor(&shard->core->names, id);
    }
    gri_count(&shard->counters.actors, UINT64_MAX); /* one less */
    gri_bonds_end(shard, bonds, id, reason);
    answer_stops(stops);
    answer_stop_all(shard);
}

/* ---- turns ---- */

static inline bool handle_next(struct gri_actor *actor)
{
    struct gri_mail *mail = gri_mailbox_pop(&actor->mailbox);
    if (mail == NULL) {
        return false;
    }
    gri_actor_admit(actor);
    gri_actor_dispatch(actor, mail);
    return true;
}

static bool has_work(const struct gri_actor *actor)
{
    return actor->is_machine ? gri_machine_has_work(actor) : gri_mailbox_has_mail(&actor->mailbox);
}

/* Whether there is more to do. What a turn spends for its last message the loop counts. */
static inline bool handle_mail(struct gri_worker *worker, struct gri_actor *actor)
{
    for (int n = 1; actor->state < GRI_ACTOR_STOPPING; n++) {
        bool any = actor->is_machine ? gri_machine_step(actor) : handle_next(actor);
        if (!any || !has_work(actor)) {
            return false;
        }
        if (n == TURN_MAX || gri_worker_spend(worker)) {
            return true;
        }
    }
    return false;
}

/* What comes before its mail. */
static void begin(struct gri_actor *actor)
{
    if (actor->has_starter) {
        start(actor);
    }
    if (actor->state < GRI_ACTOR_STOPPING && actor->has_body) {
        run_body(actor);
    }
}

/* One that is to end when it has nothing to do, or now. True: it has. */
static bool may_end(struct gri_actor *actor)
{
    if (actor->state == GRI_ACTOR_DRAINING && !has_work(actor) && !gri_actor_holds_calls(actor)) {
        set_stopping(actor, GR_OK);
    }
    if (actor->state != GRI_ACTOR_STOPPING) {
        return false;
    }
    end(actor);
    return true;
}

static void take_turn(struct gri_worker *worker, struct gri_task *task)
{
    struct gri_actor *actor = GRI_CONTAINER(task, struct gri_actor, task);
    actor->is_queued = false;
    actor->is_busy = true;
    if (actor->has_starter || actor->has_body) {
        begin(actor);
    }
    bool has_more = handle_mail(worker, actor);
    if (actor->state >= GRI_ACTOR_DRAINING && may_end(actor)) {
        return;
    }
    actor->is_busy = false;
    if (has_more) {
        gri_actor_queue_turn(actor);
    }
}

/* ---- stops ---- */

void gri_actor_stop_with(struct gri_actor *actor, gr_code reason)
{
    if (actor->state < GRI_ACTOR_ENDING) { /* its stop hook has a budget of its own */
        set_stopping(actor, reason);
        gri_context_cancel_all(actor);
        gri_actor_queue_turn(actor);
    }
}

static void stop(struct gri_actor *actor, bool drain)
{
    if (!drain || actor->state >= GRI_ACTOR_ENDING) {
        gri_actor_stop_with(actor, GR_OK);
        return;
    }
    if (actor->state < GRI_ACTOR_DRAINING) {
        actor->state = GRI_DEFECT(HASTY_DRAIN) ? GRI_ACTOR_STOPPING : GRI_ACTOR_DRAINING;
        if (actor->context != NULL && actor->context->idle != NULL) {
            gri_wait_end(actor->context->idle, GR_OK);
        }
    }
    gri_actor_queue_turn(actor);
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
    struct gri_post **stops = stops_of(actor);
    mail->post.next = *stops;
    *stops = &mail->post;
    stop(actor, mail->method == 1);
}

static void forget_answer(struct gri_mail *mail, struct gri_result *result)
{
    gri_result_fini(result);
    gri_mail_free(mail);
}

gr_code gri_actor_stop_unwaited(struct gri_core *core, uint64_t actor, bool drain)
{
    struct gri_shard *shard = gri_core_shard(core, actor);
    struct gri_mail *mail = gri_mail_create(GRI_MAIL_REPLY, 0);
    if (mail == NULL) {
        return GR_RESOURCE_EXHAUSTED;
    }
    mail->actor = actor;
    mail->method = drain;
    mail->answer = forget_answer;
    if (gri_core_here(core) == shard) {
        gri_actor_stop_arrived(&shard->worker, &mail->post);
    } else {
        mail->post.run = gri_actor_stop_arrived;
        gri_worker_post(&shard->worker, &mail->post);
    }
    return GR_OK;
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
    size_t size = strlen(name) + 1;
    struct gri_starter *starter = gri_malloc(sizeof(*starter) + size);
    if (starter != NULL) {
        starter->stops = NULL;
        starter->args = spawn->args;
        starter->spawner = spawn->spawner;
        starter->state_args = spawn->state_args;
        starter->state = spawn->state;
        starter->deadline_ns = spawn->deadline_ns;
        memcpy(starter->name, name, size);
    }
    return starter;
}

/* With the bounds of its mailbox; 0: those of its service. */
static inline void actor_init(struct gri_actor *actor, struct gri_shard *shard, const gr_type *type,
                              uint32_t messages, size_t bytes)
{
    uint32_t max = shard->core->limits.mailbox_messages;
    size_t max_bytes = shard->core->limits.mailbox_bytes;
    gri_policy_bounds(&shard->core->policies, type->service, &max, &max_bytes);
    gri_mailbox_init(&actor->mailbox, messages != 0 ? messages : max,
                     bytes != 0 ? bytes : max_bytes);
    actor->state = GRI_ACTOR_STARTING;
    actor->is_busy = false;
    actor->is_queued = false;
    actor->is_machine = type->service->machine != NULL;
    actor->has_body = !actor->is_machine && gri_type_has_hook(type, GRI_HOOK_RUN);
    atomic_store_explicit(&actor->is_exported, false, memory_order_relaxed);
    atomic_store_explicit(&actor->type, type, memory_order_release);
    actor->task = (struct gri_task){ .run = take_turn };
    actor->shard = shard;
    actor->context = NULL;
    actor->bonds = NULL;
    actor->slot.note = GR_OK;
    actor->has_starter = false;
    actor->stops = NULL;
    actor->handled = 0;
}

/* NULL: out of memory, or of actors. */
static inline struct gri_actor *make_actor(struct gri_shard *shard, const gr_type *type,
                                           uint32_t messages, size_t bytes)
{
    struct gri_actor *actor = gri_slab_take(&shard->actors);
    if (actor == NULL) {
        return NULL;
    }
    actor_init(actor, shard, type, messages, bytes);
    if (!make_self(actor, type)) {
        gri_slab_give(&shard->actors, actor);
        return NULL;
    }
    gri_count(&shard->counters.actors, 1);
    return actor;
}

uint64_t gri_actor_spawn_plain(struct gri_shard *shard, const gr_type *type,
                               uint32_t mailbox_messages, size_t mailbox_bytes)
{
    struct gri_actor *actor = atomic_load_explicit(&shard->core->is_stopping, memory_order_acquire)
                                  ? NULL
                                  : make_actor(shard, type, mailbox_messages, mailbox_bytes);
    if (actor == NULL) {
        return 0;
    }
    actor->state = GRI_ACTOR_RUNNING;
    if (actor->has_body) {
        gri_actor_queue_turn(actor);
    }
    return gri_actor_id(actor);
}

/* Takes what is the spawn's. */
static gr_code refuse_spawn(const struct gri_spawn *spawn, gr_code code, const char *why)
{
    gri_mail_free(spawn->args);
    gri_mail_free(spawn->state_args);
    answer_spawner(spawn->spawner, code, why);
    return code;
}

/* Nothing of the user's is to be run, and no name to be had: it has started. */
static void begin_at_once(struct gri_actor *actor, const struct gri_spawn *spawn)
{
    actor->state = GRI_ACTOR_RUNNING;
    if (spawn->args != NULL) {
        gri_mail_free(spawn->args);
    }
    if (spawn->spawner != NULL) {
        struct gri_result result = { .code = GR_OK,
                                     .ran = GR_RAN_YES,
                                     .value = gri_actor_id(actor) };
        spawn->spawner->answer(spawn->spawner, &result);
    }
}

gr_code gri_actor_spawn(struct gri_shard *shard, const struct gri_spawn *spawn, uint64_t *out_id)
{
    if (atomic_load(&shard->core->is_stopping)) {
        return refuse_spawn(spawn, GR_UNAVAILABLE, "the node is stopping");
    }
    bool at_once = gri_actor_starts_at_once(spawn->type, spawn->name);
    struct gri_starter *starter = at_once ? NULL : make_starter(spawn);
    struct gri_actor *actor = NULL;
    if (at_once || starter != NULL) {
        actor = make_actor(shard, spawn->type, spawn->mailbox_messages, spawn->mailbox_bytes);
    }
    if (actor == NULL) {
        gri_mfree(starter);
        return refuse_spawn(spawn, GR_RESOURCE_EXHAUSTED, "out of memory, or max_actors");
    }
    if (starter != NULL) {
        actor->has_starter = true;
        actor->starter = starter;
    }
    if (actor->is_machine) {
        gri_machine_init(actor);
    }
    if (starter != NULL && starter->name[0] != '\0') {
        label_by_name(actor, starter->name); /* from the first: it may be borrowed */
    }
    *out_id = gri_actor_id(actor);
    if (at_once) {
        begin_at_once(actor, spawn);
    } else if (!has_hook(actor, GRI_HOOK_START) && !actor->is_machine) {
        start(actor); /* runs nothing of the user's: the spawner need not wait for a turn */
    }
    if (actor->has_starter || actor->state == GRI_ACTOR_STOPPING || actor->has_body) {
        gri_actor_queue_turn(actor);
    }
    return GR_OK;
}

/* ---- reports ---- */

static const char *what_it_does(const struct gri_actor *actor)
{
    if (actor->context == NULL) {
        return gri_actor_holds_calls(actor) ? "holds calls" : "runs nothing";
    }
    return gri_context_what(actor->context);
}

/* What is no wait of its fiber runs on a thread: nobody else runs while this does. */
static const char *how_it_does(const struct gri_actor *actor)
{
    return actor->context == NULL                  ? "idle"
           : actor->context->activity.wait != NULL ? "waiting"
                                                   : "running";
}

static uint64_t since_ns(const struct gri_actor *actor)
{
    const struct gri_worker *worker = &actor->shard->worker;
    return actor->context == NULL ? 0 : gri_worker_now(worker) - actor->context->began_ns;
}

void gri_actor_report_alive(struct gri_shard *shard)
{
    uint32_t reported = 0;
    for (uint32_t i = 0; i < shard->actors.used && reported < REPORTED_MAX; i++) {
        struct gri_actor *actor = gri_slab_at(&shard->actors, i);
        if (gri_slot_is_live(&actor->slot)) {
            char quoted[128];
            gri_log(GR_LOG_ERROR, "still_alive", "actor=%s in=%s state=%s for_ms=%" PRIu64,
                    gri_actor_label(actor),
                    gri_log_quote(what_it_does(actor), quoted, sizeof(quoted)), how_it_does(actor),
                    since_ns(actor) / ms);
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
    const struct gri_activity *activity = gri_worker_activity_here();
    if (activity == NULL) {
        return put(buf, cap, 0, "no actor");
    }
    const struct gr_context *ctx = GRI_CONTAINER(activity, struct gr_context, activity);
    const gr_service *service = gri_actor_service_of(ctx->actor);
    const struct gri_label *label = label_of(ctx->actor);
    size_t at = put(buf, cap, 0, label == NULL ? "an actor" : label->text);
    at = put(buf, cap, put(buf, cap, at, ", "), service->name);
    if (ctx->mail != NULL) {
        at = put(buf, cap, put(buf, cap, at, "."), service->methods[ctx->mail->method].name);
    }
    return at;
}
