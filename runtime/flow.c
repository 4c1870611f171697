/* SPDX-License-Identifier: MIT */
/* Flows: credits and who waits for them. Nothing here sends, waits or takes a lock. */

/* Design notes.
 *
 * A flow aims at `window` credits, those it has and those it has asked for; whenever it is used and
 * half of that is missing it asks for as many, without waiting for earlier answers, so that a
 * receiver that keeps up is hardly waited for. It begins with a few, and doubles each time it gets
 * all that it asks for until it is worth what an ask costs at both ends: one that is used now and
 * then keeps little, and of one that is used all the time an ask is for many. After that it doubles
 * when a sender had to stand in line all the same: more is on its way then than the window. How
 * many there can be is for the receiver to say, who gives less where it has less; then the window
 * shrinks by that, and is tried beyond what it ever held but now and then.
 *
 * Such asks get what can be spared, or nothing, at once. Where somebody stands in line and nothing
 * that was asked for is still to be answered, the ask says so (least_bytes), and stands in line
 * over there until there is room for one message at least; it is for as many as there ever were,
 * lest a mailbox that was full for a moment be followed by a round trip for each few messages.
 *
 * Credits go to whoever stands in line first, also past one that could have used them with a
 * smaller message: so each gets its turn. */
#include "flow.h"

#include <string.h>

#include "alloc.h"

/* An id's index is in its lowest bits, and few differ in the others. */
static inline unsigned hash_actor(uint64_t actor)
{
    return (unsigned)(actor * UINT64_C(0x9e3779b97f4a7c15) >> 32);
}

#define HASH_FUNCTION(key, len, hash) ((hash) = hash_actor(*(const uint64_t *)(key)))
#define HASH_NONFATAL_OOM             1
#define uthash_malloc(sz)             gri_malloc(sz)
#define uthash_free(ptr, sz)          gri_mfree(ptr)
#define uthash_nonfatal_oom(elt)      ((elt)->is_lost = true)
#include <uthash.h>

enum { FLOWS_MAX = 65536, WINDOW_MIN = 2, WINDOW_BUSY = 64, WINDOW_MAX = 65536, CALM = 32 };

struct gri_flow {
    UT_hash_handle hh;
    uint64_t actor;
    uint32_t n; /* credits unused: messages, */
    uint64_t bytes;
    uint32_t asked; /* asked for and not answered */
    uint32_t window;
    uint32_t most; /* that it ever had at once: what it asks for when somebody waits */
    uint64_t size; /* of a message, on average */
    uint32_t calm; /* so many times it does not try for more than that */
    struct gri_list line;
    bool is_lost;    /* the table had no memory for it */
    bool is_used;    /* since it was last looked at */
    bool is_starved; /* somebody has had to stand in line, since it was last granted something */
};

struct gri_flow *gri_flow_find(struct gri_flows *flows, uint64_t actor)
{
    struct gri_flow *flow = flows->latest;
    if (flow == NULL || flow->actor != actor) {
        HASH_FIND(hh, flows->table, &actor, sizeof(actor), flow);
        flows->latest = flow != NULL ? flow : flows->latest;
    }
    return flow;
}

gr_code gri_flow_open(struct gri_flows *flows, uint64_t actor, struct gri_flow **out_flow)
{
    struct gri_flow *flow = gri_flow_find(flows, actor);
    if (flow == NULL) {
        flow = flows->n >= FLOWS_MAX ? NULL : gri_calloc(sizeof(*flow));
        if (flow == NULL) {
            return GR_RESOURCE_EXHAUSTED;
        }
        flow->actor = actor;
        flow->window = WINDOW_MIN;
        gri_list_init(&flow->line);
        HASH_ADD(hh, flows->table, actor, sizeof(flow->actor), flow);
        if (flow->is_lost) {
            gri_mfree(flow);
            return GR_RESOURCE_EXHAUSTED;
        }
        flows->n++;
    }
    *out_flow = flow;
    return GR_OK;
}

