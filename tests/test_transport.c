/* SPDX-License-Identifier: MIT */
/* The real transport over real sockets: both ends of each connection are in this process. The
 * tests' callbacks run on nng's threads; the tests wait for them on one condition variable. */
#include <arpa/inet.h>
#include <ctype.h>
#include <dirent.h>
#include <netinet/in.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "log.h"
#include "sanitize.h"
#include "support/suite.h"
#include "transport.h"

#if GRI_TSAN
#include <sanitizer/common_interface_defs.h>
#endif

static const struct gri_transport_ops *const net = &gri_transport_nng;

#if GRI_TSAN
/* nng orders the end of its objects by counters of its own, in code that the sanitizer does not
 * see: it reports the destruction of their mutexes, and nothing else. */
const char *__tsan_default_suppressions(void);
__attribute__((visibility("default"))) const char *__tsan_default_suppressions(void)
{
    return "race:pthread_mutex_destroy\n";
}

/* To match a suppression, it opens what it needs to name functions, once: not inside a test. */
static void open_symbols(void)
{
    char name[64];
    __sanitizer_symbolize_pc(__builtin_return_address(0), "%f", name, sizeof name);
}
#else
static void open_symbols(void)
{
}
#endif

/* One for all tests: what the callbacks change is under `lock`, and every change is told. */
static struct {
    pthread_mutex_t lock;
    pthread_cond_t changed;
} world = { PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER };

static void lock(void)
{
    pthread_mutex_lock(&world.lock);
}

static void unlock(void)
{
    pthread_cond_broadcast(&world.changed);
    pthread_mutex_unlock(&world.lock);
}

#define AWAIT(cond)                                                                                \
    do {                                                                                           \
        lock();                                                                                    \
        while (!(cond)) {                                                                          \
            pthread_cond_wait(&world.changed, &world.lock);                                        \
        }                                                                                          \
        unlock();                                                                                  \
    } while (0)

/* Sockets alone: a sanitizer may open descriptors of its own at any time. */
static size_t open_sockets(void)
{
    size_t n = 0;
    char path[300], target[64];
    DIR *dir = opendir("/proc/self/fd");
    for (struct dirent *entry; (entry = readdir(dir)) != NULL;) {
        snprintf(path, sizeof path, "/proc/self/fd/%s", entry->d_name);
        ssize_t len = readlink(path, target, sizeof target);
        n += len > 7 && memcmp(target, "socket:", 7) == 0;
    }
    closedir(dir);
    return n;
}

/* Ends each test: nng closes sockets on a thread of its own that tells nobody, so there is nothing
 * to wait on; a leak ends in the test's timeout. */
static void settle(void)
{
    while (open_sockets() > 0) {
        sched_yield();
    }
}

/* --- one end of a connection ------------------------------------------------------------------ */

struct end;

/* What an end does; each may be NULL. Called without the lock. */
struct role {
    void (*started)(struct end *end);
    void (*received)(struct end *end, gr_code code, size_t n);
    void (*sent)(struct end *end, gr_code code);
};

/* One end: the test's until started, then also its events'. */
struct end {
    gri_stream *stream;
    const struct role *role;
    uint8_t buf[16384];
    const uint8_t *source; /* what a source sends, `chunk` bytes at a time, `left` in all */
    size_t chunk, left;
    size_t received_bytes; /* by a sink, which checks them against the pattern */
    unsigned submissions, receives, sends, closeds, after_closed, wrong_bytes;
    gr_code receive_code, send_code;
};

static uint8_t pattern_at(size_t offset)
{
    return (uint8_t)(offset * 31 + (offset >> 8) * 7 + (offset >> 16));
}

static void end_recv(struct end *end)
{
    lock();
    end->submissions++;
    unlock();
    net->stream_recv(end->stream, end->buf, sizeof end->buf);
}

static void end_send(struct end *end, const void *bytes, size_t len)
{
    lock();
    end->submissions++;
    unlock();
    net->stream_send(end->stream, bytes, len);
}

static void on_received(void *arg, gr_code code, size_t n)
{
    struct end *end = arg;
    if (end->role->received != NULL) {
        end->role->received(end, code, n);
    }
    lock();
    end->receives++;
    end->receive_code = code != GR_OK ? code : end->receive_code;
    end->after_closed += end->closeds;
    unlock();
}

