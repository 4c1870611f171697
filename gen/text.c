/* SPDX-License-Identifier: MIT */
/* Lays out C, called by stubs.c and the emitters. gen_text_list() weighs the same breaks with the
 * same weights as clang-format does, for the few shapes there are in generated code. */
#include "text.h"

#include <limits.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#define COLUMNS       100
#define MACRO_COLUMNS 98 /* without " \" */

/* What clang-format's LLVM style charges. */
enum {
    FIRST_BREAK = 15,
    COMMA_BREAK = 41,
    CALL_PAREN_BREAK = 59,
    DECLARATION_PAREN_BREAK = 140,
    TYPE_BREAK = 80,
    CHECKED_TYPE_BREAK = 100
};

/* One way to break a list, and what it costs. */
struct layout {
    bool after_type;  /* the name starts a line */
    bool after_paren; /* the first item does */
    unsigned cost;    /* UINT_MAX: some line is too long */
};

/* A list to be laid out. Borrows all. */
struct list {
    enum gen_shape shape;
    const char *head;
    const char *name;
    const struct gen_list *items;
    const char *tail;
};

void gen_text_init(struct gen_text *text, struct gen_arena *arena)
{
    *text = (struct gen_text){ .arena = arena, .bytes = gen_alloc(arena, 4096), .cap = 4096 };
}

static void append(struct gen_text *text, const char *bytes, size_t len)
{
    if (text->cap - text->len <= len) {
        size_t cap = (text->len + len + 1) * 2;
        char *grown = gen_alloc(text->arena, cap);
        memcpy(grown, text->bytes, text->len);
        text->bytes = grown;
        text->cap = cap;
    }
    memcpy(text->bytes + text->len, bytes, len);
    text->len += len;
    text->bytes[text->len] = '\0';
}

void gen_text_add(struct gen_text *text, const char *format, ...)
{
    char line[512];
    va_list values;
    va_list again;

    va_start(values, format);
    va_copy(again, values);
    int len = vsnprintf(line, sizeof(line), format, values);
    if (len > 0 && (size_t)len < sizeof(line)) {
        append(text, line, (size_t)len);
    } else if (len > 0) {
        char *bytes = gen_alloc(text->arena, (size_t)len + 1);
        vsnprintf(bytes, (size_t)len + 1, format, again);
        append(text, bytes, (size_t)len);
    }
    va_end(again);
    va_end(values);
}

/* ---- lists ---- */

static size_t indent_of(const struct list *list)
{
    bool is_inside = list->shape == GEN_SHAPE_CALL || list->shape == GEN_SHAPE_MEMBER ||
                     list->shape == GEN_SHAPE_MACRO;

    return is_inside ? 4 : 0;
}

static const char *space_after(const char *head)
{
    size_t len = strlen(head);

    return len == 0 || head[len - 1] == '*' ? "" : " ";
}

static size_t item_width(const struct list *list, size_t i)
{
    bool is_last = i + 1 == list->items->n;

    return strlen(list->items->items[i]) + (is_last ? strcspn(list->tail, "\n") : 1);
}

/* The width of the line that `name(` ends. */
static size_t opening_width(const struct list *list, bool after_type)
{
    size_t width = indent_of(list) + strlen(list->name) + 1;

    return after_type ? width : width + strlen(list->head) + strlen(space_after(list->head));
}

static bool fits_one_line(const struct list *list)
{
    size_t width = opening_width(list, false);

    for (size_t i = 0; i < list->items->n; i++) {
        width += item_width(list, i) + (i == 0 ? 0 : 1);
    }
    return width <= COLUMNS;
}

/* Counts the breaks after commas when lines are filled; false where an item is too long. */
static bool fill(const struct list *list, size_t start, size_t indent, unsigned *out_breaks)
{
    size_t limit = list->shape == GEN_SHAPE_MACRO ? MACRO_COLUMNS : COLUMNS;
    size_t column = start;

    *out_breaks = 0;
    for (size_t i = 0; i < list->items->n; i++) {
        size_t width = item_width(list, i);
        if (i > 0 && column + 1 + width <= limit) {
            column += 1 + width;
            continue;
        }
        column = (i == 0 ? start : indent) + width;
        *out_breaks += i == 0 ? 0 : 1;
        if (column > limit) {
            return false;
        }
    }
    return true;
}

