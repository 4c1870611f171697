/* SPDX-License-Identifier: MIT */
/* What a handler, a hook or a body may do: the functions of greenroom/actor.h that take a context.
 * Called by the user's code, on its actor's fiber. */
#include "context.h"

#include <stdarg.h>
#include <string.h>

#include "log.h"

enum { PROCESS_DEPTH_MAX = 16, ARENA_CHUNK = 1024, ARENA_MAX = 1 << 30, CLEANUP_MAX_MS = 60000 };
static const uint64_t ms = 1000000;

bool gri_context_is_running(const struct gr_context *ctx)
{
    const struct gri_worker *worker = gri_worker_current();
    return ctx != NULL && worker != NULL && worker->activity == &ctx->activity;
}

struct gri_failure *gri_context_take_aborted(void)
{
    const struct gri_worker *worker = gri_worker_current();
    if (worker == NULL || worker->activity == NULL) {
        return NULL;
    }
    struct gr_context *ctx = GRI_CONTAINER(worker->activity, struct gr_context, activity);
    struct gri_failure *aborted = ctx->aborted;
    ctx->aborted = NULL;
    return aborted;
}

static void set_failure(struct gr_context *ctx, struct gri_failure *failure)
{
    gri_mfree(ctx->failure);
    ctx->failure = failure;
}

gr_code gr_fail(gr_context *ctx, gr_code code, const char *format, ...)
{
    GRI_VISIT;
    code = gri_failing_code(code);
    if (!gri_context_is_running(ctx)) {
        return code;
    }
    va_list args;
    va_start(args, format);
    set_failure(ctx,
                gri_failure_vformat(code, GR_RAN_YES, gri_actor_label(ctx->actor), format, args));
    va_end(args);
    return code;
}

/* A flat copy, packed: the form in which a detail travels. NULL: it cannot be packed. */
static struct gri_mail *pack_detail(struct gr_context *ctx, const ProtobufCMessageDescriptor *type,
                                    const void *detail, size_t *out_len)
{
    struct gri_mail *copy;
    if (type == NULL || gri_mail_copy(GRI_MAIL_REPLY, type, false, detail,
                                      &ctx->actor->shard->core->message_limits, &copy) != GR_OK) {
        return NULL;
    }
    size_t len = gri_message_packed_size(copy->payload);
    struct gri_mail *packed = gri_mail_create(GRI_MAIL_REPLY, len);
    if (packed != NULL) {
        gri_message_pack(copy->payload, packed->payload);
        *out_len = len;
    }
    gri_mail_free(copy);
    return packed;
}

gr_code gr_fail_with(gr_context *ctx, gr_code code, const ProtobufCMessageDescriptor *type,
                     const void *detail, const char *format, ...)
{
    GRI_VISIT;
    code = gri_failing_code(code);
    if (!gri_context_is_running(ctx)) {
        return code;
    }
    char message[GRI_FAILURE_MESSAGE_MAX + 1];
    va_list args;
    va_start(args, format);
    (void)vsnprintf(message, sizeof(message), format, args);
    va_end(args);
    size_t len = 0;
    struct gri_mail *packed = pack_detail(ctx, type, detail, &len);
    if (packed == NULL) {
        strncat(message, " (its detail could not be packed)",
                sizeof(message) - strlen(message) - 1);
    }
    set_failure(ctx, gri_failure_make(&(struct gri_failure_parts){
                         .code = code,
                         .ran = GR_RAN_YES,
                         .message = message,
                         .path = gri_actor_label(ctx->actor),
                         .detail_type = packed == NULL ? "" : type->name,
                         .detail = packed == NULL ? NULL : packed->payload,
                         .detail_len = len }));
    gri_mail_free(packed);
    return code;
}

