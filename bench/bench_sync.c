/* SPDX-License-Identifier: MIT */
/* Sync calls from one actor to another on the same worker. */
#include "work.h"

int main(void)
{
    gr_node *node = work_node("bench", 1);
    struct work work = work_local(node);
    bench_time("sync call, local", 1000000, work_echo, &work);
    work_destroy_node(node);
    return 0;
}
