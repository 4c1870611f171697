/* SPDX-License-Identifier: MIT */
/* A thin layer over CUnit: a suite is an executable, a test's name is a sentence, and each test
 * ends by checking that nothing was left allocated or open. Included by every tests/test_*.c. */
#ifndef SUITE_H
#define SUITE_H

#include <inttypes.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <greenroom/code.h>

struct suite_test {
    const char *name;
    void (*run)(void);
};

/* Runs all the tests of a suite; returns main's status. `prepare`, if any, runs once before the
 * first: for what a library opens at its first use and keeps. */
int suite_run(const char *name, void (*prepare)(void), const struct suite_test *tests, size_t n);

/* main(): GR_SUITE("mailbox", { "push_to_a_full_mailbox_is_refused", push_to_a_full }, ...) */
#define GR_SUITE(name, ...) GR_SUITE_PREPARED(name, NULL, __VA_ARGS__)
#define GR_SUITE_PREPARED(name, prepare, ...)                                                      \
    int main(void)                                                                                 \
    {                                                                                              \
        static const struct suite_test suite_tests[] = { __VA_ARGS__ };                            \
        return suite_run(name, prepare, suite_tests, sizeof suite_tests / sizeof suite_tests[0]);  \
    }

/* What is allocated through gri_malloc now. */
size_t suite_live_allocations(void);

/* Makes the nth gri_malloc from now fail, once; 0: none. Each test starts with none. To let each
 * allocation of an operation fail in turn, go on until suite_allocation_failed() is false. */
void suite_fail_allocation(size_t nth);
bool suite_allocation_failed(void);

/* The checks go on after a failure and return whether they held; callable from any thread. */
#define CHECK(cond)              suite_check((cond), __FILE__, __LINE__, #cond)
#define CHECK_CODE(expr, wanted) suite_check_code((expr), (wanted), __FILE__, __LINE__, #expr)
#define CHECK_UINT(expr, wanted)                                                                   \
    suite_check_uint((uint64_t)(expr), (uint64_t)(wanted), __FILE__, __LINE__, #expr)
#define CHECK_STR(expr, wanted) suite_check_str((expr), (wanted), __FILE__, __LINE__, #expr)

bool suite_check(bool holds, const char *file, int line, const char *text);
bool suite_check_code(gr_code got, gr_code wanted, const char *file, int line, const char *text);
bool suite_check_uint(uint64_t got, uint64_t wanted, const char *file, int line, const char *text);
bool suite_check_str(const char *got, const char *wanted, const char *file, int line,
                     const char *text);

#endif
