/* SPDX-License-Identifier: MIT */
/* The supervisor of greenroom/supervisor.proto. Uses what any actor may use: types made by name,
 * monitors, names that are kept, timers. */

/* Design notes.
 *
 *     RUNNING --(ended)--> WAITING --(pause over)--> RUNNING
 *        |                                  a child that is not to be started again:
 *        +----------------> DONE, or forgotten
 *
 * Each life of a child has a tag of its own, which its notice brings back: a notice of an earlier
 * life finds no child. Tags are drawn by chance, so that nobody else can say that a child has
 * ended.
 *
 * A child that does not stop in its time lingers: WAITING, and still watched. Its next life, and in
 * a group all that comes after it, begins when that notice has come; what the supervisor does
 * itself never counts as a failure.
 *
 * One failure is one restart, of the child or of a group. The group is stopped at once and waits
 * for the same moment; when that has come all who wait are started in their order, and one that
 * does not start is the next failure. The moment is told by a timer; but every call and notice
 * looks at the clock as well, so that a tick that found the mailbox full is not missed.
 *
 * Children are started and stopped in oneways, which have no deadline, or within a cleanup's
 * budget: no caller's deadline leaves a child that is neither stopped nor known. Where the
 * supervisor itself is stopped meanwhile, what was not told to stop is RUNNING still, and the stop
 * hook's. */
#include <greenroom/supervise.h>
#include <greenroom/supervisor.h>
#include <stdlib.h>
#include <string.h>

#include "supervisor_program.h"

enum {
    DEFAULT_RESTARTS = 3,
    MAX_RESTARTS = 10000,
    DEFAULT_WINDOW_MS = 5000,
    DEFAULT_FIRST_MS = 100,
    DEFAULT_MAX_MS = 30000,
    DEFAULT_HEALTHY_MS = 10000,
    DEFAULT_STOP_MS = 5000,
    CLEANUP_MAX_MS = 60000,
    STOP_MARGIN_MS = 500,
    STOP_TRIES = 20,
    STOP_PAUSE_MS = 10,
    MESSAGE_MAX = 256
};
static const uint64_t ms = 1000000;

/* One child. Owned by its supervisor. */
struct child {
    Greenroom__ChildSpec *spec;
    Greenroom__Child__State state;
    gr_ref ref;
    gr_monitor_id monitor;
    gr_child process;          /* instead of the two */
    Greenroom__Exit last_exit; /* of a process, where has_exited */
    bool has_exited;
    bool lingers;        /* WAITING, and its last life was told to stop, but has not ended yet */
    uint64_t tag;        /* of this life, or the one that lingers */
    uint64_t started_ns; /* when this life began */
    uint64_t due_ns;     /* when the next one begins */
    uint32_t pause_ms;   /* before the last one; 0: it was healthy */
    uint64_t restarts;
    gr_code last_code;
    char last_message[MESSAGE_MAX];
};

struct greenroom_supervisor_self {
    struct child **children; /* in the order of their start */
    size_t n;
    size_t room;
    Greenroom__SupervisorSpec__Strategy strategy;
    uint32_t first_pause_ms, max_pause_ms, healthy_ms;
    uint64_t window_ns;
    uint64_t *restarted_ns; /* a ring: when the last ones were; NULL: any number may be */
    uint32_t max_restarts;
    uint64_t n_restarts;
    bool has_given_up;
};
typedef struct greenroom_supervisor_self supervisor;

/* ---- the list ---- */

static bool find(const supervisor *self, const char *name, size_t *out_index)
{
    for (size_t i = 0; i < self->n; i++) {
        if (strcmp(self->children[i]->spec->name, name) == 0) {
            *out_index = i;
            return true;
        }
    }
    return false;
}

/* One that runs, or lingers. */
static bool find_life(const supervisor *self, uint64_t tag, size_t *out_index)
{
    for (size_t i = 0; i < self->n; i++) {
        const struct child *child = self->children[i];
        bool is_alive = child->state == GREENROOM__CHILD__STATE__RUNNING || child->lingers;
        if (is_alive && child->tag == tag) {
            *out_index = i;
            return true;
        }
    }
    return false;
}

