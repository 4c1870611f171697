/* SPDX-License-Identifier: MIT */
/* The real transport: nng's byte streams. The only file that includes nng. Called by peers and
 * nodes from any thread; the callbacks run on nng's task threads. */
#include "transport.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

#include <nng/nng.h>

#include "alloc.h"
#include "assert.h"
#include "log.h"

/* How a stream ends, and why its events come exactly once.
 *
 * `holds` counts who may still touch a stream; its bit CLOSING says that nobody new may start.
 *
 *     OPEN      CLOSING clear. stream_recv and stream_send take a hold for their operation.
 *     CLOSING   set by the first stream_close, never cleared. recv and send do nothing any more.
 *     ENDED     CLOSING and no holds. Reached once: holds only fall, since each new one is taken
 *               either where CLOSING is clear or by someone who has one. Who lets the last one go
 *               starts end_aio, and its callback frees everything.
 *
 * Holds are of two kinds. An operation's is taken with stream_recv or stream_send and let go after
 * its event has returned: so `closed` comes last, and inside its own events a stream is always
 * there. A submission's is taken around a call into nng: nng may run the completion on another
 * thread, which may close and let go, while the submitting thread is still inside nng_stream_recv
 * with nng's stream in its hands; freeing then would pull it away.
 *
 * Each operation is one aio with one outstanding submission, and nng calls an aio's callback once
 * a submission: where nng_stream_close finds it waiting, with an error. But what is submitted after
 * nng_stream_close waits for ever, so a submission looks afterwards whether CLOSING was set
 * meanwhile (it always is before nng_stream_close), and aborts itself. A partial send is submitted
 * again by its own callback, under the operation's hold, and reports only at the end.
 *
 * `closed` may not run inside stream_close, whose caller may hold a lock: so the end is an aio of
 * its own, finished at once, which makes nng run on_ended on a task thread. By then no aio is
 * outstanding, so nng's stream can be freed. An aio whose callback may still be in its last
 * instructions is reaped, never freed: nng_aio_free waits for the callback, and from the callback
 * itself it would wait for ever.
 *
 * A listener has one aio, which accepts, hands over, accepts again. A dialer has one aio and one
 * submission. Destroying either sets `stopping` (listener) and stops the aio: this makes nng call
 * it back with an error where it is outstanding, and waits for the callback's return. That is why
 * neither may be destroyed in a callback, and why afterwards freeing is plain. */

#define CLOSING (UINT32_C(1) << 31)

/* Owned by its user until stream_close, then by whoever holds it; see the notes above. */
struct gri_stream {
    _Atomic uint32_t holds;                 /* @ CLOSING and the number of holds */
    nng_stream *stream;                     /* i */
    nng_aio *recv_aio, *send_aio, *end_aio; /* i */
    const struct gri_stream_events *events; /* i after stream_start; NULL: never started */
    void *arg;                              /* i after stream_start */
    nng_iov unsent;                         /* the outstanding send's */
};

/* Owned by the caller of listen; `failing` and `pausing` by the aio's callback. */
struct gri_listener {
    nng_stream_listener *listener; /* i */
    nng_aio *aio;                  /* i */
    gri_accepted_fn *accepted;     /* i */
    void *arg;                     /* i */
    char *url;                     /* i */
    atomic_bool stopping;          /* @ */
    bool pausing;                  /* the aio sleeps, it does not accept */
    bool failing;                  /* the last accept failed, and that was logged */
};

/* Owned by the caller of dial. */
struct gri_dialer {
    nng_stream_dialer *dialer; /* i */
    nng_aio *aio;              /* i */
    gri_dialed_fn *dialed;     /* i */
    void *arg;                 /* i */
};

/* --- errors ---------------------------------------------------------------------------------- */

struct failure {
    int error;
    gr_code code;
    const char *why;
};

