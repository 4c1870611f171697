/* SPDX-License-Identifier: MIT */
/* A node's dead letters: counted by reason, the newest kept; and the names of their senders' nodes.
 * Any thread. */
#ifndef GRI_LETTERS_H
#define GRI_LETTERS_H

#include <pthread.h>
#include <stdbool.h>

#include "greenroom/letter.h"
#include "list.h"

/* Shared. Keys: `m` under lock, others fixed after init. */
struct gri_letters {
    pthread_mutex_t lock;
    gr_dead_letter *ring; /* m: of `cap`; letter number n stands at (n - 1) % cap */
    uint64_t cap;
    uint64_t n;                       /* m: ever kept */
    uint64_t counts[GR_DEAD_REASONS]; /* m */
    struct gri_list nodes;            /* m */
    uint32_t n_nodes;                 /* m */
};

/* All memory it needs is taken here. Errors: RESOURCE_EXHAUSTED. */
gr_code gri_letters_init(struct gri_letters *letters, uint32_t cap);
void gri_letters_fini(struct gri_letters *letters);

/* Count one, and keep it: it gets its number. Or count it alone. */
void gri_letters_keep(struct gri_letters *letters, gr_dead_letter *letter);
void gri_letters_count(struct gri_letters *letters, gr_dead_reason reason, uint64_t n);

size_t gri_letters_newest(struct gri_letters *letters, gr_dead_letter *out_letters, size_t n);
void gri_letters_add_counts(struct gri_letters *letters, uint64_t counts[GR_DEAD_REASONS]);

/* A node's name, for as long as the letters live: the same pointer each time. So many are
 * remembered as peers are usual; more, or without memory, are "another node". */
const char *gri_letters_node(struct gri_letters *letters, const char *name);

#endif
