/* SPDX-License-Identifier: MIT */
/* The way of messages to and from bytes. Packing is protobuf-c's. Unpacking is ours, because what
 * it makes is flat at once, in one block, with less than 300 bytes of stack a level. */

/* Design notes.
 *
 * Bytes are looked at in two walks: gri_message_unpacked_size() counts what the flat copy takes,
 * gri_message_unpack_to() fills it in and finds all that is wrong with them. The second one never
 * writes beyond the room it is given, whatever the first one said: so where a guess is likely to be
 * right, such as for messages of scalars alone, the first walk is left out.
 *
 * What comes of it is what protobuf-c unpacks, and a flat copy of that. But three things are
 * refused that protobuf-c takes: a string with a NUL in it, which would be cut; a message that is
 * there twice where it is not repeated, which protobuf-c merges, but not where a oneof is unset in
 * both; and a bool that comes as anything but a varint.
 *
 * Fields come in the order of their numbers, mostly: so the field of a tag is looked for behind the
 * one before. Where one is repeated or unknown, the level's bytes are looked through once more to
 * count all of these, for each array is one piece. */
#include "message.h"

#include <string.h>

#include "buffer.h"
#include "message_field.h"

/* The bits of a level are kept for so many of its fields. */
enum { BITS = 128, WORD = 64, LENGTH_BYTES = 5 };

struct bits {
    uint64_t words[BITS / WORD];
};

static bool has_bit(const struct bits *bits, size_t i)
{
    return i < BITS && (bits->words[i / WORD] >> (i % WORD) & 1) != 0;
}

static void set_bit(struct bits *bits, size_t i, bool value)
{
    if (i < BITS) {
        uint64_t bit = (uint64_t)1 << (i % WORD);
        bits->words[i / WORD] = value ? bits->words[i / WORD] | bit : bits->words[i / WORD] & ~bit;
    }
}

/* ---- values on the wire ---- */

/* One field of a level, as it comes. */
struct item {
    uint32_t number;
    enum gri_wire_type type;
    const ProtobufCFieldDescriptor *field; /* NULL: unknown */
    const uint8_t *begin;                  /* behind the tag, */
    struct gri_cursor value;               /* and, of GRI_WIRE_BYTES, behind the length */
};

/* The level that is being walked. */
struct level {
    const ProtobufCMessageDescriptor *type;
    struct gri_cursor left;
    unsigned at; /* the field found last */
};

static const ProtobufCFieldDescriptor *find_field(struct level *level, uint32_t number)
{
    const ProtobufCMessageDescriptor *type = level->type;
    for (unsigned i = level->at; i < type->n_fields && i <= level->at + 1; i++) {
        if (type->fields[i].id == number) {
            level->at = i;
            return &type->fields[i];
        }
    }
    const ProtobufCFieldDescriptor *field = protobuf_c_message_descriptor_get_field(type, number);
    level->at = field == NULL ? level->at : (unsigned)(field - type->fields);
    return field;
}

/* protobuf has lengths in five bytes at the most. */
static bool take_prefixed(struct gri_cursor *bytes, struct gri_cursor *out)
{
    const uint8_t *begin = bytes->at;
    return gri_cursor_prefixed(bytes, out) && out->at - begin <= LENGTH_BYTES;
}

/* The next of the level, without its value, and that. False: it makes no sense. */
static inline bool next_tag(struct level *level, struct item *out)
{
    if (!gri_cursor_tag(&level->left, &out->number, &out->type)) {
        return false;
    }
    out->begin = level->left.at;
    out->field = find_field(level, out->number);
    return true;
}

static bool take_value(struct level *level, struct item *item)
{
    if (item->type == GRI_WIRE_BYTES) {
        return take_prefixed(&level->left, &item->value);
    }
    bool is_whole = gri_cursor_skip(&level->left, item->type);
    item->value = (struct gri_cursor){ item->begin, level->left.at };
    return is_whole;
}

static bool next_item(struct level *level, struct item *out)
{
    return next_tag(level, out) && take_value(level, out);
}