static const struct failure failures[] = {
    { NNG_ENOMEM, GR_RESOURCE_EXHAUSTED, "out of memory" },
    { NNG_ENOFILES, GR_RESOURCE_EXHAUSTED, "too many open descriptors" },
    { NNG_ENOSPC, GR_RESOURCE_EXHAUSTED, "no space left" },
    { NNG_EINVAL, GR_INVALID_ARGUMENT, "no valid address" },
    { NNG_EADDRINVAL, GR_INVALID_ARGUMENT, "no such address" },
    { NNG_ENOTSUP, GR_INVALID_ARGUMENT, "not supported by this build of nng" },
    { NNG_EADDRINUSE, GR_ALREADY_EXISTS, "address in use" },
    { NNG_EPERM, GR_PERMISSION_DENIED, "permission denied" },
    { NNG_ECANCELED, GR_CANCELLED, "cancelled" },
    { NNG_ECONNREFUSED, GR_UNAVAILABLE, "connection refused" },
    { NNG_ENOENT, GR_UNAVAILABLE, "no such file or directory" },
    { NNG_EAGAIN, GR_UNAVAILABLE, "the listener's queue is full" },
    { NNG_EUNREACHABLE, GR_UNAVAILABLE, "unreachable" },
    { NNG_ETIMEDOUT, GR_UNAVAILABLE, "connection timed out" },
    { NNG_ECONNRESET, GR_UNAVAILABLE, "connection reset" },
    { NNG_ECONNABORTED, GR_UNAVAILABLE, "connection aborted" },
    { NNG_ECONNSHUT, GR_UNAVAILABLE, "closed by the other end" },
    { NNG_ECLOSED, GR_UNAVAILABLE, "closed" },
};

static struct failure failure_of(int error)
{
    for (size_t i = 0; i < sizeof failures / sizeof failures[0]; i++) {
        if (failures[i].error == error) {
            return failures[i];
        }
    }
    return (struct failure){ error, GR_UNAVAILABLE, nng_strerror(error) };
}

static gr_code fail(gr_code code, const char *text, char *why, size_t why_cap)
{
    if (why_cap > 0) {
        snprintf(why, why_cap, "%s", text);
    }
    return code;
}

static gr_code fail_with(int error, char *why, size_t why_cap)
{
    struct failure failure = failure_of(error);
    return fail(failure.code, failure.why, why, why_cap);
}

static bool has_scheme(const char *url, const char *scheme)
{
    return strncmp(url, scheme, strlen(scheme)) == 0;
}

/* nng would take both for "any": a listener without a name or port that anybody could dial. */
static bool has_address(const char *url)
{
    const char *address = strstr(url, "://") + 3;
    if (!has_scheme(url, "tcp://")) {
        return *address != '\0';
    }
    const char *port = strrchr(address, ':');
    return port != NULL && port != address && strchr(port, ']') == NULL && port[1] != '\0';
}

static gr_code check_url(const char *url, char *why, size_t why_cap)
{
    if (!has_scheme(url, "ipc://") && !has_scheme(url, "abstract://") &&
        !has_scheme(url, "tcp://")) {
        return fail(GR_INVALID_ARGUMENT, "unknown scheme: use ipc://, abstract:// or tcp://", why,
                    why_cap);
    }
    if (!has_address(url)) {
        return fail(GR_INVALID_ARGUMENT,
                    "incomplete: use ipc://path, abstract://name, tcp://host:port", why, why_cap);
    }
    return GR_OK;
}

/* --- nng's threads ---------------------------------------------------------------------------- */

/* nng starts its threads inside the first call that needs them, and they inherit the caller's mask:
 * with everything blocked, no handler of the application ever runs on one. */
static sigset_t block_signals(void)
{
    sigset_t all, old;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &old);
    return old;
}

static void restore_signals(sigset_t old)
{
    pthread_sigmask(SIG_SETMASK, &old, NULL);
}

/* No aio ever times out: a timeout of nng's that fires spins for up to a millisecond. */
static int new_aio(nng_aio **out_aio, void (*callback)(void *arg), void *arg)
{
    int error = nng_aio_alloc(out_aio, callback, arg);
    if (error == 0) {
        nng_aio_set_timeout(*out_aio, NNG_DURATION_INFINITE);
    }
    return error;
}

static void free_aio(nng_aio *aio)
{
    if (aio != NULL) {
        nng_aio_free(aio);
    }
}

/* --- streams ---------------------------------------------------------------------------------- */

static bool hold(gri_stream *stream)
{
    uint32_t holds = atomic_load_explicit(&stream->holds, memory_order_relaxed);
    while ((holds & CLOSING) == 0) {
        if (atomic_compare_exchange_weak_explicit(&stream->holds, &holds, holds + 1,
                                                  memory_order_relaxed, memory_order_relaxed)) {
            return true;
        }
    }
    return false;
}

/* The release half orders what each holder did before what on_ended does. */
static void let_go(gri_stream *stream)
{
    if (atomic_fetch_sub_explicit(&stream->holds, 1, memory_order_acq_rel) != (CLOSING | 1)) {
        return;
    }
    bool begun = nng_aio_begin(stream->end_aio);
    GR_ASSERT(begun);
    nng_aio_finish(stream->end_aio, 0);
}

