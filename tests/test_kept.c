/* SPDX-License-Identifier: MIT */
/* Names that are kept while their actor restarts, and types that are made by name. */
#include <string.h>

#include "bond.h"

enum { SEEDS = 6 };
static const uint64_t ms = 1000000;

static gr_code keep(bond_member by, const char *name)
{
    return bond_member_keep_sync(by, &(bond_word){ .text = (char *)name }, NULL, NULL);
}

static gr_code let_go(bond_member by, const char *name)
{
    return bond_member_release_sync(by, &(bond_word){ .text = (char *)name }, NULL, NULL);
}

static gr_code greet(bond_child to, uint32_t timeout_ms)
{
    bond_word *reply = NULL;
    gr_code code =
        bond_child_greet_sync(to, &(gr_call_options){ .timeout_ms = timeout_ms }, &reply, NULL);
    gr_free(reply);
    return code;
}

static bond_child named(gr_node *node, const char *name)
{
    bond_child ref = { { 0, 0, 0 } };
    CHECK_CODE(bond_child_named(node, name, &ref), GR_OK);
    return ref;
}

static bond_child spawn(gr_node *node, const char *name)
{
    bond_child child = { { 0, 0, 0 } };
    CHECK_CODE(bond_child_spawn(node, &bond_child_plain, &(bond_word){ .text = (char *)"child" },
                                &(gr_spawn_options){ .name = name }, &child, NULL),
               GR_OK);
    return child;
}

/* An actor that greets a named ref when it is told to watch it: it waits in its own handler. */
static void a_call_waits_until_the_name_is_registered_again(void)
{
    for (uint32_t workers = 1; workers <= 3; workers++) {
        gri_env *env = bond_open(workers);
        gr_node *node = bond_node(env, "one", &(gr_node_options){ .workers = workers });
        bond_member keeper = bond_spawn(node, NULL);
        bond_member caller = bond_spawn(node, NULL);
        const bond_whom whom = { .name = (char *)"x", .tag = 1 };
        CHECK_CODE(keep(keeper, "x"), GR_OK);
        CHECK_CODE(keep(keeper, "x"), GR_OK); /* twice is once */
        CHECK_CODE(bond_member_watch_oneway(caller, &whom, NULL), GR_OK);
        sim_advance(env, 1000 * ms);
        CHECK_STR(bond_traced(), "");
        bond_member first = bond_spawn(node, "x");
        sim_settle(env);
        CHECK_CODE(gr_actor_stop(first.ref, NULL), GR_OK);
        sim_settle(env);
        CHECK_STR(bond_traced(), "1:ENDED:OK");
        CHECK_CODE(bond_member_watch_oneway(caller, &whom, NULL), GR_OK);
        sim_settle(env);
        bond_member second = bond_spawn(node, "x");
        sim_settle(env);
        CHECK_CODE(bond_stop(second, GR_OK), GR_OK);
        sim_settle(env);
        CHECK_STR(bond_traced(), "1:ENDED:OK");
        bond_end(node);
        bond_close(env);
    }
}

static void it_waits_until_its_deadline_and_no_longer(void)
{
    gri_env *env = bond_open(1);
    gr_node *node = bond_node(env, "one", &(gr_node_options){ .workers = 2 });
    bond_member keeper = bond_spawn(node, NULL);
    gr_error error = GR_ERROR_INIT;
    bond_child found;
    CHECK_CODE(keep(keeper, "x"), GR_OK);
    uint64_t before_ns = env->ops->now_ns(env);
    CHECK_CODE(greet(named(node, "x"), 300), GR_DEADLINE_EXCEEDED);
    uint64_t took_ms = (env->ops->now_ns(env) - before_ns) / ms;
    CHECK(took_ms >= 300 && took_ms < 320);
    CHECK_CODE(bond_child_lookup(node, "x", &(gr_call_options){ .timeout_ms = 20 }, &found, &error),
               GR_DEADLINE_EXCEEDED);
    CHECK(strstr(error.message, "restarts") != NULL);
    gr_error_fini(&error);
    bond_end(node);
    bond_close(env);
}

