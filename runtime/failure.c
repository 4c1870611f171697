/* SPDX-License-Identifier: MIT */
/* Failures: one block with all their strings; and the gr_error that the user sees. */
#include "failure.h"

#include <stdio.h>
#include <string.h>

#include "alloc.h"

static const char *or_empty(const char *string)
{
    return string == NULL ? "" : string;
}

static size_t cut(size_t len, size_t max)
{
    return len < max ? len : max;
}

static char *put(char **at, const char *string, size_t len)
{
    char *start = *at;
    memcpy(start, string, len);
    start[len] = '\0';
    *at = start + len + 1;
    return start;
}

struct gri_failure *gri_failure_make(const struct gri_failure_parts *parts)
{
    char path[GRI_FAILURE_PATH_MAX];
    const char *outer = or_empty(parts->outer);
    const char *inner = or_empty(parts->path);
    const char *joint = *outer != '\0' && *inner != '\0' ? " > " : "";
    int path_len = snprintf(path, sizeof(path), "%s%s%s", outer, joint, inner);
    size_t path_n = cut(path_len < 0 ? 0 : (size_t)path_len, sizeof(path) - 1);
    size_t message_n = cut(strlen(or_empty(parts->message)), GRI_FAILURE_MESSAGE_MAX);
    size_t type_n = strlen(or_empty(parts->detail_type));

    struct gri_failure *failure =
        gri_malloc(sizeof(*failure) + path_n + message_n + type_n + parts->detail_len + 3);
    if (failure == NULL) {
        return NULL;
    }
    char *at = (char *)(failure + 1);
    failure->code = parts->code;
    failure->ran = parts->ran;
    failure->why.say = NULL;
    failure->message = put(&at, or_empty(parts->message), message_n);
    failure->path = put(&at, path, path_n);
    failure->detail_type = put(&at, or_empty(parts->detail_type), type_n);
    failure->detail_len = parts->detail_len;
    failure->detail = (uint8_t *)at;
    if (parts->detail_len > 0) {
        memcpy(at, parts->detail, parts->detail_len);
    }
    return failure;
}

struct gri_failure *gri_failure_vformat(gr_code code, gr_ran ran, const char *path,
                                        const char *format, va_list args)
{
    char message[GRI_FAILURE_MESSAGE_MAX + 1];
    if (vsnprintf(message, sizeof(message), format, args) < 0) {
        message[0] = '\0';
    }
    return gri_failure_make(
        &(struct gri_failure_parts){ .code = code, .ran = ran, .message = message, .path = path });
}

struct gri_failure *gri_failure_format(gr_code code, gr_ran ran, const char *path,
                                       const char *format, ...)
{
    va_list args;
    va_start(args, format);
    struct gri_failure *failure = gri_failure_vformat(code, ran, path, format, args);
    va_end(args);
    return failure;
}

struct gri_failure *gri_failure_draft(gr_code code, gr_ran ran, const char *path,
                                      const struct gri_why *why)
{
    size_t path_n = cut(strlen(path), GRI_FAILURE_PATH_MAX - 1);
    struct gri_failure *failure = gri_malloc(sizeof(*failure) + path_n + 1);
    if (failure == NULL) {
        return NULL;
    }
    char *at = (char *)(failure + 1);
    *failure = (struct gri_failure){ .code = code, .ran = ran, .why = *why };
    failure->path = put(&at, path, path_n);
    return failure;
}

struct gri_failure *gri_failure_read(struct gri_failure *failure)
{
    char message[GRI_FAILURE_MESSAGE_MAX + 1];
    if (failure == NULL || failure->why.say == NULL) {
        return failure;
    }
    failure->why.say(&failure->why, failure->path, message, sizeof(message));
    struct gri_failure *written = gri_failure_make(&(struct gri_failure_parts){
        .code = failure->code, .ran = failure->ran, .message = message, .path = failure->path });
    gri_mfree(failure);
    return written;
}

gr_code gri_failing_code(gr_code code)
{
    bool is_one = (code > GR_OK && code <= GR_UNAUTHENTICATED) || code >= GR_APPLICATION;
    return is_one ? code : GR_INTERNAL;
}

void gr_error_fini(gr_error *error)
{
    if (error == NULL) {
        return;
    }
    gri_mfree(error->owned);
    *error = (gr_error)GR_ERROR_INIT;
}

gr_code gri_error_take(gr_error *error, gr_code code, gr_ran ran, struct gri_failure *failure)
{
    if (error == NULL) {
        gri_mfree(failure);
        return code;
    }
    gr_error_fini(error);
    error->code = code;
    error->message = gr_code_name(code);
    error->ran = failure == NULL ? ran : failure->ran;
    failure = gri_failure_read(failure);
    if (failure != NULL) {
        error->message = failure->message;
        error->path = failure->path;
        error->owned = failure;
    }
    return code;
}

gr_code gri_error_set(gr_error *error, gr_code code, gr_ran ran, const char *format, ...)
{
    if (error == NULL) {
        return code;
    }
    va_list args;
    va_start(args, format);
    struct gri_failure *failure = gri_failure_vformat(code, ran, "", format, args);
    va_end(args);
    return gri_error_take(error, code, ran, failure);
}
