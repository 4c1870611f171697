/* SPDX-License-Identifier: MIT */
/* A child process for the tests: child_main <what> [argument]. What takes its time says "ready" on
 * its output first. */
#include <dirent.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <greenroom/greenroom.h>

static void say_ready(int64_t number)
{
    printf("ready %" PRId64 "\n", number);
    fflush(stdout);
}

static _Noreturn void wait_for_signals(void)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL); /* where a test fails */
    say_ready(0);
    for (;;) {
        pause();
    }
}

/* What it was given: working directory, a variable, ignored and blocked signals, descriptors. */
static int tell_all(const char *variable)
{
    char directory[4096];
    sigset_t blocked;
    struct sigaction pipes;
    const char *value = getenv(variable);
    int open = -1; /* the folder's own */
    DIR *folder = opendir("/proc/self/fd");
    while (folder != NULL && readdir(folder) != NULL) {
        open++;
    }
    sigprocmask(SIG_SETMASK, NULL, &blocked);
    sigaction(SIGPIPE, NULL, &pipes);
    printf("%s %s %d %d %d\n", getcwd(directory, sizeof(directory)), value == NULL ? "-" : value,
           sigismember(&blocked, SIGTERM), pipes.sa_handler == SIG_IGN, open - 2);
    return folder == NULL ? 1 : closedir(folder);
}

/* A node that lives as long as its parent; and one more beside it, which does not notice. */
static int run_node(void)
{
    gr_node *node, *other;
    const gr_node_options options = { .workers = 1, .stop_with_parent = true };
    if (gr_node_create(&options, &node) != GR_OK || gr_node_create(NULL, &other) != GR_OK) {
        return 2;
    }
    say_ready(0);
    gr_code code = gr_node_wait(node);
    code = code == GR_OK ? gr_node_destroy(node, NULL) : code;
    code = code == GR_OK ? gr_node_destroy(other, NULL) : code;
    return code == GR_OK ? 7 : 3;
}

/* Starts a child that is a node, and when that is ready says its process id. */
static int run_parent(void)
{
    gr_node *node;
    gr_child child;
    const char *const argv[] = { "child", "node", NULL };
    int ends[2];
    char first;
    if (gr_node_create(NULL, &node) != GR_OK || pipe(ends) != 0) {
        return 2;
    }
    const gr_child_options options = { .file = "/proc/self/exe", .argv = argv, .out = ends[1] };
    if (gr_child_start(node, &options, &child, NULL) != GR_OK || read(ends[0], &first, 1) != 1) {
        return 3;
    }
    say_ready(gr_child_pid(child));
    for (;;) {
        pause();
    }
}

int main(int argc, char **argv)
{
    const char *what = argc > 1 ? argv[1] : "";
    if (strcmp(what, "exit") == 0) {
        return atoi(argv[2]);
    }
    if (strcmp(what, "raise") == 0) {
        raise(atoi(argv[2]));
    }
    if (strcmp(what, "wait") == 0) {
        wait_for_signals();
    }
    if (strcmp(what, "stubborn") == 0) {
        signal(SIGTERM, SIG_IGN);
        wait_for_signals();
    }
    if (strcmp(what, "tell") == 0) {
        return tell_all(argv[2]);
    }
    return strcmp(what, "node") == 0 ? run_node() : strcmp(what, "parent") == 0 ? run_parent() : 99;
}
