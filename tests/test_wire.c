/* SPDX-License-Identifier: MIT */
/* A node as a stranger meets it: a raw client on a Unix socket sends what it must not, and reads
 * what comes back. The node closes the session for a reason that is in the log, and goes on. */
#include <errno.h>
#include <poll.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "buffer.h"
#include "frame.h"
#include "greenroom/notices.pb-c.h"
#include "greenroom/ref.pb-c.h"
#include "greenroom/supervise.h"
#include "support/remote.h"
#include "wire.pb-c.h"

/* Owned by its test. */
struct server {
    gr_node *node;
    gr_node *friend; /* another node with a session of its own, to see that all is well */
    echo_echo echo;  /* as the friend knows it */
    size_t descriptors;
    char path[64];
};

/* Of the next server; 0: the default. */
static gr_limits limits;

static void server_open(struct server *server)
{
    char url[80];
    memset(&remote_record, 0, sizeof(remote_record));
    remote_log_keep();
    server->descriptors = remote_descriptors();
    snprintf(server->path, sizeof(server->path), "greenroom-wire-%d.sock", (int)getpid());
    snprintf(url, sizeof(url), "ipc://%s", server->path);
    limits.message_bytes = limits.message_bytes == 0 ? 64 << 10 : limits.message_bytes;
    limits.mailbox_messages = 1000;
    server->node = remote_node(gri_env_real(), "back", &(gr_node_options){ .limits = limits });
    limits = (gr_limits){ 0 };
    server->friend = remote_node(gri_env_real(), "friend", NULL);
    remote_spawn(server->node, "echo");
    CHECK_CODE(gr_node_listen(server->node, url, NULL), GR_OK);
    CHECK_CODE(gr_node_connect(server->friend, url), GR_OK);
    CHECK_CODE(echo_echo_lookup(server->friend, "back/echo", NULL, &server->echo, NULL), GR_OK);
}

/* The good client is answered on the session it has had all the time. */
static void server_close(struct server *server)
{
    CHECK_CODE(remote_say(server->echo, 1), GR_OK);
    remote_end(server->friend);
    remote_end(server->node);
    remote_await_descriptors(server->descriptors);
    remote_log_stop();
}

/* ---- the raw client ---- */

static int dial(const struct server *server)
{
    struct sockaddr_un address = { .sun_family = AF_UNIX };
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    snprintf(address.sun_path, sizeof(address.sun_path), "%s", server->path);
    CHECK(fd >= 0 && connect(fd, (struct sockaddr *)&address, sizeof(address)) == 0);
    return fd;
}

/* The other side may close while we still write. */
static void put(int fd, const void *bytes, size_t len)
{
    const char *at = bytes;
    while (len > 0) {
        ssize_t n = send(fd, at, len, MSG_NOSIGNAL);
        if (n < 0) {
            CHECK(errno == EPIPE || errno == ECONNRESET);
            return;
        }
        at += n;
        len -= (size_t)n;
    }
}

static bool get_exactly(int fd, uint8_t *bytes, size_t len)
{
    while (len > 0) {
        ssize_t n = read(fd, bytes, len);
        if (n <= 0) {
            return false;
        }
        bytes += n;
        len -= (size_t)n;
    }
    return true;
}

/* The next frame; its payload is in *in until the next one. False: the stream has ended. */
static bool get_frame(int fd, struct gri_buffer *in, struct gri_frame *out)
{
    uint8_t prefix[4];
    size_t used;
    if (!get_exactly(fd, prefix, 4)) {
        return false;
    }
    size_t len = (size_t)prefix[0] | (size_t)prefix[1] << 8 | (size_t)prefix[2] << 16;
    gri_buffer_clear(in);
    CHECK_CODE(gri_buffer_append(in, prefix, 4), GR_OK);
    CHECK_CODE(gri_buffer_reserve(in, len), GR_OK);
    if (!get_exactly(fd, gri_buffer_tail(in), len)) {
        return false;
    }
    gri_buffer_commit(in, len);
    return CHECK_CODE(gri_frame_decode(in->data, in->len, 1 << 20, out, &used), GR_OK) && used > 0;
}

static void put_frame(int fd, const struct gri_frame *frame)
{
    struct gri_buffer out;
    gri_buffer_init(&out, 1 << 20);
    CHECK_CODE(gri_frame_append(&out, frame), GR_OK);
    put(fd, out.data, out.len);
    gri_buffer_fini(&out);
}

/* A frame with a body of wire.proto. */
static void put_body(int fd, struct gri_frame frame, const ProtobufCMessage *body)
{
    uint8_t packed[2048];
    CHECK(protobuf_c_message_get_packed_size(body) <= sizeof(packed));
    frame.payload_len = protobuf_c_message_pack(body, packed);
    frame.payload = packed;
    put_frame(fd, &frame);
}

static Greenroom__Wire__Hello good_hello(void)
{
    Greenroom__Wire__Hello hello = GREENROOM__WIRE__HELLO__INIT;
    hello.magic = GRI_WIRE_MAGIC;
    hello.version = GRI_WIRE_VERSION;
    hello.node = (char *)"stranger";
    hello.incarnation = 42;
    hello.max_frame_bytes = 1024;
    return hello;
}

static void put_hello(int fd, const Greenroom__Wire__Hello *hello)
{
    put_body(fd, (struct gri_frame){ .kind = GRI_FRAME_HELLO }, &hello->base);
}

/* A client that has said hello, and was greeted. */
static int dial_and_greet(const struct server *server, struct gri_buffer *in)
{
    struct gri_frame frame = { .kind = 0 };
    Greenroom__Wire__Hello hello = good_hello();
    int fd = dial(server);
    put_hello(fd, &hello);
    CHECK(get_frame(fd, in, &frame));
    CHECK_UINT(frame.kind, GRI_FRAME_HELLO);
    return fd;
}

/* Reads to the end of the stream. The log has the reason, and so has the goodbye, unless the end
 * came first. */
static void expect_closed(int fd, const char *reason)
{
    struct gri_buffer in;
    struct gri_frame frame;
    char said[256] = "";
    gri_buffer_init(&in, 1 << 20);
    while (get_frame(fd, &in, &frame)) {
        if (frame.kind == GRI_FRAME_GOODBYE) {
            Greenroom__Wire__Failure *failure =
                greenroom__wire__failure__unpack(NULL, frame.payload_len, frame.payload);
            CHECK(failure != NULL && failure->code == GR_INVALID_ARGUMENT);
            snprintf(said, sizeof(said), "%s", failure == NULL ? "" : failure->message);
            greenroom__wire__failure__free_unpacked(failure, NULL);
        }
    }
    gri_buffer_fini(&in);
    close(fd);
    CHECK(said[0] == '\0' || strstr(said, reason) != NULL);
    CHECK(remote_log_count(reason) > 0);
}

/* ---- before the hello ---- */

static void test_garbage(void)
{
    struct server server;
    server_open(&server);
    static const char garbage[] = "GET / HTTP/1.1\r\nHost: greenroom\r\n\r\n";
    int fd = dial(&server);
    put(fd, garbage, sizeof(garbage) - 1);
    expect_closed(fd, "it sent garbage, or a frame over 1024 bytes");
    CHECK_UINT(remote_stats(server.node).protocol_errors, 1);
    server_close(&server);
}

