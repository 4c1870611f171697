/* SPDX-License-Identifier: MIT */
/* Floors: the benchmarks' works, each done by hand with nothing around it: no schema, no deadlines,
 * no errors, no limits. What a work costs above its floor is what Greenroom costs. bench_floor
 * measures each against the primitives it is composed of. Called by main() of the benchmarks. */
#ifndef FLOOR_H
#define FLOOR_H

#include "bench.h"

/* ---- local.c: one thread, an intrusive list and a switch ---- */

bench_work floor_list;       /* an element on a list and off it: a primitive */
bench_work floor_counting;   /* messages to one actor */
bench_work floor_fan_in;     /* from 8 actors, in turns */
bench_work floor_fan_out;    /* to 8 actors, each a microsecond's work */
bench_work floor_ping_pong;  /* between two actors */
bench_work floor_ring;       /* round 100 actors; n is a multiple of 100 */
bench_work floor_spawn;      /* actors that get a message and end */
bench_work floor_skynet;     /* leaves of a tree of actors, ten to a branch; n a power of ten */
bench_work floor_big;        /* arg: struct floor_big */
bench_work floor_transition; /* of a machine */
bench_work floor_timer;      /* set in a wheel, and taken off again */
bench_work floor_storm;      /* calls that wait with a deadline: of ten, nine expire */
bench_work floor_toil;       /* a microsecond's work a message */

/* A call now and then beside a ping-pong that never stops: how long each takes. */
bench_each floor_call_beside;

/* Each of `actors` asks each other one, and all are answered; n is the number of messages. */
struct floor_big {
    uint32_t actors;
    bool toils; /* each message is a microsecond's work */
};

/* Bytes that an actor takes which waits for messages. */
double floor_actor_bytes(uint64_t n);

/* And a call that has no reply yet. */
double floor_future_bytes(uint64_t n);

/* ---- fiber.c: one thread, fibers by Boost.Context's fcontext ---- */

bench_work floor_switch;       /* there and back: n is the number of switches; a primitive */
bench_work floor_switch_twice; /* n times there and back */
bench_work floor_call;         /* a fiber asks another one and waits */

/* Bytes that a fiber takes which waits. */
double floor_fiber_bytes(uint64_t n);

/* ---- threads.c: two threads ---- */

bench_work floor_futex;          /* there and back between two threads that sleep; a primitive */
bench_work floor_cache_line;     /* there and back between two threads that spin; a primitive */
bench_work floor_counting_2;     /* messages from one thread to the other, in batches */
bench_work floor_fan_out_2;      /* half of floor_fan_out() on each */
bench_work floor_skynet_2;       /* half of the branches on each */
bench_work floor_big_2;          /* half of floor_big() on each */
bench_work floor_ping_pong_pair; /* a ping-pong on each; n is the sum */

/* How late a thread is that sleeps for a millisecond. */
bench_each floor_nap;

/* ---- socket.c: two processes and a socket ---- */

/* arg: "ipc" or "tcp". A word there and back, by blocking calls; a primitive. */
bench_work floor_socket;

/* ---- stream.c: two processes and an nng stream ---- */

/* A stream to a process that counts and answers. Owned by main(). */
struct floor_stream;

/* First in main(), as server_serve_if_told(): serve at argv[2] if told to. */
void floor_serve_if_told(int argc, char **argv);

struct floor_stream *floor_connect(const char *scheme);
void floor_disconnect(struct floor_stream *stream);

/* arg: a struct floor_stream. */
bench_each floor_stream_call; /* one caller, a frame of 32 bytes there and back */
bench_each floor_stream_big;  /* 64 KiB there, a frame of 32 bytes back */
bench_work floor_stream_calls_16;
bench_work floor_stream_calls_64;
bench_work floor_stream_pour;   /* frames of 32 bytes without an answer; the last is confirmed */
bench_work floor_stream_spread; /* the same to 1,000 counters in turns */

#endif