static void forget(struct gri_flows *flows, struct gri_flow *flow)
{
    HASH_DEL(flows->table, flow); /* NOLINT(clang-analyzer-core.NullDereference): uthash's own */
    flows->latest = flows->latest == flow ? NULL : flows->latest;
    flows->n--;
    gri_mfree(flow);
}

void gri_flows_fini(struct gri_flows *flows)
{
    while (flows->table != NULL) {
        forget(flows, flows->table);
    }
}

bool gri_flow_close(struct gri_flows *flows, struct gri_flow *flow)
{
    if (flow->n > 0 || flow->bytes > 0 || flow->asked > 0 || !gri_list_is_empty(&flow->line)) {
        return false;
    }
    forget(flows, flow);
    return true;
}

struct gri_flow *gri_flow_next(struct gri_flows *flows, struct gri_flow *flow)
{
    return flow == NULL ? flows->table : flow->hh.next;
}

bool gri_flow_rested(struct gri_flow *flow)
{
    bool was_used = flow->is_used;
    flow->is_used = false;
    return !was_used;
}

/* ---- credits ---- */

static bool has_credit(const struct gri_flow *flow, uint64_t bytes)
{
    return flow->n > 0 && flow->bytes >= bytes;
}

static void use(struct gri_flow *flow, uint64_t bytes)
{
    flow->n--;
    flow->bytes -= bytes;
    flow->size = flow->size == 0 ? bytes : flow->size - flow->size / 8 + bytes / 8;
}

bool gri_flow_take(struct gri_flow *flow, uint64_t bytes)
{
    flow->is_used = true;
    if (!gri_list_is_empty(&flow->line) || !has_credit(flow, bytes)) {
        return false;
    }
    use(flow, bytes);
    return true;
}

static struct gri_flow_waiter *waiter_of(struct gri_list *link)
{
    return GRI_CONTAINER(link, struct gri_flow_waiter, waiter.link);
}

static void wake(struct gri_flow_waiter *waiter, gr_code code)
{
    waiter->code = code;
    gri_waiter_wake(&waiter->waiter);
}

/* To as many as there are credits for, in their order. */
static void hand_out(struct gri_flow *flow)
{
    while (!gri_list_is_empty(&flow->line) && has_credit(flow, waiter_of(flow->line.next)->bytes)) {
        struct gri_flow_waiter *waiter = waiter_of(gri_list_pop_front(&flow->line));
        use(flow, waiter->bytes);
        wake(waiter, GR_OK);
    }
}

void gri_flow_put_back(struct gri_flow *flow, uint64_t bytes)
{
    flow->n++;
    flow->bytes += bytes;
    hand_out(flow);
}

void gri_flow_join(struct gri_flow *flow, struct gri_flow_waiter *waiter)
{
    flow->is_starved = true;
    gri_list_push_back(&flow->line, &waiter->waiter.link);
}

bool gri_flow_is_waited_for(const struct gri_flow *flow)
{
    return !gri_list_is_empty(&flow->line);
}

void gri_flow_leave(struct gri_flow *flow, struct gri_flow_waiter *waiter)
{
    gri_list_remove(&waiter->waiter.link);
    hand_out(flow); /* what it was too large for may do for the next */
}

/* ---- asking ---- */

/* For `n` messages of the usual size, or of that of the first, and a bit. */
static uint64_t missing_bytes(const struct gri_flow *flow, uint64_t n, uint64_t first)
{
    uint64_t wanted = (n + 1) * (flow->size > first ? flow->size : first);
    return wanted > flow->bytes ? wanted - flow->bytes : 0;
}

/* Somebody stands in line: what was asked for is answered first, and then it is said. */
static bool is_urgent(const struct gri_flow *flow)
{
    return !gri_list_is_empty(&flow->line) && flow->asked == 0;
}

