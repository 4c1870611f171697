/* SPDX-License-Identifier: MIT */
/* The deadline wheel. Called by a worker on its thread, or under the lock of the wheel's owner;
 * fires timers on that thread. */
#include "timer.h"

#include "assert.h"

enum {
    tick_bits = 20,
    slot_bits = 6,
    place_none = GRI_WHEEL_LEVELS * GRI_WHEEL_SLOTS, /* in no slot: fresh, or about to fire */
    sort_runs = 48,                                  /* 2^48 timers do not fit any memory */
};

_Static_assert(1 << slot_bits == GRI_WHEEL_SLOTS, "a slot's index is slot_bits wide");
_Static_assert(slot_bits *GRI_WHEEL_LEVELS + tick_bits >= 64, "the levels span all deadlines");

/* A slot that has timers, and its first tick. */
struct slot {
    unsigned level, index;
    uint64_t tick;
};

static struct gri_timer *timer_of(struct gri_list *link)
{
    return GRI_CONTAINER(link, struct gri_timer, link);
}

void gri_wheel_init(struct gri_wheel *wheel, uint64_t now_ns)
{
    wheel->tick = now_ns >> tick_bits;
    wheel->wake_ns = UINT64_MAX;
    gri_list_init(&wheel->fresh);
    gri_list_init(&wheel->due);
    for (unsigned level = 0; level < GRI_WHEEL_LEVELS; level++) {
        wheel->occupied[level] = 0;
        for (unsigned index = 0; index < GRI_WHEEL_SLOTS; index++) {
            gri_list_init(&wheel->slots[level][index]);
        }
    }
}

/* Puts a timer into its slot; returns when that has to be looked at. */
static uint64_t place(struct gri_wheel *wheel, struct gri_timer *timer)
{
    uint64_t tick = timer->deadline_ns >> tick_bits;
    if (tick < wheel->tick) {
        tick = wheel->tick;
    }
    uint64_t differs = tick ^ wheel->tick;
    unsigned level = differs == 0 ? 0 : (63 - (unsigned)__builtin_clzll(differs)) / slot_bits;
    unsigned shift = level * slot_bits;
    unsigned index = (unsigned)(tick >> shift) % GRI_WHEEL_SLOTS;
    timer->place = level * GRI_WHEEL_SLOTS + index;
    wheel->occupied[level] |= UINT64_C(1) << index;
    gri_list_push_back(&wheel->slots[level][index], &timer->link);
    return level == 0 ? timer->deadline_ns : tick >> shift << shift << tick_bits;
}

void gri_timer_arm(struct gri_wheel *wheel, struct gri_timer *timer, uint64_t deadline_ns)
{
    GR_ASSERT(timer->fire != NULL);
    gri_timer_cancel(wheel, timer);
    if (deadline_ns == UINT64_MAX) {
        return;
    }
    timer->deadline_ns = deadline_ns;
    timer->place = place_none;
    gri_list_push_back(&wheel->fresh, &timer->link);
}

/* Puts all that are fresh into their slots. */
static void settle(struct gri_wheel *wheel)
{
    struct gri_list *link = NULL;
    while ((link = gri_list_pop_front(&wheel->fresh)) != NULL) {
        uint64_t wake_ns = place(wheel, timer_of(link));
        if (wake_ns < wheel->wake_ns) {
            wheel->wake_ns = wake_ns;
        }
    }
}

void gri_timer_cancel(struct gri_wheel *wheel, struct gri_timer *timer)
{
    if (!gri_timer_is_armed(timer)) {
        return;
    }
    gri_list_remove(&timer->link);
    if (timer->place == place_none) {
        return;
    }
    unsigned level = timer->place / GRI_WHEEL_SLOTS;
    unsigned index = timer->place % GRI_WHEEL_SLOTS;
    if (gri_list_is_empty(&wheel->slots[level][index])) {
        wheel->occupied[level] &= ~(UINT64_C(1) << index);
    }
}

/* The earliest slot that has timers. */
static bool find_first(const struct gri_wheel *wheel, struct slot *out)
{
    for (unsigned level = 0; level < GRI_WHEEL_LEVELS; level++) {
        if (wheel->occupied[level] == 0) {
            continue;
        }
        unsigned shift = level * slot_bits;
        out->level = level;
        out->index = (unsigned)__builtin_ctzll(wheel->occupied[level]);
        out->tick = wheel->tick >> shift;
        out->tick = (out->tick - out->tick % GRI_WHEEL_SLOTS + out->index) << shift;
        return true;
    }
    return false;
}

/* Empties a slot into `out`, whose timers are in no slot then. */
static void take_slot(struct gri_wheel *wheel, const struct slot *slot, struct gri_list *out)
{
    gri_list_move_all(out, &wheel->slots[slot->level][slot->index]);
    wheel->occupied[slot->level] &= ~(UINT64_C(1) << slot->index);
}

