/* SPDX-License-Identifier: MIT */
/* The core of a node: shards and the routing of ends of calls to those who wait for them. */
#include "core.h"

#include <string.h>

#include "defect.h"
static bool poll_shared(struct gri_worker *worker)
{
    return gri_calls_expire(&gri_shard_of(worker)->core->calls, worker->now_ns);
}

static uint64_t next_shared(struct gri_worker *worker)
{
    return atomic_load(&gri_shard_of(worker)->core->calls.next_ns);
}

static void sweep(struct gri_worker *worker)
{
    struct gri_shard *shard = gri_shard_of(worker);
    shard->core->sweep(shard);
}

static void have_watched(struct gri_worker *worker)
{
    struct gri_shard *shard = gri_shard_of(worker);
    if (!atomic_exchange(&shard->is_watched, true) &&
        !gri_defer_take(&shard->core->defer, &shard->watch)) {
        atomic_store(&shard->is_watched, false); /* the node is going down: nobody runs handlers */
    }
}

static void watch(struct gri_deferred *deferred)
{
    struct gri_shard *shard = GRI_CONTAINER(deferred, struct gri_shard, watch);
    atomic_store(&shard->is_watched, false); /* before the look: it may be lent again behind that */
    if (gri_worker_watch(&shard->worker)) {
        have_watched(&shard->worker);
    }
}

/* The first worker also turns the wheel of the plain threads' calls. */
static gr_code shard_init(struct gri_core *core, uint32_t index, size_t actor_bytes,
                          size_t held_bytes, size_t delayed_bytes)
{
    struct gri_shard *shard = &core->shards[index];
    struct gri_worker_options options = {
        .env = core->env,
        .index = index,
        .stack_bytes = core->limits.stack_bytes,
        .max_fibers = core->limits.max_fibers,
        .poll = index == 0 ? poll_shared : NULL,
        .poll_next_ns = index == 0 ? next_shared : NULL,
        .sweep = sweep,
        .max_spare_threads = core->limits.max_spare_threads,
        .bell = &core->bell,
        .depot = &core->depot,
        .watch = have_watched,
        .owner = core->node,
    };
    gr_code code = gri_worker_init(&shard->worker, &options);
    if (code != GR_OK) {
        return code;
    }
    shard->core = core;
    gri_intake_init(&shard->intake, &shard->worker);
    shard->watch.run = watch;
    gri_calls_init(&shard->calls, index, &shard->worker.wheel, 0);
    shard->calls.core = core;
    shard->calls.ask = core->ask;
    shard->calls.withdraw = core->withdraw;
    gri_slab_init(&shard->actors, actor_bytes, index, core->limits.max_actors);
    gri_slab_init(&shard->held, held_bytes, index, UINT32_MAX);
    gri_slab_init(&shard->delayed, delayed_bytes, index, UINT32_MAX);
    return GR_OK;
}

static void shard_fini(struct gri_shard *shard)
{
    gri_slab_fini(&shard->delayed);
    gri_slab_fini(&shard->held);
    gri_slab_fini(&shard->actors);
    gri_calls_fini(&shard->calls);
    gri_worker_fini(&shard->worker);
}

gr_code gri_core_init(struct gri_core *core, const struct gri_core_sizes *sizes)
{
    gri_names_init(&core->names, core->limits.max_lookups);
    gri_numbers_init(&core->numbers);
    gri_defer_init(&core->defer, &core->bell.parker);
    gri_coverage_init(&core->coverage, core->counts_transitions);
    gr_code code = gri_letters_init(&core->letters, core->limits.dead_letters);
    atomic_store(&core->least_slow_ms, GR_FOREVER);
    gri_calls_init(&core->calls, GRI_CALLS_SHARED, NULL, core->env->ops->now_ns(core->env));
    core->calls.core = core;
    core->calls.ask = core->ask;
    uint32_t wanted = core->n_shards;
    core->n_shards = 0;
    core->shards = gri_calloc(wanted * sizeof(*core->shards));
    code = core->shards == NULL ? GR_RESOURCE_EXHAUSTED : code;
    while (code == GR_OK && core->n_shards < wanted) {
        code = shard_init(core, core->n_shards, sizes->actor, sizes->held, sizes->delayed);
        core->n_shards += code == GR_OK;
    }
    if (code != GR_OK) {
        gri_core_fini(core);
        return code;
    }
    core->calls.turner = &core->shards[0].worker;
    return GR_OK;
}