static void on_sent(void *arg, gr_code code)
{
    struct end *end = arg;
    if (end->role->sent != NULL) {
        end->role->sent(end, code);
    }
    lock();
    end->sends++;
    end->send_code = code != GR_OK ? code : end->send_code;
    end->after_closed += end->closeds;
    unlock();
}

static void on_closed(void *arg)
{
    struct end *end = arg;
    lock();
    end->closeds++;
    unlock();
}

static const struct gri_stream_events end_events = { on_received, on_sent, on_closed };

static void end_start(struct end *end, gri_stream *stream)
{
    lock();
    end->stream = stream;
    unlock();
    net->stream_start(stream, &end_events, end);
    if (end->role->started != NULL) {
        end->role->started(end);
    }
}

/* --- roles ------------------------------------------------------------------------------------ */

static void start_receiving(struct end *end)
{
    end_recv(end);
}

static void check_pattern(struct end *end, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        end->wrong_bytes += end->buf[i] != pattern_at(end->received_bytes + i);
    }
    lock();
    end->received_bytes += n;
    unlock();
}

static void sink_received(struct end *end, gr_code code, size_t n)
{
    if (code != GR_OK) {
        net->stream_close(end->stream);
        return;
    }
    check_pattern(end, n);
    end_recv(end);
}

static void echo_received(struct end *end, gr_code code, size_t n)
{
    if (code != GR_OK) {
        net->stream_close(end->stream);
        return;
    }
    end_send(end, end->buf, n);
}

static void echo_sent(struct end *end, gr_code code)
{
    if (code == GR_OK) {
        end_recv(end);
    } else {
        net->stream_close(end->stream);
    }
}

static void send_more(struct end *end)
{
    size_t n = end->left < end->chunk ? end->left : end->chunk;
    const uint8_t *at = end->source;
    if (n == 0) {
        return;
    }
    end->source += n;
    end->left -= n;
    end_send(end, at, n);
}

static void start_both_ways(struct end *end)
{
    send_more(end);
    end_recv(end);
}

static void source_sent(struct end *end, gr_code code)
{
    if (code == GR_OK) {
        send_more(end);
    }
}

static void close_on_received(struct end *end, gr_code code, size_t n)
{
    (void)code;
    (void)n;
    net->stream_close(end->stream);
    net->stream_close(end->stream); /* inside an event the stream is there, closed or not */
    net->stream_recv(end->stream, end->buf, sizeof end->buf);
}

static void close_on_sent(struct end *end, gr_code code)
{
    (void)code;
    net->stream_close(end->stream);
    net->stream_send(end->stream, "x", 1);
}

static const struct role idle = { 0 };
static const struct role sink = { start_receiving, sink_received, NULL };
static const struct role waiting = { start_receiving, NULL, NULL };
static const struct role echo = { start_receiving, echo_received, echo_sent };
static const struct role both_ways = { start_both_ways, sink_received, source_sent };
static const struct role receive_and_close = { start_receiving, close_on_received, NULL };
static const struct role send_and_close = { send_more, NULL, close_on_sent };

/* --- connecting ------------------------------------------------------------------------------- */

struct server {
    gri_listener *listener;
    gri_stream *accepted; /* the latest, until it is taken */
    unsigned accepts;
};

struct client {
    gri_dialer *dialer;
    gri_stream *stream;
    unsigned dials;
    gr_code code;
    char why[GRI_TRANSPORT_WHY_BYTES];
};

static void on_accepted(void *arg, gri_stream *stream)
{
    struct server *server = arg;
    lock();
    server->accepted = stream;
    server->accepts++;
    unlock();
}

static void on_accepted_close(void *arg, gri_stream *stream)
{
    struct server *server = arg;
    net->stream_close(stream);
    lock();
    server->accepts++;
    unlock();
}

static void on_dialed(void *arg, gr_code code, gri_stream *stream, const char *why)
{
    struct client *client = arg;
    lock();
    client->dials++;
    client->code = code;
    client->stream = stream;
    snprintf(client->why, sizeof client->why, "%s", why);
    unlock();
}

static bool serve_with(struct server *server, const char *url, gri_accepted_fn *accepted)
{
    char why[GRI_TRANSPORT_WHY_BYTES] = "";
    *server = (struct server){ 0 };
    gr_code code = net->listen(NULL, url, accepted, server, &server->listener, why, sizeof why);
    bool listens = CHECK_CODE(code, GR_OK);
    return CHECK_STR(why, "") && listens;
}

