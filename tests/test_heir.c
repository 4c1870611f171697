/* SPDX-License-Identifier: MIT */
/* Two nodes that dialled each other watch each other's actors while one of their two sessions is
 * retired: by futures, notices and links. Virtual env, many seeds: each watch tells once what has
 * happened, or stands; also where sessions are lost at any step; and neither node keeps anything of
 * one that has ended. */
#include <stdio.h>
#include <string.h>

#include "entry.h"
#include "peer.h"
#include "support/bond.h"
#include "support/crossed.h"
#include "support/stranger.h"

#define MS        CROSSED_MS
#define THIRD_URL "ipc://third"

enum { VICTIMS = 8, WATCHES = 160, CUTS = 3 };

enum kind { BY_FUTURE, BY_NOTICE, BY_LINK, KINDS };

/* An actor that is watched by the other side, or tied to one of that. */
struct member {
    bond_member here;
    bool is_dead;
    gr_code code;                     /* that it ended with */
    bond_member_leave_future leaving; /* it was told to leave, */
    unsigned n_said;                  /* and has said that so often, */
    unsigned n_heard;                 /* of which so much was heard */
};

/* One node, and what it knows. */
struct side {
    gr_node *node;
    const char *prefix; /* of the other one's names */
    uint64_t from;      /* it begins in this round */
    struct member victims[VICTIMS];
    bond_member seen[VICTIMS]; /* the other side's */
    unsigned n_seen;
    bond_member watcher;
};

struct watch {
    enum kind kind;
    struct side *of;
    struct member *victim; /* of the other side */
    bond_member seen;
    gr_future *future;
    gr_monitor_id id;
    struct member linker;
    bool is_taken_back;
    bool is_ahead; /* it told before all was heard that was said */
    unsigned n_told;
    int reason;
};

/* One at a time: the actors find themselves in it. */
static struct {
    struct crossed crossed;
    struct side front, back;
    struct watch watches[WATCHES];
    unsigned n_watches;
    uint64_t third_at;          /* a round in which one more connection is made */
    uint64_t cut_at[CUTS];      /* or one is cut: by this, */
    const char *cut_urls[CUTS]; /* the url */
    unsigned n_tied, n_ended;   /* of all seeds, so that we see that it was tried */
} scene;

/* ---- the actors ---- */

static gr_code on_fell(struct bond_member_self *self, gr_context *ctx, const Greenroom__Down *down)
{
    (void)self;
    (void)ctx;
    if (CHECK(down->tag < scene.n_watches)) {
        struct watch *watch = &scene.watches[down->tag];
        watch->n_told++;
        watch->reason = (int)down->reason;
        watch->is_ahead = watch->victim->n_heard < watch->victim->n_said;
    }
    return GR_OK;
}

static struct member *find_victim(const char *name)
{
    struct side *side = name[0] == 'f' ? &scene.front : &scene.back;
    return &side->victims[name[1] - '0'];
}

static gr_code on_say(struct bond_member_self *self, gr_context *ctx, const bond_word *word)
{
    (void)self;
    (void)ctx;
    find_victim(word->text)->n_heard++;
    return GR_OK;
}

/* Its last words are its name. */
static gr_code on_leave(struct bond_member_self *self, gr_context *ctx, const bond_whom *request)
{
    (void)self;
    bond_member to;
    const bond_word last = { .text = request->name };
    gr_code code = bond_whom_get_who(gr_context_node(ctx), request, &to);
    for (int i = 0; i < 3 && code == GR_OK; i++) {
        code = bond_member_say_oneway(to, &last, NULL);
        find_victim(request->name)->n_said += code == GR_OK;
    }
    gr_stop(ctx, GR_ABORTED);
    return code;
}

static bool is_it(const struct member *member, gr_ref ref)
{
    return member->here.ref.node == ref.node && member->here.ref.actor == ref.actor;
}

