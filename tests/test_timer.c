/* SPDX-License-Identifier: MIT */
/* The deadline wheel, and the same work done by a model that is too simple to be wrong. */
#include "timer.h"

#include <stdlib.h>
#include <string.h>

#include "suite.h"

#define MS UINT64_C(1000000)

struct alarm {
    struct gri_timer timer;
    struct bell *bell;
    unsigned fired;
    uint64_t sequence; /* of arming, for the model */
};

/* Where alarms ring: in which order they did. */
struct bell {
    struct gri_wheel wheel;
    const struct alarm *rung[4096];
    size_t n;
};

static struct alarm *alarm_of(struct gri_timer *timer)
{
    return GRI_CONTAINER(timer, struct alarm, timer);
}

static void ring(struct gri_timer *timer)
{
    struct alarm *alarm = alarm_of(timer);
    CHECK(!gri_timer_is_armed(timer));
    alarm->fired++;
    alarm->bell->rung[alarm->bell->n++] = alarm;
}

static struct bell *bell_create(uint64_t now_ns)
{
    struct bell *bell = calloc(1, sizeof *bell);
    gri_wheel_init(&bell->wheel, now_ns);
    return bell;
}

static struct alarm alarm_for(struct bell *bell)
{
    return (struct alarm){ .timer.fire = ring, .bell = bell };
}

static void an_empty_wheel_has_no_next_time(void)
{
    struct bell *bell = bell_create(123456789);
    CHECK_UINT(gri_wheel_next_ns(&bell->wheel), UINT64_MAX);
    CHECK_UINT(gri_wheel_expire(&bell->wheel, UINT64_MAX), 0);
    CHECK_UINT(gri_wheel_next_ns(&bell->wheel), UINT64_MAX);
    free(bell);
}

static void a_timer_fires_once_and_never_early(void)
{
    struct bell *bell = bell_create(0);
    struct alarm alarm = alarm_for(bell);
    gri_timer_arm(&bell->wheel, &alarm.timer, 5 * MS + 7);
    CHECK(gri_timer_is_armed(&alarm.timer));
    CHECK_UINT(gri_wheel_expire(&bell->wheel, 5 * MS + 6), 0);
    CHECK_UINT(gri_wheel_next_ns(&bell->wheel), 5 * MS + 7);
    CHECK_UINT(gri_wheel_expire(&bell->wheel, 5 * MS + 7), 1);
    CHECK(!gri_timer_is_armed(&alarm.timer));
    CHECK_UINT(gri_wheel_expire(&bell->wheel, UINT64_MAX), 0);
    CHECK_UINT(alarm.fired, 1);
    free(bell);
}

static void a_cancelled_timer_does_not_fire(void)
{
    struct bell *bell = bell_create(0);
    struct alarm alarm = alarm_for(bell);
    gri_timer_cancel(&bell->wheel, &alarm.timer);
    gri_timer_arm(&bell->wheel, &alarm.timer, MS);
    gri_timer_cancel(&bell->wheel, &alarm.timer);
    gri_timer_cancel(&bell->wheel, &alarm.timer);
    CHECK(!gri_timer_is_armed(&alarm.timer));
    CHECK_UINT(gri_wheel_next_ns(&bell->wheel), UINT64_MAX);
    CHECK_UINT(gri_wheel_expire(&bell->wheel, 2 * MS), 0);
    free(bell);
}

static void arming_again_replaces_the_deadline(void)
{
    struct bell *bell = bell_create(0);
    struct alarm alarm = alarm_for(bell);
    gri_timer_arm(&bell->wheel, &alarm.timer, MS);
    gri_timer_arm(&bell->wheel, &alarm.timer, 9000 * MS);
    CHECK_UINT(gri_wheel_expire(&bell->wheel, 8999 * MS), 0);
    gri_timer_arm(&bell->wheel, &alarm.timer, 8999 * MS + 1);
    CHECK_UINT(gri_wheel_expire(&bell->wheel, 8999 * MS + 1), 1);
    CHECK_UINT(gri_wheel_expire(&bell->wheel, UINT64_MAX), 0);
    free(bell);
}

