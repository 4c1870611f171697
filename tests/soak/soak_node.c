/* SPDX-License-Identifier: MIT */
/* A node of the soak: players that do what a job says, and a keeper that stops one of them and
 * spawns its successor when it is told to. */
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>

#include "soak.h"

const char *const soak_names[SOAK_NODES] = { "front", "left", "right" };

struct contract_player_self {
    int unused;
};

static const contract_player_type player_type;

/* The keeper's own, once it has started. */
static contract_player players[SOAK_PLAYERS];

static gr_code spawn_player(gr_node *node, uint32_t i)
{
    char name[16];
    const contract_job args = { .ticket = i };
    (void)snprintf(name, sizeof(name), "p%u", i);
    const gr_spawn_options options = { .name = name, .mailbox_messages = SOAK_MAILBOX };
    return contract_player_spawn(node, &player_type, &args, &options, &players[i], NULL);
}

static gr_code ask_next(gr_context *ctx, const contract_job *job)
{
    contract_player next;
    gr_error error = GR_ERROR_INIT;
    const contract_job on = { .ticket = job->ticket };
    gr_code code = contract_player_named(gr_context_node(ctx), job->next, &next);
    if (code == GR_OK) {
        code = contract_player_ask_sync(next, &on, NULL, NULL, &error);
    }
    if (code != GR_OK) {
        code = gr_forward(ctx, &error);
    }
    gr_error_fini(&error);
    return code;
}

static gr_code play(gr_context *ctx, const contract_job *job)
{
    gr_code code = job->sleep_ms == 0 ? GR_OK : gr_sleep(ctx, job->sleep_ms);
    if (code == GR_OK && job->next[0] != '\0') {
        code = ask_next(ctx, job);
    }
    if (code == GR_OK && job->returns != 0) {
        code = gr_fail(ctx, (gr_code)job->returns, "as told");
    }
    return code;
}

#define ON_CALL(method)                                                                            \
    static gr_code on_##method(struct contract_player_self *self, gr_context *ctx,                 \
                               const contract_job *job, contract_done *done)                       \
    {                                                                                              \
        (void)self;                                                                                \
        done->ticket = job->ticket;                                                                \
        return play(ctx, job);                                                                     \
    }

ON_CALL(ask)
ON_CALL(wait)
ON_CALL(oldest)
ON_CALL(latest)
ON_CALL(newest)
ON_CALL(detach)

/* The keeper's: its player number `ticket` is to be replaced. */
static gr_code on_tell(struct contract_player_self *self, gr_context *ctx, const contract_job *job)
{
    (void)self;
    const gr_stop_options options = { .drain = job->returns != 0, .timeout_ms = 500 };
    uint32_t i = job->ticket % SOAK_PLAYERS;
    gr_code code = gr_actor_stop(players[i].ref, &options);
    if (code == GR_DEADLINE_EXCEEDED) {
        code = gr_actor_stop(players[i].ref, NULL);
    }
    return code == GR_OK || code == GR_UNAVAILABLE ? spawn_player(gr_context_node(ctx), i) : code;
}

static gr_code on_push(struct contract_player_self *self, gr_context *ctx, const contract_job *job)
{
    (void)self;
    return play(ctx, job);
}

static gr_code on_post(struct contract_player_self *self, gr_context *ctx, const contract_job *job)
{
    return on_push(self, ctx, job);
}

static const contract_player_type player_type = CONTRACT_PLAYER_TYPE(on_, CONTRACT_PLAYER_NO_HOOKS);

gr_code soak_node_open(const char *name, gr_node **out_node)
{
    contract_player keeper;
    const contract_job args = { .ticket = SOAK_PLAYERS };
    const gr_spawn_options options = { .name = "keeper" };
    const gr_node_options node_options = {
        .name = name, .workers = 2, .stop_on_signals = true, .ping_ms = 300
    };
    gr_code code = gr_node_create(&node_options, out_node);
    for (uint32_t i = 0; i < SOAK_PLAYERS && code == GR_OK; i++) {
        code = spawn_player(*out_node, i);
    }
    return code != GR_OK
               ? code
               : contract_player_spawn(*out_node, &player_type, &args, &options, &keeper, NULL);
}

static void drop_line(void *arg, gr_log_level level, const char *line)
{
    (void)arg;
    (void)level;
    (void)line;
}

int soak_node_main(int argc, char **argv)
{
    gr_node *node;
    char *url = NULL;
    if (argc < 4 || prctl(PR_SET_PDEATHSIG, SIGKILL) != 0) {
        return 2;
    }
    gr_log_set_sink(drop_line, NULL);
    gr_code code = soak_node_open(argv[2], &node);
    if (code != GR_OK || gr_node_listen(node, argv[3], &url) != GR_OK) {
        return 3;
    }
    for (int i = 4; i < argc && code == GR_OK; i++) {
        code = gr_node_connect(node, argv[i]);
    }
    printf("ready %s\n", url);
    fflush(stdout);
    gr_free(url);
    if (code == GR_OK) {
        code = gr_node_wait(node);
    }
    gr_code ended = gr_node_destroy(node, &(gr_stop_options){ .drain = true });
    return code == GR_OK && ended == GR_OK ? 0 : 1;
}
