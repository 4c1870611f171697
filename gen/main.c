/* SPDX-License-Identifier: MIT */
/* protoc-gen-greenroom: the request of protoc from standard input, the response to standard output,
 * and the starter files that were asked for. Errors in a schema are in the response; the exit
 * status tells of what is wrong otherwise. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "generate.h"
#include "request.h"

/* Writes to a file that does not exist yet; one that does is left as it is. */
static bool write_skeleton(const struct gen_skeleton *skeleton)
{
    int fd = open(skeleton->path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);

    if (fd < 0 && errno == EEXIST) {
        fprintf(stderr, "protoc-gen-greenroom: %s exists and is left as it is\n", skeleton->path);
        return true;
    }
    FILE *out = fd < 0 ? NULL : fdopen(fd, "w");
    bool ok = out != NULL && fputs(skeleton->text, out) >= 0;
    ok = out != NULL && fclose(out) == 0 && ok;
    if (ok) {
        fprintf(stderr, "protoc-gen-greenroom: wrote %s\n", skeleton->path);
    } else {
        fprintf(stderr, "protoc-gen-greenroom: cannot write %s: %s\n", skeleton->path,
                strerror(errno));
    }
    return ok;
}

static bool write_result(const struct gen_result *result)
{
    for (size_t i = 0; i < result->n_skeletons; i++) {
        if (!write_skeleton(&result->skeletons[i])) {
            return false;
        }
    }
    size_t written = fwrite(result->response, 1, result->response_len, stdout);
    if (written != result->response_len || fflush(stdout) != 0) {
        perror("protoc-gen-greenroom: cannot write the response");
        return false;
    }
    return true;
}

int main(void)
{
    struct gen_arena arena;
    struct gen_result result;
    uint8_t *bytes;
    size_t len;
    bool ok = false;

    gen_arena_init(&arena);
    if (!gen_request_read(&arena, stdin, &bytes, &len)) {
        perror("protoc-gen-greenroom: cannot read the request");
        goto out;
    }
    if (!gen_generate(&arena, bytes, len, &result)) {
        fprintf(stderr, "protoc-gen-greenroom: this is no request of protoc: %s\n", result.problem);
        goto out;
    }
    ok = write_result(&result);
out:
    gen_arena_fini(&arena);
    return ok ? EXIT_SUCCESS : EXIT_FAILURE;
}
