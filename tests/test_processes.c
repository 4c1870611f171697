/* SPDX-License-Identifier: MIT */
/* Nodes in processes of their own, over real sockets: what becomes of calls when the other process
 * is killed, restarted, or told to stop. */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <sched.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "support/bond.h"
#include "support/remote.h"

#define MS UINT64_C(1000000)

enum { CALLS = 1000, IDS = 4 * CALLS };

extern char **environ;

/* Owned by its test: this process's node, the other one, and the file that one writes. */
struct scene {
    gr_node *front;
    echo_ledger named;
    pid_t child;
    size_t descriptors;
    char url[128];
    char own_url[128]; /* where this process's node listens, which the other one dials; or "" */
    char file[64];
};

static uint64_t now_ns(void)
{
    return gri_env_real()->ops->now_ns(gri_env_real());
}

/* ---- the other process ---- */

/* Reads "ready <url>": it listens now, and where. */
static void read_ready(int fd, char *url, size_t cap)
{
    char line[160] = "";
    size_t len = 0;
    while (len + 1 < sizeof(line) && strchr(line, '\n') == NULL) {
        ssize_t n = read(fd, line + len, sizeof(line) - len - 1);
        if (!CHECK(n > 0)) {
            return;
        }
        len += (size_t)n;
    }
    line[strcspn(line, "\n")] = '\0';
    CHECK(strncmp(line, "ready ", 6) == 0);
    int n = snprintf(url, cap, "%s", line + 6);
    CHECK(n > 0 && (size_t)n < cap);
}

static void start_child(struct scene *scene)
{
    int ends[2];
    posix_spawn_file_actions_t actions;
    char *own_url = scene->own_url[0] == '\0' ? NULL : scene->own_url;
    char *const arguments[] = { (char *)LEDGER, scene->url, scene->file, own_url, NULL };
    CHECK(pipe2(ends, O_CLOEXEC) == 0);
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    CHECK(posix_spawn(&scene->child, LEDGER, &actions, NULL, arguments, environ) == 0);
    posix_spawn_file_actions_destroy(&actions);
    close(ends[1]);
    read_ready(ends[0], scene->url, sizeof(scene->url));
    close(ends[0]);
}

static int wait_child(struct scene *scene)
{
    int status = -1;
    CHECK(waitpid(scene->child, &status, 0) == scene->child);
    return status;
}

static void scene_begin(struct scene *scene, const char *url, const gr_node_options *options)
{
    *scene = (struct scene){ .file = "greenroom-ledger-XXXXXX" };
    remote_log_keep();
    scene->descriptors = remote_descriptors();
    int fd = mkstemp(scene->file);
    CHECK(fd >= 0);
    close(fd);
    snprintf(scene->url, sizeof(scene->url), "%s", url);
    scene->front = remote_node(gri_env_real(), "front", options);
}

static void scene_go(struct scene *scene)
{
    start_child(scene);
    CHECK_CODE(gr_node_connect(scene->front, scene->url), GR_OK);
    CHECK_CODE(echo_ledger_named(scene->front, "back/ledger", &scene->named), GR_OK);
}

static void scene_open_with(struct scene *scene, const char *url, const gr_node_options *options)
{
    scene_begin(scene, url, options);
    scene_go(scene);
}

static void scene_open(struct scene *scene, const char *url)
{
    scene_open_with(scene, url, NULL);
}

static void scene_close(struct scene *scene)
{
    remote_end(scene->front);
    unlink(scene->file);
    remote_await_descriptors(scene->descriptors);
    remote_log_stop();
}

/* ---- the ledger ---- */

/* Which process ran each id, 0: none. An id that is there twice fails the test. */
static size_t read_ledger(const struct scene *scene, pid_t *pids)
{
    char line[64];
    size_t n = 0;
    memset(pids, 0, IDS * sizeof(*pids));
    FILE *file = fopen(scene->file, "re");
    while (CHECK(file != NULL) && fgets(line, sizeof(line), file) != NULL) {
        int pid;
        uint64_t id;
        bool is_whole = strstr(line, " .\n") != NULL; /* not cut off by the kill */
        if (is_whole && CHECK(sscanf(line, "%d %" SCNu64, &pid, &id) == 2) &&
            CHECK(id < IDS && pids[id] == 0)) {
            pids[id] = pid;
            n++;
        }
    }
    fclose(file);
    return n;
}

