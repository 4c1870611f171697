/* SPDX-License-Identifier: MIT */
/* Two ends of a connection, in two processes: machines that send each other segments, some of which
 * are lost on purpose, and are sent again. States, and what each leads to, stand in
 * connection.proto.
 * Usage: connection listen URL | connection dial URL */
#include <greenroom/greenroom.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "connection.gr.h"

enum { TRIES_MAX = 8, RESEND_MS = 100, OUTBOX_MAX = 8 };

struct net_connection_self {
    char name[16];
    char lost[64]; /* what is still to be lost */
    net_connection peer;
    uint32_t tries;    /* of what is being sent */
    uint32_t sent;     /* the number of the last segment that the peer has, */
    uint32_t received; /* and of the last one that has come from there */
    bool has_closed, peer_has_closed;
    bool is_heard; /* the peer knows that this end has closed */
    size_t n_outbox;
    net_connection_send_call outbox[OUTBOX_MAX]; /* held until the peer has them, in order */
};

/* ---- the line ---- */

enum kind { SYN, SYN_ACK, ACK, DATA, FIN };

static const struct {
    const char *name;
    gr_code (*send)(net_connection to, const net_segment *segment,
                    const gr_oneway_options *options);
} kinds[] = {
    [SYN] = { "syn", net_connection_syn_oneway },
    [SYN_ACK] = { "syn-ack", net_connection_syn_ack_oneway },
    [ACK] = { "ack", net_connection_ack_oneway },
    [DATA] = { "data", net_connection_data_oneway },
    [FIN] = { "fin", net_connection_fin_oneway },
};

static void transmit(struct net_connection_self *self, gr_context *ctx, enum kind kind,
                     const net_segment *segment)
{
    char what[32];
    snprintf(what, sizeof(what), "[%s %u]", kinds[kind].name, segment->number);
    char *lost = strstr(self->lost, what);
    if (lost != NULL) {
        lost[1] = '-'; /* once */
        printf("%s | %s is lost\n", self->name, what);
        return;
    }
    gr_code code = kinds[kind].send(self->peer, segment, NULL);
    if (code != GR_OK) { /* whatever the state is, and whoever is in the middle of something */
        code = net_connection_broken_raise(ctx, &(net_why){ .code = code });
    }
    if (code != GR_OK) {
        gr_stop(ctx, code);
    }
}

/* What the peer is to have next: the oldest text, or, behind all of them, the end. Again and again,
 * until it is acknowledged: the timer goes on when the state changes. */
static gr_code send_next(struct net_connection_self *self, gr_context *ctx)
{
    net_segment next = { .number = self->sent + 1 };
    if (self->n_outbox > 0) {
        next.text = net_connection_send_request(self->outbox[0])->text;
        transmit(self, ctx, DATA, &next);
    } else if (self->has_closed && !self->is_heard) {
        transmit(self, ctx, FIN, &next);
    } else {
        return GR_OK;
    }
    return net_connection_resend_start(ctx, RESEND_MS);
}

/* Whether it is news. What has come before is acknowledged again: that was lost, it seems. */
static bool take(struct net_connection_self *self, gr_context *ctx, const net_segment *segment)
{
    bool is_news = segment->number == self->received + 1;
    self->received += is_news;
    if (segment->number <= self->received) {
        transmit(self, ctx, ACK, &(net_segment){ .number = segment->number });
    }
    return is_news;
}

/* ---- the states ---- */

/* Handle what comes until somebody wakes the body, which looks again whether it is to go on. */
static gr_code process(gr_context *ctx)
{
    return gr_process(ctx, &(gr_process_options){ .for_ms = GR_FOREVER });
}

static gr_code wake_body(gr_context *ctx)
{
    return gr_stop_processing(gr_context_self(ctx));
}

static net_connection_closed_next in_closed(struct net_connection_self *self,
                                            net_connection_closed_in in)
{
    (void)self;
    return net_connection_closed_stay(in);
}

static net_connection_listening_next in_listening(struct net_connection_self *self,
                                                  net_connection_listening_in in)
{
    (void)self;
    return net_connection_listening_stay(in);
}

