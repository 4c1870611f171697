/* SPDX-License-Identifier: MIT */
/* Skynet: a tree of actors, ten to a branch, down to leaves that know their number; their sum comes
 * back. With two workers the first ten branches are spread over both. */
#include "floor/floor.h"
#include "work.h"

enum { BRANCHES = 10 };

struct bench_tree_self {
    bench_tree parent;
    uint64_t sum;
    uint32_t wanted;
    bool is_trunk;
    bench_tree_plant_call plant;
};

static const bench_tree_type tree_type;

static gr_code branch(gr_context *ctx, const bench_branch *from, bool anywhere)
{
    const gr_spawn_options options = { .anywhere = anywhere };
    bench_branch part = { .size = from->size / BRANCHES };
    Greenroom__Ref storage;
    gr_code code = bench_branch_set_parent(&part, &storage, bench_tree_self_ref(ctx));
    for (uint64_t i = 0; i < BRANCHES && code == GR_OK; i++) {
        bench_tree child;
        part.first = from->first + i * part.size;
        code = bench_tree_spawn(gr_context_node(ctx), &tree_type, &options, &child, NULL);
        if (code == GR_OK) {
            code = bench_tree_grow_oneway(child, &part, NULL);
        }
    }
    return code;
}

static gr_code on_plant(struct bench_tree_self *self, gr_context *ctx, const bench_branch *request,
                        bench_total *reply)
{
    (void)reply;
    self->wanted = BRANCHES;
    self->is_trunk = true;
    gr_code code = branch(ctx, request, true);
    return code == GR_OK ? bench_tree_plant_hold(ctx, &self->plant) : code;
}

static gr_code on_grow(struct bench_tree_self *self, gr_context *ctx, const bench_branch *request)
{
    gr_code code = bench_branch_get_parent(gr_context_node(ctx), request, &self->parent);
    if (code != GR_OK) {
        return code;
    }
    if (request->size > 1) {
        self->wanted = BRANCHES;
        return branch(ctx, request, false);
    }
    gr_stop(ctx, GR_OK);
    return bench_tree_sum_oneway(self->parent, &(bench_total){ .n = request->first }, NULL);
}

static gr_code on_sum(struct bench_tree_self *self, gr_context *ctx, const bench_total *request)
{
    self->sum += request->n;
    if (--self->wanted > 0) {
        return GR_OK;
    }
    gr_stop(ctx, GR_OK);
    const bench_total total = { .n = self->sum };
    return self->is_trunk ? bench_tree_plant_answer(self->plant, GR_OK, &total)
                          : bench_tree_sum_oneway(self->parent, &total, NULL);
}

static const bench_tree_type tree_type = BENCH_TREE_TYPE(on_, BENCH_TREE_NO_HOOKS);

/* All numbers below n. */
static uint64_t plant(void *arg, uint64_t n)
{
    const gr_call_options forever = { .timeout_ms = GR_FOREVER };
    bench_tree trunk;
    bench_total *total = NULL;
    gr_error error = GR_ERROR_INIT;
    bench_need(bench_tree_spawn(arg, &tree_type, NULL, &trunk, NULL), "spawn a tree");
    gr_code code =
        bench_tree_plant_sync(trunk, &(bench_branch){ .size = n }, &forever, &total, &error);
    bench_need_call(code, "plant a tree", &error);
    bool is_right = total->n == n * (n - 1) / 2;
    gr_free(total);
    return is_right ? n : 0;
}

static void measure(const char *name, uint32_t workers, bench_work *floor)
{
    gr_node *node = work_node("bench", workers);
    bench_time(&(struct bench_row){
        .name = name, .n = 1000000, .few = 1000, .work = plant, .arg = node, .floor = floor });
    work_destroy_node(node);
}

int main(int argc, char **argv)
{
    bench_begin(argc, argv);
    measure("skynet of 1,000,000, a leaf", 1, floor_skynet);
    measure("skynet of 1,000,000, 2 workers, a leaf", 2, floor_skynet_2);
    return 0;
}