static void never_is_no_deadline(void)
{
    struct bell *bell = bell_create(0);
    struct alarm alarm = alarm_for(bell);
    gri_timer_arm(&bell->wheel, &alarm.timer, MS);
    gri_timer_arm(&bell->wheel, &alarm.timer, UINT64_MAX);
    CHECK(!gri_timer_is_armed(&alarm.timer));
    CHECK_UINT(gri_wheel_next_ns(&bell->wheel), UINT64_MAX);
    free(bell);
}

static void timers_of_one_tick_fire_in_order(void)
{
    struct bell *bell = bell_create(0);
    struct alarm alarms[100];
    for (size_t i = 0; i < 100; i++) {
        alarms[i] = alarm_for(bell);
        gri_timer_arm(&bell->wheel, &alarms[i].timer, 70 * MS + i * 37 % 50);
    }
    CHECK_UINT(gri_wheel_expire(&bell->wheel, 70 * MS + 24), 50);
    CHECK_UINT(gri_wheel_next_ns(&bell->wheel), 70 * MS + 25);
    CHECK_UINT(gri_wheel_expire(&bell->wheel, 71 * MS), 50);
    for (size_t i = 1; i < 100; i++) {
        const struct alarm *a = bell->rung[i - 1], *b = bell->rung[i];
        CHECK(a->timer.deadline_ns < b->timer.deadline_ns ||
              (a->timer.deadline_ns == b->timer.deadline_ns && a < b));
    }
    free(bell);
}

/* So that whoever has the wheel can do something else in between. */
static void many_that_are_due_fire_in_parts_and_in_order(void)
{
    enum { n = 3 * GRI_WHEEL_FIRES };
    struct bell *bell = bell_create(0);
    struct alarm *alarms = calloc(n, sizeof *alarms);
    size_t parts = 0, fired = 0;
    for (size_t i = 0; i < n; i++) {
        alarms[i] = alarm_for(bell);
        gri_timer_arm(&bell->wheel, &alarms[i].timer, i * 7919 % n * MS / 20);
    }
    for (; fired < n && parts < n; parts++) {
        size_t more = gri_wheel_expire(&bell->wheel, n * MS);
        CHECK(more > 0 && more <= GRI_WHEEL_FIRES);
        fired += more;
        CHECK((gri_wheel_next_ns(&bell->wheel) <= n * MS) == (fired < n));
    }
    CHECK_UINT(fired, n);
    CHECK(parts >= 3 && parts <= 6);
    for (size_t i = 1; i < bell->n; i++) {
        CHECK(bell->rung[i - 1]->timer.deadline_ns <= bell->rung[i]->timer.deadline_ns);
    }
    free(alarms);
    free(bell);
}

/* One is in no slot then, but neither has it fired. */
static void what_is_left_to_be_fired_can_be_cancelled(void)
{
    enum { n = GRI_WHEEL_FIRES + 2 };
    struct bell *bell = bell_create(0);
    struct alarm *alarms = calloc(n, sizeof *alarms);
    for (size_t i = 0; i < n; i++) {
        alarms[i] = alarm_for(bell);
        gri_timer_arm(&bell->wheel, &alarms[i].timer, MS);
    }
    CHECK_UINT(gri_wheel_expire(&bell->wheel, MS), GRI_WHEEL_FIRES);
    CHECK_UINT(gri_wheel_next_ns(&bell->wheel), 0);
    gri_timer_cancel(&bell->wheel, &alarms[n - 2].timer);
    gri_timer_arm(&bell->wheel, &alarms[n - 1].timer, 2 * MS);
    CHECK_UINT(gri_wheel_next_ns(&bell->wheel), 2 * MS);
    CHECK_UINT(gri_wheel_expire(&bell->wheel, MS), 0);
    CHECK_UINT(gri_wheel_expire(&bell->wheel, 2 * MS), 1);
    CHECK_UINT(alarms[n - 2].fired, 0);
    free(alarms);
    free(bell);
}

