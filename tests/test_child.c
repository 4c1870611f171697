/* SPDX-License-Identifier: MIT */
/* Child processes, real ones: their ends, each told once; signals, stops and graces; what they
 * inherit; and that they end with their parent. */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "entry.h"
#include "lab.h"
#include "remote.h"

enum { MANY = 40, SOON_MS = 20000 };

struct lab_nurse_self {
    int unused;
};

static size_t descriptors;

/* ---- the node ---- */

static void open_node(void)
{
    descriptors = remote_descriptors();
    lab_open_real(&(gr_node_options){ .name = "lab", .workers = 2 });
}

static void close_node(void)
{
    lab_close();
    remote_await_descriptors(descriptors);
    CHECK(waitpid(-1, NULL, WNOHANG) == -1 && errno == ECHILD); /* no zombie, no orphan */
}

/* ---- children ---- */

static gr_code start(const char *what, const char *argument, const gr_child_options *more,
                     gr_child *out_child)
{
    const char *const argv[] = { "child", what, argument, NULL };
    gr_child_options options = more == NULL ? (gr_child_options){ .file = NULL } : *more;
    options.file = options.file == NULL ? CHILD : options.file;
    options.argv = argv;
    return gr_child_start(lab_node(), &options, out_child, NULL);
}

/* One whose output is read, up to its first line. */
static gr_child start_ready(const char *what, int64_t *out_number)
{
    char line[64] = "";
    int ends[2];
    gr_child child = { 0, 0 };
    CHECK(pipe2(ends, O_CLOEXEC) == 0);
    CHECK_CODE(start(what, NULL, &(gr_child_options){ .out = ends[1] }, &child), GR_OK);
    close(ends[1]);
    for (size_t n = 0; n + 1 < sizeof(line) && strchr(line, '\n') == NULL; n++) {
        if (!CHECK(read(ends[0], line + n, 1) == 1)) {
            break;
        }
    }
    close(ends[0]);
    int64_t number = -1;
    CHECK(sscanf(line, "ready %" SCNd64, &number) == 1);
    if (out_number != NULL) {
        *out_number = number;
    }
    return child;
}

static void expect_end(gr_child child, gr_exit_how how, int32_t status)
{
    gr_exit end = { GR_EXIT_UNKNOWN, 0, 0, 0 };
    int64_t pid = gr_child_pid(child);
    CHECK_CODE(gr_child_wait(child, SOON_MS, &end), GR_OK);
    CHECK_UINT(end.how, how);
    CHECK_UINT(end.status, status);
    CHECK(end.pid == pid && pid > 0);
    CHECK_CODE(gr_child_wait(child, SOON_MS, &end), GR_NOT_FOUND);
    CHECK_CODE(gr_child_signal(child, SIGTERM), GR_NOT_FOUND);
    CHECK_CODE(gr_child_stop(child, 1), GR_NOT_FOUND);
    CHECK_UINT(gr_child_pid(child), 0);
}

/* ---- the nurse, who keeps all that she is told ---- */

static struct {
    pthread_mutex_t lock;
    pthread_cond_t told;
    size_t n;
    gr_exit ends[2 * MANY];
} book = { .lock = PTHREAD_MUTEX_INITIALIZER, .told = PTHREAD_COND_INITIALIZER };

static gr_code on_ended(struct lab_nurse_self *self, gr_context *ctx, const Greenroom__Exit *exit)
{
    (void)self;
    (void)ctx;
    pthread_mutex_lock(&book.lock);
    if (CHECK(book.n < 2 * MANY)) {
        book.ends[book.n++] =
            (gr_exit){ (gr_exit_how)exit->how, exit->status, exit->pid, exit->tag };
    }
    pthread_cond_signal(&book.told);
    pthread_mutex_unlock(&book.lock);
    return GR_OK;
}

static const lab_nurse_type nurse_type = LAB_NURSE_TYPE(on_, LAB_NURSE_NO_HOOKS);

static gr_exit_notice hire_nurse(void)
{
    lab_nurse nurse;
    book.n = 0;
    CHECK_CODE(lab_nurse_spawn(lab_node(), &nurse_type, NULL, &nurse, NULL), GR_OK);
    return lab_nurse_ended_notice(nurse);
}

static void await_book(size_t n)
{
    pthread_mutex_lock(&book.lock);
    while (book.n < n) {
        pthread_cond_wait(&book.told, &book.lock);
    }
    pthread_mutex_unlock(&book.lock);
}

