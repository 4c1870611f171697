/* SPDX-License-Identifier: MIT */
/* Greenroom's supervisor: an actor of the service greenroom.Supervisor, whose schema,
 * greenroom/supervisor.proto, says what it does. Link Greenroom::actors. */
#ifndef GREENROOM_SUPERVISOR_H
#define GREENROOM_SUPERVISOR_H

#include "greenroom/supervisor.gr.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The type to spawn, or to offer, so that a supervisor may have supervisors:
 *     code = greenroom_supervisor_spawn(node, &greenroom_supervisor_actor, &spec, NULL, &ref,
 * &error);
 */
extern const greenroom_supervisor_type greenroom_supervisor_actor;

#ifdef __cplusplus
}
#endif
#endif
