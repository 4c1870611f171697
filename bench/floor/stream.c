/* SPDX-License-Identifier: MIT */
/* A bare nng stream between two processes, with natural batching. At either end nng's callback
 * hands over once to a thread that is parked; that thread looks at all frames that have come, and
 * sends what it has to say itself, at once, or, while a send is under way, together with the next.
 *
 * A call is so a socket's there and back, and at either end nng's hand-over from its poller to its
 * task's thread to ours: on a machine that has nothing else to do 1.4 x socket. With many callers
 * the batch decides.
 *
 *     in:   callback: ARRIVED -> thread: looks at frames, receives again
 *     out:  thread: fills one buffer while the other one is sent -> callback: SENT
 */
#include <linux/futex.h>
#include <nng/nng.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "floor.h"
#include "other.h"

enum { BUFFER_BYTES = 256 * 1024, FRAME_BYTES = 32, BIG_BYTES = 64 * 1024, COUNTERS = 1000 };
enum { KIND_ECHO = 1, KIND_POUR = 2, KIND_COUNT = 3 };
enum { ARRIVED = 1, SENT = 2, ENDED = 4, PARKED = 8, WANTS_SENT = 16 };

struct frame {
    uint32_t len; /* with all of this */
    uint32_t kind;
    uint64_t to;
    uint64_t value;
    uint64_t more;
};

/* One end. The thread's own, but for what the callbacks have while they run. */
struct end {
    nng_stream *stream;
    nng_aio *recv_aio;
    nng_aio *send_aio;
    atomic_uint events;
    atomic_bool sending;
    size_t in_len;    /* looked at by the thread while no receive is under way */
    size_t out_len;   /* in out[filling] */
    unsigned filling; /* which of the two */
    nng_iov unsent;
    char *in;
    char *out[2];
};

struct floor_stream {
    struct end end;
    nng_stream_dialer *dialer;
    struct other other;
    uint64_t poured;
};

static void need_nng(int error, const char *what)
{
    if (error != 0) {
        fprintf(stderr, "%s: %s\n", what, nng_strerror(error));
        exit(1);
    }
}

/* ---- an end ---- */

static void post(struct end *end, unsigned event, unsigned if_parked_for)
{
    unsigned before = atomic_fetch_or(&end->events, event);
    if ((before & if_parked_for) != 0) {
        syscall(SYS_futex, &end->events, FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0);
    }
}

/* Until something has happened; returns what. */
static unsigned await(struct end *end, bool wants_sent)
{
    unsigned wakes = ARRIVED | ENDED | (wants_sent ? SENT : 0);
    unsigned none = 0;
    while (!atomic_compare_exchange_strong(&end->events, &none,
                                           PARKED | (wants_sent ? WANTS_SENT : 0))) {
        if ((none & wakes) != 0) {
            return atomic_exchange(&end->events, 0);
        }
        atomic_fetch_and(&end->events, ~(unsigned)SENT); /* of no interest now */
        none = 0;
    }
    for (unsigned now; ((now = atomic_load(&end->events)) & wakes) == 0;) {
        syscall(SYS_futex, &end->events, FUTEX_WAIT_PRIVATE, now, NULL, NULL, 0);
    }
    return atomic_exchange(&end->events, 0);
}

static void receive(struct end *end)
{
    nng_iov iov = { end->in + end->in_len, BUFFER_BYTES - end->in_len };
    need_nng(nng_aio_set_iov(end->recv_aio, 1, &iov), "set an iov");
    nng_stream_recv(end->stream, end->recv_aio);
}

static void on_received(void *arg)
{
    struct end *end = arg;
    if (nng_aio_result(end->recv_aio) != 0) {
        post(end, ENDED, PARKED);
        return;
    }
    end->in_len += nng_aio_count(end->recv_aio);
    post(end, ARRIVED, PARKED);
}

static void submit(struct end *end)
{
    need_nng(nng_aio_set_iov(end->send_aio, 1, &end->unsent), "set an iov");
    nng_stream_send(end->stream, end->send_aio);
}

static void on_sent(void *arg)
{
    struct end *end = arg;
    size_t n =
        nng_aio_result(end->send_aio) == 0 ? nng_aio_count(end->send_aio) : end->unsent.iov_len;
    end->unsent.iov_buf = (char *)end->unsent.iov_buf + n;
    end->unsent.iov_len -= n;
    if (end->unsent.iov_len > 0) {
        submit(end);
        return;
    }
    atomic_store(&end->sending, false);
    post(end, SENT, WANTS_SENT);
}

