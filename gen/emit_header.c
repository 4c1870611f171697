/* SPDX-License-Identifier: MIT */
/* Emits x.gr.h, called by generate.c: includes, aliases of messages and enums, then of each service
 * its ref, what an actor of it is made of, and the functions its callers use. */
#include <greenroom/stub.h>
#include <stdlib.h>
#include <string.h>

#include "emit.h"
#include "emit_machine.h"
#include "emit_parts.h"
#include "names.h"
#include "stubs.h"
#include "text.h"

#define COLUMNS 100

/* ---- includes ---- */

/* Where a type's alias, or a service's functions, are declared, as an include line. */
static void need(const struct gen_model *model, struct gen_list *includes,
                 const struct gen_file *by, const struct gen_file *file)
{
    if (file == by) {
        return;
    }
    const char *suffix = file->is_system ? "pb-c.h" : "gr.h";
    const char *path = gen_format(model->arena, "%s.%s", file->stem, suffix);
    for (size_t i = 0; i < includes->n; i++) {
        if (strcmp(includes->items[i], path) == 0) {
            return;
        }
    }
    gen_list_add(model->arena, includes, "%s", path);
}

static void need_for_state(const struct gen_model *model, struct gen_list *includes,
                           const struct gen_service *service, const struct gen_state *state)
{
    if (state->args != NULL) {
        need(model, includes, service->file, state->args->file);
    }
    if (state->result != NULL) {
        need(model, includes, service->file, state->result->file);
    }
}

static void need_for_service(const struct gen_model *model, struct gen_list *includes,
                             const struct gen_service *service)
{
    for (size_t i = 0; i < service->n_methods; i++) {
        const struct gen_method *method = &service->methods[i];
        if (gen_method_has_request(method)) {
            need(model, includes, service->file, method->request->file);
        }
        if (gen_method_has_reply(method)) {
            need(model, includes, service->file, method->reply->file);
        }
    }
    if (service->args != NULL) {
        need(model, includes, service->file, service->args->file);
    }
    for (size_t i = 0; service->machine != NULL && i < service->machine->n_states; i++) {
        need_for_state(model, includes, service, &service->machine->states[i]);
    }
}

static void need_for_type(const struct gen_model *model, struct gen_list *includes,
                          const struct gen_type *type)
{
    for (size_t i = 0; i < type->n_fields; i++) {
        if (type->fields[i].ref != NULL) {
            need(model, includes, type->file, type->fields[i].ref->file);
        }
    }
}

static int compare(const void *a, const void *b)
{
    const char *const *left = a;
    const char *const *right = b;

    return strcmp(*left, *right);
}

static bool has_machine(const struct gen_file *file)
{
    for (size_t i = 0; i < file->n_services; i++) {
        if (file->services[i]->machine != NULL) {
            return true;
        }
    }
    return false;
}

static void emit_includes(struct gen_text *text, const struct gen_model *model,
                          const struct gen_file *file)
{
    struct gen_list includes = { 0 };

    for (size_t i = 0; i < file->n_types; i++) {
        need_for_type(model, &includes, file->types[i]);
    }
    for (size_t i = 0; i < file->n_services; i++) {
        need_for_service(model, &includes, file->services[i]);
    }
    gen_text_add(text, "#include \"%s.pb-c.h\"\n\n%s#include <greenroom/stub.h>\n", file->stem,
                 has_machine(file) ? "#include <greenroom/strict.h>\n" : "");
    if (includes.n == 0) {
        return;
    }
    qsort(includes.items, includes.n, sizeof(*includes.items), compare);
    gen_text_add(text, "\n");
    for (size_t i = 0; i < includes.n; i++) {
        gen_text_add(text, "#include \"%s\"\n", includes.items[i]);
    }
}

static void emit_head(struct gen_text *text, const struct gen_model *model,
                      const struct gen_file *file)
{
    gen_text_add(text,
                 "/* Made by protoc-gen-greenroom from %s. Do not edit. */\n"
                 "#ifndef %s\n"
                 "#define %s\n\n",
                 file->path, file->guard, file->guard);
    emit_includes(text, model, file);
    gen_text_add(text,
                 "\n"
                 "#if GR_STUB_ABI != %d\n"
                 "#error \"%s.gr.h is for another version of Greenroom: run its "
                 "protoc-gen-greenroom\"\n"
                 "#endif\n\n"
                 "#ifdef __cplusplus\n"
                 "extern \"C\" {\n"
                 "#endif\n",
                 GR_STUB_ABI, file->stem);
}

