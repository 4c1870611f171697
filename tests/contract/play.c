/* SPDX-License-Identifier: MIT */
/* How a plan is played: what the handlers do, and how each call's life is recorded. Runs on the
 * nodes' workers, and on the main thread for the calls that it makes itself. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "contract.h"
#include "contract_newer.gr.h"

static const uint64_t ms = 1000000;

struct contract_player_self {
    uint8_t slot;
    uint32_t generation;
};

/* ---- the record ---- */

uint32_t play_seq_locked(void)
{
    return ++stage.seq;
}

static uint64_t deadline_of(const struct plan_call *call, const struct life *parent, uint64_t now)
{
    uint64_t own = call->timeout_ms == GR_FOREVER || call->timeout_ms == 0
                       ? UINT64_MAX
                       : now + call->timeout_ms * ms;
    bool is_cut = parent != NULL && call->method != METHOD_DETACH && own > parent->left_ns;
    return is_cut ? parent->left_ns : own;
}

static const gr_service *service_of(const struct plan_call *call)
{
    return call->flaw == FLAW_STRANGER ? &contract_stranger_service
           : call->flaw == FLAW_NEWER  ? &newer_player_service
                                       : &contract_player_service;
}

static uint32_t method_of(const struct plan_call *call)
{
    return call->flaw == FLAW_STRANGER ? 0 : call->flaw == FLAW_NEWER ? 1 : call->method;
}

/* Where it leads, and to which of the actors that were there one after the other. */
static gr_ref ref_of(const struct plan_call *call, uint8_t node, uint32_t *out_generation)
{
    char name[32];
    gr_ref ref = { 0, 0, 0 };
    const struct slot *slot = &stage.slots[call->slot];
    bool is_named = call->by_name || call->flaw == FLAW_NAMELESS;
    if (is_named) {
        (void)snprintf(name, sizeof(name), "n%u/%c%u", stage.plan->home[call->slot],
                       call->flaw == FLAW_NAMELESS ? 'z' : 'a', call->slot);
        gr_ignore(gr_stub_named(stage.nodes[node], name, service_of(call), &ref)); /* then zero */
    }
    stage_lock();
    *out_generation = is_named ? slot->generation : slot->found[node];
    ref = is_named || call->flaw == FLAW_ZERO ? ref
          : call->flaw == FLAW_STALE          ? stage.stale[node]
                                              : slot->refs[node];
    stage_unlock();
    return ref;
}

/* Who calls: the main thread (`self` NULL, through a node), or a handler of `self`. */
static gr_ref note_sent(uint16_t id, const struct contract_player_self *self, uint8_t node)
{
    const struct plan_call *call = &stage.plan->calls[id];
    struct life *life = &stage.lives[id];
    gr_ref ref = ref_of(call, node, &life->generation);
    stage_lock();
    const struct life *parent = call->parent == NOBODY ? NULL : &stage.lives[call->parent];
    life->sent_ns = stage_now();
    life->sent_seq = play_seq_locked();
    life->deadline_ns = deadline_of(call, parent, life->sent_ns);
    if (call->way == WAY_ONEWAY) {
        life->deadline_ns = call->timeout_ms == 0
                                ? UINT64_MAX
                                : life->sent_ns + (call->timeout_ms + call->after_ms) * ms;
    }
    life->from = node;
    life->from_slot = self == NULL ? 0xff : self->slot;
    life->from_generation = self == NULL ? 0 : self->generation;
    stage_trace("sent %u to %u", id, call->slot);
    stage_unlock();
    return ref;
}

/* Whether a path begins with the actor that was called. */
static bool names_callee(uint16_t id, const char *path)
{
    char name[32];
    uint8_t slot = stage.plan->calls[id].slot;
    int len = snprintf(name, sizeof(name), "n%u/a%u", stage.plan->home[slot], slot);
    return strncmp(path, name, (size_t)len) == 0 && (path[len] == '\0' || path[len] == ' ');
}

