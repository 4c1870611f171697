/* SPDX-License-Identifier: MIT */
/* Actors that are spawned, get one message and stop, all on one worker. */
#include "work.h"

int main(void)
{
    gr_node *node = work_node("bench", 1);
    struct work work = work_local(node);
    bench_time("spawn, message, stop", 200000, work_spawn, &work);
    work_destroy_node(node);
    return 0;
}