static void a_name_that_is_released_is_not_found(void)
{
    gri_env *env = bond_open(1);
    gr_node *node = bond_node(env, "one", &(gr_node_options){ .workers = 2 });
    bond_member keeper = bond_spawn(node, NULL);
    bond_member other = bond_spawn(node, NULL);
    bond_member caller = bond_spawn(node, NULL);
    const bond_whom whom = { .name = (char *)"x", .tag = 1 };
    CHECK_CODE(keep(keeper, "x"), GR_OK);
    CHECK_CODE(keep(keeper, "y"), GR_OK);
    CHECK_CODE(keep(other, "x"), GR_ALREADY_EXISTS);
    CHECK_CODE(let_go(other, "x"), GR_NOT_FOUND);
    CHECK_CODE(keep(keeper, "no name"), GR_INVALID_ARGUMENT);
    CHECK_CODE(gr_keep_name(NULL, "x"), GR_FAILED_PRECONDITION);
    CHECK_CODE(gr_release_name(NULL, "x"), GR_FAILED_PRECONDITION);
    CHECK_CODE(bond_member_watch_oneway(caller, &whom, NULL), GR_OK);
    sim_settle(env);
    CHECK_CODE(let_go(keeper, "x"), GR_OK);
    sim_settle(env);
    CHECK_STR(bond_traced(), "1:GONE:NOT_FOUND");
    CHECK_CODE(greet(named(node, "x"), 100), GR_NOT_FOUND);
    /* the other one goes with its keeper */
    bond_child there = spawn(node, "y");
    CHECK_CODE(gr_actor_stop(keeper.ref, NULL), GR_OK);
    CHECK_CODE(greet(named(node, "y"), 100), GR_OK);
    CHECK_CODE(gr_actor_stop(there.ref, NULL), GR_OK);
    CHECK_CODE(greet(named(node, "y"), 100), GR_NOT_FOUND);
    bond_end(node);
    bond_close(env);
}

static void so_many_wait_and_no_more(void)
{
    gri_env *env = bond_open(1);
    gr_node *node =
        bond_node(env, "one", &(gr_node_options){ .workers = 2, .limits = { .max_lookups = 2 } });
    bond_member keeper = bond_spawn(node, NULL);
    const bond_whom whom = { .name = (char *)"x", .tag = 1 };
    CHECK_CODE(keep(keeper, "x"), GR_OK);
    for (int i = 0; i < 2; i++) {
        CHECK_CODE(bond_member_watch_oneway(bond_spawn(node, NULL), &whom, NULL), GR_OK);
    }
    sim_settle(env);
    CHECK_CODE(greet(named(node, "x"), 100), GR_RESOURCE_EXHAUSTED);
    sim_advance(env, 6000 * ms); /* those have given up */
    CHECK_CODE(greet(named(node, "x"), 100), GR_DEADLINE_EXCEEDED);
    bond_end(node);
    bond_close(env);
}

/* ---- from another node ---- */

static void from_another_node_it_waits_as_well(void)
{
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        gri_env *env;
        gr_node *front, *back;
        bond_open_two(seed, &env, &front, &back);
        bond_member keeper = bond_spawn(back, NULL);
        bond_child ref = named(front, "back/x");
        bond_child_greet_future future = { NULL };
        bond_word *reply = NULL;
        CHECK_CODE(keep(keeper, "x"), GR_OK);
        CHECK_CODE(greet(ref, 100), GR_DEADLINE_EXCEEDED);
        bond_child first = spawn(back, "x");
        CHECK_CODE(greet(ref, 100), GR_OK);
        CHECK_CODE(gr_actor_stop(first.ref, NULL), GR_OK);
        sim_settle(env);
        CHECK_CODE(greet(ref, 100), GR_DEADLINE_EXCEEDED);
        spawn(back, "x");
        CHECK_CODE(greet(ref, 100), GR_OK);
        CHECK_CODE(bond_child_greet_async(ref, NULL, &future), GR_OK);
        CHECK_CODE(bond_child_greet_await(&future, &reply, NULL), GR_OK);
        gr_free(reply);
        bond_end(front);
        bond_end(back);
        bond_close(env);
    }
}

