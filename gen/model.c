/* SPDX-License-Identifier: MIT */
/* Builds the model out of a request, called by generate.c: files, then types and services with
 * their names, then what refers to what. Descriptors nest at most as deep as request.c lets by. */
#include "model.h"

#include <stdlib.h>
#include <string.h>

#include "machine.h"
#include "names.h"
#include "place.h"

/* Field numbers of descriptor.proto that paths are made of. */
enum {
    IN_FILE_MESSAGE = 4,
    IN_FILE_ENUM = 5,
    IN_FILE_SERVICE = 6,
    IN_MESSAGE_FIELD = 2,
    IN_MESSAGE_NESTED = 3,
    IN_MESSAGE_ENUM = 4,
    IN_SERVICE_METHOD = 2
};

static bool fail(struct gen_model *model, const char *problem)
{
    if (model->problem == NULL) {
        model->problem = problem;
    }
    return false;
}

static char *join(struct gen_arena *arena, const char *scope, const char *name)
{
    return gen_format(arena, "%s%s%s", scope, *scope == '\0' ? "" : ".", name);
}

/* The full name as protobuf-c makes C of it: option c_package replaces the package. */
static const char *c_full_name(struct gen_arena *arena, const struct gen_file *file,
                               const char *full_name)
{
    if (file->c.package == NULL) {
        return full_name;
    }
    size_t skip = *file->package == '\0' ? 0 : strlen(file->package) + 1;
    return join(arena, file->c.package, full_name + skip);
}

static const char *not_empty(const char *name)
{
    return name != NULL && *name != '\0' ? name : NULL;
}

/* ---- files ---- */

static const char *stem_of(struct gen_arena *arena, const char *path)
{
    size_t len = strlen(path);

    return len > 6 && strcmp(path + len - 6, ".proto") == 0 ? gen_copy(arena, path, len - 6) : path;
}

static bool is_system_package(const char *package)
{
    return strcmp(package, "google.protobuf") == 0 || strcmp(package, "greenroom") == 0;
}

static struct gen_file *find_file(struct gen_model *model, const char *path)
{
    for (size_t i = 0; i < model->n_files; i++) {
        if (strcmp(model->files[i].path, path) == 0) {
            return &model->files[i];
        }
    }
    return NULL;
}

static bool is_public(const struct gen_file *file, size_t dependency)
{
    for (size_t i = 0; i < file->proto->n_public_dependency; i++) {
        if (file->proto->public_dependency[i] == (int64_t)dependency) {
            return true;
        }
    }
    return false;
}

/* Of `n_files` in all, only those before this one are there to be imported. */
static bool add_imports(struct gen_model *model, struct gen_file *file, size_t n_files)
{
    file->sees = gen_alloc_array(model->arena, n_files, sizeof(*file->sees));
    file->passes_on = gen_alloc_array(model->arena, n_files, sizeof(*file->passes_on));
    for (size_t i = 0; i < file->proto->n_dependency; i++) {
        const struct gen_file *import = find_file(model, file->proto->dependency[i]);
        if (import == NULL || import == file) {
            return fail(model, "an imported file is missing, or comes after what imports it");
        }
        for (size_t f = 0; f < n_files; f++) {
            bool is_seen = &model->files[f] == import || import->passes_on[f];
            file->sees[f] = file->sees[f] || is_seen;
            file->passes_on[f] = file->passes_on[f] || (is_seen && is_public(file, i));
        }
    }
    return true;
}

static bool add_file(struct gen_model *model, const Google__Protobuf__FileDescriptorProto *proto,
                     size_t n_files)
{
    struct gen_arena *arena = model->arena;
    struct gen_file *file = &model->files[model->n_files];

    if (not_empty(proto->name) == NULL) {
        return fail(model, "a file has no name");
    }
    file->proto = proto;
    file->path = proto->name;
    file->stem = stem_of(arena, proto->name);
    file->package = proto->package != NULL ? proto->package : "";
    file->guard = gen_name_macro(arena, gen_format(arena, "%s_gr_h", file->stem));
    file->is_system = is_system_package(file->package);
    if (proto->options != NULL) {
        file->c = gen_options_c_file(arena, &proto->options->base);
    }
    model->n_files++;
    return add_imports(model, file, n_files);
}

