/* SPDX-License-Identifier: MIT */
/* Which tools watch this build, as constants that are always defined: GRI_ASAN, GRI_TSAN and
 * GRI_VALGRIND are 0 or 1. Read at compile time by alloc.c and fiber.c. */
#ifndef GRI_SANITIZE_H
#define GRI_SANITIZE_H

#ifdef __has_feature
#if __has_feature(address_sanitizer)
#define GRI_ASAN 1
#endif
#if __has_feature(thread_sanitizer)
#define GRI_TSAN 1
#endif
#endif

#if defined(__SANITIZE_ADDRESS__) && !defined(GRI_ASAN)
#define GRI_ASAN 1
#endif
#if defined(__SANITIZE_THREAD__) && !defined(GRI_TSAN)
#define GRI_TSAN 1
#endif

#ifndef GRI_ASAN
#define GRI_ASAN 0
#endif
#ifndef GRI_TSAN
#define GRI_TSAN 0
#endif

/* Valgrind's requests are a few instructions that do nothing elsewhere: wanted where they can be
 * had. */
#ifdef __has_include
#if __has_include(<valgrind/valgrind.h>)
#define GRI_VALGRIND 1
#endif
#endif
#ifndef GRI_VALGRIND
#define GRI_VALGRIND 0
#endif

#endif
