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
    struct gri_list link; /* in by_actor; unlinked: nobody has it */
    struct gri_list kept; /* in names->kept, where it has a keeper */
    struct gri_list waits;
    uint64_t actor;  /* 0: nobody */
    uint64_t keeper; /* 0: nobody */
    const gr_service *service;
    bool lost; /* the table had no memory for it */
    char name[];
};

/* A type that actors can be made of by name. Owned by the table. */
struct gri_offered {
    struct gri_offered *next;
    const gr_type *type;
};

enum { SHARES = 4, SHARE_MIN = 16 };
static const uint64_t sweep_pause_ns = 1000000;

static struct gri_list *list_of(struct gri_names *names, uint64_t actor)
{
    return &names->by_actor[actor % GRI_NAMES_LISTS];
}

void gri_names_init(struct gri_names *names, uint32_t max_waits)
{
    pthread_mutex_init(&names->lock, NULL);
    names->table = NULL;
    for (size_t i = 0; i < GRI_NAMES_LISTS; i++) {
        gri_list_init(&names->by_actor[i]);
    }
    gri_list_init(&names->kept);
    uint32_t share = max_waits / SHARES > SHARE_MIN ? max_waits / SHARES : SHARE_MIN;
    names->n_waits = 0;
    names->max_waits = max_waits;
    names->max_asked = share < max_waits ? share : max_waits;
    names->sweep_ns = 0;
    names->offers = NULL;
}

/* ---- those who wait ---- */

void gri_asker_init(struct gri_asker *asker)
{
    for (size_t i = 0; i < GRI_ASKER_LISTS; i++) {
        gri_list_init(&asker->waits[i]);
    }
    asker->n_waits = 0;
}

static struct gri_list *asked_list(struct gri_asker *asker, uint64_t call)
{
    return &asker->waits[call % GRI_ASKER_LISTS];
}

/* Take `wait` out. Who waits by a thread or fiber is woken here, under the lock: it is gone from
 * then on. The others are put in `told`. */
static void end_wait_locked(struct gri_names *names, struct gri_name_wait *wait,
                            struct gri_list *told)
{
    gri_list_remove(&wait->link);
    names->n_waits--;
    if (wait->asker != NULL) {
        gri_list_remove(&wait->asked);
        wait->asker->n_waits--;
    }
    if (wait->waiter != NULL) {
        gri_waiter_wake(wait->waiter);
    } else {
        gri_list_push_back(told, &wait->link);
    }
}

static void wake_all_locked(struct gri_names *names, struct gri_name *entry, struct gri_list *told)
{
    GRI_LIST_EACH_SAFE (link, &entry->waits) {
        end_wait_locked(names, GRI_CONTAINER(link, struct gri_name_wait, link), told);
    }
}

static void tell_all(struct gri_list *told, bool is_lost)
{
    struct gri_list *link = gri_list_pop_front(told);
    for (; link != NULL; link = gri_list_pop_front(told)) {
        struct gri_name_wait *wait = GRI_CONTAINER(link, struct gri_name_wait, link);
        wait->told(wait, is_lost);
    }
}

/* ---- entries ---- */

/* Nobody waits for it. */
static void remove_locked(struct gri_names *names, struct gri_name *entry)
{
    HASH_DEL(names->table, entry); /* NOLINT(clang-analyzer-core.NullDereference): uthash's own */
    if (gri_list_is_linked(&entry->link)) {
        gri_list_remove(&entry->link);
    }
    if (gri_list_is_linked(&entry->kept)) {
        gri_list_remove(&entry->kept);
    }
    gri_mfree(entry);
}

/* Its actor has it no more; one that is kept stays. */
static void vacate_locked(struct gri_names *names, struct gri_name *entry)
{
    if (entry->keeper == 0) {
        remove_locked(names, entry);
    } else if (entry->actor != 0) {
        gri_list_remove(&entry->link);
        entry->actor = 0;
    }
}

