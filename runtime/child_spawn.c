/* SPDX-License-Identifier: MIT */
/* Starting another program: its arguments, environment and descriptors. On the starter's thread. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "alloc.h"
#include "child.h"

/* Names the descriptor, and its inode, so that nobody takes another for it: "3:123456". */
static const char variable[] = "GREENROOM_LIFELINE=";

/* ---- the environment ---- */

static size_t count(char *const *strings)
{
    size_t n = 0;
    while (strings[n] != NULL) {
        n++;
    }
    return n;
}

/* What is there, with our own variable in `own`. NULL: out of memory. */
static char **make_environment(char *const *given, char *own)
{
    char **made = gri_malloc((count(given) + 2) * sizeof(*made));
    size_t n = 0;
    for (size_t i = 0; made != NULL && given[i] != NULL; i++) {
        if (strncmp(given[i], variable, sizeof(variable) - 1) != 0) {
            made[n++] = given[i];
        }
    }
    if (made != NULL) {
        made[n++] = own;
        made[n] = NULL;
    }
    return made;
}

/* ---- the file actions ---- */

#if defined(__GLIBC_PREREQ)
#if __GLIBC_PREREQ(2, 34)
#define HAS_CLOSEFROM 1
#endif
#endif

#ifdef HAS_CLOSEFROM
static int close_others(posix_spawn_file_actions_t *actions)
{
    return posix_spawn_file_actions_addclosefrom_np(actions, GRI_CHILD_LIFELINE + 1);
}
#else
/* One that is opened meanwhile without O_CLOEXEC is not seen. */
static int close_others(posix_spawn_file_actions_t *actions)
{
    int failed = 0;
    long max = sysconf(_SC_OPEN_MAX);
    for (int fd = GRI_CHILD_LIFELINE + 1; fd < (max > 65536 ? 65536 : max) && failed == 0; fd++) {
        int flags = fcntl(fd, F_GETFD);
        if (flags >= 0 && (flags & FD_CLOEXEC) == 0) {
            failed = posix_spawn_file_actions_addclose(actions, fd);
        }
    }
    return failed;
}
#endif

static int add_stream(posix_spawn_file_actions_t *actions, int given, int stream)
{
    return given == 0 ? 0 : posix_spawn_file_actions_adddup2(actions, given, stream);
}

static int fill_actions(posix_spawn_file_actions_t *actions, const gr_child_options *options,
                        int lifeline)
{
    int failed = add_stream(actions, options->in, STDIN_FILENO);
    failed = failed != 0 ? failed : add_stream(actions, options->out, STDOUT_FILENO);
    failed = failed != 0 ? failed : add_stream(actions, options->err, STDERR_FILENO);
    if (failed == 0) {
        failed = posix_spawn_file_actions_adddup2(actions, lifeline, GRI_CHILD_LIFELINE);
    }
    if (failed == 0 && options->directory != NULL) {
        failed = posix_spawn_file_actions_addchdir_np(actions, options->directory);
    }
    return failed != 0 ? failed : close_others(actions);
}

/* Signals as they are at the start of a process: workers block most of them. */
static int fill_attributes(posix_spawnattr_t *attributes)
{
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    sigdelset(&all, SIGKILL);
    sigdelset(&all, SIGSTOP);
    int failed = posix_spawnattr_setsigmask(attributes, &none);
    failed = failed != 0 ? failed : posix_spawnattr_setsigdefault(attributes, &all);
    return failed != 0 ? failed
                       : posix_spawnattr_setflags(
                             attributes, (short)(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF));
}

/* ---- starting ---- */

static int start(const gr_child_options *options, int lifeline, char *const *environment,
                 pid_t *out_pid)
{
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    char *const alone[] = { (char *)options->file, NULL };
    char *const *argv = options->argv == NULL ? alone : (char *const *)options->argv;
    int failed = posix_spawn_file_actions_init(&actions);
    if (failed != 0) {
        return failed;
    }
    failed = posix_spawnattr_init(&attributes);
    if (failed == 0) {
        failed = fill_actions(&actions, options, lifeline);
        failed = failed != 0 ? failed : fill_attributes(&attributes);
        if (failed == 0) {
            failed = posix_spawnp(out_pid, options->file, &actions, &attributes, argv, environment);
        }
        posix_spawnattr_destroy(&attributes);
    }
    posix_spawn_file_actions_destroy(&actions);
    return failed;
}

static gr_code explain(int failed, const char **out_why)
{
    switch (failed) {
    case ENOENT:
    case ENOTDIR:
        *out_why = "there is no such file, or no such directory";
        return GR_NOT_FOUND;
    case EACCES:
    case EPERM:
        *out_why = "the file may not be run, or the directory not be entered";
        return GR_PERMISSION_DENIED;
    case ENOEXEC:
    case ELOOP:
    case ENAMETOOLONG:
    case EISDIR:
    case EINVAL:
    case EBADF:
        *out_why = "the file is no program, or a descriptor is not open";
        return GR_INVALID_ARGUMENT;
    case E2BIG:
        *out_why = "arguments and environment are too long";
        return GR_INVALID_ARGUMENT;
    default:
        *out_why = "the system has no memory, processes or descriptors left";
        return GR_RESOURCE_EXHAUSTED;
    }
}

gr_code gri_child_spawn(const gr_child_options *options, int lifeline, pid_t *out_pid,
                        const char **out_why)
{
    char own[sizeof(variable) + 40];
    struct stat stat;
    int failed = fstat(lifeline, &stat) == 0 ? 0 : errno;
    (void)snprintf(own, sizeof(own), "%s%d:%llu", variable, GRI_CHILD_LIFELINE,
                   (unsigned long long)(failed == 0 ? stat.st_ino : 0));
    char *const *given = options->env == NULL ? environ : (char *const *)options->env;
    char **environment = make_environment(given, own);
    if (environment == NULL) {
        return explain(ENOMEM, out_why);
    }
    failed = failed != 0 ? failed : start(options, lifeline, environment, out_pid);
    gri_mfree(environment);
    return failed == 0 ? GR_OK : explain(failed, out_why);
}

int gri_child_own_lifeline(void)
{
    char name[sizeof(variable)];
    int fd = -1;
    unsigned long long inode = 0;
    struct stat stat;
    (void)snprintf(name, sizeof(name), "%.*s", (int)sizeof(variable) - 2, variable);
    const char *value = getenv(name);
    if (value == NULL || sscanf(value, "%d:%llu", &fd, &inode) != 2 || fd < 0 ||
        fstat(fd, &stat) != 0 || !S_ISSOCK(stat.st_mode) || stat.st_ino != inode) {
        return -1;
    }
    return fcntl(fd, F_SETFD, FD_CLOEXEC) == 0 ? fd : -1;
}
