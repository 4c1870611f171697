/* SPDX-License-Identifier: MIT */
/* Flat copies: equal to what protobuf-c unpacks from what it packed, over random messages; refusals
 * of structs that make no sense, endless ones among them; and bytes from outside. */
#include "message.h"

#include <string.h>

#include "alloc.h"
#include "kitchen.pb-c.h"
#include "kitchen2.pb-c.h"
#include "random_message.h"
#include "suite.h"

#define SEEDS 3000

static const struct gri_message_limits wide = { .depth = 100, .bytes = 1 << 24 };

static const ProtobufCMessageDescriptor *const types[] = {
    &kitchen__nothing__descriptor, &kitchen__scale__descriptor,       &kitchen__drawer__descriptor,
    &kitchen__tree__descriptor,    &kitchen__kitchen__descriptor,     &kitchen__hen__descriptor,
    &kitchen2__knob__descriptor,   &kitchen2__label__descriptor,      &kitchen2__lamp__descriptor,
    &kitchen2__oven__descriptor,   &kitchen__old_kitchen__descriptor,
};

#define N_TYPES (sizeof(types) / sizeof(types[0]))

/* The flat copy in a block of exactly its size, so that a sanitizer sees each byte too many; NULL
 * when it is refused. Free with gri_mfree(). */
static void *flat_copy(const ProtobufCMessageDescriptor *type, const void *message)
{
    size_t size = 0;

    if (gri_message_size(type, message, &wide, &size) != GR_OK) {
        return NULL;
    }
    void *block = gri_malloc(size);

    CHECK(block != NULL && gri_message_copy(type, message, block) == block);
    return block;
}

static gr_code size_of(const ProtobufCMessageDescriptor *type, const void *message)
{
    size_t size = 0;

    return gri_message_size(type, message, &wide, &size);
}

/* Packed by protobuf-c; in the arena. */
static ProtobufCBinaryData packed(struct gri_arena *arena, const void *message)
{
    size_t len = protobuf_c_message_get_packed_size(message);
    ProtobufCBinaryData bytes = { len, gri_arena_alloc(arena, len) };

    CHECK_UINT(protobuf_c_message_pack(message, bytes.data), len);
    return bytes;
}

/* --- The property --- */

static void check_copy(struct gri_arena *arena, const ProtobufCMessageDescriptor *type,
                       uint64_t seed)
{
    struct random_message_options options = { .arena = arena, .seed = seed, .depth = 4 };
    void *message = random_message(type, &options);
    ProtobufCBinaryData bytes = packed(arena, message);
    ProtobufCMessage *unpacked = protobuf_c_message_unpack(type, NULL, bytes.len, bytes.data);
    void *copy = flat_copy(type, message);

    options.bare = true;
    void *bare_copy = flat_copy(type, random_message(type, &options));

    CHECK(unpacked != NULL && copy != NULL && bare_copy != NULL);
    CHECK(same_message(type, copy, unpacked));
    CHECK(same_message(type, bare_copy, unpacked));
    CHECK_UINT(gri_message_packed_size(copy), protobuf_c_message_get_packed_size(unpacked));
    ProtobufCBinaryData again = packed(arena, unpacked);
    uint8_t *out = gri_arena_alloc(arena, again.len);

    CHECK_UINT(gri_message_pack(copy, out), again.len);
    CHECK(memcmp(out, again.data, again.len) == 0);
    gri_mfree(copy);
    gri_mfree(bare_copy);
    protobuf_c_message_free_unpacked(unpacked, NULL);
}

static void a_copy_is_what_is_unpacked_from_what_was_packed(void)
{
    struct gri_arena arena;

    gri_arena_init(&arena, 1 << 16, 1 << 26);
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        check_copy(&arena, types[seed % N_TYPES], seed);
        gri_arena_reset(&arena);
    }
    gri_arena_fini(&arena);
}

static void a_copy_of_a_copy_is_the_same_and_outlives_the_original(void)
{
    struct gri_arena arena;

    gri_arena_init(&arena, 1 << 16, 1 << 26);
    for (uint64_t seed = 0; seed < SEEDS / 10; seed++) {
        const ProtobufCMessageDescriptor *type = types[seed % N_TYPES];
        struct random_message_options options = { .arena = &arena, .seed = seed, .depth = 4 };
        void *copy = flat_copy(type, random_message(type, &options));

        gri_arena_reset(&arena);
        void *second = flat_copy(type, copy);

        CHECK(same_message(type, copy, second));
        gri_mfree(copy);
        CHECK(protobuf_c_message_check(second));
        gri_mfree(second);
    }
    gri_arena_fini(&arena);
}

