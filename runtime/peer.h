/* SPDX-License-Identifier: MIT */
/* A peer: one session with another node, over one stream. */
#ifndef GRI_PEER_H
#define GRI_PEER_H

#include "actor.h"
#include "arena.h"
#include "buffer.h"
#include "flow.h"
#include "frame.h"
#include "transport.h"

struct gri_peer;

enum gri_peer_state {
    GRI_PEER_HELLO, /* the stream stands; the other side has yet to say hello */
    GRI_PEER_UP,
    GRI_PEER_CLOSED
};

/* What a session tells its owner (the node's list of sessions). Called without the peer's lock. */
struct gri_peer_events {
    /* Hello was said. Another code than OK closes the session. */
    gr_code (*up)(void *arg, struct gri_peer *peer);
    /* The other side has retired it. */
    void (*left)(void *arg, struct gri_peer *peer);
    /* Once, whatever became of it before. */
    void (*down)(void *arg, struct gri_peer *peer);
    /* Last: the stream is gone. */
    void (*closed)(void *arg, struct gri_peer *peer);
};

/* What is in a buffer of frames, beside bytes. */
struct gri_tally {
    uint64_t requests; /* what has its place in the order: calls, oneways, lookups */
    uint64_t oneways;  /* lost with the session */
};

/* What a method is over there. */
struct gri_peer_method {
    uint32_t number; /* UINT32_MAX: unknown there */
    bool waits;      /* its senders wait where the mailbox is full: they need credits */
};

/* What a service's methods are over there, by their numbers here. Owned by its peer. */
struct gri_binding {
    struct gri_list link;
    const gr_service *service;
    struct gri_peer_method methods[];
};

/* Requests for actors of one worker, as they came: see peer_request.c. Owned by the transport's
 * thread, then by the worker that it is posted to. */
struct gri_parcel {
    struct gri_post post;
    struct gri_peer *peer; /* with a reference */
    uint64_t received_ns;
    size_t at; /* all before it are mail by now */
    size_t len;
    size_t cap;
    uint8_t bytes[];
};

/* What a session has to do with one worker. Owned by its peer. */
struct gri_peer_way {
    struct gri_chain chain;    /* t: of the frames being handled */
    struct gri_parcel *parcel; /* t: the last of them, while more may be put in; NULL: none */
    _Atomic(struct gri_parcel *) spare;   /* @ for the next one */
    _Atomic(struct gri_post *) delivered; /* @ for the worker's intake: the newest first */
    struct gri_post delivery;             /* to the worker, with a reference, while there are any */
    struct gri_post down;                 /* delivered: the news of the end, */
    struct gri_post move;                 /* and of an heir */
    _Atomic bool is_moving;               /* @ `move` is posted */
    struct gri_task push;     /* the worker's: sends what its actors have appended this round */
    bool is_pushing;          /* m: `push` is queued, with a reference, */
    uint32_t since;           /* the worker's: and so many messages had it handled by then */
    bool is_down;             /* the worker's: `down` has come */
    struct gri_holder holder; /* the worker's: what was granted to the other side */
    struct gri_peer *peer;
};

/* Shared. Keys: `m` under lock, `@` atomic, `t` the thread of the received callback alone, others
 * fixed after create. Kept alive by references: the stream's, each mail's that is to be answered to
 * it, each post's. */
struct gri_peer {
    pthread_mutex_t lock;
    _Atomic uint32_t refs;
    struct gri_core *core;
    const struct gri_transport_ops *ops;
    const struct gri_peer_events *events;
    void *events_arg;
    void *link_arg;       /* the owner's: who dialled it, or NULL */
    struct gri_list link; /* the owner's, under its lock, */
    bool is_listed;       /* and this: its place among those that are up is known */
    uint64_t number;      /* among all of this node, set before its start; and what the other */
    uint64_t there;       /* side's is; 0: it told none; fixed from UP on */
    gri_stream *stream;

