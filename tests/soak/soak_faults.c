/* SPDX-License-Identifier: MIT */
/* What goes wrong in the soak: children are killed and started again, stand still for a while,
 * sessions are cut, actors replaced. One thread does all of it. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "soak.h"

extern char **environ;

uint64_t soak_now_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * UINT64_C(1000000000) + (uint64_t)now.tv_nsec;
}

uint64_t soak_draw(uint64_t *seed)
{
    *seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return *seed >> 33;
}

static void pause_ms(uint32_t ms)
{
    struct timespec left = { ms / 1000, (long)(ms % 1000) * 1000000 };
    while (nanosleep(&left, &left) != 0 && errno == EINTR) {
    }
}

/* Reads "ready <url>". */
static bool read_ready(int fd, char *url, size_t cap)
{
    char line[192] = "";
    size_t len = 0;
    while (len + 1 < sizeof(line) && strchr(line, '\n') == NULL) {
        ssize_t n = read(fd, line + len, sizeof(line) - len - 1);
        if (n <= 0) {
            return false;
        }
        len += (size_t)n;
    }
    line[strcspn(line, "\n")] = '\0';
    return strncmp(line, "ready ", 6) == 0 && snprintf(url, cap, "%s", line + 6) < (int)cap;
}

/* "left" listens and is reached over ipc, "right" over tcp; it also calls "left". */
bool soak_start(struct soak_faults *faults, uint32_t child)
{
    int ends[2];
    posix_spawn_file_actions_t actions;
    struct soak_child *it = &faults->children[child];
    char *url = child == 1 ? it->url : (char *)"tcp://127.0.0.1:0";
    char *arguments[] = { (char *)faults->program,
                          (char *)"--node",
                          (char *)soak_names[child],
                          url,
                          faults->front_url[child - 1],
                          child == 2 ? faults->children[1].url : NULL,
                          NULL };
    char said[160];
    if (pipe2(ends, O_CLOEXEC) != 0) {
        return false;
    }
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    int failed = posix_spawn(&it->pid, faults->program, &actions, NULL, arguments, environ);
    posix_spawn_file_actions_destroy(&actions);
    close(ends[1]);
    bool is_ready = failed == 0 && read_ready(ends[0], said, sizeof(said));
    close(ends[0]);
    atomic_store(&it->ready_ns, soak_now_ns());
    return is_ready;
}

static bool kill_one(struct soak_faults *faults, uint32_t child)
{
    int status;
    uint64_t ready_ns = atomic_load(&faults->children[child].ready_ns);
    uint64_t silent_ns = ready_ns == 0 ? 0 : soak_now_ns() - ready_ns;
    faults->longest_silent_ns =
        silent_ns > faults->longest_silent_ns ? silent_ns : faults->longest_silent_ns;
    faults->killed++;
    kill(faults->children[child].pid, SIGKILL);
    return waitpid(faults->children[child].pid, &status, 0) > 0 && soak_start(faults, child);
}

static void pause_one(struct soak_faults *faults, uint32_t child, uint32_t ms)
{
    faults->paused++;
    kill(faults->children[child].pid, SIGSTOP);
    pause_ms(ms);
    kill(faults->children[child].pid, SIGCONT);
}

/* One of this process's sessions: a socket that has somebody at its other end. */
static void cut_one(struct soak_faults *faults, uint64_t *seed)
{
    int found[64];
    uint32_t n = 0;
    struct sockaddr_storage address;
    for (int fd = 3; fd < 256 && n < 64; fd++) {
        socklen_t len = sizeof(address);
        if (getpeername(fd, (struct sockaddr *)&address, &len) == 0) {
            found[n++] = fd;
        }
    }
    if (n > 0) {
        faults->cut++;
        shutdown(found[soak_draw(seed) % n], SHUT_RDWR);
    }
}

static void stop_actor(struct soak_faults *faults, uint64_t *seed)
{
    const contract_job job = { .ticket = (uint32_t)(soak_draw(seed) % SOAK_PLAYERS),
                               .returns = (uint32_t)(soak_draw(seed) % 2) };
    faults->stopped++;
    gr_ignore(contract_player_tell_oneway(faults->keepers[soak_draw(seed) % SOAK_NODES], &job,
                                          NULL)); /* its node may be down */
}

bool soak_harm(struct soak_faults *faults, uint64_t *seed)
{
    uint32_t child = 1 + (uint32_t)(soak_draw(seed) % 2);
    faults->n++;
    switch (soak_draw(seed) % 5) {
    case 0:
        return kill_one(faults, child);
    case 1:
        pause_one(faults, child, 100 + (uint32_t)(soak_draw(seed) % 400));
        return true;
    case 2:
        cut_one(faults, seed);
        return true;
    default:
        stop_actor(faults, seed);
        return true;
    }
}

bool soak_end(struct soak_faults *faults)
{
    bool is_good = true;
    for (uint32_t i = 1; i < SOAK_NODES; i++) {
        int status = -1;
        kill(faults->children[i].pid, SIGTERM);
        is_good = waitpid(faults->children[i].pid, &status, 0) > 0 && WIFEXITED(status) &&
                  WEXITSTATUS(status) == 0 && is_good;
    }
    return is_good;
}
