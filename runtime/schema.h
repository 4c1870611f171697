/* SPDX-License-Identifier: MIT */
/* Whether two nodes' versions of a service can talk: compares the canonical schema texts that the
 * generator emits (docs/protocol.md). Called at lookup where fingerprints differ. Pure, any thread.
 */
#ifndef GRI_SCHEMA_H
#define GRI_SCHEMA_H

#include <greenroom/code.h>

#include <stddef.h>

/* Compares two canonical texts; `theirs` may be anything. On an error `why` gets a sentence (cut to
 * `why_cap`, always ended; untouched when they are compatible).
 * Errors: FAILED_PRECONDITION (another service, a method with other types, or a field of another
 *         name, label or type: named in `why`), INVALID_ARGUMENT (a text that is not canonical). */
GR_MUST_USE gr_code gri_schema_compatible(const char *mine, const char *theirs, char *why,
                                          size_t why_cap);

#endif
