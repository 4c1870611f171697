/* SPDX-License-Identifier: MIT */
/* Nodes: made from options, torn down in reverse. Called by plain threads. */
#include "node.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "actor.h"
#include "delay.h"
#include "entry.h"
#include "handles.h"
#include "held.h"
#include "log.h"
#include "lookup.h"
#include "monitor.h"
#include "operate.h"

enum {
    WORKERS_MAX = 200,
    STOP_MS = 5000,
    SLOW_AFTER_MS = 1000,
    LAST_STEPS_MS = 400,
    REPORT_MS = 100,
    DEAD_LETTERS_MAX = 1 << 20,
    CHILDREN_MAX = 1 << 20
};
static const uint64_t ms = 1000000;

/* ---- options ---- */

#define DEFAULT(field, value) ((field) == 0 ? (value) : (field))

static gr_limits with_defaults(const gr_limits *given)
{
    return (gr_limits){
        .mailbox_messages = DEFAULT(given->mailbox_messages, 4000),
        .mailbox_bytes = DEFAULT(given->mailbox_bytes, (size_t)8 << 20),
        .message_bytes = DEFAULT(given->message_bytes, (size_t)4 << 20),
        .message_depth = DEFAULT(given->message_depth, 64),
        .max_fibers = DEFAULT(given->max_fibers, 10000),
        .stack_bytes = DEFAULT(given->stack_bytes, (size_t)64 << 10),
        .send_bytes = DEFAULT(given->send_bytes, (size_t)4 << 20),
        .receive_bytes = DEFAULT(given->receive_bytes, (size_t)4 << 20),
        .max_actors = DEFAULT(given->max_actors, 4000000),
        .max_peers = DEFAULT(given->max_peers, 1000),
        .max_children = DEFAULT(given->max_children, 1000),
        .dead_letters = DEFAULT(given->dead_letters, 256),
        .max_monitors = DEFAULT(given->max_monitors, 100000),
        .max_lookups = DEFAULT(given->max_lookups, 10000),
        .max_spare_threads = DEFAULT(given->max_spare_threads, 32),
    };
}

static bool are_sane(const gr_limits *limits)
{
    return limits->message_depth <= GRI_MESSAGE_DEPTH_MAX &&
           limits->message_bytes <= GRI_MESSAGE_BYTES_MAX && limits->message_bytes >= 1024 &&
           limits->stack_bytes >= (size_t)16 << 10 && limits->stack_bytes <= (size_t)1 << 30 &&
           limits->dead_letters <= DEAD_LETTERS_MAX && limits->max_children <= CHILDREN_MAX;
}

/* NULL: nothing. */
static const char *what_is_wrong(const gr_node_options *options, const gr_limits *limits)
{
    return !are_sane(limits)                ? "the limits are senseless"
           : options->workers > WORKERS_MAX ? "there are 200 workers at most"
           : options->name != NULL && !gri_name_is_valid(options->name)
               ? "the name may have letters, digits, '.', '_' and '-', 255 at the most"
               : NULL;
}

/* There is no node yet to limit these lines by. */
static gr_code not_created(const gr_node_options *options, gr_code code, const char *why)
{
    char name[128], reason[128];
    gri_log(GR_LOG_WARN, "node_not_created", "node=%s code=%s reason=%s",
            gri_log_quote(options->name, name, sizeof(name)), gr_code_name(code),
            gri_log_quote(why, reason, sizeof(reason)));
    return code;
}

static uint32_t processors(void)
{
    long n = sysconf(_SC_NPROCESSORS_ONLN);
    return n < 1 ? 1 : n > WORKERS_MAX ? WORKERS_MAX : (uint32_t)n;
}

static void set_identity(struct gri_core *core, const char *name)
{
    const struct gri_env_ops *ops = core->env->ops;
    do {
        core->incarnation = ops->random(core->env);
    } while (core->incarnation == 0);
    if (name != NULL) {
        (void)snprintf(core->name, sizeof(core->name), "%s", name);
    } else {
        (void)snprintf(core->name, sizeof(core->name), "node-%08" PRIx32,
                       (uint32_t)core->incarnation);
    }
}

/* ---- making one ---- */

static void name_node(struct gri_core *core, uint64_t home, char *buf, size_t cap)
{
    gri_peers_name(&core->node->peers, home, buf, cap);
}

static gr_code start_workers(struct gri_core *core)
{
    gr_code code = GR_OK;
    for (uint32_t i = 0; i < core->n_shards && code == GR_OK; i++) {
        code = gri_worker_start(&core->shards[i].worker);
    }
    return code;
}

