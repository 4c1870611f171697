/* SPDX-License-Identifier: MIT */
/* Compares all C names that the files of a request lead to, called by check.c. Names come from the
 * same tables as the code itself, so that none is forgotten. */
#include "clash.h"

#include <stdlib.h>
#include <string.h>

#include "machine_stubs.h"
#include "names.h"
#include "place.h"
#include "stubs.h"

/* The number of `name` in every descriptor. */
enum { NAME = 1 };

/* Who has a name: a message, an enum, a service, a method, a part of a machine or a file. */
struct owner {
    size_t index; /* in the order in which they were found */
    const struct gen_file *file;
    struct gen_place place;
    const char *what; /* "message garden.Event" */
    const char *mend;
    const struct gen_service *service; /* whose method or part it is; NULL: none is */
};

/* One C name. */
struct entry {
    const char *name;
    const struct owner *owner;
    bool is_protobuf_c; /* made by protobuf-c: c_name does not change it */
};

/* Two owners and the shortest name they share. */
struct pair {
    const struct owner *first;
    const struct owner *second;
    const char *name;
    bool is_protobuf_c;
};

/* The search. Lives in the arena. */
struct search {
    const struct gen_model *model;
    struct gen_arena *arena;
    struct entry *entries;
    size_t n_entries;
    struct pair *pairs;
    size_t n_pairs;
    size_t n_owners;
};

static struct owner *own(struct search *search, const struct gen_file *file, struct gen_path path,
                         const char *what, const char *extension)
{
    struct owner *owner = gen_alloc(search->arena, sizeof(*owner));

    owner->index = search->n_owners++;
    owner->file = file;
    owner->place = gen_place_of_name(search->model, file, path, NAME);
    owner->what = what;
    owner->mend = gen_format(
        search->arena,
        "give one of them another name by option (greenroom.%s) = { c_name: \"...\" }", extension);
    return owner;
}

static void add_entry(struct search *search, const struct owner *owner, const char *name,
                      bool is_protobuf_c)
{
    search->entries =
        gen_grow(search->arena, search->entries, search->n_entries, sizeof(*search->entries));
    search->entries[search->n_entries++] = (struct entry){ name, owner, is_protobuf_c };
}

static void add(struct search *search, const struct owner *owner, const char *name)
{
    add_entry(search, owner, name, false);
}

static void add_stubs(struct search *search, const struct owner *owner, struct gen_stubs stubs)
{
    for (size_t i = 0; i < stubs.n; i++) {
        add(search, owner, stubs.items[i].name);
    }
}

static void add_suffixed(struct search *search, const struct owner *owner, const char *prefix,
                         const char *const *suffixes, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        add(search, owner, gen_format(search->arena, "%s%s", prefix, suffixes[i]));
    }
}

static void add_type(struct search *search, const struct gen_type *type)
{
    bool is_message = type->message != NULL;
    const char *what =
        gen_format(search->arena, "%s %s", is_message ? "message" : "enum", type->full_name);
    const struct owner *owner =
        own(search, type->file, type->path, what, is_message ? "message" : "enum");

    add(search, owner, type->name);
    add_entry(search, owner, type->c_type, true);
    add_entry(search, owner, gen_format(search->arena, "%s__descriptor", type->c_prefix), true);
    add_stubs(search, owner, gen_stubs_of_type(search->arena, type));
}

static void add_method(struct search *search, const struct gen_method *method)
{
    static const char *const suffixes[] = { "_handle", "_future", "_call" };
    const struct gen_service *service = method->service;
    const char *what =
        gen_format(search->arena, "method %s.%s", service->full_name, method->proto->name);
    const char *prefix = gen_format(search->arena, "%s_%s", service->prefix, method->name);
    struct owner *owner = own(search, service->file, method->path, what, "method");

    owner->service = service;
    add_entry(search, owner,
              gen_format(search->arena, "%s in %s_Service",
                         gen_name_lower(search->arena, method->proto->name), service->c_type),
              true);
    add_stubs(search, owner, gen_stubs_of_method(search->arena, method));
    add_suffixed(search, owner, prefix, suffixes, gen_method_is_oneway(method) ? 1 : 3);
}

/* ---- of a machine ---- */

static struct owner *own_part(struct search *search, const struct gen_machine *machine,
                              const char *kind, const char *name, struct gen_place place)
{
    struct owner *owner = gen_alloc(search->arena, sizeof(*owner));

    owner->index = search->n_owners++;
    owner->file = machine->service->file;
    owner->place = place;
    owner->what = gen_format(search->arena, "%s %s of %s", kind, name, machine->service->full_name);
    owner->mend = "give one of them another name by c_name: \"...\"";
    owner->service = machine->service;
    return owner;
}