static bool add_files(struct gen_model *model, const gen_request *request)
{
    model->files = gen_alloc_array(model->arena, request->n_proto_file, sizeof(*model->files));
    for (size_t i = 0; i < request->n_proto_file; i++) {
        if (!add_file(model, request->proto_file[i], request->n_proto_file)) {
            return false;
        }
    }
    for (size_t i = 0; i < request->n_file_to_generate; i++) {
        struct gen_file *file = find_file(model, request->file_to_generate[i]);
        if (file == NULL) {
            return fail(model, "a file to generate is missing");
        }
        file->is_wanted = true;
    }
    return true;
}

/* ---- types ---- */

static void name_type(struct gen_arena *arena, struct gen_type *type)
{
    const char *full_name = c_full_name(arena, type->file, type->full_name);

    type->c_type = gen_name_type(arena, full_name);
    type->c_prefix = gen_name_lower(arena, full_name);
    type->c_constants = gen_name_upper(arena, full_name);
    type->prefix = gen_name_collapse(arena, type->c_prefix);
    if (type->given != NULL) {
        type->prefix = type->given;
    }
    type->name = type->file->is_system ? type->c_type : gen_name_alone(arena, type->prefix);
}

static struct gen_type *add_type(struct gen_model *model, struct gen_file *file, const char *scope,
                                 const char *name, struct gen_path path)
{
    struct gen_type *type = gen_alloc(model->arena, sizeof(*type));

    type->file = file;
    type->full_name = join(model->arena, scope, name);
    type->path = path;
    type->comment = gen_comment_of(file, path);
    file->types = gen_grow(model->arena, file->types, file->n_types, sizeof(*file->types));
    file->types[file->n_types++] = type;
    model->types = gen_grow(model->arena, model->types, model->n_types, sizeof(*model->types));
    model->types[model->n_types++] = type;
    return type;
}

static bool add_enum(struct gen_model *model, struct gen_file *file, const char *scope,
                     const Google__Protobuf__EnumDescriptorProto *proto, struct gen_path path)
{
    const Greenroom__EnumOptions *options = gen_options_read(
        model->arena, (ProtobufCMessage *)proto->options, &greenroom__enum_options__descriptor);

    if (not_empty(proto->name) == NULL) {
        return fail(model, "an enum has no name");
    }
    for (size_t i = 0; i < proto->n_value; i++) {
        if (not_empty(proto->value[i]->name) == NULL) {
            return fail(model, "an enum's value has no name");
        }
    }
    struct gen_type *type = add_type(model, file, scope, proto->name, path);
    type->enumeration = proto;
    type->options_are_bad = options == NULL || options->base.n_unknown_fields > 0;
    type->given = options != NULL ? options->c_name : NULL;
    name_type(model->arena, type);
    return true;
}

static bool add_field(struct gen_model *model, struct gen_type *type, size_t index)
{
    const Google__Protobuf__DescriptorProto *message = type->message;
    const Google__Protobuf__FieldDescriptorProto *proto = message->field[index];
    struct gen_field *field = &type->fields[index];

    if (not_empty(proto->name) == NULL || !proto->has_type || !proto->has_number) {
        return fail(model, "a field lacks its name, number or type");
    }
    field->proto = proto;
    field->path = gen_path_step(model->arena, type->path, IN_MESSAGE_FIELD, index);
    field->member = gen_name_field(model->arena, proto->name);
    field->options = gen_options_read(model->arena, (ProtobufCMessage *)proto->options,
                                      &greenroom__field_options__descriptor);
    if (proto->has_oneof_index) {
        if (proto->oneof_index < 0 || (size_t)proto->oneof_index >= message->n_oneof_decl) {
            return fail(model, "a field's oneof is missing");
        }
        field->oneof = not_empty(message->oneof_decl[proto->oneof_index]->name);
        return field->oneof != NULL || fail(model, "a oneof has no name");
    }
    return true;
}

