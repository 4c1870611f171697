/* SPDX-License-Identifier: MIT */
/* The other process of the benchmarks that need two: the program runs itself a second time, by
 * posix_spawn, since what has used nng must not fork. Used by main(), on its thread. */
#ifndef OTHER_H
#define OTHER_H

#include <stdbool.h>
#include <sys/types.h>

/* A process that ends when its input does. Owned by main(). */
struct other {
    pid_t pid;
    int input;     /* of the process */
    char dir[64];  /* of an ipc socket; "" for none */
    char url[160]; /* where it listens */
};

/* Over there: whether this is the second process, in the role given; its url is argv[2]. */
bool other_is_told(int argc, char **argv, const char *role);

/* Over there: say where it listens, and wait for the end of the input. */
void other_say(const char *url);
void other_await_end(void);

/* Start the process in a role, as in "--serve"; it listens at "ipc" or "tcp". */
void other_start(struct other *other, const char *role, const char *scheme);

/* End it, and see that it ended well. */
void other_stop(struct other *other);

#endif