/* To the byte that of the flat copy: mailboxes and credits count by it. */
static void check_unpacked_size(const ProtobufCMessageDescriptor *type, ProtobufCBinaryData bytes,
                                const void *unpacked)
{
    size_t copied = 0;
    size_t counted = 0;

    CHECK_CODE(gri_message_size(type, unpacked, &wide, &copied), GR_OK);
    CHECK_CODE(gri_message_unpacked_size(type, bytes.data, bytes.len, &wide, &counted), GR_OK);
    CHECK_UINT(counted, copied);
    struct gri_message_limits just = { .depth = wide.depth, .bytes = counted };

    CHECK_CODE(gri_message_unpacked_size(type, bytes.data, bytes.len, &just, &counted), GR_OK);
    just.bytes--;
    CHECK_CODE(gri_message_unpacked_size(type, bytes.data, bytes.len, &just, &counted),
               GR_INVALID_ARGUMENT);
}

static void what_is_unpacked_equals_what_protobuf_c_unpacks(void)
{
    struct gri_arena arena;
    struct gri_arena scratch;

    gri_arena_init(&arena, 1 << 16, 1 << 26);
    gri_arena_init(&scratch, 1 << 14, 1 << 26);
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        const ProtobufCMessageDescriptor *type = types[seed % N_TYPES];
        struct random_message_options options = { .arena = &arena, .seed = seed, .depth = 5 };
        ProtobufCBinaryData bytes = packed(&arena, random_message(type, &options));
        ProtobufCMessage *wanted = protobuf_c_message_unpack(type, NULL, bytes.len, bytes.data);
        const void *got = NULL;

        CHECK_CODE(gri_message_unpack(type, bytes.data, bytes.len, &wide, &scratch, &got), GR_OK);
        CHECK(same_message(type, got, wanted));
        check_unpacked_size(type, bytes, wanted);
        protobuf_c_message_free_unpacked(wanted, NULL);
        gri_arena_reset(&arena);
        gri_arena_reset(&scratch);
    }
    gri_arena_fini(&scratch);
    gri_arena_fini(&arena);
}

static void what_an_older_node_does_not_know_comes_through_it(void)
{
    const ProtobufCMessageDescriptor *old = &kitchen__old_kitchen__descriptor;
    const ProtobufCMessageDescriptor *new = &kitchen__kitchen__descriptor;
    struct gri_arena arena;

    gri_arena_init(&arena, 1 << 16, 1 << 26);
    for (uint64_t seed = 0; seed < SEEDS / 10; seed++) {
        struct random_message_options options = { .arena = &arena, .seed = seed, .depth = 4 };
        ProtobufCBinaryData bytes = packed(&arena, random_message(new, &options));
        const void *seen = NULL;
        const void *through = NULL;
        const void *direct = NULL;

        CHECK_CODE(gri_message_unpack(new, bytes.data, bytes.len, &wide, &arena, &direct), GR_OK);
        CHECK_CODE(gri_message_unpack(old, bytes.data, bytes.len, &wide, &arena, &seen), GR_OK);
        void *copy = flat_copy(old, seen);
        ProtobufCBinaryData again = packed(&arena, copy);

        CHECK_UINT(again.len, bytes.len);
        CHECK_CODE(gri_message_unpack(new, again.data, again.len, &wide, &arena, &through), GR_OK);
        CHECK(same_message(new, direct, through));
        gri_mfree(copy);
        gri_arena_reset(&arena);
    }
    gri_arena_fini(&arena);
}

/* --- Structs that make sense --- */

static void only_scalars_that_are_always_there_are_flat(void)
{
    CHECK(gri_message_is_flat(&kitchen__nothing__descriptor));
    CHECK(gri_message_is_flat(&kitchen__scale__descriptor));
    CHECK(gri_message_is_flat(&kitchen2__knob__descriptor));
    CHECK(!gri_message_is_flat(&kitchen__drawer__descriptor));
    CHECK(!gri_message_is_flat(&kitchen__tree__descriptor));
    CHECK(!gri_message_is_flat(&kitchen__hen__descriptor));
    CHECK(!gri_message_is_flat(&kitchen2__label__descriptor));
    CHECK(!gri_message_is_flat(&kitchen2__oven__descriptor));
}

static void a_flat_message_is_its_struct(void)
{
    Kitchen__Scale scale = KITCHEN__SCALE__INIT;
    size_t size = 0;

    scale.a = -5;
    scale.l = -0.0; /* its sign stays, though protobuf-c would drop it */
    scale.m = 7;
    CHECK_CODE(gri_message_size(&kitchen__scale__descriptor, &scale, &wide, &size), GR_OK);
    CHECK_UINT(size, sizeof(scale));
    Kitchen__Scale *copy = flat_copy(&kitchen__scale__descriptor, &scale);

    CHECK(same_message(&kitchen__scale__descriptor, copy, &scale));
    gri_mfree(copy);
}

