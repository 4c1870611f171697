/* SPDX-License-Identifier: MIT */
/* Describes generated functions, called by clash.c and the emitters. The macros of
 * greenroom/stub_source.h define them. */
#include "stubs.h"

#include <string.h>

#include "machine_stubs.h"
#include "names.h"

/* A function in the making, and what all of them are made from. */
struct maker {
    struct gen_arena *arena;
    struct gen_stubs stubs;
    const char *prefix; /* of names: the service's, with the method's behind it, or the message's */
};

struct gen_stub *gen_stubs_add(struct gen_arena *arena, struct gen_stubs *stubs,
                               const char *returns, const char *name)
{
    stubs->items = gen_grow(arena, stubs->items, stubs->n, sizeof(*stubs->items));
    struct gen_stub *stub = &stubs->items[stubs->n++];
    *stub = (struct gen_stub){ .returns = returns, .name = name };
    return stub;
}

static struct gen_stub *begin(struct maker *maker, const char *returns, const char *suffix)
{
    return gen_stubs_add(maker->arena, &maker->stubs, returns,
                         gen_format(maker->arena, "%s_%s", maker->prefix, suffix));
}

bool gen_stub_is_checked(const struct gen_stub *stub)
{
    const char *next = strstr(stub->returns, "_next"); /* of a machine's body */

    return strcmp(stub->returns, "gr_code") == 0 || (next != NULL && next[5] == '\0');
}

bool gen_method_has_request(const struct gen_method *method)
{
    return !gen_type_is_empty(method->request);
}

bool gen_method_has_reply(const struct gen_method *method)
{
    return !gen_type_is_empty(method->reply);
}

bool gen_method_is_oneway(const struct gen_method *method)
{
    return method->options->oneway || method->options->internal;
}

const char *gen_method_notice(const struct gen_method *method)
{
    static const char *const notices[][2] = {
        { "greenroom.Down", "gr_down_notice" },
        { "greenroom.DeadLetter", "gr_dead_letter_notice" },
        { "greenroom.Exit", "gr_exit_notice" },
        { "greenroom.Transition", "gr_transition_notice" },
    };
    bool has_oneway = gen_method_is_oneway(method) && !method->options->internal;

    for (size_t i = 0; has_oneway && i < sizeof(notices) / sizeof(*notices); i++) {
        if (strcmp(method->request->full_name, notices[i][0]) == 0) {
            return notices[i][1];
        }
    }
    return NULL;
}

/* ---- of a service ---- */

static void add_spawn(struct maker *maker, const struct gen_service *service)
{
    struct gen_stub *stub = begin(maker, "gr_code", "spawn");

    stub->contract =
        "Make an actor of `type`. Returns when its start hook has.\n"
        "Borrows: type, for as long as the actor lives; args and options.\n"
        "Thread:  any.   Blocks: suspends a fiber, blocks a plain thread, until it has started.\n"
        "Errors:  the start hook's own, ALREADY_EXISTS (options->name), INVALID_ARGUMENT,\n"
        "         DEADLINE_EXCEEDED, CANCELLED, RESOURCE_EXHAUSTED, UNAVAILABLE (node stopping).";
    gen_list_add(maker->arena, &stub->parameters, "gr_node *node");
    gen_list_add(maker->arena, &stub->parameters, "const %s_type *type", service->prefix);
    if (service->args != NULL) {
        gen_list_add(maker->arena, &stub->parameters, "const %s *args", service->args->name);
    }
    gen_list_add(maker->arena, &stub->parameters, "const gr_spawn_options *options");
    gen_list_add(maker->arena, &stub->parameters, "%s *out_ref", service->name);
    gen_list_add(maker->arena, &stub->parameters, "gr_error *error");
}

