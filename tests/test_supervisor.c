/* SPDX-License-Identifier: MIT */
/* The supervisor, in virtual time: strategies, kinds of restart, pauses, intensity, and what its
 * children's callers see. */
#include <greenroom/supervisor.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include "bond.h"

enum { SEEDS = 5, CHILDREN = 3 };
static const uint64_t ms = 1000000;

#define PERMANENT GREENROOM__CHILD_SPEC__RESTART__PERMANENT
#define TRANSIENT GREENROOM__CHILD_SPEC__RESTART__TRANSIENT
#define TEMPORARY GREENROOM__CHILD_SPEC__RESTART__TEMPORARY
#define ONE       GREENROOM__SUPERVISOR_SPEC__STRATEGY__ONE_FOR_ONE
#define ALL       GREENROOM__SUPERVISOR_SPEC__STRATEGY__ONE_FOR_ALL
#define REST      GREENROOM__SUPERVISOR_SPEC__STRATEGY__REST_FOR_ONE

/* What a supervisor of children "a", "b", "c" is started with. */
struct plan {
    Greenroom__SupervisorSpec spec;
    Greenroom__ChildSpec children[CHILDREN];
    Greenroom__ChildSpec *pointers[CHILDREN];
    bond_word words[CHILDREN];
    uint8_t packed[CHILDREN][64];
};

static char *const names[] = { (char *)"a", (char *)"b", (char *)"c" };

static void pack_args(struct plan *plan, size_t i, const char *text, uint32_t stop_ms)
{
    plan->words[i] = (bond_word)BOND__WORD__INIT;
    plan->words[i].text = (char *)text;
    plan->words[i].sleep_ms = stop_ms;
    plan->children[i].args.len = bond__word__pack(&plan->words[i], plan->packed[i]);
    plan->children[i].args.data = plan->packed[i];
}

static void make_plan(struct plan *plan, Greenroom__SupervisorSpec__Strategy strategy,
                      Greenroom__ChildSpec__Restart restart)
{
    memset(plan, 0, sizeof(*plan));
    plan->spec = (Greenroom__SupervisorSpec)GREENROOM__SUPERVISOR_SPEC__INIT;
    plan->spec.strategy = strategy;
    plan->spec.n_children = CHILDREN;
    plan->spec.children = plan->pointers;
    for (size_t i = 0; i < CHILDREN; i++) {
        plan->children[i] = (Greenroom__ChildSpec)GREENROOM__CHILD_SPEC__INIT;
        plan->children[i].name = names[i];
        plan->children[i].service = (char *)"bond.Child";
        plan->children[i].restart = restart;
        plan->pointers[i] = &plan->children[i];
        pack_args(plan, i, names[i], 0);
    }
}

/* A node of its own, and a supervisor by the plan. */
struct house {
    gri_env *env;
    gr_node *node;
    greenroom_supervisor boss;
};

static void open_house(struct house *house, uint64_t seed)
{
    house->env = bond_open(seed);
    house->node =
        bond_node(house->env, "house", &(gr_node_options){ .workers = (uint32_t)(seed % 3) + 1 });
    CHECK_CODE(bond_child_offer(house->node, &bond_child_plain), GR_OK);
    CHECK_CODE(greenroom_supervisor_offer(house->node, &greenroom_supervisor_actor), GR_OK);
}

static gr_code hire(struct house *house, const struct plan *plan)
{
    return greenroom_supervisor_spawn(house->node, &greenroom_supervisor_actor, &plan->spec,
                                      &(gr_spawn_options){ .name = "boss", .timeout_ms = 60000 },
                                      &house->boss, NULL);
}

static void close_house(struct house *house)
{
    bond_end(house->node);
    bond_close(house->env);
}

static bond_child child(struct house *house, const char *name)
{
    bond_child ref = { { 0, 0, 0 } };
    CHECK_CODE(bond_child_named(house->node, name, &ref), GR_OK);
    return ref;
}

static gr_code greet(struct house *house, const char *name, uint32_t timeout_ms)
{
    bond_word *reply = NULL;
    gr_code code = bond_child_greet_sync(
        child(house, name), &(gr_call_options){ .timeout_ms = timeout_ms }, &reply, NULL);
    gr_free(reply);
    return code;
}

static void end_child(struct house *house, const char *name, gr_code code)
{
    CHECK_CODE(bond_child_quit_sync(child(house, name), &(bond_code){ .code = code }, NULL, NULL),
               GR_OK);
    sim_settle(house->env);
}

static void pass(struct house *house, uint64_t time_ms)
{
    sim_advance(house->env, time_ms * ms);
}

/* "a:RUNNING:restarts:CODE ..." */
static const char *listed(struct house *house)
{
    static const char *const states[] = { "RUNNING", "WAITING", "DONE" };
    static char text[1024];
    Greenroom__Children *children = NULL;
    text[0] = '\0';
    if (CHECK_CODE(greenroom_supervisor_list_children_sync(house->boss, NULL, &children, NULL),
                   GR_OK)) {
        for (size_t i = 0; i < children->n_children; i++) {
            const Greenroom__Child *one = children->children[i];
            size_t len = strlen(text);
            bond_child ref;
            bool is_running = one->state == GREENROOM__CHILD__STATE__RUNNING;
            CHECK_CODE(bond_child_unpack_ref(house->node, one->actor, &ref),
                       is_running ? GR_OK : GR_NOT_FOUND);
            snprintf(text + len, sizeof(text) - len, "%s%s:%s:%u:%s", i == 0 ? "" : " ", one->name,
                     states[one->state], (unsigned)one->restarts, gr_code_name(one->last_code));
        }
        gr_free(children);
    }
    return text;
}

/* ---- strategies ---- */

static void one_for_one_starts_the_one_again_after_a_pause(void)
{
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        struct house house;
        struct plan plan;
        open_house(&house, seed);
        make_plan(&plan, ONE, PERMANENT);
        CHECK_CODE(hire(&house, &plan), GR_OK);
        CHECK_STR(bond_traced(), "+a +b +c");
        end_child(&house, "b", GR_INTERNAL);
        pass(&house, 40);
        CHECK_STR(bond_traced(), "-b");
        CHECK_STR(listed(&house), "a:RUNNING:0:OK b:WAITING:1:INTERNAL c:RUNNING:0:OK");
        pass(&house, 70);
        CHECK_STR(bond_traced(), "+b");
        end_child(&house, "b", GR_OK);
        pass(&house, 300);
        CHECK_STR(bond_traced(), "-b +b");
        CHECK_STR(listed(&house), "a:RUNNING:0:OK b:RUNNING:2:OK c:RUNNING:0:OK");
        CHECK_CODE(gr_actor_stop(house.boss.ref, NULL), GR_OK);
        CHECK_STR(bond_traced(), "-c -b -a");
        close_house(&house);
    }
}

