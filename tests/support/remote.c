/* SPDX-License-Identifier: MIT */
/* The fixture of remote.h. The echo actor's handlers run on a node's worker; in the virtual env
 * that is the test's own thread. */
#include "remote.h"

#include <dirent.h>
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>

#include "random_message.h"
#include "sanitize.h"

#if GRI_TSAN
#include <sanitizer/common_interface_defs.h>
#endif

struct echo_echo_self {
    int unused;
};

struct remote_record remote_record;

/* ---- the actor ---- */

static void record(uint32_t number)
{
    if (CHECK(remote_record.n < REMOTE_RECORD_MAX)) {
        remote_record.numbers[remote_record.n++] = number;
    }
}

static gr_code on_cook(struct echo_echo_self *self, gr_context *ctx, const kitchen_kitchen *request,
                       kitchen_kitchen *reply)
{
    (void)self;
    (void)ctx;
    if (remote_record.wanted != NULL) {
        CHECK(same_message(&kitchen__kitchen__descriptor, request, remote_record.wanted));
    }
    *reply = *request;
    return GR_OK;
}

static gr_code on_say(struct echo_echo_self *self, gr_context *ctx, const echo_text *request,
                      echo_text *reply)
{
    (void)self;
    (void)ctx;
    record(request->number);
    *reply = *request;
    return GR_OK;
}

static gr_code on_queue(struct echo_echo_self *self, gr_context *ctx, const echo_text *request,
                        echo_text *reply)
{
    return on_say(self, ctx, request, reply);
}

static gr_code on_note(struct echo_echo_self *self, gr_context *ctx, const echo_text *request)
{
    (void)self;
    (void)ctx;
    record(request->number);
    return GR_OK;
}

static gr_code on_push(struct echo_echo_self *self, gr_context *ctx, const echo_text *request)
{
    return on_note(self, ctx, request);
}

static gr_code on_hold(struct echo_echo_self *self, gr_context *ctx, const echo_text *request,
                       echo_text *reply)
{
    (void)self;
    (void)request;
    (void)reply;
    remote_record.n_held++;
    return echo_echo_hold_hold(ctx, &remote_record.held);
}

static gr_code on_sleep(struct echo_echo_self *self, gr_context *ctx, const echo_number *request,
                        echo_number *reply)
{
    (void)self;
    remote_record.slept = gr_sleep(ctx, (uint32_t)request->number);
    remote_record.was_cancelled = gr_cancelled(ctx);
    reply->number = request->number;
    return remote_record.slept;
}

static gr_code on_left(struct echo_echo_self *self, gr_context *ctx, echo_number *reply)
{
    (void)self;
    reply->number = gr_remaining(ctx);
    return GR_OK;
}

static gr_code on_grow(struct echo_echo_self *self, gr_context *ctx, const echo_number *request,
                       echo_text *reply)
{
    (void)self;
    reply->filler.len = request->number;
    reply->filler.data = gr_alloc(ctx, request->number);
    return reply->filler.data == NULL ? GR_RESOURCE_EXHAUSTED : GR_OK;
}

static gr_code on_fail(struct echo_echo_self *self, gr_context *ctx, const echo_text *request,
                       echo_text *reply)
{
    (void)self;
    (void)reply;
    return gr_fail_with(ctx, (gr_code)request->number, &echo__text__descriptor, request,
                        "as told: %u", (unsigned)request->number);
}

static gr_code on_meet(struct echo_echo_self *self, gr_context *ctx, const echo_meeting *request,
                       echo_meeting *reply)
{
    (void)self;
    echo_echo whom;
    gr_code code = echo_meeting_get_whom(gr_context_node(ctx), request, &whom);
    if (code == GR_OK) {
        code = echo_echo_note_oneway(whom, &(echo_text){ .number = 77 }, NULL);
    }
    struct Greenroom__Ref *storage = gr_alloc(ctx, sizeof(*storage));
    if (code != GR_OK || storage == NULL) {
        return code != GR_OK ? code : GR_RESOURCE_EXHAUSTED;
    }
    return echo_meeting_set_whom(reply, storage, echo_echo_self_ref(ctx));
}

static gr_code on_find(struct echo_echo_self *self, gr_context *ctx, const echo_text *request)
{
    (void)self;
    echo_echo found;
    gr_error error = GR_ERROR_INIT;
    const gr_call_options options = { .timeout_ms = request->number };
    gr_code code = echo_echo_lookup(gr_context_node(ctx), request->text, &options, &found, &error);
    if (code != GR_OK) {
        code = gr_forward(ctx, &error);
    }
    gr_error_fini(&error);
    return code;
}

static gr_code on_relay(struct echo_echo_self *self, gr_context *ctx, const echo_text *request,
                        echo_text *reply)
{
    (void)self;
    echo_text *said;
    gr_error error = GR_ERROR_INIT;
    const gr_call_options options = { .timeout_ms = remote_record.relay_timeout_ms };
    gr_code code =
        request->text[0] == '\0'
            ? echo_echo_say_sync(remote_record.relay_to, request, &options, &said, &error)
            : echo_echo_fail_sync(remote_record.relay_to, request, &options, &said, &error);
    if (code == GR_OK) {
        reply->number = said->number;
        gr_free(said);
    } else {
        code = gr_forward(ctx, &error);
    }
    gr_error_fini(&error);
    return code;
}