static net_connection_syn_sent_next in_syn_sent(struct net_connection_self *self,
                                                net_connection_syn_sent_in in)
{
    Greenroom__Ref from;
    gr_code code = net_connection_pack_ref(net_connection_self_ref(in.ctx), &from);
    if (code != GR_OK) {
        return net_connection_syn_sent_to_ended(in, &(net_why){ .code = code });
    }
    transmit(self, in.ctx, SYN, &(net_segment){ .from = &from });
    return net_connection_syn_sent_stay(in);
}

static gr_code in_syn_sent_timeout(struct net_connection_self *self, gr_context *ctx)
{
    return ++self->tries < TRIES_MAX ? net_connection_syn_sent_timeout_to_syn_sent(ctx)
                                     : net_connection_syn_sent_timeout_to_ended(
                                           ctx, &(net_why){ .code = GR_DEADLINE_EXCEEDED });
}

static net_connection_syn_received_next in_syn_received(struct net_connection_self *self,
                                                        net_connection_syn_received_in in)
{
    transmit(self, in.ctx, SYN_ACK, &(net_segment){ .number = 0 });
    return net_connection_syn_received_stay(in);
}

static gr_code in_syn_received_timeout(struct net_connection_self *self, gr_context *ctx)
{
    return ++self->tries < TRIES_MAX ? net_connection_syn_received_timeout_to_syn_received(ctx)
                                     : net_connection_syn_received_timeout_to_ended(
                                           ctx, &(net_why){ .code = GR_DEADLINE_EXCEEDED });
}

static net_connection_established_next in_established(struct net_connection_self *self,
                                                      net_connection_established_in in)
{
    gr_code code = GR_OK;
    while (code == GR_OK && !self->has_closed && !self->peer_has_closed) {
        code = process(in.ctx);
    }
    return code != GR_OK      ? net_connection_established_to_ended(in, &(net_why){ .code = code })
           : self->has_closed ? net_connection_established_to_fin_wait(in)
                              : net_connection_established_to_close_wait(in);
}

static net_connection_fin_wait_next in_fin_wait(struct net_connection_self *self,
                                                net_connection_fin_wait_in in)
{
    gr_code code = GR_OK;
    while (code == GR_OK && !(self->is_heard && self->peer_has_closed)) {
        code = process(in.ctx);
    }
    return code == GR_OK ? net_connection_fin_wait_to_time_wait(in)
                         : net_connection_fin_wait_to_ended(in, &(net_why){ .code = code });
}

static net_connection_close_wait_next in_close_wait(struct net_connection_self *self,
                                                    net_connection_close_wait_in in)
{
    gr_code code = GR_OK;
    while (code == GR_OK && !self->has_closed) {
        code = process(in.ctx);
    }
    return code == GR_OK ? net_connection_close_wait_to_last_ack(in)
                         : net_connection_close_wait_to_ended(in, &(net_why){ .code = code });
}

static net_connection_last_ack_next in_last_ack(struct net_connection_self *self,
                                                net_connection_last_ack_in in)
{
    gr_code code = GR_OK;
    while (code == GR_OK && !self->is_heard) {
        code = process(in.ctx);
    }
    return net_connection_last_ack_to_ended(in, &(net_why){ .code = code });
}

/* The peer may not have heard that it was heard, and say its end again. */
static net_connection_time_wait_next in_time_wait(struct net_connection_self *self,
                                                  net_connection_time_wait_in in)
{
    (void)self;
    return net_connection_time_wait_stay(in);
}

static gr_code in_time_wait_timeout(struct net_connection_self *self, gr_context *ctx)
{
    (void)self;
    return net_connection_time_wait_timeout_to_ended(ctx, &(net_why){ .code = GR_OK });
}

static net_connection_ended_next in_ended(struct net_connection_self *self,
                                          net_connection_ended_in in)
{
    net_summary summary = { .code = in.args->code,
                            .sent = self->sent - self->is_heard,
                            .received = self->received - self->peer_has_closed };
    return net_connection_ended_end(in, &summary);
}

/* Both ends know all that there was, or one has given up. */
static void in_open_exit(struct net_connection_self *self, gr_context *ctx)
{
    gr_ignore(net_connection_resend_stop(ctx)); /* nothing is being sent where all was heard */
    for (size_t i = 0; i < self->n_outbox; i++) {
        gr_ignore(gr_call_fail(self->outbox[i].call, GR_UNAVAILABLE, "the connection is broken"));
    }
}

/* ---- what its owner says ---- */