void gri_core_fini(struct gri_core *core)
{
    while (core->n_shards > 0) {
        shard_fini(&core->shards[--core->n_shards]);
    }
    gri_mfree(core->shards);
    core->shards = NULL;
    gri_depot_fini(&core->depot);
    gri_calls_fini(&core->calls);
    gri_letters_fini(&core->letters);
    gri_names_fini(&core->names);
    gri_numbers_fini(&core->numbers);
    gri_defer_fini(&core->defer);
    gri_coverage_fini(&core->coverage);
    gri_policies_fini(&core->policies);
}

void gri_core_expect_slow(struct gri_core *core, uint32_t slow_after_ms)
{
    if (slow_after_ms < atomic_load_explicit(&core->least_slow_ms, memory_order_relaxed)) {
        atomic_store_explicit(&core->least_slow_ms, slow_after_ms, memory_order_relaxed);
        gri_unpark(&core->bell.parker);
    }
}

struct gri_shard *gri_core_here(const struct gri_core *core)
{
    struct gri_worker *worker = gri_worker_current();
    if (worker == NULL || worker->options.owner != core->node) {
        return NULL;
    }
    return gri_shard_of(worker);
}

struct gri_shard *gri_core_shard(const struct gri_core *core, uint64_t id)
{
    uint32_t index = gri_slab_owner_of(id);
    return id != 0 && index < core->n_shards ? &core->shards[index] : NULL;
}

/* Hand over a result; what was made for nobody goes again. */
static void end_here(struct gri_core *core, struct gri_calls *calls, uint64_t id, const void *from,
                     struct gri_result *result, struct gri_mail *carrier)
{
    enum gri_mail_kind kind = carrier->kind;
    bool makes = (kind == GRI_MAIL_SPAWN || kind == GRI_MAIL_WATCH) && result->code == GR_OK;
    uint64_t made = makes ? result->value : 0;
    if (carrier != result->reply) {
        gri_mail_free(carrier);
    }
    if (!gri_calls_end(calls, id, from, result) && made != 0) {
        core->undo(core, kind, made);
    }
    if (GRI_DEFECT(ANSWERED_TWICE)) {
        struct gri_result again = { .code = GR_OK };
        gri_calls_end(calls, id, from, &again);
    }
}

static void result_arrived(struct gri_worker *worker, struct gri_post *post)
{
    struct gri_mail *mail = GRI_CONTAINER(post, struct gri_mail, post);
    struct gri_shard *shard = gri_shard_of(worker);
    struct gri_result result = gri_mail_more(mail)->result;
    end_here(shard->core, &shard->calls, mail->call, mail->answer_to, &result, mail);
}

struct gri_worker *gri_core_carry(struct gri_core *core, uint64_t id, const void *from,
                                  struct gri_result *result, struct gri_mail *carrier)
{
    if (gri_slab_owner_of(id) == GRI_CALLS_SHARED) {
        end_here(core, &core->calls, id, from, result, carrier);
        return NULL;
    }
    carrier->call = id;
    carrier->answer_to = (void *)from; /* to be compared, no more */
    gri_mail_more(carrier)->result = *result;
    carrier->post.run = result_arrived;
    return &core->shards[gri_slab_owner_of(id)].worker;
}

static void end_call(struct gri_core *core, uint64_t id, struct gri_result *result,
                     struct gri_mail *carrier)
{
    struct gri_shard *here = gri_core_here(core);
    if (here != NULL && here->worker.options.index == gri_slab_owner_of(id)) {
        end_here(core, &here->calls, id, NULL, result, carrier);
        return;
    }
    struct gri_worker *worker = gri_core_carry(core, id, NULL, result, carrier);
    if (worker != NULL) {
        gri_worker_post(worker, &carrier->post);
    }
}

void gri_core_answer(struct gri_mail *mail, struct gri_result *result)
{
    end_call(mail->answer_to, mail->call, result, mail);
}