    uint32_t ping_ms;
    enum gri_peer_state state; /* m */
    uint64_t home;             /* of its node: m, fixed from UP on */
    char name[GRI_NAME_MAX + 1];
    const char *sender; /* fixed from UP on: the name again, as long as this node lives */
    size_t max_frame;
    uint64_t up_ns;

    struct gri_buffer out;    /* m: waits to be sent */
    struct gri_buffer flight; /* m, or the sender's while is_sending */
    uint32_t pins;            /* m: threads that are about to call into the stream */
    bool is_sending;          /* m */
    bool is_urgent;           /* m: what is in `out` leaves as soon as it can */
    struct gri_deferred late; /* sends what is in `out`, however long the rounds take, */
    bool is_late;             /* m: and is handed over for that, with a reference */
    bool is_broken;           /* m: a send has failed */
    _Atomic bool is_greeted;  /* @ it said hello */
    _Atomic bool has_called;  /* @ calls of the other side may be under way here */
    bool is_self;             /* t, then whoever hears of the end: it is this very node */
    bool is_closing;          /* m: close it when the last of them is through */
    _Atomic bool is_paused;   /* @ written under lock: nothing is received until there is room */
    bool is_sweeping;         /* m: `sweep` is posted or armed */
    uint64_t requests;        /* m: ever taken to be sent */
    uint64_t handed;          /* m: of them, handed to the transport */
    struct gri_tally in_out;  /* m: in `out`, */
    struct gri_tally flying;  /* m: in flight, */
    struct gri_tally corking; /* m: and in `corked` */
    struct gri_list senders;  /* m: waiters for room in `out` */
    struct gri_list bindings; /* m */
    struct gri_flows flows;   /* m: what the other side has granted to us */
    struct gri_asker asker;   /* its questions about names that are kept */

    /* Change-over from one of two sessions to the other: peer_retire.c. */
    struct gri_peer *heir;  /* m: takes the requests from now on; with a reference. NULL: none */
    struct gri_peer *elder; /* m: it had retired in favour of this one, and takes requests again:
                             * this one is lost; with a reference. NULL: none */
    uint64_t n_retired;     /* m: how often; numbers the RETIREs */
    _Atomic uint32_t n_monitors; /* @ of its actors, here */
    int32_t corks;               /* m: sessions that have yet to be done before `corked` may go */
    bool is_left;                /* m: the other side has retired it, too; */
    uint64_t left_for;           /* m: in favour of this one by number; 0: it does not say */
    bool is_acked;               /* m: all requests that were sent have been handled */
    bool is_through;             /* m, fixed from CLOSED on: nothing was lost with it */
    bool has_said_goodbye;       /* m: as the last thing of a retired session */
    bool has_heard_goodbye;      /* m: of the other side, */
    bool has_last_word;          /* m: and after it was said: this side closes */
    bool holds_cork;             /* m: one of the heir's `corks` is its */
    struct gri_buffer corked; /* m: requests, and what must come behind them. Where it is not empty
                               * it is the end of the queue */
    _Atomic int64_t owed;     /* @ calls, lookups and monitors of the other side, unanswered */

    struct gri_buffer in;      /* t */
    struct gri_arena scratch;  /* t */
    uint64_t received_ns;      /* t: when the batch came that is being handled */
    _Atomic size_t unhandled;  /* @ bytes of received mail that no mailbox has taken, */
    size_t uncounted;          /* t: but for those of the batch that is being handled */
    uint32_t spare_refs;       /* t: references taken for the mails of that batch, ahead */
    _Atomic size_t parked;     /* @ bytes of calls that wait for room in mailboxes */
    _Atomic uint64_t heard_ns; /* @ last sign of life: before its hello nothing is one */
    _Atomic uint64_t sent_ns;  /* @ when something was handed to the transport last */

    struct gri_timer timer; /* its shard's worker: pings */
    struct gri_post arm;
    struct gri_timer sweep; /* its shard's worker: gives back credits that rest */
    struct gri_post sweep_post;
    uint64_t n_pings; /* its shard's worker */
    struct gri_shard *shard;
    char why[512];             /* m: why it was closed */
    struct gri_peer_way *ways; /* one a shard */
};

