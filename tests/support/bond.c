/* SPDX-License-Identifier: MIT */
/* The actors of bond.h. In the virtual env handlers run on the test's own thread. */
#include "bond.h"

#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { TRACE_MAX = 1 << 16 };

static struct {
    char text[TRACE_MAX];
    char taken[TRACE_MAX];
    size_t len;
    pthread_mutex_t lock;
} trace = { .lock = PTHREAD_MUTEX_INITIALIZER };

void bond_trace(const char *format, ...)
{
    va_list args;
    pthread_mutex_lock(&trace.lock);
    va_start(args, format);
    if (trace.len > 0 && trace.len + 1 < sizeof(trace.text)) {
        trace.text[trace.len++] = ' ';
    }
    int n = vsnprintf(trace.text + trace.len, sizeof(trace.text) - trace.len, format, args);
    va_end(args);
    size_t len = trace.len + (size_t)n;
    trace.len = len < sizeof(trace.text) ? len : sizeof(trace.text) - 1;
    pthread_mutex_unlock(&trace.lock);
}

const char *bond_traced(void)
{
    pthread_mutex_lock(&trace.lock);
    memcpy(trace.taken, trace.text, sizeof(trace.text));
    trace.len = 0;
    trace.text[0] = '\0';
    pthread_mutex_unlock(&trace.lock);
    return trace.taken;
}

/* ---- members ---- */

static gr_code on_fell(struct bond_member_self *self, gr_context *ctx, const Greenroom__Down *down)
{
    static const char *const reasons[] = { "ENDED", "GONE", "LOST", "REFUSED" };
    (void)ctx;
    self->n++;
    CHECK(down->code == GR_OK || down->message[0] != '\0');
    bond_trace("%u:%s:%s", (unsigned)down->tag, reasons[down->reason], gr_code_name(down->code));
    return GR_OK;
}

static gr_code on_say(struct bond_member_self *self, gr_context *ctx, const bond_word *word)
{
    self->n++;
    bond_trace("%s", word->text);
    return word->sleep_ms == 0 ? GR_OK : gr_sleep(ctx, word->sleep_ms);
}

static gr_code on_hello(struct bond_member_self *self, gr_context *ctx, const bond_word *word,
                        bond_word *reply)
{
    reply->text = word->text;
    return on_say(self, ctx, word);
}

static gr_code on_end(struct bond_member_self *self, gr_context *ctx, const bond_code *code)
{
    (void)self;
    gr_stop(ctx, code->code);
    return GR_OK;
}

static gr_code whom(gr_context *ctx, const bond_whom *request, bond_member *out_member)
{
    return request->name[0] != '\0'
               ? bond_member_named(gr_context_node(ctx), request->name, out_member)
               : bond_whom_get_who(gr_context_node(ctx), request, out_member);
}

static gr_code on_leave(struct bond_member_self *self, gr_context *ctx, const bond_whom *request)
{
    (void)self;
    bond_member to;
    gr_code code = whom(ctx, request, &to);
    for (int i = 0; i < 3 && code == GR_OK; i++) {
        code = bond_member_say_oneway(to, &(bond_word){ .text = (char *)"last" }, NULL);
    }
    gr_stop(ctx, GR_ABORTED);
    return code;
}

static gr_code on_watch(struct bond_member_self *self, gr_context *ctx, const bond_whom *request)
{
    (void)self;
    bond_member to;
    gr_code code = whom(ctx, request, &to);
    if (code == GR_OK) {
        code = gr_monitor(to.ref, bond_member_fell_notice(bond_member_self_ref(ctx)), request->tag,
                          NULL);
    }
    return code;
}

static gr_code on_watch_for(struct bond_member_self *self, gr_context *ctx,
                            const bond_whom *request)
{
    (void)self;
    bond_member who, subscriber;
    gr_node *node = gr_context_node(ctx);
    gr_code code = bond_whom_get_who(node, request, &who);
    if (code == GR_OK) {
        code = bond_member_lookup(node, request->name, NULL, &subscriber, NULL);
    }
    if (code == GR_OK) {
        code = gr_monitor(who.ref, bond_member_fell_notice(subscriber), request->tag, NULL);
    }
    bond_trace("%s", gr_code_name(code));
    return code;
}

static gr_code on_tie(struct bond_member_self *self, gr_context *ctx, const bond_whom *request)
{
    (void)self;
    bond_member to;
    gr_code code = whom(ctx, request, &to);
    return code == GR_OK ? gr_link(ctx, to.ref) : code;
}

static gr_code on_untie(struct bond_member_self *self, gr_context *ctx, const bond_whom *request)
{
    (void)self;
    bond_member to;
    gr_code code = whom(ctx, request, &to);
    return code == GR_OK ? gr_unlink(ctx, to.ref) : code;
}

