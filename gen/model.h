/* SPDX-License-Identifier: MIT */
/* The resolved model of all files in a request: what is there, what it refers to, and what it is
 * called in C. Built once, then read by check, schema and the emitters. */
#ifndef GEN_MODEL_H
#define GEN_MODEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "arena.h"
#include "options.h"
#include "request.h"

/* Where in a .proto something stands; lines and columns count from 1. */
struct gen_place {
    const char *path;
    int32_t line;
    int32_t column;
};

/* The way to a descriptor inside its file, as source_code_info has it. */
struct gen_path {
    const int32_t *steps;
    size_t n;
};

/* One .proto. All structs here live in the model's arena and borrow from the request. */
struct gen_file {
    const Google__Protobuf__FileDescriptorProto *proto;
    const char *path;    /* "plants/garden.proto" */
    const char *stem;    /* "plants/garden" */
    const char *package; /* "" without one */
    const char *guard;   /* "PLANTS_GARDEN_GR_H" */
    struct gen_c_file c; /* protobuf-c's options */
    bool is_wanted;      /* code is to be made of it */
    bool is_system;      /* of protobuf or Greenroom itself: its types have protobuf-c's names */
    bool *sees;          /* by index of a file in the model: whether its names can be used here */
    bool *passes_on;     /* likewise: whether those who import this one see it too */
    struct gen_type **types; /* messages and enums, nested ones behind what holds them */
    size_t n_types;
    struct gen_service **services;
    size_t n_services;
};

/* A field of a message. */
struct gen_field {
    const Google__Protobuf__FieldDescriptorProto *proto;
    const struct gen_type *type; /* of messages and enums; NULL: a scalar */
    struct gen_path path;
    const Greenroom__FieldOptions *options; /* NULL: undecodable */
    const struct gen_service *ref;          /* NULL: none, or not found */
    const char *member;
    const char *oneof; /* its oneof's name; NULL: in none */
};

/* A message or an enum. */
struct gen_type {
    const struct gen_file *file;
    const Google__Protobuf__DescriptorProto *message;         /* NULL: an enum */
    const Google__Protobuf__EnumDescriptorProto *enumeration; /* NULL: a message */
    const char *full_name;                                    /* "garden.Event" */
    struct gen_path path;
    const char *comment;     /* NULL: none */
    const char *given;       /* option c_name; NULL: none */
    const char *c_type;      /* protobuf-c's type: "Garden__Event" */
    const char *c_prefix;    /* protobuf-c's prefix: "garden__event" */
    const char *c_constants; /* protobuf-c's prefix of constants: "GARDEN__EVENT" */
    const char *prefix;      /* of accessors: "garden_event" */
    const char *name;        /* what generated code calls the type */
    struct gen_field *fields;
    size_t n_fields;
    bool options_are_bad; /* undecodable, or with fields unknown here */
};

/* States of a machine, in the order of the schema, none twice. */
struct gen_states {
    const struct gen_state **items;
    size_t n;
};

/* A method of a service. */
struct gen_method {
    const Google__Protobuf__MethodDescriptorProto *proto;
    const struct gen_service *service;
    size_t index;
    struct gen_path path;
    const char *comment;
    const Greenroom__MethodOptions *options; /* NULL: undecodable */
    const struct gen_type *request;          /* google.protobuf.Empty included */
    const struct gen_type *reply;
    const char *name;            /* in functions: "access_resources" */
    const char *member;          /* of the type table; differs for keywords */
    uint8_t *policies;           /* of a machine: GR_EVENT_..., one a state; NULL: of no machine */
    struct gen_states to;        /* of a machine: where its handler may lead */
    struct gen_states postponed; /* of a machine: where it is, even if it is accepted there */
};

/* A service. */
struct gen_service {
    const struct gen_file *file;
    const Google__Protobuf__ServiceDescriptorProto *proto;
    const char *full_name;
    struct gen_path path;
    const char *comment;
    const Greenroom__ServiceOptions *options; /* NULL: undecodable */
    const struct gen_type *args;              /* of the start hook; NULL: none, or not found */
    const char *c_type;                       /* protobuf-c's, of "Garden__Manager_Service" */
    const char *c_prefix;                     /* protobuf-c's prefix: "garden__manager" */
    const char *prefix;                       /* "garden_manager" */
    const char *macro;                        /* "GARDEN_MANAGER" */
    const char *name;                         /* of the ref's type; differs for keywords */
    struct gen_method *methods;
    size_t n_methods;
    struct gen_machine *machine; /* machine.h; NULL: it has no states */
};

/* Everything in a request. */
struct gen_model {
    struct gen_arena *arena;
    struct gen_file *files;
    size_t n_files;
    struct gen_type **types; /* of all files, sorted by full name */
    size_t n_types;
    struct gen_service **services; /* of all files */
    size_t n_services;
    const char *problem; /* why the request is no request; NULL: it is one */
};

/* False where the request does not add up, which protoc's never do: see model->problem. What users
 * write wrong does not matter here: check.c tells them. */
bool gen_model_build(struct gen_arena *arena, const gen_request *request,
                     struct gen_model *out_model);

/* google.protobuf.Empty is in no signature. */
bool gen_type_is_empty(const struct gen_type *type);
bool gen_field_is_repeated(const struct gen_field *field);

/* Only numbers and the like, each always there: a copy is a memcpy. */
bool gen_type_is_flat(const struct gen_type *type);

/* What `name` means where it is written inside `scope`: the innermost one, as protobuf resolves
 * names. `visible_from` NULL: whatever is in the request. */
const struct gen_type *gen_model_resolve_type(const struct gen_model *model, const char *scope,
                                              const char *name,
                                              const struct gen_file *visible_from);
const struct gen_service *gen_model_resolve_service(const struct gen_model *model,
                                                    const char *scope, const char *name,
                                                    const struct gen_file *visible_from);

#endif
