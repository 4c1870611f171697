/* SPDX-License-Identifier: MIT */
/* Names: added, found and taken back. */
#include <stdio.h>
#include <string.h>

#include "names.h"
#include "suite.h"

static const gr_service service_a = { .name = "a" };
static const gr_service service_b = { .name = "b" };

static void a_name_is_found_until_it_is_taken_back(void)
{
    struct gri_names names;
    uint64_t actor = 0;
    const gr_service *service = NULL;
    gri_names_init(&names, 100);
    CHECK_CODE(gri_names_find(&names, "x", &actor, &service), GR_NOT_FOUND);
    CHECK_CODE(gri_names_add(&names, "x", 5, &service_a), GR_OK);
    CHECK_CODE(gri_names_add(&names, "x", 6, &service_b), GR_ALREADY_EXISTS);
    CHECK_CODE(gri_names_find(&names, "x", &actor, &service), GR_OK);
    CHECK_UINT(actor, 5);
    CHECK(service == &service_a);
    CHECK_CODE(gri_names_find(&names, "X", &actor, &service), GR_NOT_FOUND);
    CHECK_CODE(gri_names_remove(&names, "x"), GR_OK);
    CHECK_CODE(gri_names_remove(&names, "x"), GR_NOT_FOUND);
    CHECK_CODE(gri_names_add(&names, "x", 6, &service_b), GR_OK);
    gri_names_fini(&names);
}

static void an_actor_s_names_go_all_at_once(void)
{
    struct gri_names names;
    uint64_t actor;
    const gr_service *service;
    char name[16];
    gri_names_init(&names, 100);
    for (unsigned i = 0; i < 1000; i++) {
        snprintf(name, sizeof(name), "n%u", i);
        CHECK_CODE(gri_names_add(&names, name, 1 + i % 10, &service_a), GR_OK);
    }
    gri_names_remove_actor(&names, 4);
    gri_names_remove_actor(&names, 99);
    for (unsigned i = 0; i < 1000; i++) {
        snprintf(name, sizeof(name), "n%u", i);
        CHECK_CODE(gri_names_find(&names, name, &actor, &service),
                   i % 10 == 3 ? GR_NOT_FOUND : GR_OK);
    }
    gri_names_fini(&names);
}

static void each_allocation_that_fails_is_a_code(void)
{
    bool failed = true;
    for (size_t nth = 1; failed; nth++) {
        struct gri_names names;
        uint64_t actor;
        const gr_service *service;
        gri_names_init(&names, 100);
        suite_fail_allocation(nth);
        gr_code code = gri_names_add(&names, "x", 1, &service_a);
        failed = suite_allocation_failed();
        suite_fail_allocation(0);
        CHECK_CODE(code, failed ? GR_RESOURCE_EXHAUSTED : GR_OK);
        CHECK_CODE(gri_names_find(&names, "x", &actor, &service), failed ? GR_NOT_FOUND : GR_OK);
        CHECK_CODE(gri_names_add(&names, "y", 1, &service_a), GR_OK);
        gri_names_fini(&names);
    }
}

static void names_are_checked(void)
{
    char text[300];
    memset(text, 'a', sizeof(text));
    text[255] = '\0';
    CHECK(gri_name_is_valid(text));
    CHECK(gri_name_is_valid("a"));
    CHECK(gri_name_is_valid("A.b_c-9"));
    text[255] = 'a';
    text[256] = '\0';
    CHECK(!gri_name_is_valid(text));
    CHECK(!gri_name_is_valid(NULL));
    CHECK(!gri_name_is_valid(""));
    CHECK(!gri_name_is_valid("a/b"));
    CHECK(!gri_name_is_valid("a b"));
    CHECK(!gri_name_is_valid("\xc3\xa4"));
    CHECK(!gri_name_is_valid("a\n"));
}

GR_SUITE("names",
         { "a_name_is_found_until_it_is_taken_back", a_name_is_found_until_it_is_taken_back },
         { "an_actor_s_names_go_all_at_once", an_actor_s_names_go_all_at_once },
         { "each_allocation_that_fails_is_a_code", each_allocation_that_fails_is_a_code },
         { "names_are_checked", names_are_checked })