static void zeroed_structs_are_valid_at_every_level(void)
{
    Kitchen__Kitchen kitchen;
    Kitchen__Kitchen__Shelf shelf;
    Kitchen__Kitchen__Shelf *shelves[] = { &shelf };
    Kitchen__Kitchen empty = KITCHEN__KITCHEN__INIT;

    memset(&kitchen, 0, sizeof(kitchen));
    memset(&shelf, 0, sizeof(shelf));
    Kitchen__Kitchen *copy = flat_copy(&kitchen__kitchen__descriptor, &kitchen);

    CHECK(same_message(&kitchen__kitchen__descriptor, copy, &empty));
    CHECK_STR(copy->name, "");
    gri_mfree(copy);
    kitchen.n_shelves = 1;
    kitchen.shelves = shelves;
    copy = flat_copy(&kitchen__kitchen__descriptor, &kitchen);
    CHECK(copy->shelves[0]->base.descriptor == &kitchen__kitchen__shelf__descriptor);
    CHECK_STR(copy->shelves[0]->label, "");
    gri_mfree(copy);
}

static void null_entries_are_empty_strings_and_empty_messages(void)
{
    char jam[] = "jam";
    char *jars[] = { NULL, jam, NULL };
    Kitchen__Kitchen__Shelf shelf = KITCHEN__KITCHEN__SHELF__INIT;
    Kitchen__Kitchen__Shelf *shelves[] = { NULL, &shelf };
    Kitchen__Kitchen kitchen = KITCHEN__KITCHEN__INIT;
    Kitchen__Kitchen__Shelf empty = KITCHEN__KITCHEN__SHELF__INIT;

    shelf.n_jars = 3;
    shelf.jars = jars;
    kitchen.n_shelves = 2;
    kitchen.shelves = shelves;
    Kitchen__Kitchen *copy = flat_copy(&kitchen__kitchen__descriptor, &kitchen);

    CHECK(same_message(&kitchen__kitchen__shelf__descriptor, copy->shelves[0], &empty));
    CHECK_STR(copy->shelves[1]->jars[0], "");
    CHECK_STR(copy->shelves[1]->jars[1], "jam");
    CHECK_STR(copy->shelves[1]->jars[2], "");
    CHECK(protobuf_c_message_check(&copy->base));
    gri_mfree(copy);
}

static void a_missing_message_with_a_required_field_is_refused(void)
{
    Kitchen2__Label *labels[] = { NULL };
    Kitchen2__Lamp *lamps[] = { NULL };
    Kitchen2__Knob knob = KITCHEN2__KNOB__INIT;
    Kitchen2__Oven oven = KITCHEN2__OVEN__INIT;

    CHECK_CODE(size_of(&kitchen2__oven__descriptor, &oven), GR_INVALID_ARGUMENT);
    oven.knob = &knob;
    oven.n_lamps = 1;
    oven.lamps = lamps;
    Kitchen2__Oven *copy = flat_copy(&kitchen2__oven__descriptor, &oven);

    CHECK_UINT(copy->lamp->watts, 40); /* NULL, but every required field has a default */
    CHECK_UINT(copy->lamps[0]->on, 1);
    CHECK_STR(copy->s, "");
    gri_mfree(copy);
    oven.n_labels = 1;
    oven.labels = labels;
    CHECK_CODE(size_of(&kitchen2__oven__descriptor, &oven), GR_INVALID_ARGUMENT);
}

static void what_is_absent_in_proto2_has_its_default(void)
{
    Kitchen2__Knob knob = KITCHEN2__KNOB__INIT;
    Kitchen2__Oven oven;

    memset(&oven, 0, sizeof(oven));
    oven.knob = &knob;
    Kitchen2__Oven *copy = flat_copy(&kitchen2__oven__descriptor, &oven);

    CHECK(copy->o == NULL);
    CHECK_STR(copy->p, "warm");
    CHECK_UINT(copy->g, 4000000000u);
    CHECK(copy->d == -9000000000 && copy->k == 0.5f && copy->m && !copy->has_m);
    CHECK(copy->r.len == 4 && memcmp(copy->r.data, "\1\2\0\3", 4) == 0);
    CHECK_UINT(copy->n, KITCHEN2__HEAT__HOT);
    gri_mfree(copy);
}

static void a_oneof_keeps_its_case(void)
{
    const ProtobufCMessageDescriptor *type = &kitchen__kitchen__descriptor;
    Kitchen__Kitchen kitchen = KITCHEN__KITCHEN__INIT;

    kitchen.tonight_case = KITCHEN__KITCHEN__TONIGHT_LEFTOVERS;
    Kitchen__Kitchen *copy = flat_copy(type, &kitchen);

    CHECK_UINT(copy->tonight_case, KITCHEN__KITCHEN__TONIGHT_LEFTOVERS);
    gri_mfree(copy);
    kitchen.tonight_case = KITCHEN__KITCHEN__TONIGHT_ORDERED; /* but NULL: as good as unset */
    copy = flat_copy(type, &kitchen);
    CHECK_UINT(copy->tonight_case, KITCHEN__KITCHEN__TONIGHT__NOT_SET);
    gri_mfree(copy);
    kitchen.ordered = kitchen.name; /* protobuf_c_empty_string: a string all the same */
    copy = flat_copy(type, &kitchen);
    CHECK_UINT(copy->tonight_case, KITCHEN__KITCHEN__TONIGHT_ORDERED);
    CHECK_STR(copy->ordered, "");
    CHECK_UINT(gri_message_packed_size(copy), 2);
    gri_mfree(copy);
}

