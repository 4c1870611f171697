/* SPDX-License-Identifier: MIT */
/* The resolved model of a service with states: what its names lead to, with groups replaced by
 * their states. Built with the rest of the model, read by check, clash and the emitters. */
#ifndef GEN_MACHINE_H
#define GEN_MACHINE_H

#include "model.h"

/* Groups that a machine may have, those without hooks included. */
#define GEN_MAX_GROUPS 256

/* One state. All structs here live in the model's arena and borrow from the request. */
struct gen_state {
    const Greenroom__MachineOptions__State *options;
    const char *name;     /* "growing"; "": none is given */
    const char *part;     /* in functions: c_name, or the name */
    const char *member;   /* of the table of bodies; differs for keywords */
    const char *constant; /* "GARDEN_FLOWER_STATE_GROWING" */
    size_t number;        /* from 1, in the order of the schema */
    struct gen_place place;
    const struct gen_type *args;   /* NULL: none, or not found */
    const struct gen_type *result; /* NULL: none, or not found */
    struct gen_states to;
    const struct gen_state *on_timeout; /* NULL: none, or not found */
    bool is_terminal;
};

/* States that have something in common. */
struct gen_group {
    const Greenroom__MachineOptions__Group *options;
    const char *name; /* "": none is given */
    const char *part;
    size_t index; /* in the schema */
    struct gen_place place;
    struct gen_states states; /* of its member groups too */
    size_t depth;             /* how many groups are around it, one in the other */
    bool is_in_itself;
    bool has_hooks;
};

/* A named timer. */
struct gen_timer {
    const Greenroom__MachineOptions__Timer *options;
    const char *name; /* "": none is given */
    const char *part;
    size_t index;
    struct gen_place place;
    const struct gen_method *method; /* NULL: not found */
};

/* What makes a service a machine. Where there are too many states or groups nothing is resolved. */
struct gen_machine {
    const Greenroom__MachineOptions *options; /* NULL: undecodable */
    const struct gen_service *service;
    struct gen_place place;
    struct gen_state *states;
    size_t n_states;
    struct gen_group *groups; /* a group before all that are in it */
    size_t n_groups;
    struct gen_timer *timers;
    size_t n_timers;
    const struct gen_state *initial; /* NULL: not found */
    bool *paths; /* n_states rows of n_states: whether one can come from one state to another */
    bool is_resolved;
    bool is_connected; /* every name leads to one thing: `paths` are all there are */
};

/* Field numbers in options.proto. */
enum {
    GEN_MACHINE_STATES = 1,
    GEN_MACHINE_GROUP = 2,
    GEN_MACHINE_TIMER = 3,
    GEN_MACHINE_INITIAL = 4,
    GEN_MACHINE_ENDLESS = 5
};

/* Makes service->machine, where the service has that option, and what its methods have of it. */
void gen_machine_build(const struct gen_model *model, struct gen_service *service);

/* The first of that name; NULL: none. */
const struct gen_state *gen_machine_state(const struct gen_machine *machine, const char *name);
const struct gen_group *gen_machine_group(const struct gen_machine *machine, const char *name);
const struct gen_timer *gen_machine_timer(const struct gen_machine *machine, const char *name);

/* Whether a state or a group has that name. */
bool gen_machine_knows(const struct gen_machine *machine, const char *name);

/* Whether some transitions, at least one, lead from one to the other. */
bool gen_machine_has_path(const struct gen_machine *machine, const struct gen_state *from,
                          const struct gen_state *to);

bool gen_states_have(const struct gen_states *states, const struct gen_state *state);

#endif
