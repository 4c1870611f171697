/* SPDX-License-Identifier: MIT */
/* Refuses what cannot become C, and what would not mean what it seems to; called by generate.c.
 * Each check adds its errors and goes on, so that all are told at once. */
#include "check.h"

#include <greenroom/stub.h>
#include <string.h>

#include "check_event.h"
#include "check_machine.h"
#include "check_part.h"
#include "clash.h"
#include "errors.h"
#include "machine.h"
#include "names.h"
#include "place.h"
#include "stubs.h"

/* Field numbers in descriptor.proto: of options, by what they are options of; of names; of what
 * else errors point at. */
enum {
    OPTIONS_OF_SERVICE = 3,
    OPTIONS_OF_ENUM = 3,
    OPTIONS_OF_METHOD = 4,
    OPTIONS_OF_MESSAGE = 7,
    OPTIONS_OF_FIELD = 8,
    NAME = 1,
    METHOD_OUTPUT = 3,
    METHOD_CLIENT_STREAMING = 5,
    METHOD_SERVER_STREAMING = 6,
    FILE_OPTIONS = 8,
    FILE_SYNTAX = 12
};

/* Field numbers in options.proto. */
enum {
    METHOD_TIMEOUT = 2,
    METHOD_OVERFLOW = 4,
    METHOD_C_NAME = 6,
    SERVICE_MESSAGES = 1,
    SERVICE_BYTES = 2,
    SERVICE_ARGS = 3,
    SERVICE_C_NAME = 4,
    FIELD_REF = 1,
    TYPE_C_NAME = 1
};

/* ---- names ---- */

/* `name` is what generated names begin with. */
static void check_prefix(struct gen_errors *errors, struct gen_place place, const char *kind,
                         const char *name, const char *extension)
{
    if (gen_name_is_ours(name)) {
        gen_errors_add(errors, place,
                       "%s would be %s in C, and names that begin with gr_ are Greenroom's own; "
                       "use another package, or option (greenroom.%s) = { c_name: \"...\" }",
                       kind, name, extension);
    }
}

/* ---- messages and enums ---- */

static void check_ref(const struct gen_model *model, struct gen_errors *errors,
                      const struct gen_type *type, const struct gen_field *field)
{
    struct gen_place place =
        gen_place_of_option(model, type->file, field->path, OPTIONS_OF_FIELD, FIELD_REF);
    const char *ref = field->options->ref;

    if (field->type == NULL || strcmp(field->type->full_name, "greenroom.Ref") != 0) {
        gen_errors_add(errors, place,
                       "field %s has the option ref, but is no greenroom.Ref; make that its type, "
                       "one or repeated, or leave the option out",
                       field->proto->name);
        return;
    }
    if (field->ref != NULL) {
        return;
    }
    const struct gen_service *hidden = gen_model_resolve_service(model, type->full_name, ref, NULL);
    if (hidden != NULL) {
        gen_errors_add(errors, place, "service %s is in %s, which is not imported; import \"%s\"",
                       ref, hidden->file->path, hidden->file->path);
        return;
    }
    gen_errors_add(errors, place,
                   "there is no service %s; name one of this file or its imports, such as "
                   "\"package.Service\"",
                   ref);
}

static void check_field(const struct gen_model *model, struct gen_errors *errors,
                        const struct gen_type *type, const struct gen_field *field)
{
    struct gen_place place = gen_place_of_name(model, type->file, field->path, NAME);

    if (field->proto->proto3_optional) {
        gen_errors_add(errors, place,
                       "field %s is a proto3 optional, which protobuf-c cannot do; use a oneof of "
                       "this one field, a wrapper such as google.protobuf.Int32Value, or proto2",
                       field->proto->name);
    }
    if (field->proto->type == GOOGLE__PROTOBUF__FIELD_DESCRIPTOR_PROTO__TYPE__TYPE_GROUP) {
        gen_errors_add(errors, place,
                       "field %s is a group, which protobuf-c cannot do; use a message and a field "
                       "of its type",
                       field->proto->name);
    }
    if (gen_name_breaks_c(field->member)) {
        gen_errors_add(
            errors, place,
            "field %s would be %s in protobuf-c's own struct, which C keeps for itself; call "
            "it something else",
            field->proto->name, field->member);
    }
    bool are_bad = field->options == NULL || field->options->base.n_unknown_fields > 0;
    gen_check_options(errors, place, are_bad, "field");
    if (!are_bad && field->options->ref != NULL) {
        check_ref(model, errors, type, field);
    }
}