static enum gri_wire_type wire_type_of(ProtobufCType type)
{
    static const uint8_t types[] = {
        [PROTOBUF_C_TYPE_SFIXED32] = GRI_WIRE_FIXED32,
        [PROTOBUF_C_TYPE_FIXED32] = GRI_WIRE_FIXED32,
        [PROTOBUF_C_TYPE_FLOAT] = GRI_WIRE_FIXED32,
        [PROTOBUF_C_TYPE_SFIXED64] = GRI_WIRE_FIXED64,
        [PROTOBUF_C_TYPE_FIXED64] = GRI_WIRE_FIXED64,
        [PROTOBUF_C_TYPE_DOUBLE] = GRI_WIRE_FIXED64,
        [PROTOBUF_C_TYPE_STRING] = GRI_WIRE_BYTES,
        [PROTOBUF_C_TYPE_BYTES] = GRI_WIRE_BYTES,
        [PROTOBUF_C_TYPE_MESSAGE] = GRI_WIRE_BYTES, /* all others: GRI_WIRE_VARINT, which is 0 */
    };
    return (enum gri_wire_type)types[type];
}

/* Several numbers behind one another, with a length before them. */
static bool is_packed(const struct item *item)
{
    return item->type == GRI_WIRE_BYTES && item->field->label == PROTOBUF_C_LABEL_REPEATED &&
           wire_type_of(item->field->type) != GRI_WIRE_BYTES;
}

/* How many there are. False: the last one is cut off. */
static bool count_packed(const struct item *item, size_t *out_n)
{
    size_t len = gri_cursor_left(&item->value);
    enum gri_wire_type type = wire_type_of(item->field->type);
    size_t n = 0;
    if (type != GRI_WIRE_VARINT) {
        size_t each = type == GRI_WIRE_FIXED32 ? 4 : 8;
        *out_n = len / each;
        return len % each == 0;
    }
    for (size_t i = 0; i < len; i++) {
        n += item->value.at[i] < 0x80;
    }
    *out_n = n;
    return len == 0 || item->value.at[len - 1] < 0x80;
}

static bool count_elements(const struct item *item, size_t *out_n)
{
    *out_n = 1;
    return !is_packed(item) || count_packed(item, out_n);
}

/* Whether a string is the field's default, and no piece of its own, when it is empty. */
static bool may_be_empty(const ProtobufCFieldDescriptor *field)
{
    return field->label == PROTOBUF_C_LABEL_NONE && !gri_field_is_in_oneof(field);
}

/* ---- the first walk ---- */

/* Lives on the stack of gri_message_unpacked_size(). */
struct sum {
    size_t bytes;
    size_t max;
    uint32_t depth; /* levels left */
};

static bool add(struct sum *sum, size_t n)
{
    if (n > sum->max || gri_flat_rounded(n) > sum->max - sum->bytes) {
        return false;
    }
    sum->bytes += gri_flat_rounded(n);
    return true;
}

/* An array of elements of four bytes fills its piece or leaves four: which, says a bit of the
 * field. */
static bool add_elements(struct sum *sum, const struct level *level, const struct item *item,
                         struct bits *odd)
{
    size_t i = (size_t)(item->field - level->type->fields);
    size_t size = gri_field_value_size(item->field->type);
    size_t n = 0;
    if (!count_elements(item, &n) || n > sum->max / size) {
        return false;
    }
    if (size != 4) {
        return add(sum, n * size);
    }
    size_t spare = has_bit(odd, i) && n > 0 ? 1 : 0;
    set_bit(odd, i, has_bit(odd, i) != (n % 2 != 0));
    return add(sum, (n - spare) * size);
}

static bool sum_level(struct sum *sum, const ProtobufCMessageDescriptor *type,
                      struct gri_cursor bytes);

/* What the value takes beside its member or its place in an array. */
static bool sum_value(struct sum *sum, const struct item *item)
{
    size_t len = gri_cursor_left(&item->value);
    switch (item->field->type) {
    case PROTOBUF_C_TYPE_STRING:
        return (len == 0 && may_be_empty(item->field)) || add(sum, len + 1);
    case PROTOBUF_C_TYPE_BYTES:
        return add(sum, len);
    case PROTOBUF_C_TYPE_MESSAGE:
        return sum_level(sum, item->field->descriptor, item->value);
    default:
        return true;
    }
}

static bool sum_item(struct sum *sum, const struct level *level, const struct item *item,
                     struct bits *odd)
{
    if (item->field == NULL) {
        return add(sum, sizeof(ProtobufCMessageUnknownField)) &&
               add(sum, (size_t)(level->left.at - item->begin));
    }
    if (item->field->label == PROTOBUF_C_LABEL_REPEATED && !add_elements(sum, level, item, odd)) {
        return false;
    }
    return item->type != GRI_WIRE_BYTES || sum_value(sum, item);
}

