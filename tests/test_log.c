/* SPDX-License-Identifier: MIT */
/* Log lines: their form, their levels, where they go. */
#include "log.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "suite.h"

struct heard {
    unsigned n;
    gr_log_level level;
    char line[2048];
};

static void hear(void *arg, gr_log_level level, const char *line)
{
    struct heard *heard = arg;
    heard->n++;
    heard->level = level;
    snprintf(heard->line, sizeof heard->line, "%s", line);
    errno = EBADF;
}

static void reset(void)
{
    gr_log_set_sink(NULL, NULL);
    gr_log_set_level(GR_LOG_WARN);
}

static void a_line_is_an_event_and_pairs(void)
{
    struct heard heard = { 0 };
    gr_log_set_sink(hear, &heard);
    gri_log(GR_LOG_ERROR, "oneway_failed", "actor=%s code=%s n=%d", "back/manager", "NOT_FOUND", 3);
    CHECK_UINT(heard.n, 1);
    CHECK_UINT(heard.level, GR_LOG_ERROR);
    CHECK_STR(heard.line, "event=oneway_failed actor=back/manager code=NOT_FOUND n=3");
    gri_log(GR_LOG_ERROR, "alone", "%s", "");
    CHECK_STR(heard.line, "event=alone");
    reset();
}

static void less_grave_lines_are_dropped(void)
{
    struct heard heard = { 0 };
    gr_log_set_sink(hear, &heard);
    gri_log(GR_LOG_INFO, "e", "k=%d", 1);
    CHECK_UINT(heard.n, 0);
    gri_log(GR_LOG_WARN, "e", "k=%d", 1);
    CHECK_UINT(heard.n, 1);
    gr_log_set_level(GR_LOG_DEBUG);
    gri_log(GR_LOG_DEBUG, "e", "k=%d", 1);
    CHECK_UINT(heard.n, 2);
    gr_log_set_level(GR_LOG_ERROR);
    gri_log(GR_LOG_WARN, "e", "k=%d", 1);
    CHECK_UINT(heard.n, 2);
    reset();
}

static void a_long_line_is_cut_and_says_so(void)
{
    struct heard heard = { 0 };
    char value[3000];
    memset(value, 'x', sizeof value);
    value[sizeof value - 1] = '\0';
    gr_log_set_sink(hear, &heard);
    gri_log(GR_LOG_WARN, "e", "k=%s", value);
    CHECK_UINT(strlen(heard.line), 1023);
    CHECK_STR(heard.line + 1018, "xx...");
    reset();
}

static void a_line_has_no_control_characters(void)
{
    struct heard heard = { 0 };
    gr_log_set_sink(hear, &heard);
    gri_log(GR_LOG_WARN, "e", "k=%s", "a\nb\033c\177");
    CHECK_STR(heard.line, "event=e k=a?b?c?");
    reset();
}

static void errno_is_left_alone(void)
{
    struct heard heard = { 0 };
    gr_log_set_sink(hear, &heard);
    errno = EAGAIN;
    gri_log(GR_LOG_WARN, "e", "k=%d", 1);
    CHECK_UINT(errno, EAGAIN);
    reset();
}

static void values_are_quoted_where_they_must_be(void)
{
    char buf[64];
    CHECK_STR(gri_log_quote("plain/value-1", buf, sizeof buf), "plain/value-1");
    CHECK_STR(gri_log_quote("caf\xc3\xa9", buf, sizeof buf), "caf\xc3\xa9");
    CHECK_STR(gri_log_quote("", buf, sizeof buf), "\"\"");
    CHECK_STR(gri_log_quote(NULL, buf, sizeof buf), "\"\"");
    CHECK_STR(gri_log_quote("two words", buf, sizeof buf), "\"two words\"");
    CHECK_STR(gri_log_quote("a=b", buf, sizeof buf), "\"a=b\"");
    CHECK_STR(gri_log_quote("say \"\\\"", buf, sizeof buf), "\"say \\\"\\\\\\\"\"");
    CHECK_STR(gri_log_quote("a\nb\001\177", buf, sizeof buf), "\"a\\nb\\x01\\x7f\"");
}

