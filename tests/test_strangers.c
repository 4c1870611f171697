/* SPDX-License-Identifier: MIT */
/* What another node can do to waits by probes and statuses: whoever follows the rules takes part,
 * and whoever does not ends nothing, and learns nothing. In virtual time. */
#include <stdio.h>
#include <string.h>

#include "remote.h"
#include "stranger.h"
#include "wire.pb-c.h"

#define MS UINT64_C(1000000)

enum { THING = 9, THEIR_CALL = 8, THEIR_WAIT = 77, STEPS = 33 };

/* Back's actor waits for the stranger's, which has called it. */
static struct {
    gri_env *env;
    gr_node *back;
    echo_echo echo;
    struct stranger stranger;
    echo_echo_relay_future asked;
    uint64_t call; /* of the actor to the stranger */
    gr_code ended; /* UNKNOWN: it waits */
    char said[512];
} scene;

static gr_code call_the_stranger(struct echo_echo_self *self, gr_context *ctx,
                                 const echo_text *request, echo_text *reply)
{
    (void)self;
    (void)request;
    (void)reply;
    echo_echo thing;
    gr_error error = GR_ERROR_INIT;
    const gr_call_options options = { .timeout_ms = 1000 };
    gr_code code = echo_echo_lookup(gr_context_node(ctx), "stranger/thing", NULL, &thing, NULL);
    if (CHECK_CODE(code, GR_OK)) {
        scene.ended = echo_echo_say_sync(thing, &(echo_text){ 0 }, &options, NULL, &error);
        (void)snprintf(scene.said, sizeof(scene.said), "%s", error.message);
        gr_error_fini(&error);
    }
    return GR_OK;
}

/* The stranger's answer to a lookup: its echo.Echo is the same. */
static void put_found(const struct gri_frame *lookup)
{
    Greenroom__Wire__Found found = GREENROOM__WIRE__FOUND__INIT;
    char *methods[64];
    for (uint32_t i = 0; i < echo_echo_service.n_methods; i++) {
        methods[i] = (char *)echo_echo_service.methods[i].name;
    }
    found.actor = THING;
    found.fingerprint = (ProtobufCBinaryData){ 32, (uint8_t *)echo_echo_service.fingerprint };
    found.methods = methods;
    found.n_methods = echo_echo_service.n_methods;
    found.first_method = 100;
    const struct gri_frame answer = { .kind = GRI_FRAME_FOUND,
                                      .call = lookup->call,
                                      .actor = THING };
    stranger_put_body(&scene.stranger, answer, &found.base);
}

/* It waits for us, so that our call is queued. */
static void call_the_actor(void)
{
    Greenroom__Wire__Lookup lookup = GREENROOM__WIRE__LOOKUP__INIT;
    struct gri_frame frame = { .kind = 0 };
    lookup.name = (char *)"echo";
    lookup.service = (char *)"echo.Echo";
    stranger_put_body(&scene.stranger, (struct gri_frame){ .kind = GRI_FRAME_LOOKUP, .call = 7 },
                      &lookup.base);
    CHECK(stranger_await(&scene.stranger, GRI_FRAME_FOUND, &frame));
    Greenroom__Wire__Found *found =
        greenroom__wire__found__unpack(NULL, frame.payload_len, frame.payload);
    if (CHECK(found != NULL)) {
        CHECK_UINT(found->actor, scene.echo.ref.actor);
        stranger_put(&scene.stranger,
                     &(struct gri_frame){ .kind = GRI_FRAME_CALL,
                                          .call = THEIR_CALL,
                                          .actor = found->actor,
                                          .method = found->first_method + 1 /* Say */ });
    }
    greenroom__wire__found__free_unpacked(found, NULL);
    CHECK(!stranger_await(&scene.stranger, GRI_FRAME_ERROR, &frame));
}

static void open_scene(void)
{
    static echo_echo_type type;
    struct gri_frame frame = { .kind = 0 };
    memset(&scene, 0, sizeof(scene));
    scene.ended = GR_UNKNOWN;
    scene.env = sim_create(1);
    scene.back = remote_node(scene.env, "back", NULL);
    type = remote_echo_type;
    type.relay = call_the_stranger;
    CHECK_CODE(echo_echo_spawn(scene.back, &type, &(gr_spawn_options){ .name = "echo" },
                               &scene.echo, NULL),
               GR_OK);
    CHECK_CODE(gr_node_listen(scene.back, REMOTE_URL, NULL), GR_OK);
    stranger_open(&scene.stranger, scene.env, REMOTE_URL);
    CHECK_CODE(echo_echo_relay_async(scene.echo, &(echo_text){ 0 }, NULL, &scene.asked), GR_OK);
    CHECK(stranger_await(&scene.stranger, GRI_FRAME_LOOKUP, &frame));
    put_found(&frame);
    CHECK(stranger_await(&scene.stranger, GRI_FRAME_CALL, &frame));
    CHECK_UINT(frame.actor, THING);
    scene.call = frame.call;
    call_the_actor();
}

