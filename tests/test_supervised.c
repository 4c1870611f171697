/* SPDX-License-Identifier: MIT */
/* A supervisor whose children are processes, real ones: the same rules as for actors. */
#include <errno.h>
#include <greenroom/supervisor.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>

#include "lab.h"
#include "remote.h"

enum { CHILDREN = 2 };

/* What a supervisor of processes "a" and "b" is started with. */
struct plan {
    Greenroom__SupervisorSpec spec;
    Greenroom__ChildSpec children[CHILDREN];
    Greenroom__ChildSpec *pointers[CHILDREN];
    Greenroom__Program programs[CHILDREN];
    char *args[CHILDREN][2];
};

static greenroom_supervisor boss;
static size_t descriptors;

static void set_child(struct plan *plan, size_t i, const char *name, const char *what,
                      const char *argument)
{
    plan->programs[i] = (Greenroom__Program)GREENROOM__PROGRAM__INIT;
    plan->programs[i].file = (char *)CHILD;
    plan->programs[i].n_args = argument == NULL ? 1 : 2;
    plan->programs[i].args = plan->args[i];
    plan->args[i][0] = (char *)what;
    plan->args[i][1] = (char *)argument;
    plan->children[i] = (Greenroom__ChildSpec)GREENROOM__CHILD_SPEC__INIT;
    plan->children[i].name = (char *)name;
    plan->children[i].program = &plan->programs[i];
    plan->children[i].stop_timeout_ms = 100;
    plan->pointers[i] = &plan->children[i];
}

static void make_plan(struct plan *plan)
{
    memset(plan, 0, sizeof(*plan));
    plan->spec = (Greenroom__SupervisorSpec)GREENROOM__SUPERVISOR_SPEC__INIT;
    plan->spec.n_children = CHILDREN;
    plan->spec.children = plan->pointers;
    plan->spec.first_pause_ms = 1;
    plan->spec.max_pause_ms = 10;
    set_child(plan, 0, "a", "wait", NULL);
    set_child(plan, 1, "b", "stubborn", NULL);
}

static void open_house(void)
{
    descriptors = remote_descriptors();
    lab_open_real(&(gr_node_options){ .name = "lab", .workers = 2 });
}

static gr_code hire(const struct plan *plan, gr_error *error)
{
    return greenroom_supervisor_spawn(lab_node(), &greenroom_supervisor_actor, &plan->spec, NULL,
                                      &boss, error);
}

static void close_house(void)
{
    lab_close();
    remote_await_descriptors(descriptors);
    CHECK(waitpid(-1, NULL, WNOHANG) == -1 && errno == ECHILD);
}

/* How a child is. False: it is not in the list. Its texts are not copied. */
static bool look(const char *name, Greenroom__Child *out, Greenroom__Exit *out_exit)
{
    Greenroom__Children *list = NULL;
    bool is_there = false;
    memset(out_exit, 0, sizeof(*out_exit));
    if (greenroom_supervisor_list_children_sync(boss, NULL, &list, NULL) != GR_OK) {
        return false;
    }
    for (size_t i = 0; i < list->n_children; i++) {
        if (strcmp(list->children[i]->name, name) == 0) {
            *out = *list->children[i];
            *out_exit = out->last_exit == NULL ? *out_exit : *out->last_exit;
            is_there = true;
        }
    }
    gr_free(list);
    return is_there;
}

/* Until its `n`th restart stands; returns its process id. */
static pid_t await_life(const char *name, uint64_t n)
{
    Greenroom__Child child;
    Greenroom__Exit end;
    while (look(name, &child, &end) && (child.restarts < n || child.pid == 0)) {
        sched_yield();
    }
    CHECK_UINT(child.restarts, n);
    return (pid_t)child.pid;
}

static void a_killed_process_is_started_again(void)
{
    struct plan plan;
    Greenroom__Child child;
    Greenroom__Exit end;
    open_house();
    make_plan(&plan);
    CHECK_CODE(hire(&plan, NULL), GR_OK);
    pid_t other = await_life("b", 0);
    pid_t first = await_life("a", 0);
    CHECK(first > 0 && other > 0 && kill(first, SIGKILL) == 0);
    pid_t second = await_life("a", 1);
    CHECK(second > 0 && second != first);
    CHECK(look("a", &child, &end));
    CHECK(child.state == GREENROOM__CHILD__STATE__RUNNING && child.actor == NULL);
    CHECK_CODE(child.last_code, GR_UNKNOWN);
    CHECK_UINT(end.how, GREENROOM__EXIT__HOW__SIGNALLED);
    CHECK_UINT(end.status, SIGKILL);
    CHECK_UINT(end.pid, first);
    CHECK(await_life("b", 0) == other); /* one for one */
    close_house();
    CHECK(kill(second, 0) == -1 && kill(other, 0) == -1); /* though it is stubborn */
}

