/* SPDX-License-Identifier: MIT */
/* Works out what the pictures of a machine show, called by emit_dot.c and emit_markdown.c. */
#include "picture.h"

#include <greenroom/stub.h>
#include <string.h>

/* ---- boxes ---- */

static bool has_all(const struct gen_group *outer, const struct gen_group *inner)
{
    for (size_t i = 0; i < inner->states.n; i++) {
        if (!gen_states_have(&outer->states, inner->states.items[i])) {
            return false;
        }
    }
    return true;
}

static bool has_any(const struct gen_group *outer, const struct gen_group *inner)
{
    for (size_t i = 0; i < inner->states.n; i++) {
        if (gen_states_have(&outer->states, inner->states.items[i])) {
            return true;
        }
    }
    return false;
}

static bool overlaps(const struct gen_group *a, const struct gen_group *b)
{
    return has_any(a, b) && !has_all(a, b) && !has_all(b, a);
}

/* Makes boxes of the groups with hooks, or of the others, where they overlap none. */
static void choose_boxes(struct gen_picture *picture, bool with_hooks)
{
    const struct gen_machine *machine = picture->machine;

    for (size_t g = 0; g < machine->n_groups; g++) {
        const struct gen_group *group = &machine->groups[g];
        bool fits = group->has_hooks == with_hooks;
        for (size_t i = 0; fits && i < machine->n_groups; i++) {
            fits = !picture->is_box[i] || !overlaps(&machine->groups[i], group);
        }
        picture->is_box[g] = picture->is_box[g] || fits;
    }
}

/* The last box that it is in is the innermost: a group stands before all that are in it. */
static const struct gen_group *box_around(const struct gen_picture *picture, size_t index)
{
    const struct gen_group *groups = picture->machine->groups;
    const struct gen_group *box = NULL;

    for (size_t i = 0; i < index; i++) {
        box = picture->is_box[i] && has_all(&groups[i], &groups[index]) ? &groups[i] : box;
    }
    return box;
}

static const struct gen_group *box_of(const struct gen_picture *picture,
                                      const struct gen_state *state)
{
    const struct gen_group *box = NULL;

    for (size_t i = 0; i < picture->machine->n_groups; i++) {
        const struct gen_group *group = &picture->machine->groups[i];
        box = picture->is_box[i] && gen_states_have(&group->states, state) ? group : box;
    }
    return box;
}

void gen_picture_init(struct gen_picture *picture, struct gen_arena *arena,
                      const struct gen_machine *machine)
{
    size_t n_groups = machine->n_groups;
    size_t n_states = machine->n_states;

    *picture = (struct gen_picture){
        .arena = arena,
        .machine = machine,
        .is_box = gen_alloc_array(arena, n_groups, sizeof(*picture->is_box)),
        .around_box = gen_alloc_array(arena, n_groups, sizeof(*picture->around_box)),
        .around_state = gen_alloc_array(arena, n_states, sizeof(*picture->around_state)),
    };
    choose_boxes(picture, true);
    choose_boxes(picture, false);
    for (size_t i = 0; i < n_groups; i++) {
        picture->around_box[i] = box_around(picture, i);
    }
    for (size_t i = 0; i < n_states; i++) {
        picture->around_state[i] = box_of(picture, &machine->states[i]);
    }
}

const struct gen_group *gen_picture_box_at(const struct gen_picture *picture,
                                           const struct gen_group *around,
                                           const struct gen_state *state)
{
    for (size_t i = 0; i < picture->machine->n_groups; i++) {
        const struct gen_group *group = &picture->machine->groups[i];
        if (picture->is_box[i] && picture->around_box[i] == around &&
            group->states.items[0] == state) {
            return group;
        }
    }
    return NULL;
}

bool gen_picture_is_in(const struct gen_picture *picture, const struct gen_group *around,
                       const struct gen_state *state)
{
    return picture->around_state[state->number - 1] == around;
}

/* ---- words ---- */

const char *gen_picture_join(struct gen_arena *arena, const struct gen_list *items,
                             const char *joint)
{
    const char *text = items->n > 0 ? items->items[0] : "";

    for (size_t i = 1; i < items->n; i++) {
        text = gen_format(arena, "%s%s%s", text, joint, items->items[i]);
    }
    return text;
}

const char *gen_picture_name(const struct gen_picture *picture, const struct gen_state *state)
{
    struct gen_list others = { 0 };

    for (size_t i = 0; i < picture->machine->n_groups; i++) {
        const struct gen_group *group = &picture->machine->groups[i];
        if (!picture->is_box[i] && gen_states_have(&group->states, state)) {
            gen_list_add(picture->arena, &others, "%s", group->name);
        }
    }
    if (others.n == 0) {
        return state->name;
    }
    return gen_format(picture->arena, "%s (%s)", state->name,
                      gen_picture_join(picture->arena, &others, ", "));
}

/* "5,000" */
static const char *number(struct gen_arena *arena, uint32_t value)
{
    const char *digits = gen_format(arena, "%u", value % 1000);

    for (value /= 1000; value > 0; value /= 1000) {
        size_t len = strcspn(digits, ",");
        digits = gen_format(arena, "%u,%.*s%s", value % 1000, (int)(3 - len), "00", digits);
    }
    return digits;
}

const char *gen_picture_timeout(struct gen_arena *arena, const struct gen_state *state)
{
    return gen_format(arena, "after %s ms", number(arena, state->options->timeout_ms));
}

struct gen_list gen_picture_causes(const struct gen_picture *picture, const struct gen_state *from,
                                   const struct gen_state *to)
{
    const struct gen_service *service = picture->machine->service;
    struct gen_list causes = { 0 };

    for (size_t i = 0; i < service->n_methods; i++) {
        const struct gen_method *method = &service->methods[i];
        if (method->policies[from->number - 1] == GR_EVENT_ACCEPT &&
            gen_states_have(&method->to, to)) {
            gen_list_add(picture->arena, &causes, "%s", method->proto->name);
        }
    }
    if (from->on_timeout == to || from->options->timeout_handler) {
        gen_list_add(picture->arena, &causes, "%s", gen_picture_timeout(picture->arena, from));
    }
    return causes;
}