static void long_values_are_cut_within_their_buffer(void)
{
    const char *values[] = { "abcdefghijklmnopqrstuvwxyz", "abc def ghi jkl mno pqr stu",
                             "\001\002\003\004\005\006\007\010", "\"\"\"\"\"\"\"\"\"\"\"\"\"\"" };
    for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) {
        for (size_t cap = 8; cap < 40; cap++) {
            char buf[48];
            memset(buf, 'Z', sizeof buf);
            gri_log_quote(values[i], buf, cap);
            CHECK(memchr(buf, '\0', cap) != NULL);
            CHECK(buf[cap] == 'Z');
        }
    }
    char buf[12];
    CHECK_STR(gri_log_quote("abcdefghijklmnop", buf, sizeof buf), "abcdefgh...");
    CHECK_STR(gri_log_quote("a cdefghijklmnop", buf, sizeof buf), "\"a cdef...\"");
}

/* ---- limits ---- */

static uint64_t fake_now_ns;

static uint64_t get_fake_now_ns(gri_env *env)
{
    (void)env;
    return fake_now_ns;
}

static const struct gri_env_ops fake_ops = { .now_ns = get_fake_now_ns,
                                             .coarse_ns = get_fake_now_ns };
static gri_env fake = { &fake_ops };

static void log_times(struct gri_log_limits *limits, gr_log_level level, int n)
{
    for (int i = 0; i < n; i++) {
        gri_log_event(limits, &fake, level, GRI_EVENT_ONEWAY_LOST, "k=%d", i);
    }
}

static void an_event_has_so_many_lines_a_second(void)
{
    struct gri_log_limits limits = { 0 };
    struct heard heard = { 0 };
    gr_log_set_sink(hear, &heard);
    fake_now_ns = 1000000000;
    log_times(&limits, GR_LOG_WARN, 25);
    CHECK_UINT(heard.n, 10);
    CHECK_STR(heard.line, "event=oneway_lost k=9");
    gri_log_event(&limits, &fake, GR_LOG_WARN, GRI_EVENT_SLOW_HANDLER, "k=%d", 0);
    CHECK_STR(heard.line, "event=slow_handler k=0"); /* each event by itself */
    fake_now_ns += 999999999;
    log_times(&limits, GR_LOG_WARN, 1);
    CHECK_UINT(heard.n, 11);
    fake_now_ns += 1;
    log_times(&limits, GR_LOG_WARN, 1);
    CHECK_STR(heard.line, "event=oneway_lost k=0 suppressed=16");
    log_times(&limits, GR_LOG_WARN, 1);
    CHECK_STR(heard.line, "event=oneway_lost k=0");
    reset();
}

static void what_nobody_wants_to_hear_uses_up_nothing(void)
{
    struct gri_log_limits limits = { 0 };
    struct heard heard = { 0 };
    gr_log_set_sink(hear, &heard);
    log_times(&limits, GR_LOG_INFO, 100);
    CHECK_UINT(heard.n, 0);
    log_times(&limits, GR_LOG_WARN, 10);
    CHECK_UINT(heard.n, 10);
    gri_log_rest(&limits, "lab");
    CHECK_UINT(heard.n, 10);
    log_times(&limits, GR_LOG_WARN, 3);
    gri_log_rest(&limits, "lab");
    CHECK_STR(heard.line, "event=oneway_lost node=lab suppressed=3");
    CHECK_UINT(heard.n, 11);
    reset();
}

static void a_long_line_is_cut_before_what_was_suppressed(void)
{
    struct gri_log_limits limits = { 0 };
    struct heard heard = { 0 };
    char value[3000];
    memset(value, 'x', sizeof value);
    value[sizeof value - 1] = '\0';
    gr_log_set_sink(hear, &heard);
    log_times(&limits, GR_LOG_WARN, 11);
    fake_now_ns += 1000000000;
    gri_log_event(&limits, &fake, GR_LOG_WARN, GRI_EVENT_ONEWAY_LOST, "k=%s", value);
    CHECK_UINT(strlen(heard.line), 1023);
    CHECK_STR(heard.line + 1023 - strlen("xx... suppressed=1"), "xx... suppressed=1");
    reset();
}

