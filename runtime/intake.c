/* SPDX-License-Identifier: MIT */
/* A queue of posts that goes on with itself as a task of its worker, between the turns of actors.
 */
#include "intake.h"

/* Messages: as many as an actor handles in a turn of its own. */
enum { TURN = 64 };

/* One that puts itself back to the front ends the turn. A post counts as a message, at least. */
static void run_turn(struct gri_intake *intake)
{
    intake->left = TURN;
    while (intake->left > 0 && intake->first != NULL) {
        struct gri_post *post = intake->first;
        uint32_t before = intake->left;
        intake->first = post->next;
        post->run(intake->worker, post);
        intake->left -= intake->left == before ? 1 : 0;
    }
    if (intake->first != NULL) {
        gri_worker_run_later(intake->worker, &intake->task);
    }
}

static void go_on(struct gri_worker *worker, struct gri_task *task)
{
    (void)worker;
    run_turn(GRI_CONTAINER(task, struct gri_intake, task));
}

void gri_intake_init(struct gri_intake *intake, struct gri_worker *worker)
{
    *intake = (struct gri_intake){ .worker = worker, .task = { .run = go_on } };
}

void gri_intake_add(struct gri_intake *intake, struct gri_post *newest)
{
    struct gri_post *oldest = NULL;
    bool is_running = intake->first != NULL;
    for (struct gri_post *post = newest; post != NULL;) {
        struct gri_post *older = post->next;
        post->next = oldest;
        oldest = post;
        post = older;
    }
    if (is_running) {
        intake->last->next = oldest;
    } else {
        intake->first = oldest;
    }
    intake->last = newest;
    if (!is_running) {
        run_turn(intake);
    }
}

void gri_intake_run_again(struct gri_intake *intake, struct gri_post *post)
{
    post->next = intake->first;
    intake->last = intake->first == NULL ? post : intake->last;
    intake->first = post;
    intake->left = 0;
}