static void note_ended(uint16_t id, gr_code code, const gr_error *error, bool is_told)
{
    struct life *life = &stage.lives[id];
    stage_lock();
    life->n_ended++;
    life->ended_ns = stage_now();
    life->ended_seq = play_seq_locked();
    life->code = code;
    life->has_error = error != NULL && code != GR_OK;
    life->ran = life->has_error ? error->ran : GR_RAN_UNKNOWN;
    life->names_callee = life->has_error && names_callee(id, error->path);
    life->is_caller_told = is_told;
    stage.codes[code < 0 ? GR_INTERNAL : code > GR_APPLICATION ? GR_APPLICATION : code]++;
    stage_trace("ended %u %s ran=%d %s", id, gr_code_name(code), (int)life->ran,
                life->has_error ? error->message : "");
    stage_unlock();
}

static void note_gave_up(uint16_t id)
{
    struct life *life = &stage.lives[id];
    stage_lock();
    life->gave_up_ns = stage_now();
    stage_trace("gave up %u", id);
    stage_unlock();
}

/* An actor takes nothing new any more, or is to stop at once. */
void play_died(uint8_t place, uint32_t generation, enum death how)
{
    struct slot *slot = &stage.slots[place];
    uint32_t at = generation % 32;
    stage_lock();
    slot->died_ns[at] = slot->died_ns[at] == 0 ? stage_now() : slot->died_ns[at];
    slot->has_quit[at] = slot->has_quit[at] || how == DEATH_QUIT;
    if (how == DEATH_AT_ONCE && slot->stopped_ns[at] == 0) {
        slot->stopped_ns[at] = stage_now();
    }
    stage_trace("slot %u dies%s", place, how == DEATH_AT_ONCE ? " at once" : "");
    stage_unlock();
}

static void note_started(const struct contract_player_self *self, gr_context *ctx, uint16_t id)
{
    struct slot *slot = &stage.slots[self->slot];
    struct life *life = &stage.lives[id];
    uint32_t remaining_ms = gr_remaining(ctx);
    stage_lock();
    life->n_started++;
    life->started_ns = stage_now();
    life->started_seq = play_seq_locked();
    life->at_generation = self->generation;
    life->left_ns =
        remaining_ms == GR_FOREVER ? UINT64_MAX : life->started_ns + (remaining_ms + 1) * ms;
    life->is_nested = slot->first_calls > 0;
    for (uint32_t i = 0; i < slot->first_calls; i++) {
        stage.lives[slot->running[i]].has_nested = true;
    }
    slot->running[slot->first_calls] = id;
    slot->waits_for[slot->first_calls++] = NOBODY;
    stage_trace("started %u at %u", id, self->slot);
    stage_unlock();
}

static void note_finished(const struct contract_player_self *self, gr_context *ctx, uint16_t id,
                          gr_code code)
{
    struct life *life = &stage.lives[id];
    bool is_told = gr_cancelled(ctx);
    stage_lock();
    life->finished_ns = stage_now();
    life->finished_seq = play_seq_locked();
    life->returned = code;
    life->is_told = is_told;
    stage.slots[self->slot].first_calls--;
    stage_trace("finished %u %s", id, gr_code_name(code));
    stage_unlock();
}

/* ---- who waits for whom ---- */

/* What the innermost handler of an actor waits for; NOBODY: nothing, or it runs none. */
static uint16_t wait_of(uint8_t place)
{
    const struct slot *slot = &stage.slots[place];
    return slot->first_calls == 0 ? (uint16_t)NOBODY : slot->waits_for[slot->first_calls - 1];
}

/* A handler begins to wait: does that close a circle? */
static void look_for_circle(uint8_t place, uint16_t first)
{
    uint16_t id = first;
    uint32_t n = 0;
    do {
        uint8_t next = stage.plan->calls[id].slot;
        if (next == place) {
            break;
        }
        id = wait_of(next);
    } while (id != NOBODY && ++n < SLOTS_MAX + GUESTS_MAX);
    if (id == NOBODY || stage.plan->calls[id].slot != place) {
        return;
    }
    for (uint16_t at = first, next; at != NOBODY; at = next) {
        struct life *life = &stage.lives[at];
        next = at == id ? (uint16_t)NOBODY : wait_of(stage.plan->calls[at].slot);
        life->circle_next = next == NOBODY ? first : next;
        life->circle_ns = stage_now();
        life->n_circles++;
    }
    stage_trace("circle of %u", first);
}