static void a_past_deadline_fires_next_time(void)
{
    struct bell *bell = bell_create(1000 * MS);
    struct alarm alarm = alarm_for(bell);
    gri_timer_arm(&bell->wheel, &alarm.timer, 3);
    CHECK_UINT(gri_wheel_next_ns(&bell->wheel), 3);
    CHECK_UINT(gri_wheel_expire(&bell->wheel, 1000 * MS), 1);
    free(bell);
}

static void time_that_goes_back_is_harmless(void)
{
    struct bell *bell = bell_create(1000 * MS);
    struct alarm alarms[2] = { alarm_for(bell), alarm_for(bell) };
    gri_timer_arm(&bell->wheel, &alarms[0].timer, 10 * MS);
    gri_timer_arm(&bell->wheel, &alarms[1].timer, 500 * MS);
    CHECK_UINT(gri_wheel_expire(&bell->wheel, 20 * MS), 1);
    CHECK_UINT(gri_wheel_expire(&bell->wheel, 500 * MS), 1);
    free(bell);
}

/* Going from one next time to the next reaches each deadline exactly, in few steps. */
static void next_times_lead_to_the_deadline_in_few_steps(void)
{
    for (unsigned bit = 0; bit < 64; bit++) {
        struct bell *bell = bell_create(777);
        struct alarm alarm = alarm_for(bell);
        uint64_t deadline_ns = UINT64_MAX - 1;
        deadline_ns = deadline_ns >> bit > 777 ? deadline_ns >> bit : 778;
        gri_timer_arm(&bell->wheel, &alarm.timer, deadline_ns);
        uint64_t now_ns = 777;
        unsigned steps = 0;
        for (; alarm.fired == 0 && steps < 20; steps++) {
            uint64_t next_ns = gri_wheel_next_ns(&bell->wheel);
            CHECK(next_ns > now_ns && next_ns <= deadline_ns);
            now_ns = next_ns;
            gri_wheel_expire(&bell->wheel, now_ns);
        }
        CHECK_UINT(now_ns, deadline_ns);
        CHECK(steps <= GRI_WHEEL_LEVELS);
        free(bell);
    }
}

/* --- what fire may do --------------------------------------------------------------------------
 */

struct chain {
    struct alarm alarm;
    struct alarm *other;
    uint64_t deadline_ns; /* for the other; 0: cancel it */
};

static void ring_and_touch_other(struct gri_timer *timer)
{
    struct chain *chain = GRI_CONTAINER(timer, struct chain, alarm.timer);
    struct gri_wheel *wheel = &chain->alarm.bell->wheel;
    ring(timer);
    if (chain->deadline_ns == 0) {
        gri_timer_cancel(wheel, &chain->other->timer);
    } else {
        gri_timer_arm(wheel, &chain->other->timer, chain->deadline_ns);
    }
}

static void fire_may_cancel_one_that_is_due(void)
{
    struct bell *bell = bell_create(0);
    struct alarm other = alarm_for(bell);
    struct chain chain = { .alarm = alarm_for(bell), .other = &other };
    chain.alarm.timer.fire = ring_and_touch_other;
    gri_timer_arm(&bell->wheel, &chain.alarm.timer, MS);
    gri_timer_arm(&bell->wheel, &other.timer, MS + 1);
    CHECK_UINT(gri_wheel_expire(&bell->wheel, 2 * MS), 1);
    CHECK(!gri_timer_is_armed(&other.timer));
    CHECK_UINT(gri_wheel_next_ns(&bell->wheel), UINT64_MAX);
    free(bell);
}

