/* SPDX-License-Identifier: MIT */
/* The stage: nodes, actors and what goes wrong with them, in virtual time or real. The main thread
 * does what the plan says, when it says so; all else happens on the nodes' workers. */
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "contract.h"
#include "entry.h"
#include "node.h"
#include "support/sim.h"

enum { TRIES = 50 };
static const uint64_t ms = 1000000;

struct stage stage = { .lock = PTHREAD_MUTEX_INITIALIZER };

/* ---- the record ---- */

uint64_t stage_now(void)
{
    gri_env *env = stage.env != NULL ? stage.env : gri_env_real();
    return env->ops->now_ns(env) - stage.began_ns;
}

void stage_lock(void)
{
    pthread_mutex_lock(&stage.lock);
}

void stage_unlock(void)
{
    pthread_mutex_unlock(&stage.lock);
}

static bool grow_trace(size_t more)
{
    size_t wanted = stage.trace_len + more;
    if (wanted > stage.trace_cap) {
        char *larger = realloc(stage.trace, 2 * wanted);
        if (larger == NULL) {
            return false;
        }
        stage.trace = larger;
        stage.trace_cap = 2 * wanted;
    }
    return true;
}

/* Under the lock. */
void stage_trace(const char *format, ...)
{
    char line[512];
    va_list args;
    if (!stage.is_traced) {
        return;
    }
    int len = snprintf(line, sizeof(line), "%10" PRIu64 " ", stage_now() / 1000);
    va_start(args, format);
    len += vsnprintf(line + len, sizeof(line) - (size_t)len, format, args);
    va_end(args);
    size_t n = (size_t)len < sizeof(line) ? (size_t)len : sizeof(line) - 1;
    if (grow_trace(n + 2)) {
        memcpy(stage.trace + stage.trace_len, line, n);
        stage.trace[stage.trace_len + n] = '\n';
        stage.trace[stage.trace_len + n + 1] = '\0';
        stage.trace_len += n + 1;
    }
}

static bool starts_with(const char *line, const char *word)
{
    return strncmp(line, word, strlen(word)) == 0;
}

/* Whether the plan explains a line of the log. */
static bool is_expected(const char *line)
{
    static const char *const always[] = { "event=oneway_lost", "event=oneway_failed",
                                          "event=call_dropped", "event=refused" };
    static const char *const with_faults[] = { "event=peer_closed", "event=not_connected",
                                               "event=oneways_lost" };
    bool has_faults = stage.plan->has_cuts || stage.plan->has_restarts || stage.env == NULL;
    for (size_t i = 0; i < sizeof(always) / sizeof(always[0]); i++) {
        if (starts_with(line, always[i])) {
            return true;
        }
    }
    for (size_t i = 0; i < sizeof(with_faults) / sizeof(with_faults[0]) && has_faults; i++) {
        if (starts_with(line, with_faults[i])) {
            return true;
        }
    }
    return false;
}

static void keep_line(void *arg, gr_log_level level, const char *line)
{
    (void)arg;
    (void)level;
    stage_lock();
    stage_trace("log %s", line);
    if (!is_expected(line)) {
        stage.odd_lines++;
        (void)snprintf(stage.odd_line, sizeof(stage.odd_line), "%s", line);
    }
    stage_unlock();
}

void stage_odd(const char *format, ...)
{
    va_list args;
    stage_lock();
    stage.odd_lines++;
    va_start(args, format);
    (void)vsnprintf(stage.odd_line, sizeof(stage.odd_line), format, args);
    va_end(args);
    stage_trace("odd %s", stage.odd_line);
    stage_unlock();
}

static void check(gr_code code, const char *what)
{
    if (code != GR_OK) {
        stage_odd("%s: %s", what, gr_code_name(code));
    }
}

/* ---- time ---- */

static void pass_until(uint64_t at_ns)
{
    uint64_t now_ns = stage_now();
    if (stage.env != NULL) {
        sim_advance(stage.env, at_ns > now_ns ? at_ns - now_ns : 0);
        return;
    }
    struct gri_parker parker = { 0 };
    while (stage_now() < at_ns) {
        (void)gri_park(&parker, at_ns + stage.began_ns);
    }
}