static void all_go_down_with_one_where_the_strategy_says_so(void)
{
    struct plan plan;
    open_house();
    make_plan(&plan);
    plan.spec.strategy = GREENROOM__SUPERVISOR_SPEC__STRATEGY__ONE_FOR_ALL;
    CHECK_CODE(hire(&plan, NULL), GR_OK);
    pid_t a = await_life("a", 0), b = await_life("b", 0);
    CHECK(kill(a, SIGKILL) == 0);
    CHECK(await_life("a", 1) != a);
    pid_t next = await_life("b", 0); /* it was not the one that failed */
    CHECK(next > 0 && next != b && kill(b, 0) == -1);
    close_house();
}

static void kinds_of_restart_are_kept(void)
{
    struct plan plan;
    Greenroom__Child child;
    Greenroom__Exit end;
    open_house();
    make_plan(&plan);
    set_child(&plan, 0, "a", "exit", "0");
    set_child(&plan, 1, "b", "exit", "3");
    plan.children[0].restart = GREENROOM__CHILD_SPEC__RESTART__TRANSIENT;
    plan.children[1].restart = GREENROOM__CHILD_SPEC__RESTART__TEMPORARY;
    CHECK_CODE(hire(&plan, NULL), GR_OK);
    while (look("b", &child, &end)) {
        sched_yield();
    }
    do {
        CHECK(look("a", &child, &end));
    } while (child.state != GREENROOM__CHILD__STATE__DONE);
    CHECK_CODE(child.last_code, GR_OK);
    CHECK_UINT(child.restarts, 0);
    CHECK(child.pid == 0 && end.how == GREENROOM__EXIT__HOW__EXITED && end.status == 0);
    close_house();
}

/* The second child fails again and again: the first is stopped with the supervisor. */
static void too_many_ends_end_the_supervisor(void)
{
    struct plan plan;
    open_house();
    make_plan(&plan);
    set_child(&plan, 1, "b", "exit", "3");
    CHECK_CODE(hire(&plan, NULL), GR_OK);
    while (lab_stats().actors > 0) {
        sched_yield();
    }
    CHECK_UINT(lab_logged("event=actor_ended actor=lab/greenroom.Supervisor#0 code=ABORTED"), 1);
    CHECK(waitpid(-1, NULL, WNOHANG) == -1 && errno == ECHILD); /* all reaped already */
    close_house();
}

static void a_program_that_is_not_there_fails_the_start(void)
{
    struct plan plan;
    gr_error error = GR_ERROR_INIT;
    open_house();
    make_plan(&plan);
    plan.programs[1].file = (char *)"/no/such/program";
    CHECK_CODE(hire(&plan, &error), GR_NOT_FOUND);
    CHECK(strstr(error.message, "\"b\" did not start: \"/no/such/program\"") != NULL);
    gr_error_fini(&error);
    CHECK(waitpid(-1, NULL, WNOHANG) == -1 && errno == ECHILD); /* "a" was stopped again */
    make_plan(&plan);
    plan.children[1].service = (char *)"lab.Subject";
    CHECK_CODE(hire(&plan, NULL), GR_INVALID_ARGUMENT);
    close_house();
}

static void processes_come_and_go_by_calls(void)
{
    struct plan plan;
    Greenroom__Child *started = NULL;
    open_house();
    make_plan(&plan);
    CHECK_CODE(hire(&plan, NULL), GR_OK);
    struct plan more;
    make_plan(&more);
    set_child(&more, 0, "c", "wait", NULL);
    CHECK_CODE(greenroom_supervisor_start_child_sync(boss, &more.children[0], NULL, &started, NULL),
               GR_OK);
    CHECK(started != NULL && started->pid > 0 && kill((pid_t)started->pid, 0) == 0);
    pid_t stubborn = await_life("b", 0);
    Greenroom__ChildName name = GREENROOM__CHILD_NAME__INIT;
    name.name = (char *)"b";
    CHECK_CODE(greenroom_supervisor_stop_child_sync(boss, &name, NULL, NULL), GR_OK);
    CHECK(kill(stubborn, 0) == -1 && errno == ESRCH);
    name.name = (char *)"c";
    CHECK_CODE(greenroom_supervisor_stop_child_sync(boss, &name, NULL, NULL), GR_OK);
    CHECK(started != NULL && kill((pid_t)started->pid, 0) == -1);
    gr_free(started);
    close_house();
}

GR_SUITE_PREPARED("supervised", remote_start_transport,
                  { "a_killed_process_is_started_again", a_killed_process_is_started_again },
                  { "all_go_down_with_one_where_the_strategy_says_so",
                    all_go_down_with_one_where_the_strategy_says_so },
                  { "kinds_of_restart_are_kept", kinds_of_restart_are_kept },
                  { "too_many_ends_end_the_supervisor", too_many_ends_end_the_supervisor },
                  { "a_program_that_is_not_there_fails_the_start",
                    a_program_that_is_not_there_fails_the_start },
                  { "processes_come_and_go_by_calls", processes_come_and_go_by_calls })