static bool sum_level(struct sum *sum, const ProtobufCMessageDescriptor *type,
                      struct gri_cursor bytes)
{
    struct level level = { .type = type, .left = bytes };
    struct bits odd = { { 0 } };
    struct item item;
    if (sum->depth == 0 || !add(sum, type->sizeof_message)) {
        return false;
    }
    sum->depth--;
    while (gri_cursor_left(&level.left) > 0) {
        if (!next_item(&level, &item) || !sum_item(sum, &level, &item, &odd)) {
            return false;
        }
    }
    sum->depth++;
    return true;
}

gr_code gri_message_unpacked_size(const ProtobufCMessageDescriptor *descriptor,
                                  const uint8_t *bytes, size_t len,
                                  const struct gri_message_limits *limits, size_t *out_size)
{
    struct sum sum = {
        .max = limits->bytes < GRI_MESSAGE_BYTES_MAX ? limits->bytes : GRI_MESSAGE_BYTES_MAX,
        .depth = gri_message_depth(limits),
    };
    if (len > GRI_MESSAGE_BYTES_MAX || !sum_level(&sum, descriptor, gri_cursor_over(bytes, len))) {
        return GR_INVALID_ARGUMENT;
    }
    *out_size = sum.bytes;
    return GR_OK;
}

/* ---- the second walk ---- */

/* Where the next piece goes. Lives on the stack of gri_message_unpack_to(). */
struct room {
    char *at;
    char *end;
    uint32_t depth; /* levels left */
    gr_code code;   /* why it went no further */
};

static void *take(struct room *room, size_t n)
{
    size_t left = (size_t)(room->end - room->at);
    if (n > left || gri_flat_rounded(n) > left) {
        room->code = GR_OUT_OF_RANGE;
        return NULL;
    }
    void *piece = room->at;
    room->at += gri_flat_rounded(n);
    return piece;
}

static bool put_string(struct room *room, const struct item *item, void *member)
{
    size_t len = gri_cursor_left(&item->value);
    if (len == 0 && may_be_empty(item->field)) {
        gri_member_point(member, item->field->default_value);
        return true;
    }
    if (len > 0 && memchr(item->value.at, '\0', len) != NULL) {
        return false;
    }
    char *string = take(room, len + 1);
    if (string == NULL) {
        return false;
    }
    if (len > 0) {
        memcpy(string, item->value.at, len);
    }
    string[len] = '\0';
    gri_member_point(member, string);
    return true;
}

static bool put_bytes(struct room *room, const struct item *item, void *member)
{
    ProtobufCBinaryData bytes = { gri_cursor_left(&item->value), NULL };
    if (bytes.len > 0) {
        bytes.data = take(room, bytes.len);
        if (bytes.data == NULL) {
            return false;
        }
        memcpy(bytes.data, item->value.at, bytes.len);
    }
    memcpy(member, &bytes, sizeof(bytes));
    return true;
}

static ProtobufCMessage *fill_level(struct room *room, const ProtobufCMessageDescriptor *type,
                                    struct gri_cursor bytes);

static bool put_message(struct room *room, const struct item *item, void *member)
{
    const ProtobufCFieldDescriptor *field = item->field;
    bool is_single = field->label != PROTOBUF_C_LABEL_REPEATED && !gri_field_is_in_oneof(field);
    if (is_single && gri_member_pointer(member) != field->default_value) {
        return false;
    }
    const ProtobufCMessage *message = fill_level(room, field->descriptor, item->value);
    gri_member_point(member, message);
    return message != NULL;
}

/* Any bit of a bool makes it true, also those that are none of a number's. */
static bool put_bool(struct gri_cursor *bytes, void *member)
{
    const uint8_t *at = bytes->at;
    uint64_t number = 0;
    protobuf_c_boolean is_true = 0;
    if (!gri_cursor_varint(bytes, &number)) {
        return false;
    }
    for (; at < bytes->at; at++) {
        is_true |= (*at & 0x7f) != 0;
    }
    memcpy(member, &is_true, sizeof(is_true));
    return true;
}

static inline bool put_fixed32(struct gri_cursor *bytes, void *member)
{
    uint32_t number = 0;
    bool is_there = gri_cursor_fixed32(bytes, &number);
    memcpy(member, &number, sizeof(number));
    return is_there;
}

static inline bool put_fixed64(struct gri_cursor *bytes, void *member)
{
    uint64_t number = 0;
    bool is_there = gri_cursor_fixed64(bytes, &number);
    memcpy(member, &number, sizeof(number));
    return is_there;
}

