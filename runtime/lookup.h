/* SPDX-License-Identifier: MIT */
/* From names and refs to where they lead: lookups, named refs, and the session to a ref's home. */
#ifndef GRI_LOOKUP_H
#define GRI_LOOKUP_H

#include "entry.h"

/* Find an actor by name: "manager" and "<this node>/manager" here, "back/manager" on node back.
 * Errors: NOT_FOUND, UNAVAILABLE, FAILED_PRECONDITION (another service or schema),
 * DEADLINE_EXCEEDED, CANCELLED, INVALID_ARGUMENT, RESOURCE_EXHAUSTED; `error` (may be NULL) says
 * more. */
gr_code gri_lookup(struct gri_entry *entry, const char *name, const gr_service *service,
                   uint64_t deadline_ns, gr_ref *out_ref, gr_error *error);

/* A ref that stands for a name. Errors: INVALID_ARGUMENT, RESOURCE_EXHAUSTED. */
gr_code gri_named_open(gr_node *node, const char *name, const gr_service *service, gr_ref *out_ref);

/* "actor" or "node/actor", taken apart; the node is "" where there is none. False: neither. */
bool gri_name_split(const char *name, char *out_node, size_t cap, const char **out_actor);

/* What a named ref is, and stands for now. NULL: there is none. */
struct gri_named *gri_named_get(gr_node *node, uint64_t id, gr_ref *out_found);

/* lookup_renew.c: send a oneway to any ref, named ones too, without waiting for anything: what a
 * name does not stand for now is looked up for the next one. `method` is its number there; of a
 * named ref the mail's own counts. Takes mail. */
gr_code gri_named_oneway(struct gri_core *core, gr_ref to, uint32_t method, struct gri_mail *mail);

/* Where to send: `*out_actor` and, unless it is here, `*out_peer` with a reference and the method's
 * number there. A named ref is looked up where it is not known. Errors: as gri_lookup(),
 * UNIMPLEMENTED. */
struct gri_route {
    uint64_t actor;
    struct gri_peer *peer;
    uint32_t method;
    bool needs_credit; /* over there its senders wait */
    gr_ref used;       /* what a named ref stood for */
};
gr_code gri_resolve(struct gri_entry *entry, gr_ref to, const gr_service *service, uint32_t method,
                    uint64_t deadline_ns, struct gri_route *out_route, gr_error *error);

/* What a ref stands for now: itself, unless it is a named one. Errors: as gri_lookup(). */
gr_code gri_resolve_name(struct gri_entry *entry, gr_ref ref, uint64_t deadline_ns, gr_ref *out_ref,
                         gr_error *error);

/* The same for whatever names stand for an actor of another node. Any thread. */
void gri_named_forget_actor(struct gri_core *core, uint64_t home, uint64_t actor);

/* What a named ref stood for is gone: look it up next time. */
void gri_named_forget(struct gri_entry *entry, gr_ref to, gr_ref used);

#endif
