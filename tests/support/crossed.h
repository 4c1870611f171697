/* SPDX-License-Identifier: MIT */
/* For the tests of the change-over from one session to another: two nodes in a virtual env have
 * dialled each other, and one of the two connections stalls for a while. */
#ifndef CROSSED_H
#define CROSSED_H

#include "remote.h"

#define CROSSED_MS UINT64_C(1000000)

/* Where front listens; back does at REMOTE_URL. */
#define CROSSED_URL "ipc://front"

/* In a test's rounds. Owned by the test. */
enum { CROSSED_ROUNDS = 60 };

struct crossed {
    gri_env *env;
    gr_node *front;
    gr_node *back;
    const char *stalled; /* the url, until the round `stalls_until` */
    uint64_t stalls_until;
    const char *cut; /* the url to be cut in the round `cut_at`, which no round is at first */
    uint64_t cut_at;
    bool was_up; /* front's connection was, before it stalled */
    uint64_t chance;
};

/* One of the connections stalls: so that at the one end this one may be up first, at the other end
 * the other. Keeps the log, until the end. */
void crossed_open(struct crossed *crossed, uint64_t seed);
void crossed_close(struct crossed *crossed);

/* By the seed's chance. */
uint64_t crossed_below(struct crossed *crossed, uint64_t n);
const char *crossed_either_url(struct crossed *crossed);

/* For up to `n` quarters of a millisecond; messages take up to some milliseconds. */
void crossed_go_on(struct crossed *crossed, uint64_t n);

/* What a round begins with: the end of the stall, the cut. And the end of all rounds. */
void crossed_begin_round(struct crossed *crossed, uint64_t round);
void crossed_end_rounds(struct crossed *crossed);

/* One session, on both sides, and it stays one: nobody dials any more. */
void crossed_check_one_session(struct crossed *crossed);

#endif
