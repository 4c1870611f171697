/* SPDX-License-Identifier: MIT */
/* Tables of pending calls, a worker's and the shared one: each call ends exactly once, by its
 * result, its deadline, a lost peer, or is closed by its caller. */
#include <pthread.h>
#include <stdatomic.h>
#include <string.h>

#include "alloc.h"
#include "call.h"
#include "suite.h"

struct ending {
    unsigned times;
    gr_code code;
    gr_ran ran;
    char message[64];
};

static void done(void *arg, struct gri_result *result)
{
    struct ending *ending = arg;
    ending->times++;
    ending->code = result->code;
    ending->ran = result->ran;
    if (result->failure != NULL) {
        strncpy(ending->message, result->failure->message, sizeof(ending->message) - 1);
    }
    gri_result_fini(result);
}

static uint64_t open_call(struct gri_calls *calls, struct ending *ending, void *peer,
                          uint64_t deadline_ns)
{
    memset(ending, 0, sizeof(*ending));
    const struct gri_call_parts parts = {
        .done = done, .arg = ending, .target = { .peer = peer }, .deadline_ns = deadline_ns
    };
    return gri_calls_open(calls, &parts);
}

static bool end_call(struct gri_calls *calls, uint64_t id, const void *from, gr_code code)
{
    struct gri_result result = { .code = code, .ran = GR_RAN_YES };
    result.reply = gri_mail_create(GRI_MAIL_REPLY, 10); /* freed in any case */
    return gri_calls_end(calls, id, from, &result);
}

/* Both kinds of tables; `turn` lets time pass. */
struct table {
    struct gri_calls calls;
    struct gri_wheel wheel;
    bool is_shared;
};

static void open_table(struct table *table, bool is_shared)
{
    table->is_shared = is_shared;
    gri_wheel_init(&table->wheel, 0);
    gri_calls_init(&table->calls, is_shared ? (uint32_t)GRI_CALLS_SHARED : 3u,
                   is_shared ? NULL : &table->wheel, 0);
}

static void turn(struct table *table, uint64_t now_ns)
{
    if (table->is_shared) {
        gri_calls_expire(&table->calls, now_ns);
    } else {
        gri_wheel_expire(&table->wheel, now_ns);
    }
}

static void each_table(void (*test)(struct table *table))
{
    for (int is_shared = 0; is_shared <= 1; is_shared++) {
        struct table table;
        open_table(&table, is_shared != 0);
        test(&table);
        gri_calls_fini(&table.calls);
    }
}

static void end_twice(struct table *table)
{
    struct ending ending;
    uint64_t id = open_call(&table->calls, &ending, NULL, UINT64_MAX);
    CHECK(id != 0);
    CHECK(end_call(&table->calls, id, NULL, GR_OK));
    CHECK(!end_call(&table->calls, id, NULL, GR_ABORTED));
    CHECK(!end_call(&table->calls, 0, NULL, GR_ABORTED));
    CHECK_UINT(ending.times, 1);
    CHECK_CODE(ending.code, GR_OK);
    CHECK_UINT(atomic_load(&table->calls.late), 2);
    CHECK(!gri_calls_close(&table->calls, id, NULL, NULL));
}

static void the_first_result_counts(void)
{
    each_table(end_twice);
}

static void expire(struct table *table)
{
    struct ending first, second, never;
    uint64_t one = open_call(&table->calls, &first, NULL, 5000000);
    uint64_t two = open_call(&table->calls, &second, NULL, 9000000);
    uint64_t three = open_call(&table->calls, &never, NULL, UINT64_MAX);
    turn(table, 4000000);
    CHECK_UINT(first.times, 0);
    turn(table, 7000000);
    CHECK_UINT(first.times, 1);
    CHECK_CODE(first.code, GR_DEADLINE_EXCEEDED);
    CHECK_UINT(first.ran, GR_RAN_UNKNOWN);
    CHECK_UINT(second.times, 0);
    CHECK(!end_call(&table->calls, one, NULL, GR_OK)); /* too late */
    CHECK(end_call(&table->calls, two, NULL, GR_OK));
    turn(table, UINT64_C(20000000000));
    CHECK_UINT(first.times, 1);
    CHECK_UINT(second.times, 1);
    CHECK_CODE(second.code, GR_OK);
    CHECK_UINT(never.times, 0);
    CHECK(gri_calls_close(&table->calls, three, NULL, NULL));
}

