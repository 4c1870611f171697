/* SPDX-License-Identifier: MIT */
/* The functions that a service, a method and a message get, described once: the header declares
 * them, the source defines them, the checks compare their names. */
#ifndef GEN_STUBS_H
#define GEN_STUBS_H

#include "model.h"

/* One function. Lives in the arena. */
struct gen_stub {
    const char *comment;  /* of the .proto; NULL: none */
    const char *contract; /* what it does, and the lines of its contract; NULL: as the one before */
    const char *returns;  /* its type */
    const char *name;
    struct gen_list parameters;
};

struct gen_stubs {
    struct gen_stub *items;
    size_t n;
};

/* Adds one, and returns it to be completed. */
struct gen_stub *gen_stubs_add(struct gen_arena *arena, struct gen_stubs *stubs,
                               const char *returns, const char *name);

struct gen_stubs gen_stubs_of_service(struct gen_arena *arena, const struct gen_service *service);
struct gen_stubs gen_stubs_of_method(struct gen_arena *arena, const struct gen_method *method);

/* Accessors of fields that refer to actors. */
struct gen_stubs gen_stubs_of_type(struct gen_arena *arena, const struct gen_type *type);

/* Whether a function's result must be used. */
bool gen_stub_is_checked(const struct gen_stub *stub);

/* What handlers of the service, or of the method, take beside `self` and `ctx`. */
struct gen_list gen_handler_parameters(struct gen_arena *arena, const struct gen_method *method);
struct gen_list gen_start_parameters(struct gen_arena *arena, const struct gen_service *service);
struct gen_list gen_stop_parameters(struct gen_arena *arena, const struct gen_service *service);
struct gen_list gen_run_parameters(struct gen_arena *arena, const struct gen_service *service);

/* Whether the method carries a request, a reply; whether its callers can wait. */
bool gen_method_has_request(const struct gen_method *method);
bool gen_method_has_reply(const struct gen_method *method);
bool gen_method_is_oneway(const struct gen_method *method);

/* The type of handle that a oneway of one of Greenroom's notices gets; NULL: it is none. */
const char *gen_method_notice(const struct gen_method *method);

#endif