static void one_for_all_stops_all_and_starts_all_again(void)
{
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        struct house house;
        struct plan plan;
        open_house(&house, seed);
        make_plan(&plan, ALL, PERMANENT);
        plan.children[2].restart = TEMPORARY;
        CHECK_CODE(hire(&house, &plan), GR_OK);
        CHECK_STR(bond_traced(), "+a +b +c");
        end_child(&house, "b", GR_INTERNAL);
        pass(&house, 200);
        CHECK_STR(bond_traced(), "-b -c -a +a +b");
        CHECK_STR(listed(&house), "a:RUNNING:0:OK b:RUNNING:1:INTERNAL");
        close_house(&house);
        (void)bond_traced();
    }
}

static void rest_for_one_takes_those_that_came_after_it(void)
{
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        struct house house;
        struct plan plan;
        open_house(&house, seed);
        make_plan(&plan, REST, PERMANENT);
        CHECK_CODE(hire(&house, &plan), GR_OK);
        CHECK_STR(bond_traced(), "+a +b +c");
        end_child(&house, "b", GR_INTERNAL);
        pass(&house, 200);
        CHECK_STR(bond_traced(), "-b -c +b +c");
        end_child(&house, "c", GR_INTERNAL);
        pass(&house, 200);
        CHECK_STR(bond_traced(), "-c +c");
        close_house(&house);
        (void)bond_traced();
    }
}

/* ---- who is started again ---- */

static void kinds_of_restart_are_kept(void)
{
    struct house house;
    struct plan plan;
    open_house(&house, 1);
    make_plan(&plan, ONE, TRANSIENT);
    plan.children[2].restart = TEMPORARY;
    CHECK_CODE(hire(&house, &plan), GR_OK);
    (void)bond_traced();
    end_child(&house, "a", GR_OK);
    end_child(&house, "b", GR_ABORTED);
    end_child(&house, "c", GR_ABORTED);
    pass(&house, 1000);
    CHECK_STR(bond_traced(), "-a -b -c +b");
    CHECK_STR(listed(&house), "a:DONE:0:OK b:RUNNING:1:ABORTED");
    CHECK_CODE(greet(&house, "a", 100), GR_NOT_FOUND); /* nobody waits for what does not come */
    CHECK_CODE(greet(&house, "c", 100), GR_NOT_FOUND);
    CHECK_CODE(greet(&house, "b", 100), GR_OK);
    close_house(&house);
}

/* ---- pauses ---- */

/* How long child "a" is away. */
static uint64_t away_ms(struct house *house)
{
    uint64_t before_ns = house->env->ops->now_ns(house->env);
    end_child(house, "a", GR_INTERNAL);
    CHECK_CODE(greet(house, "a", 60000), GR_OK);
    return (house->env->ops->now_ns(house->env) - before_ns) / ms;
}

static void pauses_double_up_to_the_maximum_and_begin_anew_after_health(void)
{
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        struct house house;
        struct plan plan;
        uint64_t most[] = { 100, 200, 400, 500, 500 };
        open_house(&house, seed);
        make_plan(&plan, ONE, PERMANENT);
        plan.spec.max_restarts = UINT32_MAX;
        plan.spec.max_pause_ms = 500;
        plan.spec.healthy_ms = 1000;
        CHECK_CODE(hire(&house, &plan), GR_OK);
        uint64_t first_ms = 0;
        bool differs = false;
        for (size_t i = 0; i < sizeof(most) / sizeof(most[0]); i++) {
            uint64_t took_ms = away_ms(&house);
            CHECK(took_ms >= most[i] / 2 && took_ms <= most[i] + 5);
            differs |= took_ms != most[i];
        }
        CHECK(differs); /* by chance */
        pass(&house, 1100);
        first_ms = away_ms(&house);
        CHECK(first_ms >= 50 && first_ms <= 105);
        close_house(&house);
        (void)bond_traced();
    }
}

static void calls_by_name_wait_for_a_restarting_child_until_their_deadline(void)
{
    struct house house;
    struct plan plan;
    open_house(&house, 2);
    make_plan(&plan, ONE, PERMANENT);
    plan.spec.first_pause_ms = 1000;
    CHECK_CODE(hire(&house, &plan), GR_OK);
    end_child(&house, "a", GR_INTERNAL);
    CHECK_CODE(greet(&house, "a", 100), GR_DEADLINE_EXCEEDED);
    CHECK_CODE(greet(&house, "a", 2000), GR_OK);
    close_house(&house);
}

/* ---- intensity ---- */

static void too_many_restarts_end_the_supervisor_and_its_children(void)
{
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        struct house house;
        struct plan plan;
        open_house(&house, seed);
        make_plan(&plan, ONE, PERMANENT);
        plan.spec.max_restarts = 2;
        plan.spec.window_ms = 10000;
        CHECK_CODE(hire(&house, &plan), GR_OK);
        gr_future *future = NULL;
        Greenroom__Down *down = NULL;
        CHECK_CODE(gr_monitor_async(house.boss.ref, &future), GR_OK);
        away_ms(&house);
        away_ms(&house);
        (void)bond_traced();
        end_child(&house, "a", GR_INTERNAL);
        pass(&house, 100);
        CHECK_STR(bond_traced(), "-a -c -b");
        CHECK_CODE(gr_monitor_await(&future, 10, &down), GR_OK);
        CHECK_CODE(down->code, GR_ABORTED);
        gr_free(down);
        CHECK_CODE(greet(&house, "a", 100), GR_NOT_FOUND); /* its name went with it */
        close_house(&house);
    }
}

