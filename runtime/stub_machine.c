/* SPDX-License-Identifier: MIT */
/* The API of machines, from outside: what is asked of one is a call of its method "$machine", made
 * here; and the counts of transitions. */
#include <string.h>

#include "actor.h"
#include "lookup.h"
#include "machine.pb-c.h"
#include "notices.pb-c.h"
#include "operate.h"
#include "stub_parts.h"

/* As many levels as fit on a fiber's stack, like the details of errors. */
enum { RESULT_DEPTH_MAX = 16 };

/* ---- checks ---- */

const char *gr_machine_state_name(const gr_service *service, uint32_t state)
{
    bool is_one = service != NULL && service->machine != NULL && state > 0 &&
                  state <= service->machine->n_states;
    return is_one ? service->machine->states[state - 1].name : "none";
}

/* `state` 0: none is meant. */
static gr_code check(const gr_service *service, uint32_t state, gr_error *error)
{
    if (service == NULL) {
        return gri_error_set(error, GR_INVALID_ARGUMENT, GR_RAN_NO, "the service is NULL");
    }
    if (service->machine == NULL) {
        return gri_error_set(error, GR_FAILED_PRECONDITION, GR_RAN_NO, "%s has no states",
                             service->name);
    }
    return state <= service->machine->n_states
               ? GR_OK
               : gri_error_set(error, GR_INVALID_ARGUMENT, GR_RAN_NO, "%s has no state %u",
                               service->name, state);
}

static uint32_t find_state(const gr_service *service, const char *name)
{
    uint32_t state = service->machine->n_states;
    while (state > 0 && strcmp(gr_machine_state_name(service, state), name) != 0) {
        state--;
    }
    return state;
}

/* ---- asking ---- */

static Greenroom__Ask ask_for(const gr_service *service, uint32_t state)
{
    Greenroom__Ask ask = GREENROOM__ASK__INIT;
    ask.end = state == 0;
    ask.state = state == 0 ? ask.state : (char *)gr_machine_state_name(service, state);
    return ask;
}

gr_code gr_machine_get_state(gr_ref machine, const gr_service *service,
                             const gr_call_options *options, uint32_t *out_state, gr_error *error)
{
    GRI_VISIT;
    Greenroom__Ask ask = GREENROOM__ASK__INIT;
    Greenroom__Seen *seen = NULL;
    if (out_state == NULL) {
        return gri_error_set(error, GR_INVALID_ARGUMENT, GR_RAN_NO, "out_state is NULL");
    }
    gr_code code = check(service, 0, error);
    if (code == GR_OK) {
        code = gr_stub_sync(machine, service, service->machine->ask, &ask, options, &seen, error);
    }
    if (code != GR_OK) {
        return code;
    }
    uint32_t state = find_state(service, seen->state);
    if (state == 0) {
        code = gri_error_set(error, GR_FAILED_PRECONDITION, GR_RAN_YES,
                             "the machine is in state \"%.100s\", which %s does not have here",
                             seen->state, service->name);
    } else {
        *out_state = state;
    }
    gr_free(seen);
    return code;
}

gr_code gr_machine_wait(gr_ref machine, const gr_service *service, uint32_t state,
                        const gr_call_options *options, gr_error *error)
{
    GRI_VISIT;
    gr_code code = check(service, state, error);
    if (code != GR_OK) {
        return code;
    }
    const Greenroom__Ask ask = ask_for(service, state);
    return gr_stub_sync(machine, service, service->machine->ask, &ask, options, NULL, error);
}

/* ---- results ---- */

static gr_code unpack(struct gri_core *core, const ProtobufCMessageDescriptor *type,
                      const ProtobufCBinaryData *bytes, struct gri_mail **out_mail)
{
    struct gri_message_limits limits = core->message_limits;
    limits.depth = limits.depth < RESULT_DEPTH_MAX ? limits.depth : RESULT_DEPTH_MAX;
    return gri_mail_unpack_chained(GRI_MAIL_REPLY, type, false,
                                   gri_cursor_over(bytes->data, bytes->len), &limits, 0, out_mail);
}

