/* SPDX-License-Identifier: MIT */
/* A flower: flower.proto has its states. They outlive the process: each is stored before it is
 * entered, and the next run begins there.
 * Usage: flower FILE LITRES | flower FILE eat | flower FILE wait */
#include <greenroom/greenroom.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "flower.gr.h"

struct garden_flower_self {
    char file[256];
};

static gr_code start(struct garden_flower_self *self, gr_context *ctx, const garden_seed *seed)
{
    int len = snprintf(self->file, sizeof(self->file), "%s", seed->file);
    return len < (int)sizeof(self->file) ? GR_OK : gr_fail(ctx, GR_INVALID_ARGUMENT, "file name");
}

/* Called before each change. Where it fails the old state goes on. */
static gr_code on_transition(struct garden_flower_self *self, gr_context *ctx,
                             garden_flower_state from, garden_flower_state to, const void *args)
{
    (void)args; /* a garden_death where it is to die, else NULL */
    FILE *file = fopen(self->file, "w");
    bool is_written = file != NULL && fputs(garden_flower_state_name(to), file) >= 0;
    if (file == NULL || fclose(file) != 0 || !is_written) {
        return gr_fail(ctx, GR_UNAVAILABLE, "cannot write %s", self->file);
    }
    printf("%s -> %s\n", garden_flower_state_name(from), garden_flower_state_name(to));
    return GR_OK;
}

/* ---- the states' bodies: each ends by saying what comes next ---- */

static garden_flower_sprouting_next be_sprouting(struct garden_flower_self *self,
                                                 garden_flower_sprouting_in in)
{
    (void)self;
    gr_ignore(gr_sleep(in.ctx, 20)); /* told to stop: what we return is not looked at */
    return garden_flower_sprouting_to_growing(in);
}

static garden_flower_growing_next be_growing(struct garden_flower_self *self,
                                             garden_flower_growing_in in)
{
    (void)self;
    return garden_flower_growing_stay(in); /* until it is watered */
}

/* Until it is eaten, or its time is over. */
static garden_flower_flowering_next be_flowering(struct garden_flower_self *self,
                                                 garden_flower_flowering_in in)
{
    (void)self;
    return garden_flower_flowering_stay(in);
}

static garden_flower_withering_next be_withering(struct garden_flower_self *self,
                                                 garden_flower_withering_in in)
{
    (void)self;
    return garden_flower_withering_stay(in);
}

static gr_code be_withering_timeout(struct garden_flower_self *self, gr_context *ctx)
{
    (void)self;
    return garden_flower_withering_timeout_to_dead(ctx, &(garden_death){ .eaten = false });
}

static garden_flower_dead_next be_dead(struct garden_flower_self *self, garden_flower_dead_in in)
{
    (void)self;
    garden_compost compost = { .of = (char *)(in.args->eaten ? "what the cow left" : "petals") };
    return garden_flower_dead_end(in, &compost);
}

/* ---- its methods ---- */

static gr_code on_water(struct garden_flower_self *self, gr_context *ctx,
                        const garden_amount *amount)
{
    (void)self;
    return amount->litres < 2 ? GR_OK : garden_flower_water_to_flowering(ctx);
}

static gr_code on_eat(struct garden_flower_self *self, gr_context *ctx)
{
    (void)self;
    return garden_flower_eat_to_dead(ctx, &(garden_death){ .eaten = true });
}

static const garden_flower_type flower_type = GARDEN_FLOWER_TYPE(
    on_, be_, GARDEN_FLOWER_HOOKS(.start = start, .on_transition = on_transition));

/* ---- the gardener ---- */

/* Where the last run ended; without a file, the beginning. */
static garden_flower_at stored(const char *path)
{
    char name[32] = "";
    FILE *file = fopen(path, "r");
    if (file != NULL) {
        name[fread(name, 1, sizeof(name) - 1, file)] = '\0';
        (void)fclose(file);
    }
    return strcmp(name, "flowering") == 0 ? garden_flower_at_flowering()
           : strcmp(name, "growing") == 0 ? garden_flower_at_growing()
                                          : garden_flower_at_sprouting();
}

static gr_code tend(garden_flower flower, const char *what, gr_error *error)
{
    gr_future *end = NULL;
    garden_compost *compost;
    garden_amount amount = { .litres = (uint32_t)strtoul(what, NULL, 10) };
    if (amount.litres > 0) {
        return garden_flower_water_sync(flower, &amount, NULL, error);
    }
    /* Asked for now: a moment after it has been eaten there is nobody to ask. */
    gr_code code = garden_flower_wait_async(flower, GARDEN_FLOWER_STATE_NONE, NULL, &end);
    if (code == GR_OK && strcmp(what, "eat") == 0) {
        code = garden_flower_eat_sync(flower, NULL, error);
    }
    if (code == GR_OK) {
        code = garden_flower_dead_result_await(&end, &compost, error);
    }
    if (code == GR_OK) {
        printf("compost: %s\n", compost->of);
        gr_free(compost);
    }
    gr_future_drop(&end);
    return code;
}

int main(int argc, char **argv)
{
    gr_node *node;
    garden_flower flower;
    gr_error error = GR_ERROR_INIT;
    if (argc < 3 || gr_node_create(&(gr_node_options){ .name = "garden" }, &node) != GR_OK) {
        fprintf(stderr, "usage: flower FILE LITRES | eat | wait\n");
        return 2;
    }
    gr_code code = garden_flower_spawn_at(node, &flower_type, &(garden_seed){ .file = argv[1] },
                                          stored(argv[1]), NULL, &flower, &error);
    if (code == GR_OK) {
        code = tend(flower, argv[2], &error);
    }
    if (code != GR_OK) {
        printf("%s: %s\n", gr_code_name(code), error.message);
    }
    gr_error_fini(&error);
    return gr_node_destroy(node, NULL) == GR_OK ? 0 : 1;
}
