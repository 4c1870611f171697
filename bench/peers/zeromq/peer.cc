/* SPDX-License-Identifier: MIT */
/* The benchmarks' work by ZeroMQ: a dealer in one process, a router in the other, each with one I/O
 * thread; and pairs of sockets between threads. It carries bytes, and a struct is what they are. */
#include <zmq.h>

#include "peer.hh"

enum op : uint32_t { ADD = 1, ECHO, STORE, COUNT };

/* 32 bytes, as in bench.proto. */
struct sample {
    uint64_t value, at, from;
    uint32_t kind;
    enum op op;
};

static void send(void *socket, const void *bytes, size_t len, int flags = 0)
{
    bench_need_system(zmq_send(socket, bytes, len, flags) == static_cast<int>(len), "zmq_send");
}

static struct sample receive(void *socket)
{
    struct sample got = {};
    bench_need_system(zmq_recv(socket, &got, sizeof(got), 0) == sizeof(got), "zmq_recv");
    return got;
}

static void *make_socket(void *context, int type)
{
    void *socket = zmq_socket(context, type);
    bench_need_system(socket != nullptr, "zmq_socket");
    int linger_ms = 0;
    zmq_setsockopt(socket, ZMQ_LINGER, &linger_ms, sizeof(linger_ms));
    return socket;
}

/* ---- over there ---- */

static void reply(void *router, zmq_msg_t *from, const struct sample &answer)
{
    bench_need_system(zmq_msg_send(from, router, ZMQ_SNDMORE) >= 0, "zmq_msg_send");
    send(router, &answer, sizeof(answer));
}

static uint64_t take_blob(void *router)
{
    zmq_msg_t blob;
    zmq_msg_init(&blob);
    bench_need_system(zmq_msg_recv(&blob, router, 0) >= 0, "zmq_msg_recv");
    uint64_t len = zmq_msg_size(&blob);
    bool is_whole = len > 0 && static_cast<char *>(zmq_msg_data(&blob))[len - 1] == 1;
    zmq_msg_close(&blob);
    return is_whole ? len : 0;
}

static void handle(void *router, zmq_msg_t *from, const struct sample &got, uint64_t *n)
{
    struct sample answer = got;
    switch (got.op) {
    case ADD:
        *n += got.value;
        return;
    case STORE:
        answer.value = take_blob(router);
        break;
    case COUNT:
        answer.value = *n;
        break;
    case ECHO:
        *n += got.value;
        break;
    }
    reply(router, from, answer);
}

static void serve(const char *url)
{
    void *router = make_socket(zmq_ctx_new(), ZMQ_ROUTER);
    char at[256];
    size_t len = sizeof(at);
    uint64_t n = 0;
    bench_need_system(zmq_bind(router, url) == 0, "zmq_bind");
    zmq_getsockopt(router, ZMQ_LAST_ENDPOINT, at, &len);
    exit_at_end(url);
    other_say(at);
    for (;;) {
        zmq_msg_t from;
        zmq_msg_init(&from);
        bench_need_system(zmq_msg_recv(&from, router, 0) >= 0, "zmq_msg_recv");
        handle(router, &from, receive(router), &n);
        zmq_msg_close(&from);
    }
}

/* ---- here ---- */

static struct sample call(void *dealer, enum op op, uint64_t at)
{
    struct sample sample = { 1, at, 0, 7, op };
    send(dealer, &sample, sizeof(sample));
    return receive(dealer);
}

static uint64_t echo_each(void *dealer, uint64_t n, uint32_t *out_ns)
{
    return do_each(n, out_ns, [=](uint64_t at) {
        struct sample echo = call(dealer, ECHO, at);
        return echo.value == 1 && echo.at == at;
    });
}

static uint64_t store_each(void *dealer, uint64_t n, uint32_t *out_ns)
{
    const std::string blob = make_blob();
    return do_each(n, out_ns, [&](uint64_t at) {
        struct sample head = { 1, at, 0, 7, STORE };
        send(dealer, &head, sizeof(head), ZMQ_SNDMORE);
        send(dealer, blob.data(), blob.size());
        return receive(dealer).value == BLOB_BYTES;
    });
}