static void stop_workers(struct gri_core *core)
{
    for (uint32_t i = 0; i < core->n_shards; i++) {
        (void)gri_worker_stop(&core->shards[i].worker, UINT64_MAX);
    }
}

static gr_code open_node(gr_node *node, const gr_node_options *options)
{
    struct gri_core *core = &node->core;
    gr_code code = gri_core_init(core, &(struct gri_core_sizes){ sizeof(struct gri_actor),
                                                                 sizeof(struct gri_held),
                                                                 sizeof(struct gri_delayed) });
    if (code != GR_OK) {
        return code;
    }
    code = gri_handle_create(node, options->stop_on_signals, &core->handle);
    if (code != GR_OK) {
        gri_core_fini(core);
        return code;
    }
    code = start_workers(core);
    if (code == GR_OK && options->stop_with_parent && core->env->ops->step == NULL) {
        code = gri_children_watch_parent(&node->children);
    }
    if (code == GR_OK) {
        code = gri_lookout_start(&node->lookout, core);
    }
    if (code != GR_OK) {
        gri_children_end(&node->children);
        stop_workers(core);
        (void)gri_handle_end(core->handle);
        gri_handle_destroy(core->handle);
        gri_core_fini(core);
    }
    return code;
}

static void free_node(gr_node *node)
{
    for (uint64_t i = 0; i < node->n_named; i++) {
        gri_mfree(node->named[i]);
    }
    gri_mfree(node->named);
    gri_peers_fini(&node->peers);
    gri_children_fini(&node->children);
    pthread_mutex_destroy(&node->named_lock);
    gri_mfree(node);
}

static const gr_service *service_of(struct gri_core *core, uint64_t actor)
{
    bool is_exported;
    return gri_actor_service(core, actor, &is_exported);
}

static void set_core(gr_node *node, gri_env *env, const gr_node_options *options,
                     const gr_limits *limits)
{
    struct gri_core *core = &node->core;
    core->env = env;
    core->node = node;
    core->limits = *limits;
    core->slow_after_ms = DEFAULT(options->slow_after_ms, SLOW_AFTER_MS);
    core->message_limits =
        (struct gri_message_limits){ limits->message_depth, limits->message_bytes };
    core->refuses_links = options->refuse_links;
    core->counts_transitions = options->count_transitions;
    core->n_shards = options->workers == 0 ? processors() : options->workers;
    core->send_oneway = gri_named_oneway;
    core->service_of = service_of;
    core->undo = gri_monitor_undo;
    core->forget_name = gri_named_forget_actor;
    core->ask = gri_operate_ask;
    core->withdraw = gri_actor_withdraw_late;
    core->sweep = gri_actor_sweep;
    core->send_probe = gri_operate_probe;
    core->name_node = name_node;
    set_identity(core, options->name);
}

gr_code gri_node_create_in(gri_env *env, const gr_node_options *options, gr_node **out_node)
{
    static const gr_node_options defaults = { 0 };
    options = options == NULL ? &defaults : options;
    gr_limits limits = with_defaults(&options->limits);
    const char *wrong = what_is_wrong(options, &limits);
    if (out_node == NULL || wrong != NULL) {
        return not_created(options, GR_INVALID_ARGUMENT,
                           wrong != NULL ? wrong : "out_node is NULL");
    }
    if (gri_handle_is_forked()) {
        return not_created(options, GR_FAILED_PRECONDITION,
                           "this process was forked from one with nodes");
    }
    if (!options->no_overflow_handler) {
        gr_code code = gri_fiber_install_handler(gri_worker_fiber_here, gri_actor_describe_running);
        if (code != GR_OK) {
            return not_created(options, code, "the handler of overflows cannot be installed");
        }
    }
    gr_node *node = gri_calloc(sizeof(*node));
    if (node == NULL) {
        return not_created(options, GR_RESOURCE_EXHAUSTED, "out of memory");
    }
    set_core(node, env, options, &limits);
    pthread_mutex_init(&node->named_lock, NULL);
    gri_peers_init(&node->peers, &node->core, options->ping_ms == 0 ? 5000 : options->ping_ms);
    gri_children_init(&node->children, &node->core);
    char why[256] = "memory, threads or the 1,024 handles are used up";
    gr_code code = gri_policies_init(&node->core.policies, options->overrides, options->n_overrides,
                                     why, sizeof(why));
    if (code == GR_OK) {
        code = open_node(node, options);
    }
    if (code != GR_OK) {
        gri_policies_fini(&node->core.policies);
        free_node(node);
        return not_created(options, code, why);
    }
    *out_node = node;
    return GR_OK;
}

