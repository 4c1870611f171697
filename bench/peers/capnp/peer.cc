/* SPDX-License-Identifier: MIT */
/* The benchmarks' work by Cap'n Proto's RPC: an event loop in either process, one connection, on
 * which many callers' calls are under way at once. */
#include <capnp/rpc-twoparty.h>
#include <kj/async-io.h>

#include "peer.capnp.h"
#include "peer.hh"

/* ---- over there ---- */

class Handler final : public Counter::Server
{
    uint64_t n = 0;

    kj::Promise<void> add(AddContext context) override
    {
        n += context.getParams().getSample().getValue();
        return kj::READY_NOW;
    }
    kj::Promise<void> echo(EchoContext context) override
    {
        uint64_t value = context.getParams().getSample().getValue();
        n += value;
        context.getResults().initSample().setValue(value);
        return kj::READY_NOW;
    }
    kj::Promise<void> store(StoreContext context) override
    {
        auto content = context.getParams().getContent();
        bool is_whole = content.size() > 0 && content[content.size() - 1] == 1;
        context.getResults().setN(is_whole ? content.size() : 0);
        return kj::READY_NOW;
    }
    kj::Promise<void> count(CountContext context) override
    {
        context.getResults().setN(n);
        return kj::READY_NOW;
    }
};

static kj::Own<kj::NetworkAddress> parse(kj::AsyncIoContext &io, const std::string &url)
{
    std::string address = is_ipc(url) ? "unix:" + url_path(url) : url.substr(strlen("tcp://"));
    return io.provider->getNetwork().parseAddress(address.c_str()).wait(io.waitScope);
}

static void serve(const char *url)
{
    auto io = kj::setupAsyncIo();
    capnp::TwoPartyServer server(kj::heap<Handler>());
    auto listener = parse(io, url)->listen();
    exit_at_end(url);
    other_say(is_ipc(url) ? url : tcp_url(static_cast<int>(listener->getPort())).c_str());
    server.listen(*listener).wait(io.waitScope);
}

/* ---- here ---- */

struct client {
    kj::AsyncIoContext &io;
    Counter::Client counter;
};

static void fill(Sample::Builder sample, uint64_t at)
{
    sample.setValue(1);
    sample.setAt(at);
    sample.setKind(7);
}

static kj::Promise<uint64_t> echo(client &client, uint64_t at)
{
    auto request = client.counter.echoRequest();
    fill(request.initSample(), at);
    return request.send().then([](auto reply) { return reply.getSample().getValue(); });
}

static uint64_t echo_each(void *arg, uint64_t n, uint32_t *out_ns)
{
    client &client = *static_cast<struct client *>(arg);
    return do_each(n, out_ns,
                   [&](uint64_t at) { return echo(client, at).wait(client.io.waitScope) == 1; });
}

static uint64_t store_each(void *arg, uint64_t n, uint32_t *out_ns)
{
    client &client = *static_cast<struct client *>(arg);
    const std::string blob = make_blob();
    const kj::ArrayPtr<const kj::byte> bytes(reinterpret_cast<const kj::byte *>(blob.data()),
                                             blob.size());
    return do_each(n, out_ns, [&](uint64_t) {
        auto request = client.counter.storeRequest(capnp::MessageSize{ BLOB_BYTES / 8 + 16, 0 });
        request.setContent(bytes);
        return request.send().wait(client.io.waitScope).getN() == BLOB_BYTES;
    });
}

/* A caller: who has a reply calls again. */
static kj::Promise<void> call_on(client &client, uint64_t left, uint64_t *done)
{
    if (left == 0) {
        return kj::READY_NOW;
    }
    return echo(client, left).then([&client, left, done](uint64_t value) {
        *done += value;
        return call_on(client, left - 1, done);
    });
}

static uint64_t calls(void *arg, uint64_t n, uint64_t callers)
{
    client &client = *static_cast<struct client *>(arg);
    uint64_t done = 0;
    auto all = kj::heapArrayBuilder<kj::Promise<void>>(callers);
    for (uint64_t i = 0; i < callers; i++) {
        all.add(call_on(client, n / callers, &done));
    }
    kj::joinPromises(all.finish()).wait(client.io.waitScope);
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

static uint64_t count(client &client)
{
    return client.counter.countRequest().send().wait(client.io.waitScope).getN();
}

/* Each waits until the stream takes another. */
static kj::Promise<void> pour_on(client &client, uint64_t left)
{
    if (left == 0) {
        return kj::READY_NOW;
    }
    auto request = client.counter.addRequest();
    fill(request.initSample(), left);
    return request.send().then([&client, left] { return pour_on(client, left - 1); });
}

static uint64_t pour(void *arg, uint64_t n)
{
    client &client = *static_cast<struct client *>(arg);
    uint64_t before = count(client);
    pour_on(client, n).wait(client.io.waitScope);
    return count(client) - before;
}

static void measure(kj::AsyncIoContext &io, const char *scheme)
{
    struct other other;
    other_start(&other, "--serve", scheme);
    {
        auto connection = parse(io, other.url)->connect().wait(io.waitScope);
        capnp::TwoPartyClient rpc(*connection);
        client client = { io, rpc.bootstrap().castAs<Counter>() };
        struct remote_works works = { echo_each, store_each, calls_16, calls_64, pour, 4000 };
        time_remote(scheme, works, &client);
    }
    other_stop(&other);
}

int main(int argc, char **argv)
{
    if (other_is_told(argc, argv, "--serve")) {
        serve(argv[2]);
    }
    bench_begin(argc, argv);
    auto io = kj::setupAsyncIo();
    measure(io, "ipc");
    measure(io, "tcp");
    return 0;
}
