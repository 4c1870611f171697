/* SPDX-License-Identifier: MIT */
/* An oven that breaks, a supervisor that puts up a new one, and an apprentice who is told when it
 * happens. Who calls by name waits for the new one. */
#include <greenroom/greenroom.h>
#include <greenroom/supervisor.h>
#include <stdio.h>
#include <string.h>

#include "supervised.gr.h"

struct bakery_oven_self {
    uint32_t baked;
};

struct bakery_apprentice_self {
    bool has_ended;
    bakery_ending ending;
    bakery_apprentice_wait_for_it_call waiting; /* zero: nobody does */
};

/* ---- the oven ---- */

static gr_code oven_bake(struct bakery_oven_self *self, gr_context *ctx, const bakery_order *order,
                         bakery_loaf *reply)
{
    if (strcmp(order->what, "stone") == 0) {
        gr_stop(ctx, GR_INTERNAL);
        return gr_fail(ctx, GR_INTERNAL, "a stone broke the oven");
    }
    reply->what = order->what;
    reply->number = ++self->baked;
    return GR_OK;
}

static const bakery_oven_type oven_type = BAKERY_OVEN_TYPE(oven_, BAKERY_OVEN_NO_HOOKS);

/* ---- the apprentice ---- */

static gr_code apprentice_look_after(struct bakery_apprentice_self *self, gr_context *ctx)
{
    (void)self;
    bakery_oven oven;
    gr_code code = bakery_oven_lookup(gr_context_node(ctx), "oven", NULL, &oven, NULL);
    if (code == GR_OK) {
        code = gr_monitor(oven.ref,
                          bakery_apprentice_oven_broke_notice(bakery_apprentice_self_ref(ctx)), 0,
                          NULL);
    }
    return code;
}

static gr_code apprentice_wait_for_it(struct bakery_apprentice_self *self, gr_context *ctx,
                                      bakery_ending *reply)
{
    *reply = self->ending;
    return self->has_ended ? GR_OK : bakery_apprentice_wait_for_it_hold(ctx, &self->waiting);
}

static gr_code apprentice_oven_broke(struct bakery_apprentice_self *self, gr_context *ctx,
                                     const Greenroom__Down *down)
{
    (void)ctx;
    self->ending = (bakery_ending){ .code = down->code };
    self->has_ended = true;
    return self->waiting.call.id == 0
               ? GR_OK
               : bakery_apprentice_wait_for_it_answer(self->waiting, GR_OK, &self->ending);
}

static const bakery_apprentice_type apprentice_type =
    BAKERY_APPRENTICE_TYPE(apprentice_, BAKERY_APPRENTICE_NO_HOOKS);

/* ---- the bakery ---- */

static void bake(bakery_oven oven, const char *what)
{
    bakery_loaf *loaf = NULL;
    gr_error error = GR_ERROR_INIT;
    gr_code code =
        bakery_oven_bake_sync(oven, &(bakery_order){ .what = (char *)what }, NULL, &loaf, &error);
    if (code == GR_OK) {
        printf("%s: number %u of this oven\n", loaf->what, loaf->number);
        gr_free(loaf);
    } else {
        printf("%s: %s: %s\n", what, gr_code_name(code), error.message);
    }
    gr_error_fini(&error);
}

static gr_code open_bakery(gr_node *node, greenroom_supervisor *out_boss)
{
    Greenroom__ChildSpec oven = GREENROOM__CHILD_SPEC__INIT;
    oven.name = (char *)"oven";
    oven.service = (char *)"bakery.Oven";
    Greenroom__ChildSpec *children[] = { &oven };
    Greenroom__SupervisorSpec spec = GREENROOM__SUPERVISOR_SPEC__INIT;
    spec.n_children = 1;
    spec.children = children;
    gr_code code = bakery_oven_offer(node, &oven_type);
    return code != GR_OK ? code
                         : greenroom_supervisor_spawn(node, &greenroom_supervisor_actor, &spec,
                                                      NULL, out_boss, NULL);
}

static gr_code count_ovens(greenroom_supervisor boss)
{
    Greenroom__Children *children = NULL;
    gr_code code = greenroom_supervisor_list_children_sync(boss, NULL, &children, NULL);
    if (code == GR_OK) {
        printf("%s: started again, %u time\n", children->children[0]->name,
               (unsigned)children->children[0]->restarts);
        gr_free(children);
    }
    return code;
}

static gr_code run(gr_node *node)
{
    greenroom_supervisor boss;
    bakery_oven oven;
    bakery_apprentice apprentice;
    gr_code code = open_bakery(node, &boss);
    if (code == GR_OK) {
        code = bakery_oven_named(node, "oven", &oven); /* whichever oven that is */
    }
    if (code == GR_OK) {
        code = bakery_apprentice_spawn(node, &apprentice_type, NULL, &apprentice, NULL);
    }
    if (code == GR_OK) {
        code = bakery_apprentice_look_after_sync(apprentice, NULL, NULL);
    }
    if (code != GR_OK) {
        return code;
    }
    bake(oven, "bread");
    bake(oven, "cake");
    bake(oven, "stone");
    bakery_ending *ending = NULL;
    code = bakery_apprentice_wait_for_it_sync(apprentice, NULL, &ending, NULL);
    if (code == GR_OK) {
        printf("the apprentice saw it end: %s\n", gr_code_name(ending->code));
        gr_free(ending);
    }
    bake(oven, "bread"); /* waits until the new oven stands */
    return code == GR_OK ? count_ovens(boss) : code;
}

int main(void)
{
    gr_node *node;
    gr_log_set_level(GR_LOG_ERROR); /* that an actor ended abnormally is no news here */
    gr_code code = gr_node_create(NULL, &node);
    if (code == GR_OK) {
        code = run(node);
        gr_code ended = gr_node_destroy(node, NULL);
        code = code == GR_OK ? ended : code;
    }
    if (code != GR_OK) {
        fprintf(stderr, "supervised: %s\n", gr_code_name(code));
    }
    return code != GR_OK;
}