/* On front, so that its wait is another node's question. */
static void questions_are_answered_when_the_name_is_back_or_released(void)
{
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        gri_env *env;
        gr_node *front, *back;
        bond_open_two(seed, &env, &front, &back);
        bond_member keeper = bond_spawn(back, NULL);
        bond_member one = bond_spawn(front, NULL);
        bond_member other = bond_spawn(front, NULL);
        const bond_whom x = { .name = (char *)"back/x", .tag = 1 };
        const bond_whom y = { .name = (char *)"back/y", .tag = 2 };
        CHECK_CODE(keep(keeper, "x"), GR_OK);
        CHECK_CODE(keep(keeper, "y"), GR_OK);
        CHECK_CODE(bond_member_watch_oneway(one, &x, NULL), GR_OK);
        CHECK_CODE(bond_member_watch_oneway(other, &y, NULL), GR_OK);
        sim_advance(env, 1000 * ms);
        CHECK_STR(bond_traced(), "");
        CHECK_CODE(let_go(keeper, "y"), GR_OK);
        sim_advance(env, 10 * ms);
        CHECK_STR(bond_traced(), "2:GONE:NOT_FOUND");
        bond_member there = bond_spawn(back, "x");
        sim_advance(env, 10 * ms);
        CHECK_CODE(bond_stop(there, GR_INTERNAL), GR_OK);
        sim_advance(env, 10 * ms);
        CHECK_STR(bond_traced(), "ended:INTERNAL 1:ENDED:INTERNAL");
        bond_end(front);
        bond_end(back);
        bond_close(env);
    }
}

static void a_session_that_ends_takes_its_questions_along(void)
{
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        gri_env *env;
        gr_node *front, *back;
        bond_open_two(seed, &env, &front, &back);
        bond_member keeper = bond_spawn(back, NULL);
        bond_member one = bond_spawn(front, NULL);
        const bond_whom x = { .name = (char *)"back/x", .tag = 1 };
        CHECK_CODE(keep(keeper, "x"), GR_OK);
        for (int i = 0; i < 3; i++) {
            CHECK_CODE(bond_member_watch_oneway(one, &x, NULL), GR_OK);
            sim_advance(env, 50 * ms);
            sim_cut(env, BOND_URL);
            sim_advance(env, 1000 * ms);
        }
        CHECK_STR(bond_traced(), "1:LOST:UNAVAILABLE 1:LOST:UNAVAILABLE 1:LOST:UNAVAILABLE");
        CHECK_CODE(bond_member_watch_oneway(one, &x, NULL), GR_OK);
        sim_advance(env, 50 * ms);
        bond_end(back); /* with a question open */
        sim_advance(env, 50 * ms);
        bond_end(front);
        bond_close(env);
    }
}

static void questions_of_a_session_that_ended_leave_their_places(void)
{
    gri_env *env = bond_open(1);
    gr_node *back = bond_node(env, "back", &(gr_node_options){ .limits = { .max_lookups = 1 } });
    gr_node *front = bond_node(env, "front", NULL);
    bond_member keeper = bond_spawn(back, NULL);
    const bond_whom x = { .name = (char *)"back/x", .tag = 1 };
    CHECK_CODE(gr_node_listen(back, BOND_URL, NULL), GR_OK);
    CHECK_CODE(gr_node_connect(front, BOND_URL), GR_OK);
    CHECK_CODE(keep(keeper, "x"), GR_OK);
    for (int i = 0; i < 5; i++) { /* each would wait for five seconds */
        CHECK_CODE(greet(named(front, "back/x"), 20), GR_DEADLINE_EXCEEDED);
        sim_advance(env, 10 * ms);
        CHECK_CODE(bond_member_watch_oneway(bond_spawn(front, NULL), &x, NULL), GR_OK);
        sim_advance(env, 10 * ms);
        sim_cut(env, BOND_URL);
        sim_advance(env, 300 * ms);
    }
    CHECK_STR(bond_traced(), "1:LOST:UNAVAILABLE 1:LOST:UNAVAILABLE 1:LOST:UNAVAILABLE "
                             "1:LOST:UNAVAILABLE 1:LOST:UNAVAILABLE");
    bond_end(front);
    bond_end(back);
    bond_close(env);
}