static unsigned paren_break(const struct list *list)
{
    bool is_function = list->shape == GEN_SHAPE_FUNCTION || list->shape == GEN_SHAPE_CHECKED;
    bool is_declaration = is_function || list->shape == GEN_SHAPE_MEMBER;

    return is_declaration ? DECLARATION_PAREN_BREAK : CALL_PAREN_BREAK;
}

static void weigh(const struct list *list, struct layout *layout)
{
    size_t opening = opening_width(list, layout->after_type);
    size_t indent = layout->after_paren ? indent_of(list) + 4 : opening;
    unsigned type_break = list->shape == GEN_SHAPE_CHECKED ? CHECKED_TYPE_BREAK : TYPE_BREAK;
    unsigned breaks;

    layout->cost = UINT_MAX;
    if (opening > COLUMNS || !fill(list, indent, indent, &breaks)) {
        return;
    }
    layout->cost = breaks * COMMA_BREAK;
    layout->cost += layout->after_paren ? paren_break(list) : 0;
    layout->cost += breaks > 0 || layout->after_paren ? FIRST_BREAK : 0;
    layout->cost += layout->after_type ? type_break + FIRST_BREAK : 0;
}

/* The cheapest layout; where none fits, the narrowest. */
static struct layout choose(const struct list *list)
{
    bool can_break_type = indent_of(list) == 0 && *list->head != '\0';
    bool is_wide = opening_width(list, false) > COLUMNS;
    struct layout best = { can_break_type && is_wide, true, UINT_MAX };

    for (unsigned i = 0; i < (can_break_type ? 4u : 2u); i++) {
        struct layout layout = { (i & 2) != 0, (i & 1) != 0, 0 };
        weigh(list, &layout);
        if (layout.cost < best.cost) {
            best = layout;
        }
    }
    return best;
}

/* Ends a line of a macro with a backslash in the last column; other lines plainly. */
static void end_line(struct gen_text *text, const struct list *list, size_t column)
{
    if (list->shape == GEN_SHAPE_MACRO) {
        int pad = column < MACRO_COLUMNS + 1 ? (int)(MACRO_COLUMNS + 1 - column) : 1;
        gen_text_add(text, "%*s\\", pad, "");
    }
    gen_text_add(text, "\n");
}

/* Puts an item that is longer than a line, broken before its last word. */
static void put_long_item(struct gen_text *text, const struct list *list, size_t i, size_t indent)
{
    const char *item = list->items->items[i];
    const char *word = strrchr(item, ' ');

    if (word == NULL) {
        gen_text_add(text, "%s", item);
        return;
    }
    word += strncmp(word, " **", 3) == 0 ? 2 : 0;
    gen_text_add(text, "%.*s", (int)(word - item), item);
    end_line(text, list, indent + (size_t)(word - item));
    gen_text_add(text, "%*s%s", (int)indent + 4, "", word + strspn(word, " "));
}

static void put_items(struct gen_text *text, const struct list *list, size_t start, size_t indent)
{
    bool is_narrow = list->shape == GEN_SHAPE_MACRO && !fits_one_line(list);
    size_t limit = is_narrow ? MACRO_COLUMNS : COLUMNS;
    size_t column = start;

    for (size_t i = 0; i < list->items->n; i++) {
        size_t width = item_width(list, i);
        if (i > 0 && column + 1 + width <= limit) {
            gen_text_add(text, " ");
            column++;
        } else if (i > 0) {
            end_line(text, list, column);
            gen_text_add(text, "%*s", (int)indent, "");
            column = indent;
        }
        if (column + width > limit) {
            put_long_item(text, list, i, indent);
        } else {
            gen_text_add(text, "%s", list->items->items[i]);
        }
        gen_text_add(text, "%s", i + 1 == list->items->n ? list->tail : ",");
        column += width;
    }
}

void gen_text_list(struct gen_text *text, enum gen_shape shape, const char *head, const char *name,
                   const struct gen_list *items, const char *tail)
{
    const struct list list = { shape, head, name, items, tail };
    size_t left = indent_of(&list);
    struct layout layout = { false, false, 0 };

    if (!fits_one_line(&list)) {
        layout = choose(&list);
    }
    size_t opening = opening_width(&list, layout.after_type);
    gen_text_add(text, "%*s%s", (int)left, "", head);
    if (layout.after_type) {
        end_line(text, &list, strlen(head));
    } else {
        gen_text_add(text, "%s", space_after(head));
    }
    gen_text_add(text, "%s(", name);
    if (layout.after_paren) {
        end_line(text, &list, opening);
        opening = left + 4;
        gen_text_add(text, "%*s", (int)opening, "");
    }
    put_items(text, &list, opening, opening);
}