/* The memory goes first, so that it is gone once `closed`, or a closed socket, tells of the end. */
static void on_ended(void *arg)
{
    gri_stream *stream = arg;
    const struct gri_stream_events *events = stream->events;
    void *events_arg = stream->arg;
    nng_stream *connection = stream->stream;
    nng_aio *aios[] = { stream->recv_aio, stream->send_aio, stream->end_aio };
    gri_mfree(stream);
    nng_stream_free(connection);
    if (events != NULL) {
        events->closed(events_arg);
    }
    for (size_t i = 0; i < sizeof aios / sizeof aios[0]; i++) {
        nng_aio_reap(aios[i]);
    }
}

static bool is_closing(const gri_stream *stream)
{
    return (atomic_load_explicit(&stream->holds, memory_order_relaxed) & CLOSING) != 0;
}

/* The submission's own hold keeps nng's stream until nng has returned. Where nng closed the stream
 * before `start`, both took the stream's lock inside nng, which makes CLOSING visible here. */
static void submit(gri_stream *stream, nng_aio *aio, nng_iov part,
                   void (*start)(nng_stream *, nng_aio *))
{
    atomic_fetch_add_explicit(&stream->holds, 1, memory_order_relaxed);
    int error = nng_aio_set_iov(aio, 1, &part);
    GR_ASSERT(error == 0);
    start(stream->stream, aio);
    if (is_closing(stream)) {
        nng_aio_abort(aio, NNG_ECLOSED);
    }
    let_go(stream);
}

/* After stream_close every error is the closing's own; transports differ in what they say then. */
static gr_code code_of_event(gri_stream *stream, int error)
{
    if (error == 0) {
        return GR_OK;
    }
    if (is_closing(stream)) {
        return GR_CANCELLED;
    }
    gr_code code = failure_of(error).code;
    return code == GR_RESOURCE_EXHAUSTED ? code : GR_UNAVAILABLE;
}

static void on_received(void *arg)
{
    gri_stream *stream = arg;
    size_t n = nng_aio_count(stream->recv_aio);
    int error = nng_aio_result(stream->recv_aio);
    if (error == 0 && n == 0) {
        error = NNG_ECONNSHUT;
    }
    gr_code code = code_of_event(stream, error);
    stream->events->received(stream->arg, code, code == GR_OK ? n : 0);
    let_go(stream);
}

static void on_sent(void *arg)
{
    gri_stream *stream = arg;
    int error = nng_aio_result(stream->send_aio);
    if (error == 0) {
        size_t n = nng_aio_count(stream->send_aio);
        GR_ASSERT(n <= stream->unsent.iov_len);
        stream->unsent.iov_buf = (char *)stream->unsent.iov_buf + n;
        stream->unsent.iov_len -= n;
        if (stream->unsent.iov_len > 0) {
            submit(stream, stream->send_aio, stream->unsent, nng_stream_send);
            return;
        }
    }
    stream->events->sent(stream->arg, code_of_event(stream, error));
    let_go(stream);
}

/* Takes `connection`, also on failure; NULL: out of memory. */
static gri_stream *new_stream(nng_stream *connection)
{
    gri_stream *stream = gri_calloc(sizeof *stream);
    if (stream == NULL) {
        nng_stream_free(connection);
        return NULL;
    }
    stream->stream = connection;
    /* What is to be sent waits for nothing, where it could (tcp): nng sets that for streams that
     * were dialled alone. */
    (void)nng_stream_set_bool(connection, NNG_OPT_TCP_NODELAY, true);
    if (new_aio(&stream->recv_aio, on_received, stream) == 0 &&
        new_aio(&stream->send_aio, on_sent, stream) == 0 &&
        new_aio(&stream->end_aio, on_ended, stream) == 0) {
        return stream;
    }
    nng_stream_free(connection);
    free_aio(stream->recv_aio);
    free_aio(stream->send_aio);
    gri_mfree(stream);
    return NULL;
}

static void stream_start(gri_stream *stream, const struct gri_stream_events *events, void *arg)
{
    GR_ASSERT(stream->events == NULL);
    stream->arg = arg;
    stream->events = events;
}

static void stream_recv(gri_stream *stream, void *buf, size_t cap)
{
    GR_ASSERT(stream->events != NULL && cap > 0);
    if (hold(stream)) {
        submit(stream, stream->recv_aio, (nng_iov){ buf, cap }, nng_stream_recv);
    }
}

static void stream_send(gri_stream *stream, const void *buf, size_t len)
{
    GR_ASSERT(stream->events != NULL && len > 0);
    if (hold(stream)) {
        stream->unsent = (nng_iov){ (void *)(uintptr_t)buf, len };
        submit(stream, stream->send_aio, stream->unsent, nng_stream_send);
    }
}