/* ---- ends ---- */

static void a_child_ends_by_itself(void)
{
    gr_child child;
    open_node();
    CHECK_CODE(start("exit", "0", NULL, &child), GR_OK);
    expect_end(child, GR_EXIT_EXITED, 0);
    CHECK_CODE(start("exit", "42", NULL, &child), GR_OK);
    expect_end(child, GR_EXIT_EXITED, 42);
    CHECK_CODE(start("raise", "6", NULL, &child), GR_OK); /* SIGABRT */
    expect_end(child, GR_EXIT_SIGNALLED, SIGABRT);
    close_node();
}

static void a_signal_reaches_it(void)
{
    open_node();
    gr_child child = start_ready("wait", NULL);
    CHECK_CODE(gr_child_signal(child, 0), GR_OK);
    CHECK_CODE(gr_child_signal(child, 12345), GR_INVALID_ARGUMENT);
    CHECK_CODE(gr_child_signal(child, SIGUSR1), GR_OK);
    expect_end(child, GR_EXIT_SIGNALLED, SIGUSR1);
    child = start_ready("stubborn", NULL);
    CHECK(kill((pid_t)gr_child_pid(child), SIGKILL) == 0); /* by somebody else */
    expect_end(child, GR_EXIT_SIGNALLED, SIGKILL);
    close_node();
}

static void a_wait_ends_at_its_deadline_and_the_child_goes_on(void)
{
    gr_exit end;
    open_node();
    gr_child child = start_ready("wait", NULL);
    CHECK_CODE(gr_child_wait(child, 0, &end), GR_DEADLINE_EXCEEDED);
    CHECK_CODE(gr_child_wait(child, 10, &end), GR_DEADLINE_EXCEEDED);
    CHECK_CODE(gr_child_wait(child, 10, NULL), GR_INVALID_ARGUMENT);
    CHECK_CODE(gr_child_stop(child, SOON_MS), GR_OK);
    expect_end(child, GR_EXIT_SIGNALLED, SIGTERM);
    close_node();
}

static void one_that_ignores_the_stop_is_killed_after_its_grace(void)
{
    open_node();
    gr_child child = start_ready("stubborn", NULL);
    uint64_t began_ns = gri_env_real()->ops->now_ns(gri_env_real());
    CHECK_CODE(gr_child_stop(child, 50), GR_OK);
    expect_end(child, GR_EXIT_SIGNALLED, SIGKILL);
    CHECK(gri_env_real()->ops->now_ns(gri_env_real()) - began_ns >= 50000000);
    child = start_ready("stubborn", NULL);
    CHECK_CODE(gr_child_stop(child, GR_FOREVER), GR_OK);
    CHECK_CODE(gr_child_stop(child, 10), GR_OK); /* the shorter one counts */
    expect_end(child, GR_EXIT_SIGNALLED, SIGKILL);
    close_node();
}

static void what_cannot_be_started_says_why(void)
{
    gr_child child;
    gr_error error = GR_ERROR_INIT;
    open_node();
    gr_child_options options = { .file = "/no/such/program" };
    CHECK_CODE(gr_child_start(lab_node(), &options, &child, &error), GR_NOT_FOUND);
    CHECK_STR(error.message, "\"/no/such/program\" cannot be started: there is no such file, or no "
                             "such directory");
    gr_error_fini(&error);
    options.file = "no-such-program-in-the-path";
    CHECK_CODE(gr_child_start(lab_node(), &options, &child, NULL), GR_NOT_FOUND);
    options.file = "/dev/null";
    CHECK_CODE(gr_child_start(lab_node(), &options, &child, NULL), GR_PERMISSION_DENIED);
    options = (gr_child_options){ .file = CHILD, .directory = "/no/such/directory" };
    CHECK_CODE(gr_child_start(lab_node(), &options, &child, NULL), GR_NOT_FOUND);
    options = (gr_child_options){ .file = CHILD, .out = 1000 };
    CHECK_CODE(gr_child_start(lab_node(), &options, &child, NULL), GR_INVALID_ARGUMENT);
    options = (gr_child_options){ .file = "" };
    CHECK_CODE(gr_child_start(lab_node(), &options, &child, NULL), GR_INVALID_ARGUMENT);
    CHECK_CODE(gr_child_start(NULL, &options, &child, NULL), GR_INVALID_ARGUMENT);
    CHECK_CODE(gr_child_wait((gr_child){ 0, 0 }, 1, &(gr_exit){ .pid = 0 }), GR_INVALID_ARGUMENT);
    CHECK_UINT(lab_logged("event=refused call=child_start node=lab code=PERMISSION_DENIED"), 1);
    close_node();
    CHECK_CODE(gr_child_signal((gr_child){ UINT64_MAX, 1 }, 1), GR_UNAVAILABLE);
}