static inline bool put_varint(ProtobufCType type, struct gri_cursor *bytes, void *member)
{
    uint64_t number = 0;
    bool is_there = gri_cursor_varint(bytes, &number);
    uint32_t narrow = (uint32_t)number; /* all that counts of 32 bits */
    if (type == PROTOBUF_C_TYPE_SINT32) {
        narrow = (narrow >> 1) ^ (0u - (narrow & 1));
    } else if (type == PROTOBUF_C_TYPE_SINT64) {
        number = (number >> 1) ^ (0u - (number & 1));
    }
    if (gri_field_value_size(type) == sizeof(number)) {
        memcpy(member, &number, sizeof(number));
    } else {
        memcpy(member, &narrow, sizeof(narrow));
    }
    return is_there;
}

/* The number that comes first in `bytes`. */
static inline bool put_number(ProtobufCType type, struct gri_cursor *bytes, void *member)
{
    switch (wire_type_of(type)) {
    case GRI_WIRE_FIXED32:
        return put_fixed32(bytes, member);
    case GRI_WIRE_FIXED64:
        return put_fixed64(bytes, member);
    default:
        return type == PROTOBUF_C_TYPE_BOOL ? put_bool(bytes, member)
                                            : put_varint(type, bytes, member);
    }
}

static bool put_value(struct room *room, struct item *item, void *member)
{
    if (item->type != wire_type_of(item->field->type)) {
        return false;
    }
    switch (item->field->type) {
    case PROTOBUF_C_TYPE_STRING:
        return put_string(room, item, member);
    case PROTOBUF_C_TYPE_BYTES:
        return put_bytes(room, item, member);
    case PROTOBUF_C_TYPE_MESSAGE:
        return put_message(room, item, member);
    default:
        return put_number(item->field->type, &item->value, member);
    }
}

/* ---- arrays ---- */

static size_t *count_of(ProtobufCMessage *message, const ProtobufCFieldDescriptor *field)
{
    return (size_t *)(void *)((char *)message + field->quantifier_offset);
}

static void *member_of(ProtobufCMessage *message, const ProtobufCFieldDescriptor *field)
{
    return (char *)message + field->offset;
}

/* How many there are of all that is repeated or unknown, in their counts. */
static bool count_level(const struct level *whole, ProtobufCMessage *message)
{
    struct level level = *whole;
    struct item item;
    size_t n = 0;
    while (gri_cursor_left(&level.left) > 0) {
        if (!next_item(&level, &item)) {
            return false;
        }
        if (item.field == NULL) {
            message->n_unknown_fields++;
        } else if (item.field->label == PROTOBUF_C_LABEL_REPEATED) {
            if (!count_elements(&item, &n)) {
                return false;
            }
            *count_of(message, item.field) += n;
        }
    }
    return true;
}

/* Room for so many; then they are counted anew, as they are put there. */
static bool make_array(struct room *room, size_t *count, size_t size, void *member)
{
    if (*count == 0) {
        return true;
    }
    void *array = *count <= SIZE_MAX / size ? take(room, *count * size) : NULL;
    *count = 0;
    gri_member_point(member, array);
    return array != NULL;
}

static bool make_arrays(struct room *room, const struct level *whole, ProtobufCMessage *message)
{
    size_t n_unknown = 0;
    if (!count_level(whole, message)) {
        return false;
    }
    n_unknown = message->n_unknown_fields;
    message->n_unknown_fields = 0;
    if (!make_array(room, &n_unknown, sizeof(*message->unknown_fields), &message->unknown_fields)) {
        return false;
    }
    for (unsigned i = 0; i < whole->type->n_fields; i++) {
        const ProtobufCFieldDescriptor *field = &whole->type->fields[i];
        if (field->label == PROTOBUF_C_LABEL_REPEATED &&
            !make_array(room, count_of(message, field), gri_field_value_size(field->type),
                        member_of(message, field))) {
            return false;
        }
    }
    return true;
}

static bool put_unknown(struct room *room, const struct item *item, const uint8_t *end,
                        ProtobufCMessage *message)
{
    size_t len = (size_t)(end - item->begin);
    uint8_t *data = take(room, len);
    if (data == NULL) {
        return false;
    }
    memcpy(data, item->begin, len);
    message->unknown_fields[message->n_unknown_fields++] = (ProtobufCMessageUnknownField){
        .tag = item->number, .wire_type = (ProtobufCWireType)item->type, .len = len, .data = data
    };
    return true;
}

