/* SPDX-License-Identifier: MIT */
/* Machines: actors that are in one state at a time. A state's body, what comes next, its timeout,
 * and the change from one state to another. On the actor's worker, in its fiber. */

/* Design notes. A machine interprets const tables: what the schema says is checked before a change
 * is decided, and nothing of it is generated code but the user's own functions.
 *
 *     body, handler or timeout ---> decide: the hook on_transition, which may refuse
 *                                     |   target is set; all that runs here is cancelled
 *                                     v   and returns: nothing is handled meanwhile
 *     turn (gri_machine_step) ---> change: exit hooks; current = target; others are told; postponed
 *                                     |   mail goes in front; the timeout is armed; enter hooks
 *                                     v
 *                                   body of the new state ---> decide, or `stay`: mail is handled
 *
 * Whoever decides does not change anything yet: the old body may be below on the same stack, inside
 * a gr_process(). So the change is made by the turn, when all of that has returned, and the stack
 * never grows. The first decision counts: until it is carried out no other is made, no mail is
 * handled, and what the old body returns is not looked at.
 *
 * A timeout that fires while the body runs cancels the body's waits and is handled when it has
 * returned; it is forgotten when the state is left by anything else first.
 *
 * Arguments are copied when a transition is made: into mail that is the body's (`made`), the
 * context's (a wish), the decision's (target_args) and then the state's (args), until that is left.
 */
#include "machine.h"

#include <stdio.h>
#include <string.h>

#include "assert.h"
#include "context.h"
#include "defect.h"
#include "log.h"

static const uint64_t ms = 1000000;
static const uint64_t leave_hooks_ns = 5000 * ms;

enum { NAMES_MAX = 200 };

/* ---- the table ---- */

static const char *state_name(const struct gri_machine *machine, uint32_t state)
{
    return state == 0 ? "no state" : gri_machine_state(machine, state)->name;
}

static bool leads_to(const struct gri_machine *machine, uint32_t from, uint32_t to)
{
    const gr_state *state = gri_machine_state(machine, from);
    for (uint32_t i = 0; i < state->n_to; i++) {
        if (state->to[i] == to) {
            return true;
        }
    }
    return false;
}

/* "a, b and c", as far as there is room. */
static void name_targets(const struct gri_machine *machine, uint32_t from, char *buf, size_t cap)
{
    const gr_state *state = gri_machine_state(machine, from);
    size_t at = 0;
    buf[0] = '\0';
    for (uint32_t i = 0; i < state->n_to && at < cap; i++) {
        const char *joint = i == 0 ? "" : i + 1 == state->n_to ? " and " : ", ";
        at +=
            (size_t)snprintf(buf + at, cap - at, "%s%s", joint, state_name(machine, state->to[i]));
    }
}

static bool is_in_group(const gr_group *group, uint32_t state)
{
    for (uint32_t i = 0; i < group->n_states; i++) {
        if (group->states[i] == state) {
            return true;
        }
    }
    return false;
}

/* ---- from create to fini ---- */

void *gri_machine_create(struct gri_core *core, const gr_type *type)
{
    const gr_machine *table = type->service->machine;
    _Atomic uint64_t *counts;
    if (gri_coverage_of(&core->coverage, type->service, &counts) != GR_OK) {
        return NULL;
    }
    size_t timers_size = (table->n_timers * sizeof(struct gri_named_timer) + 15u) & ~(size_t)15u;
    char *block = gri_calloc(timers_size + sizeof(struct gri_machine) + type->self_size);
    if (block == NULL) {
        return NULL;
    }
    struct gri_machine *machine = (struct gri_machine *)(void *)(block + timers_size);
    machine->table = table;
    machine->counts = counts;
    machine->timers = (struct gri_named_timer *)(void *)block;
    return machine + 1;
}

void gri_machine_free(void *self)
{
    struct gri_machine *machine = (struct gri_machine *)self - 1;
    gri_mfree(machine->timers); /* the block begins with them */
}

static void timed_out(struct gri_timer *timer);

void gri_machine_init(struct gri_actor *actor)
{
    struct gri_machine *machine = gri_machine_of(actor);
    machine->actor = actor;
    machine->timeout.fire = timed_out;
    gri_list_init(&machine->made);
    gri_list_init(&machine->asks);
    gri_machine_open_events(machine);
}