void gen_text_assign(struct gen_text *text, const char *indent, const char *head, const char *value)
{
    size_t width = strlen(indent) + strlen(head) + strlen(" = ") + strlen(value) + 1;

    if (width <= COLUMNS) {
        gen_text_add(text, "%s%s = %s", indent, head, value);
    } else {
        gen_text_add(text, "%s%s =\n%s    %s", indent, head, indent, value);
    }
}

void gen_text_pair(struct gen_text *text, const char *first, const char *second, const char *joint)
{
    bool fits = strlen(first) + 1 + strcspn(second, "\n") <= COLUMNS;

    gen_text_add(text, "%s%s%s", first, fits ? " " : joint, second);
}

/* ---- comments ---- */

/* Copies a line so that it can stand inside a comment: no end of it, no other's start, no line
 * splice, no control characters. */
static char *clean_line(struct gen_arena *arena, const char *line, size_t len)
{
    char *clean = gen_alloc(arena, len * 2 + 1);
    size_t n = 0;

    for (size_t i = 0; i < len; i++) {
        char c = (unsigned char)line[i] < ' ' || line[i] == 127 ? ' ' : line[i];
        char last = n > 0 ? clean[n - 1] : '\0';
        if ((last == '*' && c == '/') || (last == '/' && c == '*') || (last == '?' && c == '?')) {
            clean[n++] = ' ';
        }
        clean[n++] = c;
    }
    while (n > 0 && (clean[n - 1] == ' ' || clean[n - 1] == '\\')) {
        n--;
    }
    clean[n] = '\0';
    return clean;
}

/* How many bytes of `line` go into `room` columns; words that are longer stay whole. */
static size_t piece_len(const char *line, size_t room)
{
    size_t len = strlen(line);
    size_t cut = room;

    if (len <= room) {
        return len;
    }
    while (cut > 0 && line[cut] != ' ') {
        cut--;
    }
    if (strspn(line, " ") >= cut) {
        cut = strspn(line, " ");
        cut += strcspn(line + cut, " ");
    }
    return cut;
}

static void put_line(struct gen_text *text, const char *indent, const char *line, bool *is_first)
{
    size_t room = COLUMNS - strlen(indent) - strlen(" * ") - strlen(" */");

    do {
        size_t len = piece_len(line, room);
        size_t shown = len;
        while (shown > 0 && line[shown - 1] == ' ') {
            shown--;
        }
        const char *start = *is_first ? "/*" : " *";
        gen_text_add(text, "%s%s%s%s%.*s", *is_first ? "" : "\n", indent, start,
                     shown > 0 ? " " : "", (int)shown, line);
        *is_first = false;
        line += len;
        line += *line == ' ' ? strspn(line, " ") : 0;
    } while (*line != '\0');
}

/* A .proto's comment mostly has a blank before each line, and a newline behind the last. */
static void put_paragraph(struct gen_text *text, const char *indent, const char *paragraph,
                          bool *is_first)
{
    bool has_blanks = paragraph[strspn(paragraph, "\n")] == ' ';
    size_t end = strlen(paragraph);

    while (end > 0 && strchr(" \n\r\t", paragraph[end - 1]) != NULL) {
        end--;
    }
    for (size_t at = 0; at < end;) {
        size_t len = strcspn(paragraph + at, "\n");
        len = at + len > end ? end - at : len;
        size_t skip = has_blanks && len > 0 && paragraph[at] == ' ' ? 1 : 0;
        char *line = clean_line(text->arena, paragraph + at + skip, len - skip);
        if (*line != '\0' || !*is_first) {
            put_line(text, indent, line, is_first);
        }
        at += len + 1;
    }
}

static size_t last_line_width(const struct gen_text *text)
{
    size_t width = 0;

    while (width < text->len && text->bytes[text->len - width - 1] != '\n') {
        width++;
    }
    return width;
}

void gen_text_comment(struct gen_text *text, const char *indent, const char *const *paragraphs,
                      size_t n)
{
    bool is_first = true;

    for (size_t i = 0; i < n; i++) {
        if (paragraphs[i] != NULL) {
            put_paragraph(text, indent, paragraphs[i], &is_first);
        }
    }
    if (!is_first) {
        bool fits = last_line_width(text) + strlen(" */") <= COLUMNS;
        gen_text_add(text, "%s%s */\n", fits ? "" : "\n", fits ? "" : indent);
    }
}