/* A member of the table of bodies; the function that calls a hook has its name, too. */
static void add_member(struct search *search, const struct owner *owner, const char *member)
{
    add(search, owner,
        gen_format(search->arena, "%s in %s_states", member, owner->service->prefix));
}

static void add_hooks(struct search *search, const struct owner *owner,
                      const struct gen_hooks *hooks, const void *of)
{
    for (size_t i = 0; i < hooks->n; i++) {
        const struct gen_hook *hook = &hooks->items[i];
        if (hook->state == of || hook->group == of) {
            add_member(search, owner, hook->name);
            add(search, owner,
                gen_format(search->arena, "%s_%s", owner->service->prefix, hook->name));
        }
    }
}

static void add_state(struct search *search, const struct gen_machine *machine,
                      const struct gen_hooks *hooks, const struct gen_state *state)
{
    static const char *const suffixes[] = { "_in", "_next", "_body" };
    const struct owner *owner = own_part(search, machine, "state", state->name, state->place);
    const char *prefix = gen_format(search->arena, "%s_%s", machine->service->prefix, state->part);

    add(search, owner, state->constant);
    add(search, owner, gen_name_targets(search->arena, machine, state));
    add_member(search, owner, state->member);
    add_suffixed(search, owner, prefix, suffixes, sizeof(suffixes) / sizeof(*suffixes));
    add_stubs(search, owner, gen_stubs_of_state(search->arena, machine, state));
    add_hooks(search, owner, hooks, state);
}

static void add_group(struct search *search, const struct gen_machine *machine,
                      const struct gen_hooks *hooks, const struct gen_group *group)
{
    const struct owner *owner = own_part(search, machine, "group", group->name, group->place);

    add_hooks(search, owner, hooks, group);
    if (group->has_hooks) {
        add(search, owner, gen_name_group_set(search->arena, machine, group));
    }
}

static void add_timer(struct search *search, const struct gen_machine *machine,
                      const struct gen_timer *timer)
{
    add_stubs(search, own_part(search, machine, "timer", timer->name, timer->place),
              gen_stubs_of_timer(search->arena, machine, timer));
}

/* What has no proper name, or the same as another, is refused already. */
static void add_parts(struct search *search, const struct gen_machine *machine)
{
    struct gen_hooks hooks = gen_hooks_of_machine(search->arena, machine);

    for (size_t i = 0; i < machine->n_states; i++) {
        const struct gen_state *state = &machine->states[i];
        if (gen_name_is_valid(state->part) && gen_machine_state(machine, state->name) == state) {
            add_state(search, machine, &hooks, state);
        }
    }
    for (size_t i = 0; i < machine->n_groups; i++) {
        const struct gen_group *group = &machine->groups[i];
        if (gen_name_is_valid(group->part) && gen_machine_state(machine, group->name) == NULL &&
            gen_machine_group(machine, group->name) == group) {
            add_group(search, machine, &hooks, group);
        }
    }
    for (size_t i = 0; i < machine->n_timers; i++) {
        const struct gen_timer *timer = &machine->timers[i];
        if (gen_name_is_valid(timer->part) && gen_machine_timer(machine, timer->name) == timer) {
            add_timer(search, machine, timer);
        }
    }
}

static void add_machine(struct search *search, const struct owner *owner,
                        const struct gen_machine *machine)
{
    static const char *const suffixes[] = {
        "_state",       "_states",      "_at",       "_machine",       "_state_table",
        "_group_table", "_timer_table", "_policies", "_on_transition",
    };
    static const char *const macros[] = { "_STATES", "_STATE_NONE" };
    const struct gen_service *service = machine->service;

    add_suffixed(search, owner, service->prefix, suffixes, sizeof(suffixes) / sizeof(*suffixes));
    add_suffixed(search, owner, service->macro, macros, sizeof(macros) / sizeof(*macros));
    add_stubs(search, owner, gen_stubs_of_machine(search->arena, machine));
    add_parts(search, machine);
}

static void add_service(struct search *search, const struct gen_service *service)
{
    static const char *const suffixes[] = { "_self",  "_hooks", "_type", "_methods",     "_service",
                                            "_start", "_stop",  "_run",  "_method_table" };
    static const char *const macros[] = { "_TYPE", "_HOOKS", "_NO_HOOKS" };
    const char *what = gen_format(search->arena, "service %s", service->full_name);
    const struct owner *owner = own(search, service->file, service->path, what, "service");

    add(search, owner, service->name);
    add_entry(search, owner, gen_format(search->arena, "%s_Service", service->c_type), true);
    add_entry(search, owner, gen_format(search->arena, "%s__descriptor", service->c_prefix), true);
    add_stubs(search, owner, gen_stubs_of_service(search->arena, service));
    add_suffixed(search, owner, service->prefix, suffixes, sizeof(suffixes) / sizeof(*suffixes));
    add_suffixed(search, owner, service->macro, macros, sizeof(macros) / sizeof(*macros));
    if (service->machine != NULL && service->machine->is_resolved) {
        add_machine(search, owner, service->machine);
    }
    for (size_t i = 0; i < service->n_methods; i++) {
        add_method(search, &service->methods[i]);
    }
}

