/* SPDX-License-Identifier: MIT */
/* The API of names, of refs in messages, and of the details of errors. */
#include <string.h>

#include "actor.h"
#include "lookup.h"
#include "operate.h"
#include "ref.pb-c.h"
#include "stub_parts.h"

/* ---- names and refs ---- */

/* Errors: as gr_stub_register(), with a reason. */
static gr_code register_here(struct gri_entry *entry, const char *name, gr_ref ref,
                             const gr_service *service, const char **out_why)
{
    bool is_exported;
    if (!gri_stub_is_local(entry, ref)) {
        *out_why = "the actor is on another node, or the ref a named one";
        return GR_INVALID_ARGUMENT;
    }
    *out_why = "the actor is gone";
    const gr_service *actual = gri_actor_service(entry->core, ref.actor, &is_exported);
    if (actual == NULL) {
        return GR_UNAVAILABLE;
    }
    if (strcmp(actual->name, service->name) != 0) {
        *out_why = "the actor is of another service";
        return GR_FAILED_PRECONDITION;
    }
    gri_actor_export(entry->core, ref.actor);
    gr_code code = gri_names_add(&entry->core->names, name, ref.actor, actual);
    if (code != GR_OK) {
        *out_why = code == GR_ALREADY_EXISTS ? "another actor has the name" : "out of memory";
        return code;
    }
    atomic_thread_fence(memory_order_seq_cst); /* with the one of the actor's end */
    if (gri_actor_service(entry->core, ref.actor, &is_exported) == NULL) {
        gri_names_remove_actor(&entry->core->names, ref.actor); /* it ended meanwhile */
        return GR_UNAVAILABLE;
    }
    return GR_OK;
}

gr_code gr_stub_register(gr_node *node, const char *name, gr_ref ref, const gr_service *service)
{
    GRI_VISIT;
    struct gri_entry entry;
    if (node == NULL || service == NULL) {
        return GR_INVALID_ARGUMENT;
    }
    gr_code code = gri_enter(ref.node, &entry);
    if (code != GR_OK) {
        return code;
    }
    const char *why = "the ref is of another node of this process";
    if (!gri_name_is_valid(name)) {
        why = "names have letters, digits, '.', '_' and '-', 255 at the most";
        code = GR_INVALID_ARGUMENT;
    } else {
        code = entry.node != node ? GR_INVALID_ARGUMENT
                                  : register_here(&entry, name, ref, service, &why);
    }
    if (code != GR_OK) {
        code = gri_core_refused(entry.core, "register", code, "\"%s\": %s",
                                name == NULL ? "" : name, why);
    }
    gri_leave(&entry);
    return code;
}

gr_code gr_stub_lookup(gr_node *node, const char *name, const gr_service *service,
                       const gr_call_options *options, gr_ref *out_ref, gr_error *error)
{
    GRI_VISIT;
    struct gri_entry entry;
    if (node == NULL || service == NULL || out_ref == NULL) {
        return gri_error_set(error, GR_INVALID_ARGUMENT, GR_RAN_NO, "node and out_ref are needed");
    }
    gr_code code = gri_enter(node->core.handle, &entry);
    if (code != GR_OK) {
        return gri_stub_explain_entry(error, code);
    }
    uint64_t deadline_ns =
        gri_deadline(entry.core, options == NULL ? 0 : options->timeout_ms, 0, false);
    code = gri_lookup(&entry, name, service, deadline_ns, out_ref, error);
    gri_leave(&entry);
    return code;
}

gr_code gr_stub_named(gr_node *node, const char *name, const gr_service *service, gr_ref *out_ref)
{
    GRI_VISIT;
    if (node == NULL || service == NULL || out_ref == NULL) {
        return GR_INVALID_ARGUMENT;
    }
    return gri_named_open(node, name, service, out_ref);
}

gr_code gr_stub_ref_pack(gr_ref ref, const gr_service *service, struct Greenroom__Ref *storage)
{
    GRI_VISIT;
    struct gri_entry entry;
    if (service == NULL || storage == NULL || ref.home == 0) {
        return GR_INVALID_ARGUMENT;
    }
    gr_code code = gri_enter(ref.node, &entry);
    if (code != GR_OK) {
        return code;
    }
    if (gri_stub_is_local(&entry, ref)) {
        gri_actor_export(entry.core, ref.actor);
    }
    gri_leave(&entry);
    Greenroom__Ref packed = GREENROOM__REF__INIT;
    packed.node = ref.home;
    packed.actor = ref.actor;
    packed.service = (char *)service->name;
    *storage = packed;
    return GR_OK;
}

