/* SPDX-License-Identifier: MIT */
/* The names of codes. Pure, called on any thread. */
#include <greenroom/code.h>

#include <stddef.h>

static const char *const names[] = {
    [GR_OK] = "OK",
    [GR_CANCELLED] = "CANCELLED",
    [GR_UNKNOWN] = "UNKNOWN",
    [GR_INVALID_ARGUMENT] = "INVALID_ARGUMENT",
    [GR_DEADLINE_EXCEEDED] = "DEADLINE_EXCEEDED",
    [GR_NOT_FOUND] = "NOT_FOUND",
    [GR_ALREADY_EXISTS] = "ALREADY_EXISTS",
    [GR_PERMISSION_DENIED] = "PERMISSION_DENIED",
    [GR_RESOURCE_EXHAUSTED] = "RESOURCE_EXHAUSTED",
    [GR_FAILED_PRECONDITION] = "FAILED_PRECONDITION",
    [GR_ABORTED] = "ABORTED",
    [GR_OUT_OF_RANGE] = "OUT_OF_RANGE",
    [GR_UNIMPLEMENTED] = "UNIMPLEMENTED",
    [GR_INTERNAL] = "INTERNAL",
    [GR_UNAVAILABLE] = "UNAVAILABLE",
    [GR_DATA_LOSS] = "DATA_LOSS",
    [GR_UNAUTHENTICATED] = "UNAUTHENTICATED",
};

const char *gr_code_name(gr_code code)
{
    if (code >= GR_APPLICATION) {
        return "APPLICATION";
    }
    if (code < 0 || (size_t)code >= sizeof names / sizeof names[0]) {
        return "INVALID_CODE";
    }
    return names[code];
}