static void fire_may_put_off_one_that_is_due(void)
{
    struct bell *bell = bell_create(0);
    struct alarm other = alarm_for(bell);
    struct chain chain = { .alarm = alarm_for(bell), .other = &other, .deadline_ns = 900 * MS };
    chain.alarm.timer.fire = ring_and_touch_other;
    gri_timer_arm(&bell->wheel, &chain.alarm.timer, MS);
    gri_timer_arm(&bell->wheel, &other.timer, MS + 1);
    CHECK_UINT(gri_wheel_expire(&bell->wheel, 2 * MS), 1);
    CHECK_UINT(gri_wheel_expire(&bell->wheel, 900 * MS), 1);
    CHECK_UINT(other.fired, 1);
    free(bell);
}

static void fire_that_arms_a_past_deadline_does_not_loop(void)
{
    struct bell *bell = bell_create(0);
    struct chain chain = { .alarm = alarm_for(bell), .other = &chain.alarm, .deadline_ns = 1 };
    chain.alarm.timer.fire = ring_and_touch_other;
    gri_timer_arm(&bell->wheel, &chain.alarm.timer, MS);
    for (unsigned i = 1; i < 5; i++) {
        CHECK_UINT(gri_wheel_expire(&bell->wheel, 2 * MS), 1);
        CHECK_UINT(chain.alarm.fired, i);
        CHECK_UINT(gri_wheel_next_ns(&bell->wheel), 1);
    }
    free(bell);
}

/* --- against the model -------------------------------------------------------------------------
 */

enum { model_alarms = 300, model_steps = 30000 };

struct model {
    struct bell *bell;
    struct alarm alarms[model_alarms];
    uint64_t now_ns, sequence, random;
};

static uint64_t draw(struct model *model)
{
    model->random ^= model->random << 13;
    model->random ^= model->random >> 7;
    model->random ^= model->random << 17;
    return model->random;
}

/* Of any magnitude up to 2^bits. */
static uint64_t draw_span(struct model *model, unsigned bits)
{
    uint64_t magnitude = draw(model) % bits;
    return draw(model) & ((UINT64_C(2) << magnitude) - 1);
}

static int by_deadline(const void *left, const void *right)
{
    const struct alarm *a = *(const struct alarm *const *)left;
    const struct alarm *b = *(const struct alarm *const *)right;
    if (a->timer.deadline_ns != b->timer.deadline_ns) {
        return a->timer.deadline_ns < b->timer.deadline_ns ? -1 : 1;
    }
    return a->sequence < b->sequence ? -1 : 1;
}

/* What is due at the model's time, in the order it has to fire in. */
static size_t model_due(struct model *model, const struct alarm **due)
{
    size_t n = 0;
    for (size_t i = 0; i < model_alarms; i++) {
        struct alarm *alarm = &model->alarms[i];
        if (gri_timer_is_armed(&alarm->timer) && alarm->timer.deadline_ns <= model->now_ns) {
            due[n++] = alarm;
        }
    }
    qsort(due, n, sizeof due[0], by_deadline);
    return n;
}

static uint64_t model_earliest(const struct model *model)
{
    uint64_t earliest = UINT64_MAX;
    for (size_t i = 0; i < model_alarms; i++) {
        const struct gri_timer *timer = &model->alarms[i].timer;
        if (gri_timer_is_armed(timer) && timer->deadline_ns < earliest) {
            earliest = timer->deadline_ns;
        }
    }
    return earliest;
}

static bool model_expire(struct model *model)
{
    const struct alarm *due[model_alarms];
    size_t n = model_due(model, due);
    model->bell->n = 0;
    bool same = CHECK_UINT(gri_wheel_expire(&model->bell->wheel, model->now_ns), n);
    same = same && CHECK(memcmp(due, model->bell->rung, n * sizeof due[0]) == 0);
    uint64_t earliest = model_earliest(model);
    uint64_t next = gri_wheel_next_ns(&model->bell->wheel);
    same = same && CHECK(next <= earliest && next > model->now_ns);
    return same && CHECK((next == UINT64_MAX) == (earliest == UINT64_MAX));
}

