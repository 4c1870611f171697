/* SPDX-License-Identifier: MIT */
/* Fuzzes a session (libFuzzer): a stranger dials a node in the virtual env and sends these bytes.
 * The node must not crash, hang or leak, and must answer another node afterwards. The first byte
 * says whether a good hello goes ahead, how the bytes are cut, and whether they come as frames. */
#include <stdlib.h>
#include <string.h>

#include <greenroom/greenroom.h>

#include "echo.gr.h"
#include "frame.h"
#include "node.h"
#include "support/sim.h"
#include "transport.h"
#include "wire.pb-c.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define URL "ipc://back"
#define MS  UINT64_C(1000000)

enum { WITH_HELLO = 1, IN_PIECES = 2, AS_FRAMES = 4 };

static void require(bool holds)
{
    if (!holds) {
        abort();
    }
}

/* ---- the node ---- */

struct echo_other_self {
    int unused;
};

static gr_code on_say(struct echo_other_self *self, gr_context *ctx, const echo_text *request,
                      echo_text *reply)
{
    (void)self;
    (void)ctx;
    *reply = *request;
    return GR_OK;
}

static const echo_other_type other_type = ECHO_OTHER_TYPE(on_, ECHO_OTHER_NO_HOOKS);

static gr_node *create_node(gri_env *env, const char *name)
{
    gr_node *node;
    const gr_node_options options = {
        .name = name, .workers = 1, .ping_ms = 1000, .no_overflow_handler = true
    };
    require(gri_node_create_in(env, &options, &node) == GR_OK);
    return node;
}

static gr_code spawn_other(gr_node *back)
{
    echo_other other;
    const gr_spawn_options options = { .name = "other" };
    return echo_other_spawn(back, &other_type, &options, &other, NULL);
}

static gr_node *create_back(gri_env *env)
{
    gr_node *back = create_node(env, "back");
    require(spawn_other(back) == GR_OK);
    require(gr_node_listen(back, URL, NULL) == GR_OK);
    return back;
}

/* A stranger may have linked to the actor, and so stopped it. */
static void check_still_answers(gri_env *env, gr_node *back)
{
    gr_code spawned = spawn_other(back);
    require(spawned == GR_OK || spawned == GR_ALREADY_EXISTS);
    echo_other other;
    echo_text *said;
    gr_node *front = create_node(env, "front");
    require(gr_node_connect(front, URL) == GR_OK);
    require(echo_other_lookup(front, "back/other", NULL, &other, NULL) == GR_OK);
    require(echo_other_say_sync(other, &(echo_text){ .number = 7 }, NULL, &said, NULL) == GR_OK);
    require(said->number == 7);
    gr_free(said);
    require(gr_node_destroy(front, NULL) == GR_OK);
}

/* ---- the stranger ---- */

/* Owned by the one run. */
struct stranger {
    const struct gri_transport_ops *ops;
    gri_stream *stream;
    struct gri_buffer bytes;
    size_t sent, piece;
    uint8_t in[4096];
};

static void send_more(struct stranger *stranger)
{
    size_t left = stranger->bytes.len - stranger->sent;
    size_t n = left < stranger->piece ? left : stranger->piece;
    if (n > 0) {
        stranger->sent += n;
        stranger->ops->stream_send(stranger->stream, stranger->bytes.data + stranger->sent - n, n);
    }
}

static void on_received(void *arg, gr_code code, size_t n)
{
    struct stranger *stranger = arg;
    (void)n;
    if (code == GR_OK) {
        stranger->ops->stream_recv(stranger->stream, stranger->in, sizeof(stranger->in));
    }
}

static void on_sent(void *arg, gr_code code)
{
    if (code == GR_OK) {
        send_more(arg);
    }
}

static void on_closed(void *arg)
{
    (void)arg;
}

static void on_dialed(void *arg, gr_code code, gri_stream *stream, const char *why)
{
    static const struct gri_stream_events events = { on_received, on_sent, on_closed };
    struct stranger *stranger = arg;
    (void)why;
    require(code == GR_OK);
    stranger->stream = stream;
    stranger->ops->stream_start(stream, &events, stranger);
    stranger->ops->stream_recv(stream, stranger->in, sizeof(stranger->in));
    send_more(stranger);
}

/* ---- the bytes ---- */

static void append_hello(struct gri_buffer *bytes)
{
    uint8_t packed[256];
    Greenroom__Wire__Hello hello = GREENROOM__WIRE__HELLO__INIT;
    hello.magic = GRI_WIRE_MAGIC;
    hello.version = GRI_WIRE_VERSION;
    hello.node = (char *)"stranger";
    hello.incarnation = 42;
    hello.max_frame_bytes = 1024;
    struct gri_frame frame = { .kind = GRI_FRAME_HELLO, .payload = packed };
    frame.payload_len = greenroom__wire__hello__pack(&hello, packed);
    require(gri_frame_append(bytes, &frame) == GR_OK);
}

/* Frames of whatever is there: kind, call, method, the length of a payload, the payload. The only
 * actor there is has the id that a lookup gives, which the sim makes the same each time. */
static void append_frames(struct gri_buffer *bytes, const uint8_t *data, size_t size)
{
    while (size >= 4) {
        size_t len = data[3] < size - 4 ? data[3] : size - 4;
        struct gri_frame frame = { .kind = data[0] % 18 + 1,
                                   .call = data[1],
                                   .actor = (UINT64_C(1) << 32) + data[1] % 2,
                                   .method = data[2] % 3,
                                   .budget_ns = data[2],
                                   .credit = data[1] % 4 * 100u,
                                   .payload = data + 4,
                                   .payload_len = len };
        require(gri_frame_append(bytes, &frame) == GR_OK);
        data += 4 + len;
        size -= 4 + len;
    }
}

static void compose(struct gri_buffer *bytes, const uint8_t *data, size_t size)
{
    uint8_t how = size > 0 ? data[0] : 0;
    gri_buffer_init(bytes, 16 << 20);
    if ((how & WITH_HELLO) != 0) {
        append_hello(bytes);
    }
    if (size > 1 && (how & AS_FRAMES) != 0) {
        append_frames(bytes, data + 1, size - 1);
    } else if (size > 1) {
        require(gri_buffer_append(bytes, data + 1, size - 1) == GR_OK);
    }
}

static void drop_line(void *arg, gr_log_level level, const char *line)
{
    (void)arg;
    (void)level;
    (void)line;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    gri_env *env = sim_create(1);
    struct stranger stranger = { .ops = env->ops->transport, .piece = SIZE_MAX };
    gri_dialer *dialer;
    gr_log_set_sink(drop_line, NULL);
    gr_node *back = create_back(env);
    compose(&stranger.bytes, data, size);
    if (size > 0 && (data[0] & IN_PIECES) != 0) {
        stranger.piece = 1 + data[0] / 8;
    }
    require(stranger.ops->dial(env, URL, on_dialed, &stranger, &dialer, NULL, 0) == GR_OK);
    sim_advance(env, 500 * MS);
    check_still_answers(env, back);
    stranger.ops->stream_close(stranger.stream);
    stranger.ops->dialer_destroy(dialer);
    require(gr_node_destroy(back, NULL) == GR_OK);
    sim_destroy(env);
    gri_buffer_fini(&stranger.bytes);
    return 0;
}