void gri_names_fini(struct gri_names *names)
{
    struct gri_name *entry, *next;
    struct gri_list told;
    gri_list_init(&told);
    HASH_ITER(hh, names->table, entry, next)
    {
        wake_all_locked(names, entry, &told);
        remove_locked(names, entry);
    }
    tell_all(&told, true);
    while (names->offers != NULL) {
        struct gri_offered *offer = names->offers;
        names->offers = offer->next;
        gri_mfree(offer);
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

/* A new entry that nobody has. NULL: out of memory. */
static struct gri_name *create_locked(struct gri_names *names, const char *name)
{
    size_t len = strlen(name);
    struct gri_name *entry = gri_calloc(sizeof(*entry) + len + 1);
    if (entry == NULL) {
        return NULL;
    }
    memcpy(entry->name, name, len);
    gri_list_init(&entry->waits);
    HASH_ADD_STR(names->table, name, entry);
    if (entry->lost) {
        gri_mfree(entry);
        return NULL;
    }
    return entry;
}

static gr_code add_locked(struct gri_names *names, const char *name, uint64_t actor,
                          const gr_service *service, struct gri_list *told)
{
    struct gri_name *entry = find_locked(names, name);
    if (entry != NULL && entry->actor != 0) {
        return GR_ALREADY_EXISTS;
    }
    entry = entry != NULL ? entry : create_locked(names, name);
    if (entry == NULL) {
        return GR_RESOURCE_EXHAUSTED;
    }
    entry->actor = actor;
    entry->service = service;
    gri_list_push_back(list_of(names, actor), &entry->link);
    wake_all_locked(names, entry, told);
    return GR_OK;
}

gr_code gri_names_add(struct gri_names *names, const char *name, uint64_t actor,
                      const gr_service *service)
{
    struct gri_list told;
    gri_list_init(&told);
    pthread_mutex_lock(&names->lock);
    gr_code code = add_locked(names, name, actor, service, &told);
    pthread_mutex_unlock(&names->lock);
    tell_all(&told, false);
    return code;
}

static gr_code state_of(const struct gri_name *entry)
{
    return entry == NULL ? GR_NOT_FOUND : entry->actor == 0 ? GR_UNAVAILABLE : GR_OK;
}

gr_code gri_names_find(struct gri_names *names, const char *name, uint64_t *out_actor,
                       const gr_service **out_service)
{
    pthread_mutex_lock(&names->lock);
    const struct gri_name *entry = find_locked(names, name);
    gr_code code = state_of(entry);
    if (code == GR_OK) {
        *out_actor = entry->actor;
        *out_service = entry->service;
    }
    pthread_mutex_unlock(&names->lock);
    return code;
}

gr_code gri_names_remove(struct gri_names *names, const char *name)
{
    pthread_mutex_lock(&names->lock);
    struct gri_name *entry = find_locked(names, name);
    gr_code code = state_of(entry) == GR_OK ? GR_OK : GR_NOT_FOUND;
    if (code == GR_OK) {
        vacate_locked(names, entry);
    }
    pthread_mutex_unlock(&names->lock);
    return code;
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
            vacate_locked(names, entry);
        }
    }
    pthread_mutex_unlock(&names->lock);
}

/* ---- names that are kept ---- */

gr_code gri_names_keep(struct gri_names *names, const char *name, uint64_t keeper)
{
    gr_code code = GR_OK;
    pthread_mutex_lock(&names->lock);
    struct gri_name *entry = find_locked(names, name);
    entry = entry != NULL ? entry : create_locked(names, name);
    if (entry == NULL) {
        code = GR_RESOURCE_EXHAUSTED;
    } else if (entry->keeper == 0) {
        entry->keeper = keeper;
        gri_list_push_back(&names->kept, &entry->kept);
    } else if (entry->keeper != keeper) {
        code = GR_ALREADY_EXISTS;
    }
    pthread_mutex_unlock(&names->lock);
    return code;
}

static void release_locked(struct gri_names *names, struct gri_name *entry, struct gri_list *told)
{
    wake_all_locked(names, entry, told);
    gri_list_remove(&entry->kept);
    entry->keeper = 0;
    if (entry->actor == 0) {
        remove_locked(names, entry);
    }
}

gr_code gri_names_release(struct gri_names *names, const char *name, uint64_t keeper)
{
    struct gri_list told;
    gri_list_init(&told);
    pthread_mutex_lock(&names->lock);
    struct gri_name *entry = find_locked(names, name);
    bool is_kept = entry != NULL && entry->keeper == keeper;
    if (is_kept) {
        release_locked(names, entry, &told);
    }
    pthread_mutex_unlock(&names->lock);
    tell_all(&told, false);
    return is_kept ? GR_OK : GR_NOT_FOUND;
}

void gri_names_release_all(struct gri_names *names, uint64_t keeper)
{
    struct gri_list told;
    gri_list_init(&told);
    pthread_mutex_lock(&names->lock);
    GRI_LIST_EACH_SAFE (link, &names->kept) {
        struct gri_name *entry = GRI_CONTAINER(link, struct gri_name, kept);
        if (entry->keeper == keeper) {
            release_locked(names, entry, &told);
        }
    }
    pthread_mutex_unlock(&names->lock);
    tell_all(&told, false);
}

static void end_stale_of_locked(struct gri_names *names, struct gri_name *entry, uint64_t now_ns,
                                struct gri_list *told)
{
    GRI_LIST_EACH_SAFE (link, &entry->waits) {
        struct gri_name_wait *wait = GRI_CONTAINER(link, struct gri_name_wait, link);
        if (wait->waiter == NULL && wait->deadline_ns <= now_ns) {
            end_wait_locked(names, wait, told);
        }
    }
}