/* Its place among the node's names is kept while it restarts. */
static bool has_name(const Greenroom__ChildSpec *spec)
{
    return !spec->anonymous && spec->program == NULL;
}

static void free_child(struct child *child)
{
    if (child->spec != NULL) {
        greenroom__child_spec__free_unpacked(child->spec, NULL);
    }
    free(child);
}

static void forget(supervisor *self, gr_context *ctx, size_t index)
{
    struct child *child = self->children[index];
    gr_ignore(gr_release_name(ctx, child->spec->name)); /* it may have none */
    if (child->lingers && child->spec->program == NULL) {
        gr_ignore(gr_demonitor(child->monitor)); /* its notice would be of no use */
    }
    free_child(child);
    self->n--;
    memmove(&self->children[index], &self->children[index + 1],
            (self->n - index) * sizeof(struct child *));
}

/* A copy by way of its bytes. NULL: out of memory. */
static Greenroom__ChildSpec *copy_spec(const Greenroom__ChildSpec *spec)
{
    size_t len = greenroom__child_spec__get_packed_size(spec);
    uint8_t *packed = malloc(len + 1);
    if (packed == NULL) {
        return NULL;
    }
    greenroom__child_spec__pack(spec, packed);
    Greenroom__ChildSpec *copy = greenroom__child_spec__unpack(NULL, len, packed);
    free(packed);
    return copy;
}

static bool make_room(supervisor *self)
{
    if (self->n < self->room) {
        return true;
    }
    size_t room = self->room == 0 ? 8 : 2 * self->room;
    struct child **larger = realloc(self->children, room * sizeof(struct child *));
    if (larger == NULL) {
        return false;
    }
    self->children = larger;
    self->room = room;
    return true;
}

static gr_code add(supervisor *self, gr_context *ctx, const Greenroom__ChildSpec *spec)
{
    size_t index;
    if (spec->name[0] == '\0' || (spec->service[0] == '\0') == (spec->program == NULL)) {
        return gr_fail(ctx, GR_INVALID_ARGUMENT,
                       "a child needs a name, and a service or a program");
    }
    if (find(self, spec->name, &index)) {
        return gr_fail(ctx, GR_ALREADY_EXISTS, "there is a child \"%s\"", spec->name);
    }
    struct child *child = calloc(1, sizeof(*child));
    if (child != NULL) {
        child->spec = copy_spec(spec);
    }
    if (child == NULL || child->spec == NULL || !make_room(self)) {
        if (child != NULL) {
            free_child(child);
        }
        return gr_fail(ctx, GR_RESOURCE_EXHAUSTED, "out of memory for the child \"%s\"",
                       spec->name);
    }
    child->state = GREENROOM__CHILD__STATE__DONE;
    gr_code code = has_name(spec) ? gr_keep_name(ctx, spec->name) : GR_OK;
    if (code != GR_OK) {
        free_child(child);
        return gr_fail(ctx, code, "the name \"%s\" cannot be kept", spec->name);
    }
    self->children[self->n++] = child;
    return GR_OK;
}

/* ---- starting and stopping ---- */

static void note_end(struct child *child, gr_code code, const char *message)
{
    child->last_code = code;
    child->last_message[0] = '\0';
    strncat(child->last_message, message, sizeof(child->last_message) - 1);
}

/* Time to stop children whatever the caller's deadline says. */
static void begin_cleanup(gr_context *ctx, uint64_t budget_ms)
{
    budget_ms = budget_ms < CLEANUP_MAX_MS ? budget_ms : CLEANUP_MAX_MS;
    gr_ignore(gr_cleanup_begin(ctx, (uint32_t)budget_ms)); /* a second time: it goes on */
}