static void pass(uint64_t ns)
{
    pass_until(stage_now() + ns);
}

/* ---- nodes and actors ---- */

/* No two plays of a process, nor two processes, meet at one. */
static void url_of(char *buf, size_t cap, uint32_t node)
{
    if (stage.env != NULL) {
        (void)snprintf(buf, cap, "ipc://n%u", node);
    } else {
        (void)snprintf(buf, cap, "abstract://greenroom-contract-%d-%" PRIu64 "-%u", (int)getpid(),
                       stage.plan->seed, node);
    }
}

static void spawn_at(uint32_t node, const char *name, uint32_t ticket, uint32_t bound,
                     gr_ref *out_ref)
{
    contract_player player = { { 0, 0, 0 } };
    const gr_spawn_options options = { .name = name, .mailbox_messages = bound };
    const contract_job args = { .ticket = ticket };
    check(contract_player_spawn(stage.nodes[node], &play_type, &args, &options, &player, NULL),
          "spawn");
    *out_ref = player.ref;
}

/* Finds what is there for sure, over a session that may take a while to stand. */
static gr_code find_from(uint32_t node, uint32_t home, const char *name, gr_ref *out_ref)
{
    char full[64];
    const gr_call_options options = { .timeout_ms = 8000 };
    contract_player player = { { 0, 0, 0 } };
    gr_code code = GR_UNAVAILABLE;
    (void)snprintf(full, sizeof(full), "n%u/%s", home, name);
    for (int i = 0; i < TRIES && code == GR_UNAVAILABLE; i++) {
        code = contract_player_lookup(stage.nodes[node], full, &options, &player, NULL);
        if (code == GR_UNAVAILABLE) {
            pass(ms);
        }
    }
    *out_ref = player.ref;
    return code;
}

static void find_everywhere(uint32_t home, const char *name, gr_ref *refs)
{
    for (uint32_t i = 0; i < stage.plan->n_nodes; i++) {
        if (i != home) {
            check(find_from(i, home, name, &refs[i]), name);
        }
    }
}

static void set_ref(uint32_t place, uint32_t node, gr_ref ref)
{
    struct slot *slot = &stage.slots[place];
    stage_lock();
    slot->refs[node] = ref;
    slot->found[node] = slot->generation;
    stage_unlock();
}

static bool is_dead(uint32_t place)
{
    const struct slot *slot = &stage.slots[place];
    stage_lock();
    bool is_dead = slot->died_ns[slot->generation % 32] != 0;
    stage_unlock();
    return is_dead;
}

/* A node's ref to an actor of another one. */
static void find_slot(uint32_t place, uint32_t node)
{
    char name[16];
    gr_ref found;
    (void)snprintf(name, sizeof(name), "a%u", place);
    gr_code code = find_from(node, stage.plan->home[place], name, &found);
    if (code != GR_NOT_FOUND || !is_dead(place)) {
        check(code, name); /* else it has quit already */
    }
    if (code == GR_OK) {
        set_ref(place, node, found);
    }
}

/* A monitor of the actor that has just come, from any of the nodes. */
static void watch_slot(uint32_t place)
{
    struct slot *slot = &stage.slots[place];
    uint32_t at = slot->generation % 32;
    uint32_t from = (uint32_t)(stage.plan->seed + place) % stage.plan->n_nodes;
    stage_lock();
    bool is_found = slot->found[from] == slot->generation;
    gr_ref ref = slot->refs[from];
    stage_unlock();
    slot->watched_from[at] = (uint8_t)from;
    gr_code code = is_found ? gr_monitor_async(ref, &slot->watches[at]) : GR_OK;
    if (code != GR_OK && !is_dead(place)) {
        stage_odd("monitor: %s", gr_code_name(code));
    }
}

/* Whether a monitor has told; `wanted`: whether it should have. What went wrong with its node or
 * the way there explains that it did. */
