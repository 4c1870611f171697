/* SPDX-License-Identifier: MIT */
/* A node in a process of its own, for the tests that kill it: ledger_main <url> <file> [url]. It
 * listens at the first url, and dials the last one, if there is one. It says
 * "ready <url>" on its output, and runs until SIGTERM. Its actor appends each id it is given to the
 * file, in a line with its process id and a full stop. */
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <greenroom/greenroom.h>

#include "echo.gr.h"

struct echo_ledger_self {
    int unused;
};

static int file = -1;

static gr_code append(gr_context *ctx, uint64_t id)
{
    char line[64]; /* begins anew: the line before may have been cut off with its process */
    int len = snprintf(line, sizeof(line), "\n%d %" PRIu64 " .\n", (int)getpid(), id);
    if (write(file, line, (size_t)len) != len) {
        return gr_fail(ctx, GR_DATA_LOSS, "the ledger cannot be written");
    }
    return GR_OK;
}

static gr_code on_write(struct echo_ledger_self *self, gr_context *ctx, const echo_number *request,
                        echo_number *reply)
{
    (void)self;
    reply->number = request->number;
    return append(ctx, request->number);
}

static gr_code on_linger(struct echo_ledger_self *self, gr_context *ctx, const echo_number *request,
                         echo_number *reply)
{
    (void)self;
    (void)reply;
    echo_ledger_linger_call call; /* kept nowhere: it ends with the process */
    gr_code code = append(ctx, request->number);
    return code == GR_OK ? echo_ledger_linger_hold(ctx, &call) : code;
}

static const echo_ledger_type ledger_type = ECHO_LEDGER_TYPE(on_, ECHO_LEDGER_NO_HOOKS);

static gr_code open_up(gr_node *node, const char *url)
{
    echo_ledger ledger;
    char *real_url = NULL;
    const gr_spawn_options options = { .name = "ledger", .mailbox_messages = 100000 };
    gr_code code = echo_ledger_spawn(node, &ledger_type, &options, &ledger, NULL);
    if (code == GR_OK) {
        code = gr_node_listen(node, url, &real_url);
    }
    if (code == GR_OK) {
        printf("ready %s\n", real_url);
        fflush(stdout);
        gr_free(real_url);
    }
    return code;
}

int main(int argc, char **argv)
{
    gr_node *node;
    if (argc < 3 || argc > 4 || prctl(PR_SET_PDEATHSIG, SIGKILL) != 0) {
        return 2;
    }
    file = open(argv[2], O_WRONLY | O_APPEND | O_CLOEXEC);
    const gr_node_options options = { .name = "back", .stop_on_signals = true };
    gr_code code = gr_node_create(&options, &node);
    if (code != GR_OK) {
        return 3;
    }
    code = argc == 4 ? gr_node_connect(node, argv[3]) : GR_OK;
    if (code == GR_OK) {
        code = open_up(node, argv[1]);
    }
    if (code == GR_OK) {
        code = gr_node_wait(node);
    }
    gr_code ended = gr_node_destroy(node, &(gr_stop_options){ .drain = true });
    return code == GR_OK && ended == GR_OK ? 0 : 1;
}
