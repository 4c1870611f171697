/* SPDX-License-Identifier: MIT */
/* The log: formats one line on the caller's stack and hands it to the sink, on the caller's thread.
 */
#include "log.h"

#include <errno.h>
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

void gri_log(gr_log_level level, const char *event, const char *format, ...)
{
    if ((int)level > atomic_load_explicit(&gri_process.log.level, memory_order_relaxed)) {
        return;
    }
    int saved_errno = errno;
    char line[line_cap];
    size_t len = (size_t)snprintf(line, sizeof line / 2, "event=%.64s ", event);
    va_list args;
    va_start(args, format);
    len = append(line, sizeof line, len, format, args);
    va_end(args);
    if (len >= sizeof line) {
        memcpy(line + sizeof line - sizeof ellipsis, ellipsis, sizeof ellipsis);
    } else if (line[len - 1] == ' ') {
        line[len - 1] = '\0';
    }
    drop_controls(line);
    emit(level, line);
    errno = saved_errno;
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

const char *gri_log_quote(const char *s, char *buf, size_t cap)
{
    GR_ASSERT(cap >= 8);
    if (s == NULL || needs_quotes(s)) {
        quote(s != NULL ? s : "", buf, cap);
        return buf;
    }
    size_t len = strlen(s);
    if (len < cap) {
        memcpy(buf, s, len + 1);
        return buf;
    }
    memcpy(buf, s, cap - sizeof ellipsis);
    memcpy(buf + cap - sizeof ellipsis, ellipsis, sizeof ellipsis);
    return buf;
}