static bool serve(struct server *server, const char *url)
{
    return serve_with(server, url, on_accepted);
}

static void dial(struct client *client, const char *url)
{
    *client = (struct client){ 0 };
    gr_code code = net->dial(NULL, url, on_dialed, client, &client->dialer, NULL, 0);
    CHECK_CODE(code, GR_OK);
}

static gri_stream *dial_and_wait(const char *url)
{
    struct client client;
    dial(&client, url);
    AWAIT(client.dials > 0);
    net->dialer_destroy(client.dialer);
    CHECK_CODE(client.code, GR_OK);
    CHECK_UINT(client.dials, 1);
    return client.stream;
}

static gri_stream *take_accepted(struct server *server)
{
    AWAIT(server->accepted != NULL);
    gri_stream *stream = server->accepted;
    server->accepted = NULL;
    return stream;
}

/* A pair of connected ends, in the roles they were given. */
static void connect_ends(struct server *server, struct end *here, struct end *there)
{
    gri_stream *dialed = dial_and_wait(net->listener_url(server->listener));
    gri_stream *accepted = take_accepted(server);
    end_start(there, accepted);
    end_start(here, dialed);
}

static struct end *new_end(const struct role *role)
{
    struct end *end = calloc(1, sizeof *end);
    end->role = role;
    return end;
}

/* Waits for the end's last event, and checks that it was the last and the only one. */
static void free_end(struct end *end)
{
    AWAIT(end->closeds > 0);
    CHECK_UINT(end->closeds, 1);
    CHECK(end->receives + end->sends <= end->submissions);
    CHECK_UINT(end->after_closed, 0);
    CHECK_UINT(end->wrong_bytes, 0);
    free(end);
}

/* --- on each kind of url ---------------------------------------------------------------------- */

static char ipc_url[64];

static const char *ipc_path(void)
{
    return ipc_url + strlen("ipc://");
}

/* Before the first test: nng's own descriptors and threads are there for all of them. */
static void prepare(void)
{
    gri_listener *listener = NULL;
    open_symbols();
    snprintf(ipc_url, sizeof ipc_url, "ipc:///tmp/greenroom-test-%d.sock", (int)getpid());
    if (net->listen(NULL, ipc_url, NULL, NULL, &listener, NULL, 0) == GR_OK) {
        net->listener_destroy(listener);
    }
}

static void on_each_url(void (*test)(const char *url))
{
    char abstract_url[128];
    snprintf(abstract_url, sizeof abstract_url, "abstract://greenroom-test-%d", (int)getpid());
    test(ipc_url);
    test(abstract_url);
    test("tcp://127.0.0.1:0");
    settle();
}

static void echo_on(const char *url)
{
    struct server server;
    struct end *here = new_end(&waiting), *there = new_end(&echo);
    serve(&server, url);
    connect_ends(&server, here, there);
    end_send(here, "hello", 5);
    AWAIT(here->receives == 1 && here->sends == 1);
    CHECK(memcmp(here->buf, "hello", 5) == 0);
    net->stream_close(here->stream);
    free_end(here);
    free_end(there);
    net->listener_destroy(server.listener);
}

static void test_echo(void)
{
    on_each_url(echo_on);
}

enum { large = 24 * 1024 * 1024 };

static uint8_t *make_pattern(size_t n)
{
    uint8_t *bytes = malloc(n);
    for (size_t i = 0; i < n; i++) {
        bytes[i] = pattern_at(i);
    }
    return bytes;
}

static void transfer_on(const char *url)
{
    struct server server;
    uint8_t *bytes = make_pattern(large);
    struct end *ends[2];
    serve(&server, url);
    for (size_t i = 0; i < 2; i++) {
        ends[i] = new_end(&both_ways);
        ends[i]->source = bytes;
        ends[i]->left = large;
        ends[i]->chunk = i == 0 ? large : 1000003; /* far more than a socket takes at once */
    }
    connect_ends(&server, ends[0], ends[1]);
    AWAIT(ends[0]->received_bytes == large && ends[1]->received_bytes == large);
    AWAIT(ends[0]->sends == 1 && ends[1]->sends == large / 1000003 + 1);
    net->stream_close(ends[0]->stream);
    free_end(ends[0]);
    free_end(ends[1]);
    net->listener_destroy(server.listener);
    free(bytes);
}

static void test_large_transfers(void)
{
    on_each_url(transfer_on);
}