static void add_offer(struct maker *maker, const struct gen_service *service)
{
    struct gen_stub *stub = begin(maker, "gr_code", "offer");

    stub->contract = gen_format(maker->arena,
                                "Let gr_spawn_offered(), and so supervisors, make actors of `type` "
                                "by the name\n"
                                "\"%s\".\n"
                                "Borrows: type, for as long as the node lives.   Thread: any.   "
                                "Blocks: no.\n"
                                "Errors:  ALREADY_EXISTS (the node offers one), INVALID_ARGUMENT, "
                                "RESOURCE_EXHAUSTED.",
                                service->full_name);
    gen_list_add(maker->arena, &stub->parameters, "gr_node *node");
    gen_list_add(maker->arena, &stub->parameters, "const %s_type *type", service->prefix);
}

static void add_register(struct maker *maker, const struct gen_service *service)
{
    struct gen_stub *stub = begin(maker, "gr_code", "register");

    stub->contract =
        "Let other nodes, and this one, find the actor under `name`.   Thread: any.   Blocks: no.\n"
        "Errors:  ALREADY_EXISTS, INVALID_ARGUMENT (name, or an actor of another node), "
        "UNAVAILABLE\n"
        "         (gone), RESOURCE_EXHAUSTED.";
    gen_list_add(maker->arena, &stub->parameters, "gr_node *node");
    gen_list_add(maker->arena, &stub->parameters, "const char *name");
    gen_list_add(maker->arena, &stub->parameters, "%s ref", service->name);
}

static void add_lookup(struct maker *maker, const struct gen_service *service)
{
    struct gen_stub *stub = begin(maker, "gr_code", "lookup");

    stub->contract =
        "Find the actor registered as `name`: \"manager\" on this node, \"back/manager\" on "
        "another.\n"
        "The ref is that actor's for good: once the actor has ended it is UNAVAILABLE.\n"
        "Thread:  any.   Blocks: suspends a fiber, blocks a plain thread, until the deadline.\n"
        "Errors:  NOT_FOUND, FAILED_PRECONDITION (the schemas disagree), DEADLINE_EXCEEDED,\n"
        "         CANCELLED, UNAVAILABLE, INVALID_ARGUMENT, RESOURCE_EXHAUSTED.";
    gen_list_add(maker->arena, &stub->parameters, "gr_node *node");
    gen_list_add(maker->arena, &stub->parameters, "const char *name");
    gen_list_add(maker->arena, &stub->parameters, "const gr_call_options *options");
    gen_list_add(maker->arena, &stub->parameters, "%s *out_ref", service->name);
    gen_list_add(maker->arena, &stub->parameters, "gr_error *error");
}

static void add_named(struct maker *maker, const struct gen_service *service)
{
    struct gen_stub *stub = begin(maker, "gr_code", "named");

    stub->contract = "A ref to whoever is registered as `name` when it is used: looked up then, "
                     "and again after\n"
                     "UNAVAILABLE. No call is ever sent twice.   Thread: any.   Blocks: no.\n"
                     "Errors:  INVALID_ARGUMENT, RESOURCE_EXHAUSTED.";
    gen_list_add(maker->arena, &stub->parameters, "gr_node *node");
    gen_list_add(maker->arena, &stub->parameters, "const char *name");
    gen_list_add(maker->arena, &stub->parameters, "%s *out_ref", service->name);
}

static void add_self_ref(struct maker *maker, const struct gen_service *service)
{
    struct gen_stub *stub = begin(maker, service->name, "self_ref");

    stub->contract = "The actor's own ref; zero where `ctx` is another service's.   Blocks: no.";
    gen_list_add(maker->arena, &stub->parameters, "gr_context *ctx");
}

static void add_process(struct maker *maker, const struct gen_service *service)
{
    struct gen_stub *stub = begin(maker, "gr_code", "process");

    stub->contract =
        "gr_process() for some methods only: calls of others stay queued, in order. NULL: all.\n"
        "Errors:  as gr_process().";
    gen_list_add(maker->arena, &stub->parameters, "gr_context *ctx");
    gen_list_add(maker->arena, &stub->parameters, "const %s_methods *only", service->prefix);
    gen_list_add(maker->arena, &stub->parameters, "const gr_process_options *options");
}

