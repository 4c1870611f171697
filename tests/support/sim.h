/* SPDX-License-Identifier: MIT */
/* The virtual env: a clock that stands still until all is done, seeded chance, and a network in
 * memory. The same seed gives the same run. One thread alone uses it; every callback runs inside
 * step(), except a dialer's that is cancelled by its destruction. */
#ifndef SIM_H
#define SIM_H

#include <stdbool.h>
#include <stdint.h>

#include "env.h"

/* What the wall clock says at the virtual time 0: some day in 2020. */
#define SIM_WALL_NS INT64_C(1580000000000000000)

/* Virtual time starts at 1 s. Attach workers as runners: run() takes no time; one whose run() is
 * false has nothing to do until its next_ns(), or until something else has run.
 * Urls of any scheme match by equality; ipc:// and abstract:// tell the peer's uid. What a stream
 * sends arrives in order after random delays, in random pieces; 256 KiB may be on the way, then
 * sends wait for the other end's receiving. Closing loses nothing that was sent.
 * Its listeners, dialers and streams are allocated by gri_malloc, and can fail; the rest never. */
gri_env *sim_create(uint64_t seed);

/* Finishes the streams that were closed. Aborts, naming them, if a runner, listener, dialer or
 * stream is left. */
void sim_destroy(gri_env *env);

/* The delay of each piece, connection and end of stream from now on: 10 to 100 us at first. */
void sim_set_delay(gri_env *env, uint64_t min_ns, uint64_t max_ns);

/* Breaks all streams of `url` now, both ends; what is on the way is lost. */
void sim_cut(gri_env *env, const char *url);

/* While stalled nothing arrives over `url`, in neither direction, also no connection or end of
 * stream; it does once the stall is over. */
void sim_stall(gri_env *env, const char *url, bool stalled);

/* Steps until `ns` have passed and nothing is left to do at that time. */
void sim_advance(gri_env *env, uint64_t ns);

/* Steps until nothing is left to do but waiting for a deadline of a runner: time goes on for the
 * network alone. */
void sim_settle(gri_env *env);

#endif