static void questions_too_are_bounded_and_stale_ones_make_room(void)
{
    gri_env *env = bond_open(1);
    gr_node *back = bond_node(env, "back", &(gr_node_options){ .limits = { .max_lookups = 2 } });
    gr_node *front = bond_node(env, "front", NULL);
    bond_member keeper = bond_spawn(back, NULL);
    CHECK_CODE(gr_node_listen(back, BOND_URL, NULL), GR_OK);
    CHECK_CODE(gr_node_connect(front, BOND_URL), GR_OK);
    CHECK_CODE(keep(keeper, "x"), GR_OK);
    const bond_whom x = { .name = (char *)"back/x", .tag = 1 };
    for (int i = 0; i < 2; i++) {
        CHECK_CODE(bond_member_watch_oneway(bond_spawn(front, NULL), &x, NULL), GR_OK);
    }
    sim_advance(env, 100 * ms);
    CHECK_CODE(greet(named(front, "back/x"), 100), GR_RESOURCE_EXHAUSTED);
    sim_advance(env, 6000 * ms);
    CHECK_CODE(greet(named(front, "back/x"), 100), GR_DEADLINE_EXCEEDED);
    bond_end(front);
    bond_end(back);
    bond_close(env);
}

static void open_two_bounded(gri_env **env, gr_node **front, gr_node **back, uint32_t max_lookups)
{
    *env = bond_open(1);
    *back = bond_node(*env, "back", &(gr_node_options){ .limits = { .max_lookups = max_lookups } });
    *front = bond_node(*env, "front", NULL);
    CHECK_CODE(gr_node_listen(*back, BOND_URL, NULL), GR_OK);
    CHECK_CODE(gr_node_connect(*front, BOND_URL), GR_OK);
    sim_advance(*env, 100 * ms);
}

static void close_two(gri_env *env, gr_node *front, gr_node *back)
{
    bond_end(front);
    bond_end(back);
    bond_close(env);
}

static void stale_questions_about_one_name_do_not_block_another(void)
{
    gri_env *env;
    gr_node *front, *back;
    open_two_bounded(&env, &front, &back, 3);
    bond_member keeper = bond_spawn(back, NULL);
    CHECK_CODE(keep(keeper, "x"), GR_OK);
    CHECK_CODE(keep(keeper, "y"), GR_OK);
    for (int i = 0; i < 3; i++) {
        CHECK_CODE(greet(named(front, "back/x"), 50), GR_DEADLINE_EXCEEDED);
    }
    sim_advance(env, 10000 * ms); /* all of them gave up long ago */
    CHECK_CODE(greet(named(back, "y"), 50), GR_DEADLINE_EXCEEDED); /* those here make room, too */
    for (int i = 0; i < 3; i++) {
        CHECK_CODE(greet(named(front, "back/x"), 50), GR_DEADLINE_EXCEEDED);
    }
    sim_advance(env, 10000 * ms);
    CHECK_CODE(greet(named(front, "back/y"), 50), GR_DEADLINE_EXCEEDED);
    CHECK_CODE(greet(named(back, "x"), 50), GR_DEADLINE_EXCEEDED);
    close_two(env, front, back);
}

static void an_unlink_leaves_no_question_behind(void)
{
    gri_env *env;
    gr_node *front, *back;
    open_two_bounded(&env, &front, &back, 2);
    bond_member keeper = bond_spawn(back, NULL);
    bond_member one = bond_spawn(front, NULL);
    const bond_whom x = { .name = (char *)"back/x", .tag = 1 };
    CHECK_CODE(keep(keeper, "x"), GR_OK);
    for (int i = 0; i < 2; i++) {
        CHECK_CODE(bond_member_untie_sync(one, &x, NULL, NULL), GR_NOT_FOUND);
    }
    sim_advance(env, 10 * ms);
    CHECK_CODE(greet(named(front, "back/x"), 50), GR_DEADLINE_EXCEEDED);
    close_two(env, front, back);
}

