/* SPDX-License-Identifier: MIT */
/* The log: formats one line on the caller's stack and hands it to the sink, on the caller's thread.
 */
#include "log.h"

#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#include "assert.h"
#include "process.h"

enum { line_cap = 1024 };

static const char *const level_names[] = {
    [GR_LOG_ERROR] = "error",
    [GR_LOG_WARN] = "warn",
    [GR_LOG_INFO] = "info",
    [GR_LOG_DEBUG] = "debug",
};

static const char ellipsis[] = "...";

void gr_log_set_sink(gr_log_sink *sink, void *arg)
{
    struct gri_process_log *log = &gri_process.log;
    pthread_mutex_lock(&log->lock);
    log->sink = sink;
    log->arg = arg;
    pthread_mutex_unlock(&log->lock);
}

void gr_log_set_level(gr_log_level level)
{
    atomic_store_explicit(&gri_process.log.level, (int)level, memory_order_relaxed);
}

static void write_stderr(gr_log_level level, const char *line)
{
    char stamp[64], head[96];
    struct timespec now;
    struct tm utc;
    clock_gettime(CLOCK_REALTIME, &now);
    gmtime_r(&now.tv_sec, &utc);
    strftime(stamp, sizeof stamp, "%Y-%m-%dT%H:%M:%S", &utc);
    int n = snprintf(head, sizeof head, "%s.%03dZ %s ", stamp, (int)(now.tv_nsec / 1000000),
                     level_names[level]);
    struct iovec parts[] = {
        { head, (size_t)n },
        { (void *)line, strlen(line) },
        { (void *)"\n", 1 },
    };
    ssize_t written = writev(STDERR_FILENO, parts, 3);
    (void)written; /* a log that cannot be written has nobody to tell */
}

/* Appends to the text of length `len`; returns the new length, `cap` or more where it was cut. */
GR_PRINTF(4, 0)
static size_t append(char *line, size_t cap, size_t len, const char *format, va_list args)
{
    int n = vsnprintf(line + len, cap - len, format, args);
    return n < 0 ? len : len + (size_t)n;
}

/* A line stays one line, and a terminal safe, whatever a value brought along. */
static void drop_controls(char *line)
{
    for (unsigned char *at = (unsigned char *)line; *at != '\0'; at++) {
        if (*at < ' ' || *at == 0x7f) {
            *at = '?';
        }
    }
}

static void emit(gr_log_level level, const char *line)
{
    struct gri_process_log *log = &gri_process.log;
    pthread_mutex_lock(&log->lock);
    gr_log_sink *sink = log->sink;
    void *arg = log->arg;
    pthread_mutex_unlock(&log->lock);
    if (sink != NULL) {
        sink(arg, level, line);
    } else {
        write_stderr(level, line);
    }
}

static bool is_wanted(gr_log_level level)
{
    return (int)level <= atomic_load_explicit(&gri_process.log.level, memory_order_relaxed);
}

/* A line that is cut is cut before `tail`. */
GR_PRINTF(4, 0)
static void log_line(gr_log_level level, const char *event, const char *tail, const char *format,
                     va_list args)
{
    int saved_errno = errno;
    char line[line_cap];
    size_t tail_len = strlen(tail);
    size_t cap = sizeof line - tail_len;
    size_t len = (size_t)snprintf(line, cap / 2, "event=%.64s ", event);
    len = append(line, cap, len, format, args);
    if (len >= cap) {
        memcpy(line + cap - sizeof ellipsis, ellipsis, sizeof ellipsis);
        len = cap - 1;
    } else if (line[len - 1] == ' ') {
        line[--len] = '\0';
    }
    memcpy(line + len, tail, tail_len + 1);
    drop_controls(line);
    emit(level, line);
    errno = saved_errno;
}

void gri_log(gr_log_level level, const char *event, const char *format, ...)
{
    if (!is_wanted(level)) {
        return;
    }
    va_list args;
    va_start(args, format);
    log_line(level, event, "", format, args);
    va_end(args);
}

/* ---- limits ---- */

static const uint64_t second_ns = 1000000000;

/* How each event is called, and how many lines a second it may have. */
static const struct {
    const char *name;
    uint32_t lines;
} events[GRI_EVENTS] = {
    [GRI_EVENT_ONEWAY_LOST] = { "oneway_lost", 10 },
    [GRI_EVENT_ONEWAY_FAILED] = { "oneway_failed", 10 },
    [GRI_EVENT_ONEWAYS_LOST] = { "oneways_lost", 10 },
    [GRI_EVENT_CALL_DROPPED] = { "call_dropped", 10 },
    [GRI_EVENT_SLOW_HANDLER] = { "slow_handler", 10 },
    [GRI_EVENT_ACTOR_ENDED] = { "actor_ended", 10 },
    [GRI_EVENT_LINK_BROKEN] = { "link_broken", 10 },
    [GRI_EVENT_PEER_UP] = { "peer_up", 100 },
    [GRI_EVENT_PEER_CLOSED] = { "peer_closed", 100 },
    [GRI_EVENT_PEER_REFUSED] = { "peer_refused", 10 },
    [GRI_EVENT_NOT_CONNECTED] = { "not_connected", 100 },
    [GRI_EVENT_TRANSITION_REFUSED] = { "transition_refused", 10 },
    [GRI_EVENT_TIMEOUT_FAILED] = { "timeout_failed", 10 },
    [GRI_EVENT_MACHINE_BROKEN] = { "machine_broken", 10 },
    [GRI_EVENT_REFUSED] = { "refused", 10 },
};