static void restarts_outside_of_the_window_do_not_count(void)
{
    struct house house;
    struct plan plan;
    open_house(&house, 1);
    make_plan(&plan, ONE, PERMANENT);
    plan.spec.max_restarts = 2;
    plan.spec.window_ms = 1000;
    for (int i = 0; i < CHILDREN; i++) {
        plan.children[i].stop_timeout_ms = 10;
    }
    CHECK_CODE(hire(&house, &plan), GR_OK);
    for (int i = 0; i < 10; i++) {
        away_ms(&house);
        pass(&house, 600);
    }
    CHECK(strstr(listed(&house), "a:RUNNING:10") != NULL);
    close_house(&house);
}

/* ---- what fails at the start ---- */

static void a_child_that_does_not_start_fails_the_supervisors_start(void)
{
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        struct house house;
        struct plan plan;
        gr_error error = GR_ERROR_INIT;
        open_house(&house, seed);
        make_plan(&plan, ONE, PERMANENT);
        bond_failing = "c";
        CHECK_CODE(greenroom_supervisor_spawn(house.node, &greenroom_supervisor_actor, &plan.spec,
                                              NULL, &house.boss, &error),
                   GR_DATA_LOSS);
        CHECK(strstr(error.message, "\"c\"") != NULL && strstr(error.message, "told to") != NULL);
        gr_error_fini(&error);
        CHECK_STR(bond_traced(), "+a +b +c -b -a");
        CHECK_CODE(greet(&house, "a", 100), GR_NOT_FOUND);
        gr_node_stats stats;
        gr_node_get_stats(house.node, &stats);
        CHECK_UINT(stats.actors, 0);
        close_house(&house);
    }
}

static void a_child_that_does_not_start_again_is_tried_until_it_is_too_much(void)
{
    for (int strategy = 0; strategy <= 2; strategy++) {
        struct house house;
        struct plan plan;
        open_house(&house, 1);
        make_plan(&plan, (Greenroom__SupervisorSpec__Strategy)strategy, PERMANENT);
        plan.spec.max_restarts = 3;
        CHECK_CODE(hire(&house, &plan), GR_OK);
        (void)bond_traced();
        bond_failing = "b";
        end_child(&house, "b", GR_INTERNAL);
        pass(&house, 5000);
        CHECK_STR(bond_traced(), strategy == ONE   ? "-b +b +b +b -c -a"
                                 : strategy == ALL ? "-b -c -a +a +b -a +a +b -a +a +b -a"
                                                   : "-b -c +b +b +b -a");
        CHECK_CODE(gr_actor_stop(house.boss.ref, NULL), GR_UNAVAILABLE);
        close_house(&house);
    }
}

static void it_goes_on_when_the_child_starts_after_all(void)
{
    struct house house;
    struct plan plan;
    open_house(&house, 1);
    make_plan(&plan, ALL, PERMANENT);
    CHECK_CODE(hire(&house, &plan), GR_OK);
    (void)bond_traced();
    bond_failing = "b";
    end_child(&house, "c", GR_INTERNAL);
    char trace[128] = "";
    while (strstr(trace, "+b") == NULL) { /* the pause before it has a random part */
        pass(&house, 1);
        const char *more = bond_traced();
        (void)snprintf(trace + strlen(trace), sizeof(trace) - strlen(trace), "%s%s",
                       trace[0] == '\0' || more[0] == '\0' ? "" : " ", more);
    }
    CHECK_STR(trace, "-c -b -a +a +b -a");
    bond_failing = NULL;
    pass(&house, 1000);
    CHECK_STR(bond_traced(), "+a +b +c");
    CHECK_STR(listed(&house), "a:RUNNING:0:OK b:RUNNING:1:DATA_LOSS c:RUNNING:1:INTERNAL");
    close_house(&house);
}

static void senseless_plans_are_refused(void)
{
    struct house house;
    struct plan plan;
    open_house(&house, 1);
    make_plan(&plan, ONE, PERMANENT);
    plan.children[1].name = names[0];
    CHECK_CODE(hire(&house, &plan), GR_ALREADY_EXISTS);
    plan.children[1].name = (char *)"";
    CHECK_CODE(hire(&house, &plan), GR_INVALID_ARGUMENT);
    plan.children[1].name = (char *)"not a name";
    CHECK_CODE(hire(&house, &plan), GR_INVALID_ARGUMENT);
    plan.children[1].name = names[1];
    plan.children[1].service = (char *)"bond.Nobody";
    CHECK_CODE(hire(&house, &plan), GR_NOT_FOUND);
    plan.children[1].service = (char *)"bond.Child";
    plan.spec.max_restarts = 20000;
    CHECK_CODE(hire(&house, &plan), GR_INVALID_ARGUMENT);
    plan.spec.max_restarts = 1;
    CHECK_CODE(hire(&house, &plan), GR_OK);
    close_house(&house);
}

/* ---- at run time ---- */

static void children_come_and_go_by_calls(void)
{
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        struct house house;
        struct plan plan;
        Greenroom__Child *started = NULL;
        open_house(&house, seed);
        make_plan(&plan, ONE, TRANSIENT);
        plan.spec.n_children = 1;
        CHECK_CODE(hire(&house, &plan), GR_OK);
        CHECK_CODE(greenroom_supervisor_start_child_sync(house.boss, &plan.children[1], NULL,
                                                         &started, NULL),
                   GR_OK);
        CHECK_STR(started->name, "b");
        gr_free(started);
        CHECK_CODE(greenroom_supervisor_start_child_sync(house.boss, &plan.children[1], NULL,
                                                         &started, NULL),
                   GR_ALREADY_EXISTS);
        bond_failing = "c";
        CHECK_CODE(greenroom_supervisor_start_child_sync(house.boss, &plan.children[2], NULL,
                                                         &started, NULL),
                   GR_DATA_LOSS);
        CHECK_STR(listed(&house), "a:RUNNING:0:OK b:RUNNING:0:OK");
        end_child(&house, "b", GR_INTERNAL);
        pass(&house, 200);
        CHECK_STR(listed(&house), "a:RUNNING:0:OK b:RUNNING:1:INTERNAL");
        end_child(&house, "a", GR_OK);
        CHECK_CODE(greenroom_supervisor_start_child_sync(house.boss, &plan.children[0], NULL,
                                                         &started, NULL),
                   GR_OK); /* it was done */
        gr_free(started);
        CHECK_CODE(greenroom_supervisor_stop_child_sync(
                       house.boss, &(Greenroom__ChildName){ .name = (char *)"b" }, NULL, NULL),
                   GR_OK);
        CHECK_CODE(greenroom_supervisor_stop_child_sync(
                       house.boss, &(Greenroom__ChildName){ .name = (char *)"b" }, NULL, NULL),
                   GR_NOT_FOUND);
        pass(&house, 1000);
        CHECK_STR(listed(&house), "a:RUNNING:0:OK");
        CHECK_CODE(greet(&house, "b", 100), GR_NOT_FOUND);
        close_house(&house);
        (void)bond_traced();
    }
}