static void add_file(struct search *search, const struct gen_file *file)
{
    struct owner *owner = gen_alloc(search->arena, sizeof(*owner));

    owner->index = search->n_owners++;
    owner->file = file;
    owner->place = (struct gen_place){ file->path, 1, 1 };
    owner->what = gen_format(search->arena, "file %s", file->path);
    owner->mend = "rename one of them";
    add(search, owner, file->guard);
    for (size_t i = 0; i < file->n_types; i++) {
        add_type(search, file->types[i]);
    }
    for (size_t i = 0; i < file->n_services; i++) {
        add_service(search, file->services[i]);
    }
}

static int compare(const void *a, const void *b)
{
    const struct entry *left = a;
    const struct entry *right = b;
    int order = strcmp(left->name, right->name);

    if (order != 0) {
        return order;
    }
    return left->owner->index < right->owner->index ? -1 : left->owner->index > right->owner->index;
}

/* Methods of services that clash themselves do so too: that is no news. */
static bool is_news(const struct owner *first, const struct owner *second)
{
    return first->service == NULL || second->service == NULL || first->service == second->service ||
           strcmp(first->service->prefix, second->service->prefix) != 0;
}

/* Pairs are few: each is an error. */
static struct pair *pair_of(struct search *search, const struct owner *first,
                            const struct owner *second)
{
    for (size_t i = 0; i < search->n_pairs; i++) {
        struct pair *pair = &search->pairs[i];
        if ((pair->first == first && pair->second == second) ||
            (pair->first == second && pair->second == first)) {
            return pair;
        }
    }
    search->pairs = gen_grow(search->arena, search->pairs, search->n_pairs, sizeof(*search->pairs));
    search->pairs[search->n_pairs] = (struct pair){ .first = first, .second = second };
    return &search->pairs[search->n_pairs++];
}

static void add_pair(struct search *search, const struct entry *one, const struct entry *other)
{
    struct pair *pair = pair_of(search, one->owner, other->owner);

    if (pair->name == NULL || strlen(one->name) < strlen(pair->name)) {
        pair->name = one->name;
    }
    pair->is_protobuf_c = pair->is_protobuf_c || (one->is_protobuf_c && other->is_protobuf_c);
}

static void find_pairs(struct search *search)
{
    qsort(search->entries, search->n_entries, sizeof(*search->entries), compare);
    for (size_t i = 1; i < search->n_entries; i++) {
        const struct entry *one = &search->entries[i - 1];
        const struct entry *other = &search->entries[i];
        bool matters = one->owner->file->is_wanted || other->owner->file->is_wanted;
        bool is_same = one->owner != other->owner && strcmp(one->name, other->name) == 0;
        if (matters && is_same && is_news(one->owner, other->owner)) {
            add_pair(search, one, other);
        }
    }
}

/* Whether an error is better told at `a` than at `b`: in a file that is generated, and late. */
static bool comes_later(const struct owner *a, const struct owner *b)
{
    if (a->file->is_wanted != b->file->is_wanted) {
        return a->file->is_wanted;
    }
    if (a->file != b->file) {
        return a->file > b->file;
    }
    return a->place.line > b->place.line ||
           (a->place.line == b->place.line && a->place.column > b->place.column);
}

static void report(const struct search *search, struct gen_errors *errors)
{
    for (size_t i = 0; i < search->n_pairs; i++) {
        const struct pair *pair = &search->pairs[i];
        bool first_is_later = comes_later(pair->first, pair->second);
        const struct owner *at = first_is_later ? pair->first : pair->second;
        const struct owner *other = first_is_later ? pair->second : pair->first;
        gen_errors_add(
            errors, at->place, "%s and %s (%s:%d:%d) are both %s in C; %s", at->what, other->what,
            other->place.path, other->place.line, other->place.column, pair->name,
            pair->is_protobuf_c ? "rename one of them, as protobuf-c's own names clash" : at->mend);
    }
}

void gen_clash_check(const struct gen_model *model, struct gen_errors *errors)
{
    struct search search = { .model = model, .arena = model->arena };

    for (size_t i = 0; i < model->n_files; i++) {
        if (!model->files[i].is_system) {
            add_file(&search, &model->files[i]);
        }
    }
    if (search.n_entries > 0) {
        find_pairs(&search);
    }
    report(&search, errors);
}
