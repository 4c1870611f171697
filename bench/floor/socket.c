/* SPDX-License-Identifier: MIT */
/* A bare socket between two processes: a word there and back, by blocking calls. The other process
 * is a fork, which uses nothing but read() and write(). */
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "floor.h"

static void echo(int fd)
{
    uint64_t words[4];
    while (read(fd, words, sizeof(words)) == sizeof(words) &&
           write(fd, words, sizeof(words)) == sizeof(words)) {
    }
}

static void tcp_pair(int pair[2])
{
    struct sockaddr_in at = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    socklen_t len = sizeof(at);
    int on = 1;
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    pair[0] = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    bench_need_system(bind(listener, (struct sockaddr *)&at, len) == 0 &&
                          listen(listener, 1) == 0 &&
                          getsockname(listener, (struct sockaddr *)&at, &len) == 0 &&
                          connect(pair[0], (struct sockaddr *)&at, len) == 0,
                      "make a tcp connection");
    pair[1] = accept(listener, NULL, NULL);
    bench_need_system(pair[1] >= 0, "accept");
    for (int i = 0; i < 2; i++) {
        setsockopt(pair[i], IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
    }
    close(listener);
}

uint64_t floor_socket(void *arg, uint64_t n)
{
    int pair[2];
    uint64_t words[4] = { 1 };
    uint64_t done = 0;
    if (strcmp(arg, "tcp") == 0) {
        tcp_pair(pair);
    } else {
        bench_need_system(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) == 0,
                          "make a pair of sockets");
    }
    pid_t child = fork();
    bench_need_system(child >= 0, "fork");
    if (child == 0) {
        close(pair[0]);
        echo(pair[1]);
        _exit(0);
    }
    close(pair[1]);
    for (uint64_t i = 0; i < n; i++) {
        bool is_sent = write(pair[0], words, sizeof(words)) == sizeof(words);
        done += is_sent && read(pair[0], words, sizeof(words)) == sizeof(words) ? words[0] : 0;
    }
    close(pair[0]);
    waitpid(child, NULL, 0);
    return done;
}