static void a_deadline_ends_a_call_once(void)
{
    each_table(expire);
}

static void close_it(struct table *table)
{
    struct ending ending;
    int peer;
    struct gri_target target;
    uint64_t id = open_call(&table->calls, &ending, &peer, 5000000);
    gri_calls_sent(&table->calls, id, 77);
    CHECK(gri_calls_close(&table->calls, id, &target, NULL));
    CHECK(target.peer == &peer);
    CHECK_UINT(target.position, 77);
    CHECK(!gri_calls_close(&table->calls, id, &target, NULL));
    CHECK(!end_call(&table->calls, id, &peer, GR_OK));
    turn(table, 10000000);
    CHECK_UINT(ending.times, 0);
}

static void a_closed_call_never_ends(void)
{
    each_table(close_it);
}

static void lose_peer(struct table *table)
{
    int lost, other;
    struct ending sent, unsent, elsewhere, here;
    uint64_t one = open_call(&table->calls, &sent, &lost, UINT64_MAX);
    uint64_t two = open_call(&table->calls, &unsent, &lost, UINT64_MAX);
    uint64_t three = open_call(&table->calls, &elsewhere, &other, UINT64_MAX);
    uint64_t four = open_call(&table->calls, &here, NULL, UINT64_MAX);
    gri_calls_sent(&table->calls, one, 100);
    gri_calls_sent(&table->calls, two, 200);
    gri_calls_fail(&table->calls, &lost, 150, "the peer is gone");
    CHECK_UINT(sent.times, 1);
    CHECK_CODE(sent.code, GR_UNAVAILABLE);
    CHECK_UINT(sent.ran, GR_RAN_UNKNOWN);
    CHECK_STR(sent.message, "the peer is gone");
    CHECK_UINT(unsent.times, 1);
    CHECK_UINT(unsent.ran, GR_RAN_NO);
    CHECK_UINT(elsewhere.times + here.times, 0);
    CHECK(!end_call(&table->calls, three, &lost, GR_OK)); /* not its to answer */
    CHECK_UINT(elsewhere.times, 0);
    gri_calls_fail(&table->calls, NULL, 0, "all are gone");
    CHECK_UINT(elsewhere.times + here.times, 2);
    CHECK(!gri_calls_close(&table->calls, four, NULL, NULL));
}

static void a_lost_peer_ends_its_calls_and_says_which_may_have_run(void)
{
    each_table(lose_peer);
}

/* The positions of two sessions have nothing to do with each other. */
static void hand_over(struct table *table)
{
    int peer, heir;
    struct ending ending;
    uint64_t id = open_call(&table->calls, &ending, &peer, UINT64_MAX);
    gri_calls_sent(&table->calls, id, 77);
    gri_calls_hand_over(&table->calls, &peer, &heir);
    gri_calls_fail(&table->calls, &heir, 3, "the heir is gone");
    CHECK_UINT(ending.times, 1);
    CHECK_CODE(ending.code, GR_UNAVAILABLE);
    CHECK_UINT(ending.ran, GR_RAN_UNKNOWN);
}

static void a_call_that_was_handed_over_may_have_run(void)
{
    each_table(hand_over);
}

static void know_type(struct table *table)
{
    static const ProtobufCMessageDescriptor type;
    int peer;
    struct ending ending;
    const ProtobufCMessageDescriptor *found = NULL;
    const struct gri_call_parts parts = { .done = done,
                                          .arg = &ending,
                                          .reply_type = &type,
                                          .target = { .peer = &peer },
                                          .deadline_ns = UINT64_MAX };
    uint64_t id = gri_calls_open(&table->calls, &parts);
    CHECK(gri_calls_reply_type(&table->calls, id, &peer, 0, &found) && found == &type);
    CHECK(!gri_calls_reply_type(&table->calls, id, NULL, 0, &found));
    CHECK(gri_calls_close(&table->calls, id, NULL, NULL));
    CHECK(!gri_calls_reply_type(&table->calls, id, &peer, 0, &found));
}

static void the_type_of_the_reply_is_known_while_the_call_is_open(void)
{
    each_table(know_type);
}