/* Calls by a name, without a deadline. */
static gr_code calls_for_ever(struct bond_member_self *self, gr_context *ctx,
                              const bond_whom *request)
{
    bond_child ref;
    bond_word *reply = NULL;
    (void)self;
    gr_code code = bond_child_named(gr_context_node(ctx), request->name, &ref);
    if (code == GR_OK) {
        code = bond_child_greet_sync(ref, &(gr_call_options){ .timeout_ms = GR_FOREVER }, &reply,
                                     NULL);
    }
    return code;
}

static void a_caller_that_is_stopped_takes_its_question_along(void)
{
    static bond_member_type type;
    gri_env *env;
    gr_node *front, *back;
    open_two_bounded(&env, &front, &back, 2);
    type = bond_plain;
    type.watch = calls_for_ever;
    bond_member keeper = bond_spawn(back, NULL);
    const bond_whom x = { .name = (char *)"back/x", .tag = 1 };
    CHECK_CODE(keep(keeper, "x"), GR_OK);
    for (int i = 0; i < 2; i++) {
        bond_member one;
        CHECK_CODE(bond_member_spawn(front, &type, NULL, &one, NULL), GR_OK);
        CHECK_CODE(bond_member_watch_oneway(one, &x, NULL), GR_OK);
        sim_advance(env, 100 * ms);
        CHECK_CODE(gr_actor_stop(one.ref, NULL), GR_OK);
    }
    sim_settle(env);
    CHECK_CODE(greet(named(front, "back/x"), 50), GR_DEADLINE_EXCEEDED);
    spawn(back, "x");
    CHECK_CODE(greet(named(front, "back/x"), 50), GR_OK);
    close_two(env, front, back);
}

/* The share of 64 is 16. */
static void one_node_asks_so_much_and_leaves_room_for_others(void)
{
    gri_env *env;
    gr_node *front, *back;
    open_two_bounded(&env, &front, &back, 64);
    gr_node *side = bond_node(env, "side", NULL);
    bond_member keeper = bond_spawn(back, NULL);
    const bond_whom x = { .name = (char *)"back/x", .tag = 1 };
    CHECK_CODE(gr_node_connect(side, BOND_URL), GR_OK);
    CHECK_CODE(keep(keeper, "x"), GR_OK);
    for (int i = 0; i < 16; i++) {
        CHECK_CODE(bond_member_watch_oneway(bond_spawn(front, NULL), &x, NULL), GR_OK);
    }
    sim_advance(env, 100 * ms);
    CHECK_CODE(greet(named(front, "back/x"), 100), GR_RESOURCE_EXHAUSTED);
    CHECK_CODE(greet(named(side, "back/x"), 100), GR_DEADLINE_EXCEEDED);
    CHECK_CODE(greet(named(back, "x"), 100), GR_DEADLINE_EXCEEDED);
    sim_advance(env, 6000 * ms); /* they have given up */
    CHECK_CODE(greet(named(front, "back/x"), 100), GR_DEADLINE_EXCEEDED);
    (void)bond_traced();
    bond_end(side);
    close_two(env, front, back);
}

/* ---- memory ---- */

static void without_memory_nothing_hangs(void)
{
    bool goes_on = true;
    for (size_t nth = 1; goes_on; nth++) {
        gri_env *env;
        gr_node *front, *back;
        bond_open_two(1, &env, &front, &back);
        bond_member keeper = bond_spawn(back, NULL);
        suite_fail_allocation(nth);
        gr_code kept = keep(keeper, "x");
        bond_child ref;
        gr_code code = bond_child_named(front, "back/x", &ref);
        code = code == GR_OK ? greet(ref, 50) : code;
        goes_on = suite_allocation_failed();
        suite_fail_allocation(0);
        CHECK(goes_on || (kept == GR_OK && code == GR_DEADLINE_EXCEEDED));
        bond_end(front);
        bond_end(back);
        bond_close(env);
        if (nth > 300) {
            break;
        }
    }
    CHECK(!goes_on);
}

/* ---- types by name ---- */