static struct member *find_member(gr_ref ref)
{
    for (unsigned i = 0; i < VICTIMS; i++) {
        if (is_it(&scene.front.victims[i], ref)) {
            return &scene.front.victims[i];
        }
        if (is_it(&scene.back.victims[i], ref)) {
            return &scene.back.victims[i];
        }
    }
    for (unsigned i = 0; i < WATCHES; i++) {
        if (is_it(&scene.watches[i].linker, ref)) {
            return &scene.watches[i].linker;
        }
    }
    return NULL;
}

static void on_stop(struct bond_member_self *self, gr_context *ctx, gr_code reason)
{
    (void)self;
    struct member *member = find_member(bond_member_self_ref(ctx).ref);
    if (member != NULL) {
        CHECK(!member->is_dead);
        member->is_dead = true;
        member->code = reason;
    }
}

static bond_member_type type;

static bond_member spawn(gr_node *node, const char *name)
{
    bond_member member = { { 0, 0, 0 } };
    CHECK_CODE(bond_member_spawn(node, &type, &(gr_spawn_options){ .name = name }, &member, NULL),
               GR_OK);
    return member;
}

static void open_side(struct side *side, gr_node *node, const char *prefix)
{
    *side = (struct side){ .node = node, .prefix = prefix };
    side->watcher = spawn(node, NULL);
    for (unsigned i = 0; i < VICTIMS; i++) {
        char name[16];
        snprintf(name, sizeof(name), "v%u", i);
        side->victims[i].here = spawn(node, name);
    }
}

static void open_scene(uint64_t seed)
{
    struct crossed *crossed = &scene.crossed;
    type = bond_plain;
    type.fell = on_fell;
    type.say = on_say;
    type.leave = on_leave;
    type.hooks.stop = on_stop;
    memset(scene.watches, 0, sizeof(scene.watches));
    scene.n_watches = 0;
    crossed_open(crossed, seed);
    open_side(&scene.front, crossed->front, "back/");
    open_side(&scene.back, crossed->back, "front/");
    scene.front.from = crossed->was_up ? crossed->stalls_until + 8 : 0;
    CHECK_CODE(gr_node_listen(crossed->back, THIRD_URL, NULL), GR_OK);
    scene.third_at = seed % 4 == 0 ? crossed_below(crossed, CROSSED_ROUNDS) : UINT64_MAX;
    for (int i = 0; i < CUTS; i++) {
        scene.cut_at[i] = UINT64_MAX;
    }
}

/* ---- what they do ---- */

static uint64_t below(uint64_t n)
{
    return crossed_below(&scene.crossed, n);
}

static struct side *other_of(const struct side *side)
{
    return side == &scene.front ? &scene.back : &scene.front;
}

/* As far as it gets now. */
static void look_up(struct side *side)
{
    const gr_call_options shortly = { .timeout_ms = 20 };
    gr_code code = GR_OK;
    while (code == GR_OK && side->n_seen < VICTIMS) {
        char name[32];
        snprintf(name, sizeof(name), "%sv%u", side->prefix, side->n_seen);
        code = bond_member_lookup(side->node, name, &shortly, &side->seen[side->n_seen], NULL);
        side->n_seen += code == GR_OK;
        if (code == GR_NOT_FOUND) { /* it has ended */
            side->seen[side->n_seen++] = (bond_member){ { 0, 0, 0 } };
            code = GR_OK;
        }
    }
}

static gr_code tie(struct watch *watch, bool is_tied)
{
    struct Greenroom__Ref storage;
    bond_whom request = { .who = NULL };
    CHECK_CODE(bond_whom_set_who(&request, &storage, watch->seen), GR_OK);
    return is_tied ? bond_member_tie_sync(watch->linker.here, &request, NULL, NULL)
                   : bond_member_untie_sync(watch->linker.here, &request, NULL, NULL);
}