static void free_made(struct gri_machine *machine)
{
    struct gri_list *link = gri_list_pop_front(&machine->made);
    for (; link != NULL; link = gri_list_pop_front(&machine->made)) {
        gri_mail_free(GRI_CONTAINER(link, struct gri_mail, link));
    }
    machine->n_made = 0;
}

void gri_machine_fini(struct gri_actor *actor)
{
    struct gri_machine *machine = gri_machine_of(actor);
    gri_machine_tell_end(machine);
    free_made(machine);
    gri_mail_free(machine->args);
    gri_mail_free(machine->target_args);
    gri_mail_free(machine->result);
    gri_machine_free(actor->self);
}

/* ---- running the user's parts ---- */

const char *gri_machine_what(const struct gr_context *ctx)
{
    const struct gri_machine *machine = gri_machine_of(ctx->actor);
    switch (ctx->part) {
    case GRI_PART_BODY:
        return state_name(machine, machine->current);
    case GRI_PART_TIMEOUT:
        return "timeout handler";
    default:
        return "transition hook";
    }
}

static void begin_part(struct gr_context *ctx, struct gri_actor *actor, enum gri_part part,
                       uint64_t deadline_ns)
{
    gri_context_enter(ctx, actor, NULL, deadline_ns);
    ctx->part = part;
}

static void call_hook(struct gri_actor *actor, struct gr_context *ctx,
                      void (*hook)(const gr_type *type, void *self, gr_context *ctx))
{
    if (hook != NULL) {
        gri_user_begin(&actor->shard->worker);
        hook(gri_actor_type(actor), gri_actor_self(actor), ctx);
        gri_user_end();
    }
}

/* The spawner waits for the hook of the first state, as for the start hook. */
static void begin_hook(struct gr_context *ctx, struct gri_actor *actor)
{
    const struct gri_starter *starter = gri_actor_starter(actor);
    begin_part(ctx, actor, GRI_PART_CHANGE, starter == NULL ? UINT64_MAX : starter->deadline_ns);
    ctx->caller = starter == NULL ? NULL : starter->spawner;
}

/* The hook on_transition. A refusal is explained in *out_failure. */
static gr_code ask_hook(struct gri_actor *actor, uint32_t target, const struct gri_mail *args,
                        struct gri_failure **out_failure)
{
    struct gri_machine *machine = gri_machine_of(actor);
    if (!gri_type_has_hook(gri_actor_type(actor), GRI_HOOK_TRANSITION)) {
        return GR_OK;
    }
    struct gr_context ctx;
    begin_hook(&ctx, actor);
    gri_user_begin(&actor->shard->worker);
    gr_code code =
        machine->table->transition(gri_actor_type(actor), gri_actor_self(actor), &ctx,
                                   machine->current, target, args == NULL ? NULL : args->payload);
    gri_user_end();
    if (code != GR_OK) {
        *out_failure = gri_context_take_failure(&ctx, code, "on_transition");
        code = gri_failing_code(code);
    }
    gri_context_leave(&ctx);
    return code;
}

/* ---- decisions ---- */

static void log_refusal(struct gri_actor *actor, uint32_t target, gr_code code,
                        const struct gri_failure *failure)
{
    struct gri_machine *machine = gri_machine_of(actor);
    struct gri_core *core = actor->shard->core;
    char quoted[300];
    gri_log_event(&core->log_limits, core->env, GR_LOG_WARN, GRI_EVENT_TRANSITION_REFUSED,
                  "actor=%s from=%s to=%s code=%s reason=%s", gri_actor_label(actor),
                  state_name(machine, machine->current), state_name(machine, target),
                  gr_code_name(code),
                  gri_log_quote(failure == NULL ? "" : failure->message, quoted, sizeof(quoted)));
}

/* Takes args. False: refused, or another decision was made before. */
static bool decide(struct gri_actor *actor, uint32_t target, struct gri_mail *args)
{
    struct gri_machine *machine = gri_machine_of(actor);
    struct gri_failure *failure = NULL;
    gr_code code = machine->target != 0 ? GR_ABORTED : ask_hook(actor, target, args, &failure);
    if (code != GR_OK && machine->target == 0) {
        log_refusal(actor, target, code, failure);
    }
    gri_mfree(failure);
    if (code != GR_OK || machine->target != 0 || actor->state >= GRI_ACTOR_STOPPING) {
        gri_mail_free(args);
        return false;
    }
    machine->target = target;
    machine->target_args = args;
    if (!GRI_DEFECT(BODY_GOES_ON)) {
        gri_context_cancel_all(actor);
    }
    return true;
}

