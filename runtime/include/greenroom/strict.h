/* SPDX-License-Identifier: MIT */
/* What the header of a machine makes errors in the file that includes it, whatever the compiler's
 * options are (but for -w): a function that is not declared, since a transition that the schema
 * does not have is none; and a pointer to something else, since otherwise arguments of another
 * state, or its body, would be taken with a warning. Included by generated code alone. */
#ifndef GREENROOM_STRICT_H
#define GREENROOM_STRICT_H

#if defined(__GNUC__) && !defined(__cplusplus)
#pragma GCC diagnostic error "-Wimplicit-function-declaration"
#pragma GCC diagnostic error "-Wincompatible-pointer-types"
#ifdef __clang__ /* counts a lost const among these: as everywhere it is a warning */
#pragma clang diagnostic ignored "-Wincompatible-pointer-types-discards-qualifiers"
#pragma clang diagnostic warning "-Wincompatible-pointer-types-discards-qualifiers"
#endif
#endif

#endif
