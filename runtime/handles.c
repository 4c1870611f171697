/* SPDX-License-Identifier: MIT */
/* The process's table of nodes. A handle is a place in it and a generation; plain threads pin the
 * node while they are inside, workers need not, for they end before it. */
#include "handles.h"

#include <signal.h>
#include <stddef.h>

#include "assert.h"
#include "process.h"

enum { PLACE_BITS = 16 };

static struct gri_process_node *place_of(uint64_t handle)
{
    uint64_t place = handle & ((1u << PLACE_BITS) - 1u);
    GR_ASSERT(place < GRI_NODES_MAX);
    return &gri_process.nodes.table[place];
}

/* Handles come from refs, and refs from users. */
static bool is_possible(uint64_t handle)
{
    return handle != 0 && (handle & ((1u << PLACE_BITS) - 1u)) < GRI_NODES_MAX;
}

/* ---- signals and forks ---- */

/* Async-signal-safe: atomics, and the waking of a parked thread. */
static void on_signal(int number)
{
    (void)number;
    for (size_t i = 0; i < GRI_NODES_MAX; i++) {
        struct gri_process_node *place = &gri_process.nodes.table[i];
        if (atomic_load(&place->on_signals)) {
            atomic_store(&place->is_told_to_stop, true);
            gri_unpark(&place->stop);
        }
    }
}

static void watch_signals_locked(void)
{
    struct gri_process_nodes *nodes = &gri_process.nodes;
    if (nodes->on_signals++ > 0) {
        return;
    }
    struct sigaction action = { .sa_handler = on_signal, .sa_flags = SA_RESTART };
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, &nodes->older_int);
    sigaction(SIGTERM, &action, &nodes->older_term);
}

static void leave_signals_locked(void)
{
    struct gri_process_nodes *nodes = &gri_process.nodes;
    if (--nodes->on_signals == 0) {
        sigaction(SIGINT, &nodes->older_int, NULL);
        sigaction(SIGTERM, &nodes->older_term, NULL);
    }
}

static void on_fork(void)
{
    atomic_store(&gri_process.nodes.is_forked, true);
}

bool gri_handle_is_forked(void)
{
    return atomic_load_explicit(&gri_process.nodes.is_forked, memory_order_relaxed);
}

/* ---- the table ---- */

static struct gri_process_node *take_place_locked(void)
{
    for (size_t i = 0; i < GRI_NODES_MAX; i++) {
        if (!gri_process.nodes.table[i].is_taken) {
            return &gri_process.nodes.table[i];
        }
    }
    return NULL;
}

static gr_code create_locked(void *node, bool on_signals, uint64_t *out_handle)
{
    struct gri_process_node *place = take_place_locked();
    if (place == NULL) {
        return GR_RESOURCE_EXHAUSTED;
    }
    place->is_taken = true;
    place->node = node;
    place->generation++;
    atomic_store(&place->is_told_to_stop, false);
    atomic_store(&place->on_signals, on_signals);
    if (on_signals) {
        watch_signals_locked();
    }
    *out_handle = place->generation << PLACE_BITS | (uint64_t)(place - gri_process.nodes.table);
    atomic_store(&place->handle, *out_handle);
    return GR_OK;
}

gr_code gri_handle_create(void *node, bool on_signals, uint64_t *out_handle)
{
    struct gri_process_nodes *nodes = &gri_process.nodes;
    if (gri_handle_is_forked()) {
        return GR_FAILED_PRECONDITION;
    }
    pthread_mutex_lock(&nodes->lock);
    if (!nodes->handles_forks) {
        nodes->handles_forks = pthread_atfork(NULL, NULL, on_fork) == 0;
    }
    gr_code code = create_locked(node, on_signals, out_handle);
    pthread_mutex_unlock(&nodes->lock);
    return code;
}

bool gri_handle_end(uint64_t handle)
{
    struct gri_process_node *place = place_of(handle);
    atomic_store(&place->handle, 0);
    return atomic_load(&place->pins) == 0;
}

void gri_handle_destroy(uint64_t handle)
{
    struct gri_process_node *place = place_of(handle);
    pthread_mutex_lock(&gri_process.nodes.lock);
    if (atomic_exchange(&place->on_signals, false)) {
        leave_signals_locked();
    }
    place->node = NULL;
    place->is_taken = false;
    pthread_mutex_unlock(&gri_process.nodes.lock);
}

void *gri_handle_pin(uint64_t handle)
{
    if (!is_possible(handle) || gri_handle_is_forked()) {
        return NULL;
    }
    struct gri_process_node *place = place_of(handle);
    atomic_fetch_add(&place->pins, 1);
    if (atomic_load(&place->handle) != handle) {
        atomic_fetch_sub(&place->pins, 1);
        return NULL;
    }
    return place->node;
}

void gri_handle_unpin(uint64_t handle)
{
    atomic_fetch_sub(&place_of(handle)->pins, 1);
}

/* ---- told to stop ---- */

void gri_handle_tell_stop(uint64_t handle)
{
    struct gri_process_node *place = place_of(handle);
    atomic_store(&place->is_told_to_stop, true);
    gri_unpark(&place->stop);
}

bool gri_handle_is_told_stop(uint64_t handle)
{
    return atomic_load(&place_of(handle)->is_told_to_stop);
}

void gri_handle_wait_stop(uint64_t handle)
{
    while (!gri_handle_is_told_stop(handle)) {
        (void)gri_park(&place_of(handle)->stop, UINT64_MAX);
    }
}
