/* SPDX-License-Identifier: MIT */
/* What several checks have in common, called by check.c, check_machine.c and check_event.c. */
#include "check_part.h"

#include <string.h>

#include "names.h"
#include "text.h"

/* So many states are told of by name in one message. */
#define SHOWN 8

void gen_check_options(struct gen_errors *errors, struct gen_place place, bool are_bad,
                       const char *extension)
{
    if (are_bad) {
        gen_errors_add(errors, place,
                       "option (greenroom.%s) says what this protoc-gen-greenroom does not know; "
                       "use the greenroom/options.proto that came with it",
                       extension);
    }
}

void gen_check_c_name(struct gen_errors *errors, struct gen_place place, const char *whose,
                      const char *c_name)
{
    if (c_name != NULL && !gen_name_is_valid(c_name)) {
        gen_errors_add(errors, place,
                       "%sc_name \"%s\" is no name; use lower-case letters, digits and single "
                       "underscores between them, and begin with a letter",
                       whose, c_name);
    }
}

void gen_check_message(const struct gen_model *model, struct gen_errors *errors,
                       struct gen_place place, struct gen_named_message message)
{
    if (message.name == NULL) {
        return;
    }
    if (message.type != NULL) {
        if (gen_type_is_empty(message.type)) {
            gen_errors_add(errors, place,
                           "%s%s is google.protobuf.Empty, which holds nothing; leave %s out",
                           message.whose, message.option, message.option);
        }
        return;
    }
    const struct gen_type *hidden =
        gen_model_resolve_type(model, message.service->full_name, message.name, NULL);
    if (hidden != NULL) {
        gen_errors_add(errors, place, "%smessage %s is in %s, which is not imported; import \"%s\"",
                       message.whose, message.name, hidden->file->path, hidden->file->path);
        return;
    }
    gen_errors_add(errors, place,
                   "%sthere is no message %s; name one of this file or its imports, such as "
                   "\"package.Message\"",
                   message.whose, message.name);
}

/* ---- states ---- */

static bool is_there_before(struct gen_named_states states, size_t index)
{
    for (size_t i = 0; i < index; i++) {
        if (strcmp(states.names[i], states.names[index]) == 0) {
            return true;
        }
    }
    return false;
}

void gen_check_states(struct gen_errors *errors, struct gen_place place,
                      const struct gen_machine *machine, struct gen_named_states states)
{
    for (size_t i = 0; i < states.n; i++) {
        const char *name = states.names[i];
        if (is_there_before(states, i)) {
            gen_errors_add(errors, place, "%s%s: \"%s\" is there twice; leave one out",
                           states.whose, states.option, name);
        } else if (!gen_machine_knows(machine, name)) {
            gen_errors_add(
                errors, place, "%s%s: there is no state or group \"%s\"; add it, or name one of %s",
                states.whose, states.option, name, gen_machine_text(errors->arena, machine));
        }
    }
}

const char *gen_states_text(struct gen_arena *arena, const struct gen_states *states)
{
    size_t shown = states->n > SHOWN + 1 ? SHOWN : states->n; /* never "and 1 more" */
    struct gen_text text;

    gen_text_init(&text, arena);
    for (size_t i = 0; i < shown; i++) {
        bool is_last = i + 1 == states->n;
        gen_text_add(&text, "%s%s", i == 0 ? "" : is_last ? " and " : ", ", states->items[i]->name);
    }
    if (shown < states->n) {
        gen_text_add(&text, " and %zu more", states->n - shown);
    }
    return text.bytes;
}

const char *gen_machine_text(struct gen_arena *arena, const struct gen_machine *machine)
{
    struct gen_states all = { gen_alloc_array(arena, machine->n_states, sizeof(*all.items)), 0 };

    for (size_t i = 0; i < machine->n_states; i++) {
        all.items[all.n++] = &machine->states[i];
    }
    return gen_states_text(arena, &all);
}