static bool put_elements(struct room *room, struct item *item, ProtobufCMessage *message)
{
    const ProtobufCFieldDescriptor *field = item->field;
    size_t size = gri_field_value_size(field->type);
    size_t *n = count_of(message, field);
    char *array = gri_member_pointer(member_of(message, field));
    if (!is_packed(item)) {
        return put_value(room, item, array + (*n)++ * size);
    }
    while (gri_cursor_left(&item->value) > 0) {
        if (!put_number(field->type, &item->value, array + (*n)++ * size)) {
            return false;
        }
    }
    return true;
}

/* ---- fields ---- */

/* The last one that comes counts: what was there of another member, or of this one, is gone. */
static void clear_oneof(const ProtobufCMessageDescriptor *type, ProtobufCMessage *message,
                        const ProtobufCFieldDescriptor *field)
{
    uint32_t selected = 0;
    memcpy(&selected, (char *)message + field->quantifier_offset, sizeof(selected));
    if (selected != 0) {
        const ProtobufCFieldDescriptor *before =
            protobuf_c_message_descriptor_get_field(type, selected);
        memset(member_of(message, field), 0, gri_field_value_size(before->type));
    }
    selected = field->id;
    memcpy((char *)message + field->quantifier_offset, &selected, sizeof(selected));
}

/* A field that is not repeated is there. */
static inline void mark(const struct level *level, ProtobufCMessage *message,
                        const ProtobufCFieldDescriptor *field, struct bits *there)
{
    static const protobuf_c_boolean yes = 1;
    if (gri_field_is_in_oneof(field)) {
        clear_oneof(level->type, message, field);
    } else if (field->label == PROTOBUF_C_LABEL_REQUIRED) {
        set_bit(there, (size_t)(field - level->type->fields), true);
    } else if (field->quantifier_offset != 0) {
        memcpy((char *)message + field->quantifier_offset, &yes, sizeof(yes));
    }
}

/* Of types with more fields than there are bits. */
static bool is_somewhere(const ProtobufCFieldDescriptor *field, struct level level)
{
    struct item item;
    while (gri_cursor_left(&level.left) > 0 && next_item(&level, &item)) {
        if (item.field == field) {
            return true;
        }
    }
    return false;
}

static bool has_all_required(const struct level *whole, const struct bits *there)
{
    for (unsigned i = 0; i < whole->type->n_fields; i++) {
        const ProtobufCFieldDescriptor *field = &whole->type->fields[i];
        if (field->label == PROTOBUF_C_LABEL_REQUIRED && field->default_value == NULL &&
            !has_bit(there, i) && (i < BITS || !is_somewhere(field, *whole))) {
            return false;
        }
    }
    return true;
}

/* ---- levels ---- */

/* What is being filled. */
struct filling {
    struct level whole;
    struct level level; /* what is left of it */
    ProtobufCMessage *message;
    struct bits there; /* of the fields that are required */
    bool has_arrays;
};

static bool put_item(struct room *room, struct filling *filling, struct item *item)
{
    ProtobufCMessage *message = filling->message;
    bool is_single = item->field != NULL && item->field->label != PROTOBUF_C_LABEL_REPEATED;
    if (!take_value(&filling->level, item)) {
        return false;
    }
    if (is_single) {
        mark(&filling->level, message, item->field, &filling->there);
        return put_value(room, item, member_of(message, item->field));
    }
    if (!filling->has_arrays && !make_arrays(room, &filling->whole, message)) {
        return false;
    }
    filling->has_arrays = true;
    return item->field == NULL ? put_unknown(room, item, filling->level.left.at, message)
                               : put_elements(room, item, message);
}

/* A number that stands alone is read where it is found, without a look at it before. */
static inline bool is_number(const struct item *item)
{
    const ProtobufCFieldDescriptor *field = item->field;
    return field != NULL && field->label != PROTOBUF_C_LABEL_REPEATED &&
           field->type <= PROTOBUF_C_TYPE_ENUM && item->type == wire_type_of(field->type);
}

static bool fill_next(struct room *room, struct filling *filling)
{
    struct item item;
    if (!next_tag(&filling->level, &item)) {
        return false;
    }
    if (!is_number(&item)) {
        return put_item(room, filling, &item);
    }
    mark(&filling->level, filling->message, item.field, &filling->there);
    return put_number(item.field->type, &filling->level.left,
                      member_of(filling->message, item.field));
}

/* The number of a plain field whose tag is at `at`. Returns what is behind it; NULL: it is out of
 * the ordinary. */