/* --- Structs that make none --- */

static void a_message_that_holds_itself_is_refused(void)
{
    Kitchen__Tree tree = KITCHEN__TREE__INIT;
    Kitchen__Tree *branches[] = { &tree };
    Kitchen__Hen hen = KITCHEN__HEN__INIT;
    Kitchen__Egg egg = KITCHEN__EGG__INIT;
    Kitchen__Hen *hens[] = { &hen };

    tree.graft = &tree;
    CHECK_CODE(size_of(&kitchen__tree__descriptor, &tree), GR_INVALID_ARGUMENT);
    tree.graft = NULL;
    tree.n_branches = 1;
    tree.branches = branches;
    CHECK_CODE(size_of(&kitchen__tree__descriptor, &tree), GR_INVALID_ARGUMENT);
    hen.egg = &egg;
    egg.n_hens = 1;
    egg.hens = hens;
    CHECK_CODE(size_of(&kitchen__hen__descriptor, &hen), GR_INVALID_ARGUMENT);
}

/* 60 levels, each twice in the one above: 2^60 messages if nobody counted. */
static void a_message_that_doubles_at_each_level_is_refused(void)
{
    Kitchen__Tree trees[60];
    Kitchen__Tree *branches[60][2];

    for (size_t i = 0; i < 60; i++) {
        kitchen__tree__init(&trees[i]);
        branches[i][0] = branches[i][1] = &trees[i - (i > 0)];
        trees[i].n_branches = i > 0 ? 2 : 0;
        trees[i].branches = branches[i];
    }
    CHECK_CODE(size_of(&kitchen__tree__descriptor, &trees[59]), GR_INVALID_ARGUMENT);
    CHECK_CODE(size_of(&kitchen__tree__descriptor, &trees[10]), GR_OK);
}

static void counts_and_lengths_that_cannot_be_are_refused(void)
{
    static const size_t counts[] = { SIZE_MAX, SIZE_MAX / 8, SIZE_MAX / 8 + 2, 1u << 30 };
    const ProtobufCMessageDescriptor *type = &kitchen__kitchen__descriptor;
    Kitchen__Kitchen kitchen = KITCHEN__KITCHEN__INIT;
    Kitchen__Scale scale = KITCHEN__SCALE__INIT;
    Kitchen__Scale *scales[] = { &scale };
    uint8_t byte = 1;

    for (size_t i = 0; i < sizeof(counts) / sizeof(counts[0]); i++) {
        kitchen.n_scales = counts[i];
        kitchen.scales = scales;
        CHECK_CODE(size_of(type, &kitchen), GR_INVALID_ARGUMENT);
        kitchen.n_scales = 0;
        kitchen.smell = (ProtobufCBinaryData){ counts[i], &byte };
        CHECK_CODE(size_of(type, &kitchen), GR_INVALID_ARGUMENT);
        kitchen.smell = (ProtobufCBinaryData){ 0, &byte };
        CHECK_CODE(size_of(type, &kitchen), GR_OK);
    }
    kitchen.n_scales = 1;
    kitchen.scales = NULL;
    CHECK_CODE(size_of(type, &kitchen), GR_INVALID_ARGUMENT);
    kitchen.n_scales = 0;
    kitchen.smell = (ProtobufCBinaryData){ 1, NULL };
    CHECK_CODE(size_of(type, &kitchen), GR_INVALID_ARGUMENT);
}

static void unknown_fields_that_cannot_be_are_refused(void)
{
    const ProtobufCMessageDescriptor *type = &kitchen__nothing__descriptor;
    Kitchen__Nothing nothing = KITCHEN__NOTHING__INIT;
    ProtobufCMessageUnknownField field = { .tag = 9, .len = 1 };

    nothing.base.n_unknown_fields = 1;
    CHECK_CODE(size_of(type, &nothing), GR_INVALID_ARGUMENT);
    nothing.base.unknown_fields = &field;
    CHECK_CODE(size_of(type, &nothing), GR_INVALID_ARGUMENT);
    nothing.base.n_unknown_fields = UINT32_MAX;
    CHECK_CODE(size_of(type, &nothing), GR_INVALID_ARGUMENT);
    field.len = 0;
    nothing.base.n_unknown_fields = 1;
    Kitchen__Nothing *copy = flat_copy(type, &nothing);

    CHECK(copy->base.unknown_fields != NULL && copy->base.unknown_fields != &field);
    gri_mfree(copy);
    nothing.base.n_unknown_fields = 0;
    copy = flat_copy(type, &nothing);
    CHECK(copy->base.unknown_fields == NULL);
    gri_mfree(copy);
}

static void a_case_that_is_no_members_is_refused(void)
{
    static const int cases[] = { 1, 8, 17, 21, 100, 5000, -1 };
    Kitchen__Kitchen kitchen = KITCHEN__KITCHEN__INIT;

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        memcpy(&kitchen.tonight_case, &cases[i], sizeof(cases[i]));
        CHECK_CODE(size_of(&kitchen__kitchen__descriptor, &kitchen), GR_INVALID_ARGUMENT);
    }
}