static void begin_wait(const struct contract_player_self *self, uint16_t id)
{
    if (self == NULL) {
        return;
    }
    struct slot *slot = &stage.slots[self->slot];
    stage_lock();
    slot->waits_for[slot->first_calls - 1] = id;
    look_for_circle(self->slot, id);
    stage_unlock();
}

static void end_wait(const struct contract_player_self *self)
{
    if (self == NULL) {
        return;
    }
    struct slot *slot = &stage.slots[self->slot];
    stage_lock();
    slot->waits_for[slot->first_calls - 1] = NOBODY;
    stage_unlock();
}

/* The sender waits for room no more; or there was room from the first. */
static void end_wait_for_room(const struct contract_player_self *self, uint16_t id)
{
    end_wait(self);
    stage_lock();
    stage.lives[id].circle_ns = 0;
    stage_unlock();
}

/* ---- calls ---- */

/* Bytes of a request that needs some. */
static const uint8_t load[4096];

static contract_job job_of(const struct plan_call *call, uint16_t id)
{
    return (contract_job){ .ticket = id, .load = { call->load, (uint8_t *)load } };
}

/* Each reply is its own call's. */
static void check_done(uint16_t id, contract_done *done)
{
    if (done != NULL && done->ticket != id) {
        stage_odd("call %u got the reply of %u", id, done->ticket);
    }
    gr_free(done);
}

/* False: it has ended already. */
static bool begin_async(uint16_t id, const struct contract_player_self *self, gr_context *ctx,
                        uint8_t node)
{
    const struct plan_call *call = &stage.plan->calls[id];
    const contract_job job = job_of(call, id);
    const gr_call_options options = { .timeout_ms = call->timeout_ms };
    gr_future *future = NULL;
    gr_ref ref = note_sent(id, self, node);
    begin_wait(call->method == METHOD_WAIT ? self : NULL, id); /* for room */
    gr_code code = gr_stub_async(ref, service_of(call), method_of(call),
                                 call->flaw == FLAW_NULL ? NULL : &job, &options, &future);
    end_wait_for_room(call->method == METHOD_WAIT ? self : NULL, id);
    stage_lock();
    stage.futures[id] = future;
    stage_unlock();
    if (code != GR_OK) {
        note_ended(id, code, NULL, ctx != NULL && gr_cancelled(ctx));
    }
    return code == GR_OK;
}

static void send_oneway(uint16_t id, const struct contract_player_self *self, gr_context *ctx,
                        uint8_t node)
{
    const struct plan_call *call = &stage.plan->calls[id];
    const contract_job job = job_of(call, id);
    const gr_oneway_options options = { .timeout_ms = call->timeout_ms,
                                        .after_ms = call->after_ms };
    gr_ref ref = note_sent(id, self, node);
    bool may_wait = call->method == METHOD_PUSH && call->after_ms == 0;
    begin_wait(may_wait ? self : NULL, id);
    gr_code code = gr_stub_oneway(ref, service_of(call), method_of(call), &job, &options);
    end_wait_for_room(may_wait ? self : NULL, id);
    note_ended(id, code, NULL, ctx != NULL && gr_cancelled(ctx));
}

/* How the handler goes on after a call of its own: GR_OK, or its end. */
static gr_code weigh(gr_context *ctx, uint16_t id, gr_code code, const gr_error *error)
{
    const struct plan_call *call = &stage.plan->calls[id];
    if (code == GR_OK) {
        return GR_OK;
    }
    if (gr_cancelled(ctx)) {
        return code;
    }
    if (!stage.plan->calls[call->parent].forwards) {
        return GR_OK;
    }
    return error == NULL ? code : gr_forward(ctx, error);
}

