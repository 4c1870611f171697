/* SPDX-License-Identifier: MIT */
/* Requests that come in great numbers at once: what another node sends reaches each actor in its
 * order, however it is handed to the workers. In virtual time. */
#include <string.h>

#include "remote.h"
#include "stranger.h"
#include "wire.pb-c.h"

enum { MANY = 500, OTHER = 10000, SAY = 1, NOTE = 2, SLEEP = 6 };

static struct {
    gri_env *env;
    gr_node *back;
    echo_echo echoes[2];
    uint64_t actors[2];    /* as the stranger knows them */
    uint32_t first_method; /* likewise */
    struct stranger stranger;
} scene;

static void look_up(size_t i, const char *name)
{
    Greenroom__Wire__Lookup lookup = GREENROOM__WIRE__LOOKUP__INIT;
    struct gri_frame frame = { .kind = GRI_FRAME_LOOKUP, .call = 1 };
    lookup.name = (char *)name;
    lookup.service = (char *)"echo.Echo";
    stranger_put_body(&scene.stranger, frame, &lookup.base);
    CHECK(stranger_await(&scene.stranger, GRI_FRAME_FOUND, &frame));
    Greenroom__Wire__Found *found =
        greenroom__wire__found__unpack(NULL, frame.payload_len, frame.payload);
    if (CHECK(found != NULL)) {
        scene.actors[i] = found->actor;
        scene.first_method = found->first_method;
    }
    greenroom__wire__found__free_unpacked(found, NULL);
}

static void open_scene(uint64_t seed, uint32_t workers)
{
    memset(&scene, 0, sizeof(scene));
    memset(&remote_record, 0, sizeof(remote_record));
    scene.env = sim_create(seed);
    scene.back = remote_node(scene.env, "back", &(gr_node_options){ .workers = workers });
    scene.echoes[0] = remote_spawn(scene.back, "one");
    scene.echoes[1] = remote_spawn(scene.back, "other");
    CHECK_CODE(gr_node_listen(scene.back, REMOTE_URL, NULL), GR_OK);
    stranger_open(&scene.stranger, scene.env, REMOTE_URL);
    look_up(0, "one");
    look_up(1, "other");
}

static void close_scene(void)
{
    remote_end(scene.back);
    sim_destroy(scene.env);
}

static void put_note(size_t to, uint32_t number)
{
    Echo__Text text = ECHO__TEXT__INIT;
    text.number = number;
    stranger_put_body(&scene.stranger,
                      (struct gri_frame){ .kind = GRI_FRAME_ONEWAY,
                                          .actor = scene.actors[to],
                                          .method = scene.first_method + NOTE },
                      &text.base);
}

static void put_call(uint64_t call, uint32_t method, const ProtobufCMessage *body)
{
    stranger_put_body(&scene.stranger,
                      (struct gri_frame){ .kind = GRI_FRAME_CALL,
                                          .call = call,
                                          .actor = scene.actors[0],
                                          .method = scene.first_method + method },
                      body);
}

/* Of each actor's notes all have come, each behind the one before. */
static void check_notes(uint32_t n)
{
    uint32_t next[2] = { 1, OTHER + 1 };
    CHECK_UINT(remote_record.n, 2 * n);
    for (uint32_t i = 0; i < remote_record.n; i++) {
        CHECK_UINT(remote_record.numbers[i], next[remote_record.numbers[i] / OTHER]++);
    }
    CHECK_UINT(next[0], n + 1);
    CHECK_UINT(next[1], OTHER + n + 1);
}

static void put_notes(void)
{
    for (uint32_t i = 1; i <= MANY; i++) {
        put_note(0, i);
        put_note(1, OTHER + i);
    }
}

static void each_actor_has_its_requests_in_their_order(void)
{
    for (uint64_t seed = 1; seed <= 20; seed++) {
        open_scene(seed, 1 + (uint32_t)(seed % 3));
        put_notes();
        sim_settle(scene.env);
        check_notes(MANY);
        stranger_close(&scene.stranger);
        close_scene();
    }
}

static void what_came_before_the_end_of_a_session_is_handled(void)
{
    for (uint64_t seed = 1; seed <= 20; seed++) {
        open_scene(seed, 1 + (uint32_t)(seed % 2));
        put_notes();
        while (scene.stranger.sent < scene.stranger.out.len || scene.stranger.is_sending) {
            CHECK(scene.env->ops->step(scene.env));
        }
        stranger_close(&scene.stranger);
        sim_settle(scene.env);
        check_notes(MANY);
        close_scene();
    }
}

/* The actor sleeps, so that the call waits in its mailbox: a cancel that came before it would find
 * nothing, and the call would be answered. */
static void a_cancel_behind_many_requests_finds_its_call(void)
{
    for (uint64_t seed = 1; seed <= 20; seed++) {
        struct gri_frame frame = { .kind = 0 };
        Echo__Number ms = ECHO__NUMBER__INIT;
        Echo__Text text = ECHO__TEXT__INIT;
        ms.number = 50;
        open_scene(seed, 1);
        put_call(1, SLEEP, &ms.base);
        put_notes();
        put_call(2, SAY, &text.base);
        stranger_put(
            &scene.stranger,
            &(struct gri_frame){ .kind = GRI_FRAME_CANCEL, .call = 2, .actor = scene.actors[0] });
        CHECK(stranger_await(&scene.stranger, GRI_FRAME_ERROR, &frame));
        CHECK_UINT(frame.call, 2);
        sim_advance(scene.env, UINT64_C(60000000));
        CHECK(stranger_await(&scene.stranger, GRI_FRAME_REPLY, &frame));
        CHECK_UINT(frame.call, 1);
        check_notes(MANY);
        stranger_close(&scene.stranger);
        close_scene();
    }
}

/* What cannot be handled is said of each, whatever came before and behind it. */
static void requests_that_cannot_be_handled_spoil_no_others(void)
{
    struct gri_frame frame = { .kind = 0 };
    Echo__Text text = ECHO__TEXT__INIT;
    open_scene(1, 2);
    for (uint32_t i = 1; i <= MANY; i++) {
        put_note(0, i);
        stranger_put(&scene.stranger, &(struct gri_frame){ .kind = GRI_FRAME_ONEWAY,
                                                           .actor = scene.actors[i % 2],
                                                           .method = scene.first_method + NOTE,
                                                           .payload = (const uint8_t *)"\x10",
                                                           .payload_len = 1 });
        stranger_put(&scene.stranger, &(struct gri_frame){ .kind = GRI_FRAME_ONEWAY,
                                                           .actor = UINT64_MAX - i,
                                                           .method = scene.first_method + NOTE });
        put_note(1, OTHER + i);
    }
    put_call(9, NOTE, &text.base);
    CHECK(stranger_await(&scene.stranger, GRI_FRAME_ERROR, &frame));
    gr_node_stats stats = remote_stats(scene.back);
    CHECK_UINT(stats.invalid, MANY + 1);
    CHECK_UINT(stats.unavailable, MANY);
    check_notes(MANY);
    stranger_close(&scene.stranger);
    close_scene();
}

GR_SUITE_PREPARED("request", remote_start_transport,
                  { "each_actor_has_its_requests_in_their_order",
                    each_actor_has_its_requests_in_their_order },
                  { "what_came_before_the_end_of_a_session_is_handled",
                    what_came_before_the_end_of_a_session_is_handled },
                  { "a_cancel_behind_many_requests_finds_its_call",
                    a_cancel_behind_many_requests_finds_its_call },
                  { "requests_that_cannot_be_handled_spoil_no_others",
                    requests_that_cannot_be_handled_spoil_no_others }, )