static void a_struct_of_another_type_is_refused(void)
{
    ProtobufCMessageDescriptor twin = kitchen__scale__descriptor;
    Kitchen__Scale scale = KITCHEN__SCALE__INIT;

    CHECK_CODE(size_of(&kitchen__drawer__descriptor, &scale), GR_INVALID_ARGUMENT);
    CHECK_CODE(size_of(&kitchen__scale__descriptor, NULL), GR_INVALID_ARGUMENT);
    scale.base.descriptor = &twin; /* the same type, from another shared object */
    CHECK_CODE(size_of(&kitchen__scale__descriptor, &scale), GR_OK);
    twin.name = NULL;
    CHECK_CODE(size_of(&kitchen__scale__descriptor, &scale), GR_INVALID_ARGUMENT);
}

static void limits_are_exact(void)
{
    Kitchen__Tree trees[3];
    struct gri_message_limits limits = wide;
    char name[] = "an apple tree";
    size_t size = 0;

    for (size_t i = 0; i < 3; i++) {
        kitchen__tree__init(&trees[i]);
        trees[i].graft = i > 0 ? &trees[i - 1] : NULL;
    }
    trees[0].name = name;
    CHECK_CODE(gri_message_size(&kitchen__tree__descriptor, &trees[2], &limits, &size), GR_OK);
    CHECK_UINT(size, 3 * sizeof(trees[0]) + 16);
    for (limits.depth = 0; limits.depth <= 4; limits.depth++) {
        CHECK_CODE(gri_message_size(&kitchen__tree__descriptor, &trees[2], &limits, &size),
                   limits.depth >= 3 ? GR_OK : GR_INVALID_ARGUMENT);
    }
    for (limits.bytes = 0; limits.bytes <= size + 8; limits.bytes++) {
        CHECK_CODE(gri_message_size(&kitchen__tree__descriptor, &trees[2], &limits, &size),
                   limits.bytes >= size ? GR_OK : GR_INVALID_ARGUMENT);
    }
}

/* --- Types made at run time: many fields, no initializer --- */

enum { WIDE_FIELDS = 300 };

struct wide_message {
    ProtobufCMessage base;
    Kitchen__Nothing *fields[WIDE_FIELDS];
};

struct wide_type {
    ProtobufCMessageDescriptor descriptor;
    ProtobufCFieldDescriptor fields[WIDE_FIELDS];
    ProtobufCIntRange ranges[2];
};

static void make_wide_type(struct wide_type *type)
{
    memset(type, 0, sizeof(*type));
    for (unsigned i = 0; i < WIDE_FIELDS; i++) {
        type->fields[i].id = i + 1;
        type->fields[i].label = PROTOBUF_C_LABEL_NONE;
        type->fields[i].type = PROTOBUF_C_TYPE_MESSAGE;
        type->fields[i].offset =
            (unsigned)(offsetof(struct wide_message, fields) + i * sizeof(Kitchen__Nothing *));
        type->fields[i].descriptor = &kitchen__nothing__descriptor;
    }
    type->ranges[0] = (ProtobufCIntRange){ 1, 0 };
    type->ranges[1] = (ProtobufCIntRange){ 0, WIDE_FIELDS };
    type->descriptor = (ProtobufCMessageDescriptor){
        .magic = PROTOBUF_C__MESSAGE_DESCRIPTOR_MAGIC,
        .name = "wide.Message",
        .sizeof_message = sizeof(struct wide_message),
        .n_fields = WIDE_FIELDS,
        .fields = type->fields,
        .n_field_ranges = 1,
        .field_ranges = type->ranges,
    };
}

static void types_of_many_fields_work(void)
{
    static const uint8_t once[] = { 0x0a, 0, 0xe2, 0x12, 0 };        /* fields 1 and 300 */
    static const uint8_t twice[] = { 0xe2, 0x12, 0, 0xe2, 0x12, 0 }; /* field 300 */
    struct wide_type type;
    struct gri_arena arena;
    const void *out = NULL;

    make_wide_type(&type);
    gri_arena_init(&arena, 4096, 1 << 16);
    CHECK_CODE(gri_message_unpack(&type.descriptor, once, sizeof(once), &wide, &arena, &out),
               GR_OK);
    struct wide_message *copy = flat_copy(&type.descriptor, out);

    CHECK(copy->fields[0] != NULL && copy->fields[1] == NULL && copy->fields[299] != NULL);
    gri_mfree(copy);
    CHECK_CODE(gri_message_unpack(&type.descriptor, twice, sizeof(twice), &wide, &arena, &out),
               GR_INVALID_ARGUMENT);
    gri_arena_fini(&arena);
    suite_fail_allocation(1);
    CHECK_CODE(gri_message_unpack(&type.descriptor, once, sizeof(once), &wide, &arena, &out),
               GR_RESOURCE_EXHAUSTED);
    arena.max = 30;
    CHECK_CODE(gri_message_unpack(&type.descriptor, once, sizeof(once), &wide, &arena, &out),
               GR_INVALID_ARGUMENT);
    gri_arena_fini(&arena);
}

