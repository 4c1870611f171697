/* SPDX-License-Identifier: MIT */
/* Finds places and comments in a file's source_code_info, called by model.c and check.c. */
#include "place.h"

#include <string.h>

/* The number of `options` in the descriptor of a service. */
enum { OPTIONS_OF_SERVICE = 3 };

typedef Google__Protobuf__SourceCodeInfo__Location location_type;

static bool starts_with(const location_type *location, struct gen_path path)
{
    return location->n_path >= path.n &&
           (path.n == 0 || memcmp(location->path, path.steps, path.n * sizeof(*path.steps)) == 0);
}

/* The first location at `path`, or, unless `exactly`, inside it. NULL: none. */
static const location_type *find(const struct gen_file *file, struct gen_path path, bool exactly)
{
    const Google__Protobuf__SourceCodeInfo *info = file->proto->source_code_info;

    for (size_t i = 0; info != NULL && i < info->n_location; i++) {
        const location_type *location = info->location[i];
        if (starts_with(location, path) && (!exactly || location->n_path == path.n)) {
            return location;
        }
    }
    return NULL;
}

static struct gen_place place_at(const struct gen_file *file, const location_type *location)
{
    struct gen_place place = { file->path, 1, 1 };

    if (location != NULL && location->n_span >= 2 && location->span[0] >= 0 &&
        location->span[0] < INT32_MAX && location->span[1] >= 0 && location->span[1] < INT32_MAX) {
        place.line = location->span[0] + 1;
        place.column = location->span[1] + 1;
    }
    return place;
}

struct gen_path gen_path_step(struct gen_arena *arena, struct gen_path path, int32_t field,
                              size_t index)
{
    int32_t *steps = gen_alloc_array(arena, path.n + 2, sizeof(*steps));

    if (path.n > 0) {
        memcpy(steps, path.steps, path.n * sizeof(*steps));
    }
    steps[path.n] = field;
    steps[path.n + 1] = (int32_t)index;
    return (struct gen_path){ steps, path.n + 2 };
}

struct gen_place gen_place_of(const struct gen_file *file, struct gen_path path)
{
    const location_type *location = find(file, path, true);

    while (location == NULL && path.n > 0) {
        path.n--;
        location = find(file, path, true);
    }
    return place_at(file, location);
}

struct gen_place gen_place_of_name(const struct gen_model *model, const struct gen_file *file,
                                   struct gen_path path, int32_t name_number)
{
    struct gen_path name = gen_path_step(model->arena, path, name_number, 0);

    name.n--;
    return gen_place_of(file, name);
}

struct gen_place gen_place_of_option(const struct gen_model *model, const struct gen_file *file,
                                     struct gen_path path, int32_t options_number, int32_t member)
{
    struct gen_path whole = gen_path_step(model->arena, path, options_number, GEN_OPTIONS_NUMBER);
    struct gen_path exact = gen_path_step(model->arena, whole, member, 0);

    exact.n--;
    const location_type *location = find(file, exact, false);
    if (location == NULL) {
        location = find(file, whole, false);
    }
    return location != NULL ? place_at(file, location) : gen_place_of(file, path);
}

struct gen_place gen_place_of_machine(const struct gen_model *model,
                                      const struct gen_service *service, int32_t member,
                                      size_t index)
{
    const struct gen_file *file = service->file;
    struct gen_path whole =
        gen_path_step(model->arena, service->path, OPTIONS_OF_SERVICE, GEN_OPTIONS_MACHINE);
    struct gen_path element = gen_path_step(model->arena, whole, member, index);
    struct gen_path list = { element.steps, element.n - 1 };
    const location_type *location = find(file, whole, true);

    if (location == NULL) {
        location = find(file, element, false);
    }
    if (location == NULL) {
        location = find(file, list, false);
    }
    if (location == NULL) {
        location = find(file, whole, false);
    }
    return location != NULL ? place_at(file, location) : gen_place_of(file, service->path);
}

const char *gen_comment_of(const struct gen_file *file, struct gen_path path)
{
    const location_type *location = find(file, path, true);

    if (location == NULL) {
        return NULL;
    }
    return location->leading_comments != NULL ? location->leading_comments
                                              : location->trailing_comments;
}