gr_code gr_node_create(const gr_node_options *options, gr_node **out_node)
{
    GRI_VISIT;
    return gri_node_create_in(gri_env_real(), options, out_node);
}

/* ---- the end ---- */

static uint64_t now(const gr_node *node)
{
    return node->core.env->ops->now_ns(node->core.env);
}

/* What the workers were still handed is run on this thread. */
static void drain_workers(struct gri_core *core)
{
    bool any = true;
    while (any) { /* one may hand over to another */
        any = false;
        for (uint32_t i = 0; i < core->n_shards; i++) {
            struct gri_runner *runner = &core->shards[i].worker.runner;
            any |= runner->run(runner);
        }
    }
}

/* In a simulation only a step lets anyone else go on. */
static void pause_shortly(gri_env *env)
{
    struct gri_parker pause = { 0 };
    if (env->ops->step == NULL) {
        (void)gri_park(&pause, env->ops->now_ns(env) + ms);
    } else {
        (void)env->ops->step(env);
    }
}

/* Plain threads, and actors of other nodes, that are inside and wait for calls are told and let go:
 * what they have sent may have run, here or elsewhere.
 * False: some were still inside at the deadline. */
static bool turn_threads_out(gr_node *node, uint64_t deadline_ns)
{
    struct gri_core *core = &node->core;
    while (!gri_handle_end(core->handle)) {
        gri_calls_fail(&core->calls, NULL, UINT64_MAX, "the node was destroyed");
        if (now(node) >= deadline_ns) {
            return false;
        }
        pause_shortly(core->env);
    }
    gri_calls_fail(&core->calls, NULL, UINT64_MAX, "the node was destroyed");
    return true;
}

static void take_down(gr_node *node)
{
    struct gri_core *core = &node->core;
    gri_children_end(&node->children);
    gri_lookout_stop(&node->lookout);
    stop_workers(core);
    gri_peers_end(&node->peers);
    drain_workers(core);
    for (uint32_t i = 0; i < core->n_shards; i++) {
        gri_delay_end(&core->shards[i]);
        gri_held_sweep(&core->shards[i]);
    }
    gri_log_rest(&core->log_limits, core->name);
    gri_handle_destroy(core->handle);
    gri_core_fini(core);
    free_node(node);
}

/* What is left to do after the actors have had their time is to be done by the deadline as well:
 * those alive are reported, or what was sent leaves, and the sessions close. */
struct stop_plan {
    uint64_t relieve_at_ns;
    uint64_t actors_until_ns;
    uint64_t flush_until_ns;
    uint64_t deadline_ns;
};

static struct stop_plan plan_stop(const gr_node *node, uint32_t timeout_ms)
{
    if (timeout_ms == GR_FOREVER) {
        return (struct stop_plan){ UINT64_MAX, UINT64_MAX, UINT64_MAX, UINT64_MAX };
    }
    uint64_t kept_ns = (timeout_ms / 4 < LAST_STEPS_MS ? timeout_ms / 4 : LAST_STEPS_MS) * ms;
    uint64_t deadline_ns = now(node) + timeout_ms * ms;
    return (struct stop_plan){ deadline_ns - kept_ns, deadline_ns - kept_ns / 2,
                               deadline_ns - kept_ns / 4, deadline_ns };
}

static gr_code stop_actors(gr_node *node, bool drain, const struct stop_plan *plan)
{
    struct gri_core *core = &node->core;
    atomic_store(&core->is_stopping, true);
    gr_code code = gri_operate_stop_all(core, drain, plan->relieve_at_ns, plan->actors_until_ns);
    if (code == GR_DEADLINE_EXCEEDED) {
        uint64_t soon_ns = now(node) + REPORT_MS * ms; /* it says who, however short the time was */
        gri_operate_report(core, soon_ns > plan->deadline_ns ? soon_ns : plan->deadline_ns);
    }
    return code;
}