static void a_virtual_env_has_no_processes(void)
{
    gr_child child;
    lab_open(1, 1);
    CHECK_CODE(start("exit", "0", NULL, &child), GR_UNIMPLEMENTED);
    lab_close();
}

static void there_are_no_more_of_them_than_max_children(void)
{
    gr_child children[3];
    descriptors = remote_descriptors();
    lab_open_real(&(gr_node_options){ .workers = 1, .limits = { .max_children = 2 } });
    CHECK_CODE(start("wait", NULL, NULL, &children[0]), GR_OK);
    CHECK_CODE(start("exit", "1", NULL, &children[1]), GR_OK);
    CHECK_CODE(start("exit", "2", NULL, &children[2]), GR_RESOURCE_EXHAUSTED);
    expect_end(children[1], GR_EXIT_EXITED, 1); /* it makes room when its end was told */
    CHECK_CODE(start("exit", "2", NULL, &children[2]), GR_OK);
    expect_end(children[2], GR_EXIT_EXITED, 2);
    close_node();
}

/* ---- notices ---- */

static void each_end_is_told_once_with_its_tag(void)
{
    static const char *const statuses[] = { "0", "1", "2", "3", "4" };
    gr_child child;
    bool seen[MANY] = { false };
    open_node();
    gr_exit_notice notice = hire_nurse();
    for (uint64_t i = 0; i < MANY; i++) {
        const gr_child_options options = { .notice = &notice, .tag = i };
        CHECK_CODE(start("exit", statuses[i % 5], &options, &child), GR_OK);
    }
    await_book(MANY);
    for (size_t i = 0; i < MANY; i++) {
        const gr_exit *end = &book.ends[i];
        if (CHECK(end->tag < MANY && !seen[end->tag])) {
            seen[end->tag] = true;
            CHECK_UINT(end->how, GR_EXIT_EXITED);
            CHECK_UINT(end->status, end->tag % 5);
            CHECK(end->pid > 0);
        }
    }
    CHECK_CODE(gr_child_wait(child, 1000, &(gr_exit){ .pid = 0 }), GR_NOT_FOUND);
    close_node();
    CHECK_UINT(book.n, MANY);
}

static void who_waits_is_told_beside_the_notice(void)
{
    gr_child child;
    gr_exit end;
    open_node();
    gr_exit_notice notice = hire_nurse();
    const gr_child_options options = { .notice = &notice, .tag = 77 };
    CHECK_CODE(start("wait", NULL, &options, &child), GR_OK);
    CHECK_CODE(gr_child_stop(child, 10000), GR_OK);
    gr_code code = gr_child_wait(child, SOON_MS, &end);
    CHECK(code == GR_NOT_FOUND || (code == GR_OK && end.tag == 77)); /* it may be fast */
    await_book(1);
    CHECK_UINT(book.ends[0].tag, 77);
    CHECK_UINT(book.ends[0].status, SIGTERM);
    close_node();
}

/* The nurse sleeps, and her mailbox has room for one. */
static void a_full_mailbox_takes_each_end_all_the_same(void)
{
    gr_child child;
    lab_nurse nurse;
    descriptors = remote_descriptors();
    lab_open_real(&(gr_node_options){ .workers = 2 });
    book.n = 0;
    const gr_spawn_options options = { .mailbox_messages = 1 };
    CHECK_CODE(lab_nurse_spawn(lab_node(), &nurse_type, &options, &nurse, NULL), GR_OK);
    gr_exit_notice notice = lab_nurse_ended_notice(nurse);
    pthread_mutex_lock(&book.lock); /* she waits for it, in the first of them */
    for (uint64_t i = 0; i < 5; i++) {
        const gr_child_options with_notice = { .notice = &notice, .tag = i };
        CHECK_CODE(start("exit", "0", &with_notice, &child), GR_OK);
        while (gr_child_pid(child) != 0) {
            sched_yield();
        }
    }
    pthread_mutex_unlock(&book.lock);
    await_book(5);
    close_node();
}