static void an_empty_message_needs_no_initializer(void)
{
    ProtobufCMessageDescriptor lamp = kitchen2__lamp__descriptor;
    ProtobufCFieldDescriptor field = { .id = 1,
                                       .label = PROTOBUF_C_LABEL_REQUIRED,
                                       .type = PROTOBUF_C_TYPE_MESSAGE,
                                       .offset = sizeof(ProtobufCMessage),
                                       .descriptor = &lamp };
    ProtobufCMessageDescriptor holder = { .name = "holder",
                                          .sizeof_message = sizeof(ProtobufCMessage) + 8,
                                          .n_fields = 1,
                                          .fields = &field };
    struct {
        ProtobufCMessage base;
        Kitchen2__Lamp *lamp;
    } message = { .lamp = NULL }, *copy;

    lamp.message_init = NULL;
    copy = flat_copy(&holder, &message);
    CHECK_UINT(copy->lamp->watts, 40);
    CHECK_UINT(copy->lamp->on, 1);
    CHECK(copy->lamp->base.descriptor == &lamp);
    gri_mfree(copy);
}

/* --- Bytes from outside --- */

struct bytes_case {
    const char *name;
    const ProtobufCMessageDescriptor *type;
    const char *bytes;
    size_t len;
    gr_code code;
};

#define BYTES(text) text, sizeof(text) - 1

static const struct bytes_case bytes_cases[] = {
    { "nothing", &kitchen__tree__descriptor, BYTES(""), GR_OK },
    { "a string", &kitchen__tree__descriptor, BYTES("\x0a\x02hi"), GR_OK },
    { "a string twice: the last", &kitchen__tree__descriptor, BYTES("\x0a\x02hi\x0a\x02ho"),
      GR_OK },
    { "a string with a NUL", &kitchen__tree__descriptor, BYTES("\x0a\x02h\0"),
      GR_INVALID_ARGUMENT },
    { "the key of a map with a NUL", &kitchen__tree__descriptor, BYTES("\x32\x04\x0a\x02h\0"),
      GR_INVALID_ARGUMENT },
    { "bytes with a NUL", &kitchen__kitchen__descriptor, BYTES("\x12\x02h\0"), GR_OK },
    { "a message twice", &kitchen__tree__descriptor, BYTES("\x1a\0\x1a\0"), GR_INVALID_ARGUMENT },
    { "a repeated message twice", &kitchen__tree__descriptor, BYTES("\x12\0\x12\0"), GR_OK },
    { "a oneof's message twice", &kitchen__tree__descriptor, BYTES("\x22\0\x22\0"), GR_OK },
    { "a oneof's message, then its string", &kitchen__tree__descriptor, BYTES("\x22\0\x2a\1x"),
      GR_OK },
    { "a length over the end", &kitchen__tree__descriptor, BYTES("\x0a\x03hi"),
      GR_INVALID_ARGUMENT },
    { "a length of 2^64-1", &kitchen__tree__descriptor,
      BYTES("\x0a\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"), GR_INVALID_ARGUMENT },
    { "a length of 2^32-1", &kitchen__tree__descriptor, BYTES("\x0a\xff\xff\xff\xff\x0f"),
      GR_INVALID_ARGUMENT },
    { "a length in six bytes", &kitchen__tree__descriptor, BYTES("\x0a\x81\x80\x80\x80\x80\0x"),
      GR_INVALID_ARGUMENT },
    { "a message that is a number", &kitchen__tree__descriptor, BYTES("\x18\x01"),
      GR_INVALID_ARGUMENT },
    { "a bool that is no varint", &kitchen2__lamp__descriptor, BYTES("\x15\1\0\0\0"),
      GR_INVALID_ARGUMENT },
    { "a number that is bytes", &kitchen__scale__descriptor, BYTES("\x0a\0"), GR_INVALID_ARGUMENT },
    { "a group", &kitchen__tree__descriptor, BYTES("\x0b\x0c"), GR_INVALID_ARGUMENT },
    { "field 0", &kitchen__tree__descriptor, BYTES("\x02\0"), GR_INVALID_ARGUMENT },
    { "half of packed numbers", &kitchen__drawer__descriptor, BYTES("\x1a\3abc"),
      GR_INVALID_ARGUMENT },
    { "packed numbers without end", &kitchen__drawer__descriptor, BYTES("\x0a\1\x80"),
      GR_INVALID_ARGUMENT },
    { "without a required field", &kitchen2__label__descriptor, BYTES(""), GR_INVALID_ARGUMENT },
    { "an inner one without it", &kitchen2__oven__descriptor, BYTES("\xba\x01\0"),
      GR_INVALID_ARGUMENT },
};