static void add_pack_ref(struct maker *maker, const struct gen_service *service)
{
    struct gen_stub *stub = begin(maker, "gr_code", "pack_ref");

    stub->contract =
        "Write `ref` as a message, to be sent along: who gets it may call the actor.\n"
        "Owns:    *storage is the caller's, nothing is allocated.   Thread: any.\n"
        "Errors:  INVALID_ARGUMENT (zero, or a named ref), UNAVAILABLE (its node is gone).";
    gen_list_add(maker->arena, &stub->parameters, "%s ref", service->name);
    gen_list_add(maker->arena, &stub->parameters, "struct Greenroom__Ref *storage");
}

static void add_unpack_ref(struct maker *maker, const struct gen_service *service)
{
    struct gen_stub *stub = begin(maker, "gr_code", "unpack_ref");

    stub->contract =
        "The ref that a message carries, for use through `node`.   Thread: any.   Blocks: no.\n"
        "Errors:  NOT_FOUND (none in it), FAILED_PRECONDITION (another service's),\n"
        "         INVALID_ARGUMENT.";
    gen_list_add(maker->arena, &stub->parameters, "gr_node *node");
    gen_list_add(maker->arena, &stub->parameters, "const struct Greenroom__Ref *message");
    gen_list_add(maker->arena, &stub->parameters, "%s *out_ref", service->name);
}

struct gen_stubs gen_stubs_of_service(struct gen_arena *arena, const struct gen_service *service)
{
    struct maker maker = { .arena = arena, .prefix = service->prefix };

    add_spawn(&maker, service);
    add_offer(&maker, service);
    add_register(&maker, service);
    add_lookup(&maker, service);
    add_named(&maker, service);
    add_self_ref(&maker, service);
    if (service->n_methods > 0) {
        add_process(&maker, service);
    }
    add_pack_ref(&maker, service);
    add_unpack_ref(&maker, service);
    return maker.stubs;
}

/* ---- of a method ---- */

static void take_request(struct maker *maker, struct gen_stub *stub,
                         const struct gen_method *method)
{
    if (gen_method_has_request(method)) {
        gen_list_add(maker->arena, &stub->parameters, "const %s *request", method->request->name);
    }
}

static void give_reply(struct maker *maker, struct gen_stub *stub, const struct gen_method *method)
{
    if (gen_method_has_reply(method)) {
        gen_list_add(maker->arena, &stub->parameters, "%s **out_reply", method->reply->name);
    }
}

static const char *default_timeout(struct maker *maker, const struct gen_method *method)
{
    if (!method->options->has_timeout_ms) {
        return "5,000 ms";
    }
    if (method->options->timeout_ms == UINT32_MAX) {
        return "none";
    }
    return gen_format(maker->arena, "%u ms", method->options->timeout_ms);
}

/* Who owns and borrows what, in one line; empty where there is nothing. */
static const char *ownership(const struct gen_method *method)
{
    if (!gen_method_has_reply(method)) {
        return gen_method_has_request(method) ? "Borrows: request.\n" : "";
    }
    return gen_method_has_request(method)
               ? "Owns:    *out_reply is the caller's; free with gr_free().   Borrows: request.\n"
               : "Owns:    *out_reply is the caller's; free with gr_free().\n";
}