static gr_code on_listen(struct net_connection_self *self, gr_context *ctx)
{
    (void)self;
    return net_connection_listen_to_listening(ctx);
}

static gr_code on_dial(struct net_connection_self *self, gr_context *ctx,
                       const Greenroom__Ref *peer)
{
    gr_code code = net_connection_unpack_ref(gr_context_node(ctx), peer, &self->peer);
    return code == GR_OK ? net_connection_dial_to_syn_sent(ctx) : code;
}

static gr_code on_send(struct net_connection_self *self, gr_context *ctx, const net_text *text)
{
    (void)text; /* kept with the call */
    if (self->has_closed || self->n_outbox == OUTBOX_MAX) {
        return gr_fail(ctx, GR_RESOURCE_EXHAUSTED, "not now");
    }
    gr_code code = net_connection_send_hold(ctx, &self->outbox[self->n_outbox]);
    self->n_outbox += code == GR_OK;
    return code == GR_OK && self->n_outbox == 1 ? send_next(self, ctx) : code;
}

static gr_code on_close(struct net_connection_self *self, gr_context *ctx)
{
    self->has_closed = true;
    gr_code code = self->n_outbox == 0 ? send_next(self, ctx) : GR_OK;
    return code == GR_OK ? wake_body(ctx) : code;
}

/* ---- what the peer says ---- */

static gr_code on_syn(struct net_connection_self *self, gr_context *ctx, const net_segment *syn)
{
    gr_code code = net_connection_unpack_ref(gr_context_node(ctx), syn->from, &self->peer);
    return code == GR_OK ? net_connection_syn_to_syn_received(ctx) : code;
}

static gr_code on_syn_ack(struct net_connection_self *self, gr_context *ctx,
                          const net_segment *segment)
{
    transmit(self, ctx, ACK, segment);
    return net_connection_connected_raise(ctx); /* ignored where it is connected already */
}

static gr_code on_ack(struct net_connection_self *self, gr_context *ctx, const net_segment *ack)
{
    if (ack->number != self->sent + 1) {
        return ack->number == 0 ? net_connection_connected_raise(ctx) : GR_OK;
    }
    gr_code code = net_connection_resend_stop(ctx);
    self->sent++;
    self->tries = 0;
    if (self->n_outbox > 0) {
        net_connection_send_call call = self->outbox[0];
        memmove(self->outbox, self->outbox + 1, --self->n_outbox * sizeof(call));
        gr_ignore(net_connection_send_answer(call, GR_OK)); /* whoever sent it may have left */
    } else {
        self->is_heard = true;
        code = wake_body(ctx);
    }
    return code == GR_OK ? send_next(self, ctx) : code;
}

static gr_code on_data(struct net_connection_self *self, gr_context *ctx, const net_segment *data)
{
    if (take(self, ctx, data)) {
        printf("%s | received: %s\n", self->name, data->text);
    }
    return GR_OK;
}

static gr_code on_fin(struct net_connection_self *self, gr_context *ctx, const net_segment *fin)
{
    bool is_news = take(self, ctx, fin);
    self->peer_has_closed = self->peer_has_closed || is_news;
    return is_news ? wake_body(ctx) : GR_OK;
}

/* ---- what it says to itself ---- */

static gr_code on_connected(struct net_connection_self *self, gr_context *ctx)
{
    self->tries = 0;
    return net_connection_connected_to_established(ctx);
}

static gr_code on_broken(struct net_connection_self *self, gr_context *ctx, const net_why *why)
{
    (void)self;
    return net_connection_broken_to_ended(ctx, why);
}

static gr_code on_resend(struct net_connection_self *self, gr_context *ctx)
{
    return ++self->tries < TRIES_MAX
               ? send_next(self, ctx)
               : net_connection_resend_to_ended(ctx, &(net_why){ .code = GR_DEADLINE_EXCEEDED });
}

static gr_code start(struct net_connection_self *self, gr_context *ctx, const net_setup *setup)
{
    (void)ctx;
    snprintf(self->name, sizeof(self->name), "%s", setup->name);
    snprintf(self->lost, sizeof(self->lost), "%s", setup->lost);
    return GR_OK;
}

static gr_code on_transition(struct net_connection_self *self, gr_context *ctx,
                             net_connection_state from, net_connection_state to, const void *args)
{
    (void)ctx;
    (void)args;
    if (from != to) { /* else it tries again */
        printf("%s | %s -> %s\n", self->name, net_connection_state_name(from),
               net_connection_state_name(to));
    }
    return GR_OK;
}