static void a_notice_that_goes_nowhere_is_refused(void)
{
    gr_child child;
    open_node();
    gr_exit_notice notice = hire_nurse();
    const gr_child_options options = { .notice = &notice };
    gr_exit_notice good = notice;
    notice.method = 1;
    CHECK_CODE(start("exit", "0", &options, &child), GR_INVALID_ARGUMENT);
    notice = good;
    notice.to.home ^= 1;
    CHECK_CODE(start("exit", "0", &options, &child), GR_INVALID_ARGUMENT);
    notice = good;
    CHECK_CODE(gr_actor_stop(notice.to, NULL), GR_OK);
    CHECK_CODE(start("exit", "0", &options, &child), GR_INVALID_ARGUMENT);
    close_node();
}

/* Its actor ends first: the end is a dead letter. */
static void a_notice_for_nobody_is_a_dead_letter(void)
{
    gr_child child;
    gr_dead_letter letter;
    open_node();
    gr_exit_notice notice = hire_nurse();
    const gr_child_options options = { .notice = &notice };
    CHECK_CODE(start("wait", NULL, &options, &child), GR_OK);
    CHECK_CODE(gr_actor_stop(notice.to, NULL), GR_OK);
    CHECK_CODE(gr_child_stop(child, 10000), GR_OK);
    while (gr_node_get_dead_letters(lab_node(), &letter, 1) == 0) {
        sched_yield();
    }
    CHECK_STR(letter.method, "lab.Nurse.Ended");
    CHECK_UINT(letter.reason, GR_DEAD_GONE);
    close_node();
}

static gr_code ask_and_wait(struct lab_subject_self *self, gr_context *ctx, const lab_note *note,
                            lab_report *reply)
{
    gr_child child;
    gr_exit end = { GR_EXIT_UNKNOWN, -1, 0, 0 };
    (void)self;
    gr_code code = start(note->text, "9", NULL, &child);
    code = code == GR_OK ? gr_child_wait(child, note->sleep_ms, &end) : code;
    if (code == GR_DEADLINE_EXCEEDED) {
        code = gr_child_stop(child, GR_FOREVER);
        code = code == GR_OK ? gr_child_wait(child, SOON_MS, &end) : code;
    }
    reply->number = end.status;
    return code == GR_OK ? code : gr_fail(ctx, code, "the child did not end");
}

/* Workers block signals; their children do not. */
static void an_actor_may_start_a_child_and_wait_for_it(void)
{
    open_node();
    lab_subject_type type = lab_plain;
    type.ask = ask_and_wait;
    lab_subject subject = lab_spawn(&type);
    const lab_note notes[] = { { .text = "exit", .sleep_ms = SOON_MS },
                               { .text = "wait", .sleep_ms = 20 } };
    const int64_t statuses[] = { 9, SIGTERM };
    for (size_t i = 0; i < 2; i++) {
        lab_report *report = NULL;
        const gr_call_options options = { .timeout_ms = 2 * SOON_MS };
        CHECK_CODE(lab_subject_ask_sync(subject, &notes[i], &options, &report, NULL), GR_OK);
        CHECK_UINT(report == NULL ? 0 : report->number, statuses[i]);
        gr_free(report);
    }
    close_node();
}

/* ---- what a child inherits ---- */

static void a_child_inherits_what_it_is_given_and_no_more(void)
{
    static const char *const env[] = { "A=1", "B=two", NULL };
    static const char *const argv[] = { "child", "tell", "B", NULL };
    char line[256] = "";
    int ends[2];
    gr_child child;
    open_node();
    int leaky = open("/dev/null", O_RDONLY); /* not closed by exec */
    struct sigaction ignore = { .sa_handler = SIG_IGN }, older;
    sigaction(SIGPIPE, &ignore, &older);
    CHECK(leaky > 0 && pipe2(ends, O_CLOEXEC) == 0);
    const gr_child_options options = {
        .file = CHILD, .argv = argv, .env = env, .directory = "/", .out = ends[1]
    };
    CHECK_CODE(gr_child_start(lab_node(), &options, &child, NULL), GR_OK);
    close(ends[1]);
    FILE *output = fdopen(ends[0], "r");
    CHECK(output != NULL && fgets(line, sizeof(line), output) != NULL);
    CHECK_STR(line, "/ two 0 0 4\n"); /* three streams, and the socket */
    fclose(output);
    expect_end(child, GR_EXIT_EXITED, 0);
    sigaction(SIGPIPE, &older, NULL);
    close(leaky);
    close_node();
}

