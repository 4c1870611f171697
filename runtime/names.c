/* SPDX-License-Identifier: MIT */
/* Names, in one hash table under one lock: they are looked up once and then held as refs. */
#include "names.h"

#include <string.h>

#include "alloc.h"

#define HASH_NONFATAL_OOM        1
#define uthash_malloc(sz)        gri_malloc(sz)
#define uthash_free(ptr, sz)     gri_mfree(ptr)
#define uthash_nonfatal_oom(elt) ((elt)->lost = true)
#include <uthash.h>

/* Owned by the table. */
struct gri_name {
    UT_hash_handle hh;
    struct gri_list link; /* in by_actor */
    uint64_t actor;
    const gr_service *service;
    bool lost; /* the table had no memory for it */
    char name[];
};

static struct gri_list *list_of(struct gri_names *names, uint64_t actor)
{
    return &names->by_actor[actor % GRI_NAMES_LISTS];
}

void gri_names_init(struct gri_names *names)
{
    pthread_mutex_init(&names->lock, NULL);
    names->table = NULL;
    for (size_t i = 0; i < GRI_NAMES_LISTS; i++) {
        gri_list_init(&names->by_actor[i]);
    }
}

static void remove_locked(struct gri_names *names, struct gri_name *entry)
{
    HASH_DEL(names->table, entry); /* NOLINT(clang-analyzer-core.NullDereference): uthash's own */
    gri_list_remove(&entry->link);
    gri_mfree(entry);
}

void gri_names_fini(struct gri_names *names)
{
    struct gri_name *entry, *next;
    HASH_ITER(hh, names->table, entry, next)
    {
        remove_locked(names, entry);
    }
    pthread_mutex_destroy(&names->lock);
}

bool gri_name_is_valid(const char *name)
{
    static const char allowed[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-";
    size_t len = name == NULL ? 0 : strnlen(name, GRI_NAME_MAX + 1);
    return len > 0 && len <= GRI_NAME_MAX && strspn(name, allowed) == len;
}

static struct gri_name *find_locked(struct gri_names *names, const char *name)
{
    struct gri_name *entry = NULL;
    HASH_FIND_STR(names->table, name, entry);
    return entry;
}

static gr_code add_locked(struct gri_names *names, struct gri_name *entry)
{
    if (find_locked(names, entry->name) != NULL) {
        return GR_ALREADY_EXISTS;
    }
    HASH_ADD_STR(names->table, name, entry);
    if (entry->lost) {
        return GR_RESOURCE_EXHAUSTED;
    }
    gri_list_push_back(list_of(names, entry->actor), &entry->link);
    return GR_OK;
}

gr_code gri_names_add(struct gri_names *names, const char *name, uint64_t actor,
                      const gr_service *service)
{
    size_t len = strlen(name);
    struct gri_name *entry = gri_calloc(sizeof(*entry) + len + 1);
    if (entry == NULL) {
        return GR_RESOURCE_EXHAUSTED;
    }
    memcpy(entry->name, name, len);
    entry->actor = actor;
    entry->service = service;
    pthread_mutex_lock(&names->lock);
    gr_code code = add_locked(names, entry);
    pthread_mutex_unlock(&names->lock);
    if (code != GR_OK) {
        gri_mfree(entry);
    }
    return code;
}

gr_code gri_names_find(struct gri_names *names, const char *name, uint64_t *out_actor,
                       const gr_service **out_service)
{
    pthread_mutex_lock(&names->lock);
    const struct gri_name *entry = find_locked(names, name);
    if (entry != NULL) {
        *out_actor = entry->actor;
        *out_service = entry->service;
    }
    pthread_mutex_unlock(&names->lock);
    return entry == NULL ? GR_NOT_FOUND : GR_OK;
}

gr_code gri_names_remove(struct gri_names *names, const char *name)
{
    pthread_mutex_lock(&names->lock);
    struct gri_name *entry = find_locked(names, name);
    if (entry != NULL) {
        remove_locked(names, entry);
    }
    pthread_mutex_unlock(&names->lock);
    return entry == NULL ? GR_NOT_FOUND : GR_OK;
}

bool gri_names_name_of(struct gri_names *names, uint64_t actor, char out_name[GRI_NAME_MAX + 1])
{
    bool has_name = false;
    pthread_mutex_lock(&names->lock);
    GRI_LIST_EACH (link, list_of(names, actor)) {
        const struct gri_name *entry = GRI_CONTAINER(link, struct gri_name, link);
        if (entry->actor == actor && !has_name) {
            memcpy(out_name, entry->name, strlen(entry->name) + 1);
            has_name = true;
        }
    }
    pthread_mutex_unlock(&names->lock);
    return has_name;
}

void gri_names_remove_actor(struct gri_names *names, uint64_t actor)
{
    pthread_mutex_lock(&names->lock);
    GRI_LIST_EACH_SAFE (link, list_of(names, actor)) {
        struct gri_name *entry = GRI_CONTAINER(link, struct gri_name, link);
        if (entry->actor == actor) {
            remove_locked(names, entry);
        }
    }
    pthread_mutex_unlock(&names->lock);
}
