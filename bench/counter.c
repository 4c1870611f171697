/* SPDX-License-Identifier: MIT */
/* The counter, as a user would write it. Runs on the workers. */
#include "actors.h"

struct bench_counter_self {
    uint64_t n;
};

static gr_code on_add(struct bench_counter_self *self, gr_context *ctx, const bench_sample *request)
{
    (void)ctx;
    self->n += request->value;
    return GR_OK;
}

static gr_code on_toil(struct bench_counter_self *self, gr_context *ctx,
                       const bench_sample *request)
{
    bench_toil();
    return on_add(self, ctx, request);
}

static gr_code on_pour(struct bench_counter_self *self, gr_context *ctx,
                       const bench_sample *request)
{
    return on_add(self, ctx, request);
}

static gr_code on_echo(struct bench_counter_self *self, gr_context *ctx,
                       const bench_sample *request, bench_sample *reply)
{
    (void)ctx;
    self->n += request->value;
    reply->value = request->value;
    return GR_OK;
}

static bool is_whole(const bench_blob *blob)
{
    return blob->content.len > 0 && blob->content.data[blob->content.len - 1] == 1;
}

static gr_code on_store(struct bench_counter_self *self, gr_context *ctx, const bench_blob *request,
                        bench_total *reply)
{
    (void)self;
    if (!is_whole(request)) {
        return gr_fail(ctx, GR_DATA_LOSS, "the content's end is missing");
    }
    reply->n = request->content.len;
    return GR_OK;
}

static gr_code on_keep(struct bench_counter_self *self, gr_context *ctx, const bench_blob *request)
{
    (void)ctx;
    self->n += is_whole(request);
    return GR_OK;
}

static gr_code on_count(struct bench_counter_self *self, gr_context *ctx, bench_total *reply)
{
    (void)ctx;
    reply->n = self->n;
    return GR_OK;
}

static gr_code on_nap(struct bench_counter_self *self, gr_context *ctx, const bench_rest *request)
{
    self->n++;
    return gr_sleep(ctx, request->ms);
}

const bench_counter_type work_counter_type = BENCH_COUNTER_TYPE(on_, BENCH_COUNTER_NO_HOOKS);

/* ---- one that takes its time ---- */

enum { POURS_A_NAP = 50 };

gr_code work_pour_slowly(struct bench_counter_self *self, gr_context *ctx,
                         const bench_sample *request)
{
    if (request->at == self->n + 1) {
        self->n++;
    }
    return self->n % POURS_A_NAP == 0 ? gr_sleep(ctx, 1) : GR_OK;
}
