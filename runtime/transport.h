/* SPDX-License-Identifier: MIT */
/* Byte streams between nodes: listeners, dialers and streams behind one table of functions, so that
 * a simulated network can take the real one's place. gri_transport_nng (transport.c) is the real
 * one: nng's byte streams. Called by peers, from any thread; the callbacks run on the transport's
 * own threads (simulated: inside step()). */
#ifndef GRI_TRANSPORT_H
#define GRI_TRANSPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <greenroom/code.h>

#include "env.h"

/* Each implementation defines its own: they are never mixed within one env. */
typedef struct gri_stream gri_stream;
typedef struct gri_listener gri_listener;
typedef struct gri_dialer gri_dialer;

/* Room enough for any text a transport writes to `why`. */
enum { GRI_TRANSPORT_WHY_BYTES = 256 };

/* What happens to a stream; owned by the caller, and constant until `closed`.
 * received and sent may run at the same time as each other. Once a received has called stream_recv,
 * the next received may start on another thread before this one has returned: call it last (and
 * likewise stream_send in sent). closed runs after every received and sent has returned.
 * No event runs inside a call of the functions below, and none is called under a lock. */
struct gri_stream_events {
    /* Exactly once for each stream_recv. OK: n > 0 bytes are in its buffer. Else the stream is dead
     * and n is 0. CANCELLED: closed by this side; UNAVAILABLE: the other end is gone. */
    void (*received)(void *arg, gr_code code, size_t n);
    /* Exactly once for each stream_send. OK: the whole buffer was handed to the system. Another
     * code: the stream is dead, and an unknown part of the buffer has left. */
    void (*sent)(void *arg, gr_code code);
    /* Exactly once, last, after stream_close: the stream and its memory are gone, and the system
     * has been told to close its descriptor. */
    void (*closed)(void *arg);
};

/* Takes the stream: start it, or close it. One at a time for a listener. */
typedef void gri_accepted_fn(void *arg, gri_stream *stream);

/* OK: takes the stream, `why` is "". Else stream is NULL and `why`, borrowed, says what happened in
 * words: "connection refused". */
typedef void gri_dialed_fn(void *arg, gr_code code, gri_stream *stream, const char *why);

/* URLs: ipc://path, abstract://name, tcp://host:port. `why` is written on failure only, at most
 * why_cap bytes with its NUL; NULL with 0 is allowed.
 *
 * A stream may be used inside its own received and sent callbacks always, and elsewhere until
 * anyone has called stream_close on it: who closes takes it, so clear the pointer under the same
 * lock, or on the same worker, as the one that calls. */
struct gri_transport_ops {
    /* Listen at `url`; every connection is handed to `accepted`, from now on: the first may come
     * before this returns.
     * Owns:    *out_listener is the caller's; end it with listener_destroy().   Borrows: url.
     * Blocks:  while tcp's host name is looked up.
     * Errors:  INVALID_ARGUMENT (no such scheme, no such address), ALREADY_EXISTS (address in use),
     *          PERMISSION_DENIED, UNAVAILABLE, RESOURCE_EXHAUSTED. */
    gr_code (*listen)(gri_env *env, const char *url, gri_accepted_fn *accepted, void *arg,
                      gri_listener **out_listener, char *why, size_t why_cap) GR_MUST_USE;

    /* The url to dial, with the real port where the one given was 0. Borrowed, until destroyed. */
    const char *(*listener_url)(const gri_listener *listener);

    /* Stop listening. When it returns no `accepted` runs or will run, and the address is free.
     * Accepted streams live on. NULL is allowed.
     * Blocks:  until a running `accepted` has returned; never call it in a transport's callback. */
    void (*listener_destroy)(gri_listener *listener);

    /* One try to connect. On OK `dialed` runs exactly once (it may start before this returns); else
     * never.
     * Owns:    *out_dialer is the caller's; end it with dialer_destroy() once this has returned.
     *          Borrows: url.
     * Errors:  INVALID_ARGUMENT (no such scheme), RESOURCE_EXHAUSTED. The connection's own come
     *          to `dialed`: UNAVAILABLE (refused, unreachable, no such name), CANCELLED (dialer
     *          destroyed), PERMISSION_DENIED, RESOURCE_EXHAUSTED. */
    gr_code (*dial)(gri_env *env, const char *url, gri_dialed_fn *dialed, void *arg,
                    gri_dialer **out_dialer, char *why, size_t why_cap) GR_MUST_USE;

    /* Give up where it is still connecting. When it returns `dialed` has run, and has returned. A
     * stream handed out lives on. NULL is allowed.
     * Blocks:  until `dialed` has returned; never call it in a transport's callback. */
    void (*dialer_destroy)(gri_dialer *dialer);

    /* Say who hears of the stream's events: once, before any stream_recv or stream_send. */
    void (*stream_start)(gri_stream *stream, const struct gri_stream_events *events, void *arg);

    /* Receive at least one byte, at most `cap` (> 0), into `buf`, which is lent until `received`.
     * One outstanding at most. After stream_close it does nothing: only `closed` follows.
     * Leave it out for a while only: the other end's death is seen by it alone, and meanwhile
     * wakes a thread of nng 1.5 over and over. */
    void (*stream_recv)(gri_stream *stream, void *buf, size_t cap);

    /* Send all of `buf` (len > 0), which is lent until `sent`. One outstanding at most. After
     * stream_close it does nothing: only `closed` follows. */
    void (*stream_send)(gri_stream *stream, const void *buf, size_t len);

    /* Close: what is outstanding fails, then `closed` runs, on a transport thread. Takes the
     * stream. A stream that was never started is freed, without events. Never blocks; any thread.
     * What was sent and not yet received may be lost: where it counts, let the other end close
     * first. */
    void (*stream_close)(gri_stream *stream);

    /* The user at the other end as the kernel knows it (ipc, abstract); false: it does not. */
    bool (*stream_peer_uid)(gri_stream *stream, uint64_t *out_uid);
};

/* nng's byte streams. Starts nng's threads at its first use, with all signals blocked. */
extern const struct gri_transport_ops gri_transport_nng;

#endif