/* ---- the end of a parent ---- */

static void a_child_s_node_stops_when_it_is_stopped(void)
{
    open_node();
    gr_child child = start_ready("node", NULL);
    struct gri_children *children = &lab_node()->children;
    pthread_mutex_lock(&children->lock); /* the end of the socket, and no signal */
    struct gri_child *entry = gri_slab_find(&children->slab, child.id);
    close(entry->lifeline);
    entry->lifeline = -1;
    pthread_mutex_unlock(&children->lock);
    expect_end(child, GR_EXIT_EXITED, 7);
    close_node();
}

/* Orphans come to us: so that their end can be seen. */
static void a_child_s_node_stops_when_its_parent_is_killed(void)
{
    int64_t pid;
    int status = 0;
    CHECK(prctl(PR_SET_CHILD_SUBREAPER, 1) == 0);
    open_node();
    gr_child parent = start_ready("parent", &pid);
    CHECK(pid > 0);
    CHECK(waitpid((pid_t)pid, &status, WNOHANG) == -1); /* not ours, yet */
    CHECK_CODE(gr_child_signal(parent, SIGKILL), GR_OK);
    expect_end(parent, GR_EXIT_SIGNALLED, SIGKILL);
    CHECK(waitpid((pid_t)pid, &status, 0) == (pid_t)pid);
    CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 7);
    close_node();
    CHECK(prctl(PR_SET_CHILD_SUBREAPER, 0) == 0);
}

static void without_a_parent_nothing_stops_a_node(void)
{
    gr_node *node;
    remote_log_keep();
    const gr_node_options options = { .workers = 1, .stop_with_parent = true };
    int pair[2];
    char value[32];
    CHECK(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) == 0);
    snprintf(value, sizeof(value), "%d:7", pair[0]); /* not the socket of that inode */
    CHECK(setenv("GREENROOM_LIFELINE", value, 1) == 0);
    CHECK_CODE(gr_node_create(&options, &node), GR_OK);
    CHECK_UINT(remote_log_count("event=no_parent"), 1);
    close(pair[0]);
    close(pair[1]);
    CHECK(unsetenv("GREENROOM_LIFELINE") == 0);
    gr_node_stop(node);
    CHECK_CODE(gr_node_wait(node), GR_OK);
    CHECK_CODE(gr_node_destroy(node, NULL), GR_OK);
    remote_log_stop();
}

static void a_node_that_is_destroyed_takes_its_children_along(void)
{
    open_node();
    pid_t pids[8];
    for (size_t i = 0; i < 8; i++) {
        pids[i] = (pid_t)gr_child_pid(start_ready(i % 2 == 0 ? "wait" : "stubborn", NULL));
    }
    CHECK_CODE(gr_node_destroy(lab_node(), &(gr_stop_options){ .timeout_ms = 2000 }), GR_OK);
    for (size_t i = 0; i < 8; i++) {
        CHECK(kill(pids[i], 0) == -1 && errno == ESRCH);
    }
    lab_forget();
    remote_await_descriptors(descriptors);
}

/* ---- beside the application ---- */

static volatile sig_atomic_t n_heard;

static void hear_sigchld(int number)
{
    (void)number;
    n_heard++;
}

static void the_application_s_sigchld_is_its_own(void)
{
    gr_child child;
    struct sigaction heard = { .sa_handler = hear_sigchld, .sa_flags = SA_RESTART }, older, now;
    sigaction(SIGCHLD, &heard, &older);
    open_node();
    n_heard = 0;
    CHECK_CODE(start("exit", "5", NULL, &child), GR_OK);
    expect_end(child, GR_EXIT_EXITED, 5);
    CHECK(n_heard > 0);
    sigaction(SIGCHLD, NULL, &now);
    CHECK(now.sa_handler == hear_sigchld);
    heard.sa_handler = SIG_IGN; /* then nobody can know how a child ended */
    sigaction(SIGCHLD, &heard, NULL);
    CHECK_CODE(start("exit", "5", NULL, &child), GR_OK);
    expect_end(child, GR_EXIT_UNKNOWN, -1);
    close_node();
    sigaction(SIGCHLD, &older, NULL);
}