/* One whose stop hook takes longer than it is given. */
static void a_child_that_does_not_stop_is_told_and_left(void)
{
    struct house house;
    struct plan plan;
    open_house(&house, 2);
    make_plan(&plan, ONE, PERMANENT);
    pack_args(&plan, 1, "b", 3000);
    plan.children[1].stop_timeout_ms = 200;
    CHECK_CODE(hire(&house, &plan), GR_OK);
    uint64_t before_ns = house.env->ops->now_ns(house.env);
    CHECK_CODE(greenroom_supervisor_stop_child_sync(
                   house.boss, &(Greenroom__ChildName){ .name = (char *)"b" }, NULL, NULL),
               GR_DEADLINE_EXCEEDED);
    uint64_t took_ms = (house.env->ops->now_ns(house.env) - before_ns) / ms;
    CHECK(took_ms >= 200 && took_ms < 250);
    CHECK_STR(listed(&house), "a:RUNNING:0:OK c:RUNNING:0:OK");
    CHECK_CODE(gr_actor_stop(house.boss.ref, NULL), GR_OK);
    pass(&house, 5000);
    close_house(&house);
}

static void a_child_killed_by_another_is_started_again(void)
{
    struct house house;
    struct plan plan;
    bond_child found;
    open_house(&house, 1);
    make_plan(&plan, ONE, PERMANENT);
    CHECK_CODE(hire(&house, &plan), GR_OK);
    CHECK_CODE(bond_child_lookup(house.node, "a", NULL, &found, NULL), GR_OK);
    CHECK_CODE(gr_actor_stop(found.ref, NULL), GR_OK);
    CHECK_CODE(greet(&house, "a", 1000), GR_OK);
    close_house(&house);
}

/* Whatever is going on when the supervisor is stopped, no child is left. */
static void a_stop_in_the_midst_of_anything_leaves_nobody(void)
{
    for (uint64_t at_ms = 0; at_ms < 400; at_ms += 10) {
        struct house house;
        struct plan plan;
        gr_node_stats stats;
        open_house(&house, at_ms / 10);
        make_plan(&plan, ALL, PERMANENT);
        plan.spec.first_pause_ms = 50;
        for (size_t i = 0; i < CHILDREN; i++) {
            pack_args(&plan, i, names[i], 60); /* each takes that long to stop */
        }
        CHECK_CODE(hire(&house, &plan), GR_OK);
        gr_ignore(bond_child_quit_sync(child(&house, "b"), &(bond_code){ .code = GR_INTERNAL },
                                       NULL, NULL));
        pass(&house, at_ms);
        CHECK_CODE(gr_actor_stop(house.boss.ref, NULL), GR_OK);
        pass(&house, 100);
        gr_node_get_stats(house.node, &stats);
        CHECK_UINT(stats.actors, 0);
        close_house(&house);
        (void)bond_traced();
    }
}

/* The caller gives up at once; the child is stopped all the same. */
static void a_callers_deadline_does_not_leave_a_child_behind(void)
{
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        for (uint32_t timeout_ms = 1; timeout_ms < 120; timeout_ms += 20) {
            struct house house;
            struct plan plan;
            gr_node_stats stats;
            open_house(&house, seed);
            make_plan(&plan, ONE, PERMANENT);
            plan.spec.n_children = 2;
            pack_args(&plan, 1, "b", 100);
            CHECK_CODE(hire(&house, &plan), GR_OK);
            CHECK_CODE(greenroom_supervisor_stop_child_sync(
                           house.boss, &(Greenroom__ChildName){ .name = (char *)"b" },
                           &(gr_call_options){ .timeout_ms = timeout_ms }, NULL),
                       timeout_ms < 100 ? GR_DEADLINE_EXCEEDED : GR_OK);
            pass(&house, 200);
            CHECK_STR(listed(&house), "a:RUNNING:0:OK");
            gr_node_get_stats(house.node, &stats);
            CHECK_UINT(stats.actors, 2);
            close_house(&house);
            (void)bond_traced();
        }
    }
}

/* Longer than a stop hook would have: each child has its own time. */
static void slow_children_each_have_their_time_to_stop(void)
{
    struct house house;
    struct plan plan;
    gr_node_stats stats;
    open_house(&house, 1);
    make_plan(&plan, ONE, PERMANENT);
    for (size_t i = 0; i < CHILDREN; i++) {
        pack_args(&plan, i, names[i], 3000);
    }
    CHECK_CODE(hire(&house, &plan), GR_OK);
    (void)bond_traced();
    CHECK_CODE(gr_actor_stop(house.boss.ref, &(gr_stop_options){ .timeout_ms = 20000 }), GR_OK);
    CHECK_STR(bond_traced(), "-c -b -a");
    gr_node_get_stats(house.node, &stats);
    CHECK_UINT(stats.actors, 0);
    close_house(&house);
}

static uint64_t alive(const struct house *house)
{
    gr_node_stats stats;
    gr_node_get_stats(house->node, &stats);
    return stats.actors;
}

/* The child whose start takes some time; and the one that is watched by somebody before. */
static const char *slow_name;
static uint32_t slow_ms;
static const char *watched_name;
static bond_member watcher;

static gr_code starts_slowly(struct bond_child_self *self, gr_context *ctx, const bond_word *args)
{
    gr_code code = GR_OK;
    if (slow_name != NULL && strcmp(slow_name, args->text) == 0) {
        code = gr_sleep(ctx, slow_ms);
    }
    if (code == GR_OK && watched_name != NULL && strcmp(watched_name, args->text) == 0) {
        watched_name = NULL;
        code = gr_monitor(gr_context_self(ctx), bond_member_fell_notice(watcher), 1, NULL);
    }
    return code == GR_OK ? bond_child_plain.hooks.start(self, ctx, args) : code;
}

