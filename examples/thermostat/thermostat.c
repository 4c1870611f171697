/* SPDX-License-Identifier: MIT */
/* An actor with a timer of its own and calls that it answers later, another whose ref it is sent,
 * and a main thread that waits for whichever of two replies comes first. */
#include <greenroom/greenroom.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "thermostat.gr.h"

/* ---- the logger ---- */

struct house_logger_self {
    int lines;
};

static gr_code logger_write(struct house_logger_self *self, gr_context *ctx,
                            const house_line *request)
{
    (void)ctx;
    printf("%2d %s\n", ++self->lines, request->text);
    return GR_OK;
}

static const house_logger_type logger_type = HOUSE_LOGGER_TYPE(logger_, HOUSE_LOGGER_NO_HOOKS);

/* Everybody prints through the logger: what one of them writes before another hears of it comes
 * first. */
static gr_code GR_PRINTF(2, 3) say(house_logger logger, const char *format, ...)
{
    char text[128];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof(text), format, args);
    va_end(args);
    return house_logger_write_oneway(logger, &(house_line){ .text = text }, NULL);
}

/* ---- the thermostat ---- */

enum { WAITING_MAX = 8, TICK_MS = 10 };

struct house_thermostat_self {
    int32_t degrees, target, most;
    house_logger logger;
    bool heating;
    gr_timer timer; /* while heating */
    size_t n_waiting;
    house_thermostat_wait_for_call waiting[WAITING_MAX];
};

static gr_code thermostat_start(struct house_thermostat_self *self, gr_context *ctx,
                                const house_room *args)
{
    (void)ctx;
    self->degrees = self->target = args->degrees;
    self->most = args->most;
    return GR_OK;
}

static gr_code start_heating(struct house_thermostat_self *self, gr_context *ctx)
{
    gr_oneway_options ticking = { .every_ms = TICK_MS, .timer = &self->timer };
    gr_code code = house_thermostat_tick_oneway(house_thermostat_self_ref(ctx), &ticking);
    self->heating = code == GR_OK;
    return code;
}

static gr_code thermostat_set_target(struct house_thermostat_self *self, gr_context *ctx,
                                     const house_target *request)
{
    if (request->degrees > self->most) {
        house_too_hot detail = { .most = self->most };
        return gr_fail_with(ctx, GR_OUT_OF_RANGE, &house__too_hot__descriptor, &detail,
                            "%d degrees are too hot", request->degrees);
    }
    gr_code code = house_target_get_logger(gr_context_node(ctx), request, &self->logger);
    if (code != GR_OK) {
        return code;
    }
    self->target = request->degrees;
    return self->heating || self->degrees >= self->target ? GR_OK : start_heating(self, ctx);
}

/* Answer whoever waits for no more than there is now. */
static void answer_waiting(struct house_thermostat_self *self)
{
    house_temperature reply = { .degrees = self->degrees };
    size_t kept = 0;
    for (size_t i = 0; i < self->n_waiting; i++) {
        house_thermostat_wait_for_call call = self->waiting[i];
        const house_temperature *wanted = house_thermostat_wait_for_request(call);
        if (gr_call_is_open(call.call) && wanted->degrees > self->degrees) {
            self->waiting[kept++] = call;
        } else {
            gr_ignore(house_thermostat_wait_for_answer(call, GR_OK, &reply)); /* may have left */
        }
    }
    self->n_waiting = kept;
}

static gr_code thermostat_wait_for(struct house_thermostat_self *self, gr_context *ctx,
                                   const house_temperature *request, house_temperature *reply)
{
    if (self->degrees >= request->degrees) {
        reply->degrees = self->degrees;
        return GR_OK;
    }
    answer_waiting(self); /* makes room: those who have given up are forgotten */
    if (self->n_waiting == WAITING_MAX) {
        return gr_fail(ctx, GR_RESOURCE_EXHAUSTED, "%d are waiting already", WAITING_MAX);
    }
    gr_code code = house_thermostat_wait_for_hold(ctx, &self->waiting[self->n_waiting]);
    self->n_waiting += code == GR_OK;
    return code; /* nothing is answered yet */
}

