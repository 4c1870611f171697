/* SPDX-License-Identifier: MIT */
/* The virtual env of sim.h. Everything that happens later, in the network and at its two ends, is
 * an event in one queue sorted by time; step() takes them out one by one. No other thread. */
#include "sim.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "alloc.h"
#include "assert.h"
#include "transport.h"

enum {
    start_ns = 1000000000,
    window_bytes = 256 * 1024, /* on the way to, or waiting at, one end of a stream */
    creep_ns = 10000,          /* for a runner whose deadline is due, but not yet to it */
};

struct place;

/* Something to happen at a time. Owned by the struct it is a member of. */
struct event {
    struct gri_list link; /* in sim.queue or place.held */
    uint64_t at_ns;
    struct place *place; /* whose stall holds it up; NULL: none */
    void (*happen)(struct event *event);
};

/* A url. Owned by the sim. */
struct place {
    struct gri_list link;
    struct sim *sim;
    struct gri_list held; /* events that came due in a stall, in order */
    gri_listener *listener;
    bool stalled;
    char url[];
};

/* Owned by whoever called sim_create. */
struct sim {
    gri_env env;
    uint64_t now_ns, min_delay_ns, max_delay_ns;
    uint64_t seed;          /* state of the sim's own chance */
    uint64_t random_seed;   /* of the chance that the env gives: what it draws moves nothing else */
    struct gri_list queue;  /* events, the earliest first */
    struct gri_list places; /* every url ever used */
    struct gri_list streams;
    struct gri_list runners;
    struct gri_runner **candidates; /* room for all runners, for one step */
    size_t n_runners, n_dialers;
    uint64_t attachments; /* and detachments: changes whenever the runners do */
    bool is_happening;    /* an event's callbacks run */
};

/* Bytes on the way to a stream, or there and not yet received; none: the end of the stream. Owned
 * by the stream that they go to. */
struct chunk {
    struct event event;
    struct gri_list link; /* in stream.inbound */
    gri_stream *to;
    size_t len, used;
    bool is_here;
    uint8_t bytes[];
};

/* One end of a connection. Owned by its user, after stream_close by the sim. */
struct gri_stream {
    struct event turn; /* tells its user what there is to tell */
    struct gri_list link;
    struct sim *sim;
    struct place *place;
    gri_stream *peer; /* NULL once that end is freed */
    const struct gri_stream_events *events;
    void *arg;
    struct gri_list inbound; /* chunks, in order */
    size_t inbound_bytes;
    uint64_t last_arrival_ns; /* of the chunks: later ones do not overtake */
    uint8_t *recv_buf;        /* NULL: no stream_recv outstanding */
    size_t recv_cap;
    const uint8_t *unsent; /* NULL: no stream_send outstanding */
    size_t unsent_len;
    bool is_broken; /* the other end closed, or the connection was cut */
    bool is_closing;
};

/* Owned by the caller of listen. */
struct gri_listener {
    struct place *place;
    gri_accepted_fn *accepted;
    void *arg;
};

/* Owned by the caller of dial. */
struct gri_dialer {
    struct event event; /* arrives at the listener, then comes back */
    struct sim *sim;
    gri_dialed_fn *dialed;
    void *arg;
    gri_stream *stream; /* between the two */
    bool is_done;
};

/* --- chance and memory ------------------------------------------------------------------------ */

static struct sim *sim_of(gri_env *env)
{
    return GRI_CONTAINER(env, struct sim, env);
}