static void open_slow_house(struct house *house, uint64_t seed, uint32_t max_monitors)
{
    static bond_child_type type;
    type = bond_child_plain;
    type.hooks.start = starts_slowly;
    slow_name = NULL;
    watched_name = NULL;
    house->env = bond_open(seed);
    house->node = bond_node(house->env, "house",
                            &(gr_node_options){ .workers = (uint32_t)(seed % 3) + 1,
                                                .limits = { .max_monitors = max_monitors } });
    CHECK_CODE(bond_child_offer(house->node, &type), GR_OK);
    CHECK_CODE(greenroom_supervisor_offer(house->node, &greenroom_supervisor_actor), GR_OK);
}

static void a_start_whose_deadline_passes_leaves_no_child(void)
{
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        struct house house;
        struct plan plan;
        open_slow_house(&house, seed, 0);
        slow_name = "b";
        slow_ms = 10000;
        make_plan(&plan, ONE, PERMANENT);
        CHECK_CODE(greenroom_supervisor_spawn(house.node, &greenroom_supervisor_actor, &plan.spec,
                                              NULL, &house.boss, NULL),
                   GR_DEADLINE_EXCEEDED);
        pass(&house, 60000);
        CHECK_UINT(alive(&house), 0);
        CHECK_CODE(greet(&house, "a", 100), GR_NOT_FOUND);
        close_house(&house);
        (void)bond_traced();
    }
}

static void stopped_in_the_middle_of_a_groups_stop_all_children_are_told(void)
{
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        struct house house;
        struct plan plan;
        open_house(&house, seed);
        make_plan(&plan, ALL, PERMANENT);
        pack_args(&plan, 2, "c", 500);
        CHECK_CODE(hire(&house, &plan), GR_OK);
        (void)bond_traced();
        end_child(&house, "a", GR_INTERNAL);
        pass(&house, 100); /* c is being stopped */
        CHECK_STR(bond_traced(), "-a -c");
        CHECK_CODE(gr_actor_stop(house.boss.ref, NULL), GR_OK);
        sim_settle(house.env);
        CHECK_STR(bond_traced(), "-b");
        CHECK_UINT(alive(&house), 0);
        close_house(&house);
        (void)bond_traced();
    }
}

/* The third child is being started, for a second. */
static void begin_slow_start(const struct house *house, const struct plan *plan,
                             greenroom_supervisor_start_child_future *out_starting)
{
    slow_name = "c";
    slow_ms = 1000;
    CHECK_CODE(
        greenroom_supervisor_start_child_async(house->boss, &plan->children[2], NULL, out_starting),
        GR_OK);
    sim_settle(house->env);
}

/* Its caller has given up while another child was started. */
static void a_stop_child_that_is_late_still_tells_the_child(void)
{
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        struct house house;
        struct plan plan;
        greenroom_supervisor_start_child_future starting;
        Greenroom__Child *started = NULL;
        open_slow_house(&house, seed, 0);
        make_plan(&plan, ONE, PERMANENT);
        plan.spec.n_children = 2;
        CHECK_CODE(hire(&house, &plan), GR_OK);
        end_child(&house, "a", GR_INTERNAL);
        begin_slow_start(&house, &plan, &starting);
        gr_ignore(greenroom_supervisor_stop_child_sync(
            house.boss, &(Greenroom__ChildName){ .name = (char *)"b" },
            &(gr_call_options){ .timeout_ms = 1000 + (uint32_t)seed % 2 },
            NULL)); /* or is not late */
        CHECK_CODE(greenroom_supervisor_start_child_await(&starting, &started, NULL), GR_OK);
        gr_free(started);
        pass(&house, 30000);
        bool is_listed = strstr(listed(&house), "b:") != NULL;
        CHECK_CODE(greet(&house, "b", 100), is_listed ? GR_OK : GR_NOT_FOUND);
        close_house(&house);
        (void)bond_traced();
    }
}

/* ---- those that stop late ---- */

static void hire_with_a_late_one(struct house *house, struct plan *plan, bool anonymous)
{
    pack_args(plan, 1, "b", 2000);
    plan->children[1].stop_timeout_ms = 100;
    plan->children[1].anonymous = anonymous;
    CHECK_CODE(hire(house, plan), GR_OK);
    (void)bond_traced();
}

/* In a group one that stops late is not started beside its last life, nor counted as a failure; and
 * those after it wait for it. */
static void a_group_waits_for_one_that_stops_late(void)
{
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        for (int anonymous = 0; anonymous <= 1; anonymous++) {
            struct house house;
            struct plan plan;
            open_house(&house, seed);
            make_plan(&plan, ALL, PERMANENT);
            hire_with_a_late_one(&house, &plan, anonymous == 1);
            end_child(&house, "a", GR_INTERNAL);
            pass(&house, 1500);
            CHECK_STR(bond_traced(), "-a -c -b +a");
            CHECK_STR(listed(&house), "a:RUNNING:1:INTERNAL b:WAITING:0:OK c:WAITING:0:OK");
            CHECK_UINT(alive(&house), 3);
            pass(&house, 1000);
            CHECK_STR(bond_traced(), "+b +c");
            CHECK_STR(listed(&house), "a:RUNNING:1:INTERNAL b:RUNNING:0:OK c:RUNNING:0:OK");
            CHECK_CODE(greet(&house, "c", 100), GR_OK);
            end_child(&house, "c", GR_INTERNAL); /* it is watched as ever */
            pass(&house, 5000);
            CHECK_STR(listed(&house), "a:RUNNING:1:INTERNAL b:RUNNING:0:OK c:RUNNING:1:INTERNAL");
            close_house(&house);
            (void)bond_traced();
        }
    }
}

static void another_failure_meanwhile_leaves_the_late_one_alone(void)
{
    struct house house;
    struct plan plan;
    open_house(&house, 1);
    make_plan(&plan, ALL, PERMANENT);
    hire_with_a_late_one(&house, &plan, false);
    end_child(&house, "c", GR_INTERNAL);
    pass(&house, 800);
    end_child(&house, "a", GR_INTERNAL);
    pass(&house, 3000);
    CHECK_STR(bond_traced(), "-c -b -a +a -a +a +b +c");
    CHECK_STR(listed(&house), "a:RUNNING:1:INTERNAL b:RUNNING:0:OK c:RUNNING:1:INTERNAL");
    close_house(&house);
    (void)bond_traced();
}