static void the_shared_table_tells_its_next_deadline(void)
{
    struct table table;
    struct ending one, two;
    open_table(&table, true);
    CHECK_UINT(atomic_load(&table.calls.next_ns), UINT64_MAX);
    uint64_t later = open_call(&table.calls, &one, NULL, 90000000);
    CHECK(atomic_load(&table.calls.next_ns) <= 90000000);
    uint64_t sooner = open_call(&table.calls, &two, NULL, 5000000);
    CHECK(atomic_load(&table.calls.next_ns) <= 5000000);
    CHECK(gri_calls_close(&table.calls, sooner, NULL, NULL));
    CHECK(gri_calls_close(&table.calls, later, NULL, NULL));
    gri_calls_expire(&table.calls, 100000000);
    CHECK_UINT(atomic_load(&table.calls.next_ns), UINT64_MAX);
    gri_calls_fini(&table.calls);
}

static void without_memory_there_is_no_call(void)
{
    struct table table;
    struct ending ending;
    open_table(&table, true);
    suite_fail_allocation(1);
    CHECK_UINT(open_call(&table.calls, &ending, NULL, UINT64_MAX), 0);
    gri_calls_fini(&table.calls);
}

/* ---- threads race to end the same calls ---- */

enum { CALLS = 3000 };

static struct {
    struct table table;
    uint64_t ids[CALLS];
    atomic_uint times[CALLS];
    atomic_uint told;
} race;

static void count_done(void *arg, struct gri_result *result)
{
    atomic_uint *times = arg;
    atomic_fetch_add(times, 1);
    gri_result_fini(result);
}

static void *end_all(void *arg)
{
    (void)arg;
    for (int i = 0; i < CALLS; i++) {
        atomic_fetch_add(&race.told, end_call(&race.table.calls, race.ids[i], NULL, GR_OK));
    }
    return NULL;
}

static void *close_all(void *arg)
{
    (void)arg;
    for (int i = CALLS - 1; i >= 0; i--) {
        if (gri_calls_close(&race.table.calls, race.ids[i], NULL, NULL)) {
            atomic_fetch_add(&race.times[i], 1);
        }
    }
    return NULL;
}

static void *expire_all(void *arg)
{
    (void)arg;
    for (uint64_t ms = 1; ms < 100; ms++) {
        gri_calls_expire(&race.table.calls, ms * 1000000);
    }
    return NULL;
}

static void of_result_deadline_and_caller_one_comes_first(void)
{
    void *(*const runs[])(void *) = { end_all, end_all, close_all, expire_all };
    pthread_t threads[4];
    open_table(&race.table, true);
    for (uint64_t i = 0; i < CALLS; i++) {
        const struct gri_call_parts parts = { .done = count_done,
                                              .arg = &race.times[i],
                                              .deadline_ns = (i % 90 + 1) * 1000000 };
        atomic_store(&race.times[i], 0);
        race.ids[i] = gri_calls_open(&race.table.calls, &parts);
    }
    for (int i = 0; i < 4; i++) {
        CHECK(pthread_create(&threads[i], NULL, runs[i], NULL) == 0);
    }
    for (int i = 0; i < 4; i++) {
        pthread_join(threads[i], NULL);
    }
    for (int i = 0; i < CALLS; i++) {
        CHECK_UINT(atomic_load(&race.times[i]), 1);
    }
    gri_calls_fini(&race.table.calls);
}

GR_SUITE("call", { "the_first_result_counts", the_first_result_counts },
         { "a_deadline_ends_a_call_once", a_deadline_ends_a_call_once },
         { "a_closed_call_never_ends", a_closed_call_never_ends },
         { "a_lost_peer_ends_its_calls_and_says_which_may_have_run",
           a_lost_peer_ends_its_calls_and_says_which_may_have_run },
         { "a_call_that_was_handed_over_may_have_run", a_call_that_was_handed_over_may_have_run },
         { "the_type_of_the_reply_is_known_while_the_call_is_open",
           the_type_of_the_reply_is_known_while_the_call_is_open },
         { "the_shared_table_tells_its_next_deadline", the_shared_table_tells_its_next_deadline },
         { "without_memory_there_is_no_call", without_memory_there_is_no_call },
         { "of_result_deadline_and_caller_one_comes_first",
           of_result_deadline_and_caller_one_comes_first })