/* Takes the stream; begins with the hello. NULL: out of memory, the stream was closed. The caller
 * gets a reference. */
struct gri_peer *gri_peer_create(struct gri_core *core, gri_stream *stream, uint32_t ping_ms,
                                 const struct gri_peer_events *events, void *events_arg,
                                 void *link_arg);
void gri_peer_start(struct gri_peer *peer);

/* The other side, as the mailboxes of an actor's worker see it. */
static inline struct gri_holder *gri_peer_holder(struct gri_peer *peer, uint64_t actor)
{
    return &peer->ways[gri_slab_owner_of(actor)].holder;
}

struct gri_peer *gri_peer_ref(struct gri_peer *peer);
void gri_peer_unref(struct gri_peer *peer);

/* Close the session, for a reason; its calls end UNAVAILABLE. Any thread, any number of times. */
void gri_peer_close(struct gri_peer *peer, const char *format, ...) GR_PRINTF(2, 3);

/* Tell the other side that no more will come, ahead of a close; and close, as is meant to be. */
void gri_peer_goodbye(struct gri_peer *peer);
void gri_peer_leave(struct gri_peer *peer);

/* Instead of a time to wait until: do not wait, fail with RESOURCE_EXHAUSTED where others would. */
enum { GRI_PEER_AT_ONCE = 1 };

/* How soon a frame leaves. */
enum gri_pace {
    GRI_PACE_AT_ONCE, /* as soon as it can */
    GRI_PACE_FIRST,   /* the first of a worker's round; those that follow it soon, together */
    GRI_PACE_LAST     /* with what its worker, which has more to do at once, sends then */
};

/* Where a frame went. */
struct gri_peer_place {
    uint64_t position;     /* among the session's requests, where it is one */
    struct gri_peer *heir; /* with a reference: it was not sent, the session has retired; send it by
                            * this one. Else NULL */
};

/* Append a frame whose payload is `message` (a flat copy, or NULL). `frame->budget_ns` is the
 * absolute deadline, 0 for none. With `wait_until_ns` > 0 the caller waits for room until then, and
 * where `frame->credit` says how many bytes it takes of the actor's mailbox, for a credit.
 * `out_place`, for a request, is set in any case; answers and control take NULL.
 * Errors: UNAVAILABLE (closed, or retired), INVALID_ARGUMENT (larger than the other side takes),
 *         RESOURCE_EXHAUSTED (no memory), what gri_waiter_wait() returns. */
gr_code gri_peer_send(struct gri_peer *peer, const struct gri_frame *frame, const void *message,
                      uint64_t wait_until_ns, struct gri_peer_place *out_place);

/* The same, at a pace of the sender's choice; the other one is for what somebody waits for. */
gr_code gri_peer_send_at(struct gri_peer *peer, enum gri_pace pace, const struct gri_frame *frame,
                         const void *message, uint64_t wait_until_ns,
                         struct gri_peer_place *out_place);

/* As gri_peer_send_at(), of a request of this worker whose payload is `message`, of scalars alone
 * (NULL: there is none), where nothing stands against it. False: nothing was sent; the other one
 * waits for what is missing, or says what is wrong. peer_short.c. */
bool gri_peer_try(struct gri_peer *peer, enum gri_pace pace, const struct gri_frame *frame,
                  const ProtobufCMessageDescriptor *type, const void *message,
                  uint64_t *out_position);

/* The worker of `shard` has found what a method is there: for its next ones. */
void gri_peer_know(struct gri_peer *peer, struct gri_shard *shard, const struct gri_known *known);

/* UNAVAILABLE once the session is closed. */
gr_code gri_peer_check(struct gri_peer *peer);

/* Whether so much waits to be sent that no more calls should be taken. */
bool gri_peer_is_clogged(struct gri_peer *peer);

