/* SPDX-License-Identifier: MIT */
/* The API of actors: spawning and stopping them, their processing, and the calls they hold. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "actor.h"
#include "context.h"
#include "held.h"
#include "operate.h"
#include "stub_parts.h"

/* ---- actors ---- */

/* What an actor begins with. */
struct beginning {
    const void *args;
    const void *state_args;
    uint32_t state; /* of a machine; 0: the initial one */
};

/* It never got there. */
static void let_spawn_go(struct gri_mail *mail)
{
    const struct gri_spawn *spawn = (const struct gri_spawn *)(const void *)mail->payload;
    gri_mail_free(spawn->args);
    gri_mail_free(spawn->state_args);
}

static void spawn_arrived(struct gri_worker *worker, struct gri_post *post)
{
    struct gri_mail *mail = GRI_CONTAINER(post, struct gri_mail, post);
    struct gri_spawn spawn = *(const struct gri_spawn *)(const void *)mail->payload;
    spawn.spawner = mail;
    mail->let_go = NULL;
    uint64_t id;
    (void)gri_actor_spawn(gri_shard_of(worker), &spawn, &id); /* the spawner is told */
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

static gr_code check_overrides(const struct gri_core *core, const gr_service *service,
                               gr_error *error)
{
    char why[512];
    return core->policies.n == 0 ||
                   gri_policy_check(&core->policies, service, why, sizeof(why)) == GR_OK
               ? GR_OK
               : gri_error_set(error, GR_INVALID_ARGUMENT, GR_RAN_NO, "%s", why);
}

static gr_code copy_args(struct gri_core *core, const ProtobufCMessageDescriptor *type,
                         const void *args, struct gri_mail **out_copy)
{
    return type == NULL
               ? GR_OK
               : gri_mail_copy(GRI_MAIL_REPLY, type, false, args, &core->message_limits, out_copy);
}

/* What it needs is copied: *args and *state_args, NULL where there is nothing to copy. */
static gr_code copy_beginning(struct gri_core *core, const gr_service *service,
                              const struct beginning *with, struct gri_mail **args,
                              struct gri_mail **state_args)
{
    gr_code code = copy_args(core, service->args, with->args, args);
    if (code == GR_OK && with->state != 0) {
        code = copy_args(core, service->machine->states[with->state - 1].args, with->state_args,
                         state_args);
    }
    if (code != GR_OK) {
        gri_mail_free(*args);
    }
    return code;
}

/* The name travels behind the struct. */
static gr_code load_spawn(struct gri_core *core, const gr_type *type, const struct beginning *with,
                          const gr_spawn_options *options, struct gri_operation *operation)
{
    const char *name = options->name == NULL ? "" : options->name;
    size_t name_size = strlen(name) + 1;
    struct gri_mail *args = NULL;
    struct gri_mail *state_args = NULL;
    gr_code code = copy_beginning(core, type->service, with, &args, &state_args);
    if (code != GR_OK) {
        return code;
    }
    const struct gri_worker *worker = gri_worker_current();
    uint32_t n_chain = gri_chain_length(worker);
    struct gri_mail *mail =
        gri_mail_create_chained(GRI_MAIL_SPAWN, sizeof(struct gri_spawn) + name_size, n_chain);
    if (mail == NULL) {
        gri_mail_free(args);
        gri_mail_free(state_args);
        return GR_RESOURCE_EXHAUSTED;
    }
    if (n_chain > 0) {
        gri_chain_fill(worker, gri_mail_more(mail)->chain, n_chain);
    }
    struct gri_spawn *spawn = (struct gri_spawn *)(void *)mail->payload;
    *spawn = (struct gri_spawn){ .type = type,
                                 .args = args,
                                 .name = memcpy(spawn + 1, name, name_size),
                                 .mailbox_messages = options->mailbox_messages,
                                 .mailbox_bytes = options->mailbox_bytes,
                                 .deadline_ns = operation->deadline_ns,
                                 .state = with->state,
                                 .state_args = state_args };
    mail->let_go = let_spawn_go;
    operation->mail = mail;
    return GR_OK;
}

/* From an actor to its own worker, with nothing to wait for: no call is needed. */
static gr_code spawn_at_once(struct gri_shard *shard, const gr_type *type, const void *args,
                             const gr_spawn_options *options, uint64_t *out_id)
{
    struct gri_spawn spawn = { .type = type,
                               .mailbox_messages = options->mailbox_messages,
                               .mailbox_bytes = options->mailbox_bytes,
                               .deadline_ns = UINT64_MAX };
    struct gri_message_limits *limits = &shard->core->message_limits;
    size_t size;
    if (type->service->args != NULL &&
        gri_message_size(type->service->args, args, limits, &size) != GR_OK) {
        return GR_INVALID_ARGUMENT; /* nobody will read them, but they are to be right */
    }
    return gri_actor_spawn(shard, &spawn, out_id);
}

static gr_code spawn_here(const struct gri_entry *entry, const gr_type *type, const void *args,
                          const gr_spawn_options *options, gr_ref *out_ref, gr_error *error)
{
    uint64_t id;
    gr_code code = spawn_at_once(entry->shard, type, args, options, &id);
    if (code != GR_OK) {
        return gri_error_set(
            error, code, GR_RAN_NO, "a %s cannot be spawned: %s", type->service->name,
            code == GR_UNAVAILABLE ? "the node is stopping" : gri_stub_why_ended(code));
    }
    *out_ref = (gr_ref){ entry->core->handle, entry->core->incarnation, id };
    return GR_OK;
}

/* On any worker, or with something to wait for. */
static gr_code spawn_somewhere(struct gri_entry *entry, const gr_type *type,
                               const struct beginning *with, const gr_spawn_options *options,
                               gr_ref *out_ref, gr_error *error)
{
    struct gri_core *core = entry->core;
    struct gri_operation operation = {
        .deadline_ns = gri_deadline(core, options->timeout_ms, 0, false),
        .run = spawn_arrived,
        .shard = entry->shard != NULL && !options->anywhere
                     ? entry->shard
                     : &core->shards[atomic_fetch_add(&core->next_shard, 1) % core->n_shards],
    };
    struct gri_result result = { .code = GR_OK, .ran = GR_RAN_NO };
    gr_code code = load_spawn(core, type, with, options, &operation);
    if (code == GR_OK) {
        code = gri_operate(entry, &operation, &result);
    }
    if (code == GR_OK) {
        *out_ref = (gr_ref){ core->handle, core->incarnation, result.value };
        return GR_OK;
    }
    if (result.failure != NULL) {
        return gri_error_take(error, code, result.ran, result.failure);
    }
    return gri_error_set(error, code, result.ran, "a %s cannot be spawned: %s", type->service->name,
                         gri_stub_why_ended(code));
}

static gr_code spawn(gr_node *node, const gr_type *type, const struct beginning *with,
                     const gr_spawn_options *options, gr_ref *out_ref, gr_error *error)
{
    static const gr_spawn_options defaults = { 0 };
    struct gri_entry entry;
    gr_code code = check_overrides(&node->core, type->service, error);
    if (code != GR_OK) {
        return code;
    }
    options = options == NULL ? &defaults : options;
    code = gri_enter(node->core.handle, &entry);
    if (code != GR_OK) {
        return gri_stub_explain_entry(error, code);
    }
    bool is_here =
        entry.shard != NULL && !options->anywhere && gri_actor_starts_at_once(type, options->name);
    code = is_here ? spawn_here(&entry, type, with->args, options, out_ref, error)
                   : spawn_somewhere(&entry, type, with, options, out_ref, error);
    gri_leave(&entry);
    return code;
}

/* The same in short, from an actor to its own worker, where nothing is out of the ordinary. False:
 * nothing was done. */
static bool spawn_near(gr_node *node, const gr_type *type, const gr_spawn_options *options,
                       gr_ref *out_ref)
{
    struct gri_worker *worker = gri_worker_current();
    struct gri_shard *shard = worker == NULL ? NULL : gri_shard_of(worker);
    if (shard == NULL || node != shard->core->node || type == NULL || type->service == NULL ||
        out_ref == NULL || type->service->args != NULL || shard->core->policies.n > 0 ||
        !gri_actor_starts_at_once(type, options == NULL ? NULL : options->name) ||
        (options != NULL && options->anywhere)) {
        return false;
    }
    uint64_t id =
        gri_actor_spawn_plain(shard, type, options == NULL ? 0 : options->mailbox_messages,
                              options == NULL ? 0 : options->mailbox_bytes);
    if (id != 0) {
        *out_ref = (gr_ref){ shard->core->handle, shard->core->incarnation, id };
    }
    return id != 0;
}

gr_code gr_stub_spawn(gr_node *node, const gr_type *type, const void *args,
                      const gr_spawn_options *options, gr_ref *out_ref, gr_error *error)
{
    GRI_VISIT;
    if (spawn_near(node, type, options, out_ref)) {
        return GR_OK;
    }
    gr_code code = check_spawn(node, type, args, options, out_ref, error);
    const struct beginning with = { .args = args };
    return code == GR_OK ? spawn(node, type, &with, options, out_ref, error) : code;
}

/* What stands against beginning in a state. */
static gr_code check_state(const gr_service *service, const struct beginning *with, gr_error *error)
{
    if (service->machine == NULL) {
        return gri_error_set(error, GR_FAILED_PRECONDITION, GR_RAN_NO, "%s has no states",
                             service->name);
    }
    if (with->state > service->machine->n_states) {
        return gri_error_set(error, GR_INVALID_ARGUMENT, GR_RAN_NO, "%s has no state %u",
                             service->name, with->state);
    }
    bool takes_args = with->state != 0 && service->machine->states[with->state - 1].args != NULL;
    if (takes_args != (with->state_args != NULL)) {
        return gri_error_set(error, GR_INVALID_ARGUMENT, GR_RAN_NO,
                             takes_args ? "the arguments of state %s are NULL"
                                        : "state %s takes no arguments",
                             gr_machine_state_name(service, with->state));
    }
    return GR_OK;
}

gr_code gr_stub_spawn_at(gr_node *node, const gr_type *type, const void *args, gr_machine_at at,
                         const gr_spawn_options *options, gr_ref *out_ref, gr_error *error)
{
    GRI_VISIT;
    gr_code code = check_spawn(node, type, args, options, out_ref, error);
    const struct beginning with = { .args = args, .state_args = at.args, .state = at.state };
    if (code == GR_OK) {
        code = check_state(type->service, &with, error);
    }
    return code == GR_OK ? spawn(node, type, &with, options, out_ref, error) : code;
}

/* What stands against an operation on an actor of this node by its ref. */
static gr_code check_own(const struct gri_entry *entry, gr_ref actor, const char *what)
{
    if (gri_stub_is_local(entry, actor)) {
        return gri_core_shard(entry->core, actor.actor) != NULL
                   ? GR_OK
                   : gri_core_refused(entry->core, what, GR_UNAVAILABLE, "there is no such actor");
    }
    bool is_named = actor.home == 0;
    return gri_core_refused(entry->core, what, is_named ? GR_INVALID_ARGUMENT : GR_UNIMPLEMENTED,
                            is_named ? "a named ref: look the actor up first"
                                     : "the actor is on another node");
}

static gr_code explain_stop(struct gri_core *core, gr_ref actor, gr_code code)
{
    char label[GRI_ACTOR_LABEL_MAX];
    bool is_exported;
    const gr_service *service = gri_actor_service(core, actor.actor, &is_exported);
    gri_core_describe(core, service, actor.actor, label, sizeof(label));
    return gri_core_refused(core, "actor_stop", code, "%s %s", label,
                            code == GR_FAILED_PRECONDITION ? "cannot wait for its own end"
                            : code == GR_DEADLINE_EXCEEDED ? "was told to stop, and has not yet"
                            : code == GR_UNAVAILABLE       ? "is gone"
                                                           : gri_stub_why_ended(code));
}

static bool is_running_actor(const struct gri_entry *entry, uint64_t id)
{
    const struct gri_activity *activity =
        entry->shard == NULL ? NULL : entry->shard->worker.activity;
    return activity != NULL && gri_slab_find(&entry->shard->actors, id) ==
                                   GRI_CONTAINER(activity, struct gr_context, activity)->actor;
}

gr_code gr_actor_stop(gr_ref actor, const gr_stop_options *options)
{
    GRI_VISIT;
    struct gri_entry entry;
    gr_code code = gri_enter(actor.node, &entry);
    if (code != GR_OK) {
        return code;
    }
    code = check_own(&entry, actor, "actor_stop");
    if (code != GR_OK) {
        gri_leave(&entry);
        return code;
    }
    struct gri_operation operation = {
        .deadline_ns =
            gri_deadline(entry.core, options == NULL ? 0 : options->timeout_ms, 0, false),
        .run = gri_actor_stop_arrived,
        .shard = gri_core_shard(entry.core, actor.actor),
    };
    if (is_running_actor(&entry, actor.actor)) {
        code = GR_FAILED_PRECONDITION;
    } else {
        operation.mail = gri_mail_create(GRI_MAIL_CALL, 0);
        code = operation.mail == NULL ? GR_RESOURCE_EXHAUSTED : GR_OK;
    }
    if (code == GR_OK) {
        struct gri_result result;
        operation.mail->actor = actor.actor;
        operation.mail->method = options != NULL && options->drain;
        code = gri_operate(&entry, &operation, &result);
        if (code == GR_CANCELLED && result.ran == GR_RAN_NO) { /* told all the same */
            bool drain = options != NULL && options->drain;
            gr_code told = gri_actor_stop_unwaited(entry.core, actor.actor, drain);
            code = told == GR_OK ? code : told;
        }
        gri_result_fini(&result);
    }
    if (code != GR_OK) {
        code = explain_stop(entry.core, actor, code);
    }
    gri_leave(&entry);
    return code;
}

static gr_code get_stats(struct gri_entry *entry, gr_ref actor, gr_actor_stats *out_stats)
{
    struct gri_result result;
    struct gri_operation operation = { .mail = gri_mail_create(GRI_MAIL_CALL, sizeof(*out_stats)),
                                       .deadline_ns = gri_deadline(entry->core, 0, 0, false),
                                       .run = gri_actor_stats_arrived,
                                       .shard = gri_core_shard(entry->core, actor.actor) };
    if (operation.mail == NULL) {
        return GR_RESOURCE_EXHAUSTED;
    }
    operation.mail->actor = actor.actor;
    gr_code code = gri_operate(entry, &operation, &result);
    if (code == GR_OK) {
        memcpy(out_stats, result.reply->payload, sizeof(*out_stats));
    }
    gri_result_fini(&result);
    return code;
}

gr_code gr_actor_get_stats(gr_ref actor, gr_actor_stats *out_stats)
{
    GRI_VISIT;
    struct gri_entry entry;
    gr_code code = out_stats == NULL ? GR_INVALID_ARGUMENT : gri_enter(actor.node, &entry);
    if (code != GR_OK) {
        return code;
    }
    code = check_own(&entry, actor, "actor_get_stats");
    if (code == GR_OK) {
        code = get_stats(&entry, actor, out_stats);
    }
    gri_leave(&entry);
    return code;
}

gr_code gr_stop_processing(gr_ref actor)
{
    GRI_VISIT;
    struct gri_entry entry;
    gr_code code = gri_enter(actor.node, &entry);
    if (code != GR_OK) {
        return code;
    }
    code = check_own(&entry, actor, "stop_processing");
    if (code == GR_OK) {
        code = gri_actor_stop_processing(entry.core, actor.actor);
        if (code != GR_OK) {
            code = gri_core_refused(entry.core, "stop_processing", code, "%s",
                                    code == GR_UNAVAILABLE ? "the actor is gone" : "out of memory");
        }
    }
    gri_leave(&entry);
    return code;
}

gr_ref gr_stub_self(gr_context *ctx, const gr_service *service)
{
    GRI_VISIT;
    bool is_it = gri_context_is_running(ctx) && service != NULL &&
                 strcmp(atomic_load(&ctx->actor->type)->service->name, service->name) == 0;
    return is_it ? gr_context_self(ctx) : (gr_ref){ 0, 0, 0 };
}

gr_code gr_stub_process(gr_context *ctx, const gr_service *service, const void *only,
                        const gr_process_options *options)
{
    GRI_VISIT;
    if (!gri_context_is_running(ctx)) {
        return GR_FAILED_PRECONDITION;
    }
    if (service == NULL ||
        strcmp(atomic_load(&ctx->actor->type)->service->name, service->name) != 0) {
        return GR_INVALID_ARGUMENT;
    }
    return gri_context_process(ctx, only, options == NULL ? 0 : options->for_ms);
}

/* ---- held calls ---- */

gr_code gr_stub_hold(gr_context *ctx, const gr_service *service, uint32_t method, gr_call *out_call)
{
    GRI_VISIT;
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
                      const char *message, bool is_dropped)
{
    struct gri_entry entry;
    gr_code given = gri_enter(call.node, &entry);
    if (given != GR_OK) {
        return given;
    }
    given = gri_held_answer(entry.core, call.id, method, code, reply, message, is_dropped);
    if (given == GR_FAILED_PRECONDITION) { /* as it happens: the caller was faster */
        gri_log_event(&entry.core->log_limits, entry.core->env, GR_LOG_INFO, GRI_EVENT_REFUSED,
                      "call=answer node=%s code=%s reason=\"the held call had ended before\"",
                      entry.core->name, gr_code_name(given));
    } else if (given != GR_OK) {
        given = gri_core_refused(entry.core, "answer", given, "%s",
                                 given == GR_INVALID_ARGUMENT
                                     ? "another method's call, or a reply that cannot be encoded"
                                     : "out of memory");
    }
    gri_leave(&entry);
    return given;
}

gr_code gr_stub_answer(gr_call call, const gr_service *service, uint32_t method, gr_code code,
                       const void *reply)
{
    GRI_VISIT;
    const gr_method *table = gri_stub_method(service, method);
    if (table == NULL) {
        return GR_INVALID_ARGUMENT;
    }
    char message[GRI_FAILURE_MESSAGE_MAX + 1];
    (void)snprintf(message, sizeof(message), "%s was answered with %s", table->name,
                   gr_code_name(code));
    return answer(call, table, code, reply, message, false);
}

const void *gr_stub_request(gr_call call, const gr_service *service, uint32_t method)
{
    GRI_VISIT;
    struct gri_entry entry;
    const void *request = NULL;
    if (gri_enter(call.node, &entry) == GR_OK) {
        const struct gri_held *held = gri_held_find(entry.core, call.id);
        if (held != NULL && atomic_load(&held->method) == gri_stub_method(service, method)) {
            request = atomic_load(&held->request);
        }
        gri_leave(&entry);
    }
    return request;
}

bool gr_call_is_open(gr_call call)
{
    GRI_VISIT;
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
    GRI_VISIT;
    if (code == GR_OK) {
        return GR_INVALID_ARGUMENT;
    }
    char message[GRI_FAILURE_MESSAGE_MAX + 1];
    va_list args;
    va_start(args, format);
    (void)vsnprintf(message, sizeof(message), format, args);
    va_end(args);
    return answer(call, NULL, code, NULL, message, false);
}

gr_code gr_call_drop(gr_call call)
{
    GRI_VISIT;
    return answer(call, NULL, GR_INTERNAL, NULL, "the held call was dropped without an answer",
                  true);
}
