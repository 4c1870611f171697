/* SPDX-License-Identifier: MIT */
/* Oneways from one actor to another on the same worker. */
#include "work.h"

int main(void)
{
    gr_node *node = work_node("bench", 1);
    struct work work = work_local(node);
    bench_time("oneway, local", 1000000, work_add, &work);
    work_destroy_node(node);
    return 0;
}