static void check_watches(bool is_over)
{
    for (uint32_t place = 0; place < stage.plan->n_slots; place++) {
        struct slot *slot = &stage.slots[place];
        for (uint32_t i = 0; i < 32; i++) {
            size_t index;
            bool is_told = gr_future_is_done(slot->watches[i]);
            if (is_over && !is_told && slot->watches[i] != NULL) { /* on threads it may take long */
                is_told = gr_future_wait_any(&slot->watches[i], 1, 5000, &index) == GR_OK;
            }
            stage_lock();
            bool has_died = slot->died_ns[i] != 0;
            stage_unlock();
            if (slot->watches[i] == NULL) {
                continue;
            }
            if (is_over && !is_told) {
                stage_odd("nobody was told that actor %u of slot %u has ended", i, place);
            } else if (!is_over && is_told && !has_died && stage.n_faults == 0) {
                stage_odd("actor %u of slot %u lives, and is said to have ended", i, place);
            }
            if (is_over) {
                gr_future_drop(&slot->watches[i]);
            }
        }
    }
}

static void fill_slot(uint32_t place)
{
    char name[16];
    struct slot *slot = &stage.slots[place];
    uint32_t home = stage.plan->home[place];
    gr_ref ref;
    stage_lock();
    uint32_t generation = ++slot->generation;
    stage_unlock();
    (void)snprintf(name, sizeof(name), "a%u", place);
    spawn_at(home, name, place | generation << 8, stage.plan->bound[place], &ref);
    set_ref(place, home, ref);
    for (uint32_t i = 0; i < stage.plan->n_nodes; i++) {
        if (i != home) {
            find_slot(place, i);
        }
    }
    watch_slot(place);
}

/* On threads there are four workers in all. */
static uint32_t workers_of(uint32_t node)
{
    uint32_t n = stage.plan->n_nodes;
    return stage.env != NULL ? stage.plan->workers[node] : 4 / n + (node < 4 % n);
}

static void open_node(uint32_t i)
{
    char name[16];
    char url[96];
    gr_ref door;
    gr_node_options options = { .name = name, .workers = workers_of(i) };
    gri_env *env = stage.env != NULL ? stage.env : gri_env_real();
    (void)snprintf(name, sizeof(name), "n%u", i);
    check(gri_node_create_in(env, &options, &stage.nodes[i]), "create");
    spawn_at(i, "door", 0xff, 0, &door);
    url_of(url, sizeof(url), i);
    check(gr_node_listen(stage.nodes[i], url, NULL), "listen");
    for (uint32_t other = 0; other < i; other++) {
        url_of(url, sizeof(url), other);
        check(gr_node_connect(stage.nodes[i], url), "connect");
    }
}

/* An actor that has ended, as each node knew it. */
static void leave_stale(void)
{
    gr_ref ghost;
    spawn_at(0, "ghost", 0xff, 0, &ghost);
    stage.stale[0] = ghost;
    find_everywhere(0, "ghost", stage.stale);
    check(gr_actor_stop(ghost, NULL), "stop");
}

static void open_stage(void)
{
    for (uint32_t i = 0; i < stage.plan->n_nodes; i++) {
        open_node(i);
    }
    leave_stale();
    for (uint32_t i = 0; i < stage.plan->n_slots; i++) {
        fill_slot(i);
    }
}

/* ---- what goes wrong ---- */

static void begin_fault(uint32_t node, bool is_stall)
{
    stage_lock();
    if (stage.n_faults < FAULTS_MAX) {
        stage.faults[stage.n_faults++] =
            (struct fault){ (uint8_t)node, is_stall, stage_now(), UINT64_MAX };
    }
    stage_unlock();
}

static void cut_or_stall(uint32_t node, bool is_stall)
{
    char url[96];
    if (stage.env == NULL) {
        return;
    }
    url_of(url, sizeof(url), node);
    begin_fault(node, is_stall);
    if (is_stall) {
        sim_stall(stage.env, url, true);
    } else {
        sim_cut(stage.env, url);
    }
}

