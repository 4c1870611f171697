/* SPDX-License-Identifier: MIT */
/* Child processes. Started on any thread; one thread of the node, begun with the first child, waits
 * for their ends and for the end of our own parent, and kills those whose grace is over. */

/* Design notes.
 *
 *     start -> running -> (stop: SIGTERM, kill_ns) -> ended -> told -> forgotten
 *
 * Only the thread waits for a child (waitid), under the lock, and in the same breath marks it as
 * ended: so a process id is never signalled once it may be another's. pidfds make that certain even
 * where the application waits for children of its own with waitpid(-1) and catches ours: their end
 * is then told as GR_EXIT_UNKNOWN. A kernel without pidfds is asked every 20 ms instead.
 *
 * An end is told to all that wait at that moment and to the notice, whose mail was made at the
 * start, so that telling needs no memory; where there is neither, to the first that waits later. */
#include "child.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "assert.h"
#include "handles.h"
#include "log.h"
#include "notices.pb-c.h"

enum { WAIT_BY_PIDFD = 3, POLLED_OWN = 2, ABOVE_STREAMS = 16, LEFT_LOGGED_MAX = 16 };
static const uint64_t ms = 1000000, ask_ns = 20000000, default_grace_ms = 5000;

/* One thread or fiber in gri_child_wait(). `waiter` comes first. */
struct exit_waiter {
    struct gri_waiter waiter;
    gr_exit end;
};

static uint64_t now(const struct gri_children *children)
{
    return children->core->env->ops->now_ns(children->core->env);
}

static struct gri_child *find_locked(struct gri_children *children, uint64_t id)
{
    return id == 0 ? NULL : gri_slab_find(&children->slab, id);
}

static bool is_running(const struct gri_child *child)
{
    return gri_slot_is_live(&child->slot) && child->pid > 0 && !child->has_ended;
}

static void close_once(int *fd)
{
    if (*fd >= 0) {
        close(*fd);
        *fd = -1;
    }
}

/* ---- the kernel ---- */

#ifdef SYS_pidfd_open
static int open_pidfd(pid_t pid)
{
    return (int)syscall(SYS_pidfd_open, pid, 0); /* closed by exec */
}

static int send_signal(const struct gri_child *child, int signal)
{
    return child->pidfd < 0 ? kill(child->pid, signal)
                            : (int)syscall(SYS_pidfd_send_signal, child->pidfd, signal, NULL, 0);
}
#else
static int open_pidfd(pid_t pid)
{
    (void)pid;
    return -1;
}

static int send_signal(const struct gri_child *child, int signal)
{
    return kill(child->pid, signal);
}
#endif

/* False: it runs. The first kernels with pidfds cannot wait by them. */
static bool take_status(struct gri_child *child)
{
    siginfo_t info;
    memset(&info, 0, sizeof(info));
    int failed = child->pidfd < 0 ? waitid(P_PID, (id_t)child->pid, &info, WEXITED | WNOHANG)
                                  : waitid((idtype_t)WAIT_BY_PIDFD, (id_t)child->pidfd, &info,
                                           WEXITED | WNOHANG);
    if (failed != 0 && errno != ECHILD) {
        close_once(&child->pidfd); /* it is asked now and then */
        return false;
    }
    if (failed == 0 && info.si_pid == 0) {
        return false;
    }
    bool is_known = failed == 0;
    child->end.how = !is_known                    ? GR_EXIT_UNKNOWN
                     : info.si_code == CLD_EXITED ? GR_EXIT_EXITED
                                                  : GR_EXIT_SIGNALLED;
    child->end.status = is_known ? info.si_status : -1;
    return true;
}

/* ---- the end of a child ---- */

/* However full its mailbox is; where the actor has ended, it is a dead letter. */
static void exit_arrived(struct gri_worker *worker, struct gri_post *post)
{
    struct gri_mail *mail = GRI_CONTAINER(post, struct gri_mail, post);
    struct gri_shard *shard = gri_shard_of(worker);
    struct gri_actor *actor = gri_slab_find(&shard->actors, mail->actor);
    if (actor != NULL && actor->state < GRI_ACTOR_STOPPING) {
        gri_actor_notify(actor, mail);
    } else {
        gri_mail_refuse(shard->core, mail, GR_UNAVAILABLE, "the actor is gone");
    }
}