static gr_code write_id(struct scene *scene, uint64_t id)
{
    echo_number *written = NULL;
    gr_code code =
        echo_ledger_write_sync(scene->named, &(echo_number){ .number = id }, NULL, &written, NULL);
    gr_free(code == GR_OK ? written : NULL);
    return code;
}

/* ---- kill -9 ---- */

static void linger(struct scene *scene, uint64_t first, echo_ledger_linger_future *futures)
{
    const gr_call_options forever = { .timeout_ms = GR_FOREVER };
    for (uint64_t i = 0; i < CALLS; i++) {
        const echo_number id = { .number = first + i };
        CHECK_CODE(echo_ledger_linger_async(scene->named, &id, &forever, &futures[i]), GR_OK);
    }
}

static void kill_under(struct scene *scene, echo_ledger_linger_future *futures, const char *what)
{
    gr_future *all[CALLS];
    for (size_t i = 0; i < CALLS; i++) {
        all[i] = futures[i].future;
    }
    uint64_t killed_ns = now_ns();
    kill(scene->child, SIGKILL);
    CHECK_CODE(gr_future_wait_all(all, CALLS, 10000), GR_OK);
    uint64_t took_ns = now_ns() - killed_ns;
    printf("\n    %s: %d calls ended %.1f ms after kill -9\n", what, (int)CALLS,
           (double)took_ns / 1e6);
    CHECK(took_ns < 5000 * MS);
    for (size_t i = 0; i < CALLS; i++) {
        CHECK_CODE(echo_ledger_linger_await(&futures[i], NULL, NULL), GR_UNAVAILABLE);
    }
    int status = wait_child(scene);
    CHECK(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
}

/* The first time all have run and wait; the second time some have, and the rest are on their way.
 */
static void kill_and_restart(const char *url)
{
    struct scene scene;
    static echo_ledger_linger_future futures[CALLS];
    static pid_t pids[IDS];
    scene_open(&scene, url);
    pid_t first = scene.child;
    linger(&scene, 0, futures);
    CHECK_CODE(write_id(&scene, IDS - 1), GR_OK); /* behind them all */
    kill_under(&scene, futures, "all running");
    CHECK_UINT(read_ledger(&scene, pids), CALLS + 1);

    start_child(&scene);
    pid_t second = scene.child;
    CHECK_CODE(write_id(&scene, IDS - 2), GR_OK);
    linger(&scene, CALLS, futures);
    kill_under(&scene, futures, "on their way");

    start_child(&scene);
    CHECK_CODE(write_id(&scene, IDS - 3), GR_OK);
    size_t n = read_ledger(&scene, pids);
    CHECK(n >= CALLS + 3);
    for (size_t i = 0; i < CALLS; i++) {
        CHECK(pids[i] == first);
        CHECK(pids[CALLS + i] == 0 || pids[CALLS + i] == second);
    }
    CHECK(pids[IDS - 3] == scene.child);
    kill(scene.child, SIGTERM);
    CHECK_UINT(wait_child(&scene), 0);
    scene_close(&scene);
}

static void test_kill_ipc(void)
{
    char url[64];
    snprintf(url, sizeof(url), "ipc://greenroom-kill-%d.sock", (int)getpid());
    kill_and_restart(url);
    unlink(url + strlen("ipc://"));
}

static void test_kill_abstract(void)
{
    char url[64];
    snprintf(url, sizeof(url), "abstract://greenroom-kill-%d", (int)getpid());
    kill_and_restart(url);
}

static void test_kill_tcp(void)
{
    kill_and_restart("tcp://127.0.0.1:0");
}

/* ---- who watches ---- */

static gr_code take_down(gr_future **future, Greenroom__Down__Reason *out_reason)
{
    Greenroom__Down *down = NULL;
    gr_code code = gr_monitor_await(future, 10000, &down);
    if (code == GR_OK) {
        *out_reason = down->reason;
        code = down->code;
        gr_free(down);
    }
    return code;
}

static bond_member tie_to_ledger(struct scene *scene, const echo_ledger *ledger)
{
    bond_member member = bond_spawn(scene->front, NULL);
    Greenroom__Ref storage;
    bond_whom request = { 0 };
    const bond_member whoever = { ledger->ref };
    CHECK_CODE(bond_whom_set_who(&request, &storage, whoever), GR_OK);
    CHECK_CODE(bond_member_tie_sync(member, &request, NULL, NULL), GR_OK);
    return member;
}

static void test_kill_is_told(void)
{
    enum { WATCHES = 100 };
    char url[64];
    struct scene scene;
    gr_future *watches[WATCHES + 2] = { NULL };
    echo_ledger ledger;
    Greenroom__Down__Reason reason = GREENROOM__DOWN__REASON__GONE;
    snprintf(url, sizeof(url), "abstract://greenroom-told-%d", (int)getpid());
    scene_open(&scene, url);
    CHECK_CODE(echo_ledger_lookup(scene.front, "back/ledger", NULL, &ledger, NULL), GR_OK);
    bond_member tied = tie_to_ledger(&scene, &ledger);
    for (size_t i = 0; i < WATCHES; i++) {
        CHECK_CODE(gr_monitor_async(ledger.ref, &watches[i]), GR_OK);
    }
    CHECK_CODE(gr_monitor_node_async(scene.front, "back", &watches[WATCHES]), GR_OK);
    CHECK_CODE(gr_monitor_async(tied.ref, &watches[WATCHES + 1]), GR_OK);
    CHECK_CODE(write_id(&scene, 1), GR_OK); /* behind them all */
    uint64_t killed_ns = now_ns();
    kill(scene.child, SIGKILL);
    for (size_t i = 0; i <= WATCHES; i++) {
        CHECK_CODE(take_down(&watches[i], &reason), GR_UNAVAILABLE);
        CHECK_UINT(reason, GREENROOM__DOWN__REASON__LOST);
    }
    CHECK_CODE(take_down(&watches[WATCHES + 1], &reason), GR_UNAVAILABLE);
    CHECK_UINT(reason, GREENROOM__DOWN__REASON__ENDED); /* by its link */
    CHECK(now_ns() - killed_ns < 5000 * MS);
    (void)wait_child(&scene);
    scene_close(&scene);
    (void)bond_traced();
}

/* ---- SIGTERM ---- */

/* How one Write ended. */
struct ending {
    echo_ledger_write_future future;
    gr_code code;
    gr_ran ran;
};

/* Writes, and in the middle of it tells the other process to stop. */
static void write_and_terminate(struct scene *scene, struct ending *endings)
{
    echo_ledger ledger;
    CHECK_CODE(echo_ledger_lookup(scene->front, "back/ledger", NULL, &ledger, NULL), GR_OK);
    for (uint64_t i = 0; i < CALLS; i++) {
        const echo_number id = { .number = i };
        endings[i] = (struct ending){ .ran = GR_RAN_NO };
        endings[i].code = echo_ledger_write_async(ledger, &id, NULL, &endings[i].future);
        if (i == CALLS / 2) {
            kill(scene->child, SIGTERM);
        }
    }
    for (uint64_t i = 0; i < CALLS; i++) {
        gr_error error = GR_ERROR_INIT;
        if (endings[i].code == GR_OK) {
            endings[i].code = echo_ledger_write_await(&endings[i].future, NULL, &error);
            endings[i].ran = endings[i].code == GR_OK ? GR_RAN_YES : error.ran;
        }
        gr_error_fini(&error);
    }
}

/* Each call has its end: OK, and its id is in the ledger; or it is certain not to have run, and it
 * is not. */
static void test_terminate(void)
{
    char url[64];
    struct scene scene;
    static struct ending endings[CALLS];
    static pid_t pids[IDS];
    snprintf(url, sizeof(url), "abstract://greenroom-term-%d", (int)getpid());
    scene_open(&scene, url);
    CHECK_CODE(write_id(&scene, IDS - 1), GR_OK);
    write_and_terminate(&scene, endings);
    CHECK_UINT(wait_child(&scene), 0);
    read_ledger(&scene, pids);
    for (uint64_t i = 0; i < CALLS; i++) {
        CHECK(endings[i].code == GR_OK || endings[i].code == GR_UNAVAILABLE);
        CHECK(endings[i].ran != GR_RAN_YES || (endings[i].code == GR_OK && pids[i] != 0));
        CHECK(endings[i].ran != GR_RAN_NO || pids[i] == 0);
    }
    scene_close(&scene);
}

/* ---- SIGSTOP ---- */

enum { PING_MS = 400, STOPPED = 200 };

/* Those that are held there, and those that come to a stopped process, end within the set time. */
static void end_under_stop(struct scene *scene, echo_ledger_linger_future *lingers,
                           echo_ledger_write_future *writes)
{
    gr_future *all[2 * STOPPED];
    const gr_call_options forever = { .timeout_ms = GR_FOREVER };
    int status;
    kill(scene->child, SIGSTOP);
    CHECK(waitpid(scene->child, &status, WUNTRACED) == scene->child && WIFSTOPPED(status));
    uint64_t stopped_ns = now_ns();
    for (uint64_t i = 0; i < STOPPED; i++) {
        const echo_number id = { .number = CALLS + i };
        CHECK_CODE(echo_ledger_write_async(scene->named, &id, &forever, &writes[i]), GR_OK);
        all[i] = lingers[i].future;
        all[STOPPED + i] = writes[i].future;
    }
    CHECK_CODE(gr_future_wait_all(all, 2 * STOPPED, 10000), GR_OK);
    uint64_t took_ns = now_ns() - stopped_ns;
    printf("\n    %d calls ended %.0f ms after SIGSTOP\n", 2 * STOPPED, (double)took_ns / 1e6);
    CHECK(took_ns > 2 * PING_MS * MS); /* the wait above has a bound */
    for (uint64_t i = 0; i < STOPPED; i++) {
        gr_error error = GR_ERROR_INIT;
        CHECK_CODE(echo_ledger_linger_await(&lingers[i], NULL, &error), GR_UNAVAILABLE);
        CHECK_UINT(error.ran, GR_RAN_UNKNOWN);
        CHECK_CODE(echo_ledger_write_await(&writes[i], NULL, &error), GR_UNAVAILABLE);
        CHECK_UINT(error.ran, GR_RAN_UNKNOWN);
        CHECK(strstr(error.message, "nothing was heard of it for") != NULL);
        gr_error_fini(&error);
    }
}

/* The old session's answers are nobody's any more; the new one is like any other. */
static void stop_and_continue(const char *url)
{
    struct scene scene;
    static echo_ledger_linger_future lingers[STOPPED];
    static echo_ledger_write_future writes[STOPPED];
    static pid_t pids[IDS];
    const gr_call_options forever = { .timeout_ms = GR_FOREVER };
    scene_open_with(&scene, url, &(gr_node_options){ .ping_ms = PING_MS });
    for (uint64_t i = 0; i < STOPPED; i++) {
        const echo_number id = { .number = i };
        CHECK_CODE(echo_ledger_linger_async(scene.named, &id, &forever, &lingers[i]), GR_OK);
    }
    CHECK_CODE(write_id(&scene, IDS - 1), GR_OK);
    end_under_stop(&scene, lingers, writes);
    kill(scene.child, SIGCONT);
    for (uint64_t i = 0; i < STOPPED; i++) {
        CHECK_CODE(write_id(&scene, 2 * CALLS + i), GR_OK);
    }
    read_ledger(&scene, pids); /* and none is there twice */
    for (uint64_t i = 0; i < STOPPED; i++) {
        CHECK(pids[i] == scene.child && pids[2 * CALLS + i] == scene.child);
    }
    CHECK_UINT(remote_stats(scene.front).peers, 1);
    CHECK_UINT(remote_stats(scene.front).protocol_errors, 0);
    kill(scene.child, SIGTERM);
    CHECK_UINT(wait_child(&scene), 0);
    scene_close(&scene);
}

static void test_stop_ipc(void)
{
    char url[64];
    snprintf(url, sizeof(url), "ipc://greenroom-stop-%d.sock", (int)getpid());
    stop_and_continue(url);
}

static void test_stop_abstract(void)
{
    char url[64];
    snprintf(url, sizeof(url), "abstract://greenroom-stop-%d", (int)getpid());
    stop_and_continue(url);
}

static void test_stop_tcp(void)
{
    stop_and_continue("tcp://127.0.0.1:0");
}

/* ---- two that dial each other ---- */

/* By a named ref: it has its actor watched. */
static void write_many(struct scene *scene, uint64_t first, uint64_t n)
{
    echo_ledger ledger;
    CHECK_CODE(echo_ledger_named(scene->front, "back/ledger", &ledger), GR_OK);
    for (uint64_t i = 0; i < n; i++) {
        echo_number *written = NULL;
        CHECK_CODE(echo_ledger_write_sync(ledger, &(echo_number){ .number = first + i }, NULL,
                                          &written, NULL),
                   GR_OK);
        gr_free(written);
    }
}

/* One session serves both, also after the other process was killed and is there again. */
static void dial_each_other(const char *url, const char *own_url)
{
    struct scene scene;
    char *real_url = NULL;
    static pid_t pids[IDS];
    scene_begin(&scene, url, NULL);
    CHECK_CODE(gr_node_listen(scene.front, own_url, &real_url), GR_OK);
    snprintf(scene.own_url, sizeof(scene.own_url), "%s", real_url);
    scene_go(&scene);
    for (uint64_t round = 0; round < 5; round++) {
        write_many(&scene, round * 100, 100);
        while (remote_stats(scene.front).peers != 1) {
            sched_yield();
        }
        write_many(&scene, IDS - 1 - round, 1);
        kill(scene.child, SIGKILL);
        (void)wait_child(&scene);
        while (remote_stats(scene.front).peers != 0) { /* what it is sent would be lost with it */
            sched_yield();
        }
        start_child(&scene);
    }
    CHECK_UINT(read_ledger(&scene, pids), 5 * 101);
    CHECK_UINT(remote_stats(scene.front).protocol_errors, 0);
    kill(scene.child, SIGTERM);
    CHECK_UINT(wait_child(&scene), 0);
    gr_free(real_url);
    scene_close(&scene);
}

static void test_dial_each_other(void)
{
    char url[64];
    char own_url[64];
    snprintf(url, sizeof(url), "abstract://greenroom-each-%d", (int)getpid());
    snprintf(own_url, sizeof(own_url), "abstract://greenroom-other-%d", (int)getpid());
    dial_each_other(url, own_url);
    dial_each_other("tcp://127.0.0.1:0", "tcp://127.0.0.1:0");
}

GR_SUITE_PREPARED("processes", remote_start_transport,
                  { "a_killed_process_over_ipc_ends_its_calls_and_comes_back", test_kill_ipc },
                  { "a_killed_process_over_abstract_sockets_does_likewise", test_kill_abstract },
                  { "a_killed_process_over_tcp_does_likewise", test_kill_tcp },
                  { "a_killed_process_is_told_to_all_who_watch_it", test_kill_is_told },
                  { "a_terminated_process_finishes_what_it_has_taken", test_terminate },
                  { "a_stopped_process_over_ipc_is_found_by_pings", test_stop_ipc },
                  { "a_stopped_process_over_abstract_sockets_likewise", test_stop_abstract },
                  { "a_stopped_process_over_tcp_likewise", test_stop_tcp },
                  { "two_processes_that_dial_each_other_keep_one_session", test_dial_each_other })