static void close_scene(void)
{
    CHECK_CODE(echo_echo_relay_await(&scene.asked, NULL, NULL), GR_OK);
    stranger_close(&scene.stranger);
    remote_end(scene.back);
    sim_destroy(scene.env);
}

/* ---- probes ---- */

/* A probe on its way. Owned by its test. */
struct trip {
    Greenroom__Wire__Probe probe;
    Greenroom__Wire__Probe__Step steps[STEPS];
    Greenroom__Wire__Probe__Step *path[STEPS];
};

static void trip_add(struct trip *trip, uint64_t node, uint64_t actor, uint64_t wait)
{
    Greenroom__Wire__Probe__Step *step = &trip->steps[trip->probe.n_path];
    greenroom__wire__probe__step__init(step);
    step->node = node;
    step->actor = actor;
    step->wait = wait;
    step->name = (char *)"stranger/\nthing\x7f";
    trip->path[trip->probe.n_path++] = step;
    trip->probe.path = trip->path;
}

static void trip_init(struct trip *trip, uint32_t victim, uint32_t hops)
{
    greenroom__wire__probe__init(&trip->probe);
    trip->probe.victim = victim;
    trip->probe.hops = hops;
}

static void send_trip(struct trip *trip, uint64_t call)
{
    const struct gri_frame frame = { .kind = GRI_FRAME_PROBE,
                                     .actor = scene.echo.ref.actor,
                                     .call = call };
    stranger_put_body(&scene.stranger, frame, &trip->probe.base);
}

/* The next probe that the actor sends on; NULL: none. To be freed. */
static Greenroom__Wire__Probe *await_probe(void)
{
    struct gri_frame frame;
    if (!stranger_await(&scene.stranger, GRI_FRAME_PROBE, &frame)) {
        return NULL;
    }
    CHECK_UINT(frame.actor, THING);
    CHECK_UINT(frame.call, scene.call);
    return greenroom__wire__probe__unpack(NULL, frame.payload_len, frame.payload);
}

/* The actor's wait, as its own first probe says. */
static uint64_t learn_wait(void)
{
    uint64_t wait = 0;
    sim_advance(scene.env, 300 * MS);
    Greenroom__Wire__Probe *probe = await_probe();
    if (CHECK(probe != NULL && probe->n_path == 1)) {
        CHECK_UINT(probe->path[0]->node, scene.echo.ref.home);
        CHECK_UINT(probe->path[0]->actor, scene.echo.ref.actor);
        CHECK_STR(probe->path[0]->name, "back/echo");
        CHECK_UINT(probe->victim, 0);
        wait = probe->path[0]->wait;
    }
    greenroom__wire__probe__free_unpacked(probe, NULL);
    return wait;
}

/* The actor's own step, and the stranger's. */
static void trip_both(struct trip *trip, uint32_t victim, uint32_t hops, uint64_t wait)
{
    trip_init(trip, victim, hops);
    trip_add(trip, scene.echo.ref.home, scene.echo.ref.actor, wait);
    trip_add(trip, STRANGER_HOME, THING, THEIR_WAIT);
}

static void check_passed_on(struct trip *trip, uint64_t call, uint32_t hops)
{
    send_trip(trip, call);
    Greenroom__Wire__Probe *probe = await_probe();
    if (CHECK(probe != NULL)) {
        CHECK_UINT(probe->hops, hops);
        CHECK_UINT(probe->n_path, trip->probe.n_path);
    }
    greenroom__wire__probe__free_unpacked(probe, NULL);
    CHECK_CODE(scene.ended, GR_UNKNOWN);
}

static void check_ignored(struct trip *trip, uint64_t call)
{
    send_trip(trip, call);
    CHECK(await_probe() == NULL);
    CHECK_CODE(scene.ended, GR_UNKNOWN);
}