static void check_type(const struct gen_model *model, struct gen_errors *errors,
                       const struct gen_type *type)
{
    bool is_message = type->message != NULL;
    const char *extension = is_message ? "message" : "enum";
    int32_t options = is_message ? OPTIONS_OF_MESSAGE : OPTIONS_OF_ENUM;
    struct gen_place place = gen_place_of_name(model, type->file, type->path, NAME);
    const char *kind = gen_format(model->arena, "%s %s", extension, type->full_name);

    gen_check_options(errors, place, type->options_are_bad, extension);
    gen_check_c_name(errors,
                     gen_place_of_option(model, type->file, type->path, options, TYPE_C_NAME), "",
                     type->given);
    if (!type->file->is_system) {
        check_prefix(errors, place, kind, type->prefix, extension);
    }
    for (size_t i = 0; i < type->n_fields; i++) {
        check_field(model, errors, type, &type->fields[i]);
    }
}

/* ---- methods ---- */

static struct gen_place option_of_method(const struct gen_model *model,
                                         const struct gen_method *method, int32_t member)
{
    return gen_place_of_option(model, method->service->file, method->path, OPTIONS_OF_METHOD,
                               member);
}

static void check_streaming(const struct gen_model *model, struct gen_errors *errors,
                            const struct gen_method *method)
{
    bool streams = method->proto->client_streaming || method->proto->server_streaming;
    int32_t at =
        method->proto->client_streaming ? METHOD_CLIENT_STREAMING : METHOD_SERVER_STREAMING;

    if (streams) {
        gen_errors_add(errors, gen_place_of_name(model, method->service->file, method->path, at),
                       "method %s is a streaming one, which protobuf-c cannot do; use calls one "
                       "after the other, or a repeated field",
                       method->proto->name);
    }
}

static void check_method_options(const struct gen_model *model, struct gen_errors *errors,
                                 const struct gen_method *method)
{
    const Greenroom__MethodOptions *options = method->options;

    if (options->has_timeout_ms && options->timeout_ms == 0) {
        gen_errors_add(errors, option_of_method(model, method, METHOD_TIMEOUT),
                       "timeout_ms is 0; leave it out for the default, or use 4294967295 for no "
                       "deadline");
    }
    if (options->oneway && !options->internal && !gen_type_is_empty(method->reply)) {
        gen_errors_add(
            errors, gen_place_of_name(model, method->service->file, method->path, METHOD_OUTPUT),
            "method %s is oneway, but returns %s; return google.protobuf.Empty, or make it no "
            "oneway",
            method->proto->name, method->reply->full_name);
    }
    if (gen_overflow_name(options) == NULL) {
        gen_errors_add(errors, option_of_method(model, method, METHOD_OVERFLOW),
                       "overflow has a value that this generator does not know; use one of "
                       "REJECT, WAIT, DROP_NEWEST, DROP_OLDEST and KEEP_LATEST");
    }
    gen_check_c_name(errors, option_of_method(model, method, METHOD_C_NAME), "", options->c_name);
}

static bool is_taken(const struct gen_method *method)
{
    return strcmp(method->member, "base") == 0 || strcmp(method->member, "hooks") == 0 ||
           (method->service->machine != NULL && strcmp(method->member, "states") == 0);
}

/* A method is a member of our type table and of a struct that protobuf-c makes. */
static void check_member(const struct gen_model *model, struct gen_errors *errors,
                         const struct gen_method *method)
{
    const char *c_member = gen_name_lower(model->arena, method->proto->name);
    struct gen_place place = gen_place_of_name(model, method->service->file, method->path, NAME);

    if (gen_name_breaks_c(c_member) || strcmp(c_member, "base") == 0) {
        gen_errors_add(
            errors, place,
            "method %s would be %s in protobuf-c's own struct, where that name is taken; "
            "call it something else (c_name does not help there)",
            method->proto->name, c_member);
    } else if (is_taken(method)) {
        gen_errors_add(errors, place,
                       "method %s would be %s in the type table, where that name is taken; give it "
                       "another one by option (greenroom.method) = { c_name: \"...\" }",
                       method->proto->name, method->member);
    }
}

static void check_method(const struct gen_model *model, struct gen_errors *errors,
                         const struct gen_method *method)
{
    const struct gen_file *file = method->service->file;
    struct gen_place place = gen_place_of_name(model, file, method->path, NAME);
    bool are_bad = method->options == NULL || method->options->base.n_unknown_fields > 0;

    check_streaming(model, errors, method);
    gen_check_options(errors, place, are_bad, "method");
    if (!are_bad) {
        check_method_options(model, errors, method);
        gen_check_event(model, errors, method);
    }
    check_member(model, errors, method);
}

