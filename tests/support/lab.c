/* SPDX-License-Identifier: MIT */
/* The laboratory: see lab.h. Handlers run on the node's workers, all else on the test's thread. */
#include "lab.h"

#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "node.h"

enum { TRACE_MAX = 4096, LOG_MAX = 1 << 16 };

static struct {
    gri_env *env; /* NULL: real threads */
    gr_node *node;
    pthread_mutex_t lock; /* of what follows */
    size_t trace_len;
    size_t log_len;
    char trace[TRACE_MAX];
    char taken[TRACE_MAX];
    char log[LOG_MAX];
} lab = { .lock = PTHREAD_MUTEX_INITIALIZER };

/* ---- what subjects usually do ---- */

static gr_code work(gr_context *ctx, const lab_note *note)
{
    lab_trace("%s", note->text);
    return note->sleep_ms == 0 ? GR_OK : gr_sleep(ctx, note->sleep_ms);
}

static gr_code report(gr_context *ctx, const lab_note *note, lab_report *reply)
{
    gr_code code = work(ctx, note);
    reply->text = note->text;
    reply->number = note->number + 1;
    return code;
}

static gr_code plain_ask(struct lab_subject_self *self, gr_context *ctx, const lab_note *note,
                         lab_report *reply)
{
    self->n++;
    return report(ctx, note, reply);
}

static gr_code plain_add(struct lab_subject_self *self, gr_context *ctx, const lab_number *number,
                         lab_number *reply)
{
    (void)ctx;
    self->sum += number->value;
    reply->value = self->sum;
    return GR_OK;
}

static gr_code plain_count(struct lab_subject_self *self, gr_context *ctx, lab_number *reply)
{
    (void)ctx;
    reply->value = self->sum;
    return GR_OK;
}

static gr_code plain_tell(struct lab_subject_self *self, gr_context *ctx, const lab_note *note)
{
    self->n++;
    return work(ctx, note);
}

static gr_code plain_poke(struct lab_subject_self *self, gr_context *ctx)
{
    (void)ctx;
    self->n++;
    return GR_OK;
}

static gr_code plain_brief(struct lab_subject_self *self, gr_context *ctx, const lab_note *note,
                           lab_report *reply)
{
    return plain_ask(self, ctx, note, reply);
}

static gr_code plain_detach(struct lab_subject_self *self, gr_context *ctx, const lab_note *note,
                            lab_report *reply)
{
    return plain_ask(self, ctx, note, reply);
}

static gr_code plain_widen(struct lab_subject_self *self, gr_context *ctx, const lab_note *note,
                           lab_wide *reply)
{
    self->n++;
    reply->s8 = note->text;
    return work(ctx, note);
}

static gr_code plain_wait(struct lab_subject_self *self, gr_context *ctx, const lab_note *note,
                          lab_report *reply)
{
    return plain_ask(self, ctx, note, reply);
}

static gr_code plain_drop(struct lab_subject_self *self, gr_context *ctx, const lab_note *note)
{
    return plain_tell(self, ctx, note);
}

static gr_code plain_oldest(struct lab_subject_self *self, gr_context *ctx, const lab_note *note,
                            lab_report *reply)
{
    return plain_ask(self, ctx, note, reply);
}

static gr_code plain_latest(struct lab_subject_self *self, gr_context *ctx, const lab_note *note)
{
    return plain_tell(self, ctx, note);
}

static gr_code plain_newest(struct lab_subject_self *self, gr_context *ctx, const lab_note *note)
{
    return plain_tell(self, ctx, note);
}

static gr_code plain_slow(struct lab_subject_self *self, gr_context *ctx, const lab_note *note,
                          lab_report *reply)
{
    return plain_ask(self, ctx, note, reply);
}

const lab_subject_type lab_plain = LAB_SUBJECT_TYPE(plain_, LAB_SUBJECT_NO_HOOKS);

/* ---- the log ---- */

static void keep_line(void *arg, gr_log_level level, const char *line)
{
    (void)arg;
    (void)level;
    pthread_mutex_lock(&lab.lock);
    size_t len = strlen(line);
    if (lab.log_len + len + 2 < sizeof(lab.log)) {
        memcpy(lab.log + lab.log_len, line, len);
        lab.log[lab.log_len + len] = '\n';
        lab.log_len += len + 1;
        lab.log[lab.log_len] = '\0';
    }
    pthread_mutex_unlock(&lab.lock);
}