gr_code gr_forward(gr_context *ctx, const gr_error *error)
{
    GRI_VISIT;
    gr_code code = gri_failing_code(error == NULL ? GR_INTERNAL : error->code);
    if (!gri_context_is_running(ctx) || error == NULL) {
        return code;
    }
    const struct gri_failure *inner = error->owned;
    set_failure(ctx, gri_failure_make(&(struct gri_failure_parts){
                         .code = code,
                         .ran = GR_RAN_YES,
                         .message = error->message,
                         .outer = gri_actor_label(ctx->actor),
                         .path = error->path,
                         .detail_type = inner == NULL ? "" : inner->detail_type,
                         .detail = inner == NULL ? NULL : inner->detail,
                         .detail_len = inner == NULL ? 0 : inner->detail_len }));
    return code;
}

void *gr_alloc(gr_context *ctx, size_t n)
{
    GRI_VISIT;
    if (!gri_context_is_running(ctx)) {
        return NULL;
    }
    if (ctx->arena.max == 0) {
        gri_arena_init(&ctx->arena, ARENA_CHUNK, ARENA_MAX);
    }
    void *memory = gri_arena_alloc(&ctx->arena, n);
    if (memory != NULL) {
        memset(memory, 0, n);
    }
    return memory;
}

gr_node *gr_context_node(gr_context *ctx)
{
    GRI_VISIT;
    return gri_context_is_running(ctx) ? ctx->actor->shard->core->node : NULL;
}

gr_ref gr_context_self(gr_context *ctx)
{
    GRI_VISIT;
    if (!gri_context_is_running(ctx)) {
        return (gr_ref){ 0, 0, 0 };
    }
    const struct gri_core *core = ctx->actor->shard->core;
    return (gr_ref){ core->handle, core->incarnation,
                     gri_slab_id(&ctx->actor->shard->actors, ctx->actor) };
}

const char *gr_context_name(gr_context *ctx)
{
    GRI_VISIT;
    return gri_context_is_running(ctx) ? gri_actor_label(ctx->actor) : "";
}

uint32_t gr_remaining(gr_context *ctx)
{
    GRI_VISIT;
    if (!gri_context_is_running(ctx)) {
        return 0;
    }
    uint64_t deadline_ns = ctx->activity.deadline_ns;
    if (deadline_ns == UINT64_MAX) {
        return GR_FOREVER;
    }
    uint64_t now_ns = gri_worker_now(&ctx->actor->shard->worker);
    uint64_t left_ms = deadline_ns > now_ns ? (deadline_ns - now_ns) / ms : 0;
    return left_ms < GR_FOREVER ? (uint32_t)left_ms : GR_FOREVER - 1;
}

bool gr_cancelled(gr_context *ctx)
{
    GRI_VISIT;
    if (!gri_context_is_running(ctx)) {
        return true;
    }
    bool is_body = ctx->mail == NULL; /* a drain waits for it to return */
    bool is_drained = is_body && ctx->actor->state == GRI_ACTOR_DRAINING;
    return (is_drained && !ctx->activity.is_cleaning) ||
           gri_activity_is_over(&ctx->activity, gri_worker_now(&ctx->actor->shard->worker));
}

static uint64_t after(const struct gr_context *ctx, uint32_t wait_ms)
{
    return wait_ms == GR_FOREVER
               ? UINT64_MAX
               : gri_worker_now(&ctx->actor->shard->worker) + (uint64_t)wait_ms * ms;
}

gr_code gr_sleep(gr_context *ctx, uint32_t sleep_ms)
{
    GRI_VISIT;
    if (!gri_context_is_running(ctx)) {
        return GR_FAILED_PRECONDITION;
    }
    struct gri_wait wait;
    gri_wait_init(&wait, &ctx->actor->shard->worker);
    gr_code code = gri_wait_reserve(wait.worker);
    if (code != GR_OK) {
        return code;
    }
    code = gri_wait_for(&wait, after(ctx, sleep_ms));
    return code == GR_DEADLINE_EXCEEDED ? GR_OK : code;
}

/* ---- cleaning up ---- */

gr_code gr_cleanup_begin(gr_context *ctx, uint32_t budget_ms)
{
    GRI_VISIT;
    if (!gri_context_is_running(ctx) || ctx->cleaned_ns != 0) {
        return GR_FAILED_PRECONDITION;
    }
    if (budget_ms == 0 || budget_ms > CLEANUP_MAX_MS) {
        return GR_INVALID_ARGUMENT;
    }
    ctx->cleaned_ns = ctx->activity.deadline_ns;
    ctx->activity.deadline_ns = after(ctx, budget_ms);
    ctx->activity.is_cleaning = true;
    return GR_OK;
}