/* A clock that stands at 0, or steps back, is no reason to fall silent or to let all through. */
static void a_clock_that_misbehaves_is_survived(void)
{
    struct gri_log_limits limits = { 0 };
    struct heard heard = { 0 };
    gr_log_set_sink(hear, &heard);
    fake_now_ns = 5000000000;
    log_times(&limits, GR_LOG_WARN, 20);
    fake_now_ns = 1;
    log_times(&limits, GR_LOG_WARN, 20);
    CHECK_UINT(heard.n, 10);
    fake_now_ns = 6000000000;
    log_times(&limits, GR_LOG_WARN, 1);
    CHECK_STR(heard.line, "event=oneway_lost k=0 suppressed=30");
    reset();
}

/* Runs gri_log with stderr in a pipe; the line, or less, is in `out` then. */
static void log_to_pipe(char *out, size_t cap)
{
    int ends[2];
    if (!CHECK(pipe(ends) == 0)) {
        return;
    }
    int kept = dup(STDERR_FILENO);
    dup2(ends[1], STDERR_FILENO);
    gri_log(GR_LOG_WARN, "lost", "n=%d", 7);
    dup2(kept, STDERR_FILENO);
    close(kept);
    close(ends[1]);
    ssize_t n = read(ends[0], out, cap - 1);
    out[n > 0 ? n : 0] = '\0';
    close(ends[0]);
}

static void stderr_gets_the_time_and_the_level(void)
{
    char line[256];
    int year = 0, month = 0, end = 0;
    log_to_pipe(line, sizeof line);
    CHECK(sscanf(line, "%4d-%2d-%*2dT%*2d:%*2d:%*2d.%*3dZ warn event=lost n=7%n", &year, &month,
                 &end) == 2);
    CHECK(year >= 2020 && month >= 1 && month <= 12);
    CHECK_STR(line + end, "\n");
}

static void count(void *arg, gr_log_level level, const char *line)
{
    (void)level;
    (void)line;
    atomic_fetch_add((atomic_uint *)arg, 1);
}

static void *log_much(void *arg)
{
    (void)arg;
    for (int i = 0; i < 1000; i++) {
        gri_log(GR_LOG_WARN, "e", "i=%d", i);
    }
    return NULL;
}

static void many_threads_may_log_while_the_sink_changes(void)
{
    atomic_uint heard[2] = { 0, 0 };
    pthread_t threads[4];
    gr_log_set_sink(count, &heard[0]);
    for (size_t i = 0; i < 4; i++) {
        CHECK(pthread_create(&threads[i], NULL, log_much, NULL) == 0);
    }
    for (size_t i = 0; i < 1000; i++) {
        gr_log_set_sink(count, &heard[i % 2]);
    }
    for (size_t i = 0; i < 4; i++) {
        pthread_join(threads[i], NULL);
    }
    CHECK_UINT(atomic_load(&heard[0]) + atomic_load(&heard[1]), 4000);
    reset();
}

GR_SUITE("log", { "a_line_is_an_event_and_pairs", a_line_is_an_event_and_pairs },
         { "an_event_has_so_many_lines_a_second", an_event_has_so_many_lines_a_second },
         { "what_nobody_wants_to_hear_uses_up_nothing", what_nobody_wants_to_hear_uses_up_nothing },
         { "a_long_line_is_cut_before_what_was_suppressed",
           a_long_line_is_cut_before_what_was_suppressed },
         { "a_clock_that_misbehaves_is_survived", a_clock_that_misbehaves_is_survived },
         { "less_grave_lines_are_dropped", less_grave_lines_are_dropped },
         { "a_long_line_is_cut_and_says_so", a_long_line_is_cut_and_says_so },
         { "a_line_has_no_control_characters", a_line_has_no_control_characters },
         { "errno_is_left_alone", errno_is_left_alone },
         { "values_are_quoted_where_they_must_be", values_are_quoted_where_they_must_be },
         { "long_values_are_cut_within_their_buffer", long_values_are_cut_within_their_buffer },
         { "stderr_gets_the_time_and_the_level", stderr_gets_the_time_and_the_level },
         { "many_threads_may_log_while_the_sink_changes",
           many_threads_may_log_while_the_sink_changes })
