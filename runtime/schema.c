/* SPDX-License-Identifier: MIT */
/* Compares canonical schema texts. Both are sorted lines, and a line's key (what may be said only
 * once: "rpc Name(", "field message number ") is its beginning: so one walk over both, side by
 * side, meets each pair of lines with the same key. */
#include "schema.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

/* Borrowed from a text: a line without its end. */
struct line {
    const char *at;
    size_t len;
};

/* One text being read. */
struct reader {
    const char *rest;
    struct line line;
    struct line key;
};

static int compare(struct line a, struct line b)
{
    int order = memcmp(a.at, b.at, a.len < b.len ? a.len : b.len);

    return order != 0 ? order : (a.len > b.len) - (a.len < b.len);
}

static bool starts_with(struct line line, const char *word)
{
    size_t len = strlen(word);

    return line.len >= len && memcmp(line.at, word, len) == 0;
}

/* What is behind the nth `mark` of the line is not key; all of it where there are fewer. */
static struct line key_to(struct line line, char mark, int nth)
{
    for (size_t i = 0; i < line.len; i++) {
        nth -= line.at[i] == mark;
        if (nth == 0) {
            return (struct line){ line.at, i + 1 };
        }
    }
    return line;
}

/* Other kinds of lines, and the values of enums, may differ: their key is all of them. */
static struct line key_of(struct line line)
{
    if (starts_with(line, "service ")) {
        return key_to(line, ' ', 1);
    }
    if (starts_with(line, "rpc ")) {
        return key_to(line, '(', 1);
    }
    if (starts_with(line, "field ")) {
        return key_to(line, ' ', 3);
    }
    return line;
}

static bool is_at_end(const struct reader *reader)
{
    return reader->line.at == NULL;
}

/* To the next line, or the end. False: the text is not canonical. */
static bool advance(struct reader *reader)
{
    const char *end = strchr(reader->rest, '\n');
    struct line before = reader->line;

    if (*reader->rest == '\0') {
        reader->line.at = NULL;
        return true;
    }
    if (end == NULL) {
        return false;
    }
    reader->line = (struct line){ reader->rest, (size_t)(end - reader->rest) };
    reader->key = key_of(reader->line);
    reader->rest = end + 1;
    return before.at == NULL || compare(before, reader->line) < 0;
}

static int shown(struct line line)
{
    return line.len > 200 ? 200 : (int)line.len;
}

static gr_code differ(struct line mine, struct line theirs, char *why, size_t why_cap)
{
    snprintf(why, why_cap, "here \"%.*s\", there \"%.*s\"", shown(mine), mine.at, shown(theirs),
             theirs.at);
    return GR_FAILED_PRECONDITION;
}

static gr_code not_canonical(const char *whose, const struct reader *reader, char *why,
                             size_t why_cap)
{
    snprintf(why, why_cap, "%s schema is not in the canonical form: at \"%.40s\"", whose,
             is_at_end(reader) ? reader->rest : reader->line.at);
    return GR_INVALID_ARGUMENT;
}

/* One step: the reader that is behind goes on, or both. */
static bool is_behind(const struct reader *a, const struct reader *b)
{
    return !is_at_end(a) && (is_at_end(b) || compare(a->key, b->key) <= 0);
}

gr_code gri_schema_compatible(const char *mine, const char *theirs, char *why, size_t why_cap)
{
    struct reader here = { .rest = mine };
    struct reader there = { .rest = theirs };
    bool here_steps = true;
    bool there_steps = true;
    bool same_service = false;

    do {
        if (here_steps && !advance(&here)) {
            return not_canonical("this node's", &here, why, why_cap);
        }
        if (there_steps && !advance(&there)) {
            return not_canonical("the peer's", &there, why, why_cap);
        }
        here_steps = is_behind(&here, &there);
        there_steps = is_behind(&there, &here);
        if (here_steps && there_steps && compare(here.line, there.line) != 0) {
            return differ(here.line, there.line, why, why_cap);
        }
        same_service |= here_steps && there_steps && starts_with(here.line, "service ");
    } while (here_steps || there_steps);
    if (!same_service) {
        snprintf(why, why_cap, "a schema without a service");
        return GR_INVALID_ARGUMENT;
    }
    return GR_OK;
}
