/* SPDX-License-Identifier: MIT */
/* Links: that an abnormal end spreads, a normal one does not, in both directions, and across nodes.
 */
#include <string.h>

#include "bond.h"

enum { SEEDS = 6 };
static const uint64_t ms = 1000000;

/* Both in one node, or one on each of two. */
struct pair {
    gri_env *env;
    gr_node *front, *back; /* the same, where there is one */
    bond_member one;       /* on front */
    bond_member other;     /* on back, as front has it */
};

static void open_pair(struct pair *pair, uint64_t seed, bool is_remote)
{
    if (is_remote) {
        bond_open_two(seed, &pair->env, &pair->front, &pair->back);
        CHECK_CODE(bond_member_lookup(pair->front, "back/there", NULL, &pair->other, NULL), GR_OK);
    } else {
        pair->env = bond_open(seed);
        pair->front =
            bond_node(pair->env, "one", &(gr_node_options){ .workers = (uint32_t)(seed % 3) + 1 });
        pair->back = pair->front;
        pair->other = bond_spawn(pair->back, NULL);
    }
    pair->one = bond_spawn(pair->front, NULL);
}

static void close_pair(struct pair *pair)
{
    bond_end(pair->front);
    if (pair->back != pair->front) {
        bond_end(pair->back);
    }
    bond_close(pair->env);
}

typedef gr_code act(bond_member to, const bond_whom *request, const gr_call_options *options,
                    gr_error *error);

static gr_code do_to(act *what, bond_member by, bond_member who)
{
    struct Greenroom__Ref storage;
    bond_whom request = { .who = NULL };
    CHECK_CODE(bond_whom_set_who(&request, &storage, who), GR_OK);
    gr_code code = what(by, &request, NULL, NULL);
    return code;
}

static bool lives(bond_member who)
{
    bond_word *reply = NULL;
    gr_code code =
        bond_member_hello_sync(who, &(bond_word){ .text = (char *)"" }, NULL, &reply, NULL);
    gr_free(reply);
    return code == GR_OK;
}

static void for_each(void (*test)(struct pair *pair))
{
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        for (int is_remote = 0; is_remote <= 1; is_remote++) {
            struct pair pair;
            open_pair(&pair, seed, is_remote == 1);
            CHECK_CODE(do_to(bond_member_tie_sync, pair.one, pair.other), GR_OK);
            CHECK_CODE(do_to(bond_member_tie_sync, pair.one, pair.other), GR_OK); /* is once */
            sim_settle(pair.env);
            test(&pair);
            close_pair(&pair);
        }
    }
}

static void other_ends_badly(struct pair *pair)
{
    CHECK_CODE(bond_stop(pair->other, GR_DATA_LOSS), GR_OK);
    sim_advance(pair->env, 10 * ms);
    CHECK_STR(bond_traced(), "ended:DATA_LOSS ended:DATA_LOSS");
    CHECK(!lives(pair->one));
}

static void an_abnormal_end_stops_who_made_the_link(void)
{
    for_each(other_ends_badly);
}

static void one_ends_badly(struct pair *pair)
{
    CHECK_CODE(bond_stop(pair->one, GR_DATA_LOSS), GR_OK);
    sim_advance(pair->env, 10 * ms);
    CHECK_STR(bond_traced(), "ended:DATA_LOSS ended:DATA_LOSS");
    CHECK(!lives(pair->other));
}

static void an_abnormal_end_stops_who_was_linked_to(void)
{
    for_each(one_ends_badly);
}

static void one_ends_well(struct pair *pair)
{
    CHECK_CODE(bond_stop(pair->one, GR_OK), GR_OK);
    sim_advance(pair->env, 10 * ms);
    CHECK(lives(pair->other));
    CHECK(strstr(bond_traced(), "ended") == NULL);
}

static void other_ends_well(struct pair *pair)
{
    CHECK_CODE(bond_stop(pair->other, GR_OK), GR_OK);
    sim_advance(pair->env, 10 * ms);
    CHECK(lives(pair->one));
    CHECK(strstr(bond_traced(), "ended") == NULL);
}

static void a_normal_end_does_not_spread(void)
{
    for_each(one_ends_well);
    for_each(other_ends_well);
}