static gr_code on_count(struct echo_echo_self *self, gr_context *ctx, const echo_number *request)
{
    (void)self;
    (void)ctx;
    record((uint32_t)request->number);
    return GR_OK;
}

static gr_code on_pour(struct echo_echo_self *self, gr_context *ctx, const echo_number *request)
{
    return on_count(self, ctx, request);
}

const echo_echo_type remote_echo_type = ECHO_ECHO_TYPE(on_, ECHO_ECHO_NO_HOOKS);

/* ---- nodes ---- */

gr_node *remote_node(gri_env *env, const char *name, const gr_node_options *options)
{
    gr_node *node = NULL;
    gr_node_options own = options == NULL ? (gr_node_options){ 0 } : *options;
    own.name = name;
    own.workers = own.workers == 0 ? 1 : own.workers;
    CHECK_CODE(gri_node_create_in(env, &own, &node), GR_OK);
    return node;
}

void remote_end(gr_node *node)
{
    CHECK_CODE(gr_node_destroy(node, NULL), GR_OK);
}

echo_echo remote_spawn(gr_node *node, const char *name)
{
    echo_echo echo = { { 0 } };
    const gr_spawn_options options = { .name = name };
    CHECK_CODE(echo_echo_spawn(node, &remote_echo_type, &options, &echo, NULL), GR_OK);
    return echo;
}

void remote_open_with(struct remote *remote, uint64_t seed, const gr_node_options *front,
                      const gr_node_options *back)
{
    memset(&remote_record, 0, sizeof(remote_record));
    *remote = (struct remote){ .env = sim_create(seed) };
    remote->back = remote_node(remote->env, "back", back);
    remote->front = remote_node(remote->env, "front", front);
    remote->home = remote_spawn(remote->back, "echo");
    CHECK_CODE(gr_node_listen(remote->back, REMOTE_URL, NULL), GR_OK);
    CHECK_CODE(gr_node_connect(remote->front, REMOTE_URL), GR_OK);
    CHECK_CODE(echo_echo_lookup(remote->front, "back/echo", NULL, &remote->echo, NULL), GR_OK);
}

void remote_open(struct remote *remote)
{
    remote_open_with(remote, 1, NULL, NULL);
}

void remote_close(struct remote *remote)
{
    remote_end(remote->front);
    remote_end(remote->back);
    sim_destroy(remote->env);
}

gr_code remote_say(echo_echo to, uint32_t number)
{
    echo_text *said = NULL;
    gr_code code = echo_echo_say_sync(to, &(echo_text){ .number = number }, NULL, &said, NULL);
    if (code == GR_OK) {
        CHECK_UINT(said->number, number);
        gr_free(said);
    }
    return code;
}

gr_node_stats remote_stats(const gr_node *node)
{
    gr_node_stats stats = { 0 };
    gr_node_get_stats(node, &stats);
    return stats;
}

/* ---- descriptors ---- */

#if GRI_TSAN
/* To match a suppression, it opens what it needs to name functions, once: not inside a test. */
static void open_symbols(void)
{
    char name[64];
    __sanitizer_symbolize_pc(__builtin_return_address(0), "%f", name, sizeof(name));
}
#else
static void open_symbols(void)
{
}
#endif

/* No checks: no test runs yet. */
void remote_start_transport(void)
{
    gr_node *node;
    open_symbols();
    if (gr_node_create(NULL, &node) == GR_OK) {
        gr_ignore(gr_node_listen(node, "tcp://127.0.0.1:0", NULL));
        gr_ignore(gr_node_destroy(node, NULL));
    }
}

size_t remote_descriptors(void)
{
    size_t n = 0;
    DIR *dir = opendir("/proc/self/fd");
    while (dir != NULL && readdir(dir) != NULL) {
        n++;
    }
    if (dir != NULL) {
        closedir(dir);
    }
    return n;
}

void remote_await_descriptors(size_t n)
{
    uint64_t until_ns = gri_env_real()->ops->now_ns(gri_env_real()) + UINT64_C(10000000000);
    while (remote_descriptors() > n && gri_env_real()->ops->now_ns(gri_env_real()) < until_ns) {
        sched_yield();
    }
}

/* ---- the log ---- */

static struct {
    pthread_mutex_t lock;
    char lines[1 << 20];
    size_t len;
} kept = { .lock = PTHREAD_MUTEX_INITIALIZER };

static void keep_line(void *arg, gr_log_level level, const char *line)
{
    (void)arg;
    (void)level;
    pthread_mutex_lock(&kept.lock);
    size_t len = strlen(line);
    if (kept.len + len + 2 < sizeof(kept.lines)) {
        memcpy(kept.lines + kept.len, line, len);
        kept.lines[kept.len + len] = '\n';
        kept.len += len + 1;
    }
    pthread_mutex_unlock(&kept.lock);
}

void remote_log_keep(void)
{
    kept.len = 0;
    gr_log_set_level(GR_LOG_DEBUG);
    gr_log_set_sink(keep_line, NULL);
}

unsigned remote_log_count(const char *part)
{
    unsigned n = 0;
    pthread_mutex_lock(&kept.lock);
    kept.lines[kept.len] = '\0';
    for (const char *at = strstr(kept.lines, part); at != NULL; at = strstr(at, part)) {
        at = strchr(at, '\n'); /* once a line */
        n++;
    }
    pthread_mutex_unlock(&kept.lock);
    return n;
}

void remote_log_stop(void)
{
    gr_log_set_sink(NULL, NULL);
    gr_log_set_level(GR_LOG_WARN);
}