void gr_cleanup_end(gr_context *ctx)
{
    GRI_VISIT;
    if (gri_context_is_running(ctx) && ctx->activity.is_cleaning) {
        ctx->activity.deadline_ns = ctx->cleaned_ns;
        ctx->activity.is_cleaning = false;
    }
}

/* ---- processing ---- */

/* Wait for mail of the set. *out_over: the time is up, which is no failure. */
static gr_code wait_for_mail(struct gr_context *ctx, const bool *only, uint64_t until_ns,
                             bool *out_over)
{
    struct gri_wait wait;
    gri_wait_init(&wait, &ctx->actor->shard->worker);
    gr_code code = gri_wait_reserve(wait.worker);
    if (code != GR_OK) {
        return code;
    }
    ctx->idle = &wait;
    ctx->only = only;
    code = gri_wait_for(&wait, until_ns);
    ctx->idle = NULL;
    *out_over = code == GR_DEADLINE_EXCEEDED;
    return *out_over ? GR_OK : code;
}

/* One mail. The budget's end lets the others run first. */
static gr_code process_one(struct gr_context *ctx, struct gri_mail *mail)
{
    struct gri_actor *actor = ctx->actor;
    gri_actor_admit(actor);
    if (actor->is_machine) {
        gri_machine_dispatch(actor, mail);
    } else {
        gri_actor_dispatch(actor, mail);
    }
    return gri_worker_spend(&actor->shard->worker) ? gri_worker_yield(&actor->shard->worker)
                                                   : GR_OK;
}

static gr_code check_going_on(const struct gr_context *ctx)
{
    bool is_over = ctx->actor->state >= GRI_ACTOR_STOPPING ||
                   gri_activity_is_over(&ctx->activity, ctx->actor->shard->worker.now_ns);
    return is_over ? GR_CANCELLED : GR_OK;
}

gr_code gri_context_process(struct gr_context *ctx, const bool *only, uint32_t for_ms)
{
    struct gri_actor *actor = ctx->actor;
    uint64_t until_ns = for_ms == 0 ? 0 : after(ctx, for_ms);
    bool is_over = false;
    gr_code code = ctx->depth < PROCESS_DEPTH_MAX ? GR_OK : GR_RESOURCE_EXHAUSTED;
    while (code == GR_OK && !is_over) {
        code = check_going_on(ctx);
        if (code != GR_OK) {
            break;
        }
        struct gri_mail *mail = actor->is_machine
                                    ? gri_machine_pop(actor, only, &is_over)
                                    : gri_mailbox_pop_of(&actor->mailbox, only, &is_over);
        if (mail != NULL) {
            code = process_one(ctx, mail);
            is_over = for_ms != 0 && actor->shard->worker.now_ns >= until_ns;
        } else if (!is_over && for_ms == 0) {
            is_over = true;
        } else if (!is_over && actor->state >= GRI_ACTOR_DRAINING &&
                   !gri_actor_holds_calls(actor)) {
            code = GR_CANCELLED; /* nothing more will come */
        } else if (!is_over) {
            code = wait_for_mail(ctx, only, until_ns, &is_over);
        }
    }
    return code;
}

gr_code gr_process(gr_context *ctx, const gr_process_options *options)
{
    GRI_VISIT;
    if (!gri_context_is_running(ctx)) {
        return GR_FAILED_PRECONDITION;
    }
    return gri_context_process(ctx, NULL, options == NULL ? 0 : options->for_ms);
}

void gr_stop(gr_context *ctx, gr_code reason)
{
    GRI_VISIT;
    if (gri_context_is_running(ctx) && ctx->actor->state < GRI_ACTOR_STOPPING) {
        ctx->actor->state = GRI_ACTOR_STOPPING;
        ctx->actor->slot.note = reason;
    }
}