static void maker_undoes_it(struct pair *pair)
{
    CHECK_CODE(do_to(bond_member_untie_sync, pair->one, pair->other), GR_OK);
    CHECK_CODE(do_to(bond_member_untie_sync, pair->one, pair->other), GR_NOT_FOUND);
    sim_settle(pair->env);
    CHECK_CODE(bond_stop(pair->one, GR_DATA_LOSS), GR_OK);
    sim_advance(pair->env, 10 * ms);
    CHECK(lives(pair->other));
}

/* It knows the other by its ref on its own node. */
static void other_undoes_it(struct pair *pair)
{
    struct Greenroom__Ref storage;
    bond_whom request = { .who = NULL };
    CHECK_CODE(bond_whom_set_who(&request, &storage, pair->one), GR_OK);
    CHECK_CODE(bond_member_untie_sync(pair->other, &request, NULL, NULL), GR_OK);
    CHECK_CODE(bond_member_untie_sync(pair->other, &request, NULL, NULL), GR_NOT_FOUND);
    sim_settle(pair->env);
    CHECK_CODE(bond_stop(pair->other, GR_DATA_LOSS), GR_OK);
    sim_advance(pair->env, 10 * ms);
    CHECK(lives(pair->one));
}

static void either_of_the_two_may_undo_it(void)
{
    for_each(maker_undoes_it);
    for_each(other_undoes_it);
}

static void a_lost_session_stops_both(void)
{
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        struct pair pair;
        open_pair(&pair, seed, true);
        CHECK_CODE(do_to(bond_member_tie_sync, pair.one, pair.other), GR_OK);
        sim_settle(pair.env);
        sim_cut(pair.env, BOND_URL);
        sim_advance(pair.env, 1000 * ms);
        CHECK_STR(bond_traced(), "ended:UNAVAILABLE ended:UNAVAILABLE");
        close_pair(&pair);
    }
}

static void a_link_to_one_that_is_gone_stops_who_makes_it(void)
{
    for (int is_remote = 0; is_remote <= 1; is_remote++) {
        struct pair pair;
        open_pair(&pair, 1, is_remote == 1);
        CHECK_CODE(bond_stop(pair.other, GR_OK), GR_OK);
        sim_settle(pair.env);
        CHECK_CODE(do_to(bond_member_tie_sync, pair.one, pair.other), GR_OK);
        sim_advance(pair.env, 10 * ms);
        CHECK_STR(bond_traced(), "ended:UNAVAILABLE");
        close_pair(&pair);
    }
}

static void a_node_may_refuse_links_from_others_and_can_still_be_watched(void)
{
    gri_env *env = bond_open(1);
    gr_node *back = bond_node(env, "back", &(gr_node_options){ .refuse_links = true });
    gr_node *front = bond_node(env, "front", NULL);
    bond_member there = bond_spawn(back, "there");
    bond_member near = bond_spawn(back, NULL);
    bond_member one = bond_spawn(front, NULL);
    const bond_whom request = { .name = (char *)"back/there", .tag = 1 };
    CHECK_CODE(gr_node_listen(back, BOND_URL, NULL), GR_OK);
    CHECK_CODE(gr_node_connect(front, BOND_URL), GR_OK);
    CHECK_CODE(do_to(bond_member_tie_sync, near, there), GR_OK); /* its own may */
    CHECK_CODE(bond_member_watch_sync(one, &request, NULL, NULL), GR_OK);
    CHECK_CODE(bond_member_tie_sync(one, &request, NULL, NULL), GR_OK);
    sim_advance(env, 10 * ms);
    CHECK_STR(bond_traced(), "ended:PERMISSION_DENIED");
    CHECK(lives(there) && lives(near));
    bond_end(front);
    bond_end(back);
    bond_close(env);
}

static void what_is_senseless_is_refused(void)
{
    struct pair pair;
    open_pair(&pair, 1, false);
    CHECK_CODE(do_to(bond_member_tie_sync, pair.one, pair.one), GR_INVALID_ARGUMENT);
    CHECK_CODE(do_to(bond_member_untie_sync, pair.one, pair.other), GR_NOT_FOUND);
    CHECK_CODE(bond_member_tie_sync(pair.one, &(bond_whom){ .name = (char *)"nobody" }, NULL, NULL),
               GR_NOT_FOUND);
    CHECK_CODE(gr_link(NULL, pair.one.ref), GR_FAILED_PRECONDITION);
    CHECK_CODE(gr_unlink(NULL, pair.one.ref), GR_FAILED_PRECONDITION);
    CHECK(lives(pair.one));
    close_pair(&pair);
}