/* Wait until all that was appended is handed over, or the deadline. */
void gri_peer_flush(struct gri_peer *peer, uint64_t deadline_ns);

/* Say why a call of the other side failed. Takes failure. */
void gri_peer_send_error(struct gri_peer *peer, uint64_t call, gr_code code, gr_ran ran,
                         struct gri_failure *failure);

/* Say that an actor is gone, which a oneway was sent to. */
void gri_peer_send_gone(struct gri_peer *peer, uint64_t actor);

/* Say that an actor is to be watched (and tied to `linker`, unless that is NULL), or no more:
 * whoever was tied to it has ended with `code`. Neither waits for room. A session that has no
 * memory for the second, or for the answer to the first, is closed.
 * Errors: UNAVAILABLE, RESOURCE_EXHAUSTED. */
gr_code gri_peer_send_monitor(struct gri_peer *peer, struct gri_calls *calls, uint64_t call,
                              uint64_t actor, const gr_ref *linker);
void gri_peer_send_cancel(struct gri_peer *peer, uint64_t actor, uint64_t call, gr_code code);

/* Translate a method. False: nothing is known of the service over there. */
bool gri_peer_method(struct gri_peer *peer, const gr_service *service, uint32_t method,
                     struct gri_peer_method *out_method);

/* Learn how a service is over there from the answer to a lookup, a greenroom.wire.Found.
 * Errors: FAILED_PRECONDITION (the schemas contradict each other; `why` says where),
 *         RESOURCE_EXHAUSTED. */
gr_code gri_peer_bind(struct gri_peer *peer, const gr_service *service, const void *found,
                      char *why, size_t why_cap);

/* As gri_peer_send_at(), by the session's heir where it has retired. `calls` has the call of the
 * frame, which moves along; NULL: there is none. */
gr_code gri_peer_request(struct gri_peer *peer, enum gri_pace pace, const struct gri_frame *frame,
                         const void *message, uint64_t wait_until_ns, struct gri_calls *calls);

/* Retire a session in favour of another one with the same node: it takes no more requests, and ends
 * when all is answered. The caller holds the lock of the list of sessions, and calls
 * gri_peer_push() for both when it no longer does. Errors: RESOURCE_EXHAUSTED, UNAVAILABLE
 * (closed). */
gr_code gri_peer_retire(struct gri_peer *peer, struct gri_peer *heir);

/* Hand to the transport what there is to send. */
void gri_peer_push(struct gri_peer *peer);

/* With a reference; NULL: it has not retired. */
struct gri_peer *gri_peer_heir(struct gri_peer *peer);

/* Take requests again where `heir`, which is lost, was its heir. Returns whether it does. */
bool gri_peer_unretire(struct gri_peer *peer, struct gri_peer *heir);

/* Once it has retired: the monitors that were asked for on it are its heir's. Not under a lock. */
void gri_peer_move_monitors(struct gri_peer *peer);

/* Let the heir's requests go, where they wait for this session only. */
void gri_peer_free_heir(struct gri_peer *peer);

/* Whether it takes requests; `*out_is_left`: though the other side sends none, but on the session
 * of that number (0: it does not say). */
bool gri_peer_is_in_use(struct gri_peer *peer, uint64_t home, bool *out_is_left,
                        uint64_t *out_left_for);

/* Between the files of this module. */
gr_code gri_peer_append_locked(struct gri_peer *peer, const struct gri_frame *frame,
                               const void *message, uint64_t *out_position);