gr_code gr_node_destroy(gr_node *node, const gr_stop_options *options)
{
    GRI_VISIT;
    if (node == NULL) {
        return GR_INVALID_ARGUMENT;
    }
    if (gri_worker_is_here() || gri_handle_is_forked()) {
        return gri_core_refused(&node->core, "node_destroy", GR_FAILED_PRECONDITION,
                                "called from an actor, or in a forked process");
    }
    uint32_t timeout_ms =
        options == NULL || options->timeout_ms == 0 ? STOP_MS : options->timeout_ms;
    struct stop_plan plan = plan_stop(node, timeout_ms);
    gr_code code = stop_actors(node, options != NULL && options->drain, &plan);
    if (code != GR_OK) {
        return code;
    }
    if (!gri_children_close(&node->children, plan.deadline_ns)) {
        return GR_DEADLINE_EXCEEDED;
    }
    gri_peers_close(&node->peers, plan.flush_until_ns);
    if (!turn_threads_out(node, plan.deadline_ns)) {
        gri_log(GR_LOG_ERROR, "still_inside",
                "node=%s reason=\"threads or other nodes' actors are in "
                "calls through it\"",
                node->core.name);
        return GR_DEADLINE_EXCEEDED;
    }
    if (!gri_peers_wait_gone(&node->peers, plan.deadline_ns)) {
        gri_log(GR_LOG_ERROR, "still_connected", "node=%s", node->core.name);
        return GR_DEADLINE_EXCEEDED;
    }
    take_down(node);
    return GR_OK;
}

/* ---- the rest of greenroom/node.h ---- */

void gr_node_stop(gr_node *node)
{
    if (node != NULL) {
        gri_handle_tell_stop(node->core.handle);
    }
}

gr_code gr_node_wait(gr_node *node)
{
    GRI_VISIT;
    if (node == NULL) {
        return GR_INVALID_ARGUMENT;
    }
    if (gri_worker_is_here() || gri_handle_is_forked()) {
        return gri_core_refused(&node->core, "node_wait", GR_FAILED_PRECONDITION,
                                "called from an actor, or in a forked process");
    }
    gri_env *env = node->core.env;
    while (env->ops->step != NULL && !gri_handle_is_told_stop(node->core.handle)) {
        if (!env->ops->step(env)) {
            return GR_ABORTED;
        }
    }
    gri_handle_wait_stop(node->core.handle);
    return GR_OK;
}

const char *gr_node_name(const gr_node *node)
{
    return node == NULL ? "" : node->core.name;
}

/* Strings handed to the user are freed as all else is: by gr_free(). */
static char *copy_for_user(const char *string)
{
    size_t size = strlen(string) + 1;
    struct gri_mail *mail = gri_mail_create(GRI_MAIL_REPLY, size);
    return mail == NULL ? NULL : memcpy(mail->payload, string, size);
}

gr_code gr_node_listen(gr_node *node, const char *url, char **out_url)
{
    GRI_VISIT;
    const char *real_url;
    if (node == NULL || url == NULL) {
        return GR_INVALID_ARGUMENT;
    }
    if (gri_handle_is_forked()) {
        return GR_FAILED_PRECONDITION;
    }
    gr_code code = gri_peers_listen(&node->peers, url, &real_url);
    if (code != GR_OK || out_url == NULL) {
        return code;
    }
    *out_url = copy_for_user(real_url);
    return *out_url == NULL ? GR_RESOURCE_EXHAUSTED : GR_OK;
}

static const char *why_not_connected(gr_code code)
{
    return code == GR_INVALID_ARGUMENT      ? "known are ipc://, abstract:// and tcp://"
           : code == GR_ALREADY_EXISTS      ? "this node dials it already"
           : code == GR_FAILED_PRECONDITION ? "this process was forked from one with nodes"
                                            : "out of memory, or max_peers";
}

gr_code gr_node_connect(gr_node *node, const char *url)
{
    GRI_VISIT;
    if (node == NULL || url == NULL) {
        return GR_INVALID_ARGUMENT;
    }
    gr_code code =
        gri_handle_is_forked() ? GR_FAILED_PRECONDITION : gri_peers_connect(&node->peers, url);
    return code == GR_OK ? code
                         : gri_core_refused(&node->core, "node_connect", code, "%s: %s", url,
                                            why_not_connected(code));
}

gr_code gr_unregister(gr_node *node, const char *name)
{
    GRI_VISIT;
    if (node == NULL || !gri_name_is_valid(name)) {
        return GR_INVALID_ARGUMENT;
    }
    gr_code code = gri_names_remove(&node->core.names, name);
    return code == GR_OK ? code
                         : gri_core_refused(&node->core, "unregister", code,
                                            "no actor is registered as \"%s\"", name);
}