/* Spreads a slot of a higher level, whose first tick is the wheel's now, over the lower levels. */
static void cascade(struct gri_wheel *wheel, const struct slot *slot)
{
    struct gri_list timers;
    gri_list_init(&timers);
    take_slot(wheel, slot, &timers);
    struct gri_list *link = NULL;
    while ((link = gri_list_pop_front(&timers)) != NULL) {
        place(wheel, timer_of(link));
    }
}

/* Moves what is due in a slot of one tick to wheel->due; what is due later within the tick stays.
 * Returns how many are due. */
static size_t take_due(struct gri_wheel *wheel, const struct slot *slot, uint64_t now_ns)
{
    struct gri_list timers;
    size_t n = 0;
    gri_list_init(&timers);
    take_slot(wheel, slot, &timers);
    struct gri_list *link = NULL;
    while ((link = gri_list_pop_front(&timers)) != NULL) {
        if (timer_of(link)->deadline_ns > now_ns) {
            place(wheel, timer_of(link));
            continue;
        }
        timer_of(link)->place = place_none;
        gri_list_push_back(&wheel->due, link);
        n++;
    }
    return n;
}

/* Turns the wheel to `now_ns`, from one slot that has timers to the next; or less far, where there
 * is enough to be fired on the way. */
static void turn(struct gri_wheel *wheel, uint64_t now_ns)
{
    uint64_t last = now_ns >> tick_bits;
    if (last < wheel->tick) {
        last = wheel->tick;
    }
    struct slot slot;
    size_t n = 0;
    while (find_first(wheel, &slot) && slot.tick <= last) {
        wheel->tick = slot.tick;
        if (slot.level > 0) {
            cascade(wheel, &slot);
            continue;
        }
        n += take_due(wheel, &slot, now_ns);
        if (slot.tick == last || n >= GRI_WHEEL_FIRES) {
            return;
        }
    }
    wheel->tick = last;
}

/* Merges two runs chained by `next`; equal deadlines: first those of `a`. */
static struct gri_list *merge(struct gri_list *a, struct gri_list *b)
{
    struct gri_list *first = NULL;
    struct gri_list **end = &first;
    while (a != NULL && b != NULL) {
        struct gri_list **from = timer_of(b)->deadline_ns < timer_of(a)->deadline_ns ? &b : &a;
        *end = *from;
        end = &(*end)->next;
        *from = *end;
    }
    *end = a != NULL ? a : b;
    return first;
}

/* A merge sort from the bottom: runs[i] has 2^i timers, or none. */
static void sort(struct gri_list *timers)
{
    struct gri_list *runs[sort_runs] = { NULL };
    struct gri_list *run = NULL;
    while ((run = gri_list_pop_front(timers)) != NULL) {
        unsigned i = 0;
        for (; runs[i] != NULL; i++) {
            run = merge(runs[i], run);
            runs[i] = NULL;
        }
        runs[i] = run;
    }
    for (unsigned i = 0; i < sort_runs; i++) {
        run = merge(runs[i], run);
    }
    while (run != NULL) {
        struct gri_list *next = run->next;
        gri_list_push_back(timers, run);
        run = next;
    }
}

/* When the wheel is to be turned next, of what is in its slots. */
static uint64_t next_turn_ns(struct gri_wheel *wheel)
{
    struct slot slot;
    if (!find_first(wheel, &slot)) {
        return UINT64_MAX;
    }
    if (slot.level > 0) {
        return slot.tick << tick_bits;
    }
    uint64_t earliest = UINT64_MAX;
    GRI_LIST_EACH (link, &wheel->slots[0][slot.index]) {
        uint64_t deadline_ns = timer_of(link)->deadline_ns;
        earliest = deadline_ns < earliest ? deadline_ns : earliest;
    }
    return earliest;
}

/* Whether something is due, which is in wheel->due then. */
static bool find_due(struct gri_wheel *wheel, uint64_t now_ns)
{
    settle(wheel);
    if (!gri_list_is_empty(&wheel->due)) {
        return true;
    }
    if (now_ns < wheel->wake_ns) {
        return false;
    }
    turn(wheel, now_ns);
    wheel->wake_ns = next_turn_ns(wheel);
    if (wheel->due.next != wheel->due.prev) {
        sort(&wheel->due);
    }
    return true;
}

size_t gri_wheel_expire(struct gri_wheel *wheel, uint64_t now_ns)
{
    if (!find_due(wheel, now_ns)) {
        return 0;
    }
    size_t fired = 0;
    struct gri_list *link = NULL;
    while (fired < GRI_WHEEL_FIRES && (link = gri_list_pop_front(&wheel->due)) != NULL) {
        fired++;
        timer_of(link)->fire(timer_of(link));
    }
    return fired;
}

uint64_t gri_wheel_next_ns(struct gri_wheel *wheel)
{
    settle(wheel);
    return gri_list_is_empty(&wheel->due) ? next_turn_ns(wheel) : 0;
}