static void send_notice(struct gri_core *core, struct gri_mail *mail, const gr_exit *end)
{
    Greenroom__Exit *message = (Greenroom__Exit *)(void *)mail->payload;
    message->how = (Greenroom__Exit__How)end->how;
    message->status = end->status;
    message->pid = end->pid;
    mail->post.run = exit_arrived;
    gri_worker_post(&gri_core_shard(core, mail->actor)->worker, &mail->post);
}

static void wake_all_locked(struct gri_list *waiters)
{
    struct gri_list *link = gri_list_pop_front(waiters);
    for (; link != NULL; link = gri_list_pop_front(waiters)) {
        gri_waiter_wake(GRI_CONTAINER(link, struct gri_waiter, link));
    }
}

static void forget_locked(struct gri_children *children, struct gri_child *child)
{
    close_once(&child->pidfd);
    close_once(&child->lifeline);
    gri_mail_free(child->notice);
    child->notice = NULL;
    child->pid = 0;
    gri_slab_give(&children->slab, child);
}

static void end_locked(struct gri_children *children, struct gri_child *child)
{
    bool is_told = child->notice != NULL || !gri_list_is_empty(&child->waiters);
    child->has_ended = true;
    close_once(&child->pidfd);
    close_once(&child->lifeline);
    GRI_LIST_EACH (link, &child->waiters) {
        struct gri_waiter *waiter = GRI_CONTAINER(link, struct gri_waiter, link);
        GRI_CONTAINER(waiter, struct exit_waiter, waiter)->end = child->end;
    }
    wake_all_locked(&child->waiters);
    if (child->notice != NULL) {
        send_notice(children->core, child->notice, &child->end);
        child->notice = NULL;
    }
    if (is_told) {
        forget_locked(children, child);
    }
    children->n_running--;
    if (children->n_running == 0) {
        wake_all_locked(&children->enders);
    }
}

/* ---- the thread ---- */

static void wake_thread(const struct gri_children *children)
{
    const uint64_t one = 1;
    ssize_t written = write(children->wake, &one, sizeof(one));
    (void)written; /* full: it is awake */
}

static void add_polled(struct gri_children *children, nfds_t at, int fd, uint64_t id)
{
    children->polled[at] = (struct pollfd){ .fd = fd, .events = POLLIN };
    children->polled_ids[at] = id;
}

/* What to poll, and until when. */
static nfds_t fill_polled_locked(struct gri_children *children, uint64_t *out_until_ns)
{
    nfds_t n = POLLED_OWN;
    uint64_t until_ns = UINT64_MAX;
    add_polled(children, 0, children->wake, 0);
    add_polled(children, 1, children->parent, 0); /* poll() passes over -1 */
    for (uint32_t i = 0; i < children->slab.used; i++) {
        const struct gri_child *child = gri_slab_at(&children->slab, i);
        if (!is_running(child)) {
            continue;
        }
        until_ns = child->kill_ns < until_ns ? child->kill_ns : until_ns;
        if (child->pidfd >= 0) {
            add_polled(children, n++, child->pidfd, gri_slab_id(&children->slab, child));
        } else {
            uint64_t soon_ns = now(children) + ask_ns;
            until_ns = soon_ns < until_ns ? soon_ns : until_ns;
        }
    }
    *out_until_ns = until_ns;
    return n;
}

static void poll_until(struct gri_children *children, nfds_t n, uint64_t until_ns)
{
    uint64_t now_ns = now(children);
    uint64_t left_ns = until_ns > now_ns ? until_ns - now_ns : 0;
    const struct timespec left = { .tv_sec = (time_t)(left_ns / (1000 * ms)),
                                   .tv_nsec = (long)(left_ns % (1000 * ms)) };
    if (ppoll(children->polled, n, until_ns == UINT64_MAX ? NULL : &left, NULL) < 0) {
        for (nfds_t i = 0; i < n; i++) {
            children->polled[i].revents = 0;
        }
    }
}

/* Nothing is ever sent through the socket: whatever poll says of it is its end. */
static void look_at_parent(struct gri_children *children)
{
    if (children->polled[1].revents != 0) {
        gri_log(GR_LOG_INFO, "parent_gone", "node=%s", children->core->name);
        children->parent = -1; /* the process's, not ours to close */
        gri_handle_tell_stop(children->core->handle);
    }
}

