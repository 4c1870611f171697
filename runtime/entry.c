/* SPDX-License-Identifier: MIT */
/* Entering a node: actors of its own are inside already, all others pin it by its handle. */
#include "entry.h"

#include "handles.h"

gr_code gri_enter(uint64_t handle, struct gri_entry *out_entry)
{
    struct gri_worker *worker = gri_worker_current();
    if (handle == 0) {
        return GR_INVALID_ARGUMENT;
    }
    if (worker != NULL && gri_shard_of(worker)->core->handle == handle) {
        struct gri_shard *shard = gri_shard_of(worker);
        *out_entry = (struct gri_entry){ shard->core->node, shard->core, shard, 0, worker };
        return GR_OK;
    }
    gr_node *node = gri_handle_pin(handle);
    if (node == NULL) {
        return gri_handle_is_forked() ? GR_FAILED_PRECONDITION : GR_UNAVAILABLE;
    }
    *out_entry = (struct gri_entry){ node, &node->core, NULL, handle, worker };
    return GR_OK;
}

void gri_leave(struct gri_entry *entry)
{
    if (entry->pinned != 0) {
        gri_handle_unpin(entry->pinned);
    }
}