static void test_not_a_frame(void)
{
    static const uint8_t not_frames[][8] = {
        { 0, 0, 0, 0 },                   /* empty */
        { 2, 0, 0, 0, 8, 0 },             /* without a kind */
        { 2, 0, 0, 0, 0xff, 0xff },       /* no protobuf */
        { 4, 0, 0, 0, 8, 1, 0x7a, 0x7f }, /* a payload over its end */
    };
    static const size_t sizes[] = { 4, 6, 6, 8 };
    struct server server;
    server_open(&server);
    for (size_t i = 0; i < 4; i++) {
        int fd = dial(&server);
        put(fd, not_frames[i], sizes[i]);
        expect_closed(fd, "it sent garbage");
    }
    server_close(&server);
}

static void test_first_frame_too_long(void)
{
    struct server server;
    server_open(&server);
    static const uint8_t prefix[4] = { 1, 4, 0, 0 }; /* 1025 */
    int fd = dial(&server);
    put(fd, prefix, 4);
    expect_closed(fd, "a frame over 1024 bytes");
    server_close(&server);
}

static void refuse_hello(const struct server *server, const Greenroom__Wire__Hello *hello,
                         const char *reason)
{
    int fd = dial(server);
    put_hello(fd, hello);
    expect_closed(fd, reason);
}

static void test_bad_hellos(void)
{
    struct server server;
    server_open(&server);
    Greenroom__Wire__Hello hello = good_hello();
    hello.magic++;
    hello.version = 2; /* what is checked first is said */
    refuse_hello(&server, &hello, "it does not speak this protocol");
    hello = good_hello();
    hello.version = 2;
    hello.incarnation = 0;
    refuse_hello(&server, &hello, "it speaks version 2 of the protocol, this node 1");
    hello = good_hello();
    hello.incarnation = 0;
    refuse_hello(&server, &hello, "its hello has no proper name or incarnation");
    hello = good_hello();
    hello.node = (char *)"two words";
    refuse_hello(&server, &hello, "its hello has no proper name or incarnation");
    hello = good_hello();
    hello.incarnation = server.echo.ref.home;
    refuse_hello(&server, &hello, "it is this node itself");
    hello = good_hello();
    hello.max_frame_bytes = 1023;
    refuse_hello(&server, &hello, "it takes frames of 1023 bytes at most, 1024 are needed");
    int fd = dial(&server);
    put_frame(fd, &(struct gri_frame){ .kind = GRI_FRAME_HELLO,
                                       .payload = (const uint8_t *)"\x0f",
                                       .payload_len = 1 });
    expect_closed(fd, "its hello cannot be read");
    server_close(&server);
}

static void test_no_hello_first(void)
{
    struct server server;
    server_open(&server);
    for (uint32_t kind = GRI_FRAME_LOOKUP; kind <= 20; kind++) {
        int fd = dial(&server);
        put_frame(fd, &(struct gri_frame){ .kind = kind, .call = 1 });
        expect_closed(fd, "it did not say hello first");
    }
    server_close(&server);
}

/* ---- after it ---- */

static void test_two_hellos(void)
{
    struct server server;
    struct gri_buffer in;
    gri_buffer_init(&in, 1 << 20);
    server_open(&server);
    Greenroom__Wire__Hello hello = good_hello();
    int fd = dial_and_greet(&server, &in);
    put_hello(fd, &hello);
    expect_closed(fd, "it said hello twice");
    gri_buffer_fini(&in);
    server_close(&server);
}

static void test_frame_too_long(void)
{
    static const uint8_t prefix[4] = { 0, 0, 2, 0 }; /* 128 KiB, over the node's 64 */
    struct server server;
    struct gri_buffer in;
    gri_buffer_init(&in, 1 << 20);
    server_open(&server);
    int fd = dial_and_greet(&server, &in);
    put(fd, prefix, 4);
    expect_closed(fd, "it sent garbage, or a frame over");
    gri_buffer_fini(&in);
    server_close(&server);
}

/* Each body cut off in the middle, and bodies that are none. */
static void test_bad_bodies(void)
{
    static const uint32_t kinds[] = { GRI_FRAME_LOOKUP, GRI_FRAME_ERROR, GRI_FRAME_MONITOR,
                                      GRI_FRAME_CREDIT, GRI_FRAME_PROBE };
    static const uint32_t asking[] = { GRI_FRAME_LOOKUP, GRI_FRAME_CALL, GRI_FRAME_MONITOR };
    static const uint8_t cut[] = { 0x0a, 0x10, 'e' };
    struct server server;
    struct gri_buffer in;
    gri_buffer_init(&in, 1 << 20);
    server_open(&server);
    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
        int fd = dial_and_greet(&server, &in);
        put_frame(fd,
                  &(struct gri_frame){
                      .kind = kinds[i], .call = 1, .payload = cut, .payload_len = sizeof(cut) });
        expect_closed(fd, "out of memory, or a malformed frame of kind");
    }
    for (size_t i = 0; i < 3; i++) {
        int fd = dial_and_greet(&server, &in);
        put_frame(fd, &(struct gri_frame){ .kind = asking[i] });
        expect_closed(fd, "it sent a call or lookup without a number");
    }
    gri_buffer_fini(&in);
    server_close(&server);
}

static uint64_t look_up_raw(int fd, struct gri_buffer *in)
{
    Greenroom__Wire__Lookup lookup = GREENROOM__WIRE__LOOKUP__INIT;
    struct gri_frame frame = { .kind = 0 };
    uint64_t actor = 0;
    lookup.name = (char *)"echo";
    lookup.service = (char *)"echo.Echo";
    lookup.fingerprint = (ProtobufCBinaryData){ 32, (uint8_t *)echo_echo_service.fingerprint };
    put_body(fd, (struct gri_frame){ .kind = GRI_FRAME_LOOKUP, .call = 7 }, &lookup.base);
    if (CHECK(get_frame(fd, in, &frame)) && CHECK_UINT(frame.kind, GRI_FRAME_FOUND)) {
        Greenroom__Wire__Found *found =
            greenroom__wire__found__unpack(NULL, frame.payload_len, frame.payload);
        CHECK(found != NULL && found->n_methods == echo_echo_service.n_methods);
        CHECK_UINT(frame.call, 7);
        actor = found == NULL ? 0 : found->actor;
        CHECK(found == NULL || *found->schema == '\0');
        greenroom__wire__found__free_unpacked(found, NULL);
    }
    return actor;
}

static gr_code error_of(const struct gri_frame *frame, gr_ran wanted)
{
    gr_code code = GR_OK;
    if (CHECK_UINT(frame->kind, GRI_FRAME_ERROR)) {
        Greenroom__Wire__Failure *failure =
            greenroom__wire__failure__unpack(NULL, frame->payload_len, frame->payload);
        if (CHECK(failure != NULL)) {
            code = failure->code;
            CHECK_UINT(failure->ran, wanted);
        }
        greenroom__wire__failure__free_unpacked(failure, NULL);
    }
    return code;
}