/* A ring over two nodes: whoever ends badly, all end. */
static void it_spreads_through_a_ring(void)
{
    enum { N = 8 };
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        gri_env *env;
        gr_node *front, *back;
        bond_member members[N], seen[N];
        bond_open_two(seed, &env, &front, &back);
        for (int i = 0; i < N; i++) {
            struct Greenroom__Ref storage;
            bond_whom request = { .who = NULL };
            members[i] = bond_spawn(i % 2 == 0 ? front : back, NULL);
            if (i == 0) {
                continue;
            }
            /* a ref as the other node has it */
            CHECK_CODE(bond_whom_set_who(&request, &storage, members[i]), GR_OK);
            CHECK_CODE(bond_whom_get_who(i % 2 == 0 ? back : front, &request, &seen[i]), GR_OK);
            CHECK_CODE(do_to(bond_member_tie_sync, members[i - 1], seen[i]), GR_OK);
        }
        sim_settle(env);
        CHECK_CODE(bond_stop(members[seed % N], GR_INTERNAL), GR_OK);
        sim_advance(env, 100 * ms);
        for (int i = 0; i < N; i++) {
            CHECK(!lives(members[i]));
        }
        bond_end(front);
        bond_end(back);
        bond_close(env);
    }
}

static void without_memory_it_is_refused_or_holds(void)
{
    for (int is_remote = 0; is_remote <= 1; is_remote++) {
        bool goes_on = true;
        for (size_t nth = 1; goes_on; nth++) {
            struct pair pair;
            open_pair(&pair, 1, is_remote == 1);
            suite_fail_allocation(nth);
            gr_code code = do_to(bond_member_tie_sync, pair.one, pair.other);
            sim_settle(pair.env);
            goes_on = suite_allocation_failed();
            suite_fail_allocation(0);
            gr_ignore(bond_stop(pair.other, GR_DATA_LOSS)); /* its session may be lost */
            sim_advance(pair.env, 10 * ms);
            CHECK(code != GR_OK || !lives(pair.one));
            CHECK(goes_on || code == GR_OK);
            close_pair(&pair);
        }
    }
}

static unsigned n_lines;

static void count_lines(void *arg, gr_log_level level, const char *line)
{
    (void)arg;
    (void)level;
    n_lines += strstr(line, "event=link_broken") != NULL;
}

static void a_flood_of_broken_links_is_told_in_a_few_lines(void)
{
    gri_env *env = bond_open(1);
    gr_node *node = bond_node(env, "one", NULL);
    bond_member hub = bond_spawn(node, NULL);
    for (int i = 0; i < 1000; i++) {
        CHECK_CODE(do_to(bond_member_tie_sync, bond_spawn(node, NULL), hub), GR_OK);
    }
    n_lines = 0;
    gr_log_set_sink(count_lines, NULL);
    CHECK_CODE(bond_stop(hub, GR_ABORTED), GR_OK);
    sim_settle(env);
    CHECK_UINT(n_lines, 10);
    (void)bond_traced();
    bond_end(node);
    bond_close(env);
}

GR_SUITE("link",
         { "an_abnormal_end_stops_who_made_the_link", an_abnormal_end_stops_who_made_the_link },
         { "an_abnormal_end_stops_who_was_linked_to", an_abnormal_end_stops_who_was_linked_to },
         { "a_normal_end_does_not_spread", a_normal_end_does_not_spread },
         { "either_of_the_two_may_undo_it", either_of_the_two_may_undo_it },
         { "a_lost_session_stops_both", a_lost_session_stops_both },
         { "a_link_to_one_that_is_gone_stops_who_makes_it",
           a_link_to_one_that_is_gone_stops_who_makes_it },
         { "a_node_may_refuse_links_from_others_and_can_still_be_watched",
           a_node_may_refuse_links_from_others_and_can_still_be_watched },
         { "what_is_senseless_is_refused", what_is_senseless_is_refused },
         { "it_spreads_through_a_ring", it_spreads_through_a_ring },
         { "a_flood_of_broken_links_is_told_in_a_few_lines",
           a_flood_of_broken_links_is_told_in_a_few_lines },
         { "without_memory_it_is_refused_or_holds", without_memory_it_is_refused_or_holds })