static void bytes_that_protobuf_c_would_misread_are_refused(void)
{
    struct gri_arena arena;

    gri_arena_init(&arena, 4096, 1 << 16);
    for (size_t i = 0; i < sizeof(bytes_cases) / sizeof(bytes_cases[0]); i++) {
        const void *out = NULL;
        gr_code code =
            gri_message_unpack(bytes_cases[i].type, (const uint8_t *)bytes_cases[i].bytes,
                               bytes_cases[i].len, &wide, &arena, &out);

        suite_check(code == bytes_cases[i].code, __FILE__, __LINE__, bytes_cases[i].name);
        CHECK((out != NULL) == (code == GR_OK));
        gri_arena_reset(&arena);
    }
    gri_arena_fini(&arena);
}

/* `levels` grafts in one another, innermost empty. Returns where the bytes begin: they are written
 * from the end of `room` backwards. */
static const uint8_t *nested(uint8_t *room, size_t size, size_t levels)
{
    uint8_t *at = room + size;
    size_t len = 0;

    for (size_t i = 0; i < levels; i++) {
        if (len >= 0x80) {
            *--at = (uint8_t)(len >> 7);
        }
        *--at = (uint8_t)(len >= 0x80 ? (len & 0x7f) | 0x80 : len);
        *--at = 0x1a;
        len = (size_t)(room + size - at);
    }
    return at;
}

static void bytes_deeper_than_the_limit_are_refused(void)
{
    static uint8_t room[20000];
    struct gri_arena arena;
    const void *out = NULL;

    gri_arena_init(&arena, 1 << 16, 1 << 20);
    for (size_t levels = 0; levels <= 105; levels++) {
        const uint8_t *at = nested(room, sizeof(room), levels);
        size_t len = (size_t)(room + sizeof(room) - at);
        gr_code code = gri_message_unpack(&kitchen__tree__descriptor, at, len, &wide, &arena, &out);

        CHECK_CODE(code, levels < GRI_MESSAGE_DEPTH_MAX ? GR_OK : GR_INVALID_ARGUMENT);
        CHECK(levels != 62 || len == 124); /* enough to overflow a small stack, unchecked */
        gri_arena_reset(&arena);
    }
    const uint8_t *at = nested(room, sizeof(room), 5000);

    CHECK_CODE(gri_message_unpack(&kitchen__tree__descriptor, at,
                                  (size_t)(room + sizeof(room) - at), &wide, &arena, &out),
               GR_INVALID_ARGUMENT);
    gri_arena_fini(&arena);
}

static void a_few_bytes_cannot_take_all_memory(void)
{
    uint8_t bytes[4000];
    struct gri_arena arena;
    const void *out = NULL;

    for (size_t i = 0; i < sizeof(bytes); i += 2) {
        bytes[i] = 0x32; /* shelves: two bytes on the wire, nearly a hundred as a struct */
        bytes[i + 1] = 0;
    }
    gri_arena_init(&arena, 4096, 100000);
    CHECK_CODE(gri_message_unpack(&kitchen__kitchen__descriptor, bytes, sizeof(bytes), &wide,
                                  &arena, &out),
               GR_INVALID_ARGUMENT);
    CHECK(gri_arena_is_over(&arena));
    CHECK_CODE(gri_message_unpack(&kitchen__kitchen__descriptor, bytes, GRI_MESSAGE_BYTES_MAX + 1,
                                  &wide, &arena, &out),
               GR_INVALID_ARGUMENT);
    gri_arena_fini(&arena);
}

/* With less room than it takes nothing is written behind it; a sanitizer would see that. */
static void check_small_room(const ProtobufCMessageDescriptor *type, ProtobufCBinaryData bytes,
                             size_t size)
{
    void *block = gri_malloc(size);
    size_t used = size;
    gr_code code = gri_message_unpack_to(type, bytes.data, bytes.len, &wide, block, &used);

    CHECK(code == GR_OUT_OF_RANGE || code == GR_INVALID_ARGUMENT);
    CHECK_UINT(used, size);
    gri_mfree(block);
}

/* Taken or refused as by protobuf-c, and equal to what that makes of it. */
static void check_bytes(const ProtobufCMessageDescriptor *type, ProtobufCBinaryData bytes)
{
    ProtobufCMessage *wanted = protobuf_c_message_unpack(type, NULL, bytes.len, bytes.data);
    size_t size = 0;
    void *block = NULL;
    gr_code code = gri_message_unpacked_size(type, bytes.data, bytes.len, &wide, &size);

    CHECK(code == GR_OK || wanted == NULL ||
          is_refused_on_purpose(type, bytes.data, bytes.len, GRI_MESSAGE_DEPTH_MAX));
    if (code == GR_OK) {
        size_t used = size;

        block = gri_malloc(size);
        code = gri_message_unpack_to(type, bytes.data, bytes.len, &wide, block, &used);
        CHECK(code == GR_OK || code == GR_INVALID_ARGUMENT);
        CHECK(used <= size);
        size = used;
    }
    if (code == GR_OK) {
        CHECK(same_message(type, block, wanted));
        check_small_room(type, bytes, size / 2);
        check_small_room(type, bytes, size - 8);
    } else {
        CHECK(wanted == NULL ||
              is_refused_on_purpose(type, bytes.data, bytes.len, GRI_MESSAGE_DEPTH_MAX));
    }
    gri_mfree(block);
    if (wanted != NULL) {
        protobuf_c_message_free_unpacked(wanted, NULL);
    }
}

