/* SPDX-License-Identifier: MIT */
/* A node's dead letters: counted by reason, the newest kept; and the names of their senders' nodes.
 * Any thread. */
#ifndef GRI_LETTERS_H
#define GRI_LETTERS_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>

#include "failure.h"
#include "greenroom/letter.h"
#include "list.h"

enum { GRI_SUBSCRIBERS_MAX = 16, GRI_TOLD_MAX = 100 };

/* A letter whose texts may have yet to be written: of a flood of them hardly any is ever read. A
 * value. */
struct gri_letter {
    gr_dead_letter letter; /* a draft has none of its texts, but what they are made of: */
    struct gri_why why;    /* say NULL: it is no draft */
    uint64_t actor;        /* of this node */
    const struct gr_service *service;
    uint32_t method;
    bool is_foreign;
    union {
        uint64_t sender; /* an actor of this node, or 0: a thread; */
        const char *sender_node;
    };
    const struct gr_service *sender_service;
};

/* Shared. Keys: `m` under lock, `@` atomic, others fixed after init. */
struct gri_letters {
    pthread_mutex_t lock;
    struct gri_letter *ring; /* m: of `cap`; letter number n stands at (n - 1) % cap */
    uint64_t cap;
    uint64_t n;                                             /* m: ever kept */
    uint64_t counts[GR_DEAD_REASONS];                       /* m */
    struct gri_list nodes;                                  /* m */
    uint32_t n_nodes;                                       /* m */
    gr_dead_letter_notice subscribers[GRI_SUBSCRIBERS_MAX]; /* m: zero where there is none */
    _Atomic uint32_t n_subscribers;                         /* @, written under the lock */
    uint64_t told_since_ns;                                 /* m: a second began, */
    uint32_t told;                                          /* m: in which so many were told */
    uint64_t skipped;                                       /* m: since the last one was */
};

/* All memory it needs is taken here. Errors: RESOURCE_EXHAUSTED. */
gr_code gri_letters_init(struct gri_letters *letters, uint32_t cap);
void gri_letters_fini(struct gri_letters *letters);

/* Count one, and keep it: it gets its number. Or count it alone. */
void gri_letters_keep(struct gri_letters *letters, struct gri_letter *letter);
void gri_letters_count(struct gri_letters *letters, gr_dead_reason reason, uint64_t n);

/* The newest that is older than number `before` (0: than none). False: none that is kept is. */
bool gri_letters_get(struct gri_letters *letters, uint64_t before, struct gri_letter *out_letter);
void gri_letters_add_counts(struct gri_letters *letters, uint64_t counts[GR_DEAD_REASONS]);

/* Whoever is to be told. Errors: ALREADY_EXISTS, RESOURCE_EXHAUSTED; NOT_FOUND. */
gr_code gri_letters_subscribe(struct gri_letters *letters, const gr_dead_letter_notice *notice);
gr_code gri_letters_unsubscribe(struct gri_letters *letters, const gr_dead_letter_notice *notice);
uint32_t gri_letters_subscribers(struct gri_letters *letters,
                                 gr_dead_letter_notice out_notices[GRI_SUBSCRIBERS_MAX]);

static inline bool gri_letters_have_subscribers(const struct gri_letters *letters)
{
    return atomic_load_explicit(&letters->n_subscribers, memory_order_relaxed) > 0;
}

/* Who is to be told of a letter now, and how many they were not told of before it. 0: nobody, or it
 * would be too many in a second. */
uint32_t gri_letters_to_tell(struct gri_letters *letters, uint64_t now_ns,
                             gr_dead_letter_notice out_notices[GRI_SUBSCRIBERS_MAX],
                             uint64_t *out_skipped);

/* One of them could not be told. */
void gri_letters_count_skipped(struct gri_letters *letters);

/* A node's name, for as long as the letters live: the same pointer each time. So many are
 * remembered as peers are usual; more, or without memory, are "another node". */
const char *gri_letters_node(struct gri_letters *letters, const char *name);

#endif
