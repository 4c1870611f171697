/* SPDX-License-Identifier: MIT */
/* Codes: what a call, or any function of Greenroom, ends with. Sixteen canonical codes with gRPC's
 * names and numbers, and an application's own from GR_APPLICATION up. */
#ifndef GREENROOM_CODE_H
#define GREENROOM_CODE_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define GR_API          __attribute__((visibility("default")))
#define GR_MUST_USE     __attribute__((warn_unused_result))
#define GR_PRINTF(f, a) __attribute__((format(printf, f, a)))
#else
#define GR_API
#define GR_MUST_USE
#define GR_PRINTF(f, a)
#endif

/* Everything that can fail returns one; 0 is success. Discard one with gr_ignore(). */
typedef int32_t gr_code;

enum {
    GR_OK = 0,
    GR_CANCELLED = 1,
    GR_UNKNOWN = 2,
    GR_INVALID_ARGUMENT = 3,
    GR_DEADLINE_EXCEEDED = 4,
    GR_NOT_FOUND = 5,
    GR_ALREADY_EXISTS = 6,
    GR_PERMISSION_DENIED = 7,
    GR_RESOURCE_EXHAUSTED = 8,
    GR_FAILED_PRECONDITION = 9,
    GR_ABORTED = 10,
    GR_OUT_OF_RANGE = 11,
    GR_UNIMPLEMENTED = 12,
    GR_INTERNAL = 13,
    GR_UNAVAILABLE = 14,
    GR_DATA_LOSS = 15,
    GR_UNAUTHENTICATED = 16,
    GR_APPLICATION = 100 /* the first code that is the application's own */
};

/* The code's name: "NOT_FOUND"; "APPLICATION" from 100 up; "INVALID_CODE" for what is no code.
 * Thread: any.   Owns: nothing, the string is static. */
GR_API const char *gr_code_name(gr_code code);

/* Discards a code on purpose; say why in a comment beside it. */
static inline void gr_ignore(gr_code code)
{
    (void)code;
}

#ifdef __cplusplus
}
#endif
#endif
