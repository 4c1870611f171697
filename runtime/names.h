/* SPDX-License-Identifier: MIT */
/* The names a node exports: name -> actor, those that are kept while their actor restarts, and who
 * waits for these; and the types it offers by their service's name. Any thread. */
#ifndef GRI_NAMES_H
#define GRI_NAMES_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

#include "greenroom/stub.h"
#include "list.h"
#include "worker.h"

enum { GRI_NAME_MAX = 255, GRI_NAMES_LISTS = 1024, GRI_ASKER_LISTS = 64 };

struct gri_name;

/* Another node's session, and its questions that wait. Owned by the session; under the names' lock.
 */
struct gri_asker {
    struct gri_list waits[GRI_ASKER_LISTS]; /* by the low bits of their numbers */
    uint32_t n_waits;
};

void gri_asker_init(struct gri_asker *asker);

/* Somebody who waits for a name that is kept: a thread or fiber, which waits by `waiter`; or
 * (`waiter` NULL) a question from another node, whose `told` is called once, without the lock, when
 * it is to be looked up again, or (`is_lost`) dropped. Owned by who waits. */
struct gri_name_wait {
    struct gri_list link;
    struct gri_waiter *waiter;
    void (*told)(struct gri_name_wait *wait, bool is_lost);
    struct gri_asker *asker; /* whose question it is, */
    struct gri_list asked;   /* in its lists, */
    uint64_t call;           /* by its number for it */
    uint64_t deadline_ns;
};

/* Shared; everything under `lock`. */
struct gri_names {
    pthread_mutex_t lock;
    struct gri_name *table;                    /* uthash's */
    struct gri_list by_actor[GRI_NAMES_LISTS]; /* of which actor, by the low bits of its id */
    struct gri_list kept;                      /* names with a keeper */
    uint32_t n_waits;                          /* of all names */
    uint32_t max_waits;
    uint32_t max_asked; /* of one asker */
    uint64_t sweep_ns;  /* when stale questions are looked for again */
    struct gri_offered *offers;
};

void gri_names_init(struct gri_names *names, uint32_t max_waits);
void gri_names_fini(struct gri_names *names);

/* Letters, digits, '.', '_', '-'; 1 to 255 of them. */
bool gri_name_is_valid(const char *name);

/* Errors: ALREADY_EXISTS, RESOURCE_EXHAUSTED. */
gr_code gri_names_add(struct gri_names *names, const char *name, uint64_t actor,
                      const gr_service *service);

/* Errors: NOT_FOUND; UNAVAILABLE (it is kept, and nobody has it). */
gr_code gri_names_find(struct gri_names *names, const char *name, uint64_t *out_actor,
                       const gr_service **out_service);
gr_code gri_names_remove(struct gri_names *names, const char *name);

/* The first name of an actor that it still has. False: it has none. */
bool gri_names_name_of(struct gri_names *names, uint64_t actor, char out_name[GRI_NAME_MAX + 1]);

/* Take back all names of an actor that has ended. */
void gri_names_remove_actor(struct gri_names *names, uint64_t actor);

/* Let who looks up a name wait while nobody has it, from now until it is released: by name, or all
 * that an actor keeps. Errors: ALREADY_EXISTS (another keeps it), NOT_FOUND (it is not kept by that
 * actor), RESOURCE_EXHAUSTED. */
gr_code gri_names_keep(struct gri_names *names, const char *name, uint64_t keeper);
gr_code gri_names_release(struct gri_names *names, const char *name, uint64_t keeper);
void gri_names_release_all(struct gri_names *names, uint64_t keeper);

/* Wait while a name is kept: OK when that has begun; else as gri_names_find() would have it, with
 * ALREADY_EXISTS for OK. RESOURCE_EXHAUSTED: too many wait, here or of that asker. `now_ns`: those
 * are let go who have waited too long. */
gr_code gri_names_await(struct gri_names *names, const char *name, struct gri_name_wait *wait,
                        uint64_t now_ns);

/* False: it has been woken, or is being woken. */
bool gri_names_unwait(struct gri_names *names, struct gri_name_wait *wait);

/* The questions of another node are dropped: all, or the one of that number. */
void gri_names_drop_waits(struct gri_names *names, struct gri_asker *asker);
void gri_names_drop_wait(struct gri_names *names, struct gri_asker *asker, uint64_t call);

/* Offer a type by its service's name, as long as there are names; and find it, or NULL.
 * Errors: ALREADY_EXISTS, RESOURCE_EXHAUSTED. */
gr_code gri_names_offer(struct gri_names *names, const gr_type *type);
const gr_type *gri_names_offered(struct gri_names *names, const char *service);

#endif