static const net_connection_type connection_type = NET_CONNECTION_TYPE(
    on_, in_, NET_CONNECTION_HOOKS(.start = start, .on_transition = on_transition));

/* ---- the two ends ---- */

static void check(gr_code code, const char *what)
{
    if (code != GR_OK) {
        fprintf(stderr, "connection: %s: %s\n", what, gr_code_name(code));
        exit(1);
    }
}

static net_connection make_end(gr_node *node, const char *name, const char *lost)
{
    net_connection end;
    net_setup setup = { .name = (char *)name, .lost = (char *)lost };
    check(net_connection_spawn(node, &connection_type, &setup, &(gr_spawn_options){ .name = name },
                               &end, NULL),
          "spawn");
    return end;
}

/* Asked for before it is brought about: there is nobody to ask afterwards. */
static gr_future *await_end(net_connection end)
{
    gr_future *future;
    gr_call_options patient = { .timeout_ms = 60000 };
    check(net_connection_wait_async(end, NET_CONNECTION_STATE_NONE, &patient, &future), "wait");
    return future;
}

static void print_end(gr_future *future, const char *name)
{
    net_summary *summary;
    check(net_connection_ended_result_await(&future, &summary, NULL), "result");
    printf("%s | %s: %u sent, %u received\n", name, gr_code_name(summary->code), summary->sent,
           summary->received);
    gr_free(summary);
}

static void run_server(gr_node *node, const char *url)
{
    net_connection end = make_end(node, "server", "[ack 3]");
    gr_future *ended = await_end(end);
    check(net_connection_listen_sync(end, NULL, NULL), "listen");
    check(gr_node_listen(node, url, NULL), url);
    gr_call_options patient = { .timeout_ms = 60000 };
    check(net_connection_wait(end, NET_CONNECTION_STATE_CLOSE_WAIT, &patient, NULL), "wait");
    check(net_connection_send_sync(end, &(net_text){ .text = (char *)"good-bye" }, NULL, NULL),
          "send");
    check(net_connection_close_sync(end, NULL, NULL), "close");
    print_end(ended, "server");
}

static void dial(net_connection end, net_connection server)
{
    Greenroom__Ref peer;
    check(net_connection_pack_ref(server, &peer), "ref");
    check(net_connection_dial_sync(end, &peer, NULL, NULL), "dial");
}

static void run_client(gr_node *node, const char *url)
{
    enum { TEXTS = 3 };
    const char *texts[TEXTS] = { "one", "two", "three" };
    net_connection_send_future sent[TEXTS];
    net_connection server, end = make_end(node, "client", "[syn 0][data 2]");
    check(gr_node_connect(node, url), url);
    check(net_connection_lookup(node, "server/server", NULL, &server, NULL), "lookup");
    for (size_t i = 0; i < TEXTS; i++) { /* postponed: there is no connection yet */
        check(
            net_connection_send_async(end, &(net_text){ .text = (char *)texts[i] }, NULL, &sent[i]),
            "send");
    }
    dial(end, server);
    for (size_t i = 0; i < TEXTS; i++) {
        check(net_connection_send_await(&sent[i], NULL), texts[i]);
    }
    net_connection other = make_end(node, "other", ""); /* nobody listens any more */
    gr_future *ended = await_end(other);
    dial(other, server);
    print_end(ended, "other");
    ended = await_end(end);
    check(net_connection_close_sync(end, NULL, NULL), "close");
    print_end(ended, "client");
}

int main(int argc, char **argv)
{
    gr_node *node;
    bool is_server = argc == 3 && strcmp(argv[1], "listen") == 0;
    if (!is_server && !(argc == 3 && strcmp(argv[1], "dial") == 0)) {
        fprintf(stderr, "usage: connection listen URL | connection dial URL\n");
        return 2;
    }
    setvbuf(stdout, NULL, _IOLBF, 0);
    gr_log_set_level(GR_LOG_ERROR); /* that sessions come and go is no news here */
    check(gr_node_create(&(gr_node_options){ .name = is_server ? "server" : "client" }, &node),
          "node");
    (is_server ? run_server : run_client)(node, argv[2]);
    return gr_node_destroy(node, NULL) == GR_OK ? 0 : 1;
}