gr_code gri_machine_begin(struct gri_actor *actor, struct gri_starter *starter,
                          struct gri_failure **out_failure)
{
    struct gri_machine *machine = gri_machine_of(actor);
    uint32_t state = starter->state == 0 ? machine->table->initial : starter->state;
    struct gri_mail **given = starter->state == 0 ? &starter->args : &starter->state_args;
    bool takes_args =
        gri_machine_state(machine, state)->args != NULL; /* the start hook may alone */
    struct gri_mail *args = takes_args ? *given : NULL;
    gr_code code = ask_hook(actor, state, args, out_failure);
    if (code == GR_OK) {
        machine->target = state;
        machine->target_args = args;
        *given = takes_args ? NULL : *given;
    }
    return code;
}

void gri_machine_wished(struct gri_actor *actor, struct gr_context *ctx, gr_code code)
{
    struct gri_mail *args = ctx->wish_args;
    ctx->wish_args = NULL;
    bool has_failed = code != GR_OK && !GRI_DEFECT(FAILED_LEADS_ON);
    if (has_failed || actor->state >= GRI_ACTOR_STOPPING) {
        gri_mail_free(args);
    } else {
        (void)decide(actor, ctx->wish, args);
    }
}

/* ---- the change of state ---- */

/* Inner groups come last in the table. */
static void leave_groups(struct gri_machine *machine, struct gr_context *ctx, uint32_t target)
{
    for (uint32_t i = machine->table->n_groups; i-- > 0;) {
        const gr_group *group = &machine->table->groups[i];
        uint64_t bit = UINT64_C(1) << i;
        if ((machine->groups & bit) != 0 && (target == 0 || !is_in_group(group, target))) {
            machine->groups &= ~bit;
            call_hook(machine->actor, ctx, group->exit);
        }
    }
}

static void enter_groups(struct gri_machine *machine, struct gr_context *ctx)
{
    for (uint32_t i = 0; i < machine->table->n_groups; i++) {
        const gr_group *group = &machine->table->groups[i];
        uint64_t bit = UINT64_C(1) << i;
        if ((machine->groups & bit) == 0 && is_in_group(group, machine->current) &&
            machine->actor->state < GRI_ACTOR_STOPPING) {
            machine->groups |= bit;
            call_hook(machine->actor, ctx, group->enter);
        }
    }
}

static void cancel_timeout(struct gri_machine *machine)
{
    gri_timer_cancel(gri_actor_wheel(machine->actor), &machine->timeout);
    machine->has_timed_out = false;
}

static void arm_timeout(struct gri_machine *machine)
{
    uint32_t timeout_ms = gri_machine_state(machine, machine->current)->timeout_ms;
    if (timeout_ms != 0 && !GRI_DEFECT(LOST_TIMEOUT)) {
        uint64_t now_ns = gri_worker_now(&machine->actor->shard->worker);
        gri_timer_arm(gri_actor_wheel(machine->actor), &machine->timeout, now_ns + timeout_ms * ms);
    }
}

static void count(struct gri_machine *machine, uint32_t from, uint32_t to)
{
    if (machine->counts != NULL && from != 0) {
        size_t at = (size_t)(from - 1) * machine->table->n_states + to - 1;
        atomic_fetch_add_explicit(&machine->counts[at], 1, memory_order_relaxed);
    }
}

static void leave_state(struct gri_machine *machine, struct gr_context *ctx, uint32_t target)
{
    if (GRI_DEFECT(EARLY_GROUP)) {
        leave_groups(machine, ctx, target);
    }
    if (!machine->has_left && !GRI_DEFECT(LOST_EXIT)) {
        call_hook(machine->actor, ctx, gri_machine_state(machine, machine->current)->exit);
    }
    leave_groups(machine, ctx, target);
}

static void enter_state(struct gri_machine *machine, struct gr_context *ctx)
{
    uint32_t from = machine->current;
    cancel_timeout(machine);
    gri_mail_free(machine->args);
    machine->current = machine->target;
    machine->args = machine->target_args;
    machine->target = 0;
    machine->target_args = NULL;
    machine->entry++;
    count(machine, from, machine->current);
    if (!GRI_DEFECT(UNSEEN_CHANGE)) {
        gri_machine_tell_change(machine, from);
    }
    gri_machine_retry(machine);
    arm_timeout(machine);
    enter_groups(machine, ctx);
}

/* The turn alone does it: nothing of the old state runs any more. Where it is stopped meanwhile, it
 * ends in the old state, which it has left already. */
