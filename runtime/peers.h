/* SPDX-License-Identifier: MIT */
/* The sessions of a node: who listens where, whom it dials, and which session leads to which node.
 */
#ifndef GRI_PEERS_H
#define GRI_PEERS_H

#include "peer.h"

/* One address that is dialled for as long as the node lives. Owned by gri_peers. Keys: `m` under
 * peers->lock, `w` its shard's worker alone. */
struct gri_link {
    struct gri_list link; /* m */
    struct gri_peers *peers;
    struct gri_shard *shard;
    struct gri_peer *peer;  /* m: its session, or the heir of that; NULL while there is none */
    bool is_up;             /* m */
    bool is_given_up;       /* m: it led to this very node */
    gri_dialer *dialer;     /* w; after the workers gri_peers_end()'s */
    struct gri_timer timer; /* w */
    struct gri_post post;   /* one at a time: `dialled` or `lost`, then `timer` */
    uint32_t pause_ms;      /* m */
    bool is_warned;         /* w: that it cannot connect was logged */
    char why[128];          /* m: of the last failure */
    char url[];
};

struct gri_listening {
    struct gri_list link; /* m */
    struct gri_peers *peers;
    gri_listener *listener;
    bool checks_uid;
};

/* Shared. Keys: `m` under lock. */
struct gri_peers {
    pthread_mutex_t lock;
    struct gri_core *core;
    const struct gri_transport_ops *ops;
    uint32_t ping_ms;
    struct gri_list sessions;   /* m: all whose stream is not yet gone */
    struct gri_list links;      /* m */
    uint32_t n_links;           /* m */
    struct gri_list listenings; /* m */
    struct gri_list waiters;    /* m: for any change */
    uint32_t n;                 /* m: in sessions */
    uint64_t n_begun;           /* m: sessions that ever were */
    bool is_closing;            /* m */
};

void gri_peers_init(struct gri_peers *peers, struct gri_core *core, uint32_t ping_ms);

/* Errors: as gr_node_listen() and gr_node_connect(). */
gr_code gri_peers_listen(struct gri_peers *peers, const char *url, const char **out_url);
gr_code gri_peers_connect(struct gri_peers *peers, const char *url);

/* The session that leads to an incarnation, or to a node of that name, with a reference; NULL:
 * none. Any thread. */
struct gri_peer *gri_peers_find(struct gri_peers *peers, uint64_t home);
struct gri_peer *gri_peers_find_name(struct gri_peers *peers, const char *name);

/* The name of the node of an incarnation; where there is no session, "?". */
void gri_peers_name(struct gri_peers *peers, uint64_t home, char *buf, size_t cap);

/* A reference to a session that may be gone by now: then NULL. */
struct gri_peer *gri_peers_ref(struct gri_peers *peers, const void *peer);

/* Take a monitor back, wherever its node has it: it is told `code`. */
void gri_peers_cancel(struct gri_peers *peers, const struct gri_target *target, uint64_t call,
                      gr_code code);

/* Wait for a session with the node called `name`, as long as one may still come.
 * Errors: UNAVAILABLE (nobody is being dialled), DEADLINE_EXCEEDED, CANCELLED; `why` says more. */
gr_code gri_peers_await(struct gri_peers *peers, const char *name, uint64_t deadline_ns,
                        struct gri_peer **out_peer, char *why, size_t why_cap);

/* Stop listening, begin no more sessions, and close those there are, once what waits to be sent has
 * left or the deadline has come. A plain thread, while the workers still run. */
void gri_peers_close(struct gri_peers *peers, uint64_t deadline_ns);

/* After that: wait until no session is left. False: some were at the deadline. */
bool gri_peers_wait_gone(struct gri_peers *peers, uint64_t deadline_ns);

/* Give up dialling, and wait until no stream is left. After the workers' threads have ended. */
void gri_peers_end(struct gri_peers *peers);
void gri_peers_fini(struct gri_peers *peers);

#endif