/* What a client in another language does; and what goes wrong for one call alone. */
static void test_raw_calls(void)
{
    struct server server;
    struct gri_buffer in;
    struct gri_frame frame = { .kind = 0 };
    gri_buffer_init(&in, 1 << 20);
    server_open(&server);
    int fd = dial_and_greet(&server, &in);
    uint64_t actor = look_up_raw(fd, &in);
    static const uint8_t five[] = { 0x10, 5 };
    static const uint8_t newer[] = { 0x10, 5, 0xf8, 0x01, 9, 0xfa, 0x01, 2, 'h', 'i' };
    struct gri_frame say = { .kind = GRI_FRAME_CALL,
                             .call = 8,
                             .actor = actor,
                             .method = 1,
                             .payload = five,
                             .payload_len = 2 };
    put_frame(fd, &say);
    CHECK(get_frame(fd, &in, &frame) && frame.kind == GRI_FRAME_REPLY && frame.call == 8);
    CHECK(frame.payload_len == 2 && memcmp(frame.payload, five, 2) == 0);
    say.payload_len = 1; /* does not decode */
    put_frame(fd, &say);
    CHECK(get_frame(fd, &in, &frame));
    CHECK_CODE(error_of(&frame, GR_RAN_NO), GR_INVALID_ARGUMENT);
    say.payload_len = 2;
    say.method = 99;
    put_frame(fd, &say);
    CHECK(get_frame(fd, &in, &frame));
    CHECK_CODE(error_of(&frame, GR_RAN_NO), GR_UNIMPLEMENTED);
    say.method = 2; /* Note, which is oneway */
    put_frame(fd, &say);
    CHECK(get_frame(fd, &in, &frame));
    CHECK_CODE(error_of(&frame, GR_RAN_NO), GR_FAILED_PRECONDITION);
    say.method = 1;
    say.payload = newer; /* a message of a schema to come: what is not known here is passed over */
    say.payload_len = sizeof(newer);
    put_frame(fd, &say);
    CHECK(get_frame(fd, &in, &frame) && frame.kind == GRI_FRAME_REPLY);
    CHECK(frame.payload_len >= 2 && memcmp(frame.payload, five, 2) == 0);
    say.actor = actor + 1;
    put_frame(fd, &say);
    CHECK(get_frame(fd, &in, &frame));
    CHECK_CODE(error_of(&frame, GR_RAN_NO), GR_UNAVAILABLE);
    put_frame(fd, &(struct gri_frame){ .kind = GRI_FRAME_PING, .call = 1234 });
    CHECK(get_frame(fd, &in, &frame) && frame.kind == GRI_FRAME_PONG && frame.call == 1234);
    put_frame(fd, &(struct gri_frame){ .kind = GRI_FRAME_GOODBYE });
    CHECK(!get_frame(fd, &in, &frame));
    close(fd);
    gri_buffer_fini(&in);
    server_close(&server);
}

/* The next frame is the end of monitor `call`. */
static void expect_down(int fd, struct gri_buffer *in, uint64_t call, gr_code code,
                        Greenroom__Down__Reason reason)
{
    struct gri_frame frame = { .kind = 0 };
    if (CHECK(get_frame(fd, in, &frame)) && CHECK_UINT(frame.kind, GRI_FRAME_REPLY) &&
        CHECK_UINT(frame.call, call)) {
        Greenroom__Down *down = greenroom__down__unpack(NULL, frame.payload_len, frame.payload);
        CHECK(down != NULL && down->code == code && down->reason == reason);
        greenroom__down__free_unpacked(down, NULL);
    }
}

static void test_raw_monitors(void)
{
    struct server server;
    struct gri_buffer in;
    struct gri_frame frame = { .kind = 0 };
    Greenroom__Ref linker = GREENROOM__REF__INIT;
    gri_buffer_init(&in, 1 << 20);
    server_open(&server);
    echo_echo hidden = remote_spawn(server.node, NULL); /* not exported */
    echo_echo shown = remote_spawn(server.node, "shown");
    int fd = dial_and_greet(&server, &in);
    struct gri_frame ask = { .kind = GRI_FRAME_MONITOR, .call = 1, .actor = hidden.ref.actor };
    put_frame(fd, &ask);
    expect_down(fd, &in, 1, GR_UNAVAILABLE, GREENROOM__DOWN__REASON__GONE);
    ask = (struct gri_frame){ .kind = GRI_FRAME_MONITOR, .call = 2, .actor = UINT64_MAX };
    put_frame(fd, &ask);
    expect_down(fd, &in, 2, GR_UNAVAILABLE, GREENROOM__DOWN__REASON__GONE);
    ask = (struct gri_frame){ .kind = GRI_FRAME_MONITOR, .call = 3, .actor = shown.ref.actor };
    put_frame(fd, &ask);
    put_frame(fd, &ask); /* its own confusion */
    ask.call = 4;
    put_frame(fd, &ask);
    put_frame(fd,
              &(struct gri_frame){ .kind = GRI_FRAME_CANCEL, .call = 4, .actor = shown.ref.actor });
    linker.node = 42;
    linker.actor = 7;
    ask.call = 5;
    put_body(fd, ask, &linker.base);
    put_frame(fd, &(struct gri_frame){ .kind = GRI_FRAME_PING, .call = 6 });
    CHECK(get_frame(fd, &in, &frame) && frame.kind == GRI_FRAME_PONG);
    Greenroom__Wire__Failure failure = GREENROOM__WIRE__FAILURE__INIT;
    failure.code = 150;
    put_body(fd,
             (struct gri_frame){ .kind = GRI_FRAME_CANCEL, .call = 5, .actor = shown.ref.actor },
             &failure.base);
    expect_down(fd, &in, 3, 150, GREENROOM__DOWN__REASON__ENDED); /* its link has stopped it */
    expect_down(fd, &in, 3, 150, GREENROOM__DOWN__REASON__ENDED);
    put_frame(fd, &(struct gri_frame){ .kind = GRI_FRAME_GOODBYE });
    CHECK(!get_frame(fd, &in, &frame));
    close(fd);
    gri_buffer_fini(&in);
    server_close(&server);
}

/* The newest dead letter. */
static void expect_letter(gr_node *node, gr_code code, const char *method)
{
    gr_dead_letter letter;
    CHECK_UINT(gr_node_get_dead_letters(node, &letter, 1), 1);
    CHECK_UINT(letter.reason, GR_DEAD_INVALID);
    CHECK_CODE(letter.code, code);
    CHECK_STR(letter.sender, "stranger");
    CHECK_STR(letter.actor, "back/echo");
    CHECK_STR(letter.method, method);
}

/* What was sent to the actor before has been looked at. */
static void call_echo(int fd, struct gri_buffer *in, uint64_t actor)
{
    struct gri_frame frame = { .kind = 0 };
    put_frame(
        fd, &(struct gri_frame){ .kind = GRI_FRAME_CALL, .call = 1, .actor = actor, .method = 1 });
    CHECK(get_frame(fd, in, &frame) && frame.kind == GRI_FRAME_REPLY);
}