static gr_code take_result(uint64_t node, const gr_state *state, const Greenroom__Seen *seen,
                           void *out_result, gr_error *error)
{
    struct gri_entry entry;
    struct gri_mail *mail;
    if (!seen->has_ended) {
        return gri_error_set(error, GR_FAILED_PRECONDITION, GR_RAN_YES,
                             "the machine is in state \"%.100s\": the wait was not for its end",
                             seen->state);
    }
    if (strcmp(seen->state, state->name) != 0 || !seen->has_result) {
        return gri_error_set(error, GR_FAILED_PRECONDITION, GR_RAN_YES,
                             "the machine ended in state \"%.100s\"%s", seen->state,
                             seen->has_result ? "" : ", without a result");
    }
    gr_code code = gri_enter(node, &entry);
    if (code != GR_OK) {
        return gri_stub_explain_entry(error, code);
    }
    code = unpack(entry.core, state->result, &seen->result, &mail);
    gri_leave(&entry);
    if (code != GR_OK) {
        bool is_memory = code == GR_RESOURCE_EXHAUSTED;
        return gri_error_set(error, is_memory ? code : GR_INTERNAL, GR_RAN_YES, "%s",
                             is_memory ? "out of memory for the result"
                                       : "the result cannot be decoded: it is of another type, too "
                                         "large or too deep");
    }
    void *result = mail->payload;
    memcpy(out_result, &result, sizeof(result));
    return GR_OK;
}

static gr_code check_result(const gr_service *service, uint32_t state, const void *out_result,
                            gr_error *error)
{
    gr_code code = check(service, state, error);
    if (code != GR_OK) {
        return code;
    }
    if (out_result == NULL || state == 0 || service->machine->states[state - 1].result == NULL) {
        return gri_error_set(error, GR_INVALID_ARGUMENT, GR_RAN_NO, "%s",
                             out_result == NULL ? "out_result is NULL" : "the state has no result");
    }
    return GR_OK;
}

gr_code gr_machine_result(gr_ref machine, const gr_service *service, uint32_t state,
                          const gr_call_options *options, void *out_result, gr_error *error)
{
    GRI_VISIT;
    Greenroom__Seen *seen = NULL;
    gr_code code = check_result(service, state, out_result, error);
    if (code != GR_OK) {
        return code;
    }
    const Greenroom__Ask ask = ask_for(service, 0);
    code = gr_stub_sync(machine, service, service->machine->ask, &ask, options, &seen, error);
    if (code != GR_OK) {
        return code;
    }
    code = take_result(machine.node, &service->machine->states[state - 1], seen, out_result, error);
    gr_free(seen);
    return code;
}

/* ---- futures ---- */

gr_code gr_machine_wait_async(gr_ref machine, const gr_service *service, uint32_t state,
                              const gr_call_options *options, gr_future **out_future)
{
    GRI_VISIT;
    gr_code code = check(service, state, NULL);
    if (code != GR_OK) {
        return code;
    }
    const Greenroom__Ask ask = ask_for(service, state);
    code = gri_stub_begin(machine, service, service->machine->ask, &ask,
                          options == NULL ? 0 : options->timeout_ms, false, out_future);
    if (code == GR_OK) {
        (*out_future)->is_dropped_open = true;
    }
    return code;
}

/* The service of a future that gr_machine_wait_async() or gr_machine_observe() gave. NULL: it is
 * INVALID_ARGUMENT, as `error` says. */
static const gr_service *service_of(gr_future *const *future, gr_error *error)
{
    const gr_service *service = future == NULL || *future == NULL ? NULL : (*future)->service;
    if (service != NULL && service->machine != NULL && (*future)->method == service->machine->ask) {
        return service;
    }
    gr_ignore(gri_error_set(error, GR_INVALID_ARGUMENT, GR_RAN_NO,
                            service == NULL ? "the future is NULL"
                                            : "the future is not of a machine")); /* as is said */
    return NULL;
}

gr_code gr_machine_await(gr_future **future, gr_error *error)
{
    GRI_VISIT;
    const gr_service *service = service_of(future, error);
    return service == NULL ? GR_INVALID_ARGUMENT
                           : gr_stub_await(future, service, service->machine->ask, NULL, error);
}

gr_code gr_machine_await_result(gr_future **future, uint32_t state, void *out_result,
                                gr_error *error)
{
    GRI_VISIT;
    const gr_service *service = service_of(future, error);
    Greenroom__Seen *seen = NULL;
    gr_code code =
        service == NULL ? GR_INVALID_ARGUMENT : check_result(service, state, out_result, error);
    if (code != GR_OK) {
        return code;
    }
    uint64_t node = (*future)->node;
    code = gr_stub_await(future, service, service->machine->ask, &seen, error);
    if (code != GR_OK) {
        return code;
    }
    code = take_result(node, &service->machine->states[state - 1], seen, out_result, error);
    gr_free(seen);
    return code;
}

/* ---- observers ---- */

/* The number by which the node of `machine` is to call the observer's method; from another node,
 * which may then call it at all. */