static void close_here_on(const char *url)
{
    struct server server;
    struct end *here = new_end(&waiting), *there = new_end(&waiting);
    serve(&server, url);
    connect_ends(&server, here, there);
    net->stream_close(here->stream);
    AWAIT(here->closeds == 1);
    CHECK_CODE(here->receive_code, GR_CANCELLED);
    AWAIT(there->receives == 1);
    CHECK_CODE(there->receive_code, GR_UNAVAILABLE);
    CHECK_UINT(there->closeds, 0);
    net->stream_close(there->stream);
    free_end(here);
    free_end(there);
    net->listener_destroy(server.listener);
}

static void test_close(void)
{
    on_each_url(close_here_on);
}

static void close_in_callbacks_on(const char *url)
{
    struct server server;
    struct end *here = new_end(&send_and_close), *there = new_end(&receive_and_close);
    here->source = (const uint8_t *)"bye";
    here->left = here->chunk = 3;
    serve(&server, url);
    connect_ends(&server, here, there);
    AWAIT(here->closeds == 1 && there->closeds == 1);
    CHECK_UINT(here->sends, 1);
    CHECK_UINT(there->receives, 1);
    free_end(here);
    free_end(there);
    net->listener_destroy(server.listener);
}

static void test_close_in_callbacks(void)
{
    on_each_url(close_in_callbacks_on);
}

static void close_a_stuck_send_on(const char *url)
{
    struct server server;
    struct end *here = new_end(&idle), *there = new_end(&idle);
    uint8_t *bytes = make_pattern(large);
    serve(&server, url);
    connect_ends(&server, here, there);
    end_send(here, bytes, large); /* nobody receives */
    net->stream_close(here->stream);
    AWAIT(here->closeds == 1);
    CHECK_UINT(here->sends, 1);
    CHECK_CODE(here->send_code, GR_CANCELLED);
    net->stream_close(there->stream);
    free_end(here);
    free_end(there);
    net->listener_destroy(server.listener);
    free(bytes);
}

static void test_close_a_stuck_send(void)
{
    on_each_url(close_a_stuck_send_on);
}

static void unstarted_on(const char *url)
{
    struct server server;
    struct end *here = new_end(&sink);
    serve(&server, url);
    gri_stream *dialed = dial_and_wait(net->listener_url(server.listener));
    net->stream_close(take_accepted(&server));
    end_start(here, dialed);
    AWAIT(here->closeds == 1);
    CHECK_CODE(here->receive_code, GR_UNAVAILABLE);
    free_end(here);
    net->listener_destroy(server.listener);
}

static void test_unstarted(void)
{
    on_each_url(unstarted_on);
}

static void second_listener_on(const char *url)
{
    struct server server;
    gri_listener *second = NULL;
    char why[GRI_TRANSPORT_WHY_BYTES] = "";
    serve_with(&server, url, on_accepted_close); /* nng looks who is there by connecting */
    const char *taken = net->listener_url(server.listener);
    gr_code code = net->listen(NULL, taken, on_accepted, NULL, &second, why, sizeof why);
    CHECK_CODE(code, GR_ALREADY_EXISTS);
    CHECK_STR(why, "address in use");
    CHECK_CODE(net->listen(NULL, taken, on_accepted, NULL, &second, NULL, 0), GR_ALREADY_EXISTS);
    CHECK(second == NULL);
    net->stream_close(dial_and_wait(taken));
    net->listener_destroy(server.listener);
}

static void test_second_listener(void)
{
    on_each_url(second_listener_on);
}

enum { many = 1000 };

static void many_connections_on(const char *url)
{
    struct server server;
    serve_with(&server, url, on_accepted_close);
    for (unsigned i = 0; i < many; i++) {
        struct end *here = new_end(&sink);
        end_start(here, dial_and_wait(net->listener_url(server.listener)));
        free_end(here);
    }
    AWAIT(server.accepts == many);
    net->listener_destroy(server.listener);
}

static void test_many_connections(void)
{
    on_each_url(many_connections_on);
}

enum { crowd = 100 };

/* Nobody waits for anything: some dials are cancelled, some are done, some streams are closed. */
static void destroy_while_connecting_on(const char *url)
{
    struct server server;
    static struct client clients[crowd];
    serve_with(&server, url, on_accepted_close);
    for (unsigned i = 0; i < crowd; i++) {
        dial(&clients[i], net->listener_url(server.listener));
    }
    net->listener_destroy(server.listener);
    for (unsigned i = 0; i < crowd; i++) {
        net->dialer_destroy(clients[i].dialer);
        CHECK_UINT(clients[i].dials, 1);
        CHECK((clients[i].code == GR_OK) == (clients[i].stream != NULL));
        if (clients[i].stream != NULL) {
            net->stream_close(clients[i].stream);
        }
    }
}