static gr_code await(const struct contract_player_self *self, gr_context *ctx, uint16_t id)
{
    const struct plan_call *call = &stage.plan->calls[id];
    contract_done *done = NULL;
    gr_error error = GR_ERROR_INIT;
    begin_wait(self, id);
    gr_code code =
        gr_stub_await(&stage.futures[id], service_of(call), method_of(call), &done, &error);
    end_wait(self);
    check_done(id, done);
    note_ended(id, code, &error, ctx != NULL && gr_cancelled(ctx));
    code = ctx == NULL ? code : weigh(ctx, id, code, &error);
    gr_error_fini(&error);
    return code;
}

static gr_code call_sync(const struct contract_player_self *self, gr_context *ctx, uint16_t id,
                         uint8_t node)
{
    const struct plan_call *call = &stage.plan->calls[id];
    const contract_job job = job_of(call, id);
    const gr_call_options options = { .timeout_ms = call->timeout_ms };
    contract_done *done = NULL;
    gr_error error = GR_ERROR_INIT;
    gr_ref ref = note_sent(id, self, node);
    begin_wait(self, id);
    gr_code code = gr_stub_sync(ref, service_of(call), method_of(call),
                                call->flaw == FLAW_NULL ? NULL : &job, &options, &done, &error);
    end_wait(self);
    check_done(id, done);
    note_ended(id, code, &error, gr_cancelled(ctx));
    code = weigh(ctx, id, code, &error);
    gr_error_fini(&error);
    return code;
}

static void cancel(uint16_t id)
{
    if (stage.futures[id] != NULL && !gr_future_is_done(stage.futures[id])) {
        note_gave_up(id);
        gr_future_cancel(stage.futures[id]);
    }
}

static gr_code begin_one(const struct contract_player_self *self, gr_context *ctx, uint16_t id,
                         uint8_t node)
{
    switch (stage.plan->calls[id].way) {
    case WAY_SYNC:
        return call_sync(self, ctx, id, node);
    case WAY_ASYNC:
        (void)begin_async(id, self, ctx, node);
        return GR_OK;
    default:
        send_oneway(id, self, ctx, node);
        return GR_OK;
    }
}

static gr_code make_calls(const struct contract_player_self *self, gr_context *ctx, uint32_t first,
                          uint32_t n)
{
    gr_code code = GR_OK;
    uint8_t node = stage.plan->home[self->slot];
    uint32_t begun = 0;
    for (; begun < n && code == GR_OK; begun++) {
        code = begin_one(self, ctx, (uint16_t)(first + begun), node);
    }
    for (uint32_t i = first; i < first + begun; i++) {
        if (stage.plan->calls[i].gives_up) {
            cancel((uint16_t)i);
        }
    }
    for (uint32_t i = first; i < first + begun; i++) {
        gr_code own = stage.futures[i] != NULL ? await(self, ctx, (uint16_t)i)
                      : stage.plan->calls[i].way == WAY_ASYNC
                          ? weigh(ctx, (uint16_t)i, stage.lives[i].code, NULL)
                          : GR_OK;
        code = code == GR_OK ? own : code;
    }
    return code;
}

void play_begin(uint16_t id)
{
    const struct plan_call *call = &stage.plan->calls[id];
    if (call->way == WAY_ONEWAY) {
        send_oneway(id, NULL, NULL, call->via);
    } else {
        (void)begin_async(id, NULL, NULL, call->via);
    }
}

void play_give_up(uint16_t id)
{
    cancel(id);
}

void play_end(uint16_t id)
{
    size_t index;
    if (stage.futures[id] == NULL) {
        return;
    }
    if (gr_future_wait_any(&stage.futures[id], 1, 100000, &index) != GR_OK) {
        stage_odd("call %u does not end", id);
        gr_future_cancel(stage.futures[id]);
    }
    gr_ignore(await(NULL, NULL, id)); /* it is recorded */
}

/* ---- the other steps ---- */

static gr_code process(gr_context *ctx, const struct plan_step *step)
{
    const contract_player_methods oneways = { .tell = true, .push = true, .post = true };
    const gr_process_options options = { .for_ms = step->ms };
    gr_code code = contract_player_process(ctx, step->n != 0 ? &oneways : NULL, &options);
    return code == GR_RESOURCE_EXHAUSTED ? GR_OK : code; /* nested as deep as may be */
}