static bool add_fields(struct gen_model *model, struct gen_type *type)
{
    type->n_fields = type->message->n_field;
    type->fields = gen_alloc_array(model->arena, type->n_fields, sizeof(*type->fields));
    for (size_t i = 0; i < type->n_fields; i++) {
        if (!add_field(model, type, i)) {
            return false;
        }
    }
    return true;
}

static bool add_message(struct gen_model *model, struct gen_file *file, const char *scope,
                        const Google__Protobuf__DescriptorProto *proto, struct gen_path path)
{
    struct gen_arena *arena = model->arena;
    const Greenroom__MessageOptions *options = gen_options_read(
        arena, (ProtobufCMessage *)proto->options, &greenroom__message_options__descriptor);

    if (not_empty(proto->name) == NULL) {
        return fail(model, "a message has no name");
    }
    struct gen_type *type = add_type(model, file, scope, proto->name, path);
    type->message = proto;
    type->options_are_bad = options == NULL || options->base.n_unknown_fields > 0;
    type->given = options != NULL ? options->c_name : NULL;
    name_type(arena, type);
    bool ok = add_fields(model, type);
    for (size_t i = 0; ok && i < proto->n_enum_type; i++) {
        ok = add_enum(model, file, type->full_name, proto->enum_type[i],
                      gen_path_step(arena, path, IN_MESSAGE_ENUM, i));
    }
    for (size_t i = 0; ok && i < proto->n_nested_type; i++) {
        ok = add_message(model, file, type->full_name, proto->nested_type[i],
                         gen_path_step(arena, path, IN_MESSAGE_NESTED, i));
    }
    return ok;
}

/* ---- services ---- */

static bool add_method(struct gen_model *model, struct gen_service *service, size_t index)
{
    struct gen_arena *arena = model->arena;
    const Google__Protobuf__MethodDescriptorProto *proto = service->proto->method[index];
    struct gen_method *method = &service->methods[index];

    if (not_empty(proto->name) == NULL) {
        return fail(model, "a method has no name");
    }
    method->proto = proto;
    method->service = service;
    method->index = index;
    method->path = gen_path_step(arena, service->path, IN_SERVICE_METHOD, index);
    method->comment = gen_comment_of(service->file, method->path);
    method->options = gen_options_read(arena, (ProtobufCMessage *)proto->options,
                                       &greenroom__method_options__descriptor);
    method->name = gen_name_collapse(arena, gen_name_lower(arena, proto->name));
    if (method->options != NULL && method->options->c_name != NULL) {
        method->name = method->options->c_name;
    }
    method->member = gen_name_member(arena, method->name);
    return true;
}

static void name_service(struct gen_arena *arena, struct gen_service *service)
{
    const char *full_name = c_full_name(arena, service->file, service->full_name);

    service->c_type = gen_name_type(arena, full_name);
    service->c_prefix = gen_name_lower(arena, full_name);
    service->prefix = gen_name_collapse(arena, service->c_prefix);
    if (service->options != NULL && service->options->c_name != NULL) {
        service->prefix = service->options->c_name;
    }
    service->macro = gen_name_macro(arena, service->prefix);
    service->name = gen_name_alone(arena, service->prefix);
}

static void list_service(struct gen_model *model, struct gen_file *file,
                         struct gen_service *service)
{
    struct gen_arena *arena = model->arena;

    file->services = gen_grow(arena, file->services, file->n_services, sizeof(*file->services));
    file->services[file->n_services++] = service;
    model->services = gen_grow(arena, model->services, model->n_services, sizeof(*model->services));
    model->services[model->n_services++] = service;
}