/* So many callers of one thread, each with one call under way: who has a reply calls again. */
static uint64_t calls(void *dealer, uint64_t n, uint64_t callers)
{
    uint64_t sent = 0, done = 0;
    for (; sent < callers; sent++) {
        struct sample sample = { 1, sent, sent, 7, ECHO };
        send(dealer, &sample, sizeof(sample));
    }
    while (done < n) {
        struct sample echo = receive(dealer);
        done += echo.value;
        if (sent < n) {
            struct sample sample = { 1, sent++, echo.from, 7, ECHO };
            send(dealer, &sample, sizeof(sample));
        }
    }
    return done;
}

static uint64_t calls_16(void *dealer, uint64_t n)
{
    return calls(dealer, n, 16);
}

static uint64_t calls_64(void *dealer, uint64_t n)
{
    return calls(dealer, n, 64);
}

static uint64_t pour(void *dealer, uint64_t n)
{
    uint64_t before = call(dealer, COUNT, 0).value;
    for (uint64_t at = 1; at <= n; at++) {
        struct sample sample = { 1, at, 0, 7, ADD };
        send(dealer, &sample, sizeof(sample));
    }
    return call(dealer, COUNT, 0).value - before;
}

static void measure_remote(const char *scheme)
{
    struct other other;
    void *context = zmq_ctx_new();
    void *dealer = make_socket(context, ZMQ_DEALER);
    other_start(&other, "--serve", scheme);
    bench_need_system(zmq_connect(dealer, other.url) == 0, "zmq_connect");
    struct remote_works works = { echo_each, store_each, calls_16, calls_64, pour, 40000 };
    time_remote(scheme, works, dealer);
    zmq_close(dealer);
    zmq_ctx_term(context);
    other_stop(&other);
}

/* ---- between threads ---- */

/* Counts, and answers what is to be answered, till it is asked how far it is. */
static void count(void *socket)
{
    uint64_t n = 0;
    struct sample got = {};
    while (got.op != COUNT) {
        got = receive(socket);
        n += got.op == COUNT ? 0 : got.value;
        if (got.op == ECHO) {
            send(socket, &got, sizeof(got));
        }
    }
    struct sample total = { n, 0, 0, 0, COUNT };
    send(socket, &total, sizeof(total));
}

/* A counter in a thread of its own, at the other end of a pair. */
template <typename Work> static uint64_t with_counter(void *context, Work work)
{
    void *here = make_socket(context, ZMQ_PAIR), *there = make_socket(context, ZMQ_PAIR);
    static int pairs; /* a name is free some time after its socket is closed */
    const std::string name = "inproc://counter" + std::to_string(++pairs);
    bench_need_system(zmq_bind(there, name.c_str()) == 0, "zmq_bind");
    bench_need_system(zmq_connect(here, name.c_str()) == 0, "zmq_connect");
    std::thread counter(count, there);
    work(here);
    uint64_t n = call(here, COUNT, 0).value;
    counter.join();
    zmq_close(here);
    zmq_close(there);
    return n;
}

static uint64_t counting(void *context, uint64_t n)
{
    return with_counter(context, [=](void *socket) {
        for (uint64_t at = 1; at <= n; at++) {
            struct sample sample = { 1, at, 0, 7, ADD };
            send(socket, &sample, sizeof(sample));
        }
    });
}

static uint64_t echoing(void *context, uint64_t n)
{
    return with_counter(context, [=](void *socket) {
        for (uint64_t at = 1; at <= n; at++) {
            need(call(socket, ECHO, at).at == at, "not the reply to this call");
        }
    });
}

int main(int argc, char **argv)
{
    if (other_is_told(argc, argv, "--serve")) {
        serve(argv[2]);
    }
    bench_begin(argc, argv);
    void *context = zmq_ctx_new();
    time_row("counting, 2 workers", BENCH_MANY_RUNS, 80000, counting, context);
    time_row("sync call, to the other worker", BENCH_MANY_RUNS, 1000, echoing, context);
    zmq_ctx_term(context);
    measure_remote("ipc");
    measure_remote("tcp");
    return 0;
}
