/* SPDX-License-Identifier: MIT */
/* The stranger: its stream's events run inside the env's steps. */
#include "stranger.h"

#include <string.h>

#include "wire.pb-c.h"

static void send_more(struct stranger *stranger)
{
    size_t left = stranger->out.len - stranger->sent;
    size_t n = left < sizeof(stranger->sending) ? left : sizeof(stranger->sending);
    if (n == 0 || stranger->is_sending || stranger->stream == NULL) {
        return;
    }
    memcpy(stranger->sending, stranger->out.data + stranger->sent, n); /* `out` may move */
    stranger->sent += n;
    stranger->is_sending = true;
    stranger->ops->stream_send(stranger->stream, stranger->sending, n);
}

static void on_received(void *arg, gr_code code, size_t n)
{
    struct stranger *stranger = arg;
    stranger->is_lost = code != GR_OK;
    if (code == GR_OK) {
        CHECK_CODE(gri_buffer_append(&stranger->in, stranger->piece, n), GR_OK);
        stranger->ops->stream_recv(stranger->stream, stranger->piece, sizeof(stranger->piece));
    }
}

static void on_sent(void *arg, gr_code code)
{
    struct stranger *stranger = arg;
    stranger->is_sending = false;
    if (code == GR_OK) {
        send_more(stranger);
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
    if (!CHECK_CODE(code, GR_OK)) {
        return;
    }
    stranger->stream = stream;
    stranger->ops->stream_start(stream, &events, stranger);
    stranger->ops->stream_recv(stream, stranger->piece, sizeof(stranger->piece));
    send_more(stranger);
}

void stranger_open(struct stranger *stranger, gri_env *env, const char *url)
{
    stranger_open_as(stranger, env, url, STRANGER_HOME);
}

void stranger_open_as(struct stranger *stranger, gri_env *env, const char *url, uint64_t home)
{
    struct gri_frame frame;
    Greenroom__Wire__Hello hello = GREENROOM__WIRE__HELLO__INIT;
    memset(stranger, 0, sizeof(*stranger));
    stranger->env = env;
    stranger->ops = env->ops->transport;
    gri_buffer_init(&stranger->out, 16 << 20);
    gri_buffer_init(&stranger->in, 16 << 20);
    hello.magic = GRI_WIRE_MAGIC;
    hello.version = GRI_WIRE_VERSION;
    hello.node = (char *)"stranger";
    hello.incarnation = home;
    hello.max_frame_bytes = 1 << 20;
    stranger_put_body(stranger, (struct gri_frame){ .kind = GRI_FRAME_HELLO }, &hello.base);
    CHECK_CODE(stranger->ops->dial(env, url, on_dialed, stranger, &stranger->dialer, NULL, 0),
               GR_OK);
    CHECK(stranger_await(stranger, GRI_FRAME_HELLO, &frame));
}

void stranger_close(struct stranger *stranger)
{
    if (stranger->stream != NULL) {
        stranger->ops->stream_close(stranger->stream);
    }
    stranger->ops->dialer_destroy(stranger->dialer);
    sim_settle(stranger->env);
    gri_buffer_fini(&stranger->out);
    gri_buffer_fini(&stranger->in);
}

void stranger_put(struct stranger *stranger, const struct gri_frame *frame)
{
    CHECK_CODE(gri_frame_append(&stranger->out, frame), GR_OK);
    send_more(stranger);
}

void stranger_put_body(struct stranger *stranger, struct gri_frame frame,
                       const ProtobufCMessage *body)
{
    uint8_t packed[4096];
    if (CHECK(protobuf_c_message_get_packed_size(body) <= sizeof(packed))) {
        frame.payload_len = protobuf_c_message_pack(body, packed);
        frame.payload = packed;
        stranger_put(stranger, &frame);
    }
}

bool stranger_get(struct stranger *stranger, struct gri_frame *out)
{
    size_t used = 0;
    do {
        stranger->seen += used;
        CHECK_CODE(gri_frame_decode(stranger->in.data + stranger->seen,
                                    stranger->in.len - stranger->seen, 1 << 20, out, &used),
                   GR_OK);
    } while (used > 0 && out->kind == GRI_FRAME_PING);
    stranger->seen += used;
    return used > 0;
}

bool stranger_await(struct stranger *stranger, uint32_t kind, struct gri_frame *out)
{
    sim_settle(stranger->env);
    while (stranger_get(stranger, out)) {
        if (out->kind == kind) {
            return true;
        }
    }
    return false;
}