static void a_late_one_can_be_stopped_for_good(void)
{
    struct house house;
    struct plan plan;
    open_house(&house, 1);
    make_plan(&plan, ALL, PERMANENT);
    hire_with_a_late_one(&house, &plan, false);
    end_child(&house, "a", GR_INTERNAL);
    pass(&house, 500);
    const Greenroom__ChildName b = {
        .base = PROTOBUF_C_MESSAGE_INIT(&greenroom__child_name__descriptor), .name = (char *)"b"
    };
    CHECK_CODE(greenroom_supervisor_stop_child_sync(house.boss, &b, NULL, NULL),
               GR_DEADLINE_EXCEEDED);
    pass(&house, 3000);
    CHECK_STR(listed(&house), "a:RUNNING:1:INTERNAL c:RUNNING:0:OK");
    CHECK_UINT(alive(&house), 3);
    close_house(&house);
    (void)bond_traced();
}

/* Its first life has as many monitors as it may have before the supervisor comes. */
static void one_that_cannot_be_watched_and_stops_late_has_one_life_at_a_time(void)
{
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        struct house house;
        struct plan plan;
        open_slow_house(&house, seed, 1);
        watcher = bond_spawn(house.node, NULL);
        watched_name = "b";
        make_plan(&plan, ONE, PERMANENT);
        hire_with_a_late_one(&house, &plan, false);
        pass(&house, 1900);
        CHECK_UINT(alive(&house), 5);
        pass(&house, 2000);
        CHECK_UINT(alive(&house), 5);
        CHECK(strstr(bond_traced(), "+b") != NULL);
        CHECK_STR(listed(&house), "a:RUNNING:0:OK b:RUNNING:1:RESOURCE_EXHAUSTED c:RUNNING:0:OK");
        end_child(&house, "b", GR_INTERNAL);
        pass(&house, 4000);
        CHECK_STR(listed(&house), "a:RUNNING:0:OK b:RUNNING:2:INTERNAL c:RUNNING:0:OK");
        close_house(&house);
        (void)bond_traced();
    }
}

/* ---- what does not start a child ---- */

static void a_notice_that_is_forged_makes_no_second_child(void)
{
    struct house house;
    struct plan plan;
    open_house(&house, 1);
    make_plan(&plan, ONE, PERMANENT);
    plan.children[0].anonymous = true;
    CHECK_CODE(hire(&house, &plan), GR_OK);
    Greenroom__Down down = GREENROOM__DOWN__INIT;
    down.code = GR_INTERNAL;
    for (down.tag = 0; down.tag < 100; down.tag++) {
        CHECK_CODE(greenroom_supervisor_child_ended_oneway(house.boss, &down, NULL), GR_OK);
    }
    pass(&house, 1000);
    CHECK_STR(listed(&house), "a:RUNNING:0:OK b:RUNNING:0:OK c:RUNNING:0:OK");
    CHECK_UINT(alive(&house), 4);
    close_house(&house);
    (void)bond_traced();
}

/* While it starts another one, two children end: the first one's pause is over when it learns that
 * the second is one too many. */
static void one_that_has_given_up_starts_nobody(void)
{
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        struct house house;
        struct plan plan;
        greenroom_supervisor_start_child_future starting;
        Greenroom__Child *started = NULL;
        open_slow_house(&house, seed, 0);
        make_plan(&plan, ONE, PERMANENT);
        plan.spec.n_children = 2;
        plan.spec.max_restarts = 1;
        CHECK_CODE(hire(&house, &plan), GR_OK);
        end_child(&house, "a", GR_INTERNAL);
        begin_slow_start(&house, &plan, &starting);
        end_child(&house, "b", GR_INTERNAL);
        (void)bond_traced();
        CHECK_CODE(greenroom_supervisor_start_child_await(&starting, &started, NULL), GR_OK);
        gr_free(started);
        pass(&house, 1000);
        CHECK_STR(bond_traced(), "+c -c");
        CHECK_UINT(alive(&house), 0);
        close_house(&house);
    }
}

static void one_that_ended_normally_is_not_of_the_group_any_more(void)
{
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        struct house house;
        struct plan plan;
        open_house(&house, seed);
        make_plan(&plan, ALL, TRANSIENT);
        CHECK_CODE(hire(&house, &plan), GR_OK);
        end_child(&house, "a", GR_OK);
        end_child(&house, "b", GR_INTERNAL);
        pass(&house, 1000);
        CHECK_STR(listed(&house), "a:DONE:0:OK b:RUNNING:1:INTERNAL c:RUNNING:0:OK");
        close_house(&house);
        (void)bond_traced();
    }
}

/* ---- supervisors of supervisors ---- */

static size_t pack_spec(const Greenroom__SupervisorSpec *spec, uint8_t *packed, size_t cap)
{
    CHECK(greenroom__supervisor_spec__get_packed_size(spec) <= cap);
    return greenroom__supervisor_spec__pack(spec, packed);
}

static void a_supervisor_that_gives_up_is_started_again_by_its_own(void)
{
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        struct house house;
        struct plan inner, outer;
        uint8_t packed[1024];
        open_house(&house, seed);
        make_plan(&inner, ONE, PERMANENT);
        inner.spec.max_restarts = 1;
        make_plan(&outer, ONE, PERMANENT);
        outer.spec.n_children = 1;
        outer.children[0].name = (char *)"inner";
        outer.children[0].service = (char *)"greenroom.Supervisor";
        outer.children[0].args.data = packed;
        outer.children[0].args.len = pack_spec(&inner.spec, packed, sizeof(packed));
        CHECK_CODE(hire(&house, &outer), GR_OK);
        away_ms(&house);
        (void)bond_traced();
        end_child(&house, "a", GR_INTERNAL);
        pass(&house, 500);
        CHECK_STR(bond_traced(), "-a -c -b +a +b +c");
        CHECK_CODE(greet(&house, "a", 100), GR_OK);
        CHECK_CODE(gr_actor_stop(house.boss.ref, NULL), GR_OK);
        CHECK_STR(bond_traced(), "-c -b -a");
        close_house(&house);
    }
}

/* ---- storms ---- */

/* Many die again and again while callers go on: in the end all are there, and each call has ended.
 */
