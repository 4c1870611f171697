/* SPDX-License-Identifier: MIT */
/* Fuzzes the generator with the bytes of a CodeGeneratorRequest: whatever they are, it must end,
 * with a response that can be decoded or with a problem, and leave nothing behind. Run by libFuzzer
 * on its own thread. */
#include <google/protobuf/compiler/plugin.pb-c.h>
#include <stdlib.h>

#include "generate.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

static bool is_response(struct gen_arena *arena, const struct gen_result *result)
{
    return google__protobuf__compiler__code_generator_response__unpack(
               &arena->allocator, result->response_len, result->response) != NULL;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    struct gen_arena arena;
    struct gen_result result;

    gen_arena_init(&arena);
    bool ok = gen_generate(&arena, bytes, len, &result);
    if (ok ? !is_response(&arena, &result) : result.problem == NULL) {
        abort();
    }
    gen_arena_fini(&arena);
    return 0;
}