/* Stalls are over, and every node finds every other again. */
static void mend(void)
{
    char url[96];
    gr_ref doors[NODES_MAX];
    bool is_broken = false;
    for (uint32_t i = 0; i < stage.n_faults; i++) {
        is_broken |= stage.faults[i].to_ns == UINT64_MAX;
    }
    if (!is_broken) {
        return;
    }
    for (uint32_t i = 0; i < stage.plan->n_nodes && stage.env != NULL; i++) {
        url_of(url, sizeof(url), i);
        sim_stall(stage.env, url, false);
    }
    pass(10 * ms);
    for (uint32_t i = 0; i < stage.plan->n_nodes; i++) {
        find_everywhere(i, "door", doors);
    }
    stage_lock();
    for (uint32_t i = 0; i < stage.n_faults; i++) {
        struct fault *fault = &stage.faults[i];
        fault->to_ns = fault->to_ns == UINT64_MAX ? stage_now() : fault->to_ns;
    }
    stage_unlock();
}

static void stop_slot(uint32_t place, bool is_drained)
{
    const gr_stop_options drain = { .drain = true, .timeout_ms = 1000 };
    struct slot *slot = &stage.slots[place];
    play_died((uint8_t)place, slot->generation, is_drained ? DEATH_DRAIN : DEATH_AT_ONCE);
    gr_ref ref = slot->refs[stage.plan->home[place]];
    gr_code code = gr_actor_stop(ref, is_drained ? &drain : NULL);
    if (code == GR_DEADLINE_EXCEEDED) {
        play_died((uint8_t)place, slot->generation, DEATH_AT_ONCE);
        code = gr_actor_stop(ref, NULL);
    }
    if (code != GR_OK && code != GR_UNAVAILABLE) { /* it may have quit */
        check(code, "stop of an actor");
    }
}

static void restart_node(uint32_t node)
{
    for (uint32_t i = 0; i < SLOTS_MAX + GUESTS_MAX; i++) {
        stage_lock();
        uint32_t generation = stage.slots[i].generation;
        stage_unlock();
        if (stage.plan->home[i] == node && generation != 0) {
            play_died((uint8_t)i, generation, DEATH_AT_ONCE);
        }
    }
    begin_fault(NODES_MAX + node, false);
    check(gr_node_destroy(stage.nodes[node], NULL), "destroy");
    open_node(node);
    mend();
    for (uint32_t i = 0; i < stage.plan->n_slots; i++) {
        if (stage.plan->home[i] == node) {
            fill_slot(i);
        } else if (!is_dead(i)) {
            find_slot(i, node);
        }
    }
    leave_stale();
}

static void act(const struct plan_act *act)
{
    switch (act->kind) {
    case ACT_CALL:
        play_begin(act->what);
        break;
    case ACT_GIVE_UP:
        play_give_up(act->what);
        break;
    case ACT_STOP:
    case ACT_DRAIN:
        mend();
        stop_slot(act->what, act->kind == ACT_DRAIN);
        fill_slot(act->what);
        break;
    case ACT_STOP_PROCESSING:
        gr_ignore(gr_stop_processing(/* the actor may have ended */
                                     stage.slots[act->what].refs[stage.plan->home[act->what]]));
        break;
    case ACT_CUT:
    case ACT_STALL:
        cut_or_stall(act->what, act->kind == ACT_STALL);
        break;
    case ACT_MEND:
        mend();
        break;
    default:
        mend();
        restart_node(act->what);
        break;
    }
}

/* ---- the end ---- */

/* Whether any handler runs, and how far the record has come. */
static bool is_anything_running(uint32_t *out_seq)
{
    bool any = false;
    stage_lock();
    for (uint32_t i = 0; i < SLOTS_MAX + GUESTS_MAX; i++) {
        any |= stage.slots[i].first_calls > 0;
    }
    *out_seq = stage.seq;
    stage_unlock();
    return any;
}

static void wait_until_quiet(void)
{
    uint32_t before = 0;
    uint32_t seq = 0;
    bool is_running = is_anything_running(&seq);
    for (int i = 0; i < 200 && (before != seq || is_running); i++) {
        before = seq;
        pass(stage.env != NULL ? 250 * ms : 40 * ms); /* longer than any oneway is delayed */
        is_running = is_anything_running(&seq);
    }
    if (is_running) {
        stage_odd("a handler still runs");
    }
}

