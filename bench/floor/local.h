/* SPDX-License-Identifier: MIT */
/* What the floors of two threads take of the floors of one: each thread has a world of its own. */
#ifndef FLOOR_LOCAL_H
#define FLOOR_LOCAL_H

#include "floor.h"

/* The sum of the numbers of `branches` trees of `size` leaves each, the first one's being `first`.
 */
uint64_t local_skynet(uint64_t first, uint64_t size, uint64_t branches);

/* The part of n messages of all to all that actors first to end_of - 1 send, and the answers to
 * them; returns how many. */
uint64_t local_big(const struct floor_big *big, uint64_t n, uint32_t first, uint32_t end_of);

#endif
