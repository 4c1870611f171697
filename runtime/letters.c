/* SPDX-License-Identifier: MIT */
/* Dead letters: a ring of records of fixed size, so that keeping one needs no memory. */
#include "letters.h"

#include <string.h>

#include "alloc.h"

enum { NODES_MAX = 1024 };
static const uint64_t second_ns = 1000000000;

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

/* All of it, but for the room of texts that are not there. */
static void copy_letter(struct gri_letter *to, const struct gri_letter *from)
{
    size_t texts_at = offsetof(gr_dead_letter, sender);
    size_t rest_at = offsetof(struct gri_letter, why);
    if (from->why.say == NULL) {
        *to = *from;
        return;
    }
    memcpy(to, from, texts_at);
    memcpy((char *)to + rest_at, (const char *)from + rest_at, sizeof(*to) - rest_at);
}

void gri_letters_keep(struct gri_letters *letters, struct gri_letter *letter)
{
    pthread_mutex_lock(&letters->lock);
    letters->counts[letter->letter.reason] += letter->letter.count;
    letter->letter.number = ++letters->n;
    copy_letter(&letters->ring[(letters->n - 1) % letters->cap], letter);
    pthread_mutex_unlock(&letters->lock);
}

void gri_letters_count(struct gri_letters *letters, gr_dead_reason reason, uint64_t n)
{
    pthread_mutex_lock(&letters->lock);
    letters->counts[reason] += n;
    pthread_mutex_unlock(&letters->lock);
}

bool gri_letters_get(struct gri_letters *letters, uint64_t before, struct gri_letter *out_letter)
{
    pthread_mutex_lock(&letters->lock);
    uint64_t kept = letters->n < letters->cap ? letters->n : letters->cap;
    uint64_t number = before == 0 ? letters->n : before - 1;
    bool is_there = number > letters->n - kept;
    if (is_there) {
        copy_letter(out_letter, &letters->ring[(number - 1) % letters->cap]);
    }
    pthread_mutex_unlock(&letters->lock);
    return is_there;
}

void gri_letters_add_counts(struct gri_letters *letters, uint64_t counts[GR_DEAD_REASONS])
{
    pthread_mutex_lock(&letters->lock);
    for (size_t i = 0; i < GR_DEAD_REASONS; i++) {
        counts[i] += letters->counts[i];
    }
    pthread_mutex_unlock(&letters->lock);
}

/* ---- subscribers ---- */

static bool is_same_notice(const gr_dead_letter_notice *one, const gr_dead_letter_notice *other)
{
    return one->to.home == other->to.home && one->to.actor == other->to.actor &&
           one->method == other->method;
}

static uint32_t find_locked(const struct gri_letters *letters, const gr_dead_letter_notice *notice)
{
    uint32_t i = 0;
    while (i < letters->n_subscribers && !is_same_notice(&letters->subscribers[i], notice)) {
        i++;
    }
    return i;
}

gr_code gri_letters_subscribe(struct gri_letters *letters, const gr_dead_letter_notice *notice)
{
    pthread_mutex_lock(&letters->lock);
    bool is_there = find_locked(letters, notice) < letters->n_subscribers;
    gr_code code = is_there                                        ? GR_ALREADY_EXISTS
                   : letters->n_subscribers == GRI_SUBSCRIBERS_MAX ? GR_RESOURCE_EXHAUSTED
                                                                   : GR_OK;
    if (code == GR_OK) {
        letters->subscribers[letters->n_subscribers] = *notice;
        letters->n_subscribers++;
    }
    pthread_mutex_unlock(&letters->lock);
    return code;
}

gr_code gri_letters_unsubscribe(struct gri_letters *letters, const gr_dead_letter_notice *notice)
{
    pthread_mutex_lock(&letters->lock);
    uint32_t i = find_locked(letters, notice);
    bool is_there = i < letters->n_subscribers;
    if (is_there) {
        letters->subscribers[i] = letters->subscribers[--letters->n_subscribers];
    }
    pthread_mutex_unlock(&letters->lock);
    return is_there ? GR_OK : GR_NOT_FOUND;
}

uint32_t gri_letters_subscribers(struct gri_letters *letters,
                                 gr_dead_letter_notice out_notices[GRI_SUBSCRIBERS_MAX])
{
    pthread_mutex_lock(&letters->lock);
    uint32_t n = letters->n_subscribers;
    memcpy(out_notices, letters->subscribers, n * sizeof(*out_notices));
    pthread_mutex_unlock(&letters->lock);
    return n;
}

static bool may_tell_locked(struct gri_letters *letters, uint64_t now_ns)
{
    if (letters->told_since_ns == 0 || now_ns - letters->told_since_ns >= second_ns) {
        letters->told_since_ns = now_ns;
        letters->told = 0;
    }
    return letters->told++ < GRI_TOLD_MAX;
}

uint32_t gri_letters_to_tell(struct gri_letters *letters, uint64_t now_ns,
                             gr_dead_letter_notice out_notices[GRI_SUBSCRIBERS_MAX],
                             uint64_t *out_skipped)
{
    uint32_t n = 0;
    pthread_mutex_lock(&letters->lock);
    if (letters->n_subscribers > 0 && !may_tell_locked(letters, now_ns)) {
        letters->skipped++;
    } else if (letters->n_subscribers > 0) {
        n = letters->n_subscribers;
        memcpy(out_notices, letters->subscribers, n * sizeof(*out_notices));
        *out_skipped = letters->skipped;
        letters->skipped = 0;
    }
    pthread_mutex_unlock(&letters->lock);
    return n;
}

void gri_letters_count_skipped(struct gri_letters *letters)
{
    pthread_mutex_lock(&letters->lock);
    letters->skipped++;
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