static void change(struct gri_machine *machine)
{
    struct gr_context ctx;
    begin_part(&ctx, machine->actor, GRI_PART_CHANGE, UINT64_MAX);
    if (machine->current != 0) {
        leave_state(machine, &ctx, machine->target);
    }
    if (machine->actor->state < GRI_ACTOR_STOPPING) {
        enter_state(machine, &ctx);
    } else {
        machine->has_left = true;
    }
    gri_context_leave(&ctx);
}

void gri_machine_leave(struct gri_actor *actor)
{
    struct gri_machine *machine = gri_machine_of(actor);
    cancel_timeout(machine);
    if (machine->current != 0) {
        struct gr_context ctx;
        begin_part(&ctx, actor, GRI_PART_CHANGE,
                   gri_worker_now(&actor->shard->worker) + leave_hooks_ns);
        leave_state(machine, &ctx, 0);
        gri_context_leave(&ctx);
    }
}

/* ---- bodies ---- */

/* The arguments that were made for it leave the list, and no others: those of another target may be
 * of another type. NULL: there are none. */
static struct gri_mail *take_made(struct gri_machine *machine, const gr_machine_next *next)
{
    GRI_LIST_EACH (link, &machine->made) {
        struct gri_mail *mail = GRI_CONTAINER(link, struct gri_mail, link);
        if (mail->method == next->made && mail->call == next->target) {
            gri_list_remove(link);
            return mail;
        }
    }
    return NULL;
}

static void end_machine(struct gri_actor *actor, gr_code reason)
{
    if (actor->state < GRI_ACTOR_STOPPING) {
        actor->state = GRI_ACTOR_STOPPING;
        actor->slot.note = reason;
    }
}

static void end_broken(struct gri_actor *actor, gr_code reason, const char *why)
{
    struct gri_machine *machine = gri_machine_of(actor);
    struct gri_core *core = actor->shard->core;
    gri_log_event(&core->log_limits, core->env, GR_LOG_ERROR, GRI_EVENT_MACHINE_BROKEN,
                  "actor=%s state=%s code=%s reason=\"%s\"", gri_actor_label(actor),
                  state_name(machine, machine->current), gr_code_name(reason), why);
    end_machine(actor, reason);
}

static void go_on(struct gri_machine *machine, const gr_machine_next *next)
{
    struct gri_actor *actor = machine->actor;
    struct gri_mail *args = take_made(machine, next);
    bool is_known = next->target != 0 && next->target <= machine->table->n_states;
    if (!is_known || !leads_to(machine, machine->current, next->target) ||
        (args == NULL) != (gri_machine_state(machine, next->target)->args == NULL)) {
        gri_mail_free(args);
        end_broken(actor, GR_INTERNAL, "its body returned a transition that it did not make");
        return;
    }
    (void)decide(actor, next->target, args);
}

/* What the body has returned: it is looked at where nothing else has been decided meanwhile. */
static void take_next(struct gri_machine *machine, const gr_machine_next *next,
                      struct gr_context *ctx)
{
    struct gri_actor *actor = machine->actor;
    const gr_state *state = gri_machine_state(machine, machine->current);
    if (next->entry != machine->entry) {
        end_broken(actor, GR_INTERNAL, "its body returned a transition of no entry of its own");
    } else if (next->target == GR_NEXT_STAY && state->n_to > 0) {
        if (ctx->wish != 0) {
            gri_machine_wished(actor, ctx, GR_OK);
        }
    } else if (next->target == GR_NEXT_END && state->n_to == 0) {
        machine->result = take_made(machine, next);
        end_machine(actor, GR_OK);
    } else if (next->target == GR_NEXT_FAILED) {
        end_broken(actor, gri_failing_code((gr_code)next->made),
                   "what its body gave along cannot be copied");
    } else {
        go_on(machine, next);
    }
}

static void run_body(struct gri_machine *machine)
{
    struct gri_actor *actor = machine->actor;
    struct gr_context ctx;
    begin_part(&ctx, actor, GRI_PART_BODY, UINT64_MAX);
    machine->body = &ctx;
    if (machine->has_timed_out) { /* while a group's hook waited */
        gri_activity_cancel(&ctx.activity);
    }
    const gr_machine_in in = { &ctx, machine->entry,
                               machine->args == NULL ? NULL : machine->args->payload };
    gri_user_begin(&actor->shard->worker);
    gr_machine_next next = gri_machine_state(machine, machine->current)
                               ->body(gri_actor_type(actor), gri_actor_self(actor), in);
    gri_user_end();
    machine->body = NULL;
    gri_context_leave(&ctx);
    if (actor->state < GRI_ACTOR_STOPPING && machine->target == 0 && !machine->has_timed_out) {
        take_next(machine, &next, &ctx);
    }
    gri_mail_free(ctx.wish_args);
    free_made(machine);
}

