/* SPDX-License-Identifier: MIT */
/* Which schemas can talk: the same, or one with more than the other; and that no text, however
 * broken, is read past its end. */
#include "schema.h"

#include <stdio.h>
#include <string.h>

#include "random_message.h"
#include "suite.h"

#define LINE_KIND  "field garden.Event 2 kind optional enum garden.Kind\n"
#define LINE_NAME  "field garden.Event 1 resource optional string\n"
#define LINE_10    "field garden.Event 10 extra repeated int64\n"
#define LINE_ITEMS "field garden.Resources 1 items repeated message garden.Resource\n"
#define LINE_GET   "rpc Get(google.protobuf.Empty) returns (garden.Resources)\n"
#define LINE_PUT   "rpc Put(garden.Event) returns (google.protobuf.Empty) oneway\n"
#define LINE_SELF  "service garden.Manager\n"
#define LINE_VALUE "value garden.Kind 0 KIND_NONE\n"

static const char *const whole =
    LINE_NAME LINE_10 LINE_KIND LINE_ITEMS LINE_GET LINE_PUT LINE_SELF LINE_VALUE;

struct schema_case {
    const char *theirs;
    gr_code code;
    const char *named; /* in the reason */
};

static void check_cases(const struct schema_case *cases, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        char why[512] = "";
        char back[512] = "";

        CHECK_CODE(gri_schema_compatible(whole, cases[i].theirs, why, sizeof(why)), cases[i].code);
        CHECK_CODE(gri_schema_compatible(cases[i].theirs, whole, back, sizeof(back)),
                   cases[i].code);
        if (!CHECK(strstr(why, cases[i].named) != NULL)) {
            CHECK_STR(why, cases[i].named);
        }
    }
}

static void the_same_and_added_lines_are_compatible(void)
{
    static const struct schema_case cases[] = {
        { LINE_NAME LINE_10 LINE_KIND LINE_ITEMS LINE_GET LINE_PUT LINE_SELF LINE_VALUE, GR_OK,
          "" },
        { LINE_NAME LINE_KIND LINE_GET LINE_SELF LINE_VALUE, GR_OK, "" },
        { LINE_SELF, GR_OK, "" },
        { LINE_NAME LINE_10 LINE_KIND
          "field garden.Event 3 more optional bytes\n" LINE_ITEMS LINE_GET
          "rpc GetAll(garden.Event) returns (garden.Event)\n" LINE_PUT LINE_SELF LINE_VALUE
          "value garden.Kind 1 KIND_ONE\n",
          GR_OK, "" },
        { LINE_SELF "value garden.Kind 0 KIND_OTHER\n", GR_OK, "" },
        { "a line of tomorrow\n" LINE_SELF, GR_OK, "" },
    };

    check_cases(cases, sizeof(cases) / sizeof(cases[0]));
}

static void a_shared_field_or_method_that_differs_is_named(void)
{
    static const struct schema_case cases[] = {
        { "field garden.Event 1 resource optional bytes\n" LINE_SELF, GR_FAILED_PRECONDITION,
          "field garden.Event 1 resource" },
        { "field garden.Event 1 renamed optional string\n" LINE_SELF, GR_FAILED_PRECONDITION,
          "renamed" },
        { "field garden.Event 1 resource repeated string\n" LINE_SELF, GR_FAILED_PRECONDITION,
          "repeated" },
        { "field garden.Event 10 extra repeated int32\n" LINE_SELF, GR_FAILED_PRECONDITION,
          "int32" },
        { "field garden.Event 2 kind optional enum garden.Sort\n" LINE_SELF, GR_FAILED_PRECONDITION,
          "garden.Sort" },
        { "rpc Get(garden.Event) returns (garden.Resources)\n" LINE_SELF, GR_FAILED_PRECONDITION,
          "rpc Get(garden.Event)" },
        { "rpc Put(garden.Event) returns (google.protobuf.Empty)\n" LINE_SELF,
          GR_FAILED_PRECONDITION, "oneway" },
        { "service garden.Watcher\n", GR_FAILED_PRECONDITION, "garden.Watcher" },
    };

    check_cases(cases, sizeof(cases) / sizeof(cases[0]));
}

static void what_is_not_canonical_is_refused(void)
{
    static const struct schema_case cases[] = {
        { "", GR_INVALID_ARGUMENT, "without a service" },
        { "\n", GR_INVALID_ARGUMENT, "without a service" },
        { "service garden.Manager", GR_INVALID_ARGUMENT, "canonical" }, /* no end of line */
        { LINE_SELF LINE_GET, GR_INVALID_ARGUMENT, "canonical" },       /* not sorted */
        { LINE_SELF LINE_SELF, GR_INVALID_ARGUMENT, "canonical" },      /* twice */
        { LINE_NAME LINE_GET, GR_INVALID_ARGUMENT, "without a service" },
        { "\xff\xfe\n", GR_INVALID_ARGUMENT, "without a service" },
    };

    check_cases(cases, sizeof(cases) / sizeof(cases[0]));
}

static void the_reason_is_cut_to_its_room(void)
{
    char theirs[2000];
    char why[16];

    memset(theirs, 'x', sizeof(theirs));
    memcpy(theirs, "rpc Get(", 8);
    memcpy(theirs + sizeof(theirs) - sizeof("\n" LINE_SELF), "\n" LINE_SELF,
           sizeof("\n" LINE_SELF));
    for (size_t cap = 1; cap <= sizeof(why); cap++) {
        memset(why, '!', sizeof(why));
        CHECK_CODE(gri_schema_compatible(whole, theirs, why, cap), GR_FAILED_PRECONDITION);
        CHECK_UINT(strlen(why), cap - 1);
    }
    CHECK_CODE(gri_schema_compatible(whole, theirs, NULL, 0), GR_FAILED_PRECONDITION);
}

static void any_bytes_are_safe(void)
{
    char theirs[600];
    char why[100];
    uint64_t state = 3;
    size_t len = strlen(whole);

    for (int i = 0; i < 20000; i++) {
        memcpy(theirs, whole, len + 1);
        for (uint64_t n = random_next(&state) % 4; n > 0; n--) {
            uint64_t where = random_next(&state) % len;

            theirs[where] = (char)random_next(&state);
        }
        gr_code code = gri_schema_compatible(whole, theirs, why, sizeof(why));

        CHECK(code == GR_OK || code == GR_FAILED_PRECONDITION || code == GR_INVALID_ARGUMENT);
        code = gri_schema_compatible(theirs, whole, why, sizeof(why));
        CHECK(code == GR_OK || code == GR_FAILED_PRECONDITION || code == GR_INVALID_ARGUMENT);
    }
}

GR_SUITE("schema",
         { "the_same_and_added_lines_are_compatible", the_same_and_added_lines_are_compatible },
         { "a_shared_field_or_method_that_differs_is_named",
           a_shared_field_or_method_that_differs_is_named },
         { "what_is_not_canonical_is_refused", what_is_not_canonical_is_refused },
         { "the_reason_is_cut_to_its_room", the_reason_is_cut_to_its_room },
         { "any_bytes_are_safe", any_bytes_are_safe })