static bool add_service(struct gen_model *model, struct gen_file *file, size_t index)
{
    struct gen_arena *arena = model->arena;
    const Google__Protobuf__ServiceDescriptorProto *proto = file->proto->service[index];
    struct gen_service *service = gen_alloc(arena, sizeof(*service));

    if (not_empty(proto->name) == NULL) {
        return fail(model, "a service has no name");
    }
    service->file = file;
    service->proto = proto;
    service->full_name = join(arena, file->package, proto->name);
    service->path = gen_path_step(arena, (struct gen_path){ 0 }, IN_FILE_SERVICE, index);
    service->comment = gen_comment_of(file, service->path);
    service->options = gen_options_read(arena, (ProtobufCMessage *)proto->options,
                                        &greenroom__service_options__descriptor);
    name_service(arena, service);
    service->n_methods = proto->n_method;
    service->methods = gen_alloc_array(arena, proto->n_method, sizeof(*service->methods));
    list_service(model, file, service);
    for (size_t i = 0; i < service->n_methods; i++) {
        if (!add_method(model, service, i)) {
            return false;
        }
    }
    return true;
}

static bool add_contents(struct gen_model *model, struct gen_file *file)
{
    const Google__Protobuf__FileDescriptorProto *proto = file->proto;
    const struct gen_path top = { 0 };
    bool ok = true;

    for (size_t i = 0; ok && i < proto->n_enum_type; i++) {
        ok = add_enum(model, file, file->package, proto->enum_type[i],
                      gen_path_step(model->arena, top, IN_FILE_ENUM, i));
    }
    for (size_t i = 0; ok && i < proto->n_message_type; i++) {
        ok = add_message(model, file, file->package, proto->message_type[i],
                         gen_path_step(model->arena, top, IN_FILE_MESSAGE, i));
    }
    for (size_t i = 0; ok && i < proto->n_service; i++) {
        ok = add_service(model, file, i);
    }
    return ok;
}

/* ---- what refers to what ---- */

static int compare_types(const void *a, const void *b)
{
    const struct gen_type *const *left = a;
    const struct gen_type *const *right = b;

    return strcmp((*left)->full_name, (*right)->full_name);
}

static const struct gen_type *find_type(const struct gen_model *model, const char *full_name)
{
    struct gen_type key = { .full_name = full_name };
    struct gen_type *wanted = &key;

    if (model->n_types == 0) {
        return NULL;
    }
    struct gen_type **found =
        bsearch(&wanted, model->types, model->n_types, sizeof(wanted), compare_types);
    return found != NULL ? *found : NULL;
}

/* A descriptor's own reference: protoc has resolved it to ".full.name". */
static const struct gen_type *referred(const struct gen_model *model, const char *name)
{
    return name != NULL && *name == '.' ? find_type(model, name + 1) : NULL;
}

static bool is_of_type(const struct gen_field *field,
                       Google__Protobuf__FieldDescriptorProto__Type type)
{
    return field->proto->type == type;
}

static bool resolve_field(struct gen_model *model, const struct gen_type *type,
                          struct gen_field *field)
{
    bool is_enum = is_of_type(field, GOOGLE__PROTOBUF__FIELD_DESCRIPTOR_PROTO__TYPE__TYPE_ENUM);
    bool is_message =
        is_of_type(field, GOOGLE__PROTOBUF__FIELD_DESCRIPTOR_PROTO__TYPE__TYPE_MESSAGE) ||
        is_of_type(field, GOOGLE__PROTOBUF__FIELD_DESCRIPTOR_PROTO__TYPE__TYPE_GROUP);

