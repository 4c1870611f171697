/* SPDX-License-Identifier: MIT */
/* The benchmarks' work by gRPC: one channel; a server of the callback API, which takes less than
 * the synchronous one in all of them; one caller by blocking calls, many by callbacks, which take
 * less than a thread for each and than a completion queue. */
#include <grpcpp/grpcpp.h>

#include <condition_variable>
#include <memory>
#include <mutex>

#include "peer.grpc.pb.h"
#include "peer.hh"

using grpc::CallbackServerContext;
using grpc::ServerUnaryReactor;
using grpc::Status;
using peer::Blob;
using peer::Counter;
using peer::Sample;
using peer::Total;

/* ---- over there ---- */

/* Reads a stream to its end. Owned by itself, till it is done. */
class Pourer final : public grpc::ServerReadReactor<Sample>
{
    Sample sample;
    uint64_t n = 0;
    Total *const total;

  public:
    explicit Pourer(Total *total) : total(total)
    {
        StartRead(&sample);
    }
    void OnReadDone(bool is_read) override
    {
        if (is_read) {
            n += sample.value();
            StartRead(&sample);
        } else {
            total->set_n(n);
            Finish(Status::OK);
        }
    }
    void OnDone() override
    {
        delete this;
    }
};

class Handler final : public Counter::CallbackService
{
    static ServerUnaryReactor *finish(CallbackServerContext *context)
    {
        ServerUnaryReactor *reactor = context->DefaultReactor();
        reactor->Finish(Status::OK);
        return reactor;
    }

    ServerUnaryReactor *Echo(CallbackServerContext *context, const Sample *request,
                             Sample *reply) override
    {
        reply->set_value(request->value());
        return finish(context);
    }
    ServerUnaryReactor *Store(CallbackServerContext *context, const Blob *request,
                              Total *reply) override
    {
        const std::string &content = request->content();
        reply->set_n(!content.empty() && content.back() == 1 ? content.size() : 0);
        return finish(context);
    }
    grpc::ServerReadReactor<Sample> *Pour(CallbackServerContext *, Total *reply) override
    {
        return new Pourer(reply);
    }
};

static void serve(const char *url)
{
    grpc::ServerBuilder builder;
    Handler handler;
    int port = 0;
    builder.AddListeningPort(is_ipc(url) ? "unix:" + url_path(url) : "127.0.0.1:0",
                             grpc::InsecureServerCredentials(), &port);
    builder.RegisterService(&handler);
    auto server = builder.BuildAndStart();
    need(server != nullptr, "gRPC cannot listen");
    exit_at_end(url);
    other_say(is_ipc(url) ? url : tcp_url(port).c_str());
    server->Wait();
}

/* ---- here ---- */

static Counter::Stub &stub_of(void *arg)
{
    return *static_cast<Counter::Stub *>(arg);
}

static Sample sample_at(uint64_t at)
{
    Sample sample;
    sample.set_value(1);
    sample.set_at(at);
    sample.set_kind(7);
    return sample;
}

static uint64_t echo_each(void *arg, uint64_t n, uint32_t *out_ns)
{
    return do_each(n, out_ns, [=](uint64_t at) {
        grpc::ClientContext context;
        Sample reply;
        return stub_of(arg).Echo(&context, sample_at(at), &reply).ok() && reply.value() == 1;
    });
}

static uint64_t store_each(void *arg, uint64_t n, uint32_t *out_ns)
{
    Blob blob;
    blob.set_content(make_blob());
    return do_each(n, out_ns, [&](uint64_t) {
        grpc::ClientContext context;
        Total reply;
        return stub_of(arg).Store(&context, blob, &reply).ok() && reply.n() == BLOB_BYTES;
    });
}

/* Callers that have come to their end, and what they have done, together. */
struct tally {
    std::mutex lock;
    std::condition_variable changed;
    uint64_t ended = 0;
    uint64_t done = 0;
};

/* Has one call under way: when the reply is there, it calls again. */
class Caller
{
    Counter::Stub &stub;
    tally &all;
    uint64_t left;
    uint64_t done = 0;
    std::unique_ptr<grpc::ClientContext> context;
    Sample request, reply;

    void hear(const Status &status)
    {
        done += status.ok() ? reply.value() : 0;
        if (--left > 0) {
            call();
            return;
        }
        std::lock_guard<std::mutex> guard(all.lock);
        all.done += done;
        all.ended++;
        all.changed.notify_one();
    }

  public:
    Caller(Counter::Stub &stub, tally &all, uint64_t n) : stub(stub), all(all), left(n)
    {
    }
    void call()
    {
        context = std::make_unique<grpc::ClientContext>();
        request = sample_at(left);
        stub.async()->Echo(context.get(), &request, &reply,
                           [this](const Status &status) { hear(status); });
    }
};

static uint64_t calls(void *arg, uint64_t n, uint64_t callers)
{
    tally all;
    std::vector<std::unique_ptr<Caller>> them;
    for (uint64_t i = 0; i < callers; i++) {
        them.push_back(std::make_unique<Caller>(stub_of(arg), all, n / callers));
    }
    for (auto &caller : them) {
        caller->call();
    }
    std::unique_lock<std::mutex> guard(all.lock);
    all.changed.wait(guard, [&] { return all.ended == callers; });
    return all.done;
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
    grpc::ClientContext context;
    Total total;
    auto writer = stub_of(arg).Pour(&context, &total);
    const auto may_wait = grpc::WriteOptions().set_buffer_hint();
    for (uint64_t at = 1; at <= n; at++) {
        need(writer->Write(sample_at(at), may_wait), "gRPC's stream broke");
    }
    writer->WritesDone();
    return writer->Finish().ok() ? total.n() : 0;
}

static void measure(const char *scheme)
{
    struct other other;
    other_start(&other, "--serve", scheme);
    {
        const std::string url = other.url;
        auto channel = grpc::CreateChannel(is_ipc(url) ? "unix:" + url_path(url)
                                                       : url.substr(strlen("tcp://")),
                                           grpc::InsecureChannelCredentials());
        auto stub = Counter::NewStub(channel);
        struct remote_works works = { echo_each, store_each, calls_16, calls_64, pour, 40000 };
        time_remote(scheme, works, stub.get());
    }
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