static gr_code hold(gr_context *ctx, uint16_t id)
{
    struct life *life = &stage.lives[id];
    stage_lock();
    life->is_held = true;
    stage_unlock();
    gr_code code =
        gr_stub_hold(ctx, &contract_player_service, stage.plan->calls[id].method, &stage.held[id]);
    stage_lock();
    life->is_held = code == GR_OK;
    stage_unlock();
    return code;
}

static gr_code answer_as(const struct plan_step *step, gr_call held)
{
    const contract_done done = { .ticket = step->first };
    if (step->ms == NOBODY) {
        return gr_call_drop(held);
    }
    return step->ms == GR_OK ? gr_stub_answer(held, &contract_player_service,
                                              stage.plan->calls[step->first].method, GR_OK, &done)
                             : gr_call_fail(held, (gr_code)step->ms, "as planned");
}

static void count_code(gr_code code)
{
    stage_lock();
    stage.codes[code]++;
    stage_unlock();
}

/* It can be answered once. */
static void answer(const struct plan_step *step)
{
    struct life *life = &stage.lives[step->first];
    gr_call held = stage.held[step->first];
    if (held.id == 0) {
        return; /* its handler failed before it got so far */
    }
    stage_lock();
    life->answered_ns = stage_now();
    life->answered_seq = play_seq_locked();
    life->answer = step->ms == NOBODY ? GR_INTERNAL : (gr_code)step->ms;
    stage_trace("answered %u", step->first);
    stage_unlock();
    gr_code code = answer_as(step, held);
    stage.held[step->first] = (gr_call){ 0, 0 };
    if (code != GR_OK) {
        stage_lock();
        life->answered_seq = 0; /* too late */
        stage_unlock();
    }
    code = gr_call_drop(held);
    count_code(code);
    if (code != GR_FAILED_PRECONDITION) {
        stage_odd("call %u was answered twice: %s", step->first, gr_code_name(code));
    }
}

static gr_code entertain(const struct contract_player_self *self, gr_context *ctx,
                         const struct plan_step *step)
{
    char name[32];
    uint8_t node = stage.plan->home[self->slot];
    struct slot *slot = &stage.slots[step->first];
    contract_player guest;
    (void)snprintf(name, sizeof(name), "a%u", step->first);
    stage_lock();
    uint32_t generation = ++slot->generation;
    stage_unlock();
    const gr_spawn_options options = { .name = name };
    const contract_job args = { .ticket = step->first | generation << 8 };
    gr_code code =
        contract_player_spawn(gr_context_node(ctx), &play_type, &args, &options, &guest, NULL);
    if (code != GR_OK) {
        return gr_cancelled(ctx) ? code : GR_OK;
    }
    stage_lock();
    slot->refs[node] = guest.ref;
    slot->found[node] = generation;
    stage_unlock();
    code = make_calls(self, ctx, step->ms, step->n);
    bool is_drained = step->n % 2 == 0;
    bool is_told = gr_cancelled(ctx);
    play_died((uint8_t)step->first, generation,
              is_drained && !is_told ? DEATH_DRAIN : DEATH_AT_ONCE);
    if (is_told) {
        gr_ignore(gr_cleanup_begin(ctx, 100)); /* the first: a handler that is told ends */
    }
    const gr_stop_options stop = { .drain = is_drained && !is_told };
    gr_code stopped = gr_actor_stop(guest.ref, &stop);
    gr_cleanup_end(ctx);
    return code != GR_OK ? code : gr_cancelled(ctx) ? stopped : GR_OK;
}

static gr_code spawn_twin(const struct contract_player_self *self, gr_context *ctx)
{
    char name[32];
    contract_player twin;
    (void)snprintf(name, sizeof(name), "a%u", self->slot);
    const gr_spawn_options options = { .name = name };
    const contract_job args = { .ticket = self->slot };
    gr_code code =
        contract_player_spawn(gr_context_node(ctx), &play_type, &args, &options, &twin, NULL);
    stage_lock();
    stage.twins += code == GR_OK;
    stage.codes[code]++;
    stage_unlock();
    return gr_cancelled(ctx) ? code : GR_OK;
}