static inline const uint8_t *fill_plain(const ProtobufCFieldDescriptor *field, const uint8_t *at,
                                        const uint8_t *end, void *member)
{
    enum gri_wire_type type = wire_type_of(field->type);
    struct gri_cursor value = { at + 1, end };
    bool is_there = false;
    if ((*at & 7) != type) {
        return NULL;
    }
    if (type == GRI_WIRE_FIXED64) {
        is_there = put_fixed64(&value, member);
    } else if (type == GRI_WIRE_FIXED32) {
        is_there = put_fixed32(&value, member);
    } else if (type == GRI_WIRE_VARINT && field->type != PROTOBUF_C_TYPE_BOOL && end - at >= 2 &&
               at[1] < 0x80) {
        is_there = put_varint(field->type, &value, member);
    }
    return is_there ? value.at : NULL;
}

/* Fields that are plain numbers with a tag of one byte, as far as they stand in the order of their
 * own: most of what most messages have. */
static void fill_plain_ones(struct level *level, ProtobufCMessage *message)
{
    const ProtobufCFieldDescriptor *fields = level->type->fields;
    const uint8_t *at = level->left.at;
    unsigned i = 0;
    while (at != level->left.end && *at < 0x80) {
        while (i < level->type->n_fields && fields[i].id < *at >> 3) {
            i++;
        }
        bool is_plain = i < level->type->n_fields && fields[i].id == *at >> 3 &&
                        fields[i].label == PROTOBUF_C_LABEL_NONE &&
                        fields[i].quantifier_offset == 0;
        const uint8_t *behind =
            is_plain ? fill_plain(&fields[i], at, level->left.end, member_of(message, &fields[i]))
                     : NULL;
        if (behind == NULL) {
            break;
        }
        level->at = i;
        at = behind;
    }
    level->left.at = at;
}

static void init(const ProtobufCMessageDescriptor *type, ProtobufCMessage *message)
{
    if (type->message_init == NULL) {
        gri_message_init(type, message);
    } else {
        type->message_init(message);
        message->descriptor = type;
    }
}

static ProtobufCMessage *fill_level(struct room *room, const ProtobufCMessageDescriptor *type,
                                    struct gri_cursor bytes)
{
    struct filling filling = { .whole = { .type = type, .left = bytes } };
    filling.message = room->depth == 0 ? NULL : take(room, type->sizeof_message);
    if (filling.message == NULL) {
        return NULL;
    }
    init(type, filling.message);
    filling.level = filling.whole;
    room->depth--;
    fill_plain_ones(&filling.level, filling.message);
    while (gri_cursor_left(&filling.level.left) > 0) {
        if (!fill_next(room, &filling)) {
            return NULL;
        }
    }
    room->depth++;
    return has_all_required(&filling.whole, &filling.there) ? filling.message : NULL;
}

gr_code gri_message_unpack_to(const ProtobufCMessageDescriptor *descriptor, const uint8_t *bytes,
                              size_t len, const struct gri_message_limits *limits, void *dest,
                              size_t *size)
{
    struct room room = { .at = dest,
                         .end = (char *)dest + *size,
                         .depth = gri_message_depth(limits),
                         .code = GR_INVALID_ARGUMENT };
    if (len > GRI_MESSAGE_BYTES_MAX ||
        fill_level(&room, descriptor, gri_cursor_over(bytes, len)) == NULL) {
        return room.code;
    }
    *size = (size_t)(room.at - (char *)dest);
    return GR_OK;
}

gr_code gri_message_unpack(const ProtobufCMessageDescriptor *descriptor, const uint8_t *bytes,
                           size_t len, const struct gri_message_limits *limits,
                           struct gri_arena *scratch, const void **out)
{
    size_t size = 0;
    gr_code code = gri_message_unpacked_size(descriptor, bytes, len, limits, &size);
    if (code != GR_OK) {
        return code;
    }
    void *message = gri_arena_alloc(scratch, size);
    if (message == NULL) {
        return gri_arena_is_over(scratch) ? GR_INVALID_ARGUMENT : GR_RESOURCE_EXHAUSTED;
    }
    code = gri_message_unpack_to(descriptor, bytes, len, limits, message, &size);
    if (code == GR_OK) {
        *out = message;
    }
    return code;
}

/* ---- packing ---- */

size_t gri_message_packed_size(const void *flat)
{
    return protobuf_c_message_get_packed_size(flat);
}

size_t gri_message_pack(const void *flat, uint8_t *out)
{
    return protobuf_c_message_pack(flat, out);
}
