/* SPDX-License-Identifier: MIT */
/* Dead letters: a ring of records of fixed size, so that keeping one needs no memory. */
#include "letters.h"

#include <string.h>

#include "alloc.h"

enum { NODES_MAX = 1024 };

/* Owned by the letters. */
struct node_name {
    struct gri_list link;
    char name[];
};

const char *gr_dead_reason_name(gr_dead_reason reason)
{
    static const char *const names[GR_DEAD_REASONS] = {
        [GR_DEAD_FULL] = "full",           [GR_DEAD_REPLACED] = "replaced",
        [GR_DEAD_EXPIRED] = "expired",     [GR_DEAD_GONE] = "gone",
        [GR_DEAD_DRAINING] = "draining",   [GR_DEAD_INVALID] = "invalid",
        [GR_DEAD_WITHDRAWN] = "withdrawn", [GR_DEAD_SESSION] = "session",
        [GR_DEAD_FAILED] = "failed",       [GR_DEAD_DROPPED] = "dropped",
    };
    return (unsigned)reason < GR_DEAD_REASONS ? names[reason] : "?";
}

gr_code gri_letters_init(struct gri_letters *letters, uint32_t cap)
{
    memset(letters, 0, sizeof(*letters));
    pthread_mutex_init(&letters->lock, NULL);
    gri_list_init(&letters->nodes);
    letters->cap = cap;
    letters->ring = gri_malloc(cap * sizeof(*letters->ring)); /* not touched before it is used */
    return letters->ring == NULL ? GR_RESOURCE_EXHAUSTED : GR_OK;
}

void gri_letters_fini(struct gri_letters *letters)
{
    struct gri_list *link = gri_list_pop_front(&letters->nodes);
    for (; link != NULL; link = gri_list_pop_front(&letters->nodes)) {
        gri_mfree(GRI_CONTAINER(link, struct node_name, link));
    }
    gri_mfree(letters->ring);
    letters->ring = NULL;
    pthread_mutex_destroy(&letters->lock);
}

void gri_letters_keep(struct gri_letters *letters, gr_dead_letter *letter)
{
    pthread_mutex_lock(&letters->lock);
    letters->counts[letter->reason] += letter->count;
    letter->number = ++letters->n;
    letters->ring[(letter->number - 1) % letters->cap] = *letter;
    pthread_mutex_unlock(&letters->lock);
}

void gri_letters_count(struct gri_letters *letters, gr_dead_reason reason, uint64_t n)
{
    pthread_mutex_lock(&letters->lock);
    letters->counts[reason] += n;
    pthread_mutex_unlock(&letters->lock);
}

size_t gri_letters_newest(struct gri_letters *letters, gr_dead_letter *out_letters, size_t n)
{
    size_t given = 0;
    pthread_mutex_lock(&letters->lock);
    uint64_t kept = letters->n < letters->cap ? letters->n : letters->cap;
    for (; given < n && given < kept; given++) {
        out_letters[given] = letters->ring[(letters->n - 1 - given) % letters->cap];
    }
    pthread_mutex_unlock(&letters->lock);
    return given;
}

void gri_letters_add_counts(struct gri_letters *letters, uint64_t counts[GR_DEAD_REASONS])
{
    pthread_mutex_lock(&letters->lock);
    for (size_t i = 0; i < GR_DEAD_REASONS; i++) {
        counts[i] += letters->counts[i];
    }
    pthread_mutex_unlock(&letters->lock);
}

/* ---- names of nodes ---- */

static const char *find_node_locked(struct gri_letters *letters, const char *name)
{
    GRI_LIST_EACH (link, &letters->nodes) {
        const struct node_name *node = GRI_CONTAINER(link, struct node_name, link);
        if (strcmp(node->name, name) == 0) {
            return node->name;
        }
    }
    return NULL;
}

static const char *add_node_locked(struct gri_letters *letters, const char *name)
{
    size_t size = strlen(name) + 1;
    struct node_name *node = letters->n_nodes < NODES_MAX ? gri_malloc(sizeof(*node) + size) : NULL;
    if (node == NULL) {
        return "another node";
    }
    memcpy(node->name, name, size);
    gri_list_push_back(&letters->nodes, &node->link);
    letters->n_nodes++;
    return node->name;
}

const char *gri_letters_node(struct gri_letters *letters, const char *name)
{
    pthread_mutex_lock(&letters->lock);
    const char *known = find_node_locked(letters, name);
    known = known != NULL ? known : add_node_locked(letters, name);
    pthread_mutex_unlock(&letters->lock);
    return known;
}
