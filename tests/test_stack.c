/* SPDX-License-Identifier: MIT */
/* A handler that overflows its stack is named, in what the dying process says last. The process is
 * a child, forked before this one has any node. */
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lab.h"

__attribute__((noinline)) static unsigned deeper(unsigned depth)
{
    volatile char frame[256];
    frame[depth % sizeof(frame)] = (char)depth;
    return depth == UINT32_MAX ? 0 : deeper(depth + 1) + (unsigned)frame[0];
}

static _Atomic bool is_taken_over;

static void see_line(void *arg, gr_log_level level, const char *line)
{
    (void)arg;
    (void)level;
    if (strstr(line, "worker=taken_over") != NULL) {
        atomic_store(&is_taken_over, true);
    }
}

static gr_code overflow(struct lab_subject_self *self, gr_context *ctx, const lab_note *note,
                        lab_report *reply)
{
    (void)reply;
    if (note->number != 0) {
        while (!atomic_load(&is_taken_over)) {
        }
    }
    if (note->sleep_ms != 0) {
        gr_ignore(gr_sleep(ctx, note->sleep_ms)); /* so that it goes on on another fiber's turn */
    }
    self->n = deeper(0);
    return GR_OK;
}

/* How a handler is to die. */
struct death {
    bool reports;
    bool while_away;
    uint32_t sleep_ms;
};

static void die(struct death death)
{
    gr_log_set_sink(see_line, NULL);
    const gr_node_options options = {
        .name = "deep", .workers = 1, .slow_after_ms = 10, .no_overflow_handler = !death.reports
    };
    lab_subject_type type = lab_plain;
    lab_subject subject = { { 0, 0, 0 } };
    gr_node *node = NULL;
    type.ask = overflow;
    if (gr_node_create(&options, &node) == GR_OK &&
        lab_subject_spawn(node, &type, &(gr_spawn_options){ .name = "well" }, &subject, NULL) ==
            GR_OK) {
        const lab_note note = { .text = "",
                                .sleep_ms = death.sleep_ms,
                                .number = death.while_away };
        gr_ignore(lab_subject_ask_sync(subject, &note, NULL, NULL, NULL)); /* it dies of it */
    }
}

static void read_all(int in, char *said, size_t cap)
{
    size_t len = 0;
    ssize_t n = 1;
    while (n > 0 && len + 1 < cap) {
        n = read(in, said + len, cap - 1 - len);
        len += n > 0 ? (size_t)n : 0;
    }
    said[len] = '\0';
}

/* What it said; the status of its end. */
static int die_in_child(struct death death, char *said, size_t cap)
{
    int ends[2];
    int status = 0;
    CHECK(pipe(ends) == 0);
    fflush(NULL);
    pid_t pid = fork();
    if (pid == 0) {
        struct rlimit no_core = { 0, 0 };
        setrlimit(RLIMIT_CORE, &no_core);
        dup2(ends[1], STDERR_FILENO);
        close(ends[0]);
        alarm(60);
        die(death);
        _exit(EXIT_SUCCESS);
    }
    close(ends[1]);
    read_all(ends[0], said, cap);
    close(ends[0]);
    CHECK(pid > 0 && waitpid(pid, &status, 0) == pid);
    return status;
}

static bool has_died(int status)
{
    return WIFSIGNALED(status) || WEXITSTATUS(status) != 0; /* sanitizers exit */
}

static void an_overflowing_handler_is_named_with_actor_and_method(void)
{
    static char said[20000];
    CHECK(has_died(die_in_child((struct death){ .reports = true }, said, sizeof(said))));
    CHECK(strstr(said, "greenroom: stack overflow in deep/well, lab.Subject.Ask (stack of ") !=
          NULL);
    CHECK(strstr(said, "raise stack_bytes") != NULL);
}

static void one_that_has_waited_before_is_named_as_well(void)
{
    static char said[20000];
    CHECK(has_died(
        die_in_child((struct death){ .reports = true, .sleep_ms = 5 }, said, sizeof(said))));
    CHECK(strstr(said, "greenroom: stack overflow in deep/well, lab.Subject.Ask (stack of ") !=
          NULL);
}

static void one_whose_worker_was_taken_over_is_named_as_well(void)
{
    static char said[20000];
    const struct death death = { .reports = true, .while_away = true };
    CHECK(has_died(die_in_child(death, said, sizeof(said))));
    CHECK(strstr(said, "greenroom: stack overflow in deep/well, lab.Subject.Ask (stack of ") !=
          NULL);
}

static void the_report_may_be_switched_off(void)
{
    static char said[20000];
    CHECK(has_died(die_in_child((struct death){ .reports = false }, said, sizeof(said))));
    CHECK(strstr(said, "greenroom: stack overflow") == NULL);
}

GR_SUITE("stack",
         { "an_overflowing_handler_is_named_with_actor_and_method",
           an_overflowing_handler_is_named_with_actor_and_method },
         { "one_that_has_waited_before_is_named_as_well",
           one_that_has_waited_before_is_named_as_well },
         { "one_whose_worker_was_taken_over_is_named_as_well",
           one_whose_worker_was_taken_over_is_named_as_well },
         { "the_report_may_be_switched_off", the_report_may_be_switched_off })