/* Nobody is told of a oneway that cannot be handled: it is counted for what it was. */
static void test_raw_oneways(void)
{
    struct server server;
    struct gri_buffer in;
    gri_buffer_init(&in, 1 << 20);
    server_open(&server);
    int fd = dial_and_greet(&server, &in);
    struct gri_frame note = { .kind = GRI_FRAME_ONEWAY,
                              .actor = look_up_raw(fd, &in),
                              .method = 2,
                              .payload = (const uint8_t *)"\x10",
                              .payload_len = 1 };
    put_frame(fd, &note);
    call_echo(fd, &in, note.actor);
    expect_letter(server.node, GR_INVALID_ARGUMENT, "echo.Echo.Note");
    note.method = 99;
    put_frame(fd, &note);
    call_echo(fd, &in, note.actor);
    expect_letter(server.node, GR_UNIMPLEMENTED, "");
    gr_node_stats stats = remote_stats(server.node);
    CHECK_UINT(stats.invalid, 2);
    CHECK_UINT(stats.dead_letters[GR_DEAD_INVALID], 2);
    CHECK_UINT(stats.unavailable, 0);
    close(fd);
    gri_buffer_fini(&in);
    server_close(&server);
}

/* A stranger that says it retires, acknowledges what nobody has said, and takes back what it never
 * said: it is answered, may call all the time, and the node has a session less in the end. */
static void test_raw_retires(void)
{
    struct server server;
    struct gri_buffer in;
    struct gri_frame frame = { .kind = 0 };
    gri_buffer_init(&in, 1 << 20);
    server_open(&server);
    int fd = dial_and_greet(&server, &in);
    uint64_t actor = look_up_raw(fd, &in);
    for (uint32_t i = 0; i < 20; i++) {
        put_frame(fd, &(struct gri_frame){ .kind = GRI_FRAME_RETIRE, .call = i, .method = i % 4 });
        if (i % 4 == 0) {
            CHECK(get_frame(fd, &in, &frame) && frame.kind == GRI_FRAME_RETIRE);
            CHECK(frame.call == i && frame.method == 1);
        }
        put_frame(fd, &(struct gri_frame){
                          .kind = GRI_FRAME_CALL, .call = i + 1, .actor = actor, .method = 1 });
        CHECK(get_frame(fd, &in, &frame) && frame.kind == GRI_FRAME_REPLY);
    }
    CHECK_UINT(remote_stats(server.node).peers, 2);
    close(fd);
    while (remote_stats(server.node).peers != 1) {
        sched_yield();
    }
    gri_buffer_fini(&in);
    server_close(&server);
}

/* ---- credits ---- */

/* The actor has looked at what was sent before. */
static void expect_said(int fd, struct gri_buffer *in, uint64_t actor)
{
    struct gri_frame frame = { .kind = 0 };
    put_frame(
        fd, &(struct gri_frame){ .kind = GRI_FRAME_CALL, .call = 3, .actor = actor, .method = 1 });
    CHECK(get_frame(fd, in, &frame));
    CHECK_UINT(frame.kind, GRI_FRAME_REPLY);
}

static void put_ask(int fd, uint64_t actor, const Greenroom__Wire__CreditAsk *ask)
{
    Greenroom__Wire__Credit credit = GREENROOM__WIRE__CREDIT__INIT;
    credit.ask = (Greenroom__Wire__CreditAsk *)ask;
    put_body(fd, (struct gri_frame){ .kind = GRI_FRAME_CREDIT, .actor = actor }, &credit.base);
}

/* The next frame is a grant; so many messages. */
static uint32_t get_grant(int fd, struct gri_buffer *in, uint64_t actor, gr_code wanted)
{
    struct gri_frame frame = { .kind = 0 };
    uint32_t n = 0;
    CHECK(get_frame(fd, in, &frame));
    if (CHECK_UINT(frame.kind, GRI_FRAME_CREDIT)) {
        Greenroom__Wire__Credit *credit =
            greenroom__wire__credit__unpack(NULL, frame.payload_len, frame.payload);
        CHECK_UINT(frame.actor, actor);
        if (CHECK(credit != NULL && credit->grant != NULL)) {
            CHECK_CODE(credit->grant->code, wanted);
            n = credit->grant->messages;
        }
        greenroom__wire__credit__free_unpacked(credit, NULL);
    }
    return n;
}

static gr_actor_stats stats_of(const struct server *server)
{
    gr_actor_stats stats = { 0 };
    echo_echo home;
    CHECK_CODE(echo_echo_lookup(server->node, "echo", NULL, &home, NULL), GR_OK);
    CHECK_CODE(gr_actor_get_stats(home.ref, &stats), GR_OK);
    return stats;
}

/* Senders of Push and Queue wait: a client that does not is refused, and holds nobody up. */
static void test_client_without_credits(void)
{
    enum { PUSH = 3, QUEUE = 4, MORE = 1200 };
    struct server server;
    struct gri_buffer in;
    struct gri_frame frame = { .kind = 0 };
    gri_buffer_init(&in, 1 << 20);
    server_open(&server);
    int fd = dial_and_greet(&server, &in);
    uint64_t actor = look_up_raw(fd, &in);
    echo_echo_sleep_future slept;
    CHECK_CODE(echo_echo_sleep_async(server.echo, &(echo_number){ .number = 60000 }, NULL, &slept),
               GR_OK);
    while (stats_of(&server).handled == 0) {
        sched_yield();
    }
    for (uint32_t i = 0; i < MORE;
         i++) { /* every other one says it has a credit, which it has not */
        put_frame(fd, &(struct gri_frame){ .kind = GRI_FRAME_ONEWAY,
                                           .actor = actor,
                                           .method = PUSH,
                                           .credit = i % 2 * 100 });
    }
    put_frame(fd, &(struct gri_frame){
                      .kind = GRI_FRAME_CALL, .call = 9, .actor = actor, .method = QUEUE });
    CHECK(get_frame(fd, &in, &frame) && frame.call == 9);
    CHECK_CODE(error_of(&frame, GR_RAN_NO), GR_RESOURCE_EXHAUSTED);
    gr_actor_stats stats = stats_of(&server);
    CHECK_UINT(stats.queued, 1000);
    CHECK_UINT(stats.waiting, 0);
    CHECK_UINT(remote_stats(server.node).rejected, MORE - 1000 + 1);
    gr_future_cancel(slept.future);
    gr_future_drop(&slept.future);
    while (stats_of(&server).queued > 0) {
        sched_yield();
    }
    close(fd);
    gri_buffer_fini(&in);
    server_close(&server);
}