static gr_code begin(struct watch *watch)
{
    uint64_t tag = (uint64_t)(watch - scene.watches);
    switch (watch->kind) {
    case BY_FUTURE:
        return gr_monitor_async(watch->seen.ref, &watch->future);
    case BY_NOTICE:
        return gr_monitor(watch->seen.ref, bond_member_fell_notice(watch->of->watcher), tag,
                          &watch->id);
    default:
        watch->linker.here = spawn(watch->of->node, NULL);
        return tie(watch, true);
    }
}

static void open_watch(struct side *side)
{
    uint64_t i = below(VICTIMS);
    struct member *victim = &other_of(side)->victims[i];
    if (victim->is_dead || side->seen[i].ref.actor == 0 || scene.n_watches == WATCHES) {
        return;
    }
    struct watch *watch = &scene.watches[scene.n_watches++];
    *watch = (struct watch){
        .kind = (enum kind)below(KINDS), .of = side, .victim = victim, .seen = side->seen[i]
    };
    watch->is_taken_back = begin(watch) != GR_OK; /* there may be no session for it */
    scene.n_tied += watch->kind == BY_LINK;
}

/* One that has told, or is telling, stays as it is. */
static void take_back(struct watch *watch)
{
    switch (watch->kind) {
    case BY_FUTURE:
        if (!gr_future_is_done(watch->future)) {
            gr_future_cancel(watch->future);
            gr_future_drop(&watch->future);
            watch->is_taken_back = true;
        }
        break;
    case BY_NOTICE:
        watch->is_taken_back = gr_demonitor(watch->id) == GR_OK;
        break;
    default:
        watch->is_taken_back = !watch->linker.is_dead && tie(watch, false) == GR_OK;
        break;
    }
}

static void change_watch(struct side *side)
{
    struct watch *watch = scene.n_watches == 0 ? NULL : &scene.watches[below(scene.n_watches)];
    if (watch == NULL || watch->of != side || watch->is_taken_back) {
        return;
    }
    if (watch->kind == BY_LINK && below(2) == 0) {
        gr_ignore(bond_stop(watch->linker.here, GR_ABORTED)); /* it may have been stopped */
    } else {
        take_back(watch);
    }
}

/* Or it leaves. */
static void stop_one(struct side *side, unsigned i)
{
    struct member *victim = &side->victims[i];
    if (victim->is_dead || victim->leaving.future != NULL) {
        return;
    }
    if (below(2) == 0) {
        gr_code code = below(2) == 0 ? GR_OK : GR_DATA_LOSS;
        gr_ignore(bond_stop(victim->here, code)); /* a link may be stopping it */
        return;
    }
    struct Greenroom__Ref storage;
    char name[] = { side->prefix[0] == 'b' ? 'f' : 'b', (char)('0' + i), '\0' };
    bond_whom request = { .name = name };
    CHECK_CODE(bond_whom_set_who(&request, &storage, other_of(side)->watcher), GR_OK);
    CHECK_CODE(bond_member_leave_async(victim->here, &request, NULL, &victim->leaving), GR_OK);
}

static void take_turn(struct side *side, uint64_t round)
{
    if (round >= side->from && side->n_seen < VICTIMS) {
        look_up(side);
    }
    if (side->n_seen == VICTIMS && below(3) != 0) {
        open_watch(side);
    }
    if (below(5) == 0) {
        change_watch(side);
    }
    uint64_t since = round - scene.crossed.stalls_until;
    if (below(since < 8 ? 4 : 40) == 0) { /* the change-over is then */
        stop_one(side, (unsigned)below(VICTIMS));
    }
    crossed_go_on(&scene.crossed, 1);
}