/* Told to stop, and given its time. Where there is no memory to tell it, that is tried again. */
static gr_code stop_actor(gr_context *ctx, gr_ref ref, uint32_t timeout_ms)
{
    const gr_stop_options options = { .timeout_ms = timeout_ms };
    gr_code code = gr_actor_stop(ref, &options);
    for (int i = 0; i < STOP_TRIES && code == GR_RESOURCE_EXHAUSTED; i++) {
        gr_ignore(gr_sleep(ctx, STOP_PAUSE_MS)); /* where it cannot, it is tried at once */
        code = gr_actor_stop(ref, &options);
    }
    return code;
}

static gr_code watch(gr_context *ctx, struct child *child)
{
    gr_down_notice notice =
        greenroom_supervisor_child_ended_notice(greenroom_supervisor_self_ref(ctx));
    child->tag = gr_random(ctx);
    return gr_monitor(child->ref, notice, child->tag, &child->monitor);
}

/* Watched from its first moment. */
static gr_code begin_life(gr_context *ctx, struct child *child)
{
    gr_code code = watch(ctx, child);
    if (code != GR_OK) {
        begin_cleanup(ctx, DEFAULT_STOP_MS);
        gr_ignore(stop_actor(ctx, child->ref, 0)); /* it may have ended by itself */
        note_end(child, code, "it cannot be watched");
        return code;
    }
    child->state = GREENROOM__CHILD__STATE__RUNNING;
    child->started_ns = gr_clock_ns(ctx);
    return GR_OK;
}

static gr_code start_process(gr_context *ctx, struct child *child)
{
    gr_error error = GR_ERROR_INIT;
    gr_exit_notice notice =
        greenroom_supervisor_process_ended_notice(greenroom_supervisor_self_ref(ctx));
    child->tag = gr_random(ctx);
    gr_code code = supervisor_start_program(gr_context_node(ctx), child->spec->program, &notice,
                                            child->tag, &child->process, &error);
    if (code == GR_OK) {
        child->state = GREENROOM__CHILD__STATE__RUNNING;
        child->started_ns = gr_clock_ns(ctx);
    } else {
        note_end(child, code, error.message);
    }
    gr_error_fini(&error);
    return code;
}

static gr_code start_child(gr_context *ctx, struct child *child)
{
    const Greenroom__ChildSpec *spec = child->spec;
    if (spec->program != NULL) {
        return start_process(ctx, child);
    }
    const gr_spawn_options options = { .name = spec->anonymous ? NULL : spec->name,
                                       .timeout_ms = spec->start_timeout_ms,
                                       .anywhere = true };
    gr_error error = GR_ERROR_INIT;
    gr_code code = gr_spawn_offered(gr_context_node(ctx), spec->service, spec->args.data,
                                    spec->args.len, &options, &child->ref, &error);
    if (code == GR_OK) {
        code = begin_life(ctx, child);
    } else {
        note_end(child, code, error.message);
    }
    gr_error_fini(&error);
    return code;
}

static gr_code stop_child(gr_context *ctx, struct child *child)
{
    if (child->state != GREENROOM__CHILD__STATE__RUNNING && !child->lingers) {
        child->state = GREENROOM__CHILD__STATE__DONE;
        return GR_OK;
    }
    bool is_process = child->spec->program != NULL;
    gr_code code = is_process
                       ? supervisor_stop_program(child->process, child->spec->stop_timeout_ms)
                       : stop_actor(ctx, child->ref, child->spec->stop_timeout_ms);
    if (code == GR_CANCELLED) {
        return code; /* it may have been told; the stop hook will see to it */
    }
    child->state = GREENROOM__CHILD__STATE__DONE;
    child->lingers = code == GR_DEADLINE_EXCEEDED;
    if (!child->lingers && !is_process) {
        gr_ignore(gr_demonitor(child->monitor)); /* its notice may be here already: it is stale */
    }
    return code == GR_UNAVAILABLE ? GR_OK : code;
}

static uint64_t time_to_stop_ms(const struct child *child)
{
    uint32_t timeout_ms = child->spec->stop_timeout_ms;
    return (uint64_t)(timeout_ms == 0 ? DEFAULT_STOP_MS : timeout_ms) + STOP_MARGIN_MS;
}