static void who_follows_the_rules_takes_part_in_a_cycle(void)
{
    struct trip trip;
    open_scene();
    uint64_t wait = learn_wait();
    trip_both(&trip, 0, 0, wait);
    send_trip(&trip, THEIR_CALL); /* back at the first: all are asked again */
    Greenroom__Wire__Probe *probe = await_probe();
    if (CHECK(probe != NULL)) {
        CHECK_UINT(probe->victim, 1);
        CHECK_UINT(probe->hops, 4);
        CHECK_UINT(probe->n_path, 2);
    }
    greenroom__wire__probe__free_unpacked(probe, NULL);
    trip_both(&trip, 1, 4, wait);
    check_passed_on(&trip, THEIR_CALL, 3); /* the first round is not over */
    trip_both(&trip, 1, 3, wait);
    send_trip(&trip, THEIR_CALL);
    CHECK(await_probe() == NULL);
    CHECK_CODE(scene.ended, GR_ABORTED);
    CHECK_STR(scene.said, "they wait for each other for ever: stranger/ thing  > stranger/ thing  "
                          "> stranger/ thing ");
    close_scene();
}

static void a_probe_goes_as_far_as_its_hops(void)
{
    struct trip trip;
    open_scene();
    uint64_t wait = learn_wait();
    trip_both(&trip, 2, 64, wait);
    check_passed_on(&trip, THEIR_CALL, 63);
    trip_both(&trip, 2, 1, wait);
    check_passed_on(&trip, THEIR_CALL, 0);
    trip_both(&trip, 2, 0, wait);
    check_ignored(&trip, THEIR_CALL);
    trip_both(&trip, 2, 65, wait);
    check_ignored(&trip, THEIR_CALL);
    trip_both(&trip, 1, UINT32_MAX, wait);
    check_ignored(&trip, THEIR_CALL);
    close_scene();
}

static void a_probe_that_lies_ends_nothing_and_goes_no_further(void)
{
    struct trip trip;
    open_scene();
    uint64_t wait = learn_wait();
    trip_both(&trip, 9, 2, wait); /* of two */
    check_ignored(&trip, THEIR_CALL);
    trip_both(&trip, 1, 2, wait + 1); /* another wait */
    check_ignored(&trip, THEIR_CALL);
    trip_both(&trip, 1, 2, wait); /* a call that is not there */
    check_ignored(&trip, THEIR_CALL + 1);
    trip_init(&trip, 1, 2); /* a path the actor is not on */
    trip_add(&trip, STRANGER_HOME, THING, THEIR_WAIT);
    check_ignored(&trip, THEIR_CALL);
    trip_init(&trip, 0, 0); /* nobody */
    check_ignored(&trip, THEIR_CALL);
    for (uint32_t i = 0; i < STEPS; i++) { /* too many, and just no room for one more */
        trip_add(&trip, STRANGER_HOME, i, THEIR_WAIT);
    }
    check_ignored(&trip, THEIR_CALL);
    trip.probe.n_path--;
    check_ignored(&trip, THEIR_CALL);
    trip.probe.n_path--;
    send_trip(&trip, THEIR_CALL);
    Greenroom__Wire__Probe *probe = await_probe();
    CHECK(probe != NULL && probe->n_path == STEPS - 1);
    greenroom__wire__probe__free_unpacked(probe, NULL);
    close_scene();
}

/* Numbers as a node that has just started would give them. */
static void a_wait_is_not_to_be_guessed(void)
{
    open_scene();
    for (uint64_t wait = 0; wait < 2000; wait++) {
        struct trip trip;
        trip_init(&trip, 0, 0);
        trip_add(&trip, scene.echo.ref.home, scene.echo.ref.actor, wait);
        send_trip(&trip, THEIR_CALL);
    }
    sim_settle(scene.env);
    CHECK_CODE(scene.ended, GR_UNKNOWN);
    Greenroom__Wire__Probe *probe;
    while ((probe = await_probe()) != NULL) {
        CHECK_UINT(probe->victim, 0); /* it has asked by itself: that is all */
        greenroom__wire__probe__free_unpacked(probe, NULL);
    }
    close_scene();
}

/* ---- statuses ---- */

static void put_status(uint64_t call, const char *actor, const char *doing)
{
    Greenroom__Wire__Status status = GREENROOM__WIRE__STATUS__INIT;
    status.actor = (char *)actor;
    status.doing = (char *)doing;
    status.handler_ns = UINT64_MAX;
    status.queue_ns = UINT64_MAX;
    const struct gri_frame frame = { .kind = GRI_FRAME_STATUS, .call = call };
    stranger_put_body(&scene.stranger, frame, &status.base);
}