/* Questions whose askers have given up by themselves. A flood of new ones does not have them looked
 * for each time. */
static void end_stale_locked(struct gri_names *names, uint64_t now_ns, struct gri_list *told)
{
    if (now_ns < names->sweep_ns) {
        return;
    }
    names->sweep_ns = now_ns + sweep_pause_ns;
    GRI_LIST_EACH (link, &names->kept) {
        end_stale_of_locked(names, GRI_CONTAINER(link, struct gri_name, kept), now_ns, told);
    }
}

static bool has_room_locked(const struct gri_names *names, const struct gri_name_wait *wait)
{
    return names->n_waits < names->max_waits &&
           (wait->asker == NULL || wait->asker->n_waits < names->max_asked);
}

static void add_wait_locked(struct gri_names *names, struct gri_name *entry,
                            struct gri_name_wait *wait)
{
    gri_list_push_back(&entry->waits, &wait->link);
    names->n_waits++;
    if (wait->asker != NULL) {
        gri_list_push_back(asked_list(wait->asker, wait->call), &wait->asked);
        wait->asker->n_waits++;
    }
}

gr_code gri_names_await(struct gri_names *names, const char *name, struct gri_name_wait *wait,
                        uint64_t now_ns)
{
    struct gri_list stale;
    gri_list_init(&stale);
    pthread_mutex_lock(&names->lock);
    struct gri_name *entry = find_locked(names, name);
    gr_code code = state_of(entry);
    if (code == GR_UNAVAILABLE) {
        if (!has_room_locked(names, wait)) {
            end_stale_locked(names, now_ns, &stale);
        }
        code = has_room_locked(names, wait) ? GR_OK : GR_RESOURCE_EXHAUSTED;
        if (code == GR_OK) {
            add_wait_locked(names, entry, wait);
        }
    } else if (code == GR_OK) {
        code = GR_ALREADY_EXISTS;
    }
    pthread_mutex_unlock(&names->lock);
    tell_all(&stale, true);
    return code;
}

bool gri_names_unwait(struct gri_names *names, struct gri_name_wait *wait)
{
    pthread_mutex_lock(&names->lock);
    bool waits = gri_list_is_linked(&wait->link);
    if (waits) {
        gri_list_remove(&wait->link);
        names->n_waits--;
    }
    pthread_mutex_unlock(&names->lock);
    return waits;
}

/* `call` 0: any. */
static void drop_locked(struct gri_names *names, struct gri_list *asked, uint64_t call,
                        struct gri_list *told)
{
    GRI_LIST_EACH_SAFE (link, asked) {
        struct gri_name_wait *wait = GRI_CONTAINER(link, struct gri_name_wait, asked);
        if (call == 0 || wait->call == call) {
            end_wait_locked(names, wait, told);
        }
    }
}

void gri_names_drop_waits(struct gri_names *names, struct gri_asker *asker)
{
    struct gri_list told;
    gri_list_init(&told);
    pthread_mutex_lock(&names->lock);
    for (size_t i = 0; i < GRI_ASKER_LISTS; i++) {
        drop_locked(names, &asker->waits[i], 0, &told);
    }
    pthread_mutex_unlock(&names->lock);
    tell_all(&told, true);
}

void gri_names_drop_wait(struct gri_names *names, struct gri_asker *asker, uint64_t call)
{
    struct gri_list told;
    gri_list_init(&told);
    pthread_mutex_lock(&names->lock);
    drop_locked(names, asked_list(asker, call), call, &told);
    pthread_mutex_unlock(&names->lock);
    tell_all(&told, true);
}

/* ---- offers ---- */

static const gr_type *offered_locked(const struct gri_names *names, const char *service)
{
    for (const struct gri_offered *offer = names->offers; offer != NULL; offer = offer->next) {
        if (strcmp(offer->type->service->name, service) == 0) {
            return offer->type;
        }
    }
    return NULL;
}

const gr_type *gri_names_offered(struct gri_names *names, const char *service)
{
    pthread_mutex_lock(&names->lock);
    const gr_type *type = offered_locked(names, service);
    pthread_mutex_unlock(&names->lock);
    return type;
}

gr_code gri_names_offer(struct gri_names *names, const gr_type *type)
{
    struct gri_offered *offer = gri_malloc(sizeof(*offer));
    if (offer == NULL) {
        return GR_RESOURCE_EXHAUSTED;
    }
    pthread_mutex_lock(&names->lock);
    bool is_new = offered_locked(names, type->service->name) == NULL;
    if (is_new) {
        *offer = (struct gri_offered){ names->offers, type };
        names->offers = offer;
    }
    pthread_mutex_unlock(&names->lock);
    if (!is_new) {
        gri_mfree(offer);
    }
    return is_new ? GR_OK : GR_ALREADY_EXISTS;
}