static gr_code on_keep(struct bond_member_self *self, gr_context *ctx, const bond_word *word)
{
    (void)self;
    return gr_keep_name(ctx, word->text);
}

static gr_code on_release(struct bond_member_self *self, gr_context *ctx, const bond_word *word)
{
    (void)self;
    return gr_release_name(ctx, word->text);
}

static void on_stop(struct bond_member_self *self, gr_context *ctx, gr_code reason)
{
    (void)self;
    (void)ctx;
    if (reason != GR_OK) {
        bond_trace("ended:%s", gr_code_name(reason));
    }
}

const bond_member_type bond_plain = BOND_MEMBER_TYPE(on_, BOND_MEMBER_HOOKS(.stop = on_stop));

/* ---- children ---- */

const char *bond_failing;

struct bond_child_self {
    char name[32];
    bool is_silent; /* about its stop */
    uint32_t stop_ms;
};

static gr_code child_start(struct bond_child_self *self, gr_context *ctx, const bond_word *args)
{
    (void)snprintf(self->name, sizeof(self->name), "%s", args->text);
    bond_trace("+%s", self->name);
    if (bond_failing != NULL && strcmp(bond_failing, self->name) == 0) {
        return gr_fail(ctx, GR_DATA_LOSS, "told to");
    }
    self->stop_ms = args->sleep_ms;
    return GR_OK;
}

static void child_stop(struct bond_child_self *self, gr_context *ctx, gr_code reason)
{
    (void)reason;
    bond_trace("-%s", self->name);
    if (self->stop_ms > 0) {
        gr_ignore(gr_sleep(ctx, self->stop_ms)); /* it ends either way */
    }
}

static gr_code child_greet(struct bond_child_self *self, gr_context *ctx, bond_word *reply)
{
    (void)ctx;
    reply->text = self->name;
    return GR_OK;
}

static gr_code child_quit(struct bond_child_self *self, gr_context *ctx, const bond_code *code)
{
    (void)self;
    gr_stop(ctx, code->code);
    return GR_OK;
}

const bond_child_type bond_child_plain =
    BOND_CHILD_TYPE(child_, BOND_CHILD_HOOKS(.start = child_start, .stop = child_stop));

/* ---- nodes ---- */

static void drop_line(void *arg, gr_log_level level, const char *line)
{
    (void)arg;
    (void)level;
    (void)line;
}

gri_env *bond_open(uint64_t seed)
{
    (void)bond_traced();
    bond_failing = NULL;
    gr_log_set_sink(drop_line, NULL);
    return sim_create(seed);
}

gr_node *bond_node(gri_env *env, const char *name, const gr_node_options *options)
{
    gr_node *node = NULL;
    gr_node_options own = options == NULL ? (gr_node_options){ 0 } : *options;
    own.name = name;
    own.workers = own.workers == 0 ? 1 : own.workers;
    CHECK_CODE(gri_node_create_in(env, &own, &node), GR_OK);
    return node;
}

void bond_end(gr_node *node)
{
    CHECK_CODE(gr_node_destroy(node, NULL), GR_OK);
}

void bond_close(gri_env *env)
{
    sim_destroy(env);
    gr_log_set_sink(NULL, NULL);
}

void bond_open_two(uint64_t seed, gri_env **env, gr_node **front, gr_node **back)
{
    bond_member found;
    *env = bond_open(seed);
    *back = bond_node(*env, "back", &(gr_node_options){ .workers = (uint32_t)(seed % 3) + 1 });
    *front = bond_node(*env, "front", &(gr_node_options){ .workers = (uint32_t)(seed % 2) + 1 });
    bond_spawn(*back, "there");
    CHECK_CODE(gr_node_listen(*back, BOND_URL, NULL), GR_OK);
    CHECK_CODE(gr_node_connect(*front, BOND_URL), GR_OK);
    CHECK_CODE(bond_member_lookup(*front, "back/there", NULL, &found, NULL), GR_OK);
}

static bond_member spawn(gr_node *node, const gr_spawn_options *options)
{
    bond_member member = { { 0, 0, 0 } };
    CHECK_CODE(bond_member_spawn(node, &bond_plain, options, &member, NULL), GR_OK);
    return member;
}

bond_member bond_spawn(gr_node *node, const char *name)
{
    return spawn(node, &(gr_spawn_options){ .name = name });
}

bond_member bond_spawn_bounded(gr_node *node, uint32_t messages)
{
    return spawn(node, &(gr_spawn_options){ .mailbox_messages = messages });
}

gr_code bond_stop(bond_member who, gr_code code)
{
    return bond_member_end_sync(who, &(bond_code){ .code = code }, NULL, NULL);
}