static void an_actor_is_made_by_its_services_name(void)
{
    gri_env *env = bond_open(1);
    gr_node *node = bond_node(env, "one", &(gr_node_options){ .workers = 2 });
    uint8_t packed[64];
    gr_error error = GR_ERROR_INIT;
    bond_child child = { { 0, 0, 0 } };
    bond_word args = BOND__WORD__INIT;
    args.text = (char *)"packed";
    size_t len = bond__word__pack(&args, packed);
    CHECK_CODE(gr_spawn_offered(node, "bond.Child", packed, len, NULL, &child.ref, &error),
               GR_NOT_FOUND);
    CHECK(strstr(error.message, "bond.Child") != NULL);
    CHECK_CODE(bond_child_offer(node, &bond_child_plain), GR_OK);
    CHECK_CODE(bond_child_offer(node, &bond_child_plain), GR_ALREADY_EXISTS);
    CHECK_CODE(bond_child_offer(NULL, &bond_child_plain), GR_INVALID_ARGUMENT);
    CHECK_CODE(bond_member_offer(node, &bond_plain), GR_OK);
    CHECK_CODE(gr_spawn_offered(node, "bond.Child", packed, len,
                                &(gr_spawn_options){ .name = "child" }, &child.ref, &error),
               GR_OK);
    CHECK_STR(bond_traced(), "+packed");
    CHECK_CODE(greet(child, 100), GR_OK);
    CHECK_CODE(greet(named(node, "child"), 100), GR_OK);
    CHECK_CODE(gr_spawn_offered(node, "bond.Child", "\xff\xff", 2, NULL, &child.ref, &error),
               GR_INVALID_ARGUMENT);
    CHECK_CODE(gr_spawn_offered(node, "bond.Child", NULL, 2, NULL, &child.ref, &error),
               GR_INVALID_ARGUMENT);
    CHECK_CODE(gr_spawn_offered(node, "bond.Member", packed, len, NULL, &child.ref, &error),
               GR_INVALID_ARGUMENT);
    CHECK_CODE(gr_spawn_offered(node, "bond.Member", NULL, 0, NULL, &child.ref, &error), GR_OK);
    bond_failing = "packed";
    CHECK_CODE(gr_spawn_offered(node, "bond.Child", packed, len, NULL, &child.ref, &error),
               GR_DATA_LOSS);
    CHECK_STR(error.message, "told to");
    gr_error_fini(&error);
    bond_end(node);
    bond_close(env);
}

GR_SUITE("kept",
         { "a_call_waits_until_the_name_is_registered_again",
           a_call_waits_until_the_name_is_registered_again },
         { "it_waits_until_its_deadline_and_no_longer", it_waits_until_its_deadline_and_no_longer },
         { "a_name_that_is_released_is_not_found", a_name_that_is_released_is_not_found },
         { "so_many_wait_and_no_more", so_many_wait_and_no_more },
         { "from_another_node_it_waits_as_well", from_another_node_it_waits_as_well },
         { "questions_are_answered_when_the_name_is_back_or_released",
           questions_are_answered_when_the_name_is_back_or_released },
         { "a_session_that_ends_takes_its_questions_along",
           a_session_that_ends_takes_its_questions_along },
         { "questions_of_a_session_that_ended_leave_their_places",
           questions_of_a_session_that_ended_leave_their_places },
         { "questions_too_are_bounded_and_stale_ones_make_room",
           questions_too_are_bounded_and_stale_ones_make_room },
         { "stale_questions_about_one_name_do_not_block_another",
           stale_questions_about_one_name_do_not_block_another },
         { "an_unlink_leaves_no_question_behind", an_unlink_leaves_no_question_behind },
         { "a_caller_that_is_stopped_takes_its_question_along",
           a_caller_that_is_stopped_takes_its_question_along },
         { "one_node_asks_so_much_and_leaves_room_for_others",
           one_node_asks_so_much_and_leaves_room_for_others },
         { "without_memory_nothing_hangs", without_memory_nothing_hangs },
         { "an_actor_is_made_by_its_services_name", an_actor_is_made_by_its_services_name })