static void look_after_locked(struct gri_children *children, nfds_t n)
{
    for (nfds_t i = POLLED_OWN; i < n; i++) {
        struct gri_child *child = children->polled[i].revents == 0
                                      ? NULL
                                      : find_locked(children, children->polled_ids[i]);
        if (child != NULL && is_running(child) && take_status(child)) {
            end_locked(children, child);
        }
    }
    for (uint32_t i = 0; i < children->slab.used; i++) {
        struct gri_child *child = gri_slab_at(&children->slab, i);
        if (is_running(child) && child->pidfd < 0 && take_status(child)) {
            end_locked(children, child);
        } else if (is_running(child) && child->kill_ns <= now(children)) {
            child->kill_ns = UINT64_MAX;
            (void)send_signal(child, SIGKILL); /* it cannot but end */
        }
    }
}

static void *watch(void *arg)
{
    struct gri_children *children = arg;
    uint64_t until_ns, wakes;
    pthread_mutex_lock(&children->lock);
    while (!children->is_ending) {
        nfds_t n = fill_polled_locked(children, &until_ns);
        pthread_mutex_unlock(&children->lock);
        poll_until(children, n, until_ns);
        if (children->polled[0].revents != 0) {
            ssize_t got = read(children->wake, &wakes, sizeof(wakes));
            (void)got; /* it was to wake us, and did */
        }
        look_at_parent(children);
        pthread_mutex_lock(&children->lock);
        look_after_locked(children, n);
    }
    pthread_mutex_unlock(&children->lock);
    return NULL;
}

static gr_code prepare_thread_locked(struct gri_children *children)
{
    size_t cap = (size_t)children->core->limits.max_children + POLLED_OWN;
    if (children->polled == NULL) {
        children->polled = gri_malloc(cap * sizeof(*children->polled));
    }
    if (children->polled_ids == NULL) {
        children->polled_ids = gri_malloc(cap * sizeof(*children->polled_ids));
    }
    if (children->wake < 0) {
        children->wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    }
    return children->polled == NULL || children->polled_ids == NULL || children->wake < 0
               ? GR_RESOURCE_EXHAUSTED
               : GR_OK;
}

static gr_code start_thread_locked(struct gri_children *children)
{
    if (children->has_thread) {
        return GR_OK;
    }
    gr_code code = prepare_thread_locked(children);
    if (code != GR_OK) {
        return code;
    }
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    children->has_thread = pthread_create(&children->thread, NULL, watch, children) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return children->has_thread ? GR_OK : GR_RESOURCE_EXHAUSTED;
}

/* ---- starting ---- */

static gr_code take_place_locked(struct gri_children *children, struct gri_child **out_child,
                                 const char **out_why)
{
    if (children->is_closing) {
        *out_why = "the node is stopping";
        return GR_UNAVAILABLE;
    }
    gr_code code = start_thread_locked(children);
    struct gri_child *child = code == GR_OK ? gri_slab_take(&children->slab) : NULL;
    if (child == NULL) {
        *out_why = "out of memory, threads or descriptors, or max_children";
        return GR_RESOURCE_EXHAUSTED;
    }
    child->pid = 0; /* nobody looks at it before it has one */
    child->pidfd = -1;
    child->lifeline = -1;
    child->has_ended = false;
    child->kill_ns = UINT64_MAX;
    child->notice = NULL;
    gri_list_init(&child->waiters);
    children->n_running++;
    *out_child = child;
    return GR_OK;
}

/* A socket pair; the child's end is above the descriptors that it will be given. */
static gr_code make_lifeline(int ends[2])
{
    int pair[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0) {
        return GR_RESOURCE_EXHAUSTED;
    }
    ends[0] = pair[0];
    ends[1] = fcntl(pair[1], F_DUPFD_CLOEXEC, ABOVE_STREAMS);
    close(pair[1]);
    if (ends[1] < 0) {
        close(pair[0]);
        return GR_RESOURCE_EXHAUSTED;
    }
    return GR_OK;
}

static void stop_locked(struct gri_children *children, struct gri_child *child, uint64_t kill_ns)
{
    close_once(&child->lifeline);
    child->kill_ns = kill_ns < child->kill_ns ? kill_ns : child->kill_ns;
    (void)send_signal(child, SIGTERM); /* it has ended: the thread will see */
    wake_thread(children);
}

static void begin_locked(struct gri_children *children, struct gri_child *child, pid_t pid,
                         int lifeline)
{
    child->pid = pid;
    child->pidfd = children->without_pidfd ? -1 : open_pidfd(pid);
    child->lifeline = lifeline;
    child->end.pid = pid;
    if (children->is_closing) { /* it is stopped with the others */
        stop_locked(children, child, now(children));
    }
    wake_thread(children);
}