static void stream_close(gri_stream *stream)
{
    uint32_t holds = atomic_load_explicit(&stream->holds, memory_order_relaxed);
    do {
        if ((holds & CLOSING) != 0) {
            return;
        }
    } while (!atomic_compare_exchange_weak_explicit(&stream->holds, &holds, (holds + 1) | CLOSING,
                                                    memory_order_relaxed, memory_order_relaxed));
    nng_stream_close(stream->stream);
    let_go(stream);
}

static bool stream_peer_uid(gri_stream *stream, uint64_t *out_uid)
{
    return nng_stream_get_uint64(stream->stream, NNG_OPT_IPC_PEER_UID, out_uid) == 0;
}

/* --- listeners -------------------------------------------------------------------------------- */

/* Long enough that an nng timer at this rate costs below a hundredth of a core, short enough that
 * nobody gives up meanwhile. */
enum { ACCEPT_RETRY_MS = 200 };

static void log_accept_failure(gri_listener *listener, gr_code code, const char *why)
{
    char url[256], reason[128];
    if (listener->failing) {
        return;
    }
    listener->failing = true;
    gri_log(GR_LOG_ERROR, "accept_failed", "url=%s code=%s why=%s",
            gri_log_quote(listener->url, url, sizeof url), gr_code_name(code),
            gri_log_quote(why, reason, sizeof reason));
}

static void hand_over(gri_listener *listener, nng_stream *connection)
{
    gri_stream *stream = new_stream(connection);
    if (stream == NULL) {
        log_accept_failure(listener, GR_RESOURCE_EXHAUSTED, "out of memory");
        return;
    }
    listener->failing = false;
    listener->accepted(listener->arg, stream);
}

/* Accepting fails where descriptors or memory are out, and would fail again at once, for ever and
 * at full speed: so it pauses first. This is the one timer of nng's in use. What would avoid it is
 * worse: sleeping here blocks one of nng's few task threads, waiting elsewhere needs a thread when
 * threads may be just what cannot be had, and nothing says when a descriptor comes free. */
static void pause_accepting(gri_listener *listener, int error)
{
    struct failure failure = failure_of(error);
    log_accept_failure(listener, failure.code, failure.why);
    listener->pausing = true;
    nng_sleep_aio(ACCEPT_RETRY_MS, listener->aio);
}

static void accept_next(gri_listener *listener)
{
    listener->pausing = false;
    nng_stream_listener_accept(listener->listener, listener->aio);
}

static void on_accepted(void *arg)
{
    gri_listener *listener = arg;
    int error = nng_aio_result(listener->aio);
    bool connected = error == 0 && !listener->pausing;
    nng_stream *connection = connected ? nng_aio_get_output(listener->aio, 0) : NULL;
    if (atomic_load(&listener->stopping)) {
        if (connected) {
            nng_stream_free(connection);
        }
        return;
    }
    if (connected) {
        hand_over(listener, connection);
    } else if (error != 0) {
        pause_accepting(listener, error);
        return;
    }
    accept_next(listener);
}

/* The url with the port that the system chose, where the one given ends in ":0". */
static char *actual_url(nng_stream_listener *listener, const char *url)
{
    const char *host = strstr(url, "://") + 3;
    size_t end = (size_t)(host - url) + strcspn(host, "/");
    size_t cap = strlen(url) + sizeof "65535";
    int port;
    char *actual = gri_malloc(cap);
    if (actual == NULL) {
        return NULL;
    }
    bool is_chosen = strncmp(url + end - 2, ":0", 2) == 0 &&
                     nng_stream_listener_get_int(listener, NNG_OPT_TCP_BOUND_PORT, &port) == 0;
    if (is_chosen) {
        snprintf(actual, cap, "%.*s%d%s", (int)(end - 1), url, port, url + end);
    } else {
        snprintf(actual, cap, "%s", url);
    }
    return actual;
}

static void free_listener(gri_listener *listener)
{
    free_aio(listener->aio);
    if (listener->listener != NULL) {
        nng_stream_listener_free(listener->listener);
    }
    gri_mfree(listener->url);
    gri_mfree(listener);
}

static int open_listener(gri_listener *listener, const char *url)
{
    int error = nng_stream_listener_alloc(&listener->listener, url);
    if (error == 0 && has_scheme(url, "ipc://")) {
        error = nng_stream_listener_set_int(listener->listener, NNG_OPT_IPC_PERMISSIONS, 0600);
    }
    if (error == 0 && has_scheme(url, "tcp://")) {
        error = nng_stream_listener_set_bool(listener->listener, NNG_OPT_TCP_NODELAY, true);
    }
    if (error == 0) {
        error = new_aio(&listener->aio, on_accepted, listener);
    }
    if (error == 0) {
        error = nng_stream_listener_listen(listener->listener);
    }
    if (error == 0 && (listener->url = actual_url(listener->listener, url)) == NULL) {
        error = NNG_ENOMEM;
    }
    return error;
}