/* ---- parts ---- */

static void emit_aliases(struct gen_text *text, const struct gen_file *file)
{
    bool was_commented = true;

    for (size_t i = 0; i < file->n_types; i++) {
        const struct gen_type *type = file->types[i];
        if (strcmp(type->c_type, type->name) == 0) {
            continue;
        }
        bool is_commented = type->comment != NULL;
        gen_text_add(text, "%s", is_commented || was_commented ? "\n" : "");
        gen_emit_comment(text, "", type->comment, NULL);
        gen_text_pair(text, gen_format(text->arena, "typedef %s", type->c_type),
                      gen_format(text->arena, "%s;\n", type->name), "\n    ");
        was_commented = is_commented;
    }
}

static void emit_hooks(struct gen_text *text, const struct gen_service *service)
{
    gen_text_add(text, "\n");
    gen_emit_comment(
        text, "", NULL,
        "What an actor does beside handling calls; each may be NULL. start comes first: "
        "the actor lives when it has returned GR_OK. run, where it is there, comes next: "
        "calls are handled while it says gr_process(), and the actor ends when it "
        "returns. stop comes last, with what the actor ended with.");
    gen_text_add(text, "typedef struct %s_hooks {\n", service->prefix);
    gen_emit_pointer(text, "gr_code", "start", gen_start_parameters(text->arena, service));
    gen_emit_pointer(text, "void", "stop", gen_stop_parameters(text->arena, service));
    gen_emit_pointer(text, "gr_code", "run", gen_run_parameters(text->arena, service));
    gen_text_add(text, "} %s_hooks;\n", service->prefix);
}

static void emit_type(struct gen_text *text, const struct gen_service *service)
{
    gen_text_add(text, "\n");
    gen_emit_comment(
        text, "", NULL,
        gen_format(text->arena,
                   "An actor's handlers, one for each method. A request is borrowed until "
                   "its handler returns; a reply may point into the actor's own state, or "
                   "to what gr_alloc() gave. Make one with %s_TYPE().",
                   service->macro));
    gen_text_add(text, "typedef struct %s_type {\n    gr_type base;\n", service->prefix);
    for (size_t i = 0; i < service->n_methods; i++) {
        const struct gen_method *method = &service->methods[i];
        gen_emit_comment(text, "    ", method->comment, NULL);
        gen_emit_pointer(text, "gr_code", method->member,
                         gen_handler_parameters(text->arena, method));
    }
    if (service->machine != NULL) {
        gen_text_add(text, "    %s_states states;\n", service->prefix);
    }
    gen_text_add(text, "    %s_hooks hooks;\n} %s_type;\n", service->prefix, service->prefix);
}

static void emit_type_macro(struct gen_text *text, const struct gen_service *service)
{
    struct gen_list items = { 0 };
    const char *bodies = service->machine != NULL ? "BODIES, " : "";
    const char *define =
        gen_format(text->arena, "#define %s_TYPE(PREFIX, %sHOOKS)", service->macro, bodies);

    gen_list_add(text->arena, &items, "%s", service->prefix);
    for (size_t i = 0; i < service->n_methods; i++) {
        gen_list_add(text->arena, &items, "PREFIX##%s", service->methods[i].name);
    }
    if (service->machine != NULL) {
        gen_list_add(text->arena, &items, "%s_STATES(BODIES)", service->macro);
    }
    gen_list_add(text->arena, &items, "HOOKS");
    gen_emit_define(text, define, "GR_STUB_TYPE", &items);
}

/* The column of backslashes is the last. */
static const char *continued(struct gen_arena *arena, const char *define)
{
    int pad = COLUMNS - 1 - (int)strlen(define);

    return gen_format(arena, "%*s\\\n    ", pad > 1 ? pad : 1, "");
}

static void emit_hook_macros(struct gen_text *text, const struct gen_service *service)
{
    struct gen_arena *arena = text->arena;
    const char *hooks = gen_format(arena, "#define %s_HOOKS(...)", service->macro);
    const char *none = gen_format(arena, "#define %s_NO_HOOKS", service->macro);
    const char *list = "GR_STUB_LIST(__VA_ARGS__)\n";
    const char *nulls = "GR_STUB_LIST(NULL, NULL, NULL)\n";

    gen_text_add(text, "\n");
    gen_emit_comment(
        text, "", NULL,
        gen_format(arena, "Its hooks, as in %s_HOOKS(.start = start), and none.", service->macro));
    if (strlen(none) + strlen("   ") + strlen(nulls) - 1 <= COLUMNS) {
        none = gen_format(arena, "%s  ", none); /* in line with the other */
    }
    gen_text_pair(text, hooks, list, continued(arena, hooks));
    gen_text_pair(text, none, nulls, continued(arena, none));
    gen_text_add(text, "\n");
}