    if (is_enum || is_message) {
        field->type = referred(model, field->proto->type_name);
        if (field->type == NULL || (field->type->message != NULL) != is_message) {
            return fail(model, "the type of a field is missing");
        }
    }
    if (field->options != NULL && field->options->ref != NULL) {
        field->ref =
            gen_model_resolve_service(model, type->full_name, field->options->ref, type->file);
    }
    return true;
}

static bool resolve_types(struct gen_model *model)
{
    for (size_t i = 0; i < model->n_types; i++) {
        struct gen_type *type = model->types[i];
        for (size_t f = 0; f < type->n_fields; f++) {
            if (!resolve_field(model, type, &type->fields[f])) {
                return false;
            }
        }
    }
    return true;
}

static bool resolve_service(struct gen_model *model, struct gen_service *service)
{
    for (size_t i = 0; i < service->n_methods; i++) {
        struct gen_method *method = &service->methods[i];
        method->request = referred(model, method->proto->input_type);
        method->reply = referred(model, method->proto->output_type);
        if (method->request == NULL || method->request->message == NULL || method->reply == NULL ||
            method->reply->message == NULL) {
            return fail(model, "the request or reply of a method is missing");
        }
    }
    if (service->options != NULL && service->options->args != NULL) {
        service->args = gen_model_resolve_type(model, service->full_name, service->options->args,
                                               service->file);
    }
    gen_machine_build(model, service);
    return true;
}

static bool resolve(struct gen_model *model)
{
    if (model->n_types > 0) {
        qsort(model->types, model->n_types, sizeof(*model->types), compare_types);
    }
    if (!resolve_types(model)) {
        return false;
    }
    for (size_t i = 0; i < model->n_services; i++) {
        if (!resolve_service(model, model->services[i])) {
            return false;
        }
    }
    return true;
}

bool gen_model_build(struct gen_arena *arena, const gen_request *request,
                     struct gen_model *out_model)
{
    *out_model = (struct gen_model){ .arena = arena };
    if (!add_files(out_model, request)) {
        return false;
    }
    for (size_t i = 0; i < out_model->n_files; i++) {
        if (!add_contents(out_model, &out_model->files[i])) {
            return false;
        }
    }
    return resolve(out_model);
}

/* ---- what others ask ---- */

bool gen_type_is_empty(const struct gen_type *type)
{
    return strcmp(type->full_name, "google.protobuf.Empty") == 0;
}

bool gen_field_is_repeated(const struct gen_field *field)
{
    return field->proto->label == GOOGLE__PROTOBUF__FIELD_DESCRIPTOR_PROTO__LABEL__LABEL_REPEATED;
}

static bool is_proto3(const struct gen_file *file)
{
    return file->proto->syntax != NULL && strcmp(file->proto->syntax, "proto3") == 0;
}

static bool is_flat(const struct gen_file *file, const struct gen_field *field)
{
    bool is_optional =
        !is_proto3(file) &&
        field->proto->label != GOOGLE__PROTOBUF__FIELD_DESCRIPTOR_PROTO__LABEL__LABEL_REQUIRED;

    if (gen_field_is_repeated(field) || field->oneof != NULL || is_optional) {
        return false;
    }
    switch (field->proto->type) {
    case GOOGLE__PROTOBUF__FIELD_DESCRIPTOR_PROTO__TYPE__TYPE_STRING:
    case GOOGLE__PROTOBUF__FIELD_DESCRIPTOR_PROTO__TYPE__TYPE_BYTES:
    case GOOGLE__PROTOBUF__FIELD_DESCRIPTOR_PROTO__TYPE__TYPE_MESSAGE:
    case GOOGLE__PROTOBUF__FIELD_DESCRIPTOR_PROTO__TYPE__TYPE_GROUP:
        return false;
    default:
        return true;
    }
}

bool gen_type_is_flat(const struct gen_type *type)
{
    for (size_t i = 0; i < type->n_fields; i++) {
        if (!is_flat(type->file, &type->fields[i])) {
            return false;
        }
    }
    return true;
}
