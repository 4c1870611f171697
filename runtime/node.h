/* SPDX-License-Identifier: MIT */
/* Making a node in an env of one's own; what else there is to a node is public. */
#ifndef GRI_NODE_H
#define GRI_NODE_H

#include "env.h"
#include "greenroom/node.h"

/* gr_node_create() with another env than the real one. `env` outlives the node. */
gr_code gri_node_create_in(gri_env *env, const gr_node_options *options, gr_node **out_node);

#endif
