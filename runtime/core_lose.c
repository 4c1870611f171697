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
    if (here == NULL) {
        atomic_fetch_add(counter, n);
    } else {
        gri_count(counter, n);
    }
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

static void describe_sender(struct gri_core *core, const struct gri_letter *letter, char *buf,
                            size_t cap)
{
    if (letter->is_foreign) {
        (void)(snprintf(buf, cap, "%s", letter->sender_node));
    } else if (letter->sender == 0) {
        (void)(snprintf(buf, cap, "thread"));
    } else {
        gri_core_describe(core, letter->sender_service, letter->sender, buf, cap);
    }
}

static void write_sender_and_method(struct gri_core *core, struct gri_letter *letter)
{
    gr_dead_letter *texts = &letter->letter;
    char sender[GRI_ACTOR_LABEL_MAX];
    describe_sender(core, letter, sender, sizeof(sender));
    gri_text_cut(texts->sender, sizeof(texts->sender), sender);
    (void)(snprintf(texts->method, sizeof(texts->method), "%s.%s", letter->service->name,
                    letter->service->methods[letter->method].name));
}

void gri_core_write_letter(struct gri_core *core, struct gri_letter *letter)
{
    gr_dead_letter *texts = &letter->letter;
    char actor[GRI_ACTOR_LABEL_MAX];
    char message[GRI_FAILURE_MESSAGE_MAX];
    if (letter->why.say == NULL) {
        return;
    }
    gri_core_describe(core, letter->service, letter->actor, actor, sizeof(actor));
    letter->why.say(&letter->why, actor, message, sizeof(message));
    gri_text_cut(texts->actor, sizeof(texts->actor), actor);
    gri_text_cut(texts->message, sizeof(texts->message), message);
    write_sender_and_method(core, letter);
    letter->why.say = NULL;
}

static void log_letter(struct gri_core *core, struct gri_letter *logged)
{
    const gr_dead_letter *letter = &logged->letter;
    enum gri_event event = letter->count > 1 ? GRI_EVENT_ONEWAYS_LOST : event_of(letter->reason);
    uint64_t left_out;
    if (!gri_log_admit(&core->log_limits, core->env, GR_LOG_WARN, event, &left_out)) {
        return;
    }
    char quoted[sizeof(letter->message) + 16];
    char quoted_sender[sizeof(letter->sender) + 16];
    char n[40] = "";
    gri_core_write_letter(core, logged);
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

/* The beginning of the round will do, where there is one. */
static uint64_t time_of_death(struct gri_core *core)
{
    const struct gri_shard *here = gri_core_here(core);
    return here == NULL ? core->env->ops->now_ns(core->env) : here->worker.now_ns;
}

static void bury(struct gri_core *core, struct gri_letter *letter)
{
    letter->letter.count = letter->letter.count == 0 ? 1 : letter->letter.count;
    letter->letter.at_ns = time_of_death(core);
    gri_letters_keep(&core->letters, letter);
    log_letter(core, letter);
    gri_core_tell(core, letter);
}

static void bury_letter(struct gri_core *core, struct gri_letter *letter)
{
    letter->letter.count = 1;
    gri_letters_count(&core->letters, letter->letter.reason, 1);
    log_letter(core, letter);
}

void gri_core_bury(struct gri_core *core, gr_dead_letter *letter)
{
    struct gri_letter written = { .letter = *letter };
    bury(core, &written);
}

void gri_core_bury_letter(struct gri_core *core, gr_dead_letter *letter)
{
    struct gri_letter written = { .letter = *letter };
    bury_letter(core, &written);
}

/* What can be said now, of an actor that may be gone soon, or is on another node. */
static void write_now(struct gri_core *core, const struct gri_loss *loss, struct gri_letter *letter)
{
    gr_dead_letter *texts = &letter->letter;
    char actor[GRI_ACTOR_LABEL_MAX];
    if (loss->node != NULL) {
        gri_core_describe_there(loss->node, letter->service, letter->actor, actor, sizeof(actor));
    } else {
        gri_core_describe(core, letter->service, letter->actor, actor, sizeof(actor));
    }
    gri_text_cut(texts->actor, sizeof(texts->actor), actor);
    gri_text_cut(texts->message, sizeof(texts->message), loss->message);
    write_sender_and_method(core, letter);
}

/* Not initialized as a whole: it has much room for texts. */
static void draft(struct gri_core *core, const struct gri_loss *loss, struct gri_letter *letter)
{
    const struct gri_mail *mail = loss->mail;
    letter->letter.number = 0;
    letter->letter.count = 0;
    letter->letter.sender[0] = '\0';
    letter->letter.actor[0] = '\0';
    letter->letter.method[0] = '\0';
    letter->letter.message[0] = '\0';
    letter->letter.reason = loss->reason;
    letter->letter.code = loss->code;
    letter->service = mail->service;
    letter->method = mail->method;
    letter->actor = mail->actor;
    letter->is_foreign = mail->is_foreign;
    letter->sender_service = NULL;
    if (mail->is_foreign) {
        letter->sender_node = mail->sender_node;
    } else {
        letter->sender = mail->sender;
        letter->sender_service = mail->sender == 0 ? NULL : core->service_of(core, mail->sender);
    }
    letter->why.say = NULL;
    if (loss->why != NULL) {
        letter->why = *loss->why;
    } else {
        write_now(core, loss, letter);
    }
}

void gri_core_lose(struct gri_core *core, const struct gri_loss *loss)
{
    struct gri_letter letter;
    draft(core, loss, &letter);
    if (gri_core_is_letter(&loss->mail->service->methods[loss->mail->method])) {
        bury_letter(core, &letter);
    } else {
        bury(core, &letter);
    }
}

size_t gri_core_newest_letters(struct gri_core *core, gr_dead_letter *out_letters, size_t n)
{
    struct gri_letter letter;
    size_t given = 0;
    uint64_t before = 0;
    while (given < n && gri_letters_get(&core->letters, before, &letter)) {
        before = letter.letter.number;
        gri_core_write_letter(core, &letter);
        out_letters[given++] = letter.letter;
    }
    return given;
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