gr_code gr_stub_ref_unpack(gr_node *node, const struct Greenroom__Ref *message,
                           const gr_service *service, gr_ref *out_ref)
{
    if (node == NULL || service == NULL || out_ref == NULL) {
        return GR_INVALID_ARGUMENT;
    }
    if (message == NULL || message->node == 0 || message->actor == 0) {
        return GR_NOT_FOUND;
    }
    if (message->service == NULL || strcmp(message->service, service->name) != 0) {
        return gri_core_refused(&node->core, "ref_unpack", GR_FAILED_PRECONDITION,
                                "the ref is of a %s, not of a %s",
                                message->service == NULL ? "?" : message->service, service->name);
    }
    *out_ref = (gr_ref){ node->core.handle, message->node, message->actor };
    return GR_OK;
}

gr_code gr_stub_ref_set(void *message, const ProtobufCMessageDescriptor *type, uint32_t number,
                        gr_ref ref, const gr_service *service, struct Greenroom__Ref *storage)
{
    GRI_VISIT;
    const ProtobufCFieldDescriptor *field = protobuf_c_message_descriptor_get_field(type, number);
    char *bytes = message;
    if (message == NULL || field == NULL) {
        return GR_INVALID_ARGUMENT;
    }
    gr_code code = gr_stub_ref_pack(ref, service, storage);
    if (code != GR_OK) {
        return code;
    }
    *(struct Greenroom__Ref **)(void *)(bytes + field->offset) = storage;
    if ((field->flags & PROTOBUF_C_FIELD_FLAG_ONEOF) != 0) {
        *(uint32_t *)(void *)(bytes + field->quantifier_offset) = number;
    }
    return GR_OK;
}

/* The ref that is in a field: GR_OK where there is none in one that need not be there, too. */
static gr_code find_ref(const void *message, const ProtobufCFieldDescriptor *field, size_t index,
                        const struct Greenroom__Ref **out_ref)
{
    const char *bytes = message;
    const void *place = bytes + field->offset;
    const void *quantifier = bytes + field->quantifier_offset;

    if (field->label == PROTOBUF_C_LABEL_REPEATED) {
        if (index >= *(const size_t *)quantifier) {
            return GR_OUT_OF_RANGE;
        }
        *out_ref = (*(struct Greenroom__Ref *const *const *)place)[index];
        return GR_OK;
    }
    if ((field->flags & PROTOBUF_C_FIELD_FLAG_ONEOF) != 0 &&
        *(const uint32_t *)quantifier != field->id) {
        return GR_NOT_FOUND;
    }
    *out_ref = *(struct Greenroom__Ref *const *)place;
    return GR_OK;
}

gr_code gr_stub_ref_get(gr_node *node, const void *message, const ProtobufCMessageDescriptor *type,
                        uint32_t number, size_t index, const gr_service *service, gr_ref *out_ref)
{
    GRI_VISIT;
    const ProtobufCFieldDescriptor *field = protobuf_c_message_descriptor_get_field(type, number);
    const struct Greenroom__Ref *found = NULL;
    if (message == NULL || field == NULL) {
        return GR_INVALID_ARGUMENT;
    }
    gr_code code = find_ref(message, field, index, &found);
    return code == GR_OK ? gr_stub_ref_unpack(node, found, service, out_ref) : code;
}

/* ---- details ---- */

gr_code gr_error_detail(const gr_error *error, const ProtobufCMessageDescriptor *type,
                        void *out_detail)
{
    GRI_VISIT;
    static const struct gri_message_limits limits = { 16, (size_t)4 << 20 };
    if (error == NULL || type == NULL || out_detail == NULL) {
        return GR_INVALID_ARGUMENT;
    }
    const struct gri_failure *failure = error->owned;
    if (failure == NULL || strcmp(failure->detail_type, type->name) != 0) {
        return GR_NOT_FOUND;
    }
    struct gri_mail *mail;
    gr_code code = gri_mail_unpack_chained(GRI_MAIL_REPLY, type, false,
                                           gri_cursor_over(failure->detail, failure->detail_len),
                                           &limits, 0, &mail);
    if (code == GR_OK) {
        void *detail = mail->payload;
        memcpy(out_detail, &detail, sizeof(detail));
    }
    return code;
}
