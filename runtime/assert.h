/* SPDX-License-Identifier: MIT */
/* GR_ASSERT: a check of our own invariants, always on. Used everywhere, on any thread; never for
 * what a caller, a peer or the lack of memory can bring about. */
#ifndef GRI_ASSERT_H
#define GRI_ASSERT_H

/* Writes "file:line: expression" to stderr by one write(2) and aborts. In process.c. */
_Noreturn void gri_assert_failed(const char *file, int line, const char *expression);

#define GR_ASSERT(cond) ((cond) ? (void)0 : gri_assert_failed(__FILE__, __LINE__, #cond))

#endif
