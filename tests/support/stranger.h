/* SPDX-License-Identifier: MIT */
/* A client of a node in the virtual env that is no node: it sends frames made by hand, and looks at
 * those that come back. It has said hello as "stranger", of incarnation 42. */
#ifndef STRANGER_H
#define STRANGER_H

#include <protobuf-c/protobuf-c.h>

#include "buffer.h"
#include "frame.h"
#include "sim.h"
#include "suite.h"
#include "transport.h"

enum { STRANGER_HOME = 42 };

/* Owned by the test. */
struct stranger {
    gri_env *env;
    const struct gri_transport_ops *ops;
    gri_dialer *dialer;
    gri_stream *stream;
    struct gri_buffer out; /* all of it, from the beginning */
    struct gri_buffer in;
    size_t sent;
    size_t seen;
    bool is_sending;
    bool is_lost;
    uint8_t piece[4096];
    uint8_t sending[4096];
};

/* Dials, and waits until it was greeted; and the same as of another incarnation. */
void stranger_open(struct stranger *stranger, gri_env *env, const char *url);
void stranger_open_as(struct stranger *stranger, gri_env *env, const char *url, uint64_t home);
void stranger_close(struct stranger *stranger);

/* Send a frame; the second one with a body of wire.proto. */
void stranger_put(struct stranger *stranger, const struct gri_frame *frame);
void stranger_put_body(struct stranger *stranger, struct gri_frame frame,
                       const ProtobufCMessage *body);

/* The next frame that is not a ping, of those that have come so far: its payload is good until time
 * goes on. False: there is none. */
bool stranger_get(struct stranger *stranger, struct gri_frame *out);

/* Let the node settle, and get the next frame of this kind, passing over others. */
bool stranger_await(struct stranger *stranger, uint32_t kind, struct gri_frame *out);

#endif