/* ---- timeouts ---- */

/* Where the body runs it is to return first; a handler is not disturbed. */
static void timed_out(struct gri_timer *timer)
{
    struct gri_machine *machine = GRI_CONTAINER(timer, struct gri_machine, timeout);
    machine->has_timed_out = true;
    if (machine->body != NULL) {
        gri_activity_cancel(&machine->body->activity);
    }
    gri_actor_queue_turn(machine->actor);
}

static void log_failed_timeout(struct gri_actor *actor, struct gr_context *ctx, gr_code code)
{
    struct gri_machine *machine = gri_machine_of(actor);
    struct gri_core *core = actor->shard->core;
    char quoted[300];
    struct gri_failure *failure = gri_context_take_failure(ctx, code, "the timeout handler");
    gri_log_event(&core->log_limits, core->env, GR_LOG_WARN, GRI_EVENT_TIMEOUT_FAILED,
                  "actor=%s state=%s code=%s reason=%s", gri_actor_label(actor),
                  state_name(machine, machine->current), gr_code_name(gri_failing_code(code)),
                  gri_log_quote(failure == NULL ? "" : failure->message, quoted, sizeof(quoted)));
    gri_mfree(failure);
}

static void run_timeout_handler(struct gri_machine *machine, const gr_state *state)
{
    struct gri_actor *actor = machine->actor;
    struct gr_context ctx;
    begin_part(&ctx, actor, GRI_PART_TIMEOUT, UINT64_MAX);
    gri_user_begin(&actor->shard->worker);
    gr_code code = state->timed_out(gri_actor_type(actor), gri_actor_self(actor), &ctx);
    gri_user_end();
    if (code != GR_OK) {
        log_failed_timeout(actor, &ctx, code);
    }
    gri_context_leave(&ctx);
    if (ctx.wish != 0) {
        gri_machine_wished(actor, &ctx, code);
    }
}

static void handle_timeout(struct gri_machine *machine)
{
    const gr_state *state = gri_machine_state(machine, machine->current);
    machine->has_timed_out = false;
    if (state->timed_out != NULL) {
        run_timeout_handler(machine, state);
    } else {
        (void)decide(machine->actor, state->on_timeout, NULL);
    }
}

/* ---- turns ---- */

bool gri_machine_step(struct gri_actor *actor)
{
    struct gri_machine *machine = gri_machine_of(actor);
    if (machine->target != 0) {
        change(machine);
        if (actor->state < GRI_ACTOR_STOPPING && machine->target == 0) {
            run_body(machine);
        }
        return true;
    }
    if (machine->has_timed_out) {
        handle_timeout(machine);
        return true;
    }
    struct gri_mail *mail = gri_machine_pop(actor, NULL, NULL);
    if (mail == NULL) {
        return false;
    }
    gri_actor_admit(actor);
    gri_machine_dispatch(actor, mail);
    return true;
}

/* ---- what the user's parts say ---- */

/* Copies the arguments that `type` asks for. Errors: INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
static gr_code copy_args(const struct gri_actor *actor, const ProtobufCMessageDescriptor *type,
                         const void *args, struct gri_mail **out_mail)
{
    *out_mail = NULL;
    if (type == NULL) {
        return args == NULL ? GR_OK : GR_INVALID_ARGUMENT;
    }
    return gri_mail_copy(GRI_MAIL_REPLY, type, false, args, &actor->shard->core->message_limits,
                         out_mail);
}

/* A body's next, with what it was given along; entry 0, which ends the machine, where it is not
 * that body which asks. */
static gr_machine_next make_next(struct gr_context *ctx, uint64_t entry, uint32_t target,
                                 const ProtobufCMessageDescriptor *type, const void *args)
{
    struct gri_machine *machine = gri_machine_of(ctx->actor);
    gr_machine_next next = { entry, target, 0 };
    struct gri_mail *mail;
    gr_code code = copy_args(ctx->actor, type, args, &mail);
    if (code != GR_OK) {
        next.target = GR_NEXT_FAILED;
        next.made = (uint32_t)code;
    } else if (mail != NULL) {
        mail->method = ++machine->n_made;
        mail->call = target;
        next.made = mail->method;
        gri_list_push_back(&machine->made, &mail->link);
    }
    return next;
}