static void test_destroy_while_connecting(void)
{
    on_each_url(destroy_while_connecting_on);
}

/* --- addresses -------------------------------------------------------------------------------- */

static void expect_dial_fails(const char *url, const char *why)
{
    struct client client;
    dial(&client, url);
    AWAIT(client.dials > 0);
    net->dialer_destroy(client.dialer);
    CHECK_UINT(client.dials, 1);
    CHECK_CODE(client.code, GR_UNAVAILABLE);
    CHECK_STR(client.why, why);
    CHECK(client.stream == NULL);
}

static void test_dial_nothing(void)
{
    expect_dial_fails(ipc_url, "connection refused");
    expect_dial_fails("ipc:///no/such/folder/at.all", "connection refused");
    expect_dial_fails("abstract://greenroom-nobody-listens", "connection refused");
    expect_dial_fails("tcp://127.0.0.1:1", "connection refused");
    settle();
}

static void expect_refused(const char *url)
{
    gri_dialer *dialer = NULL;
    gri_listener *listener = NULL;
    char why[GRI_TRANSPORT_WHY_BYTES] = "";
    CHECK_CODE(net->dial(NULL, url, on_dialed, NULL, &dialer, why, sizeof why),
               GR_INVALID_ARGUMENT);
    CHECK(why[0] != '\0');
    why[0] = '\0';
    CHECK_CODE(net->listen(NULL, url, on_accepted, NULL, &listener, why, sizeof why),
               GR_INVALID_ARGUMENT);
    CHECK(why[0] != '\0');
    CHECK(dialer == NULL && listener == NULL);
}

static void test_bad_urls(void)
{
    static const char *const urls[] = {
        "",
        "back",
        "http://a:1/",
        "inproc://a",
        "IPC:///tmp/a",
        "ipc://",
        "abstract://",
        "tcp://",
        "tcp://127.0.0.1",
        "tcp://[::1]",
        "tcp://127.0.0.1:",
    };
    char too_long[256] = "ipc:///";
    memset(too_long + 7, 'a', 200);
    for (size_t i = 0; i < sizeof urls / sizeof urls[0]; i++) {
        expect_refused(urls[i]);
    }
    expect_refused(too_long);
    settle();
}

static void test_why_is_cut(void)
{
    gri_dialer *dialer = NULL;
    char why[8] = "";
    CHECK_CODE(net->dial(NULL, "x://", on_dialed, NULL, &dialer, why, sizeof why),
               GR_INVALID_ARGUMENT);
    CHECK_STR(why, "unknown");
    settle();
}

static void test_address_is_free_again(void)
{
    struct server server;
    char url[128];
    serve(&server, "tcp://127.0.0.1:0");
    snprintf(url, sizeof url, "%s", net->listener_url(server.listener));
    net->listener_destroy(server.listener);
    for (int i = 0; i < 20; i++) {
        serve(&server, i % 2 == 0 ? url : ipc_url);
        net->listener_destroy(server.listener);
    }
    CHECK(access(ipc_path(), F_OK) != 0);
    settle();
}

static void test_stale_socket(void)
{
    struct server server;
    struct sockaddr_un address = { .sun_family = AF_UNIX };
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    int len = snprintf(address.sun_path, sizeof(address.sun_path), "%s", ipc_path());
    CHECK(len > 0 && (size_t)len < sizeof(address.sun_path));
    CHECK(bind(fd, (struct sockaddr *)&address, sizeof address) == 0);
    close(fd); /* as after a kill: the file is there, nobody listens */
    serve(&server, ipc_url);
    net->listener_destroy(server.listener);
    settle();
}

static void test_permissions(void)
{
    struct server server;
    struct stat info = { 0 };
    serve(&server, ipc_url);
    CHECK(stat(ipc_path(), &info) == 0);
    CHECK_UINT(info.st_mode & 0777, 0600);
    net->listener_destroy(server.listener);
    settle();
}

