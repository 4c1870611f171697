/* SPDX-License-Identifier: MIT */
/* Telling subscribers of dead letters. A notice is posted to its actor's worker and sent from
 * there, so that no mailbox is entered while something is being taken out of it. Any thread, no
 * lock held.
 */
#include <string.h>

#include "core.h"
#include "notices.pb-c.h"

static void notice_arrived(struct gri_worker *worker, struct gri_post *post)
{
    struct gri_core *core = gri_shard_of(worker)->core;
    struct gri_mail *mail = GRI_CONTAINER(post, struct gri_mail, post);
    gr_dead_letter_notice notice = { .to = { core->handle, core->incarnation, mail->actor },
                                     .service = mail->service,
                                     .method = mail->method };
    if (core->send_oneway(core, notice.to, notice.method, mail) == GR_UNAVAILABLE) {
        gr_ignore(gri_letters_unsubscribe(&core->letters, &notice)); /* or somebody else did */
    }
}

static void tell(struct gri_core *core, const gr_dead_letter_notice *notice,
                 const Greenroom__DeadLetter *message)
{
    struct gri_shard *shard = gri_core_shard(core, notice->to.actor);
    struct gri_mail *mail;
    if (shard == NULL || gri_mail_copy(GRI_MAIL_ONEWAY, &greenroom__dead_letter__descriptor, false,
                                       message, &core->message_limits, &mail) != GR_OK) {
        gri_letters_count_skipped(&core->letters);
        return;
    }
    mail->service = notice->service;
    mail->method = notice->method;
    mail->actor = notice->to.actor;
    mail->post.run = notice_arrived;
    gri_worker_post(&shard->worker, &mail->post);
}

bool gri_core_is_letter(const gr_method *method)
{
    return method->request == &greenroom__dead_letter__descriptor ||
           (method->request != NULL &&
            strcmp(method->request->name, greenroom__dead_letter__descriptor.name) == 0);
}

void gri_core_tell(struct gri_core *core, struct gri_letter *told)
{
    const gr_dead_letter *letter = &told->letter;
    gr_dead_letter_notice notices[GRI_SUBSCRIBERS_MAX];
    Greenroom__DeadLetter message = GREENROOM__DEAD_LETTER__INIT;
    if (!gri_letters_have_subscribers(&core->letters) || atomic_load(&core->is_stopping)) {
        return;
    }
    uint32_t n = gri_letters_to_tell(&core->letters, letter->at_ns, notices, &message.skipped);
    if (n == 0) {
        return;
    }
    gri_core_write_letter(core, told);
    message.number = letter->number;
    message.count = letter->count;
    message.reason = (Greenroom__DeadLetter__Reason)letter->reason;
    message.code = letter->code;
    message.actor = (char *)letter->actor;
    message.sender = (char *)letter->sender;
    message.method = (char *)letter->method;
    message.message = (char *)letter->message;
    for (uint32_t i = 0; i < n; i++) {
        tell(core, &notices[i], &message);
    }
}