/* Each cut of a good message, and each with some bits turned. */
static void damaged_bytes_are_taken_or_refused_as_by_protobuf_c(void)
{
    struct gri_arena arena;
    uint64_t state = 11;

    gri_arena_init(&arena, 1 << 16, 1 << 26);
    for (uint64_t seed = 0; seed < 100; seed++) {
        const ProtobufCMessageDescriptor *type = types[seed % N_TYPES];
        struct random_message_options options = { .arena = &arena, .seed = seed, .depth = 3 };
        ProtobufCBinaryData bytes = packed(&arena, random_message(type, &options));

        for (size_t len = 0; len < bytes.len && len < 600; len++) {
            uint8_t *cut = gri_malloc(len); /* so that a sanitizer sees a byte too many */

            memcpy(cut, bytes.data, len);
            check_bytes(type, (ProtobufCBinaryData){ len, cut });
            gri_mfree(cut);
        }
        for (int i = 0; i < 100 && bytes.len > 0; i++) {
            uint64_t where = random_next(&state) % bytes.len;

            bytes.data[where] ^= (uint8_t)random_next(&state);
            check_bytes(type, bytes);
        }
        gri_arena_reset(&arena);
    }
    gri_arena_fini(&arena);
}

static void out_of_memory_is_resource_exhausted(void)
{
    static const uint8_t bytes[] = { 0x0a, 2, 'h', 'i' };
    struct gri_arena scratch;
    const void *out = NULL;

    gri_arena_init(&scratch, 16, 1 << 20);
    suite_fail_allocation(1);
    CHECK_CODE(
        gri_message_unpack(&kitchen__tree__descriptor, bytes, sizeof(bytes), &wide, &scratch, &out),
        GR_RESOURCE_EXHAUSTED);
    CHECK(out == NULL);
    gri_arena_fini(&scratch);
}

GR_SUITE("message",
         { "a_copy_is_what_is_unpacked_from_what_was_packed",
           a_copy_is_what_is_unpacked_from_what_was_packed },
         { "a_copy_of_a_copy_is_the_same_and_outlives_the_original",
           a_copy_of_a_copy_is_the_same_and_outlives_the_original },
         { "what_is_unpacked_equals_what_protobuf_c_unpacks",
           what_is_unpacked_equals_what_protobuf_c_unpacks },
         { "what_an_older_node_does_not_know_comes_through_it",
           what_an_older_node_does_not_know_comes_through_it },
         { "only_scalars_that_are_always_there_are_flat",
           only_scalars_that_are_always_there_are_flat },
         { "a_flat_message_is_its_struct", a_flat_message_is_its_struct },
         { "zeroed_structs_are_valid_at_every_level", zeroed_structs_are_valid_at_every_level },
         { "null_entries_are_empty_strings_and_empty_messages",
           null_entries_are_empty_strings_and_empty_messages },
         { "a_missing_message_with_a_required_field_is_refused",
           a_missing_message_with_a_required_field_is_refused },
         { "what_is_absent_in_proto2_has_its_default", what_is_absent_in_proto2_has_its_default },
         { "a_oneof_keeps_its_case", a_oneof_keeps_its_case },
         { "a_message_that_holds_itself_is_refused", a_message_that_holds_itself_is_refused },
         { "a_message_that_doubles_at_each_level_is_refused",
           a_message_that_doubles_at_each_level_is_refused },
         { "counts_and_lengths_that_cannot_be_are_refused",
           counts_and_lengths_that_cannot_be_are_refused },
         { "unknown_fields_that_cannot_be_are_refused", unknown_fields_that_cannot_be_are_refused },
         { "a_case_that_is_no_members_is_refused", a_case_that_is_no_members_is_refused },
         { "a_struct_of_another_type_is_refused", a_struct_of_another_type_is_refused },
         { "limits_are_exact", limits_are_exact },
         { "types_of_many_fields_work", types_of_many_fields_work },
         { "an_empty_message_needs_no_initializer", an_empty_message_needs_no_initializer },
         { "bytes_that_protobuf_c_would_misread_are_refused",
           bytes_that_protobuf_c_would_misread_are_refused },
         { "bytes_deeper_than_the_limit_are_refused", bytes_deeper_than_the_limit_are_refused },
         { "a_few_bytes_cannot_take_all_memory", a_few_bytes_cannot_take_all_memory },
         { "damaged_bytes_are_taken_or_refused_as_by_protobuf_c",
           damaged_bytes_are_taken_or_refused_as_by_protobuf_c },
         { "out_of_memory_is_resource_exhausted", out_of_memory_is_resource_exhausted })
