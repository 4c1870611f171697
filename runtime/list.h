/* SPDX-License-Identifier: MIT */
/* An intrusive, doubly linked list. The head and the nodes are the same struct; a node that is in
 * no list has NULL links. It has no lock: a list belongs to whoever owns its head. */
#ifndef GRI_LIST_H
#define GRI_LIST_H

#include <stdbool.h>
#include <stddef.h>

#include "assert.h"

/* Owned by the struct it is a member of. */
struct gri_list {
    struct gri_list *next, *prev;
};

/* The struct of `type` whose `member` is at `ptr`. */
#define GRI_CONTAINER(ptr, type, member) ((type *)(void *)((char *)(ptr)-offsetof(type, member)))

/* Walks the nodes; the first may not remove any, the second may remove `node`. */
#define GRI_LIST_EACH(node, head)                                                                  \
    for (struct gri_list *node = (head)->next; node != (head); node = node->next)
#define GRI_LIST_EACH_SAFE(node, head)                                                             \
    for (struct gri_list *node = (head)->next, *node##_next = node->next; node != (head);          \
         node = node##_next, node##_next = node->next)

static inline void gri_list_init(struct gri_list *head)
{
    head->next = head;
    head->prev = head;
}

static inline bool gri_list_is_empty(const struct gri_list *head)
{
    return head->next == head;
}

static inline bool gri_list_is_linked(const struct gri_list *node)
{
    return node->next != NULL;
}

static inline void gri_list_link_between(struct gri_list *prev, struct gri_list *node,
                                         struct gri_list *next)
{
    node->prev = prev;
    node->next = next;
    prev->next = node;
    next->prev = node;
}

static inline void gri_list_push_back(struct gri_list *head, struct gri_list *node)
{
    gri_list_link_between(head->prev, node, head);
}

static inline void gri_list_push_front(struct gri_list *head, struct gri_list *node)
{
    gri_list_link_between(head, node, head->next);
}

/* Takes a linked node out of its list, whichever that is. */
static inline void gri_list_remove(struct gri_list *node)
{
    GR_ASSERT(node->prev != NULL);
    node->prev->next = node->next;
    node->next->prev = node->prev;
    node->next = NULL;
    node->prev = NULL;
}

static inline struct gri_list *gri_list_pop_front(struct gri_list *head)
{
    struct gri_list *node = head->next;
    if (node == head) {
        return NULL;
    }
    gri_list_remove(node);
    return node;
}

/* Appends all nodes of `from` to `to`, in order; `from` is empty then. */
static inline void gri_list_move_all(struct gri_list *to, struct gri_list *from)
{
    if (gri_list_is_empty(from)) {
        return;
    }
    from->next->prev = to->prev;
    from->prev->next = to;
    to->prev->next = from->next;
    to->prev = from->prev;
    gri_list_init(from);
}

#endif