static void stop_all(supervisor *self, gr_context *ctx)
{
    for (size_t i = self->n; i > 0; i--) {
        gr_ignore(
            stop_child(ctx, self->children[i - 1])); /* it was told, whatever it does with it */
    }
}

/* ---- failures ---- */

/* Whether one more is too many. */
static bool count_restart(supervisor *self, uint64_t now_ns)
{
    if (self->restarted_ns == NULL) {
        return false;
    }
    uint64_t *oldest = &self->restarted_ns[self->n_restarts % self->max_restarts];
    bool is_too_many =
        self->n_restarts >= self->max_restarts && now_ns - *oldest <= self->window_ns;
    *oldest = now_ns;
    self->n_restarts++;
    return is_too_many;
}

/* Twice the last one, and by chance down to the half. */
static uint32_t next_pause(const supervisor *self, gr_context *ctx, struct child *child,
                           uint64_t now_ns)
{
    bool was_healthy = child->state == GREENROOM__CHILD__STATE__RUNNING &&
                       now_ns - child->started_ns >= self->healthy_ms * ms;
    uint64_t pause_ms =
        was_healthy || child->pause_ms == 0 ? self->first_pause_ms : 2 * (uint64_t)child->pause_ms;
    pause_ms = pause_ms < self->max_pause_ms ? pause_ms : self->max_pause_ms;
    child->pause_ms = (uint32_t)pause_ms;
    uint64_t half_ms = pause_ms / 2;
    uint64_t jittered_ms = pause_ms - half_ms + gr_random(ctx) % (half_ms + 1);
    return jittered_ms == 0 ? 1 : (uint32_t)jittered_ms;
}

/* Those that go down with a child: from `first` on. Temporary ones are not started again. */
static void let_wait(supervisor *self, gr_context *ctx, size_t first, uint64_t due_ns)
{
    for (size_t i = self->n; i > first; i--) {
        struct child *child = self->children[i - 1];
        bool was_done = child->state == GREENROOM__CHILD__STATE__DONE;
        if (!child->lingers) {
            gr_ignore(stop_child(ctx, child)); /* it was told, whatever it does with it */
        }
        if (child->state == GREENROOM__CHILD__STATE__RUNNING) {
            continue; /* the supervisor is to stop: the stop hook's */
        }
        if (child->spec->restart == GREENROOM__CHILD_SPEC__RESTART__TEMPORARY) {
            forget(self, ctx, i - 1);
        } else if (!was_done) {
            child->state = GREENROOM__CHILD__STATE__WAITING;
            child->due_ns = due_ns;
        }
    }
}

/* Without memory for a timer nobody would start them again: that is for the supervisor's own. */
static void arm(gr_context *ctx, uint32_t pause_ms)
{
    const gr_oneway_options options = { .after_ms = pause_ms };
    gr_code code = greenroom_supervisor_resume_oneway(greenroom_supervisor_self_ref(ctx), &options);
    if (code != GR_OK) {
        gr_stop(ctx, code);
    }
}

/* A child has ended, or did not start, and is to be started again. */
static void fail(supervisor *self, gr_context *ctx, size_t index)
{
    struct child *child = self->children[index];
    uint64_t now_ns = gr_clock_ns(ctx);
    if (count_restart(self, now_ns)) {
        child->state = GREENROOM__CHILD__STATE__DONE;
        self->has_given_up = true;
        gr_stop(ctx, GR_ABORTED); /* the stop hook stops the others */
        return;
    }
    uint32_t pause_ms = next_pause(self, ctx, child, now_ns);
    uint64_t due_ns = now_ns + pause_ms * ms;
    child->state = GREENROOM__CHILD__STATE__WAITING;
    child->due_ns = due_ns;
    child->restarts++;
    if (self->strategy == GREENROOM__SUPERVISOR_SPEC__STRATEGY__ONE_FOR_ALL) {
        let_wait(self, ctx, 0, due_ns);
    } else if (self->strategy == GREENROOM__SUPERVISOR_SPEC__STRATEGY__REST_FOR_ONE) {
        let_wait(self, ctx, index, due_ns);
    }
    arm(ctx, pause_ms);
}