void gri_peer_push_locked(struct gri_peer *peer);
void gri_peer_push_in_time_locked(struct gri_peer *peer, enum gri_pace pace);
void gri_peer_wake_senders_locked(struct gri_peer *peer);
void gri_peer_forget(const struct gri_peer *peer, struct gri_shard *shard);
void gri_peer_post_chains(struct gri_peer *peer);
bool gri_peer_is_request(const struct gri_frame *frame);
bool gri_peer_keeps_order(const struct gri_frame *frame);
bool gri_peer_has_moved_locked(const struct gri_peer *peer, const struct gri_frame *frame);
void gri_peer_count_received(struct gri_peer *peer, const struct gri_frame *frame);
void gri_peer_count_sent(struct gri_peer *peer, const struct gri_frame *frame);
void gri_peer_owe(struct gri_peer *peer, int by);
void gri_peer_finish(struct gri_peer *peer);
bool gri_peer_hear_goodbye(struct gri_peer *peer);
bool gri_peer_is_over_locked(const struct gri_peer *peer); /* it is to be closed now */
void gri_peer_hand_down_calls(struct gri_peer *peer, struct gri_calls *calls);
void gri_peer_hand_back_calls(struct gri_peer *peer, struct gri_calls *calls);
void gri_peer_tell(struct gri_peer *peer, const struct gri_frame *frame, const void *message);
void gri_peer_pour_locked(struct gri_peer *peer);
void gri_peer_finish_locked(struct gri_peer *peer);
gr_code gri_peer_hear_retire(struct gri_peer *peer, const struct gri_frame *frame);

/* In gri_peer_handle(): post to a worker, together with all else that is being received. */
void gri_peer_post(struct gri_peer *peer, struct gri_worker *worker, struct gri_post *post);

/* Post to a worker what is to come behind all that was received before. Any thread. */
void gri_peer_deliver(struct gri_peer_way *way, struct gri_post *post);

/* The other side did what it must not: it is told, as far as the bytes still leave, and that is the
 * end. Any thread. */
void gri_peer_fail(struct gri_peer *peer, gr_code code, const char *why);

/* Until a mailbox has taken it, mail counts against what this session may have under way; and so
 * much of what was counted is taken. */
void gri_peer_count_unhandled(struct gri_peer *peer, struct gri_mail *mail);
void gri_peer_count_handled(struct gri_peer *peer, size_t bytes);

/* peer_request.c: a CALL or ONEWAY, or what is to keep its place among them, whose bytes are these.
 * Errors: RESOURCE_EXHAUSTED. */
gr_code gri_peer_pass_request(struct gri_peer *peer, const struct gri_frame *frame,
                              struct gri_cursor bytes);

/* peer_credit.c: a credit for a frame, waited for with the lock given up; one that is not used
 * after all; and after a frame was sent, asking for more in time. Errors: as gri_peer_send(). */
gr_code gri_peer_take_credit_locked(struct gri_peer *peer, const struct gri_frame *frame,
                                    uint64_t until_ns);
void gri_peer_put_credit_back_locked(struct gri_peer *peer, const struct gri_frame *frame);
void gri_peer_ask_ahead_locked(struct gri_peer *peer, const struct gri_frame *frame);

/* A frame of kind CREDIT: whether it is for the worker of its actor, and what it does there, or on
 * the transport's thread (shard NULL). Errors: INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
bool gri_peer_is_ask(const struct gri_frame *frame);
gr_code gri_peer_on_credit(struct gri_peer *peer, struct gri_shard *shard,
                           const struct gri_frame *frame);

/* The `tell` of the ways' holders, and the `fire` of `sweep`. */
void gri_peer_tell_holder(struct gri_holder *holder, uint64_t actor,
                          const struct gri_grant_news *news);
void gri_peer_sweep(struct gri_timer *timer);

/* A body of wire.proto, good until the next frame; and what a LOOKUP asks. */
gr_code gri_peer_unpack(struct gri_peer *peer, const ProtobufCMessageDescriptor *type,
                        const struct gri_frame *frame, const void **out_body);
gr_code gri_peer_on_lookup(struct gri_peer *peer, const struct gri_frame *frame);

/* peer_frames.c: act on a frame, whose bytes are these; on the thread of the received callback.
 * Another code than OK closes the session, and `why` says why. */
gr_code gri_peer_handle(struct gri_peer *peer, const struct gri_frame *frame,
                        struct gri_cursor bytes, char *why, size_t why_cap);

#endif
