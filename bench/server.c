/* SPDX-License-Identifier: MIT */
/* The second process: started by posix_spawn, since what has used nng must not fork. */
#include "server.h"

#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

static void fail(const char *what)
{
    perror(what);
    exit(1);
}

/* ---- over there ---- */

void server_serve_if_told(int argc, char **argv)
{
    if (argc != 3 || strcmp(argv[1], "--serve") != 0) {
        return;
    }
    gr_node *node = work_node("server", 1);
    char *url = NULL;
    char byte;
    work_spawn_counter(node, "counter");
    work_spawn_slow_counter(node, "slow");
    bench_need(gr_node_listen(node, argv[2], &url), "listen");
    printf("%s\n", url);
    fflush(stdout);
    gr_free(url);
    while (read(STDIN_FILENO, &byte, 1) > 0) {
    }
    work_destroy_node(node);
    exit(0);
}

/* ---- here ---- */

static void choose_url(struct server *server, const char *scheme)
{
    server->dir[0] = '\0';
    if (strcmp(scheme, "tcp") == 0) {
        snprintf(server->url, sizeof(server->url), "tcp://127.0.0.1:0");
        return;
    }
    snprintf(server->dir, sizeof(server->dir), "%s/greenroom-bench-XXXXXX", P_tmpdir);
    if (mkdtemp(server->dir) == NULL) {
        fail("mkdtemp");
    }
    snprintf(server->url, sizeof(server->url), "%s://%s/socket", scheme, server->dir);
}

static void read_url(struct server *server, int fd)
{
    FILE *output = fdopen(fd, "r");
    if (output == NULL || fgets(server->url, sizeof(server->url), output) == NULL) {
        fail("the server did not say where it listens");
    }
    server->url[strcspn(server->url, "\n")] = '\0';
    fclose(output);
}

void server_start(struct server *server, const char *scheme)
{
    int input[2], output[2];
    posix_spawn_file_actions_t actions;
    choose_url(server, scheme);
    char *const argv[] = { "bench", "--serve", server->url, NULL };
    if (pipe2(input, O_CLOEXEC) != 0 || pipe2(output, O_CLOEXEC) != 0) {
        fail("pipe2");
    }
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, input[0], STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, output[1], STDOUT_FILENO);
    if (posix_spawn(&server->pid, "/proc/self/exe", &actions, NULL, argv, environ) != 0) {
        fail("posix_spawn");
    }
    posix_spawn_file_actions_destroy(&actions);
    close(input[0]);
    close(output[1]);
    server->input = input[1];
    read_url(server, output[0]);
}

struct work server_work(const struct server *server, gr_node *node)
{
    struct work work = { .n_drivers = 0 };
    gr_error error = GR_ERROR_INIT;
    bench_need(gr_node_connect(node, server->url), "connect");
    gr_code code = bench_counter_lookup(node, "server/counter", NULL, &work.counter, &error);
    bench_need_call(code, "look the counter up", &error);
    work_add_drivers(&work, node, 1);
    return work;
}

void server_stop(struct server *server)
{
    int status = 1;
    close(server->input);
    if (waitpid(server->pid, &status, 0) != server->pid || status != 0) {
        fprintf(stderr, "the server ended with status %d\n", status);
        exit(1);
    }
    if (server->dir[0] != '\0') {
        rmdir(server->dir); /* the listener has taken its socket away */
    }
}