static bool is_due(const struct child *child, uint64_t now_ns)
{
    return child->state == GREENROOM__CHILD__STATE__WAITING && !child->lingers &&
           child->due_ns <= now_ns;
}

/* Start all whose pause is over, in order; the first that does not start is a failure. In a group
 * those behind one that lingers wait for it. */
static void start_due(supervisor *self, gr_context *ctx)
{
    uint64_t now_ns = gr_clock_ns(ctx);
    bool is_group = self->strategy != GREENROOM__SUPERVISOR_SPEC__STRATEGY__ONE_FOR_ONE;
    for (size_t i = 0; i < self->n && !self->has_given_up; i++) {
        struct child *child = self->children[i];
        if (child->lingers && is_group) {
            return;
        }
        if (!is_due(child, now_ns)) {
            continue;
        }
        if (start_child(ctx, child) != GR_OK) {
            if (!gr_cancelled(ctx)) {
                fail(self, ctx, i);
            }
            return;
        }
    }
}

static bool is_to_restart(const Greenroom__ChildSpec *spec, gr_code code)
{
    return spec->restart == GREENROOM__CHILD_SPEC__RESTART__PERMANENT ||
           (spec->restart == GREENROOM__CHILD_SPEC__RESTART__TRANSIENT && code != GR_OK);
}

/* ---- handlers ---- */

/* Its life is over by itself, with child->last_code. */
static void end_life(supervisor *self, gr_context *ctx, size_t index)
{
    struct child *child = self->children[index];
    if (is_to_restart(child->spec, child->last_code)) {
        fail(self, ctx, index);
    } else if (child->spec->restart == GREENROOM__CHILD_SPEC__RESTART__TEMPORARY) {
        forget(self, ctx, index);
    } else {
        child->state = GREENROOM__CHILD__STATE__DONE;
        gr_ignore(gr_release_name(ctx, child->spec->name)); /* nobody is to wait for it */
    }
}

/* It is not watched, so it is stopped; one that then lingers must be watched after all: without
 * memory for that it is for the supervisor's own. False: the supervisor is to stop, and the rest is
 * its stop hook's. */
static bool stop_unwatched(gr_context *ctx, struct child *child)
{
    child->state = GREENROOM__CHILD__STATE__RUNNING;
    if (stop_child(ctx, child) == GR_CANCELLED) {
        return false;
    }
    gr_code code = child->lingers ? watch(ctx, child) : GR_OK;
    if (code != GR_OK) {
        gr_stop(ctx, code);
    }
    return code == GR_OK;
}

static gr_code on_child_ended(supervisor *self, gr_context *ctx, const Greenroom__Down *down)
{
    size_t index;
    if (find_life(self, down->tag, &index)) {
        struct child *child = self->children[index];
        bool lingered = child->lingers;
        child->lingers = false;
        if (down->reason == GREENROOM__DOWN__REASON__REFUSED && !stop_unwatched(ctx, child)) {
            return GR_OK;
        }
        if (lingered) {
            child->state = GREENROOM__CHILD__STATE__WAITING;
        } else {
            note_end(child, down->code, down->message);
            end_life(self, ctx, index);
        }
    }
    start_due(self, ctx);
    return GR_OK;
}

static gr_code on_process_ended(supervisor *self, gr_context *ctx, const Greenroom__Exit *end)
{
    size_t index;
    char message[64];
    if (find_life(self, end->tag, &index)) {
        struct child *child = self->children[index];
        bool lingered = child->lingers;
        child->lingers = false;
        child->last_exit = (Greenroom__Exit)GREENROOM__EXIT__INIT; /* all but unknown fields */
        child->last_exit.tag = end->tag;
        child->last_exit.pid = end->pid;
        child->last_exit.how = end->how;
        child->last_exit.status = end->status;
        child->has_exited = true;
        gr_code code = supervisor_explain_exit(end, message, sizeof(message));
        if (!lingered) {
            note_end(child, code, message);
            end_life(self, ctx, index);
        }
    }
    start_due(self, ctx);
    return GR_OK;
}

