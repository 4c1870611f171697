/* SPDX-License-Identifier: MIT */
/* What the peers' C++ programs share with each other and with our own benchmarks: rows of the same
 * names and the same number of runs, the check that everything arrived, the second process. */
#ifndef PEER_HH
#define PEER_HH

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <thread>
#include <unistd.h>
#include <vector>

extern "C" {
#include "bench.h"
#include "other.h"
}

enum { BLOB_BYTES = 64 * 1024 };

inline void need(bool ok, const char *what)
{
    if (!ok) {
        fprintf(stderr, "%s\n", what);
        exit(1);
    }
}

inline void time_row(const char *name, int runs, uint64_t n, bench_work *work, void *arg = nullptr,
                     enum bench_unit unit = BENCH_NS)
{
    struct bench_row row = {};
    row.name = name;
    row.unit = unit;
    row.runs = runs;
    row.n = row.few = n;
    row.work = work;
    row.arg = arg;
    bench_time(&row);
}

/* ---- two processes ---- */

/* Over there: end when the input does; other_stop() expects the socket to be gone by then. */
inline void exit_at_end(const char *url)
{
    std::string path = strncmp(url, "ipc://", 6) == 0 ? url + 6 : "";
    std::thread([path] {
        other_await_end();
        unlink(path.c_str());
        _exit(0);
    }).detach();
}

inline bool is_ipc(const std::string &url)
{
    return url.rfind("ipc://", 0) == 0;
}

/* Of "ipc:///...": the path. */
inline std::string url_path(const std::string &url)
{
    return url.substr(strlen("ipc://"));
}

/* Of "tcp://127.0.0.1:n". */
inline int url_port(const std::string &url)
{
    return atoi(url.c_str() + url.rfind(':') + 1);
}

inline std::string tcp_url(int port)
{
    return "tcp://127.0.0.1:" + std::to_string(port);
}

/* A peer's works between two processes; each has its `arg`, the connection. */
struct remote_works {
    bench_each *echo_each;
    bench_each *store_each; /* of BLOB_BYTES, the last of which is 1 */
    bench_work *calls_16;
    bench_work *calls_64;
    bench_work *pour; /* oneways; the last is confirmed */
    uint64_t n_pour;
};

inline void time_each(const std::string &name, uint64_t n, bench_each *work, void *arg)
{
    struct bench_spans row = {};
    row.name = name.c_str();
    row.n = row.few = n;
    row.work = work;
    row.arg = arg;
    bench_time_each(&row);
}

inline void time_remote(const std::string &scheme, const struct remote_works &works, void *arg)
{
    const uint64_t n_calls = 6400; /* as ours */
    auto rate = [&](const std::string &name, uint64_t n, bench_work *work) {
        time_row(name.c_str(), BENCH_MANY_RUNS, n, work, arg, BENCH_RATE);
    };
    time_each("call, " + scheme + ", 1 caller", 1500, works.echo_each, arg);
    time_each("call of 64 KiB, " + scheme, 1000, works.store_each, arg);
    rate("calls, " + scheme + ", 16 callers", n_calls, works.calls_16);
    rate("calls, " + scheme + ", 64 callers", n_calls, works.calls_64);
    rate("oneways, " + scheme, works.n_pour, works.pour);
}

/* Each of n operations timed; `one` says whether it was done. */
template <typename One> uint64_t do_each(uint64_t n, uint32_t *out_ns, One one)
{
    uint64_t done = 0;
    for (uint64_t i = 0; i < n; i++) {
        uint64_t began_ns = bench_now_ns();
        done += one(i + 1) ? 1 : 0;
        out_ns[i] = static_cast<uint32_t>(bench_now_ns() - began_ns);
    }
    return done;
}

inline std::string make_blob()
{
    std::string blob(BLOB_BYTES, '\0');
    blob.back() = 1;
    return blob;
}

#endif