/* Sends what is there, unless a send is under way: then it waits for the next. */
static void flush(struct end *end)
{
    if (end->out_len == 0 || atomic_load(&end->sending)) {
        return;
    }
    end->unsent = (nng_iov){ end->out[end->filling], end->out_len };
    end->filling ^= 1;
    end->out_len = 0;
    atomic_store(&end->sending, true);
    submit(end);
}

/* Room for a frame; waits for it, where it must. */
static char *room(struct end *end, size_t len)
{
    while (BUFFER_BYTES - end->out_len < len) {
        flush(end);
        if (end->out_len > 0) {
            unsigned events = await(end, true);
            atomic_fetch_or(&end->events, events & ARRIVED); /* for later */
        }
    }
    char *at = end->out[end->filling] + end->out_len;
    end->out_len += len;
    return at;
}

static void put(struct end *end, const struct frame *frame)
{
    memcpy(room(end, frame->len), frame, sizeof(*frame)); /* the rest is whatever there is */
}

static void start(struct end *end, nng_stream *stream)
{
    end->stream = stream;
    for (int i = 0; i < 2; i++) {
        end->out[i] = bench_new(1, BUFFER_BYTES);
    }
    end->in = bench_new(1, BUFFER_BYTES);
    need_nng(nng_aio_alloc(&end->recv_aio, on_received, end), "make an aio");
    need_nng(nng_aio_alloc(&end->send_aio, on_sent, end), "make an aio");
    nng_aio_set_timeout(end->recv_aio, NNG_DURATION_INFINITE);
    nng_aio_set_timeout(end->send_aio, NNG_DURATION_INFINITE);
    (void)nng_stream_set_bool(stream, NNG_OPT_TCP_NODELAY, true);
    receive(end);
}

static void end_it(struct end *end)
{
    nng_stream_close(end->stream);
    nng_aio_stop(end->recv_aio);
    nng_aio_stop(end->send_aio);
    nng_aio_free(end->recv_aio);
    nng_aio_free(end->send_aio);
    nng_stream_free(end->stream);
    free(end->in);
    free(end->out[0]);
    free(end->out[1]);
}

/* Whoever looks at frames. */
typedef void handle_frame(struct end *end, const struct frame *frame, void *arg);

/* Looks at all frames that have come, and goes on receiving. */
static void look(struct end *end, handle_frame *handle, void *arg)
{
    size_t at = 0;
    struct frame frame;
    while (end->in_len - at >= sizeof(frame)) {
        memcpy(&frame, end->in + at, sizeof(frame));
        if (end->in_len - at < frame.len) {
            break;
        }
        handle(end, &frame, arg);
        at += frame.len;
    }
    flush(end);
    end->in_len -= at;
    memmove(end->in, end->in + at, end->in_len);
    receive(end);
}

/* ---- over there ---- */

static void serve_frame(struct end *end, const struct frame *frame, void *arg)
{
    uint64_t *counters = arg;
    struct frame reply = { .len = FRAME_BYTES, .kind = frame->kind, .value = frame->value };
    switch (frame->kind) {
    case KIND_POUR:
        counters[frame->to % COUNTERS] += frame->value;
        return;
    case KIND_COUNT:
        reply.value = 0;
        for (size_t i = 0; i < COUNTERS; i++) {
            reply.value += counters[i];
        }
        break;
    default:
        break;
    }
    put(end, &reply);
}

static nng_stream *accept_one(nng_stream_listener *listener)
{
    nng_aio *aio;
    need_nng(nng_aio_alloc(&aio, NULL, NULL), "make an aio");
    nng_stream_listener_accept(listener, aio);
    nng_aio_wait(aio);
    need_nng(nng_aio_result(aio), "accept");
    nng_stream *stream = nng_aio_get_output(aio, 0);
    nng_aio_free(aio);
    return stream;
}

static void say_url(nng_stream_listener *listener, const char *url)
{
    char real[160];
    int port;
    if (strncmp(url, "tcp://", 6) != 0) {
        other_say(url);
        return;
    }
    need_nng(nng_stream_listener_get_int(listener, NNG_OPT_TCP_BOUND_PORT, &port), "get the port");
    snprintf(real, sizeof(real), "tcp://127.0.0.1:%d", port);
    other_say(real);
}

void floor_serve_if_told(int argc, char **argv)
{
    static uint64_t counters[COUNTERS];
    static struct end end;
    nng_stream_listener *listener;
    if (!other_is_told(argc, argv, "--floor")) {
        return;
    }
    need_nng(nng_stream_listener_alloc(&listener, argv[2]), "make a listener");
    need_nng(nng_stream_listener_listen(listener), "listen");
    say_url(listener, argv[2]);
    start(&end, accept_one(listener));
    for (unsigned events = 0; (events & ENDED) == 0;) {
        events = await(&end, end.out_len > 0);
        if ((events & ARRIVED) != 0) {
            look(&end, serve_frame, counters);
        }
        flush(&end);
    }
    end_it(&end);
    nng_stream_listener_close(listener);
    nng_stream_listener_free(listener);
    exit(0);
}

