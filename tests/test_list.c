/* SPDX-License-Identifier: MIT */
/* The intrusive list. */
#include "list.h"

#include "suite.h"

struct item {
    int number;
    struct gri_list link;
};

static struct item *item_of(struct gri_list *link)
{
    return GRI_CONTAINER(link, struct item, link);
}

/* Whether the list holds just these numbers, each a digit, in this order, both ways. */
static bool holds(const struct gri_list *head, const char *digits)
{
    const struct gri_list *at = head;
    for (; *digits != '\0'; digits++) {
        at = at->next;
        if (at == head || at->next->prev != at ||
            item_of((struct gri_list *)at)->number != *digits - '0') {
            return false;
        }
    }
    return at->next == head && head->prev == at;
}

static void fill(struct gri_list *head, struct item *items, int n)
{
    gri_list_init(head);
    for (int i = 0; i < n; i++) {
        items[i] = (struct item){ .number = i };
        gri_list_push_back(head, &items[i].link);
    }
}

static void a_new_list_is_empty(void)
{
    struct gri_list head;
    gri_list_init(&head);
    CHECK(gri_list_is_empty(&head));
    CHECK(gri_list_pop_front(&head) == NULL);
}

static void pushes_keep_their_order(void)
{
    struct item items[4];
    struct gri_list head;
    fill(&head, items, 3);
    items[3] = (struct item){ .number = 3 };
    CHECK(!gri_list_is_linked(&items[3].link));
    gri_list_push_front(&head, &items[3].link);
    CHECK(gri_list_is_linked(&items[3].link));
    CHECK(holds(&head, "3012"));
}

static void a_removed_node_is_in_no_list(void)
{
    struct item items[3];
    struct gri_list head;
    fill(&head, items, 3);
    gri_list_remove(&items[1].link);
    CHECK(!gri_list_is_linked(&items[1].link));
    CHECK(holds(&head, "02"));
    CHECK(gri_list_pop_front(&head) == &items[0].link);
    CHECK(!gri_list_is_linked(&items[0].link));
    CHECK(gri_list_pop_front(&head) == &items[2].link);
    CHECK(gri_list_is_empty(&head));
}

static void move_all_appends_in_order(void)
{
    struct item a_items[2], b_items[3];
    struct gri_list a, b;
    fill(&a, a_items, 2);
    fill(&b, b_items, 3);
    gri_list_move_all(&a, &b);
    CHECK(holds(&a, "01012"));
    CHECK(gri_list_is_empty(&b));
    gri_list_move_all(&a, &b);
    CHECK(holds(&a, "01012"));
    gri_list_move_all(&b, &a);
    CHECK(holds(&b, "01012"));
    CHECK(holds(&a, ""));
}

static void a_safe_walk_may_remove_its_node(void)
{
    struct item items[5];
    struct gri_list head;
    fill(&head, items, 5);
    int seen = 0;
    GRI_LIST_EACH (link, &head) {
        seen += item_of(link)->number;
    }
    CHECK_UINT(seen, 10);
    GRI_LIST_EACH_SAFE (link, &head) {
        if (item_of(link)->number % 2 == 0) {
            gri_list_remove(link);
        }
    }
    CHECK(holds(&head, "13"));
}

GR_SUITE("list", { "a_new_list_is_empty", a_new_list_is_empty },
         { "pushes_keep_their_order", pushes_keep_their_order },
         { "a_removed_node_is_in_no_list", a_removed_node_is_in_no_list },
         { "move_all_appends_in_order", move_all_appends_in_order },
         { "a_safe_walk_may_remove_its_node", a_safe_walk_may_remove_its_node })
