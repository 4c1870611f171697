/* SPDX-License-Identifier: MIT */
/* Makes C names, called by model.c and the emitters. protobuf-c puts an underscore before a capital
 * that follows a character that is none, so that acronyms stay in one piece: GetURLFor is
 * get_urlfor. */
#include "names.h"

#include <string.h>

/* Keywords of C++ as protobuf-c has them: it escapes fields of these names. */
static const char *const field_words[] = {
    "and",
    "and_eq",
    "asm",
    "auto",
    "bitand",
    "bitor",
    "bool",
    "break",
    "case",
    "catch",
    "char",
    "class",
    "compl",
    "const",
    "const_cast",
    "continue",
    "default",
    "delete",
    "do",
    "double",
    "dynamic_cast",
    "else",
    "enum",
    "explicit",
    "extern",
    "false",
    "float",
    "for",
    "friend",
    "goto",
    "if",
    "inline",
    "int",
    "long",
    "mutable",
    "namespace",
    "new",
    "not",
    "not_eq",
    "operator",
    "or",
    "or_eq",
    "private",
    "protected",
    "public",
    "register",
    "reinterpret_cast",
    "return",
    "short",
    "signed",
    "sizeof",
    "static",
    "static_cast",
    "struct",
    "switch",
    "template",
    "this",
    "throw",
    "true",
    "try",
    "typedef",
    "typeid",
    "typename",
    "union",
    "unsigned",
    "using",
    "virtual",
    "void",
    "volatile",
    "wchar_t",
    "while",
    "xor",
    "xor_eq",
};

/* What else nothing can be called: newer keywords of C and C++, and macros of common headers. */
static const char *const more_words[] = {
    "alignas",   "alignof",      "char16_t", "char32_t",      "char8_t",   "co_await",
    "co_return", "co_yield",     "concept",  "consteval",     "constexpr", "constinit",
    "decltype",  "errno",        "export",   "linux",         "noexcept",  "nullptr",
    "offsetof",  "requires",     "restrict", "static_assert", "stderr",    "stdin",
    "stdout",    "thread_local", "typeof",   "typeof_unqual", "unix",
};

/* What cannot be a member in C at all. protobuf-c calls members of its own that way: after methods
 * as they are, after fields where they are no keywords of C++. */
static const char *const c_words[] = {
    "auto",    "bool",   "break",    "case",   "char",     "const",  "continue", "default",
    "do",      "double", "else",     "enum",   "errno",    "extern", "false",    "float",
    "for",     "goto",   "if",       "inline", "int",      "long",   "register", "restrict",
    "return",  "short",  "signed",   "sizeof", "static",   "struct", "switch",   "true",
    "typedef", "union",  "unsigned", "void",   "volatile", "while",
};

/* What else a type cannot be called: the types of the headers that generated code includes, and the
 * parameters and variables of generated functions, which would hide it. */
static const char *const type_words[] = {
    "actor",    "args",      "at",         "call",        "code",      "ctx",      "error",
    "from",     "future",    "in",         "index",       "int16_t",   "int32_t",  "int64_t",
    "int8_t",   "intmax_t",  "intptr_t",   "max_align_t", "message",   "ms",       "name",
    "node",     "notice",    "nullptr_t",  "only",        "options",   "out_call", "out_future",
    "out_ref",  "out_reply", "out_result", "out_state",   "ptrdiff_t", "reason",   "ref",
    "reply",    "request",   "result",     "self",        "size_t",    "state",    "storage",
    "table",    "tag",       "target",     "to",          "type",      "typed",    "uint16_t",
    "uint32_t", "uint64_t",  "uint8_t",    "uintmax_t",   "uintptr_t",
};

static bool is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