static bool is_own_body(const struct gr_context *ctx, uint64_t entry)
{
    return gri_context_is_running(ctx) && ctx->part == GRI_PART_BODY &&
           gri_machine_of(ctx->actor)->entry == entry;
}

gr_machine_next gr_stub_next(gr_context *ctx, uint64_t entry, uint32_t target, const void *args)
{
    GRI_VISIT;
    if (!is_own_body(ctx, entry)) {
        return (gr_machine_next){ 0, 0, 0 };
    }
    const struct gri_machine *machine = gri_machine_of(ctx->actor);
    bool is_state = target != 0 && target <= machine->table->n_states;
    return make_next(ctx, entry, target, is_state ? gri_machine_state(machine, target)->args : NULL,
                     args);
}

gr_machine_next gr_stub_next_end(gr_context *ctx, uint64_t entry, const void *result)
{
    GRI_VISIT;
    if (!is_own_body(ctx, entry)) {
        return (gr_machine_next){ 0, 0, 0 };
    }
    const struct gri_machine *machine = gri_machine_of(ctx->actor);
    return make_next(ctx, entry, GR_NEXT_END, gri_machine_state(machine, machine->current)->result,
                     result);
}

/* The last wish counts. */
static gr_code wish(struct gr_context *ctx, uint32_t target, const void *args)
{
    const struct gri_machine *machine = gri_machine_of(ctx->actor);
    if (target == 0 || target > machine->table->n_states) {
        return gr_fail(ctx, GR_INVALID_ARGUMENT, "there is no state %u", target);
    }
    if (!leads_to(machine, machine->current, target)) {
        char names[NAMES_MAX];
        name_targets(machine, machine->current, names, sizeof(names));
        return gr_fail(ctx, GR_FAILED_PRECONDITION, "%s does not lead to %s, but to %s",
                       state_name(machine, machine->current), state_name(machine, target),
                       names[0] == '\0' ? "no state: it is terminal" : names);
    }
    struct gri_mail *copy;
    gr_code code = copy_args(ctx->actor, gri_machine_state(machine, target)->args, args, &copy);
    if (code != GR_OK) {
        return gr_fail(ctx, code, "the arguments of %s cannot be copied",
                       state_name(machine, target));
    }
    if (ctx->wish != 0 && GRI_DEFECT(FIRST_WISH)) {
        gri_mail_free(copy);
        return GR_OK;
    }
    gri_mail_free(ctx->wish_args);
    ctx->wish_args = copy;
    ctx->wish = target;
    return GR_OK;
}

/* Whether the code that calls may make wishes at all. */
static bool may_wish(const struct gr_context *ctx)
{
    return gri_context_is_running(ctx) && ctx->actor->is_machine &&
           gri_machine_of(ctx->actor)->current != 0 &&
           (ctx->mail != NULL || ctx->part == GRI_PART_BODY || ctx->part == GRI_PART_TIMEOUT);
}

gr_code gr_machine_transition(gr_context *ctx, uint32_t target, const void *args)
{
    GRI_VISIT;
    return may_wish(ctx) ? wish(ctx, target, args) : GR_FAILED_PRECONDITION;
}

gr_code gr_stub_method_to(gr_context *ctx, const gr_service *service, uint32_t method,
                          uint32_t target, const void *args)
{
    GRI_VISIT;
    if (!may_wish(ctx) || ctx->mail == NULL || ctx->mail->method != method ||
        gri_actor_service_of(ctx->actor) != service) {
        return GR_FAILED_PRECONDITION;
    }
    return wish(ctx, target, args);
}

gr_code gr_stub_timeout_to(gr_context *ctx, const gr_service *service, uint32_t state,
                           uint32_t target, const void *args)
{
    GRI_VISIT;
    if (!may_wish(ctx) || ctx->part != GRI_PART_TIMEOUT ||
        gri_actor_service_of(ctx->actor) != service ||
        gri_machine_of(ctx->actor)->current != state) {
        return GR_FAILED_PRECONDITION;
    }
    return wish(ctx, target, args);
}

uint32_t gr_machine_current(gr_context *ctx)
{
    GRI_VISIT;
    return gri_context_is_running(ctx) && ctx->actor->is_machine
               ? gri_machine_of(ctx->actor)->current
               : 0;
}