static void after_a_storm_all_are_there(void)
{
    enum { N = 40 };
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        struct house house;
        struct plan plan;
        open_house(&house, seed);
        make_plan(&plan, ONE, PERMANENT);
        plan.spec.n_children = 0;
        plan.spec.max_restarts = UINT32_MAX;
        plan.spec.max_pause_ms = 400;
        CHECK_CODE(hire(&house, &plan), GR_OK);
        char name[N][8];
        for (int i = 0; i < N; i++) {
            Greenroom__Child *started = NULL;
            Greenroom__ChildSpec spec = plan.children[0];
            (void)snprintf(name[i], sizeof(name[i]), "n%d", i);
            spec.name = name[i];
            CHECK_CODE(
                greenroom_supervisor_start_child_sync(house.boss, &spec, NULL, &started, NULL),
                GR_OK);
            gr_free(started);
        }
        for (int round = 0; round < 10; round++) {
            for (int i = 0; i < N; i++) {
                if ((unsigned)(i + round) % 3 != seed % 3) {
                    gr_ignore(bond_child_quit_oneway(child(&house, name[i]),
                                                     &(bond_code){ .code = GR_INTERNAL },
                                                     &(gr_oneway_options){ .timeout_ms = 1000 }));
                    /* it may be away: then this waited for it */
                }
            }
            pass(&house, 50);
        }
        pass(&house, 2000);
        for (int i = 0; i < N; i++) {
            CHECK_CODE(greet(&house, name[i], 10), GR_OK);
        }
        CHECK_CODE(gr_actor_stop(house.boss.ref, NULL), GR_OK);
        gr_node_stats stats;
        gr_node_get_stats(house.node, &stats);
        CHECK_UINT(stats.actors, 0);
        close_house(&house);
        (void)bond_traced();
    }
}

/* What one thread does to the children, by their names. */
struct vandal {
    gr_node *node;
    uint32_t seed;
    uint32_t n_ok;
};

static void *rage(void *arg)
{
    struct vandal *vandal = arg;
    for (uint32_t i = 0; i < 150; i++) {
        bond_child child;
        bond_word *reply = NULL;
        const gr_call_options options = { .timeout_ms = 2000 };
        gr_code code = bond_child_named(vandal->node, names[(i + vandal->seed) % CHILDREN], &child);
        if (code == GR_OK && i % 5 == vandal->seed) {
            gr_ignore(bond_child_quit_sync(child, &(bond_code){ .code = GR_INTERNAL }, &options,
                                           NULL)); /* another may have been faster */
        } else if (code == GR_OK) {
            code = bond_child_greet_sync(child, &options, &reply, NULL);
            gr_free(reply);
            CHECK(code == GR_OK || code == GR_UNAVAILABLE);
            vandal->n_ok += code == GR_OK;
        }
    }
    return NULL;
}

static void on_real_threads_a_storm_passes(void)
{
    enum { VANDALS = 3 };
    static const Greenroom__SupervisorSpec__Strategy strategies[] = { ONE, ALL, REST };
    for (size_t k = 0; k < 3; k++) {
        pthread_t threads[VANDALS];
        struct vandal vandals[VANDALS];
        struct house house = { .env = NULL };
        struct plan plan;
        gr_node_stats stats;
        (void)bond_traced();
        gr_log_set_level(GR_LOG_ERROR);
        CHECK_CODE(gr_node_create(&(gr_node_options){ .workers = 4 }, &house.node), GR_OK);
        CHECK_CODE(bond_child_offer(house.node, &bond_child_plain), GR_OK);
        make_plan(&plan, strategies[k], PERMANENT);
        plan.spec.max_restarts = UINT32_MAX;
        plan.spec.first_pause_ms = 1;
        plan.spec.max_pause_ms = 2;
        CHECK_CODE(hire(&house, &plan), GR_OK);
        for (uint32_t i = 0; i < VANDALS; i++) {
            vandals[i] = (struct vandal){ .node = house.node, .seed = i };
            CHECK(pthread_create(&threads[i], NULL, rage, &vandals[i]) == 0);
        }
        for (uint32_t i = 0; i < VANDALS; i++) {
            pthread_join(threads[i], NULL);
            CHECK(vandals[i].n_ok > 0);
        }
        for (size_t i = 0; i < CHILDREN; i++) {
            gr_code code = GR_UNAVAILABLE;
            for (int tries = 0; tries < 10 && code == GR_UNAVAILABLE; tries++) {
                code = greet(&house, names[i], 5000); /* a last restart may be under way */
            }
            CHECK_CODE(code, GR_OK);
        }
        CHECK_CODE(gr_actor_stop(house.boss.ref, NULL), GR_OK);
        gr_node_get_stats(house.node, &stats);
        CHECK_UINT(stats.actors, 0);
        bond_end(house.node);
        gr_log_set_level(GR_LOG_WARN);
    }
}

/* A tick that finds the mailbox full is made good by whatever is handled next. */
static void a_full_mailbox_does_not_keep_a_child_from_its_restart(void)
{
    struct house house;
    struct plan plan;
    open_house(&house, 1);
    make_plan(&plan, ONE, PERMANENT);
    CHECK_CODE(greenroom_supervisor_spawn(house.node, &greenroom_supervisor_actor, &plan.spec,
                                          &(gr_spawn_options){ .mailbox_messages = 1 }, &house.boss,
                                          NULL),
               GR_OK);
    end_child(&house, "a", GR_INTERNAL);
    end_child(&house, "b", GR_INTERNAL);
    pass(&house, 200);
    CHECK(strstr(listed(&house), "a:RUNNING:1") != NULL);
    CHECK(strstr(listed(&house), "b:RUNNING:1") != NULL);
    close_house(&house);
}

static void a_tick_that_found_no_room_is_made_good_by_the_next_call(void)
{
    struct house house;
    struct plan plan;
    greenroom_supervisor_stop_child_future stopping = { NULL };
    greenroom_supervisor_list_children_future listing = { NULL };
    const Greenroom__ChildName name = { .name = (char *)"b" };
    open_house(&house, 1);
    make_plan(&plan, ONE, PERMANENT);
    pack_args(&plan, 1, "b", 500);
    CHECK_CODE(greenroom_supervisor_spawn(house.node, &greenroom_supervisor_actor, &plan.spec,
                                          &(gr_spawn_options){ .mailbox_messages = 1 }, &house.boss,
                                          NULL),
               GR_OK);
    end_child(&house, "a", GR_INTERNAL);
    CHECK_CODE(greenroom_supervisor_stop_child_async(house.boss, &name, NULL, &stopping), GR_OK);
    sim_settle(house.env);
    CHECK_CODE(greenroom_supervisor_list_children_async(house.boss, NULL, &listing), GR_OK);
    pass(&house, 300); /* the tick came, while it was busy and its mailbox full */
    CHECK(!gr_future_is_done(stopping.future));
    pass(&house, 300);
    CHECK_CODE(greet(&house, "a", 100), GR_OK);
    CHECK_CODE(greenroom_supervisor_stop_child_await(&stopping, NULL), GR_OK);
    gr_future_drop(&listing.future);
    close_house(&house);
}