static gr_code on_resume(supervisor *self, gr_context *ctx)
{
    start_due(self, ctx);
    return GR_OK;
}

/* In calls: the tick that may have been missed is sent again. The last call in a full mailbox
 * leaves room for it. */
static void look_at_the_clock(const supervisor *self, gr_context *ctx)
{
    uint64_t now_ns = gr_clock_ns(ctx);
    for (size_t i = 0; i < self->n; i++) {
        const struct child *child = self->children[i];
        if (is_due(child, now_ns)) {
            gr_ignore(greenroom_supervisor_resume_oneway(greenroom_supervisor_self_ref(ctx), NULL));
            return;
        }
    }
}

static gr_code describe(gr_context *ctx, const struct child *child, Greenroom__Child *out)
{
    bool is_running = child->state == GREENROOM__CHILD__STATE__RUNNING;
    Greenroom__Child described = GREENROOM__CHILD__INIT;
    Greenroom__Ref *actor = gr_alloc(ctx, sizeof(*actor));
    if (actor == NULL) {
        return gr_fail(ctx, GR_RESOURCE_EXHAUSTED, "out of memory");
    }
    *actor = (Greenroom__Ref)GREENROOM__REF__INIT;
    actor->node = child->ref.home;
    actor->actor = child->ref.actor;
    actor->service = child->spec->service;
    described.name = child->spec->name;
    described.service = child->spec->service;
    described.state = child->state;
    described.actor = is_running && child->spec->program == NULL ? actor : NULL;
    described.pid = is_running && child->spec->program != NULL ? gr_child_pid(child->process) : 0;
    described.last_exit = child->has_exited ? (Greenroom__Exit *)&child->last_exit : NULL;
    described.restarts = child->restarts;
    described.last_code = child->last_code;
    described.last_message = (char *)child->last_message;
    if (child->state == GREENROOM__CHILD__STATE__WAITING) {
        uint64_t now_ns = gr_clock_ns(ctx);
        described.pause_ms = child->due_ns > now_ns ? (uint32_t)((child->due_ns - now_ns) / ms) : 0;
    }
    *out = described;
    return GR_OK;
}

static gr_code on_start_child(supervisor *self, gr_context *ctx, const Greenroom__ChildSpec *spec,
                              Greenroom__Child *reply)
{
    size_t index;
    look_at_the_clock(self, ctx);
    if (find(self, spec->name, &index) &&
        self->children[index]->state == GREENROOM__CHILD__STATE__DONE) {
        forget(self, ctx, index);
    }
    gr_code code = add(self, ctx, spec);
    if (code != GR_OK) {
        return code;
    }
    struct child *child = self->children[self->n - 1];
    code = start_child(ctx, child);
    if (code != GR_OK) {
        code = gr_fail(ctx, code, "the child \"%s\" did not start: %s", spec->name,
                       child->last_message);
        forget(self, ctx, self->n - 1);
        return code;
    }
    return describe(ctx, child, reply);
}

static gr_code on_stop_child(supervisor *self, gr_context *ctx, const Greenroom__ChildName *request)
{
    size_t index;
    look_at_the_clock(self, ctx);
    if (!find(self, request->name, &index)) {
        return gr_fail(ctx, GR_NOT_FOUND, "there is no child \"%s\"", request->name);
    }
    begin_cleanup(ctx, time_to_stop_ms(self->children[index]));
    gr_code code = stop_child(ctx, self->children[index]);
    forget(self, ctx, index);
    return code == GR_OK ? GR_OK
                         : gr_fail(ctx, code, "the child \"%s\" was told to stop, and has not yet",
                                   request->name);
}

