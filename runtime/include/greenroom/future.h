/* SPDX-License-Identifier: MIT */
/* Futures: the replies of async calls. Generated code wraps one in a type for each method and takes
 * the typed reply with <package>_<service>_<method>_await(). */
#ifndef GREENROOM_FUTURE_H
#define GREENROOM_FUTURE_H

#include "greenroom/call.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The end of a call to come. Whoever made the call owns it, until it is awaited or dropped. One
 * owner at a time; the owner may be any thread or fiber. */
typedef struct gr_future gr_future;

/* Whether the call has ended, so that awaiting it does not wait.   Thread: any.   Blocks: no. */
GR_API bool gr_future_is_done(const gr_future *future);

/* Wait until one of `futures` has ended; NULL entries are passed over.
 * Thread:  any.   Blocks: suspends a fiber, blocks a plain thread, until then or the timeout.
 * Errors:  DEADLINE_EXCEEDED, CANCELLED (this actor is stopping), INVALID_ARGUMENT (none given). */
GR_API GR_MUST_USE gr_code gr_future_wait_any(gr_future *const *futures, size_t n,
                                              uint32_t timeout_ms, size_t *out_index);

/* Wait until all of `futures` have ended; NULL entries are passed over. Errors as above. */
GR_API GR_MUST_USE gr_code gr_future_wait_all(gr_future *const *futures, size_t n,
                                              uint32_t timeout_ms);

/* A descriptor that is readable once the call has ended, for an application's own poll or epoll
 * loop: await the future then, which does not wait any more. The same one each time; it is the
 * future's, not to be read, written or closed, and gone when the future is awaited or dropped.
 * Thread:  the owner's.   Blocks: no.
 * Errors:  INVALID_ARGUMENT, RESOURCE_EXHAUSTED (the process has no descriptor left). */
GR_API GR_MUST_USE gr_code gr_future_descriptor(gr_future *future, int *out_descriptor);

/* End the call with CANCELLED, unless it has ended already, and tell the callee. The future is
 * still the caller's, to be awaited or dropped.   Thread: any.   Blocks: no. */
GR_API void gr_future_cancel(gr_future *future);

/* Let go of a future that will not be awaited; the call goes on. Sets *future to NULL.
 * Takes: *future. NULL is fine.   Thread: any.   Blocks: no. */
GR_API void gr_future_drop(gr_future **future);

#ifdef __cplusplus
}
#endif
#endif