static gr_code transport_listen(gri_env *env, const char *url, gri_accepted_fn *accepted, void *arg,
                                gri_listener **out_listener, char *why, size_t why_cap)
{
    (void)env;
    gr_code code = check_url(url, why, why_cap);
    if (code != GR_OK) {
        return code;
    }
    gri_listener *listener = gri_calloc(sizeof *listener);
    if (listener == NULL) {
        return fail_with(NNG_ENOMEM, why, why_cap);
    }
    listener->accepted = accepted;
    listener->arg = arg;
    sigset_t signals = block_signals();
    int error = open_listener(listener, url);
    restore_signals(signals);
    if (error != 0) {
        free_listener(listener);
        return fail_with(error, why, why_cap);
    }
    *out_listener = listener;
    accept_next(listener);
    return GR_OK;
}

static const char *listener_url(const gri_listener *listener)
{
    return listener->url;
}

static void listener_destroy(gri_listener *listener)
{
    if (listener == NULL) {
        return;
    }
    atomic_store(&listener->stopping, true);
    nng_stream_listener_close(listener->listener);
    nng_aio_stop(listener->aio);
    free_listener(listener);
}

/* --- dialers ---------------------------------------------------------------------------------- */

static void on_dialed(void *arg)
{
    gri_dialer *dialer = arg;
    int error = nng_aio_result(dialer->aio);
    gri_stream *stream = NULL;
    if (error == 0) {
        stream = new_stream(nng_aio_get_output(dialer->aio, 0));
        error = stream == NULL ? NNG_ENOMEM : 0;
    }
    if (error == 0) {
        dialer->dialed(dialer->arg, GR_OK, stream, "");
        return;
    }
    struct failure failure = failure_of(error);
    /* The url itself was fine: a host that has no address now may have one later. */
    gr_code code = failure.code == GR_INVALID_ARGUMENT ? GR_UNAVAILABLE : failure.code;
    dialer->dialed(dialer->arg, code, NULL, failure.why);
}

static void free_dialer(gri_dialer *dialer)
{
    free_aio(dialer->aio);
    if (dialer->dialer != NULL) {
        nng_stream_dialer_free(dialer->dialer);
    }
    gri_mfree(dialer);
}

static int open_dialer(gri_dialer *dialer, const char *url)
{
    int error = nng_stream_dialer_alloc(&dialer->dialer, url);
    if (error == 0 && has_scheme(url, "tcp://")) { /* what is held back here nobody waits for */
        error = nng_stream_dialer_set_bool(dialer->dialer, NNG_OPT_TCP_NODELAY, true);
    }
    return error != 0 ? error : new_aio(&dialer->aio, on_dialed, dialer);
}

static gr_code transport_dial(gri_env *env, const char *url, gri_dialed_fn *dialed, void *arg,
                              gri_dialer **out_dialer, char *why, size_t why_cap)
{
    (void)env;
    gr_code code = check_url(url, why, why_cap);
    if (code != GR_OK) {
        return code;
    }
    gri_dialer *dialer = gri_calloc(sizeof *dialer);
    if (dialer == NULL) {
        return fail_with(NNG_ENOMEM, why, why_cap);
    }
    dialer->dialed = dialed;
    dialer->arg = arg;
    sigset_t signals = block_signals();
    int error = open_dialer(dialer, url);
    restore_signals(signals);
    if (error != 0) {
        free_dialer(dialer);
        return fail_with(error, why, why_cap);
    }
    *out_dialer = dialer;
    nng_stream_dialer_dial(dialer->dialer, dialer->aio);
    return GR_OK;
}

static void dialer_destroy(gri_dialer *dialer)
{
    if (dialer == NULL) {
        return;
    }
    nng_aio_stop(dialer->aio);
    free_dialer(dialer);
}

const struct gri_transport_ops gri_transport_nng = {
    .listen = transport_listen,
    .listener_url = listener_url,
    .listener_destroy = listener_destroy,
    .dial = transport_dial,
    .dialer_destroy = dialer_destroy,
    .stream_start = stream_start,
    .stream_recv = stream_recv,
    .stream_send = stream_send,
    .stream_close = stream_close,
    .stream_peer_uid = stream_peer_uid,
};