static void exchange(void)
{
    for (uint64_t i = 0; i < CROSSED_ROUNDS; i++) {
        crossed_begin_round(&scene.crossed, i);
        for (int k = 0; k < CUTS; k++) {
            if (i == scene.cut_at[k]) {
                sim_cut(scene.crossed.env, scene.cut_urls[k]);
            }
        }
        if (i == scene.third_at) {
            CHECK_CODE(gr_node_connect(scene.crossed.front, THIRD_URL), GR_OK);
        }
        take_turn(&scene.front, i);
        take_turn(&scene.back, i);
    }
    crossed_end_rounds(&scene.crossed);
}

/* ---- what came of it ---- */

static bool is_told(const struct watch *watch)
{
    return watch->n_told > 0 || (watch->future != NULL && gr_future_is_done(watch->future));
}

/* That of a link is what became of who made it. One that never came to the other side may be lost
 * to one alone. */
static bool is_open(const struct watch *watch)
{
    bool is_over = watch->kind == BY_LINK ? watch->linker.is_dead : is_told(watch);
    return !watch->is_taken_back && !is_over && !watch->victim->is_dead;
}

/* What a node keeps for the other one's watches. */
static uint32_t count_kept(const struct side *side)
{
    uint32_t n = 0;
    int64_t owed = 0;
    GRI_LIST_EACH (link, &side->node->peers.sessions) {
        struct gri_peer *peer = GRI_CONTAINER(link, struct gri_peer, link);
        n += atomic_load(&peer->n_monitors);
        owed += atomic_load(&peer->owed);
    }
    CHECK(owed == (int64_t)n);
    return n;
}

static uint32_t count_open(const struct side *side)
{
    uint32_t n = 0;
    for (unsigned i = 0; i < scene.n_watches; i++) {
        n += scene.watches[i].of == side && is_open(&scene.watches[i]);
    }
    return n;
}

static void check_link(const struct watch *watch, bool may_be_lost)
{
    const struct member *linker = &watch->linker;
    const struct member *victim = watch->victim;
    if (watch->is_taken_back) {
        return;
    }
    CHECK(may_be_lost || !linker->is_dead || linker->code == GR_OK || victim->is_dead);
    CHECK(!victim->is_dead || victim->code == GR_OK || linker->is_dead);
}

static void check_watch(struct watch *watch, bool may_be_lost)
{
    if (watch->kind == BY_LINK) {
        check_link(watch, may_be_lost);
        return;
    }
    if (watch->kind == BY_FUTURE && is_told(watch) && watch->n_told == 0) {
        struct Greenroom__Down *down = NULL;
        CHECK_CODE(gr_monitor_await(&watch->future, GR_FOREVER, &down), GR_OK);
        watch->reason = (int)down->reason;
        watch->n_told++;
        gr_free(down);
    }
    if (watch->is_taken_back) {
        CHECK_UINT(watch->n_told, 0);
        return;
    }
    CHECK(watch->n_told <= 1);
    CHECK(watch->n_told == 1 || !watch->victim->is_dead);
    if (watch->n_told == 1) {
        bool is_lost = watch->reason == GREENROOM__DOWN__REASON__LOST;
        CHECK(is_lost ? may_be_lost : watch->victim->is_dead);
        CHECK(is_lost || watch->reason == GREENROOM__DOWN__REASON__ENDED ||
              watch->reason == GREENROOM__DOWN__REASON__GONE);
        CHECK(may_be_lost || !watch->is_ahead);
        scene.n_ended += watch->reason == GREENROOM__DOWN__REASON__ENDED;
    }
}

static void check_watches(bool may_be_lost)
{
    crossed_check_one_session(&scene.crossed);
    for (unsigned i = 0; i < scene.n_watches; i++) {
        check_watch(&scene.watches[i], may_be_lost);
    }
    CHECK_UINT(count_kept(&scene.front), count_open(&scene.back));
    CHECK_UINT(count_kept(&scene.back), count_open(&scene.front));
}

static void end_victims(struct side *side)
{
    for (unsigned i = 0; i < VICTIMS; i++) {
        if (!side->victims[i].is_dead) {
            gr_ignore(bond_stop(side->victims[i].here, GR_DATA_LOSS)); /* it may be stopping */
        }
    }
}