static bool is_low(const struct gri_flow *flow)
{
    uint32_t there = flow->n + flow->asked;
    return gri_list_is_empty(&flow->line) && there < flow->window &&
           flow->window - there >= flow->window / 2;
}

bool gri_flow_is_low(const struct gri_flow *flow)
{
    return is_urgent(flow) || is_low(flow);
}

bool gri_flow_wants(const struct gri_flow *flow, struct gri_flow_ask *out_ask)
{
    bool urgent = is_urgent(flow);
    if (!urgent && !is_low(flow)) {
        return false;
    }
    uint64_t first = urgent ? waiter_of(flow->line.next)->bytes : 0;
    uint32_t aim = urgent && flow->most > flow->window ? flow->most : flow->window;
    uint32_t there = flow->n + flow->asked;
    uint32_t n = there < aim ? aim - there : 1;
    *out_ask = (struct gri_flow_ask){ .actor = flow->actor,
                                      .n = n,
                                      .bytes = missing_bytes(flow, flow->n + n, first),
                                      .least_bytes = first };
    return true;
}

void gri_flow_asked(struct gri_flow *flow, const struct gri_flow_ask *ask)
{
    flow->asked += ask->n;
    if (ask->least_bytes > 0 && flow->window < flow->n + flow->asked) {
        flow->window = flow->n + flow->asked;
    }
}

/* What it had before it may have again; whether there is more is tried now and then, for it asks
 * too late as long as it believes so and is wrong. */
static void widen_window(struct gri_flow *flow)
{
    uint32_t wider = flow->window < WINDOW_MAX ? flow->window * 2 : flow->window;
    if (flow->window < flow->most) {
        flow->window = wider < flow->most ? wider : flow->most;
    } else if (flow->calm > 0) {
        flow->calm--;
    } else {
        flow->window = wider;
    }
}

/* Got less than was asked for, it aims lower; got all, and yet somebody had to wait, higher. */
static void adjust_window(struct gri_flow *flow, uint32_t shortfall)
{
    if (shortfall > 0) {
        flow->window =
            flow->window > shortfall + WINDOW_MIN ? flow->window - shortfall : WINDOW_MIN;
        flow->calm = CALM;
    } else if (flow->is_starved || flow->window < WINDOW_BUSY) {
        widen_window(flow);
    }
    flow->is_starved = false;
}

void gri_flow_grant(struct gri_flow *flow, uint32_t n, uint64_t bytes, uint32_t answers)
{
    answers = answers < flow->asked ? answers : flow->asked;
    n = n < answers ? n : answers; /* no more than was asked for */
    flow->asked -= answers;
    flow->n += n;
    flow->bytes += bytes;
    flow->most = flow->n > flow->most ? flow->n : flow->most;
    if (answers > 0) {
        adjust_window(flow, answers - n);
    }
    hand_out(flow);
}

bool gri_flow_unused(const struct gri_flow *flow, struct gri_flow_ask *out_back)
{
    *out_back =
        (struct gri_flow_ask){ .actor = flow->actor, .back_n = flow->n, .back_bytes = flow->bytes };
    return flow->n > 0 || flow->bytes > 0;
}

void gri_flow_gave_back(struct gri_flow *flow)
{
    flow->n = 0;
    flow->bytes = 0;
}

void gri_flow_fail(struct gri_flow *flow, uint32_t answers, gr_code code)
{
    flow->asked -= answers < flow->asked ? answers : flow->asked;
    struct gri_list *link = gri_list_pop_front(&flow->line);
    for (; link != NULL; link = gri_list_pop_front(&flow->line)) {
        wake(waiter_of(link), code);
    }
}

void gri_flows_fail(struct gri_flows *flows, gr_code code)
{
    for (struct gri_flow *flow = flows->table; flow != NULL; flow = flow->hh.next) {
        gri_flow_fail(flow, 0, code);
    }
}