size_t lab_logged(const char *part)
{
    size_t n = 0;
    pthread_mutex_lock(&lab.lock);
    for (const char *at = strstr(lab.log, part); at != NULL; at = strstr(at, part)) {
        n++;
        at = strchr(at, '\n');
    }
    pthread_mutex_unlock(&lab.lock);
    return n;
}

/* ---- opening and closing ---- */

static void forget_all(void)
{
    lab.trace_len = 0;
    lab.trace[0] = '\0';
    lab.log_len = 0;
    lab.log[0] = '\0';
    gr_log_set_sink(keep_line, NULL);
    gr_log_set_level(GR_LOG_WARN);
}

gri_env *lab_open_with(uint64_t seed, const gr_node_options *options)
{
    forget_all();
    lab.env = sim_create(seed);
    CHECK_CODE(gri_node_create_in(lab.env, options, &lab.node), GR_OK);
    return lab.env;
}

gri_env *lab_open(uint64_t seed, uint32_t workers)
{
    return lab_open_with(seed, &(gr_node_options){ .name = "lab", .workers = workers });
}

void lab_open_real(const gr_node_options *options)
{
    forget_all();
    lab.env = NULL;
    CHECK_CODE(gr_node_create(options, &lab.node), GR_OK);
}

void lab_close(void)
{
    CHECK_CODE(gr_node_destroy(lab.node, NULL), GR_OK);
    lab_forget();
}

void lab_forget(void)
{
    if (lab.env != NULL) {
        sim_destroy(lab.env);
    }
    lab.env = NULL;
    lab.node = NULL;
    gr_log_set_sink(NULL, NULL);
}

gr_node *lab_node(void)
{
    return lab.node;
}

gri_env *lab_env(void)
{
    return lab.env;
}

gr_node_stats lab_stats(void)
{
    gr_node_stats stats;
    gr_node_get_stats(lab.node, &stats);
    return stats;
}

void lab_advance_ms(uint64_t ms)
{
    sim_advance(lab.env, ms * UINT64_C(1000000));
}

/* ---- the trace ---- */

void lab_trace(const char *format, ...)
{
    char word[256];
    va_list args;
    va_start(args, format);
    vsnprintf(word, sizeof(word), format, args);
    va_end(args);
    pthread_mutex_lock(&lab.lock);
    const char *blank = lab.trace_len == 0 ? "" : " ";
    int n =
        snprintf(lab.trace + lab.trace_len, sizeof(lab.trace) - lab.trace_len, "%s%s", blank, word);
    size_t len = lab.trace_len + (size_t)n;
    lab.trace_len = len < sizeof(lab.trace) ? len : sizeof(lab.trace) - 1;
    pthread_mutex_unlock(&lab.lock);
}

const char *lab_traced(void)
{
    pthread_mutex_lock(&lab.lock);
    memcpy(lab.taken, lab.trace, sizeof(lab.taken));
    lab.trace[0] = '\0';
    lab.trace_len = 0;
    pthread_mutex_unlock(&lab.lock);
    return lab.taken;
}

/* ---- actors and calls ---- */

lab_subject lab_spawn_bounded(const lab_subject_type *type, uint32_t messages, size_t bytes)
{
    lab_subject subject = { { 0, 0, 0 } };
    const gr_spawn_options options = { .mailbox_messages = messages, .mailbox_bytes = bytes };
    CHECK_CODE(lab_subject_spawn(lab.node, type, &options, &subject, NULL), GR_OK);
    return subject;
}

lab_subject lab_spawn(const lab_subject_type *type)
{
    return lab_spawn_bounded(type, 0, 0);
}

gr_code lab_tell(lab_subject to, const char *text)
{
    return lab_subject_tell_oneway(to, &(lab_note){ .text = (char *)text }, NULL);
}

lab_subject_ask_future lab_ask_later(lab_subject to, const char *text)
{
    lab_subject_ask_future future = { NULL };
    const lab_note note = { .text = (char *)text };
    CHECK_CODE(lab_subject_ask_async(to, &note, NULL, &future), GR_OK);
    return future;
}

gr_code lab_ask(lab_subject to, const char *text)
{
    lab_report *report = NULL;
    const lab_note note = { .text = (char *)text };
    gr_code code = lab_subject_ask_sync(to, &note, NULL, &report, NULL);
    gr_free(report);
    return code;
}

gr_code lab_end_of(lab_subject_ask_future *future)
{
    lab_report *report = NULL;
    gr_code code = lab_subject_ask_await(future, &report, NULL);
    gr_free(report);
    return code;
}
