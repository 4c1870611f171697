/* SPDX-License-Identifier: MIT */
/* What is lost: counted, kept as a dead letter, and logged. And how actors are called there and in
 * all messages. Any thread, no lock held; only failing paths come here. */
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "core.h"

/* ---- names of actors ---- */

const char *gri_core_describe_there(const char *node, const gr_service *service, uint64_t actor,
                                    char *buf, size_t cap)
{
    (void)(snprintf(buf, cap, "%s/%s#%" PRIu32, node, service == NULL ? "?" : service->name,
                    (uint32_t)actor & 0xffffffu));
    return buf;
}

bool gri_core_describe_by_name(struct gri_core *core, uint64_t actor, char *buf, size_t cap)
{
    char name[GRI_NAME_MAX + 1];
    if (!gri_names_name_of(&core->names, actor, name)) {
        return false;
    }
    (void)(snprintf(buf, cap, "%s/%s", core->name, name));
    return true;
}

const char *gri_core_describe(struct gri_core *core, const gr_service *service, uint64_t actor,
                              char *buf, size_t cap)
{
    if (!gri_core_describe_by_name(core, actor, buf, cap)) {
        gri_core_describe_there(core->name, service, actor, buf, cap);
    }
    return buf;
}

static void describe_sender(struct gri_core *core, const struct gri_mail *mail, char *buf,
                            size_t cap)
{
    if (mail->is_foreign) {
        (void)(snprintf(buf, cap, "%s", mail->sender_node));
    } else if (mail->sender == 0) {
        (void)(snprintf(buf, cap, "thread"));
    } else {
        gri_core_describe(core, core->service_of(core, mail->sender), mail->sender, buf, cap);
    }
}

/* ---- counting ---- */

void gri_core_count_refusal(struct gri_core *core, gr_code code, uint64_t n)
{
    struct gri_shard *here = gri_core_here(core);
    struct gri_counters *counters = here == NULL ? &core->counters : &here->counters;
    _Atomic uint64_t *counter = &counters->invalid;
    switch (code) {
    case GR_RESOURCE_EXHAUSTED:
        counter = &counters->rejected;
        break;
    case GR_DEADLINE_EXCEEDED:
        counter = &counters->expired;
        break;
    case GR_CANCELLED:
        counter = &counters->cancelled;
        break;
    case GR_UNAVAILABLE:
        counter = &counters->unavailable;
        break;
    default:
        break;
    }
    atomic_fetch_add(counter, n);
}

gr_dead_reason gri_dead_reason_of(gr_code code)
{
    switch (code) {
    case GR_RESOURCE_EXHAUSTED:
        return GR_DEAD_FULL;
    case GR_DEADLINE_EXCEEDED:
        return GR_DEAD_EXPIRED;
    case GR_CANCELLED:
        return GR_DEAD_WITHDRAWN;
    case GR_UNAVAILABLE:
        return GR_DEAD_GONE;
    default:
        return GR_DEAD_INVALID;
    }
}

/* ---- letters ---- */

static enum gri_event event_of(gr_dead_reason reason)
{
    return reason == GR_DEAD_FAILED    ? GRI_EVENT_ONEWAY_FAILED
           : reason == GR_DEAD_DROPPED ? GRI_EVENT_CALL_DROPPED
                                       : GRI_EVENT_ONEWAY_LOST;
}

static void log_letter(struct gri_core *core, const gr_dead_letter *letter)
{
    enum gri_event event = letter->count > 1 ? GRI_EVENT_ONEWAYS_LOST : event_of(letter->reason);
    uint64_t left_out;
    if (!gri_log_admit(&core->log_limits, core->env, GR_LOG_WARN, event, &left_out)) {
        return;
    }
    char quoted[sizeof(letter->message) + 16];
    char quoted_sender[sizeof(letter->sender) + 16];
    char n[40] = "";
    if (letter->count > 1) {
        (void)snprintf(n, sizeof(n), " n=%" PRIu64, letter->count);
    }
    gri_log_admitted(GR_LOG_WARN, event, left_out,
                     "actor=%s method=%s code=%s reason=%s sender=%s message=%s%s", letter->actor,
                     *letter->method == '\0' ? "?" : letter->method, gr_code_name(letter->code),
                     gr_dead_reason_name(letter->reason),
                     gri_log_quote(letter->sender, quoted_sender, sizeof(quoted_sender)),
                     gri_log_quote(letter->message, quoted, sizeof(quoted)), n);
}

void gri_core_bury(struct gri_core *core, gr_dead_letter *letter)
{
    letter->count = letter->count == 0 ? 1 : letter->count;
    letter->at_ns = core->env->ops->now_ns(core->env);
    gri_letters_keep(&core->letters, letter);
    log_letter(core, letter);
    gri_core_tell(core, letter);
}

void gri_core_bury_letter(struct gri_core *core, gr_dead_letter *letter)
{
    letter->count = 1;
    gri_letters_count(&core->letters, letter->reason, 1);
    log_letter(core, letter);
}

void gri_core_lose(struct gri_core *core, const struct gri_loss *loss)
{
    const struct gri_mail *mail = loss->mail;
    gr_dead_letter letter = { .reason = loss->reason, .code = loss->code };
    char actor[GRI_ACTOR_LABEL_MAX];
    if (loss->node != NULL) {
        gri_core_describe_there(loss->node, mail->service, mail->actor, actor, sizeof(actor));
    } else {
        gri_core_describe(core, mail->service, mail->actor, actor, sizeof(actor));
    }
    gri_text_cut(letter.actor, sizeof(letter.actor), actor);
    describe_sender(core, mail, actor, sizeof(actor));
    gri_text_cut(letter.sender, sizeof(letter.sender), actor);
    gri_text_cut(letter.message, sizeof(letter.message), loss->message);
    (void)(snprintf(letter.method, sizeof(letter.method), "%s.%s", mail->service->name,
                    mail->service->methods[mail->method].name));
    if (gri_core_is_letter(&mail->service->methods[mail->method])) {
        gri_core_bury_letter(core, &letter);
    } else {
        gri_core_bury(core, &letter);
    }
}

/* ---- what the application did not get ---- */

static bool just_happens(gr_code code)
{
    return code == GR_UNAVAILABLE || code == GR_NOT_FOUND || code == GR_ALREADY_EXISTS ||
           code == GR_CANCELLED || code == GR_DEADLINE_EXCEEDED;
}

gr_code gri_core_refused(struct gri_core *core, const char *what, gr_code code, const char *format,
                         ...)
{
    char why[GRI_FAILURE_MESSAGE_MAX];
    char quoted[sizeof(why)];
    va_list args;
    va_start(args, format);
    (void)(vsnprintf(why, sizeof(why), format, args));
    va_end(args);
    gri_log_event(&core->log_limits, core->env, just_happens(code) ? GR_LOG_INFO : GR_LOG_WARN,
                  GRI_EVENT_REFUSED, "call=%s node=%s code=%s reason=%s", what, core->name,
                  gr_code_name(code), gri_log_quote(why, quoted, sizeof(quoted)));
    return code;
}
