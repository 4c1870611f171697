/* SPDX-License-Identifier: MIT */
/* Children that are processes: see supervisor_program.h. On the supervisor's fiber. */
#include "supervisor_program.h"

#include <stdio.h>
#include <stdlib.h>

enum { KILL_MARGIN_MS = 400 };

/* `first` where it is not NULL, and the others, with a NULL at the end. NULL: out of memory. */
static const char **list_of(const char *first, char *const *others, size_t n)
{
    const char **list = calloc(n + 2, sizeof(*list));
    size_t at = 0;
    if (list != NULL && first != NULL) {
        list[at++] = first;
    }
    for (size_t i = 0; list != NULL && i < n; i++) {
        list[at++] = others[i];
    }
    return list;
}

gr_code supervisor_start_program(gr_node *node, const Greenroom__Program *program,
                                 const gr_exit_notice *notice, uint64_t tag, gr_child *out_child,
                                 gr_error *error)
{
    gr_code code = GR_RESOURCE_EXHAUSTED;
    const char **argv = list_of(program->file, program->args, program->n_args);
    const char **env = list_of(NULL, program->env, program->n_env);
    if (argv != NULL && env != NULL) {
        const gr_child_options options = {
            .file = program->file,
            .argv = argv,
            .env = program->n_env == 0 ? NULL : env,
            .directory = program->directory[0] == '\0' ? NULL : program->directory,
            .notice = notice,
            .tag = tag,
        };
        code = gr_child_start(node, &options, out_child, error);
    }
    free(argv);
    free(env);
    return code;
}

gr_code supervisor_stop_program(gr_child child, uint32_t timeout_ms)
{
    gr_exit end;
    uint32_t grace_ms = timeout_ms == 0 ? 5000 : timeout_ms;
    gr_code code = gr_child_stop(child, grace_ms);
    if (code == GR_OK) {
        uint32_t wait_ms =
            grace_ms < GR_FOREVER - KILL_MARGIN_MS ? grace_ms + KILL_MARGIN_MS : GR_FOREVER;
        code = gr_child_wait(child, wait_ms, &end);
    }
    return code == GR_NOT_FOUND ? GR_OK : code;
}

gr_code supervisor_explain_exit(const Greenroom__Exit *end, char *buf, size_t cap)
{
    switch (end->how) {
    case GREENROOM__EXIT__HOW__EXITED:
        (void)snprintf(buf, cap, "it exited with status %d", end->status);
        return end->status == 0 ? GR_OK : GR_UNKNOWN;
    case GREENROOM__EXIT__HOW__SIGNALLED:
        (void)snprintf(buf, cap, "signal %d ended it", end->status);
        return GR_UNKNOWN;
    default:
        (void)snprintf(buf, cap, "it ended, and its status is not known");
        return GR_UNKNOWN;
    }
}