/* Whoever finds the second over begins the next. Between that and the new count another thread may
 * get a line more or less: a limit need not be sharper. */
static bool is_admitted(struct gri_log_limit *limit, uint32_t lines, uint64_t now_ns)
{
    uint64_t since_ns = atomic_load(&limit->since_ns);
    bool is_over = since_ns == 0 || now_ns - since_ns >= second_ns;
    if (now_ns >= since_ns && is_over &&
        atomic_compare_exchange_strong(&limit->since_ns, &since_ns, now_ns)) {
        atomic_store(&limit->n, 0);
    }
    if (atomic_load(&limit->n) < lines && atomic_fetch_add(&limit->n, 1) < lines) {
        return true;
    }
    atomic_fetch_add(&limit->left_out, 1);
    return false;
}

bool gri_log_admit(struct gri_log_limits *limits, gri_env *env, gr_log_level level,
                   enum gri_event event, uint64_t *out_left_out)
{
    struct gri_log_limit *limit = &limits->of[event];
    if (!is_wanted(level) || !is_admitted(limit, events[event].lines, env->ops->coarse_ns(env))) {
        return false;
    }
    *out_left_out = atomic_exchange(&limit->left_out, 0);
    return true;
}

GR_PRINTF(4, 0)
static void log_admitted(gr_log_level level, enum gri_event event, uint64_t left_out,
                         const char *format, va_list args)
{
    char tail[40] = "";
    if (left_out > 0) {
        (void)snprintf(tail, sizeof tail, " suppressed=%" PRIu64, left_out);
    }
    log_line(level, events[event].name, tail, format, args);
}

void gri_log_admitted(gr_log_level level, enum gri_event event, uint64_t left_out,
                      const char *format, ...)
{
    va_list args;
    va_start(args, format);
    log_admitted(level, event, left_out, format, args);
    va_end(args);
}

void gri_log_event(struct gri_log_limits *limits, gri_env *env, gr_log_level level,
                   enum gri_event event, const char *format, ...)
{
    uint64_t left_out;
    if (gri_log_admit(limits, env, level, event, &left_out)) {
        va_list args;
        va_start(args, format);
        log_admitted(level, event, left_out, format, args);
        va_end(args);
    }
}

void gri_log_rest(struct gri_log_limits *limits, const char *node)
{
    for (size_t i = 0; i < GRI_EVENTS; i++) {
        uint64_t left_out = atomic_exchange(&limits->of[i].left_out, 0);
        if (left_out > 0) {
            gri_log(GR_LOG_WARN, events[i].name, "node=%s suppressed=%" PRIu64, node, left_out);
        }
    }
}

static bool needs_quotes(const char *s)
{
    if (*s == '\0') {
        return true;
    }
    for (const unsigned char *at = (const unsigned char *)s; *at != '\0'; at++) {
        if (*at <= ' ' || *at == 0x7f || *at == '"' || *at == '\\' || *at == '=') {
            return true;
        }
    }
    return false;
}

/* One character as it stands between quotes; returns its length, at most 4. */
static size_t escape(unsigned char c, char out[8])
{
    if (c == '"' || c == '\\') {
        out[0] = '\\';
        out[1] = (char)c;
        return 2;
    }
    if (c == '\n') {
        memcpy(out, "\\n", 2);
        return 2;
    }
    if (c < ' ' || c == 0x7f) {
        return (size_t)snprintf(out, 8, "\\x%02x", c);
    }
    out[0] = (char)c;
    return 1;
}

/* Writes the quoted form; room is always kept for the ellipsis, the quote and the NUL. */
static void quote(const char *s, char *buf, size_t cap)
{
    size_t len = 0;
    buf[len++] = '"';
    for (; *s != '\0'; s++) {
        char escaped[8];
        size_t n = escape((unsigned char)*s, escaped);
        if (len + n + sizeof ellipsis + 1 > cap) {
            memcpy(buf + len, ellipsis, sizeof ellipsis - 1);
            len += sizeof ellipsis - 1;
            break;
        }
        memcpy(buf + len, escaped, n);
        len += n;
    }
    buf[len++] = '"';
    buf[len] = '\0';
}

void gri_text_cut(char *buf, size_t cap, const char *s)
{
    size_t len = strlen(s);
    if (len < cap) {
        memcpy(buf, s, len + 1);
        return;
    }
    memcpy(buf, s, cap - sizeof ellipsis);
    memcpy(buf + cap - sizeof ellipsis, ellipsis, sizeof ellipsis);
}

void gri_text_clean(char *buf, size_t cap, const char *s)
{
    gri_text_cut(buf, cap, s);
    for (; *buf != '\0'; buf++) {
        if ((unsigned char)*buf < ' ' || *buf == 0x7f) {
            *buf = ' ';
        }
    }
}

const char *gri_log_quote(const char *s, char *buf, size_t cap)
{
    GR_ASSERT(cap >= 8);
    if (s == NULL || needs_quotes(s)) {
        quote(s != NULL ? s : "", buf, cap);
        return buf;
    }
    gri_text_cut(buf, cap, s);
    return buf;
}