/* One allocation fails after the other, at the start and through a restart: in the end its children
 * are there, or it has ended, and they with it. */
static void without_memory_its_children_are_there_or_it_has_ended(void)
{
    bool goes_on = true;
    size_t n_ended = 0;
    for (size_t nth = 1; goes_on && nth < 2000; nth++) {
        struct house house;
        struct plan plan;
        bond_child ref;
        bond_word *reply = NULL;
        gr_node_stats stats;
        open_house(&house, 2);
        make_plan(&plan, ALL, PERMANENT);
        CHECK_CODE(bond_child_named(house.node, "a", &ref), GR_OK);
        suite_fail_allocation(nth);
        gr_code code = hire(&house, &plan);
        gr_ignore(bond_child_quit_sync(ref, &(bond_code){ .code = GR_INTERNAL }, NULL, NULL));
        /* it may have been what failed, and nobody may be there */
        pass(&house, 2000);
        goes_on = suite_allocation_failed();
        suite_fail_allocation(0);
        bool is_there = bond_child_greet_sync(ref, &(gr_call_options){ .timeout_ms = 100 }, &reply,
                                              NULL) == GR_OK;
        gr_free(reply);
        bool has_ended = code != GR_OK || gr_actor_stop(house.boss.ref, NULL) == GR_UNAVAILABLE;
        CHECK(is_there != has_ended);
        n_ended += has_ended;
        gr_node_get_stats(house.node, &stats);
        CHECK_UINT(stats.actors, 0);
        close_house(&house);
        (void)bond_traced();
    }
    CHECK(!goes_on && n_ended > 0);
}

GR_SUITE(
    "supervisor",
    { "one_for_one_starts_the_one_again_after_a_pause",
      one_for_one_starts_the_one_again_after_a_pause },
    { "one_for_all_stops_all_and_starts_all_again", one_for_all_stops_all_and_starts_all_again },
    { "rest_for_one_takes_those_that_came_after_it", rest_for_one_takes_those_that_came_after_it },
    { "kinds_of_restart_are_kept", kinds_of_restart_are_kept },
    { "pauses_double_up_to_the_maximum_and_begin_anew_after_health",
      pauses_double_up_to_the_maximum_and_begin_anew_after_health },
    { "calls_by_name_wait_for_a_restarting_child_until_their_deadline",
      calls_by_name_wait_for_a_restarting_child_until_their_deadline },
    { "too_many_restarts_end_the_supervisor_and_its_children",
      too_many_restarts_end_the_supervisor_and_its_children },
    { "restarts_outside_of_the_window_do_not_count", restarts_outside_of_the_window_do_not_count },
    { "a_child_that_does_not_start_fails_the_supervisors_start",
      a_child_that_does_not_start_fails_the_supervisors_start },
    { "a_child_that_does_not_start_again_is_tried_until_it_is_too_much",
      a_child_that_does_not_start_again_is_tried_until_it_is_too_much },
    { "it_goes_on_when_the_child_starts_after_all", it_goes_on_when_the_child_starts_after_all },
    { "senseless_plans_are_refused", senseless_plans_are_refused },
    { "children_come_and_go_by_calls", children_come_and_go_by_calls },
    { "a_child_that_does_not_stop_is_told_and_left", a_child_that_does_not_stop_is_told_and_left },
    { "a_stop_in_the_midst_of_anything_leaves_nobody",
      a_stop_in_the_midst_of_anything_leaves_nobody },
    { "a_callers_deadline_does_not_leave_a_child_behind",
      a_callers_deadline_does_not_leave_a_child_behind },
    { "slow_children_each_have_their_time_to_stop", slow_children_each_have_their_time_to_stop },
    { "a_start_whose_deadline_passes_leaves_no_child",
      a_start_whose_deadline_passes_leaves_no_child },
    { "stopped_in_the_middle_of_a_groups_stop_all_children_are_told",
      stopped_in_the_middle_of_a_groups_stop_all_children_are_told },
    { "a_stop_child_that_is_late_still_tells_the_child",
      a_stop_child_that_is_late_still_tells_the_child },
    { "a_group_waits_for_one_that_stops_late", a_group_waits_for_one_that_stops_late },
    { "another_failure_meanwhile_leaves_the_late_one_alone",
      another_failure_meanwhile_leaves_the_late_one_alone },
    { "a_late_one_can_be_stopped_for_good", a_late_one_can_be_stopped_for_good },
    { "one_that_cannot_be_watched_and_stops_late_has_one_life_at_a_time",
      one_that_cannot_be_watched_and_stops_late_has_one_life_at_a_time },
    { "a_notice_that_is_forged_makes_no_second_child",
      a_notice_that_is_forged_makes_no_second_child },
    { "one_that_has_given_up_starts_nobody", one_that_has_given_up_starts_nobody },
    { "one_that_ended_normally_is_not_of_the_group_any_more",
      one_that_ended_normally_is_not_of_the_group_any_more },
    { "a_child_killed_by_another_is_started_again", a_child_killed_by_another_is_started_again },
    { "a_supervisor_that_gives_up_is_started_again_by_its_own",
      a_supervisor_that_gives_up_is_started_again_by_its_own },
    { "after_a_storm_all_are_there", after_a_storm_all_are_there },
    { "a_full_mailbox_does_not_keep_a_child_from_its_restart",
      a_full_mailbox_does_not_keep_a_child_from_its_restart },
    { "on_real_threads_a_storm_passes", on_real_threads_a_storm_passes },
    { "a_tick_that_found_no_room_is_made_good_by_the_next_call",
      a_tick_that_found_no_room_is_made_good_by_the_next_call },
    { "without_memory_its_children_are_there_or_it_has_ended",
      without_memory_its_children_are_there_or_it_has_ended })