static void abandon_locked(struct gri_children *children, struct gri_child *child)
{
    child->notice = NULL; /* the caller's still */
    forget_locked(children, child);
    children->n_running--;
    if (children->n_running == 0) {
        wake_all_locked(&children->enders);
    }
}

gr_code gri_child_start(struct gri_children *children, const gr_child_options *options,
                        struct gri_mail *notice, uint64_t *out_id, const char **out_why)
{
    struct gri_child *child;
    int lifeline[2];
    pid_t pid = 0;
    pthread_mutex_lock(&children->lock);
    gr_code code = take_place_locked(children, &child, out_why);
    pthread_mutex_unlock(&children->lock);
    if (code != GR_OK) {
        return code;
    }
    code = make_lifeline(lifeline);
    *out_why = "no descriptors are left";
    bool has_lifeline = code == GR_OK;
    if (code == GR_OK) {
        code = gri_child_spawn(options, lifeline[1], &pid, out_why);
        close(lifeline[1]);
    }
    pthread_mutex_lock(&children->lock);
    if (code == GR_OK) {
        child->end.tag = options->tag;
        child->notice = notice;
        *out_id = gri_slab_id(&children->slab, child);
        begin_locked(children, child, pid, lifeline[0]);
    } else {
        abandon_locked(children, child);
    }
    pthread_mutex_unlock(&children->lock);
    if (code != GR_OK && has_lifeline) {
        close(lifeline[0]);
    }
    return code;
}

/* ---- what one does with a child ---- */

gr_code gri_child_wait(struct gri_children *children, uint64_t id, uint64_t deadline_ns,
                       gr_exit *out_exit)
{
    struct exit_waiter here = { .end = { .status = -1 } };
    gr_code code = gri_waiter_init(&here.waiter, children->core->env);
    if (code != GR_OK) {
        return code;
    }
    pthread_mutex_lock(&children->lock);
    struct gri_child *child = find_locked(children, id);
    if (child == NULL || child->has_ended) {
        code = child == NULL ? GR_NOT_FOUND : GR_OK;
        if (child != NULL) {
            *out_exit = child->end;
            forget_locked(children, child);
        }
        pthread_mutex_unlock(&children->lock);
        return code;
    }
    gri_list_push_back(&child->waiters, &here.waiter.link);
    pthread_mutex_unlock(&children->lock);
    code = gri_waiter_wait(&here.waiter, deadline_ns);
    pthread_mutex_lock(&children->lock);
    bool is_told = code == GR_OK || !gri_list_is_linked(&here.waiter.link);
    if (!is_told) {
        gri_list_remove(&here.waiter.link);
    }
    pthread_mutex_unlock(&children->lock);
    if (is_told && code != GR_OK) {
        gri_waiter_settle(&here.waiter);
    }
    if (is_told) {
        *out_exit = here.end;
    }
    return is_told ? GR_OK : code;
}

gr_code gri_child_signal(struct gri_children *children, uint64_t id, int signal)
{
    gr_code code = GR_NOT_FOUND;
    pthread_mutex_lock(&children->lock);
    struct gri_child *child = find_locked(children, id);
    if (child != NULL && is_running(child)) {
        int failed = send_signal(child, signal) == 0 ? 0 : errno;
        code = failed == 0        ? GR_OK
               : failed == EINVAL ? GR_INVALID_ARGUMENT
               : failed == EPERM  ? GR_PERMISSION_DENIED
                                  : GR_NOT_FOUND;
    }
    pthread_mutex_unlock(&children->lock);
    return code;
}

gr_code gri_child_stop(struct gri_children *children, uint64_t id, uint32_t grace_ms)
{
    uint64_t grace_ns = (grace_ms == 0 ? default_grace_ms : grace_ms) * ms;
    pthread_mutex_lock(&children->lock);
    struct gri_child *child = find_locked(children, id);
    bool is_there = child != NULL && is_running(child);
    if (is_there) {
        stop_locked(children, child,
                    grace_ms == GR_FOREVER ? UINT64_MAX : now(children) + grace_ns);
    }
    pthread_mutex_unlock(&children->lock);
    return is_there ? GR_OK : GR_NOT_FOUND;
}