static bool is_lower(char c)
{
    return c >= 'a' && c <= 'z';
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static char to_upper(char c)
{
    return is_lower(c) ? (char)(c - 'a' + 'A') : c;
}

static char to_lower(char c)
{
    return is_upper(c) ? (char)(c - 'A' + 'a') : c;
}

char *gen_name_type(struct gen_arena *arena, const char *full_name)
{
    char *name = gen_alloc(arena, strlen(full_name) * 2 + 1);
    char *out = name;
    bool capital = true;

    for (const char *c = full_name; *c != '\0'; c++) {
        if (*c == '.') {
            memcpy(out, "__", 2);
            out += 2;
            capital = true;
        } else if (*c == '_') {
            capital = true;
        } else {
            *out++ = capital ? to_upper(*c) : *c;
            capital = false;
        }
    }
    return name;
}

static char *separated(struct gen_arena *arena, const char *full_name, char (*fold)(char))
{
    char *name = gen_alloc(arena, strlen(full_name) * 2 + 1);
    char *out = name;
    bool joined = true; /* no underscore before the next capital */

    for (const char *c = full_name; *c != '\0'; c++) {
        if (*c == '.') {
            memcpy(out, "__", 2);
            out += 2;
            joined = true;
            continue;
        }
        if (is_upper(*c) && !joined) {
            *out++ = '_';
        }
        *out++ = fold(*c);
        joined = is_upper(*c);
    }
    return name;
}

char *gen_name_lower(struct gen_arena *arena, const char *full_name)
{
    return separated(arena, full_name, to_lower);
}

char *gen_name_upper(struct gen_arena *arena, const char *full_name)
{
    return separated(arena, full_name, to_upper);
}

#define IS_IN(words, name) is_in(words, sizeof(words) / sizeof(*(words)), name)

static bool is_in(const char *const *words, size_t n, const char *name)
{
    for (size_t i = 0; i < n; i++) {
        if (strcmp(words[i], name) == 0) {
            return true;
        }
    }
    return false;
}

char *gen_name_field(struct gen_arena *arena, const char *name)
{
    char *lower = gen_copy(arena, name, strlen(name));

    for (char *c = lower; *c != '\0'; c++) {
        *c = to_lower(*c);
    }
    return IS_IN(field_words, lower) ? gen_format(arena, "%s_", lower) : lower;
}

char *gen_name_collapse(struct gen_arena *arena, const char *name)
{
    char *collapsed = gen_alloc(arena, strlen(name) + 1);
    char *out = collapsed;

    for (const char *c = name; *c != '\0'; c++) {
        if (*c != '_' || c == name || c[-1] != '_') {
            *out++ = *c;
        }
    }
    return collapsed;
}

char *gen_name_macro(struct gen_arena *arena, const char *name)
{
    const char *prefix = is_digit(*name) ? "GR_" : "";
    char *macro = gen_format(arena, "%s%s", prefix, name);

    for (char *c = macro; *c != '\0'; c++) {
        *c = is_upper(*c) || is_lower(*c) || is_digit(*c) ? to_upper(*c) : '_';
    }
    return macro;
}

const char *gen_name_member(struct gen_arena *arena, const char *name)
{
    bool is_word = IS_IN(field_words, name) || IS_IN(more_words, name);

    return is_word ? gen_format(arena, "%s_", name) : name;
}

const char *gen_name_alone(struct gen_arena *arena, const char *name)
{
    return IS_IN(type_words, name) ? gen_format(arena, "%s_", name) : gen_name_member(arena, name);
}

bool gen_name_breaks_c(const char *name)
{
    return IS_IN(c_words, name);
}

bool gen_name_is_valid(const char *name)
{
    if (!is_lower(*name)) {
        return false;
    }
    for (const char *c = name; *c != '\0'; c++) {
        if (!is_lower(*c) && !is_digit(*c) && *c != '_') {
            return false;
        }
        if (*c == '_' && (c[1] == '_' || c[1] == '\0')) {
            return false;
        }
    }
    return true;
}

bool gen_name_is_ours(const char *name)
{
    return strcmp(name, "gr") == 0 || strncmp(name, "gr_", 3) == 0 || strncmp(name, "gri_", 4) == 0;
}