/* ---- services ---- */

static struct gen_place option_of_service(const struct gen_model *model,
                                          const struct gen_service *service, int32_t member)
{
    return gen_place_of_option(model, service->file, service->path, OPTIONS_OF_SERVICE, member);
}

static void check_service_options(const struct gen_model *model, struct gen_errors *errors,
                                  const struct gen_service *service)
{
    const Greenroom__ServiceOptions *options = service->options;

    if (options->has_mailbox_messages && options->mailbox_messages == 0) {
        gen_errors_add(errors, option_of_service(model, service, SERVICE_MESSAGES),
                       "mailbox_messages is 0, which takes no call; use 1 or more, or leave it "
                       "out for the node's limit");
    }
    if (options->has_mailbox_bytes && options->mailbox_bytes == 0) {
        gen_errors_add(errors, option_of_service(model, service, SERVICE_BYTES),
                       "mailbox_bytes is 0, which takes no call; use 1 or more, or leave it out "
                       "for the node's limit");
    }
    gen_check_message(
        model, errors, option_of_service(model, service, SERVICE_ARGS),
        (struct gen_named_message){ "", "args", options->args, service, service->args });
    gen_check_c_name(errors, option_of_service(model, service, SERVICE_C_NAME), "",
                     options->c_name);
}

/* One method of a machine is Greenroom's own. */
static int max_methods(const struct gen_service *service)
{
    return service->machine != NULL ? GR_MAX_METHODS - 1 : GR_MAX_METHODS;
}

static void check_service(const struct gen_model *model, struct gen_errors *errors,
                          const struct gen_service *service)
{
    struct gen_place place = gen_place_of_name(model, service->file, service->path, NAME);
    bool are_bad = service->options == NULL || service->options->base.n_unknown_fields > 0;
    const char *kind = gen_format(model->arena, "service %s", service->full_name);

    gen_check_options(errors, place, are_bad, "service");
    if (!are_bad) {
        check_service_options(model, errors, service);
    }
    check_prefix(errors, place, kind, service->prefix, "service");
    if (service->n_methods > (size_t)max_methods(service)) {
        gen_errors_add(errors, place,
                       "service %s has %zu methods, more than %d; make two services of it",
                       service->proto->name, service->n_methods, max_methods(service));
    }
    if (service->machine != NULL) {
        gen_check_machine(model, errors, service->machine);
    }
    for (size_t i = 0; i < service->n_methods; i++) {
        check_method(model, errors, &service->methods[i]);
    }
}

/* ---- files ---- */

static struct gen_place place_in_file(const struct gen_model *model, const struct gen_file *file,
                                      int32_t number)
{
    return gen_place_of_name(model, file, (struct gen_path){ 0 }, number);
}

static void check_file(const struct gen_model *model, struct gen_errors *errors,
                       const struct gen_file *file)
{
    if (file->proto->syntax != NULL && strcmp(file->proto->syntax, "editions") == 0) {
        gen_errors_add(errors, place_in_file(model, file, FILE_SYNTAX),
                       "editions are nothing that protobuf-c can do; use syntax = \"proto3\" or "
                       "\"proto2\"");
    }
    if (file->c.no_generate) {
        gen_errors_add(errors, place_in_file(model, file, FILE_OPTIONS),
                       "protobuf-c makes no code of this file (no_generate), so there is nothing "
                       "to build on; remove that option, or do not generate code of this file");
    }
    for (size_t i = 0; i < file->n_types; i++) {
        check_type(model, errors, file->types[i]);
    }
    for (size_t i = 0; i < file->n_services; i++) {
        check_service(model, errors, file->services[i]);
    }
}

/* Names can be compared only where all options were understood. */
static bool options_are_there(const struct gen_model *model)
{
    for (size_t i = 0; i < model->n_services; i++) {
        const struct gen_service *service = model->services[i];
        bool are_there = service->options != NULL &&
                         (service->machine == NULL || service->machine->options != NULL);
        for (size_t m = 0; are_there && m < service->n_methods; m++) {
            are_there = service->methods[m].options != NULL;
        }
        if (!are_there) {
            return false;
        }
    }
    return true;
}

const char *gen_check(const struct gen_model *model)
{
    struct gen_errors errors = { .arena = model->arena };

    for (size_t i = 0; i < model->n_files; i++) {
        if (model->files[i].is_wanted) {
            check_file(model, &errors, &model->files[i]);
        }
    }
    if (options_are_there(model)) {
        gen_clash_check(model, &errors);
    }
    return gen_errors_text(&errors);
}