/* However much it asks for and says it gives back. */
static void test_client_that_wants_too_much(void)
{
    struct server server;
    struct gri_buffer in;
    gri_buffer_init(&in, 1 << 20);
    server_open(&server);
    int fd = dial_and_greet(&server, &in);
    uint64_t actor = look_up_raw(fd, &in);
    Greenroom__Wire__CreditAsk ask = GREENROOM__WIRE__CREDIT_ASK__INIT;
    ask.messages = UINT32_MAX;
    ask.bytes = UINT64_MAX;
    ask.least_bytes = UINT64_MAX;
    for (int i = 0; i < 20; i++) {
        put_ask(fd, actor, &ask);
        uint32_t n = get_grant(fd, &in, actor, GR_OK);
        CHECK(n <= 500 && (i == 0 || n == 0));
        gr_actor_stats stats = stats_of(&server);
        CHECK(stats.promised > 0 && stats.promised <= 500);
    }
    CHECK_CODE(remote_say(server.echo, 1), GR_OK); /* there is room for others */
    ask = (Greenroom__Wire__CreditAsk)GREENROOM__WIRE__CREDIT_ASK__INIT;
    ask.back_messages = UINT32_MAX;
    ask.back_bytes = UINT64_MAX;
    put_ask(fd, actor, &ask);
    expect_said(fd, &in, actor);
    CHECK_UINT(stats_of(&server).promised, 0);
    put_ask(fd, actor, &ask);
    ask.messages = 1;
    put_ask(fd, actor + 1, &ask); /* there is no such actor */
    CHECK_UINT(get_grant(fd, &in, actor + 1, GR_UNAVAILABLE), 0);
    ask.messages = 5;
    ask.bytes = 5000;
    put_ask(fd, actor, &ask);
    CHECK_UINT(get_grant(fd, &in, actor, GR_OK), 5);
    put_frame(fd, &(struct gri_frame){ .kind = GRI_FRAME_CREDIT, .actor = actor }); /* of nothing */
    /* A credit that is used for what comes to nothing is no more promised. */
    put_frame(fd, &(struct gri_frame){
                      .kind = GRI_FRAME_ONEWAY, .actor = actor, .method = 99, .credit = 1000 });
    expect_said(fd, &in, actor);
    CHECK_UINT(stats_of(&server).promised, 4);
    close(fd);
    while (stats_of(&server).promised > 0) {
        sched_yield();
    }
    gri_buffer_fini(&in);
    server_close(&server);
}

/* Answers to what was never asked, by guessed numbers, change nothing: least of all calls that the
 * node has open elsewhere. Neither do kinds of a later version. */
static void test_answers_to_nothing(void)
{
    struct server server;
    struct gri_buffer in;
    struct gri_frame frame = { .kind = 0 };
    gri_buffer_init(&in, 1 << 20);
    server_open(&server);
    echo_echo there;
    echo_echo_hold_future held;
    remote_spawn(server.friend, "mirror");
    CHECK_CODE(echo_echo_lookup(server.node, "friend/mirror", NULL, &there, NULL), GR_OK);
    CHECK_CODE(echo_echo_hold_async(there, &(echo_text){ 0 }, NULL, &held), GR_OK);
    int fd = dial_and_greet(&server, &in);
    static const uint8_t failure[] = { 0x08, 5 };
    for (uint64_t generation = 0; generation < 8; generation++) {
        for (uint64_t i = 0; i < 16; i++) {
            uint64_t owner = i % 2 == 0 ? 255 : 0;
            uint64_t call = generation << 32 | owner << 24 | i / 2;
            put_frame(fd, &(struct gri_frame){ .kind = GRI_FRAME_REPLY, .call = call });
            put_frame(fd, &(struct gri_frame){ .kind = GRI_FRAME_FOUND, .call = call });
            put_frame(fd, &(struct gri_frame){ .kind = GRI_FRAME_ERROR,
                                               .call = call,
                                               .payload = failure,
                                               .payload_len = 2 });
            put_frame(fd,
                      &(struct gri_frame){ .kind = GRI_FRAME_CANCEL, .call = call, .actor = i });
        }
    }
    put_frame(fd, &(struct gri_frame){ .kind = GRI_FRAME_ERROR, .call = UINT64_MAX });
    put_frame(fd, &(struct gri_frame){ .kind = GRI_FRAME_PONG });
    put_frame(fd, &(struct gri_frame){ .kind = 100, .call = 1 });
    put_frame(fd, &(struct gri_frame){ .kind = GRI_FRAME_PING, .call = 1 });
    CHECK(get_frame(fd, &in, &frame) && frame.kind == GRI_FRAME_PONG);
    CHECK(!gr_future_is_done(held.future));
    CHECK(remote_stats(server.node).late_replies > 300);
    gr_future_cancel(held.future);
    gr_future_drop(&held.future);
    close(fd);
    gri_buffer_fini(&in);
    server_close(&server);
}

static void await_friend_alone(const struct server *server)
{
    while (remote_stats(server->node).peers > 1) {
        sched_yield();
    }
}

static _Atomic bool is_inside;
static _Atomic bool is_free;

/* Keeps its worker from everything else. */
static gr_code block(struct echo_echo_self *self, gr_context *ctx, const echo_text *request)
{
    (void)self;
    (void)ctx;
    (void)request;
    atomic_store(&is_inside, true);
    while (!atomic_load(&is_free)) {
        sched_yield();
    }
    return GR_OK;
}

static echo_echo block_worker(const struct server *server)
{
    static echo_echo_type type;
    echo_echo blocker;
    type = remote_echo_type;
    type.note = block;
    atomic_store(&is_inside, false);
    atomic_store(&is_free, false);
    CHECK_CODE(echo_echo_spawn(server->node, &type, NULL, &blocker, NULL), GR_OK);
    CHECK_CODE(echo_echo_note_oneway(blocker, &(echo_text){ .number = 1 }, NULL), GR_OK);
    while (!atomic_load(&is_inside)) {
        sched_yield();
    }
    return blocker;
}