static gr_code on_list_children(supervisor *self, gr_context *ctx, Greenroom__Children *reply)
{
    look_at_the_clock(self, ctx);
    Greenroom__Child *children = gr_alloc(ctx, self->n * sizeof(*children) + 1);
    Greenroom__Child **pointers = gr_alloc(ctx, self->n * sizeof(Greenroom__Child *) + 1);
    if (children == NULL || pointers == NULL) {
        return gr_fail(ctx, GR_RESOURCE_EXHAUSTED, "out of memory");
    }
    for (size_t i = 0; i < self->n; i++) {
        gr_code code = describe(ctx, self->children[i], &children[i]);
        if (code != GR_OK) {
            return code;
        }
        pointers[i] = &children[i];
    }
    reply->n_children = self->n;
    reply->children = pointers;
    return GR_OK;
}

/* ---- hooks ---- */

static uint32_t or_default(uint32_t value, uint32_t otherwise)
{
    return value == 0 ? otherwise : value;
}

static gr_code take_settings(supervisor *self, gr_context *ctx,
                             const Greenroom__SupervisorSpec *spec)
{
    uint32_t max = or_default(spec->max_restarts, DEFAULT_RESTARTS);
    self->strategy = spec->strategy;
    self->window_ns = or_default(spec->window_ms, DEFAULT_WINDOW_MS) * ms;
    self->first_pause_ms = or_default(spec->first_pause_ms, DEFAULT_FIRST_MS);
    self->max_pause_ms = or_default(spec->max_pause_ms, DEFAULT_MAX_MS);
    self->healthy_ms = or_default(spec->healthy_ms, DEFAULT_HEALTHY_MS);
    if (max == UINT32_MAX) {
        return GR_OK;
    }
    if (max > MAX_RESTARTS) {
        return gr_fail(ctx, GR_INVALID_ARGUMENT, "max_restarts is over %d", MAX_RESTARTS);
    }
    self->max_restarts = max;
    self->restarted_ns = calloc(max, sizeof(*self->restarted_ns));
    return self->restarted_ns == NULL ? gr_fail(ctx, GR_RESOURCE_EXHAUSTED, "out of memory")
                                      : GR_OK;
}

static void let_go(supervisor *self, gr_context *ctx)
{
    uint64_t budget_ms = DEFAULT_STOP_MS;
    for (size_t i = 0; i < self->n; i++) {
        budget_ms += time_to_stop_ms(self->children[i]);
    }
    begin_cleanup(ctx, budget_ms);
    stop_all(self, ctx);
    while (self->n > 0) {
        forget(self, ctx, self->n - 1);
    }
    free(self->children);
    free(self->restarted_ns);
}

static gr_code start_all(supervisor *self, gr_context *ctx, const Greenroom__SupervisorSpec *spec)
{
    for (size_t i = 0; i < spec->n_children; i++) {
        gr_code code = add(self, ctx, spec->children[i]);
        if (code != GR_OK) {
            return code;
        }
        struct child *child = self->children[self->n - 1];
        code = start_child(ctx, child);
        if (code != GR_OK) {
            return gr_fail(ctx, code, "the child \"%s\" did not start: %s", child->spec->name,
                           child->last_message);
        }
    }
    return GR_OK;
}

static gr_code start(supervisor *self, gr_context *ctx, const Greenroom__SupervisorSpec *spec)
{
    gr_code code = take_settings(self, ctx, spec);
    if (code == GR_OK) {
        code = start_all(self, ctx, spec);
    }
    if (code != GR_OK) {
        let_go(self, ctx); /* the stop hook is not called then */
    }
    return code;
}

static void stop(supervisor *self, gr_context *ctx, gr_code reason)
{
    (void)reason;
    let_go(self, ctx);
}

const greenroom_supervisor_type greenroom_supervisor_actor =
    GREENROOM_SUPERVISOR_TYPE(on_, GREENROOM_SUPERVISOR_HOOKS(.start = start, .stop = stop));