/* ---- here ---- */

struct floor_stream *floor_connect(const char *scheme)
{
    struct floor_stream *stream = bench_new(1, sizeof(*stream));
    nng_aio *aio;
    other_start(&stream->other, "--floor", scheme);
    need_nng(nng_stream_dialer_alloc(&stream->dialer, stream->other.url), "make a dialer");
    need_nng(nng_aio_alloc(&aio, NULL, NULL), "make an aio");
    nng_stream_dialer_dial(stream->dialer, aio);
    nng_aio_wait(aio);
    need_nng(nng_aio_result(aio), "dial");
    start(&stream->end, nng_aio_get_output(aio, 0));
    nng_aio_free(aio);
    return stream;
}

void floor_disconnect(struct floor_stream *stream)
{
    end_it(&stream->end);
    nng_stream_dialer_free(stream->dialer);
    other_stop(&stream->other);
    free(stream);
}

/* What is under way: calls to be made yet, and answered; the value of the last answer. */
struct calls {
    uint64_t left;
    uint64_t done;
    uint64_t value;
    struct frame frame;
};

static void take_answer(struct end *end, const struct frame *frame, void *arg)
{
    struct calls *calls = arg;
    calls->done += 1;
    calls->value = frame->value;
    if (calls->left > 0) {
        calls->left--;
        put(end, &calls->frame);
    }
}

static void finish(struct end *end, struct calls *calls, uint64_t n)
{
    flush(end);
    while (calls->done < n) {
        unsigned events = await(end, end->out_len > 0);
        need_nng((events & ENDED) != 0 ? NNG_ECONNSHUT : 0, "receive");
        if ((events & ARRIVED) != 0) {
            look(end, take_answer, calls);
        }
        flush(end);
    }
}

static uint64_t call_each(struct end *end, uint64_t n, uint32_t len, uint32_t *out_ns)
{
    struct calls calls = { .frame = { .len = len, .kind = KIND_ECHO, .value = 1 } };
    for (uint64_t i = 0; i < n; i++) {
        uint64_t began_ns = bench_now_ns();
        put(end, &calls.frame);
        finish(end, &calls, i + 1);
        out_ns[i] = (uint32_t)(bench_now_ns() - began_ns);
    }
    return calls.done;
}

uint64_t floor_stream_call(void *arg, uint64_t n, uint32_t *out_ns)
{
    struct floor_stream *stream = arg;
    return call_each(&stream->end, n, FRAME_BYTES, out_ns);
}

uint64_t floor_stream_big(void *arg, uint64_t n, uint32_t *out_ns)
{
    struct floor_stream *stream = arg;
    return call_each(&stream->end, n, BIG_BYTES, out_ns);
}

static uint64_t call_many(struct end *end, uint64_t n, uint64_t callers)
{
    struct calls calls = { .frame = { .len = FRAME_BYTES, .kind = KIND_ECHO, .value = 1 } };
    callers = callers < n ? callers : n;
    calls.left = n - callers;
    for (uint64_t i = 0; i < callers; i++) {
        put(end, &calls.frame);
    }
    finish(end, &calls, n);
    return calls.done;
}

uint64_t floor_stream_calls_16(void *arg, uint64_t n)
{
    struct floor_stream *stream = arg;
    return call_many(&stream->end, n, 16);
}

uint64_t floor_stream_calls_64(void *arg, uint64_t n)
{
    struct floor_stream *stream = arg;
    return call_many(&stream->end, n, 64);
}

static uint64_t pour(struct floor_stream *stream, uint64_t n, uint64_t counters)
{
    struct end *end = &stream->end;
    struct calls calls = { .frame = { .len = FRAME_BYTES, .kind = KIND_COUNT } };
    struct frame frame = { .len = FRAME_BYTES, .kind = KIND_POUR, .value = 1 };
    for (uint64_t i = 0; i < n; i++) {
        frame.to = i % counters;
        put(end, &frame);
        if (end->out_len > BUFFER_BYTES / 4) {
            flush(end);
        }
    }
    put(end, &calls.frame);
    finish(end, &calls, 1);
    uint64_t before = stream->poured;
    stream->poured = calls.value;
    return calls.value - before;
}

uint64_t floor_stream_pour(void *arg, uint64_t n)
{
    return pour(arg, n, 1);
}

uint64_t floor_stream_spread(void *arg, uint64_t n)
{
    return pour(arg, n, COUNTERS);
}