static void a_kernel_without_pidfds_is_asked_now_and_then(void)
{
    gr_child child;
    open_node();
    lab_node()->children.without_pidfd = true;
    gr_exit_notice notice = hire_nurse();
    const gr_child_options options = { .notice = &notice, .tag = 5 };
    CHECK_CODE(start("exit", "3", &options, &child), GR_OK);
    await_book(1);
    CHECK(book.ends[0].tag == 5 && book.ends[0].status == 3);
    child = start_ready("stubborn", NULL);
    CHECK_CODE(gr_child_signal(child, 0), GR_OK);
    CHECK_CODE(gr_child_stop(child, 20), GR_OK);
    expect_end(child, GR_EXIT_SIGNALLED, SIGKILL);
    close_node();
}

/* ---- many, and without memory ---- */

static void *start_and_wait(void *arg)
{
    (void)arg;
    for (int i = 0; i < MANY / 4; i++) {
        gr_child child;
        if (CHECK_CODE(start("exit", "1", NULL, &child), GR_OK)) {
            expect_end(child, GR_EXIT_EXITED, 1);
        }
    }
    return NULL;
}

static void many_threads_start_children_at_once(void)
{
    pthread_t threads[4];
    open_node();
    for (int i = 0; i < 4; i++) {
        CHECK(pthread_create(&threads[i], NULL, start_and_wait, NULL) == 0);
    }
    for (int i = 0; i < 4; i++) {
        pthread_join(threads[i], NULL);
    }
    close_node();
}

static void without_memory_none_is_started(void)
{
    bool failed = true;
    for (size_t nth = 1; failed; nth++) {
        gr_child child;
        open_node();
        gr_exit_notice notice = hire_nurse();
        const gr_child_options options = { .notice = &notice };
        suite_fail_allocation(nth);
        gr_code code = start("exit", "0", &options, &child);
        failed = suite_allocation_failed();
        suite_fail_allocation(0);
        /* Where it is OK all the same, a worker met the failure, and needed nothing. */
        CHECK(code == GR_OK || (failed && code == GR_RESOURCE_EXHAUSTED));
        if (code == GR_OK) {
            await_book(1);
        }
        close_node();
    }
}

GR_SUITE_PREPARED(
    "child", remote_start_transport, { "a_child_ends_by_itself", a_child_ends_by_itself },
    { "a_signal_reaches_it", a_signal_reaches_it },
    { "a_wait_ends_at_its_deadline_and_the_child_goes_on",
      a_wait_ends_at_its_deadline_and_the_child_goes_on },
    { "one_that_ignores_the_stop_is_killed_after_its_grace",
      one_that_ignores_the_stop_is_killed_after_its_grace },
    { "what_cannot_be_started_says_why", what_cannot_be_started_says_why },
    { "a_virtual_env_has_no_processes", a_virtual_env_has_no_processes },
    { "there_are_no_more_of_them_than_max_children", there_are_no_more_of_them_than_max_children },
    { "each_end_is_told_once_with_its_tag", each_end_is_told_once_with_its_tag },
    { "who_waits_is_told_beside_the_notice", who_waits_is_told_beside_the_notice },
    { "a_full_mailbox_takes_each_end_all_the_same", a_full_mailbox_takes_each_end_all_the_same },
    { "a_notice_that_goes_nowhere_is_refused", a_notice_that_goes_nowhere_is_refused },
    { "a_notice_for_nobody_is_a_dead_letter", a_notice_for_nobody_is_a_dead_letter },
    { "an_actor_may_start_a_child_and_wait_for_it", an_actor_may_start_a_child_and_wait_for_it },
    { "a_child_inherits_what_it_is_given_and_no_more",
      a_child_inherits_what_it_is_given_and_no_more },
    { "a_child_s_node_stops_when_it_is_stopped", a_child_s_node_stops_when_it_is_stopped },
    { "a_child_s_node_stops_when_its_parent_is_killed",
      a_child_s_node_stops_when_its_parent_is_killed },
    { "without_a_parent_nothing_stops_a_node", without_a_parent_nothing_stops_a_node },
    { "a_node_that_is_destroyed_takes_its_children_along",
      a_node_that_is_destroyed_takes_its_children_along },
    { "the_application_s_sigchld_is_its_own", the_application_s_sigchld_is_its_own },
    { "a_kernel_without_pidfds_is_asked_now_and_then",
      a_kernel_without_pidfds_is_asked_now_and_then },
    { "many_threads_start_children_at_once", many_threads_start_children_at_once },
    { "without_memory_none_is_started", without_memory_none_is_started })
