/* SPDX-License-Identifier: MIT */
/* The API of child processes: parameters are checked here, the notice is prepared. */
#include <string.h>

#include "child.h"
#include "notices.pb-c.h"
#include "stub_parts.h"

/* ---- the notice ---- */

static const char *check_notice(const struct gri_entry *entry, const gr_exit_notice *notice)
{
    bool is_exported;
    const gr_method *method = gri_stub_method(notice->service, notice->method);
    if (method == NULL || method->request == NULL ||
        strcmp(method->request->name, greenroom__exit__descriptor.name) != 0) {
        return "the notice's method does not take a greenroom.Exit";
    }
    if (notice->to.node != entry->core->handle || !gri_stub_is_local(entry, notice->to)) {
        return "the notice goes to another node, or to a named ref";
    }
    const gr_service *service = gri_actor_service(entry->core, notice->to.actor, &is_exported);
    if (service == NULL || strcmp(service->name, notice->service->name) != 0) {
        return "the notice's actor is gone, or of another service";
    }
    return NULL;
}

/* All but the end is in it. */
static gr_code make_notice(const struct gri_core *core, const gr_child_options *options,
                           struct gri_mail **out_mail)
{
    Greenroom__Exit message = GREENROOM__EXIT__INIT;
    const gr_exit_notice *notice = options->notice;
    message.tag = options->tag;
    gr_code code = gri_mail_copy(GRI_MAIL_NOTICE, &greenroom__exit__descriptor, false, &message,
                                 &core->message_limits, out_mail);
    if (code == GR_OK) {
        (*out_mail)->service = notice->service;
        (*out_mail)->method = notice->method;
        (*out_mail)->actor = notice->to.actor;
    }
    return code;
}

/* ---- children ---- */

static gr_code start(struct gri_entry *entry, const gr_child_options *options, uint64_t *out_id,
                     const char **out_why)
{
    struct gri_mail *notice = NULL;
    if (entry->core->env->ops->step != NULL) {
        *out_why = "there are no processes in a virtual env";
        return GR_UNIMPLEMENTED;
    }
    *out_why = options->notice == NULL ? NULL : check_notice(entry, options->notice);
    if (*out_why != NULL) {
        return GR_INVALID_ARGUMENT;
    }
    if (options->notice != NULL && make_notice(entry->core, options, &notice) != GR_OK) {
        *out_why = "out of memory";
        return GR_RESOURCE_EXHAUSTED;
    }
    gr_code code = gri_child_start(&entry->node->children, options, notice, out_id, out_why);
    if (code != GR_OK) {
        gri_mail_free(notice);
    }
    return code;
}

gr_code gr_child_start(gr_node *node, const gr_child_options *options, gr_child *out_child,
                       gr_error *error)
{
    GRI_VISIT;
    struct gri_entry entry;
    const char *why = NULL;
    if (node == NULL || options == NULL || options->file == NULL || *options->file == '\0' ||
        out_child == NULL || (options->argv != NULL && options->argv[0] == NULL)) {
        return gri_error_set(error, GR_INVALID_ARGUMENT, GR_RAN_NO,
                             "node, file, out_child and an argv[0] are needed");
    }
    gr_code code = gri_enter(node->core.handle, &entry);
    if (code != GR_OK) {
        return gri_stub_explain_entry(error, code);
    }
    gr_child child = { .node = node->core.handle };
    code = start(&entry, options, &child.id, &why);
    if (code == GR_OK) {
        *out_child = child;
    } else {
        code = gri_error_set(error, code, GR_RAN_NO, "\"%s\" cannot be started: %s", options->file,
                             why);
        code = gri_core_refused(entry.core, "child_start", code, "%s: %s", options->file, why);
    }
    gri_leave(&entry);
    return code;
}

gr_code gr_child_wait(gr_child child, uint32_t timeout_ms, gr_exit *out_exit)
{
    GRI_VISIT;
    struct gri_entry entry;
    gr_exit end;
    if (out_exit == NULL) {
        return GR_INVALID_ARGUMENT;
    }
    gr_code code = gri_enter(child.node, &entry);
    if (code != GR_OK) {
        return code;
    }
    uint64_t now_ns = entry.core->env->ops->now_ns(entry.core->env);
    uint64_t deadline_ns =
        timeout_ms == GR_FOREVER ? UINT64_MAX : now_ns + timeout_ms * UINT64_C(1000000);
    code = gri_child_wait(&entry.node->children, child.id, deadline_ns, &end);
    if (code == GR_OK) {
        *out_exit = end;
    }
    gri_leave(&entry);
    return code;
}

gr_code gr_child_signal(gr_child child, int signal)
{
    GRI_VISIT;
    struct gri_entry entry;
    gr_code code = gri_enter(child.node, &entry);
    if (code == GR_OK) {
        code = gri_child_signal(&entry.node->children, child.id, signal);
        gri_leave(&entry);
    }
    return code;
}

gr_code gr_child_stop(gr_child child, uint32_t grace_ms)
{
    GRI_VISIT;
    struct gri_entry entry;
    gr_code code = gri_enter(child.node, &entry);
    if (code == GR_OK) {
        code = gri_child_stop(&entry.node->children, child.id, grace_ms);
        gri_leave(&entry);
    }
    return code;
}

int64_t gr_child_pid(gr_child child)
{
    GRI_VISIT;
    struct gri_entry entry;
    int64_t pid = 0;
    if (gri_enter(child.node, &entry) == GR_OK) {
        pid = gri_child_pid(&entry.node->children, child.id);
        gri_leave(&entry);
    }
    return pid;
}
