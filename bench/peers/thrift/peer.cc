/* SPDX-License-Identifier: MIT */
/* The benchmarks' work by Thrift: framed transport, binary protocol, a server with a thread for
 * each connection; a caller is a thread with a connection of its own, as its clients are no more
 * than one at a time. */
#include <thrift/protocol/TBinaryProtocol.h>
#include <thrift/server/TThreadedServer.h>
#include <thrift/transport/TBufferTransports.h>
#include <thrift/transport/TServerSocket.h>
#include <thrift/transport/TSocket.h>

#include <atomic>
#include <memory>

#include "Counter.h"
#include "peer.hh"

using namespace apache::thrift;
using protocol::TBinaryProtocol;
using protocol::TBinaryProtocolFactory;
using transport::TFramedTransport;
using transport::TServerSocket;
using transport::TSocket;

/* Framed, and without the limit of this version, which ends a connection that has read 100 MB. */
static std::shared_ptr<TFramedTransport> frame(std::shared_ptr<transport::TTransport> inner)
{
    return std::make_shared<TFramedTransport>(inner, std::make_shared<TConfiguration>(INT32_MAX));
}

class Framing : public transport::TTransportFactory
{
  public:
    std::shared_ptr<transport::TTransport>
    getTransport(std::shared_ptr<transport::TTransport> inner) override
    {
        return frame(inner);
    }
};

/* ---- over there ---- */

class Handler : public CounterIf
{
    std::atomic<int64_t> n{ 0 };

  public:
    void add(const Sample &sample) override
    {
        n.fetch_add(sample.value, std::memory_order_relaxed);
    }
    void echo(Sample &reply, const Sample &sample) override
    {
        n.fetch_add(sample.value, std::memory_order_relaxed);
        reply.value = sample.value;
    }
    int64_t store(const std::string &content) override
    {
        return !content.empty() && content.back() == 1 ? static_cast<int64_t>(content.size()) : 0;
    }
    int64_t count() override
    {
        return n;
    }
};

/* Says where the server listens, once it does. */
class Announcer : public server::TServerEventHandler
{
    const std::string url;
    TServerSocket *const socket;

  public:
    Announcer(const char *url, TServerSocket *socket) : url(url), socket(socket)
    {
    }
    void preServe() override
    {
        other_say(is_ipc(url) ? url.c_str() : tcp_url(socket->getPort()).c_str());
    }
};

static void serve(const char *url)
{
    auto socket = is_ipc(url) ? std::make_shared<TServerSocket>(url_path(url))
                              : std::make_shared<TServerSocket>("127.0.0.1", 0);
    server::TThreadedServer server(std::make_shared<CounterProcessor>(std::make_shared<Handler>()),
                                   socket, std::make_shared<Framing>(),
                                   std::make_shared<TBinaryProtocolFactory>());
    server.setServerEventHandler(std::make_shared<Announcer>(url, socket.get()));
    exit_at_end(url);
    server.serve();
}

/* ---- here ---- */

struct connection {
    std::shared_ptr<TSocket> socket;
    std::shared_ptr<TFramedTransport> transport;
    std::unique_ptr<CounterClient> counter;

    explicit connection(const std::string &url)
        : socket(is_ipc(url) ? std::make_shared<TSocket>(url_path(url))
                             : std::make_shared<TSocket>("127.0.0.1", url_port(url))),
          transport(frame(socket)),
          counter(std::make_unique<CounterClient>(std::make_shared<TBinaryProtocol>(transport)))
    {
        transport->open(); /* with TCP_NODELAY, which it sets by itself */
    }
};

using connections = std::vector<connection>;

static CounterClient &first(void *arg)
{
    return *static_cast<connections *>(arg)->front().counter;
}

static Sample sample_at(uint64_t at)
{
    Sample sample;
    sample.value = 1;
    sample.at = static_cast<int64_t>(at);
    sample.kind = 7;
    return sample;
}

static bool echo_one(CounterClient &counter, uint64_t at)
{
    Sample reply;
    counter.echo(reply, sample_at(at));
    return reply.value == 1;
}

static uint64_t echo_each(void *arg, uint64_t n, uint32_t *out_ns)
{
    return do_each(n, out_ns, [=](uint64_t at) { return echo_one(first(arg), at); });
}

static uint64_t store_each(void *arg, uint64_t n, uint32_t *out_ns)
{
    const std::string blob = make_blob();
    return do_each(n, out_ns, [&](uint64_t) { return first(arg).store(blob) == BLOB_BYTES; });
}

static uint64_t calls(void *arg, uint64_t n, size_t callers)
{
    std::atomic<uint64_t> done{ 0 };
    std::vector<std::thread> threads;
    for (size_t i = 0; i < callers; i++) {
        threads.emplace_back([&, counter = (*static_cast<connections *>(arg))[i].counter.get()] {
            uint64_t mine = 0;
            for (uint64_t at = 1; at <= n / callers; at++) {
                mine += echo_one(*counter, at);
            }
            done += mine;
        });
    }
    for (std::thread &thread : threads) {
        thread.join();
    }
    return done;
}

static uint64_t calls_16(void *arg, uint64_t n)
{
    return calls(arg, n, 16);
}

static uint64_t calls_64(void *arg, uint64_t n)
{
    return calls(arg, n, 64);
}

static uint64_t pour(void *arg, uint64_t n)
{
    CounterClient &counter = first(arg);
    int64_t before = counter.count();
    for (uint64_t at = 1; at <= n; at++) {
        counter.add(sample_at(at));
    }
    return static_cast<uint64_t>(counter.count() - before);
}

static void measure(const char *scheme)
{
    struct other other;
    other_start(&other, "--serve", scheme);
    connections connections;
    for (int i = 0; i < 64; i++) {
        connections.emplace_back(other.url);
    }
    struct remote_works works = { echo_each, store_each, calls_16, calls_64, pour, 40000 };
    time_remote(scheme, works, &connections);
    other_stop(&other);
}

int main(int argc, char **argv)
{
    if (other_is_told(argc, argv, "--serve")) {
        serve(argv[2]);
    }
    bench_begin(argc, argv);
    measure("ipc");
    measure("tcp");
    return 0;
}