static void peer_uid_on(const char *url)
{
    struct server server;
    uint64_t uid = UINT64_MAX;
    bool knows = strncmp(url, "tcp", 3) != 0;
    serve(&server, url);
    gri_stream *dialed = dial_and_wait(net->listener_url(server.listener));
    gri_stream *accepted = take_accepted(&server);
    CHECK(net->stream_peer_uid(accepted, &uid) == knows);
    CHECK_UINT(uid, knows ? getuid() : UINT64_MAX);
    net->stream_close(accepted);
    net->stream_close(dialed);
    net->listener_destroy(server.listener);
}

static void test_peer_uid(void)
{
    on_each_url(peer_uid_on);
}

/* --- peers that are not ours ------------------------------------------------------------------ */

static struct sockaddr_in loopback(int port)
{
    return (struct sockaddr_in){ .sin_family = AF_INET,
                                 .sin_port = htons((uint16_t)port),
                                 .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
}

static int port_of(const struct server *server)
{
    int port = 0;
    CHECK(sscanf(net->listener_url(server->listener), "tcp://127.0.0.1:%d", &port) == 1);
    return port;
}

static int raw_connect(const struct server *server)
{
    struct sockaddr_in address = loopback(port_of(server));
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    CHECK(connect(fd, (struct sockaddr *)&address, sizeof address) == 0);
    return fd;
}

static void test_real_port(void)
{
    struct server server;
    serve(&server, "tcp://127.0.0.1:0");
    CHECK(port_of(&server) > 0);
    net->listener_destroy(server.listener);
    settle();
}

static void reset_connection(int fd)
{
    struct linger hard = { .l_onoff = 1 };
    setsockopt(fd, SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
    close(fd);
}

static void test_peer_resets(void)
{
    struct server server;
    struct end *there = new_end(&both_ways);
    uint8_t *bytes = make_pattern(large);
    there->source = bytes;
    there->left = there->chunk = large;
    serve(&server, "tcp://127.0.0.1:0");
    int fd = raw_connect(&server);
    end_start(there, take_accepted(&server));
    reset_connection(fd);
    AWAIT(there->closeds == 1 && there->sends == 1);
    CHECK_CODE(there->receive_code, GR_UNAVAILABLE);
    CHECK(there->send_code == GR_UNAVAILABLE || there->send_code == GR_CANCELLED);
    free_end(there);
    net->listener_destroy(server.listener);
    free(bytes);
    settle();
}

static void test_vanishing_clients(void)
{
    struct server server;
    struct end *here = new_end(&sink);
    serve_with(&server, "tcp://127.0.0.1:0", on_accepted_close);
    for (unsigned i = 0; i < 50; i++) {
        reset_connection(raw_connect(&server));
        close(raw_connect(&server));
    }
    end_start(here, dial_and_wait(net->listener_url(server.listener)));
    free_end(here);
    net->listener_destroy(server.listener);
    settle();
}

/* A listener of the system's own whose queue is full: whoever dials it stays connecting. */
static int full_listener(int filler[2], char *url, size_t cap)
{
    struct sockaddr_in address = loopback(0);
    socklen_t len = sizeof address;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    CHECK(bind(fd, (struct sockaddr *)&address, sizeof address) == 0 && listen(fd, 0) == 0);
    getsockname(fd, (struct sockaddr *)&address, &len);
    for (int i = 0; i < 2; i++) {
        filler[i] = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
        (void)connect(filler[i], (struct sockaddr *)&address, sizeof address);
    }
    snprintf(url, cap, "tcp://127.0.0.1:%d", ntohs(address.sin_port));
    return fd;
}

static void test_cancel_a_dial(void)
{
    struct client client;
    char url[64];
    int filler[2];
    int fd = full_listener(filler, url, sizeof url);
    dial(&client, url);
    net->dialer_destroy(client.dialer);
    CHECK_UINT(client.dials, 1);
    CHECK_CODE(client.code, GR_CANCELLED);
    CHECK_STR(client.why, "cancelled");
    close(filler[0]);
    close(filler[1]);
    close(fd);
    settle();
}

/* --- when things run out ---------------------------------------------------------------------- */

static void count_failures(void *arg, gr_log_level level, const char *line)
{
    (void)level;
    unsigned *lines = arg;
    lock();
    *lines += strstr(line, "event=accept_failed") != NULL;
    unlock();
}

/* A connection to `server` while this process may open no descriptor: it waits in the system's
 * queue, and accepting it fails. Returns the client's descriptor. */
static int connect_out_of_descriptors(struct server *server, unsigned *logged)
{
    struct rlimit limit, none;
    struct sockaddr_in address = loopback(port_of(server));
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    getrlimit(RLIMIT_NOFILE, &limit);
    none = (struct rlimit){ .rlim_cur = 0, .rlim_max = limit.rlim_max };
    setrlimit(RLIMIT_NOFILE, &none);
    CHECK(connect(fd, (struct sockaddr *)&address, sizeof address) == 0);
    AWAIT(*logged > 0);
    setrlimit(RLIMIT_NOFILE, &limit);
    return fd;
}

static void test_out_of_descriptors(void)
{
    struct server server;
    unsigned logged = 0;
    gr_log_set_sink(count_failures, &logged);
    serve(&server, "tcp://127.0.0.1:0");
    int fd = connect_out_of_descriptors(&server, &logged);
    net->stream_close(take_accepted(&server));
    CHECK_UINT(logged, 1);
    net->stream_close(dial_and_wait(net->listener_url(server.listener)));
    net->stream_close(take_accepted(&server));
    close(fd);
    net->listener_destroy(server.listener);
    gr_log_set_sink(NULL, NULL);
    settle();
}

static void test_destroy_a_pausing_listener(void)
{
    struct server server;
    unsigned logged = 0;
    gr_log_set_sink(count_failures, &logged);
    serve(&server, "tcp://127.0.0.1:0");
    int fd = connect_out_of_descriptors(&server, &logged);
    net->listener_destroy(server.listener);
    CHECK_UINT(server.accepts, 0);
    close(fd);
    gr_log_set_sink(NULL, NULL);
    settle();
}

static gr_code try_listen(void)
{
    struct server server = { 0 };
    gr_code code = net->listen(NULL, ipc_url, on_accepted, &server, &server.listener, NULL, 0);
    if (code == GR_OK) {
        net->listener_destroy(server.listener);
    }
    return code;
}

static void test_listen_without_memory(void)
{
    size_t nth = 1;
    for (;; nth++) {
        suite_fail_allocation(nth);
        gr_code code = try_listen();
        if (!suite_allocation_failed()) {
            CHECK_CODE(code, GR_OK);
            break;
        }
        CHECK_CODE(code, GR_RESOURCE_EXHAUSTED);
    }
    CHECK(nth > 2);
    settle();
}

static void test_dial_without_memory(void)
{
    struct server server;
    struct client client = { 0 };
    serve_with(&server, ipc_url, on_accepted_close);
    suite_fail_allocation(1); /* the dialer */
    CHECK_CODE(net->dial(NULL, ipc_url, on_dialed, &client, &client.dialer, NULL, 0),
               GR_RESOURCE_EXHAUSTED);
    CHECK_UINT(client.dials, 0);
    net->listener_destroy(server.listener);
    settle();
}

/* One of the two ends gets no memory for its stream: it is told, and the other sees it close. */
static void test_stream_without_memory(void)
{
    struct server server;
    struct client client;
    unsigned logged = 0;
    gr_log_set_sink(count_failures, &logged);
    serve_with(&server, ipc_url, on_accepted_close);
    suite_fail_allocation(2); /* the first is the dialer */
    dial(&client, ipc_url);
    AWAIT(client.dials == 1 && server.accepts + logged >= 1);
    CHECK((client.code == GR_RESOURCE_EXHAUSTED) == (logged == 0));
    net->dialer_destroy(client.dialer);
    if (client.stream != NULL) {
        net->stream_close(client.stream);
    }
    net->listener_destroy(server.listener);
    gr_log_set_sink(NULL, NULL);
    settle();
}

/* --- threads ---------------------------------------------------------------------------------- */

/* The mask of blocked signals of a thread of this process, 0 where it is gone. */
static uint64_t blocked_signals(const char *tid)
{
    char path[300], line[256];
    unsigned long long mask = 0;
    snprintf(path, sizeof path, "/proc/self/task/%s/status", tid);
    FILE *file = fopen(path, "re");
    while (file != NULL && fgets(line, sizeof line, file) != NULL) {
        if (sscanf(line, "SigBlk: %llx", &mask) == 1) {
            break;
        }
    }
    if (file != NULL) {
        fclose(file);
    }
    return mask;
}

static void test_signals_are_blocked(void)
{
    struct server server;
    unsigned threads = 0;
    uint64_t some =
        UINT64_C(1) << (SIGTERM - 1) | UINT64_C(1) << (SIGINT - 1) | UINT64_C(1) << (SIGUSR1 - 1);
    char own[32];
    sigset_t mask;
    snprintf(own, sizeof own, "%d", (int)gettid());
    serve(&server, ipc_url);
    DIR *dir = opendir("/proc/self/task");
    for (struct dirent *entry; (entry = readdir(dir)) != NULL;) {
        if (isdigit((unsigned char)entry->d_name[0]) && strcmp(entry->d_name, own) != 0) {
            threads += (blocked_signals(entry->d_name) & some) == some;
        }
    }
    closedir(dir);
    CHECK(threads > 3);
    pthread_sigmask(SIG_SETMASK, NULL, &mask);
    CHECK(sigismember(&mask, SIGTERM) == 0);
    net->listener_destroy(server.listener);
    settle();
}

enum { racers = 200 };

/* A thread that closes half of the ends while their callbacks do the same with the other half. */
static void *close_every_second(void *arg)
{
    struct end **ends = arg;
    for (unsigned i = 0; i < racers; i += 2) {
        net->stream_close(ends[i]->stream);
    }
    return NULL;
}

static void close_races_on(const char *url)
{
    struct server server;
    static struct end *here[racers], *there[racers];
    uint8_t *bytes = make_pattern(300000);
    pthread_t thread;
    serve(&server, url);
    for (unsigned i = 0; i < racers; i++) {
        here[i] = new_end(&both_ways);
        there[i] = new_end(&both_ways);
        here[i]->source = there[i]->source = bytes;
        here[i]->left = there[i]->left = 300000;
        here[i]->chunk = 70000;
        there[i]->chunk = 999;
        connect_ends(&server, here[i], there[i]);
    }
    pthread_create(&thread, NULL, close_every_second, here);
    for (unsigned i = 1; i < racers; i += 2) {
        net->stream_close(there[i]->stream);
    }
    pthread_join(thread, NULL);
    for (unsigned i = 0; i < racers; i++) {
        free_end(here[i]);
        free_end(there[i]);
    }
    net->listener_destroy(server.listener);
    free(bytes);
}

static void test_close_races(void)
{
    on_each_url(close_races_on);
}

GR_SUITE_PREPARED("transport", prepare, { "echo_over_each_kind_of_url", test_echo },
                  { "large_transfers_arrive_whole_and_in_order_both_ways", test_large_transfers },
                  { "closing_ends_what_is_outstanding_and_the_other_end_sees_it", test_close },
                  { "closing_inside_received_and_sent_is_fine", test_close_in_callbacks },
                  { "closing_ends_a_send_that_nobody_receives", test_close_a_stuck_send },
                  { "a_stream_never_started_is_freed_by_close", test_unstarted },
                  { "a_second_listener_is_already_exists", test_second_listener },
                  { "a_thousand_connections_open_and_close", test_many_connections },
                  { "destroying_while_connecting_ends_each_dial_once",
                    test_destroy_while_connecting },
                  { "dialing_nothing_is_refused_in_words", test_dial_nothing },
                  { "bad_urls_are_invalid_argument", test_bad_urls },
                  { "why_is_cut_to_its_room", test_why_is_cut },
                  { "a_listener_on_port_0_tells_its_port", test_real_port },
                  { "a_destroyed_listener_leaves_its_address_free", test_address_is_free_again },
                  { "a_stale_ipc_socket_is_taken_over", test_stale_socket },
                  { "an_ipc_socket_is_its_owners_only", test_permissions },
                  { "the_peers_uid_is_known_on_local_sockets", test_peer_uid },
                  { "a_reset_fails_what_is_outstanding", test_peer_resets },
                  { "clients_that_vanish_do_not_stop_a_listener", test_vanishing_clients },
                  { "a_dial_that_hangs_is_cancelled_by_destroy", test_cancel_a_dial },
                  { "a_listener_out_of_descriptors_recovers", test_out_of_descriptors },
                  { "a_pausing_listener_can_be_destroyed", test_destroy_a_pausing_listener },
                  { "listen_without_memory_is_resource_exhausted", test_listen_without_memory },
                  { "dial_without_memory_is_resource_exhausted", test_dial_without_memory },
                  { "a_stream_without_memory_is_told", test_stream_without_memory },
                  { "nng_threads_block_signals", test_signals_are_blocked },
                  { "racing_closes_end_each_stream_once", test_close_races })