pid_t gri_child_pid(struct gri_children *children, uint64_t id)
{
    pthread_mutex_lock(&children->lock);
    const struct gri_child *child = find_locked(children, id);
    pid_t pid = child == NULL ? 0 : child->pid;
    pthread_mutex_unlock(&children->lock);
    return pid;
}

/* ---- life ---- */

void gri_children_init(struct gri_children *children, struct gri_core *core)
{
    pthread_mutex_init(&children->lock, NULL);
    children->core = core;
    children->wake = -1;
    children->parent = -1;
    gri_slab_init(&children->slab, sizeof(struct gri_child), 0, core->limits.max_children);
    gri_list_init(&children->enders);
}

gr_code gri_children_watch_parent(struct gri_children *children)
{
    children->parent = gri_child_own_lifeline();
    if (children->parent < 0) {
        gri_log(GR_LOG_INFO, "no_parent", "node=%s", children->core->name);
        return GR_OK;
    }
    pthread_mutex_lock(&children->lock);
    gr_code code = start_thread_locked(children);
    pthread_mutex_unlock(&children->lock);
    return code;
}

static void log_left(struct gri_children *children)
{
    pid_t left[LEFT_LOGGED_MAX];
    size_t n = 0;
    pthread_mutex_lock(&children->lock);
    for (uint32_t i = 0; i < children->slab.used && n < LEFT_LOGGED_MAX; i++) {
        const struct gri_child *child = gri_slab_at(&children->slab, i);
        if (is_running(child)) {
            left[n++] = child->pid;
        }
    }
    pthread_mutex_unlock(&children->lock);
    for (size_t i = 0; i < n; i++) {
        gri_log(GR_LOG_ERROR, "child_still_alive", "node=%s pid=%d", children->core->name,
                (int)left[i]);
    }
}

static void stop_all_locked(struct gri_children *children, uint64_t deadline_ns)
{
    uint64_t now_ns = now(children);
    uint64_t left_ns = deadline_ns == UINT64_MAX ? default_grace_ms * ms
                       : deadline_ns > now_ns    ? deadline_ns - now_ns
                                                 : 0;
    children->is_closing = true;
    for (uint32_t i = 0; i < children->slab.used; i++) {
        struct gri_child *child = gri_slab_at(&children->slab, i);
        if (is_running(child)) {
            stop_locked(children, child, now_ns + left_ns / 4 * 3);
        }
    }
}

bool gri_children_close(struct gri_children *children, uint64_t deadline_ns)
{
    gr_code code = GR_OK;
    pthread_mutex_lock(&children->lock);
    stop_all_locked(children, deadline_ns);
    while (children->n_running > 0 && code == GR_OK) {
        struct gri_waiter waiter;
        code = gri_waiter_init(&waiter, children->core->env);
        GR_ASSERT(code == GR_OK); /* a plain thread's cannot fail */
        gri_list_push_back(&children->enders, &waiter.link);
        pthread_mutex_unlock(&children->lock);
        code = gri_waiter_wait(&waiter, deadline_ns);
        pthread_mutex_lock(&children->lock);
        if (code != GR_OK && gri_list_is_linked(&waiter.link)) {
            gri_list_remove(&waiter.link);
        } else if (code != GR_OK) {
            pthread_mutex_unlock(&children->lock);
            gri_waiter_settle(&waiter);
            pthread_mutex_lock(&children->lock);
        }
    }
    bool is_done = children->n_running == 0;
    pthread_mutex_unlock(&children->lock);
    if (!is_done) {
        log_left(children);
    }
    return is_done;
}

void gri_children_end(struct gri_children *children)
{
    pthread_mutex_lock(&children->lock);
    children->is_ending = true;
    bool has_thread = children->has_thread;
    children->has_thread = false;
    pthread_mutex_unlock(&children->lock);
    if (has_thread) {
        wake_thread(children);
        pthread_join(children->thread, NULL);
    }
}

void gri_children_fini(struct gri_children *children)
{
    pthread_mutex_lock(&children->lock);
    for (uint32_t i = 0; i < children->slab.used; i++) {
        struct gri_child *child = gri_slab_at(&children->slab, i);
        if (gri_slot_is_live(&child->slot)) {
            forget_locked(children, child);
        }
    }
    pthread_mutex_unlock(&children->lock);
    gri_slab_fini(&children->slab);
    close_once(&children->wake);
    gri_mfree(children->polled);
    gri_mfree(children->polled_ids);
    pthread_mutex_destroy(&children->lock);
}
