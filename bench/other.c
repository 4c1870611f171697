/* SPDX-License-Identifier: MIT */
/* The second process: see other.h. */
#include "other.h"

#include <fcntl.h>
#include <limits.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench.h"

/* ---- over there ---- */

bool other_is_told(int argc, char **argv, const char *role)
{
    return argc == 3 && strcmp(argv[1], role) == 0;
}

void other_say(const char *url)
{
    printf("%s\n", url);
    fflush(stdout);
}

void other_await_end(void)
{
    char byte;
    while (read(STDIN_FILENO, &byte, 1) > 0) {
    }
}

/* ---- here ---- */

static void choose_url(struct other *other, const char *scheme)
{
    other->dir[0] = '\0';
    if (strcmp(scheme, "tcp") == 0) {
        snprintf(other->url, sizeof(other->url), "tcp://127.0.0.1:0");
        return;
    }
    snprintf(other->dir, sizeof(other->dir), "%s/greenroom-bench-XXXXXX", P_tmpdir);
    bench_need_system(mkdtemp(other->dir) != NULL, "mkdtemp");
    snprintf(other->url, sizeof(other->url), "%s://%s/socket", scheme, other->dir);
}

static void read_url(struct other *other, int fd)
{
    FILE *output = fdopen(fd, "r");
    bench_need_system(output != NULL && fgets(other->url, sizeof(other->url), output) != NULL,
                      "the other process did not say where it listens");
    other->url[strcspn(other->url, "\n")] = '\0';
    fclose(output);
}

void other_start(struct other *other, const char *role, const char *scheme)
{
    int input[2] = { -1, -1 }, output[2] = { -1, -1 };
    posix_spawn_file_actions_t actions;
    choose_url(other, scheme);
    char program[PATH_MAX] = "", told[32];
    /* By its own path: under a tool as valgrind /proc/self/exe is that tool's when it is executed.
     */
    bench_need_system(readlink("/proc/self/exe", program, sizeof(program) - 1) > 0, "readlink");
    snprintf(told, sizeof(told), "%s", role);
    char *const argv[] = { program, told, other->url, NULL };
    bench_need_system(pipe2(input, O_CLOEXEC) == 0 && pipe2(output, O_CLOEXEC) == 0, "pipe2");
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, input[0], STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, output[1], STDOUT_FILENO);
    bench_need_system(posix_spawn(&other->pid, program, &actions, NULL, argv, environ) == 0,
                      "posix_spawn");
    posix_spawn_file_actions_destroy(&actions);
    close(input[0]);
    close(output[1]);
    other->input = input[1];
    read_url(other, output[0]);
}

void other_stop(struct other *other)
{
    int status = 1;
    close(other->input);
    if (waitpid(other->pid, &status, 0) != other->pid || status != 0) {
        fprintf(stderr, "the other process ended with status %d\n", status);
        exit(1);
    }
    if (other->dir[0] != '\0') {
        rmdir(other->dir); /* the listener has taken its socket away */
    }
}
