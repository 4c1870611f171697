/* SPDX-License-Identifier: MIT */
/* The process-wide state, and the end of a process whose invariants broke. */
#include "process.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "assert.h"

struct gri_process gri_process = {
    .log = { .lock = PTHREAD_MUTEX_INITIALIZER, .level = GR_LOG_WARN },
    .fiber = { .lock = PTHREAD_MUTEX_INITIALIZER },
    .nodes = { .lock = PTHREAD_MUTEX_INITIALIZER },
};

void gri_assert_failed(const char *file, int line, const char *expression)
{
    char text[256];
    int n = snprintf(text, sizeof text, "greenroom: %s:%d: assertion failed: %s\n", file, line,
                     expression);
    if (n > 0) {
        size_t len = (size_t)n < sizeof text ? (size_t)n : sizeof text - 1;
        if (write(STDERR_FILENO, text, len) < 0) {
            abort(); /* nobody can be told */
        }
    }
    abort();
}
