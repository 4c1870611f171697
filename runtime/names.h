/* SPDX-License-Identifier: MIT */
/* The names a node exports: name -> actor. Any thread. */
#ifndef GRI_NAMES_H
#define GRI_NAMES_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

#include "greenroom/stub.h"
#include "list.h"

struct gri_name;

enum { GRI_NAME_MAX = 255, GRI_NAMES_LISTS = 1024 };

/* Shared; everything under `lock`. */
struct gri_names {
    pthread_mutex_t lock;
    struct gri_name *table;                    /* uthash's */
    struct gri_list by_actor[GRI_NAMES_LISTS]; /* of which actor, by the low bits of its id */
};

void gri_names_init(struct gri_names *names);
void gri_names_fini(struct gri_names *names);

/* Letters, digits, '.', '_', '-'; 1 to 255 of them. */
bool gri_name_is_valid(const char *name);

/* Errors: ALREADY_EXISTS, RESOURCE_EXHAUSTED. */
gr_code gri_names_add(struct gri_names *names, const char *name, uint64_t actor,
                      const gr_service *service);

/* Errors: NOT_FOUND. */
gr_code gri_names_find(struct gri_names *names, const char *name, uint64_t *out_actor,
                       const gr_service **out_service);
gr_code gri_names_remove(struct gri_names *names, const char *name);

/* The first name of an actor that it still has. False: it has none. */
bool gri_names_name_of(struct gri_names *names, uint64_t actor, char out_name[GRI_NAME_MAX + 1]);

/* Take back all names of an actor that has ended. */
void gri_names_remove_actor(struct gri_names *names, uint64_t actor);

#endif