static void close_scene(void)
{
    for (unsigned i = 0; i < scene.n_watches; i++) {
        gr_future_drop(&scene.watches[i].future);
    }
    for (unsigned i = 0; i < VICTIMS; i++) {
        gr_future_drop(&scene.front.victims[i].leaving.future);
        gr_future_drop(&scene.back.victims[i].leaving.future);
    }
    crossed_close(&scene.crossed);
}

/* What is still open tells of the end, on whatever session it is by now. */
static void conclude(bool may_be_lost)
{
    check_watches(may_be_lost);
    end_victims(&scene.front);
    end_victims(&scene.back);
    sim_advance(scene.crossed.env, 1000 * MS);
    check_watches(may_be_lost);
    CHECK_UINT(count_open(&scene.front) + count_open(&scene.back), 0);
}

static void watches_go_over_to_the_session_that_stays(void)
{
    scene.n_tied = scene.n_ended = 0;
    for (uint64_t seed = 201; seed <= 400; seed++) {
        open_scene(seed);
        exchange();
        conclude(false);
        close_scene();
    }
    CHECK(scene.n_tied > 1000 && scene.n_ended > 1000);
}

static void whatever_is_lost_each_watch_tells_once_or_stands(void)
{
    static const char *const urls[] = { REMOTE_URL, CROSSED_URL, THIRD_URL };
    for (uint64_t seed = 1; seed <= 200; seed++) {
        open_scene(seed);
        for (uint64_t i = 0; i < 1 + seed % CUTS; i++) {
            scene.cut_at[i] = scene.crossed.stalls_until + below(12);
            scene.cut_urls[i] = urls[below(scene.third_at == UINT64_MAX ? 2 : 3)];
        }
        exchange();
        conclude(true);
        close_scene();
    }
}

/* It decides, and says of either session that the other one stays. */
static void sessions_that_name_each_other_are_no_circle(void)
{
    struct gri_frame frame;
    struct stranger one, other;
    gri_env *env = sim_create(1);
    gr_node *node = remote_node(env, "back", NULL);
    CHECK_CODE(gr_node_listen(node, REMOTE_URL, NULL), GR_OK);
    stranger_open_as(&one, env, REMOTE_URL, UINT64_MAX);
    stranger_open_as(&other, env, REMOTE_URL, UINT64_MAX);
    stranger_put(&one, &(struct gri_frame){ .kind = GRI_FRAME_RETIRE, .call = 1, .actor = 2 });
    CHECK(stranger_await(&one, GRI_FRAME_RETIRE, &frame) && frame.actor == 0);
    CHECK(stranger_await(&one, GRI_FRAME_RETIRE, &frame) && frame.method == 1);
    stranger_put(&other, &(struct gri_frame){ .kind = GRI_FRAME_RETIRE, .call = 1, .actor = 1 });
    CHECK(stranger_await(&other, GRI_FRAME_RETIRE, &frame) && frame.method == 1);
    stranger_put(&one, &(struct gri_frame){ .kind = GRI_FRAME_MONITOR, .call = 7, .actor = 1 });
    CHECK(stranger_await(&other, GRI_FRAME_REPLY, &frame) && frame.call == 7);
    CHECK_UINT(remote_stats(node).peers, 2);
    stranger_close(&one);
    stranger_close(&other);
    remote_end(node);
    sim_destroy(env);
}

GR_SUITE_PREPARED("heir", remote_start_transport,
                  { "watches_go_over_to_the_session_that_stays",
                    watches_go_over_to_the_session_that_stays },
                  { "whatever_is_lost_each_watch_tells_once_or_stands",
                    whatever_is_lost_each_watch_tells_once_or_stands },
                  { "sessions_that_name_each_other_are_no_circle",
                    sessions_that_name_each_other_are_no_circle })
