/* SPDX-License-Identifier: MIT */
/* The short way of what an actor sends to one of another node, by a method that its worker knows:
 * peer_short.c has the notes. What is out of the ordinary goes the long way. */
#ifndef GRI_FAR_H
#define GRI_FAR_H

#include "operate.h"

/* What is called. */
struct gri_far_call {
    gr_ref to;
    const gr_service *service;
    uint32_t method;
    uint32_t timeout_ms; /* 0: unset */
    const void *request;
};

/* All of it for a oneway without a time to live. False: nothing was sent. */
bool gri_far_oneway(gr_ref to, const gr_service *service, uint32_t method, const void *request);

/* Call, and wait for the result, which is in `*out_code` too. `*out_node` is the callee's node's
 * name, which stays as long as this node. False: nothing was sent. */
bool gri_far_sync(const struct gri_far_call *what, struct gri_result *out_result, gr_code *out_code,
                  const char **out_node);

#endif