/* False: the other side reads no more. */
static bool put_in_time(int fd, const uint8_t *bytes, size_t len)
{
    while (len > 0) {
        struct pollfd poller = { .fd = fd, .events = POLLOUT };
        if (poll(&poller, 1, 500) == 0) {
            return false;
        }
        ssize_t n = send(fd, bytes, len, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (!CHECK(n > 0 || errno == EAGAIN)) {
            return false;
        }
        bytes += n > 0 ? n : 0;
        len -= n > 0 ? (size_t)n : 0;
    }
    return true;
}

enum { FLOOD_ROUNDS = 100, FLOOD_FRAMES = 10000 };

/* A million frames of a kind to an actor whose worker is busy: the node stops reading them. */
static void check_flood(struct gri_frame frame, const ProtobufCMessage *body)
{
    struct server server;
    struct gri_buffer in, out;
    uint8_t packed[64];
    gri_buffer_init(&in, 1 << 20);
    gri_buffer_init(&out, 4 << 20);
    server_open(&server);
    frame.actor = block_worker(&server).ref.actor;
    frame.payload_len = body == NULL ? 0 : protobuf_c_message_pack(body, packed);
    frame.payload = packed;
    for (uint32_t i = 0; i < FLOOD_FRAMES; i++) {
        CHECK_CODE(gri_frame_append(&out, &frame), GR_OK);
    }
    int fd = dial_and_greet(&server, &in);
    size_t before = suite_live_allocations();
    uint32_t rounds = 0;
    while (rounds < FLOOD_ROUNDS && put_in_time(fd, out.data, out.len)) {
        rounds++;
    }
    CHECK(rounds < FLOOD_ROUNDS);
    CHECK(suite_live_allocations() - before < FLOOD_FRAMES * FLOOD_ROUNDS / 2);
    close(fd);
    atomic_store(&is_free, true);
    gri_buffer_fini(&out);
    gri_buffer_fini(&in);
    await_friend_alone(&server);
    server_close(&server);
}

static void test_floods(void)
{
    Greenroom__Wire__Probe probe = GREENROOM__WIRE__PROBE__INIT;
    check_flood((struct gri_frame){ .kind = GRI_FRAME_INQUIRY, .call = 1 }, NULL);
    check_flood((struct gri_frame){ .kind = GRI_FRAME_PROBE, .call = 1 }, &probe.base);
    check_flood((struct gri_frame){ .kind = GRI_FRAME_CANCEL, .call = 1 }, NULL);
}

static void test_byte_by_byte(void)
{
    struct server server;
    struct gri_buffer in, bytes;
    struct gri_frame frame = { .kind = 0 };
    uint8_t packed[256];
    gri_buffer_init(&in, 1 << 20);
    gri_buffer_init(&bytes, 1 << 20);
    server_open(&server);
    Greenroom__Wire__Hello hello = good_hello();
    size_t len = greenroom__wire__hello__pack(&hello, packed);
    const struct gri_frame first = { .kind = GRI_FRAME_HELLO,
                                     .payload = packed,
                                     .payload_len = len };
    CHECK_CODE(gri_frame_append(&bytes, &first), GR_OK);
    CHECK_CODE(gri_frame_append(&bytes, &(struct gri_frame){ .kind = GRI_FRAME_PING, .call = 3 }),
               GR_OK);
    int fd = dial(&server);
    for (size_t i = 0; i < bytes.len; i++) {
        put(fd, bytes.data + i, 1);
    }
    CHECK(get_frame(fd, &in, &frame) && frame.kind == GRI_FRAME_HELLO);
    CHECK(get_frame(fd, &in, &frame) && frame.kind == GRI_FRAME_PONG && frame.call == 3);
    close(fd);
    gri_buffer_fini(&bytes);
    gri_buffer_fini(&in);
    server_close(&server);
}

/* Half frames of every length, and then the end. */
static void test_half_frames(void)
{
    struct server server;
    struct gri_buffer in, bytes;
    gri_buffer_init(&in, 1 << 20);
    gri_buffer_init(&bytes, 1 << 20);
    server_open(&server);
    static const uint8_t payload[20] = { 0 };
    CHECK_CODE(gri_frame_append(&bytes, &(struct gri_frame){ .kind = GRI_FRAME_CALL,
                                                             .budget_ns = 1,
                                                             .call = 2,
                                                             .actor = 3,
                                                             .method = 4,
                                                             .payload = payload,
                                                             .payload_len = sizeof(payload) }),
               GR_OK);
    for (size_t len = 1; len < bytes.len; len++) {
        int fd = dial_and_greet(&server, &in);
        put(fd, bytes.data, len);
        close(fd);
    }
    while (remote_log_count("peer=stranger reason=\"the connection was lost\"") < bytes.len - 1) {
        sched_yield();
    }
    gri_buffer_fini(&bytes);
    gri_buffer_fini(&in);
    server_close(&server);
}

/* A client that gets so far, and is gone. */
static void come_and_go(const struct server *server, int how_far)
{
    int fd = dial(server);
    Greenroom__Wire__Hello hello = good_hello();
    Greenroom__Wire__Lookup lookup = GREENROOM__WIRE__LOOKUP__INIT;
    lookup.name = (char *)"echo";
    lookup.service = (char *)"echo.Echo";
    if (how_far == 1) {
        put(fd, "\x20\0\0\0\x08", 5);
    }
    if (how_far >= 2) {
        put_hello(fd, &hello);
    }
    if (how_far >= 3) {
        put_body(fd, (struct gri_frame){ .kind = GRI_FRAME_LOOKUP, .call = 7 }, &lookup.base);
    }
    if (how_far == 4) {
        put_frame(fd, &(struct gri_frame){ .kind = GRI_FRAME_GOODBYE });
    }
    close(fd);
}

/* Nothing of them stays: no descriptor, no memory. */
static void test_many_connections(void)
{
    struct server server;
    size_t allocations = 0;
    size_t descriptors = 0;
    server_open(&server);
    for (int i = 0; i < 4000; i++) {
        come_and_go(&server, i % 5);
        if (i % 1000 == 999) {
            CHECK_CODE(remote_say(server.echo, 1), GR_OK);
            await_friend_alone(&server);
        }
        if (i == 999) {
            remote_await_descriptors(server.descriptors + 5); /* theirs, and one to spare */
            allocations = suite_live_allocations();
            descriptors = remote_descriptors();
        }
    }
    remote_await_descriptors(descriptors);
    CHECK(remote_descriptors() <= descriptors);
    CHECK(suite_live_allocations() <= allocations + 16); /* what a pool keeps */
    CHECK_UINT(remote_stats(server.node).protocol_errors, 0);
    server_close(&server);
}

/* Those over the limit are turned away; when others have gone, there is room again. */
static void test_too_many_connections(void)
{
    enum { CLIENTS = 40 };
    struct server server;
    struct gri_buffer in;
    int fds[CLIENTS];
    limits.max_peers = 20;
    server_open(&server);
    /* On a slow machine some may be closed before the last ones are looked at. */
    for (int round = 0; round < 20 || remote_log_count("takes no more sessions") == 0; round++) {
        for (int i = 0; i < CLIENTS; i++) {
            fds[i] = dial(&server);
        }
        while (remote_stats(server.node).peers > 20) {
            sched_yield();
        }
        CHECK_CODE(remote_say(server.echo, 1), GR_OK);
        for (int i = 0; i < CLIENTS; i++) {
            close(fds[i]);
        }
        await_friend_alone(&server);
    }
    gri_buffer_init(&in, 1 << 20);
    int fd = dial_and_greet(&server, &in);
    CHECK(look_up_raw(fd, &in) != 0);
    close(fd);
    gri_buffer_fini(&in);
    server_close(&server);
}

/* One that never says hello, nor anything else, is let go of in the end. */
static void test_mute_client(void)
{
    struct server server;
    server_open(&server);
    char url[80];
    snprintf(url, sizeof(url), "ipc://%s-quick", server.path);
    gr_node *quick = remote_node(gri_env_real(), "quick", &(gr_node_options){ .ping_ms = 20 });
    CHECK_CODE(gr_node_listen(quick, url, NULL), GR_OK);
    struct server mute = server;
    int len = snprintf(mute.path, sizeof(mute.path), "%s", url + 6);
    CHECK(len > 0 && (size_t)len < sizeof(mute.path));
    int fd = dial(&mute);
    char buf[1024];
    ssize_t n;
    do {
        n = read(fd, buf, sizeof(buf)); /* its hello, and then nothing, not even pings */
    } while (n > 0);
    CHECK(remote_log_count("nothing was heard of it") == 1);
    close(fd);
    remote_end(quick);
    server_close(&server);
}

/* ---- what a peer may not do to others ---- */

static gr_code keeps_a_name(struct echo_echo_self *self, gr_context *ctx, const echo_text *text)
{
    (void)self;
    (void)text;
    return gr_keep_name(ctx, "kept");
}

/* One that keeps a name that nobody has. */
static void spawn_keeper(gr_node *node)
{
    static echo_echo_type type;
    echo_echo keeper;
    type = remote_echo_type;
    type.note = keeps_a_name;
    CHECK_CODE(echo_echo_spawn(node, &type, NULL, &keeper, NULL), GR_OK);
    CHECK_CODE(echo_echo_note_oneway(keeper, &(echo_text){ .number = 0 }, NULL), GR_OK);
    CHECK_CODE(remote_say(keeper, 1), GR_OK); /* that is done */
}

static void ask_for_kept(int fd, uint64_t call, size_t service_len)
{
    static char service[512];
    Greenroom__Wire__Lookup lookup = GREENROOM__WIRE__LOOKUP__INIT;
    memset(service, 's', sizeof(service));
    service[service_len] = '\0';
    lookup.name = (char *)"kept";
    lookup.service = service;
    put_body(fd, (struct gri_frame){ .kind = GRI_FRAME_LOOKUP, .call = call }, &lookup.base);
}

/* The names of services that are waited for are kept: they may not be of any length. */
static void test_long_services(void)
{
    struct server server;
    struct gri_buffer in;
    struct gri_frame frame = { .kind = 0 };
    gri_buffer_init(&in, 1 << 20);
    server_open(&server);
    spawn_keeper(server.node);
    int fd = dial_and_greet(&server, &in);
    ask_for_kept(fd, 1, 255);
    ask_for_kept(fd, 2, 256);
    CHECK(get_frame(fd, &in, &frame) && frame.kind == GRI_FRAME_ERROR);
    CHECK_UINT(frame.call, 2);
    Greenroom__Wire__Failure *failure =
        greenroom__wire__failure__unpack(NULL, frame.payload_len, frame.payload);
    CHECK(failure != NULL && failure->code == GR_INVALID_ARGUMENT);
    greenroom__wire__failure__free_unpacked(failure, NULL);
    put_frame(fd, &(struct gri_frame){ .kind = GRI_FRAME_CANCEL, .call = 1 });
    put_frame(fd, &(struct gri_frame){ .kind = GRI_FRAME_CANCEL, .call = 1 }); /* it is gone */
    put_frame(fd, &(struct gri_frame){ .kind = GRI_FRAME_PING, .call = 3 });
    CHECK(get_frame(fd, &in, &frame) && frame.kind == GRI_FRAME_PONG);
    close(fd);
    gri_buffer_fini(&in);
    server_close(&server);
}

/* The next frame that is a RETIRE of that method. */
static bool get_retire(int fd, struct gri_buffer *in, uint32_t method, uint64_t *out_call)
{
    struct gri_frame frame = { .kind = 0 };
    while (frame.kind != GRI_FRAME_RETIRE || frame.method != method) {
        if (!get_frame(fd, in, &frame)) {
            return false;
        }
    }
    *out_call = frame.call;
    return true;
}

/* A lookup that is taken back is owed no answer: nothing keeps the session that retires. */
static void test_retired_with_a_question(void)
{
    struct server server;
    struct gri_buffer in;
    struct gri_frame frame = { .kind = 0 };
    uint64_t call = 0;
    gri_buffer_init(&in, 1 << 20);
    server_open(&server);
    spawn_keeper(server.node);
    int first = dial_and_greet(&server, &in);
    put_frame(first, &(struct gri_frame){ .kind = GRI_FRAME_PING, .call = 1 });
    CHECK(get_frame(first, &in, &frame) && frame.kind == GRI_FRAME_PONG); /* it is up */
    int second = dial_and_greet(&server, &in);
    ask_for_kept(second, 1, 10);
    CHECK(get_retire(second, &in, 0, &call));
    put_frame(second, &(struct gri_frame){ .kind = GRI_FRAME_RETIRE, .call = call, .method = 1 });
    put_frame(second, &(struct gri_frame){ .kind = GRI_FRAME_RETIRE, .call = 1, .method = 0 });
    CHECK(get_retire(second, &in, 1, &call));
    put_frame(second, &(struct gri_frame){ .kind = GRI_FRAME_PING, .call = 2 });
    CHECK(get_frame(second, &in, &frame) && frame.kind == GRI_FRAME_PONG); /* it owes an answer */
    put_frame(second, &(struct gri_frame){ .kind = GRI_FRAME_CANCEL, .call = 1 });
    put_frame(second, &(struct gri_frame){ .kind = GRI_FRAME_PING, .call = 3 });
    CHECK(get_frame(second, &in, &frame) && frame.kind == GRI_FRAME_GOODBYE);
    close(second);
    close(first);
    gri_buffer_fini(&in);
    server_close(&server);
}

/* In one piece: more lookups than there is room for answers to, which ends the session, and behind
 * them a monitor. */
static void put_flood_and_monitor(int fd, uint64_t actor)
{
    struct gri_buffer out;
    uint8_t packed[64];
    Greenroom__Wire__Lookup lookup = GREENROOM__WIRE__LOOKUP__INIT;
    gri_buffer_init(&out, 1 << 20);
    lookup.name = (char *)"nobody";
    lookup.service = (char *)"s";
    size_t len = greenroom__wire__lookup__pack(&lookup, packed);
    for (uint64_t i = 1; i <= 1000; i++) {
        const struct gri_frame ask = {
            .kind = GRI_FRAME_LOOKUP, .call = i, .payload = packed, .payload_len = len
        };
        CHECK_CODE(gri_frame_append(&out, &ask), GR_OK);
    }
    const struct gri_frame monitor = { .kind = GRI_FRAME_MONITOR, .call = 5000, .actor = actor };
    CHECK_CODE(gri_frame_append(&out, &monitor), GR_OK);
    put(fd, out.data, out.len);
    gri_buffer_fini(&out);
}

/* There is room for one monitor of the actor: whether it is taken shows in how another fares. */
static void test_monitor_of_a_closed_session(void)
{
    for (int round = 0; round < 10; round++) {
        struct server server;
        struct gri_buffer in;
        gr_future *future = NULL;
        Greenroom__Down *down = NULL;
        echo_echo here;
        limits = (gr_limits){ .send_bytes = 256, .message_bytes = 1024, .max_monitors = 1 };
        gri_buffer_init(&in, 1 << 20);
        server_open(&server);
        remote_spawn(server.node, "watched");
        CHECK_CODE(echo_echo_lookup(server.node, "watched", NULL, &here, NULL), GR_OK);
        int fd = dial_and_greet(&server, &in);
        put_flood_and_monitor(fd, here.ref.actor);
        while (remote_stats(server.node).peers > 1) {
            sched_yield();
        }
        CHECK_CODE(remote_say(server.echo, 1), GR_OK); /* behind what else was received */
        CHECK_CODE(gr_monitor_async(here.ref, &future), GR_OK);
        CHECK_CODE(gr_actor_stop(here.ref, NULL), GR_OK);
        CHECK_CODE(gr_monitor_await(&future, 5000, &down), GR_OK);
        CHECK_UINT(down->reason, GREENROOM__DOWN__REASON__ENDED);
        gr_free(down);
        close(fd);
        gri_buffer_fini(&in);
        server_close(&server);
    }
}

static gr_ref tied_to;

static gr_code ties(struct echo_echo_self *self, gr_context *ctx, const echo_text *text)
{
    (void)self;
    (void)text;
    return gr_link(ctx, tied_to);
}

static gr_code ends_badly(struct echo_echo_self *self, gr_context *ctx, const echo_text *text)
{
    (void)self;
    (void)text;
    gr_stop(ctx, GR_DATA_LOSS);
    return GR_OK;
}

/* A link that a peer pretends another actor asked for does not stand for that one's own. */
static void test_link_in_anothers_name(void)
{
    static echo_echo_type tying, ending;
    struct server server;
    struct gri_buffer in;
    struct gri_frame frame = { .kind = 0 };
    echo_echo victim, one;
    gr_future *future = NULL;
    Greenroom__Down *down = NULL;
    Greenroom__Ref linker = GREENROOM__REF__INIT;
    gri_buffer_init(&in, 1 << 20);
    server_open(&server);
    tying = remote_echo_type;
    tying.note = ties;
    ending = remote_echo_type;
    ending.note = ends_badly;
    CHECK_CODE(echo_echo_spawn(server.node, &ending, NULL, &victim, NULL), GR_OK);
    CHECK_CODE(
        echo_echo_spawn(server.node, &tying, &(gr_spawn_options){ .name = "one" }, &one, NULL),
        GR_OK);
    tied_to = victim.ref;
    int fd = dial_and_greet(&server, &in);
    linker.node = victim.ref.home;
    linker.actor = victim.ref.actor;
    put_body(fd, (struct gri_frame){ .kind = GRI_FRAME_MONITOR, .call = 3, .actor = one.ref.actor },
             &linker.base);
    put_frame(fd, &(struct gri_frame){ .kind = GRI_FRAME_PING, .call = 2 });
    CHECK(get_frame(fd, &in, &frame) && frame.kind == GRI_FRAME_PONG);
    CHECK_CODE(remote_say(one, 1), GR_OK); /* the link is there */
    CHECK_CODE(echo_echo_note_oneway(one, &(echo_text){ .number = 0 }, NULL), GR_OK);
    CHECK_CODE(remote_say(one, 2), GR_OK); /* and its own as well */
    CHECK_CODE(gr_monitor_async(one.ref, &future), GR_OK);
    CHECK_CODE(echo_echo_note_oneway(victim, &(echo_text){ .number = 0 }, NULL), GR_OK);
    CHECK_CODE(gr_monitor_await(&future, 5000, &down), GR_OK);
    CHECK_CODE(down == NULL ? GR_OK : down->code, GR_DATA_LOSS); /* it fell with the other */
    gr_free(down);
    gr_future_drop(&future);
    close(fd);
    gri_buffer_fini(&in);
    server_close(&server);
}

/* What a monitor of an actor over there ends with, for a reply of these bytes. */
static void expect_down_for(const struct server *server, int fd, struct gri_buffer *in,
                            const char *bytes, size_t len, int reason, gr_code code)
{
    struct gri_frame frame = { .kind = 0 };
    gr_future *future = NULL;
    Greenroom__Down *down = NULL;
    echo_echo here;
    CHECK_CODE(echo_echo_lookup(server->node, "echo", NULL, &here, NULL), GR_OK);
    CHECK_CODE(gr_monitor_async((gr_ref){ here.ref.node, 42, 1 }, &future), GR_OK);
    while (get_frame(fd, in, &frame) && frame.kind != GRI_FRAME_MONITOR) {
    }
    put_frame(fd, &(struct gri_frame){ .kind = GRI_FRAME_REPLY,
                                       .call = frame.call,
                                       .payload = (const uint8_t *)bytes,
                                       .payload_len = len });
    if (CHECK_CODE(gr_monitor_await(&future, 5000, &down), GR_OK)) {
        CHECK_UINT(down->reason, reason);
        CHECK_CODE(down->code, code);
    }
    gr_free(down);
    gr_future_drop(&future);
}

static void test_strange_downs(void)
{
    static const struct {
        const char *bytes;
        size_t len;
        int reason;
        gr_code code;
    } downs[] = {
        { "", 0, GREENROOM__DOWN__REASON__ENDED, GR_OK },
        { "\xff", 1, GREENROOM__DOWN__REASON__REFUSED, GR_INTERNAL }, /* it does not decode */
        { "\x18\x01", 2, GREENROOM__DOWN__REASON__ENDED, GR_CANCELLED },
        { "\x28\x01", 2, GREENROOM__DOWN__REASON__GONE, GR_UNAVAILABLE }, /* without a code */
        { "\x28\x02", 2, GREENROOM__DOWN__REASON__LOST, GR_UNAVAILABLE },
        { "\x28\x03", 2, GREENROOM__DOWN__REASON__REFUSED, GR_UNAVAILABLE },
        { "\x28\x63", 2, GREENROOM__DOWN__REASON__LOST, GR_UNAVAILABLE }, /* no such reason */
    };
    struct server server;
    struct gri_buffer in;
    gri_buffer_init(&in, 1 << 20);
    server_open(&server);
    int fd = dial_and_greet(&server, &in);
    struct gri_frame frame = { .kind = 0 };
    put_frame(fd, &(struct gri_frame){ .kind = GRI_FRAME_PING, .call = 1 });
    CHECK(get_frame(fd, &in, &frame) && frame.kind == GRI_FRAME_PONG); /* it knows this node */
    for (size_t i = 0; i < sizeof(downs) / sizeof(downs[0]); i++) {
        expect_down_for(&server, fd, &in, downs[i].bytes, downs[i].len, downs[i].reason,
                        downs[i].code);
    }
    close(fd);
    gri_buffer_fini(&in);
    server_close(&server);
}

GR_SUITE_PREPARED(
    "wire", remote_start_transport, { "garbage_ends_the_session", test_garbage },
    { "what_is_no_frame_ends_the_session", test_not_a_frame },
    { "a_first_frame_over_1024_bytes_ends_the_session", test_first_frame_too_long },
    { "each_kind_of_bad_hello_is_told", test_bad_hellos },
    { "nothing_may_come_before_the_hello", test_no_hello_first },
    { "a_second_hello_ends_the_session", test_two_hellos },
    { "a_frame_over_the_limit_ends_the_session", test_frame_too_long },
    { "a_body_that_does_not_decode_ends_the_session", test_bad_bodies },
    { "a_client_by_hand_looks_up_and_calls", test_raw_calls },
    { "a_client_by_hand_monitors_and_links", test_raw_monitors },
    { "a_oneway_that_cannot_be_handled_is_counted_for_what_it_was", test_raw_oneways },
    { "a_stranger_may_retire_as_it_likes", test_raw_retires },
    { "a_client_without_credits_is_refused_and_holds_nobody_up", test_client_without_credits },
    { "a_client_that_wants_too_much_gets_its_share", test_client_that_wants_too_much },
    { "names_of_services_have_an_end", test_long_services },
    { "a_question_that_is_taken_back_keeps_no_session", test_retired_with_a_question },
    { "a_monitor_of_a_closed_session_does_not_stay", test_monitor_of_a_closed_session },
    { "a_link_in_anothers_name_does_not_stand_for_its_own", test_link_in_anothers_name },
    { "what_a_strange_peer_says_of_an_end_makes_sense", test_strange_downs },
    { "answers_to_nothing_are_dropped", test_answers_to_nothing },
    { "a_flood_to_a_busy_worker_is_not_read", test_floods },
    { "bytes_may_come_one_by_one", test_byte_by_byte },
    { "half_frames_are_lost_with_their_session", test_half_frames },
    { "a_thousand_connections_come_and_go", test_many_connections },
    { "connections_over_max_peers_are_turned_away", test_too_many_connections },
    { "a_mute_client_is_let_go_of", test_mute_client })
