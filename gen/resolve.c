/* SPDX-License-Identifier: MIT */
/* Resolves the names that options give, called by model.c and check.c. As in protobuf: the first
 * part of a name is looked for from the innermost scope outwards, and where it is found, the rest
 * must be there too. */
#include <stdlib.h>
#include <string.h>

#include "model.h"

/* What is looked for, and in which files. */
struct search {
    const struct gen_model *model;
    const struct gen_file *visible_from; /* NULL: everywhere */
    bool services;                       /* services are wanted, not messages */
};

static bool is_visible(const struct search *search, const struct gen_file *file)
{
    return search->visible_from == NULL || search->visible_from == file ||
           search->visible_from->sees[file - search->model->files];
}

static const struct gen_type *type_named(const struct search *search, const char *full_name)
{
    for (size_t i = 0; i < search->model->n_types; i++) {
        const struct gen_type *type = search->model->types[i];
        if (strcmp(type->full_name, full_name) == 0 && is_visible(search, type->file)) {
            return type;
        }
    }
    return NULL;
}

static const struct gen_service *service_named(const struct search *search, const char *full_name)
{
    for (size_t i = 0; i < search->model->n_services; i++) {
        const struct gen_service *service = search->model->services[i];
        if (strcmp(service->full_name, full_name) == 0 && is_visible(search, service->file)) {
            return service;
        }
    }
    return NULL;
}

static bool is_package(const struct search *search, const char *full_name)
{
    size_t len = strlen(full_name);

    for (size_t i = 0; i < search->model->n_files; i++) {
        const struct gen_file *file = &search->model->files[i];
        if (strncmp(file->package, full_name, len) == 0 &&
            (file->package[len] == '.' || file->package[len] == '\0') && is_visible(search, file)) {
            return true;
        }
    }
    return false;
}

static const void *symbol_named(const struct search *search, const char *full_name)
{
    return search->services ? (const void *)service_named(search, full_name)
                            : (const void *)type_named(search, full_name);
}

/* Whether the first part of a name stops the search: a name of parts is stopped by what can hold
 * the rest, a simple one by what it is looked for as. */
static bool stops(const struct search *search, const char *first, bool is_whole)
{
    if (is_whole) {
        return symbol_named(search, first) != NULL;
    }
    return type_named(search, first) != NULL || service_named(search, first) != NULL ||
           is_package(search, first);
}

static const void *look_up(const struct search *search, const char *scope, const char *name)
{
    struct gen_arena *arena = search->model->arena;
    size_t first = strcspn(name, ".");

    if (*name == '.') {
        return symbol_named(search, name + 1);
    }
    for (size_t len = strlen(scope);;) {
        const char *dot = len == 0 ? "" : ".";
        char *start = gen_format(arena, "%.*s%s%.*s", (int)len, scope, dot, (int)first, name);
        if (stops(search, start, name[first] == '\0')) {
            return symbol_named(search, gen_format(arena, "%s%s", start, name + first));
        }
        if (len == 0) {
            return NULL;
        }
        while (len > 0 && scope[--len] != '.') {
        }
    }
}

const struct gen_type *gen_model_resolve_type(const struct gen_model *model, const char *scope,
                                              const char *name, const struct gen_file *visible_from)
{
    const struct search search = { model, visible_from, false };
    const struct gen_type *type = look_up(&search, scope, name);

    return type != NULL && type->message != NULL ? type : NULL;
}

const struct gen_service *gen_model_resolve_service(const struct gen_model *model,
                                                    const char *scope, const char *name,
                                                    const struct gen_file *visible_from)
{
    const struct search search = { model, visible_from, true };

    return look_up(&search, scope, name);
}