static bool model_step(struct model *model)
{
    struct alarm *alarm = &model->alarms[draw(model) % model_alarms];
    struct gri_wheel *wheel = &model->bell->wheel;
    switch (draw(model) % 8) {
    case 0:
        gri_timer_cancel(wheel, &alarm->timer);
        return CHECK(!gri_timer_is_armed(&alarm->timer));
    case 1:
        model->now_ns += draw_span(model, 34);
        return model_expire(model);
    case 2:
        model->now_ns =
            gri_wheel_next_ns(wheel) != UINT64_MAX && gri_wheel_next_ns(wheel) > model->now_ns
                ? gri_wheel_next_ns(wheel)
                : model->now_ns;
        return model_expire(model);
    default:
        alarm->sequence = model->sequence++;
        gri_timer_arm(wheel, &alarm->timer, model->now_ns + draw_span(model, 40));
        return CHECK(gri_timer_is_armed(&alarm->timer));
    }
}

static void the_wheel_does_as_the_model_does(void)
{
    static struct model model;
    for (uint64_t seed = 1; seed <= 10; seed++) {
        model = (struct model){ .now_ns = seed * 12345678901, .random = seed * 0x9e3779b97f4a7c15 };
        model.bell = bell_create(model.now_ns);
        for (size_t i = 0; i < model_alarms; i++) {
            model.alarms[i] = alarm_for(model.bell);
        }
        bool same = true;
        for (size_t step = 0; step < model_steps && same; step++) {
            same = model_step(&model);
        }
        CHECK(same);
        free(model.bell);
    }
}

static void far_deadlines_cascade_down_to_the_last(void)
{
    enum { n = 2000 };
    struct bell *bell = bell_create(0);
    static struct alarm alarms[n];
    for (size_t i = 0; i < n; i++) {
        alarms[i] = alarm_for(bell);
        gri_timer_arm(&bell->wheel, &alarms[i].timer, (UINT64_MAX - 1) / n * (n - i));
    }
    size_t fired = 0;
    for (size_t i = 0; i < n * GRI_WHEEL_LEVELS; i++) {
        fired += gri_wheel_expire(&bell->wheel, gri_wheel_next_ns(&bell->wheel));
    }
    CHECK_UINT(fired, n);
    for (size_t i = 0; i < n; i++) {
        CHECK(bell->rung[i] == &alarms[n - 1 - i]);
    }
    free(bell);
}

GR_SUITE("timer", { "an_empty_wheel_has_no_next_time", an_empty_wheel_has_no_next_time },
         { "a_timer_fires_once_and_never_early", a_timer_fires_once_and_never_early },
         { "a_cancelled_timer_does_not_fire", a_cancelled_timer_does_not_fire },
         { "arming_again_replaces_the_deadline", arming_again_replaces_the_deadline },
         { "never_is_no_deadline", never_is_no_deadline },
         { "timers_of_one_tick_fire_in_order", timers_of_one_tick_fire_in_order },
         { "many_that_are_due_fire_in_parts_and_in_order",
           many_that_are_due_fire_in_parts_and_in_order },
         { "what_is_left_to_be_fired_can_be_cancelled", what_is_left_to_be_fired_can_be_cancelled },
         { "a_past_deadline_fires_next_time", a_past_deadline_fires_next_time },
         { "time_that_goes_back_is_harmless", time_that_goes_back_is_harmless },
         { "next_times_lead_to_the_deadline_in_few_steps",
           next_times_lead_to_the_deadline_in_few_steps },
         { "fire_may_cancel_one_that_is_due", fire_may_cancel_one_that_is_due },
         { "fire_may_put_off_one_that_is_due", fire_may_put_off_one_that_is_due },
         { "fire_that_arms_a_past_deadline_does_not_loop",
           fire_that_arms_a_past_deadline_does_not_loop },
         { "the_wheel_does_as_the_model_does", the_wheel_does_as_the_model_does },
         { "far_deadlines_cascade_down_to_the_last", far_deadlines_cascade_down_to_the_last })