static void add_sync(struct maker *maker, const struct gen_method *method)
{
    struct gen_arena *arena = maker->arena;
    struct gen_stub *stub = begin(maker, "gr_code", "sync");

    stub->comment = method->comment;
    stub->contract = gen_format(
        arena,
        "Call %s.%s and wait for its end.\n"
        "%s"
        "Thread:  any.   Blocks: suspends a fiber, blocks a plain thread, until the deadline\n"
        "         (%s, unless options say otherwise).\n"
        "Errors:  the handler's own; DEADLINE_EXCEEDED, CANCELLED, UNAVAILABLE, UNIMPLEMENTED,\n"
        "         RESOURCE_EXHAUSTED, INVALID_ARGUMENT, INTERNAL (held, and dropped).",
        method->service->full_name, method->proto->name, ownership(method),
        default_timeout(maker, method));
    gen_list_add(arena, &stub->parameters, "%s to", method->service->name);
    take_request(maker, stub, method);
    gen_list_add(arena, &stub->parameters, "const gr_call_options *options");
    give_reply(maker, stub, method);
    gen_list_add(arena, &stub->parameters, "gr_error *error");
}

static void add_async(struct maker *maker, const struct gen_method *method)
{
    struct gen_arena *arena = maker->arena;
    struct gen_stub *stub = begin(maker, "gr_code", "async");

    stub->contract =
        gen_format(arena,
                   "The same call, without waiting for its end.\n"
                   "Owns:    *out_future is the caller's, to be awaited or dropped.%s\n"
                   "Thread:  any.   Blocks: no, but while a named ref is looked up, or where a "
                   "full mailbox or\n"
                   "         session makes its senders wait.\n"
                   "Errors:  INVALID_ARGUMENT, RESOURCE_EXHAUSTED (memory, fibers), what a lookup "
                   "or a wait for\n"
                   "         room ends with; all others come with the future.",
                   gen_method_has_request(method) ? "   Borrows: request." : "");
    gen_list_add(arena, &stub->parameters, "%s to", method->service->name);
    take_request(maker, stub, method);
    gen_list_add(arena, &stub->parameters, "const gr_call_options *options");
    gen_list_add(arena, &stub->parameters, "%s_future *out_future", maker->prefix);
}

static void add_await(struct maker *maker, const struct gen_method *method)
{
    struct gen_arena *arena = maker->arena;
    struct gen_stub *stub = begin(maker, "gr_code", "await");

    stub->contract = gen_format(
        arena,
        "Wait for the end of the call.\n"
        "Takes:   future->future, which becomes NULL.%s\n"
        "Thread:  any.   Blocks: suspends a fiber, blocks a plain thread, until the call's "
        "deadline.\n"
        "Errors:  as %s_sync().",
        gen_method_has_reply(method) ? "   Owns: *out_reply is the caller's; gr_free()." : "",
        maker->prefix);
    gen_list_add(arena, &stub->parameters, "%s_future *future", maker->prefix);
    give_reply(maker, stub, method);
    gen_list_add(arena, &stub->parameters, "gr_error *error");
}

static void add_oneway(struct maker *maker, const struct gen_method *method)
{
    struct gen_arena *arena = maker->arena;
    struct gen_stub *stub = begin(maker, "gr_code", "oneway");
    bool waits = method->options->overflow == GREENROOM__METHOD_OPTIONS__OVERFLOW__WAIT;

    stub->comment = gen_method_is_oneway(method) ? method->comment : NULL;
    stub->contract = gen_format(
        arena,
        "Send %s.%s, now or later, and do not wait. A failure of its handler goes to the log.\n"
        "%s"
        "Thread:  any.   Blocks: %s.\n"
        "Errors:  UNAVAILABLE, RESOURCE_EXHAUSTED, INVALID_ARGUMENT, DEADLINE_EXCEEDED, CANCELLED.",
        method->service->full_name, method->proto->name,
        gen_method_has_request(method) ? "Borrows: request.\n" : "",
        waits ? "while the mailbox or the session is full, until options->timeout_ms;\n"
                "         while a named ref is looked up"
              : "no, but while the session is full, or a named ref is looked up");
    gen_list_add(arena, &stub->parameters, "%s to", method->service->name);
    take_request(maker, stub, method);
    gen_list_add(arena, &stub->parameters, "const gr_oneway_options *options");
}

