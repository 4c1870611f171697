/* SPDX-License-Identifier: MIT */
/* Monitors and links, on the workers of those who watch and of those who are watched. */
#ifndef GRI_MONITOR_H
#define GRI_MONITOR_H

#include "actor.h"
#include "entry.h"
#include "greenroom/monitor.h"

struct Greenroom__Down;

/* Something that an actor watches: a pending call of its worker's table, whose `done` is
 * gri_watch_fired(). Owned by the actor, which is on the same worker. */
struct gri_watch {
    struct gri_list link; /* in bonds->watches */
    struct gri_shard *shard;
    uint64_t actor; /* who watches */
    uint64_t call;
    struct gri_mail *notice;   /* what it is to be told; NULL: it is linked */
    struct gri_mail *farewell; /* takes it back from an actor of this node */
    gr_ref target;             /* zero: a node */
};

/* How to begin to watch; travels as the payload of mail to the watcher's worker. */
struct gri_watching {
    struct gri_watch *watch;  /* taken */
    struct gri_mail *monitor; /* taken: what goes to an actor of this node */
    struct gri_peer *peer;    /* a reference: whom to send it to; NULL: nobody */
    gr_code code;             /* not OK: there is nothing to watch, for this reason */
};

/* How what was watched came to its end, as a result has it. */
struct gri_end {
    uint32_t reason; /* greenroom.Down.Reason */
    gr_code code;
    const char *message; /* borrowed from the result, or static */
    const char *service; /* "" where it is not known */
};
void gri_monitor_read(struct gri_result *result, struct gri_end *out_end);

/* A Down, flat, in mail of this kind, whose strings are cut to their room; and its filling in.
 * NULL: out of memory. */
struct gri_mail *gri_down_create(enum gri_mail_kind kind);
void gri_down_fill(struct gri_mail *mail, const struct gri_end *end, gr_ref target,
                   const char *node);
void gri_down_set_tag(struct gri_mail *mail, uint64_t tag);
void gri_down_set_node(struct gri_mail *mail, const char *node);

/* As its sender has whoever is watched: an actor of this node, or all of another. */
void gri_down_set_sender(struct gri_mail *mail, gr_ref target, const struct gri_peer *peer);

/* A watch with all it will need. NULL: out of memory. */
struct gri_watch *gri_watch_create(gr_ref watcher, gr_ref target, struct gri_mail *notice);
void gri_watch_free(struct gri_watch *watch);

/* Begin, on the worker of the watcher; takes what `watching` owns. The watch's id comes out, which
 * may have fired by then. Errors: UNAVAILABLE (the watcher is ending), RESOURCE_EXHAUSTED. */
gr_code gri_watch_open(struct gri_shard *shard, struct gri_watching *watching, uint64_t *out_id);
void gri_watching_fini(struct gri_watching *watching);

/* The same for mail with a struct gri_watching, whose answer has the id as value; its `let_go`; and
 * mail whose payload is the id of one to be ended: OK or NOT_FOUND. */
void gri_watch_arrived(struct gri_worker *worker, struct gri_post *post);
void gri_watch_let_go(struct gri_mail *mail);
void gri_watch_end_arrived(struct gri_worker *worker, struct gri_post *post);

/* The open watch of that id, of its own worker. NULL: there is none. */
struct gri_watch *gri_watch_find(struct gri_shard *shard, uint64_t id);

/* The link to an actor that another has asked for. NULL: there is none. `bonds` may be NULL. */
struct gri_mail *gri_monitor_find_link(const struct gri_bonds *bonds, gr_ref linker);

/* Undo a link that was asked for by another: it ends CANCELLED there. */
void gri_monitor_return(struct gri_actor *actor, struct gri_mail *mail);

/* End one that watches no more; the other side is told `code`. On its worker. */
void gri_watch_close(struct gri_watch *watch, gr_code code);

/* gri_core's `undo`. */
void gri_monitor_undo(struct gri_core *core, enum gri_mail_kind kind, uint64_t id);

#endif