static void a_status_has_no_more_lines_than_one(void)
{
    char text[400];
    struct gri_frame frame;
    open_scene();
    sim_advance(scene.env, 985 * MS);
    CHECK(stranger_await(&scene.stranger, GRI_FRAME_INQUIRY, &frame));
    CHECK_UINT(frame.call, scene.call);
    memset(text, 'x', sizeof(text) - 1);
    text[sizeof(text) - 1] = '\0';
    memcpy(text, "\r\nlevel=error \x1b", 15);
    put_status(scene.call, "thing\nthat", text);
    sim_advance(scene.env, 30 * MS);
    CHECK_CODE(scene.ended, GR_DEADLINE_EXCEEDED);
    CHECK(strstr(scene.said, "in the handler;   level=error  xxx") != NULL);
    CHECK(strlen(scene.said) < 400);
    close_scene();
}

static void a_status_of_a_call_that_is_not_open_is_passed_over(void)
{
    struct gri_frame frame;
    open_scene();
    for (uint64_t call = 0; call < 200; call++) {
        put_status(call == scene.call ? 0 : call, "x", "x");
        stranger_put(&scene.stranger, &(struct gri_frame){ .kind = GRI_FRAME_STATUS,
                                                           .call = call == scene.call ? 0 : call,
                                                           .payload = (const uint8_t *)"\x1a\x10",
                                                           .payload_len = 2 });
    }
    stranger_put(&scene.stranger, &(struct gri_frame){ .kind = GRI_FRAME_PING, .call = 1 });
    CHECK(stranger_await(&scene.stranger, GRI_FRAME_PONG, &frame));
    CHECK_UINT(remote_stats(scene.back).late_replies, 0);
    CHECK_CODE(scene.ended, GR_UNKNOWN);
    close_scene();
}

static void a_status_that_does_not_decode_ends_the_session(void)
{
    open_scene();
    stranger_put(&scene.stranger, &(struct gri_frame){ .kind = GRI_FRAME_STATUS,
                                                       .call = scene.call,
                                                       .payload = (const uint8_t *)"\x1a\x10",
                                                       .payload_len = 2 });
    sim_settle(scene.env);
    CHECK_CODE(scene.ended, GR_UNAVAILABLE);
    CHECK_UINT(remote_stats(scene.back).protocol_errors, 1);
    close_scene();
}

/* They come and are refused in one batch: none of them may take the session with it. */
static void cancels_for_workers_that_are_not_there_do_no_harm(void)
{
    enum { NOWHERE = 200 };
    struct gri_frame frame = { .kind = 0 };
    open_scene();
    for (uint64_t i = 1; i <= 100; i++) {
        stranger_put(&scene.stranger, &(struct gri_frame){ .kind = GRI_FRAME_CANCEL,
                                                           .call = i,
                                                           .actor = (uint64_t)NOWHERE << 24 | i });
    }
    stranger_put(&scene.stranger, &(struct gri_frame){ .kind = GRI_FRAME_PING, .call = 101 });
    CHECK(stranger_await(&scene.stranger, GRI_FRAME_PONG, &frame));
    CHECK_UINT(frame.call, 101);
    CHECK_CODE(scene.ended, GR_UNKNOWN);
    close_scene();
}

GR_SUITE("strangers",
         { "who_follows_the_rules_takes_part_in_a_cycle",
           who_follows_the_rules_takes_part_in_a_cycle },
         { "a_probe_goes_as_far_as_its_hops", a_probe_goes_as_far_as_its_hops },
         { "a_probe_that_lies_ends_nothing_and_goes_no_further",
           a_probe_that_lies_ends_nothing_and_goes_no_further },
         { "a_wait_is_not_to_be_guessed", a_wait_is_not_to_be_guessed },
         { "a_status_has_no_more_lines_than_one", a_status_has_no_more_lines_than_one },
         { "a_status_of_a_call_that_is_not_open_is_passed_over",
           a_status_of_a_call_that_is_not_open_is_passed_over },
         { "a_status_that_does_not_decode_ends_the_session",
           a_status_that_does_not_decode_ends_the_session },
         { "cancels_for_workers_that_are_not_there_do_no_harm",
           cancels_for_workers_that_are_not_there_do_no_harm })
