/* SPDX-License-Identifier: MIT */
/* Writes schemas of random machines, and beside each the code of its actors: make_machines FOLDER
 * FILES MACHINES, so many files with so many machines each. Run by the build. */
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "machines.h"

/* What is written, and of which machine. Owned by main. */
struct writer {
    FILE *out;
    struct model model;
};

static void put(const struct writer *writer, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static void put(const struct writer *writer, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    (void)vfprintf(writer->out, format, args);
    va_end(args);
}

static FILE *open_file(const char *folder, const char *name, uint32_t number, const char *extension)
{
    char path[4096];
    (void)snprintf(path, sizeof(path), "%s/%s%" PRIu32 "%s", folder, name, number, extension);
    FILE *file = fopen(path, "w");
    if (file == NULL) {
        perror(path);
        exit(EXIT_FAILURE);
    }
    return file;
}

/* ---- the schema ---- */

/* Groups stand for their states where all of these are meant. */
static void put_set(const struct writer *writer, const char *option, state_set set)
{
    const struct model *model = &writer->model;
    for (uint32_t i = 0; i < model->n_groups; i++) {
        state_set states = model->groups[i].states;
        if ((states & set) == states) {
            put(writer, " %s: \"g%" PRIu32 "\"", option, i);
            set &= ~states;
        }
    }
    for (uint32_t i = 1; i <= model->n_states; i++) {
        if (set_has(set, i)) {
            put(writer, " %s: \"s%" PRIu32 "\"", option, i);
        }
    }
}

static void put_state(const struct writer *writer, uint32_t number)
{
    const struct model_state *state = &writer->model.states[number];
    put(writer, "    states { name: \"s%" PRIu32 "\"", number);
    put_set(writer, "to", state->to);
    if (state->has_args) {
        put(writer, " args: \"Note\"");
    }
    if (state->has_result) {
        put(writer, " result: \"Note\"");
    }
    if (state->timeout_ms != 0) {
        put(writer, " timeout_ms: %" PRIu32, state->timeout_ms);
    }
    if (state->on_timeout != 0) {
        put(writer, " on_timeout: \"s%u\"", (unsigned)state->on_timeout);
    } else if (state->timeout_ms != 0) {
        put(writer, " timeout_handler: true");
    }
    put(writer, "%s }\n", state->has_exit ? " exit: true" : "");
}

static void put_group(const struct writer *writer, uint32_t number)
{
    const struct model *model = &writer->model;
    const struct model_group *group = &model->groups[number];
    state_set left = group->states;
    put(writer, "    group { name: \"g%" PRIu32 "\"", number);
    for (uint32_t i = 0; i < model->n_groups; i++) {
        if (model->groups[i].around == (int8_t)number) {
            put(writer, " members: \"g%" PRIu32 "\"", i);
            left &= ~model->groups[i].states;
        }
    }
    for (uint32_t i = 1; i <= model->n_states; i++) {
        if (set_has(left, i)) {
            put(writer, " members: \"s%" PRIu32 "\"", i);
        }
    }
    put(writer, "%s%s }\n", group->has_enter ? " enter: true" : "",
        group->has_exit ? " exit: true" : "");
}

static void put_method(const struct writer *writer, uint32_t number)
{
    const struct model_method *method = &writer->model.methods[number];
    const char *empty = "google.protobuf.Empty";
    put(writer, "  rpc A%" PRIu32 " (%s) returns (%s) {\n    option (greenroom.method) = {", number,
        method->has_request ? "Note" : empty, method->has_reply ? "Note" : empty);
    put_set(writer, "accept", method->accept);
    put_set(writer, "postpone", method->postpone);
    put_set(writer, "to", method->to);
    put(writer, "%s%s%s };\n  }\n", method->is_ignored ? " otherwise: IGNORE" : "",
        method->kind == METHOD_ONEWAY ? " oneway: true" : "",
        method->kind == METHOD_INTERNAL ? " internal: true" : "");
}

static void put_service(const struct writer *writer)
{
    const struct model *model = &writer->model;
    put(writer, "\nservice M%" PRIu32 " {\n", model->number);
    if (model->has_args) {
        put(writer, "  option (greenroom.service) = { args: \"Note\" };\n");
    }
    put(writer, "  option (greenroom.machine) = {\n");
    for (uint32_t i = 1; i <= model->n_states; i++) {
        put_state(writer, i);
    }
    for (uint32_t i = model->n_groups; i-- > 0;) {
        put_group(writer, i);
    }
    for (uint32_t i = 0; i < model->n_timers; i++) {
        put(writer, "    timer { name: \"t%" PRIu32 "\" fires: \"A%u\" }\n", i,
            (unsigned)model->timers[i]);
    }
    if (model->initial != 1) {
        put(writer, "    initial: \"s%u\"\n", (unsigned)model->initial);
    }
    put(writer, "%s  };\n", model->is_endless ? "    endless: true\n" : "");
    for (uint32_t i = 0; i < model->n_methods; i++) {
        put_method(writer, i);
    }
    put(writer, "}\n");
}

static void write_schema(struct writer *writer, uint32_t first, uint32_t n)
{
    put(writer, "syntax = \"proto3\";\n\npackage mill;\n\n"
                "import \"google/protobuf/empty.proto\";\nimport \"greenroom/options.proto\";\n"
                "import \"mill.proto\";\n");
    for (uint32_t i = 0; i < n; i++) {
        model_make(&writer->model, first + i);
        put_service(writer);
    }
}

/* ---- the parts ---- */

static void put_body(const struct writer *writer, uint32_t number)
{
    const struct model *model = &writer->model;
    const struct model_state *state = &model->states[number];
    uint32_t m = model->number;
    put(writer,
        "\nstatic mill_m%" PRIu32 "_s%" PRIu32 "_next m%" PRIu32 "_in_s%" PRIu32
        "(struct mill_m%" PRIu32 "_self *self, mill_m%" PRIu32 "_s%" PRIu32 "_in in)\n{\n",
        m, number, m, number, m, m, number);
    put(writer,
        "    struct play_next next;\n    play_body(in.ctx, %" PRIu32 ", %s, &next);\n"
        "    switch (next.state) {\n"
        "    case NEXT_FORGED:\n        return (mill_m%" PRIu32 "_s%" PRIu32
        "_next){ { 0, 0, 0 } };\n",
        number, state->has_args ? "in.args" : "NULL", m, number);
    for (uint32_t i = 1; i <= model->n_states; i++) {
        if (set_has(state->to, i)) {
            put(writer,
                "    case %" PRIu32 ":\n        return mill_m%" PRIu32 "_s%" PRIu32 "_to_s%" PRIu32
                "(in%s);\n",
                i, m, number, i, model->states[i].has_args ? ", &next.note" : "");
        }
    }
    put(writer, "    }\n    return mill_m%" PRIu32 "_s%" PRIu32 "_%s;\n}\n", m, number,
        state->to != 0      ? "stay(in)"
        : state->has_result ? "end(in, &next.note)"
                            : "end(in)");
}

static void put_hook(const struct writer *writer, char kind, uint32_t number, const char *what,
                     const char *part)
{
    uint32_t m = writer->model.number;
    put(writer,
        "static void m%" PRIu32 "_in_%c%" PRIu32 "_%s(struct mill_m%" PRIu32
        "_self *self, gr_context *ctx)\n{\n    play_hook(ctx, %s, %" PRIu32 ");\n}\n",
        m, kind, number, what, m, part, number);
}

static void put_hooks(const struct writer *writer)
{
    const struct model *model = &writer->model;
    uint32_t m = model->number;
    for (uint32_t i = 1; i <= model->n_states; i++) {
        if (model->states[i].has_exit) {
            put_hook(writer, 's', i, "exit", "PART_EXIT");
        }
        if (model->states[i].timeout_ms != 0 && model->states[i].on_timeout == 0) {
            put(writer,
                "static gr_code m%" PRIu32 "_in_s%" PRIu32 "_timeout(struct mill_m%" PRIu32
                "_self *self, gr_context *ctx)\n{\n    return play_timeout(ctx, %" PRIu32 ");\n}\n",
                m, i, m, i);
        }
    }
    for (uint32_t i = 0; i < model->n_groups; i++) {
        if (model->groups[i].has_enter) {
            put_hook(writer, 'g', i, "enter", "PART_GROUP_ENTER");
        }
        if (model->groups[i].has_exit) {
            put_hook(writer, 'g', i, "exit", "PART_GROUP_EXIT");
        }
    }
}

static void put_handler(const struct writer *writer, uint32_t number)
{
    const struct model_method *method = &writer->model.methods[number];
    uint32_t m = writer->model.number;
    put(writer,
        "static gr_code m%" PRIu32 "_on_a%" PRIu32 "(struct mill_m%" PRIu32
        "_self *self, gr_context *ctx%s%s)\n{\n    return play_method(ctx, %" PRIu32
        ", %s, %s);\n}\n",
        m, number, m, method->has_request ? ", const mill_note *request" : "",
        method->has_reply ? ", mill_note *reply" : "", number,
        method->has_request ? "request" : "NULL", method->has_reply ? "reply" : "NULL");
}

static void put_own_hooks(const struct writer *writer)
{
    uint32_t m = writer->model.number;
    bool has_args = writer->model.has_args;
    put(writer,
        "static gr_code m%" PRIu32 "_start(struct mill_m%" PRIu32
        "_self *self, gr_context *ctx%s)\n{\n    return play_start(ctx, %s);\n}\n",
        m, m, has_args ? ", const mill_note *args" : "", has_args ? "args" : "NULL");
    put(writer,
        "static void m%" PRIu32 "_stop(struct mill_m%" PRIu32
        "_self *self, gr_context *ctx, gr_code reason)\n{\n    play_stop(reason);\n}\n",
        m, m);
    if (writer->model.has_hook) {
        put(writer,
            "static gr_code m%" PRIu32 "_change(struct mill_m%" PRIu32
            "_self *self, gr_context *ctx, mill_m%" PRIu32 "_state from, mill_m%" PRIu32
            "_state to, const void *args)\n{\n    return play_change(ctx, from, to, args);\n}\n",
            m, m, m, m);
    }
    put(writer,
        "static const mill_m%" PRIu32 "_type m%" PRIu32 "_type = MILL_M%" PRIu32 "_TYPE(m%" PRIu32
        "_on_, m%" PRIu32 "_in_,\n    MILL_M%" PRIu32 "_HOOKS(.start = m%" PRIu32
        "_start, .stop = m%" PRIu32 "_stop",
        m, m, m, m, m, m, m, m);
    if (writer->model.has_hook) {
        put(writer, ", .on_transition = m%" PRIu32 "_change", m);
    }
    put(writer, "));\n");
}

/* ---- the typed functions ---- */

static void put_spawn(const struct writer *writer)
{
    const struct model *model = &writer->model;
    uint32_t m = model->number;
    const char *args = model->has_args ? ", args" : "";
    put(writer,
        "static gr_code m%" PRIu32 "_spawn(gr_node *node, uint32_t state, const mill_note *args,\n"
        "    const mill_note *state_args, gr_ref *out_ref)\n{\n    switch (state) {\n",
        m);
    for (uint32_t i = 1; i <= model->n_states; i++) {
        put(writer,
            "    case %" PRIu32 ":\n        return mill_m%" PRIu32 "_spawn_at(node, &m%" PRIu32
            "_type%s, mill_m%" PRIu32 "_at_s%" PRIu32 "(%s), NULL, (mill_m%" PRIu32
            " *)out_ref, NULL);\n",
            i, m, m, args, m, i, model->states[i].has_args ? "state_args" : "", m);
    }
    put(writer,
        "    }\n    return mill_m%" PRIu32 "_spawn(node, &m%" PRIu32
        "_type%s, NULL, (mill_m%" PRIu32 " *)out_ref, NULL);\n}\n",
        m, m, args, m);
}

/* The transitions that `whose`, which leads to `to`, can make. */
static void put_ways(const struct writer *writer, const char *whose, uint32_t number, state_set to)
{
    const struct model *model = &writer->model;
    for (uint32_t i = 1; i <= model->n_states; i++) {
        if (set_has(to, i)) {
            put(writer,
                "    if (from == %" PRIu32 " && state == %" PRIu32
                ") {\n        return mill_m%" PRIu32,
                number, i, model->number);
            put(writer, whose[0] == 'a' ? "_a%" PRIu32 : "_s%" PRIu32 "_timeout", number);
            put(writer, "_to_s%" PRIu32 "(ctx%s);\n    }\n", i,
                model->states[i].has_args ? ", args" : "");
        }
    }
}

static void put_targets(const struct writer *writer)
{
    const struct model *model = &writer->model;
    const char *parameters = "(gr_context *ctx, uint32_t from, uint32_t state, const mill_note "
                             "*args)\n{\n";
    put(writer, "static gr_code m%" PRIu32 "_method_to%s", model->number, parameters);
    for (uint32_t i = 0; i < model->n_methods; i++) {
        put_ways(writer, "a", i, model->methods[i].to);
    }
    put(writer, "    return GR_UNKNOWN;\n}\nstatic gr_code m%" PRIu32 "_timeout_to%s",
        model->number, parameters);
    for (uint32_t i = 1; i <= model->n_states; i++) {
        bool has_handler = model->states[i].timeout_ms != 0 && model->states[i].on_timeout == 0;
        put_ways(writer, "s", i, has_handler ? model->states[i].to : 0);
    }
    put(writer, "    return GR_UNKNOWN;\n}\n");
}

static void put_own_events(const struct writer *writer)
{
    const struct model *model = &writer->model;
    uint32_t m = model->number;
    put(writer,
        "static gr_code m%" PRIu32
        "_raise(gr_context *ctx, uint32_t method, const mill_note *request)\n{\n",
        m);
    for (uint32_t i = 0; i < model->n_methods; i++) {
        if (model->methods[i].kind == METHOD_INTERNAL) {
            put(writer,
                "    if (method == %" PRIu32 ") {\n        return mill_m%" PRIu32 "_a%" PRIu32
                "_raise(ctx%s);\n    }\n",
                i, m, i, model->methods[i].has_request ? ", request" : "");
        }
    }
    put(writer, "    return GR_UNKNOWN;\n}\n");
    for (int is_stop = 0; is_stop < 2; is_stop++) {
        put(writer, "static gr_code m%" PRIu32 "_%s_timer(gr_context *ctx, uint32_t timer%s)\n{\n",
            m, is_stop ? "stop" : "start", is_stop ? "" : ", uint32_t ms");
        for (uint32_t i = 0; i < model->n_timers; i++) {
            put(writer,
                "    if (timer == %" PRIu32 ") {\n        return mill_m%" PRIu32 "_t%" PRIu32
                "_%s;\n    }\n",
                i, m, i, is_stop ? "stop(ctx)" : "start(ctx, ms)");
        }
        put(writer, "    return GR_UNKNOWN;\n}\n");
    }
}

static void put_actor(const struct writer *writer)
{
    uint32_t m = writer->model.number;
    put(writer, "\nstruct mill_m%" PRIu32 "_self {\n    int unused;\n};\n", m);
    for (uint32_t i = 1; i <= writer->model.n_states; i++) {
        put_body(writer, i);
    }
    put_hooks(writer);
    for (uint32_t i = 0; i < writer->model.n_methods; i++) {
        put_handler(writer, i);
    }
    put_own_hooks(writer);
    put_spawn(writer);
    put_targets(writer);
    put_own_events(writer);
    put(writer,
        "static const struct play_machine m%" PRIu32 " = { (const gr_type *)&m%" PRIu32
        "_type, m%" PRIu32 "_spawn, m%" PRIu32 "_method_to,\n    m%" PRIu32 "_timeout_to, m%" PRIu32
        "_raise, m%" PRIu32 "_start_timer, m%" PRIu32 "_stop_timer };\n",
        m, m, m, m, m, m, m, m);
}

static void write_actors(struct writer *writer, uint32_t file, uint32_t first, uint32_t n)
{
    put(writer, "#include \"play.h\"\n#include \"mill%" PRIu32 ".gr.h\"\n", file);
    for (uint32_t i = 0; i < n; i++) {
        model_make(&writer->model, first + i);
        put_actor(writer);
    }
    put(writer, "\nconst struct play_machine *const mill%" PRIu32 "[] = {\n", file);
    for (uint32_t i = 0; i < n; i++) {
        put(writer, "    &m%" PRIu32 ",\n", first + i);
    }
    put(writer, "};\n");
}

static void write_list(const struct writer *writer, uint32_t n_files, uint32_t n)
{
    put(writer, "#include \"play.h\"\n");
    for (uint32_t i = 0; i < n_files; i++) {
        put(writer, "extern const struct play_machine *const mill%" PRIu32 "[];\n", i);
    }
    put(writer, "const struct play_machine *const *const play_files[] = {\n");
    for (uint32_t i = 0; i < n_files; i++) {
        put(writer, "    mill%" PRIu32 ",\n", i);
    }
    put(writer, "};\nconst uint32_t play_n_files = %" PRIu32 ", play_n_in_file = %" PRIu32 ";\n",
        n_files, n);
}

int main(int argc, char **argv)
{
    static struct writer writer;
    if (argc != 4) {
        (void)fputs("usage: make_machines FOLDER FILES MACHINES\n", stderr);
        return EXIT_FAILURE;
    }
    uint32_t n_files = (uint32_t)strtoul(argv[2], NULL, 10);
    uint32_t n = (uint32_t)strtoul(argv[3], NULL, 10);
    int failed = 0;
    for (uint32_t i = 0; i < n_files; i++) {
        writer.out = open_file(argv[1], "mill", i, ".proto");
        write_schema(&writer, i * n, n);
        failed |= fclose(writer.out);
        writer.out = open_file(argv[1], "mill", i, ".c");
        write_actors(&writer, i, i * n, n);
        failed |= fclose(writer.out);
    }
    writer.out = open_file(argv[1], "mills", n_files, ".c");
    write_list(&writer, n_files, n);
    failed |= fclose(writer.out);
    return failed != 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