/* splitmix64 */
static uint64_t draw(uint64_t *state)
{
    uint64_t z = (*state += UINT64_C(0x9e3779b97f4a7c15));
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

static uint64_t below(struct sim *sim, uint64_t n)
{
    return draw(&sim->seed) % n; /* the bias is far below what a test could see */
}

/* The sim's own memory: a test that lets allocations fail means those of the runtime. */
static void *sim_alloc(size_t n)
{
    void *p = calloc(1, n);
    if (p == NULL) {
        fputs("sim: out of memory\n", stderr);
        abort();
    }
    return p;
}

/* --- events ----------------------------------------------------------------------------------- */

/* After those of the same time: they happen in the order in which they were scheduled. */
static void schedule(struct sim *sim, struct event *event, uint64_t at_ns)
{
    struct gri_list *after = sim->queue.prev;
    while (after != &sim->queue && GRI_CONTAINER(after, struct event, link)->at_ns > at_ns) {
        after = after->prev;
    }
    event->at_ns = at_ns;
    gri_list_link_between(after, &event->link, after->next);
}

static void unschedule(struct event *event)
{
    if (gri_list_is_linked(&event->link)) {
        gri_list_remove(&event->link);
    }
}

static uint64_t next_event_ns(const struct sim *sim)
{
    if (gri_list_is_empty(&sim->queue)) {
        return UINT64_MAX;
    }
    return GRI_CONTAINER(sim->queue.next, struct event, link)->at_ns;
}

static bool is_event_due(const struct sim *sim)
{
    return next_event_ns(sim) <= sim->now_ns;
}

static void happen_next(struct sim *sim)
{
    struct event *event = GRI_CONTAINER(gri_list_pop_front(&sim->queue), struct event, link);
    if (event->place != NULL && event->place->stalled) {
        gri_list_push_back(&event->place->held, &event->link);
        return;
    }
    GR_ASSERT(!sim->is_happening); /* no step() inside a transport's callback */
    sim->is_happening = true;
    event->happen(event);
    sim->is_happening = false;
}

static uint64_t arrival_ns(struct sim *sim)
{
    uint64_t delay = sim->min_delay_ns + below(sim, sim->max_delay_ns - sim->min_delay_ns + 1);
    return sim->now_ns + delay;
}

/* --- streams ---------------------------------------------------------------------------------- */

static void wake(gri_stream *stream)
{
    if (!gri_list_is_linked(&stream->turn.link)) {
        schedule(stream->sim, &stream->turn, stream->sim->now_ns);
    }
}

static void free_chunk(struct chunk *chunk)
{
    unschedule(&chunk->event);
    gri_list_remove(&chunk->link);
    chunk->to->inbound_bytes -= chunk->len;
    free(chunk);
}

static void drop_inbound(gri_stream *stream)
{
    GRI_LIST_EACH_SAFE (node, &stream->inbound) {
        free_chunk(GRI_CONTAINER(node, struct chunk, link));
    }
}

static void break_stream(gri_stream *stream)
{
    stream->is_broken = true;
    wake(stream);
}

static void chunk_arrives(struct event *event)
{
    struct chunk *chunk = GRI_CONTAINER(event, struct chunk, event);
    gri_stream *to = chunk->to;
    chunk->is_here = true;
    if (chunk->len == 0) {
        free_chunk(chunk);
        break_stream(to);
        return;
    }
    wake(to);
}

static void put_on_the_way(gri_stream *to, const uint8_t *bytes, size_t len)
{
    struct sim *sim = to->sim;
    struct chunk *chunk = sim_alloc(sizeof *chunk + len);
    uint64_t at_ns = arrival_ns(sim);
    chunk->event.happen = chunk_arrives;
    chunk->event.place = to->place;
    chunk->to = to;
    chunk->len = len;
    if (len > 0) {
        memcpy(chunk->bytes, bytes, len);
    }
    to->inbound_bytes += len;
    to->last_arrival_ns = at_ns > to->last_arrival_ns ? at_ns : to->last_arrival_ns;
    gri_list_push_back(&to->inbound, &chunk->link);
    schedule(sim, &chunk->event, to->last_arrival_ns);
}

/* Often whole, sometimes in two pieces or more. */
static size_t piece_of(struct sim *sim, size_t n)
{
    return n > 1 && below(sim, 4) == 0 ? 1 + (size_t)below(sim, n - 1) : n;
}

/* What is sent to an end that is closing is lost, and the sender hears of it later: as with tcp. */
static void send_what_fits(gri_stream *stream)
{
    gri_stream *to = stream->peer;
    if (to == NULL || to->is_closing) {
        stream->unsent_len = 0;
        return;
    }
    while (stream->unsent_len > 0 && to->inbound_bytes < window_bytes) {
        size_t room = window_bytes - to->inbound_bytes;
        size_t n = stream->unsent_len < room ? stream->unsent_len : room;
        n = piece_of(stream->sim, n);
        put_on_the_way(to, stream->unsent, n);
        stream->unsent += n;
        stream->unsent_len -= n;
    }
}

static void tell_sent(gri_stream *stream, gr_code code)
{
    stream->unsent = NULL;
    stream->events->sent(stream->arg, code);
}

static void tell_received(gri_stream *stream, gr_code code, size_t n)
{
    stream->recv_buf = NULL;
    stream->events->received(stream->arg, code, n);
}

static bool has_arrived(const gri_stream *stream)
{
    return !gri_list_is_empty(&stream->inbound) &&
           GRI_CONTAINER(stream->inbound.next, struct chunk, link)->is_here;
}

static size_t take_arrived(gri_stream *stream)
{
    size_t n = 0;
    while (n < stream->recv_cap && has_arrived(stream)) {
        struct chunk *chunk = GRI_CONTAINER(stream->inbound.next, struct chunk, link);
        size_t left = chunk->len - chunk->used;
        size_t part = left < stream->recv_cap - n ? left : stream->recv_cap - n;
        memcpy(stream->recv_buf + n, chunk->bytes + chunk->used, part);
        chunk->used += part;
        n += part;
        if (chunk->used == chunk->len) {
            free_chunk(chunk);
        }
    }
    if (stream->peer != NULL && stream->peer->unsent != NULL) {
        wake(stream->peer); /* there is room again */
    }
    return n;
}

static void look_after_send(gri_stream *stream)
{
    if (stream->is_closing || stream->unsent == NULL) {
        return;
    }
    if (stream->is_broken) {
        tell_sent(stream, GR_UNAVAILABLE);
        return;
    }
    send_what_fits(stream);
    if (stream->unsent_len == 0) {
        tell_sent(stream, GR_OK);
    }
}

static void look_after_recv(gri_stream *stream)
{
    if (stream->is_closing || stream->recv_buf == NULL) {
        return;
    }
    if (has_arrived(stream)) {
        tell_received(stream, GR_OK, take_arrived(stream));
    } else if (stream->is_broken) {
        tell_received(stream, GR_UNAVAILABLE, 0);
    }
}

static void free_stream(gri_stream *stream)
{
    drop_inbound(stream);
    unschedule(&stream->turn);
    if (stream->peer != NULL) {
        stream->peer->peer = NULL;
    }
    gri_list_remove(&stream->link);
    gri_mfree(stream);
}

static void finish(gri_stream *stream)
{
    const struct gri_stream_events *events = stream->events;
    void *arg = stream->arg;
    if (stream->unsent != NULL) {
        tell_sent(stream, GR_CANCELLED);
    }
    if (stream->recv_buf != NULL) {
        tell_received(stream, GR_CANCELLED, 0);
    }
    free_stream(stream);
    if (events != NULL) {
        events->closed(arg);
    }
}

static void take_turn(struct event *event)
{
    gri_stream *stream = GRI_CONTAINER(event, gri_stream, turn);
    if (stream->is_closing) {
        finish(stream);
        return;
    }
    if (below(stream->sim, 2) == 0) {
        look_after_send(stream);
        look_after_recv(stream);
    } else {
        look_after_recv(stream);
        look_after_send(stream);
    }
}

static gri_stream *new_stream(struct sim *sim, struct place *place)
{
    gri_stream *stream = gri_calloc(sizeof *stream);
    if (stream == NULL) {
        return NULL;
    }
    stream->sim = sim;
    stream->place = place;
    stream->turn.happen = take_turn;
    gri_list_init(&stream->inbound);
    gri_list_push_back(&sim->streams, &stream->link);
    return stream;
}

static void stream_start(gri_stream *stream, const struct gri_stream_events *events, void *arg)
{
    GR_ASSERT(stream->events == NULL);
    stream->events = events;
    stream->arg = arg;
}

static void stream_recv(gri_stream *stream, void *buf, size_t cap)
{
    GR_ASSERT(stream->events != NULL && stream->recv_buf == NULL && cap > 0);
    if (stream->is_closing) {
        return;
    }
    stream->recv_buf = buf;
    stream->recv_cap = cap;
    wake(stream);
}

static void stream_send(gri_stream *stream, const void *buf, size_t len)
{
    GR_ASSERT(stream->events != NULL && stream->unsent == NULL && len > 0);
    if (stream->is_closing) {
        return;
    }
    stream->unsent = buf;
    stream->unsent_len = len;
    wake(stream);
}

static void stream_close(gri_stream *stream)
{
    if (stream->is_closing) {
        return;
    }
    stream->is_closing = true;
    drop_inbound(stream);
    if (stream->peer != NULL && !stream->peer->is_closing) {
        put_on_the_way(stream->peer, NULL, 0);
    }
    wake(stream);
}

static bool stream_peer_uid(gri_stream *stream, uint64_t *out_uid)
{
    const char *url = stream->place->url;
    if (strncmp(url, "ipc://", 6) != 0 && strncmp(url, "abstract://", 11) != 0) {
        return false;
    }
    *out_uid = getuid();
    return true;
}

/* --- listeners and dialers -------------------------------------------------------------------- */

static struct place *place_of(struct sim *sim, const char *url)
{
    GRI_LIST_EACH (node, &sim->places) {
        struct place *place = GRI_CONTAINER(node, struct place, link);
        if (strcmp(place->url, url) == 0) {
            return place;
        }
    }
    size_t size = strlen(url) + 1;
    struct place *place = sim_alloc(sizeof *place + size);
    memcpy(place->url, url, size);
    place->sim = sim;
    gri_list_init(&place->held);
    gri_list_push_back(&sim->places, &place->link);
    return place;
}

static gr_code fail(gr_code code, const char *text, char *why, size_t why_cap)
{
    if (why_cap > 0) {
        snprintf(why, why_cap, "%s", text);
    }
    return code;
}

static gr_code sim_listen(gri_env *env, const char *url, gri_accepted_fn *accepted, void *arg,
                          gri_listener **out_listener, char *why, size_t why_cap)
{
    if (strstr(url, "://") == NULL) {
        return fail(GR_INVALID_ARGUMENT, "unknown scheme", why, why_cap);
    }
    struct place *place = place_of(sim_of(env), url);
    if (place->listener != NULL) {
        return fail(GR_ALREADY_EXISTS, "address in use", why, why_cap);
    }
    gri_listener *listener = gri_calloc(sizeof *listener);
    if (listener == NULL) {
        return fail(GR_RESOURCE_EXHAUSTED, "out of memory", why, why_cap);
    }
    *listener = (gri_listener){ place, accepted, arg };
    place->listener = listener;
    *out_listener = listener;
    return GR_OK;
}

static const char *listener_url(const gri_listener *listener)
{
    return listener->place->url;
}

static void listener_destroy(gri_listener *listener)
{
    if (listener == NULL) {
        return;
    }
    GR_ASSERT(!listener->place->sim->is_happening);
    listener->place->listener = NULL;
    gri_mfree(listener);
}

static void finish_dial(gri_dialer *dialer, gr_code code, const char *why)
{
    gri_stream *stream = dialer->stream;
    dialer->stream = NULL;
    dialer->is_done = true;
    dialer->dialed(dialer->arg, code, stream, why);
}

static void connection_is_made(struct event *event)
{
    finish_dial(GRI_CONTAINER(event, gri_dialer, event), GR_OK, "");
}

static bool make_connection(gri_dialer *dialer, gri_stream **out_accepted)
{
    gri_stream *here = new_stream(dialer->sim, dialer->event.place);
    gri_stream *there = new_stream(dialer->sim, dialer->event.place);
    if (here == NULL || there == NULL) {
        if (here != NULL) {
            free_stream(here);
        }
        if (there != NULL) {
            free_stream(there);
        }
        return false;
    }
    here->peer = there;
    there->peer = here;
    dialer->stream = here;
    *out_accepted = there;
    return true;
}

static void dial_arrives(struct event *event)
{
    gri_dialer *dialer = GRI_CONTAINER(event, gri_dialer, event);
    gri_listener *listener = event->place->listener;
    gri_stream *accepted = NULL;
    if (listener == NULL) {
        finish_dial(dialer, GR_UNAVAILABLE, "connection refused");
        return;
    }
    if (!make_connection(dialer, &accepted)) {
        finish_dial(dialer, GR_RESOURCE_EXHAUSTED, "out of memory");
        return;
    }
    event->happen = connection_is_made;
    schedule(dialer->sim, event, arrival_ns(dialer->sim));
    listener->accepted(listener->arg, accepted);
}

static gr_code sim_dial(gri_env *env, const char *url, gri_dialed_fn *dialed, void *arg,
                        gri_dialer **out_dialer, char *why, size_t why_cap)
{
    struct sim *sim = sim_of(env);
    if (strstr(url, "://") == NULL) {
        return fail(GR_INVALID_ARGUMENT, "unknown scheme", why, why_cap);
    }
    gri_dialer *dialer = gri_calloc(sizeof *dialer);
    if (dialer == NULL) {
        return fail(GR_RESOURCE_EXHAUSTED, "out of memory", why, why_cap);
    }
    dialer->sim = sim;
    dialer->dialed = dialed;
    dialer->arg = arg;
    dialer->event.place = place_of(sim, url);
    dialer->event.happen = dial_arrives;
    sim->n_dialers++;
    *out_dialer = dialer;
    schedule(sim, &dialer->event, arrival_ns(sim));
    return GR_OK;
}

static void dialer_destroy(gri_dialer *dialer)
{
    if (dialer == NULL) {
        return;
    }
    GR_ASSERT(!dialer->sim->is_happening);
    unschedule(&dialer->event);
    if (dialer->stream != NULL) {
        stream_close(dialer->stream);
        dialer->stream = NULL;
    }
    if (!dialer->is_done) {
        finish_dial(dialer, GR_CANCELLED, "cancelled");
    }
    dialer->sim->n_dialers--;
    gri_mfree(dialer);
}

/* --- the env ---------------------------------------------------------------------------------- */

static uint64_t sim_now_ns(gri_env *env)
{
    return sim_of(env)->now_ns;
}

static int64_t sim_wall_ns(gri_env *env)
{
    return SIM_WALL_NS + (int64_t)sim_of(env)->now_ns;
}

static uint64_t sim_random(gri_env *env)
{
    return draw(&sim_of(env)->random_seed);
}

static uint32_t sim_choose(gri_env *env, uint32_t n)
{
    return (uint32_t)below(sim_of(env), n);
}

static void sim_attach(gri_env *env, struct gri_runner *runner)
{
    struct sim *sim = sim_of(env);
    gri_list_push_back(&sim->runners, &runner->link);
    sim->n_runners++;
    sim->attachments++;
    free(sim->candidates);
    sim->candidates = sim_alloc(sim->n_runners * sizeof *sim->candidates);
}

static void sim_detach(gri_env *env, struct gri_runner *runner)
{
    struct sim *sim = sim_of(env);
    gri_list_remove(&runner->link);
    sim->n_runners--;
    sim->attachments++;
}

/* Asks the runners in random order until one did something. */
static bool run_one(struct sim *sim)
{
    size_t n = 0;
    GRI_LIST_EACH (node, &sim->runners) {
        sim->candidates[n++] = GRI_CONTAINER(node, struct gri_runner, link);
    }
    for (; n > 0; n--) {
        size_t chosen = (size_t)below(sim, n);
        uint64_t attachments = sim->attachments;
        struct gri_runner *runner = sim->candidates[chosen];
        sim->candidates[chosen] = sim->candidates[n - 1];
        if (runner->run(runner) || sim->attachments != attachments) {
            return true;
        }
    }
    return false;
}

static uint64_t next_deadline_ns(struct sim *sim)
{
    uint64_t earliest_ns = UINT64_MAX;
    GRI_LIST_EACH (node, &sim->runners) {
        struct gri_runner *runner = GRI_CONTAINER(node, struct gri_runner, link);
        uint64_t next_ns = runner->next_ns(runner);
        earliest_ns = next_ns < earliest_ns ? next_ns : earliest_ns;
    }
    /* It has just run and saw nothing to do, so what it waits for is a little later. */
    return earliest_ns > sim->now_ns ? earliest_ns : sim->now_ns + creep_ns;
}

/* One step that does not lead past limit_ns; false: there is none. */
static bool step_within(struct sim *sim, uint64_t limit_ns, bool with_deadlines)
{
    if (is_event_due(sim) && below(sim, 2) == 0) {
        happen_next(sim);
        return true;
    }
    if (run_one(sim)) {
        return true;
    }
    uint64_t next_ns = next_event_ns(sim);
    if (with_deadlines && next_ns > sim->now_ns) {
        uint64_t deadline_ns = next_deadline_ns(sim);
        next_ns = deadline_ns < next_ns ? deadline_ns : next_ns;
    }
    if (next_ns > limit_ns) {
        return false;
    }
    sim->now_ns = next_ns > sim->now_ns ? next_ns : sim->now_ns;
    if (is_event_due(sim)) {
        happen_next(sim);
    }
    return true;
}

static bool sim_step(gri_env *env)
{
    return step_within(sim_of(env), UINT64_MAX - 1, true);
}

void sim_advance(gri_env *env, uint64_t ns)
{
    struct sim *sim = sim_of(env);
    uint64_t until_ns = ns < UINT64_MAX - 1 - sim->now_ns ? sim->now_ns + ns : UINT64_MAX - 1;
    while (step_within(sim, until_ns, true)) {
    }
    sim->now_ns = until_ns;
}

void sim_settle(gri_env *env)
{
    while (step_within(sim_of(env), UINT64_MAX - 1, false)) {
    }
}

void sim_set_delay(gri_env *env, uint64_t min_ns, uint64_t max_ns)
{
    GR_ASSERT(min_ns <= max_ns && max_ns < UINT64_MAX);
    sim_of(env)->min_delay_ns = min_ns;
    sim_of(env)->max_delay_ns = max_ns;
}

void sim_cut(gri_env *env, const char *url)
{
    struct sim *sim = sim_of(env);
    GRI_LIST_EACH (node, &sim->streams) {
        gri_stream *stream = GRI_CONTAINER(node, gri_stream, link);
        if (strcmp(stream->place->url, url) == 0 && !stream->is_closing) {
            drop_inbound(stream);
            break_stream(stream);
        }
    }
}

/* All at one time, in order: nothing overtakes what went the same way. */
static void let_go(struct sim *sim, struct place *place)
{
    uint64_t at_ns = arrival_ns(sim);
    struct gri_list *node;
    while ((node = gri_list_pop_front(&place->held)) != NULL) {
        schedule(sim, GRI_CONTAINER(node, struct event, link), at_ns);
    }
    GRI_LIST_EACH (other, &sim->streams) {
        gri_stream *stream = GRI_CONTAINER(other, gri_stream, link);
        if (stream->place == place && stream->last_arrival_ns < at_ns) {
            stream->last_arrival_ns = at_ns;
        }
    }
}

void sim_stall(gri_env *env, const char *url, bool stalled)
{
    struct sim *sim = sim_of(env);
    struct place *place = place_of(sim, url);
    place->stalled = stalled;
    if (!stalled) {
        let_go(sim, place);
    }
}

static const struct gri_transport_ops sim_transport = {
    .listen = sim_listen,
    .listener_url = listener_url,
    .listener_destroy = listener_destroy,
    .dial = sim_dial,
    .dialer_destroy = dialer_destroy,
    .stream_start = stream_start,
    .stream_recv = stream_recv,
    .stream_send = stream_send,
    .stream_close = stream_close,
    .stream_peer_uid = stream_peer_uid,
};

static const struct gri_env_ops sim_ops = {
    .now_ns = sim_now_ns,
    .coarse_ns = sim_now_ns,
    .wall_ns = sim_wall_ns,
    .random = sim_random,
    .choose = sim_choose,
    .step = sim_step,
    .attach = sim_attach,
    .detach = sim_detach,
    .transport = &sim_transport,
};

gri_env *sim_create(uint64_t seed)
{
    struct sim *sim = sim_alloc(sizeof *sim);
    sim->env.ops = &sim_ops;
    sim->now_ns = start_ns;
    sim->seed = seed;
    sim->random_seed = draw(&sim->seed);
    gri_list_init(&sim->queue);
    gri_list_init(&sim->places);
    gri_list_init(&sim->streams);
    gri_list_init(&sim->runners);
    sim_set_delay(&sim->env, 10000, 100000);
    return &sim->env;
}

static gri_stream *find_closing(struct sim *sim)
{
    GRI_LIST_EACH (node, &sim->streams) {
        gri_stream *stream = GRI_CONTAINER(node, gri_stream, link);
        if (stream->is_closing) {
            return stream;
        }
    }
    return NULL;
}

static void abort_over(const char *what, const char *url)
{
    fprintf(stderr, "sim: destroyed while there is a %s of %s\n", what, url);
    abort();
}

static void check_nothing_is_left(struct sim *sim)
{
    GRI_LIST_EACH (node, &sim->streams) {
        abort_over("stream", GRI_CONTAINER(node, gri_stream, link)->place->url);
    }
    GRI_LIST_EACH (node, &sim->places) {
        const struct place *place = GRI_CONTAINER(node, struct place, link);
        if (place->listener != NULL) {
            abort_over("listener", place->url);
        }
    }
    GR_ASSERT(gri_list_is_empty(&sim->runners));
    GR_ASSERT(sim->n_dialers == 0);
}

void sim_destroy(gri_env *env)
{
    struct sim *sim = sim_of(env);
    struct gri_list *node;
    gri_stream *closing;
    while ((closing = find_closing(sim)) != NULL) {
        finish(closing);
    }
    check_nothing_is_left(sim);
    while ((node = gri_list_pop_front(&sim->places)) != NULL) {
        free(GRI_CONTAINER(node, struct place, link));
    }
    free(sim->candidates);
    free(sim);
}