static gr_code thermostat_tick(struct house_thermostat_self *self, gr_context *ctx)
{
    (void)ctx;
    if (!self->heating) {
        return GR_OK; /* it was in the mailbox when the timer was cancelled */
    }
    self->degrees++;
    gr_code said = say(self->logger, "thermostat: %d degrees", self->degrees);
    self->heating = self->degrees < self->target;
    gr_code code = self->heating ? GR_OK : gr_timer_cancel(self->timer);
    answer_waiting(self);
    return said == GR_OK ? code : said;
}

static const house_thermostat_type thermostat_type =
    HOUSE_THERMOSTAT_TYPE(thermostat_, HOUSE_THERMOSTAT_HOOKS(.start = thermostat_start));

/* ---- the story ---- */

static void check(gr_code code)
{
    if (code != GR_OK) {
        fprintf(stderr, "%s\n", gr_code_name(code));
        exit(1);
    }
}

static void ask_too_much(house_thermostat thermostat, house_logger logger, house_target *target)
{
    house_too_hot *limit;
    gr_error error = GR_ERROR_INIT;
    target->degrees = 40;
    gr_code code = house_thermostat_set_target_sync(thermostat, target, NULL, &error);
    check(gr_error_detail(&error, &house__too_hot__descriptor, &limit));
    check(say(logger, "main: %s: %s, %d is the most", gr_code_name(code), error.message,
              limit->most));
    gr_free(limit);
    gr_error_fini(&error);
}

static void welcome(house_logger logger, const char *guest,
                    house_thermostat_wait_for_future *waited)
{
    house_temperature *reached;
    check(house_thermostat_wait_for_await(waited, &reached, NULL));
    check(say(logger, "main: %s comes in at %d", guest, reached->degrees));
    gr_free(reached);
}

static void receive_guests(house_thermostat thermostat, house_logger logger, house_target *target)
{
    size_t first;
    house_thermostat_wait_for_future ada, joe; /* each NULL inside once it is awaited */
    house_temperature for_ada = { .degrees = 23 }, for_joe = { .degrees = 20 };
    check(house_thermostat_wait_for_async(thermostat, &for_ada, NULL, &ada));
    check(house_thermostat_wait_for_async(thermostat, &for_joe, NULL, &joe));
    for (target->degrees = 20; target->degrees <= 23; target->degrees += 3) {
        check(house_thermostat_set_target_sync(thermostat, target, NULL, NULL));
        gr_future *const both[] = { ada.future, joe.future };
        check(gr_future_wait_any(both, 2, GR_FOREVER, &first)); /* the calls have deadlines */
        welcome(logger, first == 0 ? "Ada" : "Joe", first == 0 ? &ada : &joe);
    }
}

int main(void)
{
    gr_node *node;
    house_logger logger;
    house_thermostat thermostat;
    house_room room = { .degrees = 18, .most = 25 };
    Greenroom__Ref storage; /* the target will point to it */
    house_target target = { 0 };
    setvbuf(stdout, NULL, _IOLBF, 0);
    check(gr_node_create(&(gr_node_options){ .workers = 2 }, &node));
    check(house_logger_spawn(node, &logger_type, NULL, &logger, NULL));
    check(house_thermostat_spawn(node, &thermostat_type, &room, NULL, &thermostat, NULL));
    check(house_target_set_logger(&target, &storage, logger));
    ask_too_much(thermostat, logger, &target);
    receive_guests(thermostat, logger, &target);
    /* Drained: the logger prints what it has been told before it stops. */
    check(gr_node_destroy(node, &(gr_stop_options){ .drain = true }));
    return 0;
}