static void end_calls(void)
{
    for (uint32_t i = 0; i < stage.plan->n_calls; i++) {
        if (stage.plan->calls[i].parent == NOBODY) {
            play_end((uint16_t)i);
        }
    }
    wait_until_quiet();
    for (uint32_t i = 0; i < stage.plan->n_calls; i++) {
        if (stage.held[i].id != 0) {
            gr_ignore(gr_call_drop(stage.held[i])); /* its caller has its end already */
        }
    }
    wait_until_quiet(); /* that made room in mailboxes */
}

static void count_pending(const gr_node *node)
{
    const struct gri_core *core = &node->core;
    stage.pending += core->calls.slab.live;
    for (uint32_t i = 0; i < core->n_shards; i++) {
        const struct gri_shard *shard = &core->shards[i];
        stage.pending += shard->calls.slab.live + shard->delayed.live;
    }
}

/* What is still queued at an actor, or promised to others: credits come back when they are idle. */
static void count_kept_places(void)
{
    pass(2000 * ms);
    for (uint32_t i = 0; i < SLOTS_MAX + GUESTS_MAX; i++) {
        for (uint32_t node = 0; node < stage.plan->n_nodes; node++) {
            gr_actor_stats stats;
            gr_ref ref = stage.slots[i].refs[node];
            if (ref.home != 0 && ref.home == stage.nodes[node]->core.incarnation &&
                gr_actor_get_stats(ref, &stats) == GR_OK) {
                stage.pending += stats.promised + stats.queued + stats.waiting;
            }
        }
    }
}

static void add_stats(const gr_node *node)
{
    gr_node_stats stats;
    gr_node_get_stats(node, &stats);
    stage.stats.actors += stats.actors;
    stage.stats.fibers += stats.fibers;
    stage.stats.handled += stats.handled;
    stage.stats.oneways_failed += stats.oneways_failed;
    stage.stats.rejected += stats.rejected;
    stage.stats.expired += stats.expired;
    stage.stats.unavailable += stats.unavailable;
    stage.stats.late_replies += stats.late_replies;
    stage.stats.cancelled += stats.cancelled;
    stage.stats.invalid += stats.invalid;
    for (size_t i = 0; i < GR_DEAD_REASONS; i++) {
        stage.stats.dead_letters[i] += stats.dead_letters[i];
    }
    stage.stats.protocol_errors += stats.protocol_errors;
}

static void close_stage(void)
{
    mend();
    end_calls();
    check_watches(false);
    if (stage.env != NULL) {
        count_kept_places();
    }
    stage.closing_ns = stage_now();
    for (uint32_t i = 0; i < stage.plan->n_slots; i++) {
        stop_slot(i, false);
    }
    pass(stage.env != NULL ? 20 * ms : 40 * ms);
    check_watches(true);
    for (uint32_t i = 0; i < stage.plan->n_nodes; i++) {
        if (stage.env != NULL) {
            count_pending(stage.nodes[i]);
        }
        add_stats(stage.nodes[i]);
    }
    for (uint32_t i = 0; i < stage.plan->n_nodes; i++) {
        check(gr_node_destroy(stage.nodes[i], NULL), "destroy");
    }
}

static void clear(const struct plan *plan)
{
    char *trace = stage.trace;
    size_t cap = stage.trace_cap;
    memset(&stage, 0, sizeof(stage));
    pthread_mutex_init(&stage.lock, NULL);
    stage.plan = plan;
    stage.trace = trace;
    stage.trace_cap = cap;
}

void stage_play(const struct plan *plan, bool is_real, bool is_traced)
{
    clear(plan);
    stage.is_traced = is_traced;
    gr_log_set_level(GR_LOG_WARN);
    gr_log_set_sink(keep_line, NULL);
    stage.env = is_real ? NULL : sim_create(plan->seed);
    stage.began_ns = stage_now() - 1;
    if (stage.env != NULL) {
        sim_set_delay(stage.env, 10000, plan->delay_us * UINT64_C(1000));
    }
    open_stage();
    uint64_t began_ns = stage_now();
    for (uint32_t i = 0; i < plan->n_acts; i++) {
        pass_until(began_ns + plan->acts[i].at_us * (is_real ? UINT64_C(250) : UINT64_C(1000)));
        act(&plan->acts[i]);
    }
    close_stage();
    if (stage.env != NULL) {
        sim_destroy(stage.env);
    }
    gr_log_set_sink(NULL, NULL);
}