/* A value, for whoever is to send the notices. */
static void add_notice(struct maker *maker, const struct gen_method *method)
{
    struct gen_arena *arena = maker->arena;
    const char *type = gen_method_notice(method);
    struct gen_stub *stub = begin(maker, type, "notice");

    stub->contract = gen_format(arena, "Have the notices of a %s sent as %s.%s.   Blocks: no.",
                                strcmp(type, "gr_down_notice") == 0         ? "monitor"
                                : strcmp(type, "gr_exit_notice") == 0       ? "child process"
                                : strcmp(type, "gr_transition_notice") == 0 ? "machine"
                                                                            : "subscription",
                                method->service->full_name, method->proto->name);
    gen_list_add(arena, &stub->parameters, "%s to", method->service->name);
}

static void add_hold(struct maker *maker)
{
    struct gen_arena *arena = maker->arena;
    struct gen_stub *stub = begin(maker, "gr_code", "hold");

    stub->contract = gen_format(
        arena,
        "In the handler: keep the call, to be answered after the handler has returned GR_OK.\n"
        "Owns:    *out_call is the duty to answer once, with %s_answer().\n"
        "Errors:  FAILED_PRECONDITION (not in this method's handler, sent oneway, held already),\n"
        "         INVALID_ARGUMENT, RESOURCE_EXHAUSTED.",
        maker->prefix);
    gen_list_add(arena, &stub->parameters, "gr_context *ctx");
    gen_list_add(arena, &stub->parameters, "%s_call *out_call", maker->prefix);
}

static void add_answer(struct maker *maker, const struct gen_method *method)
{
    struct gen_arena *arena = maker->arena;
    struct gen_stub *stub = begin(maker, "gr_code", "answer");

    stub->contract = gen_format(
        arena,
        "Answer a held call%s; gr_call_fail() answers with a message.\n"
        "%sThread:  any.   Blocks: no.\n"
        "Errors:  FAILED_PRECONDITION (answered before, its caller gave up, or its actor has\n"
        "         ended), INVALID_ARGUMENT, UNAVAILABLE (its node is gone).",
        gen_method_has_reply(method) ? ": GR_OK and a reply, or a code" : "",
        gen_method_has_reply(method) ? "Borrows: reply; NULL where code is not GR_OK.\n" : "");
    gen_list_add(arena, &stub->parameters, "%s_call call", maker->prefix);
    gen_list_add(arena, &stub->parameters, "gr_code code");
    if (gen_method_has_reply(method)) {
        gen_list_add(arena, &stub->parameters, "const %s *reply", method->reply->name);
    }
}

static void add_request(struct maker *maker, const struct gen_method *method)
{
    struct gen_arena *arena = maker->arena;
    const char *returns = gen_format(arena, "const %s *", method->request->name);
    struct gen_stub *stub = begin(maker, returns, "request");

    stub->contract =
        "The request of a held call, which lives until the answer or gr_call_drop(), also where\n"
        "the caller has given up meanwhile (gr_call_is_open()); NULL after that.";
    gen_list_add(arena, &stub->parameters, "%s_call call", maker->prefix);
}

/* What there is where callers can wait. */
static void add_waiting(struct maker *maker, const struct gen_method *method)
{
    add_sync(maker, method);
    add_async(maker, method);
    add_await(maker, method);
    add_oneway(maker, method);
    add_hold(maker);
    add_answer(maker, method);
    if (gen_method_has_request(method)) {
        add_request(maker, method);
    }
}

struct gen_stubs gen_stubs_of_method(struct gen_arena *arena, const struct gen_method *method)
{
    struct maker maker = { .arena = arena };