static gr_code export_notice(struct gri_entry *entry, gr_ref machine, gr_transition_notice notice,
                             uint32_t *out_method)
{
    uint32_t first = 0;
    gr_code code = GR_OK;
    if (!gri_stub_is_local(entry, machine)) {
        gri_actor_export(entry->core, notice.to.actor);
        code = gri_numbers_give(&entry->core->numbers, notice.service, &first);
    }
    *out_method = first + notice.method;
    return code;
}

/* Where the machine is, and what its node is to call; `machine` and `notice->to` are no named refs
 * then. */
static gr_code aim(struct gri_entry *entry, gr_ref *machine, gr_transition_notice *notice,
                   uint32_t *out_method)
{
    gr_code code = gri_stub_find_subscriber(entry, notice->service, &notice->to);
    if (code == GR_OK) {
        uint64_t deadline_ns = gri_deadline(entry->core, 0, 0, false);
        code = gri_resolve_name(entry, *machine, deadline_ns, machine, NULL);
    }
    if (code == GR_OK) {
        code = export_notice(entry, *machine, *notice, out_method);
    }
    if (code != GR_OK) {
        code = gri_core_refused(entry->core, "observe", code, "%s",
                                code == GR_INVALID_ARGUMENT
                                    ? "the observer is on another node, or of another service"
                                : code == GR_UNAVAILABLE ? "the observer or the machine is gone"
                                                         : gri_stub_why_ended(code));
    }
    return code;
}

gr_code gr_machine_observe(gr_ref machine, const gr_service *service, gr_transition_notice notice,
                           uint64_t tag, gr_future **out_future)
{
    GRI_VISIT;
    struct gri_entry entry;
    Greenroom__Ask ask = GREENROOM__ASK__INIT;
    Greenroom__Ref observer = GREENROOM__REF__INIT;
    gr_ref found = machine;
    gr_code code = check(service, 0, NULL);
    if (code != GR_OK) {
        return code;
    }
    if (out_future == NULL || machine.node != notice.to.node ||
        !gri_stub_takes(notice.service, notice.method, &greenroom__transition__descriptor)) {
        return GR_INVALID_ARGUMENT;
    }
    code = gri_enter(machine.node, &entry);
    if (code != GR_OK) {
        return code;
    }
    code = aim(&entry, &found, &notice, &ask.method);
    gri_leave(&entry);
    if (code != GR_OK) {
        return code;
    }
    observer.node = notice.to.home;
    observer.actor = notice.to.actor;
    observer.service = (char *)notice.service->name;
    ask.observer = &observer;
    ask.tag = tag;
    code = gri_stub_begin(found, service, service->machine->ask, &ask, 0, true, out_future);
    if (code == GR_OK) {
        (*out_future)->named = machine.home == 0 ? (uint32_t)machine.actor : 0;
        (*out_future)->is_dropped_open = true;
    }
    return code;
}

/* ---- transition coverage ---- */

static uint32_t count_transitions(const gr_machine *table)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < table->n_states; i++) {
        n += table->states[i].n_to;
    }
    return n;
}

static void read_counts(const gr_machine *table, _Atomic uint64_t *counts,
                        gr_transition_count *out_counts)
{
    size_t n = 0;
    for (uint32_t from = 0; from < table->n_states; from++) {
        const gr_state *state = &table->states[from];
        for (uint32_t i = 0; i < state->n_to; i++) {
            uint32_t to = state->to[i] - 1u;
            out_counts[n++] = (gr_transition_count){
                state->name, table->states[to].name,
                atomic_load_explicit(&counts[(size_t)from * table->n_states + to],
                                     memory_order_relaxed)
            };
        }
    }
}

gr_code gr_machine_get_counts(gr_node *node, const gr_service *service,
                              gr_transition_count *out_counts, size_t cap, size_t *out_n)
{
    GRI_VISIT;
    _Atomic uint64_t *counts;
    if (node == NULL || out_n == NULL || (out_counts == NULL && cap > 0)) {
        return GR_INVALID_ARGUMENT;
    }
    gr_code code = check(service, 0, NULL);
    *out_n = code == GR_OK ? count_transitions(service->machine) : 0;
    if (code == GR_OK) {
        code = gri_coverage_of(&node->core.coverage, service, &counts);
    }
    if (code != GR_OK) {
        return code;
    }
    if (counts == NULL) {
        return gri_core_refused(&node->core, "machine_get_counts", GR_FAILED_PRECONDITION,
                                "this node does not count transitions (count_transitions)");
    }
    if (*out_n > cap) {
        return GR_RESOURCE_EXHAUSTED;
    }
    read_counts(service->machine, counts, out_counts);
    return GR_OK;
}