static void add_counters(gr_node_stats *stats, const struct gri_counters *counters)
{
    stats->actors += atomic_load(&counters->actors);
    stats->handled += atomic_load(&counters->handled);
    stats->oneways_failed += atomic_load(&counters->oneways_failed);
    stats->rejected += atomic_load(&counters->rejected);
    stats->expired += atomic_load(&counters->expired);
    stats->unavailable += atomic_load(&counters->unavailable);
    stats->invalid += atomic_load(&counters->invalid);
    stats->cancelled += atomic_load(&counters->cancelled);
    stats->protocol_errors += atomic_load(&counters->protocol_errors);
}

void gr_node_get_stats(const gr_node *node, gr_node_stats *out_stats)
{
    if (node == NULL || out_stats == NULL) {
        return;
    }
    gr_node_stats stats = { 0 };
    add_counters(&stats, &node->core.counters);
    stats.late_replies = atomic_load(&node->core.calls.late);
    gri_letters_add_counts((struct gri_letters *)&node->core.letters, stats.dead_letters);
    for (uint32_t i = 0; i < node->core.n_shards; i++) {
        const struct gri_shard *shard = &node->core.shards[i];
        add_counters(&stats, &shard->counters);
        stats.late_replies += atomic_load(&shard->calls.late);
        stats.fibers += atomic_load(&shard->worker.n_waiting);
    }
    pthread_mutex_lock((pthread_mutex_t *)&node->peers.lock);
    stats.peers = node->peers.n;
    pthread_mutex_unlock((pthread_mutex_t *)&node->peers.lock);
    *out_stats = stats;
}

size_t gr_node_get_dead_letters(const gr_node *node, gr_dead_letter *out_letters, size_t n)
{
    GRI_VISIT;
    if (node == NULL || out_letters == NULL) {
        return 0;
    }
    return gri_core_newest_letters((struct gri_core *)&node->core, out_letters, n);
}

/* NULL: it is one of ours, and can be told. */
static const char *what_is_wrong_with(const gr_node *node, const gr_dead_letter_notice *notice)
{
    const gr_service *service = notice->service;
    return service == NULL || notice->method >= service->n_methods ||
                   !gri_core_is_letter(&service->methods[notice->method])
               ? "its method does not take a greenroom.DeadLetter"
           : notice->to.node != node->core.handle || notice->to.home != node->core.incarnation
               ? "only actors of the node itself can subscribe, and not by a named ref"
               : NULL;
}

/* Those that have ended, and have not been found gone by a notice yet. */
static void drop_those_gone(struct gri_core *core)
{
    gr_dead_letter_notice notices[GRI_SUBSCRIBERS_MAX];
    uint32_t n = gri_letters_subscribers(&core->letters, notices);
    for (uint32_t i = 0; i < n; i++) {
        if (service_of(core, notices[i].to.actor) == NULL) {
            gr_ignore(gri_letters_unsubscribe(&core->letters, &notices[i])); /* or a notice did */
        }
    }
}

static gr_code subscribe(struct gri_core *core, const gr_dead_letter_notice *notice)
{
    gr_code code = gri_letters_subscribe(&core->letters, notice);
    if (code == GR_RESOURCE_EXHAUSTED) {
        drop_those_gone(core);
        code = gri_letters_subscribe(&core->letters, notice);
    }
    return code;
}

gr_code gr_dead_letters_subscribe(gr_node *node, gr_dead_letter_notice notice)
{
    GRI_VISIT;
    static const char what[] = "dead_letters_subscribe";
    if (node == NULL) {
        return GR_INVALID_ARGUMENT;
    }
    struct gri_core *core = &node->core;
    const char *wrong = what_is_wrong_with(node, &notice);
    if (wrong != NULL) {
        return gri_core_refused(core, what, GR_INVALID_ARGUMENT, "%s", wrong);
    }
    const gr_service *service = service_of(core, notice.to.actor);
    if (service == NULL) {
        return gri_core_refused(core, what, GR_UNAVAILABLE, "the actor is gone");
    }
    if (strcmp(service->name, notice.service->name) != 0) {
        return gri_core_refused(core, what, GR_INVALID_ARGUMENT, "the actor is a %s, not a %s",
                                service->name, notice.service->name);
    }
    gr_code code = subscribe(core, &notice);
    return code == GR_OK ? code
                         : gri_core_refused(core, what, code, "%s",
                                            code == GR_ALREADY_EXISTS
                                                ? "the actor has subscribed"
                                                : "others have, and they are as many as can be");
}

gr_code gr_dead_letters_unsubscribe(gr_node *node, gr_dead_letter_notice notice)
{
    GRI_VISIT;
    return node == NULL ? GR_INVALID_ARGUMENT
                        : gri_letters_unsubscribe(&node->core.letters, &notice);
}