    maker.prefix = gen_format(arena, "%s_%s", method->service->prefix, method->name);
    if (!gen_method_is_oneway(method)) {
        add_waiting(&maker, method);
    } else if (!method->options->internal) {
        add_oneway(&maker, method);
    }
    if (gen_method_notice(method) != NULL) {
        add_notice(&maker, method);
    }
    gen_stubs_add_of_handler(arena, &maker.stubs, method);
    return maker.stubs;
}

/* ---- of a message ---- */

static void add_set(struct maker *maker, const struct gen_type *type, const struct gen_field *field)
{
    struct gen_arena *arena = maker->arena;
    struct gen_stub *stub = begin(maker, "gr_code", gen_format(arena, "set_%s", field->member));

    stub->contract = gen_format(arena,
                                "Let `%s` refer to an actor.\n"
                                "Borrows: storage, for as long as the message is used.\n"
                                "Errors:  as %s_pack_ref().",
                                field->proto->name, field->ref->prefix);
    gen_list_add(arena, &stub->parameters, "%s *message", type->name);
    gen_list_add(arena, &stub->parameters, "Greenroom__Ref *storage");
    gen_list_add(arena, &stub->parameters, "%s ref", field->ref->name);
}

static void add_get(struct maker *maker, const struct gen_type *type, const struct gen_field *field)
{
    struct gen_arena *arena = maker->arena;
    struct gen_stub *stub = begin(maker, "gr_code", gen_format(arena, "get_%s", field->member));
    bool is_repeated = gen_field_is_repeated(field);

    stub->contract =
        gen_format(arena,
                   "The actor that `%s` refers to, for use through `node`.\n"
                   "Errors:  as %s_unpack_ref()%s.",
                   field->proto->name, field->ref->prefix, is_repeated ? "; OUT_OF_RANGE" : "");
    gen_list_add(arena, &stub->parameters, "gr_node *node");
    gen_list_add(arena, &stub->parameters, "const %s *message", type->name);
    if (is_repeated) {
        gen_list_add(arena, &stub->parameters, "size_t index");
    }
    gen_list_add(arena, &stub->parameters, "%s *out_ref", field->ref->name);
}

struct gen_stubs gen_stubs_of_type(struct gen_arena *arena, const struct gen_type *type)
{
    struct maker maker = { .arena = arena, .prefix = type->prefix };

    for (size_t i = 0; i < type->n_fields; i++) {
        const struct gen_field *field = &type->fields[i];
        if (field->ref == NULL) {
            continue;
        }
        if (!gen_field_is_repeated(field)) {
            add_set(&maker, type, field);
        }
        add_get(&maker, type, field);
    }
    return maker.stubs;
}

/* ---- of an actor ---- */

static struct gen_list self_and_context(struct gen_arena *arena, const struct gen_service *service)
{
    struct gen_list list = { 0 };

    gen_list_add(arena, &list, "struct %s_self *self", service->prefix);
    gen_list_add(arena, &list, "gr_context *ctx");
    return list;
}

struct gen_list gen_handler_parameters(struct gen_arena *arena, const struct gen_method *method)
{
    struct gen_list list = self_and_context(arena, method->service);

    if (gen_method_has_request(method)) {
        gen_list_add(arena, &list, "const %s *request", method->request->name);
    }
    if (gen_method_has_reply(method)) {
        gen_list_add(arena, &list, "%s *reply", method->reply->name);
    }
    return list;
}

struct gen_list gen_start_parameters(struct gen_arena *arena, const struct gen_service *service)
{
    struct gen_list list = self_and_context(arena, service);

    if (service->args != NULL) {
        gen_list_add(arena, &list, "const %s *args", service->args->name);
    }
    return list;
}

struct gen_list gen_stop_parameters(struct gen_arena *arena, const struct gen_service *service)
{
    struct gen_list list = self_and_context(arena, service);

    gen_list_add(arena, &list, "gr_code reason");
    return list;
}

struct gen_list gen_run_parameters(struct gen_arena *arena, const struct gen_service *service)
{
    return self_and_context(arena, service);
}
