/* SPDX-License-Identifier: MIT */
/* What the runtime's own modules log with. Any thread, any fiber, no lock held meanwhile. */
#ifndef GRI_LOG_H
#define GRI_LOG_H

#include <stddef.h>

#include <greenroom/log.h>

/* Logs "event=<event> <format...>": pairs like "key=%s other=%d". A line over 1 KiB is cut. */
void gri_log(gr_log_level level, const char *event, const char *format, ...) GR_PRINTF(3, 4);

/* Writes `s` as a pair's value to `buf` and returns `buf`: as it is where that is unmistakable,
 * else quoted and escaped; one too long is cut and ends in "...". NULL is written as "". `cap`
 * >= 8. */
const char *gri_log_quote(const char *s, char *buf, size_t cap);

#endif
