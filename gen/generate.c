/* SPDX-License-Identifier: MIT */
/* Runs the stages one after the other: request, model, check, emit. Called by main() and the
 * fuzzer; touches no file. */
#include "generate.h"

#include <string.h>

#include "check.h"
#include "emit.h"
#include "model.h"
#include "request.h"

typedef Google__Protobuf__Compiler__CodeGeneratorResponse response_type;
typedef Google__Protobuf__Compiler__CodeGeneratorResponse__File response_file;

/* What protoc was told to tell the plugin. */
struct parameters {
    const char *skeleton; /* the folder; NULL: none */
    bool draws_markdown;  /* diagram=mermaid */
    bool draws_dot;       /* diagram=dot */
    const char *error;    /* NULL: all were understood */
};

/* Where `text` begins with `name`: what is behind it. NULL: it does not, or nothing is. */
static const char *value_of(const char *text, const char *name)
{
    size_t len = strlen(name);

    return strncmp(text, name, len) == 0 && text[len] != '\0' ? text + len : NULL;
}

static void parse_diagram(struct gen_arena *arena, struct parameters *parameters, const char *value)
{
    if (strcmp(value, "mermaid") == 0) {
        parameters->draws_markdown = true;
    } else if (strcmp(value, "dot") == 0) {
        parameters->draws_dot = true;
    } else {
        parameters->error = gen_format(
            arena, "error: unknown diagram \"%s\"; say diagram=mermaid or diagram=dot", value);
    }
}

static void parse_parameter(struct gen_arena *arena, struct parameters *parameters,
                            const char *text)
{
    const char *skeleton = value_of(text, "skeleton=");
    const char *diagram = value_of(text, "diagram=");

    if (skeleton != NULL) {
        parameters->skeleton = skeleton;
    } else if (diagram != NULL) {
        parse_diagram(arena, parameters, diagram);
    } else {
        parameters->error = gen_format(arena,
                                       "error: unknown parameter \"%s\"; there are skeleton=DIR, "
                                       "diagram=mermaid and diagram=dot",
                                       text);
    }
}

/* The parameters are what commas divide. */
static struct parameters parse_parameters(struct gen_arena *arena, const char *text)
{
    struct parameters parameters = { 0 };

    while (text != NULL && *text != '\0' && parameters.error == NULL) {
        size_t len = strcspn(text, ",");
        parse_parameter(arena, &parameters, gen_copy(arena, text, len));
        text += len;
        text += *text == ',' ? 1 : 0;
    }
    return parameters;
}

static void add_file(struct gen_arena *arena, response_type *response, const char *name,
                     const char *content)
{
    response_file *file = gen_alloc(arena, sizeof(*file));

    google__protobuf__compiler__code_generator_response__file__init(file);
    file->name = gen_copy(arena, name, strlen(name));
    file->content = gen_copy(arena, content, strlen(content));
    response->file = gen_grow(arena, response->file, response->n_file, sizeof(*response->file));
    response->file[response->n_file++] = file;
}

static void add_skeletons(struct gen_result *result, const struct gen_model *model,
                          const struct gen_file *file, const char *folder)
{
    struct gen_arena *arena = model->arena;

    for (size_t i = 0; i < file->n_services; i++) {
        const struct gen_service *service = file->services[i];
        result->skeletons =
            gen_grow(arena, result->skeletons, result->n_skeletons, sizeof(*result->skeletons));
        result->skeletons[result->n_skeletons++] = (struct gen_skeleton){
            .path = gen_format(arena, "%s/%s.c", folder, service->prefix),
            .text = gen_emit_skeleton(model, service),
        };
    }
}

static void add_diagrams(response_type *response, const struct gen_model *model,
                         const struct gen_file *file, const struct parameters *parameters)
{
    struct gen_arena *arena = model->arena;

    for (size_t i = 0; i < file->n_services; i++) {
        const struct gen_service *service = file->services[i];
        const char *stem = gen_format(arena, "%s.%s", file->stem, service->proto->name);
        if (service->machine != NULL && parameters->draws_markdown) {
            add_file(arena, response, gen_format(arena, "%s.md", stem),
                     gen_emit_markdown(model, service));
        }
        if (service->machine != NULL && parameters->draws_dot) {
            add_file(arena, response, gen_format(arena, "%s.dot", stem),
                     gen_emit_dot(model, service));
        }
    }
}

static void emit(struct gen_result *result, response_type *response, const struct gen_model *model,
                 const struct parameters *parameters)
{
    struct gen_arena *arena = model->arena;

    for (size_t i = 0; i < model->n_files; i++) {
        const struct gen_file *file = &model->files[i];
        if (!file->is_wanted) {
            continue;
        }
        add_file(arena, response, gen_format(arena, "%s.gr.h", file->stem),
                 gen_emit_header(model, file));
        add_file(arena, response, gen_format(arena, "%s.gr.c", file->stem),
                 gen_emit_source(model, file));
        add_diagrams(response, model, file, parameters);
        if (parameters->skeleton != NULL) {
            add_skeletons(result, model, file, parameters->skeleton);
        }
    }
}

static void pack(struct gen_arena *arena, struct gen_result *result, const response_type *response)
{
    result->response_len = protobuf_c_message_get_packed_size(&response->base);
    result->response = gen_alloc(arena, result->response_len);
    protobuf_c_message_pack(&response->base, result->response);
}

bool gen_generate(struct gen_arena *arena, const uint8_t *bytes, size_t len,
                  struct gen_result *out_result)
{
    response_type response = GOOGLE__PROTOBUF__COMPILER__CODE_GENERATOR_RESPONSE__INIT;
    struct gen_model model = { 0 };

    *out_result = (struct gen_result){ 0 };
    gen_request *request = gen_request_unpack(arena, bytes, len);
    if (request == NULL || !gen_model_build(arena, request, &model)) {
        out_result->problem = request == NULL ? "its bytes cannot be decoded" : model.problem;
        return false;
    }
    struct parameters parameters = parse_parameters(arena, request->parameter);
    const char *error = parameters.error != NULL ? parameters.error : gen_check(&model);
    response.has_supported_features = true;
    response.supported_features =
        GOOGLE__PROTOBUF__COMPILER__CODE_GENERATOR_RESPONSE__FEATURE__FEATURE_PROTO3_OPTIONAL;
    if (error == NULL) {
        emit(out_result, &response, &model, &parameters);
    } else {
        /* protoc puts the plugin's name in front of the first line: so that one is left empty. */
        response.error = gen_format(arena, "\n%s", error);
    }
    pack(arena, out_result, &response);
    return true;
}
