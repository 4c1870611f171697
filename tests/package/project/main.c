/* SPDX-License-Identifier: MIT */
/* A user's program: valves that report to a meter, and a main() that turns one and reads the meter.
 * Its services come from schemas that Greenroom's tree does not know. */

#include <greenroom/greenroom.h>
#include <greenroom/supervisor.h>
#include <stdio.h>

#include "valve.gr.h"

struct plant_meter_self {
    double litres;
};

static gr_code meter_report(struct plant_meter_self *self, gr_context *ctx,
                            const plant_parts_flow *flow)
{
    (void)ctx;
    self->litres += flow->litres;
    return GR_OK;
}

static gr_code meter_total(struct plant_meter_self *self, gr_context *ctx,
                           Google__Protobuf__DoubleValue *reply)
{
    (void)ctx;
    reply->value = self->litres;
    return GR_OK;
}

struct plant_valve_self {
    plant_meter meter;
    double degrees;
};

static gr_code valve_connect(struct plant_valve_self *self, gr_context *ctx,
                             const plant_connection *connection)
{
    return plant_connection_get_meter(gr_context_node(ctx), connection, &self->meter);
}

static gr_code valve_turn(struct plant_valve_self *self, gr_context *ctx,
                          const plant_opening *opening, plant_parts_flow *reply)
{
    if (opening->degrees > 90) {
        return gr_fail(ctx, GR_OUT_OF_RANGE, "%g degrees is more than open", opening->degrees);
    }
    self->degrees = opening->degrees;
    reply->pipe = (char *)"pipe-1";
    reply->litres = opening->degrees / 2;
    return plant_meter_report_oneway(self->meter, reply, NULL);
}

static gr_code valve_close(struct plant_valve_self *self, gr_context *ctx)
{
    (void)ctx;
    self->degrees = 0;
    return GR_OK;
}

static const plant_meter_type meter_type = PLANT_METER_TYPE(meter_, PLANT_METER_NO_HOOKS);
static const plant_valve_type valve_type = PLANT_VALVE_TYPE(valve_, PLANT_VALVE_NO_HOOKS);

static gr_code connect_them(gr_node *node, plant_valve *valve, plant_meter *meter, gr_error *error)
{
    gr_code code = plant_meter_spawn(node, &meter_type, NULL, meter, error);
    if (code != GR_OK) {
        return code;
    }
    code = plant_valve_spawn(node, &valve_type, NULL, valve, error);
    if (code != GR_OK) {
        return code;
    }
    Greenroom__Ref storage;
    plant_connection connection = { 0 };
    code = plant_connection_set_meter(&connection, &storage, *meter);
    return code != GR_OK ? code : plant_valve_connect_sync(*valve, &connection, NULL, error);
}

static gr_code turn(plant_valve valve, double degrees, gr_error *error)
{
    plant_parts_flow *flow;
    gr_code code =
        plant_valve_turn_sync(valve, &(plant_opening){ .degrees = degrees }, NULL, &flow, error);
    if (code != GR_OK) {
        printf("%g degrees: %s: %s\n", degrees, gr_code_name(code), error->message);
        return code;
    }
    printf("%g degrees: %g litres through %s\n", degrees, flow->litres, flow->pipe);
    gr_free(flow);
    return GR_OK;
}

/* One of the actors that come with Greenroom: it makes a meter by name. */
static gr_code supervise(gr_node *node, gr_error *error)
{
    greenroom_supervisor boss;
    Greenroom__ChildSpec meter = GREENROOM__CHILD_SPEC__INIT;
    meter.name = (char *)"meter";
    meter.service = (char *)"plant.Meter";
    Greenroom__ChildSpec *children[] = { &meter };
    Greenroom__SupervisorSpec spec = GREENROOM__SUPERVISOR_SPEC__INIT;
    spec.n_children = 1;
    spec.children = children;
    gr_code code = plant_meter_offer(node, &meter_type);
    return code != GR_OK ? code
                         : greenroom_supervisor_spawn(node, &greenroom_supervisor_actor, &spec,
                                                      NULL, &boss, error);
}

static gr_code run(gr_node *node, gr_error *error)
{
    plant_valve valve;
    plant_meter meter;
    gr_code code = connect_them(node, &valve, &meter, error);
    if (code == GR_OK) {
        code = supervise(node, error);
    }
    if (code != GR_OK) {
        return code;
    }
    code = turn(valve, 30, error);
    if (code != GR_OK || turn(valve, 120, error) != GR_OUT_OF_RANGE) {
        return code;
    }
    Google__Protobuf__DoubleValue *total;
    code = plant_meter_total_sync(meter, NULL, &total, error);
    if (code != GR_OK) {
        return code;
    }
    printf("the meter says %g\n", total->value);
    gr_free(total);
    return plant_valve_close_oneway(valve, NULL);
}

int main(void)
{
    gr_node *node;
    gr_error error = GR_ERROR_INIT;
    gr_code code = gr_node_create(NULL, &node);
    if (code != GR_OK) {
        fprintf(stderr, "no node: %s\n", gr_code_name(code));
        return 1;
    }
    code = run(node, &error);
    if (code != GR_OK) {
        fprintf(stderr, "%s: %s\n", gr_code_name(code), error.message);
    }
    gr_error_fini(&error);
    return gr_node_destroy(node, NULL) != GR_OK || code != GR_OK;
}