static gr_code take_step(const struct contract_player_self *self, gr_context *ctx, uint16_t id,
                         const struct plan_step *step)
{
    switch (step->kind) {
    case STEP_SLEEP:
        return gr_sleep(ctx, step->ms);
    case STEP_CALLS:
        return make_calls(self, ctx, step->first, step->n);
    case STEP_PROCESS:
        return process(ctx, step);
    case STEP_HOLD:
        return hold(ctx, id);
    case STEP_ANSWER:
        answer(step);
        return GR_OK;
    case STEP_GUEST:
        return entertain(self, ctx, step);
    case STEP_TWIN:
        return spawn_twin(self, ctx);
    default:
        play_died(self->slot, self->generation, DEATH_QUIT); /* what runs goes on to its end */
        gr_stop(ctx, GR_OK);
        return GR_OK;
    }
}

static gr_code play(const struct contract_player_self *self, gr_context *ctx,
                    const contract_job *job, enum method method)
{
    uint16_t id = (uint16_t)job->ticket;
    const struct plan_call *call = &stage.plan->calls[id];
    if (id >= stage.plan->n_calls || call->slot != self->slot || call->method != method ||
        job->load.len != call->load) {
        stage_odd("slot %u got what is not for it: %u", self->slot, id);
        return GR_DATA_LOSS;
    }
    note_started(self, ctx, id);
    gr_code code = GR_OK;
    for (uint32_t i = 0; i < call->n_steps && code == GR_OK; i++) {
        code = take_step(self, ctx, id, &stage.plan->steps[call->first_step + i]);
    }
    if (code == GR_OK && call->returns != GR_OK && !stage.lives[id].is_held) {
        code = gr_fail(ctx, call->returns, "as planned");
    }
    note_finished(self, ctx, id, code);
    return code;
}

static gr_code on_ask(struct contract_player_self *self, gr_context *ctx, const contract_job *job,
                      contract_done *done)
{
    done->ticket = job->ticket;
    return play(self, ctx, job, METHOD_ASK);
}

static gr_code on_wait(struct contract_player_self *self, gr_context *ctx, const contract_job *job,
                       contract_done *done)
{
    done->ticket = job->ticket;
    return play(self, ctx, job, METHOD_WAIT);
}

static gr_code on_oldest(struct contract_player_self *self, gr_context *ctx,
                         const contract_job *job, contract_done *done)
{
    done->ticket = job->ticket;
    return play(self, ctx, job, METHOD_OLDEST);
}

static gr_code on_latest(struct contract_player_self *self, gr_context *ctx,
                         const contract_job *job, contract_done *done)
{
    done->ticket = job->ticket;
    return play(self, ctx, job, METHOD_LATEST);
}

static gr_code on_newest(struct contract_player_self *self, gr_context *ctx,
                         const contract_job *job, contract_done *done)
{
    done->ticket = job->ticket;
    return play(self, ctx, job, METHOD_NEWEST);
}

static gr_code on_detach(struct contract_player_self *self, gr_context *ctx,
                         const contract_job *job, contract_done *done)
{
    done->ticket = job->ticket;
    return play(self, ctx, job, METHOD_DETACH);
}

static gr_code on_tell(struct contract_player_self *self, gr_context *ctx, const contract_job *job)
{
    return play(self, ctx, job, METHOD_TELL);
}

static gr_code on_push(struct contract_player_self *self, gr_context *ctx, const contract_job *job)
{
    return play(self, ctx, job, METHOD_PUSH);
}

static gr_code on_post(struct contract_player_self *self, gr_context *ctx, const contract_job *job)
{
    return play(self, ctx, job, METHOD_POST);
}

static gr_code start(struct contract_player_self *self, gr_context *ctx, const contract_job *args)
{
    (void)ctx;
    self->slot = (uint8_t)args->ticket;
    self->generation = args->ticket >> 8;
    return GR_OK;
}

const contract_player_type play_type =
    CONTRACT_PLAYER_TYPE(on_, CONTRACT_PLAYER_HOOKS(.start = start));