static void emit_macros(struct gen_text *text, const struct gen_service *service)
{
    bool is_machine = service->machine != NULL;

    gen_text_add(text, "\n");
    gen_emit_comment(text, "", NULL,
                     gen_format(text->arena,
                                "The table of an actor whose handlers are PREFIX and a method's "
                                "name%s:\n"
                                "const %s_type type = %s_TYPE(on_, %s%s_NO_HOOKS);",
                                is_machine ? ", whose bodies BODIES and a state's" : "",
                                service->prefix, service->macro, is_machine ? "in_, " : "",
                                service->macro));
    emit_type_macro(text, service);
    emit_hook_macros(text, service);
    gen_text_add(text, "extern const gr_service %s_service;\n", service->prefix);
}

static void emit_methods(struct gen_text *text, const struct gen_service *service)
{
    if (service->n_methods == 0) {
        return;
    }
    gen_text_add(text, "\n");
    gen_emit_comment(
        text, "", NULL,
        gen_format(text->arena, "A set of methods, for %s_process().", service->prefix));
    gen_text_add(text, "typedef struct %s_methods {\n", service->prefix);
    for (size_t i = 0; i < service->n_methods; i++) {
        gen_text_add(text, "    bool %s;\n", service->methods[i].member);
    }
    gen_text_add(text, "} %s_methods;\n", service->prefix);
}

static void emit_method(struct gen_text *text, const struct gen_method *method)
{
    const char *prefix = gen_format(text->arena, "%s_%s", method->service->prefix, method->name);

    if (!gen_method_is_oneway(method)) {
        gen_text_add(text, "\n/* A call of %s under way, and one held by its handler. */\n",
                     method->proto->name);
        gen_emit_wrapper(text, gen_format(text->arena, "%s_future", prefix), "gr_future *future");
        gen_text_add(text, "\n");
        gen_emit_wrapper(text, gen_format(text->arena, "%s_call", prefix), "gr_call call");
    }
    gen_emit_functions(text, gen_stubs_of_method(text->arena, method));
}

static void emit_service(struct gen_text *text, const struct gen_service *service)
{
    gen_text_add(text, "\n");
    gen_emit_comment(text, "", service->comment,
                     gen_format(text->arena,
                                "A %s is the address of an actor that serves %s: a value, copied "
                                "freely. All zero is none.",
                                service->name, service->full_name));
    gen_emit_wrapper(text, service->name, "gr_ref ref");
    gen_text_add(
        text,
        "\n/* An actor's state: the user's to complete. Zeroed before the actor starts. */\n"
        "struct %s_self;\n",
        service->prefix);
    if (service->machine != NULL) {
        gen_emit_machine_types(text, service->machine);
        gen_emit_machine_bodies(text, service->machine);
        gen_emit_machine_hooks(text, service->machine);
    } else {
        emit_hooks(text, service);
    }
    emit_type(text, service);
    emit_macros(text, service);
    emit_methods(text, service);
    gen_emit_functions(text, gen_stubs_of_service(text->arena, service));
    if (service->machine != NULL) {
        gen_emit_machine_functions(text, service->machine);
    }
    for (size_t i = 0; i < service->n_methods; i++) {
        emit_method(text, &service->methods[i]);
    }
}

const char *gen_emit_header(const struct gen_model *model, const struct gen_file *file)
{
    struct gen_text text;

    gen_text_init(&text, model->arena);
    emit_head(&text, model, file);
    emit_aliases(&text, file);
    for (size_t i = 0; i < file->n_services; i++) {
        emit_service(&text, file->services[i]);
    }
    for (size_t i = 0; i < file->n_types; i++) {
        gen_emit_functions(&text, gen_stubs_of_type(model->arena, file->types[i]));
    }
    gen_text_add(&text, "\n"
                        "#ifdef __cplusplus\n"
                        "}\n"
                        "#endif\n"
                        "#endif\n");
    return text.bytes;
}
